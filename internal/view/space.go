package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/self"
	"troth/internal/text"
)

func greeting(b text.Book, m *app.Model) g.Node {
	hour, _ := m.Now.Civil.Clock()
	say := b.Space.Evening
	switch {
	case hour < 5:
		say = b.Space.Night
	case hour < 12:
		say = b.Space.Morning
	case hour < 18:
		say = b.Space.Day
	}
	if CleanName(m.MyName) == "" {
		return g.Text(say.Plain)
	}
	return Named(say.Named, m.MyName)
}

// today shows a few quiet things: what is new from the other, what is due, one
// small practice. There may be nothing.
func today(b text.Book, m *app.Model) g.Node {
	w := b.Space
	head := g.All(Head(greeting(b, m)))
	switch m.Space {
	case app.NoSpace, app.Pairing:
		if m.Pair.Stage == app.PairFailed {
			return g.All(head, h.P(g.Text(b.Pair.Failed)), Row(GoButton(app.RoutePair, "main", b.Frame.Show)))
		}
		if m.Fewer() {
			return g.All(head, h.P(h.Class("quiet"), g.Text(b.Mine.Alone)), things(b, m))
		}
		return g.All(head, h.P(h.Class("said"), g.Text(w.Alone)), h.P(h.Class("quiet"), g.Text(b.Mine.Alone+" "+w.AloneLead+" "+b.Mine.InviteLead)),
			things(b, m),
			Row(GoButton(app.RouteInvite, "", b.Set.Invite)))
	case app.Coming:
		return g.All(head, coming(b))
	case app.Ended:
		return g.All(head, ended(b, m), things(b, m), Row(GoButton(app.RouteTogether, "", b.Frame.Together), GoButton(app.RouteInvite, "bare", b.Set.Invite)))
	}
	return g.All(head, newHere(b, m), unchecked(b, m), things(b, m))
}

// coming is what a new device shows until it has the space.
func coming(b text.Book) g.Node {
	return g.All(h.P(h.Class("said"), h.Role("status"), g.Text(b.Space.Coming)), h.P(h.Class("quiet"), g.Text(b.Space.ComingLead)))
}

// unchecked is the quiet line that stays until both have compared the words.
func unchecked(b text.Book, m *app.Model) g.Node {
	if m.Space != app.Shared || m.Couple.Verified() {
		return nil
	}
	return h.P(h.Class("quiet small"), Go(app.RouteConnection, Named(b.Pair.NotChecked, m.PartnerName)))
}

func ended(b text.Book, m *app.Model) g.Node {
	by := Named(b.Space.EndedBy, m.PartnerName)
	if m.LeftAlone() || m.Couple.Left() == m.Me {
		by = g.Text(b.Space.EndedByMe)
	}
	return g.All(h.P(h.Class("said"), by), lastWords(b, m), h.P(h.Class("quiet"), g.Text(b.Space.EndedLead+" "+b.Space.Anew)),
		h.P(h.Class("small quiet"), Go(app.RouteGuide+"/parting", g.Text(b.Leave.Guide))), hardMoment(b, m, event.ID{}))
}

// earlierLink leads to the earlier spaces, if there are any.
func earlierLink(b text.Book, m *app.Model) g.Node {
	if m.Past != nil || len(m.Self.Earlier()) == 0 {
		return nil
	}
	return h.P(h.Class("small quiet"), Go(app.RouteEarlier, g.Text(b.Space.Earlier)))
}

// earlier lists the spaces that were there before.
func earlier(b text.Book, m *app.Model) g.Node {
	w := b.Space
	if m.Try.Busy {
		return g.All(Title(w.Earlier), h.P(h.Class("quiet"), h.Role("status"), g.Text(w.EarlierOpening)))
	}
	wrong, _ := tried(b, m, app.RouteEarlier)
	if a, ok := b.Wrong.Alarms[string(m.Try.Failure)]; ok {
		wrong = a.What // there is no banner for a log that is only read
	}
	return g.All(Title(w.Earlier), h.P(h.Class("quiet"), g.Text(w.EarlierLead)), Problem(b, wrong),
		h.Div(h.Class("things"), g.Map(m.Self.Earlier(), func(a self.Anchor) g.Node {
			return h.Section(h.Class("thing"), h.P(h.Class("said"),
				Go(app.RouteEarlier+"/"+a.Log.String(), Named(w.EarlierWith, called(b, a.Name)))), givenNote(b, m, a))
		})), giveLink(b, m))
}

// pastNote stands above every page of an earlier space.
func pastNote(b text.Book, m *app.Model) g.Node {
	here := Named(b.Space.EarlierHere, called(b, m.PartnerName))
	if m.Past.Lost {
		here = g.All(here, g.Text(" "), Named(b.History.GivenHere, called(b, m.PartnerName)))
	}
	return h.Div(h.Class("note plain"), h.P(here), h.P(Go(app.RouteToday, g.Text(b.Space.EarlierBack))))
}

func together(b text.Book, m *app.Model) g.Node {
	w := b.Space
	var lead g.Node
	switch left := m.Couple.Left(); {
	case m.Past != nil && (left == m.Me || left == event.Nobody && m.Self.Parting.Of(event.ID(m.Past.Log)).How != 0):
		lead = g.All(h.P(h.Class("quiet"), g.Text(w.EndedByMe)), lastWords(b, m))
	case m.Past != nil && left != event.Nobody:
		lead = g.All(h.P(h.Class("quiet"), Named(w.EndedBy, m.PartnerName)), lastWords(b, m))
	case m.Past == nil && m.Space == app.Ended:
		lead = ended(b, m)
	}
	switch m.Space {
	case app.Shared:
		lead = h.P(h.Class("quiet"), Named(w.TogetherLead, m.PartnerName))
	case app.Ended:
	case app.Coming:
		return g.All(Title(w.Together), coming(b))
	default:
		return g.All(Title(w.Together), h.P(h.Class("said"), g.Text(w.Alone)), h.P(h.Class("quiet"), g.Text(w.AloneLead)),
			Row(GoButton(app.RouteInvite, "main", b.Set.Invite)), earlierLink(b, m))
	}
	return g.All(Title(w.Together), lead, unchecked(b, m), contents(b, false,
		Thing(g.Text(b.Record.In), Go(app.RouteRecord, g.Text(b.Record.Title))), g.If(m.Past == nil, searchLink(b))), earlierLink(b, m))
}

// mine is what is private, and what there is to set.
func mine(b text.Book, m *app.Model) g.Node {
	w := b.Mine
	return g.All(Title(w.Title), h.P(h.Class("quiet"), g.Text(w.Lead)), contents(b, true,
		Thing(g.Text(b.Record.OwnIn), Go(app.RouteOwnRecord, g.Text(b.Record.OwnTitle))), searchLink(b)),
		h.P(h.Class("quiet small"), g.Text(w.Sees)),
		Thing(g.Text(w.SettingsIn), Go(app.RouteSettings, g.Text(b.Set.Title))))
}

// searchLink leads to the page on which somebody looks for what was written.
func searchLink(b text.Book) g.Node {
	return Thing(g.Text(b.Record.SearchIn), Go(app.RouteSearch, g.Text(b.Record.Search)))
}

// contents lists the sections of Mine or of Together, and what there is besides.
func contents(b text.Book, mine bool, more ...g.Node) g.Node {
	return h.Div(h.Class("things"), g.Map(sectionsOf(b, mine), func(s section) g.Node {
		return Thing(g.Text(s.lead), Go(s.route(), g.Text(s.title)))
	}), g.All(more...))
}
