package relay_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/wire"
)

func TestRegister(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		if len(w.codes) != relay.DefaultAccounts {
			t.Fatalf("%d codes", len(w.codes))
		}
		a, b, c := w.person(), w.person(), w.person()
		ask := func(p *person, code []byte) reply {
			return p.do("POST", wire.PathAccounts, wire.NewAccount{Account: p.id, Code: code, Slots: p.slots})
		}
		ask(a, make([]byte, relay.CodeSize)).refused(403, wire.CodeBadCode)
		ask(a, nil).refused(400, wire.CodeMalformed)
		ask(a, w.codes[0]).is(201)
		ask(a, w.codes[0]).is(201) // the answer was lost
		ask(b, w.codes[0]).refused(403, wire.CodeBadCode)
		old := w.codes[1]
		w.restart()
		if len(w.codes) != 1 {
			t.Fatalf("%d codes after a restart", len(w.codes))
		}
		ask(b, old).refused(403, wire.CodeBadCode)
		taken := *b
		taken.id = a.id
		ask(&taken, w.codes[0]).refused(409, wire.CodeExists)
		ask(b, w.codes[0]).is(201)
		ask(c, old).refused(403, wire.CodeClosed)
		a.login().is(200)
		b.login().is(200)
		w.restart()
		if len(w.codes) != 0 {
			t.Errorf("%d codes when nothing is free", len(w.codes))
		}
	})
}

func TestRegisterByInvite(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		v := a.invite(a.begin(chain.Couple))
		b := w.person()
		ask := func(claim []byte) reply {
			return b.do("POST", wire.PathAccounts, wire.NewAccount{Account: b.id, Invite: &v.id, Claim: claim, Slots: b.slots})
		}
		ask(make([]byte, 32)).refused(403, wire.CodeBadCode)
		ask(v.claim).is(201)
		ask(v.claim).is(201)
		b.login().is(200)
		b.claim(v).is(200)
		c := w.person()
		c.do("POST", wire.PathAccounts, wire.NewAccount{Account: c.id, Invite: &v.id, Claim: v.claim, Slots: c.slots}).refused(403, wire.CodeBadCode)
	}, func(o *relay.Options) { o.MaxAccounts = 5 })
}

func TestSlotsThatAreRefused(t *testing.T) {
	w := newWorldInMemory(t)
	for name, change := range map[string]func(p *person){
		"no hot":         func(p *person) { p.slots = p.slots[1:] },
		"no cold":        func(p *person) { p.slots = append(p.slots[:1:1], p.slots[2]) },
		"no journal":     func(p *person) { p.slots = p.slots[:2] },
		"two hot":        func(p *person) { p.slots = append(p.slots, newSlot(wire.SlotHot, newKey())) },
		"type 0":         func(p *person) { p.slots = append(p.slots, newSlot(0, newKey())) },
		"type 6":         func(p *person) { p.slots = append(p.slots, newSlot(6, newKey())) },
		"kdf 0":          func(p *person) { p.slots[0].KDF = 0 },
		"kdf 3":          func(p *person) { p.slots[1].KDF = 3 },
		"no ciphertext":  func(p *person) { p.slots[2].CT = nil },
		"too large":      func(p *person) { p.slots[2].CT = make([]byte, wire.MaxSlotCT+1) },
		"identity key":   func(p *person) { p.slots[0].AuthPub = [32]byte{1} },
		"small order":    func(p *person) { p.slots[1].AuthPub = [32]byte{} },
		"the same id":    func(p *person) { p.slots[1].ID = p.slots[0].ID },
		"the zero id":    func(p *person) { p.id = wire.AccountID{} },
		"nine slots":     func(p *person) { p.slots = append(p.slots, many(6)...) },
		"unknown fields": nil,
	} {
		p := w.person()
		var in any = &wire.NewAccount{Code: w.codes[0]}
		if change == nil {
			in = map[int]int{9: 9}
		} else {
			change(p)
			in = wire.NewAccount{Account: p.id, Code: w.codes[0], Slots: p.slots}
		}
		if r := p.do("POST", wire.PathAccounts, in); r.status != 400 {
			t.Errorf("%s: %d %s", name, r.status, r.code())
		}
	}
	p := w.person()
	p.slots = append(p.slots, many(5)...)
	p.slots[3].CT = make([]byte, wire.MaxSlotCT)
	p.do("POST", wire.PathAccounts, wire.NewAccount{Account: p.id, Code: w.codes[0], Slots: p.slots}).is(201)
}

func many(n int) (out []wire.Slot) {
	for range n {
		out = append(out, newSlot(wire.SlotPasskey, newKey()))
	}
	return out
}

