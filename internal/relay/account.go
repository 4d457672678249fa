package relay

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"net/http"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/wire"
)

// register makes an account for whoever has a registration code, or an invite
// and its claim.
func (s *Server) register(ctx context.Context, q *request) (int, any, error) {
	if err := s.limits.take(limitRegisterIP, s.address(q.Request), 1, s.clock()); err != nil {
		return 0, nil, err
	}
	var in wire.NewAccount
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if !soundSlots(in.Slots) || in.Account == (wire.AccountID{}) {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	r := Registration{
		Account: Account{ID: in.Account, Slots: codec.Must(wire.SlotSet{Slots: in.Slots})},
		Now:     s.nowMS(), Max: s.max, PerInv: AccountsPerInv,
	}
	switch {
	case len(in.Code) > 0 && in.Invite == nil && len(in.Claim) == 0:
		h := sha256.Sum256(in.Code)
		r.Code = &h
	case in.Invite != nil && len(in.Code) == 0:
		r.Invite, r.Claim = in.Invite, sha256.Sum256(in.Claim)
		if v, err := s.store.Invite(ctx, *in.Invite); err == nil && over(r.Now, v.Expires, maxInviteLife) {
			r.Now = v.Expires // also if the clock was set back
		}
	default:
		return 0, nil, refuse(wire.CodeMalformed)
	}
	switch err := s.store.Register(ctx, r); {
	case errors.Is(err, ErrClosed):
		return 0, nil, refuse(wire.CodeClosed)
	case errors.Is(err, ErrBadCode):
		return 0, nil, refuse(wire.CodeBadCode)
	case errors.Is(err, ErrExists):
		return 0, nil, refuse(wire.CodeExists)
	case err != nil:
		return 0, nil, err
	}
	return http.StatusCreated, nil, nil
}

// soundSlots checks what the relay can see of an account's slots: one each of
// those that every account has, so that the stored data does not show who uses
// which, and nothing out of bounds.
func soundSlots(slots []wire.Slot) bool {
	if len(slots) > wire.MaxSlots {
		return false
	}
	count := map[uint8]int{}
	ids := map[[16]byte]bool{}
	for _, sl := range slots {
		count[sl.Type]++
		ids[sl.ID] = true
		if sl.Type < wire.SlotHot || sl.Type > wire.SlotJournal ||
			sl.KDF < 1 || sl.KDF > 2 ||
			len(sl.CT) == 0 || len(sl.CT) > wire.MaxSlotCT ||
			chain.CheckPublicKey(sl.AuthPub[:]) != nil {
			return false
		}
	}
	return len(ids) == len(slots) && count[wire.SlotRecovery] <= 1 &&
		count[wire.SlotHot] == 1 && count[wire.SlotCold] == 1 && count[wire.SlotJournal] == 1
}

// slotsOf returns an account's slots, or ErrNotFound.
func (s *Server) slotsOf(ctx context.Context, id wire.AccountID) ([]wire.Slot, error) {
	a, err := s.store.Account(ctx, id)
	if err != nil {
		return nil, err
	}
	var set wire.SlotSet
	if err := codec.Decode(a.Slots, &set); err != nil {
		return nil, err
	}
	return set.Slots, nil
}

// slotOf returns the slot of a type of which soundSlots has seen that there is
// one, or the zero slot.
func slotOf(slots []wire.Slot, typ uint8) wire.Slot {
	for _, sl := range slots {
		if sl.Type == typ {
			return sl
		}
	}
	return wire.Slot{}
}

func (s *Server) getSlots(ctx context.Context, q *request) (int, any, error) {
	slots, err := s.slotsOf(ctx, q.account)
	if err != nil {
		return 0, nil, gone(err)
	}
	return http.StatusOK, wire.SlotSet{Slots: slots}, nil
}

// gone turns a missing account into a missing session: it was deleted while the
// request ran.
func gone(err error) error {
	if errors.Is(err, ErrNotFound) {
		return refuse(wire.CodeUnauthorized)
	}
	return err
}

func (s *Server) sameSlots(ctx context.Context, q *request) (int, any, bool, error) {
	a, err := s.store.Account(ctx, q.account)
	if err != nil {
		return 0, nil, false, gone(err)
	}
	return http.StatusNoContent, nil, bytes.Equal(a.Slots, q.body), nil
}

// putSlots replaces the ways into an account. All other sessions end, because
// the change may be there to shut somebody out; a device that still has a key
// that fits simply logs in again.
func (s *Server) putSlots(ctx context.Context, q *request) (int, any, error) {
	var in wire.SlotSet
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if !soundSlots(in.Slots) {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	before, err := s.slotsOf(ctx, q.account)
	if err != nil {
		return 0, nil, gone(err)
	}
	// Behind a PIN lies the hot key that was. With a new one it opens nothing more,
	// and its halves go.
	if slotOf(before, wire.SlotHot).AuthPub != slotOf(in.Slots, wire.SlotHot).AuthPub {
		if err := s.store.DropPins(ctx, q.account, wire.PinID{}); err != nil {
			return 0, nil, err
		}
	}
	if err := s.store.PutSlots(ctx, Account{ID: q.account, Slots: codec.Must(in)}, q.token); err != nil {
		return 0, nil, gone(err)
	}
	s.sessions.drop()
	s.hub.end(q.account, q.token)
	return http.StatusNoContent, nil, nil
}

// deleteAccount removes all that only this account needs. What it wrote in a
// shared log stays for the other member.
func (s *Server) deleteAccount(ctx context.Context, q *request) (int, any, error) {
	if err := s.store.DeleteAccount(ctx, q.account); err != nil {
		return 0, nil, gone(err)
	}
	s.sessions.drop()
	s.logs.drop()
	s.hub.end(q.account, [32]byte{})
	return http.StatusNoContent, nil, nil
}
