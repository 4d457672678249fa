package scene_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

const newWords = "seven other words nobody has heard"

// changing are the secret fields for a new passphrase.
func changing(p *scene.Person, to string) map[string]secret.Text {
	return map[string]secret.Text{keywork.FieldPassphrase: secret.Text(p.Person.Pass), keywork.FieldNew: secret.Text(to), keywork.FieldAgain: secret.Text(to)}
}

// otherDevice is the same person on another device.
func otherDevice(s *scene.Scene, p *scene.Person, key secret.Text) *scene.Person {
	s.T.Helper()
	other := s.Person(p.Name + "’s other device")
	other.Person.Pass = p.Person.Pass
	enters(other, key)
	return other
}

// enters opens a device by the account key.
func enters(p *scene.Person, key secret.Text) {
	p.T.Helper()
	p.Open("")
	secrets := p.Secrets()
	secrets[keywork.FieldAccountKey] = key
	p.Key(app.ActionNewDevice, secrets, nil)
	p.Sees("it open", func(m *app.Model) bool { return m.Phase == app.Open })
}

// keyOf is the account key that a person is shown.
func keyOf(p *scene.Person) (key secret.Text) {
	p.T.Helper()
	p.Key(app.ActionSheet, p.Secrets(), nil)
	p.Sees("the account key", func(m *app.Model) bool { key = m.Sheet; return key != "" })
	p.Dev.Form(app.Form{Action: app.ActionKept})
	p.Sees("another page", func(m *app.Model) bool { return m.Sheet == "" })
	return key
}

// tries enters a passphrase on a locked device, and returns why it is refused.
func tries(p *scene.Person, pass string) keywork.Failure {
	p.T.Helper()
	p.Open("")
	p.Key(app.ActionUnlock, map[string]secret.Text{keywork.FieldPassphrase: secret.Text(pass)}, nil)
	return p.Try().Failure
}

// unalarmed waits until a device has looked at the slots, and finds nothing wrong.
func unalarmed(p *scene.Person) {
	p.T.Helper()
	p.Sees("the slots written down", func(m *app.Model) bool { return m.Self.Slots != nil && m.Net == app.Online })
	p.Dev.Inspect(func(m *app.Model) {
		if m.SlotsOld || m.Problem != "" {
			p.T.Errorf("%s is told that something is wrong: old slots %v, problem %q", p.Name, m.SlotsOld, m.Problem)
		}
	})
}

func TestChangePassphrase(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	key := keyOf(ana)
	other := otherDevice(s, ana, key)
	give(ben, "I’ll cook.")
	sent(other, 1)
	old := ana.Person.Pass

	for what, c := range map[keywork.Failure]struct{ now, to, again string }{
		keywork.WrongPassphrase: {"five plain words of Eve", newWords, newWords},
		keywork.NotTheSame:      {old, newWords, newWords + "!"},
		keywork.SamePassphrase:  {old, old, old},
		keywork.TooShort:        {old, "short", "short"},
		keywork.TooCommon:       {old, "password password", "password password"},
		keywork.WeakPassphrase:  {old, "bluetable77", "bluetable77"},
	} {
		ana.Key(app.ActionChange, map[string]secret.Text{keywork.FieldPassphrase: secret.Text(c.now), keywork.FieldNew: secret.Text(c.to), keywork.FieldAgain: secret.Text(c.again)}, nil)
		if f := ana.Try().Failure; f != what {
			t.Errorf("%v: %q", c, f)
		}
	}
	ana.Dev.Go(app.RoutePassphrase)
	ana.Sees("five words", func(m *app.Model) bool { return m.Route == app.RoutePassphrase && m.Suggested != "" })
	ana.Key(app.ActionChange, changing(ana, newWords), nil)
	ana.Sees("that it is done", func(m *app.Model) bool {
		return m.Route == app.RouteKeys && m.KeysSet == keywork.Change && m.Suggested == ""
	})
	ana.Person.Pass = newWords
	give(ana, "I’ll post the letter.") // this session goes on
	sent(ben, 2)
	sent(ana, 2)

	// The other device says what has happened. What is written there waits.
	other.Sees("why it is let in no more", func(m *app.Model) bool { return m.Net == app.Refused && m.NetWhy == keywork.Changed })
	if !strings.Contains(other.Page().HTML, "changed on another device") || other.Locked() {
		t.Error("the other device does not say so, or has locked")
	}
	give(other, "I’ll sweep.")
	other.Sees("it waiting", func(m *app.Model) bool { return len(m.Waiting) == 1 })

	// Without a connection it still opens by what it has; with one, no more.
	s.Cut(true)
	if f := tries(other, old); f != "" {
		t.Errorf("without a connection: %q", f)
	}
	s.Cut(false)
	other.Sees("why", func(m *app.Model) bool { return m.NetWhy == keywork.Changed })
	if f := tries(other, old); f != keywork.Changed {
		t.Errorf("the old passphrase: %q", f)
	}
	if f := tries(other, newWords); f != "" {
		t.Errorf("the new passphrase: %q", f)
	}
	for _, p := range []*scene.Person{other, ben, ana} {
		sent(p, 3)
	}
	for _, p := range []*scene.Person{other, ana} {
		unalarmed(p)
	}
	if f := tries(ana, old); f != keywork.WrongPassphrase {
		t.Errorf("the old passphrase where it was changed: %q", f)
	}
	other.Person.Pass = newWords
	if keyOf(other) != key {
		t.Error("another account key")
	}
	s.Cut(true)
	for _, p := range []*scene.Person{other, ana} {
		if f := tries(p, newWords); f != "" {
			t.Errorf("%s by the new passphrase, without a connection: %q", p.Name, f)
		}
		if f := tries(p, old); f != keywork.WrongPassphrase {
			t.Errorf("%s by the old passphrase, without a connection: %q", p.Name, f)
		}
	}
}

