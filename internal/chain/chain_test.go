package chain_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"troth/internal/chain"
	"troth/internal/codec"
)

// person is a member with keys that follow from a name, so that tests repeat.
type person struct {
	identity ed25519.PrivateKey
	sign     ed25519.PrivateKey
	hpke     []byte
	gen      uint32
}

func newPerson(name string, gen uint32) person {
	seed := func(what string) []byte {
		h := sha256.Sum256([]byte(name + "/" + what))
		return h[:]
	}
	g := string(rune('0' + gen))
	return person{
		identity: ed25519.NewKeyFromSeed(seed("identity")),
		sign:     ed25519.NewKeyFromSeed(seed("sign" + g)),
		hpke:     bytes.Repeat(seed("hpke"+g), chain.HPKEPubSize/32),
		gen:      gen,
	}
}

func (p person) cert(t testing.TB, log chain.LogID) chain.SignedCertificate {
	t.Helper()
	c := chain.Certificate{Version: 1, Generation: p.gen, HPKE: p.hpke, Log: log}
	copy(c.Identity[:], p.identity.Public().(ed25519.PublicKey))
	copy(c.Sign[:], p.sign.Public().(ed25519.PublicKey))
	sc, err := chain.SignCertificate(c, p.identity)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func (p person) event(s *chain.State, epoch uint32, body []byte) chain.Event {
	h := chain.Header{
		Type: s.Type, Log: s.Log, Seq: s.Seq + 1, Prev: s.Head, Epoch: epoch,
		Author: chain.KIDOf(p.sign.Public().(ed25519.PublicKey)),
		CTLen:  uint32(len(body)), CTHash: sha256.Sum256(body),
	}
	binary.BigEndian.PutUint64(h.ID[:], h.Seq)
	return p.signed(chain.Event{Header: h, Body: body})
}

func (p person) signed(ev chain.Event) chain.Event {
	copy(ev.Sig[:], ed25519.Sign(p.sign, ev.SigInput()))
	return ev
}

// world is a couple log with Ana, who made it, and Ben, who joined.
type world struct {
	t        testing.TB
	s        chain.State
	ana, ben person
	events   []chain.Event
}

var logID = chain.LogID{1, 2, 3}

func ok[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, s: chain.NewState(logID, chain.Couple), ana: newPerson("ana", 1), ben: newPerson("ben", 1)}
	w.add(w.ana, 0, ok[[]byte](t)(chain.GenesisBody(w.ana.cert(t, logID))))
	w.add(w.ana, 0, w.epoch(1, w.ana))
	w.add(w.ana, 0, ok[[]byte](t)(chain.MemberAddBody(w.ben.cert(t, logID))))
	w.add(w.ana, 0, w.epoch(2, w.ana, w.ben))
	return w
}

func (w *world) epoch(n uint32, members ...person) []byte {
	e := chain.Epoch{Number: n, PrevWrap: []byte{}}
	for i, p := range members {
		e.Wraps = append(e.Wraps, chain.EpochWrap{Member: uint8(i + 1), Generation: p.gen, Sealed: []byte("sealed")})
	}
	return ok[[]byte](w.t)(chain.EpochBody(e))
}

// add accepts an event that must pass.
func (w *world) add(p person, epoch uint32, body []byte) chain.Accepted {
	w.t.Helper()
	ev := p.event(&w.s, epoch, body)
	a, err := w.s.Accept(ev)
	if err != nil {
		w.t.Fatalf("event %d: %v", ev.Seq, err)
	}
	w.events = append(w.events, ev)
	return a
}

func (w *world) say(p person, words string) chain.Accepted {
	w.t.Helper()
	return w.add(p, w.s.Epoch, sealed(words))
}

// sealed stands in for an encrypted body of the smallest bucket.
func sealed(words string) []byte {
	b := make([]byte, chain.MinBucket+chain.TagSize)
	copy(b, words)
	return b
}

// refused checks that an event is refused and changes nothing.
func (w *world) refused(ev chain.Event, want error) {
	w.t.Helper()
	before := codec.Must(w.s)
	if _, err := w.s.Accept(ev); !errors.Is(err, want) {
		w.t.Errorf("got %v, want %v", err, want)
	}
	if !bytes.Equal(before, codec.Must(w.s)) {
		w.t.Error("a refused event changed the state")
	}
}

func TestHeader(t *testing.T) {
	bounds(t, map[string]bound{
		"good":   {nil, nil},
		"magic":  {set(0, 'T'), chain.ErrMalformed},
		"type 0": {set(5, 0), chain.ErrMalformed},
		"type 3": {set(5, 3), chain.ErrMalformed},
		"short":  {func(h []byte) []byte { return h[:159] }, chain.ErrMalformed},
	})
}

