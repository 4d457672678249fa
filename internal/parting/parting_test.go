package parting

import (
	"encoding/hex"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
)

var (
	here  = event.ID{1}
	there = event.ID{2}
	today = event.Day(2026, 11, 24)
	now   = event.Stamp{MS: 1, Civil: today.At(9, 0)}
)

func later(hours int) event.Stamp { return event.Stamp{MS: 1, Civil: today.At(9+hours, 0)} }

// own is a log in which things are said at a time.
type own struct {
	t *testing.T
	s Own
}

func (o *own) say(at event.Stamp, payload any, want error) {
	o.t.Helper()
	kind := KindChosen
	if _, ok := payload.(Blocked); ok {
		kind = KindBlocked
	}
	raw := codec.Must(payload)
	if err := o.s.Allows(event.First, kind, raw, at); err != want {
		o.t.Errorf("%+v: allowed %v, want %v", payload, err, want)
	}
	if err := o.s.Apply(event.Fact{By: event.First, Kind: kind, Payload: raw, At: at}); err != want {
		o.t.Errorf("%+v: applied %v, want %v", payload, err, want)
	}
}

func (o *own) is(space event.ID, at event.Stamp, gone, silent, set bool) {
	o.t.Helper()
	c := o.s.Of(space)
	if c.Gone(at.Civil) != gone || c.Silent() != silent || c.Set() != set {
		o.t.Errorf("%v: gone %v, silent %v, set %v", c, c.Gone(at.Civil), c.Silent(), c.Set())
	}
}

func TestChoices(t *testing.T) {
	o := &own{t: t}
	o.is(here, now, false, false, false)
	o.say(now, Chosen{Space: here, How: Stay}, Nothing)
	o.say(now, Chosen{Space: here, How: Now, Words: "Goodbye."}, nil)
	o.is(here, now, true, false, false)
	o.is(there, now, false, false, false)
	if kind, raw := o.s.Of(here).Said(); kind != KindSaid || string(raw) != string(codec.Must(Said{"Goodbye."})) {
		t.Errorf("last words: %s %x", kind, raw)
	}
	for _, how := range []How{Now, Never, Stay} {
		want := Refusal(Done)
		if how == Stay {
			want = Nothing
		}
		o.say(later(1), Chosen{Space: here, How: how}, want)
	}
	o.say(later(1), Chosen{Space: here, How: At, At: later(2).Civil}, Done)

	o = &own{t: t}
	o.say(now, Chosen{Space: here, How: At, At: later(2).Civil}, nil)
	o.is(here, later(1), false, false, true)
	o.is(here, event.Stamp{Civil: later(2).Civil - 1}, false, false, true)
	o.is(here, later(2), true, false, true)
	o.say(later(1), Chosen{Space: here, How: At, At: later(3).Civil}, nil) // another time
	o.is(here, later(2), false, false, true)
	o.say(later(2), Chosen{Space: here, How: Stay}, nil)
	o.is(here, later(4), false, false, false)
	o.say(now, Chosen{Space: here, How: At, At: later(2).Civil}, nil)
	o.say(later(2), Chosen{Space: here, How: Stay}, Done) // it is over by then
	o.is(here, later(2), true, false, true)

	o = &own{t: t}
	o.say(now, Chosen{Space: here, How: Never, Block: true}, nil)
	o.is(here, now, true, true, false)
	if kind, _ := o.s.Of(here).Said(); kind != "" {
		t.Error("something is said of what is never said")
	}
	o.say(later(1), Chosen{Space: here, How: Stay}, Nothing)
	o.say(later(1), Chosen{Space: here, How: At, At: later(5).Civil}, Done)
	o.say(later(1), Chosen{Space: here, How: Now}, nil)
	o.is(here, later(1), true, false, false)
	if !o.s.Blocks(here) {
		t.Error("saying it after all takes invites again")
	}
	o.say(now, Blocked{here, false}, nil)
	o.say(now, Blocked{there, true}, nil)
	if o.s.Blocks(here) || !o.s.Blocks(there) {
		t.Error("whose invites are declined")
	}
}

func TestMalformed(t *testing.T) {
	for _, m := range []Chosen{
		{Space: here}, {Space: here, How: Stay + 1}, {Space: here, How: At}, {Space: here, How: Now, At: later(1).Civil},
		{Space: here, How: At, At: 7}, {Space: here, How: Never, Words: "Not said."}, {Space: here, How: Stay, Words: "x"},
		{Space: here, How: Now, Words: " "}, {Space: here, How: Now, Words: strings.Repeat("x", MaxWords+1)},
	} {
		o := &own{t: t}
		o.say(now, m, Malformed)
		o.is(here, later(100), false, false, false)
	}
	var s Own
	for _, raw := range []codec.Raw{nil, {0xa0}, {0xff}} {
		if err := s.Allows(event.First, KindChosen, raw, now); err != Malformed {
			t.Errorf("%x: %v", []byte(raw), err)
		}
	}
	if err := s.Allows(event.First, KindSaid, codec.Must(Said{"x"}), now); err != Unknown {
		t.Error("last words in one's own log:", err)
	}
}

