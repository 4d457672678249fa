package audit

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"troth/internal/chain"
	"troth/internal/codec"
)

// person has keys that follow from a name and a generation.
type person struct {
	identity, sign ed25519.PrivateKey
	hpke           []byte
	gen            uint32
}

func newPerson(name string, gen uint32) person {
	seed := func(what string) []byte { h := sha256.Sum256([]byte(name + what)); return h[:] }
	g := fmt.Sprint(gen)
	return person{ed25519.NewKeyFromSeed(seed("identity")), ed25519.NewKeyFromSeed(seed("sign" + g)),
		bytes.Repeat(seed("hpke"+g), chain.HPKEPubSize/32), gen}
}

// kept is a log as a relay keeps it.
type kept struct {
	t      testing.TB
	state  chain.State
	log    Log
	events []Event
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (k *kept) cert(p person) chain.SignedCertificate {
	c := chain.Certificate{Version: 1, Generation: p.gen, HPKE: p.hpke, Log: k.state.Log}
	copy(c.Identity[:], p.identity.Public().(ed25519.PublicKey))
	copy(c.Sign[:], p.sign.Public().(ed25519.PublicKey))
	return must[chain.SignedCertificate](k.t)(chain.SignCertificate(c, p.identity))
}

// write appends an event of p. An id of nil is one that nobody else has.
func (k *kept) write(p person, epoch uint32, body []byte, id []byte) chain.Header {
	h := chain.Header{Type: k.state.Type, Log: k.state.Log, Seq: k.state.Seq + 1, Prev: k.state.Head, Epoch: epoch,
		Author: chain.KIDOf(p.sign.Public().(ed25519.PublicKey)), CTLen: uint32(len(body)), CTHash: sha256.Sum256(body)}
	binary.BigEndian.PutUint64(h.ID[:], h.Seq)
	copy(h.ID[:], id)
	ev := chain.Event{Header: h, Body: body}
	copy(ev.Sig[:], ed25519.Sign(p.sign, h.SigInput()))
	a := must[chain.Accepted](k.t)(k.state.Accept(ev))
	k.events = append(k.events, Event{Seq: h.Seq, Head: ev.Head(), Body: body})
	k.log.Used[a.Member()-1] += int64(chain.HeadSize + len(body))
	k.log.Seq, k.log.Head = k.state.Seq, k.state.Head
	s := k.state
	s.Seq, s.Head = 0, chain.Hash{}
	k.log.Authority = codec.Must(s)
	return h
}

func (k *kept) say(p person, words string) chain.Header {
	return k.write(p, k.state.Epoch, sealed(words), nil)
}

func sealed(words string) []byte {
	b := make([]byte, chain.MinBucket+chain.TagSize)
	copy(b, words)
	return b
}

// takeBack writes a redact and puts the tombstone in the place of the body.
func (k *kept) takeBack(p person, target chain.Header) {
	id := chain.RedactID(target.Hash())
	k.write(p, k.state.Epoch, sealed("taken back"), id[:])
	k.remove(p, target)
}

func (k *kept) remove(p person, target chain.Header) {
	e := &k.events[target.Seq-1]
	e.Tombstone = chain.NewTombstone(chain.KIDOf(p.sign.Public().(ed25519.PublicKey)), ed25519.Sign(p.sign, chain.TombstoneInput(target)))
	k.log.Used[k.state.Author(target)-1] -= int64(len(e.Body))
	e.Body = nil
}

func (k *kept) epoch(members ...person) []byte {
	e := chain.Epoch{Number: k.state.Epoch + 1, PrevWrap: []byte{}}
	for i, p := range members {
		e.Wraps = append(e.Wraps, chain.EpochWrap{Member: uint8(i + 1), Generation: p.gen, Sealed: []byte("sealed")})
	}
	return must[[]byte](k.t)(chain.EpochBody(e))
}

// newKept is a log in which everything happened that may: two members, a new
// key, bodies taken back under it and under the older one, a record without
// effect, a leave and what may follow it.
func newKept(t testing.TB) *kept {
	ana, ben, ben2 := newPerson("ana", 1), newPerson("ben", 1), newPerson("ben", 2)
	id := chain.LogID{1, 2, 3}
	k := &kept{t: t, state: chain.NewState(id, chain.Couple), log: Log{ID: id, Type: chain.Couple, Used: new([2]int64)}}
	body := must[[]byte](t)
	k.write(ana, 0, body(chain.GenesisBody(k.cert(ana))), nil)
	k.write(ana, 0, k.epoch(ana), nil)
	k.write(ana, 0, body(chain.MemberAddBody(k.cert(ben))), nil)
	k.write(ana, 0, k.epoch(ana, ben), nil)
	k.say(ana, "one")                  // 5
	early := k.say(ben, "two")         // 6
	k.say(ana, "three")                // 7
	k.takeBack(ben, k.say(ben, "oh"))  // 8, 9
	k.write(ana, 0, k.epoch(ben), nil) // 10: wrapped to the wrong one
	k.write(ben2, 0, body(chain.RekeyBody(k.cert(ben2))), nil)
	k.say(ben2, "new key")   // 12
	k.takeBack(ben2, early)  // 13
	sorry := k.say(ana, "x") // 14
	k.write(ana, 0, body(chain.LeaveBody()), nil)
	k.takeBack(ana, sorry) // 16
	return k
}

func (k *kept) copy() *kept {
	c := *k
	c.log.Authority = bytes.Clone(k.log.Authority)
	used := *k.log.Used
	c.log.Used = &used
	c.events = nil
	for _, e := range k.events {
		c.events = append(c.events, Event{e.Seq, bytes.Clone(e.Head), bytes.Clone(e.Body), bytes.Clone(e.Tombstone)})
	}
	return &c
}

func (k *kept) all() iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for _, e := range k.events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (k *kept) check() Report { return Check(k.log, k.all()) }

// withoutGap numbers the places anew, as somebody would who hides a gap.
func (k *kept) renumber() {
	for i := range k.events {
		k.events[i].Seq = uint64(i + 1)
	}
}

func TestFine(t *testing.T) {
	r := newKept(t).check()
	if !r.Fine() || r.Events != 16 || r.Members != 2 || r.Closed != 15 || r.Removed != 3 || r.Idle != 1 || r.Unchecked != 0 {
		t.Errorf("%+v", r)
	}
}

// Every case is one dishonest or broken relay, and what is said of it.
func TestProblems(t *testing.T) {
	good := newKept(t)
	ana, ben := newPerson("ana", 1), newPerson("ben", 1)
	for name, c := range map[string]struct {
		change func(k *kept)
		seq    uint64
		what   string
	}{
		"flipped bit in a header": {func(k *kept) { k.events[6].Head[100] ^= 1 }, 7, "signature does not fit"},
		"flipped bit in a hash":   {func(k *kept) { k.events[6].Head[40] ^= 1 }, 7, "signature does not fit"},
		"flipped bit in a suite":  {func(k *kept) { k.events[6].Head[4] ^= 2 }, 7, "newer version"},
		"flipped bit in a magic":  {func(k *kept) { k.events[6].Head[0] ^= 1 }, 7, "not an event"},
		"flipped bit in a seq":    {func(k *kept) { k.events[6].Head[31] ^= 8 }, 7, "it is event 15"},
		"flipped bit in an id":    {func(k *kept) { k.events[6].Head[8] ^= 1 }, 7, "another log"},
		"flipped bit in a key":    {func(k *kept) { k.events[6].Head[70] ^= 1 }, 7, "no say"},
		"flipped bit in a sig":    {func(k *kept) { k.events[6].Head[170] ^= 1 }, 7, "signature does not fit"},
		"flipped bit in a body":   {func(k *kept) { k.events[6].Body[500] ^= 1 }, 7, "not the one that was signed"},
		"flipped bit in a record": {func(k *kept) { k.events[3].Body[10] ^= 1 }, 4, "not the one that was signed"},
		"short body":              {func(k *kept) { k.events[6].Body = k.events[6].Body[1:] }, 7, "not the one that was signed"},
		"another body":            {func(k *kept) { k.events[6].Body = k.events[4].Body }, 7, "not the one that was signed"},
		"body withheld":           {func(k *kept) { k.events[6].Body = nil }, 7, "withheld"},
		"record withheld":         {func(k *kept) { k.events[3].Body = nil }, 4, "withheld"},
		"body kept":               {func(k *kept) { k.events[7].Body = sealed("oh") }, 8, "still here"},
		"missing in the middle":   {func(k *kept) { k.events = slices.Delete(k.events, 6, 7) }, 8, "missing before it"},
		"missing and renumbered":  {func(k *kept) { k.events = slices.Delete(k.events, 6, 7); k.renumber() }, 7, "it is event 8"},
		"missing at the start":    {func(k *kept) { k.events = k.events[1:] }, 2, "no say"},
		"swapped":                 {func(k *kept) { k.events[4], k.events[5] = k.events[5], k.events[4]; k.renumber() }, 5, "it is event 6"},
		"twice": {func(k *kept) {
			k.events = slices.Insert(k.events, 6, k.events[5])
		}, 6, "a second time"},
		"cut off": {func(k *kept) { k.events = k.events[:14] }, 0, "said to be 16, and is 14"},
		"none":    {func(k *kept) { k.events = nil }, 0, "said to be 16, and is 0"},
		"one too many": {func(k *kept) {
			k.log.Seq--
		}, 0, "said to be 15, and is 16"},
		"wrong head":      {func(k *kept) { k.log.Head[0] ^= 1 }, 0, "stored head"},
		"wrong authority": {func(k *kept) { k.log.Authority[9] ^= 1 }, 0, "who may write"},
		"no authority":    {func(k *kept) { k.log.Authority = []byte{} }, 0, "who may write"},
		"wrong use":       {func(k *kept) { k.log.Used[1]++ }, 0, "said to take"},
		"wrong type":      {func(k *kept) { k.log.Type = chain.Self }, 1, "another log"},
		"wrong log":       {func(k *kept) { k.log.ID[0]++ }, 1, "another log"},
		"tombstone by the other": {func(k *kept) {
			k.remove(ana, must[chain.Header](t)(chain.ParseHeader(k.events[11].Head[:chain.HeaderSize])))
		}, 12, "not its author’s leave"},
		"tombstone of another": {func(k *kept) { k.events[5].Tombstone = k.events[7].Tombstone }, 6, "not its author’s leave"},
		"tombstone cut":        {func(k *kept) { k.events[5].Tombstone = k.events[5].Tombstone[1:] }, 6, "not its author’s leave"},
		"tombstone for a record": {func(k *kept) {
			k.remove(ana, must[chain.Header](t)(chain.ParseHeader(k.events[3].Head[:chain.HeaderSize])))
		}, 4, "who may write from here on"},
		"written after the end": {func(k *kept) { k.say(ana, "and another thing") }, 17, "after the log was closed"},
		"taken back for the other": {func(k *kept) {
			h := must[chain.Header](t)(chain.ParseHeader(k.events[11].Head[:chain.HeaderSize])) // ben's
			id := chain.RedactID(h.Hash())
			k.write(ana, k.state.Epoch, sealed("not mine to take"), id[:])
		}, 17, "after the log was closed"},
		"written by a key that was replaced": {func(k *kept) {
			h := must[chain.Header](t)(chain.ParseHeader(k.events[12].Head[:chain.HeaderSize]))
			h.Author = chain.KIDOf(ben.sign.Public().(ed25519.PublicKey))
			b := h.Bytes()
			k.events[12].Head = append(b[:], ed25519.Sign(ben.sign, h.SigInput())...)
		}, 13, "no say"},
	} {
		k := good.copy()
		c.change(k)
		r := k.check()
		if r.Fine() || r.Problems[0].Seq != c.seq && r.Problems[len(r.Problems)-1].Seq != c.seq ||
			!slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Seq == c.seq && strings.Contains(p.What, c.what) }) {
			t.Errorf("%s: %+v", name, r.Problems)
		}
	}
}

