// Package storetest is the contract of relay.Store as a test that every
// implementation passes: what is stored comes back, what must be one step is one
// step, what loses a race leaves nothing behind, and what is deleted is gone with
// all that hangs on it.
//
// Checks see a store only through its interface. What a store has besides, such
// as files, locks and a disk that can fill up, is tested beside it.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

// Run holds the stores that open returns to the contract. Each call of open
// returns an empty store, which the test's end closes.
func Run(t *testing.T, open func(t *testing.T) relay.Store) {
	for _, c := range []struct {
		name string
		f    func(t *testing.T, s relay.Store)
	}{
		{"secret", secret}, {"register", register}, {"register by invite", registerByInvite}, {"racing for a code", racingCode},
		{"slots", slots}, {"sessions", sessions}, {"ended sessions", endedSessions}, {"logs", logs}, {"readers", readers}, {"pages", pages}, {"commit", commit},
		{"racing appends", racingAppends}, {"admit", admit}, {"remove", remove}, {"invites", invites}, {"racing swaps", racingSwaps},
		{"delete", deleteAccount}, {"pins", pins}, {"misses", misses}, {"racing misses", racingMisses}, {"made again", madeAgain}, {"aliasing", aliasing},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			})
			if err := s.Ping(context.Background()); err != nil {
				t.Fatalf("ping: %v", err)
			}
			c.f(t, s)
		})
	}
}

func ctx() context.Context { return context.Background() }

func account(n byte) wire.AccountID { return wire.AccountID{n, 1} }
func logID(n byte) chain.LogID      { return chain.LogID{n, 2} }
func inviteID(n byte) wire.InviteID { return wire.InviteID{n, 3} }
func hash(n byte) [32]byte          { return [32]byte{n, 4} }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// add registers an account by a code of its own.
func add(t *testing.T, s relay.Store, id wire.AccountID) {
	t.Helper()
	h := [32]byte{99}
	check(t, s.ReplaceCodes(ctx(), [][32]byte{h}))
	check(t, s.Register(ctx(), byCode(id, "slots", h, 1000)))
}

func byCode(id wire.AccountID, slots string, code [32]byte, max int) relay.Registration {
	return relay.Registration{Account: relay.Account{ID: id, Slots: []byte(slots)}, Code: &code, Max: max, PerInv: 3}
}

func secret(t *testing.T, s relay.Store) {
	for _, fresh := range []byte{1, 2} {
		got, err := s.Secret(ctx(), "a", hash(fresh))
		check(t, err)
		same(t, "secret", got, hash(1))
	}
	got, err := s.Secret(ctx(), "b", hash(3))
	check(t, err)
	same(t, "secret of another name", got, hash(3))
}

func register(t *testing.T, s relay.Store) {
	check(t, s.ReplaceCodes(ctx(), [][32]byte{hash(1)}))
	check(t, s.ReplaceCodes(ctx(), [][32]byte{hash(2), hash(3)}))
	want(t, "replaced code", s.Register(ctx(), byCode(account(1), "x", hash(1), 2)), relay.ErrBadCode)
	check(t, s.Register(ctx(), byCode(account(1), "x", hash(2), 2)))
	check(t, s.Register(ctx(), byCode(account(1), "x", hash(2), 2))) // the answer was lost
	want(t, "used code", s.Register(ctx(), byCode(account(2), "y", hash(2), 2)), relay.ErrBadCode)
	want(t, "taken id without a code", s.Register(ctx(), byCode(account(1), "y", hash(7), 2)), relay.ErrBadCode)
	want(t, "taken id", s.Register(ctx(), byCode(account(1), "y", hash(3), 2)), relay.ErrExists)
	check(t, s.Register(ctx(), byCode(account(2), "y", hash(3), 2))) // the failure did not use it up
	check(t, s.ReplaceCodes(ctx(), [][32]byte{hash(4)}))
	want(t, "third", s.Register(ctx(), byCode(account(3), "z", hash(4), 2)), relay.ErrClosed)
	check(t, s.Register(ctx(), byCode(account(2), "y", hash(9), 2))) // the same again, though closed
	n, err := s.CountAccounts(ctx())
	check(t, err)
	same(t, "accounts", n, 2)
	a, err := s.Account(ctx(), account(1))
	check(t, err)
	same(t, "account", a, relay.Account{ID: account(1), Slots: []byte("x")})
	_, err = s.Account(ctx(), account(9))
	want(t, "unknown account", err, relay.ErrNotFound)
}

