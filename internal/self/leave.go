package self

import "troth/internal/event"

// KindQuiet says whether this person's devices are to be quiet. A device heeds
// what is newer than what was decided on it.
const KindQuiet event.Kind = "quiet"

type quiet struct {
	On bool `cbor:"1,keyasint"`
}

// NewQuiet returns the payload of KindQuiet.
func NewQuiet(on bool) any { return quiet{on} }

// Quiet is what was said of it last, and in which entry; 0: nothing.
type Quiet struct {
	On  bool
	Seq uint64
}

// Blocked reports whether this person takes no more invites from somebody.
func (s *State) Blocked(identity [32]byte) bool {
	for _, a := range s.Anchors {
		if a.Partner == identity && s.Parting.Blocks(event.ID(a.Log)) {
			return true
		}
	}
	return false
}

// Blocks reports whether there is anybody from whom they take none.
func (s *State) Blocks() bool {
	for _, a := range s.Anchors {
		if a.Partner != [32]byte{} && s.Parting.Blocks(event.ID(a.Log)) {
			return true
		}
	}
	return false
}
