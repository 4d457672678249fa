package web

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// drawIcon draws the neutral icon (three lines on paper) for systems that take
// no SVG. It fills its square, so that any mask fits.
func drawIcon(size int) ([]byte, error) {
	paper, ink := color.RGBA{0xfb, 0xf8, 0xf2, 0xff}, color.RGBA{0x6a, 0x62, 0x57, 0xff}
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{paper, ink})
	at := func(f float64) int { return int(f * float64(size) / 64) }
	for _, line := range []struct{ y, to float64 }{{22, 46}, {32, 46}, {42, 36}} {
		for y := at(line.y - 2); y < at(line.y+2); y++ {
			for x := at(18); x < at(line.to); x++ {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}
