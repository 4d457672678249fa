//go:build js

package browser

import (
	"context"
	"os"
	"strings"
	"sync"
	"syscall/js"
	"time"

	"troth/internal/app"
	"troth/internal/device"
	"troth/internal/event"
	"troth/internal/secret"
)

// Env is what a worker has to work with. Randomness is crypto/rand, which is
// the browser's.
type Env struct {
	Origin    string // of the page, and of its relay
	Build     string // the core's hash, as the page was told to demand it
	Transport *Transport
	Store     *Store
	Box       *Box
	Screen    device.Screen // of a core; nil in a key worker
	Now       func() time.Time
}

// Host is the relay's name as people know it.
func (e Env) Host() string {
	_, host, _ := strings.Cut(e.Origin, "://")
	return host
}

// Config is what the two kinds of workers do.
type Config struct {
	// Database is the name of the device's database.
	Database string

	// Core starts the app. Entry is the fragment of the link by which the page
	// was opened, or "".
	Core func(ctx context.Context, env Env, entry string) (device.Core, error)

	// Key does the one job of a key worker.
	Key func(ctx context.Context, env Env, secrets map[string]secret.Text, port device.Port,
		progress func(step, of int, words string)) error
}

// Run is the life of a worker. It never returns: the page ends it.
func Run(cfg Config) {
	w := &worker{cfg: cfg, ports: map[int]*port{}}
	name := ""
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	hear := w.core
	if name == "key" {
		hear = w.key
	}
	js.Global().Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() {
			// Why it failed is not said: it may hold what a person wrote.
			if recover() != nil {
				say(map[string]any{"t": "broken"})
			}
		}()
		hear(first(args).Get("data"))
		return nil
	}))
	say(map[string]any{"t": "ready"})
	select {}
}

func say(m map[string]any) { js.Global().Call("postMessage", m) }

// worker is this worker.
type worker struct {
	cfg     Config
	running device.Core

	mu    sync.Mutex
	ports map[int]*port // by the page's number of the form
}

func (w *worker) env(m js.Value) Env {
	origin := m.Get("origin").String()
	s := NewStore(w.cfg.Database)
	return Env{
		Origin: origin, Build: m.Get("build").String(),
		Transport: NewTransport(origin), Store: s, Box: NewBox(s), Now: Now,
	}
}

// core takes one message to a core. It is called in the order of the messages
// and returns at once, as the methods of device.Core do.
func (w *worker) core(m js.Value) {
	t := m.Get("t").String()
	if t == "start" && w.running == nil {
		env := w.env(m)
		env.Screen = screen{}
		core, err := w.cfg.Core(context.Background(), env, m.Get("entry").String())
		if err != nil {
			say(map[string]any{"t": "broken"})
			return
		}
		w.running = core
		return
	}
	if w.running == nil {
		return // it did not start, and said so
	}
	switch t {
	case "form":
		w.running.Form(form(m))
	case "go":
		w.running.Go(m.Get("to").String())
	case "back":
		w.running.Back(m.Get("token").String())
	case "hidden":
		w.running.Hidden()
	case "awake":
		w.running.Awake()
	case "finish":
		w.running.Finish(func() { say(map[string]any{"t": "finished"}) })
	case "key":
		w.running.Key(form(m), w.join(m.Get("id").Int(), m.Get("port")))
	case "keygone":
		w.mu.Lock()
		p := w.ports[m.Get("id").Int()]
		w.mu.Unlock()
		if p != nil {
			p.shut()
		}
	}
}

func (w *worker) join(id int, v js.Value) *port {
	p := newPort(v, func() {
		w.mu.Lock()
		delete(w.ports, id)
		w.mu.Unlock()
	})
	w.mu.Lock()
	w.ports[id] = p
	w.mu.Unlock()
	return p
}

// key takes the one message to a key worker.
func (w *worker) key(m js.Value) {
	if m.Get("t").String() != "job" {
		return
	}
	secrets := map[string]secret.Text{}
	for name, value := range entries(m.Get("secrets")) {
		secrets[name] = secret.Text(value)
	}
	env, p := w.env(m), newPort(m.Get("port"), nil)
	go func() {
		err := w.cfg.Key(context.Background(), env, secrets, p, func(step, of int, words string) {
			say(map[string]any{"t": "progress", "step": step, "of": of, "words": words})
		})
		say(map[string]any{"t": "done", "ok": err == nil})
	}()
}

func form(m js.Value) app.Form {
	return app.Form{Action: m.Get("action").String(), Values: event.Form(entries(m.Get("values")))}
}

// entries copies an object whose values are strings.
func entries(v js.Value) map[string]string {
	out := map[string]string{}
	if v.Type() != js.TypeObject {
		return out
	}
	list := js.Global().Get("Object").Call("entries", v)
	for i := range list.Length() {
		out[list.Index(i).Index(0).String()] = list.Index(i).Index(1).String()
	}
	return out
}

// screen is the page in front of the person.
type screen struct{}

var _ device.Screen = screen{}

// Show implements device.Screen.
func (screen) Show(p app.Page) {
	say(map[string]any{
		"t": "page", "html": p.HTML, "token": p.Token,
		"move": string(p.Move), "autolock": p.AutoLock, "say": p.Say,
	})
}

// Save implements device.Screen.
func (screen) Save(f app.Saved) {
	kind := "application/octet-stream"
	if f.Open {
		kind = "text/html"
	}
	say(map[string]any{"t": "save", "name": f.Name(), "kind": kind, "bytes": toJS(f.Bytes)})
}

// Wipe implements device.Screen.
func (screen) Wipe() { say(map[string]any{"t": "wipe"}) }

// Lock implements device.Screen.
func (screen) Lock() { say(map[string]any{"t": "lock"}) }
