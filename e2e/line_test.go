package e2e

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Line is what carries one person's requests: a proxy in this process that
// their whole browser context goes through (pages, workers, the service
// worker), and that can be cut. A browser's own emulation of being offline
// leaves open streams open; a cut line does not. Each person has a line of
// their own, so that one can be cut off while the other goes on, and both see
// the same origin.
type Line struct {
	proxy string

	mu   sync.Mutex
	cut  bool
	lose string // answers to requests that contain it are lost, if lost is not nil
	lost chan struct{}
	open map[net.Conn]bool
	seen []string // method and address of every request
	tap  bool     // keep all bytes
	taps []*tapped
}

// tapped is a connection whose bytes are kept, in both directions.
type tapped struct {
	*net.TCPConn
	l       *Line
	in, out []byte
}

func (c *tapped) Read(p []byte) (int, error) {
	n, err := c.TCPConn.Read(p)
	c.keep(&c.in, p[:n])
	return n, err
}

func (c *tapped) Write(p []byte) (int, error) {
	c.keep(&c.out, p)
	return c.TCPConn.Write(p)
}

func (c *tapped) keep(to *[]byte, p []byte) {
	c.l.mu.Lock()
	defer c.l.mu.Unlock()
	if c.l.tap {
		*to = append(*to, p...)
	}
}

// tapping is a listener whose connections can be tapped.
type tapping struct {
	net.Listener
	l *Line
}

func (t tapping) Accept() (net.Conn, error) {
	c, err := t.Listener.Accept()
	if err != nil {
		return nil, err
	}
	out := &tapped{TCPConn: c.(*net.TCPConn), l: t.l}
	t.l.mu.Lock()
	t.l.taps = append(t.l.taps, out)
	t.l.mu.Unlock()
	return out, nil
}

// Tap keeps all that is sent and received from now on.
func (l *Line) Tap() {
	l.mu.Lock()
	l.tap = true
	l.mu.Unlock()
}

// Tapped returns all that was kept, one piece for each connection and direction.
func (l *Line) Tapped() (out [][]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.taps {
		out = append(out, slices.Clone(c.in), slices.Clone(c.out))
	}
	return out
}

// newLine makes a line to whatever servers are asked for on this computer.
func newLine(t *testing.T) *Line {
	t.Helper()
	l := &Line{open: map[net.Conn]bool{}}
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.proxy = "http://" + inner.Addr().String()
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16, DialContext: hereOnly}
	through := &httputil.ReverseProxy{
		Rewrite:        func(*httputil.ProxyRequest) {}, // as it was asked
		Transport:      transport,
		FlushInterval:  -1,
		ModifyResponse: l.answered,
		ErrorHandler:   func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !r.URL.IsAbs() {
				http.Error(w, "this is a proxy", http.StatusBadRequest)
				return
			}
			l.mu.Lock()
			l.seen = append(l.seen, asked(r))
			l.mu.Unlock()
			through.ServeHTTP(w, r)
		}),
		ConnState: l.connection,
	}
	go srv.Serve(tapping{inner, l})
	t.Cleanup(func() { srv.Close(); transport.CloseIdleConnections() })
	return l
}

// hereOnly reaches this computer under the names that the browser knows for it,
// and nothing else.
func hereOnly(ctx context.Context, network, addr string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(host, ".test") {
		host = "127.0.0.1"
	}
	if host != "127.0.0.1" && host != "localhost" {
		return nil, fmt.Errorf("%s is not this computer", host)
	}
	return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort(host, port))
}

func asked(r *http.Request) string { return r.Method + " " + r.URL.String() }

// connection keeps the open connections, and ends new ones while cut.
func (l *Line) connection(c net.Conn, s http.ConnState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch s {
	case http.StateNew:
		if l.open[c] = true; l.cut {
			drop(c)
		}
	case http.StateClosed, http.StateHijacked:
		delete(l.open, c)
	}
}

// drop ends a connection at once, without saying good-bye.
func drop(c net.Conn) {
	if c, ok := c.(*tapped); ok {
		_ = c.SetLinger(0)
	}
	_ = c.Close()
}

