package couple

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"troth/internal/chain"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/keyring"
	"troth/internal/letter"
	"troth/internal/promise"
	"troth/internal/reflection"
	"troth/internal/secret"
)

// pair is a space of two with all keys at hand.
type pair struct {
	t       testing.TB
	state   chain.State
	ring    *envelope.Ring
	signers [3]*envelope.Signer
	entries []envelope.Entry
	events  []chain.Event
	id      uint32
	now     event.Minute
}

func newPair(t testing.TB) *pair {
	t.Helper()
	log := chain.LogID{5}
	p := &pair{t: t, state: chain.NewState(log, chain.Couple), ring: envelope.NewRing(log), now: event.Day(2026, 3, 2).At(10, 0)}
	var certs [3]chain.SignedCertificate
	for i := event.First; i <= event.Second; i++ {
		root := keyring.Root{Generation: 1, Key: secret.Key{byte(i)}}
		p.signers[i] = envelope.NewSigner(log, chain.Couple, root.SignSeed(log))
		cert, err := keyring.Certify(secret.Key{byte(i), 1}, root, log)
		if err != nil {
			t.Fatal(err)
		}
		certs[i] = cert
	}
	p.control(event.First, chain.GenesisBody, certs[1])
	p.control(event.First, chain.MemberAddBody, certs[2])
	e, key, err := keyring.NewEpoch(rand.Reader, &p.state, p.state.Members, p.ring)
	if err != nil {
		t.Fatal(err)
	}
	p.ring.Add(e.Number, key)
	body, err := chain.EpochBody(e)
	if err != nil {
		t.Fatal(err)
	}
	p.append(event.First, body)
	return p
}

func (p *pair) control(by event.Partner, bodyOf func(chain.SignedCertificate) ([]byte, error), c chain.SignedCertificate) {
	p.t.Helper()
	body, err := bodyOf(c)
	if err != nil {
		p.t.Fatal(err)
	}
	p.append(by, body)
}

func (p *pair) nextID() event.ID {
	p.id++
	return event.ID{byte(p.id >> 8), byte(p.id), 1}
}

func (p *pair) append(by event.Partner, body []byte) {
	p.t.Helper()
	ev, err := envelope.SealControl(rand.Reader, p.signers[by], envelope.After(&p.state), p.nextID(), body)
	if err != nil {
		p.t.Fatal(err)
	}
	p.accept(ev, p.ring)
}

func (p *pair) accept(ev envelope.Signed, ring *envelope.Ring) envelope.Entry {
	p.t.Helper()
	a, err := p.state.Accept(ev.Event())
	if err != nil {
		p.t.Fatal(err)
	}
	e := envelope.Open(a, ring)
	p.entries, p.events = append(p.entries, e), append(p.events, ev.Event())
	return e
}

// write seals a body as any member's program could and returns its entry.
func (p *pair) write(by event.Partner, id event.ID, body event.Body) envelope.Entry {
	p.t.Helper()
	ev, err := envelope.Seal(rand.Reader, p.signers[by], envelope.After(&p.state), p.ring, id, body)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.accept(ev, p.ring)
}

func (p *pair) say(by event.Partner, kind event.Kind, payload any) event.ID {
	p.t.Helper()
	id := p.nextID()
	p.write(by, id, p.body(kind, payload))
	return id
}

func (p *pair) body(kind event.Kind, payload any) event.Body {
	civil := p.now
	return event.Body{Kind: kind, MinReader: 1, CreatedMS: int64(p.now) * 60_000, Civil: &civil, Payload: codec.Must(payload)}
}

func (p *pair) stamp() event.Stamp { return event.Stamp{MS: int64(p.now) * 60_000, Civil: p.now} }

func (p *pair) fold() *State {
	s := New()
	for _, e := range p.entries {
		s.Fold(e)
	}
	return s
}

// equal compares two states in every field.
func equal(a, b *State) string {
	return cmp.Diff(fmt.Sprintf("%+v", dump(a)), fmt.Sprintf("%+v", dump(b)))
}

