package keyring

import (
	"crypto/rand"
	"errors"
	"testing"

	"troth/internal/chain"
	"troth/internal/event"
	"troth/internal/secret"
)

// A key opens with its passphrase, its root, its name and its log, and with
// nothing else; also when there is a newer root.
func TestVault(t *testing.T) {
	h := Hot{Roots: []Root{{1, secret.Key{1}}}, Self: chain.LogID{7}}
	id, key := event.ID{9}, secret.Key{8}
	sealed, err := h.SealVault(rand.Reader, secret.Key{2}, id, key)
	if err != nil {
		t.Fatal(err)
	}
	newer := Hot{Roots: append(h.Roots, Root{2, secret.Key{3}}), Self: h.Self}
	if newer.VaultSalt() != h.VaultSalt() || h.VaultSalt() == [16]byte{} {
		t.Error("the salt changes with the root")
	}
	for _, x := range []Hot{h, newer} {
		if got, err := x.OpenVault(secret.Key{2}, 1, id, sealed); err != nil || got != key {
			t.Error(got, err)
		}
	}
	other := Hot{Roots: []Root{{1, secret.Key{4}}}, Self: h.Self}
	elsewhere := Hot{Roots: h.Roots, Self: chain.LogID{6}}
	changed := append([]byte{}, sealed...)
	changed[len(changed)-1]++
	for name, try := range map[string]func() (secret.Key, error){
		"another passphrase": func() (secret.Key, error) { return h.OpenVault(secret.Key{5}, 1, id, sealed) },
		"another name":       func() (secret.Key, error) { return h.OpenVault(secret.Key{2}, 1, event.ID{1}, sealed) },
		"another root":       func() (secret.Key, error) { return other.OpenVault(secret.Key{2}, 1, id, sealed) },
		"another log":        func() (secret.Key, error) { return elsewhere.OpenVault(secret.Key{2}, 1, id, sealed) },
		"no such generation": func() (secret.Key, error) { return h.OpenVault(secret.Key{2}, 2, id, sealed) },
		"a newer generation": func() (secret.Key, error) { return newer.OpenVault(secret.Key{2}, 2, id, sealed) },
		"something altered":  func() (secret.Key, error) { return h.OpenVault(secret.Key{2}, 1, id, changed) },
		"cut short":          func() (secret.Key, error) { return h.OpenVault(secret.Key{2}, 1, id, sealed[:20]) },
	} {
		if got, err := try(); !errors.Is(err, ErrPassphrase) || got != (secret.Key{}) {
			t.Errorf("%s opens it: %v", name, err)
		}
	}
	if _, err := (Hot{}).SealVault(rand.Reader, secret.Key{2}, id, key); err == nil {
		t.Error("without a root something is locked")
	}
}
