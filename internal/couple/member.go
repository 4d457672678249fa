package couple

import (
	"errors"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/fold"
)

// Kinds of the space itself.
const (
	KindAccept event.Kind = "member.accept"
	KindVerify event.Kind = "member.verify"
)

// Accept is the payload of KindAccept: its author wants to be in this space.
type Accept struct{}

// How says in which way two partners compared their identities.
type How string

// Ways.
const (
	Words     How = "words"
	QR        How = "qr"
	Unchecked How = "none" // not, or no longer believed
)

// Verify is the payload of KindVerify. Identities is the hash of the two
// identity keys that its author saw, in the order of the members.
type Verify struct {
	How        How      `cbor:"1,keyasint"`
	Identities [32]byte `cbor:"2,keyasint"`
}

// Reasons for which the space's own kinds are refused.
var (
	errMember    = errors.New("couple: by neither of the two")
	errMalformed = errors.New("couple: not a payload of its kind")
	errAlready   = errors.New("couple: said before")
	errForm      = errors.New("couple: no form writes this kind")
)

// members is what each partner said about the space itself, by partner. It is a
// practice like the others.
type members [3]struct {
	accepted bool
	verified *Verify
}

func (m *members) plan(by event.Partner, kind event.Kind, payload codec.Raw) (func(), error) {
	if by != event.First && by != event.Second {
		return nil, errMember
	}
	mine := &m[by]
	switch kind {
	case KindAccept:
		if codec.Decode(payload, &Accept{}) != nil {
			return nil, errMalformed
		}
		if mine.accepted {
			return nil, errAlready
		}
		return func() { mine.accepted = true }, nil
	case KindVerify:
		var v Verify
		if codec.Decode(payload, &v) != nil || v.How != Words && v.How != QR && v.How != Unchecked {
			return nil, errMalformed
		}
		if mine.verified != nil && *mine.verified == v {
			return nil, errAlready
		}
		return func() { mine.verified = &v }, nil
	}
	return nil, fold.ErrUnknown
}

// Allows implements fold.Practice.
func (m *members) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := m.plan(by, kind, payload)
	return err
}

// Apply implements fold.Practice.
func (m *members) Apply(f event.Fact) error {
	do, err := m.plan(f.By, f.Kind, f.Payload)
	if err == nil {
		do()
	}
	return err
}

// Compose implements fold.Practice. The device writes these kinds, never a form.
func (m *members) Compose(event.Kind, event.Form, event.Stamp) (any, error) { return nil, errForm }
