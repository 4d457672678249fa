package keyring

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"io"
	"sort"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/secret"
	"troth/internal/wire"
)

const (
	labelSlot       = "troth/v1/slot"
	labelSlotCommit = "troth/v1/slot-commit"
	labelSlotDigest = "troth/v1/slots-digest"
)

// ErrSlot reports a slot that is missing, of another account, or altered.
var ErrSlot = errors.New("keyring: slot refused")

// Hot is what the hot slot holds: all that daily use needs.
type Hot struct {
	Roots    []Root      `cbor:"1,keyasint"` // all generations, oldest first
	Self     chain.LogID `cbor:"2,keyasint"` // the person's own log
	Identity [32]byte    `cbor:"3,keyasint"` // public

	// Set counts how often the account's slots have changed. So a device that
	// finds a set whose digest nobody wrote down can tell a newer one, whose
	// maker was cut off, from an older one.
	Set uint32 `cbor:"4,keyasint,omitempty"`

	// Certs certify the newest generations for the logs that do not have them
	// yet. They lie here so that every device on which the account is entered can
	// take the renewal of its keys to its end, not only the one that began it.
	Certs []chain.SignedCertificate `cbor:"5,keyasint,omitempty"`
}

// Cert returns the certificate of a generation for a log, if it is here.
func (h Hot) Cert(log chain.LogID, generation uint32) (chain.SignedCertificate, bool) {
	for _, sc := range h.Certs {
		if c, err := sc.Verify(log); err == nil && c.Generation == generation && c.Identity == h.Identity {
			return sc, true
		}
	}
	return chain.SignedCertificate{}, false
}

// Newest returns the newest root, or the zero Root.
func (h Hot) Newest() Root {
	if len(h.Roots) == 0 {
		return Root{}
	}
	return h.Roots[len(h.Roots)-1]
}

// Cold is what the cold slot holds: the seed of the identity key.
type Cold struct {
	Identity secret.Key `cbor:"1,keyasint"`
}

// NewSlots seals a person's keys into the three slots that every account has.
// The journal slot is random, and stays so: what a journal passphrase opens lies
// in the person's own log (vault.go).
func NewSlots(rand io.Reader, m Master, salt [16]byte, kdf uint8, hot Hot, cold Cold) ([]wire.Slot, error) {
	h, err := m.SealHot(rand, salt, kdf, hot)
	if err != nil {
		return nil, err
	}
	c, err := m.SealCold(rand, salt, kdf, cold)
	if err != nil {
		return nil, err
	}
	j, err := journalCover(rand)
	if err != nil {
		return nil, err
	}
	return []wire.Slot{h, c, j}, nil
}

// SealHot seals the hot slot.
func (m Master) SealHot(rand io.Reader, salt [16]byte, kdf uint8, hot Hot) (wire.Slot, error) {
	return m.seal(rand, wire.SlotHot, salt, kdf, m.Login(), hot)
}

// SealCold seals the cold slot.
func (m Master) SealCold(rand io.Reader, salt [16]byte, kdf uint8, cold Cold) (wire.Slot, error) {
	return m.seal(rand, wire.SlotCold, salt, kdf, m.LoginCold(), cold)
}

func (m Master) seal(rand io.Reader, typ uint8, salt [16]byte, kdf uint8, auth ed25519.PrivateKey, payload any) (wire.Slot, error) {
	s := wire.Slot{Type: typ, KDF: kdf, Salt: salt}
	if err := random(rand, s.ID[:]); err != nil {
		return wire.Slot{}, err
	}
	return sealSlot(rand, m.account, s, m.kek(typ), auth, payload)
}

// sealSlot seals a slot that has its type, id, stretching and salt.
func sealSlot(rand io.Reader, account wire.AccountID, s wire.Slot, kek secret.Key, auth ed25519.PrivateKey, payload any) (wire.Slot, error) {
	copy(s.AuthPub[:], auth.Public().(ed25519.PublicKey))
	if err := random(rand, s.Nonce[:]); err != nil {
		return wire.Slot{}, err
	}
	plain, err := codec.Encode(payload)
	if err != nil {
		return wire.Slot{}, err
	}
	aead, err := chacha20poly1305.NewX(kek[:])
	if err != nil {
		return wire.Slot{}, err
	}
	s.Commit = slotCommit(kek)
	s.CT = aead.Seal(nil, s.Nonce[:], plain, slotAAD(account, s))
	return s, nil
}

