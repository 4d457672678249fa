package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

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
	ana.WaitText("I feel like you left me with all of it.")
	ana.held("kept")
	ana.Shot("checkin-kept")
	ana.enter("All my check-ins")
	ana.enter("The same in words")
	ana.WaitText("This week: tired and overwhelmed")
	ana.held("the list")
	ana.Shot("checkins")

	// Then there is somebody to share with. Nothing has come along.
	ana.go_("Today")
	ana.Click("Invite your partner")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Make the invite")
	ana.WaitText("Your invite is ready")
	ben := NewPerson(t, "Ben")
	ben.Open(ana.Ask(`document.getElementById("link").innerText`))
	ben.Click("Go on")
	ben.signUp("Ben")
	ben.words()
	ben.Click("They match")
	ana.words()
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("They match")
	ana.WaitText("Nothing is waiting.")
	ben.go_("Together")
	ben.Click("Check-ins")
	ben.WaitText("Nothing has been shared yet")
	ben.Shot("shared-empty")

	ana.go_("Mine")
	ana.Click("Check-ins")
	ana.Click("tired and overwhelmed; I feel like you left me with all of it.")
	ana.Shot("checkin-to-share")
	ana.Click("Share it with Ben")
	ana.WaitText("This is all that Ben will read")
	ana.Shot("checkin-share")
	ana.Click("Change what goes")
	ana.Fill("Or in your own words", "a little lost")
	ana.Wait(js(`return document.querySelector(".sheet").innerText.includes("a little lost")`))
	ana.Shot("checkin-share-changed")
	ana.Click("Share this")
	ana.WaitText("tired and overwhelmed; a little lost")
	ben.WaitText("How Ana is")
	if ben.Sees("overwhelmed") {
		t.Error("it opens before its reader opens it")
	}
	ben.Click("How Ana is")
	ben.WaitText("a little lost")
	if ben.Sees("left me with") {
		t.Error("what she took out came along")
	}
	ben.Shot("shared-checkin")
	ben.Click("Say what you heard")
	ben.Fill("What did you hear?", "The phone made you feel alone with it.")
	ben.Shot("shared-heard")
	ben.Click("Send it")
	ana.go_("Today")
	ana.WaitText("Ben says what they heard")
	ana.Shot("today-heard")
	ana.Click("Ben says what they heard")
	ana.WaitText("The phone made you feel alone with it.")
	ana.Shot("shared-answer")
	ana.Click("Yes, that is what I meant")
	ben.WaitText("Yes, that is what I meant.")

	// The hour.
	ben.Click("All check-ins")
	ben.Click("Propose an hour")
	ben.WaitText("On which day?")
	ben.Shot("hour-form")
	ben.Click("Propose it")
	ben.WaitText("You have proposed every Sunday at eight in the evening.")
	ana.go_("Together")
	ana.Click("Check-ins")
	ana.WaitText("Ben proposes every Sunday at eight in the evening.")
	ana.Shot("hour-proposed")
	ana.Click("That suits me")
	ana.WaitText("Your hour is every Sunday at eight in the evening.")
	ana.Shot("hour-set")
	file := ana.saved("Put it in my calendar")
	if !strings.HasPrefix(file, "BEGIN:VCALENDAR\r\n") || !strings.Contains(file, "T200000\r\n") || strings.Contains(file, "Ben") {
		t.Errorf("the calendar file: %q", file)
	}
	ben.WaitText("Your hour is every Sunday at eight in the evening.")
	ben.Click("End this")
	ana.WaitText("There is no set hour.")

	// Removing a private one for good.
	ana.go_("Mine")
	ana.Click("Check-ins")
	ana.Click("tired and overwhelmed; I feel like you left me with all of it.")
	ana.Click("Remove this check-in")
	ana.WaitText("Remove this for good?")
	ana.Shot("checkin-remove")
	ana.Click("Remove it")
	ana.WaitText("There is nothing here yet")
}

// saved presses a link that saves a date, and returns what is in the file.
func (p *Person) saved(link string) string {
	p.t.Helper()
	return string(p.file("*.ics", func() { p.Click(link) }))
}

// file does what has a file of a name saved, and returns what is in it.
func (p *Person) file(name string, do func()) []byte {
	p.t.Helper()
	dir := p.t.TempDir()
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		info, err := chromedp.Call(ctx, target.GetTargetInfo, target.GetTargetInfoParams{})
		if err != nil {
			return err
		}
		_, err = chromedp.Call(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir,
			BrowserContextID: info.TargetInfo.BrowserContextID})
		return err
	}))
	do()
	look, end := time.NewTicker(10*time.Millisecond), time.After(deadline)
	defer look.Stop()
	for {
		select {
		case <-look.C:
		case <-end:
			p.t.Fatal("nothing was saved")
		}
		if names, _ := filepath.Glob(filepath.Join(dir, name)); len(names) == 1 {
			if b, err := os.ReadFile(names[0]); err == nil && len(b) > 0 {
				return b
			}
		}
	}
}
