package chart

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"testing"

	g "troth/internal/markup"
)

func render(t *testing.T, n g.Node) string {
	t.Helper()
	s := g.HTML(n)
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return s
		}
		if err != nil {
			t.Fatalf("%v in %s", err, s)
		}
	}
}

func TestMonths(t *testing.T) {
	out := render(t, Months(`Promises of both, "June" & July`, []Column{{"Jun", 2, 1, 1, 1}, {"J<l", 4, 0, 0, 0}}))
	for want, n := range map[string]int{`class="kept"`: 6, `class="changed"`: 1, `class="missed"`: 1, `class="passed"`: 1, `class="base"`: 1,
		`role="img"`: 1, `aria-label="Promises of both, &#34;June&#34; &amp; July"`: 1, ">J&lt;l</text>": 1, "style": 0, "var(": 0} {
		if got := strings.Count(out, want); got != n {
			t.Errorf("%d of %q, want %d in %s", got, want, n, out)
		}
	}
}

// Whatever the numbers, all marks lie inside of the picture and apart from each
// other, and no sort that is there disappears.
func TestScales(t *testing.T) {
	for _, n := range []int{0, 1, 5, 7, 8, 24, 25, 31, 60, 61, 500, 100_000} {
		for _, columns := range []int{1, 2, 6, 7, 12, 20} {
			c := make([]Column, columns)
			for i := range c {
				c[i] = Column{Label: "Mmm", Kept: n, Changed: n / 10, Missed: min(n/300, 1), Passed: n / 5}
			}
			out := render(t, Months("words", c))
			height := between(t, out, `viewBox="0 0 400 `, `"`)
			if height > 190 {
				t.Errorf("%d: %v high", n, height)
			}
			seen := map[string]bool{}
			for _, part := range strings.Split(out, `<circle class="`)[1:] {
				x, y, r := between(t, part, `cx="`, `"`), between(t, part, `cy="`, `"`), between(t, part, ` r="`, `"`)
				if x-r < 0 || x+r > width || y-r < 0 || y+r > height-foot {
					t.Fatalf("%d marks in %d columns: one at %v, %v is outside", n, columns, x, y)
				}
				key := part[strings.Index(part, "cx="):strings.Index(part, " r=")]
				if seen[key] {
					t.Fatalf("%d: two marks at %s", n, key)
				}
				seen[key] = true
			}
			drawn := min(columns, MaxColumns)
			if got := strings.Count(out, "<circle") + strings.Count(out, `class="missed"`); got > drawn*MaxMarks || n > 60 && got != drawn*MaxMarks {
				t.Errorf("%d marks in %d columns", got, drawn)
			}
			if n >= 300 && strings.Count(out, `class="missed"`) != drawn {
				t.Errorf("%d: the one missed has disappeared", n)
			}
		}
	}
	render(t, Months("", nil))
}

func between(t *testing.T, s, from, to string) float64 {
	t.Helper()
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
