package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"
)

// host is what requests call the server.
const host = "bench.example"

// served is a server on the loopback device.
type served struct {
	srv  *http.Server
	addr string
}

func serve(h http.Handler) (*served, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &served{addr: l.Addr().String(), srv: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}}
	go s.srv.Serve(l) //nolint:errcheck // it ends with close
	return s, nil
}

func (s *served) close() { s.srv.Close() }

// line is a kept connection of a client that costs as little as it can: it
// sends bytes made beforehand and reads of an answer only its status and length.
type line struct {
	c net.Conn
	r *bufio.Reader
}

func dial(addr string) (*line, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &line{c, bufio.NewReaderSize(c, 4096)}, nil
}

func (l *line) close() { l.c.Close() }

var (
	statusOK      = []byte("HTTP/1.1 200")
	statusCreated = []byte("HTTP/1.1 201")
	lengthIs      = []byte("Content-Length: ")
)

// ask sends a request and passes over the answer, which must be a success. It
// returns the length of the answer's body.
func (l *line) ask(request []byte) (int, error) {
	if _, err := l.c.Write(request); err != nil {
		return 0, err
	}
	status, err := l.r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(status, statusOK) && !bytes.HasPrefix(status, statusCreated) {
		return 0, fmt.Errorf("answered %q", status)
	}
	n := -1
	for {
		h, err := l.r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if len(h) == 2 {
			break
		}
		if v, ok := bytes.CutPrefix(h, lengthIs); ok {
			if n, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil {
				return 0, err
			}
		}
	}
	if n < 0 {
		return 0, errors.New("an answer without its length")
	}
	_, err = l.r.Discard(n)
	return n, err
}

// stream asks for a stream and waits until it is ready.
func (l *line) stream(bearer string) error {
	if _, err := fmt.Fprintf(l.c, "GET /v1/stream HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", host, bearer); err != nil {
		return err
	}
	for {
		s, err := l.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if bytes.HasPrefix(s, []byte("HTTP/1.1")) && !bytes.HasPrefix(s, statusOK) {
			return fmt.Errorf("answered %q", s)
		}
		if bytes.HasPrefix(s, []byte("data: ready")) {
			return nil
		}
	}
}

// next waits for the next line of a stream that tells of a log, and returns
// what it says.
func (l *line) next() ([]byte, error) {
	for {
		s, err := l.r.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if said, ok := bytes.CutPrefix(s, []byte("data: log ")); ok {
			return bytes.TrimSpace(said), nil
		}
	}
}
