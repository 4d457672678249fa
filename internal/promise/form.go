package promise

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"troth/internal/event"
)

// Fields of the forms. Every form has FieldKind; all but that of KindMade name
// their promise, and marks and answers their occurrence too.
const (
	FieldKind    = "kind"
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

// Codes of field errors.
const (
	CodeEmpty   = "empty"
	CodeLong    = "too-long"
	CodeBad     = "bad"     // not a date, a time, a repeat or an id
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
	r := reader{form: f, now: wall(now)}
	var payload any
	switch kind {
	case KindMade:
		payload = r.made()
	case KindKept:
		payload = Kept{r.id(FieldPromise), r.due()}
	case KindChanged:
		payload = Changed{r.id(FieldPromise), r.due(), r.newDue(), r.words(FieldWords, MaxWords, true)}
	case KindMissed:
		payload = Missed{r.id(FieldPromise), r.due(), r.words(FieldWords, MaxWords, false)}
	case KindNoticed:
		payload = Noticed{r.id(FieldPromise), r.due(), r.id(FieldMark)}
	case KindDiffers:
		payload = Differs{r.id(FieldPromise), r.due(), r.id(FieldMark), r.words(FieldWords, MaxWords, true)}
	case KindRetire:
		payload = Retire{r.id(FieldPromise), r.words(FieldWords, MaxWords, f[FieldWith] == FieldWords)}
	case KindRetireUndo:
		payload = RetireUndo{r.id(FieldPromise)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.err != nil {
		return nil, r.err
	}
	return payload, nil
}

// reader reads the fields of a form and keeps the first error.
type reader struct {
	form event.Form
	now  event.Minute
	err  error
}

func (r *reader) fail(field, code string) {
	if r.err == nil {
		r.err = &event.FieldError{Field: field, Code: code}
	}
}

func (r *reader) id(field string) event.ID {
	id, err := event.ParseID(r.form[field])
	if err != nil {
		r.fail(field, CodeBad)
	}
	return id
}

func (r *reader) due() Due {
	d, err := ParseDue(r.form[FieldDue])
	if err != nil {
		r.fail(FieldDue, CodeBad)
	}
	return d
}

func (r *reader) words(field string, limit int, required bool) string {
	v := strings.ReplaceAll(strings.ToValidUTF8(r.form[field], "\ufffd"), "\r\n", "\n")
	v = strings.TrimSpace(v)
	switch {
	case v == "" && required:
		r.fail(field, CodeEmpty)
	case utf8.RuneCountInString(v) > limit:
		r.fail(field, CodeLong)
	}
	return v
}

func (r *reader) date(field string) event.Date {
	v := strings.TrimSpace(r.form[field])
	if v == "" {
		r.fail(field, CodeEmpty)
		return 0
	}
	d, err := event.ParseDate(v)
	if err != nil {
		r.fail(field, CodeBad)
	}
	return d
}

// newDue reads a due that must lie ahead.
func (r *reader) newDue() Due {
	d := On(r.date(FieldDate))
	at := FieldDate
	if v := strings.TrimSpace(r.form[FieldTime]); v != "" {
		// Some browsers send seconds.
		if len(v) > 5 {
			v = v[:5]
		}
		h, m, ok := parseClock(v)
		if !ok {
			r.fail(FieldTime, CodeBad)
		}
		d = By(d.Date.At(h, m))
		if d.Day() == r.now.Date() {
			at = FieldTime
		}
	}
	switch ahead(d, r.now) {
	case Past:
		r.fail(at, CodePast)
	case Far:
		r.fail(at, CodeFar)
	}
	return d
}

func (r *reader) made() Made {
	m := Made{Text: r.words(FieldText, MaxText, true), Due: r.newDue(), Repeat: Repeat(r.form[FieldRepeat])}
	switch {
	case !m.Repeat.Valid():
		r.fail(FieldRepeat, CodeBad)
	case m.Repeat == Weekdays && !isWeekday(m.Due.Day()):
		r.fail(FieldDate, CodeWeekday)
	}
	if m.Repeat == Once || strings.TrimSpace(r.form[FieldLast]) == "" {
		return m
	}
	m.Last = r.date(FieldLast)
	switch day := m.Due.Day(); {
	case m.Last < day:
		r.fail(FieldLast, CodeBefore)
	case m.Last > day+MaxSpan:
		r.fail(FieldLast, CodeLater)
	}
	return m
}
