package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// turns gives one line at a time, and calls before for each.
type turns struct {
	lines  []string
	before func()
}

func (t *turns) Read(p []byte) (int, error) {
	t.before()
	if len(t.lines) == 0 {
		return 0, io.EOF
	}
	n := copy(p, t.lines[0])
	if t.lines[0] = t.lines[0][n:]; t.lines[0] == "" {
		t.lines = t.lines[1:]
	}
	return n, nil
}

func echo(line []byte) (any, error) { return len(line), nil }

// Each line is answered before the next is waited for.
func TestAnswerBeforeTheNextLine(t *testing.T) {
	var out bytes.Buffer
	asked := 0
	in := &turns{lines: []string{"one\n", "three\n", "no end"}, before: func() {
		if got := strings.Count(out.String(), "\n"); got != min(asked, 2) {
			t.Errorf("%d lines are answered when another is waited for, want %d", got, min(asked, 2))
		}
		asked++
	}}
	if err := eachLine(in, &out, io.Discard, echo); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "3\n5\n6\n" {
		t.Errorf("%q", got)
	}
}

// A line at the limit is read; one above it is named and the next is read.
func TestLongLine(t *testing.T) {
	for over, want := range map[int]string{0: "", 1: "line 1: longer than 4194304 bytes\n"} {
		var out, errs bytes.Buffer
		err := eachLine(strings.NewReader(strings.Repeat("a", maxLine-1+over)+"\nb\n"), &out, &errs, echo)
		if (err != nil) != (over > 0) || errs.String() != want || !strings.HasSuffix(out.String(), "1\n") {
			t.Errorf("%d over: %v, %q, %q", over, err, errs.String(), out.String())
		}
	}
}
