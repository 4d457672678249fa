package e2e

import (
	"cmp"
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

// followed goes to a page of the app as a link in it would.
func (p *Person) followed(route string) {
	p.t.Helper()
	p.Eval(fmt.Sprintf(`const a = document.createElement("a"); a.dataset.go = %q; document.getElementById("app").append(a); a.click(); a.remove()`, route))
}

// exits leaves by the button or by three presses of Shift, and comes back: the page
// that was left is not in the history, and what was on it is nowhere.
func (p *Person) exits(s *server, shift bool, back string, gone ...string) {
	p.t.Helper()
	from := p.Ask(`document.getElementById("help-view").hidden ? location.href : ""`) // help stands above the page it was opened on
	if shift {
		p.Press("Shift")
		p.Press("Shift")
		_ = p.press("Shift") // the page may be gone before the key is let go
	} else {
		p.Click("Exit")
	}
	p.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
	if strings.Contains(from, "#") && slices.Contains(p.history(), from) {
		p.t.Errorf("%s: %s is still in the history", p.Name, from)
	}
	p.Back()
	p.WaitText(back)
	all := p.Ask(`[...document.querySelectorAll("#app, #help-view, h1")].map((e) => e.outerHTML).join("")`)
	for _, words := range gone {
		if strings.Contains(all, words) {
			p.t.Errorf("%s: after Exit and Back %q is there", p.Name, words)
		}
	}
}

// Exit works on every kind of page, signed out and in, by the button and by the
// keyboard, and Back leads to a page that shows nothing of anybody.
func TestExitEverywhere(t *testing.T) {
	s := start(t)
	const out = "A private place for two people"
	t.Run("signed out", func(t *testing.T) {
		p := NewPerson(t, "Eve")
		for i, page := range []struct {
			entry, route, sees string
		}{
			{"", "", out},
			{"", "guide", "One short page for each thing you can do here"},
			{"", "guide/letter", "Why it may help"},
			{"", "new-device", "You need your account key and your passphrase."},
			{"", "questions", "You need a sign-up link to begin here."},
			{s.Links[0], "", "Before you begin"},
			{s.Links[0], "signup", "Draw another"},
			{s.URL + "/#/j/1.AAAAAAAAAAAAAAAAAAAAAAAAAAA." + s.addr, "", "This server does not know this invite"},
		} {
			p.Open(s.Neutral)
			p.Open(cmp.Or(page.entry, s.URL))
			p.Wait(`document.querySelector("main h1")`)
			if page.route != "" {
				p.Wait(`location.hash.startsWith("#t.")`)
				p.followed(page.route)
			}
			p.WaitText(page.sees)
			back := out
			switch {
			case page.route == "":
				back = "Weather" // what was there before
			case page.entry == s.Links[0]:
				back = "Before you begin" // the link is kept, locked, until it has been used
			}
			p.exits(s, i%2 == 1, back, "Draw another", "Why it may help")
		}
		for i, over := range []string{"Questions for you alone", "On this device it is"} {
			p.Open(s.URL)
			p.Click("Help")
			if i == 1 {
				p.Click("Choose a name and a picture")
			} else {
				p.answerAll("-1")
			}
			p.WaitText(over)
			p.exits(s, i == 1, "", over, "Fear is reason enough")
		}
	})
	ana, _, _ := pair(t, s)
	const locked = "Welcome back"
	for i, page := range []struct{ route, sees string }{
		{"today", "Nothing is waiting"},
		{"together", "Our record"},
		{"mine", "What is here is for you alone"},
		{"mine/checkin/new", "What fits?"},
		{"letter/new", "Send it"},
		{"promise/new", "What do you promise?"},
		{"opening", "Openings"},
		{"timeout", "When will you be back?"},
		{"record", "Our record"},
		{"mine/search", "Search"},
		{"settings", "Lock by itself after"},
		{"settings/leave", "There are three ways out"},
		{"settings/keys", "What opens your account"},
		{"settings/connection", "Nobody is between you"},
		{"mine/journal", "a place to write for yourself"},
		{"host", "Your partner runs this server"},
	} {
		ana.followed(page.route)
		ana.WaitText(page.sees)
		// Also out of a field in which somebody writes.
		words := ""
		if ana.Ask(`String(Boolean(document.querySelector("main textarea")))`) == "true" {
			words = fmt.Sprintf("canary number %d", i)
			ana.Eval(fmt.Sprintf(`const f = document.querySelector("main textarea"); f.focus(); f.value = %q; f.dispatchEvent(new Event("input", { bubbles: true }))`, words))
		}
		ana.exits(s, i%2 == 0, locked, "Ben", "nav", "canary")
		ana.unlock()
	}
	// The page on which nothing works any more has it too.
	ana.Click("Help")
	ana.WaitText("Questions for you alone")
	ana.answerAll("-1")
	ana.exits(s, true, locked, "Questions for you alone", "Ben")
}

// choose sets a field with choices.
func (p *Person) choose(label, value string) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf("return field(%q)", label)))
	p.Eval(js(fmt.Sprintf(`const f = field(%q); f.value = %q; f.dispatchEvent(new Event("change", { bubbles: true }))`, label, value)))
}

