package codec_test

import (
	"bytes"
	"errors"
	"runtime"
	"testing"

	"troth/internal/codec"
)

// value is what the attacks below are read into: something of each kind that
// the program reads.
type value struct {
	Number int64          `cbor:"1,keyasint,omitempty"`
	Text   string         `cbor:"2,keyasint,omitempty"`
	Float  float64        `cbor:"3,keyasint,omitempty"`
	Kept   codec.Raw      `cbor:"4,keyasint,omitempty"`
	Map    map[int]int    `cbor:"5,keyasint,omitempty"`
	Any    map[string]any `cbor:"6,keyasint,omitempty"`
}

// under is a map with one pair: a key and what is given.
func under(key byte, b ...byte) []byte { return append([]byte{0xa1, key}, b...) }

func nested(n int) []byte { return append(bytes.Repeat([]byte{0x81}, n), 0) }

func array(n int) []byte { return append([]byte{0x99, byte(n >> 8), byte(n)}, make([]byte, n)...) }

func pairs(n int) []byte {
	b := []byte{0xb9, byte(n >> 8), byte(n)}
	for i := range n {
		b = append(b, 0x19, byte((i+256)>>8), byte(i), 0)
	}
	return b
}

func TestAttack10HostileEncoding(t *testing.T) {
	for name, b := range map[string][]byte{
		"number":          under(1, 7),
		"text":            under(2, 0x61, 'a'),
		"float":           under(3, 0xf9, 0x3c, 0),
		"depth 8":         under(4, nested(codec.MaxDepth-1)...),
		"array of 4096":   under(4, array(codec.MaxArray)...),
		"map of 256":      under(4, pairs(codec.MaxPairs)...),
		"a map of a kind": under(5, 0xa2, 1, 1, 2, 2),
	} {
		var v value
		if err := codec.Decode(b, &v); err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
	}
	for name, b := range map[string][]byte{
		"nothing":                   {},
		"duplicate key":             {0xa2, 1, 7, 1, 7},
		"duplicate key in a map":    under(5, 0xa2, 1, 1, 1, 1),
		"indefinite map":            {0xbf, 1, 7, 0xff},
		"indefinite, kept":          under(4, 0x9f, 0, 0xff),
		"indefinite text, kept":     under(4, 0x7f, 0x61, 'a', 0xff),
		"tag":                       under(1, 0xc1, 0),
		"tag, kept":                 under(4, 0xc1, 0),
		"not a number":              under(3, 0xf9, 0x7e, 0),
		"infinity":                  under(3, 0xf9, 0x7c, 0),
		"bad UTF-8":                 under(2, 0x62, 0xff, 0xfe),
		"trailing byte":             append(under(1, 7), 0),
		"depth 9":                   under(4, nested(codec.MaxDepth)...),
		"array of 4097":             under(4, array(codec.MaxArray+1)...),
		"map of 257":                under(4, pairs(codec.MaxPairs+1)...),
		"unknown field":             {0xa2, 1, 7, 9, 7},
		"a claim of 2^32-1 of them": under(4, 0x9a, 0xff, 0xff, 0xff, 0xff),
		"a claim of 2^63 bytes":     under(2, 0x7b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
		"a map that claims 2^32-1":  under(5, 0xba, 0xff, 0xff, 0xff, 0xff),
		"an any that claims it":     under(6, 0xa1, 0x61, 'a', 0x9a, 0xff, 0xff, 0xff, 0xff),
		"cut short":                 under(2, 0x62, 'a'),
	} {
		var v value
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := codec.Decode(b, &v)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, codec.ErrEncoding) {
			t.Errorf("%s: %v", name, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
			t.Errorf("%s: %d bytes allocated", name, n)
		}
	}
}

func TestAttack11SecondEncoding(t *testing.T) {
	for name, b := range map[string][]byte{
		"long integer":        under(1, 0x18, 7),
		"longer integer":      under(1, 0x1b, 0, 0, 0, 0, 0, 0, 0, 7),
		"long key":            {0xa1, 0x18, 1, 7},
		"long length":         under(2, 0x78, 1, 'a'),
		"unsorted":            {0xa2, 2, 0x61, 'a', 1, 7},
		"unsorted map":        under(5, 0xa2, 2, 2, 1, 1),
		"long float":          under(3, 0xfa, 0x3f, 0x80, 0, 0),
		"a zero that is left": under(1, 0), // omitempty leaves it out
	} {
		var v value
		if err := codec.Decode(b, &v); !errors.Is(err, codec.ErrEncoding) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
