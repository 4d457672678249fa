package keyring

import (
	"bytes"
	"crypto/rand"
	"errors"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"troth/internal/chain"
	"troth/internal/envelope"
	"troth/internal/hpke"
	"troth/internal/secret"
	"troth/internal/wire"
)

// The relay names the stretching by a number, and these numbers name none.
func TestAttack44WeakerStretching(t *testing.T) {
	for _, kdf := range []uint8{0, 3, 8} {
		if _, err := Argon2id([]byte("a long passphrase"), [16]byte{}, kdf); !errors.Is(err, ErrWeak) {
			t.Errorf("stretching %d: %v, want ErrWeak", kdf, err)
		}
	}
}

// Nor can it ask for more than a device has: nothing is allocated.
func TestAttack45EndlessStretching(t *testing.T) {
	for _, kdf := range []uint8{4, 64, 255} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Argon2id([]byte("a long passphrase"), [16]byte{}, kdf)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrWeak) {
			t.Errorf("stretching %d: %v, want ErrWeak", kdf, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
			t.Errorf("stretching %d: %d bytes allocated", kdf, n)
		}
	}
}

func TestAttack56WrongArithmetic(t *testing.T) {
	if err := SelfTest(); err != nil {
		t.Fatal(err)
	}
	for bit := range 24 * 8 {
		wrong := func(p, salt []byte, passes, kib uint32, lanes uint8, n uint32) []byte {
			b := argon2.IDKey(p, salt, passes, kib, lanes, n)
			b[bit/8] ^= 1 << (bit % 8)
			return b
		}
		if err := selfTest(wrong); !errors.Is(err, ErrSelfTest) {
			t.Fatalf("bit %d of the result is wrong: %v", bit, err)
		}
	}
}

func TestAttack55Typo(t *testing.T) {
	ak, err := NewAccountKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text := ak.Text().Reveal()
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
	// So are two characters that changed places.
	for i := len("TROTH1-"); i+1 < len(text); i++ {
		if a, b := text[i], text[i+1]; a != '-' && b != '-' && a != b {
			typo := text[:i] + string(b) + string(a) + text[i+2:]
			if _, err := ParseAccountKey(secret.Text(typo)); !errors.Is(err, ErrAccountKey) {
				t.Fatalf("characters that changed places at %d are not noticed", i)
			}
		}
	}
	for _, bad := range []string{"", "TROTH1-", "TROTH2-" + text[7:], text + "0", text[:len(text)-1], strings.Repeat("0", 54)} {
		if _, err := ParseAccountKey(secret.Text(bad)); !errors.Is(err, ErrAccountKey) {
			t.Errorf("accepted %d characters", len(bad))
		}
	}
}

