package text

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every question of the ladder stands on the sheet with its place and its words,
// holds, and was read a second time; and nothing else stands there.
func TestOpeningQuestions(t *testing.T) {
	b, err := os.ReadFile("../../docs/prompts.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]bool{}
	for _, l := range regexp.MustCompile(`(?m)^- (\d\.\d+ \*.+\*) holds\. .+\n  - Second reading: (?:kept|changed: .+|kept: .+)\.$`).FindAllStringSubmatch(string(b), -1) {
		lines[l[1]] = true
	}
	seen, sum := map[string]bool{}, 0
	o := englishOpening()
	for r, rung := range o.Rungs {
		if len(rung.Questions) < 12 || len(rung.Questions) > 99 {
			t.Errorf("%s has %d questions", rung.Name, len(rung.Questions))
		}
		for n, q := range rung.Questions {
			sum++
			if !lines[fmt.Sprintf("%d.%d *%s*", r+1, n+1, q)] {
				t.Errorf("%d.%d was not read again, or not in these words: %s", r+1, n+1, q)
			}
			if seen[q] || !strings.HasSuffix(q, "?") || strings.Count(q, "?") != 1 || len(strings.Fields(q)) > 22 {
				t.Errorf("%d.%d: %s", r+1, n+1, q)
			}
			seen[q] = true
		}
	}
	if sum < 72 || len(lines) != sum {
		t.Errorf("%d questions, %d lines", sum, len(lines))
	}
	for _, c := range [][2]int{{0, 1}, {7, 1}, {1, 0}, {6, len(o.Rungs[5].Questions) + 1}} {
		if words, ok := o.Question(c[0], c[1]); ok || words != o.Newer {
			t.Errorf("%v is %q", c, words)
		}
	}
	if words, ok := o.Question(6, 12); !ok || words != o.Rungs[5].Questions[11] {
		t.Errorf("%q", words)
	}
}
