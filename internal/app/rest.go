package app

import (
	"errors"

	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
)

// Resting reports whether this person has called a time-out that runs, so that
// what is of this kind waits for its end.
func (m *Model) Resting(kind event.Kind) bool {
	return m.Space == Shared && errors.Is(m.Couple.Allows(m.Me, kind, nil, m.Now), couple.ErrRests)
}

// holds reports whether an entry is held back from this person while they rest:
// what the other said after the call arrives at the return.
func (m *Model) holds(e envelope.Entry) bool {
	if m.held == 0 || e.Seq() <= m.held || e.By() == m.Me {
		return false
	}
	f, ok := e.Fact()
	return ok && !couple.Arrives(f.Kind)
}

// wake shows what was held, once the time-out is over.
func (m *Model) wake() {
	if m.held == 0 {
		return
	}
	if _, rests := m.accepted().Timeout.Rests(m.Me, m.Now); !rests {
		m.show()
	}
}

// seen is up to which entry this person has seen the log, when they look at all
// that is shown of it.
func (m *Model) seen() uint64 {
	if m.held != 0 {
		return min(m.held, m.Couple.Seq())
	}
	return m.Couple.Seq()
}
