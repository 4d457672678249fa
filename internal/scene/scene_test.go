package scene_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// only returns the one promise of a model.
func only(t *testing.T, p *scene.Person) (pr *promise.Promise) {
	t.Helper()
	p.Sees("one promise", func(m *app.Model) bool {
		list := m.Couple.Promise.List(m.Me, m.Now)
		if len(list) == 0 {
			return false
		}
		pr = list[0].Promise
		return true
	})
	return pr
}

func outcome(m *app.Model) promise.Row {
	list := m.Couple.Promise.List(m.Me, m.Now)
	if len(list) == 0 {
		return promise.Row{}
	}
	return list[0]
}

// The whole path: two people, one relay, one promise kept and noticed.
func TestOnePromise(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	for _, p := range []*scene.Person{ana, ben} {
		p.Dev.Inspect(func(m *app.Model) {
			if want := map[string]string{"Ana": "Ben", "Ben": "Ana"}[p.Name]; m.PartnerName != want || m.MyName != p.Name {
				t.Errorf("%s is called %q and sees %q", p.Name, m.MyName, m.PartnerName)
			}
		})
	}
	ana.Do(promise.KindMade, event.Form{"text": "I’ll call the bank.", "date": "2026-11-25", "time": "12:00"})
	pr := only(t, ben)
	s.Pass(3 * time.Hour)
	ana.Do(promise.KindKept, event.Form{"promise": pr.ID.String(), "due": "2026-11-25T12:00"})
	var mark string
	ben.Sees("it kept", func(m *app.Model) bool {
		r := outcome(m)
		if r.Turn.Mark == nil {
			return false
		}
		mark = r.Turn.Mark.ID.String()
		return r.Turn.Mark.As == promise.WasKept
	})
	ben.Do(promise.KindNoticed, event.Form{"promise": pr.ID.String(), "due": "2026-11-25T12:00", "mark": mark})
	ana.Sees("that it was noticed", func(m *app.Model) bool { r := outcome(m); return r.Turn.Mark != nil && r.Turn.Mark.Answer != nil })

	// Nobody can speak for the other, whatever their screen sends.
	ben.Attempt(promise.KindMissed, event.Form{"promise": pr.ID.String(), "due": "2026-11-25T12:00"})
	if f := ben.Try().Failure; f != app.NotAllowed {
		t.Errorf("Ben marks Ana's promise: %q", f)
	}
	// A mistyped form says which field, and writes nothing.
	ana.Attempt(promise.KindMade, event.Form{"text": "x", "date": "2020-01-01"})
	if f := ana.Try().Field; f == nil || f.Field != "date" || f.Code != promise.CodePast {
		t.Errorf("a promise for the past: %+v", f)
	}

	// A reload, and a second device with nothing but account key and passphrase,
	// see the same.
	var seq uint64
	ana.Dev.Inspect(func(m *app.Model) { seq = m.Couple.Seq() })
	same := func(m *app.Model) bool {
		r := outcome(m)
		return m.Space == app.Shared && m.Couple.Seq() == seq && m.Couple.Verified() && r.Turn.Mark != nil && r.Turn.Mark.Answer != nil && m.PartnerName == "Ben"
	}
	ana.Unlock()
	ana.Sees("everything again", same)
	ana.Key(app.ActionSheet, ana.Secrets(), nil)
	var sheet app.Model
	ana.Sees("the account key", func(m *app.Model) bool { sheet = *m; return m.Sheet != "" })
	second := s.Person("Ana")
	second.Open("")
	secrets := second.Secrets()
	secrets[keywork.FieldAccountKey] = sheet.Sheet
	second.Key(app.ActionNewDevice, secrets, nil)
	second.Sees("everything on a new device", same)
	second.Do(promise.KindMade, event.Form{"text": "And from here.", "date": "2026-11-30"})
	ana.Sees("what the other device wrote", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 2 })
}

