package view

import (
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/language"
	"troth/internal/text"
)

// writingForm is a form by which somebody writes to the other, or for themselves.
// What was typed is shown again: as it was kept while it was typed, else as it was
// submitted and did not go through. Fields must be made before the node that holds them.
type writingForm struct {
	b      text.Book
	m      *app.Model
	kind   event.Kind
	about  []string        // fields that say what it is about, and their values, in turn
	cannot string          // the rules do not allow it any more
	strict language.Strict // what the language check is to look for beyond the usual; set before fields are made
	said   func(field, code string) string

	tried    bool
	draft    app.Draft
	kept     bool // there is a draft
	preset   map[string]string
	typed    []string // the fields a person fills in
	answered bool     // it is said what became of a note
	offers   []g.Node // forms that notes lead to, which stand after this one
}

func newWritingForm(b text.Book, m *app.Model, kind event.Kind, said func(field, code string) string, cannot string, about ...string) *writingForm {
	f := &writingForm{b: b, m: m, kind: kind, about: about, said: said, cannot: cannot}
	values := event.Form{event.FieldKind: string(kind)}
	for i := 0; i < len(about); i += 2 {
		values[about[i]] = about[i+1]
	}
	f.tried = m.Try.For(app.ActionDo, values)
	f.draft, f.kept = m.Draft(f.name())
	return f
}

// draftName names a form as its draft is kept.
func draftName(kind event.Kind, about ...string) string {
	parts := []string{string(kind)}
	for i := 1; i < len(about); i += 2 {
		parts = append(parts, about[i])
	}
	return strings.Join(parts, " ")
}

func (f *writingForm) name() string { return draftName(f.kind, f.about...) }

func (f *writingForm) id(field string) string { return f.kind.Verb() + "-" + field }

// value is what was typed into a field. A draft is never older than what was
// submitted, unless it was too big to be kept.
func (f *writingForm) value(field string) string {
	switch {
	case f.kept && f.m.TooBig != f.name():
		return f.draft.Values[field]
	case f.tried:
		return f.m.Try.Form.Values[field]
	case f.kept:
		return f.draft.Values[field]
	}
	return f.preset[field]
}

// wrong is what is wrong with a field, or "".
func (f *writingForm) wrong(field string) string {
	if e := f.m.Try.Field; f.tried && e != nil && e.Field == field {
		return f.said(e.Field, e.Code)
	}
	return ""
}

func (f *writingForm) field(field, label, hint string, control func(...g.Node) g.Node) g.Node {
	f.typed = append(f.typed, field)
	return Field(FieldProps{ID: f.id(field), Name: field, Label: label, Hint: hint, Error: f.wrong(field), Control: control})
}

// area is a field of several lines, with what the language check says of it.
func (f *writingForm) area(field, label, hint string) g.Node {
	return h.Div(h.Class("written"), f.field(field, label, hint, Area(f.value(field), h.Dir("auto"))), f.notes(field))
}

// radios is a choice of one of several, in the draft like anything else. About
// stands under what is asked; the class is that of the row of choices.
func (f *writingForm) radios(field string, legend, about g.Node, class string, options []Option) g.Node {
	f.typed = append(f.typed, field)
	return radios(f.id(field), field, legend, about, f.wrong(field), class, options, f.value(field))
}

// node is the form itself. A new one has a new id after each that went through,
// so that it comes back empty.
func (f *writingForm) node(then, send, later, laterGo string, fields ...g.Node) g.Node {
	if f.m.Resting(f.kind) {
		return resting(f.b, f.m)
	}
	return g.All(f.thrown(), ActionForm(f.serial(), app.ActionDo, h.Data("live", app.ActionDraft), g.Attr("novalidate"),
		g.If(f.tried && f.m.Try.Busy, h.Aria("busy", "true")),
		f.summary(),
		f.hidden(then), Hidden(app.FieldDraft, f.name()), Hidden(app.FieldTyped, strings.Join(f.typed, " ")),
		g.If(f.strict != language.Plain, Hidden(app.FieldStrict, string(f.strict))),
		g.All(fields...),
		g.Iff(!f.kind.Own(), func() g.Node { return arrives(f.b, f.m) }),
		Row(Submit("main", send), GoButton(laterGo, "bare", later)),
		f.state(),
	), g.All(f.offers...))
}

// serial is the id of the form in this turn.
func (f *writingForm) serial() string {
	return f.kind.Verb() + "-" + strconv.FormatUint(f.m.Serial, 10)
}

// hidden are the fields that a person does not see.
func (f *writingForm) hidden(then string) g.Node {
	about := g.All(Hidden(event.FieldKind, string(f.kind)), Hidden("then", then))
	for i := 0; i < len(f.about); i += 2 {
		about = g.All(about, Hidden(f.about[i], f.about[i+1]))
	}
	return about
}

// choice is a form in which nothing is written, only chosen: there is nothing of
// it to keep while it is filled in. Class is that of its button.
func (f *writingForm) choice(then, class, send string, fields ...g.Node) g.Node {
	return ActionForm(f.serial(), app.ActionDo, f.summary(), f.hidden(then), g.All(fields...), Row(Submit(class, send)))
}

