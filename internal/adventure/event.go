// Package adventure is the practice of doing something risky together: each of
// the two marks a list of ideas alone, and what both would do is shown.
//
// # Terminology
//
// An idea is one of the app's own, named by a slug, or one that somebody has
// added; a Ref names either. To mark is to say yes or maybe to an idea. A list is
// all that somebody has marked, sealed; it belongs to a round, and there can be
// another round whenever both want one. A match is an idea that both have marked.
// A plan is an idea with a day. Afterwards each tells in a few lines what it was
// like, sealed too.
//
// # What holds
//
//   - A list carries the yeses and the maybes, in one order. Whoever says not
//     now to an idea and whoever has not marked it write the same bytes, and so do
//     all whose lists are alike, in whatever order they marked.
//   - Of the other's list nothing leaves package seal but what is in one's own
//     (Common). What only one has marked is on no page of the other.
//   - An idea of one's own is put on the list openly, before anybody marks it:
//     the other reads it. Its author can take it off again.
//   - Either plans, moves a plan or calls it off, until somebody has told of it.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// Both devices come to hold both lists once they have opened. Who writes a program
// for it can read, with their own keys, what the other has marked and they have
// not; and whoever marks everything sees everything that the other has marked. The
// pages say both.
//
// The package is pure. Payloads, rules and bytes: spec/adventure-v1.md.
package adventure

import (
	"slices"
	"strings"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
)

// Kinds. Forms of KindMarked and KindTold compose answers, which are then
// sealed; nothing of these kinds is written.
const (
	KindAdded     event.Kind = "adventure.added"
	KindDropped   event.Kind = "adventure.dropped"
	KindPlanned   event.Kind = "adventure.planned"
	KindMoved     event.Kind = "adventure.moved"
	KindCancelled event.Kind = "adventure.cancelled"
	KindMarked    event.Kind = "adventure.marked"
	KindTold      event.Kind = "adventure.told"
)

// practice is this practice's name, as prompts of seals have it.
const practice = "adventure"

// Limits. Lengths are in bytes of UTF-8.
const (
	MaxSlug  = 31
	MaxIdea  = 300 // of an idea that somebody adds
	MaxOwn   = 40  // ideas of one person on the list at a time
	MaxWords = 500 // beside a plan
	MaxTold  = 1_000
	MaxMarks = 300 // of one list
	MaxRound = 9_999

	minutesPerDay = 24 * 60
)

// Grade is how daring an idea is.
type Grade uint8

// The ends of the grades.
const (
	Mildest Grade = 1
	Boldest Grade = 4
)

// Ref names an idea: a slug of the app's, or the id in hex of one that was added.
// A slug is shorter than such an id.
type Ref string

// RefOf names an idea that was added.
func RefOf(id event.ID) Ref { return Ref(id.String()) }

// Own returns the id of an idea that was added.
func (r Ref) Own() (event.ID, bool) {
	id, err := event.ParseID(string(r))
	return id, err == nil && !id.IsZero() && RefOf(id) == r
}

// Valid reports whether r can name an idea. What a slug stands for the app knows,
// or a newer one.
func (r Ref) Valid() bool {
	if _, own := r.Own(); own {
		return true
	}
	bad := func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' }
	return r != "" && len(r) <= MaxSlug && strings.IndexFunc(string(r), bad) < 0
}

// Added is the payload of KindAdded. The event's id is the idea's.
type Added struct {
	Text  string `cbor:"1,keyasint"`
	Grade Grade  `cbor:"2,keyasint"`
}

// Dropped is the payload of KindDropped: an idea goes from the list.
type Dropped struct {
	Idea event.ID `cbor:"1,keyasint"`
}

// When is a day and, if it is set, a minute of it, of the clock where it happens.
type When struct {
	Day    event.Date `cbor:"1,keyasint"`
	Minute *uint16    `cbor:"2,keyasint,omitempty"`
}

// Clock returns the hour and minute, if they are set.
func (w When) Clock() (hour, minute int, ok bool) {
	if w.Minute == nil {
		return 0, 0, false
	}
	return int(*w.Minute) / 60, int(*w.Minute) % 60, true
}

func (w When) valid() bool { return w.Day.Valid() && (w.Minute == nil || *w.Minute < minutesPerDay) }

func (w When) equal(v When) bool {
	h, m, timed := w.Clock()
	h2, m2, timed2 := v.Clock()
	return w.Day == v.Day && timed == timed2 && h == h2 && m == m2
}

