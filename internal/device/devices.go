package device

import (
	"context"
	"time"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/self"
	"troth/internal/wire"
)

// parting is how long a device that is signed out waits for the relay. It forgets
// what it keeps all the same.
const parting = 5 * time.Second

func (s *session) id() event.ID { return event.ID(s.keys.Device) }

// noteDevice notes once a session that this device is in use, if that was not noted
// lately.
func (s *session) noteDevice(ctx context.Context) error {
	if s.here || s.out {
		return nil
	}
	today := event.DateOf(s.d.Now())
	have, ok := s.about.Device(s.id())
	if s.here = ok && have.Fresh(today); s.here {
		return nil
	}
	return s.nameDevice(ctx, have.Label)
}

// nameDevice notes what its person calls this device.
func (s *session) nameDevice(ctx context.Context, label string) error {
	err := s.noteDay(ctx, self.KindDevice, self.Device{ID: s.id(), Label: label, Day: event.DateOf(s.d.Now())})
	s.here = s.here || err == nil
	return err
}

// noteDay notes something of which no time is to be known but the day in it.
func (s *session) noteDay(ctx context.Context, kind event.Kind, payload any) error {
	raw, err := codec.Encode(payload)
	if err != nil {
		return err
	}
	it, err := s.intent(s.own, kind, raw)
	if err != nil {
		return err
	}
	return s.append(ctx, s.own, it.ID, func(place envelope.Place) (envelope.Signed, error) {
		return envelope.Seal(s.d.Rand, s.own.signer, place, s.own.ring, it.ID, event.Body{Kind: kind, MinReader: event.Reader, Payload: raw})
	})
}

// stillHere locks a device that another one has signed out, whatever the relay says.
func (s *session) stillHere() {
	if _, ok := s.about.Device(s.id()); s.here && !ok && !s.out {
		s.out = true
		s.signedOut()
	}
}

// signedOut locks this device, because another one of its person has signed it out.
// The passphrase opens it, nothing lighter.
func (s *session) signedOut() {
	_ = keywork.ForgetLight(s.d.ctx, s.d.Store) // else it is a PIN whose half the relay may still give
	s.d.Screen.Lock()
}

// devicesSeen shows which devices have a session, and takes one off the list that
// was signed out.
func (s *session) devicesSeen(job keywork.Job, live keywork.LiveDevices) {
	if s == nil {
		return
	}
	own := app.Own{Here: s.id(), Live: live, Out: job.Kind == keywork.SignOut}
	s.do(func(ctx context.Context) {
		if _, listed := s.about.Device(job.Device); own.Out && listed && job.Device != s.id() {
			if err := s.noteDay(ctx, self.KindDeviceOut, self.DeviceOut{ID: job.Device}); err != nil {
				s.later(err) // its session has ended; it only stays on the list
			}
		}
		s.d.tell(app.DevicesSeen{Own: own})
	})
}

// forgetHere signs this device out and forgets all that it keeps. The relay is told
// if it can be reached; if not, the session ends by itself.
func (s *session) forgetHere(ctx context.Context) {
	s.out = true
	last, stop := context.WithTimeout(ctx, parting)
	defer stop()
	if s.noteDay(last, self.KindDeviceOut, self.DeviceOut{ID: s.id()}) == nil {
		if id := keywork.LightOf(ctx, s.d.Store).PinID; id != (wire.PinID{}) {
			_ = s.relay.DropPin(last, id) // alone it opens nothing
		}
		_ = s.relay.SignOutHere(last) // else it ends by itself
	}
	s.out = s.wipe()
}
