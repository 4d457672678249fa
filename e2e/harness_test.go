package e2e

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"troth/internal/require"
	"troth/internal/web"
)

// deadline is how long anything may take before it counts as never.
const deadline = 60 * time.Second

// chrome is the one browser of a test run.
type chrome struct {
	ctx  context.Context
	stop func()
	err  error
}

func browserPath() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// ownHosts lets a browser ask for nothing but this computer.
const ownHosts = "MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"

var browserOnce = sync.OnceValue(func() chrome {
	path := browserPath()
	if path == "" {
		return chrome{err: fmt.Errorf("no browser")}
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", ownHosts),
	)...)
	ctx, stop := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}))
	c := chrome{ctx: ctx, stop: func() { stop(); stopAlloc() }}
	c.err = chromedp.Do(ctx)
	return c
})

func TestMain(m *testing.M) {
	code := m.Run()
	if started {
		browserOnce().stop()
	}
	os.Exit(code)
}

var started bool // whether any test asked for the browser

// theBrowser returns the browser, or skips the test.
func theBrowser(t *testing.T) context.Context {
	t.Helper()
	c := browserOnce()
	require.Have(t, "browser", c.err)
	started = true
	return c.ctx
}

// testCore builds testcore, once.
var testCore = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "troth-e2e")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "core.wasm")
	cmd := exec.Command("go", "build", "-o", out, "./testcore")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if b, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("testcore: %w\n%s", err, b)
	}
	return os.ReadFile(out)
})

// site is a server under test, and a neutral page to leave to.
type site struct {
	URL     string
	Neutral string
	mux     *http.ServeMux // more paths, behind the same headers
	seen    func(*http.Request)

	mu   sync.Mutex
	down bool                     // answers nothing, as without a network
	gate map[string]chan struct{} // paths whose answers wait
	swap map[string][]byte        // paths that answer something else
}

const home = `<header><button data-exit>Leave</button></header><main><h1>At home</h1><p><a href="#" data-go="next">Begin</a> <a href="#" data-help>Help</a></p></main>`
const help = `<header><button data-exit>Leave</button> <a href="#" data-back>Back</a></header><main><h1>Where help is</h1><p>Call somebody.</p></main>`

// options of serveWith.
type options struct {
	quiet bool   // a crash prints nothing, as in the real app
	help  string // another help page
}

// serve starts a server whose app is testcore.
func serve(t *testing.T) *site { t.Helper(); return serveWith(t, options{}) }

func serveWith(t *testing.T, opt options) *site {
	t.Helper()
	theBrowser(t)
	core, err := testCore()
	if err != nil {
		t.Fatal(err)
	}
	neutral := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>Weather</title><h1>Weather</h1>")
	}))
	t.Cleanup(neutral.Close)

	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	s := &site{URL: "http://localhost:" + port, Neutral: neutral.URL + "/", mux: http.NewServeMux(), gate: map[string]chan struct{}{}, swap: map[string][]byte{}}
	o := web.Options{Origin: s.URL, ExitURL: s.Neutral, Home: home, Help: cmp.Or(opt.help, help), Core: core, Debug: !opt.quiet}
	app, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s.mux.Handle("/", app)
	srv := &http.Server{Handler: web.Headers(o)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		if s.seen != nil {
			s.seen(r)
		}
		if s.down {
			s.mu.Unlock()
			panic(http.ErrAbortHandler)
		}
		var wait chan struct{}
		var other []byte
		for part, c := range s.gate {
			if strings.Contains(r.URL.Path, part) {
				wait = c
			}
		}
		for part, b := range s.swap {
			if strings.Contains(r.URL.Path, part) {
				other = b
			}
		}
		s.mu.Unlock()
		if wait != nil {
			select {
			case <-wait:
			case <-r.Context().Done():
				return
			}
		}
		if other != nil {
			w.Header().Set("Content-Type", "application/wasm")
			_, _ = w.Write(other)
			return
		}
		s.mux.ServeHTTP(w, r)
	}))}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return s
}

// hold makes answers to paths that contain part wait until the returned
// function is called.
func (s *site) hold(part string) func() {
	c := make(chan struct{})
	s.mu.Lock()
	s.gate[part] = c
	s.mu.Unlock()
	return sync.OnceFunc(func() { close(c) })
}

// cut ends every connection, and those to come.
func (s *site) cut() {
	s.mu.Lock()
	s.down = true
	s.mu.Unlock()
}

// replace makes paths that contain part answer with data.
func (s *site) replace(part string, data []byte) {
	s.mu.Lock()
	s.swap[part] = data
	s.mu.Unlock()
}

// Person is somebody with a browser of their own.
type Person struct {
	t      *testing.T
	Name   string
	Called string // by their partner
	Line   *Line  // what all of their requests go through
	ctx    context.Context

	close func() // of a second tab

	mu         sync.Mutex
	heard      []string // all that was printed
	complaints []string
	expected   []string
}

