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
	"troth/internal/wire"
)

// The outbox holds what a person has submitted until it is in the shared log,
// once. Each thing keeps its event id, unless the other member uses that first,
// and the bytes as they were signed last:
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

// waiting counts what waits for the space that is open.
func (s *session) waiting() (n int) {
	for _, i := range s.outbox {
		if i.Log == s.couple.signer.Log {
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

// showOutbox tells the app what waits.
func (s *session) showOutbox() {
	var list []app.Waiting
	for _, i := range s.outbox {
		if s.couple != nil && i.Log == s.couple.signer.Log {
			list = append(list, app.Waiting{ID: i.ID, Kind: i.Kind, Payload: i.Payload, At: i.at(), Tried: i.Signed != nil, Failure: i.Failure})
		}
	}
	s.d.tell(app.Waits{List: list})
}

// submit takes what a person has submitted: it is kept, and then sent if there
// is a connection. A failure means that it was not taken.
func (s *session) submit(ctx context.Context, w app.Write) {
	if s.couple == nil || s.couple.member == 0 {
		s.finish(errNotAllowed)
		return
	}
	if s.waiting() >= maxOutbox {
		s.d.tell(app.WriteFailed{Failure: OutboxFull})
		return
	}
	at := event.StampOf(s.d.Now())
	it := &intent{Log: s.couple.signer.Log, Kind: w.Kind, Payload: w.Payload, AtMS: at.MS, Civil: at.Civil, Draft: w.Draft}
	if _, err := io.ReadFull(s.d.Rand, it.ID[:]); err != nil {
		s.finish(err)
		return
	}
	// What waits already comes first, so it is judged on top of that.
	if err := s.allowed(it, (*app.Model).Shown); err != nil {
		s.finish(err)
		return
	}
	if s.waiting() == 0 {
		if err := s.sign(it); err != nil {
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
	if err := s.flush(ctx); err != nil {
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

// write appends something of the device's own making to the shared log, now or
// not at all.
func (s *session) write(ctx context.Context, kind event.Kind, payload codec.Raw) error {
	if s.couple == nil || s.couple.member == 0 {
		return errNotAllowed
	}
	at := event.StampOf(s.d.Now())
	it := &intent{Log: s.couple.signer.Log, Kind: kind, Payload: payload, AtMS: at.MS, Civil: at.Civil}
	if _, err := io.ReadFull(s.d.Rand, it.ID[:]); err != nil {
		return err
	}
	return s.send(ctx, it)
}

// flush sends what waits, in order, until something has to wait longer. The
// error says why.
func (s *session) flush(ctx context.Context) (wait error) {
	if s.couple == nil || s.couple.member == 0 {
		return nil
	}
	if s.until.After(s.d.Now()) {
		return errBusy
	}
	before := len(s.outbox)
	failed := false
	for _, it := range slices.Clone(s.outbox) {
		if it.Log != s.couple.signer.Log || it.Failure != "" {
			continue
		}
		err := s.send(ctx, it)
		if err != nil && passes(err) {
			wait = err
			break
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
			if err := s.sync(ctx, s.couple); err != nil {
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
		if it.ID == id {
			it.Failure = ""
		}
	}
	if err := s.flush(ctx); err != nil {
		s.later(err)
	}
	s.showOutbox()
	s.d.tell(app.Wrote{})
}

// allowed asks the rules on a state of the shared log.
func (s *session) allowed(it *intent, on func(*app.Model) app.Rules) (err error) {
	s.d.Inspect(func(m *app.Model) {
		if on(m).Allows(event.Partner(s.couple.member), it.Kind, it.Payload, it.at()) != nil {
			err = errNotAllowed
		}
	})
	return err
}

// sign signs an intent for the place after the head.
func (s *session) sign(it *intent) error {
	if err := s.allowed(it, (*app.Model).Log); err != nil {
		return err
	}
	own := s.own.log.State()
	witness, err := s.keys.Hot.Newest().Witness(s.d.Rand, own.Seq, own.Head)
	if err != nil {
		return err
	}
	civil := it.Civil
	body := event.Body{Kind: it.Kind, MinReader: event.Reader, CreatedMS: it.AtMS, Civil: &civil, Payload: it.Payload, Witness: witness}
	ev, err := envelope.Seal(s.d.Rand, s.couple.signer, envelope.After(s.couple.log.State()), s.couple.ring, it.ID, body)
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

// send brings one intent into the log, once.
func (s *session) send(ctx context.Context, it *intent) error {
	var last error
	for range maxAppendTries {
		switch by, used := s.couple.ids[it.ID]; {
		case used && by == s.couple.member:
			return nil
		case used:
			if err := s.rename(ctx, it); err != nil {
				return err
			}
		}
		st := s.couple.log.State()
		ev, ok := s.couple.signer.Kept(it.Signed, envelope.After(st))
		if !ok {
			if err := s.sign(it); err != nil {
				return err
			}
			if err := s.keepOutbox(ctx); err != nil {
				return err
			}
			continue
		}
		err := s.relay.Append(ctx, s.couple.signer.Log, client.NewAppend(st, ev))
		switch {
		case err == nil:
			return s.take(ctx, s.couple, ev)
		case moved(err):
			last = err
			if err := s.sync(ctx, s.couple); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return last
}
