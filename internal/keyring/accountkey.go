package keyring

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"io"
	"strings"

	"troth/internal/secret"
	"troth/internal/wire"
)

const (
	accountKeyPrefix  = "TROTH1-"
	accountKeyVersion = 1
	accountKeyBytes   = 1 + wire.AccountIDSize + 16
	accountKeyCheck   = 3
	accountKeyGroup   = 6
)

// crockford leaves out I, L, O and U, so that a key can be read aloud.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// ErrAccountKey reports an account key with a typing error. The check happens
// on the device; nothing is sent.
var ErrAccountKey = errors.New("keyring: account key mistyped")

// AccountKey is the second secret of a sign-in and the only user name. Secret
// is never sent.
type AccountKey struct {
	Account wire.AccountID `cbor:"1,keyasint"`
	Secret  [16]byte       `cbor:"2,keyasint"`
}

// NewAccountKey draws an account key.
func NewAccountKey(rand io.Reader) (AccountKey, error) {
	var ak AccountKey
	if err := random(rand, ak.Account[:]); err != nil {
		return AccountKey{}, err
	}
	return ak, random(rand, ak.Secret[:])
}

// Renewed draws the key that takes the place of ak: another secret of the same
// account.
func (ak AccountKey) Renewed(rand io.Reader) (AccountKey, error) {
	return ak, random(rand, ak.Secret[:])
}

// saltMark is how many bytes at the end of a salt follow from the rest and the
// account key.
const saltMark = 4

// NewSalt draws the salt of a new passphrase. It is marked, so that a device on
// which another was entered last can tell whether the account key is the same.
func (ak AccountKey) NewSalt(rand io.Reader) (salt [16]byte, err error) {
	err = random(rand, salt[:len(salt)-saltMark])
	ak.SaltKey().mark(&salt)
	return salt, err
}

// SaltKey knows the salts of an account key, and opens nothing.
type SaltKey secret.Key

// SaltKey returns what knows the salts of ak.
func (ak AccountKey) SaltKey() SaltKey {
	return SaltKey(derive(ak.Secret[:], ak.Account[:], labelSaltMark))
}

// Knows reports whether a salt was drawn for the account key.
func (k SaltKey) Knows(salt [16]byte) bool {
	marked := salt
	k.mark(&marked)
	return marked == salt
}

func (k SaltKey) mark(salt *[16]byte) {
	at := len(salt) - saltMark
	m := derive(k[:], salt[:at], labelSaltMark)
	copy(salt[at:], m[:])
}

// Text returns the key as it is printed and typed: 48 characters in eight
// groups of six, after a prefix.
func (ak AccountKey) Text() secret.Text {
	b := append([]byte{accountKeyVersion}, ak.Account[:]...)
	return printed(accountKeyPrefix, append(b, ak.Secret[:]...), accountKeyCheck, accountKeyGroup)
}

// ParseAccountKey reads a typed or scanned key. Spaces, dashes, letter case and
// the letters that are easily confused (O for 0, I and L for 1) do not matter.
func ParseAccountKey(t secret.Text) (AccountKey, error) {
	b, ok := typed(accountKeyPrefix, t, accountKeyBytes, accountKeyCheck)
	if !ok || b[0] != accountKeyVersion {
		return AccountKey{}, ErrAccountKey
	}
	var ak AccountKey
	copy(ak.Account[:], b[1:])
	copy(ak.Secret[:], b[1+wire.AccountIDSize:])
	return ak, nil
}

// printed is how secret bytes stand on paper: a prefix, and in groups the bytes and
// so many of their hash.
func printed(prefix string, b []byte, check, group int) secret.Text {
	sum := sha256.Sum256(b)
	s := base32.NewEncoding(crockford).WithPadding(base32.NoPadding).EncodeToString(append(b, sum[:check]...))
	var groups []string
	for ; s != ""; s = s[group:] {
		groups = append(groups, s[:group])
	}
	return secret.Text(prefix + strings.Join(groups, "-"))
}

// typed reads what printed made of n bytes.
func typed(prefix string, t secret.Text, n, check int) ([]byte, bool) {
	s := strings.ToUpper(t.Reveal())
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '\u2010', '\u2011', '\u2013', '\u00a0':
			return -1
		}
		return r
	}, s)
	s, ok := strings.CutPrefix(s, strings.TrimSuffix(prefix, "-"))
	if !ok || len(s) != (n+check)*8/5 {
		return nil, false
	}
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)
	b, err := base32.NewEncoding(crockford).WithPadding(base32.NoPadding).DecodeString(s)
	if err != nil || len(b) != n+check {
		return nil, false
	}
	sum := sha256.Sum256(b[:n])
	return b[:n], string(sum[:check]) == string(b[n:])
}

// Format, MarshalText: an account key never prints itself.
func (ak AccountKey) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }

// String implements fmt.Stringer.
func (ak AccountKey) String() string { return "[secret]" }
