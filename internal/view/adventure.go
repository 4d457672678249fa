package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/adventure"
	"troth/internal/app"
	"troth/internal/calendar"
	"troth/internal/chart"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
	"troth/internal/text"
)

// Routes of the adventures' pages, where ID is that of a seal, of a round or of
// what is told of a plan:
//
//	adventure  adventure/mark  adventure/idea  adventure/plan/REF
//	adventure/ID  adventure/ID/move  adventure/ID/tell
const (
	routeAdventures    = "adventure"
	routeAdventureMark = "adventure/mark"
	routeAdventureIdea = "adventure/idea"
	routeAdventurePlan = "adventure/plan"
)

// planMinutes is how long a plan with a time stands in a calendar.
const planMinutes = 120

// adventures is the section of this practice.
func adventures(b text.Book) section {
	return section{name: routeAdventures, title: b.Adventure.Title, lead: b.Adventure.Lead, page: adventurePage, due: adventureDue, today: adventureToday, small: adventureSmall,
		waits: adventureWaits, record: adventureRecord}
}

// adventureWaits says what waits to be sent: of a list only that it is one, and
// ideas in their words.
func adventureWaits(b text.Book, m *app.Model, w app.Waiting, words []string) []string {
	p := adventurePages{b, b.Adventure, m, &m.Couple.Adventure}
	if c, err := seal.DecodeCommit(w.Payload); w.Kind == seal.KindCommit && err == nil && adventure.IsList(c.Prompt) {
		return []string{p.w.Listed}
	}
	if w.Kind == adventure.KindPlanned && len(words) > 0 {
		words[0] = p.idea(adventure.Ref(words[0])).Text
	}
	return words
}

// adventurePages makes the pages of adventures from the model.
type adventurePages struct {
	b text.Book
	w *text.Adventure
	m *app.Model
	s *adventure.State
}

// adventurePage is the page of a route that begins with routeAdventures.
func adventurePage(b text.Book, m *app.Model, route string) g.Node {
	p := adventurePages{b, b.Adventure, m, &m.Couple.Adventure}
	shared := m.Space == app.Shared
	parts := append(strings.Split(route, "/"), "", "")
	switch next := p.s.Next(m.Me); {
	case route == routeAdventures:
		return p.list()
	case !shared && (route == routeAdventureMark || route == routeAdventureIdea || parts[1] == "plan"):
		return p.gone()
	case route == routeAdventureMark && next.Mine:
		return p.round(next)
	case route == routeAdventureMark:
		return p.mark(next)
	case route == routeAdventureIdea:
		return p.add()
	case parts[1] == "plan":
		return p.plan(adventure.Ref(parts[2]))
	}
	id, err := event.ParseID(parts[1])
	if err != nil {
		return p.gone()
	}
	if r, ok := p.s.RoundOf(id, m.Me); ok && r.Begun {
		return p.round(r)
	}
	t, ok := p.s.PlanOf(id, m.Me)
	switch {
	case !ok:
		return p.gone()
	case parts[2] == "move" && shared && !t.Plan.Cancelled && !t.Begun:
		return p.move(t)
	case parts[2] == "tell" && shared && !t.Plan.Cancelled && !t.Mine:
		return p.tell(t)
	}
	return p.one(t)
}

func (p adventurePages) back() g.Node { return h.P(Go(routeAdventures, g.Text(p.w.Back))) }

func (p adventurePages) gone() g.Node {
	return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
}

func roundRoute(r adventure.Round) string { return routeAdventures + "/" + r.ID.String() }

func planRoute(id event.ID, more ...string) string {
	return strings.Join(append([]string{routeAdventures, adventure.TellPrompt(id).ID().String()}, more...), "/")
}

// adventureDue is a plan for today or tomorrow.
func adventureDue(b text.Book, m *app.Model) (due []g.Node) {
	p := adventurePages{b, b.Adventure, m, &m.Couple.Adventure}
	for _, t := range p.s.Plans(m.Me, false) {
		if days := t.Plan.When.Day - m.Now.Civil.Date(); (days == 0 || days == 1) && !t.Begun {
			due = append(due, Thing(g.Text(p.when(p.w.TodayWhen, t.Plan.When)), p.planLink(t.Plan)))
		}
	}
	return due
}

