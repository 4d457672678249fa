package view

import (
	"fmt"
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/balance"
	"troth/internal/event"
	"troth/internal/seal"
	"troth/internal/text"
)

// Routes of the pages of giving and receiving, where ID is that of a seal:
//
//	balance  balance/thank  balance/thanks  balance/need  balance/need/NEED
//	balance/hard  balance/answer/YEAR/QUARTER  balance/ID
const (
	routeBalance       = "balance"
	routeBalanceThank  = "balance/thank"
	routeBalanceThanks = "balance/thanks"
	routeBalanceNeed   = "balance/need"
	routeBalanceHard   = "balance/hard"
	routeBalanceAnswer = "balance/answer"
)

// thanksShown is how many thanks the first page shows; the others have their own.
const thanksShown = 3

// balances is the section of this practice.
func balances(b text.Book) section {
	return section{name: routeBalance, title: b.Balance.Title, lead: b.Balance.Lead, page: balancePage, today: balanceToday, small: balanceSmall, record: balanceRecord}
}

// balancePages makes the pages of giving and receiving from the model.
type balancePages struct {
	b   text.Book
	w   *text.Balance
	m   *app.Model
	s   *balance.State
	now balance.Season
}

func newBalancePages(b text.Book, m *app.Model) balancePages {
	return balancePages{b, b.Balance, m, &m.Couple.Balance, balance.SeasonOf(m.Now.Civil.Date())}
}

// balancePage is the page of a route that begins with routeBalance.
func balancePage(b text.Book, m *app.Model, route string) g.Node {
	p := newBalancePages(b, m)
	parts := append(strings.Split(route, "/"), "", "", "")
	shared := m.Space == app.Shared
	switch {
	case route == routeBalance:
		return p.list(shared)
	case route == routeBalanceThanks:
		return g.All(Title(p.w.Thanks), p.thanks(p.s.Thanks()), p.back())
	case route == routeBalanceThank && shared:
		f := p.form(balance.KindThanks)
		return g.All(Title(p.w.ThanksSay), h.P(h.Class("quiet"), g.Text(p.w.ThanksLead)),
			f.node(routeBalance, p.w.ThanksSend, p.w.Later, routeBalance, f.area(balance.FieldText, p.w.ThanksText, p.w.ThanksHint)))
	case parts[1] == "need" && shared:
		return p.need(parts[2])
	case route == routeBalanceHard && shared:
		return p.hardForm()
	case parts[1] == "answer" && shared:
		year, err1 := strconv.ParseUint(parts[2], 10, 16)
		quarter, err2 := strconv.ParseUint(parts[3], 10, 8)
		if q := p.s.Question(balance.Season{Year: uint16(year), Quarter: uint8(quarter)}, m.Me); err1 == nil && err2 == nil && p.answerable(q) {
			return p.answer(q)
		}
	}
	if id, err := event.ParseID(parts[1]); err == nil {
		if q, ok := p.s.QuestionOf(id, m.Me); ok && q.Begun {
			return p.question(q)
		}
	}
	return g.All(Title(p.w.Title), h.P(g.Text(p.w.Gone)), p.back())
}

func (p balancePages) back() g.Node { return h.P(Go(routeBalance, g.Text(p.w.Back))) }

func (p balancePages) season(s balance.Season) string {
	return fmt.Sprintf(p.w.SeasonNames[s.Quarter-1], strconv.Itoa(int(s.Year)))
}

// answerable reports whether a question is offered: that of the season, and one
// that was begun in the season before.
func (p balancePages) answerable(q balance.Question) bool {
	return !q.Mine && (q.Season == p.now || q.Begun && q.Season == p.now.Last())
}

func questionRoute(q balance.Question) string {
	return routeBalance + "/" + q.Season.Prompt().ID().String()
}

func answerRoute(s balance.Season) string {
	return routeBalanceAnswer + "/" + strconv.Itoa(int(s.Year)) + "/" + strconv.Itoa(int(s.Quarter))
}

