// Package hpke wraps a short secret to a public key: single-shot HPKE (RFC 9180,
// base mode) with one suite, and nothing else.
//
//	KEM   X-Wing, ML-KEM-768 with X25519 (0x647a; draft-connolly-cfrg-xwing-kem)
//	KDF   HKDF-SHA256 (0x0001)
//	AEAD  ChaCha20-Poly1305 (0x0003)
//
// The standard library has the same, with every other suite; through its table
// of curves it brings the NIST ones, and three hash functions, into a browser
// core that never calls them: 63,000 bytes compressed of what everybody loads.
// The mathematics here is the library's own (crypto/mlkem, crypto/ecdh); what is
// ours is the order in which a hundred bytes are hashed. The tests hold it
// against crypto/hpke, both ways, and against that package's vectors.
//
// A private key is its seed, SeedSize bytes. A public key has PublicSize bytes,
// what was sealed Overhead more than what was put in.
package hpke

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/mlkem"
	"crypto/sha256"
	"crypto/sha3"
	"encoding/binary"
	"errors"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sizes in bytes.
const (
	SeedSize   = 32
	PublicSize = mlkem.EncapsulationKeySize768 + pointSize
	Overhead   = encSize + chacha20poly1305.Overhead

	pointSize = 32
	encSize   = mlkem.CiphertextSize768 + pointSize
)

const (
	suite      = "HPKE\x64\x7a\x00\x01\x00\x03" // KEM, KDF, AEAD
	version    = "HPKE-v1"
	xwingLabel = `\./` + `/^\`
	modeBase   = 0
)

// ErrKey reports a public key that is none.
var ErrKey = errors.New("hpke: not a public key")

// ErrOpen reports something that was not sealed to this key with this info, or
// was altered.
var ErrOpen = errors.New("hpke: does not open")

// private is the expanded form of a seed.
type private struct {
	pq *mlkem.DecapsulationKey768
	t  *ecdh.PrivateKey
}

func expand(seed [SeedSize]byte) (private, error) {
	b := sha3.SumSHAKE256(seed[:], mlkem.SeedSize+pointSize)
	pq, err := mlkem.NewDecapsulationKey768(b[:mlkem.SeedSize])
	if err != nil {
		return private{}, err
	}
	t, err := ecdh.X25519().NewPrivateKey(b[mlkem.SeedSize:])
	return private{pq, t}, err
}

// Public returns the public key of a seed.
func Public(seed [SeedSize]byte) ([]byte, error) {
	k, err := expand(seed)
	if err != nil {
		return nil, err
	}
	return append(k.pq.EncapsulationKey().Bytes(), k.t.PublicKey().Bytes()...), nil
}

// Seal wraps plain to a public key, bound to info, which must be known to
// whoever opens it. The X25519 half of the randomness comes from rand, that of
// ML-KEM, as crypto/mlkem wants it, from the system. ErrKey means that pub is no
// public key.
func Seal(rand io.Reader, pub, info, plain []byte) ([]byte, error) {
	if len(pub) != PublicSize {
		return nil, ErrKey
	}
	pq, err := mlkem.NewEncapsulationKey768(pub[:mlkem.EncapsulationKeySize768])
	if err != nil {
		return nil, ErrKey
	}
	t, err := ecdh.X25519().NewPublicKey(pub[mlkem.EncapsulationKeySize768:])
	if err != nil {
		return nil, ErrKey
	}
	var seed [pointSize]byte
	if _, err := io.ReadFull(rand, seed[:]); err != nil {
		return nil, err
	}
	once, err := ecdh.X25519().NewPrivateKey(seed[:])
	if err != nil {
		return nil, err
	}
	dh, err := once.ECDH(t)
	if err != nil {
		return nil, ErrKey // a point of small order
	}
	ss, enc := pq.Encapsulate()
	enc = append(enc, once.PublicKey().Bytes()...)
	key, nonce, err := schedule(shared(ss, dh, enc, t), info)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, err
	}
	return aead.Seal(enc, nonce, plain, nil), nil
}

// Open unwraps what was sealed to the public key of seed. The error is ErrOpen,
// whatever is wrong with it.
func Open(seed [SeedSize]byte, info, sealed []byte) ([]byte, error) {
	if len(sealed) < Overhead {
		return nil, ErrOpen
	}
	k, err := expand(seed)
	if err != nil {
		return nil, err
	}
	enc, ct := sealed[:encSize], sealed[encSize:]
	point, err := ecdh.X25519().NewPublicKey(enc[mlkem.CiphertextSize768:])
	if err != nil {
		return nil, ErrOpen
	}
	dh, err := k.t.ECDH(point)
	if err != nil {
		return nil, ErrOpen
	}
	ss, err := k.pq.Decapsulate(enc[:mlkem.CiphertextSize768])
	if err != nil {
		return nil, ErrOpen
	}
	key, nonce, err := schedule(shared(ss, dh, enc, k.t.PublicKey()), info)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nonce, ct, nil)
	if err != nil {
		return nil, ErrOpen
	}
	return plain, nil
}

// shared is X-Wing's combiner. ML-KEM binds its own ciphertext, so only the
// X25519 half of enc is in it.
func shared(pq, dh, enc []byte, t *ecdh.PublicKey) []byte {
	b := append(append([]byte{}, pq...), dh...)
	b = append(b, enc[mlkem.CiphertextSize768:]...)
	b = append(b, t.Bytes()...)
	h := sha3.Sum256(append(b, xwingLabel...))
	return h[:]
}

// schedule makes of the shared secret what encrypts (RFC 9180, 5.1). A key is
// used once, so its nonce is the base nonce.
func schedule(ss, info []byte) (key, nonce []byte, err error) {
	id, err := extract(nil, "psk_id_hash", nil)
	if err != nil {
		return nil, nil, err
	}
	about, err := extract(nil, "info_hash", info)
	if err != nil {
		return nil, nil, err
	}
	context := append(append([]byte{modeBase}, id...), about...)
	secret, err := extract(ss, "secret", nil)
	if err != nil {
		return nil, nil, err
	}
	if key, err = expandLabel(secret, "key", context, chacha20poly1305.KeySize); err != nil {
		return nil, nil, err
	}
	nonce, err = expandLabel(secret, "base_nonce", context, chacha20poly1305.NonceSize)
	return key, nonce, err
}

func extract(salt []byte, label string, ikm []byte) ([]byte, error) {
	return hkdf.Extract(sha256.New, append([]byte(version+suite+label), ikm...), salt)
}

func expandLabel(prk []byte, label string, info []byte, n int) ([]byte, error) {
	b := binary.BigEndian.AppendUint16(nil, uint16(n))
	b = append(b, version+suite+label...)
	return hkdf.Expand(sha256.New, prk, string(append(b, info...)), n)
}
