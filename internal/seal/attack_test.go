package seal

import (
	"bytes"
	"encoding/binary"
	"math/big"
	"slices"
	"testing"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/codec"
	"troth/internal/secret"
)

// A key that is given before both have answered counts for nothing, not even
// later.
func TestAttack68EarlyKey(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	a, b := sealing(t, ana, p, "hers"), sealing(t, ben, p, "his")
	w.refused(Early, ben, KindOpen, Open{p.ID(), keyFor(ben, b)})
	w.say(ben, KindCommit, b)
	w.refused(Early, ben, KindOpen, Open{p.ID(), keyFor(ben, b)})
	w.say(ana, KindCommit, a)
	w.open(ana, a)
	if v := w.seen(ana, p); v.Done() || v.Other != nil {
		t.Errorf("%+v", v)
	}
	w.open(ben, b)
	if v := w.seen(ana, p); string(v.Other) != "his" {
		t.Errorf("%+v", v)
	}
}

// Another key than the one that was fixed opens nothing, and closes nothing.
func TestAttack69WrongKey(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	a, b := sealing(t, ana, p, "hers"), sealing(t, ben, p, "his")
	w.say(ana, KindCommit, a)
	w.say(ben, KindCommit, b)
	w.open(ana, a)
	wrong := keyFor(ben, b)
	wrong[31] ^= 1
	w.refused(WrongKey, ben, KindOpen, Open{p.ID(), wrong})
	w.refused(WrongKey, ben, KindOpen, Open{p.ID(), keyFor(ana, a)})
	if v := w.seen(ana, p); v.Done() || v.OtherResult != Closed || v.Other != nil {
		t.Errorf("%+v", v)
	}
	w.open(ben, b)
	if v := w.seen(ana, p); string(v.Other) != "his" {
		t.Errorf("%+v", v)
	}
}

// twoKeys makes what XChaCha20-Poly1305 opens under both of two keys: for a tag
// that is chosen, two blocks of it follow from the two equations that the keys
// demand.
func twoKeys(t *testing.T, nonce [24]byte, ctx []byte, pad int, keys [2]secret.Key) []byte {
	t.Helper()
	number := func(b []byte) *big.Int { // little-endian
		b = bytes.Clone(b)
		slices.Reverse(b)
		return new(big.Int).SetBytes(b)
	}
	block := new(big.Int).Lsh(big.NewInt(1), 128)
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 130), big.NewInt(5))

	ct := make([]byte, pad)
	mac := append(slices.Concat(ctx, make([]byte, (16-len(ctx)%16)%16)), ct...)
	mac = binary.LittleEndian.AppendUint64(mac, uint64(len(ctx)))
	mac = binary.LittleEndian.AppendUint64(mac, uint64(len(ct)))
	first := (len(ctx) + 15) / 16
	var r, s, sum [2]*big.Int
	var at [2][2]*big.Int // coefficient of the two free blocks, by key
	for i, k := range keys {
		sub, err := chacha20.HChaCha20(k[:], nonce[:16])
		if err != nil {
			t.Fatal(err)
		}
		stream, err := chacha20.NewUnauthenticatedCipher(sub, append(make([]byte, 4), nonce[16:]...))
		if err != nil {
			t.Fatal(err)
		}
		one := make([]byte, 32)
		stream.XORKeyStream(one, one)
		for b, mask := range map[int]byte{3: 15, 7: 15, 11: 15, 15: 15, 4: 252, 8: 252, 12: 252} {
			one[b] &= mask
		}
		r[i], s[i], sum[i] = number(one[:16]), number(one[16:]), new(big.Int)
		n := len(mac) / 16
		for b := range n {
			power := new(big.Int).Exp(r[i], big.NewInt(int64(n-b)), p)
			sum[i].Add(sum[i], new(big.Int).Mul(power, new(big.Int).Add(number(mac[16*b:16*b+16]), block)))
			if b == first || b == first+1 {
				at[i][b-first] = power
			}
		}
	}
	det := new(big.Int).Sub(new(big.Int).Mul(at[0][0], at[1][1]), new(big.Int).Mul(at[0][1], at[1][0]))
	det.ModInverse(det.Mod(det, p), p)
	for tag := int64(1); ; tag++ {
		var want [2]*big.Int
		for i := range keys {
			w := new(big.Int).Mod(new(big.Int).Sub(big.NewInt(tag), s[i]), block)
			want[i] = w.Mod(w.Sub(w, sum[i]), p)
		}
		solve := func(a, b, c, d *big.Int) *big.Int {
			x := new(big.Int).Sub(new(big.Int).Mul(a, b), new(big.Int).Mul(c, d))
			return x.Mod(x.Mul(x, det), p)
		}
		x, y := solve(want[0], at[1][1], want[1], at[0][1]), solve(want[1], at[0][0], want[0], at[1][0])
		if x.Cmp(block) >= 0 || y.Cmp(block) >= 0 {
			continue
		}
		for i, v := range []*big.Int{x, y} {
			b := v.FillBytes(make([]byte, 16))
			slices.Reverse(b)
			copy(ct[16*i:], b)
		}
		end := big.NewInt(tag).FillBytes(make([]byte, 16))
		slices.Reverse(end)
		return append(ct, end...)
	}
}

