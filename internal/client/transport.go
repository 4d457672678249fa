// Package client speaks to the relay from a device: one method per route of
// package wire, over a Transport that the edge supplies (fetch in the browser,
// net/http natively). It holds no keys.
package client

import "context"

// Request is one request to the relay. Path starts with a slash and may carry
// a query.
type Request struct {
	Method string
	Path   string
	Header map[string]string
	Body   []byte
}

// Response is the relay's answer, whatever its status.
type Response struct {
	Status     int
	RetryAfter int // seconds, from the header of that name; 0 if absent
	Body       []byte
}

// Transport carries requests to one relay.
type Transport interface {
	// Do sends a request and reads the whole answer, at most 4 MiB. It returns
	// an error only if no answer came; the request may still have been carried
	// out.
	Do(ctx context.Context, r Request) (Response, error)

	// Stream opens a stream of server-sent events and calls each with the data
	// of every event, in order, until the stream ends, ctx is done, or each
	// returns an error. It always returns a non-nil error. An answer outside 2xx
	// comes back as a *wire.Refusal.
	Stream(ctx context.Context, r Request, each func(data string) error) error
}
