package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// theBinary is the real program, built once.
var theBinary = sync.OnceValues(func() (string, error) {
	if matches, _ := filepath.Glob("../internal/asset/dist/*.wasm.br"); len(matches) == 0 {
		return "", fmt.Errorf("the browser core is not built: make core")
	}
	dir, err := os.MkdirTemp("", "troth-e2e")
	if err != nil {
		return "", err
	}
	out := filepath.Join(dir, "troth")
	cmd := exec.Command("go", "build", "-o", out, "../cmd/troth")
	if b, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building troth: %w\n%s", err, b)
	}
	return out, nil
})

// server is the real program, running.
type server struct {
	t       *testing.T
	URL     string
	Neutral string
	Links   []string
	addr    string
	data    string
	cmd     *exec.Cmd
	said    io.Writer // gets what it prints after its greeting; nil: stderr is this test's
}

func start(t *testing.T) *server { t.Helper(); theBrowser(t); return startSaying(t, nil) }

// startSaying starts a server and keeps what it prints after its greeting.
func startSaying(t *testing.T, said io.Writer) *server {
	t.Helper()
	neutral := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>Weather</title><h1>Weather</h1>")
	}))
	t.Cleanup(neutral.Close)
	port := freePort(t)
	s := &server{t: t, said: said, URL: "http://localhost:" + port, Neutral: neutral.URL + "/", addr: "localhost:" + port, data: filepath.Join(t.TempDir(), "data")}
	s.run()
	t.Cleanup(s.stop)
	return s
}

var linkIn = regexp.MustCompile(`http://\S+/#s\.\S+`)

// run starts the program and waits until it says where it is.
func (s *server) run() {
	s.t.Helper()
	bin, err := theBinary()
	if err != nil {
		s.t.Fatal(err)
	}
	s.cmd = exec.Command(bin, "serve", "--listen", s.addr, "--origin", s.URL, "--data", s.data, "--exit-url", s.Neutral)
	s.cmd.Stderr = os.Stderr
	if s.said != nil {
		s.cmd.Stderr = s.said
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.Links = nil
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if l := linkIn.FindString(lines.Text()); l != "" {
			s.Links = append(s.Links, l)
		}
		if strings.HasPrefix(lines.Text(), "Stop with") {
			if s.said != nil {
				go io.Copy(s.said, out)
			}
			return
		}
	}
	s.t.Fatal("the server did not start")
}

// stop ends the program as a person would, and waits for it.
func (s *server) stop() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("the server ended badly: %v", err)
	}
	s.cmd = nil
}

const passphrase = "%s keeps seven quiet lanterns near water"

func (p *Person) passphrase() string { return fmt.Sprintf(passphrase, p.Name) }

// signUp goes from a link to the account key, with a passphrase of one's own,
// and returns the key.
func (p *Person) signUp(name string) (accountKey string) {
	p.t.Helper()
	p.WaitText("Before you begin")
	p.Shot("questions")
	p.Click("Go on")
	p.WaitText("Draw another")
	p.Shot("signup")
	first := p.Ask(`document.getElementById("suggested").innerText`)
	if n := len(strings.Fields(first)); n != 5 {
		p.t.Errorf("a suggestion of %d words", n)
	}
	p.Click("Draw another")
	p.Wait(js(fmt.Sprintf(`return document.getElementById("suggested").innerText !== %q && document.querySelector("input[name=passphrase]").value === document.getElementById("suggested").innerText`, first)))
	p.Click("I will make my own")
	p.Fill("What your partner calls you", name)
	p.Fill("Passphrase", p.passphrase())
	p.Fill("The same again", "something else, by mistake")
	p.Click("Make my account")
	p.WaitText("The two are not the same")
	p.Shot("signup-wrong")
	p.Fill("The same again", p.passphrase())
	p.Click("Make my account")
	p.WaitText("Your account key")
	p.Shot("sheet")
	accountKey = p.Ask(`document.getElementById("accountkey").innerText`)
	if !strings.HasPrefix(accountKey, "TROTH1-") {
		p.t.Errorf("account key: %d characters", len(accountKey))
	}
	p.Click("I have kept it")
	return accountKey
}

