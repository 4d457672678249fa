package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/parting"
	"troth/internal/self"
	"troth/internal/text"
)

// partings is the section of leaving. It is reached from the settings, from the
// guide and from a space that has ended.
func partings(b text.Book) section {
	return section{name: "parting", mine: true, at: app.RouteLeave, title: b.Leave.Title, page: leavePage,
		record: func(_ text.Book, _ *app.Model, f event.Fact) told {
			route := app.RouteLeave
			if !f.Kind.Own() {
				route = app.RouteTogether
			}
			return told{parts: texts(f), route: route}
		}}
}

func leavePage(b text.Book, m *app.Model, route string) g.Node {
	switch {
	case route == app.RouteLeaveEnd && m.Space == app.Shared:
		return leaveEnd(b, m)
	case route == app.RouteLeaveDelete:
		return leaveDelete(b, m)
	}
	return leave(b, m)
}

// spaceID is the shared log that there is now.
func spaceID(m *app.Model) (id event.ID) {
	if a, ok := m.Self.Space(); ok {
		id = event.ID(a.Log)
	}
	return id
}

func leave(b text.Book, m *app.Model) g.Node {
	w := b.Leave
	wrong, _ := tried(b, m, app.ActionQuiet)
	quiet := g.All(h.P(h.Class("quiet"), g.Text(w.QuietWhat)), h.P(h.Class("quiet small"), g.Text(w.QuietMore)), ActionForm("quiet", app.ActionQuiet, Hidden(app.FieldOn, "yes"), Row(Submit("", w.Quiet))))
	if m.Quiet {
		quiet = g.All(h.P(h.Class("said"), g.Text(w.QuietNow)), h.P(h.Class("quiet"), g.Text(w.QuietHow)),
			Row(ActionForm("quiet", app.ActionQuiet, Submit("", w.QuietBack)),
				g.If(len(waitingShown(m)) > 0, GoButton(app.RouteWaiting, "bare", b.Waiting.Look))))
	}
	thing := func(title string, nodes ...g.Node) g.Node {
		return h.Section(h.Class("thing"), h.H2(g.Text(title)), g.All(nodes...))
	}
	return g.All(
		Title(w.Title), h.P(g.Text(w.Lead)), h.P(h.Class("quiet"), g.Text(w.First)),
		Row(Go(app.RouteExport, g.Text(w.Copy)), Go(app.RouteKeys, g.Text(w.Keys)), Go(app.RouteGuide+"/parting", g.Text(w.Guide))), saferLine(b, w.Safer),
		h.Div(h.Class("things"),
			g.If(!m.Gone, g.All(
				thing(w.Quiet, Problem(b, wrong), quiet),
				thing(w.End, leaveSpace(b, m)))),
			g.Map(formerPartners(m), func(a self.Anchor) g.Node { return blocking(b, m, a) }),
			thing(w.Delete, h.P(h.Class("quiet"), g.Text(w.DeleteLead)), Row(GoButton(app.RouteLeaveDelete, "", w.DeleteGo)))),
		g.If(m.Space != app.Ended, hardMoment(b, m, event.ID{})), // else it stands above
		Row(GoButton(app.RouteSettings, "bare", b.Set.Title)),
	)
}

// saferLine leads to the help page.
func saferLine(b text.Book, words string) g.Node {
	return h.P(h.Class("small quiet"), g.Text(words+" "), h.A(h.Href("#"), h.Data("help", ""), g.Text(b.Guide.NotSafeGo)), g.Text("."))
}

