package relay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/wire"
)

type logKey = chain.LogID

// logView is a log as it stood at one head, decoded. It is never changed, so
// that it can be shared.
type logView struct {
	StoredLog             // without Authority
	state     chain.State // at Head
}

// member returns an account's number in the log, or 0.
func (v *logView) member(a wire.AccountID) int {
	for i, m := range v.Members {
		if m == a {
			return i + 1
		}
	}
	return 0
}

// encodeAuthority is what the store keeps of a state. Seq and head are kept
// beside it, because they change with every event and it hardly ever does.
func encodeAuthority(st chain.State) []byte {
	st.Seq, st.Head = 0, chain.Hash{}
	return codec.Must(st)
}

// view returns a log as it stands, or, unless fresh, as it stood a moment ago.
// The age is for putting what is made of it into the cache.
func (s *Server) view(ctx context.Context, id chain.LogID, fresh bool) (*logView, uint64, error) {
	v, age, ok := s.logs.get(id)
	if ok && !fresh {
		return v, age, nil
	}
	l, err := s.store.Log(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	v = &logView{StoredLog: l}
	if err := codec.Decode(l.Authority, &v.state); err != nil {
		return nil, 0, fmt.Errorf("relay: stored authority: %w", err)
	}
	v.state.Seq, v.state.Head = l.Head.Seq, l.Head.Hash
	v.Authority = nil
	s.logs.put(id, v, age, v.replaces)
	return v, age, nil
}

func (v *logView) replaces(have *logView) bool { return have.Head.Seq <= v.Head.Seq }

// asMember calls f with a log and the account's number in it. The view may be
// stale; if f fails on it, f is called once more with what the store has now. A
// log is not found by those who are no members, so that its id tells nothing.
func (s *Server) asMember(ctx context.Context, q *request, id chain.LogID, f func(v *logView, age uint64, member int) error) error {
	return s.asParty(ctx, q, id, false, f)
}

// asParty does the same, also for those who may only read, if reads is true. They
// have the number 0.
func (s *Server) asParty(ctx context.Context, q *request, id chain.LogID, reads bool, f func(v *logView, age uint64, member int) error) error {
	var err error
	for _, fresh := range []bool{false, true} {
		var v *logView
		var age uint64
		v, age, err = s.view(ctx, id, fresh)
		switch {
		case errors.Is(err, ErrNotFound):
			return refuse(wire.CodeNotFound)
		case err != nil:
			return err
		}
		member := v.member(q.account)
		if member == 0 {
			may := false
			if reads && fresh {
				if may, err = s.store.Reads(ctx, id, q.account); err != nil {
					return err
				}
			}
			if !may {
				err = refuse(wire.CodeNotFound)
				continue
			}
		}
		if err = f(v, age, member); err == nil || !wire.IsRefusal(err, wire.CodeConflict) {
			return err
		}
	}
	return err
}

func logID(q *request) (chain.LogID, error) {
	id, err := chain.ParseLogID(q.PathValue("id"))
	if err != nil {
		return chain.LogID{}, refuse(wire.CodeNotFound)
	}
	return id, nil
}

func (s *Server) listLogs(ctx context.Context, q *request) (int, any, error) {
	logs, err := s.store.LogsOf(ctx, q.account)
	if err != nil {
		return 0, nil, err
	}
	list := wire.LogList{}
	for _, l := range logs {
		list.Logs = append(list.Logs, wire.Log{ID: l.ID, Type: uint8(l.Type), Head: l.Head})
	}
	return http.StatusOK, list, nil
}

// createLog begins a log. Its maker is member 1.
func (s *Server) createLog(ctx context.Context, q *request) (int, any, error) {
	var in wire.NewLog
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	ev, err := chain.Parse(in.Genesis)
	if err != nil {
		return 0, nil, refuse(wire.CodeRefused)
	}
	// By account alone: the id of a new log is whatever the request says.
	if err := s.limits.take(limitAppend, q.account[:], 1, s.clock()); err != nil {
		return 0, nil, err
	}
	st := chain.NewState(ev.Log, ev.Type)
	a, err := st.Accept(ev)
	if err != nil || a.ControlKind() != chain.KindGenesis {
		return 0, nil, refuse(wire.CodeRefused)
	}
	head := wire.Head{Seq: st.Seq, Hash: st.Head}
	l := StoredLog{ID: ev.Log, Type: ev.Type, Head: head, Authority: encodeAuthority(st),
		Members: [2]wire.AccountID{q.account}, Used: [2]int64{int64(len(in.Genesis))}}
	first := storedEvent(in.Genesis)
	switch err := s.store.CreateLog(ctx, l, first, LogsPerAccount); {
	case errors.Is(err, ErrExists):
		same, err := s.stored(ctx, ev.Log, 0, [][]byte{in.Genesis})
		if err != nil {
			return 0, nil, err
		}
		v, _, err := s.view(ctx, ev.Log, true)
		if err != nil || !same || v.member(q.account) != 1 {
			return 0, nil, refuse(wire.CodeExists)
		}
		return http.StatusCreated, head, nil
	case err != nil:
		return 0, nil, err
	}
	s.hub.tellLog([]wire.AccountID{q.account}, ev.Log, st.Seq)
	return http.StatusCreated, head, nil
}

func storedEvent(raw []byte) StoredEvent {
	return StoredEvent{Head: raw[:chain.HeadSize], Body: raw[chain.HeadSize:]}
}

// stored reports whether exactly these events follow after in a log.
func (s *Server) stored(ctx context.Context, id chain.LogID, after uint64, events [][]byte) (bool, error) {
	n := uint64(len(events))
	if after > chain.MaxSeq-n {
		return false, nil
	}
	have, err := s.store.Events(ctx, id, after, after+n, len(events), wire.MaxBody)
	if err != nil || len(have) != len(events) {
		return false, err
	}
	for i, e := range have {
		if !bytes.Equal(append(bytes.Clone(e.Head), e.Body...), events[i]) {
			return false, nil
		}
	}
	return true, nil
}

// getEvents returns a page of events. How far it may go is fixed by the head it
// names, so that the two always fit.
func (s *Server) getEvents(ctx context.Context, q *request) (int, any, error) {
	id, err := logID(q)
	if err != nil {
		return 0, nil, err
	}
	after, limit := uint64(0), uint64(wire.MaxPage)
	query := q.URL.Query()
	for name, v := range map[string]*uint64{"after": &after, "limit": &limit} {
		if !query.Has(name) {
			continue
		}
		if *v, err = strconv.ParseUint(query.Get(name), 10, 64); err != nil {
			return 0, nil, refuse(wire.CodeMalformed)
		}
	}
	limit = max(1, min(limit, wire.MaxPage))
	var page wire.Page
	err = s.asParty(ctx, q, id, true, func(v *logView, _ uint64, _ int) error {
		page.Head = v.Head
		if after >= v.Head.Seq {
			return nil
		}
		events, err := s.store.Events(ctx, id, after, v.Head.Seq, int(limit), wire.MaxPageBytes)
		for _, e := range events {
			page.Events = append(page.Events, wire.Event{Head: e.Head, Body: e.Body, Tombstone: e.Tombstone})
		}
		return err
	})
	return http.StatusOK, page, err
}

func (s *Server) appendEvents(ctx context.Context, q *request) (int, any, error) {
	id, err := logID(q)
	if err != nil {
		return 0, nil, err
	}
	var in wire.Append
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	head, err := s.append(ctx, q, id, in, nil)
	return http.StatusCreated, head, err
}

// addMember appends member.add and lets the claimer of the invite in, together.
func (s *Server) addMember(ctx context.Context, q *request) (int, any, error) {
	id, err := logID(q)
	if err != nil {
		return 0, nil, err
	}
	var in wire.AddMember
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	v, err := s.findInvite(ctx, in.Invite)
	if err != nil {
		return 0, nil, err
	}
	switch {
	case v.Maker != q.account || v.Log != id || v.Stage == wire.InviteOpen:
		return 0, nil, refuse(wire.CodeForbidden)
	case v.Stage == StageBurnt:
		return 0, nil, refuse(wire.CodeGone)
	case v.Stage == wire.InviteDone:
		return 0, nil, refuse(wire.CodeExists)
	}
	if len(in.Append.Tombstones) > 0 {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	head, err := s.append(ctx, q, id, in.Append, &Admit{Invite: v.ID, Account: v.Claimer})
	if err != nil {
		return 0, nil, err
	}
	s.hub.tellInvite([]wire.AccountID{v.Maker, v.Claimer}, v.ID)
	return http.StatusCreated, head, nil
}

// sameMember recognises an addMember that was carried out and whose answer was
// lost.
func (s *Server) sameMember(ctx context.Context, q *request) (int, any, bool, error) {
	id, err := logID(q)
	if err != nil {
		return 0, nil, false, err
	}
	var in wire.AddMember
	if err := decode(q, &in); err != nil {
		return 0, nil, false, err
	}
	v, err := s.store.Invite(ctx, in.Invite)
	if errors.Is(err, ErrNotFound) || err == nil && (v.Stage != wire.InviteDone || v.Maker != q.account || v.Log != id) || len(in.Append.Events) == 0 {
		return 0, nil, false, nil
	}
	if err != nil {
		return 0, nil, false, err
	}
	same, err := s.stored(ctx, id, in.Append.Expect.Seq, in.Append.Events)
	if err != nil || !same {
		return 0, nil, false, err
	}
	last, err := chain.Parse(in.Append.Events[len(in.Append.Events)-1])
	return http.StatusCreated, wire.Head{Seq: last.Seq, Hash: last.Header.Hash()}, err == nil, err
}

// append verifies events here, where many requests can do so at a time, and
// hands them to the committer.
func (s *Server) append(ctx context.Context, q *request, id chain.LogID, in wire.Append, admit *Admit) (wire.Head, error) {
	if len(in.Events) == 0 || len(in.Tombstones) > wire.MaxTombstones {
		return wire.Head{}, refuse(wire.CodeMalformed)
	}
	charged := false
	var head wire.Head
	err := s.asMember(ctx, q, id, func(v *logView, age uint64, member int) error {
		if !charged {
			if err := s.limits.take(limitAppend, append(q.account[:], id[:]...), s.weight(ctx, v, in), s.clock()); err != nil {
				return err
			}
			charged = true
		}
		if in.Expect != v.Head {
			return conflict(v.Head)
		}
		targets, err := s.headers(ctx, v, seqs(in.Tombstones))
		if err != nil {
			return err
		}
		s.commits.coming.Add(1)
		d, err := prepare(v, member, in.Events, targets, admit)
		s.commits.coming.Add(-1)
		if err != nil {
			return err
		}
		if d.Remove, err = removals(&d.next.state, targets, in.Tombstones); err != nil {
			return err
		}
		head, err = s.commit(d, age)
		return err
	})
	return head, err
}

// commit hands a draft to the committer and returns where the log stands then.
func (s *Server) commit(d *draft, age uint64) (wire.Head, error) {
	for member, n := range d.Bytes {
		if n > 0 && d.next.Used[member] > s.quota {
			return wire.Head{}, refuse(wire.CodeFull)
		}
	}
	r := s.commits.do(d.Append, d.next, age)
	switch {
	case errors.Is(r.Err, ErrMoved):
		return wire.Head{}, conflict(r.Head)
	case errors.Is(r.Err, ErrBadCode):
		return wire.Head{}, refuse(wire.CodeGone) // the invite was burnt in between
	case errors.Is(r.Err, ErrNotFound):
		return wire.Head{}, refuse(wire.CodeNotFound)
	}
	return r.Head, r.Err
}

func conflict(head wire.Head) error {
	r := refuse(wire.CodeConflict)
	r.Head = &head
	return r
}

// draft is what a request adds to a log, as far as it has been verified.
type draft struct {
	Append
	next    *logView // that follows
	changed bool     // who may sign
	added   bool     // a member
}

func newDraft(v *logView) *draft {
	return &draft{Append: Append{Log: v.ID, Expect: v.Head}, next: &logView{StoredLog: v.StoredLog, state: v.state.Clone()}}
}

// take verifies the next event.
func (d *draft) take(ev chain.Event, stored StoredEvent) (chain.Accepted, error) {
	acc, err := d.next.state.Accept(ev)
	if err != nil {
		return acc, refuse(wire.CodeRefused)
	}
	d.changed = d.changed || acc.ControlKind() != ""
	d.added = d.added || acc.ControlKind() == chain.KindMemberAdd
	d.Events = append(d.Events, stored)
	d.Bytes[acc.Member()-1] += int64(len(stored.Head) + len(stored.Body))
	return acc, nil
}

// finish completes the view that follows.
func (d *draft) finish() *draft {
	if d.changed {
		d.Authority = encodeAuthority(d.next.state)
	}
	d.Head = wire.Head{Seq: d.next.state.Seq, Hash: d.next.state.Head}
	d.next.Head = d.Head
	for member, n := range d.Bytes {
		d.next.Used[member] += n
	}
	return d
}

// prepare verifies what a member appends to a log.
func prepare(v *logView, member int, events [][]byte, targets []chain.Header, admit *Admit) (*draft, error) {
	d := newDraft(v)
	d.Admit = admit
	for _, raw := range events {
		ev, err := chain.Parse(raw)
		if err != nil {
			return nil, refuse(wire.CodeRefused)
		}
		acc, err := d.take(ev, storedEvent(raw))
		if err != nil {
			return nil, err
		}
		if int(acc.Member()) != member {
			return nil, refuse(wire.CodeForbidden) // somebody else's words
		}
		if acc.Flag() == chain.AfterEnd && !slices.ContainsFunc(targets, func(t chain.Header) bool { return mayFollowLeave(&d.next.state, acc, t) }) {
			return nil, refuse(wire.CodeEnded)
		}
	}
	switch {
	case d.added && admit == nil:
		return nil, refuse(wire.CodeForbidden) // needs the cold key and an invite
	case !d.added && admit != nil:
		return nil, refuse(wire.CodeRefused)
	}
	if admit != nil {
		d.next.Members[1] = admit.Account
	}
	return d.finish(), nil
}

// mayFollowLeave reports whether a closed log still takes an event: only one
// that takes back what its author wrote.
func mayFollowLeave(st *chain.State, acc chain.Accepted, target chain.Header) bool {
	return acc.Event().Redacts(target) && st.Author(target) == acc.Member()
}
