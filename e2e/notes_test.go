package e2e

import (
	"strings"
	"testing"
)

// note waits for a note on the words, and opens it if it is closed.
func (p *Person) note(words string) {
	p.t.Helper()
	p.WaitText("“" + words + "”")
	p.Click("“" + words + "”")
	p.WaitText("Show me where")
}

// quiet waits until the check has answered the text that was typed last, and
// sees that there is nothing beside it.
func (p *Person) quiet() {
	p.t.Helper()
	p.WaitText("Kept on this device.")
	p.Wait(`document.querySelector(".notes") && !document.querySelector(".notes[role=group]")`)
}

// A letter with something in it that is hard to hear: the note appears, is not
// in the way, offers other words, and the letter goes. Its reader sees nothing
// of all that.
func TestNotes(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.go_("Together")
	ana.Click("Letters")
	ana.Click("Write the first one")
	ana.WaitText("A letter cannot be changed once it is sent.")
	ana.Wait(`document.querySelector(".notes")`) // the check has come
	ana.Fill("Your letter", "Dear Ben, I love you and I am looking forward to Friday.")
	ana.quiet()
	ana.Shot("notes-none")

	ana.Fill("Your letter", "Dear Ben,\n\nYou never ask how my day was. I was so glad when you cooked on Sunday.\n\nAna")
	ana.WaitText("“You never ask how my day was”")
	ana.Shot("notes-one")
	ana.note("You never ask how my day was")
	ana.WaitText("Another way to say it:")
	ana.Shot("notes-open")
	ana.Click("Show me where")
	ana.Wait(`(() => { const f = document.activeElement; return f.value?.slice(f.selectionStart, f.selectionEnd) === "You never ask how my day was"; })()`)
	ana.Click("Say it another way")
	ana.WaitText("What stood here before is not lost.")
	ana.Wait(js(`return !field("Your letter").value.includes("never") && field("Your letter").value.endsWith("I was so glad when you cooked on Sunday.\n\nAna")`))
	ana.Shot("notes-reworded")
	ana.Click("Take it back")
	ana.Wait(js(`return field("Your letter").value.includes("You never ask how my day was. I was")`))
	ana.note("You never ask how my day was")
	ana.Click("Say it another way")
	ana.Wait(js(`return !field("Your letter").value.includes("never")`))
	ana.Click("Send it")
	ana.WaitText("To Ben")
	ben.WaitText("A letter from Ana")
	ben.Click("A letter from Ana")
	ben.WaitText("so glad when you cooked")
	for _, word := range []string{"never", "Another way", "Only you see", "note"} {
		if strings.Contains(ben.Ask(`document.getElementById("app").innerText`), word) {
			t.Errorf("the reader sees %q", word)
		}
	}
}

const blame = "You never ask how my day was"

// compose opens the composer from anywhere.
func (p *Person) compose() {
	p.t.Helper()
	p.go_("Together")
	p.Click("Letters")
	p.Wait(js(`return clickable("Write a letter") || clickable("Write the first one") || clickable("You were writing a letter")`))
	for _, way := range []string{"You were writing a letter", "Write a letter", "Write the first one"} {
		if p.Ask(js(`return Boolean(clickable("`+way+`"))`)) == "true" {
			p.Click(way)
			break
		}
	}
	p.WaitText("A letter cannot be changed once it is sent.")
}

// What can be answered to notes: that it was not meant so, that a promise is one,
// that there are to be none.
func TestNotesAnswered(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.compose()
	ana.Wait(`document.querySelector(".notes")`)
	ana.Fill("Your letter", "Dear Ben,\n\nyou are pathetic.\n\n"+blame+".\n\nI’ll call the bank tomorrow at noon.\n\nSend me your location or I’ll know you’re lying.")
	ana.WaitText("“" + blame + "”")
	ana.WaitText("This sounds like a promise: “I’ll call the bank tomorrow at noon.”")
	ana.WaitText("There are people outside the two of you")
	ana.Shot("notes-many")
	ana.note("you are pathetic")
	ana.WaitText("colleague")
	ana.Click("I did not mean it that way")
	ana.WaitText("All right. It stays as you wrote it.")
	ana.Wait(`document.activeElement.textContent.includes("All right.")`)
	ana.Shot("notes-meant")
	if ana.Sees("“you are pathetic”") || !ana.Sees("“"+blame+"”") {
		t.Error("it is still marked, or the rest is not")
	}
	// Typing goes on undisturbed while notes come and go.
	ana.Eval(js(`const f = field("Your letter"); f.focus(); f.setSelectionRange(4, 4); f.setRangeText("st", 4, 4, "end"); f.dispatchEvent(new Event("input", { bubbles: true }))`))
	ana.Wait(js(`return !norm(document.body.innerText).includes("All right.")`))
	ana.Wait(js(`const f = field("Your letter"); return document.activeElement === f && f.selectionStart === 6 && f.value.startsWith("Dearst Ben")`))

	ana.Click("Note it as a promise")
	ana.WaitText("Give your word")
	ana.Wait(js(`return field("What do you promise?").value === "I’ll call the bank tomorrow at noon." && field("By what time?").value === "12:00" && field("By which day?").value > new Date().toISOString().slice(0, 10)`))
	ana.Shot("notes-promise")
	ana.Click("Give your word")
	ana.WaitText("“I’ll call the bank tomorrow at noon.”")
	ben.go_("Together")
	ben.Click("Promises")
	ben.WaitText("“I’ll call the bank tomorrow at noon.”")

	// It stays quiet after a lock, and the words are still there.
	ana.Click("Lock")
	ana.unlock()
	ana.compose()
	ana.WaitText("“" + blame + "”")
	if ana.Sees("“you are pathetic”") {
		t.Error("a lock has forgotten what was not meant so")
	}

	// Off, from the page, and on again from the settings.
	ana.Click("Turn notes off")
	ana.Wait(`!document.querySelector(".notes")`)
	ana.Wait(js(`return field("Your letter").value.startsWith("Dearst Ben")`))
	ana.Eval("location.reload()")
	ana.unlock()
	ana.compose()
	ana.Fill("Your letter", blame+".")
	ana.WaitText("Kept on this device.")
	ana.Wait(`!document.querySelector(".notes")`)
	ana.settings()
	ana.WaitText("Forget my answers")
	ana.Shot("notes-settings")
	ana.Click("Forget my answers")
	ana.Wait(js(`return !norm(document.body.innerText).includes("Forget my answers")`))
	ana.Eval(js(`const f = field("Notes while you write"); f.value = "on"; f.dispatchEvent(new Event("change", { bubbles: true }))`))
	ana.Click("Keep these")
	ana.compose()
	ana.WaitText("“" + blame + "”")
	for _, where := range []*Person{ana, ben} {
		for _, a := range where.Line.Seen() {
			for _, word := range []string{"pathetic", "contempt", "blame", "listen", "letter"} {
				if strings.Contains(a, word) {
					t.Errorf("an address tells %q: %s", word, a)
				}
			}
		}
	}
}

