package scene_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/opening"
	"troth/internal/scene"
	"troth/internal/seal"
	"troth/internal/timeout"
	"troth/internal/wire"
)

const (
	anasWords = "I check the stove three times before I sleep."
	bensWords = "Answering the phone when I do not know the number."
)

var question = opening.Question{Rung: opening.Preference, Number: 3}

func answer(p *scene.Person, q opening.Question, text string) {
	p.T.Helper()
	p.Do(opening.KindAnswer, event.Form{opening.FieldRung: strconv.Itoa(int(q.Rung)), opening.FieldNumber: strconv.Itoa(int(q.Number)), opening.FieldText: text})
}

func chooses(p *scene.Person, r opening.Rung) {
	p.T.Helper()
	p.Do(opening.KindRung, event.Form{opening.FieldRung: strconv.Itoa(int(r))})
}

// opened waits until both answers are open to p and returns p's own and the
// other's.
func openedTo(p *scene.Person, q opening.Question) (own, other string) {
	p.T.Helper()
	p.Sees("both answers", func(m *app.Model) bool {
		o, ok := m.Couple.Opening.Opening(q, m.Me)
		if !ok || !o.Done() {
			return false
		}
		own, other, _, _ = o.Words()
		return len(m.Waiting) == 0
	})
	return own, other
}

// sealEntries counts what a partner has written of a kind, and finds entries that
// do not count.
func sealEntries(p *scene.Person, by event.Partner, kind event.Kind) (n int) {
	p.T.Helper()
	p.Dev.Inspect(func(m *app.Model) {
		for _, r := range m.Records() {
			if strings.HasPrefix(string(r.Kind), "seal.") && !r.Counts() {
				p.T.Errorf("%s's record: %+v", p.Name, r)
			}
			if r.By == by && r.Kind == kind {
				n++
			}
		}
	})
	return n
}

// ownWords is what somebody reads of their own closed answer.
func ownWords(p *scene.Person, q opening.Question) (words string) {
	p.Dev.Inspect(func(m *app.Model) {
		if o, ok := m.Couple.Opening.Opening(q, m.Me); ok {
			plain, _ := m.OwnAnswer(o.Seal)
			words, _ = opening.ReadAnswer(plain)
		}
	})
	return words
}

// Ana answers, Ben answers, and what they have said stands side by side for
// both, on any device of theirs.
func TestOneOpening(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	answer(ana, question, anasWords)
	ben.Sees("that it has begun", func(m *app.Model) bool { return len(m.Couple.Opening.Begun(m.Me, 0)) == 1 })
	if ownWords(ana, question) != anasWords || ownWords(ben, question) != "" {
		t.Error("who can read what is closed")
	}
	second := another(ana)
	second.Sees("her answer on her other device", func(m *app.Model) bool { return len(m.Couple.Opening.Closed(m.Me)) == 1 })
	if ownWords(second, question) != anasWords {
		t.Error("her other device cannot read her own answer")
	}
	answer(ben, question, bensWords)
	for _, p := range []*scene.Person{ana, second} {
		if own, other := openedTo(p, question); own != anasWords || other != bensWords {
			t.Errorf("%q, %q", own, other)
		}
	}
	if own, other := openedTo(ben, question); own != bensWords || other != anasWords {
		t.Errorf("%q, %q", own, other)
	}
	ben.LockUp()
	ben.Unlock()
	openedTo(ben, question)
	ben.Attempt(seal.KindWithdraw, event.Form{seal.FieldSeal: question.ID().String()})
	if f := ben.Try().Failure; f != app.NotAllowed {
		t.Errorf("withdrawn after it has opened: %q", f)
	}
}

// With two devices both may give the key. One counts, and nobody is told of the
// other.
func TestTwoDevicesOpen(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	second := another(ana)
	answer(ana, question, anasWords)
	second.Sees("it", func(m *app.Model) bool { return len(m.Couple.Opening.Closed(m.Me)) == 1 })
	answer(ben, question, bensWords)
	for _, p := range []*scene.Person{ana, second, ben} {
		openedTo(p, question)
		p.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
	}
	var seq uint64
	ben.Dev.Inspect(func(m *app.Model) { seq = m.Couple.Seq() })
	ana.Sees("the whole log", func(m *app.Model) bool { return m.Couple.Seq() >= seq })
	if n := sealEntries(ana, event.First, seal.KindOpen); n != 1 {
		t.Errorf("%d keys", n)
	}
}

