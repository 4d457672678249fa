package view

import (
	"strconv"
	"strings"
	"time"

	"troth/internal/calendar"
	"troth/internal/checkin"
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/text"
)

// Routes of the pages of what was shared:
//
//	checkin  checkin/hour  checkin/ID, and what package reflection's have below
const (
	routeShared = "checkin"
	routeHour   = "checkin/hour"
)

// sharedCheckins is the section of this practice that two share.
func sharedCheckins(b text.Book) section {
	return section{name: routeShared, title: b.Checkin.SharedTitle, lead: b.Checkin.SharedLead, page: sharedPage, today: sharedToday, record: checkinRecord}
}

func sharedPage(b text.Book, m *app.Model, route string) g.Node {
	p := newCheckinPages(b, m)
	switch route {
	case routeShared:
		return p.sharedList()
	case routeHour:
		return p.proposeHour()
	}
	parts := append(strings.Split(route, "/"), "", "")
	id, _ := event.ParseID(parts[1])
	c, ok := m.Couple.Checkin.Checkin(id)
	if !ok {
		return p.sharedGone(id)
	}
	said := p.said(c)
	if parts[2] == "" {
		return g.All(said.title, odd(b, m, c.By, c.ID), said.sheet, said.exchange(), beside(b, m, c.ID, c.By), said.buttons(), p.sharedBack(),
			said.removeLink(c.ID, c.By, c.Seq, p.w.RemoveIt))
	}
	if page, ok := said.page(parts[2], parts[3]); ok {
		return page
	}
	return p.sharedGone(id)
}

// sharedToday is what Today may show: how the other is, the newest word about a
// check-in, and the hour, if it is new or today.
func sharedToday(b text.Book, m *app.Model) []g.Node {
	w, s := b.Checkin, &m.Couple.Checkin
	seen := m.SeenOf(routeShared)
	things := saidToday(b, m, routeShared, s.News(m.Me, seen), w.NewOne, w.NewMany, w.NewHeard)
	p := newCheckinPages(b, m)
	if hr, agreed, ok := s.HourNews(m.Me, seen); m.Fewer() && !agreed {
		// A set hour is for two.
	} else if ok {
		pattern := w.HourNew
		if agreed {
			pattern = w.HourAgreed
		}
		things = append(things, Thing(g.Text(w.HourOver), Go(routeShared, who(b, m, p.hour(pattern, hr), m.Me.Other()))))
	} else if hr, ok := s.Hour(); ok && m.Space == app.Shared && hr.Next(m.Now).Date() == m.Now.Civil.Date() {
		moment := text.Moment{Day: m.Now.Civil.Date().Time(), Today: m.Now.Civil.Date().Time(), Timed: true}
		moment.Hour, moment.Minute = hr.Next(m.Now).Clock()
		things = append(things, Thing(g.Text(w.HourOver), Go(routeShared, g.Text(text.Fill(w.HourToday, "hour", b.Calendar.When(moment))))))
	}
	return things
}

// Pages.

func (p checkinPages) sharedBack() g.Node { return h.P(Go(routeShared, g.Text(p.w.SharedBack))) }

// said is what is said about a check-in.
func (p checkinPages) said(c *checkin.Checkin) saidBack {
	title := p.w.FromTitle
	if c.By == p.m.Me {
		title = p.w.ToTitle
	}
	over := p.w.From
	if c.By == p.m.Me {
		over = p.w.To
	}
	other := p.m.Me.Other()
	return saidBack{b: p.b, w: p.b.Reflection, m: p.m, practice: routeShared, field: checkin.FieldCheckin, t: c.Topic, offers: c.Offers(p.m.Me),
		title: Head(who(p.b, p.m, title, other), g.Text(written(p.b, p.m, p.w.Written, c.At))),
		over:  who(p.b, p.m, written(p.b, p.m, over, c.At), other), sheet: p.sheet(c.Entry), back: p.w.SharedBack}
}

func (p checkinPages) sharedList() g.Node {
	list := p.m.Couple.Checkin.List()
	return g.All(
		Title(p.w.SharedTitle),
		g.If(len(list) == 0, g.All(h.P(h.Class("said"), g.Text(p.w.SharedEmpty)), h.P(g.Text(p.w.SharedNone)))),
		g.If(p.m.Space == app.Shared, h.Div(h.Class("stack"), Row(GoButton(routeCheckinNew, "main", p.w.SharedNew)), h.P(h.Class("quiet small"), g.Text(p.w.SharedHow)))),
		g.If(len(list) > 0, h.Div(h.Class("things"), h.Role("group"), h.Aria("label", p.w.SharedAll), g.Map(list, func(c *checkin.Checkin) g.Node {
			said := p.said(c)
			words := h.Span(h.Dir("auto"), g.Text(p.short(c.Entry)))
			if c.By != p.m.Me && !p.m.Opened[c.ID] {
				words = who(p.b, p.m, p.w.FromTitle, c.By)
			}
			state := said.state(p.w.NewHeard)
			return h.Section(h.Class("thing"), h.ID("c-"+c.ID.String()), h.Span(h.Class("eyebrow"), said.over), h.P(h.Class("said"), Go(said.route(), words)),
				g.If(state != "", h.P(h.Class("quiet small"), who(p.b, p.m, state, p.m.Me.Other()))))
		}))),
		p.copies(),
		p.ourHour(),
		guideLink(p.b, routeShared),
	)
}

