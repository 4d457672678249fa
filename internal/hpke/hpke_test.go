package hpke

import (
	"bytes"
	"crypto/hpke"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"pgregory.net/rapid"
)

func theirs(t testing.TB, seed [SeedSize]byte) hpke.PrivateKey {
	t.Helper()
	k, err := hpke.MLKEM768X25519().NewPrivateKey(seed[:])
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestSameAsLibrary: the library opens what is sealed here, and the other way
// round, under the same public key.
func TestSameAsLibrary(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seed := [SeedSize]byte(rapid.SliceOfN(rapid.Byte(), SeedSize, SeedSize).Draw(r, "seed"))
		info := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(r, "info")
		plain := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(r, "plain")
		k := theirs(t, seed)
		pub, err := Public(seed)
		if err != nil || !bytes.Equal(pub, k.PublicKey().Bytes()) || len(pub) != PublicSize {
			r.Fatalf("public key differs: %v", err)
		}
		ours, err := Seal(rand.Reader, pub, info, plain)
		if err != nil || len(ours) != len(plain)+Overhead {
			r.Fatalf("seal: %d bytes, %v", len(ours), err)
		}
		if got, err := hpke.Open(k, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info, ours); err != nil || !bytes.Equal(got, plain) {
			r.Fatalf("the library opens %x, %v; want %x", got, err, plain)
		}
		sealed, err := hpke.Seal(k.PublicKey(), hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), info, plain)
		if err != nil {
			r.Fatal(err)
		}
		if got, err := Open(seed, info, sealed); err != nil || !bytes.Equal(got, plain) {
			r.Fatalf("opens %x, %v; want %x", got, err, plain)
		}
	})
}

// TestVector: the library's own vector of this suite.
func TestVector(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "src/crypto/hpke/testdata/hpke-pq.json"))
	if err != nil {
		t.Fatal(err)
	}
	type bytesHex string
	var vectors []struct {
		KEM    int      `json:"kem_id"`
		KDF    int      `json:"kdf_id"`
		AEAD   int      `json:"aead_id"`
		Info   bytesHex `json:"info"`
		Secret bytesHex `json:"skRm"`
		Public bytesHex `json:"pkRm"`
		Shared bytesHex `json:"shared_secret"`
		Key    bytesHex `json:"key"`
		Nonce  bytesHex `json:"base_nonce"`
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	un := func(h bytesHex) []byte {
		b, err := hex.DecodeString(string(h))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	n := 0
	for _, v := range vectors {
		if v.KEM != 0x647a || v.KDF != 1 || v.AEAD != 3 {
			continue
		}
		n++
		pub, err := Public([SeedSize]byte(un(v.Secret)))
		if err != nil || !bytes.Equal(pub, un(v.Public)) {
			t.Errorf("public key: %v", err)
		}
		key, nonce, err := schedule(un(v.Shared), un(v.Info))
		if err != nil || !bytes.Equal(key, un(v.Key)) || !bytes.Equal(nonce, un(v.Nonce)) {
			t.Errorf("key %x, nonce %x, %v", key, nonce, err)
		}
	}
	if n == 0 {
		t.Fatal("no vector of this suite")
	}
}

// TestRefused: what was altered, cut, meant for another or for something else
// does not open, whichever byte it is.
func TestRefused(t *testing.T) {
	seed, other := [SeedSize]byte{1}, [SeedSize]byte{2}
	pub, err := Public(seed)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := Seal(rand.Reader, pub, []byte("info"), make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, seed [SeedSize]byte, info string, b []byte) {
		t.Helper()
		if got, err := Open(seed, []byte(info), b); !errors.Is(err, ErrOpen) || got != nil {
			t.Errorf("%s: %x, %v; want ErrOpen", what, got, err)
		}
	}
	for i := range sealed {
		b := bytes.Clone(sealed)
		b[i] ^= 1
		refused("altered", seed, "info", b)
	}
	for _, n := range []int{0, encSize, Overhead - 1, Overhead, len(sealed) - 1} {
		refused("cut", seed, "info", sealed[:n])
	}
	refused("another key", other, "info", sealed)
	refused("other info", seed, "inf", sealed)
	refused("longer", seed, "info", append(bytes.Clone(sealed), 0))
	small := bytes.Clone(sealed)
	copy(small[encSize-pointSize:encSize], make([]byte, pointSize))
	refused("a point of small order", seed, "info", small)

	zero := bytes.Clone(pub)
	copy(zero[PublicSize-pointSize:], make([]byte, pointSize))
	beyond := bytes.Clone(pub)
	copy(beyond, bytes.Repeat([]byte{255}, 30)) // coefficients not below the modulus
	for name, p := range map[string][]byte{"none": nil, "cut": pub[1:], "longer": append(bytes.Clone(pub), 0), "small order": zero, "not reduced": beyond} {
		if b, err := Seal(rand.Reader, p, nil, nil); !errors.Is(err, ErrKey) || b != nil {
			t.Errorf("%s: %x, %v; want ErrKey", name, b, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	seed := [SeedSize]byte{1}
	k := theirs(f, seed)
	ok, err := hpke.Seal(k.PublicKey(), hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), nil, []byte("plain"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(ok)
	f.Add(ok[:Overhead])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		want, lib := hpke.Open(k, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), nil, b)
		got, err := Open(seed, nil, b)
		if (err == nil) != (lib == nil) || !bytes.Equal(got, want) {
			t.Fatalf("here %x, %v; the library %x, %v", got, err, want, lib)
		}
	})
}
