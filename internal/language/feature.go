package language

// featureBits is the length of a feature's number.
const featureBits = 18

// features collects the numbers of what a clause, or a message, shows. The
// same text always gives the same list, without repetition.
type features struct {
	list []uint32
	seen []uint64 // a bit for each number
}

func newFeatures() *features { return &features{seen: make([]uint64, 1<<featureBits/64)} }

// reset forgets all, in time proportional to what was there.
func (f *features) reset() {
	for _, n := range f.list {
		f.seen[n/64] = 0
	}
	f.list = f.list[:0]
}

func (f *features) take(h uint64) {
	f.number(uint32(h^h>>32) & (1<<featureBits - 1))
}

// number takes a number and reports whether it is new.
func (f *features) number(n uint32) bool {
	if f.seen[n/64]&(1<<(n%64)) != 0 {
		return false
	}
	f.seen[n/64] |= 1 << (n % 64)
	f.list = append(f.list, n)
	return true
}

func (f *features) add(family byte, parts ...uint64) {
	h := uint64(family) + 0x51ed270b
	for _, p := range parts {
		h = mix(h, p)
	}
	f.take(h)
}

// clause adds what the tokens of one clause show, and what stands around it.
func (f *features) clause(rs *rules, d *doc, found []match, n int) {
	c := d.clauses[n]
	ts := d.tokens[c.start:c.end]
	for i := range ts {
		t := &ts[i]
		w := flagged(t)
		f.add('w', w)
		f.add('l', t.base)
		if i == 0 {
			f.add('^', t.hash)
			f.add('^', t.face)
		} else {
			p := &ts[i-1]
			f.add('b', p.hash, w)
			f.add('m', p.face, t.base)
			f.add('m', p.base, t.face)
			if i == 1 {
				f.add('2', p.hash, t.hash)
			}
		}
		if i > 1 {
			f.add('t', ts[i-2].hash, ts[i-1].hash, t.hash)
			f.add('s', ts[i-2].base, t.base)
			f.add('u', ts[i-2].face, ts[i-1].face, t.base)
			f.add('u', ts[i-2].base, ts[i-1].face, t.face)
		}
		if t.caps {
			f.add('C')
		}
		h := mix(0, t.face)
		for k := i + 1; k < len(ts) && k < i+5; k++ {
			h = mix(h, ts[k].face)
			f.add('f', h)
		}
		if t.quoted {
			f.add('"')
			continue
		}
		for _, g := range t.groups {
			f.add('g', uint64(g), bit(t.negated))
		}
	}
	f.pairs('p', d, c)
	f.matches(rs, d, found, c)
	if len(ts) > 0 && len(ts) <= 5 {
		h := uint64(len(ts))
		for i := range ts {
			h = mix(h, ts[i].face)
		}
		f.add('=', h)
	}
	if len(ts) > 0 {
		if d.asks[ts[0].sentence] {
			f.add('?')
			f.add('q', ts[0].face)
			f.add('q', ts[0].hash)
		}
		last := &ts[len(ts)-1]
		if last.class == mark {
			f.add('$', last.hash)
			if len(ts) > 1 {
				f.add('$', ts[len(ts)-2].base, last.hash)
			}
		}
		f.add('n', uint64(min(len(ts), 12)/3))
	}
	f.around('<', d, n-1)
	f.around('>', d, n+1)
}

// pairs adds which groups of words stand in a run in which order, however far
// from each other. Each group counts where it is first and where it is last.
func (f *features) pairs(family byte, d *doc, c span) {
	var first, last [maxGroups]int32
	var order [32]uint8
	n := 0
	for i := c.start; i < c.end; i++ {
		t := &d.tokens[i]
		if t.quoted {
			continue
		}
		for _, g := range t.groups {
			if first[g] == 0 {
				first[g] = int32(i + 1)
				if n == len(order) {
					continue
				}
				order[n] = g
				n++
			}
			last[g] = int32(i + 1)
		}
	}
	for _, a := range order[:n] {
		for _, b := range order[:n] {
			if a != b && first[a] < last[b] {
				f.add(family, uint64(a), uint64(b))
			}
		}
	}
}

// matches adds the rules that fit within a clause.
func (f *features) matches(rs *rules, d *doc, found []match, c span) {
	for _, m := range found {
		if m.end <= c.start || m.start >= c.end {
			continue
		}
		k := uint64(kindNumber(rs.list[m.rule].kind))
		f.add('r', uint64(m.rule), uint64(m.state))
		f.add('k', k, uint64(m.state))
		f.add('k', k, 9, bit(d.asks[d.tokens[m.start].sentence]))
	}
}

// around adds how a clause beside this one begins.
func (f *features) around(family byte, d *doc, n int) {
	if n < 0 || n >= len(d.clauses) {
		f.add(family)
		return
	}
	c := d.clauses[n]
	for i := c.start; i < c.end && i < c.start+3; i++ {
		f.add(family, d.tokens[i].face)
	}
	if c.start+1 < c.end {
		f.add(family, d.tokens[c.start].face, d.tokens[c.start+1].face)
	}
}

// message adds what the whole message shows, and gives what was added.
func (f *features) message(d *doc) []uint32 {
	before := len(f.list)
	caps, words, run, longest, shouts := 0, 0, 0, 0, 0
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.class == mark && (t.norm == "?!" || t.norm == "!!!" || t.norm == "??" || t.norm == "!!") {
			shouts++
		}
		if t.class != word {
			continue
		}
		words++
		switch {
		case t.caps:
			caps++
			run++
			longest = max(longest, run)
		case t.norm != "i" && len(t.norm) > 1:
			run = 0
		}
	}
	f.add('S', uint64(min(caps, 4)))
	f.add('R', uint64(min(longest, 4)))
	f.add('E', uint64(min(shouts, 3)))
	if caps >= 2 && caps*2 >= words {
		f.add('A')
	}
	f.pairs('x', d, span{0, min(len(d.tokens), 120)})
	f.add('N', uint64(min(len(d.clauses), 6)))
	f.add('L', uint64(min(words/6, 6)))
	return f.list[before:]
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func flagged(t *token) uint64 {
	switch {
	case t.quoted:
		return mix(t.hash, 1)
	case t.negated:
		return mix(t.hash, 2)
	}
	return t.hash
}