func (p *Person) unlock() {
	p.t.Helper()
	p.WaitText("Welcome back")
	p.Fill("Passphrase", p.passphrase())
	p.Click("Open")
	p.Wait(js(`return document.querySelector("nav [data-go=today]")`))
}

// go_ follows the navigation.
func (p *Person) go_(label string) {
	p.t.Helper()
	p.Click(label)
	p.Wait(js(fmt.Sprintf(`return norm(document.querySelector("nav [aria-current]")?.innerText ?? "") === %q`, label)))
}

// settings opens the settings, which Mine leads to.
func (p *Person) settings() {
	p.t.Helper()
	p.go_("Mine")
	p.Click("Settings")
	p.WaitText("Lock by itself after")
}

func (p *Person) setDate(label string, days int) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf("return field(%q)", label)))
	p.Eval(js(fmt.Sprintf(`const f = field(%q), d = new Date(Date.now() + %d * 86400000);
f.value = [d.getFullYear(), String(d.getMonth() + 1).padStart(2, "0"), String(d.getDate()).padStart(2, "0")].join("-");
f.dispatchEvent(new Event("input", { bubbles: true })); f.dispatchEvent(new Event("change", { bubbles: true }))`, label, days)))
}

func (p *Person) words() string {
	p.t.Helper()
	p.WaitText("Compare these four words")
	return p.Ask(`[...document.querySelectorAll(".words li")].map((e) => e.innerText).join(" ")`)
}

// pair signs two people up and pairs them.
func pair(t *testing.T, s *server) (ana, ben *Person, key string) {
	t.Helper()
	ana, ben = NewPerson(t, "Ana"), NewPerson(t, "Ben")
	key, _, _ = meet(t, s, ana, ben)
	return ana, ben, key
}

// meet has two people sign up and pair, by the first link that is left. It
// returns their account keys, and the link of the invite.
func meet(t *testing.T, s *server, ana, ben *Person) (anas, bens, link string) {
	t.Helper()
	ana.Open(s.Links[0])
	anas = ana.signUp(ana.Called)
	bens, link = join(t, ana, ben)
	return anas, bens, link
}

// join has somebody who is alone invite another, until both share a space. It
// returns the other's account key, and the link.
func join(t *testing.T, ana, ben *Person) (bens, link string) {
	t.Helper()
	ana.WaitText("You are here on your own so far.")
	ana.Shot("today-alone")
	ana.Click("Invite your partner")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Shot("invite")
	ana.Click("Make the invite")
	ana.WaitText("Your invite is ready")
	ana.Shot("invite-ready")
	link = ana.Ask(`document.getElementById("link").innerText`)

	ben.Open(link)
	ben.WaitText(ana.Called + " invites you")
	if hash := ben.Ask("location.href"); strings.Contains(hash, "/j/") {
		t.Errorf("the invite's secret is still in the address")
	}
	ben.Shot("join")
	ben.Click("Go on")
	bens = ben.signUp(ben.Called)
	a, b := ana.words(), ben.words()
	if a != b || len(strings.Fields(a)) != 4 {
		t.Fatalf("the words are %q and %q", a, b)
	}
	ana.Shot("words")
	ben.Click("They match")
	ben.WaitText("You have said that they match")
	ben.Shot("matched")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("They match")
	for _, p := range []*Person{ana, ben} {
		p.WaitText("Nothing is waiting. That is allowed.")
	}
	return bens, link
}

