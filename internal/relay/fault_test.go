package relay_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

// A clock that jumps by a year, and jumps back: whoever was let in for a time is
// let in no more, everybody can come again, and logs and streams go on.
func TestAttack94ClockJumps(t *testing.T) {
	const year = 365 * 24 * time.Hour
	for _, jump := range []time.Duration{-year, year} {
		t.Run(jump.String(), func(t *testing.T) {
			both(t, func(t *testing.T, w *world) {
				url := w.serve()
				a, b, s := w.couple()
				c := w.member()
				own := c.begin(chain.Couple)
				v := c.invite(own)
				lines := b.listen(url)
				nonce := a.challenge().Nonce
				before := a.page(s, "")

				jumped := func() {
					t.Helper()
					a.put(s, a.words(s)).refused(401, wire.CodeUnauthorized)
					b.do("GET", s.path(wire.PathEvents), nil).refused(401, wire.CodeUnauthorized)
					a.answer(nonce, a.hot, origin).refused(401, wire.CodeUnauthorized)
					stranger := w.person()
					stranger.look(v).refused(410, wire.CodeExpired)
					stranger.do("POST", wire.PathAccounts, wire.NewAccount{Account: stranger.id, Invite: &v.id, Claim: v.claim, Slots: stranger.slots}).
						refused(403, wire.CodeBadCode)
					for _, p := range []*person{a, b} {
						p.token = [32]byte{}
						p.login().is(200)
					}
					a.claim(v).refused(410, wire.CodeExpired)
					a.write(s, a.words(s)).is(201)
					expect(t, lines, logLine(s))
					after := b.page(s, "")
					if len(after.Events) != len(before.Events)+1 || after.Head != s.head() {
						t.Errorf("%d events after the jump, %d before", len(after.Events), len(before.Events))
					}
					before = after
				}
				w.pass(jump)
				jumped()
				nonce = a.challenge().Nonce
				c.token = [32]byte{}
				c.login().is(200)
				v = c.invite(own)
				w.pass(-jump)
				jumped()
			}, func(o *relay.Options) { o.MaxAccounts = 4 })
		})
	}
}

// A clock that is set back locks nobody out: who has used up a limit waits as
// long as always.
func TestAttack94LimitsAfterAClockJump(t *testing.T) {
	w := newWorldInMemory(t, func(o *relay.Options) { o.NoLimits = false })
	a := w.member()
	s := a.begin(chain.Self)
	use := func() (n int) {
		for a.write(s, a.words(s)).status == 201 {
			if n++; n > 100 {
				t.Fatal("there is no limit")
			}
		}
		return n
	}
	use()
	w.pass(-365 * 24 * time.Hour)
	a.token = [32]byte{}
	a.login().is(200)
	if n := use(); n != 0 {
		t.Errorf("the jump lifts a limit: %d appends", n)
	}
	w.pass(time.Minute)
	if n := use(); n < 50 {
		t.Errorf("%d appends in the next minute", n)
	}
}

// A reader of a stream who takes nothing is dropped, over a real connection
// whose buffers are full, and does not hold up who reads.
func TestAttack93SlowReader(t *testing.T) {
	w := newWorldInMemory(t)
	url := w.serve()
	a, b, s := w.couple()
	healthy := b.listen(url)

	slow, err := net.DialTCP("tcp", nil, tcpAddr(t, url))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	_ = slow.SetReadBuffer(1) // the least there is
	fmt.Fprintf(slow, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n", wire.PathStream, strings.TrimPrefix(origin, "http://"), a.bearer())
	until(t, "both streams", func() bool { return w.relay.Streams() == 2 })

	// The one who reads sets the pace.
	line := "invite " + strings.Repeat("0", 1000)
	told := 0
	for ; w.relay.Streams() == 2; told++ {
		if told > 100_000 {
			t.Fatal("a stream that nobody reads is kept")
		}
		w.relay.Tell([]wire.AccountID{a.id, b.id}, line)
		expect(t, healthy, line)
	}
	a.write(s, a.words(s)).is(201)
	expect(t, healthy, logLine(s))
	t.Logf("dropped after %d lines", told)
}

func tcpAddr(t *testing.T, url string) *net.TCPAddr {
	t.Helper()
	addr, err := net.ResolveTCPAddr("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// full is a store whose disk is full.
type full struct{ relay.Store }

func (full) PutSession(context.Context, relay.StoredSession, int64) error { return relay.ErrFull }

// While the disk is full, people come and read all the same. Such a session ends
// with the relay's memory, and with all that ends others.
func TestAttack92ComingWhileTheDiskIsFull(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		s := a.begin(chain.Self)
		w.opts.Store = full{w.store}
		w.restart()
		old := a.token
		a.token = [32]byte{}
		a.login().is(200)
		if a.token == old || len(a.page(s, "").Events) != 1 {
			t.Error("nothing can be read")
		}
		other := *a
		other.token = [32]byte{}
		other.login().is(200)
		a.slots[2] = newSlot(wire.SlotJournal, newKey())
		a.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: a.slots}).is(204)
		other.do("GET", s.path(wire.PathEvents), nil).refused(401, wire.CodeUnauthorized)
		a.token = [32]byte{}
		a.login().is(200)
		w.relay.Forget()
		a.do("GET", s.path(wire.PathEvents), nil).refused(401, wire.CodeUnauthorized)
	})
}
