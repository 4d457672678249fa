package client

import (
	"context"
	"fmt"
	"strings"

	"troth/internal/codec"
	"troth/internal/wire"
)

// NewPin sends an op-signed NewPin, encoded before it was signed.
func (r *Relay) NewPin(ctx context.Context, body codec.Raw, p wire.OpProof) error {
	return r.call(ctx, "POST", wire.PathPins, body, nil, opHeader(p))
}

// TryPin asks for the relay's half of a PIN. It needs no session, and uses up a
// try if the PIN is wrong.
func (r *Relay) TryPin(ctx context.Context, t wire.TryPin) (wire.Half, error) {
	var h wire.Half
	err := r.call(ctx, "POST", wire.PathPinTry, t, &h, nil)
	return h, err
}

// DropPin has the relay forget its half.
func (r *Relay) DropPin(ctx context.Context, id wire.PinID) error {
	return r.call(ctx, "DELETE", strings.Replace(wire.PathPin, "{id}", fmt.Sprintf("%x", id), 1), nil, nil, nil)
}
