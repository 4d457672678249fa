package view

import (
	"slices"
	"strconv"
	"strings"

	"troth/internal/chart"
	"troth/internal/checkin"
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/text"
)

// Routes of the private check-ins' pages:
//
//	mine/checkin  mine/checkin/new  mine/checkin/last  mine/checkin/ID
//	mine/checkin/ID/share  mine/checkin/ID/remove
const (
	routeCheckins    = app.RouteMine + "/checkin"
	routeCheckinNew  = routeCheckins + "/new"
	routeCheckinLast = routeCheckins + "/last"
)

// checkins is the section of this practice that is private.
func checkins(b text.Book) section {
	return section{name: "checkin", mine: true, title: b.Checkin.Title, lead: b.Checkin.Lead, page: checkinPage, today: checkinToday, small: checkinSmall, record: checkinRecord}
}

// checkinPages makes the pages of check-ins from the model.
type checkinPages struct {
	b text.Book
	w *text.Checkin
	m *app.Model
	s *checkin.Own
}

func newCheckinPages(b text.Book, m *app.Model) checkinPages {
	return checkinPages{b: b, w: b.Checkin, m: m, s: &m.Self.Checkin}
}

func checkinPage(b text.Book, m *app.Model, route string) g.Node {
	p := newCheckinPages(b, m)
	return ownPages[checkin.Note]{list: p.list, write: p.write, gone: p.gone, all: p.s.Notes, find: p.s.Note, one: func(n checkin.Note, what string) g.Node {
		switch what {
		case "":
			return p.one(n)
		case "remove":
			return removeOwn(b, m, removal{seq: n.Seq, title: p.w.RemoveTitle, do: p.w.RemoveDo, not: p.w.RemoveNot, what: p.w.RemoveWhat,
				cannot: p.w.Cannot, list: routeCheckins, back: routeCheckins + "/" + n.ID.String()}, p.sheet(n.Entry))
		case "share":
			return p.share(n)
		}
		return nil
	}}.page(routeCheckins, route)
}

func (p checkinPages) gone() g.Node {
	return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
}

// checkinToday is what Today may show: a check-in that was begun; and to somebody
// who is alone, that one could be.
func checkinToday(b text.Book, m *app.Model) []g.Node {
	w := b.Checkin
	if _, begun := m.Draft(draftName(checkin.KindNoted)); begun {
		return []g.Node{Thing(g.Text(w.Here), Go(routeCheckinNew, g.Text(w.Begun)))}
	}
	if m.Space == app.NoSpace || m.Space == app.Pairing {
		return []g.Node{Thing(g.Text(w.Just), Go(routeCheckinNew, g.Text(w.Today)))}
	}
	return nil
}

// checkinSmall offers a check-in, where there has been none for three days.
func checkinSmall(b text.Book, m *app.Model) (words, route string) {
	if m.Space != app.Shared {
		return "", ""
	}
	if notes := m.Self.Checkin.Notes(); len(notes) > 0 && !since(m, notes[0].At.MS, 3) {
		return "", ""
	}
	return b.Checkin.Today, routeCheckinNew
}

// Pages.

func (p checkinPages) back() g.Node { return h.P(Go(routeCheckins, g.Text(p.w.Back))) }

func (p checkinPages) list() g.Node {
	notes := p.s.Notes()
	write := Row(GoButton(routeCheckinNew, "main", p.w.New))
	if _, begun := p.m.Draft(draftName(checkin.KindNoted)); begun {
		write = Thing(g.Text(p.w.Here), Go(routeCheckinNew, g.Text(p.w.Begun)))
	}
	if len(notes) == 0 {
		return g.All(Title(p.w.Title), h.P(h.Class("said"), g.Text(p.w.EmptyTitle)), h.P(g.Text(p.w.Empty)), write, guideLink(p.b, "checkin"))
	}
	return g.All(Title(p.w.Title), write, p.picture(),
		h.Div(h.Class("things"), h.Role("group"), h.Aria("label", p.w.All), g.Map(notes, func(n checkin.Note) g.Node {
			return Thing(g.Text(written(p.b, p.m, p.w.Written, n.At)), Go(routeCheckins+"/"+n.ID.String(), h.Span(h.Dir("auto"), g.Text(p.short(n.Entry)))))
		})),
		guideLink(p.b, "checkin"))
}

// short stands for a check-in on a list.
func (p checkinPages) short(e checkin.Entry) string {
	for _, s := range []string{p.felt(e, "; "), e.When, e.Because, e.Wish} {
		if s != "" {
			return excerpt(s)
		}
	}
	return p.w.Untitled
}

