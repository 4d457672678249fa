package app

import (
	"maps"
	"strings"
	"time"
	"unicode/utf8"

	"troth/internal/event"
	"troth/internal/language"
	"troth/internal/language/check"
)

// MaxNotes is how many notes about one text are shown.
const MaxNotes = 12

// Limits of what is kept about notes.
const (
	answers   = 6 // texts whose answers are remembered while their page is shown
	meantMost = 3 // how often "not meant so" raises what a kind asks for
)

// Fields by which a button says which note it answers.
const (
	FieldNote   = "note"   // Note.ID
	FieldStrict = "strict" // what the form asks for, if it is more than the usual
)

// NoteID names a note about what stands in a field of a form, as long as the
// words stay the same.
func NoteID(field, text string, n check.Note) string {
	return field + " " + string(n.Kinds[0]) + " " + text[n.Start:n.End]
}

// Notes is what is to be said about a text.
type Notes struct {
	List     []check.Note // for the writer alone; they advise and never block
	Promises []check.Promise
	Help     bool // lead quietly to the help page
	Crisis   bool // because somebody may want to live no longer
}

// Empty reports whether nothing is to be said.
func (n Notes) Empty() bool { return len(n.List) == 0 && len(n.Promises) == 0 && !n.Help }

// answered is what the check said of a text.
type answered struct {
	text   string
	strict language.Strict
	day    event.Date // on which it was asked
	first  bool       // days come before months
	a      check.Answer
}

// Meant is what this person has said about notes: that something was not meant
// so. It is theirs, stays on this device and is forgotten when they wish. It is
// never changed in place.
type Meant struct {
	Raised map[language.Kind]uint8 `cbor:"1,keyasint"` // by how many steps a kind asks for more
	Quiet  event.Form              `cbor:"2,keyasint"` // by form: kinds that are not marked in what is being written there, with a blank after each
}

// least is how likely a kind must be before it is noted: after a first answer as
// before, then more and more. What protects somebody always counts.
func (m Meant) least(k language.Kind) float64 {
	if protects(k) {
		return 0
	}
	return [meantMost + 1]float64{0, 0, 0.8, 0.93}[min(m.Raised[k], meantMost)]
}

func protects(k language.Kind) bool {
	return k == language.Danger || k == language.Control || k == language.Crisis
}

func (m Meant) quiet(form string, k language.Kind) bool {
	return strings.Contains(m.Quiet[form], string(k)+" ")
}

// NotesOff reports whether this person wants no notes.
func (m *Model) NotesOff() bool { return m.notesOff || m.Self.Settings.NotesOff }

// Notes returns what is to be said about a text in a form. Without a Check there
// is nothing.
func (m *Model) Notes(form, text string, strict language.Strict) (n Notes) {
	if m.Check == nil || m.NotesOff() || strings.TrimSpace(text) == "" {
		return n
	}
	a := m.ask(text, strict)
	n.Promises, n.Help, n.Crisis = a.Promises, a.Crisis, a.Crisis
	for _, note := range a.Notes {
		k := note.Kinds[0]
		if m.Meant.quiet(form, k) || note.Score < m.Meant.least(k) || len(n.List) == MaxNotes {
			continue
		}
		n.List = append(n.List, note)
		for _, k := range note.Kinds {
			n.Help = n.Help || protects(k)
		}
	}
	return n
}

// Feelings returns the labels of GoEmotions that a text shows, the likeliest
// first; language.Family tells what family they belong to.
func (m *Model) Feelings(text string) []string {
	if m.Check == nil || m.NotesOff() {
		return nil
	}
	return m.ask(text, language.Plain).Feelings
}

// ask asks the check, once for each text. What lies outside of the text or cuts
// a character is left out.
func (m *Model) ask(text string, strict language.Strict) check.Answer {
	day, first := m.Now.Civil.Date(), !m.Self.Settings.MonthFirst
	for _, have := range m.answers {
		if have.text == text && have.strict == strict && have.day == day && have.first == first {
			return have.a
		}
	}
	hour, minute := m.Now.Civil.Clock()
	got := m.Check(check.Question{Text: text, Strict: strict, DayFirst: first, Now: day.Time().Add(time.Duration(60*hour+minute) * time.Minute)})
	a := check.Answer{Crisis: got.Crisis, Feelings: got.Feelings}
	within := func(start, end int) bool {
		return start >= 0 && start < end && end <= len(text) && utf8.RuneStart(text[start]) && (end == len(text) || utf8.RuneStart(text[end]))
	}
	for _, n := range got.Notes {
		if len(n.Kinds) > 0 && within(n.Start, n.End) {
			a.Notes = append(a.Notes, n)
		}
	}
	for _, p := range got.Promises {
		if within(p.Start, p.End) {
			a.Promises = append(a.Promises, p)
		}
	}
	m.answers = append(m.answers, answered{text, strict, day, first, a})
	m.answers = m.answers[max(0, len(m.answers)-answers):]
	return a
}