// What is not the relay's doing is no problem, and what is damaged further on is
// still counted.
func TestGoesOn(t *testing.T) {
	k := newKept(t)
	k.events[4].Body[0] ^= 1
	k.events[6].Body[0] ^= 1
	if r := k.check(); len(r.Problems) != 2 || r.Unchecked != 0 || r.Removed != 3 {
		t.Errorf("after two damaged bodies: %+v", r)
	}
	k = newKept(t)
	k.events[4].Head[200] ^= 1
	if r := k.check(); len(r.Problems) != 1 || r.Unchecked != 12 {
		t.Errorf("after a broken chain: %+v", r)
	}
	k = newKept(t)
	ana := newPerson("ana", 1)
	for i := range 2 * MaxProblems {
		k.say(ana, fmt.Sprint(i))
	}
	if r := k.check(); len(r.Problems) != MaxProblems || r.More != MaxProblems {
		t.Errorf("%d problems and %d more", len(r.Problems), r.More)
	}
}

// Whatever byte is changed, and whatever is dropped, moved or doubled, is found.
func TestAnyChangeIsFound(t *testing.T) {
	good := newKept(t)
	rapid.Check(t, func(t *rapid.T) {
		k := good.copy()
		i := rapid.IntRange(0, len(k.events)-1).Draw(t, "event")
		e := &k.events[i]
		switch rapid.IntRange(0, 4).Draw(t, "what") {
		case 0:
			parts := [][]byte{e.Head}
			for _, p := range [][]byte{e.Body, e.Tombstone} {
				if p != nil {
					parts = append(parts, p)
				}
			}
			p := rapid.SampledFrom(parts).Draw(t, "part")
			p[rapid.IntRange(0, len(p)-1).Draw(t, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		case 1:
			k.events = slices.Delete(k.events, i, i+1)
			if rapid.Bool().Draw(t, "renumber") {
				k.renumber()
			}
		case 2:
			j := rapid.IntRange(0, len(k.events)-1).Filter(func(j int) bool { return j != i }).Draw(t, "with")
			k.events[i], k.events[j] = k.events[j], k.events[i]
			if rapid.Bool().Draw(t, "renumber") {
				k.renumber()
			}
		case 3:
			k.events = slices.Insert(k.events, i, k.events[i])
			if rapid.Bool().Draw(t, "renumber") {
				k.renumber()
			}
		case 4:
			k.events = k.events[:i]
		}
		if r := k.check(); r.Fine() {
			t.Error("not found")
		}
	})
}

func raw(t testing.TB, logs ...*kept) []byte {
	var b bytes.Buffer
	if err := WriteRaw(&b); err != nil {
		t.Fatal(err)
	}
	for _, k := range logs {
		if err := WriteRawLog(&b, k.log, k.all()); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// read reads all of a file, and returns how it ended.
func read(b []byte) (logs []Log, events []Event, err error) {
	r, err := ReadRaw(bytes.NewReader(b))
	if err != nil {
		return nil, nil, err
	}
	for {
		l, all, err := r.Log()
		if err != nil {
			return logs, events, err
		}
		logs = append(logs, l)
		for ev, err := range all {
			if err != nil {
				return logs, events, err
			}
			events = append(events, ev)
		}
	}
}

func TestRaw(t *testing.T) {
	one, two := newKept(t), newKept(t)
	two.events = two.events[:14]
	file := raw(t, one, two)
	r, err := ReadRaw(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 1} {
		l, events, err := r.Log()
		if err != nil {
			t.Fatal(err)
		}
		if got := Check(l, events); len(got.Problems) != want || got.Events != []int{16, 14}[i] {
			t.Errorf("log %d: %+v", i, got)
		}
	}
	if _, _, err := r.Log(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
	// Cut anywhere but between two records, it says so. Between two records the
	// log's own head tells.
	for n := range len(file) {
		logs, events, err := read(file[:n])
		whole := len(logs) > 0 && uint64(len(events)) >= logs[0].Seq && len(logs) == 1
		if !errors.Is(err, ErrRaw) && !errors.Is(err, io.EOF) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if !errors.Is(err, io.EOF) || whole || n == len(RawMagic) {
			continue
		}
		r, _ := ReadRaw(bytes.NewReader(file[:n]))
		fine := true
		for {
			l, events, err := r.Log()
			if err != nil {
				break
			}
			fine = Check(l, events).Fine() && fine
		}
		if fine && n < len(raw(t, one)) {
			t.Fatalf("cut at %d and fine", n)
		}
	}
}

func TestRawRefuses(t *testing.T) {
	file := raw(t, newKept(t))
	at := func(i int, b byte) []byte { c := bytes.Clone(file); c[i] = b; return c }
	for name, b := range map[string][]byte{
		"empty":        nil,
		"other file":   []byte("SQLite format 3\x00 and more"),
		"other tag":    at(len(RawMagic), 'X'),
		"starts later": append([]byte(RawMagic), file[len(RawMagic)+5+logSize:]...),
		"larger":       at(len(RawMagic)+2, 1),
		"short log":    at(len(RawMagic)+4, logSize-1),
		"two bodies":   append(bytes.Clone(file), file[len(file)-5-chain.MinBucket-chain.TagSize:]...),
	} {
		if _, _, err := read(b); !errors.Is(err, ErrRaw) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is read can be written again, byte for byte.
func FuzzRaw(f *testing.F) {
	f.Add(raw(f, newKept(f)))
	f.Add([]byte(RawMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := ReadRaw(bytes.NewReader(b))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteRaw(&out); err != nil {
			t.Fatal(err)
		}
		for {
			l, events, err := r.Log()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || WriteRawLog(&out, l, events) != nil {
				return
			}
		}
		if !bytes.Equal(out.Bytes(), b) {
			t.Error("written back differently")
		}
	})
}
