package seal

import (
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/secret"
)

// Refusal is why something may not be said. It is an error and a code.
type Refusal string

func (r Refusal) Error() string { return "seal: " + string(r) }

// Refusals.
const (
	Unknown   Refusal = "unknown-kind"
	Malformed Refusal = "malformed"  // not a payload of its kind, or beyond a limit
	NotMember Refusal = "not-member" // by neither of the two
	Sealed    Refusal = "sealed"     // its author has an answer there
	NoAnswer  Refusal = "no-answer"  // its author has none
	Both      Refusal = "both"       // both have answered: nothing is withdrawn
	Early     Refusal = "early"      // the other has not answered, or the two have not verified each other
	Opened    Refusal = "opened"     // its author has given the key
	WrongKey  Refusal = "wrong-key"  // could not be opened with it
)

// State is what the facts of the log say about seals. Log is its log, which
// answers are bound to. It is folded in place by Apply and Verified.
type State struct {
	Log [16]byte

	seals    []*Seal // in the order of their first commits
	byID     map[event.ID]*Seal
	verified bool
}

// Seal is what the two have written about one prompt. It goes on changing while
// the log is folded.
type Seal struct {
	ID     event.ID
	Prompt Prompt

	log    [16]byte
	sides  [3]side // by partner
	common Common  // nil: everything
}

// Common says what of the other's answer somebody may have, by their own. It
// reports false for an answer that is none.
type Common func(own, other []byte) (plain []byte, ok bool)

// Only has Seen give no more of the other's answer than c says, from the first
// key on. A practice says it as soon as it is told of the seal, so that the rest
// leaves this package nowhere.
func (x *Seal) Only(c Common) { x.common = c }

// Part returns what of an answer of the other somebody may have, by their own.
func (x *Seal) Part(own, other []byte) ([]byte, bool) {
	if x.common == nil {
		return other, true
	}
	return x.common(own, other)
}

// side is what one of the two has written.
type side struct {
	commit    *Commit // nil: nothing, or withdrawn
	entry     event.ID
	at        event.Stamp
	seq       uint64
	opened    uint64 // seq; 0: the key was not given
	openEntry event.ID
	key       secret.Key
	answer    []byte // once it was decrypted
	state     Result
}

// Allows reports with a Refusal whether by may write the payload. Whether the
// practice allows the prompt of a commit is for the practice.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(by, kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	do, err := s.plan(f.By, f.Kind, f.Payload)
	if err == nil {
		do(f)
	}
	return err
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw) (func(event.Fact), error) {
	if by != event.First && by != event.Second {
		return nil, NotMember
	}
	switch kind {
	case KindCommit:
		c, err := DecodeCommit(payload)
		if err != nil {
			return nil, err
		}
		x := s.byID[c.Prompt.ID()]
		if x != nil && x.sides[by].commit != nil {
			return nil, Sealed
		}
		return func(f event.Fact) { s.commit(f, c) }, nil
	case KindWithdraw:
		var w Withdraw
		if codec.Decode(payload, &w) != nil {
			return nil, Malformed
		}
		x := s.byID[w.Seal]
		switch {
		case x == nil || x.sides[by].commit == nil:
			return nil, NoAnswer
		case x.sides[by.Other()].commit != nil:
			return nil, Both
		}
		return func(event.Fact) { x.sides[by] = side{} }, nil
	case KindOpen:
		var o Open
		if codec.Decode(payload, &o) != nil {
			return nil, Malformed
		}
		x := s.byID[o.Seal]
		switch {
		case x == nil || !s.complete(x):
			return nil, Early
		case x.sides[by].opened != 0:
			return nil, Opened
		case !x.sides[by].commit.Fits(x.log, by, o.Key):
			return nil, WrongKey
		}
		return func(f event.Fact) {
			mine := &x.sides[by]
			mine.opened, mine.openEntry, mine.key = f.Seq, f.ID, o.Key
		}, nil
	}
	return nil, Unknown
}

// DecodeCommit reads the payload of a commit. It returns Malformed for what has
// not its form.
func DecodeCommit(payload codec.Raw) (Commit, error) {
	var c Commit
	if codec.Decode(payload, &c) != nil || !c.wellFormed() {
		return Commit{}, Malformed
	}
	return c, nil
}

func (s *State) commit(f event.Fact, c Commit) {
	id := c.Prompt.ID()
	x := s.byID[id]
	if x == nil {
		if s.byID == nil {
			s.byID = map[event.ID]*Seal{}
		}
		x = &Seal{ID: id, Prompt: c.Prompt, log: s.Log}
		s.byID[id], s.seals = x, append(s.seals, x)
	}
	x.sides[f.By] = side{commit: &c, entry: f.ID, at: f.At, seq: f.Seq}
}

func (x *Seal) both() bool {
	return x.sides[event.First].commit != nil && x.sides[event.Second].commit != nil
}

// complete reports whether keys may be given.
func (s *State) complete(x *Seal) bool { return s.verified && x.both() }

// Verified tells that the two have verified each other, or no longer, by the
// entry seq. Until then no key is given.
func (s *State) Verified(yes bool, _ uint64) { s.verified = yes }

// Seal returns the seal with an id.
func (s *State) Seal(id event.ID) (*Seal, bool) {
	x, ok := s.byID[id]
	return x, ok
}

// Own is an own commit whose key its author has not given yet.
type Own struct {
	Seal   event.ID
	Commit Commit
}

