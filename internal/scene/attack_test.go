package scene_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/actor"
	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// wiretap sits between a device and the relay: it sees what is sent and may
// change what is answered.
type wiretap struct {
	client.Transport

	mu     sync.Mutex
	sent   []client.Request
	change func(client.Request, *client.Response) // nil: nothing
	forge  func(*client.Request)                  // what is sent; nil: nothing
	keep   bool                                   // the answers
	heard  [][]byte
}

// tap puts a wiretap on a person's line.
func tap(p *scene.Person) *wiretap {
	w := &wiretap{Transport: p.World.Transport}
	p.World.Transport = w
	return w
}

func (w *wiretap) Do(ctx context.Context, r client.Request) (client.Response, error) {
	if w.forge != nil {
		w.forge(&r)
	}
	resp, err := w.Transport.Do(ctx, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, r)
	if w.keep {
		w.heard = append(w.heard, resp.Body)
	}
	if err == nil && w.change != nil {
		w.change(r, &resp)
	}
	return resp, err
}

// answers returns what came back, while keep was set.
func (w *wiretap) answers() [][]byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([][]byte(nil), w.heard...)
}

// alter has answers changed from now on, and forgets what was sent.
func (w *wiretap) alter(change func(client.Request, *client.Response)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent, w.change = nil, change
}

// requests returns what was sent to a path since alter.
func (w *wiretap) requests(path string) (out []client.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.sent {
		if path == "" || r.Path == path {
			out = append(out, r)
		}
	}
	return out
}

func challenges(v any) func(client.Request, *client.Response) {
	return func(r client.Request, resp *client.Response) {
		if r.Path == wire.PathChallenge {
			*resp = client.Response{Status: 200, Body: codec.Must(v)}
		}
	}
}

// once fails the test unless everything in the shared log counts: what was
// written twice would be there and marked as such.
func once(t *testing.T, people ...*scene.Person) {
	t.Helper()
	for _, p := range people {
		p.Dev.Inspect(func(m *app.Model) {
			for _, r := range m.Couple.Records() {
				if !r.Counts() {
					t.Errorf("%s has an entry that does not count: %+v", p.Name, r)
				}
			}
		})
	}
}

// Whether the answer is lost while the app is open or just before it is closed:
// what was written is there once.
func TestAttack35LostAnswer(t *testing.T) {
	t.Run("open", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		s.LoseAnswers(1)
		give(ana, "I’ll post the letter.")
		sent(ben, 1)
		sent(ana, 1)
		once(t, ana, ben)
		ana.Dev.Inspect(func(m *app.Model) {
			if m.Problem != eventlog.Problem("") {
				t.Errorf("Ana sees a problem: %q", m.Problem)
			}
		})
	})
	t.Run("closed", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		s.LoseAnswers(1)
		s.CutAfterLoss()
		give(ana, "I’ll post the letter.")
		ana.Sees("it waiting", func(m *app.Model) bool { return len(m.Waiting) == 1 && m.Waiting[0].Tried })
		ana.Unlock()
		ana.Sees("it still waiting", func(m *app.Model) bool { return len(m.Waiting) == 1 && promises(m) == 1 })
		s.Cut(false)
		sent(ben, 1)
		sent(ana, 1)
		once(t, ana, ben)
	})
}

// chosen is randomness of which the next event id can be chosen.
type chosen struct {
	mu   sync.Mutex
	next *event.ID // nil: none is chosen
}

func (c *chosen) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next != nil && len(p) == len(c.next) {
		copy(p, c.next[:])
		c.next = nil
		return len(p), nil
	}
	return rand.Read(p)
}

func (c *chosen) choose(id event.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next = &id
}

// ahead sees what a device appends before the relay does.
type ahead struct {
	client.Transport
	sees func(wire.Append)
}

