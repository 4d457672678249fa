// Package envelope encrypts and opens the bodies of events.
//
// Two types carry the safety of what is built above it. A Signed can only be
// made by sealing a body: it is the only thing that may leave a device. An
// Entry can only be made by opening an event that the chain accepted: it is the
// only thing that is folded.
//
// A body is encrypted with XChaCha20-Poly1305 under the event key of its epoch,
// bound to the first 124 bytes of the header, after padding to a power of two.
// The format is specified in spec/envelope-v1.md.
package envelope

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"io"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/chain"
	"troth/internal/event"
	"troth/internal/secret"
)

const labelEventKey = "troth/v1/event-key"

// ErrNoKey reports that no epoch key is at hand.
var ErrNoKey = errors.New("envelope: no key for this epoch")

// Ring is the epoch keys that one device holds for one log.
type Ring struct {
	log    chain.LogID
	roots  map[uint32]secret.Key
	events map[uint32]secret.Key
	newest uint32
}

// NewRing returns an empty ring.
func NewRing(log chain.LogID) *Ring {
	return &Ring{log: log, roots: map[uint32]secret.Key{}, events: map[uint32]secret.Key{}}
}

// Add puts an epoch's key on the ring. The first key of an epoch stays.
func (r *Ring) Add(epoch uint32, key secret.Key) {
	if epoch == 0 {
		return
	}
	if _, have := r.roots[epoch]; have {
		return
	}
	b, err := hkdf.Key(sha256.New, key[:], r.log[:], labelEventKey, 32)
	if err != nil {
		return // only for lengths that HKDF cannot give
	}
	r.roots[epoch], r.events[epoch] = key, secret.Key(b)
	r.newest = max(r.newest, epoch)
}

// Newest returns the newest epoch of which the ring has the key, or 0.
func (r *Ring) Newest() uint32 { return r.newest }

// Root returns the key of an epoch itself, for wrapping it to a new member.
func (r *Ring) Root(epoch uint32) (secret.Key, bool) {
	k, ok := r.roots[epoch]
	return k, ok
}

// EpochKey is the key of one epoch.
type EpochKey struct {
	Epoch uint32     `cbor:"1,keyasint"`
	Key   secret.Key `cbor:"2,keyasint"`
}

// Keys returns all that is on the ring, the oldest first: whoever has them can read
// the log.
func (r *Ring) Keys() (all []EpochKey) {
	for e := uint32(1); e <= r.newest; e++ {
		if k, ok := r.roots[e]; ok {
			all = append(all, EpochKey{e, k})
		}
	}
	return all
}

// Signer signs the events of one member in one log.
type Signer struct {
	Log  chain.LogID
	Type chain.Type
	key  ed25519.PrivateKey
	kid  chain.KID
}

// NewSigner returns the signer with the given Ed25519 seed.
func NewSigner(log chain.LogID, typ chain.Type, seed secret.Key) *Signer {
	key := ed25519.NewKeyFromSeed(seed[:])
	return &Signer{Log: log, Type: typ, key: key, kid: chain.KIDOf(key.Public().(ed25519.PublicKey))}
}

// Place is where an event goes: right after a head.
type Place struct {
	Seq  uint64
	Prev chain.Hash
}

// After returns the place after a state's head.
func After(s *chain.State) Place { return Place{Seq: s.Seq + 1, Prev: s.Head} }

// Signed is an event that this device sealed and signed.
type Signed struct{ ev chain.Event }

// Bytes returns the event as it is sent.
func (s Signed) Bytes() []byte { return s.ev.Bytes() }

// Event returns the event, for accepting it locally.
func (s Signed) Event() chain.Event { return s.ev }

// Hash returns the event's hash.
func (s Signed) Hash() chain.Hash { return s.ev.Header.Hash() }

// For reports whether the event was signed for a place.
func (s Signed) For(at Place) bool { return s.ev.Seq == at.Seq && s.ev.Prev == at.Prev }

