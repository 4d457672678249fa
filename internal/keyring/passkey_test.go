package keyring

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"testing"

	"troth/internal/chain"
	"troth/internal/secret"
	"troth/internal/wire"
)

// A slot is made only for a passkey that gives the same 32 bytes twice.
func TestAttack54PasskeyOutputs(t *testing.T) {
	good := bytes.Repeat([]byte{7}, 32)
	flipped := bytes.Clone(good)
	flipped[31] ^= 1
	for name, c := range map[string][2][]byte{
		"they differ":  {good, flipped},
		"none":         {nil, nil},
		"one is empty": {good, nil},
		"the other is": {nil, good},
		"too short":    {good[:31], good[:31]},
		"too long":     {append(bytes.Clone(good), 7), append(bytes.Clone(good), 7)},
		"nothing":      {make([]byte, 32), make([]byte, 32)},
	} {
		if _, err := NewPasskey(wire.AccountID{1}, c[0], c[1]); !errors.Is(err, ErrPasskey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := NewPasskey(wire.AccountID{1}, good, bytes.Clone(good)); err != nil {
		t.Error(err)
	}
}

func TestPasskeySlot(t *testing.T) {
	out := bytes.Repeat([]byte{7}, 32)
	account, id := wire.AccountID{1}, [16]byte{2}
	p, err := NewPasskey(account, out, out)
	if err != nil {
		t.Fatal(err)
	}
	hot := Hot{Roots: []Root{{Generation: 1, Key: secret.Key{7}}}, Self: chain.LogID{3}}
	slot, err := p.Seal(rand.Reader, id, hot)
	if err != nil {
		t.Fatal(err)
	}
	if slot.Type != wire.SlotPasskey || slot.ID != id || chain.CheckPublicKey(slot.AuthPub[:]) != nil ||
		!bytes.Equal(slot.AuthPub[:], SeedKey(p.Login()).Public().(ed25519.PublicKey)) {
		t.Errorf("the slot is %+v", slot)
	}
	other, err := p.Seal(rand.Reader, [16]byte{9}, Hot{Roots: []Root{{Generation: 1}}, Self: chain.LogID{8}})
	if err != nil {
		t.Fatal(err)
	}
	if h, err := p.Open([]wire.Slot{other, slot}, id); err != nil || h.Self != hot.Self || h.Newest() != hot.Newest() {
		t.Errorf("opens %+v, %v", h, err)
	}
	flipped := bytes.Clone(out)
	flipped[0] ^= 1
	wrong, _ := NewPasskey(account, flipped, flipped)
	stranger, _ := NewPasskey(wire.AccountID{2}, out, out)
	empty, err := p.Seal(rand.Reader, id, Hot{})
	if err != nil {
		t.Fatal(err)
	}
	journal := slot
	journal.Type = wire.SlotJournal
	for name, open := range map[string]func() error{
		"another passkey": func() error { _, err := wrong.Open([]wire.Slot{slot}, id); return err },
		"another account": func() error { _, err := stranger.Open([]wire.Slot{slot}, id); return err },
		"another id":      func() error { _, err := p.Open([]wire.Slot{slot}, [16]byte{3}); return err },
		"another type":    func() error { _, err := p.Open([]wire.Slot{journal}, id); return err },
		"no root":         func() error { _, err := p.Open([]wire.Slot{empty}, id); return err },
	} {
		if open() == nil {
			t.Errorf("%s opens it", name)
		}
	}
	if PasskeySalt(account, id) == PasskeySalt(account, [16]byte{3}) || PasskeySalt(account, id) == PasskeySalt(wire.AccountID{2}, id) {
		t.Error("two slots ask with the same salt")
	}
}
