// Package scene is for tests: two people, their devices and a relay in one
// process. Everything is the real thing, except that key stretching is quick
// and that the screens are looked at by the test.
//
//	s := scene.New(t)
//	ana, ben := s.Pair()
//	ana.Do(promise.KindMade, event.Form{…})
//	ben.Sees(func(m *app.Model) bool { … })
package scene

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/device"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/native"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/secret"
	"troth/internal/view"
	"troth/internal/wire"
)

// patience is how long a test waits for something that happens in other
// goroutines. It is a bound for failing tests, nothing is measured by it.
const patience = 20 * time.Second

// Scene is a relay and the clock that all its people share.
type Scene struct {
	T      testing.TB
	Relay  *relay.Server
	Origin string
	codes  [][]byte

	mu   sync.Mutex
	now  time.Time
	cut  bool
	lose int
	lie  func(path string, body []byte) []byte
	weak bool // challenges ask for stretching that nobody accepts
	in   int  // logins since then
}

// New starts a relay on a store, or on memory if it is nil.
func New(t testing.TB, store relay.Store) *Scene {
	t.Helper()
	s := &Scene{T: t, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("", 3600))}
	var h http.Handler
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		cut := s.cut
		lose := s.lose > 0 && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/events")
		if lose {
			s.lose--
		}
		lie, weak := s.lie, s.weak && r.URL.Path == wire.PathChallenge
		if s.weak && r.URL.Path == wire.PathLogin {
			s.in++
		}
		s.mu.Unlock()
		if weak {
			w.Write(codec.Must(wire.Challenge{KDF: 0})) //nolint:errcheck // the client sees it
			return
		}
		if cut {
			panic(http.ErrAbortHandler)
		}
		if lie != nil && r.Method == http.MethodGet && r.URL.Path != wire.PathStream {
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			w.Header().Set("Content-Type", wire.MediaType)
			w.WriteHeader(rec.Code)
			w.Write(lie(r.URL.Path, rec.Body.Bytes())) //nolint:errcheck // the client sees it
			return
		}
		if lose {
			h.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	s.Origin = srv.URL
	if store == nil {
		store = memstore.New()
	}
	var err error
	s.Relay, err = relay.New(relay.Options{Store: store, Origin: s.Origin, Clock: s.Now, NoLimits: true, MaxAccounts: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Relay.Close() })
	h = s.Relay.Handler()
	if s.codes, err = s.Relay.RegistrationCodes(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// Now returns the time of the scene.
func (s *Scene) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Pass lets time pass.
func (s *Scene) Pass(d time.Duration) {
	s.mu.Lock()
	s.now = s.now.Add(d)
	s.mu.Unlock()
}

// Cut cuts or mends everybody's connection.
func (s *Scene) Cut(cut bool) {
	s.mu.Lock()
	s.cut = cut
	s.mu.Unlock()
}

// Lie has every answer to a GET changed on its way; nil ends it.
func (s *Scene) Lie(lie func(path string, body []byte) []byte) {
	s.mu.Lock()
	s.lie = lie
	s.mu.Unlock()
}

// Weaken has challenges ask for weaker key stretching, and counts logins from
// then on.
func (s *Scene) Weaken(on bool) {
	s.mu.Lock()
	s.weak, s.in = on, 0
	s.mu.Unlock()
}

// Logins returns how many logins were tried since Weaken.
func (s *Scene) Logins() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.in
}

// LoseAnswers carries the next n appends out and loses their answers.
func (s *Scene) LoseAnswers(n int) {
	s.mu.Lock()
	s.lose = n
	s.mu.Unlock()
}

// Code returns a registration code that was not given out yet.
func (s *Scene) Code() string {
	s.T.Helper()
	if len(s.codes) == 0 {
		s.T.Fatal("no registration code is left")
	}
	c := s.codes[0]
	s.codes = s.codes[1:]
	return "s." + base64.RawURLEncoding.EncodeToString(c)
}

// Person is somebody with one device.
type Person struct {
	*Scene
	Name  string
	Pass  string
	Store eventlog.Store
	Dev   *device.Device

	mu     sync.Mutex
	page   app.Page
	locked bool
}

// Person makes somebody with a new, empty device.
func (s *Scene) Person(name string) *Person {
	return &Person{Scene: s, Name: name, Pass: "five plain words of " + name, Store: eventlog.NewMemory()}
}

// Show implements device.Screen.
func (p *Person) Show(pg app.Page) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.page = pg
}

