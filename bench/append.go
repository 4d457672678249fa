package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"troth/internal/relay"
	"troth/internal/relay/sqlstore"
)

// The load of the appends.
const (
	writers  = 64
	spaces   = 1000
	each     = 48 // entries in every space, over all rounds
	rounds   = 8
	lonePart = 1280 // appends with a transaction for each
)

// relayOn starts a relay on a new database.
func relayOn(ctx context.Context, dir string) (*sqlstore.Store, *relay.Server, error) {
	store, err := sqlstore.Create(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	server, err := relay.New(relay.Options{Store: store, Origin: "http://" + host, NoLimits: true, MaxAccounts: 1 << 20})
	if err != nil {
		store.Close()
		return nil, nil, err
	}
	return store, server, nil
}

// drive sends requests by as many kept connections as there are lists. Those of
// a list are sent in order.
func drive(addr string, lists [][][]byte) (time.Duration, error) {
	lines := make([]*line, len(lists))
	for i := range lists {
		l, err := dial(addr)
		if err != nil {
			return 0, err
		}
		defer l.close()
		lines[i] = l
	}
	errs := make(chan error, len(lists))
	var wg sync.WaitGroup
	start := time.Now()
	for i, list := range lists {
		wg.Go(func() {
			for _, r := range list {
				if _, err := lines[i].ask(r); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	select {
	case err := <-errs:
		return 0, err
	default:
		return took, nil
	}
}

// append measures durable appends.
func (b *bench) append(ctx context.Context) error {
	store, server, err := relayOn(ctx, filepath.Join(b.dir, "append"))
	if err != nil {
		return err
	}
	defer store.Close()
	defer server.Close()
	m := &maker{store: store}
	// Round by round and writer by writer, each in the order of its spaces' logs.
	load := make([][][][]byte, rounds)
	for r := range load {
		load[r] = make([][][]byte, writers)
	}
	people := make([][2]account, writers)
	for i := range people {
		if people[i], err = m.two(ctx); err != nil {
			return err
		}
	}
	for i := range spaces {
		s, err := m.space(ctx, people[i%writers])
		if err != nil {
			return err
		}
		for r := range load {
			for range each / rounds {
				req, err := s.request()
				if err != nil {
					return err
				}
				load[r][i%writers] = append(load[r][i%writers], req)
			}
		}
	}
	for r := range load {
		for w := range load[r] {
			load[r][w] = interleave(load[r][w], each/rounds)
		}
	}
	troth, err := serve(server.Handler())
	if err != nil {
		return err
	}
	defer troth.close()
	bare, err := newBareAppend(b.dir, 256)
	if err != nil {
		return err
	}
	floor, err := serve(bare)
	if err != nil {
		return err
	}

	n := float64(spaces * each / rounds)
	before := server.Transactions()
	var fast, least, ratios, cpu, cpuFloor []float64
	for r := range load {
		c0 := processor()
		tf, err := drive(floor.addr, load[r])
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		c1 := processor()
		var tt time.Duration
		send := func() (err error) { tt, err = drive(troth.addr, load[r]); return err }
		if err := b.profiled(r, send); err != nil {
			return err
		}
		c2 := processor()
		if r == 0 {
			continue // connections, caches and the journal warm up
		}
		fast, least = append(fast, n/tt.Seconds()), append(least, n/tf.Seconds())
		ratios = append(ratios, tf.Seconds()/tt.Seconds())
		cpu, cpuFloor = append(cpu, float64((c2-c1).Microseconds())/n), append(cpuFloor, float64((c1-c0).Microseconds())/n)
	}
	perTx := float64(spaces*each) / float64(server.Transactions()-before)
	floorTx := float64(spaces*each) / float64(bare.transactions.Load())
	floor.close()
	if err := bare.close(); err != nil {
		return err
	}

	// The relay itself with a transaction for each append, and the bare handler so.
	lone, err := b.oneByOne(ctx)
	if err != nil {
		return fmt.Errorf("one by one: %w", err)
	}
	syncs, err := fsyncs(b.dir)
	if err != nil {
		return err
	}

	rate := median(fast)
	b.add(row{fmt.Sprintf("durable appends, %d writers, %d spaces, %d bytes of text", writers, spaces, textSize),
		fmt.Sprintf("%.0f/s, %.0f in a transaction", rate, perTx), fmt.Sprintf("%.0f/s, %.0f in a transaction", median(least), floorTx),
		fmt.Sprintf("%.2f", median(ratios)), goal("at least 0.5", median(ratios) >= 0.5)})
	b.add(row{"the same, against this relay with a transaction for each append", fmt.Sprintf("%.0f/s", rate), fmt.Sprintf("%.0f/s", lone),
		times(rate, lone), goal("more than 5", rate/lone > 5)})
	b.add(row{"processor time of an append, with the client's", fmt.Sprintf("%.0f µs", median(cpu)), fmt.Sprintf("%.0f µs", median(cpuFloor)), times(median(cpu), median(cpuFloor)), ""})
	b.add(row{"flushes of 4 KiB to this disk, one after the other", fmt.Sprintf("%.0f/s", syncs), "", "", ""})
	return nil
}

// singly is a store that commits every append in a transaction of its own.
type singly struct{ relay.Store }

func (s singly) Commit(ctx context.Context, appends []relay.Append) ([]relay.Result, error) {
	var all []relay.Result
	for _, a := range appends {
		r, err := s.Store.Commit(ctx, []relay.Append{a})
		if err != nil {
			return nil, err
		}
		all = append(all, r...)
	}
	return all, nil
}

// oneByOne returns how many appends a second the relay does when each has a
// transaction of its own.
func (b *bench) oneByOne(ctx context.Context) (float64, error) {
	store, err := sqlstore.Create(ctx, filepath.Join(b.dir, "singly"))
	if err != nil {
		return 0, err
	}
	defer store.Close()
	server, err := relay.New(relay.Options{Store: singly{store}, Origin: "http://" + host, NoLimits: true})
	if err != nil {
		return 0, err
	}
	defer server.Close()
	m := &maker{store: store}
	lists := make([][][]byte, writers)
	for w := range lists {
		s, err := m.couple(ctx)
		if err != nil {
			return 0, err
		}
		for range lonePart / writers {
			req, err := s.request()
			if err != nil {
				return 0, err
			}
			lists[w] = append(lists[w], req)
		}
	}
	srv, err := serve(server.Handler())
	if err != nil {
		return 0, err
	}
	defer srv.close()
	took, err := drive(srv.addr, lists)
	return float64(lonePart/writers*writers) / took.Seconds(), err
}

// processor returns the processor's time that this process has taken, on all
// cores. Other programs on the machine lengthen what a clock shows, and not
// this.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// interleave orders requests so that those of one space, which come in runs of
// n, are as far apart as they can be.
func interleave(list [][]byte, n int) [][]byte {
	out := make([][]byte, 0, len(list))
	for i := range n {
		for j := i; j < len(list); j += n {
			out = append(out, list[j])
		}
	}
	return out
}
