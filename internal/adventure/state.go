package adventure

import (
	"slices"
	"sort"

	"troth/internal/event"
	"troth/internal/seal"
)

// State is what the facts of the log say about adventures. The zero State is
// that of an empty log. It is folded in place by Apply and Sealed.
type State struct {
	ideas    []*Idea // in the order of the log
	ideaByID map[event.ID]*Idea
	plans    []*Plan
	planByID map[event.ID]*Plan
	rounds   map[uint16]*seal.Seal
	told     map[event.ID]*seal.Seal // by plan
}

// Idea is an idea that one of the two has added.
type Idea struct {
	event.Line
	Text    string
	Grade   Grade
	Dropped bool // it has gone from the list
}

// Plan is an idea with a day.
type Plan struct {
	event.Line
	Last      event.Line // of what was said of it last
	Idea      Ref
	When      When
	Words     string // "": none
	Cancelled bool
}

// Ideas returns the ideas that were added and are on the list, in the order in
// which they came. They are for reading only.
func (s *State) Ideas() (list []Idea) {
	for _, x := range s.ideas {
		if !x.Dropped {
			list = append(list, *x)
		}
	}
	return list
}

// Idea returns an idea that was added, also one that has gone from the list.
func (s *State) Idea(r Ref) (Idea, bool) {
	id, own := r.Own()
	if x := s.ideaByID[id]; own && x != nil {
		return *x, true
	}
	return Idea{}, false
}

// Listed reports whether an idea can be marked. Of the app's own all can.
func (s *State) Listed(r Ref) bool {
	if _, own := r.Own(); !own {
		return true
	}
	x, ok := s.Idea(r)
	return ok && !x.Dropped
}

// Round is a round of lists, as one of the two may see it.
type Round struct {
	Number uint16
	Seal   *seal.Seal // nil: nobody has begun it
	seal.Seen
}

// last returns the highest round that both have answered; 0: none.
func (s *State) last() (last uint16) {
	for n := range s.rounds {
		if s.answered(n) {
			last = max(last, n)
		}
	}
	return last
}

// answered reports whether both have answered a round.
func (s *State) answered(n uint16) bool {
	x := s.rounds[n]
	return x != nil && x.Answered(event.First) != 0 && x.Answered(event.Second) != 0
}

// Next returns the round that comes after the last that both have answered.
func (s *State) Next(me event.Partner) Round { return s.round(min(s.last()+1, MaxRound), me) }

func (s *State) round(n uint16, me event.Partner) Round {
	r := Round{Number: n, Seal: s.rounds[n]}
	if r.Seal != nil {
		r.Seen = r.Seal.Seen(me)
	}
	return r
}

// Rounds returns the rounds that both have answered, newest first. Those that
// are not Done have not opened to me yet.
func (s *State) Rounds(me event.Partner) (list []Round) {
	for n := s.last(); n > 0; n-- {
		if s.answered(n) {
			list = append(list, s.round(n, me))
		}
	}
	return list
}

// Match is an idea that both have marked.
type Match struct {
	Idea         Ref
	Mine, Theirs Mark
}

// Matches returns what both have marked in a round that is Done: what both say
// yes to, then what one of them does, then the rest. Mine and theirs are what has
// become of the lists.
func (r Round) Matches() (list []Match, mine, theirs seal.Result) {
	own, other, mine, theirs := seal.Answers(r.Seen, ReadList)
	refs := slices.Concat(other.Yes, other.Maybe)
	slices.Sort(refs) // the same for both, whoever says yes and whoever maybe
	for _, firm := range []Mark{Yes + Yes, Yes + Maybe, Maybe + Maybe} {
		for _, ref := range refs {
			// In both, as Common has seen to.
			if x := (Match{ref, own.Mark(ref), other.Mark(ref)}); x.Mine != NotNow && x.Mine+x.Theirs == firm {
				list = append(list, x)
			}
		}
	}
	return list, mine, theirs
}

// Telling is a plan and what the two tell of it, as one of them may see it.
type Telling struct {
	Plan Plan
	Seal *seal.Seal // nil: nobody has begun
	seal.Seen
}

// Words returns what the two have told, and what has become of each.
func (t Telling) Words() (own, other string, mine, theirs seal.Result) {
	return seal.Answers(t.Seen, ReadTold)
}

// Plan returns a plan, also one that was called off.
func (s *State) Plan(id event.ID, me event.Partner) (Telling, bool) {
	x := s.planByID[id]
	if x == nil {
		return Telling{}, false
	}
	t := Telling{Plan: *x, Seal: s.told[id]}
	if t.Seal != nil {
		t.Seen = t.Seal.Seen(me)
	}
	return t, true
}

// PlanOf returns the plan that is told of in the seal with this id, whether
// somebody has begun or not.
func (s *State) PlanOf(id event.ID, me event.Partner) (Telling, bool) {
	for _, x := range s.plans {
		if TellPrompt(x.ID).ID() == id {
			return s.Plan(x.ID, me)
		}
	}
	return Telling{}, false
}

// Plans returns the plans that were not called off: those that both have told of,
// the last day first, or the others, the first day first.
func (s *State) Plans(me event.Partner, done bool) (list []Telling) {
	plans := slices.Clone(s.plans)
	sort.SliceStable(plans, func(i, j int) bool {
		if done {
			i, j = j, i
		}
		return plans[i].When.Day < plans[j].When.Day
	})
	for _, x := range plans {
		if t, _ := s.Plan(x.ID, me); !x.Cancelled && t.Done() == done {
			list = append(list, t)
		}
	}
	return list
}

// News returns the plans of which the other of me has said something after the
// entry numbered seq, also that they called it off.
func (s *State) News(me event.Partner, seq uint64) (list []Plan) {
	for _, x := range slices.Backward(s.plans) {
		if x.Last.Seq > seq && x.Last.By != me {
			list = append(list, *x)
		}
	}
	return list
}

// NewIdeas reports whether the other of me has put something on the list after
// the entry numbered seq that is still there.
func (s *State) NewIdeas(me event.Partner, seq uint64) bool {
	return slices.ContainsFunc(s.ideas, func(x *Idea) bool { return x.Seq > seq && x.By != me && !x.Dropped })
}

// Seals returns the seals of this practice that wait for me's answer, or have
// opened to me, after the entry numbered seq.
func (s *State) Seals(me event.Partner, seq uint64) (rounds []Round, plans []Telling) {
	fresh := func(x *seal.Seal, v seal.Seen) bool {
		return v.Seq > seq || v.Begun && !v.Mine && x.Answered(me.Other()) > seq
	}
	for _, r := range append(s.Rounds(me), s.Next(me)) {
		if r.Seal != nil && fresh(r.Seal, r.Seen) {
			rounds = append(rounds, r)
		}
	}
	for _, t := range append(s.Plans(me, true), s.Plans(me, false)...) {
		if t.Seal != nil && fresh(t.Seal, t.Seen) {
			plans = append(plans, t)
		}
	}
	return rounds, plans
}

// RoundOf returns the round with a seal of this id, as me may see it.
func (s *State) RoundOf(id event.ID, me event.Partner) (Round, bool) {
	for n, x := range s.rounds {
		if x.ID == id {
			return s.round(n, me), true
		}
	}
	return Round{}, false
}
