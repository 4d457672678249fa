// Package memstore is a relay's store that lasts as long as the process, for
// tests, benchmarks and the demo.
//
// One lock is held over everything, so each method is one step for all others,
// as a transaction is in a database. Whatever comes in or goes out is copied: a
// caller that changes its bytes afterwards changes nothing here. It keeps to the
// same contract as the database, by the same test (package storetest).
package memstore

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

// Store implements relay.Store.
type Store struct {
	mu       sync.Mutex
	secrets  map[string][32]byte
	codes    map[[32]byte]bool
	accounts map[wire.AccountID][]byte
	sessions map[[32]byte]relay.StoredSession
	logs     map[chain.LogID]*log
	invites  map[wire.InviteID]relay.StoredInvite
	pins     []pin // the oldest first
}

type log struct {
	relay.StoredLog
	events  []relay.StoredEvent // by seq, from 1
	readers map[wire.AccountID]bool
}

type pin struct {
	relay.StoredPin
	misses int
}

var _ relay.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{secrets: map[string][32]byte{}, codes: map[[32]byte]bool{}, accounts: map[wire.AccountID][]byte{},
		sessions: map[[32]byte]relay.StoredSession{}, logs: map[chain.LogID]*log{}, invites: map[wire.InviteID]relay.StoredInvite{}}
}

// Secret implements relay.Store.
func (s *Store) Secret(_ context.Context, name string, fresh [32]byte) ([32]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.secrets[name]; !ok {
		s.secrets[name] = fresh
	}
	return s.secrets[name], nil
}

// Ping implements relay.Store.
func (s *Store) Ping(context.Context) error { return nil }

// Close implements relay.Store. It forgets nothing, so that a test can go on
// with the same store as after a restart.
func (s *Store) Close() error { return nil }

// ReplaceCodes implements relay.Accounts.
func (s *Store) ReplaceCodes(_ context.Context, hashes [][32]byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.codes)
	for _, h := range hashes {
		s.codes[h] = true
	}
	return nil
}

// CountAccounts implements relay.Accounts.
func (s *Store) CountAccounts(context.Context) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.accounts), nil
}

// Register implements relay.Accounts.
func (s *Store) Register(_ context.Context, r relay.Registration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	slots, exists := s.accounts[r.Account.ID]
	if exists && bytes.Equal(slots, r.Account.Slots) {
		return nil
	}
	if len(s.accounts) >= r.Max {
		return relay.ErrClosed
	}
	if r.Code != nil {
		if !s.codes[*r.Code] {
			return relay.ErrBadCode
		}
	} else {
		v, ok := s.invites[*r.Invite]
		if !ok || v.ClaimHash != r.Claim || v.Stage != wire.InviteOpen || r.Now >= v.Expires || v.Admitted >= r.PerInv {
			return relay.ErrBadCode
		}
	}
	if exists {
		return relay.ErrExists
	}
	if r.Code != nil {
		delete(s.codes, *r.Code)
	} else {
		v := s.invites[*r.Invite]
		v.Admitted++
		v.Version++
		s.invites[*r.Invite] = v
	}
	s.accounts[r.Account.ID] = bytes.Clone(r.Account.Slots)
	return nil
}

// Account implements relay.Accounts.
func (s *Store) Account(_ context.Context, id wire.AccountID) (relay.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slots, ok := s.accounts[id]
	if !ok {
		return relay.Account{}, relay.ErrNotFound
	}
	return relay.Account{ID: id, Slots: bytes.Clone(slots)}, nil
}

// PutSlots implements relay.Accounts.
func (s *Store) PutSlots(_ context.Context, a relay.Account, keep [32]byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.accounts[a.ID]; !ok {
		return relay.ErrNotFound
	}
	s.accounts[a.ID] = bytes.Clone(a.Slots)
	for h, v := range s.sessions {
		if v.Account == a.ID && h != keep {
			delete(s.sessions, h)
		}
	}
	return nil
}

