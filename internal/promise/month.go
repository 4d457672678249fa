package promise

import (
	"time"

	"troth/internal/event"
)

// Month is what came of the promises of both partners in one month. They are
// never counted apart.
type Month struct {
	Year  int
	Month time.Month
	Tally
}

// Tally is counts of turns that are behind.
type Tally struct {
	Kept    int
	Changed int // in time
	Missed  int // owned up to, or said late
	Passed  int // without a word
	Differs int // of the above, those that the other sees differently
}

// Empty reports whether nothing was counted.
func (t Tally) Empty() bool { return t == Tally{} }

// Sum adds months up.
func Sum(months []Month) Tally {
	var sum Tally
	for _, m := range months {
		sum.Kept += m.Kept
		sum.Changed += m.Changed
		sum.Missed += m.Missed
		sum.Passed += m.Passed
		sum.Differs += m.Differs
	}
	return sum
}

// count adds a turn that was spoken about.
func (t *Tally) count(m *Mark) {
	switch m.As {
	case WasKept:
		t.Kept++
	case WasChanged:
		t.Changed++
	case WasMissed, SaidLate:
		t.Missed++
	}
	if m.Answer != nil && m.Answer.Differs {
		t.Differs++
	}
}

// month numbers the months of the calendar one after the other.
func month(d event.Date) int {
	t := d.Time()
	return t.Year()*12 + int(t.Month()) - 1
}

func monthStart(n int) event.Date { return event.Day(n/12, time.Month(n%12+1), 1) }

// in returns the day for which a turn counts: that of its due, or of what was
// said before.
func (t *Turn) in() event.Date {
	d := t.Due.Day()
	if t.Mark != nil {
		d = min(d, t.Mark.At.Date())
	}
	return d
}

// Months returns at most n months one after the other, oldest first. The last
// is the newest, up to now, in which something came of a promise; months before
// anything did are left out. Without any there are none.
func (s *State) Months(me event.Partner, now event.Stamp, n int) []Month {
	var oldest, newest event.Date // 0: none
	for _, p := range s.promises {
		w := s.wallOf(p.By, me, now)
		over := p.horizon(w)
		end := monthStart(month(w.Date()) + 1)
		seen := func(d event.Date) {
			if d < end {
				newest = max(newest, d)
				if oldest == 0 || d < oldest {
					oldest = d
				}
			}
		}
		for _, o := range p.said {
			for j := range o.turns {
				if t := &o.turns[j]; t.Mark != nil || t.Due.End() < over {
					seen(t.in())
				}
			}
		}
		behind := p.plan.before(over)
		if k, ok := p.newestUnsaid(behind); ok {
			seen(p.plan.day(k))
		}
		if k := p.next(0); k < behind {
			seen(p.plan.day(k))
		}
	}
	if newest == 0 || n < 1 {
		return nil
	}
	last := month(newest)
	first := max(month(oldest), last-n+1)
	from, to := monthStart(first), monthStart(last+1)
	months := make([]Month, last-first+1)
	for i := range months {
		d := monthStart(first + i).Time()
		months[i].Year, months[i].Month = d.Year(), d.Month()
	}
	for _, p := range s.promises {
		over := p.horizon(s.wallOf(p.By, me, now))
		for _, o := range p.said {
			for j := range o.turns {
				t := &o.turns[j]
				d := t.in()
				if d < from || d >= to {
					continue
				}
				switch m := &months[month(d)-first]; {
				case t.Mark != nil:
					m.count(t.Mark)
				case t.Due.End() < over:
					m.Passed++
				}
			}
		}
		end := min(p.plan.before(over), p.plan.beforeDay(to))
		k := p.plan.beforeDay(from)
		for i, _ := p.find(k); k < end; k++ {
			if i < len(p.said) && p.said[i].k == k {
				i++
				continue
			}
			months[month(p.plan.day(k))-first].Passed++
		}
	}
	return months
}
