package scene_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/checkin"
	"troth/internal/client"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/parting"
	"troth/internal/scene"
	"troth/internal/timeout"
	"troth/internal/wire"
)

// triesToWrite writes, whatever comes of it.
func triesToWrite(p *scene.Person) {
	p.T.Helper()
	p.Dev.Form(app.Form{Action: app.ActionDo, Values: event.Form{event.FieldKind: string(letter.KindSent), "text": "One more thing."}})
	p.Settle()
}

const farewell = "The years by the river were good ones."

// behind reports whether a space is over for its person.
func behind(m *app.Model) bool { return m.Space == app.Ended }

// told waits until the other's log says who has left, and looks at what it says:
// once, last, with the last words right before it if there are any.
func told(t *testing.T, p *scene.Person, by event.Partner, words string) {
	t.Helper()
	p.Sees("who has left", func(m *app.Model) bool { return m.Space == app.Ended && m.Couple.Left() == by })
	p.Dev.Inspect(func(m *app.Model) {
		list := m.Records()
		leaves := 0
		for _, r := range list {
			if !r.Counts() {
				t.Errorf("%s has an entry that does not count: %+v", p.Name, r)
			}
			if r.Kind == event.Kind(chain.KindLeave) {
				leaves++
			}
		}
		last := list[len(list)-1]
		if leaves != 1 || last.Kind != event.Kind(chain.KindLeave) || last.By != by {
			t.Errorf("%d ends, the last entry is %+v", leaves, last)
		}
		l, said := m.Couple.Parting.Said(by)
		if said != (words != "") || l.Text != words || said && l.Seq != last.Seq-1 {
			t.Errorf("last words: %v %+v", said, l)
		}
	})
}

// traffic notes what reaches the relay from now on.
type traffic struct {
	mu  sync.Mutex
	all []string
}

func listen(s *scene.Scene) *traffic {
	l := &traffic{}
	s.Refuse(func(r *http.Request) *wire.Refusal {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.all = append(l.all, scene.By(r)+" "+r.Method+" "+r.URL.Path)
		return nil
	})
	return l
}

// of returns what came that contains a text, and forgets everything.
func (l *traffic) of(text string) (list []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.all {
		if strings.Contains(r, text) {
			list = append(list, r)
		}
	}
	l.all = nil
	return list
}

func pending(s *scene.Scene, p *scene.Person) bool {
	id, n := log(p)
	l, err := s.RelayStore.Log(p.T.Context(), id)
	return err == nil && l.Head.Seq == n
}

// Somebody ends the space with a last word. The other reads both, on every
// device; so do their own devices; and no more can be written by anybody.
func TestLeaveWithWords(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	own, theirs := another(ana), another(ben)
	for _, p := range []*scene.Person{own, theirs} {
		p.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
	}
	ana.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
	all := []*scene.Person{ana, ben, own, theirs}
	for _, p := range all {
		told(t, p, event.First, farewell)
	}
	for _, p := range all {
		html := page(p, app.RouteTogether)
		want := []string{"<bdi>Ana</bdi> has left this space.", "Last words from <bdi>Ana</bdi>", farewell}
		if p == ana || p == own {
			want = []string{"You have left this space.", "Your last words", farewell}
		}
		for _, w := range want {
			if !strings.Contains(html, w) {
				t.Errorf("%s does not read %q: %s", p.Name, w, html)
			}
		}
		triesToWrite(p)
		if _, n := log(p); n != uint64(len(records(ben))) {
			t.Errorf("%s writes after the end", p.Name)
		}
	}
	once(t, ana, ben, own, theirs)
}

// Attack 100. Without a connection the space is over at once for whoever leaves,
// also after a start, and nothing has gone out; it goes out when it can, once.
func TestAttack100LeaveOffline(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "I’ll call.")
	only(t, ben)
	s.CutPerson(ana, true)
	ana.Do(letter.KindSent, event.Form{"text": "A letter that she thinks better of."})
	ana.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
	for range 2 {
		ana.Sees("that it is over", behind)
		if html := page(ana, app.RouteTogether); !strings.Contains(html, "You have left this space.") || strings.Contains(html, farewell) {
			t.Errorf("what she sees: %s", html)
		}
		if html := page(ana, app.RouteLeave); !strings.Contains(html, "goes out from here as soon as there is a connection") {
			t.Errorf("what it says of the line: %s", html)
		}
		triesToWrite(ana)
		if !pending(s, ben) || ben.Locked() {
			t.Error("something has gone out")
		}
		ana.Unlock()
	}
	ben.Dev.Inspect(func(m *app.Model) {
		if m.Space != app.Shared {
			t.Error("Ben was told")
		}
	})
	s.CutPerson(ana, false)
	ana.Dev.Awake()
	told(t, ben, event.First, farewell)
	told(t, ana, event.First, farewell)
	// The letter stays with her: it was not sent before she left.
	ana.Sees("the letter, here", func(m *app.Model) bool {
		return len(m.Waiting) == 1 && m.Waiting[0].Kind == letter.KindSent && m.Waiting[0].Failure == "ended"
	})
	ben.Dev.Inspect(func(m *app.Model) {
		if len(m.Couple.Letter.List(m.Me)) != 0 {
			t.Error("the letter went out")
		}
	})
}

