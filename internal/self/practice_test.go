package self

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
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
	"troth/internal/secret"
)

// world is a person's own log with its keys at hand.
type world struct {
	t       testing.TB
	state   chain.State
	ring    *envelope.Ring
	signer  *envelope.Signer
	events  []chain.Event
	entries []envelope.Entry
}

func newWorld(t testing.TB) *world {
	t.Helper()
	log := chain.LogID{7}
	root := keyring.Root{Generation: 1, Key: secret.Key{1}}
	w := &world{t: t, state: chain.NewState(log, chain.Self), ring: envelope.NewRing(log), signer: envelope.NewSigner(log, chain.Self, root.SignSeed(log))}
	w.ring.Add(1, root.SelfKey(log))
	cert, err := keyring.Certify(secret.Key{2}, root, log)
	if err != nil {
		t.Fatal(err)
	}
	body, err := chain.GenesisBody(cert)
	if err != nil {
		t.Fatal(err)
	}
	ev, err := envelope.SealControl(rand.Reader, w.signer, envelope.After(&w.state), event.ID{0, 1}, body)
	w.take(ev, err)
	return w
}

func (w *world) take(ev envelope.Signed, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	a, err := w.state.Accept(ev.Event())
	if err != nil {
		w.t.Fatal(err)
	}
	w.events, w.entries = append(w.events, ev.Event()), append(w.entries, envelope.Open(a, w.ring))
}

// write writes an entry and returns its seq.
func (w *world) write(id event.ID, kind event.Kind, payload any) uint64 {
	w.t.Helper()
	civil := event.Minute(w.state.Seq)
	body := event.Body{Kind: kind, MinReader: 1, CreatedMS: int64(civil) * 60_000, Civil: &civil, Payload: codec.Must(payload)}
	w.take(envelope.Seal(rand.Reader, w.signer, envelope.After(&w.state), w.ring, id, body))
	return w.state.Seq
}

func (w *world) fold() *State {
	s := New()
	s.Fold(w.entries...)
	return s
}

// without is what a device makes of the log that is given no body of these.
func (w *world) without(gone map[uint64]bool) *State {
	w.t.Helper()
	st := chain.NewState(w.state.Log, chain.Self)
	s := New()
	for _, ev := range w.events {
		if gone[ev.Seq] {
			ev.Body = nil
		}
		a, err := st.Accept(ev)
		if err != nil {
			w.t.Fatal(err)
		}
		s.Fold(envelope.Open(a, w.ring))
	}
	return s
}

func say(words string) checkin.Noted { return checkin.Noted{Entry: checkin.Entry{Words: words}} }

func words(s *State) (all []string) {
	for _, n := range s.Checkin.Notes() {
		all = append(all, n.Words)
	}
	return all
}

// A person's own log takes private practices beside its own kinds, and nothing
// that is of the shared one.
func TestPractices(t *testing.T) {
	w := newWorld(t)
	w.write(event.ID{1}, KindSettings, Settings{AutoLock: 9, Theme: Dark})
	w.write(event.ID{2}, checkin.KindNoted, say("mine"))
	w.write(event.ID{3}, checkin.KindShared, checkin.Shared{Entry: checkin.Entry{Words: "ours"}})
	w.write(event.ID{4}, "checkin.own.other", say("x"))
	w.write(event.ID{5}, "weather.own.sunny", say("x"))
	w.write(event.ID{6}, "promise.made", say("x"))
	w.write(event.ID{2}, checkin.KindNoted, say("twice"))
	w.write(event.ID{7}, KindSettings, Settings{AutoLock: 99})
	s := w.fold()
	if d := cmp.Diff([]string{"mine"}, words(s)); d != "" || s.Settings.AutoLock != 9 {
		t.Error(d, s.Settings)
	}
	for i, want := range []error{nil, nil, nil, fold.ErrUnknown, checkin.Unknown, fold.ErrUnknown, fold.ErrUnknown, fold.ErrTwice, errMalformed} {
		if r := s.Records()[i]; !errors.Is(r.Why, want) {
			t.Errorf("%d %s: %v, want %v", i, r.Kind, r.Why, want)
		}
	}
	at := event.Stamp{MS: 1}
	for kind, want := range map[event.Kind]error{checkin.KindNoted: nil, checkin.KindShared: fold.ErrUnknown, KindSettings: fold.ErrUnknown, KindAnchor: fold.ErrUnknown} {
		if err := s.Allows(Me, kind, codec.Must(say("x")), at); !errors.Is(err, want) {
			t.Errorf("a form may write %s: %v", kind, err)
		}
		if _, err := s.Compose(kind, event.Form{"words": "x"}, at); !errors.Is(err, want) {
			t.Errorf("a form of %s: %v", kind, err)
		}
	}
	// What waits is on top, in its place, and in no record.
	s.Expect(event.Fact{ID: event.ID{9}, By: Me, Kind: checkin.KindNoted, Payload: codec.Must(say("waits"))})
	if d := cmp.Diff([]string{"waits", "mine"}, words(s)); d != "" || s.Seq() != w.state.Seq || len(s.Records()) != len(w.entries) || s.Has(event.ID{9}) {
		t.Error(d)
	}
}

