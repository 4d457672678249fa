package e2e

import "testing"

// tick ticks a box by the keyboard.
func (p *Person) tick(word string) {
	p.t.Helper()
	p.tabTo(word)
	p.key(" ", " ")
}

// A check-in, from the first minute and with the keyboard alone, before there is
// anybody to share it with; then shared, one by one, with what goes before one's
// eyes, and said back.
func TestCheckin(t *testing.T) {
	s := start(t)
	ana := NewPerson(t, "Ana")
	ana.Open(s.Links[0])
	ana.signUp("Ana")
	ana.WaitText("You are here on your own so far.")
	ana.held("today")
	ana.Shot("today-alone")
	ana.enter("Mine")
	ana.WaitText("It is locked with a key that only you have")
	ana.held("mine")
	ana.Shot("mine")
	ana.enter("Check-ins")
	ana.WaitText("There is nothing here yet")
	ana.held("check-ins")
	ana.Shot("checkins-empty")
	ana.enter("How am I, just now?")
	ana.WaitText("What fits?")
	ana.held("a check-in")
	ana.Shot("checkin-new")
	ana.enter("Keep it")
	ana.WaitText("Choose a word that fits, or write one of your own.")
	ana.held("nothing in it")
	ana.enter("Weary")
	ana.tick("tired")
	ana.tick("overwhelmed")
	ana.WaitText("You have chosen: tired and overwhelmed.")
	ana.held("words chosen")
	ana.typeInto("Or in your own words", "I feel like you left me with all of it.")
	ana.WaitText("Which feeling came with it?")
	ana.typeInto("When …", "When the phone rang twice during dinner.")
	ana.typeInto("because it matters to me that …", "we have an hour without the others.")
	ana.WaitText("Kept on this device")
	ana.Shot("checkin-form")
	ana.enter("Lock")
	ana.WaitText("Welcome back")
	ana.typeInto("Passphrase", ana.passphrase())
	ana.enter("Open")
	ana.enter("You were writing a check-in")
	ana.WaitText("You have chosen: tired and overwhelmed.")
	ana.enter("Keep it")
	ana.WaitText("tired and overwhelmed. I feel like you")
	ana.held("kept")
	ana.Shot("checkin-kept")
	ana.enter("All my check-ins")
	ana.WaitText("This week: tired and overwhelmed")
	ana.held("the list")
	ana.Shot("checkins")
}
