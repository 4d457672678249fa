// Package keyring makes and keeps a person's keys: from passphrase and account
// key to the slots that the relay stores, from the root key to the keys of each
// log, and from an invite's secret to a partner whose words match.
//
// # Terminology
//
// The passphrase is remembered, the account key is kept: both are needed to get
// in (two-secret sign-in), so that nobody who has the server can guess. The
// identity key (cold) is what a partner verifies once; it is needed rarely and
// asks for the passphrase each time. The root key (URK, hot) has generations;
// every key of daily use is derived from it. A slot is one locked way in.
//
// # What holds
//
//   - Nothing that the relay stores lets anybody test a guess at the passphrase
//     without the 128-bit account key.
//   - Every sealed thing names its context as associated data: a slot of another
//     account, of another type, or under weaker stretching does not open.
//   - A client stretches only with parameters it knows (ErrWeak otherwise).
//
// The package is pure: randomness comes in as an io.Reader. The formats are
// specified in spec/keys-v1.md.
package keyring

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"troth/internal/chain"
	"troth/internal/event"
	"troth/internal/secret"
	"troth/internal/wire"
)

// Labels of derivations.
const (
	labelMaster    = "troth/v1/master"
	labelLogin     = "troth/v1/login"
	labelLoginCold = "troth/v1/login-cold"
	labelKEKHot    = "troth/v1/kek-hot"
	labelKEKCold   = "troth/v1/kek-cold"
	labelSign      = "troth/v1/sign"
	labelHPKE      = "troth/v1/hpke"
	labelSelf      = "troth/v1/self-epoch"
	labelWitness   = "troth/v1/witness"
	labelCache     = "troth/v1/cache"
	labelCheck     = "troth/v1/checkpoint"
	labelSeal      = "troth/v1/seal"
	labelSaltMark  = "troth/v1/salt-mark"
	labelRenewal   = "troth/v1/kek-renewal"
)

// Limits of a passphrase, after normalisation.
const (
	MinPassphraseRunes = 10
	MaxPassphraseBytes = 1024
)

// Key stretching functions. The numbers are fixed for ever.
const (
	KDFStandard  = 1 // Argon2id, 64 MiB, 3 passes
	KDFLowMemory = 2 // Argon2id, 32 MiB, 6 passes; only where 64 MiB cannot be had
)

// Errors a person may meet.
var (
	ErrWeak       = errors.New("keyring: the server asks for weaker key stretching than is safe")
	ErrPassphrase = errors.New("keyring: passphrase or account key does not fit")
	ErrSelfTest   = errors.New("keyring: key stretching gives wrong results on this device")
	ErrTooShort   = errors.New("keyring: passphrase too short")
	ErrTooLong    = errors.New("keyring: passphrase too long")
	ErrEncoding   = errors.New("keyring: passphrase is not text")
	ErrCommon     = errors.New("keyring: passphrase is among the first ones tried")
)

// Stretch turns a passphrase into 32 bytes, slowly. Tests may put a fast one in
// its place; the program never does.
type Stretch func(passphrase []byte, salt [16]byte, kdf uint8) (secret.Key, error)

// Argon2id is the Stretch of the program. It accepts only the functions it
// knows, so a server cannot ask for less.
func Argon2id(passphrase []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
	var passes, kib uint32
	switch kdf {
	case KDFStandard:
		passes, kib = 3, 64<<10
	case KDFLowMemory:
		passes, kib = 6, 32<<10
	default:
		return secret.Key{}, ErrWeak
	}
	return secret.Key(argon2.IDKey(passphrase, salt[:], passes, kib, 1, 32)), nil
}

// knownAnswer is Argon2id (version 0x13) with 1 pass, 64 KiB, 1 lane over
// "password" and "somesalt", a value published with the reference code.
const knownAnswer = "655ad15eac652dc59f7170a7332bf49b8469be1fdb9c28bb"

// SelfTest checks this device's arithmetic against a known answer. A library
// for the web once gave a wrong result on its first run on phones; keys made
// from a wrong result would lock their owner out for ever.
func SelfTest() error { return selfTest(argon2.IDKey) }

func selfTest(idKey func(password, salt []byte, passes, kib uint32, lanes uint8, n uint32) []byte) error {
	if hex.EncodeToString(idKey([]byte("password"), []byte("somesalt"), 1, 64, 1, 24)) != knownAnswer {
		return ErrSelfTest
	}
	return nil
}

