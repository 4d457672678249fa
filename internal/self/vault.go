package self

import (
	"errors"

	"troth/internal/codec"
	"troth/internal/event"
)

// Something private can be locked once more, under a key that a passphrase of its
// own opens (spec/journal-v1.md). While that key is not at hand it counts for
// nothing here, so that no page can show it, count it or say that it is there.

// Kinds of what is locked once more.
const (
	KindKey    event.Kind = "vault.own.key"
	KindLocked event.Kind = "vault.own.entry"
)

// maxSealed bounds what is locked, in bytes: an entry fits into one body.
const maxSealed = 60 << 10

// Key is the payload of KindKey: a key, locked with a passphrase.
type Key struct {
	ID         event.ID `cbor:"1,keyasint"` // names the key, whatever passphrase locks it
	Generation uint32   `cbor:"2,keyasint"` // of the root that it is locked with besides
	KDF        uint8    `cbor:"3,keyasint"`
	Sealed     []byte   `cbor:"4,keyasint"`
}

// Locked is the payload of KindLocked.
type Locked struct {
	Key    event.ID `cbor:"1,keyasint"`
	Sealed []byte   `cbor:"2,keyasint"` // an Inner
}

// Inner is what is locked. What was there before it was locked keeps its id and
// the time at which it was written.
type Inner struct {
	Kind    event.Kind   `cbor:"1,keyasint"`
	Payload codec.Raw    `cbor:"2,keyasint"`
	ID      [16]byte     `cbor:"3,keyasint,omitzero"` // an event.ID
	AtMS    int64        `cbor:"4,keyasint,omitempty"`
	Civil   event.Minute `cbor:"5,keyasint,omitempty"`
}

// Opener opens what is locked with a key, if it has that key.
type Opener func(key event.ID, sealed []byte) ([]byte, bool)

// vault is the practice that the two kinds belong to.
type vault struct {
	keys []HeldKey
	open Opener // nil: nothing is open
}

// HeldKey is a locked key, and where it stands.
type HeldKey struct {
	Key
	Seq uint64
}

var errVault = errors.New("self: not something locked")

// Allows implements fold.Practice.
func (v *vault) Allows(_ event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	switch kind {
	case KindKey:
		_, err := v.key(payload)
		return err
	case KindLocked:
		_, err := v.locked(payload)
		return err
	}
	return errVault
}

// Apply implements fold.Practice. An entry that is locked is folded by State.
func (v *vault) Apply(f event.Fact) error {
	if f.Kind != KindKey {
		return v.Allows(f.By, f.Kind, f.Payload, f.At)
	}
	k, err := v.key(f.Payload)
	if err == nil {
		v.keys = append(v.keys, HeldKey{k, f.Seq})
	}
	return err
}

// Compose implements fold.Practice: nobody writes these by a form.
func (v *vault) Compose(event.Kind, event.Form, event.Stamp) (any, error) { return nil, errVault }

func (v *vault) key(payload codec.Raw) (k Key, err error) {
	if codec.Decode(payload, &k) != nil || k.ID.IsZero() || len(k.Sealed) == 0 || len(k.Sealed) > maxSealed {
		err = errVault
	}
	return k, err
}

func (v *vault) locked(payload codec.Raw) (l Locked, err error) {
	if codec.Decode(payload, &l) != nil || l.Key.IsZero() || len(l.Sealed) == 0 || len(l.Sealed) > maxSealed {
		err = errVault
	}
	return l, err
}

// NewOpen returns the state of an empty log of which what is locked is folded as
// far as open opens it.
func NewOpen(open Opener) *State {
	s := New()
	s.vault.open = open
	return s
}

// Keys returns the locked keys that there are, for whoever tries a passphrase.
func (s *State) Keys() []HeldKey { return s.vault.keys }

// Reveal returns what a fact says: of one that is locked, what is in it, if it is
// open.
func (s *State) Reveal(f event.Fact) (event.Fact, bool) {
	if f.Kind != KindLocked {
		return f, true
	}
	l, err := s.vault.locked(f.Payload)
	if err != nil || s.vault.open == nil {
		return f, false
	}
	plain, ok := s.vault.open(l.Key, l.Sealed)
	var in Inner
	if !ok || codec.Decode(plain, &in) != nil || !in.Kind.Own() || in.Kind == KindLocked {
		return f, false
	}
	f.Kind, f.Payload = in.Kind, in.Payload
	if in.ID != (event.ID{}) {
		f.ID, f.At = in.ID, event.Stamp{MS: in.AtMS, Civil: in.Civil}
	}
	return f, true
}
