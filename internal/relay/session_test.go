package relay_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

// loginAs begins a session with a mark.
func (p *person) loginAs(device wire.DeviceID) reply {
	p.t.Helper()
	var number [16]byte
	fill(number[:])
	in := wire.Login{Account: p.id, Type: wire.SlotHot, Nonce: p.challenge().Nonce, Mark: wire.Mark(device, number)}
	in.Sig = ed25519.Sign(p.hot, wire.LoginInput(origin, p.id, in.Type, in.Nonce))
	r := p.do("POST", wire.PathLogin, in)
	if r.status == 200 {
		var s wire.Session
		r.into(&s)
		p.token = s.Token
	}
	return r
}

func (p *person) sessions() []wire.LiveSession {
	p.t.Helper()
	var l wire.SessionList
	p.op(wire.OpSessions, "GET", wire.PathSessions, nil).is(200).into(&l)
	return l.Sessions
}

// Whoever has the passphrase sees which sessions there are, tells by their marks
// whose they are, and ends some of them.
func TestSessionsOfOne(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		phone, laptop := wire.DeviceID{1}, wire.DeviceID{2}
		at := map[wire.DeviceID][]person{}
		for _, d := range []wire.DeviceID{phone, laptop, phone} {
			p := *a
			p.loginAs(d).is(200)
			at[d] = append(at[d], p)
		}
		var of []wire.LiveSession
		marks := map[string]bool{}
		for _, s := range a.sessions() {
			if s.Own != (s.ID == sha256.Sum256(a.token[:])) {
				t.Errorf("own: %v", s.Own)
			}
			if phone.Marks(s.Mark) {
				of = append(of, s)
			}
			if laptop.Marks(s.Mark) && phone.Marks(s.Mark) || (wire.DeviceID{3}).Marks(s.Mark) {
				t.Error("the mark of another device")
			}
			marks[string(s.Mark)] = true
		}
		if len(of) != 2 || len(marks) != 4 {
			t.Fatalf("%d sessions of the phone, %d marks", len(of), len(marks))
		}
		b.op(wire.OpSignOut, "POST", wire.PathSignOut, wire.EndSessions{Sessions: [][32]byte{of[0].ID, of[1].ID}}).is(204) // not hers
		at[phone][0].do("GET", wire.PathSlots, nil).is(200)
		a.op(wire.OpSignOut, "POST", wire.PathSignOut, wire.EndSessions{Sessions: [][32]byte{of[0].ID, of[1].ID, {9}}}).is(204)
		for _, p := range at[phone] {
			p.do("GET", wire.PathSlots, nil).refused(401, wire.CodeSignedOut)
		}
		at[laptop][0].do("GET", wire.PathSlots, nil).is(200)
		w.restart()
		at[phone][0].do("GET", wire.PathSlots, nil).refused(401, wire.CodeSignedOut)
		if n := len(a.sessions()); n != 2 {
			t.Errorf("%d sessions are left", n)
		}
		at[laptop][0].do("DELETE", wire.PathSession, nil).is(204)
		at[laptop][0].do("GET", wire.PathSlots, nil).refused(401, wire.CodeSignedOut)
		if all := a.sessions(); len(all) != 1 || !all[0].Own {
			t.Errorf("sessions: %v", all)
		}
		w.pass(48 * time.Hour)
		at[phone][0].do("GET", wire.PathSlots, nil).refused(401, wire.CodeUnauthorized) // over, like any other
		a.login().is(200)
		if all := a.sessions(); len(all) != 1 {
			t.Errorf("sessions that are over: %v", all)
		}
		in := wire.Login{Account: a.id, Type: wire.SlotHot, Nonce: a.challenge().Nonce, Mark: make([]byte, 31)}
		in.Sig = ed25519.Sign(a.hot, wire.LoginInput(origin, a.id, in.Type, in.Nonce))
		a.do("POST", wire.PathLogin, in).refused(400, wire.CodeMalformed)
	})
}

