package relay_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/wire"
)

func newWorldInMemory(t testing.TB, change ...func(*relay.Options)) *world {
	return newWorld(t, memstore.New(), change...)
}

func TestCreateLog(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		s := newSpace(chain.Couple)
		g := a.genesis(s)
		create := func(p *person, g []byte) reply { return p.do("POST", wire.PathLogs, wire.NewLog{Genesis: g}) }

		flipped := bytes.Clone(g)
		flipped[170] ^= 1 // in the signature
		create(a, flipped).refused(422, wire.CodeRefused)
		create(a, g[:len(g)-1]).refused(422, wire.CodeRefused)
		create(a, nil).refused(422, wire.CodeRefused)
		create(a, a.leave(s)).refused(422, wire.CodeRefused)
		create(a, a.words(s)).refused(422, wire.CodeRefused)

		for range 2 {
			var head wire.Head
			create(a, g).is(201).into(&head)
			if head.Seq != 1 {
				t.Errorf("head is %d", head.Seq)
			}
		}
		create(a, a.genesis(s)).refused(409, wire.CodeExists) // another genesis
		create(b, g).refused(409, wire.CodeExists)            // somebody else's
		s.after(g)
		a.write(s, a.newEpoch(s, 1)).is(201)
		create(a, g).is(201) // late

		own := a.begin(chain.Self)
		var list wire.LogList
		a.do("GET", wire.PathLogs, nil).is(200).into(&list)
		heads := map[chain.LogID]wire.Log{}
		for _, l := range list.Logs {
			heads[l.ID] = l
		}
		if len(list.Logs) != 2 || heads[s.id].Head != s.head() || heads[own.id].Type != uint8(chain.Self) {
			t.Errorf("logs: %v", list)
		}
		b.do("GET", wire.PathLogs, nil).is(200).into(&list)
		if len(list.Logs) != 0 {
			t.Errorf("logs of somebody else: %v", list)
		}
	})
}

func TestTooManyLogs(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	for range relay.LogsPerAccount {
		a.begin(chain.Self)
	}
	s := newSpace(chain.Self)
	a.do("POST", wire.PathLogs, wire.NewLog{Genesis: a.genesis(s)}).refused(507, wire.CodeFull)
}

func TestAppend(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		a.write(s, a.words(s)).is(201)
		b.write(s, b.words(s)).is(201)
		first := a.words(s)
		next := *s
		next.after(first)
		a.write(s, first, a.words(&next)).is(201)

		replayed := first
		old := *s
		old.seq, old.hash = 1, chain.Hash{}
		for _, at := range []*space{&old, {id: s.id, typ: s.typ, seq: s.seq, hash: chain.Hash{1}}, {id: s.id, typ: s.typ, seq: s.seq + 1, hash: s.hash}} {
			r := a.put(at, replayed).refused(409, wire.CodeConflict)
			if h := r.error().Head; h == nil || *h != s.head() {
				t.Errorf("conflict names head %v", h)
			}
		}
		a.put(s, replayed).refused(422, wire.CodeRefused)
		a.put(s).refused(400, wire.CodeMalformed)

		good := a.words(s)
		for _, bit := range []int{0, 4 * 8, 5 * 8, 6 * 8, 8 * 8, 31 * 8, 32 * 8, 67 * 8, 68 * 8, 84 * 8, 100 * 8, 127 * 8, 128 * 8, 160 * 8, 223 * 8, 224 * 8} {
			bad := bytes.Clone(good)
			bad[bit/8] ^= 1
			if r := a.put(s, bad); r.status != 422 {
				t.Errorf("byte %d changed: %d %s", bit/8, r.status, r.code())
			}
		}
		for _, bad := range [][]byte{good[:len(good)-1], append(bytes.Clone(good), 0), good[:224], {}} {
			a.put(s, bad).refused(422, wire.CodeRefused)
		}
		b.put(s, good).refused(403, wire.CodeForbidden) // the other's words
		outsider := w.person()
		a.put(s, outsider.words(s)).refused(422, wire.CodeRefused)
		elsewhere := a.begin(chain.Couple)
		a.put(s, a.words(elsewhere)).refused(422, wire.CodeRefused)
		a.put(s, good, replayed).refused(422, wire.CodeRefused) // all or nothing
		a.write(s, good).is(201)

		for _, p := range []*person{a, b} {
			page := p.page(s, "")
			if page.Head != s.head() || len(page.Events) != int(s.seq) {
				t.Fatalf("page has head %d and %d events, want %d", page.Head.Seq, len(page.Events), s.seq)
			}
			st := chain.NewState(s.id, s.typ)
			for _, e := range page.Events {
				ev, err := chain.Join(e.Head, e.Body)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := st.Accept(ev); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func TestForeigner(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		s := a.begin(chain.Couple)
		c := w.member()
		c.put(s, a.words(s)).refused(404, wire.CodeNotFound)
		c.do("GET", s.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)
		a.do("GET", newSpace(chain.Self).path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)
		a.do("GET", "/v1/logs/xyz/events", nil).refused(404, wire.CodeNotFound)
		a.do("GET", "/v1/nothing", nil).refused(404, wire.CodeNotFound)
		a.token = [32]byte{}
		a.put(s, a.words(s)).refused(401, wire.CodeUnauthorized)
		a.do("GET", s.path(wire.PathEvents), nil).refused(401, wire.CodeUnauthorized)
	})
}

func TestPages(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		s := a.begin(chain.Self)
		for s.seq < wire.MaxPage+2 {
			at := *s
			var events [][]byte
			for range 40 {
				ev := a.words(&at)
				at.after(ev)
				events = append(events, ev)
			}
			a.write(s, events...).is(201)
		}
		for query, n := range map[string]int{"": wire.MaxPage, "?limit=3": 3, "?limit=0": 1, "?limit=100000": wire.MaxPage,
			fmt.Sprintf("?after=%d", s.seq-1): 1, fmt.Sprintf("?after=%d", s.seq): 0, "?after=18446744073709551615": 0, "?after=9223372036854775808": 0} {
			page := a.page(s, query)
			if len(page.Events) != n || page.Head != s.head() {
				t.Errorf("%q: %d events, want %d", query, len(page.Events), n)
			}
		}
		for _, query := range []string{"?after=-1", "?after=x", "?limit=-1", "?after=18446744073709551616", "?after="} {
			a.do("GET", s.path(wire.PathEvents)+query, nil).refused(400, wire.CodeMalformed)
		}
		large := a.begin(chain.Self)
		for range 17 {
			a.write(large, a.event(large, 1, make([]byte, chain.MaxBucket+chain.TagSize))).is(201)
		}
		page := a.page(large, "?after=1")
		if len(page.Events) != 15 { // the sixteenth would go beyond 1 MiB by its tag
			t.Errorf("%d large events in a page", len(page.Events))
		}
	})
}

