// The attacks of spec/attacks.md: that each is tested, and that its test fails
// when its guard is gone.
package troth_test

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// lastAttack is the number of the last attack.
const lastAttack = 106

// attack is a row of the table in spec/attacks.md.
type attack struct {
	number int
	tests  []string // package.Test, the package as its folder's last name
	guards []string // "file: function" below internal, or "file"
	absent string   // what is not built yet, or ""
}

// later are the numbers of which nothing is asked yet: they belong to a practice
// to come.
func later(n int) bool { return n == 77 }

var rowPattern = regexp.MustCompile(`^\| (\d+) \|`)

func readAttacks(t *testing.T) []attack {
	t.Helper()
	b, err := os.ReadFile("spec/attacks.md")
	if err != nil {
		t.Fatal(err)
	}
	list := func(cell string) (out []string) {
		for s := range strings.SplitSeq(cell, "<br>") {
			if s = strings.Trim(strings.TrimSpace(s), "`"); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	var out []attack
	for line := range strings.SplitSeq(string(b), "\n") {
		m := rowPattern.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 5 {
			t.Fatalf("row of attack %s has %d cells", m[1], len(cells))
		}
		a := attack{}
		a.number, _ = strconv.Atoi(m[1])
		where := strings.TrimSpace(cells[3])
		if missing, ok := strings.CutPrefix(where, "not built: "); ok {
			a.absent = missing
		} else {
			a.tests, a.guards = list(where), list(cells[4])
		}
		out = append(out, a)
	}
	return out
}

// A test carries the number of an attack in its name: a function as
// TestAttack34ConcurrentAppends, a scene of package script as
// attack91-killed.txtar.
var (
	claimPattern = regexp.MustCompile(`^TestAttack(\d+)[A-Z]`)
	scenePattern = regexp.MustCompile(`^(attack(\d+)-.+)\.txtar$`)
)

// claims returns every test that carries an attack's number, as package.Test,
// with the number. Files that are never built count as a mistake.
func claims(t *testing.T) map[string]int {
	t.Helper()
	out := map[string]int{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && (d.Name() == "testdata" || path != "." && strings.HasPrefix(d.Name(), ".")) {
				return fs.SkipDir
			}
			return err
		}
		if m := scenePattern.FindStringSubmatch(d.Name()); m != nil && filepath.Dir(path) == "script" {
			out["script."+m[1]], _ = strconv.Atoi(m[2])
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		built, err := build.Default.MatchFile(filepath.Split(path))
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv != nil {
				continue
			}
			m := claimPattern.FindStringSubmatch(fn.Name.Name)
			if m == nil {
				if strings.HasPrefix(fn.Name.Name, "TestAttack") {
					t.Errorf("%s: %s names no number", path, fn.Name.Name)
				}
				continue
			}
			if !built {
				t.Errorf("%s: a build constraint leaves %s out", path, fn.Name.Name)
			}
			n, _ := strconv.Atoi(m[1])
			out[filepath.Base(filepath.Dir(path))+"."+fn.Name.Name] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Every attack is tested or names what is not built; the list says what there
// is, and there is what the list says.
func TestEveryAttackIsListed(t *testing.T) {
	tests, seen := claims(t), map[int]attack{}
	for _, a := range readAttacks(t) {
		if _, twice := seen[a.number]; twice || a.number < 1 || a.number > lastAttack {
			t.Errorf("attack %d: listed twice, or there is none of that number", a.number)
		}
		seen[a.number] = a
		if a.absent == "" && len(a.tests) == 0 {
			t.Errorf("attack %d: neither tested nor said to be not built", a.number)
		}
		if a.absent == "" && len(a.guards) == 0 {
			t.Errorf("attack %d: no guard is named", a.number)
		}
		for _, name := range a.tests {
			if n, ok := tests[name]; !ok || n != a.number {
				t.Errorf("attack %d: there is no test %s of this number", a.number, name)
			}
		}
	}
	for name, n := range tests {
		a, ok := seen[n]
		switch {
		case !ok:
			t.Errorf("%s: attack %d is not in the list", name, n)
		case a.absent != "":
			t.Errorf("%s: the list says that attack %d waits for what is not built: %s", name, n, a.absent)
		case !slices.Contains(a.tests, name):
			t.Errorf("%s: the list does not name it for attack %d", name, n)
		}
	}
	for n := 1; n <= lastAttack; n++ {
		if _, ok := seen[n]; !ok && !later(n) {
			t.Errorf("attack %d is not in the list", n)
		}
	}
}

// mutant is a guard taken away: texts of files and what stands in their place.
type mutant struct {
	attack int
	pkg    string // of the test that must fail
	edits  []edit
}

type edit struct{ file, old, new string }

func (m mutant) String() string {
	var files []string
	for _, e := range m.edits {
		files = append(files, e.file)
	}
	return fmt.Sprintf("attack %d in %s without a guard in %s", m.attack, m.pkg, strings.Join(files, ", "))
}

// readMutants reads spec/mutants.txt. Each section is "NUMBER FILE PACKAGE", or
// "+ FILE" for one more edit of the same mutant; old and new text are parted by
// a line of equals signs.
func readMutants(t *testing.T) []mutant {
	t.Helper()
	ar, err := txtar.ParseFile("spec/mutants.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []mutant
	for _, f := range ar.Files {
		words := strings.Fields(f.Name)
		old, replaced, ok := strings.Cut(string(f.Data), "====\n")
		if !ok || old == "" {
			t.Fatalf("mutant %q has no old and new text", f.Name)
		}
		switch {
		case len(words) == 2 && words[0] == "+" && len(out) > 0:
			m := &out[len(out)-1]
			m.edits = append(m.edits, edit{words[1], old, replaced})
		case len(words) == 3:
			n, err := strconv.Atoi(words[0])
			if err != nil {
				t.Fatalf("mutant %q: %v", f.Name, err)
			}
			out = append(out, mutant{n, words[2], []edit{{words[1], old, replaced}}})
		default:
			t.Fatalf("mutant %q is neither NUMBER FILE PACKAGE nor + FILE", f.Name)
		}
	}
	return out
}

// Every test of the list has a mutant, and so has every guard that it names.
func TestEveryAttackHasMutants(t *testing.T) {
	tests, guards := map[string]bool{}, map[string]bool{}
	for _, m := range readMutants(t) {
		tests[fmt.Sprint(m.attack, " ", filepath.Base(m.pkg))] = true
		for _, e := range m.edits {
			guards[fmt.Sprint(m.attack, " ", strings.TrimPrefix(e.file, "internal/"))] = true
		}
	}
	for _, a := range readAttacks(t) {
		for _, name := range a.tests {
			pkg, _, _ := strings.Cut(name, ".")
			if !tests[fmt.Sprint(a.number, " ", pkg)] {
				t.Errorf("attack %d: no mutant shows that %s can fail", a.number, name)
			}
		}
		for _, name := range a.tests {
			pkg, _, _ := strings.Cut(name, ".")
			delete(tests, fmt.Sprint(a.number, " ", pkg))
		}
		for _, g := range a.guards {
			file, _, _ := strings.Cut(g, ":")
			if !guards[fmt.Sprint(a.number, " ", file)] {
				t.Errorf("attack %d: no mutant takes away the guard %s", a.number, g)
			}
		}
	}
	for what := range tests {
		t.Errorf("there is a mutant for attack and package %s, and no test", what)
	}
}

// Every mutant takes away the text of a guard that is there and that the list
// names for its attack, and every guard of the list has one.
func TestMutantsFit(t *testing.T) {
	rows, named := map[int]attack{}, map[string]bool{}
	for _, a := range readAttacks(t) {
		rows[a.number] = a
	}
	for _, m := range readMutants(t) {
		for _, e := range m.edits {
			where, err := e.where()
			if err != nil {
				t.Errorf("%v: %v", m, err)
			}
			if where != "" && !slices.Contains(rows[m.attack].guards, where) {
				t.Errorf("%v: the list does not name the guard %q for attack %d", m, where, m.attack)
			}
			named[fmt.Sprint(m.attack, " ", where)] = true
		}
	}
	for _, a := range rows {
		for _, g := range a.guards {
			if !named[fmt.Sprint(a.number, " ", g)] {
				t.Errorf("attack %d: no mutant takes away the guard %s", a.number, g)
			}
		}
	}
}

// apply returns a file's text with the new text in it.
func (e edit) apply(text string) (string, error) {
	if n := strings.Count(text, e.old); n != 1 {
		return "", fmt.Errorf("the text of its guard is %d times in %s", n, e.file)
	}
	return strings.Replace(text, e.old, e.new, 1), nil
}

// where names the place of an edit as the list does: the file below internal,
// and the function if it is Go.
func (e edit) where() (string, error) {
	b, err := os.ReadFile(e.file)
	if err != nil {
		return "", err
	}
	if _, err := e.apply(string(b)); err != nil {
		return "", err
	}
	short := strings.TrimPrefix(e.file, "internal/")
	if !strings.HasSuffix(e.file, ".go") {
		return short, nil
	}
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, e.file, b, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	at := strings.Index(string(b), e.old)
	for _, d := range f.Decls {
		if from, to := set.Position(d.Pos()).Offset, set.Position(d.End()).Offset; at < from || at >= to {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			return short + ": " + d.Name.Name, nil
		case *ast.GenDecl:
			switch spec := d.Specs[0].(type) {
			case *ast.ValueSpec:
				return short + ": " + spec.Names[0].Name, nil
			case *ast.TypeSpec:
				return short + ": " + spec.Name.Name, nil
			case *ast.ImportSpec:
				return "", nil // what the change needs, no guard
			}
		}
	}
	return "", fmt.Errorf("the text of its guard is in no declaration of %s", e.file)
}
