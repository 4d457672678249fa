package device

import (
	"context"
	"errors"
	"io"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/self"
	"troth/internal/wire"
)

// Leaving a space has two halves. That it is behind its person takes effect where
// they say so: their choice is in the outbox of their own log, and from then on
// nothing is written to the shared one (behind). What the partner is to see goes
// out when it can (leave), from whichever of their devices comes first.

// nameLast is the store's name for the last events that this person writes to a
// space, as they were signed.
const nameLast = "x"

// last is the last events of a space: last words, if there are any, and the
// record that closes it.
type last struct {
	Log    chain.LogID `cbor:"1,keyasint"`
	Events [][]byte    `cbor:"2,keyasint"`
}

// behind reports whether this person has left the space of the anchor that is
// looked at, and whether nothing is to be sent of it.
func (s *session) behind() (yes, silent bool) {
	a, _ := s.about.Space()
	c := s.choice(a.Log)
	return c.yes, c.yes && c.silent
}

// choice is what this person has chosen about a space, by their own clock.
type choice struct {
	yes, silent bool
	set         time.Duration // until it takes effect; 0: it has, or there is none
	kind        event.Kind    // of last words; "": none
	words       codec.Raw
}

func (s *session) choice(log chain.LogID) (v choice) {
	now := event.StampOf(s.d.Now()).Civil
	s.d.Inspect(func(m *app.Model) { // with what waits in the outbox
		c := m.Self.Parting.Of(event.ID(log))
		v.yes, v.silent = c.Gone(now), c.Silent()
		if v.kind, v.words = c.Said(); c.Set() && !v.yes {
			v.set = time.Duration(c.At-now) * time.Minute
		}
	})
	return v
}

// chosen carries on from what this person has just decided about a space.
func (s *session) chosen() {
	s.showOutbox()
	s.place(false)
	s.arm()
	s.soon()
}

// closeSpace shows that the space is behind its person, if it is and is shown as
// if it were not.
func (s *session) closeSpace() {
	shown := false
	s.d.Inspect(func(m *app.Model) { shown = m.Space == app.Shared || m.Space == app.Coming })
	if yes, _ := s.behind(); yes && shown {
		s.place(false)
	}
}

// arm has everything looked at when what is set for later takes effect. Clocks of
// devices that sleep stand still: whatever wakes them looks as well.
func (s *session) arm() {
	a, _ := s.about.Space()
	if wait := s.choice(a.Log).set; wait > 0 && !s.armed {
		s.armed = true
		s.d.after(wait, func() {
			s.do(func(context.Context) { s.armed = false; s.arm() })
			s.soon()
		})
	}
}