func TestAttack41AfterLeave(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		leave := b.leave(s)
		at := *s
		at.after(leave)
		b.put(s, leave, b.words(&at)).refused(409, wire.CodeEnded) // all or nothing
		b.write(s, leave).is(201)
		a.put(s, a.words(s)).refused(409, wire.CodeEnded)
		b.put(s, b.words(s)).refused(409, wire.CodeEnded)
		a.put(s, a.leave(s)).refused(409, wire.CodeEnded)
		if page := a.page(s, ""); page.Head != s.head() {
			t.Error("a closed log cannot be read")
		}
		v := newInvite()
		a.op(wire.OpInvite, "POST", wire.PathInvites, v.to(s)).refused(409, wire.CodeEnded)
	})
}

func TestQuota(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		size := int64(len(a.words(s)))
		l, err := w.store.Log(context.Background(), s.id)
		if err != nil {
			t.Fatal(err)
		}
		w.relay.SetQuota(l.Used[0] + 2*size)
		a.write(s, a.words(s)).is(201)
		a.write(s, a.words(s)).is(201)
		a.put(s, a.words(s)).refused(507, wire.CodeFull)
		b.write(s, b.words(s)).is(201) // a quota each
		a.page(s, "")
	})
}

// gate is a store whose first commit waits until it is let through.
type gate struct {
	relay.Store
	entered chan struct{} // closed when the first commit has come
	through chan struct{}
	fail    func(appends []relay.Append) error // may be nil

	commits int // by the one committer
}

func newGate(s relay.Store) *gate {
	return &gate{Store: s, entered: make(chan struct{}), through: make(chan struct{})}
}

func (g *gate) open() { close(g.through) }

func (g *gate) Commit(ctx context.Context, appends []relay.Append) ([]relay.Result, error) {
	if g.commits++; g.commits == 1 {
		close(g.entered)
		<-g.through
	}
	if g.fail != nil {
		if err := g.fail(appends); err != nil {
			return nil, err
		}
	}
	return g.Store.Commit(ctx, appends)
}

