package eventlog_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"testing"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/secret"
	"troth/internal/wire"
)

// relay is an honest or a lying source of pages.
type relay struct {
	events []wire.Event
	head   func() wire.Head
	give   func(after uint64) []wire.Event
	asked  int
	gone   bool // it does not know the log
}

func (r *relay) Events(_ context.Context, _ chain.LogID, after uint64) (wire.Page, error) {
	r.asked++
	if r.asked > 1000 {
		return wire.Page{}, errors.New("asked without end")
	}
	if r.gone {
		return wire.Page{}, &wire.Refusal{Status: 404, Code: wire.CodeNotFound}
	}
	p := wire.Page{Head: r.top()}
	if r.head != nil {
		p.Head = r.head()
	}
	if r.give != nil {
		p.Events = r.give(after)
		return p, nil
	}
	for i := int(after); i < len(r.events) && len(p.Events) < 3; i++ {
		p.Events = append(p.Events, r.events[i])
	}
	return p, nil
}

func (r *relay) top() wire.Head {
	if len(r.events) == 0 {
		return wire.Head{}
	}
	h, err := chain.ParseHeader(r.events[len(r.events)-1].Head[:chain.HeaderSize])
	if err != nil {
		panic(err)
	}
	return wire.Head{Seq: h.Seq, Hash: h.Hash()}
}

// author writes a person's own log.
type author struct {
	t      *testing.T
	log    chain.LogID
	root   keyring.Root
	ik     secret.Key
	state  chain.State
	signer *envelope.Signer
	ring   *envelope.Ring
}

func newAuthor(t *testing.T) *author {
	a := &author{t: t, root: keyring.Root{Generation: 1}}
	for _, b := range [][]byte{a.log[:], a.root.Key[:], a.ik[:]} {
		if _, err := rand.Read(b); err != nil {
			t.Fatal(err)
		}
	}
	a.state = chain.NewState(a.log, chain.Self)
	a.signer = envelope.NewSigner(a.log, chain.Self, a.root.SignSeed(a.log))
	a.ring = envelope.NewRing(a.log)
	a.ring.Add(1, a.root.SelfKey(a.log))
	return a
}

func (a *author) id() [32]byte {
	return [32]byte(keyring.SeedKey(a.ik).Public().(ed25519.PublicKey))
}

func (a *author) accept(s envelope.Signed) wire.Event {
	a.t.Helper()
	if _, err := a.state.Accept(s.Event()); err != nil {
		a.t.Fatal(err)
	}
	return wire.Event{Head: s.Event().Head(), Body: s.Event().Body}
}

func (a *author) genesis() wire.Event {
	cert, err := keyring.Certify(a.ik, a.root, a.log)
	if err != nil {
		a.t.Fatal(err)
	}
	body, err := chain.GenesisBody(cert)
	if err != nil {
		a.t.Fatal(err)
	}
	s, err := envelope.SealControl(rand.Reader, a.signer, envelope.After(&a.state), event.ID{1}, body)
	if err != nil {
		a.t.Fatal(err)
	}
	return a.accept(s)
}

func (a *author) say(words string) wire.Event {
	a.t.Helper()
	s, err := envelope.Seal(rand.Reader, a.signer, envelope.After(&a.state), a.ring, event.ID{byte(a.state.Seq), 2},
		event.Body{Kind: "journal", MinReader: 1, Payload: codec.Must(words)})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.accept(s)
}

func (a *author) open(store eventlog.Store, trust eventlog.Trust) (*eventlog.Log, []chain.Accepted, error) {
	return eventlog.Open(context.Background(), store, a.log, chain.Self, trust, a.root.CheckpointKey(a.log), "build")
}

func (a *author) mustOpen(store eventlog.Store) *eventlog.Log {
	a.t.Helper()
	l, _, err := a.open(store, eventlog.Trust{})
	if err != nil {
		a.t.Fatal(err)
	}
	return l
}

