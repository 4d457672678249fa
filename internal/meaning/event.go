// Package meaning is the practice of saying what trust is to oneself, and of
// doing small things quietly because of what the other has said.
//
// # Terminology
//
// Each of the two has lines of their own: "Trust, to me, is …", "I feel heard
// when …". A line belongs to its writer. The other may ask about it; the writer
// answers. A gesture is something one wants to do because of a line of the
// other. It is private: it stands in its maker's own log (Own), and nobody else
// learns of it. If the writer of a line notices something, they may say so.
//
// # What holds
//
//   - At most MaxLines lines each at a time. Three make a beginning; nothing
//     insists.
//   - Only its writer rewrites or drops a line. The other may ask, not edit.
//   - A question has one answer, by the writer of the line.
//   - "I noticed" is said by the writer of a line to the other, whenever they
//     like. It names no gesture: they know of none.
//   - There are no lines to choose from, no order of merit, and no mark for a
//     line that was lived up to or not.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/meaning-v1.md.
package meaning

import "troth/internal/event"

// Kinds of the shared log.
const (
	KindWritten   event.Kind = "meaning.written"
	KindRewritten event.Kind = "meaning.rewritten"
	KindDropped   event.Kind = "meaning.dropped"
	KindAsked     event.Kind = "meaning.asked"
	KindAnswered  event.Kind = "meaning.answered"
	KindNoticed   event.Kind = "meaning.noticed"
)

// Kinds of a person's own log.
const (
	KindChosen event.Kind = "meaning.own.chosen"
	KindDone   event.Kind = "meaning.own.done"
	KindLeft   event.Kind = "meaning.own.left"
)

// Limits. Texts are in bytes of UTF-8.
const (
	MaxLines    = 7 // of one person at a time
	MaxText     = 600
	MaxQuestion = 1_000
	MaxAnswer   = 2_000
	MaxWords    = 500 // of what was noticed, and of a gesture
)

// Written is the payload of KindWritten. The event's id is the line's.
type Written struct {
	Text string `cbor:"1,keyasint"`
}

// Rewritten is the payload of KindRewritten.
type Rewritten struct {
	Line event.ID `cbor:"1,keyasint"`
	Text string   `cbor:"2,keyasint"`
}

// Dropped is the payload of KindDropped.
type Dropped struct {
	Line event.ID `cbor:"1,keyasint"`
}

// Asked is the payload of KindAsked. The event's id is the question's.
type Asked struct {
	Line event.ID `cbor:"1,keyasint"`
	Text string   `cbor:"2,keyasint"`
}

// Answered is the payload of KindAnswered.
type Answered struct {
	Question event.ID `cbor:"1,keyasint"`
	Text     string   `cbor:"2,keyasint"`
}

// Noticed is the payload of KindNoticed.
type Noticed struct {
	Line  event.ID `cbor:"1,keyasint"`
	Words string   `cbor:"2,keyasint,omitempty"`
}

// Chosen is the payload of KindChosen. The event's id is the gesture's. The line
// is one of the other's; its text is not repeated here, so that what the other
// drops is not kept behind their back.
type Chosen struct {
	Line event.ID `cbor:"1,keyasint"`
	Text string   `cbor:"2,keyasint"`
}

// Done is the payload of KindDone and of KindLeft.
type Done struct {
	Gesture event.ID `cbor:"1,keyasint"`
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldLine     = "line"     // id in hex
	FieldQuestion = "question" // id in hex
	FieldGesture  = "gesture"  // id in hex
	FieldText     = "text"
)
