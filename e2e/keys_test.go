package e2e

import (
	"strings"
	"testing"
)

// keys opens the page of keys and devices.
func (p *Person) keys() {
	p.t.Helper()
	p.settings()
	p.Click("Keys and devices")
	p.WaitText("What opens your account")
}

// opens enters a passphrase on the locked page.
func (p *Person) opens(passphrase string) {
	p.t.Helper()
	p.WaitText("Welcome back")
	p.Fill("Passphrase", passphrase)
	p.Click("Open")
}

// ownWords takes a passphrase of one's own where a new one is chosen.
func (p *Person) ownWords(now, words, again string) {
	p.t.Helper()
	p.Fill("The passphrase you have now", now)
	p.Fill("Your new passphrase", words)
	p.Fill("The same again", again)
}

// Somebody with two devices and a partner takes another passphrase, and later
// secures their account. The other device says each time what has happened; the
// partner reads one neutral line, and both go on.
func TestSecureMyAccount(t *testing.T) {
	s := start(t)
	ana, ben, key := pair(t, s)
	other := NewPerson(t, "Ana")
	other.Open(s.URL)
	other.Click("Open mine")
	other.Fill("Account key", key)
	other.Fill("Passphrase", other.passphrase())
	other.Click("Open")
	other.isIn()

	const second = "a slow heron counts nine boats"
	ana.keys()
	ana.Click("Change it")
	ana.WaitText("The passphrase you have now")
	ana.Shot("passphrase-new")
	ana.Click("I will make my own")
	ana.ownWords(ana.passphrase(), second, "a slow heron")
	ana.Click("Take the new passphrase")
	ana.WaitText("The two are not the same.")
	ana.Shot("passphrase-wrong")
	ana.ownWords("not what it was, not at all", second, second)
	ana.Click("Take the new passphrase")
	ana.WaitText("That passphrase does not open this account.")
	ana.ownWords(ana.passphrase(), second, second)
	ana.Click("Take the new passphrase")
	ana.WaitText("Your passphrase is changed.")
	ana.Shot("keys")
	other.WaitText("Your passphrase was changed on another device.")
	other.Shot("passphrase-elsewhere")
	other.Click("Lock")
	other.opens(other.passphrase())
	other.WaitText("Your passphrase was changed on another device.")
	other.opens(second)
	other.isIn()
	ben.promiseNow("I’ll call the landlord.")

	ana.Click("Secure my account")
	ana.WaitText("Do it from a safe place")
	ana.Shot("secure")
	third := ana.Ask(`document.getElementById("suggested").innerText`)
	if len(strings.Fields(third)) != 5 {
		t.Fatalf("a suggestion of %d words", len(strings.Fields(third)))
	}
	ana.Fill("The passphrase you have now", second)
	ana.Click("Make new keys")
	ana.WaitText("Your new account key")
	ana.Shot("new-key")
	newKey := ana.Ask(`document.getElementById("accountkey").innerText`)
	if newKey == key || !strings.HasPrefix(newKey, "TROTH1-") {
		t.Error("no new account key")
	}
	ana.Fill("Your new passphrase", second)
	ana.Click("I have kept it. Secure my account")
	ana.WaitText("That passphrase does not open this account.")
	ana.Fill("Your new passphrase", third)
	ana.Click("I have kept it. Secure my account")
	ana.WaitText("Your account is secured.")
	ana.Shot("secured")
	ana.opens(third)
	ana.isIn()

	other.WaitText("This account was secured on another device")
	other.Shot("secured-elsewhere")
	other.Click("Open mine on this device")
	other.Fill("Account key", newKey)
	other.Fill("Passphrase", third)
	other.Click("Open")
	other.isIn()
	ben.promiseNow("I’ll water the plants.")
	for _, p := range []*Person{ana, other} {
		p.go_("Together")
		p.Click("Promises")
		p.WaitText("I’ll call the landlord.")
		p.WaitText("I’ll water the plants.")
	}
	ben.go_("Together")
	ben.Click("Our record")
	ben.WaitText("Ana renewed their keys")
	ben.Shot("record-renewed")
	for _, p := range []*Person{ana, ben, other} {
		if p.Sees("Two histories") || p.Sees("older set of locks") {
			t.Errorf("%s is told that something is wrong", p.Name)
		}
	}
}
