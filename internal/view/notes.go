package view

import (
	"strconv"
	"unicode/utf16"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/language"
	"troth/internal/language/check"
	"troth/internal/promise"
	"troth/internal/text"
)

// notes are what the language check says of a field, for the writer alone. They
// keep nobody from sending it, and while there is nothing to say nothing is
// seen: a letter that is easy to hear is not praised for it, because whoever is
// praised while they write begins to write for the praise. One note is open at a
// time. What stands there is said once to those who listen, not at each change.
func (f *writingForm) notes(field string) g.Node {
	if f.m.Check == nil || f.m.NotesOff() {
		return nil
	}
	w, value := f.b.Writing, f.value(field)
	n := f.m.Notes(f.name(), value, f.strict)
	switch {
	case f.kind.Own():
		n.List, n.Promises = nil, nil // nobody hears what is private: it may be said in any way
	case f.kind.Practice() == routePromises || f.m.Space != app.Shared || f.m.Fewer():
		n.Promises = nil
	}
	told := ""
	if !n.Empty() {
		told = w.Noted
	}
	region := g.All(h.P(h.Class("visually-hidden"), h.Role("status"), g.Text(told)), f.replied())
	if n.Empty() {
		return h.Div(h.Class("notes"), region)
	}
	seen := map[language.Kind]int{}
	return h.Div(h.Class("notes"), h.Role("group"), h.Aria("label", w.Notes), region,
		g.Map(n.List, func(note check.Note) g.Node {
			seen[note.Kinds[0]]++
			return f.note(field, value, note, seen[note.Kinds[0]])
		}),
		g.Map(n.Promises, func(p check.Promise) g.Node { return f.promised(value, p) }),
		g.Iff(n.Help, func() g.Node {
			return g.All(h.P(h.Class("small quiet"), g.Text(w.Help)), h.Button(h.Type("button"), h.Class("bare small"), h.Data("help", ""), g.Text(f.b.Frame.Help)), g.Iff(n.Crisis, func() g.Node { return hardMoment(f.b, f.m, event.ID{}) }))
		}),
		h.P(h.Class("small quiet"), g.Text(w.Only)),
		h.Button(h.Type("submit"), h.Class("bare small"), h.Data("action", app.ActionNotesOff), g.Text(w.NotesOff)),
	)
}

// replied says what became of the note that was answered last, and offers what
// was in the form before it.
func (f *writingForm) replied() g.Node {
	w := f.b.Writing
	if f.answered {
		return nil
	}
	f.answered = true
	switch {
	case f.m.Replied == f.name():
		return h.P(h.Class("quiet small"), h.Data("focus", ""), h.TabIndex("-1"), g.Text(w.Meant))
	case f.m.Thrown.Form == f.name() && f.kept:
		return h.Div(h.Class("row"), h.Data("focus", ""), h.TabIndex("-1"), h.P(h.Class("quiet small"), g.Text(w.Changed)),
			h.Button(h.Type("submit"), h.Class("small"), h.Data("action", app.ActionTakeBack), g.Text(w.Take)))
	}
	return nil
}

// note is one note: the words, why, and what can be done.
func (f *writingForm) note(field, value string, n check.Note, nth int) g.Node {
	w, words := f.b.Writing, value[n.Start:n.End]
	id := f.id(field) + "-" + string(n.Kinds[0]) + "-" + strconv.Itoa(nth)
	answer := func(action, class, label string) g.Node {
		return h.Button(h.Type("submit"), h.Class(class), h.Data("action", action), h.Name(app.FieldNote), h.Value(app.NoteID(field, value, n)), g.Text(label))
	}
	return h.Details(h.Class("note"), h.ID(id), h.Name(f.id(field)+"-notes"),
		h.Summary(h.Dir("auto"), g.Text(text.Fill(w.About, "words", excerpt(words)))),
		h.P(g.Text(n.Why)),
		g.Iff(n.Try != "", func() g.Node {
			return g.All(h.P(h.Class("quiet small"), g.Text(w.TryInstead)), h.P(h.Class("try"), h.Dir("auto"), g.Text(n.Try)))
		}),
		Row(
			g.Iff(n.Try != "", func() g.Node { return answer(app.ActionReword, "small", w.Reword) }),
			h.Button(h.Type("button"), h.Class("bare small"), h.Data("mark", "#"+f.id(field)), h.Data("words", words), h.Data("at", units(value[:n.Start])), g.Text(w.Where)),
			answer(app.ActionNotMeant, "bare small", w.NotMeant),
		))
}

// units counts a text as scripts do.
func units(s string) string {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return strconv.Itoa(n)
}

// promised offers to note a promise that a text makes. Nothing is written by it:
// it leads to the form, with what was said filled in.
func (f *writingForm) promised(value string, p check.Promise) g.Node {
	w := f.b.Writing
	words := cut(value[p.Start:p.End], promise.MaxText)
	form := "note-" + f.id(strconv.Itoa(len(f.offers)))
	f.offers = append(f.offers, ActionForm(form, app.ActionBegin, Hidden("then", routePromisesNew), Hidden(app.FieldDraft, draftName(promise.KindMade)),
		Hidden(app.FieldTyped, promise.FieldText+" "+promise.FieldDate+" "+promise.FieldTime+" "+promise.FieldRepeat),
		Hidden(promise.FieldText, words), Hidden(promise.FieldDate, p.Date), Hidden(promise.FieldTime, p.Time), Hidden(promise.FieldRepeat, repeat(p.Repeat))))
	return h.Div(h.Class("note plain"), h.P(h.Class("quiet small"), h.Dir("auto"), g.Text(text.Fill(w.Promised, "words", excerpt(words)))),
		Row(h.Button(h.Type("submit"), h.Class("small"), g.Attr("form", form), g.Text(w.NotePromise))))
}

// repeat is how often a promise comes back that falls due again after a length
// of time.
func repeat(length string) string {
	switch length {
	case "P1D":
		return string(promise.Daily)
	case "P1W":
		return string(promise.Weekly)
	case "P2W":
		return string(promise.Fortnightly)
	case "P1M":
		return string(promise.Monthly)
	}
	return string(promise.Once)
}

// cut keeps the first characters of a text, on one line.
func cut(s string, most int) string {
	runes := []rune(s)
	return string(runes[:min(len(runes), most)])
}
