package e2e

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	_ "modernc.org/sqlite"

	"troth/internal/keyring"
	"troth/internal/secret"
)

// canary is something that must be nowhere in clear, in the forms in which it
// might be there all the same.
type canary struct {
	name  string
	forms map[string][]byte
	apart bool // it counts only where no letter, digit or point touches it
}

// newDigits is a canary of a few digits, which by chance are in longer numbers.
func newDigits(name, digits string) canary {
	c := newCanary(name, []byte(digits))
	c.forms["UTF-16"] = wide(digits)
	c.apart = true
	return c
}

func newCanary(name string, secret []byte) canary {
	c := canary{name: name, forms: map[string][]byte{
		"as it is": secret,
		"hex":      []byte(hex.EncodeToString(secret)),
		"HEX":      []byte(strings.ToUpper(hex.EncodeToString(secret))),
	}}
	for at := range 3 { // base64 depends on where in its input something stands
		for alphabet, enc := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
			b := enc.EncodeToString(append(make([]byte, at), secret...))
			c.forms[fmt.Sprintf("%s at %d", alphabet, at)] = []byte(b[(at*8+5)/6 : (at+len(secret))*8/6])
		}
	}
	return c
}

// newWords is a canary that is text, at least eight bytes of it.
func newWords(name, text string) canary {
	if len(text) < 8 {
		panic(name + " is too short to look for")
	}
	c := newCanary(name, []byte(text))
	c.forms["UTF-16"] = wide(text)
	c.forms["in an address"] = []byte(url.PathEscape(text))
	c.forms["in a query"] = []byte(url.QueryEscape(text))
	return c
}

func wide(text string) (out []byte) {
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// in says whether a form of the canary is in data.
func (c canary) in(data, form []byte) bool {
	if !c.apart {
		return bytes.Contains(data, form)
	}
	touches := func(b byte) bool {
		return b == '.' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
	}
	for from := 0; ; {
		i := bytes.Index(data[from:], form)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(form)
		if (i == 0 || !touches(data[i-1])) && (end == len(data) || !touches(data[end])) {
			return true
		}
		from = i + 1
	}
}

// search says which canaries are in data.
func search(where string, data []byte, canaries []canary) (found []string) {
	for _, c := range canaries {
		for form, b := range c.forms {
			if c.in(data, b) {
				found = append(found, fmt.Sprintf("%s: %s, %s", where, c.name, form))
			}
		}
	}
	return found
}

// searchFolder looks through every file of a folder, and their names.
func searchFolder(t *testing.T, where, dir string, canaries []canary) (found []string, files int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := where + strings.TrimPrefix(path, dir)
		found = append(found, search("name of "+name, []byte(name), canaries)...)
		if !d.Type().IsRegular() {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		found = append(found, search(name, b, canaries)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, files
}

// A profile is a browser of one's own, with a folder on the disk, as people
// have it. Everybody else in these tests has a context that is kept in memory.
func newProfile(t *testing.T, name, called string) (p *Person, dir string) {
	t.Helper()
	theBrowser(t)
	p = &Person{t: t, Name: name, Called: called, Line: newLine(t)}
	p.Line.Tap()
	dir = filepath.Join(t.TempDir(), "profile")
	alloc, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(browserPath()), chromedp.UserDataDir(dir), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Headless,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("password-store", "basic"), chromedp.Flag("host-resolver-rules", ownHosts),
		chromedp.ProxyServer(p.Line.proxy), chromedp.Flag("proxy-bypass-list", "<-loopback>"),
	)
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}), chromedp.WithListener(p.listen))
	p.begin(ctx, func() { cancel(); stop() })
	return p, dir
}

