package event

import "unicode/utf8"

// MaxName is the longest name that somebody may go by, in characters. In bytes
// that is at most four times as much, which fits wherever a name is sent.
const MaxName = 60

// ValidName reports whether somebody may go by s.
func ValidName(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= MaxName
}