func problem(err error) eventlog.Problem {
	var a *eventlog.Alarm
	if errors.As(err, &a) {
		return a.Problem
	}
	return ""
}

func TestSyncAndReopen(t *testing.T) {
	ctx := context.Background()
	a, r, store := newAuthor(t), &relay{}, eventlog.NewMemory()
	r.events = append(r.events, a.genesis())
	for range 10 {
		r.events = append(r.events, a.say("line"))
	}
	l := a.mustOpen(store)
	var got int
	if err := l.Sync(ctx, r, 5, func(acc []chain.Accepted) { got += len(acc) }); err != nil {
		t.Fatal(err)
	}
	if got != 11 || l.State().Head != a.state.Head {
		t.Fatalf("%d accepted, head %v", got, l.State().Seq)
	}
	_, all, err := a.open(store, eventlog.Trust{First: a.id()})
	if err != nil || len(all) != 11 {
		t.Fatalf("opened again: %d, %v", len(all), err)
	}
	// What was folded live is what is folded afresh.
	for i, acc := range all {
		if acc.Event().Seq != uint64(i+1) || acc.Member() != 1 {
			t.Errorf("entry %d: seq %d by %d", i, acc.Event().Seq, acc.Member())
		}
	}
	if _, _, err := a.open(store, eventlog.Trust{First: [32]byte{1}}); problem(err) != eventlog.Stranger {
		t.Errorf("somebody else's log: %v", err)
	}
	if _, _, err := a.open(store, eventlog.Trust{Genesis: chain.Hash{1}}); problem(err) != eventlog.Stranger {
		t.Errorf("another beginning: %v", err)
	}
}

// A relay that lies is found out, and nothing is lost: the honest relay brings
// the rest.
func TestLyingRelay(t *testing.T) {
	a := newAuthor(t)
	events := a.lines(6)
	lies(t, a, events, map[string]lie{
		"other head": {relay{events: events[:5], head: func() wire.Head { return wire.Head{Seq: 5, Hash: [32]byte{1}} }}, eventlog.Fork},
		"garbage":    {gives(events, wire.Event{Head: []byte("x")}), eventlog.Forged},
	})
}

