package event

// Form is the fields of a submitted form, by name. A field that was submitted
// more than once has its last value.
type Form map[string]string

// FieldError says what is wrong with one field of a form. Code is a word that
// the app turns into a sentence; it never contains what was typed.
type FieldError struct {
	Field string
	Code  string
}

func (e *FieldError) Error() string { return "event: field " + e.Field + ": " + e.Code }
