package scene_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/wire"
)

// shared returns the id of the shared log of a person; any other log that their
// device asks for is their own.
func shared(p *scene.Person) (log chain.LogID) {
	p.Dev.Inspect(func(m *app.Model) {
		a, _ := m.Self.Space()
		log = a.Log
	})
	return log
}

// pages changes the pages of one kind of log on their way.
func pages(of func(path string) bool, change func(*wire.Page)) func(string, []byte) []byte {
	return func(path string, body []byte) []byte {
		var p wire.Page
		if !strings.HasSuffix(path, "/events") || !of(path) || codec.Decode(body, &p) != nil {
			return body
		}
		change(&p)
		return codec.Must(p)
	}
}

// What is wrong with the one log is still said when the other has been looked
// at and is well.
func TestAlarmOfEachLog(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	couple := shared(ana).String()
	own := func(path string) bool { return !strings.Contains(path, couple) }
	for name, c := range map[string]struct {
		of   func(string) bool
		lie  func(*wire.Page)
		want eventlog.Problem
		says string
	}{
		"own log, another head": {own, func(p *wire.Page) {
			if len(p.Events) == 0 {
				p.Head.Hash[0] ^= 1
			}
		}, eventlog.Fork, "Two histories"},
		"own log, nothing behind a claim": {own, func(p *wire.Page) { p.Head.Seq, p.Events = 1e12, nil }, eventlog.Gap, "Something is missing"},
		"own log, forged": {own, func(p *wire.Page) {
			p.Head.Seq++
			p.Events = []wire.Event{{Head: make([]byte, 224), Body: make([]byte, 1040)}}
		}, eventlog.Forged, "Something was changed on the way"},
		"shared log, nothing behind a claim": {func(path string) bool { return !own(path) },
			func(p *wire.Page) { p.Head.Seq, p.Events = 1e12, nil }, eventlog.Gap, "Something is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			var others atomic.Int64 // honest pages of the other log, while this one lies
			s.Lie(func(path string, body []byte) []byte {
				if strings.HasSuffix(path, "/events") && !c.of(path) {
					others.Add(1)
				}
				return pages(c.of, c.lie)(path, body)
			})
			ana.Unlock()
			ana.Sees("the alarm", func(m *app.Model) bool { return m.Problem == c.want })
			// The device asks again by itself, and finds the other log well each time.
			n := others.Load()
			ana.Sees("the alarm, still", func(m *app.Model) bool { return m.Problem == c.want && others.Load() > n+2 })
			says(t, ana, c.says)
			// It is taken back by itself, too: nobody has to do anything.
			s.Lie(nil)
			ana.Sees("that all is well again", func(m *app.Model) bool { return m.Problem == "" && m.Space == app.Shared })
		})
	}
	ana.Do(promise.KindMade, event.Form{"text": "And we go on.", "date": "2026-11-25"})
	ben.Sees("it", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 1 })
}

// A relay that does not know a log any more has lost it, and that is said as
// what it is. What was written is still there, and so is what is written now.
func TestRelayForgetsALog(t *testing.T) {
	for _, which := range []string{"own", "shared"} {
		t.Run(which, func(t *testing.T) {
			s := scene.New(t, nil)
			ana, _ := s.Pair()
			ana.Do(promise.KindMade, event.Form{"text": "Before.", "date": "2026-11-25"})
			couple := shared(ana).String()
			s.Refuse(func(r *http.Request) *wire.Refusal {
				if strings.HasPrefix(r.URL.Path, wire.PathLogs+"/") && strings.Contains(r.URL.Path, couple) == (which == "shared") {
					return &wire.Refusal{Status: 404, Code: wire.CodeNotFound}
				}
				return nil
			})
			ana.Unlock()
			ana.Sees("that the server has lost it", func(m *app.Model) bool {
				lost := m.Couple.Seq()
				return m.Problem == eventlog.Rollback && m.Lost > 2 && (which == "own" || m.Lost == lost)
			})
			says(t, ana, "The server has lost something")
			if which == "shared" {
				ana.Do(promise.KindMade, event.Form{"text": "After.", "date": "2026-11-25"})
				ana.Sees("both, one of them waiting", func(m *app.Model) bool {
					return len(m.Couple.Promise.List(m.Me, m.Now)) == 2 && len(m.Waiting) == 1 && m.Waiting[0].Failure == "" && m.Problem == eventlog.Rollback
				})
			} else {
				ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"theme": "dark"}})
				ana.Sees("that it could not be kept", func(m *app.Model) bool { return m.Try.Failure == keywork.Failure(eventlog.Rollback) })
				ana.Dev.Go(app.RouteSettings)
				ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"theme": "dark"}})
				says(t, ana, "because of what stands at the top of this page")
			}
			s.Refuse(nil)
			ana.Sees("that all is well again", func(m *app.Model) bool { return m.Problem == "" && len(m.Waiting) == 0 })
		})
	}
}

