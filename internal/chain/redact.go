package chain

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// Labels of removing a body.
const (
	labelRedact    = "troth/v1/redact-id\x00"
	labelTombstone = "troth/v1/tombstone\x00"
)

// TombstoneSize is the size of a tombstone: the name of the key that signed it,
// and its signature.
const TombstoneSize = 16 + SigSize

// ErrTombstone reports a tombstone that gives no leave to remove this body.
var ErrTombstone = errors.New("chain: not a tombstone for this event")

// RedactID returns the id of the event that takes back the event with the given
// hash. It follows from the hash, so that everybody can tell from headers alone
// which event takes back which: whatever a relay withholds, all devices agree on
// what was taken back.
func RedactID(target Hash) [16]byte {
	s := sha256.New()
	s.Write([]byte(labelRedact))
	s.Write(target[:])
	return [16]byte(s.Sum(nil)[:16])
}

// Redacts reports whether h takes back target, both of them accepted in one log
// and written by the same member. That target is not itself a redaction is for
// whoever knows the events before it.
func (h Header) Redacts(target Header) bool {
	return h.Seq > target.Seq && !h.Control() && !target.Control() && h.ID == RedactID(target.Hash())
}

// TombstoneInput returns what a tombstone for the event signs.
func TombstoneInput(h Header) []byte {
	b := []byte(labelTombstone)
	b = append(b, h.Log[:]...)
	b = binary.BigEndian.AppendUint64(b, h.Seq)
	hash := h.Hash()
	return append(b, hash[:]...)
}

// NewTombstone joins the name of a key and its signature over TombstoneInput.
func NewTombstone(by KID, sig []byte) []byte { return append(by[:], sig...) }

// Authority says which keys of a member may sign.
type Authority uint8

// Authorities.
const (
	Current Authority = iota // those with which the member may write now
	Ever                     // those that the member ever had in this log
)

// VerifyTombstone reports whether a tombstone gives leave to remove the body of
// an accepted event: a key of the event's own author signed it. It returns
// ErrTombstone otherwise, and always for control records, whose bodies say who
// may sign.
func (s *State) VerifyTombstone(h Header, tombstone []byte, keys Authority) error {
	if len(tombstone) != TombstoneSize || h.Control() || h.Log != s.Log || h.Seq > s.Seq {
		return ErrTombstone
	}
	by, sig := KID(tombstone[:16]), tombstone[16:]
	author := s.Author(h)
	for _, k := range s.Keys {
		if k.ID == by && k.Member == author && (keys == Ever || k.Until == 0) && Verify(k.Pub[:], TombstoneInput(h), sig) {
			return nil
		}
	}
	return ErrTombstone
}

// Author returns who wrote an accepted event: 1 or 2, or 0 for nobody known.
func (s *State) Author(h Header) uint8 {
	for _, k := range s.Keys {
		if k.ID == h.Author {
			return k.Member
		}
	}
	return 0
}
