package couple

import (
	"errors"
	"testing"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
)

// A history is given once, by one who is in the space, to one with whom they have
// compared the words, and with sound keys.
func TestGivenRules(t *testing.T) {
	p := newPair(t)
	v := Given{Log: [16]byte{7}, Genesis: [32]byte{1}, By: event.Second, Keys: []envelope.EpochKey{{Epoch: 1}, {Epoch: 3}}}
	refused := func(by event.Partner, kind event.Kind, v Given, want error) {
		t.Helper()
		s := p.fold()
		raw := codec.Must(v)
		if err := s.Allows(by, kind, raw, p.stamp()); !errors.Is(err, want) {
			t.Errorf("allowed: %v, want %v", err, want)
		}
		before := len(s.Given(event.First)) + len(s.Given(event.Second))
		p.write(by, p.nextID(), p.body(kind, v))
		s = p.fold()
		if r := s.Records()[len(s.Records())-1]; r.Counts() || len(s.Given(event.First))+len(s.Given(event.Second)) != before {
			t.Errorf("it counts: %+v", r)
		}
	}
	refused(event.First, KindGiven, v, errUnverified)
	p.say(event.First, KindVerify, Verify{How: Words})
	refused(event.First, KindGiven, v, errUnverified) // by one of the two
	p.say(event.Second, KindVerify, Verify{How: Words, Identities: [32]byte{1}})
	refused(event.First, KindGiven, v, errUnverified) // they saw something else
	p.say(event.Second, KindVerify, Verify{How: Words})
	for _, change := range []func(*Given){
		func(v *Given) { v.Log = [16]byte{} },
		func(v *Given) { v.By = event.Nobody },
		func(v *Given) { v.By = 3 },
		func(v *Given) { v.Keys = nil },
		func(v *Given) { v.Keys = []envelope.EpochKey{{Epoch: 0}} },
		func(v *Given) { v.Keys = []envelope.EpochKey{{Epoch: 2}, {Epoch: 2}} },
		func(v *Given) { v.Keys = []envelope.EpochKey{{Epoch: 2}, {Epoch: 1}} },
		func(v *Given) { v.Keys = make([]envelope.EpochKey, maxGivenKeys+1) },
	} {
		bad := v
		change(&bad)
		refused(event.First, KindGiven, bad, errMalformed)
	}
	refused(event.First, "history.asked", v, fold.ErrUnknown)
	p.say(event.First, KindGiven, v)
	refused(event.First, KindGiven, v, errAlready)
	p.say(event.Second, KindGiven, v) // the other may have one of the same log
	for i := range maxGiven - 1 {
		w := v
		w.Log = chain.LogID{8, byte(i)}
		p.say(event.First, KindGiven, w)
	}
	w := v
	w.Log = chain.LogID{9}
	refused(event.First, KindGiven, w, errAlready)
	s := p.fold()
	if !s.Gave(event.First, v.Log) || s.Gave(event.Second, w.Log) || len(s.Given(event.First)) != maxGiven || s.Given(9) != nil {
		t.Error("what was given")
	}
	// No longer believed: nothing more is given.
	p.say(event.Second, KindVerify, Verify{How: Unchecked})
	refused(event.Second, KindGiven, w, errUnverified)
	if _, err := s.Compose(KindGiven, event.Form{}, p.stamp()); !errors.Is(err, errForm) {
		t.Error(err)
	}
}
