package scene_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/wire"
)

func promises(m *app.Model) int { return len(m.Couple.Promise.List(m.Me, m.Now)) }

func give(p *scene.Person, text string) {
	p.T.Helper()
	p.Do(promise.KindMade, event.Form{"text": text, "date": "2026-11-28"})
}

func sent(p *scene.Person, want int) {
	p.T.Helper()
	p.Sees(fmt.Sprintf("%d promises and nothing waiting", want), func(m *app.Model) bool {
		return promises(m) == want && len(m.Waiting) == 0 && m.Problem == ""
	})
}

// order is the log as a device has it: ids in order.
func order(p *scene.Person) (ids []event.ID) {
	p.Dev.Inspect(func(m *app.Model) {
		for _, r := range m.Couple.Records() {
			ids = append(ids, r.ID)
		}
	})
	return ids
}

// Both write without a connection. Nothing is lost, nothing is there twice, and
// both have the same order.
func TestBothOffline(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	s.Cut(true)
	for i := range 3 {
		give(ana, fmt.Sprintf("Ana's promise %d.", i))
		give(ben, fmt.Sprintf("Ben's promise %d.", i))
	}
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("one's own three, in their place", func(m *app.Model) bool { return len(m.Waiting) == 3 && promises(m) == 3 })
	}
	s.LoseAnswers(2)
	s.Cut(false)
	sent(ana, 6)
	sent(ben, 6)
	a, b := order(ana), order(ben)
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("two orders:\n%v\n%v", a, b)
	}
}

// What builds on something that waits is allowed, and goes out after it.
func TestOfflineBuildsOnItself(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	s.Cut(true)
	give(ana, "I’ll bring the shoes.")
	var id event.ID
	ana.Sees("it", func(m *app.Model) bool {
		rows := m.Couple.Promise.List(m.Me, m.Now)
		if len(rows) == 1 {
			id = rows[0].Promise.ID
		}
		return len(rows) == 1
	})
	ana.Do(promise.KindRetire, event.Form{"promise": id.String(), "words": "We sold them."})
	s.Cut(false)
	ben.Sees("it, ended", func(m *app.Model) bool {
		pr, ok := m.Couple.Promise.Promise(id)
		return ok && pr.Retired != nil
	})
	sent(ana, promisesOf(ana))
}

func promisesOf(p *scene.Person) (n int) {
	p.Dev.Inspect(func(m *app.Model) { n = promises(m) })
	return n
}

// The app opens without a connection, shows what it has, takes what is written,
// and keeps it through another reload.
func TestUnlockOffline(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ben, "I’ll cook.")
	ana.Sees("his promise", func(m *app.Model) bool { return promises(m) == 1 })
	s.Cut(true)
	ana.Unlock()
	ana.Sees("the space, without a connection", func(m *app.Model) bool {
		return m.Space == app.Shared && promises(m) == 1 && m.Net == app.Offline && m.PartnerName == "Ben"
	})
	give(ana, "I’ll wash up.")
	ana.Unlock()
	ana.Sees("what waits", func(m *app.Model) bool { return promises(m) == 2 && len(m.Waiting) == 1 })
	secrets := ana.Secrets()
	secrets[keywork.FieldPassphrase] = "five plain words of Eve"
	ana.Open("")
	ana.Key(app.ActionUnlock, secrets, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("a wrong passphrase without a connection: %q", f)
	}
	ana.Key(app.ActionUnlock, ana.Secrets(), nil)
	s.Cut(false)
	sent(ben, 2)
	sent(ana, 2)
}