func (p checkinPages) one(n checkin.Note) g.Node {
	route := routeCheckins + "/" + n.ID.String()
	return g.All(
		Head(g.Text(p.w.Title), g.Text(written(p.b, p.m, p.w.Written, n.At))),
		p.sheet(n.Entry),
		g.If(p.hard(n.Entry) && !since(p.m, n.At.MS, 1), hardMoment(p.b, p.m, n.ID)),
		p.shareLink(n),
		p.back(),
		g.If(p.m.MayRedact(true, n.Seq), h.P(h.Class("quiet small"), Go(route+"/remove", g.Text(p.w.Remove)))),
	)
}

// hard reports whether a feeling is named that may be hard to bear: of any family
// after the first three.
func (p checkinPages) hard(e checkin.Entry) bool {
	return slices.ContainsFunc(e.Feelings, func(code string) bool {
		family, _ := p.w.Families.Find(code)
		return family >= 3
	})
}

// write is the wheel and the sentence.
func (p checkinPages) write() g.Node {
	f := newWritingForm(p.b, p.m, checkin.KindNoted, p.w.WrongField, p.w.Cannot)
	return g.All(
		Head(g.Text(p.w.New), g.Text(p.w.Here)),
		f.node(routeCheckinLast, p.w.Keep, p.w.Later, routeCheckins,
			p.fields(f), h.P(h.Class("quiet small"), g.Text(p.w.KeepLead))),
	)
}

// fields are the parts of a check-in in a form.
func (p checkinPages) fields(f *writingForm) g.Node {
	values := event.Form{}
	for _, field := range []string{checkin.FieldFeelings, checkin.FieldWords, checkin.FieldWhen} {
		values[field] = f.value(field)
	}
	e := checkin.Read(values)
	hints := checkin.Hints(e)
	area := func(field, label, hint string) g.Node {
		node := g.All(f.area(field, label, hint))
		for _, n := range hints {
			if n.Field == field {
				node = g.All(node, h.Div(h.Class("note plain"), h.Role("note"), h.P(g.Text(p.w.Hints[n.Code]))))
			}
		}
		return node
	}
	return g.All(
		p.wheel(f, e),
		area(checkin.FieldWords, p.w.Words, p.w.WordsHint),
		h.H2(g.Text(p.w.Sentence)),
		area(checkin.FieldWhen, p.w.When, p.w.WhenHint),
		area(checkin.FieldBecause, p.w.Because, p.w.BecauseTip),
		area(checkin.FieldWish, p.w.Wish, p.w.WishHint),
	)
}

// wheel is the families with their words to choose from, and a picture of what is
// chosen.
func (p checkinPages) wheel(f *writingForm, e checkin.Entry) g.Node {
	field := checkin.FieldFeelings
	f.typed = append(f.typed, field)
	words := text.Fill(p.w.Chosen, "words", p.words(e.Feelings))
	var fields []chart.Field
	var families []g.Node
	for i, family := range p.w.Families {
		var chosen []string
		for _, s := range family.Shades {
			if slices.Contains(e.Feelings, s.Code) {
				chosen = append(chosen, s.Word)
			}
		}
		fields = append(fields, chart.Field{Label: family.Name, On: len(chosen) > 0})
		families = append(families, h.Details(h.ID(f.id("family-"+strconv.Itoa(i))),
			h.Summary(g.Text(family.Name), g.If(len(chosen) > 0, h.Span(h.Class("quiet small"), g.Text(" · "+strings.Join(chosen, ", "))))),
			h.FieldSet(h.Legend(h.Class("visually-hidden"), g.Text(family.Name)), h.Div(h.Class("chips"), g.Map(family.Shades, func(s text.Shade) g.Node {
				return h.Label(h.Class("chip"), h.For(f.id(s.Code)), h.Input(h.Type("checkbox"), h.ID(f.id(s.Code)), h.Name(field), h.Value(s.Code),
					g.If(slices.Contains(e.Feelings, s.Code), h.Checked())), g.Text(s.Word))
			})))))
	}
	wrong := f.wrong(field)
	return h.Div(h.Class("stack"), h.ID(f.id(field)), h.TabIndex("-1"), h.Role("group"), h.Aria("label", p.w.WheelTitle),
		h.H2(g.Text(p.w.WheelTitle)), h.P(h.Class("hint"), g.Text(p.w.WheelHint)),
		g.If(wrong != "", h.P(h.Class("wrong"), g.Text(wrong))),
		h.Div(h.Class("fold"), g.All(families...)),
		h.P(h.Class("quiet"), h.Role("status"), g.If(len(e.Feelings) > 0, g.Text(words))),
		g.Iff(len(e.Feelings) > 0, func() g.Node { return chart.Wheel(words, fields) }))
}

