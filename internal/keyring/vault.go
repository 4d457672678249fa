package keyring

import (
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/event"
	"troth/internal/secret"
)

const (
	labelVaultSalt = "troth/v1/vault-salt"
	labelVault     = "troth/v1/vault"
)

// A vault is what a person locks once more, with a passphrase of its own. Its key
// is random and locked with that passphrase and with the root that was the newest
// then; it lies in the person's own log among everything else, so that nobody who
// stores that log can tell whether there is one (spec/journal-v1.md).

// VaultSalt returns the salt with which passphrases of vaults are stretched. It is
// the same for all of a person's, so that one stretching tries a passphrase on
// each, and takes as long where there is none.
func (h Hot) VaultSalt() (salt [16]byte) {
	if len(h.Roots) > 0 {
		b := derive(h.Roots[0].Key[:], h.Self[:], labelVaultSalt)
		copy(salt[:], b[:])
	}
	return salt
}

func (h Hot) vaultKEK(stretched secret.Key, generation uint32) (secret.Key, bool) {
	for _, r := range h.Roots {
		if r.Generation == generation {
			return derive(append(stretched[:], r.Key[:]...), h.Self[:], labelVault), true
		}
	}
	return secret.Key{}, false
}

func (h Hot) vaultName(id event.ID) string { return labelVault + string(h.Self[:]) + string(id[:]) }

// SealVault locks a vault's key with a stretched passphrase and the newest root.
func (h Hot) SealVault(rand io.Reader, stretched secret.Key, id event.ID, key secret.Key) ([]byte, error) {
	kek, ok := h.vaultKEK(stretched, h.Newest().Generation)
	if !ok {
		return nil, ErrSealed
	}
	return SealNote(rand, kek, h.vaultName(id), key[:])
}

// OpenVault undoes SealVault, of whatever generation of the root. It returns
// ErrPassphrase if the passphrase is another.
func (h Hot) OpenVault(stretched secret.Key, generation uint32, id event.ID, sealed []byte) (key secret.Key, err error) {
	kek, ok := h.vaultKEK(stretched, generation)
	if !ok || len(sealed) != chacha20poly1305.NonceSizeX+len(key)+chacha20poly1305.Overhead {
		return key, ErrPassphrase
	}
	plain, err := OpenNote(kek, h.vaultName(id), sealed)
	if err != nil {
		return key, ErrPassphrase
	}
	return secret.Key(plain), nil
}