// A ciphertext that opens under two keys is bound to the one whose hash it came
// with.
func TestAttack70TwoKeys(t *testing.T) {
	p := prompt(1)
	c := sealing(t, ben, p, "")
	k1, k2 := secret.Key{1}, secret.Key{2}
	ctx := c.context(testLog, ben)
	c.Sealed = twoKeys(t, c.Nonce, ctx, int(Small), [2]secret.Key{k1, k2})
	for _, k := range []secret.Key{k1, k2} {
		aead, err := chacha20poly1305.NewX(k[:])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := aead.Open(nil, c.Nonce[:], c.Sealed, ctx); err != nil {
			t.Fatalf("the cipher refuses it, so nothing is shown here: %v", err)
		}
	}
	c.Key = keyHash(ctx, k1)
	w := begin(t)
	a := sealing(t, ana, p, "hers")
	w.say(ben, KindCommit, c)
	w.say(ana, KindCommit, a)
	w.open(ana, a)
	w.refused(WrongKey, ben, KindOpen, Open{p.ID(), k2})
	if w.seen(ana, p).Done() {
		t.Error("it opens by the second key")
	}
	if _, err := c.Open(testLog, ben, k2); err != ErrSealed {
		t.Errorf("%v", err)
	}
	w.say(ben, KindOpen, Open{p.ID(), k1})
	w.refused(Opened, ben, KindOpen, Open{p.ID(), k2})

	// Nor by a key that would decrypt it and is not the one.
	other := sealing(t, ben, p, "his")
	other.Key = keyHash(other.context(testLog, ben), k2)
	if _, err := other.Open(testLog, ben, keyFor(ben, other)); err != ErrSealed {
		t.Errorf("%v", err)
	}
}

// The first answer counts.
func TestAttack71SecondAnswer(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	b := sealing(t, ben, p, "first")
	w.say(ben, KindCommit, b)
	w.refused(Sealed, ben, KindCommit, sealing(t, ben, p, "second"))
	a := sealing(t, ana, p, "hers")
	w.say(ana, KindCommit, a)
	w.open(ana, a)
	w.refused(Sealed, ben, KindCommit, sealing(t, ben, p, "third"))
	w.open(ben, b)
	if v := w.seen(ana, p); string(v.Other) != "first" {
		t.Errorf("%+v", v)
	}
	w.refused(Sealed, ben, KindCommit, sealing(t, ben, p, "fourth"))
}

// A copy of the other's commit cannot be opened by who has copied it.
func TestAttack72CopiedAnswer(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	a := sealing(t, ana, p, "hers")
	w.say(ana, KindCommit, a)
	w.say(ben, KindCommit, a)
	w.open(ana, a)
	w.refused(WrongKey, ben, KindOpen, Open{p.ID(), keyFor(ana, a)})
	if v := w.seen(ana, p); v.Done() {
		t.Errorf("%+v", v)
	}
	// Not with a hash that fits him either: what is inside is bound to her.
	forged := a
	forged.Key = keyHash(forged.context(testLog, ben), keyFor(ana, a))
	w = begin(t)
	w.say(ana, KindCommit, a)
	w.say(ben, KindCommit, forged)
	w.open(ana, a)
	w.say(ben, KindOpen, Open{p.ID(), keyFor(ana, a)})
	if v := w.seen(ana, p); v.OtherResult != Junk || v.Other != nil || !v.Done() {
		t.Errorf("%+v", v)
	}
}

// Nor does a commit of another log open, with whatever hash.
func TestAttack72AnotherLog(t *testing.T) {
	p := prompt(1)
	other := [16]byte{1}
	b, err := New(&stream{}, other, ben, 1, keyOf(ben), Answer{p, []byte("elsewhere")})
	if err != nil {
		t.Fatal(err)
	}
	w := begin(t)
	a := sealing(t, ana, p, "hers")
	w.say(ana, KindCommit, a)
	w.say(ben, KindCommit, b)
	w.open(ana, a)
	w.refused(WrongKey, ben, KindOpen, Open{p.ID(), keyFor(ben, b)})
	b.Key = keyHash(b.context(testLog, ben), keyFor(ben, b))
	if _, err := b.Open(testLog, ben, keyFor(ben, b)); err != ErrSealed {
		t.Errorf("%v", err)
	}
}

