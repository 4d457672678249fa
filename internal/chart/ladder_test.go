package chart

import (
	"strings"
	"testing"

	g "troth/internal/markup"
)

// The rungs up to the one in use are full, that one has the only mark, and what
// is seen is said.
func TestLadder(t *testing.T) {
	labels := []string{"low", "middle", "<high>"}
	for inUse := 1; inUse <= 3; inUse++ {
		html := g.HTML(Ladder("words & more", labels, inUse))
		for class, want := range map[string]int{`path class="below"`: inUse - 1, `path class="here"`: 1, `path class="above"`: 3 - inUse, `class="at"`: 1} {
			if got := strings.Count(html, class); got != want {
				t.Errorf("rung %d: %d of %s, want %d", inUse, got, class, want)
			}
		}
		at := strings.Index(html, `class="at"`)
		if label := strings.LastIndex(html[:at], ">"+[]string{"low", "middle", "&lt;high&gt;"}[inUse-1]+"<"); label < 0 || strings.Count(html[label:at], "<text") > 0 {
			t.Errorf("the mark of rung %d is elsewhere: %s", inUse, html)
		}
		if !strings.Contains(html, `aria-label="words &amp; more"`) || strings.Contains(html, "style=") {
			t.Errorf("%s", html)
		}
	}
}
