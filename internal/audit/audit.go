// Package audit checks logs without their keys: that nothing in a relay's
// database, or in a file that somebody was given, was changed, dropped, put in
// or put in another order, as far as that can be told from the outside.
//
// # What is checked
//
// Of each event: its place, its header, that it follows the event before it,
// that a key with authority at that place signed it (package chain decides, as
// for a device and for a relay), and that its body has the hash in the header.
// Of a missing body: that its author signed leave to remove it; without, it is
// withheld. Of the log: that it ends where it is said to end, that nothing but
// taking back follows a leave, and that what the relay keeps of who may write
// and of how much each has written is what follows from the events.
//
// # What is not
//
// Whether a body can be opened and what it says; whether newer events were held
// back; whether somebody else is shown another history. A host that begins a
// log anew with keys of its own passes: only a member can tell whose keys they
// are.
//
// The package is pure. Reports hold places, counts and sentences, never
// contents.
package audit

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"troth/internal/chain"
	"troth/internal/codec"
)

// MaxProblems is how many problems of one log a report lists. The others are
// counted.
const MaxProblems = 20

// Log is what whoever keeps a log says about it.
type Log struct {
	ID        chain.LogID
	Type      chain.Type
	Seq       uint64     // of its last event
	Head      chain.Hash // of its last event
	Authority []byte     // a chain.State without its head, encoded; nil: not said
	Used      *[2]int64  // bytes of each member's events; nil: not said
}

// Event is one event as it is kept. Body is nil if it is not there, Tombstone
// if there is none.
type Event struct {
	Seq       uint64 // the place at which it is kept
	Head      []byte
	Body      []byte
	Tombstone []byte
}

// Problem is something that an honest relay does not have. Seq is the event's
// place; 0 stands for the whole log.
type Problem struct {
	Seq  uint64
	What string
}

// Report is what came of checking one log.
type Report struct {
	ID        chain.LogID
	Type      chain.Type
	Events    int
	Unchecked int    // events after the place where the chain breaks
	Members   int    // as the control records say
	Closed    uint64 // the seq of the leave; 0: open
	Removed   int    // bodies that are gone by their authors' leave
	Idle      int    // events that rightly stand there and change nothing
	Problems  []Problem
	More      int // problems that are not listed
}

// Fine reports whether there is no problem.
func (r Report) Fine() bool { return len(r.Problems) == 0 }

// Check checks one log. The events come in the order of their places; an error
// among them ends the check and is a problem.
func Check(l Log, events iter.Seq2[Event, error]) Report {
	c := checker{said: l, state: chain.NewState(l.ID, l.Type), takesBack: map[[16]byte]uint8{},
		report: Report{ID: l.ID, Type: l.Type}}
	for ev, err := range events {
		if err != nil {
			c.problem(0, fmt.Sprintf("cannot be read further: %v", err))
			c.broken = true
			break
		}
		c.next(ev)
	}
	c.end()
	return c.report
}

type checker struct {
	said      Log
	state     chain.State
	broken    bool // nothing more can be said of the chain
	used      [2]int64
	bare      []bare
	takesBack map[[16]byte]uint8 // who may write an event with this id to take something back
	report    Report
}

// bare is an event whose body is gone, with what is said to allow it.
type bare struct {
	head      chain.Header
	tombstone []byte
}

func (c *checker) problem(seq uint64, what string) {
	if len(c.report.Problems) == MaxProblems {
		c.report.More++
		return
	}
	c.report.Problems = append(c.report.Problems, Problem{seq, what})
}

func (c *checker) next(e Event) {
	c.report.Events++
	ev, err := chain.Join(e.Head, nil)
	if err != nil {
		c.stop(e.Seq, err)
		return
	}
	switch whole, err := chain.Join(e.Head, e.Body); {
	case e.Body == nil && e.Tombstone == nil:
		c.problem(e.Seq, "its body is withheld: it is missing without its author’s leave")
	case e.Body == nil:
		c.bare = append(c.bare, bare{ev.Header, e.Tombstone})
	case err != nil:
		c.problem(e.Seq, "its body is not the one that was signed")
	case e.Tombstone != nil:
		c.problem(e.Seq, "its body is still here, though its author had it removed")
		ev = whole
	default:
		ev = whole
	}
	if !c.broken && ev.Seq != e.Seq {
		c.stop(e.Seq, fmt.Errorf("it says of itself that it is event %d", ev.Seq))
		return
	}
	if !c.broken && ev.Control() && ev.Body == nil {
		c.stop(e.Seq, errors.New("without its body nobody can tell who may write from here on"))
		return
	}
	if c.broken {
		c.report.Unchecked++
		return
	}
	acc, err := c.state.Accept(ev)
	if err != nil {
		c.stop(e.Seq, err)
		return
	}
	c.used[acc.Member()-1] += int64(len(e.Head) + len(e.Body))
	switch {
	case acc.Flag() == chain.AfterEnd && c.takesBack[ev.ID] != acc.Member():
		c.problem(e.Seq, "it was written after the log was closed")
	case acc.Flag() != chain.Fine && acc.Flag() != chain.AfterEnd:
		c.report.Idle++
	}
	if !ev.Control() {
		c.takesBack[chain.RedactID(acc.Hash())] = acc.Member()
	}
}

// stop says why the chain breaks here. What follows hangs in the air.
func (c *checker) stop(seq uint64, err error) {
	if !c.broken {
		c.problem(seq, reason(err))
	}
	c.broken = true
	c.report.Unchecked++
}

func reason(err error) string {
	for _, w := range []struct {
		err   error
		words string
	}{
		{chain.ErrMalformed, "it is not an event"},
		{chain.ErrUpdate, "it was written for a newer version of troth"},
		{chain.ErrWrongLog, "it belongs to another log"},
		{chain.ErrUnknownKey, "the key that it names has no say in this log"},
		{chain.ErrSignature, "its signature does not fit"},
		{chain.ErrOld, "it comes a second time"},
		{chain.ErrFork, "it does not follow the event before it"},
		{chain.ErrGap, "events are missing before it"},
	} {
		if errors.Is(err, w.err) {
			return w.words
		}
	}
	return err.Error()
}

func (c *checker) end() {
	for _, b := range c.bare {
		switch {
		case b.head.Seq > c.state.Seq: // not checked
		case c.state.VerifyTombstone(b.head, b.tombstone, chain.Ever) != nil:
			c.problem(b.head.Seq, "its body is withheld: what stands in its place is not its author’s leave")
		default:
			c.report.Removed++
		}
	}
	c.report.Members, c.report.Closed = len(c.state.Members), c.state.LeftSeq
	if c.broken {
		return
	}
	switch {
	case c.state.Seq != c.said.Seq:
		c.problem(0, fmt.Sprintf("its last event is said to be %d, and is %d", c.said.Seq, c.state.Seq))
	case c.state.Head != c.said.Head:
		c.problem(0, "the stored head is not the hash of its last event")
	}
	if c.said.Authority != nil {
		s := c.state
		s.Seq, s.Head = 0, chain.Hash{}
		if !bytes.Equal(c.said.Authority, codec.Must(s)) {
			c.problem(0, "the stored list of who may write is not what its events say")
		}
	}
	if c.said.Used != nil && *c.said.Used != c.used {
		c.problem(0, fmt.Sprintf("its events are said to take %d and %d bytes, and take %d and %d", c.said.Used[0], c.said.Used[1], c.used[0], c.used[1]))
	}
}
