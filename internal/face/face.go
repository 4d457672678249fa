// Package face holds the neutral faces that the app can have on a device: for
// each a key and a picture of a few strokes. What they are called is in package
// text. None of them says what the app is.
package face

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
)

// Size is the side of the square that strokes are drawn in.
const Size = 64

// width of a stroke.
const width = 4

// Face is one of them. A stroke is a line through points.
type Face struct {
	Key     string // in paths and in what a device keeps: lower-case letters
	Strokes [][]image.Point
}

// Default is the picture of whoever chooses nothing; the name is the server's.
func Default() Face { return All()[0] }

// All returns them in the order in which they are shown. This is the list.
func All() []Face {
	line := func(xy ...int) []image.Point {
		var points []image.Point
		for i := 0; i < len(xy); i += 2 {
			points = append(points, image.Pt(xy[i], xy[i+1]))
		}
		return points
	}
	return []Face{
		{"notes", [][]image.Point{line(18, 22, 46, 22), line(18, 32, 46, 32), line(18, 42, 36, 42)}},
		{"lists", [][]image.Point{line(16, 21, 19, 24, 25, 17), line(33, 21, 48, 21), line(16, 33, 19, 36, 25, 29), line(33, 33, 48, 33),
			line(16, 45, 19, 48, 25, 41), line(33, 45, 48, 45)}},
		{"reading", [][]image.Point{line(32, 22, 24, 18, 14, 18, 14, 44, 24, 44, 32, 48, 40, 44, 50, 44, 50, 18, 40, 18, 32, 22), line(32, 22, 32, 48)}},
		{"planner", [][]image.Point{line(16, 20, 48, 20, 48, 48, 16, 48, 16, 20), line(16, 29, 48, 29), line(24, 14, 24, 20), line(40, 14, 40, 20)}},
		{"papers", [][]image.Point{line(14, 46, 14, 18, 26, 18, 31, 24, 50, 24, 50, 46, 14, 46)}},
	}
}

// Path returns the strokes as the path of an SVG.
func (f Face) Path() string {
	var b strings.Builder
	for _, s := range f.Strokes {
		for i, p := range s {
			fmt.Fprintf(&b, "%c%d %d", "ML"[min(i, 1)], p.X, p.Y)
		}
	}
	return b.String()
}

// Colours of a picture.
const (
	paper = "#fbf8f2"
	ink   = "#6a6257"
)

// SVG returns the picture as a file.
func (f Face) SVG() []byte {
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d"><rect width="%[1]d" height="%[1]d" rx="14" fill="%[2]s"/><path d="%[3]s" fill="none" stroke="%[4]s" stroke-width="%[5]d" stroke-linecap="round" stroke-linejoin="round"/></svg>`,
		Size, paper, f.Path(), ink, width)
}

// shades are how many steps there are from paper to ink.
const shades = 16

// Draw draws the picture for systems that take no SVG. It fills its square, so that
// any mask fits.
func (f Face) Draw(size int) image.Image {
	from, to := color.RGBA{0xfb, 0xf8, 0xf2, 0xff}, color.RGBA{0x6a, 0x62, 0x57, 0xff}
	var palette color.Palette
	for i := range shades + 1 {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(shades-i) + int(b)*i) / shades) }
		palette = append(palette, color.RGBA{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B), 0xff})
	}
	img := image.NewPaletted(image.Rect(0, 0, size, size), palette)
	scale := float64(size) / Size
	for _, s := range f.Strokes {
		for i := range s[1:] {
			segment(img, s[i], s[i+1], scale)
		}
	}
	return img
}

// segment draws one straight piece with round ends.
func segment(img *image.Paletted, a, b image.Point, scale float64) {
	ax, ay, bx, by := float64(a.X)*scale, float64(a.Y)*scale, float64(b.X)*scale, float64(b.Y)*scale
	r := width * scale / 2
	box := image.Rect(int(min(ax, bx)-r)-1, int(min(ay, by)-r)-1, int(max(ax, bx)+r)+2, int(max(ay, by)+r)+2).Intersect(img.Rect)
	long := (bx-ax)*(bx-ax) + (by-ay)*(by-ay)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			px, py := float64(x)+0.5, float64(y)+0.5
			t := max(0, min(1, ((px-ax)*(bx-ax)+(py-ay)*(by-ay))/long))
			d := math.Hypot(px-ax-t*(bx-ax), py-ay-t*(by-ay))
			shade := uint8(max(0, min(1, r-d+0.5)) * shades)
			if at := img.PixOffset(x, y); shade > img.Pix[at] {
				img.Pix[at] = shade
			}
		}
	}
}
