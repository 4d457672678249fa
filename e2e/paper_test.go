package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// onPaper has the browser show the page as it would be printed, by somebody
// whose screen is light or dark.
func (p *Person) onPaper(scheme string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print",
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
}

// inked is what of a page would not be dark on white, or is "". What has no
// colour of its own shows the paper.
const inked = `(() => { const bad = [];
const rgb = (s) => { const m = s.match(/[\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m; };
for (const e of [document.documentElement, document.body, ...document.querySelectorAll("#app *, #app")]) {
  if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
  const s = getComputedStyle(e), back = rgb(s.backgroundColor), ink = rgb(s.color), what = e.tagName + "." + (e.getAttribute("class") ?? "");
  if (back && Math.min(...back.slice(0, 3)) < 240) bad.push(what + " on " + s.backgroundColor);
  if (ink && Math.max(...ink.slice(0, 3)) > 110 && norm(e.innerText ?? "") !== "") bad.push(what + " in " + s.color);
}
return [...new Set(bad)].slice(0, 6).join("; "); })()`

// The account key's sheet is black on white on paper, however the screen is
// lit, and nothing is on it that is of no use there.
func TestPrint(t *testing.T) {
	s := start(t)
	ana := NewPerson(t, "Ana")
	ana.Open(s.Links[0])
	ana.signUp("Ana")
	ana.WaitText("You are here on your own so far.")
	ana.settings()
	ana.Eval(js(`const f = field("Light or dark"); f.value = "dark"; f.dispatchEvent(new Event("change", { bubbles: true }))`))
	ana.Click("Keep these")
	ana.Wait(`getComputedStyle(document.documentElement).backgroundColor === "rgb(23, 21, 17)"`)
	ana.Click("Keys and devices")
	ana.WaitText("What opens your account")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Show the account key")
	ana.WaitText("I have kept it")
	if ana.Ask(js("return "+inked)) == "" {
		t.Error("the dark screen counts as black on white: the check sees nothing")
	}
	for _, scheme := range []string{"light", "dark"} {
		ana.onPaper(scheme)
		if found := ana.Ask(js("return " + inked)); found != "" {
			t.Errorf("printed from a %s screen: %s", scheme, found)
		}
		for what, want := range map[string]string{"#accountkey": "true", ".qr": "true", ".top": "false", "button": "false", ".nav": "false"} {
			if got := ana.Ask(js(`return [...document.querySelectorAll("#app ` + what + `")].some((e) => e.checkVisibility())`)); got != want {
				t.Errorf("printed from a %s screen: %s can be seen: %s", scheme, what, got)
			}
		}
	}
}

// The look at pages at 400 % finds what sticks out.
func TestZoomed(t *testing.T) {
	s := start(t)
	eve := NewPerson(t, "Eve")
	eve.Open(s.URL)
	eve.WaitText("A private place for two people")
	eve.zoomed("home")
	eve.View(320, 256)
	eve.Eval(`document.querySelector("main p").style.inlineSize = "400px"`)
	if found := eve.Ask(tooWide); found == "" {
		t.Error("a paragraph that is too wide is not found")
	}
}

// The app locks by itself after as many minutes as its person has chosen, and
// not before.
func TestAutoLock(t *testing.T) {
	s := start(t)
	ana := NewPerson(t, "Ana")
	ana.Open(s.Links[0])
	ana.signUp("Ana")
	ana.WaitText("You are here on your own so far.")
	pass := func(minutes string) {
		ana.Eval(`globalThis.later = (globalThis.later ?? 0) + ` + minutes + ` * 60000;
globalThis.clock ??= Date.now.bind(Date); Date.now = () => clock() + later; document.dispatchEvent(new Event("visibilitychange"))`)
	}
	stays := func(why string) {
		t.Helper()
		ana.Eval(`new Promise((r) => setTimeout(r))`)
		if ana.Sees("Welcome back") || !ana.Sees("Guide") {
			t.Fatal(why)
		}
	}
	pass("2")
	stays("locked after two minutes; five are the rule")
	ana.settings() // touched: the time begins again
	ana.Eval(js(`const f = field("Lock by itself after"); f.value = "10"; f.dispatchEvent(new Event("change", { bubbles: true }))`))
	ana.Click("Keep these")
	ana.go_("Today")
	ana.settings() // the form as it is kept, not as it was filled in
	ana.Wait(js(`return field("Lock by itself after")?.value === "10"`))
	ana.go_("Today")
	pass("6")
	stays("locked after six minutes; ten were chosen")
	pass("4.1")
	ana.WaitText("Welcome back")
	if ana.Ask(`document.documentElement.outerHTML.includes("You are here on your own so far.")`) == "true" {
		t.Error("a locked page still holds what was on it")
	}

	// The choice is remembered by the account, not by the page.
	ana.Eval("location.reload()")
	ana.unlock()
	ana.Eval("delete globalThis.later; delete globalThis.clock")
	pass("6")
	stays("locked after six minutes; ten were chosen before the reload")
	pass("4.1")
	ana.WaitText("Welcome back")
}
