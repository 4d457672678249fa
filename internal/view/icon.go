package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"
)

// Icons are drawn as one family of strokes on a 24 by 24 field, always beside
// words.
const (
	IconToday    = "M4 17h16M6.5 17a5.5 5.5 0 0 1 11 0M12 4v3M4.6 8.6l2 2M19.4 8.6l-2 2"
	IconTogether = "M14 12a5 5 0 1 1-10 0 5 5 0 0 1 10 0zM20 12a5 5 0 1 1-10 0 5 5 0 0 1 10 0z"
	IconMine     = "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6zM12 14.5v2"
	IconGuide    = "M12 7c-2-1.6-4.6-2-8-2v13c3.4 0 6 .4 8 2 2-1.6 4.6-2 8-2V5c-3.4 0-6 .4-8 2zM12 7v13"
)

func icon(path string) g.Node {
	return h.SVG(g.Attr("viewBox", "0 0 24 24"), g.Attr("fill", "none"), g.Attr("stroke", "currentColor"), g.Attr("stroke-width", "1.5"),
		g.Attr("stroke-linecap", "round"), g.Attr("stroke-linejoin", "round"), g.Attr("aria-hidden", "true"), g.El("path", g.Attr("d", path)))
}
