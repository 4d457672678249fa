package app

import "troth/internal/keywork"

// RouteLight is about lighter keys for this device.
const RouteLight = RouteKeys + "/light"

// Actions of lighter keys.
const (
	ActionSetPin    = "set-pin"
	ActionUnlockPin = "unlock-pin"
	ActionPinOff    = "pin-off"

	ActionSetPasskey    = "set-passkey"
	ActionUnlockPasskey = "unlock-passkey"
	ActionDropPasskey   = "drop-passkey"
)

type (
	// LightChanged says which lighter keys open this device now.
	LightChanged struct{ Light keywork.Light }
	// DropPin takes the PIN off this device, and asks the relay to forget its half.
	DropPin struct{}
)

func (LightChanged) msg() {}
func (DropPin) effect()   {}

// MayLight reports whether a PIN can be made. Half of a PIN lies at the
// relay: whoever has that and this device can try all there are.
func (m *Model) MayLight() bool { return m.Phase == Open && !m.HostedByPartner() }

// ByPin reports whether the way in begins with the PIN: there is one, the
// passphrase was entered lately, and nothing is to be signed on the way.
func (m *Model) ByPin() bool { return m.Light.HasPin() && m.byLight() }

// ByPasskey reports the same of a passkey.
func (m *Model) ByPasskey() bool { return m.Light.Passkey != nil && m.byLight() }

func (m *Model) byLight() bool {
	return m.Phase == Locked && !m.Light.Rested(m.Now.MS) && !m.Joining()
}

func isLight(action string) bool {
	switch action {
	case ActionSetPin, ActionUnlockPin, ActionSetPasskey, ActionUnlockPasskey, ActionDropPasskey:
		return true
	}
	return false
}

// light returns the job of a form about a lighter key.
func (m *Model) light(action string) (keywork.Kind, bool) {
	switch {
	case action == ActionUnlockPin && m.ByPin():
		return keywork.UnlockPin, true
	case action == ActionSetPin && m.MayLight():
		return keywork.SetPin, true
	case action == ActionUnlockPasskey && m.ByPasskey():
		return keywork.UnlockPasskey, true
	case action == ActionSetPasskey && m.Phase == Open:
		return keywork.SetPasskey, true
	case action == ActionDropPasskey && m.Phase == Open && m.Light.Passkey != nil:
		return keywork.DropPasskey, true
	}
	return "", false
}

func (m *Model) lightChanged(l keywork.Light) {
	m.Light, m.lightened = l, m.lightened && l.HasPin()
	if m.Try.Form.Action == ActionPinOff {
		m.Try = Try{}
	}
}

// lighten takes the PIN away once it is known that this person's partner runs
// the relay.
func (m *Model) lighten() []Effect {
	if m.Phase != Open || !m.Light.HasPin() || m.MayLight() || m.lightened {
		return nil
	}
	m.lightened = true // once is enough
	return []Effect{DropPin{}}
}