// faults is a person's line and store, of which one request or write after the
// other can be the last that comes through.
type faults struct {
	client.Transport
	eventlog.Store

	mu     sync.Mutex
	count  bool
	left   int  // requests or writes until it breaks
	writes bool // those are counted, else requests
	answer bool // the last request is carried out, its answer is lost
	broken bool
}

var errBroken = errors.New("scene: broken")

func (f *faults) arm(left int, writes, answer bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count, f.left, f.writes, f.answer, f.broken = true, left, writes, answer, false
}

// mend ends it, and reports whether it came to that.
func (f *faults) mend() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count = false
	defer func() { f.broken = false }()
	return f.broken
}

// step reports whether this one comes through, and whether it is the one after
// which nothing does.
func (f *faults) step(write bool) (through, last bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken {
		return false, false
	}
	if f.count && f.writes == write {
		if f.left--; f.left < 0 {
			f.broken = true
			return f.answer, f.answer
		}
	}
	return true, false
}

func (f *faults) Do(ctx context.Context, r client.Request) (client.Response, error) {
	through, last := f.step(false)
	if !through {
		return client.Response{}, errBroken
	}
	resp, err := f.Transport.Do(ctx, r)
	if last {
		return client.Response{}, errBroken
	}
	return resp, err
}

func (f *faults) Put(ctx context.Context, kv ...eventlog.KV) error {
	if ok, _ := f.step(true); !ok {
		return errBroken
	}
	return f.Store.Put(ctx, kv...)
}

func (f *faults) Save(ctx context.Context, log chain.LogID, recs []eventlog.Record, kv ...eventlog.KV) error {
	if ok, _ := f.step(true); !ok {
		return errBroken
	}
	return f.Store.Save(ctx, log, recs, kv...)
}

// faulty gives a person a line and a store that can break.
func faulty(p *scene.Person) *faults {
	f := &faults{Transport: p.World.Transport, Store: p.Store}
	p.World.Transport, p.Store = f, f
	return f
}

// breaks does something with every request and every write as the last that
// comes through, until it comes to none of them.
func breaks(t *testing.T, do func(t *testing.T, arm func(*faults)) (broke bool)) {
	for _, c := range []struct {
		name           string
		writes, answer bool
	}{{"request lost", false, false}, {"answer lost", false, true}, {"write lost", true, false}} {
		for n := 0; ; n++ {
			broke := false
			t.Run(fmt.Sprintf("%s %d", c.name, n), func(t *testing.T) {
				broke = do(t, func(f *faults) { f.arm(n, c.writes, c.answer) })
			})
			if !broke || t.Failed() {
				break
			}
			if n > 60 {
				t.Fatal("there is no end to it")
			}
		}
	}
}

