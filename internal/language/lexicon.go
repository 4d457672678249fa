package language

import (
	"fmt"
	"strings"
)

// lexicon is what the check knows of English words: data/lexicon.txt.
type lexicon struct {
	spelling map[string]string  // as written on a phone: as meant
	forms    map[string]string  // form: base form that no rule gives
	groups   map[string][]uint8 // word: numbers of its groups
	names    []string           // of the groups
	group    map[string]uint8   // name: number
}

// maxGroups bounds how many groups of words there are.
const maxGroups = 120

// parseLexicon reads the lines "= written meant", "~ form base" and
// "GROUP: words".
func parseLexicon(text string) (*lexicon, error) {
	l := &lexicon{spelling: map[string]string{}, forms: map[string]string{}, groups: map[string][]uint8{}, group: map[string]uint8{}}
	for n, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || f[0] == "#":
		case len(f) == 3 && f[0] == "=":
			l.spelling[f[1]] = f[2]
		case len(f) == 3 && f[0] == "~":
			l.forms[f[1]] = f[2]
		case strings.HasSuffix(f[0], ":") && len(l.names) < maxGroups:
			g := uint8(len(l.names))
			name := strings.TrimSuffix(f[0], ":")
			l.names = append(l.names, name)
			l.group[name] = g
			for _, w := range f[1:] {
				l.groups[w] = append(l.groups[w], g)
			}
		default:
			return nil, fmt.Errorf("lexicon line %d: %q", n+1, line)
		}
	}
	return l, nil
}

// lemma gives a word's base form by a list and a few rules. It is rough on
// purpose: it only has to give the same for the forms of one word.
func (l *lexicon) lemma(w string) string {
	if base, ok := l.forms[w]; ok {
		return base
	}
	switch {
	case len(w) < 5 || strings.ContainsAny(w, "'-"):
		return w
	case strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"), strings.HasSuffix(w, "thing"):
		return w
	case strings.HasSuffix(w, "s"):
		return strings.TrimSuffix(w[:len(w)-1], "e")
	case strings.HasSuffix(w, "ied"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "ing") && len(w) > 5:
		return stem(w[:len(w)-3])
	case strings.HasSuffix(w, "ed"):
		return stem(w[:len(w)-2])
	}
	return strings.TrimSuffix(w, "e")
}

// stem undoes a doubled letter: "stopp" is "stop".
func stem(w string) string {
	if n := len(w); n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("lsz", rune(w[n-1])) {
		return w[:n-1]
	}
	return strings.TrimSuffix(w, "e")
}

// name fills in what the lexicon says of each token.
func (l *lexicon) name(tokens []token, v *Vectors) {
	for i := range tokens {
		t := &tokens[i]
		t.hash = hash(t.norm)
		t.base = t.hash
		if t.class != word {
			t.face = t.hash
			if t.class == number {
				t.face = hash("#")
			}
			continue
		}
		t.lemma = l.lemma(t.norm)
		t.groups = l.groups[t.norm]
		if t.lemma != t.norm {
			t.base = hash(t.lemma)
			if t.groups == nil {
				t.groups = l.groups[t.lemma]
			}
		}
		if t.groups != nil {
			t.face = uint64(t.groups[0]) + 1
		} else if len(t.norm) > 4 {
			if row := v.row(t); row >= 0 {
				t.face = uint64(v.Class[row]) + maxGroups + 1
			} else {
				t.face = hash(face(t.norm))
			}
		} else {
			t.face = t.hash
		}
	}
}

// face is what stands for a word of no group in a frame: itself if it is
// short, or its ending.
func face(w string) string {
	switch {
	case strings.HasSuffix(w, "ing"):
		return "-ing"
	case strings.HasSuffix(w, "ed"):
		return "-ed"
	case strings.HasSuffix(w, "ly"):
		return "-ly"
	case strings.HasSuffix(w, "n't"):
		return "n't"
	}
	return "_"
}

// hash is FNV-1a.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix joins hashes in their order.
func mix(h, o uint64) uint64 {
	h = (h ^ o) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}
