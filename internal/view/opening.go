package view

import (
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/chart"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/opening"
	"troth/internal/seal"
	"troth/internal/text"
)

// Routes of the openings' pages, where ID is that of a seal:
//
//	opening  opening/rung  opening/answer/RUNG/NUMBER  opening/ID
const (
	routeOpenings      = "opening"
	routeOpeningRung   = "opening/rung"
	routeOpeningAnswer = "opening/answer"
)

// openings is the section of this practice.
func openings(b text.Book) section {
	return section{name: routeOpenings, title: b.Opening.Title, lead: b.Opening.Lead, page: openingPage, today: openingToday, record: openingRecord}
}

// openingPages makes the pages of openings from the model.
type openingPages struct {
	b text.Book
	w *text.Opening
	m *app.Model
	s *opening.State
}

func newOpeningPages(b text.Book, m *app.Model) openingPages {
	return openingPages{b: b, w: b.Opening, m: m, s: &m.Couple.Opening}
}

// openingPage is the page of a route that begins with routeOpenings.
func openingPage(b text.Book, m *app.Model, route string) g.Node {
	p := newOpeningPages(b, m)
	switch route {
	case routeOpenings:
		return p.ladder()
	case routeOpeningRung:
		return p.choose()
	}
	if at, ok := strings.CutPrefix(route, routeOpeningAnswer+"/"); ok {
		return p.answer(at)
	}
	_, rest, _ := strings.Cut(route, "/")
	id, err := event.ParseID(rest)
	o, ok := p.s.ByID(id, m.Me)
	if err != nil || !ok {
		return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
	}
	return p.one(o)
}

// openingToday is what Today may show of openings: what has opened and was not
// looked at, a question that was begun since these pages were last looked at, and
// an answer that was being written.
func openingToday(b text.Book, m *app.Model) []g.Node {
	p := newOpeningPages(b, m)
	seen := m.SeenOf(routeOpenings)
	var things []g.Node
	for _, o := range p.s.Opened(m.Me) {
		if o.Seq > seen && unread(m, o.Seen) {
			things = append(things, Thing(g.Text(p.w.NewOpened), p.link(o)))
		}
	}
	for _, o := range p.s.Begun(m.Me, seen) {
		if m.Fewer() {
			break
		}
		things = append(things, Thing(g.Text(p.w.NewBegun), p.link(o)))
	}
	for _, d := range m.Drafts {
		if at, ok := strings.CutPrefix(d.Form, string(opening.KindAnswer)+" "); ok {
			things = append(things, Thing(g.Text(p.w.BegunOver), Go(routeOpeningAnswer+"/"+strings.ReplaceAll(at, " ", "/"), g.Text(p.w.Begun))))
		}
	}
	return things
}

func (p openingPages) link(o opening.Opening) g.Node {
	return Go(routeOpenings+"/"+o.ID.String(), g.Text(p.question(o.Question)))
}

func (p openingPages) question(q opening.Question) string {
	words, _ := p.w.Question(int(q.Rung), int(q.Number))
	return words
}

func (p openingPages) rung(r opening.Rung) string { return p.w.Rungs[r-1].Name }

func (p openingPages) here(r opening.Rung) g.Node {
	return g.Text(text.Fill(p.w.Here, "rung", p.rung(r)))
}

func (p openingPages) shared() bool { return p.m.Space == app.Shared }

func (p openingPages) back() g.Node { return h.P(Go(routeOpenings, g.Text(p.w.Back))) }