// Whatever is lost while a passphrase is changed: the device opens by one of the
// two, with and without a connection, and the same form, or the new passphrase,
// brings it to its end.
func TestChangePassphraseCut(t *testing.T) {
	breaks(t, func(t *testing.T, arm func(*faults)) bool {
		s := scene.New(t, nil)
		ana := s.Person("Ana").SignUp(s.Code())
		key := keyOf(ana)
		other := otherDevice(s, ana, key)
		other.LockUp()
		ana.LockUp()
		f := faulty(ana)
		ana.Unlock()
		unalarmed(ana)
		arm(f)
		ana.Key(app.ActionChange, changing(ana, newWords), nil)
		broke := f.mend()
		if !broke {
			return false
		}
		if why := ana.Try().Failure; why == keywork.WrongPassphrase {
			t.Errorf("the passphrase is called wrong")
		}
		s.Cut(true)
		opens := func(when string) (with string) {
			for _, pass := range []string{ana.Person.Pass, newWords} {
				switch why := tries(ana, pass); why {
				case "":
					with = pass
				case keywork.WrongPassphrase, keywork.Unsure, keywork.Changed:
				default:
					t.Errorf("%s, %q: %q", when, pass, why)
				}
			}
			if with == "" {
				t.Fatalf("%s neither opens it", when)
			}
			return with
		}
		opens("without a connection")
		s.Cut(false)
		if opens("with a connection") == ana.Person.Pass {
			if why := tries(ana, ana.Person.Pass); why != "" {
				t.Fatalf("the old passphrase: %q", why)
			}
			ana.Key(app.ActionChange, changing(ana, newWords), nil)
			ana.Sees("that it is done", func(m *app.Model) bool { return m.KeysSet == keywork.Change })
		}
		ana.Person.Pass = newWords
		ana.Unlock()
		unalarmed(ana)
		other.Person.Pass = newWords
		other.Unlock()
		unalarmed(other)
		return true
	})
}

// The form that lost its answer is submitted once more, as it stands.
func TestChangePassphraseAgain(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	f := faulty(ana)
	ana.Unlock()
	unalarmed(ana)
	line := &onPut{Transport: ana.World.Transport, then: func() { f.arm(0, false, false) }}
	ana.World.Transport = line
	ana.Unlock()
	ana.Key(app.ActionChange, changing(ana, newWords), nil)
	if why := ana.Try().Failure; why != keywork.Unsure || !f.mend() {
		t.Fatalf("%q", why)
	}
	line.then = func() { t.Error("it is sent again") }
	ana.Key(app.ActionChange, changing(ana, newWords), nil)
	ana.Sees("that it is done", func(m *app.Model) bool { return m.KeysSet == keywork.Change })
	ana.Person.Pass = newWords
	ana.Invite() // the session goes on
	unalarmed(ana)
}

// onPut loses the answer to new slots.
type onPut struct {
	client.Transport
	then func()
}

func (o *onPut) Do(ctx context.Context, r client.Request) (client.Response, error) {
	resp, err := o.Transport.Do(ctx, r)
	if r.Method == "PUT" && r.Path == wire.PathSlots {
		o.then()
		err = errBroken
	}
	return resp, err
}

// secures makes new keys and has the account take them. It returns the new
// account key, or "" if it did not come so far.
func secures(p *scene.Person, to string) (key secret.Text) {
	p.T.Helper()
	p.Dev.Go(app.RouteSecure)
	p.Key(app.ActionRenew, changing(p, to), nil)
	p.Dev.Inspect(func(m *app.Model) { key = m.Sheet })
	if key != "" {
		p.Key(app.ActionSecure, map[string]secret.Text{keywork.FieldPassphrase: secret.Text(to)}, nil)
	}
	return key
}

// counted counts the entries of a kind that count in a log.
func counted(m *app.Model, own bool, kind event.Kind) (n int) {
	for _, r := range m.RecordsOf(own) {
		if r.Kind == kind && r.Counts() {
			n++
		}
	}
	return n
}

func rekeyed(own, shared int) func(*app.Model) bool {
	return func(m *app.Model) bool {
		return counted(m, true, chain.KindRekey) == own && counted(m, false, chain.KindRekey) == shared && counted(m, false, chain.KindEpoch) == 2+shared
	}
}