// An answer that was withdrawn is gone, as long as the other has not answered.
func TestWithdrawnAnswer(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	answer(ana, question, "Too much.")
	ben.Sees("that it has begun", func(m *app.Model) bool { return len(m.Couple.Opening.Begun(m.Me, 0)) == 1 })
	ana.Do(seal.KindWithdraw, event.Form{seal.FieldSeal: question.ID().String()})
	ben.Sees("nothing", func(m *app.Model) bool { return len(m.Couple.Opening.Closed(m.Me)) == 0 })
	answer(ben, question, bensWords)
	answer(ana, question, anasWords)
	if _, other := openedTo(ben, question); other != anasWords {
		t.Errorf("%q", other)
	}
}

// The rung in use is the lower of the two chosen, whoever chose it, and what is
// above it is asked of nobody.
func TestRungs(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	inUse := func(p *scene.Person, want opening.Rung) {
		t.Helper()
		p.Sees(fmt.Sprint("rung ", want), func(m *app.Model) bool { return m.Couple.Opening.InUse() == want })
	}
	chooses(ana, opening.Need)
	inUse(ana, opening.Lowest)
	fear := opening.Question{Rung: opening.Worry, Number: 1}
	ana.Attempt(opening.KindAnswer, event.Form{"rung": "2", "number": "1", "text": "Higher than both have chosen."})
	if f := ana.Try().Failure; f != app.NotAllowed {
		t.Errorf("above the rung in use: %q", f)
	}
	chooses(ben, opening.Regret)
	inUse(ana, opening.Regret)
	inUse(ben, opening.Regret)
	answer(ana, fear, anasWords)
	ben.Sees("it", func(m *app.Model) bool { return len(m.Couple.Opening.Begun(m.Me, 0)) == 1 })
	chooses(ben, opening.Lowest)
	inUse(ana, opening.Lowest)
	ben.Sees("nothing above his rung", func(m *app.Model) bool {
		return len(m.Couple.Opening.Begun(m.Me, 0)) == 0 && len(m.Couple.Opening.Closed(m.Me)) == 0
	})
	ana.Sees("her own", func(m *app.Model) bool { return len(m.Couple.Opening.Closed(m.Me)) == 1 })
}

func appendsOf(p *scene.Person) func(*http.Request) bool {
	return func(r *http.Request) bool {
		return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/events") && scene.By(r) == p.Name
	}
}

// Between the other's key and one's own, nothing of the other's answer is shown:
// not when the app is closed and opened again, not without a connection. The
// own key goes out once, and then both are there.
func TestAttack75CrashBeforeOwnKey(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	answer(ana, question, anasWords)
	ben.Sees("it", func(m *app.Model) bool { return len(m.Couple.Opening.Closed(m.Me)) == 1 })
	refused := appendsOf(ana)
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if refused(r) {
			return &wire.Refusal{Status: http.StatusServiceUnavailable, Code: wire.CodeUnavailable}
		}
		return nil
	})
	answer(ben, question, bensWords)
	ben.Sees("his own key in the log", func(m *app.Model) bool {
		o, ok := m.Couple.Opening.Opening(question, m.Me)
		return ok && o.Open && !o.Done()
	})
	var seq uint64
	ben.Dev.Inspect(func(m *app.Model) { seq = m.Couple.Seq() })
	closed := func(what string) {
		t.Helper()
		ana.Sees(what, func(m *app.Model) bool { return m.Couple.Seq() >= seq })
		for _, route := range []string{"opening", "opening/" + question.ID().String(), app.RouteToday, app.RouteWaiting} {
			ana.Dev.Go(route)
			ana.Sees(route, func(m *app.Model) bool { return m.Route == route })
			if strings.Contains(ana.Page().HTML, "phone when I do not know") {
				t.Fatalf("%s: %s shows what Ben has answered", what, route)
			}
		}
		ana.Dev.Inspect(func(m *app.Model) {
			if o, _ := m.Couple.Opening.Opening(question, m.Me); o.Done() || o.Other != nil || len(m.Waiting) != 0 {
				t.Fatalf("%s: %+v, %d waiting", what, o, len(m.Waiting))
			}
		})
	}
	closed("his answer and his key")
	ana.LockUp()
	ana.Unlock()
	closed("the same after a reload")
	s.CutPerson(ana, true)
	ana.Unlock()
	closed("the same without a connection")
	s.CutPerson(ana, false)
	s.LoseAnswer(refused)
	s.Refuse(nil)
	ana.Dev.Awake()
	if own, other := openedTo(ana, question); own != anasWords || other != bensWords {
		t.Errorf("%q, %q", own, other)
	}
	openedTo(ben, question)
	if n := sealEntries(ana, event.First, seal.KindOpen); n != 1 {
		t.Errorf("%d keys", n)
	}
}

