package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// ready opens the site for somebody and waits for the core.
func ready(t *testing.T, s *site, name string) *Person {
	t.Helper()
	p := NewPerson(t, name)
	p.Open(s.URL)
	p.WaitText("entry:")
	return p
}

func TestTwoPeople(t *testing.T) {
	s := serve(t)
	ana, ben := ready(t, s, "ana"), ready(t, s, "ben")
	ana.Fill("Words", "hello from ana")
	ana.Click("Send it")
	ben.Fill("Words", "hello from ben")
	ben.Click("Loud")
	ben.Click("Send it")
	ana.WaitText("hello from ana softly")
	ben.WaitText("hello from ben softly yes")
	ana.Shot("echo")
}

// TestEdges runs what needs a browser of package browser: the contract of the
// store, the box, the clock and the transport.
func TestEdges(t *testing.T) {
	s := serve(t)
	s.mux.HandleFunc("/test/echo", func(w http.ResponseWriter, r *http.Request) {
		b := make([]byte, 3)
		_, _ = r.Body.Read(b)
		if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
			t.Error("a request carries a cookie or where it came from")
		}
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprintf(w, "%s %s %s", r.Method, r.Header.Get("Content-Type"), b)
	})
	gone := make(chan struct{})
	s.mux.HandleFunc("/test/stream", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for _, piece := range []string{": hello\n\n", "data: rea", "dy\n", "\ndata: log 1\r\n\r\nevent: x\rdata:log 2\r\r"} {
			fmt.Fprint(w, piece)
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
		close(gone)
	})
	s.mux.HandleFunc("/test/none", http.NotFound)
	s.mux.HandleFunc("/test/redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
	p := ready(t, s, "ana")
	p.Click("Store")
	p.WaitText("store ")
	if !p.Sees("store holds") {
		t.Error(p.Ask("document.getElementById('out').innerText"))
	}
	p.Expect("429")
	p.Expect("404")
	p.Expect("/test/redirect")
	p.Click("Net")
	p.Wait("/net holds|fails|followed/.test(document.getElementById('out').innerText)")
	if !p.Sees("net holds") {
		t.Error(p.Ask("document.getElementById('out').innerText"))
	}
	<-gone // a stream that is left is closed
}

// TestEvalRefused asks the page, and a worker with the same headers, to run
// text as a program.
func TestEvalRefused(t *testing.T) {
	s := serve(t)
	const script = `
const tried = (f) => { try { f(); return "ran"; } catch (e) { return e.name; } };
const results = [tried(() => (0, eval)("1")), tried(() => new Function("return 1")())].join(" ");`
	s.mux.HandleFunc("/test/page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><script src="/test/page.js"></script><p id="page"><p id="worker">`)
	})
	s.mux.HandleFunc("/test/page.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, script+`
addEventListener("load", () => {
  document.getElementById("page").textContent = results + " " + tried(() => { document.body.innerHTML = "<b>x</b>"; }) + " " + tried(() => new Worker("/test/worker.js"));
  const worker = new Worker(trustedTypes.createPolicy("troth-worker", { createScriptURL: (u) => u }).createScriptURL("/test/worker.js"), { type: "module" });
  worker.onmessage = ({ data }) => { document.getElementById("worker").textContent = data; };
});`)
	})
	s.mux.HandleFunc("/test/worker.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, script+`postMessage(results + " isolated:" + crossOriginIsolated);`)
	})
	p := NewPerson(t, "ana")
	for _, part := range []string{"CSP violation", "Content Security Policy", "TrustedScript", "Trusted", "violates"} {
		p.Expect(part)
	}
	p.Open(s.URL + "/test/page")
	p.Wait("document.getElementById('worker')?.textContent")
	if got := p.Ask("document.getElementById('page').textContent"); got != "EvalError EvalError TypeError TypeError" {
		t.Errorf("the page says %q", got)
	}
	if got := p.Ask("document.getElementById('worker').textContent"); got != "EvalError EvalError isolated:true" {
		t.Errorf("the worker says %q", got)
	}
}

func TestLock(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	p.Fill("Words", "canary-sent")
	p.Click("Send it")
	p.WaitText("canary-sent softly")
	p.Fill("Note", "canary-typed")
	p.Fill("Passphrase", "canary-secret")
	p.Click("Lock")
	p.WaitText("entry:")
	all := p.Ask(`document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")].map((e) => e.value).join()`)
	if strings.Contains(all, "canary") {
		t.Error("after locking, the page still holds what was on it")
	}
	// The page before is not to be had by Back either.
	p.Back()
	p.WaitText("unknown")
	if p.Sees("canary") {
		t.Error("Back shows the page from before the lock")
	}
}

