package text

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

// Every word is there: a forgotten one would be an empty button.
func TestNothingIsEmpty(t *testing.T) {
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			if v.Len() == 0 {
				t.Errorf("%s is empty", path)
			}
			if v.Type() == reflect.TypeFor[[]HelpLine]() {
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
			if strings.TrimSpace(s) == "" {
				t.Errorf("%s is empty", path)
			}
			if strings.ContainsAny(s, "'\"") {
				t.Errorf("%s has straight quotes: %s", path, s)
			}
		}
	}
	walk("Book", reflect.ValueOf(English()))
}

func TestHelpLines(t *testing.T) {
	seen := map[string]bool{}
	needs := map[Need]int{}
	for _, l := range English().Help.Lines {
		key := l.Country + l.Name + l.Phone
		if seen[key] {
			t.Errorf("%s stands twice", l.Name)
		}
		seen[key] = true
		needs[l.For]++
		if _, err := time.Parse(time.DateOnly, l.CheckedOn); err != nil {
			t.Errorf("%s: checked on %q", l.Name, l.CheckedOn)
		}
		if !strings.HasPrefix(l.Source, "https://") || l.Phone == "" || l.Hours == "" || l.Whom == "" || l.Country == "" {
			t.Errorf("%s is not complete", l.Name)
		}
	}
	for n := Hurt; n <= Crisis; n++ {
		if needs[n] == 0 {
			t.Errorf("no line for need %d", n)
		}
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
	return out
}
