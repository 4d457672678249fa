package date

import "time"

// both reads a day and a time together, in either order.
func (p *parser) both(i int) (match, bool) {
	r := readings{from: i}
	r.take(p.dayThenTime(i))
	r.take(p.timeThenDay(i))
	r.take(p.partOfToday(i))
	return r.best, r.ok
}

// join puts a day and a time together.
func join(d, t match) match {
	m := t
	m.day, m.clock, m.grain = d.day, true, Minute
	if d.part != anyPart && m.part == anyPart && m.half == open {
		m.part = d.part
	}
	m.unclear, m.needsClock = false, false
	return m
}

// anyDay is a day of any form, with a part of it: tomorrow morning, tonight.
func (p *parser) anyDay(i int) (match, bool) {
	d, ok := p.partDay(i)
	if ok {
		return d, true
	}
	if d, ok = p.date(i); !ok {
		d, ok = p.dayOnly(i)
	}
	if !ok || !d.last.IsZero() {
		return match{}, false
	}
	if pt, end, ok := p.partOfDay(d.end); ok && !p.one(d.end, "at") {
		d.part, d.end = pt, end
	}
	return d, true
}

// dayOnly reads a day of the month that a time follows: 15 at 8:00, 5th at 4.
func (p *parser) dayOnly(i int) (match, bool) {
	j := i
	if p.is(j, "the") {
		j++
	}
	n, end, _, ok := p.dayOfMonth(j)
	if !ok || p.at(j).num < 0 || !p.one(end, "at", ",") || !p.one(i-1, "on", "at", "by") {
		return match{}, false
	}
	t, ok := p.nextDay(n)
	return match{day: t, end: end}, ok
}

// partDay reads tonight, this morning, this evening.
func (p *parser) partDay(i int) (match, bool) {
	if p.one(i, "tonight", "tonite") {
		return match{start: i, end: i + 1, day: p.today(), part: night}, true
	}
	n, j, ok := p.which(i)
	if !ok {
		return match{}, false
	}
	pt, end, ok := p.partOfDay(j)
	if !ok || p.one(j, "in", "at", "the") {
		return match{}, false
	}
	return match{start: i, end: end, day: p.today().AddDate(0, 0, n), part: pt}, true
}

func (p *parser) dayThenTime(i int) (match, bool) {
	d, ok := p.anyDay(i)
	if !ok {
		return match{}, false
	}
	// 2016-12-16T12:23:59
	j := d.end
	said := false
	switch {
	case p.is(j, "t") && p.joined(j):
		j, said = j+1, true
	case p.one(j, ",", "-"):
		j++
		fallthrough
	default:
		for p.one(j, "at", "around", "about", "for", "by", "from") {
			said, j = true, j+1
		}
	}
	t, ok := p.time(j)
	if !ok || t.unclear && !said {
		return match{}, false
	}
	if t.unclear && d.part == anyPart && p.is(j-1, "for") {
		return match{}, false
	}
	m := join(d, t)
	m.start, m.end = i, t.end
	// Wed Oct 26 15:50:06 2016
	if y, e, ok := p.year(t.end); ok && t.seconds {
		m.day, m.end = time.Date(y, m.day.Month(), m.day.Day(), 0, 0, 0, 0, time.UTC), e
	}
	return m, true
}

func (p *parser) timeThenDay(i int) (match, bool) {
	j := i
	t, ok := p.time(j)
	if !ok {
		return match{}, false
	}
	k := t.end
	sep := false
	for p.one(k, ",", "on", "of") {
		sep, k = true, k+1
	}
	d, ok := p.anyDay(k)
	if !ok && p.one(k-1, "on") {
		d, ok = p.bare(k)
	}
	if !ok {
		return match{}, false
	}
	if t.unclear && !(sep && d.part != anyPart) {
		return match{}, false
	}
	if d.unclear && !sep {
		return match{}, false
	}
	m := join(d, t)
	m.start, m.end = t.start, d.end
	return m, true
}