func registerByInvite(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	check(t, s.PutInvite(ctx(), relay.StoredInvite{ID: inviteID(1), Maker: account(1), Log: logID(1), ClaimHash: hash(1), Expires: 100, Stage: wire.InviteOpen}, 0))
	by := func(n byte, claim [32]byte, now int64) error {
		id := inviteID(1)
		return s.Register(ctx(), relay.Registration{Account: relay.Account{ID: account(n), Slots: []byte{n}}, Invite: &id, Claim: claim, Now: now, Max: 100, PerInv: 2})
	}
	want(t, "wrong claim", by(2, hash(2), 0), relay.ErrBadCode)
	want(t, "expired", by(2, hash(1), 100), relay.ErrBadCode)
	check(t, by(2, hash(1), 99))
	check(t, by(2, hash(1), 99)) // again, not counted
	check(t, by(3, hash(1), 99))
	want(t, "too many", by(4, hash(1), 99), relay.ErrBadCode)
	v, err := s.Invite(ctx(), inviteID(1))
	check(t, err)
	same(t, "admitted", v.Admitted, 2)

	check(t, s.PutInvite(ctx(), relay.StoredInvite{ID: inviteID(2), Maker: account(1), Log: logID(1), ClaimHash: hash(1), Expires: 100, Stage: wire.InviteOpen}, 0))
	v, err = s.Invite(ctx(), inviteID(2))
	check(t, err)
	v.Stage = wire.InviteClaimed
	check(t, s.SwapInvite(ctx(), v))
	id := inviteID(2)
	err = s.Register(ctx(), relay.Registration{Account: relay.Account{ID: account(5), Slots: []byte{5}}, Invite: &id, Claim: hash(1), Now: 0, Max: 100, PerInv: 2})
	want(t, "claimed invite", err, relay.ErrBadCode)
}

