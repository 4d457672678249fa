package eventlog_test

import (
	"bytes"
	"context"
	"testing"

	"troth/internal/chain"
	"troth/internal/eventlog"
	"troth/internal/wire"
)

// lines is a log of n entries after its genesis.
func (a *author) lines(n int) []wire.Event {
	events := []wire.Event{a.genesis()}
	for range n {
		events = append(events, a.say("line"))
	}
	return events
}

// lie is a relay that does not tell the truth, and how that is found out.
type lie struct {
	r    relay
	want eventlog.Problem
}

// gives is a relay that says that it has all events, and gives others.
func gives(events []wire.Event, instead ...wire.Event) relay {
	top := (&relay{events: events}).top()
	return relay{events: events, head: func() wire.Head { return top }, give: func(uint64) []wire.Event { return instead }}
}

// lies tells each lie to a device that has five of the events. The alarm is the
// one that is wanted, the head stays, and the honest relay brings the rest.
func lies(t *testing.T, a *author, events []wire.Event, told map[string]lie) {
	t.Helper()
	ctx := context.Background()
	for name, c := range told {
		l := a.mustOpen(eventlog.NewMemory())
		if err := l.Sync(ctx, &relay{events: events[:5]}, 1, nil); err != nil {
			t.Fatal(err)
		}
		head := l.State().Head
		err := l.Sync(ctx, &c.r, 1, nil)
		if problem(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if l.State().Head != head {
			t.Errorf("%s moved the head", name)
		}
		if err := l.Sync(ctx, &relay{events: events}, 1, nil); err != nil || l.State().Head != a.state.Head {
			t.Errorf("%s: no way back: %v", name, err)
		}
	}
}

func TestAttack05UnknownSuite(t *testing.T) {
	a := newAuthor(t)
	events := a.lines(6)
	h := bytes.Clone(events[5].Head)
	h[4] = 2
	newer := wire.Event{Head: h, Body: events[5].Body}
	lies(t, a, events, map[string]lie{
		"newer suite":              {gives(events, newer), eventlog.Update},
		"and what comes behind it": {gives(events, newer, events[5], events[6]), eventlog.Update},
	})
}

func TestAttack21MissingMiddle(t *testing.T) {
	a := newAuthor(t)
	events := a.lines(6)
	lies(t, a, events, map[string]lie{"the next is left out": {gives(events, events[6:]...), eventlog.Gap}})
}

func TestAttack22Swapped(t *testing.T) {
	a := newAuthor(t)
	events := a.lines(6)
	lies(t, a, events, map[string]lie{"swapped": {gives(events, events[6], events[5]), eventlog.Gap}})
}

func TestAttack23Replay(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	events := a.lines(3)
	store := eventlog.NewMemory()
	l := a.mustOpen(store)
	if err := l.Sync(ctx, &relay{events: events}, 1, nil); err != nil {
		t.Fatal(err)
	}
	for i := range events {
		if acc, err := l.Accept(ctx, events[i:i+1], 2); err != nil || len(acc) != 0 {
			t.Errorf("event %d again: %d accepted, %v", i+1, len(acc), err)
		}
	}
	// The same event under another signature is the same event.
	other := bytes.Clone(events[1].Head)
	other[chain.HeaderSize] ^= 1
	if acc, err := l.Accept(ctx, []wire.Event{{Head: other, Body: events[1].Body}}, 2); err != nil || len(acc) != 0 {
		t.Errorf("under another signature: %d accepted, %v", len(acc), err)
	}
	if l.State().Head != a.state.Head {
		t.Error("a replay moved the head")
	}
	if recs, err := store.Load(ctx, a.log, 0, 10); err != nil || len(recs) != 4 || recs[1].SeenMS != 1 {
		t.Errorf("a replay was stored: %d, %v", len(recs), err)
	}
}

func TestAttack28SplitView(t *testing.T) {
	ctx := context.Background()
	a := newAuthor(t)
	events := []wire.Event{a.genesis(), a.say("one")}
	split := a.state.Clone()
	mine := append(append([]wire.Event{}, events...), a.say("two, as shown here"))
	a.state = split
	theirs := append(append([]wire.Event{}, events...), a.say("two, as shown there"), a.say("three"))
	open := func(events []wire.Event) *eventlog.Log {
		l := a.mustOpen(eventlog.NewMemory())
		if err := l.Sync(ctx, &relay{events: events}, 1, nil); err != nil {
			t.Fatal(err)
		}
		return l
	}
	// The first event that crosses is found out: one that follows theirs, one in
	// the place of ours, and one in a place that we have long passed.
	if err := open(mine).Sync(ctx, &relay{events: theirs}, 1, nil); problem(err) != eventlog.Fork {
		t.Errorf("the other history: %v", err)
	}
	if _, err := open(mine).Accept(ctx, theirs[2:3], 1); problem(err) != eventlog.Fork {
		t.Errorf("an event of the other history at our head: %v", err)
	}
	if _, err := open(theirs).Accept(ctx, mine[2:3], 1); problem(err) != eventlog.Fork {
		t.Errorf("an event of the other history below our head: %v", err)
	}
}

func TestAttack30AnotherBody(t *testing.T) {
	a := newAuthor(t)
	events := a.lines(6)
	lies(t, a, events, map[string]lie{
		"another body": {gives(events, wire.Event{Head: events[5].Head, Body: events[4].Body}), eventlog.Forged},
	})
}

func TestAttack40EndlessClaim(t *testing.T) {
	a := newAuthor(t)
	events := a.lines(6)
	far := func() wire.Head { return wire.Head{Seq: 1e12} }
	for name, c := range map[string]lie{
		"nothing behind it":   {relay{events: events, head: far, give: func(uint64) []wire.Event { return nil }}, eventlog.Gap},
		"the same over again": {relay{events: events, head: far, give: func(uint64) []wire.Event { return events[:3] }}, eventlog.Gap},
	} {
		lies(t, a, events, map[string]lie{name: c})
		// And it is not asked without end.
		l := a.mustOpen(eventlog.NewMemory())
		r := c.r
		if err := l.Sync(context.Background(), &r, 1, nil); problem(err) != eventlog.Gap || r.asked > 3 {
			t.Errorf("%s: asked %d times, %v", name, r.asked, err)
		}
	}
}
