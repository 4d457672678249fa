package view

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	g "troth/internal/markup"
	"troth/internal/self"
	"troth/internal/text"
)

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"Noor": "Noor", "  Ana María  ": "Ana María", "李雷": "李雷", "عمر": "عمر", "J\u00fcrgen": "Jürgen",
		"Sam\u202egnihton":         "Samgnihton", // turned around
		"\u2066Ben\u2069\u200f":    "Ben",        // isolates, marks
		"A\u200bn\u200da\ufeff":    "Ana",        // without width
		"one\ntwo\tthree\x00":      "onetwothree",
		"line\u2028para\u2029":     "linepara",
		"\u200b\u200d\u2060":       "",
		"<b>bold</b>":              "<b>bold</b>", // escaped where it is written
		"\U000e0041\U000e0042tags": "tags",
		"a\u0301":                  "a\u0301", // marks stay on their letter
	} {
		if got := CleanName(in); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNameIsIsolatedAndEscaped(t *testing.T) {
	got := g.HTML(Named("%s promises", "<i>\u202eSam</i>"))
	if want := "<bdi>&lt;i&gt;Sam&lt;/i&gt;</bdi> promises"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestQR(t *testing.T) {
	got := g.HTML(QR("TROTH1", `a "picture"`))
	size := regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`).FindStringSubmatch(got)
	// The smallest code has 21 modules, and four of white on each side.
	if size == nil || size[1] != "29" || size[2] != "29" {
		t.Errorf("the code measures %v", size)
	}
	if !strings.Contains(got, `role="img" aria-label="a &#34;picture&#34;"`) || strings.Count(got, "<path") != 1 || strings.Contains(got, "style=") {
		t.Error("the code is not one path with its words")
	}
	if !strings.Contains(got, `d="M4 4h7v1h-7z`) {
		t.Error("the code does not begin with the edge of a corner behind its quiet zone")
	}
	if QR(strings.Repeat("x", 5000), "too long") != nil {
		t.Error("a code of what does not fit")
	}
}

// look is every page of the app's own, by name.
func look(t *testing.T) map[string]*app.Model {
	out := map[string]*app.Model{}
	add := func(name string, phase app.Phase, route string, change func(m *app.Model)) {
		w := newPromiseWorld(t)
		w.m.Space, w.m.Phase, w.m.Route = app.NoSpace, phase, route
		if change != nil {
			change(w.m)
		}
		out[name] = w.m
	}
	code := func(m *app.Model) { m.Entry = app.Entry{Code: []byte{1}} }
	try := func(action string, f keywork.Failure, field string) func(*app.Model) {
		return func(m *app.Model) {
			code(m)
			m.OwnWords = true
			m.Try = app.Try{Form: app.Form{Action: action, Values: event.Form{"name": `"><script>`}}, Failure: f}
			if field != "" {
				m.Try.Field = &event.FieldError{Field: field, Code: "empty"}
			}
		}
	}
	add("home", app.Out, app.RouteHome, nil)
	add("no link", app.Out, app.RouteQuestions, nil)
	add("questions", app.Out, app.RouteQuestions, code)
	add("sign-up", app.Out, app.RouteSignUp, func(m *app.Model) { code(m); m.Suggested = "one two three four five" })
	add("own words", app.Out, app.RouteSignUp, try(app.ActionSignUp, keywork.WeakPassphrase, "name"))
	add("sheet", app.Open, app.RouteSheet, func(m *app.Model) { m.Sheet = "TROTH1-AAAAAA-BBBBBB" })
	add("unlock", app.Locked, app.RouteUnlock, nil)
	add("wrong passphrase", app.Locked, app.RouteUnlock, try(app.ActionUnlock, keywork.WrongPassphrase, ""))
	add("new device", app.Locked, app.RouteNewDevice, nil)
	add("today alone", app.Open, app.RouteToday, nil)
	add("invite", app.Open, app.RouteInvite, try(app.ActionInvite, keywork.Offline, "name"))
	add("together alone", app.Open, app.RouteTogether, nil)
	add("mine alone", app.Open, app.RouteMine, nil)
	add("checkins alone", app.Open, routeCheckins, nil)
	add("checkin alone", app.Open, routeCheckinNew, func(m *app.Model) {
		m.Drafts = []app.Draft{{Form: "checkin.own.noted", Values: event.Form{"feelings": "tired at-home x<y", "words": "that you left", "when": "You always leave."}}}
	})
	add("wrong checkin", app.Open, routeCheckinNew, func(m *app.Model) {
		m.Try = app.Try{Form: app.Form{Action: app.ActionDo, Values: event.Form{"kind": "checkin.own.noted"}}, Field: &event.FieldError{Field: "feelings", Code: "empty"}}
	})
	add("settings", app.Open, app.RouteSettings, try(app.ActionSet, "", "autolock"))
	for _, f := range []keywork.Failure{keywork.Secured, keywork.Renewed} {
		add("unlock "+string(f), app.Locked, app.RouteUnlock, func(m *app.Model) { m.Notice = f })
	}
	add("keys", app.Open, app.RouteKeys, try(app.ActionSheet, keywork.WrongPassphrase, ""))
	add("passphrase changed", app.Open, app.RouteKeys, func(m *app.Model) { m.KeysSet = keywork.Change })
	add("change passphrase", app.Open, app.RoutePassphrase, func(m *app.Model) { m.Suggested = "one two three four five" })
	add("change to own words", app.Open, app.RoutePassphrase, try(app.ActionChange, keywork.WeakPassphrase, ""))
	add("secure", app.Open, app.RouteSecure, try(app.ActionRenew, app.Inviting, ""))
	add("new key", app.Open, app.RouteNewKey, func(m *app.Model) { m.Sheet = "TROTH1-AAAAAA-BBBBBB" })
	add("changed elsewhere", app.Open, app.RouteToday, func(m *app.Model) { m.Net, m.NetWhy = app.Refused, keywork.Changed })
	add("devices asked", app.Open, app.RouteDevices, try(app.ActionDevices, keywork.WrongPassphrase, ""))
	some := func(m *app.Model) {
		m.Self.Devices = []self.Device{{ID: event.ID{1}, Day: 20000}, {ID: event.ID{2}, Label: `<i>"Phone"`, Day: 20001}}
		m.Own = &app.Own{Here: event.ID{1}, Live: keywork.LiveDevices{Known: []event.ID{{1}, {2}}, Other: 1}, Out: true}
	}
	add("devices", app.Open, app.RouteDevices, some)
	add("devices wrong", app.Open, app.RouteDevices, func(m *app.Model) {
		some(m)
		m.Own.Live.Other = 3
		try(app.ActionSignOut, "", app.FieldDevice)(m)
	})
	add("devices alone", app.Open, app.RouteDevices, func(m *app.Model) { m.Own = &app.Own{} })
	add("sign out", app.Open, app.RouteSignOut, func(m *app.Model) {
		try(app.ActionForgetHere, keywork.Storage, "")(m)
		m.Waiting, m.Drafts = []app.Waiting{{ID: event.ID{1}}}, []app.Draft{{Form: "letter.sent"}}
	})
	add("recovery", app.Open, app.RouteRecovery, try(app.ActionMakeCode, keywork.WrongPassphrase, ""))
	add("recovery code", app.Open, app.RouteRecovery, func(m *app.Model) { m.Code = &app.Code{Text: "TROTHR-AAAAAAA-BBBBBBB", Had: true} })
	add("recovery back", app.Open, app.RouteRecovery, func(m *app.Model) {
		try(app.ActionSetCode, keywork.BadCode, "")(m)
		m.Code = &app.Code{Text: "TROTHR-AAAAAAA-BBBBBBB", Kept: true}
	})
	for _, phase := range []app.Phase{app.Out, app.Locked} {
		add("recover "+string('0'+rune(phase)), phase, app.RouteRecover, try(app.ActionRecover, keywork.WrongCode, ""))
	}
	add("recovery set", app.Open, app.RouteKeys, func(m *app.Model) { m.KeysSet = keywork.SetCode })
	add("nothing to give", app.Open, app.RouteGive, nil)
	lost := func(m *app.Model) {
		m.Space = app.Shared
		for by := event.First; by <= event.Second; by++ {
			m.Couple.Expect(event.Fact{ID: event.ID{9, byte(by)}, By: by, At: m.Now, Kind: couple.KindVerify, Payload: codec.Must(couple.Verify{How: couple.Words})})
		}
		for i := range 3 {
			a := self.Anchor{Log: chain.LogID{byte(i + 1)}, Me: event.First, Partner: [32]byte{byte(i + 1)}, Name: `Sam<img src=x>`}
			if i == 1 {
				a.Keys = []envelope.EpochKey{{Epoch: 1}}
			}
			m.Self.Anchors = append(m.Self.Anchors, a)
		}
	}
	add("give back", app.Open, app.RouteGive, func(m *app.Model) { lost(m); try(app.ActionGive, keywork.WrongPassphrase, "")(m) })
	add("earlier given", app.Open, app.RouteEarlier, lost)
	hosted := func(m *app.Model) {
		m.Invited = app.Pair{Stage: app.PairOpen, Me: event.Second, Name: "Sam", Host: true}
		m.Entry = app.Entry{Invite: &keyring.InviteSecret{1}}
	}
	add("host out", app.Out, app.RouteJoin, hosted)
	add("host locked", app.Locked, app.RouteJoin, hosted)
	add("host", app.Open, app.RouteHost, func(m *app.Model) { m.Self.Settings.Host = self.HostPartner })
	pin := func(change func(m *app.Model)) func(m *app.Model) {
		return func(m *app.Model) {
			m.Light = keywork.Light{Pin: []byte{1}, SinceMS: m.Now.MS}
			change(m)
		}
	}
	add("light", app.Open, app.RouteLight, try(app.ActionSetPin, keywork.PinEasy, ""))
	add("light hosted by the partner", app.Open, app.RouteLight, func(m *app.Model) { m.Self.Settings.Host = self.HostPartner })
	add("light on", app.Open, app.RouteLight, pin(func(*app.Model) {}))
	add("light on, wrong", app.Open, app.RouteLight, pin(try(app.ActionSetPin, keywork.WrongPassphrase, "")))
	add("keys with a PIN", app.Open, app.RouteKeys, pin(func(*app.Model) {}))
	add("unlock by PIN", app.Locked, app.RouteUnlock, pin(func(*app.Model) {}))
	for _, left := range []uint8{1, 2, 7} {
		add(fmt.Sprintf("wrong PIN, %d left", left), app.Locked, app.RouteUnlock, pin(func(m *app.Model) {
			m.Try = app.Try{Form: app.Form{Action: app.ActionUnlockPin}, Failure: keywork.PinMiss, Left: left}
		}))
	}
	add("wrong passphrase beside a PIN", app.Locked, app.RouteUnlock, pin(func(m *app.Model) {
		m.Try = app.Try{Form: app.Form{Action: app.ActionUnlock}, Failure: keywork.WrongPassphrase}
	}))
	add("no PIN any more", app.Locked, app.RouteUnlock, func(m *app.Model) {
		m.Try = app.Try{Form: app.Form{Action: app.ActionUnlockPin}, Failure: keywork.PinGone}
	})
	passkey := func(m *app.Model) {
		m.Light = keywork.Light{Passkey: &keywork.Passkey{Cred: []byte("<cred>")}, SinceMS: m.Now.MS}
	}
	add("light with a passkey", app.Open, app.RouteLight, passkey)
	add("light with a passkey, wrong", app.Open, app.RouteLight, func(m *app.Model) { passkey(m); try(app.ActionDropPasskey, keywork.WrongPassphrase, "")(m) })
	add("a passkey that is not fit", app.Open, app.RouteLight, try(app.ActionSetPasskey, keywork.PasskeyUnfit, ""))
	add("keys with a passkey", app.Open, app.RouteKeys, passkey)
	add("unlock by a passkey", app.Locked, app.RouteUnlock, passkey)
	add("unlock by both", app.Locked, app.RouteUnlock, func(m *app.Model) {
		passkey(m)
		m.Light.Pin = []byte{1}
		m.Try = app.Try{Form: app.Form{Action: app.ActionUnlockPasskey}, Failure: keywork.PasskeyNone}
	})
	add("a PIN that rests", app.Locked, app.RouteUnlock, pin(func(m *app.Model) { m.Light.SinceMS = 1 }))
	for _, phase := range []app.Phase{app.Out, app.Locked} {
		for stage := app.PairSending; stage <= app.PairFailed; stage++ {
			add("join "+string('0'+rune(phase))+string('0'+rune(stage)), phase, app.RouteJoin, func(m *app.Model) {
				m.Invited = app.Pair{Stage: stage, Me: event.Second, Name: `Sam<img src=x>`, Failure: app.PairTampered}
			})
		}
	}
	for _, me := range []event.Partner{event.First, event.Second} {
		for stage := app.PairNone; stage <= app.PairFailed; stage++ {
			add("pair "+string('0'+rune(me))+string('0'+rune(stage)), app.Open, app.RoutePair, func(m *app.Model) {
				m.Space = app.Pairing
				m.Pair = app.Pair{Stage: stage, Me: me, Name: "\u200b", Words: [4]string{"a", "b", "c", "d"}, Digits: "01234567890123",
					Link: "https://example.org/#/j/x", Raced: true, Failure: app.PairDiffer}
			})
		}
	}
	shared := func(m *app.Model) { m.Space = app.Shared }
	guide := []string{"", "/nothing"}
	for _, p := range text.English().Guide.Pages {
		guide = append(guide, "/"+p.Practice)
	}
	for _, page := range guide {
		add("guide out"+page, app.Out, app.RouteGuide+page, nil)
		add("guide locked"+page, app.Locked, app.RouteGuide+page, nil)
		add("guide alone"+page, app.Open, app.RouteGuide+page, nil)
		add("guide"+page, app.Open, app.RouteGuide+page, shared)
	}
	add("today", app.Open, app.RouteToday, shared)
	add("together", app.Open, app.RouteTogether, shared)
	add("today coming", app.Open, app.RouteToday, func(m *app.Model) { m.Space = app.Coming })
	add("together coming", app.Open, app.RouteTogether, func(m *app.Model) { m.Space = app.Coming })
	add("invite coming", app.Open, app.RouteInvite, func(m *app.Model) { m.Space = app.Coming })
	add("leave", app.Open, app.RouteLeave, shared)
	add("leave quiet", app.Open, app.RouteLeave, func(m *app.Model) { shared(m); m.Quiet = true })
	add("leave ended", app.Open, app.RouteLeave, func(m *app.Model) { m.Space = app.Ended })
	add("leave alone", app.Open, app.RouteLeave, nil)
	add("leave end", app.Open, app.RouteLeaveEnd, shared)
	add("leave delete", app.Open, app.RouteLeaveDelete, shared)
	add("gone", app.Open, app.RouteLeaveDelete, func(m *app.Model) { shared(m); m.Gone = true })
	add("gone today", app.Open, app.RouteToday, func(m *app.Model) { shared(m); m.Gone = true })
	add("ended", app.Open, app.RouteToday, func(m *app.Model) { m.Space = app.Ended })
	for _, p := range []eventlog.Problem{eventlog.Fork, eventlog.Gap, eventlog.Rollback, eventlog.Stranger, eventlog.Forged, eventlog.Update, eventlog.Broken} {
		add("alarm "+string(p), app.Open, app.RouteToday, func(m *app.Model) { shared(m); m.Problem, m.Lost = p, 2 })
	}
	add("old slots", app.Open, app.RouteToday, func(m *app.Model) { shared(m); m.SlotsOld, m.Net = true, app.Offline })
	return out
}

// Every page stands on its own: labels, one main heading, no style, no script,
// a way out, and every sentence has its name in it.
func TestPagesAreSound(t *testing.T) {
	w := newPromiseWorld(t)
	for name, m := range look(t) {
		t.Run(name, func(t *testing.T) {
			w.t = t
			page := Page(m)
			w.sound(page)
			w.has(page, `data-exit`, `data-help`, `class="skip"`, `<main id="page"`)
			w.hasNot(page, "<script", "<img", "%s", "%d", "%!", "javascript:", " onclick", "<bdi></bdi>")
			if locks := strings.Contains(page, `data-lock`); locks != (m.Phase == app.Open) {
				t.Errorf("lock shown: %v", locks)
			}
			if n := strings.Count(page, `data-focus`); n > 1 {
				t.Errorf("%d places want the focus", n)
			}
		})
	}
	w.t = t
	for _, page := range []string{HomeHTML(), HelpHTML(), NamesHTML("Garden")} {
		w.sound(page)
		w.has(page, "data-exit")
	}
	w.hasNot(HelpHTML(), "<a ", "href") // nothing that could be followed by mistake
}

// What comes with the server's first answer is the page that the app shows
// first, so that nothing moves under the person's eyes.
func TestHomeStaysAsItCame(t *testing.T) {
	if Page(look(t)["home"]) != HomeHTML() {
		t.Error("the home page of the app is not the one that came with the first answer")
	}
}

// A passphrase that was typed never comes back in a page.
func TestSecretsDoNotComeBack(t *testing.T) {
	for name, m := range look(t) {
		m.Try.Form.Values = event.Form{keywork.FieldPin: "canary", keywork.FieldPinAgain: "canary", keywork.FieldPassphrase: "canary", keywork.FieldCode: "canary", keywork.FieldNew: "canary", keywork.FieldAgain: "canary", keywork.FieldAccountKey: "canary"}
		if strings.Contains(Page(m), "canary") {
			t.Errorf("%s shows what was typed into a secret field", name)
		}
	}
}

// A field for a secret is marked as one wherever it stands.
func TestSecretFieldsAreMarked(t *testing.T) {
	input := regexp.MustCompile(`<input[^>]*>`)
	for name, m := range look(t) {
		for _, field := range input.FindAllString(Page(m), -1) {
			secret := strings.Contains(field, `type="password"`)
			for _, n := range []string{keywork.FieldPassphrase, keywork.FieldAgain, keywork.FieldAccountKey, keywork.FieldPin, keywork.FieldPinAgain} {
				secret = secret || strings.Contains(field, `name="`+n+`"`)
			}
			if secret && (!strings.Contains(field, "data-secret") || strings.Contains(field, `type="text"`) && !strings.Contains(field, `autocomplete="off"`)) {
				t.Errorf("%s: %s", name, field)
			}
			if strings.Contains(field, `type="password"`) && !strings.Contains(field, `autocomplete="one-time-code"`) {
				t.Errorf("%s: browsers offer to keep %s", name, field)
			}
		}
	}
}

// Whatever fails has a sentence of its own. The words for failures are read
// from where they are declared, so that a new one cannot be forgotten.
func TestEveryFailureHasWords(t *testing.T) {
	b := text.English()
	for file, pattern := range map[string]string{
		"../wire/wire.go":       `Code\w+\s+Code\s+= "([a-z-]+)"`,
		"../keywork/keywork.go": `\w+\s+Failure = "([a-z-]+)"`,
		"../keywork/light.go":   `\w+\s+Failure = "([a-z-]+)"`,
		"../keywork/passkey.go": `\w+\s+Failure = "([a-z-]+)"`,
	} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1)
		if len(found) < 3 {
			t.Fatalf("%s: only %d failures found", file, len(found))
		}
		for _, m := range found {
			if b.Wrong.Failure[m[1]] == "" {
				t.Errorf("%s has no words", m[1])
			}
		}
	}
	for _, f := range []keywork.Failure{app.PairDiffer, app.PairTampered, app.PairLink, app.PairElse} {
		if b.Pair.Why[string(f)] == "" {
			t.Errorf("%s has no words", f)
		}
	}
	data, err := os.ReadFile("../eventlog/log.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\w+\s+Problem = "([a-z-]+)"`).FindAllStringSubmatch(string(data), -1) {
		if a := b.Wrong.Alarms[m[1]]; a.Title == "" || a.What == "" || a.Do == "" {
			t.Errorf("the alarm %s has no words", m[1])
		}
	}
}