// breaking is a line that breaks at one of the requests that write, for good: the
// request is lost, or its answer.
type breaking struct {
	client.Transport

	mu     sync.Mutex
	left   int           // requests until then
	answer bool          // it is carried out, and nobody hears of it
	broken chan struct{} // closed then
}

var errLineBroken = errors.New("the line is broken")

func (b *breaking) Do(ctx context.Context, r client.Request) (client.Response, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < 0 {
		return client.Response{}, errLineBroken
	}
	if r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/events") {
		if b.left--; b.left < 0 {
			close(b.broken)
			if b.answer {
				_, _ = b.Transport.Do(ctx, r)
			}
			return client.Response{}, errLineBroken
		}
	}
	return b.Transport.Do(ctx, r)
}

// Whatever the relay carries out and answers, and wherever the device is stopped:
// in the end it is said once, with the last words right before it.
func TestLeaveThroughCrashes(t *testing.T) {
	for _, answer := range []bool{true, false} {
		for n := range 3 {
			t.Run(fmt.Sprintf("%d %v", n, answer), func(t *testing.T) {
				s := scene.New(t, nil)
				ana, ben := s.Pair()
				whole := ana.World.Transport
				line := &breaking{Transport: whole, left: n, answer: answer, broken: make(chan struct{})}
				ana.World.Transport = line
				ana.Unlock()
				ana.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
				ana.Sees("that it is over", behind)
				if n < 2 {
					<-line.broken
					ana.Unlock() // closed and opened again, still without a connection
					ana.Sees("that it is over, still", behind)
				}
				ana.World.Transport = whole
				ana.Unlock()
				told(t, ben, event.First, farewell)
				told(t, ana, event.First, farewell)
				ana.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
			})
		}
	}
}

// Two devices of one person end the space at once, and both people do.
func TestLeaveAtOnce(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	own := another(ana)
	own.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
	s.Cut(true)
	for _, p := range []*scene.Person{ana, own, ben} {
		p.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
		p.Sees("that it is over", behind)
	}
	s.Cut(false)
	for _, p := range []*scene.Person{ana, own, ben} {
		p.Dev.Awake()
	}
	var by event.Partner
	ana.Sees("the end", func(m *app.Model) bool { by = m.Couple.Left(); return by != event.Nobody })
	for _, p := range []*scene.Person{ana, own, ben} {
		told(t, p, by, farewell)
		p.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
	}
}

// Left without a word: over for one of the two, on all their devices, and for the
// other it is as if the app were not opened. Their own pages go on.
func TestLeaveWithoutAWord(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	own := another(ana)
	own.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
	couple := shared(ana).String()
	ana.Leave(parting.Never, event.Form{parting.FieldWords: "Not said."})
	for _, p := range []*scene.Person{ana, own} {
		p.Sees("that it is over", func(m *app.Model) bool { return behind(m) && len(m.Waiting) == 0 })
	}
	l := listen(s)
	give(ben, "I’ll fix the gate.")
	note(ana, "Quiet now.")
	for _, p := range []*scene.Person{ana, own} {
		p.Unlock()
		p.Sees("that it is over, still", behind)
		if html := page(p, app.RouteTogether); !strings.Contains(html, "You have left this space.") || strings.Contains(html, "gate") {
			t.Errorf("what she sees: %s", html)
		}
		p.Dev.Awake()
		seesNotes(p, "Quiet now.")
	}
	fresh := elsewhere(ana, "Ana, on a new device")
	fresh.Sees("that it is over", behind)
	for _, r := range l.of(couple) {
		if !strings.HasPrefix(r, "Ben ") {
			t.Errorf("asked of the space: %s", r)
		}
	}
	ben.Dev.Inspect(func(m *app.Model) {
		if m.Space != app.Shared || m.Couple.Left() != event.Nobody {
			t.Error("Ben was told")
		}
	})

	// One day it is said after all, from another device. The words that were never
	// to be said are not.
	if html := page(own, app.RouteLeave); !strings.Contains(html, "<bdi>Ben</bdi> was not told") {
		t.Errorf("the way to say it: %s", html)
	}
	own.Leave(parting.Now, nil)
	for _, p := range []*scene.Person{own, ana, ben, fresh} {
		told(t, p, event.First, "")
	}
}