// balanceToday is what Today may show: thanks from the other, a hard time that
// they have marked, both answers of a season, what they would like, and something
// that was being written.
func balanceToday(b text.Book, m *app.Model) []g.Node {
	p := newBalancePages(b, m)
	seen := m.SeenOf(routeBalance)
	news := p.s.News(m.Me, seen, m.Now.Civil.Date())
	var things []g.Node
	for _, t := range news.Thanks {
		things = append(things, Thing(who(b, m, p.w.TodayThanks, t.By), Go(routeBalance, h.Span(h.Dir("auto"), g.Text(excerpt(t.Text))))))
	}
	for _, x := range news.Hard {
		things = append(things, Thing(who(b, m, p.w.TodayHard, x.By), Go(routeBalance, p.hardTitle(x))))
	}
	for _, q := range p.s.Fresh(p.now, m.Me, seen) {
		switch {
		case q.Seq > seen && unread(m, q.Seen):
			things = append(things, Thing(g.Text(p.w.TodayOpen), Go(questionRoute(q), g.Text(p.w.SeasonAsk))))
		case p.answerable(q) && !m.Fewer():
			things = append(things, Thing(g.Text(p.w.TodayBegun), Go(routeBalance, g.Text(p.w.SeasonAsk))))
		}
	}
	if news.Needs {
		things = append(things, Thing(g.Text(p.w.Title), Go(routeBalance, who(b, m, p.w.TodayNeeds, m.Me.Other()))))
	}
	for _, d := range m.Drafts {
		if d.Form == draftName(balance.KindThanks) {
			things = append(things, Thing(g.Text(p.w.TodayDraft), Go(routeBalanceThank, g.Text(p.w.ThanksSay))))
		}
	}
	return things
}

// balanceSmall offers to say thank you, if this person has not for some days.
func balanceSmall(b text.Book, m *app.Model) (words, route string) {
	for _, t := range m.Couple.Balance.Thanks() {
		if t.By == m.Me && !since(m, t.At.MS, 5) {
			return "", ""
		}
	}
	return either(m.Space == app.Shared, b.Balance.Small, ""), routeBalanceThank
}

// Pages.

func (p balancePages) list(shared bool) g.Node {
	thanks := p.s.Thanks()
	page := g.All(Title(p.w.Title), p.hardNow(shared))
	page = g.All(page, h.Section(h.Class("stack"), h.H2(g.Text(p.w.Thanks)),
		g.If(len(thanks) == 0, h.P(h.Class("quiet"), g.Text(p.w.ThanksEmpty))),
		p.thanks(thanks[:min(len(thanks), thanksShown)]),
		Row(g.If(shared, GoButton(routeBalanceThank, "main", p.w.ThanksSay)), g.If(len(thanks) > thanksShown, GoButton(routeBalanceThanks, "bare", p.w.ThanksAll)))))
	page = g.All(page, p.seasons(shared), p.needs(shared))
	if shared {
		page = g.All(page, h.Section(h.Class("stack"), h.H2(g.Text(p.w.Hard)), h.P(h.Class("quiet"), g.Text(p.w.HardLead)), Row(GoButton(routeBalanceHard, "", p.w.HardAdd))))
	}
	return g.All(page, h.P(h.Class("quiet small"), g.Text(p.w.Intro)), guideLink(p.b, routeBalance))
}

func (p balancePages) thanks(list []balance.Note) g.Node {
	return g.If(len(list) > 0, h.Div(h.Class("things"), g.Map(list, func(t balance.Note) g.Node {
		return h.Section(h.Class("thing"), h.ID("t-"+t.ID.String()),
			h.Span(h.Class("eyebrow"), who(p.b, p.m, written(p.b, p.m, either(t.By == p.m.Me, p.w.ThanksYou, p.w.ThanksFrom), t.At), t.By)),
			h.Div(h.Class("said"), paragraphs(t.Text)), odd(p.b, p.m, t.By, t.ID))
	})))
}

// seasons is the question of the season, and those before that were answered.
func (p balancePages) seasons(shared bool) g.Node {
	now := p.s.Question(p.now, p.m.Me)
	var rest []g.Node
	for _, q := range append(p.s.Questions(p.now, p.m.Me, false), p.s.Questions(p.now, p.m.Me, true)...) {
		if q.Season != p.now && (q.Mine || q.Done() || p.answerable(q)) {
			rest = append(rest, h.Li(Go(questionRoute(q), g.Text(p.season(q.Season)))))
		}
	}
	if !shared && !now.Begun && rest == nil {
		return nil
	}
	page := g.All(h.H2(g.Text(p.season(p.now))), h.P(h.Class("said"), g.Text(p.w.SeasonAsk)))
	switch {
	case now.Done():
		page = g.All(page, Row(GoButton(questionRoute(now), "", p.w.SeasonSee)))
	case now.Mine:
		page = g.All(page, h.P(h.Class("quiet"), g.Text(p.b.Seal.Closed)), Row(GoButton(questionRoute(now), "", p.w.SeasonLook)))
	case shared:
		label := p.w.SeasonGo
		if _, begun := p.m.Draft(draftName(balance.KindAnswer, p.about(p.now)...)); begun {
			label = p.w.SeasonBegun
		}
		page = g.All(page, h.P(h.Class("quiet"), g.Text(p.w.SeasonLead)), Row(GoButton(answerRoute(p.now), "", label)))
	}
	return h.Section(h.Class("stack"), page, g.If(len(rest) > 0, g.All(h.H3(g.Text(p.w.SeasonPast)), h.Ul(g.All(rest...)))))
}

