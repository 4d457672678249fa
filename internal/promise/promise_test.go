package promise

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"troth/internal/codec"
	"troth/internal/event"
)

// world is a log in the making: facts of two people, one after the other.
type world struct {
	t   *testing.T
	s   *State
	seq uint64
	now event.Minute
}

func begin(t *testing.T, at string) *world {
	w := &world{t: t, s: &State{}}
	w.at(at)
	return w
}

func minute(t testing.TB, s string) event.Minute {
	t.Helper()
	if !strings.Contains(s, "T") {
		s += "T10:00"
	}
	d, err := ParseDue(s)
	if err != nil {
		t.Fatal(s, err)
	}
	return d.Minute
}

func due(t testing.TB, s string) Due {
	t.Helper()
	d, err := ParseDue(s)
	if err != nil {
		t.Fatal(s, err)
	}
	return d
}

func date(t testing.TB, s string) event.Date { return due(t, s).Day() }

// stamp is a moment in a place without an offset from UTC.
func stamp(m event.Minute) event.Stamp { return event.Stamp{MS: int64(m) * 60_000, Civil: m} }

// at moves the clock of both.
func (w *world) at(s string) *world { w.now = minute(w.t, s); return w }

func idOf(seq uint64) event.ID { return event.ID{1, byte(seq >> 8), byte(seq)} }

// try folds one fact and checks that Allows agrees and that a refusal changes
// nothing.
func (w *world) try(by event.Partner, kind event.Kind, payload any) (event.ID, error) {
	w.t.Helper()
	return w.tryAt(by, kind, payload, stamp(w.now))
}

func (w *world) tryAt(by event.Partner, kind event.Kind, payload any, at event.Stamp) (event.ID, error) {
	w.t.Helper()
	w.seq++
	raw := codec.Must(payload)
	before := dump(w.s)
	allows := w.s.Allows(by, kind, raw, at)
	if d := dump(w.s); d != before {
		w.t.Fatalf("Allows changed the state: %s", cmp.Diff(before, d))
	}
	err := w.s.Apply(event.Fact{Seq: w.seq, ID: idOf(w.seq), By: by, At: at, Kind: kind, Payload: raw})
	if !errors.Is(err, allows) {
		w.t.Fatalf("%s by %s: Allows says %v, Apply %v", kind, by, allows, err)
	}
	if d := dump(w.s); err != nil && d != before {
		w.t.Fatalf("a refused %s changed the state: %s", kind, cmp.Diff(before, d))
	}
	return idOf(w.seq), err
}

func (w *world) do(by event.Partner, kind event.Kind, payload any) event.ID {
	w.t.Helper()
	id, err := w.try(by, kind, payload)
	if err != nil {
		w.t.Fatalf("%s by %s: %v", kind, by, err)
	}
	return id
}

func (w *world) refused(want Refusal, by event.Partner, kind event.Kind, payload any) {
	w.t.Helper()
	if _, err := w.try(by, kind, payload); err != want {
		w.t.Fatalf("%s by %s: %v, want %v", kind, by, err, want)
	}
}

func (w *world) made(text, at string, repeat Repeat) (event.ID, Due) {
	w.t.Helper()
	d := due(w.t, at)
	return w.do(event.First, KindMade, Made{Text: text, Due: d, Repeat: repeat}), d
}

// dump writes the whole state, so that two states can be compared.
func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintln(&b, len(s.byID), s.offset, s.known)
	for i, p := range s.promises {
		fmt.Fprintf(&b, "%d %d %s %d %s %d %+v %s %s\n", i, s.byID[p.ID], p.ID, p.Seq, p.By, p.At, p.Made, dumpRetirement(p.Retired), dumpRetirement(p.proposal))
		for _, o := range p.said {
			fmt.Fprintf(&b, "  %d\n", o.k)
			for _, t := range o.turns {
				fmt.Fprintf(&b, "    %s %s", t.Due, dumpMark(t.Mark))
				for _, m := range t.Before {
					fmt.Fprintf(&b, " (%s)", dumpMark(&m))
				}
				fmt.Fprintln(&b)
			}
		}
	}
	return b.String()
}

func dumpRetirement(r *Retirement) string {
	if r == nil {
		return "-"
	}
	return fmt.Sprintf("{%s %d %s %d %q %s}", r.ID, r.Seq, r.By, r.At, r.Words, dumpRetirement(r.Proposal))
}

