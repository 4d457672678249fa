package view

import (
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/couple"
	"troth/internal/keyring"
	"troth/internal/text"
)

// checkConnection is the page on which the two, or one's own devices, are compared.
func checkConnection(b text.Book, m *app.Model) g.Node {
	w := b.Connection
	own := m.Picture(true).Reveal()
	devices := h.Section(h.Class("thing"), h.H2(g.Text(w.Devices)), h.P(h.Class("quiet"), g.Text(w.DevicesLead)),
		h.Div(h.Class("fold"), h.Details(h.Summary(g.Text(w.DevicesShow)), QR(own, w.DevicesQR),
			h.P(h.Class("quiet small"), g.Text(w.DevicesLink)), h.P(h.ID("own-link"), h.Class("link"), g.Text(own)), Row(Copy(b, "own-link")))))
	back := Row(GoButton(app.RouteSettings, "bare", b.Set.Title))
	head := g.All(Title(w.Title), h.P(g.Text(w.Lead)), scanned(b, m))
	if !m.Identified() {
		return g.All(head, h.P(h.Class("quiet"), g.Text(w.Alone)), h.Div(h.Class("things"), devices), back)
	}
	number := keyring.SafetyNumber(m.Identities[0], m.Identities[1])
	wrong, _ := tried(b, m, app.ActionUnsame)
	wrongSame, _ := tried(b, m, app.ActionSame)
	mine, _ := m.Couple.Verification(m.Me)
	return g.All(head, compared(b, m),
		h.Div(h.Class("things"),
			h.Section(h.Class("thing"), h.H2(Named(w.Number, m.PartnerName)), h.P(h.Class("quiet"), Named(w.NumberLead, m.PartnerName)),
				h.P(h.ID("safety"), h.Class("digits"), g.Map(number[:], func(s string) g.Node { return h.Span(g.Text(s)) })),
				List(w.NumberHow), Problem(b, wrongSame),
				g.If(!said(mine), ActionForm("same", app.ActionSame, Row(Submit("main", w.Same)))),
				h.Div(h.Class("fold"), h.Details(h.Summary(Named(w.Scan, m.PartnerName)), h.P(h.Class("quiet"), g.Text(w.ScanLead)),
					QR(m.Picture(false).Reveal(), strings.ReplaceAll(w.QRFor, "%s", CleanName(m.PartnerName)))),
					h.Details(g.If(wrong != "", g.Attr("open", "")), h.Summary(g.Text(w.Differ)), h.P(Named(w.DifferLead, m.PartnerName)), List(w.DifferWhat), Problem(b, wrong),
						KeyForm("unsame", app.ActionUnsame, passphraseField(b, "unsamepass", ""), Row(Submit("", w.DifferDo)))))),
			history(b, m), devices,
			h.Section(h.Class("thing"), h.H2(g.Text(w.Change)), List(w.ChangeWhat))),
		back)
}

// compared says how far the two have come with it.
func compared(b text.Book, m *app.Model) g.Node {
	w, say := b.Connection, b.Pair.NotChecked
	mine, _ := m.Couple.Verification(m.Me)
	switch {
	case m.Couple.Verified():
		say = w.Now
	case said(mine):
		say = w.Waiting
	case mine.How == couple.Unchecked:
		say = w.Said
	}
	return h.P(h.Class("said"), Named(say, m.PartnerName))
}

// said reports whether somebody says that they have compared.
func said(v couple.Verify) bool { return v.How == couple.Words || v.How == couple.QR }

// scanned says what came of a picture that was scanned.
func scanned(b text.Book, m *app.Model) g.Node {
	result, own := m.Compare()
	if result == app.NotCompared {
		return nil
	}
	mine, _ := m.Couple.Verification(m.Me)
	word := [...]string{app.Same: "same", app.Other: "other", app.Ahead: "ahead", app.Foreign: "foreign"}[result]
	return h.Div(h.Class(either(result == app.Other, "note alarm", "note plain")), h.Role("status"),
		h.P(g.Text(b.Connection.Result[either(own, "own-", "")+word])),
		g.If(result == app.Same && !own && mine.How != couple.QR, ActionForm("samescan", app.ActionSame, Row(Submit("main", b.Connection.SameQR)))))
}

// history is the words of what both were shown.
func history(b text.Book, m *app.Model) g.Node {
	w := b.Connection
	n, words := m.HistoryWords()
	_, field := tried(b, m, app.ActionHistory)
	return h.Section(h.Class("thing"), h.H2(g.Text(w.History)), h.P(h.Class("quiet"), g.Text(w.HistoryLead)),
		h.P(h.ID("history"), h.Class("said"), g.Text(text.Fill(w.HistoryWords, "n", strconv.FormatUint(n, 10), "words", strings.Join(words[:], " ")))),
		List(w.HistoryWhat),
		ActionForm("history-form", app.ActionHistory,
			Field(FieldProps{ID: "n", Name: app.FieldSeq, Label: w.HistoryOther, Error: field(app.FieldSeq), Control: Input("text", "", g.Attr("inputmode", "numeric"), h.MaxLength("9"))}),
			Row(Submit("", w.HistoryDo))))
}

// newHere says on Today, once, that this device remembers nothing.
func newHere(b text.Book, m *app.Model) g.Node {
	if !m.NewHere || m.Space != app.Shared {
		return nil
	}
	return h.Div(h.Class("note plain"), h.P(g.Text(b.Connection.Fresh)), Row(GoButton(app.RouteConnection, "", b.Connection.Look)))
}
