package letter

import (
	"slices"

	"troth/internal/event"
	"troth/internal/reflection"
)

// State is what the facts of the log say about letters. The zero State is that
// of an empty log. It is folded in place by Apply and Verified.
type State struct {
	letters  []*letter // in the order of the log
	byID     map[event.ID]*letter
	said     reflection.State // what was said about them
	verified bool             // the two have verified each other, as the log stands
}

type letter struct {
	Letter
	open uint64 // seq from which the reader may open it; 0: still closed
}

// Letter is one letter as one of the two may see it.
type Letter struct {
	reflection.Topic        // without its exchange while Closed
	Text             string // "" while Closed
	Open             bool   // its reader may open it
	Closed           bool   // it is not open, and this is its reader
}

// Verified tells that the two have verified each other, or no longer, by the
// entry seq. Letters that were closed are open from then on.
func (s *State) Verified(yes bool, seq uint64) {
	s.verified = yes
	if !yes {
		return
	}
	for _, l := range s.letters {
		if l.open == 0 {
			l.open = seq
		}
	}
}

// seen returns the letter as me may see it.
func (l *letter) seen(me event.Partner) Letter {
	v := l.Letter
	v.Open = l.open != 0
	if me != l.By && !v.Open {
		v.Text, v.Exchange, v.Closed = "", nil, true
	}
	return v
}

// Letter returns the letter with the given id as me may see it. It is for
// reading only.
func (s *State) Letter(id event.ID, me event.Partner) (Letter, bool) {
	l, ok := s.byID[id]
	if !ok {
		return Letter{}, false
	}
	return l.seen(me), true
}

// Len returns how many letters there are.
func (s *State) Len() int { return len(s.letters) }

// List returns all letters as me may see them, newest first. They are for
// reading only.
func (s *State) List(me event.Partner) []Letter {
	list := make([]Letter, 0, len(s.letters))
	for _, l := range slices.Backward(s.letters) {
		list = append(list, l.seen(me))
	}
	return list
}

// VerbSent is the verb of KindSent.
const VerbSent = "sent"

// News returns what the other of me said after the entry numbered seq, newest
// first. A letter that was closed is new when it opens.
func (s *State) News(me event.Partner, seq uint64) []reflection.News {
	var said []reflection.News
	for _, l := range s.letters {
		v := l.seen(me)
		if v.By != me && !v.Closed {
			said = append(said, reflection.News{ID: v.ID, Seq: max(v.Seq, l.open), At: v.At, Verb: VerbSent, Topic: &l.Topic})
		}
		said = append(said, v.Said(me)...)
	}
	return reflection.Since(said, seq)
}

// Shows returns the entries of the other that me has before them when they look
// at the letter with the given id: nothing while it is closed, or if there is
// no such letter.
func (s *State) Shows(id event.ID, me event.Partner) []event.ID {
	l, ok := s.Letter(id, me)
	if !ok || l.Closed {
		return nil
	}
	return l.Shows(me)
}
