// Package checkin is the practice of saying how one is: feelings by name, and a
// sentence of four parts, each of which may be left out.
//
//	when …                          something that one could have filmed
//	I feel …                        words from the wheel, and words of one's own
//	because it matters to me that …
//	I would like …
//
// # Terminology
//
// A note is a check-in for oneself. It is in its writer's own log, under a key
// that nobody else has, and needs no space and no partner. A check-in that is
// shared is another entry, in the shared log; it is a topic of which the partner
// says back what they heard (package reflection). A feeling is named by its code,
// for which each language has a word (package text); a code that a reader does not
// know is shown as it is.
//
// The hour is one of every week that both have agreed to, so that the rest of the
// week is free.
//
// # What holds
//
//   - A note is private. Nothing of it counts in the shared log, and nothing goes
//     there but by a form that is written anew and seen before it goes. What is
//     shared does not say which note it was made of.
//   - Feelings are words. There is no strength, no number and no sum of them.
//   - A note can be removed for good (package fold), and cannot be changed.
//   - One of the two proposes an hour, the other agrees; a newer proposal by either
//     takes the place of the older. The hour that both keep stays until another is
//     agreed to, or until either ends it. A proposal is withdrawn by who made it;
//     there is no way to refuse it but to leave it.
//
// The package is pure. Payloads, rules and bytes: spec/checkin-v1.md.
package checkin

import (
	"strings"
	"unicode/utf8"

	"troth/internal/event"
)

// Kinds.
const (
	KindNoted event.Kind = "checkin.own.noted"

	KindShared    event.Kind = "checkin.shared"
	KindReflected event.Kind = "checkin.reflected" // this and the next two with the payloads of package reflection
	KindConfirmed event.Kind = "checkin.confirmed"
	KindCorrected event.Kind = "checkin.corrected"

	KindProposed event.Kind = "checkin.hour-proposed"
	KindAgreed   event.Kind = "checkin.hour-agreed"
	KindEnded    event.Kind = "checkin.hour-ended"
)

// Limits.
const (
	MaxFeelings = 24    // of one check-in
	MaxCode     = 24    // bytes of a feeling's code
	MaxWords    = 2_000 // bytes of UTF-8 of each other part
)

// Entry is what a check-in says. Something in it is not empty.
type Entry struct {
	Feelings []string `cbor:"1,keyasint,omitempty"` // codes, each once
	Words    string   `cbor:"2,keyasint,omitempty"` // what one feels, in words of one's own
	When     string   `cbor:"3,keyasint,omitempty"`
	Because  string   `cbor:"4,keyasint,omitempty"`
	Wish     string   `cbor:"5,keyasint,omitempty"`
}

// Noted is the payload of KindNoted. The event's id is the note's.
type Noted struct {
	Entry Entry `cbor:"1,keyasint"`
}

// Shared is the payload of KindShared. The event's id is the check-in's.
type Shared struct {
	Entry Entry `cbor:"1,keyasint"`
}

// Proposed is the payload of KindProposed. The event's id is the hour's.
type Proposed struct {
	Weekday uint8  `cbor:"1,keyasint"` // 1 Monday to 7 Sunday
	Minute  uint16 `cbor:"2,keyasint"` // of the day, by each one's own clock
}

// valid reports whether the hour may be proposed.
func (p Proposed) valid() bool { return p.Weekday >= 1 && p.Weekday <= 7 && p.Minute < 24*60 }

// Agreed is the payload of KindAgreed.
type Agreed struct {
	Hour event.ID `cbor:"1,keyasint"`
}

// Ended is the payload of KindEnded.
type Ended struct {
	Hour event.ID `cbor:"1,keyasint"`
}

// parts are the parts of an entry that are written, not chosen.
func (e *Entry) parts() []*string { return []*string{&e.Words, &e.When, &e.Because, &e.Wish} }

// Valid reports whether the entry may be written.
func (e Entry) Valid() bool {
	says := len(e.Feelings) > 0
	if len(e.Feelings) > MaxFeelings {
		return false
	}
	for i, code := range e.Feelings {
		if !validCode(code) {
			return false
		}
		for _, before := range e.Feelings[:i] {
			if before == code {
				return false
			}
		}
	}
	for _, s := range e.parts() {
		if *s == "" {
			continue
		}
		says = true
		if len(*s) > MaxWords || !utf8.ValidString(*s) || strings.TrimSpace(*s) == "" {
			return false
		}
	}
	return says
}

// Equal reports whether two entries say the same.
func (e Entry) Equal(o Entry) bool {
	return strings.Join(e.Feelings, " ") == strings.Join(o.Feelings, " ") &&
		e.Words == o.Words && e.When == o.When && e.Because == o.Because && e.Wish == o.Wish
}

// validCode reports whether s may name a feeling: small letters, with hyphens
// between words.
func validCode(s string) bool {
	if s == "" || len(s) > MaxCode || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if c != '-' && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