// partOfToday reads tonight, this morning, tomorrow evening without a time: the
// day counts.
func (p *parser) partOfToday(i int) (match, bool) {
	d, ok := p.partDay(i)
	if ok {
		d.grain = Day
		return d, true
	}
	if d, ok = p.date(i); !ok || d.unclear || !d.last.IsZero() {
		return match{}, false
	}
	pt, end, ok := p.partOfDay(d.end)
	if !ok || p.one(d.end, "at") && !p.is(d.end, "at", "night") {
		return match{}, false
	}
	d.part, d.end, d.grain = pt, end, Day
	return d, true
}

// unit reads day, weeks, hours.
func unit(w string) (n int, u byte, ok bool) {
	switch w {
	case "second", "seconds", "sec", "secs":
		return 1, 's', true
	case "minute", "minutes", "min", "mins":
		return 1, 'm', true
	case "hour", "hours", "hr", "hrs":
		return 1, 'h', true
	case "day", "days":
		return 1, 'd', true
	case "night", "nights":
		return 1, 'd', true
	case "week", "weeks", "wk", "wks":
		return 7, 'd', true
	case "fortnight", "fortnights":
		return 14, 'd', true
	case "month", "months":
		return 1, 'M', true
	case "year", "years":
		return 1, 'y', true
	}
	return 0, 0, false
}

// amount reads a length of time: 2 years 1 month 21 days, half an hour, a few
// days, four business days.
type amount struct {
	years, months, days int
	secs                int
	business            bool
	clock               bool
}

func (p *parser) amount(i int) (a amount, end int, ok bool) {
	j := i
	for range maxParts {
		n, k := 0, j
		half := false
		switch {
		case p.is(k, "half", "an", "hour"):
			a.secs, a.clock = a.secs+1800, true
			return a, k + 3, true
		case p.is(k, "a", "few"), p.is(k, "a", "couple"):
			n, k = 3, k+2
			if p.is(k-1, "couple") {
				n = 2
				if p.is(k, "of") {
					k++
				}
			}
		case p.one(k, "few", "several"):
			n, k = 3, k+1
		case p.one(k, "a", "an"):
			n, k = 1, k+1
		default:
			m, e, good := p.number(k)
			if !good {
				return a, end, ok
			}
			n, k = m, e
		}
		if p.one(k, "business", "working") {
			a.business, k = true, k+1
		}
		f, u, good := unit(p.at(k).text)
		if !good || n > 10_000 {
			return a, end, ok
		}
		if p.is(k+1, "and", "a", "half") {
			half = true
		}
		switch u {
		case 's':
			a.secs, a.clock = a.secs+n, true
		case 'm':
			a.secs, a.clock = a.secs+60*n, true
		case 'h':
			a.secs, a.clock = a.secs+3600*n, true
			if half {
				a.secs += 1800
			}
		case 'd':
			a.days += f * n
		case 'M':
			a.months += n
		case 'y':
			a.years += n
		}
		end, ok = k+1, true
		if half && u == 'h' {
			end += 3
		}
		j = end
		if p.one(j, "and", ",") {
			if _, _, good := p.number(j + 1); !good {
				return a, end, ok
			}
			j++
		}
	}
	return a, end, ok
}

// maxParts bounds how many amounts make one: years, months, weeks, days, hours,
// minutes.
const maxParts = 6