// racing runs f in parallel and returns how many calls had no error.
func racing(n int, f func(i int) error) int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	ok := 0
	for i := range n {
		wg.Go(func() {
			if f(i) == nil {
				mu.Lock()
				ok++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return ok
}

func racingCode(t *testing.T, s relay.Store) {
	check(t, s.ReplaceCodes(ctx(), [][32]byte{hash(1)}))
	ok := racing(8, func(i int) error { return s.Register(ctx(), byCode(account(byte(i)), "x", hash(1), 100)) })
	same(t, "registrations with one code", ok, 1)
}

func slots(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	add(t, s, account(2))
	for i, a := range []wire.AccountID{account(1), account(1), account(2)} {
		check(t, s.PutSession(ctx(), relay.StoredSession{Hash: hash(byte(i + 1)), Account: a, Expires: 10}, 0))
	}
	check(t, s.PutSlots(ctx(), relay.Account{ID: account(1), Slots: []byte("new")}, hash(2)))
	a, err := s.Account(ctx(), account(1))
	check(t, err)
	same(t, "slots", string(a.Slots), "new")
	_, err = s.Session(ctx(), hash(1))
	want(t, "other session", err, relay.ErrNotFound)
	for _, h := range []byte{2, 3} {
		_, err = s.Session(ctx(), hash(h))
		check(t, err)
	}
	want(t, "unknown account", s.PutSlots(ctx(), relay.Account{ID: account(9)}, hash(1)), relay.ErrNotFound)
}

func sessions(t *testing.T, s relay.Store) {
	want(t, "session of nobody", s.PutSession(ctx(), relay.StoredSession{Hash: hash(1), Account: account(1), Expires: 10}, 0), relay.ErrNotFound)
	add(t, s, account(1))
	check(t, s.PutSession(ctx(), relay.StoredSession{Hash: hash(1), Account: account(1), Expires: 10}, 0))
	check(t, s.PutSession(ctx(), relay.StoredSession{Hash: hash(2), Account: account(1), Expires: 11}, 0))
	check(t, s.PutSession(ctx(), relay.StoredSession{Hash: hash(3), Account: account(1), Expires: 20}, 10))
	_, err := s.Session(ctx(), hash(1))
	want(t, "expired", err, relay.ErrNotFound)
	v, err := s.Session(ctx(), hash(2))
	check(t, err)
	same(t, "session", v, relay.StoredSession{Hash: hash(2), Account: account(1), Expires: 11})
}

func endedSessions(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	add(t, s, account(2))
	mark := [wire.MarkSize]byte{7}
	one := relay.StoredSession{Hash: hash(1), Account: account(1), Expires: 10, Mark: mark}
	two := relay.StoredSession{Hash: hash(2), Account: account(1), Expires: 10}
	for _, v := range []relay.StoredSession{two, one, {Hash: hash(3), Account: account(2), Expires: 10}} {
		check(t, s.PutSession(ctx(), v, 0))
	}
	of := func(want ...relay.StoredSession) {
		t.Helper()
		got, err := s.SessionsOf(ctx(), account(1))
		check(t, err)
		same(t, "sessions of one", got, want)
	}
	of(one, two)
	check(t, s.EndSessions(ctx(), account(2), [][32]byte{hash(1)}))
	of(one, two)
	check(t, s.EndSessions(ctx(), account(1), [][32]byte{hash(1), hash(3), hash(9)}))
	of(two)
	v, err := s.Session(ctx(), hash(1))
	check(t, err)
	same(t, "an ended session", v, relay.StoredSession{Hash: hash(1), Account: account(1), Expires: 10, Ended: true})
	v, err = s.Session(ctx(), hash(3))
	check(t, err)
	same(t, "another's", v.Ended, false)
}

func readers(t *testing.T, s relay.Store) {
	for n := range byte(4) {
		add(t, s, account(n+1))
	}
	newLog(t, s, 1, account(1))
	newLog(t, s, 2, account(1))
	reads := func(n byte, log byte, want bool) {
		t.Helper()
		got, err := s.Reads(ctx(), logID(log), account(n))
		check(t, err)
		same(t, fmt.Sprintf("account %d reads log %d", n, log), got, want)
	}
	reads(2, 1, false)
	want(t, "unknown log", s.AddReader(ctx(), logID(9), account(2), 2), relay.ErrNotFound)
	want(t, "unknown account", s.AddReader(ctx(), logID(1), account(9), 2), relay.ErrNotFound)
	check(t, s.AddReader(ctx(), logID(1), account(2), 2))
	check(t, s.AddReader(ctx(), logID(1), account(3), 2))
	check(t, s.AddReader(ctx(), logID(1), account(2), 2))
	want(t, "too many", s.AddReader(ctx(), logID(1), account(4), 2), relay.ErrFull)
	for n, may := range map[byte]bool{1: false, 2: true, 3: true, 4: false} {
		reads(n, 1, may)
		reads(n, 2, false)
	}
	check(t, s.DeleteAccount(ctx(), account(2)))
	reads(2, 1, false)
	check(t, s.AddReader(ctx(), logID(1), account(4), 2))
	check(t, s.DeleteAccount(ctx(), account(1)))
	reads(4, 1, false) // nobody is left who is in it
}

func head(seq uint64) wire.Head { return wire.Head{Seq: seq, Hash: [32]byte{byte(seq), 5}} }

func event(seq uint64) relay.StoredEvent {
	return relay.StoredEvent{Head: fmt.Appendf(nil, "head %d", seq), Body: fmt.Appendf(nil, "body %d", seq)}
}

func newLog(t *testing.T, s relay.Store, n byte, a wire.AccountID) relay.StoredLog {
	t.Helper()
	l := relay.StoredLog{ID: logID(n), Type: chain.Couple, Head: head(1), Authority: []byte("a1"),
		Members: [2]wire.AccountID{a}, Used: [2]int64{7}}
	check(t, s.CreateLog(ctx(), l, event(1), 100))
	return l
}

func logs(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	add(t, s, account(2))
	_, err := s.Log(ctx(), logID(1))
	want(t, "no log", err, relay.ErrNotFound)
	l2 := newLog(t, s, 2, account(1))
	l1 := newLog(t, s, 1, account(1))
	newLog(t, s, 3, account(2))
	want(t, "taken", s.CreateLog(ctx(), relay.StoredLog{ID: logID(1), Members: [2]wire.AccountID{account(2)}}, event(1), 100), relay.ErrExists)
	want(t, "too many", s.CreateLog(ctx(), relay.StoredLog{ID: logID(4), Members: [2]wire.AccountID{account(1)}}, event(1), 2), relay.ErrFull)
	got, err := s.Log(ctx(), logID(1))
	check(t, err)
	same(t, "log", got, l1)
	l1.Authority, l2.Authority = nil, nil
	list, err := s.LogsOf(ctx(), account(1))
	check(t, err)
	same(t, "logs of an account", list, []relay.StoredLog{l1, l2})
	list, err = s.LogsOf(ctx(), account(9))
	check(t, err)
	same(t, "logs of nobody", len(list), 0)
}

// grow appends events from..to to log n.
func grow(t *testing.T, s relay.Store, n byte, from, to uint64) {
	t.Helper()
	a := relay.Append{Log: logID(n), Expect: head(from - 1), Head: head(to)}
	for i := from; i <= to; i++ {
		a.Events = append(a.Events, event(i))
	}
	r, err := s.Commit(ctx(), []relay.Append{a})
	check(t, err)
	check(t, r[0].Err)
}

func pages(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	newLog(t, s, 1, account(1))
	newLog(t, s, 2, account(1))
	grow(t, s, 1, 2, 5)
	size := int64(len(event(1).Body))
	for _, c := range []struct {
		after, upTo uint64
		limit       int
		bytes       int64
		want        []uint64
	}{
		{0, 5, 10, 1 << 20, []uint64{1, 2, 3, 4, 5}},
		{2, 5, 10, 1 << 20, []uint64{3, 4, 5}},
		{0, 3, 10, 1 << 20, []uint64{1, 2, 3}},
		{0, 5, 2, 1 << 20, []uint64{1, 2}},
		{0, 5, 10, 3 * size, []uint64{1, 2, 3}},
		{0, 5, 10, 3*size - 1, []uint64{1, 2}},
		{0, 5, 10, 1, []uint64{1}},
		{5, 5, 10, 1, nil},
		{9, 12, 10, 1, nil},
		{1<<64 - 2, 1<<64 - 1, 10, 1, nil},
		{0, 1<<64 - 1, 1, 1, []uint64{1}},
	} {
		got, err := s.Events(ctx(), logID(1), c.after, c.upTo, c.limit, c.bytes)
		check(t, err)
		var want []relay.StoredEvent
		for _, seq := range c.want {
			want = append(want, event(seq))
		}
		same(t, fmt.Sprintf("events after %d up to %d, %d, %d", c.after, c.upTo, c.limit, c.bytes), got, want)
	}
	got, err := s.Events(ctx(), logID(9), 0, 5, 10, 1<<20)
	check(t, err)
	same(t, "events of no log", len(got), 0)
}

func commit(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	newLog(t, s, 1, account(1))
	newLog(t, s, 2, account(1))
	got, err := s.Commit(ctx(), []relay.Append{
		{Log: logID(1), Expect: head(1), Head: head(3), Events: []relay.StoredEvent{event(2), event(3)}, Bytes: [2]int64{10}},
		{Log: logID(1), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}, Bytes: [2]int64{100}},                            // lost the race
		{Log: logID(1), Expect: wire.Head{Seq: 3, Hash: hash(1)}, Head: head(4), Events: []relay.StoredEvent{event(4)}, Bytes: [2]int64{1000}},  // a fork
		{Log: logID(9), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}},                                                  // no log
		{Log: logID(2), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}, Bytes: [2]int64{0, 20}, Authority: []byte("a2")}, // another
		{Log: logID(1), Expect: head(3), Head: head(4), Events: []relay.StoredEvent{event(4)}, Bytes: [2]int64{0, 30}},                          // on top of the first
	})
	check(t, err)
	for i, w := range []relay.Result{{Head: head(3)}, {Head: head(3), Err: relay.ErrMoved}, {Head: head(3), Err: relay.ErrMoved},
		{Err: relay.ErrNotFound}, {Head: head(2)}, {Head: head(4)}} {
		same(t, fmt.Sprintf("head of result %d", i), got[i].Head, w.Head)
		want(t, fmt.Sprintf("result %d", i), got[i].Err, w.Err)
	}
	l, err := s.Log(ctx(), logID(1))
	check(t, err)
	same(t, "head", l.Head, head(4))
	same(t, "used", l.Used, [2]int64{17, 30})
	same(t, "authority", string(l.Authority), "a1")
	events, err := s.Events(ctx(), logID(1), 0, 100, 100, 1<<20)
	check(t, err)
	same(t, "events", events, []relay.StoredEvent{event(1), event(2), event(3), event(4)})
	l, err = s.Log(ctx(), logID(2))
	check(t, err)
	same(t, "other authority", string(l.Authority), "a2")
	same(t, "other used", l.Used, [2]int64{7, 20})
}

