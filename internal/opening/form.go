package opening

import (
	"strconv"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
)

// Fields of the forms. Every form has event.FieldKind.
const (
	FieldRung   = "rung"   // a number
	FieldNumber = "number" // of a question on its rung
	FieldText   = "text"
)

// Compose reads a form into the payload of its kind, and the form of an answer
// into a seal.Answer. It checks what a person typed, with an *event.FieldError
// for the first field that will not do; whether the rules allow it is for
// Allows and MaySeal.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	number := func(field string, limit uint8) uint8 {
		n, err := strconv.ParseUint(f[field], 10, 8)
		if err != nil || n < 1 || uint8(n) > limit {
			r.Fail(field, event.CodeBad)
			return 0
		}
		return uint8(n)
	}
	var payload any
	rung := Rung(number(FieldRung, uint8(Highest)))
	switch kind {
	case KindRung:
		payload = Chosen{rung}
	case KindAnswer:
		q := Question{rung, number(FieldNumber, MaxNumber)}
		text := r.Words(FieldText, true, func(s string) int { return len(s) }, MaxAnswer)
		payload = seal.Answer{Prompt: q.Prompt(), Plain: codec.Must(Answer{text})}
	default:
		return nil, Unknown
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}
