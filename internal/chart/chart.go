// Package chart draws troth's few pictures as SVG. A picture is calm: it has no
// numbers, no axes to compare along and no place where one partner could stand
// against the other. What it shows is always said in words too; the words are
// the caller's.
//
// Shapes differ without colour (a dot, a ring, a dash, a broken ring), and
// colours come from the style sheet through class names, so that the strictest
// content policy holds. Without a style sheet the attributes still tell the
// shapes apart.
package chart

import (
	"strconv"
	"strings"

	g "troth/internal/markup"
)

// Limits of a picture.
const (
	MaxColumns = 12 // further columns are not drawn
	MaxMarks   = 60 // marks in one column; more are drawn in proportion
)

// Column is one column of marks over its label, from below: kept, changed in
// time, missed, passed without a word.
type Column struct {
	Label                         string
	Kept, Changed, Missed, Passed int
}

func (c Column) sum() int { return c.Kept + c.Changed + c.Missed + c.Passed }

// Geometry, in units of the picture's own.
const (
	width  = 400
	margin = 16
	first  = 45 // centre of the first column
	pitch  = 62 // between columns, if there is room
	under  = 16 // from the base line to the text's
	foot   = 24 // from the base line to the lower edge
	head   = 15
)

// grid is how marks are set, for a number of marks in the fullest column.
type grid struct {
	upTo   int
	across int     // marks side by side
	step   float64 // between their centres
	radius float64
	rows   int // at most
}

// gridFor returns the roomiest grid that holds n marks a column in c columns.
func gridFor(n, c int) grid {
	grids := []grid{{7, 1, 18, 6, 7}, {24, 3, 14, 4.6, 8}, {MaxMarks, 5, 10.5, 3.4, 12}}
	if c > 6 {
		// Narrow columns.
		grids = []grid{{7, 1, 16, 5.2, 7}, {24, 2, 11, 3.8, 12}, {MaxMarks, 4, 6.6, 2.4, 15}}
	}
	for _, g := range grids {
		if n <= g.upTo {
			return g
		}
	}
	return grids[len(grids)-1]
}

// Months draws the columns side by side, oldest first. Words are what somebody
// hears who cannot see the picture.
func Months(words string, columns []Column) g.Node {
	if len(columns) > MaxColumns {
		columns = columns[len(columns)-MaxColumns:]
	}
	most := 0
	for _, c := range columns {
		most = max(most, c.sum())
	}
	grid := gridFor(most, len(columns))
	rows := max(3, (min(most, MaxMarks)+grid.across-1)/grid.across)
	base := head + float64(rows)*grid.step
	gap := float64(pitch)
	if n := len(columns); n > 6 {
		gap = float64(width-2*first) / float64(n-1)
	}
	nodes := append(picture("season", words, "0 0 "+strconv.Itoa(width)+" "+num(base+foot)),
		shape("path", "base", "d", "M"+num(margin)+" "+num(base)+"h"+num(width-2*margin), "stroke", "currentColor"))
	for i, c := range columns {
		nodes = append(nodes, column(c, first+float64(i)*gap, base, grid)...)
	}
	return g.El("svg", nodes...)
}

func column(c Column, x, base float64, grid grid) []g.Node {
	var nodes []g.Node
	at := 0
	for _, run := range portion(c) {
		for range run.n {
			row, col := at/grid.across, at%grid.across
			cx := x + (float64(col)-float64(grid.across-1)/2)*grid.step
			cy := base - 4 - grid.radius - float64(row)*grid.step
			nodes = append(nodes, mark(run.class, cx, cy, grid.radius))
			at++
		}
	}
	return append(nodes, caption(x, base+under, "middle", c.Label))
}

// picture is what every picture begins with.
func picture(class, words, box string) []g.Node {
	return []g.Node{g.Attr("class", class), g.Attr("viewBox", box), g.Attr("role", "img"), g.Attr("aria-label", words)}
}

// caption is a small text. Anchor says which point of it stands at x.
func caption(x, y float64, anchor, words string) g.Node {
	return g.El("text", g.Attr("x", num(x)), g.Attr("y", num(y)), g.Attr("text-anchor", anchor), g.Attr("font-size", "12"), g.Text(words))
}

type run struct {
	class string
	n     int
}

// portion returns how many marks of each sort are drawn. Up to MaxMarks it is
// the number itself; above, the sorts keep their proportion, and none that is
// there disappears.
func portion(c Column) []run {
	runs := []run{{"kept", c.Kept}, {"changed", c.Changed}, {"missed", c.Missed}, {"passed", c.Passed}}
	sum := c.sum()
	if sum <= MaxMarks {
		return runs
	}
	most, drawn := 0, 0
	for i := range runs {
		n := runs[i].n
		runs[i].n = n * MaxMarks / sum
		if n > 0 && runs[i].n == 0 {
			runs[i].n = 1
		}
		drawn += runs[i].n
		if runs[i].n > runs[most].n {
			most = i
		}
	}
	runs[most].n += MaxMarks - drawn
	return runs
}

// mark draws one mark around a centre.
func mark(class string, x, y, r float64) g.Node {
	switch class {
	case "kept":
		return shape("circle", class, "cx", num(x), "cy", num(y), "r", num(r), "fill", "currentColor")
	case "missed":
		return shape("path", class, "d", "M"+num(x-r*.85)+" "+num(y)+"h"+num(r*1.7), "stroke", "currentColor", "stroke-width", "2.4")
	case "passed":
		return shape("circle", class, "cx", num(x), "cy", num(y), "r", num(r*.8), "fill", "none", "stroke", "currentColor", "stroke-dasharray", "2 2.5")
	}
	return shape("circle", class, "cx", num(x), "cy", num(y), "r", num(r*.87), "fill", "none", "stroke", "currentColor", "stroke-width", "1.8")
}

// shape is an element of attributes alone.
func shape(name, class string, attrs ...string) g.Node {
	in := []g.Node{g.Attr("class", class)}
	for i := 0; i+1 < len(attrs); i += 2 {
		in = append(in, g.Attr(attrs[i], attrs[i+1]))
	}
	return g.El(name, in...)
}

// num writes a length with at most two places.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
