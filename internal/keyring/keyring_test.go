package keyring

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tyler-smith/go-bip39/wordlists"

	"troth/internal/chain"
	"troth/internal/envelope"
	"troth/internal/hpke"
	"troth/internal/secret"
	"troth/internal/wire"
)

// fast stands in for Argon2id where the cost of stretching is not the subject.
func fast(p []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
	if kdf != KDFStandard && kdf != KDFLowMemory {
		return secret.Key{}, ErrWeak
	}
	return derive(p, append(salt[:], kdf), "test/stretch"), nil
}

func newMaster(t *testing.T, passphrase string, ak AccountKey, salt [16]byte, kdf uint8) Master {
	t.Helper()
	n, err := Normalize(secret.Text(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	pwk, err := fast(n, salt, kdf)
	if err != nil {
		t.Fatal(err)
	}
	return NewMaster(pwk, ak, kdf)
}

func draw(t *testing.T, b []byte) {
	t.Helper()
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
}

func newRoot(t *testing.T) Root {
	r := Root{Generation: 1}
	draw(t, r.Key[:])
	return r
}

func TestNormalizeLimits(t *testing.T) {
	for _, c := range []struct {
		in   string
		want error
	}{
		{strings.Repeat("a", MinPassphraseRunes-1), ErrTooShort},
		{strings.Repeat("ä", MinPassphraseRunes-1), ErrTooShort},
		{strings.Repeat("a", MinPassphraseRunes), nil},
		{strings.Repeat("a", MaxPassphraseBytes), nil},
		{strings.Repeat("a", MaxPassphraseBytes+1), ErrTooLong},
		{strings.Repeat("ﷺ", 100), ErrTooLong}, // grows under NFKC
		{"not utf-8 \xff\xfe", ErrEncoding},
	} {
		if _, err := Normalize(secret.Text(c.in)); !errors.Is(err, c.want) {
			t.Errorf("%d bytes: %v, want %v", len(c.in), err, c.want)
		}
	}
	a, _ := Normalize("caf\u00e9 au lait")
	b, _ := Normalize("cafe\u0301 au lait")
	if !bytes.Equal(a, b) {
		t.Error("two ways to type é give two passphrases")
	}
	c, _ := Normalize(" caf\u00e9 au lait")
	if bytes.Equal(a, c) {
		t.Error("a leading space was trimmed")
	}
}

// Words to compare and suggested passphrases depend on this list for ever.
func TestWordListIsBIP39(t *testing.T) {
	if got := wordList(); !slices.Equal(got, wordlists.English) || len(got) != 2048 {
		t.Errorf("the list has %d words and is not the library's", len(got))
	}
}

func TestCommonPassphrases(t *testing.T) {
	for _, p := range []string{"password123", "aaaaaaaaaaaa", "1234567890", "qwertyuiop", "P4ssword2024", "abcdefghijkl", "iloveyou123"} {
		if err := CheckNew(secret.Text(p)); !errors.Is(err, ErrCommon) {
			t.Errorf("%q is allowed: %v (%.0f bits)", p, err, Bits(secret.Text(p)))
		}
	}
	for range 50 {
		p, err := Suggest(rand.Reader)
		if err != nil || CheckNew(p) != nil || Bits(p) < WeakBits-10 || len(strings.Fields(p.Reveal())) != SuggestedWords {
			t.Fatalf("a suggestion is refused: %v", err)
		}
	}
	if CheckNew("the cat sat on my keyboard again") != nil {
		t.Error("a sentence is refused")
	}
}

func TestAccountKey(t *testing.T) {
	ak, err := NewAccountKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text := ak.Text().Reveal()
	if len(text) != len("TROTH1-")+48+7 {
		t.Errorf("printed length %d", len(text))
	}
	for _, typed := range []string{
		text, strings.ToLower(text), strings.ReplaceAll(text, "-", " "), "  " + text + "\n",
		"TROTH1" + strings.ReplaceAll(strings.ReplaceAll(text[7:], "0", "o"), "1", "l"),
	} {
		got, err := ParseAccountKey(secret.Text(typed))
		if err != nil || got != ak {
			t.Errorf("typed another way: %v", err)
		}
	}
	if s := fmt.Sprintf("%v %+v %s %x", ak.Text(), ak, ak, ak.Text()); strings.Contains(s, text[7:13]) {
		t.Errorf("an account key prints itself: %s", s)
	}
}

func TestSlots(t *testing.T) {
	ak, _ := NewAccountKey(rand.Reader)
	var salt [16]byte
	draw(t, salt[:])
	m := newMaster(t, "five plain words in order", ak, salt, KDFStandard)
	hot := Hot{Roots: []Root{newRoot(t)}, Self: chain.LogID{1}, Identity: [32]byte{2}}
	cold := Cold{}
	draw(t, cold.Identity[:])
	slots, err := NewSlots(rand.Reader, m, salt, KDFStandard, hot, cold)
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.OpenHot(slots)
	if err != nil || got.Newest() != hot.Newest() || got.Self != hot.Self {
		t.Fatalf("hot slot: %v", err)
	}
	if c, err := m.OpenCold(slots); err != nil || c != cold {
		t.Fatalf("cold slot: %v", err)
	}

	wrong := newMaster(t, "five other words in order", ak, salt, KDFStandard)
	if _, err := wrong.OpenHot(slots); !errors.Is(err, ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	other := ak
	other.Secret[0] ^= 1
	if _, err := newMaster(t, "five plain words in order", other, salt, KDFStandard).OpenHot(slots); !errors.Is(err, ErrPassphrase) {
		t.Errorf("wrong account key: %v", err)
	}

	swapped := append([]wire.Slot(nil), slots...)
	a, _ := SlotsDigest(slots)
	b, _ := SlotsDigest([]wire.Slot{slots[2], slots[0], slots[1]})
	swapped[0].Nonce[0] ^= 1
	c, _ := SlotsDigest(swapped)
	if a != b || a == c {
		t.Error("the digest depends on the order, or not on the slots")
	}
}

func TestEpochs(t *testing.T) {
	log := chain.LogID{7}
	ana, ben := newRoot(t), newRoot(t)
	s := chain.NewState(log, chain.Couple)
	ringA := envelope.NewRing(log)
	e1, k1, err := NewEpoch(rand.Reader, &s, []chain.Member{memberOf(t, ana, log)}, ringA)
	if err != nil {
		t.Fatal(err)
	}
	if len(e1.Wraps[0].Sealed) != 32+hpke.Overhead {
		t.Fatalf("a wrapped key has %d bytes", len(e1.Wraps[0].Sealed))
	}
	ringA.Add(1, k1)
	s.Epoch = 1
	e2, _, err := NewEpoch(rand.Reader, &s, []chain.Member{memberOf(t, ana, log), memberOf(t, ben, log)}, ringA)
	if err != nil {
		t.Fatal(err)
	}
	ringB := envelope.NewRing(log)
	if err := Adopt(ringB, log, e2, 2, []Root{ben}); err != nil {
		t.Fatal(err)
	}
	if k, ok := ringB.Root(1); !ok || k != k1 {
		t.Error("the second member cannot read what was written before they joined")
	}
	if err := Adopt(ringA, log, e2, 1, []Root{ana}); err != nil || ringA.Newest() != 2 {
		t.Errorf("the first member: %v", err)
	}

	// Somebody else who is given the keys reads with those that were announced, and
	// with no others.
	keys := ringB.Keys()
	if len(keys) != 2 || keys[0] != (envelope.EpochKey{Epoch: 1, Key: k1}) {
		t.Fatalf("%d keys", len(keys))
	}
	wrong := append([]envelope.EpochKey{{Epoch: 1, Key: secret.Key{9}}}, keys[1])
	ringC := envelope.NewRing(log)
	for _, e := range []chain.Epoch{e1, e2} {
		AdoptGiven(ringC, log, e, wrong)
	}
	if _, ok := ringC.Root(1); ok || ringC.Newest() != 2 {
		t.Error("a key that was not announced is taken")
	}
	AdoptGiven(ringC, log, e1, keys)
	if k, _ := ringC.Root(1); k != k1 {
		t.Error("the right key is not taken")
	}
}

func TestInvite(t *testing.T) {
	s, err := NewInviteSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	link := s.Fragment("localhost:8080")
	got, host, err := ParseInvite("http://localhost:8080/#" + link)
	if err != nil || got != s || host != "localhost:8080" {
		t.Fatalf("link: %v", err)
	}
	for _, bad := range []string{"", "/j/1.", "/j/2." + link.Reveal()[5:], link.Reveal()[:20], "/j/1.!!!!.host", link.Reveal()[:32] + "."} {
		if _, _, err := ParseInvite(secret.Text(bad)); !errors.Is(err, ErrInviteLink) {
			t.Errorf("%q: %v", bad, err)
		}
	}

	w := newExchange(t)
	m1, _, plain1, err := w.s.OpenM1(w.sealed1, w.certB.Identity, w.expires)
	if err != nil || m1.Name != "Ana" || !bytes.Equal(w.plain1, plain1) {
		t.Fatalf("M1: %v", err)
	}
	if _, _, plain2, err := w.s.OpenM2(w.sealed2, w.log, w.certA); err != nil || !bytes.Equal(w.plain2, plain2) {
		t.Fatalf("M2: %v", err)
	}
	if n, err := w.s.OpenM3(w.sealed3, m1.Commit); err != nil || n != w.nA {
		t.Fatalf("M3: %v", err)
	}
	words := Compare(w.plain1, w.plain2, w.nA)
	if words != Compare(w.plain1, w.plain2, w.nA) || words == Compare(w.plain1, w.plain2, w.nB) || words == Compare(w.plain2, w.plain1, w.nA) {
		t.Error("the words do not follow from what was exchanged")
	}
	if len(words.Digits) != 14 || words.Words[3] == "" {
		t.Errorf("words: %v", words)
	}
}

// A name that the other would refuse is never sealed, and the longest that they
// would take fits.
func TestInviteNames(t *testing.T) {
	log := chain.LogID{1}
	cert, err := Certify(secret.Key{1, 1}, Root{Generation: 1, Key: secret.Key{1}}, log)
	if err != nil {
		t.Fatal(err)
	}
	own, err := cert.Verify(log)
	if err != nil {
		t.Fatal(err)
	}
	own.Identity, own.Sign, own.HPKE = [32]byte{9}, [32]byte{9}, nil // somebody else
	var s InviteSecret
	for _, c := range []struct {
		name string
		ok   bool
	}{
		{"", false}, {"Ben", true}, {strings.Repeat("n", 60), true}, {strings.Repeat("n", 61), false},
		{strings.Repeat("ж", 60), true}, {strings.Repeat("ж", 61), false},
		{strings.Repeat("𝄞", 60), true}, {strings.Repeat("𝄞", 61), false}, {"Ben\xff", false},
	} {
		_, one, err1 := s.SealM1(rand.Reader, M1{Log: log, Cert: cert, Name: c.name, Expires: 10})
		_, two, err2 := s.SealM2(rand.Reader, M2{Cert: cert, Name: c.name})
		if !c.ok {
			if !errors.Is(err1, ErrName) || !errors.Is(err2, ErrName) {
				t.Errorf("%q: %v, %v", c.name, err1, err2)
			}
			continue
		}
		if err1 != nil || err2 != nil || len(one) > wire.MaxSealed || len(two) > wire.MaxSealed {
			t.Errorf("%q: %v, %v, %d and %d bytes", c.name, err1, err2, len(one), len(two))
			continue
		}
		if m, _, _, err := s.OpenM1(one, [32]byte{}, 5); err != nil || m.Name != c.name {
			t.Errorf("%q is read as %q: %v", c.name, m.Name, err)
		}
		if m, _, _, err := s.OpenM2(two, log, own); err != nil || m.Name != c.name {
			t.Errorf("%q is read as %q: %v", c.name, m.Name, err)
		}
	}
	// A program that seals one all the same is not believed.
	for _, name := range []string{"", strings.Repeat("n", 61)} {
		_, two, err := s.sealCBOR(rand.Reader, msg2, M2{Version: inviteVersion, Cert: cert, Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := s.OpenM2(two, log, own); !errors.Is(err, ErrInviteOpen) {
			t.Errorf("%q is taken: %v", name, err)
		}
	}
}

// made returns what was made, which must not fail.
func made[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// A salt tells those who have the account key whether it was drawn for it, and
// nobody else anything.
func TestSaltKnowsItsAccountKey(t *testing.T) {
	ak := made[AccountKey](t)(NewAccountKey(rand.Reader))
	other := made[AccountKey](t)(ak.Renewed(rand.Reader))
	if other.Account != ak.Account || other.Secret == ak.Secret {
		t.Fatal("a renewed key is one of the same account with another secret")
	}
	seen := map[[16]byte]bool{}
	for range 50 {
		salt := made[[16]byte](t)(ak.NewSalt(rand.Reader))
		if !ak.SaltKey().Knows(salt) || other.SaltKey().Knows(salt) || seen[salt] {
			t.Fatalf("salt %x", salt)
		}
		seen[salt] = true
		for i := range salt {
			changed := salt
			changed[i] ^= 1
			if ak.SaltKey().Knows(changed) {
				t.Fatalf("salt %x with another byte %d", salt, i)
			}
		}
	}
}

// A certificate in a hot slot counts for its log, its generation and this person.
func TestCertificatesOfARenewal(t *testing.T) {
	log, seed := chain.LogID{1}, secret.Key{2}
	first, second := Root{1, secret.Key{3}}, Root{2, secret.Key{4}}
	cert := made[chain.SignedCertificate](t)(Certify(seed, second, log))
	foreign := made[chain.SignedCertificate](t)(Certify(secret.Key{9}, second, log))
	h := Hot{Roots: []Root{first, second}, Certs: []chain.SignedCertificate{foreign, cert}}
	copy(h.Identity[:], SeedKey(seed).Public().(ed25519.PublicKey))
	if got, found := h.Cert(log, 2); !found || string(got.Bytes) != string(cert.Bytes) {
		t.Error("it is not found")
	}
	for what, found := range map[string]bool{
		"another generation": func() bool { _, f := h.Cert(log, 1); return f }(),
		"another log":        func() bool { _, f := h.Cert(chain.LogID{2}, 2); return f }(),
		"another person":     func() bool { _, f := Hot{Certs: h.Certs}.Cert(log, 2); return f }(),
	} {
		if found {
			t.Errorf("%s: found", what)
		}
	}
}
