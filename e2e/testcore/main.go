//go:build js

// Command testcore stands in for the app in the tests of the plumbing between
// page, workers and storage. It echoes what it is told, and checks the store
// and the box in the browser in which it runs.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"strings"
	"sync"
	"time"

	"troth/internal/app"
	"troth/internal/browser"
	"troth/internal/client"
	"troth/internal/device"
	"troth/internal/eventlog"
	"troth/internal/eventlog/storetest"
	"troth/internal/keywork"
	"troth/internal/secret"
	"troth/internal/wire"
)

func main() {
	browser.Run(browser.Config{
		Database: "test",
		Core: func(ctx context.Context, env browser.Env, entry string) (device.Core, error) {
			c := &core{ctx: ctx, env: env, prefix: rand.Text()[:6], pages: map[string]string{}}
			c.show(app.Replace, "Ready", "entry:"+entry)
			return c, nil
		},
		Key: func(ctx context.Context, _ browser.Env, secrets map[string]secret.Text, port device.Port, progress func(int, int, string)) error {
			job, err := port.Receive(ctx)
			if err != nil {
				return err
			}
			progress(1, 2, "Half done")
			if secrets["passphrase"] == "crash" {
				panic("canary-in-panic")
			}
			return port.Send(fmt.Appendf(nil, "%s with %d secret letters", job, len(secrets["passphrase"].Reveal())))
		},
	})
}

type core struct {
	ctx context.Context
	env browser.Env

	prefix string

	mu    sync.Mutex
	n     int
	token string
	pages map[string]string // token: heading
	stays int

	writes sync.WaitGroup // what is being stored
	hangs  bool           // it will never finish
}

// show shows a page with the given heading and text.
func (c *core) show(move app.Move, heading, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if move == app.Push || move == app.Replace {
		c.n++
		c.token = fmt.Sprint(c.prefix, c.n)
		c.pages[c.token] = heading
	}
	summary := ""
	if text == "wrong" {
		summary = `<p data-focus id="summary">Something is missing.</p>`
	}
	c.env.Screen.Show(app.Page{
		Token: c.token, Move: move, AutoLock: 5, Say: text,
		HTML: `<header><button data-exit>Leave</button> <button data-lock>Lock</button></header><main id="main"><h1>` + html.EscapeString(heading) + `</h1>` + summary + `
<p id="out">` + html.EscapeString(text) + `</p>
<details id="more"><summary>More</summary><p>Details</p></details>
<form data-action="echo" id="f1"><label>Words <input name="words" id="words"></label> <label><input type="checkbox" name="loud" value="yes">Loud</label> <button name="how" value="softly">Send it</button></form>
<form data-action="stay" id="f2"><label>Note <textarea name="note" id="note"></textarea></label> <button>Keep</button></form>
<form data-action="unlock" data-key id="f3"><label>Passphrase <input type="password" name="passphrase" data-secret id="pass"></label> <input type="hidden" name="plain" value="seen"> <button>Open</button> <button data-plain data-action="stay" name="note" value="other">Another</button><div data-progress></div></form>
<form data-live="draft" id="f4"><label>Draft <input name="typed" id="typed"></label></form>
<p><a href="#" data-go="typed">Typed</a> <a href="#" data-go="next">Next</a> <a href="#" data-help>Help</a> <a href="#" data-go="long">Long</a> <a href="#" data-go="store">Store</a> <a href="#" data-go="crash">Crash</a> <a href="#" data-go="later">Later</a> <a href="#" data-go="error">Error</a> <a href="#" data-go="net">Net</a> <a href="#" data-go="script">Script</a></p>` +
			strings.Repeat("<p>And so on.</p>", map[bool]int{true: 200}[heading == "long"]) +
			map[bool]string{true: `<script src="/evil.js"></script><meta http-equiv="refresh" content="0;url=/evil"><img src="x" onerror="document.title='evil'">`}[heading == "script"] + `</main>`,
	})
}

func (c *core) Form(f app.Form) {
	if f.Action == "draft" {
		c.draft(f.Values["typed"])
		return
	}
	if f.Action == "stay" {
		c.show(app.Stay, "stayed", "kept "+f.Values["note"])
		return
	}
	if f.Values["words"] == "" {
		c.show(app.Stay, "Ready", "wrong")
		return
	}
	c.show(app.Push, "echo", fmt.Sprint(f.Values["words"], " ", f.Values["how"], " ", f.Values["loud"]))
}

func (c *core) Go(to string) {
	switch to {
	case "typed":
		go func() {
			b, err := browser.NewStore("check-typed").Get(c.ctx, "typed")
			c.show(app.Stay, "Typed", fmt.Sprintf("stored: %s %v", b, err))
		}()
	case "crash":
		panic("canary-in-panic")
	case "later":
		go func() {
			time.Sleep(200 * time.Millisecond)
			c.show(app.Stay, "later", "came later")
		}()
	case "store":
		go c.check()
	case "net":
		go c.net()
	default:
		c.show(app.Push, to, "went")
	}
}