// The whole path: two people, two browsers, one kept promise.
func TestJourney(t *testing.T) {
	s := start(t)
	if len(s.Links) != 2 {
		t.Fatalf("%d sign-up links", len(s.Links))
	}
	ana, ben, key := pair(t, s)
	ana.Shot("today-empty")

	ana.go_("Together")
	ana.Shot("together")
	ana.Click("Promises")
	ana.WaitText("Nothing is promised yet")
	ana.Shot("promises-empty")
	ana.Click("Give your word on something small")
	ana.Click("Give your word")
	ana.WaitText("Write what you promise.")
	ana.Shot("promise-wrong")
	ana.Fill("What do you promise?", "I’ll call the bank about the second account.")
	ana.setDate("By which day?", 0)
	ana.Shot("promise-new")
	ana.Click("Give your word")
	ana.WaitText("due today")
	ben.WaitText("I’ll call the bank about the second account.")
	ben.Shot("today-news")
	ana.Shot("promises")
	ana.Click("I did it")
	ana.WaitText("kept")
	ben.go_("Together")
	ben.Click("Promises")
	ben.Click("I noticed")
	ben.WaitText("You noticed.")
	ben.Shot("promises-kept")
	ana.WaitText("Ben noticed.")

	// Back works, the address tells nothing, and nothing is kept in clear.
	ana.Click("“I’ll call the bank about the second account.”")
	ana.WaitText("Promised by you")
	ana.Shot("promise-one")
	ana.Back()
	ana.WaitText("between you")
	if where := ana.Ask("location.href + document.title"); strings.Contains(where, "promise") {
		t.Errorf("the address or the title tells the page: %s", where)
	}

	// Reload, lock, unlock; a wrong passphrase says so.
	ana.Eval("location.reload()")
	ana.WaitText("Welcome back")
	ana.Shot("unlock")
	ana.Fill("Passphrase", "not this one at all")
	ana.Click("Open")
	ana.WaitText("That passphrase does not open this account.")
	ana.Shot("unlock-wrong")
	ana.unlock()
	ana.go_("Together")
	ana.Click("Promises")
	ana.WaitText("Ben noticed.")

	// The server restarts; both go on.
	s.stop()
	ben.WaitText("No connection just now.")
	ben.Shot("offline")
	ben.Click("Give your word")
	ben.Fill("What do you promise?", "I’ll cook for us.")
	ben.setDate("By which day?", 2)
	ben.Click("Give your word")
	ben.WaitText("“I’ll cook for us.”")
	ben.WaitText("One thing you wrote waits on this device")
	s.run()
	if len(s.Links) != 0 {
		t.Errorf("%d sign-up links after both have signed up", len(s.Links))
	}
	ben.Wait(js(`return !norm(document.body.innerText).includes("No connection just now.")`))
	ben.Wait(js(`return !norm(document.body.innerText).includes("waits on this device")`))
	ana.WaitText("I’ll cook for us.")

	// A second device needs the account key and the passphrase, and sees all.
	other := NewPerson(t, "Ana")
	other.Open(s.URL)
	other.WaitText("A private place for two people")
	other.Shot("home")
	other.Click("Open mine")
	other.Fill("Account key", strings.ToLower(key))
	other.Fill("Passphrase", other.passphrase())
	other.Shot("new-device")
	other.Click("Open")
	other.Wait(js(`return document.querySelector("nav [data-go=today]")`))
	other.go_("Together")
	other.Click("Promises")
	other.WaitText("Ben noticed.")
	other.WaitText("I’ll cook for us.")

	// Settings, the account key again, and the end.
	ana.settings()
	ana.Shot("settings")
	ana.Click("Keys and devices")
	ana.WaitText("What opens your account")
	ana.Shot("keys")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Show the account key")
	ana.WaitText("I have kept it")
	if again := ana.Ask(`document.getElementById("accountkey").innerText`); again != key {
		t.Error("another account key")
	}
	ana.Click("I have kept it")
	ben.settings()
	ben.Click("Leaving")
	ben.WaitText("There are three ways out")
	ben.Shot("leave")
	ben.Click("End it")
	ben.WaitText("When is it said?")
	ben.Shot("end")
	ben.Eval(js(`document.querySelector("[name=block]").click()`)) // Ana will invite him again
	ben.Click("End it")
	ben.WaitText("You have left this space.")
	ben.Shot("ended")
	ana.WaitText("Ben has left this space.")

	// Ben begins anew; what was written before stays readable.
	ben.go_("Today")
	ben.Click("Invite your partner")
	ben.Fill("Passphrase", ben.passphrase())
	ben.Click("Make the invite")
	ben.WaitText("Your invite is ready")
	mine := ben.Ask(`document.getElementById("link").innerText`)
	ben.go_("Together")
	ben.Click("Earlier spaces")
	ben.WaitText("It is only for reading.")
	ben.Shot("earlier")
	ben.Click("With Ana")
	ben.WaitText("This is an earlier space, with Ana.")
	ben.Shot("earlier-space")
	ben.Click("Promises")
	ben.WaitText("“I’ll cook for us.”")
	ben.Shot("earlier-promises")
	ben.Click("Back to now")
	ben.Wait(js(`return !norm(document.body.innerText).includes("earlier space")`))

	// His own invite, opened by himself, says what it is; hers cannot be taken
	// while his is open, unless he takes it instead.
	ben.Open(mine)
	ben.WaitText("Ben invites you")
	ben.Fill("What your partner calls you", "Ben")
	ben.Fill("Passphrase", ben.passphrase())
	ben.Click("Open and join")
	ben.WaitText("This is your own invite.")
	ben.Shot("own-invite")
	ana.go_("Today")
	ana.Click("Invite your partner")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Make the invite")
	ana.WaitText("Your invite is ready")
	ben.Open(ana.Ask(`document.getElementById("link").innerText`))
	ben.WaitText("Ana invites you")
	ben.Fill("What your partner calls you", "Ben")
	ben.Fill("Passphrase", ben.passphrase())
	ben.Click("Open and join")
	ben.WaitText("You have made an invite of your own")
	ben.Shot("both-invite")
	ben.Click("Withdraw mine and join")
	if a, b := ana.words(), ben.words(); a != b {
		t.Errorf("the words are %q and %q", a, b)
	}

	// Exit, from within.
	ana.Click("Exit")
	ana.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
	ana.Back()
	ana.Wait(fmt.Sprintf(`location.href === %q || document.body.innerText.includes("Welcome back")`, s.Neutral))
}

