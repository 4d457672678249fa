package scene_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"troth/internal/actor"
	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/reflection"
	"troth/internal/relay"
	"troth/internal/scene"
	"troth/internal/wire"
)

// note writes a check-in for oneself.
func note(p *scene.Person, words string) {
	p.T.Helper()
	p.Do(checkin.KindNoted, event.Form{"feelings": "tired", "words": words})
}

// noted returns what a device shows of its person's check-ins, newest first.
func noted(m *app.Model) (words []string) {
	for _, n := range m.Self.Checkin.Notes() {
		words = append(words, n.Words)
	}
	return words
}

func seesNotes(p *scene.Person, want ...string) {
	p.T.Helper()
	p.Sees(fmt.Sprint(want), func(m *app.Model) bool { return slices.Equal(noted(m), want) && len(m.Waiting) == 0 && m.Problem == "" })
}

// Somebody who has no partner, and no space, has all that is private: on every
// device of theirs, with a connection and without, and can remove it for good.
func TestPrivateAlone(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	var own chain.LogID
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if id, err := chain.ParseLogID(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, wire.PathLogs+"/"), "/events")); err == nil {
			own = id
		}
		return nil
	})
	note(ana, "first")
	s.Refuse(nil)
	seesNotes(ana, "first")
	other := elsewhere(ana, "Ana’s other device")
	seesNotes(other, "first")
	note(other, "second")
	seesNotes(ana, "second", "first")

	s.CutPerson(ana, true)
	ana.Unlock()
	ana.Dev.Go("mine/checkin/new")
	draft := app.Form{Action: app.ActionDraft, Values: event.Form{app.FieldDraft: "checkin.own.noted", app.FieldTyped: "words", "words": "begun"}}
	ana.Dev.Form(draft)
	note(ana, "third")
	ana.LockUp()
	if rest := fmt.Sprint(ana.Store); strings.Contains(rest, "third") || strings.Contains(rest, "begun") {
		t.Error("something private is stored as it was written")
	}
	ana.Unlock()
	ana.Sees("what waits, in its place, and what was begun", func(m *app.Model) bool {
		d, ok := m.Draft("checkin.own.noted")
		return slices.Equal(noted(m), []string{"third", "second", "first"}) && len(m.Waiting) == 1 && ok && d.Values["words"] == "begun"
	})
	s.LoseAnswers(1)
	s.CutPerson(ana, false)
	seesNotes(ana, "third", "second", "first")
	seesNotes(other, "third", "second", "first")

	// Removing it, from the other device.
	var seq uint64
	other.Dev.Inspect(func(m *app.Model) { seq = m.Self.Checkin.Notes()[1].Seq })
	other.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{app.FieldOwn: "yes", "seq": fmt.Sprint(seq)}})
	for _, p := range []*scene.Person{other, ana} {
		seesNotes(p, "third", "first")
	}
	events, err := s.RelayStore.Events(context.Background(), own, seq-1, seq, 1, 1<<20)
	if err != nil || len(events) != 1 || len(events[0].Body) != 0 || len(events[0].Tombstone) == 0 {
		t.Errorf("the relay still has it: %v", err)
	}
	other.Unlock()
	seesNotes(other, "third", "first")
	// Nothing else of one's own log can be taken back by a form.
	for seq := range uint64(12) {
		ana.Dev.Inspect(func(m *app.Model) {
			r := m.Self.Records()
			if may := m.MayRedact(true, seq); may != (seq > 0 && seq <= uint64(len(r)) && r[seq-1].Kind == checkin.KindNoted) {
				t.Errorf("entry %d may be taken back: %v", seq, may)
			}
		})
	}
}

