package e2e

import "testing"

// lightKeys opens the page about lighter keys.
func (p *Person) lightKeys() {
	p.t.Helper()
	p.settings()
	p.Click("Keys and devices")
	p.Click("Look at lighter keys")
	p.WaitText("Your passphrase goes on opening everything.")
}

// locks locks the page and waits for the way in.
func (p *Person) locks() {
	p.t.Helper()
	p.Click("Lock")
	p.WaitText("Welcome back")
}

// isIn waits until the app is open.
func (p *Person) isIn() {
	p.t.Helper()
	p.Wait(js(`return document.querySelector("nav [data-go=today]")`))
}

// A PIN, from the page that says what it weakens to the day it is taken away:
// wrong ones are told with what is left, the passphrase is beside it, eight
// wrong ones end it, and nothing is lost.
func TestPin(t *testing.T) {
	s := start(t)
	p := NewPerson(t, "Ana")
	p.Open(s.Links[0])
	p.signUp("Ana")
	p.lightKeys()
	p.WaitText("Whoever sees you type it, or guesses it, can read what is yours here")
	p.Shot("light")
	set := func(pin, again string) {
		t.Helper()
		p.Fill("PIN", pin)
		p.Fill("The same PIN again", again)
		p.Fill("Passphrase", p.passphrase())
		p.Click("Use this PIN")
	}
	set("121212", "121212")
	p.WaitText("This is one of the first PINs somebody would try.")
	p.Shot("light-wrong")
	if got := p.Ask(js(`const f = field("PIN"); return f.inputMode + " " + f.type + " " + f.autocomplete + " " + f.maxLength`)); got != "numeric password one-time-code 6" {
		t.Errorf("the field for a PIN is %s", got)
	}
	set("480925", "480926")
	p.WaitText("The two are not the same")
	set("480925", "480925")
	p.WaitText("A PIN opens this device.")
	p.Shot("light-on")

	p.locks()
	p.WaitText("Enter your PIN.")
	p.Shot("unlock-pin")
	p.Fill("PIN", "111119")
	p.Click("Open")
	p.WaitText("That is not the PIN. Seven more tries, then the PIN is gone and your passphrase opens.")
	p.Shot("unlock-pin-wrong")
	// By the keyboard alone.
	p.typeInto("PIN", "480925")
	p.key("Enter", "\r")
	p.isIn()
	p.locks()
	p.Click("Use my passphrase")
	p.Fill("Passphrase", "something else, by mistake")
	p.Click("Open with it")
	p.WaitText("That passphrase does not open this account.")
	p.Shot("unlock-pin-passphrase")
	p.Fill("Passphrase", p.passphrase())
	p.Click("Open with it")
	p.isIn()

	// Offline, only the passphrase.
	p.locks()
	s.stop()
	p.Expect("net::ERR")
	p.Fill("PIN", "480925")
	p.Click("Open")
	p.WaitText("A PIN needs a connection to the server, and there is none just now.")
	p.Shot("unlock-pin-offline")
	s.run()
	p.Fill("PIN", "")

	for _, left := range []string{"Seven more tries", "Six more tries", "Five more tries", "Four more tries", "Three more tries", "Two more tries", "One more try", ""} {
		p.Wait(js(`return field("PIN").value === ""`))
		p.Fill("PIN", "111119")
		p.Click("Open")
		if left != "" {
			p.WaitText(left + ", then the PIN is gone and your passphrase opens.")
		}
	}
	p.WaitText("The PIN is gone. Your passphrase still opens everything.")
	p.Shot("unlock-pin-gone")
	p.unlock()
	p.lightKeys()

	// And off, in one step.
	set("480925", "480925")
	p.WaitText("A PIN opens this device.")
	p.Click("Take the PIN away")
	p.WaitText("Six digits, for this device alone.")
	p.locks()
	p.WaitText("Enter your passphrase to open what is yours.")
	p.unlock()
}
