package keywork

import (
	"context"
	"slices"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/wire"
)

// Kinds of jobs about a person's own devices. Both answer with those that have a
// session.
const (
	Devices Kind = "devices"  // see them
	SignOut Kind = "sign-out" // end the sessions of one
)

// LiveDevices are the devices that have a session.
type LiveDevices struct {
	Known []event.ID `cbor:"1,keyasint"` // of those that were asked about
	Other int        `cbor:"2,keyasint"` // sessions of none of them
}

// devices asks the relay for the sessions, and finds out by their marks whose they
// are. The one in use is never ended here.
func (w *work) devices(ctx context.Context) (Result, error) {
	proof, err := w.relay.Prove(ctx, w.ak.Account, w.master.LoginCold(), wire.OpSessions, nil)
	if err != nil {
		return Result{}, err
	}
	all, err := w.relay.Sessions(ctx, proof)
	if err != nil {
		return Result{}, err
	}
	var live LiveDevices
	var end wire.EndSessions
	for _, s := range all {
		whose := event.ID(w.id)
		if !s.Own && !w.id.Marks(s.Mark) { // this device may not have noted itself yet
			i := slices.IndexFunc(w.job.Devices, func(id event.ID) bool { return wire.DeviceID(id).Marks(s.Mark) })
			if whose = (event.ID{}); i >= 0 {
				whose = w.job.Devices[i]
			}
		}
		switch {
		case w.job.Kind == SignOut && whose == w.job.Device && !s.Own:
			end.Sessions = append(end.Sessions, s.ID)
		case whose.IsZero():
			live.Other++
		case !slices.Contains(live.Known, whose):
			live.Known = append(live.Known, whose)
		}
	}
	if w.job.Kind == SignOut { // also if there is none: PINs of other devices go with it
		if l := LightOf(ctx, w.Store); l.HasPin() {
			end.Keep = &l.PinID
		}
		body, err := codec.Encode(end)
		if err != nil {
			return Result{}, err
		}
		if proof, err = w.relay.Prove(ctx, w.ak.Account, w.master.LoginCold(), wire.OpSignOut, body); err != nil {
			return Result{}, err
		}
		if err := w.relay.SignOut(ctx, body, proof); err != nil {
			return Result{}, err
		}
	}
	res := Result{Devices: &live}
	if next, others := w.withoutOthers(ctx); others && w.job.Kind == SignOut { // and their passkeys
		res.Slots, err = w.setSlots(ctx, next)
	}
	return res, err
}