func (c *core) Back(token string) {
	c.mu.Lock()
	heading, ok := c.pages[token]
	if ok {
		c.token = token
	}
	c.mu.Unlock()
	if !ok {
		c.show(app.Replace, "Ready", "unknown")
		return
	}
	c.show(app.Back, heading, "back")
}

func (c *core) Hidden() {}
func (c *core) Awake()  {}

// draft stores what is typed, without haste. With "hang" the core never
// finishes, and lives noisily.
func (c *core) draft(typed string) {
	c.hangs = typed == "hang"
	c.writes.Add(1)
	go func() {
		defer c.writes.Done()
		time.Sleep(50 * time.Millisecond)
		_ = browser.NewStore("check-typed").Put(c.ctx, eventlog.KV{Name: "typed", Value: []byte(typed)})
		for c.hangs {
			_, _ = c.env.Transport.Do(c.ctx, client.Request{Method: "GET", Path: "/test/alive"})
		}
	}()
}

func (c *core) Finish(done func()) {
	go func() {
		c.writes.Wait()
		done()
	}()
}

func (c *core) Key(f app.Form, port device.Port) {
	go func() {
		defer port.Close()
		if err := port.Send([]byte("job")); err != nil {
			c.show(app.Stay, "key", err.Error())
			return
		}
		b, err := port.Receive(c.ctx)
		if err != nil {
			c.show(app.Stay, "key", "no result: "+err.Error())
			return
		}
		_, leaked := f.Values["passphrase"]
		c.show(app.Push, "keyed", fmt.Sprintf("%s, %s, leaked: %v", b, f.Values["plain"], leaked))
	}()
}

// check runs the contract of a store and a few checks of the box.
func (c *core) check() {
	err := storetest.Check(func(name string) (eventlog.Store, error) { return browser.NewStore("check-" + name), nil })
	if err == nil {
		err = c.box()
	}
	if err == nil {
		err = c.clock()
	}
	if err != nil {
		c.show(app.Stay, "Store", "store fails: "+err.Error())
		return
	}
	c.show(app.Stay, "Store", "store holds")
}

func (c *core) box() error {
	s := browser.NewStore("check-box")
	a, b := browser.NewBox(s), browser.NewBox(browser.NewStore("check-box"))
	sealed, err := a.Wrap(c.ctx, []byte("plain"))
	if err != nil {
		return err
	}
	if bytes.Contains(sealed, []byte("plain")) {
		return errors.New("box: not encrypted")
	}
	got, err := b.Unwrap(c.ctx, sealed)
	if err != nil || string(got) != "plain" {
		return fmt.Errorf("box: %q, %w", got, err)
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := b.Unwrap(c.ctx, sealed); !errors.Is(err, browser.ErrBox) {
		return fmt.Errorf("box: a changed byte gives %v", err)
	}
	sealed[len(sealed)-1] ^= 1
	if err := s.Clear(c.ctx); err != nil {
		return err
	}
	if _, err := a.Unwrap(c.ctx, sealed); !errors.Is(err, browser.ErrBox) {
		return fmt.Errorf("box: after Clear: %v", err)
	}
	return nil
}

func (c *core) clock() error {
	now := browser.Now()
	if d := time.Since(now); d < 0 || d > time.Second {
		return fmt.Errorf("clock: %v off", d)
	}
	if _, offset := now.Zone(); offset != 5*3600+45*60 { // the tests emulate Kathmandu
		return fmt.Errorf("clock: offset %d", offset)
	}
	return nil
}

// net asks the test server for an answer, a refusal and a stream.
func (c *core) net() {
	t := c.env.Transport
	r, err := t.Do(c.ctx, client.Request{Method: "POST", Path: "/test/echo", Body: []byte("abc"), Header: map[string]string{"Content-Type": "application/cbor"}})
	if err != nil || r.Status != 429 || r.RetryAfter != 7 || string(r.Body) != "POST application/cbor abc" {
		c.show(app.Stay, "Net", fmt.Sprintf("net fails: %v %v %q", err, r.Status, r.Body))
		return
	}
	var got []string
	err = t.Stream(c.ctx, client.Request{Method: "GET", Path: "/test/stream"}, func(data string) error {
		got = append(got, data)
		if len(got) == 3 {
			return context.Canceled // leaves a stream that goes on
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || strings.Join(got, "|") != "ready|log 1|log 2" {
		c.show(app.Stay, "Net", fmt.Sprintf("stream fails: %v %q", err, got))
		return
	}
	var refusal *wire.Refusal
	if err := t.Stream(c.ctx, client.Request{Method: "GET", Path: "/test/none"}, nil); !errors.As(err, &refusal) || refusal.Status != 404 {
		c.show(app.Stay, "Net", fmt.Sprintf("refusal fails: %v", err))
		return
	}
	if _, err := t.Do(c.ctx, client.Request{Method: "GET", Path: "/test/redirect"}); err == nil {
		c.show(app.Stay, "Net", "a redirect was followed")
		return
	}
	c.show(app.Stay, "Net", "net holds")
}

var _ keywork.Box = (*browser.Box)(nil)