// leaveSpace is how it stands with the space, and what can be done about it.
func leaveSpace(b text.Book, m *app.Model) g.Node {
	w := b.Leave
	c := m.Self.Parting.Of(spaceID(m))
	quiet := func(words string) g.Node { return h.P(h.Class("quiet"), g.Text(words)) }
	switch {
	case m.Space == app.Pairing:
		return g.All(quiet(w.EndPair), Row(GoButton(app.RoutePair, "", w.EndPairGo)))
	case m.Space == app.Shared && c.Set():
		return g.All(h.P(h.Class("said"), g.Text(text.Fill(w.Set, "when", atMinute(b, m, c.At)))), quiet(w.SetHow),
			choose1(b, m, parting.Stay, "bare", w.SetNot))
	case m.Space == app.Shared:
		return g.All(quiet(w.EndLead), Row(GoButton(app.RouteLeaveEnd, "", w.EndGo)))
	case m.LeftAlone() && c.Silent():
		return g.All(h.P(h.Class("said"), g.Text(w.Left)), h.P(h.Class("quiet"), who(b, m, w.LeftSilent, m.Partner())),
			choose1(b, m, parting.Now, "", w.LeftSay))
	case m.LeftAlone():
		return g.All(h.P(h.Class("said"), g.Text(w.Left)), quiet(w.LeftWaits))
	case m.Space == app.Ended:
		return ended(b, m)
	}
	return quiet(w.EndNone)
}

// choose1 is a button that decides about the space, with nothing to fill in.
func choose1(b text.Book, m *app.Model, how parting.How, class, words string) g.Node {
	f := leaveForm(b, m)
	return f.choice(app.RouteLeave, class, words, Hidden(parting.FieldHow, how.Word()))
}

func leaveForm(b text.Book, m *app.Model) *writingForm {
	return newWritingForm(b, m, parting.KindChosen, b.Leave.WrongField, b.Leave.Cannot, parting.FieldSpace, spaceID(m).String())
}

// atMinute is a day and a time.
func atMinute(b text.Book, m *app.Model, at event.Minute) string {
	r := newRecords(b, m, true)
	return r.when(event.Stamp{Civil: at})
}

// formerPartners are those with whom a space has ended, once each, newest first.
func formerPartners(m *app.Model) (list []self.Anchor) {
	seen := map[[32]byte]bool{{}: true}
	add := func(a self.Anchor) {
		if !seen[a.Partner] {
			seen[a.Partner], list = true, append(list, a)
		}
	}
	a, _ := m.Self.Space()
	switch m.Space {
	case app.Ended:
		add(a)
	case app.Shared:
		seen[a.Partner] = true
	}
	for _, a := range m.Self.Earlier() {
		add(a)
	}
	return list
}

// blocking says whether invites from somebody are taken, and changes that.
func blocking(b text.Book, m *app.Model, a self.Anchor) g.Node {
	w := b.Leave
	name := called(b, a.Name)
	f := newWritingForm(b, m, parting.KindBlocked, w.WrongField, w.Cannot, parting.FieldSpace, event.ID(a.Log).String())
	lead, do, yes := w.BlockLead, w.BlockDo, "yes"
	if m.Self.Blocked(a.Partner) {
		lead, do, yes = w.Blocked, w.BlockUndo, ""
	}
	return h.Section(h.Class("thing"), h.H2(Named(w.Block, name)), h.P(h.Class("quiet"), Named(lead, name)),
		ActionForm("block-"+a.Log.String(), app.ActionDo, f.summary(), f.hidden(app.RouteLeave), Hidden(parting.FieldBlock, yes), Row(Submit("", do))))
}

// leaveEnd is the page on which a space is ended.
func leaveEnd(b text.Book, m *app.Model) g.Node {
	w := b.Leave
	f := leaveForm(b, m)
	f.preset = map[string]string{parting.FieldHow: parting.Now.Word(), parting.FieldBlock: "yes"}
	f.typed = append(f.typed, parting.FieldHow, parting.FieldBlock)
	way := func(h parting.How, words, hint string) g.Node {
		return choice("radio", parting.FieldHow, h.Word(), g.Text(words), hint, f.value(parting.FieldHow) == h.Word())
	}
	words := g.Node(nil)
	if m.Couple.Verified() {
		words = f.area(parting.FieldWords, w.Words, w.WordsHint)
	}
	return g.All(
		Title(w.EndTitle), List(w.EndWhat),
		f.node(app.RouteToday, w.EndDo, b.Frame.NotNow, app.RouteLeave,
			h.FieldSet(h.Legend(g.Text(w.How)), way(parting.Now, w.HowNow, w.HowNowHint), way(parting.At, w.HowAt, w.HowAtHint), way(parting.Never, w.HowNever, w.HowNeverHint),
				g.If(f.wrong(parting.FieldHow) != "", h.Span(h.Class("wrong"), g.Text(f.wrong(parting.FieldHow))))),
			f.field(parting.FieldDate, w.Date, "", Input("date", f.value(parting.FieldDate))),
			f.field(parting.FieldTime, w.Time, w.TimeHint, Input("time", f.value(parting.FieldTime))),
			words, choice("checkbox", parting.FieldBlock, "yes", Named(w.BlockBox, called(b, m.PartnerName)), w.BlockHint, f.value(parting.FieldBlock) == "yes")),
		saferLine(b, w.Safer))
}

