package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class says what a token is made of.
type class uint8

const (
	word class = iota
	number
	mark   // one or more of the same punctuation, or a smiley
	symbol // emoji and all else
)

// token is a piece of a text. Start and end are bytes of the text as it was
// given, so that a finding can be shown where it is.
type token struct {
	start, end int
	class      class
	norm       string  // lower case, one kind of apostrophe, usual spelling
	lemma      string  // of a word: its base form, as far as rules give it
	caps       bool    // written in capitals, of at least two letters
	groups     []uint8 // of the lexicon; nil if in none

	hash, base, face uint64 // of norm, of lemma, and of the class it stands for in a frame

	sentence, clause int
	quoted           bool // between quotation marks
	negated          bool // within the reach of not, never and the like
	told             bool // what somebody is told to have said, called or thought
}

// doc is a text that has been read.
type doc struct {
	lex     *lexicon
	text    string
	tokens  []token
	clauses []span // of tokens
	asks    []bool // by sentence: ends with a question mark
}

// span is a run of tokens or of bytes, end not included.
type span struct{ start, end int }

// maxTokens bounds what is read of one text. A letter of that length has been
// judged by what stands before.
const maxTokens = 20_000

// read splits a text into tokens, sentences and clauses. It takes any bytes and
// time in proportion to their number.
func (l *lexicon) read(text string, v *Vectors) *doc {
	d := &doc{lex: l, text: text, tokens: make([]token, 0, min(len(text)/4+4, maxTokens))}
	d.split()
	d.quotes()
	d.parts()
	d.negations()
	d.reports()
	l.name(d.tokens, v)
	return d
}

func (d *doc) split() {
	s := d.text
	for i := 0; i < len(s) && len(d.tokens) < maxTokens; {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r) || invisible(r):
			i += n
			continue
		case unicode.IsLetter(r):
			j := i + n
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || invisible(r) || unicode.IsDigit(r) {
					j += n
					continue
				}
				// An apostrophe or hyphen holds a word together if a letter follows.
				next, m := utf8.DecodeRuneInString(s[j+n:])
				if (apostrophe(r) || r == '-' || r == '*') && m > 0 && unicode.IsLetter(next) {
					j += n
					continue
				}
				break
			}
			d.word(i, j)
			i = j
		case unicode.IsDigit(r):
			j := i + n
			for j < len(s) && (s[j] >= '0' && s[j] <= '9' || (s[j] == '.' || s[j] == ':' || s[j] == ',' || s[j] == '/') && j+1 < len(s) && s[j+1] >= '0' && s[j+1] <= '9') {
				j++
			}
			d.tokens = append(d.tokens, token{start: i, end: j, class: number, norm: s[i:j]})
			i = j
		case r < utf8.RuneSelf || unicode.IsPunct(r):
			j := i + n
			for j < len(s) && strings.HasPrefix(s[j:], s[i:i+n]) || j < len(s) && (s[i] == '!' || s[i] == '?') && (s[j] == '!' || s[j] == '?') {
				j += n
			}
			d.tokens = append(d.tokens, token{start: i, end: j, class: mark, norm: punctuation(s[i:j])})
			i = j
		default:
			d.tokens = append(d.tokens, token{start: i, end: i + n, class: symbol, norm: s[i : i+n]})
			i += n
		}
	}
}

// punctuation gives runs of marks a few names.
func punctuation(s string) string {
	asks, shouts := strings.Count(s, "?"), strings.Count(s, "!")
	switch {
	case asks > 0 && shouts > 0:
		return "?!"
	case shouts >= 3:
		return "!!!"
	case asks >= 2:
		return "??"
	case shouts == 2:
		return "!!"
	case s == "…" || strings.HasPrefix(s, "..."):
		return "..."
	case s == "—" || s == "–" || s == "--":
		return "-"
	}
	r, _ := utf8.DecodeRuneInString(s)
	return string(r)
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '`' }

// invisible reports what takes no room: joiners, marks of direction, byte order.
func invisible(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069' || r == '\ufeff'
}

