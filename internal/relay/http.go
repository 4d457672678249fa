package relay

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"troth/internal/codec"
	"troth/internal/wire"
)

// refuse returns the refusal for a code, with the status that belongs to it.
func refuse(c wire.Code) *wire.Refusal {
	status := http.StatusInternalServerError
	switch c {
	case wire.CodeMalformed:
		status = http.StatusBadRequest
	case wire.CodeUnauthorized, wire.CodeSignedOut:
		status = http.StatusUnauthorized
	case wire.CodeForbidden, wire.CodeClosed, wire.CodeBadCode:
		status = http.StatusForbidden
	case wire.CodeNotFound:
		status = http.StatusNotFound
	case wire.CodeConflict, wire.CodeExists, wire.CodeEnded, wire.CodeOwn, wire.CodeAdmission:
		status = http.StatusConflict
	case wire.CodeGone, wire.CodeExpired:
		status = http.StatusGone
	case wire.CodeTooLarge:
		status = http.StatusRequestEntityTooLarge
	case wire.CodeEncoding:
		status = http.StatusUnsupportedMediaType
	case wire.CodeRefused:
		status = http.StatusUnprocessableEntity
	case wire.CodeRateLimited:
		status = http.StatusTooManyRequests
	case wire.CodeFull:
		status = http.StatusInsufficientStorage
	case wire.CodeUnavailable:
		status = http.StatusServiceUnavailable
	}
	return &wire.Refusal{Status: status, Code: c}
}

// request is a request whose body has been read and, past anybody, whose
// session is known.
type request struct {
	*http.Request
	body    []byte
	account wire.AccountID
	token   [32]byte // the session's hash
}

// handler answers a request with a status and a value to encode, or an error:
// a *wire.Refusal, or anything else, which the client sees as internal.
type handler func(ctx context.Context, q *request) (status int, answer any, err error)

// again reports whether a request has been carried out already, and its answer.
type again func(ctx context.Context, q *request) (status int, answer any, done bool, err error)

// anybody reads the request and calls h.
func (s *Server) anybody(h handler) http.Handler { return s.read(wire.MaxBody, h) }

// read calls h with a request whose body has at most so many bytes.
func (s *Server) read(max int64, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{Request: r}
		var err error
		if q.body, err = readBody(w, r, max); err != nil {
			s.fail(w, r, err)
			return
		}
		status, answer, err := h(r.Context(), q)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.answer(w, status, answer)
	})
}

// session lets only holders of a session through to h.
func (s *Server) session(h handler) http.Handler { return s.large(wire.MaxBody, h) }

// large is session for requests of another size.
func (s *Server) large(max int64, h handler) http.Handler {
	return s.read(max, func(ctx context.Context, q *request) (int, any, error) {
		if err := s.authenticate(ctx, q); err != nil {
			return 0, nil, err
		}
		return h(ctx, q)
	})
}

// proven lets only those through who have a session and prove the operation
// with the cold key. A request that was carried out already is answered the
// same without its proof, which was used up the first time: it changes nothing,
// and whoever repeats it knows all that it holds.
func (s *Server) proven(op string, same again, h handler) http.Handler {
	return s.session(func(ctx context.Context, q *request) (int, any, error) {
		if same != nil {
			if status, answer, done, err := same(ctx, q); err != nil || done {
				return status, answer, err
			}
		}
		if err := s.checkProof(ctx, q, op); err != nil {
			return 0, nil, err
		}
		return h(ctx, q)
	})
}

// readBody reads the whole body of a request that has one. Compressed bodies
// are refused, so that few bytes cannot become many.
func readBody(w http.ResponseWriter, r *http.Request, max int64) ([]byte, error) {
	if r.Header.Get("Content-Encoding") != "" {
		return nil, refuse(wire.CodeEncoding)
	}
	if r.Method != http.MethodPost && r.Method != http.MethodPut {
		return nil, nil
	}
	if r.Header.Get("Content-Type") != wire.MediaType {
		return nil, refuse(wire.CodeEncoding)
	}
	if r.ContentLength > max {
		return nil, refuse(wire.CodeTooLarge)
	}
	b := bytes.NewBuffer(make([]byte, 0, roomFor(r)+bytes.MinRead))
	_, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, max))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, refuse(wire.CodeTooLarge)
	case err != nil:
		return nil, refuse(wire.CodeMalformed)
	}
	return b.Bytes(), nil
}

// roomFor is how much a body's buffer has from the start: what the request
// announces, but not so much that announcing it alone would cost anything.
func roomFor(r *http.Request) int64 { return max(0, min(r.ContentLength, readAhead)) }