// copies are what the other has removed and this person had opened.
func (p checkinPages) copies() g.Node {
	var list []g.Node
	for _, r := range p.m.Removed() {
		if title, _, ok := p.copyOf(r); ok {
			list = append(list, h.Section(h.Class("thing"), h.P(h.Class("said"), Go(routeShared+"/"+r.ID.String(), title))))
		}
	}
	if len(list) == 0 {
		return nil
	}
	return g.All(h.H2(g.Text(p.b.Reflection.RemovedList)), h.Div(h.Class("things"), g.All(list...)))
}

// copyOf reads the copy of a check-in, or of what was said about one.
func (p checkinPages) copyOf(r app.Removed) (title, sheet g.Node, ok bool) {
	if r.Copy == nil || r.Copy.Body.Kind.Practice() != routeShared {
		return nil, nil, false
	}
	other := p.m.Me.Other()
	if e, ok := checkin.Said(r.Copy.Body); ok {
		return who(p.b, p.m, p.w.FromTitle, other), p.sheet(e), true
	}
	return who(p.b, p.m, p.w.RemovedWord, other), letterSheet(strings.Join(r.Words(), "\n\n")), true
}

// sharedGone is the page of something that is not there: the copy that stays with
// this reader, or that there is nothing.
func (p checkinPages) sharedGone(id event.ID) g.Node {
	for _, r := range p.m.Removed() {
		if title, sheet, ok := p.copyOf(r); ok && r.ID == id {
			return g.All(Head(title), h.P(h.Class("quiet"), who(p.b, p.m, p.b.Reflection.RemovedYours, p.m.Me.Other())), sheet, p.sharedBack())
		}
	}
	return g.All(Title(p.w.SharedTitle), h.P(g.Text(p.w.Gone)), p.sharedBack())
}

// Sharing.

// shareLink leads from an own check-in to the page on which it can be shared, or
// to what was shared in the same words.
func (p checkinPages) shareLink(n checkin.Note) g.Node {
	if p.m.Space != app.Shared {
		return nil
	}
	for _, c := range p.m.Couple.Checkin.List() {
		if c.By == p.m.Me && c.Entry.Equal(n.Entry) {
			return h.P(Go(routeShared+"/"+c.ID.String(), g.Text(p.w.Shared)))
		}
	}
	button := h.A(h.Href("#"), h.Class("button"), h.Data("go", routeCheckins+"/"+n.ID.String()+"/share"), h.Span(who(p.b, p.m, p.w.Share, p.m.Me.Other())))
	return Row(button)
}

// share shows what the other will read, and lets it be changed before it goes.
func (p checkinPages) share(n checkin.Note) g.Node {
	own := routeCheckins + "/" + n.ID.String()
	if p.m.Space != app.Shared {
		return g.All(Title(p.w.Title), h.P(g.Text(p.w.Cannot)), p.back())
	}
	f := newWritingForm(p.b, p.m, checkin.KindShared, p.w.WrongField, p.w.Cannot, "note", n.ID.String())
	f.preset = n.Entry.Form()
	other := p.m.Me.Other()
	values := event.Form{}
	for field := range f.preset {
		values[field] = f.value(field)
	}
	fields := p.fields(f)
	open := f.tried && p.m.Try.Field != nil
	return g.All(
		Head(who(p.b, p.m, p.w.ShareTitle, other), g.Text(p.w.Here)),
		f.node(routeShared, p.w.ShareSend, p.w.Later, own,
			h.P(who(p.b, p.m, p.w.ShareOver, other)),
			p.sheet(checkin.Read(values)),
			h.Details(h.ID("share-edit"), g.If(open, g.Attr("open")), h.Summary(g.Text(p.w.ShareEdit)), h.Div(h.Class("margin"), fields)),
			g.All(f.notes(checkin.FieldWords), f.notes(checkin.FieldWhen), f.notes(checkin.FieldBecause), f.notes(checkin.FieldWish)),
			h.P(h.Class("quiet small"), g.Text(p.w.ShareFixed)),
		),
	)
}