func TestCheckpointBelongsToThisDeviceAndBuild(t *testing.T) {
	ctx := context.Background()
	a, store := newAuthor(t), eventlog.NewMemory()
	events := []wire.Event{a.genesis(), a.say("one"), a.say("two")}
	l := a.mustOpen(store)
	if err := l.Sync(ctx, &relay{events: events}, 1, nil); err != nil {
		t.Fatal(err)
	}
	// Somebody who can write the store but has no key puts an event there whose
	// signature does not fit.
	recs, err := store.Load(ctx, a.log, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	bad := recs[2]
	bad.Head = bytes.Clone(bad.Head)
	bad.Head[chain.HeaderSize] ^= 1
	if err := store.Save(ctx, a.log, []eventlog.Record{bad}); err != nil {
		t.Fatal(err)
	}
	// The checkpoint fixes the header, so the log still opens as it was …
	if _, all, err := a.open(store, eventlog.Trust{}); err != nil || len(all) != 3 {
		t.Fatalf("%d, %v", len(all), err)
	}
	// … but without the checkpoint, or under another build or key, signatures
	// are verified and it is found.
	for name, open := range map[string]func() error{
		"another build": func() error {
			_, _, err := eventlog.Open(ctx, store, a.log, chain.Self, eventlog.Trust{}, a.root.CheckpointKey(a.log), "another")
			return err
		},
		"another key": func() error {
			_, _, err := eventlog.Open(ctx, store, a.log, chain.Self, eventlog.Trust{}, secret.Key{1}, "build")
			return err
		},
		"an altered checkpoint": func() error {
			v, err := store.Get(ctx, "c."+a.log.String())
			if err != nil {
				return err
			}
			v[len(v)-1] ^= 1
			if err := store.Put(ctx, eventlog.KV{Name: "c." + a.log.String(), Value: v}); err != nil {
				return err
			}
			_, _, err = a.open(store, eventlog.Trust{})
			return err
		},
	} {
		if err := open(); problem(err) != eventlog.Broken {
			t.Errorf("%s: %v, want broken", name, err)
		}
	}
}

func TestAttack31Withheld(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	events := []wire.Event{a.genesis(), a.say("one"), a.say("two")}
	held := append([]wire.Event{}, events...)
	held[1].Body = nil
	l := a.mustOpen(eventlog.NewMemory())
	var flags []envelope.Flag
	err := l.Sync(ctx, &relay{events: held}, 1, func(acc []chain.Accepted) {
		for _, x := range acc {
			flags = append(flags, envelope.Open(x, a.ring).Flag())
		}
	})
	if err != nil || len(flags) != 3 || flags[1] != envelope.Withheld || flags[2] != envelope.Fine {
		t.Errorf("flags %v, %v", flags, err)
	}
	// A control record is different: without it nothing after it means anything.
	held[0].Body = nil
	if err := a.mustOpen(eventlog.NewMemory()).Sync(ctx, &relay{events: held}, 1, nil); err == nil {
		t.Error("a log without its beginning is accepted")
	}
}

// stored returns a device's store that has taken in n lines, and none of its
// checkpoint left.
func (a *author) stored(n int) *eventlog.Memory {
	a.t.Helper()
	store, r := eventlog.NewMemory(), &relay{events: []wire.Event{a.genesis()}}
	for range n {
		r.events = append(r.events, a.say("line"))
	}
	if err := a.mustOpen(store).Sync(context.Background(), r, 5, nil); err != nil {
		a.t.Fatal(err)
	}
	a.forget(store)
	return store
}

func (a *author) forget(store eventlog.Store) {
	a.t.Helper()
	if err := store.Put(context.Background(), eventlog.KV{Name: "c." + a.log.String()}); err != nil {
		a.t.Fatal(err)
	}
}

func (a *author) checkpointed(store eventlog.Store) bool {
	_, err := store.Get(context.Background(), "c."+a.log.String())
	return err == nil
}

// flip changes a bit of the signature of a stored event.
func (a *author) flip(store eventlog.Store, seq uint64) {
	a.t.Helper()
	ctx := context.Background()
	recs, err := store.Load(ctx, a.log, seq-1, 1)
	if err != nil || len(recs) != 1 {
		a.t.Fatal(len(recs), err)
	}
	recs[0].Head[chain.HeaderSize+5] ^= 1
	if err := store.Save(ctx, a.log, recs); err != nil {
		a.t.Fatal(err)
	}
}

func TestVerifyLater(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	store := a.stored(9)
	l, all, err := a.open(store, eventlog.Trust{})
	if err != nil || len(all) != 10 || l.Pending() != 10 {
		t.Fatalf("%d events, %d pending, %v", len(all), l.Pending(), err)
	}
	// Cut short, it is begun again: nothing says yet that it was done.
	if err := l.Verify(ctx, 6); err != nil || l.Pending() != 4 || a.checkpointed(store) {
		t.Fatalf("%d pending, %v", l.Pending(), err)
	}
	if l, _, err = a.open(store, eventlog.Trust{}); err != nil || l.Pending() != 10 {
		t.Fatalf("opened again: %d pending, %v", l.Pending(), err)
	}
	// What comes in meanwhile is verified by itself and does not vouch for the
	// rest.
	ev := a.say("meanwhile")
	if acc, err := l.Accept(ctx, []wire.Event{ev}, 6); err != nil || len(acc) != 1 || l.Pending() != 10 || a.checkpointed(store) {
		t.Fatalf("accepted %d, %d pending, %v", len(acc), l.Pending(), err)
	}
	if l, all, err = a.open(store, eventlog.Trust{}); err != nil || len(all) != 11 || l.Pending() != 11 {
		t.Fatalf("opened again: %d events, %d pending, %v", len(all), l.Pending(), err)
	}
	for l.Pending() > 0 {
		if a.checkpointed(store) {
			t.Fatalf("a checkpoint with %d pending", l.Pending())
		}
		if err := l.Verify(ctx, 4); err != nil {
			t.Fatal(err)
		}
	}
	if l, all, err = a.open(store, eventlog.Trust{}); err != nil || len(all) != 11 || l.Pending() != 0 || !a.checkpointed(store) {
		t.Fatalf("from the checkpoint: %d events, %d pending, %v", len(all), l.Pending(), err)
	}
	if err := l.Verify(ctx, 1); err != nil || l.Err() != nil {
		t.Error(err)
	}
}

func TestForgedInTheStore(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	store := a.stored(9)
	a.flip(store, 10)
	if _, _, err := a.open(store, eventlog.Trust{}); problem(err) != eventlog.Broken {
		t.Errorf("the newest forged: %v", err)
	}
	a.flip(store, 10)
	a.flip(store, 4)
	l, all, err := a.open(store, eventlog.Trust{})
	if err != nil || len(all) != 10 {
		t.Fatalf("an older one forged: %v", err)
	}
	if err := l.Verify(ctx, 3); err != nil {
		t.Fatalf("before it: %v", err)
	}
	if err := l.Verify(ctx, 3); problem(err) != eventlog.Broken {
		t.Fatalf("at it: %v", err)
	}
	// From here on the log is good for nothing.
	next := a.say("next")
	if _, err := l.Accept(ctx, []wire.Event{next}, 7); problem(err) != eventlog.Broken {
		t.Errorf("accepting: %v", err)
	}
	if err := l.Sync(ctx, &relay{events: []wire.Event{next}}, 7, nil); problem(err) != eventlog.Broken {
		t.Errorf("syncing: %v", err)
	}
	if err := l.Verify(ctx, 100); problem(err) != eventlog.Broken || problem(l.Err()) != eventlog.Broken {
		t.Errorf("verifying on: %v", err)
	}
	if a.checkpointed(store) {
		t.Error("a checkpoint of a forged log")
	}
	// The next opening knows where to look, also without the mark.
	if _, _, err := a.open(store, eventlog.Trust{}); problem(err) != eventlog.Broken {
		t.Errorf("opened again: %v", err)
	}
	if err := store.Put(ctx, eventlog.KV{Name: "d." + a.log.String()}); err != nil {
		t.Fatal(err)
	}
	if l, _, err = a.open(store, eventlog.Trust{}); err != nil || problem(l.Verify(ctx, 10)) != eventlog.Broken {
		t.Errorf("without the mark: %v", err)
	}
	// And a store that was put right opens as ever.
	a.flip(store, 4)
	if l, all, err = a.open(store, eventlog.Trust{}); err != nil || len(all) != 10 || l.Pending() != 0 || !a.checkpointed(store) {
		t.Fatalf("put right: %v", err)
	}
	a.forget(store)
	if l, _, err = a.open(store, eventlog.Trust{}); err != nil || l.Pending() != 10 {
		t.Errorf("the mark outlives what it was for: %v", err)
	}
}

// A relay that does not know the log any more has lost all of it. Before there
// was anything to lose it is what it is: not found.
func TestLostLog(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	r := &relay{gone: true}
	store := eventlog.NewMemory()
	l := a.mustOpen(store)
	if err := l.Sync(ctx, r, 1, nil); !wire.IsRefusal(err, wire.CodeNotFound) || problem(err) != "" {
		t.Errorf("an unknown log that this device has nothing of: %v", err)
	}
	r.gone, r.events = false, []wire.Event{a.genesis(), a.say("one"), a.say("two")}
	if err := l.Sync(ctx, r, 1, nil); err != nil {
		t.Fatal(err)
	}
	r.gone = true
	err := l.Sync(ctx, r, 1, nil)
	var alarm *eventlog.Alarm
	if !errors.As(err, &alarm) || alarm.Problem != eventlog.Rollback || alarm.Lost != 3 {
		t.Errorf("a log that the relay has lost: %v", err)
	}
	if got, err := store.Load(ctx, a.log, 0, 10); err != nil || len(got) != 3 {
		t.Errorf("%d records are left, %v", len(got), err)
	}
}

// What does not fit together can be forgotten and is fetched again, and nothing
// else is forgotten with it.
func TestForget(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	r := &relay{events: []wire.Event{a.genesis(), a.say("one"), a.say("two")}}
	store := eventlog.NewMemory()
	if err := a.mustOpen(store).Sync(ctx, r, 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := store.Put(ctx, eventlog.KV{Name: "other", Value: []byte("kept")}); err != nil {
		t.Fatal(err)
	}
	recs, err := store.Load(ctx, a.log, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	recs[0].Head[40] ^= 1
	if err := store.Save(ctx, a.log, recs); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.open(store, eventlog.Trust{}); problem(err) != eventlog.Broken {
		t.Fatalf("a damaged record: %v", err)
	}
	if err := eventlog.Forget(ctx, store, a.log); err != nil {
		t.Fatal(err)
	}
	l := a.mustOpen(store)
	if err := l.Sync(ctx, r, 1, nil); err != nil || l.State().Seq != 3 {
		t.Errorf("fetched again up to %d: %v", l.State().Seq, err)
	}
	if _, err := store.Get(ctx, "other"); err != nil {
		t.Errorf("something else was forgotten: %v", err)
	}
}

// A log is known to have come further than the relay shows it, or to have gone
// another way.
func TestAttack27Witness(t *testing.T) {
	a := newAuthor(t)
	all := []wire.Event{a.genesis(), a.say("one"), a.say("two"), a.say("three")}
	head := func(n int) wire.Head { return (&relay{events: all[:n]}).top() }
	l, r := a.mustOpen(eventlog.NewMemory()), &relay{events: all[:2]}
	if err := l.Sync(t.Context(), r, 0, nil); err != nil {
		t.Fatal(err)
	}
	for _, h := range []wire.Head{{}, head(1), head(2)} {
		if err := l.Witness(t.Context(), h); err != nil || l.Err() != nil {
			t.Errorf("%d of 2: %v", h.Seq, err)
		}
	}
	var alarm *eventlog.Alarm
	if err := l.Witness(t.Context(), head(4)); !errors.As(err, &alarm) || alarm.Problem != eventlog.Hidden || alarm.Lost != 2 || l.Err() == nil {
		t.Fatalf("4 of 2: %v", err)
	}
	if err := l.Witness(t.Context(), head(1)); !errors.As(err, &alarm) || alarm.Problem != eventlog.Hidden {
		t.Errorf("an older note lets the newer be forgotten: %v", err)
	}
	r.events = all[:3]
	if err := l.Sync(t.Context(), r, 0, nil); !errors.As(err, &alarm) || alarm.Problem != eventlog.Hidden || alarm.Lost != 1 || l.State().Seq != 3 {
		t.Errorf("4 of 3: %v", err)
	}
	r.events = all
	if err := l.Sync(t.Context(), r, 0, nil); err != nil || l.Err() != nil {
		t.Errorf("4 of 4: %v", err)
	}
	other := head(3)
	other.Hash[0] ^= 1
	fork := a.mustOpen(eventlog.NewMemory())
	if err := fork.Sync(t.Context(), r, 0, nil); err != nil {
		t.Fatal(err)
	}
	if err := fork.Witness(t.Context(), other); !errors.As(err, &alarm) || alarm.Problem != eventlog.Fork || fork.Err() == nil {
		t.Errorf("another history: %v", err)
	}
}
