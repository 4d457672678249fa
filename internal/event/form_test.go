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

func TestFieldValues(t *testing.T) {
	for _, c := range []struct {
		v    string
		want uint16
		code string
	}{{"1", 1, ""}, {"7", 7, ""}, {"8", 8, CodeBad}, {"0", 0, CodeBad}, {"65537", 0xffff, CodeBad}, {"x", 0, CodeBad}, {"", 0, CodeEmpty}} {
		r := Fields{Form: Form{"n": c.v}}
		got := r.Number("n", 7)
		var e *FieldError
		if errors.As(r.Err, &e); got != c.want || (e == nil) != (c.code == "") || e != nil && e.Code != c.code {
			t.Errorf("%q: %d, %v", c.v, got, r.Err)
		}
	}
	for _, c := range []struct {
		v        string
		required bool
		want     Date
		code     string
	}{{" 2026-03-02 ", true, Day(2026, 3, 2), ""}, {"", false, 0, ""}, {"", true, 0, CodeEmpty}, {"2.3.2026", false, 0, CodeBad}} {
		r := Fields{Form: Form{"d": c.v}}
		got := r.Date("d", c.required)
		var e *FieldError
		if errors.As(r.Err, &e); got != c.want || (e == nil) != (c.code == "") || e != nil && e.Code != c.code {
			t.Errorf("%q: %d, %v", c.v, got, r.Err)
		}
	}
	for s, want := range map[string]bool{"é": true, "éa": false, "": false, " ": false, "\xff": false, "ab": true} {
		if Fits(s, 2) != want {
			t.Errorf("%q: %v", s, Fits(s, 2))
		}
	}
}
