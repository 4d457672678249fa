// Package parting is the practice of ending what two people share: what one of
// them has decided, for themselves alone, and the last words that they may leave.
//
// # Terminology
//
// A choice says how its author leaves a space: now, at a time, or without a word.
// It stands in their own log, so that all their devices know it, and the partner
// does not. What the partner sees is the control record "leave", which the device
// writes; last words stand right before it.
//
// A space is behind somebody from the moment at which their choice takes effect,
// whether or not anything has gone out by then.
//
// # What holds
//
//   - A choice needs nobody else, and no reason.
//   - Only what is set for later can be taken back. What was left without a word
//     can be said after all; nothing else changes what was done.
//   - Last words are said once by each of the two, and cannot be answered.
//   - Whom somebody takes no more invites from is their own affair: it stands in
//     their own log alone.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/parting-v1.md.
package parting

import "troth/internal/event"

// Kinds. KindSaid is of the shared log, the others of a person's own.
const (
	KindChosen  event.Kind = "parting.own.chosen"
	KindBlocked event.Kind = "parting.own.blocked"
	KindSaid    event.Kind = "parting.said"
)

// Limits.
const (
	MaxWords = 10_000 // bytes of UTF-8
	MaxAhead = 366    // days until a choice takes effect
)

// How says in which way somebody leaves.
type How uint8

// Ways.
const (
	Now   How = iota + 1
	At        // at a minute of their own clock
	Never     // without a word: nothing is ever sent
	Stay      // not: what was set for later is taken back
)

// Word returns the word that a form has for a way; "" for none.
func (h How) Word() string {
	switch h {
	case Now:
		return "now"
	case At:
		return "later"
	case Never:
		return "never"
	case Stay:
		return "stay"
	}
	return ""
}

// Chosen is the payload of KindChosen. Space is the shared log.
type Chosen struct {
	Space event.ID     `cbor:"1,keyasint"`
	How   How          `cbor:"2,keyasint"`
	At    event.Minute `cbor:"3,keyasint,omitempty"`
	Words string       `cbor:"4,keyasint,omitempty"` // last words, for Now and At
	Block bool         `cbor:"5,keyasint,omitempty"` // no more invites from the other
}

// Blocked is the payload of KindBlocked: whether invites from the other of a space
// are declined.
type Blocked struct {
	Space event.ID `cbor:"1,keyasint"`
	Yes   bool     `cbor:"2,keyasint"`
}

// Said is the payload of KindSaid.
type Said struct {
	Text string `cbor:"1,keyasint"`
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldSpace = "space" // id of the log in hex
	FieldHow   = "how"   // How.Word
	FieldDate  = "date"
	FieldTime  = "time"
	FieldWords = "words"
	FieldBlock = "block" // "yes"
)

// CodePast and CodeFar are codes of field errors: a time that is over, or too far
// ahead.
const (
	CodePast = "past"
	CodeFar  = "far"
)

// Refusal is why something may not be written. It is an error and a code that
// the app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "parting: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Done      Refusal = "done"       // it has taken effect, or was said
	Nothing   Refusal = "nothing"    // there is nothing to take back
)