// journalCover is a slot that opens with nothing. Its length is that of a real
// journal slot: 32 bytes of key, one byte of encoding for each byte of
// structure, and the tag.
func journalCover(rand io.Reader) (wire.Slot, error) {
	var seed secret.Key
	s := wire.Slot{Type: wire.SlotJournal, KDF: KDFStandard, CT: make([]byte, 32+4+chacha20poly1305.Overhead)}
	for _, b := range [][]byte{s.ID[:], s.Salt[:], s.Nonce[:], s.Commit[:], s.CT, seed[:]} {
		if err := random(rand, b); err != nil {
			return wire.Slot{}, err
		}
	}
	copy(s.AuthPub[:], seedKey(seed).Public().(ed25519.PublicKey))
	return s, nil
}

// OpenHot opens the hot slot among slots.
func (m Master) OpenHot(slots []wire.Slot) (Hot, error) {
	var h Hot
	if err := m.open(slots, wire.SlotHot, &h); err != nil {
		return Hot{}, err
	}
	if !h.sound() {
		return Hot{}, ErrSlot
	}
	return h, nil
}

// sound reports whether there is a root of each generation from the first on.
func (h Hot) sound() bool {
	for i, r := range h.Roots {
		if r.Generation != uint32(i+1) {
			return false
		}
	}
	return len(h.Roots) > 0
}

// OpenCold opens the cold slot among slots.
func (m Master) OpenCold(slots []wire.Slot) (Cold, error) {
	var c Cold
	return c, m.open(slots, wire.SlotCold, &c)
}

func (m Master) open(slots []wire.Slot, typ uint8, payload any) error {
	for _, s := range slots {
		if s.Type != typ {
			continue
		}
		return openSlot(m.account, s, m.kek(typ), payload)
	}
	return ErrSlot
}

func openSlot(account wire.AccountID, s wire.Slot, kek secret.Key, payload any) error {
	// The cipher alone would let somebody make one ciphertext that opens
	// under two keys; the commitment does not.
	if s.Commit != slotCommit(kek) {
		return ErrPassphrase
	}
	aead, err := chacha20poly1305.NewX(kek[:])
	if err != nil {
		return err
	}
	plain, err := aead.Open(nil, s.Nonce[:], s.CT, slotAAD(account, s))
	if err != nil || codec.Decode(plain, payload) != nil {
		return ErrSlot
	}
	return nil
}

func slotCommit(kek secret.Key) [32]byte {
	return sha256.Sum256(append([]byte(labelSlotCommit), kek[:]...))
}

// slotAAD binds a slot to its account, its kind and its key stretching.
func slotAAD(account wire.AccountID, s wire.Slot) []byte {
	b := []byte(labelSlot)
	b = append(b, account[:]...)
	b = append(b, s.Type)
	b = append(b, s.ID[:]...)
	b = append(b, s.KDF)
	b = append(b, s.Salt[:]...)
	return append(b, s.AuthPub[:]...)
}

// SlotsDigest names a set of slots, in whatever order the relay returns them.
// It is kept in the person's own log, so that a relay that hands out an old
// slot is noticed.
func SlotsDigest(slots []wire.Slot) ([32]byte, error) {
	sorted := append([]wire.Slot(nil), slots...)
	sort.Slice(sorted, func(i, j int) bool {
		if sorted[i].Type != sorted[j].Type {
			return sorted[i].Type < sorted[j].Type
		}
		return string(sorted[i].ID[:]) < string(sorted[j].ID[:])
	})
	b, err := codec.Encode(wire.SlotSet{Slots: sorted})
	if err != nil {
		return [32]byte{}, err
	}
	return sha256.Sum256(append([]byte(labelSlotDigest), b...)), nil
}