// What was typed a moment before is with the core before it ends, however the
// person leaves the page, and a core that does not finish is ended all the same.
func TestTypedLast(t *testing.T) {
	s := serve(t)
	var alive atomic.Int64
	s.mux.HandleFunc("/test/alive", func(http.ResponseWriter, *http.Request) { alive.Add(1) })
	stored := func(t *testing.T, p *Person, want string) {
		t.Helper()
		p.Click("Typed")
		p.WaitText("stored: ")
		if !p.Sees("stored: " + want + " ") {
			t.Errorf("%q is not stored", want)
		}
	}
	t.Run("lock", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Fill("Draft", "before the lock")
		p.Click("Lock")
		p.WaitText("entry:")
		stored(t, p, "before the lock")
	})
	t.Run("lock by itself", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Fill("Draft", "before it locked")
		p.Eval(`const now = Date.now.bind(Date); Date.now = () => now() + 5 * 60000 + 100; document.dispatchEvent(new Event("visibilitychange"))`)
		p.WaitText("entry:")
		stored(t, p, "before it locked")
	})
	t.Run("a link", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Fill("Draft", "before the link")
		p.Click("Next")
		p.WaitText("went")
		p.Wait(`document.getElementById("typed").value === ""`)
		p.Click("Lock")
		p.WaitText("entry:")
		stored(t, p, "before the link")
	})
	t.Run("without a pause", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Eval(`globalThis.typing = setInterval(() => { const f = document.getElementById("typed"); f.value += "x"; f.dispatchEvent(new Event("input", { bubbles: true })); }, 100)`)
		for p.Ask(`document.getElementById("out").textContent.startsWith("stored: xx")`) != "true" {
			p.Click("Typed")
			p.WaitText("stored: ")
		}
		p.Eval(`clearInterval(typing)`)
	})
	t.Run("a core that hangs", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Fill("Draft", "hang")
		p.Click("Lock")
		p.WaitText("entry:")
		p.Wait(`new Promise((done) => setTimeout(done, 300, true))`)
		for before := int64(-1); alive.Load() != before; {
			before = alive.Load()
			p.Wait(`new Promise((done) => setTimeout(done, 300, true))`)
		}
		if alive.Load() == 0 {
			t.Error("it never lived: the test looks at nothing")
		}
	})
}

func TestLockByItself(t *testing.T) {
	s := serve(t)
	t.Run("idle", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Click("Next")
		p.WaitText("went")
		p.Eval(`document.dispatchEvent(new Event("visibilitychange"))`)
		if !p.Sees("went") {
			t.Fatal("locked too early")
		}
		p.Eval(`const now = Date.now.bind(Date); Date.now = () => now() + 5 * 60000 + 100; document.dispatchEvent(new Event("visibilitychange"))`)
		p.WaitText("entry:")
	})
	t.Run("frozen", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Click("Next")
		p.WaitText("went")
		p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			for _, state := range []page.SetWebLifecycleStateState{"frozen", "active"} {
				if _, err := chromedp.Call(ctx, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state}); err != nil {
					return err
				}
			}
			return nil
		}))
		p.WaitText("entry:")
	})
	t.Run("left", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Click("Next")
		p.WaitText("went")
		p.Open(s.Neutral)
		p.Back()
		p.WaitText("entry:")
		if p.Sees("went") {
			t.Error("the page that was left comes back open")
		}
	})
}

