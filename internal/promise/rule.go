package promise

import (
	"troth/internal/codec"
	"troth/internal/event"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "promise: " + string(r) }

// Refusals.
const (
	Unknown    Refusal = "unknown-kind"
	Malformed  Refusal = "malformed"   // not a payload of its kind, or beyond a limit
	NotMember  Refusal = "not-member"  // by neither of the two
	Taken      Refusal = "taken"       // a promise of this id is there
	NoPromise  Refusal = "no-promise"  // there is no such promise
	NoDue      Refusal = "no-due"      // the promise has no such occurrence
	NotMaker   Refusal = "not-maker"   // for its maker alone
	NotOther   Refusal = "not-other"   // for the other alone
	Past       Refusal = "past"        // a due that has already passed
	Far        Refusal = "far"         // a due too far ahead
	Same       Refusal = "same"        // a new due that is the old one
	NotYet     Refusal = "not-yet"     // the occurrence before it is not behind
	Settled    Refusal = "settled"     // kept or missed: it can no longer be changed
	Already    Refusal = "already"     // says again what is said
	Answered   Refusal = "answered"    // after an answer only towards missed
	Superseded Refusal = "superseded"  // the mark is not there, or another took its place
	Retired    Refusal = "retired"     // the promise was retired before
	Over       Refusal = "over"        // nothing of it lies ahead
	NoProposal Refusal = "no-proposal" // nothing to take back
)

// change is what an event does to the state, once it is known that it may.
type change func(id event.ID, seq uint64)

// Allows reports with a Refusal whether by may write the payload at the given
// time. It is the rule for what the screen offers, for what may be appended and
// for what a received event counts.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error {
	_, err := s.plan(by, kind, payload, at)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	do, err := s.plan(f.By, f.Kind, f.Payload, f.At)
	if err != nil {
		return err
	}
	if _, have := s.byID[f.ID]; have && f.Kind == KindMade {
		return Taken
	}
	do(f.ID, f.Seq)
	s.clock(f.By, f.At)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) (change, error) {
	if by != event.First && by != event.Second {
		return nil, NotMember
	}
	switch kind {
	case KindMade:
		var m Made
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return s.made(by, m, at)
	case KindKept:
		var m Kept
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return s.marked(by, m.Promise, m.Due, WasKept, "", at)
	case KindMissed:
		var m Missed
		if codec.Decode(payload, &m) != nil || !fits(m.Words, MaxWords, false) {
			return nil, Malformed
		}
		return s.marked(by, m.Promise, m.Due, WasMissed, m.Words, at)
	case KindChanged:
		var m Changed
		if codec.Decode(payload, &m) != nil || !m.New.Valid() || !fits(m.Why, MaxWords, true) {
			return nil, Malformed
		}
		return s.changed(by, m, at)
	case KindNoticed:
		var m Noticed
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return s.answered(by, m.Promise, m.Due, m.Mark, false, "", at)
	case KindDiffers:
		var m Differs
		if codec.Decode(payload, &m) != nil || !fits(m.Words, MaxWords, true) {
			return nil, Malformed
		}
		return s.answered(by, m.Promise, m.Due, m.Mark, true, m.Words, at)
	case KindRetire:
		var m Retire
		if codec.Decode(payload, &m) != nil || !fits(m.Words, MaxWords, false) {
			return nil, Malformed
		}
		return s.retire(by, m, at)
	case KindRetireUndo:
		var m RetireUndo
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return s.retireUndo(by, m)
	}
	return nil, Unknown
}

// check reports what is wrong with a new promise or a new due by itself.
func (m Made) check() bool {
	if !fits(m.Text, MaxText, true) || !m.Due.Valid() || !m.Repeat.Valid() {
		return false
	}
	day := m.Due.Day()
	switch {
	case m.Repeat == Once:
		return m.Last == 0
	case m.Repeat == Weekdays && !isWeekday(day):
		return false
	}
	return m.Last == 0 || m.Last.Valid() && m.Last >= day && m.Last <= day+MaxSpan
}