// benSees is what a person's pages say, without what differs at every look.
func benSees(p *scene.Person) string {
	var all []string
	for _, route := range []string{app.RouteToday, app.RouteTogether, "letter", "promise", app.RouteRecord, app.RouteSettings, app.RouteLeave, app.RouteLeaveEnd} {
		all = append(all, page(p, route))
	}
	return strings.Join(all, "\n")
}

// At a time of one's choosing: until then nothing is different and nobody is told;
// then it is said by whichever device is open, or when one is next opened.
func TestLeaveLater(t *testing.T) {
	at := event.Form{parting.FieldDate: "2026-11-24", parting.FieldTime: "21:30", parting.FieldWords: farewell}
	start := func(t *testing.T) (s *scene.Scene, ana, ben *scene.Person) {
		s = scene.New(t, nil)
		ana, ben = s.Pair()
		ana.Leave(parting.At, at)
		ana.Sees("it kept", func(m *app.Model) bool { return len(m.Waiting) == 0 && m.Space == app.Shared })
		give(ana, "I’ll call.")
		only(t, ben)
		return s, ana, ben
	}
	t.Run("open", func(t *testing.T) {
		s, ana, ben := start(t)
		if html := page(ana, app.RouteLeave); !strings.Contains(html, "You leave this space on 24 November, 21:30.") {
			t.Errorf("what is set: %s", html[strings.Index(html, "<main"):])
		}
		s.Pass(12*time.Hour + 29*time.Minute)
		ana.Dev.Awake()
		give(ana, "I’ll call again.")
		ben.Sees("her second promise", func(m *app.Model) bool { return promises(m) == 2 })
		s.Pass(time.Minute)
		told(t, ben, event.First, farewell)
		told(t, ana, event.First, farewell)
	})
	t.Run("closed, then without a connection", func(t *testing.T) {
		s, ana, ben := start(t)
		ana.LockUp()
		s.Pass(20 * time.Hour)
		s.CutPerson(ana, true)
		ana.Unlock()
		ana.Sees("that it is over", behind)
		if !pending(s, ben) {
			t.Error("something has gone out")
		}
		s.CutPerson(ana, false)
		ana.Dev.Awake()
		told(t, ben, event.First, farewell)
	})
	t.Run("another device", func(t *testing.T) {
		s, ana, ben := start(t)
		own := another(ana)
		own.Sees("what is set", func(m *app.Model) bool { return m.Self.Parting.Of(event.ID(shared(ana))).Set() })
		ana.LockUp()
		s.Pass(13 * time.Hour)
		own.Dev.Awake()
		told(t, ben, event.First, farewell)
	})
	t.Run("not after all", func(t *testing.T) {
		s, ana, ben := start(t)
		ana.Leave(parting.Stay, nil)
		s.Pass(20 * time.Hour)
		ana.Dev.Awake()
		give(ana, "I’m still here.")
		ben.Sees("it", func(m *app.Model) bool { return promises(m) == 2 && m.Space == app.Shared })
		ana.Leave(parting.Now, nil)
		told(t, ben, event.First, "")
	})
}