func TestAttack85BackAfterExit(t *testing.T) {
	s := serve(t)
	away := func(t *testing.T, p *Person, from string) {
		t.Helper()
		p.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
		if slices.Contains(p.history(), from) {
			t.Error("the page that was left is still in the browser's history")
		}
		p.Back()
		p.Wait("location.pathname === '/' && document.getElementById('app')")
		if p.Sees("canary") {
			t.Error("Back after leaving shows what was there")
		}
	}
	t.Run("button", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Fill("Words", "canary")
		p.Click("Send it")
		p.WaitText("canary softly")
		from := p.Ask("location.href")
		p.Click("Leave")
		away(t, p, from)
	})
	t.Run("shift", func(t *testing.T) {
		p := ready(t, s, "ana")
		p.Click("Next")
		p.WaitText("went")
		p.Fill("Note", "canary")
		for _, key := range []string{"Shift", "Shift", "A", "Shift", "Shift"} {
			p.Press(key)
		}
		from := p.Ask("location.href")
		if !strings.HasPrefix(from, s.URL) {
			t.Fatal("left though another key was between")
		}
		_ = p.press("Shift") // the page may be gone before the key is let go
		away(t, p, from)
	})
	t.Run("before the core is there", func(t *testing.T) {
		release := s.hold(".wasm")
		defer release()
		p := NewPerson(t, "ana")
		p.Open(s.URL)
		p.WaitText("At home")
		p.Click("Leave")
		p.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
	})
}

func TestQuickExitWithBrokenCore(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	p.Expect("panic")
	p.Click("Crash")
	p.WaitText("Something went wrong")
	p.Click("Leave")
	p.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
}

func TestBrokenCore(t *testing.T) {
	s := serveWith(t, options{quiet: true})
	p := ready(t, s, "ana")
	p.Fill("Note", "my unsent words")
	p.Click("Crash")
	p.WaitText("Something went wrong")
	if got := p.Ask("document.getElementById('note').value"); got != "my unsent words" {
		t.Errorf("unsent words became %q", got)
	}
	p.Click("Open it again")
	p.WaitText("entry:")
	if p.Heard("canary") {
		t.Error("the console holds what a crash had to say")
	}
}

func TestHelp(t *testing.T) {
	s := serve(t)
	release := s.hold(".wasm")
	defer release()
	p := NewPerson(t, "ana")
	p.Open(s.URL)
	p.Click("Help")
	p.WaitText("Where help is")
	p.Shot("help")
	if p.Sees("At home") {
		t.Error("the page is still seen beside the help")
	}
	if got := p.Ask("document.activeElement.innerText"); got != "Where help is" {
		t.Errorf("the focus is on %q", got)
	}
	p.Back()
	p.WaitText("At home")
	release()
	p.WaitText("entry:")

	p.Fill("Note", "half a sentence")
	p.Eval(`document.getElementById("note").setSelectionRange(4, 6)`)
	p.Click("Help")
	p.WaitText("Where help is")
	p.Click("Back")
	p.WaitText("entry:")
	if got := p.Ask("document.getElementById('note').value"); got != "half a sentence" {
		t.Errorf("what was typed became %q", got)
	}
	// Forward does not lead there: whoever has the device next learns nothing.
	p.Eval(`addEventListener("popstate", () => { document.title = "moved" + history.state?.help; }); history.forward()`)
	p.Wait(`document.title === "movedundefined"`)
	if p.Sees("Where help is") || !p.Sees("entry:") {
		t.Error("Forward shows that somebody looked for help")
	}
}

func TestHelpWithoutScripts(t *testing.T) {
	s := serve(t)
	p := NewPerson(t, "ana")
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	p.Open(s.URL)
	p.WaitText("Where help is")
}

