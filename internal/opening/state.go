package opening

import (
	"sort"

	"troth/internal/event"
	"troth/internal/seal"
)

// State is what the facts of the log say about openings. The zero State is that
// of an empty log. It is folded in place by Apply and Sealed.
type State struct {
	chosen  [3]Rung // by partner; 0: nothing yet
	reached Rung    // 0: the lowest
	seals   map[Question]*seal.Seal
	order   []Question // as they were begun
}

// Chosen returns how far up a partner would go. A page asks only for its own
// person.
func (s *State) Chosen(by event.Partner) Rung {
	if by > event.Second {
		return Lowest
	}
	return max(Lowest, s.chosen[by])
}

// InUse returns the rung in use: the lower of the two chosen.
func (s *State) InUse() Rung { return min(s.Chosen(event.First), s.Chosen(event.Second)) }

// Reached returns the highest rung that was ever in use.
func (s *State) Reached() Rung { return max(Lowest, s.reached) }

// Opening is a question that was begun, as one of the two may see it.
type Opening struct {
	Question Question
	Seal     *seal.Seal
	seal.Seen
}

// Words returns the two answers in words, and what has become of each.
func (o Opening) Words() (own, other string, mine, theirs seal.Result) {
	return seal.Answers(o.Seen, ReadAnswer)
}

// Opening returns a question as me may see it. It reports false for one that
// nobody has answered.
func (s *State) Opening(q Question, me event.Partner) (Opening, bool) {
	x := s.seals[q]
	if x == nil {
		return Opening{}, false
	}
	o := Opening{Question: q, Seal: x, Seen: x.Seen(me)}
	return o, o.Begun
}

// ByID returns the question that has a seal of this id, as me may see it.
func (s *State) ByID(id event.ID, me event.Partner) (Opening, bool) {
	for _, q := range s.order {
		if s.seals[q].ID == id {
			return s.Opening(q, me)
		}
	}
	return Opening{}, false
}

// Closed returns the questions that me has before them and that have not
// opened, oldest first: those of the rungs up to the one in use, and those that
// me has answered.
func (s *State) Closed(me event.Partner) []Opening {
	return s.list(me, func(o Opening) bool { return !o.Done() && (o.Mine || o.Question.Rung <= s.InUse()) })
}

// Opened returns the questions that have opened to me, newest first.
func (s *State) Opened(me event.Partner) []Opening {
	list := s.list(me, Opening.Done)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Seq > list[j].Seq })
	return list
}

func (s *State) list(me event.Partner, want func(Opening) bool) (list []Opening) {
	for _, q := range s.order {
		if o, ok := s.Opening(q, me); ok && want(o) {
			list = append(list, o)
		}
	}
	return list
}

// Begun returns the questions that wait for me's answer and were begun after the
// entry numbered seq, oldest first.
func (s *State) Begun(me event.Partner, seq uint64) []Opening {
	return s.list(me, func(o Opening) bool {
		return !o.Mine && o.Question.Rung <= s.InUse() && o.Seal.Answered(me.Other()) > seq
	})
}

// Next returns the numbers of the questions on a rung, of which there are count,
// that nobody has begun, in order.
func (s *State) Next(r Rung, count int) (list []uint8) {
	for n := 1; n <= min(count, MaxNumber); n++ {
		q := Question{r, uint8(n)}
		if x := s.seals[q]; x == nil || !x.Seen(event.First).Begun {
			list = append(list, q.Number)
		}
	}
	return list
}
