package text

import (
	_ "embed"
	"strings"
)

// HelpCountry is the lines of one country, and how to call for help at once.
type HelpCountry struct {
	Name      string
	Also      string // how it is called there, for those who look for it; "": the same
	Emergency string // numbers
	Silent    string // what to do if one cannot speak; "": not known
	Lines     []HelpLine
}

// HelpLine is one place where somebody answers. What is not known is "" and is
// not shown: nothing here is guessed.
type HelpLine struct {
	Name      string // with the place that it is for, if that is not the whole country
	For       []Need
	Whom      string
	Phone     string
	Write     string // other ways, as text: nothing here is a link
	Hours     string
	Cost      string
	OnBill    string // whether a call shows on a bill
	Languages string
	CheckedOn string // YYYY-MM-DD
	Source    string // the address of the line's own page or of an official one
}

// Need is what somebody looks for.
type Need uint8

// Needs, in the order of the page.
const (
	Hurt   Need = iota // by a partner, or afraid
	Harm               // worried about one's own behaviour
	Crisis             // despair, thoughts of suicide
	Talk               // somebody to talk to
	Young              // children and young people
	Needs              // how many there are
)

// The lines are data, so that they can be checked by somebody who reads no
// program; docs/help-lines.md says how. Beside them lies, for each country,
// where they were found; that is for tests alone.
//
//go:embed helplines/lines.txt
var helpLines string

// englishHelpLines is what the short words of the data say.
func englishHelpLines() map[string]string {
	return map[string]string{
		"all": "everybody", "women": "women", "men": "men", "lgbt": "LGBT+ people", "young": "children and young people",
		"for": "For ", "and": " and ",
		"hours always": "Day and night",
		"cost free":    "Free",
		"bill no":      "Does not show on the bill",
	}
}

func englishCountries() []HelpCountry { return helpCountries(helpLines, englishHelpLines()) }

// helpCountries reads the data: "key value" a line; "country" begins one, "line"
// one of its lines. What the words have under "key value" or, for whom a line is,
// under each of the values is said in their place.
func helpCountries(data string, words map[string]string) []HelpCountry {
	needs := map[string]Need{"hurt": Hurt, "harm": Harm, "crisis": Crisis, "talk": Talk, "young": Young}
	var all []HelpCountry
	var c *HelpCountry
	var l *HelpLine
	for _, row := range strings.Split(data, "\n") {
		key, value, _ := strings.Cut(row, " ")
		if w := words[row]; w != "" {
			value = w
		}
		switch key {
		case "", "#":
		case "country":
			all = append(all, HelpCountry{Name: value})
			c = &all[len(all)-1]
		case "also":
			c.Also = value
		case "emergency":
			c.Emergency = value
		case "silent":
			c.Silent = value
		case "line":
			c.Lines = append(c.Lines, HelpLine{Name: value})
			l = &c.Lines[len(c.Lines)-1]
		case "place":
			l.Name += " (" + value + ")"
		case "need":
			for _, need := range strings.Fields(value) {
				l.For = append(l.For, needs[need])
			}
		case "whom":
			var whom []string
			for _, who := range strings.Fields(value) {
				whom = append(whom, words[who])
			}
			l.Whom = words["for"] + strings.Join(whom, words["and"])
		case "phone":
			l.Phone = value
		case "other":
			l.Write = value
		case "hours":
			l.Hours = value
		case "cost":
			l.Cost = value
		case "bill":
			l.OnBill = value
		case "languages":
			l.Languages = value
		case "checked":
			l.CheckedOn = value
		case "source":
			l.Source = value
		default:
			panic("text: the help lines have a row that begins with " + key)
		}
	}
	return all
}