func TestAttack86ChangedCore(t *testing.T) {
	s := serve(t)
	core, _ := testCore()
	changed := append([]byte(nil), core...)
	changed[len(changed)-1] ^= 1
	s.replace(".wasm", changed)
	p := NewPerson(t, "ana")
	p.Expect("integrity")
	p.Expect("digest")
	p.Open(s.URL)
	p.WaitText("could not be opened whole")
	if !p.Sees("At home") {
		t.Error("the page that was there is gone")
	}
	p.Shot("wrong-core")
}

func TestAttack81Framed(t *testing.T) {
	s := serve(t)
	var asked atomic.Int64
	s.seen = func(r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/a/") {
			asked.Add(1)
		}
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>Trap</title><iframe src="%s" onload="document.title='loaded'"></iframe>`, s.URL)
	}))
	defer other.Close()
	p := NewPerson(t, "ana")
	p.Expect("frame")
	p.Expect("X-Frame-Options")
	p.Expect("ERR_BLOCKED_BY_RESPONSE")
	p.Open(other.URL)
	p.Wait("document.title === 'loaded'")
	if asked.Load() != 0 {
		t.Error("the page ran in a frame of another site")
	}
}

// history returns the addresses in the browser's history of this page.
func (p *Person) history() (out []string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		h, err := chromedp.Call(ctx, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		for _, e := range h.Entries {
			out = append(out, e.URL)
		}
		return nil
	}))
	return out
}

func TestAttack84FragmentIsTaken(t *testing.T) {
	s := serve(t)
	var addresses, referers []string
	s.seen = func(r *http.Request) {
		addresses, referers = append(addresses, r.URL.String()), append(referers, r.Referer())
	}
	release := s.hold(".wasm")
	defer release()
	p := NewPerson(t, "ana")
	p.Open(s.URL + "/#/j/1.c2VjcmV0.localhost")
	p.WaitText("At home")
	// It is gone before there is a core that could take it.
	if got := p.Ask("location.href"); strings.Contains(got, "c2VjcmV0") {
		t.Errorf("the address shows the secret while the app is loading: %s", got)
	}
	release()
	p.WaitText("entry:/j/1.c2VjcmV0.localhost")
	for _, e := range p.history() {
		if strings.Contains(e, "c2VjcmV0") {
			t.Errorf("the browser's history holds %s", e)
		}
	}
	if got := p.Ask("location.href"); strings.Contains(got, "c2VjcmV0") {
		t.Errorf("the address still shows the secret: %s", got)
	}
	p.Click("Next")
	p.WaitText("went")
	p.Back()
	p.WaitText("back")
	if got := p.Ask("location.href"); strings.Contains(got, "c2VjcmV0") {
		t.Error("the secret is in the history")
	}
	if strings.Contains(strings.Join(addresses, " "), "c2VjcmV0") {
		t.Error("the secret was sent to the server")
	}
	if r := strings.Join(referers, ""); r != "" {
		t.Errorf("a request says where it came from: %s", r)
	}
	// Another link opened in the same page starts anew with it.
	p.Eval(`location.hash = "s.Y29kZQ"`)
	p.WaitText("entry:s.Y29kZQ")
	if got := p.Ask("location.href"); strings.Contains(got, "Y29kZQ") {
		t.Errorf("the address still shows the second secret: %s", got)
	}
	// One of our own names is nothing to a new page.
	p.Open(s.Neutral)
	p.Open(s.URL + "/#t.x1")
	p.WaitText("entry:")
	if p.Sees("entry:t.") {
		t.Error("a token of the history was taken for a link")
	}
}

func TestStay(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	p.Click("More")
	p.Click("Loud")
	p.Fill("Words", "what I am writing")
	p.Click("Later") // the answer comes while the person is writing
	p.Eval(`const w = document.getElementById("words"); w.focus(); w.setSelectionRange(5, 7); w.dataset.same = "yes"`)
	p.WaitText("came later")
	got := p.Ask(`(() => { const w = document.getElementById("words"); return [w.value, w.selectionStart, w.selectionEnd, document.activeElement === w, document.getElementById("more").open, document.querySelector("[name=loud]").checked].join() })()`)
	if got != "what I am writing,5,7,true,true,true" {
		t.Errorf("after a page came: %s", got)
	}
	// What was submitted is the core's to show: it shows the form empty.
	p.Fill("Note", "sent words")
	p.Click("Keep")
	p.WaitText("kept sent words")
	if got := p.Ask("document.getElementById('note').value"); got != "" {
		t.Errorf("a submitted field shows %q", got)
	}
	if got := p.Ask("document.getElementById('words').value"); got != "what I am writing" {
		t.Errorf("another form's field became %q", got)
	}
	p.Wait("document.getElementById('say').textContent === 'kept sent words'")
}

func TestErrorSummaryHasFocus(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	p.Click("Send it")
	p.WaitText("Something is missing.")
	p.Wait("document.activeElement.id === 'summary'")
}

func TestHistory(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	p.Click("Long")
	p.WaitText("And so on.")
	if got := p.Ask("document.activeElement.tagName + scrollY"); got != "H10" {
		t.Errorf("a new page has focus and scroll %s", got)
	}
	p.Eval("scrollTo(0, 900)")
	p.Eval(`document.querySelector("[data-go=next]").click()`)
	p.WaitText("went")
	p.Wait("document.querySelector('h1').innerText === 'next'")
	if got := p.Ask("scrollY"); got != "0" {
		t.Errorf("a new page is scrolled to %s", got)
	}
	p.Back()
	p.Wait("document.querySelector('h1').innerText === 'long' && scrollY === 900")
	p.Eval("history.forward()")
	p.Wait("document.querySelector('h1').innerText === 'next'")
	p.Eval("history.go(-2)")
	p.Wait("document.querySelector('h1').innerText === 'Ready'")
	if got := p.Ask("location.hash"); !strings.HasPrefix(got, "#t.") {
		t.Errorf("the address ends in %s", got)
	}
}

func TestKeyWorker(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	p.Expect("panic") // of the crash below, since the tests print it
	p.Eval(`new MutationObserver(() => { const bar = document.querySelector("progress"); if (bar) window.sawProgress = bar.value + " " + bar.parentElement.innerText; }).observe(document, { subtree: true, childList: true, attributes: true })`)
	p.Fill("Passphrase", "seven words long")
	p.Click("Open")
	p.WaitText("job with 16 secret letters, seen, leaked: false")
	if got := p.Ask("window.sawProgress"); strings.TrimSpace(got) != "1 Half done" {
		t.Errorf("progress was %q", got)
	}
	if got := p.Ask("document.getElementById('pass').value"); got != "" {
		t.Error("the passphrase is still in the page after it moved")
	}
	// A key worker that dies is noticed, and what was typed stays.
	p.Fill("Passphrase", "crash")
	p.Click("Open")
	p.WaitText("no result: EOF")
	if got := p.Ask(`document.getElementById("pass").value + document.getElementById("f3").hasAttribute("aria-busy")`); got != "crashfalse" {
		t.Errorf("after a failure the form holds %q", got)
	}
	// A button of the form that needs no key.
	p.Click("Another")
	p.WaitText("kept other")
}

func TestAttack78HostileHTML(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	for _, part := range []string{"CSP violation", "Content Security Policy", "404"} {
		p.Expect(part) // the browser refuses what the page did not drop
	}
	p.Click("Script")
	p.Wait("document.querySelector('h1').innerText === 'script'")
	if got := p.Ask(`document.querySelectorAll("#app script, #app meta").length + document.title`); got != "0Notes" {
		t.Errorf("left of it: %s", got)
	}
}

func TestAttack87InsecureContext(t *testing.T) {
	s := serve(t)
	p := NewPerson(t, "ana")
	p.Expect("untrustworthy")
	p.Expect("Cross-Origin-Opener-Policy")
	p.Expect("Origin-Agent-Cluster")
	p.Open(strings.Replace(s.URL, "localhost", "home.test", 1))
	p.WaitText("not safe to write on")
	p.Shot("insecure")
	p.Click("Help")
	p.WaitText("Where help is")
	p.Click("Leave")
	p.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
}

// TestWithoutNetwork opens the app on a device that has had it open before,
// with the server gone; and looks at what somebody leaves who only looked.
func TestWithoutNetwork(t *testing.T) {
	s := serve(t)
	release := s.hold(".wasm")
	looker := NewPerson(t, "looker")
	looker.Open(s.URL)
	looker.WaitText("At home")
	if got := looker.Ask("(await navigator.serviceWorker.getRegistrations()).length"); got != "0" {
		t.Error("a page that was only looked at is kept")
	}
	release()
	p := ready(t, s, "ana")
	p.Wait("navigator.serviceWorker.controller === null && (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'")
	s.cut()
	p.Expect("ERR_EMPTY_RESPONSE")
	p.Expect("Failed to fetch")
	p.Expect("An unknown error occurred when fetching the script")
	p.Open(s.URL + "/#s.b2ZmbGluZQ")
	p.Eval("location.reload()")
	p.WaitText("entry:")
	if got := p.Ask("crossOriginIsolated"); got != "true" {
		t.Error("the kept page came without its headers")
	}
	p.Click("Help")
	p.WaitText("Where help is")
}

// A line that goes, or comes, above the one a person is in leaves them there:
// what stays on a page stays the same elements.
func TestMorphKeepsWhatStays(t *testing.T) {
	s := serve(t)
	p := ready(t, s, "ana")
	got := p.Ask(`await (async () => {
  const { morph } = await import(document.querySelector("script[src*='morph']").src);
  const make = (name, cls, ...children) => { const e = document.createElement(name); if (cls) e.className = cls; e.append(...children); return e; };
  const page = (...children) => make("main", "", ...children);
  const things = () => make("div", "things", make("section", "thing", make("a", "", "Letters")), make("section", "thing", make("a", "", "Promises")));
  const link = (root, text) => [...root.querySelectorAll("a")].find((a) => a.textContent === text);
  const now = page(make("p", "net", "No connection."), make("p", "quiet", "Not checked yet."), make("h1", "", "Together"), things(), make("p", "", "foot"));
  document.body.append(now);
  for (const a of now.querySelectorAll("a")) a.href = "#";
  const at = link(now, "Promises");
  at.focus();
  const out = [];
  const step = (name, next) => { for (const a of next.querySelectorAll("a")) a.href = "#"; const want = next.cloneNode(true); morph(now, next); out.push(name + ":" + (document.activeElement === at && now.contains(at)) + now.isEqualNode(want)); };
  step("a line goes", page(make("p", "quiet", "Not checked yet."), make("h1", "", "Together"), things(), make("p", "", "foot")));
  step("the other too", page(make("h1", "", "Together"), things(), make("p", "", "foot")));
  step("one comes", page(make("div", "alarm", make("h2", "", "Look")), make("p", "net", "Back."), make("h1", "", "Together"), things(), make("p", "", "foot"), make("p", "", "more")));
  const more = things(); more.prepend(make("section", "thing new", make("a", "", "Questions")));
  step("a thing comes first", page(make("h1", "", "Together"), more, make("p", "", "foot")));
  const moved = page(make("h1", "", "Together"), things());
  moved.lastChild.firstChild.id = "first";
  step("an id comes", moved);
  now.remove();
  return out.join(" ");
})()`)
	want := "a line goes:truetrue the other too:truetrue one comes:truetrue a thing comes first:truetrue an id comes:truetrue"
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// A link that is followed while the page still waits for its turn is followed
// when it comes.
func TestLinkBeforeItsTurn(t *testing.T) {
	s := serve(t)
	p := NewPerson(t, "ana")
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
const request = LockManager.prototype.request;
LockManager.prototype.request = async function (...all) { await new Promise((go) => { globalThis.itsTurn = go; }); return request.apply(this, all); };`})
		return err
	}))
	p.Open(s.URL)
	p.Click("Begin")
	p.Wait(`globalThis.itsTurn`)
	p.Eval(`itsTurn()`)
	p.WaitText("went")
}