// Normalize returns the bytes of a passphrase that are stretched: NFKC, nothing
// trimmed. It refuses what is too short, too long, not UTF-8 or too common.
func Normalize(passphrase secret.Text) ([]byte, error) {
	s := passphrase.Reveal()
	if len(s) > 4*MaxPassphraseBytes {
		return nil, ErrTooLong
	}
	if !utf8.ValidString(s) {
		return nil, ErrEncoding
	}
	n := norm.NFKC.String(s)
	switch {
	case len(n) > MaxPassphraseBytes:
		return nil, ErrTooLong
	case utf8.RuneCountInString(n) < MinPassphraseRunes:
		return nil, ErrTooShort
	}
	return []byte(n), nil
}

// Master is what passphrase and account key give together. It is held only
// while a passphrase is being used.
type Master struct {
	account wire.AccountID
	key     secret.Key
}

// NewMaster derives the master key. pwk is a stretched passphrase.
func NewMaster(pwk secret.Key, ak AccountKey, kdf uint8) Master {
	ikm := append(pwk[:], ak.Secret[:]...)
	salt := append(append([]byte{}, ak.Account[:]...), kdf)
	return Master{account: ak.Account, key: derive(ikm, salt, labelMaster)}
}

// Login returns the key that signs logins with the hot slot.
func (m Master) Login() ed25519.PrivateKey { return seedKey(m.expand(labelLogin)) }

// LoginSeed returns the seed of Login, which an unlocked device keeps so that
// it can come back after it was offline.
func (m Master) LoginSeed() secret.Key { return m.expand(labelLogin) }

// LoginCold returns the key that signs operations.
func (m Master) LoginCold() ed25519.PrivateKey { return seedKey(m.expand(labelLoginCold)) }

// RenewalKey returns the key of what a device keeps while its account is being
// secured, and which only the new passphrase opens.
func (m Master) RenewalKey() secret.Key { return m.expand(labelRenewal) }

func (m Master) kek(slotType uint8) secret.Key {
	switch slotType {
	case wire.SlotCold:
		return m.expand(labelKEKCold)
	case wire.SlotRecovery:
		return m.expand(labelKEKRecovery)
	}
	return m.expand(labelKEKHot)
}

func (m Master) expand(info string) secret.Key {
	b, err := hkdf.Expand(sha256.New, m.key[:], info, 32)
	if err != nil {
		panic(err) // the length is constant
	}
	return secret.Key(b)
}

func derive(ikm, salt []byte, info string) secret.Key {
	b, err := hkdf.Key(sha256.New, ikm, salt, info, 32)
	if err != nil {
		panic(err)
	}
	return secret.Key(b)
}

func seedKey(seed secret.Key) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(seed[:]) }

// SeedKey returns the Ed25519 key of a seed.
func SeedKey(seed secret.Key) ed25519.PrivateKey { return seedKey(seed) }

// Root is one generation of the hot root key. Every key of daily use follows
// from it, so a device that has it needs to store no other.
type Root struct {
	Generation uint32     `cbor:"1,keyasint"`
	Key        secret.Key `cbor:"2,keyasint"`
}

// SignSeed returns the seed of the key that signs this person's events in log.
func (r Root) SignSeed(log chain.LogID) secret.Key { return derive(r.Key[:], log[:], labelSign) }

// hpkeSeed returns the seed of the key that receives epoch keys of log.
func (r Root) hpkeSeed(log chain.LogID) secret.Key { return derive(r.Key[:], log[:], labelHPKE) }

// SelfKey returns the epoch key of the person's own log; its epoch is the
// generation.
func (r Root) SelfKey(self chain.LogID) secret.Key { return derive(r.Key[:], self[:], labelSelf) }

// WitnessKey seals the notes a person leaves for their own later devices.
func (r Root) WitnessKey() secret.Key { return derive(r.Key[:], nil, labelWitness) }

// CacheKey seals what a device keeps for itself: pairing steps, settings.
func (r Root) CacheKey() secret.Key { return derive(r.Key[:], nil, labelCache) }

// CheckpointKey authenticates a device's own checkpoint of log.
func (r Root) CheckpointKey(log chain.LogID) secret.Key {
	return derive(r.Key[:], log[:], labelCheck)
}

// SealKey returns the key of this person's answer in a seal of log, which
// follows from the salt that the commit carries. So each of their devices can
// open what another has sealed, and none has to keep a key.
func (r Root) SealKey(log chain.LogID, seal event.ID, salt [32]byte) secret.Key {
	return derive(r.Key[:], slices.Concat(log[:], seal[:], salt[:]), labelSeal)
}

func random(rand io.Reader, b []byte) error {
	_, err := io.ReadFull(rand, b)
	return err
}
