package view

import (
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/benefit"
	"troth/internal/care"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/journal"
	"troth/internal/reappraisal"
	"troth/internal/self"
	"troth/internal/text"
	"troth/internal/timeout"
)

// lone is somebody who is here alone, with things that they have noted.
func lone(now event.Stamp) (m *app.Model, note func(kind event.Kind, payload any) event.ID) {
	m = app.New("x", "notes.example", "")
	m.Phase, m.Space, m.Now = app.Open, app.NoSpace, now
	n := byte(0)
	return m, func(kind event.Kind, payload any) event.ID {
		n++
		m.Self.Expect(event.Fact{ID: event.ID{n}, By: self.Me, At: now, Kind: kind, Payload: codec.Must(payload)})
		return event.ID{n}
	}
}

// Something of one's own list is offered back in hard moments, and in no others;
// where there is no list nothing is asked then.
func TestHardMoments(t *testing.T) {
	day := event.Day(2026, 11, 24)
	now := event.Stamp{MS: int64(day)*24*3600_000 + 12*3600_000, Civil: day.At(12, 0)}
	m, note := lone(now)
	m.Check, m.Journal.Open = fewWords, true
	hard := note(checkin.KindNoted, checkin.Noted{Entry: checkin.Entry{Feelings: []string{"glad", "lonely"}}})
	easy := note(checkin.KindNoted, checkin.Noted{Entry: checkin.Entry{Feelings: []string{"glad"}}})
	open := note(benefit.KindDoubted, benefit.Doubted{Saw: "w", Story: "w"})
	done := note(benefit.KindDoubted, benefit.Doubted{Saw: "w", Story: "w"})
	note(benefit.KindSettled, benefit.Settled{Doubt: done, End: benefit.LetGo})
	const words = "Cold water over the wrists"
	offered := func(route string) bool {
		m.Route = route
		page := Page(m)
		if strings.Contains(page, "Make a small list") && strings.HasPrefix(route, app.RouteMine+"/") {
			t.Errorf("%s asks for a list in a hard moment", route)
		}
		return strings.Contains(page, words)
	}
	moments := map[string]bool{
		routeCheckins + "/" + hard.String(): true, routeCheckins + "/" + easy.String(): false,
		routeBenefit + "/" + open.String(): true, routeBenefit + "/" + done.String(): false,
	}
	for route := range moments {
		if offered(route) {
			t.Errorf("%s offers what is not there", route)
		}
	}
	note(care.KindAdded, care.Added{Group: care.Calm, Text: words})
	for route, want := range moments {
		if offered(route) != want {
			t.Errorf("%s: offered %v", route, !want)
		}
	}
	// In what one writes for oneself: the way to help first.
	for text, want := range map[string]bool{"I am afraid to wake up.": true, "A long day.": false, "He asked for my location again.": false} {
		m.Drafts = []app.Draft{{Form: string(journal.KindWritten), Values: event.Form{"text": text}}}
		if offered(routeJournalNew) != want {
			t.Errorf("%q: offered %v", text, !want)
		}
		if page := Page(m); want && strings.Index(page, "data-help") > strings.LastIndex(page, words) {
			t.Error("the way to help comes last")
		}
	}
	// When the two have parted.
	m.Space = app.Ended
	if !offered(app.RouteToday) {
		t.Error("nothing is offered at the end")
	}
	m.Space, m.Me = app.Shared, event.First
	if !offered(app.RouteLeave) {
		t.Error("nothing is offered to somebody who may leave")
	}
	m.Now.MS += 3 * 24 * 3600_000
	if offered(routeCheckins + "/" + hard.String()) {
		t.Error("it is offered days later")
	}
}

// An intuition stands first on its day, in the opened journal and nowhere else; the
// page about one's own share is linked at the end, for everybody.
func TestJournalPages(t *testing.T) {
	day := event.Day(2026, 11, 24)
	m, note := lone(event.Stamp{MS: int64(day) * 24 * 3600_000, Civil: day.At(0, 0)})
	empty := func(route string) string { m.Route = route; return Page(m) }
	m.Journal.Open = true
	if !strings.Contains(empty(app.RouteJournal), `data-go="`+routeJournalShare+`"`) {
		t.Error("no link to one’s own share")
	}
	note(journal.KindWritten, journal.Written{Text: "hunchcanary", Again: day + 1})
	if strings.Contains(empty(app.RouteJournal), "You wanted to look at this again") {
		t.Error("before its day")
	}
	m.Now.Civil = (day + 1).At(0, 0)
	if !strings.Contains(empty(app.RouteJournal), "You wanted to look at this again") {
		t.Error("not on its day")
	}
	for _, open := range []bool{true, false} {
		m.Journal.Open = open
		for _, route := range []string{app.RouteToday, app.RouteMine, app.RouteSettings, app.RouteGuide} {
			if page := empty(route); strings.Contains(page, "canary") || strings.Contains(page, "look at this again") || strings.Contains(page, routeJournalShare) {
				t.Errorf("%s speaks of it", route)
			}
		}
	}
	if page := empty(routeJournalShare); strings.Contains(page, "canary") || strings.Contains(page, "own share") {
		t.Error("the cover is open")
	}
}

// A look at a quarrel is offered to two in its days, and not to somebody alone, who
// wants fewer suggestions, or has looked.
func TestReappraisalIsOffered(t *testing.T) {
	day := event.Day(2026, 6, 3)
	m, note := lone(event.Stamp{MS: int64(day)*24*3600_000 + 1, Civil: day.At(0, 0)})
	b := text.English()
	says := func(what string, want bool) {
		t.Helper()
		if words, _ := reappraisalSmall(b, m); (words != "") != want {
			t.Errorf("%s: %q", what, words)
		}
	}
	says("alone", false)
	m.Space, m.Me = app.Shared, event.First
	says("two", true)
	m.Self.Settings.Fewer = true
	says("fewer suggestions", false)
	m.Self.Settings.Fewer = false
	m.Now.Civil = (day + 20).At(0, 0)
	says("another day", false)
	m.Now.Civil = day.At(0, 0)
	called := event.Fact{ID: event.ID{9}, By: event.Second, At: m.Now, Kind: timeout.KindCalled, Payload: codec.Must(timeout.Called{Minutes: 20})}
	if err := m.Couple.Timeout.Apply(called); err != nil {
		t.Fatal(err)
	}
	says("a time-out", false)
	m.Now.MS += 3600_000
	says("after it", true)
	note(reappraisal.KindLooked, reappraisal.Looked{Told: "w"})
	says("looked", false)
}
