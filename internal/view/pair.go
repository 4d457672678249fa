package view

import (
	"fmt"
	"time"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/text"
)

func pairWhy(b text.Book, f keywork.Failure) string {
	if s, ok := b.Pair.Why[string(f)]; ok {
		return s
	}
	return b.Pair.WhyElse
}

// join is what somebody sees who has opened an invite.
func join(b text.Book, m *app.Model) g.Node {
	w := b.Pair
	switch m.Invited.Stage {
	case app.PairFailed:
		why := h.P(g.Text(pairWhy(b, m.Invited.Failure)))
		wrong, _ := tried(b, m, app.ActionInstead)
		switch {
		case m.Phase == app.Open && m.Invited.Failure == app.PairOther:
			return g.All(Head(Named(w.Join, called(b, m.Invited.Name))), why, Problem(b, wrong),
				ActionForm("instead", app.ActionInstead, Row(Submit("main", w.Instead), GoButton(app.RoutePair, "", w.KeepMine))))
		case m.Phase == app.Open:
			return g.All(Title(w.Failed), why, Row(GoButton(m.First(), "", b.Frame.GoOn)))
		}
		return g.All(Title(w.Failed), why, Row(GoButton(app.RouteHome, "", b.Home.Open)))
	case app.PairOpen:
	default:
		return g.All(Title(w.JoinLooking))
	}
	if m.MustRead() {
		return hosted(b, m)
	}
	_, field := tried(b, m, app.ActionUnlock)
	who := called(b, m.Invited.Name)
	head := g.All(Head(Named(w.Join, who)), h.P(g.Text(w.JoinLead)), h.P(h.Class("quiet"), Named(w.JoinWho, who)))
	if m.Phase == app.Locked {
		return g.All(head, Problem(b, entering(b, m, app.ActionUnlock)),
			KeyForm("unlock", app.ActionUnlock,
				nameField(b, m, app.ActionUnlock, field("name")),
				passphraseField(b, "pass", b.Account.PassphraseAsk),
				afresh(b, m, app.ActionUnlock),
				Row(Submit("main", b.Account.UnlockJoin))),
			h.P(h.Class("small quiet"), Go(app.RouteUnlock, g.Text(b.Account.UnlockOnly))))
	}
	return g.All(head,
		Row(GoButton(app.RouteQuestions, "main", w.JoinBegin)),
		h.P(h.Class("small quiet"), Go(app.RouteNewDevice, g.Text(b.Account.OtherDevice))))
}

// called is the name of somebody who may not have one yet, or one that cannot
// be seen.
func called(b text.Book, name string) string {
	if CleanName(name) == "" {
		return b.Pair.Partner
	}
	return name
}

// invite asks for what an invite needs. While one is under way, it shows that.
func invite(b text.Book, m *app.Model) g.Node {
	if m.Pair.Stage != app.PairNone {
		return pairing(b, m)
	}
	w := b.Pair
	wrong, field := tried(b, m, app.ActionInvite)
	return g.All(
		Title(w.Invite),
		h.P(g.Text(w.InviteLead)), h.P(h.Class("quiet"), g.Text(w.InviteHow)),
		Problem(b, wrong),
		KeyForm("invite", app.ActionInvite,
			nameField(b, m, app.ActionInvite, field("name")),
			hostField(b, m, "host", w.InviteHost),
			passphraseField(b, "pass", b.Account.PassphraseAsk),
			Row(Submit("main", w.InviteDo)),
		),
	)
}

