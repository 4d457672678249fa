package view

import (
	"strconv"
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
		page: letterPage, today: letterToday, aside: letterAside}
}

// letterPages makes the pages of letters from the model.
type letterPages struct {
	b text.Book
	w text.Letter
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
	switch parts[2] {
	case "":
		return p.one(l)
	case "heard":
		return p.reflect(l)
	case "right":
		return p.correct(l, parts[3])
	case "remove":
		return p.remove(l, parts[3])
	}
	return p.gone()
}

// letterAside is the note in the margin of a page on which somebody writes: it
// says what the language check is, if there is one.
func letterAside(b text.Book, m *app.Model, route string) g.Node {
	_, rest, _ := strings.Cut(route, "/")
	writes := rest == "new" || strings.Contains(rest, "/")
	if m.Check == nil || m.Space != app.Shared || !writes {
		return nil
	}
	return g.Group{h.Span(h.Class("eyebrow"), g.Text(b.Writing.Only)), h.P(h.Class("small quiet"), g.Text(b.Writing.OnlyLead))}
}

// letterToday is what Today may show of letters, what matters most first: a
// letter that was not opened here, the newest word about one, and a letter that
// was begun. What a letter says is shown on its own page only.
func letterToday(b text.Book, m *app.Model) []g.Node {
	p := newLetterPages(b, m)
	other := m.Me.Other()
	var fresh, said []letter.News
	for _, n := range p.s.News(m.Me, m.SeenOf(routeLetters)) {
		switch {
		case m.Opened[n.ID]:
		case n.Kind == letter.KindSent:
			fresh = append(fresh, n)
		default:
			said = append(said, n)
		}
	}
	var things []g.Node
	add := func(n letter.News, route, pattern string) {
		things = append(things, Thing(g.Text(written(p.b, p.m, p.w.When, n.At)), Go(route, who(b, m, pattern, other))))
	}
	switch {
	case len(fresh) == 1:
		add(fresh[0], letterRoute(fresh[0].ID), p.w.NewOne)
	case len(fresh) > 1:
		add(fresh[0], routeLetters, p.w.NewMany)
	}
	if len(said) > 0 {
		pattern := map[event.Kind]string{letter.KindReflected: p.w.NewHeard, letter.KindConfirmed: p.w.NewConfirmed, letter.KindCorrected: p.w.NewRight}
		add(said[0], letterRoute(said[0].Letter.ID), pattern[said[0].Kind])
	}
	if _, begun := m.Draft(draftName(letter.KindSent)); begun {
		things = append(things, Thing(g.Text(p.w.BegunWhere), Go(routeLetterNew, g.Text(p.w.Begun))))
	}
	return things
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
		return g.Group{Title(p.w.Title), h.P(h.Class("said"), g.Text(p.w.EmptyTitle)), h.P(g.Text(p.w.Empty)), write, guideLink(p.b, routeLetters)}
	}
	return g.Group{
		Title(p.w.Title),
		write,
		g.If(len(list) > 0, h.Div(h.Class("things"), h.Role("group"), h.Aria("label", p.w.All), g.Map(list, p.row))),
		p.removals(),
		guideLink(p.b, routeLetters),
	}
}

