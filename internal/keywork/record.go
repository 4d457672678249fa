package keywork

import (
	"context"
	"errors"
	"fmt"
	"io"

	"troth/internal/codec"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/wire"
)

// Names of values in the device's store. They are neutral: a name can be read
// by whoever holds the device.
const (
	nameDevice  = "d"
	namePending = "n"
	nameRenewal = "k"
	nameNotice  = "s"
)

// Device is what this device remembers while it is locked.
type Device struct {
	AK   []byte `cbor:"1,keyasint"` // account key, in the Box
	Hint []byte `cbor:"2,keyasint"` // lets this device log in without delay
	// Slots are those the relay gave last. They are locked, and let the account
	// be opened here without a connection.
	Slots []wire.Slot `cbor:"3,keyasint,omitempty"`
	// Next are slots that were sent to the relay and that it has not confirmed:
	// they may be the account's by now.
	Next []wire.Slot `cbor:"4,keyasint,omitempty"`
	// ID names this device to its person alone (wire.DeviceID). It is in the Box.
	ID []byte `cbor:"5,keyasint,omitempty"`
	// Decoy is the salt that the relay gives for this account when it does not
	// exist: so this device can tell that it was deleted. Zero: not known.
	Decoy [16]byte `cbor:"9,keyasint,omitzero"`
}

// hot returns the slot whose salt the passphrase is stretched with.
func (d Device) hot() (wire.Slot, bool) { return hotOf(d.Slots) }

// next is the same of those that may be the account's by now.
func (d Device) next() (wire.Slot, bool) { return hotOf(d.Next) }

// changing is next, if another passphrase opens it.
func (d Device) changing() (wire.Slot, bool) {
	have, _ := d.hot()
	next, ok := d.next()
	return next, ok && next.Salt != have.Salt
}

func hotOf(slots []wire.Slot) (wire.Slot, bool) {
	for _, s := range slots {
		if s.Type == wire.SlotHot {
			return s, true
		}
	}
	return wire.Slot{}, false
}

// pending is a sign-up that the relay has not confirmed.
type pending struct {
	AK      keyring.AccountKey `cbor:"1,keyasint"`
	Slots   []wire.Slot        `cbor:"2,keyasint"`
	Genesis []byte             `cbor:"3,keyasint"`
	For     [32]byte           `cbor:"4,keyasint"`
}

// Known reports whether the device has an account.
func Known(ctx context.Context, store eventlog.Store) (bool, error) {
	_, err := store.Get(ctx, nameDevice)
	if errors.Is(err, eventlog.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func (w *work) device(ctx context.Context) (Device, keyring.AccountKey, error) {
	var d Device
	var ak keyring.AccountKey
	b, err := w.Store.Get(ctx, nameDevice)
	if errors.Is(err, eventlog.ErrNotFound) {
		return d, ak, errNoAccount
	}
	if err != nil {
		return d, ak, fmt.Errorf("%w: %w", errStorage, err)
	}
	if codec.Decode(b, &d) != nil || w.unbox(ctx, d.AK, &ak) != nil {
		return d, ak, errNoAccount
	}
	return d, ak, nil
}

// identify finds out which device this is to the account, or makes it a new one.
func (w *work) identify(ctx context.Context, account wire.AccountID) error {
	d, ak, err := w.device(ctx)
	if err != nil || ak.Account != account || w.unbox(ctx, d.ID, &w.id) != nil {
		if _, err := io.ReadFull(w.Rand, w.id[:]); err != nil {
			return err
		}
	}
	w.relay.Device(w.id, w.Rand)
	return nil
}

func (w *work) saveDevice(ctx context.Context, hint []byte) error {
	if w.job.Kind == NewDevice {
		return nil // settle does, once the old account's data is gone
	}
	return w.putDevice(ctx, hint)
}

func (w *work) putDevice(ctx context.Context, hint []byte) error {
	return w.storeDevice(ctx, Device{Hint: hint, Slots: w.slots}, nothing)
}

// storeDevice stores what the device remembers, with the account key, and what it
// is to say before it is unlocked. A renewal that the account has taken, or that
// was made for slots of before, goes.
func (w *work) storeDevice(ctx context.Context, d Device, n notice) error {
	var err error
	d.Decoy = w.decoy
	if d.AK, err = w.box(ctx, w.ak); err != nil {
		return err
	}
	if d.ID, err = w.box(ctx, w.id); err != nil {
		return err
	}
	b, err := codec.Encode(d)
	if err != nil {
		return err
	}
	kv := []eventlog.KV{{Name: nameDevice, Value: b}, {Name: nameNotice}}
	if n != nothing {
		kv[1].Value = []byte{byte(n)}
	}
	if p, _ := w.loadRenewal(ctx); p != nil {
		if base, err := keyring.SlotsDigest(d.Slots); err != nil || base != p.Base {
			kv = append(kv, eventlog.KV{Name: nameRenewal})
		}
	}
	if err := w.Store.Put(ctx, kv...); err != nil {
		return fmt.Errorf("%w: %w", errStorage, err)
	}
	return nil
}

// settle makes the account that was entered the one of this device. What
// another account left here is erased first.
func (w *work) settle(ctx context.Context) error {
	if _, old, err := w.device(ctx); err == nil && old.Account != w.ak.Account {
		if err := w.Store.Clear(ctx); err != nil {
			return fmt.Errorf("%w: %w", errStorage, err)
		}
	}
	if err := w.putDevice(ctx, w.hint[:]); err != nil {
		return err
	}
	if err := w.Store.Put(ctx, eventlog.KV{Name: namePending}); err != nil {
		return fmt.Errorf("%w: %w", errStorage, err)
	}
	return nil
}

func (w *work) loadPending(ctx context.Context) (*pending, error) {
	b, err := w.Store.Get(ctx, namePending)
	if errors.Is(err, eventlog.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStorage, err)
	}
	var p pending
	if w.unbox(ctx, b, &p) != nil {
		return nil, nil // the box is another one now: begin anew
	}
	return &p, nil
}

func (w *work) savePending(ctx context.Context, p *pending) error {
	b, err := w.box(ctx, p)
	if err != nil {
		return err
	}
	if err := w.Store.Put(ctx, eventlog.KV{Name: namePending, Value: b}); err != nil {
		return fmt.Errorf("%w: %w", errStorage, err)
	}
	return nil
}

func (w *work) box(ctx context.Context, v any) ([]byte, error) {
	plain, err := codec.Encode(v)
	if err != nil {
		return nil, err
	}
	b, err := w.Box.Wrap(ctx, plain)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStorage, err)
	}
	return b, nil
}

func (w *work) unbox(ctx context.Context, sealed []byte, v any) error {
	plain, err := w.Box.Unwrap(ctx, sealed)
	if err != nil {
		return err
	}
	return codec.Decode(plain, v)
}
