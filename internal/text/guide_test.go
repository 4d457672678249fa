package text

import (
	"os"
	"strings"
	"testing"
)

// Every claim of the guide stands in the record of sources as it is shown, with
// its source: who changes one is sent there to read again.
func TestGuideSources(t *testing.T) {
	b, err := os.ReadFile("../../docs/guide-sources.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range English().Guide.Pages {
		_, record, ok := strings.Cut(string(b), "\n## "+p.Practice+"\n")
		if !ok {
			t.Errorf("%s: nothing is recorded", p.Practice)
		}
		record, _, _ = strings.Cut(record, "\n## ")
		entries := strings.Split(record, "\n> ")[1:]
		if len(entries) != len(p.Why) || len(p.Why) == 0 {
			t.Errorf("%s: %d claims, %d entries", p.Practice, len(p.Why), len(entries))
		}
		for _, c := range p.Why {
			found := false
			for _, e := range entries {
				if !strings.HasPrefix(e, c.Says+"\n") {
					continue
				}
				found = true
				for _, line := range []string{"\n- Source: " + c.Source + "\n", "\n- Read: ", "\n- Carried by: ", "\n- Second reading: holds"} {
					if !strings.Contains(e, line) {
						t.Errorf("%s: the entry of %q lacks %q", p.Practice, c.Says[:30], strings.TrimSpace(line))
					}
				}
			}
			if !found {
				t.Errorf("%s: not recorded, or not in these words: %s", p.Practice, c.Says)
			}
		}
	}
}
