package view

import (
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/journal"
	"troth/internal/keywork"
	"troth/internal/text"
)

// Routes of the journal, which is private. Until it is opened all of them are its
// cover.
//
//	mine/journal  mine/journal/new  mine/journal/share  mine/journal/lock
//	mine/journal/ID  mine/journal/ID/remove
const (
	routeJournalNew   = app.RouteJournal + "/new"
	routeJournalShare = app.RouteJournal + "/share"
)

// journals is the section of this practice. It has nothing for Today: whoever
// looks at the screen does not learn there that somebody writes.
func journals(b text.Book) section {
	return section{name: "journal", mine: true, title: b.Journal.Title, lead: b.Journal.Lead, page: journalPage, record: journalRecord}
}

func journalPage(b text.Book, m *app.Model, route string) g.Node {
	w := b.Journal
	switch {
	case !m.Journal.Open:
		return journalCover(b, m)
	case route == app.RouteJournal:
		return journalList(b, m)
	case route == routeJournalNew:
		return journalNew(b, m)
	case route == routeJournalShare:
		return journalShare(b, m)
	case route == app.RouteJournalLock:
		return journalLock(b, m)
	}
	key, what, _ := strings.Cut(strings.TrimPrefix(route, app.RouteJournal+"/"), "/")
	id, _ := event.ParseID(key)
	e, ok := m.Self.Journal.Entry(id)
	switch {
	case !ok:
		return g.All(Title(w.Title), h.P(g.Text(w.Gone)), journalBack(b))
	case what == "remove":
		return journalRemove(b, m, e)
	}
	return journalOne(b, m, e)
}

func journalBack(b text.Book) g.Node { return h.P(Go(app.RouteJournal, g.Text(b.Journal.Back))) }

// journalCover is the same for everybody.
func journalCover(b text.Book, m *app.Model) g.Node {
	w := b.Journal
	wrong, _ := tried(b, m, app.ActionJournal)
	return g.All(Title(w.Title), h.P(g.Text(w.Cover)), Problem(b, wrong),
		KeyForm("journal-open", app.ActionJournal,
			Field(FieldProps{ID: "journalpass", Name: keywork.FieldJournal, Label: w.Pass, Hint: w.PassHint, Control: Secret(b, "journalpass")}),
			Row(Submit("main", w.Open))),
		guideLink(b, "journal"))
}

// journalForm is a form of the journal. What is written in it is locked with the
// key that is open, if there is one.
func journalForm(b text.Book, m *app.Model, kind event.Kind, about ...string) *writingForm {
	if v := m.Journal.Vault(); v != "" {
		about = append(about, app.FieldVault, v)
	}
	return newWritingForm(b, m, kind, b.Journal.WrongField, b.Journal.Cannot, about...)
}

// journalDraft names the form in which something new is begun.
func journalDraft(m *app.Model) string {
	if v := m.Journal.Vault(); v != "" {
		return draftName(journal.KindWritten, app.FieldVault, v)
	}
	return draftName(journal.KindWritten)
}

func journalList(b text.Book, m *app.Model) g.Node {
	w, list := b.Journal, m.Self.Journal.List(false)
	write := Row(GoButton(routeJournalNew, "main", w.New))
	if _, begun := m.Draft(journalDraft(m)); begun {
		write = Thing(g.Text(w.Here), Go(routeJournalNew, g.Text(w.Begun)))
	}
	var again, days []g.Node
	day := ""
	for _, e := range list {
		link := h.P(Go(app.RouteJournal+"/"+e.ID.String(), h.Span(h.Dir("auto"), g.Text(excerpt(e.Text)))))
		if e.Due(m.Now.Civil.Date()) {
			again = append(again, link)
		}
		if on := written(b, m, w.Written, e.At); on != day {
			day = on
			days = append(days, h.H2(g.Text(on)))
		}
		days = append(days, link)
	}
	return g.All(Title(w.Title),
		g.If(len(list) == 0, g.All(h.P(h.Class("said"), g.Text(w.EmptyTitle)), h.P(g.Text(w.Empty)))), write,
		g.If(len(again) > 0, h.Section(h.Class("note good"), h.Span(h.Class("eyebrow"), g.Text(w.AgainNow)), g.All(again...))),
		h.Div(h.Class("stack"), g.All(days...)),
		h.Div(h.Class("stack"),
			h.P(h.Class("small quiet"), Go(routeJournalShare, g.Text(w.Share))),
			h.P(h.Class("small quiet"), Go(app.RouteJournalLock, g.Text(w.Lock))),
			guideLink(b, "journal")),
		ActionForm("close", app.ActionJournalClose, Row(Submit("", w.Close))))
}