// word adds one word.
func (d *doc) word(start, end int) {
	raw := d.text[start:end]
	letters, upper, plain := 0, 0, true
	for _, r := range raw {
		switch {
		case invisible(r) || apostrophe(r) && r != '\'':
			plain = false
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	norm := raw
	if !plain {
		norm = strings.Map(func(r rune) rune {
			switch {
			case invisible(r):
				return -1
			case apostrophe(r):
				return '\''
			}
			return r
		}, raw)
	}
	norm = squeeze(strings.ToLower(norm))
	if meant, ok := d.lex.spelling[norm]; ok {
		norm = meant
	}
	d.tokens = append(d.tokens, token{start: start, end: end, class: word, norm: norm, caps: letters >= 2 && upper == letters})
}

// squeeze shortens letters that are drawn out: "soooo" is "soo", which the
// spelling list knows.
func squeeze(s string) string {
	long := false
	for i := 2; i < len(s) && !long; i++ {
		long = s[i] == s[i-1] && s[i] == s[i-2]
	}
	if !long {
		return s
	}
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range s {
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run <= 2 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// quotes marks what stands between quotation marks. A single one is an
// apostrophe unless it opens before a word and is closed after one.
func (d *doc) quotes() {
	open := -1
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.class != mark {
			continue
		}
		switch t.norm {
		case "“", "«", "„":
			open = i
		case "”", "»":
			d.quote(open, i)
			open = -1
		case `"`:
			if open < 0 {
				open = i
			} else {
				d.quote(open, i)
				open = -1
			}
		case "'", "‘", "’":
			if open < 0 && i+1 < len(d.tokens) && d.tokens[i+1].start == t.end && (i == 0 || d.tokens[i-1].end < t.start) {
				open = i
			} else if open >= 0 && d.tokens[i-1].end == t.start {
				d.quote(open, i)
				open = -1
			}
		}
	}
}

// maxQuote bounds a quotation, so that a mark that is never closed does not
// swallow a letter.
const maxQuote = 60

func (d *doc) quote(from, to int) {
	if from < 0 || to-from > maxQuote {
		return
	}
	for i := from + 1; i < to; i++ {
		d.tokens[i].quoted = true
	}
}

// parts finds sentences and clauses. A clause ends at a mark that divides, and
// before a word that begins a new one with a subject of its own.
func (d *doc) parts() {
	sentence, from := 0, 0
	cut := func(i int) {
		if i > from {
			d.clauses = append(d.clauses, span{from, i})
			from = i
		}
	}
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.class == word && i > from+1 && begins(d.tokens[i:], d.tokens[i-1]) {
			cut(i)
		}
		t.sentence, t.clause = sentence, len(d.clauses)
		if t.class != mark {
			continue
		}
		switch t.norm {
		case ".", "!", "?", "!!", "!!!", "??", "?!", "...":
			for len(d.asks) <= sentence {
				d.asks = append(d.asks, false)
			}
			d.asks[sentence] = strings.HasPrefix(t.norm, "?")
			// A dot within a name or number divides nothing.
			if t.norm != "." || i+1 == len(d.tokens) || d.tokens[i+1].start > t.end {
				cut(i + 1)
				sentence++
			}
		case ",", ";", ":", "-", "(", ")":
			if t.norm != "-" || i+1 < len(d.tokens) && d.tokens[i+1].start > t.end {
				cut(i + 1)
			}
		}
	}
	cut(len(d.tokens))
	for len(d.asks) <= sentence {
		d.asks = append(d.asks, false)
	}
}

// begins reports whether the words begin a clause: a joining word that a
// subject follows.
func begins(rest []token, before token) bool {
	if before.class != word {
		return false
	}
	switch rest[0].norm {
	case "but", "because", "unless", "although", "though", "until":
		return true
	case "and", "so", "or", "if", "when", "while", "since", "then":
		return len(rest) > 1 && subject(rest[1].norm)
	}
	return false
}

func subject(w string) bool {
	switch w {
	case "i", "i'm", "i'll", "i've", "i'd", "you", "you're", "you'll", "you've", "you'd", "we", "we're", "we'll", "we've",
		"he", "she", "they", "it", "it's", "that's", "he's", "she's", "they're", "don't":
		return true
	}
	return false
}

// reach is how many words not, never and the like govern, within their clause.
const reach = 4

func (d *doc) negations() {
	left, clause := 0, -1
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.clause != clause {
			left, clause = 0, t.clause
		}
		if t.class != word {
			continue
		}
		t.negated = left > 0
		left--
		if negates(t.norm) {
			left = reach
		}
	}
}

func negates(w string) bool {
	switch w {
	case "not", "never", "no", "nobody", "nothing", "without", "cannot", "neither", "nor", "hardly", "none":
		return true
	}
	return strings.HasSuffix(w, "n't")
}

// reports marks what stands after "you said", "she called me" and the like, to
// the end of the sentence.
func (d *doc) reports() {
	told, sentence := false, -1
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.sentence != sentence {
			told, sentence = false, t.sentence
		}
		t.told = told
		if i > 0 && saying(t.norm) && speaker(d.tokens, i) {
			told = true
		}
	}
}

func saying(w string) bool {
	switch w {
	case "said", "says", "called", "calls", "told", "tells", "thinks", "asked", "shouted", "screamed", "yelled", "wrote", "texted", "saying", "calling", "telling", "claimed", "claims":
		return true
	}
	return false
}

// speaker reports whether somebody other than the writer is said to say it.
func speaker(ts []token, i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && ts[k].clause == ts[i].clause; k-- {
		switch ts[k].norm {
		case "you", "you've", "you're", "he", "she", "they", "he's", "she's", "they've", "mother", "father", "sister", "brother", "boss", "friend", "who", "everyone", "people":
			return true
		case "i", "i've", "i'm", "we":
			return false
		}
	}
	return false
}
