// Package timeout is the practice of pausing a talk that has become too hot,
// with a time of return: no yelling, and no silent end.
//
// # Terminology
//
// One of the two calls a time-out; they are its caller. It runs until its end,
// or until its caller has returned, whatever comes first. Returning can carry
// an opening line: the first thing the caller wants to say.
//
// # What holds
//
//   - A time-out has an end: at least MinMinutes after the call and at most
//     MaxMinutes. Its caller may put the end off once, within MaxMinutes.
//   - One at a time, whoever called it.
//   - One a day for each of the two, by the calendar day of their own clock,
//     unless both have agreed to more. So a pause does not become a way to
//     silence. Either takes their agreement back at any time.
//   - Only the caller returns, before the end or after it, once, and not after
//     another has been called. Never returning is possible; nothing says so.
//   - While it runs the caller rests (Rests): what they say to the other waits.
//     What the other says meanwhile arrives at the return. Which entries these
//     are is for package couple and for the app.
//   - What is refused changes nothing, and the same function refuses on the
//     screen, before writing and in the fold (Allows, Apply).
//
// Times are what the author's clock says. Where two clocks differ, the two see
// different ends; who wrote it by which clock is shown.
//
// The package is pure. Payloads, rules and bytes: spec/timeout-v1.md.
package timeout

import "troth/internal/event"

// Kinds.
const (
	KindCalled   event.Kind = "timeout.called"
	KindExtended event.Kind = "timeout.extended"
	KindReturned event.Kind = "timeout.returned"
	KindMore     event.Kind = "timeout.more"
)

// Limits.
const (
	MinMinutes = 20      // of a time-out
	MaxMinutes = 24 * 60 // with what it is put off by
	MinExtend  = 10
	MaxLine    = 500 // bytes of UTF-8 of an opening line
)

const minuteMS = 60_000

// Called is the payload of KindCalled. The event's id is the time-out's.
type Called struct {
	Minutes uint16 `cbor:"1,keyasint"` // from the call to the end
}

// Extended is the payload of KindExtended.
type Extended struct {
	Timeout event.ID `cbor:"1,keyasint"`
	Minutes uint16   `cbor:"2,keyasint"` // by which the end is put off
}

// Returned is the payload of KindReturned.
type Returned struct {
	Timeout event.ID `cbor:"1,keyasint"`
	Line    string   `cbor:"2,keyasint,omitempty"`
}

// More is the payload of KindMore: whether more than one a day is fine with its
// author, of whoever of the two.
type More struct {
	Fine bool `cbor:"1,keyasint"`
}
