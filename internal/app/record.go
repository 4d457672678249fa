package app

import (
	"slices"
	"strings"

	"troth/internal/chain"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/self"
)

// Routes of the record. Below RouteRecord and RouteOwnRecord stand what is to be
// seen of it and from where on: record/letter/120.
const (
	RouteRecord    = "record"
	RouteExport    = "record/export"
	RouteOwnRecord = "mine/record"
	RouteSearch    = "mine/search"
)

// Actions and fields of the record's forms.
const (
	ActionSearch = "search"
	ActionExport = "export" // with the passphrase

	FieldQuery = "q"
	FieldWhat  = "what" // WhatShared, WhatOwn, or both with a blank between
	FieldAs    = "as"   // AsPage, or else an age file

	WhatShared = "shared"
	WhatOwn    = "own"
	AsPage     = "page"
)

// Wish is what somebody wants to take away.
type Wish struct {
	Open        bool // as a page that anybody can read; else as an age file
	Shared, Own bool // of which logs
}

func wishOf(f Form) (w Wish, ok bool) {
	what := " " + f.Values[FieldWhat] + " "
	w.Open = f.Values[FieldAs] == AsPage
	w.Shared, w.Own = strings.Contains(what, " "+WhatShared+" "), strings.Contains(what, " "+WhatOwn+" ")
	return w, w.Shared || w.Own
}

// isRecord reports whether a page shows entries of the shared log, whoever wrote
// them.
func isRecord(route string) bool {
	return route == RouteRecord || strings.HasPrefix(route, RouteRecord+"/") && route != RouteExport || route == RouteSearch
}

// RecordsOf returns what a log says, entry by entry, without what waits on this
// device. It is for reading only. Of a person's own log what is locked once more is
// not among it, open or not, and neither is what was removed, nor that it was: so
// nobody who looks over their shoulder learns that there is or was something.
func (m *Model) RecordsOf(own bool) []fold.Record {
	list := m.Log(own).Records()
	if own {
		list = slices.DeleteFunc(slices.Clone(list), func(r fold.Record) bool {
			return r.Kind.Practice() == self.KindKey.Practice() || r.Redacted != 0 || r.Target != 0
		})
	}
	return list
}

// Fact returns what an entry of a log says. It asks nobody whether this person
// may see it.
func (m *Model) Fact(own bool, seq uint64) (event.Fact, bool) { return m.Log(own).Fact(seq) }

// Holds reports whether an entry of the shared log is held back from this person
// while they rest.
func (m *Model) Holds(r fold.Record) bool {
	return m.held != 0 && r.Seq > m.held && r.By != m.Me && r.Flag == envelope.Fine && r.Redacted == 0 && !couple.Arrives(r.Kind)
}

// OddOf is Odd for an entry of a log.
func (m *Model) OddOf(own bool, r fold.Record) Odd {
	return Odd{Clock: r.Back || !own && m.ahead[r.Seq], OlderKey: r.OlderKey}
}

// LogID returns the shared log that is looked at.
func (m *Model) LogID() (log chain.LogID) {
	if m.Past != nil {
		return m.Past.Log
	}
	if a, ok := m.Self.Space(); ok {
		log = a.Log
	}
	return log
}

// index is what entries say, in the form in which it is looked through. It lives
// while somebody searches, in memory alone.
type index struct {
	as    indexed
	texts map[entryKey]string
}

// indexed is what the readings of entries depend on.
type indexed struct {
	shared, own, held uint64
	opened            int
}

type entryKey struct {
	own bool
	seq uint64
}

// Indexed returns what an entry says in the form in which it is looked through.
// Make is asked once for each entry, and again when something has changed.
func (m *Model) Indexed(own bool, seq uint64, make func() string) string {
	as := indexed{m.accepted().Seq(), m.acceptedOwn().Seq(), m.held, len(m.Opened)}
	if m.index == nil || m.index.as != as {
		m.index = &index{as: as, texts: map[entryKey]string{}}
	}
	key := entryKey{own, seq}
	s, ok := m.index.texts[key]
	if !ok {
		s = make()
		m.index.texts[key] = s
	}
	return s
}
