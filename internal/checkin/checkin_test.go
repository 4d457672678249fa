package checkin

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/event/eventtest"
	"troth/internal/reflection"
)

const (
	ana = eventtest.Ana
	ben = eventtest.Ben
)

// dump writes the whole state, so that two states can be compared.
func dump(s *State) string {
	var b strings.Builder
	for _, h := range []*Hour{s.proposed, s.agreed} {
		if h != nil {
			fmt.Fprintf(&b, "%+v\n", *h)
		}
	}
	for _, c := range s.list {
		fmt.Fprintf(&b, "%s %d %s %v %+v %v\n", c.ID, c.Seq, c.By, c.At, c.Entry, s.said.Used(c.ID))
		for _, r := range c.Exchange {
			fmt.Fprintf(&b, "  %s %d %q %+v\n", r.ID, r.Seq, r.Text, r.Answer)
		}
	}
	return b.String()
}

func begin(t *testing.T) (*eventtest.Log, *State) {
	s := &State{}
	return &eventtest.Log{T: t, Practice: s, Dump: func() string { return dump(s) }, Now: eventtest.At()}, s
}

func alone(t *testing.T) (*eventtest.Log, *Own) {
	s := &Own{}
	return &eventtest.Log{T: t, Practice: s, Dump: func() string { return fmt.Sprint(s.notes) }, Now: eventtest.At()}, s
}

// say is an entry of one word.
func say(word string) Entry { return Entry{Words: word} }

// What may be written, at its edges.
func TestEntries(t *testing.T) {
	long := strings.Repeat("é", MaxWords/2)
	many := make([]string, MaxFeelings)
	for i := range many {
		many[i] = strings.Repeat("a", i+1)[:min(i+1, MaxCode)]
	}
	good := []Entry{{Feelings: []string{"tired"}}, {Words: "x"}, {When: "x"}, {Because: "x"}, {Wish: long}, {Feelings: many},
		{Feelings: []string{"on-edge", strings.Repeat("a", MaxCode)}}, {Words: long, When: long, Because: long, Wish: long, Feelings: many}}
	bad := []Entry{{}, {Words: " \n"}, {Words: "x", Wish: "\u2003"}, {Wish: long + "x"}, {Feelings: append(many, "z")}, {Words: "\xff"},
		{Feelings: []string{"tired", "sad", "tired"}}, {Feelings: []string{""}}, {Feelings: []string{"Tired"}}, {Feelings: []string{"on edge"}},
		{Feelings: []string{"-x"}}, {Feelings: []string{"x-"}}, {Feelings: []string{"müde"}}, {Feelings: []string{strings.Repeat("a", MaxCode+1)}}}
	w, s := begin(t)
	o, own := alone(t)
	for _, e := range good {
		w.Do(ana, KindShared, Shared{e})
		o.Do(ana, KindNoted, Noted{e})
	}
	for _, e := range bad {
		w.Refused(Malformed, ana, KindShared, Shared{e})
		o.Refused(Malformed, ana, KindNoted, Noted{e})
	}
	if len(s.List()) != len(good) || len(own.Notes()) != len(good) {
		t.Error(len(s.List()), len(own.Notes()))
	}
}

// What is private counts in the one log, what is shared in the other: each
// refuses the kinds of the other.
func TestApart(t *testing.T) {
	w, _ := begin(t)
	o, own := alone(t)
	w.Refused(Unknown, ana, KindNoted, Noted{say("x")})
	o.Refused(Unknown, ana, KindShared, Shared{say("x")})
	o.Refused(Unknown, ana, KindProposed, Proposed{7, 0})
	if !KindNoted.Own() || KindShared.Own() || KindNoted.Practice() != KindShared.Practice() {
		t.Error("the kinds do not say where they belong")
	}
	if _, err := own.Compose(KindShared, event.Form{FieldWords: "x"}, w.Now); !errors.Is(err, Unknown) {
		t.Error(err)
	}
	if _, err := (&State{}).Compose(KindNoted, event.Form{FieldWords: "x"}, w.Now); !errors.Is(err, Unknown) {
		t.Error(err)
	}
	// One that is shared says nothing of the note it was made of: it has the
	// fields of an entry, and no other.
	payload, err := (&State{}).Compose(KindShared, event.Form{FieldWords: "x", "note": eventtest.IDOf(1).String(), FieldWhen: "y"}, w.Now)
	if err != nil || !cmp.Equal(payload, Shared{Entry{Words: "x", When: "y"}}) {
		t.Errorf("%+v, %v", payload, err)
	}
}

