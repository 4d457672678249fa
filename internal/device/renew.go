package device

import (
	"context"
	"io"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/keywork"
)

// When an account was secured its logs still have the keys of before. Whichever
// device of its person is opened next renews them, log by log, before it writes
// anything there (spec/keys-v1.md, "Securing an account"). Until then the log
// takes nothing of this person, and what they write waits.

// signBy has a log signed by a generation of this person's keys.
func (sp *space) signBy(log chain.LogID, typ chain.Type, root keyring.Root) {
	sp.gen, sp.signer = root.Generation, envelope.NewSigner(log, typ, root.SignSeed(log))
}

// has is the generation of this person's keys that a log has; 0: they are no
// member of it yet.
func (sp *space) has() uint32 {
	if m := sp.log.State().Members; sp.member != 0 && int(sp.member) <= len(m) {
		return m[sp.member-1].Generation
	}
	return 0
}

// signBy has a log signed by the newest keys, or by those that it will always
// have: when it has ended, or when nobody certified newer ones for it.
func (s *session) signBy(sp *space) {
	gen := s.keys.Hot.Newest().Generation
	if has := sp.has(); has != 0 && has < gen {
		if _, ok := s.keys.Hot.Cert(sp.signer.Log, has+1); !ok || sp.log.State().Closed() {
			gen = has
		}
	}
	if root, ok := s.root(gen); ok && gen != sp.gen {
		sp.signBy(sp.signer.Log, sp.signer.Type, root)
	}
}

// renew has a log take this person's newest keys, one generation after the
// other, if it has older ones. With the keys of a shared log comes a new epoch,
// so that nothing more is written under one that the old keys can open.
func (s *session) renew(ctx context.Context, sp *space) error {
	var events []envelope.Signed
	var last error
	for range maxAppendTries {
		if sp == nil || sp.log.Err() != nil || sp.has() == 0 || sp.has() >= sp.gen {
			return nil
		}
		st := sp.log.State()
		if events == nil || !events[0].For(envelope.After(st)) {
			var err error
			if events, err = s.renewal(sp); err != nil {
				return err
			}
		}
		err := s.relay.Append(ctx, sp.signer.Log, client.NewAppend(st, events...))
		switch {
		case err == nil:
			if err := s.take(ctx, sp, events...); err != nil {
				return err
			}
		case moved(err):
			last = err
			if err := s.sync(ctx, sp); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return last
}

// renewal makes person.rekey for the generation after the one that a log has,
// and the epoch that goes with it.
func (s *session) renewal(sp *space) ([]envelope.Signed, error) {
	gen := sp.has() + 1
	root, ok := s.root(gen)
	cert, certified := s.keys.Hot.Cert(sp.signer.Log, gen)
	if !ok || !certified {
		return nil, errNotAllowed
	}
	next := sp.log.State().Clone()
	signer := envelope.NewSigner(sp.signer.Log, sp.signer.Type, root.SignSeed(sp.signer.Log))
	var events []envelope.Signed
	add := func(body []byte, err error) error {
		var id event.ID
		if err == nil {
			_, err = io.ReadFull(s.d.Rand, id[:])
		}
		if err != nil {
			return err
		}
		ev, err := envelope.SealControl(s.d.Rand, signer, envelope.After(&next), id, body)
		if err == nil {
			_, err = next.Accept(ev.Event())
		}
		events = append(events, ev)
		return err
	}
	if err := add(chain.RekeyBody(cert)); err != nil {
		return nil, err
	}
	if next.Epoch == 0 || gen != sp.gen {
		return events, nil
	}
	e, _, err := keyring.NewEpoch(s.d.Rand, &next, next.Members, sp.ring)
	if err != nil {
		return nil, err
	}
	return events, add(chain.EpochBody(e))
}

// standing says which keys this person's logs have, for those who make newer
// ones. The relay is asked first.
func (s *session) standing() []keywork.Standing {
	said := make(chan []keywork.Standing, 1)
	s.do(func(ctx context.Context) {
		s.syncAll(ctx)
		list := []keywork.Standing{{Log: s.own.signer.Log, Generation: max(s.own.has(), 1)}}
		if a, ok := s.about.Space(); ok {
			space := keywork.Standing{Log: a.Log, Generation: 1}
			if sp := s.couple; sp != nil && sp.signer.Log == a.Log {
				space.Generation = max(sp.has(), 1)
			}
			if s.couple == nil || !s.couple.log.State().Closed() {
				list = append(list, space)
			}
		}
		said <- list
	})
	select {
	case list := <-said:
		return list
	case <-s.d.ctx.Done():
		return nil
	}
}

// refused finds out why the relay does not let this session in any more. If the
// account has other keys now there is nothing that the session could do. When it
// was secured, somebody may have this device who should not: it locks.
func (s *session) refused() app.NetChanged {
	if !s.d.jobs.TryLock() {
		return app.NetChanged{Net: app.Connecting} // it may be this device that is changing them
	}
	s.d.jobs.Unlock()
	net := app.NetChanged{Net: app.Refused}
	c, err := s.relay.Challenge(s.d.ctx, s.keys.Account)
	s.d.mu.Lock()
	salt, known := s.keys.Salt, s.keys.SaltKey.Knows(c.Salt)
	s.d.mu.Unlock()
	switch {
	case err == nil && s.relay.Gone():
		s.lost()
		return net
	case err != nil || c.Salt == salt:
		return net
	}
	s.over.Store(true)
	if net.Why = keywork.Changed; !known {
		net.Why = keywork.Secured
		_ = keywork.ForgetLight(s.d.ctx, s.d.Store)
		_ = keywork.NoteSecured(s.d.ctx, s.d.Store) // without it the next unlocking says so
		s.d.Screen.Lock()
	}
	return net
}