// Either may ask whether a promise can end; it ends when both have said so, and
// holds until then.
func TestRetiredByBoth(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(promise.KindMade, event.Form{"text": "I’ll cook every Friday.", "date": "2026-11-27", "repeat": "weekly"})
	id := only(t, ben).ID.String()
	state := func(m *app.Model) (proposed, retired *promise.Retirement) {
		list := m.Couple.Promise.List(m.Me, m.Now)
		if len(list) == 0 {
			return nil, nil
		}
		return list[0].Promise.Proposed(), list[0].Promise.Retired
	}
	asked := func(m *app.Model) bool { p, r := state(m); return p != nil && p.By == event.Second && r == nil }
	plain := func(m *app.Model) bool { p, r := state(m); return p == nil && r == nil }
	both := func(m *app.Model) bool {
		_, r := state(m)
		return r != nil && r.By == event.First && r.Proposal != nil && r.Proposal.By == event.Second
	}
	people := []*scene.Person{ana, ben}

	// Asked, taken back, asked again.
	ben.Do(promise.KindRetire, event.Form{"promise": id, "words": "We eat out now."})
	for _, p := range people {
		p.Sees("that he asks", asked)
	}
	says(t, ana, "asks to end this promise together")
	ben.Do(promise.KindRetireUndo, event.Form{"promise": id})
	for _, p := range people {
		p.Sees("that it holds", plain)
	}
	ben.Do(promise.KindRetire, event.Form{"promise": id, "words": "We eat out now, really."})
	ana.Sees("that he asks again", asked)

	// Asking twice does not make two of him.
	ben.Attempt(promise.KindRetire, event.Form{"promise": id, "words": ""})
	if f := ben.Try().Failure; f != app.NotAllowed {
		t.Errorf("he says it for both: %q", f)
	}
	ana.Do(promise.KindRetire, event.Form{"promise": id, "words": ""})
	for _, p := range people {
		p.Sees("that it has ended by both", both)
		if html := page(p, "promise/"+id); !strings.Contains(html, "Ended by both of you") || !strings.Contains(html, "We eat out now, really.") {
			t.Errorf("%s is not told that it ended by both", p.Name)
		}
	}
	ana.Attempt(promise.KindKept, event.Form{"promise": id, "due": "2026-11-27"})
	if f := ana.Try().Failure; f != app.NotAllowed {
		t.Errorf("keeping what has ended: %q", f)
	}
	ben.Unlock()
	ben.Sees("the same after a reload", both)
}

func TestUnlockFailures(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ana.Open("")
	secrets := ana.Secrets()
	secrets[keywork.FieldPassphrase] = "five plain words of Eve"
	ana.Key(app.ActionUnlock, secrets, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("wrong passphrase: %q", f)
	}
	ana.Key(app.ActionUnlock, ana.Secrets(), nil)
	ana.Sees("the app unlocked", func(m *app.Model) bool { return m.Phase == app.Open })
	s.Cut(true)
	ana.Open("")
	ana.Key(app.ActionUnlock, secrets, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("no connection, wrong passphrase: %q", f)
	}
	ana.Key(app.ActionUnlock, ana.Secrets(), nil)
	ana.Sees("the app unlocked without a connection", func(m *app.Model) bool { return m.Phase == app.Open })
}

