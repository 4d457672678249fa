package app

import (
	"slices"
	"strconv"
	"strings"

	"troth/internal/couple"
	"troth/internal/event"
)

// Redact returns the redact by which this person takes back their entry at seq,
// by what the shared log says; see couple.State.Redact.
func (m *Model) Redact(seq uint64) (event.ID, couple.Redact, error) {
	return m.accepted().Redact(m.Me, seq)
}

// redact takes back an own entry, also after the space has ended.
func (m *Model) redact(f Form) []Effect {
	seq, err := strconv.ParseUint(f.Values["seq"], 10, 64)
	if err == nil {
		_, _, err = m.Redact(seq)
	}
	if err != nil {
		m.Try.Failure = NotAllowed
		return nil
	}
	m.Try.Busy = true
	return []Effect{Redact{seq}}
}

// Records returns what the shared log says, entry by entry, without what waits
// on this device. It is for reading only.
func (m *Model) Records() []couple.Record { return m.accepted().Records() }

// HadOpened reports whether this person had opened an entry of the other, whose
// kind says what that means: a letter was shown; of anything else a page was
// shown that had it. Seen is Model.Seen as it was before the entry was taken
// back.
func (m *Model) HadOpened(kind event.Kind, id event.ID, seq uint64, seen map[string]uint64) bool {
	practice, _, _ := strings.Cut(string(kind), ".")
	return m.Opened[id] || practice != "letter" && seq <= seen[practice]
}

// bare forgets the words of what was taken back, when one of the last n entries
// took something back.
func (m *Model) bare(n int) {
	records := m.Records()
	if !slices.ContainsFunc(records[max(0, len(records)-n):], func(r couple.Record) bool { return r.Target != 0 }) {
		return
	}
	for i, r := range records {
		if r.Redacted != 0 {
			m.entries[i] = m.entries[i].Bare()
		}
	}
}
