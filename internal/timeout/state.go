package timeout

import (
	"slices"

	"troth/internal/event"
)

// State is what the facts of the log say about time-outs. The zero State is
// that of an empty log. It is folded in place by Apply.
type State struct {
	list []*Timeout // in the order of the log
	byID map[event.ID]*Timeout
	more [event.Second + 1]bool
}

// Timeout is one time-out.
type Timeout struct {
	ID       event.ID
	Seq      uint64
	By       event.Partner
	At       event.Stamp // of the call
	End      int64       // ms since 1970 UTC
	Extended *Mark       // nil: it was not put off
	Back     *Back       // nil: its caller has not said that they are back
}

// Mark is what was said about a time-out, and when.
type Mark struct {
	ID  event.ID
	Seq uint64
	At  event.Stamp
}

// Back is the return, with the opening line; "" if there is none.
type Back struct {
	Mark
	Line string
}

// Runs reports whether the time-out runs at the time of a clock in ms since
// 1970 UTC. For a clock that lags behind the call by more than a time-out can
// last it does not run: a call dated far ahead holds up nobody.
func (t Timeout) Runs(ms int64) bool {
	return t.Back == nil && ms < t.End && ms >= t.At.MS-MaxMinutes*minuteMS
}

// left returns by how many full minutes it can still be put off.
func (t Timeout) left() int64 {
	return (t.At.MS + MaxMinutes*minuteMS - t.End) / minuteMS
}

// Last returns the newest time-out. It is for reading only.
func (s *State) Last() (Timeout, bool) {
	if len(s.list) == 0 {
		return Timeout{}, false
	}
	return *s.list[len(s.list)-1], true
}

// Running returns the time-out that runs now.
func (s *State) Running(now event.Stamp) (Timeout, bool) {
	t, ok := s.Last()
	return t, ok && t.Runs(now.MS)
}

// Rests reports whether p has called a time-out that runs now, and from which
// entry on: what the other says after it arrives at the return.
func (s *State) Rests(p event.Partner, now event.Stamp) (seq uint64, yes bool) {
	if t, ok := s.Running(now); ok && t.By == p {
		return t.Seq, true
	}
	return 0, false
}

// List returns all time-outs, newest first. They are for reading only.
func (s *State) List() []Timeout {
	list := make([]Timeout, 0, len(s.list))
	for _, t := range slices.Backward(s.list) {
		list = append(list, *t)
	}
	return list
}

// More reports whether p has said that more than one time-out a day is fine.
func (s *State) More(p event.Partner) bool { return p <= event.Second && s.more[p] }

// News returns the newest time-out if the other of me called it, put it off or
// came back after the entry numbered seq.
func (s *State) News(me event.Partner, seq uint64) (Timeout, bool) {
	t, ok := s.Last()
	if !ok || t.By == me {
		return Timeout{}, false
	}
	newest := t.Seq
	if t.Extended != nil {
		newest = t.Extended.Seq
	}
	if t.Back != nil {
		newest = t.Back.Seq
	}
	return t, newest > seq
}
