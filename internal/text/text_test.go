package text

import (
	"reflect"
	"strings"
	"testing"
)

// Every word is there: a forgotten one would be an empty button.
func TestNothingIsEmpty(t *testing.T) {
	n := 0
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			walk(path, v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			if v.Len() == 0 {
				t.Errorf("%s is empty", path)
			}
			if v.Type() == reflect.TypeFor[[]HelpCountry]() || v.Type() == reflect.TypeFor[Ideas]() || v.Type() == reflect.TypeFor[Ideas]() {
				return
			}
			for i := range v.Len() {
				walk(path, v.Index(i))
			}
		case reflect.Map:
			if v.Len() == 0 {
				t.Errorf("%s is empty", path)
			}
			for _, k := range v.MapKeys() {
				walk(path+"."+k.String(), v.MapIndex(k))
			}
		case reflect.String:
			s := v.String()
			n++
			if strings.TrimSpace(s) == "" {
				t.Errorf("%s is empty", path)
			}
			if strings.ContainsAny(s, "'\"") {
				t.Errorf("%s has straight quotes: %s", path, s)
			}
		}
	}
	walk("Book", reflect.ValueOf(English()))
	walk("Help", reflect.ValueOf(EnglishHelp()))
	if n < 1000 {
		t.Errorf("%d sentences were found", n)
	}
}

// Words that would count at, scold, diagnose or hurry somebody.
func TestManner(t *testing.T) {
	for _, bad := range []string{"!", "score", "streak", "Well done", "Congratulations", "Oops", "invalid", "Are you sure"} {
		for path, s := range sentences() {
			if strings.Contains(s, bad) && !strings.HasPrefix(path, "Home.Asks") {
				t.Errorf("%s says %q", path, bad)
			}
		}
	}
}

func sentences() map[string]string {
	out := map[string]string{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			walk(path, v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				walk(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(path, v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				walk(path+"."+k.String(), v.MapIndex(k))
			}
		case reflect.String:
			out[path] += " " + v.String()
		}
	}
	walk("", reflect.ValueOf(English()))
	walk("Help", reflect.ValueOf(EnglishHelp()))
	return out
}
