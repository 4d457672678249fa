package view

import (
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/correction"
	"troth/internal/event"
	"troth/internal/text"
)

// Routes of the corrections' pages: correction  correction/new  correction/new/ID,
// where ID is the own entry that is corrected.
const (
	routeCorrections   = "correction"
	routeCorrectionNew = "correction/new"
)

// corrections is the section of this practice.
func corrections(b text.Book) section {
	return section{name: routeCorrections, title: b.Correction.Title, lead: b.Correction.Lead,
		page: correctionPage, today: correctionToday, beside: correctionBeside, record: correctionRecord}
}

func correctionPage(b text.Book, m *app.Model, route string) g.Node {
	if about, ok := strings.CutPrefix(route, routeCorrectionNew); ok {
		return correctionForm(b, m, strings.TrimPrefix(about, "/"))
	}
	w := b.Correction
	list := m.Couple.Correction.List()
	_, begun := m.Draft(draftName(correction.KindMade))
	return g.All(
		Title(w.Title),
		g.If(len(list) == 0, g.All(h.P(h.Class("said"), g.Text(w.EmptyTitle)), h.P(g.Text(w.Empty)))),
		g.If(m.Space == app.Shared, Row(GoButton(routeCorrectionNew, "main", either(begun, w.Begun, w.New)))),
		g.If(len(list) > 0, h.Div(h.Class("things"), h.Role("group"), h.Aria("label", w.All), g.Map(list, func(c correction.Correction) g.Node {
			return h.Section(h.Class("thing"), h.ID("c-"+c.ID.String()), correctionOne(b, m, c),
				g.If(correctable(m, c.About), h.P(h.Class("small quiet"), Go(letterRoute(c.About), g.Text(w.Look)))))
		}))),
		guideLink(b, routeCorrections),
	)
}

// correctable reports whether there is a page of what was corrected.
func correctable(m *app.Model, id event.ID) bool {
	_, ok := m.Couple.Letter.Letter(id, m.Me)
	return ok
}

// correctionOne is one correction: what was told, and what is true.
func correctionOne(b text.Book, m *app.Model, c correction.Correction) g.Node {
	w := b.Correction
	over, told := w.By, w.ToldThem
	if c.By == m.Me {
		over, told = w.ByYou, w.Told
	}
	return g.All(
		h.Span(h.Class("eyebrow"), who(b, m, written(b, m, over, c.At), c.By)),
		h.P(h.Class("quiet small"), who(b, m, told, c.By)), paragraphs(c.Told),
		h.P(h.Class("quiet small"), g.Text(w.True)), h.Div(h.Class("said"), paragraphs(c.Now)),
		odd(b, m, c.By, c.ID),
	)
}

// correctionToday is what Today may show: what the other has put right.
func correctionToday(b text.Book, m *app.Model) []g.Node {
	var things []g.Node
	for _, c := range m.Couple.Correction.News(m.Me, m.SeenOf(routeCorrections)) {
		things = append(things, Thing(g.Text(written(b, m, b.Correction.When, c.At)), Go(routeCorrections, who(b, m, b.Correction.NewOne, c.By))))
	}
	return things
}

// correctionBeside is what stands beside an entry: its author's corrections, and
// for the author a way to make one.
func correctionBeside(b text.Book, m *app.Model, id event.ID, by event.Partner) g.Node {
	var notes []g.Node
	for _, c := range m.Couple.Correction.About(id, by) {
		notes = append(notes, h.Section(h.Class("note plain"), correctionOne(b, m, c)))
	}
	if by == m.Me && m.Space == app.Shared && !m.Fewer() {
		notes = append(notes, h.P(h.Class("quiet small"), Go(routeCorrectionNew+"/"+id.String(), g.Text(b.Correction.Beside))))
	}
	return g.All(notes...)
}

func correctionForm(b text.Book, m *app.Model, about string) g.Node {
	w := b.Correction
	var names []string
	var over g.Node
	if id, err := event.ParseID(about); err == nil {
		names = []string{correction.FieldAbout, about}
		if l, ok := m.Couple.Letter.Letter(id, m.Me); ok && l.By == m.Me {
			over = h.Details(h.Summary(g.Text(w.MakeAbout)), letterSheet(l.Text))
		}
	}
	f := newWritingForm(b, m, correction.KindMade, w.WrongField, w.Cannot, names...)
	return g.All(
		Title(w.MakeTitle), h.P(h.Class("quiet"), g.Text(w.MakeLead)), over,
		f.node(routeCorrections, w.MakeSend, w.Later, routeCorrections,
			f.area(correction.FieldTold, w.MakeTold, w.ToldHint),
			f.area(correction.FieldNow, w.MakeTrue, w.TrueHint),
			h.P(h.Class("quiet small"), g.Text(w.MakeFixed))),
	)
}

func correctionRecord(b text.Book, m *app.Model, f event.Fact) told {
	var p correction.Made
	if codec.Decode(f.Payload, &p) != nil {
		return told{}
	}
	over := text.Fill(b.Correction.ToldThem, "who", plainName(b, m.PartnerName))
	return told{parts: parts(passage{either(f.By == m.Me, b.Correction.Told, over), p.Told}, passage{b.Correction.True, p.Now}), route: routeCorrections}
}
