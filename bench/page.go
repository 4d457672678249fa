package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"troth/internal/relay"
	"troth/internal/relay/sqlstore"
	"troth/internal/view"
	"troth/internal/web"
)

const (
	visits     = 3 // of the page; the median counts
	passphrase = "nine slow lanterns cross the harbour"
)

// observer notes, in the page, when what is waited for is there, in
// milliseconds since navigation began, and when a key worker says what it does.
const observer = `(() => {
  const seen = self.seen = { stages: [] };
  const W = self.Worker;
  self.Worker = class extends W {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", (e) => {
        if (e.data?.t === "progress") seen.stages.push([e.data.step, performance.now()]);
      });
    }
  };
  const look = () => {
    if (document.querySelector("form[data-key] input[name=passphrase], input[name=passphrase]")) seen.form ??= performance.now();
    if (document.querySelector("nav [data-go=today]")) seen.today ??= performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
})()`

// helpers find things as a person does.
const helpers = `
const norm = (s) => s.replace(/\s+/g, " ").trim();
const button = (text) => [...document.querySelectorAll("button, a, summary")].find((e) => e.checkVisibility() && norm(e.innerText) === text);
const fill = (label, text) => {
  const f = [...document.querySelectorAll("label")].find((e) => e.checkVisibility() && norm(e.innerText).startsWith(label))?.control;
  if (!f) return false;
  f.value = text;
  f.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
};`

// visitor is a browser's one page.
type visitor struct{ ctx context.Context }

func (v visitor) ask(body string) (string, error) {
	return chromedp.Run(v.ctx, chromedp.Evaluate[string]("(async () => { "+helpers+body+" })().then(String)", chromedp.EvalAwaitPromise))
}

// wait waits until an expression is true, which is tried again and again.
func (v visitor) wait(expression string) error {
	last := ""
	for v.ctx.Err() == nil {
		s, err := v.ask("return Boolean(" + expression + ")")
		if err == nil && s == "true" {
			return nil
		}
		if last = s; err != nil {
			last = err.Error()
		}
		time.Sleep(20 * time.Millisecond) // between two looks
	}
	return fmt.Errorf("never became true: %s (%s)", expression, last)
}

// steps does one thing after the other: each is waited for until it returns
// true.
func (v visitor) steps(list ...string) error {
	for _, s := range list {
		if err := v.wait(s); err != nil {
			return err
		}
	}
	return nil
}

func press(text string) string {
	return fmt.Sprintf("(() => { const b = button(%q); b?.click(); return b; })()", text)
}
func enter(label, text string) string { return fmt.Sprintf("fill(%q, %q)", label, text) }

// newTab opens a headless browser, which lasts two minutes at most. Nil: there is
// none.
func newTab(ctx context.Context) (context.Context, func()) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
		alloc, stopAlloc := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-component-update", true),
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"))...)
		tab, stopTab := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}))
		return tab, func() { stopTab(); stopAlloc(); cancel() }
	}
	return nil, nil
}

// page measures how long it takes from an address to the unlocked app.
func (b *bench) page(ctx context.Context) error {
	tab, stopTab := newTab(ctx)
	if tab == nil {
		b.add(row{"navigation to the unlocked app", "skipped: no browser", "", "", ""})
		return nil
	}
	defer stopTab()
	url, link, stop, err := site(ctx, filepath.Join(b.dir, "page"))
	if err != nil {
		return err
	}
	defer stop()
	if err := chromedp.Do(tab, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: observer})
		return err
	}), chromedp.Navigate(link)); err != nil {
		return err
	}
	v := visitor{tab}
	if err := v.steps(press("Go on"), press("I will make my own"), enter("What your partner calls you", "Ana"),
		enter("Passphrase", passphrase), enter("The same again", passphrase), press("Make my account"),
		press("I have kept it"), `document.querySelector("nav [data-go=today]")`); err != nil {
		return fmt.Errorf("signing up: %w", err)
	}
	var total, stretch, shown, loop []time.Duration
	for range visits {
		if err := chromedp.Do(tab, chromedp.Navigate("about:blank"), chromedp.Navigate(url)); err != nil {
			return err
		}
		if err := v.steps(`document.querySelector("input[name=passphrase]")`, enter("Passphrase", passphrase),
			"(seen.pressed = performance.now(), "+press("Open")+")", "seen.today"); err != nil {
			return fmt.Errorf("unlocking: %w", err)
		}
		said, err := v.ask("return JSON.stringify(seen)")
		if err != nil {
			return err
		}
		var seen struct {
			Form, Pressed, Today float64
			Stages               [][2]float64
		}
		if err := json.Unmarshal([]byte(said), &seen); err != nil {
			return err
		}
		s, err := stretched(seen.Stages)
		if err != nil {
			return err
		}
		calibration, err := v.ask(`const t = performance.now(); let x = 1; for (let i = 0; i < 2e8; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0; return performance.now() - t + (x & 0)`)
		if err != nil {
			return err
		}
		var l float64
		if _, err := fmt.Sscan(calibration, &l); err != nil {
			return err
		}
		total = append(total, millis(seen.Form+seen.Today-seen.Pressed)-s)
		stretch, shown, loop = append(stretch, s), append(shown, millis(seen.Form)), append(loop, millis(l))
	}
	t, s, l := median(total), median(stretch), median(loop)
	b.add(row{"navigation to the unlocked app in Chromium, without key stretching and typing", fmt.Sprintf("%s, of it %s to the form", ms(t), ms(median(shown))),
		ms(l) + " (2×10⁸ steps of a loop in the page)", times(float64(t), float64(l)), ""})
	b.add(row{"  key stretching beside it", ms(s), ms(l) + " (the same)", times(float64(s), float64(l)), ""})
	return nil
}

// stretched returns how long the stages of stretching took, the second and
// third.
func stretched(stages [][2]float64) (time.Duration, error) {
	var from float64
	for _, s := range stages {
		if s[0] == 2 {
			from = s[1]
		}
		if s[0] > 3 && from > 0 {
			return millis(s[1] - from), nil
		}
	}
	return 0, errors.New("the key worker told no stages")
}

func millis(f float64) time.Duration { return time.Duration(f * float64(time.Millisecond)) }

// site serves the app and a relay as troth serve does, and returns a link to
// sign up with.
func site(ctx context.Context, dir string) (url, link string, stop func(), err error) {
	store, err := sqlstore.Create(ctx, dir)
	if err != nil {
		return "", "", nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		store.Close()
		return "", "", nil, err
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	url = "http://localhost:" + port
	server, err := relay.New(relay.Options{Store: store, Origin: url, NoLimits: true})
	if err != nil {
		l.Close()
		store.Close()
		return "", "", nil, err
	}
	stop = func() { server.Close(); store.Close() }
	o := web.Options{Origin: url, ExitURL: url + "/", Home: view.HomeHTML(), Help: view.HelpHTML()}
	pages, err := web.New(o)
	if err != nil {
		l.Close()
		stop()
		return "", "", nil, err
	}
	codes, err := server.RegistrationCodes(ctx)
	if err != nil {
		l.Close()
		stop()
		return "", "", nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", server.Handler())
	mux.Handle("/", pages)
	srv := &http.Server{Handler: web.Headers(o)(mux), ReadHeaderTimeout: 10 * time.Second}
	go srv.Serve(l) //nolint:errcheck // it ends with stop
	closed := stop
	stop = func() { srv.Close(); closed() }
	return url, url + "/#s." + strings.TrimRight(base64.URLEncoding.EncodeToString(codes[0]), "="), stop, nil
}
