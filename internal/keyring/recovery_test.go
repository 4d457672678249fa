package keyring

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"troth/internal/chain"
	"troth/internal/secret"
	"troth/internal/wire"
)

// A code that is copied down wrongly is found out on the device, whatever the slip.
func TestRecoveryCodeTypos(t *testing.T) {
	c, err := NewRecoveryCode(rand.Reader, wire.AccountID{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	text := c.Text().Reveal()
	if len(text) != len("TROTHR-")+56+7 || strings.Count(text, "-") != 8 {
		t.Errorf("a code has the form of %d characters", len(text))
	}
	for _, ok := range []string{text, strings.ToLower(text), strings.ReplaceAll(text, "-", " "), " " + strings.ReplaceAll(text, "-", "") + "\n"} {
		if got, err := ParseRecoveryCode(secret.Text(ok)); err != nil || got != c {
			t.Errorf("it is not read: %v", err)
		}
	}
	bad := []string{"", "TROTHR-", text[:len(text)-1], text + "0", strings.Replace(text, "TROTHR", "TROTH1", 1)}
	body := []byte(text)
	for i := len("TROTHR-"); i < len(body); i++ {
		if body[i] == '-' {
			continue
		}
		slip := append([]byte{}, body...)
		if slip[i] = '7'; body[i] == '7' {
			slip[i] = '8'
		}
		bad = append(bad, string(slip))
		if i+1 < len(body) && body[i+1] != '-' && body[i+1] != body[i] {
			turned := append([]byte{}, body...)
			turned[i], turned[i+1] = body[i+1], body[i]
			bad = append(bad, string(turned))
		}
	}
	for _, s := range bad {
		if _, err := ParseRecoveryCode(secret.Text(s)); !errors.Is(err, ErrRecoveryCode) {
			t.Errorf("a slip is not found: %v", err)
		}
	}
	if _, err := ParseAccountKey(c.Text()); err == nil {
		t.Error("a recovery code passes for an account key")
	}
}

// The slot opens with its code, in its account, and gives all that was in it.
func TestRecoverySlot(t *testing.T) {
	c, err := NewRecoveryCode(rand.Reader, wire.AccountID{1})
	if err != nil {
		t.Fatal(err)
	}
	keys := func(c RecoveryCode) RecoveryKeys {
		k, err := c.Keys(fast)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	r := Recovery{Hot: Hot{Roots: []Root{{1, secret.Key{1}}, {2, secret.Key{2}}}, Self: chain.LogID{7}, Identity: [32]byte{3}, Set: 4}, Cold: Cold{secret.Key{5}}, Secret: [16]byte{6}}
	slot, err := keys(c).Seal(rand.Reader, r)
	if err != nil || slot.Type != wire.SlotRecovery || [32]byte(keys(c).Login().Public().(ed25519.PublicKey)) != slot.AuthPub {
		t.Fatalf("type %d, %v", slot.Type, err)
	}
	got, err := keys(c).Open([]wire.Slot{{Type: wire.SlotHot}, slot})
	if d := cmp.Diff(r, got); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
	other, account := c, c
	other.Code[0] ^= 1
	account.Account[0] ^= 1
	for name, k := range map[string]RecoveryKeys{"another code": keys(other), "another account": keys(account)} {
		if _, err := k.Open([]wire.Slot{slot}); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*wire.Slot){
		"another kind": func(s *wire.Slot) { s.Type = wire.SlotHot }, "another key": func(s *wire.Slot) { s.AuthPub[0] ^= 1 },
		"an altered body": func(s *wire.Slot) { s.CT[0] ^= 1 }, "another salt": func(s *wire.Slot) { s.Salt[0] ^= 1 },
	} {
		bad := slot
		bad.CT = append([]byte{}, slot.CT...)
		change(&bad)
		if _, err := keys(c).Open([]wire.Slot{bad}); !errors.Is(err, ErrSlot) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := keys(c).Open(nil); !errors.Is(err, ErrSlot) {
		t.Errorf("none: %v", err)
	}
}