// Without a connection writing goes on; the check is fetched by the next page on
// which somebody writes, and from then on it is there without one. A copy that is
// not what it should be is not used.
func TestNotesOffline(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.Expect("ERR_")
	ana.Expect("504")
	ana.Expect("502")
	ana.Wait(`navigator.serviceWorker.ready`)
	lost := ana.Line.LoseAnswers("/a/words.")
	ana.compose()
	ana.waitFor(lost, "the check, which does not come")
	ana.Fill("Your letter", "You are pathetic.")
	ana.WaitText("Kept on this device.")
	if ana.Ask(`document.querySelector(".notes")`) != "null" {
		t.Error("there are notes without a check")
	}
	ana.Line.Mend()
	ana.go_("Today")
	ana.compose()
	ana.WaitText("“You are pathetic”")
	ana.Wait(`caches.open("words").then(async (c) => (await c.keys()).length === 2)`)

	ana.Line.Cut()
	ana.Open(s.URL)
	ana.unlock()
	ana.compose()
	ana.WaitText("“You are pathetic”")
	ana.Fill("Your letter", "I love you.")
	ana.Wait(`document.querySelector(".notes") && !document.querySelector(".notes[role=group]")`)
	ana.Click("Send it")
	ana.WaitText("waits on this device")

	// A damaged copy is thrown away, and a sound one fetched again, which the
	// browser may even have without a connection.
	ana.Wait(`caches.open("words").then(async (c) => { for (const r of await c.keys()) await c.put(r, new Response("something else")); return true; })`)
	ana.Eval("location.reload()")
	ana.unlock()
	ana.compose()
	ana.Fill("Your letter", "You are pathetic.")
	ana.WaitText("Kept on this device.")
	ana.Wait(`caches.open("words").then(async (c) => (await Promise.all((await c.keys()).map(async (r) => (await (await c.match(r)).blob()).size))).every((n) => n > 100000))`)
	ana.Line.Mend()
	ana.go_("Today")
	ana.compose()
	ana.WaitText("“You are pathetic”")
	ben.WaitText("A letter from Ana")
}

// All of it by keyboard, and for those who listen: the note is said once, its
// buttons can be reached, and the focus is never lost.
func TestNotesByKeys(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.enter("Together")
	ana.enter("Letters")
	ana.enter("Write the first one")
	ana.Wait(`document.querySelector(".notes [role=status]")?.textContent === ""`)
	ana.typeInto("Your letter", blame+". You are pathetic. I love you.")
	ana.Wait(`document.querySelector(".notes [role=status]").textContent === "There is a note on what you wrote."`)
	ana.Wait(js(`return document.activeElement === field("Your letter")`))
	ana.enter("“" + blame + "”")
	ana.Wait(js(`return norm(document.body.innerText).includes("Say it another way") && document.activeElement.matches("summary")`))
	ana.enter("“You are pathetic”")
	ana.Wait(`document.querySelectorAll(".notes details[open]").length === 1`)
	ana.enter("I did not mean it that way")
	ana.Wait(`document.activeElement.textContent.includes("All right.")`)
	ana.enter("“" + blame + "”")
	ana.enter("Say it another way")
	ana.Wait(`document.activeElement.textContent.includes("What stood here before")`)
	ana.enter("Take it back")
	ana.Wait(js(`return field("Your letter").value.startsWith(` + "`" + blame + "`" + `)`))
	ana.enter("“" + blame + "”")
	ana.enter("Say it another way")
	ana.Wait(js(`return !field("Your letter").value.includes("never") && field("Your letter").value.endsWith("I love you.")`))
	ana.enter("Send it")
	ben.enter("A letter from Ana")
	ben.WaitText("You are pathetic. I love you.")
}
