// Package correction is the practice of putting right what one has told:
// "I told you … · what is true, or what I think now, is …". Small, soon,
// unasked.
//
// # What holds
//
//   - A correction needs no answer, and there is none.
//   - It may name an earlier entry of its author, beside which it then stands.
//     What it names is not looked up here: where that is nothing of its
//     author's, the correction stands for itself.
//   - It cannot be changed. Who sees it otherwise once more makes another one.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payload, rules and bytes: spec/correction-v1.md.
package correction

import (
	"fmt"
	"slices"

	"troth/internal/codec"
	"troth/internal/event"
)

// KindMade is a correction. The event's id is the correction's.
const KindMade event.Kind = "correction.made"

// MaxText is the longest text of either part, in bytes of UTF-8.
const MaxText = 4_000

// Made is the payload of KindMade.
type Made struct {
	Told  string    `cbor:"1,keyasint"`           // what was said, in its author's words
	Now   string    `cbor:"2,keyasint"`           // what is true, or what they think now
	About *event.ID `cbor:"3,keyasint,omitempty"` // the entry it corrects; nil: none is named
}

// Fields of the form, besides event.FieldKind.
const (
	FieldTold  = "told"
	FieldNow   = "now"
	FieldAbout = "about" // id in hex, or empty
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "correction: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Taken     Refusal = "taken"      // a correction of this id is there
)

// Correction is one correction.
type Correction struct {
	ID        event.ID
	Seq       uint64
	By        event.Partner
	At        event.Stamp // claimed by its author
	Told, Now string
	About     event.ID // zero: none is named
}

// State is what the facts of the log say about corrections. The zero State is
// that of an empty log. It is folded in place by Apply.
type State struct {
	list []Correction // in the order of the log
	byID map[event.ID]int
}

// Allows reports with a Refusal whether by may write the payload.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := read(by, kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	m, err := read(f.By, f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if _, taken := s.byID[f.ID]; taken {
		return Taken
	}
	c := Correction{ID: f.ID, Seq: f.Seq, By: f.By, At: f.At, Told: m.Told, Now: m.Now}
	if m.About != nil {
		c.About = *m.About
	}
	if s.byID == nil {
		s.byID = map[event.ID]int{}
	}
	s.byID[f.ID] = len(s.list)
	s.list = append(s.list, c)
	return nil
}

// read is the one place that decides.
func read(by event.Partner, kind event.Kind, payload codec.Raw) (Made, error) {
	var m Made
	switch {
	case by != event.First && by != event.Second:
		return m, NotMember
	case kind != KindMade:
		return m, Unknown
	case codec.Decode(payload, &m) != nil || !event.Fits(m.Told, MaxText) || !event.Fits(m.Now, MaxText) || m.About != nil && m.About.IsZero():
		return m, Malformed
	}
	return m, nil
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	if kind != KindMade {
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	r := event.Fields{Form: f}
	m := Made{Told: r.Text(FieldTold, true, MaxText), Now: r.Text(FieldNow, true, MaxText)}
	if f[FieldAbout] != "" {
		id := r.ID(FieldAbout)
		m.About = &id
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return m, nil
}

// List returns all corrections, newest first. They are for reading only.
func (s *State) List() []Correction {
	list := slices.Clone(s.list)
	slices.Reverse(list)
	return list
}

// About returns by's corrections that name the entry with an id, oldest first.
func (s *State) About(id event.ID, by event.Partner) []Correction {
	var list []Correction
	for _, c := range s.list {
		if c.About == id && c.By == by && !id.IsZero() {
			list = append(list, c)
		}
	}
	return list
}

// News returns what the other of me has put right after the entry numbered seq,
// newest first.
func (s *State) News(me event.Partner, seq uint64) []Correction {
	var list []Correction
	for _, c := range slices.Backward(s.list) {
		if c.Seq > seq && c.By != me {
			list = append(list, c)
		}
	}
	return list
}
