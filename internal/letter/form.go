package letter

import (
	"fmt"

	"troth/internal/event"
	"troth/internal/reflection"
)

// Fields of the forms, besides those of package reflection. Every form has
// event.FieldKind; a reflection names its letter.
const (
	FieldLetter = "letter" // id in hex
	FieldText   = reflection.FieldText
)

// Compose reads a form into the payload of its kind. It checks what a person
// typed, with an *event.FieldError for the first field that will not do;
// whether the rules allow it is for Allows.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	var payload any
	switch kind {
	case KindSent:
		payload = Sent{r.Words(FieldText, true, func(s string) int { return len(s) }, MaxLetter)}
	case KindReflected, KindConfirmed, KindCorrected:
		payload, _ = reflection.Compose(kind.Verb(), FieldLetter, &r)
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}