// decode reads a request's body into v.
func decode(q *request, v any) error {
	if codec.Decode(q.body, v) != nil {
		return refuse(wire.CodeMalformed)
	}
	return nil
}

// answer writes a success.
func (s *Server) answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Cache-Control", "no-store")
	if v == nil {
		w.WriteHeader(status)
		return
	}
	write(w, status, v)
}

func write(w http.ResponseWriter, status int, v any) {
	b := codec.Must(v)
	h := w.Header()
	h.Set("Content-Type", wire.MediaType)
	h.Set("Content-Length", strconv.Itoa(len(b)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write(b) //nolint:errcheck // the client is gone
}

// fail answers with a refusal. What is not a refusal is logged with an id that
// the answer does not carry further than its header: the error may name files
// and tables, but no store puts a value into one.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var ref *wire.Refusal
	switch {
	case errors.As(err, &ref):
	case errors.Is(err, ErrFull):
		ref = refuse(wire.CodeFull)
	case r.Context().Err() != nil:
		ref = refuse(wire.CodeUnavailable) // nobody reads it
	default:
		id := s.requestID()
		s.log.Error("request failed", "request", id, "error", err.Error())
		w.Header().Set("Troth-Request", id)
		ref = refuse(wire.CodeInternal)
	}
	if ref.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(ref.RetryAfter))
	}
	write(w, ref.Status, wire.Error{Code: ref.Code, Head: ref.Head})
}

// requestID is random: it ties an answer to a line of the log and tells nothing.
func (s *Server) requestID() string {
	b := make([]byte, 4)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		return "-"
	}
	return hex.EncodeToString(b)
}

// recovered turns a panic into an internal error. It logs the kind of the panic
// and the lines it came through, never its value, which may quote a request.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(v)
			}
			id := s.requestID()
			s.log.Error("request panicked", "request", id, "kind", fmt.Sprintf("%T", v), "at", callers())
			w.Header().Set("Troth-Request", id)
			write(w, http.StatusInternalServerError, wire.Error{Code: wire.CodeInternal})
		}()
		next.ServeHTTP(w, r)
	})
}

func callers() string {
	pc := make([]uintptr, 16)
	frames := runtime.CallersFrames(pc[:runtime.Callers(3, pc)])
	var b strings.Builder
	for {
		f, more := frames.Next()
		fmt.Fprintf(&b, "%s:%d ", f.Function, f.Line)
		if !more {
			return b.String()
		}
	}
}

// crossOrigin refuses what pages of other sites send, except those of trusted
// origins, whose browsers are told that they may. There are no cookies, so a
// foreign page could do nothing as anybody; this closes the rest.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	for _, o := range s.trusted {
		if err := guard.AddTrustedOrigin(o); err != nil {
			s.log.Error("trusted origin ignored", "error", err.Error())
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, refuse(wire.CodeForbidden))
	}))
	next = guard.Handler(next)
	if len(s.trusted) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		if o := r.Header.Get("Origin"); o != "" && slices.Contains(s.trusted, o) {
			h := w.Header()
			h.Set("Access-Control-Allow-Origin", o)
			h.Set("Access-Control-Expose-Headers", "Retry-After")
			if r.Method == http.MethodOptions {
				h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
				h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, "+wire.HeaderOp+", "+wire.HeaderHint)
				h.Set("Access-Control-Max-Age", "600")
				w.WriteHeader(http.StatusNoContent)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// HostCheck lets only requests for the origin's own host through, so that a name
// that is made to point here cannot reach the server with another page's rights.
// A page asked for by a loopback address on the listening port is redirected to
// the origin, and the health check answers there.
func HostCheck(origin string, next http.Handler) (http.Handler, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin {
		return nil, fmt.Errorf("relay: %q is not an origin such as https://troth.example", origin)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Host == u.Host:
			next.ServeHTTP(w, r)
		case loopbackHere(r) && r.URL.Path == wire.PathHealth:
			next.ServeHTTP(w, r)
		case loopbackHere(r) && (r.Method == http.MethodGet || r.Method == http.MethodHead):
			http.Redirect(w, r, origin+r.URL.RequestURI(), http.StatusTemporaryRedirect)
		default:
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "This server does not answer to that name.", http.StatusMisdirectedRequest)
		}
	}), nil
}

// loopbackHere reports whether a request was made for 127.0.0.1 or [::1] on the
// port it came in by.
func loopbackHere(r *http.Request) bool {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil || host != "127.0.0.1" && host != "::1" {
		return false
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	_, here, err := net.SplitHostPort(local.String())
	return err == nil && here == port
}
