package view

import (
	"fmt"
	"strings"

	"rsc.io/qr"
	g "troth/internal/markup"
	h "troth/internal/markup/tag"
)

const quietZone = 4 // modules of white around a code, as the standard asks

// QR draws a code as one path, dark on white in every theme, with its words.
func QR(content, words string) g.Node {
	c, err := qr.Encode(content, qr.M)
	if err != nil {
		return nil // longer than any code holds; the link stands beside it
	}
	var path strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			run := 0
			for x+run < c.Size && c.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quietZone, y+quietZone, run, run)
				x += run
			}
		}
	}
	size := c.Size + 2*quietZone
	return h.SVG(h.Class("qr"), g.Attr("viewBox", fmt.Sprintf("0 0 %d %d", size, size)), h.Role("img"), g.Attr("aria-label", words),
		g.Attr("shape-rendering", "crispEdges"), g.El("path", g.Attr("d", path.String())))
}