func (a *ahead) Do(ctx context.Context, r client.Request) (client.Response, error) {
	var in wire.Append
	if codec.Decode(r.Body, &in) == nil && len(in.Events) > 0 {
		a.sees(in)
	}
	return a.Transport.Do(ctx, r)
}

// A host that shows the other member what is being sent: their device writes
// under its id first. The author's own words are not taken for written because
// of that; they come under another id, once.
func TestAttack36TakenID(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	dice := &chosen{}
	ben := s.Person("Ben")
	ben.World.Rand = dice
	ben.SignUp(ana.Invite())
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	if err := actor.Pair(ctx, ana.Person, ben.Person); err != nil {
		t.Fatal(err)
	}
	ana.LockUp()
	var taken []event.ID
	ana.World.Transport = &ahead{ana.World.Transport, func(in wire.Append) {
		ev, err := chain.Parse(in.Events[0])
		if err != nil || ev.Type != chain.Couple || taken != nil {
			return
		}
		taken = append(taken, event.ID(ev.ID))
		dice.choose(event.ID(ev.ID))
		if err := ben.Person.Do(ctx, promise.KindMade, event.Form{"text": "I’ll cook.", "date": "2026-11-28"}); err != nil {
			t.Error(err)
		}
	}}
	ana.Unlock()
	give(ana, "I’ll post the letter.")
	sent(ana, 2)
	sent(ben, 2)
	once(t, ana, ben)
	if ids := order(ben); len(taken) != 1 || ids[len(ids)-2] != taken[0] || ids[len(ids)-1] == taken[0] {
		t.Errorf("the id %v was not taken: %v", taken, ids)
	}
}

// A relay that asks for weaker key stretching gets nothing, not even a login.
func TestAttack44WeakerStretching(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	ana.World.Stretch = keyring.Argon2id
	line := tap(ana)
	ana.SignUp(s.Code())
	for _, kdf := range []uint8{0, 3} {
		line.alter(challenges(wire.Challenge{Nonce: [32]byte{1}, KDF: kdf}))
		ana.Open("")
		ana.Key(app.ActionUnlock, ana.Secrets(), nil)
		if f := ana.Try().Failure; f != keywork.Weak {
			t.Errorf("stretching %d: %q", kdf, f)
		}
		if n := len(line.requests(wire.PathLogin)); n != 0 {
			t.Errorf("stretching %d: %d logins were sent all the same", kdf, n)
		}
	}
	line.alter(nil)
	ana.Unlock()
}

// Nor can a relay name figures of its own: there is no field for them, and an
// answer with more in it than there should be is none.
func TestAttack45EndlessStretching(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	ana.SignUp(s.Code())
	type costly struct {
		Nonce  [32]byte `cbor:"1,keyasint"`
		Salt   [16]byte `cbor:"2,keyasint"`
		KDF    uint8    `cbor:"3,keyasint"`
		KiB    uint32   `cbor:"4,keyasint"`
		Passes uint32   `cbor:"5,keyasint"`
	}
	line.alter(challenges(costly{Nonce: [32]byte{1}, KDF: 1, KiB: 4 << 20, Passes: 1}))
	ana.Open("")
	stretched := 0
	quick := ana.World.Stretch
	ana.World.Stretch = func(p []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
		stretched++
		return quick(p, salt, kdf)
	}
	ana.Key(app.ActionUnlock, ana.Secrets(), nil)
	if f := ana.Try().Failure; f != keywork.Failure(wire.CodeInternal) {
		t.Errorf("4 GiB: %q", f)
	}
	if n := len(line.requests(wire.PathLogin)); n != 0 || stretched != 0 {
		t.Errorf("%d logins, stretched %d times", n, stretched)
	}
}

