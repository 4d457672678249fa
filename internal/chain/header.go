// Package chain is the part of troth's log that a blind relay may know: the
// fixed header of an event, its hashes and signature, the open control records
// that say whose signatures count, and the rules by which an event is accepted.
//
// # Terminology
//
// A log is a list of events, numbered by seq from 1. Each event names the hash
// of the one before it, so the newest hash (the head) fixes all of them. An
// event is signed by a person's key, never by a device's. Control records are
// events with epoch 0; their body is open, because who may sign must be known
// to the relay and to anyone who checks a log without its keys.
//
// # What holds
//
//   - Acceptance is not validity. An event that is rightly signed and in order
//     advances the chain whatever its body says; what the body is worth is
//     decided later. So a member cannot jam the log, and the host cannot change
//     a bit of it.
//   - Key authority follows from the control records alone.
//   - The header covers the hash of the ciphertext, not the ciphertext, so a
//     body can be dropped while the chain still verifies.
//
// The package is pure and imports nothing of troth's but the codec. The format
// is specified in spec/event-v1.md.
package chain

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
)

// Domain separation labels. Each ends with a zero byte, so that none is a
// prefix of another's input.
const (
	labelGenesis = "troth/v1/genesis\x00"
	labelHash    = "troth/v1/event-hash\x00"
	labelSig     = "troth/v1/event-sig\x00"
	labelKID     = "troth/v1/kid\x00"
	labelCert    = "troth/v1/person-cert\x00"
)

// Sizes and limits, in bytes.
const (
	HeaderSize = 160
	SigSize    = ed25519.SignatureSize
	HeadSize   = HeaderSize + SigSize // what remains of an event without its body
	AADSize    = 124                  // the part of the header that the body's encryption covers
	MinBucket  = 1 << 10
	MaxBucket  = 1 << 16
	TagSize    = 16 // added to a bucket by encryption
	MaxEvent   = HeadSize + MaxBucket + TagSize
	MaxSeq     = math.MaxUint64 - 1 // the last seq is never used: no overflow
	Suite      = 1
	magic      = "trt1"
	lenPrefix  = 4
	MaxPlain   = MaxBucket - lenPrefix // the largest body
	NonceSize  = 24
	offAuthor  = 68
	offID      = 84
	offNonce   = 100
	offCTLen   = 124
	offCTHash  = 128
	offPrev    = 32
	offEpoch   = 64
	offSeq     = 24
	offLog     = 8
	offFlags   = 6
	offType    = 5
	offSuite   = 4
)

// LogID names a log. It is random.
type LogID [16]byte

func (id LogID) String() string { return hex.EncodeToString(id[:]) }

// ParseLogID reads what String wrote.
func ParseLogID(s string) (LogID, error) {
	var id LogID
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(id) {
		return LogID{}, errors.New("chain: not a log id")
	}
	copy(id[:], b)
	return id, nil
}

// Hash is the hash of an event.
type Hash [32]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// KID names a signing key.
type KID [16]byte

// KIDOf returns the name of a signing key.
func KIDOf(pub []byte) KID {
	h := sha256.New()
	h.Write([]byte(labelKID))
	h.Write(pub)
	return KID(h.Sum(nil)[:16])
}

// Type says what a log is for.
type Type uint8

// The types of logs.
const (
	Couple Type = 1 // shared by two members
	Self   Type = 2 // one person's own
)

// Header is the parsed fixed header of an event (spec/event-v1.md, "Header").
type Header struct {
	Type   Type
	Log    LogID
	Seq    uint64
	Prev   Hash
	Epoch  uint32 // 0: an open control record
	Author KID
	ID     [16]byte // the event's id, unchanged when it is signed again
	Nonce  [NonceSize]byte
	CTLen  uint32
	CTHash [32]byte
}

// Errors of parsing. ErrUpdate means that the event may be right but was
// written for a newer version: the reader must stop, never skip.
var (
	ErrMalformed = errors.New("chain: malformed event")
	ErrUpdate    = errors.New("chain: event of an unknown suite, an update is needed")
)

// Bytes returns the header's 160 bytes.
func (h Header) Bytes() [HeaderSize]byte {
	var b [HeaderSize]byte
	h.put(&b)
	return b
}

func (h *Header) put(b *[HeaderSize]byte) {
	copy(b[:], magic)
	b[offSuite] = Suite
	b[offType] = byte(h.Type)
	copy(b[offLog:], h.Log[:])
	binary.BigEndian.PutUint64(b[offSeq:], h.Seq)
	copy(b[offPrev:], h.Prev[:])
	binary.BigEndian.PutUint32(b[offEpoch:], h.Epoch)
	copy(b[offAuthor:], h.Author[:])
	copy(b[offID:], h.ID[:])
	copy(b[offNonce:], h.Nonce[:])
	binary.BigEndian.PutUint32(b[offCTLen:], h.CTLen)
	copy(b[offCTHash:], h.CTHash[:])
}

// AAD returns the part of the header that exists before the body is encrypted.
func (h Header) AAD() []byte { return h.AppendAAD(nil) }

// AppendAAD appends it to b, for those who need it often.
func (h *Header) AppendAAD(b []byte) []byte {
	var all [HeaderSize]byte
	h.put(&all)
	return append(b, all[:AADSize]...)
}

