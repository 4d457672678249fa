package view

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"troth/internal/app"
	"troth/internal/text"
)

// HomeHTML is the home page as it comes with the first answer of the server,
// before any program runs.
func HomeHTML() string {
	b := text.English()
	return html(Frame{Book: b}.Show(home(b, false)))
}

// HelpHTML is the help page, which comes with the first answer too and lies
// over every other page.
func HelpHTML() string {
	b := text.English()
	return html(help(b))
}

func home(b text.Book, needLink bool) g.Node {
	w := b.Home
	return g.Group{
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
		h.Section(h.Class("stack"), h.H2(g.Text(w.ForTitle)), List(w.For)),
		h.Section(h.Class("stack"), h.H2(g.Text(w.LimitsTitle)), List(w.Limits)),
	}
}

// help is a whole page of its own: it needs neither the app nor an account.
func help(b text.Book) g.Node {
	w := b.Help
	section := func(title string, items []string) g.Node {
		return h.Section(h.Class("stack"), h.H2(g.Text(title)), List(items))
	}
	lines := func(need text.Need) g.Node {
		return h.Section(h.Class("stack"), h.H2(g.Text(w.LinesTitle[need])), h.Dl(h.Class("helplines"),
			g.Map(w.Lines, func(l text.HelpLine) g.Node {
				if l.For != need {
					return nil
				}
				return h.Div(
					h.Dt(g.Text(l.Country+": "+l.Name)),
					h.Dd(h.Class("number"), g.Text(l.Phone)),
					h.Dd(g.Text(l.Whom+". "+l.Hours+".")),
					g.If(l.Write != "", h.Dd(g.Text(l.Write))),
					g.If(l.OnBill != "", h.Dd(g.Text(l.OnBill+"."))),
					h.Dd(h.Class("small quiet"), g.Textf(w.Checked, l.CheckedOn)),
				)
			})))
	}
	return h.Div(h.Class("app"),
		h.Header(h.Class("top"), h.Span(h.Class("mark"), g.Text(b.Frame.Mark)), h.Div(h.Class("row"),
			h.Button(h.Type("button"), h.Data("back", ""), g.Text(w.Back)),
			h.Button(h.Type("button"), h.Class("exit"), h.Data("exit", ""), g.Text(b.Frame.Exit)))),
		h.Main(
			Title(w.Title),
			h.P(g.Text(w.Lead)),
			section(w.NowTitle, w.Now),
			lines(text.Hurt), lines(text.Harm), lines(text.Crisis),
			h.P(h.Class("quiet"), g.Text(w.LinesLead+" "+w.Leave)),
			section(w.CannotTitle, w.Cannot),
			section(w.ExitTitle, w.Exit),
			section(w.SaferTitle, w.Safer),
		))
}
