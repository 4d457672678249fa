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

func TestEveryFlippedBitIsRefused(t *testing.T) {
	w := newWorld(t)
	raw := w.ana.event(&w.s, 2, sealed("hello")).Bytes()
	for i := range raw {
		for bit := range 8 {
			if i >= chain.HeadSize && (i%61 != 0 || bit != 3) {
				continue // the body is covered by one hash: a sample will do
			}
			bad := bytes.Clone(raw)
			bad[i] ^= 1 << bit
			ev, err := chain.Parse(bad)
			if err != nil {
				continue
			}
			s := w.s.Clone()
			if _, err := s.Accept(ev); err == nil {
				t.Fatalf("byte %d bit %d flipped and accepted", i, bit)
			}
			if s.Seq != w.s.Seq || s.Head != w.s.Head {
				t.Fatalf("byte %d bit %d moved the head", i, bit)
			}
		}
	}
}

func TestTruncatedAndTrailing(t *testing.T) {
	w := newWorld(t)
	raw := w.ana.event(&w.s, 2, sealed("hello")).Bytes()
	for n := range raw {
		if n == chain.HeadSize {
			continue // Parse of a bare head has an empty body, below
		}
		if _, err := chain.Parse(raw[:n]); err == nil {
			t.Fatalf("%d of %d bytes accepted", n, len(raw))
		}
	}
	if _, err := chain.Parse(raw[:chain.HeadSize]); err == nil {
		t.Error("an event without its body passes as whole")
	}
	if _, err := chain.Parse(append(raw, 0)); err == nil {
		t.Error("a trailing byte is accepted")
	}
}

