package view

import (
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/text"
)

// Routes of the letters' pages:
//
//	letter  letter/new  letter/ID  letter/ID/heard  letter/ID/right/REFLECTION
//	letter/ID/remove/ENTRY
//
// letter/ID is also the page of a copy of what the other has removed.
const (
	routeLetters   = "letter"
	routeLetterNew = "letter/new"
)

// letters is the section of this practice.
func letters(b text.Book) section {
	return section{name: routeLetters, title: b.Letter.Title, lead: b.Letter.Lead,
		page: letterPage, today: letterToday, small: letterSmall, record: letterRecord}
}

// letterPages makes the pages of letters from the model.
type letterPages struct {
	b text.Book
	w *text.Letter
	m *app.Model
	s *letter.State
}

func newLetterPages(b text.Book, m *app.Model) letterPages {
	return letterPages{b: b, w: b.Letter, m: m, s: &m.Couple.Letter}
}

// letterPage is the page of a route that begins with routeLetters.
func letterPage(b text.Book, m *app.Model, route string) g.Node {
	p := newLetterPages(b, m)
	switch route {
	case routeLetters:
		return p.list()
	case routeLetterNew:
		return p.write()
	}
	parts := append(strings.Split(route, "/"), "", "")
	id, err := event.ParseID(parts[1])
	l, ok := p.s.Letter(id, m.Me)
	switch {
	case err != nil || !ok:
		return p.removed(id)
	case l.Closed:
		return p.closed(l)
	}
	if parts[2] == "" {
		return p.one(l)
	}
	if page, ok := p.said(l).page(parts[2], parts[3]); ok {
		return page
	}
	return p.gone()
}

// said is what is said about a letter.
func (p letterPages) said(l letter.Letter) saidBack {
	return saidBack{b: p.b, w: p.b.Reflection, m: p.m, practice: routeLetters, field: letter.FieldLetter, t: l.Topic, offers: l.Offers(p.m.Me),
		title: p.title(l), over: p.over(l), sheet: letterSheet(l.Text), back: p.w.Back}
}

// letterToday is what Today may show of letters, what matters most first: a
// letter that was not opened here, the newest word about one, and a letter that
// was begun. What a letter says is shown on its own page only.
func letterToday(b text.Book, m *app.Model) []g.Node {
	p := newLetterPages(b, m)
	things := saidToday(b, m, routeLetters, p.s.News(m.Me, m.SeenOf(routeLetters)), p.w.NewOne, p.w.NewMany, p.w.NewHeard)
	if _, begun := m.Draft(draftName(letter.KindSent)); begun {
		things = append(things, Thing(g.Text(p.w.BegunWhere), Go(routeLetterNew, g.Text(p.w.Begun))))
	}
	return things
}

// letterSmall offers to write, where this person has not for two weeks.
func letterSmall(b text.Book, m *app.Model) (words, route string) {
	if m.Space != app.Shared || !m.Couple.Verified() {
		return "", ""
	}
	for _, l := range m.Couple.Letter.List(m.Me) {
		if l.By == m.Me {
			if !since(m, l.At.MS, 14) {
				return "", ""
			}
			break
		}
	}
	return b.Letter.Small, routeLetterNew
}

// Pages.

func (p letterPages) list() g.Node {
	list := p.s.List(p.m.Me)
	_, begun := p.m.Draft(draftName(letter.KindSent))
	write := g.If(p.shared(), Row(GoButton(routeLetterNew, "main", p.w.New)))
	if begun {
		write = h.Section(h.Class("thing"), h.Span(h.Class("eyebrow"), g.Text(p.w.BegunWhere)),
			h.P(h.Class("said"), Go(routeLetterNew, g.Text(p.w.Begun))))
	}
	if len(list) == 0 && len(p.m.Removed()) == 0 {
		if p.shared() && !begun {
			write = Row(GoButton(routeLetterNew, "main", p.w.EmptyNew))
		}
		return g.All(Title(p.w.Title), h.P(h.Class("said"), g.Text(p.w.EmptyTitle)), h.P(g.Text(p.w.Empty)), write, guideLink(p.b, routeLetters))
	}
	return g.All(
		Title(p.w.Title),
		write,
		g.If(len(list) > 0, h.Div(h.Class("things"), h.Role("group"), h.Aria("label", p.w.All), g.Map(list, p.row))),
		p.removals(),
		guideLink(p.b, routeLetters),
	)
}

