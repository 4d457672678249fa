package view

import (
	"math"
	"slices"
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/keyring"
	"troth/internal/search"
	"troth/internal/text"
)

// perPage is how many entries stand on one page of the record.
const perPage = 40

// recordSpace and recordAll are what is to be seen besides the entries of one
// practice: those that belong to none, and all.
const (
	recordAll   = "all"
	recordSpace = "space"
)

// passage is a part of what an entry says: what somebody wrote, or chose. Label
// may be "".
type passage struct{ label, words string }

// told is what a practice tells of an entry of its own to the person whose model
// it is. Of what is closed to them it tells nothing.
type told struct {
	parts  []passage
	closed bool
	route  string // page on which it stands; "": none
}

// texts is what is told of an entry in which everything written is what somebody
// wrote.
func texts(f event.Fact) (parts []passage) {
	for _, s := range codec.Strings(f.Payload) {
		if s != "" {
			parts = append(parts, passage{"", s})
		}
	}
	return parts
}

// recordTexts is section.record for practices of which all entries are like that,
// and stand on one page.
func recordTexts(route string) func(text.Book, *app.Model, event.Fact) told {
	return func(_ text.Book, _ *app.Model, f event.Fact) told { return told{parts: texts(f), route: route} }
}

// parts leaves out passages without words.
func parts(all ...passage) []passage {
	return slices.DeleteFunc(all, func(p passage) bool { return p.words == "" })
}

// reading is how an entry reads in the record.
type reading struct {
	line  string // {who}
	notes []string
	told
}

// records reads the entries of one log to a person.
type records struct {
	b   text.Book
	w   *text.Record
	m   *app.Model
	own bool
	all bool   // also what this person has not opened on this device
	as  string // what they are called; "": you

	sections map[string]section // the practices of this log, by their names
}

func newRecords(b text.Book, m *app.Model, own bool) *records {
	r := &records{b: b, w: b.Record, m: m, own: own, sections: map[string]section{}}
	for _, s := range sections(b) {
		if _, there := r.sections[s.name]; !there || s.mine == own {
			r.sections[s.name] = s // what is private and can be shared has two
		}
	}
	return r
}

func (r *records) me() event.Partner { return r.m.By(r.own) }

// practice names the practice of an entry, or recordSpace. What is held back
// belongs to none: not even that is told.
func (r *records) practice(e fold.Record) string {
	name := e.Kind.Practice()
	switch {
	case !r.own && r.m.Holds(e):
		return recordSpace
	case name == "seal":
		if f, ok := r.m.Fact(r.own, e.Seq); ok {
			name, _ = r.m.SealedBy(f)
		}
	}
	if _, ok := r.sections[name]; !ok {
		return recordSpace
	}
	return name
}

// read returns how an entry reads. It is the one place that decides what of an
// entry somebody is told.
func (r *records) read(e fold.Record) reading {
	v := reading{line: r.w.Unknown}
	note := func(s string) { v.notes = append(v.notes, s) }
	name := string(e.Kind)
	if r.own && e.Flag == envelope.Control {
		name = "own " + name
	}
	var said couple.Verify
	if f, readable := r.m.Fact(r.own, e.Seq); readable && e.Kind == couple.KindVerify && codec.Decode(f.Payload, &said) == nil && said.How == couple.Unchecked {
		name += " " + string(said.How)
	}
	known, ok := r.w.Lines[name]
	if !ok && e.Flag == envelope.Control {
		known, ok = r.w.Lines[string(e.Kind)]
	}
	mine := e.By == r.me()
	switch {
	case !r.own && r.m.Holds(e):
		v.line = r.w.Held
		note(r.w.HeldNote)
		return v
	case e.Redacted != 0:
		v.line = r.w.Taken
		if c, ok := r.m.Self.Kept(r.m.LogID(), e.Hash); ok && !r.own && !mine && c.Body.Kind.Practice() != "seal" {
			note(r.w.TakenCopy)
			v.parts = texts(event.Fact{Payload: c.Body.Payload})
		}
		return v
	case e.Target != 0:
		v.line = text.Fill(r.w.TakenBack, "n", strconv.FormatUint(e.Target, 10))
		return v
	}
	odd := r.m.OddOf(r.own, e)
	switch {
	case odd.Clock && mine:
		note(r.b.Frame.ClockYou)
	case odd.Clock:
		note(r.name(r.b.Frame.Clock, e.By))
	}
	if odd.OlderKey {
		note(r.b.Frame.OlderKey)
	}
	switch e.Flag {
	case envelope.Withheld:
		v.line = r.w.Withheld
		return v
	case envelope.Unreadable:
		v.line = r.w.Unreadable
		return v
	case envelope.Waiting:
		v.line = r.w.Waiting
		return v
	case envelope.AfterEnd:
		v.line = r.w.AfterEnd
		return v
	case envelope.BadControl, envelope.OutOfPlace:
		v.line = r.w.OutOfPlace
		return v
	}
	if !ok || e.Flag == envelope.Newer || e.Why == fold.ErrUnknown {
		return v
	}
	v.line = known
	f, readable := r.m.Fact(r.own, e.Seq)
	s, found := r.sections[r.practice(e)]
	if e.Why != nil {
		note(r.w.Refused)
		readable = readable && mine && e.Kind.Practice() != "seal" // the rules that close things have not seen it
	}
	if !readable || !found || s.record == nil {
		return v
	}
	t := s.record(r.b, r.m, f)
	switch {
	case t.closed:
		note(r.w.Closed)
	case !r.own && !mine && !r.all && len(t.parts) > 0 && r.m.Couple.OneByOne(e.Kind) && !r.m.Opened[e.ID]:
		note(r.w.Unopened)
		v.route = t.route
	default:
		v.told = t
	}
	return v
}

