package keyring

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/secret"
	"troth/internal/wire"
)

const (
	labelInviteID    = "troth/v1/inv-id"
	labelInviteEnc   = "troth/v1/inv-enc"
	labelInviteClaim = "troth/v1/inv-claim"
	labelInviteMsg   = "troth/v1/inv-msg"
	labelSASCommit   = "troth/v1/sas-commit"
	labelSAS         = "troth/v1/sas"
	labelVerify      = "troth/v1/verified"
	labelHistory     = "troth/v1/history"

	inviteVersion = 1
	inviteBytes   = 20
	sasBits       = 44
	invitePrefix  = "/j/"
)

// Errors of pairing. Each has its own sentence in the app.
var (
	ErrInviteLink   = errors.New("keyring: not an invite link")
	ErrInviteOpen   = errors.New("keyring: message of the invite does not open")
	ErrInviteReveal = errors.New("keyring: the revealed number is not the one promised")
	ErrInviteOwn    = errors.New("keyring: own invite")
	ErrInviteLate   = errors.New("keyring: invite expired")
	ErrName         = errors.New("keyring: not a name that the other would accept")
)

// InviteSecret is what an invite link carries. Whoever has it can take the
// invite once, and is found out by the words.
type InviteSecret [inviteBytes]byte

// NewInviteSecret draws a secret.
func NewInviteSecret(rand io.Reader) (InviteSecret, error) {
	var s InviteSecret
	return s, random(rand, s[:])
}

// Format keeps the secret out of logs.
func (InviteSecret) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[secret]") }

// ID returns the name under which the relay knows the invite.
func (s InviteSecret) ID() wire.InviteID {
	return wire.InviteID(s.derive(labelInviteID, wire.InviteIDSize))
}

// Claim returns what takes the invite; the relay stores only its hash.
func (s InviteSecret) Claim() []byte { return s.derive(labelInviteClaim, 32) }

func (s InviteSecret) derive(info string, n int) []byte {
	b, err := hkdf.Key(sha256.New, s[:], nil, info, n)
	if err != nil {
		panic(err)
	}
	return b
}

// Fragment returns the part of the invite link after the #. Fragments are not
// sent to servers.
func (s InviteSecret) Fragment(relayHost string) secret.Text {
	return secret.Text(fmt.Sprintf("%s%d.%s.%s", invitePrefix, inviteVersion,
		base64.RawURLEncoding.EncodeToString(s[:]), relayHost))
}