func TestLogin(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		a.do("GET", wire.PathSlots, nil).is(200)

		a.answer(a.challenge().Nonce, b.hot, origin).refused(401, wire.CodeUnauthorized)
		a.answer(a.challenge().Nonce, a.cold, origin).refused(401, wire.CodeUnauthorized)
		n := a.challenge().Nonce
		a.do("POST", wire.PathLogin, wire.Login{Account: a.id, Type: wire.SlotCold, Nonce: n,
			Sig: ed25519.Sign(a.cold, wire.LoginInput(origin, a.id, wire.SlotCold, n))}).refused(401, wire.CodeUnauthorized)

		n = a.challenge().Nonce
		w.pass(-time.Hour) // a clock that was set back fails closed
		a.answer(n, a.hot, origin).refused(401, wire.CodeUnauthorized)
		n = a.challenge().Nonce
		w.restart()
		a.answer(n, a.hot, origin).refused(401, wire.CodeUnauthorized)

		for _, bad := range []string{"", "Bearer", "Bearer x", "bearer " + base64.RawURLEncoding.EncodeToString(a.token[:]),
			"Bearer " + base64.RawURLEncoding.EncodeToString(make([]byte, 32))} {
			a.do("GET", wire.PathSlots, nil, "Authorization", bad).refused(401, wire.CodeUnauthorized)
		}
	})
}

// counting is a store that counts how often an account is looked up.
type counting struct {
	relay.Store
	n atomic.Int64
}

func (c *counting) Account(ctx context.Context, id wire.AccountID) (relay.Account, error) {
	c.n.Add(1)
	return c.Store.Account(ctx, id)
}

// Asking for an account that does not exist gives what asking for one that does
// gives, by the same work, the same each time and after a restart.
func TestAttack51UnknownAccount(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		work := &counting{Store: w.store}
		w.opts.Store = work
		w.restart()
		a, nobody := w.member(), w.person()
		known, c1 := a.challenge(), nobody.challenge()
		w.restart()
		c2 := nobody.challenge()
		if c1.Salt != c2.Salt || c1.KDF != known.KDF || c1.Nonce == c2.Nonce || c1.Salt == ([16]byte{}) {
			t.Errorf("unknown account: %v, then %v", c1, c2)
		}
		if other := w.person().challenge(); other.Salt == c1.Salt {
			t.Error("two unknown accounts have one salt")
		}
		if known.Salt != a.slots[0].Salt {
			t.Error("known account: not its salt")
		}
		// Answered wrongly, the two cannot be told apart either.
		a.token = [32]byte{}
		tell := func(p *person) (out []string) {
			before := work.n.Load()
			r := p.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: p.id}).is(200)
			var c wire.Challenge
			r.into(&c)
			wrong := p.answer(c.Nonce, newKey(), origin).refused(401, wire.CodeUnauthorized)
			return []string{fmt.Sprint(len(r.body), r.header), fmt.Sprint(wrong.header, wrong.body), fmt.Sprint(work.n.Load()-before, " look-ups")}
		}
		if d := cmp.Diff(tell(a), tell(nobody)); d != "" {
			t.Errorf("a known account and an unknown one differ:\n%s", d)
		}
	})
}

func TestSessions(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member() // at 07:08:09, so until the midnight after next noon
		for range 2 {
			a.do("GET", wire.PathSlots, nil).is(200)
			w.restart()
		}
		w.now = time.Date(2030, 5, 6, 23, 59, 59, 0, time.UTC)
		a.do("GET", wire.PathSlots, nil).is(200)
		b := w.member() // late in the day: twelve hours from now are in the next
		w.now = time.Date(2030, 5, 7, 0, 0, 0, 0, time.UTC)
		a.do("GET", wire.PathSlots, nil).refused(401, wire.CodeUnauthorized)
		w.now = time.Date(2030, 5, 7, 23, 59, 59, 0, time.UTC)
		b.do("GET", wire.PathSlots, nil).is(200)
		w.pass(time.Second)
		b.do("GET", wire.PathSlots, nil).refused(401, wire.CodeUnauthorized)
		b.login().is(200)
		b.do("GET", wire.PathSlots, nil).is(200)
	})
}

func TestOperations(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		next := wire.SlotSet{Slots: append([]wire.Slot(nil), a.slots...)}
		next.Slots[2] = newSlot(wire.SlotJournal, newKey())
		body := codec.Must(next)
		put := func(proof string) reply { return a.do("PUT", wire.PathSlots, next, wire.HeaderOp, proof) }

		a.do("PUT", wire.PathSlots, next).refused(403, wire.CodeForbidden) // the token alone
		put("!").refused(403, wire.CodeForbidden)
		put(a.proofOf(wire.OpSlots, body, a.challenge().Nonce, a.hot, origin)).refused(403, wire.CodeForbidden)
		put(a.proofOf(wire.OpInvite, body, a.challenge().Nonce, a.cold, origin)).refused(403, wire.CodeForbidden)
		put(a.proofOf(wire.OpSlots, body[1:], a.challenge().Nonce, a.cold, origin)).refused(403, wire.CodeForbidden)
		put(a.proofOf(wire.OpSlots, body, a.challenge().Nonce, a.cold, "https://other.example")).refused(403, wire.CodeForbidden)
		put(a.proofOf(wire.OpSlots, body, b.challenge().Nonce, a.cold, origin)).refused(403, wire.CodeForbidden)
		n := a.challenge().Nonce
		w.pass(time.Minute)
		put(a.proofOf(wire.OpSlots, body, n, a.cold, origin)).refused(403, wire.CodeForbidden)

		proof := a.proof(wire.OpSlots, next)
		put(proof).is(204)
		put(proof).is(204) // the answer was lost
		var got wire.SlotSet
		a.do("GET", wire.PathSlots, nil).is(200).into(&got)
		if d := cmp.Diff(next, got); d != "" {
			t.Errorf("slots (-want +got):\n%s", d)
		}
		other := wire.SlotSet{Slots: a.slots}
		a.do("PUT", wire.PathSlots, other, wire.HeaderOp, proof).refused(403, wire.CodeForbidden) // of another body, and used
	})
}

