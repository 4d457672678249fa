// The shape of the program as a test. ARCHITECTURE.md says it in words.
package troth_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// practices are what two people, or one, do here: a package each, which imports
// the vocabulary and seals alone. Those that fold or show them may import all of them.
var practices = []string{
	"adventure",
	"balance",
	"benefit",
	"care",
	"checkin",
	"correction",
	"journal",
	"letter",
	"meaning",
	"opening",
	"parting",
	"prepare",
	"promise",
	"reappraisal",
	"timeout",
}

// may lists, for every package, the packages of troth that it may import;
// practices stand above. The files are parsed here rather than asked of the go
// command, so that a cached test result cannot outlive a broken rule.
var may = map[string][]string{
	"codec":  {},
	"secret": {},
	"text":   {},
	"face":   {},
	"export": {},
	"search": {},
	"markup": {},
	"wire":   {"codec"},

	// The language check; its training is a program of its own.
	"language":         {},
	"language/weights": {},
	"language/corpus":  {},
	"language/train":   {"language", "language/corpus"},
	"language/date":    {},
	"language/check":   {"language", "language/date"},

	"asset": {"language/weights"},

	"markup/tag": {"markup"},
	"chart":      {"markup"},

	// Files for calendars.
	"calendar": {},

	"chain": {"codec"},
	"event": {"codec"},

	"event/eventtest": {"codec", "event"},

	// Saying back what was heard.
	"reflection": {"codec", "event"},

	// Answers that stay closed until both have answered.
	"seal":          {"codec", "event", "secret"},
	"seal/sealtest": {"codec", "event", "event/eventtest", "seal", "secret"},

	"envelope": {"chain", "event", "secret", "codec"},
	"hpke":     {},
	"keyring":  {"chain", "envelope", "event", "hpke", "secret", "codec", "wire"},
	"fold":     {"chain", "codec", "envelope", "event"},
	"couple":   {"codec", "envelope", "event", "fold", "seal"},
	"self":     {"chain", "codec", "envelope", "event", "fold"},

	"client":              {"chain", "codec", "envelope", "wire"},
	"eventlog":            {"chain", "codec", "secret", "wire"},
	"eventlog/storetest":  {"chain", "eventlog"},
	"keywork":             {"chain", "client", "codec", "envelope", "event", "eventlog", "export", "keyring", "secret", "wire"},
	"app":                 {"chain", "codec", "couple", "envelope", "event", "eventlog", "fold", "keyring", "keywork", "language", "language/check", "seal", "secret", "self"},
	"view":                {"markup", "markup/tag", "app", "calendar", "chart", "codec", "couple", "envelope", "event", "eventlog", "export", "face", "fold", "keyring", "keywork", "language", "language/check", "reflection", "seal", "search", "secret", "self", "text", "wire"},
	"device":              {"app", "chain", "client", "codec", "couple", "envelope", "event", "eventlog", "fold", "keyring", "keywork", "language", "language/check", "seal", "secret", "self", "wire"},
	"browser":             {"app", "client", "device", "event", "eventlog", "chain", "keywork", "language", "language/check", "secret", "wire", "codec"},
	"browser/words":       {"language", "language/check"},
	"browser/browsertest": {"browser", "eventlog", "eventlog/storetest"},

	// The blind relay: nothing that could read what people tell each other.
	"relay":           {"chain", "codec", "wire"},
	"relay/memstore":  {"chain", "codec", "relay", "wire"},
	"relay/sqlstore":  {"audit", "chain", "codec", "relay", "wire"},
	"relay/storetest": {"chain", "codec", "relay", "wire"},

	// What can be said of logs without their keys.
	"audit": {"chain", "codec"},

	"web":        {"asset", "face", "text"},
	"asset/pack": {"asset"},
	"native":     {"client", "language/check", "language/weights", "wire"},
	"demo":       {"actor", "app", "event", "keyring", "keywork", "reflection", "relay", "relay/memstore", "seal", "secret", "view"},
	"actor":      {"app", "client", "device", "event", "eventlog", "keyring", "keywork", "language/check", "native", "secret"},
	"require":    {},
	"config":     {},
}

// folds may import every practice.
var folds = []string{"couple", "demo", "self", "view"}

