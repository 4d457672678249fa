package view

import (
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
)

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