func TestPadding(t *testing.T) {
	for _, n := range []int{0, 1, 1019, 1020, 1021, 2044, 2045, chain.MaxPlain} {
		plain := bytes.Repeat([]byte{7}, n)
		b, err := chain.Pad(plain)
		if err != nil {
			t.Fatal(err)
		}
		got, err := chain.Unpad(b)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if _, err := chain.Pad(make([]byte, chain.MaxPlain+1)); err == nil {
		t.Error("a body over the limit is padded")
	}
}

func TestControlRecords(t *testing.T) {
	w := newWorld(t)
	if len(w.s.Members) != 2 || w.s.Epoch != 2 {
		t.Fatalf("%d members, epoch %d", len(w.s.Members), w.s.Epoch)
	}
	body := func(b []byte, err error) []byte { return ok[[]byte](t)(b, err) }
	flagged := func(name string, p person, b []byte, want chain.Flag) {
		t.Helper()
		members, epoch := len(w.s.Members), w.s.Epoch
		a := w.add(p, 0, b)
		if a.Flag() != want || a.ControlKind() != "" {
			t.Errorf("%s: flag %d, want %d", name, a.Flag(), want)
		}
		if len(w.s.Members) != members || w.s.Epoch != epoch {
			t.Errorf("%s has an effect", name)
		}
	}
	flagged("a second genesis", w.ana, body(chain.GenesisBody(w.ana.cert(t, logID))), chain.OutOfPlace)
	flagged("an epoch that leaves a number out", w.ana, w.epoch(4, w.ana, w.ben), chain.OutOfPlace)
	flagged("an epoch for one", w.ana, w.epoch(3, w.ana), chain.OutOfPlace)
	flagged("an epoch for a generation that is not", w.ana, w.epoch(3, w.ana, newPerson("ben", 2)), chain.OutOfPlace)
	if a := w.add(w.ben, 7, sealed("x")); a.Flag() != chain.BadEpoch {
		t.Errorf("an epoch that was never announced: %d", a.Flag())
	}

	stolen := w.ana.event(&w.s, 0, body(chain.LeaveBody()))
	stolen.Body = nil
	w.refused(stolen, chain.ErrMalformed) // a control record is never accepted without its body
}

func TestForgedCertificate(t *testing.T) {
	forged := newPerson("ana", 1).cert(t, logID)
	forged.Sig[5] ^= 1
	if _, err := forged.Verify(logID); err == nil {
		t.Error("a forged certificate is accepted")
	}
}

// Whatever a relay does with a log — drop, reorder, repeat, alter, cut — a
// reader ends on a prefix of it, or with an alarm, and never elsewhere.
func TestDelivery(t *testing.T) {
	w := newWorld(t)
	for i := range 12 {
		p := w.ana
		if i%3 == 0 {
			p = w.ben
		}
		w.say(p, "entry")
	}
	heads := map[uint64]chain.Hash{0: chain.GenesisPrev(logID)}
	for _, ev := range w.events {
		heads[ev.Seq] = ev.Header.Hash()
	}
	rapid.Check(t, func(t *rapid.T) {
		s := chain.NewState(logID, chain.Couple)
		steps := rapid.IntRange(1, 60).Draw(t, "steps")
		for range steps {
			ev := w.events[rapid.IntRange(0, len(w.events)-1).Draw(t, "which")]
			if rapid.IntRange(0, 2).Draw(t, "next") > 0 && int(s.Seq) < len(w.events) {
				ev = w.events[s.Seq]
			}
			switch rapid.IntRange(0, 9).Draw(t, "harm") {
			case 0:
				b := ev.Bytes()
				b[rapid.IntRange(0, len(b)-1).Draw(t, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "mask"))
				var err error
				if ev, err = chain.Parse(b); err != nil {
					continue
				}
			case 1:
				ev.Body = nil
			}
			_, err := s.Accept(ev)
			if heads[s.Seq] != s.Head {
				t.Fatalf("the reader is on no prefix, after %v", err)
			}
		}
	})
}

func TestResume(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.say(w.ben, "entry")
	}
	r := chain.NewResume(w.s)
	for _, ev := range w.events {
		if _, err := r.Next(ev); err != nil {
			t.Fatal(err)
		}
	}
	got, err := r.Done()
	if err != nil || !bytes.Equal(codec.Must(got), codec.Must(w.s)) {
		t.Fatalf("resumed elsewhere: %v", err)
	}
	// A stored log that was exchanged does not end on the checkpoint's head.
	s := chain.NewState(logID, chain.Couple)
	r = chain.NewResume(w.s)
	for i, ev := range w.events {
		if i == 6 {
			ev = w.ana.event(&s, 2, sealed("exchanged"))
		}
		if _, err := r.Next(ev); err != nil {
			break
		}
		if _, err := s.Accept(ev); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Done(); err == nil {
		t.Error("an exchanged event passes a resume")
	}
}

func FuzzParse(f *testing.F) {
	w := newWorld(f)
	for _, ev := range w.events {
		f.Add(ev.Bytes())
	}
	f.Add(w.ana.event(&w.s, 2, sealed("hello")).Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		ev, err := chain.Parse(b)
		if err != nil {
			return
		}
		if !bytes.Equal(ev.Bytes(), b) {
			t.Fatal("an event is written back differently")
		}
		s := chain.NewState(logID, chain.Couple)
		for _, e := range w.events {
			if _, err := s.Accept(e); err != nil {
				t.Fatal(err)
			}
		}
		before := s.Head
		if _, err := s.Accept(ev); err != nil && s.Head != before {
			t.Fatal("a refused event moved the head")
		}
	})
}
