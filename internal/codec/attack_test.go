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
	Bytes  []byte         `cbor:"3,keyasint,omitempty"`
	Kept   codec.Raw      `cbor:"4,keyasint,omitempty"`
	Map    map[int]int    `cbor:"5,keyasint,omitempty"`
	List   [][4096]byte   `cbor:"6,keyasint,omitempty"`
	Array  [4]byte        `cbor:"7,keyasint,omitzero"`
	Nested map[int]*value `cbor:"8,keyasint,omitempty"`
	Small  int8           `cbor:"9,keyasint,omitempty"`
	Bit    bool           `cbor:"10,keyasint,omitempty"`
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
		"bytes":           under(3, 0x41, 7),
		"array of bytes":  under(7, 0x44, 0, 0, 0, 1),
		"smallest":        under(9, 0x38, 0x7f),
		"true":            under(10, 0xf5),
		"float, kept":     under(4, 0xf9, 0x3c, 0),
		"null, kept":      under(4, 0xf6),
		"nested values":   under(8, 0xa1, 1, 0xa1, 8, 0xa1, 1, 0xa1, 8, 0xa1, 1, 0xa1, 1, 7),
		"null in a map":   under(8, 0xa1, 1, 0xf6),
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
		"float":                     under(1, 0xf9, 0x3c, 0),
		"not a number":              under(4, 0xf9, 0x7e, 0),
		"infinity":                  under(4, 0xf9, 0x7c, 0),
		"not a number, long":        under(4, 0xfa, 0x7f, 0xc0, 0, 0),
		"infinity, longer":          under(4, 0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0),
		"a simple value too long":   under(4, 0xf8, 31),
		"reserved":                  under(4, 0x1c),
		"break":                     under(4, 0xff),
		"bad UTF-8":                 under(2, 0x62, 0xff, 0xfe),
		"trailing byte":             append(under(1, 7), 0),
		"depth 9":                   under(4, nested(codec.MaxDepth)...),
		"array of 4097":             under(4, array(codec.MaxArray+1)...),
		"map of 257":                under(4, pairs(codec.MaxPairs+1)...),
		"depth 9 of values":         under(8, 0xa1, 1, 0xa1, 8, 0xa1, 1, 0xa1, 8, 0xa1, 1, 0xa1, 8, 0xa1, 1, 0xa1, 1, 7),
		"unknown field":             {0xa2, 1, 7, 11, 7},
		"unknown field before":      {0xa2, 0, 7, 1, 7},
		"a field with a text key":   {0xa1, 0x61, '1', 7},
		"bytes for a text":          under(2, 0x41, 'a'),
		"text for bytes":            under(3, 0x61, 'a'),
		"an array for bytes":        under(3, 0x81, 7),
		"an array for an array":     under(7, 0x84, 0, 0, 0, 1),
		"three of four bytes":       under(7, 0x43, 0, 0, 1),
		"five for four bytes":       under(7, 0x45, 0, 0, 0, 0, 1),
		"an array for a struct":     {0x81, 7},
		"too large":                 under(9, 0x18, 0x80),
		"too small":                 under(9, 0x38, 0x80),
		"larger than an int64":      under(1, 0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0),
		"smaller than an int64":     under(1, 0x3b, 0x80, 0, 0, 0, 0, 0, 0, 0),
		"one for true":              under(10, 1),
		"null for a number":         under(1, 0xf6),
		"undefined for a pointer":   under(8, 0xa1, 1, 0xf7),
		"null":                      {0xf6},
		"a claim of 2^32-1 of them": under(4, 0x9a, 0xff, 0xff, 0xff, 0xff),
		"a claim of 2^63 bytes":     under(2, 0x7b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
		"a map that claims 2^32-1":  under(5, 0xba, 0xff, 0xff, 0xff, 0xff),
		"4096 of 4096 bytes":        under(6, 0x99, 0x10, 0, 0x40),
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
		"long text":           under(2, append([]byte{0x79, 0, 24}, "123456789012345678901234"...)...),
		"long negative":       under(1, 0x39, 0, 24),
		"long array":          under(6, 0x98, 0),
		"a zero that is left": under(1, 0), // omitempty leaves it out
		"an empty text":       under(2, 0x60),
		"an empty map":        under(5, 0xa0),
		"four zero bytes":     under(7, 0x44, 0, 0, 0, 0), // and omitzero this
	} {
		var v value
		if err := codec.Decode(b, &v); !errors.Is(err, codec.ErrEncoding) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
