package couple

import (
	"strings"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/seal"
)

// sealed is the practice of seals: their own rules, and for a commit those of
// the practice that its prompt belongs to.
type sealed struct {
	*seal.State
	s *State
}

// sealing returns a practice in which both answer, or nil.
func (s *State) sealing(name string) sealing {
	if strings.Contains(name, ".") {
		return nil // a practice has one name
	}
	p, _ := s.practice(event.Kind(name)).(sealing)
	return p
}

// Allows implements practice.
func (p sealed) Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error {
	if err := p.State.Allows(by, kind, payload, at); err != nil || kind != seal.KindCommit {
		return err
	}
	c, err := seal.DecodeCommit(payload)
	if err != nil {
		return err
	}
	return p.s.maySeal(by, c.Prompt)
}

// Apply implements practice.
func (p sealed) Apply(f event.Fact) error {
	if err := p.Allows(f.By, f.Kind, f.Payload, f.At); err != nil {
		return err
	}
	err := p.State.Apply(f)
	if err != nil || f.Kind != seal.KindCommit {
		return err
	}
	c, err := seal.DecodeCommit(f.Payload)
	if err != nil {
		return err
	}
	if x, ok := p.State.Seal(c.Prompt.ID()); ok {
		p.s.sealing(c.Prompt.Practice).Sealed(x)
	}
	return nil
}

// maySeal asks the practice of a prompt.
func (s *State) maySeal(by event.Partner, p seal.Prompt) error {
	practice := s.sealing(p.Practice)
	if practice == nil {
		return fold.ErrUnknown
	}
	return practice.MaySeal(by, p)
}
