package envelope_test

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"runtime"
	"testing"

	"troth/internal/chain"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/secret"
)

// hostile puts each body into a rightly signed event. The chain goes on, the
// entry is flagged and gives no fact, nothing panics and little is allocated.
func hostile(t *testing.T, bodies map[string][]byte) {
	t.Helper()
	good, err := body("journal").Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, padded := range bodies {
		s := newSolo(t)
		ev := s.raw(padded, 1, nil)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		e := s.accept(ev)
		runtime.ReadMemStats(&after)
		if e.Flag() != envelope.Unreadable {
			t.Errorf("%s: %v", name, e.Flag())
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
			t.Errorf("%s: %d bytes allocated", name, n)
		}
		if _, ok := e.Fact(); ok {
			t.Errorf("%s gives a fact", name)
		}
		if e := s.accept(s.raw(pad(t, good), 1, nil)); e.Flag() != envelope.Fine {
			t.Errorf("after %s the log does not go on: %v", name, e.Flag())
		}
	}
}

// Parts of a body in CBOR.
var (
	kind    = []byte("\x01\x67journal")
	reader  = []byte{2, 1}
	created = []byte{3, 0}
	payload = []byte{5, 0x61, 'w'}
)

func cborMap(pairs ...[]byte) []byte {
	b := []byte{0xa0 | byte(len(pairs))}
	for _, p := range pairs {
		b = append(b, p...)
	}
	return b
}

// inPayload is a body with an encoded payload of its own.
func inPayload(b ...byte) []byte { return cborMap(kind, reader, created, append([]byte{5}, b...)) }

func TestAttack09Padding(t *testing.T) {
	good := inPayload(0x61, 'w')
	bigger := pad(t, good)
	bigger = append(bigger, make([]byte, len(bigger))...)
	nonZero := pad(t, good)
	nonZero[len(nonZero)-1] = 1
	long := pad(t, good)
	binary.BigEndian.PutUint32(long, 5000)
	hostile(t, map[string][]byte{"larger bucket": bigger, "non-zero padding": nonZero, "length over room": long})
}

func TestAttack10HostileBody(t *testing.T) {
	good := inPayload(0x61, 'w')
	hostile(t, map[string][]byte{
		"empty":             pad(t, nil),
		"not CBOR":          pad(t, []byte{0xff, 0xff}),
		"trailing byte":     pad(t, append(bytes.Clone(good), 0)),
		"duplicate key":     pad(t, cborMap(kind, kind, reader, created, payload)),
		"indefinite length": pad(t, append(append([]byte{0xbf}, good[1:]...), 0xff)),
		"tag":               pad(t, inPayload(0xc1, 0)),
		"not a number":      pad(t, cborMap(kind, reader, []byte{3, 0xf9, 0x7e, 0}, payload)),
		"bad UTF-8":         pad(t, cborMap([]byte("\x01\x62\xff\xfe"), reader, created, payload)),
		"unknown field":     pad(t, cborMap(kind, reader, created, payload, []byte{7, 0})),
		"depth nine":        pad(t, inPayload(append(bytes.Repeat([]byte{0x81}, 9), 0)...)),
		"huge array":        pad(t, inPayload(0x9a, 0xff, 0xff, 0xff, 0xff)),
		"long array":        pad(t, inPayload(append([]byte{0x99, 0x10, 1}, make([]byte, 4097)...)...)),
		"no kind":           pad(t, cborMap([]byte{1, 0x60}, reader, created, payload)),
		"long kind":         pad(t, cborMap(append([]byte{1, 0x78, 41}, bytes.Repeat([]byte{'k'}, 41)...), reader, created, payload)),
		"short witness":     pad(t, cborMap(kind, reader, created, payload, []byte{6, 0x41, 0})),
	})
}

func TestAttack11SecondEncoding(t *testing.T) {
	hostile(t, map[string][]byte{
		"unsorted":     pad(t, cborMap(reader, kind, created, payload)),
		"long integer": pad(t, cborMap(kind, []byte{2, 0x18, 1}, created, payload)),
	})
}

func TestAttack16WrongKey(t *testing.T) {
	s := newSolo(t)
	good, err := body("journal").Encode()
	if err != nil {
		t.Fatal(err)
	}
	other := secret.Key{9}
	e := s.accept(s.raw(pad(t, good), 1, &other))
	if _, ok := e.Fact(); ok || e.Flag() != envelope.Unreadable {
		t.Errorf("sealed under another key: %v", e.Flag())
	}
	if e := s.accept(s.raw(pad(t, good), 1, nil)); e.Flag() != envelope.Fine || e.Seq() != 3 {
		t.Errorf("the log does not go on: %v at %d", e.Flag(), e.Seq())
	}
}

// A control kind in a closed body, and a practice's kind in an open one, are
// nothing: authority that the relay cannot see is no authority.
func TestAttack19KindInTheWrongPlace(t *testing.T) {
	for _, k := range []string{chain.KindGenesis, chain.KindEpoch, chain.KindMemberAdd, chain.KindRekey, chain.KindLeave} {
		name := append([]byte{1, 0x60 | byte(len(k))}, k...)
		hostile(t, map[string][]byte{k + " in hiding": pad(t, cborMap(name, reader, created, payload))})
	}
	s := newSolo(t)
	open, err := chain.NewControl("journal", "words")
	if err != nil {
		t.Fatal(err)
	}
	ev, err := envelope.SealControl(rand.Reader, s.signer, envelope.After(&s.state), event.ID{8}, open)
	if err != nil {
		t.Fatal(err)
	}
	e := s.accept(ev.Event())
	if _, ok := e.Fact(); ok || e.Flag() != envelope.BadControl || e.Control() != "" {
		t.Errorf("an open journal entry: %v %q", e.Flag(), e.Control())
	}
}
