package view

import (
	"strings"
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
func help(f *text.Frame, w text.Help) g.Node {
	section := func(title string, items []string) g.Node {
		return h.Section(h.Class("stack"), h.H2(g.Text(title)), List(items))
	}
	return overlay(f, w.Back,
		Title(w.Title),
		h.P(g.Text(w.Lead)),
		section(w.NowTitle, w.Now),
		h.Section(h.Class("stack"), h.H2(g.Text(w.AskTitle)), h.P(g.Text(w.AskLead)), helpAsks(w)),
		helpLines(w),
		section(w.ElseTitle, w.Else),
		section(w.CannotTitle, w.Cannot),
		section(w.ExitTitle, w.Exit),
		section(w.SaferTitle, w.Safer),
		h.P(h.Class("quiet"), g.Text(w.NamesLead)), Row(h.Button(h.Type("button"), h.Data("help", "names"), g.Text(w.NamesGo))))
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

// helpLines are the lines by country. The countries fold without a program; one
// of the shell (find.js) shows the field, which looks for them in this page.
func helpLines(w text.Help) g.Node {
	return h.Section(h.Class("stack"), h.H2(g.Text(w.LinesTitle)), h.P(g.Text(w.LinesLead)),
		h.Div(h.Data("find", w.Found), h.Data("none", w.FoundNone), g.Attr("hidden", ""),
			h.Div(h.Class("field"),
				h.Label(h.For("find"), g.Text(w.Find)),
				h.Input(h.ID("find"), h.Type("search"), h.AutoComplete("off"), g.Attr("autocapitalize", "off"), g.Attr("spellcheck", "false"), g.Attr("enterkeyhint", "search")),
				h.P(h.Class("hint"), h.Role("status")))),
		h.Div(h.Class("fold"), g.Map(w.Countries, func(c text.HelpCountry) g.Node { return helpCountry(w, c) })),
		List(w.LinesAfter))
}

func helpCountry(w text.Help, c text.HelpCountry) g.Node {
	var byNeed [text.Needs][]text.HelpLine
	for _, l := range c.Lines {
		for _, need := range l.For {
			byNeed[need] = append(byNeed[need], l)
		}
	}
	var needs []g.Node
	for need, lines := range byNeed {
		if len(lines) > 0 {
			needs = append(needs, h.H3(g.Text(w.Needs[need])), h.Dl(h.Class("helplines"), g.Map(lines, func(l text.HelpLine) g.Node { return helpLine(w, l) })))
		}
	}
	return h.Details(g.If(c.Also != "", h.Data("also", c.Also)), h.Summary(g.Text(c.Name)),
		h.P(h.Strong(g.Text(w.Emergency+" "+c.Emergency+"."))),
		g.If(c.Silent != "", h.P(g.Text(w.Silent+" "+c.Silent))),
		g.If(len(needs) == 0, h.P(g.Text(w.NoLines))),
		g.All(needs...))
}

func helpLine(w text.Help, l text.HelpLine) g.Node {
	var about []string
	for _, s := range []string{l.Whom, l.Hours, l.Cost, l.OnBill, l.Languages} {
		if s != "" {
			about = append(about, s+".")
		}
	}
	return h.Div(
		h.Dt(g.Text(l.Name)),
		h.Dd(h.Class("number"), g.Text(l.Phone)),
		h.Dd(g.Text(strings.Join(about, " "))),
		g.If(l.Write != "", h.Dd(g.Text(l.Write))), // no full stop after an address
		h.Dd(h.Class("small quiet"), g.Textf(w.Checked, dateInWords(l.CheckedOn), website(l.Source))),
	)
}

// website is the name of an address’s website, as people say it.
func website(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimSuffix(strings.TrimPrefix(host, "www."), ".")
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
