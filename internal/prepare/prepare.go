// Package prepare is the practice of writing beforehand what one may say to the
// other later: a letter, a promise, a line of what trust is. It is private, and
// works for somebody who is here alone.
//
// # What holds
//
//   - Everything is of a person's own log. That a space comes to be, or ends,
//     changes nothing here: nothing is carried over by itself.
//   - What was prepared is used by beginning the real thing with its words, which
//     its person then sees, changes and sends, or does not.
//   - It can be put in other words, and stays until it is removed for good, which
//     is the removal of its entry (redact-v1.md).
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/prepare-v1.md.
package prepare

import (
	"fmt"
	"slices"

	"troth/internal/codec"
	"troth/internal/event"
)

// Kinds, all of a person's own log.
const (
	KindKept    event.Kind = "prepare.own.kept"
	KindChanged event.Kind = "prepare.own.changed"
)

// MaxText is the longest text, in bytes of UTF-8. The real thing may allow less,
// and says so when it is begun.
const MaxText = 20_000

// Thing says what is prepared.
type Thing uint8

// Things.
const (
	Letter  Thing = iota + 1
	Promise       // what is promised; its day is chosen when it is made
	Line          // of what trust is to oneself
)

// Things returns all of them, in the order in which they are offered.
func Things() []Thing { return []Thing{Letter, Promise, Line} }

// Word returns the word that a form has for a thing; "" for none.
func (t Thing) Word() string {
	switch t {
	case Letter:
		return "letter"
	case Promise:
		return "promise"
	case Line:
		return "line"
	}
	return ""
}

// Kept is the payload of KindKept. The event's id is that of what is prepared.
type Kept struct {
	Thing Thing  `cbor:"1,keyasint"`
	Text  string `cbor:"2,keyasint"`
}

// Changed is the payload of KindChanged.
type Changed struct {
	Prepared event.ID `cbor:"1,keyasint"`
	Text     string   `cbor:"2,keyasint"`
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldThing    = "thing" // Thing.Word
	FieldText     = "text"
	FieldPrepared = "prepared" // id in hex
)

// Refusal is why something may not be written. It is an error and a code that
// the app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "prepare: " + string(r) }

// Refusals.
const (
	Unknown    Refusal = "unknown-kind"
	Malformed  Refusal = "malformed"   // not a payload of its kind, or beyond a limit
	NoPrepared Refusal = "no-prepared" // there is no such thing
	Taken      Refusal = "taken"       // something of this id is there
)

// Prepared is something that was prepared.
type Prepared struct {
	ID    event.ID
	Seq   uint64
	At    event.Stamp // of its newest words
	Thing Thing
	Text  string
}

// State is what the facts of a person's own log say about what was prepared. The
// zero State is that of an empty log. It is folded in place by Apply.
type State struct {
	list []*Prepared // in the order of the log
	byID map[event.ID]*Prepared
}

// Allows reports with a Refusal whether the payload may be written.
func (s *State) Allows(_ event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	do, err := s.plan(f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if s.byID[f.ID] != nil {
		return Taken
	}
	do(f)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(kind event.Kind, payload codec.Raw) (func(event.Fact), error) {
	switch kind {
	case KindKept:
		var m Kept
		if codec.Decode(payload, &m) != nil || m.Thing.Word() == "" || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		return func(f event.Fact) {
			if s.byID == nil {
				s.byID = map[event.ID]*Prepared{}
			}
			p := &Prepared{f.ID, f.Seq, f.At, m.Thing, m.Text}
			s.list, s.byID[f.ID] = append(s.list, p), p
		}, nil
	case KindChanged:
		var m Changed
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		p := s.byID[m.Prepared]
		if p == nil {
			return nil, NoPrepared
		}
		return func(f event.Fact) { p.Text, p.At = m.Text, f.At }, nil
	}
	return nil, Unknown
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	var payload any
	switch kind {
	case KindKept:
		i := slices.IndexFunc(Things(), func(t Thing) bool { return t.Word() == f[FieldThing] })
		if i < 0 {
			r.Fail(FieldThing, event.CodeBad)
			return nil, r.Err
		}
		payload = Kept{Things()[i], r.Text(FieldText, true, MaxText)}
	case KindChanged:
		payload = Changed{r.ID(FieldPrepared), r.Text(FieldText, true, MaxText)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// List returns what was prepared, newest first. It is for reading only.
func (s *State) List() []Prepared {
	list := make([]Prepared, 0, len(s.list))
	for _, p := range slices.Backward(s.list) {
		list = append(list, *p)
	}
	return list
}

// Prepared returns what was prepared under an id.
func (s *State) Prepared(id event.ID) (Prepared, bool) {
	if p := s.byID[id]; p != nil {
		return *p, true
	}
	return Prepared{}, false
}
