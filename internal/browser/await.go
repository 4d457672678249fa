//go:build js

package browser

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"
)

// jsError is an error of the browser. Only its name is kept: its message may
// quote what was being worked on.
type jsError struct{ name string }

func (e jsError) Error() string { return "browser: " + e.name }

func errorOf(v js.Value) error {
	if v.Type() == js.TypeObject {
		if name := v.Get("name"); name.Type() == js.TypeString {
			return jsError{name.String()}
		}
	}
	return jsError{"Error"}
}

// await waits for a promise. It must not be called by a handler of an event.
// After ctx is done the promise goes on by itself, and its outcome is dropped.
func await(ctx context.Context, promise js.Value) (js.Value, error) {
	type outcome struct {
		v   js.Value
		err error
	}
	done := make(chan outcome, 1) // the handler never waits for a reader
	var ok, bad js.Func
	release := func() { ok.Release(); bad.Release() }
	ok = js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{v: first(args)}
		release()
		return nil
	})
	bad = js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{err: errorOf(first(args))}
		release()
		return nil
	})
	promise.Call("then", ok, bad)
	select {
	case o := <-done:
		return o.v, o.err
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
}

func first(args []js.Value) js.Value {
	if len(args) == 0 {
		return js.Undefined()
	}
	return args[0]
}

// call calls a method and turns what it throws into an error.
func call(v js.Value, method string, args ...any) (result js.Value, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case js.Error:
			err = errorOf(r.Value)
		default:
			panic(r)
		}
	}()
	return v.Call(method, args...), nil
}

// toJS copies bytes to JavaScript.
func toJS(b []byte) js.Value {
	a := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(a, b)
	return a
}

var errNotBytes = errors.New("browser: not bytes")

// fromJS copies bytes from a Uint8Array or an ArrayBuffer.
func fromJS(v js.Value) ([]byte, error) {
	if v.Type() != js.TypeObject {
		return nil, errNotBytes
	}
	array := js.Global().Get("Uint8Array")
	if v.InstanceOf(js.Global().Get("ArrayBuffer")) {
		v = array.New(v)
	}
	return copyBytes(v, array)
}

// copyBytes is fromJS for a Uint8Array, whose constructor is given: looking that
// up each time takes longer than copying a record.
func copyBytes(v, array js.Value) ([]byte, error) {
	if v.Type() != js.TypeObject || !v.InstanceOf(array) {
		return nil, errNotBytes
	}
	b := make([]byte, v.Length())
	if n := js.CopyBytesToGo(b, v); n != len(b) {
		return nil, fmt.Errorf("%w: %d of %d", errNotBytes, n, len(b))
	}
	return b, nil
}
