package view

import (
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/meaning"
	"troth/internal/text"
)

// Routes of the pages of meaning:
//
//	meaning  meaning/new  meaning/ID
//	meaning/ID/words  meaning/ID/ask  meaning/ID/answer/QUESTION
//	meaning/ID/noticed  meaning/ID/gesture
const (
	routeMeaning    = "meaning"
	routeMeaningNew = "meaning/new"
)

// meanings is the section of this practice.
func meanings(b text.Book) section {
	return section{name: routeMeaning, title: b.Meaning.Title, lead: b.Meaning.Lead, page: meaningPage, today: meaningToday, small: meaningSmall, record: recordTexts(routeMeaning)}
}

type meaningPages struct {
	b text.Book
	w *text.Meaning
	m *app.Model
	s *meaning.State
}

func meaningPage(b text.Book, m *app.Model, route string) g.Node {
	p := meaningPages{b, b.Meaning, m, &m.Couple.Meaning}
	parts := append(strings.Split(route, "/"), "", "", "")
	switch parts[1] {
	case "":
		return p.list()
	case "new":
		return p.form(meaning.KindWritten, routeMeaning, p.w.MakeTitle, p.w.MakeSend, p.w.MakeText, p.w.MakeHint, p.begin())
	}
	id, err := event.ParseID(parts[1])
	l, ok := p.s.Line(id)
	if err != nil || !ok {
		return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
	}
	mine := l.By == m.Me
	line, here := []string{meaning.FieldLine, l.ID.String()}, meaningRoute(l.ID)
	sheet := letterSheet(l.Text)
	switch {
	case m.Space != app.Shared:
	case parts[2] == "words" && mine:
		return p.form(meaning.KindRewritten, here, p.w.RewriteTitle, p.w.RewriteSend, p.w.MakeText, p.w.MakeHint, sheet, line...)
	case parts[2] == "noticed" && mine:
		return p.form(meaning.KindNoticed, here, p.w.NoticeTitle, p.w.NoticeSend, p.w.NoticeText, p.w.NoticeHint,
			g.All(sheet, h.P(h.Class("quiet"), who(b, m, p.w.NoticeLead, m.Me.Other()))), line...)
	case parts[2] == "answer" && mine:
		for _, q := range l.Open() {
			if q.ID.String() == parts[3] {
				return p.form(meaning.KindAnswered, here, p.w.AnswerTitle, p.w.AnswerSend, p.w.AnswerText, "",
					g.All(sheet, p.said(p.w.Asked, p.w.AskedYou, l.By.Other(), q.At, q.Text, q.ID)), meaning.FieldQuestion, parts[3])
			}
		}
	case parts[2] == "ask" && !mine:
		return p.form(meaning.KindAsked, here, p.w.AskTitle, p.w.AskSend, p.w.AskText, p.w.AskHint, sheet, line...)
	case parts[2] == "gesture" && !mine:
		return p.form(meaning.KindChosen, here, p.w.GestureTitle, p.w.GestureSend, p.w.GestureText, p.w.GestureHint,
			g.All(sheet, h.P(h.Class("quiet"), who(b, m, p.w.GestureLead, l.By))), line...)
	}
	return p.one(l)
}

func meaningRoute(id event.ID, parts ...string) string {
	return strings.Join(append([]string{routeMeaning, id.String()}, parts...), "/")
}

func (p meaningPages) back() g.Node { return h.P(Go(routeMeaning, g.Text(p.w.Back))) }

// begin are the words with which a line may begin.
func (p meaningPages) begin() g.Node {
	return h.Div(h.Class("stack"), h.P(h.Class("quiet"), g.Text(p.w.BeginLead)), List(p.w.Begin))
}

func (p meaningPages) form(kind event.Kind, back, title, send, label, hint string, over g.Node, about ...string) g.Node {
	f := newWritingForm(p.b, p.m, kind, func(_, code string) string { return p.w.WrongField(kind.Verb(), code) }, p.w.Cannot, about...)
	return g.All(Head(who(p.b, p.m, title, p.m.Me.Other())), over, f.node(back, send, p.w.Later, back, f.area(meaning.FieldText, label, hint)))
}