func racingAppends(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	newLog(t, s, 1, account(1))
	ok := racing(8, func(int) error {
		r, err := s.Commit(ctx(), []relay.Append{{Log: logID(1), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}}})
		if err != nil {
			t.Error(err)
			return err
		}
		return r[0].Err
	})
	same(t, "appends at one head", ok, 1)
}

func admit(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	add(t, s, account(2))
	newLog(t, s, 1, account(1))
	newLog(t, s, 2, account(1))
	put := func(n byte, stage uint8, claimer wire.AccountID) {
		check(t, s.PutInvite(ctx(), relay.StoredInvite{ID: inviteID(n), Maker: account(1), Claimer: claimer, Log: logID(1), Expires: 100, Stage: stage}, 0))
	}
	put(1, wire.InviteReveal, account(2))
	put(2, wire.InviteOpen, wire.AccountID{})
	put(3, relay.StageBurnt, account(2))
	put(4, wire.InviteReveal, account(1))
	a := relay.Append{Log: logID(1), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}, Bytes: [2]int64{5}, Authority: []byte("a2")}
	for _, ad := range []relay.Admit{{Invite: inviteID(2), Account: account(2)}, {Invite: inviteID(3), Account: account(2)},
		{Invite: inviteID(4), Account: account(2)}, {Invite: inviteID(9), Account: account(2)}, {Invite: inviteID(1), Account: account(9)}} {
		bad := a
		bad.Admit = &ad
		other := relay.Append{Log: logID(2), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}, Admit: &relay.Admit{Invite: inviteID(1), Account: account(2)}}
		r, err := s.Commit(ctx(), []relay.Append{bad, other})
		check(t, err)
		want(t, "admission", r[0].Err, relay.ErrBadCode)
		want(t, "admission to another log", r[1].Err, relay.ErrBadCode)
	}
	l, err := s.Log(ctx(), logID(1))
	check(t, err)
	same(t, "untouched log", l, relay.StoredLog{ID: logID(1), Type: chain.Couple, Head: head(1), Authority: []byte("a1"), Members: [2]wire.AccountID{account(1)}, Used: [2]int64{7}})
	events, err := s.Events(ctx(), logID(1), 0, 10, 10, 1000)
	check(t, err)
	same(t, "untouched events", len(events), 1)

	a.Admit = &relay.Admit{Invite: inviteID(1), Account: account(2)}
	r, err := s.Commit(ctx(), []relay.Append{a})
	check(t, err)
	check(t, r[0].Err)
	l, err = s.Log(ctx(), logID(1))
	check(t, err)
	same(t, "members", l.Members, [2]wire.AccountID{account(1), account(2)})
	same(t, "head", l.Head, head(2))
	v, err := s.Invite(ctx(), inviteID(1))
	check(t, err)
	same(t, "stage", v.Stage, uint8(wire.InviteDone))
	same(t, "version", v.Version, int64(2))
	list, err := s.LogsOf(ctx(), account(2))
	check(t, err)
	same(t, "logs of the new member", len(list), 1)
}