// only is the choice to keep something on this device alone.
func (f *writingForm) only() g.Node {
	f.typed = append(f.typed, app.FieldOnly)
	w := f.b.Journal
	return h.Label(h.Class("choice"), h.Input(h.Type("checkbox"), h.ID(f.id(app.FieldOnly)), h.Name(app.FieldOnly), h.Value("yes"), g.If(f.value(app.FieldOnly) == "yes", h.Checked())),
		h.Span(g.Text(w.Only), g.El("br"), h.Span(h.Class("hint"), g.Text(w.OnlyHint))))
}

func (f *writingForm) again(label, hint string) g.Node {
	return f.field(journal.FieldAgain, label, hint, Input("date", f.value(journal.FieldAgain), h.Min((f.m.Now.Civil.Date()+1).String())))
}

func journalNew(b text.Book, m *app.Model) g.Node {
	w := b.Journal
	f := journalForm(b, m, journal.KindWritten)
	return g.All(Head(g.Text(w.New), g.Text(w.Here)), f.node(app.RouteJournal, w.Keep, w.Later, app.RouteJournal,
		h.Div(h.Class("composer"), f.area(journal.FieldText, w.Text, "")), f.again(w.Again, w.AgainHint), f.only()))
}

// journalShare is about one's own share. Nothing leads here but one link at the end
// of the journal, which is there for everybody.
func journalShare(b text.Book, m *app.Model) g.Node {
	w := b.Journal
	f := journalForm(b, m, journal.KindWritten, journal.FieldShare, "yes")
	return g.All(Head(g.Text(w.Share), g.Text(w.Here)), g.Map(w.ShareLead, func(s string) g.Node { return h.P(g.Text(s)) }),
		f.node(routeJournalShare, w.Keep, w.Later, app.RouteJournal, h.Div(h.Class("composer"), f.area(journal.FieldText, w.ShareText, w.ShareHint)), f.only()),
		h.Div(h.Class("things"), h.Role("group"), h.Aria("label", w.Share), g.Map(m.Self.Journal.List(true), func(e journal.Entry) g.Node {
			return Thing(g.Text(written(b, m, w.Written, e.At)), Go(app.RouteJournal+"/"+e.ID.String(), h.Span(h.Dir("auto"), g.Text(excerpt(e.Text)))))
		})), journalBack(b))
}

func journalOne(b text.Book, m *app.Model, e journal.Entry) g.Node {
	w, id := b.Journal, e.ID.String()
	here := app.RouteJournal + "/" + id
	var looks g.Node
	if !e.Share {
		mark := journalForm(b, m, journal.KindMarked, journal.FieldEntry, id)
		marking := h.Div(h.Class("fold"), h.Details(h.ID("mark"), g.If(mark.kept || mark.tried, g.Attr("open")), h.Summary(g.Text(either(e.Intuition, w.Other, w.Mark))),
			mark.node(here, w.MarkDo, w.Later, here, mark.again(w.Again, w.AgainHint))))
		var look g.Node
		if e.Intuition {
			f := journalForm(b, m, journal.KindLooked, journal.FieldEntry, id)
			when := w.NoDay
			if e.Again != 0 {
				when = text.Fill(w.AgainOn, "when", b.Calendar.When(text.Moment{Day: e.Again.Time(), Today: m.Now.Civil.Date().Time(), MonthFirst: m.Self.Settings.MonthFirst}))
			}
			look = g.All(h.H2(g.Text(w.Intuition)), h.P(h.Class("quiet"), g.Text(when)),
				g.Map(e.Looks, func(l journal.Look) g.Node {
					return h.Div(h.Class("note plain"), h.Span(h.Class("eyebrow"), g.Text(written(b, m, w.Looked, l.At))), paragraphs(l.Text))
				}),
				f.node(here, w.LookDo, w.Later, app.RouteJournal, f.area(journal.FieldText, w.Look, w.LookHint)))
		}
		looks = h.Section(h.Class("stack"), look, marking)
	}
	return g.All(Head(g.Text(either(e.Share, w.Share, w.Title)), g.Text(written(b, m, w.Written, e.At))), letterSheet(e.Text),
		g.If(m.IsLocal(e.ID), h.P(h.Class("quiet small"), g.Text(w.OnlyHere))), looks,
		g.If(m.IsLocal(e.ID) || m.MayRedact(true, e.Seq), h.P(h.Class("quiet small"), Go(here+"/remove", g.Text(b.Prepare.Remove)))),
		journalBack(b))
}

