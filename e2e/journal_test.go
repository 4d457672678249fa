package e2e

import "testing"

// journal opens the journal, with its own passphrase or without one.
func (p *Person) journal(pass string) {
	p.t.Helper()
	p.go_("Mine")
	p.Click("Journal")
	p.WaitText("It stays closed until you open it")
	if pass != "" {
		p.Fill("The journal’s own passphrase", pass)
	}
	p.Click("Open the journal")
}

// Somebody writes for themselves, gives their journal a passphrase of its own, and
// finds all of it again only with that: the entries, and what they had begun when
// the page was closed. Nobody else finds that there is any.
func TestJournalPassphrase(t *testing.T) {
	s := start(t)
	ana := NewPerson(t, "Ana")
	ana.Open(s.Links[0])
	ana.signUp("Ana")
	ana.go_("Mine")
	ana.Click("Journal")
	ana.WaitText("It stays closed until you open it")
	ana.Shot("journal-cover")
	ana.Click("Open the journal")
	ana.WaitText("Nothing is written here")
	ana.Shot("journal-empty")
	ana.Click("Write")
	ana.WaitText("Keep this on this device only")
	ana.Click("Keep it for me")
	ana.WaitText("Write a few words first.")
	ana.write("Your words", "He came in late again and I said nothing. I don’t think it was the traffic.")
	ana.setDate("If it is an intuition", 7)
	ana.Shot("journal-new")
	ana.Click("Keep it for me")
	ana.Click("He came in late again and I said nothing. I don’t think it was the traffic.")
	ana.WaitText("You want to look at it again")
	ana.write("Were you right?", "It was the traffic, and he had been crying.")
	ana.Click("Write it down")
	ana.WaitText("You have looked at it again.")
	ana.Shot("journal-one")
	ana.Click("To the journal")
	ana.Click("My own share")
	ana.WaitText("Nothing in this app asks you to write here.")
	ana.write("What I did, or left undone", "I let him think that I was asleep.")
	ana.Shot("journal-share")
	ana.Click("Keep it for me")
	ana.Click("I let him think that I was asleep.")
	ana.Click("To the journal")

	ana.Click("A passphrase for the journal")
	ana.WaitText("If you forget it, what it locks is gone for ever.")
	ana.Shot("journal-lock")
	const pass = "eleven herons on the roof"
	ana.Fill("The journal’s new passphrase", pass)
	ana.Fill("The same once more", "eleven herons on the road")
	ana.Fill("The passphrase of your account", ana.passphrase())
	ana.Click("Give it this passphrase")
	ana.WaitText("The two are not the same")
	ana.Fill("The journal’s new passphrase", pass)
	ana.Fill("The same once more", pass)
	ana.Fill("The passphrase of your account", ana.passphrase())
	ana.Click("Give it this passphrase")
	ana.WaitText("He came in late again")
	ana.Click("Write")
	ana.write("Your words", "lockedcanary: I have seen a flat.")
	ana.Click("Keep it for me")
	ana.Click("lockedcanary: I have seen a flat.")
	ana.Click("To the journal")
	ana.Click("A passphrase for the journal")
	ana.WaitText("What was written without it")
	ana.Shot("journal-locked")
	ana.Click("Lock that as well")
	ana.WaitText("lockedcanary")
	ana.Click("Write")
	ana.write("Your words", "begun, and lockedcanary too")
	ana.Eval("location.reload()")
	ana.unlock()
	ana.Eval(`document.querySelector("nav [data-go=mine]").dataset.go = "mine/journal/new"`) // from a page that was kept
	ana.Click("Mine")
	ana.WaitText("It stays closed until you open it")
	ana.go_("Today")

	// Without the passphrase there is nothing: in here, in the record, in a search.
	ana.journal("")
	ana.WaitText("Nothing is written here")
	if ana.Ask(`document.documentElement.outerHTML.includes("lockedcanary")`) == "true" {
		t.Error("it is on the page of the open journal")
	}
	ana.Click("Close the journal")
	ana.WaitText("It stays closed until you open it")
	ana.Fill("The journal’s own passphrase", ana.passphrase())
	ana.Click("Open the journal")
	ana.WaitText("Nothing opens with this passphrase.")
	ana.Shot("journal-wrong")
	ana.go_("Mine")
	ana.Click("My own record")
	ana.WaitText("Your own log began")
	ana.Shot("own-record")
	if ana.Sees("journal") || ana.Sees("traffic") {
		t.Error("the record speaks of the journal")
	}
	ana.go_("Mine")
	ana.Click("Search")
	ana.Fill("What are you looking for?", "lockedcanary")
	ana.WaitText("Nothing was found.")

	ana.journal(pass)
	ana.WaitText("lockedcanary: I have seen a flat.")
	ana.WaitText("He came in late again")
	ana.Click("You had begun to write")
	ana.Wait(js(`return field("Your words").value === "begun, and lockedcanary too"`))
	ana.Eval(js(`field("Keep this on this device only").click()`))
	ana.Click("Keep it for me")
	ana.Click("begun, and lockedcanary too")
	ana.WaitText("This is on this device only.")
	ana.Click("Remove this")
	ana.WaitText("It was nowhere else.")
	ana.Shot("journal-drop")
	ana.Click("Remove it")
	ana.WaitText("lockedcanary: I have seen a flat.")
	ana.Shot("journal-list")
	if ana.Sees("begun, and lockedcanary too") {
		t.Error("what was removed is there")
	}
	ana.Click("A passphrase for the journal")
	ana.Click("Take the passphrase away")
	ana.WaitText("lockedcanary: I have seen a flat.")
	ana.Click("Close the journal")
	ana.journal("")
	ana.WaitText("lockedcanary: I have seen a flat.")
}

// A quarrel, told from outside: kept for oneself, shared as a letter only by one's
// own hand.
func TestReappraisal(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.go_("Mine")
	ana.Click("A quarrel, from outside")
	ana.WaitText("Nothing here so far")
	ana.Shot("reappraisal-empty")
	ana.Click("Look at one quarrel")
	ana.Click("Keep it for me")
	ana.WaitText("Write a few words first.")
	ana.Fill("Think of somebody who wishes you both well.", "Ana wanted to leave at eight. Ben heard that he was late.")
	ana.write("What would they say each of you was hoping for?", "An evening that begins well.")
	ana.Shot("reappraisal-new")
	ana.Click("Keep it for me")
	ana.Click("Ana wanted to leave at eight. Ben heard that he was late.")
	ana.WaitText("You see it before it goes")
	ana.Shot("reappraisal-one")
	ana.Click("Begin a letter with it")
	ana.WaitText("A letter to Ben")
	ana.Wait(js(`return field("Your letter").value.includes("An evening that begins well.")`))
	if ben.Ask(`document.documentElement.outerHTML.includes("that he was late")`) == "true" {
		t.Error("it came along before it was sent")
	}
	ana.Click("Send it")
	ben.go_("Today")
	ben.Click("A letter from Ana")
	ben.WaitText("Ben heard that he was late.")
}
