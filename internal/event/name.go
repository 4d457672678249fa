package event

import (
	"strings"
	"unicode/utf8"
)

// MaxName is the longest name that somebody may go by, in characters. In bytes
// that is at most four times as much, which fits wherever a name is sent.
const MaxName = 60

// ValidName reports whether somebody may go by s.
func ValidName(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= MaxName
}

// ValidWords reports whether s may be written as words: UTF-8 of at most limit
// bytes that is not only white space.
func ValidWords(s string, limit int) bool {
	return len(s) <= limit && utf8.ValidString(s) && strings.TrimSpace(s) != ""
}
