// Package letter is the practice of writing to each other and saying back what
// was heard: letters, not chat.
//
// # Terminology
//
// A letter belongs to its writer; the partner is its reader. A reflection is
// the reader's "what I heard", in their own words. The writer answers it: it is
// confirmed ("yes, that is what I meant") or corrected (put right, with words).
//
// A letter is closed until the two have verified each other: its reader is
// given nothing but that it is there. From then on it is open, and stays so.
//
// # What holds
//
//   - Only the reader reflects, and only on an open letter; only the writer
//     answers, and an answer belongs to the very reflection it names.
//   - One reflection at a time: the next comes after the last was put right.
//   - A confirmed letter has come to its end: nothing is added to it.
//   - A letter, like all that is said about it, cannot be changed.
//   - That somebody has read a letter is no event. Nobody is told.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/letter-v1.md.
package letter

import (
	"strings"
	"unicode/utf8"

	"troth/internal/event"
)

// Kinds.
const (
	KindSent      event.Kind = "letter.sent"
	KindReflected event.Kind = "letter.reflected"
	KindConfirmed event.Kind = "letter.confirmed"
	KindCorrected event.Kind = "letter.corrected"
)

// Limits, in bytes of UTF-8. A letter with its header fits the largest body.
const (
	MaxLetter     = 20_000
	MaxReflection = 4_000
	MaxCorrection = 4_000
)

// Sent is the payload of KindSent. The event's id is the letter's.
type Sent struct {
	Text string `cbor:"1,keyasint"`
}

// Reflected is the payload of KindReflected. The event's id is the
// reflection's.
type Reflected struct {
	Letter event.ID `cbor:"1,keyasint"`
	Text   string   `cbor:"2,keyasint"`
}

// Confirmed is the payload of KindConfirmed.
type Confirmed struct {
	Reflection event.ID `cbor:"1,keyasint"`
}

// Corrected is the payload of KindCorrected.
type Corrected struct {
	Reflection event.ID `cbor:"1,keyasint"`
	Text       string   `cbor:"2,keyasint"`
}

// fits reports whether s may be written as words of at most limit bytes.
func fits(s string, limit int) bool {
	return len(s) <= limit && utf8.ValidString(s) && strings.TrimSpace(s) != ""
}
