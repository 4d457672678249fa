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
// What its author takes back counts as absent from the start. So a redact makes
// the fold begin again (package fold, which also keeps the record).
//
// Only a verified Entry is folded. State is folded in place by its owner;
// queries take the present time.
package couple

import (
	"errors"

	"troth/internal/adventure"
	"troth/internal/balance"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/correction"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/letter"
	"troth/internal/meaning"
	"troth/internal/opening"
	"troth/internal/parting"
	"troth/internal/promise"
	"troth/internal/seal"
	"troth/internal/timeout"
)

// closing is a practice that keeps closed to one what the other wrote, until
// the two have verified each other.
type closing interface {
	// Verified tells that the two have verified each other, or no longer, by the
	// entry seq. It is called in the order of the log, so that both devices open
	// the same things.
	Verified(yes bool, seq uint64)
}

// showing is a practice of which each thing is opened by itself.
type showing interface {
	// Shows returns the entries of the other that me has before them when they
	// look at the page of the thing with this id.
	Shows(id event.ID, me event.Partner) []event.ID
}

// sealing is a practice of which both answer a prompt, closed until both have
// answered (package seal). Its Compose returns a seal.Answer for the form of an
// answer; what is written then is of seal's kinds.
type sealing interface {
	// MaySeal reports why by may not answer the prompt, which is of this practice.
	MaySeal(by event.Partner, p seal.Prompt) error
	// Sealed tells that there is a seal of this practice. It comes with every
	// answer in it; the seal goes on changing by itself.
	Sealed(x *seal.Seal)
}

// ErrRests is why what somebody says while they rest does not count.
var ErrRests = errors.New("couple: its author has called a time-out")

// State is what the log says. It is folded in place; make one with New.
type State struct {
	fold.Log
	Checkin    checkin.State
	Letter     letter.State
	Promise    promise.State
	Correction correction.State
	Timeout    timeout.State
	Opening    opening.State
	Adventure  adventure.State
	Balance    balance.State
	Seal       seal.State
	Meaning    meaning.State
	Parting    parting.State
	members    members
	history    history
}

// New returns the state of an empty log.
func New() *State { return &State{Log: fold.New()} }

// practice returns the practice that a kind belongs to, or nil. This is the
// list.
func (s *State) practice(kind event.Kind) fold.Practice {
	if kind.Own() {
		return nil
	}
	switch kind.Practice() {
	case "member":
		return &s.members
	case "checkin":
		return &s.Checkin
	case "letter":
		return &s.Letter
	case "promise":
		return &s.Promise
	case "correction":
		return &s.Correction
	case "timeout":
		return &s.Timeout
	case "opening":
		return &s.Opening
	case "adventure":
		return &s.Adventure
	case "balance":
		return &s.Balance
	case "seal":
		return sealed{&s.Seal, s}
	case "meaning":
		return &s.Meaning
	case "history":
		return giving{s}
	case "parting":
		return &s.Parting
	}
	return nil
}

// closing returns the practices that keep something closed.
func (s *State) closing() []closing { return []closing{&s.Letter, &s.Seal} }

// showing returns those of which each thing is opened by itself.
func (s *State) showing() []showing { return []showing{&s.Letter, &s.Seal, &s.Checkin} }

// Fold takes the next entries, in order. Those at or below the last seq were
// folded before and are passed over. When there are many it is quicker to give
// them all at once: what was taken back among them costs one fold.
func (s *State) Fold(entries ...envelope.Entry) {
	if s.Take(entries...) {
		*s = State{Log: s.Log}
	}
	if len(entries) > 0 {
		s.Seal.Log = entries[0].Log()
	}
	s.Apply(s.apply)
}

// Expect folds what this device has not sent yet, on top of the log
// (fold.Log.Expect). A key to a seal is never expected: what it opens may be
// shown only once the log has it.
func (s *State) Expect(f event.Fact) {
	if f.Kind == seal.KindOpen {
		return
	}
	s.Log.Expect(f, s.apply)
}

func (s *State) apply(f event.Fact) error {
	p := s.practice(f.Kind)
	if p == nil {
		return fold.ErrUnknown
	}
	if s.rests(f.By, f.Kind, f.At) {
		return ErrRests
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
	for _, p := range s.showing() {
		ids = append(ids, p.Shows(id, me)...)
	}
	return ids
}

// OneByOne reports whether entries of this kind are opened one by one (Shows),
// and not with the list of their practice.
func (s *State) OneByOne(kind event.Kind) bool {
	_, ok := s.practice(kind).(showing)
	return ok
}

// Allows reports why by may not append the payload now, or nil. It is the rule
// by which the fold will count it.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error {
	p := s.practice(kind)
	if p != nil && s.Left() == event.Nobody && s.rests(by, kind, at) {
		return ErrRests
	}
	return s.Log.Allows(p, by, kind, payload, at)
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error) {
	return fold.Compose(s.practice(kind), kind, f, now)
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
