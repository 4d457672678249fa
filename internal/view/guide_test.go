package view

import (
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
	g "troth/internal/markup"
	"troth/internal/text"
)

// The guide says the same to everybody; only where it leads on to differs.
func TestGuide(t *testing.T) {
	pages := look(t)
	for _, p := range text.English().Guide.Pages {
		for _, name := range []string{"guide out/", "guide locked/", "guide alone/", "guide/"} {
			page := Page(pages[name+p.Practice])
			for _, list := range [][]string{p.How, p.Avoid, {p.Title, p.Lead, p.Why[0].Says, p.Why[0].Source}} {
				for _, words := range list {
					if !strings.Contains(page, g.HTML(Name(words))[len("<bdi>"):len(g.HTML(Name(words)))-len("</bdi>")]) {
						t.Errorf("%s%s lacks %q", name, p.Practice, words)
					}
				}
			}
		}
	}
	for name, want := range map[string]bool{"guide/promise": true, "guide alone/promise": false, "guide locked/promise": false, "guide out/promise": false} {
		if got := strings.Contains(Page(pages[name]), `data-go="promise"`); got != want {
			t.Errorf("%s leads to the promises: %v", name, got)
		}
	}
	if !strings.Contains(Page(pages["guide alone/promise"]), `data-go="invite"`) {
		t.Error("whoever is alone is not told how two can begin")
	}
	if Page(pages["guide/nothing"]) != Page(pages["guide"]) && !strings.Contains(Page(pages["guide/nothing"]), `data-go="guide/promise"`) {
		t.Error("a page that is not there is not the list")
	}
}

// Anybody can follow a link to the guide and come back, in every phase; and
// having read it counts as having seen nothing.
func TestGuideIsForEverybody(t *testing.T) {
	for _, phase := range []app.Phase{app.Out, app.Locked, app.Open} {
		w := newPromiseWorld(t)
		m := w.m
		m.Phase = phase
		first := app.RouteToday
		if phase != app.Open {
			first = app.RouteHome
		}
		m.Update(app.Followed{Route: first}, event.Stamp{})
		token := m.Token
		for _, route := range []string{app.RouteGuide, app.RouteGuide + "/letter"} {
			if effects, move := m.Update(app.Followed{Route: route}, event.Stamp{}); m.Route != route || move != app.Push || len(effects) != 0 {
				t.Errorf("phase %d: %s leads to %s, %q, with %d effects", phase, route, m.Route, move, len(effects))
			}
		}
		if len(m.Seen) != 0 {
			t.Errorf("phase %d: seen %v", phase, m.Seen)
		}
		if m.Update(app.Returned{Token: token}, event.Stamp{}); m.Route != first {
			t.Errorf("phase %d: Back leads to %s", phase, m.Route)
		}
	}
}