func TestNotes(t *testing.T) {
	w, s := alone(t)
	first := w.Do(ana, KindNoted, Noted{Entry{Feelings: []string{"tired"}, Wish: "sleep"}})
	second := w.Do(ana, KindNoted, Noted{say("better")})
	if n := s.Notes(); len(n) != 2 || n[0].ID != second || n[1].ID != first || n[1].Wish != "sleep" || n[1].Seq != 1 || n[1].At != w.Now {
		t.Errorf("%+v", n)
	}
	if n, ok := s.Note(first); !ok || n.Feelings[0] != "tired" {
		t.Errorf("%+v", n)
	}
	if _, ok := s.Note(event.ID{}); ok {
		t.Error("a note of nothing")
	}
}

// Weeks begin on Mondays, and each names a feeling once.
func TestWeeks(t *testing.T) {
	w, s := alone(t) // a Monday at noon
	feel := func(codes ...string) { w.Do(ana, KindNoted, Noted{Entry{Feelings: codes}}) }
	const day = 24 * 60
	w.Wait(-12*60 - 1) // Sunday, the last minute
	feel("sad")
	w.Wait(1)
	feel("tired", "calm")
	feel("calm", "sad")
	w.Wait(7*day - 1) // the next Sunday, the last minute
	feel("glad")
	w.Wait(1)
	feel("angry")
	want := []Week{{From: event.Day(2026, 2, 23), Feelings: []string{"sad"}}, {From: event.Day(2026, 3, 2), Feelings: []string{"tired", "calm", "sad", "glad"}},
		{From: event.Day(2026, 3, 9), Feelings: []string{"angry"}}}
	if d := cmp.Diff(want, s.Weeks(w.Now, 3)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want[1:], s.Weeks(w.Now, 2)); d != "" {
		t.Error(d)
	}
	// What is dated later than now is in no week.
	w.Wait(-8 * day)
	if d := cmp.Diff(want[:1], s.Weeks(w.Now, 1)); d != "" {
		t.Error(d)
	}
}

// Ana shares; Ben says what he heard, is put right, says it again, and Ana says
// that this is what she meant.
func TestShared(t *testing.T) {
	w, s := begin(t)
	id := w.Do(ana, KindShared, Shared{say("low")})
	w.Refused(reflection.NotReader, ana, KindReflected, reflection.Reflected{Topic: id, Text: "x"})
	w.Refused(reflection.NoTopic, ben, KindReflected, reflection.Reflected{Topic: event.ID{9}, Text: "x"})
	w.Refused(NotMember, event.Nobody, KindShared, Shared{say("x")})
	heard := w.Do(ben, KindReflected, reflection.Reflected{Topic: id, Text: "You are cross."})
	w.Refused(reflection.Pending, ben, KindReflected, reflection.Reflected{Topic: id, Text: "again"})
	w.Refused(reflection.NotWriter, ben, KindConfirmed, reflection.Confirmed{Reflection: heard})
	right := w.Do(ana, KindCorrected, reflection.Corrected{Reflection: heard, Text: "Low, not cross."})
	again := w.Do(ben, KindReflected, reflection.Reflected{Topic: id, Text: "You are low."})
	yes := w.Do(ana, KindConfirmed, reflection.Confirmed{Reflection: again})
	w.Refused(reflection.Settled, ben, KindReflected, reflection.Reflected{Topic: id, Text: "x"})
	w.Refused(reflection.Answered, ana, KindConfirmed, reflection.Confirmed{Reflection: again})

	ids := func(list []reflection.News) (ids []event.ID) {
		for _, n := range list {
			ids = append(ids, n.ID)
		}
		return ids
	}
	if d := cmp.Diff([]event.ID{yes, right, id}, ids(s.News(ben, 0))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]event.ID{again, heard}, ids(s.News(ana, 1))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]event.ID{id, right, yes}, s.Shows(id, ben)); d != "" {
		t.Error(d)
	}
	if s.Shows(event.ID{}, ben) != nil {
		t.Error("nothing shows something")
	}
	if c, ok := s.Checkin(id); !ok || !c.Confirmed() || len(c.Exchange) != 2 {
		t.Errorf("%+v", c)
	}
	if err := s.Apply(event.Fact{Seq: 99, ID: heard, By: ana, Kind: KindShared, Payload: codec.Must(Shared{say("x")})}); err != Taken {
		t.Error(err)
	}
	if e, ok := Said(event.Body{Kind: KindShared, Payload: codec.Must(Shared{say("low")})}); !ok || e.Words != "low" {
		t.Error(e, ok)
	}
	if _, ok := Said(event.Body{Kind: KindNoted, Payload: codec.Must(Noted{say("low")})}); ok {
		t.Error("a note was read as something shared")
	}
}