// pairing is the page of a pairing under way. Whoever comes back to it later
// finds what is there now.
func pairing(b text.Book, m *app.Model) g.Node {
	if m.Pair.Stage == app.PairNone {
		return today(b, m)
	}
	w, p := b.Pair, m.Pair
	who := called(b, p.Name)
	drop := func(class, words string) g.Node {
		return ActionForm("drop", app.ActionDrop, Row(Submit(class, words)))
	}
	late := delayed(b, m)
	raced := g.If(p.Raced, h.Div(h.Class("alarm"), h.Role("alert"), h.P(g.Text(w.Raced))))
	switch p.Stage {
	case app.PairOpen:
		link := p.Link.Reveal()
		return g.All(
			Title(w.Ready), raced,
			h.P(g.Text(w.ReadyLead)),
			QR(link, w.QR),
			h.Div(h.Class("sheet"), h.H2(g.Text(w.Link)), h.P(h.ID("link"), h.Class("link"), g.Text(link)), Row(Copy(b, "link"))),
			h.P(h.Class("quiet"), g.Textf(w.Until, moment(m, p.Expires))),
			drop("bare", w.Withdraw),
		)
	case app.PairWaiting:
		return g.All(Head(Named(w.Waiting, who)), late, h.P(g.Text(w.WaitingLead)), drop("bare", w.Withdraw))
	case app.PairProve:
		wrong, _ := tried(b, m, app.ActionResend)
		return g.All(Title(w.Prove), h.P(g.Text(w.ProveLead)), Problem(b, wrong),
			KeyForm("resend", app.ActionResend, passphraseField(b, "pass", b.Account.PassphraseAsk), Row(Submit("main", w.ProveDo))),
			drop("bare", w.Withdraw))
	case app.PairWords:
		wrong, _ := tried(b, m, app.ActionMatch)
		var match g.Node
		if p.Me == event.First {
			match = KeyForm("match", app.ActionMatch,
				h.P(g.Text(w.MatchWhat+" "), Named(w.MatchAsk, who)), passphraseField(b, "pass", ""), Row(Submit("main", w.Match)))
		} else {
			match = ActionForm("match", app.ActionMatch, h.P(g.Text(w.MatchWhat)), Row(Submit("main", w.Match)))
		}
		return g.All(Title(w.Words), raced, h.P(Named(w.WordsLead, who)), words(b, p), List(w.WordsHow),
			Problem(b, wrong), match, ActionForm("differ", app.ActionDiffer, h.P(g.Text(w.DifferWhat)), Row(Submit("", w.Differ))))
	case app.PairMatched:
		again := g.Node(nil)
		if p.Me == event.First {
			wrong, _ := tried(b, m, app.ActionMatch)
			again = g.All(Problem(b, wrong), KeyForm("match", app.ActionMatch, passphraseField(b, "pass", b.Account.PassphraseAsk), Row(Submit("main", w.Match))))
		}
		return g.All(Title(w.Matched), late, h.P(Named(w.MatchedLead, who)), words(b, p), again,
			ActionForm("differ", app.ActionDiffer, Row(Submit("bare", w.Differ))))
	case app.PairFailed:
		return g.All(Title(w.Failed), h.P(g.Text(pairWhy(b, p.Failure))), drop("main", w.Forget))
	}
	if late == nil {
		late = h.P(h.Class("quiet"), h.Role("status"), g.Text(b.Frame.Connecting))
	}
	return g.All(Title(w.Sending), late, drop("bare", w.Withdraw))
}

// delayed says why a pairing does not go on just now, and that it will.
func delayed(b text.Book, m *app.Model) g.Node {
	words := b.Pair.Delayed
	switch {
	case m.Pair.Delay == "":
		return nil
	case m.Pair.Again > m.Now.MS:
		words = fmt.Sprintf(b.Pair.DelayedUntil, moment(m, m.Pair.Again))
	}
	return h.P(h.Class("note plain"), h.Role("status"), g.Text(words))
}

func words(b text.Book, p app.Pair) g.Node {
	half := len(p.Digits) / 2
	return g.All(
		h.Ol(h.Class("words"), g.Map(p.Words[:], func(s string) g.Node { return h.Li(g.Text(s)) })),
		h.P(h.Class("quiet small"), g.Text(b.Pair.Digits+" "), h.Span(h.Class("link"), g.Text(p.Digits[:half]+" "+p.Digits[half:]))),
	)
}

// moment is an instant on the person's own clock, as a day and a time.
func moment(m *app.Model, ms int64) string {
	offset := int64(m.Now.Civil)*60_000 - m.Now.MS/60_000*60_000
	t := time.UnixMilli(ms + offset).UTC()
	return fmt.Sprintf("%s, %s", day(m, event.DateOf(t)), t.Format("15:04"))
}

// day is a date in words, in the order that the person has chosen.
func day(m *app.Model, d event.Date) string {
	if m.Self.Settings.MonthFirst {
		return d.Time().Format("January 2")
	}
	return d.Time().Format("2 January")
}
