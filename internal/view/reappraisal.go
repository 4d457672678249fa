package view

import (
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/reappraisal"
	"troth/internal/text"
)

// Routes of looks at a quarrel, which are private: mine/reappraisal
// mine/reappraisal/new  mine/reappraisal/ID  mine/reappraisal/ID/remove
const (
	routeReappraisal    = app.RouteMine + "/reappraisal"
	routeReappraisalNew = routeReappraisal + "/new"
)

// reappraisals is the section of this practice.
func reappraisals(b text.Book) section {
	return section{name: "reappraisal", mine: true, title: b.Quarrel.Title, lead: b.Quarrel.Lead, page: reappraisalPage, small: reappraisalSmall, record: reappraisalRecord}
}

func reappraisalPage(b text.Book, m *app.Model, route string) g.Node {
	w := b.Quarrel
	key, what, _ := strings.Cut(strings.TrimPrefix(route, routeReappraisal+"/"), "/")
	id, _ := event.ParseID(key)
	l, ok := m.Self.Reappraisal.Look(id)
	here := routeReappraisal + "/" + id.String()
	switch {
	case route == routeReappraisal:
		return reappraisalList(b, m)
	case route == routeReappraisalNew:
		f := newWritingForm(b, m, reappraisal.KindLooked, w.WrongField, w.Cannot)
		return g.All(Head(g.Text(w.New), g.Text(w.Here)), h.P(g.Text(w.MakeLead)), h.P(h.Class("quiet"), g.Text(w.Minutes)),
			f.node(routeReappraisal, w.Keep, w.Later, routeReappraisal,
				f.area(reappraisal.FieldTold, w.Told, w.ToldHint), f.area(reappraisal.FieldHoped, w.Hoped, w.HopedHint), f.area(reappraisal.FieldRemind, w.Remind, "")))
	case !ok:
		return g.All(Title(w.Title), h.P(g.Text(w.Gone)), h.P(Go(routeReappraisal, g.Text(w.Back))))
	case what == "remove":
		r := b.Prepare // what removing means is the same for all that is private
		return removeOwn(b, m, removal{seq: l.Seq, title: r.RemoveTitle, do: r.RemoveDo, not: r.RemoveNot, what: r.RemoveWhat,
			cannot: w.Cannot, list: routeReappraisal, back: here}, lookSheet(w, l))
	}
	var share g.Node
	if m.Space == app.Shared {
		var words []string
		for _, p := range lookParts(w, l.Looked) {
			words = append(words, p.words)
		}
		share = g.All(h.P(h.Class("quiet"), g.Text(w.ShareLead)), begin("share-"+key, letter.KindSent, letter.FieldText, strings.Join(words, "\n\n"), routeLetterNew, w.Share))
	}
	return g.All(
		Head(g.Text(w.Title), g.Text(written(b, m, w.Written, l.At))), lookSheet(w, l), share,
		g.If(m.MayRedact(true, l.Seq), h.P(h.Class("quiet small"), Go(here+"/remove", g.Text(b.Prepare.Remove)))),
		h.P(Go(routeReappraisal, g.Text(w.Back))),
	)
}

func lookParts(w *text.Reappraisal, l reappraisal.Looked) []passage {
	return parts(passage{w.Headings[0], l.Told}, passage{w.Headings[1], l.Hoped}, passage{w.Headings[2], l.Remind})
}

func lookSheet(w *text.Reappraisal, l reappraisal.Look) g.Node {
	return h.Div(h.Class("sheet"), g.Map(lookParts(w, l.Looked), func(p passage) g.Node {
		return h.Div(h.Span(h.Class("eyebrow"), g.Text(p.label)), paragraphs(p.words))
	}))
}

func reappraisalList(b text.Book, m *app.Model) g.Node {
	w, list := b.Quarrel, m.Self.Reappraisal.List()
	return g.All(Title(w.Title),
		g.If(len(list) == 0, g.All(h.P(h.Class("said"), g.Text(w.EmptyTitle)), h.P(g.Text(w.Empty)))),
		Row(GoButton(routeReappraisalNew, "main", w.New)),
		g.If(len(list) > 0, h.Div(h.Class("things"), h.Role("group"), h.Aria("label", w.All), g.Map(list, func(l reappraisal.Look) g.Node {
			return Thing(g.Text(written(b, m, w.Written, l.At)), Go(routeReappraisal+"/"+l.ID.String(), h.Span(h.Dir("auto"), g.Text(excerpt(l.Told)))))
		}))),
		guideLink(b, "reappraisal"))
}

// reappraisalSmall offers it three times a year, between two who are not just
// resting from each other, and not where fewer suggestions are wanted: it is about
// the two.
func reappraisalSmall(b text.Book, m *app.Model) (words, route string) {
	if _, rests := m.Couple.Timeout.Running(m.Now); rests || m.Space != app.Shared || m.Fewer() || !m.Self.Reappraisal.Fits(m.Now.Civil.Date()) {
		return "", ""
	}
	return b.Quarrel.Offer, routeReappraisalNew
}

func reappraisalRecord(b text.Book, _ *app.Model, f event.Fact) (t told) {
	var l reappraisal.Looked
	if codec.Decode(f.Payload, &l) == nil {
		t = told{route: routeReappraisal + "/" + f.ID.String(), parts: lookParts(b.Quarrel, l)}
	}
	return t
}
