package date

import "time"

func month(w string) (time.Month, bool) {
	switch w {
	case "jan", "january":
		return 1, true
	case "feb", "february":
		return 2, true
	case "mar", "march":
		return 3, true
	case "apr", "april":
		return 4, true
	case "may":
		return 5, true
	case "jun", "june":
		return 6, true
	case "jul", "july":
		return 7, true
	case "aug", "august":
		return 8, true
	case "sep", "sept", "september":
		return 9, true
	case "oct", "october":
		return 10, true
	case "nov", "november":
		return 11, true
	case "dec", "december":
		return 12, true
	}
	return 0, false
}

// weekday reads the name of a day; many is true for "Tuesdays".
func weekday(w string) (d time.Weekday, many, ok bool) {
	switch w {
	case "mon", "monday":
		return 1, false, true
	case "tue", "tues", "tuesday":
		return 2, false, true
	case "wed", "weds", "wednesday":
		return 3, false, true
	case "thu", "thur", "thurs", "thursday":
		return 4, false, true
	case "fri", "friday":
		return 5, false, true
	case "sat", "saturday":
		return 6, false, true
	case "sun", "sunday":
		return 0, false, true
	case "mondays":
		return 1, true, true
	case "tuesdays":
		return 2, true, true
	case "wednesdays":
		return 3, true, true
	case "thursdays":
		return 4, true, true
	case "fridays":
		return 5, true, true
	case "saturdays":
		return 6, true, true
	case "sundays":
		return 0, true, true
	}
	return 0, false, false
}

// fullDay reports whether a name of a day is written out, so that "sun" and
// "sat" and "wed" alone are no dates.
func fullDay(w string) bool { return len(w) >= 6 }

// make returns a date if there is one.
func (p *parser) make(y int, m time.Month, d int) (time.Time, bool) {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == d && t.Month() == m
}

// nextOf returns the next such day of the year that exists.
func (p *parser) nextOf(m time.Month, d int) (time.Time, bool) {
	for y := p.now.Year(); y < p.now.Year()+9; y++ {
		if t, ok := p.make(y, m, d); ok && !t.Before(p.today()) {
			return t, true
		}
	}
	return time.Time{}, false
}

// nextDay returns the next such day of a month that exists.
func (p *parser) nextDay(d int) (time.Time, bool) {
	y, m := p.now.Year(), p.now.Month()
	for k := range 13 {
		first := time.Date(y, m+time.Month(k), 1, 0, 0, 0, 0, time.UTC)
		if t, ok := p.make(first.Year(), first.Month(), d); ok && !t.Before(p.today()) {
			return t, true
		}
	}
	return time.Time{}, false
}

// monday is the first day of a week, some weeks from the running one.
func (p *parser) monday(weeks int) time.Time {
	back := (int(p.now.Weekday()) + 6) % 7
	return p.today().AddDate(0, 0, -back+7*weeks)
}

func (p *parser) inWeek(weeks int, d time.Weekday) time.Time {
	return p.monday(weeks).AddDate(0, 0, (int(d)+6)%7)
}

// comes returns the next such day of the week, not today.
func (p *parser) comes(d time.Weekday) time.Time {
	n := (int(d) - int(p.now.Weekday()) + 7) % 7
	if n == 0 {
		n = 7
	}
	return p.today().AddDate(0, 0, n)
}

// which reads this, next, last and the like: how many units from now.
func (p *parser) which(i int) (n, end int, ok bool) {
	switch p.at(i).text {
	case "this", "current":
		return 0, i + 1, true
	case "next", "following", "upcoming", "coming":
		return 1, i + 1, true
	case "last", "past", "previous":
		return -1, i + 1, true
	}
	return 0, i, false
}

// date reads a day.
func (p *parser) date(i int) (match, bool) {
	r := readings{from: i}
	r.take(p.relative(i))
	r.take(p.named7(i))
	r.take(p.numeric(i))
	r.take(p.monthFirst(i))
	r.take(p.dayFirst(i))
	r.take(p.nth(i))
	r.take(p.bare(i))
	return r.best, r.ok
}