// Two agree on an hour, either changes or ends it, and nobody can agree to their
// own proposal.
func TestHour(t *testing.T) {
	w, s := begin(t)
	kept := func(want *Proposed) {
		t.Helper()
		if h, ok := s.Hour(); ok != (want != nil) || ok && h.Proposed != *want {
			t.Fatalf("%+v, %v", h, ok)
		}
	}
	sunday, monday := Proposed{7, 20 * 60}, Proposed{1, 23*60 + 59}
	for _, bad := range []Proposed{{0, 0}, {8, 0}, {1, 24 * 60}} {
		w.Refused(Malformed, ana, KindProposed, bad)
	}
	w.Refused(NoHour, ben, KindAgreed, Agreed{})
	w.Refused(NoHour, ben, KindEnded, Ended{})
	first := w.Do(ana, KindProposed, sunday)
	w.Refused(Same, ben, KindProposed, sunday)
	w.Refused(NotTheir, ana, KindAgreed, Agreed{first})
	w.Refused(NotTheir, ben, KindEnded, Ended{first}) // to be left, and not refused
	if h, agreed, ok := s.HourNews(ben, 0); !ok || agreed || h.ID != first {
		t.Error(h, agreed, ok)
	}
	kept(nil)
	second := w.Do(ben, KindProposed, monday) // in the place of hers
	w.Refused(NoHour, ben, KindAgreed, Agreed{first})
	w.Do(ana, KindAgreed, Agreed{second})
	kept(&monday)
	if h, agreed, ok := s.HourNews(ben, 0); !ok || !agreed || h.Proposed != monday {
		t.Error(h, agreed, ok)
	}
	if _, _, ok := s.HourNews(ana, 0); ok {
		t.Error("what one agreed to oneself is new")
	}
	if _, _, ok := s.HourNews(ben, w.Seq); ok {
		t.Error("what was seen is new")
	}
	w.Refused(NoHour, ana, KindAgreed, Agreed{second})
	w.Refused(Same, ana, KindProposed, monday)
	third := w.Do(ana, KindProposed, sunday)
	kept(&monday)
	w.Do(ana, KindEnded, Ended{third})
	w.Refused(NoHour, ben, KindAgreed, Agreed{third})
	kept(&monday)
	w.Do(ana, KindEnded, Ended{second}) // he had proposed it
	kept(nil)
	w.Refused(NoHour, ben, KindEnded, Ended{second})
	if _, ok := s.Proposal(); ok {
		t.Error("a proposal is left")
	}
}