// What the rules no longer allow when it could go out is shown to its author
// with why, and is theirs to throw away.
func TestOfflineOvertaken(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "I’ll call on Friday.")
	ben.Sees("her promise", func(m *app.Model) bool { return promises(m) == 1 })
	s.CutPerson(ana, true)
	var id string
	ana.Dev.Inspect(func(m *app.Model) { id = m.Couple.Promise.List(m.Me, m.Now)[0].Promise.ID.String() })
	ana.Do(promise.KindRetire, event.Form{"promise": id, "words": "It is not needed."})
	ben.End()
	ben.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	s.CutPerson(ana, false)
	ana.Sees("that it could not go out", func(m *app.Model) bool { return len(m.Waiting) == 1 && m.Waiting[0].Failure != "" })
	var waiting event.ID
	ana.Dev.Inspect(func(m *app.Model) { waiting = m.Waiting[0].ID })
	ana.Dev.Form(app.Form{Action: app.ActionThrow, Values: event.Form{"id": waiting.String()}})
	ana.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
}

// Before it was ever sent, it can be taken back.
func TestTakeBack(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	s.Cut(true)
	give(ana, "First.")
	give(ana, "Second.")
	var second event.ID
	ana.Sees("both", func(m *app.Model) bool {
		if len(m.Waiting) == 2 {
			second = m.Waiting[1].ID
		}
		return len(m.Waiting) == 2
	})
	ana.Dev.Form(app.Form{Action: app.ActionThrow, Values: event.Form{"id": second.String()}})
	ana.Sees("one", func(m *app.Model) bool { return len(m.Waiting) == 1 && promises(m) == 1 })
	s.Cut(false)
	sent(ben, 1)
	sent(ana, 1)
}

// A new device of the same person calls new what is of the last days, and no
// more: what came long before was read elsewhere.
func TestNewDeviceIsNotAllNew(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ben, "An old promise.")
	ana.Sees("it", func(m *app.Model) bool { return promises(m) == 1 })
	s.Pass(10 * 24 * time.Hour)
	ben.Do(promise.KindMade, event.Form{"text": "A new promise.", "date": "2026-12-06"})
	ana.Sees("both", func(m *app.Model) bool { return promises(m) == 2 })
	other := another(ana)
	other.Sees("both, one of them new", func(m *app.Model) bool {
		news := m.Couple.Promise.News(m.Me, m.SeenOf("promise"), m.Now)
		return promises(m) == 2 && len(news) == 1 && news[0].Row.Promise.Text == "A new promise."
	})
	other.Unlock()
	other.Sees("the same after a reload", func(m *app.Model) bool {
		return promises(m) == 2 && len(m.Couple.Promise.News(m.Me, m.SeenOf("promise"), m.Now)) == 1
	})
}

// Whatever a device writes, it signs one entry for one place: when an answer is
// lost and nothing else has come, the same bytes are sent again.
func TestOneVoice(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	seq := promised(ana, "I’ll call on Friday.")
	ben.LockUp()
	var mu sync.Mutex
	tries := map[string]int{} // of each place: how often something was sent for it
	voices := map[string]map[string]bool{}
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/events") {
			return nil
		}
		b, err := io.ReadAll(r.Body)
		var in wire.Append
		if err != nil || codec.Decode(b, &in) != nil {
			t.Errorf("no append: %v", err)
			return nil
		}
		r.Body = io.NopCloser(bytes.NewReader(b))
		place := fmt.Sprint(r.URL.Path, in.Expect)
		mu.Lock()
		defer mu.Unlock()
		if voices[place] == nil {
			voices[place] = map[string]bool{}
		}
		voices[place][string(in.Events[0])] = true
		if tries[place]++; tries[place] == 1 {
			panic(http.ErrAbortHandler) // lost on its way
		}
		return nil
	})
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"autolock": "7"}})
	ana.Sees("the setting", func(m *app.Model) bool { return m.Self.Settings.AutoLock == 7 && !m.Try.Busy })
	give(ana, "I’ll wash up.")
	sent(ana, 2)
	takeBack(ana, seq)
	ana.End()
	ana.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended && !m.Try.Busy })
	mu.Lock()
	defer mu.Unlock()
	if len(voices) != 5 {
		t.Fatalf("%d places were written for", len(voices))
	}
	for place, v := range voices {
		if len(v) != 1 || tries[place] != 2 {
			t.Errorf("%d entries in %d requests for one place", len(v), tries[place])
		}
	}
}
