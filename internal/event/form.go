package event

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Form is the fields of a submitted form, by name. A field that was submitted
// more than once has its values with blanks between.
type Form map[string]string

// FieldKind is the field of every writing form that says the kind of what is
// written.
const FieldKind = "kind"

// FieldError says what is wrong with one field of a form. Code is a word that
// the app turns into a sentence; it never contains what was typed.
type FieldError struct {
	Field string
	Code  string
}

func (e *FieldError) Error() string { return "event: field " + e.Field + ": " + e.Code }

// Codes of field errors that forms of all practices have.
const (
	CodeEmpty = "empty"
	CodeLong  = "too-long"
	CodeBad   = "bad" // nothing that could be read: not an id, for example
)

// Fields reads the fields of a form and keeps the first error. Whoever composes
// a payload reads all of them and then asks once.
type Fields struct {
	Form Form
	Err  error // the first, a *FieldError; nil: none
}

// Fail says what is wrong with a field.
func (r *Fields) Fail(field, code string) {
	if r.Err == nil {
		r.Err = &FieldError{Field: field, Code: code}
	}
}

// ID reads an id in hex.
func (r *Fields) ID(field string) ID {
	id, err := ParseID(r.Form[field])
	if err != nil {
		r.Fail(field, CodeBad)
	}
	return id
}

// Clock reads a time of day.
func (r *Fields) Clock(field string) (hour, minute int) {
	v := strings.TrimSpace(r.Form[field])
	if len(v) > len("00:00") {
		v = v[:len("00:00")] // some browsers send seconds
	}
	hour, minute, err := ParseClock(v)
	switch {
	case v == "":
		r.Fail(field, CodeEmpty)
	case err != nil:
		r.Fail(field, CodeBad)
	}
	return hour, minute
}

// Words reads what was written, of which size says that it is at most limit.
// Empty lines and blanks around it go; inside it stays as it was typed.
func (r *Fields) Words(field string, required bool, size func(string) int, limit int) string {
	v := strings.ReplaceAll(strings.ToValidUTF8(r.Form[field], "\ufffd"), "\r\n", "\n")
	v = strings.TrimSpace(v)
	switch {
	case v == "" && required:
		r.Fail(field, CodeEmpty)
	case size(v) > limit:
		r.Fail(field, CodeLong)
	}
	return v
}

// Text reads what was written as Words does, of at most limit bytes.
func (r *Fields) Text(field string, required bool, limit int) string {
	return r.Words(field, required, func(s string) int { return len(s) }, limit)
}

// Number reads a number from 1 to limit.
func (r *Fields) Number(field string, limit uint16) uint16 {
	n, err := strconv.ParseUint(r.Form[field], 10, 16)
	switch {
	case r.Form[field] == "":
		r.Fail(field, CodeEmpty)
	case err != nil || n < 1 || n > uint64(limit):
		r.Fail(field, CodeBad)
	}
	return uint16(n)
}

// Date reads a day, YYYY-MM-DD. Without one that is not required it is 0.
func (r *Fields) Date(field string, required bool) Date {
	v := strings.TrimSpace(r.Form[field])
	if v == "" {
		if required {
			r.Fail(field, CodeEmpty)
		}
		return 0
	}
	d, err := ParseDate(v)
	if err != nil {
		r.Fail(field, CodeBad)
	}
	return d
}

// Fits reports whether s may be written as a text of at most limit bytes.
func Fits(s string, limit int) bool {
	return len(s) <= limit && utf8.ValidString(s) && strings.TrimSpace(s) != ""
}