func TestForm(t *testing.T) {
	form := func(f event.Form) event.Form {
		f[FieldSpace] = here.String()
		return f
	}
	var s Own
	for _, c := range []struct {
		f    event.Form
		want any // a Chosen, or FIELD CODE
	}{
		{event.Form{}, "how bad"},
		{event.Form{FieldHow: "now"}, Chosen{Space: here, How: Now}},
		{event.Form{FieldHow: "now", FieldBlock: "yes", FieldWords: " Be well.\r\n", FieldDate: "2020-01-01", FieldTime: "x"}, Chosen{Space: here, How: Now, Words: "Be well.", Block: true}},
		{event.Form{FieldHow: "never", FieldWords: "Not sent."}, Chosen{Space: here, How: Never}},
		{event.Form{FieldHow: "stay"}, Chosen{Space: here, How: Stay}},
		{event.Form{FieldHow: "later"}, "date empty"},
		{event.Form{FieldHow: "later", FieldDate: "2026-11-24"}, "time empty"},
		{event.Form{FieldHow: "later", FieldDate: "2026-11-24", FieldTime: "09:00"}, "date past"},
		{event.Form{FieldHow: "later", FieldDate: "2026-11-24", FieldTime: "09:01"}, Chosen{Space: here, How: At, At: today.At(9, 1)}},
		{event.Form{FieldHow: "later", FieldDate: (today + MaxAhead).String(), FieldTime: "09:01"}, Chosen{Space: here, How: At, At: (today + MaxAhead).At(9, 1)}},
		{event.Form{FieldHow: "later", FieldDate: (today + MaxAhead + 1).String(), FieldTime: "00:00"}, "date far"},
		{event.Form{FieldHow: "now", FieldWords: strings.Repeat("x", MaxWords+1)}, "words too-long"},
	} {
		got, err := s.Compose(KindChosen, form(c.f), now)
		if e, ok := err.(*event.FieldError); ok {
			got = e.Field + " " + e.Code
		}
		if got != c.want {
			t.Errorf("%v: %v, want %v", c.f, got, c.want)
		}
	}
	if _, err := s.Compose(KindChosen, event.Form{FieldHow: "now"}, now); err == nil {
		t.Error("a form without a space")
	}
	if got, err := s.Compose(KindBlocked, form(event.Form{FieldBlock: "yes"}), now); err != nil || got != (Blocked{here, true}) {
		t.Error(got, err)
	}
	if _, err := s.Compose(KindSaid, form(event.Form{}), now); err == nil {
		t.Error("a form for last words alone")
	}
	var shared State
	if _, err := shared.Compose(KindSaid, form(event.Form{}), now); err == nil {
		t.Error("a form for last words in the shared log")
	}
}

func TestLastWords(t *testing.T) {
	var s State
	say := func(by event.Partner, kind event.Kind, text string, want error) {
		t.Helper()
		raw := codec.Must(Said{text})
		if err := s.Allows(by, kind, raw, now); err != want {
			t.Errorf("allowed %v, want %v", err, want)
		}
		if err := s.Apply(event.Fact{ID: event.ID{9}, By: by, Kind: kind, Payload: raw, At: now}); err != want {
			t.Errorf("applied %v, want %v", err, want)
		}
	}
	say(event.Nobody, KindSaid, "x", NotMember)
	say(event.Second+1, KindSaid, "x", NotMember)
	say(event.First, KindChosen, "x", Unknown)
	say(event.First, KindSaid, "", Malformed)
	say(event.First, KindSaid, strings.Repeat("x", MaxWords+1), Malformed)
	if _, ok := s.Said(event.First); ok {
		t.Error("what was refused was said")
	}
	say(event.First, KindSaid, strings.Repeat("x", MaxWords), nil)
	say(event.First, KindSaid, "More.", Done)
	say(event.Second, KindSaid, "And mine.", nil)
	for by, want := range map[event.Partner]string{event.First: strings.Repeat("x", MaxWords), event.Second: "And mine."} {
		if l, ok := s.Said(by); !ok || l.Text != want || l.ID != (event.ID{9}) || l.At != now {
			t.Errorf("%d: %v %v", by, ok, l)
		}
	}
	if _, ok := s.Said(event.Second + 1); ok {
		t.Error("last words of nobody")
	}
}

// Whatever comes, Allows and Apply agree, what is refused changes nothing, and
// what is behind somebody stays behind them.
func TestAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Own
		at := now
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			at.Civil += event.Minute(rapid.IntRange(0, 90).Draw(t, "minutes"))
			m := Chosen{Space: here, How: How(rapid.IntRange(0, 5).Draw(t, "how"))}
			if rapid.Bool().Draw(t, "at") {
				m.At = at.Civil + event.Minute(rapid.IntRange(-60, 120).Draw(t, "when"))
			}
			m.Words = rapid.SampledFrom([]string{"", "w"}).Draw(t, "words")
			raw := codec.Must(m)
			before, was := s.Of(here), s.Of(here).Gone(at.Civil)
			may := s.Allows(event.First, KindChosen, raw, at)
			if did := s.Apply(event.Fact{Kind: KindChosen, Payload: raw, At: at}); did != may {
				t.Fatalf("allowed %v, applied %v", may, did)
			}
			if may != nil && s.Of(here) != before {
				t.Fatal("what was refused changed something")
			}
			if was && !s.Of(here).Gone(at.Civil) {
				t.Fatal("what was left is there again")
			}
			if before.Gone(at.Civil) && !before.Silent() && s.Of(here) != before {
				t.Fatal("what was done was changed")
			}
		}
	})
}

// The payloads as they are written, for ever (spec/parting-v1.md).
func TestBytes(t *testing.T) {
	for want, payload := range map[string]any{
		"a201500100000000000000000000000000000002" + "01":                             Chosen{Space: here, How: Now},
		"a401500100000000000000000000000000000002" + "02" + "031a01c8a20c" + "046177": Chosen{Space: here, How: At, At: today.At(21, 0), Words: "w"},
		"a301500100000000000000000000000000000002" + "03" + "05f5":                    Chosen{Space: here, How: Never, Block: true},
		"a201500100000000000000000000000000000002" + "f4":                             Blocked{here, false},
		"a1016177": Said{"w"},
	} {
		if got := hex.EncodeToString(codec.Must(payload)); got != want {
			t.Errorf("%+v: %s, want %s", payload, got, want)
		}
	}
}
