package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// phone gives a person's browser an authenticator of its own, as a phone has
// one, which gives keys or not.
func (p *Person) phone(prf bool) (remove func()) {
	p.t.Helper()
	var id webauthn.AuthenticatorID
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		r, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: "ctap2", Ctap2version: "ctap2_1", Transport: "internal", HasResidentKey: true, HasUserVerification: true,
			HasPrf: prf, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
		id = r.AuthenticatorID
		return err
	}))
	return func() {
		p.t.Helper()
		p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: id})
			return err
		}))
	}
}

// declines has the person decline what their phone asks, or no longer.
func (p *Person) declines(yes bool) {
	p.t.Helper()
	if yes {
		p.Eval(`navigator.credentials.create = navigator.credentials.get = async () => { throw new DOMException("declined", "NotAllowedError"); }`)
	} else {
		p.Eval(`delete navigator.credentials.create; delete navigator.credentials.get`)
	}
}

// A passkey, from the page that says who could open the app then to the day it
// is taken away: declined, without a network, and beside the
// passphrase.
func TestPasskey(t *testing.T) {
	s := start(t)
	p := NewPerson(t, "Ana")
	p.Open(s.Links[0])
	p.signUp("Ana")
	p.lightKeys()
	p.WaitText("This browser has no passkeys that could be used as a key.")
	if p.Sees("Make a passkey") {
		t.Error("a passkey is offered where there is none")
	}
	reload := func() { t.Helper(); p.Eval("location.reload()"); p.unlock(); p.lightKeys() }

	// An authenticator that gives no key.
	remove := p.phone(false)
	reload()
	p.fillID("keypass", p.passphrase())
	p.Click("Make a passkey")
	p.WaitText("This device does not give a key that can be relied on")
	remove()

	p.phone(true)
	reload()
	p.WaitText("Anyone who can unlock this phone can then open this app.")
	p.Shot("passkey")
	try := func(pass string) { t.Helper(); p.fillID("keypass", pass); p.Click("Make a passkey") }
	p.declines(true)
	try(p.passphrase())
	p.WaitText("Nothing came of asking this device.")
	p.declines(false)
	try("something else, by mistake")
	p.WaitText("That passphrase does not open this account.")
	try(p.passphrase())
	p.WaitText("The lock of this device opens the app.")
	p.Shot("passkey-on")

	p.locks()
	p.Shot("unlock-passkey")
	p.declines(true)
	p.Click("Open with the device’s lock")
	p.WaitText("Nothing came of asking this device.")
	p.Shot("unlock-passkey-wrong")
	p.declines(false)
	p.Click("Use my passphrase")
	p.Fill("Passphrase", "or rather") // two presses within a moment would be one wish
	p.Click("Open with the device’s lock")
	p.isIn()
	p.locks()
	p.Click("Use my passphrase")
	p.Fill("Passphrase", p.passphrase())
	p.Click("Open with it")
	p.isIn()

	// Without a network.
	p.locks()
	s.stop()
	p.Expect("net::ERR")
	p.Click("Open with the device’s lock")
	p.isIn()
	p.WaitText("No connection just now.")
	s.run()
	p.Wait(js(`return !norm(document.body.innerText).includes("No connection just now.")`))

	// What the passkey gave is kept nowhere in the page.
	if html := p.Ask(`document.documentElement.outerHTML`); strings.Contains(html, `name="gave"`) || strings.Contains(html, `name="made"`) {
		t.Error("what a passkey gave is in the page")
	}

	p.lightKeys()
	p.fillID("keypass", p.passphrase())
	p.Click("Take the passkey away")
	p.WaitText("Make a passkey")
	p.locks()
	p.WaitText("Enter your passphrase to open what is yours.")
	p.unlock()
}

// fillID types into the field with an id, in place of what is there.
func (p *Person) fillID(id, text string) {
	p.t.Helper()
	p.Wait(js(`return document.getElementById("` + id + `")`))
	p.Eval(js(`const f = document.getElementById("` + id + `"); f.focus(); f.select()`))
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}