// ParseInvite reads a link's fragment, or a whole link.
func ParseInvite(link secret.Text) (s InviteSecret, relayHost string, err error) {
	str := strings.TrimSpace(link.Reveal())
	if i := strings.IndexByte(str, '#'); i >= 0 {
		str = str[i+1:]
	}
	str, ok := strings.CutPrefix(str, fmt.Sprintf("%s%d.", invitePrefix, inviteVersion))
	if !ok {
		return s, "", ErrInviteLink
	}
	code, host, ok := strings.Cut(str, ".")
	if !ok || host == "" || len(host) > 255 {
		return s, "", ErrInviteLink
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(code)
	if err != nil || len(b) != len(s) {
		return s, "", ErrInviteLink
	}
	copy(s[:], b)
	return s, host, nil
}

// M1 is the inviting person's message: who they are, where the space begins,
// and a commitment to a number that they will reveal later.
type M1 struct {
	Version uint32                  `cbor:"1,keyasint"`
	Log     chain.LogID             `cbor:"2,keyasint"`
	Genesis chain.Hash              `cbor:"3,keyasint"`
	Cert    chain.SignedCertificate `cbor:"4,keyasint"`
	Commit  [32]byte                `cbor:"5,keyasint"`
	Name    string                  `cbor:"6,keyasint"`
	Expires int64                   `cbor:"7,keyasint"`           // ms since 1970 UTC
	Host    bool                    `cbor:"8,keyasint,omitempty"` // whoever invites has said that they run the relay
}

// M2 is the invited person's message: who they are, and their own number.
type M2 struct {
	Version uint32                  `cbor:"1,keyasint"`
	Cert    chain.SignedCertificate `cbor:"2,keyasint"`
	Number  [32]byte                `cbor:"3,keyasint"`
	Name    string                  `cbor:"4,keyasint"`
}

// Messages of an invite by number.
const (
	msg1 = 1
	msg2 = 2
	msg3 = 3
)

// CommitNumber returns what M1 says of the inviting person's number.
func CommitNumber(n [32]byte) [32]byte {
	return sha256.Sum256(append([]byte(labelSASCommit), n[:]...))
}

// SealM1 encodes and seals the first message. It returns the plaintext too,
// which the words are made of. What OpenM1 would refuse for its name is not
// sealed.
func (s InviteSecret) SealM1(rand io.Reader, m M1) (plain, sealed []byte, err error) {
	if !event.ValidName(m.Name) {
		return nil, nil, ErrName
	}
	m.Version = inviteVersion
	return s.sealCBOR(rand, msg1, m)
}

// SealM2 encodes and seals the second message, in the same way.
func (s InviteSecret) SealM2(rand io.Reader, m M2) (plain, sealed []byte, err error) {
	if !event.ValidName(m.Name) {
		return nil, nil, ErrName
	}
	m.Version = inviteVersion
	return s.sealCBOR(rand, msg2, m)
}

// SealM3 seals the inviting person's number.
func (s InviteSecret) SealM3(rand io.Reader, n [32]byte) ([]byte, error) {
	return s.seal(rand, msg3, n[:])
}

// OpenM1 opens the first message and checks all that it alone can show: the
// certificate, that it is not too late, and that it is not one's own.
func (s InviteSecret) OpenM1(sealed []byte, own [32]byte, nowMS int64) (M1, chain.Certificate, []byte, error) {
	plain, err := s.open(msg1, sealed)
	if err != nil {
		return M1{}, chain.Certificate{}, nil, err
	}
	var m M1
	if codec.Decode(plain, &m) != nil || m.Version != inviteVersion || !event.ValidName(m.Name) {
		return M1{}, chain.Certificate{}, nil, ErrInviteOpen
	}
	c, err := m.Cert.Verify(m.Log)
	if err != nil {
		return M1{}, chain.Certificate{}, nil, err
	}
	if c.Identity == own {
		return M1{}, chain.Certificate{}, nil, ErrInviteOwn
	}
	if nowMS > m.Expires {
		return M1{}, chain.Certificate{}, nil, ErrInviteLate
	}
	return m, c, plain, nil
}

// OpenM2 opens the second message for the person who made the invite.
func (s InviteSecret) OpenM2(sealed []byte, log chain.LogID, own chain.Certificate) (M2, chain.Certificate, []byte, error) {
	plain, err := s.open(msg2, sealed)
	if err != nil {
		return M2{}, chain.Certificate{}, nil, err
	}
	var m M2
	if codec.Decode(plain, &m) != nil || m.Version != inviteVersion || !event.ValidName(m.Name) {
		return M2{}, chain.Certificate{}, nil, ErrInviteOpen
	}
	c, err := m.Cert.Verify(log)
	if err != nil {
		return M2{}, chain.Certificate{}, nil, err
	}
	if c.Identity == own.Identity || c.Sign == own.Sign || bytes.Equal(c.HPKE, own.HPKE) {
		return M2{}, chain.Certificate{}, nil, ErrInviteOwn
	}
	return m, c, plain, nil
}

// OpenM3 opens the revealed number and holds it against M1's commitment.
func (s InviteSecret) OpenM3(sealed []byte, commit [32]byte) ([32]byte, error) {
	plain, err := s.open(msg3, sealed)
	if err != nil || len(plain) != 32 {
		return [32]byte{}, ErrInviteOpen
	}
	n := [32]byte(plain)
	c := CommitNumber(n)
	if subtle.ConstantTimeCompare(c[:], commit[:]) != 1 {
		return [32]byte{}, ErrInviteReveal
	}
	return n, nil
}

func (s InviteSecret) sealCBOR(rand io.Reader, msg byte, v any) (plain, sealed []byte, err error) {
	if plain, err = codec.Encode(v); err != nil {
		return nil, nil, err
	}
	sealed, err = s.seal(rand, msg, plain)
	return plain, sealed, err
}

func (s InviteSecret) seal(rand io.Reader, msg byte, plain []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(s.derive(labelInviteEnc, 32))
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	if err := random(rand, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, plain, s.aad(msg)), nil
}

func (s InviteSecret) open(msg byte, sealed []byte) ([]byte, error) {
	if len(sealed) < chacha20poly1305.NonceSizeX || len(sealed) > wire.MaxSealed {
		return nil, ErrInviteOpen
	}
	aead, err := chacha20poly1305.NewX(s.derive(labelInviteEnc, 32))
	if err != nil {
		return nil, err
	}
	n := chacha20poly1305.NonceSizeX
	plain, err := aead.Open(nil, sealed[:n], sealed[n:], s.aad(msg))
	if err != nil {
		return nil, ErrInviteOpen
	}
	return plain, nil
}

func (s InviteSecret) aad(msg byte) []byte {
	id := s.ID()
	return append(append([]byte(labelInviteMsg), id[:]...), msg)
}

// Words is what both people compare: four words, or fourteen digits.
type Words struct {
	Words  [4]string
	Digits string
}

// Compare makes the words of a pairing. They depend on every bit of both
// messages and on the number that was fixed before the second message was seen,
// so that somebody in the middle has one try with a chance of 2^-44.
func Compare(plain1, plain2 []byte, n [32]byte) Words {
	h := sha256.New()
	h.Write([]byte(labelSAS))
	for _, p := range [][]byte{plain1, plain2} {
		var l [4]byte
		binary.BigEndian.PutUint32(l[:], uint32(len(p)))
		h.Write(l[:])
		h.Write(p)
	}
	h.Write(n[:])
	w, v := fourWords(h.Sum(nil))
	return Words{w, fmt.Sprintf("%014d", v)}
}

// fourWords says the first bits of a hash.
func fourWords(hash []byte) (w [4]string, v uint64) {
	v = binary.BigEndian.Uint64(hash) >> (64 - sasBits)
	list := wordList()
	for i := range w {
		w[i] = list[v>>(sasBits-11*(i+1))&0x7ff]
	}
	return w, v
}

// HistoryWords are what two people read to each other to see whether they have
// the same history up to an entry: its log, its seq and its hash, in four words.
// Two who have the same words at the same seq were shown one history, unless one
// of the two runs the relay and has searched for two alike, in some 2^22 tries.
func HistoryWords(log chain.LogID, seq uint64, head chain.Hash) [4]string {
	b := append([]byte(labelHistory), log[:]...)
	sum := sha256.Sum256(append(binary.BigEndian.AppendUint64(b, seq), head[:]...))
	w, _ := fourWords(sum[:])
	return w
}

// VerifiedHash is what member.verify records: the two identities that were
// held against each other, in the order of the members.
func VerifiedHash(first, second [32]byte) [32]byte {
	b := append([]byte(labelVerify), first[:]...)
	return sha256.Sum256(append(b, second[:]...))
}
