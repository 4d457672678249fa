package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/benefit"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/text"
)

// Routes of the pages of the benefit of the doubt, which are private:
//
//	mine/benefit  mine/benefit/new  mine/benefit/last  mine/benefit/ID
//	mine/benefit/ID/remove
const (
	routeBenefit     = app.RouteMine + "/benefit"
	routeBenefitNew  = routeBenefit + "/new"
	routeBenefitLast = routeBenefit + "/last"
)

// benefits is the section of this practice.
func benefits(b text.Book) section {
	return section{name: "benefit", mine: true, title: b.Benefit.Title, lead: b.Benefit.Lead, page: benefitPage, today: benefitToday, record: benefitRecord}
}

type benefitPages struct {
	b text.Book
	w *text.Benefit
	m *app.Model
	s *benefit.State
}

func benefitPage(b text.Book, m *app.Model, route string) g.Node {
	p := benefitPages{b, b.Benefit, m, &m.Self.Benefit}
	return ownPages[benefit.Doubt]{list: p.list, write: p.write, gone: p.gone, all: p.s.List, find: p.s.Doubt, one: func(d benefit.Doubt, what string) g.Node {
		switch what {
		case "":
			return p.one(d)
		case "remove":
			return removeOwn(b, m, removal{seq: d.Seq, title: p.w.RemoveTitle, do: p.w.RemoveDo, not: p.w.RemoveNot, what: p.w.RemoveWhat,
				cannot: p.w.Cannot, list: routeBenefit, back: benefitRoute(d.ID)}, p.sheet(d))
		}
		return nil
	}}.page(routeBenefit, route)
}

func (p benefitPages) gone() g.Node {
	return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
}

func benefitRoute(id event.ID) string { return routeBenefit + "/" + id.String() }

// benefitToday is what Today may show: one that was begun. It never suggests one.
func benefitToday(b text.Book, m *app.Model) []g.Node {
	if _, begun := m.Draft(draftName(benefit.KindDoubted)); begun {
		return []g.Node{Thing(g.Text(b.Benefit.Here), Go(routeBenefitNew, g.Text(b.Benefit.Begun)))}
	}
	return nil
}

func (p benefitPages) back() g.Node { return h.P(Go(routeBenefit, g.Text(p.w.Back))) }

func (p benefitPages) list() g.Node {
	list := p.s.List()
	write := Row(GoButton(routeBenefitNew, "main", p.w.New))
	if _, begun := p.m.Draft(draftName(benefit.KindDoubted)); begun {
		write = Thing(g.Text(p.w.Here), Go(routeBenefitNew, g.Text(p.w.Begun)))
	}
	if len(list) == 0 {
		return g.All(Title(p.w.Title), h.P(h.Class("said"), g.Text(p.w.EmptyTitle)), h.P(g.Text(p.w.Empty)), write, heavy(p.b), guideLink(p.b, "benefit"))
	}
	return g.All(Title(p.w.Title), write,
		h.Div(h.Class("things"), h.Role("group"), h.Aria("label", p.w.All), g.Map(list, func(d benefit.Doubt) g.Node {
			return Thing(g.Text(written(p.b, p.m, p.w.Written, d.At)), Go(benefitRoute(d.ID), h.Span(h.Dir("auto"), g.Text(excerpt(d.Saw)))))
		})), heavy(p.b), guideLink(p.b, "benefit"))
}

func (p benefitPages) write() g.Node {
	f := newWritingForm(p.b, p.m, benefit.KindDoubted, p.w.WrongField, p.w.Cannot)
	return g.All(
		Head(g.Text(p.w.MakeTitle), g.Text(p.w.Here)), h.P(h.Class("quiet"), g.Text(p.w.MakeLead)),
		f.node(routeBenefitLast, p.w.Keep, p.w.Later, routeBenefit,
			f.area(benefit.FieldSaw, p.w.Saw, p.w.SawHint),
			f.area(benefit.FieldStory, p.w.Story, p.w.StoryHint),
			f.area(benefit.FieldReading, p.w.Reading, p.w.ReadingHint),
			f.area(benefit.FieldAnother, p.w.Another, ""),
			f.area(benefit.FieldQuestion, p.w.Question, p.w.AskHint)),
	)
}

