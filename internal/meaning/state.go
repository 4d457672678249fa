package meaning

import (
	"fmt"
	"slices"
	"sort"

	"troth/internal/codec"
	"troth/internal/event"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "meaning: " + string(r) }

// Refusals.
const (
	Unknown    Refusal = "unknown-kind"
	Malformed  Refusal = "malformed"   // not a payload of its kind, or beyond a limit
	NotMember  Refusal = "not-member"  // by neither of the two
	Taken      Refusal = "taken"       // an entry of this id is there
	Full       Refusal = "full"        // there are as many as there may be
	NoLine     Refusal = "no-line"     // there is no such line, or it was dropped
	NoQuestion Refusal = "no-question" // there is no such question
	NoGesture  Refusal = "no-gesture"  // there is no such gesture, or it was done or left
	NotWriter  Refusal = "not-writer"  // for the writer of the line alone
	NotOther   Refusal = "not-other"   // for the other of the two alone
	HasAnswer  Refusal = "answered"    // the question has its answer
)

// State is what the facts of the shared log say about lines. The zero State is
// that of an empty log. It is folded in place by Apply.
type State struct {
	lines     []*Line // in the order of the log
	byID      map[event.ID]*Line
	questions map[event.ID]*Line
}

// Line is one line of one of the two.
type Line struct {
	ID        event.ID
	Seq       uint64 // of its newest words
	By        event.Partner
	At        event.Stamp // of its newest words
	Text      string
	Dropped   bool
	Questions []Question // oldest first
	Noticed   []Said     // what its writer noticed, oldest first
}

// Question is one question about a line, with its answer.
type Question struct {
	ID     event.ID
	Seq    uint64
	At     event.Stamp
	Text   string
	Answer *Said // nil: none yet
}

// Said is words, and when they were said. Words may be "" of what was noticed.
type Said struct {
	ID    event.ID
	Seq   uint64
	At    event.Stamp
	Words string
}

// change is what an event does to the state, once it is known that it may.
type change func(f event.Fact)

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
	if s.byID[f.ID] != nil || s.questions[f.ID] != nil {
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
	case KindWritten:
		var m Written
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		if len(s.Lines(by)) >= MaxLines {
			return nil, Full
		}
		return func(f event.Fact) {
			if s.byID == nil {
				s.byID, s.questions = map[event.ID]*Line{}, map[event.ID]*Line{}
			}
			l := &Line{ID: f.ID, Seq: f.Seq, By: by, At: f.At, Text: m.Text}
			s.lines, s.byID[f.ID] = append(s.lines, l), l
		}, nil
	case KindRewritten:
		var m Rewritten
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxText) {
			return nil, Malformed
		}
		l, err := s.line(m.Line, by, by)
		return func(f event.Fact) { l.Text, l.Seq, l.At = m.Text, f.Seq, f.At }, err
	case KindDropped:
		var m Dropped
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		l, err := s.line(m.Line, by, by)
		return func(event.Fact) { l.Dropped = true }, err
	case KindAsked:
		var m Asked
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxQuestion) {
			return nil, Malformed
		}
		l, err := s.line(m.Line, by, by.Other())
		return func(f event.Fact) {
			l.Questions = append(l.Questions, Question{ID: f.ID, Seq: f.Seq, At: f.At, Text: m.Text})
			s.questions[f.ID] = l
		}, err
	case KindAnswered:
		var m Answered
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxAnswer) {
			return nil, Malformed
		}
		return s.answer(by, m)
	case KindNoticed:
		var m Noticed
		if codec.Decode(payload, &m) != nil || m.Words != "" && !event.Fits(m.Words, MaxWords) {
			return nil, Malformed
		}
		l, err := s.line(m.Line, by, by)
		return func(f event.Fact) { l.Noticed = append(l.Noticed, Said{f.ID, f.Seq, f.At, m.Words}) }, err
	}
	return nil, Unknown
}

// line returns a line that is there, if it is writer's.
func (s *State) line(id event.ID, by, writer event.Partner) (*Line, error) {
	switch l := s.byID[id]; {
	case l == nil || l.Dropped:
		return nil, NoLine
	case l.By == writer:
		return l, nil
	case by == writer:
		return nil, NotWriter
	}
	return nil, NotOther
}

