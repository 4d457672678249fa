package text

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// A found is what one page said of one line on the day it was read: a few words
// for each claim.
type found struct {
	again bool // in a second reading, which began anew
	on    time.Time
	host  string
	at    string
	says  map[string]string // by claim
}

// evidence is one country's file: whose pages count, and what was found, by
// line. What is of the country itself stands under "".
type evidence struct {
	country string
	hosts   map[string]string // who is there
	found   map[string][]found
}

func readEvidence(t *testing.T, file string) evidence {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	e := evidence{hosts: map[string]string{}, found: map[string][]found{}}
	line := ""
	for n, row := range strings.Split(string(data), "\n") {
		key, value, _ := strings.Cut(row, " ")
		bad := func(why string) { t.Helper(); t.Errorf("%s:%d: %s: %s", filepath.Base(file), n+1, why, row) }
		switch {
		case row == "" || key == "#":
		case key == "country":
			e.country = value
		case key == "host":
			host, who, _ := strings.Cut(value, " ")
			if who == "" {
				bad("nobody says who that is")
			}
			e.hosts[host] = who
		case key == "line":
			line = value
		case key == "read" || key == "again" || key == "third":
			day, at, _ := strings.Cut(value, " ")
			on, err := time.Parse(time.DateOnly, day)
			u, err2 := url.Parse(at)
			if err != nil || err2 != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
				bad("no date or no address")
				continue
			}
			host := strings.TrimSuffix(strings.TrimPrefix(u.Hostname(), "www."), ".")
			if e.hosts[host] == "" {
				bad("is not on the list of pages that count")
			}
			// A third reading is by somebody who had not written the line, on a page
			// that was not yet read.
			if key == "third" && slices.ContainsFunc(e.found[line], func(f found) bool { return f.at == at }) {
				bad("was read before")
			}
			e.found[line] = append(e.found[line], found{key != "read", on, host, at, map[string]string{}})
		case strings.HasPrefix(row, "  "):
			claim, words, ok := strings.Cut(strings.TrimSpace(row), ": ")
			if !ok || len(e.found[line]) == 0 || !slices.Contains([]string{"emergency", "silent", "phone", "other", "hours", "cost", "bill", "languages", "whom"}, claim) {
				bad("is not something that a page says")
				continue
			}
			if len([]rune(words)) > 200 {
				bad("is more than a few words")
			}
			f := e.found[line][len(e.found[line])-1]
			f.says[claim] = words
		default:
			bad("is not known")
		}
	}
	return e
}

var (
	digits = regexp.MustCompile(`[0-9]+`)
	spaced = regexp.MustCompile(`[^0-9]+`)
	// An address to write to or to open. What stands on a page may have "www." before it.
	address = regexp.MustCompile(`(?i)[a-z0-9.-]+@[a-z0-9.-]+\.[a-z]+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}`)
)

// Words by which pages say what our data says shortly.
var (
	always = regexp.MustCompile(`(?i)24|rund um die Uhr|day and night|any time|round the clock|alle uren|dygnet runt|døgn|sólarhring|non-?stop|kdykoliv|ööpäevaringse|денонощн|at all times|круглодоб|цілодоб|around the clock|visą parą|diennakt|nepřetržit|alltaf opin|ympärivuorokau|ympäri vuorokauden|całodobow`)
	free   = regexp.MustCompile(`(?i)free|kostenl|kostenfrei|gebührenfrei|gratuit|gratis|zdarma|bezplat|bezpłat|besplat|brezplač|tasuta|bez ?maksas|nemokam|maksuton|ingyen|gjaldfrjáls|безплат|безкоштов|無料|무료|免費|δωρεάν|ücretsiz|xejn|ókeypis|kostar ingenting`)
	bill   = regexp.MustCompile(`(?i)bill|rechnung|factur|bolletta|räkning|rekening|faktura|factuur|regning|lasku`)
)

