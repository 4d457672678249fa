package relay

import (
	"context"
	"errors"
	"net/http"

	"troth/internal/chain"
	"troth/internal/wire"
)

// addReader lets somebody read a log that has ended: the other member of a log that
// they share with one of its members now. It is for a person who has lost
// everything and is somebody new to this relay. A log that is still written to gets
// no reader, and a reader can do nothing but read.
func (s *Server) addReader(ctx context.Context, q *request) (int, any, error) {
	id, err := logID(q)
	if err != nil {
		return 0, nil, err
	}
	var in wire.NewReader
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if in.Log != id {
		return 0, nil, refuse(wire.CodeMalformed) // the proof was for another
	}
	past, _, err := s.ownLog(ctx, q, id)
	if err != nil {
		return 0, nil, err
	}
	shared, me, err := s.ownLog(ctx, q, in.Shared)
	if err != nil {
		return 0, nil, err
	}
	other := shared.Members[2-me]
	switch {
	case past.Type != chain.Couple || shared.Type != chain.Couple || !past.state.Closed() || other == (wire.AccountID{}):
		return 0, nil, refuse(wire.CodeForbidden)
	case shared.state.Closed():
		return 0, nil, refuse(wire.CodeEnded)
	case past.member(other) != 0:
		return http.StatusNoContent, nil, nil
	}
	err = s.store.AddReader(ctx, id, other, maxReaders)
	if errors.Is(err, ErrNotFound) {
		return 0, nil, refuse(wire.CodeNotFound)
	}
	return http.StatusNoContent, nil, err
}

// ownLog returns a log as it stands now and which of its members asks.
func (s *Server) ownLog(ctx context.Context, q *request, id chain.LogID) (*logView, int, error) {
	v, _, err := s.view(ctx, id, true)
	if errors.Is(err, ErrNotFound) || err == nil && v.member(q.account) == 0 {
		return nil, 0, refuse(wire.CodeNotFound)
	}
	if err != nil {
		return nil, 0, err
	}
	return v, v.member(q.account), nil
}