// ladder is the first page: how far up the two are, what is closed, a question
// and what has opened.
func (p openingPages) ladder() g.Node {
	inUse := p.s.InUse()
	opened := p.s.Opened(p.m.Me)
	var closed []opening.Opening
	for _, o := range p.s.Closed(p.m.Me) {
		if _, kept := p.m.KeptAnswer(o.Seal); kept {
			opened = append(opened, o)
		} else {
			closed = append(closed, o)
		}
	}
	var names []string
	for _, r := range p.w.Rungs {
		names = append(names, r.Name)
	}
	page := g.All(Title(p.w.Title))
	if len(closed)+len(opened) == 0 {
		page = g.All(page, h.P(h.Class("said"), g.Text(p.w.EmptyTitle)), h.P(g.Text(p.w.Empty)))
	}
	page = g.All(page, h.Figure(chart.Ladder(text.Fill(p.w.Ladder, "rung", p.rung(inUse)), names, int(inUse)),
		h.FigCaption(g.Text(text.Fill(p.w.InUse, "rung", "“"+p.rung(inUse)+"”")+" "+p.w.Rungs[inUse-1].About))))
	if p.shared() {
		page = g.All(page, Row(GoButton(routeOpeningRung, "", p.w.Choose), p.down()))
	}
	if len(closed) > 0 {
		page = g.All(page, h.Section(h.Class("stack"), h.H2(g.Text(p.w.Closed)), h.Div(h.Class("things"), g.Map(closed, p.row))))
	}
	if p.shared() {
		page = g.All(page, p.next())
	}
	if len(opened) > 0 {
		page = g.All(page, h.Section(h.Class("stack"), h.H2(g.Text(p.w.Opened)), h.Div(h.Class("things"), g.Map(opened, p.row))))
	}
	return g.All(page, guideLink(p.b, routeOpenings))
}

func (p openingPages) row(o opening.Opening) g.Node {
	return h.Section(h.Class("thing"), h.ID("o-"+o.ID.String()), h.Span(h.Class("eyebrow"), g.Text(p.rung(o.Question.Rung))),
		h.P(h.Class("said"), p.link(o)))
}

// next offers a question of the rung in use, and the others up to it.
func (p openingPages) next() g.Node {
	var first *opening.Question
	var others []g.Node
	for r := p.s.InUse(); r >= opening.Lowest; r-- {
		var rest []g.Node
		for _, n := range p.s.Next(r, len(p.w.Rungs[r-1].Questions)) {
			q := opening.Question{Rung: r, Number: n}
			if first == nil {
				first = &q
				continue
			}
			rest = append(rest, h.Li(Go(p.ask(q), g.Text(p.question(q)))))
		}
		if len(rest) > 0 {
			others = append(others, h.H3(g.Text(p.rung(r))), h.Ul(g.All(rest...)))
		}
	}
	if first == nil {
		return h.P(h.Class("quiet"), g.Text(p.w.None))
	}
	return h.Section(h.Class("stack"),
		h.Span(h.Class("eyebrow"), g.Text(p.w.Next)),
		h.P(h.Class("said"), g.Text(p.question(*first))),
		Row(GoButton(p.ask(*first), "main", p.w.Answer)),
		h.P(h.Class("quiet small"), g.Text(p.w.Asks+" "+p.w.Free)),
		g.If(len(others) > 0, h.Div(h.Class("fold"), h.Details(h.Summary(g.Text(p.w.Others)), g.All(others...)))))
}

func (p openingPages) ask(q opening.Question) string {
	return routeOpeningAnswer + "/" + strconv.Itoa(int(q.Rung)) + "/" + strconv.Itoa(int(q.Number))
}

// down is the button by which somebody steps down from the rung in use at once.
func (p openingPages) down() g.Node {
	if p.s.InUse() == opening.Lowest {
		return nil
	}
	return ActionForm("down-"+strconv.FormatUint(p.m.Serial, 10), app.ActionDo, Hidden(event.FieldKind, string(opening.KindRung)),
		Hidden(opening.FieldRung, strconv.Itoa(int(p.s.InUse()-1))), Submit("bare", p.w.Down))
}

// choose is the page on which somebody chooses how far they would go.
func (p openingPages) choose() g.Node {
	if !p.shared() {
		return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
	}
	cannot := p.w.Cannot
	mine := p.s.Chosen(p.m.Me)
	if p.m.Try.Form.Values[opening.FieldRung] == strconv.Itoa(int(mine)) {
		cannot = p.w.RungSame
	}
	f := newWritingForm(p.b, p.m, opening.KindRung, func(string, string) string { return p.w.Cannot }, cannot)
	var choices []g.Node
	for i, r := range p.w.Rungs {
		n := strconv.Itoa(i + 1)
		choices = append(choices, h.Label(h.Class("choice"),
			h.Input(h.Type("radio"), h.Name(opening.FieldRung), h.Value(n), g.If(i+1 == int(mine), g.Attr("checked"))),
			h.Span(g.Text(r.Name), g.El("br"), h.Span(h.Class("hint"), g.Text(r.About)))))
	}
	return g.All(
		Title(p.w.RungTitle), h.P(g.Text(p.w.RungLead)),
		f.choice(routeOpenings, "main", p.w.RungSend, g.El("fieldset", g.El("legend", g.Text(p.w.RungWhat)), g.All(choices...))),
		p.back(),
	)
}

