// Package native is the edge of a device that runs outside a browser: a
// Transport over net/http, and a Box for devices whose store is protected by
// other means.
package native

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"troth/internal/client"
	"troth/internal/wire"
)

const (
	maxAnswer = 4 << 20
	maxLine   = 1 << 16
)

// Transport carries requests to the relay at Base, an origin.
type Transport struct {
	Base string
	HTTP *http.Client // nil: http.DefaultClient
}

func (t Transport) client() *http.Client {
	if t.HTTP != nil {
		return t.HTTP
	}
	return http.DefaultClient
}

func (t Transport) open(ctx context.Context, r client.Request) (*http.Response, error) {
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, t.Base+r.Path, body)
	if err != nil {
		return nil, err
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	return t.client().Do(req)
}

// Do implements client.Transport.
func (t Transport) Do(ctx context.Context, r client.Request) (client.Response, error) {
	resp, err := t.open(ctx, r)
	if err != nil {
		return client.Response{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(b) > maxAnswer {
		err = errors.New("native: answer too large")
	}
	if err != nil {
		return client.Response{}, err
	}
	return client.Response{Status: resp.StatusCode, RetryAfter: retryAfter(resp), Body: b}, nil
}

// retryAfter reads the header of that name in seconds; absent or a date: 0.
func retryAfter(resp *http.Response) int {
	n, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// Stream implements client.Transport.
func (t Transport) Stream(ctx context.Context, r client.Request, each func(string) error) error {
	resp, err := t.open(ctx, r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		b, _ := io.ReadAll(io.LimitReader(resp.Body, maxLine)) // the status says enough without it
		refusal := wire.ReadRefusal(resp.StatusCode, b)
		refusal.RetryAfter = retryAfter(resp)
		return refusal
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 4096), maxLine)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data:"); ok {
			if err := each(strings.TrimPrefix(data, " ")); err != nil {
				return err
			}
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return io.EOF
}

// OpenBox keeps what it is given as it is. It is for stores that only their
// owner can read, and for tests.
type OpenBox struct{}

// Wrap returns plain.
func (OpenBox) Wrap(_ context.Context, plain []byte) ([]byte, error) {
	return bytes.Clone(plain), nil
}

// Unwrap returns sealed.
func (OpenBox) Unwrap(_ context.Context, sealed []byte) ([]byte, error) {
	return bytes.Clone(sealed), nil
}
