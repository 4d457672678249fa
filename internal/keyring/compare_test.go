package keyring_test

import (
	"bytes"
	"errors"
	"math/big"
	"strings"
	"testing"

	"crypto/sha256"

	"pgregory.net/rapid"

	"troth/internal/chain"
	"troth/internal/keyring"
)

// The safety number is the last sixty digits of a hash as a number, the same for
// both, and another for any other pair.
func TestSafetyNumber(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		key := func(name string) (k [32]byte) {
			copy(k[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(r, name))
			return k
		}
		a, b := key("a"), key("b")
		got := keyring.SafetyNumber(a, b)
		if got != keyring.SafetyNumber(b, a) {
			r.Fatal("not the same for both")
		}
		if bytes.Compare(a[:], b[:]) > 0 {
			a, b = b, a
		}
		sum := sha256.Sum256(append(append([]byte("troth/v1/safety"), a[:]...), b[:]...))
		n := new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), new(big.Int).Exp(big.NewInt(10), big.NewInt(60), nil)).String()
		if want := strings.Repeat("0", 60-len(n)) + n; strings.Join(got[:], "") != want {
			r.Fatalf("%v, want %s", got, want)
		}
		other := a
		other[rapid.IntRange(0, 31).Draw(r, "byte")] ^= 1
		if other != b && keyring.SafetyNumber(other, b) == got {
			r.Fatal("another person, the same number")
		}
	})
}

func TestPicture(t *testing.T) {
	own := chain.LogID{7}
	for name, p := range map[string]keyring.Picture{
		"for the partner": {Identities: make([]byte, 32)},
		"for oneself": {Mine: keyring.PictureOf(own), Own: keyring.PictureHead{Seq: 1 << 60, Hash: chain.Hash{1}},
			Shared: keyring.PictureHead{Seq: 3, Hash: chain.Hash{2}}},
	} {
		link, err := p.Fragment()
		if err != nil {
			t.Fatal(err)
		}
		got, ok, err := keyring.ParsePicture(link.Reveal())
		if err != nil || !ok || !bytes.Equal(got.Identities, p.Identities) || !bytes.Equal(got.Mine, p.Mine) || got.Own != p.Own || got.Shared != p.Shared {
			t.Errorf("%s: %+v, %v, %v", name, got, ok, err)
		}
		for i := 2; i < len(link.Reveal()); i++ {
			if _, ok, err := keyring.ParsePicture(link.Reveal()[:i]); !ok || !errors.Is(err, keyring.ErrPicture) {
				t.Fatalf("%s, cut at %d: %v, %v", name, i, ok, err)
			}
		}
	}
	both := keyring.Picture{Identities: make([]byte, 32), Mine: make([]byte, 8)}
	for name, p := range map[string]keyring.Picture{"for both": both, "for nobody": {}, "short": {Identities: make([]byte, 31)}} {
		link, _ := p.Fragment()
		if _, ok, err := keyring.ParsePicture(link.Reveal()); !ok || err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, ok, _ := keyring.ParsePicture("/j/1.x"); ok {
		t.Error("an invite is taken for a picture")
	}
}
