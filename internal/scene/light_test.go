package scene_test

import (
	"testing"

	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/keywork"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// lit is somebody with two devices, of which the first has a PIN and a passkey.
func lit(t *testing.T) (here, there *scene.Person, line *wiretap) {
	t.Helper()
	s := scene.New(t, nil)
	here = s.Person("Ana")
	line = tap(here)
	here.SignUp(s.Code())
	there = otherDevice(s, here, accountKey(here))
	line.alter(nil)
	setPin(here)
	setPasskey(here, authenticator{"phone"})
	return here, there, line
}

func changes(p *scene.Person, to string) {
	p.T.Helper()
	p.Key(app.ActionChange, changing(p, to), nil)
	p.Sees("it done", func(m *app.Model) bool { return m.KeysSet == keywork.Change })
	p.Person.Pass = to
}

// A PIN goes with another passphrase, because behind it lies the login that was.
// A passkey has a login of its own.
func TestLightKeysAndAnotherPassphrase(t *testing.T) {
	const words = "another five plain words"
	t.Run("on this device", func(t *testing.T) {
		here, _, _ := lit(t)
		changes(here, words)
		here.Sees("no PIN", func(m *app.Model) bool { return !m.Light.HasPin() && m.Light.Passkey != nil })
		byPasskey(here, authenticator{"phone"})
		isOpen(here)
	})
	t.Run("on another", func(t *testing.T) {
		here, there, line := lit(t)
		half := deposited(t, line).Half
		changes(there, words)
		here.Person.Pass = words
		byPasskey(here, authenticator{"phone"})
		isOpen(here)
		// Even if the relay has kept its half and gives it out.
		line.alter(func(r client.Request, resp *client.Response) {
			if r.Path == wire.PathPinTry {
				*resp = client.Response{Status: 200, Body: codec.Must(wire.Half{Half: &half})}
			}
		})
		byPin(here, digits)
		if f := here.Try().Failure; f != keywork.PinGone {
			t.Errorf("%q", f)
		}
		here.Sees("no PIN", func(m *app.Model) bool { return m.Phase == app.Locked && !m.Light.HasPin() })
		here.Unlock()
	})
}

// Securing the account takes every lighter key away, on every device.
func TestLightKeysAndSecuring(t *testing.T) {
	const words = "another five plain words"
	here, there, _ := lit(t)
	here.LockUp()
	if key := secures(there, words); key == "" {
		t.Fatal("the account was not secured")
	}
	byPin(here, digits)
	if f := here.Try().Failure; f != keywork.PinGone {
		t.Errorf("by the PIN: %q", f)
	}
	byPasskey(here, authenticator{"phone"})
	if f := here.Try().Failure; f != keywork.PasskeyGone {
		t.Errorf("by the passkey: %q", f)
	}
	here.Open("")
	here.Sees("the passphrase asked for", func(m *app.Model) bool { return m.Phase == app.Locked && !m.ByPin() && !m.ByPasskey() })
	here.Key(app.ActionUnlockPasskey, map[string]secret.Text{keywork.FieldGave: field(make([]byte, 32))}, nil)
	here.Sees("nothing opened", func(m *app.Model) bool { return m.Phase == app.Locked })
}
