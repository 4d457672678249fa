package view

import (
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/meaning"
	"troth/internal/prepare"
	"troth/internal/promise"
	"troth/internal/text"
)

// Routes of what is written beforehand, which is private: mine/prepare
// mine/prepare/new  mine/prepare/ID  mine/prepare/ID/words  mine/prepare/ID/remove
const (
	routePrepare    = app.RouteMine + "/prepare"
	routePrepareNew = routePrepare + "/new"
)

// prepared is the section of this practice.
func prepared(b text.Book) section {
	return section{name: "prepare", mine: true, help: true, title: b.Prepare.Title, lead: b.Prepare.Lead, page: preparePage, record: recordTexts(routePrepare)}
}

func preparePage(b text.Book, m *app.Model, route string) g.Node {
	w, s := b.Prepare, &m.Self.Prepare
	if route == routePrepareNew {
		return prepareNew(b, m)
	}
	parts := append(strings.Split(strings.TrimPrefix(route, routePrepare+"/"), "/"), "")
	id, _ := event.ParseID(parts[0])
	p, ok := s.Prepared(id)
	here := routePrepare + "/" + id.String()
	switch {
	case route == routePrepare:
		return prepareList(b, m)
	case !ok:
		return g.All(Title(w.Title), h.P(g.Text(w.Gone)), h.P(Go(routePrepare, g.Text(w.Back))))
	case parts[1] == "words":
		f := newWritingForm(b, m, prepare.KindChanged, w.WrongField, w.Cannot, prepare.FieldPrepared, id.String())
		f.preset = map[string]string{prepare.FieldText: p.Text}
		return g.All(Title(w.ChangeTitle), f.node(here, w.ChangeSend, w.Later, here, f.area(prepare.FieldText, w.Text, "")))
	case parts[1] == "remove":
		return removeOwn(b, m, removal{seq: p.Seq, title: w.RemoveTitle, do: w.RemoveDo, not: w.RemoveNot, what: w.RemoveWhat,
			cannot: w.Cannot, list: routePrepare, back: here}, letterSheet(p.Text))
	}
	return g.All(
		Head(g.Text(w.Things[p.Thing.Word()]), g.Text(written(b, m, w.Written, p.At))),
		letterSheet(p.Text), prepareUse(b, m, p),
		Row(GoButton(here+"/words", "", w.Change)),
		g.If(m.MayRedact(true, p.Seq), h.P(h.Class("quiet small"), Go(here+"/remove", g.Text(w.Remove)))),
		h.P(Go(routePrepare, g.Text(w.Back))),
	)
}

func prepareList(b text.Book, m *app.Model) g.Node {
	w, list := b.Prepare, m.Self.Prepare.List()
	return g.All(
		Title(w.Title),
		g.If(len(list) == 0, g.All(h.P(h.Class("said"), g.Text(w.EmptyTitle)), h.P(g.Text(w.Empty)))),
		Row(GoButton(routePrepareNew, "main", w.New)),
		g.If(len(list) > 0, h.Div(h.Class("things"), h.Role("group"), h.Aria("label", w.All), g.Map(list, func(p prepare.Prepared) g.Node {
			return Thing(g.Text(w.Things[p.Thing.Word()]), Go(routePrepare+"/"+p.ID.String(), h.Span(h.Dir("auto"), g.Text(excerpt(p.Text)))))
		}))),
	)
}

func prepareNew(b text.Book, m *app.Model) g.Node {
	w := b.Prepare
	f := newWritingForm(b, m, prepare.KindKept, w.WrongField, w.Cannot)
	var options []Option
	for _, t := range prepare.Things() {
		options = append(options, Option{t.Word(), w.Choice[t.Word()]})
	}
	return g.All(Title(w.MakeTitle), f.node(routePrepare, w.Keep, w.Later, routePrepare,
		f.field(prepare.FieldThing, w.Thing, "", Select(f.value(prepare.FieldThing), options)),
		h.Div(h.Class("composer"), f.area(prepare.FieldText, w.Text, ""))))
}

// prepareUse begins the real thing with what was prepared.
func prepareUse(b text.Book, m *app.Model, p prepare.Prepared) g.Node {
	w := b.Prepare
	var kind event.Kind
	var field, to string
	switch p.Thing {
	case prepare.Letter:
		kind, field, to = letter.KindSent, letter.FieldText, routeLetterNew
	case prepare.Promise:
		kind, field, to = promise.KindMade, promise.FieldText, routePromisesNew
	case prepare.Line:
		kind, field, to = meaning.KindWritten, meaning.FieldText, routeMeaningNew
	}
	if m.Space != app.Shared {
		return h.P(h.Class("quiet small"), g.Text(w.UseAlone))
	}
	return begin("use-"+p.ID.String(), kind, field, p.Text, to, w.Use[p.Thing.Word()])
}