// sheet is a doubt as it was written.
func (p benefitPages) sheet(d benefit.Doubt) g.Node {
	var parts []g.Node
	for _, x := range []struct{ field, words string }{{benefit.FieldSaw, d.Saw}, {benefit.FieldStory, d.Story}, {benefit.FieldReading, d.Reading},
		{benefit.FieldAnother, d.Another}, {benefit.FieldQuestion, d.Question}} {
		if x.words != "" {
			parts = append(parts, h.Div(h.Span(h.Class("eyebrow"), g.Text(p.w.Headings[x.field])), paragraphs(x.words)))
		}
	}
	return h.Div(h.Class("sheet"), g.All(parts...))
}

func (p benefitPages) one(d benefit.Doubt) g.Node {
	id := d.ID.String()
	f := newWritingForm(p.b, p.m, benefit.KindTurned, p.w.WrongField, p.w.Cannot, benefit.FieldDoubt, id)
	var ask g.Node
	switch {
	case d.Question == "" || p.m.Space == app.Ended:
	case p.m.Space == app.Shared:
		ask = begin("ask-"+id, letter.KindSent, letter.FieldText, d.Question, routeLetterNew, p.w.Ask)
	default:
		ask = h.P(h.Class("quiet small"), g.Text(p.w.AskAlone))
	}
	settled := p.w.Settled[benefit.Word(d.End)]
	return g.All(
		Head(g.Text(p.w.Title), g.Text(written(p.b, p.m, p.w.Written, d.At))),
		p.sheet(d), g.If(d.End <= benefit.Asked, hardMoment(p.b, p.m, d.ID)), ask,
		g.If(settled != "", h.P(h.Class("said"), g.Text(settled))),
		h.Section(h.Class("stack"), h.H2(g.Text(p.w.Settle)), Row(g.Map(p.w.Ends, func(c text.Choice) g.Node {
			return g.If(c.Value != benefit.Word(d.End), ActionForm("settle-"+c.Value, app.ActionDo, Hidden(event.FieldKind, string(benefit.KindSettled)),
				Hidden(benefit.FieldDoubt, id), Hidden(benefit.FieldEnd, c.Value), Submit("", c.Says)))
		}))),
		h.Section(h.Class("stack"), h.H2(g.Text(p.w.Turned)),
			g.Iff(d.Turned != "", func() g.Node {
				return h.Div(h.Class("note plain"), h.Span(h.Class("eyebrow"), g.Text(written(p.b, p.m, p.w.TurnedOn, d.Then))), paragraphs(d.Turned))
			}),
			f.node(benefitRoute(d.ID), p.w.TurnedSay, p.w.Back, routeBenefit, f.area(benefit.FieldText, p.w.TurnedAsk, ""))),
		g.If(p.m.MayRedact(true, d.Seq), h.P(h.Class("quiet small"), Go(benefitRoute(d.ID)+"/remove", g.Text(p.w.Remove)))),
	)
}

func benefitRecord(b text.Book, _ *app.Model, f event.Fact) told {
	w := b.Benefit
	var d benefit.Doubted
	var end benefit.Settled
	var turned benefit.Turned
	switch {
	case f.Kind == benefit.KindDoubted && codec.Decode(f.Payload, &d) == nil:
		return told{route: benefitRoute(f.ID), parts: parts(passage{w.Headings[benefit.FieldSaw], d.Saw}, passage{w.Headings[benefit.FieldStory], d.Story},
			passage{w.Headings[benefit.FieldReading], d.Reading}, passage{w.Headings[benefit.FieldAnother], d.Another}, passage{w.Headings[benefit.FieldQuestion], d.Question})}
	case f.Kind == benefit.KindSettled && codec.Decode(f.Payload, &end) == nil:
		return told{route: benefitRoute(end.Doubt), parts: parts(passage{"", w.Settled[benefit.Word(end.End)]})}
	case f.Kind == benefit.KindTurned && codec.Decode(f.Payload, &turned) == nil:
		return told{route: benefitRoute(turned.Doubt), parts: texts(f)}
	}
	return told{}
}
