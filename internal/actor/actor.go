// Package actor is somebody whose device is worked by a program instead of by
// hands: it submits the forms that a page would submit and waits for what a
// page would show. Device, keys, relay and clock are the caller's; nothing here
// is simulated. Tests (package scene) and the demo (package demo) are made with
// it.
//
//	p := actor.New(world, "Noor", passphrase)
//	err := p.SignUp(ctx, "s."+code)
//	err = p.Do(ctx, promise.KindMade, event.Form{…})
//
// Every step waits until it has happened, or until its context ends; the error
// then says what was waited for and where the person is.
package actor

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"sync"
	"time"

	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/device"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/language/check"
	"troth/internal/native"
	"troth/internal/secret"
)

// lookEvery is the time between two looks at a model that is waited for.
const lookEvery = time.Millisecond

// World is what people share: the relay, the clock, and how passphrases are
// stretched.
type World struct {
	Origin  string // of the relay, which it is also reached by
	Now     func() time.Time
	Stretch keyring.Stretch
	Test    func() error // of the stretching; nil: keyring.SelfTest
	Render  func(*app.Model) string
	Export  func(*app.Model, app.Wish) []byte // device.Config.Export; nil: nothing is exported
	Build   string                            // checkpoints are bound to it
	Rand    io.Reader                         // nil: crypto/rand

	Transport client.Transport // to the relay; nil: over the network

	After func(time.Duration, func())               // device.Config.After
	Check func(context.Context) (check.Func, error) // device.Config.Check
}

// Person is somebody with one device. The fields may be changed while the
// device is not open.
type Person struct {
	World World
	Name  string
	Pass  string
	Store eventlog.Store // what is left when the device is closed
	Dev   *device.Device

	mu     sync.Mutex
	page   app.Page
	saved  app.Saved
	locked bool
	wiped  bool
	ended  chan struct{} // closed when the device has locked
}

// New returns somebody with a new, empty device, which is not open yet.
func New(w World, name, pass string) *Person {
	return &Person{World: w, Name: name, Pass: pass, Store: eventlog.NewMemory()}
}

// Show implements device.Screen.
func (p *Person) Show(pg app.Page) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.page = pg
}

// Save implements device.Screen.
func (p *Person) Save(f app.Saved) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.saved = f
}

// Saved returns the file that was saved last.
func (p *Person) Saved() app.Saved {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.saved
}

// Lock implements device.Screen. Like the page, it gives the device the time to
// store what was typed last.
func (p *Person) Lock() {
	p.mu.Lock()
	ended := p.ended
	p.ended = nil
	p.mu.Unlock()
	if ended == nil {
		return // once is enough
	}
	p.Dev.Finish(func() {
		p.Dev.Close()
		p.mu.Lock()
		p.locked = true
		p.mu.Unlock()
		close(ended)
	})
}

// Wipe implements device.Screen. The device may call it from anywhere, so it is
// not waited for.
func (p *Person) Wipe() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wiped, p.locked = true, true
	if p.ended != nil {
		close(p.ended)
		p.ended = nil
	}
}

// Wiped reports whether the device has forgotten everything since it was opened.
func (p *Person) Wiped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wiped
}

// Locked reports whether the device has locked itself since it was opened.
func (p *Person) Locked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.locked
}

// LockUp locks the device and waits until it has ended.
func (p *Person) LockUp(ctx context.Context) error {
	p.mu.Lock()
	ended := p.ended
	p.mu.Unlock()
	p.Dev.Form(app.Form{Action: app.ActionLock})
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("actor: %s cannot lock: %w", p.Name, ctx.Err())
	}
}

// Page returns what is on the screen.
func (p *Person) Page() app.Page {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.page
}

