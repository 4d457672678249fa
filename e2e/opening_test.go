package e2e

import (
	"strings"
	"testing"
)

// nowhere fails the test if words are on the page or in anything that it can find
// stored.
func (p *Person) nowhere(canaries []canary) {
	p.t.Helper()
	found := append(p.found(canaries), search(p.Name+"'s page", []byte(p.Ask("document.documentElement.outerHTML")), canaries)...)
	for _, where := range found {
		p.t.Error(where)
	}
}

// An opening between two browsers, one of them cut off when it answers. Until
// both have answered, nothing of Ana's answer is on Ben's page or in his browser;
// then it opens on both sides, and stays.
func TestOpening(t *testing.T) {
	theBrowser(t)
	s := start(t)
	ana := NewPerson(t, "Ana")
	ben, dir := newProfile(t, "Ben", "Ben")
	meet(t, s, ana, ben)
	const (
		question = "What do you like to do with the first half hour of a free day?"
		anas     = "Apricot jam on the balcony, before anybody speaks."
		bens     = "I put on the radio and pretend to be a conductor."
	)
	ana.go_("Together")
	ana.Click("Openings")
	ana.WaitText("A question that you both answer, and open together")
	ana.Shot("openings-empty")
	ana.Click("Other questions")
	ana.WaitText("Which song, picture or story would you like to share with me today?")
	ana.Shot("openings-others")
	ana.Click("Answer it")
	ana.WaitText("Say as much as feels all right.")
	ana.Click("Seal it")
	ana.WaitText("Write a few words first.")
	ana.write("Your answer", anas)
	ana.Shot("opening-answer")
	ana.Click("Today")
	ana.Click("You were answering a question")
	ana.Wait(js(`return field("Your answer").value.startsWith("Apricot")`))
	ana.Click("Seal it")
	ana.WaitText("Sealed today")
	ana.WaitText("Opens when both have answered.")
	ana.Shot("opening-sealed")

	// Taken back, its words are a draft again.
	ana.Click("Take it back")
	ana.WaitText("The rung in use is “A preference”.")
	ana.Click("Answer it")
	ana.Wait(js(`return field("Your answer").value.startsWith("Apricot")`))
	ana.Click("Seal it")
	ana.WaitText("Sealed today")
	ana.Click("Read yours again")
	ana.WaitText("before anybody speaks")

	ben.WaitText("Opens when both have answered")
	ben.Shot("opening-today")
	ben.Click(question)
	ben.WaitText("There is room for your answer here, when you like.")
	if ben.Sees("Ana has") || ben.Sees("ealed") {
		t.Error("Ben is told that Ana has answered")
	}
	ben.Shot("opening-begun")
	canaries := []canary{newWords("what Ana has answered", anas)}
	ben.nowhere(canaries)

	// He answers without a connection, and closes the app.
	ben.Expect("ERR_")
	ben.Expect("/v1/")
	ben.Wait(`navigator.serviceWorker.ready`)
	ben.Wait(`caches.keys().then((k) => k.length > 0)`)
	ben.Line.Cut()
	ben.Click("Answer it")
	ben.write("Your answer", bens)
	ben.Click("Seal it")
	ben.WaitText("Sealed today")
	ben.WaitText("One thing you wrote waits on this device")
	ben.WaitText("Both of you have answered. It opens by itself.")
	ben.Shot("opening-offline")
	ben.nowhere(canaries)
	ben.Click("See what waits")
	ben.WaitText("pretend to be a conductor")
	ben.Open(s.URL)
	ben.WaitText("Welcome back")
	ben.unlock()
	ben.go_("Together")
	ben.Click("Openings")
	ben.Click(question)
	ben.WaitText("Both of you have answered. It opens by itself.")
	ben.nowhere(canaries)

	ana.go_("Today")
	if ana.Sees("Ben") && ana.Sees("answered") {
		t.Error("something of Ben crossed a line that is cut")
	}
	ben.Line.Mend()
	ben.WaitText(anas)
	ben.WaitText(bens)
	ben.Shot("opening-open")
	ana.WaitText("Both of you have answered")
	ana.Shot("opening-news")
	ana.Click(question)
	ana.WaitText(bens)
	ana.WaitText(anas)
	if ana.Sees("Take it back") {
		t.Error("it can still be taken back")
	}
	ana.go_("Today")
	ana.WaitText("Nothing is waiting.")

	// How far they would go: the lower of the two, and nobody is told whose.
	ana.go_("Together")
	ana.Click("Openings")
	ana.Click("Choose how far you would go")
	ana.WaitText("What you choose here is not shown to the other")
	ana.Shot("opening-rung")
	ana.Eval(js(`field("A need").click()`))
	ana.Click("Choose this")
	ana.WaitText("The rung in use is “A preference”.")
	ben.go_("Together")
	ben.Click("Openings")
	ben.Click("Choose how far you would go")
	ben.WaitText("How far would you go?")
	if ben.Ask(`document.querySelector("input[type=radio]:checked").value`) != "1" {
		t.Error("Ben's choice is another than he made")
	}
	ben.Eval(js(`field("A regret").click()`))
	ben.Click("Choose this")
	for _, p := range []*Person{ana, ben} {
		p.WaitText("The rung in use is “A regret”.")
		p.WaitText("In which small moment with me would you have liked to be more patient?")
	}
	ana.Shot("openings")
	ben.Click("Go down a rung")
	for _, p := range []*Person{ana, ben} {
		p.WaitText("The rung in use is “A small worry”.")
	}
	if title := ben.Ask("document.title + location.href"); strings.Contains(title, "pening") {
		t.Errorf("the address or the title tells the page: %s", title)
	}
	for _, where := range ben.left(dir, append(canaries, newWords("what Ben has answered", bens))) {
		t.Error(where)
	}
}
