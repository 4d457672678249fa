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

// in returns the month a turn belongs to: that of its due, or of what was said
// before.
func (t Turn) in() int {
	d := t.Due.Day()
	if t.Mark != nil {
		d = min(d, t.Mark.At.Date())
	}
	return month(d)
}

// Months returns at most n months one after the other, oldest first. The last
// is the newest, up to now, in which something came of a promise; months before
// anything did are left out. Without any there are none.
func (s *State) Months(me event.Partner, now event.Stamp, n int) []Month {
	var first, last int
	seen := func(m, now int) {
		if m <= now && (last == 0 || m > last) {
			last = m
		}
		if m <= now && (first == 0 || m < first) {
			first = m
		}
	}
	for _, p := range s.promises {
		w := s.wallOf(p.By, me, now)
		today := month(w.Date())
		over := p.horizon(w)
		for _, o := range p.said {
			for _, t := range o.turns {
				if t.Mark != nil || t.Due.End() < over {
					seen(t.in(), today)
				}
			}
		}
		behind := p.plan.before(over)
		if k, ok := p.newestUnsaid(behind); ok {
			seen(month(p.plan.day(k)), today)
		}
		if k := p.next(0); k < behind {
			seen(month(p.plan.day(k)), today)
		}
	}
	if last == 0 || n < 1 {
		return nil
	}
	first = max(first, last-n+1)
	months := make([]Month, last-first+1)
	for i := range months {
		d := monthStart(first + i).Time()
		months[i].Year, months[i].Month = d.Year(), d.Month()
	}
	for _, p := range s.promises {
		over := p.horizon(s.wallOf(p.By, me, now))
		for _, o := range p.said {
			for _, t := range o.turns {
				i := t.in() - first
				switch {
				case i < 0 || i >= len(months):
				case t.Mark != nil:
					months[i].count(t.Mark)
				case t.Due.End() < over:
					months[i].Passed++
				}
			}
		}
		end := min(p.plan.before(over), p.plan.beforeDay(monthStart(last+1)))
		k := p.plan.beforeDay(monthStart(first))
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
