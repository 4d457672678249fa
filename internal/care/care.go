// Package care is the practice of keeping a small list of what does one good:
// movement, rest, a person to call, a group, a faith in one's own words. It is
// private, and is offered back in hard moments.
//
// # What holds
//
//   - Everything is of a person's own log.
//   - A thing has words and a group. It can be put in other words, and let go.
//   - Nothing is ticked off, counted or asked about.
//   - Which thing is offered follows from the occasion alone (Offer), so that a
//     page does not change under one's eyes, and another time brings another.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/care-v1.md.
package care

import (
	"fmt"
	"hash/fnv"

	"troth/internal/codec"
	"troth/internal/event"
)

// Kinds, all of a person's own log.
const (
	KindAdded   event.Kind = "care.own.added"
	KindChanged event.Kind = "care.own.changed"
	KindDropped event.Kind = "care.own.dropped"
)

// Limits.
const (
	MaxText   = 300 // bytes of UTF-8
	MaxThings = 40  // at a time
)

// Group says what kind of thing it is.
type Group uint8

// Groups.
const (
	Calm   Group = iota + 1 // what settles the body
	Move                    // movement
	Rest                    // rest and sleep
	People                  // somebody to call or be with
	Beyond                  // a group, a place, a faith, in one's own words
)

// Groups returns all groups, in the order in which they are shown.
func Groups() []Group { return []Group{Calm, Move, Rest, People, Beyond} }

// Word returns the word that a form has for a group; "" for none.
func (g Group) Word() string {
	switch g {
	case Calm:
		return "calm"
	case Move:
		return "move"
	case Rest:
		return "rest"
	case People:
		return "people"
	case Beyond:
		return "beyond"
	}
	return ""
}

// Added is the payload of KindAdded. The event's id is the thing's.
type Added struct {
	Group Group  `cbor:"1,keyasint"`
	Text  string `cbor:"2,keyasint"`
}

// Changed is the payload of KindChanged.
type Changed struct {
	Thing event.ID `cbor:"1,keyasint"`
	Text  string   `cbor:"2,keyasint"`
}

// Dropped is the payload of KindDropped.
type Dropped struct {
	Thing event.ID `cbor:"1,keyasint"`
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldGroup = "group" // Group.Word
	FieldText  = "text"
	FieldThing = "thing" // id in hex
)

// Refusal is why something may not be written. It is an error and a code that
// the app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "care: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed" // not a payload of its kind, or beyond a limit
	NoThing   Refusal = "no-thing"  // there is no such thing, or it was let go
	Full      Refusal = "full"      // there are as many as there may be
	Taken     Refusal = "taken"     // a thing of this id is there
)

// State is what the facts of a person's own log say about what does them good.
// The zero State is that of an empty log. It is folded in place by Apply.
type State struct {
	list []*thing // in the order of the log
	byID map[event.ID]*thing
}

type thing struct {
	Thing
	dropped bool
}

// Thing is one thing that does somebody good.
type Thing struct {
	ID    event.ID
	Seq   uint64
	Group Group
	Text  string
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
	case KindAdded:
		var m Added
		if codec.Decode(payload, &m) != nil || m.Group.Word() == "" || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		if len(s.List()) >= MaxThings {
			return nil, Full
		}
		return func(f event.Fact) {
			if s.byID == nil {
				s.byID = map[event.ID]*thing{}
			}
			t := &thing{Thing: Thing{f.ID, f.Seq, m.Group, m.Text}}
			s.list, s.byID[f.ID] = append(s.list, t), t
		}, nil
	case KindChanged:
		var m Changed
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		t, err := s.thing(m.Thing)
		return func(event.Fact) { t.Text = m.Text }, err
	case KindDropped:
		var m Dropped
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		t, err := s.thing(m.Thing)
		return func(event.Fact) { t.dropped = true }, err
	}
	return nil, Unknown
}

func (s *State) thing(id event.ID) (*thing, error) {
	if t := s.byID[id]; t != nil && !t.dropped {
		return t, nil
	}
	return nil, NoThing
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	words := func() string { return r.Text(FieldText, true, MaxText) }
	var payload any
	switch kind {
	case KindAdded:
		m := Added{Text: words()}
		for _, g := range Groups() {
			if g.Word() == f[FieldGroup] {
				m.Group = g
			}
		}
		if m.Group == 0 {
			r.Fail(FieldGroup, event.CodeBad)
		}
		payload = m
	case KindChanged:
		payload = Changed{r.ID(FieldThing), words()}
	case KindDropped:
		payload = Dropped{r.ID(FieldThing)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// List returns the things that were not let go, in the order in which they
// came. They are for reading only.
func (s *State) List() []Thing {
	var list []Thing
	for _, t := range s.list {
		if !t.dropped {
			list = append(list, t.Thing)
		}
	}
	return list
}

// Thing returns the thing with an id.
func (s *State) Thing(id event.ID) (Thing, bool) {
	t, err := s.thing(id)
	if err != nil {
		return Thing{}, false
	}
	return t.Thing, true
}

// Offer returns the thing that is offered on an occasion: one of those that calm
// the body if there is one, else any.
func (s *State) Offer(occasion event.ID) (Thing, bool) {
	list := s.List()
	var calm []Thing
	for _, t := range list {
		if t.Group == Calm {
			calm = append(calm, t)
		}
	}
	if len(calm) > 0 {
		list = calm
	}
	if len(list) == 0 {
		return Thing{}, false
	}
	h := fnv.New32a()
	_, _ = h.Write(occasion[:])
	return list[h.Sum32()%uint32(len(list))], true
}