func (p meaningPages) list() g.Node {
	other := p.m.Me.Other()
	mine, theirs := p.s.Lines(p.m.Me), p.s.Lines(other)
	shared := p.m.Space == app.Shared
	write := g.If(shared && len(mine) < meaning.MaxLines, Row(GoButton(routeMeaningNew, either(len(mine) == 0, "main", ""), p.w.New)))
	var lines g.Node
	if len(mine)+len(theirs) == 0 {
		lines = g.All(h.P(h.Class("said"), g.Text(p.w.EmptyTitle)), h.P(g.Text(p.w.Empty)), p.begin(), write)
	} else {
		lines = g.All(
			h.H2(g.Text(p.w.Mine)), p.lines(mine), write,
			g.If(len(mine) >= meaning.MaxLines, h.P(h.Class("quiet small"), g.Text(p.w.Enough))),
			h.H2(who(p.b, p.m, p.w.Theirs, other)), p.lines(theirs),
			g.If(len(theirs) == 0, h.P(h.Class("quiet"), who(p.b, p.m, p.w.TheirsNone, other))),
		)
	}
	return g.All(Title(p.w.Title), lines, p.gestures(), guideLink(p.b, routeMeaning))
}

func (p meaningPages) lines(list []meaning.Line) g.Node {
	return h.Div(h.Class("things"), g.Map(list, func(l meaning.Line) g.Node {
		return h.Section(h.Class("thing"), h.ID("l-"+l.ID.String()), h.P(h.Class("said"), Go(meaningRoute(l.ID), h.Span(h.Dir("auto"), g.Text(l.Text)))), p.last(l))
	}))
}

// last is what was last said about a line, for the list: looking at the list
// counts as having seen it.
func (p meaningPages) last(l meaning.Line) g.Node {
	seq, node := uint64(0), g.Node(nil)
	add := func(at uint64, stamp event.Stamp, by event.Partner, theirs, mine string) {
		if at >= seq {
			seq, node = at, h.P(h.Class("quiet small"), who(p.b, p.m, written(p.b, p.m, either(by == p.m.Me, mine, theirs), stamp), by))
		}
	}
	for _, q := range l.Questions {
		add(q.Seq, q.At, l.By.Other(), p.w.Asked, p.w.AskedYou)
		if a := q.Answer; a != nil {
			add(a.Seq, a.At, l.By, p.w.Answered, p.w.AnsweredYou)
		}
	}
	for _, n := range l.Noticed {
		add(n.Seq, n.At, l.By, p.w.Noticed, p.w.NoticedYou)
	}
	return node
}

// said is what one of the two said about a line.
func (p meaningPages) said(theirs, mine string, by event.Partner, at event.Stamp, words string, id event.ID) g.Node {
	return h.Section(h.Class("note plain"), h.Span(h.Class("eyebrow"), who(p.b, p.m, written(p.b, p.m, either(by == p.m.Me, mine, theirs), at), by)),
		g.If(words != "", paragraphs(words)), odd(p.b, p.m, by, id))
}

