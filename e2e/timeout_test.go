package e2e

import "testing"

// Ana pauses: her composer rests, through a reload too; what Ben writes arrives
// when she is back, and her line opens the door. Then she puts something right,
// beside the letter that it is about.
func TestTimeoutAndCorrection(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.go_("Together")
	ana.Click("Time-outs")
	ana.WaitText("When will you be back?")
	ana.Shot("timeout-new")
	ana.Click("Take a time-out")
	ana.WaitText("Your time-out. You are back")
	ana.Shot("timeout-mine")

	ben.go_("Today")
	ben.WaitText("Ana is back")
	ben.Shot("timeout-today")
	ben.Click(ben.Ask(js(`return norm([...document.querySelectorAll("main a")].find((a) => a.innerText.startsWith("Ana is back")).innerText)`)))
	ben.WaitText("Ana has taken a time-out")
	ben.Shot("timeout-theirs")
	ben.go_("Together")
	ben.Click("Letters")
	ben.Click("Write the first one")
	ben.WaitText("Ana is taking a time-out. This arrives when they are back")
	ben.write("Your letter", "I said I had called the bank on Monday. I am sorry that I shouted.")
	ben.Shot("timeout-letter")
	ben.Click("Send it")
	ben.WaitText("I am sorry that I shouted")

	ana.Eval("location.reload()")
	ana.unlock()
	ana.WaitText("You are back")
	ana.go_("Together")
	ana.Click("Letters")
	ana.WaitText("There are no letters yet")
	ana.Click("Write the first one")
	ana.WaitText("There is nothing you need to write just now")
	if ana.Ask(`document.querySelector("textarea") !== null`) == "true" || ana.Ask(`document.documentElement.outerHTML.includes("shouted")`) == "true" {
		t.Error("whoever rests is given a composer, or what the other wrote")
	}
	ana.Shot("timeout-rests")
	ana.Click("To the time-out")
	ana.Click("I am back")
	ana.write("Your first line", "I was ashamed, and I ran off. I would like to hear you now.")
	ana.Shot("timeout-back")
	ana.Click("I am back")
	ana.WaitText("A letter from Ben")

	ben.go_("Today")
	ben.Click("Ana is back")
	ben.WaitText("I would like to hear you now")
	ben.Shot("timeout-line")
	ben.go_("Together")
	ben.Click("Letters")
	ben.Click("I said I had called the bank on Monday. I am sorry that I shouted.")
	ben.Click("Something in it was not so")
	ben.WaitText("I told you …")
	ben.Click("Send it")
	ben.WaitText("Write what you told the other, in a few words.")
	ben.Fill("I told you …", "I had called the bank on Monday.")
	ben.write("What is true, or what I think now, is …", "I called today. On Monday I forgot, and did not want to say so.")
	ben.Shot("correction-new")
	ben.Click("Send it")
	ben.WaitText("You put something right")
	ben.Shot("correction-list")

	ana.go_("Today")
	ana.WaitText("Ben puts something right")
	ana.Shot("correction-today")
	ana.Click("A letter from Ben")
	ana.WaitText("On Monday I forgot")
	ana.Shot("correction-beside")
}