// dump is all that a page can find stored, as text: the browser's own files are
// partly compressed.
const dump = `(async () => {
  const out = [];
  const hex = (b) => "bytes:" + Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("") + ";";
  const text = (v) => {
    if (v instanceof ArrayBuffer) return hex(new Uint8Array(v));
    if (ArrayBuffer.isView(v)) return hex(new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
    if (v instanceof CryptoKey) return "key, can be taken out: " + v.extractable;
    if (v instanceof Blob) return "blob";
    if (Array.isArray(v)) return v.map(text).join(",");
    if (v && typeof v === "object") return "{" + Object.entries(v).map(([k, w]) => k + ":" + text(w)).join(",") + "}";
    return String(v);
  };
  const ask = (r) => new Promise((yes, no) => { r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); });
  out.push("page " + location.href + " " + document.title + " " + window.name + " " + text(history.state) + " " + document.cookie);
  for (const [name, s] of [["local", localStorage], ["session", sessionStorage]])
    for (let i = 0; i < s.length; i++) out.push(name + " " + s.key(i) + " " + s.getItem(s.key(i)));
  for (const { name } of await indexedDB.databases()) {
    const db = await ask(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const s = db.transaction(store).objectStore(store);
      const [keys, values] = [await ask(s.getAllKeys()), await ask(s.getAll())];
      keys.forEach((k, i) => out.push("db " + name + " " + store + " " + text(k) + " " + text(values[i])));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    out.push("cache " + name);
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const body = request.url.endsWith(".wasm") ? "" : hex(new Uint8Array(await answer.arrayBuffer()));
      out.push("cache " + name + " " + request.url + " " + [...answer.headers].join(" ") + " " + body);
    }
  }
  for (const r of await navigator.serviceWorker.getRegistrations()) out.push("service worker " + r.scope + " " + r.active?.scriptURL);
  for (const e of performance.getEntries()) out.push("asked for " + e.name);
  return out.join("\n");
})()`

var dumpedBytes = regexp.MustCompile(`bytes:([0-9a-f]*);`)

// dumped returns what dump says, with what is bytes added as it is, and what
// the browser knows of where the tab has been.
func (p *Person) dumped() []byte {
	p.t.Helper()
	out := []byte(p.Ask("await " + dump))
	for _, m := range dumpedBytes.FindAllSubmatch(out, -1) {
		raw := make([]byte, len(m[1])/2)
		if _, err := hex.Decode(raw, m[1]); err != nil {
			p.t.Fatal(err)
		}
		out = append(append(out, '\n'), raw...)
	}
	p.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		h, err := chromedp.Call(ctx, page.GetNavigationHistory, chromedp.Void{})
		if err != nil {
			return err
		}
		for _, e := range h.Entries {
			out = fmt.Appendf(out, "\nbeen at %s %s", e.URL, e.Title)
		}
		return nil
	}))
	return out
}