// ahead refuses a due that has passed at the minute now, or that is too far.
func ahead(d Due, now event.Minute) error {
	switch {
	case d.End() < now:
		return Past
	case d.Day() > now.Date()+MaxAhead:
		return Far
	}
	return nil
}

func (s *State) made(by event.Partner, m Made, at event.Stamp) (change, error) {
	if !m.check() {
		return nil, Malformed
	}
	now := wall(at)
	if err := ahead(m.Due, now); err != nil {
		return nil, err
	}
	return func(id event.ID, seq uint64) {
		if s.byID == nil {
			s.byID = map[event.ID]int{}
		}
		s.byID[id] = len(s.promises)
		s.promises = append(s.promises, &Promise{ID: id, Seq: seq, By: by, At: now, Made: m, plan: m.schedule()})
	}, nil
}

// turn finds the promise, the occurrence and its last turn that a maker's mark
// is about, and the minute on the maker's clock.
func (s *State) turn(by event.Partner, id event.ID, due Due, at event.Stamp) (*Promise, int, Turn, event.Minute, error) {
	p, ok := s.Promise(id)
	if !ok {
		return nil, 0, Turn{}, 0, NoPromise
	}
	if by != p.By {
		return nil, 0, Turn{}, 0, NotMaker
	}
	if !due.Valid() {
		return nil, 0, Turn{}, 0, Malformed
	}
	k, ok := p.plan.index(due)
	if !ok {
		return nil, 0, Turn{}, 0, NoDue
	}
	now := wall(at)
	// One occurrence at a time: it can be spoken about from the day after the
	// one before it, so that nobody keeps ten years in advance.
	if k > 0 && now.Date() <= p.plan.day(k-1) {
		return nil, 0, Turn{}, 0, NotYet
	}
	t := p.last(k)
	// Retiring takes away what was still ahead then, not what had come before.
	if p.Retired != nil && t.Mark == nil && t.Due.End() >= p.Retired.At {
		return nil, 0, Turn{}, 0, Retired
	}
	return p, k, t, now, nil
}

func (s *State) marked(by event.Partner, id event.ID, due Due, as Outcome, words string, at event.Stamp) (change, error) {
	p, k, t, now, err := s.turn(by, id, due, at)
	if err != nil {
		return nil, err
	}
	if t.Mark != nil {
		switch {
		case t.Mark.As == as:
			return nil, Already
		case t.Mark.Answer != nil && as != WasMissed:
			return nil, Answered
		}
	}
	return func(id event.ID, seq uint64) {
		o := p.occurrence(k)
		t := &o.turns[len(o.turns)-1]
		if t.Mark != nil {
			t.Before = append(t.Before, *t.Mark)
		}
		t.Mark = &Mark{ID: id, Seq: seq, At: now, As: as, Words: words}
	}, nil
}

func (s *State) changed(by event.Partner, m Changed, at event.Stamp) (change, error) {
	p, k, t, now, err := s.turn(by, m.Promise, m.Due, at)
	switch {
	case err != nil:
		return nil, err
	case p.Retired != nil:
		return nil, Retired
	case t.Mark != nil:
		return nil, Settled
	case m.New == t.Due:
		return nil, Same
	}
	if err := ahead(m.New, now); err != nil {
		return nil, err
	}
	as := WasChanged
	if now > t.Due.End() {
		as = SaidLate
	}
	return func(id event.ID, seq uint64) {
		o := p.occurrence(k)
		o.turns[len(o.turns)-1].Mark = &Mark{ID: id, Seq: seq, At: now, As: as, Words: m.Why}
		o.turns = append(o.turns, Turn{Due: m.New})
	}, nil
}

