package promise

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
)

// drawFact draws a fact that has a good chance of fitting what is there: few
// promises, few days, and marks that are often the newest.
func drawFact(t *rapid.T, s *State, seq uint64, day event.Date) event.Fact {
	f := event.Fact{Seq: seq, ID: idOf(seq), By: event.Partner(rapid.IntRange(1, 2).Draw(t, "by"))}
	minute := day.At(rapid.IntRange(0, 23).Draw(t, "hour"), rapid.SampledFrom([]int{0, 30, 59}).Draw(t, "minute"))
	zone := event.Minute(rapid.SampledFrom([]int{0, -300, 540, 2000}).Draw(t, "zone"))
	f.At = event.Stamp{MS: int64(minute-zone) * 60_000, Civil: minute}

	drawDue := func() Due {
		d := day + event.Date(rapid.IntRange(-4, 9).Draw(t, "due"))
		if rapid.Bool().Draw(t, "timed") {
			return By(d.At(18, 30))
		}
		return On(d)
	}
	var p *Promise
	id, due, mark := idOf(999), drawDue(), idOf(998)
	if n := len(s.promises); n > 0 && rapid.IntRange(0, 9).Draw(t, "known") > 0 {
		p = s.promises[rapid.IntRange(0, n-1).Draw(t, "promise")]
		id = p.ID
		k := min(max(0, p.plan.before(minute)+rapid.IntRange(-1, 1).Draw(t, "k")), p.plan.len()-1)
		if rapid.IntRange(0, 9).Draw(t, "right") > 0 {
			due = p.plan.due(k)
		}
		if n := len(p.said); n > 0 && rapid.Bool().Draw(t, "spoken") {
			o := p.said[rapid.IntRange(0, n-1).Draw(t, "o")]
			due = p.plan.due(o.k)
			if m := o.turns[rapid.IntRange(0, len(o.turns)-1).Draw(t, "turn")].Mark; m != nil {
				mark = m.ID
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "fits") > 0 {
			f.By = p.By
		}
	}
	words := rapid.SampledFrom([]string{"", "because", " "}).Draw(t, "words")
	var payload any
	switch rapid.IntRange(0, 10).Draw(t, "kind") {
	case 0, 1:
		f.Kind, payload = KindMade, Made{Text: "x", Due: drawDue(), Repeat: rapid.SampledFrom(Repeats()).Draw(t, "repeat")}
	case 2, 3:
		f.Kind, payload = KindKept, Kept{id, due}
	case 4:
		f.Kind, payload = KindMissed, Missed{id, due, words}
	case 5:
		f.Kind, payload = KindChanged, Changed{id, due, drawDue(), "because"}
	case 6:
		f.Kind, payload = KindNoticed, Noticed{id, due, mark}
	case 7:
		f.Kind, payload = KindDiffers, Differs{id, due, mark, "because"}
	case 8:
		f.Kind, payload = KindRetire, Retire{id, words}
	case 9:
		f.Kind, payload = KindRetireUndo, RetireUndo{id}
	default:
		f.Kind, payload = "promise.other", Kept{id, due}
	}
	if (f.Kind == KindNoticed || f.Kind == KindDiffers) && p != nil && rapid.IntRange(0, 4).Draw(t, "other") > 0 {
		f.By = p.By.Other()
	}
	f.Payload = codec.Must(payload)
	return f
}

// look asks every query and checks what holds of their answers.
func look(t interface{ Fatalf(string, ...any) }, s *State, now event.Stamp) {
	for _, me := range []event.Partner{event.First, event.Second} {
		seen := map[event.ID]bool{}
		rows := s.List(me, now)
		for i, r := range rows {
			seen[r.Promise.ID] = true
			if i > 0 && rows[i-1].Place > r.Place {
				t.Fatalf("rows out of order")
			}
			if (r.Turn.Mark == nil) != (r.Place != Done) && r.Promise.Retired == nil {
				t.Fatalf("%+v", r)
			}
			for _, by := range []event.Partner{event.First, event.Second} {
				for _, kind := range s.Offers(by, r, now) {
					maker := kind == KindKept || kind == KindChanged || kind == KindMissed
					if maker != (by == r.Promise.By) {
						t.Fatalf("%s offered to %s", kind, by)
					}
				}
			}
		}
		if len(seen) != s.Len() {
			t.Fatalf("%d of %d promises on the page", len(seen), s.Len())
		}
		for _, r := range s.DueToday(me, now) {
			if r.Promise.By != me || r.Turn.Mark != nil || r.Turn.Due.Day() != wall(now).Date() {
				t.Fatalf("%+v", r)
			}
		}
		for _, p := range s.promises {
			all, more := s.History(p.ID, me, now, 1<<20)
			if more {
				t.Fatalf("more than all")
			}
			some, more := s.History(p.ID, me, now, 2)
			if len(some) > 2 || more != (len(all) > 2) && len(all) > 4 {
				t.Fatalf("%d of %d, %v", len(some), len(all), more)
			}
			s.RetireOffers(me, p, now)
		}
		s.News(me, 0, now)
	}
}

// tally counts a promise's history one by one, as Months must by arithmetic.
func tally(s *State, me event.Partner, now event.Stamp) Tally {
	var sum Tally
	for _, p := range s.promises {
		rows, _ := s.History(p.ID, me, now, 1<<20)
		for _, r := range rows {
			switch {
			case r.Turn.Mark != nil && month(r.Turn.in()) <= month(r.Today):
				sum.count(r.Turn.Mark)
			case r.Place == Passed:
				sum.Passed++
			}
		}
	}
	return sum
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		live, day := &State{}, event.Day(2026, 3, 2)
		var facts []event.Fact
		for i := range rapid.IntRange(1, 40).Draw(t, "facts") {
			day += event.Date(rapid.SampledFrom([]int{0, 0, 1, 3, -1, 40}).Draw(t, "days"))
			f := drawFact(t, live, uint64(i+1), day)
			facts = append(facts, f)
			before := dump(live)
			allows := live.Allows(f.By, f.Kind, f.Payload, f.At)
			err := live.Apply(f)
			if !errors.Is(err, allows) {
				t.Fatalf("Allows says %v, Apply %v", allows, err)
			}
			if d := dump(live); err != nil && d != before {
				t.Fatalf("%v, and yet: %s", err, cmp.Diff(before, d))
			}
		}
		now := facts[len(facts)-1].At
		look(t, live, now)

		// Equal logs fold equal, and looking changes nothing.
		fresh := &State{}
		for _, f := range facts {
			_ = fresh.Apply(f)
		}
		if a, b := dump(live), dump(fresh); a != b {
			t.Fatalf("two folds of one log: %s", cmp.Diff(a, b))
		}
		for _, me := range []event.Partner{event.First, event.Second} {
			if d := cmp.Diff(tally(live, me, now), Sum(live.Months(me, now, 10_000))); d != "" {
				t.Fatalf("counted and calculated: %s", d)
			}
		}
		if d := cmp.Diff(live.Months(event.First, stamp(wall(now)), 6), fresh.Months(event.First, stamp(wall(now)), 6)); d != "" {
			t.Fatal(d)
		}
	})
}

