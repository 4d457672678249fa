package view

import (
	"strconv"
	"strings"
	"time"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/chart"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/promise"
	"troth/internal/text"
)

// Routes of the promises' pages. Below one promise are the forms about it:
//
//	promise  promise/new  promise/earlier
//	promise/ID  promise/ID/all  promise/ID/end
//	promise/ID/change/DUE  promise/ID/miss/DUE  promise/ID/differ/DUE/MARK
const (
	routePromises        = "promise"
	routePromisesNew     = "promise/new"
	routePromisesEarlier = "promise/earlier"
)

// What the pages show of longer times.
const (
	promiseRecent = 30   // days for which the list keeps what is behind
	promiseTurns  = 30   // turns on a promise's own page
	promiseAll    = 4000 // turns on the page of all of it: more than ten years daily
	promiseMonths = 6    // months in the picture
)

// promises is the section of this practice.
func promises(b text.Book) section {
	return section{name: routePromises, title: b.Promise.Title, lead: b.Promise.Lead, page: promisePage, due: promiseDue, today: promiseToday, small: promiseSmall, record: promiseRecord}
}

// promisePages makes the pages of promises from the model.
type promisePages struct {
	b text.Book
	w *text.Promise
	m *app.Model
	s *promise.State

	prefix string // of the ids of rows, where the same row may stand twice
}

func newPromisePages(b text.Book, m *app.Model) promisePages {
	return promisePages{b: b, w: b.Promise, m: m, s: &m.Couple.Promise, prefix: "p"}
}

// promisePage is the page of a route that begins with routePromises.
func promisePage(b text.Book, m *app.Model, route string) g.Node {
	p := newPromisePages(b, m)
	switch route {
	case routePromises:
		return p.list()
	case routePromisesNew:
		return p.make()
	case routePromisesEarlier:
		return p.earlier()
	}
	parts := strings.Split(route, "/")[1:]
	id, err := event.ParseID(parts[0])
	pr, ok := p.s.Promise(id)
	if err != nil || !ok {
		return p.gone()
	}
	parts = append(parts, "", "", "")
	switch due, mark := parts[2], parts[3]; parts[1] {
	case "":
		return p.one(pr, promiseTurns)
	case "all":
		return p.one(pr, promiseAll)
	case "end":
		return p.end(pr)
	case "change":
		return p.change(pr, due)
	case "miss":
		return p.miss(pr, due)
	case "differ":
		return p.differ(pr, due, mark)
	}
	return p.gone()
}

// promiseDue is what this person has promised for today.
func promiseDue(b text.Book, m *app.Model) []g.Node {
	p := newPromisePages(b, m)
	var things []g.Node
	for _, r := range p.s.DueToday(m.Me, m.Now) {
		pattern := p.w.Mine
		if r.Place == promise.Passed {
			pattern = p.w.MineWas
		}
		things = append(things, p.thing(r, p.line(pattern, m.Me, p.when(r.Turn.Due, r)), p.changes(r), p.buttons(r)))
	}
	return things
}

// promiseToday is the newest that the other has said of each promise since these
// pages were last looked at.
func promiseToday(b text.Book, m *app.Model) []g.Node {
	p := newPromisePages(b, m)
	p.prefix = "n"
	var things []g.Node
	seen := map[event.ID]bool{}
	for _, n := range p.s.News(m.Me, m.SeenOf(routePromises), m.Now) {
		if id := n.Row.Promise.ID; !seen[id] {
			seen[id] = true
			things = append(things, p.news(n))
		}
	}
	return things
}

func (p promisePages) news(n promise.News) g.Node {
	r, other := n.Row, p.m.Me.Other()
	switch n.Kind {
	case promise.KindMade:
		return p.thing(r, p.line(p.w.NewFrom, other, p.when(r.Turn.Due, r)), p.comesBack(r.Promise))
	case promise.KindNoticed:
		return p.thing(r, p.line(p.w.NewNoticed, other, ""))
	case promise.KindDiffers:
		return p.thing(r, p.line(p.w.NewDiffers, other, ""), p.quote(r.Turn.Mark.Answer.Words))
	case promise.KindRetire:
		if r.Promise.Retired != nil {
			return p.thing(r, p.ended(r.Promise.Retired, r), p.quote(r.Promise.Retired.Words))
		}
		return p.thing(r, p.line(p.w.NewAsk, other, ""), p.quote(r.Promise.Proposed().Words), p.endButtons(r.Promise))
	}
	return p.thing(r, p.eyebrow(r), p.said(r), p.buttons(r))
}

