package promise

import (
	"cmp"
	"slices"
	"sort"

	"troth/internal/event"
)

// State is what the facts of the log say about promises. The zero State is that
// of an empty log. It is folded in place by Apply.
type State struct {
	promises []*Promise // in the order of the log
	byID     map[event.ID]int
	offset   [3]event.Minute // by partner: wall clock less UTC, as they last claimed
	known    [3]bool         // whether offset was claimed at all
}

// Promise is one promise as it stands. It is for reading only.
type Promise struct {
	ID  event.ID
	Seq uint64
	By  event.Partner // its maker
	At  event.Minute  // when it was made, by the maker's clock
	Made
	Retired *Retirement // nil: it holds

	proposal *Retirement
	plan     schedule
	said     []occurrence // those that something was said about, by k
}

// occurrence is one time a promise falls due, with its turns in order. Only the
// last turn can be unmarked.
type occurrence struct {
	k     int
	turns []Turn
}

// Turn is a due and what was said about it.
type Turn struct {
	Due    Due
	Mark   *Mark  // nil: nothing was said
	Before []Mark // that the mark took the place of, oldest first
}

// Outcome is what a mark says.
type Outcome uint8

// Outcomes.
const (
	Unsaid     Outcome = iota
	WasKept            // kept, whenever it was said
	WasChanged         // changed in time
	WasMissed          // missed and owned up to
	SaidLate           // changed after the due: a miss, said late
)

// Mark is what the maker said about a turn. At is by their own clock.
type Mark struct {
	ID     event.ID
	Seq    uint64
	At     event.Minute
	As     Outcome
	Words  string
	Answer *Answer // nil: none
}

// Answer is what the other said about a mark. At is by the maker's clock.
type Answer struct {
	ID      event.ID
	Seq     uint64
	At      event.Minute
	Differs bool // else: noticed
	Words   string
}

// Retirement is a proposal to retire a promise, or its end. At is by the
// maker's clock.
type Retirement struct {
	ID       event.ID
	Seq      uint64
	By       event.Partner
	At       event.Minute
	Words    string
	Proposal *Retirement // of the other, if this one agreed to it
}

// Promise returns the promise with the given id.
func (s *State) Promise(id event.ID) (*Promise, bool) {
	i, ok := s.byID[id]
	if !ok {
		return nil, false
	}
	return s.promises[i], true
}

// Len returns how many promises were ever made.
func (s *State) Len() int { return len(s.promises) }

// Proposed returns the proposal to retire p that stands, or nil.
func (p *Promise) Proposed() *Retirement { return p.proposal }

// wall returns the minute that an author's clock showed. A civil minute that is
// further from UTC than any zone is not believed: the instant counts instead,
// read as UTC. So does nothing at all outside of the calendar.
func wall(at event.Stamp) event.Minute {
	m, _ := believed(at)
	return m
}

func believed(at event.Stamp) (event.Minute, bool) {
	utc := utcMinute(at.MS)
	if c := at.Civil; c >= minTime && c <= maxTime && c-utc <= MaxDrift && utc-c <= MaxDrift {
		return c, true
	}
	return min(max(utc, minTime), maxTime), false
}

func utcMinute(ms int64) event.Minute {
	q := ms / 60_000
	if ms%60_000 < 0 {
		q--
	}
	return event.Minute(q)
}

// clock remembers how far a partner's wall clock is from UTC. Nothing but the
// question whether a day of theirs is over is ever answered from it.
func (s *State) clock(by event.Partner, at event.Stamp) {
	if c, ok := believed(at); ok {
		s.offset[by], s.known[by] = c-utcMinute(at.MS), true
	}
}

// wallOf returns what the clock of whose shows at the stamp of reader. Of the
// other's clock it is known how it stood when they last wrote, so that nobody
// is called silent before their own day is over.
func (s *State) wallOf(whose, reader event.Partner, at event.Stamp) event.Minute {
	if whose == reader || whose > event.Second || !s.known[whose] {
		return wall(at)
	}
	return min(max(utcMinute(at.MS)+s.offset[whose], minTime), maxTime)
}

// find returns where the occurrence k is, or would be, in said.
func (p *Promise) find(k int) (int, bool) {
	return slices.BinarySearchFunc(p.said, k, func(o occurrence, k int) int { return cmp.Compare(o.k, k) })
}

// occurrence returns the occurrence k, for changing it.
func (p *Promise) occurrence(k int) *occurrence {
	i, ok := p.find(k)
	if !ok {
		p.said = slices.Insert(p.said, i, occurrence{k: k, turns: []Turn{{Due: p.plan.due(k)}}})
	}
	return &p.said[i]
}

// last returns the newest turn of the occurrence k.
func (p *Promise) last(k int) Turn {
	if i, ok := p.find(k); ok {
		return p.said[i].last()
	}
	return Turn{Due: p.plan.due(k)}
}

func (o occurrence) last() Turn { return o.turns[len(o.turns)-1] }

