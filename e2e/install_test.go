package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A device that has had an account open reads help, home and guide with the
// server gone, even after a reload; and the browser was asked not to erase what
// is stored, once each time it was opened and no longer when it has agreed.
func TestReadingWithoutTheServer(t *testing.T) {
	s := start(t)
	p := NewPerson(t, "Ana")
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
globalThis.asked = 0;
StorageManager.prototype.persist = async () => { asked++; return true; };
StorageManager.prototype.persisted = async () => sessionStorage.getItem("agreed") === "yes";`})
		return err
	}))
	p.Open(s.Links[0])
	p.WaitText("Before you begin")
	if n := p.Ask("asked"); n != "0" {
		t.Errorf("asked %s times on behalf of somebody who only looked", n)
	}
	p.signUp("Ana")
	p.Wait("asked === 1")
	p.Wait("(await navigator.serviceWorker.ready) && (await caches.keys()).length > 0")

	s.stop()
	p.Expect("ERR_")
	p.Open(s.URL)
	p.WaitText("Welcome back")
	p.Click("Help")
	p.WaitText("If you are in danger now")
	p.Click("Back")
	p.WaitText("Welcome back")
	p.Click("Read the guide first")
	p.WaitText("One short page for each thing you can do here")
	p.Shot("guide-locked")
	p.Click("Letters: say it, and hear it said back")
	p.WaitText("Why it may help")
	p.WaitText("doi:10.1080/10904018.2013.813234")
	p.Click("To the first page")
	p.WaitText("A private place for two people")
	p.Click("Open mine")
	p.unlock()
	p.Wait("asked === 1") // of this page
	p.go_("Guide")
	p.Click("Promises: small, dated, kept")
	p.WaitText("Why it may help")
	p.settings()
	p.WaitText("There it has a plain name and picture")
	p.Click("Android")
	p.Shot("settings-install")

	p.Eval(`sessionStorage.setItem("agreed", "yes")`)
	p.Open(s.URL)
	p.unlock()
	p.Wait("navigator.serviceWorker.controller")
	if n := p.Ask("asked"); n != "0" {
		t.Error("asked again, although the browser has agreed")
	}
}

// The guide can be read by somebody who has nothing here.
func TestGuideSignedOut(t *testing.T) {
	s := start(t)
	p := NewPerson(t, "Sam")
	p.Open(s.URL)
	p.Click("what you can do here, and why it may help")
	p.WaitText("One short page for each thing you can do here")
	p.Shot("guide-out")
	p.Click("Promises: small, dated, kept")
	p.WaitText("What to leave out")
	p.Shot("guide-out-promise")
	p.Back()
	p.WaitText("One short page for each thing you can do here")
	p.Back()
	p.WaitText("A private place for two people")
}

// The browser finds nothing to say against installing the app, and its manifest
// tells nothing of what it is.
func TestInstallable(t *testing.T) {
	s := start(t)
	p := NewPerson(t, "Ana")
	p.Open(s.URL)
	p.WaitText("A private place for two people")
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		m, err := chromedp.Call(ctx, page.GetAppManifest, page.GetAppManifestParams{})
		if err != nil {
			return err
		}
		for _, e := range m.Errors {
			t.Errorf("the manifest: %s", e.Message)
		}
		var data struct {
			Name    string `json:"name"`
			Short   string `json:"short_name"`
			Display string `json:"display"`
			Icons   []struct{ Src, Sizes, Type, Purpose string }
		}
		if err := json.Unmarshal([]byte(m.Data), &data); err != nil {
			return fmt.Errorf("%w: %s", err, m.Data)
		}
		if data.Name != "Notes" || data.Short != "Notes" || data.Display != "standalone" {
			t.Errorf("the manifest says %+v", data)
		}
		for _, word := range []string{"troth", "trust", "partner", "couple"} {
			if strings.Contains(strings.ToLower(m.Data), word) {
				t.Errorf("the manifest says %q", word)
			}
		}
		sizes := map[string]bool{}
		for _, i := range data.Icons {
			sizes[i.Sizes+" "+i.Purpose] = true
		}
		if !sizes["192x192 "] || !sizes["512x512 any"] || !sizes["512x512 maskable"] {
			t.Errorf("icons %v", sizes)
		}
		why, err := chromedp.Call(ctx, page.GetInstallabilityErrors, cdp.Empty{})
		if err != nil {
			return err
		}
		for _, e := range why.InstallabilityErrors {
			if e.ErrorID != "in-incognito" { // a context of a test counts as a private window
				t.Errorf("cannot be installed: %s", e.ErrorID)
			}
		}
		return nil
	}))
	for _, size := range []int{180, 192, 512} {
		got := p.Ask(fmt.Sprintf(`await (async () => { const i = new Image(); i.src = "/a/icon-%d.png"; await i.decode(); return i.naturalWidth })()`, size))
		if got != fmt.Sprint(size) {
			t.Errorf("the icon of %d measures %s", size, got)
		}
	}
}
