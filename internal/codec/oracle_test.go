package codec_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"github.com/fxamacker/cbor/v2"

	"troth/internal/codec"
	"troth/internal/secret"
)

// The oracle is a CBOR library, set to be as strict as it can be; what it still
// accepts in two forms is refused by encoding it again.

var oracleEncoder = sync.OnceValue(func() cbor.EncMode {
	o := cbor.CoreDetEncOptions()
	o.NilContainers = cbor.NilContainerAsEmpty
	m, err := o.EncMode()
	if err != nil {
		panic(err)
	}
	return m
})

var oracleDecoder = sync.OnceValue(func() cbor.DecMode {
	m, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		MaxNestedLevels:   codec.MaxDepth,
		MaxArrayElements:  codec.MaxArray,
		MaxMapPairs:       codec.MaxPairs,
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

func oracleEncode(t testing.TB, v any) []byte {
	t.Helper()
	b, err := oracleEncoder().Marshal(twin(v))
	if err != nil {
		t.Fatalf("the oracle does not encode %T: %v", v, err)
	}
	return b
}

func oracleDecode(b []byte, v any) error { return decodeTwin(b, twin(v)) }

func decodeTwin(b []byte, w any) error {
	if err := oracleDecoder().Unmarshal(b, w); err != nil {
		return err
	}
	again, err := oracleEncoder().Marshal(w)
	if err == nil && !bytes.Equal(again, b) {
		err = errors.New("another encoding of the value")
	}
	return err
}

// twin returns a pointer to the same memory as v, a pointer, in whose type each
// codec.Raw is the library's: the library knows its own alone.
func twin(v any) any {
	p := reflect.ValueOf(v)
	return reflect.NewAt(twinType(p.Type().Elem()), p.UnsafePointer()).Interface()
}

func twinType(t reflect.Type) reflect.Type {
	if t == reflect.TypeFor[codec.Raw]() {
		return reflect.TypeFor[cbor.RawMessage]()
	}
	switch t.Kind() {
	case reflect.Slice:
		if e := twinType(t.Elem()); e != t.Elem() {
			return reflect.SliceOf(e)
		}
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return reflect.PointerTo(twinType(t.Elem()))
		}
	case reflect.Struct:
		var fields []reflect.StructField
		same := true
		for i := range t.NumField() {
			f := t.Field(i)
			w := twinType(f.Type)
			same = same && w == f.Type
			f.Type, f.Offset, f.Index = w, 0, nil
			fields = append(fields, f)
		}
		if !same {
			return reflect.StructOf(fields)
		}
	}
	return t
}

// agree has both decode the same bytes into a type: either both refuse, or both
// accept and read the same value, which both encode as it came.
func agree(t testing.TB, typ reflect.Type, b []byte) (accepted bool) {
	t.Helper()
	ours, theirs := reflect.New(typ), reflect.New(typ)
	fill(rand.New(rand.NewPCG(1, 2)), ours.Elem(), 0) // what was there before does not count
	err, want := codec.Decode(b, ours.Interface()), oracleDecode(b, theirs.Interface())
	if (err == nil) != (want == nil) {
		t.Fatalf("%v: %x: %v; the oracle: %v", typ, b, err, want)
	}
	if err != nil {
		if err != codec.ErrEncoding {
			t.Fatalf("%v: %x: %v", typ, b, err)
		}
		return false
	}
	if !reflect.DeepEqual(ours.Interface(), theirs.Interface()) {
		t.Fatalf("%v: %x is read as\n%+v; the oracle:\n%+v", typ, b, ours.Elem(), theirs.Elem())
	}
	if again := codec.Must(ours.Interface()); !bytes.Equal(again, b) {
		t.Fatalf("%v: %x is accepted and encoded as %x", typ, b, again)
	}
	return true
}

// encodeAlike has both encode a value, given as a pointer.
func encodeAlike(t testing.TB, v any) []byte {
	t.Helper()
	b := codec.Must(v)
	if want := oracleEncode(t, v); !bytes.Equal(b, want) {
		t.Fatalf("%T: %x; the oracle: %x", v, b, want)
	}
	return b
}

// fill sets a value to something arbitrary, often at an edge.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	length := func() int {
		edges := []int{0, 0, 1, 2, 3, 23, 24, 255, 256}
		if depth > 0 {
			edges = edges[:5]
		}
		return edges[r.IntN(len(edges))]
	}
	number := func() uint64 { return r.Uint64() >> r.IntN(64) & (1<<r.IntN(65) - 1) }
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(number()))
		if r.IntN(3) == 0 {
			v.SetInt(^v.Int())
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(number())
	case reflect.String:
		letters := []rune("aZ0 ’é€\U0001F600\x00")
		s := make([]rune, length())
		for i := range s {
			s[i] = letters[r.IntN(len(letters))]
		}
		v.SetString(string(s))
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i), depth+1)
		}
		if r.IntN(4) == 0 {
			v.SetZero()
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[codec.Raw]() {
			some := []any{nil, "text", 7, []byte{1}, [][]byte{{1}, {}}, map[int]string{1: "a", 2: ""}, ^5, true}
			v.SetBytes(codec.Must(some[r.IntN(len(some))]))
			return
		}
		n := length()
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(r, v.Index(i), depth+1)
		}
		if n == 0 && r.IntN(2) == 0 {
			v.SetZero()
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range length() {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(r, k, depth+1)
			fill(r, e, depth+1)
			v.SetMapIndex(k, e)
		}
	case reflect.Pointer:
		v.SetZero()
		if depth < 4 && r.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i), depth+1)
		}
	default:
		panic("no values of " + v.Type().String())
	}
}

