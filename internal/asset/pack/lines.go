package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// errLayout reports a core that is not laid out as the Go toolchain of go.mod
// lays it out. Nothing was changed then. `make core LINES=1` packs it as it is.
var errLayout = errors.New("the core's tables are not where they are expected")

// withoutLines returns a Go program in WebAssembly without the tables that say
// which line of which file an instruction comes from, which functions were inlined
// there, where arguments lie, and where a function may be interrupted. The first
// three are a tenth of the compressed core and serve stack traces; names of
// functions stay, but a trace names the function that another was inlined into, not
// that one. The last serve signals, which WebAssembly has not (isAsyncSafePoint in
// runtime/preempt.go). No length and no position changes: bytes become zero or 255
// throughout, which compress to nothing.
//
// One thing besides traces asks what was inlined: recover, which counts the
// functions between itself and the panic (gorecover in runtime/panic.go). The
// compiler never inlines a function that calls it, so a deferred function that
// recovers counts as one with and without these tables.
//
// A function's record (_func in runtime/runtime2.go) has an offset into one
// table of bytes for each of: the stack's depth, file, line, where it may be
// interrupted, what is inlined, and what the garbage collector needs to know. An
// offset of 0 says that there is none, and the runtime then prints "?" and 0. So these offsets of
// every function become 0, and so do bytes of the table that no other offset refers
// to, the names of the files, and the line at which a function begins. Where the
// arguments lie and the tree of what is inlined are in a second list of offsets, in
// which -1 stands for none.
//
// Names of functions that stand nowhere else than where they were inlined go too.
// What is between the brackets of a generic one becomes "...", which is how the
// runtime prints it (funcNamePiecesForPrint in runtime/symtab.go), and zeros behind
// the end of the name.
// Everything is checked before the first byte is changed.
func withoutLines(wasm []byte) ([]byte, error) {
	out := bytes.Clone(wasm)
	segs, err := dataSegments(out)
	if err != nil {
		return nil, err
	}
	size := 0
	for _, s := range segs {
		size = max(size, s.at+len(s.data))
	}
	if size > maxMemory {
		return nil, errLayout
	}
	memory := make([]byte, size)
	for _, s := range segs {
		copy(memory[s.at:], s.data)
	}
	t, err := findTables(memory)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(t.checkNames(), t.dropLines()); err != nil {
		return nil, err
	}
	t.dropNames()
	// Zeros between segments are not in the file and were not changed.
	for _, s := range segs {
		copy(s.data, memory[s.at:])
	}
	return out, nil
}

const (
	maxMemory = 64 << 20 // of what a program begins with

	// runtime.pcHeader: eight bytes, then eight words.
	headerSize = 72
	// runtime._func up to its two lists of numbers, and where things are in it.
	funcSize                            = 44
	atName                              = 4
	atStack, atFile, atLine, atDataSize = 16, 20, 24, 28
	atUnit, atStartLine                 = 32, 36 // where the names of files begin; the function's line
	atFuncDataSize                      = 43

	// Places in the two lists (internal/abi/symtab.go): PCDATA_UnsafePoint and
	// PCDATA_InlTreeIndex, FUNCDATA_InlTree and FUNCDATA_ArgInfo.
	unsafePoint, inlined = 0, 2
	inlineTree, argInfo  = 3, 5
)

// headerStart is the table's magic number since Go 1.20, two zeros, the step of
// an instruction's address and the size of a pointer, as GOARCH=wasm has them.
var headerStart = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// tables are the parts of Go's table of functions, as slices of the memory.
type tables struct {
	names        []byte   // of functions, each with a zero behind it
	units, files []byte   // which files there are
	values       []byte   // what offsets of functions refer to
	funcs        [][]byte // one record each, whole
}

// findTables finds the one table of functions in a program's memory.
func findTables(memory []byte) (tables, error) {
	var found tables
	n := 0
	for at := 0; ; at++ {
		i := bytes.Index(memory[at:], headerStart)
		if i < 0 {
			break
		}
		at += i
		if t, ok := readTables(memory[at:]); ok {
			found, n = t, n+1
		}
	}
	if n != 1 {
		return tables{}, fmt.Errorf("%w: %d tables of functions", errLayout, n)
	}
	return found, nil
}

func readTables(b []byte) (t tables, ok bool) {
	if len(b) < headerSize {
		return t, false
	}
	word := func(i int) int { return int(min(binary.LittleEndian.Uint64(b[8+8*i:]), uint64(len(b)+1))) }
	count, names, units, files, values, funcs := word(0), word(3), word(4), word(5), word(6), word(7)
	if names != headerSize || names > units || units > files || files > values || values > funcs || count < 1 || funcs+8*count+4 > len(b) {
		return t, false
	}
	t = tables{names: b[names:units], units: b[units:files], files: b[files:values], values: b[values:funcs]}
	index := b[funcs:]
	last := -1
	for i := range count {
		entry, at := int(binary.LittleEndian.Uint32(index[8*i:])), int(binary.LittleEndian.Uint32(index[8*i+4:]))
		if entry <= last || at+funcSize > len(index) || at < 8*count+4 {
			return t, false
		}
		last = entry
		f := index[at:]
		size := funcSize + 4*dataSize(f) + 4*int(f[atFuncDataSize])
		if int(binary.LittleEndian.Uint32(f)) != entry || size > len(f) {
			return t, false
		}
		t.funcs = append(t.funcs, f[:size])
	}
	return t, true
}

