package view

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/keywork"
	"troth/internal/text"
)

// lightKeys is what the page of keys says of lighter ones.
func lightKeys(b text.Book, m *app.Model) g.Node {
	w := b.Light
	say := func(words string) g.Node { return h.P(h.Class("quiet"), g.Text(words)) }
	return h.Section(h.Class("thing"), h.H2(g.Text(w.Title)),
		g.If(m.Light.HasPin(), say(w.ByPin)), g.If(m.Light.Passkey != nil, say(w.KeyOnly)),
		g.If(!m.Light.HasPin() && m.Light.Passkey == nil, say(w.Only)),
		Row(GoButton(app.RouteLight, "", w.Open)))
}

// light is the page about lighter keys for this device.
func light(b text.Book, m *app.Model) g.Node {
	w := b.Light
	return g.All(Title(w.Title), h.P(g.Text(w.Lead)), h.Div(h.Class("things"), pinSection(b, m), passkeySection(b, m)),
		Row(GoButton(app.RouteKeys, "bare", b.Keys.Title)))
}

func passkeySection(b text.Book, m *app.Model) g.Node {
	w := b.Light
	wrong, _ := tried(b, m, app.ActionSetPasskey)
	wrongOff, _ := tried(b, m, app.ActionDropPasskey)
	problem := Problem(b, wrong+wrongOff)
	if m.Light.Passkey != nil {
		return h.Section(h.Class("thing"), h.H2(g.Text(w.Key)), h.P(g.Text(w.KeyOn)), problem,
			KeyForm("droppasskey", app.ActionDropPasskey, h.P(h.Class("quiet"), g.Text(w.KeyOffLead)),
				passphraseField(b, "keypass", ""), Row(Submit("", w.KeyOff))),
			List(w.KeyWhat))
	}
	return h.Section(h.Class("thing"), h.H2(g.Text(w.Key)), h.P(h.Class("without-passkeys quiet"), g.Text(w.KeyNone)),
		h.Div(h.Class("with-passkeys stack"), h.P(g.Text(w.KeyLead)), List(w.KeyWhat), problem,
			KeyForm("setpasskey", app.ActionSetPasskey, h.Data("passkey", "make"), h.Data("account", m.Account), passphraseField(b, "keypass", ""), Row(Submit("", w.KeySet)))))
}

func pinSection(b text.Book, m *app.Model) g.Node {
	w := b.Light
	if !m.MayLight() {
		return h.Section(h.Class("thing"), h.H2(g.Text(w.Pin)), h.P(g.Text(w.Hosted)))
	}
	wrong, _ := tried(b, m, app.ActionSetPin)
	form := KeyForm("setpin", app.ActionSetPin, pinField(b, "pin", keywork.FieldPin, w.PinField, w.PinHint), pinField(b, "pin2", keywork.FieldPinAgain, w.PinAgain, ""),
		passphraseField(b, "pinpass", ""), Row(Submit("main", w.PinSet)))
	if !m.Light.HasPin() {
		return h.Section(h.Class("thing"), h.H2(g.Text(w.Pin)), h.P(g.Text(w.PinLead)), List(w.PinWhat), Problem(b, wrong), form)
	}
	wrongOff, _ := tried(b, m, app.ActionPinOff)
	return h.Section(h.Class("thing"), h.H2(g.Text(w.Pin)), h.P(g.Text(w.PinOn)), Problem(b, wrong+wrongOff),
		ActionForm("pinoff", app.ActionPinOff, h.P(h.Class("quiet"), g.Text(w.PinOffLead)), Row(Submit("", w.PinOff))),
		h.Div(h.Class("fold"), h.Details(h.ID("newpin"), g.If(wrong != "", g.Attr("open")), h.Summary(g.Text(w.PinNew)), form)),
		h.P(g.Text(w.PinLead)), List(w.PinWhat))
}

// pinField is a field for six digits, which a phone asks for with its keys for
// numbers.
func pinField(b text.Book, id, name, label, hint string) g.Node {
	return Field(FieldProps{ID: id, Name: name, Label: label, Hint: hint,
		Control: Secret(b, id, h.Required(), g.Attr("inputmode", "numeric"), h.MaxLength("6"))})
}

// unlockLight is the way in by lighter keys, with the one by the passphrase beside
// it.
func unlockLight(b text.Book, m *app.Model, passphrase g.Node) g.Node {
	w, p := b.Light, m.Light.Passkey
	return g.All(
		Title(b.Account.Unlock),
		Problem(b, lightWrong(b, m)),
		g.Iff(m.ByPasskey(), func() g.Node {
			return KeyForm("unlockpasskey", app.ActionUnlockPasskey, h.Data("passkey", "use"), h.Class("with-passkeys"),
				h.Data("cred", base64.RawURLEncoding.EncodeToString(p.Cred)), h.Data("salt", base64.RawURLEncoding.EncodeToString(p.Salt[:])),
				Row(Submit(either(m.ByPin(), "", "main"), w.KeyUse)))
		}),
		g.Iff(m.ByPin(), func() g.Node {
			// Another id after each miss, so that the field comes back empty.
			return KeyForm("unlockpin", app.ActionUnlockPin, h.P(g.Text(w.Unlock)), pinField(b, "pin"+strconv.Itoa(int(m.Try.Left)), keywork.FieldPin, w.PinField, ""),
				Row(Submit("main", b.Account.DoOpen)))
		}),
		h.Div(h.Class("fold"), h.Details(h.ID("bypass"), g.If(m.Try.Form.Action == app.ActionUnlock, g.Attr("open")), h.Summary(g.Text(w.Passphrase)), h.Div(h.Class("stack"), passphrase))),
	)
}

// lightWrong is why a lighter key did not open.
func lightWrong(b text.Book, m *app.Model) string {
	words := entering(b, m, app.ActionUnlockPin) + entering(b, m, app.ActionUnlockPasskey)
	if words == "" || m.Try.Failure != keywork.PinMiss {
		return words
	}
	if m.Try.Left == 1 {
		return words + " " + b.Light.LeftOne
	}
	n := fmt.Sprintf(b.Light.Left, b.Calendar.Numbers.Words(int(m.Try.Left)))
	return words + " " + strings.ToUpper(n[:1]) + n[1:]
}
