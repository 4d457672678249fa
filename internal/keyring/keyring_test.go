package keyring

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tyler-smith/go-bip39/wordlists"

	"troth/internal/chain"
	"troth/internal/envelope"
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

func TestSelfTestAndFloor(t *testing.T) {
	if err := SelfTest(); err != nil {
		t.Fatal(err)
	}
	for _, kdf := range []uint8{0, 3, 255} {
		if _, err := Argon2id([]byte("x"), [16]byte{}, kdf); !errors.Is(err, ErrWeak) {
			t.Errorf("stretching %d: %v, want ErrWeak", kdf, err)
		}
	}
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
	// Every single wrong character is noticed on the device.
	for i := len("TROTH1-"); i < len(text); i++ {
		if text[i] == '-' {
			continue
		}
		for _, c := range "07ZK" {
			if byte(c) == text[i] {
				continue
			}
			typo := text[:i] + string(c) + text[i+1:]
			if _, err := ParseAccountKey(secret.Text(typo)); !errors.Is(err, ErrAccountKey) {
				t.Fatalf("typing error at %d is not noticed", i)
			}
		}
	}
	for _, bad := range []string{"", "TROTH1-", "TROTH2-" + text[7:], text + "0", text[:len(text)-1]} {
		if _, err := ParseAccountKey(secret.Text(bad)); !errors.Is(err, ErrAccountKey) {
			t.Errorf("accepted %d characters", len(bad))
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

	// A slot answers only for the account, the kind and the stretching it was
	// made for: the relay cannot pass one off as another.
	other = ak
	other.Account[0] ^= 1
	foreign := Master{account: other.Account, key: m.key}
	if _, err := foreign.OpenHot(slots); !errors.Is(err, ErrSlot) {
		t.Errorf("slot of another account: %v", err)
	}
	for name, change := range map[string]func(*wire.Slot){
		"stretching": func(s *wire.Slot) { s.KDF = KDFLowMemory },
		"salt":       func(s *wire.Slot) { s.Salt[0] ^= 1 },
		"id":         func(s *wire.Slot) { s.ID[0] ^= 1 },
		"auth key":   func(s *wire.Slot) { s.AuthPub[0] ^= 1 },
		"nonce":      func(s *wire.Slot) { s.Nonce[0] ^= 1 },
		"ciphertext": func(s *wire.Slot) { s.CT = append([]byte{s.CT[0] ^ 1}, s.CT[1:]...) },
		"empty":      func(s *wire.Slot) { s.CT = nil },
	} {
		altered := append([]wire.Slot(nil), slots...)
		change(&altered[0])
		if _, err := m.OpenHot(altered); !errors.Is(err, ErrSlot) {
			t.Errorf("altered %s: %v", name, err)
		}
	}
	swapped := append([]wire.Slot(nil), slots...)
	swapped[1].Type = wire.SlotHot
	if _, err := m.OpenHot(swapped[1:]); err == nil {
		t.Error("the cold slot opens as a hot one")
	}

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
	member := func(r Root) chain.Member {
		pub, err := r.hpkePublic(log)
		if err != nil {
			t.Fatal(err)
		}
		return chain.Member{Generation: 1, HPKE: pub}
	}
	s := chain.NewState(log, chain.Couple)
	ringA := envelope.NewRing(log)
	e1, k1, err := NewEpoch(rand.Reader, &s, []chain.Member{member(ana)}, ringA)
	if err != nil {
		t.Fatal(err)
	}
	if len(e1.Wraps[0].Sealed) != sealedKeyBytes {
		t.Fatalf("a wrapped key has %d bytes", len(e1.Wraps[0].Sealed))
	}
	ringA.Add(1, k1)
	s.Epoch = 1
	e2, _, err := NewEpoch(rand.Reader, &s, []chain.Member{member(ana), member(ben)}, ringA)
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
	for name, change := range map[string]func(*chain.Epoch){
		"commitment": func(e *chain.Epoch) { e.Commit[0] ^= 1 },
		"wrapped":    func(e *chain.Epoch) { e.Wraps[1].Sealed = bytes.Repeat([]byte{1}, sealedKeyBytes) },
		"short":      func(e *chain.Epoch) { e.Wraps[1].Sealed = e.Wraps[1].Sealed[:40] },
		"number":     func(e *chain.Epoch) { e.Number++ },
		"member":     func(e *chain.Epoch) { e.Wraps[1].Member = 1 },
		"generation": func(e *chain.Epoch) { e.Wraps[1].Generation = 2 },
	} {
		bad := e2
		bad.Wraps = append([]chain.EpochWrap(nil), e2.Wraps...)
		change(&bad)
		ring := envelope.NewRing(log)
		if err := Adopt(ring, log, bad, 2, []Root{ben}); !errors.Is(err, ErrEpoch) || ring.Newest() != 0 {
			t.Errorf("altered %s: %v, newest %d", name, err, ring.Newest())
		}
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

	log := chain.LogID{9}
	ana, ben := newRoot(t), newRoot(t)
	var ikA, ikB secret.Key
	draw(t, ikA[:])
	draw(t, ikB[:])
	certA, err := Certify(ikA, ana, log)
	if err != nil {
		t.Fatal(err)
	}
	certB, _ := Certify(ikB, ben, log)
	cA, _ := certA.Verify(log)
	cB, _ := certB.Verify(log)
	nA, nB := [32]byte{1}, [32]byte{2}
	p1, s1, err := s.SealM1(rand.Reader, M1{Log: log, Cert: certA, Commit: CommitNumber(nA), Name: "Ana", Expires: 1000})
	if err != nil {
		t.Fatal(err)
	}
	m1, _, p1b, err := s.OpenM1(s1, cB.Identity, 1000)
	if err != nil || m1.Name != "Ana" || !bytes.Equal(p1, p1b) {
		t.Fatalf("M1: %v", err)
	}
	if _, _, _, err := s.OpenM1(s1, cB.Identity, 1001); !errors.Is(err, ErrInviteLate) {
		t.Errorf("late: %v", err)
	}
	if _, _, _, err := s.OpenM1(s1, cA.Identity, 0); !errors.Is(err, ErrInviteOwn) {
		t.Errorf("own: %v", err)
	}
	p2, s2, _ := s.SealM2(rand.Reader, M2{Cert: certB, Number: nB, Name: "Ben"})
	if _, _, p2b, err := s.OpenM2(s2, log, cA); err != nil || !bytes.Equal(p2, p2b) {
		t.Fatalf("M2: %v", err)
	}
	if _, _, _, err := s.OpenM2(s2, log, cB); !errors.Is(err, ErrInviteOwn) {
		t.Errorf("own answer: %v", err)
	}
	if _, _, _, err := s.OpenM2(s2, chain.LogID{8}, cA); !errors.Is(err, chain.ErrCertificate) {
		t.Errorf("answer for another log: %v", err)
	}
	s3, _ := s.SealM3(rand.Reader, nA)
	if _, err := s.OpenM3(s3, CommitNumber(nA)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenM3(s3, CommitNumber(nB)); !errors.Is(err, ErrInviteReveal) {
		t.Errorf("another number: %v", err)
	}
	// Without the secret nothing can be altered, nor one message passed off as
	// another.
	for i := range s1 {
		bad := bytes.Clone(s1)
		bad[i] ^= 1
		if _, _, _, err := s.OpenM1(bad, cB.Identity, 0); !errors.Is(err, ErrInviteOpen) {
			t.Fatalf("byte %d altered: %v", i, err)
		}
	}
	if _, _, _, err := s.OpenM1(s2, cB.Identity, 0); !errors.Is(err, ErrInviteOpen) {
		t.Errorf("M2 as M1: %v", err)
	}
	w := Compare(p1, p2, nA)
	if w != Compare(p1, p2, nA) || w == Compare(p1, p2, nB) || w == Compare(p2, p1, nA) {
		t.Error("the words do not follow from what was exchanged")
	}
	if len(w.Digits) != 14 || w.Words[3] == "" {
		t.Errorf("words: %v", w)
	}
}
