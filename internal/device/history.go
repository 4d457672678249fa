package device

import (
	"context"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/self"
	"troth/internal/wire"
)

// giveBack gives the partner of now what was written in an earlier space with them,
// whose keys they have lost: a key worker proves that this person wants it, the relay
// lets the partner's new account read that log, and then its keys go into the shared
// one (spec/history-v1.md). What is cut off in between can be done again.
func (s *session) giveBack(ctx context.Context, log chain.LogID, port Port) {
	defer port.Close()
	if err := s.give(ctx, log, port); err != nil {
		s.d.tell(app.JobFailed{Failure: keywork.FailureOf(err)})
	}
}

func (s *session) give(ctx context.Context, log chain.LogID, port Port) error {
	if err := s.sync(ctx, s.couple); err != nil {
		return err
	}
	var a self.Anchor
	s.d.Inspect(func(m *app.Model) { // as the log stands now: another device may have been quicker
		for _, may := range m.Givable() {
			if may.Log == log {
				a = may
			}
		}
	})
	now, _ := s.about.Space()
	if a.Log != log || now.Log != s.couple.signer.Log {
		s.d.tell(app.JobFailed{Failure: app.NotAllowed})
		return nil
	}
	sp, _, err := s.past(ctx, a)
	if err != nil {
		return err
	}
	given := couple.Given{Log: log, Genesis: a.Genesis, By: a.Me, Keys: sp.ring.Keys()}
	payload, err := codec.Encode(given)
	if err != nil {
		return err
	}
	body, err := codec.Encode(wire.NewReader{Log: log, Shared: now.Log})
	if err != nil {
		return err
	}
	res, err := exchange(ctx, keywork.Job{Kind: keywork.Prove, Op: wire.OpReader, Body: body}, port)
	if err != nil {
		return err
	}
	if res.Failure != "" {
		s.d.tell(app.JobFailed{Failure: res.Failure})
		return nil
	}
	if err := s.relay.AddReader(ctx, log, body, *res.Proof); err != nil {
		return err
	}
	s.submit(ctx, app.Write{Kind: couple.KindGiven, Payload: payload})
	return nil
}

// takeGiven notes in the person's own log what the partner has given back, so that
// all their devices have it among the earlier spaces, whatever becomes of this one.
// It is read when somebody opens it.
func (s *session) takeGiven(ctx context.Context) error {
	if s.couple == nil || s.couple.member == 0 {
		return nil
	}
	var list []couple.Given
	by := event.Partner(s.couple.member).Other()
	s.d.Inspect(func(m *app.Model) { list = m.Log(false).(*couple.State).Given(by) })
	now, _ := s.about.Space()
	for _, v := range list {
		known := false
		for _, a := range s.about.Anchors {
			known = known || a.Log == v.Log // hers under the keys she has, or noted
		}
		if known || now.Partner == ([32]byte{}) {
			continue
		}
		a := self.Anchor{Log: v.Log, Genesis: v.Genesis, Me: v.By.Other(), Partner: now.Partner, MyName: now.MyName, Name: now.Name, Keys: v.Keys}
		if err := s.note(ctx, self.KindAnchor, a); err != nil {
			return err
		}
	}
	return nil
}
