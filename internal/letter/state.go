package letter

import (
	"cmp"
	"slices"

	"troth/internal/event"
)

// State is what the facts of the log say about letters. The zero State is that
// of an empty log. It is folded in place by Apply and Verified.
type State struct {
	letters     []*letter // in the order of the log
	byID        map[event.ID]*letter
	reflections map[event.ID]*letter // the letter that a reflection is about
	verified    bool                 // the two have verified each other, as the log stands
}

type letter struct {
	Letter
	open uint64 // seq from which the reader may open it; 0: still closed
}

// Letter is one letter as one of the two may see it.
type Letter struct {
	ID       event.ID
	Seq      uint64
	By       event.Partner // its writer
	At       event.Stamp   // claimed by its writer
	Text     string        // "" while Closed
	Open     bool          // its reader may open it
	Closed   bool          // it is not open, and this is its reader
	Exchange []Reflection  // oldest first
}

// Reflection is what the reader heard, and what the writer said to it.
type Reflection struct {
	ID     event.ID
	Seq    uint64
	At     event.Stamp
	Text   string
	Answer *Answer // nil: none yet
}

// Answer is what the writer said to a reflection. Text is "" when it is
// confirmed.
type Answer struct {
	ID        event.ID
	Seq       uint64
	At        event.Stamp
	Confirmed bool // else: put right
	Text      string
}

// Confirmed reports whether the writer has said that they were understood.
func (l Letter) Confirmed() bool {
	n := len(l.Exchange)
	return n > 0 && l.Exchange[n-1].Answer != nil && l.Exchange[n-1].Answer.Confirmed
}

// Unanswered returns the reflection that the writer has not answered yet.
func (l Letter) Unanswered() (Reflection, bool) {
	if n := len(l.Exchange); n > 0 && l.Exchange[n-1].Answer == nil {
		return l.Exchange[n-1], true
	}
	return Reflection{}, false
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

// News is something the other said.
type News struct {
	ID     event.ID // of the entry
	Seq    uint64
	At     event.Stamp // claimed by its author
	Kind   event.Kind
	Letter Letter
}

// News returns what the other of me said after the entry numbered seq, newest
// first. A letter that was closed is new when it opens.
func (s *State) News(me event.Partner, seq uint64) []News {
	var news []News
	for _, l := range s.letters {
		v := l.seen(me)
		add := func(id event.ID, at uint64, said event.Stamp, kind event.Kind) {
			if at > seq {
				news = append(news, News{id, at, said, kind, v})
			}
		}
		mine := l.By == me
		if !mine && !v.Closed {
			add(l.ID, max(l.Seq, l.open), l.At, KindSent)
		}
		for _, r := range v.Exchange {
			switch a := r.Answer; {
			case mine:
				add(r.ID, r.Seq, r.At, KindReflected)
			case a != nil && a.Confirmed:
				add(a.ID, a.Seq, a.At, KindConfirmed)
			case a != nil:
				add(a.ID, a.Seq, a.At, KindCorrected)
			}
		}
	}
	slices.SortStableFunc(news, func(a, b News) int { return cmp.Compare(b.Seq, a.Seq) })
	return news
}

// Shows returns the entries of the other that me has before them when they look
// at the letter with the given id: nothing while it is closed, or if there is
// no such letter.
func (s *State) Shows(id event.ID, me event.Partner) []event.ID {
	l, ok := s.Letter(id, me)
	if !ok || l.Closed {
		return nil
	}
	var ids []event.ID
	mine := l.By == me
	if !mine {
		ids = append(ids, l.ID)
	}
	for _, r := range l.Exchange {
		switch {
		case mine:
			ids = append(ids, r.ID)
		case r.Answer != nil:
			ids = append(ids, r.Answer.ID)
		}
	}
	return ids
}