func TestSignUpFailures(t *testing.T) {
	s := scene.New(t, nil)
	code := s.Code()
	for _, c := range []struct {
		pass, again string
		want        keywork.Failure
	}{
		{"short", "short", keywork.TooShort},
		{"password123", "password123", keywork.TooCommon},
		{"five plain words of Ana", "five plain words of Eve", keywork.NotTheSame},
	} {
		p := s.Person("Ana")
		p.Open(code)
		secrets := p.Secrets()
		secrets[keywork.FieldPassphrase], secrets[keywork.FieldAgain] = secret.Text(c.pass), secret.Text(c.again)
		p.Key(app.ActionSignUp, secrets, event.Form{"name": "Ana"})
		if f := p.Try().Failure; f != c.want {
			t.Errorf("%q: %q, want %q", c.pass, f, c.want)
		}
	}
	p := s.Person("Ana")
	p.Open(code)
	p.Key(app.ActionSignUp, p.Secrets(), event.Form{"name": "  "})
	if f := p.Try().Field; f == nil || f.Field != "name" {
		t.Errorf("no name: %+v", f)
	}
	s.Person("Ana").SignUp(code)
	q := s.Person("Eve")
	q.Open(code)
	q.Key(app.ActionSignUp, q.Secrets(), event.Form{"name": "Eve"})
	if f := q.Try().Failure; f != keywork.Failure(wire.CodeBadCode) {
		t.Errorf("a used code: %q", f)
	}
	r := s.Person("Eve")
	r.Open("s.nonsense")
	r.Sees("that the link is not understood", func(m *app.Model) bool { return m.Invited.Failure == app.PairLink })
}

// Every step of pairing can be interrupted by a reload on either side.
func TestPairingResumes(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	link := ana.Invite()
	ana.Unlock()
	ana.Sees("the same invite", func(m *app.Model) bool { return m.Pair.Stage == app.PairOpen && m.Pair.Link != "" })

	ben := s.Person("Ben")
	ben.Open(link)
	ben.Sees("who invites", func(m *app.Model) bool { return m.Invited.Name == "Ana" })
	ben.Open("") // a reload before there is an account
	ben.Sees("who invites, still", func(m *app.Model) bool { return m.Invited.Name == "Ana" })
	ben.Dev.Form(app.Form{Action: app.ActionQuestions})
	ben.Key(app.ActionSignUp, ben.Secrets(), event.Form{"name": "Ben"})
	w := ben.Words()
	ben.Unlock()
	if again := ben.Words(); again != w {
		t.Errorf("other words after a reload: %v, %v", w, again)
	}
	if got := ana.Words(); got != w {
		t.Errorf("Ana sees %v, Ben %v", got, w)
	}
	ben.Match()
	ben.Sees("waiting", func(m *app.Model) bool { return m.Pair.Stage == app.PairMatched })
	ben.Unlock()
	ben.Sees("waiting, still", func(m *app.Model) bool { return m.Pair.Stage == app.PairMatched })
	ana.Unlock()
	if got := ana.Words(); got != w {
		t.Errorf("Ana sees %v after a reload", got)
	}
	secrets := ana.Secrets()
	secrets[keywork.FieldPassphrase] = "something else entirely"
	ana.Key(app.ActionMatch, secrets, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("admitting with a wrong passphrase: %q", f)
	}
	ana.Match()
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("the shared space", func(m *app.Model) bool { return m.Space == app.Shared && m.Couple.Verified() })
	}
}

