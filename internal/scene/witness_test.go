package scene_test

import (
	"strings"
	"sync"
	"testing"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/wire"
)

// until shows a log as it was when it had n events, to whoever begins with the
// first.
func until(t *testing.T, n uint64) func(*wire.Page) {
	var mu sync.Mutex
	old := wire.Head{Seq: n}
	return func(p *wire.Page) {
		mu.Lock()
		defer mu.Unlock()
		for i, e := range p.Events {
			h, err := chain.ParseHeader(e.Head[:chain.HeaderSize])
			if err != nil {
				t.Error(err)
			}
			if h.Seq == n {
				old.Hash = h.Hash()
				p.Events, p.Head = p.Events[:i+1], old
				return
			}
		}
		p.Events, p.Head = nil, old
	}
}

// A device that has nothing stored is shown one of the two logs as it was
// before: the other one says so. It shows what there is, writes nothing to the
// old one, and goes on by itself once the rest is given.
func TestAttack27OldBeginning(t *testing.T) {
	for _, which := range []string{"own", "shared"} {
		t.Run(which, func(t *testing.T) {
			s := scene.New(t, nil)
			ana, _ := s.Pair()
			ana.Do(promise.KindMade, event.Form{"text": "Before.", "date": "2026-11-25"})
			var own, both uint64
			ana.Dev.Inspect(func(m *app.Model) { own, both = m.Self.Seq(), m.Couple.Seq() })
			ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"theme": "dark"}})
			ana.Sees("the setting", func(m *app.Model) bool { return m.Self.Settings.Theme == "dark" })
			if which == "own" {
				ana.Do(promise.KindMade, event.Form{"text": "After.", "date": "2026-11-25"})
			}
			couple := shared(ana).String()
			of := func(path string) bool { return strings.Contains(path, couple) == (which == "shared") }
			old := own
			if which == "shared" {
				old = both - 1
			}

			second := s.Person("Ana")
			second.Open("")
			secrets := second.Secrets()
			secrets[keywork.FieldAccountKey] = accountKey(ana)
			s.Lie(pages(of, until(t, old)))
			second.Key(app.ActionNewDevice, secrets, nil)
			second.Sees("that something is kept back", func(m *app.Model) bool { return m.Problem == eventlog.Hidden && m.Lost == 1 })
			says(t, second, "The server keeps something back")
			if which == "own" {
				second.Dev.Go(app.RouteSettings)
				second.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"theme": "light"}})
				second.Sees("that it could not be kept", func(m *app.Model) bool { return m.Try.Failure == keywork.Failure(eventlog.Hidden) })
			} else {
				second.Do(promise.KindMade, event.Form{"text": "On top.", "date": "2026-11-25"})
				second.Sees("it waiting", func(m *app.Model) bool { return len(m.Waiting) == 1 && m.Waiting[0].Failure == "" })
			}
			s.Lie(nil)
			second.Dev.Awake()
			second.Sees("all of it", func(m *app.Model) bool {
				return m.Problem == "" && len(m.Waiting) == 0 && m.Self.Settings.Theme == "dark" && promises(m) == 2
			})
		})
	}
}