// adventureToday is what Today may show: what has
// opened, what the other has planned, what was begun, and a list that was being
// marked.
func adventureToday(b text.Book, m *app.Model) []g.Node {
	p := adventurePages{b, b.Adventure, m, &m.Couple.Adventure}
	seen, today := m.SeenOf(routeAdventures), m.Now.Civil.Date()
	var things []g.Node
	rounds, plans := p.s.Seals(m.Me, seen)
	for _, r := range rounds {
		switch {
		case r.Seq > seen && unread(m, r.Seen):
			things = append(things, Thing(g.Text(p.w.TodayOpen), Go(roundRoute(r), g.Text(p.w.Round))))
		case !r.Mine && !m.Fewer():
			things = append(things, Thing(g.Text(p.w.TodayBegun), Go(routeAdventures, g.Text(p.w.Sealed))))
		}
	}
	for _, t := range plans {
		switch {
		case t.Seq > seen && unread(m, t.Seen):
			things = append(things, Thing(g.Text(p.w.TodayTold), p.planLink(t.Plan)))
		case !t.Mine && !m.Fewer():
			things = append(things, Thing(g.Text(p.w.TodayBegun), p.planLink(t.Plan)))
		}
	}
	for _, x := range p.s.News(m.Me, seen) {
		over := p.w.TodayPlan
		switch {
		case x.Cancelled:
			over = p.w.TodayOff
		case x.Last.ID != x.ID:
			over = p.w.TodayMoved
		}
		if days := x.When.Day - today; x.Cancelled || days != 0 && days != 1 { // these stand there already
			things = append(things, Thing(who(b, m, over, x.Last.By), p.planLink(x)))
		}
	}
	if p.s.NewIdeas(m.Me, seen) {
		things = append(things, Thing(g.Text(p.w.Title), Go(routeAdventures, who(b, m, p.w.TodayIdeas, m.Me.Other()))))
	}
	for _, d := range m.Drafts {
		if strings.HasPrefix(d.Form, string(adventure.KindMarked)) {
			things = append(things, Thing(g.Text(p.w.TodayDraft), Go(routeAdventureMark, g.Text(p.w.MarkBegun))))
		}
	}
	return things
}

// adventureSmall offers to mark a list, while nothing is planned.
func adventureSmall(b text.Book, m *app.Model) (words, route string) {
	s := &m.Couple.Adventure
	if m.Space != app.Shared || s.Next(m.Me).Mine || len(s.Plans(m.Me, false)) > 0 {
		return "", ""
	}
	return b.Adventure.Small, routeAdventures
}

// Ideas.

// idea returns the words of an idea and its facts.
func (p adventurePages) idea(r adventure.Ref) text.Idea {
	if x, ok := p.s.Idea(r); ok {
		return text.Idea{Text: x.Text, Grade: uint8(x.Grade)}
	}
	if x, ok := p.w.Ideas.Find(string(r)); ok {
		return x
	}
	return text.Idea{Text: p.w.Newer}
}

// facts are what there is to know of an idea before one says yes.
func (p adventurePages) facts(r adventure.Ref) g.Node {
	x := p.idea(r)
	if own, ok := p.s.Idea(r); ok {
		return h.P(h.Class("quiet small"), who(p.b, p.m, either(own.By == p.m.Me, p.w.OwnYou, p.w.OwnBy), own.By))
	}
	if x.Slug == "" {
		return nil
	}
	line := strings.Join([]string{p.w.Costs[x.Cost], p.w.Times[x.Time], p.w.Places[x.Place]}, " · ")
	if x.Body != "" {
		line += " · " + text.Fill(p.w.Asks, "idea", x.Body)
	}
	return g.All(h.P(h.Class("quiet small"), g.Text(line)), g.If(x.Safety != "", h.P(h.Class("small"), g.Text(x.Safety))))
}

