package envelope_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/secret"
)

// solo is one person's own log and the keys to it.
type solo struct {
	t      testing.TB
	log    chain.LogID
	state  chain.State
	signer *envelope.Signer
	seed   secret.Key
	epoch  secret.Key
	ring   *envelope.Ring
}

func newSolo(t testing.TB) *solo {
	t.Helper()
	root := keyring.Root{Generation: 1, Key: secret.Key{1}}
	s := &solo{t: t, log: chain.LogID{7}}
	s.state = chain.NewState(s.log, chain.Self)
	s.seed = root.SignSeed(s.log)
	s.signer = envelope.NewSigner(s.log, chain.Self, s.seed)
	s.epoch = root.SelfKey(s.log)
	s.ring = envelope.NewRing(s.log)
	s.ring.Add(1, s.epoch)
	cert, err := keyring.Certify(secret.Key{2}, root, s.log)
	if err != nil {
		t.Fatal(err)
	}
	body, err := chain.GenesisBody(cert)
	if err != nil {
		t.Fatal(err)
	}
	ev, err := envelope.SealControl(rand.Reader, s.signer, envelope.After(&s.state), event.ID{1}, body)
	if err != nil {
		t.Fatal(err)
	}
	if e := s.accept(ev.Event()); e.Flag() != envelope.Control || e.Control() != chain.KindGenesis {
		t.Fatalf("genesis: %v %q", e.Flag(), e.Control())
	}
	return s
}

func (s *solo) accept(ev chain.Event) envelope.Entry {
	s.t.Helper()
	a, err := s.state.Accept(ev)
	if err != nil {
		s.t.Fatal(err)
	}
	return envelope.Open(a, s.ring)
}

// raw makes a rightly signed event of a padded plaintext, as a member with a
// changed program could, under a key of their choice.
func (s *solo) raw(padded []byte, epoch uint32, key *secret.Key) chain.Event {
	s.t.Helper()
	priv := ed25519.NewKeyFromSeed(s.seed[:])
	h := chain.Header{Type: chain.Self, Log: s.log, Seq: s.state.Seq + 1, Prev: s.state.Head, Epoch: epoch,
		Author: chain.KIDOf(priv.Public().(ed25519.PublicKey)), ID: [16]byte{byte(s.state.Seq), 9}}
	if key == nil {
		key = &s.epoch
	}
	ct := sealWith(s.t, eventKey(s.t, *key, s.log), h, padded)
	h.CTLen, h.CTHash = uint32(len(ct)), sha256.Sum256(ct)
	ev := chain.Event{Header: h, Body: ct}
	copy(ev.Sig[:], ed25519.Sign(priv, h.SigInput()))
	return ev
}

func sealWith(t testing.TB, key []byte, h chain.Header, padded []byte) []byte {
	t.Helper()
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		t.Fatal(err)
	}
	return aead.Seal(nil, h.Nonce[:], padded, h.AAD())
}

func eventKey(t testing.TB, epoch secret.Key, log chain.LogID) []byte {
	t.Helper()
	k, err := hkdf.Key(sha256.New, epoch[:], log[:], "troth/v1/event-key", 32)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func pad(t testing.TB, plain []byte) []byte {
	t.Helper()
	b, err := chain.Pad(plain)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func body(kind event.Kind) event.Body {
	minute := event.Day(2026, 11, 24).At(12, 0)
	return event.Body{Kind: kind, MinReader: 1, CreatedMS: 1795521600000, Civil: &minute, Payload: codec.Must("words")}
}

func TestSealAndOpen(t *testing.T) {
	s := newSolo(t)
	ev, err := envelope.Seal(rand.Reader, s.signer, envelope.After(&s.state), s.ring, event.ID{5}, body("journal"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(ev.Bytes(), []byte("words")) || bytes.Contains(ev.Bytes(), []byte("journal")) {
		t.Error("the event shows its body")
	}
	f, ok := s.accept(ev.Event()).Fact()
	if !ok || f.Kind != "journal" || f.ID != (event.ID{5}) || f.By != event.First || f.At.Civil != event.Day(2026, 11, 24).At(12, 0) {
		t.Errorf("fact %+v", f)
	}
	if _, err := envelope.Seal(rand.Reader, s.signer, envelope.After(&s.state), envelope.NewRing(s.log), event.ID{6}, body("journal")); err == nil {
		t.Error("sealed without a key")
	}
}

func TestKeysAndVersions(t *testing.T) {
	s := newSolo(t)
	good, _ := body("journal").Encode()
	other := secret.Key{9}
	if e := s.accept(s.raw(pad(t, good), 2, &other)); e.Flag() != envelope.Waiting {
		t.Errorf("a key that has not come: %v", e.Flag())
	}
	newer := body("journal")
	newer.MinReader = event.Reader + 1
	b, _ := newer.Encode()
	if e := s.accept(s.raw(pad(t, b), 1, nil)); e.Flag() != envelope.Newer {
		t.Errorf("a body of a newer version: %v", e.Flag())
	}
	moved := s.raw(pad(t, good), 1, nil)
	moved.ID[0] ^= 1 // the id is part of what the body is bound to
	priv := ed25519.NewKeyFromSeed(s.seed[:])
	copy(moved.Sig[:], ed25519.Sign(priv, moved.SigInput()))
	if e := s.accept(moved); e.Flag() != envelope.Unreadable {
		t.Errorf("a body under another event id: %v", e.Flag())
	}
}

func FuzzBody(f *testing.F) {
	good, _ := body("promise.made").Encode()
	f.Add(good)
	f.Add([]byte{0xa0})
	f.Fuzz(func(t *testing.T, plain []byte) {
		b, err := event.DecodeBody(plain)
		if err != nil {
			return
		}
		again, err := b.Encode()
		if err != nil || !bytes.Equal(again, plain) {
			t.Fatal("one body has two encodings")
		}
	})
}
