package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// marks says something to the idea that begins with the words.
func (p *Person) marks(idea, says string) {
	p.t.Helper()
	find := fmt.Sprintf(`const at = [...document.querySelectorAll("main fieldset")].find((f) => norm(f.querySelector("legend").innerText).startsWith(%q) && f.checkVisibility());
const to = at && [...at.querySelectorAll("label")].find((l) => norm(l.innerText) === %q)`, idea, says)
	p.Wait(js(find + `; return to`))
	p.Eval(js(find + `; to.click()`))
}

// said is what is marked of the idea that begins with the words, or "nothing".
func (p *Person) said(idea string) string {
	p.t.Helper()
	find := fmt.Sprintf(`const at = [...document.querySelectorAll("main fieldset")].find((f) => norm(f.querySelector("legend").textContent).startsWith(%q));`, idea)
	p.Wait(js(find + "return at"))
	return p.Ask(js(find + `return at.querySelector("input:checked")?.value ?? "nothing"`))
}

// Two lists, marked alone: what both would do opens, and of what one of them has
// marked nothing is on the other's page. They plan one, and tell of it.
func TestAdventure(t *testing.T) {
	s := start(t)
	ana, ben, _ := pair(t, s)
	const (
		sing = "Sing at the open stage in the tea house."
		swap = "For one evening, swap places: at the table, by the window, wherever each of you always …"
	)
	ana.go_("Together")
	ana.Click("Adventures")
	ana.WaitText("Two lists, and only what is on both")
	ana.Shot("adventure-empty")
	ana.Click("Put an idea on the list")
	ana.WaitText("It says nothing yet about whether you would do it.")
	ana.write("The idea", sing)
	ana.Click("Put it on the list")
	ana.WaitText("Choose how daring it is.")
	ana.marks("How daring is it?", "It takes some courage")
	ana.Shot("adventure-idea")
	ana.Click("Put it on the list")
	ana.WaitText(sing)

	ana.Click("Mark your list")
	ana.WaitText("not now and left alone are the same")
	ana.Shot("adventure-mark")
	ana.marks("For one evening, swap places", "Yes")
	ana.marks("Have supper back to front", "Maybe")
	ana.marks("Learn ten words", "Yes")
	ana.marks("Learn ten words", "Not now")
	ana.marks("Go somewhere you often go", "Yes")
	if ana.Ask(js(`return [...document.querySelectorAll(".idea")].filter((e) => e.checkVisibility()).every((e) => e.dataset.grade === "1")`)) != "true" {
		t.Error("another grade is shown")
	}
	// Another grade, by the keyboard alone; what was marked stays.
	ana.tabTo("A little different")
	for range 2 {
		ana.key("ArrowDown", "")
	}
	ana.marks(sing, "Yes")
	ana.marks("Put your feet into very cold water", "Maybe")
	ana.marks("What it may cost", "Nothing")
	if ana.Ask(js(`return [...document.querySelectorAll(".idea")].some((e) => e.checkVisibility() && e.dataset.cost === "little")`)) == "true" {
		t.Error("something that costs more is shown")
	}
	ana.WaitText("Kept on this device")
	ana.Shot("adventure-marked")
	ana.Eval("location.reload()")
	ana.unlock()
	ana.Click("Go on with your list")
	ana.WaitText("not now and left alone are the same")
	for idea, want := range map[string]string{"For one evening, swap places": "yes", "Have supper back to front": "maybe", "Learn ten words": "no", sing: "yes", "Each of you tells of a place": "nothing"} {
		if got := ana.said(idea); got != want {
			t.Errorf("%s: %s, want %s", idea, got, want)
		}
	}
	ana.Click("Seal my list")
	ana.WaitText("Sealed today")
	ana.Shot("adventure-sealed")
	ana.Click("Take it back")
	ana.WaitText("not now and left alone are the same")
	if got := ana.said("Have supper back to front"); got != "maybe" {
		t.Errorf("taken back, it says %s", got)
	}
	ana.Click("Seal my list")
	ana.WaitText("Sealed today")

	ben.go_("Today")
	ben.WaitText("Ana has put an idea on the list")
	ben.Shot("adventure-today")
	ben.Click("Ana has put an idea on the list")
	ben.WaitText("Opens when both have answered.")
	if ben.Sees("Ana has") {
		t.Error("Ben is told that Ana has marked her list")
	}
	ben.Click("Mark your list")
	ben.marks("For one evening, swap places", "Yes")
	ben.marks("Have supper back to front", "Yes")
	ben.marks("Read the first chapter", "Yes")
	ben.marks("How daring", "All")
	ben.marks(sing, "Maybe")
	ben.marks("Put your feet into very cold water", "Maybe")
	ben.Click("Seal my list")
	ben.WaitText("What both of you would do")
	ben.Click("What both of you would do")
	ana.Click("What both of you would do")
	for _, p := range []*Person{ana, ben} {
		for _, want := range []string{"Both of you say yes", "For one evening, swap places", "One says yes, and one maybe", "Have supper back to front", sing, "Both of you say maybe", "very cold water"} {
			p.WaitText(want)
		}
		page := p.Ask("document.documentElement.outerHTML")
		for _, lone := range []string{"Go somewhere you often go", "other-way", "first chapter", "first-chapter"} {
			if strings.Contains(page, lone) {
				t.Errorf("%s's page has %q", p.Name, lone)
			}
		}
		p.Shot("adventure-both")
	}

	ben.Click("Plan it")
	ben.WaitText("A time, if you like")
	ben.Click("Plan it")
	ben.WaitText("Choose a day.")
	ben.setDate("The day", 0)
	ben.write("A few words, if you like", "You take the window. I bring the bread.")
	ben.Shot("adventure-plan")
	ben.Click("Plan it")
	ben.WaitText("You two, today")
	ben.Shot("adventure-list")
	ana.go_("Today")
	ana.WaitText("You two, today")
	ana.Shot("adventure-due")
	ana.Click(swap)
	ana.WaitText("Ben planned this today")
	ana.Shot("adventure-planned")
	ana.Click("How was it?")
	ana.write("Your two lines", "The room is bigger from your side.\nI did not know that you can see the tree.")
	ana.Click("Seal it")
	ana.WaitText("Opens when both have answered.")
	ana.Shot("adventure-told")
	ben.Click(swap)
	ben.WaitText("There is room for your answer here")
	ben.Click("How was it?")
	ben.write("Your two lines", "I could hear the street.\nYou laughed at the spoons.")
	ben.Click("Seal it")
	for _, p := range []*Person{ana, ben} {
		p.WaitText("I did not know that you can see the tree.")
		p.WaitText("You laughed at the spoons.")
		p.Shot("adventure-open")
	}
}
