package relay

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"troth/internal/chain"
	"troth/internal/wire"
)

func inviteID(q *request) (wire.InviteID, error) {
	b, err := hex.DecodeString(q.PathValue("id"))
	if err != nil || len(b) != wire.InviteIDSize {
		return wire.InviteID{}, refuse(wire.CodeNotFound)
	}
	return wire.InviteID(b), nil
}

func (s *Server) findInvite(ctx context.Context, id wire.InviteID) (StoredInvite, error) {
	v, err := s.store.Invite(ctx, id)
	if errors.Is(err, ErrNotFound) {
		err = refuse(wire.CodeNotFound)
	}
	return v, err
}

// changeInvite applies a rule to an invite. The rule reports whether it changed
// anything; what it changed is stored even if it also refuses. The rule runs
// again if somebody else changed the invite in between, so of two who claim at
// once the second finds it claimed.
func (s *Server) changeInvite(ctx context.Context, id wire.InviteID, rule func(v *StoredInvite) (changed bool, err error)) (StoredInvite, error) {
	for {
		v, err := s.findInvite(ctx, id)
		if err != nil {
			return StoredInvite{}, err
		}
		changed, refusal := rule(&v)
		if !changed {
			return v, refusal
		}
		switch err := s.store.SwapInvite(ctx, v); {
		case errors.Is(err, ErrMoved):
			if ctx.Err() != nil {
				return StoredInvite{}, ctx.Err()
			}
			continue
		case err != nil:
			return StoredInvite{}, err
		}
		s.hub.tellInvite([]wire.AccountID{v.Maker, v.Claimer}, id)
		return v, refusal
	}
}

