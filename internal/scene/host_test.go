package scene_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/scene"
	"troth/internal/self"
	"troth/internal/wire"
)

const hostLabel = "Your partner runs "

// hosting makes an invite and says that whoever makes it runs the server.
func hosting(p *scene.Person) string {
	p.T.Helper()
	p.Key(app.ActionInvite, p.Secrets(), event.Form{"name": p.Name, app.FieldHost: string(self.HostMe)})
	var link string
	p.Sees("the invite", func(m *app.Model) bool { link = m.Pair.Link.Reveal(); return m.Pair.Stage == app.PairOpen })
	_, fragment, _ := strings.Cut(link, "#")
	return fragment
}

func hostOf(p *scene.Person) (h self.Host) {
	p.Dev.Inspect(func(m *app.Model) { h = m.Self.Settings.Host })
	return h
}

func pair(a, b *scene.Person) {
	a.T.Helper()
	if a.Words() != b.Words() {
		a.T.Fatal("the words differ")
	}
	b.Match()
	a.Match()
	for _, p := range []*scene.Person{a, b} {
		p.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared && m.Couple.Verified() })
	}
}

// Whoever is invited by the one who runs the server is told what that means
// before anything is sent for them, and on every page from then on.
func TestHostIsThePartner(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").Open(hosting(ana))
	ben.Sees("the invite", func(m *app.Model) bool { return m.Invited.Stage == app.PairOpen && m.Invited.Host })
	var asked atomic.Int64
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if scene.By(r) == "Ben" {
			asked.Add(1)
		}
		return nil
	})
	explained := func() {
		t.Helper()
		ben.Sees("what it means", func(m *app.Model) bool { return m.Route == app.RouteJoin && m.MustRead() })
		if page := ben.Page().HTML; !strings.Contains(page, "What your partner can see there") || !strings.Contains(page, hostLabel) || strings.Contains(page, "invites you") {
			t.Errorf("the explanation does not stand in the way:\n%s", page)
		}
	}
	explained()
	for _, route := range []string{app.RouteSignUp, app.RouteNewDevice, app.Entrance} {
		ben.Dev.Go(route)
		explained()
	}
	ben.Dev.Form(app.Form{Action: app.ActionQuestions, Values: event.Form{app.FieldHost: string(self.HostElse)}})
	explained()
	for _, action := range []string{app.ActionSignUp, app.ActionNewDevice} {
		ben.Key(action, ben.Secrets(), event.Form{"name": "Ben"})
		explained()
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests before it was read", n)
	}
	s.Refuse(nil)

	ben.Dev.Form(app.Form{Action: app.ActionHostRead})
	ben.Sees("the sign-up page", func(m *app.Model) bool { return m.Route == app.RouteSignUp })
	ben.Key(app.ActionSignUp, ben.Secrets(), event.Form{"name": "Ben"})
	ben.Dev.Form(app.Form{Action: app.ActionKept})
	pair(ana, ben)
	ben.Sees("who runs the server", func(m *app.Model) bool { return m.Self.HostedByPartner() })
	ben.LockUp()
	ben.Unlock()
	for _, route := range []string{app.RouteToday, app.RouteTogether, app.RouteMine, app.RouteSettings, app.RouteGuide, "letter/new", app.RouteHost} {
		ben.Dev.Go(route)
		ben.Sees(route, func(m *app.Model) bool { return m.Route == route })
		if !strings.Contains(ben.Page().HTML, hostLabel+strings.TrimPrefix(s.Origin, "http://")) {
			t.Errorf("%s does not say who runs the server", route)
		}
	}
	if hostOf(ana) != self.HostMe || strings.Contains(ana.Page().HTML, hostLabel) {
		t.Errorf("the one who runs it is shown as %q", hostOf(ana))
	}
	// What somebody says later counts.
	ben.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{app.FieldHost: string(self.HostElse)}})
	ben.Sees("the change", func(m *app.Model) bool { return m.Self.Settings.Host == self.HostElse && !m.Try.Busy })
	ben.LockUp()
	ben.Unlock()
	if hostOf(ben) != self.HostElse || strings.Contains(ben.Page().HTML, hostLabel) {
		t.Error("what was said in the settings does not hold")
	}
}

// An invite that is silent about it does not keep anybody from saying so.
func TestHostIsSaidByTheInvited(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").Open(ana.Invite())
	ben.Sees("the invite", func(m *app.Model) bool { return m.Invited.Stage == app.PairOpen && !m.MustRead() })
	ben.Dev.Form(app.Form{Action: app.ActionQuestions, Values: event.Form{app.FieldHost: string(self.HostPartner)}})
	ben.Sees("what it means", func(m *app.Model) bool { return m.Route == app.RouteJoin && m.MustRead() })
	ben.Dev.Form(app.Form{Action: app.ActionHostRead})
	ben.Sees("the sign-up page", func(m *app.Model) bool { return m.Route == app.RouteSignUp && m.Suggested != "" })
	ben.Key(app.ActionSignUp, ben.Secrets(), event.Form{"name": "Ben"})
	ben.Dev.Form(app.Form{Action: app.ActionKept})
	pair(ana, ben)
	if hostOf(ben) != self.HostPartner || hostOf(ana) != self.HostUnsaid {
		t.Errorf("%q, %q", hostOf(ben), hostOf(ana))
	}
	// Whoever has an account already is told before they join with it.
	ben.End()
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended && !m.Try.Busy })
	}
	ana.LockUp()
	ana.Open(hosting(ben))
	ana.Sees("what it means", func(m *app.Model) bool { return m.Phase == app.Locked && m.MustRead() })
	ana.Key(app.ActionUnlock, ana.Secrets(), event.Form{"name": "Ana"})
	if ana.Sees("still", func(m *app.Model) bool { return m.Phase == app.Locked }); !strings.Contains(ana.Page().HTML, "I have read this") {
		t.Error("an account joins without a word")
	}
	ana.Dev.Form(app.Form{Action: app.ActionHostRead})
	ana.Sees("the way in", func(m *app.Model) bool { return !m.MustRead() && m.Route == app.RouteJoin })
	ana.Key(app.ActionUnlock, ana.Secrets(), event.Form{"name": "Ana"})
	pair(ben, ana)
	ana.Sees("who runs the server", func(m *app.Model) bool { return m.Self.HostedByPartner() })
}
