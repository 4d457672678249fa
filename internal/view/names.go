package view

import (
	"troth/internal/face"
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/text"
)

// NamesHTML is the page on which somebody chooses what the app is called on their
// device, which comes with the first answer of the server and lies over every other
// page. Own is what the server calls it. The page's script keeps what is chosen.
func NamesHTML(own string) string {
	f, w := text.English().Frame, text.EnglishNames()
	choice := func(key, title, says string, p face.Face) g.Node {
		id := "face-" + either(key == "", "own", key)
		return h.Div(h.Class("face"),
			h.Input(h.Type("radio"), h.ID(id), h.Name("face"), h.Value(key), h.AutoComplete("off"), h.Data("face", key), h.Data("title", title), g.If(key == "", g.Attr("checked"))),
			h.SVG(g.Attr("viewBox", "0 0 64 64"), g.Attr("aria-hidden", "true"), g.El("path", g.Attr("d", p.Path()))),
			h.Label(h.For(id), g.Text(says)))
	}
	choices := []g.Node{choice("", own, text.Fill(w.Own, "name", own), face.Default())}
	for _, p := range face.All() {
		if name := w.Faces[p.Key]; name != own {
			choices = append(choices, choice(p.Key, name, name, p))
		}
	}
	return g.HTML(overlay(f, w.Back,
		Title(w.Title), h.P(g.Text(w.Lead)),
		h.FieldSet(h.Class("faces"), h.Legend(g.Text(w.Choose)), g.All(choices...)),
		h.Section(h.Class("stack"), h.H2(g.Text(w.AfterTitle)), List(w.After))))
}

// overlay is a page that lies over the app: it leads back, and out.
func overlay(f *text.Frame, back string, nodes ...g.Node) g.Node {
	return h.Div(h.Class("app"),
		h.Header(h.Class("top"), h.Span(h.Class("mark"), g.Text(f.Mark)), h.Div(h.Class("row"),
			h.Button(h.Type("button"), h.Data("back", ""), g.Text(back)),
			h.Button(h.Type("button"), h.Class("exit"), h.Data("exit", ""), g.Text(f.Exit)))),
		h.Main(nodes...))
}