func (p *Person) env() keywork.Env {
	w := p.World
	if w.Transport == nil {
		w.Transport = native.Transport{Base: w.Origin}
	}
	if w.Rand == nil {
		w.Rand = rand.Reader
	}
	return keywork.Env{Origin: w.Origin, Transport: w.Transport, Store: p.Store, Box: native.OpenBox{},
		Rand: w.Rand, Stretch: w.Stretch, SelfTest: w.Test, NowMS: func() int64 { return w.Now().UnixMilli() }}
}

// Open opens the app anew, by a link's fragment or "". The device runs until
// life ends, or until it is closed.
func (p *Person) Open(ctx, life context.Context, entry string) error {
	if p.Dev != nil {
		p.Dev.Close()
	}
	_, host, _ := strings.Cut(p.World.Origin, "://")
	d, err := device.New(life, device.Config{Env: p.env(), Now: p.World.Now, Screen: p,
		Render: p.World.Render, Export: p.World.Export, Host: host, Build: p.World.Build, Check: p.World.Check, After: p.World.After}, entry)
	if err != nil {
		return err
	}
	p.Dev = d
	p.mu.Lock()
	p.locked, p.wiped, p.ended = false, false, make(chan struct{})
	p.mu.Unlock()
	return p.Sees(ctx, "the app has started", func(m *app.Model) bool { return m.Phase != app.Starting })
}

// Sees waits until the model is as ok wants it.
func (p *Person) Sees(ctx context.Context, what string, ok func(*app.Model) bool) error {
	wait := time.NewTicker(lookEvery)
	defer wait.Stop()
	for {
		var good bool
		var m app.Model
		p.Dev.Inspect(func(mm *app.Model) { good, m = ok(mm), *mm })
		if good {
			return nil
		}
		select {
		case <-wait.C:
		case <-ctx.Done():
			return fmt.Errorf("actor: %s never sees: %s (on %s, phase %d, space %d, pair stage %d %s, net %d, problem %q, field %v, failure %q): %w",
				p.Name, what, m.Route, m.Phase, m.Space, m.Pair.Stage, m.Pair.Failure, m.Net, m.Problem, m.Try.Field, m.Try.Failure, ctx.Err())
		}
	}
}

// Key submits a form with secret fields, and waits until it has been answered.
func (p *Person) Key(ctx context.Context, action string, secrets map[string]secret.Text, f event.Form) error {
	core, worker := ports()
	p.Dev.Key(app.Form{Action: action, Values: f}, core)
	err := device.RunKey(ctx, p.env(), secrets, worker, func(keywork.Stage) string { return "" }, func(int, int, string) {})
	if err != nil && !errors.Is(err, errClosed) { // closed: the form was refused, and its failure says why
		return fmt.Errorf("actor: %s: key worker: %w", p.Name, err)
	}
	return p.Settle(ctx)
}

// Settle waits until the form that was submitted last is answered. One that
// locks the device is answered by that.
func (p *Person) Settle(ctx context.Context) error {
	return p.Sees(ctx, "an answer", func(m *app.Model) bool { return !m.Try.Busy || p.Locked() })
}

// Try returns the form that has not gone through.
func (p *Person) Try() (t app.Try) {
	p.Dev.Inspect(func(m *app.Model) { t = m.Try })
	return t
}

// Secrets returns the secret fields of a form for this person.
func (p *Person) Secrets() map[string]secret.Text {
	return map[string]secret.Text{keywork.FieldPassphrase: secret.Text(p.Pass), keywork.FieldAgain: secret.Text(p.Pass)}
}

// SignUp makes an account on the open device, which was opened with a
// registration code or an invite, and goes on to the first page. It returns
// the account key.
func (p *Person) SignUp(ctx context.Context) (key secret.Text, err error) {
	see := func(what string, ok func(*app.Model) bool) {
		if err == nil {
			err = p.Sees(ctx, what, ok)
		}
	}
	see("the way in", func(m *app.Model) bool { return m.Entry.Invite == nil || m.Invited.Stage == app.PairOpen })
	p.Dev.Form(app.Form{Action: app.ActionQuestions, Values: event.Form{}})
	see("the sign-up page", func(m *app.Model) bool { return m.Route == app.RouteSignUp })
	if err == nil {
		err = p.Key(ctx, app.ActionSignUp, p.Secrets(), event.Form{"name": p.Name})
	}
	see("the account key", func(m *app.Model) bool { key = m.Sheet; return m.Phase == app.Open && m.Sheet != "" })
	p.Dev.Form(app.Form{Action: app.ActionKept})
	see("the first page", func(m *app.Model) bool { return m.Route != app.RouteSheet })
	return key, err
}