// relative reads today, tomorrow, the day after tomorrow, next day.
func (p *parser) relative(i int) (match, bool) {
	j := i
	if p.one(j, "the", "my") {
		j++
	}
	day := func(n, end int) (match, bool) {
		return match{day: p.today().AddDate(0, 0, n), end: end}, true
	}
	if p.is(j, "day", "after") && p.isTomorrow(j+2) {
		return day(2, j+3)
	}
	if p.is(j, "day", "before", "yesterday") {
		return day(-2, j+3)
	}
	if n, k, ok := p.which(j); ok && p.is(k, "day") {
		return day(n, k+1)
	}
	if j > i && p.is(j, "day") && (p.is(i, "my") || j+1 >= len(p.toks)) {
		return day(0, j+1)
	}
	switch {
	case p.one(i, "today"):
		return day(0, i+1)
	case p.isTomorrow(i):
		return day(1, i+1)
	case p.one(i, "yesterday"):
		return day(-1, i+1)
	}
	return match{}, false
}

func (p *parser) isTomorrow(i int) bool {
	return p.one(i, "tomorrow", "tmrw", "tmr", "tomoz", "tommorow", "tomorow", "tommorrow")
}

// named7 reads Friday, this Friday, next week Sunday, Friday next week, on
// Sunday of next week, Friday the 22nd.
func (p *parser) named7(i int) (match, bool) {
	j := i
	on := false
	if p.one(j, "on") {
		on, j = true, j+1
	}
	n, k, which := p.which(j)
	if which {
		j = k
		if p.is(j, "week") {
			j++
			if p.one(j, "on", ",") {
				j++
			}
			if d, _, ok := weekday(p.at(j).text); ok && !on {
				return match{day: p.inWeek(n, d), end: j + 1}, true
			}
			return match{}, false
		}
	}
	d, many, ok := weekday(p.at(j).text)
	if !ok || many {
		return match{}, false
	}
	sure := fullDay(p.at(j).text)
	j++
	if which {
		if on {
			return match{}, false // "on" is not part of it
		}
		return match{day: p.inWeek(n, d), end: j}, true
	}
	// Friday next week
	k = j
	if p.is(k, "of") {
		k++
	}
	if m, e, ok := p.which(k); ok && p.is(e, "week") {
		return match{day: p.inWeek(m, d), end: e + 1}, true
	}
	if on {
		return match{}, false
	}
	// Friday the 22nd, Wed, 22 of Jan, monday january 12th
	k = j
	if p.one(k, ",", ".") {
		k++
	}
	for _, f := range []func(int) (match, bool){p.monthFirst, p.dayFirst, p.numeric} {
		if m, ok := f(k); ok {
			return m, true
		}
	}
	if p.is(k, "the") {
		if dd, end, _, ok := p.dayOfMonth(k + 1); ok {
			if t, ok := p.make(p.now.Year(), p.now.Month(), dd); ok {
				if t.Weekday() != d {
					if u, ok := p.nextDay(dd); ok {
						t = u
					}
				}
				return match{day: t, end: end}, true
			}
		}
	}
	return match{day: p.comes(d), end: j, unclear: !sure}, true
}

