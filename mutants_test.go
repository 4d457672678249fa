//go:build mutants

package troth_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every test fails without the guard that the list names. It takes a while:
// make mutants. TROTH_MUTANTS names some by their numbers.
func TestMutants(t *testing.T) {
	var which []int
	for _, s := range strings.Fields(os.Getenv("TROTH_MUTANTS")) {
		n, err := strconv.Atoi(s)
		if err != nil || !slices.ContainsFunc(readMutants(t), func(m mutant) bool { return m.attack == n }) {
			t.Fatalf("there is no mutant for attack %q", s)
		}
		which = append(which, n)
	}
	chosen := func(n int) bool { return len(which) == 0 || slices.Contains(which, n) }
	failed := map[string]bool{}
	for _, m := range readMutants(t) {
		if !chosen(m.attack) {
			continue
		}
		names, err := m.run(t.TempDir())
		if err != nil {
			t.Errorf("%v: %v", m, err)
			continue
		}
		fmt.Println("fails as it should:", m)
		for _, name := range names {
			failed[name] = true
		}
	}
	for _, a := range readAttacks(t) {
		for _, name := range a.tests {
			if chosen(a.number) && !failed[name] {
				t.Errorf("attack %d: %s fails under no mutant", a.number, name)
			}
		}
	}
}

// run runs the attack's tests against the mutant and returns those that fail, at
// least one. The files stay as they are: the go command is shown others in their
// place, and so is every go command that a test starts.
func (m mutant) run(dir string) ([]string, error) {
	changed := map[string]string{}
	for _, e := range m.edits {
		text, ok := changed[e.file]
		if !ok {
			b, err := os.ReadFile(e.file)
			if err != nil {
				return nil, err
			}
			text = string(b)
		}
		text, err := e.apply(text)
		if err != nil {
			return nil, err
		}
		changed[e.file] = text
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for file, text := range changed {
		at, err := filepath.Abs(file)
		if err != nil {
			return nil, err
		}
		other := filepath.Join(dir, strconv.Itoa(len(overlay.Replace))+filepath.Ext(file))
		if err := os.WriteFile(other, []byte(text), 0o600); err != nil {
			return nil, err
		}
		overlay.Replace[at] = other
	}
	b, err := json.Marshal(overlay)
	if err != nil {
		return nil, err
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, b, 0o600); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("TestAttack%02d", m.attack)
	only := "^" + name + "[A-Z]"
	if m.pkg == "script" {
		name = fmt.Sprintf("TestScript/attack%02d", m.attack)
		only = "^" + name + "-"
	}
	cmd := exec.Command("go", "test", "-count=1", "-vet=off", "-timeout=2m", "-run", only, "./"+m.pkg)
	cmd.Env = append(os.Environ(), "GOFLAGS=-overlay="+list)
	out, err := cmd.CombinedOutput()
	switch {
	case strings.Contains(string(out), "[no tests to run]"):
		return nil, fmt.Errorf("no test ran")
	case err == nil:
		return nil, fmt.Errorf("the test passes all the same\n%s", out)
	}
	var names []string
	for _, found := range regexp.MustCompile(`(?m)^ *--- FAIL: ((?:TestScript/)?)((?:Test)?[Aa]ttack[^ /]+)`).FindAllStringSubmatch(string(out), -1) {
		names = append(names, filepath.Base(m.pkg)+"."+found[2])
	}
	if len(names) == 0 || !strings.Contains(string(out), "--- FAIL: "+name) {
		return nil, fmt.Errorf("something else fails:\n%s", out)
	}
	return names, nil
}
