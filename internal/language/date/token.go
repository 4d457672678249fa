package date

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a mark. "8pm" is two tokens.
type token struct {
	start, end int
	text       string // lower case
	num        int    // of digits; -1: none
}

// maxTokens bounds what is read of one text.
const maxTokens = 20_000

func split(s string) (toks []token) {
	for i := 0; i < len(s) && len(toks) < maxTokens; {
		r, n := utf8.DecodeRuneInString(s[i:])
		j := i + n
		switch {
		case unicode.IsSpace(r):
			i = j
			continue
		case r >= '0' && r <= '9':
			num := int(r - '0')
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				if num < 1e8 {
					num = num*10 + int(s[j]-'0')
				}
				j++
			}
			toks = append(toks, token{i, j, s[i:j], num})
		case unicode.IsLetter(r):
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				if !unicode.IsLetter(r) && !(r == '\'' || r == '’') {
					break
				}
				j += n
			}
			for strings.HasSuffix(s[i:j], "'") || strings.HasSuffix(s[i:j], "’") {
				_, n := utf8.DecodeLastRuneInString(s[i:j])
				j -= n
			}
			toks = append(toks, token{i, j, strings.ReplaceAll(strings.ToLower(s[i:j]), "’", "'"), -1})
		default:
			toks = append(toks, token{i, j, s[i:j], -1})
		}
		i = j
	}
	return toks
}

// at returns the token at a place, or one that is nothing.
func (p *parser) at(i int) token {
	if i < 0 || i >= len(p.toks) {
		return token{num: -1}
	}
	return p.toks[i]
}

// is reports whether the words stand at a place.
func (p *parser) is(i int, words ...string) bool {
	for k, w := range words {
		if p.at(i+k).text != w {
			return false
		}
	}
	return true
}

// one reports whether one of the words stands at a place.
func (p *parser) one(i int, words ...string) bool {
	t := p.at(i).text
	if t == "" {
		return false
	}
	for _, w := range words {
		if t == w {
			return true
		}
	}
	return false
}

// joined reports whether a token follows the one before without a space.
func (p *parser) joined(i int) bool {
	return i > 0 && i < len(p.toks) && p.toks[i].start == p.toks[i-1].end
}

// units and tens of numbers in words.
func small(w string) (n int, ordinal, ok bool) {
	switch w {
	case "zero", "oh":
		return 0, false, true
	case "one":
		return 1, false, true
	case "first":
		return 1, true, true
	case "two":
		return 2, false, true
	case "second":
		return 2, true, true
	case "three":
		return 3, false, true
	case "third":
		return 3, true, true
	case "four":
		return 4, false, true
	case "fourth":
		return 4, true, true
	case "five":
		return 5, false, true
	case "fifth":
		return 5, true, true
	case "six":
		return 6, false, true
	case "sixth":
		return 6, true, true
	case "seven":
		return 7, false, true
	case "seventh":
		return 7, true, true
	case "eight":
		return 8, false, true
	case "eighth":
		return 8, true, true
	case "nine":
		return 9, false, true
	case "ninth":
		return 9, true, true
	case "ten":
		return 10, false, true
	case "tenth":
		return 10, true, true
	case "eleven":
		return 11, false, true
	case "eleventh":
		return 11, true, true
	case "twelve":
		return 12, false, true
	case "twelfth":
		return 12, true, true
	case "thirteen":
		return 13, false, true
	case "thirteenth":
		return 13, true, true
	case "fourteen":
		return 14, false, true
	case "fourteenth":
		return 14, true, true
	case "fifteen":
		return 15, false, true
	case "fifteenth":
		return 15, true, true
	case "sixteen":
		return 16, false, true
	case "sixteenth":
		return 16, true, true
	case "seventeen":
		return 17, false, true
	case "seventeenth":
		return 17, true, true
	case "eighteen":
		return 18, false, true
	case "eighteenth":
		return 18, true, true
	case "nineteen":
		return 19, false, true
	case "nineteenth":
		return 19, true, true
	case "twenty":
		return 20, false, true
	case "twentieth":
		return 20, true, true
	case "thirty":
		return 30, false, true
	case "thirtieth":
		return 30, true, true
	case "forty":
		return 40, false, true
	case "fifty":
		return 50, false, true
	case "sixty":
		return 60, false, true
	case "seventy":
		return 70, false, true
	case "eighty":
		return 80, false, true
	case "ninety":
		return 90, false, true
	}
	return 0, false, false
}

// words reads a number below 100 in words: "twenty-first", "thirty five".
func (p *parser) words(i int) (n, end int, ordinal, ok bool) {
	n, ordinal, ok = small(p.at(i).text)
	if !ok {
		return 0, i, false, false
	}
	end = i + 1
	if n >= 20 && n%10 == 0 && !ordinal {
		j := end
		if p.is(j, "-") && p.joined(j) && p.joined(j+1) {
			j++
		}
		if u, o, ok := small(p.at(j).text); ok && u >= 1 && u <= 9 {
			return n + u, j + 1, o, true
		}
	}
	return n, end, ordinal, true
}

// number reads a number in digits or words, without a sign or an ending.
func (p *parser) number(i int) (n, end int, ok bool) {
	if t := p.at(i); t.num >= 0 {
		return t.num, i + 1, true
	}
	n, end, ordinal, ok := p.words(i)
	return n, end, ok && !ordinal
}

// dayOfMonth reads 15, 15th, fifteenth, twenty one.
func (p *parser) dayOfMonth(i int) (n, end int, ordinal, ok bool) {
	if t := p.at(i); t.num >= 0 {
		n, end = t.num, i+1
		if len(t.text) > 2 {
			return 0, i, false, false
		}
		if p.joined(end) && p.one(end, "st", "nd", "rd", "th") {
			end, ordinal = end+1, true
		}
	} else if n, end, ordinal, ok = p.words(i); !ok {
		return 0, i, false, false
	}
	return n, end, ordinal, n >= 1 && n <= 31
}

// year reads 2016, '16, nineteen seventy eight, two thousand and eighteen.
func (p *parser) year(i int) (y, end int, ok bool) {
	if t := p.at(i); t.num >= 0 {
		if len(t.text) == 4 && t.num >= 1000 && t.num < 2400 {
			return t.num, i + 1, true
		}
		return 0, i, false
	}
	a, j, _, ok := p.words(i)
	if !ok {
		return 0, i, false
	}
	if a <= 2 && p.is(j, "thousand") {
		y, j = a*1000, j+1
		if p.is(j, "and") {
			if b, k, ok := p.number(j + 1); ok && b < 100 {
				return y + b, k, true
			}
		}
		if b, k, _, ok := p.words(j); ok {
			return y + b, k, true
		}
		return y, j, true
	}
	if a < 15 || a > 21 {
		return 0, i, false
	}
	if b, ordinal, ok := small(p.at(j).text); ok && b == 0 && !ordinal {
		if c, ordinal, ok := small(p.at(j + 1).text); ok && c > 0 && c < 10 && !ordinal {
			return a*100 + c, j + 2, true
		}
	}
	if b, k, ordinal, ok := p.words(j); ok && b >= 10 && !ordinal {
		return a*100 + b, k, true
	}
	return 0, i, false
}

// short completes a year of two digits.
func short(y int) int {
	if y < 40 {
		return 2000 + y
	}
	return 1900 + y
}
