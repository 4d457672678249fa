package relay_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/relay/sqlstore"
	"troth/internal/wire"
)

// asked is an append, or a read if it has no event.
type asked struct {
	expect wire.Head
	event  chain.Hash
	seq    uint64
}

// told is what the relay answered. Without an answer, it may have been carried
// out at any time since, or never.
type told struct {
	unknown bool
	stored  bool
	head    wire.Head
	events  []chain.Hash // of a read
}

// aList is what a log should look like to everybody at once: a list, with
// append if the head is still the one expected.
func aList(start []chain.Hash) porcupine.Model {
	head := func(l []chain.Hash) wire.Head { return wire.Head{Seq: uint64(len(l)), Hash: l[len(l)-1]} }
	return porcupine.Model{
		Init: func() any { return start },
		Step: func(state, in, out any) (bool, any) {
			l, q, a := state.([]chain.Hash), in.(asked), out.(told)
			fits := head(l) == q.expect
			switch {
			case q.event == chain.Hash{}:
				return a.unknown || a.head == head(l) && slices.Equal(a.events, l), l
			case fits && (a.unknown || a.stored):
				next := append(slices.Clone(l), q.event)
				return a.unknown || a.head == head(next), next
			case fits:
				return false, l
			}
			return a.unknown || !a.stored && a.head == head(l), l
		},
		Equal: func(a, b any) bool { return slices.Equal(a.([]chain.Hash), b.([]chain.Hash)) },
		DescribeOperation: func(in, out any) string {
			q, a := in.(asked), out.(told)
			return fmt.Sprintf("expect %d %x, event %x: %+v", q.expect.Seq, q.expect.Hash[:2], q.event[:2], a)
		},
	}
}

// unreliable is a network between clients and a relay: of some requests it
// loses the request, or the answer, or it delivers them when the client has
// given up.
type unreliable struct {
	h    http.Handler
	late sync.WaitGroup
}

func (u *unreliable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch rand.IntN(30) {
	case 0:
		panic(http.ErrAbortHandler)
	case 1:
		u.h.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	case 2:
		var body bytes.Buffer
		body.ReadFrom(r.Body) //nolint:errcheck // then the relay refuses it
		again := r.Clone(context.WithoutCancel(r.Context()))
		again.Body = http.NoBody
		if body.Len() > 0 {
			again.Body = readCloser{&body}
		}
		u.late.Go(func() { u.h.ServeHTTP(httptest.NewRecorder(), again) })
		panic(http.ErrAbortHandler)
	}
	u.h.ServeHTTP(w, r)
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }

// history has many clients of two people append to one log and read it over
// HTTP, and returns what they asked and were told, and where the log started.
func history(t *testing.T, w *world, clients, each int) (start []chain.Hash, ops []porcupine.Operation) {
	t.Helper()
	ana, ben, s := w.couple()
	for _, e := range ana.page(s, "").Events {
		ev, err := chain.Join(e.Head, e.Body)
		if err != nil {
			t.Fatal(err)
		}
		start = append(start, ev.Header.Hash())
	}
	net := &unreliable{h: w.h}
	srv := httptest.NewServer(net)
	defer srv.Close()
	defer net.late.Wait()

	begin := time.Now()
	var mu sync.Mutex
	record := func(client int, q asked, call time.Time, a told) {
		op := porcupine.Operation{ClientId: client, Input: q, Output: a, Call: int64(call.Sub(begin)), Return: int64(time.Since(begin))}
		mu.Lock()
		ops = append(ops, op)
		mu.Unlock()
	}
	var wg sync.WaitGroup
	for c := range clients {
		p := []*person{ana, ben}[c%2]
		rnd := rand.New(rand.NewPCG(uint64(c), 1))
		wg.Go(func() {
			at := *s // what this client believes
			for range each {
				if rnd.IntN(3) == 0 {
					call := time.Now()
					a := p.readOver(srv.URL, s)
					if record(c, asked{}, call, a); !a.unknown {
						at.seq, at.hash = a.head.Seq, a.head.Hash
					}
					continue
				}
				ev := p.words(&at)
				q := asked{expect: at.head(), event: header(ev).Hash(), seq: at.seq + 1}
				call := time.Now()
				a := p.appendOver(srv.URL, s, q.expect, ev)
				if record(c, q, call, a); !a.unknown && rnd.IntN(8) != 0 { // or it goes on with what is old
					at.seq, at.hash = a.head.Seq, a.head.Hash
				}
			}
		})
	}
	wg.Wait()
	net.late.Wait()
	call := time.Now()
	last := heard(ana.page(s, "?limit=200"))
	record(0, asked{}, call, last)
	return start, settled(ops, last.events)
}

// settled says what became of operations without an answer, as far as the log
// tells at the end. A list only grows: an append that is not in it was never
// carried out, and is left out, as reads are. One that is in it was carried out
// at some time after it was asked for.
func settled(ops []porcupine.Operation, log []chain.Hash) []porcupine.Operation {
	out := ops[:0:0]
	for _, op := range ops {
		if op.Output.(told).unknown {
			if !slices.Contains(log, op.Input.(asked).event) {
				continue
			}
			op.Return = 1 << 62
		}
		out = append(out, op)
	}
	return out
}