func remove(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	newLog(t, s, 1, account(1))
	bare := relay.StoredEvent{Head: []byte("head 4"), Tombstone: []byte("t4")} // given back without its body
	r, err := s.Commit(ctx(), []relay.Append{{Log: logID(1), Expect: head(1), Head: head(4), Bytes: [2]int64{100, 200},
		Events: []relay.StoredEvent{event(2), event(3), bare}}})
	check(t, err)
	check(t, r[0].Err)
	size := int64(len(event(2).Body))
	log := func(used [2]int64, want ...relay.StoredEvent) {
		t.Helper()
		l, err := s.Log(ctx(), logID(1))
		check(t, err)
		same(t, "used", l.Used, used)
		events, err := s.Events(ctx(), logID(1), 0, 100, 100, 1<<20)
		check(t, err)
		same(t, "events", events, want)
	}
	log([2]int64{107, 200}, event(1), event(2), event(3), bare)

	// One that is not there takes nothing with it.
	for _, bad := range []relay.Removal{{Seq: 5, Member: 1, Tombstone: []byte("t")}, {Seq: 0, Member: 1, Tombstone: []byte("t")}, {Seq: 1<<64 - 2, Member: 1, Tombstone: []byte("t")}} {
		list := []relay.Removal{{Seq: 2, Member: 1, Tombstone: []byte("t2")}, bad}
		_, err = s.Remove(ctx(), logID(1), list)
		want(t, "no such event", err, relay.ErrNotFound)
		r, err = s.Commit(ctx(), []relay.Append{{Log: logID(1), Expect: head(4), Head: head(5), Events: []relay.StoredEvent{event(5)}, Remove: list}})
		check(t, err)
		want(t, "no such event in an append", r[0].Err, relay.ErrNotFound)
	}
	_, err = s.Remove(ctx(), logID(9), []relay.Removal{{Seq: 1, Member: 1, Tombstone: []byte("t")}})
	want(t, "no such log", err, relay.ErrNotFound)
	log([2]int64{107, 200}, event(1), event(2), event(3), bare)

	freed, err := s.Remove(ctx(), logID(1), []relay.Removal{{Seq: 2, Member: 1, Tombstone: []byte("t2")}})
	check(t, err)
	same(t, "freed", freed, [2]int64{size})
	two := relay.StoredEvent{Head: event(2).Head, Tombstone: []byte("t2")}
	log([2]int64{107 - size, 200}, event(1), two, event(3), bare)
	freed, err = s.Remove(ctx(), logID(1), []relay.Removal{{Seq: 2, Member: 1, Tombstone: []byte("other")}, {Seq: 4, Member: 2, Tombstone: []byte("other")}})
	check(t, err)
	same(t, "freed again", freed, [2]int64{})

	// Together with an append, or not at all.
	list := []relay.Removal{{Seq: 3, Member: 2, Tombstone: []byte("t3")}}
	r, err = s.Commit(ctx(), []relay.Append{
		{Log: logID(1), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}, Remove: []relay.Removal{{Seq: 1, Member: 1, Tombstone: []byte("t1")}}},
		{Log: logID(1), Expect: head(4), Head: head(5), Events: []relay.StoredEvent{event(5)}, Bytes: [2]int64{1}, Remove: list},
	})
	check(t, err)
	want(t, "moved", r[0].Err, relay.ErrMoved)
	check(t, r[1].Err)
	same(t, "freed by an append", r[1].Freed, [2]int64{0, size})
	log([2]int64{108 - size, 200 - size}, event(1), two, relay.StoredEvent{Head: event(3).Head, Tombstone: []byte("t3")}, bare, event(5))
}

