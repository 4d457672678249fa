package letter

import (
	"fmt"

	"troth/internal/event"
)

// Fields of the forms. Every form has event.FieldKind; a reflection names its
// letter, an answer its reflection.
const (
	FieldLetter     = "letter"     // id in hex
	FieldReflection = "reflection" // id in hex
	FieldText       = "text"
)

// Compose reads a form into the payload of its kind. It checks what a person
// typed, with an *event.FieldError for the first field that will not do;
// whether the rules allow it is for Allows.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := reader{event.Fields{Form: f}}
	var payload any
	switch kind {
	case KindSent:
		payload = Sent{r.text(MaxLetter)}
	case KindReflected:
		payload = Reflected{r.ID(FieldLetter), r.text(MaxReflection)}
	case KindConfirmed:
		payload = Confirmed{r.ID(FieldReflection)}
	case KindCorrected:
		payload = Corrected{r.ID(FieldReflection), r.text(MaxCorrection)}
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

func (r *reader) text(limit int) string {
	return r.Words(FieldText, true, func(s string) int { return len(s) }, limit)
}
