package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/self"
	"troth/internal/text"
)

// hosts are the answers to who runs the server.
func hosts(b text.Book, unsaid bool) []Option {
	w := b.Host
	list := []Option{{string(self.HostUnsaid), w.Unsaid}, {string(self.HostMe), w.Me}, {string(self.HostPartner), w.Partner},
		{string(self.HostElse), w.Else}, {string(self.HostUnknown), w.Unknown}}
	if !unsaid {
		return list[1:]
	}
	return list
}

// hostField asks who runs the server.
func hostField(b text.Book, m *app.Model, id, hint string) g.Node {
	return Field(FieldProps{ID: id, Name: app.FieldHost, Label: b.Host.Ask, Hint: hint, Control: Select(string(m.Self.Settings.Host), hosts(b, true))})
}

// hostLabel stands on every page of somebody whose partner runs the server.
func hostLabel(b text.Book, m *app.Model) g.Node {
	if !m.HostedByPartner() {
		return nil
	}
	return h.P(h.Class("small quiet"), g.Textf(either(m.Build == "", b.Host.LabelNative, b.Host.Label), m.Host),
		g.If(m.Phase == app.Open && m.Route != app.RouteHost, g.All(g.Text(" "), Go(app.RouteHost, g.Text(b.Host.LabelMore)))))
}

// hosted is what it means that one's partner runs the server. Before somebody
// joins, it stands in the way until it was read.
func hosted(b text.Book, m *app.Model) g.Node {
	w := b.Host
	list := func(title string, items []string) g.Node {
		return h.Section(h.Class("stack"), h.H2(g.Text(title)), List(items))
	}
	on := g.All(h.P(h.Class("small quiet"), g.Text(w.Change+" "), Go(app.RouteSettings, g.Text(w.ChangeGo)), g.Text(".")))
	lead := g.Node(nil)
	if m.Phase != app.Open {
		lead = h.P(h.Class("said"), g.Text(w.Lead))
		on = ActionForm("hostread", app.ActionHostRead, Row(Submit("main", w.Read), GoButton(app.RouteHome, "bare", b.Frame.NotNow)))
	}
	if m.Phase == app.Locked {
		on = g.All(on, h.P(h.Class("small quiet"), Go(app.RouteUnlock, g.Text(b.Account.UnlockOnly))))
	}
	return g.All(Title(w.Title), lead, list(w.SeesTitle, w.Sees), list(w.NotTitle, w.Not), list(w.InsteadTitle, w.Instead),
		Row(h.Button(h.Type("button"), h.Data("help", ""), g.Text(b.Frame.Help))), on)
}
