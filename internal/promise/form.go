package promise

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"troth/internal/event"
)

// Fields of the forms. Every form has event.FieldKind; all but that of
// KindMade name their promise, and marks and answers their occurrence too.
const (
	FieldPromise = "promise" // id in hex
	FieldDue     = "due"     // original due of the occurrence, as Due.String writes it
	FieldMark    = "mark"    // id of the mark that is answered
	FieldText    = "text"
	FieldDate    = "date" // of the due, or the new due: YYYY-MM-DD
	FieldTime    = "time" // HH:MM; empty for a whole day
	FieldRepeat  = "repeat"
	FieldLast    = "last" // YYYY-MM-DD or empty
	FieldWords   = "words"
	FieldWith    = "with" // KindRetire: FieldWords if the words are needed
)

// Codes of field errors, besides those of all forms.
const (
	CodePast    = "past"    // a due that has passed
	CodeFar     = "far"     // a due more than MaxAhead days ahead
	CodeWeekday = "weekday" // a promise for weekdays that begins on another day
	CodeBefore  = "before"  // a last day before the first
	CodeLater   = "later"   // a last day more than MaxSpan days after the first
)

// Compose reads a form into the payload of its kind. It checks what a person
// typed, with an *event.FieldError for the first field that will not do;
// whether the rules allow it is for Allows.
func (s *State) Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error) {
	r := reader{Fields: event.Fields{Form: f}, now: wall(now)}
	var payload any
	switch kind {
	case KindMade:
		payload = r.made()
	case KindKept:
		payload = Kept{r.ID(FieldPromise), r.due()}
	case KindChanged:
		payload = Changed{r.ID(FieldPromise), r.due(), r.newDue(), r.words(FieldWords, MaxWords, true)}
	case KindMissed:
		payload = Missed{r.ID(FieldPromise), r.due(), r.words(FieldWords, MaxWords, false)}
	case KindNoticed:
		payload = Noticed{r.ID(FieldPromise), r.due(), r.ID(FieldMark)}
	case KindDiffers:
		payload = Differs{r.ID(FieldPromise), r.due(), r.ID(FieldMark), r.words(FieldWords, MaxWords, true)}
	case KindRetire:
		payload = Retire{r.ID(FieldPromise), r.words(FieldWords, MaxWords, f[FieldWith] == FieldWords)}
	case KindRetireUndo:
		payload = RetireUndo{r.ID(FieldPromise)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// reader reads the fields of a form.
type reader struct {
	event.Fields
	now event.Minute
}

func (r *reader) due() Due {
	d, err := ParseDue(r.Form[FieldDue])
	if err != nil {
		r.Fail(FieldDue, event.CodeBad)
	}
	return d
}

func (r *reader) words(field string, limit int, required bool) string {
	return r.Words(field, required, utf8.RuneCountInString, limit)
}

func (r *reader) date(field string) event.Date {
	v := strings.TrimSpace(r.Form[field])
	if v == "" {
		r.Fail(field, event.CodeEmpty)
		return 0
	}
	d, err := event.ParseDate(v)
	if err != nil {
		r.Fail(field, event.CodeBad)
	}
	return d
}

// newDue reads a due that must lie ahead.
func (r *reader) newDue() Due {
	d := On(r.date(FieldDate))
	at := FieldDate
	if strings.TrimSpace(r.Form[FieldTime]) != "" {
		d = By(d.Date.At(r.Clock(FieldTime)))
		if d.Day() == r.now.Date() {
			at = FieldTime
		}
	}
	switch ahead(d, r.now) {
	case Past:
		r.Fail(at, CodePast)
	case Far:
		r.Fail(at, CodeFar)
	}
	return d
}

func (r *reader) made() Made {
	m := Made{Text: r.words(FieldText, MaxText, true), Due: r.newDue(), Repeat: Repeat(r.Form[FieldRepeat])}
	switch {
	case !m.Repeat.Valid():
		r.Fail(FieldRepeat, event.CodeBad)
	case m.Repeat == Weekdays && !isWeekday(m.Due.Day()):
		r.Fail(FieldDate, CodeWeekday)
	}
	if m.Repeat == Once || strings.TrimSpace(r.Form[FieldLast]) == "" {
		return m
	}
	m.Last = r.date(FieldLast)
	switch day := m.Due.Day(); {
	case m.Last < day:
		r.Fail(FieldLast, CodeBefore)
	case m.Last > day+MaxSpan:
		r.Fail(FieldLast, CodeLater)
	}
	return m
}