// DeleteAccount implements relay.Accounts.
func (s *Store) DeleteAccount(_ context.Context, id wire.AccountID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.accounts[id]; !ok {
		return relay.ErrNotFound
	}
	delete(s.accounts, id)
	s.dropPins(id, wire.PinID{})
	for h, v := range s.sessions {
		if v.Account == id {
			delete(s.sessions, h)
		}
	}
	for i, v := range s.invites {
		switch {
		case v.Maker == id:
			delete(s.invites, i)
		case v.Claimer == id && v.Stage != wire.InviteDone:
			v.Stage, v.M1, v.M2, v.M3 = relay.StageBurnt, nil, nil, nil
			v.Version++
			s.invites[i] = v
		}
	}
	for i, l := range s.logs {
		delete(l.readers, id)
		for n := range l.Members {
			if l.Members[n] == id {
				l.Members[n] = wire.AccountID{}
			}
		}
		if l.Members == [2]wire.AccountID{} {
			delete(s.logs, i)
		}
	}
	return nil
}

// PutSession implements relay.Sessions.
func (s *Store) PutSession(_ context.Context, v relay.StoredSession, now int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for h, old := range s.sessions {
		if now >= old.Expires {
			delete(s.sessions, h)
		}
	}
	if _, ok := s.accounts[v.Account]; !ok {
		return relay.ErrNotFound
	}
	s.sessions[v.Hash] = v
	return nil
}

// SessionsOf implements relay.Sessions.
func (s *Store) SessionsOf(_ context.Context, account wire.AccountID) ([]relay.StoredSession, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []relay.StoredSession
	for _, v := range s.sessions {
		if v.Account == account && !v.Ended {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b relay.StoredSession) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return out, nil
}

// EndSessions implements relay.Sessions.
func (s *Store) EndSessions(_ context.Context, account wire.AccountID, hashes [][32]byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range hashes {
		if v, ok := s.sessions[h]; ok && v.Account == account {
			v.Ended, v.Mark = true, [wire.MarkSize]byte{}
			s.sessions[h] = v
		}
	}
	return nil
}

// Session implements relay.Sessions.
func (s *Store) Session(_ context.Context, hash [32]byte) (relay.StoredSession, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.sessions[hash]
	if !ok {
		return relay.StoredSession{}, relay.ErrNotFound
	}
	return v, nil
}

// CreateLog implements relay.Logs.
func (s *Store) CreateLog(_ context.Context, l relay.StoredLog, first relay.StoredEvent, max int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.logs[l.ID]; ok {
		return relay.ErrExists
	}
	n := 0
	for _, have := range s.logs {
		if slices.Contains(have.Members[:], l.Members[0]) {
			n++
		}
	}
	if n >= max {
		return relay.ErrFull
	}
	l.Authority = bytes.Clone(l.Authority)
	s.logs[l.ID] = &log{StoredLog: l, events: []relay.StoredEvent{clone(first)}}
	return nil
}

func clone(e relay.StoredEvent) relay.StoredEvent {
	return relay.StoredEvent{Head: bytes.Clone(e.Head), Body: bytes.Clone(e.Body), Tombstone: bytes.Clone(e.Tombstone)}
}

// Log implements relay.Logs.
func (s *Store) Log(_ context.Context, id chain.LogID) (relay.StoredLog, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.logs[id]
	if !ok {
		return relay.StoredLog{}, relay.ErrNotFound
	}
	out := l.StoredLog
	out.Authority = bytes.Clone(out.Authority)
	return out, nil
}

// LogsOf implements relay.Logs.
func (s *Store) LogsOf(_ context.Context, account wire.AccountID) ([]relay.StoredLog, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []relay.StoredLog
	for _, l := range s.logs {
		if slices.Contains(l.Members[:], account) {
			v := l.StoredLog
			v.Authority = nil
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b relay.StoredLog) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return out, nil
}

// Events implements relay.Logs.
func (s *Store) Events(_ context.Context, id chain.LogID, after, upTo uint64, limit int, maxBytes int64) ([]relay.StoredEvent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.logs[id]
	if !ok || after >= uint64(len(l.events)) || after >= upTo {
		return nil, nil
	}
	var out []relay.StoredEvent
	var size int64
	for _, e := range l.events[after:min(upTo, uint64(len(l.events)))] {
		size += int64(len(e.Body))
		if len(out) == limit || len(out) > 0 && size > maxBytes {
			break
		}
		out = append(out, clone(e))
	}
	return out, nil
}

// AddReader implements relay.Logs.
func (s *Store) AddReader(_ context.Context, id chain.LogID, account wire.AccountID, max int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.logs[id]
	if _, have := s.accounts[account]; !ok || !have {
		return relay.ErrNotFound
	}
	if !l.readers[account] && len(l.readers) >= max {
		return relay.ErrFull
	}
	if l.readers == nil {
		l.readers = map[wire.AccountID]bool{}
	}
	l.readers[account] = true
	return nil
}

// Reads implements relay.Logs.
func (s *Store) Reads(_ context.Context, id chain.LogID, account wire.AccountID) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.logs[id]
	return ok && l.readers[account], nil
}

// Commit implements relay.Logs.
func (s *Store) Commit(_ context.Context, appends []relay.Append) ([]relay.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]relay.Result, len(appends))
	for i, a := range appends {
		out[i] = s.commit(a)
	}
	return out, nil
}