// over sends a request over the network. No answer is no error.
func (p *person) over(method, url string, in any) (status int, body []byte, ok bool) {
	var send []byte
	if in != nil {
		send = codec.Must(in)
	}
	r, err := http.NewRequest(method, url, bytes.NewReader(send))
	if err != nil {
		p.t.Error(err)
		return 0, nil, false
	}
	if in != nil {
		r.Header.Set("Content-Type", wire.MediaType)
	}
	r.Header.Set("Authorization", p.bearer())
	r.Host = strings.TrimPrefix(origin, "http://")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, false
	}
	defer resp.Body.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(resp.Body); err != nil {
		return 0, nil, false
	}
	return resp.StatusCode, out.Bytes(), true
}

func (p *person) readOver(url string, s *space) told {
	status, body, ok := p.over("GET", url+s.path(wire.PathEvents)+"?limit=200", nil)
	if !ok {
		return told{unknown: true}
	}
	var page wire.Page
	if err := codec.Decode(body, &page); status != 200 || err != nil {
		p.t.Errorf("a read: %d %v", status, err)
	}
	return heard(page)
}

func heard(page wire.Page) told {
	a := told{head: page.Head}
	for _, e := range page.Events {
		ev, err := chain.Join(e.Head, e.Body)
		if err != nil {
			continue // then the list does not fit
		}
		a.events = append(a.events, ev.Header.Hash())
	}
	return a
}

func (p *person) appendOver(url string, s *space, expect wire.Head, ev []byte) told {
	status, body, ok := p.over("POST", url+s.path(wire.PathEvents), wire.Append{Expect: expect, Events: [][]byte{ev}})
	if !ok {
		return told{unknown: true}
	}
	var head wire.Head
	var refusal wire.Error
	switch status {
	case http.StatusCreated:
		if err := codec.Decode(body, &head); err != nil {
			p.t.Error(err)
		}
		return told{stored: true, head: head}
	case http.StatusConflict:
		if err := codec.Decode(body, &refusal); err != nil || refusal.Head == nil {
			p.t.Errorf("a conflict without a head: %v", err)
			return told{unknown: true}
		}
		return told{head: *refusal.Head}
	case http.StatusInternalServerError: // only a broken store
		return told{unknown: true}
	}
	p.t.Errorf("an append: %d %x", status, body)
	return told{unknown: true}
}

// linear reports whether one order explains all that was asked and told.
func linear(t *testing.T, start []chain.Hash, ops []porcupine.Operation) bool {
	t.Helper()
	late, stored, refused := 0, 0, 0
	for _, op := range ops {
		switch a := op.Output.(told); {
		case a.unknown:
			late++
		case a.stored:
			stored++
		case op.Input.(asked).seq != 0:
			refused++
		}
	}
	result := porcupine.CheckOperationsTimeout(aList(start), ops, patience)
	t.Logf("%d operations, %d stored, %d refused, %d stored without an answer: %s", len(ops), stored, refused, late, result)
	if result == porcupine.Unknown {
		t.Fatal("not decided in time")
	}
	return result == porcupine.Ok
}

// Many at once, on a network that loses and delays: there is one order of all
// appends and reads in which each was answered rightly, at a moment between its
// question and its answer.
func TestAppendIsLinearizable(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		start, ops := history(t, w, 10, 30)
		if !linear(t, start, ops) {
			t.Error("no order explains what was told")
		}
		stored := slices.ContainsFunc(ops, func(o porcupine.Operation) bool { return o.Output.(told).stored })
		refused := slices.ContainsFunc(ops, func(o porcupine.Operation) bool {
			a := o.Output.(told)
			return o.Input.(asked).seq != 0 && !a.stored && !a.unknown
		})
		if !stored || !refused {
			t.Error("there was nothing to decide")
		}
	})
}

// headless drops the comparison with the head.
type headless struct{ relay.Store }

func (s headless) Commit(ctx context.Context, appends []relay.Append) ([]relay.Result, error) {
	var out []relay.Result
	for _, a := range appends {
		l, err := s.Log(ctx, a.Log)
		if err != nil {
			return nil, err
		}
		a.Expect = l.Head
		r, err := s.Store.Commit(ctx, []relay.Append{a})
		if err != nil {
			return nil, err
		}
		out = append(out, r...)
	}
	return out, nil
}

// forgetful acknowledges what it does not store, now and then.
type forgetful struct{ relay.Store }

func (s forgetful) Commit(ctx context.Context, appends []relay.Append) ([]relay.Result, error) {
	if rand.IntN(10) == 0 && appends[0].Authority == nil {
		var out []relay.Result
		for _, a := range appends {
			out = append(out, relay.Result{Head: a.Head})
		}
		return out, nil
	}
	return s.Store.Commit(ctx, appends)
}

// The check can fail.
func TestBrokenStoresAreNotLinearizable(t *testing.T) {
	for name, broken := range map[string]func(relay.Store) relay.Store{
		"no comparison with the head": func(s relay.Store) relay.Store { return headless{s} },
		"acknowledged, not stored":    func(s relay.Store) relay.Store { return forgetful{s} },
	} {
		t.Run(name, func(t *testing.T) {
			db, err := sqlstore.Create(context.Background(), filepath.Join(t.TempDir(), "data"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			for _, s := range []relay.Store{memstore.New(), db} {
				rejected := false
				for round := 0; round < 50 && !rejected; round++ { // until two meet
					start, ops := history(t, newWorld(t, broken(s), func(o *relay.Options) { o.MaxAccounts = 200 }), 10, 30)
					rejected = !linear(t, start, ops)
				}
				if !rejected {
					t.Error("a broken store passes")
				}
			}
		})
	}
}
