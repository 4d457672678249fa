package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// take takes the records away: the boxes and the way are named by their values.
func (p *Person) take(as, file string, what ...string) []byte {
	p.t.Helper()
	p.WaitText("What goes in")
	p.Eval(fmt.Sprintf(`for (const box of document.querySelectorAll("[name=what]")) if (box.checked !== %q.split(" ").includes(box.value)) box.click()`, strings.Join(what, " ")))
	p.Eval(fmt.Sprintf(`document.querySelector("[name=as][value=%s]").click()`, as))
	p.Fill("Passphrase", p.passphrase())
	b := p.file(file, func() { p.Click("Save the file") })
	p.WaitText("The file is saved where your browser keeps downloads.")
	return b
}

// What happened, in order: seen, narrowed down, found again by the keyboard, and
// taken away in both forms, one of which the program opens.
func TestRecord(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	ana.go_("Mine")
	ana.Click("Check-ins")
	ana.Click("How am I, just now?")
	ana.Fill("Or in your own words", "owncanary, and tired of it")
	ana.Click("Keep it")
	ana.WaitText("All my check-ins")
	ana.go_("Together")
	ana.Click("Letters")
	ana.Click("Write the first one")
	ana.Fill("Your letter", "Dear Ben,\n\nI found the café on the corner of Übergasse. I thought of you.\n\nAna <b>bold</b>")
	ana.Click("Send it")
	ana.WaitText("Dear Ben, I found")
	ben.go_("Together")
	ben.Click("Our record")
	ben.WaitText("Ana wrote a letter")
	ben.WaitText("You have not opened it on this device.")
	if ben.Sees("café") {
		t.Error("the record reads a letter out")
	}
	ben.Shot("record")
	ben.Click("Letters")
	ben.WaitText("Ana wrote a letter")
	ben.Wait(js(`return !norm(document.body.innerText).includes("made this space")`))
	ben.Shot("record-letters")
	ben.Click("Ana wrote a letter")
	ben.WaitText("I found the café")
	ben.Back()
	ben.WaitText("I found the café on the corner")
	ben.Click("Everything")
	ben.WaitText("made this space")
	ben.Click("How to check it")
	ben.WaitText("Its words are:")
	ben.Shot("record-check")
	ana.go_("Together")
	ana.Click("Our record")
	ana.WaitText("You wrote a letter")
	words := `document.getElementById("history-words").textContent`
	if a, b := ana.Ask(words), ben.Ask(words); a != b {
		t.Errorf("they read different words: %q, %q", a, b)
	}

	// Searching, while one types, with the keyboard alone.
	ben.go_("Together")
	ben.Click("Search")
	ben.WaitText("What are you looking for?")
	ben.held("search")
	ben.Shot("search-empty")
	ben.typeInto("What are you looking for?", "ubergasse CAFE")
	ben.Wait(js(`return [...document.querySelectorAll("mark")].map((e) => e.textContent).join(" ") === "café Übergasse"`))
	ben.WaitText("Found: one entry.")
	ben.held("found")
	ben.Shot("search")
	ben.Fill("What are you looking for?", "owncanary")
	ben.WaitText("Nothing was found.")
	ben.Shot("search-none")
	ben.Fill("What are you looking for?", "corner")
	ben.WaitText("Found: one entry.")
	ben.enter("Ana wrote a letter")
	ben.WaitText("Say what you heard")
	ben.Back()
	ben.Wait(js(`return field("What are you looking for?").value === "corner" && !!document.querySelector("mark")`))
	if where := ben.Ask("location.href + document.title + JSON.stringify(history.state)"); strings.Contains(where, "corner") || strings.Contains(where, "search") {
		t.Errorf("the address tells: %s", where)
	}

	// Taking it away.
	ana.Click("Take a copy away")
	ana.WaitText("What goes in")
	ana.Shot("export")
	ana.Fill("Passphrase", "a wrong passphrase here")
	ana.Click("Save the file")
	ana.WaitText("That passphrase does not open this account.")
	ana.Shot("export-wrong")
	page := ana.take("page", "notes.html", "shared")
	ana.Shot("export-done")
	if bytes.Contains(page, []byte("owncanary")) || !bytes.Contains(page, []byte("&lt;b&gt;bold")) {
		t.Error("what is in the page")
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "notes.html")
	if err := os.WriteFile(name, page, 0o600); err != nil {
		t.Fatal(err)
	}
	fresh := NewPerson(t, "Somebody")
	fresh.Open("file://" + name)
	fresh.WaitText("I found the café on the corner of Übergasse.")
	fresh.WaitText("Ana wrote a letter")
	if got := fresh.Ask(`getComputedStyle(document.body).maxWidth + document.scripts.length + document.title`); !strings.HasSuffix(got, "px0Notes") {
		t.Errorf("its style does not count: %s", got)
	}
	fresh.Shot("export-page")

	locked := ana.take("file", "notes.age", "shared", "own")
	if bytes.Contains(locked, []byte("canary")) {
		t.Error("the locked file can be read")
	}
	name = filepath.Join(dir, "notes.age")
	if err := os.WriteFile(name, locked, 0o600); err != nil {
		t.Fatal(err)
	}
	bin, err := theBinary()
	if err != nil {
		t.Fatal(err)
	}
	for pass, ok := range map[string]bool{ana.passphrase(): true, ben.passphrase(): false} {
		cmd := exec.Command(bin, "export", "--decrypt", name, "--passphrase-fd", "0")
		cmd.Stdin = strings.NewReader(pass + "\n")
		out, err := cmd.Output()
		if (err == nil) != ok || bytes.Contains(out, []byte("owncanary, and tired of it")) != ok || bytes.Contains(out, []byte("Übergasse")) != ok {
			t.Errorf("with %q: %v, %s", pass, err, out)
		}
	}
}
