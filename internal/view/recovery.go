package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/keywork"
	"troth/internal/text"
)

// codeField is where somebody types a recovery code.
func codeField(b text.Book) g.Node {
	return keyField("code", keywork.FieldCode, b.Recovery.Code, b.Recovery.CodeHint)
}

// recoveryCode is the page of the recovery code: why, the code to copy down, and
// typing it back.
func recoveryCode(b text.Book, m *app.Model) g.Node {
	w := b.Recovery
	back := GoButton(app.RouteKeys, "bare", b.Frame.NotNow)
	switch {
	case m.Code == nil:
		wrong, _ := tried(b, m, app.ActionMakeCode)
		wrongDrop, _ := tried(b, m, app.ActionDropCode)
		return g.All(Title(w.Title), h.P(g.Text(w.Lead)), h.P(h.Class("note"), h.Strong(g.Text(w.Warn))), List(w.What), Problem(b, wrong),
			KeyForm("make", app.ActionMakeCode, passphraseField(b, "pass", ""), Row(Submit("main", w.Do), back)),
			h.H2(g.Text(w.Drop)), h.P(h.Class("quiet"), g.Text(w.DropLead)), Problem(b, wrongDrop),
			KeyForm("drop", app.ActionDropCode, passphraseField(b, "droppass", ""), Row(Submit("", w.DropDo))))
	case !m.Code.Kept:
		return g.All(Title(w.Sheet), h.P(g.Text(w.SheetLead)), g.If(m.Code.Had, h.P(h.Class("quiet"), g.Text(w.Had))),
			h.Div(h.Class("sheet key"),
				h.H2(g.Text(w.Code)),
				h.P(h.ID("recoverycode"), h.Class("accountkey"), groups(m.Code.Text.Reveal())),
				h.P(h.Class("small"), g.Text(b.Account.SheetServer+": "+m.Host)),
				h.P(h.Class("small"), g.Text(w.Warn)),
			),
			Row(Print(b)),
			ActionForm("kept", app.ActionCodeKept, Row(Submit("main", w.Kept), back)))
	}
	wrong, _ := tried(b, m, app.ActionSetCode)
	return g.All(Title(w.Back), h.P(g.Text(w.BackLead)), Problem(b, wrong),
		KeyForm("set", app.ActionSetCode, codeField(b), passphraseField(b, "pass", ""), Row(Submit("main", w.Set), back)),
		ActionForm("again", app.ActionCodeKept, Hidden(app.FieldAgain, "yes"), Submit("bare", w.Show)))
}

// recovering is the way in by a recovery code.
func recovering(b text.Book, m *app.Model) g.Node {
	w := b.Recovery
	wrong, _ := tried(b, m, app.ActionRecover)
	return g.All(Title(w.Recover), h.P(g.Text(w.RecoverLead)), List(w.RecoverWhat), Problem(b, wrong),
		KeyForm("recover", app.ActionRecover, codeField(b), newPassphrase(b, m, keywork.FieldNew), Row(Submit("main", w.RecoverDo))),
		otherPassphrase(b, m))
}

// recoverLink leads there.
func recoverLink(b text.Book) g.Node {
	return h.P(h.Class("small quiet"), Go(app.RouteRecover, g.Text(b.Recovery.Way)))
}
