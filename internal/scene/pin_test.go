package scene_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/relay"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/self"
	"troth/internal/wire"
)

const digits = "480925"

// pinForm is the secret fields of the form that sets a PIN.
func pinForm(p *scene.Person, pin, again secret.Text) map[string]secret.Text {
	f := p.Secrets()
	f[keywork.FieldPin], f[keywork.FieldPinAgain] = pin, again
	return f
}

func setPin(p *scene.Person) {
	p.T.Helper()
	p.Key(app.ActionSetPin, pinForm(p, digits, digits), nil)
	p.Sees("the PIN", func(m *app.Model) bool { return m.Light.HasPin() && m.Try.Failure == "" })
}

// byPin opens the app anew and enters a PIN.
func byPin(p *scene.Person, pin secret.Text) {
	p.T.Helper()
	p.Open("")
	p.Sees("the way in by the PIN", func(m *app.Model) bool { return m.Route == app.RouteUnlock && m.ByPin() })
	p.Key(app.ActionUnlockPin, map[string]secret.Text{keywork.FieldPin: pin}, nil)
}

func isOpen(p *scene.Person) {
	p.T.Helper()
	p.Sees("the app unlocked", func(m *app.Model) bool { return m.Phase == app.Open })
}

// missed fails the test unless the PIN was wrong and so many tries are left.
func missed(p *scene.Person, left uint8) {
	p.T.Helper()
	if f := p.Try(); f.Failure != keywork.PinMiss || f.Left != left {
		p.T.Errorf("%q with %d left, want %d", f.Failure, f.Left, left)
	}
}

// pinGone fails the test unless there is no PIN any more and the passphrase opens.
func pinGone(p *scene.Person) {
	p.T.Helper()
	if f := p.Try().Failure; f != keywork.PinGone {
		p.T.Errorf("%q", f)
	}
	p.Sees("the way in by the passphrase", func(m *app.Model) bool { return m.Phase == app.Locked && !m.Light.HasPin() && !m.ByPin() })
	p.Open("")
	p.Key(app.ActionUnlockPin, map[string]secret.Text{keywork.FieldPin: digits}, nil) // as if it were still there
	p.Sees("nothing of it", func(m *app.Model) bool { return m.Phase == app.Locked })
	p.Unlock()
}

