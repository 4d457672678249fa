package couple

import (
	"slices"
	"testing"

	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/promise"
)

// A time that runs back by more than ten minutes within one author is marked,
// and counts all the same. The other's clock is another one.
func TestClockRunsBack(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	start := p.now
	say := func(by event.Partner, minute event.Minute) {
		p.now = start + minute
		p.say(by, promise.KindMade, promise.Made{Text: "Call", Due: due})
	}
	first := len(p.entries)
	for _, c := range []struct {
		by event.Partner
		at event.Minute
	}{{1, 0}, {1, 60}, {2, 0}, {1, 50}, {1, 39}, {1, 40}, {2, -10}, {2, -21}, {1, 0}} {
		say(c.by, c.at)
	}
	want := []bool{false, false, false, false, true, false, false, true, true}
	s := p.fold()
	var got []bool
	for _, r := range s.Records()[first:] {
		got = append(got, r.Back)
		if !r.Counts() {
			t.Errorf("%+v does not count", r)
		}
		if same, ok := s.Record(r.ID); !ok || same.Seq != r.Seq {
			t.Errorf("the record of %v is %+v", r.ID, same)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}

	// To the millisecond.
	for _, c := range []struct {
		ms   int64
		back bool
	}{{-fold.SkewMS, false}, {-fold.SkewMS - 1, true}} {
		p := newPair(t)
		body := p.body(promise.KindMade, promise.Made{Text: "Call", Due: due})
		p.write(event.First, p.nextID(), body)
		body.CreatedMS += c.ms
		p.write(event.First, p.nextID(), body)
		if s := p.fold(); s.Records()[4].Back != c.back {
			t.Errorf("%d ms back: %v", c.ms, !c.back)
		}
	}
	if _, ok := s.Record(event.ID{99}); ok {
		t.Error("a record of nothing")
	}
}

// What was taken back says nothing about a clock either, on a device that had
// read it as on one that never did.
func TestClockOfWhatWasTakenBack(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	start := p.now
	p.now = start + 600
	p.say(event.First, promise.KindMade, promise.Made{Text: "A slip", Due: due})
	slip := p.state.Seq
	p.now = start
	p.say(event.First, promise.KindMade, promise.Made{Text: "Call", Due: due})
	live := p.fold()
	if !live.Records()[4].Back {
		t.Error("ten hours back are not marked")
	}
	p.redact(event.First, slip)
	live.Fold(p.entries...)
	for name, s := range map[string]*State{"live": live, "fresh": foldAll(p.device(func(seq uint64) bool { return seq != slip }))} {
		if s.Records()[4].Back {
			t.Errorf("%s: what was taken back still counts", name)
		}
	}
}