// Appends that wait while a transaction is under way go into the next one
// together, and each gets its own answer.
func TestGroupCommit(t *testing.T) {
	const logs = 20
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		var spaces []*space
		for range logs + 1 {
			spaces = append(spaces, a.begin(chain.Self))
		}
		g := newGate(w.store)
		w.opts.Store = g
		w.restart()

		var wg sync.WaitGroup
		var first reply
		wg.Go(func() { first = a.put(spaces[logs], a.words(spaces[logs])) })
		<-g.entered // the first transaction is under way

		// Two for each log: one of them must lose.
		results := make([]reply, 2*logs)
		for i := range results {
			s := spaces[i%logs]
			ev := a.words(s)
			wg.Go(func() { results[i] = a.put(s, ev) })
		}
		for w.relay.Waiting() < 2*logs+1 {
			time.Sleep(time.Millisecond)
		}
		g.open()
		wg.Wait()

		first.is(201)
		won := map[int]int{}
		for i, r := range results {
			switch r.status {
			case 201:
				won[i%logs]++
			case 409:
			default:
				t.Errorf("append %d: %d %s", i, r.status, r.code())
			}
		}
		for i := range logs {
			if won[i] != 1 {
				t.Errorf("log %d: %d of two appends at one head were taken", i, won[i])
			}
			if page := a.page(spaces[i], ""); page.Head.Seq != 2 || len(page.Events) != 2 {
				t.Errorf("log %d: head %d, %d events", i, page.Head.Seq, len(page.Events))
			}
		}
		if n := w.relay.Transactions(); n != 2 || g.commits != 2 {
			t.Errorf("%d appends took %d transactions", 2*logs+1, n)
		}
	})
}

// A transaction that fails as a whole is tried again one by one: the append that
// does not fit fails alone.
func TestFailingBatch(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		spaces := []*space{a.begin(chain.Self), a.begin(chain.Self), a.begin(chain.Self)}
		bad := spaces[1].id
		g := newGate(w.store)
		g.fail = func(appends []relay.Append) error {
			for _, x := range appends {
				if x.Log == bad {
					return fmt.Errorf("no room for it: %w", relay.ErrFull)
				}
			}
			return nil
		}
		w.opts.Store = g
		w.restart()
		var wg sync.WaitGroup
		results := make([]reply, len(spaces))
		for i, s := range spaces {
			ev := a.words(s)
			wg.Go(func() { results[i] = a.put(s, ev) })
		}
		<-g.entered
		for w.relay.Waiting() < int64(len(spaces)) {
			time.Sleep(time.Millisecond)
		}
		g.open()
		wg.Wait()
		results[0].is(http.StatusCreated)
		results[1].refused(507, wire.CodeFull)
		results[2].is(http.StatusCreated)
		if page := a.page(spaces[1], ""); page.Head.Seq != 1 {
			t.Errorf("something of the failed append is there: head %d", page.Head.Seq)
		}
	})
}

// A transaction that was reported as failed and written all the same is told as
// what it is.
func TestCommitThatOnlySeemedToFail(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	spaces := []*space{a.begin(chain.Self), a.begin(chain.Self), a.begin(chain.Self)}
	g := newGate(w.store)
	g.fail = func(appends []relay.Append) error {
		if len(appends) == 1 {
			return nil
		}
		if _, err := g.Store.Commit(context.Background(), appends); err != nil {
			return err
		}
		return context.DeadlineExceeded
	}
	w.opts.Store = g
	w.restart()
	var wg sync.WaitGroup
	results := make([]reply, len(spaces))
	for i, s := range spaces {
		ev := a.words(s)
		wg.Go(func() { results[i] = a.put(s, ev) })
	}
	<-g.entered
	for w.relay.Waiting() < int64(len(spaces)) {
		time.Sleep(time.Millisecond)
	}
	g.open()
	wg.Wait()
	for _, r := range results {
		r.is(201)
	}
}

// Closing waits for what was taken in and refuses what comes later.
func TestClose(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	s := a.begin(chain.Self)
	g := newGate(w.store)
	w.opts.Store = g
	w.restart()
	var wg sync.WaitGroup
	var r reply
	ev := a.words(s)
	wg.Go(func() { r = a.put(s, ev) })
	<-g.entered
	wg.Go(w.relay.Close)
	g.open()
	wg.Wait()
	r.is(201)
	s.after(ev)
	a.put(s, a.words(s)).refused(503, wire.CodeUnavailable)
	if page := a.page(s, ""); page.Head != s.head() {
		t.Error("what was acknowledged is not there")
	}
}

func TestRestart(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		a.write(s, a.words(s)).is(201)
		w.restart()
		b.write(s, b.words(s)).is(201)
		w.relay.Forget()
		a.write(s, a.words(s)).is(201)
		if page := a.page(s, ""); page.Head != s.head() || len(page.Events) != int(s.seq) {
			t.Errorf("head %d, %d events", page.Head.Seq, len(page.Events))
		}
	})
}

// A relay whose memory of a log is behind the store finds out and goes on.
func TestStaleMemory(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		a.write(s, a.words(s)).is(201)
		// Somebody else writes to the same store.
		other, err := relay.New(w.opts)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		here := w.h
		w.h = other.Handler()
		a.write(s, a.words(s)).is(201)
		w.h = here
		old := *s
		b.write(s, b.words(s)).is(201)
		old.seq--
		b.put(&old, b.words(s)).refused(409, wire.CodeConflict)
	})
}
