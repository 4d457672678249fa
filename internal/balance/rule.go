package balance

import (
	"fmt"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
)

// Refusal is why something may not be said. It is an error and a code that the
// app turns into a sentence.
type Refusal string

func (r Refusal) Error() string { return "balance: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Taken     Refusal = "taken"      // something of this id is there
	Many      Refusal = "many"       // its author has MaxNeeds needs
	Gone      Refusal = "gone"       // no need of this id, or it was dropped
	NotAuthor Refusal = "not-author" // it is the other's
	Same      Refusal = "same"       // it says so already
	Over      Refusal = "over"       // no hardship of this id, or it has ended
)

// change is what an event does to the state, once it is known that it may.
type change func(event.Fact)

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
	if s.ids[f.ID] {
		return Taken
	}
	if s.ids == nil {
		s.ids = map[event.ID]bool{}
	}
	s.ids[f.ID] = true
	do(f)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) (change, error) {
	if by != event.First && by != event.Second {
		return nil, NotMember
	}
	switch kind {
	case KindThanks:
		var m Thanks
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxThanks) {
			return nil, Malformed
		}
		return func(f event.Fact) { s.thanks = append(s.thanks, Note{f.Line(), m.Text}) }, nil
	case KindNeed:
		var m Need
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxNeed) {
			return nil, Malformed
		}
		if len(s.Needs(by)) >= MaxNeeds {
			return nil, Many
		}
		return func(f event.Fact) { s.needs = append(s.needs, &need{Note: Note{f.Line(), m.Text}, first: f.ID}) }, nil
	case KindReworded:
		var m Reworded
		if codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxNeed) {
			return nil, Malformed
		}
		x, err := s.need(by, m.Need)
		switch {
		case err != nil:
			return nil, err
		case x.Text == m.Text:
			return nil, Same
		}
		return func(f event.Fact) { x.Note = Note{f.Line(), m.Text} }, nil
	case KindDropped:
		var m Dropped
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		x, err := s.need(by, m.Need)
		return func(event.Fact) { x.dropped = true }, err
	case KindHardship:
		var m Hardship
		if codec.Decode(payload, &m) != nil || !m.valid() {
			return nil, Malformed
		}
		return func(f event.Fact) { s.hard = append(s.hard, &Hard{Line: f.Line(), Hardship: m}) }, nil
	case KindEnded:
		var m Ended
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return s.end(by, m.Hardship, at.Civil.Date())
	}
	return nil, Unknown
}

// need returns a need that by may change.
func (s *State) need(by event.Partner, id event.ID) (*need, error) {
	for _, x := range s.needs {
		switch {
		case x.first != id:
		case x.By != by:
			return nil, NotAuthor
		case !x.dropped:
			return x, nil
		}
	}
	return nil, Gone
}

func (s *State) end(by event.Partner, id event.ID, on event.Date) (change, error) {
	for _, x := range s.hard {
		switch {
		case x.ID != id:
		case x.By != by:
			return nil, NotAuthor
		case !x.Ended && !x.over(on):
			return func(event.Fact) { x.Ended = true }, nil
		}
	}
	return nil, Over
}

// MaySeal reports with a Refusal whether by may answer a prompt. Any season can be
// answered: which one it is now the pages say.
func (s *State) MaySeal(by event.Partner, p seal.Prompt) error {
	if by != event.First && by != event.Second {
		return NotMember
	}
	_, err := seasonOf(p)
	return err
}

// Sealed takes a seal of this practice.
func (s *State) Sealed(x *seal.Seal) {
	season, err := seasonOf(x.Prompt)
	if err != nil {
		return
	}
	if s.seasons == nil {
		s.seasons = map[Season]*seal.Seal{}
	}
	s.seasons[season] = x
}

// Fields of the forms, besides event.FieldKind.
const (
	FieldText     = "text"
	FieldNeed     = "need"     // id in hex
	FieldHardship = "hardship" // id in hex
	FieldWhat     = "what"     // a number
	FieldWords    = "words"
	FieldFrom     = "from"  // YYYY-MM-DD
	FieldUntil    = "until" // YYYY-MM-DD, or empty
	FieldWhose    = "whose" // ValueBoth, or anything else for the author's
	FieldYear     = "year"
	FieldQuarter  = "quarter"
	FieldFeeling  = "feeling" // a number

	ValueBoth = "both"
)

// CodeBefore is the code of a last day that lies before the first.
const CodeBefore = "before"

// Compose reads a form into the payload of its kind, and the form of an answer
// into a seal.Answer. For what a person typed wrongly the error is an
// *event.FieldError.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	var payload any
	switch kind {
	case KindThanks:
		payload = Thanks{r.Text(FieldText, true, MaxThanks)}
	case KindNeed:
		payload = Need{r.Text(FieldText, true, MaxNeed)}
	case KindReworded:
		payload = Reworded{r.ID(FieldNeed), r.Text(FieldText, true, MaxNeed)}
	case KindDropped:
		payload = Dropped{r.ID(FieldNeed)}
	case KindHardship:
		what := What(r.Number(FieldWhat, uint16(Other)))
		h := Hardship{What: what, Words: r.Text(FieldWords, what == Other, MaxWords), From: r.Date(FieldFrom, true), Until: r.Date(FieldUntil, false),
			Both: f[FieldWhose] == ValueBoth}
		if h.Until != 0 && h.Until < h.From {
			r.Fail(FieldUntil, CodeBefore)
		}
		payload = h
	case KindEnded:
		payload = Ended{r.ID(FieldHardship)}
	case KindAnswer:
		season := Season{r.Number(FieldYear, 2199), uint8(r.Number(FieldQuarter, 4))}
		a := Answer{Feeling(r.Number(FieldFeeling, uint16(Changes))), r.Text(FieldWords, false, MaxAnswer)}
		payload = seal.Answer{Prompt: season.Prompt(), Plain: codec.Must(a)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}