func dumpMark(m *Mark) string {
	if m == nil {
		return "-"
	}
	out := fmt.Sprintf("{%s %d %d %d %q", m.ID, m.Seq, m.At, m.As, m.Words)
	if a := m.Answer; a != nil {
		out += fmt.Sprintf(" {%s %d %d %v %q}", a.ID, a.Seq, a.At, a.Differs, a.Words)
	}
	return out + "}"
}

func TestOnce(t *testing.T) {
	w := begin(t, "2026-03-02")
	id, d := w.made("I'll call the bank.", "2026-03-04T18:00", Once)
	w.refused(NotMaker, event.Second, KindKept, Kept{id, d})
	w.refused(NoPromise, event.First, KindKept, Kept{event.ID{9}, d})
	w.refused(NoDue, event.First, KindKept, Kept{id, due(t, "2026-03-04")})
	w.refused(NoDue, event.First, KindKept, Kept{id, due(t, "2026-03-05T18:00")})
	w.refused(Malformed, event.First, KindKept, Kept{id, Due{}})
	w.refused(Superseded, event.Second, KindNoticed, Noticed{id, d, event.ID{7}})
	mark := w.do(event.First, KindKept, Kept{id, d})
	w.refused(Already, event.First, KindKept, Kept{id, d})
	w.refused(Settled, event.First, KindChanged, Changed{id, d, due(t, "2026-03-08"), "why"})
	w.refused(NotOther, event.First, KindNoticed, Noticed{id, d, mark})
	w.do(event.Second, KindNoticed, Noticed{id, d, mark})
	w.refused(Already, event.Second, KindNoticed, Noticed{id, d, mark})
	w.refused(NotMember, event.Nobody, KindNoticed, Noticed{id, d, mark})
	w.refused(Unknown, event.First, "promise.broken", Kept{id, d})

	rows := w.s.List(event.Second, stamp(w.now))
	if len(rows) != 1 || rows[0].Place != Done || rows[0].Turn.Mark.As != WasKept || rows[0].Turn.Mark.Answer.Differs {
		t.Fatalf("%+v", rows)
	}
	if got := Sum(w.s.Months(event.Second, stamp(w.now), 6)); got != (Tally{Kept: 1}) {
		t.Fatalf("%+v", got)
	}
}

func TestRemark(t *testing.T) {
	w := begin(t, "2026-03-02")
	id, d := w.made("Home by six", "2026-03-02T18:00", Once)
	first := w.do(event.First, KindKept, Kept{id, d})
	w.do(event.First, KindMissed, Missed{id, d, "mis-tap"})
	kept := w.do(event.First, KindKept, Kept{id, d})
	w.refused(Superseded, event.Second, KindNoticed, Noticed{id, d, first})
	w.do(event.Second, KindDiffers, Differs{id, d, kept, "It was after seven."})
	if got := Sum(w.s.Months(event.First, stamp(w.now), 6)); got != (Tally{Kept: 1, Differs: 1}) {
		t.Fatalf("%+v", got)
	}
	missed := w.do(event.First, KindMissed, Missed{id, d, "You are right."})
	if got := Sum(w.s.Months(event.First, stamp(w.now), 6)); got != (Tally{Missed: 1}) {
		t.Fatalf("%+v", got)
	}
	// The new mark is free to be answered; answered, it stays missed.
	w.do(event.First, KindKept, Kept{id, d})
	missed = w.do(event.First, KindMissed, Missed{id, d, ""})
	w.do(event.Second, KindNoticed, Noticed{id, d, missed})
	w.refused(Answered, event.First, KindKept, Kept{id, d})
	w.refused(Already, event.First, KindMissed, Missed{id, d, ""})
	// The other may come to see it the other way.
	w.do(event.Second, KindDiffers, Differs{id, d, missed, "I think you were on time after all."})
	w.do(event.Second, KindNoticed, Noticed{id, d, missed})
	p, _ := w.s.Promise(id)
	if n := len(p.last(0).Before); n != 5 {
		t.Fatalf("%d marks before, want 5", n)
	}
}

