package language

import (
	"fmt"
	"strings"
)

// rule is a typical form: what stands in a row in a sentence. A rule decides
// nothing. That it fits, and whether in a quotation, under a negation or in
// what somebody is told to have said, is a feature like others, and training
// finds out how much it says.
//
// A line of data/rules.txt is "kind: elements". An element is one or more
// alternatives with | between; an alternative is a word (any form of it, or
// just this one after =), the name of a GROUP of the lexicon, or a mark.
//
//	[x]  may be absent          !x   anything but x (one word)
//	~    up to three words      ~~   up to eight words, marks too
//	^    a sentence begins      ,,   a clause begins       $    a sentence ends
//
// ^ and ,, stand before all else.
type rule struct {
	kind  Kind
	parts []part
}

type partKind uint8

const (
	one partKind = iota
	maybe
	other
	gap
	wide
	sentenceStart
	clauseStart
	sentenceEnd
)

type part struct {
	kind   partKind
	hashes []uint64 // of norms or lemmas
	exact  []uint64 // of norms only
	groups []uint8
}

// rules is all rules, found by what they begin with.
type rules struct {
	list  []rule
	first map[uint64][]int32 // hash of a word, or group: rules
}

// maxRules bounds the rules, so that features have room for them.
const maxRules = 4000

func groupKey(g uint8) uint64 { return uint64(g) + 1<<63 }

func parseRules(text string, l *lexicon) (*rules, error) {
	rs := &rules{first: map[uint64][]int32{}}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		kind, pattern, ok := strings.Cut(line, ":")
		if !ok || kindNumber(Kind(kind)) < 0 || len(rs.list) == maxRules {
			return nil, fmt.Errorf("rules line %d: no kind", n+1)
		}
		r := rule{kind: Kind(kind)}
		for _, f := range strings.Fields(pattern) {
			p, err := l.part(f)
			if err != nil {
				return nil, fmt.Errorf("rules line %d: %w", n+1, err)
			}
			r.parts = append(r.parts, p)
		}
		i := 0
		for i < len(r.parts) && (r.parts[i].kind == sentenceStart || r.parts[i].kind == clauseStart) {
			i++
		}
		if i == len(r.parts) || r.parts[i].kind != one {
			return nil, fmt.Errorf("rules line %d: must begin with words", n+1)
		}
		for _, p := range r.parts[i:] {
			if p.kind == sentenceStart || p.kind == clauseStart {
				return nil, fmt.Errorf("rules line %d: ^ and ,, stand first", n+1)
			}
		}
		id := int32(len(rs.list))
		for _, h := range r.parts[i].hashes {
			rs.first[h] = append(rs.first[h], id)
		}
		for _, h := range r.parts[i].exact {
			rs.first[h] = append(rs.first[h], id)
		}
		for _, g := range r.parts[i].groups {
			rs.first[groupKey(g)] = append(rs.first[groupKey(g)], id)
		}
		rs.list = append(rs.list, r)
	}
	return rs, nil
}

func (l *lexicon) part(f string) (part, error) {
	switch f {
	case "~":
		return part{kind: gap}, nil
	case "~~":
		return part{kind: wide}, nil
	case "^":
		return part{kind: sentenceStart}, nil
	case ",,":
		return part{kind: clauseStart}, nil
	case "$":
		return part{kind: sentenceEnd}, nil
	}
	p := part{kind: one}
	switch {
	case strings.HasPrefix(f, "[") && strings.HasSuffix(f, "]") && len(f) > 2:
		p.kind, f = maybe, f[1:len(f)-1]
	case strings.HasPrefix(f, "!") && len(f) > 1 && f[1] != '!':
		p.kind, f = other, f[1:]
	}
	for _, a := range strings.Split(f, "|") {
		if len(a) > 1 && a[0] == '=' {
			p.exact = append(p.exact, hash(a[1:]))
			continue
		}
		if len(a) > 1 && a == strings.ToUpper(a) && a[0] >= 'A' && a[0] <= 'Z' {
			g, ok := l.group[a]
			if !ok {
				return p, fmt.Errorf("no group %s", a)
			}
			p.groups = append(p.groups, g)
			continue
		}
		if a == "" {
			return p, fmt.Errorf("empty alternative in %q", f)
		}
		p.hashes = append(p.hashes, hash(a))
	}
	return p, nil
}

func (p *part) fits(t *token) bool {
	for _, h := range p.hashes {
		if h == t.hash || h == t.base {
			return true
		}
	}
	for _, h := range p.exact {
		if h == t.hash {
			return true
		}
	}
	for _, g := range p.groups {
		for _, o := range t.groups {
			if g == o {
				return true
			}
		}
	}
	return false
}

// match is a rule that fits.
type match struct {
	rule  int32
	state uint8 // 0 said; 1 quoted, 2 negated, 3 told of somebody
	span        // of tokens
}

// find gives all rules that fit, each at most once at a place.
func (rs *rules) find(d *doc) []match {
	var out []match
	try := func(i int, ids []int32) {
		for _, id := range ids {
			if n := len(out); n > 0 && out[n-1].rule == id && out[n-1].start == i {
				continue
			}
			if end, ok := d.fit(rs.list[id].parts, i, i); ok {
				out = append(out, match{id, state(&d.tokens[i]), span{i, max(end, i+1)}})
			}
		}
	}
	for i := range d.tokens {
		t := &d.tokens[i]
		try(i, rs.first[t.hash])
		if t.base != t.hash {
			try(i, rs.first[t.base])
		}
		for _, g := range t.groups {
			try(i, rs.first[groupKey(g)])
		}
	}
	return out
}

func state(t *token) uint8 {
	switch {
	case t.quoted:
		return 1
	case t.negated:
		return 2
	case t.told:
		return 3
	}
	return 0
}

// fit reports whether parts fit from token i on, and where they end. Time is
// bounded by the parts, not by the text: gaps are short and few.
func (d *doc) fit(parts []part, from, i int) (int, bool) {
	for n := range parts {
		p := &parts[n]
		switch p.kind {
		case sentenceStart:
			if i > 0 && d.tokens[i-1].sentence == d.tokens[i].sentence && d.tokens[i-1].class == word {
				return 0, false
			}
		case clauseStart:
			if i > 0 && d.tokens[i-1].clause == d.tokens[i].clause && d.tokens[i-1].class == word {
				return 0, false
			}
		case sentenceEnd:
			if i < len(d.tokens) && d.tokens[i].class == word && d.tokens[i].sentence == d.tokens[from].sentence {
				return 0, false
			}
		case gap, wide:
			reach := 3
			if p.kind == wide {
				reach = 8
			}
			for k := 0; k <= reach && i+k <= len(d.tokens); k++ {
				if k > 0 {
					t := &d.tokens[i+k-1]
					if t.sentence != d.tokens[from].sentence || p.kind == gap && t.class == mark {
						break
					}
				}
				if end, ok := d.fit(parts[n+1:], from, i+k); ok {
					return end, true
				}
			}
			return 0, false
		case maybe:
			if i < len(d.tokens) && d.tokens[i].sentence == d.tokens[from].sentence && p.fits(&d.tokens[i]) {
				if end, ok := d.fit(parts[n+1:], from, i+1); ok {
					return end, true
				}
			}
		default:
			if i >= len(d.tokens) || d.tokens[i].sentence != d.tokens[from].sentence || p.fits(&d.tokens[i]) != (p.kind == one) {
				return 0, false
			}
			i++
		}
	}
	return i, true
}
