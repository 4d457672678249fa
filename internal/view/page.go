package view

import (
	"fmt"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/text"
)

// section is one practice: its pages, and what it has for Today, what matters
// most first.
type section struct {
	name        string // its package; its kinds, its routes and its page in the guide go by it
	mine        bool   // private: it belongs to Mine, and needs no space. Else to Together
	runs        bool   // what is due in it is under way, and no suggestion
	at          string // its page, if it is none of those of Mine and Together
	help        bool   // no practice, but a help for others: it has no page in the guide
	title, lead string
	page        func(b text.Book, m *app.Model, route string) g.Node
	due         func(b text.Book, m *app.Model) []g.Node // for Today: what is under way or due today; nil: nothing
	today       func(b text.Book, m *app.Model) []g.Node // what is new from the other, and what was begun; nil: nothing
	// small is one small thing that could be done here now, and where; "": none that
	// fits. nil: never.
	small func(b text.Book, m *app.Model) (words, route string)
	// beside is what it puts beside an entry by one of the two, on the entry's page;
	// nil: nothing.
	beside func(b text.Book, m *app.Model, id event.ID, by event.Partner) g.Node
	// waits is what the page of what waits says of something of this practice, in the
	// place of the words in it; nil: these words.
	waits func(b text.Book, m *app.Model, w app.Waiting, words []string) []string
	// record tells what an entry of its own says, and nothing of what is closed to
	// this person; nil: nothing but what happened.
	record func(b text.Book, m *app.Model, f event.Fact) told
}

// route is the page of a section, below which are all its others.
func (s section) route() string {
	if s.at != "" {
		return s.at
	}
	if s.mine {
		return app.RouteMine + "/" + s.name
	}
	return s.name
}

// usable reports whether there is anything to be done in a section: what is
// private needs no space.
func (s section) usable(m *app.Model) bool {
	return s.mine || m.Space == app.Shared || m.Space == app.Ended
}

// stepsBack reports whether a section offers nothing by itself, because it takes
// two and this person wants fewer suggestions.
func (s section) stepsBack(m *app.Model) bool { return m.Fewer() && !s.mine && !s.runs }

// sections is the list of the practices that have pages. One that is private and
// can be shared stands here twice: what is shared belongs to Together.
func sections(b text.Book) []section {
	return []section{
		timeouts(b),
		letters(b),
		corrections(b),
		openings(b),
		promises(b),
		adventures(b),
		balances(b),
		meanings(b),
		sharedCheckins(b),
		checkins(b),
		benefits(b),
		cares(b),
		prepared(b),
		reappraisals(b),
		journals(b),
		partings(b),
	}
}

// sectionsOf returns those that belong to Mine, or to Together.
func sectionsOf(b text.Book, mine bool) (list []section) {
	for _, s := range sections(b) {
		if s.mine == mine && s.at == "" {
			list = append(list, s)
		}
	}
	return list
}

// Page returns the HTML of what the model shows.
func Page(m *app.Model) string {
	b := text.English()
	f := Frame{Book: b, CanLock: m.Phase == app.Open, Banner: banner(b, m), Label: hostLabel(b, m)}
	if m.Past != nil {
		m = m.Read()
		f.Banner = g.All(f.Banner, pastNote(b, m))
	}
	if m.Phase == app.Open {
		f.Theme = string(m.Self.Settings.Theme)
		if m.Route != app.RouteSheet && m.Route != app.RouteNewKey {
			f.Nav = []NavItem{{app.RouteToday, b.Frame.Today, IconToday}, {app.RouteTogether, b.Frame.Together, IconTogether},
				{app.RouteMine, b.Frame.Mine, IconMine}, {app.RouteGuide, b.Frame.Guide, IconGuide}}
			f.Here = place(m.Route)
		}
	}
	return g.HTML(f.Show(page(b, m)))
}

// place is the section of the navigation that a route belongs to.
func place(route string) string {
	top, _, _ := strings.Cut(route, "/")
	switch top {
	case app.RouteToday, app.RouteJoin, app.RoutePair, app.RouteInvite, app.RouteWaiting:
		return app.RouteToday
	case app.RouteMine, app.RouteSettings, app.RouteHost, app.RouteSheet:
		return app.RouteMine
	case app.RouteGuide:
		return app.RouteGuide
	}
	return app.RouteTogether
}