// leaveDelete is the page on which an account is deleted.
func leaveDelete(b text.Book, m *app.Model) g.Node {
	w := b.Leave
	wrong, _ := tried(b, m, app.ActionDelete)
	way := func(field, value, words, hint string, otherwise bool) g.Node {
		if m.Try.Form.Action == app.ActionDelete {
			otherwise = m.Try.Form.Values[field] == value
		}
		return choice("radio", field, value, g.Text(words), hint, otherwise)
	}
	shared := m.Space == app.Shared || m.Space == app.Ended
	what := g.All(List(w.DeleteWhat), h.P(Go(app.RouteExport, g.Text(w.Copy))),
		g.If(m.Net != app.Online && !m.Quiet, h.P(h.Class("note plain"), g.Text(w.Offline))),
		Problem(b, wrong),
		KeyForm("delete", app.ActionDelete,
			g.If(shared, h.FieldSet(h.Legend(Named(w.Take, called(b, m.PartnerName))),
				way(app.FieldTake, "", w.TakeNo, "", true), way(app.FieldTake, "yes", w.TakeYes, w.TakeHint, false))),
			g.If(m.Space == app.Shared, h.FieldSet(h.Legend(g.Text(w.Tell)),
				way(app.FieldTell, "yes", w.TellYes, "", true), way(app.FieldTell, "", w.TellNo, "", false))),
			passphraseField(b, "deletepass", w.Pass),
			Row(Submit("", w.DeleteDo), GoButton(app.RouteLeave, "bare", b.Frame.NotNow))))
	title := Title(w.Delete)
	if m.Gone {
		title, what = Title(w.Gone), g.All(h.P(g.Text(w.GoneWhat)), h.P(Go(app.RouteExport, g.Text(w.Copy))))
	}
	return g.All(title, what, h.P(Go(app.RouteSignOut, g.Text(b.Devices.Forget))), Row(GoButton(app.RouteLeave, "bare", w.DeleteBack)))
}

// lastWords are what the two have left behind, once they can be read.
func lastWords(b text.Book, m *app.Model) g.Node {
	if !m.Couple.Verified() {
		return nil
	}
	var list []g.Node
	for _, by := range []event.Partner{m.Partner(), m.Me} {
		if l, ok := m.Couple.Parting.Said(by); ok {
			title := g.Text(b.Leave.LastOwn)
			if by != m.Me {
				title = who(b, m, b.Leave.LastOf, by)
			}
			list = append(list, h.Section(h.Class("sheet"), h.H2(title), paragraphs(l.Text)))
		}
	}
	return g.All(list...)
}

// stillness stands above a page when nothing leaves this device.
func stillness(b text.Book, m *app.Model) g.Node {
	w := b.Leave
	switch {
	case m.Gone && (m.Route == app.RouteLeaveDelete || m.Route == app.RouteSignOut):
	case m.Gone:
		return h.Div(h.Class("alarm"), h.Role("alert"), h.H2(g.Text(w.Gone)), h.P(g.Text(w.GoneWhat)),
			h.P(Go(app.RouteExport, g.Text(w.Copy)), g.Text(" · "), Go(app.RouteSignOut, g.Text(b.Devices.Forget))))
	case m.Quiet:
		return h.Div(h.Class("net"), h.Role("status"), h.P(g.Text(w.QuietBanner)), g.If(m.Route != app.RouteLeave, h.P(Go(app.RouteLeave, g.Text(w.QuietGo)))))
	}
	return nil
}