// mark returns the standing mark with the given id at the occurrence k, or nil.
func (p *Promise) mark(k int, id event.ID) *Mark {
	i, ok := p.find(k)
	if !ok {
		return nil
	}
	for _, t := range p.said[i].turns {
		if t.Mark != nil && t.Mark.ID == id {
			return t.Mark
		}
	}
	return nil
}

// next returns the first occurrence from k on that nothing was said about.
func (p *Promise) next(k int) int {
	for i, _ := p.find(k); i < len(p.said) && p.said[i].k == k; i++ {
		k++
	}
	return k
}

// lastsTo reports whether something of p is still open at now.
func (p *Promise) lastsTo(now event.Minute) bool {
	if p.next(p.plan.before(now)) < p.plan.len() {
		return true
	}
	for _, o := range p.said {
		if t := o.last(); t.Mark == nil && t.Due.End() >= now {
			return true
		}
	}
	return false
}

// horizon is the minute up to which what was due counts as due: now, or the
// retirement if that came before.
func (p *Promise) horizon(now event.Minute) event.Minute {
	if p.Retired != nil {
		return min(now, p.Retired.At)
	}
	return now
}

// Place is where a row stands on the page.
type Place uint8

// Places, in the order of the page.
const (
	DueToday Place = iota // open, and due before the day of its maker is over
	Open                  // due later
	Passed                // the due is over and nothing was said
	Done                  // kept, changed or missed; or the promise was retired
)

// Row is one turn of a promise as a page shows it.
type Row struct {
	Promise    *Promise
	Occurrence Due // the original due, by which marks and answers name it
	Turn       Turn
	Place      Place
	Earlier    bool   // another turn came after it
	Next       Due    // of that turn
	Changes    []Turn // earlier turns of the same occurrence, oldest first
	Today      event.Date
	Now        event.Minute // by the maker's clock
}

// day is what rows are sorted by: the due, or for what is done when it was
// said, whichever came first.
func (r *Row) day() event.Minute {
	switch {
	case r.Turn.Mark != nil:
		return r.Turn.Mark.At
	case r.Place == Done && r.Promise.Retired != nil:
		return r.Promise.Retired.At
	}
	return r.Turn.Due.End()
}

// Since returns how many days ago what a row says came about; 0 and below for
// what lies ahead.
func (r Row) Since() int { return int(r.Today - r.day().Date()) }

func (p *Promise) row(k int, t Turn, now event.Minute) Row {
	r := Row{Promise: p, Occurrence: p.plan.due(k), Turn: t, Now: now, Today: now.Date()}
	switch end := t.Due.End(); {
	case t.Mark != nil:
		r.Place = Done
	case end < now:
		r.Place = Passed
	case t.Due.Day() == now.Date():
		r.Place = DueToday
	default:
		r.Place = Open
	}
	return r
}

// turn is the row of the turn j of an occurrence.
func (p *Promise) turn(o occurrence, j int, now event.Minute) Row {
	r := p.row(o.k, o.turns[j], now)
	r.Changes = o.turns[:j]
	if j+1 < len(o.turns) {
		r.Earlier, r.Next = true, o.turns[j+1].Due
	}
	return r
}

// List returns the rows of the page of both partners, as me sees it at now: of
// each promise what lies ahead next, the newest that passed without a word, and
// the newest that was spoken about. Rows are sorted by place; what lies ahead
// by its due, what is behind newest first; ties in the order of the log.
func (s *State) List(me event.Partner, now event.Stamp) []Row {
	var rows []Row
	for _, p := range s.promises {
		rows = append(rows, p.list(s.wallOf(p.By, me, now))...)
	}
	sort.SliceStable(rows, func(i, j int) bool {
		a, b := &rows[i], &rows[j]
		switch {
		case a.Place != b.Place:
			return a.Place < b.Place
		case a.Place >= Passed:
			return cmp.Or(cmp.Compare(b.day(), a.day()), cmp.Compare(b.Promise.Seq, a.Promise.Seq)) < 0
		}
		return a.day() < b.day()
	})
	return rows
}

func (p *Promise) list(now event.Minute) []Row {
	var rows []Row
	var passed, done Row // none yet: without a promise
	newer := func(have *Row, r Row) {
		if have.Promise == nil || r.day() >= have.day() {
			*have = r
		}
	}
	over := p.horizon(now)
	for _, o := range p.said {
		r := p.turn(o, len(o.turns)-1, now)
		switch t := r.Turn; {
		case t.Mark != nil:
			newer(&done, r)
		case t.Due.End() < over:
			newer(&passed, r)
		case p.Retired == nil:
			rows = append(rows, r)
		case len(o.turns) > 1:
			newer(&done, p.turn(o, len(o.turns)-2, now))
		}
	}
	behind := p.plan.before(over)
	if k, ok := p.newestUnsaid(behind); ok {
		newer(&passed, p.row(k, Turn{Due: p.plan.due(k)}, now))
	}
	if k := p.next(behind); p.Retired == nil && k < p.plan.len() {
		rows = append(rows, p.row(k, Turn{Due: p.plan.due(k)}, now))
	}
	if passed.Promise != nil {
		rows = append(rows, passed)
	}
	if done.Promise != nil {
		rows = append(rows, done)
	}
	if len(rows) == 0 {
		// Retired before anything came of it.
		r := p.row(0, Turn{Due: p.plan.due(0)}, now)
		r.Place = Done
		rows = append(rows, r)
	}
	return rows
}

