package e2e

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// answerAll chooses the given answer of every private question on the help page.
func (p *Person) answerAll(which string) {
	p.t.Helper()
	p.Eval(fmt.Sprintf(`for (const q of document.querySelectorAll("#help-view .ask")) [...q.querySelectorAll("input")].at(%s).click()`, which))
}

// apart is what of a dump says where the tab has been, which is looked at by itself,
// and what a browser times within the page.
var apart = regexp.MustCompile(`(?m)^(been at|asked for [^h]).*$`)

// here is the page's own address and state: help is a step that Back takes back.
var here = regexp.MustCompile(`(?m)^page .*$`)

func (p *Person) stored() string { return apart.ReplaceAllString(string(p.dumped()), "") }

// Whoever opens the help page and answers its questions asks for nothing and
// leaves nothing: no request, nothing stored, nothing in the history, nothing in
// the page once it is left.
func TestAttack103HelpLeavesNothing(t *testing.T) {
	s := start(t)
	leaves := func(t *testing.T, p *Person, back string) {
		t.Helper()
		before, seen, been := p.stored(), p.Line.Seen(), p.history()
		p.Click("Help")
		p.WaitText("Questions for you alone")
		p.Shot("help-questions")
		if p.Sees("What may help now") || p.Sees("Fear is reason enough") {
			t.Error("something follows before anything was answered")
		}
		p.Click("Yes")
		p.WaitText("Fear is reason enough")
		p.WaitText("What may help now")
		p.answerAll("-1")
		p.Wait(`[...document.querySelectorAll("#help-view .ask")].every((q) => q.querySelector(":checked"))`)
		p.Shot("help-told")
		if list := fresh(here.ReplaceAllString(before, ""), here.ReplaceAllString(p.stored(), "")); len(list) > 0 {
			t.Errorf("while help is open there is %q", list)
		}
		p.Click("Clear what I chose")
		p.Wait(`!document.querySelector("#help-view :checked")`)
		if p.Sees("What may help now") {
			t.Error("what was cleared is still there")
		}
		p.answerAll("1")
		p.Back()
		p.WaitText(back)
		if p.Ask(`String(document.getElementById("help-view").childNodes.length)`) != "0" {
			t.Error("the answers are still in the page")
		}
		if list := fresh(before, p.stored()); len(list) > 0 {
			t.Errorf("left behind: %q", list)
		}
		// The step that was taken back is there for Forward, as an address like the
		// one before, and leads nowhere.
		now := p.history()
		if len(now) > len(been)+1 || !slices.Equal(now[:len(been)], been) || len(now) > len(been) && now[len(been)] != been[len(been)-1] {
			t.Errorf("the history was %v and is %v", been, now)
		}
		p.Eval(`globalThis.steps = 0; addEventListener("popstate", () => { steps++; }); history.forward()`)
		p.Wait("steps === 2") // there, and back by itself
		if p.Sees("Questions for you alone") || !p.Sees(back) {
			t.Error("Forward shows that somebody was there")
		}
		p.Click("Help")
		p.WaitText("Questions for you alone")
		if p.Ask(`String(document.querySelectorAll("#help-view :checked").length)`) != "0" {
			t.Error("the page remembers what was chosen")
		}
		p.answerAll("-1")
		p.Click("Back")
		p.WaitText(back)
		if got := p.Line.Seen(); !slices.Equal(got, seen) {
			t.Errorf("requests while somebody looked for help: %v", got[len(seen):])
		}
	}
	t.Run("signed out", func(t *testing.T) {
		p := NewPerson(t, "Eve")
		p.Open(s.URL)
		p.WaitText("A private place for two people")
		p.Wait(`document.querySelector("main h1") === document.activeElement || document.hasFocus()`)
		p.settled()
		leaves(t, p, "A private place for two people")
	})
	t.Run("signed in", func(t *testing.T) {
		p := NewPerson(t, "Ana")
		p.Open(s.Links[0])
		p.signUp("Ana")
		p.go_("Mine")
		p.settled()
		leaves(t, p, "What is here is for you alone")
		p.Line.Cut()
		p.Expect("ERR_")
		p.WaitText("No connection just now")
		p.Click("Help")
		p.WaitText("Questions for you alone")
	})
}

// fresh are the lines of now that were not there before.
func fresh(before, now string) (list []string) {
	old := strings.Split(before, "\n")
	for line := range strings.SplitSeq(now, "\n") {
		if !slices.Contains(old, line) {
			list = append(list, fmt.Sprintf("%.200s", line))
		}
	}
	return list
}

