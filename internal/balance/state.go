package balance

import (
	"slices"

	"troth/internal/event"
	"troth/internal/seal"
)

// State is what the facts of the log say about giving and receiving. The zero
// State is that of an empty log. It is folded in place by Apply and Sealed.
type State struct {
	thanks  []Note // in the order of the log
	needs   []*need
	hard    []*Hard
	seasons map[Season]*seal.Seal
	ids     map[event.ID]bool
}

// Note is thanks, or a need as it is worded now.
type Note struct {
	event.Line
	Text string
}

// need is a need, by the id that it had first.
type need struct {
	Note
	first   event.ID
	dropped bool
}

// Hard is a hard time.
type Hard struct {
	event.Line
	Hardship
	Ended bool // its author has said so
}

// over reports whether the time was over before a day.
func (h *Hard) over(day event.Date) bool { return h.Until != 0 && h.Until < day }

// Thanks returns all thanks, newest first. They are for reading only.
func (s *State) Thanks() []Note {
	list := slices.Clone(s.thanks)
	slices.Reverse(list)
	return list
}

// Wish is a need that its author has now.
type Wish struct {
	Note
	Need event.ID // by which it is changed and dropped
}

// Needs returns what by would like, in the order in which it came.
func (s *State) Needs(by event.Partner) (list []Wish) {
	for _, x := range s.needs {
		if x.By == by && !x.dropped {
			list = append(list, Wish{x.Note, x.first})
		}
	}
	return list
}

// Hard returns the hard times that are not over on a day, also those to come, in
// the order in which they were said.
func (s *State) Hard(day event.Date) (list []Hard) {
	for _, x := range s.hard {
		if !x.Ended && !x.over(day) {
			list = append(list, *x)
		}
	}
	return list
}

// Question is the question of a season, as one of the two may see it.
type Question struct {
	Season Season
	Seal   *seal.Seal // nil: nobody has begun
	seal.Seen
}

// Answers returns the two answers, and what has become of each.
func (q Question) Answers() (own, other Answer, mine, theirs seal.Result) {
	return seal.Answers(q.Seen, ReadAnswer)
}

// Question returns the question of a season as me may see it.
func (s *State) Question(season Season, me event.Partner) Question {
	q := Question{Season: season, Seal: s.seasons[season]}
	if q.Seal != nil {
		q.Seen = q.Seal.Seen(me)
	}
	return q
}

// QuestionOf returns the question with a seal of this id.
func (s *State) QuestionOf(id event.ID, me event.Partner) (Question, bool) {
	for season, x := range s.seasons {
		if x.ID == id {
			return s.Question(season, me), true
		}
	}
	return Question{}, false
}

// Questions returns the questions up to a season that somebody has answered,
// newest first: those that have opened to me, or those that have not.
func (s *State) Questions(until Season, me event.Partner, done bool) (list []Question) {
	for ; until.valid(); until = until.Last() {
		if q := s.Question(until, me); q.Begun && q.Done() == done {
			list = append(list, q)
		}
	}
	return list
}

// News is what the other of me has said after an entry.
type News struct {
	Thanks []Note // newest first
	Needs  bool   // a need is new, or worded anew
	Hard   []Hard // that are not over on the day
}

// News returns what the other of me has said after the entry numbered seq and
// what of it there still is on a day.
func (s *State) News(me event.Partner, seq uint64, day event.Date) (n News) {
	for _, x := range slices.Backward(s.thanks) {
		if x.Seq > seq && x.By != me {
			n.Thanks = append(n.Thanks, x)
		}
	}
	n.Needs = slices.ContainsFunc(s.Needs(me.Other()), func(w Wish) bool { return w.Seq > seq })
	for _, h := range s.Hard(day) {
		if h.Seq > seq && h.By != me {
			n.Hard = append(n.Hard, h)
		}
	}
	return n
}

// Fresh returns the questions up to a season that wait for me's answer, or have
// opened to me, after the entry numbered seq.
func (s *State) Fresh(until Season, me event.Partner, seq uint64) (list []Question) {
	for _, q := range append(s.Questions(until, me, true), s.Questions(until, me, false)...) {
		if q.Seq > seq || !q.Mine && q.Seal.Answered(me.Other()) > seq {
			list = append(list, q)
		}
	}
	return list
}
