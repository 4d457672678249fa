// Package reflection is saying back what was heard, and what its writer says to
// that. Practices use it in which something that one wrote is to arrive before it
// is answered: letters, check-ins.
//
// # Terminology
//
// A topic is what somebody wrote; the partner of its writer is its reader. A
// reflection is the reader's "what I heard", in their own words. The writer
// answers it: it is confirmed ("yes, that is what I meant") or corrected (put
// right, with words).
//
// # What holds
//
//   - Only the reader reflects; only the writer answers, and an answer belongs to
//     the very reflection it names.
//   - One reflection at a time: the next comes after the last was put right.
//   - A confirmed topic has come to its end: nothing is added to it.
//   - Nothing that was said can be changed.
//
// The package is pure. A practice has kinds of its own with these verbs, and the
// payloads and rules of this package.
package reflection

import (
	"slices"
	"sort"

	"troth/internal/codec"
	"troth/internal/event"
)

// Verbs of the kinds.
const (
	VerbReflected = "reflected"
	VerbConfirmed = "confirmed"
	VerbCorrected = "corrected"
)

// MaxText is how long what is said about a topic may be, in bytes of UTF-8.
const MaxText = 4_000

// Reflected is the payload of VerbReflected. The event's id is the reflection's.
type Reflected struct {
	Topic event.ID `cbor:"1,keyasint"`
	Text  string   `cbor:"2,keyasint"`
}

// Confirmed is the payload of VerbConfirmed.
type Confirmed struct {
	Reflection event.ID `cbor:"1,keyasint"`
}

// Corrected is the payload of VerbCorrected.
type Corrected struct {
	Reflection event.ID `cbor:"1,keyasint"`
	Text       string   `cbor:"2,keyasint"`
}

// Fields of the forms: a reflection names its topic by a field of the practice,
// an answer its reflection.
const (
	FieldReflection = "reflection" // id in hex
	FieldText       = "text"
)

// Compose reads a form into the payload of a verb. Topic is the field that names
// the topic. It reports whether there is such a verb; what is wrong with the form
// is in r.
func Compose(verb, topic string, r *event.Fields) (payload any, ok bool) {
	text := func() string { return r.Words(FieldText, true, func(s string) int { return len(s) }, MaxText) }
	switch verb {
	case VerbReflected:
		return Reflected{r.ID(topic), text()}, true
	case VerbConfirmed:
		return Confirmed{r.ID(FieldReflection)}, true
	case VerbCorrected:
		return Corrected{r.ID(FieldReflection), text()}, true
	}
	return nil, false
}

// Topic is what one of the two wrote, with what was said about it.
type Topic struct {
	ID       event.ID
	Seq      uint64
	By       event.Partner // its writer
	At       event.Stamp   // claimed by its writer
	Exchange []Reflection  // oldest first
}

// Reflection is what the reader heard, and what the writer said to it.
type Reflection struct {
	ID     event.ID
	Seq    uint64
	At     event.Stamp
	Text   string
	Answer *Answer // nil: none yet
}

// Answer is what the writer said to a reflection. Text is "" when it is
// confirmed.
type Answer struct {
	ID        event.ID
	Seq       uint64
	At        event.Stamp
	Confirmed bool // else: put right
	Text      string
}

// Confirmed reports whether the writer has said that they were understood.
func (t Topic) Confirmed() bool {
	n := len(t.Exchange)
	return n > 0 && t.Exchange[n-1].Answer != nil && t.Exchange[n-1].Answer.Confirmed
}

// Unanswered returns the reflection that the writer has not answered yet.
func (t Topic) Unanswered() (Reflection, bool) {
	if n := len(t.Exchange); n > 0 && t.Exchange[n-1].Answer == nil {
		return t.Exchange[n-1], true
	}
	return Reflection{}, false
}

// News is something the other said.
type News struct {
	ID    event.ID // of the entry
	Seq   uint64
	At    event.Stamp // claimed by its author
	Verb  string
	Topic *Topic // for reading only
}

// Said returns every entry of the other of me about the topic, oldest first.
func (t *Topic) Said(me event.Partner) (said []News) {
	for _, r := range t.Exchange {
		switch a := r.Answer; {
		case t.By == me:
			said = append(said, News{r.ID, r.Seq, r.At, VerbReflected, t})
		case a != nil && a.Confirmed:
			said = append(said, News{a.ID, a.Seq, a.At, VerbConfirmed, t})
		case a != nil:
			said = append(said, News{a.ID, a.Seq, a.At, VerbCorrected, t})
		}
	}
	return said
}