func dump(s *State) []string {
	out := []string{fmt.Sprint(s.Seq(), s.Left(), s.Verified())}
	for p := range s.members {
		out = append(out, fmt.Sprint(s.members[p].accepted, " ", s.members[p].verified))
	}
	for _, r := range s.Records() {
		out = append(out, fmt.Sprintf("%+v", r))
	}
	now := event.Stamp{MS: 1 << 42, Civil: event.Minute((1 << 42) / 60_000)}
	for me := event.First; me <= event.Second; me++ {
		for _, r := range s.Promise.List(me, now) {
			out = append(out, fmt.Sprintf("%d %s %s %s", r.Place, r.Promise.ID, r.Turn.Due, markOf(r.Turn)))
			rows, _ := s.Promise.History(r.Promise.ID, me, now, 9)
			for _, r := range rows {
				out = append(out, fmt.Sprintf("- %d %s %s", r.Place, r.Turn.Due, markOf(r.Turn)))
			}
		}
		for _, n := range s.Promise.News(me, 0, now) {
			out = append(out, fmt.Sprint(n.Seq, n.Kind))
		}
		out = append(out, fmt.Sprint(s.Promise.Months(me, now, 6)))
		out = append(out, fmt.Sprint(s.Opening.Chosen(me), s.Opening.InUse(), len(s.Seal.Pending(me))))
		out = append(out, fmt.Sprint(s.Adventure.Ideas(), s.Adventure.News(me, 0), s.Adventure.Next(me).Number, len(s.Adventure.Rounds(me))))
		out = append(out, fmt.Sprint(s.Balance.Thanks(), s.Balance.Needs(me), s.Balance.Hard(now.Civil.Date())))
		for _, o := range append(s.Opening.Closed(me), s.Opening.Opened(me)...) {
			out = append(out, fmt.Sprintf("%+v %+v", o.Question, o.Seen))
		}
		for _, l := range s.Letter.List(me) {
			exchange := l.Exchange
			l.Exchange = nil // its answers are pointers, which print where they are
			out = append(out, fmt.Sprintf("%+v", l))
			for _, r := range exchange {
				answer := r.Answer
				r.Answer = nil
				out = append(out, fmt.Sprintf("%+v %+v", r, answer))
			}
		}
	}
	return out
}

func markOf(t promise.Turn) string {
	if t.Mark == nil {
		return "-"
	}
	if t.Mark.Answer == nil {
		return fmt.Sprintf("%+v", *t.Mark)
	}
	return fmt.Sprintf("%+v %+v", *t.Mark, *t.Mark.Answer)
}

func TestFold(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	id := p.say(event.First, promise.KindMade, promise.Made{Text: "Call", Due: due})
	mark := p.say(event.First, promise.KindKept, promise.Kept{Promise: id, Due: due})
	p.say(event.First, promise.KindNoticed, promise.Noticed{Promise: id, Due: due, Mark: mark}) // the maker: refused
	p.say(event.Second, promise.KindNoticed, promise.Noticed{Promise: id, Due: due, Mark: mark})
	p.say(event.Second, "weather.sunny", struct{}{})
	p.say(event.Second, "promise", struct{}{})
	p.say(event.Second, checkin.KindNoted, checkin.Noted{Entry: checkin.Entry{Words: "for oneself"}})
	p.write(event.Second, id, p.body(promise.KindMade, promise.Made{Text: "again", Due: due}))
	newer := p.body(promise.KindMade, promise.Made{Text: "newer", Due: due})
	newer.MinReader = event.Reader + 1
	p.write(event.First, p.nextID(), newer)

	s := p.fold()
	want := []struct {
		kind event.Kind
		flag envelope.Flag
		why  error
	}{
		{chain.KindGenesis, envelope.Control, nil},
		{chain.KindMemberAdd, envelope.Control, nil},
		{chain.KindEpoch, envelope.Control, nil},
		{promise.KindMade, envelope.Fine, nil},
		{promise.KindKept, envelope.Fine, nil},
		{promise.KindNoticed, envelope.Fine, promise.NotOther},
		{promise.KindNoticed, envelope.Fine, nil},
		{"weather.sunny", envelope.Fine, fold.ErrUnknown},
		{"promise", envelope.Fine, promise.Unknown},
		{checkin.KindNoted, envelope.Fine, fold.ErrUnknown},
		{promise.KindMade, envelope.Fine, fold.ErrTwice},
		{"", envelope.Newer, nil},
	}
	if len(s.Records()) != len(want) || s.Seq() != uint64(len(want)) {
		t.Fatalf("%d records, seq %d", len(s.Records()), s.Seq())
	}
	for i, r := range s.Records() {
		w := want[i]
		if r.Seq != uint64(i+1) || r.Kind != w.kind || r.Flag != w.flag || !errors.Is(r.Why, w.why) {
			t.Errorf("record %d: %+v, want %+v", i, r, w)
		}
		if counts := w.why == nil && w.flag <= envelope.Control; r.Counts() != counts {
			t.Errorf("record %d counts: %v", i, r.Counts())
		}
	}
	if s.Promise.Len() != 1 {
		t.Fatal(s.Promise.Len())
	}

	// Folding an entry again changes nothing.
	before := dump(s)
	for _, e := range p.entries {
		s.Fold(e)
	}
	if d := cmp.Diff(before, dump(s)); d != "" {
		t.Fatal(d)
	}
}

