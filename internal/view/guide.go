package view

import (
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/text"
)

// guide is the list of the guide's pages, or one of them. It is the same signed
// in and signed out, but for where it leads on to.
func guide(b text.Book, m *app.Model) g.Node {
	_, practice, _ := strings.Cut(m.Route, "/")
	w := b.Guide
	if p, ok := w.Page(practice); ok {
		return guidePage(b, m, p)
	}
	return g.All(
		Title(w.Title),
		h.P(g.Text(w.Lead)),
		h.Div(h.Class("things"), g.Map(w.Pages, func(p text.GuidePage) g.Node {
			return h.Section(h.Class("thing"), h.H2(Go(app.RouteGuide+"/"+p.Practice, g.Text(p.Title))), h.P(h.Class("quiet"), g.Text(p.Lead)))
		})),
		guideOut(b, m),
	)
}

func guidePage(b text.Book, m *app.Model, p text.GuidePage) g.Node {
	w := b.Guide
	return g.All(
		Title(p.Title),
		h.P(h.Class("said"), g.Text(p.Lead)),
		h.Section(h.Class("stack"), h.H2(g.Text(w.How)), List(p.How)),
		h.Section(h.Class("stack"), h.H2(g.Text(w.Avoid)), List(p.Avoid)),
		h.Section(h.Class("stack"), h.H2(g.Text(w.Why)), g.Map(p.Why, guideClaim)),
		guideStart(b, m, p),
		h.P(h.Class("small quiet"), g.Text(w.NotSafe+" "), h.A(h.Href("#"), h.Data("help", ""), g.Text(w.NotSafeGo)), g.Text(".")),
		h.P(Go(app.RouteGuide, g.Text(w.All))),
		guideOut(b, m),
	)
}

func guideClaim(c text.GuideClaim) g.Node {
	return h.Div(h.Class("claim"), h.P(g.Text(c.Says)), h.P(h.Class("small quiet"), h.Cite(g.Text(c.Source+"."))))
}

// guideStart leads to the practice, once two people can use it.
func guideStart(b text.Book, m *app.Model, p text.GuidePage) g.Node {
	if m.Phase != app.Open {
		return nil
	}
	two := false
	for _, s := range sections(b) {
		switch {
		case s.name != p.Practice:
		case s.mine, m.Space == app.Shared:
			return Row(GoButton(s.route(), "main", p.Start))
		default:
			two = m.Space == app.NoSpace
		}
	}
	if two {
		return h.Div(h.Class("stack"), h.P(h.Class("quiet"), g.Text(b.Guide.Together)), Row(GoButton(app.RouteInvite, "", b.Guide.Invite)))
	}
	return nil
}

// guideOut leads on from the guide for whoever has no navigation.
func guideOut(b text.Book, m *app.Model) g.Node {
	if m.Phase == app.Open {
		return nil
	}
	return h.P(Go(app.RouteHome, g.Text(b.Guide.Out)))
}

// guideLink leads from a practice to its page.
func guideLink(b text.Book, practice string) g.Node {
	return h.P(h.Class("small quiet"), Go(app.RouteGuide+"/"+practice, g.Text(b.Guide.About)))
}
