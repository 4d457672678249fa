package couple

import (
	"errors"
	"testing"

	"troth/internal/codec"
	"troth/internal/correction"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/letter"
	"troth/internal/promise"
	"troth/internal/timeout"
)

// Whoever has called a time-out says nothing until it is over, by their own
// clock; what is due stays due, and the other is not held.
func TestRest(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date())
	word := p.say(event.First, promise.KindMade, promise.Made{Text: "Call", Due: due})
	pause := p.say(event.First, timeout.KindCalled, timeout.Called{Minutes: 30})
	first := len(p.entries)
	p.say(event.First, letter.KindSent, letter.Sent{Text: "x"})
	p.say(event.First, correction.KindMade, correction.Made{Told: "a", Now: "b"})
	p.say(event.First, promise.KindKept, promise.Kept{Promise: word, Due: due})
	p.say(event.Second, letter.KindSent, letter.Sent{Text: "x"})
	p.now += 29
	p.say(event.First, letter.KindSent, letter.Sent{Text: "x"})
	p.now++
	p.say(event.First, letter.KindSent, letter.Sent{Text: "x"})
	s := p.fold()
	for i, want := range []error{ErrRests, ErrRests, nil, nil, ErrRests, nil} {
		if r := s.Records()[first+i]; !errors.Is(r.Why, want) || (want == nil) != r.Counts() {
			t.Errorf("entry %d: %v, want %v", i, r.Why, want)
		}
	}
	if s.Letter.Len() != 2 {
		t.Errorf("%d letters", s.Letter.Len())
	}

	// What the screen offers and what counts is one rule.
	sent := codec.Must(letter.Sent{Text: "x"})
	for _, c := range []struct {
		by      event.Partner
		minutes event.Minute
		rests   bool
	}{{event.First, -1, true}, {event.First, 0, false}, {event.Second, -1, false}} {
		at := p.stamp()
		at.MS += int64(c.minutes) * 60_000
		at.Civil += c.minutes
		if err := s.Allows(c.by, letter.KindSent, sent, at); errors.Is(err, ErrRests) != c.rests {
			t.Errorf("%s at %d: %v", c.by, c.minutes, err)
		}
	}
	p.now--
	p.say(event.First, timeout.KindReturned, timeout.Returned{Timeout: pause})
	p.say(event.First, letter.KindSent, letter.Sent{Text: "x"})
	if r := p.fold().Records()[len(p.entries)-1]; !r.Counts() {
		t.Errorf("whoever is back cannot speak: %v", r.Why)
	}
	for kind, arrives := range map[event.Kind]bool{fold.KindRedact: true, "member.verify": true, timeout.KindMore: true, promise.KindMade: false,
		letter.KindSent: false, "anything.new": false} {
		if Arrives(kind) != arrives {
			t.Errorf("%s arrives: %v", kind, !arrives)
		}
	}
}
