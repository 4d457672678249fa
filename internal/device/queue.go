package device

import (
	"context"
	"sync"
)

// queue runs steps one after the other, in the order in which they came. do
// never waits.
type queue struct {
	mu    sync.Mutex
	steps []func(context.Context)
	wake  chan struct{}
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

func (q *queue) do(step func(context.Context)) {
	q.mu.Lock()
	q.steps = append(q.steps, step)
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// work runs steps until ctx is done.
func (q *queue) work(ctx context.Context) {
	for ctx.Err() == nil {
		q.mu.Lock()
		var step func(context.Context)
		if len(q.steps) > 0 {
			step, q.steps = q.steps[0], q.steps[1:]
		}
		q.mu.Unlock()
		if step != nil {
			step(ctx)
			continue
		}
		select {
		case <-q.wake:
		case <-ctx.Done():
		}
	}
}
