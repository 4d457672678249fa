// Package couple folds the log that two partners share into what they see: the
// state of every practice, who accepted and verified whom, and the record of
// what happened.
//
// It is the one place where the practices are listed. A kind belongs to the
// practice that is named before its first dot. Each decides for itself what may
// be said; what it refuses, like whatever this version does not know or cannot
// read, is recorded with the reason and skipped, the same on both devices. The
// fold never fails and never stops.
//
// What its author takes back counts as absent from the start (redact.go). So a
// redact makes the fold begin again, from what it keeps of every entry.
//
// Only a verified Entry is folded. State is folded in place by its owner;
// queries take the present time.
package couple

import (
	"errors"
	"slices"
	"strings"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/promise"
)

// practice is what the fold needs of one. Allows and Apply agree: Apply refuses
// exactly what Allows refuses, and then changes nothing.
type practice interface {
	// Allows reports why by may not write the payload at the given time.
	Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error
	// Apply folds a fact, or returns why it does not count.
	Apply(f event.Fact) error
	// Compose reads a form into the payload of its kind. What a person typed
	// wrongly is an *event.FieldError.
	Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error)
}

// closing is a practice that keeps closed to one what the other wrote, until
// the two have verified each other.
type closing interface {
	// Verified tells that the two have verified each other, or no longer, by the
	// entry seq. It is called in the order of the log, so that both devices open
	// the same things.
	Verified(yes bool, seq uint64)
	// Shows returns the entries of the other that me has before them when they
	// look at the page of the thing with this id.
	Shows(id event.ID, me event.Partner) []event.ID
}

// Reasons for which an entry that could be read does not count. A practice has
// its own besides.
var (
	ErrUnknown = errors.New("couple: a kind that this version does not know")
	ErrTwice   = errors.New("couple: an event of this id was there before")
	ErrEnded   = errors.New("couple: a member has left")
)

// State is what the log says. It is folded in place; make one with New.
type State struct {
	Letter  letter.State
	Promise promise.State
	members members

	seq     uint64
	left    event.Partner
	ids     map[event.ID]int // index in records
	last    [3]int64         // time that each partner's last entry claims, ms since 1970 UTC; 0: none yet
	records []Record

	kept     []kept           // all entries, to fold them again
	back     map[event.ID]int // id of the redact that would take it back → index in kept
	expected uint64           // how many facts Expect has folded
}

// New returns the state of an empty log.
func New() *State { return &State{ids: map[event.ID]int{}, back: map[event.ID]int{}} }

// practice returns the practice that a kind belongs to, or nil. This is the
// list.
func (s *State) practice(kind event.Kind) practice {
	name, _, _ := strings.Cut(string(kind), ".")
	switch name {
	case "member":
		return &s.members
	case "letter":
		return &s.Letter
	case "promise":
		return &s.Promise
	}
	return nil
}

// closing returns the practices that keep something closed.
func (s *State) closing() []closing { return []closing{&s.Letter} }

// Record is one entry as the record of the space shows it. Nothing is left out
// of the record.
type Record struct {
	Seq      uint64
	Hash     chain.Hash
	ID       event.ID
	By       event.Partner
	At       event.Stamp // zero for control records and for what could not be read
	Kind     event.Kind  // "" if it could not be read
	Flag     envelope.Flag
	OlderKey bool   // written under a key that a rekeying retired
	Back     bool   // dated more than SkewMS before its author's entry before it
	Redacted uint64 // seq of the redact that took it back; 0: none did
	Target   uint64 // of a redact that counts: seq of what it took back
	Why      error  // nil: it counts, as far as Flag lets it
}

// SkewMS is by how much a clock may be off before it is spoken of, in
// milliseconds. Nothing is ever refused for its time: the order is the log's.
const SkewMS = 10 * 60 * 1000

// Counts reports whether the entry changed anything.
func (r Record) Counts() bool {
	return r.Why == nil && (r.Flag == envelope.Fine || r.Flag == envelope.Control)
}

// kept is what is needed of an entry to fold it again. Nothing of what was taken
// back is kept.
type kept struct {
	Record        // as it begins
	control  bool // a control record, whatever it says
	readable bool // the body was opened and may count
	payload  codec.Raw
}

func keep(e envelope.Entry) kept {
	k := kept{Record: Record{Seq: e.Seq(), Hash: e.Hash(), ID: e.ID(), By: e.By(), Flag: e.Flag(), OlderKey: e.OlderKey()}, control: e.IsControl()}
	k.Kind = event.Kind(e.Control())
	k.At, _ = e.Stamp()
	if f, ok := e.Fact(); ok {
		k.Kind, k.payload, k.readable = f.Kind, f.Payload, true
	}
	return k
}

// Fold takes the next entries, in order. Those at or below the last seq were
// folded before and are passed over. When there are many it is quicker to give
// them all at once: what was taken back among them costs one fold.
func (s *State) Fold(entries ...envelope.Entry) {
	from := len(s.kept)
	again := false
	for _, e := range entries {
		if e.Seq() > s.seq {
			s.seq = e.Seq()
			s.kept = append(s.kept, keep(e))
			again = s.link(len(s.kept)-1) < from || again
		}
	}
	if again {
		fresh := New()
		fresh.seq, fresh.kept, fresh.back = s.seq, s.kept, s.back
		*s, from = *fresh, 0
	}
	for i := from; i < len(s.kept); i++ {
		s.fold(&s.kept[i])
	}
}