// numeric reads 2016-02-22, 02/22/2016, 22.2.2016, 4/22.
func (p *parser) numeric(i int) (match, bool) {
	a := p.at(i)
	if a.num < 0 || i > 0 && p.joined(i) && p.one(i-1, ".", "/", "-", ":", ",") {
		return match{}, false
	}
	sep := p.at(i + 1).text
	if sep != "/" && sep != "-" && sep != "." || !p.joined(i+1) || !p.joined(i+2) {
		return match{}, false
	}
	b := p.at(i + 2)
	if m, ok := month(b.text); ok { // 2019-sep-1
		c := p.at(i + 4)
		if len(a.text) == 4 && p.is(i+3, sep) && c.num > 0 {
			t, ok := p.make(a.num, m, c.num)
			return match{day: t, end: i + 5}, ok
		}
		return match{}, false
	}
	if b.num < 0 || len(a.text) > 4 || len(b.text) > 2 {
		return match{}, false
	}
	c := p.at(i + 4)
	third := c.num >= 0 && (p.is(i+3, sep) || p.is(i+3, ",")) && p.joined(i+3) && p.joined(i+4)
	switch {
	case third && len(a.text) == 4 && len(c.text) <= 2:
		t, ok := p.make(a.num, time.Month(b.num), c.num)
		return match{day: t, end: i + 5}, ok && b.num <= 12
	case third && len(a.text) <= 2 && (len(c.text) == 4 || len(c.text) == 2):
		y := c.num
		if len(c.text) == 2 {
			y = short(y)
		}
		t, ok := p.order(y, a.num, b.num)
		return match{day: t, end: i + 5}, ok
	case third || len(a.text) > 2:
		return match{}, false
	}
	// Two numbers alone: a fraction, a score or a clock as easily as a date.
	if p.is(i-1, "at") || p.is(i+3, "%") {
		return match{}, false
	}
	if sep != "/" && !p.one(i-1, "on", "in", "by", "before", "until", "from") {
		return match{}, false
	}
	for _, y := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8} {
		if t, ok := p.order(p.now.Year()+y, a.num, b.num); ok && !t.Before(p.today()) {
			return match{day: t, end: i + 3, unclear: false}, true
		}
	}
	return match{}, false
}

// order makes a date of two numbers in the person's order, or else in the other.
func (p *parser) order(y, a, b int) (time.Time, bool) {
	m, d := a, b
	if p.o.DayFirst {
		m, d = b, a
	}
	if m > 12 && d <= 12 {
		m, d = d, m
	}
	if m < 1 || m > 12 {
		return time.Time{}, false
	}
	return p.make(y, time.Month(m), d)
}

// monthFirst reads Oct. 2, October the second, Jan-1, January 12, 2016.
func (p *parser) monthFirst(i int) (match, bool) {
	m, ok := month(p.at(i).text)
	if !ok {
		return match{}, false
	}
	j := i + 1
	if p.is(j, ".") {
		j++
	}
	if p.one(j, "-", "/") && p.joined(j) && p.joined(j+1) {
		j++
	}
	if p.is(j, "the") {
		j++
	}
	d, end, _, ok := p.dayOfMonth(j)
	if !ok || p.one(end, ":") && p.joined(end) && p.at(end+1).num >= 0 || p.one(end, "am", "pm") {
		return match{}, false
	}
	return p.withYear(m, d, end)
}

