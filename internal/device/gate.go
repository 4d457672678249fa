package device

import (
	"context"
	"errors"
	"sync"

	"troth/internal/client"
)

// gate is the one way out of a device. While it is shut nothing is asked of the
// relay: to all that is behind it, there is no connection.
type gate struct {
	client.Transport

	mu   sync.Mutex
	open context.Context // done while it is shut
	stop context.CancelFunc
}

// newGate returns a gate that is shut.
func newGate(t client.Transport) *gate {
	g := &gate{Transport: t}
	g.open, g.stop = context.WithCancel(context.Background())
	g.stop()
	return g
}

var errShut = errors.New("device: nothing leaves this device now")

// set opens or shuts the gate. What is under way when it is shut is cut off.
func (g *gate) set(open bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if open == (g.open.Err() == nil) {
		return
	}
	if g.stop(); open {
		g.open, g.stop = context.WithCancel(context.Background())
	}
}

func (g *gate) isOpen() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open.Err() == nil
}

// pass returns the context of a request, or an error if the gate is shut.
func (g *gate) pass(ctx context.Context) (context.Context, func(), error) {
	g.mu.Lock()
	open := g.open
	g.mu.Unlock()
	if open.Err() != nil {
		return nil, nil, errShut
	}
	ctx, cancel := context.WithCancel(ctx)
	after := context.AfterFunc(open, cancel)
	return ctx, func() { after(); cancel() }, nil
}

// Do implements client.Transport.
func (g *gate) Do(ctx context.Context, r client.Request) (client.Response, error) {
	ctx, end, err := g.pass(ctx)
	if err != nil {
		return client.Response{}, err
	}
	defer end()
	return g.Transport.Do(ctx, r)
}

// Stream implements client.Transport.
func (g *gate) Stream(ctx context.Context, r client.Request, each func(string) error) error {
	ctx, end, err := g.pass(ctx)
	if err != nil {
		return err
	}
	defer end()
	return g.Transport.Stream(ctx, r, each)
}