// words are the words of an idea, which somebody of the two may have written.
func (p adventurePages) words(r adventure.Ref) g.Node {
	return h.Span(h.Dir("auto"), g.Text(p.idea(r).Text))
}

func (p adventurePages) planLink(x adventure.Plan) g.Node {
	return Go(planRoute(x.ID), h.Span(h.Dir("auto"), g.Text(excerpt(p.idea(x.Idea).Text))))
}

// when says when a plan is for.
func (p adventurePages) when(pattern string, w adventure.When) string {
	hour, minute, timed := w.Clock()
	return text.Fill(pattern, "when", p.b.Calendar.When(text.Moment{Day: w.Day.Time(), Today: p.m.Now.Civil.Date().Time(),
		Timed: timed, Hour: hour, Minute: minute, MonthFirst: p.m.Self.Settings.MonthFirst}))
}

// Pages.

func (p adventurePages) list() g.Node {
	shared := p.m.Space == app.Shared
	next, rounds := p.s.Next(p.m.Me), p.s.Rounds(p.m.Me)
	ahead, behind := p.s.Plans(p.m.Me, false), p.s.Plans(p.m.Me, true)
	page := g.All(Title(p.w.Title))
	if len(rounds)+len(ahead)+len(behind) == 0 && !next.Mine {
		page = g.All(page, h.P(h.Class("said"), g.Text(p.w.EmptyTitle)))
		for _, s := range p.w.Empty {
			page = g.All(page, h.P(g.Text(s)))
		}
	}
	if len(ahead) > 0 {
		page = g.All(page, h.H2(g.Text(p.w.Plans)), h.Div(h.Class("things"), g.Map(ahead, p.row)))
	}
	var both g.Node // what both would do
	if len(rounds) > 0 {
		both = GoButton(roundRoute(rounds[0]), either(len(ahead) == 0, "main", ""), p.w.Round)
	}
	page = g.All(page, p.lists(next, both, shared), p.own(shared))
	if len(behind) > 0 {
		page = g.All(page, h.H2(g.Text(p.w.Past)), h.Div(h.Class("things"), g.Map(behind, p.row)))
	}
	if len(rounds) > 1 {
		page = g.All(page, h.Ul(g.Map(rounds[1:], func(r adventure.Round) g.Node {
			return h.Li(Go(roundRoute(r), g.Text(written(p.b, p.m, p.w.RoundPast, r.At))))
		})))
	}
	return g.All(page, guideLink(p.b, routeAdventures))
}

// lists is where the round stands that comes next, or the way into it, beside what
// came of the one before; nil: there was none.
func (p adventurePages) lists(r adventure.Round, before g.Node, shared bool) g.Node {
	again := before != nil
	switch {
	case r.Mine:
		_, kept := opened(p.m, r.Seal, r.Seen)
		return g.All(g.If(again, Row(before)), h.Section(h.Class("stack"), h.H2(g.Text(p.w.Sealed)), keptNote(p.b, p.m, kept),
			g.If(kept, Row(GoButton(roundRoute(r), "", p.w.Round))), p.closed(r)))
	case !shared:
		return g.If(again, Row(before))
	}
	label := either(again, p.w.MarkMore, p.w.Mark)
	if _, begun := p.m.Draft(p.markName(r)); begun {
		label = p.w.MarkBegun
	}
	return g.All(
		g.If(r.Begun, h.P(h.Class("quiet"), g.Text(p.b.Seal.Closed))),
		Row(before, GoButton(routeAdventureMark, either(again, "", "main"), label)),
	)
}

func (p adventurePages) markName(r adventure.Round) string {
	return draftName(adventure.KindMarked, p.markAbout(r)...)
}

func (p adventurePages) markAbout(r adventure.Round) []string {
	return []string{adventure.FieldRound, strconv.Itoa(int(r.Number))}
}

