package actor

import (
	"context"
	"errors"
	"sync"
)

var errClosed = errors.New("actor: port closed")

// port is one end of a channel between core and key worker. It implements
// device.Port.
type port struct {
	in, out chan []byte
	gone    chan struct{}
	once    *sync.Once
}

func ports() (a, b port) {
	x, y, gone, once := make(chan []byte, 4), make(chan []byte, 4), make(chan struct{}), &sync.Once{}
	return port{x, y, gone, once}, port{y, x, gone, once}
}

func (p port) Send(b []byte) error { p.out <- b; return nil }
func (p port) Close()              { p.once.Do(func() { close(p.gone) }) }
func (p port) Receive(ctx context.Context) ([]byte, error) {
	select {
	case b := <-p.in:
		return b, nil
	default:
	}
	select {
	case b := <-p.in:
		return b, nil
	case <-p.gone:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
