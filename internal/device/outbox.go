package device

import (
	"context"
	"errors"
	"io"
	"slices"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/seal"
	"troth/internal/self"
	"troth/internal/wire"
)

// The outbox holds what a person has submitted until it is in its log, once: the
// shared one, or their own. Each thing keeps its event id, unless the other member
// uses that first, and the bytes as they were signed last:
//
//   - while the head is the one they were signed for, the very same bytes are
//     sent again, so that a relay that had them and forgot cannot come to hold
//     two versions of one entry;
//   - when the head has moved, everything up to it was fetched and looked
//     through first. Only if the id is not there is it signed anew.
//
// spec/sync-v1.md has the rules, and a model of them that tries every order of
// losses.

// nameOutbox is the store's name for the outbox.
const nameOutbox = "o"

// maxOutbox bounds how much waits on a device.
const maxOutbox = 200

// OutboxFull says that too much waits already.
const OutboxFull keywork.Failure = "outbox-full"

// intent is one thing in the outbox.
type intent struct {
	Log     chain.LogID     `cbor:"1,keyasint"`
	ID      event.ID        `cbor:"2,keyasint"`
	Kind    event.Kind      `cbor:"3,keyasint"`
	Payload codec.Raw       `cbor:"4,keyasint"`
	AtMS    int64           `cbor:"5,keyasint"` // when it was submitted
	Civil   event.Minute    `cbor:"6,keyasint"`
	Signed  []byte          `cbor:"7,keyasint,omitempty"` // the whole event, as it was signed last
	Failure keywork.Failure `cbor:"8,keyasint,omitempty"` // why it cannot go out any more
	Draft   app.Draft       `cbor:"9,keyasint,omitzero"`  // what it was made of
}

func (i *intent) at() event.Stamp { return event.Stamp{MS: i.AtMS, Civil: i.Civil} }

// recallOutbox reads what waits, and what of another space is left.
func (s *session) recallOutbox() error {
	var list []*intent
	_, err := s.recall(nameOutbox, &list)
	s.outbox = list
	return err
}

// spaceOf returns the open log that a kind belongs to, or nil.
func (s *session) spaceOf(kind event.Kind) *space {
	sp := s.couple
	if kind.Own() {
		sp = s.own
	}
	if sp == nil || sp.member == 0 {
		return nil
	}
	return sp
}

// waiting counts what waits for a log.
func (s *session) waiting(sp *space) (n int) {
	for _, i := range s.outbox {
		if i.Log == sp.signer.Log {
			n++
		}
	}
	return n
}

func (s *session) keepOutbox(ctx context.Context) error {
	if len(s.outbox) == 0 {
		return s.d.Store.Put(ctx, deleted(nameOutbox))
	}
	return s.keep(ctx, nameOutbox, s.outbox)
}

// showOutbox tells the app what its person wrote that waits. Keys of seals are
// the device's own.
func (s *session) showOutbox() {
	var list []app.Waiting
	for _, i := range s.outbox {
		if sp := s.spaceOf(i.Kind); sp != nil && i.Log == sp.signer.Log && i.Kind != seal.KindOpen {
			list = append(list, app.Waiting{ID: i.ID, Kind: i.Kind, Payload: i.Payload, At: i.at(), Tried: i.Signed != nil, Failure: i.Failure})
		}
	}
	s.d.tell(app.Waits{List: list})
}