// The hour.

// hour fills {hour} in a pattern.
func (p checkinPages) hour(pattern string, hr checkin.Hour) string {
	return text.Fill(pattern, "hour", p.b.Calendar.Weekly(int(hr.Weekday), int(hr.Minute)/60, int(hr.Minute)%60))
}

// ourHour is the hour that both keep, and the one that is proposed.
func (p checkinPages) ourHour() g.Node {
	s, open := &p.m.Couple.Checkin, p.m.Space == app.Shared
	kept, isKept := s.Hour()
	proposed, isProposed := s.Proposal()
	act := func(kind event.Kind, hr checkin.Hour, class, words string) g.Node {
		id := hr.ID.String()
		return ActionForm(kind.Verb()+"-"+id, app.ActionDo, Hidden(event.FieldKind, string(kind)), Hidden(checkin.FieldHour, id), Submit(class, words))
	}
	var tried g.Node
	for _, kind := range []event.Kind{checkin.KindAgreed, checkin.KindEnded} {
		if p.m.Try.For(app.ActionDo, event.Form{event.FieldKind: string(kind)}) {
			tried = trouble(p.b, p.m, p.w.Cannot)
		}
	}
	propose := GoButton(routeHour, "", p.w.HourPropose)
	var nodes []g.Node
	if isKept {
		propose = GoButton(routeHour, "bare", p.w.HourOther)
		nodes = append(nodes, h.P(h.Class("said"), g.Text(p.hour(p.w.HourSet, kept))), p.calendarFile(kept))
	}
	if isProposed {
		mine := proposed.By == p.m.Me
		pattern, answer := p.w.HourBy, act(checkin.KindAgreed, proposed, "main", p.w.HourAgree)
		if mine {
			pattern, answer = p.w.HourByYou, act(checkin.KindEnded, proposed, "", p.w.HourBack)
		}
		propose = GoButton(routeHour, "bare", p.w.HourOther)
		nodes = append(nodes, h.P(h.Class("said"), who(p.b, p.m, p.hour(pattern, proposed), proposed.By)), g.If(open, Row(answer)))
	}
	if len(nodes) == 0 {
		nodes = append(nodes, h.P(h.Class("quiet"), g.Text(p.w.HourNone)))
	}
	return h.Section(h.Class("stack"), h.H2(g.Text(p.w.HourTitle)), h.P(h.Class("quiet"), g.Text(p.w.HourLead)), tried, g.All(nodes...),
		g.If(open, Row(propose, g.If(isKept, act(checkin.KindEnded, kept, "bare", p.w.HourEnd)))), g.If(open && isKept, h.P(h.Class("quiet small"), g.Text(p.w.HourEndHint))))
}

// calendarFile is a link that saves the hour as a file for a calendar.
func (p checkinPages) calendarFile(hr checkin.Hour) g.Node {
	start := hr.Next(hr.At)
	hour, minute := start.Clock()
	day := start.Date().Time()
	file := calendar.File(calendar.Event{UID: hr.ID.String(), Written: time.UnixMilli(hr.At.MS),
		Start:   time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, time.UTC),
		Minutes: checkin.Minutes, Weekly: true, Title: p.w.HourEvent})
	return h.Div(h.Class("stack"), Row(download("hour.ics", calendar.MediaType, file, p.w.HourFile)), h.P(h.Class("quiet small"), g.Text(p.w.HourHint)))
}

// proposeHour is the form by which an hour is proposed.
func (p checkinPages) proposeHour() g.Node {
	if p.m.Space != app.Shared {
		return g.All(Title(p.w.HourTitle), h.P(g.Text(p.w.Cannot)), p.sharedBack())
	}
	f := newWritingForm(p.b, p.m, checkin.KindProposed, p.w.WrongField, p.w.Cannot)
	f.preset = event.Form{checkin.FieldWeekday: "7", checkin.FieldTime: "20:00"}
	var days []Option
	for d := 1; d <= 7; d++ {
		days = append(days, Option{strconv.Itoa(d), p.b.Calendar.Days[d%7]})
	}
	return g.All(
		Title(p.w.HourTitle), h.P(h.Class("quiet"), g.Text(p.w.HourLead)),
		f.node(routeShared, p.w.HourSend, p.b.Frame.NotNow, routeShared, h.Div(h.Class("pair"),
			f.field(checkin.FieldWeekday, p.w.HourDay, "", Select(f.value(checkin.FieldWeekday), days)),
			f.field(checkin.FieldTime, p.w.HourTime, "", Input("time", f.value(checkin.FieldTime))))),
	)
}
