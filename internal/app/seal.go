package app

import (
	"slices"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
	"troth/internal/self"
)

// Unseal opens an answer of this person's own, in any log of theirs; nothing
// else. The device has the keys for it.
type Unseal func(log chain.LogID, by event.Partner, c seal.Commit) ([]byte, bool)

// ToOpen returns the own answers whose keys can be given now, by what the shared
// log says; see seal.State.Pending.
func (m *Model) ToOpen() []seal.Own {
	s := m.accepted()
	if s.Left() != event.Nobody {
		return nil // nothing is written any more
	}
	return s.Seal.Pending(m.Me)
}

// OwnAnswer returns what this person has answered in a seal, also while it is
// closed.
func (m *Model) OwnAnswer(x *seal.Seal) ([]byte, bool) {
	c, ok := x.Commit(m.Me)
	if !ok || m.Unseal == nil {
		return nil, false
	}
	return m.Unseal(m.Couple.Seal.Log, m.Me, c)
}

// KeptAnswer returns what of the other's answer in a seal was opened here, if they
// have taken it back since: this person's copy.
func (m *Model) KeptAnswer(x *seal.Seal) ([]byte, bool) {
	log, other := m.Couple.Seal.Log, m.Me.Other()
	copies := slices.DeleteFunc(m.Self.Copies(log), func(c self.Copy) bool { return c.By != other })
	for _, answer := range slices.Backward(copies) {
		for _, key := range copies {
			c, k, ok := seal.Match(log, other, answer.Body, key.Body)
			if !ok || answer.Body.Kind != seal.KindCommit || c.Prompt.ID() != x.ID {
				continue
			}
			if plain, err := c.Open(log, other, k); err == nil {
				own, _ := m.OwnAnswer(x)
				return x.Part(own, plain)
			}
		}
	}
	return nil, false
}

// About returns the practice that something which waits belongs to, and what the
// person wrote in it.
func (m *Model) About(w Waiting) (practice string, words []string) {
	if f, ok := m.Self.Reveal(event.Fact{Kind: w.Kind, Payload: w.Payload}); ok {
		w.Kind, w.Payload = f.Kind, f.Payload
	}
	practice = w.Kind.Practice()
	var back seal.Withdraw
	switch w.Kind {
	case seal.KindCommit:
		c, err := seal.DecodeCommit(w.Payload)
		if err != nil || m.Unseal == nil {
			return practice, nil
		}
		plain, _ := m.Unseal(m.Couple.Seal.Log, m.Me, c)
		return c.Prompt.Practice, codec.Strings(plain)
	case seal.KindWithdraw:
		if codec.Decode(w.Payload, &back) == nil {
			if x, ok := m.Couple.Seal.Seal(back.Seal); ok {
				practice = x.Prompt.Practice
			}
		}
		return practice, nil
	}
	if practice == self.KindKey.Practice() {
		return practiceJournal, nil
	}
	return practice, codec.Strings(w.Payload)
}

// SealedBy returns the practice that an entry of a seal belongs to, and its seal.
func (m *Model) SealedBy(f event.Fact) (practice string, id event.ID) {
	var w seal.Withdraw
	var o seal.Open
	switch {
	case f.Kind == seal.KindCommit:
		c, err := seal.DecodeCommit(f.Payload)
		if err != nil {
			return "", event.ID{}
		}
		return c.Prompt.Practice, c.Prompt.ID()
	case f.Kind == seal.KindWithdraw && codec.Decode(f.Payload, &w) == nil:
		id = w.Seal
	case f.Kind == seal.KindOpen && codec.Decode(f.Payload, &o) == nil:
		id = o.Seal
	}
	if x, ok := m.Couple.Seal.Seal(id); ok {
		practice = x.Prompt.Practice
	}
	return practice, id
}