func TestSecure(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	old, key := ana.Person.Pass, keyOf(ana)
	other := otherDevice(s, ana, key)
	give(ben, "I’ll cook.")
	sent(other, 1)
	sent(ana, 1)
	benRecords := func() (n int) { ben.Dev.Inspect(func(m *app.Model) { n = len(m.Couple.Records()) }); return n }
	before := benRecords()

	// Nothing is changed by looking at the new key.
	ana.Key(app.ActionRenew, changing(ana, newWords), nil)
	ana.Sees("the new account key", func(m *app.Model) bool { return m.Route == app.RouteNewKey && m.Sheet != "" && m.Sheet != key })
	ana.Key(app.ActionSecure, map[string]secret.Text{keywork.FieldPassphrase: secret.Text(old)}, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("the old passphrase in the place of the new one: %q", f)
	}
	ana.Dev.Go(app.RouteKeys)
	if f := tries(ana, old); f != "" {
		t.Fatalf("after a renewal that was left: %q", f)
	}
	unalarmed(ana)
	if benRecords() != before {
		t.Error("Ben sees something of it")
	}

	newKey := secures(ana, newWords)
	if !ana.Locked() {
		t.Fatalf("it is not locked: %q", ana.Try().Failure)
	}
	// The other device, and whoever had it, is out.
	other.Sees("that it is over", func(*app.Model) bool { return other.Locked() })
	other.Open("")
	if html := other.Page().HTML; !strings.Contains(html, "secured on another device") || !strings.Contains(html, `data-go="new-device"`) {
		t.Error("the locked page does not say what has happened")
	}
	for _, pass := range []string{old, newWords} {
		if f := tries(other, pass); f != keywork.Secured {
			t.Errorf("%q with the old account key: %q", pass, f)
		}
	}
	ana.Open("")
	if html := ana.Page().HTML; !strings.Contains(html, "Your account is secured") {
		t.Error("the locked page does not say that it is done")
	}
	if f := tries(ana, old); f != keywork.WrongPassphrase {
		t.Errorf("the old passphrase: %q", f)
	}
	ana.Person.Pass, other.Person.Pass = newWords, newWords
	ana.Unlock()
	unalarmed(ana)
	ana.Sees("both logs under the new keys", rekeyed(1, 1))
	ben.Sees("one line of it", func(m *app.Model) bool { return counted(m, false, chain.KindRekey) == 1 })
	give(ben, "I’ll sweep.")
	give(ana, "I’ll post the letter.")
	stranger := s.Person("Ana")
	stranger.Person.Pass = newWords
	stranger.Open("")
	secrets := stranger.Secrets()
	secrets[keywork.FieldAccountKey] = key
	stranger.Key(app.ActionNewDevice, secrets, nil)
	if f := stranger.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("the old account key: %q", f)
	}
	enters(other, newKey)
	for _, p := range []*scene.Person{ana, ben, other} {
		sent(p, 3)
		p.Dev.Inspect(func(m *app.Model) {
			if !m.Couple.Verified() {
				t.Errorf("%s is not checked any more", p.Name)
			}
			for _, r := range m.Couple.Records() {
				if !r.Counts() || r.OlderKey {
					t.Errorf("%s has %+v", p.Name, r)
				}
			}
		})
	}
	unalarmed(other)
	ben.Dev.Go(app.RouteRecord)
	ben.Sees("the record", func(m *app.Model) bool { return m.Route == app.RouteRecord })
	if html := ben.Page().HTML; !strings.Contains(html, "renewed their keys") || strings.Contains(html, "secured") {
		t.Error("the record does not say it in neutral words")
	}
	if keyOf(ana) != newKey {
		t.Error("another account key")
	}

	// And once more, from the other device.
	other.Dev.Go(app.RouteKeys)
	third := "eight quite different words than before"
	if secures(other, third); !other.Locked() {
		t.Fatalf("a second time: %q", other.Try().Failure)
	}
	other.Person.Pass = third
	other.Unlock()
	other.Sees("both logs under the third keys", rekeyed(2, 2))
	give(ben, "I’ll sing.")
	sent(other, 4)
	unalarmed(other)
}

// What was written before and has not gone out goes out under the new keys, and
// what was begun is still there.
func TestSecureKeepsWhatWaits(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/events") && scene.By(r) == ana.Name {
			return &wire.Refusal{Status: 503, Code: wire.CodeUnavailable}
		}
		return nil
	})
	give(ana, "I’ll post the letter.")
	ana.Dev.Form(app.Form{Action: app.ActionDraft, Values: event.Form{event.FieldKind: "letter.sent", app.FieldDraft: "letter.sent", app.FieldTyped: "text", "text": "Dear Ben"}})
	ana.Sees("a promise waiting and a letter begun", func(m *app.Model) bool { return len(m.Waiting) == 1 && len(m.Drafts) == 1 })
	if secures(ana, newWords); !ana.Locked() {
		t.Fatalf("%q", ana.Try().Failure)
	}
	ana.Person.Pass = newWords
	ana.Unlock()
	ana.Sees("both still there", func(m *app.Model) bool { return len(m.Waiting) == 1 && promises(m) == 1 && len(m.Drafts) == 1 })
	s.Refuse(nil)
	sent(ana, 1)
	sent(ben, 1)
	once(t, ana, ben)
}