// begin is a button that opens another writing form with a text in one of its
// fields. Nothing is written by it.
func begin(id string, kind event.Kind, field, words, route, label string) g.Node {
	return ActionForm(id, app.ActionBegin, Hidden("then", route), Hidden(app.FieldDraft, draftName(kind)), Hidden(app.FieldTyped, field),
		Hidden(field, words), Row(Submit("main", label)))
}

// state says quietly that what was typed is kept, and how to be rid of it.
func (f *writingForm) state() g.Node {
	w := f.b.Writing
	switch {
	case f.m.TooBig == f.name():
		return h.P(h.Class("wrong"), h.Role("status"), g.Text(w.TooBig))
	case !f.kept:
		return nil
	case f.m.Unkept:
		return h.P(h.Class("wrong"), h.Role("status"), g.Text(w.Unkept))
	}
	return h.Div(h.Class("row kept"), h.P(h.Class("quiet small"), g.Text(w.Kept)),
		h.Button(h.Type("submit"), h.Class("bare small"), h.Data("action", app.ActionDiscard), g.Text(w.Throw)))
}

// thrown offers what was just thrown away.
func (f *writingForm) thrown() g.Node {
	if f.m.Thrown.Form != f.name() || f.kept {
		return nil
	}
	return ActionForm("take-back", app.ActionTakeBack,
		h.Div(h.Class("row"), h.Data("focus", ""), h.TabIndex("-1"), h.P(h.Class("quiet"), g.Text(f.b.Writing.Thrown)), Submit("", f.b.Writing.Take)))
}

// summary says above the fields what is wrong, and leads to the field.
func (f *writingForm) summary() g.Node {
	t := f.m.Try
	switch {
	case !f.tried:
		return nil
	case t.Field == nil:
		return trouble(f.b, f.m, f.cannot)
	}
	return h.Div(h.Class("summary"), h.Role("alert"), h.TabIndex("-1"), g.Attr("data-focus"),
		h.H2(g.Text(f.b.Wrong.Title)), h.P(g.Text(f.b.Writing.Fix)),
		h.P(h.A(h.Href("#"+f.id(t.Field.Field)), g.Text(f.said(t.Field.Field, t.Field.Code)))))
}

// trouble says why a form has not gone through, where it is not a field's.
func trouble(b text.Book, m *app.Model, cannot string) g.Node {
	t := m.Try
	switch {
	case t.Field != nil || t.Failure == app.NotAllowed:
		return Problem(b, cannot)
	case t.Busy:
		return nil
	}
	return Problem(b, failure(b, t.Failure))
}

// who fills {who} in a pattern with one of the two. A name is kept apart from
// what surrounds it.
func who(b text.Book, m *app.Model, pattern string, by event.Partner) g.Node {
	before, after, named := strings.Cut(pattern, "{who}")
	switch {
	case !named:
		return g.Text(before)
	case by == m.Me:
		return g.Text(before + b.Frame.You + after)
	case CleanName(m.PartnerName) == "":
		return g.Text(before + b.Frame.Partner + after)
	}
	return g.All(g.Text(before), Name(m.PartnerName), g.Text(after))
}

// odd says quietly what there is to say about how entries of a partner were
// written, once: that a time is their clock's word, or that a key was older.
func odd(b text.Book, m *app.Model, by event.Partner, ids ...event.ID) g.Node {
	var all app.Odd
	for _, id := range ids {
		o := m.Odd(id)
		all.Clock, all.OlderKey = all.Clock || o.Clock, all.OlderKey || o.OlderKey
	}
	var notes []g.Node
	note := func(words g.Node) { notes = append(notes, h.P(h.Class("quiet small"), words)) }
	switch {
	case all.Clock && by == m.Me:
		note(g.Text(b.Frame.ClockYou))
	case all.Clock:
		note(who(b, m, b.Frame.Clock, by))
	}
	if all.OlderKey {
		note(g.Text(b.Frame.OlderKey))
	}
	if notes == nil {
		return nil
	}
	return g.All(notes...)
}

// written fills {when} in a pattern with the day of a stamp, as it was where this
// person is now. Nothing was written later than now.
func written(b text.Book, m *app.Model, pattern string, at event.Stamp) string {
	now := m.Now
	ago := event.Minute((now.MS - min(max(at.MS, 0), now.MS)) / 60_000)
	return text.Fill(pattern, "when", b.Calendar.When(text.Moment{Day: (now.Civil - ago).Date().Time(), Today: now.Civil.Date().Time(), MonthFirst: m.Self.Settings.MonthFirst}))
}

// maxExcerpt is how many characters of a text stand for all of it.
const maxExcerpt = 90

// excerpt is the beginning of a text on one line, cut between words.
func excerpt(s string) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) <= maxExcerpt {
		return string(runes)
	}
	cut := string(runes[:maxExcerpt])
	if i := strings.LastIndexByte(cut, ' '); i > maxExcerpt/2 {
		cut = cut[:i]
	}
	return cut + " …"
}
