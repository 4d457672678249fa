package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/self"
	"troth/internal/text"
)

// giveBack is the page on which somebody gives their partner what they have lost.
func giveBack(b text.Book, m *app.Model) g.Node {
	w := b.History
	list := m.Givable()
	head := g.All(Title(w.Title), h.P(g.Text(w.Lead)))
	back := GoButton(app.RouteEarlier, "bare", b.Space.Earlier)
	if len(list) == 0 {
		return g.All(head, h.P(h.Class("quiet"), g.Text(w.None)), Row(back))
	}
	wrong, _ := tried(b, m, app.ActionGive)
	var options []Option
	for _, a := range list {
		options = append(options, Option{a.Log.String(), text.Fill(w.With, "who", plainName(b, a.Name))})
	}
	return g.All(head, h.P(h.Class("note"), g.Text(w.Means)), List(w.What), Problem(b, wrong),
		KeyForm("give", app.ActionGive, Hidden("then", app.RouteEarlier),
			radios("log", app.FieldLog, g.Text(w.Which), nil, "", "stack", options, options[0].Value),
			passphraseField(b, "pass", ""), Row(Submit("main", w.Do), back)))
}

// givenNote says of an earlier space who has given it back.
func givenNote(b text.Book, m *app.Model, a self.Anchor) g.Node {
	return g.If(a.Lost(), h.P(h.Class("quiet small"), Named(b.History.Given, called(b, a.Name))))
}

// giveLink leads to giving an earlier space back, if there is one that could be.
func giveLink(b text.Book, m *app.Model) g.Node {
	w := b.History
	var rest g.Node
	for _, a := range m.Self.Earlier() {
		if m.Couple.Gave(m.Me, a.Log) {
			rest = h.P(h.Class("quiet small"), g.Text(w.Gave))
		}
	}
	return g.All(rest, g.If(len(m.Givable()) > 0, Row(GoButton(app.RouteGive, "", w.In))))
}