// What goes on between the two, or what is wrong with the relay, keeps nobody.
func TestLeaveWhateverElse(t *testing.T) {
	leaves := func(t *testing.T, s *scene.Scene, ana, ben *scene.Person) {
		t.Helper()
		ana.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
		ana.Sees("that it is over", behind)
		s.Refuse(nil)
		s.Lie(nil)
		ana.Dev.Awake()
		told(t, ben, event.First, farewell)
	}
	t.Run("the other rests", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		ben.Do(timeout.KindCalled, event.Form{"minutes": "600"})
		ana.Sees("his time-out", runs)
		leaves(t, s, ana, ben)
		if html := page(ben, app.RouteToday); !strings.Contains(html, farewell) {
			t.Errorf("what he reads: %s", html)
		}
	})
	t.Run("she rests", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		ana.Do(timeout.KindCalled, event.Form{"minutes": "600"})
		ben.Sees("her time-out", runs)
		leaves(t, s, ana, ben)
	})
	t.Run("a seal is half open", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		answer(ana, question, anasWords)
		ben.Sees("that it has begun", func(m *app.Model) bool { return len(m.Couple.Opening.Begun(m.Me, 0)) == 1 })
		s.CutPerson(ana, true)
		answer(ben, question, bensWords)
		ana.Leave(parting.Now, nil)
		s.CutPerson(ana, false)
		ana.Dev.Awake()
		told(t, ben, event.First, "")
		if html := everywhere(ben, app.RouteToday, "opening", app.RouteRecord); strings.Contains(html, anasWords) {
			t.Error("an answer opened after its author had left")
		}
		if html := everywhere(ana, app.RouteToday, "opening", app.RouteRecord); strings.Contains(html, bensWords) {
			t.Error("an answer opened for whoever gave no key")
		}
	})
	t.Run("the outbox is full", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		s.CutPerson(ana, true)
		for n := range 200 {
			note(ana, fmt.Sprintf("Note %d.", n))
		}
		ana.Attempt(checkin.KindNoted, event.Form{"feelings": "tired", "words": "One more."})
		if why := ana.Try().Failure; why != "outbox-full" {
			t.Fatalf("not full: %q", why)
		}
		ana.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
		ana.Sees("that it is over", behind)
		s.CutPerson(ana, false)
		ana.Dev.Awake()
		told(t, ben, event.First, farewell)
	})
	for _, code := range []wire.Code{wire.CodeRateLimited, wire.CodeFull, wire.CodeInternal, wire.CodeForbidden} {
		t.Run("the relay says "+string(code), func(t *testing.T) {
			s := scene.New(t, nil)
			ana, ben := s.Pair()
			s.Refuse(func(r *http.Request) *wire.Refusal {
				if r.Method == http.MethodPost && scene.By(r) == "Ana" && strings.HasSuffix(r.URL.Path, "/events") {
					return &wire.Refusal{Status: 400, Code: code}
				}
				return nil
			})
			ana.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
			ana.Sees("that it is over", behind)
			ana.Unlock()
			ana.Sees("that it is over, still", behind)
			s.Refuse(nil)
			ana.Dev.Awake()
			told(t, ben, event.First, farewell)
			ana.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
		})
	}
	t.Run("the log has an alarm", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		couple := shared(ana).String()
		s.Lie(pages(func(path string) bool { return strings.Contains(path, couple) }, func(p *wire.Page) { p.Head.Hash[0] ^= 1 }))
		ana.Dev.Awake()
		ana.Sees("the alarm", func(m *app.Model) bool { return m.Problem != "" })
		ana.Leave(parting.Now, nil)
		ana.Sees("that it is over", behind)
		ana.Unlock()
		ana.Sees("that it is over, still", func(m *app.Model) bool { return behind(m) && m.Problem != "" })
		s.Lie(nil) // a relay that comes to its senses is told
		ana.Dev.Awake()
		told(t, ben, event.First, "")
	})
	t.Run("the space is not the one she knows", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		couple := shared(ana)
		ana.Dev.Close()
		damage(t, ana, couple)
		ana.Unlock()
		ana.Sees("the alarm", func(m *app.Model) bool { return m.Problem != "" })
		ana.Leave(parting.Now, nil)
		ana.Sees("that it is kept", func(m *app.Model) bool { return m.Self.Parting.Of(event.ID(couple)).How == parting.Now })
		ana.Dev.Form(app.Form{Action: app.ActionRefetch})
		ana.Sees("locked", func(m *app.Model) bool { return ana.Locked() })
		ana.Unlock()
		told(t, ben, event.First, "")
	})
}

// A pairing is left like a space: at once, without a connection too, and the other
// is told when there is one.
func TestWithdrawOffline(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").SignUp(ana.Invite())
	for _, p := range []*scene.Person{ana, ben} {
		p.Words()
	}
	s.CutPerson(ana, true)
	ana.Dev.Form(app.Form{Action: app.ActionDrop})
	none := func(m *app.Model) bool { return m.Space == app.NoSpace && m.Pair.Stage == app.PairNone && !m.Try.Busy }
	ana.Sees("that it is over", none)
	ana.Unlock()
	ana.Sees("that it is over, still", none)
	ben.Dev.Inspect(func(m *app.Model) {
		if m.Pair.Stage != app.PairWords {
			t.Error("Ben was told")
		}
	})
	s.CutPerson(ana, false)
	ana.Dev.Awake()
	ben.Sees("that it came to nothing", func(m *app.Model) bool { return m.Pair.Stage == app.PairFailed })
	ana.Sees("nothing of it", none)
	ana.Invite() // and can begin anew
}
