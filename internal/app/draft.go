package app

import (
	"maps"
	"slices"
	"strings"

	"troth/internal/event"
)

// Limits of drafts.
const (
	MaxDrafts = 32       // kept at once; the one that was left alone the longest goes first
	MaxDraft  = 64 << 10 // bytes of one, names of fields included

	maxDraftName   = 160 // bytes of a form's name
	maxDraftFields = 256 // as many as a list of ideas has, twice
)

// Fields by which a writing form says how it is to be kept while somebody
// writes.
const (
	FieldDraft = "draft" // names the form: its kind and what it is about
	FieldTyped = "typed" // the fields that a person fills in, with blanks between
	FieldOwn   = "own"   // of a form that is not of a kind: set, if it is about the person's own log
)

// Draft is what was typed into a form and has not gone through.
type Draft struct {
	Form   string     `cbor:"1,keyasint"` // as FieldDraft names it
	Values event.Form `cbor:"2,keyasint"` // of the fields that a person fills in
}

// draftOf reads what was typed into a form. It reports whether the form is one
// that is kept at all.
func draftOf(f Form) (Draft, bool) {
	name, fields := f.Values[FieldDraft], strings.Fields(f.Values[FieldTyped])
	if name == "" || len(name) > maxDraftName || len(fields) > maxDraftFields {
		return Draft{}, false
	}
	d := Draft{Form: name, Values: event.Form{}}
	for _, field := range fields {
		if v := strings.ToValidUTF8(f.Values[field], "\ufffd"); v != "" {
			d.Values[field] = v
		}
	}
	return d, true
}

// Own reports whether it is of a form that writes into the person's own log.
func (d Draft) Own() bool {
	kind, _, _ := strings.Cut(d.Form, " ")
	return event.Kind(kind).Own()
}

// DraftsOf returns those drafts that are for the person's own log, or the others:
// what was meant for one partner is not for the next.
func DraftsOf(own bool, list []Draft) (of []Draft) {
	for _, d := range list {
		if d.Own() == own {
			of = append(of, d)
		}
	}
	return of
}

// blank reports whether there is nothing in d that could be lost.
func (d Draft) blank() bool {
	for _, v := range d.Values {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return true
}

// Equal reports whether the same was typed into the same form.
func (d Draft) Equal(e Draft) bool { return d.Form == e.Form && maps.Equal(d.Values, e.Values) }

func (d Draft) size() int {
	n := len(d.Form)
	for field, v := range d.Values {
		n += len(field) + len(v)
	}
	return n
}

// Draft returns what was typed into the form with this name.
func (m *Model) Draft(form string) (Draft, bool) {
	i := slices.IndexFunc(m.Drafts, func(d Draft) bool { return d.Form == form })
	if i < 0 {
		return Draft{}, false
	}
	return m.Drafts[i], true
}

// typed keeps what was typed into a form as far as it will go.
func (m *Model) typed(f Form) []Effect {
	d, ok := draftOf(f)
	if !ok {
		return nil
	}
	if d.blank() {
		return m.dropDraft(d.Form)
	}
	if d.size() > MaxDraft {
		m.TooBig = d.Form // what was kept before stays
		return nil
	}
	return m.putDraft(d)
}

// putDraft keeps d as the one touched last.
func (m *Model) putDraft(d Draft) []Effect {
	if m.TooBig == d.Form {
		m.TooBig = ""
	}
	if m.Thrown.Form == d.Form {
		m.Thrown = Draft{}
	}
	if have, ok := m.Draft(d.Form); ok && have.Equal(d) {
		return nil
	}
	kept := slices.DeleteFunc(slices.Clone(m.Drafts), func(have Draft) bool { return have.Form == d.Form })
	kept = append(kept, d)
	m.Drafts = kept[max(0, len(kept)-MaxDrafts):]
	return []Effect{KeepDrafts{}}
}

// dropDraft forgets what was typed into the form with this name.
func (m *Model) dropDraft(form string) []Effect {
	if m.TooBig == form {
		m.TooBig = ""
	}
	if _, ok := m.Draft(form); !ok {
		return nil
	}
	m.Drafts = slices.DeleteFunc(slices.Clone(m.Drafts), func(d Draft) bool { return d.Form == form })
	return append([]Effect{KeepDrafts{}}, m.loud(form)...)
}

// through forgets a draft that has gone through. What was typed since into the
// same form is another one.
func (m *Model) through(d Draft) []Effect {
	if have, ok := m.Draft(d.Form); !ok || !have.Equal(d) {
		return nil
	}
	return m.dropDraft(d.Form)
}

// throw throws a draft away. While its page is open it can be taken back.
func (m *Model) throw(f Form) []Effect {
	d, ok := draftOf(f)
	if !ok {
		return nil
	}
	effects := m.dropDraft(d.Form)
	m.Serial++ // the form comes back empty
	if !d.blank() && d.size() <= MaxDraft {
		m.Thrown = d
	}
	return effects
}

// takeBack undoes throw.
func (m *Model) takeBack() []Effect {
	d := m.Thrown
	if d.Form == "" {
		return nil
	}
	m.Thrown = Draft{}
	m.Serial++
	return m.putDraft(d)
}
