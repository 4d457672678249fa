package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/text"
)

// HomeHTML is the home page as it comes with the first answer of the server,
// before any program runs.
func HomeHTML() string {
	b := text.English()
	return g.HTML(Frame{Book: b}.Show(home(b, false)))
}

func home(b text.Book, needLink bool) g.Node {
	w := b.Home
	return g.All(
		Title(w.Title),
		h.P(h.Class("said"), g.Text(w.Said)),
		h.P(g.Text(w.Reads)),
		h.P(h.Class("quiet"), g.Text(w.Asks)),
		g.If(needLink, h.Div(h.Class("note good"), h.Role("status"), h.Data("focus", ""), h.TabIndex("-1"),
			h.P(g.Text(w.NeedLink)), h.P(h.Class("quiet"), g.Text(w.NeedLinkMore)))),
		Row(
			GoButton(app.RouteQuestions, "main", w.Begin),
			GoButton(app.Entrance, "", w.Open),
		),
		h.P(h.Class("small quiet"), g.Text(w.HelpAsk+" "), h.A(h.Href("#"), h.Data("help", ""), g.Text(w.HelpLink))),
		h.P(h.Class("small quiet"), g.Text(w.ExitAsk+" "), h.A(h.Href("#"), h.Data("help", ""), g.Text(w.ExitLink))),
		h.P(h.Class("small quiet"), g.Text(w.GuideAsk+" "), Go(app.RouteGuide, g.Text(w.GuideLink))),
		h.Section(h.Class("stack"), h.H2(g.Text(w.ForTitle)), List(w.For)),
		h.Section(h.Class("stack"), h.H2(g.Text(w.LimitsTitle)), List(w.Limits)),
	)
}
