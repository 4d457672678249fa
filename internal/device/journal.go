package device

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/secret"
	"troth/internal/self"
)

// What of the journal is locked with a passphrase of its own, and what is kept on
// this device alone (spec/journal-v1.md). The key comes from a key worker, lives
// until the journal is closed or the device is locked, and is stored nowhere.

// nameLocals is the store's name for what is kept on this device alone.
const nameLocals = "l"

// maxLocals bounds it, in bytes.
const maxLocals = 4 << 20

// LocalsFull says that no more fits.
const LocalsFull = keywork.Storage

// vault is a key that is open; zero: none is.
type vault struct {
	id  event.ID
	key secret.Key
}

// shutDraft is what was begun under a key: a list of drafts.
type shutDraft struct {
	Key    event.ID `cbor:"1,keyasint"`
	Sealed []byte   `cbor:"2,keyasint"`
}

// local is something that is kept on this device alone.
type local struct {
	ID      event.ID     `cbor:"1,keyasint"`
	Kind    event.Kind   `cbor:"2,keyasint"`
	Payload codec.Raw    `cbor:"3,keyasint"`
	AtMS    int64        `cbor:"4,keyasint"`
	Civil   event.Minute `cbor:"5,keyasint"`
}

// Names that what is locked is bound to.
const (
	vaultEntry = "vault entry"
	vaultDraft = "vault draft"
)

func (s *session) opened() (v vault) {
	s.d.Inspect(func(*app.Model) { v = s.vault })
	return v
}

// vaultJob is what a key worker needs of this session for a job of the journal.
func (s *session) vaultJob(job keywork.Job) *keywork.Vault {
	v := &keywork.Vault{Hot: s.keys.Hot, KDF: keyring.KDFStandard}
	if job.LowSpace {
		v.KDF = keyring.KDFLowMemory
	}
	open := s.opened()
	s.d.Inspect(func(m *app.Model) {
		for _, k := range slices.Backward(m.Self.Keys()) {
			v.Keys = append(v.Keys, keywork.VaultKey(k.Key))
		}
	})
	if job.Kind == keywork.JournalSet && !open.id.IsZero() {
		v.Keep, v.Open = &keywork.VaultKey{ID: open.id}, open.key
	}
	return v
}

// openedVault takes what a key worker has opened. A key that was locked anew is
// written into the person's own log; then those that the same key was locked with
// before are removed, so that an old passphrase opens nothing any more.
func (s *session) openedVault(ctx context.Context, o keywork.Opened) {
	if o.Locked != nil {
		if err := s.writeKey(ctx, self.Key(*o.Locked)); err != nil {
			s.finish(err)
			return
		}
	}
	var drafts []app.Draft
	var open self.Opener
	if !o.ID.IsZero() {
		open = func(key event.ID, sealed []byte) ([]byte, bool) {
			plain, err := keyring.OpenNote(o.Key, vaultEntry, sealed)
			return plain, err == nil && key == o.ID
		}
	}
	done := make(chan struct{})
	s.notes.do(func(context.Context) { // what was begun is used there alone
		defer close(done)
		for _, d := range s.shut {
			if plain, err := keyring.OpenNote(o.Key, vaultDraft, d.Sealed); d.Key == o.ID && err == nil {
				_ = codec.Decode(plain, &drafts) // nothing that could be shown
			}
		}
		s.d.Inspect(func(*app.Model) { s.vault = vault{id: o.ID, key: o.Key} })
		s.d.tell(app.JournalOpened{Key: o.ID, Open: open, Drafts: drafts})
	})
	<-done
}

// writeKey writes a locked key.
func (s *session) writeKey(ctx context.Context, k self.Key) error {
	// One that waits here is sent first, so that it can be removed.
	if slices.ContainsFunc(s.outbox, func(it *intent) bool { return it.Kind == self.KindKey }) {
		if err := s.flush(ctx, s.own); err != nil {
			return err
		}
	}
	var old []uint64
	for _, have := range s.about.Keys() {
		if have.ID == k.ID {
			old = append(old, have.Seq)
		}
	}
	payload := codec.Must(k)
	if len(old) == 0 { // a new one may wait for a connection, like anything that is written
		it, err := s.intent(s.own, self.KindKey, payload)
		if err != nil {
			return err
		}
		s.outbox = append(s.outbox, it)
		if err := s.keepOutbox(ctx); err != nil {
			s.outbox = s.outbox[:len(s.outbox)-1]
			return err
		}
		s.showOutbox()
		if err := s.flush(ctx, s.own); err != nil {
			s.later(err)
		}
		return nil
	}
	if err := s.note(ctx, self.KindKey, k); err != nil {
		return err
	}
	return s.redactAll(ctx, old)
}

