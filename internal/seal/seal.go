// Package seal keeps two answers closed until both are there: each of the two
// answers the same prompt, neither can read or change an answer, and they open
// together. Every practice in which both answer uses it; the prompts are theirs.
//
// # Terminology
//
// A prompt says what is answered: the name of a practice and what that practice
// means. A seal is all that the two have written about one prompt; its id
// follows from the prompt, so that two who begin without a connection meet in
// one seal. A commit is an answer, encrypted under a key of its own. To withdraw
// is to take a commit back before the other's is there. To open is to give the
// key away.
//
// # What holds
//
//   - A commit is bound to its log, its prompt and its author, and by a hash to
//     its key: it opens to one answer, and nowhere else (spec/seal-v1.md).
//   - Answers to one prompt are encrypted at one length.
//   - One answer each. It can be withdrawn until the other's is there, and from
//     then on never.
//   - A key counts only when both answers are there and the two have verified
//     each other.
//   - An answer of the other is decrypted for nobody whose own open the log does
//     not have. State.Pending says which keys are still to be given.
//   - Whether the other has answered is not asked of this package by a page;
//     Seen says it only of what has opened.
//
// Somebody who changes their app can refuse to give their key, or answer with
// junk. That is told apart from an answer (Closed, Junk), and from nothing else.
//
// The package is pure: keys and randomness come in.
package seal

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/secret"
)

// Kinds.
const (
	KindCommit   event.Kind = "seal.commit"
	KindWithdraw event.Kind = "seal.withdraw"
	KindOpen     event.Kind = "seal.open"
)

const (
	labelID      = "troth/v1/seal-id"
	labelContext = "troth/v1/seal"
	labelKey     = "troth/v1/seal-kc"
)

// Limits of a prompt, in bytes. With them every commit of one Pad fills the same
// bucket of an event.
const (
	MaxPractice = 16
	MaxAbout    = 64
)

// Pad is the length at which an answer is encrypted, in bytes. The answer itself
// may be four bytes shorter.
type Pad uint32

// Pads. Each fits, with what is around it, into the next power of two.
const (
	Small  Pad = 3584
	Medium Pad = 15872
	Large  Pad = 65024
)

const lengthBytes = 4

// Room is how many bytes an answer may have.
func (p Pad) Room() int { return int(p) - lengthBytes }

func (p Pad) valid() bool { return p == Small || p == Medium || p == Large }

// Prompt is what the two answer.
type Prompt struct {
	Practice string `cbor:"1,keyasint"`
	About    []byte `cbor:"2,keyasint"` // what it is about, as the practice writes it
	Pad      Pad    `cbor:"3,keyasint"`
}

// ID names the seal of a prompt.
func (p Prompt) ID() event.ID {
	sum := sha256.Sum256(append([]byte(labelID), codec.Must(p)...))
	return event.ID(sum[:16])
}

func (p Prompt) valid() bool {
	return p.Practice != "" && len(p.Practice) <= MaxPractice && len(p.About) <= MaxAbout && p.Pad.valid()
}

// Answer is what somebody has answered, before it is sealed. A practice composes
// it from a form; it is never written as it is.
type Answer struct {
	Prompt Prompt
	Plain  []byte // at most Prompt.Pad.Room()
}

// Commit is the payload of KindCommit.
type Commit struct {
	Prompt     Prompt   `cbor:"1,keyasint"`
	Salt       [32]byte `cbor:"2,keyasint"` // random; the key follows from it and from the author's root
	Generation uint32   `cbor:"3,keyasint"` // of that root
	Nonce      [24]byte `cbor:"4,keyasint"`
	Sealed     []byte   `cbor:"5,keyasint"`
	Key        [32]byte `cbor:"6,keyasint"` // hash that fixes the key
}

// Withdraw is the payload of KindWithdraw.
type Withdraw struct {
	Seal event.ID `cbor:"1,keyasint"`
}

