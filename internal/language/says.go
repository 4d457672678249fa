package language

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// says is what the check says of each kind: data/says.txt. Lines are
// "kind why: sentence" and "kind try: sentence with {topic}".
type says struct {
	whys, tries [kinds][]string
}

func parseSays(text string) (*says, error) {
	s := &says{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, sentence, ok := strings.Cut(line, ": ")
		kind, part, _ := strings.Cut(head, " ")
		k := kindNumber(Kind(kind))
		switch {
		case !ok || k < 0:
			return nil, fmt.Errorf("says line %d: no kind", n+1)
		case part == "why":
			s.whys[k] = append(s.whys[k], sentence)
		case part == "try" && strings.Contains(sentence, "{topic}"):
			s.tries[k] = append(s.tries[k], sentence)
		default:
			return nil, fmt.Errorf("says line %d: neither why nor try with a topic", n+1)
		}
	}
	for k, kind := range Kinds() {
		if len(s.whys[k]) == 0 {
			return nil, fmt.Errorf("says: no why for %s", kind)
		}
	}
	return s, nil
}

// why gives one of the sentences, the same for the same n.
func (s *says) why(kind Kind, n int) string {
	w := s.whys[kindNumber(kind)]
	return w[n%len(w)]
}

// another gives another way to say what a finding marks: one that keeps words
// of the writer's and shows no hazard to this same check. There may be none.
func (e *Engine) another(text string, f Finding) string {
	d := e.read(text[f.Start:f.End])
	k := kindNumber(f.Kind)
	for _, c := range e.turns(d, f.Kind) {
		if e.fair(c) {
			return c
		}
	}
	topic, ok := e.topic(d)
	tries := e.says.tries[k]
	if !ok || len(tries) == 0 {
		return ""
	}
	first := int(hash(text[f.Start:f.End]) % uint64(len(tries)))
	for i := range tries {
		c := capital(strings.ReplaceAll(tries[(first+i)%len(tries)], "{topic}", topic))
		if e.fair(c) {
			return c
		}
	}
	return ""
}

// fair reports whether a text shows no hazard.
func (e *Engine) fair(text string) bool {
	for _, f := range e.judge(text).Findings {
		if f.Kind.Hazard() || f.Kind == Crisis {
			return false
		}
	}
	return true
}

// maxTurn bounds what is turned word for word; of a long passage only the
// topic is taken.
const maxTurn = 16

// turns gives what was written in another form, word for word as far as can be.
func (e *Engine) turns(d *doc, kind Kind) []string {
	ts := d.tokens
	if len(ts) == 0 || len(ts) > maxTurn {
		return nil
	}
	words := func(from, to int) string {
		if from >= to {
			return ""
		}
		return strings.ToLower(d.text[ts[from].start:ts[to-1].end])
	}
	end := len(ts)
	for end > 0 && ts[end-1].class == mark {
		end--
	}
	switch kind {
	case Yelling:
		var b strings.Builder
		for i, t := range ts {
			if t.class == mark {
				r, _ := utf8.DecodeRuneInString(t.norm)
				b.WriteRune(r)
				continue
			}
			if i > 0 && ts[i-1].end < t.start {
				b.WriteByte(' ')
			}
			w := strings.ToLower(d.text[t.start:t.end])
			if strings.HasPrefix(w, "i'") || w == "i" {
				w = "I" + w[1:]
			}
			if i == 0 || ts[i-1].class == mark && ts[i-1].sentence != t.sentence {
				w = capital(w)
			}
			b.WriteString(w)
		}
		return []string{b.String()}
	case Blame:
		// "you never listen" is "when you don't listen".
		for i := 0; i+2 < end; i++ {
			if ts[i].norm != "you" || ts[i+2].class != word {
				continue
			}
			rest := back(words(i+2, min(clauseEnd(d, i), end)))
			verb := ts[i+2]
			if verb.groups != nil && (e.in(verb, "INSULT") || e.in(verb, "JUST")) || strings.HasSuffix(verb.norm, "ing") || verb.lemma == "be" {
				continue
			}
			switch {
			case ts[i+1].norm == "never" && verb.norm == verb.lemma:
				return []string{
					"When I think you don't " + rest + ", I feel alone with it. Can we talk about it tonight?",
					"I feel hurt when you don't " + rest + ". Could we talk about it?"}
			case ts[i+1].norm == "always" && verb.norm == verb.lemma:
				return []string{
					"When you " + rest + ", I feel hurt. Could we talk about it tonight?",
					"I feel sad when you " + rest + ". Would you talk with me about it?"}
			}
		}
	case Nonapology:
		// "sorry if I hurt you, but …" is "sorry that I hurt you".
		for i := 0; i+2 < end; i++ {
			if ts[i].norm == "if" && ts[i+1].norm == "i" {
				return []string{"I'm sorry that I " + back(words(i+2, min(clauseEnd(d, i), end))) + ". You did not deserve that."}
			}
		}
	}
	return nil
}