func (s *Store) commit(a relay.Append) relay.Result {
	l, ok := s.logs[a.Log]
	if !ok {
		return relay.Result{Err: relay.ErrNotFound}
	}
	if l.Head != a.Expect {
		return relay.Result{Head: l.Head, Err: relay.ErrMoved}
	}
	if !l.has(a.Remove) {
		return relay.Result{Head: l.Head, Err: relay.ErrNotFound}
	}
	if a.Admit != nil {
		v, ok := s.invites[a.Admit.Invite]
		if !ok || v.Log != a.Log || v.Claimer != a.Admit.Account || v.Stage < wire.InviteClaimed || v.Stage > wire.InviteReveal {
			return relay.Result{Head: l.Head, Err: relay.ErrBadCode}
		}
		v.Stage = wire.InviteDone
		v.Version++
		s.invites[v.ID] = v
		l.Members[1] = a.Admit.Account
	}
	for _, e := range a.Events {
		l.events = append(l.events, clone(e))
	}
	l.Head = a.Head
	for i, n := range a.Bytes {
		l.Used[i] += n
	}
	if a.Authority != nil {
		l.Authority = bytes.Clone(a.Authority)
	}
	return relay.Result{Head: l.Head, Freed: l.remove(a.Remove)}
}

// Remove implements relay.Logs.
func (s *Store) Remove(_ context.Context, id chain.LogID, removals []relay.Removal) ([2]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.logs[id]
	if !ok || !l.has(removals) {
		return [2]int64{}, relay.ErrNotFound
	}
	return l.remove(removals), nil
}

func (l *log) has(removals []relay.Removal) bool {
	for _, r := range removals {
		if r.Seq == 0 || r.Seq > uint64(len(l.events)) {
			return false
		}
	}
	return true
}

func (l *log) remove(removals []relay.Removal) (freed [2]int64) {
	for _, r := range removals {
		e := &l.events[r.Seq-1]
		if e.Tombstone != nil {
			continue
		}
		freed[r.Member-1] += int64(len(e.Body))
		clear(e.Body)
		e.Body, e.Tombstone = nil, bytes.Clone(r.Tombstone)
	}
	for i, n := range freed {
		l.Used[i] -= n
	}
	return freed
}

