package keyring

import (
	"crypto/sha256"
	"errors"
	"io"
	"slices"
	"strings"

	"troth/internal/codec"
	"troth/internal/secret"
	"troth/internal/wire"
)

const (
	labelPin         = "troth/v1/pin"
	labelPinHolder   = "troth/v1/pin-holder"
	labelPinVerifier = "troth/v1/pin-verifier"
	labelPinKey      = "troth/v1/pin-key"
)

// PinDigits is how long a PIN is.
const PinDigits = 6

// Errors a person may meet who sets or enters a PIN.
var (
	ErrPin     = errors.New("keyring: a PIN has six digits")
	ErrPinEasy = errors.New("keyring: PIN among the first ones tried")
)

// Light is what everyday unlocking needs: nothing that could change how the
// account is entered.
type Light struct {
	Hot   Hot        `cbor:"1,keyasint"`
	Login secret.Key `cbor:"2,keyasint"` // seed of the key that logs in
}

// Pin is what a device keeps of a PIN, in its Box. Without the half that lies at
// the relay it opens nothing, and without it that half is of no use to anybody:
// the relay can try no PIN.
type Pin struct {
	ID     wire.PinID `cbor:"1,keyasint"`
	Secret secret.Key `cbor:"2,keyasint"` // the device's own, which never leaves it
	Salt   [16]byte   `cbor:"3,keyasint"`
	KDF    uint8      `cbor:"4,keyasint"`
	Sealed []byte     `cbor:"5,keyasint"` // a Light
}

// CheckPin says whether a PIN may be chosen: six digits, and none of those that
// somebody tries first. Eight tries are few, so what counts is that a PIN does
// not stand on the first page of any list: four digits in a row, one or two in
// turn, a half that comes again as it is, moved along or backwards.
func CheckPin(pin secret.Text) error {
	p := pin.Reveal()
	if len(p) != PinDigits || strings.Trim(p, "0123456789") != "" {
		return ErrPin
	}
	steps := make([]int, PinDigits-1)
	for i := range steps {
		steps[i] = int(p[i+1]) - int(p[i])
	}
	for i := range steps[2:] {
		if steps[i] == steps[i+1] && steps[i] == steps[i+2] {
			return ErrPinEasy
		}
	}
	if slices.Equal(steps[:2], steps[3:]) || slices.Equal(steps[:3], steps[2:]) ||
		p[0] == p[5] && p[1] == p[4] && p[2] == p[3] {
		return ErrPinEasy
	}
	return nil
}

// NewPin seals what a PIN is to open, and returns what the device keeps and what
// the relay is given. It does not judge the PIN.
func NewPin(rand io.Reader, stretch Stretch, account wire.AccountID, kdf uint8, pin secret.Text, what Light) (Pin, wire.NewPin, error) {
	p := Pin{KDF: kdf}
	var n wire.NewPin
	for _, b := range [][]byte{p.ID[:], p.Secret[:], p.Salt[:], n.Half[:]} {
		if err := random(rand, b); err != nil {
			return p, n, err
		}
	}
	k, err := p.Keys(stretch, account, pin)
	if err != nil {
		return p, n, err
	}
	plain, err := codec.Encode(what)
	if err != nil {
		return p, n, err
	}
	p.Sealed, err = SealNote(rand, k.key(n.Half), labelPin, plain)
	try := k.Try()
	n.ID, n.Holder, n.Verifier = p.ID, sha256.Sum256(try.Holder[:]), sha256.Sum256(try.Verifier[:])
	return p, n, err
}

// PinKeys is what a PIN gives on its device before the relay is asked.
type PinKeys struct {
	pin       Pin
	context   []byte
	stretched secret.Key
}

// Keys stretches a PIN. One that could not have been set is stretched and tried
// like any other.
func (p Pin) Keys(stretch Stretch, account wire.AccountID, pin secret.Text) (PinKeys, error) {
	s, err := stretch([]byte(pin.Reveal()), p.Salt, p.KDF)
	return PinKeys{p, slices.Concat(account[:], p.ID[:], []byte{p.KDF}), s}, err
}

// Try is what the relay is shown. From what it stores of it, and from it, nobody
// can try a PIN who does not have the device's secret.
func (k PinKeys) Try() wire.TryPin {
	return wire.TryPin{ID: k.pin.ID,
		Holder:   derive(k.pin.Secret[:], k.context, labelPinHolder),
		Verifier: derive(slices.Concat(k.stretched[:], k.pin.Secret[:]), k.context, labelPinVerifier)}
}

// key is what seals: it follows from the relay's half, the device's secret and
// the PIN, and from no two of them.
func (k PinKeys) key(half [32]byte) secret.Key {
	return derive(slices.Concat(half[:], k.pin.Secret[:], k.stretched[:]), k.context, labelPinKey)
}

// Open opens what was sealed. ErrSealed: the half, or the PIN, is another.
func (k PinKeys) Open(half [32]byte) (Light, error) {
	var l Light
	plain, err := OpenNote(k.key(half), labelPin, k.pin.Sealed)
	if err == nil && (codec.Decode(plain, &l) != nil || !l.Hot.sound()) {
		err = ErrSealed
	}
	return l, err
}