func journalRemove(b text.Book, m *app.Model, e journal.Entry) g.Node {
	w, r := b.Journal, b.Prepare // what removing means is the same for all that is private
	here, list := app.RouteJournal+"/"+e.ID.String(), either(e.Share, routeJournalShare, app.RouteJournal)
	if !m.IsLocal(e.ID) {
		return removeOwn(b, m, removal{seq: e.Seq, title: r.RemoveTitle, do: r.RemoveDo, not: r.RemoveNot, what: r.RemoveWhat,
			cannot: w.Cannot, list: list, back: here}, letterSheet(e.Text))
	}
	wrong, _ := tried(b, m, app.ActionJournalDrop)
	return g.All(Title(r.RemoveTitle), letterSheet(e.Text), List(w.DropWhat), Problem(b, wrong),
		Row(ActionForm("drop", app.ActionJournalDrop, Hidden("id", e.ID.String()), Hidden("then", list), Submit("main", r.RemoveDo)), GoButton(here, "bare", r.RemoveNot)))
}

// journalLock is where the journal gets a passphrase of its own. While none has
// opened it the page is the same for everybody.
func journalLock(b text.Book, m *app.Model) g.Node {
	w, open := b.Journal, !m.Journal.Key.IsZero()
	wrong, _ := tried(b, m, app.ActionJournalSet)
	moved, _ := tried(b, m, app.ActionJournalMove)
	bared, _ := tried(b, m, app.ActionJournalBare)
	secret := func(id, name, label, hint string) g.Node {
		return Field(FieldProps{ID: id, Name: name, Label: label, Hint: hint, Control: Secret(b, id, h.Required())})
	}
	set := KeyForm("set-"+strconv.FormatUint(m.Serial, 10), app.ActionJournalSet, Hidden("then", app.RouteJournal),
		secret("journal1", keywork.FieldJournal, w.NewPass, w.NewHint), secret("journal2", keywork.FieldJournalAgain, w.AgainPass, ""),
		secret("lockpass", keywork.FieldPassphrase, w.Account, w.AccountHint), Row(Submit("main", either(open, w.Change, w.Set))))
	if !open {
		return g.All(Title(w.Lock), List(w.LockWhat), Problem(b, wrong), set, journalBack(b))
	}
	act := func(id, action, title, lead, do, wrong string) g.Node {
		return h.Section(h.Class("stack"), h.H2(g.Text(title)), h.P(g.Text(lead)), Problem(b, wrong),
			ActionForm(id, action, g.If(m.Try.Busy && m.Try.Form.Action == action, h.Aria("busy", "true")), Hidden("then", app.RouteJournal), Row(Submit("", do))))
	}
	return g.All(Title(w.Lock), h.P(g.Text(w.IsOpen)),
		g.If(m.Movable(), act("move", app.ActionJournalMove, w.MoveTitle, w.MoveLead, w.Move, moved)),
		h.Section(h.Class("stack"), h.H2(g.Text(w.ChangeTitle)), h.P(g.Text(w.ChangeLead)), Problem(b, wrong), set),
		act("bare", app.ActionJournalBare, w.BareTitle, w.BareLead, w.Bare, bared), journalBack(b))
}

// journalRecord tells what an entry says that no passphrase of its own locks. What
// is locked is in no record.
func journalRecord(b text.Book, _ *app.Model, f event.Fact) (t told) {
	var marked journal.Marked
	var looked journal.Looked
	t.parts = texts(f)
	switch {
	case f.Kind == journal.KindWritten:
		t.route = app.RouteJournal + "/" + f.ID.String()
	case f.Kind == journal.KindMarked && codec.Decode(f.Payload, &marked) == nil:
		t.route = app.RouteJournal + "/" + marked.Entry.String()
	case f.Kind == journal.KindLooked && codec.Decode(f.Payload, &looked) == nil:
		t.route = app.RouteJournal + "/" + looked.Entry.String()
	}
	return t
}