// PutInvite implements relay.Invites.
func (s *Store) PutInvite(_ context.Context, v relay.StoredInvite, forget int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, old := range s.invites {
		if forget >= old.Expires {
			delete(s.invites, id)
		}
	}
	if _, ok := s.invites[v.ID]; ok {
		return relay.ErrExists
	}
	v.Version = 1
	s.invites[v.ID] = cloneInvite(v)
	return nil
}

func cloneInvite(v relay.StoredInvite) relay.StoredInvite {
	v.M1, v.M2, v.M3 = bytes.Clone(v.M1), bytes.Clone(v.M2), bytes.Clone(v.M3)
	return v
}

// Invite implements relay.Invites.
func (s *Store) Invite(_ context.Context, id wire.InviteID) (relay.StoredInvite, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.invites[id]
	if !ok {
		return relay.StoredInvite{}, relay.ErrNotFound
	}
	return cloneInvite(v), nil
}

// SwapInvite implements relay.Invites.
func (s *Store) SwapInvite(_ context.Context, v relay.StoredInvite) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, ok := s.invites[v.ID]
	if !ok || old.Version != v.Version {
		return relay.ErrMoved
	}
	v.Version++
	s.invites[v.ID] = cloneInvite(v)
	return nil
}

// PutPin implements relay.Pins.
func (s *Store) PutPin(_ context.Context, p relay.StoredPin, max int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.accounts[p.Account]; !ok {
		return relay.ErrNotFound
	}
	if slices.ContainsFunc(s.pins, func(have pin) bool { return have.ID == p.ID }) {
		return relay.ErrExists
	}
	n := 1
	for i := len(s.pins) - 1; i >= 0; i-- {
		if s.pins[i].Account != p.Account {
			continue
		}
		if n++; n > max {
			s.pins = slices.Delete(s.pins, i, i+1)
		}
	}
	s.pins = append(s.pins, pin{StoredPin: p})
	return nil
}

// TryPin implements relay.Pins.
func (s *Store) TryPin(_ context.Context, id wire.PinID, holder, verifier [32]byte, max int) (*[32]byte, int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.pins, func(p pin) bool { return p.ID == id && p.Holder == holder })
	if i < 0 {
		return nil, 0, relay.ErrNotFound
	}
	p := &s.pins[i]
	if p.misses++; p.Verifier == verifier {
		p.misses = 0
		half := p.Half
		return &half, 0, nil
	}
	if p.misses < max {
		return nil, max - p.misses, nil
	}
	s.pins = slices.Delete(s.pins, i, i+1)
	return nil, 0, nil
}

// DropPin implements relay.Pins.
func (s *Store) DropPin(_ context.Context, account wire.AccountID, id wire.PinID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pins = slices.DeleteFunc(s.pins, func(p pin) bool { return p.Account == account && p.ID == id })
	return nil
}

// DropPins implements relay.Pins.
func (s *Store) DropPins(_ context.Context, account wire.AccountID, but wire.PinID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropPins(account, but)
	return nil
}

func (s *Store) dropPins(account wire.AccountID, but wire.PinID) {
	s.pins = slices.DeleteFunc(s.pins, func(p pin) bool { return p.Account == account && p.ID != but })
}

// Copy returns a store that holds what this one holds now, as a backup would.
func (s *Store) Copy() *Store {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := New()
	maps.Copy(c.secrets, s.secrets)
	maps.Copy(c.codes, s.codes)
	maps.Copy(c.sessions, s.sessions)
	for id, slots := range s.accounts {
		c.accounts[id] = bytes.Clone(slots)
	}
	for id, l := range s.logs {
		d := &log{StoredLog: l.StoredLog, readers: maps.Clone(l.readers)}
		d.Authority = bytes.Clone(l.Authority)
		for _, e := range l.events {
			d.events = append(d.events, clone(e))
		}
		c.logs[id] = d
	}
	for id, v := range s.invites {
		c.invites[id] = cloneInvite(v)
	}
	c.pins = slices.Clone(s.pins)
	return c
}
