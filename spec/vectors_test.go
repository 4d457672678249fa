// Package spec_test checks the frozen vectors: what was written once in format
// version 1 must be read, and made again, for ever. The same test runs natively
// and as WebAssembly.
//
// A vector is a file with inputs and outputs in hexadecimal. Vectors are made
// once, by running the test with TROTH_FREEZE=1, which writes those that are
// missing and never touches one that exists.
package spec_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/seal"
	"troth/internal/secret"
	"troth/internal/self"
	"troth/internal/wire"
)

type fields map[string]string

type vector struct {
	Format string `json:"format"`
	About  string `json:"about"`
	Input  fields `json:"input"`
	Output fields `json:"output"`
}

func h(b []byte) string { return hex.EncodeToString(b) }

func (f fields) bytes(t *testing.T, name string) []byte {
	t.Helper()
	b, err := hex.DecodeString(f[name])
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b
}

// stream is a source of bytes that follow from a name: SHA-256 of name and
// counter, again and again.
type stream struct {
	name string
	n    uint64
	buf  []byte
}

func (s *stream) Read(p []byte) (int, error) {
	for len(s.buf) < len(p) {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(s.name), s.n))
		s.buf, s.n = append(s.buf, sum[:]...), s.n+1
	}
	n := copy(p, s.buf)
	s.buf = s.buf[n:]
	return n, nil
}

func key(name string) (k secret.Key) {
	(&stream{name: name}).Read(k[:])
	return k
}

func vectorStretch([]byte, [16]byte, uint8) (secret.Key, error) { return key("stretched"), nil }

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

var (
	vectorLog  = chain.LogID{0: 0x10, 15: 0x1f}
	vectorSelf = chain.LogID{0: 0x20, 15: 0x2f}
)

func anaRoot() keyring.Root { return keyring.Root{Generation: 1, Key: key("ana/root")} }
func benRoot() keyring.Root { return keyring.Root{Generation: 1, Key: key("ben/root")} }