// counted reads in two weeks, three days ago, two weeks from now, two days from
// tomorrow, two Sundays from now.
func (p *parser) counted(i int) (match, bool) {
	if p.one(i, "in", "within") {
		j := i + 1
		if p.is(j, "less", "than") {
			j += 2
		}
		a, end, ok := p.amount(j)
		if !ok || p.one(end, "ago", "before", "after", "from", "later") {
			return match{}, false
		}
		m := p.count(p.now, a, 1)
		m.start, m.end = i, end
		return m, true
	}
	a, end, ok := p.amount(i)
	if !ok {
		n, k, good := p.number(i)
		if d, _, is := weekday(p.at(k).text); good && is && n >= 1 && n < 100 && (p.is(k+1, "from", "now") || p.is(k+1, "later")) {
			e := k + 2
			if p.is(k+1, "from") {
				e = k + 3
			}
			return match{day: p.comes(d).AddDate(0, 0, 7*(n-1)), end: e}, true
		}
		return match{}, false
	}
	switch {
	case p.is(end, "ago"):
		m := p.count(p.now, a, -1)
		m.end = end + 1
		return m, true
	case p.is(end, "later"):
		m := p.count(p.now, a, 1)
		m.end = end + 1
		return m, true
	case p.is(end, "from", "now"):
		m := p.count(p.now, a, 1)
		m.end = end + 2
		return m, true
	case p.one(end, "from", "after", "before"):
		sign := 1
		if p.is(end, "before") {
			sign = -1
		}
		d, ok := p.date(end + 1)
		if !ok || a.clock || d.unclear {
			return match{}, false
		}
		m := p.count(d.day, a, sign)
		m.end = d.end
		return m, true
	}
	return match{}, false
}

// count counts from a moment.
func (p *parser) count(from time.Time, a amount, sign int) match {
	t := from.AddDate(sign*a.years, sign*a.months, 0)
	if t.Day() != from.Day() { // the month is shorter: its last day
		t = t.AddDate(0, 0, -t.Day())
	}
	if a.business {
		// All weeks but the last have five of them, wherever one begins.
		weeks := max(0, a.days/5-1)
		t = t.AddDate(0, 0, sign*7*weeks)
		for n := a.days - 5*weeks; n > 0; {
			t = t.AddDate(0, 0, sign)
			if t.Weekday() != time.Saturday && t.Weekday() != time.Sunday {
				n--
			}
		}
	} else {
		t = t.AddDate(0, 0, sign*a.days)
	}
	t = t.Add(time.Duration(sign*a.secs) * time.Second)
	if a.clock {
		return match{exact: t}
	}
	return match{day: midnight(t)}
}

// endOf reads end of the day, end of tomorrow, eod, end of the week.
func (p *parser) endOf(i int) (match, bool) {
	j := i
	if p.is(j, "the") {
		j++
	}
	last := func(day time.Time, end int) (match, bool) {
		return match{day: day, clock: true, h: 23, m: 59, s: 59, seconds: true, half: pm, end: end}, true
	}
	if p.is(j, "eod") {
		return last(p.today(), j+1)
	}
	if !p.is(j, "end", "of") {
		return match{}, false
	}
	j += 2
	if p.is(j, "the") {
		j++
	}
	if p.is(j, "day") {
		return last(p.today(), j+1)
	}
	if p.one(j, "week") {
		return match{day: p.inWeek(0, time.Sunday), end: j + 1}, true
	}
	if p.one(j, "month") {
		return match{day: time.Date(p.now.Year(), p.now.Month()+1, 0, 0, 0, 0, 0, time.UTC), end: j + 1}, true
	}
	if n, k, ok := p.which(j); ok && p.is(k, "week") {
		return match{day: p.inWeek(n, time.Sunday), end: k + 1}, true
	}
	if n, k, ok := p.which(j); ok && p.is(k, "month") {
		return match{day: time.Date(p.now.Year(), p.now.Month()+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC), end: k + 1}, true
	}
	if d, ok := p.date(j); ok && d.last.IsZero() {
		return last(d.day, d.end)
	}
	return match{}, false
}

// soon reads now and as soon as possible.
func (p *parser) soon(i int) (match, bool) {
	switch {
	case p.is(i, "as", "soon", "as", "possible"):
		return match{exact: p.now, end: i + 4}, true
	case p.is(i, "right", "now"):
		return match{exact: p.now, end: i + 2}, true
	}
	return match{}, false
}

