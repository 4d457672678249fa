package letter

import (
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/reflection"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "letter: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	NotMember Refusal = "not-member" // by neither of the two
	Taken     Refusal = "taken"      // a letter or reflection of this id is there
	Closed    Refusal = "closed"     // the two have not verified each other
)

// change is what an event does to the state, once it is known that it may.
type change func(f event.Fact)

// Allows reports with a Refusal whether by may write the payload at the given
// time. It is the rule for what the screen offers, for what may be appended and
// for what a received event counts.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(by, kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	do, err := s.plan(f.By, f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if s.said.Used(f.ID) {
		return Taken
	}
	do(f)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw) (change, error) {
	if by != event.First && by != event.Second {
		return nil, NotMember
	}
	switch kind {
	case KindSent:
		var m Sent
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxLetter) {
			return nil, reflection.Malformed
		}
		return func(f event.Fact) { s.send(f, m.Text) }, nil
	case KindReflected, KindConfirmed, KindCorrected:
		return s.said.Plan(by, kind.Verb(), payload, func(t *reflection.Topic) error {
			if s.byID[t.ID].open == 0 {
				return Closed
			}
			return nil
		})
	}
	return nil, Unknown
}

func (s *State) send(f event.Fact, text string) {
	if s.byID == nil {
		s.byID = map[event.ID]*letter{}
	}
	l := &letter{Letter: Letter{Topic: reflection.Topic{ID: f.ID, Seq: f.Seq, By: f.By, At: f.At}, Text: text}}
	if s.verified {
		l.open = f.Seq
	}
	s.letters = append(s.letters, l)
	s.byID[f.ID] = l
	s.said.Begin(&l.Topic)
}

// Offers says what me may do about a letter now.
func (l Letter) Offers(me event.Partner) reflection.Offers {
	o := l.Topic.Offers(me)
	o.Reflect = o.Reflect && l.Open
	return o
}
