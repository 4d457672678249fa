package audit

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"

	"troth/internal/chain"
)

// RawMagic is how a file of raw logs begins.
const RawMagic = "troth raw log 1\n"

// Records of a file of raw logs (spec/rawlog-v1.md).
const (
	recordLog       = 'L'
	recordHead      = 'H'
	recordBody      = 'B'
	recordTombstone = 'T'

	recordHeader = 1 + 4 // tag, length
	logSize      = 16 + 1 + 8 + 32
	maxBytes     = chain.MaxBucket + chain.TagSize // of one record
)

// ErrRaw reports a file that is not as spec/rawlog-v1.md says.
var ErrRaw = errors.New("not a sound file of raw logs")

// WriteRaw writes the beginning of a file of raw logs. WriteRawLog adds logs.
func WriteRaw(w io.Writer) error {
	_, err := io.WriteString(w, RawMagic)
	return err
}

// WriteRawLog writes a log as it is kept, without checking anything.
func WriteRawLog(w io.Writer, l Log, events iter.Seq2[Event, error]) error {
	b := append(l.ID[:], byte(l.Type))
	b = binary.BigEndian.AppendUint64(b, l.Seq)
	if err := writeRecord(w, recordLog, append(b, l.Head[:]...)); err != nil {
		return err
	}
	for ev, err := range events {
		if err == nil {
			err = writeRecord(w, recordHead, ev.Head)
		}
		if err == nil && ev.Body != nil {
			err = writeRecord(w, recordBody, ev.Body)
		}
		if err == nil && ev.Tombstone != nil {
			err = writeRecord(w, recordTombstone, ev.Tombstone)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func writeRecord(w io.Writer, tag byte, b []byte) error {
	if len(b) > maxBytes {
		return fmt.Errorf("%w: %d bytes in one record", ErrRaw, len(b))
	}
	_, err := w.Write(append(binary.BigEndian.AppendUint32([]byte{tag}, uint32(len(b))), b...))
	return err
}

// Raw reads a file of raw logs, one log after the other.
type Raw struct {
	r    *bufio.Reader
	at   int64 // where the next record begins
	tag  byte  // of the record that comes next; 0: none was looked at
	next []byte
	err  error // after which nothing can be read
}

// ReadRaw begins to read. It returns ErrRaw for any other file.
func ReadRaw(r io.Reader) (*Raw, error) {
	b := make([]byte, len(RawMagic))
	if _, err := io.ReadFull(r, b); err != nil || string(b) != RawMagic {
		return nil, ErrRaw
	}
	return &Raw{r: bufio.NewReader(r), at: int64(len(RawMagic))}, nil
}

// Log returns the next log and its events, which must be used up before Log is
// called again. At the end of the file it returns io.EOF.
func (r *Raw) Log() (Log, iter.Seq2[Event, error], error) {
	if err := r.peek(); err != nil {
		return Log{}, nil, err
	}
	if r.tag != recordLog {
		return Log{}, nil, r.fail("a log should begin")
	}
	b := r.take()
	l := Log{ID: chain.LogID(b[:16]), Type: chain.Type(b[16]), Seq: binary.BigEndian.Uint64(b[17:]), Head: chain.Hash(b[25:])}
	return l, r.events, nil
}

// events yields the events up to the next log.
func (r *Raw) events(yield func(Event, error) bool) {
	for seq := uint64(1); ; seq++ {
		ev := Event{Seq: seq}
		switch err := r.peek(); {
		case err == io.EOF || err == nil && r.tag == recordLog:
			return
		case err == nil && r.tag != recordHead:
			yield(ev, r.fail("an event should begin"))
			return
		case err != nil:
			yield(ev, err)
			return
		}
		ev.Head = r.take()
		for r.peek() == nil && (r.tag == recordBody && ev.Body == nil && ev.Tombstone == nil || r.tag == recordTombstone && ev.Tombstone == nil) {
			if r.tag == recordBody {
				ev.Body = r.take()
			} else {
				ev.Tombstone = r.take()
			}
		}
		if !yield(ev, nil) {
			return
		}
	}
}

func (r *Raw) take() []byte {
	r.tag = 0
	r.at += recordHeader + int64(len(r.next))
	return r.next
}

func (r *Raw) fail(what string) error {
	r.err = fmt.Errorf("%w: %s at byte %d", ErrRaw, what, r.at)
	return r.err
}

// peek reads the next record, unless it was read already.
func (r *Raw) peek() error {
	if r.err != nil || r.tag != 0 {
		return r.err
	}
	var h [recordHeader]byte
	switch _, err := io.ReadFull(r.r, h[:]); {
	case err == io.EOF:
		r.err = err
		return err
	case err != nil:
		return r.fail("it ends in the middle of a record")
	}
	n := binary.BigEndian.Uint32(h[1:])
	switch h[0] {
	case recordLog, recordHead, recordBody, recordTombstone:
	default:
		return r.fail("there is no record")
	}
	if n > maxBytes || h[0] == recordLog && n != logSize {
		return r.fail("there is a record of a wrong size")
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r.r, b); err != nil {
		return r.fail("it ends in the middle of a record")
	}
	r.tag, r.next = h[0], b
	return nil
}