func TestPairingFailures(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	link := ana.Invite()

	own := s.Person("Ana2").SignUp(s.Code())
	own.Open(link) // a known device opens an invite: it unlocks to join
	own.Sees("who invites", func(m *app.Model) bool { return m.Invited.Name == "Ana" && m.Phase == app.Locked })

	ana.Open(link)
	ana.Sees("the invite", func(m *app.Model) bool { return m.Invited.Stage == app.PairOpen })
	ana.Key(app.ActionUnlock, ana.Secrets(), event.Form{"name": "Ana"})
	ana.Sees("that it is her own, and still open", func(m *app.Model) bool {
		return m.Phase == app.Open && m.Route == app.RouteJoin && m.Invited.Failure == keywork.Failure(wire.CodeOwn) && m.Pair.Stage == app.PairOpen
	})
	says(t, ana, "This is your own invite")

	ben := s.Person("Ben").SignUp(link)
	ben.Words()
	late := s.Person("Eve")
	late.Open(link)
	late.Sees("that the link was used", func(m *app.Model) bool { return m.Invited.Stage == app.PairFailed })
	own.Key(app.ActionUnlock, own.Secrets(), event.Form{"name": "Ana2"})
	own.Sees("that somebody was quicker", func(m *app.Model) bool { return m.Pair.Failure == keywork.Failure(wire.CodeGone) })
	ana.Sees("that somebody else tried", func(m *app.Model) bool { return m.Pair.Raced })

	ben.Dev.Form(app.Form{Action: app.ActionDiffer})
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("that it came to nothing", func(m *app.Model) bool { return m.Pair.Stage == app.PairFailed && m.Space != app.Shared })
		p.Dev.Form(app.Form{Action: app.ActionDrop})
		p.Sees("a clean slate", func(m *app.Model) bool { return m.Pair.Stage == app.PairNone && m.Space == app.NoSpace })
	}

	// And again, with another invite, which then expires.
	link = ana.Invite()
	s.Pass(25 * time.Hour)
	eve := s.Person("Eve")
	eve.Open(link)
	eve.Sees("that it has expired", func(m *app.Model) bool { return m.Invited.Failure == keywork.Failure(wire.CodeExpired) })
	bad := s.Person("Eve")
	bad.Open("/j/1.nonsense")
	bad.Sees("that it is no invite", func(m *app.Model) bool { return m.Invited.Failure == app.PairLink })
	elsewhere := s.Person("Eve")
	elsewhere.Open("/j/1.AAAAAAAAAAAAAAAAAAAAAAAAAAA.elsewhere.example")
	elsewhere.Sees("that it is for another server", func(m *app.Model) bool { return m.Invited.Failure == app.PairElse })
}

// One person ends the space, at once, without a passphrase. The other sees it
// and keeps what they have.
func TestEnd(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(promise.KindMade, event.Form{"text": "I’ll call.", "date": "2026-11-25"})
	only(t, ben)
	ben.End()
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended && m.Couple.Left() == event.Second })
	}
	only(t, ana)
	ana.Dev.Form(app.Form{Action: app.ActionDo, Values: event.Form{"kind": string(promise.KindMade), "text": "More.", "date": "2026-11-25"}})
	ana.Settle()
	ana.Sees("nothing more is written", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) <= 1 })
	ana.Unlock()
	ana.Sees("the end, still", func(m *app.Model) bool { return m.Space == app.Ended })
	ana.Invite() // and can begin anew, with whom she likes
}

// A connection that comes back brings what was missed.
func TestConnection(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	s.Cut(true)
	ana.Do(promise.KindMade, event.Form{"text": "Offline.", "date": "2026-11-25"})
	ana.Sees("it in its place", func(m *app.Model) bool {
		return len(m.Waiting) == 1 && len(m.Couple.Promise.List(m.Me, m.Now)) == 1
	})
	s.Cut(false)
	ben.Sees("it once", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 1 })
	ana.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
}

// A relay that lies is found out, in plain words, and nothing is lost.
func TestLyingRelay(t *testing.T) {
	var cut uint64
	var sixth [32]byte // her own log is no longer than that
	page := func(change func(*wire.Page)) func(string, []byte) []byte {
		return func(path string, body []byte) []byte {
			var p wire.Page
			if !strings.HasSuffix(path, "/events") || codec.Decode(body, &p) != nil {
				return body
			}
			change(&p)
			return codec.Must(p)
		}
	}
	for name, c := range map[string]struct {
		lie  func(*wire.Page)
		sees func(*app.Model) bool
		says string
	}{
		"rollback": {func(p *wire.Page) {
			if p.Head.Seq > 6 {
				cut = p.Head.Seq
				p.Head.Seq, p.Head.Hash = 6, sixth
			}
		}, func(m *app.Model) bool { return m.Problem == eventlog.Rollback && m.Lost == cut-6 }, "The server has lost something"},
		"an older head that never was": {func(p *wire.Page) {
			if p.Head.Seq > 5 {
				p.Head.Seq--
			}
		}, func(m *app.Model) bool { return m.Problem == eventlog.Fork }, "Two histories"},
		"another head": {func(p *wire.Page) {
			if len(p.Events) == 0 {
				p.Head.Hash[0] ^= 1
			}
		}, func(m *app.Model) bool { return m.Problem == eventlog.Fork }, "Two histories"},
		"a claim without anything behind it": {func(p *wire.Page) { p.Head.Seq, p.Events = 1e12, nil },
			func(m *app.Model) bool { return m.Problem == eventlog.Gap }, "Something is missing"},
		"a forged entry": {func(p *wire.Page) {
			p.Head.Seq++
			p.Events = []wire.Event{{Head: make([]byte, 224), Body: make([]byte, 1040)}}
		}, func(m *app.Model) bool { return m.Problem == eventlog.Forged }, "Something was changed on the way"},
	} {
		t.Run(name, func(t *testing.T) {
			s := scene.New(t, nil)
			ana, _ := s.Pair()
			ana.Dev.Inspect(func(m *app.Model) { sixth = m.Records()[5].Hash })
			s.Lie(page(c.lie))
			ana.Unlock()
			ana.Sees("the alarm", c.sees)
			if html := ana.Page().HTML; !strings.Contains(html, c.says) {
				t.Errorf("the page does not say %q", c.says)
			}
			s.Lie(nil)
			ana.Unlock()
			ana.Sees("that all is well again", func(m *app.Model) bool { return m.Problem == "" && m.Space == app.Shared })
		})
	}
}