func (p meaningPages) one(l meaning.Line) g.Node {
	mine, shared := l.By == p.m.Me, p.m.Space == app.Shared
	var notes []g.Node
	for _, q := range l.Questions {
		notes = append(notes, p.said(p.w.Asked, p.w.AskedYou, l.By.Other(), q.At, q.Text, q.ID))
		if a := q.Answer; a != nil {
			notes = append(notes, p.said(p.w.Answered, p.w.AnsweredYou, l.By, a.At, a.Words, a.ID))
		} else if mine && shared {
			notes = append(notes, Row(GoButton(meaningRoute(l.ID, "answer", q.ID.String()), "main", p.w.Answer)))
		}
	}
	for _, n := range l.Noticed {
		notes = append(notes, p.said(p.w.Noticed, p.w.NoticedYou, l.By, n.At, n.Words, n.ID))
	}
	var buttons g.Node
	switch {
	case !shared:
	case mine:
		buttons = g.All(
			Row(GoButton(meaningRoute(l.ID, "noticed"), "", p.w.Notice), GoButton(meaningRoute(l.ID, "words"), "bare", p.w.Rewrite),
				ActionForm("drop-"+l.ID.String(), app.ActionDo, Hidden(event.FieldKind, string(meaning.KindDropped)), Hidden(meaning.FieldLine, l.ID.String()),
					Hidden("then", routeMeaning), Submit("bare", p.w.Drop))),
		)
	default:
		buttons = Row(GoButton(meaningRoute(l.ID, "ask"), "", p.w.Ask), GoButton(meaningRoute(l.ID, "gesture"), "", p.w.Gesture))
	}
	return g.All(
		Head(who(p.b, p.m, either(mine, p.w.LineYou, p.w.Line), l.By)),
		odd(p.b, p.m, l.By, l.ID), letterSheet(l.Text),
		h.Div(h.Class("margin"), g.All(notes...)), buttons,
		g.If(!mine, p.gesturesOf(l.ID)), p.back(),
	)
}

// gestures are what this person wants to do quietly, and did.
func (p meaningPages) gestures() g.Node { return p.gesturesOf(event.ID{}) }

// gesturesOf are those of one line; of the zero id, of all.
func (p meaningPages) gesturesOf(line event.ID) g.Node {
	own := &p.m.Self.Meaning
	var things []g.Node
	add := func(list []meaning.Gesture, open bool) {
		for _, x := range list {
			if !line.IsZero() && x.Line != line {
				continue
			}
			id := x.ID.String()
			mark := func(kind event.Kind, class, label string) g.Node {
				return ActionForm(kind.Verb()+"-"+id, app.ActionDo, Hidden(event.FieldKind, string(kind)), Hidden(meaning.FieldGesture, id), Submit(class, label))
			}
			things = append(things, h.Section(h.Class("thing"), h.ID("g-"+id),
				g.Iff(!open, func() g.Node { return h.Span(h.Class("eyebrow"), g.Text(written(p.b, p.m, p.w.GestureWas, *x.Done))) }),
				paragraphs(x.Text),
				g.Iff(open, func() g.Node {
					return Row(mark(meaning.KindDone, "", p.w.GestureDone), mark(meaning.KindLeft, "bare", p.w.GestureLeft))
				})))
		}
	}
	add(own.Open(), true)
	add(own.Done(), false)
	if len(things) == 0 {
		return nil
	}
	return g.All(h.H2(g.Text(p.w.Gestures)), h.P(h.Class("quiet small"), g.Text(p.w.GesturesLead)), h.Div(h.Class("things"), g.All(things...)))
}

// meaningToday is what Today may show: the newest that the other has said.
func meaningToday(b text.Book, m *app.Model) []g.Node {
	w := b.Meaning
	pattern := map[event.Kind]string{meaning.KindWritten: w.NewLine, meaning.KindAsked: w.NewAsked, meaning.KindAnswered: w.NewAnswered, meaning.KindNoticed: w.NewNoticed}
	for _, n := range m.Couple.Meaning.News(m.Me, m.SeenOf(routeMeaning)) {
		return []g.Node{Thing(g.Text(written(b, m, w.When, n.At)), Go(meaningRoute(n.Line.ID), who(b, m, pattern[n.Kind], m.Me.Other())))}
	}
	return nil
}

// meaningSmall offers to write a line, as long as there are fewer than three.
func meaningSmall(b text.Book, m *app.Model) (words, route string) {
	if m.Space != app.Shared || len(m.Couple.Meaning.Lines(m.Me)) >= 3 {
		return "", ""
	}
	return b.Meaning.Small, routeMeaningNew
}