// Both begin the same question without a connection, in whatever order their
// lines come back, with reloads in between, and with answers and withdrawals on
// the way: in the end both see the same, everything once.
func TestSealsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		people := []*scene.Person{ana, ben}
		for i := range rapid.IntRange(4, 10).Draw(r, "steps") {
			p := people[rapid.IntRange(0, 1).Draw(r, "who")]
			q := opening.Question{Rung: opening.Lowest, Number: uint8(rapid.IntRange(1, 2).Draw(r, "question"))}
			switch rapid.IntRange(0, 7).Draw(r, "step") {
			case 0:
				s.CutPerson(p, true)
			case 1:
				s.CutPerson(p, false)
			case 2:
				p.Unlock()
			case 3:
				s.LoseAnswer(appendsOf(p))
			case 4:
				p.Attempt(seal.KindWithdraw, event.Form{seal.FieldSeal: q.ID().String()})
			default:
				p.Attempt(opening.KindAnswer, event.Form{"rung": "1", "number": strconv.Itoa(int(q.Number)), "text": fmt.Sprintf("%s says %d.", p.Name, i)})
			}
		}
		s.LoseAnswer(nil)
		settle(s, people)
		for n := uint8(1); n <= 2; n++ {
			q := opening.Question{Rung: opening.Lowest, Number: n}
			var seen [2]opening.Opening
			for i, p := range people {
				p.Dev.Inspect(func(m *app.Model) { seen[i], _ = m.Couple.Opening.Opening(q, m.Me) })
			}
			if seen[0].Done() != seen[1].Done() || seen[0].Begun != seen[1].Begun {
				r.Fatalf("question %d: %+v, %+v", n, seen[0].Seen, seen[1].Seen)
			}
			if !seen[0].Done() {
				continue
			}
			a1, b1, _, _ := seen[0].Words()
			b2, a2, _, _ := seen[1].Words()
			if a1 != a2 || b1 != b2 || !strings.HasPrefix(a1, "Ana says") || !strings.HasPrefix(b1, "Ben says") {
				r.Fatalf("question %d: %q %q, %q %q", n, a1, b1, a2, b2)
			}
		}
		if a, b := order(ana), order(ben); fmt.Sprint(a) != fmt.Sprint(b) {
			r.Fatalf("two logs:\n%v\n%v", a, b)
		}
		for _, p := range people {
			if sealEntries(p, event.First, seal.KindOpen) != sealEntries(p, event.Second, seal.KindOpen) {
				r.Fatal("one key without the other")
			}
		}
		for _, p := range people {
			p.Dev.Close()
		}
	})
}

// sealSeq finds the newest entry of a partner of a kind.
func sealSeq(p *scene.Person, by event.Partner, kind event.Kind) (seq uint64) {
	p.Dev.Inspect(func(m *app.Model) {
		for _, r := range m.Records() {
			if r.By == by && r.Kind == kind {
				seq = r.Seq
			}
		}
	})
	return seq
}

// kept waits until somebody's own log has what is needed to read an answer that
// was taken back.
func kept(p *scene.Person, q opening.Question) (words string) {
	p.T.Helper()
	p.Sees("a copy of their own", func(m *app.Model) bool {
		x, ok := m.Couple.Seal.Seal(q.ID())
		if !ok {
			return false
		}
		plain, ok := m.KeptAnswer(x)
		words, _ = opening.ReadAnswer(plain)
		return ok
	})
	return words
}

// What was opened stays with who had it before them, whatever its author takes
// back: the answer, or its key, or both. On the other devices too.
func TestOpenedAnswerStays(t *testing.T) {
	for name, back := range map[string][]event.Kind{"answer": {seal.KindCommit}, "key": {seal.KindOpen},
		"both": {seal.KindOpen, seal.KindCommit}} {
		t.Run(name, func(t *testing.T) {
			s := scene.New(t, nil)
			ana, ben := s.Pair()
			second := another(ben)
			answer(ana, question, anasWords)
			answer(ben, question, bensWords)
			openedTo(ana, question)
			openedTo(ben, question)
			route := "opening/" + question.ID().String()
			ben.Dev.Go(route)
			ben.Sees("it on his page", func(m *app.Model) bool { return len(m.Opened) == 2 })
			for _, kind := range back {
				takeBack(ana, sealSeq(ana, event.First, kind))
			}
			for _, p := range []*scene.Person{ben, second} {
				if words := kept(p, question); words != anasWords {
					t.Errorf("%s keeps %q", p.Name, words)
				}
			}
			if name == "key" {
				return // her device gives it again by itself
			}
			page(ben, app.RouteToday)
			page(ben, route)
			for _, words := range []string{anasWords, "your copy stays with you", bensWords} {
				says(t, ben, words)
			}
		})
	}
}