// newestUnsaid returns the newest occurrence before k that nothing was said
// about.
func (p *Promise) newestUnsaid(k int) (int, bool) {
	i, _ := p.find(k)
	for k--; i > 0 && p.said[i-1].k == k; k-- {
		i--
	}
	return k, k >= 0
}

// DueToday returns what me has promised for today and not spoken about, also
// when its minute has passed, by due.
func (s *State) DueToday(me event.Partner, now event.Stamp) []Row {
	var rows []Row
	for _, p := range s.promises {
		if p.By != me || p.Retired != nil {
			continue
		}
		w := wall(now)
		today := w.Date()
		if k := p.plan.beforeDay(today); k < p.plan.len() && p.plan.day(k) == today {
			if _, said := p.find(k); !said {
				rows = append(rows, p.row(k, Turn{Due: p.plan.due(k)}, w))
			}
		}
		for _, o := range p.said {
			if t := o.last(); t.Mark == nil && t.Due.Day() == today {
				rows = append(rows, p.turn(o, len(o.turns)-1, w))
			}
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].day() < rows[j].day() })
	return rows
}

// History returns the newest rows of one promise, at most limit, in the order
// of their dues, and whether there were more before. What lies ahead next is
// the last.
func (s *State) History(id event.ID, me event.Partner, now event.Stamp, limit int) (rows []Row, more bool) {
	p, ok := s.Promise(id)
	if !ok || limit < 1 {
		return nil, false
	}
	w := s.wallOf(p.By, me, now)
	over := p.horizon(w)
	behind := p.plan.before(over)
	end := behind
	if p.Retired == nil {
		end = min(p.next(behind)+1, p.plan.len())
	}
	if n := len(p.said); n > 0 {
		end = max(end, p.said[n-1].k+1)
	}
	from := max(0, end-limit)
	for k := from; k < end; k++ {
		i, said := p.find(k)
		if !said {
			t := Turn{Due: p.plan.due(k)}
			if p.Retired == nil || t.Due.End() < over {
				rows = append(rows, p.row(k, t, w))
			}
			continue
		}
		rows = append(rows, p.turns(p.said[i], over, w)...)
	}
	more = from > 0
	if len(rows) > limit {
		rows, more = rows[len(rows)-limit:], true
	}
	return rows, more
}

// turns returns the rows of one occurrence, without what a retirement took
// away.
func (p *Promise) turns(o occurrence, over, now event.Minute) []Row {
	var rows []Row
	for j, t := range o.turns {
		if p.Retired != nil && t.Mark == nil && t.Due.End() >= over {
			continue
		}
		rows = append(rows, p.turn(o, j, now))
	}
	return rows
}

// News is something the other said, as it still stands.
type News struct {
	Seq  uint64
	Kind event.Kind
	Row  Row
}

// News returns what the other of me said after the entry numbered seq, as far
// as it still stands, newest first: promises, marks, answers and proposals to
// retire.
func (s *State) News(me event.Partner, seq uint64, now event.Stamp) []News {
	var news []News
	add := func(at uint64, kind event.Kind, row func() Row) {
		if at > seq {
			news = append(news, News{at, kind, row()})
		}
	}
	for _, p := range s.promises {
		w := s.wallOf(p.By, me, now)
		first := func() Row { return p.row(0, p.last(0), w) }
		mine := p.By == me
		if !mine {
			add(p.Seq, KindMade, first)
		}
		for _, r := range []*Retirement{p.proposal, p.Retired} {
			if r != nil && r.By != me {
				add(r.Seq, KindRetire, first)
			}
		}
		for _, o := range p.said {
			for j, t := range o.turns {
				if t.Mark == nil {
					continue
				}
				row := func() Row { return p.turn(o, j, w) }
				switch a := t.Mark.Answer; {
				case !mine:
					add(t.Mark.Seq, t.Mark.As.kind(), row)
				case a != nil && a.Differs:
					add(a.Seq, KindDiffers, row)
				case a != nil:
					add(a.Seq, KindNoticed, row)
				}
			}
		}
	}
	sort.SliceStable(news, func(i, j int) bool { return news[i].Seq > news[j].Seq })
	return news
}

func (o Outcome) kind() event.Kind {
	switch o {
	case WasKept:
		return KindKept
	case WasMissed:
		return KindMissed
	}
	return KindChanged
}

// Today returns the day it is for the maker of p, as far as me can know.
func (s *State) Today(p *Promise, me event.Partner, now event.Stamp) event.Date {
	return s.wallOf(p.By, me, now).Date()
}