// Lock implements device.Screen.
func (p *Person) Lock() {
	p.mu.Lock()
	p.locked = true
	p.mu.Unlock()
	p.Dev.Close()
}

// Page returns what is on the screen.
func (p *Person) Page() app.Page {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.page
}

func (p *Person) env() keywork.Env {
	return keywork.Env{Origin: p.Origin, Transport: native.Transport{Base: p.Origin}, Store: p.Store, Box: native.OpenBox{},
		Rand: rand.Reader, Stretch: quick, NowMS: func() int64 { return p.Now().UnixMilli() }}
}

func quick(p []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
	if kdf != keyring.KDFStandard && kdf != keyring.KDFLowMemory {
		return secret.Key{}, keyring.ErrWeak
	}
	return sha256.Sum256(append(append(salt[:], kdf), p...)), nil
}

// Open opens the app on the person's device, by a link's fragment or "".
func (p *Person) Open(entry string) *Person {
	p.T.Helper()
	if p.Dev != nil {
		p.Dev.Close()
	}
	ctx, stop := context.WithCancel(context.Background())
	p.T.Cleanup(stop)
	d, err := device.New(ctx, device.Config{Env: p.env(), Now: p.Now, Screen: p,
		Render: view.Page, Host: strings.TrimPrefix(p.Origin, "http://"), Build: "scene"}, entry)
	if err != nil {
		p.T.Fatal(err)
	}
	p.Dev = d
	p.Sees("the app has started", func(m *app.Model) bool { return m.Phase != app.Starting })
	return p
}