// With a key only the answer is kept that it opens, whatever else its author has
// sealed under the same question.
func TestOnlyWhatOpenedStays(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	answer(ana, question, "Something that she thinks better of.")
	ana.Do(seal.KindWithdraw, event.Form{seal.FieldSeal: question.ID().String()})
	answer(ana, question, anasWords)
	answer(ben, question, bensWords)
	openedTo(ana, question)
	openedTo(ben, question)
	ben.Dev.Go("opening/" + question.ID().String())
	ben.Sees("it on his page", func(m *app.Model) bool { return len(m.Opened) == 2 })
	at := []uint64{sealSeq(ana, event.First, seal.KindCommit), sealSeq(ana, event.First, seal.KindOpen)}
	takeBack(ana, at[1])
	if words := kept(ben, question); words != anasWords {
		t.Errorf("Ben keeps %q", words)
	}
	ben.Dev.Inspect(func(m *app.Model) {
		var have []uint64
		for _, c := range m.Self.Copies(m.LogID()) {
			if c.Seq <= at[1] { // both have answered, so her device gives its key again; that may be there already
				have = append(have, c.Seq)
			}
		}
		if slices.Sort(have); !slices.Equal(have, at) {
			t.Errorf("Ben keeps the entries %v, want %v", have, at)
		}
	})
}

// What nobody had before them is gone when it is taken back.
func TestUnreadAnswerIsGone(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	answer(ana, question, anasWords)
	answer(ben, question, bensWords)
	openedTo(ana, question)
	openedTo(ben, question)
	takeBack(ana, sealSeq(ana, event.First, seal.KindCommit))
	ben.Sees("that it is gone", func(m *app.Model) bool {
		o, ok := m.Couple.Opening.Opening(question, m.Me)
		return ok && !o.Done()
	})
	ben.Dev.Inspect(func(m *app.Model) {
		x, _ := m.Couple.Seal.Seal(question.ID())
		if _, ok := m.KeptAnswer(x); ok {
			t.Error("he keeps what he had never seen")
		}
	})
}

// What the other answers while one rests arrives at the return, and is read then.
func TestSealDuringTimeout(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	answer(ana, question, anasWords)
	ben.Sees("it", func(m *app.Model) bool { return len(m.Couple.Opening.Closed(m.Me)) == 1 })
	ana.Do(timeout.KindCalled, event.Form{timeout.FieldMinutes: "30"})
	ben.Sees("the call", func(m *app.Model) bool { return len(m.Records()) > 0 })
	answer(ben, question, bensWords)
	openedTo(ben, question)
	ana.Sees("nothing of it while she rests", func(m *app.Model) bool {
		o, ok := m.Couple.Opening.Opening(question, m.Me)
		return ok && !o.Done() && o.May && len(m.ToOpen()) == 0 && sealsOf(m, seal.KindOpen) == 2
	})
	s.Pass(31 * time.Minute)
	ana.Dev.Go(app.RouteToday)
	openedTo(ana, question)
}

func sealsOf(m *app.Model, kind event.Kind) (n int) {
	for _, r := range m.Records() {
		if r.Kind == kind && r.Counts() {
			n++
		}
	}
	return n
}

// settle mends everybody's line and waits until all have sent what waits, given
// their keys and seen the whole log.
func settle(s *scene.Scene, people []*scene.Person) {
	for _, p := range people {
		s.CutPerson(p, false)
		p.Dev.Awake()
	}
	for _, p := range people {
		p.Sees("nothing waiting", func(m *app.Model) bool {
			for _, w := range m.Waiting {
				if w.Failure == "" {
					return false
				}
			}
			return m.Net == app.Online && m.Problem == "" && len(m.ToOpen()) == 0
		})
	}
	var seq uint64
	for _, p := range append(people, people...) {
		p.Sees("the whole log", func(m *app.Model) bool {
			seq = max(seq, m.Couple.Seq())
			return m.Couple.Seq() >= seq && len(m.ToOpen()) == 0
		})
	}
}