// closed is a round that has not opened, and the own list in it.
func (p adventurePages) closed(r adventure.Round) g.Node {
	plain, _ := p.m.OwnAnswer(r.Seal)
	list, _ := adventure.ReadList(plain)
	var fields []string
	for _, ref := range list.Yes {
		fields = append(fields, adventure.FieldMark+string(ref), adventure.ValueYes)
	}
	for _, ref := range list.Maybe {
		fields = append(fields, adventure.FieldMark+string(ref), adventure.ValueMaybe)
	}
	return g.All(
		seals(p.b, p.m, r.Seen, p.marked(list), nil, seal.Closed, seal.Closed),
		takeBack(p.b, p.m, r.Seen, routeAdventureMark, p.markName(r), fields...),
	)
}

// marked is somebody's own list.
func (p adventurePages) marked(l adventure.List) g.Node {
	group := func(title string, refs []adventure.Ref) g.Node {
		return g.If(len(refs) > 0, g.All(h.P(h.Class("quiet small"), g.Text(title)),
			h.Ul(g.Map(refs, func(r adventure.Ref) g.Node { return h.Li(p.words(r)) }))))
	}
	if len(l.Yes)+len(l.Maybe) == 0 {
		return h.P(g.Text(p.w.Nothing))
	}
	return g.All(group(p.w.Yes, l.Yes), group(p.w.Maybe, l.Maybe))
}

// round is the page of a round: what both would do, once it has opened.
func (p adventurePages) round(r adventure.Round) g.Node {
	var kept bool
	r.Seen, kept = opened(p.m, r.Seal, r.Seen)
	matches, mine, theirs := r.Matches()
	if !r.Done() || mine == seal.Junk || theirs == seal.Junk {
		return g.All(Title(p.w.Sealed), g.If(r.Done(), seals(p.b, p.m, r.Seen, nil, nil, mine, theirs)), g.Iff(!r.Done() && r.Mine, func() g.Node { return p.closed(r) }),
			g.If(!r.Mine, g.All(h.P(g.Text(p.b.Seal.Closed)), g.If(p.m.Space == app.Shared, Row(GoButton(routeAdventureMark, "main", p.w.Mark))))), p.back())
	}
	var firm []int
	groups := make([][]g.Node, len(p.w.Groups))
	for _, x := range matches {
		i := int(adventure.Yes+adventure.Yes) - int(x.Mine+x.Theirs)
		firm = append(firm, len(groups)-1-i)
		groups[i] = append(groups[i], h.Section(h.Class("thing"), h.P(h.Class("said"), p.words(x.Idea)), p.facts(x.Idea),
			g.If(p.m.Space == app.Shared && p.s.Listed(x.Idea), Row(GoButton(routeAdventurePlan+"/"+string(x.Idea), "", p.w.Plan)))))
	}
	page := g.All(Title(p.w.RoundTitle), keptNote(p.b, p.m, kept))
	if len(matches) == 0 {
		for _, s := range p.w.Empties {
			page = g.All(page, h.P(g.Text(s)))
		}
		page = g.All(page, h.Figure(chart.Overlap(p.w.RoundNone, nil)))
	} else {
		page = g.All(page, h.Figure(chart.Overlap(p.w.RoundPic, firm), h.FigCaption(g.Text(p.w.RoundWhat))))
	}
	for i, list := range groups {
		page = g.All(page, g.If(len(list) > 0, h.Section(h.Class("stack"), h.H2(g.Text(p.w.Groups[i])), h.Div(h.Class("things"), g.All(list...)))))
	}
	return g.All(page, p.back())
}