type saying struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *saying) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// Two people live with troth for a while, and then everything that was left
// behind is searched for what must be nowhere: the folders of their browsers,
// what pages can find there, what the server keeps and prints, and every byte
// on the way.
func TestNoPlantedSecret(t *testing.T) {
	printed := &saying{}
	theBrowser(t)
	s := startSaying(t, printed)
	ana, anasDir := newProfile(t, "Ana", "Quincellana")
	ben, bensDir := newProfile(t, "Ben", "Zabulonius")
	anasKey, bensKey, link := meet(t, s, ana, ben)

	words := map[string]string{
		"a promise":        "marzipan ostrich over the canal",
		"why it changed":   "the tugboat lost its cinnamon",
		"a waiting one":    "juniper parade behind the dam",
		"a letter":         "ninety walnuts for the lighthouse",
		"what was heard":   "turquoise otters in the pantry",
		"a draft":          "unsent velvet umbrella weather",
		"a draft on paper": "half a sentence about gooseberries",

		"in the journal":              "the magpie knows my other address",
		"locked in the journal":       "a flat above the harmonica shop",
		"on one device alone":         "nobody else reads this pelican",
		"the journal's passphrase":    "eleven herons on the roof",
		"last words that did not go":  "goodbye was the wrong teaspoon",
		"a passphrase taken later":    "a slow heron counts nine boats",
		"a passphrase that was wrong": "a quick heron forgets the boats",
	}
	const pin = "739164"
	ana.promiseNow(words["a promise"])
	ana.Click("It has to change")
	ana.setDate("Which day instead?", 5)
	ana.Fill("Why does it have to change?", words["why it changed"])
	ana.Click("Change it")
	ana.go_("Together")
	ana.Click("Letters")
	ana.Click("Write the first one")
	ana.write("Your letter", words["a letter"])
	ana.Click("Send it")
	ana.go_("Today")
	ben.Click("A letter from " + ana.Called)
	ben.Click("Say what you heard")
	ben.write("What did you hear?", words["what was heard"])
	ben.Click("Send it")
	ben.WaitText("What you heard, today")
	ben.go_("Together")
	ben.Click("Letters")
	ben.Click("Write a letter")
	ben.write("Your letter", words["a draft"])
	ben.Eval("location.reload()")
	ben.WaitText("Welcome back")
	ben.Click("Show")
	ben.unlock()

	// Ana keeps a journal: as it is, with a passphrase of its own, and on this
	// device alone. A recovery code lies in her drawer.
	ana.journal("")
	ana.Click("Write")
	ana.write("Your words", words["in the journal"])
	ana.Click("Keep it for me")
	ana.Click(words["in the journal"])
	ana.Click("To the journal")
	ana.Click("A passphrase for the journal")
	ana.Fill("The journal’s new passphrase", words["the journal's passphrase"])
	ana.Fill("The same once more", words["the journal's passphrase"])
	ana.Fill("The passphrase of your account", ana.passphrase())
	ana.Click("Give it this passphrase")
	for _, entry := range []string{"locked in the journal", "on one device alone"} {
		ana.WaitText(words["in the journal"])
		ana.Click("Write")
		ana.write("Your words", words[entry])
		if entry == "on one device alone" {
			ana.Eval(js(`field("Keep this on this device only").click()`))
		}
		ana.Click("Keep it for me")
		ana.Click(words[entry])
		ana.Click("To the journal")
	}
	ana.keysPage("About a recovery code", "Recovery code")
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("Make a code")
	ana.WaitText("It does not count yet")
	code := ana.Ask(`document.getElementById("recoverycode").innerText`)
	ana.Click("I have it on paper")
	ana.WaitText("From the paper")
	ana.Fill("Recovery code", code)
	ana.Fill("Passphrase", ana.passphrase())
	ana.Click("This is my code")
	ana.WaitText("Your recovery code counts from now on")

	// Ben makes new keys of everything, and then opens with a PIN.
	ben.keys()
	ben.Click("Secure my account")
	ben.Click("I will make my own")
	ben.ownWords(ben.passphrase(), words["a passphrase taken later"], words["a passphrase taken later"])
	ben.Click("Make new keys")
	ben.WaitText("Your new account key")
	bensNewKey := ben.Ask(`document.getElementById("accountkey").innerText`)
	ben.Fill("Your new passphrase", words["a passphrase taken later"])
	ben.Click("I have kept it. Secure my account")
	ben.WaitText("Your account is secured.")
	ben.opens(words["a passphrase that was wrong"])
	ben.WaitText("That passphrase does not open this account.")
	ben.opens(words["a passphrase taken later"])
	ben.isIn()
	ben.lightKeys()
	ben.Fill("PIN", pin)
	ben.Fill("The same PIN again", pin)
	ben.Fill("Passphrase", words["a passphrase taken later"])
	ben.Click("Use this PIN")
	ben.WaitText("A PIN opens this device.")
	ben.locks()
	ben.Fill("PIN", pin)
	ben.Click("Open")
	ben.isIn()

	// One thing waits for a connection, and others were being typed.
	ana.Expect("/v1/")
	ana.Line.Cut()
	ana.promiseNow(words["a waiting one"])
	ana.Click("Lock")
	ana.unlock()
	ana.go_("Together")
	ana.Click("Letters")
	ana.Click("Write a letter")
	ana.write("Your letter", words["a draft on paper"])
	ana.leaving()
	ana.Click("End it")
	ana.write("Last words, if you like", words["last words that did not go"])

	var canaries []canary
	for name, text := range words {
		canaries = append(canaries, newWords(name, text))
	}
	canaries = append(canaries, newWords("a passphrase", strings.TrimPrefix(passphrase, "%s ")), newWords("Ana's name", ana.Called), newWords("Ben's name", ben.Called))
	for name, key := range map[string]string{"Ana's account key": anasKey, "Ben's account key": bensKey, "Ben's new account key": bensNewKey} {
		ak, err := keyring.ParseAccountKey(secret.Text(key))
		if err != nil {
			t.Fatal(err)
		}
		canaries = append(canaries, newWords(name+", as shown", key), newWords(name+", without its prefix and dashes", strings.ReplaceAll(strings.TrimPrefix(key, "TROTH1-"), "-", "")), newCanary(name+", its secret", ak.Secret[:]))
	}
	rc, err := keyring.ParseRecoveryCode(secret.Text(code))
	if err != nil {
		t.Fatal(err)
	}
	canaries = append(canaries, newWords("the recovery code, as shown", code), newWords("the recovery code, without its prefix and dashes", strings.ReplaceAll(strings.TrimPrefix(code, "TROTHR-"), "-", "")), newCanary("the recovery code, its secret", rc.Code[:]), newDigits("the PIN", pin))
	fragment := link[strings.Index(link, "#/j/1.")+len("#/j/1."):]
	inv, _, _ := strings.Cut(fragment, ".")
	raw, err := base64.RawURLEncoding.DecodeString(inv)
	if err != nil || len(raw) < 16 {
		t.Fatalf("the invite's secret is %d bytes: %v", len(raw), err)
	}
	canaries = append(canaries, newWords("the invite's secret, as in the link", inv), newCanary("the invite's secret", raw))

	found := append(ana.found(canaries), ben.found(canaries)...)
	ana.Click("Lock")
	ana.WaitText("Welcome back")
	found = append(found, ana.found(canaries)...)
	found = append(found, ana.left(anasDir, canaries)...)
	found = append(found, ben.left(bensDir, canaries)...)
	for _, dir := range []string{anasDir, bensDir} {
		askedToKeep(t, dir)
	}
	f, _ := searchFolder(t, "the server's folder", s.data, canaries)
	found = append(found, f...)
	s.stop()
	if f, n := searchFolder(t, "the server's folder, after it", s.data, canaries); n == 0 {
		t.Error("the server keeps nothing")
	} else {
		found = append(found, f...)
	}
	found = append(found, search("what the server printed", printed.b.Bytes(), canaries)...)
	residue := 0
	for _, where := range found {
		// The browser notes every address that somebody opens, before any page can
		// say a word: the link of an invite, in Ben's browser, in the browser's own
		// books. It works once.
		if strings.Contains(where, ": the invite's secret") && strings.HasPrefix(where, "Ben's browser/") && !ofPages.MatchString(where) {
			residue++
			continue
		}
		t.Error(where)
	}
	t.Logf("the invite's link is in Ben's browser's own books, %d times", residue)

	t.Run("Finds", func(t *testing.T) { findsWhatIsPlanted(t, canaries) })
}

