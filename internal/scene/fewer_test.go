package scene_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"troth/internal/actor"
	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/event"
	"troth/internal/native"
	"troth/internal/opening"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/view"
	"troth/internal/wire"
)

// still is two people and a relay in a place where time stands still while
// anybody is busy, so that the same script leads to the same requests in the same
// order each time.
type still struct {
	ana, ben *scene.Person

	mu    sync.Mutex
	asked map[string][]string // what each person's device asked for, in order
	names *namer
}

// pipes is a listener whose connections are pipes.
type pipes struct {
	c    chan net.Conn
	once sync.Once
	gone chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.c:
		return c, nil
	case <-p.gone:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.gone) }); return nil }
func (p *pipes) dial() net.Conn { a, b := net.Pipe(); p.c <- b; return a }

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

const whose = "Still-Device"

type owned struct {
	native.Transport
	name string
}

func (o owned) with(r client.Request) client.Request {
	h := map[string]string{whose: o.name}
	for k, v := range r.Header {
		h[k] = v
	}
	r.Header = h
	return r
}

func (o owned) Do(ctx context.Context, r client.Request) (client.Response, error) {
	return o.Transport.Do(ctx, o.with(r))
}

func (o owned) Stream(ctx context.Context, r client.Request, each func(string) error) error {
	return o.Transport.Stream(ctx, o.with(r), each)
}

// namer gives what is drawn by chance names in the order in which it is met, so that
// two runs can be compared.
type namer struct {
	met     map[string]int
	pattern *regexp.Regexp
}

func (n *namer) plain(s string) string {
	return n.pattern.ReplaceAllStringFunc(s, func(id string) string {
		if _, ok := n.met[id]; !ok {
			n.met[id] = len(n.met)
		}
		return fmt.Sprintf("#%d", n.met[id])
	})
}

func newNamer() *namer { return &namer{map[string]int{}, regexp.MustCompile(`[0-9a-f]{32,}`)} }

// newStill signs two people up and pairs them, inside a bubble.
func newStill(t *testing.T) *still {
	w := &still{asked: map[string][]string{}, names: newNamer()}
	begin := time.Now()
	now := func() time.Time {
		return time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("", 3600)).Add(time.Since(begin))
	}
	const origin = "http://relay.test"
	r, err := relay.New(relay.Options{Store: memstore.New(), Origin: origin, Clock: now, NoLimits: true, MaxAccounts: 2})
	if err != nil {
		t.Fatal(err)
	}
	codes, err := r.RegistrationCodes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := r.Handler()
	l := &pipes{c: make(chan net.Conn), gone: make(chan struct{})}
	srv := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		w.mu.Lock()
		name := req.Header.Get(whose)
		w.asked[name] = append(w.asked[name], w.names.plain(fmt.Sprint(req.Method, " ", req.URL, " ", req.ContentLength)))
		w.mu.Unlock()
		answer, line := way(name)
		time.Sleep(answer)
		if req.URL.Path == wire.PathStream {
			rw = late{rw, line}
		}
		h.ServeHTTP(rw, req)
	})}
	go srv.Serve(l) //nolint:errcheck // it ends when it is closed
	over := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return l.dial(), nil }}}
	person := func(name string) *scene.Person {
		stretch := func(p []byte, salt [16]byte, _ uint8) (k secret.Key, err error) {
			copy(k[:], append(salt[:], p...))
			return k, nil
		}
		aw := actor.World{Origin: origin, Now: now, Stretch: stretch, Test: func() error { return nil }, Render: view.Page, Export: view.Export, Build: "still",
			Transport: owned{native.Transport{Base: origin, HTTP: over}, name}}
		return &scene.Person{Scene: &scene.Scene{T: t}, Person: actor.New(aw, name, "five plain words of "+name)}
	}
	t.Cleanup(func() {
		for _, p := range []*scene.Person{w.ana, w.ben} {
			p.Dev.Close()
		}
		over.CloseIdleConnections()
		srv.Close()
		r.Close()
		synctest.Wait()
	})
	w.ana = person("Ana").SignUp("s." + base64.RawURLEncoding.EncodeToString(codes[0]))
	w.ben = person("Ben").SignUp(w.ana.Invite())
	if err := actor.Pair(t.Context(), w.ana.Person, w.ben.Person); err != nil {
		t.Fatal(err)
	}
	w.rest()
	return w
}

// rest waits until nobody does anything any more.
func (w *still) rest() { time.Sleep(2 * time.Second); synctest.Wait() }

// Ways to the relay take their time, each person's another, and what a stream says
// comes after the answer to what it is about. So nothing happens at one moment, and
// the order does not depend on the machine.
func way(name string) (answer, line time.Duration) {
	if name == "Ana" {
		return 2 * time.Millisecond, 370 * time.Microsecond
	}
	return 3100 * time.Microsecond, 530 * time.Microsecond
}

// late says what a stream says a little later.
type late struct {
	http.ResponseWriter
	by time.Duration
}

func (l late) Write(b []byte) (int, error) { time.Sleep(l.by); return l.ResponseWriter.Write(b) }
func (l late) Unwrap() http.ResponseWriter { return l.ResponseWriter }

