// Package benefit is the practice of giving the benefit of the doubt: looking
// once more before one concludes. It is private; only a question travels, and
// that as a letter of its own.
//
// # Terminology
//
// A doubt is one such look: what I saw, the story I told myself, two other
// readings that would also fit, and what I would ask. Then one settles what to
// do with it (End). Later one may write down what it turned out to be.
//
// # What holds
//
//   - Everything is of a person's own log. Nobody else learns that there is a
//     doubt.
//   - What I saw and the story are needed; other readings and a question are
//     asked for and may be left out. Not everything has another reading.
//   - A doubt is settled as often as one likes; the newest counts. "It is what I
//     thought" is an end as good as any.
//   - What it turned out to be can be written at any time, and written anew.
//   - Nothing here is counted, and nothing says how often a story was right.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/benefit-v1.md.
package benefit

import (
	"fmt"
	"slices"

	"troth/internal/codec"
	"troth/internal/event"
)

// Kinds, all of a person's own log.
const (
	KindDoubted event.Kind = "benefit.own.doubted"
	KindSettled event.Kind = "benefit.own.settled"
	KindTurned  event.Kind = "benefit.own.turned"
)

// MaxText is the longest text of a part, in bytes of UTF-8.
const MaxText = 2_000

// End is what one does with a doubt.
type End uint8

// Ends.
const (
	Open    End = iota // nothing yet
	Asked              // the question has become a letter
	Waits              // not now
	LetGo              // it is let go of
	Thought            // it is what I thought
	Left               // left as it is, without knowing
)

// Doubted is the payload of KindDoubted. The event's id is the doubt's.
type Doubted struct {
	Saw      string `cbor:"1,keyasint"`
	Story    string `cbor:"2,keyasint"`
	Reading  string `cbor:"3,keyasint,omitempty"`
	Another  string `cbor:"4,keyasint,omitempty"`
	Question string `cbor:"5,keyasint,omitempty"`
}

// Settled is the payload of KindSettled.
type Settled struct {
	Doubt event.ID `cbor:"1,keyasint"`
	End   End      `cbor:"2,keyasint"` // Asked to Left
}

// Turned is the payload of KindTurned.
type Turned struct {
	Doubt event.ID `cbor:"1,keyasint"`
	Text  string   `cbor:"2,keyasint"`
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldSaw      = "saw"
	FieldStory    = "story"
	FieldReading  = "reading"
	FieldAnother  = "another"
	FieldQuestion = "question"
	FieldDoubt    = "doubt" // id in hex
	FieldEnd      = "end"   // a key of ends
	FieldText     = "text"
)

// Ends by the words that a form has for them.
func ends() map[string]End {
	return map[string]End{"asked": Asked, "waits": Waits, "let-go": LetGo, "thought": Thought, "left": Left}
}

// Word returns the word that a form has for an end; "" for Open.
func Word(e End) string {
	for word, end := range ends() {
		if end == e {
			return word
		}
	}
	return ""
}

// Refusal is why something may not be written. It is an error and a code that
// the app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "benefit: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed" // not a payload of its kind, or beyond a limit
	NoDoubt   Refusal = "no-doubt"  // there is no such doubt
	Taken     Refusal = "taken"     // a doubt of this id is there
)

// State is what the facts of a person's own log say about doubts. The zero State
// is that of an empty log. It is folded in place by Apply.
type State struct {
	list []*Doubt // in the order of the log
	byID map[event.ID]*Doubt
}

// Doubt is one look.
type Doubt struct {
	ID  event.ID
	Seq uint64
	At  event.Stamp
	Doubted
	End    End
	Turned string      // "": not written yet
	Then   event.Stamp // of Turned
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
	case KindDoubted:
		var m Doubted
		if codec.Decode(payload, &m) != nil || !m.valid() {
			return nil, Malformed
		}
		return func(f event.Fact) {
			if s.byID == nil {
				s.byID = map[event.ID]*Doubt{}
			}
			d := &Doubt{ID: f.ID, Seq: f.Seq, At: f.At, Doubted: m}
			s.list, s.byID[f.ID] = append(s.list, d), d
		}, nil
	case KindSettled:
		var m Settled
		if codec.Decode(payload, &m) != nil || m.End < Asked || m.End > Left {
			return nil, Malformed
		}
		d, err := s.doubt(m.Doubt)
		return func(event.Fact) { d.End = m.End }, err
	case KindTurned:
		var m Turned
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		d, err := s.doubt(m.Doubt)
		return func(f event.Fact) { d.Turned, d.Then = m.Text, f.At }, err
	}
	return nil, Unknown
}

func (m Doubted) valid() bool {
	for _, s := range []string{m.Reading, m.Another, m.Question} {
		if s != "" && !event.Fits(s, MaxText) {
			return false
		}
	}
	return event.Fits(m.Saw, MaxText) && event.Fits(m.Story, MaxText)
}

func (s *State) doubt(id event.ID) (*Doubt, error) {
	if d := s.byID[id]; d != nil {
		return d, nil
	}
	return nil, NoDoubt
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	words := func(field string, required bool) string {
		return r.Text(field, required, MaxText)
	}
	var payload any
	switch kind {
	case KindDoubted:
		payload = Doubted{words(FieldSaw, true), words(FieldStory, true), words(FieldReading, false), words(FieldAnother, false), words(FieldQuestion, false)}
	case KindSettled:
		end, ok := ends()[f[FieldEnd]]
		if !ok {
			r.Fail(FieldEnd, event.CodeBad)
		}
		payload = Settled{r.ID(FieldDoubt), end}
	case KindTurned:
		payload = Turned{r.ID(FieldDoubt), words(FieldText, true)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// List returns all doubts, newest first. They are for reading only.
func (s *State) List() []Doubt {
	list := make([]Doubt, 0, len(s.list))
	for _, d := range slices.Backward(s.list) {
		list = append(list, *d)
	}
	return list
}

// Doubt returns the doubt with an id.
func (s *State) Doubt(id event.ID) (Doubt, bool) {
	d, err := s.doubt(id)
	if err != nil {
		return Doubt{}, false
	}
	return *d, true
}