// leads are the routes that the page leads to, besides the navigation.
func (p *Person) leads() []string {
	return strings.Fields(p.Ask(`[...document.querySelectorAll("main [data-go]")].map((e) => e.dataset.go).join(" ")`))
}

// Somebody joins a space on their partner's server, and chooses fewer suggestions:
// they are told first what the first means, and the second shows on their own
// pages alone.
func TestPartnerHostsAndFewerSuggestions(t *testing.T) {
	s := start(t)
	ana, ben := NewPerson(t, "Ana"), NewPerson(t, "Ben")
	ana.Open(s.Links[0])
	ana.WaitText("Before you begin")
	ana.Click("I do")
	ana.WaitText("Your invite tells them so.")
	ana.signUp("Ana")
	ana.Click("Invite your partner")
	ana.WaitText("Who runs this server?")
	if got := ana.Ask(js(`return field("Who runs this server?").value`)); got != "me" {
		t.Errorf("who runs the server is %q", got)
	}
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Make the invite")
	ana.WaitText("Your invite is ready")
	ben.Open(ana.Ask(`document.getElementById("link").innerText`))

	ben.WaitText("Your partner runs this server")
	if ben.Sees("invites you") {
		t.Error("the invite does not wait")
	}
	ben.Shot("host-join")
	ben.Click("Not now")
	ben.WaitText("A private place for two people")
	ben.Click("Open mine")
	ben.WaitText("I have read this") // whoever has an account joins with it here
	ben.Click("I have read this")
	ben.WaitText("Ana invites you")
	ben.Click("Go on")
	ben.signUp("Ben")
	if a, b := ana.words(), ben.words(); a != b {
		t.Fatalf("the words are %q and %q", a, b)
	}
	ben.Click("They match")
	ben.WaitText("You have said that they match")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("They match")
	for _, p := range []*Person{ana, ben} {
		p.WaitText("Nothing is waiting. That is allowed.")
	}
	label := "Your partner runs " + s.addr + ", which also gives you this app."
	for _, place := range []string{"Today", "Together", "Mine", "Guide"} {
		ben.go_(place)
		ben.WaitText(label)
	}
	if ana.Sees("Your partner runs") {
		t.Error("the one who runs the server is told that the other does")
	}
	ben.go_("Today")
	ben.Shot("today-hosted")
	ben.Click("What that means")
	ben.WaitText("What your partner can see there")
	ben.Shot("host")

	promise := func(p *Person, words string) {
		t.Helper()
		p.go_("Together")
		p.Click("Promises")
		p.Wait(js(`return clickable("Give your word") || clickable("Give your word on something small")`))
		if p.Sees("Give your word on something small") {
			p.Click("Give your word on something small")
		} else {
			p.Click("Give your word")
		}
		p.Fill("What do you promise?", words)
		p.setDate("By which day?", 0)
		p.Click("Give your word")
		p.WaitText("“" + words + "”")
	}
	promise(ben, "I’ll water the plants.")
	ana.WaitText("I’ll water the plants.")
	ben.go_("Today")
	ben.WaitText("I’ll water the plants.") // due today
	ben.settled()
	ana.settled()
	before := ana.Ask(`document.querySelector("main").innerHTML`)
	asked := len(ana.Line.Seen())
	ben.settings()
	ben.choose("Suggestions", "yes")
	ben.Shot("settings-fewer")
	ben.Click("Keep these")
	ben.go_("Today")
	ben.Wait(js(`return !norm(document.querySelector("main").innerText).includes("I’ll water the plants.")`))
	ben.Shot("today-fewer")
	for _, lead := range ben.leads() {
		if !strings.HasPrefix(lead, "mine") && lead != "host" {
			t.Errorf("Today offers %s", lead)
		}
	}
	// It is there for whoever looks for it.
	ben.go_("Together")
	ben.Click("Promises")
	ben.WaitText("I’ll water the plants.")
	// The other's pages, and what their device asks for, are as they were.
	if after := ana.Ask(`document.querySelector("main").innerHTML`); after != before {
		t.Errorf("the other sees a difference:\n%s\n%s", before, after)
	}
	if now := len(ana.Line.Seen()); now != asked {
		t.Errorf("the other’s device asked for something: %v", ana.Line.Seen()[asked:])
	}
	// What the other says comes as ever.
	ben.go_("Today")
	promise(ana, "I’ll mend the lamp.")
	ben.WaitText("I’ll mend the lamp.")
	ben.Click("Lock")
	ben.unlock()
	ben.settings()
	if got := ben.Ask(js(`return field("Suggestions").value`)); got != "yes" {
		t.Error("the setting is not kept")
	}
}
