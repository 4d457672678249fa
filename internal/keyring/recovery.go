package keyring

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"io"

	"troth/internal/secret"
	"troth/internal/wire"
)

const (
	recoveryPrefix  = "TROTHR-"
	recoveryVersion = 1
	recoveryBytes   = 1 + wire.AccountIDSize + 20
	recoveryCheck   = 4
	recoveryGroup   = 7

	labelRecovery      = "troth/v1/recovery"
	labelRecoverySalt  = "troth/v1/recovery-salt"
	labelLoginRecovery = "troth/v1/login-recovery"
	labelKEKRecovery   = "troth/v1/kek-recovery"
)

// ErrRecoveryCode reports a recovery code with a typing error. The check happens on
// the device; nothing is sent.
var ErrRecoveryCode = errors.New("keyring: recovery code mistyped")

// RecoveryCode opens an account alone: whoever finds the paper has everything. It
// names the account, so that it is all that is needed.
type RecoveryCode struct {
	Account wire.AccountID
	Code    [20]byte
}

// Recovery is what the recovery slot holds: all keys, and the secret of the account
// key, so that the sheet with it stays what it is.
type Recovery struct {
	Hot    Hot      `cbor:"1,keyasint"`
	Cold   Cold     `cbor:"2,keyasint"`
	Secret [16]byte `cbor:"3,keyasint"`
}

// NewRecoveryCode draws a code for an account.
func NewRecoveryCode(rand io.Reader, account wire.AccountID) (RecoveryCode, error) {
	c := RecoveryCode{Account: account}
	return c, random(rand, c.Code[:])
}

// Text returns the code as it is printed and typed: 56 characters in eight groups of
// seven, after a prefix.
func (c RecoveryCode) Text() secret.Text {
	b := append([]byte{recoveryVersion}, c.Account[:]...)
	return printed(recoveryPrefix, append(b, c.Code[:]...), recoveryCheck, recoveryGroup)
}

// ParseRecoveryCode reads a typed code as ParseAccountKey does a key.
func ParseRecoveryCode(t secret.Text) (c RecoveryCode, err error) {
	b, ok := typed(recoveryPrefix, t, recoveryBytes, recoveryCheck)
	if !ok || b[0] != recoveryVersion {
		return c, ErrRecoveryCode
	}
	copy(c.Account[:], b[1:])
	copy(c.Code[:], b[1+wire.AccountIDSize:])
	return c, nil
}

// Keys stretches the code as if it were a passphrase, so that trying one takes as
// long, and returns what it opens with.
func (c RecoveryCode) Keys(stretch Stretch) (RecoveryKeys, error) {
	sum := sha256.Sum256(append([]byte(labelRecoverySalt), c.Account[:]...))
	pwk, err := stretch(c.Code[:], [16]byte(sum[:16]), KDFStandard)
	if err != nil {
		return RecoveryKeys{}, err
	}
	return RecoveryKeys{Master{account: c.Account, key: derive(append(pwk[:], c.Code[:]...), c.Account[:], labelRecovery)}}, nil
}

// RecoveryKeys are the keys of a recovery code.
type RecoveryKeys struct{ m Master }

// Login returns the key that signs logins with the recovery slot, and new slots.
func (k RecoveryKeys) Login() ed25519.PrivateKey { return seedKey(k.m.expand(labelLoginRecovery)) }

// Seal makes the recovery slot.
func (k RecoveryKeys) Seal(rand io.Reader, r Recovery) (wire.Slot, error) {
	var salt [16]byte
	if err := random(rand, salt[:]); err != nil {
		return wire.Slot{}, err
	}
	return k.m.seal(rand, wire.SlotRecovery, salt, KDFStandard, k.Login(), r)
}

// Open opens the recovery slot among slots.
func (k RecoveryKeys) Open(slots []wire.Slot) (Recovery, error) {
	var r Recovery
	if err := k.m.open(slots, wire.SlotRecovery, &r); err != nil {
		return Recovery{}, err
	}
	if !r.Hot.sound() {
		return Recovery{}, ErrSlot
	}
	return r, nil
}