// promiseSmall offers to promise something, where this person has nothing open.
func promiseSmall(b text.Book, m *app.Model) (words, route string) {
	if m.Space != app.Shared {
		return "", ""
	}
	for _, r := range m.Couple.Promise.List(m.Me, m.Now) {
		if r.Promise.By == m.Me && (r.Place == promise.Open || r.Place == promise.DueToday) {
			return "", ""
		}
	}
	return b.Promise.Small, routePromisesNew
}

// Pages.

func (p promisePages) list() g.Node {
	rows := p.s.List(p.m.Me, p.m.Now)
	if len(rows) == 0 {
		return g.All(
			Title(p.w.Title),
			h.P(h.Class("said"), g.Text(p.w.EmptyTitle)),
			h.P(g.Text(p.w.Empty)),
			g.If(p.shared(), Row(GoButton(routePromisesNew, "main", p.w.EmptyNew))),
			guideLink(p.b, routePromises),
		)
	}
	var here []g.Node
	older := false
	for _, r := range rows {
		if p.old(r) {
			older = true
			continue
		}
		here = append(here, p.thing(r, p.eyebrow(r), p.comesBack(r.Promise), p.changes(r), p.said(r), p.buttons(r)))
	}
	return g.All(
		Title(p.w.Title),
		p.picture(),
		h.Div(h.Class("things"), h.Role("group"), h.Aria("label", p.w.Ours), g.All(here...)),
		g.If(p.shared(), Row(GoButton(routePromisesNew, "main", p.w.New))),
		g.If(older, h.P(Go(routePromisesEarlier, g.Text(p.w.Earlier)))),
		guideLink(p.b, routePromises),
	)
}

// old reports whether a row belongs on the page of earlier ones.
func (p promisePages) old(r promise.Row) bool {
	return r.Place >= promise.Passed && r.Since() > promiseRecent
}

func (p promisePages) earlier() g.Node {
	var rows []g.Node
	for _, r := range p.s.List(p.m.Me, p.m.Now) {
		if p.old(r) {
			rows = append(rows, p.thing(r, p.eyebrow(r), p.comesBack(r.Promise), p.said(r), p.buttons(r)))
		}
	}
	return g.All(
		Title(p.w.Earlier),
		h.Div(h.Class("things"), g.All(rows...)),
		h.P(Go(routePromises, g.Text(p.w.Back))),
	)
}

func (p promisePages) one(pr *promise.Promise, limit int) g.Node {
	rows, more := p.s.History(pr.ID, p.m.Me, p.m.Now, limit)
	var turns []g.Node
	for _, r := range rows {
		turns = append(turns, h.Section(h.Class("thing"), h.ID(p.rowID(r)), h.Span(h.Class("eyebrow"), p.eyebrow(r)),
			p.before(r), p.said(r), p.odd(r, false), p.buttons(r)))
	}
	made := p.w.Made
	if pr.By == p.m.Me {
		made = p.w.MadeYou
	}
	return g.All(
		h.Div(h.Class("head"),
			h.Span(h.Class("eyebrow"), p.line(made, pr.By, p.day(pr.At.Date(), p.today(pr)))),
			h.H1(h.Dir("auto"), g.Text(p.w.Fill(p.w.Quote, "words", pr.Text))),
			p.comesBack(pr), odd(p.b, p.m, pr.By, pr.ID), Seam(),
		),
		g.If(more, h.P(Go(promiseRoute(pr.ID, "all"), g.Text(p.w.All)))),
		h.Div(h.Class("things"), g.All(turns...), p.ending(pr)),
		h.P(Go(routePromises, g.Text(p.w.Back))),
	)
}