// dayFirst reads 1st Jan, 22 of Jan, second of Aug., 16. Nov. 2016.
func (p *parser) dayFirst(i int) (match, bool) {
	j := i
	the := p.is(j, "the")
	if the {
		j++
	}
	d, j, ordinal, ok := p.dayOfMonth(j)
	if !ok {
		return match{}, false
	}
	of := false
	switch {
	case p.is(j, "."):
		j++
	case p.is(j, "of"):
		of, j = true, j+1
	case p.is(j, "-") && p.joined(j) && p.joined(j+1):
		j++
	}
	if n, k, ok := p.which(j); of && ok && p.is(k, "month") {
		first := time.Date(p.now.Year(), p.now.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		t, ok := p.make(first.Year(), first.Month(), d)
		return match{day: t, end: k + 1}, ok
	}
	w := p.at(j).text
	m, ok := month(w)
	if !ok || w == "may" && !of && !ordinal && p.at(i).num < 0 || (w == "mar" || w == "sun") && !of && p.at(i).num < 0 {
		return match{}, false
	}
	r, ok := p.withYear(m, d, j+1)
	if ok && the {
		// "the" belongs to a day of the next month, not to a day with its month.
		r.start = i + 1
	}
	return r, ok
}

// withYear completes a day of the year.
func (p *parser) withYear(m time.Month, d, end int) (match, bool) {
	k := end
	if p.one(k, ",", ".", "/", "-") || p.one(k, "of") {
		k++
	}
	if p.is(end, ".") && !p.joined(end+1) && p.at(end+1).num < 0 {
		k = end
	}
	if y, e, ok := p.year(k); ok && !(p.is(e, ":") && p.joined(e)) {
		t, ok := p.make(y, m, d)
		return match{day: t, end: e}, ok
	}
	t, ok := p.nextOf(m, d)
	return match{day: t, end: end}, ok
}

// nth reads the first Friday of July, second Sunday, third Tuesday of next
// month.
func (p *parser) nth(i int) (match, bool) {
	j := i
	the := p.is(j, "the")
	if the {
		j++
	}
	n, j, ordinal, ok := p.dayOfMonth(j)
	last := false
	if !ok && p.is(j, "last") {
		last, ordinal, ok, j = true, true, true, j+1
		if !the {
			return match{}, false
		}
	}
	if !ok || !ordinal || n > 5 {
		return match{}, false
	}
	d, many, ok := weekday(p.at(j).text)
	if !ok || many || !fullDay(p.at(j).text) {
		return match{}, false
	}
	j++
	y, m := p.now.Year(), p.now.Month()
	if p.one(j, "of", "in") {
		k := j + 1
		if p.is(k, "the") {
			k++
		}
		if w, e, ok := p.which(k); ok && p.is(e, "month") {
			first := time.Date(y, m+time.Month(w), 1, 0, 0, 0, 0, time.UTC)
			t, ok := p.nthOf(first.Year(), first.Month(), d, n, last)
			return match{day: t, end: e + 1}, ok
		}
		if mm, ok := month(p.at(k).text); ok {
			e := k + 1
			if yy, e2, ok := p.year(e); ok {
				t, ok := p.nthOf(yy, mm, d, n, last)
				return match{day: t, end: e2}, ok
			}
			t, ok := p.nthOf(y, mm, d, n, last)
			if ok && t.Before(p.today()) {
				t, ok = p.nthOf(y+1, mm, d, n, last)
			}
			return match{day: t, end: e}, ok
		}
	}
	t, ok := p.nthOf(y, m, d, n, last)
	return match{day: t, end: j}, ok
}

func (p *parser) nthOf(y int, m time.Month, d time.Weekday, n int, last bool) (time.Time, bool) {
	first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	off := (int(d) - int(first.Weekday()) + 7) % 7
	if last {
		n = 5
		if t := first.AddDate(0, 0, off+28); t.Month() == m {
			return t, true
		}
		return first.AddDate(0, 0, off+21), true
	}
	t := first.AddDate(0, 0, off+7*(n-1))
	return t, t.Month() == m
}

// bare reads a day of the month alone: the 22nd, on 15.
func (p *parser) bare(i int) (match, bool) {
	the := p.is(i, "the")
	j := i
	if the {
		j++
	}
	d, end, ordinal, ok := p.dayOfMonth(j)
	if !ok {
		return match{}, false
	}
	before := p.at(i - 1).text
	led := before == "on" || before == "for" || before == "by" || before == "until" || before == "till" || before == "before" || before == "after" ||
		before == "from" || before == "at"
	digits := p.at(j).num >= 0
	switch {
	case the && ordinal && digits: // the 22nd
	case the && led && (ordinal || p.ends(end)) && !(d <= 1 && !ordinal): // for the second, for the 27
		if !digits && !p.ends(end) {
			return match{}, false
		}
	case !the && ordinal && digits && led:
	case !the && before == "on" && digits && p.counts(end) == false:
	default:
		return match{}, false
	}
	// "the second of two", "the 3rd time": it counts something else.
	if p.is(end, "of") || p.one(end, "time", "times", "floor", "one", "half", "year", "week", "day", "person", "thing", "grade", "birthday", "anniversary") ||
		p.one(end, ":", "%", "/") {
		return match{}, false
	}
	t, ok := p.nextDay(d)
	return match{day: t, end: end, unclear: false}, ok
}

// ends reports whether a sentence or part of one ends here.
func (p *parser) ends(i int) bool {
	return i >= len(p.toks) || p.one(i, ".", ",", "!", "?", ";", ")", "and", "or", "but", "at", "then", "so")
}