// A relay that gives another salt, and even takes whatever login comes of it,
// does not get in, does not get the device to take up anything, and learns
// nothing that it could try guesses on.
func TestAttack46SwappedSalt(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	var slots wire.SlotSet
	line.alter(func(r client.Request, resp *client.Response) {
		if r.Path == wire.PathSlots {
			if err := codec.Decode(resp.Body, &slots); err != nil {
				t.Error(err)
			}
		}
	})
	ana.SignUp(s.Code())
	ana.Unlock()
	if len(slots.Slots) < 3 {
		t.Fatalf("%d slots", len(slots.Slots))
	}
	hot := slots.Slots[0]
	for _, c := range []struct {
		name  string
		takes bool
	}{{"an honest rest", false}, {"a relay that takes any login", true}} {
		line.alter(func(r client.Request, resp *client.Response) {
			switch {
			case r.Path == wire.PathChallenge:
				var ch wire.Challenge
				if err := codec.Decode(resp.Body, &ch); err != nil {
					t.Error(err)
				}
				ch.Salt[0] ^= 1
				resp.Body = codec.Must(ch)
			case r.Path == wire.PathLogin && c.takes:
				*resp = client.Response{Status: 200, Body: codec.Must(wire.Session{Token: [32]byte{1}})}
			case r.Path == wire.PathSlots && c.takes:
				*resp = client.Response{Status: 200, Body: codec.Must(slots)}
			}
		})
		ana.Open("")
		ana.Key(app.ActionUnlock, ana.Secrets(), nil)
		// Another salt is taken for another account key's, unless it is let in all the same.
		if f := ana.Try().Failure; f != keywork.Secured && !c.takes || f != keywork.WrongPassphrase && c.takes {
			t.Errorf("%s: %q", c.name, f)
		}
		ana.Dev.Inspect(func(m *app.Model) {
			if m.Phase != app.Locked {
				t.Errorf("%s: the device is in phase %d", c.name, m.Phase)
			}
		})
		for _, r := range line.requests("") {
			if bytes.Contains(r.Body, []byte(ana.Person.Pass)) {
				t.Errorf("%s: the passphrase is in a request to %s", c.name, r.Path)
			}
		}
		logins := line.requests(wire.PathLogin)
		if len(logins) != 1 {
			t.Fatalf("%s: %d logins", c.name, len(logins))
		}
		var in wire.Login
		if err := codec.Decode(logins[0].Body, &in); err != nil {
			t.Fatal(err)
		}
		if ed25519.Verify(hot.AuthPub[:], wire.LoginInput(s.Origin, in.Account, in.Type, in.Nonce), in.Sig) {
			t.Errorf("%s: it was answered with the right key", c.name)
		}
	}
	line.alter(nil)
	ana.Unlock()
}

func TestAttack47OldSlots(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	ana.SignUp(s.Code())
	ana.Sees("the digest of her slots", func(m *app.Model) bool { return m.Self.Slots != nil })
	alarm := func(m *app.Model) bool { return m.SlotsOld }
	checked := 0
	line.alter(func(r client.Request, resp *client.Response) {
		if r.Path != wire.PathSlots || r.Method != "GET" {
			return
		}
		var set wire.SlotSet
		if err := codec.Decode(resp.Body, &set); err != nil {
			t.Error(err)
			return
		}
		for i := range set.Slots {
			if set.Slots[i].Type == wire.SlotJournal { // as it was before, for all the device can see
				set.Slots[i].CT[0] ^= 1
			}
		}
		resp.Body = codec.Must(set)
		checked++
	})
	ana.Unlock()
	ana.Sees("the alarm", alarm)
	if !strings.Contains(ana.Page().HTML, "alarm") || checked == 0 {
		t.Error("the page does not say so")
	}
	// In another order they are the same slots.
	line.alter(func(r client.Request, resp *client.Response) {
		var set wire.SlotSet
		if r.Path == wire.PathSlots && codec.Decode(resp.Body, &set) == nil {
			set.Slots[0], set.Slots[2] = set.Slots[2], set.Slots[0]
			resp.Body = codec.Must(set)
		}
	})
	ana.Unlock()
	ana.Invite() // the queue has gone through its check by then
	ana.Dev.Inspect(func(m *app.Model) {
		if alarm(m) {
			t.Error("another order is taken for other slots")
		}
	})
}