// ofPages matches what pages can store in a profile, and what browsers keep of
// forms.
var ofPages = regexp.MustCompile(`/(IndexedDB|Local Storage|Session Storage|Service Worker|Cache|Code Cache|File System|WebStorage|blob_storage|Cookies|Login Data|Web Data)`)

// found searches what the person's page can find.
func (p *Person) found(canaries []canary) []string {
	p.t.Helper()
	stored := p.dumped()
	if n := bytes.Count(stored, []byte("\ndb ")); n < 5 || !bytes.Contains(stored, []byte("\ncache ")) || !bytes.Contains(stored, []byte("\nbeen at ")) {
		p.t.Errorf("%s's page finds next to nothing: %d records", p.Name, n)
	}
	return search("what "+p.Name+"'s page finds", stored, canaries)
}

// left ends a person's browser and searches what it leaves behind: its folder, every address it asked for, every byte
// on the way, and what was printed.
func (p *Person) left(dir string, canaries []canary) []string {
	p.t.Helper()
	var found []string
	// In the orderly way, so that it writes everything.
	if err := chromedp.Cancel(p.ctx); err != nil {
		p.t.Fatalf("%s's browser does not end: %v", p.Name, err)
	}
	for _, a := range p.Line.Seen() {
		found = append(found, search("an address that "+p.Name+"'s browser asked for", []byte(a), canaries)...)
	}
	n := 0
	for _, b := range p.Line.Tapped() {
		n += len(b)
		found = append(found, search("on the way to "+p.Name, b, canaries)...)
	}
	p.mu.Lock()
	found = append(found, search("what "+p.Name+"'s browser printed", []byte(strings.Join(p.heard, "\n")), canaries)...)
	p.mu.Unlock()
	f, files := searchFolder(p.t, p.Name+"'s browser", dir, canaries)
	if n < 1<<20 || files < 50 {
		p.t.Errorf("%s: %d bytes on the way and %d files are less than there should be", p.Name, n, files)
	}
	return append(found, f...)
}

