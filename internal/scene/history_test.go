package scene_test

import (
	"net/http"
	"strings"
	"testing"

	"troth/internal/actor"
	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/letter"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// anew has somebody who has lost everything come back as somebody new, and be
// checked again by the partner they had.
func anew(t *testing.T, s *scene.Scene, ben *scene.Person) *scene.Person {
	t.Helper()
	ben.End()
	ben.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	ana := s.Person("Ana").SignUp(ben.Invite())
	if err := actor.Pair(t.Context(), ben.Person, ana.Person); err != nil {
		t.Fatal(err)
	}
	return ana
}

func giveBack(p *scene.Person, log chain.LogID, secrets map[string]secret.Text) app.Try {
	p.T.Helper()
	p.Dev.Go(app.RouteGive)
	p.Key(app.ActionGive, secrets, event.Form{app.FieldLog: log.String(), "then": app.RouteEarlier})
	return p.Try()
}

func gives(m *app.Model) int { return len(m.Givable()) }

// Ana has lost everything. She comes back as somebody new, Ben compares the words
// with her again and gives her, once, what the two wrote before. She reads all of
// it on every device of hers, writes nothing there, and what she had kept to
// herself stays lost.
func TestGiveBackHistory(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "I’ll water the plants.")
	give(ben, "I’ll mend the chair.")
	ana.Do(letter.KindSent, event.Form{"text": "What I never said."})
	note(ana, "for myself alone")
	sent(ben, 2)
	lost := shared(ana)
	ana.Dev.Close()
	ben2 := second(s, ben)
	ben2.Sees("the space", func(m *app.Model) bool { return promises(m) == 2 })

	fresh := anew(t, s, ben)
	now := shared(fresh)
	if lost == now {
		t.Fatal("one space")
	}
	if html := page(fresh, app.RouteTogether); strings.Contains(html, "Earlier spaces") || strings.Contains(html, "water") {
		t.Error("something came back by itself")
	}
	for _, p := range []*scene.Person{ben, ben2} {
		p.Sees("that he could give it", func(m *app.Model) bool { return gives(m) == 1 && m.Couple.Verified() })
	}
	if html := page(ben, app.RouteEarlier); !strings.Contains(html, "My partner has lost everything") {
		t.Error("no way to give it back")
	}
	html := page(ben, app.RouteGive)
	for _, want := range []string{"The space with Ana", "face to face", "it cannot be taken back", "stays lost"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page does not say %q", want)
		}
	}

	// It takes the passphrase, and a space that is there.
	guess := ben.Secrets()
	guess[keywork.FieldPassphrase] = "five plain words of Eve"
	if try := giveBack(ben, lost, guess); try.Failure != keywork.WrongPassphrase {
		t.Errorf("with a guess: %q", try.Failure)
	}
	if try := giveBack(ben, now, ben.Secrets()); try.Failure != app.NotAllowed {
		t.Errorf("what they have now: %q", try.Failure)
	}
	if try := giveBack(fresh, lost, fresh.Secrets()); try.Failure != app.NotAllowed {
		t.Errorf("she cannot take it: %q", try.Failure)
	}
	if may, _ := s.RelayStore.Reads(t.Context(), lost, accountOf(t, s, fresh, now)); may {
		t.Error("the relay lets her read it already")
	}

	if try := giveBack(ben, lost, ben.Secrets()); try.Failure != "" || try.Field != nil {
		t.Fatalf("giving it back: %+v", try)
	}
	ben.Sees("the list", func(m *app.Model) bool { return m.Route == app.RouteEarlier })
	says(t, ben, "It is given back.")
	for _, p := range []*scene.Person{ben, ben2} {
		p.Sees("that it is done", func(m *app.Model) bool { return gives(m) == 0 })
		if try := giveBack(p, lost, p.Secrets()); try.Failure != app.NotAllowed {
			t.Errorf("a second time: %q", try.Failure)
		}
	}

	fresh2 := second(s, fresh)
	for _, p := range []*scene.Person{fresh, fresh2} {
		p.Sees("it among the earlier spaces", func(m *app.Model) bool { return len(m.Self.Earlier()) == 1 })
		if html := page(p, app.RouteEarlier); !strings.Contains(html, "Given back by <bdi>Ben</bdi>") {
			t.Error("it is not said who gave it")
		}
		p.Dev.Go(app.RouteEarlier + "/" + lost.String())
		p.Sees("all that was written", func(m *app.Model) bool {
			return m.Past != nil && m.Past.Lost && len(m.Past.Couple.Promise.List(m.Past.Me, m.Now)) == 2 && len(m.Past.Couple.Letter.List(m.Past.Me)) == 1
		})
		html := page(p, "promise")
		for _, want := range []string{"I’ll water the plants.", "mend the chair", "That the other was you, only you can tell"} {
			if !strings.Contains(html, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if strings.Contains(html, `data-action="do"`) {
			t.Error("something can be written there")
		}
		p.Dev.Inspect(func(m *app.Model) {
			mine := 0
			for _, x := range m.Past.Couple.Promise.List(m.Past.Me, m.Now) {
				if x.Promise.By == m.Past.Me {
					mine++
				}
			}
			if mine != 1 || m.Space != app.Shared || len(m.Self.Checkin.Notes()) != 0 {
				t.Errorf("%d promises are hers, space %d", mine, m.Space)
			}
		})
		if a, _ := spaceOf(p); a != now {
			t.Error("the earlier space stands in the place of the present")
		}
	}
	if html := page(ben, app.RouteRecord); !strings.Contains(html, "You gave back what was written in an earlier space") {
		t.Error("it is not in the record")
	}

	// She passes it on to nobody, and keeps it when this space has ended too.
	fresh.Dev.Go(app.RouteToday)
	fresh.End()
	fresh.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	cid := s.Person("Cid").SignUp(fresh.Invite())
	if err := actor.Pair(t.Context(), fresh.Person, cid.Person); err != nil {
		t.Fatal(err)
	}
	fresh.Sees("both earlier spaces, of which she can give what she was in", func(m *app.Model) bool {
		list := m.Givable()
		return len(m.Self.Earlier()) == 2 && len(list) == 1 && list[0].Log == now
	})
	fresh.Dev.Go(app.RouteEarlier + "/" + lost.String())
	fresh.Sees("it still", func(m *app.Model) bool { return m.Past != nil && m.Past.Log == lost })
}

func spaceOf(p *scene.Person) (log chain.LogID, ok bool) {
	p.Dev.Inspect(func(m *app.Model) {
		a, is := m.Self.Space()
		log, ok = a.Log, is
	})
	return log, ok
}

// Whoever begins anew with the same keys needs nothing back; two devices that give
// at once give once; and what the relay makes of it is found out.
func TestGiveBackOnce(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "Old.")
	sent(ben, 1)
	lost := shared(ana)
	ben2 := second(s, ben)
	ben2.Sees("it", func(m *app.Model) bool { return promises(m) == 1 })
	fresh := anew(t, s, ben)
	for _, p := range []*scene.Person{ben, ben2} {
		p.Sees("that he could give it", func(m *app.Model) bool { return gives(m) == 1 && m.Couple.Verified() })
	}
	// The relay does what is asked and the answer is lost: it is asked again.
	s.LoseAnswer(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/readers") })
	if try := giveBack(ben, lost, ben.Secrets()); try.Failure != keywork.Offline {
		t.Errorf("a lost answer: %q", try.Failure)
	}
	for i, p := range []*scene.Person{ben, ben2} {
		if try := giveBack(p, lost, p.Secrets()); i == 0 && try.Failure != "" || i == 1 && try.Failure != app.NotAllowed {
			t.Errorf("device %d: %q", i, try.Failure)
		}
	}
	for _, p := range []*scene.Person{ben, fresh} {
		n := 0
		p.Sees("it once", func(m *app.Model) bool {
			n = 0
			for _, r := range m.Records() {
				if r.Kind == "history.given" {
					n++
				}
			}
			return n == 1
		})
	}
	once(t, ben, fresh)
	// A relay that gives something else of it.
	fresh.Sees("it", func(m *app.Model) bool { return len(m.Self.Earlier()) == 1 })
	s.Lie(pages(func(path string) bool { return strings.Contains(path, lost.String()) }, func(p *wire.Page) {
		for i := range p.Events {
			if i == len(p.Events)-2 {
				p.Events[i].Head[chain.HeaderSize+3] ^= 1 // in its signature
			}
		}
	}))
	fresh.Dev.Go(app.RouteEarlier + "/" + lost.String())
	fresh.Sees("that it does not fit", func(m *app.Model) bool { return m.Try.Failure == keywork.Failure(eventlog.Forged) && m.Past == nil })
	s.Lie(nil)
	fresh.Dev.Go(app.RouteEarlier + "/" + lost.String())
	fresh.Sees("it as it was", func(m *app.Model) bool {
		return m.Past != nil && len(m.Past.Couple.Promise.List(m.Past.Me, m.Now)) == 1
	})
}

// With the same keys as before there is nothing to be given back.
func TestNothingToGiveBack(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ben.End()
	for _, p := range []*scene.Person{ben, ana} {
		p.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	}
	join(ana, ben.Invite())
	if err := actor.Pair(t.Context(), ben.Person, ana.Person); err != nil {
		t.Fatal(err)
	}
	ben.Sees("the earlier space, and nothing to give", func(m *app.Model) bool { return len(m.Self.Earlier()) == 1 && gives(m) == 0 })
	if html := page(ben, app.RouteEarlier); strings.Contains(html, "lost everything") {
		t.Error("it is offered")
	}
	says(t, ben, "With <bdi>Ana</bdi>")
	if html := page(ben, app.RouteGive); !strings.Contains(html, "nothing here that you could give back") {
		t.Error("the page offers something")
	}
}
