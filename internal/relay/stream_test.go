package relay_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

// patience is how long a test waits for what happens elsewhere. It is less than
// the time between two heartbeats, so that none of them helps.
const patience = 20 * time.Second

// listen opens a stream over a real connection and returns its lines. The
// channel is closed when the relay ends the stream.
func (p *person) listen(url string) <-chan string {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	p.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", url+wire.PathStream, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Authorization", p.bearer())
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" {
		p.t.Fatalf("stream: %d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
	}
	lines := make(chan string, 1000)
	go func() {
		defer resp.Body.Close()
		defer close(lines)
		for sc := bufio.NewScanner(resp.Body); sc.Scan(); {
			if data, ok := strings.CutPrefix(sc.Text(), "data: "); ok {
				lines <- data
			}
		}
	}()
	expect(p.t, lines, wire.StreamReady)
	return lines
}

// expect waits for lines, in order.
func expect(t testing.TB, lines <-chan string, want ...string) {
	t.Helper()
	for _, w := range want {
		select {
		case got, ok := <-lines:
			if !ok || got != w {
				t.Fatalf("stream says %q, want %q", got, w)
			}
		case <-time.After(patience):
			t.Fatalf("stream says nothing, want %q", w)
		}
	}
}

// ended waits until the relay ends a stream.
func ended(t testing.TB, lines <-chan string, within time.Duration) {
	t.Helper()
	late := time.After(within)
	for {
		select {
		case _, ok := <-lines:
			if !ok {
				return
			}
		case <-late:
			t.Fatal("the stream goes on")
		}
	}
}

func (w *world) serve() string {
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.h.ServeHTTP(rw, r) }))
	w.t.Cleanup(func() {
		w.relay.EndStreams()
		srv.CloseClientConnections()
		srv.Close()
	})
	return srv.URL
}

func logLine(s *space) string { return fmt.Sprintf("log %s %d", s.id, s.seq) }

func inviteLine(v invite) string { return fmt.Sprintf("invite %s", v.id) }

func TestStream(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		url := w.serve()
		a, b, c := w.member(), w.member(), w.member()
		la, la2, lb, lc := a.listen(url), a.listen(url), b.listen(url), c.listen(url)
		s := newSpace(chain.Couple)
		g := a.genesis(s)
		a.do("POST", wire.PathLogs, wire.NewLog{Genesis: g}).is(201)
		s.after(g)
		expect(t, la, logLine(s))
		expect(t, la2, logLine(s))
		a.write(s, a.newEpoch(s, 1)).is(201)
		s.epoch = 1
		expect(t, la, logLine(s))

		v := a.invite(s)
		expect(t, la, inviteLine(v))
		b.claim(v).is(200)
		expect(t, la, inviteLine(v))
		expect(t, lb, inviteLine(v))
		b.claim(v).is(200) // nothing new
		c.claim(v).refused(410, wire.CodeGone)
		expect(t, la, inviteLine(v)) // somebody else tried
		expect(t, lb, inviteLine(v))
		c.claim(v).refused(410, wire.CodeGone) // known already
		b.do("POST", v.path(wire.PathAnswer), wire.Sealed{Data: []byte("two")}).is(201)
		expect(t, la, inviteLine(v))
		expect(t, lb, inviteLine(v))
		a.do("POST", v.path(wire.PathReveal), wire.Sealed{Data: []byte("three")}).is(201)
		expect(t, la, inviteLine(v))
		expect(t, lb, inviteLine(v))
		a.addMember(s, a.addition(s, v, b)).is(201)
		expect(t, la, logLine(s), inviteLine(v))
		expect(t, lb, logLine(s), inviteLine(v)) // a log that was joined while listening
		b.write(s, b.words(s)).is(201)
		expect(t, la, logLine(s))
		expect(t, lb, logLine(s))

		own := c.begin(chain.Self)
		own.seq = 1
		expect(t, lc, logLine(own)) // and nothing of the others before it
	}, func(o *relay.Options) { o.MaxAccounts = 3 })
}

func TestStreamEndsWithTheServer(t *testing.T) {
	w := newWorldInMemory(t)
	url := w.serve()
	b := w.member()
	away := b.listen(url)
	w.relay.EndStreams()
	ended(t, away, patience)
	b.do("GET", wire.PathStream, nil).refused(503, wire.CodeUnavailable)
	b.token[0] ^= 1
	b.do("GET", wire.PathStream, nil).refused(401, wire.CodeUnauthorized)
}

// A stream ends with its session, also if the clock has been set back so far that
// nobody can say how old that is.
func TestStreamEndsWithItsSession(t *testing.T) {
	for name, jump := range map[string]time.Duration{"over": 37 * time.Hour, "set back": -365 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			w := newWorldInMemory(t)
			w.relay.SetHeartbeat(time.Millisecond)
			url := w.serve()
			away := w.member().listen(url)
			w.pass(jump)
			ended(t, away, patience)
		})
	}
}

// A server's time limits are for requests, not for streams.
func TestStreamOutlivesTimeLimits(t *testing.T) {
	const limit = 50 * time.Millisecond
	w := newWorldInMemory(t)
	srv := httptest.NewUnstartedServer(w.h)
	srv.Config.ReadTimeout, srv.Config.WriteTimeout, srv.Config.IdleTimeout = limit, limit, limit
	srv.Start()
	t.Cleanup(func() {
		w.relay.EndStreams()
		srv.Close()
	})
	a := w.member()
	lines := a.listen(srv.URL)
	time.Sleep(4 * limit)
	s := a.begin(chain.Self)
	expect(t, lines, logLine(s))
}

// An account with too many streams loses its oldest, and a stream that nobody
// reads is let go of while the others are told.
func TestStreamsAreBounded(t *testing.T) {
	w := newWorldInMemory(t)
	url := w.serve()
	a, b := w.member(), w.member()
	first := a.listen(url)
	for range 16 {
		a.listen(url)
	}
	ended(t, first, patience)

	s := b.begin(chain.Self)
	stuck := &stuckWriter{header: http.Header{}, entered: make(chan struct{}), release: make(chan struct{})}
	r := b.request("GET", wire.PathStream, nil)
	r.Header.Set("Authorization", b.bearer())
	done := make(chan struct{})
	go func() {
		w.h.ServeHTTP(stuck, r)
		close(done)
	}()
	<-stuck.entered
	before := w.relay.Streams()
	for range 70 {
		b.write(s, b.words(s)).is(201)
	}
	if n := w.relay.Streams(); n != before-1 {
		t.Errorf("%d streams, were %d: the one that lags behind is kept", n, before)
	}
	healthy := b.listen(url)
	b.write(s, b.words(s)).is(201)
	expect(t, healthy, logLine(s))
	close(stuck.release)
	<-done
}

// stuckWriter is a client that takes nothing.
type stuckWriter struct {
	header           http.Header
	entered, release chan struct{}
}

func (s *stuckWriter) Header() http.Header { return s.header }
func (s *stuckWriter) WriteHeader(int)     {}
func (s *stuckWriter) Flush()              {}
func (s *stuckWriter) Write(p []byte) (int, error) {
	select {
	case <-s.entered:
	default:
		close(s.entered)
	}
	<-s.release
	return len(p), nil
}
