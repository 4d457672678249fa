// Command open opens a stored space as a device does, natively or, built for
// the browser, under node, and prints how long each part took.
//
//	open make FILE N        write a space of N entries, and its checkpoint
//	open cold FILE          open it as after a new build: no checkpoint counts
//	open checkpoint FILE    open it from the checkpoint
//
// It prints lines of a name and a number of milliseconds: "load" is reading and
// decoding the records, "open" accepting them, "read" decrypting and decoding
// the bodies, "fold" folding them and making Today, "page" the sum, that is the
// time to the first page. "verify" is what a cold opening does after that, in
// the background, and "verifyfloor" a loop of as many bare verifications, of
// which a thousand are measured. "floor" is a bare loop of the cryptography that no opening of
// so many entries can do without: for each the hash of the body and of the
// header, and one decryption.
//
// The store is a file in memory and not IndexedDB: what a browser's database
// takes is not measured here.
package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"troth/internal/app"
	"troth/internal/balance"
	"troth/internal/chain"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/correction"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/letter"
	"troth/internal/meaning"
	"troth/internal/promise"
	"troth/internal/reflection"
	"troth/internal/secret"
	"troth/internal/timeout"
	"troth/internal/view"
	"troth/internal/wire"
)

const build = "bench"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "open:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "make":
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return write(args[1], n)
	case len(args) == 2 && (args[0] == "cold" || args[0] == "checkpoint"):
		return measure(args[1], args[0] == "cold")
	}
	return errors.New("want make FILE N, cold FILE or checkpoint FILE")
}

// head is the first chunk of the file: what the device knows from elsewhere.
type head struct {
	Log        chain.LogID  `cbor:"1,keyasint"`
	Root       keyring.Root `cbor:"2,keyasint"`
	Checkpoint []byte       `cbor:"3,keyasint"`
	Genesis    chain.Hash   `cbor:"4,keyasint"`
}

// file is a store of encoded records, as a browser's database keeps them. It is
// for reading, but for the checkpoint.
type file struct {
	head    head
	records [][]byte
	values  map[string][]byte
}

