// Package event holds the small vocabulary that everything two partners do is
// written in: who (Partner), when (Stamp, Date, Minute), what (Kind, Body) and
// the Fact that a practice folds.
//
// The package is pure: it has no clock and no randomness. Times are claims of
// their author. The order of things is the order of the log, never a clock.
//
// # Rules for evolving what is written
//
//   - A kind, once released, keeps its meaning for ever.
//   - A field may be added to a payload only together with a higher MinReader;
//     readers refuse fields that they do not know.
//   - A reader that meets an unknown kind or a MinReader above its own Reader
//     shows "an entry this version cannot show" and goes on.
package event

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"troth/internal/codec"
)

// Reader is the version of payloads this code understands.
const Reader = 1

// Limits of a body.
const (
	MaxKind    = 40 // bytes of a kind
	WitnessLen = 80 // bytes of a witness
)

// ID names one event for ever, through every re-signing.
type ID [16]byte

func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether id names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// ParseID reads what String wrote.
func ParseID(s string) (ID, error) {
	var id ID
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(id) {
		return ID{}, errors.New("event: not an id")
	}
	copy(id[:], b)
	return id, nil
}

// Partner is one of the two members of a space. The zero value is nobody.
type Partner uint8

// The two partners, in the order in which the log names them. The order means
// nothing else: First made the space, Second joined it.
const (
	Nobody Partner = iota
	First
	Second
)

// Other returns the one who is not p.
func (p Partner) Other() Partner {
	switch p {
	case First:
		return Second
	case Second:
		return First
	}
	return Nobody
}

func (p Partner) String() string {
	switch p {
	case First:
		return "first"
	case Second:
		return "second"
	}
	return "nobody"
}

// Kind says what an event is, for example "promise.made". What stands before the
// first dot is its practice, what stands after the last is its verb. Kinds of a
// person's own log have "own" in between, for example "checkin.own.noted".
type Kind string

// Practice returns the name of the practice that the kind belongs to.
func (k Kind) Practice() string {
	name, _, _ := strings.Cut(string(k), ".")
	return name
}

// Verb returns what is done.
func (k Kind) Verb() string { return string(k[strings.LastIndexByte(string(k), '.')+1:]) }

// Own reports whether the kind is one of a person's own log. It counts there
// alone, and every other kind of a practice counts in the shared log alone: so
// nothing that was written for oneself can be taken for something said.
func (k Kind) Own() bool { return strings.HasPrefix(string(k[len(k.Practice()):]), ".own.") }

// Body is the plaintext of an event.
type Body struct {
	Kind      Kind      `cbor:"1,keyasint"`
	MinReader uint32    `cbor:"2,keyasint"`
	CreatedMS int64     `cbor:"3,keyasint"`           // milliseconds since 1970 UTC, claimed
	Civil     *Minute   `cbor:"4,keyasint,omitempty"` // the author's wall clock, claimed
	Payload   codec.Raw `cbor:"5,keyasint"`
	Witness   []byte    `cbor:"6,keyasint,omitempty"` // exactly WitnessLen bytes, opaque
}

// Errors of DecodeBody.
var (
	ErrBody  = errors.New("event: unreadable body")
	ErrNewer = errors.New("event: written for a newer version")
)

// Encode returns the body's bytes.
func (b Body) Encode() ([]byte, error) { return codec.Encode(b) }

// DecodeBody reads a body strictly. It returns ErrNewer, with the body, when
// MinReader is above Reader, and ErrBody for anything malformed.
func DecodeBody(p []byte) (Body, error) {
	var b Body
	if err := codec.Decode(p, &b); err != nil {
		return Body{}, fmt.Errorf("%w: %w", ErrBody, err)
	}
	if b.Kind == "" || len(b.Kind) > MaxKind || len(b.Payload) == 0 ||
		(len(b.Witness) != 0 && len(b.Witness) != WitnessLen) {
		return Body{}, ErrBody
	}
	if b.MinReader > Reader {
		return b, ErrNewer
	}
	return b, nil
}

// Fact is one accepted event as a practice sees it: who did what, when, and
// where in the log. Facts are folded in the order of Seq.
type Fact struct {
	Seq     uint64
	ID      ID
	By      Partner
	At      Stamp
	Kind    Kind
	Payload codec.Raw
}

// Line is where something that was written stands: who wrote it, and when.
type Line struct {
	ID  ID
	Seq uint64
	By  Partner
	At  Stamp
}

// Line returns where a fact stands.
func (f Fact) Line() Line { return Line{f.ID, f.Seq, f.By, f.At} }
