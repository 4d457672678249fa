// Package date finds dates and times in English text: "tomorrow at noon", "by
// Friday", "the first Friday of next month", "in two weeks", "every Tuesday at
// six". It is pure: what is now is an argument, as a wall clock without a zone.
//
// # Conventions
//
// A date without a year, a day of the month, or a day of the week is the next
// one to come. A week begins on Monday: "this Friday" is in the running week,
// "next Friday" in the one that follows. Day and month written in numbers are
// read in the order of Options, unless only the other gives a date. A time of
// the clock without a date is the next one to come. An hour without "am" or
// "pm" is read as it stands; with Options.Likely one from one to seven is in
// the afternoon, unless a morning is spoken of, as people mean it who promise
// to be home by six.
//
// A date that does not exist (30 February) is not found.
package date

import (
	"strconv"
	"time"
)

// Options say how to read.
type Options struct {
	Now      time.Time // only what it shows counts, not its zone
	DayFirst bool      // 3/4 is the third of April
	Likely   bool      // see the package comment
}

// Grain is how exact a value is.
type Grain string

// Grains.
const (
	Second Grain = "second"
	Minute Grain = "minute"
	Day    Grain = "day"
	Week   Grain = "week"
	Month  Grain = "month"
	Year   Grain = "year"
)

// Span is a date found in a text.
type Span struct {
	Start, End int    // bytes of the text
	Value      string // 2006-01-02, 2006-01-02T15:04, 2006-01-02T15:04:05, or two of these with a slash between: first and last
	Grain      Grain
	Repeat     string // how often it comes again, as in ISO 8601: P1D, P1W, P2W, P1M, P1Y; "": once
}

// Find returns the dates of a text in order. None overlaps another.
func Find(text string, o Options) []Span {
	p := &parser{text: text, toks: split(text), o: o, now: clock(o.Now)}
	var spans []Span
	for i := 0; i < len(p.toks); {
		m, ok := p.longest(i)
		if !ok {
			i++
			continue
		}
		if s, ok := p.span(m); ok {
			spans = append(spans, s)
		}
		i = max(m.end, i+1)
	}
	return spans
}

// clock drops the zone of a time.
func clock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// match is what was read at some place. Start and end are tokens.
type match struct {
	start, end int

	day    time.Time // midnight; zero: no date
	last   time.Time // of a range of days; zero: none
	grain  Grain
	repeat string

	clock      bool
	h, m, s    int
	seconds    bool
	half       half
	part       part
	exact      time.Time // a moment counted from now
	unclear    bool      // reads like a date only after a word that says so
	needsClock bool      // a part of the day alone ("morning"), which is no date
}

// half says in which half of the day an hour is.
type half uint8

const (
	open half = iota
	am
	pm
)

// part is a part of the day that was named.
type part uint8

const (
	anyPart part = iota
	morning
	lunch
	afternoon
	evening
	night
	midnightPart
)

type parser struct {
	text string
	toks []token
	o    Options
	now  time.Time
}

func (p *parser) today() time.Time { return midnight(p.now) }

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// longest returns the longest reading at a place.
func (p *parser) longest(i int) (match, bool) {
	r := readings{from: i}
	r.take(p.repeated(i))
	r.take(p.both(i))
	r.take(p.counted(i))
	r.take(p.days(i))
	r.take(p.endOf(i))
	r.take(p.soon(i))
	d, ok := p.date(i)
	r.take(d, ok && !d.needsClock && !d.unclear)
	t, ok := p.time(i)
	r.take(t, ok && !t.unclear)
	return r.best, r.ok
}

// readings keeps the longest of those that a place has; of equals the first.
type readings struct {
	from int
	best match
	ok   bool
}

func (r *readings) take(m match, ok bool) {
	if ok && (!r.ok || m.end > r.best.end) {
		m.start = max(m.start, r.from)
		r.best, r.ok = m, true
	}
}

// span turns a match into what is said of it.
func (p *parser) span(m match) (Span, bool) {
	s := Span{Start: p.toks[m.start].start, End: p.toks[m.end-1].end, Grain: m.grain, Repeat: m.repeat}
	at := m.day
	switch {
	case !m.exact.IsZero():
		at = m.exact
		s.Value, s.Grain = at.Format("2006-01-02T15:04"), Minute
		if at.Second() != 0 {
			s.Value = at.Format("2006-01-02T15:04:05")
		}
	case m.clock:
		if at.IsZero() {
			at = p.today()
		}
		at = at.Add(time.Duration(p.hour(m))*time.Hour + time.Duration(m.m)*time.Minute + time.Duration(m.s)*time.Second)
		if m.day.IsZero() && at.Before(p.now) {
			at = at.AddDate(0, 0, 1)
		}
		s.Value, s.Grain = at.Format("2006-01-02T15:04"), Minute
		if m.seconds {
			s.Value, s.Grain = at.Format("2006-01-02T15:04:05"), Second
		}
	case m.day.IsZero():
		return Span{}, false
	default:
		s.Value = at.Format(time.DateOnly)
		if s.Grain == "" {
			s.Grain = Day
		}
		if !m.last.IsZero() {
			s.Value += "/" + m.last.Format(time.DateOnly)
		}
	}
	// A value has four digits for the year.
	return s, at.Year() >= 0 && max(at.Year(), m.last.Year()) < 10_000
}

// hour is the hour of a match on a clock of 24.
func (p *parser) hour(m match) int {
	h := m.h
	switch {
	case m.half == pm && h < 12:
		return h + 12
	case m.half == am && h == 12:
		return 0
	case m.half != open:
		return h
	}
	switch m.part {
	case morning:
	case lunch:
		if h < 11 {
			h += 12
		}
	case afternoon, evening:
		if h < 12 {
			h += 12
		}
	case night:
		if h == 12 {
			h = 0
		} else if h >= 5 && h < 12 {
			h += 12
		}
	case midnightPart:
		h %= 12
	default:
		if p.o.Likely && h >= 1 && h <= 7 {
			h += 12
		}
	}
	return h
}

func itoa(n int) string { return strconv.Itoa(n) }