// ending is the part of a promise's page about retiring it.
func (p promisePages) ending(pr *promise.Promise) g.Node {
	r := promise.Row{Promise: pr, Today: p.today(pr)}
	if pr.Retired != nil {
		var asked g.Node
		if pr.Retired.Proposal != nil {
			asked = p.quote(pr.Retired.Proposal.Words)
		}
		return h.Section(h.Class("thing"), h.Span(h.Class("eyebrow"), p.ended(pr.Retired, r)), asked, p.quote(pr.Retired.Words))
	}
	if !p.shared() || p.s.RetireOffers(p.m.Me, pr, p.m.Now) == (promise.RetireOffers{}) {
		return nil
	}
	lead := h.P(h.Class("quiet"), g.Text(p.w.EndHint))
	var words g.Node
	if prop := pr.Proposed(); prop != nil && prop.By == p.m.Me {
		lead = h.P(g.Text(p.w.EndMine))
	} else if prop != nil {
		lead = h.P(p.line(p.w.EndProposed, prop.By, ""))
		words = p.quote(prop.Words)
	}
	return h.Section(h.Class("thing"), h.H2(g.Text(p.w.EndTitle)), lead, words, p.endButtons(pr))
}

func (p promisePages) gone() g.Node {
	return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), h.P(Go(routePromises, g.Text(p.w.Back))))
}

