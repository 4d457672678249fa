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

	ana.Fill("Your letter", "Dear Ben,\n\nYou never listen, you only think of yourself. I was so glad when you cooked on Sunday.\n\nAna")
	ana.WaitText("“You never listen, you only think of yourself”")
	ana.Shot("notes-one")
	ana.note("You never listen, you only think of yourself")
	ana.WaitText("Another way to say it:")
	ana.Shot("notes-open")
	ana.Click("Show me where")
	ana.Wait(`(() => { const f = document.activeElement; return f.value?.slice(f.selectionStart, f.selectionEnd) === "You never listen, you only think of yourself"; })()`)
	ana.Click("Say it another way")
	ana.WaitText("What stood here before is not lost.")
	ana.Wait(js(`return !field("Your letter").value.includes("never") && field("Your letter").value.endsWith("I was so glad when you cooked on Sunday.\n\nAna")`))
	ana.Shot("notes-reworded")
	ana.Click("Take it back")
	ana.Wait(js(`return field("Your letter").value.includes("You never listen, you only think of yourself. I was")`))
	ana.note("You never listen, you only think of yourself")
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