// Open is the payload of KindOpen.
type Open struct {
	Seal event.ID   `cbor:"1,keyasint"`
	Key  secret.Key `cbor:"2,keyasint"`
}

// ErrSealed reports a commit that does not open, or an answer that no commit can
// hold.
var ErrSealed = errors.New("seal: does not open")

// KeyOf gives an author's key for their answer in a seal. It must follow from
// the salt, and from nothing that the other knows.
type KeyOf func(seal event.ID, salt [32]byte) secret.Key

// New seals an answer of by, a partner in log, under a key of the given
// generation.
func New(rand io.Reader, log [16]byte, by event.Partner, generation uint32, key KeyOf, a Answer) (Commit, error) {
	if !a.Prompt.valid() || len(a.Plain) > a.Prompt.Pad.Room() {
		return Commit{}, ErrSealed
	}
	c := Commit{Prompt: a.Prompt, Generation: generation}
	for _, b := range [][]byte{c.Salt[:], c.Nonce[:]} {
		if _, err := io.ReadFull(rand, b); err != nil {
			return Commit{}, err
		}
	}
	k, ctx := key(a.Prompt.ID(), c.Salt), c.context(log, by)
	aead, err := chacha20poly1305.NewX(k[:])
	if err != nil {
		return Commit{}, err
	}
	padded := binary.BigEndian.AppendUint32(make([]byte, 0, a.Prompt.Pad), uint32(len(a.Plain)))
	padded = append(padded, a.Plain...)[:a.Prompt.Pad]
	c.Sealed = aead.Seal(nil, c.Nonce[:], padded, ctx)
	c.Key = keyHash(ctx, k)
	return c, nil
}

// context binds a commit to its log, its prompt and its author. All its parts
// have a fixed length.
func (c Commit) context(log [16]byte, by event.Partner) []byte {
	id, prompt := c.Prompt.ID(), sha256.Sum256(codec.Must(c.Prompt))
	ctx := append([]byte(labelContext), log[:]...)
	ctx = append(ctx, id[:]...)
	return append(append(ctx, prompt[:]...), byte(by))
}

// keyHash fixes the key: the cipher alone would let a commit be made that opens
// to two answers under two keys.
func keyHash(ctx []byte, k secret.Key) [32]byte {
	return sha256.Sum256(append(append([]byte(labelKey), ctx...), k[:]...))
}

// Fits reports whether k is the key of this commit by a partner in log.
func (c Commit) Fits(log [16]byte, by event.Partner, k secret.Key) bool {
	sum := keyHash(c.context(log, by), k)
	return subtle.ConstantTimeCompare(sum[:], c.Key[:]) == 1
}

// Open returns the answer. ErrSealed means that this is not the key, or that
// there is junk inside.
func (c Commit) Open(log [16]byte, by event.Partner, k secret.Key) ([]byte, error) {
	if !c.Fits(log, by, k) {
		return nil, ErrSealed
	}
	aead, err := chacha20poly1305.NewX(k[:])
	if err != nil {
		return nil, err
	}
	padded, err := aead.Open(nil, c.Nonce[:], c.Sealed, c.context(log, by))
	if err != nil || len(padded) != int(c.Prompt.Pad) {
		return nil, ErrSealed
	}
	plain := padded[lengthBytes:]
	n := binary.BigEndian.Uint32(padded)
	if uint64(n) > uint64(len(plain)) {
		return nil, ErrSealed
	}
	for _, b := range plain[n:] {
		if b != 0 {
			return nil, ErrSealed
		}
	}
	return plain[:n:n], nil
}

// wellFormed reports whether c has the form of a commit, as far as that can be
// told without its key.
func (c Commit) wellFormed() bool {
	return c.Prompt.valid() && c.Generation > 0 && len(c.Sealed) == int(c.Prompt.Pad)+chacha20poly1305.Overhead
}
