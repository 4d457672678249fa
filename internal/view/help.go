package view

import (
	"time"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/text"
)

// HelpHTML is the help page, which comes with the first answer of the server
// and lies over every other page.
func HelpHTML() string {
	return g.HTML(help(text.English().Frame, text.EnglishHelp()))
}

// help is a whole page of its own: it needs neither the app nor an account. It
// says the same to everybody. What somebody opens on it is known to nobody:
// the countries fold without a program.
func help(f text.Frame, w text.Help) g.Node {
	section := func(title string, items []string) g.Node {
		return h.Section(h.Class("stack"), h.H2(g.Text(title)), List(items))
	}
	return h.Div(h.Class("app"),
		h.Header(h.Class("top"), h.Span(h.Class("mark"), g.Text(f.Mark)), h.Div(h.Class("row"),
			h.Button(h.Type("button"), h.Data("back", ""), g.Text(w.Back)),
			h.Button(h.Type("button"), h.Class("exit"), h.Data("exit", ""), g.Text(f.Exit)))),
		h.Main(
			Title(w.Title),
			h.P(g.Text(w.Lead)),
			section(w.NowTitle, w.Now),
			h.Section(h.Class("stack"), h.H2(g.Text(w.AskTitle)), h.P(g.Text(w.AskLead)), helpAsks(w)),
			h.Section(h.Class("stack"), h.H2(g.Text(w.LinesTitle)), h.P(g.Text(w.LinesLead)),
				h.Div(h.Class("fold"), g.Map(w.Countries, func(c text.HelpCountry) g.Node { return helpCountry(w, c) })),
				List(w.LinesAfter)),
			section(w.CannotTitle, w.Cannot),
			section(w.ExitTitle, w.Exit),
			section(w.SaferTitle, w.Safer),
		))
}

// helpAsks are the private questions. The answers are in the page alone: no
// program looks at them, no name of theirs is known to the app, and browsers are
// told to keep none. What follows is chosen by the style sheet.
func helpAsks(w text.Help) g.Node {
	asks := make([]g.Node, len(w.Ask))
	for i, q := range w.Ask {
		id := "ask" + string('1'+rune(i))
		asks[i] = ask(id, id, "", q)
	}
	return h.Form(h.Class("asks"), h.AutoComplete("off"), g.All(asks...),
		h.Div(h.Class("follows note"), h.H3(g.Text(w.ToldTitle)), List(w.Told)),
		Row(h.Button(h.Type("reset"), h.Class("bare"), g.Text(w.AskClear))))
}

func helpCountry(w text.Help, c text.HelpCountry) g.Node {
	var byNeed [text.Needs][]text.HelpLine
	for _, l := range c.Lines {
		byNeed[l.For] = append(byNeed[l.For], l)
	}
	var needs []g.Node
	for need, lines := range byNeed {
		if len(lines) > 0 {
			needs = append(needs, h.H3(g.Text(w.Needs[need])), h.Dl(h.Class("helplines"), g.Map(lines, func(l text.HelpLine) g.Node { return helpLine(w, l) })))
		}
	}
	return h.Details(h.Summary(g.Text(c.Name)),
		h.P(g.Text(w.Emergency+" "+c.Emergency+".")),
		g.If(c.Silent != "", h.P(g.Text(w.Silent+" "+c.Silent))),
		g.All(needs...))
}

func helpLine(w text.Help, l text.HelpLine) g.Node {
	detail := func(s string) g.Node { return g.If(s != "", h.Dd(g.Text(s+"."))) }
	return h.Div(
		h.Dt(g.Text(l.Name)),
		h.Dd(h.Class("number"), g.Text(l.Phone)),
		detail(l.Whom),
		detail(l.Hours),
		detail(l.Languages),
		g.If(l.Write != "", h.Dd(g.Text(l.Write))), // no full stop after an address
		detail(l.OnBill),
		h.Dd(h.Class("small quiet"), g.Textf(w.Checked, dateInWords(l.CheckedOn))),
	)
}

// dateInWords says a date of the form YYYY-MM-DD in words that are not
// mistaken anywhere.
func dateInWords(s string) string {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return d.Format("2 January 2006")
}