// leave closes the space for both, if this person has left it and it is to be
// said. It is one request, so that nothing comes between last words and the end.
func (s *session) leave(ctx context.Context) error {
	sp := s.couple
	if sp == nil || sp.member == 0 {
		return nil
	}
	c := s.choice(sp.signer.Log)
	if !c.yes || c.silent {
		return nil
	}
	var failed error
	for range maxAppendTries {
		if err := sp.log.Err(); err != nil {
			return err
		}
		if sp.log.State().Closed() {
			_ = s.d.Store.Put(ctx, deleted(nameLast)) // left over, it would not fit anywhere
			return nil
		}
		events, err := s.lastEvents(ctx, sp, c)
		if err != nil {
			return err
		}
		err = s.relay.Append(ctx, sp.signer.Log, client.NewAppend(sp.log.State(), events...))
		switch {
		case err == nil:
			return s.take(ctx, sp, events...)
		case moved(err) || wire.IsRefusal(err, wire.CodeEnded):
			failed = err
			if err := s.sync(ctx, sp); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return failed
}

// farewell says that the space was left before another takes its place. What an
// alarm stands in the way of is not waited for.
func (s *session) farewell(ctx context.Context) error {
	if err := s.leave(ctx); err != nil && !isAlarm(err) {
		return err
	}
	return nil
}

// lastEvents returns the last events, signed for the place after the head. While
// the head is the same they are the same bytes, also after a start in between.
func (s *session) lastEvents(ctx context.Context, sp *space, c choice) ([]envelope.Signed, error) {
	var l last
	if ok, err := s.recall(nameLast, &l); err != nil {
		return nil, err
	} else if ok && l.Log == sp.signer.Log {
		var kept []envelope.Signed
		place := envelope.After(sp.log.State())
		for _, b := range l.Events {
			ev, ok := sp.signer.Kept(b, place)
			if !ok {
				kept = nil
				break
			}
			kept, place = append(kept, ev), envelope.Place{Seq: place.Seq + 1, Prev: ev.Hash()}
		}
		if len(kept) > 0 {
			return kept, nil
		}
	}
	var events []envelope.Signed
	l = last{Log: sp.signer.Log}
	for place := envelope.After(sp.log.State()); ; {
		var ev envelope.Signed
		id, err := s.newID()
		words := c.kind != "" && len(events) == 0
		switch {
		case err != nil:
		case words:
			at := event.StampOf(s.d.Now())
			ev, err = s.seal(sp, place, id, event.Body{Kind: c.kind, MinReader: event.Reader, CreatedMS: at.MS, Civil: &at.Civil, Payload: c.words})
		default:
			var body []byte
			if body, err = chain.LeaveBody(); err == nil {
				ev, err = envelope.SealControl(s.d.Rand, sp.signer, place, id, body)
			}
		}
		if err != nil {
			return nil, err
		}
		events, l.Events = append(events, ev), append(l.Events, ev.Bytes())
		if !words {
			return events, s.keep(ctx, nameLast, l)
		}
		place = envelope.Place{Seq: place.Seq + 1, Prev: ev.Hash()}
	}
}

func (s *session) newID() (id event.ID, err error) {
	_, err = io.ReadFull(s.d.Rand, id[:])
	return id, err
}

// quieten makes this device quiet, or ends that. The person's other devices are
// told in their own log: before this one falls silent, or when it speaks again.
func (s *session) quieten(ctx context.Context, on bool) {
	q := keywork.Quiet{On: on, Seq: s.own.log.State().Seq, Owed: true}
	if err := keywork.StoreQuiet(ctx, s.d.Env, q); err != nil {
		s.d.tell(app.WriteFailed{Failure: keywork.Storage})
		return
	}
	s.quiet = q
	if on {
		s.d.tell(app.Quieted{On: true})
		s.d.tell(app.Wrote{})
		_ = s.noteQuiet(ctx) // without a connection this device is quiet by itself
	}
	s.d.gate.set(!on)
	if !on {
		s.d.tell(app.Quieted{})
		s.d.tell(app.Wrote{})
		s.wake()
	}
}

// noteQuiet tells the person's other devices what was decided here.
func (s *session) noteQuiet(ctx context.Context) error {
	if !s.quiet.Owed || s.until.After(s.d.Now()) {
		return nil
	}
	if err := s.note(ctx, self.KindQuiet, self.NewQuiet(s.quiet.On)); err != nil {
		return err
	}
	s.quiet.Owed, s.quiet.Seq = false, s.own.log.State().Seq
	return keywork.StoreQuiet(ctx, s.d.Env, s.quiet)
}

// heedQuiet does what this person has decided on another device since.
func (s *session) heedQuiet(ctx context.Context) {
	q := s.about.Quiet
	if s.quiet.Owed || q.Seq <= s.quiet.Seq {
		return
	}
	s.quiet = keywork.Quiet{On: q.On, Seq: q.Seq}
	_ = keywork.StoreQuiet(ctx, s.d.Env, s.quiet) // the next start heeds it again
	s.d.gate.set(!q.On)
	s.d.tell(app.Quieted{On: q.On})
}

// declines reports whether an invite is from somebody of whom this person takes
// none. Looking changes nothing, and nobody is told.
func (s *session) declines(ctx context.Context, secret keyring.InviteSecret) (bool, error) {
	if !s.about.Blocks() {
		return false, nil
	}
	v, err := s.relay.Invite(ctx, secret.ID())
	if err != nil || len(v.M1) == 0 {
		return false, err
	}
	m1, _, _, err := secret.OpenM1(v.M1, s.keys.Hot.Identity, s.d.NowMS())
	if err != nil {
		return false, nil // whatever is wrong with it is said when it is taken up
	}
	cert, err := m1.Cert.Verify(m1.Log)
	return err == nil && s.about.Blocked(cert.Identity), nil
}

// startDelete deletes the account: the passphrase first, then what its person
// wants of the shared log, then the account, then what is here. Each step can be
// done again.
func (s *session) startDelete(ctx context.Context, port Port, e app.StartDelete) {
	defer port.Close()
	fail := func(err error) { s.d.tell(app.JobFailed{Failure: keywork.FailureOf(err)}) }
	ask := func(job keywork.Job) (keywork.Result, bool) {
		res, err := exchange(ctx, job, port)
		if err != nil {
			res.Failure = keywork.NoMemory // the worker was ended by the browser
		}
		if res.Failure != "" {
			s.d.tell(app.JobFailed{Failure: res.Failure})
		}
		return res, res.Failure == ""
	}
	if _, ok := ask(keywork.Job{Kind: keywork.Confirm, More: true}); !ok {
		return
	}
	if s.quiet.On {
		s.quieten(ctx, false)
	}
	sp := s.couple
	if sp != nil && sp.member != 0 && (e.Take || e.Tell) {
		err := s.sync(ctx, sp)
		if err == nil && e.Take {
			err = s.takeBackAll(ctx, sp)
		}
		if err == nil && e.Tell && len(sp.log.State().Members) == 2 {
			err = s.end(ctx)
		}
		if err != nil {
			fail(err)
			return
		}
	}
	res, ok := ask(keywork.Job{Kind: keywork.Prove, Op: wire.OpDeleteAccount})
	if !ok {
		return
	}
	err := s.relay.DeleteAccount(ctx, *res.Proof)
	if errors.Is(err, client.ErrUnreachable) {
		err = s.relay.DeleteAccount(ctx, *res.Proof) // the answer was lost, or nothing has happened
	}
	if err != nil && !s.relay.Gone() {
		fail(err)
		return
	}
	s.wipe()
}

// redactBatch is how many entries are taken back by one request.
const redactBatch = 40

// takeBackAll takes back all that this person has written in a shared log. What
// says who is in it stays, since what the other may read rests on it.
func (s *session) takeBackAll(ctx context.Context, sp *space) (failed error) {
	for tries := 0; tries < maxAppendTries; tries++ {
		var seqs []uint64
		var ids []event.ID
		var payloads []fold.Redact
		s.d.Inspect(func(m *app.Model) {
			me := event.Partner(sp.member)
			for _, r := range m.Log(false).Records() {
				if r.Kind.Practice() == couple.KindAccept.Practice() || len(seqs) == redactBatch {
					continue
				}
				if id, payload, err := m.Log(false).Redact(me, r.Seq); err == nil {
					seqs, ids, payloads = append(seqs, r.Seq), append(ids, id), append(payloads, payload)
				}
			}
		})
		if len(seqs) == 0 {
			return nil
		}
		switch failed = s.redactThese(ctx, sp, seqs, ids, payloads); {
		case failed == nil:
			tries = 0
		case moved(failed):
			if err := s.sync(ctx, sp); err != nil {
				return err
			}
		default:
			return failed
		}
	}
	return failed
}

// redactThese takes entries back by one request.
func (s *session) redactThese(ctx context.Context, sp *space, seqs []uint64, ids []event.ID, payloads []fold.Redact) error {
	if err := sp.log.Err(); err != nil {
		return err
	}
	at := event.StampOf(s.d.Now())
	place := envelope.After(sp.log.State())
	var events []envelope.Signed
	var tombstones []wire.Tombstone
	for i, seq := range seqs {
		target, _, err := sp.log.Stored(ctx, seq)
		if err != nil {
			return err
		}
		ev, err := s.seal(sp, place, ids[i], event.Body{Kind: fold.KindRedact, MinReader: event.Reader, CreatedMS: at.MS, Civil: &at.Civil,
			Payload: codec.Must(payloads[i])})
		if err != nil {
			return err
		}
		events = append(events, ev)
		tombstones = append(tombstones, wire.Tombstone{Seq: seq, Data: sp.signer.Tombstone(target.Header)})
		place = envelope.Place{Seq: place.Seq + 1, Prev: ev.Hash()}
	}
	in := client.NewAppend(sp.log.State(), events...)
	in.Tombstones = tombstones
	if err := s.relay.Append(ctx, sp.signer.Log, in); err != nil {
		return err
	}
	for _, seq := range seqs {
		s.buried[removal{Log: sp.signer.Log, Seq: seq}] = true
	}
	return s.take(ctx, sp, events...)
}

// wipe forgets all that is stored here, and has the page forget the rest. It runs
// in the queue. Notes have a queue of their own, which it waits for: nothing is
// written after it. It reports whether that was possible.
func (s *session) wipe() (done bool) {
	end := make(chan struct{})
	s.notes.do(func(ctx context.Context) {
		defer close(end)
		if err := s.d.Store.Clear(ctx); err != nil {
			s.d.tell(app.WriteFailed{Failure: keywork.Storage})
			return
		}
		done = true
		s.d.stop()
		s.d.Screen.Wipe()
	})
	select {
	case <-end:
	case <-s.d.ctx.Done():
		done = true
	}
	return done
}
