// Package fold is what the folds of all logs have in common: the record of what
// happened, entry by entry; that an id counts once; and that what its author
// takes back counts as absent from the start (redact.go). What an entry means is
// for whoever folds: the shared log of two in package couple, a person's own in
// package self. Each embeds a Log and gives it a function that applies one fact.
//
// Only a verified Entry is folded. The fold never fails and never stops: what is
// refused, or cannot be read, is recorded with the reason and skipped, the same
// on every device.
package fold

import (
	"errors"
	"slices"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
)

// Practice is what a fold needs of one. Allows and Apply agree: Apply refuses
// exactly what Allows refuses, and then changes nothing.
type Practice interface {
	// Allows reports why by may not write the payload at the given time.
	Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error
	// Apply folds a fact, or returns why it does not count.
	Apply(f event.Fact) error
	// Compose reads a form into the payload of its kind. What a person typed
	// wrongly is an *event.FieldError.
	Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error)
}

// Reasons for which an entry that could be read does not count. A practice has
// its own besides.
var (
	ErrUnknown = errors.New("fold: a kind that this version does not know")
	ErrTwice   = errors.New("fold: an event of this id was there before")
	ErrEnded   = errors.New("fold: a member has left")
)

// Record is one entry as the record shows it. Nothing is left out of the record.
type Record struct {
	Seq      uint64
	Hash     chain.Hash
	ID       event.ID
	By       event.Partner
	At       event.Stamp // zero for control records and for what could not be read
	Kind     event.Kind  // "" if it could not be read
	Flag     envelope.Flag
	OlderKey bool   // written under a key that a rekeying retired
	Back     bool   // dated more than SkewMS before its author's entry before it
	Redacted uint64 // seq of the redact that took it back; 0: none did
	Target   uint64 // of a redact that counts: seq of what it took back
	Why      error  // nil: it counts, as far as Flag lets it
}

// SkewMS is by how much a clock may be off before it is spoken of, in
// milliseconds. Nothing is ever refused for its time: the order is the log's.
const SkewMS = 10 * 60 * 1000

// Counts reports whether the entry changed anything.
func (r Record) Counts() bool {
	return r.Why == nil && (r.Flag == envelope.Fine || r.Flag == envelope.Control)
}

// Log is what was folded of one log. Make one with New.
type Log struct {
	seq     uint64
	left    event.Partner
	ids     map[event.ID]int // index in records
	last    [3]int64         // time that each partner's last entry claims, ms since 1970 UTC; 0: none yet
	records []Record

	kept     []kept           // all entries, to fold them again
	back     map[event.ID]int // id of the redact that would take it back → index in kept
	expected uint64           // how many facts Expect has folded
}

// New returns an empty log.
func New() Log { return Log{ids: map[event.ID]int{}, back: map[event.ID]int{}} }

// kept is what is needed of an entry to fold it again. Nothing of what was taken
// back is kept.
type kept struct {
	Record        // as it begins
	control  bool // a control record, whatever it says
	readable bool // the body was opened and may count
	payload  codec.Raw
}

func keep(e envelope.Entry) kept {
	k := kept{Record: Record{Seq: e.Seq(), Hash: e.Hash(), ID: e.ID(), By: e.By(), Flag: e.Flag(), OlderKey: e.OlderKey()}, control: e.IsControl()}
	k.Kind = event.Kind(e.Control())
	k.At, _ = e.Stamp()
	if f, ok := e.Fact(); ok {
		k.Kind, k.payload, k.readable = f.Kind, f.Payload, true
	}
	return k
}

// Take takes the next entries, in order. Those at or below the last seq were
// taken before and are passed over. It reports whether something was taken back
// that was folded before: then everything that was applied is to be forgotten,
// and Apply begins with the first entry.
func (l *Log) Take(entries ...envelope.Entry) (again bool) {
	from := len(l.kept)
	for _, e := range entries {
		if e.Seq() > l.seq {
			l.seq = e.Seq()
			l.kept = append(l.kept, keep(e))
			again = l.link(len(l.kept)-1) < from || again
		}
	}
	if again {
		fresh := New()
		fresh.seq, fresh.kept, fresh.back = l.seq, l.kept, l.back
		*l = fresh
	}
	return again
}