// After a new build nothing says that the stored signatures were verified: they
// are verified after the first page is shown. If one is found to be forged, what
// was shown is taken away, and nothing is written on top of it.
func TestForgedInTheStore(t *testing.T) {
	ctx := context.Background()
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	for _, text := range []string{"One.", "Two.", "Three."} {
		ana.Do(promise.KindMade, event.Form{"text": text, "date": "2026-11-25"})
	}
	ben.Sees("all three", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 3 })
	var log chain.LogID
	ben.Dev.Inspect(func(m *app.Model) {
		a, _ := m.Self.Space()
		log = a.Log
	})
	ben.Dev.Close()
	recs, err := ben.Store.Load(ctx, log, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	old := recs[len(recs)-2] // Ana's, and not her newest
	good := bytes.Clone(old.Head)
	old.Head[chain.HeaderSize] ^= 1
	checkpoint := eventlog.KV{Name: "c." + log.String()}
	if err := ben.Store.Save(ctx, log, []eventlog.Record{old}, checkpoint); err != nil {
		t.Fatal(err)
	}
	gone := func(m *app.Model) bool {
		return m.Problem == eventlog.Broken && m.Space == app.NoSpace && len(m.Couple.Records()) == 0
	}
	for range 2 {
		ben.Unlock()
		ben.Sees("the alarm, and nothing else", gone)
		ana.Do(promise.KindMade, event.Form{"text": "Later.", "date": "2026-11-25"}) // Ben's device hears of it
		ben.Dev.Form(app.Form{Action: app.ActionDo, Values: event.Form{"kind": string(promise.KindMade), "text": "On top.", "date": "2026-11-25"}})
		ben.Sees("the alarm, still", gone)
	}
	old.Head = good
	if err := ben.Store.Save(ctx, log, []eventlog.Record{old}); err != nil {
		t.Fatal(err)
	}
	ben.Unlock()
	ben.Sees("everything again", func(m *app.Model) bool {
		return m.Problem == "" && m.Space == app.Shared && len(m.Couple.Promise.List(m.Me, m.Now)) == 5
	})
}