func (f *file) Load(_ context.Context, _ chain.LogID, after uint64, limit int) ([]eventlog.Record, error) {
	end := min(after+uint64(limit), uint64(len(f.records)))
	out := make([]eventlog.Record, 0, limit)
	for _, b := range f.records[after:end] {
		r, err := eventlog.ParseRecord(b)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

func (f *file) Save(_ context.Context, _ chain.LogID, records []eventlog.Record, values ...eventlog.KV) error {
	for _, r := range records {
		f.records = append(f.records, r.Bytes())
	}
	return f.Put(context.Background(), values...)
}

func (f *file) Get(_ context.Context, name string) ([]byte, error) {
	if v, ok := f.values[name]; ok {
		return v, nil
	}
	return nil, eventlog.ErrNotFound
}

func (f *file) Put(_ context.Context, values ...eventlog.KV) error {
	for _, kv := range values {
		if f.values[kv.Name] = kv.Value; kv.Value == nil {
			delete(f.values, kv.Name)
		}
	}
	return nil
}

func (f *file) Drop(_ context.Context, _ chain.LogID, values ...eventlog.KV) error {
	f.records = nil
	return f.Put(context.Background(), values...)
}

func (f *file) Clear(context.Context) error { return errors.New("not here") }

func (f *file) open(head head, build string) (*eventlog.Log, []chain.Accepted, error) {
	return eventlog.Open(context.Background(), f, head.Log, chain.Couple, eventlog.Trust{Genesis: head.Genesis},
		head.Root.CheckpointKey(head.Log), build)
}

// member is one of the two who write the space.
type member struct {
	root   keyring.Root
	cert   chain.SignedCertificate
	signer *envelope.Signer
}

func newMember(log chain.LogID) (member, error) {
	m := member{root: keyring.Root{Generation: 1}}
	var ik secret.Key
	for _, k := range []*secret.Key{&m.root.Key, &ik} {
		if _, err := rand.Read(k[:]); err != nil {
			return m, err
		}
	}
	m.signer = envelope.NewSigner(log, chain.Couple, m.root.SignSeed(log))
	var err error
	m.cert, err = keyring.Certify(ik, m.root, log)
	return m, err
}

// write makes a space in which two people keep and notice promises and talk to
// each other every day.
func write(path string, n int) error {
	var log chain.LogID
	if _, err := rand.Read(log[:]); err != nil {
		return err
	}
	ana, err := newMember(log)
	if err != nil {
		return err
	}
	ben, err := newMember(log)
	if err != nil {
		return err
	}
	state, ring := chain.NewState(log, chain.Couple), envelope.NewRing(log)
	f := &file{values: map[string][]byte{}}
	h := head{Log: log, Root: ana.root}
	var events []wire.Event
	accept := func(s envelope.Signed, err error) error {
		if err != nil {
			return err
		}
		if _, err := state.Accept(s.Event()); err != nil {
			return err
		}
		events = append(events, wire.Event{Head: s.Event().Head(), Body: s.Event().Body})
		return nil
	}
	id := func() (id event.ID) {
		binary.BigEndian.PutUint64(id[:], uint64(len(events)+1))
		return id
	}
	control := func(body []byte, err error) error {
		if err != nil {
			return err
		}
		return accept(envelope.SealControl(rand.Reader, ana.signer, envelope.After(&state), id(), body))
	}
	epoch := func() error {
		e, key, err := keyring.NewEpoch(rand.Reader, &state, state.Members, ring)
		if err == nil {
			ring.Add(e.Number, key)
			err = control(chain.EpochBody(e))
		}
		return err
	}
	say := func(by member, kind event.Kind, payload any, at event.Minute) error {
		witness, err := by.root.Witness(rand.Reader, chain.LogID{}, 9, chain.Hash{1})
		if err != nil {
			return err
		}
		body := event.Body{Kind: kind, MinReader: event.Reader, CreatedMS: int64(at) * 60_000, Civil: &at, Payload: codec.Must(payload), Witness: witness}
		return accept(envelope.Seal(rand.Reader, by.signer, envelope.After(&state), ring, id(), body))
	}
	if err := errors.Join(control(chain.GenesisBody(ana.cert)), epoch(), control(chain.MemberAddBody(ben.cert)), epoch(),
		say(ben, couple.KindAccept, couple.Accept{}, 0)); err != nil {
		return err
	}
	h.Genesis = genesis(events[0])
	same := couple.Verify{How: couple.Words}
	if err := errors.Join(say(ana, couple.KindVerify, same, 0), say(ben, couple.KindVerify, same, 0)); err != nil {
		return err
	}
	day := event.Day(2026, 3, 2)
	const promises = 4
	var ids []event.ID
	for i := range promises {
		ids = append(ids, id())
		who := []member{ana, ben}[i%2]
		if err := say(who, promise.KindMade, promise.Made{Text: "Call the plumber about the kitchen tap, and say when he comes.", Due: promise.On(day), Repeat: promise.Daily}, day.At(8, 0)); err != nil {
			return err
		}
	}
	for ; len(events) < n; day++ {
		for i := range promises {
			who, other := ana, ben
			if i%2 == 1 {
				who, other = ben, ana
			}
			mark := id()
			if err := errors.Join(say(who, promise.KindKept, promise.Kept{Promise: ids[i], Due: promise.On(day)}, day.At(20, 0)),
				say(other, promise.KindNoticed, promise.Noticed{Promise: ids[i], Due: promise.On(day), Mark: mark}, day.At(21, 0))); err != nil {
				return err
			}
		}
		if err := talk(say, id, ana, ben, day); err != nil {
			return err
		}
	}
	l, _, err := f.open(h, build)
	if err != nil {
		return err
	}
	if _, err := l.Accept(context.Background(), events[:n], 1); err != nil {
		return err
	}
	h.Checkpoint = f.values["c."+log.String()]
	out := chunk(nil, codec.Must(h))
	for _, r := range f.records {
		out = chunk(out, r)
	}
	return os.WriteFile(path, out, 0o600)
}

// talk is what the two say to each other on a day besides.
func talk(say func(by member, kind event.Kind, payload any, at event.Minute) error, id func() event.ID, ana, ben member, day event.Date) error {
	const words = "When you came home late I was already half asleep, with the food on the table. I had looked forward to the evening all week."
	sent := id()
	err := say(ana, letter.KindSent, letter.Sent{Text: words}, day.At(7, 0))
	heard := id()
	err = errors.Join(err, say(ben, letter.KindReflected, reflection.Reflected{Topic: sent, Text: words}, day.At(7, 30)),
		say(ana, letter.KindConfirmed, reflection.Confirmed{Reflection: heard}, day.At(7, 40)),
		say(ben, balance.KindThanks, balance.Thanks{Text: words}, day.At(8, 0)),
		say(ana, correction.KindMade, correction.Made{Told: words, Now: words}, day.At(9, 0)),
		say(ben, checkin.KindShared, checkin.Shared{Entry: checkin.Entry{Feelings: []string{"sad"}, When: words}}, day.At(10, 0)))
	pause := id()
	err = errors.Join(err, say(ana, timeout.KindCalled, timeout.Called{Minutes: 20}, day.At(11, 0)),
		say(ana, timeout.KindReturned, timeout.Returned{Timeout: pause, Line: words}, day.At(11, 10)))
	line := id()
	return errors.Join(err, say(ben, meaning.KindWritten, meaning.Written{Text: words}, day.At(12, 0)),
		say(ben, meaning.KindNoticed, meaning.Noticed{Line: line}, day.At(12, 10)),
		say(ben, meaning.KindDropped, meaning.Dropped{Line: line}, day.At(12, 20)))
}

func genesis(e wire.Event) chain.Hash {
	h, err := chain.ParseHeader(e.Head[:chain.HeaderSize])
	if err != nil {
		panic(err) // it was made a moment ago
	}
	return h.Hash()
}

func chunk(out, b []byte) []byte {
	return append(binary.BigEndian.AppendUint32(out, uint32(len(b))), b...)
}

func read(path string) (*file, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f := &file{values: map[string][]byte{}}
	for first := true; len(b) >= 4; first = false {
		n := binary.BigEndian.Uint32(b)
		if uint64(n) > uint64(len(b)-4) {
			return nil, errors.New("the file is cut short")
		}
		if first {
			if err := codec.Decode(b[4:4+n], &f.head); err != nil {
				return nil, err
			}
		} else {
			f.records = append(f.records, b[4:4+n])
		}
		b = b[4+n:]
	}
	return f, nil
}

func measure(path string, cold bool) error {
	f, err := read(path)
	if err != nil {
		return err
	}
	as := build
	if cold {
		as = "another build"
	}
	f.values["c."+f.head.Log.String()] = f.head.Checkpoint

	start := time.Now()
	for after := uint64(0); after < uint64(len(f.records)); after += 500 {
		if _, err := f.Load(context.Background(), f.head.Log, after, 500); err != nil {
			return err
		}
	}
	load := time.Since(start)

	start = time.Now()
	l, accepted, err := f.open(f.head, as)
	if err != nil {
		return err
	}
	opened := time.Since(start)
	if cold != (l.Pending() > 0) {
		return errors.New("the checkpoint did not do what it should")
	}

	ring := envelope.NewRing(f.head.Log)
	entries := make([]envelope.Entry, 0, len(accepted))
	start = time.Now()
	for _, a := range accepted {
		if e := a.Epoch(); e != nil {
			if err := keyring.Adopt(ring, f.head.Log, *e, 1, []keyring.Root{f.head.Root}); err != nil {
				return err
			}
		}
		entries = append(entries, envelope.Open(a, ring))
	}
	readTime := time.Since(start)

	now := event.Stamp{MS: int64(event.Day(2026, 3, 2).At(9, 0)) * 60_000, Civil: event.Day(2026, 3, 2).At(9, 0)}
	m := app.New("bench", "bench.example", build)
	m.Update(app.Started{Known: true}, now)
	start = time.Now()
	m.Update(app.Entered{Me: event.First, Name: "Ben", MyName: "Ana", Fresh: true, Stage: app.Shared}, now)
	m.Update(app.Entries{Entries: entries}, now)
	m.Update(app.Unlocked{}, now)
	page := view.Page(m)
	fold := time.Since(start)
	if n := len(m.Couple.Records()); n != len(f.records) || len(page) < 1000 {
		return fmt.Errorf("%d entries folded, a page of %d bytes", n, len(page))
	}
	for _, r := range m.Couple.Records() {
		if !r.Counts() {
			return fmt.Errorf("entry %d does not count: %v", r.Seq, r.Why)
		}
	}
	var verify time.Duration
	if cold {
		start = time.Now()
		if err := l.Verify(context.Background(), l.Pending()); err != nil {
			return err
		}
		verify = time.Since(start)
	}
	floor := loop(len(accepted))
	verifyFloor := verifyLoop(len(accepted))
	for _, line := range []struct {
		name string
		d    time.Duration
	}{{"load", load}, {"open", opened - load}, {"read", readTime}, {"fold", fold}, {"page", opened + readTime + fold}, {"verify", verify}, {"floor", floor}, {"verifyfloor", verifyFloor}} {
		fmt.Printf("%s %.1f\n", line.name, float64(line.d.Microseconds())/1000)
	}
	return nil
}

// verifyLoop is how long n bare verifications take.
func verifyLoop(n int) time.Duration {
	const sample = 1000
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	message := make([]byte, chain.HeaderSize+20)
	sig := ed25519.Sign(key, message)
	pub := key.Public().(ed25519.PublicKey)
	start := time.Now()
	for range sample {
		if !ed25519.Verify(pub, message, sig) {
			panic("a signature does not fit")
		}
	}
	return time.Since(start) * time.Duration(n) / sample
}

// loop is the floor.
func loop(n int) time.Duration {
	aead, err := chacha20poly1305.NewX(make([]byte, 32))
	if err != nil {
		panic(err) // the size is right
	}
	var nonce [24]byte
	aad := make([]byte, chain.AADSize)
	sealed := aead.Seal(nil, nonce[:], make([]byte, chain.MinBucket), aad)
	out := make([]byte, 0, chain.MinBucket)
	header := make([]byte, chain.HeaderSize+20)
	start := time.Now()
	for range n {
		sha256.Sum256(sealed)
		sha256.Sum256(header)
		if _, err := aead.Open(out, nonce[:], sealed, aad); err != nil {
			panic(err) // it was sealed above
		}
	}
	return time.Since(start)
}
