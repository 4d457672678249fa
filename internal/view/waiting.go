package view

import (
	"fmt"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/text"
)

// connection says in quiet words how the connection is and what waits for it.
func connection(b text.Book, m *app.Model) g.Node {
	var lines []string
	switch {
	case m.Quiet, m.Gone:
	case m.Net == app.Offline:
		lines = append(lines, b.Frame.Offline)
	case m.Net == app.Refused:
		lines = append(lines, either(m.NetWhy == "", b.Waiting.RefusedDevice, failure(b, m.NetWhy)))
	}
	waits, stuck := 0, false
	list := waitingShown(m)
	for _, w := range list {
		if w.Failure == "" {
			waits++
		} else {
			stuck = true
		}
	}
	switch {
	case waits > 0 && m.Quiet:
		lines = append(lines, b.Leave.QuietWaits)
	case waits == 1:
		lines = append(lines, b.Waiting.One)
	case waits > 1:
		lines = append(lines, fmt.Sprintf(b.Waiting.Many, b.Calendar.Numbers.Words(waits)))
	}
	if stuck {
		lines = append(lines, b.Waiting.Stuck)
	}
	if len(lines) == 0 {
		return nil
	}
	return h.Div(h.Class("net"), h.Role("status"), h.P(g.Text(strings.Join(lines, " "))),
		g.If(len(list) > 0 && m.Route != app.RouteWaiting, h.P(Go(app.RouteWaiting, g.Text(b.Waiting.Look)))))
}

// waitingShown is what waits and may be spoken of. What says how somebody leaves
// holds already, and its page says how it stands.
func waitingShown(m *app.Model) (list []app.Waiting) {
	for _, w := range m.Waiting {
		if !m.Hides(w) && !app.Parts(w.Kind) {
			list = append(list, w)
		}
	}
	return list
}

// waiting lists what this person has written and the relay does not have.
func waiting(b text.Book, m *app.Model) g.Node {
	w := b.Waiting
	list := waitingShown(m)
	if len(list) == 0 {
		return g.All(Title(w.Title), h.P(h.Class("said"), g.Text(w.Nothing)), Row(GoButton(app.RouteToday, "", b.Frame.Today)))
	}
	practices := map[string]section{}
	for _, s := range sections(b) {
		practices[s.name] = s
	}
	return g.All(Title(w.Title), h.P(g.Text(w.Lead)), h.Div(h.Class("things"), g.Map(list, func(it app.Waiting) g.Node {
		name, words := m.About(it)
		s, ok := practices[name]
		eyebrow := s.title
		if !ok {
			eyebrow = w.Elsewhere
		}
		if s.waits != nil {
			words = s.waits(b, m, it, words)
		}
		id := it.ID.String()
		action := func(what, words, class string) g.Node {
			return ActionForm(what+"-"+id, what, Hidden("id", id), Submit(class, words))
		}
		return h.Section(h.Class("thing"), h.Span(h.Class("eyebrow"), g.Text(eyebrow)),
			g.Map(words, func(s string) g.Node { return h.P(h.Class("said"), h.Dir("auto"), g.Text(s)) }),
			g.Iff(it.Failure != "", func() g.Node { return h.P(h.Class("wrong"), g.Text(failure(b, it.Failure))) }),
			g.If(it.Failure == "" && it.Tried, h.P(h.Class("quiet small"), g.Text(w.Unsure))),
			Row(g.If(it.Failure != "", action(app.ActionRetry, w.Retry, "")),
				g.If(it.Failure != "" || !it.Tried, action(app.ActionThrow, w.Throw, "bare"))))
	})))
}
