// Package search finds words in texts, whatever their case and accents.
//
// A text is folded once (Fold): in small letters, without marks, with letters
// that differ only by their form written alike. What is looked for is folded the
// same way and cut at blanks; a text is found when it has all of the words,
// wherever and in whatever order they stand, also within longer words. That
// works while somebody is still typing, and in languages that do not put blanks
// between words.
//
// The package is pure, and keeps nothing.
package search

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of what is looked for.
const (
	MaxQuery = 200 // characters
	MaxWords = 12
)

// fold appends a character in its folded form: nothing for a mark.
func fold(out []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		return append(out, byte(unicode.ToLower(r)))
	case r == 'ß' || r == 'ẞ':
		return append(out, "ss"...)
	case r == 'æ' || r == 'Æ':
		return append(out, "ae"...)
	case r == 'œ' || r == 'Œ':
		return append(out, "oe"...)
	case r == 'ø' || r == 'Ø':
		return append(out, 'o')
	case r == 'ł' || r == 'Ł':
		return append(out, 'l')
	case r == 'đ' || r == 'Đ':
		return append(out, 'd')
	case r == 'ı':
		return append(out, 'i')
	case r == 'ς':
		return append(out, "σ"...)
	case r == '’' || r == '‘':
		return append(out, '\'')
	}
	for _, c := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.M, c) {
			out = utf8.AppendRune(out, unicode.ToLower(c))
		}
	}
	return out
}

// Fold returns a text in the form in which it is looked through.
func Fold(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = fold(out, r)
	}
	return string(out)
}

// Words returns the folded words of what somebody looks for, each once. Beyond
// the limits nothing is looked at.
func Words(query string) (words []string) {
	if runes := []rune(query); len(runes) > MaxQuery {
		query = string(runes[:MaxQuery])
	}
	for _, w := range strings.Fields(Fold(query)) {
		if !slices.Contains(words, w) && len(words) < MaxWords {
			words = append(words, w)
		}
	}
	return words
}

// In reports whether a folded text has all of the words. No words are in none.
func In(folded string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return len(words) > 0
}

// Part is a part of a passage.
type Part struct {
	Text string
	Hit  bool // it is what was looked for
}

// around is how many characters stand before and after what was found first.
const around = 60

// Passage returns the part of a text in which words were found: on one line,
// some characters before and after the first of them, cut between words. It
// reports false for a text that has none of them.
func Passage(s string, words []string) ([]Part, bool) {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
	// Where each byte of the folded text comes from, in s.
	var folded []byte
	var from []int
	for i, r := range s {
		folded = fold(folded, r)
		for len(from) < len(folded) {
			from = append(from, i)
		}
	}
	from = append(from, len(s))
	// after is where what ends at a byte of the folded text ends in s: with the
	// marks that belong to its last letter.
	after := func(end int) int {
		i := from[end-1]
		_, n := utf8.DecodeRuneInString(s[i:])
		for i += n; i < len(s); i += n {
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); !unicode.Is(unicode.M, r) {
				break
			}
		}
		return i
	}
	type span struct{ from, to int }
	var hits []span
	text := string(folded)
	for _, w := range words {
		for at := 0; at < len(text); {
			i := strings.Index(text[at:], w)
			if i < 0 || w == "" {
				break
			}
			hits = append(hits, span{from[at+i], after(at + i + len(w))})
			at += i + len(w)
		}
	}
	if len(hits) == 0 {
		return nil, false
	}
	sort.Slice(hits, func(i, j int) bool { return hits[i].from < hits[j].from })
	begin, end := back(s, hits[0].from), ahead(s, hits[0].to)
	var parts []Part
	add := func(text string, hit bool) {
		if text != "" {
			parts = append(parts, Part{text, hit})
		}
	}
	if begin > 0 {
		add("… ", false)
	}
	at := begin
	for _, h := range hits {
		if h.from < at || h.to > end {
			continue // within another, or cut off
		}
		add(s[at:h.from], false)
		add(s[h.from:h.to], true)
		at = h.to
	}
	add(s[at:end], false)
	if end < len(s) {
		add(" …", false)
	}
	return parts, true
}

// back returns where a passage begins that has a hit at i: after a blank, if
// there is one.
func back(s string, i int) int {
	begin := i
	for n := 0; begin > 0 && n < around; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:begin])
		begin -= size
	}
	if cut := strings.IndexByte(s[begin:i], ' '); begin > 0 && cut >= 0 {
		begin += cut + 1
	}
	return begin
}

// ahead returns where a passage ends whose first hit ends at i.
func ahead(s string, i int) int {
	end := i
	for n := 0; end < len(s) && n < around; n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	if cut := strings.LastIndexByte(s[i:end], ' '); end < len(s) && cut > 0 {
		end = i + cut
	}
	return end
}
