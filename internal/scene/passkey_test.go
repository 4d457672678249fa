package scene_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"testing"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// authenticator is what a page asks for passkeys: for a salt it gives 32 bytes,
// the same each time.
type authenticator struct{ key string }

func (a authenticator) output(salt []byte) []byte {
	h := sha256.Sum256(append([]byte(a.key), salt...))
	return h[:]
}

func field(b []byte) secret.Text { return secret.Text(base64.RawURLEncoding.EncodeToString(b)) }

// passkeyForm is what the page adds to the form that makes a passkey.
func passkeyForm(p *scene.Person, a authenticator) map[string]secret.Text {
	slot := sha256.Sum256([]byte(a.key))
	account := hexAccount(p)
	salt := keyring.PasskeySalt(account, [16]byte(slot[:16]))
	f := p.Secrets()
	f[keywork.FieldMade], f[keywork.FieldGave] = field(a.output(salt[:])), field(a.output(salt[:]))
	f[keywork.FieldCred], f[keywork.FieldSlot] = field([]byte(a.key)), field(slot[:16])
	return f
}

func hexAccount(p *scene.Person) (id wire.AccountID) {
	p.Dev.Inspect(func(m *app.Model) {
		if b, err := hex.DecodeString(m.Account); err == nil {
			copy(id[:], b)
		}
	})
	return id
}

func setPasskey(p *scene.Person, a authenticator) {
	p.T.Helper()
	p.Key(app.ActionSetPasskey, passkeyForm(p, a), nil)
	p.Sees("the passkey", func(m *app.Model) bool { return m.Light.Passkey != nil && m.Try.Failure == "" && !m.SlotsOld })
}

// byPasskey opens the app anew and asks an authenticator, as the page does.
func byPasskey(p *scene.Person, a authenticator) {
	p.T.Helper()
	p.Open("")
	var salt [32]byte
	p.Sees("the way in by the passkey", func(m *app.Model) bool {
		if m.Light.Passkey != nil {
			salt = m.Light.Passkey.Salt
		}
		return m.Route == app.RouteUnlock && m.ByPasskey()
	})
	p.Key(app.ActionUnlockPasskey, map[string]secret.Text{keywork.FieldGave: field(a.output(salt[:]))}, nil)
}

// slotsOf returns how many slots of a type the relay has for an account.
func slotsOf(p *scene.Person, typ uint8) (n int) {
	p.T.Helper()
	a, err := p.RelayStore.Account(context.Background(), hexAccount(p))
	var set wire.SlotSet
	if err != nil || codec.Decode(a.Slots, &set) != nil {
		p.T.Fatal(err)
	}
	for _, s := range set.Slots {
		if s.Type == typ {
			n++
		}
	}
	return n
}

// A passkey opens what daily use needs, also without a connection, and is taken
// away with the passphrase.
func TestPasskey(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	phone := authenticator{"ana's phone"}
	setPasskey(ana, authenticator{"an earlier one"})
	setPasskey(ana, phone) // in its place
	if n := slotsOf(ana, wire.SlotPasskey); n != 1 {
		t.Errorf("%d passkey slots", n)
	}
	give(ana, "I’ll post the letter.")
	ana.LockUp()
	byPasskey(ana, phone)
	isOpen(ana)
	sent(ana, 1)
	give(ben, "I’ll cook.")
	sent(ana, 2)
	ana.Sees("the right slots", func(m *app.Model) bool { return !m.SlotsOld && m.Net == app.Online })
	ana.Key(app.ActionSheet, map[string]secret.Text{keywork.FieldPassphrase: "", keywork.FieldGave: "x"}, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("the account key by the passkey: %q", f)
	}
	byPasskey(ana, authenticator{"another phone"})
	if f := ana.Try().Failure; f != keywork.PasskeyUnfit {
		t.Errorf("another passkey: %q", f)
	}
	ana.Key(app.ActionUnlockPasskey, nil, nil)
	if f := ana.Try().Failure; f != keywork.PasskeyNone {
		t.Errorf("nothing came of it: %q", f)
	}

	// Without a connection, and what is written then goes out when there is one.
	s.Cut(true)
	byPasskey(ana, phone)
	isOpen(ana)
	ana.Attempt(promise.KindMade, map[string]string{"text": "I’ll call.", "date": "2026-11-28"})
	s.Cut(false)
	ana.Dev.Awake()
	sent(ben, 3)

	// Not without the passphrase is it taken away.
	wrong := ana.Secrets()
	wrong[keywork.FieldPassphrase] = "five plain words of Eve"
	ana.Key(app.ActionDropPasskey, wrong, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("taken away by a guess: %q", f)
	}
	ana.Key(app.ActionDropPasskey, ana.Secrets(), nil)
	ana.Sees("no passkey", func(m *app.Model) bool { return m.Light.Passkey == nil && m.Try.Failure == "" && !m.SlotsOld })
	give(ana, "I’ll write.")
	sent(ben, 4)
	if n := slotsOf(ana, wire.SlotPasskey); n != 0 {
		t.Errorf("%d passkey slots are left", n)
	}
}

