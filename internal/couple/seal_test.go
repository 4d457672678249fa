package couple

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"troth/internal/adventure"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/opening"
	"troth/internal/seal"
	"troth/internal/secret"
	"troth/internal/timeout"
)

var question = opening.Question{Rung: opening.Preference, Number: 1}

func testKey(by event.Partner) secret.Key { return secret.Key{byte(by), 42} }

// commit seals an answer of by in the log of p.
func (p *pair) commit(by event.Partner, pr seal.Prompt, plain []byte) seal.Commit {
	p.t.Helper()
	c, err := seal.New(rand.Reader, p.state.Log, by, 1, func(event.ID, [32]byte) secret.Key { return testKey(by) }, seal.Answer{Prompt: pr, Plain: plain})
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func (p *pair) verify() {
	for by := event.First; by <= event.Second; by++ {
		p.say(by, KindVerify, Verify{How: Words, Identities: [32]byte{1}})
	}
}

func (p *pair) open(by event.Partner, q opening.Question) {
	p.say(by, seal.KindOpen, seal.Open{Seal: q.ID(), Key: testKey(by)})
}

// The log's own id binds answers, whoever folds it, and however it is given.
func TestSealInItsLog(t *testing.T) {
	p := newPair(t)
	p.verify()
	for by := event.First; by <= event.Second; by++ {
		p.say(by, seal.KindCommit, p.commit(by, question.Prompt(), []byte{0xa1, 1, 0x61, '0' + byte(by)}))
	}
	p.open(event.First, question)
	p.open(event.Second, question)
	all := New()
	all.Fold(p.entries...)
	for _, s := range []*State{p.fold(), all} {
		for _, r := range s.Records()[3:] {
			if !r.Counts() {
				t.Errorf("%+v", r)
			}
		}
		list := s.Opening.Opened(event.First)
		if len(list) != 1 {
			t.Fatal("not opened")
		}
		if own, other, _, _ := list[0].Words(); own != "1" || other != "2" {
			t.Errorf("%q, %q", own, other)
		}
	}
	// A key that waits on a device opens nothing.
	q := newPair(t)
	q.verify()
	for by := event.First; by <= event.Second; by++ {
		q.say(by, seal.KindCommit, q.commit(by, question.Prompt(), []byte{0xa1, 1, 0x61, '0' + byte(by)}))
	}
	q.open(event.Second, question)
	s := q.fold()
	s.Expect(event.Fact{ID: event.ID{1}, By: event.First, At: q.stamp(), Kind: seal.KindOpen, Payload: q.body(seal.KindOpen, seal.Open{Seal: question.ID(), Key: testKey(event.First)}).Payload})
	if o, _ := s.Opening.Opening(question, event.First); o.Open || o.Done() {
		t.Error("opened by what the log has not")
	}
}

// A prompt belongs to a practice that has seals and that allows it.
func TestSealOfAPractice(t *testing.T) {
	p := newPair(t)
	above := opening.Question{Rung: opening.Worry, Number: 1}
	for _, c := range []struct {
		prompt seal.Prompt
		want   error
	}{
		{question.Prompt(), nil},
		{above.Prompt(), opening.TooHigh},
		{seal.Prompt{Practice: "opening", About: question.Prompt().About, Pad: seal.Medium}, opening.Malformed},
		{seal.Prompt{Practice: "opening", Pad: seal.Small}, opening.Malformed},
		{seal.Prompt{Practice: "opening.x", About: question.Prompt().About, Pad: seal.Small}, fold.ErrUnknown},
		{seal.Prompt{Practice: "letter", Pad: seal.Small}, fold.ErrUnknown},
		{seal.Prompt{Practice: "nothing", Pad: seal.Small}, fold.ErrUnknown},
	} {
		payload := p.body(seal.KindCommit, p.commit(event.First, c.prompt, nil)).Payload
		s := p.fold()
		if err := s.Allows(event.First, seal.KindCommit, payload, p.stamp()); err != c.want {
			t.Errorf("%+v: %v, want %v", c.prompt, err, c.want)
		}
		p.write(event.First, p.nextID(), event.Body{Kind: seal.KindCommit, MinReader: 1, CreatedMS: 1, Payload: payload})
		s = p.fold()
		if r := s.Records()[len(s.Records())-1]; r.Why != c.want {
			t.Errorf("%+v: %v in the record, want %v", c.prompt, r.Why, c.want)
		}
	}
}

// What is taken back of a seal was never there, on a live device as on a fresh
// one.
func TestSealTakenBack(t *testing.T) {
	p := newPair(t)
	p.verify()
	live := New()
	live.Fold(p.entries...)
	for by := event.First; by <= event.Second; by++ {
		p.say(by, seal.KindCommit, p.commit(by, question.Prompt(), []byte{0xa1, 1, 0x61, '0' + byte(by)}))
	}
	p.open(event.First, question)
	p.open(event.Second, question)
	seq := p.state.Seq
	live.Fold(p.entries...)
	id, back, err := live.Redact(event.Second, seq)
	if err != nil {
		t.Fatal(err)
	}
	p.write(event.Second, id, p.body(fold.KindRedact, back))
	live.Fold(p.entries...)
	if d := equal(live, p.fold()); d != "" {
		t.Error(d)
	}
	o, ok := live.Opening.Opening(question, event.First)
	if !ok || !o.Open || o.Done() {
		t.Errorf("%+v", o.Seen)
	}
	if list := live.Seal.Pending(event.Second); len(list) != 1 {
		t.Error("the key cannot be given again")
	}
}

// Of two lists each device has both keys, and what the fold gives to anybody of
// the other's is what both have marked.
func TestListsInTheirLog(t *testing.T) {
	p := newPair(t)
	p.verify()
	prompt := adventure.ListPrompt(1)
	lists := [...]adventure.List{{}, {Yes: []adventure.Ref{"dance", "swim"}}, {Yes: []adventure.Ref{"bungee"}, Maybe: []adventure.Ref{"swim"}}}
	for by := event.First; by <= event.Second; by++ {
		p.say(by, seal.KindCommit, p.commit(by, prompt, codec.Must(lists[by])))
	}
	for by := event.First; by <= event.Second; by++ {
		p.say(by, seal.KindOpen, seal.Open{Seal: prompt.ID(), Key: testKey(by)})
	}
	all := New()
	all.Fold(p.entries...)
	for _, s := range []*State{p.fold(), all} {
		x, _ := s.Seal.Seal(prompt.ID())
		for by := event.First; by <= event.Second; by++ {
			if got := codec.Strings(x.Seen(by).Other); !slices.Equal(got, []string{"swim"}) {
				t.Errorf("%s is given %q of the other's list", by, got)
			}
			if r, ok := s.Adventure.RoundOf(prompt.ID(), by); !ok || !r.Done() {
				t.Errorf("%+v", r)
			}
		}
	}
}

// Whoever rests answers nothing; but a rung can be stepped down, an answer
// withdrawn, and keys are given meanwhile.
func TestSealRests(t *testing.T) {
	p := newPair(t)
	p.verify()
	for by := event.First; by <= event.Second; by++ {
		p.say(by, opening.KindRung, opening.Chosen{Rung: opening.Regret})
	}
	two := opening.Question{Rung: opening.Preference, Number: 2}
	commit := func(by event.Partner, q opening.Question) {
		p.say(by, seal.KindCommit, p.commit(by, q.Prompt(), []byte{0xa1, 1, 0x61, 'x'}))
	}
	commit(event.First, question)
	commit(event.First, two)
	p.say(event.First, timeout.KindCalled, timeout.Called{Minutes: 30})
	first := len(p.entries)
	commit(event.First, opening.Question{Rung: opening.Preference, Number: 3})
	p.say(event.First, seal.KindWithdraw, seal.Withdraw{Seal: two.ID()})
	p.say(event.First, opening.KindRung, opening.Chosen{Rung: opening.Preference})
	commit(event.Second, question)
	p.open(event.First, question)
	s := p.fold()
	for i, want := range []error{ErrRests, nil, nil, nil, nil} {
		if r := s.Records()[first+i]; !errors.Is(r.Why, want) {
			t.Errorf("entry %d: %v, want %v", i, r.Why, want)
		}
	}
}
