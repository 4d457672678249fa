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

// Witness is a note to a person's own later devices, in an entry of one of their
// two logs: where the other log stood when they wrote it. To everybody else it is
// 80 random bytes.
func (r Root) Witness(rand io.Reader, log chain.LogID, seq uint64, head chain.Hash) ([]byte, error) {
	plain := append(binary.BigEndian.AppendUint64(nil, seq), head[:]...)
	return SealNote(rand, r.WitnessKey(), labelWitness+string(log[:]), plain)
}

// OpenWitness reads a witness about a log that one of the person's generations
// left. A note about another log does not open.
func OpenWitness(roots []Root, log chain.LogID, witness []byte) (seq uint64, head chain.Hash, err error) {
	for i := len(roots) - 1; i >= 0; i-- {
		plain, err := OpenNote(roots[i].WitnessKey(), labelWitness+string(log[:]), witness)
		if err == nil && len(plain) == 8+len(head) {
			copy(head[:], plain[8:])
			return binary.BigEndian.Uint64(plain), head, nil
		}
	}
	return 0, head, ErrSealed
}