// settled waits until a page asks for nothing more: what it has asked for stays
// the same for a while.
func (p *Person) settled() {
	p.t.Helper()
	for before := -1; len(p.Line.Seen()) != before; {
		before = len(p.Line.Seen())
		p.Wait(`new Promise((done) => setTimeout(done, 700, true))`)
	}
}

// What the page is called and looks like is chosen on a device, before there is an
// account or after; it holds over reloads, locks and Exit, and nothing but the
// choice is kept where anybody can read it.
func TestNameAndPicture(t *testing.T) {
	s := start(t)
	p := NewPerson(t, "Ana")
	p.Open(s.Links[0])
	p.WaitText("Before you begin")
	is := func(name, key string) {
		t.Helper()
		p.Wait(fmt.Sprintf(`document.title === %q`, name))
		if got, want := p.Ask(`["icon", "apple-touch-icon", "manifest"].map((r) => document.querySelector("link[rel=" + r + "]").getAttribute("href")).join(" ")`),
			fmt.Sprintf("/a/face-%s.svg /a/face-%[1]s-180.png /%[1]s.webmanifest", key); key != "" && got != want {
			t.Errorf("the page has %s", got)
		}
		if got, want := p.Ask(`JSON.stringify({ ...localStorage }) + sessionStorage.length + document.cookie`), `{}0`; key == "" && got != want {
			t.Errorf("kept in the open: %s", got)
		} else if want := fmt.Sprintf(`{"face":%q}0`, key); key != "" && got != want {
			t.Errorf("kept in the open: %s", got)
		}
	}
	is("Notes", "")
	p.Click("Help")
	p.Click("Choose a name and a picture")
	p.WaitText("On this device it is")
	p.Shot("names")
	p.Click("Planner")
	is("Planner", "planner")
	p.Click("Back")
	p.WaitText("Before you begin")
	p.Open(s.URL)
	p.WaitText("A private place for two people")
	is("Planner", "planner")
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		m, err := chromedp.Call(ctx, page.GetAppManifest, page.GetAppManifestParams{})
		if err != nil {
			return err
		}
		if len(m.Errors) > 0 || !strings.Contains(m.Data, `"name":"Planner","short_name":"Planner"`) || strings.Contains(m.Data, "Notes") {
			t.Errorf("the manifest: %v %s", m.Errors, m.Data)
		}
		why, err := chromedp.Call(ctx, page.GetInstallabilityErrors, cdp.Empty{})
		if err != nil {
			return err
		}
		for _, e := range why.InstallabilityErrors {
			if e.ErrorID != "in-incognito" {
				t.Errorf("cannot be installed: %s", e.ErrorID)
			}
		}
		return nil
	}))
	for _, file := range []string{"/a/face-planner.svg", "/a/face-planner-180.png", "/a/face-planner-512.png"} {
		if got := p.Ask(fmt.Sprintf(`await (async () => { const i = new Image(); i.src = %q; await i.decode(); return i.naturalWidth > 0; })()`, file)); got != "true" {
			t.Errorf("%s is no picture", file)
		}
	}

	p.Open(s.Links[0])
	p.signUp("Ana")
	p.WaitText("You are here on your own so far.")
	is("Planner", "planner")
	p.settings()
	p.Click("Name and picture")
	p.WaitText("On this device it is")
	if got := p.Ask(`document.querySelector("#help-view :checked").value`); got != "planner" {
		t.Errorf("chosen is %q", got)
	}
	p.Click("Reading")
	is("Reading", "reading")
	p.Back()
	p.WaitText("Lock by itself after")
	p.Click("Lock")
	p.WaitText("Welcome back")
	is("Reading", "reading")
	p.Click("Exit")
	p.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
	p.Back()
	p.WaitText("Welcome back")
	is("Reading", "reading")

	// What is kept is believed only if it is one of the names.
	p.Eval(`localStorage.setItem("face", "<b>x</b>")`)
	p.Open(s.URL)
	p.WaitText("Welcome back")
	if got := p.Ask("document.title"); got != "Notes" {
		t.Errorf("the title is %q", got)
	}
	p.Click("Help")
	p.Click("Choose a name and a picture")
	p.Click("Lists")
	is("Lists", "lists")
	p.Click("Notes, as this server has it")
	is("Notes", "")
}
