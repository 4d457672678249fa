// Command pack makes a program for browsers ready to be embedded: it takes the
// tables of line numbers out of it (lines.go), compresses it with brotli and
// gzip, and puts Go's wasm_exec.js beside it. The same program gives the same
// bytes.
//
//	pack -q 9 -cache DIR -to DIR CORE.wasm WASM_EXEC.js
//
// What was compressed once is kept in the cache under its hash, because brotli
// at its best takes many seconds. It prints the sizes, and fails if the program
// is over the budget.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

func main() {
	quality := flag.Int("q", 9, "quality of brotli, 0 to 11")
	budget := flag.Int("budget", 0, "largest size of the program in brotli, in bytes; 0: any")
	cache := flag.String("cache", "", "folder of what was compressed before")
	lines := flag.Bool("lines", false, "leave line numbers in, for readable stack traces")
	to := flag.String("to", "", "folder to write to")
	flag.Parse()
	if flag.NArg() != 2 || *to == "" || *cache == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := pack(flag.Arg(0), flag.Arg(1), *to, *cache, *quality, *budget, *lines); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(core, exec, to, cache string, quality, budget int, lines bool) error {
	data, err := os.ReadFile(core)
	if err != nil {
		return err
	}
	if !lines {
		if data, err = withoutLines(data); err != nil {
			return err
		}
	}
	if data, err = joined(data); err != nil {
		return err
	}
	br, err := cached(cache, fmt.Sprintf("br%d", quality), data, func(b *bytes.Buffer) error {
		w := brotli.NewWriterOptions(b, brotli.WriterOptions{Quality: quality, LGWin: 22})
		if _, err := w.Write(data); err != nil {
			return err
		}
		return w.Close()
	})
	if err != nil {
		return err
	}
	gz, err := cached(cache, "gz", data, func(b *bytes.Buffer) error {
		w, err := gzip.NewWriterLevel(b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
		return w.Close()
	})
	if err != nil {
		return err
	}
	script, err := os.ReadFile(exec)
	if err != nil {
		return err
	}
	name := filepath.Base(core)
	for name, b := range map[string][]byte{name + ".br": br, name + ".gz": gz, "wasm_exec.js": script} {
		if err := write(filepath.Join(to, name), b); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %d KB, gzip %d KB, brotli -%d %d KB, sha256 %x\n",
		name, len(data)/1000, len(gz)/1000, quality, len(br)/1000, sha256.Sum256(data))
	if budget > 0 && len(br) > budget {
		return fmt.Errorf("%s has %d bytes in brotli; the budget is %d", name, len(br), budget)
	}
	return nil
}

// cached returns what was made of data before, or makes it.
func cached(dir, kind string, data []byte, make func(*bytes.Buffer) error) ([]byte, error) {
	name := filepath.Join(dir, fmt.Sprintf("%x.%s", sha256.Sum256(data), kind))
	if b, err := os.ReadFile(name); err == nil {
		return b, nil
	}
	var b bytes.Buffer
	if err := make(&b); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return b.Bytes(), write(name, b.Bytes())
}

// write leaves a file alone that is already right, so that Go need not link
// again, and never leaves half of one.
func write(name string, data []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
