package export

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"strconv"

	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/scrypt"
)

// Intro is what an age file begins with.
const Intro = "age-encryption.org/v1\n"

const (
	ageScrypt     = "age-encryption.org/v1/scrypt"
	agePayload    = "payload"
	ageHeader     = "header"
	ageChunk      = 64 << 10 // bytes of the text in one piece
	ageLastPiece  = 1        // last byte of the nonce of the last piece
	scryptBlock   = 8
	scryptThreads = 1
)

// WorkFactor is how hard a passphrase is stretched for a file: scrypt with 2^16
// blocks, which takes 64 MiB, as unlocking does. More would not fit into the
// workers of all phones.
const WorkFactor = 16

// Encrypt encrypts a text under a passphrase, in the form of an age file
// (age-encryption.org/v1, one scrypt recipient), which every tool for such files
// opens. It is the writing half of that format alone, since a whole library for
// it takes fifteen times as much room in a browser.
func Encrypt(rand io.Reader, passphrase, plain []byte) ([]byte, error) {
	return encrypt(rand, passphrase, plain, WorkFactor)
}

func encrypt(rand io.Reader, passphrase, plain []byte, work int) ([]byte, error) {
	var random [16 + 16 + 16]byte
	if _, err := io.ReadFull(rand, random[:]); err != nil {
		return nil, err
	}
	key, salt, nonce := random[:16], random[16:32], random[32:]
	wrapping, err := scrypt.Key(passphrase, append([]byte(ageScrypt), salt...), 1<<work, scryptBlock, scryptThreads, chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	wrap, err := chacha20poly1305.New(wrapping)
	if err != nil {
		return nil, err
	}
	code := base64.RawStdEncoding.EncodeToString
	out := []byte(Intro + "-> scrypt " + code(salt) + " " + strconv.Itoa(work) + "\n" +
		code(wrap.Seal(nil, make([]byte, chacha20poly1305.NonceSize), key, nil)) + "\n---")
	authentic, err := hkdf.Key(sha256.New, key, nil, ageHeader, sha256.Size)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, authentic)
	mac.Write(out)
	out = append(append(out, " "+code(mac.Sum(nil))+"\n"...), nonce...)

	payload, err := hkdf.Key(sha256.New, key, nonce, agePayload, chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	pieces, err := chacha20poly1305.New(payload)
	if err != nil {
		return nil, err
	}
	var at [chacha20poly1305.NonceSize]byte // eleven bytes of a number, and whether it is the last
	for n := uint64(0); ; n++ {
		piece := plain[:min(ageChunk, len(plain))]
		if plain = plain[len(piece):]; len(plain) == 0 {
			at[len(at)-1] = ageLastPiece
		}
		binary.BigEndian.PutUint64(at[3:], n)
		out = pieces.Seal(out, at[:], piece, nil)
		if len(plain) == 0 {
			return out, nil
		}
	}
}
