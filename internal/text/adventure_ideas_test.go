package text

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every idea is complete, is what its fields may be, and stands in its grade.
func TestIdeas(t *testing.T) {
	ideas := englishIdeas()
	if len(ideas) < 60 {
		t.Errorf("%d ideas", len(ideas))
	}
	slug := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	slugs, texts := map[string]bool{}, map[string]bool{}
	grade := uint8(1)
	for _, i := range ideas {
		if !slug.MatchString(i.Slug) || len(i.Slug) > 32 || slugs[i.Slug] {
			t.Errorf("%q names no idea, or two", i.Slug)
		}
		if texts[i.Text] {
			t.Errorf("%s says what another says", i.Slug)
		}
		slugs[i.Slug], texts[i.Text] = true, true
		if i.Grade < grade || i.Grade > IdeaGrades {
			t.Errorf("%s has grade %d after %d", i.Slug, i.Grade, grade)
		}
		grade = i.Grade
		if !slices.Contains(IdeaCosts(), i.Cost) || !slices.Contains(IdeaTimes(), i.Time) || !slices.Contains(IdeaPlaces(), i.Place) {
			t.Errorf("%s: %q, %q, %q", i.Slug, i.Cost, i.Time, i.Place)
		}
		for _, s := range []string{i.Text, i.Safety} {
			if s != "" && !strings.HasSuffix(s, ".") || strings.TrimSpace(s) != s {
				t.Errorf("%s is no sentence: %q", i.Slug, s)
			}
		}
		if strings.ContainsAny(i.Text+i.Body+i.Safety, `'"!`) {
			t.Errorf("%s has a straight quote or shouts", i.Slug)
		}
		if i.Text == "" || len(i.Text) > 200 || len(i.Safety) > 120 || len(i.Body) > 40 || strings.HasSuffix(i.Body, ".") {
			t.Errorf("%s is empty or long", i.Slug)
		}
		if found, ok := ideas.Find(i.Slug); !ok || found != i {
			t.Errorf("%s is not found", i.Slug)
		}
	}
	if _, ok := ideas.Find("no-such-idea"); ok {
		t.Error("an idea is found that is not there")
	}
}

// In each grade there is something for whoever has no money, for whoever cannot
// walk, see or hear, for whoever has neither, and for whoever cannot leave home or
// has only half an hour.
func TestIdeasForEverybody(t *testing.T) {
	for grade := uint8(1); grade <= IdeaGrades; grade++ {
		for _, c := range []struct {
			name string
			fits func(Idea) bool
			want int
		}{
			{"cost nothing", func(i Idea) bool { return i.Cost == costNone }, 4},
			{"ask nothing of a body", func(i Idea) bool { return i.Body == "" }, 4},
			{"do neither", func(i Idea) bool { return i.Cost == costNone && i.Body == "" }, 4},
			{"do neither, at home", func(i Idea) bool { return i.Cost == costNone && i.Body == "" && i.Place == placeHome }, 3},
			{"take half an hour", func(i Idea) bool { return i.Time == timeHalf }, 1},
			{"take longer, or cost or ask something", func(i Idea) bool { return i.Cost != costNone || i.Body != "" }, 4},
		} {
			n := 0
			for _, i := range englishIdeas() {
				if i.Grade == grade && c.fits(i) {
					n++
				}
			}
			if n < c.want {
				t.Errorf("of grade %d, %d ideas %s, want %d", grade, n, c.name, c.want)
			}
		}
	}
}

// What needs care says so, and nothing needs drink, a religion or another's phone.
func TestIdeasAreSafe(t *testing.T) {
	for _, i := range englishIdeas() {
		if i.Safety == "" && (i.Place == placeAway || regexp.MustCompile(`cold|height|ground|swim|night`).MatchString(i.Body)) {
			t.Errorf("%s has no word on safety", i.Slug)
		}
		if bad := regexp.MustCompile(`(?i)\b(wine|beer|bar|pub|drunk|church|mosque|temple|pray\w*|kiss\w*|naked|bed|massage|blindfold\w*|secrets?|passwords?|husband|wife|boyfriend|girlfriend)\b`).FindString(i.Text); bad != "" {
			t.Errorf("%s says %q", i.Slug, bad)
		}
	}
}

// Each idea has its verdict in the sheet and was read a second time, and the sheet
// has no others.
func TestIdeasSheet(t *testing.T) {
	b, err := os.ReadFile("../../docs/adventures.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^- `([a-z-]+)` (.*)\n  - Second reading: (?:kept|changed: .+|kept: .+)\\.$").FindAllStringSubmatch(string(b), -1) {
		if _, ok := englishIdeas().Find(m[1]); !ok || seen[m[1]] || !strings.HasPrefix(m[2], "holds") {
			t.Errorf("the sheet has %s, %s", m[1], m[2])
		}
		seen[m[1]] = true
	}
	for _, i := range englishIdeas() {
		if !seen[i.Slug] {
			t.Errorf("%s has no verdict", i.Slug)
		}
	}
}
