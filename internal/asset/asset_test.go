package asset

import (
	"bytes"
	"crypto/sha256"
	"go/build"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func load(t *testing.T) map[string]File {
	t.Helper()
	files, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Every import names a file that exists, by its hash.
func TestImports(t *testing.T) {
	files := load(t)
	paths := map[string]bool{}
	for _, f := range files {
		paths[f.Path] = true
	}
	imported := regexp.MustCompile(`(?m)^import [^"]*"([^"]+)"`)
	n := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".js") {
			continue
		}
		for _, m := range imported.FindAllStringSubmatch(string(f.Data), -1) {
			n++
			if m[1] == "./wasm_exec.js" && !paths["wasm_exec.js"] {
				if _, built := files["wasm_exec.js"]; !built {
					continue
				}
			}
			if !paths[strings.TrimPrefix(m[1], "./")] {
				t.Errorf("%s imports %s, which is not there", f.Name, m[1])
			}
		}
	}
	if n < 8 {
		t.Errorf("found only %d imports", n)
	}
}

// What the page loads is all of what its scripts import, in an order in which
// nothing is imported before it was loaded.
func TestPageScripts(t *testing.T) {
	files := load(t)
	loaded := map[string]bool{}
	for _, name := range PageScripts {
		f, ok := files[name]
		if !ok {
			t.Fatalf("no %s", name)
		}
		for _, other := range files {
			if strings.Contains(string(f.Data), `"./`+other.Path+`"`) && !loaded[other.Name] {
				t.Errorf("%s imports %s before it is loaded", name, other.Name)
			}
		}
		loaded[name] = true
	}
}

// The shim runs under a policy that forbids text that becomes program, and uses
// one place where text becomes HTML.
func TestShimIsPlain(t *testing.T) {
	html := 0
	for _, name := range append(slices.Clone(scripts), KeeperName) {
		data, err := shim.ReadFile("shim/" + name)
		if err != nil {
			continue // wasm_exec.js is Go's
		}
		s := string(data)
		if name != "face.js" && strings.Contains(s, "localStorage") {
			t.Errorf("%s keeps something where anybody can read it", name) // face.js keeps a neutral name
		}
		for _, word := range []string{"eval(", "new Function", "outerHTML", "insertAdjacentHTML", "document.write", "sessionStorage", "document.cookie", "http:", "https:", "console."} {
			if strings.Contains(s, word) {
				t.Errorf("%s contains %s", name, word)
			}
		}
		html += strings.Count(s, "innerHTML")
	}
	if html != 1 {
		t.Errorf("text becomes HTML in %d places", html)
	}
}

func TestHashes(t *testing.T) {
	for _, f := range load(t) {
		if f.Data != nil && f.Sum != sha256.Sum256(f.Data) {
			t.Errorf("%s has another hash", f.Name)
		}
		if !strings.HasPrefix(f.Integrity(), "sha256-") || !regexp.MustCompile(`^[a-z_]+\.[0-9a-f]{16}\.[a-z]+$`).MatchString(f.Path) {
			t.Errorf("%s is called %s, %s", f.Name, f.Path, f.Integrity())
		}
	}
}

// Where it was built is not in what is embedded: another folder or another
// computer would build something else (make repro compares whole builds).
func TestNoFolders(t *testing.T) {
	here, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{here, build.Default.GOROOT + "/", build.Default.GOPATH + "/"}
	if home, err := os.UserHomeDir(); err == nil && home != "/" {
		folders = append(folders, home+"/")
	}
	for name, f := range load(t) {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range folders {
			if len(folder) > 1 && bytes.Contains(b, []byte(folder)) {
				t.Errorf("%s names %s", name, folder)
			}
		}
	}
}

func TestStyleSheetsInOrder(t *testing.T) {
	s := string(load(t)[StyleName].Data)
	if !strings.HasSuffix(strings.TrimSpace(s), "}") || !strings.Contains(s, "@layer") || strings.Contains(s, "@import") || strings.Contains(s, "url(http") {
		t.Error("the style sheet is not what it should be")
	}
}
