package markup_test

import (
	"html/template"
	"testing"

	g "troth/internal/markup"
)

// Texts and values are escaped as html/template does: no text becomes an
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
			"text":      {g.HTML(g.Text(s)), want},
			"formatted": {g.HTML(g.Textf("%s", s)), want},
			"attribute": {g.HTML(g.El("p", g.Attr("title", s))), `<p title="` + want + `"></p>`},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s of %q is %q, not %q", name, s, pair[0], pair[1])
			}
		}
	})
}

// Attributes are written where they belong, wherever they stand, and what is
// left out leaves nothing.
func TestHTML(t *testing.T) {
	n := g.El("p", g.Text("a"), nil, g.If(false, g.Text("b")), g.All(g.Attr("class", "said"), g.El("input", g.Attr("required"), g.Text("c"))),
		g.Map([]string{"d", "e"}, g.Text), g.Iff(false, func() g.Node { panic("made") }))
	if got, want := g.HTML(n), `<p class="said">a<input required>de</p>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := g.HTML(g.Attr("class", "alone")) + g.HTML(nil); got != "" {
		t.Errorf("%q outside any element", got)
	}
}
