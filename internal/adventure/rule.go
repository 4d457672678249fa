package adventure

import (
	"fmt"
	"slices"
	"strings"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "adventure: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Taken     Refusal = "taken"      // an idea or a plan of this id is there
	Many      Refusal = "many"       // its author has MaxOwn ideas on the list
	NoIdea    Refusal = "no-idea"    // no idea of this id is on the list
	NotAuthor Refusal = "not-author" // the idea is the other's
	NoPlan    Refusal = "no-plan"    // no plan of this id, or it was called off
	Same      Refusal = "same"       // it is planned for then already
	Begun     Refusal = "begun"      // somebody has told of it
)

// change is what an event does to the state, once it is known that it may.
type change func(event.Fact)

// Allows reports with a Refusal whether by may write the payload.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(by, kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	do, err := s.plan(f.By, f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if s.ideaByID[f.ID] != nil || s.planByID[f.ID] != nil {
		return Taken
	}
	do(f)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw) (change, error) {
	if by != event.First && by != event.Second {
		return nil, NotMember
	}
	switch kind {
	case KindAdded:
		var m Added
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxIdea) || m.Grade < Mildest || m.Grade > Boldest {
			return nil, Malformed
		}
		return s.add(by, m)
	case KindDropped:
		var m Dropped
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		x := s.ideaByID[m.Idea]
		switch {
		case x == nil || x.Dropped:
			return nil, NoIdea
		case x.By != by:
			return nil, NotAuthor
		}
		return func(event.Fact) { x.Dropped = true }, nil
	case KindPlanned:
		var m Planned
		if codec.Decode(payload, &m) != nil || !m.Idea.Valid() || !m.When.valid() || m.Words != "" && !event.Fits(m.Words, MaxWords) {
			return nil, Malformed
		}
		if id, own := m.Idea.Own(); own {
			if x := s.ideaByID[id]; x == nil || x.Dropped {
				return nil, NoIdea
			}
		}
		return func(f event.Fact) { s.begin(f, m) }, nil
	case KindMoved:
		var m Moved
		if codec.Decode(payload, &m) != nil || !m.When.valid() {
			return nil, Malformed
		}
		x, err := s.open(m.Plan)
		switch {
		case err != nil:
			return nil, err
		case x.When.equal(m.When):
			return nil, Same
		}
		return func(f event.Fact) { x.When, x.Last = m.When, f.Line() }, nil
	case KindCancelled:
		var m Cancelled
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		x, err := s.open(m.Plan)
		if err != nil {
			return nil, err
		}
		return func(f event.Fact) { x.Cancelled, x.Last = true, f.Line() }, nil
	}
	return nil, Unknown
}

func (s *State) add(by event.Partner, m Added) (change, error) {
	own := 0
	for _, x := range s.ideas {
		if x.By == by && !x.Dropped {
			own++
		}
	}
	if own >= MaxOwn {
		return nil, Many
	}
	return func(f event.Fact) {
		x := &Idea{Line: f.Line(), Text: m.Text, Grade: m.Grade}
		if s.ideaByID == nil {
			s.ideaByID = map[event.ID]*Idea{}
		}
		s.ideaByID[f.ID], s.ideas = x, append(s.ideas, x)
	}, nil
}

func (s *State) begin(f event.Fact, m Planned) {
	x := &Plan{Line: f.Line(), Last: f.Line(), Idea: m.Idea, When: m.When, Words: m.Words}
	if s.planByID == nil {
		s.planByID = map[event.ID]*Plan{}
	}
	s.planByID[f.ID], s.plans = x, append(s.plans, x)
}

// open returns a plan that can still be changed.
func (s *State) open(id event.ID) (*Plan, error) {
	x := s.planByID[id]
	switch {
	case x == nil || x.Cancelled:
		return nil, NoPlan
	case s.told[id] != nil && s.told[id].Seen(event.First).Begun:
		return nil, Begun
	}
	return x, nil
}