func (s *session) redactAll(ctx context.Context, seqs []uint64) error {
	for _, seq := range seqs {
		if err := s.redact(ctx, s.own, seq); err != nil {
			return err
		}
	}
	return nil
}

// lockUp locks what an intent says with the key that is open.
func (s *session) lockUp(it *intent, key event.ID, in self.Inner) error {
	v := s.opened()
	if v.id.IsZero() || v.id != key {
		return errNotAllowed // it has been closed
	}
	plain, err := codec.Encode(in)
	if err != nil {
		return err
	}
	sealed, err := keyring.SealNote(s.d.Rand, v.key, vaultEntry, plain)
	if err != nil {
		return err
	}
	it.Kind, it.Payload = self.KindLocked, codec.Must(self.Locked{Key: key, Sealed: sealed})
	return nil
}

// shutDrafts takes the drafts that were begun under a key out of a list, and locks
// them. While the journal is closed what is locked stays as it is.
func (s *session) shutDrafts(list []app.Draft, open event.ID) (plain []app.Draft, err error) {
	var locked []app.Draft
	for _, d := range list {
		if d.Vault().IsZero() {
			plain = append(plain, d)
		} else if d.Vault() == open {
			locked = append(locked, d)
		}
	}
	if !open.IsZero() {
		err = s.shutAway(locked)
	}
	return plain, err
}

// shutAway locks the drafts that were begun under the key that is open.
func (s *session) shutAway(list []app.Draft) error {
	v := s.opened()
	if v.id.IsZero() {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(s.shut), func(d shutDraft) bool { return d.Key == v.id })
	if len(list) > 0 {
		plain, err := codec.Encode(list)
		if err != nil {
			return err
		}
		sealed, err := keyring.SealNote(s.d.Rand, v.key, vaultDraft, plain)
		if err != nil {
			return err
		}
		rest = append(rest, shutDraft{v.id, sealed})
	}
	s.shut = rest
	return nil
}

// closeVault keeps what was begun and forgets the key.
func (s *session) closeVault(ctx context.Context, begun []app.Draft) {
	if s.shutAway(begun) == nil {
		s.keepDrafts(ctx)
	}
	s.d.Inspect(func(*app.Model) { s.vault = vault{} })
}

// Kept on this device alone.

