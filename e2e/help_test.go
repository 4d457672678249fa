package e2e

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"troth/internal/view"
)

// Which countries are unfolded, and which are there to be chosen.
const (
	unfolded = `[...document.querySelectorAll("#help-view .fold > details[open] > summary")].map((e) => e.textContent).join(", ")`
	shown    = `[...document.querySelectorAll("#help-view .fold > details")].filter((e) => e.checkVisibility()).map((e) => e.firstElementChild.textContent).join(", ")`
)

// The help page before anything else is there: no core, no account. Somebody
// looks for a country, with keys alone; nobody is asked, and nothing is kept.
func TestHelpLines(t *testing.T) {
	s := serveWith(t, options{help: view.HelpHTML()})
	release := s.hold(".wasm")
	defer release()
	var asked atomic.Int32
	s.seen = func(r *http.Request) { asked.Add(1) }
	p := NewPerson(t, "ana")
	p.Open(s.URL)
	p.Click("Help")
	p.WaitText("Somebody to talk to")
	all := p.Ask(shown)
	before := asked.Load()

	p.tabTo("Find a country")
	for _, c := range [][2]string{
		{"Öster", "Austria"},
		{"OSTERR", "Austria"},
		{"new z", "New Zealand"},
		{"Deutschland", "Germany"},
		{"us", "United States"}, // and neither Australia nor Cyprus
		{"日本", "Japan"},
		{"atlantis", ""},
	} {
		p.Fill("Find a country", c[0])
		p.Wait(shown + " === " + strconv.Quote(c[1]))
	}
	if !p.Sees("No such country is here.") {
		t.Error("nobody says that no such country is here")
	}
	p.Shot("help-find-none")
	p.Fill("Find a country", "eire")
	p.WaitText("1 of ")
	p.key("Enter", "\r")
	p.Wait(unfolded + ` === "Ireland"`)
	p.WaitText("1800 341 900")
	if got := p.Ask("document.activeElement.textContent"); got != "Ireland" {
		t.Errorf("the focus is on %q", got)
	}
	p.Shot("help-find")
	p.key("Enter", "\r")
	p.Wait(unfolded + ` === ""`)

	p.Eval(`const f = document.getElementById("find"); f.value = ""; f.dispatchEvent(new Event("input", { bubbles: true }))`)
	p.Wait(shown + " === " + strconv.Quote(all))
	p.Fill("Find a country", "canary")
	if n := asked.Load() - before; n != 0 {
		t.Errorf("looking for a country asked the server %d times", n)
	}
	if got := p.Ask("location.href + JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])"); strings.Contains(got, "canary") {
		t.Errorf("what was looked for is in %s", got)
	}
	p.Click("Back")
	p.WaitText("At home")
	p.Click("Help")
	p.WaitText("Somebody to talk to")
	if got := p.Ask(`document.getElementById("find").value`); got != "" {
		t.Errorf("the help page still says %q", got)
	}
	p.Wait(shown + " === " + strconv.Quote(all))
}

// Without a program the countries are there, and no field that would do nothing.
func TestHelpLinesWithoutScripts(t *testing.T) {
	s := serveWith(t, options{help: view.HelpHTML()})
	p := NewPerson(t, "ana")
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	p.Open(s.URL)
	p.WaitText("Somebody to talk to")
	if p.Sees("Find a country") {
		t.Error("a field is shown that does nothing")
	}
	p.Click("Ireland")
	p.WaitText("1800 341 900")
}
