package chain

import (
	"errors"
	"fmt"
)

// Member is one of the people who may write to a log.
type Member struct {
	Identity   [32]byte `cbor:"1,keyasint"`
	Generation uint32   `cbor:"2,keyasint"` // the newest
	Sign       [32]byte `cbor:"3,keyasint"` // the newest
	HPKE       []byte   `cbor:"4,keyasint"` // the newest
}

// Key is a signing key that has or had authority in a log.
type Key struct {
	ID         KID      `cbor:"1,keyasint"`
	Member     uint8    `cbor:"2,keyasint"` // 1 or 2
	Generation uint32   `cbor:"3,keyasint"`
	Pub        [32]byte `cbor:"4,keyasint"`
	From       uint64   `cbor:"5,keyasint"` // the seq of the record that certified it
	Until      uint64   `cbor:"6,keyasint"` // the first seq at which it no longer counts; 0: it counts
}

// State is everything about a log that decides whether the next event is
// accepted: its head and the authority that the control records gave. It is
// plain data, so that it can be kept as a checkpoint and resumed.
type State struct {
	Log     LogID    `cbor:"1,keyasint"`
	Type    Type     `cbor:"2,keyasint"`
	Seq     uint64   `cbor:"3,keyasint"` // of the head; 0: empty
	Head    Hash     `cbor:"4,keyasint"`
	Members []Member `cbor:"5,keyasint"` // at most two, in order
	Keys    []Key    `cbor:"6,keyasint"`
	Epoch   uint32   `cbor:"7,keyasint"` // the newest announced
	// RekeyEpoch is the newest epoch at the last person.rekey: whatever is
	// written later under this epoch or an older one used a key that the
	// rekeying meant to retire.
	RekeyEpoch uint32 `cbor:"8,keyasint"`
	Left       uint8  `cbor:"9,keyasint"` // the member who closed the log; 0: open
	LeftSeq    uint64 `cbor:"10,keyasint"`
}

// NewState returns the state of an empty log.
func NewState(log LogID, typ Type) State {
	return State{Log: log, Type: typ, Head: GenesisPrev(log)}
}

// Clone returns a copy that shares nothing that Accept changes.
func (s *State) Clone() State {
	c := *s
	c.Members = append([]Member(nil), s.Members...)
	c.Keys = append([]Key(nil), s.Keys...)
	return c
}

// Closed reports whether a member has left.
func (s *State) Closed() bool { return s.Left != 0 }

// Flag says why an accepted event changes nothing. The zero Flag means that it
// counts, as far as the chain can tell.
type Flag uint8

// Flags of accepted events.
const (
	Fine       Flag = iota
	BadControl      // a control record that cannot be read, or is none
	OutOfPlace      // a control record that does not belong here
	AfterEnd        // written after a member left
	BadEpoch        // names an epoch that was never announced
)

// Accepted is an event that the accept rules let in. Only this package makes
// one, so holding it proves that its place was checked, and that its author's
// key stands behind it: by its own signature (State.Accept), by this device
// having verified that before (Resume), or, until its Backlog is done, by the
// newest signature of the same key further on in the chain (State.NewestFirst).
type Accepted struct {
	ev     Event
	hash   Hash
	member uint8
	older  bool
	flag   Flag
	rec    *record // of a control record; nil if it has none that can be read
}

// Event returns the event.
func (a Accepted) Event() Event { return a.ev }

// Bare returns the same without the event's body, unless it is a control
// record.
func (a Accepted) Bare() Accepted {
	if !a.ev.Control() {
		a.ev.Body = nil
	}
	return a
}

// Hash returns the event's hash.
func (a Accepted) Hash() Hash { return a.hash }

// Member returns who wrote it: 1 or 2.
func (a Accepted) Member() uint8 { return a.member }

// Flag returns why the event changes nothing, or Fine.
func (a Accepted) Flag() Flag { return a.flag }

// OlderKey reports whether it was written under an epoch from before the last
// rekeying.
func (a Accepted) OlderKey() bool { return a.older }

// ControlKind returns the kind of a control record that counts, or "".
func (a Accepted) ControlKind() string {
	if a.flag != Fine || a.rec == nil {
		return ""
	}
	return a.rec.kind
}

