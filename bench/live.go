package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/eventlog"
	"troth/internal/native"
	"troth/internal/relay"
	"troth/internal/secret"
	"troth/internal/wire"
)

// The load of the streams.
const (
	couples   = 250 // with two listeners each
	perSecond = 500
	seconds   = 6
	idle      = 2000 // listeners, for their memory
	entries   = 10_000
)

// post is one append on its way: when it was sent is kept by log and seq.
type post struct {
	space   int
	seq     uint64
	request []byte
}

// deliver sends appends at an even pace and returns how long it took until each
// of both members' streams told of it.
func deliver(addr string, all []*space, posts []post) ([]time.Duration, error) {
	sent := make([]map[uint64]time.Time, len(all)) // written before the request is sent
	var mu sync.Mutex
	for i := range sent {
		sent[i] = map[uint64]time.Time{}
	}
	found := make(chan time.Duration, 2*len(posts))
	errs := make(chan error, 2*len(all)+writers)
	var listeners, senders sync.WaitGroup
	expect := make([]int, len(all))
	for _, p := range posts {
		expect[p.space]++
	}
	for i, s := range all {
		for _, a := range s.accounts {
			l, err := dial(addr)
			if err != nil {
				return nil, err
			}
			defer l.close()
			if err := l.stream(a.bearer()); err != nil {
				return nil, err
			}
			listeners.Go(func() {
				for range expect[i] {
					said, err := l.next()
					if err != nil {
						errs <- err
						return
					}
					now := time.Now()
					_, seq, _ := bytes.Cut(said, []byte(" "))
					n, err := strconv.ParseUint(string(seq), 10, 64)
					if err != nil {
						errs <- err
						return
					}
					mu.Lock()
					at := sent[i][n]
					mu.Unlock()
					found <- now.Sub(at)
				}
			})
		}
	}
	queues := make([]chan post, writers)
	for w := range queues {
		l, err := dial(addr)
		if err != nil {
			return nil, err
		}
		defer l.close()
		queues[w] = make(chan post, len(posts))
		senders.Go(func() {
			for p := range queues[w] {
				mu.Lock()
				sent[p.space][p.seq] = time.Now()
				mu.Unlock()
				if _, err := l.ask(p.request); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	tick := time.NewTicker(time.Second / perSecond)
	for _, p := range posts {
		<-tick.C
		queues[p.space%writers] <- p
	}
	tick.Stop()
	for _, q := range queues {
		close(q)
	}
	senders.Wait()
	heard := make(chan struct{})
	go func() { listeners.Wait(); close(heard) }()
	select {
	case <-heard:
	case err := <-errs:
		return nil, err
	case <-time.After(30 * time.Second):
		return nil, fmt.Errorf("only %d of %d lines arrived", len(found), 2*len(posts))
	}
	close(found)
	var out []time.Duration
	for d := range found {
		out = append(out, d)
	}
	if len(out) != 2*len(posts) {
		return nil, fmt.Errorf("%d lines, want %d", len(out), 2*len(posts))
	}
	return out, nil
}

// live measures how long it takes until a partner's device hears of an entry.
func (b *bench) live(ctx context.Context) error {
	store, server, err := relayOn(ctx, filepath.Join(b.dir, "live"))
	if err != nil {
		return err
	}
	defer store.Close()
	defer server.Close()
	m := &maker{store: store}
	all, err := m.couples(ctx, couples)
	if err != nil {
		return err
	}
	var posts []post
	for i := range perSecond * seconds {
		s := all[i%couples]
		req, err := s.request()
		if err != nil {
			return err
		}
		posts = append(posts, post{i % couples, s.state.Seq, req})
	}
	run := func(h http.Handler) ([]time.Duration, error) {
		srv, err := serve(h)
		if err != nil {
			return nil, err
		}
		defer srv.close()
		return deliver(srv.addr, all, posts)
	}
	floor, err := run(newBareFan(all))
	if err != nil {
		return fmt.Errorf("floor: %w", err)
	}
	got, err := run(server.Handler())
	if err != nil {
		return err
	}
	for _, q := range []struct {
		name string
		q    float64
	}{{"p50", 0.5}, {"p99", 0.99}} {
		t, f := quantile(got, q.q), quantile(floor, q.q)
		b.add(row{fmt.Sprintf("delivery, %d appends/s, %d listeners, %s", perSecond, 2*couples, q.name), ms(t), ms(f), times(float64(t), float64(f)), ""})
	}
	return nil
}

// catchUp measures how a device that was away for long takes in what is new.
func (b *bench) catchUp(ctx context.Context) error {
	store, server, err := relayOn(ctx, filepath.Join(b.dir, "catchup"))
	if err != nil {
		return err
	}
	defer store.Close()
	defer server.Close()
	m := &maker{store: store}
	s, err := m.couple(ctx)
	if err != nil {
		return err
	}
	first := s.state.Seq
	for done := 0; done < entries; {
		a := relay.Append{Log: s.log, Expect: s.head()}
		for ; done < entries && len(a.Events) < 500; done++ {
			raw, err := s.say()
			if err != nil {
				return err
			}
			a.Events = append(a.Events, split(raw))
		}
		a.Head = s.head()
		r, err := store.Commit(ctx, []relay.Append{a})
		if err == nil {
			err = r[0].Err
		}
		if err != nil {
			return fmt.Errorf("filling the log: %w", err)
		}
	}
	troth, err := serve(server.Handler())
	if err != nil {
		return err
	}
	defer troth.close()
	ask := func(after uint64) []byte {
		return fmt.Appendf(nil, "GET /v1/logs/%s/events?after=%d HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", s.log, after, host, s.accounts[1].bearer())
	}
	var asks [][]byte
	for after := first; after < s.state.Seq; after += wire.MaxPage {
		asks = append(asks, ask(after))
	}
	pages, err := s.pages(ctx, troth.addr, first)
	if err != nil {
		return err
	}
	bare, err := serve(&barePages{pages: pages})
	if err != nil {
		return err
	}
	defer bare.close()
	var got, floor []time.Duration
	for range 5 {
		f, err := drive(bare.addr, [][][]byte{asks})
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		t, err := drive(troth.addr, [][][]byte{asks})
		if err != nil {
			return err
		}
		got, floor = append(got, t), append(floor, f)
	}
	b.add(row{fmt.Sprintf("catch-up of %d entries, sent by the relay", entries), ms(median(got)), ms(median(floor)),
		times(float64(median(got)), float64(median(floor))), ""})

	// The other end: a device without anything verifies and stores it all.
	rc := client.New(native.Transport{Base: "http://" + troth.addr}, "http://"+host)
	rc.As(s.accounts[1].id, nil, s.accounts[1].token)
	log, _, err := eventlog.Open(ctx, eventlog.NewMemory(), s.log, chain.Couple, eventlog.Trust{}, secret.Key{1}, "bench")
	if err != nil {
		return err
	}
	taken := 0
	start := time.Now()
	if err := log.Sync(ctx, rc, 1, func(a []chain.Accepted) { taken += len(a) }); err != nil {
		return err
	}
	took := time.Since(start)
	if taken < entries {
		return fmt.Errorf("%d entries taken in", taken)
	}
	loop := s.verifyLoop(taken)
	b.add(row{fmt.Sprintf("catch-up of %d entries, taken in by a new device", entries), ms(took), ms(loop) + " (bare verification)", times(float64(took), float64(loop)), ""})
	return nil
}

// pages fetches the pages that the floor serves.
func (s *space) pages(ctx context.Context, addr string, after uint64) ([][]byte, error) {
	var pages [][]byte
	t := native.Transport{Base: "http://" + addr}
	for ; after < s.state.Seq; after += wire.MaxPage {
		r, err := t.Do(ctx, client.Request{Method: http.MethodGet, Path: fmt.Sprintf("/v1/logs/%s/events?after=%d", s.log, after),
			Header: map[string]string{"Authorization": "Bearer " + s.accounts[1].bearer()}})
		if err != nil {
			return nil, err
		}
		if r.Status != http.StatusOK {
			return nil, fmt.Errorf("a page: status %d", r.Status)
		}
		pages = append(pages, r.Body)
	}
	return pages, nil
}

// verifyLoop verifies the same signature over and over.
func (s *space) verifyLoop(n int) time.Duration {
	ev, err := chain.Parse(s.genesis)
	if err != nil {
		panic(err) // it was accepted
	}
	key := s.state.Keys[0].Pub
	start := time.Now()
	for range n {
		if !chain.Verify(key[:], ev.SigInput(), ev.Sig[:]) {
			panic("a signature does not fit")
		}
	}
	return time.Since(start)
}

// memory measures what a listener takes that nothing is told to. The client's
// end of the connection is in the figures, of the floor as well.
func (b *bench) memory(ctx context.Context) error {
	store, server, err := relayOn(ctx, filepath.Join(b.dir, "memory"))
	if err != nil {
		return err
	}
	defer store.Close()
	defer server.Close()
	m := &maker{store: store}
	all, err := m.couples(ctx, idle/2/8) // eight streams of each person
	if err != nil {
		return err
	}
	measure := func(h http.Handler) (float64, error) {
		srv, err := serve(h)
		if err != nil {
			return 0, err
		}
		before := inUse()
		var lines []*line
		for range 8 {
			for _, s := range all {
				for _, a := range s.accounts {
					l, err := dial(srv.addr)
					if err != nil {
						return 0, err
					}
					lines = append(lines, l)
					if err := l.stream(a.bearer()); err != nil {
						return 0, err
					}
					l.r = nil // an idle client keeps no buffer
				}
			}
		}
		used := float64(inUse()-before) / float64(len(lines))
		for _, l := range lines {
			l.close()
		}
		srv.close()
		return used, nil
	}
	if _, err := measure(newBareFan(all)); err != nil { // what stays allocated from the first time on is no listener's
		return err
	}
	floor, err := measure(newBareFan(all))
	if err != nil {
		return err
	}
	got, err := measure(server.Handler())
	if err != nil {
		return err
	}
	b.add(row{fmt.Sprintf("memory of an idle listener, of %d", idle/16*16), fmt.Sprintf("%.1f KiB", got/1024), fmt.Sprintf("%.1f KiB", floor/1024), times(got, floor), ""})
	return nil
}

// inUse returns the bytes that heap and stacks take.
func inUse() uint64 {
	for range 3 {
		runtime.GC()
	}
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapInuse + s.StackInuse
}