func FuzzApply(f *testing.F) {
	id, d := idOf(1), Due{Date: 20514}
	for _, seed := range []struct {
		kind    event.Kind
		payload any
	}{
		{KindMade, Made{Text: "x", Due: d, Repeat: Monthly}},
		{KindMade, Made{Text: "x", Due: By(d.Date.At(18, 0)), Last: d.Date}},
		{KindKept, Kept{id, d}},
		{KindMissed, Missed{id, d, "w"}},
		{KindChanged, Changed{id, d, On(d.Date + 9), "w"}},
		{KindNoticed, Noticed{id, d, idOf(2)}},
		{KindDiffers, Differs{id, d, idOf(2), "w"}},
		{KindRetire, Retire{id, "w"}},
		{KindRetireUndo, RetireUndo{id}},
	} {
		f.Add(string(seed.kind), codec.Must(seed.payload), uint8(1), int64(d.Date)*86_400_000, int64(d.Date)*1440)
	}
	f.Add("promise.made", []byte{0xa0}, uint8(3), int64(-1<<63), int64(1<<62))
	f.Fuzz(func(t *testing.T, kind string, payload []byte, by uint8, ms, civil int64) {
		s := &State{}
		at := stamp(d.End())
		for i, m := range []struct {
			by      event.Partner
			kind    event.Kind
			payload any
		}{{1, KindMade, Made{Text: "x", Due: d, Repeat: Daily}}, {1, KindKept, Kept{id, d}}} {
			if err := s.Apply(event.Fact{Seq: uint64(i + 1), ID: idOf(uint64(i + 1)), By: m.by, Kind: m.kind, At: at, Payload: codec.Must(m.payload)}); err != nil {
				t.Fatal(err)
			}
		}
		before := dump(s)
		at = event.Stamp{MS: ms, Civil: event.Minute(civil)}
		allows := s.Allows(event.Partner(by), event.Kind(kind), payload, at)
		err := s.Apply(event.Fact{Seq: 3, ID: idOf(3), By: event.Partner(by), Kind: event.Kind(kind), At: at, Payload: payload})
		if !errors.Is(err, allows) {
			t.Fatalf("Allows says %v, Apply %v", allows, err)
		}
		if err != nil && dump(s) != before {
			t.Fatal("a refused fact changed the state")
		}
		look(t, s, at)
		look(t, s, stamp(maxTime))
		s.Months(event.First, at, 6)
	})
}

