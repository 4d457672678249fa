package keyring

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/chain"
	"troth/internal/envelope"
	"troth/internal/hpke"
	"troth/internal/secret"
)

const (
	labelEpoch    = "troth/v1/epoch"
	labelEpochKey = "troth/v1/epoch-key"
	labelPrevWrap = "troth/v1/epoch-prev"
	certVersion   = 1
)

// ErrEpoch reports an epoch record whose key cannot be adopted.
var ErrEpoch = errors.New("keyring: epoch key refused")

// Certify makes the person's certificate for one log. It needs the identity
// key, so it happens only while a passphrase is being used.
func Certify(identity secret.Key, root Root, log chain.LogID) (chain.SignedCertificate, error) {
	ik := seedKey(identity)
	pub, err := root.hpkePublic(log)
	if err != nil {
		return chain.SignedCertificate{}, err
	}
	c := chain.Certificate{Version: certVersion, Generation: root.Generation, HPKE: pub, Log: log}
	copy(c.Identity[:], ik.Public().(ed25519.PublicKey))
	copy(c.Sign[:], seedKey(root.SignSeed(log)).Public().(ed25519.PublicKey))
	return chain.SignCertificate(c, ik)
}

func (r Root) hpkePublic(log chain.LogID) ([]byte, error) { return hpke.Public(r.hpkeSeed(log)) }

// NewEpoch draws the key of the epoch after the state's newest and wraps it to
// the given members, who may be one more than the state has yet. If the ring
// holds an older key, that is wrapped under the new one, so that whoever joins
// or renews their keys can read on from there.
func NewEpoch(rand io.Reader, s *chain.State, members []chain.Member, ring *envelope.Ring) (chain.Epoch, secret.Key, error) {
	var key secret.Key
	if err := random(rand, key[:]); err != nil {
		return chain.Epoch{}, key, err
	}
	e := chain.Epoch{Number: s.Epoch + 1}
	e.Commit = epochCommit(s.Log, e.Number, key)
	for i, m := range members {
		member := uint8(i + 1)
		sealed, err := hpke.Seal(rand, m.HPKE, epochInfo(s.Log, e.Number, member, m.Generation), key[:])
		if errors.Is(err, hpke.ErrKey) {
			return chain.Epoch{}, key, ErrEpoch
		}
		if err != nil {
			return chain.Epoch{}, key, err
		}
		e.Wraps = append(e.Wraps, chain.EpochWrap{Member: member, Generation: m.Generation, Sealed: sealed})
	}
	if prev := ring.Newest(); prev != 0 {
		old, _ := ring.Root(prev)
		aead, err := chacha20poly1305.NewX(prevKey(s.Log, key))
		if err != nil {
			return chain.Epoch{}, key, err
		}
		nonce := make([]byte, chacha20poly1305.NonceSizeX)
		if err := random(rand, nonce); err != nil {
			return chain.Epoch{}, key, err
		}
		e.PrevEpoch = prev
		e.PrevWrap = aead.Seal(nonce, nonce, old[:], epochInfo(s.Log, e.Number, 0, prev))
	} else {
		e.PrevWrap = []byte{}
	}
	return e, key, nil
}

// Adopt opens an announced epoch for a member with any of their generations and
// puts its key, and the older key it carries, on the ring. ErrEpoch means that
// the announcement was made wrongly: the ring is unchanged.
func Adopt(ring *envelope.Ring, log chain.LogID, e chain.Epoch, member uint8, roots []Root) error {
	for _, w := range e.Wraps {
		if w.Member != member || w.Generation == 0 || int(w.Generation) > len(roots) {
			continue
		}
		b, err := hpke.Open(roots[w.Generation-1].hpkeSeed(log), epochInfo(log, e.Number, member, w.Generation), w.Sealed)
		if err != nil || len(b) != 32 {
			return ErrEpoch
		}
		key := secret.Key(b)
		if epochCommit(log, e.Number, key) != e.Commit {
			return ErrEpoch
		}
		ring.Add(e.Number, key)
		adoptPrev(ring, log, e, key)
		return nil
	}
	return ErrEpoch
}

// AdoptGiven puts the key of an announced epoch on the ring that somebody else has
// handed over. Another than the one that was announced is refused: with it, entries
// could be made to say something that they did not say to whoever read them then.
func AdoptGiven(ring *envelope.Ring, log chain.LogID, e chain.Epoch, keys []envelope.EpochKey) {
	for _, k := range keys {
		if k.Epoch == e.Number && epochCommit(log, e.Number, k.Key) == e.Commit {
			ring.Add(e.Number, k.Key)
		}
	}
}

// adoptPrev adds the older key that an epoch carries. A wrong one is ignored:
// entries that need it stay unread, as they would without it.
func adoptPrev(ring *envelope.Ring, log chain.LogID, e chain.Epoch, key secret.Key) {
	if e.PrevEpoch == 0 || len(e.PrevWrap) <= chacha20poly1305.NonceSizeX {
		return
	}
	aead, err := chacha20poly1305.NewX(prevKey(log, key))
	if err != nil {
		return
	}
	nonce, ct := e.PrevWrap[:chacha20poly1305.NonceSizeX], e.PrevWrap[chacha20poly1305.NonceSizeX:]
	old, err := aead.Open(nil, nonce, ct, epochInfo(log, e.Number, 0, e.PrevEpoch))
	if err != nil || len(old) != 32 {
		return
	}
	ring.Add(e.PrevEpoch, secret.Key(old))
}

// prevKey keeps the wrapping of the older key apart from the encryption of
// bodies, which uses another key derived from the same epoch key.
func prevKey(log chain.LogID, key secret.Key) []byte {
	k := derive(key[:], log[:], labelPrevWrap)
	return k[:]
}

func epochCommit(log chain.LogID, number uint32, key secret.Key) [32]byte {
	b := append([]byte(labelEpochKey), log[:]...)
	b = binary.BigEndian.AppendUint32(b, number)
	return sha256.Sum256(append(b, key[:]...))
}

func epochInfo(log chain.LogID, number uint32, member uint8, generation uint32) []byte {
	b := append([]byte(labelEpoch), log[:]...)
	b = binary.BigEndian.AppendUint32(b, number)
	b = append(b, member)
	return binary.BigEndian.AppendUint32(b, generation)
}