// shown are all pages that the other has, as they are shown and as they would be.
func (w *still) shown(p *scene.Person) (pages []string) {
	n := newNamer()
	// Numbers of forms that went through, and words of a hash, are drawn anew.
	serial := regexp.MustCompile(` id="[a-z]+-[0-9]+"|Its words are: [a-z ]+`)
	p.Dev.Inspect(func(m *app.Model) {
		for _, route := range []string{"today", "together", "letter", "correction", "promise", "timeout", "opening", "adventure", "balance", "meaning", "checkin", "record", "waiting", "settings", "mine"} {
			v := *m
			v.Route = route
			pages = append(pages, route+"\n"+serial.ReplaceAllString(n.plain(view.Page(&v)), ""))
		}
	})
	return append(pages, n.plain(serial.ReplaceAllString(p.Page().HTML, "")))
}

// run has both follow a script that was drawn from a seed. Ana changes her settings
// once in it, to what is given.
func (w *still) run(seed uint64, settings event.Form) (asked map[string][]string, pages []string) {
	r := rand.New(rand.NewPCG(seed, 7))
	w.mu.Lock()
	clear(w.asked)
	w.mu.Unlock()
	routes := []string{"today", "together", "mine", "guide", "letter", "promise", "opening", "adventure", "balance", "timeout", "settings", "letter/new"}
	steps := 6 + r.IntN(6)
	change := r.IntN(steps / 2)
	for i := range steps {
		if i == change {
			w.ana.Dev.Form(app.Form{Action: app.ActionSet, Values: settings})
			w.rest()
		}
		p := []*scene.Person{w.ana, w.ben}[r.IntN(2)]
		switch step := r.IntN(12); step {
		case 0, 1, 2:
			p.Dev.Go(routes[r.IntN(len(routes))])
		case 3:
			time.Sleep(time.Duration(1+r.IntN(40)) * time.Minute)
		case 4:
			p.Attempt(opening.KindRung, event.Form{opening.FieldRung: "1"})
		case 5:
			p.Attempt(opening.KindAnswer, event.Form{opening.FieldRung: "1", opening.FieldNumber: fmt.Sprint(1 + r.IntN(3)), opening.FieldText: "I like the window open."})
		default:
			list := ideas(p, i)
			a := list[r.IntN(len(list))]
			p.Attempt(a.kind, a.form)
		}
		w.rest()
		pages = append(pages, w.shown(w.ben)...)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return map[string][]string{"Ana": slices.Clone(w.asked["Ana"]), "Ben": slices.Clone(w.asked["Ben"])}, pages
}

// unlike is a text from shortly before where it differs from another.
func unlike(s, other string) string {
	i := 0
	for i < min(len(s), len(other)) && s[i] == other[i] {
		i++
	}
	return s[max(0, i-200):min(len(s), i+200)]
}

// A partner cannot tell whether somebody has fewer suggestions: over a hundred
// scripts both devices ask the relay for the same, in the same order and of the
// same size, and the partner's pages are the same, whether she chooses them or
// sets something else. So whoever runs the relay cannot tell either: they see that
// something of one's own was written, of the size that most have.
func TestFewerSuggestionsCannotBeTold(t *testing.T) {
	const runs, apart = 100, 5 // as many as that with the same two people
	changed, requests := 0, 0
	for seed := uint64(0); seed < runs; seed += apart {
		var asked [2][]map[string][]string
		var pages [2][][]string
		var today [2][]string
		for i, settings := range []event.Form{{"theme": "light", "fewer": "no"}, {"theme": "light", "fewer": "yes"}} {
			synctest.Test(t, func(t *testing.T) {
				w := newStill(t)
				for j := range uint64(apart) {
					a, p := w.run(seed+j, settings)
					asked[i], pages[i] = append(asked[i], a), append(pages[i], p)
					w.ana.Dev.Inspect(func(m *app.Model) {
						if m.Fewer() != (i == 1) {
							t.Errorf("seed %d: the setting is %v", seed+j, m.Fewer())
						}
						v := *m
						v.Route = "today"
						today[i] = append(today[i], newNamer().plain(view.Page(&v)))
					})
				}
			})
		}
		for j := range today[0] {
			if today[0][j] != today[1][j] {
				changed++
			}
			for _, who := range []string{"Ana", "Ben"} {
				usual, fewer := asked[0][j][who], asked[1][j][who]
				requests += len(usual)
				if !slices.Equal(usual, fewer) {
					t.Fatalf("seed %d: %s asks for something else:\n%s\n\n%s", seed+uint64(j), who, strings.Join(usual, "\n"), strings.Join(fewer, "\n"))
				}
			}
			for k, usual := range pages[0][j] {
				if fewer := pages[1][j][k]; fewer != usual {
					t.Fatalf("seed %d: Ben sees something else:\n%s\n\n%s", seed+uint64(j), unlike(usual, fewer), unlike(fewer, usual))
				}
			}
		}
	}
	if changed < runs/4 || requests < 10*runs {
		t.Errorf("her own Today was another in %d runs, and there were %d requests: the test shows nothing", changed, requests)
	}
}
