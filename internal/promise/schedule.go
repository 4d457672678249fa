package promise

import (
	"time"

	"troth/internal/event"
)

// schedule counts the days on which a promise falls due, by arithmetic alone:
// nothing is generated, so a daily promise of ten years costs what a single one
// does.
type schedule struct {
	first  Due
	repeat Repeat
	last   event.Date // the last day that counts
}

func (m Made) schedule() schedule {
	s := schedule{first: m.Due, repeat: m.Repeat, last: m.Due.Day()}
	if m.Repeat != Once {
		s.last = min(m.Due.Day()+MaxSpan, event.MaxDate)
		if m.Last != 0 {
			s.last = m.Last
		}
	}
	return s
}

// len returns how many occurrences there are in all; at least one.
func (s schedule) len() int { return s.beforeDay(s.last + 1) }

// day returns the day of the occurrence k, from 0.
func (s schedule) day(k int) event.Date {
	d := s.first.Day()
	switch s.repeat {
	case Daily:
		return d + event.Date(k)
	case Weekdays:
		return weekday(weekdaysBefore(d) + k)
	case Weekly:
		return d + event.Date(7*k)
	case Fortnightly:
		return d + event.Date(14*k)
	case Monthly:
		t := d.Time()
		to := event.Day(t.Year(), t.Month()+time.Month(k)+1, 0) // the month's last day
		return min(event.Day(t.Year(), t.Month()+time.Month(k), 1)+event.Date(t.Day()-1), to)
	}
	return d
}

// due returns the due of the occurrence k.
func (s schedule) due(k int) Due {
	d := s.day(k)
	if s.first.Minute != 0 {
		return By(d.At(s.first.Minute.Clock()))
	}
	return On(d)
}

// beforeDay returns how many occurrences fall on days before d.
func (s schedule) beforeDay(d event.Date) int {
	first := s.first.Day()
	d = min(d, s.last+1)
	if d <= first {
		return 0
	}
	n := int(d - first)
	switch s.repeat {
	case Daily:
		return n
	case Weekdays:
		return weekdaysBefore(d) - weekdaysBefore(first)
	case Weekly:
		return (n + 6) / 7
	case Fortnightly:
		return (n + 13) / 14
	case Monthly:
		a, b := first.Time(), d.Time()
		k := 12*(b.Year()-a.Year()) + int(b.Month()) - int(a.Month())
		if s.day(k) < d {
			k++
		}
		return k
	}
	return 1
}

// before returns how many occurrences were no longer in time at m.
func (s schedule) before(m event.Minute) int {
	k := s.beforeDay(m.Date())
	if k < s.len() && s.due(k).End() < m {
		k++
	}
	return k
}

// index returns which occurrence has the given due.
func (s schedule) index(d Due) (int, bool) {
	k := s.beforeDay(d.Day())
	return k, k < s.len() && s.due(k) == d
}

// weekdaysBefore counts the Mondays to Fridays before d, from a Monday long
// ago. Day 0 was a Thursday.
func weekdaysBefore(d event.Date) int {
	x := int(d) + 3
	return x/7*5 + min(x%7, 5)
}

// weekday returns the day before which weekdaysBefore counts n.
func weekday(n int) event.Date { return event.Date(n/5*7 + n%5 - 3) }

func isWeekday(d event.Date) bool {
	w := d.Time().Weekday()
	return w != time.Saturday && w != time.Sunday
}
