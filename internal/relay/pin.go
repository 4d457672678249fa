package relay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"troth/internal/wire"
)

// newPin keeps a relay's half of a PIN's key.
func (s *Server) newPin(ctx context.Context, q *request) (int, any, error) {
	var in wire.NewPin
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	switch err := s.store.PutPin(ctx, StoredPin{ID: in.ID, Account: q.account, Holder: in.Holder, Verifier: in.Verifier, Half: in.Half}, wire.MaxPins); {
	case errors.Is(err, ErrExists):
		return 0, nil, refuse(wire.CodeExists)
	case err != nil:
		return 0, nil, gone(err)
	}
	return http.StatusCreated, nil, nil
}

// tryPin gives a half out to a locked device whose person knows the PIN. Whoever
// does not hold the device's own secret learns nothing, not even whether there
// is such a half, and uses up none of its tries.
func (s *Server) tryPin(ctx context.Context, q *request) (int, any, error) {
	if err := s.limits.take(limitPinIP, s.address(q.Request), 1, s.clock()); err != nil {
		return 0, nil, err
	}
	var in wire.TryPin
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	half, left, err := s.store.TryPin(ctx, in.ID, sha256.Sum256(in.Holder[:]), sha256.Sum256(in.Verifier[:]), wire.PinTries)
	switch {
	case errors.Is(err, ErrNotFound):
		return 0, nil, refuse(wire.CodeNotFound)
	case err != nil:
		return 0, nil, err
	}
	return http.StatusOK, wire.Half{Half: half, Left: uint8(left)}, nil
}

// dropPin forgets a half of the asker's own account. Of others it does nothing,
// and says the same.
func (s *Server) dropPin(ctx context.Context, q *request) (int, any, error) {
	var id wire.PinID
	b, err := hex.DecodeString(q.PathValue("id"))
	if err != nil || len(b) != len(id) {
		return 0, nil, refuse(wire.CodeNotFound)
	}
	copy(id[:], b)
	if err := s.store.DropPin(ctx, q.account, id); err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, nil
}