func TestChange(t *testing.T) {
	for _, c := range []struct {
		name, due, at string
		as            Outcome
	}{
		{"in time", "2026-03-04T18:00", "2026-03-04T17:59", WasChanged},
		{"at the minute", "2026-03-04T18:00", "2026-03-04T18:00", WasChanged},
		{"a minute late", "2026-03-04T18:00", "2026-03-04T18:01", SaidLate},
		{"at the end of the day", "2026-03-04", "2026-03-04T23:59", WasChanged},
		{"the day after", "2026-03-04", "2026-03-05T00:00", SaidLate},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t, "2026-03-02")
			id, d := w.made("Dinner", c.due, Once)
			w.at(c.at)
			to := due(t, "2026-03-10")
			w.refused(Malformed, event.First, KindChanged, Changed{id, d, to, " "})
			w.refused(Malformed, event.First, KindChanged, Changed{id, d, Due{}, "why"})
			w.refused(Past, event.First, KindChanged, Changed{id, d, due(t, "2026-03-03"), "why"})
			w.refused(NotMaker, event.Second, KindChanged, Changed{id, d, to, "why"})
			change := w.do(event.First, KindChanged, Changed{id, d, to, "The night shift moved."})
			w.refused(Same, event.First, KindChanged, Changed{id, d, to, "why"})
			p, _ := w.s.Promise(id)
			if got := p.said[0].turns[0].Mark.As; got != c.as {
				t.Fatalf("%d, want %d", got, c.as)
			}
			w.do(event.Second, KindNoticed, Noticed{id, d, change})
			rows := w.s.List(event.First, stamp(w.now))
			if len(rows) != 1 || rows[0].Place != Open || rows[0].Turn.Due != to || rows[0].Occurrence != d || len(rows[0].Changes) != 1 {
				t.Fatalf("%+v", rows)
			}
			w.at("2026-03-10")
			w.do(event.First, KindKept, Kept{id, d})
			want := Tally{Kept: 1, Changed: 1}
			if c.as == SaidLate {
				want = Tally{Kept: 1, Missed: 1}
			}
			if got := Sum(w.s.Months(event.First, stamp(w.now), 6)); got != want {
				t.Fatalf("%+v, want %+v", got, want)
			}
			rows, more := w.s.History(id, event.Second, stamp(w.now), 10)
			if more || len(rows) != 2 || !rows[0].Earlier || rows[1].Earlier {
				t.Fatalf("%+v", rows)
			}
		})
	}
}

// A promise that nobody speaks about passes at the end of its due, and is never
// an event; owning up is possible at any time later.
func TestPassed(t *testing.T) {
	for _, c := range []struct{ due, open, over string }{
		{"2026-03-04", "2026-03-04T23:59", "2026-03-05T00:00"},
		{"2026-03-04T18:00", "2026-03-04T18:00", "2026-03-04T18:01"},
	} {
		w := begin(t, "2026-03-02")
		id, d := w.made("Call", c.due, Once)
		w.at(c.open)
		if r := w.s.List(event.Second, stamp(w.now)); r[0].Place != DueToday {
			t.Fatalf("%s at %s: %+v", c.due, c.open, r)
		}
		if r := w.s.DueToday(event.First, stamp(w.now)); len(r) != 1 {
			t.Fatalf("%+v", r)
		}
		if r := w.s.DueToday(event.Second, stamp(w.now)); len(r) != 0 {
			t.Fatalf("%+v", r)
		}
		w.at(c.over)
		if r := w.s.List(event.Second, stamp(w.now)); r[0].Place != Passed {
			t.Fatalf("%s at %s: %+v", c.due, c.over, r)
		}
		if got := Sum(w.s.Months(event.First, stamp(w.now), 6)); got != (Tally{Passed: 1}) {
			t.Fatalf("%+v", got)
		}
		w.at("2027-01-01")
		w.do(event.First, KindMissed, Missed{id, d, "I forgot, and then I said nothing."})
		if got := w.s.Months(event.First, stamp(w.now), 6); len(got) != 1 || got[0].Month != time.March || got[0].Tally != (Tally{Missed: 1}) {
			t.Fatalf("%+v", got)
		}
	}
}

