package relay

import (
	"context"
	"net/http"

	"troth/internal/wire"
)

// listSessions tells an account's owner, who has just entered the passphrase, which
// sessions there are. Their marks say to the owner's devices whose they are, and to
// this relay nothing.
func (s *Server) listSessions(ctx context.Context, q *request) (int, any, error) {
	all, err := s.store.SessionsOf(ctx, q.account)
	if err != nil {
		return 0, nil, err
	}
	list := wire.SessionList{}
	for _, v := range all {
		if over(s.nowMS(), v.Expires, maxSessionLife) {
			continue
		}
		live := wire.LiveSession{ID: v.Hash, Own: v.Hash == q.token}
		if v.Mark != [wire.MarkSize]byte{} {
			live.Mark = v.Mark[:]
		}
		list.Sessions = append(list.Sessions, live)
	}
	return http.StatusOK, list, nil
}

// endSessions signs devices out: their requests are refused from then on, and their
// streams end. Which half of a PIN is of which device nobody can tell here, so all
// others than the asker's own go with them: a device that was signed out comes back
// by nothing but the passphrase.
func (s *Server) endSessions(ctx context.Context, q *request) (int, any, error) {
	var in wire.EndSessions
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	var keep wire.PinID
	if in.Keep != nil {
		keep = *in.Keep
	}
	if err := s.store.DropPins(ctx, q.account, keep); err != nil {
		return 0, nil, err
	}
	return s.end(ctx, q, in.Sessions)
}

// endOwnSession signs the device out that asks.
func (s *Server) endOwnSession(ctx context.Context, q *request) (int, any, error) {
	return s.end(ctx, q, [][32]byte{q.token})
}

func (s *Server) end(ctx context.Context, q *request, sessions [][32]byte) (int, any, error) {
	if err := s.store.EndSessions(ctx, q.account, sessions); err != nil {
		return 0, nil, err
	}
	s.sessions.drop()
	s.hub.endOf(q.account, sessions)
	return http.StatusNoContent, nil, nil
}
