package relay_test

import (
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/wire"
)

// Whoever takes back all that they wrote does so at once, as each of it was
// counted when it came. What was taken back already counts like anything else.
func TestTakeBackAllAtOnce(t *testing.T) {
	w := newWorldInMemory(t, withLimits)
	a, b := w.member(), w.member()
	w.pass(time.Hour)
	s := a.begin(chain.Couple)
	v := a.invite(s)
	b.claim(v).is(200)
	a.addMember(s, a.addition(s, v, b)).is(201)
	w.pass(24 * time.Hour)
	a.login().is(200)
	b.login().is(200)
	var words [][]byte
	for range 58 {
		words = append(words, a.say(s))
	}
	back := func(list [][]byte) reply {
		in := wire.Append{Expect: s.head()}
		at := *s
		for _, ev := range list {
			r := a.redact(&at, ev)
			at.after(r)
			in.Events, in.Tombstones = append(in.Events, r), append(in.Tombstones, a.tombstone(ev))
		}
		r := a.do("POST", s.path(wire.PathEvents), in)
		if r.status == 201 {
			*s = at
		}
		return r
	}
	back(words[:20]).is(201)
	back(words[20:]).is(201) // 58, 1 and 1: as many as a minute has
	for _, ev := range words {
		if len(b.stored(s, header(ev).Seq).Body) != 0 {
			t.Fatal("a body is still there")
		}
	}
	back(words[:1]).refused(429, wire.CodeRateLimited)
	w.pass(time.Minute)
	for range 30 {
		back(words[:1]).is(201) // it changes nothing, and counts
	}
	back(words[:1]).refused(429, wire.CodeRateLimited)
}

// Whoever logs in is told the salt that their account would have if it did not
// exist. It is the one that is given when it does not; nobody else is told it.
func TestGoneIsTold(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.person(), w.person()
		before := a.challenge()
		for i, p := range []*person{a, b} {
			p.do("POST", wire.PathAccounts, wire.NewAccount{Account: p.id, Code: w.codes[i], Slots: p.slots}).is(201)
			for range 2 {
				var s wire.Session
				p.login().is(200).into(&s)
				if (s.Decoy == before.Salt) != (p == a) || s.Decoy == p.challenge().Salt || s.Decoy == [16]byte{} {
					t.Errorf("person %d is told the salt %x; before there were any it was %x for the first", i, s.Decoy, before.Salt)
				}
			}
		}
		a.op(wire.OpDeleteAccount, "DELETE", wire.PathAccount, nil).is(204)
		if after := a.challenge(); after.Salt != before.Salt || after.KDF != 1 {
			t.Error("an account that was deleted answers like none that ever was")
		}
		a.login().refused(401, wire.CodeUnauthorized)
	})
}