// Pending returns the own commits of me whose keys can be given now. The device
// gives them by itself, and only then Seen tells what the other has answered.
func (s *State) Pending(me event.Partner) (list []Own) {
	for _, x := range s.seals {
		if s.complete(x) && x.sides[me].opened == 0 {
			list = append(list, Own{x.ID, *x.sides[me].commit})
		}
	}
	return list
}

// Result is what has become of one answer.
type Result uint8

// Results.
const (
	Closed Result = iota // its key was not given
	Read                 // here it is
	Junk                 // opened, and nothing that can be read
)

// Seen is a seal as one of the two may see it.
type Seen struct {
	ID     event.ID
	Prompt Prompt
	Begun  bool        // somebody has answered
	Mine   bool        // me has
	At     event.Stamp // when me did
	May    bool        // me may withdraw
	Open   bool        // me has given the key: what the other has answered may be shown
	Seq    uint64      // by which me could read the other's answer; 0: not yet
	Own    []byte      // my answer, while Open and OwnResult Read
	Other  []byte      // the other's answer, or what Only leaves of it, while Open and OtherResult Read

	OwnResult, OtherResult Result
}

// Done reports whether both answers can be shown, or what has become of them.
func (v Seen) Done() bool { return v.Seq != 0 }

// Answers reads both answers as their practice does, and says what has become of
// each. What read makes nothing of is junk.
func Answers[T any](v Seen, read func(plain []byte) (T, bool)) (own, other T, mine, theirs Result) {
	one := func(plain []byte, r Result) (x T, _ Result) {
		if r != Read {
			return x, r
		}
		x, ok := read(plain)
		if !ok {
			return *new(T), Junk
		}
		return x, Read
	}
	own, mine = one(v.Own, v.OwnResult)
	other, theirs = one(v.Other, v.OtherResult)
	return own, other, mine, theirs
}

// Seen returns the seal as me may see it. Nothing of the other's answer is
// decrypted before the log has me's own key.
func (x *Seal) Seen(me event.Partner) Seen {
	v := Seen{ID: x.ID, Prompt: x.Prompt}
	if me != event.First && me != event.Second {
		return v
	}
	mine, other := &x.sides[me], &x.sides[me.Other()]
	v.Mine, v.At = mine.commit != nil, mine.at
	v.Begun = v.Mine || other.commit != nil
	v.May = v.Mine && other.commit == nil
	if v.Open = mine.opened != 0; !v.Open {
		return v
	}
	v.Own, v.OwnResult = mine.read(x.log, me)
	if other.opened != 0 {
		v.Seq = max(mine.opened, other.opened)
		v.Other, v.OtherResult = other.read(x.log, me.Other())
		if v.OtherResult == Read {
			var ok bool
			if v.Other, ok = x.Part(v.Own, v.Other); !ok {
				v.Other, v.OtherResult = nil, Junk
			}
		}
	}
	return v
}

// read decrypts an answer whose key was given.
func (d *side) read(log [16]byte, by event.Partner) ([]byte, Result) {
	if d.state == Closed {
		plain, err := d.commit.Open(log, by, d.key)
		d.answer, d.state = plain, Read
		if err != nil {
			d.answer, d.state = nil, Junk
		}
	}
	return d.answer, d.state
}

// Commit returns the commit of a partner that stands.
func (x *Seal) Commit(by event.Partner) (Commit, bool) {
	if by > event.Second || x.sides[by].commit == nil {
		return Commit{}, false
	}
	return *x.sides[by].commit, true
}

// Answered returns the seq of the commit of a partner, or 0.
func (x *Seal) Answered(by event.Partner) uint64 {
	if by > event.Second {
		return 0
	}
	return x.sides[by].seq
}

// Shows returns the entries of the other that me has before them when they look
// at the seal with the given id.
func (s *State) Shows(id event.ID, me event.Partner) []event.ID {
	x, ok := s.byID[id]
	if !ok || !x.Seen(me).Done() {
		return nil
	}
	other := x.sides[me.Other()]
	return []event.ID{other.entry, other.openEntry}
}

// Half says of which kind the other half of an answer and its key is: Match tells
// whether one belongs to it.
func Half(kind event.Kind) (other event.Kind, ok bool) {
	switch kind {
	case KindCommit:
		return KindOpen, true
	case KindOpen:
		return KindCommit, true
	}
	return "", false
}

// Match puts an answer of a partner in log and its key together, in whichever
// order they come. It reports false for two that do not belong to each other:
// anybody can write more answers and keys than count.
func Match(log [16]byte, by event.Partner, a, b event.Body) (c Commit, k secret.Key, ok bool) {
	if a.Kind == KindOpen {
		a, b = b, a
	}
	var o Open
	if a.Kind != KindCommit || b.Kind != KindOpen || codec.Decode(b.Payload, &o) != nil {
		return Commit{}, k, false
	}
	c, err := DecodeCommit(a.Payload)
	return c, o.Key, err == nil && o.Seal == c.Prompt.ID() && c.Fits(log, by, o.Key)
}

// FieldSeal is the field of a form by which an answer is withdrawn: the seal's
// id in hex.
const FieldSeal = "seal"

// Compose reads the form of a withdrawal. Answers are composed by their
// practices and sealed by the device, which gives the keys too.
func (s *State) Compose(kind event.Kind, f event.Form, _ event.Stamp) (any, error) {
	if kind != KindWithdraw {
		return nil, Unknown
	}
	r := event.Fields{Form: f}
	w := Withdraw{r.ID(FieldSeal)}
	if r.Err != nil {
		return nil, r.Err
	}
	return w, nil
}
