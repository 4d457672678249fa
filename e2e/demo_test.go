package e2e

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var demoLink = regexp.MustCompile(`http://\S+/#d\.\S+`)

// demo starts troth demo and returns its two links.
func demo(t *testing.T) []string {
	t.Helper()
	theBrowser(t)
	bin, err := theBinary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "demo", "--ports", "0,0")
	cmd.Dir = t.TempDir()
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the demo ended badly: %v", err)
		}
		if left, err := os.ReadDir(cmd.Dir); err != nil || len(left) > 0 {
			t.Errorf("the demo leaves %v, %v", left, err)
		}
	})
	var links []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if l := demoLink.FindString(lines.Text()); l != "" {
			links = append(links, l)
		}
		if strings.HasSuffix(lines.Text(), "Stop with Ctrl-C.") {
			break
		}
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // nothing more is said
	if len(links) != 2 {
		t.Fatalf("%d links", len(links))
	}
	return links
}

// here puts somebody into the zone of this computer, by which the story is told.
func (p *Person) here() {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{})
		return err
	}))
}

const banner = "This is the demo: sample people, nothing is kept."

// Two links, two people: both are in by themselves, see what there is, and what
// one does reaches the other.
func TestDemo(t *testing.T) {
	links := demo(t)
	amal, mika := NewPerson(t, "Amal"), NewPerson(t, "Mika")
	for i, p := range []*Person{amal, mika} {
		p.here()
		p.Open(links[i])
		p.Wait(js(`return document.querySelector("nav [data-go=today]")`))
		p.WaitText(p.Name + ".")
		if where := p.Ask("location.href"); strings.Contains(where, "#d.") {
			t.Errorf("%s’s token is still in the address", p.Name)
		}
		p.WaitText("Your word, due today")
		p.Shot("demo-today")
	}
	amal.WaitText("I’ll ring the landlord about the damp corner.")
	mika.WaitText("Once a week we look at the account together")

	// One live thing, both ways.
	amal.Click("I did it")
	mika.go_("Together")
	mika.Click("Promises")
	mika.WaitText("I’ll ring the landlord about the damp corner.")
	mika.Wait(js(`const t = [...document.querySelectorAll(".thing")].find((e) => e.innerText.includes("ring the landlord"));
return t?.innerText.includes("kept") && [...t.querySelectorAll("button")].some((b) => b.innerText === "I noticed")`))
	mika.Shot("demo-promises")
	mika.Eval(js(`[...document.querySelectorAll(".thing")].find((e) => e.innerText.includes("ring the landlord")).querySelector("button[type=submit]").click()`))
	amal.go_("Together")
	amal.Shot("demo-together")
	amal.Click("Promises")
	amal.Wait(js(`return [...document.querySelectorAll(".thing")].find((e) => e.innerText.includes("ring the landlord"))?.innerText.includes("Mika noticed.")`))
	amal.Shot("demo-promises")
	amal.Click("Earlier")
	amal.Shot("demo-earlier")
	amal.go_("Guide")
	amal.Shot("demo-guide")
	amal.Click("Promises: small, dated, kept")
	amal.WaitText("Why it may help")
	amal.Shot("demo-guide-promise")

	// What they would do together, and what they thank each other for.
	amal.go_("Together")
	amal.Click("Adventures")
	amal.Shot("demo-adventures")
	amal.Click("What both of you would do")
	amal.WaitText("Both of you say yes")
	amal.Shot("demo-adventures-both")
	mika.go_("Together")
	mika.Click("Give and receive")
	mika.WaitText("The light in the kitchen")
	mika.Shot("demo-balance")

	// A letter, and what was heard of it.
	amal.go_("Together")
	amal.Click("Letters")
	amal.WaitText("From Mika, yesterday")
	amal.Shot("demo-letters")
	amal.Eval(js(`[...document.querySelectorAll("main a")].find((e) => e.closest(".thing")?.innerText.includes("From Mika, yesterday")).click()`))
	amal.WaitText("I wasn’t holding my breath")
	amal.Shot("demo-letter")
	amal.Click("Say what you heard")
	amal.Fill("What did you hear?", "You looked on your own, and it was lighter. Tonight only the hut.")
	amal.Click("Send it")
	amal.WaitText("What you heard")
	mika.go_("Together")
	mika.Click("Letters")
	mika.Shot("demo-letters")
	mika.Eval(js(`[...document.querySelectorAll("main a")].find((e) => e.closest(".thing")?.innerText.includes("To Amal, yesterday")).click()`))
	mika.WaitText("Tonight only the hut.")
	mika.Shot("demo-letter")
	mika.Click("Yes, that is what I meant")
	amal.WaitText("Yes, that is what I meant.")
	amal.go_("Today")
	amal.Shot("demo-today-later")

	// Every page says what this is: in, locked, in help. Nothing of it is kept
	// for times without it.
	if !amal.Sees(banner) || !mika.Sees(banner) {
		t.Error("a page does not say that this is the demo")
	}
	amal.Click("Help")
	amal.WaitText("If you are in danger now")
	if !amal.Sees(banner) {
		t.Error("help does not say that this is the demo")
	}
	if n := amal.Ask("(await navigator.serviceWorker.getRegistrations()).length"); n != "0" {
		t.Errorf("%s service workers", n)
	}
	mika.Click("Lock")
	mika.WaitText("Welcome back")
	if !mika.Sees(banner) {
		t.Error("the locked page does not say that this is the demo")
	}

	// The link opens it again, in the same window too; one of another demo does
	// not.
	mika.Eval("location.hash = " + "\"" + links[1][strings.Index(links[1], "#"):] + "\"")
	mika.Wait(js(`return document.querySelector("nav [data-go=today]")`))
	mika.WaitText("Mika.")
	mika.Expect("403")
	mika.Eval(`location.hash = "#d.AAAAAAAAAAAAAAAAAAAAAA"`)
	mika.WaitText("This link is not complete")
}

// An ordinary server takes a link of the demo for one that it does not
// understand, and asks nobody about it.
func TestDemoLinkElsewhere(t *testing.T) {
	s := start(t)
	p := NewPerson(t, "Sam")
	p.Open(s.URL + "/#d.d5lVcPPH2Z-mdw4zWLbfqQ")
	p.WaitText("This link is not complete")
	if where := p.Ask("location.href"); strings.Contains(where, "#d.") {
		t.Error("the link is still in the address")
	}
	if asked := p.Ask(`performance.getEntriesByType("resource").map((e) => e.name).filter((n) => n.includes("demo") && !n.includes("/a/")).join(" ")`); asked != "" {
		t.Errorf("asked for %s", asked)
	}
}
