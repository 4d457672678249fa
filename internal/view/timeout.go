package view

import (
	"strconv"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/text"
	"troth/internal/timeout"
)

// Routes of the time-outs' pages: timeout  timeout/back.
const (
	routeTimeouts    = "timeout"
	routeTimeoutBack = "timeout/back"
)

// timeouts is the section of this practice.
func timeouts(b text.Book) section {
	return section{name: routeTimeouts, title: b.Timeout.Title, lead: b.Timeout.Lead, runs: true, page: timeoutPage, due: timeoutDue, today: timeoutToday, record: timeoutRecord}
}

func timeoutPage(b text.Book, m *app.Model, route string) g.Node {
	w, s := b.Timeout, &m.Couple.Timeout
	o := s.Offers(m.Me, m.Now)
	if route == routeTimeoutBack && o.Return && m.Space == app.Shared {
		return timeoutReturn(b, m, o.Of)
	}
	running, runs := s.Running(m.Now)
	var state, call g.Node
	switch {
	case runs && running.By == m.Me:
		state = g.All(
			h.P(h.Class("said"), g.Text(until(b, m, w.Mine, running))), h.P(g.Text(w.MineLead)), offered(b, m, running.ID),
			g.Iff(running.Extended != nil, func() g.Node { return h.P(h.Class("quiet"), g.Text(until(b, m, w.Extended, running))) }),
			g.If(m.Space == app.Shared, g.All(
				Row(GoButton(routeTimeoutBack, "main", w.Come)),
				g.Iff(o.Extend > 0, func() g.Node { return timeoutExtend(b, m, running, o.Extend) }),
			)),
		)
	case runs:
		state = g.All(h.P(h.Class("said"), who(b, m, until(b, m, w.Theirs, running), running.By)), h.P(who(b, m, w.TheirsLead, running.By)), offered(b, m, running.ID),
			odd(b, m, running.By, running.ID))
	default:
		state = g.All(g.Map(w.Intro, func(s string) g.Node { return h.P(g.Text(s)) }), timeoutLast(b, m, o))
		switch {
		case m.Space != app.Shared:
		case o.Call == nil:
			call = timeoutCall(b, m)
		case o.Call == timeout.Today:
			call = h.P(h.Class("quiet"), g.Text(w.TodayOnce))
		}
	}
	return g.All(Title(w.Title), state, call, g.If(m.Space == app.Shared, timeoutMore(b, m)), guideLink(b, routeTimeouts))
}

// until fills {when} in a pattern with the end of a time-out, by this person's
// clock.
func until(b text.Book, m *app.Model, pattern string, t timeout.Timeout) string {
	const minute = 60_000
	at := m.Now.Civil + event.Minute((t.End-m.Now.MS+minute-1)/minute)
	hour, min := at.Clock()
	return text.Fill(pattern, "when", b.Calendar.When(text.Moment{Day: at.Date().Time(), Today: m.Now.Civil.Date().Time(),
		Timed: true, Hour: hour, Minute: min, MonthFirst: m.Self.Settings.MonthFirst}))
}

func timeoutForm(b text.Book, m *app.Model, kind event.Kind, about ...string) *writingForm {
	w := b.Timeout
	return newWritingForm(b, m, kind, w.WrongField, w.Cannot, about...)
}

// lengths is the choice of a length, up to a limit in minutes.
func (f *writingForm) lengths(label, hint string, limit int64) g.Node {
	var options []Option
	for _, l := range f.b.Timeout.Lengths {
		if int64(l.Minutes) <= limit {
			options = append(options, Option{strconv.Itoa(l.Minutes), l.Says})
		}
	}
	return f.field(timeout.FieldMinutes, label, hint, Select(f.value(timeout.FieldMinutes), options))
}

func timeoutCall(b text.Book, m *app.Model) g.Node {
	w := b.Timeout
	f := timeoutForm(b, m, timeout.KindCalled)
	return f.choice(routeTimeouts, "main", w.CallSend, f.lengths(w.Call, w.CallHint, timeout.MaxMinutes))
}

func timeoutExtend(b text.Book, m *app.Model, t timeout.Timeout, limit int64) g.Node {
	w := b.Timeout
	if limit < int64(w.Lengths[0].Minutes) {
		return nil
	}
	f := timeoutForm(b, m, timeout.KindExtended, timeout.FieldTimeout, t.ID.String())
	return f.choice(routeTimeouts, "", w.ExtendSend, f.lengths(w.Extend, "", limit))
}

func timeoutReturn(b text.Book, m *app.Model, t timeout.Timeout) g.Node {
	w := b.Timeout
	f := timeoutForm(b, m, timeout.KindReturned, timeout.FieldTimeout, t.ID.String())
	return g.All(Title(w.ComeTitle), h.P(h.Class("quiet"), g.Text(w.ComeLead)),
		f.node(app.RouteToday, w.ComeSend, w.Later, routeTimeouts, f.area(timeout.FieldLine, w.ComeLine, w.ComeHint)))
}

