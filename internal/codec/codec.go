// Package codec is the one way troth turns values into bytes that are signed,
// hashed, encrypted or sent: CBOR (RFC 8949) in its Core Deterministic form.
//
// One value has one encoding. Decode reads nothing else: integers and lengths
// have their shortest form, maps are sorted and have no key twice, a struct has
// its fields in order and no others, and there are no indefinite lengths, tags,
// trailing bytes or texts that are not UTF-8. Whoever holds bytes that Decode
// accepted knows that no other bytes mean the same, and that Encode would give
// them.
//
// What can be encoded is what troth says: booleans, integers, texts, byte
// strings (slices and arrays of bytes), slices, maps, pointers and structs of
// these, and Raw. A field of a struct has a number, which is its key;
// fields stand in the order of their numbers:
//
//	Seq  uint64 `cbor:"1,keyasint"`
//	Note string `cbor:"2,keyasint,omitempty"` // left out if it is empty or nil
//	Kept Part   `cbor:"3,keyasint,omitzero"`  // left out if it is the zero value
//
// A field that is not exported is not encoded. Nil is the same as empty for
// slices and maps; a nil pointer is null. There are no floating-point numbers,
// and no methods are asked. The tests hold all of it against a CBOR library,
// for every type of the program and for arbitrary bytes.
//
// The package imports nothing of troth's, so that the blind relay and the
// domain may share it.
package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Limits on a single decoded value.
const (
	MaxDepth = 8    // nested arrays and maps
	MaxArray = 4096 // elements of one array
	MaxPairs = 256  // pairs of one map
)

// Raw is an encoded value kept as it came: well-formed and within the limits,
// but read by nobody yet. An empty one is null.
type Raw []byte

// ErrEncoding reports bytes that are not the one accepted encoding of a value.
var ErrEncoding = errors.New("codec: not an accepted encoding")