// A mistyped account key is found out on the device. Without a connection a
// request would fail in another way.
func TestAttack55Typo(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ana.Key(app.ActionSheet, ana.Secrets(), nil)
	var key string
	ana.Sees("the account key", func(m *app.Model) bool { key = m.Sheet.Reveal(); return key != "" })
	other := s.Person("Ana")
	line := tap(other)
	other.Open("")
	line.alter(nil)
	typo := []byte(key)
	if typo[10]++; typo[10] > 'Z' || typo[10] == '9'+1 {
		typo[10] = '0'
	}
	secrets := other.Secrets()
	secrets[keywork.FieldAccountKey] = secret.Text(typo)
	other.Key(app.ActionNewDevice, secrets, nil)
	if f := other.Try().Failure; f != keywork.BadAccountKey {
		t.Errorf("mistyped: %q", f)
	}
	if n := len(line.requests("")); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A device that miscalculates makes no account: it would lock its owner out.
func TestAttack56WrongArithmetic(t *testing.T) {
	s := scene.New(t, nil)
	try := func(name string, change func(*scene.Person)) {
		p := s.Person("Ana")
		change(p)
		line := tap(p)
		p.Open(s.Code())
		p.Key(app.ActionSignUp, p.Secrets(), event.Form{"name": "Ana"})
		if f := p.Try().Failure; f != keywork.SelfTest {
			t.Errorf("%s: %q", name, f)
		}
		if n := len(line.requests(wire.PathAccounts)); n != 0 {
			t.Errorf("%s: %d accounts were asked for", name, n)
		}
	}
	try("always wrong", func(p *scene.Person) { p.World.Test = func() error { return keyring.ErrSelfTest } })
	try("wrong the first time", func(p *scene.Person) {
		right, n := p.World.Stretch, 0
		p.World.Stretch = func(b []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
			k, err := right(b, salt, kdf)
			if n++; n == 1 {
				k[31] ^= 1
			}
			return k, err
		}
	})
}

// Somebody has the phone, unlocked. What needs the passphrase asks for it.
func TestAttack57UnlockedPhone(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana")
	line := tap(ana)
	ana.SignUp(s.Code())
	line.alter(nil)
	none := passkeyForm(ana, authenticator{"a finger of Eve's"})
	none[keywork.FieldPin], none[keywork.FieldPinAgain] = digits, digits
	guess := maps.Clone(none)
	guess[keywork.FieldPassphrase] = "five plain words of Eve"
	guess[keywork.FieldNew], none[keywork.FieldNew] = newWords, newWords
	delete(guess, keywork.FieldAgain)
	for _, field := range []string{keywork.FieldPassphrase, keywork.FieldAgain} {
		delete(none, field)
	}
	ana.Dev.Go(app.RouteDevices)
	for _, action := range []string{app.ActionSheet, app.ActionInvite, app.ActionExport, app.ActionSetPin, app.ActionSetPasskey, app.ActionDevices, app.ActionSignOut,
		app.ActionMakeCode, app.ActionDropCode, app.ActionChange, app.ActionRenew} {
		ana.Key(action, guess, event.Form{"name": "Ana", app.FieldWhat: app.WhatOwn, app.FieldAs: app.AsPage, app.FieldDevice: app.StrangeDevices})
		if f := ana.Try().Failure; f != keywork.WrongPassphrase {
			t.Errorf("%s with a guess: %q", action, f)
		}
		ana.Key(action, none, event.Form{"name": "Ana", app.FieldWhat: app.WhatOwn, app.FieldAs: app.AsPage, app.FieldDevice: app.StrangeDevices})
		if f := ana.Try().Failure; f != keywork.WrongPassphrase {
			t.Errorf("%s without a passphrase: %q", action, f)
		}
		// As a form that asks no key worker it is nothing.
		ana.Dev.Form(app.Form{Action: action, Values: event.Form{"name": "Ana", app.FieldWhat: app.WhatOwn, app.FieldAs: app.AsPage}})
		ana.Settle()
	}
	ana.Dev.Inspect(func(m *app.Model) {
		if m.Sheet != "" || m.Pair.Stage != app.PairNone || m.Own != nil || m.Light.HasPin() || m.Light.Passkey != nil {
			t.Errorf("a sheet of %d characters, pairing at %d", len(m.Sheet.Reveal()), m.Pair.Stage)
		}
	})
	if f := ana.Saved(); f.Bytes != nil {
		t.Error("a file was saved")
	}
	// New keys are taken by nobody who does not have the passphrase to them,
	// whether there are none or they lie ready on the screen.
	for _, ready := range []bool{false, true} {
		if ready {
			ana.Key(app.ActionRenew, changing(ana, newWords), nil)
			ana.Sees("the new account key", func(m *app.Model) bool { return m.Sheet != "" })
		}
		for _, secrets := range []map[string]secret.Text{guess, {}, {keywork.FieldPassphrase: secret.Text(ana.Person.Pass)}} {
			ana.Key(app.ActionSecure, secrets, nil)
			if f := ana.Try().Failure; ready && f != keywork.WrongPassphrase {
				t.Errorf("taking new keys: %q", f)
			}
		}
	}
	for _, r := range line.requests(wire.PathSlots) {
		if r.Method == "PUT" {
			t.Error("slots were sent")
		}
	}
	ana.Dev.Go(app.RouteKeys)
	if n := len(line.requests(wire.PathInvites)); n != 0 {
		t.Errorf("%d invites were made", n)
	}
	// Admitting somebody, too.
	ben := s.Person("Ben").SignUp(ana.Invite())
	ana.Words()
	ben.Words()
	ana.Key(app.ActionMatch, guess, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("admitting with a guess: %q", f)
	}
	ana.Dev.Form(app.Form{Action: app.ActionMatch})
	ana.Settle()
	ana.Sees("the words, still", func(m *app.Model) bool { return m.Pair.Stage == app.PairWords && m.Space != app.Shared })
	ana.Match()
	ana.Sees("the shared space", func(m *app.Model) bool { return m.Space == app.Shared })
	// And what only somebody who shares a space has.
	for _, action := range []string{app.ActionUnsame, app.ActionDelete} {
		ana.Key(action, guess, event.Form{})
		if f := ana.Try().Failure; f != keywork.WrongPassphrase {
			t.Errorf("%s with a guess: %q", action, f)
		}
		ana.Dev.Form(app.Form{Action: action})
		ana.Settle()
	}
	ana.Sees("all as it was", func(m *app.Model) bool {
		v, _ := m.Couple.Verification(m.Me)
		return m.Phase == app.Open && m.Space == app.Shared && v.How == couple.Words
	})
	if len(line.requests(wire.PathAccount)) != 0 {
		t.Error("the account was asked to go")
	}
}

// An answer that was given in time and is seen too late is refused by whoever
// made the invite, whatever the relay thinks of it.
func TestAttack59LateInvite(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	link := ana.Invite()
	invite, _, err := keyring.ParseInvite(secret.Text(link))
	if err != nil {
		t.Fatal(err)
	}
	s.CutPerson(ana, true)
	ben := s.Person("Ben")
	line := tap(ben)
	ben.SignUp(link)
	answer := strings.Replace(wire.PathAnswer, "{id}", invite.ID().String(), 1)
	ben.Sees("that he has answered", func(m *app.Model) bool { return len(line.requests(answer)) > 0 })
	s.Pass(25 * time.Hour)
	s.CutPerson(ana, false)
	ana.Unlock()
	ana.Sees("that it is too late", func(m *app.Model) bool {
		return m.Pair.Stage == app.PairFailed && m.Pair.Failure == keywork.Failure(wire.CodeExpired)
	})
}

func TestAttack60SecondClaim(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	eve := s.Person("Eve").SignUp(s.Code())
	link := ana.Invite()
	eve.Open(link)
	eve.Sees("who invites", func(m *app.Model) bool { return m.Invited.Name == "Ana" && m.Phase == app.Locked })
	s.Person("Ben").SignUp(link).Words()
	eve.Key(app.ActionUnlock, eve.Secrets(), event.Form{"name": "Eve"})
	eve.Sees("that somebody was quicker", func(m *app.Model) bool { return m.Pair.Failure == keywork.Failure(wire.CodeGone) })
	ana.Sees("that somebody else tried", func(m *app.Model) bool { return m.Pair.Raced })
	if !strings.Contains(ana.Page().HTML, `class="alarm"`) {
		t.Error("the page does not say so")
	}
}

// The words differ: whoever says so first ends it for both, and for whoever
// stands between them.
func TestAttack63TheyDiffer(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	link := ana.Invite()
	ben := s.Person("Ben").SignUp(link)
	ana.Words()
	ben.Words()
	ben.Dev.Form(app.Form{Action: app.ActionDiffer})
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("that it came to nothing", func(m *app.Model) bool { return m.Pair.Stage == app.PairFailed && m.Space != app.Shared })
	}
	invite, _, err := keyring.ParseInvite(secret.Text(link))
	if err != nil {
		t.Fatal(err)
	}
	v, err := client.New(ben.World.Transport, s.Origin).Invite(context.Background(), invite.ID())
	var refusal *wire.Refusal
	if !errors.As(err, &refusal) || refusal.Code != wire.CodeGone {
		t.Errorf("the invite is still there: stage %d, %v", v.Stage, err)
	}
}