func invites(t *testing.T, s relay.Store) {
	_, err := s.Invite(ctx(), inviteID(1))
	want(t, "no invite", err, relay.ErrNotFound)
	v := relay.StoredInvite{ID: inviteID(1), Version: 77, Maker: account(1), Log: logID(1), ClaimHash: hash(1), Expires: 100, Stage: wire.InviteOpen, M1: []byte("m1")}
	check(t, s.PutInvite(ctx(), v, 0))
	want(t, "taken", s.PutInvite(ctx(), v, 0), relay.ErrExists)
	v.Version = 1
	got, err := s.Invite(ctx(), inviteID(1))
	check(t, err)
	same(t, "invite", got, v)
	v.Stage, v.Claimer, v.Raced, v.M2, v.M3, v.Admitted = wire.InviteReveal, account(2), true, []byte("m2"), []byte("m3"), 1
	check(t, s.SwapInvite(ctx(), v))
	want(t, "old version", s.SwapInvite(ctx(), v), relay.ErrMoved)
	v.Version = 2
	got, err = s.Invite(ctx(), inviteID(1))
	check(t, err)
	same(t, "changed invite", got, v)
	want(t, "no invite", s.SwapInvite(ctx(), relay.StoredInvite{ID: inviteID(9), Version: 1}), relay.ErrMoved)
	check(t, s.PutInvite(ctx(), relay.StoredInvite{ID: inviteID(2), Expires: 200}, 99))
	_, err = s.Invite(ctx(), inviteID(1))
	check(t, err)
	check(t, s.PutInvite(ctx(), relay.StoredInvite{ID: inviteID(3), Expires: 200}, 100))
	_, err = s.Invite(ctx(), inviteID(1))
	want(t, "forgotten", err, relay.ErrNotFound)
}