// row shows a letter on the list, and what this person may look at or answer
// about it. One that was not opened here shows nothing of what it says.
func (p letterPages) row(l letter.Letter) g.Node {
	words := h.Span(h.Dir("auto"), g.Text(excerpt(l.Text)))
	if l.By != p.m.Me && !p.m.Opened[l.ID] {
		words = who(p.b, p.m, p.w.FromTitle, l.By)
	}
	state := p.w.Closed
	if !l.Closed {
		state = p.said(l).state(p.w.NewHeard)
	}
	return h.Section(h.Class("thing"), h.ID("l-"+l.ID.String()), h.Span(h.Class("eyebrow"), p.over(l)),
		h.P(h.Class("said"), Go(letterRoute(l.ID), words)),
		g.If(state != "", h.P(h.Class("quiet small"), who(p.b, p.m, state, p.m.Me.Other()))))
}

// over says between whom a letter went, and when.
func (p letterPages) over(l letter.Letter) g.Node {
	pattern := p.w.From
	if l.By == p.m.Me {
		pattern = p.w.To
	}
	return who(p.b, p.m, written(p.b, p.m, pattern, l.At), p.m.Me.Other())
}

func (p letterPages) title(l letter.Letter) g.Node {
	pattern := p.w.FromTitle
	if l.By == p.m.Me {
		pattern = p.w.ToTitle
	}
	return Head(who(p.b, p.m, pattern, p.m.Me.Other()), g.Text(written(p.b, p.m, p.w.Written, l.At)))
}

func (p letterPages) one(l letter.Letter) g.Node {
	said := p.said(l)
	return g.All(
		p.title(l),
		odd(p.b, p.m, l.By, l.ID),
		letterSheet(l.Text),
		g.Iff(!l.Open, func() g.Node { return h.P(h.Class("quiet small"), who(p.b, p.m, p.w.ClosedToo, p.m.Me.Other())) }),
		said.exchange(),
		beside(p.b, p.m, l.ID, l.By),
		said.buttons(),
		h.P(Go(routeLetters, g.Text(p.w.Back))),
		said.removeLink(l.ID, l.By, l.Seq, p.w.RemoveLetter),
	)
}

// removed is the page of something that is not there: the copy that stays with
// this reader, or that there is nothing.
func (p letterPages) removed(id event.ID) g.Node {
	for _, r := range p.m.Removed() {
		if r.ID != id {
			continue
		}
		words, title, ok := p.copyOf(r)
		if !ok {
			return g.All(Title(p.w.Title), h.P(who(p.b, p.m, p.b.Reflection.RemovedOne, p.m.Me.Other())), h.P(Go(routeLetters, g.Text(p.w.Back))))
		}
		at := event.Stamp{MS: r.Copy.Body.CreatedMS}
		return g.All(
			Head(who(p.b, p.m, title, p.m.Me.Other()), g.Text(written(p.b, p.m, p.w.Written, at))),
			h.P(h.Class("quiet"), who(p.b, p.m, p.b.Reflection.RemovedYours, p.m.Me.Other())),
			letterSheet(words),
			h.P(Go(routeLetters, g.Text(p.w.Back))),
		)
	}
	return p.gone()
}

// copyOf reads the copy of a letter, or of what was said about one.
func (p letterPages) copyOf(r app.Removed) (words, title string, ok bool) {
	if r.Copy == nil || !strings.HasPrefix(string(r.Copy.Body.Kind), routeLetters+".") {
		return "", "", false
	}
	title = p.w.RemovedWords
	if r.Copy.Body.Kind == letter.KindSent {
		title = p.w.FromTitle
	}
	return strings.Join(r.Words(), "\n\n"), title, true
}

