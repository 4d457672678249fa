package chart

import (
	"strconv"

	g "troth/internal/markup"
)

// Ladder draws a ladder with a rung for each label, the first below. Rungs up to
// the one in use, from 1, are drawn full, and that one has a mark. Words are what
// somebody hears who cannot see the picture.
func Ladder(words string, labels []string, inUse int) g.Node {
	const (
		step  = 30
		left  = 14
		right = 96
		top   = 18
		wide  = 300
	)
	foot := float64(top + step*(len(labels)-1))
	nodes := append(picture("ladder", words, "0 0 "+strconv.Itoa(wide)+" "+num(foot+20)),
		shape("path", "rail", "d", "M"+num(left)+" 4V"+num(foot+16)+"M"+num(right)+" 4V"+num(foot+16), "fill", "none", "stroke", "currentColor"))
	for i, label := range labels {
		y := foot - float64(step*i)
		class := "above"
		switch {
		case i+1 == inUse:
			class = "here"
		case i+1 < inUse:
			class = "below"
		}
		nodes = append(nodes,
			shape("path", class, "d", "M"+num(left)+" "+num(y)+"H"+num(right), "fill", "none", "stroke", "currentColor"),
			g.El("text", g.Attr("class", class), g.Attr("x", num(right+18)), g.Attr("y", num(y+5)), g.Text(label)))
		if class == "here" {
			nodes = append(nodes, shape("circle", "at", "cx", num((left+right)/2), "cy", num(y), "r", "7", "fill", "currentColor"))
		}
	}
	return g.El("svg", nodes...)
}