// What was taken back is gone from the state and from memory, on a device that
// had it as on one that never did.
func TestTakenBack(t *testing.T) {
	w := newWorld(t)
	seq := w.write(event.ID{1}, checkin.KindNoted, say("canary"))
	w.write(event.ID{2}, KindSettings, Settings{AutoLock: 9, Theme: Dark})
	w.write(event.ID{3}, checkin.KindNoted, say("stays"))
	live := w.fold()
	if !strings.Contains(fmt.Sprint(words(live)), "canary") {
		t.Fatal(words(live))
	}
	id, payload, err := live.Redact(Me, seq)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := live.Redact(event.Second, seq); err == nil {
		t.Error("somebody else may take it back")
	}
	w.write(id, fold.KindRedact, payload)
	live.Fold(w.entries...)
	for name, s := range map[string]*State{"live": live, "fresh": w.fold(), "without": w.without(map[uint64]bool{seq: true})} {
		if d := cmp.Diff([]string{"stays"}, words(s)); d != "" || s.Settings.AutoLock != 9 {
			t.Error(name, d, s.Settings)
		}
		var held any = *s
		if strings.Contains(fmt.Sprintf("%s", held), "canary") {
			t.Errorf("%s: its words are still in memory", name)
		}
		if r := s.Records()[seq-1]; r.Redacted != w.state.Seq || r.Kind != "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// Live equals fresh, whatever is written and taken back, and with or without the
// bodies of what was.
func TestFoldProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		live := New()
		for i := range rapid.IntRange(1, 25).Draw(r, "n") {
			id := event.ID{byte(rapid.IntRange(max(0, i-3), i+1).Draw(r, "id")), 3}
			switch rapid.IntRange(0, 5).Draw(r, "what") {
			case 0:
				w.write(id, KindSettings, Settings{AutoLock: uint8(rapid.IntRange(0, 70).Draw(r, "lock")), Theme: Dark})
			case 1:
				w.write(id, KindAnchor, Anchor{Log: chain.LogID{byte(rapid.IntRange(0, 2).Draw(r, "log"))}, Me: event.Partner(rapid.IntRange(0, 2).Draw(r, "me"))})
			case 2:
				seq := uint64(rapid.IntRange(1, int(w.state.Seq)).Draw(r, "seq"))
				if id, payload, err := w.fold().Redact(Me, seq); err == nil {
					w.write(id, fold.KindRedact, payload)
				}
			default:
				w.write(id, checkin.KindNoted, say(rapid.SampledFrom([]string{"a", "b", ""}).Draw(r, "words")))
			}
			if rapid.Bool().Draw(r, "fold") {
				live.Fold(w.entries...)
			}
		}
		live.Fold(w.entries...)
		gone := map[uint64]bool{}
		for _, rec := range live.Records() {
			if rec.Redacted != 0 && rapid.Bool().Draw(r, "gone") {
				gone[rec.Seq] = true
			}
		}
		say := func(s *State) string {
			return fmt.Sprintf("%v %v %v %v", words(s), s.Settings, s.Anchors, s.Records())
		}
		for name, s := range map[string]*State{"fresh": w.fold(), "without": w.without(gone)} {
			if d := cmp.Diff(say(live), say(s)); d != "" {
				r.Fatal(name, d)
			}
		}
	})
}