// own is the ideas that the two have added.
func (p adventurePages) own(shared bool) g.Node {
	ideas := p.s.Ideas()
	return h.Section(h.Class("stack"), h.H2(g.Text(p.w.Own)), h.P(h.Class("quiet"), g.Text(p.w.OwnLead)),
		g.If(len(ideas) > 0, h.Div(h.Class("things"), g.Map(ideas, func(x adventure.Idea) g.Node {
			id := x.ID.String()
			return h.Section(h.Class("thing"), h.ID("i-"+id), h.P(h.Class("said"), h.Dir("auto"), g.Text(x.Text)), p.facts(adventure.RefOf(x.ID)), odd(p.b, p.m, x.By, x.ID),
				g.If(shared && x.By == p.m.Me, Row(ActionForm("drop-"+id, app.ActionDo, Hidden(event.FieldKind, string(adventure.KindDropped)), Hidden(adventure.FieldIdea, id),
					Hidden("then", routeAdventures), Submit("bare", p.w.OwnOff)))))
		}))),
		g.If(shared, Row(GoButton(routeAdventureIdea, "", p.w.OwnAdd))))
}

func (p adventurePages) row(t adventure.Telling) g.Node {
	return Thing(g.Text(p.when(p.w.PlannedOn, t.Plan.When)), p.planLink(t.Plan))
}

// one is the page of a plan.
func (p adventurePages) one(t adventure.Telling) g.Node {
	x, shared := t.Plan, p.m.Space == app.Shared
	said := func(you, they string, at event.Line) g.Node {
		return h.P(h.Class("quiet small"), who(p.b, p.m, written(p.b, p.m, either(at.By == p.m.Me, you, they), at.At), at.By))
	}
	page := g.All(
		Head(p.words(x.Idea), g.If(!x.Cancelled, g.Text(p.when(p.w.PlannedOn, x.When)))),
		g.If(x.Cancelled, h.P(g.Text(p.w.OffOne))),
		p.facts(x.Idea),
		g.If(x.Words != "", letterSheet(x.Words)),
		said(p.w.PlanByYou, p.w.PlanBy, x.Line), g.If(x.Last.ID != x.ID && !x.Cancelled, said(p.w.MovedYou, p.w.MovedBy, x.Last)),
		odd(p.b, p.m, x.Last.By, x.ID, x.Last.ID),
	)
	if x.Cancelled {
		return g.All(page, p.back())
	}
	if shared && !t.Begun {
		id := x.ID.String()
		page = g.All(page, Row(GoButton(planRoute(x.ID, "move"), "", p.w.Move), p.file(x),
			ActionForm("off-"+id, app.ActionDo, Hidden(event.FieldKind, string(adventure.KindCancelled)), Hidden(adventure.FieldPlan, id),
				Hidden("then", routeAdventures), Submit("bare", p.w.Off))))
	}
	if x.When.Day <= p.m.Now.Civil.Date() || t.Begun {
		page = g.All(page, p.told(t, shared))
	}
	return g.All(page, p.back())
}

// file is a plan as a file for a calendar, which says nothing of what it is.
func (p adventurePages) file(x adventure.Plan) g.Node {
	e := calendar.Event{UID: x.ID.String(), Written: time.UnixMilli(x.Last.At.MS), Start: x.When.Day.Time(), Title: p.w.DiaryTitle}
	if hour, minute, timed := x.When.Clock(); timed {
		e.Start, e.Minutes = e.Start.Add(time.Duration(hour*60+minute)*time.Minute), planMinutes
	}
	return download("two.ics", calendar.MediaType, calendar.File(e), p.w.Diary)
}

// told is what the two tell of a plan.
func (p adventurePages) told(t adventure.Telling, shared bool) g.Node {
	var kept bool
	t.Seen, kept = opened(p.m, t.Seal, t.Seen)
	own, other, mine, theirs := t.Words()
	if t.Mine && !t.Open {
		plain, _ := p.m.OwnAnswer(t.Seal)
		own, _ = adventure.ReadTold(plain)
	}
	return h.Section(h.Class("stack"), h.H2(g.Text(p.w.Tell)),
		g.If(!t.Done(), h.P(h.Class("quiet"), g.Text(p.w.TellLead))),
		g.If(t.Begun, g.All(keptNote(p.b, p.m, kept), seals(p.b, p.m, t.Seen, answerSheet(own), answerSheet(other), mine, theirs))),
		g.If(shared && !t.Mine, Row(GoButton(planRoute(t.Plan.ID, "tell"), "main", p.w.Tell))),
		takeBack(p.b, p.m, t.Seen, planRoute(t.Plan.ID), draftName(adventure.KindTold, adventure.FieldPlan, t.Plan.ID.String()), adventure.FieldText, own))
}

