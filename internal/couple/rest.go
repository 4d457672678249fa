package couple

import (
	"strings"

	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/opening"
	"troth/internal/seal"
)

// rests reports whether by has called a time-out that runs at the time of their
// clock, and what is of this kind waits for its end. What is due stays due: a
// promise can be marked meanwhile. So can an answer be withdrawn and a rung be
// stepped down; keys of seals are given by the device; and whoever leaves does so
// at any time.
func (s *State) rests(by event.Partner, kind event.Kind, at event.Stamp) bool {
	name, _, _ := strings.Cut(string(kind), ".")
	switch name {
	case "member", "timeout", "promise", "parting":
		return false
	}
	switch kind {
	case seal.KindOpen, seal.KindWithdraw, opening.KindRung:
		return false
	}
	_, yes := s.Timeout.Rests(by, at)
	return yes
}

// Arrives reports whether an entry of this kind by the other arrives while one
// rests. Whatever else they say arrives at the return.
func Arrives(kind event.Kind) bool {
	name, _, _ := strings.Cut(string(kind), ".")
	return name == "member" || name == "timeout" || name == "parting" || kind == fold.KindRedact
}
