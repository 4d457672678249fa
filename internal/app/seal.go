package app

import (
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
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

// About returns the practice that something which waits belongs to, and what the
// person wrote in it.
func (m *Model) About(w Waiting) (practice string, words []string) {
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
	return practice, codec.Strings(w.Payload)
}
