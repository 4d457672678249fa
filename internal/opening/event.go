// Package opening is the practice of showing oneself little by little: a ladder
// of six rungs, each with questions of its own, which both answer, sealed, and
// open together.
//
// # Terminology
//
// A rung is how much a question asks for, from a preference to a shame. Each of
// the two chooses how far up they would go; the rung in use is the lower of the
// two choices. A rung is reached once both have chosen it, or a higher one, at
// the same time. A question is named by its rung and its number there; its
// words are the app's, so that nobody can put a question of their own into it.
//
// # What holds
//
//   - Everybody begins on the first rung: whoever has not chosen and whoever has
//     chosen the first are told apart by nothing.
//   - A choice raises or lowers one's own limit alone. So nobody can ask for a
//     higher rung, and either can step down at any time.
//   - What the other has chosen is not given out, only the rung in use.
//   - An answer belongs to a question on a rung that was reached. Whether it
//     opens is for package seal.
//   - What was opened stays, also when both have stepped down.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/opening-v1.md.
package opening

import (
	"strings"
	"unicode/utf8"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
)

// Kinds. A form of KindAnswer composes an answer, which is then sealed; nothing
// of that kind is written.
const (
	KindRung   event.Kind = "opening.rung"
	KindAnswer event.Kind = "opening.answer"
)

// practice is this practice's name, as prompts of seals have it.
const practice = "opening"

// Rung is how much a question asks for, from 1.
type Rung uint8

// Rungs.
const (
	Preference Rung = iota + 1
	Worry
	Regret
	Need
	Fear
	Shame
)

// The ends of the ladder.
const (
	Lowest  = Preference
	Highest = Shame
)

// Limits.
const (
	MaxNumber = 99    // of a question on its rung
	MaxAnswer = 3_000 // bytes of UTF-8
)

// Chosen is the payload of KindRung: how far up its author would go.
type Chosen struct {
	Rung Rung `cbor:"1,keyasint"`
}

// Question names a question of the app's. What it asks never changes: another
// question has another number.
type Question struct {
	Rung   Rung  `cbor:"1,keyasint"`
	Number uint8 `cbor:"2,keyasint"` // from 1
}

// valid reports whether there can be such a question.
func (q Question) valid() bool {
	return q.Rung >= Lowest && q.Rung <= Highest && q.Number >= 1 && q.Number <= MaxNumber
}

// Prompt is the question as package seal knows it.
func (q Question) Prompt() seal.Prompt {
	return seal.Prompt{Practice: practice, About: codec.Must(q), Pad: seal.Small}
}

// ID names the seal of the question.
func (q Question) ID() event.ID { return q.Prompt().ID() }

// questionOf reads a question from a prompt. It is Malformed if the prompt is
// none that this package makes.
func questionOf(p seal.Prompt) (Question, error) {
	var q Question
	if p.Practice != practice || p.Pad != seal.Small || codec.Decode(p.About, &q) != nil || !q.valid() {
		return Question{}, Malformed
	}
	return q, nil
}

// Answer is what is sealed.
type Answer struct {
	Text string `cbor:"1,keyasint"`
}

// fits reports whether s may be written as an answer.
func fits(s string) bool {
	return len(s) <= MaxAnswer && utf8.ValidString(s) && strings.TrimSpace(s) != ""
}

// ReadAnswer reads what was sealed. It reports false for what is no answer.
func ReadAnswer(plain []byte) (string, bool) {
	var a Answer
	if codec.Decode(plain, &a) != nil || !fits(a.Text) {
		return "", false
	}
	return a.Text, true
}
