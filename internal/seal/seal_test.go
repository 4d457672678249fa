package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/secret"
)

const (
	ana = event.First
	ben = event.Second
)

var testLog = [16]byte{0: 7, 15: 9}

// stream is bytes that follow from a name.
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

// keyOf is the root of a partner, for tests.
func keyOf(by event.Partner) KeyOf {
	return func(id event.ID, salt [32]byte) secret.Key {
		return sha256.Sum256(append(append([]byte{byte(by)}, id[:]...), salt[:]...))
	}
}

func keyFor(by event.Partner, c Commit) secret.Key { return keyOf(by)(c.Prompt.ID(), c.Salt) }

func prompt(n byte) Prompt { return Prompt{Practice: "opening", About: []byte{n}, Pad: Small} }

func sealing(t testing.TB, by event.Partner, p Prompt, plain string) Commit {
	t.Helper()
	c, err := New(&stream{name: fmt.Sprint(by, p, plain)}, testLog, by, 1, keyOf(by), Answer{p, []byte(plain)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// world is a log in the making.
type world struct {
	t   *testing.T
	s   *State
	seq uint64
}

func begin(t *testing.T) *world {
	w := &world{t: t, s: &State{Log: testLog}}
	w.verify(true)
	return w
}

func (w *world) verify(yes bool) {
	w.seq++
	w.s.Verified(yes, w.seq)
}

func idOf(seq uint64) event.ID { return event.ID{1, byte(seq >> 8), byte(seq)} }

// dump is the whole state in words.
func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintln(&b, s.verified, len(s.byID))
	for _, x := range s.seals {
		fmt.Fprintln(&b, x.ID, x.Prompt)
		for _, d := range x.sides {
			fmt.Fprintf(&b, "%v %v %d %d %v %x", d.entry, d.at, d.seq, d.opened, d.openEntry, d.key[:])
			if d.commit != nil {
				fmt.Fprintf(&b, " %x", sha256.Sum256(codec.Must(*d.commit)))
			}
			fmt.Fprintln(&b)
		}
	}
	return b.String()
}

// try folds one fact and checks that Allows agrees and that a refusal changes
// nothing.
func (w *world) try(by event.Partner, kind event.Kind, payload any) error {
	w.t.Helper()
	w.seq++
	raw := codec.Must(payload)
	at := event.Stamp{MS: int64(w.seq) * 60_000, Civil: event.Minute(w.seq)}
	before := dump(w.s)
	allows := w.s.Allows(by, kind, raw, at)
	err := w.s.Apply(event.Fact{Seq: w.seq, ID: idOf(w.seq), By: by, At: at, Kind: kind, Payload: raw})
	if !errors.Is(err, allows) {
		w.t.Fatalf("%s by %s: Allows says %v, Apply %v", kind, by, allows, err)
	}
	if d := dump(w.s); err != nil && d != before {
		w.t.Fatalf("a refused %s changed the state: %s", kind, cmp.Diff(before, d))
	}
	return err
}

func (w *world) say(by event.Partner, kind event.Kind, payload any) uint64 {
	w.t.Helper()
	if err := w.try(by, kind, payload); err != nil {
		w.t.Fatalf("%s by %s: %v", kind, by, err)
	}
	return w.seq
}

func (w *world) refused(want error, by event.Partner, kind event.Kind, payload any) {
	w.t.Helper()
	if err := w.try(by, kind, payload); err != want {
		w.t.Fatalf("%s by %s: %v, want %v", kind, by, err, want)
	}
}

func (w *world) open(by event.Partner, c Commit) uint64 {
	w.t.Helper()
	return w.say(by, KindOpen, Open{c.Prompt.ID(), keyFor(by, c)})
}

func (w *world) seen(me event.Partner, p Prompt) Seen {
	w.t.Helper()
	x, ok := w.s.Seal(p.ID())
	if !ok {
		w.t.Fatal("no such seal")
	}
	return x.Seen(me)
}

// Both answer, both open, both read the same; before that neither reads
// anything of the other.
func TestOneSeal(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	a, b := sealing(t, ana, p, "of the dark"), sealing(t, ben, p, "of being late")
	if _, ok := w.s.Seal(p.ID()); ok {
		t.Fatal("a seal without an answer")
	}
	w.say(ana, KindCommit, a)
	if v := w.seen(ana, p); !v.Begun || !v.Mine || !v.May || v.Open || v.Done() || v.At.MS == 0 {
		t.Errorf("%+v", v)
	}
	if v := w.seen(ben, p); !v.Begun || v.Mine || v.May || v.Open || v.At.MS != 0 {
		t.Errorf("%+v", v)
	}
	if len(w.s.Pending(ana)) != 0 {
		t.Error("a key is to be given before both have answered")
	}
	w.say(ben, KindCommit, b)
	for _, me := range []event.Partner{ana, ben} {
		list := w.s.Pending(me)
		if len(list) != 1 || list[0].Seal != p.ID() {
			t.Fatalf("%s: %+v", me, list)
		}
	}
	first := w.open(ben, b)
	if v := w.seen(ana, p); v.Open || v.Done() || v.Own != nil || v.Other != nil || v.OtherResult != Closed {
		t.Errorf("Ana reads before her own key is given: %+v", v)
	}
	if v := w.seen(ben, p); !v.Open || v.Done() || string(v.Own) != "of being late" || v.Other != nil {
		t.Errorf("%+v", v)
	}
	second := w.open(ana, a)
	if v := w.seen(ana, p); !v.Done() || string(v.Own) != "of the dark" || string(v.Other) != "of being late" || v.Seq != second {
		t.Errorf("%+v", v)
	}
	if v := w.seen(ben, p); !v.Done() || string(v.Other) != "of the dark" || v.Seq != second || first >= second {
		t.Errorf("%+v", v)
	}
	if got := w.s.Shows(p.ID(), ana); !slices.Equal(got, []event.ID{idOf(3), idOf(first)}) {
		t.Errorf("%v", got)
	}
	if len(w.s.Pending(ana))+len(w.s.Pending(ben)) != 0 {
		t.Error("a key is still to be given")
	}
	if v := w.seen(ana, p); v.May {
		t.Error("may be withdrawn")
	}
	if x, _ := w.s.Seal(p.ID()); x.Seen(event.Nobody).Begun {
		t.Error("somebody else sees something")
	}
}

// Withdrawn before the other has answered, it is gone, and there can be another.
func TestWithdraw(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	id := p.ID()
	w.refused(NoAnswer, ana, KindWithdraw, Withdraw{id})
	w.say(ana, KindCommit, sealing(t, ana, p, "first"))
	w.refused(NoAnswer, ben, KindWithdraw, Withdraw{id})
	w.say(ana, KindWithdraw, Withdraw{id})
	if v := w.seen(ben, p); v.Begun {
		t.Errorf("%+v", v)
	}
	w.refused(NoAnswer, ana, KindWithdraw, Withdraw{id})
	a := sealing(t, ana, p, "second")
	w.say(ana, KindCommit, a)
	b := sealing(t, ben, p, "his")
	w.say(ben, KindCommit, b)
	w.open(ana, a)
	w.open(ben, b)
	if v := w.seen(ben, p); string(v.Other) != "second" {
		t.Errorf("%+v", v)
	}
}

// Until the two have verified each other nothing opens.
func TestUnverified(t *testing.T) {
	w := begin(t)
	w.verify(false)
	p := prompt(1)
	a, b := sealing(t, ana, p, "hers"), sealing(t, ben, p, "his")
	w.say(ana, KindCommit, a)
	w.say(ben, KindCommit, b)
	if len(w.s.Pending(ana)) != 0 {
		t.Error("a key is to be given")
	}
	w.refused(Early, ana, KindOpen, Open{p.ID(), keyFor(ana, a)})
	w.verify(true)
	w.open(ana, a)
	w.verify(false)
	w.refused(Early, ben, KindOpen, Open{p.ID(), keyFor(ben, b)})
	w.verify(true)
	w.open(ben, b)
	w.verify(false)
	if !w.seen(ana, p).Done() {
		t.Error("closed again")
	}
}

// Limits, at their edges.
func TestLimits(t *testing.T) {
	for _, pad := range []Pad{Small, Medium, Large} {
		p := Prompt{Practice: strings.Repeat("p", MaxPractice), About: bytes.Repeat([]byte{1}, MaxAbout), Pad: pad}
		room := strings.Repeat("x", pad.Room())
		c := sealing(t, ana, p, room)
		if plain, err := c.Open(testLog, ana, keyFor(ana, c)); err != nil || string(plain) != room {
			t.Errorf("%d: %v", pad, err)
		}
		if _, err := New(&stream{}, testLog, ana, 1, keyOf(ana), Answer{p, []byte(room + "x")}); err != ErrSealed {
			t.Errorf("%d and one: %v", pad, err)
		}
		if c := sealing(t, ana, p, ""); len(c.Sealed) != int(pad)+16 {
			t.Errorf("%d: %d bytes", pad, len(c.Sealed))
		}
		// With all that can stand around it, it fills the bucket of its length.
		minute := event.MaxDate.At(23, 59)
		body, err := event.Body{Kind: KindCommit, MinReader: event.Reader, CreatedMS: 1 << 60, Civil: &minute,
			Payload: codec.Must(Commit{Prompt: p, Generation: 1<<32 - 1, Sealed: c.Sealed}), Witness: make([]byte, event.WitnessLen)}.Encode()
		bucket := 1024
		for bucket < int(pad) {
			bucket *= 2
		}
		if err != nil || len(body)+4 > bucket || len(body)+4 <= bucket/2 {
			t.Errorf("%d bytes for %d, %v", len(body), bucket, err)
		}
	}
	for _, p := range []Prompt{
		{Practice: "", About: nil, Pad: Small},
		{Practice: strings.Repeat("p", MaxPractice+1), Pad: Small},
		{Practice: "p", About: make([]byte, MaxAbout+1), Pad: Small},
		{Practice: "p", Pad: 0}, {Practice: "p", Pad: Small + 1}, {Practice: "p", Pad: 4096},
	} {
		if _, err := New(&stream{}, testLog, ana, 1, keyOf(ana), Answer{p, nil}); err != ErrSealed {
			t.Errorf("%+v: %v", p, err)
		}
		c := sealing(t, ana, prompt(1), "")
		c.Prompt = p
		if _, err := DecodeCommit(codec.Must(c)); err != Malformed {
			t.Errorf("%+v is a prompt: %v", p, err)
		}
	}
	c := sealing(t, ana, prompt(1), "x")
	c.Generation = 0
	if _, err := DecodeCommit(codec.Must(c)); err != Malformed {
		t.Errorf("generation 0: %v", err)
	}
	if _, err := New(&short{}, testLog, ana, 1, keyOf(ana), Answer{prompt(1), nil}); err == nil {
		t.Error("sealed without randomness")
	}
}

type short struct{}

func (*short) Read(p []byte) (int, error) { return 0, errors.New("none") }

func TestKindsAndMembers(t *testing.T) {
	w := begin(t)
	c := sealing(t, ana, prompt(1), "x")
	w.refused(NotMember, event.Nobody, KindCommit, c)
	w.refused(NotMember, 3, KindCommit, c)
	w.refused(Unknown, ana, "seal.other", c)
	w.refused(Malformed, ana, KindOpen, c)
	w.refused(Malformed, ana, KindWithdraw, c)
	w.refused(Malformed, ana, KindCommit, Withdraw{})
	w.refused(Early, ana, KindOpen, Open{prompt(1).ID(), secret.Key{}})
	w.say(ana, KindCommit, c)
	if w.s.Shows(prompt(1).ID(), ben) != nil || w.s.Shows(event.ID{9}, ben) != nil {
		t.Error("something is shown")
	}
	x, _ := w.s.Seal(prompt(1).ID())
	if x.Answered(ana) != w.seq || x.Answered(ben) != 0 || x.Answered(3) != 0 {
		t.Error("who has answered")
	}
	if _, ok := x.Commit(ben); ok {
		t.Error("a commit of nobody")
	}
	if got, ok := x.Commit(ana); !ok || got.Key != c.Key {
		t.Error("not the commit")
	}
}

func TestCompose(t *testing.T) {
	id := prompt(1).ID()
	got, err := new(State).Compose(KindWithdraw, event.Form{FieldSeal: id.String()}, event.Stamp{})
	if err != nil || got != (Withdraw{id}) {
		t.Errorf("%v, %v", got, err)
	}
	var field *event.FieldError
	if _, err := new(State).Compose(KindWithdraw, event.Form{FieldSeal: "x"}, event.Stamp{}); !errors.As(err, &field) {
		t.Errorf("%v", err)
	}
	for _, kind := range []event.Kind{KindCommit, KindOpen, "seal.other"} {
		if _, err := new(State).Compose(kind, event.Form{FieldSeal: id.String()}, event.Stamp{}); err != Unknown {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// Of an answer of which only a part is for the other, the rest is nowhere to be
// had: not before, not after, not by looking again.
func TestOnly(t *testing.T) {
	w := begin(t)
	p := prompt(1)
	a, b := sealing(t, ana, p, "own"), sealing(t, ben, p, "common and alone")
	w.say(ana, KindCommit, a)
	x, _ := w.s.Seal(p.ID())
	var owns []string
	x.Only(func(own, other []byte) ([]byte, bool) {
		owns = append(owns, string(own))
		rest, ok := bytes.CutSuffix(other, []byte(" and alone"))
		return rest, ok
	})
	w.say(ben, KindCommit, b)
	w.open(ben, b)
	if w.seen(ana, p); len(owns) != 0 {
		t.Error("asked before both have opened")
	}
	w.open(ana, a)
	for range 2 {
		if v := w.seen(ana, p); string(v.Other) != "common" || v.OtherResult != Read || string(v.Own) != "own" {
			t.Errorf("Ana: %q, %q, %d", v.Own, v.Other, v.OtherResult)
		}
	}
	if !slices.Equal(owns, []string{"own", "own"}) {
		t.Errorf("%q", owns)
	}
	// What is no answer is junk.
	if v := w.seen(ben, p); v.Other != nil || v.OtherResult != Junk || string(v.Own) != "common and alone" {
		t.Errorf("Ben: %q, %d", v.Other, v.OtherResult)
	}
}

// Of all that somebody has sealed and given, an answer and its own key belong
// together, in either order.
func TestMatch(t *testing.T) {
	p := prompt(1)
	right, another := sealing(t, ana, p, "hers"), sealing(t, ana, p, "instead")
	body := func(kind event.Kind, payload any) event.Body {
		return event.Body{Kind: kind, Payload: codec.Must(payload)}
	}
	commit, open := body(KindCommit, right), body(KindOpen, Open{p.ID(), keyFor(ana, right)})
	for _, two := range [][2]event.Body{{commit, open}, {open, commit}} {
		if c, k, ok := Match(testLog, ana, two[0], two[1]); !ok || c.Salt != right.Salt || k != keyFor(ana, right) {
			t.Errorf("%v, %+v", ok, c.Prompt)
		}
	}
	for name, c := range map[string]struct {
		log  [16]byte
		by   event.Partner
		a, b event.Body
	}{
		"another answer to the same question": {testLog, ana, open, body(KindCommit, another)},
		"another key":                         {testLog, ana, commit, body(KindOpen, Open{p.ID(), keyFor(ana, another)})},
		"a key for another question":          {testLog, ana, commit, body(KindOpen, Open{prompt(2).ID(), keyFor(ana, right)})},
		"by the other":                        {testLog, ben, commit, open},
		"in another log":                      {[16]byte{1}, ana, commit, open},
		"two answers":                         {testLog, ana, commit, commit},
		"two keys":                            {testLog, ana, open, open},
		"a withdrawal":                        {testLog, ana, commit, body(KindWithdraw, Withdraw{p.ID()})},
		"junk":                                {testLog, ana, commit, event.Body{Kind: KindOpen, Payload: codec.Raw{0xff}}},
		"nothing":                             {testLog, ana, commit, event.Body{}},
	} {
		if _, _, ok := Match(c.log, c.by, c.a, c.b); ok {
			t.Errorf("%s belongs to it", name)
		}
	}
}
