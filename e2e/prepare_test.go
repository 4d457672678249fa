package e2e

import "testing"

// Somebody alone writes a letter beforehand. Inviting carries nothing over; when
// the two share a space it becomes a letter, as its writer then sends it.
func TestPrepare(t *testing.T) {
	s := start(t)
	ana, ben := NewPerson(t, "Ana"), NewPerson(t, "Ben")
	ana.Open(s.Links[0])
	ana.signUp("Ana")
	ana.go_("Mine")
	ana.Shot("mine-all")
	ana.Click("Written beforehand")
	ana.WaitText("Nothing is written beforehand")
	ana.Shot("prepare-empty")
	ana.Click("Write something beforehand")
	ana.write("Your words", "There is something I want to tell you when you are here.")
	ana.Shot("prepare-new")
	ana.Click("Keep it for me")
	ana.Click("There is something I want to tell you when you are here.")
	ana.WaitText("When the two of you share a space, you can take it up from here.")
	ana.go_("Today")
	join(t, ana, ben)
	if ben.Ask(`document.documentElement.outerHTML.includes("something I want to tell")`) == "true" {
		t.Error("what was written beforehand came along with the invite")
	}
	ana.go_("Mine")
	ana.Click("Written beforehand")
	ana.Click("There is something I want to tell you when you are here.")
	ana.Shot("prepare-one")
	ana.Click("Begin a letter with it")
	ana.WaitText("A letter to Ben")
	ana.Wait(js(`return field("Your letter").value.startsWith("There is something")`))
	ana.Click("Send it")
	ben.go_("Today")
	ben.Click("A letter from Ana")
	ben.WaitText("There is something I want to tell you")
}