// mutate returns bytes that are near to an encoding.
func mutate(r *rand.Rand, b []byte) []byte {
	hostile := [][]byte{{0xf6}, {0xf7}, {0xf4}, {0x00}, {0x20}, {0x40}, {0x60}, {0x80}, {0xa0}, {0xff}, {0x9f, 0xff}, {0xbf, 0xff},
		{0xf9, 0x3c, 0}, {0xf9, 0x7e, 0}, {0xc1, 0}, {0xd9, 0xd9, 0xf7}, {0x18, 0}, {0x18, 0x18}, {0x19, 1, 0}, {0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		{0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, {0x61, 0xff}, {0x58, 1, 0}, {0x78, 1, 'a'}, {0x9a, 0xff, 0xff, 0xff, 0xff}, {0xa1, 1, 1}, {0x81, 0}, {0xe0}, {0xf8, 0x20}, {0x1c}}
	b = bytes.Clone(b)
	for range 1 + r.IntN(3) {
		at := r.IntN(len(b) + 1)
		some := hostile[r.IntN(len(hostile))]
		switch r.IntN(6) {
		case 0: // another byte
			if at < len(b) {
				b[at] ^= 1 << r.IntN(8)
			}
		case 1: // one more or fewer
			if at < len(b) {
				b[at] += byte(r.IntN(3)) - 1
			}
		case 2: // put in
			b = append(b[:at:at], append(bytes.Clone(some), b[at:]...)...)
		case 3: // put over
			b = append(b[:at:at], append(bytes.Clone(some), b[min(len(b), at+len(some)):]...)...)
		case 4: // taken out
			b = append(b[:at:at], b[min(len(b), at+1+r.IntN(3)):]...)
		case 5: // said twice
			to := min(len(b), at+1+r.IntN(8))
			b = append(b[:to:to], b[at:]...)
		}
	}
	return b
}

// Every type of the program is encoded and read as the library does it.
func TestOracle(t *testing.T) {
	types := append(programTypes(t), oddTypes()...)
	for i, typ := range types {
		r := rand.New(rand.NewPCG(7, uint64(i)))
		accepted := 0
		for range 24 {
			v := reflect.New(typ)
			fill(r, v.Elem(), 0)
			b := encodeAlike(t, v.Interface())
			if len(b) < 1<<14 && agree(t, typ, b) {
				accepted++
			}
			for range 40 {
				if len(b) < 1<<11 {
					agree(t, typ, mutate(r, b))
				}
			}
		}
		if accepted < 12 {
			t.Errorf("%v: only %d encodings accepted", typ, accepted)
		}
	}
}

// oddTypes are shapes that the program has no use for yet, with what its types have.
func oddTypes() []reflect.Type {
	type inner struct {
		A *int16   `cbor:"2,keyasint"`
		B []string `cbor:"24,keyasint"`
	}
	return []reflect.Type{
		reflect.TypeFor[bool](), reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](), reflect.TypeFor[int32](), reflect.TypeFor[int64](),
		reflect.TypeFor[uint](), reflect.TypeFor[uint8](), reflect.TypeFor[uint16](), reflect.TypeFor[uint32](), reflect.TypeFor[uint64](),
		reflect.TypeFor[string](), reflect.TypeFor[[]byte](), reflect.TypeFor[[5]byte](), reflect.TypeFor[[0]byte](), reflect.TypeFor[codec.Raw](), reflect.TypeFor[secret.Key](),
		reflect.TypeFor[[]int](), reflect.TypeFor[[][]string](), reflect.TypeFor[[]*uint8](), reflect.TypeFor[**int](),
		reflect.TypeFor[map[int]int](), reflect.TypeFor[map[string][]byte](), reflect.TypeFor[map[bool]string](), reflect.TypeFor[map[[2]byte]*string](), reflect.TypeFor[map[uint8]map[int8]int](),
		reflect.TypeFor[struct{}](), reflect.TypeFor[inner](), reflect.TypeFor[[]inner](), reflect.TypeFor[map[string]inner](),
		reflect.TypeFor[struct {
			K secret.Key       `cbor:"0,keyasint"`
			R codec.Raw        `cbor:"23,keyasint,omitempty"`
			P *bool            `cbor:"25,keyasint,omitempty"`
			L []codec.Raw      `cbor:"26,keyasint,omitempty"`
			M map[string]inner `cbor:"300,keyasint,omitzero"`
			I inner            `cbor:"70000,keyasint,omitzero"`
		}](),
	}
}

// FuzzOracle asks both about arbitrary bytes.
func FuzzOracle(f *testing.F) {
	types := append(programTypes(f), oddTypes()...)
	for i, typ := range types {
		r := rand.New(rand.NewPCG(9, uint64(i)))
		for range 4 {
			v := reflect.New(typ)
			fill(r, v.Elem(), 1)
			f.Add(uint16(i), codec.Must(v.Interface()))
		}
	}
	f.Fuzz(func(t *testing.T, which uint16, b []byte) {
		agree(t, types[int(which)%len(types)], b)
	})
}

// FuzzStrings: texts are what the library finds, where it finds any.
func FuzzStrings(f *testing.F) {
	for _, v := range []any{"a", []string{"a", "", "b"}, map[int]any{1: "a", 2: []any{"b", map[string]string{"key": "c"}}, 3: []byte("d")}, nil} {
		f.Add(codec.Must(v))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got := codec.Strings(b)
		if !oracleHolds(b) && got != nil {
			t.Fatalf("%x is not well-formed and has %q", b, got)
		}
		var v any
		if oracleDecoder().Unmarshal(b, &v) != nil {
			return
		}
		if again, err := oracleEncoder().Marshal(v); err != nil || !bytes.Equal(again, b) {
			return
		}
		if want := textsIn(v); strings.Join(got, "\x00") != strings.Join(want, "\x00") || len(got) != len(want) {
			t.Fatalf("%x: %q; the oracle: %q", b, got, want)
		}
	})
}

