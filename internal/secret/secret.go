// Package secret holds the types of values that must never be printed.
//
// A Key or a Text formats itself as "[secret]" under every verb and every text
// or JSON encoder, so that a careless log line, error or test failure shows
// nothing. CBOR encodes a Key as its bytes: that is how keys travel inside
// encrypted slots and between the two workers of one device.
package secret

import (
	"crypto/subtle"
	"fmt"
)

const mask = "[secret]"

// Key is 32 secret bytes: a symmetric key or a seed.
type Key [32]byte

// Format implements fmt.Formatter.
func (Key) Format(f fmt.State, _ rune) { fmt.Fprint(f, mask) }

// MarshalText implements encoding.TextMarshaler.
func (Key) MarshalText() ([]byte, error) { return []byte(mask), nil }

// MarshalBinary returns the key's bytes.
func (k Key) MarshalBinary() ([]byte, error) { return k[:], nil }

// UnmarshalBinary sets the key; b must have 32 bytes.
func (k *Key) UnmarshalBinary(b []byte) error {
	if len(b) != len(k) {
		return fmt.Errorf("secret: a key has %d bytes, not %d", len(k), len(b))
	}
	copy(k[:], b)
	return nil
}

// Equal compares in constant time.
func (k Key) Equal(o Key) bool { return subtle.ConstantTimeCompare(k[:], o[:]) == 1 }

// IsZero reports whether no key was set.
func (k Key) IsZero() bool { return k == Key{} }

// Text is a secret string, such as a passphrase, a token or an account key.
type Text string

// Format implements fmt.Formatter.
func (Text) Format(f fmt.State, _ rune) { fmt.Fprint(f, mask) }

// MarshalText implements encoding.TextMarshaler.
func (Text) MarshalText() ([]byte, error) { return []byte(mask), nil }

// Reveal returns the secret itself.
func (t Text) Reveal() string { return string(t) }