// A new passphrase makes the old key useless and ends all other sessions.
func TestSecureAccount(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		stolen := *a
		a.login().is(200) // the safe device
		stolen.do("GET", wire.PathSlots, nil).is(200)
		hot, cold := newKey(), newKey()
		a.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: []wire.Slot{newSlot(wire.SlotHot, hot), newSlot(wire.SlotCold, cold), a.slots[2]}}).is(204)
		stolen.do("GET", wire.PathSlots, nil).refused(401, wire.CodeUnauthorized)
		stolen.login().refused(401, wire.CodeUnauthorized)
		a.do("GET", wire.PathSlots, nil).is(200)
		a.hot, a.cold = hot, cold
		a.login().is(200)
		if a.hint == stolen.hint {
			t.Error("the old device hint is still good")
		}
	})
}

func TestDeleteAccount(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		own := a.begin(chain.Self)
		a.do("DELETE", wire.PathAccount, nil).refused(403, wire.CodeForbidden)
		a.op(wire.OpDeleteAccount, "DELETE", wire.PathAccount, nil).is(204)
		a.do("GET", wire.PathSlots, nil).refused(401, wire.CodeUnauthorized)
		a.login().refused(401, wire.CodeUnauthorized)
		if page := b.page(s, ""); len(page.Events) != int(s.seq) {
			t.Errorf("%d events left of %d", len(page.Events), s.seq)
		}
		b.write(s, b.words(s)).is(201)
		b.do("GET", own.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)
		w.restart()
		if len(w.codes) != 1 {
			t.Errorf("%d accounts are free", len(w.codes))
		}
		a.token = [32]byte{}
		a.do("POST", wire.PathAccounts, wire.NewAccount{Account: a.id, Code: w.codes[0], Slots: a.slots}).is(201)
		a.login().is(200)
		a.do("GET", s.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound) // the same id is not the same member
	})
}

func TestRacingRegistrations(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		var wg sync.WaitGroup
		results := make([]int, 8)
		for i := range results {
			wg.Go(func() {
				p := w.person()
				results[i] = p.do("POST", wire.PathAccounts, wire.NewAccount{Account: p.id, Code: w.codes[0], Slots: p.slots}).status
			})
		}
		wg.Wait()
		if n := count(results, 201); n != 1 {
			t.Errorf("%d registered with one code", n)
		}
	})
}

func count(list []int, what int) (n int) {
	for _, v := range list {
		if v == what {
			n++
		}
	}
	return n
}

// A relay of two names takes what was signed for either of them, and nothing
// that was signed for a third: a page elsewhere that passes on a challenge of
// this relay learns an answer that is of no use here.
func TestTwoOrigins(t *testing.T) {
	const second, foreign = "http://troth.test:8081", "http://troth.test:9999"
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		for _, o := range []string{origin, second} {
			a.answer(a.challenge().Nonce, a.hot, o).is(200)
		}
		for _, o := range []string{foreign, "", second + "/", "https://troth.test:8081"} {
			a.answer(a.challenge().Nonce, a.hot, o).refused(401, wire.CodeUnauthorized)
		}
		next := wire.SlotSet{Slots: append([]wire.Slot(nil), a.slots...)}
		next.Slots[2] = newSlot(wire.SlotJournal, newKey())
		put := func(o string) reply {
			return a.do("PUT", wire.PathSlots, next, wire.HeaderOp, a.proofOf(wire.OpSlots, codec.Must(next), a.challenge().Nonce, a.cold, o))
		}
		put(foreign).refused(403, wire.CodeForbidden)
		put(second).is(204)
	}, func(o *relay.Options) { o.Origins = []string{second} })

	// A relay of one name does not take the other.
	w := newWorld(t, memstore.New())
	a := w.member()
	a.answer(a.challenge().Nonce, a.hot, second).refused(401, wire.CodeUnauthorized)

	if _, err := relay.New(relay.Options{Store: memstore.New(), Origin: origin, Origins: []string{""}}); err == nil {
		t.Error("a relay with an empty origin starts")
	}
}