func page(b text.Book, m *app.Model) g.Node {
	switch m.Route {
	case app.RouteHome:
		return home(b, false)
	case app.RouteJoin:
		return join(b, m)
	case app.RouteQuestions:
		return questions(b, m)
	case app.RouteSignUp:
		return signUp(b, m)
	case app.RouteUnlock:
		return unlock(b, m)
	case app.RouteNewDevice:
		return newDevice(b, m)
	case app.RouteSheet:
		return sheet(b, m)
	case app.RouteTogether:
		return together(b, m)
	case app.RouteMine:
		return mine(b, m)
	case app.RouteInvite:
		return invite(b, m)
	case app.RoutePair:
		return pairing(b, m)
	case app.RouteSettings:
		return settings(b, m)
	case app.RouteConnection:
		return checkConnection(b, m)
	case app.RouteLight:
		return light(b, m)
	case app.RouteKeys:
		return keys(b, m)
	case app.RouteHost:
		return hosted(b, m)
	case app.RouteRecovery:
		return recoveryCode(b, m)
	case app.RouteRecover:
		return recovering(b, m)
	case app.RouteGive:
		return giveBack(b, m)
	case app.RouteDevices:
		return ownDevices(b, m)
	case app.RouteSignOut:
		return forgetHere(b, m)
	case app.RoutePassphrase:
		return changePassphrase(b, m)
	case app.RouteSecure:
		return secureAccount(b, m)
	case app.RouteNewKey:
		return newKey(b, m)
	case app.RouteEarlier:
		return earlier(b, m)
	case app.RouteWaiting:
		return waiting(b, m)
	case app.RouteSearch:
		return searching(b, m)
	case app.RouteExport:
		return exporting(b, m)
	}
	if app.IsGuide(m.Route) {
		return guide(b, m)
	}
	if own := below(m.Route, app.RouteOwnRecord); own || below(m.Route, app.RouteRecord) && (m.Space == app.Shared || m.Space == app.Ended) {
		return record(b, m, own)
	}
	if s, ok := sectionOf(b, m); ok {
		return s.page(b, m, m.Route)
	}
	if m.Past != nil {
		return together(b, m)
	}
	return today(b, m)
}

// below reports whether a page is the one of a route, or one of those below it.
func below(page, route string) bool { return page == route || strings.HasPrefix(page, route+"/") }

// sectionOf returns the practice that the page belongs to, if it can be used.
func sectionOf(b text.Book, m *app.Model) (section, bool) {
	for _, s := range sections(b) {
		if s.usable(m) && below(m.Route, s.route()) {
			return s, true
		}
	}
	return section{}, false
}

// beside is what practices put beside an entry on its page.
func beside(b text.Book, m *app.Model, id event.ID, by event.Partner) g.Node {
	var all []g.Node
	for _, s := range sections(b) {
		if s.beside != nil {
			all = append(all, s.beside(b, m, id, by))
		}
	}
	return g.All(all...)
}

// banner is what stands above a page: an alarm, or the state of the connection
// in quiet words.
func banner(b text.Book, m *app.Model) g.Node {
	if m.Phase != app.Open {
		return nil
	}
	switch {
	case m.Problem != "":
		a := b.Wrong.Alarms[string(m.Problem)]
		lost := ""
		if m.Problem == eventlog.Rollback && m.Lost > 0 {
			lost = " " + fmt.Sprintf(b.Wrong.Lost, m.Lost)
		}
		return h.Div(h.Class("alarm"), h.Role("alert"), h.H2(g.Text(a.Title)), h.P(g.Text(a.What+lost)), h.P(g.Text(a.Do)),
			g.Iff(m.Problem == eventlog.Broken, func() g.Node {
				return ActionForm("refetch", app.ActionRefetch, Row(Submit("", b.Wrong.Refetch)))
			}))
	case m.SlotsOld:
		return h.Div(h.Class("alarm"), h.Role("alert"), h.P(g.Text(b.Wrong.Slots)))
	}
	var notes []g.Node
	note := func(n int, one, many string) {
		if n == 1 {
			notes = append(notes, h.P(h.Class("note small"), g.Text(one)))
		} else if n > 1 {
			notes = append(notes, h.P(h.Class("note small"), g.Textf(many, b.Calendar.Numbers.Words(n))))
		}
	}
	note(int(m.Healed), b.Wrong.Healed, b.Wrong.HealedMany)
	withheld, unreadable := m.Unread()
	note(withheld, b.Wrong.Withheld, b.Wrong.WithheldMany)
	note(unreadable, b.Wrong.Unreadable, b.Wrong.UnreadableMany)
	if c := stillness(b, m); c != nil {
		notes = append(notes, c)
	}
	if c := connection(b, m); c != nil {
		notes = append(notes, c)
	}
	if len(notes) == 0 {
		return nil
	}
	return g.All(notes...)
}