// removals are what the other has removed: copies that stay with this reader,
// and one quiet line about the rest.
func (p letterPages) removals() g.Node {
	var copies []g.Node
	unopened := 0
	for _, r := range p.m.Removed() {
		words, title, ok := p.copyOf(r)
		switch {
		case r.Copy == nil:
			unopened++
		case ok:
			copies = append(copies, h.Section(h.Class("thing"), h.Span(h.Class("eyebrow"), who(p.b, p.m, title, p.m.Me.Other())),
				h.P(h.Class("said"), Go(letterRoute(r.ID), h.Span(h.Dir("auto"), g.Text(excerpt(words)))))))
		}
	}
	line := p.b.Reflection.RemovedOne
	if unopened > 1 {
		line = p.b.Reflection.RemovedMore
	}
	return g.All(
		g.If(len(copies) > 0, g.All(h.H2(g.Text(p.b.Reflection.RemovedList)), h.Div(h.Class("things"), g.All(copies...)))),
		g.If(unopened > 0, h.P(h.Class("quiet small"), who(p.b, p.m, line, p.m.Me.Other()))),
	)
}

func (p letterPages) closed(l letter.Letter) g.Node {
	return g.All(p.title(l), h.P(h.Class("said"), g.Text(p.w.Closed)), h.P(g.Text(p.w.ClosedWhy)), h.P(Go(routeLetters, g.Text(p.w.Back))))
}

func (p letterPages) gone() g.Node {
	return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), h.P(Go(routeLetters, g.Text(p.w.Back))))
}

// Forms.

func (p letterPages) form(kind event.Kind, about ...string) *writingForm {
	said := func(_, code string) string { return p.w.WrongField(kind.Verb(), code) }
	return newWritingForm(p.b, p.m, kind, said, p.w.Cannot, about...)
}

// write is the composer.
func (p letterPages) write() g.Node {
	f := p.form(letter.KindSent)
	if !p.shared() {
		if !f.kept {
			return p.gone()
		}
		return g.All(Title(p.w.EndedTitle), h.P(g.Text(p.w.EndedLead)), letterSheet(f.value(letter.FieldText)), h.P(Go(routeLetters, g.Text(p.w.Back))))
	}
	return g.All(
		Head(who(p.b, p.m, p.w.WriteTitle, p.m.Me.Other()), g.Text(p.w.WriteHere)),
		f.node(routeLetters, p.w.WriteSend, p.w.Later, routeLetters,
			h.Div(h.Class("composer"), f.area(letter.FieldText, p.w.WriteText, "")),
			h.P(h.Class("quiet small"), g.Text(p.w.WriteFixed)),
		),
	)
}

// Small parts.

// shared reports whether anything can be written.
func (p letterPages) shared() bool { return p.m.Space == app.Shared }

// letterSheet is the paper that a letter stands on.
func letterSheet(words string) g.Node { return h.Div(h.Class("sheet letter"), paragraphs(words)) }

// paragraphs keeps what somebody wrote as they wrote it: line by line, and each
// paragraph in its own direction.
func paragraphs(words string) g.Node {
	var nodes []g.Node
	for _, s := range strings.Split(words, "\n\n") {
		if s = strings.Trim(s, "\n"); s != "" {
			nodes = append(nodes, h.P(h.Class("own"), h.Dir("auto"), g.Text(s)))
		}
	}
	return g.All(nodes...)
}

func letterRoute(id event.ID, parts ...string) string {
	return strings.Join(append([]string{routeLetters, id.String()}, parts...), "/")
}

// letterRecord tells what the record says of a letter and what is said about it.
func letterRecord(_ text.Book, m *app.Model, f event.Fact) told {
	t := told{parts: texts(f), route: routeLetters}
	if f.Kind == letter.KindSent {
		l, ok := m.Couple.Letter.Letter(f.ID, m.Me)
		if f.By != m.Me && (!ok || l.Closed) {
			return told{closed: true}
		}
		t.route = letterRoute(f.ID)
	}
	return t
}