// key presses a key with what it types, as the keyboard does.
func (p *Person) key(name, text string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, typ := range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
			code := map[string]int64{"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40}[name]
			if len(name) == 1 && name[0] >= '0' && name[0] <= '9' {
				code = int64(name[0])
			}
			params := input.DispatchKeyEventParams{Type: typ, Key: name, Code: name, WindowsVirtualKeyCode: code}
			if typ == "keyDown" {
				params.Text = text
			}
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, params); err != nil {
				return err
			}
		}
		return nil
	}))
}

// tabTo presses Tab until what has the text, or the field with the label, has
// the focus.
func (p *Person) tabTo(text string) {
	p.t.Helper()
	for range 60 {
		if p.Ask(js(fmt.Sprintf(`const e = document.activeElement; return e === clickable(%q) || e === field(%q)`, text, text))) == "true" {
			return
		}
		p.key("Tab", "")
	}
	p.t.Fatalf("%s cannot reach %q with the keyboard", p.Name, text)
}

func (p *Person) enter(text string) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf(`return clickable(%q)`, text)))
	p.tabTo(text)
	p.key("Enter", "\r")
}

func (p *Person) typeInto(label, text string) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf(`return field(%q)`, label)))
	p.tabTo(label)
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// dateByKeys types a date into the field with the label, digit by digit, in the
// order in which this browser asks for its parts.
func (p *Person) dateByKeys(label string, days int) {
	p.t.Helper()
	p.Wait(js(fmt.Sprintf(`return field(%q)`, label)))
	p.tabTo(label)
	want := p.Ask(fmt.Sprintf(`(() => { const d = new Date(Date.now() + %d * 86400000);
return [d.getFullYear(), String(d.getMonth() + 1).padStart(2, "0"), String(d.getDate()).padStart(2, "0")].join("-") })()`, days))
	digits := p.Ask(fmt.Sprintf(`new Intl.DateTimeFormat(navigator.language, { year: "numeric", month: "2-digit", day: "2-digit" })
.formatToParts(new Date(%q + "T12:00")).filter((x) => x.type !== "literal").map((x) => x.value).join("")`, want))
	for _, d := range digits {
		p.key(string(d), string(d))
	}
	if got := p.Ask(js(fmt.Sprintf(`return field(%q).value`, label))); got != want {
		p.t.Fatalf("%s types %s as a date and gets %q, want %s", p.Name, digits, got, want)
	}
}

