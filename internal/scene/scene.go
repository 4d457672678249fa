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
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/actor"
	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/native"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/secret"
	"troth/internal/view"
	"troth/internal/wire"
)

// patience is how long a test waits for something that happens in other
// goroutines. It is a bound for failing tests, nothing is measured by it.
const patience = 60 * time.Second

// Scene is a relay and the clock that all its people share.
type Scene struct {
	T          testing.TB
	Relay      *relay.Server
	RelayStore relay.Store
	Origin     string
	codes      [][]byte

	mu   sync.Mutex
	h    http.Handler // the relay's
	now  time.Time
	cut  bool
	lose int
	then bool            // cut after the last loss
	out  map[string]bool // whose connection is cut, by device
	lie  func(path string, body []byte) []byte

	refuse func(*http.Request) *wire.Refusal
	drop   func(*http.Request) bool
	timers []timer
	asked  []time.Duration // waits that devices wanted
}

// New starts a relay on a store, or on memory if it is nil.
func New(t testing.TB, store relay.Store) *Scene {
	t.Helper()
	s := &Scene{T: t, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("", 3600))}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		cut := s.cut
		lose := s.lose > 0 && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/events")
		if lose {
			s.lose--
			s.cut = s.cut || s.then && s.lose == 0
		}
		cut = cut || s.out[r.Header.Get(headerDevice)]
		h, lie := s.h, s.lie
		s.mu.Unlock()
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
		if s.meddles(w, r) {
			return
		}
		if lose = lose || s.loses(r); lose {
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
	t.Cleanup(func() { s.Relay.Close() })
	s.Restore(store)
	var err error
	if s.codes, err = s.Relay.RegistrationCodes(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// Restore stops the relay and starts it again on another store, as somebody does
// who restores it from an old copy.
func (s *Scene) Restore(store relay.Store) {
	s.T.Helper()
	if s.Relay != nil {
		s.Relay.Close()
	}
	r, err := relay.New(relay.Options{Store: store, Origin: s.Origin, Clock: s.Now, NoLimits: true, MaxAccounts: 8})
	if err != nil {
		s.T.Fatal(err)
	}
	s.mu.Lock()
	s.Relay, s.RelayStore, s.h = r, store, r.Handler()
	s.mu.Unlock()
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
	s.ring()
}

// Cut cuts or mends everybody's connection.
func (s *Scene) Cut(cut bool) {
	s.mu.Lock()
	s.cut = cut
	s.mu.Unlock()
}

// CutAfterLoss cuts everybody's connection when the last answer that
// LoseAnswers asked for has been lost.
func (s *Scene) CutAfterLoss() {
	s.mu.Lock()
	s.then = true
	s.mu.Unlock()
}

// CutPerson cuts or mends one person's connection. A stream that is open stays
// open, and tells nothing that could be fetched.
func (s *Scene) CutPerson(p *Person, cut bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil {
		s.out = map[string]bool{}
	}
	s.out[p.Name] = cut
}

// By returns the name of the person whose device has sent a request.
func By(r *http.Request) string { return r.Header.Get(headerDevice) }

// headerDevice tells the scene whose request it is. No real device sends it.
const headerDevice = "Scene-Device"

// named adds it to a person's requests.
type named struct {
	native.Transport
	name string
}

func (n named) Do(ctx context.Context, r client.Request) (client.Response, error) {
	h := map[string]string{headerDevice: n.name}
	for k, v := range r.Header {
		h[k] = v
	}
	r.Header = h
	return n.Transport.Do(ctx, r)
}

// Lie has every answer to a GET changed on its way; nil ends it.
func (s *Scene) Lie(lie func(path string, body []byte) []byte) {
	s.mu.Lock()
	s.lie = lie
	s.mu.Unlock()
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

// Person is somebody with one device. What goes wrong ends the test.
type Person struct {
	*Scene
	*actor.Person
}

// Person makes somebody with a new, empty device.
func (s *Scene) Person(name string) *Person {
	w := actor.World{Origin: s.Origin, Now: s.Now, Stretch: quick, Render: view.Page, Export: view.Export, Build: "scene", After: s.after,
		Transport: named{native.Transport{Base: s.Origin}, name}}
	return &Person{Scene: s, Person: actor.New(w, name, "five plain words of "+name)}
}

func quick(p []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
	if kdf != keyring.KDFStandard && kdf != keyring.KDFLowMemory {
		return secret.Key{}, keyring.ErrWeak
	}
	return sha256.Sum256(append(append(salt[:], kdf), p...)), nil
}

// must takes one step, within a test's patience.
func (p *Person) must(step func(context.Context) error) {
	p.T.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	if err := step(ctx); err != nil {
		p.T.Fatal(err)
	}
}

// Open opens the app on the person's device, by a link's fragment or "".
func (p *Person) Open(entry string) *Person {
	p.T.Helper()
	life, stop := context.WithCancel(context.Background())
	p.T.Cleanup(stop)
	p.must(func(ctx context.Context) error { return p.Person.Open(ctx, life, entry) })
	return p
}

// Sees waits until the model is as the test wants it.
func (p *Person) Sees(what string, ok func(*app.Model) bool) {
	p.T.Helper()
	p.must(func(ctx context.Context) error { return p.Person.Sees(ctx, what, ok) })
}

// Key submits a form with secret fields, and waits until it has been answered.
func (p *Person) Key(action string, secrets map[string]secret.Text, f event.Form) {
	p.T.Helper()
	p.must(func(ctx context.Context) error { return p.Person.Key(ctx, action, secrets, f) })
}

// Settle waits until the form that was submitted last is answered.
func (p *Person) Settle() { p.T.Helper(); p.must(p.Person.Settle) }

// SignUp makes an account with a registration code or an invite, and goes on to
// the first page.
func (p *Person) SignUp(entry string) *Person {
	p.T.Helper()
	p.Open(entry)
	p.must(func(ctx context.Context) error { _, err := p.Person.SignUp(ctx); return err })
	return p
}

// Unlock opens the app anew and enters the passphrase.
func (p *Person) Unlock() *Person {
	p.T.Helper()
	p.Open("")
	p.must(p.Person.Unlock)
	return p
}

// LockUp locks the device and waits until it has ended.
func (p *Person) LockUp() { p.T.Helper(); p.must(p.Person.LockUp) }

// Invite makes an invite and returns the fragment of its link.
func (p *Person) Invite() (fragment string) {
	p.T.Helper()
	p.must(func(ctx context.Context) (err error) { fragment, err = p.Person.Invite(ctx); return err })
	return fragment
}

// Words waits for the words to compare.
func (p *Person) Words() (w [4]string) {
	p.T.Helper()
	p.must(func(ctx context.Context) (err error) { w, err = p.Person.Words(ctx); return err })
	return w
}

// Match says that the words match.
func (p *Person) Match() { p.T.Helper(); p.must(p.Person.Match) }

// Pair signs two people up and pairs them.
func (s *Scene) Pair() (ana, ben *Person) {
	s.T.Helper()
	ana = s.Person("Ana").SignUp(s.Code())
	ben = s.Person("Ben").SignUp(ana.Invite())
	ana.must(func(ctx context.Context) error { return actor.Pair(ctx, ana.Person, ben.Person) })
	return ana, ben
}

// Do writes an event by its form, and waits until it has gone through.
func (p *Person) Do(kind event.Kind, f event.Form) {
	p.T.Helper()
	p.must(func(ctx context.Context) error { return p.Person.Do(ctx, kind, f) })
}

// Attempt writes an event by its form, whatever comes of it.
func (p *Person) Attempt(kind event.Kind, f event.Form) {
	p.T.Helper()
	p.must(func(ctx context.Context) error { return p.Person.Attempt(ctx, kind, f) })
}