// Seal encrypts body under the newest key of the ring and signs the event for
// its place. Every signing draws a fresh nonce; id stays the same when an event
// has to be signed again for another place.
func Seal(rand io.Reader, s *Signer, at Place, ring *Ring, id event.ID, body event.Body) (Signed, error) {
	key, ok := ring.events[ring.newest]
	if !ok {
		return Signed{}, ErrNoKey
	}
	plain, err := body.Encode()
	if err != nil {
		return Signed{}, err
	}
	padded, err := chain.Pad(plain)
	if err != nil {
		return Signed{}, err
	}
	h, err := s.header(rand, at, id, ring.newest)
	if err != nil {
		return Signed{}, err
	}
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return Signed{}, err
	}
	return s.finish(h, aead.Seal(nil, h.Nonce[:], padded, h.AAD())), nil
}

// SealControl signs a control record with a padded, open body.
func SealControl(rand io.Reader, s *Signer, at Place, id event.ID, body []byte) (Signed, error) {
	h, err := s.header(rand, at, id, 0)
	if err != nil {
		return Signed{}, err
	}
	return s.finish(h, body), nil
}

// Kept reads back an event that this signer sealed earlier for the given place,
// so that the very same bytes can be sent again. ok is false for anything else.
func (s *Signer) Kept(b []byte, at Place) (ev Signed, ok bool) {
	e, err := chain.Parse(b)
	if err != nil || e.Log != s.Log || e.Type != s.Type || e.Author != s.kid || e.Seq != at.Seq || e.Prev != at.Prev ||
		!chain.Verify(s.key.Public().(ed25519.PublicKey), e.SigInput(), e.Sig[:]) {
		return Signed{}, false
	}
	return Signed{e}, true
}

// Tombstone returns this member's signed leave to remove the body of an event
// that they wrote.
func (s *Signer) Tombstone(h chain.Header) []byte {
	return chain.NewTombstone(s.kid, ed25519.Sign(s.key, chain.TombstoneInput(h)))
}

func (s *Signer) header(rand io.Reader, at Place, id event.ID, epoch uint32) (chain.Header, error) {
	h := chain.Header{Type: s.Type, Log: s.Log, Seq: at.Seq, Prev: at.Prev, Epoch: epoch, Author: s.kid, ID: id}
	_, err := io.ReadFull(rand, h.Nonce[:])
	return h, err
}

func (s *Signer) finish(h chain.Header, ct []byte) Signed {
	h.CTLen, h.CTHash = uint32(len(ct)), sha256.Sum256(ct)
	ev := chain.Event{Header: h, Body: ct}
	copy(ev.Sig[:], ed25519.Sign(s.key, h.SigInput()))
	return Signed{ev}
}

// Flag says why an entry changes nothing. The zero Flag means that its body was
// opened and can be read.
type Flag uint8

// Flags of entries.
const (
	Fine       Flag = iota
	Control         // an open control record that counts; it has no body of its own
	BadControl      // a control record that cannot be read
	OutOfPlace      // a control record that does not belong here
	AfterEnd        // written after a member left
	Waiting         // its epoch key has not arrived
	Unreadable      // does not open, or is not well formed
	Newer           // written for a newer version
	Withheld        // its body is not there
)

func (f Flag) String() string {
	return [...]string{"fine", "control", "bad control record", "control record out of place", "after the end",
		"waiting for its key", "unreadable", "for a newer version", "withheld"}[f]
}

// Entry is an accepted event with what could be read of it. Only Open makes one.
type Entry struct {
	acc  chain.Accepted
	body event.Body
	flag Flag
}

// OpenBody reads the body of an event that this device has stored. It gives no
// Entry: nothing that it returns can be folded.
func OpenBody(ev chain.Event, ring *Ring) (event.Body, bool) {
	if ev.Control() || ev.Body == nil {
		return event.Body{}, false
	}
	body, flag := openBody(ev, ring)
	return body, flag == Fine
}

// Open opens an accepted event. It never fails: what cannot be read is flagged.
func Open(a chain.Accepted, ring *Ring) Entry {
	e := Entry{acc: a}
	ev := a.Event()
	switch {
	case a.Flag() == chain.BadControl:
		e.flag = BadControl
	case a.Flag() == chain.OutOfPlace:
		e.flag = OutOfPlace
	case ev.Control():
		e.flag = Control
	case a.Flag() == chain.BadEpoch:
		e.flag = Unreadable
	case ev.Body == nil:
		e.flag = Withheld
	default:
		e.body, e.flag = openBody(ev, ring)
	}
	if a.Flag() == chain.AfterEnd {
		e.flag = AfterEnd
	}
	return e
}

