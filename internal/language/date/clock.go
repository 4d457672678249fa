package date

// time reads a time of the clock, with what stands around it.
func (p *parser) time(i int) (match, bool) {
	said := false
	if m, ok := p.partFirst(i); ok {
		m.start, m.clock = i, true
		return m, m.h < 24 && m.m < 60
	}
	if p.one(i, "at", "by", "around", "about", "from", "before", "after", "until", "till") {
		i, said = i+1, true
		if p.one(i, "around", "about") {
			i++
		}
	}
	m, ok := p.named(i)
	if !ok {
		m, ok = p.past(i)
	}
	if !ok {
		m, ok = p.plain(i, said)
	}
	if !ok {
		return match{}, false
	}
	m.start = i
	if said && m.unclear {
		m.unclear = false
	}
	m.clock = true
	return m, m.h < 24 && m.m < 60 && m.s < 60
}

// named reads noon, midnight, midday, midmorning.
func (p *parser) named(i int) (match, bool) {
	j := i
	mid := false
	if p.is(j, "mid") {
		mid, j = true, j+1
		if p.is(j, "-") {
			j++
		}
	}
	w := p.at(j).text
	if mid {
		w = "mid" + w
	}
	m := match{end: j + 1}
	switch w {
	case "noon", "midday", "noonish":
		m.h, m.half = 12, pm
	case "midnight":
		m.h, m.half = 12, am
	case "midmorning":
		m.h, m.half = 10, am
	case "midafternoon":
		m.h, m.half = 2, pm
	default:
		return match{}, false
	}
	return m, true
}

// past reads half past eight, ten to seven, a quarter past five.
func (p *parser) past(i int) (match, bool) {
	mins, j := 0, i
	switch {
	case p.is(j, "half"):
		mins, j = 30, j+1
	case p.is(j, "a", "quarter"):
		mins, j = 15, j+2
	case p.is(j, "quarter"):
		mins, j = 15, j+1
	case p.is(j, "three", "quarters"):
		mins, j = 45, j+2
	default:
		n, k, ok := p.number(j)
		if !ok || n < 1 || n > 59 {
			return match{}, false
		}
		mins, j = n, k
		if p.one(j, "min", "mins", "minute", "minutes") {
			j++
		}
	}
	before := false
	switch {
	case p.one(j, "past", "after"):
		j++
	case p.one(j, "to", "before", "till"):
		before, j = true, j+1
	default:
		return match{}, false
	}
	m, ok := p.named(j)
	if !ok {
		m, ok = p.plain(j, true)
	}
	if !ok {
		return match{}, false
	}
	total := m.h*60 + m.m + mins
	if before {
		total -= 2 * mins
	}
	total = (total + 24*60) % (24 * 60)
	m.h, m.m, m.unclear = total/60, total%60, false
	return m, true
}

// partFirst reads in the afternoon at seven, afternoon 7:00, this morning at 7
// (without "this").
func (p *parser) partFirst(i int) (match, bool) {
	pt, j, ok := p.partOfDay(i)
	if !ok {
		return match{}, false
	}
	said := false
	if p.one(j, "at", "around", "about", ",", "by") {
		said, j = true, j+1
	}
	m, ok := p.plain(j, true)
	if !ok || m.part != anyPart {
		return match{}, false
	}
	if !said && m.half == open && m.m == 0 && p.at(j).num >= 0 && !p.is(j+1, ":") {
		return match{}, false
	}
	m.part, m.unclear = pt, false
	return m, true
}

// partOfDay reads morning, in the evening, at night.
func (p *parser) partOfDay(i int) (part, int, bool) {
	j := i
	if p.one(j, "in", "at", "during") {
		j++
	}
	if p.one(j, "the") {
		j++
	}
	switch p.at(j).text {
	case "morning", "mornings":
		return morning, j + 1, true
	case "lunchtime", "lunch":
		return lunch, j + 1, true
	case "afternoon", "afternoons":
		return afternoon, j + 1, true
	case "evening", "evenings":
		return evening, j + 1, true
	case "night", "nights":
		return night, j + 1, true
	}
	return anyPart, i, false
}