func TestUnreadable(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	ev, err := envelope.Seal(rand.Reader, p.signers[1], envelope.After(&p.state), p.ring, event.ID{9}, p.body(promise.KindMade, promise.Made{Text: "x", Due: due}))
	if err != nil {
		t.Fatal(err)
	}
	e := p.accept(ev, envelope.NewRing(p.state.Log)) // without the key
	s := p.fold()
	if r := s.Records()[3]; r.Flag != envelope.Waiting || r.Kind != "" || s.Promise.Len() != 0 || e.Flag() != envelope.Waiting {
		t.Fatalf("%+v", r)
	}
}

func TestEnd(t *testing.T) {
	p := newPair(t)
	due := promise.On(p.now.Date() + 2)
	id := p.say(event.First, promise.KindMade, promise.Made{Text: "x", Due: due})
	body, err := chain.LeaveBody()
	if err != nil {
		t.Fatal(err)
	}
	p.append(event.Second, body)
	p.say(event.First, promise.KindKept, promise.Kept{Promise: id, Due: due})
	s := p.fold()
	if s.Left() != event.Second || s.Records()[5].Flag != envelope.AfterEnd || s.Records()[5].Counts() {
		t.Fatalf("%+v", s.Records())
	}
	if err := s.Allows(event.First, promise.KindKept, codec.Must(promise.Kept{Promise: id, Due: due}), p.stamp()); !errors.Is(err, fold.ErrEnded) {
		t.Fatal(err)
	}
	if r := s.Promise.List(event.First, p.stamp()); r[0].Turn.Mark != nil {
		t.Fatal("kept after the end")
	}
}

func TestVerified(t *testing.T) {
	p := newPair(t)
	s := p.fold()
	step := func(by event.Partner, kind event.Kind, payload any, why error, verified bool) {
		t.Helper()
		if err := s.Allows(by, kind, codec.Must(payload), p.stamp()); !errors.Is(err, why) {
			t.Fatalf("Allows says %v, want %v", err, why)
		}
		p.say(by, kind, payload)
		s.Fold(p.entries[len(p.entries)-1])
		if r := s.Records()[s.Seq()-1]; !errors.Is(r.Why, why) {
			t.Fatalf("%v, want %v", r.Why, why)
		}
		if s.Verified() != verified {
			t.Fatalf("verified: %v", s.Verified())
		}
	}
	a, b := [32]byte{1}, [32]byte{2}
	step(event.Second, KindAccept, Accept{}, nil, false)
	step(event.Second, KindAccept, Accept{}, errAlready, false)
	step(event.Second, KindVerify, Verify{Words, a}, nil, false)
	step(event.Second, KindVerify, Verify{Words, a}, errAlready, false)
	step(event.First, KindVerify, Verify{QR, b}, nil, false)
	step(event.First, KindVerify, Verify{QR, a}, nil, true)
	step(event.First, KindVerify, Verify{"telepathy", a}, errMalformed, true)
	step(event.First, KindVerify, Kept{}, errMalformed, true)
	step(event.First, "member.other", Accept{}, fold.ErrUnknown, true)
	step(event.First, KindVerify, Verify{Unchecked, a}, nil, false)
	if s.Accepted(event.First) || !s.Accepted(event.Second) || s.Accepted(event.Nobody) || s.Accepted(9) {
		t.Fatal("accepted")
	}
	if v, ok := s.Verification(event.First); !ok || v.How != Unchecked {
		t.Fatal(v)
	}
	if _, ok := s.Verification(9); ok {
		t.Fatal("nobody verified")
	}
	if _, err := s.Compose(KindVerify, nil, p.stamp()); err == nil {
		t.Fatal("composed")
	}
	if _, err := s.Compose("weather", nil, p.stamp()); !errors.Is(err, fold.ErrUnknown) {
		t.Fatal(err)
	}
	if got, err := s.Compose(promise.KindRetireUndo, event.Form{"promise": event.ID{}.String()}, p.stamp()); err != nil || got != (promise.RetireUndo{}) {
		t.Fatal(got, err)
	}
}