// Planned is the payload of KindPlanned. The event's id is the plan's.
type Planned struct {
	Idea  Ref    `cbor:"1,keyasint"`
	When  When   `cbor:"2,keyasint"`
	Words string `cbor:"3,keyasint,omitempty"`
}

// Moved is the payload of KindMoved.
type Moved struct {
	Plan event.ID `cbor:"1,keyasint"`
	When When     `cbor:"2,keyasint"`
}

// Cancelled is the payload of KindCancelled.
type Cancelled struct {
	Plan event.ID `cbor:"1,keyasint"`
}

// A prompt of this practice is about a round or about a plan.
type (
	aboutRound struct {
		Round uint16 `cbor:"1,keyasint"`
	}
	aboutPlan struct {
		Plan event.ID `cbor:"2,keyasint"`
	}
)

// ListPrompt is what both answer in a round.
func ListPrompt(round uint16) seal.Prompt {
	return seal.Prompt{Practice: practice, About: codec.Must(aboutRound{round}), Pad: seal.Medium}
}

// TellPrompt is what both answer about a plan.
func TellPrompt(plan event.ID) seal.Prompt {
	return seal.Prompt{Practice: practice, About: codec.Must(aboutPlan{plan}), Pad: seal.Small}
}

// aboutOf reads what a prompt is about: a round, or a plan if that is 0. It is
// Malformed if the prompt is none that this package makes.
func aboutOf(p seal.Prompt) (round uint16, plan event.ID, err error) {
	var r aboutRound
	var a aboutPlan
	switch {
	case p.Practice != practice:
	case p.Pad == seal.Medium && codec.Decode(p.About, &r) == nil && r.Round >= 1 && r.Round <= MaxRound:
		return r.Round, event.ID{}, nil
	case p.Pad == seal.Small && codec.Decode(p.About, &a) == nil && !a.Plan.IsZero():
		return 0, a.Plan, nil
	}
	return 0, event.ID{}, Malformed
}

// IsList reports whether what answers a prompt is a list.
func IsList(p seal.Prompt) bool {
	round, _, err := aboutOf(p)
	return err == nil && round != 0
}

// List is what is sealed in a round: refs, in order, none twice.
type List struct {
	Yes   []Ref `cbor:"1,keyasint,omitempty"`
	Maybe []Ref `cbor:"2,keyasint,omitempty"`
}

// Mark is what somebody says to an idea. Not now and nothing are the same.
type Mark uint8

// Marks.
const (
	NotNow Mark = iota
	Maybe
	Yes
)

// Mark returns what the list says to an idea.
func (l List) Mark(r Ref) Mark {
	if _, yes := slices.BinarySearch(l.Yes, r); yes {
		return Yes
	}
	if _, maybe := slices.BinarySearch(l.Maybe, r); maybe {
		return Maybe
	}
	return NotNow
}

// ReadList reads what was sealed in a round. It reports false for what is no
// list.
func ReadList(plain []byte) (l List, ok bool) {
	if codec.Decode(plain, &l) != nil || len(l.Yes)+len(l.Maybe) > MaxMarks {
		return List{}, false
	}
	for _, refs := range [][]Ref{l.Yes, l.Maybe} {
		for i, r := range refs {
			if !r.Valid() || i > 0 && refs[i-1] >= r {
				return List{}, false
			}
		}
	}
	for _, r := range l.Maybe {
		if l.Mark(r) == Yes {
			return List{}, false
		}
	}
	return l, true
}

// Common is seal.Common for lists: of the other's what is in one's own.
func Common(own, other []byte) (plain []byte, ok bool) {
	theirs, ok := ReadList(other)
	if !ok {
		return nil, false
	}
	mine, _ := ReadList(own) // one that is none has nothing in it
	only := func(refs []Ref) []Ref {
		return slices.DeleteFunc(refs, func(r Ref) bool { return mine.Mark(r) == NotNow })
	}
	return codec.Must(List{only(theirs.Yes), only(theirs.Maybe)}), true
}

// Told is what is sealed about a plan.
type Told struct {
	Text string `cbor:"1,keyasint"`
}

// ReadTold reads what was sealed about a plan. It reports false for what is no
// text.
func ReadTold(plain []byte) (string, bool) {
	var t Told
	if codec.Decode(plain, &t) != nil || !event.Fits(t.Text, MaxTold) {
		return "", false
	}
	return t.Text, true
}