// held checks that the focus is on something in the page, so that whoever goes
// on with the keyboard, or listens, is where they were.
func (p *Person) held(when string) {
	p.t.Helper()
	at := p.Ask(`(() => { const e = document.activeElement; return e && e !== document.body && e.checkVisibility() && e.closest("#app") ? "" : (e?.outerHTML ?? "nothing").slice(0, 80) })()`)
	if at != "" {
		p.t.Errorf("%s: the focus of %s is lost: %s", when, p.Name, at)
	}
}

// Everything can be done with the keyboard alone, from the link to a promise
// that was kept and noticed, a lock and the way back in. The focus is never
// lost on the way.
func TestKeyboard(t *testing.T) {
	s := start(t)
	ana, ben := NewPerson(t, "Ana"), NewPerson(t, "Ben")
	ana.Open(s.Links[0])
	signUp := func(p *Person, name string) {
		p.WaitText("Before you begin")
		p.enter("Go on")
		p.WaitText("Draw another")
		p.held("sign-up")
		p.enter("I will make my own")
		p.typeInto("What your partner calls you", name)
		p.typeInto("Passphrase", p.passphrase())
		p.typeInto("The same again", p.passphrase())
		p.enter("Make my account")
		p.WaitText("Your account key")
		p.held("the account key")
		p.enter("I have kept it")
	}
	signUp(ana, "Ana")
	ana.WaitText("You are here on your own so far.")
	ana.held("today")
	ana.enter("Invite your partner")
	ana.typeInto("Passphrase", ana.passphrase())
	ana.enter("Make the invite")
	ana.WaitText("Your invite is ready")
	ana.held("the invite")
	ben.Open(ana.Ask(`document.getElementById("link").innerText`))
	ben.enter("Go on")
	signUp(ben, "Ben")
	ben.words()
	ben.enter("They match")
	ana.words()
	ana.typeInto("Passphrase", ana.passphrase())
	ana.enter("They match")
	ana.WaitText("Nothing is waiting.")
	ana.held("paired")
	ana.enter("Together")
	ana.enter("Promises")
	ana.WaitText("Nothing is promised yet")
	ana.held("promises")
	ana.enter("Give your word on something small")
	ana.typeInto("What do you promise?", "I’ll water the plants.")
	ana.dateByKeys("By which day?", 1)
	ana.enter("Give your word")
	ana.WaitText("“I’ll water the plants.”")
	ana.held("a promise made")
	ben.WaitText("I’ll water the plants.")
	ben.held("something new came in")
	ana.enter("I did it")
	ana.WaitText("kept")
	ana.held("a promise kept")
	ben.enter("Together")
	ben.enter("Promises")
	ben.enter("I noticed")
	ben.WaitText("You noticed.")
	ben.held("noticed")
	ana.WaitText("Ben noticed.")
	ana.held("something of the other’s came in")

	ana.enter("Lock")
	ana.WaitText("Welcome back")
	ana.typeInto("Passphrase", "not this one at all")
	ana.enter("Open")
	ana.WaitText("That passphrase does not open this account.")
	ana.held("a wrong passphrase")
	ana.Eval(js(`field("Passphrase").value = ""`))
	ana.typeInto("Passphrase", ana.passphrase())
	ana.enter("Open")
	ana.Wait(js(`return document.querySelector("nav [data-go=today]")`))
	ana.held("unlocked")
	ana.enter("Together")
	ana.enter("Promises")
	ana.WaitText("Ben noticed.")
	ana.Press("Shift")
	ana.Press("Shift")
	ana.Press("Shift")
	ana.Wait(fmt.Sprintf("location.href === %q", s.Neutral))
}

func freePort(t *testing.T) string {
	t.Helper()
	srv := httptest.NewUnstartedServer(nil)
	defer srv.Close()
	_, port, _ := strings.Cut(srv.Listener.Addr().String(), ":")
	return port
}

