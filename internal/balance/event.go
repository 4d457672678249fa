// Package balance is the practice of giving and receiving: thanks at any time,
// once a season a question that both answer, needs that each would like met, and
// hard times in which it may lean.
//
// # Terminology
//
// Thanks is a note of gratitude to the other. A season is a quarter of a year, by
// the calendar; its question is whether its author feels that they give about as
// much as they receive. A need is something that its author would like. A
// hardship is a time, from a day on, in which balance may lean: of its author, or
// of both.
//
// # What holds
//
//   - Nothing is counted and nothing is set against the other's: there are lists,
//     and two answers in words.
//   - One answer each in a season, sealed.
//   - A need is changed and dropped by its author alone; a hardship is ended by
//     its author alone.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/balance-v1.md.
package balance

import (
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
)

// Kinds. A form of KindAnswer composes an answer, which is then sealed; nothing
// of that kind is written.
const (
	KindThanks   event.Kind = "balance.thanks"
	KindNeed     event.Kind = "balance.need"
	KindReworded event.Kind = "balance.reworded"
	KindDropped  event.Kind = "balance.dropped"
	KindHardship event.Kind = "balance.hardship"
	KindEnded    event.Kind = "balance.ended"
	KindAnswer   event.Kind = "balance.answer"
)

// practice is this practice's name, as prompts of seals have it.
const practice = "balance"

// Limits. Lengths are in bytes of UTF-8.
const (
	MaxThanks = 1_000
	MaxNeed   = 500
	MaxNeeds  = 30  // of one person at a time
	MaxWords  = 500 // beside a hardship
	MaxAnswer = 2_000
)

// Thanks is the payload of KindThanks.
type Thanks struct {
	Text string `cbor:"1,keyasint"`
}

// Need is the payload of KindNeed. The event's id is the need's.
type Need struct {
	Text string `cbor:"1,keyasint"`
}

// Reworded is the payload of KindReworded.
type Reworded struct {
	Need event.ID `cbor:"1,keyasint"`
	Text string   `cbor:"2,keyasint"`
}

// Dropped is the payload of KindDropped.
type Dropped struct {
	Need event.ID `cbor:"1,keyasint"`
}

// What is what makes a time hard.
type What uint8

// What makes a time hard.
const (
	Job     What = iota + 1 // it was lost, or is at risk
	Illness                 // one's own, or of somebody who needs one
	Grief
	Newborn
	Other // in the author's words
)

// Whats lists them in the order in which they are offered.
func Whats() []What { return []What{Job, Illness, Grief, Newborn, Other} }

// Hardship is the payload of KindHardship. The event's id is the hardship's.
type Hardship struct {
	What  What       `cbor:"1,keyasint"`
	Words string     `cbor:"2,keyasint,omitempty"` // must be there for Other
	From  event.Date `cbor:"3,keyasint"`
	Until event.Date `cbor:"4,keyasint,omitempty"` // the last day; 0: open
	Both  bool       `cbor:"5,keyasint"`           // it concerns both, not the author alone
}

func (h Hardship) valid() bool {
	return h.What >= Job && h.What <= Other && (h.Words == "" && h.What != Other || event.Fits(h.Words, MaxWords)) &&
		h.From.Valid() && (h.Until == 0 || h.Until.Valid() && h.Until >= h.From)
}

// Ended is the payload of KindEnded. Its day is the author's, by their clock.
type Ended struct {
	Hardship event.ID `cbor:"1,keyasint"`
}

// Season is a quarter of a year.
type Season struct {
	Year    uint16 `cbor:"1,keyasint"`
	Quarter uint8  `cbor:"2,keyasint"` // from 1
}

// SeasonOf returns the season that a day is in.
func SeasonOf(d event.Date) Season {
	t := d.Time()
	return Season{uint16(t.Year()), uint8((t.Month()-1)/3 + 1)}
}

// Last returns the season before s.
func (s Season) Last() Season {
	if s.Quarter > 1 {
		return Season{s.Year, s.Quarter - 1}
	}
	return Season{s.Year - 1, 4}
}

func (s Season) valid() bool {
	return s.Year >= 2000 && s.Year <= 2199 && s.Quarter >= 1 && s.Quarter <= 4
}

// Prompt is the question of the season as package seal knows it.
func (s Season) Prompt() seal.Prompt {
	return seal.Prompt{Practice: practice, About: codec.Must(s), Pad: seal.Small}
}

// seasonOf reads a season from a prompt. It is Malformed if the prompt is none
// that this package makes.
func seasonOf(p seal.Prompt) (Season, error) {
	var s Season
	if p.Practice != practice || p.Pad != seal.Small || codec.Decode(p.About, &s) != nil || !s.valid() {
		return Season{}, Malformed
	}
	return s, nil
}

// Feeling is how somebody feels about giving and receiving.
type Feeling uint8

// Feelings.
const (
	Even    Feeling = iota + 1 // about as much as I receive
	Gives                      // more than I receive
	Takes                      // less than I receive
	Changes                    // it goes to and fro, or I cannot say
)

// Feelings lists them in the order in which they are offered.
func Feelings() []Feeling { return []Feeling{Even, Gives, Takes, Changes} }

// Answer is what is sealed in a season.
type Answer struct {
	Feeling Feeling `cbor:"1,keyasint"`
	Words   string  `cbor:"2,keyasint,omitempty"`
}

// ReadAnswer reads what was sealed. It reports false for what is no answer.
func ReadAnswer(plain []byte) (a Answer, ok bool) {
	if codec.Decode(plain, &a) != nil || a.Feeling < Even || a.Feeling > Changes || a.Words != "" && !event.Fits(a.Words, MaxAnswer) {
		return Answer{}, false
	}
	return a, true
}