// The person's own log says who is in the shared one: if it turns out to be
// forged, neither is shown, and at the next opening it is refused at once.
func TestOwnLogForgedInTheStore(t *testing.T) {
	ctx := context.Background()
	s := scene.New(t, nil)
	_, ben := s.Pair()
	logs := make(chan chain.LogID, 100)
	s.Lie(func(path string, body []byte) []byte {
		if _, id, ok := strings.Cut(path, "/logs/"); ok && strings.HasSuffix(id, "/events") {
			if log, err := chain.ParseLogID(strings.TrimSuffix(id, "/events")); err == nil {
				logs <- log
			}
		}
		return body
	})
	ben.Unlock()
	ben.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
	s.Lie(nil)
	ben.Dev.Close()
	forged := 0
	for len(logs) > 0 {
		log := <-logs
		recs, err := ben.Store.Load(ctx, log, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(recs) < 3 || chain.Type(recs[0].Head[5]) != chain.Self || forged > 0 {
			continue
		}
		recs[1].Head[chain.HeaderSize] ^= 1
		if err := ben.Store.Save(ctx, log, recs[1:2], eventlog.KV{Name: "c." + log.String()}); err != nil {
			t.Fatal(err)
		}
		forged++
	}
	if forged != 1 {
		t.Fatal("Ben's own log was not found")
	}
	ben.Unlock()
	ben.Sees("the alarm, and nothing else", func(m *app.Model) bool {
		return m.Problem == eventlog.Broken && m.Space == app.NoSpace && len(m.Couple.Records()) == 0
	})
	ben.Open("")
	ben.Key(app.ActionUnlock, ben.Secrets(), event.Form{})
	if f := ben.Try().Failure; f == "" {
		t.Error("a forged log is opened again")
	}
}

// A body that is held back is said to be; what comes after it still counts.
func TestAttack31Withheld(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	s.Lie(func(path string, body []byte) []byte {
		var p wire.Page
		if !strings.HasSuffix(path, "/events") || codec.Decode(body, &p) != nil {
			return body
		}
		for i, e := range p.Events {
			h, err := chain.ParseHeader(e.Head[:chain.HeaderSize])
			if err == nil && h.Type == chain.Couple && !h.Control() && h.Seq == 8 {
				p.Events[i].Body = nil
			}
		}
		return codec.Must(p)
	})
	ana.Do(promise.KindMade, event.Form{"text": "Held back.", "date": "2026-11-25"})
	ana.Do(promise.KindMade, event.Form{"text": "Not held back.", "date": "2026-11-26"})
	ben.Sees("one of two", func(m *app.Model) bool {
		n, _ := m.Unread()
		return n == 1 && len(m.Couple.Promise.List(m.Me, m.Now)) == 1
	})
	if html := ben.Page().HTML; !strings.Contains(html, "The server holds back") {
		t.Error("the page does not say so")
	}
}

// A new device that has not fetched the shared log yet does not say that its
// person is alone, and offers no second space. What is missing comes later.
func TestNewDeviceBeforeItsSpace(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	var log string
	ana.Dev.Inspect(func(m *app.Model) {
		a, _ := m.Self.Space()
		log = a.Log.String()
	})
	ana.Key(app.ActionSheet, ana.Secrets(), event.Form{})
	var sheet app.Model
	ana.Sees("the account key", func(m *app.Model) bool { sheet = *m; return m.Sheet != "" })
	s.Lie(func(path string, body []byte) []byte {
		if strings.Contains(path, log) {
			return nil
		}
		return body
	})
	second := s.Person("Ana")
	second.Open("")
	secrets := second.Secrets()
	secrets[keywork.FieldAccountKey] = sheet.Sheet
	second.Key(app.ActionNewDevice, secrets, nil)
	second.Sees("that it is coming", func(m *app.Model) bool { return m.Phase == app.Open && m.Space == app.Coming })
	if page := second.Page().HTML; strings.Contains(page, `data-go="invite"`) {
		t.Error("somebody who has a space is offered another one")
	}
	second.Key(app.ActionInvite, second.Secrets(), event.Form{"name": "Ana"})
	second.Dev.Inspect(func(m *app.Model) {
		if m.Pair.Stage != app.PairNone {
			t.Errorf("an invite was begun: %d", m.Pair.Stage)
		}
	})
	s.Lie(nil)
	ben.Do(promise.KindMade, event.Form{"text": "I’ll wake the others.", "date": "2026-11-30"})
	second.Sees("everything", func(m *app.Model) bool {
		return m.Space == app.Shared && m.Couple.Verified() && len(m.Couple.Promise.List(m.Me, m.Now)) == 1
	})
}