// newInvite opens an invite to a log that has one member, for that member.
func (s *Server) newInvite(ctx context.Context, q *request) (int, any, error) {
	var in wire.NewInvite
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if len(in.M1) == 0 || len(in.M1) > wire.MaxSealed || in.TTLMS <= 0 || in.TTLMS > wire.MaxInviteMS {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	err := s.asMember(ctx, q, chain.LogID(in.Log), func(v *logView, _ uint64, member int) error {
		switch {
		case v.state.Closed():
			return refuse(wire.CodeEnded)
		case v.Type != chain.Couple || member != 1 || len(v.state.Members) != 1:
			return refuse(wire.CodeForbidden)
		}
		return nil
	})
	if err != nil {
		return 0, nil, err
	}
	if err := s.limits.take(limitInvite, q.account[:], 1, s.clock()); err != nil {
		return 0, nil, err
	}
	now := s.clock()
	err = s.store.PutInvite(ctx, StoredInvite{ID: in.ID, Maker: q.account, Log: chain.LogID(in.Log), ClaimHash: in.ClaimHash,
		Expires: now.Add(time.Duration(in.TTLMS) * time.Millisecond).UnixMilli(), Stage: wire.InviteOpen, M1: in.M1},
		now.Add(-inviteKept).UnixMilli())
	switch {
	case errors.Is(err, ErrExists):
		return 0, nil, refuse(wire.CodeExists)
	case err != nil:
		return 0, nil, err
	}
	s.hub.tellInvite([]wire.AccountID{q.account}, in.ID)
	return http.StatusCreated, nil, nil
}

// sameInvite recognises a newInvite that was carried out and whose answer was
// lost.
func (s *Server) sameInvite(ctx context.Context, q *request) (int, any, bool, error) {
	var in wire.NewInvite
	if err := decode(q, &in); err != nil {
		return 0, nil, false, err
	}
	v, err := s.store.Invite(ctx, in.ID)
	switch {
	case errors.Is(err, ErrNotFound):
		return 0, nil, false, nil
	case err != nil:
		return 0, nil, false, err
	}
	same := v.Maker == q.account && v.Log == chain.LogID(in.Log) && v.ClaimHash == in.ClaimHash && bytes.Equal(v.M1, in.M1)
	return http.StatusCreated, nil, same, nil
}

// getInvite shows an invite and changes nothing, so that a program that
// previews links does no harm. While it is open, whoever has its id may see the
// first message; afterwards only the two whom it concerns see anything.
func (s *Server) getInvite(ctx context.Context, q *request) (int, any, error) {
	if err := s.limits.take(limitLookIP, s.address(q.Request), 1, s.clock()); err != nil {
		return 0, nil, err
	}
	id, err := inviteID(q)
	if err != nil {
		return 0, nil, err
	}
	if q.Header.Get("Authorization") != "" {
		// A session that has ended is told, or its holder would be shown what a
		// stranger is shown.
		if err := s.authenticate(ctx, q); err != nil {
			return 0, nil, err
		}
	}
	v, err := s.findInvite(ctx, id)
	if err != nil {
		return 0, nil, err
	}
	out, err := v.seenBy(q.account, s.nowMS())
	return http.StatusOK, out, err
}

// seenBy is what an account, or nobody in particular, may see of an invite.
func (v StoredInvite) seenBy(a wire.AccountID, now int64) (wire.Invite, error) {
	nobody := a == wire.AccountID{}
	maker, claimer := !nobody && a == v.Maker, !nobody && a == v.Claimer
	switch {
	case v.Stage == StageBurnt:
		return wire.Invite{}, refuse(wire.CodeGone)
	case v.Stage == wire.InviteOpen && over(now, v.Expires, maxInviteLife):
		return wire.Invite{}, refuse(wire.CodeExpired)
	case v.Stage != wire.InviteOpen && !maker && !claimer:
		return wire.Invite{}, refuse(wire.CodeGone)
	}
	return wire.Invite{Stage: v.Stage, Mine: claimer, Raced: maker && v.Raced, M1: v.M1, M2: v.M2, M3: v.M3}, nil
}

// claimInvite takes an invite for an account: the first one that knows the
// claim. Later ones are refused, and the maker is told that there were any.
func (s *Server) claimInvite(ctx context.Context, q *request) (int, any, error) {
	id, err := inviteID(q)
	if err != nil {
		return 0, nil, err
	}
	var in wire.Claim
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	hash := sha256.Sum256(in.Claim)
	v, err := s.changeInvite(ctx, id, func(v *StoredInvite) (bool, error) {
		switch {
		case v.Maker == q.account:
			return false, refuse(wire.CodeOwn)
		case v.Stage == StageBurnt:
			return false, refuse(wire.CodeGone)
		case subtle.ConstantTimeCompare(hash[:], v.ClaimHash[:]) != 1:
			return false, refuse(wire.CodeForbidden)
		case v.Claimer == q.account:
			return false, nil
		case v.Stage != wire.InviteOpen:
			first := !v.Raced
			v.Raced = true
			return first, refuse(wire.CodeGone)
		case over(s.nowMS(), v.Expires, maxInviteLife):
			return false, refuse(wire.CodeExpired)
		}
		v.Stage, v.Claimer = wire.InviteClaimed, q.account
		return true, nil
	})
	if err != nil {
		return 0, nil, err
	}
	out, err := v.seenBy(q.account, s.nowMS())
	return http.StatusOK, out, err
}

// answerInvite takes the claimer's message, once.
func (s *Server) answerInvite(ctx context.Context, q *request) (int, any, error) {
	return s.deposit(ctx, q, func(v *StoredInvite, data []byte) (bool, error) {
		switch {
		case v.Claimer != q.account:
			return false, refuse(wire.CodeForbidden)
		case v.Stage != wire.InviteClaimed:
			return false, already(v.M2, data)
		case over(s.nowMS(), v.Expires, maxInviteLife):
			return false, refuse(wire.CodeExpired)
		}
		v.Stage, v.M2 = wire.InviteAnswer, data
		return true, nil
	})
}

// revealInvite takes the maker's second message, once, and never before the
// claimer's: what it reveals must come too late to be answered.
func (s *Server) revealInvite(ctx context.Context, q *request) (int, any, error) {
	return s.deposit(ctx, q, func(v *StoredInvite, data []byte) (bool, error) {
		switch {
		case v.Maker != q.account:
			return false, refuse(wire.CodeForbidden)
		case v.Stage < wire.InviteAnswer:
			return false, refuse(wire.CodeConflict)
		case v.Stage != wire.InviteAnswer:
			return false, already(v.M3, data)
		}
		v.Stage, v.M3 = wire.InviteReveal, data
		return true, nil
	})
}

// already lets a message be sent again, and refuses another in its place.
func already(have, data []byte) error {
	if bytes.Equal(have, data) {
		return nil
	}
	return refuse(wire.CodeExists)
}

func (s *Server) deposit(ctx context.Context, q *request, rule func(v *StoredInvite, data []byte) (bool, error)) (int, any, error) {
	id, err := inviteID(q)
	if err != nil {
		return 0, nil, err
	}
	var in wire.Sealed
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if len(in.Data) == 0 || len(in.Data) > wire.MaxSealed {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	_, err = s.changeInvite(ctx, id, func(v *StoredInvite) (bool, error) {
		if v.Stage == StageBurnt {
			return false, refuse(wire.CodeGone)
		}
		return rule(v, in.Data)
	})
	return http.StatusCreated, nil, err
}

// burnInvite ends an invite for everybody and forgets its messages.
func (s *Server) burnInvite(ctx context.Context, q *request) (int, any, error) {
	id, err := inviteID(q)
	if err != nil {
		return 0, nil, err
	}
	_, err = s.changeInvite(ctx, id, func(v *StoredInvite) (bool, error) {
		switch {
		case v.Maker != q.account && v.Claimer != q.account:
			return false, refuse(wire.CodeForbidden)
		case v.Stage == StageBurnt:
			return false, nil
		}
		v.Stage, v.M1, v.M2, v.M3 = StageBurnt, nil, nil, nil
		return true, nil
	})
	return http.StatusNoContent, nil, err
}