// answered loses an answer that is to be lost. The server has done its work.
func (l *Line) answered(r *http.Response) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost == nil || !strings.Contains(asked(r.Request), l.lose) {
		return nil
	}
	select {
	case <-l.lost:
	default:
		close(l.lost)
	}
	return http.ErrAbortHandler // any error
}

// Cut ends every connection, streams too, and every new one until Mend.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for c := range l.open {
		drop(c)
	}
}

// MendKeeping lets everything through again but what LoseAnswers said.
func (l *Line) MendKeeping() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = false
}

// Mend lets everything through again.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut, l.lost = false, nil
}

// LoseAnswers lets requests through and breaks the connection when the answer
// to one comes whose method and address ("POST http://…") contain part, until
// Mend. The channel is closed as soon as one was lost: the server has then done
// what it was asked, and the browser does not know.
func (l *Line) LoseAnswers(part string) (lost <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lose, l.lost = part, make(chan struct{})
	return l.lost
}

// Seen returns method and address of every request so far.
func (l *Line) Seen() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.seen...)
}

// goes makes a browser context use the line, for this computer's servers too.
func (l *Line) goes() chromedp.CreateBrowserContextOption {
	return func(p *target.CreateBrowserContextParams) {
		p.ProxyServer, p.ProxyBypassList = l.proxy, "<-loopback>"
	}
}

// waitFor waits for something outside the browser.
func (p *Person) waitFor(c <-chan struct{}, what string) {
	p.t.Helper()
	select {
	case <-c:
	case <-time.After(deadline):
		p.t.Fatalf("%s: never happened: %s", p.Name, what)
	}
}

// A cut line ends an open stream, refuses what is new, and comes back. Another
// person's line is not touched. Of a lost answer the server has seen the
// request.
func TestLine(t *testing.T) {
	s := serve(t)
	began, ended := make(chan struct{}, 8), make(chan struct{}, 8)
	s.mux.HandleFunc("/test/stream", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		began <- struct{}{}
		<-r.Context().Done()
		ended <- struct{}{}
	})
	posts := make(chan struct{}, 8)
	s.mux.HandleFunc("POST /test/post", func(w http.ResponseWriter, r *http.Request) {
		posts <- struct{}{}
		w.WriteHeader(http.StatusNoContent)
	})
	s.mux.HandleFunc("GET /test/get", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	ana, ben := ready(t, s, "ana"), ready(t, s, "ben")
	for _, p := range []*Person{ana, ben} {
		p.Eval(`window.was = "open"; fetch("/test/stream").then((a) => a.body.getReader().read()).then(() => { was = "ended" }, () => { was = "broken" })`)
		<-began
	}
	ask := `fetch("/test/get").then((a) => a.status, () => "no connection")`
	ana.Expect("/test/")
	ana.Line.Cut()
	<-ended
	ana.Wait(`was === "broken"`)
	// A service worker may answer in the network's place; it says so.
	if got := ana.Ask("await " + ask); got == "204" {
		t.Errorf("through a cut line: %s", got)
	}
	if got := ben.Ask("was + await " + ask); got != "open204" {
		t.Errorf("beside a cut line: %s", got)
	}
	ana.Line.Mend()
	if got := ana.Ask("await " + ask); got != "204" {
		t.Errorf("through a mended line: %s", got)
	}

	post := `fetch("/test/post", { method: "POST", body: "x" }).then((a) => a.status, () => "no connection")`
	lost := ana.Line.LoseAnswers("POST " + s.URL + "/test/post")
	if got := ana.Ask("await " + post); got != "no connection" {
		t.Errorf("a lost answer: %s", got)
	}
	ana.waitFor(lost, "an answer is lost")
	<-posts // it was carried out
	if got := ana.Ask("await " + ask); got != "204" {
		t.Errorf("another answer: %s", got)
	}
	ana.Line.Mend()
	if got := ana.Ask("await " + post); got != "204" {
		t.Errorf("an answer through a mended line: %s", got)
	}
	found := false
	for _, a := range ana.Line.Seen() {
		found = found || a == "POST "+s.URL+"/test/post"
	}
	if !found {
		t.Error("the line has not seen a request")
	}
}