// A slot answers only for the account, the kind and the stretching it was made
// for: the relay cannot pass one off as another.
func TestAttack48AnotherSlot(t *testing.T) {
	ak, _ := NewAccountKey(rand.Reader)
	var salt [16]byte
	draw(t, salt[:])
	m := newMaster(t, "five plain words in order", ak, salt, KDFStandard)
	hot := Hot{Roots: []Root{newRoot(t)}, Self: chain.LogID{1}, Identity: [32]byte{2}}
	slots, err := NewSlots(rand.Reader, m, salt, KDFStandard, hot, Cold{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.OpenHot(slots); err != nil {
		t.Fatal(err)
	}
	other := ak
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
	if _, err := m.OpenHot(swapped[1:]); !errors.Is(err, ErrPassphrase) {
		t.Errorf("the cold slot as a hot one: %v", err)
	}
	// A slot of another kind under the very same key.
	passkey, err := m.seal(rand.Reader, wire.SlotPasskey, salt, KDFStandard, m.Login(), hot)
	if err != nil {
		t.Fatal(err)
	}
	passkey.Type = wire.SlotHot
	if _, err := m.OpenHot([]wire.Slot{passkey}); !errors.Is(err, ErrSlot) {
		t.Errorf("a passkey's slot as the hot one: %v", err)
	}
}

func TestAttack20WrongEpoch(t *testing.T) {
	log := chain.LogID{7}
	ana, ben := newRoot(t), newRoot(t)
	s := chain.NewState(log, chain.Couple)
	members := []chain.Member{memberOf(t, ana, log), memberOf(t, ben, log)}
	e1, k1, err := NewEpoch(rand.Reader, &s, members, envelope.NewRing(log))
	if err != nil {
		t.Fatal(err)
	}
	s.Epoch = 1
	old := envelope.NewRing(log)
	old.Add(1, k1)
	e2, _, err := NewEpoch(rand.Reader, &s, members, old)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*chain.Epoch){
		"commitment":  func(e *chain.Epoch) { e.Commit[0] ^= 1 },
		"garbage":     func(e *chain.Epoch) { e.Wraps[1].Sealed = bytes.Repeat([]byte{1}, 32+hpke.Overhead) },
		"short":       func(e *chain.Epoch) { e.Wraps[1].Sealed = e.Wraps[1].Sealed[:40] },
		"long":        func(e *chain.Epoch) { e.Wraps[1].Sealed = append(bytes.Clone(e.Wraps[1].Sealed), 0) },
		"number":      func(e *chain.Epoch) { e.Number++ },
		"member":      func(e *chain.Epoch) { e.Wraps[1].Member = 1 },
		"generation":  func(e *chain.Epoch) { e.Wraps[1].Generation = 2 },
		"old wrap":    func(e *chain.Epoch) { e.Wraps[1] = e1.Wraps[1] },
		"other's key": func(e *chain.Epoch) { e.Wraps[1].Sealed = e.Wraps[0].Sealed },
		"none":        func(e *chain.Epoch) { e.Wraps = e.Wraps[:1] },
	} {
		bad := e2
		bad.Wraps = append([]chain.EpochWrap(nil), e2.Wraps...)
		change(&bad)
		ring := envelope.NewRing(log)
		ring.Add(1, k1)
		if err := Adopt(ring, log, bad, 2, []Root{ben}); !errors.Is(err, ErrEpoch) || ring.Newest() != 1 {
			t.Errorf("%s: %v, newest %d", name, err, ring.Newest())
		}
	}
	ring := envelope.NewRing(log)
	ring.Add(1, k1)
	if err := Adopt(ring, log, e2, 2, []Root{ben}); err != nil || ring.Newest() != 2 {
		t.Errorf("the right one: %v, newest %d", err, ring.Newest())
	}
}

// memberOf is a member of a log with the keys of a root.
func memberOf(t *testing.T, r Root, log chain.LogID) chain.Member {
	t.Helper()
	pub, err := r.hpkePublic(log)
	if err != nil {
		t.Fatal(err)
	}
	return chain.Member{Generation: 1, HPKE: pub}
}

// exchange is the exchange of a pairing: Ana invites, Ben answers.
type exchange struct {
	s                         InviteSecret
	log                       chain.LogID
	expires                   int64
	ikA, ikB                  secret.Key
	ana, ben                  Root
	signedA, signedB          chain.SignedCertificate
	certA, certB              chain.Certificate
	nA, nB                    [32]byte
	plain1, plain2            []byte
	sealed1, sealed2, sealed3 []byte
}

func newExchange(t *testing.T) *exchange {
	t.Helper()
	w := &exchange{log: chain.LogID{9}, expires: 1000, ana: newRoot(t), ben: newRoot(t)}
	for _, b := range [][]byte{w.s[:], w.ikA[:], w.ikB[:], w.nA[:], w.nB[:]} {
		draw(t, b)
	}
	w.signedA, w.certA = certify(t, w.ikA, w.ana, w.log)
	w.signedB, w.certB = certify(t, w.ikB, w.ben, w.log)
	w.plain1, w.sealed1 = w.message1(t, w.log, w.signedA, w.nA)
	w.plain2, w.sealed2 = w.message2(t, w.signedB, w.nB)
	var err error
	if w.sealed3, err = w.s.SealM3(rand.Reader, w.nA); err != nil {
		t.Fatal(err)
	}
	return w
}

func certify(t *testing.T, ik secret.Key, r Root, log chain.LogID) (chain.SignedCertificate, chain.Certificate) {
	t.Helper()
	sc, err := Certify(ik, r, log)
	if err != nil {
		t.Fatal(err)
	}
	c, err := sc.Verify(log)
	if err != nil {
		t.Fatal(err)
	}
	return sc, c
}

func (w *exchange) message1(t *testing.T, log chain.LogID, cert chain.SignedCertificate, n [32]byte) (plain, sealed []byte) {
	t.Helper()
	plain, sealed, err := w.s.SealM1(rand.Reader, M1{Log: log, Cert: cert, Commit: CommitNumber(n), Name: "Ana", Expires: w.expires})
	if err != nil {
		t.Fatal(err)
	}
	return plain, sealed
}

func (w *exchange) message2(t *testing.T, cert chain.SignedCertificate, n [32]byte) (plain, sealed []byte) {
	t.Helper()
	plain, sealed, err := w.s.SealM2(rand.Reader, M2{Cert: cert, Number: n, Name: "Ben"})
	if err != nil {
		t.Fatal(err)
	}
	return plain, sealed
}

func TestAttack59LateInvite(t *testing.T) {
	w := newExchange(t)
	if _, _, _, err := w.s.OpenM1(w.sealed1, w.certB.Identity, w.expires); err != nil {
		t.Errorf("in time: %v", err)
	}
	if _, _, _, err := w.s.OpenM1(w.sealed1, w.certB.Identity, w.expires+1); !errors.Is(err, ErrInviteLate) {
		t.Errorf("late: %v", err)
	}
}

// Without the secret nothing can be altered, nor one message passed off as
// another, nor one of another invite.
func TestAttack62AlteredWithoutSecret(t *testing.T) {
	w, elsewhere := newExchange(t), newExchange(t)
	open1 := func(b []byte) error { _, _, _, err := w.s.OpenM1(b, w.certB.Identity, 0); return err }
	open2 := func(b []byte) error { _, _, _, err := w.s.OpenM2(b, w.log, w.certA); return err }
	open3 := func(b []byte) error { _, err := w.s.OpenM3(b, CommitNumber(w.nA)); return err }
	for i, c := range []struct {
		open   func([]byte) error
		sealed []byte
		others [][]byte
	}{
		{open1, w.sealed1, [][]byte{w.sealed2, w.sealed3, elsewhere.sealed1, nil, w.sealed1[:24]}},
		{open2, w.sealed2, [][]byte{w.sealed1, w.sealed3, elsewhere.sealed2, nil, w.sealed2[:24]}},
		{open3, w.sealed3, [][]byte{w.sealed1, w.sealed2, elsewhere.sealed3, nil, w.sealed3[:24]}},
	} {
		if err := c.open(c.sealed); err != nil {
			t.Fatalf("M%d: %v", i+1, err)
		}
		for at := range c.sealed {
			bad := bytes.Clone(c.sealed)
			bad[at] ^= 1
			if err := c.open(bad); !errors.Is(err, ErrInviteOpen) {
				t.Fatalf("M%d, byte %d altered: %v", i+1, at, err)
			}
		}
		for _, other := range c.others {
			if err := c.open(other); !errors.Is(err, ErrInviteOpen) {
				t.Errorf("another message as M%d: %v", i+1, err)
			}
		}
	}
	// The same bytes as another message of the same invite.
	asM2, err := w.s.seal(rand.Reader, msg2, w.plain1)
	if err != nil {
		t.Fatal(err)
	}
	if err := open1(asM2); !errors.Is(err, ErrInviteOpen) {
		t.Errorf("M1 that was sealed as M2: %v", err)
	}
}

// Eve has the link and stands in the middle. She can put herself in both
// places, but not make the two see the same words.
func TestAttack63InTheMiddle(t *testing.T) {
	w := newExchange(t)
	var ik secret.Key
	draw(t, ik[:])
	eve := newRoot(t)
	signedE, _ := certify(t, ik, eve, w.log)
	// She passes on Ana's own number to Ben, and Ben's to Ana: whatever of the
	// words follows from the numbers is the same for both.
	fake1, sealed1 := w.message1(t, w.log, signedE, w.nA)
	fake2, sealed2 := w.message2(t, signedE, w.nB)
	m1, _, _, err := w.s.OpenM1(sealed1, w.certB.Identity, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := w.s.OpenM2(sealed2, w.log, w.certA); err != nil {
		t.Fatal(err)
	}
	if _, err := w.s.OpenM3(w.sealed3, m1.Commit); err != nil {
		t.Fatal(err)
	}
	ana, ben := Compare(w.plain1, fake2, w.nA), Compare(fake1, w.plain2, w.nA)
	if ana.Words == ben.Words || ana.Digits == ben.Digits {
		t.Error("the words are the same though somebody stands between them")
	}
	// Nor if she is in one place only.
	for _, half := range []Words{Compare(fake1, w.plain2, w.nA), Compare(w.plain1, fake2, w.nA)} {
		if whole := Compare(w.plain1, w.plain2, w.nA); half.Words == whole.Words || half.Digits == whole.Digits {
			t.Error("one message that was replaced does not show in the words")
		}
	}
}

func TestAttack64AnotherNumber(t *testing.T) {
	w := newExchange(t)
	if _, err := w.s.OpenM3(w.sealed3, CommitNumber(w.nA)); err != nil {
		t.Fatal(err)
	}
	if n, err := w.s.OpenM3(w.sealed3, CommitNumber(w.nB)); !errors.Is(err, ErrInviteReveal) || n != [32]byte{} {
		t.Errorf("another number: %v", err)
	}
}

func TestAttack65OwnInvite(t *testing.T) {
	w := newExchange(t)
	if _, _, _, err := w.s.OpenM1(w.sealed1, w.certA.Identity, 0); !errors.Is(err, ErrInviteOwn) {
		t.Errorf("own invite: %v", err)
	}
	// One's own answer, and an answer that has any key of one's own in it.
	signed, _ := certify(t, w.ikA, w.ben, w.log)
	_, sealed := w.message2(t, signed, w.nB)
	if _, _, _, err := w.s.OpenM2(sealed, w.log, w.certA); !errors.Is(err, ErrInviteOwn) {
		t.Errorf("an answer of one's own identity: %v", err)
	}
	for name, change := range map[string]func(*chain.Certificate){
		"signing key": func(c *chain.Certificate) { c.Sign = w.certA.Sign },
		"HPKE key":    func(c *chain.Certificate) { c.HPKE = w.certA.HPKE },
	} {
		c := w.certB
		change(&c)
		sc, err := chain.SignCertificate(c, seedKey(w.ikB))
		if err != nil {
			t.Fatal(err)
		}
		_, sealed := w.message2(t, sc, w.nB)
		if _, _, _, err := w.s.OpenM2(sealed, w.log, w.certA); !errors.Is(err, ErrInviteOwn) {
			t.Errorf("an answer with one's own %s: %v", name, err)
		}
	}
}

func TestAttack66CertificateForAnotherLog(t *testing.T) {
	w := newExchange(t)
	if _, _, _, err := w.s.OpenM2(w.sealed2, chain.LogID{8}, w.certA); !errors.Is(err, chain.ErrCertificate) {
		t.Errorf("an answer for another log: %v", err)
	}
	_, sealed := w.message1(t, chain.LogID{8}, w.signedA, w.nA)
	if _, _, _, err := w.s.OpenM1(sealed, w.certB.Identity, 0); !errors.Is(err, chain.ErrCertificate) {
		t.Errorf("an invite whose certificate is for another log: %v", err)
	}
}

// Two who were shown different histories of one length read different words.
func TestAttack29HistoryWords(t *testing.T) {
	log, head := chain.LogID{1}, chain.Hash{2}
	words := HistoryWords(log, 7, head)
	if again := HistoryWords(log, 7, head); words != again || words[0] == "" {
		t.Errorf("%v, %v", words, again)
	}
	other := head
	other[31]++
	for _, w := range [][4]string{HistoryWords(log, 7, other), HistoryWords(log, 8, head), HistoryWords(chain.LogID{2}, 7, head)} {
		if w == words {
			t.Errorf("%v twice", w)
		}
	}
}
