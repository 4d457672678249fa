package self

import (
	"slices"

	"troth/internal/codec"
	"troth/internal/event"
)

// Kinds about this person's devices. The partner's log has nothing of them.
const (
	KindDevice    event.Kind = "device.seen" // a Device
	KindDeviceOut event.Kind = "device.out"  // a DeviceOut
)

// Device is one of this person's devices. Its id is known to nobody else: the marks
// of its sessions at the relay are made with it (wire.Mark).
type Device struct {
	ID    event.ID   `cbor:"1,keyasint"`
	Label string     `cbor:"2,keyasint,omitempty"` // as its person calls it; "": by no name
	Day   event.Date `cbor:"3,keyasint"`           // on which it was noted last
}

// Fresh reports whether a device need not be noted again. It is noted about once a
// week, so that a person's log does not become a diary of their days.
func (d Device) Fresh(today event.Date) bool { return d.Day <= today && today < d.Day+7 }

// DeviceOut says that a device was signed out. When it is opened again it is noted
// anew.
type DeviceOut struct {
	ID event.ID `cbor:"1,keyasint"`
}

// maxDevices bounds the list; the one that came first goes first.
const maxDevices = 64

// ValidLabel reports whether a device may be called so.
func ValidLabel(s string) bool { return s == "" || event.ValidName(s) }

func (s *State) foldDevice(kind event.Kind, payload codec.Raw) error {
	var d Device
	var out DeviceOut
	switch {
	case kind == KindDeviceOut:
		if codec.Decode(payload, &out) != nil {
			return errMalformed
		}
		d.ID = out.ID
	case codec.Decode(payload, &d) != nil || d.ID.IsZero() || !ValidLabel(d.Label) || !d.Day.Valid():
		return errMalformed
	}
	i := slices.IndexFunc(s.Devices, func(have Device) bool { return have.ID == d.ID })
	switch {
	case kind == KindDeviceOut && i >= 0:
		s.Devices = slices.Delete(s.Devices, i, i+1)
	case kind == KindDeviceOut:
	case i >= 0:
		s.Devices[i] = d
	default:
		if s.Devices = append(s.Devices, d); len(s.Devices) > maxDevices {
			s.Devices = s.Devices[1:]
		}
	}
	return nil
}

// Device returns what is noted of a device.
func (s *State) Device(id event.ID) (Device, bool) {
	for _, d := range s.Devices {
		if d.ID == id {
			return d, true
		}
	}
	return Device{}, false
}
