package app

import (
	"bytes"
	"slices"
	"strconv"

	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/self"
)

// redact takes back an own entry: of the shared log, also after the space has
// ended, or of the person's own.
func (m *Model) redact(f Form) []Effect {
	seq, err := strconv.ParseUint(f.Values["seq"], 10, 64)
	own := f.Values[FieldOwn] != ""
	if err != nil || !m.MayRedact(own, seq) {
		m.Try.Failure = NotAllowed
		return nil
	}
	m.Try.Busy = true
	if own {
		return m.redactOwn(seq)
	}
	return []Effect{Redact{Seqs: []uint64{seq}}}
}

// whole returns what goes together with an entry of a person's own log: the later
// entries of its practice that name it, such as its newer words, and at last
// itself. So what did not go through yet is still found where it was.
func (m *Model) whole(seq uint64) (seqs []uint64) {
	if f, ok := m.revealed(seq); ok {
		for _, r := range slices.Backward(m.Self.Records()) {
			g, ok := m.revealed(r.Seq)
			if ok && r.Seq != seq && about(g, f) && m.MayRedact(true, r.Seq) {
				seqs = append(seqs, r.Seq)
			}
		}
	}
	return append(seqs, seq)
}

// about reports whether g is about f, or is f once more.
func about(g, f event.Fact) bool {
	return g.Kind.Practice() == f.Kind.Practice() && (g.ID == f.ID || bytes.Contains(g.Payload, f.ID[:]))
}

// MayRedact reports whether this person may take back their entry at seq now.
// Own is for their own log, of which only what they wrote themselves is taken
// back. In an earlier space nothing is written any more, and so nothing taken
// back.
func (m *Model) MayRedact(own bool, seq uint64) bool {
	log := m.Log(own)
	if _, _, err := log.Redact(m.By(own), seq); err != nil {
		return false
	}
	if own {
		return log.Records()[seq-1].Kind.Own()
	}
	return m.Past == nil && (m.Space == Shared || m.Space == Ended)
}

// Removed is an entry of the other that they have taken back.
type Removed struct {
	ID   event.ID
	Seq  uint64
	At   event.Stamp // when it was taken back, as its author claims
	Copy *self.Copy  // what this person had opened and keeps; nil: they had not
}

// Words returns what the copy says.
func (r Removed) Words() []string {
	if r.Copy == nil {
		return nil
	}
	return codec.Strings(r.Copy.Body.Payload)
}

// Removed returns what the other has taken back in the space that is looked at,
// the newest first.
func (m *Model) Removed() []Removed {
	log := m.LogID()
	var list []Removed
	records := m.Records()
	for _, r := range slices.Backward(records) {
		if r.Target == 0 || r.By == m.Me {
			continue
		}
		target := records[r.Target-1]
		v := Removed{ID: target.ID, Seq: target.Seq, At: r.At}
		if c, ok := m.Self.Kept(log, target.Hash); ok {
			v.Copy = &c
		}
		list = append(list, v)
	}
	return list
}

// Records returns what the shared log says, entry by entry, without what waits
// on this device. It is for reading only.
func (m *Model) Records() []fold.Record { return m.accepted().Records() }

// HadOpened reports whether this person had opened an entry of the other: it was
// shown, if those of its kind are opened one by one; else Today, the record or
// a page of its practice was shown when it was there. Seen is Model.Seen as it was before the
// entry was taken back.
func (m *Model) HadOpened(kind event.Kind, id event.ID, seq uint64, seen map[string]uint64) bool {
	return m.Opened[id] || !m.Couple.OneByOne(kind) && seq <= max(seen[kind.Practice()], seen[RouteToday], seen[RouteRecord])
}

// bare forgets the words of what was taken back, when one of the last n entries
// took something back.
func bare(entries []envelope.Entry, records []fold.Record, n int) {
	if !slices.ContainsFunc(records[max(0, len(records)-n):], func(r fold.Record) bool { return r.Target != 0 }) {
		return
	}
	for i, r := range records {
		if r.Redacted != 0 {
			entries[i] = entries[i].Bare()
		}
	}
}
