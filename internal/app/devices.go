package app

import (
	"strings"

	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/self"
)

// Pages about one's own devices.
const (
	RouteDevices = RouteKeys + "/devices"
	RouteSignOut = RouteKeys + "/sign-out" // of this one
)

// Actions on them.
const (
	ActionDevices    = "devices"         // see them, with the passphrase
	ActionSignOut    = "sign-out"        // one of them, with the passphrase
	ActionNameDevice = "name-device"     // this one
	ActionForgetHere = "sign-out-device" // this one

	FieldDevice = "device" // an id; StrangeDevices
	FieldLabel  = "label"

	// StrangeDevices stands for sessions of devices that are not known.
	StrangeDevices = "other"
)

// Own is what is shown of a person's devices once they have entered their
// passphrase, while they stay on the page.
type Own struct {
	Here event.ID // this device
	Live keywork.LiveDevices
	Out  bool // one was just signed out
}

type (
	// DevicesSeen brings the devices that were asked for.
	DevicesSeen struct{ Own Own }
	// NameDevice notes what this device is called.
	NameDevice struct{ Label string }
	// ForgetHere signs this device out and forgets what it keeps.
	ForgetHere struct{}
)

func (DevicesSeen) msg()   {}
func (NameDevice) effect() {}
func (ForgetHere) effect() {}

// deviceForm answers the forms about this device.
func (m *Model) deviceForm(f Form) []Effect {
	if f.Action == ActionForgetHere {
		m.Try.Busy = true
		return []Effect{ForgetHere{}}
	}
	label := strings.TrimSpace(f.Values[FieldLabel])
	if !self.ValidLabel(label) {
		m.Try.Field = &event.FieldError{Field: FieldLabel, Code: "too-long"}
		return nil
	}
	m.Try.Busy = true
	return []Effect{NameDevice{label}}
}

// deviceJob is the job of the forms that need the passphrase.
func (m *Model) deviceJob(f Form) (*keywork.Job, bool) {
	j := &keywork.Job{Kind: keywork.Devices}
	for _, d := range m.Self.Devices {
		j.Devices = append(j.Devices, d.ID)
	}
	if f.Action == ActionSignOut {
		j.Kind = keywork.SignOut
		if which := f.Values[FieldDevice]; which != StrangeDevices {
			id, err := event.ParseID(which)
			if err != nil || id.IsZero() {
				m.Try.Field = &event.FieldError{Field: FieldDevice, Code: event.CodeEmpty}
				return nil, false
			}
			j.Device = id
		}
	}
	return j, true
}
