package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// keysPage goes to one of the pages of keys and devices.
func (p *Person) keysPage(link, heading string) {
	p.t.Helper()
	p.settings()
	p.Click("Keys and devices")
	p.WaitText("What opens your account")
	p.Click(link)
	p.Wait(js(fmt.Sprintf(`return norm(document.querySelector("h1")?.innerText ?? "") === %q`, heading)))
}

// Somebody signs a device out that they have elsewhere, and then the one in hand,
// which forgets everything.
func TestSignOutDevice(t *testing.T) {
	s := start(t)
	ana := NewPerson(t, "Ana")
	ana.Open(s.Links[0])
	key := ana.signUp("Ana")
	other := NewPerson(t, "Ana")
	for _, p := range []*Person{ana, other} {
		p.Expect("/v1/") // a session that was ended is refused
	}
	other.Open(s.URL)
	other.Click("Open mine")
	other.Fill("Account key", key)
	other.Fill("Passphrase", other.passphrase())
	other.Click("Open")
	other.Wait(js(`return document.querySelector("nav [data-go=today]")`))
	other.keysPage("Show my devices", "Your devices")
	other.Fill("Passphrase", other.passphrase())
	other.Click("Show my devices")
	other.WaitText("What you call this device")
	other.Fill("What you call this device", "The tablet")
	other.Click("Keep the name")
	other.Wait(js(`return [...document.querySelectorAll("h2")].some((h) => h.innerText === "The tablet")`))

	ana.keysPage("Show my devices", "Your devices")
	ana.Shot("devices-asked")
	ana.Fill("Passphrase", "five plain words of Eve")
	ana.Click("Show my devices")
	ana.WaitText("That passphrase does not open this account")
	if ana.Sees("The tablet") {
		t.Error("the list without the passphrase")
	}
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Show my devices")
	ana.WaitText("Device 1")
	ana.WaitText("The tablet")
	ana.Shot("devices")
	ana.accessible("devices")
	ana.Eval(js(`[...document.querySelectorAll("label.choice")].find((l) => l.innerText.includes("The tablet")).querySelector("input").click()`))
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Sign it out")
	ana.WaitText("It is signed out")
	ana.Shot("devices-out")
	other.WaitText("Welcome back")
	if other.Sees("The tablet") || other.Sees("Today") {
		t.Error("the device that was signed out shows what it had")
	}

	// The device in hand.
	ana.keysPage("Sign out this device", "Sign out this device")
	ana.Shot("forget")
	ana.accessible("forget")
	ana.Click("Sign out and forget")
	ana.WaitText("Open mine")
	if left := ana.Ask(`await new Promise((done) => { const r = indexedDB.databases(); r.then(async (all) => { let n = 0;
for (const d of all) { const db = await new Promise((ok) => { const q = indexedDB.open(d.name); q.onsuccess = () => ok(q.result); });
for (const s of db.objectStoreNames) n += await new Promise((ok) => { const c = db.transaction(s).objectStore(s).count(); c.onsuccess = () => ok(c.result); }); db.close(); }
done(String(n)); }); })`); left != "0" {
		t.Errorf("%s things are left on the device", left)
	}
	ana.Open(s.URL)
	ana.Click("Open mine")
	ana.Fill("Account key", key)
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Open")
	ana.Wait(js(`return document.querySelector("nav [data-go=today]")`))
}

// A recovery code is copied down, typed back, and opens everything on a device that
// knows nothing, under a new passphrase.
func TestRecoveryCodeOnPaper(t *testing.T) {
	s := start(t)
	ana := NewPerson(t, "Ana")
	ana.Open(s.Links[0])
	key := ana.signUp("Ana")
	ana.Expect("/v1/")
	ana.keysPage("About a recovery code", "Recovery code")
	ana.WaitText("Anyone who finds this paper can open everything")
	ana.Shot("recovery")
	ana.accessible("recovery")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Make a code")
	ana.WaitText("It does not count yet")
	ana.Shot("recovery-sheet")
	ana.accessible("recovery-sheet")
	code := ana.Ask(`document.getElementById("recoverycode").innerText`)
	if !strings.HasPrefix(code, "TROTHR-") || len(code) != 70 {
		t.Fatalf("a code of %d characters", len(code))
	}
	ana.Click("I have it on paper")
	ana.WaitText("From the paper")
	if ana.Sees(code[8:14]) {
		t.Error("the code is there while it is typed back")
	}
	ana.Fill("Recovery code", code[:69]+"!")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("This is my code")
	ana.WaitText("That is not quite the code")
	ana.Shot("recovery-slip")
	ana.Fill("Recovery code", strings.ToLower(code))
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("This is my code")
	ana.WaitText("Your recovery code counts from now on")

	found := NewPerson(t, "Ana")
	found.Expect("/v1/")
	found.Open(s.URL)
	found.Click("Open mine")
	found.Click("I have a recovery code")
	found.WaitText("Type the code from your paper")
	found.Shot("recover")
	found.accessible("recover")
	found.Click("I will make my own")
	found.Fill("Recovery code", code)
	found.Fill("Your new passphrase", "eleven calm boats on a lake")
	found.Fill("The same again", "eleven calm boats on a lake")
	found.Click("Open mine")
	found.WaitText("I have kept it")
	if again := found.Ask(`document.getElementById("accountkey").innerText`); again != key {
		t.Error("another account key")
	}
	if url := found.Ask(`location.href + document.title`); strings.Contains(url, "TROTH") || strings.Contains(url, "recover") {
		t.Errorf("the address says what the page is: %s", url)
	}
	found.Click("I have kept it")
	found.Wait(js(`return document.querySelector("nav [data-go=today]")`))
}
