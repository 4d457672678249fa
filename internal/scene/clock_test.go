package scene_test

import (
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
)

// A clock that is wrong is spoken of, quietly, and nothing is refused for it.
// What a device saw first it remembers; a device that comes later cannot know.
func TestWrongClock(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	const note = "Dated by <bdi>Ana</bdi>’s clock."
	ana.World.Now = func() time.Time { return s.Now().Add(9 * time.Minute) }
	ana.Unlock()
	ana.Do(promise.KindMade, event.Form{"text": "Nine minutes.", "date": "2026-11-25"})
	ben.Sees("one", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 1 })
	if html := page(ben, "promise"); strings.Contains(html, note) {
		t.Error("nine minutes are spoken of")
	}
	ana.World.Now = func() time.Time { return s.Now().Add(time.Hour) }
	ana.Unlock()
	ana.Do(promise.KindMade, event.Form{"text": "An hour ahead.", "date": "2026-11-25"})
	two := func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 2 }
	ben.Sees("two", two)
	says(t, ben, note)
	if html := page(ana, "promise"); strings.Contains(html, "clock.") {
		t.Error("it is spoken of on the device whose clock it is")
	}
	s.Pass(2 * time.Hour)
	key := accountKey(ben)
	ben.Unlock()
	ben.Sees("two", two)
	if html := page(ben, "promise"); strings.Count(html, note) != 1 {
		t.Error("a reload forgets what was seen first")
	}
	later := s.Person("Ben")
	later.Open("")
	secrets := later.Secrets()
	secrets[keywork.FieldAccountKey] = key
	later.Key(app.ActionNewDevice, secrets, nil)
	later.Sees("two", two)
	if html := page(later, "promise"); strings.Contains(html, note) {
		t.Error("a device that came later claims to know")
	}

	// Now her clock is put back by far: both see that from the log alone.
	ana.World.Now = func() time.Time { return s.Now().Add(-5 * time.Hour) }
	ana.Unlock()
	ana.Do(promise.KindMade, event.Form{"text": "Put back.", "date": "2026-11-26"})
	three := func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 3 }
	later.Sees("three", three)
	says(t, later, note)
	ana.Sees("three", three)
	if html := page(ana, "promise"); !strings.Contains(html, "Dated by your own clock.") {
		t.Error("her own page does not say so")
	}
}