// What people say about promises, the help, the lock, and links that fail.
func TestPages(t *testing.T) {
	s := start(t)
	home := NewPerson(t, "Eve")
	home.Open(s.URL)
	home.WaitText("A private place for two people")
	home.Click("Help, and what this cannot protect you from")
	home.WaitText("If you are in danger now")
	home.Shot("help")
	home.Back()
	home.WaitText("A private place for two people")
	home.Click("Begin")
	home.WaitText("You need a sign-up link to begin here.")
	home.Shot("need-link")
	home.Open(s.URL + "/#s.nonsense")
	home.WaitText("This did not work out")
	home.Open(s.URL + "/#/j/1.AAAAAAAAAAAAAAAAAAAAAAAAAAA." + s.addr)
	home.WaitText("This server does not know this invite")
	home.Shot("join-failed")

	ana, ben, _ := pair(t, s)
	give := func(text string, days int) {
		ana.go_("Together")
		ana.Click("Promises")
		ana.WaitText("Give your word")
		if ana.Sees("Give your word on something small") {
			ana.Click("Give your word on something small")
		} else {
			ana.Click("Give your word")
		}
		ana.Fill("What do you promise?", text)
		ana.setDate("By which day?", days)
		ana.Click("Give your word")
		ana.WaitText("“" + text + "”")
	}
	give("I’ll ring your mother.", 3)
	ana.Click("It has to change")
	ana.WaitText("Which day instead?")
	ana.setDate("Which day instead?", 5)
	ana.Fill("Why does it have to change?", "The night shift moved.")
	ana.Shot("promise-change")
	ana.Click("Change it")
	ana.WaitText("changed in time today")
	ben.go_("Together")
	ben.Click("Promises")
	ben.WaitText("The night shift moved.")

	give("I’ll fix the lamp.", 0)
	ana.Click("I missed it")
	ana.WaitText("Saying it plainly is enough.")
	ana.Fill("What you want to say about it", "I forgot it.")
	ana.Shot("promise-miss")
	ana.Click("Say that I missed it")
	ana.WaitText("missed")
	ben.WaitText("I forgot it.")
	ben.Click("I see it differently")
	ben.WaitText("How do you see it?")
	ben.Fill("How do you see it?", "You had said so in the morning.")
	ben.Shot("promise-differ")
	ben.Click("Say it")
	ben.WaitText("You see it differently:")
	ana.WaitText("You had said so in the morning.")
	ana.Shot("promises-many")

	// What a person is typing stays when something new arrives.
	ben.go_("Together")
	ben.Click("Promises")
	ben.Click("Give your word")
	ben.Fill("What do you promise?", "Half a sentence")
	give("I’ll write to your sister.", 7)
	ben.Click("Today")
	ben.WaitText("I’ll write to your sister.")
	ben.Back()
	ben.WaitText("What do you promise?")

	// Names and words are text, whatever they look like.
	give(`<img src=x onerror="document.title='owned'"> </script> javascript:alert(1)`, 4)
	ben.go_("Together")
	ben.Click("Promises")
	ben.WaitText(`<img src=x onerror=`)
	if title := ben.Ask("document.title"); title != "Notes" {
		t.Errorf("the title is %q", title)
	}

	ana.settings()
	ana.Eval(js(`const f = field("Light or dark"); f.value = "dark"; f.dispatchEvent(new Event("change", { bubbles: true }))`))
	ana.Click("Keep these")
	ana.Wait(`getComputedStyle(document.documentElement).backgroundColor === "rgb(23, 21, 17)"`)
	ana.Shot("settings-dark")
	ana.Click("Help")
	ana.WaitText("If you are in danger now")
	ana.Back()
	ana.WaitText("Settings")

	ana.Click("Lock")
	ana.WaitText("Welcome back")
	if ana.Ask(`document.documentElement.outerHTML.includes("lamp")`) == "true" {
		t.Error("a locked page still holds what was on it")
	}
	ana.Back()
	ana.Wait(js(`return norm(document.body.innerText).includes("Welcome back") && !norm(document.body.innerText).includes("lamp")`))
}
