package keywork

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/secret"
	"troth/internal/wire"
)

// An account is secured in two steps, so that at no moment is there a way in
// that its person does not hold (spec/keys-v1.md, "Securing an account"):
//
//   - Renew makes the new keys and keeps them on the device, locked. The person
//     copies the new account key down. Nothing has changed.
//   - Secure has them type the new passphrase, which shows that they have it, and
//     sends the new slots. From then on the relay lets in nobody else.
//
// What makes the logs go on under the new keys lies in the new hot slot. So
// whichever device of theirs is opened next does that.

// Standing says which generation of this person's keys a log has.
type Standing struct {
	Log        chain.LogID `cbor:"1,keyasint"`
	Generation uint32      `cbor:"2,keyasint"`
}

// renewal is what Renew leaves for Secure.
type renewal struct {
	AK     keyring.AccountKey `cbor:"1,keyasint"`
	Slots  []wire.Slot        `cbor:"2,keyasint"`
	Base   [32]byte           `cbor:"3,keyasint"` // digest of the slots that they take the place of
	Bridge []byte             `cbor:"4,keyasint"` // bridge, opened by the new passphrase
	Sent   bool               `cbor:"5,keyasint"` // the slots may be the account's by now
}

// bridge is what it takes to replace the slots of before: two seeds.
type bridge struct {
	Login secret.Key `cbor:"1,keyasint"`
	Op    secret.Key `cbor:"2,keyasint"`
}

// change gives the account another passphrase. Account key and root stay.
func (w *work) change(ctx context.Context) (Result, error) {
	if w.took {
		digest, err := keyring.SlotsDigest(w.slots)
		return Result{Slots: w.changed(digest)}, err
	}
	if w.secrets[FieldNew] == w.secrets[FieldPassphrase] {
		return Result{}, errSame
	}
	cold, err := w.master.OpenCold(w.slots)
	if err != nil {
		return Result{}, err
	}
	m, salt, kdf, err := w.twice(FieldNew, w.ak)
	if err != nil {
		return Result{}, err
	}
	c, err := m.SealCold(w.Rand, salt, kdf, cold)
	if err != nil {
		return Result{}, err
	}
	next := append(without(w.slots, wire.SlotCold), c)
	changed, err := w.replaceSlots(ctx, next, m, salt, kdf)
	return Result{Slots: changed}, err
}

// renew makes a new account key, a new root generation with its certificates,
// and slots that a new passphrase opens. Other ways in are not among them.
func (w *work) renew(ctx context.Context) (Result, error) {
	if w.secrets[FieldNew] == w.secrets[FieldPassphrase] {
		return Result{}, errSame
	}
	cold, err := w.master.OpenCold(w.slots)
	if err != nil {
		return Result{}, err
	}
	p := &renewal{}
	if p.Base, err = keyring.SlotsDigest(w.slots); err != nil {
		return Result{}, err
	}
	if p.AK, err = w.ak.Renewed(w.Rand); err != nil {
		return Result{}, err
	}
	hot := w.hot
	root := keyring.Root{Generation: hot.Newest().Generation + 1}
	if _, err := io.ReadFull(w.Rand, root.Key[:]); err != nil {
		return Result{}, err
	}
	hot.Roots, hot.Certs = append(slices.Clone(hot.Roots), root), nil
	hot.Set++
	for _, l := range w.job.Logs {
		for g := l.Generation; int(g) < len(hot.Roots); g++ {
			cert, err := keyring.Certify(cold.Identity, hot.Roots[g], l.Log)
			if err != nil {
				return Result{}, err
			}
			hot.Certs = append(hot.Certs, cert)
		}
	}
	m, salt, kdf, err := w.twice(FieldNew, p.AK)
	if err != nil {
		return Result{}, err
	}
	w.progress(Opening)
	h, err := m.SealHot(w.Rand, salt, kdf, hot)
	if err != nil {
		return Result{}, err
	}
	c, err := m.SealCold(w.Rand, salt, kdf, cold)
	if err != nil {
		return Result{}, err
	}
	p.Slots = append(without(w.slots, wire.SlotHot, wire.SlotCold, wire.SlotPasskey, wire.SlotRecovery), h, c)
	plain, err := codec.Encode(bridge{secret.Key(w.master.Login().Seed()), secret.Key(w.master.LoginCold().Seed())})
	if err != nil {
		return Result{}, err
	}
	if p.Bridge, err = keyring.SealNote(w.Rand, m.RenewalKey(), nameRenewal, plain); err != nil {
		return Result{}, err
	}
	return Result{AccountKey: p.AK.Text()}, w.saveRenewal(ctx, p)
}

