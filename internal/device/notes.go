package device

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sort"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/event"
)

// Names of what a device keeps of one space for its own person, encrypted. It
// never leaves the device, and its storing waits for no relay: it has a queue
// of its own, so that locking can wait for it.
const (
	nameLooked = "r"
	nameDrafts = "w"
	nameOwn    = "v" // drafts for the person's own log, which need no space
	nameMeant  = "m" // what the person has said about notes of the language check
)

// looked is what this person has looked at.
type looked struct {
	Log    chain.LogID       `cbor:"1,keyasint"`
	Seen   map[string]uint64 `cbor:"2,keyasint"`
	Opened []byte            `cbor:"3,keyasint"` // ids, sorted, one after the other
	Floor  uint64            `cbor:"4,keyasint"`
}

// drafts is what this person has begun to write. It is of one log, because what
// was meant for one partner is not for the next.
type drafts struct {
	Log  chain.LogID `cbor:"1,keyasint"`
	List []app.Draft `cbor:"2,keyasint"`
	Shut []shutDraft `cbor:"3,keyasint,omitempty"` // of the person's own log
}

// keepLooked stores what the model says by now. A failure is not told: it makes
// Today call new what is not.
func (s *session) keepLooked(ctx context.Context) {
	v := looked{Seen: map[string]uint64{}}
	var ids []event.ID
	s.d.Inspect(func(m *app.Model) {
		maps.Copy(v.Seen, m.Seen)
		for id := range m.Opened {
			ids = append(ids, id)
		}
		v.Log, v.Floor = s.noted, m.Floor
	})
	if v.Log == (chain.LogID{}) {
		return
	}
	sort.Slice(ids, func(i, j int) bool { return bytes.Compare(ids[i][:], ids[j][:]) < 0 })
	for _, id := range ids {
		v.Opened = append(v.Opened, id[:]...)
	}
	_ = s.keep(ctx, nameLooked, v)
}

// keepDrafts stores the drafts as they are by now, so that the last of several
// steps stores the last of them. A draft that could not be stored is no longer
// said to be kept.
func (s *session) keepDrafts(ctx context.Context) {
	var list []app.Draft
	var noted chain.LogID
	var open event.ID
	s.d.Inspect(func(m *app.Model) { list, noted, open = m.Drafts, s.noted, m.Journal.Key }) // the list is never changed in place
	own, shared := app.DraftsOf(true, list), app.DraftsOf(false, list)
	own, err := s.shutDrafts(own, open)
	kept := err == nil && s.keep(ctx, nameOwn, drafts{s.keys.Hot.Self, own, s.shut}) == nil
	if noted != (chain.LogID{}) {
		kept = s.keep(ctx, nameDrafts, drafts{Log: noted, List: shared}) == nil && kept
	} else {
		kept = kept && len(shared) == 0
	}
	s.d.tell(app.DraftsKept{Kept: kept})
}

// meant is what this person has said about notes of the language check, whoever
// they write to.
type meant struct {
	Self  chain.LogID `cbor:"1,keyasint"`
	Meant app.Meant   `cbor:"2,keyasint"`
}

// keepMeant stores it. A failure is not told: a kind is noted again.
func (s *session) keepMeant(ctx context.Context) {
	v := meant{Self: s.keys.Hot.Self}
	s.d.Inspect(func(m *app.Model) { v.Meant = m.Meant }) // never changed in place
	_ = s.keep(ctx, nameMeant, v)
}

// recallMeant gives the app what was kept of it.
func (s *session) recallMeant() error {
	var v meant
	ok, err := s.recall(nameMeant, &v)
	if ok && v.Self == s.keys.Hot.Self {
		s.d.Inspect(func(m *app.Model) { m.Meant = v.Meant })
	}
	return err
}

// recallOwnDrafts gives the app what was begun for the person's own log.
func (s *session) recallOwnDrafts() error {
	list, shut, err := s.recallDrafts(nameOwn, s.keys.Hot.Self)
	s.shut = shut
	s.d.Inspect(func(m *app.Model) { m.Drafts = list })
	return err
}

// recallDrafts reads what was begun for a log. What was locked away while it was
// being sent is in the outbox and is no draft any more. What was begun since in
// the same form is.
func (s *session) recallDrafts(name string, log chain.LogID) ([]app.Draft, []shutDraft, error) {
	var w drafts
	if ok, err := s.recall(name, &w); !ok || w.Log != log {
		return nil, nil, err
	}
	return slices.DeleteFunc(w.List, func(d app.Draft) bool {
		return slices.ContainsFunc(s.outbox, func(it *intent) bool { return it.Log == log && it.Draft.Equal(d) })
	}), w.Shut, nil
}

// recallNotes gives the app what was kept of a space, if it is the one that was
// noted last. While the store cannot be read nothing is stored either, so that
// what it holds is not written over.
func (s *session) recallNotes(log chain.LogID) {
	var l looked
	seen, err := s.recall(nameLooked, &l)
	if err != nil {
		return
	}
	begun, _, err := s.recallDrafts(nameDrafts, log)
	if err != nil {
		return
	}
	s.d.Inspect(func(m *app.Model) {
		s.noted, s.unread = log, !seen || l.Log != log
		m.Floor = 0
		if seen && l.Log == log {
			m.Floor = l.Floor
		}
		if seen && l.Log == log && len(l.Opened)%len(event.ID{}) == 0 {
			maps.Copy(m.Seen, l.Seen)
			for id := range slices.Chunk(l.Opened, len(event.ID{})) {
				m.Opened[event.ID(id)] = true
			}
		}
		m.Drafts = append(m.Drafts, begun...)
	})
}