// submit takes what a person has submitted: it is kept, and then sent if there
// is a connection. A failure means that it was not taken.
func (s *session) submit(ctx context.Context, w app.Write) {
	sp := s.spaceOf(w.Kind)
	if sp == nil {
		s.finish(errNotAllowed)
		return
	}
	parts := app.Parts(w.Kind)
	if s.waiting(sp) >= maxOutbox && !parts {
		s.d.tell(app.WriteFailed{Failure: OutboxFull})
		return
	}
	it, err := s.intent(sp, w.Kind, w.Payload)
	if err == nil && !w.Lock.IsZero() {
		err = s.lockUp(it, w.Lock, self.Inner{Kind: it.Kind, Payload: it.Payload})
	}
	if err != nil {
		s.finish(err)
		return
	}
	if w.Lock.IsZero() {
		it.Draft = w.Draft // what is locked is nowhere as it was typed
	}
	if w.Local {
		s.keepLocal(ctx, it, w.Draft)
		return
	}
	// What waits already comes first, so it is judged on top of that.
	if err := s.allowed(it, (*app.Model).Shown); err != nil {
		s.finish(err)
		return
	}
	if s.waiting(sp) == 0 {
		if err := s.sign(sp, it); err != nil {
			s.finish(err)
			return
		}
	}
	s.outbox = append(s.outbox, it)
	if err := s.keepOutbox(ctx); err != nil {
		s.outbox = s.outbox[:len(s.outbox)-1]
		s.d.tell(app.WriteFailed{Failure: keywork.Storage})
		return
	}
	if parts {
		// It holds from now on, whether or not there is a connection.
		s.chosen()
		s.d.tell(app.Wrote{Draft: w.Draft})
		return
	}
	if err := s.sendAll(ctx, sp); err != nil {
		s.later(err)
	}
	if it.Failure != "" {
		s.forget(ctx, it) // the form is still there, with what was typed
		s.showOutbox()
		s.d.tell(app.WriteFailed{Failure: it.Failure})
		return
	}
	if slices.Contains(s.outbox, it) {
		s.showOutbox()
	}
	s.d.tell(app.Wrote{Draft: w.Draft})
}

// intent makes one of now.
func (s *session) intent(sp *space, kind event.Kind, payload codec.Raw) (*intent, error) {
	at := event.StampOf(s.d.Now())
	it := &intent{Log: sp.signer.Log, Kind: kind, Payload: payload, AtMS: at.MS, Civil: at.Civil}
	_, err := io.ReadFull(s.d.Rand, it.ID[:])
	return it, err
}

// write appends something of the device's own making to the shared log, now or
// not at all.
func (s *session) write(ctx context.Context, kind event.Kind, payload codec.Raw) error {
	sp := s.spaceOf(kind)
	if sp == nil {
		return errNotAllowed
	}
	it, err := s.intent(sp, kind, payload)
	if err != nil {
		return err
	}
	return s.send(ctx, sp, it)
}

// sendAll sends what waits for a log, and then what follows from it.
func (s *session) sendAll(ctx context.Context, sp *space) error {
	if err := s.flush(ctx, sp); err != nil {
		return err
	}
	if left, _ := s.behind(); left {
		return nil
	}
	return s.openSeals(ctx, sp)
}

// flush sends what waits for a log, in order, until something has to wait longer.
// The error says why.
func (s *session) flush(ctx context.Context, sp *space) (wait error) {
	if sp == nil || sp.member == 0 {
		return nil
	}
	if left, _ := s.behind(); left && sp == s.couple {
		s.stay(ctx, sp)
		return nil
	}
	goes := func(it *intent) bool { return it.Log == sp.signer.Log && it.Failure == "" }
	switch {
	case !slices.ContainsFunc(s.outbox, goes):
		return nil
	case s.until.After(s.d.Now()):
		return errBusy
	}
	before := len(s.outbox)
	failed := false
	for _, it := range slices.Clone(s.outbox) {
		if !goes(it) {
			continue
		}
		err := s.send(ctx, sp, it)
		if err != nil && (passes(err) || app.Parts(it.Kind) && !errors.Is(err, errNotAllowed)) {
			wait = err // what somebody has decided holds, whatever the relay says
			break
		}
		if err != nil && (it.Kind == seal.KindOpen || app.Parts(it.Kind)) {
			s.forget(ctx, it) // another device has given it, or decided; or there is nothing to open any more
			continue
		}
		if err != nil {
			// It cannot go out as it is. What it says is not lost: it stays here
			// until its author has read why.
			it.Failure, failed = keywork.FailureOf(err), true
			if errors.Is(err, errNotAllowed) {
				it.Failure = app.NotAllowed
			}
			continue
		}
		s.forget(ctx, it)
	}
	if failed {
		_ = s.keepOutbox(ctx) // judged again at the next start
	}
	if failed || len(s.outbox) != before {
		s.showOutbox()
	}
	return wait
}

// stay keeps here what was not sent before its author left the space. They find it
// among what could not go out.
func (s *session) stay(ctx context.Context, sp *space) {
	changed := false
	for _, it := range s.outbox {
		if it.Log == sp.signer.Log && it.Failure == "" {
			it.Failure, changed = keywork.Failure(wire.CodeEnded), true
		}
	}
	if changed {
		_ = s.keepOutbox(ctx) // judged again at the next start
		s.showOutbox()
	}
}

