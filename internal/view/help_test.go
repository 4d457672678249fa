package view

import (
	"strings"
	"testing"

	g "troth/internal/markup"
	"troth/internal/text"
)

// The help page says all that is known of each line and of each country, says of
// a country without lines that there are none, and first of all whom to call in
// danger.
func TestHelpSaysWhatIsKnown(t *testing.T) {
	w := newPromiseWorld(t)
	help := text.EnglishHelp()
	none := 0
	for _, c := range help.Countries {
		folded := g.HTML(helpCountry(help, c))
		w.has(folded, "<summary>"+c.Name+"</summary>", "<strong>In danger now: call "+c.Emergency+".</strong>", c.Silent)
		if strings.Index(folded, c.Emergency) > strings.Index(folded+"<dl", "<dl") {
			t.Errorf("%s: something comes before the number for emergencies", c.Name)
		}
		if empty := strings.Contains(folded, help.NoLines); empty != (len(c.Lines) == 0) {
			t.Errorf("%s: says that there is no line: %v", c.Name, empty)
		} else if empty {
			none++
		}
		for _, l := range c.Lines {
			w.has(folded, "<dt>"+g.HTML(g.Text(l.Name))+"</dt>", l.Phone, l.Whom+".", l.Write, l.Hours, l.Cost, l.OnBill, l.Languages, "Checked on "+dateInWords(l.CheckedOn)+" at "+website(l.Source))
			for _, need := range l.For {
				w.has(folded, help.Needs[need])
			}
		}
	}
	if none == len(help.Countries) {
		t.Error("there is no line at all")
	}
	w.has(HelpHTML(), "Check any number before you rely on it", help.ElseTitle, `data-find="`, `" hidden="">`)
}

func TestWebsite(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.example.org/a/b?c": "example.org",
		"http://example.gov.":           "example.gov",
		"https://a.example.org":         "a.example.org",
	} {
		if got := website(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}
