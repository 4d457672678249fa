package chart

import (
	"math"
	"strconv"

	g "troth/internal/markup"
)

// Field is one field of a Wheel.
type Field struct {
	Label string
	On    bool
}

// Wheel draws fields around a middle, beginning at the top. A field is on or it
// is not. Words are what somebody hears who cannot see the picture.
func Wheel(words string, fields []Field) g.Node {
	const (
		size, inner, outer, gap = 320.0, 46.0, 154.0, 0.02
		middle                  = size / 2
	)
	at := func(radius, angle float64) string {
		return num(middle+radius*math.Sin(angle)) + " " + num(middle-radius*math.Cos(angle))
	}
	arc := func(radius float64, sweep string) string {
		return "A" + num(radius) + " " + num(radius) + " 0 0 " + sweep + " "
	}
	nodes := picture("wheel", words, "0 0 "+num(size)+" "+num(size))
	turn := 2 * math.Pi / float64(len(fields))
	for i, f := range fields {
		from, to := (float64(i)-0.5)*turn+gap, (float64(i)+0.5)*turn-gap
		class, width := "field", "1"
		if f.On {
			class, width = "field on", "2"
		}
		nodes = append(nodes, shape("path", class, "d", "M"+at(inner, from)+"L"+at(outer, from)+arc(outer, "1")+at(outer, to)+"L"+at(inner, to)+arc(inner, "0")+at(inner, from)+"z",
			"fill", "none", "stroke", "currentColor", "stroke-width", width))
		x, y := middle+(inner+outer)/2*math.Sin(float64(i)*turn), middle-(inner+outer)/2*math.Cos(float64(i)*turn)
		nodes = append(nodes, caption(x, y+4, "middle", f.Label))
	}
	return g.El("svg", nodes...)
}

// MaxWeeks is how many columns of Weeks are drawn.
const MaxWeeks = 12

// Row is one row of Weeks: whether there is a dot, column by column.
type Row struct {
	Label string
	On    []bool
}

// Weeks draws a dot where something was, row by row, oldest column first. From
// and To stand under the first and the last column. Words are what somebody hears
// who cannot see the picture.
func Weeks(words, from, to string, rows []Row) g.Node {
	const left, step, pitch = 96.0, 26.0, 24.0
	bottom := 8 + step*float64(len(rows))
	nodes := picture("season weeks", words, "0 0 "+strconv.Itoa(width)+" "+num(bottom+foot))
	for i, r := range rows {
		y := 8 + step*(float64(i)+0.5)
		nodes = append(nodes, caption(margin, y+4, "start", r.Label),
			shape("path", "base", "d", "M"+num(left)+" "+num(y)+"h"+num(pitch*MaxWeeks), "stroke", "currentColor"))
		for c, on := range r.On[max(0, len(r.On)-MaxWeeks):] {
			if on {
				nodes = append(nodes, mark("kept", left+pitch*(float64(c)+0.5), y, 6))
			}
		}
	}
	return g.El("svg", append(nodes, caption(left, bottom+under, "start", from), caption(left+pitch*MaxWeeks, bottom+under, "end", to))...)
}