// supports says what is missing for a claim to follow from what pages say:
// every number, every address and every short word has to stand there.
// An address may also be one of the pages that count.
func supports(claim, value string, says []string, hosts map[string]string) string {
	all := strings.Join(says, " | ")
	switch {
	case value == "":
		return ""
	case len(says) == 0:
		return "no page says so"
	}
	plain := spaced.ReplaceAllString(all, " ")
	if claim == "phone" || claim == "emergency" || claim == "other" || claim == "silent" {
		// Numbers of telephones are written with gaps everywhere; two of them are
		// never one.
		for _, number := range numbers(address.ReplaceAllString(value, "")) {
			if number != "" && !slices.ContainsFunc(says, func(s string) bool { return slices.Contains(numbers(s), number) }) {
				return number + " does not stand there"
			}
		}
	} else {
		for _, n := range digits.FindAllString(value, -1) {
			if !slices.ContainsFunc(strings.Fields(plain), func(s string) bool { return strings.TrimLeft(s, "0") == strings.TrimLeft(n, "0") }) {
				return n + " does not stand there"
			}
		}
	}
	if claim == "other" {
		for _, a := range address.FindAllString(strings.ToLower(value), -1) {
			if hosts[a] == "" && !strings.Contains(strings.ToLower(all), a) {
				return a + " does not stand there"
			}
		}
	}
	say := map[string]*regexp.Regexp{"hours always": always, "cost free": free, "bill no": bill}[claim+" "+value]
	if say != nil && !say.MatchString(all) {
		return "no page says so in words that are known here"
	}
	return ""
}

// numbers are the telephone numbers in a text, without gaps: digits and what
// parts them.
func numbers(s string) []string {
	s = strings.NewReplacer("SAFE (7233)", "7233", "‑", "-", "–", "-", " ", " ", "‐", "-").Replace(s)
	var out []string
	for _, n := range regexp.MustCompile(`\(?\+?[0-9][0-9 ()./·-]*`).FindAllString(s, -1) {
		whole := spaced.ReplaceAllString(n, "")
		out = append(out, whole)
		if home, ok := strings.CutPrefix(strings.TrimLeft(n, "("), "+36"); ok { // +36 is 06 within Hungary
			out = append(out, "06"+spaced.ReplaceAllString(home, ""))
		}
		// What stands beside another number, a date or a year is one of its own, too.
		for _, part := range regexp.MustCompile(`[()/]|\. | - `).Split(n, -1) {
			out = append(out, spaced.ReplaceAllString(part, ""))
		}
	}
	return out
}

// A raw country is what stands in the data, without the words that are said for
// it.
func rawCountries() []HelpCountry {
	return helpCountries(helpLines, map[string]string{"all": "all", "women": "women", "men": "men", "lgbt": "lgbt", "young": "young", "and": " "})
}

