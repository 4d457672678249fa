package scene_test

import (
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/correction"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/scene"
	"troth/internal/timeout"
)

func letters(n int) func(*app.Model) bool {
	return func(m *app.Model) bool { return len(m.Couple.Letter.List(m.Me)) == n }
}

func runs(m *app.Model) bool {
	_, yes := m.Couple.Timeout.Running(m.Now)
	return yes
}

// Ana pauses. She cannot write, also after a reload and without a connection;
// Ben can, and what he writes arrives when she is back, as something new.
func TestTimeout(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ben.Do(letter.KindSent, event.Form{"text": "Before."})
	ana.Sees("the first letter", letters(1))

	s.CutPerson(ana, true)
	ana.Do(timeout.KindCalled, event.Form{"minutes": "30"})
	ana.Sees("her time-out", runs)
	ana.Attempt(letter.KindSent, event.Form{"text": "And another thing."})
	if f := ana.Try().Failure; f != app.NotAllowed {
		t.Errorf("she writes while she rests: %q", f)
	}
	s.CutPerson(ana, false)
	ben.Sees("Ana's time-out", runs)
	page(ben, "letter/new")
	says(t, ben, "is taking a time-out. This arrives when they are back")
	ben.Do(letter.KindSent, event.Form{"text": "Meanwhile."})
	ben.Do(correction.KindMade, event.Form{"told": "I locked up.", "now": "The door was open."})

	ana.Unlock()
	ana.Sees("the space", func(m *app.Model) bool { return len(m.Records()) == len(records(ben)) })
	if html := page(ana, "letter"); strings.Contains(html, "Meanwhile") || !strings.Contains(html, "From") {
		t.Error("what Ben wrote is before her while she rests")
	}
	if html := page(ana, "letter/new"); !strings.Contains(html, "You are taking a time-out") || strings.Contains(html, "<textarea") {
		t.Errorf("the composer does not rest: %s", html)
	}
	if html := page(ana, "correction"); strings.Contains(html, "The door was open") {
		t.Error("a correction is before her")
	}
	page(ana, app.RouteToday) // looked at, it still does not count as seen

	s.Pass(31 * time.Minute)
	ana.Dev.Go(app.RouteToday)
	ana.Sees("what was held", letters(2))
	html := page(ana, app.RouteToday)
	for _, want := range []string{"A letter from <bdi>Ben</bdi>", "<bdi>Ben</bdi> puts something right"} {
		if !strings.Contains(html, want) && !strings.Contains(html, "Letters from <bdi>Ben</bdi>") {
			t.Errorf("Today does not say %q: %s", want, html)
		}
	}
	id := ""
	ana.Sees("her time-out over", func(m *app.Model) bool {
		last, ok := m.Couple.Timeout.Last()
		id = last.ID.String()
		return ok && !runs(m)
	})
	ana.Do(timeout.KindReturned, event.Form{"timeout": id, "line": "I was ashamed."})
	ben.Sees("her line", func(m *app.Model) bool { last, _ := m.Couple.Timeout.Last(); return last.Back != nil })
	if html := page(ben, "timeout"); !strings.Contains(html, "I was ashamed.") {
		t.Errorf("Ben reads: %s", html)
	}
	ana.Do(letter.KindSent, event.Form{"text": "After."})
	ben.Sees("what she writes then", letters(3))
	ana.Attempt(timeout.KindCalled, event.Form{"minutes": "30"})
	if f := ana.Try().Failure; f != app.NotAllowed {
		t.Errorf("a second one that day: %q", f)
	}
}

// Coming back early, everything is there at once; and the two end the same.
func TestComeBackEarly(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(timeout.KindCalled, event.Form{"minutes": "1440"})
	ben.Sees("Ana's time-out", runs)
	ben.Do(letter.KindSent, event.Form{"text": "Meanwhile."})
	ana.Sees("that something came", func(m *app.Model) bool { return len(m.Records()) == len(records(ben)) })
	ana.Sees("nothing of it", letters(0))
	id := ""
	ana.Dev.Inspect(func(m *app.Model) { last, _ := m.Couple.Timeout.Last(); id = last.ID.String() })
	ana.Do(timeout.KindReturned, event.Form{"timeout": id})
	ana.Sees("the letter", letters(1))
}

func records(p *scene.Person) (n []uint64) {
	p.Dev.Inspect(func(m *app.Model) {
		for _, r := range m.Records() {
			n = append(n, r.Seq)
		}
	})
	return n
}

// What was written on another device that knew of no time-out does not go out
// while it runs; it is kept, and tried again it is said when it is said.
func TestTimeoutElsewhere(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	phone := elsewhere(ana, "Ana’s phone")
	phone.Sees("the space", func(m *app.Model) bool { return len(m.Records()) == len(records(ana)) })
	s.CutPerson(phone, true)
	ana.Do(timeout.KindCalled, event.Form{"minutes": "30"})
	s.Pass(5 * time.Minute)
	phone.Do(letter.KindSent, event.Form{"text": "On the train."})
	s.CutPerson(phone, false)
	phone.Dev.Awake()
	id := ""
	phone.Sees("that it could not go out", func(m *app.Model) bool {
		if len(m.Waiting) == 1 && m.Waiting[0].Failure == app.NotAllowed {
			id = m.Waiting[0].ID.String()
		}
		return id != ""
	})
	retry := app.Form{Action: app.ActionRetry, Values: event.Form{"id": id}}
	phone.Dev.Form(retry)
	phone.Settle()
	phone.Sees("it still waiting", func(m *app.Model) bool { return len(m.Waiting) == 1 && m.Waiting[0].Failure == app.NotAllowed })
	s.Pass(30 * time.Minute)
	page(phone, app.RouteWaiting)
	phone.Dev.Form(retry)
	ben.Sees("the letter", letters(1))
	phone.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
}
