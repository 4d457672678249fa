package device

import (
	"context"
	"errors"
	"maps"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/self"
	"troth/internal/wire"
)

// nameRemovals is the store's name for what is still to be removed.
const nameRemovals = "t"

// removal is an entry that was taken back, of which this device has not done
// all that follows (spec/redact-v1.md, "On a device").
type removal struct {
	Log  chain.LogID `cbor:"1,keyasint"`
	Seq  uint64      `cbor:"2,keyasint"`
	Keep bool        `cbor:"3,keyasint"` // this person had opened it, so it stays theirs

	asked bool // in this session, and the relay has no tombstone
}

// redact takes back an own entry of a log: the redact and the tombstone go to the
// relay in one request.
func (s *session) redact(ctx context.Context, sp *space, seq uint64) error {
	if sp == nil || sp.member == 0 {
		return errNotAllowed
	}
	if err := s.renew(ctx, sp); err != nil {
		return err
	}
	var ev envelope.Signed
	var last error
	at := event.StampOf(s.d.Now())
	for range maxAppendTries {
		id, payload, done, err := s.mayRedact(sp, seq)
		if err != nil || done {
			return err
		}
		target, _, err := sp.log.Stored(ctx, seq)
		if err != nil {
			return err
		}
		st := sp.log.State()
		if !ev.For(envelope.After(st)) {
			// While the head is the same the same bytes are sent again.
			if ev, err = s.seal(sp, envelope.After(sp.log.State()), id, event.Body{Kind: fold.KindRedact, MinReader: event.Reader, CreatedMS: at.MS, Civil: &at.Civil,
				Payload: codec.Must(payload)}); err != nil {
				return err
			}
		}
		in := client.NewAppend(st, ev)
		in.Tombstones = []wire.Tombstone{{Seq: seq, Data: sp.signer.Tombstone(target.Header)}}
		err = s.relay.Append(ctx, sp.signer.Log, in)
		switch {
		case err == nil:
			s.buried[removal{Log: sp.signer.Log, Seq: seq}] = true
			return s.take(ctx, sp, ev)
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

// mayRedact asks the rules of a log. It reports as well whether it was done
// already.
func (s *session) mayRedact(sp *space, seq uint64) (id event.ID, payload fold.Redact, done bool, err error) {
	s.d.Inspect(func(m *app.Model) {
		me := event.Partner(sp.member)
		id, payload, err = m.Log(sp == s.own).Redact(me, seq)
		if r := m.Log(sp == s.own).Records(); seq > 0 && seq <= uint64(len(r)) && r[seq-1].By == me && r[seq-1].Redacted != 0 {
			done, err = true, nil
		}
	})
	if err != nil {
		err = errNotAllowed
	}
	return id, payload, done, err
}

// seal seals a body for a place in one of the two logs, with a witness to where
// the other stands.
func (s *session) seal(sp *space, place envelope.Place, id event.ID, body event.Body) (envelope.Signed, error) {
	other := s.own
	if sp == s.own {
		other = s.couple
	}
	if other != nil {
		st, err := other.log.State(), error(nil)
		if body.Witness, err = s.keys.Hot.Newest().Witness(s.d.Rand, st.Log, st.Seq, st.Head); err != nil {
			return envelope.Signed{}, err
		}
	}
	return envelope.Seal(s.d.Rand, sp.signer, place, sp.ring, id, body)
}

// seen returns how far this person has read. It is asked for before new entries
// are shown: what was taken back before it could be read was not read.
func (s *session) seen() (seen map[string]uint64) {
	s.d.Inspect(func(m *app.Model) { seen = maps.Clone(m.Seen) })
	return seen
}

func (s *session) recallRemovals() error {
	var list []*removal
	_, err := s.recall(nameRemovals, &list)
	s.removals = list
	return err
}

func (s *session) keepRemovals(ctx context.Context) error {
	if len(s.removals) == 0 {
		return s.d.Store.Put(ctx, deleted(nameRemovals))
	}
	return s.keep(ctx, nameRemovals, s.removals)
}

// takenBack decides for each entry of a log that was taken back, from seq after
// on, what is to be done, stores that, and does it.
func (s *session) takenBack(ctx context.Context, sp *space, after uint64, seen map[string]uint64) {
	var targets []fold.Record
	s.d.Inspect(func(m *app.Model) {
		records := m.Log(sp == s.own).Records()
		for _, r := range records[min(after, uint64(len(records))):] {
			if r.Target != 0 {
				targets = append(targets, records[r.Target-1])
			}
		}
	})
	changed := false
	for _, t := range targets {
		rm, err := s.decide(ctx, sp, t, seen)
		if err == nil && rm != nil {
			s.removals, changed = append(s.removals, rm), true
		}
	}
	if changed && s.keepRemovals(ctx) != nil {
		return // the next start decides again, by what was read before
	}
	s.tidy(ctx, sp)
}

// decide returns what is to be done about an entry that was taken back, or nil
// if that is done or known.
func (s *session) decide(ctx context.Context, sp *space, t fold.Record, seen map[string]uint64) (*removal, error) {
	for _, rm := range s.removals {
		if rm.Log == sp.signer.Log && rm.Seq == t.Seq {
			return nil, nil
		}
	}
	ev, tombstone, err := sp.log.Stored(ctx, t.Seq)
	if err != nil || ev.Body == nil && sp.log.State().VerifyTombstone(ev.Header, tombstone, chain.Ever) == nil {
		return nil, err
	}
	rm := &removal{Log: sp.signer.Log, Seq: t.Seq}
	if body, ok := envelope.OpenBody(ev, sp.ring); ok && t.By != event.Partner(sp.member) {
		s.d.Inspect(func(m *app.Model) { rm.Keep = m.HadOpened(body.Kind, t.ID, t.Seq, seen) })
	}
	return rm, nil
}

// tidy does what is still to be done about a log. What fails is tried again
// later.
func (s *session) tidy(ctx context.Context, sp *space) {
	if sp == nil || sp.member == 0 {
		return
	}
	var left []*removal
	before := len(s.removals)
	for _, rm := range s.removals {
		if rm.asked || rm.Log != sp.signer.Log || s.carryOut(ctx, sp, rm) != nil {
			left = append(left, rm)
		}
	}
	s.removals, s.buried = left, map[removal]bool{}
	if len(left) != before {
		_ = s.keepRemovals(ctx) // what is done is found done
	}
}

// takenBackBefore does the same for an earlier space. What this person had opened
// there is not remembered, so all that has reached this device stays theirs.
func (s *session) takenBackBefore(ctx context.Context, sp *space, entries []envelope.Entry) {
	st := couple.New()
	st.Fold(entries...)
	for _, r := range st.Records() {
		if r.Redacted == 0 {
			continue
		}
		if ev, _, err := sp.log.Stored(ctx, r.Seq); err == nil && ev.Body != nil {
			// Tried again when the space is opened again.
			_ = s.carryOut(ctx, sp, &removal{Log: ev.Log, Seq: r.Seq, Keep: r.By != event.Partner(sp.member)})
		}
	}
}

// carryOut keeps a copy, if this person had opened the entry, and only then
// removes the body from this device.
func (s *session) carryOut(ctx context.Context, sp *space, rm *removal) error {
	ev, tombstone, err := sp.log.Stored(ctx, rm.Seq)
	if err != nil {
		return err
	}
	author := event.Partner(sp.log.State().Author(ev.Header))
	if rm.Keep {
		if err := s.keepCopy(ctx, sp, ev, author); err != nil {
			return err
		}
	}
	if sp.log.Bury(ctx, rm.Seq, tombstone) == nil {
		return nil
	}
	if author == event.Partner(sp.member) {
		tombstone = sp.signer.Tombstone(ev.Header)
		if !s.buried[removal{Log: rm.Log, Seq: rm.Seq}] {
			// The redact came from another device of this person, or long ago: the
			// relay may have lost the tombstone, or never had it.
			if err := s.relay.Remove(ctx, sp.signer.Log, wire.Tombstone{Seq: rm.Seq, Data: tombstone}); err != nil {
				return err
			}
		}
		return sp.log.Bury(ctx, rm.Seq, tombstone)
	}
	e, err := s.relay.Event(ctx, sp.signer.Log, rm.Seq)
	if err != nil {
		return err
	}
	err = sp.log.Bury(ctx, rm.Seq, e.Tombstone)
	rm.asked = errors.Is(err, chain.ErrTombstone)
	return err
}

// keepCopy writes what this person had opened into their own log, once.
func (s *session) keepCopy(ctx context.Context, sp *space, ev chain.Event, author event.Partner) error {
	c := self.Copy{Log: ev.Log, Seq: ev.Seq, Hash: ev.Header.Hash(), By: author}
	if _, have := s.about.Kept(c.Log, c.Hash); have {
		return nil
	}
	var ok bool
	if c.Body, ok = envelope.OpenBody(ev, sp.ring); !ok {
		return nil // nothing that could be kept
	}
	parts, err := c.Entries()
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := s.note(ctx, self.KindKept, p); err != nil {
			return err
		}
	}
	return s.keepHalf(ctx, sp, c)
}
