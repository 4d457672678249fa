package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/keywork"
	"troth/internal/text"
)

// keysSections is what stands on the page of keys and devices, in this order.
// Each is a h.Section of the class "thing".
func keysSections(b text.Book, m *app.Model) []g.Node {
	w := b.Keys
	return []g.Node{
		keysLink(w.Pass, w.PassLead, app.RoutePassphrase, w.PassOpen),
		accountKey(b, m),
		keysLink(b.Recovery.Title, b.Recovery.Lead, app.RouteRecovery, b.Recovery.Open),
		devicesSection(b),
		lightKeys(b, m),
		keysLink(w.Secure, w.SecureLead, app.RouteSecure, w.SecureOpen),
	}
}

// keys is the page of all that decides who can get in.
func keys(b text.Book, m *app.Model) g.Node {
	w := b.Keys
	return g.All(Title(w.Title), h.P(g.Text(w.Lead)),
		keysSet(b, m.KeysSet),
		h.Div(h.Class("things"), g.All(keysSections(b, m)...)),
		Row(GoButton(app.RouteSettings, "bare", b.Set.Title)))
}

// keysSet says what was just done.
func keysSet(b text.Book, by keywork.Kind) g.Node {
	words := ""
	switch by {
	case keywork.Change:
		words = b.Keys.PassDone
	case keywork.SetCode:
		words = b.Recovery.SetDone
	case keywork.DropCode:
		words = b.Recovery.DropDone
	}
	return g.If(words != "", h.P(h.Class("note"), h.Role("status"), g.Text(words)))
}

// keysLink is a section that leads to a page of its own.
func keysLink(title, lead, route, words string) g.Node {
	return h.Section(h.Class("thing"), h.H2(g.Text(title)), h.P(h.Class("quiet"), g.Text(lead)), Row(GoButton(route, "", words)))
}

func accountKey(b text.Book, m *app.Model) g.Node {
	w := b.Keys
	wrong, _ := tried(b, m, app.ActionSheet)
	return h.Section(h.Class("thing"), h.H2(g.Text(w.Key)), h.P(h.Class("quiet"), g.Text(w.KeyLead)), Problem(b, wrong),
		KeyForm("sheet", app.ActionSheet, passphraseField(b, "sheetpass", ""), Row(Submit("", w.KeyDo))))
}

// passphraseNow asks for the passphrase that there is, where a new one is chosen.
func passphraseNow(b text.Book) g.Node {
	return Field(FieldProps{ID: "pass", Name: keywork.FieldPassphrase, Label: b.Keys.PassOld, Control: Secret(b, "pass", h.Required())})
}

func changePassphrase(b text.Book, m *app.Model) g.Node {
	w := b.Keys
	wrong, _ := tried(b, m, app.ActionChange)
	return g.All(
		Title(w.Pass), List(w.PassWhat), Problem(b, wrong),
		KeyForm("change", app.ActionChange, passphraseNow(b), newPassphrase(b, m, keywork.FieldNew),
			Row(Submit("main", w.PassDo), GoButton(app.RouteKeys, "bare", b.Frame.NotNow))),
		otherPassphrase(b, m),
	)
}

func secureAccount(b text.Book, m *app.Model) g.Node {
	w := b.Keys
	wrong, _ := tried(b, m, app.ActionRenew)
	return g.All(
		Title(w.Secure), h.P(g.Text(w.SecureLead)),
		h.H2(g.Text(w.SecureWhenIn)), List(w.SecureWhen),
		h.H2(g.Text(w.SecureWhatIn)), List(w.SecureWhat),
		h.H2(g.Text(w.SecureSeesIn)), h.P(g.Text(w.SecureSees)),
		h.H2(g.Text(w.SecureNotIn)), h.P(g.Text(w.SecureNot)),
		Problem(b, wrong),
		KeyForm("renew", app.ActionRenew, passphraseNow(b), newPassphrase(b, m, keywork.FieldNew),
			Row(Submit("main", w.SecureDo), GoButton(app.RouteKeys, "bare", b.Frame.NotNow))),
		otherPassphrase(b, m),
	)
}

// newKey is the account key that there will be, before there is a way back.
func newKey(b text.Book, m *app.Model) g.Node {
	w := b.Keys
	wrong, _ := tried(b, m, app.ActionSecure)
	return g.All(
		Title(w.NewKey), h.P(g.Text(w.NewKeyLead)), sheetOf(b, m), Problem(b, wrong),
		h.P(g.Text(w.NewKeyPass)),
		KeyForm("secure", app.ActionSecure,
			Field(FieldProps{ID: "pass", Name: keywork.FieldPassphrase, Label: b.Account.PassphraseNew, Hint: w.NewKeyAfter, Control: Secret(b, "pass", h.Required())}),
			Row(Submit("main", w.NewKeyDo), GoButton(app.RouteKeys, "bare", w.Stop))),
	)
}