// Nothing is told that no page of the line or of a government has said: every
// number stands in what was kept of such a page, in a first reading and in a
// second one, and hours, costs, bills, languages and other ways stand in one.
func TestHelpLinesAreSupported(t *testing.T) {
	files, err := filepath.Glob("helplines/evidence/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("there is no evidence", err)
	}
	by := map[string]evidence{}
	for _, file := range files {
		e := readEvidence(t, file)
		if by[e.country].country != "" || !regexp.MustCompile(`^[a-z]{2}\.txt$`).MatchString(filepath.Base(file)) {
			t.Errorf("%s is of %q, which has another", file, e.country)
		}
		by[e.country] = e
	}
	for _, c := range rawCountries() {
		e := by[c.Name]
		delete(by, c.Name)
		used := map[string]bool{}
		check := func(name string, claims map[string]string, twice bool) []found {
			t.Helper()
			all := e.found[name]
			for claim, value := range claims {
				for _, again := range []bool{false, true} {
					var says []string
					for _, f := range all {
						used[f.host] = true
						if f.says[claim] != "" && (f.again == again || claim != "phone" && claim != "emergency") {
							says = append(says, f.says[claim])
						}
					}
					if why := supports(claim, value, says, e.hosts); why != "" && (twice || !again) {
						t.Errorf("%s: %s: %s %q: %s (second reading: %v)", c.Name, name, claim, value, why, again)
					}
				}
			}
			for _, f := range all {
				for claim := range f.says {
					if claims[claim] == "" {
						t.Errorf("%s: %s: evidence for a %s that is not claimed", c.Name, name, claim)
					}
				}
			}
			return all
		}
		check("", map[string]string{"emergency": c.Emergency, "silent": c.Silent}, true)
		for _, l := range c.Lines {
			name, _, _ := strings.Cut(l.Name, " (")
			whom := ""
			if slices.Contains(l.For, Harm) || strings.Contains(l.Whom, "men") && l.Whom != "women" || strings.Contains(l.Whom, "lgbt") || strings.Contains(l.Whom, "young") {
				whom = l.Whom
			}
			all := check(name, map[string]string{"phone": l.Phone, "other": l.Write, "hours": l.Hours, "cost": l.Cost, "bill": l.OnBill, "languages": l.Languages, "whom": whom}, true)
			if !slices.ContainsFunc(all, func(f found) bool { return f.at == l.Source }) {
				t.Errorf("%s: %s: nothing was found at its source", c.Name, l.Name)
			}
			for _, f := range all {
				if f.on.Format(time.DateOnly) != l.CheckedOn {
					t.Errorf("%s: %s was checked on %s and read on %s", c.Name, l.Name, l.CheckedOn, f.on.Format(time.DateOnly))
				}
			}
			delete(e.found, name)
		}
		delete(e.found, "")
		for name := range e.found {
			t.Errorf("%s: evidence for %s, which is no line", c.Name, name)
		}
		for host := range e.hosts {
			if !used[host] {
				t.Errorf("%s: nothing was read at %s", c.Name, host)
			}
		}
	}
	for name := range by {
		t.Errorf("evidence for %s, which is not there", name)
	}
}

// The check itself: what it lets through and what not.
func TestSupports(t *testing.T) {
	for _, c := range []struct {
		claim, value, says string
		ok                 bool
	}{
		{"phone", "116 016", "unter der Nummer 116 016 und", true},
		{"phone", "116 016", "08000 116 016", false},
		{"phone", "116 016", "116 017", false},
		{"phone", "116 016", "", false},
		{"phone", "0808 80 10 800", "call free on 0808 8010 800", true},
		{"phone", "0800 111 0 111", "(0800) 111 0 111 oder (0800) 111 0 222", true},
		{"phone", "800-799-7233", "call 800–799–SAFE (7233)", true},
		{"phone", "24", "24 hours a day, 7 days", true}, // a number is a number; who reads must look
		{"phone", "06 80 225 225", "Vonal): +36-80-225-225", true},
		{"phone", "06 80 225 225", "Vonal): +37-80-225-225", false},
		{"emergency", "999 or 112", "on 999/112 for", true},
		{"emergency", "999 or 113", "on 999/112 for", false},
		{"hours", "always", "rund um die Uhr", true},
		{"hours", "always", "montags bis freitags", false},
		{"hours", "Monday to Friday, 8 to 20", "Mo-Fr 08:00 - 20:00", true},
		{"hours", "Monday to Friday, 8 to 22", "Mo-Fr 08:00 - 20:00", false},
		{"cost", "free", "kostenfrei", true},
		{"cost", "free", "zum Ortstarif", false},
		{"bill", "no", "will not show up on your phone bill", true},
		{"bill", "no", "anonymous", false},
		{"languages", "18 languages", "in 18 Fremdsprachen", true},
		{"languages", "19 languages", "in 18 Fremdsprachen", false},
		{"other", "Chat at hilfetelefon.de", "über www.hilfetelefon.de", true},
		{"other", "Chat at hilfetelefon.org", "über www.hilfetelefon.de", false},
		{"other", "Chat at own.example", "im Chat", true},
		{"other", "Chat at own.example", "", false},
		{"other", "Text 07860 077333", "Text: 07860077333", true},
		{"other", "Text 07860 077334", "Text: 07860077333", false},
	} {
		var says []string
		if c.says != "" {
			says = []string{c.says}
		}
		if why := supports(c.claim, c.value, says, map[string]string{"own.example": "the line itself"}); (why == "") != c.ok {
			t.Errorf("%s %q in %q: %q", c.claim, c.value, c.says, why)
		}
	}
}

