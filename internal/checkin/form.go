package checkin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"troth/internal/event"
	"troth/internal/reflection"
)

// Fields of the forms. Every form has event.FieldKind.
const (
	FieldFeelings = "feelings" // codes, with blanks between
	FieldWords    = "words"
	FieldWhen     = "when"
	FieldBecause  = "because"
	FieldWish     = "wish"

	FieldCheckin = "checkin" // id in hex, of KindReflected
	FieldHour    = "hour"    // id in hex
	FieldWeekday = "weekday" // 1 to 7
	FieldTime    = "time"    // HH:MM
)

// CodeMany says that more feelings were chosen than one check-in can have.
const CodeMany = "too-many"

// Read reads the parts of a check-in that stand in a form, as far as they will
// do.
func Read(f event.Form) Entry {
	r := reader{event.Fields{Form: f}}
	return r.entry()
}

// Form returns the fields of a form that say what e says.
func (e Entry) Form() event.Form {
	return event.Form{FieldFeelings: strings.Join(e.Feelings, " "), FieldWords: e.Words, FieldWhen: e.When, FieldBecause: e.Because, FieldWish: e.Wish}
}

// Compose reads a form into the payload of its kind. It checks what a person
// typed, with an *event.FieldError for the first field that will not do.
func (s *Own) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	if kind != KindNoted {
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	r := reader{event.Fields{Form: f}}
	payload := Noted{r.said()}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// Compose reads a form into the payload of its kind. It checks what a person
// typed, with an *event.FieldError for the first field that will not do; whether
// the rules allow it is for Allows.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := reader{event.Fields{Form: f}}
	var payload any
	switch kind {
	case KindShared:
		payload = Shared{r.said()}
	case KindReflected, KindConfirmed, KindCorrected:
		payload, _ = reflection.Compose(kind.Verb(), FieldCheckin, &r.Fields)
	case KindProposed:
		hour, minute := r.Clock(FieldTime)
		day, err := strconv.ParseUint(f[FieldWeekday], 10, 8)
		m := Proposed{uint8(day), uint16(hour*60 + minute)}
		if err != nil || !m.valid() {
			r.Fail(FieldWeekday, event.CodeBad)
		}
		payload = m
	case KindAgreed:
		payload = Agreed{r.ID(FieldHour)}
	case KindEnded:
		payload = Ended{r.ID(FieldHour)}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// reader reads the fields of a form.
type reader struct{ event.Fields }

func (r *reader) words(field string) string {
	return r.Words(field, false, func(s string) int { return len(s) }, MaxWords)
}

func (r *reader) entry() Entry {
	var e Entry
	for _, code := range strings.Fields(r.Form[FieldFeelings]) {
		if validCode(code) && !slices.Contains(e.Feelings, code) {
			e.Feelings = append(e.Feelings, code)
		}
	}
	if len(e.Feelings) > MaxFeelings {
		r.Fail(FieldFeelings, CodeMany)
	}
	e.Words, e.When, e.Because, e.Wish = r.words(FieldWords), r.words(FieldWhen), r.words(FieldBecause), r.words(FieldWish)
	return e
}

// said reads an entry that says something.
func (r *reader) said() Entry {
	e := r.entry()
	if r.Err == nil && !e.Valid() {
		r.Fail(FieldFeelings, event.CodeEmpty)
	}
	return e
}
