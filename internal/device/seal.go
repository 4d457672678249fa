package device

import (
	"context"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/seal"
	"troth/internal/secret"
	"troth/internal/self"
)

// An answer is sealed under a key that follows from the person's root and from
// what its commit carries. So every device of theirs can read it, and give the
// key once both have answered, and nothing has to be kept beside the log
// (spec/seal-v1.md).

// root returns a generation of the person's root.
func (s *session) root(generation uint32) (keyring.Root, bool) {
	for _, r := range s.keys.Hot.Roots {
		if r.Generation == generation {
			return r, true
		}
	}
	return keyring.Root{}, false
}

// keyOf derives keys of answers in a log.
func keyOf(r keyring.Root, log chain.LogID) seal.KeyOf {
	return func(id event.ID, salt [32]byte) secret.Key { return r.SealKey(log, id, salt) }
}

// unseal opens an own answer. It reads nothing but keys, which do not change
// while a session lasts, so the app may ask at any time.
func (s *session) unseal(log chain.LogID, by event.Partner, c seal.Commit) ([]byte, bool) {
	r, ok := s.root(c.Generation)
	if !ok {
		return nil, false
	}
	plain, err := c.Open(log, by, r.SealKey(log, c.Prompt.ID(), c.Salt))
	return plain, err == nil
}

// sealAnswer seals an answer and takes it like anything else that is written.
func (s *session) sealAnswer(ctx context.Context, a app.SealAnswer) {
	if s.couple == nil || s.couple.member == 0 {
		s.finish(errNotAllowed)
		return
	}
	root, log := s.keys.Hot.Newest(), s.couple.signer.Log
	c, err := seal.New(s.d.Rand, log, event.Partner(s.couple.member), root.Generation, keyOf(root, log), a.Answer)
	if err != nil {
		s.finish(err)
		return
	}
	s.submit(ctx, app.Write{Kind: seal.KindCommit, Payload: codec.Must(c), Draft: a.Draft})
}

// openSeals gives the keys of own answers that both have answered, by what the
// shared log says. It is done when the log has grown, before a page can show
// what the other has answered: that waits for this device's own key to be in the
// log. A key that could not be sent is kept in the outbox, once, and goes out
// with the rest.
func (s *session) openSeals(ctx context.Context, sp *space) error {
	if sp == nil || sp != s.couple || sp.member == 0 {
		return nil
	}
	var list []seal.Own
	s.d.Inspect(func(m *app.Model) { list = m.ToOpen() })
	log, me := sp.signer.Log, event.Partner(sp.member)
	added := false
	for _, own := range list {
		root, ok := s.root(own.Commit.Generation)
		if !ok {
			continue
		}
		key := root.SealKey(log, own.Seal, own.Commit.Salt)
		if !own.Commit.Fits(log, me, key) || s.opening(log, own.Seal) {
			continue
		}
		it, err := s.intent(sp, seal.KindOpen, codec.Must(seal.Open{Seal: own.Seal, Key: key}))
		if err != nil {
			return err
		}
		s.outbox, added = append(s.outbox, it), true
	}
	if !added {
		return nil
	}
	if err := s.keepOutbox(ctx); err != nil {
		return err // the next try finds them in the outbox, or begins again
	}
	return s.flush(ctx, sp)
}

// keepHalf keeps what belongs to a copy of an answer, or of its key, so that one
// can be read by the other: of all that its author has written, only that.
func (s *session) keepHalf(ctx context.Context, sp *space, c self.Copy) error {
	kind, ok := seal.Half(c.Body.Kind)
	if !ok || sp != s.couple {
		return nil
	}
	var at []uint64
	s.d.Inspect(func(m *app.Model) {
		for _, r := range m.Records() {
			if r.By == c.By && r.Kind == kind {
				at = append(at, r.Seq)
			}
		}
	})
	for _, seq := range at {
		ev, _, err := sp.log.Stored(ctx, seq)
		if err != nil {
			return err
		}
		body, ok := envelope.OpenBody(ev, sp.ring)
		if !ok {
			continue
		}
		if _, _, ok := seal.Match(c.Log, c.By, c.Body, body); ok {
			if err := s.keepCopy(ctx, sp, ev, c.By); err != nil {
				return err
			}
		}
	}
	return nil
}

// opening reports whether the key of an own answer waits in the outbox.
func (s *session) opening(log chain.LogID, id event.ID) bool {
	for _, it := range s.outbox {
		var o seal.Open
		if it.Log == log && it.Kind == seal.KindOpen && codec.Decode(it.Payload, &o) == nil && o.Seal == id {
			return true
		}
	}
	return false
}