// What was private before an invite stays so: the other gets nothing of it, not
// even locked.
func TestPrivateStaysPrivate(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	note(ana, "before there was anybody")
	ben := s.Person("Ben").SignUp(ana.Invite())
	if err := actor.Pair(t.Context(), ana.Person, ben.Person); err != nil {
		t.Fatal(err)
	}
	note(ana, "since then")
	note(ben, "his own")
	give(ana, "I’ll bring the shoes.")
	ben.Sees("her promise", func(m *app.Model) bool { return promises(m) == 1 })
	seesNotes(ana, "since then", "before there was anybody")
	seesNotes(ben, "his own")
	for _, p := range []*scene.Person{ana, ben} {
		p.Dev.Inspect(func(m *app.Model) {
			for _, r := range m.Records() {
				if r.Kind.Own() {
					t.Errorf("%s is in the shared log", r.Kind)
				}
			}
		})
	}
	// Whatever the relay has of her own log, his account cannot ask for it, and it
	// is not in what his device stores.
	own, _ := ownLogs(t, s, ana)
	events, err := s.RelayStore.Events(context.Background(), own, 0, 100, 100, 1<<20)
	if err != nil || len(events) == 0 {
		t.Fatal(err)
	}
	his := fmt.Sprint(ben.Store)
	if theirs, _ := s.RelayStore.Events(context.Background(), shared(ben), 0, 1, 1, 1<<20); !strings.Contains(his, strings.Trim(fmt.Sprint(theirs[0].Body), "[]")) {
		t.Fatal("what he does have is not found like this")
	}
	for _, e := range events {
		if len(e.Body) > 0 && strings.Contains(his, strings.Trim(fmt.Sprint(e.Body), "[]")) {
			t.Error("an entry of hers is on his device")
		}
		if bytes.Contains(e.Body, []byte("before there was")) {
			t.Error("the relay can read it")
		}
	}
	if _, his := ownLogs(t, s, ben); len(his) != 2 || slices.ContainsFunc(his, func(l relay.StoredLog) bool { return l.ID == own }) {
		t.Errorf("his account can ask for %v", his)
	}
}

// Two devices of one person, in any order of being there and not, and with
// answers that are lost: every note is there once, on both, in one order.
func TestPrivateInterleavings(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := scene.New(t, nil)
		one := s.Person("Ana").SignUp(s.Code())
		two := elsewhere(one, "Ana’s other device")
		devices := []*scene.Person{one, two}
		var all []string
		for i := range rapid.IntRange(1, 8).Draw(r, "steps") {
			p := devices[rapid.IntRange(0, 1).Draw(r, "device")]
			switch rapid.SampledFrom([]string{"note", "note", "cut", "mend", "lose", "unlock"}).Draw(r, "step") {
			case "note":
				all = append(all, fmt.Sprint("note ", i))
				note(p, all[len(all)-1])
			case "cut":
				s.CutPerson(p, true)
			case "mend":
				s.CutPerson(p, false)
			case "lose":
				s.LoseAnswers(1)
			case "unlock":
				p.Unlock()
			}
		}
		s.LoseAnswers(0)
		for _, p := range devices {
			s.CutPerson(p, false)
		}
		s.Pass(10 * time.Minute)
		slices.Sort(all)
		var orders [2][]string
		for i, p := range devices {
			p.Dev.Awake()
			p.Sees("all notes, once", func(m *app.Model) bool {
				orders[i] = noted(m)
				sorted := slices.Sorted(slices.Values(orders[i]))
				return slices.Equal(sorted, all) && len(m.Waiting) == 0 && m.Problem == ""
			})
		}
		if !slices.Equal(orders[0], orders[1]) {
			r.Fatalf("two orders: %v, %v", orders[0], orders[1])
		}
	})
}

