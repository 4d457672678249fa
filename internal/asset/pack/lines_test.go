package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"troth/internal/require"
)

// compile builds testdata/program as the core is built.
func compile(t *testing.T) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "program.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -buildid=", "-o", out, "./testdata/program")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// run runs a program with node and returns all it printed.
func run(t *testing.T, program []byte, args ...string) string {
	t.Helper()
	_, err := exec.LookPath("node")
	require.Have(t, "node", err)
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "p.wasm")
	if err := os.WriteFile(file, program, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/go_js_wasm_exec"), append([]string{file}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	out, _ := cmd.CombinedOutput() // a crash is an error, and meant
	return string(out)
}

func TestWithoutLines(t *testing.T) {
	program := compile(t)
	bare, err := withoutLines(program)
	if err != nil {
		t.Fatal(err)
	}
	if len(bare) != len(program) || bytes.Equal(bare, program) {
		t.Fatalf("%d bytes became %d, changed: %v", len(program), len(bare), !bytes.Equal(bare, program))
	}
	names := bytes.Index(program, headerStart) + headerSize
	units := names - headerSize + int(binary.LittleEndian.Uint64(program[names-headerSize+8+8*4:]))
	for i := range bare {
		if bare[i] != program[i] && bare[i] != 0 && bare[i] != 255 && (i < names || i >= units) {
			t.Fatalf("byte %d became %d", i, bare[i])
		}
	}
	again, err := withoutLines(bare)
	if err != nil || !bytes.Equal(again, bare) {
		t.Errorf("a second time changes more (%v)", err)
	}

	before, after := run(t, program), run(t, bare)
	if want := strings.Replace(before, "line true true", "line false false", 1); after != want || before == want {
		t.Errorf("the program printed\n%s\nand without lines\n%s", before, after)
	}
	before, after = run(t, program, "crash"), run(t, bare, "crash")
	if !strings.Contains(before, "program/main.go:") {
		t.Errorf("a crash says no line to begin with:\n%s", before)
	}
	if strings.Contains(after, "main.go") || !strings.Contains(after, "main.fall(") || !strings.Contains(after, "index out of range [7]") {
		t.Errorf("a crash without lines says\n%s", after)
	}
	if generic := "main.(*pile[...]).fallFrom("; !strings.Contains(before, generic) || !strings.Contains(after, generic) {
		t.Errorf("a generic function is called\n%s\nand\n%s", before, after)
	}
}

// memory is what a program begins with.
func memory(t testing.TB, wasm []byte) []byte {
	t.Helper()
	segs, err := dataSegments(wasm)
	if err != nil {
		t.Fatal(err)
	}
	var m []byte
	for _, s := range segs {
		if n := s.at + len(s.data); n > len(m) {
			m = append(m, make([]byte, n-len(m))...)
		}
		copy(m[s.at:], s.data)
	}
	return m
}

func TestJoined(t *testing.T) {
	program := compile(t)
	few, err := joined(program)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(memory(t, few), memory(t, program)) {
		t.Fatal("another memory")
	}
	count := func(wasm []byte) int { segs, _ := dataSegments(wasm); return len(segs) }
	if a, b := count(program), count(few); b > a/10 {
		t.Errorf("%d segments became %d", a, b)
	}
	if again, err := joined(few); err != nil || !bytes.Equal(again, few) {
		t.Errorf("a second time changes more (%v)", err)
	}
	if before, after := run(t, program), run(t, few); before != after || !strings.Contains(before, "tree") {
		t.Errorf("the program printed\n%s\nand joined\n%s", before, after)
	}
	// At the edge: one zero more keeps two apart.
	for gap, want := range map[int]int{0: 1, maxGap: 1, maxGap + 1: 2} {
		b := []byte{2, 0, i32Const, 16, endOfConst, 1, 'a', 0, i32Const}
		b = append(appendSigned(b, 17+gap), endOfConst, 2, 'b', 'c')
		wasm := append([]byte(magic), dataSection, byte(len(b)))
		wasm = append(wasm, b...)
		few, err := joined(wasm)
		if err != nil || count(few) != want || !bytes.Equal(memory(t, few), memory(t, wasm)) {
			t.Errorf("%d zeros between: %d segments, %v", gap, count(few), err)
		}
	}
}

// What is not as expected is refused whole: half a table would be a program that
// fails on somebody's device.
func TestWithoutLinesRefuses(t *testing.T) {
	program := compile(t)
	header := bytes.Index(program, headerStart)
	if header < 0 {
		t.Fatal("no table in the program's first segment")
	}
	change := func(at int, b byte) []byte {
		c := bytes.Clone(program)
		c[at] = b
		return c
	}
	for name, b := range map[string][]byte{
		"nothing":          nil,
		"not WebAssembly":  []byte("#!/bin/sh\necho\n"),
		"no data":          program[:8],
		"cut short":        program[:len(program)-1],
		"other magic":      change(header, 0xf0),
		"more functions":   change(header+10, 0x7f),
		"names elsewhere":  change(header+8+3*8, 73),
		"tables reordered": change(header+8+6*8+3, 0x7f),
	} {
		if _, err := withoutLines(b); !errors.Is(err, errLayout) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The same core gives the same files, wherever and whenever it is packed.
func TestPackIsTheSame(t *testing.T) {
	core := filepath.Join(t.TempDir(), "core.wasm")
	if err := os.WriteFile(core, compile(t), 0o644); err != nil {
		t.Fatal(err)
	}
	var packed [2]map[string][]byte
	for i := range packed {
		to := filepath.Join(t.TempDir(), strings.Repeat("deep/", 3*i))
		if err := os.MkdirAll(to, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := pack(core, core, to, filepath.Join(t.TempDir(), "cache"), 5, 0, false); err != nil {
			t.Fatal(err)
		}
		packed[i] = map[string][]byte{}
		for _, name := range []string{"core.wasm.br", "core.wasm.gz", "wasm_exec.js"} {
			b, err := os.ReadFile(filepath.Join(to, name))
			if err != nil {
				t.Fatal(err)
			}
			packed[i][name] = b
		}
		if err := os.Chtimes(core, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
	}
	for name, b := range packed[0] {
		if !bytes.Equal(b, packed[1][name]) {
			t.Errorf("%s differs", name)
		}
	}
	// No flags, so no name; no time; no kind of computer (RFC 1952, 2.3).
	if h := packed[0]["core.wasm.gz"][:10]; !bytes.Equal(h, []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255}) {
		t.Errorf("gzip begins with % x", h)
	}
}

func FuzzWithoutLines(f *testing.F) {
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x0b\x07\x01\x00\x41\x00\x0b\x01\xf1"))
	f.Add(append([]byte("\x00asm\x01\x00\x00\x00\x0b\x50\x01\x00\x41\x00\x0b\x48"), append(bytes.Clone(headerStart), make([]byte, 72)...)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		if out, err := withoutLines(b); err == nil && len(out) != len(b) {
			t.Error("the length changed")
		}
		if out, err := joined(b); err == nil && !bytes.Equal(memory(t, out), memory(t, b)) {
			t.Error("another memory")
		}
	})
}
