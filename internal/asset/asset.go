// Package asset holds what the browser is given besides HTML: the shim (plain
// JavaScript modules that carry forms to a worker and HTML back), the style
// sheet, the icon, and the browser core with Go's wasm_exec.js, which
// `make build` puts into dist.
//
// Every file has a name with its hash in it, so that it can be kept for ever.
// The modules import each other by plain names; Load replaces these by the
// hashed ones, leaves first, so that the hash of the first module depends on
// all of them.
//
// The language check is two files of its own, which are fetched when somebody
// begins to write: its program, from dist as the core, and its weights.
//
// Without `make build` core and check are missing and everything else works:
// Load returns no CoreName, and the page says so.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"

	"troth/internal/language/weights"
)

//go:embed shim
var shim embed.FS

//go:embed all:css
var css embed.FS

//go:embed all:dist
var dist embed.FS

//go:embed shell.css
var shellCSS []byte

//go:embed icon.svg
var icon []byte

// Names of files that the page refers to.
const (
	CoreName    = "core.wasm"
	WorkerName  = "worker.js"
	StyleName   = "style.css"
	IconName    = "icon.svg"
	KeeperName  = "sw.js"
	WordsName   = "words.wasm"
	WeightsName = "words.bin"
)

// Keeper returns the service worker that keeps the given addresses. It stands
// at one address for ever, so that a new one replaces the old.
func Keeper(addresses []string) ([]byte, error) {
	data, err := shim.ReadFile("shim/" + KeeperName)
	if err != nil {
		return nil, err
	}
	list, err := json.Marshal(addresses)
	if err != nil {
		return nil, err
	}
	const empty = "const files = [];"
	if !bytes.Contains(data, []byte(empty)) {
		return nil, errors.New("asset: the service worker has no list to fill in")
	}
	return bytes.Replace(data, []byte(empty), append(append([]byte("const files = "), list...), ';'), 1), nil
}

// scripts are the shim's modules, each after those that it imports.
var scripts = []string{"wasm_exec.js", "entry.js", "exit.js", "face.js", "morph.js", "lock.js", "tab.js", "core.js", "find.js", "screen.js", "demo.js", "passkey.js", "words.js", "worker.js", "page.js"}

// PageScripts are the modules of the page in the order in which they run.
// Quick exit comes before all that could fail.
var PageScripts = []string{"entry.js", "exit.js", "face.js", "morph.js", "lock.js", "tab.js", "core.js", "find.js", "screen.js", "demo.js", "passkey.js", "page.js"}

// File is one file as it is served.
type File struct {
	Name string // without the hash
	Path string // below the folder of assets: NAME.HASH.EXT
	Type string // media type
	Sum  [32]byte
	Data []byte // nil if there is only a compressed form
	Br   []byte // nil: not compressed
	Gzip []byte
}

// Integrity is the file's hash as browsers write it.
func (f File) Integrity() string { return "sha256-" + base64.StdEncoding.EncodeToString(f.Sum[:]) }

// New makes a file of data.
func New(name, mediaType string, data []byte) File {
	return File{Name: name, Type: mediaType, Data: data, Sum: sha256.Sum256(data)}.named()
}

// named puts the hash into the path.
func (f File) named() File {
	ext := path.Ext(f.Name)
	f.Path = strings.TrimSuffix(f.Name, ext) + "." + hex.EncodeToString(f.Sum[:8]) + ext
	return f
}

// Load returns all files by name.
func Load() (map[string]File, error) {
	files := map[string]File{}
	plain := func(name, mediaType string, data []byte) { files[name] = New(name, mediaType, data) }

	for _, name := range scripts {
		dir, from := fs.FS(shim), "shim/"+name
		if name == "wasm_exec.js" {
			dir, from = dist, "dist/"+name
		}
		data, err := fs.ReadFile(dir, from)
		if errors.Is(err, fs.ErrNotExist) && name == "wasm_exec.js" {
			continue // not built yet
		}
		if err != nil {
			return nil, err
		}
		for other, f := range files {
			data = bytes.ReplaceAll(data, []byte(`"./`+other+`"`), []byte(`"./`+f.Path+`"`))
		}
		plain(name, "text/javascript; charset=utf-8", data)
	}

	style, err := styleSheet()
	if err != nil {
		return nil, err
	}
	plain(StyleName, "text/css; charset=utf-8", style)
	plain(IconName, "image/svg+xml", icon)

	for _, name := range []string{CoreName, WordsName} {
		program, err := loadProgram(name)
		if err != nil {
			return nil, err
		}
		if program != nil {
			files[name] = program.named()
		}
	}
	data, err := weights.Bytes()
	if err != nil {
		return nil, err
	}
	w := New(WeightsName, "application/octet-stream", data)
	w.Br = weights.Packed()
	files[WeightsName] = w
	return files, nil
}

// styleSheet joins the style sheets in the order of their names.
func styleSheet() ([]byte, error) {
	entries, err := css.ReadDir("css")
	if err != nil {
		return nil, err
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	var b bytes.Buffer
	for _, e := range entries {
		if path.Ext(e.Name()) != ".css" {
			continue
		}
		data, err := css.ReadFile("css/" + e.Name())
		if err != nil {
			return nil, err
		}
		b.Write(data)
		b.WriteByte('\n')
	}
	b.Write(shellCSS)
	return b.Bytes(), nil
}

// loadProgram returns a program for browsers, or nil if it was not built. Its
// hash is taken of what the gzip form holds, not of what a build may claim.
func loadProgram(name string) (*File, error) {
	gz, err := dist.ReadFile("dist/" + name + ".gz")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	br, err := dist.ReadFile("dist/" + name + ".br")
	if err != nil {
		return nil, err
	}
	f := File{Name: name, Type: "application/wasm", Br: br, Gzip: gz}
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return nil, fmt.Errorf("asset: %s: %w", name, err)
	}
	h.Sum(f.Sum[:0])
	return &f, nil
}

// open reads a file that exists only compressed.
func (f File) open() (io.Reader, error) {
	r, err := gzip.NewReader(bytes.NewReader(f.Gzip))
	if err != nil {
		return nil, fmt.Errorf("asset: %s: %w", f.Name, err)
	}
	return r, nil
}

// Open reads the file as it is.
func (f File) Open() (io.Reader, error) {
	if f.Data != nil {
		return bytes.NewReader(f.Data), nil
	}
	return f.open()
}
