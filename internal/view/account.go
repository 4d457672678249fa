package view

import (
	"fmt"
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/text"
)

// failure is the sentence for why something did not go through.
func failure(b text.Book, f keywork.Failure) string {
	if f == "" {
		return ""
	}
	if s, ok := b.Wrong.Failure[string(f)]; ok {
		return s
	}
	if _, ok := b.Wrong.Alarms[string(f)]; ok {
		return b.Wrong.Above
	}
	return b.Wrong.Else
}

// entering is what went wrong on the way in. There is no banner yet that says
// what is wrong with a log.
func entering(b text.Book, m *app.Model, action string) string {
	f := m.Try.Failure
	if a, ok := b.Wrong.Alarms[string(f)]; ok && m.Try.Form.Action == action {
		if damaged(f) {
			return a.What + " " + b.Account.AfreshHow
		}
		return a.What + " " + a.Do
	}
	words, _ := tried(b, m, action)
	return words
}

func damaged(f keywork.Failure) bool { return f == keywork.Failure(eventlog.Broken) }

// afresh lets somebody whose device has damaged data begin it anew.
func afresh(b text.Book, m *app.Model, action string) g.Node {
	return g.If(m.Try.Form.Action == action && damaged(m.Try.Failure), h.Label(h.Class("choice"),
		h.Input(h.Type("checkbox"), h.Name("afresh"), h.Value("yes")), g.Text(b.Account.Afresh)))
}

// tried is what is wrong with the form of an action, and with one field of it.
func tried(b text.Book, m *app.Model, action string) (summary string, field func(name string) string) {
	if m.Try.Form.Action != action {
		return "", func(string) string { return "" }
	}
	return failure(b, m.Try.Failure), func(name string) string {
		if m.Try.Field == nil || m.Try.Field.Field != name {
			return ""
		}
		return b.Wrong.Field[m.Try.Field.Code]
	}
}

// echo is what was typed into a field of a form that has not gone through.
func echo(m *app.Model, action, name, otherwise string) string {
	if m.Try.Form.Action == action {
		if v, ok := m.Try.Form.Values[name]; ok {
			return v
		}
	}
	return otherwise
}

func questions(b text.Book, m *app.Model) g.Node {
	w := b.Account
	if m.Entry.Empty() {
		return home(b, true)
	}
	return g.All(
		Title(w.Questions),
		h.P(g.Text(w.QuestionsLead)),
		ActionForm("questions", app.ActionQuestions, ask("host", app.FieldHost, string(m.HostedBy), w.Ask[0])),
		ask("open", "open", "", w.Ask[1]), ask("made", "made", "", w.Ask[2]),
		h.P(h.Class("quiet small"), g.Text(w.ExitHow)),
		Row(h.Button(h.Type("submit"), h.Class("main"), g.Attr("form", "questions"), g.Text(w.Continue)), h.Button(h.Type("button"), h.Data("help", ""), g.Text(b.Frame.Help))),
	)
}

func signUp(b text.Book, m *app.Model) g.Node {
	w := b.Account
	if m.Entry.Empty() {
		return home(b, true)
	}
	wrong, field := tried(b, m, app.ActionSignUp)
	return g.All(
		Title(w.SignUp),
		h.P(g.Text(w.SignUpLead)),
		Problem(b, wrong),
		KeyForm("signup", app.ActionSignUp,
			nameField(b, m, app.ActionSignUp, field("name")),
			newPassphrase(b, m, keywork.FieldPassphrase),
			h.P(h.Class("quiet"), g.Text(w.NoRecovery)),
			Row(Submit("main", w.Make)),
		),
		otherPassphrase(b, m),
	)
}

// newPassphrase is where somebody takes a passphrase: the one that is suggested,
// or words of their own, in the secret field of that name.
func newPassphrase(b text.Book, m *app.Model, name string) g.Node {
	w := b.Account
	if m.OwnWords {
		return g.All(
			Field(FieldProps{ID: "new", Name: name, Label: either(name == keywork.FieldNew, w.PassphraseNew, w.Passphrase), Hint: w.PassphraseHint, Control: Secret(b, "new", h.Required())}),
			Field(FieldProps{ID: "again", Name: keywork.FieldAgain, Label: w.PassphraseAgain, Control: Secret(b, "again", h.Required())}),
			g.If(m.Try.Failure == keywork.WeakPassphrase, h.Label(h.Class("choice"),
				h.Input(h.Type("checkbox"), h.Name("anyway"), h.Value("yes")), g.Text(w.Anyway))),
		)
	}
	// The id goes with the words, so that no field ever keeps the value of an
	// earlier suggestion.
	id := "words-" + strings.ReplaceAll(m.Suggested.Reveal(), " ", "-")
	return h.Div(h.Class("stack"), h.H2(g.Text(either(name == keywork.FieldNew, w.PassphraseNew, w.Suggested))),
		h.Div(h.Class("sheet"), h.P(h.ID("suggested"), h.Class("passphrase"), g.Text(m.Suggested.Reveal())), Row(Copy(b, "suggested"))),
		h.P(h.Class("quiet"), g.Text(w.SuggestedHint)),
		h.Input(h.Type("hidden"), h.ID(id), h.Name(name), h.Data("secret", ""), h.Value(m.Suggested.Reveal())),
	)
}

