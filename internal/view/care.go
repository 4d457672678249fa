package view

import (
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/care"
	"troth/internal/event"
	"troth/internal/text"
)

// Routes of one's own list, which is private: mine/care  mine/care/new
// mine/care/ID
const (
	routeCare    = app.RouteMine + "/care"
	routeCareNew = routeCare + "/new"
)

// cares is the section of this practice.
func cares(b text.Book) section {
	return section{name: "care", mine: true, title: b.Care.Title, lead: b.Care.Lead, page: carePage, small: careSmall, record: recordTexts(app.RouteMine + "/care")}
}

func carePage(b text.Book, m *app.Model, route string) g.Node {
	w := b.Care
	if route == routeCareNew {
		return careNew(b, m)
	}
	id, _ := event.ParseID(strings.TrimPrefix(route, routeCare+"/"))
	if t, ok := m.Self.Care.Thing(id); ok {
		f := careForm(b, m, care.KindChanged, care.FieldThing, id.String())
		f.preset = map[string]string{care.FieldText: t.Text}
		return g.All(Title(w.ChangeTitle), f.node(routeCare, w.ChangeSend, w.Later, routeCare, f.area(care.FieldText, w.Text, w.Hint)),
			ActionForm("drop-"+id.String(), app.ActionDo, Hidden(event.FieldKind, string(care.KindDropped)), Hidden(care.FieldThing, id.String()),
				Hidden("then", routeCare), Row(Submit("", w.Drop))))
	}
	list := m.Self.Care.List()
	var groups []g.Node
	for _, of := range care.Groups() {
		var things []g.Node
		for _, t := range list {
			if t.Group == of {
				things = append(things, h.Section(h.Class("thing"), h.ID("c-"+t.ID.String()), paragraphs(t.Text),
					h.P(h.Class("small quiet"), Go(routeCare+"/"+t.ID.String(), g.Text(w.Change)))))
			}
		}
		if len(things) > 0 {
			groups = append(groups, h.H2(g.Text(w.Groups[of.Word()])), h.Div(h.Class("things"), g.All(things...)))
		}
	}
	return g.All(
		Title(w.Title),
		g.If(len(list) == 0, g.All(h.P(h.Class("said"), g.Text(w.EmptyTitle)), h.P(g.Text(w.Empty)))),
		g.All(groups...),
		g.If(len(list) < care.MaxThings, Row(GoButton(routeCareNew, either(len(list) == 0, "main", ""), w.New))),
		heavy(b), guideLink(b, "care"),
	)
}

func careForm(b text.Book, m *app.Model, kind event.Kind, about ...string) *writingForm {
	w := b.Care
	return newWritingForm(b, m, kind, w.WrongField, w.Cannot, about...)
}

func careNew(b text.Book, m *app.Model) g.Node {
	w := b.Care
	f := careForm(b, m, care.KindAdded)
	var options []Option
	for _, of := range care.Groups() {
		options = append(options, Option{of.Word(), w.GroupsHint[of.Word()]})
	}
	return g.All(Title(w.MakeTitle), f.node(routeCare, w.Keep, w.Later, routeCare,
		f.area(care.FieldText, w.Text, w.Hint),
		f.field(care.FieldGroup, w.Group, "", Select(f.value(care.FieldGroup), options))))
}

// offered is something of one's own list in a hard moment.
func offered(b text.Book, m *app.Model, occasion event.ID) g.Node {
	t, ok := m.Self.Care.Offer(occasion)
	if !ok {
		return g.All(h.P(h.Class("small quiet"), Go(routeCare, g.Text(b.Care.OfferGo))), heavy(b))
	}
	return g.All(h.Section(h.Class("note good"), h.Span(h.Class("eyebrow"), g.Text(b.Care.Offer)), paragraphs(t.Text)), heavy(b))
}

// heavy is a way to the help page, where somebody may need more than a list of
// their own.
func heavy(b text.Book) g.Node {
	return h.P(h.Class("small quiet"), g.Text(b.Care.Heavy+" "), h.A(h.Href("#"), h.Data("help", ""), g.Text(b.Guide.NotSafeGo)), g.Text("."))
}

// hardMoment is the same where a list cannot be begun just now: there is something,
// or nothing is said. Without an occasion the day is one.
func hardMoment(b text.Book, m *app.Model, occasion event.ID) g.Node {
	if len(m.Self.Care.List()) == 0 {
		return nil
	}
	if occasion.IsZero() {
		day := m.Now.Civil.Date()
		occasion[0], occasion[1] = byte(day), byte(day>>8)
	}
	return offered(b, m, occasion)
}

// careSmall offers to begin the list.
func careSmall(b text.Book, m *app.Model) (words, route string) {
	if len(m.Self.Care.List()) > 0 {
		return "", ""
	}
	return b.Care.OfferGo, routeCare
}