func TestCompose(t *testing.T) {
	now := stamp(minute(t, "2026-03-02T10:00"))
	id, mark := idOf(1), idOf(2)
	for _, c := range []struct {
		kind event.Kind
		f    event.Form
		want any
	}{
		{KindMade, event.Form{"text": " Call \r\n the bank ", "date": "2026-03-04", "time": "18:00", "last": "2026-01-01"},
			Made{Text: "Call \n the bank", Due: due(t, "2026-03-04T18:00")}},
		{KindMade, event.Form{"text": "x", "date": "2026-03-02", "time": "10:00:00", "repeat": "weekdays", "last": "2026-03-02"},
			Made{Text: "x", Due: due(t, "2026-03-02T10:00"), Repeat: Weekdays, Last: date(t, "2026-03-02")}},
		{KindKept, event.Form{"promise": id.String(), "due": "2026-03-04"}, Kept{id, due(t, "2026-03-04")}},
		{KindChanged, event.Form{"promise": id.String(), "due": "2026-03-04", "date": "2026-03-08", "words": "why"},
			Changed{id, due(t, "2026-03-04"), due(t, "2026-03-08"), "why"}},
		{KindMissed, event.Form{"promise": id.String(), "due": "2026-03-04T18:00", "words": " "}, Missed{id, due(t, "2026-03-04T18:00"), ""}},
		{KindNoticed, event.Form{"promise": id.String(), "due": "2026-03-04", "mark": mark.String()}, Noticed{id, due(t, "2026-03-04"), mark}},
		{KindDiffers, event.Form{"promise": id.String(), "due": "2026-03-04", "mark": mark.String(), "words": "w\xff"},
			Differs{id, due(t, "2026-03-04"), mark, "w\ufffd"}},
		{KindRetire, event.Form{"promise": id.String()}, Retire{id, ""}},
		{KindRetireUndo, event.Form{"promise": id.String()}, RetireUndo{id}},
	} {
		got, err := new(State).Compose(c.kind, c.f, now)
		if err != nil {
			t.Errorf("%s: %v", c.kind, err)
		} else if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.kind, d)
		}
	}
	if _, err := new(State).Compose("promise.broken", nil, now); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

func TestComposeErrors(t *testing.T) {
	now := stamp(minute(t, "2026-03-02T10:00"))
	base := func() event.Form {
		return event.Form{"promise": idOf(1).String(), "due": "2026-03-04", "mark": idOf(2).String(),
			"text": "x", "date": "2026-03-04", "repeat": "", "words": "w"}
	}
	long := func(n int) string { return strings.Repeat("é", n) }
	for _, c := range []struct {
		kind              event.Kind
		field, value, err string
	}{
		{KindMade, "text", " ", "text empty"},
		{KindMade, "text", long(MaxText + 1), "text too-long"},
		{KindMade, "text", long(MaxText), ""},
		{KindMade, "date", "", "date empty"},
		{KindMade, "date", "4.3.2026", "date bad"},
		{KindMade, "date", "2026-03-01", "date past"},
		{KindMade, "date", "2199-03-01", "date far"},
		{KindMade, "time", "25:00", "time bad"},
		{KindMade, "repeat", "yearly", "repeat bad"},
		{KindKept, "promise", "1", "promise bad"},
		{KindKept, "due", "", "due bad"},
		{KindKept, "due", "2026-03-04T24:00", "due bad"},
		{KindChanged, "words", "", "words empty"},
		{KindChanged, "words", long(MaxWords), ""},
		{KindChanged, "words", long(MaxWords + 1), "words too-long"},
		{KindMissed, "words", long(MaxWords + 1), "words too-long"},
		{KindNoticed, "mark", "x", "mark bad"},
		{KindDiffers, "words", "\n", "words empty"},
		{KindRetire, "words", long(MaxWords + 1), "words too-long"},
		{KindRetire, "words", "", ""},
		{KindRetire, "with", "words", ""},
	} {
		f := base()
		f[c.field] = c.value
		_, err := new(State).Compose(c.kind, f, now)
		checkField(t, c.kind, f, err, c.err)
	}
	// A form that ends a promise at once must not fall back to a proposal.
	_, err := new(State).Compose(KindRetire, event.Form{"promise": idOf(1).String(), "with": "words", "words": " "}, now)
	checkField(t, KindRetire, nil, err, "words empty")
	for _, c := range []struct{ date, time, repeat, last, err string }{
		{"2026-03-02", "09:59", "", "", "time past"},
		{"2026-03-02", "10:00", "", "", ""},
		{"2026-03-01", "18:00", "", "", "date past"},
		{"2026-03-07", "", "weekdays", "", "date weekday"},
		{"2026-03-07", "", "weekly", "2026-03-06", "last before"},
		{"2026-03-07", "", "weekly", "2099-03-06", "last later"},
		{"2026-03-07", "", "weekly", "soon", "last bad"},
		{"2026-03-07", "", "weekly", "2026-03-07", ""},
	} {
		f := event.Form{"text": "x", "date": c.date, "time": c.time, "repeat": c.repeat, "last": c.last}
		p, err := new(State).Compose(KindMade, f, now)
		checkField(t, KindMade, f, err, c.err)
		if err == nil {
			if err := new(State).Allows(event.First, KindMade, codec.Must(p), now); err != nil {
				t.Errorf("%v composes and is refused: %v", f, err)
			}
		}
	}
}

func checkField(t *testing.T, kind event.Kind, f event.Form, err error, want string) {
	t.Helper()
	got := ""
	var field *event.FieldError
	if errors.As(err, &field) {
		got = field.Field + " " + field.Code
	} else if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("%s %v: %q, want %q", kind, f, got, want)
	}
}