// NewPerson opens a browser context for somebody, on no page yet.
func NewPerson(t *testing.T, name string) *Person {
	t.Helper()
	parent := theBrowser(t)
	p := &Person{t: t, Name: name, Called: name, Line: newLine(t)}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext(p.Line.goes()), chromedp.WithListener(p.listen))
	p.begin(ctx, cancel)
	return p
}

// begin prepares the person's tab, and ends it with the test.
func (p *Person) begin(ctx context.Context, cancel context.CancelFunc) {
	p.t.Helper()
	t := p.t
	p.ctx = ctx
	t.Cleanup(func() {
		if t.Failed() {
			p.describe()
		}
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, c := range p.complaints {
			ok := false
			for _, e := range p.expected {
				ok = ok || strings.Contains(c, e)
			}
			if !ok {
				t.Errorf("%s's browser complains: %s", p.Name, c)
			}
		}
	})
	watch := `addEventListener("securitypolicyviolation", (e) => console.error("CSP violation:", e.violatedDirective, e.blockedURI, e.sourceFile))`
	p.do(chromedp.Func(func(ctx context.Context, tg *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch}); err != nil {
			return err
		}
		if _, err := chromedp.Call(ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Asia/Kathmandu"}); err != nil {
			return err
		}
		return nil
	}))
	p.View(360, 740)
}

// listen collects complaints. Those of workers come in the page's log.
func (p *Person) listen(ev any) {
	c, said := "", ""
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		said = "console:"
		for _, a := range ev.Args {
			said += " " + string(a.Value)
		}
		if ev.Type == "error" || ev.Type == "assert" {
			c = said
		}
	case *runtime.EventExceptionThrown:
		said = "exception: " + ev.ExceptionDetails.Text
		if ev.ExceptionDetails.Exception != nil {
			said += " " + ev.ExceptionDetails.Exception.Description
		}
		c = said
	case *cdplog.EventEntryAdded:
		said = "log: " + ev.Entry.Text + " " + ev.Entry.URL
		if ev.Entry.Level == "error" || ev.Entry.Source == "security" {
			c = said
		}
	}
	if said == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard = append(p.heard, said)
	if c != "" {
		p.complaints = append(p.complaints, c)
	}
}

// Heard reports whether anything that was printed contains a text.
func (p *Person) Heard(part string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(strings.Join(p.heard, "\n"), part)
}

// Expect allows complaints that contain a text.
func (p *Person) Expect(part string) {
	p.mu.Lock()
	p.expected = append(p.expected, part)
	p.mu.Unlock()
}

func (p *Person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := p.try(steps...); err != nil {
		p.t.Fatalf("%s: %v", p.Name, err)
	}
}

// try runs steps. The first ones of a person start its tab, which lasts as long
// as their context, so the deadline is not put on that.
func (p *Person) try(steps ...chromedp.Action[chromedp.Void]) error {
	if err := chromedp.Do(p.ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(p.ctx, deadline)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// View sets the size of the window.
func (p *Person) View(width, height int64) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
}

// Open goes to an address.
func (p *Person) Open(url string) { p.t.Helper(); p.do(chromedp.Navigate(url)) }

// Back presses the browser's Back.
func (p *Person) Back() { p.t.Helper(); p.Eval("setTimeout(() => history.back())") }

// Eval evaluates an expression for its effect.
func (p *Person) Eval(js string) { p.t.Helper(); p.do(chromedp.Evaluate[chromedp.Void](js)) }

// Ask evaluates an expression that gives text.
func (p *Person) Ask(js string) string {
	p.t.Helper()
	s, err := p.ask(js)
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.Name, js, err)
	}
	return s
}

func (p *Person) ask(js string) (string, error) {
	ctx, cancel := context.WithTimeout(p.ctx, deadline)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => String("+js+"))()", chromedp.EvalAwaitPromise))
}

// Wait waits until an expression is true.
func (p *Person) Wait(js string) {
	p.t.Helper()
	if last := p.until(js); last != "" {
		p.t.Fatalf("%s: never became true: %s (%s)", p.Name, js, last)
	}
}

func (p *Person) until(js string) string {
	end := time.Now().Add(deadline)
	for last := ""; ; {
		s, err := p.ask("Boolean(await (" + js + "))") // a promise is waited for, not taken for true
		if err == nil && s == "true" {
			return ""
		}
		if last = s; err != nil { // the page may be changing to another one
			last = err.Error()
		}
		if time.Now().After(end) || p.ctx.Err() != nil {
			return last
		}
		time.Sleep(10 * time.Millisecond) // between two looks
	}
}

// seen are functions for finding things as a person does.
const seen = `
const visible = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const norm = (s) => s.replace(/\s+/g, " ").trim();
const clickable = (text) => [...document.querySelectorAll("button, a, summary, label, [role=button]")]
  .filter((e) => visible(e) && (norm(e.innerText) === text || e.getAttribute("aria-label") === text))[0];
const field = (label) => {
  const l = [...document.querySelectorAll("label")].find((e) => visible(e) && norm(e.innerText).startsWith(label));
  return l?.control ?? [...document.querySelectorAll("input, textarea, select")].find((e) => visible(e) && e.getAttribute("aria-label") === label);
};`