// picture is the months of both together, with the same in words.
func (p promisePages) picture() g.Node {
	months := p.s.Months(p.m.Me, p.m.Now, promiseMonths)
	if len(months) == 0 {
		return nil
	}
	first := time.Date(months[0].Year, months[0].Month, 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(months[len(months)-1].Year, months[len(months)-1].Month, 1, 0, 0, 0, 0, time.UTC)
	period := p.w.Period(first, last, p.m.Now.Civil.Date().Time())
	said := []string{p.w.Fill(p.w.Picture, "period", period)}
	columns := make([]chart.Column, len(months))
	for i, m := range months {
		columns[i] = chart.Column{Label: p.w.Short[m.Month-1], Kept: m.Kept, Changed: m.Changed, Missed: m.Missed, Passed: m.Passed}
		said = append(said, p.w.Fill(p.w.Month, "month", p.w.Names[m.Month-1], "counts", p.w.Counts(text.PromiseCounts(m.Tally))))
	}
	return h.Figure(
		chart.Months(strings.Join(said, " "), columns),
		h.FigCaption(g.Text(p.w.Fill(p.w.Between, "period", period, "counts", p.w.Counts(text.PromiseCounts(promise.Sum(months)))))),
	)
}

// Parts of a row.

// thing shows a row on a list: the line above, the promise, and what is given.
func (p promisePages) thing(r promise.Row, eyebrow g.Node, parts ...g.Node) g.Node {
	return h.Section(h.Class("thing"), h.ID(p.rowID(r)),
		h.Span(h.Class("eyebrow"), eyebrow),
		h.P(h.Class("said"), h.Dir("auto"), Go(promiseRoute(r.Promise.ID), g.Text(p.w.Fill(p.w.Quote, "words", r.Promise.Text)))),
		g.All(parts...),
		p.odd(r, true),
	)
}

// odd says what there is to say about how what is shown of a row was written.
// The promise itself is left out where it stands once over all its rows.
func (p promisePages) odd(r promise.Row, made bool) g.Node {
	var mine, others []event.ID
	if made {
		mine = append(mine, r.Promise.ID)
	}
	for _, c := range r.Changes {
		mine = append(mine, c.Mark.ID)
	}
	if m := r.Turn.Mark; m != nil {
		mine = append(mine, m.ID)
		if m.Answer != nil {
			others = append(others, m.Answer.ID)
		}
	}
	return g.All(odd(p.b, p.m, r.Promise.By, mine...), odd(p.b, p.m, r.Promise.By.Other(), others...))
}

// line fills a pattern that names one of the two.
func (p promisePages) line(pattern string, by event.Partner, when string) g.Node {
	return who(p.b, p.m, p.w.Fill(pattern, "when", when), by)
}

// rowID names a row's element, so that the page keeps its place when it
// changes. Each turn of a promise has its own.
func (p promisePages) rowID(r promise.Row) string {
	return p.prefix + "-" + r.Promise.ID.String() + "-" + r.Occurrence.String() + "-" + strconv.Itoa(len(r.Changes))
}

// eyebrow says whose promise it is and how it stands.
func (p promisePages) eyebrow(r promise.Row) g.Node {
	by, due := r.Promise.By, p.when(r.Turn.Due, r)
	if m := r.Turn.Mark; m != nil {
		pattern := p.w.Kept
		switch {
		case m.As == promise.WasChanged:
			pattern = p.w.Changed
		case m.As == promise.WasMissed:
			pattern = p.w.Missed
		case m.As == promise.SaidLate:
			pattern = p.w.SaidLate
		case m.At.Date() > r.Turn.Due.Day():
			pattern = p.w.KeptLater
		}
		return p.line(p.w.Fill(pattern, "due", due), by, p.day(m.At.Date(), r.Today))
	}
	switch {
	case r.Place == promise.Done && r.Promise.Retired != nil:
		return p.ended(r.Promise.Retired, r)
	case r.Place == promise.Passed && r.Turn.Due.Day() == r.Today:
		return p.line(p.w.WasDue, by, due)
	case r.Place == promise.Passed:
		return p.line(p.w.Passed, by, due)
	}
	return p.line(p.w.Due, by, due)
}

func (p promisePages) ended(e *promise.Retirement, r promise.Row) g.Node {
	pattern := p.w.Ended
	if e.Proposal != nil {
		pattern = p.w.EndedBoth
	}
	return p.line(pattern, e.By, p.day(e.At.Date(), r.Today))
}

// comesBack says how often a promise falls due, if more than once.
func (p promisePages) comesBack(pr *promise.Promise) g.Node {
	if pr.Repeat == promise.Once {
		return nil
	}
	often := p.w.Repeat[string(pr.Repeat)]
	if pr.Last != 0 {
		often = p.w.Fill(p.w.Until, "repeat", often, "when", p.day(pr.Last, p.today(pr)))
	}
	return h.P(h.Class("quiet small"), g.Text(often))
}

// changes shows the newest change that led to an open row.
func (p promisePages) changes(r promise.Row) g.Node {
	if len(r.Changes) == 0 || r.Turn.Mark != nil {
		return nil
	}
	m := r.Changes[len(r.Changes)-1].Mark
	pattern := p.w.ChangedThen
	if m.As == promise.SaidLate {
		pattern = p.w.ChangedLate
	}
	return g.All(
		h.P(h.Class("quiet small"), g.Text(p.w.Fill(pattern, "when", p.day(m.At.Date(), r.Today)))),
		p.quote(m.Words),
	)
}

// said shows the words of a mark, the new due of a change, and the answer.
func (p promisePages) said(r promise.Row) g.Node {
	m := r.Turn.Mark
	if m == nil {
		return nil
	}
	nodes := g.All(p.quote(m.Words))
	if r.Earlier {
		nodes = g.All(nodes, h.P(h.Class("quiet"), g.Text(p.w.Fill(p.w.ThenDue, "when", p.when(r.Next, r)))))
	}
	if a := m.Answer; a != nil {
		by := r.Promise.By.Other()
		pattern := p.w.Noticed
		switch {
		case a.Differs && by == p.m.Me:
			pattern = p.w.DiffersYou
		case a.Differs:
			pattern = p.w.Differs
		case by == p.m.Me:
			pattern = p.w.NoticedYou
		}
		nodes = g.All(nodes, h.P(h.Class("quiet"), p.line(pattern, by, "")), p.quote(a.Words))
	}
	return nodes
}

// before shows the marks that a later one took the place of.
func (p promisePages) before(r promise.Row) g.Node {
	var nodes []g.Node
	for _, m := range r.Turn.Before {
		word := p.w.KeptWord
		if m.As == promise.WasMissed {
			word = p.w.MissedWord
		}
		nodes = append(nodes, h.P(h.Class("quiet small"),
			g.Text(p.w.Fill(p.w.Before, "words", word, "when", p.day(m.At.Date(), r.Today)))), p.quote(m.Words))
	}
	return g.All(nodes...)
}

func (p promisePages) quote(words string) g.Node {
	if words == "" {
		return nil
	}
	return h.P(h.Class("quiet"), h.Dir("auto"), g.Text(p.w.Fill(p.w.Quote, "words", words)))
}

// buttons are what this person may say about a row now.
func (p promisePages) buttons(r promise.Row) g.Node {
	if !p.shared() {
		return nil
	}
	var nodes []g.Node
	due, marked := r.Occurrence.String(), r.Turn.Mark != nil
	id := r.Promise.ID
	for _, kind := range p.s.Offers(p.m.Me, r, p.m.Now) {
		switch kind {
		case promise.KindKept:
			label, class := p.w.IDid, ""
			if marked {
				label, class = p.w.IDidAfter, "bare"
			}
			nodes = append(nodes, p.tap(kind, r, label, class))
		case promise.KindChanged:
			nodes = append(nodes, GoButton(promiseRoute(id, "change", due), "", p.w.Change))
		case promise.KindMissed:
			label := p.w.Miss
			if marked {
				label = p.w.MissAfter
			}
			nodes = append(nodes, GoButton(promiseRoute(id, "miss", due), "bare", label))
		case promise.KindNoticed:
			label, class := p.w.Notice, ""
			if r.Turn.Mark.Answer != nil {
				label, class = p.w.NoticeNow, "bare"
			}
			nodes = append(nodes, p.tap(kind, r, label, class))
		case promise.KindDiffers:
			nodes = append(nodes, GoButton(promiseRoute(id, "differ", due, r.Turn.Mark.ID.String()), "bare", p.w.See))
		}
	}
	var tried g.Node
	for _, kind := range []event.Kind{promise.KindKept, promise.KindNoticed} {
		if !r.Earlier && p.m.Try.For(app.ActionDo, event.Form{event.FieldKind: string(kind), promise.FieldPromise: id.String(), promise.FieldDue: due}) {
			tried = p.trouble()
		}
	}
	return g.All(tried, g.If(len(nodes) > 0, Row(nodes...)))
}

// tap is a form of one button.
func (p promisePages) tap(kind event.Kind, r promise.Row, label, class string) g.Node {
	mark := ""
	if kind == promise.KindNoticed {
		mark = r.Turn.Mark.ID.String()
	}
	return ActionForm(p.rowID(r)+"-"+kind.Verb(), app.ActionDo,
		Hidden(event.FieldKind, string(kind)), Hidden(promise.FieldPromise, r.Promise.ID.String()),
		Hidden(promise.FieldDue, r.Occurrence.String()), g.If(mark != "", Hidden(promise.FieldMark, mark)),
		Submit(class, label))
}

// endButtons are how this person may take part in retiring a promise now.
func (p promisePages) endButtons(pr *promise.Promise) g.Node {
	o := p.s.RetireOffers(p.m.Me, pr, p.m.Now)
	plain := func(kind event.Kind, label string) g.Node {
		return ActionForm(p.prefix+"-"+pr.ID.String()+"-"+kind.Verb(), app.ActionDo,
			Hidden(event.FieldKind, string(kind)), Hidden(promise.FieldPromise, pr.ID.String()),
			Submit("", label))
	}
	var tried g.Node
	for _, kind := range []event.Kind{promise.KindRetire, promise.KindRetireUndo} {
		if p.m.Try.For(app.ActionDo, event.Form{event.FieldKind: string(kind), promise.FieldPromise: pr.ID.String()}) {
			tried = p.trouble()
		}
	}
	return g.All(Row(
		g.Iff(o.Agree, func() g.Node { return plain(promise.KindRetire, p.w.EndAgree) }),
		g.Iff(o.Propose, func() g.Node { return plain(promise.KindRetire, p.w.EndPropose) }),
		g.Iff(o.Undo, func() g.Node { return plain(promise.KindRetireUndo, p.w.EndUndo) }),
		g.Iff(o.Words, func() g.Node { return GoButton(promiseRoute(pr.ID, "end"), "bare", p.w.EndWords) }),
	), tried)
}

// Forms.

func (p promisePages) make() g.Node {
	if !p.shared() {
		return p.gone()
	}
	f := p.form(promise.KindMade)
	var repeats []Option
	for _, r := range promise.Repeats() {
		repeats = append(repeats, Option{string(r), p.w.Repeat[string(r)]})
	}
	return g.All(
		Title(p.w.MakeTitle),
		h.P(h.Class("quiet"), g.Text(p.w.Why)),
		f.node(routePromises, p.w.MakeSend, p.w.Later, routePromises,
			f.area(promise.FieldText, p.w.MakeText, p.w.MakeHint),
			h.Div(h.Class("pair"), f.day(promise.FieldDate, p.w.MakeDate, ""), f.clock()),
			h.Div(h.Class("pair"),
				f.field(promise.FieldRepeat, p.w.MakeRepeat, "", Select(f.value(promise.FieldRepeat), repeats)),
				f.day(promise.FieldLast, p.w.MakeLast, p.w.MakeLastNo),
			),
		),
	)
}

// about shows a form about one turn of a promise, if its kind is offered.
func (p promisePages) about(pr *promise.Promise, kind event.Kind, due, mark string, show func(promise.Row, promiseForm) g.Node) g.Node {
	rows, _ := p.s.History(pr.ID, p.m.Me, p.m.Now, promiseAll)
	for i := len(rows) - 1; i >= 0 && p.shared(); i-- {
		r := rows[i]
		if r.Occurrence.String() != due || mark != "" && (r.Turn.Mark == nil || r.Turn.Mark.ID.String() != mark) {
			continue
		}
		for _, k := range p.s.Offers(p.m.Me, r, p.m.Now) {
			if k == kind {
				about := []string{promise.FieldPromise, pr.ID.String(), promise.FieldDue, due}
				if mark != "" {
					about = append(about, promise.FieldMark, mark)
				}
				return show(r, p.form(kind, about...))
			}
		}
	}
	return g.All(
		Title(p.w.Title),
		h.P(g.Text(p.w.Cannot)),
		h.P(Go(promiseRoute(pr.ID), g.Text(p.w.Fill(p.w.Quote, "words", pr.Text)))),
	)
}

// recall shows above a form what it is about.
func (p promisePages) recall(title string, r promise.Row) g.Node {
	return g.All(
		Title(title),
		h.Div(h.Span(h.Class("eyebrow"), p.eyebrow(r)),
			h.P(h.Class("said"), h.Dir("auto"), g.Text(p.w.Fill(p.w.Quote, "words", r.Promise.Text)))),
	)
}

func (p promisePages) change(pr *promise.Promise, due string) g.Node {
	return p.about(pr, promise.KindChanged, due, "", func(r promise.Row, f promiseForm) g.Node {
		lead := p.w.ChangeLead
		if r.Place == promise.Passed {
			lead = p.w.ChangeLate
		}
		if r.Turn.Due.Minute != 0 {
			_, clock, _ := strings.Cut(r.Turn.Due.String(), "T")
			f.preset = map[string]string{promise.FieldTime: clock}
		}
		back := promiseRoute(pr.ID)
		return g.All(
			p.recall(p.w.ChangeTitle, r),
			h.P(h.Class("quiet"), g.Text(lead)),
			f.node(back, p.w.ChangeSend, p.w.Later, back,
				h.Div(h.Class("pair"), f.day(promise.FieldDate, p.w.ChangeDate, ""), f.clock()),
				f.area(promise.FieldWords, p.w.ChangeWhy, ""),
			),
		)
	})
}

func (p promisePages) miss(pr *promise.Promise, due string) g.Node {
	return p.about(pr, promise.KindMissed, due, "", func(r promise.Row, f promiseForm) g.Node {
		back := promiseRoute(pr.ID)
		return g.All(
			p.recall(p.w.MissTitle, r),
			h.P(h.Class("quiet"), g.Text(p.w.MissLead)),
			f.node(back, p.w.MissSend, p.w.Later, back, f.area(promise.FieldWords, p.w.MissWords, "")),
		)
	})
}

func (p promisePages) differ(pr *promise.Promise, due, mark string) g.Node {
	return p.about(pr, promise.KindDiffers, due, mark, func(r promise.Row, f promiseForm) g.Node {
		back := promiseRoute(pr.ID)
		return g.All(
			p.recall(p.w.SeeTitle, r),
			p.said(r),
			h.P(h.Class("quiet"), g.Text(p.w.SeeLead)),
			f.node(back, p.w.SeeSend, p.w.Later, back, f.area(promise.FieldWords, p.w.SeeWords, "")),
		)
	})
}

// end is the form with which a maker retires a promise at once.
func (p promisePages) end(pr *promise.Promise) g.Node {
	back := promiseRoute(pr.ID)
	if !p.shared() || !p.s.RetireOffers(p.m.Me, pr, p.m.Now).Words {
		return p.about(pr, promise.KindRetire, "", "", nil)
	}
	f := p.form(promise.KindRetire, promise.FieldPromise, pr.ID.String(), promise.FieldWith, promise.FieldWords)
	return g.All(
		Title(p.w.EndSend),
		h.P(h.Class("said"), h.Dir("auto"), g.Text(p.w.Fill(p.w.Quote, "words", pr.Text))),
		h.P(h.Class("quiet"), g.Text(p.w.EndLead+" "+p.w.EndHint)),
		f.node(back, p.w.EndSend, p.w.Later, back, f.area(promise.FieldWords, p.w.EndWhy, "")),
	)
}

// promiseForm is a writing form of promises.
type promiseForm struct {
	*writingForm
	p promisePages
}

func (p promisePages) form(kind event.Kind, about ...string) promiseForm {
	return promiseForm{newWritingForm(p.b, p.m, kind, p.w.WrongField, p.w.Cannot, about...), p}
}

// day is a field for a day that is not behind.
func (f promiseForm) day(field, label, hint string) g.Node {
	today := f.p.m.Now.Civil.Date()
	return f.field(field, label, hint, Input("date", f.value(field), h.Min(today.String()), h.Max((today+promise.MaxAhead+promise.MaxSpan).String())))
}

func (f promiseForm) clock() g.Node {
	return f.field(promise.FieldTime, f.p.w.MakeTime, f.p.w.MakeTimeNo, Input("time", f.value(promise.FieldTime)))
}

// trouble says why a button has not gone through.
func (p promisePages) trouble() g.Node { return trouble(p.b, p.m, p.w.Cannot) }

// Small parts.

// shared reports whether anything can be written.
func (p promisePages) shared() bool { return p.m.Space == app.Shared }

// today is the day it is for the maker of a promise.
func (p promisePages) today(pr *promise.Promise) event.Date {
	return p.s.Today(pr, p.m.Me, p.m.Now)
}

func (p promisePages) day(d, today event.Date) string {
	return p.w.When(text.Moment{Day: d.Time(), Today: today.Time(), MonthFirst: p.m.Self.Settings.MonthFirst})
}

// when says a due as it is seen on the day of its row.
func (p promisePages) when(d promise.Due, r promise.Row) string {
	m := text.Moment{Day: d.Day().Time(), Today: r.Today.Time(), MonthFirst: p.m.Self.Settings.MonthFirst}
	if d.Minute != 0 {
		m.Timed = true
		m.Hour, m.Minute = d.Minute.Clock()
	}
	return p.w.When(m)
}

func promiseRoute(id event.ID, parts ...string) string {
	return strings.Join(append([]string{routePromises, id.String()}, parts...), "/")
}

// promiseRecord tells which promise an entry is about, and what was said to it.
func promiseRecord(b text.Book, m *app.Model, f event.Fact) told {
	var id event.ID
	var words string
	read := func(to any) bool { return codec.Decode(f.Payload, to) == nil }
	switch f.Kind {
	case promise.KindMade:
		id = f.ID
	case promise.KindKept:
		var p promise.Kept
		if read(&p) {
			id = p.Promise
		}
	case promise.KindChanged:
		var p promise.Changed
		if read(&p) {
			id, words = p.Promise, p.Why
		}
	case promise.KindMissed:
		var p promise.Missed
		if read(&p) {
			id, words = p.Promise, p.Words
		}
	case promise.KindNoticed:
		var p promise.Noticed
		if read(&p) {
			id = p.Promise
		}
	case promise.KindDiffers:
		var p promise.Differs
		if read(&p) {
			id, words = p.Promise, p.Words
		}
	case promise.KindRetire:
		var p promise.Retire
		if read(&p) {
			id, words = p.Promise, p.Words
		}
	case promise.KindRetireUndo:
		var p promise.RetireUndo
		if read(&p) {
			id = p.Promise
		}
	}
	pr, ok := m.Couple.Promise.Promise(id)
	if !ok {
		return told{parts: texts(f)} // it does not count: its author's own words
	}
	return told{parts: parts(passage{"", pr.Text}, passage{"", words}), route: promiseRoute(id)}
}
