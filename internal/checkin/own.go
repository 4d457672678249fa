package checkin

import (
	"slices"

	"troth/internal/codec"
	"troth/internal/event"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "checkin: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Taken     Refusal = "taken"      // something of this id is there
	NoHour    Refusal = "no-hour"    // there is no such hour, or no more
	NotTheir  Refusal = "not-their"  // for the other of the two
	Same      Refusal = "same"       // it is what was proposed or agreed already
)

// Own is what a person's own log says about their check-ins. The zero Own is
// that of an empty log. It is folded in place by Apply.
type Own struct {
	notes []Note // in the order of the log
}

// Note is a check-in for oneself.
type Note struct {
	ID  event.ID
	Seq uint64
	At  event.Stamp
	Entry
}

// Allows reports with a Refusal whether the payload may be written. Whose log it
// is has been decided by its key.
func (s *Own) Allows(_ event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := noted(kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *Own) Apply(f event.Fact) error {
	m, err := noted(f.Kind, f.Payload)
	if err == nil {
		s.notes = append(s.notes, Note{ID: f.ID, Seq: f.Seq, At: f.At, Entry: m.Entry})
	}
	return err
}

func noted(kind event.Kind, payload codec.Raw) (m Noted, err error) {
	if kind != KindNoted {
		return m, Unknown
	}
	return m, decode(payload, &m, func() bool { return m.Entry.Valid() })
}

// decode reads a payload that must be as valid says.
func decode(payload codec.Raw, m any, valid func() bool) error {
	if codec.Decode(payload, m) != nil || !valid() {
		return Malformed
	}
	return nil
}

// Note returns the note with an id.
func (s *Own) Note(id event.ID) (Note, bool) {
	i := slices.IndexFunc(s.notes, func(n Note) bool { return n.ID == id })
	if i < 0 {
		return Note{}, false
	}
	return s.notes[i], true
}

// Notes returns all notes, newest first.
func (s *Own) Notes() []Note {
	list := slices.Clone(s.notes)
	slices.Reverse(list)
	return list
}

// Week is the feelings of seven days, from a Monday on, in the order in which
// they were first named.
type Week struct {
	From     event.Date
	Feelings []string
}

// Weeks returns the last n weeks up to the one that now is in, oldest first.
func (s *Own) Weeks(now event.Stamp, n int) []Week {
	monday := func(d event.Date) event.Date { return d + 1 - event.Date(weekday(d)) }
	last := monday(now.Civil.Date())
	weeks := make([]Week, n)
	for i := range weeks {
		weeks[i].From = last - event.Date(7*(n-1-i))
	}
	for _, note := range s.notes {
		i := int(monday(note.At.Civil.Date())-weeks[0].From) / 7
		if i < 0 || i >= n || note.At.Civil.Date() < weeks[0].From {
			continue
		}
		for _, code := range note.Feelings {
			if w := &weeks[i]; !slices.Contains(w.Feelings, code) {
				w.Feelings = append(w.Feelings, code)
			}
		}
	}
	return weeks
}