func oracleHolds(b []byte) bool {
	var r cbor.RawMessage
	return oracleDecoder().Unmarshal(b, &r) == nil
}

// textsIn lists texts in the order of the encoded keys.
func textsIn(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, e := range v {
			list = append(list, textsIn(e)...)
		}
		return list
	case map[any]any:
		var list []string
		for len(v) > 0 {
			var first any
			var least []byte
			for k := range v {
				b, err := oracleEncoder().Marshal(k)
				if err != nil {
					panic(err)
				}
				if least == nil || bytes.Compare(b, least) < 0 {
					first, least = k, b
				}
			}
			list = append(list, textsIn(v[first])...)
			delete(v, first)
		}
		return list
	}
	return nil
}

// What the program never encodes is refused rather than half encoded: a field
// without a number would be lost, and a floating-point number has no place.
func TestNotEncoded(t *testing.T) {
	type tagged struct {
		A int `cbor:"1,keyasint"`
	}
	type itself struct {
		Next *itself `cbor:"1,keyasint,omitempty"`
	}
	for _, v := range []any{
		1.5, float32(1), math.Inf(1), complex(1, 2), make(chan int), func() {}, uintptr(1), unsafe.Pointer(nil), [2]int{}, map[float64]int{}, map[*int]int{}, map[tagged]int{},
		struct{ A int }{}, struct {
			a int `cbor:"1,keyasint"`
		}{}, struct{ tagged }{}, struct {
			A int `cbor:"1"`
		}{}, struct {
			A int `cbor:"a,keyasint"`
		}{}, struct {
			A int `cbor:"-1,keyasint"`
		}{}, struct {
			A int `cbor:"1,keyasint,toarray"`
		}{}, struct {
			A int `cbor:"1,keyasint"`
			B int `cbor:"1,keyasint"`
		}{}, struct {
			A int `cbor:"2,keyasint"`
			B int `cbor:"1,keyasint"`
		}{}, struct {
			A tagged `cbor:"1,keyasint,omitempty"`
		}{}, struct {
			A [1]byte `cbor:"1,keyasint,omitempty"`
		}{}, []any{1.5}, codec.Raw{0xff}, codec.Raw{0x61}, codec.Raw{0, 0}, []codec.Raw{{0xc1, 0}}, map[int]any{1: 1.5},
	} {
		if b, err := codec.Encode(v); err == nil {
			t.Errorf("%T is encoded: %x", v, b)
		}
	}
	var float float64
	var either any
	for _, v := range []any{&float, &either, &struct{ A int }{}, nil, 1, (*int)(nil)} {
		if codec.Decode([]byte{0xf6}, v) == nil || codec.Decode([]byte{1}, v) == nil {
			t.Errorf("%T is decoded", v)
		}
	}
	one := itself{&itself{&itself{}}}
	if b := codec.Must(one); !bytes.Equal(b, []byte{0xa1, 1, 0xa1, 1, 0xa0}) {
		t.Errorf("a type that contains itself: %x", b)
	}
	var two itself
	if err := codec.Decode([]byte{0xa1, 1, 0xa1, 1, 0xa0}, &two); err != nil || !reflect.DeepEqual(one, two) {
		t.Errorf("a type that contains itself: %v %v", two, err)
	}
}