// timeoutLast is how the last time-out ended, if its caller has said so, or a
// way for them to say it.
func timeoutLast(b text.Book, m *app.Model, o timeout.Offers) g.Node {
	w, t := b.Timeout, o.Of
	switch {
	case o.Return && m.Space == app.Shared:
		return h.Div(h.Class("note plain"), h.P(g.Text(w.TodayOver)), Row(GoButton(routeTimeoutBack, "main", w.Come)))
	case t.Back == nil:
		return nil
	case t.Back.Line == "":
		return h.P(h.Class("quiet"), who(b, m, written(b, m, either(t.By == m.Me, w.BackYou, w.Back), t.Back.At), t.By))
	}
	return h.Section(h.Class("note plain"), h.Span(h.Class("eyebrow"), who(b, m, written(b, m, either(t.By == m.Me, w.LineYou, w.Line), t.Back.At), t.By)),
		paragraphs(t.Back.Line), odd(b, m, t.By, t.Back.ID))
}

// timeoutMore is how often, and what each has said to it.
func timeoutMore(b text.Book, m *app.Model) g.Node {
	w, s := b.Timeout, &m.Couple.Timeout
	other := m.Me.Other()
	var said g.Node
	switch mine, theirs := s.More(m.Me), s.More(other); {
	case mine && theirs:
		said = g.Text(w.MoreBoth)
	case mine:
		said = who(b, m, w.MoreMine, other)
	case theirs:
		said = who(b, m, w.MoreTheir, other)
	default:
		said = g.Text(w.MoreLead)
	}
	value, label := "yes", w.MoreYes
	if s.More(m.Me) {
		value, label = "no", w.MoreNo
	}
	return h.Section(h.Class("thing"), h.H2(g.Text(w.More)), h.P(h.Class("quiet"), said),
		Row(ActionForm("more-"+value, app.ActionDo, Hidden(event.FieldKind, string(timeout.KindMore)), Hidden(timeout.FieldMore, value),
			Hidden("then", routeTimeouts), Submit("", label))))
}

// timeoutThing is the one thing of time-outs on Today.
func timeoutThing(b text.Book, words g.Node) []g.Node {
	return []g.Node{Thing(g.Text(b.Timeout.TodayWhen), Go(routeTimeouts, words))}
}

// timeoutDue is a time-out that runs, and a way to come back for a day after one
// has ended.
func timeoutDue(b text.Book, m *app.Model) []g.Node {
	w, s := b.Timeout, &m.Couple.Timeout
	const day = 24 * 60 * 60 * 1000
	o := s.Offers(m.Me, m.Now)
	switch t, runs := s.Running(m.Now); {
	case runs && t.By == m.Me:
		return timeoutThing(b, g.Text(until(b, m, w.TodayMine, t)))
	case runs:
		return timeoutThing(b, who(b, m, until(b, m, w.TodayTheirs, t), t.By))
	case o.Return && m.Now.MS < o.Of.End+day && !m.Fewer():
		return timeoutThing(b, g.Text(w.TodayOver))
	}
	return nil
}

// timeoutToday is that the other has come back.
func timeoutToday(b text.Book, m *app.Model) []g.Node {
	if t, fresh := m.Couple.Timeout.News(m.Me, m.SeenOf(routeTimeouts)); fresh && t.Back != nil {
		return timeoutThing(b, who(b, m, b.Timeout.TodayBack, t.By))
	}
	return nil
}

// resting stands in the place of a composer while its writer rests.
func resting(b text.Book, m *app.Model) g.Node {
	w := b.Timeout
	t, _ := m.Couple.Timeout.Running(m.Now)
	return h.Div(h.Class("note plain"), h.P(g.Text(until(b, m, w.Rests, t))), h.P(h.Class("quiet"), g.Text(w.RestsLead)),
		Row(GoButton(routeTimeouts, "", w.RestsGo)))
}

// arrives stands in a composer while the one who is written to rests.
func arrives(b text.Book, m *app.Model) g.Node {
	t, runs := m.Couple.Timeout.Running(m.Now)
	if !runs || t.By == m.Me {
		return nil
	}
	return h.P(h.Class("quiet small"), who(b, m, until(b, m, b.Timeout.Arrives, t), t.By))
}

func timeoutRecord(b text.Book, _ *app.Model, f event.Fact) told {
	t := told{parts: texts(f), route: routeTimeouts}
	var minutes uint16
	var called timeout.Called
	var more timeout.Extended
	switch {
	case f.Kind == timeout.KindCalled && codec.Decode(f.Payload, &called) == nil:
		minutes = called.Minutes
	case f.Kind == timeout.KindExtended && codec.Decode(f.Payload, &more) == nil:
		minutes = more.Minutes
	}
	for _, l := range b.Timeout.Lengths {
		if l.Minutes == int(minutes) {
			t.parts = []passage{{"", l.Says}}
		}
	}
	return t
}
