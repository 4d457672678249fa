package couple

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/promise"
)

// redact takes back the entry at a seq as an honest device does.
func (p *pair) redact(by event.Partner, seq uint64) {
	p.t.Helper()
	id, payload, err := p.fold().Redact(by, seq)
	if err != nil {
		p.t.Fatal(err)
	}
	p.write(by, id, p.body(fold.KindRedact, payload))
}

// device is what somebody else's device makes of the same log when it is given
// no bodies but those for which has says yes.
func (p *pair) device(has func(seq uint64) bool) []envelope.Entry {
	p.t.Helper()
	st := chain.NewState(p.state.Log, chain.Couple)
	var out []envelope.Entry
	for _, ev := range p.events {
		if !ev.Control() && !has(ev.Seq) {
			ev.Body = nil
		}
		a, err := st.Accept(ev)
		if err != nil {
			p.t.Fatal(err)
		}
		out = append(out, envelope.Open(a, p.ring))
	}
	return out
}

func foldAll(entries []envelope.Entry) *State {
	s := New()
	s.Fold(entries...)
	return s
}

// words is all that a state holds, as text.
func words(s any) string { return fmt.Sprintf("%s", s) }

func TestRedact(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	id := p.say(event.First, promise.KindMade, promise.Made{Text: "Call", Due: due})
	made := p.state.Seq
	p.say(event.First, promise.KindKept, promise.Kept{Promise: id, Due: due})
	p.say(event.Second, KindAccept, Accept{})
	theirs := p.state.Seq
	s := p.fold()
	if s.Promise.Len() != 1 || !strings.Contains(words(s.Log), "Call") {
		t.Fatal("no promise to begin with")
	}

	for _, bad := range []struct {
		by  event.Partner
		seq uint64
	}{{event.Second, made}, {event.First, theirs}, {event.First, 1}, {event.First, 0}, {event.First, p.state.Seq + 1}, {event.Nobody, made}, {event.First, 1<<64 - 1}} {
		if _, _, err := s.Redact(bad.by, bad.seq); !errors.Is(err, fold.ErrRedact) {
			t.Errorf("%d takes back %d: %v", bad.by, bad.seq, err)
		}
	}
	_, want, err := s.Redact(event.First, made)
	if err != nil || want.Seq != made {
		t.Fatal(want, err)
	}
	other := want
	other.Hash[0] ^= 1
	for _, c := range []struct {
		by      event.Partner
		payload any
		why     error
	}{{event.First, want, nil}, {event.Second, want, fold.ErrRedact}, {event.First, other, fold.ErrRedact}, {event.First, Kept{}, fold.ErrRedact}} {
		if err := s.Allows(c.by, fold.KindRedact, codec.Must(c.payload), p.stamp()); !errors.Is(err, c.why) {
			t.Errorf("%v: %v, want %v", c.payload, err, c.why)
		}
	}

	// Kinds that only look like it, or that have another's id, change nothing.
	p.say(event.First, fold.KindRedact, want)
	rid := event.ID(chain.RedactID(want.Hash))
	p.write(event.Second, rid, p.body(fold.KindRedact, want)) // in the place of Ana's
	s.Fold(p.entries...)
	for _, r := range s.Records()[p.state.Seq-2:] {
		if !errors.Is(r.Why, fold.ErrRedact) || r.Target != 0 {
			t.Errorf("%+v", r)
		}
	}
	if s.Promise.Len() != 1 {
		t.Fatal("taken back by nobody")
	}

	p.redact(event.First, made)
	r := p.state.Seq
	s.Fold(p.entries...)
	if s.Promise.Len() != 0 {
		t.Error("the promise is still there")
	}
	got, by := s.Records()[made-1], s.Records()[r-1]
	if got.Redacted != r || got.Counts() || got.Kind != "" || got.By != event.First || by.Target != made || !by.Counts() || by.Kind != fold.KindRedact || by.At != p.stamp() {
		t.Errorf("%+v\n%+v", got, by)
	}
	if kept := s.Records()[made]; kept.Counts() {
		t.Error("what was built on it still counts")
	}
	if !s.Accepted(event.Second) {
		t.Error("something else is gone")
	}
	for _, seq := range []uint64{made, r} { // twice, and a redact itself
		if _, _, err := s.Redact(event.First, seq); !errors.Is(err, fold.ErrRedact) {
			t.Errorf("takes back %d: %v", seq, err)
		}
	}
	if strings.Contains(words(s.Log), "Call") {
		t.Error("its words are still in memory")
	}

	// The body may be gone, or that of the redact, or both.
	for name, has := range map[string]func(uint64) bool{
		"the entry's": func(seq uint64) bool { return seq != made }, "the redact's": func(seq uint64) bool { return seq != r },
		"both": func(seq uint64) bool { return seq != made && seq != r },
	} {
		fresh := foldAll(p.device(has))
		fresh.Records()[r-1].At = by.At // which only the body says
		if d := equal(s, fresh); d != "" {
			t.Errorf("without %s body: %s", name, d)
		}
	}
	// A body that is missing without a redact is something else.
	held := foldAll(p.device(func(seq uint64) bool { return seq != theirs }))
	if r := held.Records()[theirs-1]; r.Flag != envelope.Withheld || r.Redacted != 0 {
		t.Errorf("%+v", r)
	}
}