// back says what was said to "you" so that it can follow another sentence.
func back(s string) string {
	s = " " + s + " "
	s = strings.ReplaceAll(s, " i ", " I ")
	for _, p := range []string{"i'm", "i'll", "i've", "i'd"} {
		s = strings.ReplaceAll(s, " "+p+" ", " I"+p[1:]+" ")
	}
	return strings.Trim(s, " .,;:!?")
}

func clauseEnd(d *doc, i int) int { return d.clauses[d.tokens[i].clause].end }

func (e *Engine) in(t token, group string) bool {
	g, ok := e.lex.group[group]
	for _, o := range t.groups {
		if ok && o == g {
			return true
		}
	}
	return false
}

// topic is what a passage is about, in the writer's words: a noun with its
// "the", "my" or "your". A rough finder: what it is not sure of, it leaves.
func (e *Engine) topic(d *doc) (string, bool) {
	ts := d.tokens
	for i := 0; i+1 < len(ts); i++ {
		if !determines(ts[i].norm) || ts[i].quoted {
			continue
		}
		j := i + 1
		if j+1 < len(ts) && strings.HasSuffix(ts[j].norm, "'s") && e.noun(ts[j+1]) {
			j++ // "my sister's wedding"
		} else if !e.noun(ts[j]) || strings.Contains(ts[j].norm, "'") {
			continue
		}
		if j+1 < len(ts) && ts[j+1].class == word && !e.plain(ts[j+1].norm) {
			continue // more words than can be told apart
		}
		return strings.ToLower(d.text[ts[i].start:ts[j].end]), true
	}
	return "", false
}

func determines(w string) bool {
	switch w {
	case "the", "my", "your", "our", "her", "his", "their":
		return true
	}
	return false
}

// noun reports whether a word after "the" or "my" is likely what is spoken of.
func (e *Engine) noun(t token) bool {
	if t.class != word || len(t.norm) < 3 || e.plain(t.norm) {
		return false
	}
	for _, g := range []string{"INSULT", "SWEAR", "SMALL", "ALL", "MOOD", "MAYBE", "FORCE", "SELF"} {
		if e.in(t, g) {
			return false
		}
	}
	return !strings.HasSuffix(t.norm, "ing") && !strings.HasSuffix(t.norm, "ed") && !strings.HasSuffix(t.norm, "ly") && !strings.HasSuffix(t.norm, "est")
}

// plain reports whether a word holds others together.
func (e *Engine) plain(w string) bool {
	for _, p := range e.lex.groups[w] {
		switch e.lex.names[p] {
		case "PLAIN", "LOOSE", "TIME", "I", "YOU", "THEY", "WE", "IT", "NOT", "CAN", "IF", "WHEN", "BUT", "BECAUSE", "UNTIL", "ALWAYS", "WH", "MUST", "I'M", "I'LL", "YOU'RE", "YOU'LL", "NOW":
			return true
		}
	}
	return false
}

// capital begins a sentence.
func capital(s string) string {
	if s == "" || s[0] >= 0x80 {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