// A letter opens to its reader with the entry by which both have verified each
// other, whoever folds the log and in how many goes.
func TestLettersOpenWhenVerified(t *testing.T) {
	p := newPair(t)
	early := p.say(event.First, letter.KindSent, letter.Sent{Text: "early"})
	p.say(event.Second, KindAccept, Accept{})
	p.say(event.First, KindVerify, Verify{How: Words})
	live := p.fold()
	closed := func(s *State, id event.ID) bool {
		t.Helper()
		l, ok := s.Letter.Letter(id, event.Second)
		if !ok || (l.Text == "") != l.Closed || l.Closed != (len(s.Shows(id, event.Second)) == 0) {
			t.Fatalf("%+v", l)
		}
		return l.Closed
	}
	reflected := codec.Must(reflection.Reflected{Topic: early, Text: "x"})
	if !closed(live, early) || live.Allows(event.Second, letter.KindReflected, reflected, p.stamp()) != letter.Closed {
		t.Fatal("only one of the two has compared the words, and the letter is open")
	}
	p.say(event.Second, letter.KindReflected, reflection.Reflected{Topic: early, Text: "by another program"})
	p.say(event.Second, KindVerify, Verify{How: Words})
	p.say(event.Second, KindVerify, Verify{How: Unchecked})
	late := p.say(event.First, letter.KindSent, letter.Sent{Text: "late"})
	for _, e := range p.entries[live.Seq():] {
		live.Fold(e)
	}
	fresh := p.fold()
	for _, s := range []*State{live, fresh} {
		if closed(s, early) || !closed(s, late) {
			t.Fatal("the letter from before is to be open, the later one closed")
		}
		if l, _ := s.Letter.Letter(early, event.First); len(l.Exchange) != 0 {
			t.Fatal("a reflection on a closed letter counts")
		}
	}
	if d := equal(live, fresh); d != "" {
		t.Fatal(d)
	}
	// What waits on a device is on top of that, by the same rules.
	live.Expect(event.Fact{ID: event.ID{7}, By: event.Second, Kind: letter.KindReflected, At: p.stamp(), Payload: reflected})
	if l, _ := live.Letter.Letter(early, event.First); len(l.Exchange) != 1 {
		t.Fatal("a reflection that waits is not shown")
	}
}

// Kept is a payload that no kind of the space has.
type Kept struct {
	Other int `cbor:"9,keyasint"`
}