// Apply folds what was taken and not applied yet.
func (l *Log) Apply(apply func(event.Fact) error) {
	for i := len(l.records); i < len(l.kept); i++ {
		l.fold(&l.kept[i], apply)
	}
}

// fold folds one entry whose redact, if there is one, is known.
func (l *Log) fold(k *kept, apply func(event.Fact) error) {
	r := k.Record
	_, twice := l.ids[r.ID]
	if !twice {
		l.ids[r.ID] = len(l.records)
	}
	switch {
	case r.Redacted != 0:
		r.Flag, r.Kind, r.At, r.Why = envelope.Fine, "", event.Stamp{}, ErrRedacted
	case r.Target != 0:
		r.Flag, r.Kind = envelope.Fine, KindRedact
	case l.left != event.Nobody:
		r.Flag, r.At = envelope.AfterEnd, event.Stamp{}
	case k.control && r.Kind == chain.KindLeave:
		l.left = r.By
	case k.readable && twice:
		r.Why = ErrTwice
	case k.readable && r.Kind == KindRedact:
		r.Why = ErrRedact // one that counts has a target
	case k.readable:
		r.Why = apply(event.Fact{Seq: r.Seq, ID: r.ID, By: r.By, At: r.At, Kind: r.Kind, Payload: k.payload})
	}
	if r.At.MS != 0 && r.Target == 0 && r.By <= event.Second { // a redact is known by its id, even without its body
		r.Back = l.last[r.By] != 0 && r.At.MS < l.last[r.By]-SkewMS
		l.last[r.By] = r.At.MS
	}
	l.records = append(l.records, r)
}

// Expect folds what this device has not sent yet, on top of the log, so that
// its author sees it in its place. It becomes part of no record, and what the
// rules refuse by now changes nothing. A log that expects something must not be
// folded on: fold it again.
func (l *Log) Expect(f event.Fact, apply func(event.Fact) error) {
	l.expected++
	f.Seq = l.seq + l.expected
	if l.left == event.Nobody && f.Kind != KindRedact {
		_ = apply(f) // refused: sending it will say so
	}
}

// Allows reports why by may not append the payload now, or nil. P is the practice
// that the kind belongs to, or nil.
func (l *Log) Allows(p Practice, by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error {
	switch {
	case kind == KindRedact:
		return l.allowsRedact(by, payload)
	case l.left != event.Nobody:
		return ErrEnded
	case p == nil:
		return ErrUnknown
	}
	return p.Allows(by, kind, payload, at)
}

// Compose reads a form into the payload of its kind. P is the practice that the
// kind belongs to, or nil.
func Compose(p Practice, kind event.Kind, f event.Form, now event.Stamp) (any, error) {
	if p == nil {
		return nil, ErrUnknown
	}
	return p.Compose(kind, f, now)
}

// Record returns the record of the entry with an id.
func (l *Log) Record(id event.ID) (Record, bool) {
	i, ok := l.ids[id]
	if !ok {
		return Record{}, false
	}
	return l.records[i], true
}

// Has reports whether an entry with this id was folded.
func (l *Log) Has(id event.ID) bool {
	_, ok := l.ids[id]
	return ok
}

// Seq returns the seq of the last entry folded.
func (l *Log) Seq() uint64 { return l.seq }

// Left returns who ended the space, or Nobody.
func (l *Log) Left() event.Partner { return l.left }

// Fact returns what the entry at seq says, if its body could be read and was not
// taken back, whether or not it counts.
func (l *Log) Fact(seq uint64) (event.Fact, bool) {
	if seq == 0 || seq > uint64(len(l.records)) || !l.kept[seq-1].readable || l.kept[seq-1].Seq != seq {
		return event.Fact{}, false
	}
	k := &l.kept[seq-1]
	return event.Fact{Seq: k.Seq, ID: k.ID, By: k.By, At: k.At, Kind: k.Kind, Payload: k.payload}, true
}

// Records returns all that was folded, in order. It is for reading only.
func (l *Log) Records() []Record { return l.records }

// Until returns the seq of the last entry that its author dated before a moment.
func (l *Log) Until(ms int64) uint64 {
	for _, r := range slices.Backward(l.records) {
		if r.At.MS != 0 && r.At.MS < ms {
			return r.Seq
		}
	}
	return 0
}
