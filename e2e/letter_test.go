package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// write types into the composer and waits until the device keeps it.
func (p *Person) write(label, text string) {
	p.t.Helper()
	p.Fill(label, text)
	p.WaitText("Kept on this device")
}

// A letter, from the first word to "yes, that is what I meant": it survives a
// reload and a lock while it is written, is opened when its reader opens it,
// and nobody is told.
func TestLetter(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.go_("Together")
	ana.Shot("letter-together")
	ana.Click("Letters")
	ana.WaitText("There are no letters yet")
	ana.Shot("letters-empty")
	ana.Click("Write the first one")
	ana.WaitText("A letter cannot be changed once it is sent.")
	ana.Shot("letter-new")
	ana.Click("Send it")
	ana.WaitText("Write a few words first.")
	ana.Shot("letter-wrong")
	ana.write("Your letter", "When you came home late on Sunday")

	// A reload, and a lock right after the last key.
	ana.Eval("location.reload()")
	ana.unlock()
	ana.WaitText("You were writing a letter")
	ana.Shot("letter-begun")
	ana.Click("You were writing a letter")
	ana.Wait(js(`return field("Your letter").value === "When you came home late on Sunday"`))
	const first = "Dear Ben,\n\nWhen you came home late on Sunday I was already half asleep on the sofa, with the food on the table. I was not angry. I had looked forward to the evening all week, and when it got dark I felt far away from you.\n\nI would like us to eat together on Wednesday. I will cook.\n\nAna"
	ana.Fill("Your letter", first)
	ana.Click("Lock")
	if ana.WaitText("Welcome back"); ana.Ask(`document.documentElement.outerHTML.includes("sofa")`) == "true" {
		t.Error("a locked page still holds the draft")
	}
	ana.unlock()
	ana.Click("You were writing a letter")
	ana.Wait(js(fmt.Sprintf(`return field("Your letter").value === %q`, first)))
	ana.Shot("letter-draft")

	// Thrown away, and taken back.
	ana.Click("Throw this away")
	ana.WaitText("Thrown away.")
	ana.Wait(js(`return field("Your letter").value === "" && document.activeElement.innerText.includes("Thrown away.")`))
	ana.Shot("letter-thrown")
	ana.Click("Take it back")
	ana.Wait(js(fmt.Sprintf(`return field("Your letter").value === %q`, first)))

	// Typing goes on undisturbed while it is kept.
	ana.Eval(js(`const f = field("Your letter"); f.focus(); f.setSelectionRange(4, 4); f.setRangeText("st", 4, 4, "end"); f.dispatchEvent(new Event("input", { bubbles: true }))`))
	ana.Click("Today")
	ana.WaitText("You were writing a letter")
	ana.Back()
	ana.Wait(js(`return field("Your letter").value.startsWith("Dearst Ben")`))
	ana.Fill("Your letter", first)
	ana.Click("Send it")
	ana.WaitText("Dear Ben, When you came home late on Sunday I was already half asleep on the sofa, with …")
	if ana.Sees("You were writing a letter") {
		t.Error("what was sent is still a draft")
	}
	ana.Shot("letters-sent")
	ana.go_("Today")

	ben.WaitText("A letter from Ana")
	if ben.Sees("sofa") || ben.Sees("Dear Ben") {
		t.Error("a letter is read out before it is opened")
	}
	ben.Shot("letter-today")
	ben.Click("A letter from Ana")
	ben.WaitText("half asleep on the sofa")
	ben.Shot("letter-open")
	ben.Click("Say what you heard")
	ben.WaitText("What did you hear?")
	ben.write("What did you hear?", "You are angry that I came home late, and that the food got cold.")
	ben.Shot("letter-heard")
	ben.Eval("location.reload()")
	ben.unlock()
	ben.go_("Together")
	ben.Click("Letters")
	ben.Click("Dear Ben, When you came home late on Sunday I was already half asleep on the sofa, with …")
	ben.Click("Say what you heard")
	ben.Wait(js(`return field("What did you hear?").value.startsWith("You are angry")`))
	ben.Click("Send it")
	ben.WaitText("What you heard, today")

	ana.WaitText("Ben says what they heard in your letter")
	ana.Shot("letter-news")
	ana.Click("Ben says what they heard in your letter")
	ana.WaitText("Is this what you meant?")
	ana.Shot("letter-asked")
	ana.Click("Put it right")
	ana.write("What did you mean?", "The food does not matter, and I was not angry. I was lonely, and I had looked forward to you.")
	ana.Shot("letter-right")
	ana.Click("Send it")
	ana.WaitText("You put it right, today")

	ben.WaitText("Ana puts it right, today")
	ben.Click("Say what you hear now")
	ben.Fill("What did you hear?", "You had looked forward to our evening all week, and when I did not come you felt lonely, not angry. You would like to eat with me on Wednesday.")
	ben.Click("Send it")
	ana.WaitText("You would like to eat with me on Wednesday.")
	ana.Click("Yes, that is what I meant")
	ben.WaitText("Yes, that is what I meant.")
	ben.Shot("letter-meant")
	ana.Click("All letters")
	ana.WaitText("Heard as it was meant")
	ana.Shot("letters")
	if where := ana.Ask("location.href + document.title"); strings.Contains(where, "letter") {
		t.Errorf("the address or the title tells the page: %s", where)
	}

	// Words are only text, and keep their lines.
	ben.go_("Together")
	ben.Click("Letters")
	ben.Click("Write a letter")
	ben.Fill("Your letter", `<img src=x onerror="document.title='owned'"> </script>`+"\n  two\n    three")
	ben.Click("Send it")
	ben.Click(`<img src=x onerror="document.title='owned'"> </script> two three`)
	ben.Wait(js(`return document.querySelector(".letter .own").textContent.endsWith("\n  two\n    three")`))
	if title := ben.Ask("document.title"); title != "Notes" {
		t.Errorf("the title is %q", title)
	}
}