// A recovery code's key begins a session and changes the slots; an account without
// one has no such way in.
func TestRecovery(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		enter := func(p *person) reply {
			in := wire.Login{Account: p.id, Type: wire.SlotRecovery, Nonce: p.challenge().Nonce}
			in.Sig = ed25519.Sign(p.cold, wire.LoginInput(origin, p.id, in.Type, in.Nonce))
			return p.do("POST", wire.PathLogin, in)
		}
		r := a.recoverable()
		old := a.token
		var s wire.Session
		enter(r).is(200).into(&s)
		r.token = s.Token
		enter(b).refused(401, wire.CodeUnauthorized)
		fresh := []wire.Slot{newSlot(wire.SlotHot, newKey()), newSlot(wire.SlotCold, newKey()), newSlot(wire.SlotJournal, newKey())}
		two := append(fresh, newSlot(wire.SlotRecovery, newKey()), newSlot(wire.SlotRecovery, newKey()))
		r.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: two}).refused(400, wire.CodeMalformed)
		r.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: fresh}).is(204)
		enter(r).refused(401, wire.CodeUnauthorized) // used up
		a.token = old
		a.do("GET", wire.PathSlots, nil).refused(401, wire.CodeUnauthorized)
		r.do("GET", wire.PathSlots, nil).is(200)
	})
}

// recoverable gives an account a recovery slot, and returns whoever has its key and
// no other.
func (p *person) recoverable() *person {
	p.t.Helper()
	r := *p
	r.cold = newKey()
	r.hot = newKey()
	p.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: append(p.slots[:3:3], newSlot(wire.SlotRecovery, r.cold))}).is(204)
	return &r
}

// A member of a space that has ended lets the one they share another with read it.
// Nobody else gets in, nothing can be written there, and what is open has no readers.
func TestReaders(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, past := w.couple()
		c, d := w.member(), w.member()
		now := b.begin(chain.Couple)
		v := b.invite(now)
		c.claim(v).is(200)
		let := func(p *person, s *space, shared *space) reply {
			return p.op(wire.OpReader, "POST", s.path(wire.PathReaders), wire.NewReader{Log: s.id, Shared: shared.id})
		}
		let(b, past, now).refused(403, wire.CodeForbidden) // nobody to let in
		b.addMember(now, b.addition(now, v, c)).is(201)
		let(b, past, now).refused(403, wire.CodeForbidden) // it is still written to
		c.do("GET", past.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)
		b.write(past, b.words(past)).is(201)
		b.write(past, b.leave(past)).is(201)
		let(c, past, now).refused(404, wire.CodeNotFound) // by no member of it
		let(a, past, now).refused(404, wire.CodeNotFound) // by no member of the other
		let(b, past, past).refused(409, wire.CodeEnded)
		let(b, now, past).refused(403, wire.CodeForbidden)
		c.do("GET", past.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)

		b.op(wire.OpReader, "POST", past.path(wire.PathReaders), wire.NewReader{Log: now.id, Shared: now.id}).refused(400, wire.CodeMalformed)
		let(b, past, now).is(204)
		let(b, past, now).is(204) // the answer was lost
		w.restart()
		if page := c.page(past, ""); page.Head != past.head() || len(page.Events) == 0 || len(page.Events[0].Body) == 0 {
			t.Error("the reader cannot read it")
		}
		d.do("GET", past.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)
		c.do("POST", past.path(wire.PathRemove), wire.Remove{Tombstones: []wire.Tombstone{{Seq: 1, Data: []byte("x")}}}).refused(404, wire.CodeNotFound)
		c.put(past, c.words(past)).refused(404, wire.CodeNotFound)
		c.do("POST", past.path(wire.PathHeal), wire.Heal{Expect: past.head(), Events: c.page(past, "?limit=1").Events}).refused(404, wire.CodeNotFound)
		let(c, past, now).refused(404, wire.CodeNotFound) // does not pass it on
		var logs wire.LogList
		c.do("GET", wire.PathLogs, nil).is(200).into(&logs)
		if len(logs.Logs) != 1 {
			t.Errorf("the reader has %d logs", len(logs.Logs))
		}
		a.page(past, "") // as before
	}, func(o *relay.Options) { o.MaxAccounts = 8 })
}
