package fold

import (
	"errors"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
)

// KindRedact takes back an earlier entry of its author. Which one follows from
// the event's id alone (chain.RedactID), so that devices that were given
// different bodies agree; the payload says it for people and exports.
const KindRedact event.Kind = "redact"

// Redact is the payload of KindRedact.
type Redact struct {
	Seq  uint64     `cbor:"1,keyasint"`
	Hash chain.Hash `cbor:"2,keyasint"`
}

// Reasons around taking back.
var (
	ErrRedacted = errors.New("fold: taken back by its author")
	ErrRedact   = errors.New("fold: nothing that its author may take back")
)

// link finds what the entry at index i takes back. It returns the target's
// index, or the entry's own if it takes back nothing.
func (l *Log) link(i int) int {
	r := &l.kept[i]
	if r.control {
		return i
	}
	t, ok := l.back[r.ID]
	if !ok || l.kept[t].By != r.By {
		// It may be taken back itself one day. A redact never is.
		l.back[event.ID(chain.RedactID(r.Hash))] = i
		return i
	}
	delete(l.back, r.ID)
	target := &l.kept[t]
	r.Target, target.Redacted = target.Seq, r.Seq
	r.payload, target.payload, target.readable = nil, nil, false
	return t
}

// Redact returns the redact by which by takes back the entry at seq: the id of
// its event, which is not to be chosen, and its payload. It returns ErrRedact
// if by may not.
func (l *Log) Redact(by event.Partner, seq uint64) (event.ID, Redact, error) {
	if seq == 0 || seq > uint64(len(l.kept)) {
		return event.ID{}, Redact{}, ErrRedact
	}
	k := &l.kept[seq-1]
	id := event.ID(chain.RedactID(k.Hash))
	if i, ok := l.back[id]; !ok || i != int(seq-1) || k.Seq != seq || k.By != by {
		return event.ID{}, Redact{}, ErrRedact
	}
	return id, Redact{Seq: seq, Hash: k.Hash}, nil
}

func (l *Log) allowsRedact(by event.Partner, payload codec.Raw) error {
	var p Redact
	if codec.Decode(payload, &p) != nil {
		return ErrRedact
	}
	_, want, err := l.Redact(by, p.Seq)
	if err == nil && p != want {
		err = ErrRedact
	}
	return err
}