// passes reports whether an error goes away by itself.
func passes(err error) bool {
	for _, code := range []wire.Code{wire.CodeRateLimited, wire.CodeUnavailable, wire.CodeInternal, wire.CodeConflict,
		wire.CodeUnauthorized} {
		if wire.IsRefusal(err, code) {
			return true
		}
	}
	return errors.Is(err, client.ErrUnreachable) || errors.Is(err, client.ErrAnswer) || isAlarm(err)
}

// forget takes something out of the outbox. It is kept again after a crash in
// between, and then found in the log.
func (s *session) forget(ctx context.Context, it *intent) {
	s.outbox = slices.DeleteFunc(s.outbox, func(o *intent) bool { return o == it })
	_ = s.keepOutbox(ctx)
}

// drop throws away what its author does not want any more. What may have
// arrived already is asked for first.
func (s *session) drop(ctx context.Context, id event.ID) {
	for _, it := range slices.Clone(s.outbox) {
		if it.ID != id {
			continue
		}
		if it.Signed != nil && it.Failure == "" {
			if err := s.sync(ctx, s.spaceOf(it.Kind)); err != nil {
				s.finish(err)
				return
			}
		}
		s.forget(ctx, it)
	}
	s.showOutbox()
	s.d.tell(app.Wrote{})
}

// again lets something that could not go out be tried once more.
func (s *session) again(ctx context.Context, id event.ID) {
	for _, it := range s.outbox {
		if it.ID != id {
			continue
		}
		it.Failure = ""
		if it.Signed == nil { // it never went out, so it is said now: then it may not have been allowed
			at := event.StampOf(s.d.Now())
			it.AtMS, it.Civil = at.MS, at.Civil
		}
		if err := s.flush(ctx, s.spaceOf(it.Kind)); err != nil {
			s.later(err)
		}
		break
	}
	s.showOutbox()
	s.d.tell(app.Wrote{})
}

// allowed asks the rules of the log that an intent is for.
func (s *session) allowed(it *intent, of func(*app.Model, bool) app.Rules) (err error) {
	s.d.Inspect(func(m *app.Model) {
		own := it.Kind.Own()
		if of(m, own).Allows(m.By(own), it.Kind, it.Payload, it.at()) != nil {
			err = errNotAllowed
		}
	})
	return err
}

// sign signs an intent for the place after the head.
func (s *session) sign(sp *space, it *intent) error {
	if err := s.allowed(it, (*app.Model).Log); err != nil {
		return err
	}
	civil := it.Civil
	ev, err := s.seal(sp, envelope.After(sp.log.State()), it.ID, event.Body{Kind: it.Kind, MinReader: event.Reader, CreatedMS: it.AtMS, Civil: &civil, Payload: it.Payload})
	if err == nil {
		it.Signed = ev.Bytes()
	}
	return err
}

// rename gives an intent another id, because the other member has used its own:
// whoever sees what is sent can tell them. The first event of an id counts, so
// nothing sent under the old one can count any more, and nothing is doubled.
func (s *session) rename(ctx context.Context, it *intent) error {
	var id event.ID
	if _, err := io.ReadFull(s.d.Rand, id[:]); err != nil {
		return err
	}
	it.ID, it.Signed = id, nil
	s.showOutbox()
	return s.keepOutbox(ctx)
}

// send brings one intent into its log, once.
func (s *session) send(ctx context.Context, sp *space, it *intent) error {
	if err := s.renew(ctx, sp); err != nil {
		return err
	}
	var last error
	for range maxAppendTries {
		if err := sp.log.Err(); err != nil {
			return err // nothing is written to a log that is not believed
		}
		switch by, used := sp.ids[it.ID]; {
		case used && by == sp.member:
			return nil
		case used:
			if err := s.rename(ctx, it); err != nil {
				return err
			}
		}
		st := sp.log.State()
		ev, ok := sp.signer.Kept(it.Signed, envelope.After(st))
		if !ok {
			it.Signed = nil // these bytes were for another place, and the log does not have them
			if err := s.sign(sp, it); err != nil {
				return err
			}
			if err := s.keepOutbox(ctx); err != nil {
				return err
			}
			continue
		}
		err := s.relay.Append(ctx, sp.signer.Log, client.NewAppend(st, ev))
		switch {
		case err == nil:
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
