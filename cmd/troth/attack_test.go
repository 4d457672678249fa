package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/web"
)

// listening is everything that troth serves, on a port of this computer.
func listening(t *testing.T) (addr string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	origin := "http://localhost:" + port
	server, err := relay.New(relay.Options{Store: memstore.New(), Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	h, err := handler(server, web.Options{Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serveUntil(ctx, server, site{ln, h}) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return ln.Addr().String()
}

// ask sends a request as it is written.
func ask(t *testing.T, addr, request string) *http.Response {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	go io.WriteString(c, request) //nolint:errcheck // a server that has heard enough closes
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A name that somebody made to point here reaches nothing: not the app, not its
// parts, not the relay.
func TestAttack88AnotherHost(t *testing.T) {
	addr := listening(t)
	_, port, _ := net.SplitHostPort(addr)
	for _, path := range []string{"/", "/sw.js", "/v1/logs", "/healthz", "/nothing"} {
		for _, host := range []string{"evil.example", "evil.example:" + port, "localhost.evil.example:" + port, "localhost", "127.0.0.1", "localhost:1"} {
			for _, method := range []string{"GET", "POST", "OPTIONS"} {
				r := ask(t, addr, fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n", method, path, host))
				if r.StatusCode != http.StatusMisdirectedRequest {
					t.Errorf("%s %s for %s: %d", method, path, host, r.StatusCode)
				}
			}
		}
	}
	if r := ask(t, addr, "GET / HTTP/1.1\r\nHost: localhost:"+port+"\r\n\r\n"); r.StatusCode != http.StatusOK {
		t.Errorf("for its own name: %d", r.StatusCode)
	}
	if r := ask(t, addr, "GET /x HTTP/1.1\r\nHost: 127.0.0.1:"+port+"\r\n\r\n"); r.Header.Get("Location") != "http://localhost:"+port+"/x" {
		t.Errorf("by number: %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
}

func TestAttack90OversizedHeaders(t *testing.T) {
	addr := listening(t)
	_, port, _ := net.SplitHostPort(addr)
	with := func(size int) int {
		return ask(t, addr, "GET /healthz HTTP/1.1\r\nHost: localhost:"+port+"\r\nX-Long: "+strings.Repeat("x", size)+"\r\n\r\n").StatusCode
	}
	if got := with(8 << 10); got != http.StatusOK {
		t.Errorf("8 KiB of headers: %d", got)
	}
	// The library allows 4 KiB beyond the limit.
	for _, size := range []int{maxHeader + 5<<10, 1 << 20} {
		if got := with(size); got != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%d bytes of headers: %d", size, got)
		}
	}
	if got := ask(t, addr, "GET /"+strings.Repeat("x", 1<<20)+" HTTP/1.1\r\nHost: localhost:"+port+"\r\n\r\n").StatusCode; got != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long address: %d", got)
	}
}
