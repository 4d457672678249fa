package letter

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/reflection"
)

// step is a fact of the log, or a change of the verification.
type step struct {
	fact   event.Fact
	verify *bool
}

// drawFact draws a fact that has a good chance of fitting what is there.
func drawFact(t *rapid.T, s *State, seq uint64) event.Fact {
	f := event.Fact{Seq: seq, ID: idOf(seq), By: event.Partner(rapid.IntRange(1, 2).Draw(t, "by")), At: event.Stamp{MS: rapid.Int64().Draw(t, "ms")}}
	letter, heard := idOf(999), idOf(998)
	if n := len(s.letters); n > 0 && rapid.IntRange(0, 9).Draw(t, "known") > 0 {
		l := s.letters[rapid.IntRange(0, n-1).Draw(t, "letter")]
		letter = l.ID
		if n := len(l.Exchange); n > 0 {
			heard = l.Exchange[rapid.IntRange(max(0, n-2), n-1).Draw(t, "reflection")].ID
		}
	}
	text := rapid.SampledFrom([]string{"x", "x", "x", "", " "}).Draw(t, "text")
	var payload any
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0:
		f.Kind, payload = KindSent, Sent{text}
	case 1, 2, 3:
		f.Kind, payload = KindReflected, reflected(letter, text)
	case 4:
		f.Kind, payload = KindConfirmed, confirmed(heard)
	case 5, 6:
		f.Kind, payload = KindCorrected, corrected(heard, text)
	default:
		f.Kind, payload = "letter.other", Sent{text}
	}
	f.Payload = codec.Must(payload)
	return f
}

// look asks every query and checks what holds of their answers.
func look(t interface{ Fatalf(string, ...any) }, s *State) {
	for _, me := range []event.Partner{ana, ben} {
		list := s.List(me)
		if len(list) != s.Len() {
			t.Fatalf("%d of %d letters", len(list), s.Len())
		}
		for i, l := range list {
			if i > 0 && list[i-1].Seq <= l.Seq {
				t.Fatalf("letters out of order")
			}
			if l.Closed && (l.By == me || l.Text != "" || l.Exchange != nil || len(s.Shows(l.ID, me)) > 0) {
				t.Fatalf("closed, and yet: %+v", l)
			}
			if !l.Closed && l.Text == "" {
				t.Fatalf("open, and yet nothing to read")
			}
			for j, r := range l.Exchange {
				last := j == len(l.Exchange)-1
				if !last && (r.Answer == nil || r.Answer.Confirmed) {
					t.Fatalf("went on after %+v", r)
				}
			}
			o := l.Offers(me)
			if o.Reflect && (l.By == me || l.Closed || l.Confirmed()) || !o.Answer.IsZero() && (l.By != me || o.Reflect) {
				t.Fatalf("%+v is offered to %s about %+v", o, me, l)
			}
		}
		for _, n := range s.News(me, 0) {
			if (n.Topic.By == me) != (n.Verb == reflection.VerbReflected) || s.byID[n.Topic.ID].seen(me).Closed {
				t.Fatalf("%+v is news to %s", n, me)
			}
		}
	}
}

// Allows agrees with Apply, what is refused changes nothing, what was open
// stays open, and equal logs fold equal.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		live := &State{}
		var log []step
		open := map[event.ID]bool{}
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			seq := uint64(i + 1)
			if rapid.IntRange(0, 9).Draw(t, "verify") == 0 {
				yes := rapid.IntRange(0, 2).Draw(t, "yes") > 0
				live.Verified(yes, seq)
				log = append(log, step{event.Fact{Seq: seq}, &yes})
			} else {
				f := drawFact(t, live, seq)
				log = append(log, step{fact: f})
				before := dump(live)
				allows := live.Allows(f.By, f.Kind, f.Payload, f.At)
				err := live.Apply(f)
				if !errors.Is(err, allows) {
					t.Fatalf("Allows says %v, Apply %v", allows, err)
				}
				if d := dump(live); err != nil && d != before {
					t.Fatalf("%v, and yet: %s", err, cmp.Diff(before, d))
				}
			}
			for _, l := range live.List(ben) {
				if open[l.ID] && l.Closed {
					t.Fatalf("closed again: %+v", l)
				}
				open[l.ID] = !l.Closed
			}
			look(t, live)
		}
		fresh := &State{}
		for _, s := range log {
			if s.verify != nil {
				fresh.Verified(*s.verify, s.fact.Seq)
			} else {
				_ = fresh.Apply(s.fact)
			}
		}
		if d := cmp.Diff(dump(live), dump(fresh)); d != "" {
			t.Fatalf("two folds of one log: %s", d)
		}
	})
}

func FuzzApply(f *testing.F) {
	id := idOf(1)
	for _, seed := range []struct {
		kind    event.Kind
		payload any
	}{
		{KindSent, Sent{"x"}}, {KindReflected, reflected(id, "x")}, {KindConfirmed, confirmed(idOf(2))}, {KindCorrected, corrected(idOf(2), "x")},
	} {
		f.Add(string(seed.kind), codec.Must(seed.payload), uint8(1), true)
		f.Add(string(seed.kind), codec.Must(seed.payload), uint8(2), false)
	}
	f.Add("letter.sent", []byte{0xa1, 0x01, 0x61, 0xff}, uint8(1), true)
	f.Fuzz(func(t *testing.T, kind string, payload []byte, by uint8, verified bool) {
		s := &State{}
		s.Verified(true, 1)
		for i, m := range []struct {
			by      event.Partner
			kind    event.Kind
			payload any
		}{{ana, KindSent, Sent{"x"}}, {ben, KindReflected, reflected(id, "x")}} {
			if err := s.Apply(event.Fact{Seq: uint64(i + 1), ID: idOf(uint64(i + 1)), By: m.by, Kind: m.kind, Payload: codec.Must(m.payload)}); err != nil {
				t.Fatal(err)
			}
		}
		s.Verified(verified, 3)
		before := dump(s)
		allows := s.Allows(event.Partner(by), event.Kind(kind), payload, event.Stamp{})
		err := s.Apply(event.Fact{Seq: 4, ID: idOf(4), By: event.Partner(by), Kind: event.Kind(kind), Payload: payload})
		if !errors.Is(err, allows) {
			t.Fatalf("Allows says %v, Apply %v", allows, err)
		}
		if err != nil && dump(s) != before {
			t.Fatal("a refused fact changed the state")
		}
		look(t, s)
	})
}