// Forms.

func (p adventurePages) form(kind event.Kind, about ...string) *writingForm {
	return newWritingForm(p.b, p.m, kind, func(field, code string) string { return p.w.Wrong[field+" "+code] }, p.w.Cannot, about...)
}

// mark is the form in which somebody marks their list. What they chose in the
// round before is chosen already.
func (p adventurePages) mark(r adventure.Round) g.Node {
	f := p.form(adventure.KindMarked, p.markAbout(r)...)
	f.preset = map[string]string{}
	for _, before := range p.s.Rounds(p.m.Me)[:min(1, len(p.s.Rounds(p.m.Me)))] {
		list, _ := adventure.ReadList(before.Own)
		for _, ref := range list.Yes {
			f.preset[adventure.FieldMark+string(ref)] = adventure.ValueYes
		}
		for _, ref := range list.Maybe {
			f.preset[adventure.FieldMark+string(ref)] = adventure.ValueMaybe
		}
	}
	show := []Option{}
	var refs [text.IdeaGrades + 1][]adventure.Ref
	for i, name := range p.w.Grades {
		show = append(show, Option{strconv.Itoa(i + 1), name})
	}
	for _, x := range p.w.Ideas {
		refs[x.Grade] = append(refs[x.Grade], adventure.Ref(x.Slug))
	}
	for _, x := range p.s.Ideas() {
		refs[x.Grade] = append(refs[x.Grade], adventure.RefOf(x.ID))
	}
	cost := []Option{{"", p.w.Any}}
	for _, c := range text.IdeaCosts() {
		if name := p.w.CostUp[c]; name != "" {
			cost = append(cost, Option{c, name})
		}
	}
	marks := []Option{{adventure.ValueYes, p.w.Yes}, {adventure.ValueMaybe, p.w.Maybe}, {"no", p.w.NotNow}}
	var ideas []g.Node
	for _, ref := range slices.Concat(refs[:]...) {
		x := p.idea(ref)
		ideas = append(ideas, h.Div(h.Class("idea"), h.Data("grade", strconv.Itoa(int(x.Grade))), h.Data("cost", x.Cost),
			f.radios(adventure.FieldMark+string(ref), g.El("span", h.Dir("auto"), g.Text(x.Text)), p.facts(ref), "marks", marks)))
	}
	return g.All(
		Title(p.w.MarkTitle), h.P(g.Text(p.w.MarkLead)), h.Div(h.Class("fold"), h.Details(h.Summary(g.Text(p.w.MarkOther)), List(p.w.MarkKnows))),
		h.Div(h.Class("pick"), f.node(routeAdventures, p.w.MarkSend, p.w.Later, routeAdventures,
			radios("show", "show", g.Text(p.w.MarkShow), nil, "", "marks", append(show, Option{"", p.w.Any}), "1"),
			radios("cost", "cost", g.Text(p.w.MarkCost), nil, "", "marks", cost, ""),
			h.Div(h.Class("things"), g.All(ideas...)), h.P(h.Class("quiet small"), g.Text(p.w.MarkAll)))),
	)
}

// add is the form of an idea of one's own.
func (p adventurePages) add() g.Node {
	f := p.form(adventure.KindAdded)
	var grades []Option
	for i, name := range p.w.Grades {
		grades = append(grades, Option{strconv.Itoa(i + 1), name})
	}
	return g.All(Title(p.w.AddTitle),
		f.node(routeAdventures, p.w.AddSend, p.w.Later, routeAdventures,
			f.area(adventure.FieldText, p.w.AddText, ""),
			h.P(h.Class("quiet small"), who(p.b, p.m, p.w.AddHint, p.m.Me.Other())),
			f.radios(adventure.FieldGrade, g.Text(p.w.AddGrade), nil, "", grades)))
}

