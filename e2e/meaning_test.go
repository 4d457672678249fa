package e2e

import "testing"

// Ana writes what trust is to her; Ben asks, chooses something to do quietly,
// of which she learns nothing, and she says that she noticed.
func TestMeaning(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.go_("Together")
	ana.Click("What trust is to us")
	ana.WaitText("Nobody has written a line yet")
	ana.Shot("meaning-empty")
	ana.Click("Write a line")
	ana.Click("Write it down")
	ana.WaitText("Write a few words first.")
	ana.write("Your line", "I feel heard when you put the phone away before I begin.")
	ana.Shot("meaning-new")
	ana.Click("Write it down")
	ana.WaitText("Lines of Ben")

	ben.go_("Today")
	ben.Click("Ana says what trust is to them")
	ben.WaitText("A line of Ana")
	ben.Click("Ask about it")
	ben.write("What would you like to understand?", "Also when it rings?")
	ben.Click("Ask")
	ben.WaitText("You asked")
	ben.Click("Do something quietly")
	ben.WaitText("Only you know of it")
	ben.write("What would you like to do?", "Leave the phone in the hall after eight.")
	ben.Shot("meaning-gesture")
	ben.Click("Keep it for me")
	ben.WaitText("What you want to do quietly")
	ben.Shot("meaning-theirs")
	ben.Click("I did it")
	ben.WaitText("Done today")

	ana.WaitText("Ben asked, today") // she looks at the list, so it is no news on Today
	ana.Shot("meaning-list")
	ana.Click("I feel heard when you put the phone away before I begin.")
	ana.Click("Answer")
	ana.write("What do you mean by it?", "Let it ring. If it matters they will call again.")
	ana.Click("Answer")
	ana.WaitText("You answered")
	if ana.Sees("hall") || ana.Ask(`document.documentElement.outerHTML.includes("hall")`) == "true" {
		t.Error("a quiet gesture is before the other")
	}
	ana.Click("I noticed")
	ana.Click("Say that I noticed")
	ana.WaitText("You noticed")
	ana.Shot("meaning-mine")
	ben.WaitText("Ana noticed, today") // he is looking at the line
	ben.Shot("meaning-noticed")
}