func TestMade(t *testing.T) {
	w := begin(t, "2026-03-02T10:00")
	day := due(t, "2026-03-02")
	for _, c := range []struct {
		want error
		m    Made
	}{
		{nil, Made{Text: strings.Repeat("ö", MaxText), Due: day}},
		{Malformed, Made{Text: strings.Repeat("ö", MaxText+1), Due: day}},
		{Malformed, Made{Text: " \n\t", Due: day}},
		{Malformed, Made{Due: day}},
		{Malformed, Made{Text: "x"}},
		{Malformed, Made{Text: "x", Due: Due{Date: day.Date, Minute: day.End()}}},
		{Malformed, Made{Text: "x", Due: Due{Date: event.MaxDate + 1}}},
		{Malformed, Made{Text: "x", Due: Due{Date: -5}}},
		{Malformed, Made{Text: "x", Due: Due{Minute: 1 << 62}}},
		{Malformed, Made{Text: "x", Due: Due{Minute: minute(t, "2026-03-02T10:00") + 1440<<32}}}, // its day would wrap
		{Malformed, Made{Text: "x", Due: day, Repeat: "yearly"}},
		{Malformed, Made{Text: "x", Due: day, Last: day.Date}},
		{nil, Made{Text: "x", Due: day, Repeat: Daily, Last: day.Date}},
		{Malformed, Made{Text: "x", Due: day, Repeat: Daily, Last: day.Date - 1}},
		{nil, Made{Text: "x", Due: day, Repeat: Daily, Last: day.Date + MaxSpan}},
		{Malformed, Made{Text: "x", Due: day, Repeat: Daily, Last: day.Date + MaxSpan + 1}},
		{Past, Made{Text: "x", Due: due(t, "2026-03-01")}},
		{Past, Made{Text: "x", Due: due(t, "2026-03-02T09:59")}},
		{nil, Made{Text: "x", Due: due(t, "2026-03-02T10:00")}},
		{nil, Made{Text: "x", Due: On(day.Date + MaxAhead)}},
		{Far, Made{Text: "x", Due: On(day.Date + MaxAhead + 1)}},
		{nil, Made{Text: "x", Due: day, Repeat: Weekdays}}, // a Monday
		{nil, Made{Text: "x", Due: On(day.Date + 4), Repeat: Weekdays}},
		{Malformed, Made{Text: "x", Due: On(day.Date + 5), Repeat: Weekdays}},
	} {
		if _, err := w.try(event.Second, KindMade, c.m); err != c.want {
			t.Errorf("%+v: %v, want %v", c.m, err, c.want)
		}
	}
	f := event.Fact{Seq: 99, ID: idOf(1), By: event.First, At: stamp(w.now), Kind: KindMade, Payload: codec.Must(Made{Text: "x", Due: day})}
	if err := w.s.Apply(f); err != Taken {
		t.Fatalf("a second promise of the same id: %v", err)
	}
}

func TestWordsAtTheEdge(t *testing.T) {
	long, over := strings.Repeat("ä", MaxWords), strings.Repeat("ä", MaxWords+1)
	w := begin(t, "2026-03-02")
	id, d := w.made("x", "2026-03-04", Once)
	w.refused(Malformed, event.First, KindChanged, Changed{id, d, due(t, "2026-03-06"), over})
	w.do(event.First, KindChanged, Changed{id, d, due(t, "2026-03-06"), long})
	w.refused(Malformed, event.First, KindMissed, Missed{id, d, over})
	w.refused(Malformed, event.First, KindMissed, Missed{id, d, "\t"})
	mark := w.do(event.First, KindMissed, Missed{id, d, long})
	w.refused(Malformed, event.Second, KindDiffers, Differs{id, d, mark, over})
	w.refused(Malformed, event.Second, KindDiffers, Differs{id, d, mark, ""})
	w.do(event.Second, KindDiffers, Differs{id, d, mark, long})
	id, _ = w.made("y", "2026-03-04", Once)
	w.refused(Malformed, event.First, KindRetire, Retire{id, over})
	w.do(event.First, KindRetire, Retire{id, long})
}

// Clocks are believed within the widest distance of zones, else UTC counts.
func TestClocks(t *testing.T) {
	utc := minute(t, "2026-03-02T12:00")
	for _, c := range []struct{ civil, want event.Minute }{
		{utc + MaxDrift, utc + MaxDrift}, {utc + MaxDrift + 1, utc},
		{utc - MaxDrift, utc - MaxDrift}, {utc - MaxDrift - 1, utc},
		{0, utc}, {1 << 62, utc}, {-1 << 62, utc},
	} {
		if got := wall(event.Stamp{MS: int64(utc)*60_000 + 59_999, Civil: c.civil}); got != c.want {
			t.Errorf("civil %d: %d, want %d", c.civil, got, c.want)
		}
	}
	for _, ms := range []int64{-1 << 63, 1<<63 - 1} {
		if got := wall(event.Stamp{MS: ms}); got != minTime && got != maxTime {
			t.Errorf("%d: %d", ms, got)
		}
	}
}