// The hour that comes next, to the minute.
func TestNext(t *testing.T) {
	monday := event.Day(2026, 3, 2)
	for _, c := range []struct {
		hour      Proposed
		now, want event.Minute
	}{
		{Proposed{1, 720}, monday.At(11, 59), monday.At(12, 0)},
		{Proposed{1, 720}, monday.At(12, 59), monday.At(12, 0)},
		{Proposed{1, 720}, monday.At(13, 0), (monday + 7).At(12, 0)},
		{Proposed{7, 1439}, monday.At(0, 58), (monday - 1).At(23, 59)},
		{Proposed{7, 1439}, monday.At(0, 59), (monday + 6).At(23, 59)},
		{Proposed{2, 0}, monday.At(0, 0), (monday + 1).At(0, 0)},
	} {
		if got := (Hour{Proposed: c.hour}).Next(event.Stamp{Civil: c.now}); got != c.want {
			t.Errorf("%+v at %s: %s, want %s", c.hour, c.now, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		h := Hour{Proposed: Proposed{uint8(rapid.IntRange(1, 7).Draw(t, "weekday")), uint16(rapid.IntRange(0, 1439).Draw(t, "minute"))}}
		now := event.Minute(rapid.Int64Range(-1<<30, 1<<30).Draw(t, "now"))
		next := h.Next(event.Stamp{Civil: now})
		hour, minute := next.Clock()
		if next <= now-Minutes || next > now+7*24*60 || hour*60+minute != int(h.Minute) || (int(next.Date().Time().Weekday())+6)%7+1 != int(h.Weekday) {
			t.Fatalf("%+v at %s: %s", h.Proposed, now, next)
		}
	})
}

func TestForms(t *testing.T) {
	now := eventtest.At()
	id := eventtest.IDOf(3)
	for _, c := range []struct {
		kind        event.Kind
		form        event.Form
		want        any
		field, code string
	}{
		{kind: KindNoted, form: event.Form{FieldFeelings: "tired  sad tired", FieldWords: " a\r\nb "}, want: Noted{Entry{Feelings: []string{"tired", "sad"}, Words: "a\nb"}}},
		{kind: KindNoted, form: event.Form{FieldFeelings: "NOT a a_code"}, want: Noted{Entry{Feelings: []string{"a"}}}}, // what is no code is passed over
		{kind: KindNoted, form: event.Form{FieldWords: " "}, field: FieldFeelings, code: event.CodeEmpty},
		{kind: KindNoted, form: event.Form{FieldWish: strings.Repeat("x", MaxWords+1)}, field: FieldWish, code: event.CodeLong},
		{kind: KindShared, form: event.Form{FieldWhen: "x"}, want: Shared{Entry{When: "x"}}},
		{kind: KindShared, form: event.Form{FieldFeelings: strings.Join(strings.Split("abcdefghijklmnopqrstuvwxy", ""), " ")}, field: FieldFeelings, code: CodeMany},
		{kind: KindReflected, form: event.Form{FieldCheckin: id.String(), "text": "x"}, want: reflection.Reflected{Topic: id, Text: "x"}},
		{kind: KindReflected, form: event.Form{FieldCheckin: id.String()}, field: "text", code: event.CodeEmpty},
		{kind: KindConfirmed, form: event.Form{"reflection": id.String()}, want: reflection.Confirmed{Reflection: id}},
		{kind: KindProposed, form: event.Form{FieldWeekday: "7", FieldTime: "20:05:00"}, want: Proposed{7, 20*60 + 5}},
		{kind: KindProposed, form: event.Form{FieldWeekday: "8", FieldTime: "20:05"}, field: FieldWeekday, code: event.CodeBad},
		{kind: KindProposed, form: event.Form{FieldWeekday: "7"}, field: FieldTime, code: event.CodeEmpty},
		{kind: KindProposed, form: event.Form{FieldWeekday: "7", FieldTime: "24:00"}, field: FieldTime, code: event.CodeBad},
		{kind: KindAgreed, form: event.Form{FieldHour: id.String()}, want: Agreed{id}},
		{kind: KindEnded, form: event.Form{FieldHour: "x"}, field: FieldHour, code: event.CodeBad},
	} {
		compose := (&State{}).Compose
		if c.kind.Own() {
			compose = (&Own{}).Compose
		}
		got, err := compose(c.kind, c.form, now)
		var field *event.FieldError
		switch {
		case c.want != nil && (err != nil || !cmp.Equal(got, c.want)):
			t.Errorf("%s %v: %+v, %v", c.kind, c.form, got, err)
		case c.want == nil && (!errors.As(err, &field) || field.Field != c.field || field.Code != c.code):
			t.Errorf("%s %v: %v", c.kind, c.form, err)
		}
	}
	e := Entry{Feelings: []string{"tired", "on-edge"}, Words: "a", When: "b", Because: "c", Wish: "d"}
	if got := Read(e.Form()); !got.Equal(e) || !cmp.Equal(got, e) {
		t.Errorf("%+v", got)
	}
}

// Hints are about what a camera could not have seen, and about what is no
// feeling; a plain sentence has none.
func TestHints(t *testing.T) {
	for _, c := range []struct {
		e    Entry
		want string
	}{
		{Entry{Words: "I feel that you do not listen"}, "[{words that-you}]"},
		{Entry{Words: "Like  You\nleft me"}, "[{words that-you}]"},
		{Entry{Words: "lonely, and I would like to be near you"}, "[]"},
		{Entry{Words: "unlike you"}, "[]"},
		{Entry{When: "When you ALWAYS come late"}, "[{when camera}]"},
		{Entry{When: "When you don’t care"}, "[{when camera}]"},
		{Entry{When: "When you came home at nine"}, "[]"},
		{Entry{When: "When we were in the hallways"}, "[]"},
		{Entry{Because: "you never do", Wish: "that you always call"}, "[]"},
		{Entry{Words: "as if you left", When: "You let me down."}, "[{words that-you} {when camera}]"},
	} {
		if got := fmt.Sprint(Hints(c.e)); got != c.want {
			t.Errorf("%+v: %s, want %s", c.e, got, c.want)
		}
	}
}

// The bytes of spec/checkin-v1.md.
func TestBytes(t *testing.T) {
	for want, payload := range map[string]any{
		"a101a10181657469726564":                 Noted{Entry{Feelings: []string{"tired"}}},
		"a101a1036144":                           Shared{Entry{When: "D"}},
		"a20107021904b0":                         Proposed{7, 20 * 60},
		"a1015003000000000000000000000000000000": Agreed{event.ID{3}},
	} {
		if got := hex.EncodeToString(codec.Must(payload)); got != want {
			t.Errorf("%+v is %s", payload, got)
		}
	}
}

// Whatever two programs write, what is refused changes nothing, and what counts
// was allowed.
func TestProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, s := begin(t)
		ids := []event.ID{{}, eventtest.IDOf(500)}
		for range rapid.IntRange(1, 40).Draw(r, "n") {
			id := rapid.SampledFrom(ids).Draw(r, "id")
			by := rapid.SampledFrom([]event.Partner{ana, ana, ben, ben, 0, 3}).Draw(r, "by")
			hour := Proposed{uint8(rapid.IntRange(0, 3).Draw(r, "weekday")), uint16(rapid.SampledFrom([]int{0, 1440}).Draw(r, "minute"))}
			kinds := []event.Kind{KindShared, KindReflected, KindConfirmed, KindCorrected, KindProposed, KindAgreed, KindEnded, KindNoted}
			i := rapid.IntRange(0, len(kinds)-1).Draw(r, "kind")
			payload := []any{Shared{say(rapid.SampledFrom([]string{"x", ""}).Draw(r, "text"))}, reflection.Reflected{Topic: id, Text: "x"}, reflection.Confirmed{Reflection: id},
				reflection.Corrected{Reflection: id, Text: "x"}, hour, Agreed{id}, Ended{id}, Noted{say("x")}}[i]
			got, err := w.Try(by, kinds[i], payload)
			if err == nil {
				ids = append(ids, got)
			}
			if err == nil && (by == 0 || by == 3 || kinds[i] == KindNoted) {
				r.Fatal("it counts")
			}
		}
		for _, c := range s.List() {
			for i, said := range c.Exchange {
				if said.Answer == nil && i != len(c.Exchange)-1 {
					r.Fatal("a reflection came before the last was answered")
				}
			}
		}
		if p, ok := s.Proposal(); ok {
			if h, both := s.Hour(); both && h.Proposed == p.Proposed {
				r.Fatal("what both keep is proposed")
			}
		}
	})
}

