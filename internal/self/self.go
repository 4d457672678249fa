// Package self folds a person's own log: what they told themselves and their
// later devices. The relay stores it without being able to read it, and the
// partner never sees it.
//
// Its facts are where a fresh device learns whose signatures to believe in the
// shared log: never from the relay.
//
// It is also where the private practices are listed, as package couple lists the
// shared ones. Their kinds say that they are a person's own (event.Kind.Own), and
// count in no other log: private and shared lie under different keys, and what
// moves from one to the other is written anew, by its author's hand.
package self

import (
	"errors"

	"troth/internal/benefit"
	"troth/internal/care"
	"troth/internal/chain"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/journal"
	"troth/internal/meaning"
	"troth/internal/parting"
	"troth/internal/prepare"
	"troth/internal/reappraisal"
)

// Kinds of a person's own log.
const (
	KindAnchor   event.Kind = "space.anchor"
	KindSlots    event.Kind = "slots.digest"
	KindSettings event.Kind = "settings"
)

// Limits.
const (
	MinAutoLock = 1 // minutes
	MaxAutoLock = 60
)

// Anchor says what is known of a shared space, as far as it is. It is written
// before the space is, and again when the partner is known. The newest for a
// log counts.
type Anchor struct {
	Log     chain.LogID   `cbor:"1,keyasint"`
	Genesis chain.Hash    `cbor:"2,keyasint"`
	Me      event.Partner `cbor:"3,keyasint"`
	Partner [32]byte      `cbor:"4,keyasint"` // identity; zero: not known yet
	MyName  string        `cbor:"5,keyasint"` // as the partner reads it
	Name    string        `cbor:"6,keyasint"` // the partner's
	Dropped bool          `cbor:"7,keyasint"` // came to nothing: the invite was withdrawn, or the words differed

	// Keys are there if the partner gave back what was written in this log
	// (couple.Given), which this person was in under keys that are lost. It is an
	// earlier space, always, and only for reading.
	Keys []envelope.EpochKey `cbor:"8,keyasint,omitempty"`
}

// Lost reports whether this person was in the space under keys that are lost.
func (a Anchor) Lost() bool { return len(a.Keys) > 0 }

// Slots is the digest of the account's slots after a change.
type Slots struct {
	Digest [32]byte `cbor:"1,keyasint"`
	Number uint32   `cbor:"2,keyasint,omitempty"` // of the change
}

// Theme is how the app is lit.
type Theme string

// Themes.
const (
	System Theme = "system"
	Light  Theme = "light"
	Dark   Theme = "dark"
)

// Settings is how a person wants the app to be, on every device of theirs.
type Settings struct {
	AutoLock   uint8 `cbor:"1,keyasint"` // minutes
	Theme      Theme `cbor:"2,keyasint"`
	MonthFirst bool  `cbor:"3,keyasint"` // dates as month/day

	// Name is how this person is called where no space says it: before there is
	// one, and on the way into the next. "" until they have said it.
	Name string `cbor:"4,keyasint,omitempty"`

	NotesOff bool `cbor:"5,keyasint,omitempty"` // no notes of the language check while writing

	Host  Host `cbor:"6,keyasint,omitempty"` // who runs the server, as far as this person knows
	Fewer bool `cbor:"7,keyasint,omitempty"` // fewer suggestions: what takes two is not offered
}

// Host is who runs the server.
type Host string

// Hosts.
const (
	HostUnsaid  Host = ""
	HostMe      Host = "me"
	HostPartner Host = "partner"
	HostElse    Host = "else" // somebody else
	HostUnknown Host = "unknown"
)

// ValidHost reports whether a host is one of these.
func ValidHost(h Host) bool {
	return h == HostUnsaid || h == HostMe || h == HostPartner || h == HostElse || h == HostUnknown
}

// Default is how the app is before anybody changes it.
func Default() Settings { return Settings{AutoLock: 5, Theme: System} }

// Valid reports whether the settings may be written.
func (s Settings) Valid() bool {
	return s.AutoLock >= MinAutoLock && s.AutoLock <= MaxAutoLock &&
		(s.Theme == System || s.Theme == Light || s.Theme == Dark) &&
		(s.Name == "" || event.ValidName(s.Name)) && ValidHost(s.Host)
}

// HostedByPartner reports whether this person's partner runs the server, as far
// as this person knows: their partner said so in an invite, or they have said so
// themselves.
func (s *State) HostedByPartner() bool { return s.Settings.Host == HostPartner }

// Me is whose a person's own log is, whoever they are in a space.
const Me = event.First

