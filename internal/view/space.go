package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/text"
)

// maxToday is how many things Today shows at the most.
const maxToday = 3

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
	head := g.Group{Head(greeting(b, m))}
	switch m.Space {
	case app.NoSpace, app.Pairing:
		if m.Pair.Stage == app.PairFailed {
			return g.Group{head, h.P(g.Text(b.Pair.Failed)), Row(GoButton(app.RoutePair, "main", b.Frame.Show))}
		}
		return g.Group{head, h.P(h.Class("said"), g.Text(w.Alone)), h.P(h.Class("quiet"), g.Text(w.AloneLead)),
			Row(GoButton(app.RouteInvite, "main", b.Set.Invite))}
	case app.Coming:
		return g.Group{head, coming(b)}
	case app.Ended:
		return g.Group{head, ended(b, m), Row(GoButton(app.RouteTogether, "", b.Frame.Together), GoButton(app.RouteInvite, "bare", b.Set.Invite))}
	}
	things := inTurn(sections(b), func(s section) []g.Node { return s.today(b, m) })
	things = things[:min(len(things), maxToday)]
	if len(things) == 0 {
		things = []g.Node{h.P(h.Class("said"), g.Text(w.Nothing))}
	}
	return g.Group{head, unchecked(b, m), h.Div(h.Class("things"), g.Group(things))}
}

// inTurn gives every practice its first thing before any has its second, so
// that none crowds out the others.
func inTurn(sections []section, things func(section) []g.Node) (all []g.Node) {
	var lists [][]g.Node
	for _, s := range sections {
		lists = append(lists, things(s))
	}
	for i, more := 0, true; more; i++ {
		more = false
		for _, list := range lists {
			if i < len(list) {
				all, more = append(all, list[i]), true
			}
		}
	}
	return all
}

// coming is what a new device shows until it has the space.
func coming(b text.Book) g.Node {
	return g.Group{h.P(h.Class("said"), h.Role("status"), g.Text(b.Space.Coming)), h.P(h.Class("quiet"), g.Text(b.Space.ComingLead))}
}

// unchecked is the quiet line that stays until both have compared the words.
func unchecked(b text.Book, m *app.Model) g.Node {
	if m.Space != app.Shared || m.Couple.Verified() {
		return nil
	}
	return h.P(h.Class("quiet small"), Named(b.Pair.NotChecked, m.PartnerName))
}

func ended(b text.Book, m *app.Model) g.Node {
	by := Named(b.Space.EndedBy, m.PartnerName)
	if left := m.Couple.Left(); left == m.Me && left != event.Nobody {
		by = g.Text(b.Space.EndedByMe)
	}
	return g.Group{h.P(h.Class("said"), by), h.P(h.Class("quiet"), g.Text(b.Space.EndedLead+" "+b.Space.Anew))}
}

func together(b text.Book, m *app.Model) g.Node {
	w := b.Space
	var lead g.Node
	switch m.Space {
	case app.Shared:
		lead = h.P(h.Class("quiet"), Named(w.TogetherLead, m.PartnerName))
	case app.Ended:
		lead = ended(b, m)
	case app.Coming:
		return g.Group{Title(w.Together), coming(b)}
	default:
		return g.Group{Title(w.Together), h.P(h.Class("said"), g.Text(w.Alone)), h.P(h.Class("quiet"), g.Text(w.AloneLead)),
			Row(GoButton(app.RouteInvite, "main", b.Set.Invite))}
	}
	return g.Group{Title(w.Together), lead, unchecked(b, m), h.Div(h.Class("things"), g.Map(sections(b), func(s section) g.Node {
		return Thing(g.Text(s.lead), Go(s.name, g.Text(s.title)))
	}))}
}