func js(body string) string { return "(() => {" + seen + body + "})()" }

// WaitText waits until a text can be seen.
func (p *Person) WaitText(text string) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf("return norm(document.body.innerText).includes(%q)", text)))
}

// Sees reports whether a text can be seen now.
func (p *Person) Sees(text string) bool {
	p.t.Helper()
	return p.Ask(js(fmt.Sprintf("return norm(document.body.innerText).includes(%q)", text))) == "true"
}

// Click presses what has the text, with the mouse, once it is there and at
// rest. If the page moved under the mouse, so that something else was hit, it
// is pressed again, as a person would.
func (p *Person) Click(text string) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf("return clickable(%q)", text)))
	for range 5 {
		var x, y float64
		at := p.Ask(js(fmt.Sprintf(`const e = clickable(%q); if (!e) return "gone"; e.scrollIntoView({ block: "center", behavior: "instant" });
window.hit = ""; addEventListener("click", ({ target }) => { window.hit = String(e.contains(target) || clickable(%q)?.contains(target)); }, { capture: true, once: true });
const r = e.getClientRects()[0]; return (r.x + r.width / 2) + " " + (r.y + r.height / 2)`, text, text)))
		if at == "gone" {
			p.Wait(js(fmt.Sprintf("return clickable(%q)", text)))
			continue
		}
		if _, err := fmt.Sscan(at, &x, &y); err != nil {
			p.t.Fatalf("%s: click %q: %v", p.Name, text, err)
		}
		p.do(chromedp.MouseClickXY(x, y))
		// The page may be busy and look at the click later. Another document has no
		// such variable: it was hit, and led away.
		hit, err := p.ask(`await new Promise((done) => { const end = Date.now() + 3000;
const look = () => (window.hit === "" && Date.now() < end ? setTimeout(look, 10) : done(window.hit)); look(); })`)
		if err != nil || hit == "true" || hit == "undefined" {
			return
		}
	}
	p.t.Fatalf("%s: cannot hit %q", p.Name, text)
}

// Fill types into the field with the label, in place of what is there.
func (p *Person) Fill(label, text string) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf("return field(%q)", label)))
	p.Eval(js(fmt.Sprintf("const f = field(%q); f.focus(); f.select()", label)))
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// Press presses and releases a key by its name.
func (p *Person) Press(key string) {
	p.t.Helper()
	if err := p.press(key); err != nil {
		p.t.Fatalf("%s: press %s: %v", p.Name, key, err)
	}
}

func (p *Person) press(key string) error {
	return p.try(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, typ := range []input.DispatchKeyEventType{"rawKeyDown", "keyUp"} {
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: typ, Key: key}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Shot looks at what is seen: it is checked for accessibility, and for room at
// 400 % zoom, and pictures of it are kept in TROTH_SHOTS, narrow and wide, light
// and dark.
func (p *Person) Shot(name string) {
	p.t.Helper()
	p.accessible(name)
	p.zoomed(name)
	dir := os.Getenv("TROTH_SHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	for _, scheme := range []string{"light", "dark"} {
		p.scheme(scheme)
		for _, size := range [][2]int64{{1280, 800}, {360, 740}} {
			file := filepath.Join(dir, fmt.Sprintf("%s-%s-%d-%s.png", name, p.Name, size[0], scheme))
			if _, err := os.Stat(file); err == nil && os.Getenv("TROTH_SHOTS_ONCE") != "" {
				continue // every pair that signs up passes the same pages
			}
			p.View(size[0], size[1])
			b, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				p.t.Fatal(err)
			}
			if err := os.WriteFile(file, b, 0o644); err != nil {
				p.t.Fatal(err)
			}
		}
	}
}

// tooWide names what sticks out of the page sideways, or is "".
const tooWide = `(() => { const wide = document.documentElement.clientWidth;
if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= wide) return "";
return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > wide + 0.5)
  .slice(0, 4).map((e) => e.outerHTML.slice(0, 120) + " (to " + e.getBoundingClientRect().right + " of " + wide + ")").join("; ") || "something"; })()`

// zoomed checks that nothing has to be scrolled sideways when 1280 by 1024 are
// looked at four times as large.
func (p *Person) zoomed(name string) {
	p.t.Helper()
	p.View(320, 256)
	if found := p.Ask(tooWide); found != "" {
		p.t.Errorf("%s's page %s at 400 %%: %s", p.Name, name, found)
	}
	p.View(360, 740)
}

// describe logs what a person saw when a test failed.
func (p *Person) describe() {
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Second)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body?.innerText`))
	if err == nil {
		p.t.Logf("%s saw at the end: %s", p.Name, s)
	}
}