// The maker lives nine hours east. Whoever looks, the promise passes when the
// maker's own day is over.
func TestZones(t *testing.T) {
	const east = 9 * 60
	w := begin(t, "2026-03-02")
	utc := minute(t, "2026-03-02T00:00")
	m := Made{Text: "Write", Due: due(t, "2026-03-04")}
	id, err := w.tryAt(event.First, KindMade, m, event.Stamp{MS: int64(utc) * 60_000, Civil: utc + east})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		utc  string
		want Place
	}{{"2026-03-03T14:59", Open}, {"2026-03-03T15:00", DueToday}, {"2026-03-04T14:59", DueToday}, {"2026-03-04T15:00", Passed}} {
		u := minute(t, c.utc)
		theirs := w.s.List(event.First, event.Stamp{MS: int64(u) * 60_000, Civil: u + east})
		others := w.s.List(event.Second, event.Stamp{MS: int64(u) * 60_000, Civil: u - 5*60})
		if theirs[0].Place != c.want || others[0].Place != c.want {
			t.Errorf("at %s UTC: %d and %d, want %d", c.utc, theirs[0].Place, others[0].Place, c.want)
		}
	}
	// Late or not follows from the maker's own stamp.
	u := minute(t, "2026-03-04T14:59")
	if _, err := w.tryAt(event.First, KindChanged, Changed{id, m.Due, due(t, "2026-03-06"), "why"}, event.Stamp{MS: int64(u) * 60_000, Civil: u + east}); err != nil {
		t.Fatal(err)
	}
	if p, _ := w.s.Promise(id); p.said[0].turns[0].Mark.As != WasChanged {
		t.Fatal("not in time")
	}
}

func TestRepeatOneAtATime(t *testing.T) {
	w := begin(t, "2026-03-02") // Monday
	id, d := w.made("Home by half past six", "2026-03-04T18:30", Weekly)
	next, third := due(t, "2026-03-11T18:30"), due(t, "2026-03-18T18:30")
	w.do(event.First, KindKept, Kept{id, d}) // early is fine
	w.refused(NotYet, event.First, KindKept, Kept{id, next})
	w.at("2026-03-04T23:59").refused(NotYet, event.First, KindKept, Kept{id, next})
	w.at("2026-03-05T00:00").do(event.First, KindChanged, Changed{id, next, due(t, "2026-03-12"), "Training"})
	w.refused(NotYet, event.First, KindMissed, Missed{id, third, ""})
	w.at("2026-03-20")
	w.do(event.First, KindKept, Kept{id, next})
	// The 18th passed in silence, the 25th lies ahead.
	rows := w.s.List(event.Second, stamp(w.now))
	if len(rows) != 3 || rows[0].Place != Open || rows[0].Occurrence != due(t, "2026-03-25T18:30") ||
		rows[1].Place != Passed || rows[1].Occurrence != third || rows[2].Place != Done || rows[2].Occurrence != next {
		t.Fatalf("%+v", rows)
	}
	if got := Sum(w.s.Months(event.First, stamp(w.now), 6)); got != (Tally{Kept: 2, Changed: 1, Passed: 1}) {
		t.Fatalf("%+v", got)
	}
	all, more := w.s.History(id, event.First, stamp(w.now), 50)
	var dues []string
	for _, r := range all {
		dues = append(dues, r.Turn.Due.String())
	}
	want := []string{"2026-03-04T18:30", "2026-03-11T18:30", "2026-03-12", "2026-03-18T18:30", "2026-03-25T18:30"}
	if d := cmp.Diff(want, dues); d != "" || more {
		t.Fatal(d)
	}
}

func TestSchedule(t *testing.T) {
	for _, c := range []struct {
		repeat Repeat
		first  string
		want   []string
	}{
		{Once, "2026-01-31", []string{"2026-01-31"}},
		{Daily, "2028-02-28T08:00", []string{"2028-02-28T08:00", "2028-02-29T08:00", "2028-03-01T08:00"}},
		{Weekdays, "2026-03-05", []string{"2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10"}},
		{Weekly, "2026-03-04", []string{"2026-03-04", "2026-03-11", "2026-03-18"}},
		{Fortnightly, "2026-03-04", []string{"2026-03-04", "2026-03-18", "2026-04-01"}},
		{Monthly, "2027-12-31", []string{"2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"}},
		{Monthly, "2026-01-30", []string{"2026-01-30", "2026-02-28", "2026-03-30"}},
	} {
		m := Made{Text: "x", Due: due(t, c.first), Repeat: c.repeat}
		s := m.schedule()
		for k, want := range c.want {
			if got := s.due(k).String(); got != want {
				t.Errorf("%s from %s: %d is %s, want %s", c.repeat, c.first, k, got, want)
			}
		}
	}
}

