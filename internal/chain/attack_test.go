package chain_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"runtime"
	"testing"

	"filippo.io/edwards25519"

	"troth/internal/chain"
	"troth/internal/codec"
)

// The attacks of spec/attacks.md that meet their guard in this package. Each
// test carries the attack's number.

func TestAttack01FlippedBit(t *testing.T) {
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

func TestAttack02Truncated(t *testing.T) {
	w := newWorld(t)
	for name, raw := range map[string][]byte{
		"entry":   w.ana.event(&w.s, 2, sealed("hello")).Bytes(),
		"control": w.ana.event(&w.s, 0, w.epoch(3, w.ana, w.ben)).Bytes(),
	} {
		for n := range raw {
			if _, err := chain.Parse(raw[:n:n]); err == nil {
				t.Fatalf("%s: %d of %d bytes accepted", name, n, len(raw))
			}
		}
	}
}

func TestAttack03TrailingBytes(t *testing.T) {
	w := newWorld(t)
	raw := w.ana.event(&w.s, 2, sealed("hello")).Bytes()
	for _, more := range []int{1, 16, 1024} {
		if _, err := chain.Parse(append(bytes.Clone(raw), make([]byte, more)...)); err == nil {
			t.Errorf("%d bytes after the event are accepted", more)
		}
	}
}

// bound is a change to a right header, and what becomes of it.
type bound struct {
	change func(h []byte) []byte // nil: none
	want   error
}

func set(off int, b ...byte) func([]byte) []byte {
	return func(h []byte) []byte {
		copy(h[off:], b)
		return h
	}
}

func u32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func bounds(t *testing.T, cases map[string]bound) {
	t.Helper()
	w := newWorld(t)
	good := w.ana.event(&w.s, 2, sealed("hello")).Header.Bytes()
	for name, c := range cases {
		b := bytes.Clone(good[:])
		if c.change != nil {
			b = c.change(b)
		}
		h, err := chain.ParseHeader(b)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if again := h.Bytes(); err == nil && !bytes.Equal(again[:], b) {
			t.Errorf("%s: written back differently", name)
		}
	}
}

func TestAttack04Length(t *testing.T) {
	for name, b := range map[string][]byte{"0": u32(0), "15": u32(15), "16": u32(16), "2^32-1": u32(1<<32 - 1)} {
		bounds(t, map[string]bound{name: {set(124, b...), chain.ErrMalformed}})
	}
	// Whatever it claims, nothing is allocated for it.
	w := newWorld(t)
	head := w.ana.event(&w.s, 2, sealed("hello")).Head()
	copy(head[124:], u32(1<<32-1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := chain.Parse(head); !errors.Is(err, chain.ErrMalformed) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("%d bytes allocated", n)
	}
}

func TestAttack05UnknownSuite(t *testing.T) {
	bounds(t, map[string]bound{
		"0":   {set(4, 0), chain.ErrUpdate},
		"2":   {set(4, 2), chain.ErrUpdate},
		"255": {set(4, 255), chain.ErrUpdate},
	})
}

func TestAttack06Flags(t *testing.T) {
	bounds(t, map[string]bound{
		"low":  {set(7, 1), chain.ErrMalformed},
		"high": {set(6, 1), chain.ErrMalformed},
	})
}

func TestAttack07SeqAtItsEnds(t *testing.T) {
	bounds(t, map[string]bound{
		"0":      {set(24, u64(0)...), chain.ErrMalformed},
		"2^64-1": {set(24, u64(1<<64-1)...), chain.ErrMalformed},
		"2^64-2": {set(24, u64(1<<64-2)...), nil},
	})
	// At the very end nothing wraps round to the beginning.
	w := newWorld(t)
	s := w.s.Clone()
	s.Seq = chain.MaxSeq - 1
	last := w.ana.event(&s, 2, sealed("the last"))
	if _, err := s.Accept(last); err != nil {
		t.Fatal(err)
	}
	again := w.ana.event(&w.s, 2, sealed("after the last"))
	if _, err := s.Accept(again); !errors.Is(err, chain.ErrOld) {
		t.Errorf("seq %d after the last: %v", again.Seq, err)
	}
}

func TestAttack08Bucket(t *testing.T) {
	bounds(t, map[string]bound{
		"512":                {set(124, u32(512+16)...), chain.ErrMalformed},
		"1 KiB":              {set(124, u32(1024+16)...), nil},
		"1025":               {set(124, u32(1025+16)...), chain.ErrMalformed},
		"3 KiB":              {set(124, u32(3072+16)...), chain.ErrMalformed},
		"64 KiB":             {set(124, u32(65536+16)...), nil},
		"128 KiB":            {set(124, u32(131072+16)...), chain.ErrMalformed},
		"no tag":             {set(124, u32(1024)...), chain.ErrMalformed},
		"control with a tag": {func(h []byte) []byte { return set(124, u32(1024+16)...)(set(64, u32(0)...)(h)) }, chain.ErrMalformed},
	})
}

func TestAttack09Padding(t *testing.T) {
	b := ok[[]byte](t)(chain.Pad([]byte("hi")))
	for name, bad := range map[string][]byte{
		"non-zero padding":   append(bytes.Clone(b[:len(b)-1]), 1),
		"length over room":   append(u32(1021), b[4:]...),
		"length of 2^32-1":   append(u32(1<<32-1), b[4:]...),
		"larger bucket":      append(bytes.Clone(b), make([]byte, len(b))...),
		"empty":              nil,
		"no bucket at all":   b[:100],
		"larger than any is": append(u32(70000), make([]byte, 1<<17-4)...),
	} {
		if _, err := chain.Unpad(bad); !errors.Is(err, chain.ErrPadding) {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestAttack12UnknownKey(t *testing.T) {
	w := newWorld(t)
	stranger := newPerson("stranger", 1)
	w.refused(stranger.event(&w.s, 2, sealed("hi")), chain.ErrUnknownKey)
	// Neither does a record that certifies its own signer open the door.
	for _, body := range [][]byte{
		ok[[]byte](t)(chain.GenesisBody(stranger.cert(t, logID))),
		ok[[]byte](t)(chain.MemberAddBody(stranger.cert(t, logID))),
	} {
		w.refused(stranger.event(&w.s, 0, body), chain.ErrUnknownKey)
	}
}

func TestAttack13PartnersName(t *testing.T) {
	w := newWorld(t)
	claims := w.ana.event(&w.s, 2, sealed("I agree"))
	claims.Author = chain.KIDOf(w.ben.sign.Public().(ed25519.PublicKey))
	w.refused(w.ana.signed(claims), chain.ErrSignature)
}

// weakKeys are public keys under which a signature proves nothing, or that are
// a second way to write another key.
func weakKeys() map[string][]byte {
	ff := func(first, last byte) []byte {
		b := bytes.Repeat([]byte{0xff}, 32)
		b[0], b[31] = first, last
		return b
	}
	identity := make([]byte, 32)
	identity[0] = 1
	return map[string][]byte{
		"identity":      identity,
		"order two":     ff(0xec, 0x7f),
		"order four":    make([]byte, 32),
		"identity + p":  ff(0xee, 0x7f),
		"minus zero":    append(append([]byte{1}, make([]byte, 30)...), 0x80),
		"not canonical": ff(0xed+3, 0x7f), // y = 3, a point of full order, written as 3 + p
	}
}

func TestAttack14WeakKeyInCertificate(t *testing.T) {
	w := newWorld(t)
	solo := chain.NewState(logID, chain.Couple)
	for _, ev := range w.events[:2] {
		if _, err := solo.Accept(ev); err != nil {
			t.Fatal(err)
		}
	}
	join := func(sc chain.SignedCertificate) chain.Accepted {
		s := solo.Clone()
		a, err := s.Accept(w.ana.event(&s, 0, ok[[]byte](t)(chain.MemberAddBody(sc))))
		if err != nil {
			t.Fatal(err)
		}
		if counts := a.ControlKind() == chain.KindMemberAdd; counts != (len(s.Members) == 2) {
			t.Errorf("counts: %v, members: %d", counts, len(s.Members))
		}
		return a
	}
	good := w.ben.cert(t, logID)
	if a := join(good); a.ControlKind() != chain.KindMemberAdd {
		t.Fatalf("the right one is refused: flag %d", a.Flag())
	}
	for name, key := range weakKeys() {
		var c chain.Certificate
		if err := codec.Decode(good.Bytes, &c); err != nil {
			t.Fatal(err)
		}
		copy(c.Sign[:], key)
		if a := join(ok[chain.SignedCertificate](t)(chain.SignCertificate(c, w.ben.identity))); a.Flag() != chain.BadControl {
			t.Errorf("member with signing key %s: flag %d", name, a.Flag())
		}
		if chain.CheckPublicKey(key) == nil {
			t.Errorf("key %s is accepted", name)
		}
	}
	if chain.CheckPublicKey(make([]byte, 31)) == nil {
		t.Error("a short key is accepted")
	}
	three := append([]byte{3}, make([]byte, 31)...)
	if err := chain.CheckPublicKey(three); err != nil {
		t.Errorf("y = 3, rightly written: %v", err)
	}
	// With the identity element for identity, one signature fits every
	// certificate, and anybody can write it.
	var c chain.Certificate
	if err := codec.Decode(good.Bytes, &c); err != nil {
		t.Fatal(err)
	}
	c.Identity = [32]byte(weakKeys()["identity"])
	forAll := make([]byte, 64)
	forAll[0] = 1 // R is the identity, S is 0
	bytesOf := codec.Must(c)
	if !ed25519.Verify(c.Identity[:], bytesOf, forAll) {
		t.Fatal("the library refuses such keys by now: this test proves nothing")
	}
	if a := join(chain.SignedCertificate{Bytes: bytesOf, Sig: forAll}); a.Flag() != chain.BadControl {
		t.Errorf("member with the identity element for identity: flag %d", a.Flag())
	}
}

func TestAttack15MalleatedSignature(t *testing.T) {
	w := newWorld(t)
	next := w.ana.event(&w.s, 2, sealed("once"))
	// S + L in place of S fits the same equation.
	order := []byte{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10}
	malleated := next
	carry := 0
	for i, b := range order {
		carry += int(malleated.Sig[32+i]) + int(b)
		malleated.Sig[32+i] = byte(carry)
		carry >>= 8
	}
	if s, err := new(edwards25519.Scalar).SetUniformBytes(append(malleated.Sig[32:64:64], make([]byte, 32)...)); err != nil || !bytes.Equal(s.Bytes(), next.Sig[32:]) {
		t.Fatal("the test makes another signature")
	}
	w.refused(malleated, chain.ErrSignature)
	if _, err := w.s.Accept(next); err != nil {
		t.Errorf("the right one is refused too: %v", err)
	}
}

// rekeyed is a world in which Ben has renewed his keys.
func rekeyed(t *testing.T) (w *world, old person) {
	w = newWorld(t)
	w.say(w.ben, "before")
	old, w.ben = w.ben, newPerson("ben", 2)
	body := ok[[]byte](t)(chain.RekeyBody(w.ben.cert(t, logID)))
	// Signed by the old key it advances the chain and changes nothing.
	if a := w.add(old, 0, body); a.Flag() != chain.OutOfPlace {
		t.Errorf("rekey signed by the old key: %d", a.Flag())
	}
	if a := w.add(w.ben, 0, body); a.ControlKind() != chain.KindRekey || a.Member() != 2 {
		t.Fatalf("rekey: flag %d, member %d", a.Flag(), a.Member())
	}
	return w, old
}

func TestAttack17OlderEpoch(t *testing.T) {
	w, _ := rekeyed(t)
	if a := w.say(w.ben, "under the old epoch"); !a.OlderKey() || a.Flag() != chain.Fine {
		t.Error("an entry under an epoch from before the rekeying is not shown and marked")
	}
	w.add(w.ana, 0, w.epoch(3, w.ana, w.ben))
	if a := w.say(w.ben, "under the new epoch"); a.OlderKey() {
		t.Error("an entry under the new epoch is marked")
	}
	if a := w.add(w.ana, 2, sealed("under the old one again")); !a.OlderKey() {
		t.Error("going back to the old epoch is not marked")
	}
}

func TestAttack18RevokedKey(t *testing.T) {
	w, old := rekeyed(t)
	w.refused(old.event(&w.s, 2, sealed("from the stolen phone")), chain.ErrUnknownKey)
	w.add(w.ana, 0, w.epoch(3, w.ana, w.ben))
	w.refused(old.event(&w.s, 3, sealed("and later")), chain.ErrUnknownKey)
	w.refused(old.event(&w.s, 0, ok[[]byte](t)(chain.LeaveBody())), chain.ErrUnknownKey)
	// Nor can the old key, or a stranger, make the next generation.
	for _, p := range []person{newPerson("eve", 3), newPerson("ben", 4)} {
		w.refused(p.event(&w.s, 0, ok[[]byte](t)(chain.RekeyBody(p.cert(t, logID)))), chain.ErrUnknownKey)
	}
	w.refused(old.event(&w.s, 0, ok[[]byte](t)(chain.RekeyBody(old.cert(t, logID)))), chain.ErrUnknownKey)
}

func TestAttack19OpenRecordOfAnotherKind(t *testing.T) {
	w := newWorld(t)
	for name, body := range map[string][]byte{
		"a practice's kind": ok[[]byte](t)(chain.NewControl("letter.sent", struct{}{})),
		"no kind":           ok[[]byte](t)(chain.NewControl("", struct{}{})),
		"garbage":           bytes.Repeat([]byte{255}, chain.MinBucket),
	} {
		before := codec.Must(authority(w.s))
		if a := w.add(w.ana, 0, body); a.Flag() != chain.BadControl || a.ControlKind() != "" {
			t.Errorf("%s: flag %d, kind %q", name, a.Flag(), a.ControlKind())
		}
		if !bytes.Equal(before, codec.Must(authority(w.s))) {
			t.Errorf("%s has an effect", name)
		}
	}
}

// authority is a state without its head.
func authority(s chain.State) chain.State {
	s.Seq, s.Head = 0, chain.Hash{}
	return s
}

func TestAttack21MissingMiddle(t *testing.T) {
	w := newWorld(t)
	s := w.s.Clone()
	w.say(w.ana, "one")
	w.say(w.ben, "two")
	if _, err := s.Accept(w.events[5]); !errors.Is(err, chain.ErrGap) {
		t.Errorf("an event with none before it: %v", err)
	}
	if s.Seq != 4 {
		t.Errorf("the head is at %d", s.Seq)
	}
}

func TestAttack22Swapped(t *testing.T) {
	w := newWorld(t)
	s := w.s.Clone()
	w.say(w.ana, "one")
	w.say(w.ben, "two")
	one, two := w.events[4], w.events[5]
	if _, err := s.Accept(two); !errors.Is(err, chain.ErrGap) {
		t.Errorf("the second first: %v", err)
	}
	// With its seq made to fit, its signature does not; signed anew by its own
	// author it does not follow what is before it.
	moved := two
	moved.Seq = one.Seq
	if _, err := s.Accept(moved); !errors.Is(err, chain.ErrSignature) {
		t.Errorf("the second with the first's seq: %v", err)
	}
	if _, err := s.Accept(w.ben.signed(moved)); !errors.Is(err, chain.ErrFork) {
		t.Errorf("the same, signed: %v", err)
	}
	if s.Seq != 4 {
		t.Errorf("the head is at %d", s.Seq)
	}
}

func TestAttack23Replay(t *testing.T) {
	w := newWorld(t)
	w.say(w.ana, "one")
	w.say(w.ben, "two")
	for _, ev := range w.events {
		w.refused(ev, chain.ErrOld)
	}
}

func TestAttack24AnotherLog(t *testing.T) {
	w := newWorld(t)
	// The same two people, the same place: only the log is another.
	ev := w.ana.event(&w.s, 2, sealed("I do"))
	ev.Log = chain.LogID{9}
	w.refused(w.ana.signed(ev), chain.ErrWrongLog)
	ev = w.ana.event(&w.s, 2, sealed("I do"))
	ev.Type = chain.Self
	w.refused(w.ana.signed(ev), chain.ErrWrongLog)
}

func TestAttack25RelabelledSeq(t *testing.T) {
	w := newWorld(t)
	old := w.say(w.ana, "yes").Event()
	w.say(w.ben, "shall we move?")
	old.Seq, old.Prev = w.s.Seq+1, w.s.Head
	w.refused(old, chain.ErrSignature)
	old.Seq += 5
	w.refused(old, chain.ErrSignature)
}

func TestAttack28SplitView(t *testing.T) {
	w := newWorld(t)
	w.say(w.ana, "one")
	before := w.s.Clone()
	w.say(w.ben, "two")
	// Another event at the head is a fork if a member signed it, noise if not.
	twin := w.ben.event(&before, 2, sealed("two, as shown elsewhere"))
	w.refused(twin, chain.ErrFork)
	noise := twin
	noise.Sig[0] ^= 1
	w.refused(noise, chain.ErrUnknownKey)
	// So is the next one, which names the other history.
	if _, err := before.Accept(twin); err != nil {
		t.Fatal(err)
	}
	w.refused(w.ana.event(&before, 2, sealed("three, as shown elsewhere")), chain.ErrFork)
}

func TestAttack30AnotherBody(t *testing.T) {
	w := newWorld(t)
	a, b := w.ana.event(&w.s, 2, sealed("yes")), w.ana.event(&w.s, 2, sealed("no"))
	if _, err := chain.Join(a.Head(), b.Body); !errors.Is(err, chain.ErrMalformed) {
		t.Errorf("another body of the same length: %v", err)
	}
	if _, err := chain.Join(a.Head(), a.Body); err != nil {
		t.Error(err)
	}
	if sha256.Sum256(b.Body) == a.CTHash {
		t.Fatal("the bodies are one")
	}
}

func TestAttack41AfterLeave(t *testing.T) {
	w := newWorld(t)
	leave := ok[[]byte](t)(chain.LeaveBody())
	if a := w.add(w.ben, 0, leave); a.ControlKind() != chain.KindLeave || w.s.Left != 2 {
		t.Fatal("leaving does not close the log")
	}
	for _, p := range []person{w.ana, w.ben} {
		if a := w.say(p, "one more thing"); a.Flag() != chain.AfterEnd {
			t.Errorf("written after the end: %d", a.Flag())
		}
	}
	third := newPerson("third", 1)
	for name, body := range map[string][]byte{
		"member": ok[[]byte](t)(chain.MemberAddBody(third.cert(t, logID))),
		"epoch":  w.epoch(3, w.ana, w.ben),
		"leave":  leave,
	} {
		before := codec.Must(authority(w.s))
		if a := w.add(w.ana, 0, body); a.Flag() != chain.AfterEnd || a.ControlKind() != "" {
			t.Errorf("%s after the end: %d %q", name, a.Flag(), a.ControlKind())
		}
		if !bytes.Equal(before, codec.Must(authority(w.s))) {
			t.Errorf("%s after the end has an effect", name)
		}
	}
}

func TestAttack42ThirdMember(t *testing.T) {
	w := newWorld(t)
	third := newPerson("third", 1)
	for _, by := range []person{w.ana, w.ben} {
		a := w.add(by, 0, ok[[]byte](t)(chain.MemberAddBody(third.cert(t, logID))))
		if a.Flag() != chain.OutOfPlace || a.ControlKind() != "" || len(w.s.Members) != 2 {
			t.Errorf("flag %d, %d members", a.Flag(), len(w.s.Members))
		}
	}
	w.refused(third.event(&w.s, 2, sealed("hello, you two")), chain.ErrUnknownKey)
}

func TestAttack66CertificateForAnotherLog(t *testing.T) {
	p := newPerson("ana", 1)
	good := p.cert(t, logID)
	if _, err := good.Verify(logID); err != nil {
		t.Fatal(err)
	}
	if _, err := good.Verify(chain.LogID{5}); !errors.Is(err, chain.ErrCertificate) {
		t.Errorf("verified for another log: %v", err)
	}
	w := newWorld(t)
	s := chain.NewState(logID, chain.Couple)
	if _, err := s.Accept(w.events[0]); err != nil {
		t.Fatal(err)
	}
	a, err := s.Accept(w.ana.event(&s, 0, ok[[]byte](t)(chain.MemberAddBody(w.ben.cert(t, chain.LogID{5})))))
	if err != nil || a.Flag() != chain.BadControl || len(s.Members) != 1 {
		t.Errorf("admitted by it: %v, flag %d, %d members", err, a.Flag(), len(s.Members))
	}
}
