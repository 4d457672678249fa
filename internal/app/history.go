package app

import (
	"troth/internal/chain"
	"troth/internal/self"
)

// RouteGive is the page on which somebody gives their partner back what was written
// in an earlier space; FieldLog says which.
const (
	RouteGive  = "give-back"
	ActionGive = "give-back" // with the passphrase
	FieldLog   = "log"
)

// GiveBack gives the waiting key worker what is to be proved for it, and does it.
type GiveBack struct{ Log chain.LogID }

func (GiveBack) effect() {}

// Givable returns the earlier spaces that this person can give the partner of now:
// once both have compared the words, those that they were in themselves, with
// somebody whose keys are not the partner's. Whether it was the same person nobody
// but this one can know.
func (m *Model) Givable() (list []self.Anchor) {
	now, _ := m.Self.Space()
	log := m.accepted()
	if m.Space != Shared || !log.Verified() {
		return nil
	}
	for _, a := range m.Self.Earlier() {
		if !a.Lost() && a.Partner != now.Partner && !log.Gave(m.Me, a.Log) {
			list = append(list, a)
		}
	}
	return list
}

// giveForm says which space a form gives back.
func (m *Model) giveForm(f Form) (GiveBack, bool) {
	for _, a := range m.Givable() {
		if a.Log.String() == f.Values[FieldLog] {
			return GiveBack{a.Log}, true
		}
	}
	m.Try.Failure = NotAllowed
	return GiveBack{}, false
}
