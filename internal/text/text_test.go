package text

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
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
}

// A line is worth listing only if it is complete and says where it was found.
func TestHelpLines(t *testing.T) {
	seen := map[string]bool{}
	needs := map[Need]int{}
	for _, c := range EnglishHelp().Countries {
		if seen[c.Name] || c.Emergency == "" || len(c.Lines) == 0 {
			t.Errorf("%s stands twice or is not complete", c.Name)
		}
		seen[c.Name] = true
		need := Hurt
		for _, l := range c.Lines {
			key := fmt.Sprint(c.Name, l.Name, l.For)
			if seen[key] {
				t.Errorf("%s: %s stands twice", c.Name, l.Name)
			}
			seen[key] = true
			needs[l.For]++
			if l.For < need || l.For >= Needs {
				t.Errorf("%s: %s is out of order", c.Name, l.Name)
			}
			need = l.For
			if d, err := time.Parse(time.DateOnly, l.CheckedOn); err != nil || d.Year() < 2026 {
				t.Errorf("%s: %s was checked on %q", c.Name, l.Name, l.CheckedOn)
			}
			if l.Name == "" || l.Hours == "" || l.Whom == "" || !regexp.MustCompile(`^[0-9][0-9 -]+$`).MatchString(l.Phone) {
				t.Errorf("%s: %s is not complete", c.Name, l.Name)
			}
			if len(l.Sources) == 0 {
				t.Errorf("%s: %s has no source", c.Name, l.Name)
			}
			for _, source := range l.Sources {
				if u, err := url.Parse(source); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
					t.Errorf("%s: %s has the source %q", c.Name, l.Name, source)
				}
			}
			for _, s := range []string{l.Name, l.Whom, l.Write, l.Hours, l.Languages, l.OnBill, c.Silent} {
				if strings.ContainsAny(s, `'"`) || strings.Contains(s, "://") {
					t.Errorf("%s: %s says %q", c.Name, l.Name, s)
				}
			}
		}
	}
	for n := Hurt; n < Needs; n++ {
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
	walk("Help", reflect.ValueOf(EnglishHelp()))
	return out
}
