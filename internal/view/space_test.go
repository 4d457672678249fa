package view

import (
	"errors"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/couple"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/self"
	"troth/internal/text"
)

// A practice has one name, by which what was seen of it is kept too.
func TestSectionsHaveTheNameOfTheirPractice(t *testing.T) {
	b := text.English()
	for _, s := range sections(b) {
		if _, ok := b.Guide.Page(s.name); ok == s.help {
			t.Errorf("%s has a page in the guide: %v", s.name, ok)
		}
		var err error
		if s.mine {
			_, err = self.New().Compose(event.Kind(s.name+".own.x"), event.Form{}, event.Stamp{})
		} else {
			_, err = couple.New().Compose(event.Kind(s.name+".x"), event.Form{}, event.Stamp{})
		}
		if errors.Is(err, fold.ErrUnknown) {
			t.Errorf("%s is no practice", s.name)
		}
	}
}

// Whoever has no name yet, or none that can be seen, is greeted without one.
func TestGreeting(t *testing.T) {
	for name, want := range map[string]string{"Noor": "<h1>Good morning, <bdi>Noor</bdi>.</h1>", "": "<h1>Good morning.</h1>", "\u200b\u202e ": "<h1>Good morning.</h1>"} {
		m := app.New("x", "example.org", "")
		m.Phase, m.Route, m.MyName = app.Open, app.RouteToday, name
		m.Now = event.Stamp{Civil: event.Day(2026, 11, 25).At(9, 0)}
		if html := Page(m); !strings.Contains(html, want) {
			t.Errorf("%q is not greeted by %s", name, want)
		}
	}
}
