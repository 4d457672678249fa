package relay_test

import (
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

func (r reply) invite() (v wire.Invite) {
	r.t.Helper()
	r.is(200).into(&v)
	return v
}

// The whole of a pairing, each step twice, as a device does that did not hear
// the answer.
func TestPairing(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		s := a.begin(chain.Couple)
		v := newInvite()
		in := v.to(s)
		proof := a.proof(wire.OpInvite, in)
		for range 2 {
			a.do("POST", wire.PathInvites, in, wire.HeaderOp, proof).is(201)
		}
		other := in
		other.M1 = []byte("another")
		a.op(wire.OpInvite, "POST", wire.PathInvites, other).refused(409, wire.CodeExists)

		stranger := w.person()
		for _, p := range []*person{a, b, stranger} {
			if got := p.look(v).invite(); got.Stage != wire.InviteOpen || string(got.M1) != string(v.m1) || got.Mine || got.Raced {
				t.Errorf("open invite: %+v", got)
			}
		}
		sealed := func(p *person, route, text string) reply {
			return p.do("POST", v.path(route), wire.Sealed{Data: []byte(text)})
		}
		sealed(b, wire.PathAnswer, "two").refused(403, wire.CodeForbidden)  // not claimed
		sealed(a, wire.PathReveal, "three").refused(409, wire.CodeConflict) // too early
		a.claim(v).refused(409, wire.CodeOwn)
		wrong := v
		wrong.claim = make([]byte, 32)
		b.claim(wrong).refused(403, wire.CodeForbidden)
		for range 2 {
			if got := b.claim(v).invite(); got.Stage != wire.InviteClaimed || !got.Mine || string(got.M1) != string(v.m1) {
				t.Errorf("claimed: %+v", got)
			}
		}
		stranger.look(v).refused(410, wire.CodeGone)
		sealed(a, wire.PathAnswer, "two").refused(403, wire.CodeForbidden)
		sealed(b, wire.PathAnswer, "").refused(400, wire.CodeMalformed)
		sealed(b, wire.PathAnswer, string(make([]byte, wire.MaxSealed+1))).refused(400, wire.CodeMalformed)
		sealed(a, wire.PathReveal, "three").refused(409, wire.CodeConflict)
		for range 2 {
			sealed(b, wire.PathAnswer, "two").is(201)
		}
		sealed(b, wire.PathAnswer, "another").refused(409, wire.CodeExists)
		if got := a.look(v).invite(); got.Stage != wire.InviteAnswer || string(got.M2) != "two" || got.Mine {
			t.Errorf("answered, to the maker: %+v", got)
		}
		sealed(b, wire.PathReveal, "three").refused(403, wire.CodeForbidden)
		for range 2 {
			sealed(a, wire.PathReveal, "three").is(201)
		}
		sealed(a, wire.PathReveal, "another").refused(409, wire.CodeExists)
		if got := b.look(v).invite(); got.Stage != wire.InviteReveal || string(got.M3) != "three" || !got.Mine {
			t.Errorf("revealed, to the claimer: %+v", got)
		}
		b.do("GET", s.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound) // not yet

		add := a.addition(s, v, b)
		a.do("POST", s.path(wire.PathEvents), add.Append).refused(403, wire.CodeForbidden) // without the cold key
		a.do("POST", s.path(wire.PathMembers), add).refused(403, wire.CodeForbidden)
		b.op(wire.OpMember, "POST", s.path(wire.PathMembers), add).refused(403, wire.CodeForbidden)
		only := add
		only.Append.Events = [][]byte{a.words(s)}
		a.op(wire.OpMember, "POST", s.path(wire.PathMembers), only).refused(422, wire.CodeRefused) // adds nobody

		proof = a.proof(wire.OpMember, add)
		var heads [2]wire.Head
		for i := range heads {
			a.do("POST", s.path(wire.PathMembers), add, wire.HeaderOp, proof).is(201).into(&heads[i])
		}
		s.after(add.Append.Events...)
		s.epoch = 2
		if heads[0] != s.head() || heads[1] != s.head() {
			t.Errorf("heads after admission: %v", heads)
		}
		if page := b.page(s, ""); page.Head != s.head() {
			t.Errorf("the new member reads up to %d", page.Head.Seq)
		}
		b.write(s, b.words(s)).is(201)
		a.do("POST", s.path(wire.PathMembers), add, wire.HeaderOp, proof).is(201).into(&heads[1]) // still the same
		if heads[1] != heads[0] {
			t.Error("the repeated request has another answer")
		}
		for _, p := range []*person{a, b} {
			if got := p.look(v).invite(); got.Stage != wire.InviteDone {
				t.Errorf("at the end: %+v", got)
			}
		}
		next := newInvite()
		a.op(wire.OpInvite, "POST", wire.PathInvites, next.to(s)).refused(403, wire.CodeForbidden) // there are two
		b.op(wire.OpInvite, "POST", wire.PathInvites, next.to(s)).refused(403, wire.CodeForbidden)
	}, func(o *relay.Options) { o.MaxAccounts = 3 })
}

