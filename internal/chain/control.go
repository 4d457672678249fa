package chain

import (
	"crypto/ed25519"
	"errors"

	"filippo.io/edwards25519"

	"troth/internal/codec"
)

// Kinds of control records.
const (
	KindGenesis   = "genesis"      // first of a log: its maker's certificate
	KindEpoch     = "epoch"        // a new shared key, wrapped to the members
	KindMemberAdd = "member.add"   // the second member's certificate
	KindRekey     = "person.rekey" // a member's next generation of keys
	KindLeave     = "leave"        // closes the log
)

// MinReader of the control records this package writes and the newest it reads.
const controlReader = 1

// HPKEPubSize is the size of an X-Wing public key.
const HPKEPubSize = 1216

// MaxGenerations bounds how many generations of keys a member may have.
const MaxGenerations = 1024

// Control is the open body of a control record.
type Control struct {
	Kind      string    `cbor:"1,keyasint"`
	MinReader uint32    `cbor:"2,keyasint"`
	Payload   codec.Raw `cbor:"5,keyasint"`
}

// Certificate binds the keys of one generation of a person to one log. It is
// signed by the person's identity key and counts from the control record that
// carries it.
type Certificate struct {
	Version    uint32   `cbor:"1,keyasint"`
	Identity   [32]byte `cbor:"2,keyasint"` // Ed25519, checked once by the partner
	Generation uint32   `cbor:"3,keyasint"`
	Sign       [32]byte `cbor:"4,keyasint"` // Ed25519, signs events
	HPKE       []byte   `cbor:"5,keyasint"` // X-Wing, receives epoch keys
	Log        LogID    `cbor:"6,keyasint"`
}

// SignedCertificate is a certificate as it travels: the signed bytes, kept as
// they are, and the identity key's signature over label and bytes.
type SignedCertificate struct {
	Bytes []byte `cbor:"1,keyasint"`
	Sig   []byte `cbor:"2,keyasint"`
}

// ErrCertificate reports a certificate that must not be believed.
var ErrCertificate = errors.New("chain: certificate refused")

// SignCertificate signs c with the identity key whose seed is given.
func SignCertificate(c Certificate, identity ed25519.PrivateKey) (SignedCertificate, error) {
	b, err := codec.Encode(c)
	if err != nil {
		return SignedCertificate{}, err
	}
	return SignedCertificate{Bytes: b, Sig: ed25519.Sign(identity, append([]byte(labelCert), b...))}, nil
}

// Verify returns the certificate if its identity signed it, it is for the
// given log, and both its keys are sound.
func (sc SignedCertificate) Verify(log LogID) (Certificate, error) {
	var c Certificate
	if err := codec.Decode(sc.Bytes, &c); err != nil {
		return Certificate{}, ErrCertificate
	}
	switch {
	case c.Version != 1, c.Log != log,
		c.Generation == 0 || c.Generation > MaxGenerations,
		len(c.HPKE) != HPKEPubSize,
		CheckPublicKey(c.Identity[:]) != nil, CheckPublicKey(c.Sign[:]) != nil,
		c.Identity == c.Sign,
		!Verify(c.Identity[:], append([]byte(labelCert), sc.Bytes...), sc.Sig):
		return Certificate{}, ErrCertificate
	}
	return c, nil
}

// CheckPublicKey refuses Ed25519 public keys that are not canonical or of small
// order. The standard library's Verify accepts the identity element as a key,
// under which one signature fits every message; a member with such a key could
// write entries that prove nothing.
func CheckPublicKey(pub []byte) error {
	p, err := new(edwards25519.Point).SetBytes(pub)
	if err != nil || string(p.Bytes()) != string(pub) {
		return ErrCertificate
	}
	if new(edwards25519.Point).MultByCofactor(p).Equal(edwards25519.NewIdentityPoint()) == 1 {
		return ErrCertificate
	}
	return nil
}

// Verify is ed25519.Verify that refuses wrong sizes instead of panicking.
func Verify(pub, msg, sig []byte) bool {
	return len(pub) == ed25519.PublicKeySize && len(sig) == ed25519.SignatureSize &&
		ed25519.Verify(ed25519.PublicKey(pub), msg, sig)
}