// Epoch returns the epoch that this control record announces, or nil.
func (a Accepted) Epoch() *Epoch {
	if a.flag != Fine || a.rec == nil {
		return nil
	}
	return a.rec.epoch
}

// Certificate returns the certificate that this control record carries.
func (a Accepted) Certificate() (Certificate, bool) {
	if a.rec == nil {
		return Certificate{}, false
	}
	return a.rec.cert, a.flag == Fine && a.rec.cert.Version != 0
}

// Reasons for which an event is refused. After any of them the state is
// unchanged.
var (
	ErrWrongLog   = errors.New("chain: event of another log")
	ErrUnknownKey = errors.New("chain: signed by a key without authority here")
	ErrSignature  = errors.New("chain: signature does not fit")
	ErrOld        = errors.New("chain: seq already taken")
	ErrFork       = errors.New("chain: the history has been split")
	ErrGap        = errors.New("chain: events are missing before this one")
)

// Accept applies the accept rules (spec/event-v1.md, "Acceptance") to ev and,
// if it passes, moves the head and applies control records.
//
// ErrOld is returned for a seq at or below the head, for the caller to compare
// with what it stored there: the same hash is a replay, another is a fork. At
// the head itself Accept compares and returns ErrFork.
func (s *State) Accept(ev Event) (Accepted, error) { return s.accept(ev, verified{}) }

// verified says what accept need not verify itself, because it was verified
// before or is owed. The zero value verifies everything.
type verified struct {
	before bool     // by this device: its checkpoint says so
	owed   *Backlog // nil, or where the signature is noted for later
}

func (s *State) accept(ev Event, done verified) (Accepted, error) {
	if ev.Log != s.Log || ev.Type != s.Type {
		return Accepted{}, ErrWrongLog
	}
	a := Accepted{ev: ev, hash: ev.Header.Hash()}
	if ev.Seq <= s.Seq {
		if ev.Seq == s.Seq && a.hash != s.Head {
			return Accepted{}, s.forkIfSigned(ev)
		}
		return Accepted{}, ErrOld
	}
	if ev.Control() && ev.Body != nil {
		if rec, ok := readControl(s.Log, ev.Body); ok {
			a.rec = &rec
		}
	}
	key, ok := s.authority(ev, a.rec)
	if !ok {
		return Accepted{}, ErrUnknownKey
	}
	switch {
	case done.before:
	case done.owed != nil:
		done.owed.note(key.Pub, ev.Header, ev.Sig)
	case !Verify(key.Pub[:], ev.SigInput(), ev.Sig[:]):
		return Accepted{}, ErrSignature
	}
	if ev.Seq > s.Seq+1 {
		return Accepted{}, fmt.Errorf("%w: have %d, got %d", ErrGap, s.Seq, ev.Seq)
	}
	if ev.Prev != s.Head {
		return Accepted{}, ErrFork
	}
	if ev.Control() && ev.Body == nil {
		// Authority can never be withheld piecemeal: a control record has its
		// body or the log cannot be read on.
		return Accepted{}, ErrMalformed
	}
	a.member = key.Member
	switch {
	case s.Closed():
		a.flag = AfterEnd
	case ev.Control() && a.rec == nil:
		a.flag = BadControl
	case ev.Control():
		if !s.apply(key, a.rec, ev.Seq) {
			a.flag = OutOfPlace
		}
	case s.Type == Couple && ev.Epoch > s.Epoch:
		a.flag = BadEpoch
	}
	a.older = !ev.Control() && s.RekeyEpoch > 0 && ev.Epoch <= s.RekeyEpoch
	s.Seq, s.Head = ev.Seq, a.hash
	return a, nil
}

// forkIfSigned tells a fork, which needs a signature that counts, from noise.
func (s *State) forkIfSigned(ev Event) error {
	for _, k := range s.Keys {
		if k.ID == ev.Author && Verify(k.Pub[:], ev.SigInput(), ev.Sig[:]) {
			return ErrFork
		}
	}
	return ErrUnknownKey
}

