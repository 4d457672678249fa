package browser

import (
	"errors"
	"strings"
	"testing"
)

// However a stream is cut into pieces, the same events come out of it.
func TestLines(t *testing.T) {
	stream := "\ufeff: comment\n\ndata: a\n\ndata:b\r\ndata: c\r\n\r\nevent: x\rid: 7\rdata\rdata: d: e\r\r: only a comment\n\ndata: never ended\n"
	stream = strings.TrimPrefix(stream, "\ufeff")
	want := "a|b\nc|\nd: e"
	for size := 1; size <= len(stream); size++ {
		var l lines
		var got []string
		for rest := stream; rest != ""; {
			n := min(size, len(rest))
			if err := l.feed([]byte(rest[:n]), func(data string) error { got = append(got, data); return nil }); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("in pieces of %d: %q, want %q", size, s, want)
		}
	}
}

func TestLinesLimits(t *testing.T) {
	none := func(string) error { return nil }
	var l lines
	if err := l.feed([]byte("data: "+strings.Repeat("x", maxLine-6)+"\n\n"), none); err != nil {
		t.Errorf("a line of %d bytes: %v", maxLine, err)
	}
	l = lines{}
	if err := l.feed([]byte("data: "+strings.Repeat("x", maxLine-5)), none); !errors.Is(err, errLine) {
		t.Errorf("a longer one: %v", err)
	}
	l = lines{}
	if err := l.feed([]byte(strings.Repeat("data: xx\n", maxLine)), none); !errors.Is(err, errLine) {
		t.Errorf("an event that never ends: %v", err)
	}
	stop := errors.New("stop")
	l = lines{}
	if err := l.feed([]byte("data: a\n\ndata: b\n\n"), func(string) error { return stop }); err != stop {
		t.Errorf("an error of the reader: %v", err)
	}
}
