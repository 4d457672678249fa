package letter

import (
	"troth/internal/codec"
	"troth/internal/event"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "letter: " + string(r) }

// Refusals.
const (
	Unknown      Refusal = "unknown-kind"
	Malformed    Refusal = "malformed"     // not a payload of its kind, or beyond a limit
	NotMember    Refusal = "not-member"    // by neither of the two
	Taken        Refusal = "taken"         // a letter or reflection of this id is there
	NoLetter     Refusal = "no-letter"     // there is no such letter
	NoReflection Refusal = "no-reflection" // there is no such reflection
	NotReader    Refusal = "not-reader"    // for the letter's reader alone
	NotWriter    Refusal = "not-writer"    // for the letter's writer alone
	Closed       Refusal = "closed"        // the two have not verified each other
	Pending      Refusal = "pending"       // the last reflection has no answer yet
	Answered     Refusal = "answered"      // the reflection has its answer
	Settled      Refusal = "settled"       // confirmed: nothing is added
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
	if s.byID[f.ID] != nil || s.reflections[f.ID] != nil {
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
		if codec.Decode(payload, &m) != nil || !fits(m.Text, MaxLetter) {
			return nil, Malformed
		}
		return func(f event.Fact) { s.send(f, m.Text) }, nil
	case KindReflected:
		var m Reflected
		if codec.Decode(payload, &m) != nil || !fits(m.Text, MaxReflection) {
			return nil, Malformed
		}
		return s.reflect(by, m)
	case KindConfirmed:
		var m Confirmed
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return s.answer(by, m.Reflection, true, "")
	case KindCorrected:
		var m Corrected
		if codec.Decode(payload, &m) != nil || !fits(m.Text, MaxCorrection) {
			return nil, Malformed
		}
		return s.answer(by, m.Reflection, false, m.Text)
	}
	return nil, Unknown
}

func (s *State) send(f event.Fact, text string) {
	if s.byID == nil {
		s.byID, s.reflections = map[event.ID]*letter{}, map[event.ID]*letter{}
	}
	l := &letter{Letter: Letter{ID: f.ID, Seq: f.Seq, By: f.By, At: f.At, Text: text}}
	if s.verified {
		l.open = f.Seq
	}
	s.letters = append(s.letters, l)
	s.byID[f.ID] = l
}

func (s *State) reflect(by event.Partner, m Reflected) (change, error) {
	l := s.byID[m.Letter]
	switch {
	case l == nil:
		return nil, NoLetter
	case by == l.By:
		return nil, NotReader
	case l.open == 0:
		return nil, Closed
	case l.Confirmed():
		return nil, Settled
	}
	if _, pending := l.Unanswered(); pending {
		return nil, Pending
	}
	return func(f event.Fact) {
		l.Exchange = append(l.Exchange, Reflection{ID: f.ID, Seq: f.Seq, At: f.At, Text: m.Text})
		s.reflections[f.ID] = l
	}, nil
}

func (s *State) answer(by event.Partner, id event.ID, confirmed bool, text string) (change, error) {
	l := s.reflections[id]
	switch {
	case l == nil:
		return nil, NoReflection
	case by != l.By:
		return nil, NotWriter
	}
	if r, pending := l.Unanswered(); !pending || r.ID != id {
		return nil, Answered
	}
	return func(f event.Fact) {
		l.Exchange[len(l.Exchange)-1].Answer = &Answer{ID: f.ID, Seq: f.Seq, At: f.At, Confirmed: confirmed, Text: text}
	}, nil
}

// Offers says what me may do about a letter now.
type Offers struct {
	Reflect bool
	Answer  event.ID // the reflection to confirm or to put right; zero: none
}

// Offers asks Allows about a letter.
func (s *State) Offers(me event.Partner, l Letter) Offers {
	var o Offers
	o.Reflect = s.Allows(me, KindReflected, codec.Must(Reflected{l.ID, "…"}), event.Stamp{}) == nil
	if r, ok := l.Unanswered(); ok && s.Allows(me, KindConfirmed, codec.Must(Confirmed{r.ID}), event.Stamp{}) == nil {
		o.Answer = r.ID
	}
	return o
}