func (s *State) answer(by event.Partner, m Answered) (change, error) {
	l := s.questions[m.Question]
	switch {
	case l == nil:
		return nil, NoQuestion
	case l.By != by:
		return nil, NotWriter
	}
	i := slices.IndexFunc(l.Questions, func(q Question) bool { return q.ID == m.Question })
	if l.Questions[i].Answer != nil {
		return nil, HasAnswer
	}
	return func(f event.Fact) { l.Questions[i].Answer = &Said{f.ID, f.Seq, f.At, m.Text} }, nil
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	var payload any
	switch kind {
	case KindWritten:
		payload = Written{r.Text(FieldText, true, MaxText)}
	case KindRewritten:
		payload = Rewritten{r.ID(FieldLine), r.Text(FieldText, true, MaxText)}
	case KindDropped:
		payload = Dropped{r.ID(FieldLine)}
	case KindAsked:
		payload = Asked{r.ID(FieldLine), r.Text(FieldText, true, MaxQuestion)}
	case KindAnswered:
		payload = Answered{r.ID(FieldQuestion), r.Text(FieldText, true, MaxAnswer)}
	case KindNoticed:
		payload = Noticed{r.ID(FieldLine), r.Text(FieldText, false, MaxWords)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// Lines returns the lines of one of the two that were not dropped, in the order
// in which they came. They are for reading only.
func (s *State) Lines(of event.Partner) []Line {
	var list []Line
	for _, l := range s.lines {
		if l.By == of && !l.Dropped {
			list = append(list, *l)
		}
	}
	return list
}

// Line returns the line with an id, if it is there.
func (s *State) Line(id event.ID) (Line, bool) {
	l := s.byID[id]
	if l == nil || l.Dropped {
		return Line{}, false
	}
	return *l, true
}

// Open returns the questions about a line that have no answer yet.
func (l Line) Open() []Question {
	return slices.DeleteFunc(slices.Clone(l.Questions), func(q Question) bool { return q.Answer != nil })
}

// News is something that the other said.
type News struct {
	Seq  uint64
	At   event.Stamp
	Kind event.Kind // KindWritten (new words of a line), KindAsked, KindAnswered or KindNoticed
	Line Line
}

// News returns what the other of me said after the entry numbered seq, newest
// first, without what belongs to a line that was dropped.
func (s *State) News(me event.Partner, seq uint64) []News {
	var news []News
	for _, l := range s.lines {
		if l.Dropped {
			continue
		}
		add := func(by event.Partner, at uint64, stamp event.Stamp, kind event.Kind) {
			if at > seq && by != me {
				news = append(news, News{at, stamp, kind, *l})
			}
		}
		add(l.By, l.Seq, l.At, KindWritten)
		for _, q := range l.Questions {
			add(l.By.Other(), q.Seq, q.At, KindAsked)
			if q.Answer != nil {
				add(l.By, q.Answer.Seq, q.Answer.At, KindAnswered)
			}
		}
		for _, n := range l.Noticed {
			add(l.By, n.Seq, n.At, KindNoticed)
		}
	}
	sort.SliceStable(news, func(i, j int) bool { return news[i].Seq > news[j].Seq })
	return news
}

// Own is what the facts of a person's own log say about gestures. The zero Own
// is that of an empty log.
type Own struct {
	list []*Gesture // in the order of the log
	byID map[event.ID]*Gesture
}

// Gesture is something one wants to do quietly.
type Gesture struct {
	ID   event.ID
	At   event.Stamp
	Line event.ID
	Text string
	Done *event.Stamp // nil: not yet
	Left bool
}

// MaxGestures is how many gestures may be open at a time.
const MaxGestures = 20

// Allows reports with a Refusal whether the payload may be written.
func (o *Own) Allows(_ event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := o.plan(kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (o *Own) Apply(f event.Fact) error {
	do, err := o.plan(f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if o.byID[f.ID] != nil {
		return Taken
	}
	do(f)
	return nil
}

func (o *Own) plan(kind event.Kind, payload codec.Raw) (change, error) {
	switch kind {
	case KindChosen:
		var m Chosen
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxWords) || m.Line.IsZero() {
			return nil, Malformed
		}
		if len(o.Open()) >= MaxGestures {
			return nil, Full
		}
		return func(f event.Fact) {
			if o.byID == nil {
				o.byID = map[event.ID]*Gesture{}
			}
			g := &Gesture{ID: f.ID, At: f.At, Line: m.Line, Text: m.Text}
			o.list, o.byID[f.ID] = append(o.list, g), g
		}, nil
	case KindDone, KindLeft:
		var m Done
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		g := o.byID[m.Gesture]
		if g == nil || !g.open() {
			return nil, NoGesture
		}
		return func(f event.Fact) {
			if kind == KindLeft {
				g.Left = true
				return
			}
			g.Done = &f.At
		}, nil
	}
	return nil, Unknown
}

func (g Gesture) open() bool { return g.Done == nil && !g.Left }

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (o *Own) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	var payload any
	switch kind {
	case KindChosen:
		payload = Chosen{r.ID(FieldLine), r.Text(FieldText, true, MaxWords)}
	case KindDone, KindLeft:
		payload = Done{r.ID(FieldGesture)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// Open returns the gestures that are still to be done, oldest first.
func (o *Own) Open() []Gesture {
	var list []Gesture
	for _, g := range o.list {
		if g.open() {
			list = append(list, *g)
		}
	}
	return list
}

// Done returns the gestures that were done, newest first.
func (o *Own) Done() []Gesture {
	var list []Gesture
	for _, g := range slices.Backward(o.list) {
		if g.Done != nil {
			list = append(list, *g)
		}
	}
	return list
}
