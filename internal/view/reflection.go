package view

import (
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/reflection"
	"troth/internal/text"
)

// saidBack makes what stands under a topic (package reflection) and the pages of
// what is said about it, whatever practice it is of:
//
//	PRACTICE/ID/heard  PRACTICE/ID/right/REFLECTION  PRACTICE/ID/remove/ENTRY
type saidBack struct {
	b        text.Book
	w        *text.Reflection
	m        *app.Model
	practice string
	field    string // of a form, by which it names its topic
	t        reflection.Topic
	offers   reflection.Offers
	title    g.Node // heading of the topic's page
	over     g.Node // between whom it went, and when
	sheet    g.Node // it as it is read
	back     string // words of the link to the list
}

// page is the page of a route's parts behind the topic, if there is one.
func (p saidBack) page(what, which string) (g.Node, bool) {
	switch what {
	case "heard":
		return p.reflect(), true
	case "right":
		return p.correct(which), true
	case "remove":
		return p.remove(which), true
	}
	return nil, false
}

func (p saidBack) route(parts ...string) string {
	return strings.Join(append([]string{p.practice, p.t.ID.String()}, parts...), "/")
}

func (p saidBack) kind(verb string) event.Kind { return event.Kind(p.practice + "." + verb) }

// removeLink leads to the page on which an own entry can be removed.
func (p saidBack) removeLink(entry event.ID, by event.Partner, seq uint64, label string) g.Node {
	if by != p.m.Me || !p.m.MayRedact(false, seq) {
		return nil
	}
	return h.P(h.Class("quiet small"), Go(p.route("remove", entry.String()), g.Text(label)))
}

// remove asks before an own topic, or what was said about one, is removed.
func (p saidBack) remove(entry string) g.Node {
	sheet, seq, by, back := g.Node(nil), uint64(0), event.Nobody, p.route()
	then := back
	if p.t.ID.String() == entry {
		sheet, seq, by, then = p.sheet, p.t.Seq, p.t.By, p.practice
	}
	for _, r := range p.t.Exchange {
		switch a := r.Answer; {
		case r.ID.String() == entry:
			sheet, seq, by = letterSheet(r.Text), r.Seq, p.t.By.Other()
		case a != nil && !a.Confirmed && a.ID.String() == entry:
			sheet, seq, by = letterSheet(a.Text), a.Seq, p.t.By
		}
	}
	if by != p.m.Me || !p.m.MayRedact(false, seq) {
		return p.cannot()
	}
	number := strconv.FormatUint(seq, 10)
	var tried g.Node
	if p.m.Try.For(app.ActionRedact, event.Form{"seq": number}) {
		tried = trouble(p.b, p.m, p.w.Cannot)
	}
	return g.All(
		Head(g.Text(p.w.RemoveTitle), p.over),
		sheet,
		h.Ul(g.Map(p.w.RemoveWhat, func(s string) g.Node { return h.Li(who(p.b, p.m, s, p.m.Me.Other())) })),
		g.If(then == p.practice && len(p.t.Exchange) > 0, h.P(g.Text(p.w.RemoveAbout))),
		tried,
		Row(ActionForm("remove-"+number, app.ActionRedact, Hidden("seq", number), Hidden("then", then), Submit("main", p.w.Remove)),
			GoButton(back, "bare", p.w.RemoveNot)),
	)
}

// exchange is what was heard and what was said to it, in the topic's margin.
func (p saidBack) exchange() g.Node {
	if len(p.t.Exchange) == 0 {
		return nil
	}
	say := func(id event.ID, seq uint64, class, own, others string, by event.Partner, at event.Stamp, words string) g.Node {
		pattern := others
		if by == p.m.Me {
			pattern = own
		}
		return h.Section(h.Class(class), h.ID("l-"+id.String()),
			h.Span(h.Class("eyebrow"), who(p.b, p.m, written(p.b, p.m, pattern, at), by)), paragraphs(words), odd(p.b, p.m, by, id),
			g.Iff(seq != 0, func() g.Node { return p.removeLink(id, by, seq, p.w.RemoveWords) }))
	}
	var notes []g.Node
	reader := p.t.By.Other()
	for _, r := range p.t.Exchange {
		notes = append(notes, say(r.ID, r.Seq, "note plain", p.w.HeardYou, p.w.Heard, reader, r.At, r.Text))
		switch a := r.Answer; {
		case a == nil:
		case a.Confirmed:
			notes = append(notes, say(a.ID, 0, "note good", p.w.AnswerYou, p.w.Answer, p.t.By, a.At, p.w.Yes))
		default:
			notes = append(notes, say(a.ID, a.Seq, "note plain", p.w.RightYou, p.w.Right, p.t.By, a.At, a.Text))
		}
	}
	return h.Div(h.Class("margin"), g.All(notes...))
}

