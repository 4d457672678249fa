package checkin

import "strings"

// Hint is a quiet word to the writer about one part of what they write. It keeps
// nobody from anything.
type Hint struct {
	Field string
	Code  string // a word that the app turns into a sentence
}

// Codes of hints.
const (
	HintThatYou = "that-you" // what the other did, where a feeling is asked for
	HintCamera  = "camera"   // a judgement, where something is asked for that a camera could have seen
)

// Hints returns what there is to say about an entry while it is written.
func Hints(e Entry) (hints []Hint) {
	if has(e.Words, "that you", "like you", "as if you", "that he ", "that she ", "that they ", "you always", "you never", "by you", "because of you") {
		hints = append(hints, Hint{FieldWords, HintThatYou})
	}
	if has(e.When, "always", "never", "every time", "all the time", "you don't care", "you do not care", "let me down", "ignore", "disrespect",
		"don't love", "you hate", "selfish", "on purpose", "to hurt me", "as usual", "once again") {
		hints = append(hints, Hint{FieldWhen, HintCamera})
	}
	return hints
}

// has reports whether one of the phrases stands in s, from the beginning of a
// word on.
func has(s string, phrases ...string) bool {
	s = " " + strings.ToLower(strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'")) + " "
	for _, p := range phrases {
		if strings.Contains(s, " "+p) {
			return true
		}
	}
	return false
}
