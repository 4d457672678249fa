//go:build js

package browser

import (
	"context"
	"errors"
	"io"
	"sync"
	"syscall/js"

	"troth/internal/device"
)

// maxQueue is how many messages a port keeps for a reader that is busy. The
// two workers of one form exchange two.
const maxQueue = 64

var errClosed = errors.New("browser: the port is closed")

// port is one end of a MessageChannel between a core and a key worker.
type port struct {
	v    js.Value
	hear js.Func
	end  func() // forgets the port

	once  sync.Once
	queue chan []byte
	gone  chan struct{} // closed when nothing more can come
}

var _ device.Port = (*port)(nil)

// newPort takes a MessagePort over. Forget is called when it is closed.
func newPort(v js.Value, forget func()) *port {
	p := &port{v: v, end: forget, queue: make(chan []byte, maxQueue), gone: make(chan struct{})}
	p.hear = js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := first(args).Get("data")
		if data.Type() != js.TypeObject {
			return nil
		}
		if data.Get("end").Truthy() {
			p.shut()
			return nil
		}
		b, err := fromJS(data.Get("d"))
		if err != nil {
			return nil
		}
		select {
		case p.queue <- b:
		default: // more than was ever agreed on
			p.shut()
		}
		return nil
	})
	v.Set("onmessage", p.hear)
	return p
}

// Send implements device.Port.
func (p *port) Send(msg []byte) error {
	select {
	case <-p.gone:
		return errClosed
	default:
	}
	_, err := call(p.v, "postMessage", map[string]any{"d": toJS(msg)})
	return err
}

// Receive implements device.Port. What came before the other side ended is
// still received; then it returns io.EOF.
func (p *port) Receive(ctx context.Context) ([]byte, error) {
	select {
	case b := <-p.queue:
		return b, nil
	default:
	}
	select {
	case b := <-p.queue:
		return b, nil
	case <-p.gone:
		select {
		case b := <-p.queue:
			return b, nil
		default:
			return nil, io.EOF
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Close implements device.Port. The other side is told, since a browser does
// not tell it.
func (p *port) Close() {
	select {
	case <-p.gone:
	default:
		_, _ = call(p.v, "postMessage", map[string]any{"end": true})
	}
	p.shut()
}

// shut ends the port on this side.
func (p *port) shut() {
	p.once.Do(func() {
		close(p.gone)
		p.v.Set("onmessage", js.Null())
		p.v.Call("close")
		p.hear.Release()
		if p.end != nil {
			p.end()
		}
	})
}