// What is shared was chosen for that, one by one; what was not stays where it is.
// The other says back what they heard, also when the two are not connected at the
// same time.
func TestCheckinShared(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	note(ana, "for myself")
	note(ana, "for him too")
	ana.Do(checkin.KindShared, event.Form{"words": "for him too"})
	var id event.ID
	ben.Sees("what she shared", func(m *app.Model) bool {
		list := m.Couple.Checkin.List()
		if len(list) == 1 {
			id = list[0].ID
		}
		return len(list) == 1 && list[0].Entry.Words == "for him too"
	})
	html := page(ben, "checkin/"+id.String())
	if !strings.Contains(html, "for him too") || strings.Contains(html, "for myself") {
		t.Error(html)
	}
	s.CutPerson(ben, true)
	ben.Do(checkin.KindReflected, event.Form{"checkin": id.String(), "text": "You want me to know."})
	s.CutPerson(ben, false)
	said := func(m *app.Model) (r reflection.Reflection) {
		if c, ok := m.Couple.Checkin.Checkin(id); ok && len(c.Exchange) > 0 {
			r = c.Exchange[0]
		}
		return r
	}
	var heard event.ID
	ana.Sees("what he heard", func(m *app.Model) bool { heard = said(m).ID; return said(m).Text != "" && len(m.Waiting) == 0 })
	ana.Do(checkin.KindConfirmed, event.Form{"reflection": heard.String()})
	ben.Sees("that it was meant so", func(m *app.Model) bool { return said(m).Answer != nil && said(m).Answer.Confirmed })

	// Taking it back takes it from his app; he had opened it, so a copy is his. Her
	// own note is hers as before.
	var seq uint64
	ana.Dev.Inspect(func(m *app.Model) { seq = m.Couple.Checkin.List()[0].Seq })
	takeBack(ana, seq)
	ben.Sees("a copy in the place of it", func(m *app.Model) bool {
		c, ok := keptIn(m, seq)
		e, is := checkin.Said(c.Body)
		return ok && is && e.Words == "for him too" && len(m.Couple.Checkin.List()) == 0
	})
	if html := page(ben, "checkin/"+id.String()); !strings.Contains(html, "for him too") {
		t.Error(html)
	}
	seesNotes(ana, "for him too", "for myself")
	seesNotes(ben)
}

// Whatever somebody writes for themselves goes to the relay as an entry of their
// own log, and of that alone: nothing is appended to the shared one, under whose
// key the other could open it. Moved there by a relay, it is not accepted.
func TestPrivateOnTheWire(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ben.Sees("a space at rest", func(m *app.Model) bool { return m.Space == app.Shared && len(m.Waiting) == 0 })
	var mu sync.Mutex
	var sent []chain.Header
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/events") {
			return nil
		}
		b, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(b))
		var in wire.Append
		if err != nil || codec.Decode(b, &in) != nil {
			t.Errorf("no append: %v", err)
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		for _, e := range in.Events {
			h, err := chain.ParseHeader(e[:chain.HeaderSize])
			if err != nil || !strings.Contains(r.URL.Path, h.Log.String()) {
				t.Errorf("an event of another log: %v", err)
			}
			sent = append(sent, h)
		}
		return nil
	})
	s.Cut(true)
	note(ana, "written without a connection")
	s.Cut(false)
	seesNotes(ana, "written without a connection")
	note(ana, "and with one")
	seesNotes(ana, "and with one", "written without a connection")
	mu.Lock()
	got := slices.Clone(sent)
	mu.Unlock()
	if len(got) < 2 {
		t.Fatalf("%d events", len(got))
	}
	own, _ := ownLogs(t, s, ana)
	for _, h := range got {
		if h.Type != chain.Self || h.Log != own || h.Control() {
			t.Errorf("a private entry goes out as %+v", h)
		}
	}

	// The relay gives his device her entry in the place of the shared one.
	events, err := s.RelayStore.Events(context.Background(), own, got[0].Seq-1, got[0].Seq, 1, 1<<20)
	if err != nil || len(events) != 1 {
		t.Fatal(err)
	}
	give(ana, "I’ll bring the shoes.")
	ben.Sees("her promise", func(m *app.Model) bool { return promises(m) == 1 })
	s.Lie(pages(func(path string) bool { return strings.Contains(path, shared(ana).String()) }, func(p *wire.Page) {
		for i := range p.Events {
			p.Events[i] = wire.Event{Head: events[0].Head, Body: events[0].Body}
		}
	}))
	give(ana, "I’ll wash up.")
	ben.Sees("that something is wrong", func(m *app.Model) bool { return m.Problem != "" })
	ben.Dev.Inspect(func(m *app.Model) {
		if promises(m) != 1 || len(m.Couple.Checkin.List()) != 0 {
			t.Error("it counts")
		}
	})
}