// browserBuild is what is compiled for the browser, as far as it is ours.
var browserBuild = append([]string{"app", "browser", "calendar", "chain", "chart", "client", "codec", "couple", "device", "envelope",
	"event", "eventlog", "export", "fold", "hpke", "keyring", "keywork", "language", "language/check", "language/date", "markup", "markup/tag", "reflection", "seal", "search", "secret", "self", "text", "view", "wire"}, practices...)

// tooBig lists packages that would double the browser build, or that have no
// business there.
var tooBig = []string{"net/http", "html/template", "text/template", "database/sql", "log/slog", "encoding/json", "github.com/fxamacker/cbor/v2"}

type file struct {
	pkg     string // below internal, with slashes
	name    string
	test    bool
	imports []string
	doc     string
}

func files(t *testing.T) []file {
	t.Helper()
	var out []file
	err := filepath.WalkDir("internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.Contains(path, "testdata") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		pkg := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "internal/")
		out = append(out, file{pkg: pkg, name: filepath.Base(path), test: strings.HasSuffix(path, "_test.go"), imports: imports(f), doc: f.Doc.Text()})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 20 {
		t.Fatalf("only %d files found: the test looks in the wrong place", len(out))
	}
	return out
}

func imports(f *ast.File) []string {
	var out []string
	for _, i := range f.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

func TestImports(t *testing.T) {
	for _, f := range files(t) {
		if f.test || f.pkg == "scene" {
			continue
		}
		allowed, listed := may[f.pkg]
		if slices.Contains(practices, f.pkg) {
			allowed, listed = []string{"codec", "event", "reflection", "seal"}, true
		}
		if slices.Contains(folds, f.pkg) {
			allowed = slices.Concat(allowed, practices)
		}
		if !listed {
			t.Errorf("%s is not in the table of imports", f.pkg)
			continue
		}
		for _, i := range f.imports {
			if ours, ok := strings.CutPrefix(i, "troth/internal/"); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s/%s imports %s", f.pkg, f.name, ours)
			}
			if i == "syscall/js" && !strings.HasPrefix(f.pkg, "browser") {
				t.Errorf("%s/%s imports syscall/js", f.pkg, f.name)
			}
			if slices.Contains(browserBuild, f.pkg) && slices.Contains(tooBig, i) {
				t.Errorf("%s/%s imports %s, which the browser build must not carry", f.pkg, f.name, i)
			}
		}
	}
}

// The domain has no clock, no randomness and no I/O.
func TestPure(t *testing.T) {
	impure := []string{"crypto/rand", "math/rand", "math/rand/v2", "os", "net", "io/fs", "syscall", "log"}
	pure := append([]string{"audit", "codec", "secret", "event", "chain", "envelope", "fold", "reflection", "seal", "couple", "self", "hpke", "keyring", "app", "view", "chart", "text", "wire", "language", "language/check", "language/date"}, practices...)
	for _, f := range files(t) {
		if f.test || !slices.Contains(pure, f.pkg) {
			continue
		}
		for _, i := range f.imports {
			if slices.Contains(impure, i) {
				t.Errorf("%s/%s imports %s", f.pkg, f.name, i)
			}
		}
		src, err := os.ReadFile(filepath.Join("internal", f.pkg, f.name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(src), "time.Now(") {
			t.Errorf("%s/%s reads the clock", f.pkg, f.name)
		}
	}
}

// Practices never import each other, and only the two folds take entries.
func TestPracticesKeepToTheirRooms(t *testing.T) {
	for _, f := range files(t) {
		if f.test {
			continue
		}
		takesEntries := slices.Contains(f.imports, "troth/internal/envelope")
		if slices.Contains(practices, f.pkg) && takesEntries {
			t.Errorf("%s/%s takes entries itself", f.pkg, f.name)
		}
	}
}

// Every package comment is a manual.
func TestPackageComments(t *testing.T) {
	docs := map[string]string{}
	for _, f := range files(t) {
		if !f.test {
			docs[f.pkg] += f.doc
		}
	}
	for pkg, doc := range docs {
		if len(doc) < 120 {
			t.Errorf("package %s has no comment to speak of", pkg)
		}
	}
}