// Small parts.

// words lists feelings as people would.
func (p checkinPages) words(codes []string) string {
	out := make([]string, len(codes))
	for i, code := range codes {
		_, out[i] = p.w.Families.Find(code)
	}
	if n := len(out); n > 1 {
		return strings.Join(out[:n-1], ", ") + " " + p.w.And + " " + out[n-1]
	}
	return strings.Join(out, "")
}

// felt is what somebody feels: the words of the wheel, and their own.
func (p checkinPages) felt(e checkin.Entry, between string) string {
	if len(e.Feelings) > 0 && e.Words != "" {
		return p.words(e.Feelings) + between + e.Words
	}
	return p.words(e.Feelings) + e.Words
}

// sheet is a check-in as it is read: a sentence, of which parts may be missing. A
// part that says itself how it begins is not begun twice.
func (p checkinPages) sheet(e checkin.Entry) g.Node {
	part := func(before, words string) g.Node {
		if words == "" {
			return nil
		}
		begun := strings.HasPrefix(strings.ToLower(words), strings.ToLower(before)+" ")
		return h.Div(h.Class("part"), g.If(!begun, h.Span(h.Class("eyebrow"), g.Text(before))), paragraphs(words))
	}
	return h.Div(h.Class("sheet letter"), part(p.w.SayWhen, e.When), part(p.w.SayFeel, p.felt(e, "\n\n")), part(p.w.SayBecause, e.Because), part(p.w.SayWish, e.Wish))
}

// picture is the feelings of the last weeks, drawn and written out.
func (p checkinPages) picture() g.Node {
	weeks := p.s.Weeks(p.m.Now, chart.MaxWeeks)
	rows := make([]chart.Row, len(p.w.Families))
	var lines []string
	for i, w := range weeks {
		for _, code := range w.Feelings {
			family, _ := p.w.Families.Find(code)
			if family < 0 {
				continue
			}
			if rows[family].On == nil {
				rows[family] = chart.Row{Label: p.w.Families[family].Name, On: make([]bool, len(weeks))}
			}
			rows[family].On[i] = true
		}
		switch {
		case len(w.Feelings) == 0:
		case i == len(weeks)-1:
			lines = append(lines, text.Fill(p.w.WeekNow, "words", p.words(w.Feelings)))
		default:
			lines = append(lines, text.Fill(p.w.Week, "when", p.day(w.From), "words", p.words(w.Feelings)))
		}
	}
	rows = slices.DeleteFunc(rows, func(r chart.Row) bool { return r.On == nil })
	if len(rows) == 0 {
		return nil
	}
	slices.Reverse(lines)
	return h.Section(h.Class("stack"), h.H2(g.Text(p.w.Picture)),
		h.Figure(chart.Weeks(p.w.PictureOf, p.day(weeks[0].From), p.day(p.m.Now.Civil.Date()), rows), h.FigCaption(g.Text(p.w.PictureLead))),
		h.Details(h.ID("in-words"), h.Summary(g.Text(p.w.PictureWords)), List(lines)))
}

// day is a day without its year.
func (p checkinPages) day(d event.Date) string {
	return p.b.Calendar.Date(text.Moment{Day: d.Time(), Today: p.m.Now.Civil.Date().Time(), MonthFirst: p.m.Self.Settings.MonthFirst})
}

func checkinRecord(b text.Book, m *app.Model, f event.Fact) told {
	var n checkin.Noted // as checkin.Shared
	if f.Kind != checkin.KindNoted && f.Kind != checkin.KindShared || codec.Decode(f.Payload, &n) != nil {
		return told{parts: texts(f)} // what was said about one
	}
	route := routeShared
	if f.Kind.Own() {
		route = routeCheckins
	}
	p, e := newCheckinPages(b, m), n.Entry
	return told{route: route + "/" + f.ID.String(), parts: parts(passage{p.w.SayWhen, e.When}, passage{p.w.SayFeel, p.felt(e, "; ")},
		passage{p.w.SayBecause, e.Because}, passage{p.w.SayWish, e.Wish})}
}
