package timeout

import (
	"fmt"
	"strconv"

	"troth/internal/codec"
	"troth/internal/event"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "timeout: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Taken     Refusal = "taken"      // a time-out of this id is there
	Running   Refusal = "running"    // one runs already
	Today     Refusal = "today"      // this person has called one today, and the two have not agreed to more
	NoTimeout Refusal = "no-timeout" // it is not the newest
	NotCaller Refusal = "not-caller" // for its caller alone
	Over      Refusal = "over"       // it has ended, or its caller is back
	Again     Refusal = "again"      // it was put off already
	TooLong   Refusal = "too-long"   // it would be longer than MaxMinutes
	Same      Refusal = "same"       // that is what they have said already
)

// change is what an event does to the state, once it is known that it may.
type change func(f event.Fact)

// Allows reports with a Refusal whether by may write the payload at the given
// time of their clock.
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
	if s.byID[f.ID] != nil {
		return Taken
	}
	do(f)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) (change, error) {
	if by != event.First && by != event.Second {
		return nil, NotMember
	}
	switch kind {
	case KindCalled:
		var m Called
		if codec.Decode(payload, &m) != nil || m.Minutes < MinMinutes || m.Minutes > MaxMinutes {
			return nil, Malformed
		}
		return s.call(by, at, m)
	case KindExtended:
		var m Extended
		if codec.Decode(payload, &m) != nil || m.Minutes < MinExtend || m.Minutes > MaxMinutes {
			return nil, Malformed
		}
		return s.extend(by, at, m)
	case KindReturned:
		var m Returned
		if codec.Decode(payload, &m) != nil || m.Line != "" && !event.Fits(m.Line, MaxLine) {
			return nil, Malformed
		}
		return s.comeBack(by, m)
	case KindMore:
		var m More
		switch {
		case codec.Decode(payload, &m) != nil:
			return nil, Malformed
		case s.more[by] == m.Fine:
			return nil, Same
		}
		return func(event.Fact) { s.more[by] = m.Fine }, nil
	}
	return nil, Unknown
}

func (s *State) call(by event.Partner, at event.Stamp, m Called) (change, error) {
	if _, running := s.Running(at); running {
		return nil, Running
	}
	if !s.more[event.First] || !s.more[event.Second] {
		for _, t := range s.list {
			if t.By == by && t.At.Civil.Date() == at.Civil.Date() {
				return nil, Today
			}
		}
	}
	return func(f event.Fact) {
		t := &Timeout{ID: f.ID, Seq: f.Seq, By: by, At: f.At, End: f.At.MS + int64(m.Minutes)*minuteMS}
		if s.byID == nil {
			s.byID = map[event.ID]*Timeout{}
		}
		s.byID[f.ID] = t
		s.list = append(s.list, t)
	}, nil
}

// own returns the newest time-out, if it has this id and by called it.
func (s *State) own(by event.Partner, id event.ID) (*Timeout, error) {
	switch t := s.byID[id]; {
	case t == nil || s.list[len(s.list)-1] != t:
		return nil, NoTimeout
	case t.By != by:
		return nil, NotCaller
	case t.Back != nil:
		return nil, Over
	default:
		return t, nil
	}
}

func (s *State) extend(by event.Partner, at event.Stamp, m Extended) (change, error) {
	t, err := s.own(by, m.Timeout)
	switch {
	case err != nil:
		return nil, err
	case !t.Runs(at.MS):
		return nil, Over
	case t.Extended != nil:
		return nil, Again
	case int64(m.Minutes) > t.left():
		return nil, TooLong
	}
	return func(f event.Fact) {
		t.End += int64(m.Minutes) * minuteMS
		t.Extended = &Mark{f.ID, f.Seq, f.At}
	}, nil
}

func (s *State) comeBack(by event.Partner, m Returned) (change, error) {
	t, err := s.own(by, m.Timeout)
	if err != nil {
		return nil, err
	}
	return func(f event.Fact) { t.Back = &Back{Mark{f.ID, f.Seq, f.At}, m.Line} }, nil
}

// Offers says what me may do now.
type Offers struct {
	Call   error // nil, or why not
	Extend int64 // by at most how many minutes; 0: not at all
	Return bool
	Of     Timeout // of Extend and Return: the newest
}

// Offers asks Allows what me may do now.
func (s *State) Offers(me event.Partner, now event.Stamp) Offers {
	o := Offers{Call: s.Allows(me, KindCalled, codec.Must(Called{MinMinutes}), now)}
	o.Of, _ = s.Last()
	if s.Allows(me, KindExtended, codec.Must(Extended{o.Of.ID, MinExtend}), now) == nil {
		o.Extend = o.Of.left()
	}
	o.Return = s.Allows(me, KindReturned, codec.Must(Returned{Timeout: o.Of.ID}), now) == nil
	return o
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldMinutes = "minutes"
	FieldTimeout = "timeout" // id in hex
	FieldLine    = "line"
	FieldMore    = "more" // "yes" or "no"
)

// CodeRange is the code of a length that is out of range.
const CodeRange = "range"

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	minutes := func(least uint64) uint16 {
		n, err := strconv.ParseUint(f[FieldMinutes], 10, 16)
		switch {
		case f[FieldMinutes] == "":
			r.Fail(FieldMinutes, event.CodeEmpty)
		case err != nil || n < least || n > MaxMinutes:
			r.Fail(FieldMinutes, CodeRange)
		}
		return uint16(n)
	}
	var payload any
	switch kind {
	case KindCalled:
		payload = Called{minutes(MinMinutes)}
	case KindExtended:
		payload = Extended{r.ID(FieldTimeout), minutes(MinExtend)}
	case KindReturned:
		payload = Returned{r.ID(FieldTimeout), r.Text(FieldLine, false, MaxLine)}
	case KindMore:
		payload = More{f[FieldMore] == "yes"}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}