// The browser has thrown away all that the app kept. Its person signs in again,
// and everything is fetched and verified anew: what is forged is found out.
func TestAttack96EvictedStorage(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "I’ll post the letter.")
	sent(ben, 1)
	ana.Key(app.ActionSheet, ana.Secrets(), nil)
	var key secret.Text
	ana.Sees("the account key", func(m *app.Model) bool { key = m.Sheet; return key != "" })

	ana.Person.Store = eventlog.NewMemory()
	ana.Open("")
	ana.Sees("the home page", func(m *app.Model) bool { return m.Phase == app.Out && m.Route == app.RouteHome })
	secrets := ana.Secrets()
	ana.Key(app.ActionUnlock, secrets, nil)
	if f := ana.Try().Failure; f != "" && f != keywork.NoAccount {
		t.Errorf("unlocking what is not there: %q", f)
	}
	secrets[keywork.FieldAccountKey] = key
	forge := func(path string, body []byte) []byte {
		var p wire.Page
		if !strings.HasSuffix(path, "/events") || codec.Decode(body, &p) != nil {
			return body
		}
		for i, e := range p.Events {
			h, err := chain.ParseHeader(e.Head[:chain.HeaderSize])
			if err == nil && h.Type == chain.Couple && h.Seq == p.Head.Seq {
				p.Events[i].Head = bytes.Clone(e.Head)
				p.Events[i].Head[chain.HeaderSize] ^= 1 // in its signature
			}
		}
		return codec.Must(p)
	}
	s.Lie(forge)
	ana.Key(app.ActionNewDevice, secrets, nil)
	ana.Sees("the alarm", func(m *app.Model) bool { return m.Problem == eventlog.Forged })
	s.Lie(nil)
	ana.Unlock()
	ana.Sees("everything again", func(m *app.Model) bool {
		return m.Problem == "" && m.Space == app.Shared && m.Couple.Verified() && promises(m) == 1
	})
}
