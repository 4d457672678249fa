package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// promiseNow gives one's word on something, due in a week.
func (p *Person) promiseNow(text string) {
	p.t.Helper()
	p.go_("Together")
	p.Click("Promises")
	p.WaitText("Give your word")
	if p.Sees("Give your word on something small") {
		p.Click("Give your word on something small")
	} else {
		p.Click("Give your word")
	}
	p.Fill("What do you promise?", text)
	p.setDate("By which day?", 7)
	p.Click("Give your word")
	p.WaitText("“" + text + "”")
}

// Both are cut off and write; one of them even closes the app and opens it
// again, from what the browser kept. When the lines are mended everything is
// there, once, for both.
func TestOfflineBoth(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	for _, p := range []*Person{ana, ben} {
		p.Expect("ERR_") // what a browser prints when there is no network
		p.Wait(`navigator.serviceWorker.ready`)
		p.Wait(`caches.keys().then((k) => k.length > 0)`)
		p.Line.Cut()
	}
	ana.promiseNow("I’ll write to you before the train leaves.")
	ana.WaitText("No connection just now.")
	ana.WaitText("One thing you wrote waits on this device")
	ben.promiseNow("I’ll meet you at the station.")
	ben.WaitText("waits on this device")

	ana.Open(s.URL)
	ana.WaitText("Welcome back")
	ana.unlock()
	ana.WaitText("One thing you wrote waits on this device")
	ana.Click("See what waits")
	ana.WaitText("Waiting here")
	ana.WaitText("before the train leaves")
	ana.Shot("waiting")
	ana.promiseNow("I’ll bring an umbrella.")
	ana.WaitText("two things wait on this device")
	ana.Shot("offline-written")

	// The first answer is lost as well.
	lost := ana.Line.LoseAnswers("/events")
	ana.Line.MendKeeping()
	ana.waitFor(lost, "an answer that is lost")
	ana.Line.Mend()
	ben.Line.Mend()
	for _, p := range []*Person{ana, ben} {
		p.go_("Together")
		p.Click("Promises")
		for _, text := range []string{"before the train leaves", "meet you at the station", "bring an umbrella"} {
			p.WaitText(text)
			p.Wait(js(`return norm(document.body.innerText).split("` + text + `").length === 2`))
		}
		p.Wait(js(`return !norm(document.body.innerText).includes("on this device and go")`))
		p.Wait(js(`return !norm(document.body.innerText).includes("No connection")`))
	}
}

// One browser has the app in one tab at a time. The other says so, takes over
// when asked, and gets it back when that one is closed.
func TestTwoTabs(t *testing.T) {
	s := start(t)
	ana, _, _ := pair(t, s)
	second := ana.tab()
	second.Open(s.URL)
	second.WaitText("Open in another window")
	second.Shot("elsewhere")
	second.Click("Help")
	second.WaitText("If you are in danger now")
	second.Back()
	second.Click("Use it here")
	second.WaitText("Welcome back")
	ana.WaitText("Open in another window")
	second.unlock()
	second.promiseNow("I’ll close one of these.")
	second.close()
	ana.WaitText("Welcome back")
	ana.unlock()
	ana.go_("Together")
	ana.Click("Promises")
	ana.WaitText("I’ll close one of these.")
}

// tab opens another tab of the same person's browser.
func (p *Person) tab() *Person {
	p.t.Helper()
	q := &Person{t: p.t, Name: p.Name, Line: p.Line}
	ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithListener(q.listen))
	q.ctx, q.close = ctx, cancel
	p.t.Cleanup(cancel)
	q.View(360, 740)
	return q
}

// A letter goes its whole way while the lines break: it is sent without a
// connection, heard without one, and the answer to "yes, that is what I meant"
// is lost. All by keyboard.
func TestLetterThroughBrokenLines(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	for _, p := range []*Person{ana, ben} {
		p.Expect("ERR_")
	}
	ana.Line.Cut()
	ana.enter("Together")
	ana.enter("Letters")
	ana.enter("Write the first one")
	ana.typeInto("Your letter", "I have thought about Sunday, and I was wrong to leave the table.")
	ana.enter("Send it")
	ana.WaitText("One thing you wrote waits on this device")
	if ben.Sees("A letter from Ana") {
		t.Error("a letter crossed a line that is cut")
	}
	ana.Line.Mend()

	ben.WaitText("A letter from Ana")
	ben.Line.Cut()
	ben.enter("A letter from Ana") // it is here already, so it can be read
	ben.WaitText("wrong to leave the table")
	ben.enter("Say what you heard")
	ben.typeInto("What did you hear?", "You are sorry that you left the table on Sunday.")
	ben.enter("Send it")
	ben.WaitText("One thing you wrote waits on this device")
	ben.WaitText("You are sorry that you left the table on Sunday.")
	ben.Line.Mend()

	ana.enter("Today")
	ana.enter("Ben says what they heard in your letter")
	ana.WaitText("You are sorry that you left the table on Sunday.")
	lost := ana.Line.LoseAnswers("/events")
	ana.enter("Yes, that is what I meant")
	ana.waitFor(lost, "an answer that is lost")
	ana.Line.Mend()
	ben.WaitText("Yes, that is what I meant.")
	ana.Wait(js(`return norm(document.body.innerText).split("that is what I meant").length === 2`))
	ana.Wait(js(`return !norm(document.body.innerText).includes("waits on this device")`))
}