func (p balancePages) about(s balance.Season) []string {
	return []string{balance.FieldYear, strconv.Itoa(int(s.Year)), balance.FieldQuarter, strconv.Itoa(int(s.Quarter))}
}

// said is one answer, or nil for none.
func (p balancePages) said(a balance.Answer) g.Node {
	if a.Feeling == 0 {
		return nil
	}
	return g.All(h.P(h.Class("said"), g.Text(p.w.Feelings[a.Feeling-1])), answerSheet(a.Words))
}

// question is the page of a season that somebody has answered.
func (p balancePages) question(q balance.Question) g.Node {
	var kept bool
	q.Seen, kept = opened(p.m, q.Seal, q.Seen)
	own, other, mine, theirs := q.Answers()
	if q.Mine && !q.Open {
		plain, _ := p.m.OwnAnswer(q.Seal)
		own, _ = balance.ReadAnswer(plain)
	}
	var feeling string
	if own.Feeling != 0 {
		feeling = strconv.Itoa(int(own.Feeling))
	}
	return g.All(
		Head(g.Text(p.w.SeasonAsk), g.Text(p.season(q.Season))),
		keptNote(p.b, p.m, kept), seals(p.b, p.m, q.Seen, p.said(own), p.said(other), mine, theirs),
		g.If(p.answerable(q) && p.m.Space == app.Shared, Row(GoButton(answerRoute(q.Season), "main", p.w.SeasonGo))),
		takeBack(p.b, p.m, q.Seen, routeBalance, draftName(balance.KindAnswer, p.about(q.Season)...), balance.FieldFeeling, feeling, balance.FieldWords, own.Words),
		p.back(),
	)
}

// needs is what each of the two would like.
func (p balancePages) needs(shared bool) g.Node {
	other := p.m.Me.Other()
	mine, theirs := p.s.Needs(p.m.Me), p.s.Needs(other)
	wish := func(own bool) func(balance.Wish) g.Node {
		return func(x balance.Wish) g.Node {
			id := x.Need.String()
			return h.Section(h.Class("thing"), h.ID("w-"+id), h.Div(h.Class("said"), paragraphs(x.Text)), odd(p.b, p.m, x.By, x.ID),
				g.If(own && shared, Row(GoButton(routeBalanceNeed+"/"+id, "bare", p.w.NeedChange),
					ActionForm("drop-"+id, app.ActionDo, Hidden(event.FieldKind, string(balance.KindDropped)), Hidden(balance.FieldNeed, id),
						Hidden("then", routeBalance), Submit("bare", p.w.NeedDrop)))))
		}
	}
	return h.Section(h.Class("stack"), h.H2(g.Text(p.w.Needs)), h.P(h.Class("quiet"), g.Text(p.w.NeedsLead)),
		g.If(len(mine) > 0, g.All(h.H3(g.Text(p.w.NeedsMine)), h.Div(h.Class("things"), g.Map(mine, wish(true))))),
		g.If(shared && len(mine) < balance.MaxNeeds, Row(GoButton(routeBalanceNeed, "", p.w.NeedAdd))),
		g.If(len(theirs) > 0, g.All(h.H3(who(p.b, p.m, p.w.NeedsTheir, other)), h.Div(h.Class("things"), g.Map(theirs, wish(false))))),
		g.If(len(theirs) == 0, h.P(h.Class("quiet small"), who(p.b, p.m, p.w.NeedsNone, other))))
}

// hardTitle says for whom a time is hard.
func (p balancePages) hardTitle(x balance.Hard) g.Node {
	pattern := either(x.By == p.m.Me, p.w.HardYou, p.w.HardOne)
	if x.Both {
		pattern = p.w.HardBoth
	}
	return who(p.b, p.m, pattern, x.By)
}

// hardNow is the hard times that are not over.
func (p balancePages) hardNow(shared bool) g.Node {
	today := p.m.Now.Civil.Date()
	day := func(pattern string, d event.Date) string {
		return text.Fill(pattern, "when", p.b.Calendar.When(text.Moment{Day: d.Time(), Today: today.Time(), MonthFirst: p.m.Self.Settings.MonthFirst}))
	}
	list := p.s.Hard(today)
	leans := false
	for _, x := range list {
		leans = leans || x.From <= today
	}
	return g.If(len(list) > 0, h.Div(h.Class("stack"), g.Map(list, func(x balance.Hard) g.Node {
		id := x.ID.String()
		line := day(either(x.From <= today, p.w.HardSince, p.w.HardFrom), x.From)
		if x.What != balance.Other {
			line = p.w.WhatsIn[x.What-1] + ", " + line
		}
		if x.Until != 0 {
			line += ", " + day(p.w.HardUntil, x.Until)
		}
		return h.Section(h.Class("note plain"), h.ID("h-"+id), h.P(p.hardTitle(x)), g.If(x.Words != "", paragraphs(x.Words)), h.P(h.Class("quiet small"), g.Text(line)), odd(p.b, p.m, x.By, x.ID),
			g.If(shared && x.By == p.m.Me, Row(ActionForm("end-"+id, app.ActionDo, Hidden(event.FieldKind, string(balance.KindEnded)), Hidden(balance.FieldHardship, id),
				Hidden("then", routeBalance), Submit("bare", p.w.HardEnd)))))
	}), g.If(leans, h.P(h.Class("quiet small"), g.Text(p.w.HardWith)))))
}

