package scene_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/parting"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// Attack 101. Somebody who was left makes one invite after the other. All that
// reaches the relay from whoever declines them is that the invite was looked at,
// which changes nothing; so the one who made it sees what they would if nobody had
// taken it. The one who declines reads why, and can take invites again.
func TestAttack101ExInvites(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Leave(parting.Now, event.Form{parting.FieldBlock: "yes"})
	told(t, ben, event.First, "")
	own := elsewhere(ana, "Ana, on her tablet")
	own.Sees("the end", behind)
	took := ""
	for n := range 20 {
		link := ben.Invite()
		secretOf, _, err := keyring.ParseInvite(secret.Text(link))
		if err != nil {
			t.Fatal(err)
		}
		id := secretOf.ID()
		stored, err := s.RelayStore.Invite(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		before := looks(ben)
		l := listen(s)
		p := []*scene.Person{ana, own}[n%2]
		join(p, link)
		p.Sees("that it is declined", func(m *app.Model) bool {
			return m.Route == app.RouteJoin && m.Invited.Failure == app.PairBlocked
		})
		says(t, p, "Nothing was sent")
		p.Dev.Awake()
		page(p, app.RouteToday)
		for _, r := range l.of("/v1/invites") {
			if !strings.Contains(r, " "+http.MethodGet+" ") {
				t.Errorf("invite %d: %s", n, r)
			}
			took = r
		}
		if after, err := s.RelayStore.Invite(context.Background(), id); err != nil || after.Stage != wire.InviteOpen || after.Version != stored.Version {
			t.Errorf("invite %d at the relay: %+v, %v", n, after, err)
		}
		ben.Dev.Awake()
		if after := looks(ben); after != before {
			t.Errorf("invite %d: Ben sees something else: %s", n, after)
		}
		ben.Dev.Form(app.Form{Action: app.ActionDrop})
		ben.Sees("it withdrawn", func(m *app.Model) bool { return m.Pair.Stage == app.PairNone })
	}
	if took == "" {
		t.Error("no invite was looked at: the test proves nothing")
	}

	// Somebody else's invites are taken, and his again once she says so.
	if html := page(ana, app.RouteLeave); !strings.Contains(html, "Invites from <bdi>Ben</bdi> are declined in silence") {
		t.Errorf("whom she declines: %s", html)
	}
	ana.Do(parting.KindBlocked, event.Form{parting.FieldSpace: event.ID(shared(ana)).String()})
	ana.Sees("it noted", func(m *app.Model) bool { return len(m.Waiting) == 0 })
	link := ben.Invite()
	join(ana, link)
	ana.Sees("that it is taken up", func(m *app.Model) bool { return m.Space == app.Pairing })
}

// looks is what somebody sees of their own invite.
func looks(p *scene.Person) string { return page(p, app.RoutePair) }

// An invite that was taken up before it could be looked at is not claimed either.
func TestBlockedWhileOffline(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Leave(parting.Never, event.Form{parting.FieldBlock: "yes"})
	ana.Sees("it noted", func(m *app.Model) bool { return len(m.Waiting) == 0 })
	ben.End()
	link := ben.Invite()
	ana.Open(link)
	ana.Sees("who invites", func(m *app.Model) bool { return m.Joining() })
	// The relay answers nothing about invites any more.
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if strings.HasPrefix(r.URL.Path, "/v1/invites") && scene.By(r) == "Ana" {
			return &wire.Refusal{Status: 503, Code: wire.CodeUnavailable}
		}
		return nil
	})
	ana.Key(app.ActionUnlock, ana.Secrets(), event.Form{"name": "Ana"})
	ana.Sees("that it waits", func(m *app.Model) bool { return m.Space == app.Pairing })
	l := listen(s)
	ana.Dev.Awake()
	ana.Sees("that it is declined", func(m *app.Model) bool { return m.Pair.Stage == app.PairFailed && m.Pair.Failure == app.PairBlocked })
	for _, r := range l.of("Ana ") {
		if strings.Contains(r, "/v1/invites") && !strings.Contains(r, " "+http.MethodGet+" ") {
			t.Error(r)
		}
	}
	ben.Sees("nobody", func(m *app.Model) bool { return m.Pair.Stage == app.PairOpen && !m.Pair.Raced })
}
