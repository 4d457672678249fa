package e2e

import (
	"strings"
	"testing"
)

// leaving opens the page of the ways out.
func (p *Person) leaving() {
	p.t.Helper()
	p.settings()
	p.Click("Leaving")
	p.WaitText("There are three ways out")
}

// below shows the lower half of a page, for its pictures.
func (p *Person) below(name, heading string) {
	p.t.Helper()
	p.Eval(js(`[...document.querySelectorAll("h2, legend, label")].find((e) => norm(e.innerText).startsWith("` + heading + `")).scrollIntoView()`))
	p.Shot(name)
}

// Ana leaves without a connection, with last words: for her it is over at once,
// also after the page is opened again, and Ben is told when there is one.
func TestLeaveOffline(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.Expect("ERR_") // what a browser prints when there is no network
	ana.Wait(`navigator.serviceWorker.ready`)
	ana.Wait(`caches.keys().then((k) => k.length > 0)`)
	ana.promiseNow("I’ll water the plants.")
	ben.go_("Together")
	ben.Click("Promises")
	ben.WaitText("water the plants")
	ana.Line.Cut()
	ana.leaving()
	ana.below("leave-below", "End this space")
	ana.Click("End it")
	ana.WaitText("When is it said?")
	ana.below("end-form", "When is it said?")
	ana.below("end-words", "Last words")
	ana.write("Last words, if you like", "The years by the river were good ones.")
	ana.Click("End it")
	ana.WaitText("You have left this space.")
	ana.Open(s.URL)
	ana.WaitText("Welcome back")
	ana.unlock()
	ana.WaitText("You have left this space.")
	if ana.Sees("One thing you wrote waits") {
		t.Error("her choice is said to wait")
	}
	ana.leaving()
	ana.WaitText("The one line that says so goes out from here as soon as there is a connection.")
	ana.WaitText("Invites from Ben are declined in silence.")
	if ben.Sees("has left this space") {
		t.Error("something crossed a line that is cut")
	}
	ana.Line.Mend()
	ben.go_("Together")
	ben.WaitText("Ana has left this space.")
	ben.WaitText("The years by the river were good ones.")
	ben.Shot("ended-by-partner")
	ben.Click("Promises")
	ben.WaitText("water the plants")
	ana.go_("Together")
	ana.WaitText("Your last words")
	ana.Shot("ended-words")
	ana.Click("What to think of when you part")
	ana.WaitText("an ending can be a good one")
	ana.Shot("guide-parting")
}

// While somebody is quiet their browser asks the server for nothing but the page
// itself, also when it is opened anew and unlocked.
func TestQuiet(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.leaving()
	ana.Click("Go quiet")
	ana.WaitText("You are quiet. Nothing leaves this device.")
	ana.Shot("quiet")
	ana.Wait(js(`return !document.querySelector("form[aria-busy]")`))
	ben.promiseNow("I’ll come home early.")
	before := len(ana.Line.Seen())
	ana.promiseNow("Not yet.")
	ana.WaitText("What you wrote waits on this device until you come back.")
	ana.Open(s.URL)
	ana.unlock()
	ana.WaitText("You are quiet. Nothing leaves this device.")
	ana.Shot("today-quiet")
	if ana.Sees("home early") || ana.Sees("No connection") {
		t.Error("what a quiet page says")
	}
	for _, r := range ana.Line.Seen()[before:] {
		if strings.Contains(r, "/v1/") {
			t.Errorf("a quiet browser asks: %s", r)
		}
	}
	ana.leaving()
	ana.Click("Come back")
	ana.WaitText("To your partner you look like somebody who does not open the app.")
	ana.go_("Together")
	ana.Click("Promises")
	ana.WaitText("home early")
	ben.WaitText("“Not yet.”")
}

// Ana deletes her account. Her browser keeps nothing: no store, no cache, no
// service worker. On her other device it is said, and it can be cleared.
func TestDeleteAccount(t *testing.T) {
	s := start(t)
	ana, ben, key := pair(t, s)
	second := NewPerson(t, "Ana")
	second.Open(s.URL)
	second.Click("Open mine")
	second.Fill("Account key", key)
	second.Fill("Passphrase", ana.passphrase())
	second.Click("Open")
	second.Wait(js(`return document.querySelector("nav [data-go=today]")`))
	for _, p := range []*Person{ana, second} {
		p.Expect("401") // that the account is gone is said by a refusal
		p.Wait(`navigator.serviceWorker.ready`)
	}
	ana.promiseNow("Nothing that I want to stand.")
	ben.go_("Together")
	ben.Click("Promises")
	ben.WaitText("Nothing that I want to stand.")
	ana.leaving()
	ana.Click("Delete it")
	ana.WaitText("Nothing brings it back.")
	ana.Shot("delete")
	ana.below("delete-form", "What you wrote to")
	ana.Click("Take it back It goes from the server, and from their app if they had not opened it. They see that it was taken back.")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Delete my account")
	ana.WaitText("A private place for two people")
	if left := ana.Ask(`await (async () => JSON.stringify([(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length, localStorage.length + sessionStorage.length]))()`); left != "[0,0,0]" {
		t.Errorf("left in the browser: %s", left)
	}
	if left := string(ana.dumped()); strings.Contains(left, "promise") || strings.Contains(left, "Ben") {
		t.Errorf("left in the browser: %.300s", left)
	}
	ben.go_("Today")
	ben.WaitText("Ana has left this space.")
	second.WaitText("This account was deleted")
	second.Shot("gone")
	second.Click("Sign out this device")
	second.WaitText("This device forgets everything of yours.")
	second.Shot("gone-forget")
	second.Click("Sign out and forget")
	second.WaitText("A private place for two people")
}