// deposited is the half that a device has given to the relay last.
func deposited(t *testing.T, line *wiretap) (n wire.NewPin) {
	t.Helper()
	for _, r := range line.requests(wire.PathPins) {
		if err := codec.Decode(r.Body, &n); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// keeps reports whether the relay has a half.
func keeps(s *scene.Scene, n wire.NewPin) bool {
	_, _, err := s.RelayStore.TryPin(context.Background(), n.ID, n.Holder, [32]byte{}, 1<<20)
	return !errors.Is(err, relay.ErrNotFound)
}

// A PIN opens what daily use needs, and nothing that decides who gets in.
func TestPin(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	ana.SignUp(s.Code())
	ben := s.Person("Ben").SignUp(ana.Invite())
	pair(ana, ben)
	for _, bad := range []struct {
		pin, again secret.Text
		want       keywork.Failure
	}{{"48092", "48092", keywork.PinForm}, {"abcdef", "abcdef", keywork.PinForm}, {"123456", "123456", keywork.PinEasy}, {digits, "480926", keywork.Failure("not-the-same")}} {
		ana.Key(app.ActionSetPin, pinForm(ana, bad.pin, bad.again), nil)
		if f := ana.Try().Failure; f != bad.want {
			t.Errorf("%s and %s: %q", bad.pin.Reveal(), bad.again.Reveal(), f)
		}
	}
	line.alter(nil)
	setPin(ana)
	give(ana, "I’ll post the letter.")
	ana.LockUp()

	byPin(ana, "999999")
	missed(ana, 7)
	byPin(ana, "480926")
	missed(ana, 6)
	byPin(ana, digits)
	isOpen(ana)
	sent(ana, 1)
	give(ana, "I’ll call.")
	sent(ben, 2)
	give(ben, "I’ll cook.")
	sent(ana, 3)
	// The right one takes the misses back.
	byPin(ana, "999999")
	missed(ana, 7)
	byPin(ana, digits)
	isOpen(ana)
	ana.Key(app.ActionSheet, map[string]secret.Text{keywork.FieldPin: digits, keywork.FieldPassphrase: digits}, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("the account key by the PIN: %q", f)
	}
	accountKey(ana) // by the passphrase it is shown

	// Nothing that was sent or stored has the PIN in it.
	for _, r := range line.requests("") {
		if bytes.Contains(r.Body, []byte(digits)) || strings.Contains(r.Path, digits) {
			t.Errorf("%s %s carries the PIN", r.Method, r.Path)
		}
	}
	stored, err := ana.Store.Get(context.Background(), "l")
	if err != nil || bytes.Contains(stored, []byte(digits)) {
		t.Errorf("the device keeps the PIN in the clear: %v", err)
	}

	// Off in one step, here and at the relay.
	n := deposited(t, line)
	if !keeps(s, n) {
		t.Error("the relay had no half")
	}
	ana.Dev.Form(app.Form{Action: app.ActionPinOff})
	ana.Sees("no PIN", func(m *app.Model) bool { return !m.Light.HasPin() && m.Try.Form.Action == "" && !keeps(s, n) })
	ana.Open("")
	ana.Sees("the way in by the passphrase", func(m *app.Model) bool { return m.Route == app.RouteUnlock && !m.ByPin() })
	ana.Unlock()
}

func TestAttack105EightMissesOnTheDevice(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	setPin(ana)
	ana.LockUp()
	for left := uint8(7); left > 0; left-- {
		byPin(ana, "999999")
		missed(ana, left)
	}
	byPin(ana, "999999")
	pinGone(ana)
	setPin(ana) // a new one can be made
	setPin(ana) // and another in its place
	byPin(ana, digits)
	isOpen(ana)
}

// Without a connection a PIN opens nothing, and the passphrase does.
func TestPinOffline(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	setPin(ana)
	byPin(ana, digits)
	isOpen(ana)
	s.Cut(true)
	byPin(ana, digits)
	if f := ana.Try().Failure; f != keywork.PinOffline {
		t.Errorf("%q", f)
	}
	ana.Unlock()
	s.Cut(false)
	byPin(ana, digits)
	isOpen(ana)
}

// What is never typed is forgotten.
func TestPinRests(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	setPin(ana)
	s.Pass(30 * 24 * time.Hour)
	byPin(ana, digits)
	isOpen(ana)
	s.Pass(time.Millisecond)
	ana.Open("")
	ana.Sees("the passphrase asked for", func(m *app.Model) bool { return m.Light.HasPin() && !m.ByPin() })
	ana.Key(app.ActionUnlockPin, map[string]secret.Text{keywork.FieldPin: digits}, nil)
	ana.Sees("nothing opened", func(m *app.Model) bool { return m.Phase == app.Locked })
	ana.Unlock()
	byPin(ana, digits)
	isOpen(ana)
}

// While an invite is taken up, something is signed that takes the passphrase.
func TestPinAndAnInvite(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").SignUp(s.Code())
	setPin(ben)
	ben.Open(ana.Invite())
	ben.Sees("who invites", func(m *app.Model) bool { return m.Joining() && !m.ByPin() })
}

// Where the partner runs the server there is no PIN, and none stays.
func TestNoPinWhereThePartnerHosts(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	ana.SignUp(s.Code())
	line.alter(nil)
	setPin(ana)
	n := deposited(t, line)
	if n.ID == (wire.PinID{}) || !keeps(s, n) {
		t.Fatal("the relay has no half")
	}
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{app.FieldHost: string(self.HostPartner)}})
	ana.Sees("no PIN", func(m *app.Model) bool { return m.HostedByPartner() && !m.Light.HasPin() && !m.MayLight() })
	ana.Key(app.ActionSetPin, pinForm(ana, digits, digits), nil)
	ana.Open("")
	ana.Sees("the way in by the passphrase", func(m *app.Model) bool { return m.Route == app.RouteUnlock && !m.ByPin() })
	ana.Unlock()
	ana.Sees("still none", func(m *app.Model) bool { return m.HostedByPartner() && !m.Light.HasPin() })
	ana.Sees("nothing of it at the relay", func(*app.Model) bool { return !keeps(s, n) })
}

// The relay has forgotten its half, or says so.
func TestPinGoneAtTheRelay(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	setPin(ana)
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if r.URL.Path == wire.PathPinTry {
			return &wire.Refusal{Status: 404, Code: wire.CodeNotFound}
		}
		return nil
	})
	byPin(ana, digits)
	s.Refuse(nil)
	pinGone(ana)
}

// A relay that lies: it gives another half, or a half for a wrong PIN. Nothing
// opens, and the passphrase does.
func TestAttack106AnotherHalf(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	ana.SignUp(s.Code())
	line.alter(nil)
	setPin(ana)
	half := deposited(t, line).Half
	for name, c := range map[string]struct {
		half [32]byte
		pin  secret.Text
	}{"another half": {[32]byte{1}, digits}, "the half, for a wrong PIN": {half, "999999"}} {
		line.alter(func(r client.Request, resp *client.Response) {
			if r.Path == wire.PathPinTry {
				*resp = client.Response{Status: 200, Body: codec.Must(wire.Half{Half: &c.half})}
			}
		})
		byPin(ana, c.pin)
		if f := ana.Try().Failure; f == "" || f == keywork.PinGone {
			t.Errorf("%s: %q", name, f)
		}
		ana.Sees("nothing opened", func(m *app.Model) bool { return m.Phase == app.Locked })
	}
	line.alter(nil)
	ana.Unlock()
	byPin(ana, digits)
	isOpen(ana)
}
