package chain_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"

	"troth/internal/chain"
)

func (p person) tombstone(h chain.Header) []byte {
	return chain.NewTombstone(chain.KIDOf(p.sign.Public().(ed25519.PublicKey)), ed25519.Sign(p.sign, chain.TombstoneInput(h)))
}

func TestAttack32ForeignTombstone(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.say(w.ana, "mine").Event().Header, w.say(w.ben, "theirs").Event().Header
	older := w.ana.tombstone(mine)
	next := newPerson("ana", 2)
	w.add(next, 0, ok[[]byte](t)(chain.RekeyBody(next.cert(t, logID))))
	good := next.tombstone(mine)
	if len(good) != chain.TombstoneSize {
		t.Fatalf("%d bytes", len(good))
	}
	elsewhere, later, ahead := mine, mine, mine
	elsewhere.Log[0] ^= 1
	later.ID[0] ^= 1
	ahead.Seq = w.s.Seq + 1
	for _, c := range []struct {
		name          string
		h             chain.Header
		tomb          []byte
		current, ever bool
	}{
		{"by the author", mine, good, true, true},
		{"by a key that was replaced", mine, older, false, true},
		{"by the other", mine, w.ben.tombstone(mine), false, false},
		{"by the other, for their own", theirs, w.ben.tombstone(theirs), true, true},
		{"for what the other wrote", theirs, next.tombstone(theirs), false, false},
		{"by a stranger", mine, newPerson("eve", 1).tombstone(mine), false, false},
		{"under the other's name", mine, append(w.ben.tombstone(mine)[:16:16], good[16:]...), false, false},
		{"of another event", mine, next.tombstone(later), false, false},
		{"of another log", elsewhere, next.tombstone(elsewhere), false, false},
		{"of an event that is not there yet", ahead, next.tombstone(ahead), false, false},
		{"of a control record", w.events[0].Header, next.tombstone(w.events[0].Header), false, false},
		{"of the record of a key", w.events[len(w.events)-1].Header, next.tombstone(w.events[len(w.events)-1].Header), false, false},
		{"one byte short", mine, good[:len(good)-1], false, false},
		{"one byte long", mine, append(bytes.Clone(good), 0), false, false},
		{"nothing", mine, nil, false, false},
	} {
		for keys, want := range map[chain.Authority]bool{chain.Current: c.current, chain.Ever: c.ever} {
			err := w.s.VerifyTombstone(c.h, c.tomb, keys)
			if (err == nil) != want || err != nil && !errors.Is(err, chain.ErrTombstone) {
				t.Errorf("%s, keys %d: %v", c.name, keys, err)
			}
		}
	}
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if w.s.VerifyTombstone(mine, bad, chain.Ever) == nil {
				t.Fatalf("byte %d, bit %d changed: accepted", i, bit)
			}
		}
	}
}

// Which event takes back which follows from the two headers.
func TestRedacts(t *testing.T) {
	w := newWorld(t)
	target := w.say(w.ana, "mine").Event().Header
	other := w.say(w.ana, "other").Event().Header
	r := w.say(w.ana, "taken back").Event().Header
	if r.Redacts(target) {
		t.Error("any event takes back any other")
	}
	r.ID = chain.RedactID(target.Hash())
	if !r.Redacts(target) || r.Redacts(other) || target.Redacts(target) {
		t.Error("an event takes back another one than its id says")
	}
	control := r
	control.Epoch = 0
	if control.Redacts(target) {
		t.Error("a control record takes back an entry")
	}
	genesis := w.events[0].Header
	r.ID = chain.RedactID(genesis.Hash())
	if r.Redacts(genesis) {
		t.Error("a control record is taken back")
	}
	first := target
	first.ID = chain.RedactID(other.Hash())
	if first.Redacts(other) {
		t.Error("an event takes back a later one")
	}
}

// A log of which bodies were removed verifies, from its beginning and from a
// checkpoint.
func TestRemovedBodies(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.say(w.ana, "mine")
		w.say(w.ben, "theirs")
	}
	bare := func(ev chain.Event) chain.Event {
		if !ev.Control() {
			ev.Body = nil
		}
		return ev
	}
	fresh, resume := chain.NewState(logID, chain.Couple), chain.NewResume(w.s)
	for _, ev := range w.events {
		a, err := fresh.Accept(bare(ev))
		if err != nil || a.Event().Body != nil && !ev.Control() {
			t.Fatal(err)
		}
		if _, err := resume.Next(bare(ev)); err != nil {
			t.Fatal(err)
		}
	}
	done, err := resume.Done()
	if err != nil || fresh.Head != w.s.Head || done.Head != w.s.Head || len(done.Keys) != len(w.s.Keys) {
		t.Error("another state without the bodies", err)
	}
}