func (s *State) answered(by event.Partner, id event.ID, due Due, mark event.ID, differs bool, words string, at event.Stamp) (change, error) {
	p, ok := s.Promise(id)
	switch {
	case !ok:
		return nil, NoPromise
	case by != p.By.Other():
		return nil, NotOther
	case !due.Valid():
		return nil, Malformed
	}
	k, ok := p.plan.index(due)
	if !ok {
		return nil, NoDue
	}
	// The answer names the mark it read. If the maker has put it right since,
	// the answer would be to something else.
	m := p.mark(k, mark)
	switch {
	case m == nil:
		return nil, Superseded
	case m.Answer != nil && m.Answer.Differs == differs:
		return nil, Already
	}
	now := s.wallOf(p.By, by, at)
	return func(id event.ID, seq uint64) {
		m.Answer = &Answer{ID: id, Seq: seq, At: now, Differs: differs, Words: words}
	}, nil
}

func (s *State) retire(by event.Partner, m Retire, at event.Stamp) (change, error) {
	p, ok := s.Promise(m.Promise)
	if !ok {
		return nil, NoPromise
	}
	now := s.wallOf(p.By, by, at)
	atOnce := by == p.By && m.Words != ""
	switch {
	case p.Retired != nil:
		return nil, Retired
	case !p.lastsTo(now):
		return nil, Over
	case p.proposal != nil && p.proposal.By == by && !atOnce:
		return nil, Already
	}
	return func(id event.ID, seq uint64) {
		r := &Retirement{ID: id, Seq: seq, By: by, At: now, Words: m.Words}
		switch {
		case p.proposal != nil && p.proposal.By != by:
			r.Proposal = p.proposal
		case !atOnce:
			p.proposal = r
			return
		}
		p.Retired, p.proposal = r, nil
	}, nil
}

func (s *State) retireUndo(by event.Partner, m RetireUndo) (change, error) {
	p, ok := s.Promise(m.Promise)
	switch {
	case !ok:
		return nil, NoPromise
	case p.Retired != nil:
		return nil, Retired
	case p.proposal == nil || p.proposal.By != by:
		return nil, NoProposal
	}
	return func(event.ID, uint64) { p.proposal = nil }, nil
}

// Offers returns the kinds that by may append about a row at this time, in the
// order of their buttons. It asks Allows about each.
func (s *State) Offers(by event.Partner, r Row, at event.Stamp) []event.Kind {
	id, due := r.Promise.ID, r.Occurrence
	soon := On(wall(at).Date() + 1)
	if soon == r.Turn.Due {
		soon.Date++
	}
	var mark event.ID
	if r.Turn.Mark != nil {
		mark = r.Turn.Mark.ID
	}
	probes := []struct {
		kind    event.Kind
		payload any
	}{
		{KindKept, Kept{id, due}},
		{KindChanged, Changed{id, due, soon, "…"}},
		{KindMissed, Missed{id, due, ""}},
		{KindNoticed, Noticed{id, due, mark}},
		{KindDiffers, Differs{id, due, mark, "…"}},
	}
	// A maker's mark goes to the newest turn; the rows of earlier ones have
	// nothing to mark.
	marks := !r.Earlier
	var kinds []event.Kind
	for i, p := range probes {
		if (marks || i > 2) && s.Allows(by, p.kind, codec.Must(p.payload), at) == nil {
			kinds = append(kinds, p.kind)
		}
	}
	return kinds
}

// RetireOffers says how by may take part in retiring a promise at this time.
type RetireOffers struct {
	Words   bool // at once, with words
	Propose bool // without words: to propose it to the other
	Agree   bool // to what the other proposed
	Undo    bool // take one's own proposal back
}

// RetireOffers asks Allows about retiring the promise.
func (s *State) RetireOffers(by event.Partner, p *Promise, at event.Stamp) RetireOffers {
	plain := s.Allows(by, KindRetire, codec.Must(Retire{p.ID, ""}), at) == nil
	return RetireOffers{
		Words:   by == p.By && s.Allows(by, KindRetire, codec.Must(Retire{p.ID, "…"}), at) == nil,
		Propose: plain && p.proposal == nil,
		Agree:   plain && p.proposal != nil,
		Undo:    s.Allows(by, KindRetireUndo, codec.Must(RetireUndo{p.ID}), at) == nil,
	}
}