// Encode returns the encoding of v. It fails only for types that are not
// encoded and for a Raw that is none, which are errors in the program.
func Encode(v any) ([]byte, error) {
	b, err := encodeAny(make([]byte, 0, 128), reflect.ValueOf(v))
	if err != nil {
		return nil, err
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

// Decode reads all of b into v, a pointer, and leaves nothing of what v was.
// Any other bytes than the one encoding of the resulting value are refused with
// ErrEncoding; v is then of no use.
func Decode(b []byte, v any) error {
	to := reflect.ValueOf(v)
	if to.Kind() != reflect.Pointer || to.IsNil() {
		return ErrEncoding
	}
	p, err := planOf(to.Type().Elem())
	if err != nil {
		return err
	}
	r := reader{b}
	if !r.decode(p, to.Elem(), 0) || len(r.b) != 0 {
		return ErrEncoding
	}
	return nil
}

// Strings returns the texts in an encoded value, wherever they stand except in
// the keys of maps, in the order in which they are encoded. It is for showing a
// person their own words when nothing else can be done with them.
func Strings(b []byte) []string {
	r := reader{b}
	var list []string
	if !r.skip(0, &list) || len(r.b) != 0 {
		return nil
	}
	return list
}

// Major types, and the values without an argument that are read.
const (
	unsigned  = 0
	negative  = 1
	byteText  = 2
	text      = 3
	array     = 4
	mapping   = 5
	primitive = 7

	codeFalse = primitive<<5 | 20
	codeTrue  = primitive<<5 | 21
	codeNull  = primitive<<5 | 22
)

// appendHead appends a major type and its argument in the shortest form.
func appendHead(b []byte, major byte, n uint64) []byte {
	major <<= 5
	switch {
	case n < 24:
		return append(b, major|byte(n))
	case n < 1<<8:
		return append(b, major|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, major|25), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(b, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, major|27), n)
}

// A plan is how a type is encoded.
type plan struct {
	typ    reflect.Type
	as     shape
	key    *plan // of a map
	elem   *plan // of a list, a map or a pointer
	fields []field
}

type shape uint8

const (
	boolean    shape = iota + 1
	signed           // integers
	natural          // unsigned integers
	words            // strings
	blob             // slices of bytes
	fixed            // arrays of bytes
	raw              // Raw
	list             // other slices
	dictionary       // maps
	pointer
	structure
	either // interfaces, which are written as what is in them and never read
)

// A field is one of a struct, in the order of the keys.
type field struct {
	index int
	key   []byte // encoded
	plan  *plan
	omit  func(reflect.Value) bool // reports whether the field is left out; nil: never
}

// plans holds the plans that were made, by type.
var plans sync.Map

// planOf returns the plan of a type, or an error for one that is not encoded.
func planOf(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	made := map[reflect.Type]*plan{}
	p, err := makePlan(t, made)
	if err != nil {
		return nil, err
	}
	plans.Store(t, p)
	return p, nil
}

// makePlan makes a plan of a type. A type that contains itself finds its own
// plan among those that were begun.
func makePlan(t reflect.Type, begun map[reflect.Type]*plan) (p *plan, err error) {
	if p := begun[t]; p != nil {
		return p, nil
	}
	p = &plan{typ: t}
	begun[t] = p
	switch kind := t.Kind(); kind {
	case reflect.Bool:
		p.as = boolean
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.as = signed
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.as = natural
	case reflect.String:
		p.as = words
	case reflect.Interface:
		p.as = either
	case reflect.Slice, reflect.Array:
		switch {
		case t == reflect.TypeFor[Raw]():
			p.as = raw
		case t.Elem().Kind() == reflect.Uint8 && kind == reflect.Array:
			p.as = fixed
		case t.Elem().Kind() == reflect.Uint8:
			p.as = blob
		case kind == reflect.Array:
			return nil, unsupported(t)
		default:
			p.as = list
			p.elem, err = makePlan(t.Elem(), begun)
		}
	case reflect.Map:
		p.as = dictionary
		if p.key, err = makePlan(t.Key(), begun); err == nil && p.key.as > fixed {
			err = unsupported(t)
		}
		if err == nil {
			p.elem, err = makePlan(t.Elem(), begun)
		}
	case reflect.Pointer:
		p.as = pointer
		p.elem, err = makePlan(t.Elem(), begun)
	case reflect.Struct:
		p.as = structure
		p.fields, err = makeFields(t, begun)
	default:
		return nil, unsupported(t)
	}
	return p, err
}

// makeFields plans the fields of a struct. Each that is exported has a tag, so
// that none is left out by mistake, and they stand in the order of their numbers.
func makeFields(t reflect.Type, begun map[reflect.Type]*plan) ([]field, error) {
	var fields []field
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("cbor")
		if !sf.IsExported() && !sf.Anonymous && tag == "" {
			continue
		}
		number, option, ok := strings.Cut(tag, ",keyasint")
		n, err := strconv.ParseUint(number, 10, 32)
		if err != nil || !ok || !sf.IsExported() || sf.Anonymous {
			return nil, unsupported(t)
		}
		f := field{index: i, key: appendHead(nil, unsigned, n)}
		if len(fields) > 0 && bytes.Compare(fields[len(fields)-1].key, f.key) >= 0 {
			return nil, unsupported(t)
		}
		if f.plan, err = makePlan(sf.Type, begun); err != nil {
			return nil, err
		}
		switch {
		case option == "":
		case option == ",omitzero":
			f.omit = reflect.Value.IsZero
		case option == ",omitempty" && sf.Type.Kind() != reflect.Struct && sf.Type.Kind() != reflect.Array:
			f.omit = empty
		default:
			return nil, unsupported(t)
		}
		fields = append(fields, f)
	}
	return fields, nil
}

func unsupported(t reflect.Type) error { return errors.New("codec: not encoded: " + t.String()) }

// empty is what omitempty means: nothing, none, nil.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}

// encodeAny appends what is in an interface.
func encodeAny(b []byte, v reflect.Value) ([]byte, error) {
	if !v.IsValid() {
		return append(b, codeNull), nil
	}
	p, err := planOf(v.Type())
	if err != nil {
		return nil, err
	}
	return p.encode(b, addressable(v))
}

// addressable returns a value that is the same as v and whose arrays can be
// taken as slices.
func addressable(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Pointer || v.CanAddr() {
		return v
	}
	a := reflect.New(v.Type()).Elem()
	a.Set(v)
	return a
}

// encode appends the encoding of a value, which must be addressable.
func (p *plan) encode(b []byte, v reflect.Value) ([]byte, error) {
	switch p.as {
	case boolean:
		if v.Bool() {
			return append(b, codeTrue), nil
		}
		return append(b, codeFalse), nil
	case signed:
		n := v.Int()
		if n < 0 {
			return appendHead(b, negative, uint64(^n)), nil
		}
		return appendHead(b, unsigned, uint64(n)), nil
	case natural:
		return appendHead(b, unsigned, v.Uint()), nil
	case words:
		return append(appendHead(b, text, uint64(v.Len())), v.String()...), nil
	case blob, fixed:
		return append(appendHead(b, byteText, uint64(v.Len())), v.Bytes()...), nil
	case raw:
		if v.Len() == 0 {
			return append(b, codeNull), nil
		}
		r := reader{v.Bytes()}
		if !r.skip(0, nil) || len(r.b) != 0 {
			return nil, errors.New("codec: a Raw is not an encoding")
		}
		return append(b, v.Bytes()...), nil
	case list:
		b = appendHead(b, array, uint64(v.Len()))
		var err error
		for i := range v.Len() {
			if b, err = p.elem.encode(b, v.Index(i)); err != nil {
				return nil, err
			}
		}
		return b, nil
	case dictionary:
		return p.encodeMap(b, v)
	case pointer:
		if v.IsNil() {
			return append(b, codeNull), nil
		}
		return p.elem.encode(b, v.Elem())
	case either:
		return encodeAny(b, v.Elem())
	}
	return p.encodeStruct(b, v)
}

func (p *plan) encodeStruct(b []byte, v reflect.Value) ([]byte, error) {
	left := 0
	for i := range p.fields {
		if f := &p.fields[i]; f.omit != nil && f.omit(v.Field(f.index)) {
			left++
		}
	}
	b = appendHead(b, mapping, uint64(len(p.fields)-left))
	for i := range p.fields {
		f := &p.fields[i]
		fv := v.Field(f.index)
		if left > 0 && f.omit != nil && f.omit(fv) {
			continue
		}
		var err error
		if b, err = f.plan.encode(append(b, f.key...), fv); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// encodeMap sorts the pairs by their encoded keys. No key begins another, so
// that what follows the keys does not count.
func (p *plan) encodeMap(b []byte, v reflect.Value) ([]byte, error) {
	key, elem := reflect.New(p.key.typ).Elem(), reflect.New(p.elem.typ).Elem()
	var pairs [][]byte
	for it := v.MapRange(); it.Next(); {
		key.SetIterKey(it)
		elem.SetIterValue(it)
		pair, err := p.key.encode(nil, key)
		if err != nil {
			return nil, err
		}
		if pair, err = p.elem.encode(pair, elem); err != nil {
			return nil, err
		}
		pairs = append(pairs, pair)
	}
	sort.Slice(pairs, func(i, j int) bool { return bytes.Compare(pairs[i], pairs[j]) < 0 })
	b = appendHead(b, mapping, uint64(len(pairs)))
	for _, pair := range pairs {
		b = append(b, pair...)
	}
	return b, nil
}

// A reader takes encoded values from the front of what is left. Its methods
// report whether what stood there is accepted.
type reader struct{ b []byte }

// head takes a major type, how its argument is written, and the argument.
func (r *reader) head() (major, info byte, n uint64, ok bool) {
	if len(r.b) == 0 {
		return 0, 0, 0, false
	}
	major, info = r.b[0]>>5, r.b[0]&31
	if info < 24 {
		r.b = r.b[1:]
		return major, info, uint64(info), true
	}
	if info > 27 { // reserved, or an indefinite length
		return 0, 0, 0, false
	}
	size := 1 + 1<<(info-24)
	if len(r.b) < size {
		return 0, 0, 0, false
	}
	for _, c := range r.b[1:size] {
		n = n<<8 | uint64(c)
	}
	r.b = r.b[size:]
	return major, info, n, true
}

// take takes a head of one major type in its shortest form.
func (r *reader) take(want byte) (uint64, bool) {
	major, info, n, ok := r.head()
	if !ok || major != want {
		return 0, false
	}
	switch info {
	case 24:
		ok = n >= 24
	case 25:
		ok = n >= 1<<8
	case 26:
		ok = n >= 1<<16
	case 27:
		ok = n >= 1<<32
	}
	return n, ok
}

// run takes a text or byte string. It is a part of the input.
func (r *reader) run(want byte) ([]byte, bool) {
	n, ok := r.take(want)
	if !ok || n > uint64(len(r.b)) {
		return nil, false
	}
	s := r.b[:n]
	r.b = r.b[n:]
	return s, true
}

// count takes the head of an array or a map that stands at a depth: how many
// elements or pairs it has. Each takes a byte or more, so that a claim of more
// than there can be is refused before anything is made for it.
func (r *reader) count(want byte, depth int) (int, bool) {
	n, ok := r.take(want)
	return int(n), ok && fits(want, n, depth) && n <= uint64(len(r.b))
}

// fits holds an array or a map that stands at a depth against the limits.
func fits(major byte, n uint64, depth int) bool {
	if major == array {
		return n <= MaxArray && depth < MaxDepth
	}
	return n <= MaxPairs && depth < MaxDepth
}

// skip takes a value that is well-formed and within the limits, whatever it is
// and in whatever form. If texts is given they are added to it, and must be
// UTF-8.
func (r *reader) skip(depth int, texts *[]string) bool {
	major, info, n, ok := r.head()
	if !ok {
		return false
	}
	switch major {
	case unsigned, negative:
		return true
	case byteText, text:
		if n > uint64(len(r.b)) {
			return false
		}
		if s := r.b[:n]; major == text && texts != nil {
			if !utf8.Valid(s) {
				return false
			}
			*texts = append(*texts, string(s))
		}
		r.b = r.b[n:]
		return true
	case array, mapping:
		if !fits(major, n, depth) {
			return false
		}
		for range n {
			if major == mapping && !r.skip(depth+1, nil) || !r.skip(depth+1, texts) {
				return false
			}
		}
		return true
	case primitive:
		switch info {
		case 24: // a simple value
			return n >= 32
		case 25: // floating-point numbers; a full exponent is infinity or none
			return n>>10&0x1f != 0x1f
		case 26:
			return n>>23&0xff != 0xff
		case 27:
			return n>>52&0x7ff != 0x7ff
		}
		return true
	}
	return false // a tag
}

// decode takes a value of a type and sets v to it.
func (r *reader) decode(p *plan, v reflect.Value, depth int) bool {
	switch p.as {
	case boolean:
		if len(r.b) == 0 || r.b[0] != codeTrue && r.b[0] != codeFalse {
			return false
		}
		v.SetBool(r.b[0] == codeTrue)
		r.b = r.b[1:]
		return true
	case signed:
		major := byte(unsigned)
		if len(r.b) > 0 && r.b[0]>>5 == negative {
			major = negative
		}
		u, ok := r.take(major)
		n := int64(u)
		if !ok || n < 0 {
			return false
		}
		if major == negative {
			n = ^n
		}
		if v.OverflowInt(n) {
			return false
		}
		v.SetInt(n)
		return true
	case natural:
		n, ok := r.take(unsigned)
		if !ok || v.OverflowUint(n) {
			return false
		}
		v.SetUint(n)
		return true
	case words:
		s, ok := r.run(text)
		if !ok || !utf8.Valid(s) {
			return false
		}
		v.SetString(string(s))
		return true
	case blob:
		s, ok := r.run(byteText)
		if ok {
			v.SetBytes(bytes.Clone(s))
		}
		return ok
	case fixed:
		s, ok := r.run(byteText)
		return ok && len(s) == v.Len() && copy(v.Bytes(), s) == len(s)
	case raw:
		before := r.b
		if !r.skip(depth, nil) {
			return false
		}
		v.SetBytes(bytes.Clone(before[:len(before)-len(r.b)]))
		return true
	case list:
		n, ok := r.count(array, depth)
		if !ok {
			return false
		}
		v.Set(reflect.MakeSlice(p.typ, n, n))
		for i := range n {
			if !r.decode(p.elem, v.Index(i), depth+1) {
				return false
			}
		}
		return true
	case dictionary:
		return r.decodeMap(p, v, depth)
	case pointer:
		if len(r.b) > 0 && r.b[0] == codeNull {
			v.SetZero()
			r.b = r.b[1:]
			return true
		}
		to := reflect.New(p.elem.typ)
		v.Set(to)
		return r.decode(p.elem, to.Elem(), depth)
	case structure:
		return r.decodeStruct(p, v, depth)
	}
	return false // an interface
}

func (r *reader) decodeStruct(p *plan, v reflect.Value, depth int) bool {
	n, ok := r.count(mapping, depth)
	if !ok {
		return false
	}
	for i := range p.fields {
		f := &p.fields[i]
		fv := v.Field(f.index)
		if n == 0 || !bytes.HasPrefix(r.b, f.key) {
			if f.omit == nil {
				return false
			}
			fv.SetZero()
			continue
		}
		r.b = r.b[len(f.key):]
		n--
		if !r.decode(f.plan, fv, depth+1) || f.omit != nil && f.omit(fv) {
			return false
		}
	}
	return n == 0
}

func (r *reader) decodeMap(p *plan, v reflect.Value, depth int) bool {
	n, ok := r.count(mapping, depth)
	if !ok {
		return false
	}
	m := reflect.MakeMapWithSize(p.typ, n)
	v.Set(m)
	key, elem := reflect.New(p.key.typ).Elem(), reflect.New(p.elem.typ).Elem()
	var last []byte
	for range n {
		before := r.b
		if !r.decode(p.key, key, depth+1) {
			return false
		}
		at := before[:len(before)-len(r.b)]
		if bytes.Compare(last, at) >= 0 || !r.decode(p.elem, elem, depth+1) {
			return false
		}
		last = at
		m.SetMapIndex(key, elem)
	}
	return true
}