// TestConverge: whatever the two write, with which program ever, two devices
// that fold the log at different times come to the same state, and what counts
// is what Allows allowed.
func TestConverge(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := newPair(t)
		live := New()
		var known []event.ID
		for range rapid.IntRange(1, 25).Draw(r, "n") {
			p.now += event.Minute(rapid.IntRange(-100, 3000).Draw(r, "minutes"))
			by := event.Partner(rapid.IntRange(1, 2).Draw(r, "by"))
			due := promise.On(p.now.Date() + event.Date(rapid.IntRange(-1, 2).Draw(r, "due")))
			id := event.ID{1}
			if len(known) > 0 {
				id = known[rapid.IntRange(0, len(known)-1).Draw(r, "known")]
				if pr, ok := live.Promise.Promise(id); ok && rapid.Bool().Draw(r, "right") {
					due, by = pr.Due, pr.By
				}
			}
			kind, payload := event.Kind("weather"), any(struct{}{})
			switch rapid.IntRange(0, 11).Draw(r, "kind") {
			case 8, 9:
				kind, payload = letter.KindSent, letter.Sent{Text: "x"}
			case 10:
				kind, payload = letter.KindReflected, reflection.Reflected{Topic: id, Text: "x"}
			case 11:
				kind, payload = letter.KindConfirmed, reflection.Confirmed{Reflection: id}
			case 0:
				kind, payload = promise.KindMade, promise.Made{Text: "x", Due: due}
			case 1:
				kind, payload = promise.KindKept, promise.Kept{Promise: id, Due: due}
			case 2:
				kind, payload = promise.KindMissed, promise.Missed{Promise: id, Due: due}
			case 3:
				kind, payload = promise.KindChanged, promise.Changed{Promise: id, Due: due, New: promise.On(p.now.Date() + 3), Why: "w"}
			case 4:
				kind, payload = promise.KindRetire, promise.Retire{Promise: id}
			case 5:
				kind, payload = KindVerify, Verify{How: Words}
			case 6:
				kind, payload = KindAccept, Accept{}
			}
			allowed := live.Allows(by, kind, codec.Must(payload), p.stamp())
			said := p.say(by, kind, payload)
			if kind == promise.KindMade || kind == letter.KindSent || kind == letter.KindReflected {
				known = append(known, said)
			}
			for _, e := range p.entries[live.Seq():] {
				live.Fold(e)
			}
			last := live.Records()[len(live.Records())-1]
			if last.Counts() != (allowed == nil) || !errors.Is(last.Why, allowed) {
				r.Fatalf("%s: Allows says %v, the fold %v", kind, allowed, last.Why)
			}
		}
		if d := equal(live, p.fold()); d != "" {
			r.Fatal(d)
		}
	})
}

// FuzzBody folds a body as any program could have written it.
func FuzzBody(f *testing.F) {
	p := newPair(f)
	due := promise.On(p.now.Date())
	id := p.say(event.First, promise.KindMade, promise.Made{Text: "x", Due: due})
	for _, b := range []event.Body{
		p.body(promise.KindKept, promise.Kept{Promise: id, Due: due}),
		p.body(promise.KindMade, promise.Made{Text: "y", Due: due, Repeat: promise.Daily}),
		p.body(KindVerify, Verify{How: QR}),
		p.body(KindAccept, Accept{}),
		p.body("promise.", Accept{}),
		p.body(".", Accept{}),
	} {
		f.Add(string(b.Kind), []byte(b.Payload), b.CreatedMS, int64(*b.Civil), uint32(1))
	}
	base, entries := p.state.Clone(), p.entries
	f.Fuzz(func(t *testing.T, kind string, payload []byte, ms, civil int64, reader uint32) {
		q := *p
		q.t, q.state, q.entries = t, base.Clone(), entries[:len(entries):len(entries)]
		m := event.Minute(civil)
		body := event.Body{Kind: event.Kind(kind), MinReader: reader, CreatedMS: ms, Civil: &m, Payload: payload}
		ev, err := envelope.Seal(rand.Reader, q.signers[2], envelope.After(&q.state), q.ring, event.ID{0xff}, body)
		if err != nil {
			return // cannot be written at all
		}
		e := q.accept(ev, q.ring)
		s := q.fold()
		last := s.Records()[len(s.Records())-1]
		if fact, ok := e.Fact(); ok {
			live := New()
			for _, e := range entries {
				live.Fold(e)
			}
			err := live.Allows(fact.By, fact.Kind, fact.Payload, fact.At)
			if !errors.Is(last.Why, err) {
				t.Fatalf("Allows says %v, the fold %v", err, last.Why)
			}
		}
		if d := equal(s, q.fold()); d != "" {
			t.Fatal(d)
		}
	})
}
