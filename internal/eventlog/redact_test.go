package eventlog_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"troth/internal/chain"
	"troth/internal/envelope"
	"troth/internal/eventlog"
	"troth/internal/wire"
)

func headerOf(t *testing.T, e wire.Event) chain.Header {
	t.Helper()
	h, err := chain.ParseHeader(e.Head[:chain.HeaderSize])
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A body makes room for its author's tombstone and for nothing else; the log
// opens and resumes without it, and everything can still be given back.
func TestAttack32ForeignTombstone(t *testing.T) {
	ctx := context.Background()
	a, store := newAuthor(t), eventlog.NewMemory()
	events := []wire.Event{a.genesis(), a.say("one"), a.say("two"), a.say("three")}
	l := a.mustOpen(store)
	if err := l.Sync(ctx, &relay{events: events}, 1, nil); err != nil {
		t.Fatal(err)
	}
	tomb := a.signer.Tombstone(headerOf(t, events[1]))
	other := newAuthor(t)
	for name, bad := range map[string][]byte{"none": nil, "another event's": a.signer.Tombstone(headerOf(t, events[2])),
		"somebody else's": other.signer.Tombstone(headerOf(t, events[1])), "short": tomb[1:]} {
		if err := l.Bury(ctx, 2, bad); !errors.Is(err, chain.ErrTombstone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := l.Bury(ctx, 1, a.signer.Tombstone(headerOf(t, events[0]))); !errors.Is(err, chain.ErrTombstone) {
		t.Errorf("a control record: %v", err)
	}
	for _, seq := range []uint64{5, 1 << 40} {
		if err := l.Bury(ctx, seq, tomb); !errors.Is(err, eventlog.ErrNotFound) {
			t.Errorf("no such event: %v", err)
		}
	}
	if ev, _, err := l.Stored(ctx, 2); err != nil || ev.Body == nil {
		t.Fatal("a body is gone without leave", err)
	}
	for range 2 {
		if err := l.Bury(ctx, 2, tomb); err != nil {
			t.Fatal(err)
		}
	}
	want := append([]wire.Event{}, events...)
	want[1].Body, want[1].Tombstone = nil, tomb

	// From a checkpoint, and without one.
	for name, build := range map[string]string{"resumed": "build", "verified anew": "another"} {
		l, all, err := eventlog.Open(ctx, store, a.log, chain.Self, eventlog.Trust{}, a.root.CheckpointKey(a.log), build)
		if err != nil || len(all) != 4 || l.State().Head != a.state.Head {
			t.Fatalf("%s: %d, %v", name, len(all), err)
		}
		var flags []envelope.Flag
		for _, x := range all {
			flags = append(flags, envelope.Open(x, a.ring).Flag())
		}
		if flags[1] != envelope.Withheld || flags[2] != envelope.Fine {
			t.Errorf("%s: %v", name, flags)
		}
		got, err := l.After(ctx, 0, 1<<20)
		if err != nil || len(got) != 4 {
			t.Fatalf("%s: %d to give back, %v", name, len(got), err)
		}
		for i := range got {
			if !bytes.Equal(got[i].Head, want[i].Head) || !bytes.Equal(got[i].Body, want[i].Body) || !bytes.Equal(got[i].Tombstone, want[i].Tombstone) {
				t.Errorf("%s: event %d is another than it was", name, i+1)
			}
		}
	}
	// A new device that is given it without its body goes on from there.
	fresh := a.mustOpen(eventlog.NewMemory())
	if err := fresh.Sync(ctx, &relay{events: want}, 1, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := fresh.After(ctx, 1, 1<<20); err != nil || len(got) != 3 || !bytes.Equal(got[0].Tombstone, tomb) {
		t.Errorf("a new device gives back %d, %v", len(got), err)
	}
}

// What is given back comes in order, in pieces of a size, and not beyond what
// this device does not have whole.
func TestAfter(t *testing.T) {
	ctx := context.Background()
	a, store := newAuthor(t), eventlog.NewMemory()
	events := []wire.Event{a.genesis()}
	for range 150 {
		events = append(events, a.say("line"))
	}
	l := a.mustOpen(store)
	if err := l.Sync(ctx, &relay{events: events}, 1, nil); err != nil {
		t.Fatal(err)
	}
	one := len(events[5].Head) + len(events[5].Body) + 16
	for _, c := range []struct {
		after uint64
		bytes int
		n     int
	}{{1, 0, 1}, {1, one, 1}, {1, 2*one - 1, 1}, {1, 2 * one, 2}, {1, 64 * one, 64}, {1, 65 * one, 65}, {0, 1 << 20, 151}, {100, 1 << 20, 51}, {150, 1, 1}, {151, 1, 0}} {
		got, err := l.After(ctx, c.after, c.bytes)
		if err != nil || len(got) != c.n || c.n > 0 && headerOf(t, got[0]).Seq != c.after+1 {
			t.Errorf("after %d, %d bytes: %d, want %d, %v", c.after, c.bytes, len(got), c.n, err)
		}
	}
	recs, err := store.Load(ctx, a.log, 9, 1)
	if err != nil {
		t.Fatal(err)
	}
	recs[0].Body = nil
	for _, tomb := range [][]byte{nil, a.signer.Tombstone(headerOf(t, events[3]))} {
		recs[0].Tombstone = tomb
		if err := store.Save(ctx, a.log, recs); err != nil {
			t.Fatal(err)
		}
		if got, err := l.After(ctx, 4, 1<<20); err != nil || len(got) != 5 {
			t.Errorf("before an incomplete one: %d, %v", len(got), err)
		}
		if _, err := l.After(ctx, 9, 1<<20); !errors.Is(err, eventlog.ErrIncomplete) {
			t.Errorf("an incomplete one: %v", err)
		}
	}
}

// A relay that is behind is told from one with another history.
func TestAttack26LostEntries(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	events := []wire.Event{a.genesis(), a.say("one"), a.say("two"), a.say("three")}
	l := a.mustOpen(eventlog.NewMemory())
	if err := l.Sync(ctx, &relay{events: events}, 1, nil); err != nil {
		t.Fatal(err)
	}
	for n := range 4 {
		old := &relay{events: events[:n]}
		err := l.Sync(ctx, old, 1, nil)
		var alarm *eventlog.Alarm
		if !errors.As(err, &alarm) || alarm.Problem != eventlog.Rollback || alarm.Lost != uint64(4-n) || alarm.At != old.top() {
			t.Errorf("%d of 4: %+v", n, alarm)
		}
		if n == 0 {
			continue
		}
		other := old.top()
		other.Hash[0] ^= 1
		if err := l.Sync(ctx, &relay{head: func() wire.Head { return other }, give: func(uint64) []wire.Event { return nil }}, 1, nil); problem(err) != eventlog.Fork {
			t.Errorf("another head at %d: %v", n, err)
		}
	}
}
