package keywork

import (
	"context"
	"crypto/ed25519"
	"errors"

	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/keyring"
	"troth/internal/secret"
	"troth/internal/wire"
)

// SlotsChange is what a session goes on with after the account's slots have
// changed. The relay has ended all sessions but the one that changed them.
type SlotsChange struct {
	Login  secret.Key `cbor:"1,keyasint"` // seed of the hot login key
	Token  [32]byte   `cbor:"2,keyasint"`
	Hint   [16]byte   `cbor:"3,keyasint"`
	Digest [32]byte   `cbor:"4,keyasint"` // of the slots as they are now
	Number uint32     `cbor:"5,keyasint"` // keyring.Hot.Set
	Salt   [16]byte   `cbor:"6,keyasint"` // of the hot slot
}

// setSlots makes next the account's slots: the one way by which they change,
// whatever the change is. A job that has entered the account calls it with the
// whole set as it shall be: with a slot more, or one less, or another one. The
// hot slot in it is sealed anew, under the next number. What comes back goes
// into Result.Slots; the session writes the new digest into the person's log.
//
// The set is kept on the device before it is sent. If the answer is lost, either
// set may be the account's: the relay says which at the next login, and without
// a connection this device opens by both.
func (w *work) setSlots(ctx context.Context, next []wire.Slot) (*SlotsChange, error) {
	hot, ok := hotOf(next)
	if !ok {
		return nil, keyring.ErrSlot
	}
	return w.replaceSlots(ctx, next, w.master, hot.Salt, hot.KDF)
}

// replaceSlots is setSlots for a set whose hot slot another passphrase opens.
func (w *work) replaceSlots(ctx context.Context, next []wire.Slot, to keyring.Master, salt [16]byte, kdf uint8) (*SlotsChange, error) {
	w.progress(Entering)
	w.hot.Set++
	hot, err := to.SealHot(w.Rand, salt, kdf, w.hot)
	if err != nil {
		return nil, err
	}
	next = append(without(next, wire.SlotHot), hot)
	digest, err := keyring.SlotsDigest(next)
	if err != nil {
		return nil, err
	}
	hint := w.hint
	if err := w.storeDevice(ctx, Device{Hint: hint[:], Slots: w.slots, Next: next}, nothing); err != nil {
		return nil, err
	}
	by := w.signs
	if by == nil {
		by = w.master.LoginCold()
	}
	if err := unsure(w.putSlots(ctx, next, by)); err != nil {
		if !errors.Is(err, errUnsure) {
			_ = w.putDevice(ctx, hint[:]) // what is left over opens nothing that the account does not
		}
		return nil, err
	}
	if to != w.master {
		_ = ForgetPin(ctx, w.Store) // the relay has dropped its half: behind it is the login that was
	}
	w.slots, w.master = next, to
	// The session stays; a login by the new key brings the hint that goes with it.
	w.relay.As(w.ak.Account, to.Login(), w.token)
	if s, err := w.relay.Begin(ctx, w.ak.Account, to.Login()); err == nil {
		w.token, w.hint = s.Token, s.Hint
	}
	if err := w.putDevice(ctx, w.hint[:]); err != nil {
		return nil, err
	}
	return w.changed(digest), nil
}

// changed is what a session goes on with.
func (w *work) changed(digest [32]byte) *SlotsChange {
	hot, _ := hotOf(w.slots)
	return &SlotsChange{Login: w.master.LoginSeed(), Token: w.token, Hint: w.hint, Digest: digest, Number: w.hot.Set, Salt: hot.Salt}
}

// putSlots sends a set of slots, signed by a key of their cold slot of before, or of
// their recovery slot. If no
// answer comes it looks whether the relay has them.
func (w *work) putSlots(ctx context.Context, next []wire.Slot, by ed25519.PrivateKey) error {
	body, err := codec.Encode(wire.SlotSet{Slots: next})
	if err != nil {
		return err
	}
	proof, err := w.relay.Prove(ctx, w.ak.Account, by, wire.OpSlots, body)
	if err != nil {
		return err
	}
	lost := w.relay.PutSlots(ctx, body, proof)
	if !errors.Is(lost, client.ErrUnreachable) {
		return lost
	}
	have, err := w.relay.Slots(ctx)
	if err != nil {
		return errors.Join(client.ErrUnreachable, err)
	}
	if b, err := codec.Encode(wire.SlotSet{Slots: have}); err != nil || string(b) != string(body) {
		return lost
	}
	return nil
}
