package keywork

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/wire"
)

// Jobs of a PIN.
const (
	SetPin    Kind = "set-pin"
	UnlockPin Kind = "unlock-pin"
)

// Names of the secret fields of a PIN's forms.
const (
	FieldPin      = "pin"
	FieldPinAgain = "pin2"
)

// Failures of a PIN.
const (
	PinForm    Failure = "pin-form"
	PinEasy    Failure = "pin-easy"
	PinMiss    Failure = "pin-miss" // Result.Left says how many are left
	PinGone    Failure = "pin-gone" // nothing is left of it here and at the relay
	PinOffline Failure = "pin-offline"
)

// nameLight is the store's name for what is remembered of lighter keys.
const nameLight = "l"

// lightMS is how long the passphrase may rest while a lighter key is used. What
// is never typed is forgotten, and nobody could let its owner back in.
const lightMS = 30 * 24 * 3600 * 1000

// Light is what a locked device remembers of the lighter keys that its person
// has made for it.
type Light struct {
	PinID   wire.PinID `cbor:"1,keyasint"`
	Pin     []byte     `cbor:"2,keyasint,omitempty"` // a keyring.Pin, in the Box; empty: there is none
	SinceMS int64      `cbor:"3,keyasint"`           // when the passphrase was entered here last

	// Left are halves that the relay is still to forget. Without what lay here
	// they are of no use to anybody.
	Left []wire.PinID `cbor:"4,keyasint,omitempty"`

	Passkey *Passkey `cbor:"5,keyasint,omitempty"` // nil: there is none
}

// HasPin reports whether a PIN opens this device.
func (l Light) HasPin() bool { return len(l.Pin) > 0 }

// Rested reports whether the passphrase is to be entered again before a lighter
// key is offered. A clock that was set back counts too.
func (l Light) Rested(nowMS int64) bool { return nowMS-l.SinceMS > lightMS || nowMS < l.SinceMS }

// LightOf returns what a device remembers. What cannot be read is as good as
// none: the passphrase opens everything.
func LightOf(ctx context.Context, store eventlog.Store) Light {
	var l Light
	if b, err := store.Get(ctx, nameLight); err != nil || codec.Decode(b, &l) != nil {
		return Light{}
	}
	return l
}

func putLight(ctx context.Context, store eventlog.Store, l Light) error {
	b, err := codec.Encode(l)
	if err == nil {
		err = store.Put(ctx, eventlog.KV{Name: nameLight, Value: b})
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errStorage, err)
	}
	return nil
}

// ForgetPin takes a PIN off this device.
func ForgetPin(ctx context.Context, store eventlog.Store) error {
	l := LightOf(ctx, store)
	if !l.HasPin() {
		return nil
	}
	l.Left = append(l.Left, l.PinID)
	l.PinID, l.Pin = wire.PinID{}, nil
	return putLight(ctx, store, l)
}

// ForgetLight takes all lighter keys off this device.
func ForgetLight(ctx context.Context, store eventlog.Store) error {
	err := ForgetPin(ctx, store)
	if l := LightOf(ctx, store); err == nil && l.Passkey != nil {
		l.Passkey = nil
		err = putLight(ctx, store, l)
	}
	return err
}

// ForgetHalves notes that the relay has forgotten these halves.
func ForgetHalves(ctx context.Context, store eventlog.Store, ids []wire.PinID) error {
	l := LightOf(ctx, store)
	l.Left = slices.DeleteFunc(l.Left, func(id wire.PinID) bool { return slices.Contains(ids, id) })
	return putLight(ctx, store, l)
}

// typed notes that the passphrase was entered.
func (w *work) typed(ctx context.Context) {
	if l := LightOf(ctx, w.Store); l.SinceMS != 0 {
		l.SinceMS = w.NowMS()
		_ = putLight(ctx, w.Store, l) // else it is asked for a little earlier
	}
}

// pinToSet judges the PIN of a form before anything is done with it.
func (w *work) pinToSet() error {
	if err := keyring.CheckPin(w.secrets[FieldPin]); err != nil {
		return err
	}
	if w.secrets[FieldPin] != w.secrets[FieldPinAgain] {
		return errNotTheSame
	}
	return nil
}