func TestHeaderBounds(t *testing.T) {
	w := newWorld(t)
	good := w.ana.event(&w.s, 2, sealed("hello")).Header.Bytes()
	set := func(off int, b ...byte) []byte {
		h := bytes.Clone(good[:])
		copy(h[off:], b)
		return h
	}
	u32 := func(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
	u64 := func(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
	for name, c := range map[string]struct {
		head []byte
		want error
	}{
		"good":               {good[:], nil},
		"magic":              {set(0, 'T'), chain.ErrMalformed},
		"suite 0":            {set(4, 0), chain.ErrUpdate},
		"suite 2":            {set(4, 2), chain.ErrUpdate},
		"suite 255":          {set(4, 255), chain.ErrUpdate},
		"type 0":             {set(5, 0), chain.ErrMalformed},
		"type 3":             {set(5, 3), chain.ErrMalformed},
		"flags":              {set(7, 1), chain.ErrMalformed},
		"flags high":         {set(6, 1), chain.ErrMalformed},
		"seq 0":              {set(24, u64(0)...), chain.ErrMalformed},
		"seq 2^64-1":         {set(24, u64(1<<64-1)...), chain.ErrMalformed},
		"seq 2^64-2":         {set(24, u64(1<<64-2)...), nil},
		"length 0":           {set(124, u32(0)...), chain.ErrMalformed},
		"length 2^32-1":      {set(124, u32(1<<32-1)...), chain.ErrMalformed},
		"bucket 512":         {set(124, u32(512+16)...), chain.ErrMalformed},
		"bucket 1024":        {set(124, u32(1024+16)...), nil},
		"bucket 1025":        {set(124, u32(1025+16)...), chain.ErrMalformed},
		"bucket 3072":        {set(124, u32(3072+16)...), chain.ErrMalformed},
		"bucket 64 KiB":      {set(124, u32(65536+16)...), nil},
		"bucket 128 KiB":     {set(124, u32(131072+16)...), chain.ErrMalformed},
		"no room for a tag":  {set(124, u32(15)...), chain.ErrMalformed},
		"control with a tag": {append(set(64, u32(0)...)[:124:124], append(u32(1024+16), good[128:]...)...), chain.ErrMalformed},
		"short":              {good[:159], chain.ErrMalformed},
	} {
		h, err := chain.ParseHeader(c.head)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if again := h.Bytes(); err == nil && !bytes.Equal(again[:], c.head) {
			t.Errorf("%s: written back differently", name)
		}
	}
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
	b, _ := chain.Pad([]byte("hi"))
	for name, bad := range map[string][]byte{
		"non-zero padding": append(bytes.Clone(b[:len(b)-1]), 1),
		"length over room": append(binary.BigEndian.AppendUint32(nil, 1021), b[4:]...),
		"larger bucket":    append(bytes.Clone(b), make([]byte, len(b))...),
		"empty":            nil,
		"short":            b[:100],
	} {
		if _, err := chain.Unpad(bad); !errors.Is(err, chain.ErrPadding) {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestAcceptRules(t *testing.T) {
	w := newWorld(t)
	w.say(w.ana, "one")
	w.say(w.ben, "two")
	next := w.ana.event(&w.s, 2, sealed("three"))

	w.refused(w.events[0], chain.ErrOld)
	w.refused(w.events[5], chain.ErrOld)

	stranger := newPerson("stranger", 1)
	w.refused(stranger.event(&w.s, 2, sealed("hi")), chain.ErrUnknownKey)

	claims := next
	claims.Author = chain.KIDOf(w.ben.sign.Public().(ed25519.PublicKey))
	w.refused(w.ana.signed(claims), chain.ErrSignature) // Ben's name, Ana's signature

	other := next
	other.Log = chain.LogID{9}
	w.refused(w.ana.signed(other), chain.ErrWrongLog)
	other = next
	other.Type = chain.Self
	w.refused(w.ana.signed(other), chain.ErrWrongLog)

	later := next
	later.Seq++
	w.refused(w.ana.signed(later), chain.ErrGap)
	w.refused(later, chain.ErrSignature) // relabelled without the key

	branch := next
	branch.Prev[0] ^= 1
	w.refused(w.ana.signed(branch), chain.ErrFork)

	// Another event at the head is a fork if a member signed it, noise if not.
	s := w.s
	s.Seq, s.Head = w.s.Seq-1, w.events[4].Header.Hash()
	twin := w.ana.event(&s, 2, sealed("two, otherwise"))
	w.refused(twin, chain.ErrFork)
	twin.Sig[0] ^= 1
	w.refused(twin, chain.ErrUnknownKey)

	// S + L in place of S: the standard library refuses it, and so do we.
	order := []byte{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10}
	malleated := next
	carry := 0
	for i, b := range order {
		carry += int(malleated.Sig[32+i]) + int(b)
		malleated.Sig[32+i] = byte(carry)
		carry >>= 8
	}
	w.refused(malleated, chain.ErrSignature)

	if _, err := w.s.Accept(next); err != nil {
		t.Fatalf("the right one is refused too: %v", err)
	}
}

func TestControlRecords(t *testing.T) {
	w := newWorld(t)
	if len(w.s.Members) != 2 || w.s.Epoch != 2 {
		t.Fatalf("%d members, epoch %d", len(w.s.Members), w.s.Epoch)
	}
	third := newPerson("third", 1)
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
	flagged("a third member", w.ana, body(chain.MemberAddBody(third.cert(t, logID))), chain.OutOfPlace)
	flagged("a member added by the second", w.ben, body(chain.MemberAddBody(third.cert(t, logID))), chain.OutOfPlace)
	flagged("a second genesis", w.ana, body(chain.GenesisBody(w.ana.cert(t, logID))), chain.OutOfPlace)
	flagged("an epoch that leaves a number out", w.ana, w.epoch(4, w.ana, w.ben), chain.OutOfPlace)
	flagged("an epoch for one", w.ana, w.epoch(3, w.ana), chain.OutOfPlace)
	flagged("an epoch for a generation that is not", w.ana, w.epoch(3, w.ana, newPerson("ben", 2)), chain.OutOfPlace)
	flagged("a body that is no control record", w.ana, body(chain.NewControl("letter", struct{}{})), chain.BadControl)
	flagged("a certificate for another log", w.ana, body(chain.MemberAddBody(third.cert(t, chain.LogID{5}))), chain.BadControl)
	flagged("garbage", w.ana, bytes.Repeat([]byte{255}, chain.MinBucket), chain.BadControl)
	if a := w.add(w.ben, 7, sealed("x")); a.Flag() != chain.BadEpoch {
		t.Errorf("an epoch that was never announced: %d", a.Flag())
	}

	stolen := w.ana.event(&w.s, 0, body(chain.LeaveBody()))
	stolen.Body = nil
	w.refused(stolen, chain.ErrMalformed) // a control record is never accepted without its body

	if a := w.add(w.ben, 0, body(chain.LeaveBody())); a.ControlKind() != chain.KindLeave || w.s.Left != 2 {
		t.Fatal("leaving does not close the log")
	}
	for _, p := range []person{w.ana, w.ben} {
		if a := w.say(p, "one more thing"); a.Flag() != chain.AfterEnd {
			t.Errorf("written after the end: %d", a.Flag())
		}
	}
	flagged("a member after the end", w.ana, body(chain.MemberAddBody(third.cert(t, logID))), chain.AfterEnd)
}

func TestRekey(t *testing.T) {
	w := newWorld(t)
	w.say(w.ben, "before")
	old, renewed := w.ben, newPerson("ben", 2)
	rekey := func(p person, cert chain.SignedCertificate) chain.Event {
		return p.event(&w.s, 0, ok[[]byte](t)(chain.RekeyBody(cert)))
	}
	// Signed by a stranger's new key, a skipped generation, somebody else's
	// identity: no authority.
	w.refused(rekey(newPerson("eve", 2), newPerson("eve", 2).cert(t, logID)), chain.ErrUnknownKey)
	w.refused(rekey(newPerson("ben", 3), newPerson("ben", 3).cert(t, logID)), chain.ErrUnknownKey)
	// Signed by the old key it advances the chain and changes nothing.
	if a := w.add(old, 0, ok[[]byte](t)(chain.RekeyBody(renewed.cert(t, logID)))); a.Flag() != chain.OutOfPlace {
		t.Errorf("rekey signed by the old key: %d", a.Flag())
	}
	if a := w.add(renewed, 0, ok[[]byte](t)(chain.RekeyBody(renewed.cert(t, logID)))); a.ControlKind() != chain.KindRekey || a.Member() != 2 {
		t.Fatalf("rekey: flag %d, member %d", a.Flag(), a.Member())
	}
	w.refused(old.event(&w.s, 2, sealed("from the stolen phone")), chain.ErrUnknownKey)
	w.ben = renewed
	if a := w.say(renewed, "under the old epoch"); !a.OlderKey() {
		t.Error("an entry under an epoch from before the rekeying is not marked")
	}
	w.add(w.ana, 0, w.epoch(3, w.ana, renewed))
	if a := w.say(renewed, "under the new epoch"); a.OlderKey() {
		t.Error("an entry under the new epoch is marked")
	}
}

func TestCertificates(t *testing.T) {
	p := newPerson("ana", 1)
	good := p.cert(t, logID)
	if _, err := good.Verify(logID); err != nil {
		t.Fatal(err)
	}
	if _, err := good.Verify(chain.LogID{}); err == nil {
		t.Error("a certificate is good for another log")
	}
	identity := make([]byte, 32)
	identity[0] = 1
	small := []byte{0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}
	nonCanonical := []byte{0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}
	for name, key := range map[string][]byte{"identity": identity, "order two": small, "not canonical": nonCanonical, "zero": make([]byte, 32), "short": identity[:31]} {
		if chain.CheckPublicKey(key) == nil {
			t.Errorf("key %s is accepted", name)
		}
		if len(key) != 32 {
			continue
		}
		var c chain.Certificate
		if err := codec.Decode(good.Bytes, &c); err != nil {
			t.Fatal(err)
		}
		copy(c.Sign[:], key)
		bad := ok[chain.SignedCertificate](t)(chain.SignCertificate(c, p.identity))
		if _, err := bad.Verify(logID); err == nil {
			t.Errorf("a certificate with key %s is accepted", name)
		}
	}
	forged := good
	forged.Sig = bytes.Clone(good.Sig)
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