// MaySeal reports with a Refusal whether by may answer a prompt. Any round can be
// answered: which one is next the pages say, so that nothing that is taken back
// in one takes another with it.
func (s *State) MaySeal(by event.Partner, p seal.Prompt) error {
	if by != event.First && by != event.Second {
		return NotMember
	}
	round, plan, err := aboutOf(p)
	if err != nil || round != 0 {
		return err
	}
	if x := s.planByID[plan]; x == nil || x.Cancelled {
		return NoPlan
	}
	return nil
}

// Sealed takes a seal of this practice.
func (s *State) Sealed(x *seal.Seal) {
	round, plan, err := aboutOf(x.Prompt)
	switch {
	case err != nil:
	case round != 0:
		x.Only(Common)
		if s.rounds == nil {
			s.rounds = map[uint16]*seal.Seal{}
		}
		s.rounds[round] = x
	default:
		if s.told == nil {
			s.told = map[event.ID]*seal.Seal{}
		}
		s.told[plan] = x
	}
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldText  = "text"
	FieldGrade = "grade" // a number
	FieldIdea  = "idea"  // a Ref, or the id of an own idea
	FieldPlan  = "plan"  // id in hex
	FieldDate  = "date"  // YYYY-MM-DD
	FieldTime  = "time"  // HH:MM, or empty
	FieldWords = "words"
	FieldRound = "round" // a number

	// FieldMark begins the field of each idea in the form of a list; a Ref follows.
	FieldMark = "mark-"
)

// Values of the field of an idea in the form of a list. Any other, and none, is
// not now.
const (
	ValueYes   = "yes"
	ValueMaybe = "maybe"
)

// Compose reads a form into the payload of its kind, and the forms of answers
// into a seal.Answer. For what a person typed wrongly the error is an
// *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	var payload any
	switch kind {
	case KindAdded:
		payload = Added{r.Text(FieldText, true, MaxIdea), Grade(r.Number(FieldGrade, uint16(Boldest)))}
	case KindDropped:
		payload = Dropped{r.ID(FieldIdea)}
	case KindPlanned:
		idea := Ref(f[FieldIdea])
		if !idea.Valid() {
			r.Fail(FieldIdea, event.CodeBad)
		}
		payload = Planned{idea, when(&r), r.Text(FieldWords, false, MaxWords)}
	case KindMoved:
		payload = Moved{r.ID(FieldPlan), when(&r)}
	case KindCancelled:
		payload = Cancelled{r.ID(FieldPlan)}
	case KindMarked:
		payload = seal.Answer{Prompt: ListPrompt(r.Number(FieldRound, MaxRound)), Plain: codec.Must(s.list(&r))}
	case KindTold:
		payload = seal.Answer{Prompt: TellPrompt(r.ID(FieldPlan)), Plain: codec.Must(Told{r.Text(FieldText, true, MaxTold)})}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// when reads a day and, if it is given, a time.
func when(r *event.Fields) When {
	day := r.Date(FieldDate, true)
	if strings.TrimSpace(r.Form[FieldTime]) == "" {
		return When{Day: day}
	}
	hour, min := r.Clock(FieldTime)
	minute := uint16(hour*60 + min)
	return When{day, &minute}
}

// list reads all that was marked. An idea that has gone from the list meanwhile
// is passed over.
func (s *State) list(r *event.Fields) (l List) {
	for field, v := range r.Form {
		name, is := strings.CutPrefix(field, FieldMark)
		ref := Ref(name)
		if !is || !ref.Valid() || !s.Listed(ref) {
			continue
		}
		switch v {
		case ValueYes:
			l.Yes = append(l.Yes, ref)
		case ValueMaybe:
			l.Maybe = append(l.Maybe, ref)
		}
	}
	slices.Sort(l.Yes)
	slices.Sort(l.Maybe)
	if len(l.Yes)+len(l.Maybe) > MaxMarks {
		r.Fail(FieldRound, event.CodeLong)
	}
	return l
}