// Arithmetic and stepping agree over ten years.
func TestScheduleInverse(t *testing.T) {
	for _, r := range Repeats() {
		for _, first := range []string{"2026-01-30", "2024-02-29", "2026-03-05T18:30", "2025-12-31"} {
			m := Made{Text: "x", Due: due(t, first), Repeat: r}
			s := m.schedule()
			n, k := s.len(), 0
			if n < 1 || n > MaxSpan+1 {
				t.Fatalf("%s: %d occurrences", r, n)
			}
			for d := m.Due.Day() - 40; d <= s.last+40; d++ {
				if got := s.beforeDay(d); got != k {
					t.Fatalf("%s from %s: %d before %s, want %d", r, first, got, d, k)
				}
				if k < n && s.day(k) == d {
					if i, ok := s.index(s.due(k)); !ok || i != k {
						t.Fatalf("%s: index of %s is %d, %v", r, d, i, ok)
					}
					end := s.due(k).End()
					if s.before(end) != k || s.before(end+1) != k+1 {
						t.Fatalf("%s: before the end of %s", r, d)
					}
					k++
				}
			}
			if k != n {
				t.Fatalf("%s from %s: %d found of %d", r, first, k, n)
			}
		}
	}
}

func TestRetire(t *testing.T) {
	w := begin(t, "2026-03-02")
	id, d := w.made("Walk together", "2026-03-03", Daily)
	w.at("2026-03-06")
	w.do(event.First, KindKept, Kept{id, d})
	p, _ := w.s.Promise(id)

	w.do(event.Second, KindRetire, Retire{id, ""})
	w.refused(Already, event.Second, KindRetire, Retire{id, "with words"})
	w.refused(NoProposal, event.First, KindRetireUndo, RetireUndo{id})
	w.do(event.Second, KindRetireUndo, RetireUndo{id})
	w.refused(NoProposal, event.Second, KindRetireUndo, RetireUndo{id})
	w.do(event.First, KindRetire, Retire{id, ""})
	w.refused(Already, event.First, KindRetire, Retire{id, ""})
	if p.Retired != nil || p.Proposed() == nil {
		t.Fatal("a proposal of one retires nothing")
	}
	w.do(event.Second, KindRetire, Retire{id, "It did its work."})
	if p.Retired == nil || p.Retired.Proposal == nil || p.Proposed() != nil {
		t.Fatalf("%+v", p.Retired)
	}
	w.refused(Retired, event.First, KindRetireUndo, RetireUndo{id})
	w.refused(Retired, event.First, KindRetire, Retire{id, "again"})

	// The 4th and 5th passed; the 6th and all later are gone.
	w.at("2026-04-30")
	if got := Sum(w.s.Months(event.First, stamp(w.now), 6)); got != (Tally{Kept: 1, Passed: 2}) {
		t.Fatalf("%+v", got)
	}
	w.refused(Retired, event.First, KindKept, Kept{id, due(t, "2026-03-06")})
	w.refused(Retired, event.First, KindChanged, Changed{id, due(t, "2026-03-04"), due(t, "2026-05-01"), "why"})
	w.do(event.First, KindMissed, Missed{id, due(t, "2026-03-04"), ""})
	if rows, more := w.s.History(id, event.First, stamp(w.now), 50); len(rows) != 3 || more {
		t.Fatalf("%+v", rows)
	}
	for _, r := range w.s.List(event.First, stamp(w.now)) {
		if r.Place < Passed {
			t.Fatalf("%+v", r)
		}
	}
	if r := w.s.DueToday(event.First, stamp(w.now)); len(r) != 0 {
		t.Fatalf("%+v", r)
	}
}

func TestRetireAtOnce(t *testing.T) {
	w := begin(t, "2026-03-02")
	id, _ := w.made("Dinner", "2026-03-10", Once)
	w.do(event.First, KindRetire, Retire{id, ""})
	w.do(event.First, KindRetire, Retire{id, "Your mother is travelling."})
	if rows := w.s.List(event.Second, stamp(w.now)); len(rows) != 1 || rows[0].Place != Done || rows[0].Turn.Mark != nil {
		t.Fatalf("%+v", rows)
	}
	if got := w.s.Months(event.First, stamp(minute(t, "2026-05-01")), 6); got != nil {
		t.Fatalf("%+v", got)
	}
	// Words of the other alone only propose.
	id, d := w.made("Call", "2026-03-10", Once)
	w.do(event.Second, KindRetire, Retire{id, "No need."})
	if p, _ := w.s.Promise(id); p.Retired != nil {
		t.Fatal("retired by the other alone")
	}
	w.do(event.First, KindKept, Kept{id, d})
	w.refused(Over, event.First, KindRetire, Retire{id, ""})
	// What has passed is not undone by retiring.
	id, _ = w.made("Write", "2026-03-03", Once)
	w.at("2026-03-04").refused(Over, event.First, KindRetire, Retire{id, "never mind"})
	// A changed promise that is retired keeps its change.
	id, d = w.made("Meet", "2026-03-10", Once)
	w.do(event.First, KindChanged, Changed{id, d, due(t, "2026-03-20"), "Ill"})
	w.do(event.First, KindRetire, Retire{id, "Still ill"})
	for _, r := range w.s.List(event.Second, stamp(w.now)) {
		if r.Promise.ID == id && (r.Place != Done || r.Turn.Mark == nil || r.Turn.Mark.As != WasChanged) {
			t.Fatalf("%+v", r)
		}
	}
}

