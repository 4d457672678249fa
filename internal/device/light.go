package device

import (
	"context"

	"troth/internal/app"
	"troth/internal/keywork"
	"troth/internal/wire"
)

// tellLight tells the app what opens this device besides the passphrase.
func (d *Device) tellLight() {
	d.tell(app.LightChanged{Light: keywork.LightOf(d.ctx, d.Store)})
}

// dropPin takes the PIN off this device, which waits for no relay.
func (s *session) dropPin(ctx context.Context) {
	if err := keywork.ForgetPin(ctx, s.d.Store); err != nil {
		s.finish(err)
	}
	s.d.tellLight()
	s.do(s.dropHalves)
}

// dropHalves has the relay forget its halves of what this device has forgotten.
// What cannot be said now is said when the device is opened again.
func (s *session) dropHalves(ctx context.Context) {
	var done []wire.PinID
	for _, id := range keywork.LightOf(ctx, s.d.Store).Left {
		if s.relay.DropPin(ctx, id) == nil {
			done = append(done, id)
		}
	}
	if done != nil {
		s.notes.do(func(ctx context.Context) { _ = keywork.ForgetHalves(ctx, s.d.Store, done) }) // else they are dropped twice
	}
}
