// Package journal is the practice of writing for oneself alone.
//
// # Terminology
//
// An entry is something written on a day. An intuition is an entry to which its
// writer wants to come back on a day of their choice, to say whether they were
// right: in words, and as often as they like. Own share is an entry about what
// somebody themselves has done or left undone; it is suggested to nobody.
//
// # What holds
//
//   - Everything is of a person's own log, or stays on one device (see package
//     device). Nobody else learns that there is a journal.
//   - An entry is not reworded: what one thought on a day stays what one thought,
//     or is removed for good.
//   - An intuition has a day until it was looked at again; then it has none until
//     its writer chooses another. Nothing counts how often one was right.
//   - An entry about one's own share is no intuition: there is nothing to be right
//     about.
//   - An id counts once, whatever it is of: what is written anew under a passphrase
//     keeps its id, and is there once while both are in the log.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/journal-v1.md.
package journal

import (
	"fmt"
	"sort"

	"troth/internal/codec"
	"troth/internal/event"
)

// Kinds, all of a person's own log.
const (
	KindWritten event.Kind = "journal.own.written"
	KindMarked  event.Kind = "journal.own.marked"
	KindLooked  event.Kind = "journal.own.looked"
)

// MaxText is the longest text, in bytes of UTF-8.
const MaxText = 40_000

// Written is the payload of KindWritten. The event's id is the entry's.
type Written struct {
	Text  string     `cbor:"1,keyasint"`
	Share bool       `cbor:"2,keyasint,omitempty"` // about one's own share
	Again event.Date `cbor:"3,keyasint,omitempty"` // an intuition: the day on which to look again
}

// Marked is the payload of KindMarked.
type Marked struct {
	Entry event.ID   `cbor:"1,keyasint"`
	Again event.Date `cbor:"2,keyasint,omitempty"` // 0: no longer an intuition
}

// Looked is the payload of KindLooked.
type Looked struct {
	Entry event.ID `cbor:"1,keyasint"`
	Text  string   `cbor:"2,keyasint"` // was I right?
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldText  = "text"
	FieldShare = "share" // "yes"
	FieldAgain = "again" // YYYY-MM-DD, or nothing
	FieldEntry = "entry" // id in hex
)

// CodePast is the code of a day to look again that is not to come.
const CodePast = "past"

// Refusal is why something may not be written. It is an error and a code that
// the app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "journal: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed" // not a payload of its kind, or beyond a limit
	NoEntry   Refusal = "no-entry"  // there is no such entry, or none that can be an intuition
	Taken     Refusal = "taken"     // something of this id is there
)

// Entry is something that was written.
type Entry struct {
	ID    event.ID
	Seq   uint64
	At    event.Stamp
	Text  string
	Share bool

	Intuition bool
	Again     event.Date // the day on which to look again; 0: none
	Looks     []Look     // in the order in which they were written
}

// Look is what somebody wrote when they looked at an intuition again.
type Look struct {
	At   event.Stamp
	Text string
}

// Due reports whether the day on which to look again has come.
func (e Entry) Due(today event.Date) bool { return e.Again != 0 && e.Again <= today }

// State is what the facts of a person's own log say about their journal. The zero
// State is that of an empty log. It is folded in place by Apply.
type State struct {
	list []*Entry // in the order of the log
	byID map[event.ID]*Entry
	ids  map[event.ID]bool // of all facts that count
}

// Allows reports with a Refusal whether the payload may be written.
func (s *State) Allows(_ event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	do, err := s.plan(f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if s.ids[f.ID] {
		return Taken
	}
	if s.ids == nil {
		s.ids, s.byID = map[event.ID]bool{}, map[event.ID]*Entry{}
	}
	s.ids[f.ID] = true
	do(f)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(kind event.Kind, payload codec.Raw) (func(event.Fact), error) {
	day := func(d event.Date) bool { return d == 0 || d.Valid() }
	switch kind {
	case KindWritten:
		var m Written
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) || !day(m.Again) || m.Share && m.Again != 0 {
			return nil, Malformed
		}
		return func(f event.Fact) {
			e := &Entry{ID: f.ID, Seq: f.Seq, At: f.At, Text: m.Text, Share: m.Share, Intuition: m.Again != 0, Again: m.Again}
			s.list, s.byID[f.ID] = append(s.list, e), e
		}, nil
	case KindMarked:
		var m Marked
		if codec.Decode(payload, &m) != nil || !day(m.Again) {
			return nil, Malformed
		}
		e := s.byID[m.Entry]
		if e == nil || e.Share {
			return nil, NoEntry
		}
		return func(event.Fact) { e.Intuition, e.Again = m.Again != 0, m.Again }, nil
	case KindLooked:
		var m Looked
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		e := s.byID[m.Entry]
		if e == nil || !e.Intuition {
			return nil, NoEntry
		}
		return func(f event.Fact) { e.Looks, e.Again = append(e.Looks, Look{f.At, m.Text}), 0 }, nil
	}
	return nil, Unknown
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	again := func() event.Date {
		d := r.Date(FieldAgain, false)
		if d != 0 && d <= now.Civil.Date() {
			r.Fail(FieldAgain, CodePast)
		}
		return d
	}
	var payload any
	switch kind {
	case KindWritten:
		m := Written{Text: r.Text(FieldText, true, MaxText), Share: f[FieldShare] == "yes"}
		if !m.Share {
			m.Again = again()
		}
		payload = m
	case KindMarked:
		payload = Marked{r.ID(FieldEntry), again()}
	case KindLooked:
		payload = Looked{r.ID(FieldEntry), r.Text(FieldText, true, MaxText)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// List returns the entries about one's own share, or all others, the newest first
// by the time that they claim. They are for reading only.
func (s *State) List(share bool) (list []Entry) {
	for i := len(s.list) - 1; i >= 0; i-- {
		if e := s.list[i]; e.Share == share {
			list = append(list, *e)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].At.MS > list[j].At.MS })
	return list
}

// Entry returns the entry with an id.
func (s *State) Entry(id event.ID) (Entry, bool) {
	if e := s.byID[id]; e != nil {
		return *e, true
	}
	return Entry{}, false
}