// setPin makes a PIN for this device, in the place of the one before.
func (w *work) setPin(ctx context.Context) (Result, error) {
	hot, _ := hotOf(w.slots)
	pin, n, err := keyring.NewPin(w.Rand, w.Stretch, w.ak.Account, hot.KDF, w.secrets[FieldPin], keyring.Light{Hot: w.hot, Login: w.master.LoginSeed()})
	if err != nil {
		return Result{}, err
	}
	body, err := codec.Encode(n)
	if err != nil {
		return Result{}, err
	}
	proof, err := w.relay.Prove(ctx, w.ak.Account, w.master.LoginCold(), wire.OpPin, body)
	if err != nil {
		return Result{}, err
	}
	if err := w.relay.NewPin(ctx, body, proof); err != nil {
		return Result{}, err
	}
	l := LightOf(ctx, w.Store)
	if l.HasPin() {
		l.Left = append(l.Left, l.PinID)
	}
	l.PinID, l.SinceMS = pin.ID, w.NowMS()
	if l.Pin, err = w.box(ctx, pin); err == nil {
		err = putLight(ctx, w.Store, l)
	}
	if err != nil {
		_ = w.relay.DropPin(ctx, pin.ID) // else it goes with the next passphrase; alone it opens nothing
	}
	return Result{}, err
}

// unlockPin opens the account by its PIN and the relay's half.
func (w *work) unlockPin(ctx context.Context, ak keyring.AccountKey, dev Device) (Result, error) {
	var pin keyring.Pin
	if l := LightOf(ctx, w.Store); !l.HasPin() || w.unbox(ctx, l.Pin, &pin) != nil {
		return w.pinGone(ctx)
	}
	keys, err := pin.Keys(w.Stretch, ak.Account, w.secrets[FieldPin])
	if err != nil {
		return Result{}, err
	}
	w.progress(Entering)
	h, err := w.relay.TryPin(ctx, keys.Try())
	switch {
	case errors.Is(err, client.ErrUnreachable):
		return Result{Failure: PinOffline}, nil
	case wire.IsRefusal(err, wire.CodeNotFound):
		return w.pinGone(ctx)
	case err != nil:
		return Result{}, err
	case h.Half == nil && h.Left == 0:
		return w.pinGone(ctx)
	case h.Half == nil:
		return Result{Failure: PinMiss, Left: h.Left}, nil
	}
	light, err := keys.Open(*h.Half)
	if err != nil {
		return Result{}, err
	}
	res, err := w.enterLight(ctx, ak, dev, light, wire.SlotHot)
	if wire.IsRefusal(err, wire.CodeUnauthorized) {
		return w.pinGone(ctx) // the passphrase was changed, and the relay has kept its half
	}
	return res, err
}

func (w *work) pinGone(ctx context.Context) (Result, error) {
	return Result{Failure: PinGone}, ForgetPin(ctx, w.Store)
}

// enterLight begins a session with what a lighter key has opened. The slots that
// the relay gives cannot be opened with it, so the device keeps those that the
// passphrase has opened: they are what opens it without a connection. Way is the
// type of the slot whose key logs in; a passkey needs no relay to open.
func (w *work) enterLight(ctx context.Context, ak keyring.AccountKey, dev Device, l keyring.Light, way uint8) (Result, error) {
	w.relay.Remember(dev.Hint)
	first, stop := ctx, func() {}
	if way == wire.SlotPasskey {
		first, stop = context.WithTimeout(ctx, hurry)
	}
	s, err := w.relay.BeginBy(first, ak.Account, way, keyring.SeedKey(l.Login))
	stop()
	slots, alone := dev.Slots, way == wire.SlotPasskey && errors.Is(err, client.ErrUnreachable)
	if alone {
		copy(s.Hint[:], dev.Hint)
		s.Decoy = dev.Decoy
	} else if err == nil {
		slots, err = w.relay.Slots(ctx)
	}
	if err != nil && !alone {
		return Result{}, err
	}
	w.progress(Opening)
	digest, err := keyring.SlotsDigest(slots)
	if err != nil {
		return Result{}, err
	}
	w.ak, w.decoy, dev.Hint = ak, s.Decoy, s.Hint[:]
	hot, _ := hotOf(slots)
	return Result{Session: &Session{Account: ak.Account, Hot: l.Hot, Login: l.Login, Token: s.Token, Slots: digest, Hint: s.Hint, Device: w.id,
		Salt: hot.Salt, SaltKey: ak.SaltKey(), Decoy: s.Decoy, Alone: alone, Way: way}}, w.storeDevice(ctx, dev, nothing)
}
