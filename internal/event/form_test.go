package event

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// Of all that is wrong with a form its first field is named, never with what was
// typed; what was typed loses nothing but what is around it.
func TestFields(t *testing.T) {
	r := Fields{Form: Form{"a": " \r\n one\r\ntwo \n", "id": "xyz", "bad": "a\xffb", "long": "ééé"}}
	if got := r.Words("a", true, utf8.RuneCountInString, 7); got != "one\ntwo" || r.Err != nil {
		t.Errorf("%q, %v", got, r.Err)
	}
	if got := r.Words("bad", true, utf8.RuneCountInString, 3); got != "a\ufffdb" || r.Err != nil {
		t.Errorf("%q, %v", got, r.Err)
	}
	if got := r.Words("none", false, utf8.RuneCountInString, 3); got != "" || r.Err != nil {
		t.Errorf("%q, %v", got, r.Err)
	}
	for _, c := range []struct {
		field, code string
		read        func(*Fields)
	}{
		{"none", CodeEmpty, func(r *Fields) { r.Words("none", true, utf8.RuneCountInString, 3) }},
		{"long", CodeLong, func(r *Fields) { r.Words("long", false, utf8.RuneCountInString, 2) }},
		{"id", CodeBad, func(r *Fields) { r.ID("id") }},
	} {
		f := Fields{Form: r.Form}
		c.read(&f)
		f.Fail("later", CodeBad)
		var e *FieldError
		if !errors.As(f.Err, &e) || e.Field != c.field || e.Code != c.code || strings.Contains(e.Error(), "xyz") {
			t.Errorf("%s: %v", c.field, f.Err)
		}
	}
}
