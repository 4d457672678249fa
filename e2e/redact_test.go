package e2e

import (
	"strings"
	"testing"
)

// A letter that nobody had opened goes altogether; one that was opened stays
// with its reader, and both are told what that means before it is done.
func TestRemove(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	for _, words := range []string{"I am glad that you called your mother.", "I wrote this too quickly."} {
		ana.go_("Together")
		ana.Click("Letters")
		ana.WaitText("Write")
		if ana.Sees("Write the first one") {
			ana.Click("Write the first one")
		} else {
			ana.Click("Write a letter")
		}
		ana.write("Your letter", words)
		ana.Click("Send it")
		ana.WaitText(words)
	}
	ben.go_("Today")
	ben.WaitText("Letters from Ana")
	ben.Click("Letters from Ana")
	ben.Wait(js(`return document.querySelector("h1").innerText === "Letters"`))
	ben.Eval(js(`[...document.querySelectorAll("[data-go^='letter/']")].filter(l => l.innerText.includes("A letter from")).at(-1).click()`))
	ben.WaitText("I am glad that you called your mother.")

	for i, words := range []string{"I am glad that you called your mother.", "I wrote this too quickly."} {
		ana.Click(words)
		ana.WaitText("Remove this letter")
		if i == 0 {
			ana.Shot("letter-own")
		}
		ana.Click("Remove this letter")
		ana.WaitText("What Ben has read stays with them.")
		if i == 0 {
			ana.Shot("letter-remove")
		}
		ana.Click("Remove it")
		ana.Wait(js(`return !document.body.innerText.includes("` + words + `") && document.querySelector("h1").innerText === "Letters"`))
	}
	ana.Shot("letters-removed")
	ben.WaitText("Ana has removed this. You had opened it, so your copy stays with you.")
	ben.Shot("letter-kept")
	ben.go_("Together")
	ben.Click("Letters")
	ben.WaitText("Ana has removed something that you had not opened.")
	ben.WaitText("Removed, and still yours")
	ben.Shot("letters-kept")
	ben.Eval("location.reload()")
	ben.unlock()
	ben.go_("Together")
	ben.Click("Letters")
	ben.WaitText("I am glad that you called your mother.")
	if ben.Sees("too quickly") {
		t.Error("what was not opened is still there")
	}
	for _, p := range []*Person{ana, ben} {
		if html := p.Ask(`document.documentElement.outerHTML`); strings.Contains(html, "too quickly") {
			t.Errorf("%s still holds it", p.Name)
		}
	}
}
