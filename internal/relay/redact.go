package relay

import (
	"context"
	"errors"
	"net/http"

	"troth/internal/chain"
	"troth/internal/wire"
)

// removeBodies removes bodies by their authors' signed leave, whichever member
// hands it in. What was removed already stays so.
func (s *Server) removeBodies(ctx context.Context, q *request) (int, any, error) {
	id, err := logID(q)
	if err != nil {
		return 0, nil, err
	}
	var in wire.Remove
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if len(in.Tombstones) == 0 || len(in.Tombstones) > wire.MaxTombstones {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	// The keys that count are those of now, so the view must not be an old one.
	v, _, err := s.view(ctx, id, true)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && v.member(q.account) == 0:
		return 0, nil, refuse(wire.CodeNotFound)
	case err != nil:
		return 0, nil, err
	}
	if err := s.limits.take(limitAppend, append(q.account[:], id[:]...), len(in.Tombstones), s.clock()); err != nil {
		return 0, nil, err
	}
	targets, err := s.headers(ctx, v, seqs(in.Tombstones))
	if err != nil {
		return 0, nil, err
	}
	list, err := removals(&v.state, targets, in.Tombstones)
	if err != nil {
		return 0, nil, err
	}
	if _, err := s.store.Remove(ctx, id, list); err != nil {
		return 0, nil, err
	}
	s.logs.drop() // views say what a member's events take
	return http.StatusNoContent, nil, nil
}

// weight is what an append counts as: each event and each tombstone counts, but for
// a redact of what still has its body, with the tombstone for that. All that a
// member wrote was counted when it came, and can be taken back once; so whoever
// takes back all of it need not spread that over days. At least one.
func (s *Server) weight(ctx context.Context, v *logView, in wire.Append) int {
	n := len(in.Events) + len(in.Tombstones)
	free := map[[16]byte]bool{}
	for _, t := range in.Tombstones {
		if t.Seq == 0 || t.Seq > v.Head.Seq {
			continue
		}
		events, err := s.store.Events(ctx, v.ID, t.Seq-1, t.Seq, 1, 0)
		if err != nil {
			break // it is refused for that soon
		}
		if len(events) == 1 && len(events[0].Tombstone) == 0 {
			if h, err := chain.ParseHeader(events[0].Head[:chain.HeaderSize]); err == nil {
				free[chain.RedactID(h.Hash())] = true
			}
		}
	}
	for _, raw := range in.Events {
		if ev, err := chain.Parse(raw); err == nil && free[ev.ID] {
			delete(free, ev.ID)
			n -= 2
		}
	}
	return max(1, n)
}

func seqs(tombstones []wire.Tombstone) []uint64 {
	out := make([]uint64, len(tombstones))
	for i, t := range tombstones {
		out[i] = t.Seq
	}
	return out
}

// headers reads the headers of stored events.
func (s *Server) headers(ctx context.Context, v *logView, seqs []uint64) ([]chain.Header, error) {
	out := make([]chain.Header, len(seqs))
	for i, seq := range seqs {
		if seq == 0 || seq > v.Head.Seq {
			return nil, refuse(wire.CodeNotFound)
		}
		events, err := s.store.Events(ctx, v.ID, seq-1, seq, 1, 0)
		if err != nil {
			return nil, err
		}
		if len(events) == 0 {
			return nil, refuse(wire.CodeNotFound)
		}
		if out[i], err = chain.ParseHeader(events[0].Head[:chain.HeaderSize]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// removals verifies tombstones for the events with these headers.
func removals(st *chain.State, targets []chain.Header, tombstones []wire.Tombstone) ([]Removal, error) {
	out := make([]Removal, len(targets))
	for i, h := range targets {
		if st.VerifyTombstone(h, tombstones[i].Data, chain.Current) != nil {
			return nil, refuse(wire.CodeRefused)
		}
		out[i] = Removal{Seq: h.Seq, Member: int(st.Author(h)), Tombstone: tombstones[i].Data}
	}
	return out, nil
}

// heal takes events back that a relay restored from an old copy has lost. They
// pass the same rules as when they were appended, except that a member may give
// back what the other wrote, and that a tombstone may stand for a body.
func (s *Server) heal(ctx context.Context, q *request) (int, any, error) {
	id, err := logID(q)
	if err != nil {
		return 0, nil, err
	}
	var in wire.Heal
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if len(in.Events) == 0 {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	charged := false
	var head wire.Head
	err = s.asMember(ctx, q, id, func(v *logView, age uint64, _ int) error {
		if !charged {
			if err := s.limits.take(limitHeal, append(q.account[:], id[:]...), len(q.body), s.clock()); err != nil {
				return err
			}
			charged = true
		}
		if in.Expect != v.Head {
			return conflict(v.Head)
		}
		d, err := s.healed(ctx, v, in)
		if err != nil {
			return err
		}
		head, err = s.commit(d, age)
		return err
	})
	return http.StatusCreated, head, err
}

// healed verifies what a heal gives back.
func (s *Server) healed(ctx context.Context, v *logView, in wire.Heal) (*draft, error) {
	d := newDraft(v)
	targets := in.Targets
	given := map[uint64]chain.Header{}
	var bare []int // events that come with a tombstone
	for i, e := range in.Events {
		var body []byte
		if len(e.Body) > 0 {
			body = e.Body
		}
		ev, err := chain.Join(e.Head, body)
		if err != nil || (body == nil) == (len(e.Tombstone) == 0) {
			return nil, refuse(wire.CodeRefused)
		}
		acc, err := d.take(ev, StoredEvent{Head: e.Head, Body: body, Tombstone: e.Tombstone})
		if err != nil {
			return nil, err
		}
		if acc.ControlKind() == chain.KindMemberAdd {
			// Which account may read and append as that member is nowhere in the
			// log; only an invite says it.
			return nil, refuse(wire.CodeAdmission)
		}
		given[ev.Seq] = ev.Header
		if body == nil {
			bare = append(bare, i)
		}
		if acc.Flag() != chain.AfterEnd {
			continue
		}
		if len(targets) == 0 {
			return nil, refuse(wire.CodeEnded)
		}
		target, ok := given[targets[0]]
		if !ok {
			stored, err := s.headers(ctx, v, targets[:1])
			if err != nil {
				return nil, err
			}
			target = stored[0]
		}
		if targets = targets[1:]; !mayFollowLeave(&d.next.state, acc, target) {
			return nil, refuse(wire.CodeEnded)
		}
	}
	// A tombstone may be of a later generation of keys than its event, and an
	// older one may have signed it before it was replaced.
	for _, i := range bare {
		e := &d.Events[i]
		h, err := chain.ParseHeader(e.Head[:chain.HeaderSize])
		if err != nil || d.next.state.VerifyTombstone(h, e.Tombstone, chain.Ever) != nil {
			return nil, refuse(wire.CodeRefused)
		}
	}
	return d.finish(), nil
}
