package couple

import (
	"crypto/rand"
	"errors"
	"testing"

	"troth/internal/chain"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/keyring"
	"troth/internal/promise"
	"troth/internal/secret"
)

// A body that does not open is in the record as what it is: an entry of its
// author that cannot be read. The log goes on.
func TestAttack16WrongKey(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	other := envelope.NewRing(p.state.Log)
	other.Add(p.ring.Newest(), secret.Key{99})
	ev, err := envelope.Seal(rand.Reader, p.signers[2], envelope.After(&p.state), other, p.nextID(), p.body(promise.KindMade, promise.Made{Text: "x", Due: due}))
	if err != nil {
		t.Fatal(err)
	}
	p.accept(ev, p.ring)
	p.say(event.First, promise.KindMade, promise.Made{Text: "y", Due: due})
	s := p.fold()
	if r := s.Records()[3]; r.Flag != envelope.Unreadable || r.Counts() || r.Kind != "" || r.By != event.Second {
		t.Errorf("%+v", r)
	}
	if s.Promise.Len() != 1 || !s.Records()[4].Counts() {
		t.Error("what came after it does not count")
	}
}

// What is written under a key that a rekeying retired still counts, and is
// marked in the record.
func TestAttack17OlderEpoch(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	root := keyring.Root{Generation: 2, Key: secret.Key{2, 2}}
	cert, err := keyring.Certify(secret.Key{2, 1}, root, p.state.Log)
	if err != nil {
		t.Fatal(err)
	}
	p.say(event.First, promise.KindMade, promise.Made{Text: "before", Due: due})
	p.signers[2] = envelope.NewSigner(p.state.Log, chain.Couple, root.SignSeed(p.state.Log))
	p.control(event.Second, chain.RekeyBody, cert)
	p.say(event.First, promise.KindMade, promise.Made{Text: "after", Due: due})
	s := p.fold()
	before, after := s.Records()[3], s.Records()[5]
	if before.OlderKey || !after.OlderKey {
		t.Errorf("older key before: %v, after: %v", before.OlderKey, after.OlderKey)
	}
	if !after.Counts() || s.Promise.Len() != 2 {
		t.Errorf("it does not count: %+v", after)
	}
}

func TestAttack36SameID(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	id := p.say(event.First, promise.KindMade, promise.Made{Text: "Call", Due: due})
	// By the same person, by the other, with the same words or with others.
	p.write(event.First, id, p.body(promise.KindMade, promise.Made{Text: "Call", Due: due}))
	p.write(event.First, id, p.body(promise.KindMade, promise.Made{Text: "Or not", Due: due}))
	p.write(event.Second, id, p.body(promise.KindMade, promise.Made{Text: "Call me", Due: due}))
	s := p.fold()
	for _, r := range s.Records()[4:] {
		if r.Counts() || !errors.Is(r.Why, fold.ErrTwice) {
			t.Errorf("%+v", r)
		}
	}
	if list := s.Promise.List(event.First, p.stamp()); len(list) != 1 || list[0].Promise.Text != "Call" {
		t.Errorf("%d promises", len(list))
	}
	// An id that was used by what counts for nothing is used too.
	ev, err := envelope.SealControl(rand.Reader, p.signers[1], envelope.After(&p.state), event.ID{77}, make([]byte, chain.MinBucket))
	if err != nil {
		t.Fatal(err)
	}
	p.accept(ev, p.ring)
	p.write(event.First, event.ID{77}, p.body(promise.KindMade, promise.Made{Text: "z", Due: due}))
	if r := p.fold().Records()[8]; r.Counts() || !errors.Is(r.Why, fold.ErrTwice) {
		t.Errorf("%+v", r)
	}
}

// Only its author takes an entry back. What the other writes to that end is in
// the record, and changes nothing.
func TestAttack32RedactByAnother(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	p.say(event.First, promise.KindMade, promise.Made{Text: "Call", Due: due})
	target := p.entries[len(p.entries)-1]
	id := event.ID(chain.RedactID(target.Hash()))
	p.write(event.Second, id, p.body(fold.KindRedact, fold.Redact{Seq: target.Seq(), Hash: target.Hash()}))
	s := p.fold()
	if r := s.Records()[3]; r.Redacted != 0 || !r.Counts() || s.Promise.Len() != 1 {
		t.Errorf("the target: %+v", r)
	}
	if r := s.Records()[4]; r.Target != 0 || r.Counts() {
		t.Errorf("the redact: %+v", r)
	}
	// Its author still can.
	p.write(event.First, id, p.body(fold.KindRedact, fold.Redact{Seq: target.Seq(), Hash: target.Hash()}))
	if s := p.fold(); s.Records()[3].Redacted == 0 || s.Promise.Len() != 0 {
		t.Errorf("by its author: %+v", s.Records()[3])
	}
}
