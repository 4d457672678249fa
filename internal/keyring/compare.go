package keyring

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/secret"
)

const (
	labelSafety  = "troth/v1/safety"
	labelPicture = "troth/v1/compare"
	pictureLink  = "c."
)

// safetyGroups of five digits are a safety number.
const safetyGroups = 12

// ErrPicture reports a link that is not that of a picture to compare.
var ErrPicture = errors.New("keyring: not a picture to compare")

// SafetyNumber is what two people can compare at any time to see whether each
// has the identity of the other: sixty digits in twelve groups. It is the same
// for both, and changes with nothing but one of the two identities.
func SafetyNumber(one, other [32]byte) (groups [safetyGroups]string) {
	if bytes.Compare(one[:], other[:]) > 0 {
		one, other = other, one
	}
	sum := sha256.Sum256(append(append([]byte(labelSafety), one[:]...), other[:]...))
	for i := range groups {
		// The hash as one number, divided: the remainders are its digits to the
		// base of 100,000, the least first.
		var rest uint32
		for j := range sum[:] {
			rest = rest<<8 | uint32(sum[j])
			sum[j] = byte(rest / 100_000)
			rest %= 100_000
		}
		groups[len(groups)-1-i] = fmt.Sprintf("%05d", rest)
	}
	return groups
}

// Picture is what one screen shows for another to be compared with, as a link:
// to the partner, whom one believes to share the space with (Identities); or to
// another device of one's own, what history one was shown (Mine, and two heads).
// Nothing in it opens anything.
type Picture struct {
	Identities []byte      `cbor:"1,keyasint,omitempty"` // VerifiedHash
	Mine       []byte      `cbor:"2,keyasint,omitempty"` // PictureOf one's own log: tells whose devices it is for
	Own        PictureHead `cbor:"3,keyasint"`
	Shared     PictureHead `cbor:"4,keyasint"`
}

// PictureHead is where a log stands; the zero one says nothing.
type PictureHead struct {
	Seq  uint64     `cbor:"1,keyasint"`
	Hash chain.Hash `cbor:"2,keyasint"`
}

// PictureOf names a person's own log to those who know it.
func PictureOf(own chain.LogID) []byte {
	h := sha256.Sum256(append([]byte(labelPicture), own[:]...))
	return h[:8]
}

// Fragment is the part of the picture's link that no server is sent.
func (p Picture) Fragment() (secret.Text, error) {
	b, err := codec.Encode(p)
	return secret.Text(pictureLink + base64.RawURLEncoding.EncodeToString(b)), err
}

// ParsePicture undoes Fragment. The bool reports whether the fragment claims to be
// one.
func ParsePicture(fragment string) (Picture, bool, error) {
	var p Picture
	text, ok := strings.CutPrefix(fragment, pictureLink)
	if !ok {
		return p, false, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || codec.Decode(b, &p) != nil ||
		!(len(p.Identities) == sha256.Size && len(p.Mine) == 0 || len(p.Identities) == 0 && len(p.Mine) == 8) {
		return Picture{}, true, ErrPicture
	}
	return p, true, nil
}
