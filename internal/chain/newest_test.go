package chain_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"troth/internal/chain"
	"troth/internal/codec"
)

// rekey gives a member the next generation of keys.
func (w *world) rekey(p *person, name string) {
	*p = newPerson(name, p.gen+1)
	w.add(*p, 0, ok[[]byte](w.t)(chain.RekeyBody(p.cert(w.t, logID))))
}

// full verifies everything, as when the events came in.
func full(events []chain.Event) (chain.State, []chain.Accepted, error) {
	s := chain.NewState(logID, chain.Couple)
	var all []chain.Accepted
	for _, ev := range events {
		a, err := s.Accept(ev)
		if err != nil {
			return s, nil, err
		}
		all = append(all, a)
	}
	return s, all, nil
}

// newestFirst is full in the other order. early says that nothing was left for
// the backlog to find.
func newestFirst(events []chain.Event, step int) (s chain.State, all []chain.Accepted, early bool, err error) {
	s = chain.NewState(logID, chain.Couple)
	all, b, err := s.NewestFirst(events)
	if err != nil {
		return s, nil, true, err
	}
	for b.Left() > 0 {
		if err := b.Verify(step); err != nil {
			if again := b.Verify(step); again == nil {
				panic("a backlog forgets what it has found")
			}
			return s, nil, false, err
		}
	}
	return s, all, false, nil
}

// relink does what somebody can who writes the store and has no key: the chain
// after a change is made to fit again.
func relink(events []chain.Event, from int) {
	for i := from; i < len(events); i++ {
		events[i].Seq = uint64(i + 1)
		events[i].Prev = chain.GenesisPrev(logID)
		if i > 0 {
			events[i].Prev = events[i-1].Header.Hash()
		}
	}
}

// Read newest first and then to the end, a log is accepted or refused exactly as
// when each event is verified in turn, whatever somebody did to the store. A
// header that was touched is noticed before anything is shown.
func TestNewestFirstIsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(2, 12).Draw(rt, "events") {
			p := &w.ana
			name := "ana"
			if rapid.Bool().Draw(rt, "ben") {
				p, name = &w.ben, "ben"
			}
			switch rapid.IntRange(0, 9).Draw(rt, "what") {
			case 0:
				w.rekey(p, name)
			case 1:
				w.add(*p, 0, sealed("garbage")[:chain.MinBucket])
			default:
				w.say(*p, "words")
			}
		}
		if rapid.IntRange(0, 4).Draw(rt, "end") == 0 {
			w.add(w.ben, 0, ok[[]byte](t)(chain.LeaveBody()))
			w.say(w.ana, "after")
		}
		events := slices.Clone(w.events)
		i := rapid.IntRange(0, len(events)-1).Draw(rt, "where")
		touched := true // a header, and so the chain
		switch rapid.IntRange(0, 6).Draw(rt, "done to it") {
		case 0:
			touched = false
		case 1:
			touched = false
			events[i].Sig[rapid.IntRange(0, 63).Draw(rt, "byte")] ^= 1
		case 2:
			touched = false
			events[i].Sig = events[(i+1)%len(events)].Sig
		case 3:
			events[i].ID[3] ^= 1
			relink(events, i)
		case 4:
			events[i].Author = w.events[rapid.IntRange(0, len(events)-1).Draw(rt, "author")].Author
			touched = events[i].Author != w.events[i].Author
			relink(events, i)
		case 5:
			touched = i < len(events)-1 // the end cut off is another, whole log
			events = slices.Delete(events, i, i+1)
			relink(events, i)
		case 6:
			j := rapid.IntRange(0, len(events)-1).Draw(rt, "other")
			touched = i != j
			events[i], events[j] = events[j], events[i]
			relink(events, min(i, j))
		}
		want, wantAll, wantErr := full(events)
		got, gotAll, early, err := newestFirst(events, rapid.IntRange(1, 9).Draw(rt, "step"))
		if (err == nil) != (wantErr == nil) {
			rt.Fatalf("newest first: %v, in order: %v", err, wantErr)
		}
		if touched && (err == nil || !early) {
			rt.Fatalf("the chain was touched at %d: %v, found early: %v", i, err, early)
		}
		if err != nil {
			return
		}
		if !bytes.Equal(codec.Must(want), codec.Must(got)) {
			rt.Fatal("another state")
		}
		for i, a := range gotAll {
			b := wantAll[i]
			if a.Hash() != b.Hash() || a.Member() != b.Member() || a.Flag() != b.Flag() || a.OlderKey() != b.OlderKey() || a.ControlKind() != b.ControlKind() {
				rt.Fatalf("event %d was read otherwise", i+1)
			}
		}
	})
}

func TestNewestFirst(t *testing.T) {
	w := newWorld(t)
	w.say(w.ana, "one")
	w.say(w.ana, "two")
	w.say(w.ben, "three")
	old := w.ana
	w.rekey(&w.ana, "ana")
	w.say(w.ben, "five")
	newest := map[chain.KID]int{}
	for i, ev := range w.events {
		newest[ev.Author] = i
	}
	if len(newest) != 3 {
		t.Fatalf("%d keys, want Ana's two and Ben's", len(newest))
	}
	for i := range w.events {
		events := slices.Clone(w.events)
		events[i].Sig[9] ^= 1
		s := chain.NewState(logID, chain.Couple)
		all, b, err := s.NewestFirst(events)
		if newest[events[i].Author] == i {
			if !errors.Is(err, chain.ErrSignature) || all != nil || s.Seq != 0 {
				t.Errorf("the newest of a key, event %d, forged: %v, seq %d", i+1, err, s.Seq)
			}
			continue
		}
		if err != nil || b.Left() != len(events) {
			t.Fatalf("event %d forged: %v", i+1, err)
		}
		if err := b.Verify(i); err != nil || b.Left() != len(events)-i {
			t.Errorf("the %d before it: %v", i, err)
		}
		if err := b.Verify(1); !errors.Is(err, chain.ErrSignature) {
			t.Errorf("event %d forged is not found: %v", i+1, err)
		}
	}

	// Somebody with the store and a key that is retired since, or with a member's
	// own key, cannot put words into the past of the others.
	for name, forger := range map[string]person{"a retired key": old, "the partner's key": w.ben} {
		events := slices.Clone(w.events)
		for i := 4; i < len(events); i++ {
			if i == 4 {
				events[i].ID[1] ^= 1
			}
			relink(events, i)
			if events[i].Author == w.events[4].Author && name == "a retired key" || events[i].Author == w.events[6].Author && name == "the partner's key" {
				events[i] = forger.signed(events[i])
			}
		}
		s := chain.NewState(logID, chain.Couple)
		if _, _, err := s.NewestFirst(events); !errors.Is(err, chain.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}

	// From a state in the middle, as after a checkpoint.
	s, _, err := full(w.events[:5])
	if err != nil {
		t.Fatal(err)
	}
	all, b, err := s.NewestFirst(w.events[5:])
	if err != nil || len(all) != 4 || b.Left() != 4 || s.Head != w.s.Head {
		t.Errorf("from the middle: %d, %v", len(all), err)
	}
}
