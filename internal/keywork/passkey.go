package keywork

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"

	"troth/internal/keyring"
	"troth/internal/wire"
)

// Jobs of a passkey.
const (
	SetPasskey    Kind = "set-passkey"
	DropPasskey   Kind = "drop-passkey"
	UnlockPasskey Kind = "unlock-passkey"
)

// Names of what the page has asked a passkey for, in base64url without padding.
const (
	FieldMade = "made" // its output when it was made
	FieldGave = "gave" // its output when it was asked
	FieldCred = "cred" // by what the browser knows it
	FieldSlot = "slot" // the slot that it was asked for
)

// Failures of a passkey.
const (
	PasskeyNone  Failure = "passkey-none"  // nothing came of asking it
	PasskeyUnfit Failure = "passkey-unfit" // what came cannot be a key
	PasskeyGone  Failure = "passkey-gone"
)

// Passkey is by what a locked device asks its passkey, and for which slot.
type Passkey struct {
	Cred []byte   `cbor:"1,keyasint"`
	Slot [16]byte `cbor:"2,keyasint"`
	Salt [32]byte `cbor:"3,keyasint"`
}

func (w *work) given(field string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(w.secrets[field].Reveal())
	if err != nil {
		return nil
	}
	return b
}

// passkeyToSet judges what a new passkey has given before anything is done with it.
func (w *work) passkeyToSet() Failure {
	if len(w.given(FieldCred)) == 0 {
		return PasskeyNone
	}
	if _, err := keyring.NewPasskey(wire.AccountID{}, w.given(FieldMade), w.given(FieldGave)); err != nil || len(w.given(FieldSlot)) != 16 {
		return PasskeyUnfit
	}
	return ""
}

// setPasskey makes a slot that the new passkey opens, in the place of the one
// that this device had.
func (w *work) setPasskey(ctx context.Context) (Result, error) {
	p, err := keyring.NewPasskey(w.ak.Account, w.given(FieldMade), w.given(FieldGave))
	if err != nil {
		return Result{}, err
	}
	id := [16]byte(w.given(FieldSlot))
	slot, err := p.Seal(w.Rand, id, w.hot)
	if err != nil {
		return Result{}, err
	}
	next := append(w.otherSlots(ctx), slot)
	if len(next) > wire.MaxSlots { // the oldest passkey goes
		i := slices.IndexFunc(next, func(s wire.Slot) bool { return s.Type == wire.SlotPasskey })
		next = slices.Delete(next, i, i+1)
	}
	change, err := w.setSlots(ctx, next)
	if err != nil {
		return Result{}, err
	}
	l := LightOf(ctx, w.Store)
	l.Passkey, l.SinceMS = &Passkey{Cred: w.given(FieldCred), Slot: id, Salt: keyring.PasskeySalt(w.ak.Account, id)}, w.NowMS()
	return Result{Slots: change}, putLight(ctx, w.Store, l)
}

// withoutOthers returns the account's slots without those of other devices'
// passkeys, and whether there were any.
func (w *work) withoutOthers(ctx context.Context) ([]wire.Slot, bool) {
	p := LightOf(ctx, w.Store).Passkey
	next := slices.DeleteFunc(slices.Clone(w.slots), func(s wire.Slot) bool { return s.Type == wire.SlotPasskey && (p == nil || s.ID != p.Slot) })
	return next, len(next) < len(w.slots)
}

// dropPasskey takes away the slot of this device's passkey, here and at the relay.
func (w *work) dropPasskey(ctx context.Context) (Result, error) {
	change, err := w.setSlots(ctx, w.otherSlots(ctx))
	if err != nil {
		return Result{}, err
	}
	return Result{Slots: change}, w.forgetPasskey(ctx)
}

// otherSlots are the account's without the one of this device's passkey.
func (w *work) otherSlots(ctx context.Context) []wire.Slot {
	p := LightOf(ctx, w.Store).Passkey
	return slices.DeleteFunc(slices.Clone(w.slots), func(s wire.Slot) bool { return p != nil && s.Type == wire.SlotPasskey && s.ID == p.Slot })
}

func (w *work) forgetPasskey(ctx context.Context) error {
	l := LightOf(ctx, w.Store)
	l.Passkey = nil
	return putLight(ctx, w.Store, l)
}

// unlockPasskey opens the account by its passkey, without the relay if it cannot
// be reached: the slot is among those that the device keeps.
func (w *work) unlockPasskey(ctx context.Context, ak keyring.AccountKey, dev Device) (Result, error) {
	rec := LightOf(ctx, w.Store).Passkey
	out := w.given(FieldGave)
	if rec == nil || len(out) == 0 {
		return Result{Failure: PasskeyNone}, nil
	}
	p, err := keyring.NewPasskey(ak.Account, out, out)
	if err != nil {
		return Result{Failure: PasskeyUnfit}, nil
	}
	hot, err := p.Open(dev.Slots, rec.Slot)
	if errors.Is(err, keyring.ErrSlot) {
		return Result{Failure: PasskeyGone}, w.forgetPasskey(ctx)
	}
	if err != nil {
		return Result{Failure: PasskeyUnfit}, nil
	}
	w.progress(Entering)
	light := keyring.Light{Hot: hot, Login: p.Login()}
	res, err := w.enterLight(ctx, ak, dev, light, wire.SlotPasskey)
	if wire.IsRefusal(err, wire.CodeUnauthorized) {
		return Result{Failure: PasskeyGone}, w.forgetPasskey(ctx)
	}
	return res, err
}
