// Package letter is the practice of writing to each other and saying back what
// was heard: letters, not chat.
//
// # Terminology
//
// A letter belongs to its writer; the partner is its reader. It is a topic of
// which the reader says back what they heard, and the writer answers that
// (package reflection).
//
// A letter is closed until the two have verified each other: its reader is
// given nothing but that it is there. From then on it is open, and stays so.
//
// # What holds
//
//   - What was heard is said of an open letter only.
//   - A letter, like all that is said about it, cannot be changed.
//   - That somebody has read a letter is no event. Nobody is told.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/letter-v1.md.
package letter

import "troth/internal/event"

// Kinds. Those of what is said back have the payloads of package reflection.
const (
	KindSent      event.Kind = "letter.sent"
	KindReflected event.Kind = "letter.reflected"
	KindConfirmed event.Kind = "letter.confirmed"
	KindCorrected event.Kind = "letter.corrected"
)

// MaxLetter is how long a letter may be, in bytes of UTF-8. With its header it
// fits the largest body.
const MaxLetter = 20_000

// Sent is the payload of KindSent. The event's id is the letter's.
type Sent struct {
	Text string `cbor:"1,keyasint"`
}
