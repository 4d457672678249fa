package e2e

import "testing"

// Ana has lost everything and comes back as somebody new; the two compare words
// again, and Ben gives back what they had written before.
func TestGiveBackHistory(t *testing.T) {
	t.Setenv("TROTH_ACCOUNTS", "3") // whoever runs the server has to have room for one more
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.promiseNow("I will water the plants.")
	ben.go_("Together")
	ben.Click("Promises")
	ben.WaitText("I will water the plants.")
	ben.leaving()
	ben.Click("End it")
	ben.WaitText("When is it said?")
	ben.Click("End it")
	ben.WaitText("You have left this space.")
	ben.go_("Today")

	fresh := NewPerson(t, "Ana")
	ben.Click("Invite your partner")
	ben.Fill("Passphrase", ben.passphrase())
	ben.Click("Make the invite")
	ben.WaitText("Your invite is ready")
	fresh.Open(ben.Ask(`document.getElementById("link").innerText`))
	fresh.WaitText("Ben invites you")
	fresh.Click("Go on")
	fresh.signUp("Ana")
	if a, b := fresh.words(), ben.words(); a != b {
		t.Fatalf("the words are %q and %q", a, b)
	}
	ben.Fill("Passphrase", ben.passphrase())
	ben.Click("They match")
	fresh.Click("They match")
	fresh.WaitText("Nothing is waiting")
	fresh.go_("Together")
	if fresh.Sees("Earlier spaces") {
		t.Error("something came back by itself")
	}
	ben.go_("Together")
	ben.Click("Earlier spaces")
	ben.Click("My partner has lost everything")
	ben.WaitText("The space with Ana")
	ben.Shot("give-back")
	ben.Fill("Passphrase", ben.passphrase())
	ben.Click("Give it back")
	ben.WaitText("It is given back.")
	ben.Shot("given-back")
	fresh.WaitText("Earlier spaces")
	fresh.Click("Earlier spaces")
	fresh.WaitText("Given back by Ben.")
	fresh.Shot("given")
	fresh.Click("With Ben")
	fresh.Click("Promises")
	fresh.WaitText("I will water the plants.")
}
