//go:build js

package browser

import (
	"context"
	"errors"
	"io"
	"strconv"
	"syscall/js"

	"troth/internal/client"
	"troth/internal/wire"
)

// maxAnswer is the largest answer that is read, in bytes.
const maxAnswer = 4 << 20

var errTooLarge = errors.New("browser: the answer is too large")

// Transport carries requests to a relay by fetch: without cookies, without
// following redirects, without the browser's cache.
type Transport struct{ origin string }

var _ client.Transport = (*Transport)(nil)

// NewTransport returns the transport to a relay. The content security policy
// says which ones a page may reach.
func NewTransport(origin string) *Transport { return &Transport{origin} }

// Do implements client.Transport.
func (t *Transport) Do(ctx context.Context, r client.Request) (client.Response, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answer, err := t.fetch(ctx, r)
	if err != nil {
		return client.Response{}, err
	}
	out := client.Response{Status: answer.Get("status").Int(), RetryAfter: retryAfter(answer)}
	err = read(ctx, answer, func(piece []byte) error {
		if len(out.Body)+len(piece) > maxAnswer {
			return errTooLarge
		}
		out.Body = append(out.Body, piece...)
		return nil
	})
	if err != io.EOF {
		return client.Response{}, err
	}
	return out, nil
}

// Stream implements client.Transport.
func (t *Transport) Stream(ctx context.Context, r client.Request, each func(data string) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answer, err := t.fetch(ctx, r)
	if err != nil {
		return err
	}
	if status := answer.Get("status").Int(); status < 200 || status > 299 {
		var body []byte
		err := read(ctx, answer, func(piece []byte) error {
			if body = append(body, piece...); len(body) > wire.MaxBody {
				return errTooLarge
			}
			return nil
		})
		if err != io.EOF {
			return err
		}
		refusal := wire.ReadRefusal(status, body)
		refusal.RetryAfter = retryAfter(answer)
		return refusal
	}
	var l lines
	return read(ctx, answer, func(piece []byte) error { return l.feed(piece, each) })
}

// retryAfter reads the header of that name in seconds; absent or a date: 0.
func retryAfter(answer js.Value) int {
	after := answer.Get("headers").Call("get", "Retry-After")
	if after.Type() != js.TypeString {
		return 0
	}
	n, err := strconv.Atoi(after.String())
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// fetch begins a request. It ends with ctx, even after the answer has begun.
func (t *Transport) fetch(ctx context.Context, r client.Request) (js.Value, error) {
	if err := ctx.Err(); err != nil {
		return js.Undefined(), err
	}
	abort := js.Global().Get("AbortController").New()
	context.AfterFunc(ctx, func() { abort.Call("abort") })
	header := map[string]any{}
	for name, value := range r.Header {
		header[name] = value
	}
	init := map[string]any{
		"method": r.Method, "headers": header, "signal": abort.Get("signal"),
		"credentials": "omit", "redirect": "error", "cache": "no-store", "referrerPolicy": "no-referrer",
	}
	if r.Body != nil {
		init["body"] = toJS(r.Body)
	}
	promise, err := call(js.Global(), "fetch", t.origin+r.Path, init)
	if err != nil {
		return js.Undefined(), err
	}
	return await(ctx, promise)
}

// read hands over an answer's body as it comes. At its end it returns io.EOF.
func read(ctx context.Context, answer js.Value, each func(piece []byte) error) error {
	body := answer.Get("body")
	if body.Type() != js.TypeObject {
		return io.EOF
	}
	reader := body.Call("getReader")
	for {
		next, err := await(ctx, reader.Call("read"))
		if err != nil {
			return err
		}
		if next.Get("done").Bool() {
			return io.EOF
		}
		piece, err := fromJS(next.Get("value"))
		if err != nil {
			return err
		}
		if err := each(piece); err != nil {
			return err
		}
	}
}
