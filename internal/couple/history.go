package couple

import (
	"errors"

	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
)

// KindGiven gives the other back what was written in an earlier space, of which
// they have lost everything (spec/history-v1.md).
const KindGiven event.Kind = "history.given"

// Given is the payload of KindGiven: what it takes to read a log that has ended.
type Given struct {
	Log     [16]byte            `cbor:"1,keyasint"`
	Genesis [32]byte            `cbor:"2,keyasint"` // hash of its first event
	By      event.Partner       `cbor:"3,keyasint"` // who its author was there
	Keys    []envelope.EpochKey `cbor:"4,keyasint"` // by epoch, each once
}

// Limits.
const (
	maxGiven     = 16  // by one of the two
	maxGivenKeys = 512 // epochs of one log
)

var errUnverified = errors.New("couple: the two have not both compared the words")

// history is what each of the two gave the other back, by partner.
type history [3][]Given

// giving is a practice like the others; it asks the rest of the state whether the
// two have verified each other.
type giving struct{ s *State }

func (g giving) plan(by event.Partner, kind event.Kind, payload codec.Raw) (Given, error) {
	var v Given
	switch {
	case by != event.First && by != event.Second:
		return v, errMember
	case kind != KindGiven:
		return v, fold.ErrUnknown
	case codec.Decode(payload, &v) != nil || !v.sound():
		return v, errMalformed
	case !g.s.Verified():
		return v, errUnverified
	case g.s.Gave(by, v.Log) || len(g.s.history[by]) == maxGiven:
		return v, errAlready
	}
	return v, nil
}

func (v Given) sound() bool {
	if v.Log == [16]byte{} || v.By != event.First && v.By != event.Second || len(v.Keys) == 0 || len(v.Keys) > maxGivenKeys {
		return false
	}
	last := uint32(0)
	for _, k := range v.Keys {
		if k.Epoch <= last {
			return false
		}
		last = k.Epoch
	}
	return true
}

// Allows implements fold.Practice.
func (g giving) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := g.plan(by, kind, payload)
	return err
}

// Apply implements fold.Practice.
func (g giving) Apply(f event.Fact) error {
	v, err := g.plan(f.By, f.Kind, f.Payload)
	if err == nil {
		g.s.history[f.By] = append(g.s.history[f.By], v)
	}
	return err
}

// Compose implements fold.Practice. The device writes this, after the passphrase.
func (giving) Compose(event.Kind, event.Form, event.Stamp) (any, error) { return nil, errForm }

// Gave reports whether by has given the other what was written in a log.
func (s *State) Gave(by event.Partner, log [16]byte) bool {
	for _, v := range s.Given(by) {
		if v.Log == log {
			return true
		}
	}
	return false
}

// Given returns what by has given the other back. It is for reading only.
func (s *State) Given(by event.Partner) []Given {
	if by > event.Second {
		return nil
	}
	return s.history[by]
}
