package troth_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What docs/abuse-cases.md speaks of besides the practices.
var abuseParts = []string{"everywhere", "sign-up", "invite", "connection", "notes", "today", "record", "removing", "fewer-suggestions",
	"help", "exit", "names", "keys", "devices", "recovery", "history-back", "pin", "passkey", "export", "guide", "demo"}

var abusers = []string{"the phone", "the passphrase", "the server", "beside", "an ex"}

var namedTest = regexp.MustCompile("`([a-z0-9]+)\\.(Test[A-Za-z0-9]+)`")

// TestAbuseCases: every practice and part is thought through for everybody who
// could misuse it, and whatever it says that somebody cannot see or do is shown by
// a test that there is.
func TestAbuseCases(t *testing.T) {
	b, err := os.ReadFile("docs/abuse-cases.md")
	if err != nil {
		t.Fatal(err)
	}
	there := tests(t)
	seen := map[string][]string{}
	part, claims := "", 0
	for n, line := range strings.Split(string(b), "\n") {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			part = name
			seen[part] = nil
		}
		for _, m := range namedTest.FindAllStringSubmatch(line, -1) {
			if !there[m[1]+"."+m[2]] {
				t.Errorf("line %d: there is no test %s.%s", n+1, m[1], m[2])
			}
		}
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| who ") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), " | ")
		if len(cells) != 4 {
			t.Errorf("line %d has %d cells", n+1, len(cells))
			continue
		}
		seen[part] = append(seen[part], strings.TrimSpace(cells[0]))
		for i, cell := range cells {
			for said := range strings.SplitSeq(cell, "<br>") {
				cannot := strings.HasPrefix(strings.TrimSpace(said), "cannot ")
				switch {
				case cannot && !namedTest.MatchString(said):
					t.Errorf("line %d: no test shows that somebody %s", n+1, said)
				case i == 3 && !cannot && strings.TrimSpace(said) != "–":
					t.Errorf("line %d: what somebody cannot do is said as: %s", n+1, said)
				case cannot:
					claims++
				}
			}
		}
	}
	for _, want := range append(slices.Clone(practices), abuseParts...) {
		if got := seen[want]; !slices.Equal(got, abusers) {
			t.Errorf("%s is thought through for %q", want, got)
		}
	}
	if claims == 0 {
		t.Error("nothing is said that could be tested")
	}
}

// tests returns all test functions, as package.Test, the package as its folder's
// last name.
func tests(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil {
				out[filepath.Base(filepath.Dir(path))+"."+fn.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