// State is the fold of a person's own log. It is folded in place; make one with
// New.
type State struct {
	fold.Log
	Checkin checkin.Own

	Anchors  []Anchor // one a log, in the order in which the logs began
	Slots    *Slots   // of the newest change
	Devices  []Device // in the order in which they first came
	Settings Settings
	Meaning  meaning.Own
	Benefit  benefit.State
	Care     care.State
	Prepare  prepare.State
	Parting  parting.Own
	Quiet    Quiet

	Reappraisal reappraisal.State
	Journal     journal.State

	copies copies
	vault  vault
}

// New returns the state of an empty log.
func New() *State { return begin(fold.New()) }

func begin(l fold.Log) *State { return &State{Log: l, Settings: Default()} }

// practice returns the private practice that a kind belongs to, or nil. This is
// the list.
func (s *State) practice(kind event.Kind) fold.Practice {
	if !kind.Own() {
		return nil
	}
	switch kind.Practice() {
	case "checkin":
		return &s.Checkin
	case "meaning":
		return &s.Meaning
	case "benefit":
		return &s.Benefit
	case "care":
		return &s.Care
	case "prepare":
		return &s.Prepare
	case "journal":
		return &s.Journal
	case "vault":
		return &s.vault
	case "reappraisal":
		return &s.Reappraisal
	case "parting":
		return &s.Parting
	}
	return nil
}

// Fold takes the next entries, in order. Those at or below the last seq were
// folded before and are passed over. What cannot be read or is not sound changes
// nothing.
func (s *State) Fold(entries ...envelope.Entry) {
	if s.Take(entries...) {
		open := s.vault.open
		*s = *begin(s.Log)
		s.vault.open = open
	}
	s.Apply(s.apply)
}

// Expect folds what this device has not sent yet, on top of the log
// (fold.Log.Expect).
func (s *State) Expect(f event.Fact) { s.Log.Expect(f, s.apply) }

// Allows reports why the payload may not be appended now, or nil. It is the rule
// by which the fold will count it.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error {
	if in, open := s.Reveal(event.Fact{Kind: kind, Payload: payload}); open {
		kind, payload = in.Kind, in.Payload
	}
	return s.Log.Allows(s.practice(kind), by, kind, payload, at)
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error) {
	return fold.Compose(s.practice(kind), kind, f, now)
}

var errMalformed = errors.New("self: not a payload of its kind")

// apply folds one fact: a practice's, or one of the log's own.
func (s *State) apply(f event.Fact) error {
	if in, open := s.Reveal(f); open {
		f = in
	}
	if p := s.practice(f.Kind); p != nil {
		return p.Apply(f)
	}
	var err error
	switch f.Kind {
	case KindAnchor:
		var a Anchor
		if err = codec.Decode(f.Payload, &a); err == nil && a.Me != event.First && a.Me != event.Second {
			err = errMalformed
		}
		if err == nil {
			s.anchor(a)
		}
	case KindKept:
		err = s.foldKept(f.Payload)
	case KindSlots:
		var d Slots
		if err = codec.Decode(f.Payload, &d); err == nil && (s.Slots == nil || d.Number >= s.Slots.Number) {
			s.Slots = &d
		}
	case KindDevice, KindDeviceOut:
		err = s.foldDevice(f.Kind, f.Payload)
	case KindSettings:
		var v Settings
		if err = codec.Decode(f.Payload, &v); err == nil && !v.Valid() {
			err = errMalformed
		}
		if err == nil {
			s.Settings = v
		}
	case KindQuiet:
		var q quiet
		if err = codec.Decode(f.Payload, &q); err == nil {
			s.Quiet = Quiet{q.On, f.Seq}
		}
	default:
		err = fold.ErrUnknown
	}
	return err
}

func (s *State) anchor(a Anchor) {
	for i := range s.Anchors {
		if s.Anchors[i].Log == a.Log {
			s.Anchors[i] = a
			return
		}
	}
	s.Anchors = append(s.Anchors, a)
}

// Earlier returns the anchors of the spaces that this person shared with somebody
// before the newest, newest first.
func (s *State) Earlier() []Anchor {
	now, _ := s.Space()
	var list []Anchor
	for i := len(s.Anchors) - 1; i >= 0; i-- {
		if a := s.Anchors[i]; !a.Dropped && a.Partner != ([32]byte{}) && a.Log != now.Log {
			list = append(list, a)
		}
	}
	return list
}

// Space returns the anchor of the newest space that has not come to nothing.
func (s *State) Space() (Anchor, bool) {
	for i := len(s.Anchors) - 1; i >= 0; i-- {
		if a := s.Anchors[i]; !a.Dropped && !a.Lost() {
			return a, true
		}
	}
	return Anchor{}, false
}
