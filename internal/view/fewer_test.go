package view

import (
	"regexp"
	"strings"
	"testing"

	"troth/internal/adventure"
	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/promise"
	"troth/internal/text"
	"troth/internal/timeout"
)

var leadsTo = regexp.MustCompile(`data-go="([^"]*)"`)

// leads returns where Today leads to, from its one page.
func leads(page string) (routes []string) {
	_, body, _ := strings.Cut(page, `<main id="page"`)
	for _, m := range leadsTo.FindAllStringSubmatch(body, -1) {
		routes = append(routes, m[1])
	}
	return routes
}

// With fewer suggestions what takes two is not offered and not pointed at; what
// the other has said is there, and so is all that somebody looks for.
func TestFewerSuggestions(t *testing.T) {
	b := text.English()
	w := newLetterWorld(t)
	// Over all days no small thing takes two, and there is one all the same.
	day := func() {
		w.m.Now.Civil += 24 * 60
		w.m.Now.MS += 24 * 60 * 60 * 1000
	}
	both, alone := map[bool]int{}, map[bool]int{}
	for range 2 * len(sections(b)) {
		for _, fewer := range []bool{false, true} {
			w.m.Self.Settings.Fewer = fewer
			page := w.go_(app.RouteToday)
			if !strings.Contains(page, b.Space.Small) {
				t.Fatal("no small thing at all")
			}
			for _, route := range leads(page) {
				switch {
				case app.IsSettings(route): // no practice
				case app.IsMine(route):
					alone[fewer]++
				default:
					both[fewer]++
				}
			}
		}
		day()
	}
	if both[true] != 0 || both[false] == 0 || alone[true] <= alone[false] {
		t.Errorf("what takes two: %v, what does not: %v", both, alone)
	}

	// What is due steps back, what the other has said does not.
	today := w.m.Now.Civil.Date()
	w.promiseWorld.say(me, promise.KindMade, promise.Made{Text: "call the bank", Due: w.due(today.String())})
	w.promiseWorld.say(me.Other(), promise.KindMade, promise.Made{Text: "water the plants", Due: w.due((today + 3).String())})
	plan := codec.Must(adventure.Planned{Idea: "float", When: adventure.When{Day: today}})
	if err := w.m.Couple.Adventure.Apply(event.Fact{Seq: 90, ID: event.ID{90}, By: me, At: w.m.Now, Kind: adventure.KindPlanned, Payload: plan}); err != nil {
		t.Fatal(err)
	}
	w.m.Self.Settings.Fewer = false
	usual := w.go_(app.RouteToday)
	w.m.Self.Settings.Fewer = true
	fewer := w.go_(app.RouteToday)
	w.has(usual, "call the bank", "water the plants", `data-go="adventure/`)
	w.has(fewer, "water the plants")
	w.hasNot(fewer, "call the bank", "float", `data-go="adventure`)

	// A time-out that runs is said to everybody; the way back out of one is not
	// suggested.
	called := codec.Must(timeout.Called{Minutes: 30})
	if err := w.m.Couple.Timeout.Apply(event.Fact{Seq: 91, ID: event.ID{91}, By: me, At: w.m.Now, Kind: timeout.KindCalled, Payload: called}); err != nil {
		t.Fatal(err)
	}
	w.has(w.go_(app.RouteToday), b.Timeout.TodayWhen)
	w.m.Now.MS += 31 * 60 * 1000
	w.m.Now.Civil += 31
	w.hasNot(w.go_(app.RouteToday), b.Timeout.TodayOver)
	w.m.Self.Settings.Fewer = false
	w.has(w.go_(app.RouteToday), b.Timeout.TodayOver)
}

// Every page but Today is the same with fewer suggestions as without, except for
// the settings and for the links by which a page offers something that takes two.
func TestFewerLeavesEveryPageAsItIs(t *testing.T) {
	w, routes := typed(t, "words")
	// Where an author can correct what they said: the only offer on these pages.
	offer := regexp.MustCompile(`<p class="quiet small"><a href="#" data-go="correction/new/[^<]*</a></p>`)
	offers := 0
	for _, route := range append(routes, app.RouteTogether, app.RouteMine, app.RouteRecord, app.RouteOwnRecord, app.RouteSearch, app.RouteExport, app.RouteInvite) {
		if route == app.RouteToday || route == app.RouteSettings {
			continue
		}
		w.m.Route, w.m.Try = route, app.Try{}
		w.m.Self.Settings.Fewer = false
		usual := Page(w.m)
		w.m.Self.Settings.Fewer = true
		fewer := Page(w.m)
		offers += len(offer.FindAllString(usual, -1))
		if want := offer.ReplaceAllString(usual, ""); fewer != want {
			t.Errorf("%s is another page with fewer suggestions:\n%s\n%s", route, fewer, want)
		}
		for _, lead := range leads(fewer) {
			if strings.HasPrefix(lead, routeCorrectionNew+"/") && !strings.HasPrefix(route, routeCorrections) {
				t.Errorf("%s offers a correction", route)
			}
		}
	}
	if offers == 0 {
		t.Error("no page offers anything: the test looks at nothing")
	}
}