// certPayload is the payload of genesis, member.add and person.rekey.
type certPayload struct {
	Cert SignedCertificate `cbor:"1,keyasint"`
}

// EpochWrap is an epoch key for one member's generation.
type EpochWrap struct {
	Member     uint8  `cbor:"1,keyasint"` // 1 or 2
	Generation uint32 `cbor:"2,keyasint"`
	Sealed     []byte `cbor:"3,keyasint"` // HPKE: encapsulated key and ciphertext
}

// Epoch announces a new shared key. Whether a recipient adopts it depends on
// whether what they unwrap fits Commit.
type Epoch struct {
	Number    uint32      `cbor:"1,keyasint"`
	Commit    [32]byte    `cbor:"2,keyasint"`
	Wraps     []EpochWrap `cbor:"3,keyasint"`
	PrevEpoch uint32      `cbor:"4,keyasint"` // the epoch whose key PrevWrap holds; 0: none
	PrevWrap  []byte      `cbor:"5,keyasint"`
}

// maxSealed bounds one wrapped key; an X-Wing wrap of 32 bytes has 1168.
const maxSealed = 2048

// leavePayload is empty: leaving gives no reason.
type leavePayload struct{}

// NewControl returns the padded body of a control record.
func NewControl(kind string, payload any) ([]byte, error) {
	p, err := codec.Encode(payload)
	if err != nil {
		return nil, err
	}
	b, err := codec.Encode(Control{Kind: kind, MinReader: controlReader, Payload: p})
	if err != nil {
		return nil, err
	}
	return Pad(b)
}

// GenesisBody, MemberAddBody, RekeyBody, EpochBody and LeaveBody return the
// padded bodies of the control records.
func GenesisBody(c SignedCertificate) ([]byte, error) {
	return NewControl(KindGenesis, certPayload{c})
}

// MemberAddBody returns the body that adds the second member.
func MemberAddBody(c SignedCertificate) ([]byte, error) {
	return NewControl(KindMemberAdd, certPayload{c})
}

// RekeyBody returns the body that replaces a member's keys.
func RekeyBody(c SignedCertificate) ([]byte, error) {
	return NewControl(KindRekey, certPayload{c})
}

// EpochBody returns the body that announces a new shared key.
func EpochBody(e Epoch) ([]byte, error) { return NewControl(KindEpoch, e) }

// LeaveBody returns the body that closes the log.
func LeaveBody() ([]byte, error) { return NewControl(KindLeave, leavePayload{}) }

// readControl parses a control record's body and verifies its certificate, if
// it carries one. ok is false for a body that means nothing to this version.
func readControl(log LogID, body []byte) (rec record, ok bool) {
	plain, err := Unpad(body)
	if err != nil {
		return record{}, false
	}
	var c Control
	if codec.Decode(plain, &c) != nil || c.MinReader > controlReader {
		return record{}, false
	}
	rec.kind = c.Kind
	switch c.Kind {
	case KindGenesis, KindMemberAdd, KindRekey:
		var p certPayload
		if codec.Decode(c.Payload, &p) != nil {
			return record{}, false
		}
		if rec.cert, err = p.Cert.Verify(log); err != nil {
			return record{}, false
		}
	case KindEpoch:
		var e Epoch
		if codec.Decode(c.Payload, &e) != nil || !e.sound() {
			return record{}, false
		}
		rec.epoch = &e
	case KindLeave:
		var p leavePayload
		if codec.Decode(c.Payload, &p) != nil {
			return record{}, false
		}
	default:
		return record{}, false
	}
	return rec, true
}

// record is a control record that could be read.
type record struct {
	kind  string
	cert  Certificate
	epoch *Epoch
}

func (e Epoch) sound() bool {
	if e.Number == 0 || len(e.Wraps) == 0 || len(e.Wraps) > 2 || len(e.PrevWrap) > 128 ||
		e.PrevEpoch >= e.Number || (e.PrevEpoch == 0) != (len(e.PrevWrap) == 0) {
		return false
	}
	for i, w := range e.Wraps {
		if w.Member < 1 || w.Member > 2 || len(w.Sealed) == 0 || len(w.Sealed) > maxSealed ||
			(i > 0 && w.Member <= e.Wraps[i-1].Member) {
			return false
		}
	}
	return true
}