// otherPassphrase has another one suggested, or none.
func otherPassphrase(b text.Book, m *app.Model) g.Node {
	w := b.Account
	return Row(
		g.If(!m.OwnWords, ActionForm("another", app.ActionSuggest, Submit("", w.Another))),
		ActionForm("own", app.ActionSuggest, g.If(!m.OwnWords, Hidden("own", "yes")), Submit("bare", either(m.OwnWords, w.UseSuggested, w.Own))),
	)
}

func either(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

func sheet(b text.Book, m *app.Model) g.Node {
	w := b.Account
	return g.All(
		Title(w.Sheet),
		h.P(g.Text(w.SheetLead)),
		sheetOf(b, m),
		ActionForm("kept", app.ActionKept, Row(Submit("main", w.SheetDone))),
	)
}

// sheetOf is the account key to copy down or to print.
func sheetOf(b text.Book, m *app.Model) g.Node {
	w, key := b.Account, m.Sheet.Reveal()
	return g.All(
		h.Div(h.Class("sheet key"),
			h.H2(g.Text(w.SheetKey)),
			h.P(h.ID("accountkey"), h.Class("accountkey"), groups(key)),
			QR(key, w.SheetKey),
			h.P(h.Class("small"), g.Text(w.SheetServer+": "+m.Host)),
		),
		List(w.SheetUse),
		List(w.SheetKeep),
		Row(Print(b), Copy(b, "accountkey")),
	)
}

// groups keeps the groups of an account key whole at line breaks.
func groups(key string) g.Node {
	parts := strings.Split(key, "-")
	return g.Map(parts, func(p string) g.Node {
		if p == parts[len(parts)-1] {
			return h.Span(g.Text(p))
		}
		return h.Span(g.Text(p + "-"))
	})
}

func passphraseField(b text.Book, id, hint string) g.Node {
	return Field(FieldProps{ID: id, Name: keywork.FieldPassphrase, Label: b.Account.Passphrase, Hint: hint, Control: Secret(b, id, h.Required())})
}

// nameField asks what one's partner calls one. Browsers count some characters
// as two, so a few rare names must be shorter than they might be.
func nameField(b text.Book, m *app.Model, action, wrong string) g.Node {
	return Field(FieldProps{ID: "name", Name: "name", Label: b.Account.Name, Hint: b.Account.NameHint, Error: wrong,
		Control: Text(echo(m, action, "name", m.MyName), h.Required(), h.MaxLength(strconv.Itoa(event.MaxName)))})
}

func unlock(b text.Book, m *app.Model) g.Node {
	w := b.Account
	byLight := m.ByPin() || m.ByPasskey()
	form := g.All(Problem(b, entering(b, m, app.ActionUnlock)),
		KeyForm("unlock", app.ActionUnlock, passphraseField(b, "pass", ""), afresh(b, m, app.ActionUnlock), Row(Submit(either(byLight, "", "main"), either(byLight, b.Light.DoIt, w.DoOpen)))))
	return g.All(
		g.If(m.Notice == keywork.Renewed, h.P(h.Class("note"), h.Role("status"), g.Text(failure(b, m.Notice)))),
		g.If(m.Notice == keywork.Secured, h.Div(h.Class("alarm"), h.Role("alert"), h.P(g.Text(failure(b, m.Notice))), Row(GoButton(app.RouteNewDevice, "", w.NewDevice)))),
		g.Iff(byLight, func() g.Node { return unlockLight(b, m, form) }),
		g.Iff(!byLight, func() g.Node {
			return g.All(Title(w.Unlock), h.P(g.Text(w.UnlockLead)),
				g.If(m.Light.HasPin() || m.Light.Passkey != nil, h.P(h.Class("note"), g.Text(b.Light.Rested))),
				Problem(b, lightWrong(b, m)), form)
		}),
		h.P(h.Class("small quiet"), Go(app.RouteNewDevice, g.Text(w.OtherAccount))),
		recoverLink(b),
		h.P(h.Class("small quiet"), Go(app.RouteGuide, g.Text(b.Guide.Look))),
	)
}

func newDevice(b text.Book, m *app.Model) g.Node {
	w := b.Account
	_, field := tried(b, m, app.ActionNewDevice)
	return g.All(
		Title(w.NewDevice),
		h.P(g.Text(w.NewDeviceLead)),
		g.If(m.Phase == app.Locked, h.P(h.Class("note"), g.Text(w.Replaces))),
		Problem(b, entering(b, m, app.ActionNewDevice)),
		KeyForm("newdevice", app.ActionNewDevice,
			g.Iff(m.Joining(), func() g.Node { return nameField(b, m, app.ActionNewDevice, field("name")) }),
			keyField("accountkey", keywork.FieldAccountKey, w.AccountKey, w.AccountKeyHint),
			passphraseField(b, "pass", ""),
			afresh(b, m, app.ActionNewDevice),
			Row(Submit("main", w.DoOpen)),
		),
		recoverLink(b),
	)
}

// keyField is a secret that somebody types from paper, and sees while they do: all of
// it, also on a small screen.
func keyField(id, name, label, hint string) g.Node {
	return Field(FieldProps{ID: id, Name: name, Label: label, Hint: hint,
		Control: Area("", h.Class("accountkey"), h.Data("secret", ""), h.Required(), g.Attr("autocapitalize", "characters"), g.Attr("spellcheck", "false"))})
}

// minutes is a number of minutes in words.
func minutes(b text.Book, n int) string {
	if n == 1 {
		return fmt.Sprintf(b.Set.Minute, n)
	}
	return fmt.Sprintf(b.Set.Minutes, n)
}