// days reads a run of days: this week, next weekend, next month.
func (p *parser) days(i int) (match, bool) {
	if p.one(i-1, "of", "in") {
		return match{}, false
	}
	j := i
	if p.is(j, "the") {
		j++
	}
	n, k, ok := p.which(j)
	if !ok {
		return match{}, false
	}
	m := match{end: k + 1}
	switch p.at(k).text {
	case "week":
		m.day, m.last, m.grain = p.monday(n), p.monday(n).AddDate(0, 0, 6), Week
	case "weekend":
		m.day, m.last, m.grain = p.inWeek(n, time.Saturday), p.inWeek(n, time.Sunday), Day
	case "month":
		first := time.Date(p.now.Year(), p.now.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		m.day, m.last, m.grain = first, first.AddDate(0, 1, -1), Month
	case "year":
		first := time.Date(p.now.Year()+n, 1, 1, 0, 0, 0, 0, time.UTC)
		m.day, m.last, m.grain = first, first.AddDate(1, 0, -1), Year
	default:
		return match{}, false
	}
	return m, true
}

// repeated reads every Tuesday at six, each morning, on Fridays, every other
// week, once a month.
func (p *parser) repeated(i int) (match, bool) {
	m := match{}
	j := i
	switch {
	case p.one(j, "every", "each"):
		j++
		n := 1
		if p.is(j, "single") {
			j++
		}
		if p.one(j, "other", "second") {
			n, j = 2, j+1
		} else if k, e, ok := p.number(j); ok && k > 0 && k < 100 {
			n, j = k, e
		}
		w := p.at(j).text
		if d, _, ok := weekday(w); ok {
			m.day, m.repeat = p.comes(d), "P"+itoa(n)+"W"
		} else {
			switch w {
			case "day", "days":
				m.day, m.repeat = p.today(), "P"+itoa(n)+"D"
			case "week", "weeks":
				m.day, m.repeat = p.today().AddDate(0, 0, 7*n), "P"+itoa(n)+"W"
			case "month", "months":
				m.day, m.repeat = p.count(p.now, amount{months: n}, 1).day, "P"+itoa(n)+"M"
			case "year", "years":
				m.day, m.repeat = p.count(p.now, amount{years: n}, 1).day, "P"+itoa(n)+"Y"
			case "morning", "mornings":
				m.day, m.repeat, m.part = p.today().AddDate(0, 0, 1), "P"+itoa(n)+"D", morning
			case "evening", "evenings", "night", "nights":
				m.day, m.repeat, m.part = p.today(), "P"+itoa(n)+"D", evening
			case "weekend":
				m.day, m.repeat = p.comes(time.Saturday), "P"+itoa(n)+"W"
			default:
				return match{}, false
			}
		}
		j++
	case p.one(j, "daily"):
		m.day, m.repeat, j = p.today(), "P1D", j+1
	case p.one(j, "weekly"):
		m.day, m.repeat, j = p.today().AddDate(0, 0, 7), "P1W", j+1
	case p.is(j, "once", "a", "week"):
		m.day, m.repeat, j = p.today().AddDate(0, 0, 7), "P1W", j+3
	case p.is(j, "once", "a", "month"):
		m.day, m.repeat, j = p.count(p.now, amount{months: 1}, 1).day, "P1M", j+3
	default:
		d, many, ok := weekday(p.at(j).text)
		if !ok || !many {
			return match{}, false
		}
		m.day, m.repeat, j = p.comes(d), "P1W", j+1
	}
	if pt, end, ok := p.partOfDay(j); ok {
		m.part, j = pt, end
	}
	k := j
	for p.one(k, "at", "around", "by", ",") {
		k++
	}
	if t, ok := p.time(k); ok && (!t.unclear || k > j && p.at(k-1).text != ",") {
		repeat := m.repeat
		m = join(m, t)
		m.repeat, j = repeat, t.end
	}
	m.start, m.end = i, j
	return m, true
}