// name fills {who} in a pattern with words, where they cannot be marked up.
func (r *records) name(pattern string, by event.Partner) string {
	if by == r.me() {
		return text.Fill(pattern, "who", either(r.as == "", r.b.Frame.You, r.as))
	}
	return text.Fill(pattern, "who", plainName(r.b, r.m.PartnerName))
}

// plainName is what a partner is called, without what could reorder text.
func plainName(b text.Book, name string) string {
	name = CleanName(name)
	return either(name == "", b.Frame.Partner, name)
}

// Pages.

// record is the page of a log's record. Below its route stand what is shown and
// the seq before which it begins.
func record(b text.Book, m *app.Model, own bool) g.Node {
	r := newRecords(b, m, own)
	base, title, lead := app.RouteRecord, r.w.Title, r.w.Lead
	if own {
		base, title, lead = app.RouteOwnRecord, r.w.OwnTitle, r.w.OwnLead
	}
	at := append(strings.Split(strings.TrimPrefix(strings.TrimPrefix(m.Route, base), "/"), "/"), "")
	only := either(at[0] == "", recordAll, at[0])
	list := m.RecordsOf(own)
	before, err := strconv.ParseUint(at[1], 10, 64)
	if err != nil {
		before = math.MaxUint64
	}
	there := map[string]bool{}
	var rows []g.Node
	older := uint64(0)
	for _, e := range slices.Backward(list) {
		name := r.practice(e)
		there[name] = true
		switch {
		case e.Seq >= before || only != recordAll && only != name || older != 0:
		case len(rows) == perPage:
			older = e.Seq + 1
		default:
			rows = append(rows, r.row(e, nil))
		}
	}
	page := g.All(Title(title), h.P(h.Class("quiet"), g.Text(lead)), r.filter(base, only, there))
	if len(rows) == 0 {
		page = g.All(page, h.P(h.Class("said"), g.Text(r.w.None)))
	} else {
		page = g.All(page, h.Ol(h.Class("record"), g.All(rows...)))
	}
	var turn []g.Node
	if older != 0 {
		turn = append(turn, GoButton(base+"/"+only+"/"+strconv.FormatUint(older, 10), "", r.w.Older))
	}
	if at[1] != "" {
		turn = append(turn, GoButton(base+"/"+only, "bare", r.w.Newest))
	}
	return g.All(page, g.If(len(turn) > 0, Row(turn...)), r.proves(list),
		Thing(g.Text(r.w.ExportIn), Go(app.RouteExport, g.Text(r.w.Export))))
}

// filter leads to the entries of one practice.
func (r *records) filter(base, only string, there map[string]bool) g.Node {
	var links []g.Node
	link := func(name, words string) {
		links = append(links, h.A(h.Class("chip"), h.Href("#"), h.Data("go", base+"/"+name), g.If(name == only, g.Attr("aria-current", "true")), g.Text(words)))
	}
	link(recordAll, r.w.All)
	for _, s := range sections(r.b) {
		if there[s.name] {
			link(s.name, s.title)
			delete(there, s.name)
		}
	}
	if there[recordSpace] && !r.own {
		link(recordSpace, r.w.Space)
	}
	if len(links) < 3 && only == recordAll {
		return nil
	}
	return h.Nav(h.Class("chips"), h.Aria("label", r.w.Filter), g.All(links...))
}

// row is one entry; found says which words of it were looked for.
func (r *records) row(e fold.Record, found []string) g.Node {
	v := r.read(e)
	var over []string
	if !r.own { // nobody needs to name an entry of their own to another, and gaps would tell of what is locked or was removed
		over = append(over, text.Fill(r.w.Number, "n", strconv.FormatUint(e.Seq, 10)))
	}
	if e.At.MS != 0 && !(!r.own && r.m.Holds(e)) {
		over = append(over, r.when(e.At))
	}
	line := r.who(v.line, e.By)
	if v.route != "" {
		line = Go(v.route, line)
	}
	row := g.All(g.If(len(over) > 0, h.Span(h.Class("eyebrow"), g.Text(strings.Join(over, " · ")))), h.P(line))
	for _, p := range v.parts {
		words := paragraphs(p.words)
		if found != nil {
			hits, ok := search.Passage(p.words, found)
			if !ok {
				continue
			}
			words = h.P(h.Class("own"), h.Dir("auto"), g.Map(hits, func(x search.Part) g.Node {
				if x.Hit {
					return g.El("mark", g.Text(x.Text))
				}
				return g.Text(x.Text)
			}))
		}
		row = g.All(row, h.Div(h.Class("passage"), g.If(p.label != "", h.Span(h.Class("eyebrow"), g.Text(p.label))), words))
	}
	for _, s := range v.notes {
		row = g.All(row, h.P(h.Class("quiet small"), g.Text(s)))
	}
	return h.Li(h.ID("e-"+either(r.own, e.ID.String(), strconv.FormatUint(e.Seq, 10))), row)
}