// Since returns what the other of me said after the entry numbered seq, newest
// first. Said is what they said at all, in any order.
func Since(said []News, seq uint64) []News {
	said = slices.DeleteFunc(said, func(n News) bool { return n.Seq <= seq })
	sort.SliceStable(said, func(i, j int) bool { return said[i].Seq > said[j].Seq })
	return said
}

// Shows returns the entries of the other that me has before them when they look
// at the topic.
func (t *Topic) Shows(me event.Partner) (ids []event.ID) {
	if t.By != me {
		ids = append(ids, t.ID)
	}
	for _, n := range t.Said(me) {
		ids = append(ids, n.ID)
	}
	return ids
}

// Offers says what somebody may do about a topic now.
type Offers struct {
	Reflect bool
	Answer  event.ID // the reflection to confirm or to put right; zero: none
}

// Offers asks the rules about a topic.
func (t Topic) Offers(me event.Partner) Offers {
	o := Offers{Reflect: t.mayReflect(me) == nil}
	if r, ok := t.Unanswered(); ok && t.mayAnswer(me, r.ID) == nil {
		o.Answer = r.ID
	}
	return o
}

// Refusal is why something may not be said about a topic. It is an error and a
// code that the app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "reflection: " + string(r) }

// Refusals.
const (
	Malformed    Refusal = "malformed"     // not a payload of its verb, or beyond a limit
	NoTopic      Refusal = "no-topic"      // there is no such topic
	NoReflection Refusal = "no-reflection" // there is no such reflection
	NotReader    Refusal = "not-reader"    // for the topic's reader alone
	NotWriter    Refusal = "not-writer"    // for the topic's writer alone
	Pending      Refusal = "pending"       // the last reflection has no answer yet
	Answered     Refusal = "answered"      // the reflection has its answer
	Settled      Refusal = "settled"       // confirmed: nothing is added
)

func (t Topic) mayReflect(by event.Partner) error {
	_, pending := t.Unanswered()
	switch {
	case by != t.By.Other():
		return NotReader
	case t.Confirmed():
		return Settled
	case pending:
		return Pending
	}
	return nil
}

func (t Topic) mayAnswer(by event.Partner, reflection event.ID) error {
	if by != t.By {
		return NotWriter
	}
	if r, pending := t.Unanswered(); !pending || r.ID != reflection {
		return Answered
	}
	return nil
}

// State is what was said about all topics of a practice. The zero State has none.
type State struct {
	topics      map[event.ID]*Topic
	reflections map[event.ID]*Topic // the topic that a reflection is about
}

// Begin adds a topic, which the State changes from now on.
func (s *State) Begin(t *Topic) {
	if s.topics == nil {
		s.topics, s.reflections = map[event.ID]*Topic{}, map[event.ID]*Topic{}
	}
	s.topics[t.ID] = t
}

// Used reports whether a topic or a reflection has this id.
func (s *State) Used(id event.ID) bool { return s.topics[id] != nil || s.reflections[id] != nil }

// Plan decides whether by may say something about a topic, and returns what it
// changes. Open reports why the reader cannot read the topic, or nil; it is nil
// itself where every topic can be read.
func (s *State) Plan(by event.Partner, verb string, payload codec.Raw, open func(*Topic) error) (func(event.Fact), error) {
	switch verb {
	case VerbReflected:
		var m Reflected
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		t := s.topics[m.Topic]
		if t == nil {
			return nil, NoTopic
		}
		err := t.mayReflect(by)
		if open != nil && err != NotReader {
			if closed := open(t); closed != nil {
				err = closed
			}
		}
		return func(f event.Fact) {
			t.Exchange = append(t.Exchange, Reflection{ID: f.ID, Seq: f.Seq, At: f.At, Text: m.Text})
			s.reflections[f.ID] = t
		}, err
	case VerbConfirmed:
		var m Confirmed
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return s.answer(by, m.Reflection, true, "")
	case VerbCorrected:
		var m Corrected
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		return s.answer(by, m.Reflection, false, m.Text)
	}
	return nil, Malformed
}

func (s *State) answer(by event.Partner, id event.ID, confirmed bool, text string) (func(event.Fact), error) {
	t := s.reflections[id]
	if t == nil {
		return nil, NoReflection
	}
	return func(f event.Fact) {
		t.Exchange[len(t.Exchange)-1].Answer = &Answer{ID: f.ID, Seq: f.Seq, At: f.At, Confirmed: confirmed, Text: text}
	}, t.mayAnswer(by, id)
}