// askedToKeep fails the test if a browser offered to keep a passphrase.
func askedToKeep(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "Default", "Login Data"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var offers, kept int
	if err := db.QueryRow("SELECT (SELECT count(*) FROM stats), (SELECT count(*) FROM logins)").Scan(&offers, &kept); err != nil || offers+kept != 0 {
		t.Errorf("the browser offered to keep %d passphrases and kept %d (%v)", offers, kept, err)
	}
}

// findsWhatIsPlanted plants canaries on purpose and expects to find each.
func findsWhatIsPlanted(t *testing.T, canaries []canary) {
	s := startSaying(t, nil)
	eve, dir := newProfile(t, "Eve", "Eve")
	eve.Open(s.URL)
	eve.WaitText("A private place for two people")

	const page, asked, way, printed, profile = "what Eve's page finds", "an address that Eve's browser asked for", "on the way to Eve", "what Eve's browser printed", "Eve's browser/"
	places := []struct {
		plant string // with the word as w
		found []string
	}{
		{`localStorage.setItem("x", w)`, []string{page, profile}},
		{`sessionStorage.setItem("x", w)`, []string{page}},
		{`await new Promise((yes) => {
			const r = indexedDB.open("planted", 1);
			r.onupgradeneeded = () => r.result.createObjectStore("s").put(new TextEncoder().encode(w), "k");
			r.onsuccess = () => { r.result.close(); yes(); };
		})`, []string{page}},
		{`await caches.open(w)`, []string{page}},
		{`await (await caches.open("planted")).put("/planted", new Response(btoa(".." + w)))`, []string{page}},
		{`document.cookie = "x=" + encodeURIComponent(w) + ";max-age=9999"`, []string{page, way}},
		{`document.title = w`, []string{page, profile}},
		{`history.pushState(null, "", "#" + encodeURIComponent(w))`, []string{page, profile}},
		{`await fetch("/healthz?" + encodeURIComponent(w))`, []string{asked, way}},
		{`console.log(w)`, []string{printed}},
	}
	for i, place := range places {
		eve.Ask(fmt.Sprintf("await (async (w) => { %s })(%q)", place.plant, canaries[i].forms["as it is"]))
	}
	eve.Ask(`await fetch("/healthz?the-last").then((a) => a.status)`)
	found := search(page, eve.dumped(), canaries)
	found = append(found, eve.left(dir, canaries)...)
	for i, place := range places {
		for _, where := range place.found {
			if !slices.ContainsFunc(found, func(f string) bool {
				return strings.HasPrefix(f, where) && strings.Contains(f, ": "+canaries[i].name+", ")
			}) {
				t.Errorf("not found: %s, %s", where, place.plant)
			}
		}
	}

	// Each form, in a file and in its name.
	for _, c := range canaries {
		for form, b := range c.forms {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "f"), slices.Concat([]byte("before "), b, []byte(" after")), 0o600); err != nil {
				t.Fatal(err)
			}
			if f, n := searchFolder(t, "a folder", folder, canaries); n != 1 || len(f) == 0 {
				t.Errorf("not found: %s, %s", c.name, form)
			}
		}
	}
}
