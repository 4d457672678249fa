package scene_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
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