// Hash returns the event's hash. It leaves out signature and body.
func (h Header) Hash() Hash {
	var b [len(labelHash) + HeaderSize]byte
	copy(b[:], labelHash)
	h.put((*[HeaderSize]byte)(b[len(labelHash):]))
	return sha256.Sum256(b[:])
}

// SigInput returns what the event's signature covers.
func (h Header) SigInput() []byte {
	b := make([]byte, len(labelSig)+HeaderSize)
	copy(b, labelSig)
	h.put((*[HeaderSize]byte)(b[len(labelSig):]))
	return b
}

// Control reports whether the event is an open control record.
func (h Header) Control() bool { return h.Epoch == 0 }

// GenesisPrev is the Prev of the first event of a log.
func GenesisPrev(log LogID) Hash {
	s := sha256.New()
	s.Write([]byte(labelGenesis))
	s.Write(log[:])
	return Hash(s.Sum(nil))
}

// ParseHeader reads the first 160 bytes of an event and checks every bound
// that needs no other event. It never allocates by what the header claims.
func ParseHeader(b []byte) (Header, error) {
	if len(b) != HeaderSize || string(b[:4]) != magic {
		return Header{}, ErrMalformed
	}
	if b[offSuite] != Suite {
		return Header{}, ErrUpdate
	}
	h := Header{
		Type:   Type(b[offType]),
		Log:    LogID(b[offLog : offLog+16]),
		Seq:    binary.BigEndian.Uint64(b[offSeq:]),
		Prev:   Hash(b[offPrev : offPrev+32]),
		Epoch:  binary.BigEndian.Uint32(b[offEpoch:]),
		Author: KID(b[offAuthor : offAuthor+16]),
		ID:     [16]byte(b[offID : offID+16]),
		Nonce:  [NonceSize]byte(b[offNonce : offNonce+NonceSize]),
		CTLen:  binary.BigEndian.Uint32(b[offCTLen:]),
		CTHash: [32]byte(b[offCTHash : offCTHash+32]),
	}
	if h.Type != Couple && h.Type != Self {
		return Header{}, ErrMalformed
	}
	if b[offFlags] != 0 || b[offFlags+1] != 0 {
		return Header{}, ErrMalformed
	}
	if h.Seq == 0 || h.Seq > MaxSeq {
		return Header{}, ErrMalformed
	}
	if !validBucket(h.CTLen, h.Control()) {
		return Header{}, ErrMalformed
	}
	return h, nil
}

func validBucket(ctLen uint32, control bool) bool {
	if !control {
		if ctLen < TagSize {
			return false
		}
		ctLen -= TagSize
	}
	return ctLen >= MinBucket && ctLen <= MaxBucket && ctLen&(ctLen-1) == 0
}

// Event is an event as it travels: parsed, its body's hash checked, its
// signature and place not yet. Body is nil when the relay no longer has it.
type Event struct {
	Header
	Sig  [SigSize]byte
	Body []byte
}

// Parse reads a whole event: header, signature, body, and nothing after it.
func Parse(b []byte) (Event, error) {
	if len(b) < HeadSize {
		return Event{}, ErrMalformed
	}
	return Join(b[:HeadSize], b[HeadSize:])
}

// Join reads an event from its head (header and signature) and its body. A
// nil body stands for one that was removed or is withheld.
func Join(head, body []byte) (Event, error) {
	if len(head) != HeadSize {
		return Event{}, ErrMalformed
	}
	h, err := ParseHeader(head[:HeaderSize])
	if err != nil {
		return Event{}, err
	}
	ev := Event{Header: h, Sig: [SigSize]byte(head[HeaderSize:HeadSize])}
	if body == nil {
		return ev, nil
	}
	if uint64(len(body)) != uint64(h.CTLen) || sha256.Sum256(body) != h.CTHash {
		return Event{}, ErrMalformed
	}
	ev.Body = body
	return ev, nil
}

// Head returns header and signature, HeadSize bytes.
func (e Event) Head() []byte {
	b := e.Header.Bytes()
	return append(b[:], e.Sig[:]...)
}

// Bytes returns the whole event.
func (e Event) Bytes() []byte { return append(e.Head(), e.Body...) }

// ErrPadding reports a padded body that does not have the one right form.
var ErrPadding = errors.New("chain: wrong padding")

// Pad puts a body into the smallest bucket that holds it: its length in four
// bytes, the body, zeros. Bodies over MaxPlain are refused.
func Pad(plain []byte) ([]byte, error) {
	if len(plain) > MaxPlain {
		return nil, ErrPadding
	}
	b := make([]byte, bucketFor(len(plain)))
	binary.BigEndian.PutUint32(b, uint32(len(plain)))
	copy(b[lenPrefix:], plain)
	return b, nil
}

// Unpad undoes Pad and refuses everything that Pad cannot have made.
func Unpad(b []byte) ([]byte, error) {
	if len(b) < MinBucket || len(b) > MaxBucket {
		return nil, ErrPadding
	}
	n := binary.BigEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-lenPrefix) || bucketFor(int(n)) != len(b) {
		return nil, ErrPadding
	}
	var rest byte
	for _, c := range b[lenPrefix+int(n):] {
		rest |= c
	}
	if rest != 0 {
		return nil, ErrPadding
	}
	return b[lenPrefix : lenPrefix+int(n)], nil
}

func bucketFor(n int) int {
	size := MinBucket
	for size < n+lenPrefix {
		size <<= 1
	}
	return size
}