// row shows a letter on the list, and what this person may look at or answer
// about it. One that was not opened here shows nothing of what it says.
func (p letterPages) row(l letter.Letter) g.Node {
	words := h.Span(h.Dir("auto"), g.Text(excerpt(l.Text)))
	if l.By != p.m.Me && !p.m.Opened[l.ID] {
		words = who(p.b, p.m, p.w.FromTitle, l.By)
	}
	var state string
	_, unanswered := l.Unanswered()
	switch mine := l.By == p.m.Me; {
	case l.Closed:
		state = p.w.Closed
	case l.Confirmed():
		state = p.w.Meant
	case unanswered && mine:
		state = p.w.NewHeard
	case !unanswered && !mine && len(l.Exchange) > 0:
		state = p.w.NewRight
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
	return g.Group{
		p.title(l),
		odd(p.b, p.m, l.By, l.ID),
		letterSheet(l.Text),
		g.Iff(!l.Open, func() g.Node { return h.P(h.Class("quiet small"), who(p.b, p.m, p.w.ClosedToo, p.m.Me.Other())) }),
		p.exchange(l),
		beside(p.b, p.m, l.ID, l.By),
		p.buttons(l),
		h.P(Go(routeLetters, g.Text(p.w.Back))),
		p.removeLink(l, l.ID, l.By, l.Seq, p.w.RemoveLetter),
	}
}

// removeLink leads to the page on which an own entry can be removed.
func (p letterPages) removeLink(l letter.Letter, entry event.ID, by event.Partner, seq uint64, label string) g.Node {
	if by != p.m.Me || !p.m.MayRedact(false, seq) {
		return nil
	}
	return h.P(h.Class("quiet small"), Go(letterRoute(l.ID, "remove", entry.String()), g.Text(label)))
}

// remove asks before an own letter, or what was said about one, is removed.
func (p letterPages) remove(l letter.Letter, entry string) g.Node {
	words, seq, by, back := "", uint64(0), event.Nobody, letterRoute(l.ID)
	then := back
	if l.ID.String() == entry {
		words, seq, by, then = l.Text, l.Seq, l.By, routeLetters
	}
	for _, r := range l.Exchange {
		switch a := r.Answer; {
		case r.ID.String() == entry:
			words, seq, by = r.Text, r.Seq, l.By.Other()
		case a != nil && !a.Confirmed && a.ID.String() == entry:
			words, seq, by = a.Text, a.Seq, l.By
		}
	}
	if by != p.m.Me || !p.m.MayRedact(false, seq) {
		return p.cannot(l)
	}
	number := strconv.FormatUint(seq, 10)
	var tried g.Node
	if p.m.Try.For(app.ActionRedact, event.Form{"seq": number}) {
		tried = trouble(p.b, p.m, p.w.Cannot)
	}
	return g.Group{
		Head(g.Text(p.w.RemoveTitle), p.over(l)),
		letterSheet(words),
		h.Ul(g.Map(p.w.RemoveWhat, func(s string) g.Node { return h.Li(who(p.b, p.m, s, p.m.Me.Other())) })),
		g.If(then == routeLetters && len(l.Exchange) > 0, h.P(g.Text(p.w.RemoveAbout))),
		tried,
		Row(ActionForm("remove-"+number, app.ActionRedact, Hidden("seq", number), Hidden("then", then), Submit("main", p.w.Remove)),
			GoButton(back, "bare", p.w.RemoveNot)),
	}
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
			return g.Group{Title(p.w.Title), h.P(who(p.b, p.m, p.w.RemovedOne, p.m.Me.Other())), h.P(Go(routeLetters, g.Text(p.w.Back)))}
		}
		at := event.Stamp{MS: r.Copy.Body.CreatedMS}
		return g.Group{
			Head(who(p.b, p.m, title, p.m.Me.Other()), g.Text(written(p.b, p.m, p.w.Written, at))),
			h.P(h.Class("quiet"), who(p.b, p.m, p.w.RemovedYours, p.m.Me.Other())),
			letterSheet(words),
			h.P(Go(routeLetters, g.Text(p.w.Back))),
		}
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
	line := p.w.RemovedOne
	if unopened > 1 {
		line = p.w.RemovedMore
	}
	return g.Group{
		g.If(len(copies) > 0, g.Group{h.H2(g.Text(p.w.RemovedList)), h.Div(h.Class("things"), g.Group(copies))}),
		g.If(unopened > 0, h.P(h.Class("quiet small"), who(p.b, p.m, line, p.m.Me.Other()))),
	}
}

// exchange is what was heard and what was said to it, in the letter's margin.
func (p letterPages) exchange(l letter.Letter) g.Node {
	if len(l.Exchange) == 0 {
		return nil
	}
	say := func(id event.ID, seq uint64, class, own, others string, by event.Partner, at event.Stamp, words string) g.Node {
		pattern := others
		if by == p.m.Me {
			pattern = own
		}
		return h.Section(h.Class(class), h.ID("l-"+id.String()),
			h.Span(h.Class("eyebrow"), who(p.b, p.m, written(p.b, p.m, pattern, at), by)), paragraphs(words), odd(p.b, p.m, by, id),
			g.Iff(seq != 0, func() g.Node { return p.removeLink(l, id, by, seq, p.w.RemoveWords) }))
	}
	var notes []g.Node
	reader := l.By.Other()
	for _, r := range l.Exchange {
		notes = append(notes, say(r.ID, r.Seq, "note plain", p.w.HeardYou, p.w.Heard, reader, r.At, r.Text))
		switch a := r.Answer; {
		case a == nil:
		case a.Confirmed:
			notes = append(notes, say(a.ID, 0, "note good", p.w.AnswerYou, p.w.Answer, l.By, a.At, p.w.Yes))
		default:
			notes = append(notes, say(a.ID, a.Seq, "note plain", p.w.RightYou, p.w.Right, l.By, a.At, a.Text))
		}
	}
	return h.Div(h.Class("margin"), g.Group(notes))
}

