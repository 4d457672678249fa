package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
)

// DeviceID names one of a person's devices, to that person alone: it is in their
// own log and on the device.
type DeviceID [16]byte

// labelMark keeps marks apart from whatever else a device's id may be used for.
const labelMark = "troth/v1/session-mark\x00"

// MarkSize is the size of a mark.
const MarkSize = 32

// Mark tells those who know a device's id that a session is that device's. To
// anybody else, the relay among them, it is 32 random bytes, and two marks of one
// device have nothing in common. The number must be drawn anew for each.
//
//	0   16  number, random
//	16  16  HMAC-SHA256 under the device's id, of the label and the number
func Mark(device DeviceID, number [16]byte) []byte {
	m := hmac.New(sha256.New, device[:])
	m.Write([]byte(labelMark))
	m.Write(number[:])
	return append(number[:], m.Sum(nil)[:16]...)
}

// Marks reports whether a mark is of this device.
func (d DeviceID) Marks(mark []byte) bool {
	return len(mark) == MarkSize && subtle.ConstantTimeCompare(Mark(d, [16]byte(mark[:16])), mark) == 1
}

// LiveSession is a session as its account's owner may see it.
type LiveSession struct {
	ID   [32]byte `cbor:"1,keyasint"` // SHA-256 of its token
	Mark []byte   `cbor:"2,keyasint,omitempty"`
	Own  bool     `cbor:"3,keyasint"` // it is the one that asks
}

// SessionList is all of an account's sessions.
type SessionList struct {
	Sessions []LiveSession `cbor:"1,keyasint"`
}

// EndSessions ends sessions of the account. Others, and those that have ended, are
// passed over.
type EndSessions struct {
	Sessions [][32]byte `cbor:"1,keyasint"`
	Keep     *PinID     `cbor:"2,keyasint,omitempty"` // the PIN of the device that asks; all others go
}

// NewReader lets the other member of a shared log read one that has ended, of which
// whoever asks is a member. Accounts do not know each other's ids, so the log that
// the two share says who it is.
type NewReader struct {
	Log    [16]byte `cbor:"1,keyasint"` // the one to be read, as in the path
	Shared [16]byte `cbor:"2,keyasint"`
}
