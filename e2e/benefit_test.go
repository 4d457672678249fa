package e2e

import "testing"

// Somebody who is alone here looks at something once more, with the keyboard
// left where it is expected, settles it, and writes later what it turned out to
// be. It survives a reload, and can be removed for good.
func TestBenefit(t *testing.T) {
	s := start(t)
	ana := NewPerson(t, "Ana")
	ana.Open(s.Links[0])
	ana.signUp("Ana")
	ana.WaitText("You are here on your own so far.")
	ana.go_("Mine")
	ana.Click("The benefit of the doubt")
	ana.WaitText("Nothing here so far")
	ana.Shot("benefit-empty")
	ana.Click("Look once more")
	ana.Click("Keep it for me")
	ana.WaitText("Write what you saw, in a few words.")
	ana.Fill("What I saw", "He turned the phone face down when I came in.")
	ana.Fill("The story I told myself", "He hides something from me.")
	ana.Fill("Another reading that would also fit", "He wanted to look at me and not at the phone.")
	ana.write("What I would ask", "What were you reading when I came in?")
	ana.Shot("benefit-new")
	ana.Click("Keep it for me")
	ana.WaitText("When the two of you share a space, the question can become a letter.")
	ana.Click("Wait")
	ana.WaitText("It waits.")
	ana.Shot("benefit-one")
	ana.write("What did it turn out to be?", "The booking for Sunday. He is a bad liar.")
	ana.Click("Write it down")
	ana.WaitText("Written today")
	ana.Eval("location.reload()")
	ana.unlock()
	ana.go_("Mine")
	ana.Click("The benefit of the doubt")
	ana.Click("He turned the phone face down when I came in.")
	ana.WaitText("He is a bad liar")
	ana.Click("Remove this")
	ana.WaitText("You cannot bring it back.")
	ana.Shot("benefit-remove")
	ana.Click("Remove it")
	ana.WaitText("Nothing here so far")
}

// What one would ask becomes a letter: only the question, and only when it is
// sent.
func TestBenefitAsks(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.go_("Mine")
	ana.Click("The benefit of the doubt")
	ana.Click("Look once more")
	ana.Fill("What I saw", "You came in without a word.")
	ana.Fill("The story I told myself", "You are cross with me.")
	ana.write("What I would ask", "What was your day like?")
	ana.Click("Keep it for me")
	ana.Click("Ask in a letter")
	ana.WaitText("A letter to Ben")
	ana.Wait(js(`return field("Your letter").value === "What was your day like?"`))
	ana.Click("Send it")
	ana.WaitText("What was your day like?")
	ben.go_("Today")
	ben.Click("A letter from Ana")
	ben.WaitText("What was your day like?")
	if ben.Ask(`document.documentElement.outerHTML.includes("cross")`) == "true" {
		t.Error("the story travelled with the question")
	}
}