// Sees waits until the model is as the test wants it.
func (p *Person) Sees(what string, ok func(*app.Model) bool) {
	p.T.Helper()
	deadline := time.Now().Add(patience)
	for {
		var good bool
		var m app.Model
		p.Dev.Inspect(func(mm *app.Model) { good, m = ok(mm), *mm })
		if good {
			return
		}
		if time.Now().After(deadline) {
			p.T.Fatalf("%s never sees: %s (on %s, phase %d, space %d, pair stage %d %s, net %d, problem %q, try %+v)",
				p.Name, what, m.Route, m.Phase, m.Space, m.Pair.Stage, m.Pair.Failure, m.Net, m.Problem, m.Try)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// port is one end of a channel between core and key worker.
type port struct {
	in, out chan []byte
	gone    chan struct{}
	once    *sync.Once
}

func ports() (a, b port) {
	x, y, gone, once := make(chan []byte, 4), make(chan []byte, 4), make(chan struct{}), &sync.Once{}
	return port{x, y, gone, once}, port{y, x, gone, once}
}

func (p port) Send(b []byte) error { p.out <- b; return nil }
func (p port) Close()              { p.once.Do(func() { close(p.gone) }) }
func (p port) Receive(ctx context.Context) ([]byte, error) {
	select {
	case b := <-p.in:
		return b, nil
	default:
	}
	select {
	case b := <-p.in:
		return b, nil
	case <-p.gone:
		return nil, errors.New("scene: port closed")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Key submits a form with secret fields, and waits until it has been answered.
func (p *Person) Key(action string, secrets map[string]secret.Text, f event.Form) {
	p.T.Helper()
	core, worker := ports()
	p.Dev.Key(app.Form{Action: action, Values: f}, core)
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	err := device.RunKey(ctx, p.env(), secrets, worker, func(keywork.Stage) string { return "" }, func(int, int, string) {})
	if err != nil && !strings.Contains(err.Error(), "closed") {
		p.T.Fatalf("%s: key worker: %v", p.Name, err)
	}
	p.Settle()
}

// Settle waits until the form that was submitted last is answered.
func (p *Person) Settle() {
	p.T.Helper()
	p.Sees("an answer", func(m *app.Model) bool { return !m.Try.Busy })
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

// SignUp makes an account with a registration code or an invite, and goes on to
// the first page.
func (p *Person) SignUp(entry string) *Person {
	p.T.Helper()
	p.Open(entry)
	p.Sees("the way in", func(m *app.Model) bool { return m.Entry.Invite == nil || m.Invited.Stage == app.PairOpen })
	p.Dev.Form(app.Form{Action: app.ActionQuestions, Values: event.Form{}})
	p.Sees("the sign-up page", func(m *app.Model) bool { return m.Route == app.RouteSignUp })
	p.Key(app.ActionSignUp, p.Secrets(), event.Form{"name": p.Name})
	p.Sees("the account key", func(m *app.Model) bool { return m.Phase == app.Open && m.Sheet != "" })
	p.Dev.Form(app.Form{Action: app.ActionKept})
	p.Sees("the first page", func(m *app.Model) bool { return m.Route != app.RouteSheet })
	return p
}

// Unlock opens the app anew and enters the passphrase.
func (p *Person) Unlock() *Person {
	p.T.Helper()
	p.Open("")
	p.Key(app.ActionUnlock, p.Secrets(), event.Form{})
	p.Sees("the app unlocked", func(m *app.Model) bool { return m.Phase == app.Open })
	return p
}

// Invite makes an invite and returns the fragment of its link.
func (p *Person) Invite() string {
	p.T.Helper()
	p.Key(app.ActionInvite, p.Secrets(), event.Form{"name": p.Name})
	var link string
	p.Sees("the invite", func(m *app.Model) bool { link = m.Pair.Link.Reveal(); return m.Pair.Stage == app.PairOpen })
	_, fragment, _ := strings.Cut(link, "#")
	return fragment
}

// Words waits for the words to compare.
func (p *Person) Words() (w [4]string) {
	p.T.Helper()
	p.Sees("the words", func(m *app.Model) bool { w = m.Pair.Words; return m.Pair.Stage == app.PairWords })
	return w
}

// Match says that the words match.
func (p *Person) Match() {
	p.T.Helper()
	var me event.Partner
	p.Dev.Inspect(func(m *app.Model) { me = m.Pair.Me })
	if me == event.First {
		p.Key(app.ActionMatch, p.Secrets(), event.Form{})
		return
	}
	p.Dev.Form(app.Form{Action: app.ActionMatch})
}

// Pair signs two people up and pairs them.
func (s *Scene) Pair() (ana, ben *Person) {
	s.T.Helper()
	ana = s.Person("Ana").SignUp(s.Code())
	ben = s.Person("Ben").SignUp(ana.Invite())
	if a, b := ana.Words(), ben.Words(); a != b || a[0] == "" {
		s.T.Fatalf("the words differ: %v, %v", a, b)
	}
	ana.Match()
	ben.Match()
	for _, p := range []*Person{ana, ben} {
		p.Sees("the shared space, checked by both", func(m *app.Model) bool {
			return m.Space == app.Shared && m.Couple.Verified() && m.Pair.Stage == app.PairNone
		})
	}
	return ana, ben
}

// Do writes an event by its form, and waits until it has gone through.
func (p *Person) Do(kind event.Kind, f event.Form) {
	p.T.Helper()
	p.Attempt(kind, f)
	if t := p.Try(); t.Field != nil || t.Failure != "" {
		p.T.Fatalf("%s cannot do %s: %v %s", p.Name, kind, t.Field, t.Failure)
	}
}

// Attempt writes an event by its form, whatever comes of it.
func (p *Person) Attempt(kind event.Kind, f event.Form) {
	p.T.Helper()
	values := event.Form{"kind": string(kind)}
	for k, v := range f {
		values[k] = v
	}
	var serial uint64
	p.Dev.Inspect(func(m *app.Model) { serial, m.Try = m.Serial, app.Try{} })
	p.Dev.Form(app.Form{Action: app.ActionDo, Values: values})
	p.Sees("the form answered", func(m *app.Model) bool {
		return m.Serial > serial || !m.Try.Busy && (m.Try.Field != nil || m.Try.Failure != "")
	})
}