// Unlock enters the passphrase on the open, locked device.
func (p *Person) Unlock(ctx context.Context) error {
	if err := p.Key(ctx, app.ActionUnlock, p.Secrets(), event.Form{}); err != nil {
		return err
	}
	return p.Sees(ctx, "the app unlocked", func(m *app.Model) bool { return m.Phase == app.Open })
}

// Invite makes an invite and returns the fragment of its link.
func (p *Person) Invite(ctx context.Context) (string, error) {
	if err := p.Key(ctx, app.ActionInvite, p.Secrets(), event.Form{"name": p.Name}); err != nil {
		return "", err
	}
	var link string
	err := p.Sees(ctx, "the invite", func(m *app.Model) bool { link = m.Pair.Link.Reveal(); return m.Pair.Stage == app.PairOpen })
	_, fragment, _ := strings.Cut(link, "#")
	return fragment, err
}

// Words waits for the words to compare.
func (p *Person) Words(ctx context.Context) (w [4]string, err error) {
	err = p.Sees(ctx, "the words", func(m *app.Model) bool { w = m.Pair.Words; return m.Pair.Stage == app.PairWords })
	return w, err
}

// Match says that the words match.
func (p *Person) Match(ctx context.Context) error {
	var me event.Partner
	p.Dev.Inspect(func(m *app.Model) { me = m.Pair.Me })
	if me == event.First {
		return p.Key(ctx, app.ActionMatch, p.Secrets(), event.Form{})
	}
	p.Dev.Form(app.Form{Action: app.ActionMatch})
	return nil
}

// Pair has two people whose words can be compared compare them.
func Pair(ctx context.Context, first, second *Person) error {
	a, err := first.Words(ctx)
	if err != nil {
		return err
	}
	b, err := second.Words(ctx)
	if err != nil {
		return err
	}
	if a != b || a[0] == "" {
		return fmt.Errorf("actor: the words differ: %v, %v", a, b)
	}
	for _, p := range []*Person{first, second} {
		if err := p.Match(ctx); err != nil {
			return err
		}
	}
	for _, p := range []*Person{first, second} {
		err := p.Sees(ctx, "the shared space, checked by both", func(m *app.Model) bool {
			return m.Space == app.Shared && m.Couple.Verified() && m.Pair.Stage == app.PairNone
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Do writes an event by its form, and waits until it has gone through.
func (p *Person) Do(ctx context.Context, kind event.Kind, f event.Form) error {
	if err := p.Attempt(ctx, kind, f); err != nil {
		return err
	}
	if t := p.Try(); t.Field != nil || t.Failure != "" {
		return fmt.Errorf("actor: %s cannot do %s: %v %s", p.Name, kind, t.Field, t.Failure)
	}
	return nil
}

// Attempt writes an event by its form, whatever comes of it.
func (p *Person) Attempt(ctx context.Context, kind event.Kind, f event.Form) error {
	values := event.Form{event.FieldKind: string(kind)}
	maps.Copy(values, f)
	var serial uint64
	p.Dev.Inspect(func(m *app.Model) { serial, m.Try = m.Serial, app.Try{} })
	p.Dev.Form(app.Form{Action: app.ActionDo, Values: values})
	return p.Sees(ctx, "the form answered", func(m *app.Model) bool {
		return m.Serial > serial || !m.Try.Busy && (m.Try.Field != nil || m.Try.Failure != "")
	})
}