// A space that has ended keeps the keys it had: what is taken back there is
// signed by those.
func TestSecureAfterTheEnd(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "I’ll post the letter.")
	sent(ben, 1)
	ben.End()
	ana.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	if secures(ana, newWords); !ana.Locked() {
		t.Fatalf("%q", ana.Try().Failure)
	}
	ana.Person.Pass = newWords
	ana.Unlock()
	ana.Sees("their own log alone under the new keys", func(m *app.Model) bool {
		return counted(m, true, chain.KindRekey) == 1 && counted(m, false, chain.KindRekey) == 0 && m.Space == app.Ended
	})
	var seq uint64
	ana.Dev.Inspect(func(m *app.Model) {
		for _, r := range m.Couple.Records() {
			if r.Kind == promise.KindMade {
				seq = r.Seq
			}
		}
	})
	ana.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{"seq": fmt.Sprint(seq)}})
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("it taken back", func(m *app.Model) bool { return promises(m) == 0 })
	}
}

// An invite holds keys of its maker, and is finished or withdrawn first.
func TestSecureWhileInviting(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ana.Invite()
	if secures(ana, newWords) != "" || ana.Try().Failure != app.Inviting {
		t.Errorf("%q", ana.Try().Failure)
	}
	ana.Dev.Form(app.Form{Action: app.ActionDrop})
	ana.Sees("no invite", func(m *app.Model) bool { return m.Pair.Stage == app.PairNone })
	if secures(ana, newWords); !ana.Locked() {
		t.Fatalf("%q", ana.Try().Failure)
	}
	ana.Person.Pass = newWords
	ana.Unlock()
	ben := s.Person("Ben").SignUp(ana.Invite()) // a space that begins under the new keys
	for _, p := range []*scene.Person{ana, ben} {
		p.Words()
	}
	ana.Match()
	ben.Match()
	together := func(m *app.Model) bool { return m.Space == app.Shared && m.Couple.Verified() }
	ana.Sees("the space", together)
	ben.Sees("the space", together)
	give(ana, "I’ll post the letter.")
	sent(ben, 1)
}

// Whatever is lost while an account is secured, its person gets in by one of the
// two passphrases, nobody is told that something is wrong, and it comes to its
// end: on this device, or on another that has never been open before.
func TestSecureCut(t *testing.T) {
	breaks(t, func(t *testing.T, arm func(*faults)) bool {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		ana.LockUp()
		f := faulty(ana)
		ana.Unlock()
		unalarmed(ana)
		old := ana.Person.Pass
		arm(f)
		newKey := secures(ana, newWords)
		if ana.Locked() {
			// What follows from it is cut off, too.
			ana.Person.Pass = newWords
			ana.Open("")
			ana.Key(app.ActionUnlock, ana.Secrets(), nil)
			if why := ana.Try().Failure; why == "" {
				ana.Attempt(promise.KindMade, event.Form{"text": "I’ll bring tea.", "date": "2026-11-28"})
			}
		}
		broke := f.mend()
		if !broke {
			return false
		}
		waits := 0
		ana.Dev.Inspect(func(m *app.Model) { waits = promises(m) })
		opened := ""
		for _, pass := range []string{newWords, old} {
			switch why := tries(ana, pass); why {
			case "":
				opened = pass
			case keywork.WrongPassphrase, keywork.Unsure:
			default:
				t.Errorf("%q: %q", pass, why)
			}
		}
		switch {
		case opened == "":
			t.Fatal("neither passphrase opens it")
		case opened == old:
			if why := tries(ana, old); why != "" {
				t.Fatalf("the old one, again: %q", why)
			}
			unalarmed(ana)
			ana.Person.Pass = old
			if newKey = secures(ana, newWords); !ana.Locked() {
				t.Fatalf("once more: %q", ana.Try().Failure)
			}
		}
		ana.Person.Pass = newWords
		other := s.Person("Ana’s other device")
		other.Person.Pass = newWords
		enters(other, newKey) // before the one that began it
		other.Sees("both logs under the new keys", rekeyed(1, 1))
		ana.Unlock()
		ana.Sees("the same", rekeyed(1, 1))
		give(ben, "I’ll sweep.")
		give(ana, "I’ll post the letter.")
		// What was shown as written is there. What failed may have arrived all the same.
		n := 0
		ana.Sees("all that she wrote", func(m *app.Model) bool {
			n = promises(m)
			return n >= 2+waits && n <= 3 && len(m.Waiting) == 0 && m.Problem == ""
		})
		for _, p := range []*scene.Person{ben, other} {
			sent(p, n)
		}
		unalarmed(ana)
		unalarmed(other)
		once(t, ana, ben, other)
		if why := tries(ana, old); why != keywork.WrongPassphrase {
			t.Errorf("the old passphrase: %q", why)
		}
		return true
	})
}
