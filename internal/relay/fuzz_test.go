package relay_test

import (
	"testing"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/wire"
)

// FuzzRequests sends whatever it likes to every route, as a member. Nothing that
// anybody can send is an internal error, and the member's log stays what it was
// unless an append was signed.
func FuzzRequests(f *testing.F) {
	w := newWorldInMemory(f)
	a := w.member()
	s := a.begin(chain.Couple)
	v := a.invite(s)
	ev := a.words(s)
	routes := []struct{ method, path string }{
		{"POST", wire.PathAccounts}, {"DELETE", wire.PathAccount}, {"POST", wire.PathChallenge}, {"POST", wire.PathLogin},
		{"GET", wire.PathSlots}, {"PUT", wire.PathSlots}, {"GET", wire.PathLogs}, {"POST", wire.PathLogs},
		{"GET", s.path(wire.PathEvents)}, {"POST", s.path(wire.PathEvents)}, {"POST", s.path(wire.PathMembers)},
		{"POST", s.path(wire.PathRemove)}, {"POST", s.path(wire.PathHeal)},
		{"POST", wire.PathInvites}, {"GET", v.path(wire.PathInvite)},
		{"POST", v.path(wire.PathClaim)}, {"POST", v.path(wire.PathAnswer)}, {"POST", v.path(wire.PathReveal)},
	}
	for i := range routes {
		for _, body := range []any{wire.Append{Expect: s.head(), Events: [][]byte{ev[:len(ev)-1]}}, wire.NewLog{Genesis: ev},
			wire.NewAccount{Account: a.id, Slots: a.slots}, wire.SlotSet{Slots: a.slots[1:]}, wire.ChallengeRequest{Account: a.id},
			wire.Login{Account: a.id}, v.to(s), wire.Claim{Claim: v.claim}, wire.Sealed{Data: []byte("x")},
			wire.Remove{Tombstones: []wire.Tombstone{{Seq: 1, Data: make([]byte, chain.TombstoneSize)}, {Seq: 2, Data: a.tombstone(ev).Data}}},
			wire.Heal{Expect: s.head(), Events: []wire.Event{{Head: ev[:chain.HeadSize], Tombstone: a.tombstone(ev).Data[1:]}}, Targets: []uint64{1 << 60}},
			wire.AddMember{Invite: v.id, Append: wire.Append{Expect: s.head(), Events: [][]byte{ev[1:]}}}} {
			f.Add(uint8(i), codec.Must(body), "AAAA")
		}
	}
	f.Fuzz(func(t *testing.T, route uint8, body []byte, op string) {
		w.t = t
		to := routes[int(route)%len(routes)]
		r := a.request(to.method, to.path, body)
		r.Header.Set("Authorization", a.bearer())
		r.Header.Set(wire.HeaderOp, op)
		if got := w.send(r); got.status >= 500 && got.code() != wire.CodeFull {
			t.Errorf("%s %s: %d %s\n%s", to.method, to.path, got.status, got.code(), w.logs)
		}
		if page := a.page(s, ""); page.Head != s.head() {
			t.Errorf("the head moved to %d", page.Head.Seq)
		}
	})
}