// Forms.

func (p balancePages) form(kind event.Kind, about ...string) *writingForm {
	return newWritingForm(p.b, p.m, kind, func(field, code string) string { return p.w.Wrong[field+" "+code] }, p.w.Cannot, about...)
}

// need is the form of a new need, or of one that is worded anew.
func (p balancePages) need(id string) g.Node {
	f, title, hint := p.form(balance.KindNeed), p.w.NeedAdd, h.P(h.Class("quiet small"), who(p.b, p.m, p.w.NeedHint, p.m.Me.Other()))
	if id != "" {
		f, title = p.form(balance.KindReworded, balance.FieldNeed, id), p.w.NeedChange
		for _, x := range p.s.Needs(p.m.Me) {
			if x.Need.String() == id {
				f.preset = map[string]string{balance.FieldText: x.Text}
			}
		}
	}
	return g.All(Title(title), f.node(routeBalance, p.w.NeedSend, p.w.Later, routeBalance, f.area(balance.FieldText, p.w.NeedText, ""), hint))
}

// options numbers choices from 1.
func options(labels []string) (list []Option) {
	for i, s := range labels {
		list = append(list, Option{strconv.Itoa(i + 1), s})
	}
	return list
}

func (p balancePages) hardForm() g.Node {
	f := p.form(balance.KindHardship)
	f.preset = map[string]string{balance.FieldFrom: p.m.Now.Civil.Date().String(), balance.FieldWhose: "mine"}
	return g.All(Title(p.w.HardAdd), h.P(h.Class("quiet"), g.Text(p.w.HardLead)),
		f.node(routeBalance, p.w.HardSend, p.w.Later, routeBalance,
			f.radios(balance.FieldWhat, g.Text(p.w.HardWhat), nil, "", options(p.w.Whats[:])),
			f.area(balance.FieldWords, p.w.HardWords, p.w.HardHint),
			f.radios(balance.FieldWhose, g.Text(p.w.HardWhose), nil, "", []Option{{"mine", p.w.HardMine}, {balance.ValueBoth, p.w.HardOurs}}),
			h.Div(h.Class("pair"), f.field(balance.FieldFrom, p.w.HardDay, "", Input("date", f.value(balance.FieldFrom))),
				f.field(balance.FieldUntil, p.w.HardLast, p.w.HardOpen, Input("date", f.value(balance.FieldUntil))))))
}

// answer is the form in which somebody answers the question of a season.
func (p balancePages) answer(q balance.Question) g.Node {
	f := p.form(balance.KindAnswer, p.about(q.Season)...)
	hard := false
	for _, x := range p.s.Hard(p.m.Now.Civil.Date()) {
		hard = hard || x.From <= p.m.Now.Civil.Date()
	}
	return g.All(Head(g.Text(p.w.SeasonAsk), g.Text(p.season(q.Season))), h.P(h.Class("quiet"), g.Text(p.w.SeasonLead)),
		g.If(hard, h.P(h.Class("quiet"), g.Text(p.w.SeasonHard))),
		f.node(questionRoute(q), p.w.SeasonSend, p.w.Later, routeBalance,
			f.radios(balance.FieldFeeling, g.Text(p.w.SeasonAsk), nil, "", options(p.w.Feelings[:])),
			f.area(balance.FieldWords, p.w.SeasonWords, ""), h.P(h.Class("quiet small"), who(p.b, p.m, p.w.SeasonHint, p.m.Me.Other()))))
}

func balanceRecord(b text.Book, m *app.Model, f event.Fact) told {
	if f.Kind.Practice() == routeBalance {
		return told{parts: texts(f), route: routeBalance}
	}
	_, plain, ok := openedAnswer(m, f)
	a, read := balance.ReadAnswer(plain)
	if !ok || !read {
		return told{closed: f.Kind == seal.KindCommit && !ok}
	}
	return told{route: routeBalance, parts: parts(passage{"", b.Balance.Feelings[a.Feeling-1]}, passage{"", a.Words})}
}
