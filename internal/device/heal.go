package device

import (
	"context"
	"errors"

	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/eventlog"
	"troth/internal/fold"
	"troth/internal/wire"
)

// Limits of healing.
const (
	maxHeals   = 3                    // of one log in a session: a relay that lies about what it has is not fed for ever
	healEvents = wire.MaxHeal - 8<<10 // bytes of events in one request; the rest is for what is around them
)

// heal gives a relay the events back that it has lost, exactly as they are
// stored here (spec/redact-v1.md, "Healing"). It returns nil if the relay has
// what this device has, or more.
func (s *session) heal(ctx context.Context, sp *space, lost *eventlog.Alarm) error {
	if sp.heals >= maxHeals {
		return lost
	}
	if s.until.After(s.d.Now()) {
		return errors.Join(lost, errBusy)
	}
	sp.heals++
	head, given := lost.At, uint64(0)
	defer func() {
		if given > 0 {
			s.d.tell(app.Healed{Count: given})
		}
	}()
	if head.Seq == 0 {
		var err error
		if head, err = s.begun(ctx, sp); err != nil {
			return errors.Join(lost, err)
		}
		given++
	}
	// The old copy may have bodies that were removed since. The tombstones come
	// first, so that a device that is stopped in between does all of it again.
	bury := s.tombstones(ctx, sp, head.Seq)
	early := s.handIn(ctx, sp, bury)
	if early != nil && !wire.IsRefusal(early, wire.CodeRefused) {
		return errors.Join(lost, early)
	}
	for head.Seq < sp.log.State().Seq {
		events, err := sp.log.After(ctx, head.Seq, healEvents)
		if err != nil {
			return errors.Join(lost, err)
		}
		next, err := s.relay.Heal(ctx, sp.signer.Log, wire.Heal{Expect: head, Events: events, Targets: s.targets(sp, head.Seq, len(events))})
		var refusal *wire.Refusal
		switch {
		case err == nil && next.Seq == head.Seq+uint64(len(events)):
			given += uint64(len(events))
		case err == nil:
			return errors.Join(lost, client.ErrAnswer)
		case errors.As(err, &refusal) && refusal.Code == wire.CodeConflict && refusal.Head != nil && refusal.Head.Seq > head.Seq:
			next = *refusal.Head // the other device was quicker
		default:
			if passes(err) {
				sp.heals-- // nothing is wrong with what was sent
			}
			return errors.Join(lost, err)
		}
		if next.Seq <= sp.log.State().Seq {
			known, err := sp.log.Knows(ctx, next)
			if err != nil {
				return err
			}
			if !known {
				return &eventlog.Alarm{Problem: eventlog.Fork}
			}
		}
		head = next
	}
	if early != nil {
		_ = s.handIn(ctx, sp, bury) // signed by a key that the relay has only now heard of, or no more
	}
	return nil
}

// begun begins a log again that the relay does not know any more. That can only
// be one's own: in a shared one nobody but the one who began it may, and the
// other could not be let in again.
func (s *session) begun(ctx context.Context, sp *space) (wire.Head, error) {
	if sp != s.own {
		return wire.Head{}, errNoSpace
	}
	genesis, _, err := sp.log.Stored(ctx, 1)
	if err != nil {
		return wire.Head{}, err
	}
	return wire.Head{Seq: 1, Hash: genesis.Header.Hash()}, s.relay.Create(ctx, genesis.Bytes())
}

// tombstones returns those of entries up to a seq that were taken back after it.
func (s *session) tombstones(ctx context.Context, sp *space, upTo uint64) (list []wire.Tombstone) {
	var seqs []uint64
	s.d.Inspect(func(m *app.Model) {
		for _, r := range within(m.Log(sp == s.own).Records(), 0, int(upTo)) {
			if r.Redacted > upTo {
				seqs = append(seqs, r.Seq)
			}
		}
	})
	for _, seq := range seqs {
		if ev, tombstone, err := sp.log.Stored(ctx, seq); err == nil && ev.Body == nil {
			list = append(list, wire.Tombstone{Seq: seq, Data: tombstone})
		}
	}
	return list
}

// handIn hands tombstones in, and returns the first refusal.
func (s *session) handIn(ctx context.Context, sp *space, list []wire.Tombstone) (refused error) {
	for _, t := range list {
		err := s.relay.Remove(ctx, sp.signer.Log, t)
		if err != nil && !wire.IsRefusal(err, wire.CodeRefused) {
			return err
		}
		if refused == nil {
			refused = err
		}
	}
	return refused
}

// targets says what the redacts take back that follow a leave among the n events
// after a seq.
func (s *session) targets(sp *space, after uint64, n int) (list []uint64) {
	st := sp.log.State()
	if sp != s.couple || !st.Closed() {
		return nil
	}
	s.d.Inspect(func(m *app.Model) {
		for _, r := range within(m.Records(), after, n) {
			if r.Seq > st.LeftSeq && r.Target != 0 {
				list = append(list, r.Target)
			}
		}
	})
	return list
}

func within(records []fold.Record, after uint64, n int) []fold.Record {
	from := min(after, uint64(len(records)))
	return records[from:min(from+uint64(n), uint64(len(records)))]
}