// authority finds the key that ev must be signed with. A genesis and a
// person.rekey are signed by the key that they themselves certify.
func (s *State) authority(ev Event, rec *record) (Key, bool) {
	if s.Seq == 0 {
		if ev.Seq != 1 || rec == nil || rec.kind != KindGenesis {
			return Key{}, false
		}
		k := keyOf(rec.cert, 1, 1)
		return k, k.ID == ev.Author
	}
	for _, k := range s.Keys {
		if k.ID == ev.Author && (k.Until == 0 || ev.Seq < k.Until) {
			return k, true
		}
	}
	if rec != nil && rec.kind == KindRekey {
		for i, m := range s.Members {
			if m.Identity == rec.cert.Identity && rec.cert.Generation == m.Generation+1 {
				k := keyOf(rec.cert, uint8(i+1), ev.Seq)
				return k, k.ID == ev.Author && !s.known(rec.cert)
			}
		}
	}
	return Key{}, false
}

// known reports whether any key of the certificate already belongs to somebody.
func (s *State) known(c Certificate) bool {
	for _, k := range s.Keys {
		if k.Pub == c.Sign {
			return true
		}
	}
	for _, m := range s.Members {
		if string(m.HPKE) == string(c.HPKE) || m.Identity == c.Sign {
			return true
		}
	}
	return false
}

// apply carries out a control record, or reports that it does not belong here.
func (s *State) apply(by Key, rec *record, seq uint64) bool {
	c := rec.cert
	switch rec.kind {
	case KindGenesis:
		if seq != 1 {
			return false
		}
		s.admit(c, 1, seq)
	case KindMemberAdd:
		if s.Type != Couple || len(s.Members) != 1 || by.Member != 1 ||
			c.Identity == s.Members[0].Identity || s.known(c) {
			return false
		}
		s.admit(c, 2, seq)
	case KindRekey:
		// authority has checked identity and generation if the record is signed
		// by its own new key; signed by any other key it does not count.
		if by.Pub != c.Sign || by.From != seq {
			return false
		}
		for i := range s.Keys {
			if s.Keys[i].Member == by.Member && s.Keys[i].Until == 0 {
				s.Keys[i].Until = seq
			}
		}
		s.Keys = append(s.Keys, by)
		m := &s.Members[by.Member-1]
		m.Generation, m.Sign, m.HPKE = c.Generation, c.Sign, c.HPKE
		s.RekeyEpoch = s.Epoch
	case KindEpoch:
		e := rec.epoch
		if s.Type != Couple || e.Number != s.Epoch+1 || len(e.Wraps) != len(s.Members) {
			return false
		}
		for i, w := range e.Wraps {
			if int(w.Member) != i+1 || w.Generation != s.Members[i].Generation {
				return false
			}
		}
		s.Epoch = e.Number
	case KindLeave:
		if s.Type != Couple {
			return false
		}
		s.Left, s.LeftSeq = by.Member, seq
	default:
		return false
	}
	return true
}

func (s *State) admit(c Certificate, member uint8, seq uint64) {
	s.Keys = append(s.Keys, keyOf(c, member, seq))
	s.Members = append(s.Members, Member{Identity: c.Identity, Generation: c.Generation, Sign: c.Sign, HPKE: c.HPKE})
}

func keyOf(c Certificate, member uint8, seq uint64) Key {
	return Key{ID: KIDOf(c.Sign[:]), Member: member, Generation: c.Generation, Pub: c.Sign, From: seq}
}

// Resume reads again the events up to a checkpoint that this device made
// itself, without verifying each signature: every header is fixed by the
// checkpoint's head.
type Resume struct {
	goal State
	cur  State
}

// NewResume starts at the beginning of the checkpoint's log. The checkpoint
// must come from this device, authenticated, never from a relay.
func NewResume(checkpoint State) *Resume {
	return &Resume{goal: checkpoint, cur: NewState(checkpoint.Log, checkpoint.Type)}
}

// Next takes the next stored event.
func (r *Resume) Next(ev Event) (Accepted, error) {
	if r.cur.Seq >= r.goal.Seq {
		return Accepted{}, ErrOld
	}
	return r.cur.accept(ev, verified{before: true})
}

// Done returns the state to go on from, or an error if the events do not end
// where the checkpoint says.
func (r *Resume) Done() (State, error) {
	if r.cur.Seq != r.goal.Seq || r.cur.Head != r.goal.Head {
		return State{}, ErrFork
	}
	return r.cur, nil
}