// buttons are what this person may say about a letter now.
func (p letterPages) buttons(l letter.Letter) g.Node {
	if !p.shared() {
		return nil
	}
	o := p.s.Offers(p.m.Me, l)
	switch {
	case o.Reflect:
		label := p.w.Reflect
		if len(l.Exchange) > 0 {
			label = p.w.Again
		}
		return Row(GoButton(letterRoute(l.ID, "heard"), "main", label))
	case !o.Answer.IsZero():
		id := o.Answer.String()
		var tried g.Node
		if p.m.Try.For(app.ActionDo, event.Form{event.FieldKind: string(letter.KindConfirmed), letter.FieldReflection: id}) {
			tried = trouble(p.b, p.m, p.w.Cannot)
		}
		return h.Div(h.Class("stack"), h.P(g.Text(p.w.ConfirmAsk)), tried, Row(
			ActionForm("confirm-"+id, app.ActionDo, Hidden(event.FieldKind, string(letter.KindConfirmed)),
				Hidden(letter.FieldReflection, id), Submit("main", p.w.Confirm)),
			GoButton(letterRoute(l.ID, "right", id), "", p.w.Correct)))
	}
	if p.m.Try.For(app.ActionDo, event.Form{event.FieldKind: string(letter.KindConfirmed)}) {
		return trouble(p.b, p.m, p.w.Cannot) // somebody was quicker
	}
	return nil
}

func (p letterPages) closed(l letter.Letter) g.Node {
	return g.Group{p.title(l), h.P(h.Class("said"), g.Text(p.w.Closed)), h.P(g.Text(p.w.ClosedWhy)), h.P(Go(routeLetters, g.Text(p.w.Back)))}
}

func (p letterPages) gone() g.Node {
	return g.Group{Title(p.w.Title), h.P(g.Text(p.w.Gone)), h.P(Go(routeLetters, g.Text(p.w.Back)))}
}

func (p letterPages) cannot(l letter.Letter) g.Node {
	return g.Group{p.title(l), h.P(g.Text(p.w.Cannot)), h.P(Go(letterRoute(l.ID), g.Text(p.w.Back)))}
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
		return g.Group{Title(p.w.EndedTitle), h.P(g.Text(p.w.EndedLead)), letterSheet(f.value(letter.FieldText)), h.P(Go(routeLetters, g.Text(p.w.Back)))}
	}
	return g.Group{
		Head(who(p.b, p.m, p.w.WriteTitle, p.m.Me.Other()), g.Text(p.w.WriteHere)),
		f.node(routeLetters, p.w.WriteSend, p.w.Later, routeLetters,
			h.Div(h.Class("composer"), f.area(letter.FieldText, p.w.WriteText, "")),
			f.notes(letter.FieldText),
			h.P(h.Class("quiet small"), g.Text(p.w.WriteFixed)),
		),
	}
}

func (p letterPages) reflect(l letter.Letter) g.Node {
	if !p.shared() || !p.s.Offers(p.m.Me, l).Reflect {
		return p.cannot(l)
	}
	back := letterRoute(l.ID)
	f := p.form(letter.KindReflected, letter.FieldLetter, l.ID.String())
	return g.Group{
		Head(g.Text(p.w.ReflectTitle), p.over(l)),
		letterSheet(l.Text), p.exchange(l),
		h.P(h.Class("quiet"), g.Text(p.w.ReflectLead)),
		f.node(back, p.w.ReflectSend, p.w.Later, back, f.area(letter.FieldText, p.w.ReflectText, p.w.ReflectHint), f.notes(letter.FieldText)),
	}
}

func (p letterPages) correct(l letter.Letter, reflection string) g.Node {
	if !p.shared() || p.s.Offers(p.m.Me, l).Answer.String() != reflection {
		return p.cannot(l)
	}
	back := letterRoute(l.ID)
	f := p.form(letter.KindCorrected, letter.FieldReflection, reflection)
	return g.Group{
		Head(g.Text(p.w.CorrectTitle), p.over(l)),
		letterSheet(l.Text), p.exchange(l),
		f.node(back, p.w.CorrectSend, p.w.Later, back, f.area(letter.FieldText, p.w.CorrectText, p.w.CorrectHint), f.notes(letter.FieldText)),
	}
}

// Small parts.

// shared reports whether anything can be written.
func (p letterPages) shared() bool { return p.m.Space == app.Shared }

// letterSheet is the paper that a letter stands on.
func letterSheet(words string) g.Node { return h.Div(h.Class("sheet letter"), paragraphs(words)) }

// paragraphs keeps what somebody wrote as they wrote it: line by line, and each
// paragraph in its own direction.
func paragraphs(words string) g.Node {
	var nodes g.Group
	for _, s := range strings.Split(words, "\n\n") {
		if s = strings.Trim(s, "\n"); s != "" {
			nodes = append(nodes, h.P(h.Class("own"), h.Dir("auto"), g.Text(s)))
		}
	}
	return nodes
}

func letterRoute(id event.ID, parts ...string) string {
	return strings.Join(append([]string{routeLetters, id.String()}, parts...), "/")
}
