package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/text"
)

// ask is a question for somebody alone. What follows from an answer stands below
// it and is seen when it is chosen: the style sheet does that, no program, and
// nothing is sent or kept. It is the same page for everybody.
func ask(id, name, chosen string, q text.Question) g.Node {
	answers := make([]g.Node, len(q.Answers))
	for i, a := range q.Answers {
		of := id + "-" + a.Value
		answers[i] = h.Div(h.Class("answer"),
			h.Input(h.Type("radio"), h.ID(of), h.Name(name), h.Value(a.Value), h.AutoComplete("off"), g.If(a.Told, h.Class("told")), g.If(a.Value == chosen, g.Attr("checked"))),
			h.Label(h.For(of), g.Text(a.Say)),
			g.If(a.Then != "", h.P(h.Class("then"), g.Text(a.Then))))
	}
	return h.FieldSet(h.Class("ask"), h.Legend(g.Text(q.Ask)), g.All(answers...))
}
