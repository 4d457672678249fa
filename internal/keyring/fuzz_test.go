package keyring

import (
	"bytes"
	"crypto/rand"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/secret"
	"troth/internal/wire"
)

// FuzzAccountKey: what is read as an account key is that key however it was
// typed, and printed it is read again.
func FuzzAccountKey(f *testing.F) {
	ak := AccountKey{Account: wire.AccountID{1, 2, 3}, Secret: [16]byte{4, 5, 6}}
	printed := ak.Text().Reveal()
	for _, s := range []string{printed, printed[:len(printed)-1], printed + "0", "TROTH1", "", "troth1 0o1il", "TROTH1-\u00a0\u2011", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseAccountKey(secret.Text(s))
		if err != nil {
			return
		}
		again, err := ParseAccountKey(got.Text())
		if err != nil || again != got {
			t.Fatalf("printed, it is another one: %v", err)
		}
	})
}

// FuzzSlot: whatever a relay hands out as slots, or a person's own program once
// put into one, opens to keys that make sense or is refused.
func FuzzSlot(f *testing.F) {
	ak := AccountKey{Account: wire.AccountID{1}, Secret: [16]byte{2}}
	m := NewMaster(secret.Key{3}, ak, KDFStandard)
	hot := Hot{Roots: []Root{{Generation: 1, Key: secret.Key{4}}, {Generation: 2, Key: secret.Key{5}}}, Self: chain.LogID{6}, Identity: [32]byte{7}}
	cold := Cold{Identity: secret.Key{8}}
	slots, err := NewSlots(rand.Reader, m, [16]byte{9}, KDFStandard, hot, cold)
	if err != nil {
		f.Fatal(err)
	}
	set := codec.Must(wire.SlotSet{Slots: slots})
	f.Add(codec.Must(hot), set, true)
	f.Add(codec.Must(cold), set, true)
	f.Add(codec.Must(Hot{Roots: []Root{{Generation: 2}}}), set[:len(set)-1], true)
	f.Add([]byte{0xa0}, codec.Must(wire.SlotSet{}), false)
	f.Fuzz(func(t *testing.T, plain, set []byte, sealed bool) {
		var given wire.SlotSet
		if codec.Decode(set, &given) != nil {
			given.Slots = slots
		}
		if _, err := SlotsDigest(given.Slots); err != nil {
			t.Fatal(err)
		}
		if sealed {
			s, err := m.seal(rand.Reader, wire.SlotHot, [16]byte{9}, KDFStandard, m.Login(), codec.Raw(plain))
			if err != nil {
				return // not CBOR at all
			}
			given.Slots = append([]wire.Slot{s}, given.Slots...)
		}
		h, err := m.OpenHot(given.Slots)
		if err == nil {
			for i, r := range h.Roots {
				if r.Generation != uint32(i+1) {
					t.Fatalf("generations %v", h.Roots)
				}
			}
			if len(h.Roots) == 0 || sealed && !bytes.Equal(codec.Must(h), plain) {
				t.Fatal("opens to something else")
			}
		}
		if c, err := m.OpenCold(given.Slots); err == nil && c != cold {
			t.Fatal("another identity")
		}
	})
}

// FuzzInvite: whoever has the link can put anything into the messages. What is
// taken is a whole message of somebody else with a name; without the link
// nothing is.
func FuzzInvite(f *testing.F) {
	s := InviteSecret{1}
	log := chain.LogID{2}
	cert := func(by byte) (chain.SignedCertificate, chain.Certificate) {
		c, err := Certify(secret.Key{by, 1}, Root{Generation: 1, Key: secret.Key{by}}, log)
		if err != nil {
			f.Fatal(err)
		}
		plain, err := c.Verify(log)
		if err != nil {
			f.Fatal(err)
		}
		return c, plain
	}
	anas, ana := cert(1)
	bens, _ := cert(2)
	n := [32]byte{3}
	one := codec.Must(M1{Version: inviteVersion, Log: log, Cert: anas, Commit: CommitNumber(n), Name: "Ana", Expires: 1000})
	two := codec.Must(M2{Version: inviteVersion, Cert: bens, Number: [32]byte{4}, Name: "Ben"})
	f.Add(one, byte(msg1))
	f.Add(two, byte(msg2))
	f.Add(n[:], byte(msg3))
	f.Add(codec.Must(M2{Version: inviteVersion, Cert: bens}), byte(msg2))
	f.Add(codec.Must(M2{Version: inviteVersion, Cert: anas, Name: "Ben"}), byte(msg2))
	f.Add(codec.Must(M1{Version: 2, Log: log, Cert: anas, Name: "Ana"}), byte(msg1))
	f.Add([]byte{}, byte(9))
	f.Fuzz(func(t *testing.T, plain []byte, msg byte) {
		for _, b := range [][]byte{plain, append(make([]byte, chacha20poly1305.NonceSizeX), plain...)} {
			if _, err := s.open(msg, b); err == nil {
				t.Fatal("opens without the key")
			}
		}
		sealed, err := s.seal(rand.Reader, msg, plain)
		if err != nil {
			t.Fatal(err)
		}
		if m, c, got, err := s.OpenM1(sealed, [32]byte{99}, 500); err == nil {
			if msg != msg1 || !bytes.Equal(got, plain) || !event.ValidName(m.Name) || m.Version != inviteVersion || c.Log != m.Log || m.Expires < 500 {
				t.Fatalf("%+v", m)
			}
			if _, _, _, err := s.OpenM1(sealed, c.Identity, 500); err == nil {
				t.Fatal("one's own invite is taken")
			}
		}
		if m, c, got, err := s.OpenM2(sealed, log, ana); err == nil {
			if msg != msg2 || !bytes.Equal(got, plain) || !event.ValidName(m.Name) || c.Log != log || c.Identity == ana.Identity || c.Sign == ana.Sign {
				t.Fatalf("%+v", m)
			}
		}
		if got, err := s.OpenM3(sealed, CommitNumber(n)); err == nil && (msg != msg3 || got != n) {
			t.Fatal("another number than the one promised")
		}
	})
}
