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

// draws has somebody draw a recovery code and copy it down.
func draws(p *scene.Person) (code secret.Text) {
	p.T.Helper()
	page(p, app.RouteKeys)
	page(p, app.RouteRecovery)
	p.Key(app.ActionMakeCode, p.Secrets(), event.Form{})
	p.Sees("a code", func(m *app.Model) bool {
		if m.Code != nil {
			code = m.Code.Text
		}
		return m.Code != nil
	})
	says(p.T.(*testing.T), p, "It does not count yet")
	p.Dev.Form(app.Form{Action: app.ActionCodeKept})
	says(p.T.(*testing.T), p, "Type it back")
	if strings.Contains(p.Page().HTML, strings.Split(code.Reveal(), "-")[1]) {
		p.T.Error("the code is there while it is typed back")
	}
	return code
}

// typesBack has them type a code back.
func typesBack(p *scene.Person, code secret.Text) keywork.Failure {
	p.T.Helper()
	secrets := p.Secrets()
	secrets[keywork.FieldCode] = code
	p.Key(app.ActionSetCode, secrets, event.Form{})
	return p.Try().Failure
}

// recovers opens a device by a code.
func recovers(p *scene.Person, code secret.Text, pass string) keywork.Failure {
	p.T.Helper()
	p.Open("")
	p.Dev.Go(app.RouteRecover)
	p.Sees("the way in", func(m *app.Model) bool { return m.Route == app.RouteRecover && m.Suggested != "" })
	p.Key(app.ActionRecover, map[string]secret.Text{keywork.FieldCode: code, keywork.FieldNew: secret.Text(pass), keywork.FieldAgain: secret.Text(pass)}, event.Form{"anyway": "yes"})
	return p.Try().Failure
}

func slip(code secret.Text) secret.Text {
	b := []byte(code.Reveal())
	if b[len(b)-1]++; b[len(b)-1] > '9' {
		b[len(b)-1] = '0'
	}
	return secret.Text(b)
}

// A code opens nothing before it was typed back; then it opens everything, once,
// on a device that knows nothing, and leads to a new passphrase.
func TestRecoveryCode(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "I’ll find the paper.")
	sent(ben, 1)
	note(ana, "for myself")
	key := accountKey(ana)
	code := draws(ana)
	lost := s.Person("Ana")
	if f := recovers(lost, code, "a quite new passphrase"); f != keywork.WrongCode {
		t.Errorf("before it was typed back: %q", f)
	}
	var asked atomic.Int64
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if r.URL.Path == wire.PathChallenge || r.URL.Path == wire.PathSlots {
			asked.Add(1)
		}
		return nil
	})
	for _, bad := range []secret.Text{"", slip(code), key} {
		if f := typesBack(ana, bad); f != keywork.BadCode {
			t.Errorf("a slip: %q", f)
		}
		if f := recovers(lost, bad, "a quite new passphrase"); f != keywork.BadCode {
			t.Errorf("a slip on the way in: %q", f)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests for codes that were mistyped", n)
	}
	s.Refuse(nil)
	if f := typesBack(ana, draws(ben)); f != keywork.BadCode {
		t.Errorf("a code of another account: %q", f)
	}
	if f := typesBack(ana, secret.Text(strings.ToLower(strings.ReplaceAll(code.Reveal(), "-", " ")))); f != "" {
		t.Fatalf("typed back: %q", f)
	}
	says(t, ana, "Your recovery code counts from now on")
	ana.Dev.Inspect(func(m *app.Model) {
		if m.Code != nil || m.SlotsOld {
			t.Error("the code is still there, or the slots are called old")
		}
	})

	// Everything is lost but the paper.
	for name, pass := range map[string]string{"too short": "short"} {
		if f := recovers(lost, code, pass); f != keywork.TooShort {
			t.Errorf("%s: %q", name, f)
		}
	}
	if f := recovers(lost, code, "a quite new passphrase"); f != "" {
		t.Fatalf("with the paper: %q", f)
	}
	lost.Sees("the account key, as it was", func(m *app.Model) bool { return m.Route == app.RouteSheet && m.Sheet == key })
	lost.Dev.Form(app.Form{Action: app.ActionKept})
	lost.Sees("all of it", func(m *app.Model) bool {
		return m.Space == app.Shared && promises(m) == 1 && len(m.Self.Checkin.Notes()) == 1 && !m.SlotsOld
	})
	give(lost, "I’ll keep this one.")
	sent(ben, 2)
	if f := recovers(s.Person("Ana"), code, "another new passphrase"); f != keywork.WrongCode {
		t.Errorf("a second time: %q", f)
	}

	// Her other device opens with the new passphrase alone.
	ana.Open("")
	ana.Key(app.ActionUnlock, ana.Secrets(), event.Form{})
	if f := ana.Try().Failure; f == "" {
		t.Error("the old passphrase still opens")
	}
	ana.Person.Pass, lost.Person.Pass = "a quite new passphrase", "a quite new passphrase"
	ana.Unlock()
	lost.Unlock()
	for _, p := range []*scene.Person{ana, lost} {
		p.Sees("everything", func(m *app.Model) bool { return promises(m) == 2 && !m.SlotsOld && m.Problem == "" })
	}
	// What asks for the passphrase goes on working under it.
	if again := accountKey(lost); again != key {
		t.Error("another account key")
	}
}

// A code goes when another one counts, and when it is removed; what the relay does
// in between does no harm.
func TestRecoveryCodeGoes(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	opens := func(code secret.Text) bool {
		t.Helper()
		return recovers(s.Person("Ana"), code, "a quite new passphrase") != keywork.WrongCode
	}
	first := draws(ana)
	if f := typesBack(ana, first); f != "" {
		t.Fatal(f)
	}
	second := draws(ana)
	ana.Dev.Inspect(func(m *app.Model) {
		if !m.Code.Had {
			t.Error("it is not said that there is one")
		}
	})
	if f := typesBack(ana, second); f != "" {
		t.Fatal(f)
	}
	if opens(first) {
		t.Error("the code of before opens")
	}
	page(ana, app.RouteKeys)
	page(ana, app.RouteRecovery)
	for range 2 {
		ana.Key(app.ActionDropCode, ana.Secrets(), event.Form{})
		says(t, ana, "No recovery code opens your account now")
		page(ana, app.RouteRecovery)
	}
	if opens(second) {
		t.Error("the removed code opens")
	}

	// The answer to the new slots is lost: they are there, or they are not.
	third := draws(ana)
	if f := typesBack(ana, third); f != "" {
		t.Fatal(f)
	}
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if r.URL.Path == wire.PathSlots && r.Method == http.MethodPut {
			return &wire.Refusal{Status: 503, Code: wire.CodeUnavailable}
		}
		return nil
	})
	lost := s.Person("Ana")
	if f := recovers(lost, third, "a quite new passphrase"); f != keywork.Failure(wire.CodeUnavailable) {
		t.Errorf("a relay that is busy: %q", f)
	}
	s.Refuse(nil)
	s.LoseAnswer(func(r *http.Request) bool { return r.URL.Path == wire.PathSlots && r.Method == http.MethodPut })
	if f := recovers(lost, third, "a quite new passphrase"); f != "" || !s.Lost() {
		t.Errorf("a lost answer: %q", f)
	}
	lost.Sees("the app", func(m *app.Model) bool { return m.Phase == app.Open })
	lost.Person.Pass = "a quite new passphrase"
	lost.Unlock()
	lost.Sees("that all is well", func(m *app.Model) bool { return !m.SlotsOld && m.Problem == "" })
}