// vectors maps a file to how its outputs follow from its inputs. Inputs are
// written by fill when a vector is frozen.
var vectors = map[string]struct {
	about string
	fill  func(t *testing.T) fields
	out   func(t *testing.T, in fields) fields
}{
	"keys-derivation": {
		"passphrase, account key and salt give the keys of login and the root gives the keys of a log",
		func(*testing.T) fields {
			return fields{"passphrase": h([]byte("cafe\u0301 au lait, encore")), "account": h(make([]byte, 10)), "ak": h(bytes.Repeat([]byte{7}, 16)),
				"salt": h(bytes.Repeat([]byte{9}, 16)), "root": h(key2(anaRoot().Key)), "log": h(vectorLog[:])}
		},
		func(t *testing.T, in fields) fields {
			norm := must[[]byte](t)(keyring.Normalize(secret.Text(in.bytes(t, "passphrase"))))
			out := fields{"normalized": h(norm)}
			ak := keyring.AccountKey{Account: wire.AccountID(in.bytes(t, "account")), Secret: [16]byte(in.bytes(t, "ak"))}
			out["printed"] = h([]byte(ak.Text().Reveal()))
			for name, kdf := range map[string]uint8{"kdf1": keyring.KDFStandard, "kdf2": keyring.KDFLowMemory} {
				pwk := must[secret.Key](t)(keyring.Argon2id(norm, [16]byte(in.bytes(t, "salt")), kdf))
				m := keyring.NewMaster(pwk, ak, kdf)
				out[name+"/stretched"] = h(key2(pwk))
				out[name+"/login"] = h(m.Login().Public().(ed25519.PublicKey))
				out[name+"/login-cold"] = h(m.LoginCold().Public().(ed25519.PublicKey))
			}
			r := keyring.Root{Generation: 1, Key: secret.Key(in.bytes(t, "root"))}
			log := chain.LogID(in.bytes(t, "log"))
			out["sign"] = h(keyring.SeedKey(r.SignSeed(log)).Public().(ed25519.PublicKey))
			out["self"] = h(key2(r.SelfKey(log)))
			out["witness"] = h(key2(r.WitnessKey()))
			out["cache"] = h(key2(r.CacheKey()))
			out["checkpoint"] = h(key2(r.CheckpointKey(log)))
			return out
		},
	},
	"keys-slots": {
		"slots open with their master key; the digest names the set",
		func(t *testing.T) fields {
			ak := keyring.AccountKey{Account: wire.AccountID{1}, Secret: [16]byte{2}}
			m := keyring.NewMaster(key("stretched"), ak, keyring.KDFStandard)
			slots := must[[]wire.Slot](t)(keyring.NewSlots(&stream{name: "slots"}, m, [16]byte{3}, keyring.KDFStandard,
				keyring.Hot{Roots: []keyring.Root{anaRoot()}, Self: vectorSelf, Identity: [32]byte{4}}, keyring.Cold{Identity: key("ana/identity")}))
			return fields{"account": h(ak.Account[:]), "ak": h(ak.Secret[:]), "stretched": h(key2(key("stretched"))), "slots": h(codec.Must(wire.SlotSet{Slots: slots}))}
		},
		func(t *testing.T, in fields) fields {
			ak := keyring.AccountKey{Account: wire.AccountID(in.bytes(t, "account")), Secret: [16]byte(in.bytes(t, "ak"))}
			m := keyring.NewMaster(secret.Key(in.bytes(t, "stretched")), ak, keyring.KDFStandard)
			var set wire.SlotSet
			if err := codec.Decode(in.bytes(t, "slots"), &set); err != nil {
				t.Fatal(err)
			}
			hot := must[keyring.Hot](t)(m.OpenHot(set.Slots))
			cold := must[keyring.Cold](t)(m.OpenCold(set.Slots))
			digest := must[[32]byte](t)(keyring.SlotsDigest(set.Slots))
			return fields{"hot": h(codec.Must(hot)), "cold": h(codec.Must(cold)), "digest": h(digest[:])}
		},
	},
	"keys-pin": {
		"what a PIN of one device shows the relay, and what the relay's half opens",
		func(t *testing.T) fields {
			account := wire.AccountID{1}
			pin, n, err := keyring.NewPin(&stream{name: "pin"}, vectorStretch, account, keyring.KDFStandard, "480925", keyring.Light{
				Hot: keyring.Hot{Roots: []keyring.Root{anaRoot()}, Self: vectorSelf, Identity: [32]byte{4}}, Login: key("login")})
			if err != nil {
				t.Fatal(err)
			}
			return fields{"account": h(account[:]), "digits": h([]byte("480925")), "stretched": h(key2(key("stretched"))), "pin": h(codec.Must(pin)), "half": h(n.Half[:])}
		},
		func(t *testing.T, in fields) fields {
			var pin keyring.Pin
			if err := codec.Decode(in.bytes(t, "pin"), &pin); err != nil {
				t.Fatal(err)
			}
			keys := must[keyring.PinKeys](t)(pin.Keys(func([]byte, [16]byte, uint8) (secret.Key, error) {
				return secret.Key(in.bytes(t, "stretched")), nil
			}, wire.AccountID(in.bytes(t, "account")), secret.Text(in.bytes(t, "digits"))))
			light := must[keyring.Light](t)(keys.Open([32]byte(in.bytes(t, "half"))))
			return fields{"try": h(codec.Must(keys.Try())), "light": h(codec.Must(light))}
		},
	},
	"keys-vault": {
		"what is locked once more: the salt, and the key that a stretched passphrase and a root open",
		func(t *testing.T) fields {
			hot, id := keyring.Hot{Roots: []keyring.Root{anaRoot()}, Self: vectorSelf}, event.ID{5}
			sealed := must[[]byte](t)(hot.SealVault(&stream{name: "vault"}, key("stretched"), id, key("vault")))
			return fields{"root": h(key2(anaRoot().Key)), "self": h(vectorSelf[:]), "id": h(id[:]), "stretched": h(key2(key("stretched"))), "sealed": h(sealed),
				"entry": h(codec.Must(self.Inner{Kind: "journal.own.written", Payload: codec.Must([]byte("w")), ID: event.ID{6}, AtMS: 1, Civil: 2}))}
		},
		func(t *testing.T, in fields) fields {
			hot := keyring.Hot{Roots: []keyring.Root{{Generation: 1, Key: secret.Key(in.bytes(t, "root"))}}, Self: chain.LogID(in.bytes(t, "self"))}
			id, sealed := event.ID(in.bytes(t, "id")), in.bytes(t, "sealed")
			salt, k := hot.VaultSalt(), must[secret.Key](t)(hot.OpenVault(secret.Key(in.bytes(t, "stretched")), 1, id, sealed))
			var inner self.Inner
			if err := codec.Decode(in.bytes(t, "entry"), &inner); err != nil {
				t.Fatal(err)
			}
			return fields{"salt": h(salt[:]), "key": h(key2(k)), "vault.own.key": h(codec.Must(self.Key{ID: id, Generation: 1, KDF: keyring.KDFStandard, Sealed: sealed})),
				"inside": h(codec.Must(inner)), "vault.own.entry": h(codec.Must(self.Locked{Key: id, Sealed: sealed}))}
		},
	},
	"keys-passkey": {
		"the slot that a passkey opens, and its login",
		func(t *testing.T) fields {
			account, id, out := wire.AccountID{1}, [16]byte{5}, key2(key("prf"))
			p := must[keyring.Passkey](t)(keyring.NewPasskey(account, out, out))
			slot := must[wire.Slot](t)(p.Seal(&stream{name: "passkey"}, id, keyring.Hot{Roots: []keyring.Root{anaRoot()}, Self: vectorSelf, Identity: [32]byte{4}}))
			return fields{"account": h(account[:]), "id": h(id[:]), "output": h(out), "slot": h(codec.Must(slot))}
		},
		func(t *testing.T, in fields) fields {
			account, id, out := wire.AccountID(in.bytes(t, "account")), [16]byte(in.bytes(t, "id")), in.bytes(t, "output")
			p := must[keyring.Passkey](t)(keyring.NewPasskey(account, out, out))
			var slot wire.Slot
			if err := codec.Decode(in.bytes(t, "slot"), &slot); err != nil {
				t.Fatal(err)
			}
			hot := must[keyring.Hot](t)(p.Open([]wire.Slot{slot}, id))
			salt := keyring.PasskeySalt(account, id)
			return fields{"salt": h(salt[:]), "login": h(key2(p.Login())), "hot": h(codec.Must(hot))}
		},
	},
	"event-genesis": {
		"the first event of a shared log carries its maker's certificate",
		func(t *testing.T) fields {
			cert := must[chain.SignedCertificate](t)(keyring.Certify(key("ana/identity"), anaRoot(), vectorLog))
			return fields{"identity": h(key2(key("ana/identity"))), "root": h(key2(anaRoot().Key)), "log": h(vectorLog[:]), "cert": h(codec.Must(cert))}
		},
		func(t *testing.T, in fields) fields {
			log := chain.LogID(in.bytes(t, "log"))
			root := keyring.Root{Generation: 1, Key: secret.Key(in.bytes(t, "root"))}
			cert := must[chain.SignedCertificate](t)(keyring.Certify(secret.Key(in.bytes(t, "identity")), root, log))
			if h(codec.Must(cert)) != in["cert"] {
				t.Error("the certificate is another one")
			}
			s := chain.NewState(log, chain.Couple)
			body := must[[]byte](t)(chain.GenesisBody(cert))
			ev := must[envelope.Signed](t)(envelope.SealControl(&stream{name: "genesis"},
				envelope.NewSigner(log, chain.Couple, root.SignSeed(log)), envelope.After(&s), event.ID{1}, body))
			must[chain.Accepted](t)(s.Accept(ev.Event()))
			hash := ev.Hash()
			return fields{"event": h(ev.Bytes()), "hash": h(hash[:]), "state": h(codec.Must(s))}
		},
	},
	"event-body": {
		"an encrypted event of the smallest bucket, and what it opens to",
		func(*testing.T) fields {
			minute := event.Day(2026, 11, 24).At(12, 0)
			return fields{"root": h(key2(anaRoot().Key)), "log": h(vectorSelf[:]), "body": h(codec.Must(event.Body{
				Kind: "promise.made", MinReader: 1, CreatedMS: 1795521600000, Civil: &minute, Payload: codec.Must(map[int]string{1: "I’ll call the bank."})}))}
		},
		func(t *testing.T, in fields) fields {
			log := chain.LogID(in.bytes(t, "log"))
			root := keyring.Root{Generation: 1, Key: secret.Key(in.bytes(t, "root"))}
			ring := envelope.NewRing(log)
			ring.Add(1, root.SelfKey(log))
			body := must[event.Body](t)(event.DecodeBody(in.bytes(t, "body")))
			signer := envelope.NewSigner(log, chain.Self, root.SignSeed(log))
			cert := must[chain.SignedCertificate](t)(keyring.Certify(key("ana/identity"), root, log))
			s := chain.NewState(log, chain.Self)
			first := must[envelope.Signed](t)(envelope.SealControl(&stream{name: "self"}, signer, envelope.After(&s), event.ID{1}, must[[]byte](t)(chain.GenesisBody(cert))))
			must[chain.Accepted](t)(s.Accept(first.Event()))
			ev := must[envelope.Signed](t)(envelope.Seal(&stream{name: "body"}, signer, envelope.After(&s), ring, event.ID{2}, body))
			entry := envelope.Open(must[chain.Accepted](t)(s.Accept(ev.Event())), ring)
			got, ok := entry.Body()
			if !ok || h(codec.Must(got)) != in["body"] {
				t.Errorf("opens to something else: %v", entry.Flag())
			}
			hash := ev.Hash()
			return fields{"event": h(ev.Bytes()), "hash": h(hash[:])}
		},
	},
	"tombstone": {
		"an author's leave to remove a body, and the id of the event that takes the entry back",
		func(t *testing.T) fields {
			s := chain.NewState(vectorSelf, chain.Self)
			signer := envelope.NewSigner(vectorSelf, chain.Self, anaRoot().SignSeed(vectorSelf))
			cert := must[chain.SignedCertificate](t)(keyring.Certify(key("ana/identity"), anaRoot(), vectorSelf))
			first := must[envelope.Signed](t)(envelope.SealControl(&stream{name: "self"}, signer, envelope.After(&s), event.ID{1}, must[[]byte](t)(chain.GenesisBody(cert))))
			must[chain.Accepted](t)(s.Accept(first.Event()))
			ring := envelope.NewRing(vectorSelf)
			ring.Add(1, anaRoot().SelfKey(vectorSelf))
			ev := must[envelope.Signed](t)(envelope.Seal(&stream{name: "body"}, signer, envelope.After(&s), ring, event.ID{2},
				event.Body{Kind: "journal", MinReader: 1, Payload: codec.Must(map[int]string{1: "Taken back."})}))
			return fields{"root": h(key2(anaRoot().Key)), "first": h(first.Bytes()), "head": h(ev.Event().Head())}
		},
		func(t *testing.T, in fields) fields {
			s := chain.NewState(vectorSelf, chain.Self)
			must[chain.Accepted](t)(s.Accept(must[chain.Event](t)(chain.Parse(in.bytes(t, "first")))))
			ev := must[chain.Event](t)(chain.Join(in.bytes(t, "head"), nil)) // the body is gone
			must[chain.Accepted](t)(s.Accept(ev))
			root := keyring.Root{Generation: 1, Key: secret.Key(in.bytes(t, "root"))}
			tomb := envelope.NewSigner(vectorSelf, chain.Self, root.SignSeed(vectorSelf)).Tombstone(ev.Header)
			if err := s.VerifyTombstone(ev.Header, tomb, chain.Current); err != nil {
				t.Error(err)
			}
			id := chain.RedactID(ev.Header.Hash())
			return fields{"signed": h(chain.TombstoneInput(ev.Header)), "tombstone": h(tomb), "redact-id": h(id[:])}
		},
	},
	"epoch-adopt": {
		"a wrapped epoch key opens for each member, and carries the one before",
		func(t *testing.T) fields {
			s := chain.NewState(vectorLog, chain.Couple)
			s.Epoch = 1
			ring := envelope.NewRing(vectorLog)
			ring.Add(1, key("epoch/1"))
			var members []chain.Member
			for _, r := range []keyring.Root{anaRoot(), benRoot()} {
				cert := must[chain.SignedCertificate](t)(keyring.Certify(key("any/identity"), r, vectorLog))
				c := must[chain.Certificate](t)(cert.Verify(vectorLog))
				members = append(members, chain.Member{Generation: 1, HPKE: c.HPKE})
			}
			e, k, err := keyring.NewEpoch(&stream{name: "epoch"}, &s, members, ring)
			if err != nil {
				t.Fatal(err)
			}
			return fields{"log": h(vectorLog[:]), "ana": h(key2(anaRoot().Key)), "ben": h(key2(benRoot().Key)), "epoch": h(codec.Must(e)), "key": h(key2(k))}
		},
		func(t *testing.T, in fields) fields {
			log := chain.LogID(in.bytes(t, "log"))
			var e chain.Epoch
			if err := codec.Decode(in.bytes(t, "epoch"), &e); err != nil {
				t.Fatal(err)
			}
			out := fields{}
			for member, name := range []string{"ana", "ben"} {
				ring := envelope.NewRing(log)
				if err := keyring.Adopt(ring, log, e, uint8(member+1), []keyring.Root{{Generation: 1, Key: secret.Key(in.bytes(t, name))}}); err != nil {
					t.Fatal(err)
				}
				for n := range uint32(2) {
					k, _ := ring.Root(n + 1)
					out[name+"/"+string(rune('1'+n))] = h(key2(k))
				}
			}
			if out["ana/2"] != in["key"] {
				t.Error("another key")
			}
			return out
		},
	},
	"payloads": {
		"what the device writes itself: into the shared log, and into a person's own",
		func(*testing.T) fields {
			return fields{"log": h(vectorLog[:]), "genesis": h(bytes.Repeat([]byte{8}, 32)), "partner": h(bytes.Repeat([]byte{9}, 32)),
				"mine": h([]byte("Ana")), "name": h([]byte("Владислава")), "digest": h(bytes.Repeat([]byte{7}, 32))}
		},
		func(t *testing.T, in fields) fields {
			verified := keyring.VerifiedHash([32]byte{1}, [32]byte{2})
			anchor := self.Anchor{Log: chain.LogID(in.bytes(t, "log")), Genesis: chain.Hash(in.bytes(t, "genesis")), Me: event.First, MyName: string(in.bytes(t, "mine"))}
			known := anchor
			known.Partner, known.Name = [32]byte(in.bytes(t, "partner")), string(in.bytes(t, "name"))
			named := self.Default()
			named.Name, named.Theme, named.MonthFirst = anchor.MyName, self.Dark, true
			return fields{
				"member.accept":        h(codec.Must(couple.Accept{})),
				"member.verify/words":  h(codec.Must(couple.Verify{How: couple.Words, Identities: verified})),
				"member.verify/none":   h(codec.Must(couple.Verify{How: couple.Unchecked, Identities: verified})),
				"space.anchor/begun":   h(codec.Must(anchor)),
				"space.anchor/known":   h(codec.Must(known)),
				"space.anchor/dropped": h(codec.Must(self.Anchor{Log: anchor.Log, Me: event.First, Dropped: true})),
				"slots.digest":         h(codec.Must(self.Slots{Digest: [32]byte(in.bytes(t, "digest"))})),
				"settings/first":       h(codec.Must(self.Default())),
				"settings/named":       h(codec.Must(named)),
			}
		},
	},
	"checkpoint": {
		"what a device stores after it has verified a log, so that the next opening can go on from there",
		func(t *testing.T) fields {
			s := chain.NewState(vectorSelf, chain.Self)
			cert := must[chain.SignedCertificate](t)(keyring.Certify(key("ana/identity"), anaRoot(), vectorSelf))
			first := must[envelope.Signed](t)(envelope.SealControl(&stream{name: "self"}, envelope.NewSigner(vectorSelf, chain.Self, anaRoot().SignSeed(vectorSelf)),
				envelope.After(&s), event.ID{1}, must[[]byte](t)(chain.GenesisBody(cert))))
			return fields{"root": h(key2(anaRoot().Key)), "log": h(vectorSelf[:]), "first": h(first.Bytes()), "build": h([]byte("0123abcd"))}
		},
		func(t *testing.T, in fields) fields {
			ctx, store := context.Background(), eventlog.NewMemory()
			log := chain.LogID(in.bytes(t, "log"))
			check := keyring.Root{Generation: 1, Key: secret.Key(in.bytes(t, "root"))}.CheckpointKey(log)
			l, _, err := eventlog.Open(ctx, store, log, chain.Self, eventlog.Trust{}, check, string(in.bytes(t, "build")))
			if err != nil {
				t.Fatal(err)
			}
			ev := must[chain.Event](t)(chain.Parse(in.bytes(t, "first")))
			must[[]chain.Accepted](t)(l.Accept(ctx, []wire.Event{{Head: ev.Head(), Body: ev.Body}}, 1))
			return fields{"checkpoint": h(must[[]byte](t)(store.Get(ctx, "c."+log.String())))}
		},
	},
	"invite": {
		"a link's secret names, opens and claims an invite; the words follow from the messages",
		func(t *testing.T) fields {
			return fields{"secret": h(bytes.Repeat([]byte{5}, 20)), "host": h([]byte("localhost:8080")), "m1": h([]byte("one")), "m2": h([]byte("two")), "number": h(key2(key("number")))}
		},
		func(t *testing.T, in fields) fields {
			s := keyring.InviteSecret(in.bytes(t, "secret"))
			id := s.ID()
			n := [32]byte(in.bytes(t, "number"))
			commit := keyring.CommitNumber(n)
			w := keyring.Compare(in.bytes(t, "m1"), in.bytes(t, "m2"), n)
			sealed := must[[]byte](t)(s.SealM3(&stream{name: "m3"}, n))
			verified := keyring.VerifiedHash([32]byte{1}, [32]byte{2})
			return fields{"id": h(id[:]), "claim": h(s.Claim()), "link": h([]byte(s.Fragment(string(in.bytes(t, "host"))).Reveal())), "commit": h(commit[:]),
				"words": h([]byte(w.Words[0] + " " + w.Words[1] + " " + w.Words[2] + " " + w.Words[3])), "digits": h([]byte(w.Digits)), "m3": h(sealed), "verified": h(verified[:])}
		},
	},
	"seal": {
		"an answer sealed for one log, prompt and author, its key and what it opens to",
		func(*testing.T) fields {
			prompt := seal.Prompt{Practice: "opening", About: []byte{0xa2, 1, 3, 2, 5}, Pad: seal.Small}
			return fields{"root": h(key2(anaRoot().Key)), "log": h(vectorLog[:]), "prompt": h(codec.Must(prompt)), "answer": h([]byte("I’ll say it once."))}
		},
		func(t *testing.T, in fields) fields {
			log := chain.LogID(in.bytes(t, "log"))
			root := keyring.Root{Generation: 1, Key: secret.Key(in.bytes(t, "root"))}
			var prompt seal.Prompt
			if err := codec.Decode(in.bytes(t, "prompt"), &prompt); err != nil {
				t.Fatal(err)
			}
			c := must[seal.Commit](t)(seal.New(&stream{name: "seal"}, log, event.First, 1,
				func(id event.ID, salt [32]byte) secret.Key { return root.SealKey(log, id, salt) }, seal.Answer{Prompt: prompt, Plain: in.bytes(t, "answer")}))
			id := prompt.ID()
			key := root.SealKey(log, id, c.Salt)
			plain := must[[]byte](t)(c.Open(log, event.First, key))
			if h(plain) != in["answer"] {
				t.Error("opens to something else")
			}
			return fields{"id": h(id[:]), "commit": h(codec.Must(c)), "key": h(key2(key)), "open": h(codec.Must(seal.Open{Seal: id, Key: key})),
				"withdraw": h(codec.Must(seal.Withdraw{Seal: id}))}
		},
	},
	"relay-signatures": {
		"what a login and an operation sign",
		func(*testing.T) fields {
			return fields{"origin": h([]byte("http://localhost:8080")), "account": h(bytes.Repeat([]byte{6}, 10)), "nonce": h(key2(key("nonce"))), "body": h([]byte("body"))}
		},
		func(t *testing.T, in fields) fields {
			origin, account, nonce := string(in.bytes(t, "origin")), wire.AccountID(in.bytes(t, "account")), [32]byte(in.bytes(t, "nonce"))
			return fields{"login": h(wire.LoginInput(origin, account, wire.SlotHot, nonce)), "op": h(wire.OpInput(origin, account, wire.OpInvite, in.bytes(t, "body"), nonce))}
		},
	},
}

func key2(k secret.Key) []byte { return k[:] }

func TestVectors(t *testing.T) {
	for name, c := range vectors {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("vectors", name+".json")
			raw, err := os.ReadFile(path)
			if os.IsNotExist(err) && os.Getenv("TROTH_FREEZE") == "1" {
				in := c.fill(t)
				b, err := json.MarshalIndent(vector{Format: "troth/v1", About: c.about, Input: in, Output: c.out(t, in)}, "", "  ")
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, append(b, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var v vector
			if err := json.Unmarshal(raw, &v); err != nil {
				t.Fatal(err)
			}
			got := c.out(t, v.Input)
			for k, want := range v.Output {
				if got[k] != want {
					t.Errorf("%s is another than it was", k)
				}
			}
			if len(got) != len(v.Output) || len(got) == 0 {
				t.Errorf("%d outputs, frozen were %d", len(got), len(v.Output))
			}
		})
	}
	files, err := os.ReadDir("vectors")
	if err != nil || len(files) != len(vectors) {
		t.Errorf("%d vector files for %d vectors, %v", len(files), len(vectors), err)
	}
}
