// Package reappraisal is the practice of looking at one quarrel as somebody would
// who wants the best for both. It takes some minutes, is private, and is offered
// at most three times a year.
//
// # What holds
//
//   - Everything is of a person's own log. Nobody else learns that somebody has
//     looked.
//   - A look has how the quarrel would be told; what each of the two was hoping
//     for, and what may help to remember it, are asked for and may be left out.
//   - It may be offered within the ten days after the first of February, June and
//     October, if there was no look in the ninety days before; never otherwise
//     (Fits). Whoever wants to may look at any time.
//   - Nothing is counted.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/reappraisal-v1.md.
package reappraisal

import (
	"fmt"
	"slices"
	"time"

	"troth/internal/codec"
	"troth/internal/event"
)

// KindLooked is the one kind, of a person's own log.
const KindLooked event.Kind = "reappraisal.own.looked"

// MaxText is the longest text of a part, in bytes of UTF-8.
const MaxText = 4_000

// Looked is the payload of KindLooked.
type Looked struct {
	Told   string `cbor:"1,keyasint"`           // the quarrel
	Hoped  string `cbor:"2,keyasint,omitempty"` // what each was hoping for
	Remind string `cbor:"3,keyasint,omitempty"` // what may help to remember this
}

// Fields of the form, besides event.FieldKind.
const (
	FieldTold   = "told"
	FieldHoped  = "hoped"
	FieldRemind = "remind"
)

// Refusal is why something may not be written. It is an error and a code that
// the app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "reappraisal: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed" // not a payload of its kind, or beyond a limit
	Taken     Refusal = "taken"     // a look of this id is there
)

// Look is one look at a quarrel.
type Look struct {
	ID  event.ID
	Seq uint64
	At  event.Stamp
	Looked
}

// State is what the facts of a person's own log say about looks. The zero State is
// that of an empty log. It is folded in place by Apply.
type State struct{ list []Look }

// Allows reports with a Refusal whether the payload may be written.
func (s *State) Allows(_ event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := read(kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	m, err := read(f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if _, there := s.Look(f.ID); there {
		return Taken
	}
	s.list = append(s.list, Look{f.ID, f.Seq, f.At, m})
	return nil
}

// read is the one place that decides.
func read(kind event.Kind, payload codec.Raw) (m Looked, err error) {
	optional := func(s string) bool { return s == "" || event.Fits(s, MaxText) }
	switch {
	case kind != KindLooked:
		return m, Unknown
	case codec.Decode(payload, &m) != nil || !event.Fits(m.Told, MaxText) || !optional(m.Hoped) || !optional(m.Remind):
		return m, Malformed
	}
	return m, nil
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	if kind != KindLooked {
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	r := event.Fields{Form: f}
	m := Looked{r.Text(FieldTold, true, MaxText), r.Text(FieldHoped, false, MaxText), r.Text(FieldRemind, false, MaxText)}
	if r.Err != nil {
		return nil, r.Err
	}
	return m, nil
}

// List returns all looks, newest first. They are for reading only.
func (s *State) List() []Look {
	list := slices.Clone(s.list)
	slices.Reverse(list)
	return list
}

// Look returns the look with an id.
func (s *State) Look(id event.ID) (Look, bool) {
	for _, l := range s.list {
		if l.ID == id {
			return l, true
		}
	}
	return Look{}, false
}

// Days for which it may be offered, from the first of a month on, and for which it
// is not after a look.
const (
	offeredFor = 10
	restsFor   = 90
)

// Fits reports whether it may be offered on a day.
func (s *State) Fits(day event.Date) bool {
	switch t := day.Time(); t.Month() {
	case time.February, time.June, time.October:
		if t.Day() > offeredFor {
			return false
		}
	default:
		return false
	}
	for _, l := range s.list {
		if d := l.At.Civil.Date(); d <= day && day-d < restsFor {
			return false
		}
	}
	return true
}