// who fills {who} as the function does, also for a person's own log.
func (r *records) who(pattern string, by event.Partner) g.Node {
	if r.own {
		return g.Text(r.name(pattern, by))
	}
	return who(r.b, r.m, pattern, by)
}

// when is a day and a time, by the clock of whoever wrote at it.
func (r *records) when(at event.Stamp) string {
	hour, min := at.Civil.Clock()
	day := r.b.Calendar.Date(text.Moment{Day: at.Civil.Date().Time(), Today: r.m.Now.Civil.Date().Time(), MonthFirst: r.m.Self.Settings.MonthFirst})
	return day + ", " + pad(hour) + ":" + pad(min)
}

func pad(n int) string { return either(n < 10, "0", "") + strconv.Itoa(n) }

// proves says what the record proves, and how to check it.
func (r *records) proves(list []fold.Record) g.Node {
	var words g.Node
	log := r.m.LogID()
	if n := len(list); n > 0 && !r.own && log != [16]byte{} {
		w := keyring.HistoryWords(log, list[n-1].Seq, list[n-1].Hash)
		words = h.P(h.ID("history-words"), g.Text(text.Fill(r.w.Head, "n", strconv.FormatUint(list[n-1].Seq, 10), "words", strings.Join(w[:], " "))))
	}
	return h.Section(h.Class("stack"), g.Map(r.w.Proves, func(s string) g.Node { return h.P(h.Class("quiet"), g.Text(s)) }),
		g.If(!r.own, h.Div(h.Class("fold"), h.Details(h.Summary(g.Text(r.w.CheckTitle)), List(r.w.Check), words))))
}

// count says how many entries there are.
func (r *records) count(n int) string {
	if n == 1 {
		return r.w.Entry
	}
	return text.Fill(r.w.Entries, "n", strconv.Itoa(n))
}

// maxFound is how many entries of each log a search shows.
const maxFound = 30

// searching is the page on which somebody looks for what was written.
func searching(b text.Book, m *app.Model) g.Node {
	w := b.Record
	page := g.All(
		Title(w.Search), h.P(h.Class("quiet"), g.Text(w.SearchLead)),
		h.Form(h.ID("search"), h.Role("search"), h.Data("action", app.ActionSearch), h.Data("live", app.ActionSearch), h.Data("pause", "200"), h.Method("post"), h.AutoComplete("off"),
			Field(FieldProps{ID: "q", Name: app.FieldQuery, Label: w.SearchLabel, Hint: w.SearchHint,
				Control: Input("search", m.Query, h.Data("focus", ""), h.MaxLength(strconv.Itoa(search.MaxQuery)), g.Attr("spellcheck", "false"), g.Attr("enterkeyhint", "search"))}),
			Row(Submit("", w.SearchDo))),
	)
	words := search.Words(m.Query)
	status := ""
	var found []g.Node
	total, more := 0, false
	for _, own := range []bool{false, true} {
		r := newRecords(b, m, own)
		var rows []g.Node
		list := m.RecordsOf(own)
		for i := len(list) - 1; i >= 0 && len(words) > 0; i-- {
			e := list[i]
			if !search.In(m.Indexed(own, e.Seq, func() string { return r.folded(e) }), words) {
				continue
			}
			if total++; len(rows) == maxFound {
				more = true
				break
			}
			rows = append(rows, r.row(e, words))
		}
		if len(rows) > 0 {
			found = append(found, h.Section(h.Class("stack"), h.H2(g.Text(either(own, w.InOwn, w.InShared))), h.Ol(h.Class("record"), g.All(rows...))))
		}
		switch {
		case len(words) == 0:
		case total == 0:
			status = w.SearchNone
		case more:
			status = w.SearchMore
		default:
			status = text.Fill(w.SearchFound, "n", r.count(total))
		}
	}
	return g.All(page, h.P(h.Class("quiet"), h.Role("status"), g.Text(status)), g.All(found...))
}

// folded is what an entry says, as it is looked through.
func (r *records) folded(e fold.Record) string {
	var out []string
	for _, p := range r.read(e).parts {
		out = append(out, search.Fold(p.words))
	}
	return strings.Join(out, "\n")
}