func (f *writingForm) day(w *text.Adventure) g.Node {
	return h.Div(h.Class("pair"), f.field(adventure.FieldDate, w.PlanDate, "", Input("date", f.value(adventure.FieldDate))),
		f.field(adventure.FieldTime, w.PlanTime, "", Input("time", f.value(adventure.FieldTime))))
}

// plan is the form of a plan.
func (p adventurePages) plan(r adventure.Ref) g.Node {
	if !r.Valid() || !p.s.Listed(r) || p.idea(r).Text == p.w.Newer {
		return p.gone()
	}
	f := p.form(adventure.KindPlanned, adventure.FieldIdea, string(r))
	return g.All(Head(p.words(r), g.Text(p.w.PlanTitle)), p.facts(r),
		f.node(routeAdventures, p.w.PlanSend, p.w.Later, routeAdventures, f.day(p.w), f.area(adventure.FieldWords, p.w.PlanWords, p.w.PlanHint)))
}

func (p adventurePages) move(t adventure.Telling) g.Node {
	f := p.form(adventure.KindMoved, adventure.FieldPlan, t.Plan.ID.String())
	f.preset = map[string]string{adventure.FieldDate: t.Plan.When.Day.String()}
	if hour, minute, timed := t.Plan.When.Clock(); timed {
		f.preset[adventure.FieldTime] = t.Plan.When.Day.At(hour, minute).String()[len("2006-01-02T"):]
	}
	back := planRoute(t.Plan.ID)
	return g.All(Head(p.words(t.Plan.Idea), g.Text(p.w.MoveTitle)), f.node(back, p.w.MoveSend, p.w.Later, back, f.day(p.w)))
}

func (p adventurePages) tell(t adventure.Telling) g.Node {
	f := p.form(adventure.KindTold, adventure.FieldPlan, t.Plan.ID.String())
	back := planRoute(t.Plan.ID)
	return g.All(Head(p.words(t.Plan.Idea), g.Text(p.w.Tell)), h.P(h.Class("quiet"), g.Text(p.w.TellLead)),
		f.node(back, p.w.TellSend, p.w.Later, back, f.area(adventure.FieldText, p.w.TellText, ""),
			h.P(h.Class("quiet small"), who(p.b, p.m, p.w.TellHint, p.m.Me.Other()))))
}

// adventureRecord tells of ideas and plans, and of what has opened about a plan.
// Of a list it tells nothing, neither of the other's nor of this person's own:
// what both would do is on its page.
func adventureRecord(b text.Book, m *app.Model, f event.Fact) told {
	p := adventurePages{b, b.Adventure, m, &m.Couple.Adventure}
	var planned adventure.Planned
	var moved adventure.Moved
	var cancelled adventure.Cancelled
	plan := func(id event.ID, words string) told {
		t, ok := p.s.Plan(id, m.Me)
		if !ok {
			return told{}
		}
		return told{route: planRoute(id), parts: parts(passage{"", p.idea(t.Plan.Idea).Text}, passage{"", words})}
	}
	switch {
	case f.Kind == adventure.KindAdded:
		return told{parts: texts(f), route: routeAdventures}
	case f.Kind == adventure.KindPlanned && codec.Decode(f.Payload, &planned) == nil:
		return plan(f.ID, planned.Words)
	case f.Kind == adventure.KindMoved && codec.Decode(f.Payload, &moved) == nil:
		return plan(moved.Plan, "")
	case f.Kind == adventure.KindCancelled && codec.Decode(f.Payload, &cancelled) == nil:
		return plan(cancelled.Plan, "")
	case f.Kind != seal.KindCommit:
		return told{}
	}
	id, plain, ok := openedAnswer(m, f)
	if !ok {
		return told{closed: true}
	}
	if t, telling := p.s.PlanOf(id, m.Me); telling {
		words, _ := adventure.ReadTold(plain)
		return plan(t.Plan.ID, words)
	}
	return told{route: routeAdventures + "/" + id.String()}
}