func racingSwaps(t *testing.T, s relay.Store) {
	check(t, s.PutInvite(ctx(), relay.StoredInvite{ID: inviteID(1), Expires: 100, Stage: wire.InviteOpen}, 0))
	v, err := s.Invite(ctx(), inviteID(1))
	check(t, err)
	ok := racing(8, func(i int) error {
		mine := v
		mine.Claimer = account(byte(i + 1))
		return s.SwapInvite(ctx(), mine)
	})
	same(t, "swaps of one version", ok, 1)
}

func deleteAccount(t *testing.T, s relay.Store) {
	for n := byte(1); n <= 2; n++ {
		add(t, s, account(n))
		check(t, s.PutSession(ctx(), relay.StoredSession{Hash: hash(n), Account: account(n), Expires: 10}, 0))
	}
	newLog(t, s, 1, account(1)) // shared below
	newLog(t, s, 2, account(1)) // one's own
	newLog(t, s, 3, account(2)) // the other's
	put := func(n byte, maker, claimer byte, stage uint8, log byte) {
		v := relay.StoredInvite{ID: inviteID(n), Maker: account(maker), Log: logID(log), Expires: 100, Stage: stage, M1: []byte("m"), M2: []byte("m"), M3: []byte("m")}
		if claimer != 0 {
			v.Claimer = account(claimer)
		}
		check(t, s.PutInvite(ctx(), v, 0))
	}
	put(1, 1, 2, wire.InviteReveal, 1)
	put(2, 2, 1, wire.InviteReveal, 3)
	put(3, 2, 0, wire.InviteOpen, 3)
	put(4, 2, 1, wire.InviteDone, 3)
	r, err := s.Commit(ctx(), []relay.Append{{Log: logID(1), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)},
		Admit: &relay.Admit{Invite: inviteID(1), Account: account(2)}}})
	check(t, err)
	check(t, r[0].Err)

	want(t, "unknown account", s.DeleteAccount(ctx(), account(9)), relay.ErrNotFound)
	check(t, s.DeleteAccount(ctx(), account(1)))
	_, err = s.Account(ctx(), account(1))
	want(t, "account", err, relay.ErrNotFound)
	_, err = s.Session(ctx(), hash(1))
	want(t, "session", err, relay.ErrNotFound)
	_, err = s.Session(ctx(), hash(2))
	check(t, err)
	l, err := s.Log(ctx(), logID(1))
	check(t, err)
	same(t, "members of the shared log", l.Members, [2]wire.AccountID{{}, account(2)})
	_, err = s.Log(ctx(), logID(2))
	want(t, "own log", err, relay.ErrNotFound)
	events, err := s.Events(ctx(), logID(2), 0, 10, 10, 1000)
	check(t, err)
	same(t, "events of the own log", len(events), 0)
	_, err = s.Invite(ctx(), inviteID(1))
	want(t, "own invite", err, relay.ErrNotFound)
	v, err := s.Invite(ctx(), inviteID(2))
	check(t, err)
	same(t, "claimed invite", v, relay.StoredInvite{ID: inviteID(2), Version: 2, Maker: account(2), Claimer: account(1), Log: logID(3), Expires: 100, Stage: relay.StageBurnt})
	for n, stage := range map[byte]uint8{3: wire.InviteOpen, 4: wire.InviteDone} {
		v, err := s.Invite(ctx(), inviteID(n))
		check(t, err)
		same(t, "other invite", v.Stage, stage)
	}
	check(t, s.DeleteAccount(ctx(), account(2)))
	_, err = s.Log(ctx(), logID(1))
	want(t, "log that nobody is left of", err, relay.ErrNotFound)
	n, err := s.CountAccounts(ctx())
	check(t, err)
	same(t, "accounts", n, 0)
}

