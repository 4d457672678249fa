package relay

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"troth/internal/wire"
)

// committer is the one goroutine that writes events. It takes all appends that
// wait and commits them in one transaction, so that many appends cost one flush
// to disk. Nothing is acknowledged before its transaction has been committed.
//
// While others are being verified it waits a little for them: what they cost is
// their verification, and a transaction that takes them along costs hardly more
// than one without. When the last transaction had several it also waits for as
// many again that have not been read yet, so that transactions grow with the
// load instead of following each other half empty. An append that comes alone
// never waits.
//
// Appends arrive verified against a view of their log. The store compares the
// head again, so a view that has become stale, or a second append to the same
// log in one batch, fails by itself and disturbs nobody.
type committer struct {
	s            *Server
	transactions atomic.Int64
	waiting      atomic.Int64 // handed in and not yet answered
	coming       atomic.Int64 // being verified, and about to be handed in or refused
	done         chan struct{}

	mu     sync.RWMutex // held for reading while handing in, for writing to close
	closed bool
	queue  chan pending
}

type pending struct {
	append Append
	next   *logView
	age    uint64
	result chan Result
}

func newCommitter(s *Server) *committer {
	c := &committer{s: s, queue: make(chan pending, maxQueue), done: make(chan struct{})}
	go c.run()
	return c
}

// do commits one append. It waits for the result even if the client has gone,
// because the append goes on.
func (c *committer) do(a Append, next *logView, age uint64) Result {
	p := pending{append: a, next: next, age: age, result: make(chan Result, 1)}
	c.mu.RLock()
	if c.closed {
		c.mu.RUnlock()
		return Result{Err: refuse(wire.CodeUnavailable)}
	}
	c.waiting.Add(1)
	c.queue <- p
	c.mu.RUnlock()
	r := <-p.result
	c.waiting.Add(-1)
	return r
}

func (c *committer) close() {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.queue)
	}
	c.mu.Unlock()
	<-c.done
}

func (c *committer) run() {
	defer close(c.done)
	last := 1 // how many the last transaction took along
	for p := range c.queue {
		batch := []pending{p}
		want := 1
		if last > 1 {
			want = min(growth*last, maxGrown)
		}
		var wait <-chan time.Time // nil until there is something to wait for
	more:
		for len(batch) < maxBatch {
			select {
			case p, ok := <-c.queue:
				if !ok {
					break more
				}
				batch = append(batch, p)
				continue
			default:
			}
			if c.coming.Load() == 0 && len(batch) >= want {
				break
			}
			if wait == nil {
				wait = time.After(maxGather)
			}
			select {
			case p, ok := <-c.queue:
				if !ok {
					break more
				}
				batch = append(batch, p)
			case <-wait:
				break more
			}
		}
		last = len(batch)
		c.commit(batch, false)
	}
}

// commit writes a batch and tells everybody. A batch that the store refuses as
// a whole, for example because one large append does not fit on the disk, is
// tried again one by one.
func (c *committer) commit(batch []pending, retry bool) {
	results, err := c.write(batch)
	if err != nil && len(batch) > 1 {
		for _, p := range batch {
			c.commit([]pending{p}, true)
		}
		return
	}
	for i, p := range batch {
		r := Result{Err: err}
		if err == nil {
			r = results[i]
		}
		// A transaction that was reported as failed may have been written all the
		// same. Then the head is the very one that this append leads to.
		if retry && errors.Is(r.Err, ErrMoved) && r.Head == p.append.Head {
			r.Err = nil
			c.s.logs.drop() // what was freed is not known here
		}
		if r.Err == nil {
			for member, n := range r.Freed {
				p.next.Used[member] -= n
			}
			c.s.logs.put(p.next.ID, p.next, p.age, p.next.replaces)
			c.s.hub.tellLog(p.next.Members[:], p.next.ID, p.next.Head.Seq)
		}
		p.result <- r
	}
}

func (c *committer) write(batch []pending) ([]Result, error) {
	appends := make([]Append, len(batch))
	for i, p := range batch {
		appends[i] = p.append
	}
	c.transactions.Add(1)
	return c.s.store.Commit(context.Background(), appends)
}