func TestMonths(t *testing.T) {
	w := begin(t, "2026-01-05")
	var last event.ID
	var lastDue Due
	for i := range 10 {
		w.now = event.Day(2026, time.January+time.Month(i), 5).At(10, 0)
		last, lastDue = w.made("x", w.now.Date().String(), Once)
		w.do(event.First, KindKept, Kept{last, lastDue})
	}
	got := w.s.Months(event.Second, stamp(w.now), 6)
	if len(got) != 6 || got[0].Month != time.May || got[5].Month != time.October || Sum(got).Kept != 6 {
		t.Fatalf("%+v", got)
	}
	// Two quiet years later the picture is still there.
	w.at("2028-10-01")
	if d := cmp.Diff(got, w.s.Months(event.Second, stamp(w.now), 6)); d != "" {
		t.Fatal(d)
	}
	// Something kept before it was due counts when it was said.
	id, d := w.made("early", "2028-12-24", Once)
	w.do(event.First, KindKept, Kept{id, d})
	got = w.s.Months(event.Second, stamp(w.now), 6)
	if n := len(got); n != 6 || got[5].Month != time.October || got[5].Year != 2028 || got[5].Kept != 1 {
		t.Fatalf("%+v", got)
	}
	if got := w.s.Months(event.Second, stamp(w.now), 0); got != nil {
		t.Fatal(got)
	}
}

func TestNews(t *testing.T) {
	w := begin(t, "2026-03-02")
	id, d := w.made("Call", "2026-03-02", Once)
	seen := w.seq
	mark := w.do(event.First, KindKept, Kept{id, d})
	if n := w.s.News(event.Second, 0, stamp(w.now)); len(n) != 2 || n[0].Kind != KindKept || n[1].Kind != KindMade {
		t.Fatalf("%+v", n)
	}
	if n := w.s.News(event.Second, seen, stamp(w.now)); len(n) != 1 {
		t.Fatalf("%+v", n)
	}
	if n := w.s.News(event.First, 0, stamp(w.now)); len(n) != 0 {
		t.Fatalf("%+v", n)
	}
	w.do(event.Second, KindNoticed, Noticed{id, d, mark})
	if n := w.s.News(event.First, 0, stamp(w.now)); len(n) != 1 || n[0].Kind != KindNoticed {
		t.Fatalf("%+v", n)
	}
}

func TestOffers(t *testing.T) {
	w := begin(t, "2026-03-02")
	id, d := w.made("Call", "2026-03-03", Once)
	row := func() Row {
		rows, _ := w.s.History(id, event.First, stamp(w.now), 9)
		return rows[len(rows)-1]
	}
	check := func(by event.Partner, want ...event.Kind) {
		t.Helper()
		if d := cmp.Diff(want, w.s.Offers(by, row(), stamp(w.now))); d != "" {
			t.Fatal(d)
		}
	}
	check(event.First, KindKept, KindChanged, KindMissed)
	check(event.Second)
	mark := w.do(event.First, KindKept, Kept{id, d})
	check(event.First, KindMissed)
	check(event.Second, KindNoticed, KindDiffers)
	w.do(event.Second, KindNoticed, Noticed{id, d, mark})
	check(event.Second, KindDiffers)
	check(event.First, KindMissed)

	p := row().Promise
	if got := w.s.RetireOffers(event.First, p, stamp(w.now)); got != (RetireOffers{}) {
		t.Fatalf("%+v", got)
	}
	id, _ = w.made("Write", "2026-03-09", Once)
	p = row().Promise
	if got := w.s.RetireOffers(event.First, p, stamp(w.now)); got != (RetireOffers{Words: true, Propose: true}) {
		t.Fatalf("%+v", got)
	}
	w.do(event.Second, KindRetire, Retire{id, ""})
	if got := w.s.RetireOffers(event.First, p, stamp(w.now)); got != (RetireOffers{Words: true, Agree: true}) {
		t.Fatalf("%+v", got)
	}
	if got := w.s.RetireOffers(event.Second, p, stamp(w.now)); got != (RetireOffers{Undo: true}) {
		t.Fatalf("%+v", got)
	}
}