// madeAgain has logs deleted and others made, some under the same ids: nothing
// that a store keeps in mind of the old ones may reach the new.
func madeAgain(t *testing.T, s relay.Store) {
	append := func(n byte, want error) {
		t.Helper()
		r, err := s.Commit(ctx(), []relay.Append{{Log: logID(n), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{event(2)}}})
		check(t, err)
		if !errors.Is(r[0].Err, want) {
			t.Fatalf("append to log %d: %v, want %v", n, r[0].Err, want)
		}
	}
	events := func(n byte, want int) {
		t.Helper()
		got, err := s.Events(ctx(), logID(n), 0, 10, 10, 1000)
		check(t, err)
		same(t, fmt.Sprintf("events of log %d", n), len(got), want)
	}
	add(t, s, account(1))
	newLog(t, s, 1, account(1))
	newLog(t, s, 2, account(1))
	append(1, nil)
	append(2, nil)
	check(t, s.DeleteAccount(ctx(), account(1)))
	add(t, s, account(2))
	newLog(t, s, 3, account(2))
	append(1, relay.ErrNotFound)
	events(3, 1)
	newLog(t, s, 2, account(2))
	newLog(t, s, 1, account(2))
	append(2, nil)
	append(1, nil)
	append(3, nil)
	for n := range byte(3) {
		events(n+1, 2)
	}
}

func aliasing(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	newLog(t, s, 1, account(1))
	in := event(2)
	r, err := s.Commit(ctx(), []relay.Append{{Log: logID(1), Expect: head(1), Head: head(2), Events: []relay.StoredEvent{in}}})
	check(t, err)
	check(t, r[0].Err)
	in.Body[0] = 'X'
	for range 2 {
		got, err := s.Events(ctx(), logID(1), 1, 2, 1, 1000)
		check(t, err)
		same(t, "event", got, []relay.StoredEvent{event(2)})
		got[0].Body[0], got[0].Head[0] = 'X', 'X'
		l, err := s.Log(ctx(), logID(1))
		check(t, err)
		same(t, "authority", string(l.Authority), "a1")
		l.Authority[0] = 'X'
	}
}
