package scene_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// Every wrong passphrase costs the same work and the same requests, also one
// that could never have been chosen, so that the time an answer takes tells
// nothing about it.
func TestWrongPassphraseCostsTheSame(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	key := accountKey(ana)
	var stretched, logins, all atomic.Int64
	stretch := ana.World.Stretch
	ana.World.Stretch = func(p []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
		stretched.Add(1)
		return stretch(p, salt, kdf)
	}
	s.Refuse(func(r *http.Request) *wire.Refusal {
		all.Add(1)
		if r.URL.Path == wire.PathLogin {
			logins.Add(1)
		}
		return nil
	})
	for _, way := range []string{app.ActionUnlock, app.ActionNewDevice, "unlock without a connection"} {
		s.Cut(way == "unlock without a connection")
		want := int64(-1)
		for _, wrong := range []string{"five plain words of Eve", "", "short", strings.Repeat("long ", 1000), "not text \xff\xfe at all"} {
			action := app.ActionUnlock
			if way == app.ActionNewDevice {
				action = way
			}
			ana.Open("")
			stretched.Store(0)
			logins.Store(0)
			all.Store(0)
			ana.Key(action, map[string]secret.Text{keywork.FieldPassphrase: secret.Text(wrong), keywork.FieldAccountKey: key}, event.Form{})
			if f := ana.Try().Failure; f != keywork.WrongPassphrase {
				t.Errorf("%s with %.12q: %q", way, wrong, f)
			}
			if n := stretched.Load(); n != 1 {
				t.Errorf("%s with %.12q: stretched %d times", way, wrong, n)
			}
			if want < 0 {
				want = all.Load()
			}
			if n := all.Load(); n != want {
				t.Errorf("%s with %.12q: %d requests, others %d", way, wrong, n, want)
			}
			if n := logins.Load(); n != 1 && !strings.Contains(way, "without") {
				t.Errorf("%s with %.12q: %d logins", way, wrong, n)
			}
		}
	}
	s.Cut(false)
	ana.Unlock()
}

// Two forms at once, on a page and on the one that was left while its form was
// on its way, open the app once: each log has one writer on a device.
func TestTwoWaysInAtOnce(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	key := accountKey(ana)
	ana.Open("")
	var logins atomic.Int64
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if r.URL.Path == wire.PathLogin {
			logins.Add(1)
		}
		return nil
	})
	secrets := ana.Secrets()
	secrets[keywork.FieldAccountKey] = key
	var both sync.WaitGroup
	for _, action := range []string{app.ActionUnlock, app.ActionNewDevice} {
		both.Go(func() {
			if err := ana.Person.Key(t.Context(), action, secrets, event.Form{}); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	ana.Sees("the app unlocked", func(m *app.Model) bool { return m.Phase == app.Open })
	if n := logins.Load(); n != 1 {
		t.Errorf("%d sessions", n)
	}
}

// broken is a store that cannot read one value for once.
type broken struct {
	eventlog.Store
	name string
}

func (b *broken) Get(ctx context.Context, name string) ([]byte, error) {
	if name == b.name {
		b.name = ""
		return nil, errors.New("cannot be read")
	}
	return b.Store.Get(ctx, name)
}

// A session that could not begin is none: the next try begins one, which works.
func TestSecondTryToUnlock(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ben, "I’ll cook.")
	ana.LockUp()
	ana.Store = &broken{ana.Store, "o"} // what waits to be sent
	ana.Open("")
	ana.Key(app.ActionUnlock, ana.Secrets(), nil)
	if f := ana.Try().Failure; f == "" {
		t.Fatal("it could be read: the test shows nothing")
	}
	ana.Key(app.ActionUnlock, ana.Secrets(), nil)
	ana.Sees("the space", func(m *app.Model) bool { return m.Phase == app.Open && m.Space == app.Shared && promises(m) == 1 })
	give(ana, "I’ll wash up.")
	sent(ben, 2)
}

// Something on the way that lets nobody in, whatever is asked, is not asked for
// ever: the way to begin a session is not opened by beginning one.
func TestNothingIsLetIn(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	s.Refuse(func(r *http.Request) *wire.Refusal {
		return &wire.Refusal{Status: http.StatusUnauthorized, Code: wire.CodeUnauthorized}
	})
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"autolock": "7"}})
	ana.Sees("that it is not let in", func(m *app.Model) bool { return m.Try.Failure == keywork.Failure(wire.CodeUnauthorized) })
	s.Refuse(nil)
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"autolock": "7"}})
	ana.Sees("the setting", func(m *app.Model) bool { return m.Self.Settings.AutoLock == 7 && !m.Try.Busy })
}