// want asks for the language check when somebody begins to write. If it cannot
// be had now, writing goes on without it, and it is asked for again on the next
// page on which somebody writes.
func (m *Model) want() []Effect {
	if m.Check != nil || m.asking || m.asked == m.Token || m.Phase != Open || m.Past != nil || m.NotesOff() || !Writes(m.Route) {
		return nil
	}
	m.asked, m.asking = m.Token, true
	return []Effect{FetchCheck{}}
}

// Writes reports whether a page is one on which somebody writes.
func Writes(route string) bool {
	route = strings.TrimPrefix(route, RouteMine+"/")
	_, rest, _ := strings.Cut(route, "/")
	return !appRoute(route) && (rest == "new" || strings.Contains(rest, "/"))
}

// noteOf finds the note that a form answers in what it says by now. It may be
// gone, because the words have changed.
func (m *Model) noteOf(f Form) (d Draft, field string, n check.Note, ok bool) {
	d, ok = draftOf(f)
	field, _, _ = strings.Cut(f.Values[FieldNote], " ")
	text := d.Values[field]
	if !ok || text == "" {
		return d, field, n, false
	}
	for _, n := range m.Notes(d.Form, text, language.Strict(f.Values[FieldStrict])).List {
		if NoteID(field, text, n) == f.Values[FieldNote] {
			return d, field, n, true
		}
	}
	return d, field, n, false
}

// reword puts the other way to say it into the text. What was there before can be
// taken back.
func (m *Model) reword(f Form) []Effect {
	effects := m.typed(f)
	before, field, n, ok := m.noteOf(f)
	if !ok || n.Try == "" {
		return effects
	}
	after := Draft{Form: before.Form, Values: maps.Clone(before.Values)}
	after.Values[field] = replace(before.Values[field], n.Start, n.End, n.Try)
	if after.size() > MaxDraft {
		return effects
	}
	effects = append(effects, m.putDraft(after)...)
	m.Thrown, m.Replied = before, ""
	return effects
}

// replace puts words in the place of a passage. Marks that end a sentence stand
// once.
func replace(text string, start, end int, words string) string {
	rest := text[end:]
	if strings.HasSuffix(words, ".") || strings.HasSuffix(words, "?") || strings.HasSuffix(words, "!") {
		rest = strings.TrimLeft(rest, ".,;:!?")
	}
	return text[:start] + words + rest
}

// notMeant takes a person's word that something was not meant so.
func (m *Model) notMeant(f Form) []Effect {
	effects := m.typed(f)
	d, _, n, ok := m.noteOf(f)
	if !ok {
		return effects
	}
	kept := Meant{map[language.Kind]uint8{}, event.Form{}}
	for k, steps := range m.Meant.Raised {
		kept.Raised[k] = steps
	}
	kept.Raised[n.Kinds[0]] = min(kept.Raised[n.Kinds[0]]+1, meantMost)
	for _, d := range m.Drafts {
		if quiet := m.Meant.Quiet[d.Form]; quiet != "" {
			kept.Quiet[d.Form] = quiet
		}
	}
	for _, k := range n.Kinds {
		kept.Quiet[d.Form] += string(k) + " "
	}
	m.Meant, m.Replied = kept, d.Form
	return append(effects, KeepMeant{})
}

// loud forgets what was said about notes on a text that is no more.
func (m *Model) loud(form string) []Effect {
	if m.Meant.Quiet[form] == "" {
		return nil
	}
	quiet := event.Form{}
	for f, kinds := range m.Meant.Quiet {
		if f != form {
			quiet[f] = kinds
		}
	}
	m.Meant.Quiet = quiet
	return []Effect{KeepMeant{}}
}

// begin opens another form with something in it. What had been begun there can be
// taken back.
func (m *Model) begin(f Form) []Effect {
	d, ok := draftOf(f)
	to := f.Values["then"]
	if !ok || !m.may(to) || d.size() > MaxDraft {
		return nil
	}
	before, _ := m.Draft(d.Form)
	m.open(to)
	effects := m.putDraft(d)
	if before.Form != "" && !before.Equal(d) {
		m.Thrown = before
	}
	return effects
}

// turnNotesOff does so at once, and in the settings when the relay can be
// reached.
func (m *Model) turnNotesOff(f Form) []Effect {
	effects := m.typed(f)
	m.notesOff = true
	s := m.Self.Settings
	s.NotesOff = true
	m.Try = Try{Form: Form{Action: ActionNotesOff}}
	return append(effects, WriteSettings{s})
}
