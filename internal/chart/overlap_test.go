package chart

import (
	"math"
	"strings"
	"testing"
)

// All marks lie where the two lists meet, apart from each other, and nothing is
// drawn of what is on one list alone; two that have nothing in common do not meet.
func TestOverlap(t *testing.T) {
	for n := range MaxOverlap + 4 {
		firm := make([]int, n)
		for i := range firm {
			firm[i] = 2 - i*3/n
		}
		out := render(t, Overlap(`What both <would> do`, firm))
		circles := strings.Split(out, "<circle ")[1:]
		at := func(i int) (x, y, r float64) {
			return between(t, circles[i], `cx="`, `"`), between(t, circles[i], `cy="`, `"`), between(t, circles[i], ` r="`, `"`)
		}
		if len(circles) != 2+min(n, MaxOverlap) {
			t.Fatalf("%d: %d circles in %s", n, len(circles), out)
		}
		ax, ay, r := at(0)
		bx, by, s := at(1)
		if r != s || ay != by || ax-r < 0 || bx+r > width {
			t.Errorf("the lists are not alike, or outside of the picture: %s", out)
		}
		if meet := bx-ax < 2*r; meet != (n > 0) {
			t.Errorf("%d in common: they meet: %v", n, meet)
		}
		for i := 2; i < len(circles); i++ {
			x, y, small := at(i)
			for _, c := range [][2]float64{{ax, ay}, {bx, by}} {
				if math.Hypot(x-c[0], y-c[1])+small > r {
					t.Fatalf("%d: one at %v, %v is not in both", n, x, y)
				}
			}
			for j := 2; j < i; j++ {
				if u, v, _ := at(j); math.Hypot(x-u, y-v) < 2*small {
					t.Fatalf("%d: two marks are on each other", n)
				}
			}
		}
	}
	out := render(t, Overlap("w", []int{2, 1, 0}))
	for _, want := range []string{`class="yes"`, `class="either"`, `class="maybe"`} {
		if strings.Count(out, want) != 1 {
			t.Errorf("no %s in %s", want, out)
		}
	}
}
