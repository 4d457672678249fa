package view

import (
	"html/template"
	"testing"

	g "maragu.dev/gomponents"
)

// The copy of gomponents escapes as html/template does: no text becomes an
// element, and no value ends its attribute.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{
		"", "a", `<img src=x onerror="a()">`, `"'><script>`, "&amp;&#34;&", "a\x00b", "\u202e\u2066<", "\xff\xfe<", "`=\n\t<!--", "</textarea>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := template.HTMLEscapeString(s)
		for name, pair := range map[string][2]string{
			"text":      {html(g.Text(s)), want},
			"formatted": {html(g.Textf("%s", s)), want},
			"attribute": {html(g.El("p", g.Attr("title", s))), `<p title="` + want + `"></p>`},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s of %q is %q, not %q", name, s, pair[0], pair[1])
			}
		}
	})
}