// fold folds one entry whose redact, if there is one, is known.
func (s *State) fold(k *kept) {
	r := k.Record
	_, twice := s.ids[r.ID]
	if !twice {
		s.ids[r.ID] = len(s.records)
	}
	switch {
	case r.Redacted != 0:
		r.Flag, r.Kind, r.At, r.Why = envelope.Fine, "", event.Stamp{}, ErrRedacted
	case r.Target != 0:
		r.Flag, r.Kind = envelope.Fine, KindRedact
	case s.left != event.Nobody:
		r.Flag, r.At = envelope.AfterEnd, event.Stamp{}
	case k.control && r.Kind == chain.KindLeave:
		s.left = r.By
	case k.readable && twice:
		r.Why = ErrTwice
	case k.readable:
		r.Why = s.apply(event.Fact{Seq: r.Seq, ID: r.ID, By: r.By, At: r.At, Kind: r.Kind, Payload: k.payload})
	}
	if r.At.MS != 0 && r.Target == 0 && r.By <= event.Second { // a redact is known by its id, even without its body
		r.Back = s.last[r.By] != 0 && r.At.MS < s.last[r.By]-SkewMS
		s.last[r.By] = r.At.MS
	}
	s.records = append(s.records, r)
}

// Expect folds what this device has not sent yet, on top of the log, so that
// its author sees it in its place. It becomes part of no record, and what the
// rules refuse by now changes nothing. A state that expects something must not
// be folded on: fold the log again.
func (s *State) Expect(f event.Fact) {
	s.expected++
	f.Seq = s.seq + s.expected
	if s.left == event.Nobody {
		_ = s.apply(f) // refused: sending it will say so
	}
}

// Record returns the record of the entry with an id.
func (s *State) Record(id event.ID) (Record, bool) {
	i, ok := s.ids[id]
	if !ok {
		return Record{}, false
	}
	return s.records[i], true
}

// Has reports whether an entry with this id was folded.
func (s *State) Has(id event.ID) bool {
	_, ok := s.ids[id]
	return ok
}

func (s *State) apply(f event.Fact) error {
	if f.Kind == KindRedact {
		return ErrRedact // one that counts never comes here
	}
	p := s.practice(f.Kind)
	if p == nil {
		return ErrUnknown
	}
	before := s.Verified()
	if err := p.Apply(f); err != nil {
		return err
	}
	if now := s.Verified(); now != before {
		for _, c := range s.closing() {
			c.Verified(now, f.Seq)
		}
	}
	return nil
}

// Shows returns the entries of the other that me has before them on the page of
// the thing with this id, as far as they are not closed to me.
func (s *State) Shows(id event.ID, me event.Partner) []event.ID {
	var ids []event.ID
	for _, c := range s.closing() {
		ids = append(ids, c.Shows(id, me)...)
	}
	return ids
}

// OneByOne reports whether entries of this kind are opened one by one (Shows),
// and not with the list of their practice.
func (s *State) OneByOne(kind event.Kind) bool {
	_, ok := s.practice(kind).(closing)
	return ok
}

// Allows reports why by may not append the payload now, or nil. It is the rule
// by which the fold will count it.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error {
	if kind == KindRedact {
		return s.allowsRedact(by, payload)
	}
	if s.left != event.Nobody {
		return ErrEnded
	}
	p := s.practice(kind)
	if p == nil {
		return ErrUnknown
	}
	return p.Allows(by, kind, payload, at)
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error) {
	p := s.practice(kind)
	if p == nil {
		return nil, ErrUnknown
	}
	return p.Compose(kind, f, now)
}

// Seq returns the seq of the last entry folded.
func (s *State) Seq() uint64 { return s.seq }

// Left returns who ended the space, or Nobody.
func (s *State) Left() event.Partner { return s.left }

// Records returns all that was folded, in order. It is for reading only.
func (s *State) Records() []Record { return s.records }

// Until returns the seq of the last entry that its author dated before a moment.
func (s *State) Until(ms int64) uint64 {
	for _, r := range slices.Backward(s.records) {
		if r.At.MS != 0 && r.At.MS < ms {
			return r.Seq
		}
	}
	return 0
}

// Accepted reports whether p has accepted to be in this space.
func (s *State) Accepted(p event.Partner) bool { return p <= event.Second && s.members[p].accepted }

// Verification returns how p last said that they compared identities with the
// other.
func (s *State) Verification(p event.Partner) (Verify, bool) {
	if p > event.Second || s.members[p].verified == nil {
		return Verify{}, false
	}
	return *s.members[p].verified, true
}

// Verified reports whether both have compared the same two identities.
func (s *State) Verified() bool {
	a, b := s.members[event.First].verified, s.members[event.Second].verified
	return a != nil && b != nil && a.How != Unchecked && b.How != Unchecked && a.Identities == b.Identities
}
