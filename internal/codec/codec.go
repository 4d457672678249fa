// Package codec is the one way troth turns values into bytes that are signed,
// hashed, encrypted or sent: CBOR (RFC 8949) in its Core Deterministic form.
//
// One value has one encoding. The CBOR library refuses duplicate keys,
// indefinite lengths, tags, NaN and infinity, invalid UTF-8, unknown fields,
// deep nesting and large collections, but it still accepts integers that are
// longer than they need to be and maps that are not sorted. So Decode encodes
// what it decoded once more and demands the same bytes. Whoever holds bytes
// that Decode accepted knows that no other bytes mean the same.
//
// The package imports nothing of troth's, so that the blind relay and the
// domain may share it.
package codec

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// Limits on a single decoded value.
const (
	MaxDepth = 8    // nested arrays and maps
	MaxArray = 4096 // elements of one array
	MaxPairs = 256  // pairs of one map
)

// Raw is an encoded value kept as it came.
type Raw = cbor.RawMessage

// ErrEncoding reports bytes that are not the one accepted encoding of a value.
var ErrEncoding = errors.New("codec: not an accepted encoding")

var encoder = sync.OnceValue(func() cbor.UserBufferEncMode {
	o := cbor.CoreDetEncOptions()
	o.NilContainers = cbor.NilContainerAsEmpty
	m, err := o.UserBufferEncMode()
	if err != nil {
		panic(err) // the options are constants
	}
	return m
})

var decoder = sync.OnceValue(func() cbor.DecMode {
	m, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		MaxNestedLevels:   MaxDepth,
		MaxArrayElements:  MaxArray,
		MaxMapPairs:       MaxPairs,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		UTF8:              cbor.UTF8RejectInvalid,
		NaN:               cbor.NaNDecodeForbidden,
		Inf:               cbor.InfDecodeForbidden,
	}.DecMode()
	if err != nil {
		panic(err)
	}
	return m
})

// buffers are for the encodings that Decode compares with and drops.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Encode returns the encoding of v. It fails only for types that CBOR cannot
// carry, which is an error in the program.
func Encode(v any) ([]byte, error) {
	b, err := encoder().Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("codec: encode %T: %w", v, err)
	}
	return b, nil
}

// Must is Encode for values whose types are known to encode.
func Must(v any) []byte {
	b, err := Encode(v)
	if err != nil {
		panic(err)
	}
	return b
}

// Decode reads all of b into v, a pointer. Any other bytes than the one
// encoding of the resulting value are refused with ErrEncoding.
func Decode(b []byte, v any) error {
	if err := decoder().Unmarshal(b, v); err != nil {
		// The library's message may quote the input; ours must not.
		return ErrEncoding
	}
	again := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(again)
	again.Reset()
	if err := encoder().MarshalToBuffer(v, again); err != nil || !bytes.Equal(again.Bytes(), b) {
		return ErrEncoding
	}
	return nil
}

// Strings returns the texts in an encoded value, wherever they stand, in the
// order in which they are encoded. It is for showing a person their own words
// when nothing else can be done with them.
func Strings(b []byte) []string {
	var v any
	if Decode(b, &v) != nil {
		return nil
	}
	var list []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			list = append(list, v)
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[any]any:
			keys := make([]uint64, 0, len(v))
			for k := range v {
				if n, ok := k.(uint64); ok {
					keys = append(keys, n)
				}
			}
			slices.Sort(keys)
			for _, k := range keys {
				walk(v[k])
			}
		}
	}
	walk(v)
	return list
}
