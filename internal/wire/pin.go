package wire

// Paths of PINs.
const (
	PathPins   = "/v1/pins"      // POST NewPin, op-signed
	PathPin    = "/v1/pins/{id}" // DELETE
	PathPinTry = "/v1/pins/try"  // POST TryPin -> Half, by a locked device
)

// OpPin is the operation of setting a PIN.
const OpPin = "pin"

// Limits of PINs.
const (
	PinTries = 8 // wrong PINs in a row after which the relay's half is deleted
	MaxPins  = 8 // of an account; with one more the oldest goes
)

// PinID names a relay's half of a key. It is random, and new with every PIN.
type PinID [16]byte

// NewPin deposits a relay's half of the key that a device is unlocked with by a
// PIN (spec/keys-v1.md, "A PIN").
type NewPin struct {
	ID       PinID    `cbor:"1,keyasint"`
	Holder   [32]byte `cbor:"2,keyasint"` // SHA-256 of what only the device's own secret gives
	Verifier [32]byte `cbor:"3,keyasint"` // SHA-256 of what only that secret and the PIN give
	Half     [32]byte `cbor:"4,keyasint"`
}

// TryPin asks for the half. Holder and Verifier are what the hashes are of.
type TryPin struct {
	ID       PinID    `cbor:"1,keyasint"`
	Holder   [32]byte `cbor:"2,keyasint"`
	Verifier [32]byte `cbor:"3,keyasint"`
}

// Half is the answer to whoever holds the device: the half, or how many wrong
// PINs are left until it is deleted; 0: it has just been.
type Half struct {
	Half *[32]byte `cbor:"1,keyasint,omitempty"`
	Left uint8     `cbor:"2,keyasint"`
}
