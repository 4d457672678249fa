package eventlog_test

import (
	"bytes"
	"testing"

	"troth/internal/eventlog"
)

func FuzzRecord(f *testing.F) {
	for _, r := range []eventlog.Record{
		{},
		{Seq: 1<<64 - 1, SeenMS: -1, Head: []byte("head"), Body: []byte("body"), Tombstone: []byte("stone")},
		{Seq: 7, Head: []byte("head"), Tombstone: []byte("stone")},
		{Seq: 7, Body: []byte("body")},
	} {
		b := r.Bytes()
		got, err := eventlog.ParseRecord(b)
		if err != nil || got.Seq != r.Seq || got.SeenMS != r.SeenMS || !bytes.Equal(got.Head, r.Head) ||
			!bytes.Equal(got.Body, r.Body) || !bytes.Equal(got.Tombstone, r.Tombstone) {
			f.Fatalf("%+v is read as %+v, %v", r, got, err)
		}
		f.Add(b)
		for n := range b {
			if got, err := eventlog.ParseRecord(b[:n]); err == nil && len(got.Tombstone) >= len(r.Tombstone) {
				f.Fatalf("%d of %d bytes are read as %+v", n, len(b), got)
			}
		}
	}
	f.Add([]byte{})
	f.Add(append([]byte{2}, make([]byte, 40)...))
	f.Add(append([]byte{1}, bytes.Repeat([]byte{0xff}, 40)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := eventlog.ParseRecord(b)
		if err != nil {
			return
		}
		if !bytes.Equal(r.Bytes(), b) {
			t.Fatal("a record is written back differently")
		}
	})
}
