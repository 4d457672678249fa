package e2e

import "testing"

// Two people look whether it is really the two of them, one says that it is
// not, and two devices of one are held against each other.
func TestCheckOurConnection(t *testing.T) {
	s := start(t)
	ana, ben, key := pair(t, s)
	for _, p := range []*Person{ana, ben} {
		p.settings()
		p.Click("Check our connection")
		p.WaitText("Nobody is between you.")
	}
	number := func(p *Person) string { return p.Ask(`document.getElementById("safety").innerText`) }
	if a, b := number(ana), number(ben); a != b || len(a) < 60 {
		t.Errorf("two numbers: %q and %q", a, b)
	}
	history := func(p *Person) string { return p.Ask(`document.getElementById("history").innerText`) }
	if a, b := history(ana), history(ben); a != b {
		t.Errorf("two histories: %q and %q", a, b)
	}
	ana.Shot("connection")
	ana.Click("If it is not the same")
	ana.Fill("Passphrase", "not this one at all")
	ana.Click("It is not the same")
	ana.WaitText("That passphrase does not open this account.")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("It is not the same")
	ana.WaitText("Letters and sealed answers stay closed.")
	ana.Shot("connection-unsame")
	ben.WaitText("as soon as Ana has said so too")
	ana.Click("It is the same")
	ben.WaitText("Nobody is between you.")

	// Another device of Ana's.
	other := NewPerson(t, "Ana")
	other.Open(s.URL)
	other.Click("Open mine")
	other.Fill("Account key", key)
	other.Fill("Passphrase", other.passphrase())
	other.Click("Open")
	other.WaitText("This device is new here")
	other.Shot("connection-new-here")
	ana.Click("Show the picture")
	ana.Shot("connection-own")
	link := ana.Ask(`document.getElementById("own-link").innerText`)
	for p, says := range map[*Person]string{other: "Both of your devices were shown the same.", ben: "That picture is from another person’s device"} {
		p.Open("about:blank")
		p.Open(link)
		p.unlock()
		p.WaitText(says)
		if p.Ask(`location.href.includes("#c.")`) == "true" {
			t.Error("the picture is still in the address")
		}
	}
	other.Shot("connection-compared")
}