// A question with other words is another question: an answer belongs to the one
// that its author saw.
func TestAttack73AnotherPrompt(t *testing.T) {
	w := begin(t)
	p, reworded := prompt(1), Prompt{Practice: "opening", About: []byte{1, 0}, Pad: Small}
	a, b := sealing(t, ana, p, "hers"), sealing(t, ben, reworded, "his")
	w.say(ana, KindCommit, a)
	w.say(ben, KindCommit, b)
	if len(w.s.Pending(ana)) != 0 || len(w.s.Pending(ben)) != 0 {
		t.Fatal("answers to two questions meet")
	}
	// His answer under her question, with a hash that fits.
	moved := b
	moved.Prompt = p
	moved.Key = keyHash(moved.context(testLog, ben), keyFor(ben, b))
	w.say(ben, KindCommit, moved)
	w.open(ana, a)
	w.say(ben, KindOpen, Open{p.ID(), keyFor(ben, b)})
	if v := w.seen(ana, p); v.OtherResult != Junk {
		t.Errorf("%+v", v)
	}
	for _, q := range []Prompt{reworded, {Practice: "openin", About: []byte{'g', 1}, Pad: Small}, {Practice: "opening", About: []byte{1}, Pad: Medium}} {
		if q.ID() == p.ID() {
			t.Errorf("%+v has the id of %+v", q, p)
		}
	}
}

// Once both have answered nothing is withdrawn.
func TestAttack74WithdrawAfterBoth(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	a, b := sealing(t, ana, p, "hers"), sealing(t, ben, p, "his")
	w.say(ana, KindCommit, a)
	w.say(ben, KindCommit, b)
	w.refused(Both, ben, KindWithdraw, Withdraw{p.ID()})
	w.open(ana, a)
	w.refused(Both, ben, KindWithdraw, Withdraw{p.ID()})
	w.open(ben, b)
	w.refused(Both, ana, KindWithdraw, Withdraw{p.ID()})
	if v := w.seen(ana, p); string(v.Other) != "his" {
		t.Errorf("%+v", v)
	}
}

// What is shown of the other waits for the own key in the log, whatever else is
// there.
func TestAttack75OwnKeyFirst(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	a, b := sealing(t, ana, p, "hers"), sealing(t, ben, p, "his")
	w.say(ben, KindCommit, b)
	w.say(ana, KindCommit, a)
	w.open(ben, b)
	if v := w.seen(ana, p); v.Done() || v.Other != nil || v.OtherResult != Closed || w.s.Shows(p.ID(), ana) != nil {
		t.Errorf("%+v", v)
	}
	if x, _ := w.s.Seal(p.ID()); x.sides[ben].answer != nil {
		t.Error("it has been decrypted already")
	}
	w.open(ana, a)
	if !w.seen(ana, p).Done() {
		t.Error("still closed")
	}
}

// An answer of another length than its prompt says, or one that does not keep to
// its padding, is none.
func TestAttack76Padding(t *testing.T) {
	p := prompt(1)
	for _, n := range []int{0, 15, int(Small) + 15, int(Small) + 17, int(Medium) + 16} {
		c := sealing(t, ben, p, "his")
		c.Sealed = make([]byte, n)
		if _, err := DecodeCommit(codec.Must(c)); err != Malformed {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	k := secret.Key{3}
	forge := func(plain []byte) Commit {
		c := sealing(t, ben, p, "")
		aead, err := chacha20poly1305.NewX(k[:])
		if err != nil {
			t.Fatal(err)
		}
		ctx := c.context(testLog, ben)
		c.Sealed, c.Key = aead.Seal(nil, c.Nonce[:], plain, ctx), keyHash(ctx, k)
		return c
	}
	padded := func(length uint32, at int) []byte {
		b := make([]byte, Small)
		binary.BigEndian.PutUint32(b, length)
		if at > 0 {
			b[at] = 1
		}
		return b
	}
	for name, c := range map[string]Commit{
		"longer than its room": forge(padded(uint32(Small.Room())+1, 0)),
		"endless":              forge(padded(1<<32-1, 0)),
		"something after it":   forge(padded(3, 7)),
		"something at the end": forge(padded(3, int(Small)-1)),
		"shorter":              forge(padded(3, 0)[:Small-1]),
	} {
		if _, err := c.Open(testLog, ben, k); err != ErrSealed {
			t.Errorf("%s: %v", name, err)
		}
		if name == "shorter" {
			continue // not even a commit
		}
		w := begin(t)
		a := sealing(t, ana, p, "hers")
		w.say(ana, KindCommit, a)
		w.say(ben, KindCommit, c)
		w.open(ana, a)
		w.say(ben, KindOpen, Open{p.ID(), k})
		if v := w.seen(ana, p); v.OtherResult != Junk || v.Other != nil {
			t.Errorf("%s: %+v", name, v)
		}
	}
	for _, ok := range []Commit{forge(padded(uint32(Small.Room()), 0)), forge(padded(3, 6)), forge(padded(0, 0))} {
		if _, err := ok.Open(testLog, ben, k); err != nil {
			t.Error(err)
		}
	}
}
