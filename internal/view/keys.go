package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/text"
)

// keysSections is what stands on the page of keys and devices, in this order.
// Each is a h.Section of the class "thing".
func keysSections(b text.Book, m *app.Model) []g.Node {
	return []g.Node{
		accountKey(b, m),
		devicesSection(b),
		lightKeys(b, m),
	}
}

// keys is the page of all that decides who can get in.
func keys(b text.Book, m *app.Model) g.Node {
	w := b.Keys
	return g.All(Title(w.Title), h.P(g.Text(w.Lead)), h.Div(h.Class("things"), g.All(keysSections(b, m)...)),
		Row(GoButton(app.RouteSettings, "bare", b.Set.Title)))
}

func accountKey(b text.Book, m *app.Model) g.Node {
	w := b.Keys
	wrong, _ := tried(b, m, app.ActionSheet)
	return h.Section(h.Class("thing"), h.H2(g.Text(w.Key)), h.P(h.Class("quiet"), g.Text(w.KeyLead)), Problem(b, wrong),
		KeyForm("sheet", app.ActionSheet, passphraseField(b, "sheetpass", ""), Row(Submit("", w.KeyDo))))
}