// What a passkey gives must be 32 bytes, twice the same: otherwise no slot is
// made and nothing is changed.
func TestAttack54PasskeyOutputsDiffer(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	ana.SignUp(s.Code())
	good := passkeyForm(ana, authenticator{"a"})
	line.alter(nil)
	for name, c := range map[string]struct {
		made, gave secret.Text
		want       keywork.Failure
	}{
		"they differ":    {good[keywork.FieldMade], field(make([]byte, 32)), keywork.PasskeyUnfit},
		"only when made": {good[keywork.FieldMade], "", keywork.PasskeyUnfit},
		"only when used": {"", good[keywork.FieldMade], keywork.PasskeyUnfit},
		"too short":      {field(make([]byte, 31)), field(make([]byte, 31)), keywork.PasskeyUnfit},
		"none":           {"", "", keywork.PasskeyUnfit},
		"not text":       {"%", "%", keywork.PasskeyUnfit},
	} {
		f := passkeyForm(ana, authenticator{"a"})
		f[keywork.FieldMade], f[keywork.FieldGave] = c.made, c.gave
		ana.Key(app.ActionSetPasskey, f, nil)
		if got := ana.Try().Failure; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	ana.Key(app.ActionSetPasskey, ana.Secrets(), nil)
	if f := ana.Try().Failure; f != keywork.PasskeyNone {
		t.Errorf("the person did not want it: %q", f)
	}
	if n := len(line.requests(wire.PathSlots)) + len(line.requests(wire.PathChallenge)); n != 0 {
		t.Errorf("%d requests were made", n)
	}
	ana.Sees("no passkey", func(m *app.Model) bool { return m.Light.Passkey == nil })
	setPasskey(ana, authenticator{"a"})
}

// A passkey whose slot was taken away elsewhere opens nothing more.
func TestPasskeyGoneElsewhere(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	key := accountKey(ana)
	setPasskey(ana, authenticator{"phone"})
	laptop := s.Person("Ana")
	laptop.Open("")
	secrets := laptop.Secrets()
	secrets[keywork.FieldAccountKey] = key
	laptop.Key(app.ActionNewDevice, secrets, nil)
	isOpen(laptop)
	laptop.Dev.Go(app.RouteDevices)
	laptop.Key(app.ActionSignOut, laptop.Secrets(), map[string]string{app.FieldDevice: app.StrangeDevices})
	laptop.Sees("it done", func(m *app.Model) bool { return m.Own != nil && m.Try.Failure == "" })
	byPasskey(ana, authenticator{"phone"})
	if f := ana.Try().Failure; f != keywork.PasskeyGone {
		t.Errorf("%q", f)
	}
	ana.Sees("the passphrase asked for", func(m *app.Model) bool { return m.Phase == app.Locked && !m.ByPasskey() })
	ana.Unlock()
}
