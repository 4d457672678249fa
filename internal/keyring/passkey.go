package keyring

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"slices"

	"troth/internal/secret"
	"troth/internal/wire"
)

const (
	labelPasskey      = "troth/v1/prf"
	labelPasskeyLogin = "troth/v1/prf-login"
)

// ErrPasskey reports a passkey that does not give the same 32 bytes each time
// it is asked. What was locked with it might never open again.
var ErrPasskey = errors.New("keyring: the passkey cannot be used as a key")

// PasskeySalt is what a passkey is asked with, for a slot of an account. The
// page computes the same.
func PasskeySalt(account wire.AccountID, slot [16]byte) [32]byte {
	return sha256.Sum256(slices.Concat([]byte(labelPasskey), account[:], slot[:]))
}

// Passkey is what a passkey has given: a key source, and no login of its own.
type Passkey struct {
	account wire.AccountID
	output  secret.Key
}

// NewPasskey takes what a passkey gave when it was made and what it gave when
// it was asked again. Some give nothing, and some once gave a wrong result.
func NewPasskey(account wire.AccountID, made, asked []byte) (Passkey, error) {
	if len(made) != 32 || subtle.ConstantTimeCompare(made, asked) != 1 || secret.Key(made) == (secret.Key{}) {
		return Passkey{}, ErrPasskey
	}
	return Passkey{account, secret.Key(made)}, nil
}

// Login returns the seed of the passkey's own key, which logs in.
func (p Passkey) Login() secret.Key { return derive(p.output[:], nil, labelPasskeyLogin) }

func (p Passkey) kek() secret.Key { return derive(p.output[:], nil, labelPasskey) }

// Seal makes the slot that the passkey opens: what daily use needs, nothing
// cold. The id is what it was asked with.
func (p Passkey) Seal(rand io.Reader, id [16]byte, hot Hot) (wire.Slot, error) {
	return sealSlot(rand, p.account, wire.Slot{Type: wire.SlotPasskey, ID: id, KDF: KDFStandard}, p.kek(), seedKey(p.Login()), hot)
}

// Open opens the slot with an id among slots.
func (p Passkey) Open(slots []wire.Slot, id [16]byte) (Hot, error) {
	for _, s := range slots {
		if s.Type != wire.SlotPasskey || s.ID != id {
			continue
		}
		var h Hot
		if err := openSlot(p.account, s, p.kek(), &h); err != nil {
			return Hot{}, err
		}
		if !h.sound() {
			return Hot{}, ErrSlot
		}
		return h, nil
	}
	return Hot{}, ErrSlot
}