// recallLocals reads it. A later generation of the root reads what an earlier one
// has stored.
func (s *session) recallLocals() error {
	b, err := s.d.Store.Get(s.d.ctx, nameLocals)
	if errors.Is(err, eventlog.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, r := range s.keys.Hot.Roots {
		if plain, err := keyring.OpenNote(r.CacheKey(), nameLocals, b); err == nil && codec.Decode(plain, &s.locals) == nil {
			s.showLocals()
			return nil
		}
	}
	s.unlocal = true // damaged
	return nil
}

func (s *session) showLocals() {
	var list []app.Waiting
	for _, l := range s.locals {
		list = append(list, app.Waiting{ID: l.ID, Kind: l.Kind, Payload: l.Payload, At: event.Stamp{MS: l.AtMS, Civil: l.Civil}})
	}
	s.d.tell(app.Locals{List: list})
}

// putLocals stores a list in the place of the one that there is.
func (s *session) putLocals(ctx context.Context, list []local) error {
	if s.unlocal {
		return errNotAllowed
	}
	var err error
	if len(list) == 0 {
		err = s.d.Store.Put(ctx, deleted(nameLocals))
	} else {
		err = s.keep(ctx, nameLocals, list)
	}
	if err == nil {
		s.locals = list
		s.showLocals()
	}
	return err
}

// keepLocal keeps what a person has submitted on this device alone.
func (s *session) keepLocal(ctx context.Context, it *intent, d app.Draft) {
	if err := s.allowed(it, (*app.Model).Shown); err != nil {
		s.finish(err)
		return
	}
	size := len(it.Payload)
	for _, l := range s.locals {
		size += len(l.Payload)
	}
	list := append(slices.Clone(s.locals), local{it.ID, it.Kind, it.Payload, it.AtMS, it.Civil})
	if size > maxLocals || s.putLocals(ctx, list) != nil {
		s.d.tell(app.WriteFailed{Failure: LocalsFull})
		return
	}
	s.d.tell(app.Wrote{Draft: d})
}

// dropLocal removes what is kept on this device alone.
func (s *session) dropLocal(ctx context.Context, ids []event.ID) {
	list := slices.DeleteFunc(slices.Clone(s.locals), func(l local) bool { return slices.Contains(ids, l.ID) })
	if s.putLocals(ctx, list) != nil {
		s.d.tell(app.WriteFailed{Failure: keywork.Storage})
		return
	}
	s.d.tell(app.Wrote{})
}

// Locking what is there, and unlocking it.

// anew returns the id under which something is written anew. It follows from the
// key and from what is written, so that whoever was interrupted can go on and
// nothing is written twice.
func (v vault) anew(id event.ID, bare bool) (n event.ID) {
	h := sha256.New()
	h.Write(v.key[:])
	h.Write(id[:])
	if bare {
		h.Write([]byte{1})
	}
	copy(n[:], h.Sum(nil))
	return n
}

// relock writes what the journal has anew, and removes what was there before. It
// needs the relay, and goes on where it was when it is asked for again.
func (s *session) relock(ctx context.Context, e app.Relock) error {
	v := s.opened()
	if v.id.IsZero() {
		return errNotAllowed
	}
	if err := s.flush(ctx, s.own); err != nil {
		return err
	}
	reveal := func(f event.Fact) (in event.Fact, ok bool) {
		s.d.Inspect(func(m *app.Model) { in, ok = m.Self.Reveal(f) })
		return in, ok
	}
	var ids [][2]event.ID
	for _, f := range e.Facts {
		in, ok := reveal(f)
		if !ok {
			return errNotAllowed
		}
		it := &intent{Log: s.own.signer.Log, ID: v.anew(in.ID, e.Bare), Kind: in.Kind, Payload: bytes.Clone(in.Payload), AtMS: in.At.MS, Civil: in.At.Civil}
		if e.Bare {
			ids = append(ids, [2]event.ID{in.ID, it.ID})
			for _, pair := range ids {
				it.Payload = bytes.ReplaceAll(it.Payload, pair[0][:], pair[1][:])
			}
		} else if err := s.lockUp(it, v.id, self.Inner{Kind: in.Kind, Payload: in.Payload, ID: in.ID, AtMS: in.At.MS, Civil: in.At.Civil}); err != nil {
			return err
		}
		if err := s.send(ctx, s.own, it); err != nil {
			return err
		}
	}
	if err := s.relockLocals(ctx, v, e.Bare, ids); err != nil {
		return err
	}
	for _, f := range e.Facts {
		if err := s.redact(ctx, s.own, f.Seq); err != nil {
			return err
		}
	}
	if !e.Bare {
		return nil
	}
	var keys []uint64
	for _, k := range s.about.Keys() {
		if k.ID == v.id {
			keys = append(keys, k.Seq)
		}
	}
	if err := s.redactAll(ctx, keys); err != nil {
		return err
	}
	s.notes.do(func(context.Context) {
		_ = s.shutAway(nil) // the app has what was begun, and has it kept
		s.d.Inspect(func(*app.Model) { s.vault = vault{} })
		s.d.tell(app.JournalOpened{})
	})
	return nil
}

// relockLocals does the same for what is kept on this device alone, which keeps
// its ids.
func (s *session) relockLocals(ctx context.Context, v vault, bare bool, ids [][2]event.ID) error {
	list, changed := slices.Clone(s.locals), false
	for i, l := range list {
		if bare != (l.Kind == self.KindLocked) {
			continue
		}
		if bare {
			var in event.Fact
			var ok bool
			s.d.Inspect(func(m *app.Model) { in, ok = m.Self.Reveal(event.Fact{Kind: l.Kind, Payload: l.Payload}) })
			if !ok {
				continue // of another key
			}
			l.Kind, l.Payload = in.Kind, bytes.Clone(in.Payload)
			for _, pair := range ids {
				l.Payload = bytes.ReplaceAll(l.Payload, pair[0][:], pair[1][:])
			}
		} else {
			it := &intent{}
			if err := s.lockUp(it, v.id, self.Inner{Kind: l.Kind, Payload: l.Payload}); err != nil {
				return err
			}
			l.Kind, l.Payload = it.Kind, it.Payload
		}
		list[i], changed = l, true
	}
	if !changed {
		return nil
	}
	return s.putLocals(ctx, list)
}
