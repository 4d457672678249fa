// Package promise is the practice of saying what one will do, small and dated,
// and then keeping it, changing it in time, or owning up to a miss.
//
// # Terminology
//
// A promise belongs to its maker; the partner is the other. It is due on a day
// or at a minute of the maker's wall clock, once or repeatedly. Each time it
// falls due is an occurrence, named for ever by its original due. A change puts
// a new due in the place of the old one: the occurrence gets another turn. A
// mark is what the maker said about a turn: kept, changed or missed. An answer
// is what the other said about a mark: noticed, or seen differently.
//
// # What holds
//
//   - Only the maker marks; only the other answers, and an answer belongs to
//     the very mark it names.
//   - Whether a mark was in time follows from the maker's own stamps.
//   - A change after the due is a miss, said late; its new due still counts.
//   - Silence writes nothing. That a turn passed without a word is found by
//     whoever looks, from the due and the time, and is never an event.
//   - A mark may be put right (kept, missed) until it was answered; after that
//     only towards missed.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// The package is pure. Payloads, rules and bytes: spec/promise-v1.md.
package promise

import (
	"strings"
	"unicode/utf8"

	"troth/internal/event"
)

// Kinds.
const (
	KindMade       event.Kind = "promise.made"
	KindKept       event.Kind = "promise.kept"
	KindChanged    event.Kind = "promise.changed"
	KindMissed     event.Kind = "promise.missed"
	KindNoticed    event.Kind = "promise.noticed"
	KindDiffers    event.Kind = "promise.differs"
	KindRetire     event.Kind = "promise.retire"
	KindRetireUndo event.Kind = "promise.retire.undo"
)

// Limits.
const (
	MaxText  = 280        // runes of a promise
	MaxWords = 500        // runes of what is said about one
	MaxAhead = 10*365 + 3 // days from writing to a due: ten years
	MaxSpan  = 10*365 + 3 // days from the first due of a repeated promise to its last
	MaxDrift = 26 * 60    // minutes between an author's wall clock and UTC that are believed

	minTime = minutesPerDay * event.Minute(event.MinDate)
	maxTime = minutesPerDay*(event.Minute(event.MaxDate)+1) - 1
)

const minutesPerDay = 24 * 60

// Due is when a promise falls due: a day, or a minute of one. Exactly one of
// the two is set.
type Due struct {
	Date   event.Date   `cbor:"1,keyasint,omitempty"`
	Minute event.Minute `cbor:"2,keyasint,omitempty"`
}

// On returns the due of a whole day.
func On(d event.Date) Due { return Due{Date: d} }

// By returns the due at a minute.
func By(m event.Minute) Due { return Due{Minute: m} }

// Valid reports whether d may be written.
func (d Due) Valid() bool {
	if d.Minute != 0 {
		return d.Date == 0 && d.Minute >= minTime && d.Minute <= maxTime
	}
	return d.Date.Valid()
}

// Day returns the day on which d falls.
func (d Due) Day() event.Date {
	if d.Minute != 0 {
		return d.Minute.Date()
	}
	return d.Date
}

// End returns the last minute that is in time. A day is in time to its end.
func (d Due) End() event.Minute {
	if d.Minute != 0 {
		return d.Minute
	}
	return d.Date.At(23, 59)
}

// String writes d as YYYY-MM-DD or YYYY-MM-DDTHH:MM, as ParseDue reads it.
func (d Due) String() string {
	if d.Minute != 0 {
		return d.Minute.String()
	}
	return d.Date.String()
}

// ParseDue reads what String wrote.
func ParseDue(s string) (Due, error) {
	day, clock, timed := strings.Cut(s, "T")
	d, err := event.ParseDate(day)
	if err != nil {
		return Due{}, err
	}
	if !timed {
		return On(d), nil
	}
	h, m, err := event.ParseClock(clock)
	if err != nil {
		return Due{}, err
	}
	return By(d.At(h, m)), nil
}

// Repeat says how a promise comes back.
type Repeat string

// Repeats. The day of a monthly promise is the one of its first due, or the
// last day of a month that is shorter.
const (
	Once        Repeat = ""
	Daily       Repeat = "daily"
	Weekdays    Repeat = "weekdays" // Monday to Friday
	Weekly      Repeat = "weekly"
	Fortnightly Repeat = "fortnightly"
	Monthly     Repeat = "monthly"
)

// Repeats lists all repeats in the order in which they are offered.
func Repeats() []Repeat { return []Repeat{Once, Daily, Weekdays, Weekly, Fortnightly, Monthly} }

// Valid reports whether r is one of the repeats.
func (r Repeat) Valid() bool {
	switch r {
	case Once, Daily, Weekdays, Weekly, Fortnightly, Monthly:
		return true
	}
	return false
}

// Made is the payload of KindMade. The event's id is the promise's.
type Made struct {
	Text   string     `cbor:"1,keyasint"`
	Due    Due        `cbor:"2,keyasint"` // the first
	Repeat Repeat     `cbor:"3,keyasint"`
	Last   event.Date `cbor:"4,keyasint,omitempty"` // last day of a repeated promise; 0: open
}

// Kept is the payload of KindKept.
type Kept struct {
	Promise event.ID `cbor:"1,keyasint"`
	Due     Due      `cbor:"2,keyasint"` // of the occurrence, as it was at first
}

// Changed is the payload of KindChanged.
type Changed struct {
	Promise event.ID `cbor:"1,keyasint"`
	Due     Due      `cbor:"2,keyasint"` // of the occurrence, as it was at first
	New     Due      `cbor:"3,keyasint"`
	Why     string   `cbor:"4,keyasint"`
}

// Missed is the payload of KindMissed.
type Missed struct {
	Promise event.ID `cbor:"1,keyasint"`
	Due     Due      `cbor:"2,keyasint"` // of the occurrence, as it was at first
	Words   string   `cbor:"3,keyasint"` // may be empty
}

// Noticed is the payload of KindNoticed.
type Noticed struct {
	Promise event.ID `cbor:"1,keyasint"`
	Due     Due      `cbor:"2,keyasint"` // of the occurrence, as it was at first
	Mark    event.ID `cbor:"3,keyasint"` // the event that is answered
}

// Differs is the payload of KindDiffers: I see it differently.
type Differs struct {
	Promise event.ID `cbor:"1,keyasint"`
	Due     Due      `cbor:"2,keyasint"` // of the occurrence, as it was at first
	Mark    event.ID `cbor:"3,keyasint"` // the event that is answered
	Words   string   `cbor:"4,keyasint"`
}

// Retire is the payload of KindRetire. With words from the maker it retires
// the promise at once; else it proposes to, or agrees.
type Retire struct {
	Promise event.ID `cbor:"1,keyasint"`
	Words   string   `cbor:"2,keyasint"` // may be empty
}

// RetireUndo is the payload of KindRetireUndo: it takes one's proposal back.
type RetireUndo struct {
	Promise event.ID `cbor:"1,keyasint"`
}

// fits reports whether s may be written as words of at most limit runes. Words
// that are required are not blank; others are blank only when empty.
func fits(s string, limit int, required bool) bool {
	if utf8.RuneCountInString(s) > limit {
		return false
	}
	if strings.TrimSpace(s) == "" {
		return s == "" && !required
	}
	return true
}