// buttons are what this person may say about the topic now.
func (p saidBack) buttons() g.Node {
	confirmed := string(p.kind(reflection.VerbConfirmed))
	switch {
	case p.m.Space != app.Shared:
		return nil
	case p.offers.Reflect:
		label := p.w.Reflect
		if len(p.t.Exchange) > 0 {
			label = p.w.Again
		}
		return Row(GoButton(p.route("heard"), "main", label))
	case !p.offers.Answer.IsZero():
		id := p.offers.Answer.String()
		var tried g.Node
		if p.m.Try.For(app.ActionDo, event.Form{event.FieldKind: confirmed, reflection.FieldReflection: id}) {
			tried = trouble(p.b, p.m, p.w.Cannot)
		}
		return h.Div(h.Class("stack"), h.P(g.Text(p.w.ConfirmAsk)), tried, Row(
			ActionForm("confirm-"+id, app.ActionDo, Hidden(event.FieldKind, confirmed),
				Hidden(reflection.FieldReflection, id), Submit("main", p.w.Confirm)),
			GoButton(p.route("right", id), "", p.w.Correct)))
	}
	if p.m.Try.For(app.ActionDo, event.Form{event.FieldKind: confirmed}) {
		return trouble(p.b, p.m, p.w.Cannot) // somebody was quicker
	}
	return nil
}

func (p saidBack) cannot() g.Node {
	return g.All(p.title, h.P(g.Text(p.w.Cannot)), h.P(Go(p.route(), g.Text(p.back))))
}

func (p saidBack) reflect() g.Node {
	if p.m.Space != app.Shared || !p.offers.Reflect {
		return p.cannot()
	}
	return p.form(p.w.ReflectTitle, p.w.ReflectLead, p.w.ReflectSend, p.w.ReflectText, p.w.ReflectHint,
		reflection.VerbReflected, p.field, p.t.ID.String())
}

func (p saidBack) correct(which string) g.Node {
	if p.m.Space != app.Shared || p.offers.Answer.String() != which {
		return p.cannot()
	}
	return p.form(p.w.CorrectTitle, "", p.w.CorrectSend, p.w.CorrectText, p.w.CorrectHint,
		reflection.VerbCorrected, reflection.FieldReflection, which)
}

func (p saidBack) form(title, lead, send, label, hint, verb string, about ...string) g.Node {
	f := newWritingForm(p.b, p.m, p.kind(verb), p.w.WrongField, p.w.Cannot, about...)
	return g.All(
		Head(g.Text(title), p.over),
		p.sheet, p.exchange(),
		g.If(lead != "", h.P(h.Class("quiet"), g.Text(lead))),
		f.node(p.route(), send, p.w.Later, p.route(), f.area(reflection.FieldText, label, hint)),
	)
}

// state is what a list says of a topic: that it was understood, or that the other
// has said something that this person may answer.
func (p saidBack) state(heard string) string {
	_, unanswered := p.t.Unanswered()
	switch mine := p.t.By == p.m.Me; {
	case p.t.Confirmed():
		return p.w.Meant
	case unanswered && mine:
		return heard
	case !unanswered && !mine && len(p.t.Exchange) > 0:
		return p.w.NewRight
	}
	return ""
}

// saidToday is what Today may show of a practice's topics, what matters most
// first: one that was not opened here, and the newest word about one. What it says
// is shown on its own page only.
func saidToday(b text.Book, m *app.Model, practice string, news []reflection.News, one, many, heard string) []g.Node {
	var fresh, said []reflection.News
	for _, n := range news {
		switch {
		case m.Opened[n.ID]:
		case n.ID == n.Topic.ID:
			fresh = append(fresh, n)
		default:
			said = append(said, n)
		}
	}
	var things []g.Node
	add := func(n reflection.News, route, pattern string) {
		things = append(things, Thing(g.Text(written(b, m, b.Reflection.When, n.At)), Go(route, who(b, m, pattern, m.Me.Other()))))
	}
	page := func(n reflection.News) string { return practice + "/" + n.Topic.ID.String() }
	switch {
	case len(fresh) == 1:
		add(fresh[0], page(fresh[0]), one)
	case len(fresh) > 1:
		add(fresh[0], practice, many)
	}
	if len(said) > 0 {
		pattern := map[string]string{reflection.VerbReflected: heard, reflection.VerbConfirmed: b.Reflection.NewConfirmed, reflection.VerbCorrected: b.Reflection.NewRight}
		add(said[0], page(said[0]), pattern[said[0].Verb])
	}
	return things
}