// secure has the account take what Renew prepared. It can be done again.
func (w *work) secure(ctx context.Context) (Result, error) {
	p, err := w.loadRenewal(ctx)
	if err == nil && p == nil {
		err = errNoRenewal
	}
	if err != nil {
		return Result{}, err
	}
	session, err := w.take(ctx, p)
	if wire.IsRefusal(err, wire.CodeUnauthorized) {
		err = errNoRenewal // somebody has changed the slots since
	}
	if err != nil {
		return Result{}, err
	}
	w.slots = p.Slots
	_ = ForgetLight(ctx, w.Store) // nothing lighter is among the new slots, and the relay has dropped its half
	return Result{}, w.storeDevice(ctx, Device{Hint: session.Hint[:], Slots: w.slots}, here)
}

// take has the relay take a renewal, with the new passphrase, and begins the
// first session under it. What was sent before and taken is taken.
func (w *work) take(ctx context.Context, p *renewal) (wire.Session, error) {
	hot, _ := hotOf(p.Slots)
	if err := w.derive(FieldPassphrase, p.AK, hot.Salt, hot.KDF); err != nil {
		return wire.Session{}, err
	}
	plain, err := keyring.OpenNote(w.master.RenewalKey(), nameRenewal, p.Bridge)
	var old bridge
	if err != nil || codec.Decode(plain, &old) != nil {
		return wire.Session{}, keyring.ErrPassphrase
	}
	w.progress(Entering)
	account, login := p.AK.Account, w.master.Login()
	if p.Sent {
		if s, err := w.relay.Begin(ctx, account, login); !wire.IsRefusal(err, wire.CodeUnauthorized) {
			return s, err
		}
	}
	before, err := w.relay.Begin(ctx, account, keyring.SeedKey(old.Login))
	if err != nil {
		return wire.Session{}, err
	}
	have, err := w.relay.Slots(ctx)
	if err != nil {
		return wire.Session{}, err
	}
	if base, err := keyring.SlotsDigest(have); err != nil || base != p.Base {
		return wire.Session{}, errNoRenewal // made for other slots; what was changed since would be lost
	}
	p.Sent = true
	if err := w.saveRenewal(ctx, p); err != nil {
		return wire.Session{}, err
	}
	if err := w.putSlots(ctx, p.Slots, keyring.SeedKey(old.Op)); err != nil {
		return wire.Session{}, unsure(err)
	}
	w.relay.As(account, login, before.Token)
	s, err := w.relay.Begin(ctx, account, login)
	return s, unsure(err)
}

// unsure says of an answer that was lost that what was asked for may have been
// done.
func unsure(err error) error {
	if errors.Is(err, client.ErrUnreachable) {
		return errUnsure
	}
	return err
}

// without returns the slots that are of none of some types.
func without(list []wire.Slot, types ...uint8) []wire.Slot {
	return slices.DeleteFunc(slices.Clone(list), func(s wire.Slot) bool { return slices.Contains(types, s.Type) })
}

func (w *work) saveRenewal(ctx context.Context, p *renewal) error {
	b, err := w.box(ctx, p)
	if err != nil {
		return err
	}
	if err := w.Store.Put(ctx, eventlog.KV{Name: nameRenewal, Value: b}); err != nil {
		return fmt.Errorf("%w: %w", errStorage, err)
	}
	return nil
}

// loadRenewal returns nil if there is none.
func (w *work) loadRenewal(ctx context.Context) (*renewal, error) {
	b, err := w.Store.Get(ctx, nameRenewal)
	if errors.Is(err, eventlog.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStorage, err)
	}
	var p renewal
	if w.unbox(ctx, b, &p) != nil || p.AK == (keyring.AccountKey{}) {
		return nil, nil
	}
	return &p, nil
}

// notice is what a device says before it is unlocked.
type notice byte

const (
	nothing   notice = iota
	here             // the account was secured on this device
	elsewhere        // it was secured on another
)

// Noticed returns what a locked device has to say: Secured, or Renewed for what
// was done on itself, or "".
func Noticed(ctx context.Context, store eventlog.Store) Failure {
	b, err := store.Get(ctx, nameNotice)
	switch {
	case err != nil || len(b) != 1:
		return ""
	case notice(b[0]) == here:
		return Renewed
	}
	return Secured
}

// NoteSecured has the device say from now on that the account was secured
// elsewhere, until it is entered.
func NoteSecured(ctx context.Context, store eventlog.Store) error {
	return store.Put(ctx, eventlog.KV{Name: nameNotice, Value: []byte{byte(elsewhere)}})
}
