package chart

import (
	"math"
	"strconv"

	g "troth/internal/markup"
)

// MaxOverlap is how many marks are drawn where two lists meet; more are not.
const MaxOverlap = 15

// Overlap draws two equal rings that stand for two lists. If they have something
// in common they meet, and there is a mark for each thing: full, a ring or a broken
// ring, as firm says, from 2 to 0. What is on one list alone is not drawn, so that
// the picture says nothing of how much there is. Words are what somebody hears who
// cannot see the picture.
func Overlap(words string, firm []int) g.Node {
	const (
		middle = width / 2
		level  = 105
		radius = 95
		row    = 3 // marks side by side
		step   = 19
	)
	away := 60.0
	if len(firm) == 0 {
		away = radius + 1
	}
	nodes := picture("overlap", words, "0 0 "+strconv.Itoa(width)+" "+num(2*level))
	for _, x := range []float64{middle - away, middle + away} {
		nodes = append(nodes, shape("circle", "list", "cx", num(x), "cy", num(level), "r", num(radius), "fill", "none", "stroke", "currentColor"))
	}
	firm = firm[:min(len(firm), MaxOverlap)]
	rows := int(math.Ceil(float64(len(firm)) / row))
	for i, f := range firm {
		here := min(row, len(firm)-i/row*row) // marks in this row
		at := []string{
			"cx", num(middle + step*(float64(i%row)-float64(here-1)/2)),
			"cy", num(level + step*(float64(i/row)-float64(rows-1)/2)),
		}
		switch f {
		case 2:
			nodes = append(nodes, shape("circle", "yes", append(at, "r", "6.5", "fill", "currentColor")...))
		case 1:
			nodes = append(nodes, shape("circle", "either", append(at, "r", "5.6", "fill", "none", "stroke", "currentColor")...))
		default:
			nodes = append(nodes, shape("circle", "maybe", append(at, "r", "5.6", "fill", "none", "stroke", "currentColor", "stroke-dasharray", "2 2.5")...))
		}
	}
	return g.El("svg", nodes...)
}
