package gomponents

import (
	"html"
	"strings"
)

// escape does what html/template's HTMLEscapeString does, without html/template.
func escape(s string) string {
	return html.EscapeString(strings.ReplaceAll(s, "\x00", "\uFFFD"))
}
