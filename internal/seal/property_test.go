package seal

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/secret"
)

// What is sealed comes back, and only with the key, in its place; its length
// tells nothing.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Prompt{Practice: rapid.StringN(1, -1, MaxPractice).Draw(t, "practice"),
			About: rapid.SliceOfN(rapid.Byte(), 0, MaxAbout).Draw(t, "about"), Pad: rapid.SampledFrom([]Pad{Small, Medium}).Draw(t, "pad")}
		plain := rapid.SliceOfN(rapid.Byte(), 0, p.Pad.Room()).Draw(t, "plain")
		by := rapid.SampledFrom([]event.Partner{ana, ben}).Draw(t, "by")
		c, err := New(&stream{name: string(plain)}, testLog, by, 1, keyOf(by), Answer{p, plain})
		if err != nil {
			t.Fatal(err)
		}
		key := keyFor(by, c)
		if got, err := c.Open(testLog, by, key); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%x, %v", got, err)
		}
		if len(c.Sealed) != int(p.Pad)+16 {
			t.Fatalf("%d bytes tell of %d", len(c.Sealed), len(plain))
		}
		again, err := DecodeCommit(codec.Must(c))
		if err != nil || !bytes.Equal(codec.Must(again), codec.Must(c)) {
			t.Fatalf("%v", err)
		}
		if _, err := c.Open(testLog, by.Other(), key); err != ErrSealed {
			t.Fatal("opens to the other")
		}
		bad := c
		bad.Sealed = bytes.Clone(c.Sealed)
		bad.Sealed[rapid.IntRange(0, len(c.Sealed)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := bad.Open(testLog, by, key); err != ErrSealed {
			t.Fatal("opens with a flipped bit")
		}
	})
}

// Of any log: Allows agrees with Apply, what is refused changes nothing, equal
// logs fold equal; nobody reads the other's answer without their own key there,
// no key is given before both have answered, and what both have answered stays.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		live := &State{Log: testLog}
		var facts []event.Fact // Seq 0: a change of the verification, yes if By is First
		var commits [3][]Commit
		verified := false
		answered := map[event.ID]bool{}
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			seq := uint64(i + 1)
			by := event.Partner(rapid.IntRange(1, 2).Draw(t, "by"))
			f := event.Fact{Seq: seq, ID: idOf(seq), By: by, At: event.Stamp{MS: int64(seq)}}
			p := prompt(byte(rapid.IntRange(1, 2).Draw(t, "prompt")))
			var payload any
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				verified = by == ana
				live.Verified(verified, seq)
				f.Seq = 0
				facts = append(facts, f)
				continue
			case 1, 2, 3:
				c, err := New(&stream{name: string(rune(i))}, testLog, by, 1, keyOf(by), Answer{p, []byte{byte(by), byte(i)}})
				if err != nil {
					t.Fatal(err)
				}
				if n := len(commits[by.Other()]); n > 0 && rapid.IntRange(0, 4).Draw(t, "copy") == 0 {
					c = commits[by.Other()][n-1]
				}
				f.Kind, payload = KindCommit, c
				commits[by] = append(commits[by], c)
			case 4:
				f.Kind, payload = KindWithdraw, Withdraw{p.ID()}
			default:
				var key secret.Key
				if x, ok := live.Seal(p.ID()); ok {
					if c, ok := x.Commit(by); ok && rapid.IntRange(0, 5).Draw(t, "right") > 0 {
						key = keyFor(by, c)
					}
				}
				f.Kind, payload = KindOpen, Open{p.ID(), key}
			}
			f.Payload = codec.Must(payload)
			facts = append(facts, f)
			before, complete := dump(live), false
			if x, ok := live.Seal(p.ID()); ok {
				complete = x.both()
			}
			allows := live.Allows(f.By, f.Kind, f.Payload, f.At)
			err := live.Apply(f)
			if !errors.Is(err, allows) {
				t.Fatalf("Allows says %v, Apply %v", allows, err)
			}
			if err != nil && dump(live) != before {
				t.Fatalf("%v, and yet something has changed", err)
			}
			if err == nil && f.Kind == KindOpen && !(complete && verified) {
				t.Fatal("a key counts too early")
			}
			for _, x := range live.seals {
				if answered[x.ID] && !x.both() {
					t.Fatal("an answer is gone that both had given")
				}
				answered[x.ID] = x.both()
				for _, me := range []event.Partner{ana, ben} {
					v := x.Seen(me)
					if (v.Other != nil || v.OtherResult != Closed || v.Done()) && (x.sides[me].opened == 0 || x.sides[me.Other()].opened == 0) {
						t.Fatalf("%s reads without a key: %+v", me, v)
					}
					if v.OtherResult == Read && (len(v.Other) != 2 || v.Other[0] != byte(me.Other())) {
						t.Fatalf("%s reads what the other has not written: %+v", me, v)
					}
					if v.May && x.both() {
						t.Fatal("may be withdrawn")
					}
				}
			}
		}
		fresh := &State{Log: testLog}
		for _, f := range facts {
			if f.Seq == 0 {
				fresh.Verified(f.By == ana, 0)
			} else {
				_ = fresh.Apply(f)
			}
		}
		if dump(live) != dump(fresh) {
			t.Fatal("two folds of one log")
		}
	})
}

func FuzzApply(f *testing.F) {
	p := prompt(1)
	a, b := sealing(f, ana, p, "hers"), sealing(f, ben, p, "his")
	for _, seed := range []struct {
		kind    event.Kind
		payload any
	}{
		{KindCommit, b}, {KindWithdraw, Withdraw{p.ID()}}, {KindOpen, Open{p.ID(), keyFor(ana, a)}}, {KindOpen, Open{p.ID(), keyFor(ben, b)}},
	} {
		f.Add(string(seed.kind), codec.Must(seed.payload), uint8(1), true)
		f.Add(string(seed.kind), codec.Must(seed.payload), uint8(2), false)
	}
	f.Add("seal.open", []byte{0xa1, 0x01, 0x61, 0xff}, uint8(1), true)
	f.Fuzz(func(t *testing.T, kind string, payload []byte, by uint8, both bool) {
		s := &State{Log: testLog}
		s.Verified(true, 1)
		for i, c := range []Commit{a, b} {
			if i == 0 || both {
				if err := s.Apply(event.Fact{Seq: uint64(i + 1), By: event.Partner(i + 1), Kind: KindCommit, Payload: codec.Must(c)}); err != nil {
					t.Fatal(err)
				}
			}
		}
		before := dump(s)
		allows := s.Allows(event.Partner(by), event.Kind(kind), payload, event.Stamp{})
		err := s.Apply(event.Fact{Seq: 3, ID: idOf(3), By: event.Partner(by), Kind: event.Kind(kind), Payload: payload})
		if !errors.Is(err, allows) {
			t.Fatalf("Allows says %v, Apply %v", allows, err)
		}
		if err != nil && dump(s) != before {
			t.Fatal("a refused fact changed the state")
		}
		if c, err := DecodeCommit(payload); err == nil && !bytes.Equal(codec.Must(c), payload) {
			t.Fatal("two encodings of one commit")
		}
		for _, x := range s.seals {
			if x.Seen(ana).Done() || x.Seen(ben).Done() {
				t.Fatal("one entry opens both")
			}
		}
	})
}