// plain reads 8:40, 8pm, eight forty pm, 7 o'clock, 7h01. Without more than a
// number it is unclear, unless said: something before it says that it is a time.
func (p *parser) plain(i int, said bool) (match, bool) {
	m := match{}
	t := p.at(i)
	sure := false
	switch {
	case t.num >= 0 && len(t.text) <= 2:
		m.h, m.end = t.num, i+1
		switch {
		case p.is(m.end, ":") && p.joined(m.end) && p.joined(m.end+1) && len(p.at(m.end+1).text) == 2 && p.at(m.end+1).num >= 0:
			m.m, sure = p.at(m.end+1).num, true
			m.end += 2
			if p.is(m.end, ":") && p.joined(m.end) && len(p.at(m.end+1).text) == 2 && p.at(m.end+1).num >= 0 {
				m.s, m.seconds = p.at(m.end+1).num, true
				m.end += 2
			}
		case p.is(m.end, ".") && p.joined(m.end+1) && len(p.at(m.end+1).text) == 2 && p.at(m.end+1).num >= 0:
			if _, _, ok := p.ampm(m.end + 2); ok { // 8.30 pm; else it is a number
				m.m, sure = p.at(m.end+1).num, true
				m.end += 2
			}
		case p.is(m.end, "h") && p.at(m.end+1).num >= 0 && len(p.at(m.end+1).text) <= 2:
			m.m, sure = p.at(m.end+1).num, true
			m.end += 2
		case p.is(m.end, "ish") || p.is(m.end, "-", "ish"):
			sure = true
			m.end += 1
			if !p.is(m.end-1, "ish") {
				m.end++
			}
		}
	case t.num >= 0 && (len(t.text) == 3 || len(t.text) == 4):
		if _, _, ok := p.ampm(i + 1); !ok {
			return match{}, false
		}
		m.h, m.m, m.end, sure = t.num/100, t.num%100, i+1, true
	default:
		n, end, ordinal, ok := p.words(i)
		if !ok || ordinal || n > 24 || n < 1 {
			return match{}, false
		}
		m.h, m.end = n, end
		if k, j, ordinal, ok := p.words(end); ok && !ordinal && k < 60 && (k >= 10 || said) && n <= 23 {
			m.m, m.end, sure = k, j, k >= 10
		}
	}
	if p.is(m.end, "o'clock") {
		m.end, sure = m.end+1, true
	} else if p.is(m.end, "o", "clock") {
		m.end, sure = m.end+2, true
	}
	if h, end, ok := p.ampm(m.end); ok {
		m.half, m.end, sure = h, end, true
		if m.h > 12 && m.h < 24 {
			m.half = open
		}
	}
	if pt, end, ok := p.partOfDay(m.end); ok && m.h <= 12 {
		if m.half == open || p.one(m.end, "in") {
			m.part, m.end, sure = pt, end, true
		}
	}
	if m.half == open {
		switch {
		case p.one(m.end, "noon"):
			m.half, m.end, sure = pm, m.end+1, true
		case p.one(m.end, "midnight"):
			m.part, m.end, sure = midnightPart, m.end+1, true
		}
	}
	m.unclear = !sure
	if m.unclear && t.text == "one" && p.is(m.end, "with") {
		return match{}, false // at one with somebody
	}
	if m.unclear && p.one(m.end, "-", ".", "/") && p.joined(m.end) && p.joined(m.end+1) && p.at(m.end+1).num >= 0 {
		return match{}, false
	}
	// A number that counts something is no time.
	if m.unclear && p.counts(m.end) {
		return match{}, false
	}
	return m, m.h <= 24
}

// counts reports whether a word follows that the number before may count.
func (p *parser) counts(i int) bool {
	if i >= len(p.toks) {
		return false
	}
	switch p.at(i).text {
	case ".", ",", "!", "?", ";", ")", "on", "today", "tomorrow", "tonight", "sharp", "and", "or", "but", "to", "because", "if", "so", "every", "each",
		"for", "this", "next", "with", "the", "i", "we", "then", "when", "latest", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
		"at", "in", "from", "until", "till", "as", "like", "please", "instead", "again", "yesterday", "my", "your", "our", "…", "-", "–", "—", "you", "\"", "”":
		return false
	}
	return true
}

// ampm reads am, p.m., p m.
func (p *parser) ampm(i int) (half, int, bool) {
	t := p.at(i).text
	switch t {
	case "am", "pm", "ampm":
		end := i + 1
		h := am
		if t == "pm" {
			h = pm
		} else if t == "ampm" {
			h = open
		}
		return h, end, true
	case "a", "p":
		h := am
		if t == "p" {
			h = pm
		}
		j := i + 1
		dotted := false
		if p.is(j, ".") {
			dotted, j = true, j+1
		}
		if !p.is(j, "m") || !dotted && t == "a" {
			return open, i, false
		}
		j++
		if dotted && p.is(j, ".") && p.joined(j) {
			j++
		}
		return h, j, true
	}
	return open, i, false
}
