package keyring

import (
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/chain"
	"troth/internal/secret"
)

// ErrSealed reports something of this device's own that does not open: another
// account's, another generation's, or altered.
var ErrSealed = errors.New("keyring: does not open")

// SealNote encrypts what a device keeps for itself, bound to its name.
func SealNote(rand io.Reader, key secret.Key, name string, plain []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	if err := random(rand, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, plain, []byte(name)), nil
}

// OpenNote undoes SealNote.
func OpenNote(key secret.Key, name string, sealed []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, err
	}
	if len(sealed) < chacha20poly1305.NonceSizeX {
		return nil, ErrSealed
	}
	nonce, ct := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	plain, err := aead.Open(nil, nonce, ct, []byte(name))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Witness is a note to a person's own later devices about where their own log
// stood when they wrote a shared entry. To everybody else it is 80 random
// bytes.
func (r Root) Witness(rand io.Reader, seq uint64, head chain.Hash) ([]byte, error) {
	plain := append(binary.BigEndian.AppendUint64(nil, seq), head[:]...)
	return SealNote(rand, r.WitnessKey(), labelWitness, plain)
}
