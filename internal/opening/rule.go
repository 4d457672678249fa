package opening

import (
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "opening: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Same      Refusal = "same"       // the rung that its author has chosen already
	TooHigh   Refusal = "too-high"   // a question on a rung that was never reached
)

// Allows reports with a Refusal whether by may write the payload.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(by, kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	r, err := s.plan(f.By, f.Kind, f.Payload)
	if err == nil {
		s.chosen[f.By] = r
		s.reached = max(s.reached, s.InUse())
	}
	return err
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw) (Rung, error) {
	if by != event.First && by != event.Second {
		return 0, NotMember
	}
	if kind != KindRung {
		return 0, Unknown
	}
	var m Chosen
	switch {
	case codec.Decode(payload, &m) != nil || m.Rung < Lowest || m.Rung > Highest:
		return 0, Malformed
	case m.Rung == s.Chosen(by):
		return 0, Same
	}
	return m.Rung, nil
}

// MaySeal reports with a Refusal whether by may answer a prompt.
func (s *State) MaySeal(by event.Partner, p seal.Prompt) error {
	if by != event.First && by != event.Second {
		return NotMember
	}
	q, err := questionOf(p)
	switch {
	case err != nil:
		return err
	case q.Rung > s.Reached():
		return TooHigh
	}
	return nil
}

// Sealed takes a seal of this practice.
func (s *State) Sealed(x *seal.Seal) {
	q, err := questionOf(x.Prompt)
	if err != nil || s.seals[q] != nil {
		return
	}
	if s.seals == nil {
		s.seals = map[Question]*seal.Seal{}
	}
	s.seals[q], s.order = x, append(s.order, q)
}
