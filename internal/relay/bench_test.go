package relay_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/relay"
	"troth/internal/relay/sqlstore"
	"troth/internal/wire"
)

// BenchmarkAppend appends one event at a time to many logs at once, through the
// handlers and onto the disk. Signing is done beforehand.
func BenchmarkAppend(b *testing.B) {
	const logs = 64
	s, err := sqlstore.Create(context.Background(), filepath.Join(b.TempDir(), "data"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	w := newWorld(b, s, func(o *relay.Options) { o.MaxAccounts = logs })
	type line struct {
		p    *person
		path string
		reqs [][]byte
	}
	lines := make([]line, logs)
	for i := range lines {
		p := w.member()
		sp := p.begin(chain.Self)
		l := line{p: p, path: sp.path(wire.PathEvents)}
		for range b.N/logs + 1 {
			ev := p.words(sp)
			l.reqs = append(l.reqs, codec.Must(wire.Append{Expect: sp.head(), Events: [][]byte{ev}}))
			sp.after(ev)
		}
		lines[i] = l
	}
	before := w.relay.Transactions()
	var wg sync.WaitGroup
	var done atomic.Int64
	b.ResetTimer()
	for _, l := range lines {
		wg.Go(func() {
			for _, req := range l.reqs {
				r := l.p.request("POST", l.path, req)
				r.Header.Set("Authorization", l.p.bearer())
				if got := w.send(r); got.status != 201 {
					b.Errorf("%d %s", got.status, got.code())
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	if n := done.Load(); n > 0 {
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "appends/s")
		b.ReportMetric(float64(w.relay.Transactions()-before)/float64(n), "transactions/append")
	}
}