func TestOrderOfTheList(t *testing.T) {
	w := begin(t, "2026-03-02")
	for _, at := range []string{"2026-03-09", "2026-03-02T18:00", "2026-03-02", "2026-03-04", "2026-03-04", "2026-03-03", "2026-03-02T11:00"} {
		w.made("x", at, Once)
	}
	w.at("2026-03-02T12:00")
	var got []string
	for _, r := range w.s.List(event.Second, stamp(w.now)) {
		got = append(got, fmt.Sprint(r.Place, " ", r.Turn.Due, " ", r.Promise.Seq))
	}
	want := []string{"0 2026-03-02T18:00 2", "0 2026-03-02 3", "1 2026-03-03 6", "1 2026-03-04 4", "1 2026-03-04 5", "1 2026-03-09 1", "2 2026-03-02T11:00 7"}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}
}

// Ten years of many daily promises stay cheap: queries count, they do not
// generate.
func TestTenYearsDaily(t *testing.T) {
	w := begin(t, "2026-03-02")
	for range 100 {
		w.made("x", "2026-03-02", Daily)
	}
	w.at("2036-02-01")
	if rows := w.s.List(event.First, stamp(w.now)); len(rows) != 200 {
		t.Fatalf("%d rows", len(rows))
	}
	months := w.s.Months(event.First, stamp(w.now), 6)
	if len(months) != 6 || months[4].Passed != 3100 {
		t.Fatalf("%+v", months)
	}
	n := testing.AllocsPerRun(1, func() { w.s.Months(event.First, stamp(w.now), 6) })
	if n > 10 {
		t.Fatalf("%v allocations", n)
	}
}

// What stands on the edge: the minute of the due, the day after the last, a
// clock that has moved, and a look from before it happened.
func TestEdges(t *testing.T) {
	w := begin(t, "2026-03-02")
	id, d := w.made("Call", "2026-03-04T18:00", Once)
	w.at("2026-03-04T18:00").do(event.First, KindRetire, Retire{id, ""})
	w.do(event.First, KindRetire, Retire{id, "No need any more."})
	w.refused(Retired, event.First, KindKept, Kept{id, d})
	if p, _ := w.s.Promise(id); p.Retired.Proposal != nil {
		t.Error("agreed with oneself")
	}

	// A new due that has passed leaves nothing to retire.
	id, d = w.made("Write", "2026-03-05", Once)
	w.do(event.First, KindChanged, Changed{id, d, due(t, "2026-03-07"), "Ill"})
	w.at("2026-03-07T23:59").do(event.First, KindRetire, Retire{id, ""})
	w.do(event.First, KindRetireUndo, RetireUndo{id})
	w.at("2026-03-08T00:00").refused(Over, event.First, KindRetire, Retire{id, ""})

	first := due(t, "2026-03-08")
	id = w.do(event.First, KindMade, Made{Text: "Walk", Due: first, Repeat: Daily, Last: first.Date + 2})
	for day, want := range []int{1, 1, 1, 0} {
		w.now = (first.Date + event.Date(day)).At(10, 0)
		if got := w.s.DueToday(event.First, stamp(w.now)); len(got) != want {
			t.Errorf("day %d: %d due", day, len(got))
		}
	}

	// One's own clock is the one that shows now, wherever one was before.
	now := minute(t, "2026-03-10T20:00")
	abroad := event.Stamp{MS: int64(now) * 60_000, Civil: now + 9*60}
	for _, r := range w.s.List(event.First, abroad) {
		if r.Promise.ID == id && r.Place != Passed {
			t.Errorf("%d on the maker's own clock", r.Place)
		}
	}
	if got := w.s.Today(w.s.promises[2], event.Second, abroad); got != now.Date() {
		t.Errorf("the other takes the maker's day for %s", got)
	}

	if got := w.s.Months(event.First, stamp(minute(t, "2026-02-28")), 6); got != nil {
		t.Errorf("%+v", got)
	}
	id, d = w.made("Early", "2026-05-01", Once)
	w.do(event.First, KindKept, Kept{id, d})
	if got := w.s.Months(event.First, stamp(minute(t, "2026-02-28")), 6); got != nil {
		t.Errorf("%+v", got)
	}
}