// The data are whole and say nothing in a way that could be taken for something
// else.
func TestHelpLines(t *testing.T) {
	var last string
	needs := map[Need]int{}
	for _, c := range EnglishHelp().Countries {
		if c.Name <= last || c.Emergency == "" {
			t.Errorf("%s is out of order or has no number for emergencies", c.Name)
		}
		last = c.Name
		seen := map[string]bool{}
		for _, l := range c.Lines {
			if seen[l.Name] || l.Name == "" || len(l.For) == 0 || len(l.Whom) < len("For men") || strings.HasSuffix(l.Whom, " ") {
				t.Errorf("%s: %s is not complete or stands twice", c.Name, l.Name)
			}
			seen[l.Name] = true
			for _, need := range l.For {
				needs[need]++
			}
			if !regexp.MustCompile(`^[0-9][0-9 -]*[0-9]$`).MatchString(l.Phone) {
				t.Errorf("%s: %s has the number %q", c.Name, l.Name, l.Phone)
			}
			if d, err := time.Parse(time.DateOnly, l.CheckedOn); err != nil || d.Year() < 2026 {
				t.Errorf("%s: %s was checked on %q", c.Name, l.Name, l.CheckedOn)
			}
			for _, s := range []string{l.Name, l.Whom, l.Write, l.Hours, l.Cost, l.Languages, l.OnBill, c.Silent, c.Also} {
				if strings.ContainsAny(s, `'"<`) || strings.Contains(s, "://") || s != strings.TrimSpace(s) || strings.HasSuffix(s, "..") {
					t.Errorf("%s: %s says %q", c.Name, l.Name, s)
				}
			}
			// A short word that is not known would be shown as it stands.
			for _, s := range []string{l.Hours, l.Cost, l.OnBill} {
				if s != "" && (s[0] < '0' || s[0] > '9' && s[0] < 'A' || s[0] > 'Z') {
					t.Errorf("%s: %s says %q", c.Name, l.Name, s)
				}
			}
		}
	}
	for n := Hurt; n < Needs; n++ {
		if needs[n] == 0 {
			t.Errorf("no line for need %d", n)
		}
	}
}

// lasts is how long a line counts as checked.
const lasts = 180 * 24 * time.Hour

// stale are the lines that nobody has checked for too long on a day, or that
// say they were checked later than that.
func stale(all []HelpCountry, today time.Time) []string {
	var out []string
	for _, c := range all {
		for _, l := range c.Lines {
			on, err := time.Parse(time.DateOnly, l.CheckedOn)
			if err != nil || today.Sub(on) > lasts || on.After(today) {
				out = append(out, c.Name+": "+l.Name+", "+l.CheckedOn)
			}
		}
	}
	return out
}

func TestStale(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	all := []HelpCountry{{Name: "A", Lines: []HelpLine{{Name: "a", CheckedOn: "2026-11-26"}, {Name: "b", CheckedOn: "2026-11-27"}}}}
	for today, want := range map[string]int{
		"2026-11-25": 2, // before both
		"2026-11-26": 1,
		"2026-11-27": 0,
		"2027-05-25": 0, // 180 days after the first
		"2027-05-26": 1, // 181
		"2027-05-27": 2,
	} {
		if got := stale(all, day(today)); len(got) != want {
			t.Errorf("on %s: %v", today, got)
		}
	}
	all[0].Lines[0].CheckedOn = ""
	if len(stale(all, day("2026-11-27"))) != 1 {
		t.Error("a line without a day counts as checked")
	}
}

// A release goes out with lines that somebody has looked at not long ago. The
// day comes from make release-check, so that an old copy of the sources still
// passes its own tests.
func TestReleaseHelpLines(t *testing.T) {
	today := os.Getenv("TROTH_RELEASE_DAY")
	if today == "" {
		t.Skip("make release-check asks this")
	}
	d, err := time.Parse(time.DateOnly, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range stale(EnglishHelp().Countries, d) {
		t.Error("check this line again (docs/help-lines.md): ", line)
	}
}
