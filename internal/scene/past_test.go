package scene_test

import (
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
)

// What was written in a space that has ended stays readable after its people
// have begun anew, on every device of theirs, and nothing can be written there.
func TestEarlierSpaces(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(promise.KindMade, event.Form{"text": "I’ll water Ben’s plants.", "date": "2026-11-25"})
	ben.Sees("it", well2)
	earlier := shared(ana)
	if html := page(ana, app.RouteTogether); strings.Contains(html, "Earlier spaces") {
		t.Error("earlier spaces before there are any")
	}
	ben.End()
	ana.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })

	// As soon as something new is under way, the old one is an earlier one.
	link := ana.Invite()
	if html := page(ana, app.RouteTogether); !strings.Contains(html, "Earlier spaces") {
		t.Error("no way to the earlier space while an invite is open")
	}
	look(t, ana, earlier.String())
	cid := s.Person("Cid").SignUp(link)
	ana.Sees("Cid’s words, while looking at the past", func(m *app.Model) bool { return m.Pair.Stage == app.PairWords && m.Past != nil })
	cid.Words()
	cid.Match()
	ana.Match()
	together(t, ana, cid)
	cid.Do(promise.KindMade, event.Form{"text": "I’ll bake for you.", "date": "2026-11-26"})
	cid.Do(promise.KindMade, event.Form{"text": "And eat it too.", "date": "2026-11-26"})
	ana.Sees("what Cid writes, wherever she looks", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 2 })

	look(t, ana, earlier.String())
	ana.Dev.Form(app.Form{Action: app.ActionDo, Values: event.Form{"kind": string(promise.KindMade), "text": "On top.", "date": "2026-11-25"}})
	ana.Sees("that it is only for reading", func(m *app.Model) bool { return m.Try.Failure == app.NotAllowed })
	ana.Dev.Go(app.RouteToday)
	ana.Sees("what there is now", func(m *app.Model) bool {
		return m.Past == nil && m.PartnerName == "Cid" && len(m.Couple.Promise.List(m.Me, m.Now)) == 2
	})
	if html := page(ana, "promise"); !strings.Contains(html, "bake for you") || strings.Contains(html, "water") {
		t.Error("the past shows in the present")
	}

	// A device that has nothing of it yet fetches it.
	key := accountKey(ana)
	second := s.Person("Ana")
	second.Open("")
	secrets := second.Secrets()
	secrets[keywork.FieldAccountKey] = key
	second.Key(app.ActionNewDevice, secrets, nil)
	second.Sees("the new space", func(m *app.Model) bool { return m.Space == app.Shared && m.PartnerName == "Cid" })
	look(t, second, earlier.String())

	// What was stored of it and does not fit is not shown.
	second.Dev.Close()
	damage(t, second, earlier)
	second.Unlock()
	second.Dev.Go(app.RouteEarlier + "/" + earlier.String())
	says(t, second, "Something has changed what this browser had stored")
	second.Dev.Go(app.RouteEarlier + "/00000000000000000000000000000000")
	second.Sees("nothing that is not hers", func(m *app.Model) bool { return m.Route == app.RouteToday && m.Past == nil })
}

// page goes to a page and returns it.
func page(p *scene.Person, route string) string {
	p.T.Helper()
	p.Dev.Go(route)
	p.Sees(route, func(m *app.Model) bool { return m.Route == route })
	return p.Page().HTML
}

// look opens an earlier space with Ben and looks at what is there.
func look(t *testing.T, p *scene.Person, log string) {
	t.Helper()
	if html := page(p, app.RouteEarlier); !strings.Contains(html, "With <bdi>Ben</bdi>") {
		t.Errorf("the list of earlier spaces: %s", html)
	}
	p.Dev.Go(app.RouteEarlier + "/" + log)
	p.Sees("the earlier space", func(m *app.Model) bool {
		return m.Past != nil && m.Route == app.RouteTogether && len(m.Past.Couple.Promise.List(m.Past.Me, m.Now)) == 1
	})
	says(t, p, "<bdi>Ben</bdi> has left this space")
	html := page(p, "promise")
	for _, want := range []string{"water Ben’s plants", "This is an earlier space, with <bdi>Ben</bdi>"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page does not say %q: %s", want, html[strings.Index(html, "<main"):])
		}
	}
	for _, no := range []string{"bake for you", `data-action="do"`, "promise/new"} {
		if strings.Contains(html, no) {
			t.Errorf("the page of the earlier space has %q", no)
		}
	}
}