// rooms are for opening bodies. What a body is decoded to shares none of one.
var rooms = sync.Pool{New: func() any { return new(room) }}

type room struct{ plain, aad, nonce []byte }

func openBody(ev chain.Event, ring *Ring) (event.Body, Flag) {
	key, ok := ring.events[ev.Epoch]
	if !ok {
		return event.Body{}, Waiting
	}
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return event.Body{}, Unreadable
	}
	in := rooms.Get().(*room)
	defer rooms.Put(in)
	in.aad, in.nonce = ev.AppendAAD(in.aad[:0]), append(in.nonce[:0], ev.Nonce[:]...)
	padded, err := aead.Open(in.plain[:0], in.nonce, ev.Body, in.aad)
	if err != nil {
		return event.Body{}, Unreadable
	}
	in.plain = padded
	defer clear(padded)
	encoded, err := chain.Unpad(padded)
	if err != nil {
		return event.Body{}, Unreadable
	}
	body, err := event.DecodeBody(encoded)
	switch {
	case errors.Is(err, event.ErrNewer):
		return event.Body{}, Newer
	case err != nil:
		return event.Body{}, Unreadable
	case reserved(body.Kind):
		// A control kind that hides in a closed body would be authority that the
		// relay and an auditor cannot see.
		return event.Body{}, Unreadable
	}
	return body, Fine
}

func reserved(k event.Kind) bool {
	switch string(k) {
	case chain.KindGenesis, chain.KindEpoch, chain.KindMemberAdd, chain.KindRekey, chain.KindLeave:
		return true
	}
	return false
}

// Seq returns the entry's place in the log.
func (e Entry) Seq() uint64 { return e.acc.Event().Seq }

// Log returns the log that it is in.
func (e Entry) Log() chain.LogID { return e.acc.Event().Log }

// Hash returns the event's hash.
func (e Entry) Hash() chain.Hash { return e.acc.Hash() }

// By returns who wrote it.
func (e Entry) By() event.Partner { return event.Partner(e.acc.Member()) }

// ID returns the event's id.
func (e Entry) ID() event.ID { return event.ID(e.acc.Event().ID) }

// Flag returns why the entry changes nothing, or Fine, or Control.
func (e Entry) Flag() Flag { return e.flag }

// OlderKey reports whether it was written under a key that a rekeying retired.
func (e Entry) OlderKey() bool { return e.acc.OlderKey() }

// Control returns the kind of a control record that counts, or "".
func (e Entry) Control() string { return e.acc.ControlKind() }

// Body returns the opened body.
func (e Entry) Body() (event.Body, bool) { return e.body, e.flag == Fine }

// IsControl reports whether the event is a control record, whatever it says.
func (e Entry) IsControl() bool { return e.acc.Event().Control() }

// Bare returns the entry as it is when its body is gone.
func (e Entry) Bare() Entry {
	if e.IsControl() {
		return e
	}
	e.acc, e.body = e.acc.Bare(), event.Body{}
	if e.flag == Fine || e.flag == Waiting || e.flag == Unreadable || e.flag == Newer {
		e.flag = Withheld
	}
	return e
}

// Stamp returns when its author says that it was written, if its body could be
// opened, also after the end.
func (e Entry) Stamp() (at event.Stamp, ok bool) {
	if e.body.Kind == "" {
		return event.Stamp{}, false
	}
	at.MS = e.body.CreatedMS
	if e.body.Civil != nil {
		at.Civil = *e.body.Civil
	} else {
		at.Civil = event.Minute(floorDiv(e.body.CreatedMS, 60_000))
	}
	return at, true
}

// Fact returns the entry as practices see it, if its body could be read.
func (e Entry) Fact() (event.Fact, bool) {
	if e.flag != Fine {
		return event.Fact{}, false
	}
	at, _ := e.Stamp()
	return event.Fact{
		Seq: e.Seq(), ID: e.ID(), By: e.By(), At: at,
		Kind: e.body.Kind, Payload: e.body.Payload,
	}, true
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