// one is the page of one question that was begun.
func (p openingPages) one(o opening.Opening) g.Node {
	own, other, mine, theirs := o.Words()
	if !o.Open {
		plain, _ := p.m.OwnAnswer(o.Seal)
		own, _ = opening.ReadAnswer(plain)
	}
	if plain, kept := p.m.KeptAnswer(o.Seal); kept && !o.Done() {
		text, _ := opening.ReadAnswer(plain)
		return g.All(Head(g.Text(p.question(o.Question)), p.here(o.Question.Rung)), sealKept(p.b, p.m, answerSheet(own), answerSheet(text)), p.back())
	}
	page := g.All(
		Head(g.Text(p.question(o.Question)), p.here(o.Question.Rung)),
		seals(p.b, p.m, o.Seen, answerSheet(own), answerSheet(other), mine, theirs),
	)
	if !o.Done() && p.shared() {
		if _, known := p.w.Question(int(o.Question.Rung), int(o.Question.Number)); known && !o.Mine && o.Question.Rung <= p.s.InUse() {
			page = g.All(page, Row(GoButton(p.ask(o.Question), "main", p.w.Answer)), h.P(h.Class("quiet small"), g.Text(p.w.Asks+" "+p.w.Free)))
		}
		page = g.All(page, takeBack(p.b, p.m, o.Seen, routeOpenings, draftName(opening.KindAnswer, p.about(o.Question)...), opening.FieldText, own))
	}
	return g.All(page, p.back())
}

// about is what a form of an answer says of its question.
func (p openingPages) about(q opening.Question) []string {
	return []string{opening.FieldRung, strconv.Itoa(int(q.Rung)), opening.FieldNumber, strconv.Itoa(int(q.Number))}
}

// answer is the page on which somebody answers a question.
func (p openingPages) answer(at string) g.Node {
	rung, number, _ := strings.Cut(at, "/")
	r, err1 := strconv.ParseUint(rung, 10, 8)
	n, err2 := strconv.ParseUint(number, 10, 8)
	q := opening.Question{Rung: opening.Rung(r), Number: uint8(n)}
	words, known := p.w.Question(int(r), int(n))
	if err1 != nil || err2 != nil || !known || q.Rung > p.s.InUse() || !p.shared() {
		return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
	}
	if o, ok := p.s.Opening(q, p.m.Me); ok && o.Mine {
		return p.one(o)
	}
	f := newWritingForm(p.b, p.m, opening.KindAnswer, func(_, code string) string { return p.w.Wrong[code] }, p.w.Cannot, p.about(q)...)
	return g.All(
		Head(g.Text(words), p.here(q.Rung)),
		f.node(routeOpenings+"/"+q.ID().String(), p.w.AnswerSend, p.w.Later, routeOpenings,
			f.area(opening.FieldText, p.w.AnswerText, ""),
			h.P(h.Class("quiet small"), who(p.b, p.m, p.w.AnswerHint, p.m.Me.Other()))),
	)
}

// openingRecord tells how far this person chose to go, never how far the other
// did, and of an answer what has opened.
func openingRecord(b text.Book, m *app.Model, f event.Fact) told {
	p := newOpeningPages(b, m)
	var chosen opening.Chosen
	switch {
	case f.Kind == opening.KindRung && f.By == m.Me && codec.Decode(f.Payload, &chosen) == nil:
		return told{parts: []passage{{"", p.rung(chosen.Rung)}}}
	case f.Kind == opening.KindRung:
		return told{}
	}
	id, plain, ok := openedAnswer(m, f)
	o, known := p.s.ByID(id, m.Me)
	if !known {
		return told{closed: f.Kind == seal.KindCommit}
	}
	words, _ := opening.ReadAnswer(plain)
	return told{closed: f.Kind == seal.KindCommit && !ok, route: routeOpenings + "/" + id.String(), parts: parts(passage{p.question(o.Question), words})}
}