// Whatever kind it claims to be, the id decides: otherwise a device without its
// body would come to another state.
func TestRedactUnderAnotherKind(t *testing.T) {
	p := newPair(t)
	made := promise.Made{Text: "Call", Due: promise.On(p.now.Date() + 2)}
	p.say(event.First, promise.KindMade, made)
	at := p.state.Seq
	id, _, err := p.fold().Redact(event.First, at)
	if err != nil {
		t.Fatal(err)
	}
	p.write(event.First, id, p.body(promise.KindMade, made))
	s := p.fold()
	if s.Promise.Len() != 0 {
		t.Error("it counts as something else")
	}
	fresh := foldAll(p.device(func(seq uint64) bool { return seq < at }))
	fresh.Records()[at].At = s.Records()[at].At
	if d := equal(s, fresh); d != "" {
		t.Error(d)
	}
}

func TestRedactAfterEnd(t *testing.T) {
	p := newPair(t)
	p.say(event.First, promise.KindMade, promise.Made{Text: "Call", Due: promise.On(p.now.Date() + 2)})
	made := p.state.Seq
	body, err := chain.LeaveBody()
	if err != nil {
		t.Fatal(err)
	}
	p.append(event.Second, body)
	p.say(event.First, promise.KindMade, promise.Made{Text: "After", Due: promise.On(p.now.Date() + 2)})
	s := p.fold()
	_, payload, err := s.Redact(event.First, made)
	if err != nil || s.Allows(event.First, fold.KindRedact, codec.Must(payload), p.stamp()) != nil {
		t.Fatal("a closed log allows no redact", err)
	}
	p.redact(event.First, made)
	s.Fold(p.entries...)
	if r := s.Records()[p.state.Seq-1]; r.Target != made || !r.Counts() || r.Flag != envelope.Fine || r.At != p.stamp() || s.Promise.Len() != 0 {
		t.Errorf("%+v", r)
	}
	if s.Left() != event.Second {
		t.Error("the end is gone")
	}
}

// Whatever the two write and take back, with which program ever, and whatever
// bodies of what was taken back a device is given: a device that followed along
// and one that begins now come to the same state.
func TestRedactConverges(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := newPair(t)
		live := New()
		for range rapid.IntRange(1, 25).Draw(r, "n") {
			p.now += event.Minute(rapid.IntRange(0, 2000).Draw(r, "minutes"))
			by := event.Partner(rapid.IntRange(1, 2).Draw(r, "by"))
			seq := rapid.Uint64Range(1, p.state.Seq).Draw(r, "seq")
			target := p.events[seq-1]
			due := promise.On(p.now.Date() + 1)
			switch rapid.IntRange(0, 7).Draw(r, "kind") {
			case 0, 1:
				p.say(by, promise.KindMade, promise.Made{Text: "x", Due: due})
			case 2:
				if pr, ok := live.Promise.Promise(event.ID(target.ID)); ok {
					p.say(pr.By, promise.KindKept, promise.Kept{Promise: pr.ID, Due: pr.Due})
				}
			case 3:
				p.say(by, KindAccept, Accept{})
			case 4: // as an honest device does
				if id, payload, err := live.Redact(by, seq); err == nil {
					p.write(by, id, p.body(fold.KindRedact, payload))
				}
			case 5: // whatever stands there: a control record, the other's words, a redact
				p.write(by, event.ID(chain.RedactID(target.Header.Hash())), p.body(fold.KindRedact, fold.Redact{Seq: seq}))
			case 6: // under another kind
				p.write(by, event.ID(chain.RedactID(target.Header.Hash())), p.body(promise.KindMade, promise.Made{Text: "y", Due: due}))
			case 7: // an id that was there before
				p.write(by, event.ID(target.ID), p.body(promise.KindMade, promise.Made{Text: "z", Due: due}))
			}
			if rapid.Bool().Draw(r, "look") {
				live.Fold(p.entries...)
			}
		}
		live.Fold(p.entries...)
		gone := map[uint64]bool{}
		for _, rec := range live.Records() {
			if rec.Redacted != 0 && rapid.Bool().Draw(r, "gone") {
				gone[rec.Seq] = true
			}
		}
		fresh := p.device(func(seq uint64) bool { return !gone[seq] })
		for name, s := range map[string]*State{"one by one": p.fold(), "without bodies": foldAll(fresh)} {
			if d := equal(live, s); d != "" {
				r.Fatalf("%s: %s", name, d)
			}
		}
		// Nothing of what was taken back is in the state: with it never having had
		// a body, the practices are the same.
		for _, rec := range live.Records() {
			if rec.Redacted != 0 && (rec.Counts() || rec.Kind != "") {
				r.Fatalf("%+v", rec)
			}
			if rec.Target != 0 && live.Records()[rec.Target-1].By != rec.By {
				r.Fatalf("%d took back what the other wrote", rec.Seq)
			}
		}
	})
}
