package keyring

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"

	"troth/internal/secret"
	"troth/internal/wire"
)

func TestCheckPin(t *testing.T) {
	for pin, want := range map[string]error{
		"": ErrPin, "48092": ErrPin, "4809250": ErrPin, "48092a": ErrPin, "48 925": ErrPin, "-48092": ErrPin, "٤٨١٥٩٢": ErrPin,
		"000000": ErrPinEasy, "999999": ErrPinEasy, "123456": ErrPinEasy, "654321": ErrPinEasy, "246810": ErrPinEasy, "135790": ErrPinEasy, "123499": ErrPinEasy, "980000": ErrPinEasy, "234567": ErrPinEasy,
		"121212": ErrPinEasy, "112233": ErrPinEasy, "123123": ErrPinEasy, "147258": ErrPinEasy, "789456": ErrPinEasy, "123321": ErrPinEasy,
		"010101": ErrPinEasy, "111222": ErrPinEasy, "696969": ErrPinEasy,
		"480925": nil, "739105": nil, "112358": nil, "271828": nil,
	} {
		if err := CheckPin(secret.Text(pin)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", pin, err, want)
		}
	}
	easy := 0
	for n := range 1_000_000 {
		if CheckPin(secret.Text(fmt.Sprintf("%06d", n))) != nil {
			easy++
		}
	}
	if easy > 25_000 { // most must stay to choose from
		t.Errorf("%d of a million are refused", easy)
	}
}

// quick stretches without the cost.
func quickPin(p []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
	return sha256.Sum256(append(append(salt[:], kdf), p...)), nil
}

func somePin(t *testing.T) (Pin, wire.NewPin, wire.AccountID, Light) {
	t.Helper()
	account := wire.AccountID{1}
	what := Light{Hot: Hot{Roots: []Root{{Generation: 1, Key: secret.Key{7}}}}, Login: secret.Key{8}}
	p, n, err := NewPin(rand.Reader, quickPin, account, KDFStandard, "480925", what)
	if err != nil {
		t.Fatal(err)
	}
	return p, n, account, what
}

func keysOf(t *testing.T, p Pin, account wire.AccountID, pin secret.Text) PinKeys {
	t.Helper()
	k, err := p.Keys(quickPin, account, pin)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestPinOpens(t *testing.T) {
	p, n, account, what := somePin(t)
	k := keysOf(t, p, account, "480925")
	try := k.Try()
	if try.ID != n.ID || sha256.Sum256(try.Holder[:]) != n.Holder || sha256.Sum256(try.Verifier[:]) != n.Verifier {
		t.Error("the relay would not give its half")
	}
	got, err := k.Open(n.Half)
	if err != nil || got.Login != what.Login || got.Hot.Newest() != what.Hot.Newest() {
		t.Errorf("opens %v, %v", got, err)
	}
	// Somebody with the device and not the PIN shows that they hold it, and no more.
	wrong := keysOf(t, p, account, "480926")
	if w := wrong.Try(); w.Holder != try.Holder || w.Verifier == try.Verifier {
		t.Error("a wrong PIN is not told from a right one")
	}
}

// It takes the device's secret, the relay's half and the PIN. With any two of
// them nothing opens.
func TestAttack106PinNeedsAllThree(t *testing.T) {
	p, n, account, _ := somePin(t)
	half := n.Half
	half[31] ^= 1
	device, salt, id, kdf, sealed := p, p, p, p, p
	device.Secret[0] ^= 1
	salt.Salt[0] ^= 1
	id.ID[0] ^= 1
	kdf.KDF = KDFLowMemory
	sealed.Sealed = bytes.Clone(p.Sealed)
	sealed.Sealed[40] ^= 1
	for name, c := range map[string]struct {
		pin     Pin
		half    [32]byte
		account wire.AccountID
		digits  secret.Text
	}{
		"another half":          {p, half, account, "480925"},
		"no half":               {p, [32]byte{}, account, "480925"},
		"another PIN":           {p, n.Half, account, "480926"},
		"another device":        {device, n.Half, account, "480925"},
		"another account":       {p, n.Half, wire.AccountID{2}, "480925"},
		"another salt":          {salt, n.Half, account, "480925"},
		"another id":            {id, n.Half, account, "480925"},
		"another stretching":    {kdf, n.Half, account, "480925"},
		"something was changed": {sealed, n.Half, account, "480925"},
	} {
		if _, err := keysOf(t, c.pin, c.account, c.digits).Open(c.half); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What the relay has says nothing of the PIN to whoever lacks the device's
	// secret: with another one each PIN gives another holder and verifier.
	for _, digits := range []secret.Text{"480925", "000000"} {
		try := keysOf(t, device, account, digits).Try()
		if sha256.Sum256(try.Holder[:]) == n.Holder || sha256.Sum256(try.Verifier[:]) == n.Verifier {
			t.Errorf("%q fits without the device", digits.Reveal())
		}
	}
	// And the same PIN, set twice, has nothing in common there.
	_, again, _, _ := somePin(t)
	if again.ID == n.ID || again.Holder == n.Holder || again.Verifier == n.Verifier || again.Half == n.Half {
		t.Error("two PINs can be told to be the same")
	}
}

// What opens must be whole.
func TestPinThatHoldsNothing(t *testing.T) {
	p, n, err := NewPin(rand.Reader, quickPin, wire.AccountID{1}, KDFStandard, "480925", Light{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keysOf(t, p, wire.AccountID{1}, "480925").Open(n.Half); !errors.Is(err, ErrSealed) {
		t.Errorf("opens: %v", err)
	}
}