// dropLines makes every function refer to no file, line, unsafe point, inlined
// function and arguments, and clears what only these referred to.
func (t tables) dropLines() error {
	keep := make([]bool, len(t.values))
	mark := func(b []byte, keep []bool) error {
		at := int(binary.LittleEndian.Uint32(b))
		if at == 0 {
			return nil
		}
		n, err := tableLen(t.values, at)
		for i := range n {
			keep[at+i] = true
		}
		return err
	}
	ignore := make([]bool, len(t.values))
	for _, f := range t.funcs {
		if err := errors.Join(mark(f[atStack:], keep), mark(f[atFile:], ignore), mark(f[atLine:], ignore)); err != nil {
			return err
		}
		for i := range dataSize(f) {
			to := keep
			if i == unsafePoint || i == inlined {
				to = ignore
			}
			if err := mark(f[funcSize+4*i:], to); err != nil {
				return err
			}
		}
	}
	for _, f := range t.funcs {
		clear(f[atFile : atLine+4])
		clear(f[atUnit : atStartLine+4])
		data, funcData := f[funcSize:][:4*dataSize(f)], f[funcSize+4*dataSize(f):]
		for _, i := range []int{unsafePoint, inlined} {
			if 4*i < len(data) {
				clear(data[4*i:][:4])
			}
		}
		for _, i := range []int{inlineTree, argInfo} {
			if 4*i < len(funcData) {
				binary.LittleEndian.PutUint32(funcData[4*i:], ^uint32(0))
			}
		}
	}
	for i := range t.values {
		if !keep[i] {
			t.values[i] = 0
		}
	}
	clear(t.units)
	clear(t.files)
	return nil
}

// name returns a function's name, a slice of the table.
func (t tables) name(f []byte) []byte {
	at := min(uint64(binary.LittleEndian.Uint32(f[atName:])), uint64(len(t.names)))
	name, _, ok := bytes.Cut(t.names[at:], []byte{0})
	if !ok {
		return nil
	}
	return name[:len(name):len(name)]
}

// checkNames sees that every function has one.
func (t tables) checkNames() error {
	for _, f := range t.funcs {
		if len(t.name(f)) == 0 {
			return fmt.Errorf("%w: a function without a name", errLayout)
		}
	}
	return nil
}

// dropNames clears the names that no function has, and shortens the others.
func (t tables) dropNames() {
	kept := make([]byte, len(t.names))
	for _, f := range t.funcs {
		name := t.name(f)
		at := binary.LittleEndian.Uint32(f[atName:])
		from, to := bytes.IndexByte(name, '['), bytes.LastIndexByte(name, ']')
		if from < 0 || to < from {
			copy(kept[at:], name)
			continue
		}
		n := copy(kept[at:], name[:from+1])
		n += copy(kept[int(at)+n:int(at)+len(name)], "...")
		copy(kept[int(at)+n:int(at)+len(name)], name[to:])
	}
	copy(t.names, kept)
}

// dataSize is the length of a function's first list.
func dataSize(f []byte) int { return int(binary.LittleEndian.Uint32(f[atDataSize:])) }

// tableLen measures one table of values: pairs of numbers (how the value and
// the address change) up to a zero that is not the first.
func tableLen(values []byte, at int) (int, error) {
	start := at
	for {
		if at >= len(values) {
			return 0, errLayout
		}
		if values[at] == 0 && at != start {
			return at + 1 - start, nil
		}
		for range 2 {
			_, n := binary.Uvarint(values[min(at, len(values)):])
			if n <= 0 {
				return 0, errLayout
			}
			at += n
		}
	}
}

// segment is a piece of a program's first memory; data is a slice of the file.
type segment struct {
	at   int
	data []byte
}

// Of WebAssembly's binary format.
const (
	magic       = "\x00asm\x01\x00\x00\x00"
	dataSection = 11
	i32Const    = 0x41
	endOfConst  = 0x0b
)

// dataSegments returns the data section of a WebAssembly module.
func dataSegments(wasm []byte) ([]segment, error) {
	r := reader{b: wasm}
	if string(r.take(len(magic))) != magic {
		return nil, fmt.Errorf("%w: not WebAssembly", errLayout)
	}
	var out []segment
	for len(r.b) > 0 && !r.bad {
		id := r.take(1)[0]
		s := reader{b: r.take(r.number())}
		if id != dataSection {
			continue
		}
		for range s.number() {
			if s.bad {
				break
			}
			// Memory 0, at a constant: i32.const, the number, end.
			if mode := s.take(2); mode[0] != 0 || mode[1] != i32Const {
				s.bad = true
			}
			at := s.signed()
			if s.take(1)[0] != endOfConst || at < 0 || at > maxMemory {
				s.bad = true
			}
			out = append(out, segment{at, s.take(s.number())})
		}
		r.bad = r.bad || s.bad || len(s.b) > 0
	}
	if r.bad || len(out) == 0 {
		return nil, fmt.Errorf("%w: no sound data section", errLayout)
	}
	return out, nil
}

// reader takes bytes from the front. Once something is missing, bad is set and
// it hands out zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return make([]byte, min(max(n, 0), 8))
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

// number takes an unsigned LEB128.
func (r *reader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > maxMemory {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

// signed takes a signed LEB128.
func (r *reader) signed() int {
	v, shift := 0, 0
	for {
		b := r.take(1)[0]
		v |= int(b&0x7f) << shift
		shift += 7
		if b < 0x80 || shift > 35 {
			if b&0x40 != 0 {
				v -= 1 << shift
			}
			return v
		}
	}
}