func FuzzApply(f *testing.F) {
	id := eventtest.IDOf(1)
	for kind, payload := range map[event.Kind]any{KindShared: Shared{say("x")}, KindReflected: reflection.Reflected{Topic: id, Text: "x"},
		KindProposed: Proposed{7, 0}, KindAgreed: Agreed{id}, KindEnded: Ended{id}, KindNoted: Noted{say("x")}} {
		f.Add(string(kind), []byte(codec.Must(payload)), uint8(1))
		f.Add(string(kind), []byte(codec.Must(payload)), uint8(2))
	}
	f.Fuzz(func(t *testing.T, kind string, payload []byte, by uint8) {
		s, own := &State{}, &Own{}
		for i, k := range []any{Shared{say("x")}, Proposed{1, 1}} {
			if err := s.Apply(event.Fact{Seq: uint64(i + 1), ID: eventtest.IDOf(uint64(i + 1)), By: ana, Kind: []event.Kind{KindShared, KindProposed}[i], Payload: codec.Must(k)}); err != nil {
				t.Fatal(err)
			}
		}
		fact := event.Fact{Seq: 9, ID: eventtest.IDOf(9), By: event.Partner(by), Kind: event.Kind(kind), Payload: payload}
		before := dump(s)
		if err := s.Apply(fact); err != nil && dump(s) != before {
			t.Fatal("what was refused changed something")
		}
		if err := own.Apply(fact); (err == nil) != (len(own.Notes()) == 1) {
			t.Fatal(err)
		}
	})
}
