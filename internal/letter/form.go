package letter

import (
	"fmt"
	"strings"

	"troth/internal/event"
)

// Fields of the forms. Every form has FieldKind; a reflection names its letter,
// an answer its reflection.
const (
	FieldKind       = "kind"
	FieldLetter     = "letter"     // id in hex
	FieldReflection = "reflection" // id in hex
	FieldText       = "text"
)

// Codes of field errors.
const (
	CodeEmpty = "empty"
	CodeLong  = "too-long"
	CodeBad   = "bad" // not an id
)

// Compose reads a form into the payload of its kind. It checks what a person
// typed, with an *event.FieldError for the first field that will not do;
// whether the rules allow it is for Allows.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := reader{form: f}
	var payload any
	switch kind {
	case KindSent:
		payload = Sent{r.text(MaxLetter)}
	case KindReflected:
		payload = Reflected{r.id(FieldLetter), r.text(MaxReflection)}
	case KindConfirmed:
		payload = Confirmed{r.id(FieldReflection)}
	case KindCorrected:
		payload = Corrected{r.id(FieldReflection), r.text(MaxCorrection)}
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

// text reads what was written. Empty lines and blanks around it go; inside it
// stays as it was typed.
func (r *reader) text(limit int) string {
	v := strings.ReplaceAll(strings.ToValidUTF8(r.form[FieldText], "\ufffd"), "\r\n", "\n")
	v = strings.TrimSpace(v)
	switch {
	case v == "":
		r.fail(FieldText, CodeEmpty)
	case len(v) > limit:
		r.fail(FieldText, CodeLong)
	}
	return v
}