// An interface is encoded as what is in it, so that a test may write any map.
func TestEitherIsEncoded(t *testing.T) {
	for want, v := range map[string]any{
		"f6":             nil,
		"a2010220820141": map[int]any{1: 2, -1: []any{1, []byte{}}},
	} {
		if got := fmt.Sprintf("%x", codec.Must(v)); !strings.HasPrefix(got, want[:len(want)-1]) {
			t.Errorf("%v: %s", v, got)
		}
	}
	key := secret.Key{1, 2, 3}
	if b := codec.Must(key); !bytes.Equal(b, append([]byte{0x58, 32}, key[:]...)) {
		t.Errorf("a secret key: %x", b)
	}
}

func BenchmarkCodec(b *testing.B) {
	var values, twins []any
	var encoded [][]byte
	for i, typ := range append(programTypes(b), oddTypes()...) {
		v := reflect.New(typ)
		fill(rand.New(rand.NewPCG(7, uint64(i))), v.Elem(), 1)
		values, twins = append(values, v.Interface()), append(twins, twin(v.Interface()))
		encoded = append(encoded, codec.Must(v.Interface()))
	}
	b.Run("encode/ours", func(b *testing.B) {
		for b.Loop() {
			for _, v := range values {
				codec.Must(v)
			}
		}
	})
	b.Run("encode/oracle", func(b *testing.B) {
		for b.Loop() {
			for _, v := range twins {
				if _, err := oracleEncoder().Marshal(v); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("decode/ours", func(b *testing.B) {
		for b.Loop() {
			for i, v := range values {
				if err := codec.Decode(encoded[i], v); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("decode/oracle", func(b *testing.B) {
		for b.Loop() {
			for i, v := range twins {
				reflect.ValueOf(v).Elem().SetZero()
				if err := decodeTwin(encoded[i], v); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
