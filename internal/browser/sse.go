package browser

import (
	"bytes"
	"errors"
)

// maxLine is the longest line of a stream, in bytes. The relay's are short.
const maxLine = 4 << 10

var errLine = errors.New("browser: a line of the stream is too long")

// lines reads server-sent events (WHATWG HTML, 9.2) from pieces as they come.
// Only data counts; names, ids and comments are passed over.
type lines struct {
	rest  []byte // of a line that has not ended
	cr    bool   // the last piece ended in a carriage return
	data  []byte
	begun bool // data has at least one line
}

// feed takes a piece and calls each with the data of every event that it ends.
func (l *lines) feed(piece []byte, each func(data string) error) error {
	for len(piece) > 0 {
		if l.cr && piece[0] == '\n' {
			piece = piece[1:]
			l.cr = false
			continue
		}
		l.cr = false
		i := bytes.IndexAny(piece, "\r\n")
		end := i
		if i < 0 {
			end = len(piece)
		}
		if len(l.rest)+end > maxLine || len(l.data) > maxLine {
			return errLine
		}
		l.rest = append(l.rest, piece[:end]...)
		if i < 0 {
			return nil
		}
		l.cr = piece[i] == '\r'
		piece = piece[i+1:]
		line := string(l.rest)
		l.rest = l.rest[:0]
		if err := l.line(line, each); err != nil {
			return err
		}
	}
	return nil
}

func (l *lines) line(line string, each func(data string) error) error {
	if line == "" {
		if !l.begun {
			return nil
		}
		data := string(l.data)
		l.data, l.begun = l.data[:0], false
		return each(data)
	}
	name, value, _ := bytes.Cut([]byte(line), []byte(":"))
	if string(name) != "data" {
		return nil
	}
	if l.begun {
		l.data = append(l.data, '\n')
	}
	l.begun = true
	l.data = append(l.data, bytes.TrimPrefix(value, []byte(" "))...)
	return nil
}