// damage changes a stored record of a log so that it does not fit any more.
func damage(t *testing.T, p *scene.Person, log chain.LogID) {
	t.Helper()
	recs, err := p.Store.Load(context.Background(), log, 1, 1)
	if err != nil || len(recs) != 1 {
		t.Fatal(len(recs), err)
	}
	recs[0].Head[40] ^= 1
	if err := p.Store.Save(context.Background(), log, recs); err != nil {
		t.Fatal(err)
	}
}

// What a device has stored of a person's own log is damaged: they are told so
// on the way in, and there is a way out that needs nothing but the passphrase.
func TestDamagedOwnLog(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(promise.KindMade, event.Form{"text": "Still here.", "date": "2026-11-25"})
	couple := shared(ana).String()
	var own chain.LogID
	s.Lie(func(path string, body []byte) []byte {
		if id, err := chain.ParseLogID(strings.TrimSuffix(strings.TrimPrefix(path, wire.PathLogs+"/"), "/events")); err == nil && id.String() != couple {
			own = id
		}
		return body
	})
	ana.Unlock()
	s.Lie(nil)
	ana.Dev.Close()
	damage(t, ana, own)
	for range 2 { // it does not go away by trying again
		ana.Open("")
		ana.Key(app.ActionUnlock, ana.Secrets(), nil)
		if f := ana.Try().Failure; f != keywork.Failure(eventlog.Broken) {
			t.Fatalf("damaged: %q", f)
		}
	}
	says(t, ana, "Something has changed what this browser had stored")
	says(t, ana, `name="afresh"`)
	s.Cut(true)
	ana.Key(app.ActionUnlock, ana.Secrets(), event.Form{"afresh": "yes"})
	if f := ana.Try().Failure; f != keywork.Offline {
		t.Errorf("afresh without a connection: %q", f)
	}
	s.Cut(false)
	secrets := ana.Secrets()
	secrets[keywork.FieldPassphrase] = "five plain words of Eve"
	ana.Open("")
	ana.Key(app.ActionUnlock, secrets, event.Form{"afresh": "yes"})
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("afresh with a wrong passphrase: %q", f)
	}
	if recs, err := ana.Store.Load(context.Background(), own, 0, 9); err != nil || len(recs) == 0 {
		t.Error("a wrong passphrase makes the device forget")
	}
	ana.Key(app.ActionUnlock, ana.Secrets(), event.Form{"afresh": "yes"})
	well := func(m *app.Model) bool {
		return m.Phase == app.Open && m.Problem == "" && m.Space == app.Shared && m.PartnerName == "Ben" && len(m.Couple.Promise.List(m.Me, m.Now)) == 1
	}
	ana.Sees("everything again", well)
	ana.Unlock()
	ana.Sees("everything, still", well)
	ben.Sees("everything", well2)
}

func well2(m *app.Model) bool {
	return m.Problem == "" && len(m.Couple.Promise.List(m.Me, m.Now)) == 1
}

// The same for the shared log: the device opens, says what is wrong, and
// fetches everything again when it is asked to. What waits to be sent stays.
func TestDamagedSharedLog(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(promise.KindMade, event.Form{"text": "Still here.", "date": "2026-11-25"})
	s.Cut(true)
	ana.Do(promise.KindMade, event.Form{"text": "Not sent yet.", "date": "2026-11-25"})
	log := shared(ana)
	ana.Dev.Close()
	damage(t, ana, log)
	s.Cut(false)
	ana.Unlock()
	ana.Sees("what is wrong", func(m *app.Model) bool { return m.Problem == eventlog.Broken && len(m.Couple.Records()) == 0 })
	says(t, ana, "Lock, and fetch everything again")
	ana.Dev.Form(app.Form{Action: app.ActionRefetch})
	ana.Sees("the lock", func(*app.Model) bool { return ana.Locked() })
	ana.Unlock()
	both := func(m *app.Model) bool {
		return m.Problem == "" && m.Space == app.Shared && len(m.Couple.Promise.List(m.Me, m.Now)) == 2 && len(m.Waiting) == 0
	}
	ana.Sees("everything again", both)
	ben.Sees("everything", both)
}
