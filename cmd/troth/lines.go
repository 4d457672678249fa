package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"troth/internal/language/date"
)

// textsCmd is what the commands have in common that read lines of texts.
type textsCmd struct {
	Now      string `help:"What is now, as in 2026-11-24T18:00:00+01:00. Without it, the clock of this computer." placeholder:"TIME"`
	DayFirst bool   `help:"Read 3/4 as the third of April."`
}

// each prints an answer to every text of standard input.
func (c *textsCmd) each(answer func(l textLine, o date.Options) any) error {
	now, err := moment(c.Now, time.Now())
	if err != nil {
		return err
	}
	return eachLine(os.Stdin, os.Stdout, os.Stderr, func(line []byte) (any, error) {
		l, err := readText(line)
		if err != nil {
			return nil, err
		}
		at, err := moment(l.Now, now)
		if err != nil {
			return nil, err
		}
		return answer(l, date.Options{Now: at, DayFirst: c.DayFirst}), nil
	})
}

// maxLine bounds a line of input, in bytes.
const maxLine = 4 << 20

// errLines says that some lines could not be read. Each was named already.
var errLines = errors.New("some lines could not be read")

// eachLine hands every line of JSON to one, which returns what to print for it.
// A line that is wrong is named on errs by its number, and the others go on.
func eachLine(in io.Reader, out, errs io.Writer, one func(line []byte) (any, error)) error {
	r := bufio.NewReaderSize(in, 64<<10)
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	bad := false
	for n := 1; ; n++ {
		line, long, err := readLine(r)
		if err != nil && err != io.EOF {
			return err
		}
		if text := bytes.TrimSpace(line); len(text) > 0 || long {
			var answer any
			why := fmt.Errorf("longer than %d bytes", maxLine)
			if !long {
				answer, why = one(text)
			}
			if why != nil {
				bad = true
				fmt.Fprintf(errs, "line %d: %v\n", n, why)
			} else if err := enc.Encode(answer); err != nil {
				return err
			}
		}
		// Whoever waits for an answer before the next line must not wait for ever.
		if r.Buffered() == 0 {
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if err == io.EOF {
			break
		}
	}
	if bad {
		return errLines
	}
	return nil
}

// readLine reads a line of any length and keeps it if it is not too long.
func readLine(r *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, long, err
		}
	}
}

// textLine is a line of input.
type textLine struct {
	ID   json.RawMessage `json:"id"`
	Text *string         `json:"text"`
	Now  string          `json:"now"`
}

func readText(line []byte) (textLine, error) {
	var l textLine
	if err := json.Unmarshal(line, &l); err != nil {
		return l, errors.New("not a line of JSON with an id and a text")
	}
	if len(l.ID) == 0 || l.Text == nil {
		return l, errors.New("id or text is missing")
	}
	return l, nil
}

// moment reads --now, or a line's own. Its zone says nothing: what it shows is
// what the clock on the wall shows.
func moment(s string, otherwise time.Time) (time.Time, error) {
	if s == "" {
		return otherwise, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errors.New("now is not a time such as 2026-11-24T18:00:00+01:00")
}