func TestInvitesThatAreRefused(t *testing.T) {
	w := newWorldInMemory(t)
	a, b := w.member(), w.member()
	s, own := a.begin(chain.Couple), a.begin(chain.Self)
	v := newInvite()
	ask := func(p *person, change func(*wire.NewInvite)) reply {
		in := v.to(s)
		change(&in)
		return p.op(wire.OpInvite, "POST", wire.PathInvites, in)
	}
	a.do("POST", wire.PathInvites, v.to(s)).refused(403, wire.CodeForbidden)
	ask(a, func(in *wire.NewInvite) { in.TTLMS = 0 }).refused(400, wire.CodeMalformed)
	ask(a, func(in *wire.NewInvite) { in.TTLMS = wire.MaxInviteMS + 1 }).refused(400, wire.CodeMalformed)
	ask(a, func(in *wire.NewInvite) { in.M1 = nil }).refused(400, wire.CodeMalformed)
	ask(a, func(in *wire.NewInvite) { in.M1 = make([]byte, wire.MaxSealed+1) }).refused(400, wire.CodeMalformed)
	ask(a, func(in *wire.NewInvite) { in.Log = own.id }).refused(403, wire.CodeForbidden)
	ask(a, func(in *wire.NewInvite) { in.Log = [16]byte{1} }).refused(404, wire.CodeNotFound)
	ask(b, func(*wire.NewInvite) {}).refused(404, wire.CodeNotFound)
	ask(a, func(in *wire.NewInvite) { in.M1 = make([]byte, wire.MaxSealed) }).is(201)
	for _, path := range []string{"/v1/invites/00", "/v1/invites/zz", newInvite().path(wire.PathInvite)} {
		a.do("GET", path, nil).refused(404, wire.CodeNotFound)
	}
	b.claim(newInvite()).refused(404, wire.CodeNotFound)
	b.do("DELETE", newInvite().path(wire.PathInvite), nil).refused(404, wire.CodeNotFound)
}

func TestInviteEnds(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		s := a.begin(chain.Couple)
		in := func(ttl time.Duration) invite {
			v := newInvite()
			n := v.to(s)
			n.TTLMS = ttl.Milliseconds()
			a.op(wire.OpInvite, "POST", wire.PathInvites, n).is(201)
			return v
		}
		short, answered := in(time.Hour), in(time.Hour)
		b.claim(answered).is(200)
		w.pass(time.Hour - time.Millisecond)
		b.look(short).is(200)
		w.pass(time.Millisecond)
		for range 2 {
			b.look(short).refused(410, wire.CodeExpired)
			b.claim(short).refused(410, wire.CodeExpired)
		}
		a.look(short).refused(410, wire.CodeExpired)
		b.do("POST", answered.path(wire.PathAnswer), wire.Sealed{Data: []byte("two")}).refused(410, wire.CodeExpired)

		burnt := in(time.Hour)
		b.claim(burnt).is(200)
		b.do("DELETE", burnt.path(wire.PathInvite), nil).is(204)
		a.do("DELETE", burnt.path(wire.PathInvite), nil).is(204) // nothing left to do
		for _, p := range []*person{a, b, w.person()} {
			p.look(burnt).refused(410, wire.CodeGone)
		}
		b.claim(burnt).refused(410, wire.CodeGone)
		b.do("POST", burnt.path(wire.PathAnswer), wire.Sealed{Data: []byte("two")}).refused(410, wire.CodeGone)
		a.op(wire.OpMember, "POST", s.path(wire.PathMembers), a.addition(s, burnt, b)).refused(410, wire.CodeGone)

		byMaker := in(time.Hour)
		b.do("DELETE", byMaker.path(wire.PathInvite), nil).refused(403, wire.CodeForbidden)
		a.do("DELETE", byMaker.path(wire.PathInvite), nil).is(204)
		b.claim(byMaker).refused(410, wire.CodeGone)

		open := in(time.Hour)
		a.op(wire.OpMember, "POST", s.path(wire.PathMembers), a.addition(s, open, b)).refused(403, wire.CodeForbidden)
		b.do("GET", s.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)

		w.pass(72 * time.Hour)
		b.login().is(200)
		a.login().is(200)
		in(time.Hour) // sweeps
		b.look(short).refused(404, wire.CodeNotFound)
	})
}

// Looking changes nothing, however often and by whomever: a program that
// previews links does no harm.
func TestAttack67Preview(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		v := a.invite(a.begin(chain.Couple))
		before, err := w.store.Invite(t.Context(), v.id)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			w.person().look(v).is(200)
			a.look(v).is(200)
		}
		after, err := w.store.Invite(t.Context(), v.id)
		if err != nil || after.Version != before.Version {
			t.Errorf("version %d, then %d (%v)", before.Version, after.Version, err)
		}
		ended := w.person()
		ended.token[0] = 1
		ended.look(v).refused(401, wire.CodeUnauthorized) // a session that is none is told so
	})
}
