package view

import (
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/reflection"
	"troth/internal/text"
)

// letterWorld is a model with letters of both: Noor looks, Sam is the other.
type letterWorld struct{ *promiseWorld }

func newLetterWorld(t *testing.T) letterWorld {
	w := letterWorld{newPromiseWorld(t)}
	w.verify(true)
	return w
}

func (w letterWorld) verify(yes bool) {
	w.seq++
	w.m.Couple.Letter.Verified(yes, w.seq)
}

func (w letterWorld) say(by event.Partner, kind event.Kind, payload any) event.ID {
	w.t.Helper()
	w.seq++
	id := event.ID{byte(w.seq >> 8), byte(w.seq), 8}
	if err := w.m.Couple.Letter.Apply(event.Fact{Seq: w.seq, ID: id, By: by, At: w.m.Now, Kind: kind, Payload: codec.Must(payload)}); err != nil {
		w.t.Fatal(kind, err)
	}
	return id
}

func (w letterWorld) sent(by event.Partner, words string) event.ID {
	w.t.Helper()
	return w.say(by, letter.KindSent, letter.Sent{Text: words})
}

// go_ follows a link as a person does, so that what they look at is noted. The
// facts of this world are in no log, so their seq is noted here.
func (w letterWorld) go_(route string) string {
	w.t.Helper()
	w.m.Update(app.Followed{Route: route}, w.m.Now)
	if route == routeLetters {
		w.m.Seen[routeLetters] = w.seq
	}
	page := Page(w.m)
	w.sound(page)
	return page
}

const (
	me    = event.First
	other = event.Second
)

func TestLettersEmpty(t *testing.T) {
	w := newLetterWorld(t)
	w.has(w.go_(routeLetters), "There are no letters yet", "Write the first one", `data-go="letter/new"`)
	w.has(w.go_(app.RouteTogether), `data-go="letter"`)
	w.m.Space = app.Ended
	w.hasNot(w.go_(routeLetters), `data-go="letter/new"`)
	w.hasNot(w.go_(routeLetterNew), "<form")
	for _, route := range []string{"letter/0", "letter/", "letter//", "letter/" + event.ID{}.String(), "letter/new/x"} {
		w.has(w.go_(route), "This letter is not here")
	}
}

// A letter is announced, and what it says is seen by nobody before it is
// opened: not on Today, not on the list. Then it is no longer new.
func TestLetterIsOpenedFirst(t *testing.T) {
	w := newLetterWorld(t)
	l := w.sent(other, "canary in the first line\nand more")
	route := letterRoute(l)
	page := w.go_(app.RouteToday)
	w.has(page, "A letter from <bdi>Sam</bdi>", "Came today", `data-go="`+route+`"`)
	w.hasNot(page, "canary")
	page = w.go_(routeLetters)
	w.has(page, "A letter from <bdi>Sam</bdi>", "From <bdi>Sam</bdi>, today")
	w.hasNot(page, "canary")
	if len(w.m.Opened) != 0 {
		t.Fatal("the list opens letters")
	}
	w.hasNot(w.go_(app.RouteToday), "A letter from") // seen on the list; opening it can wait

	second := w.sent(other, "canary too")
	w.sent(other, "canary three")
	page = w.go_(app.RouteToday)
	w.has(page, "Letters from <bdi>Sam</bdi>", `data-go="letter"`)
	w.hasNot(page, "canary", "A letter from")
	w.has(w.go_(letterRoute(second)), "canary too")
	w.has(w.go_(app.RouteToday), "A letter from <bdi>Sam</bdi>") // the third

	w.has(w.go_(route), "canary in the first line\nand more", "Say what you heard")
	if !w.m.Opened[l] || !w.m.Opened[second] || len(w.m.Opened) != 2 {
		t.Fatalf("%v", w.m.Opened)
	}
	w.has(w.go_(routeLetters), "canary in the first line and more</span>")

	// Its writer needs no announcement, and is told nothing about its fate.
	w.m.Me, w.m.PartnerName = other, "Noor"
	w.hasNot(w.go_(app.RouteToday), "A letter from")
	page = w.go_(route)
	w.has(page, "Your letter to <bdi>Noor</bdi>", "canary in the first line")
	w.hasNot(page, "Say what you heard", "opened", "read", "Seen", "<form")
}

func TestLetterExchange(t *testing.T) {
	w := newLetterWorld(t)
	l := w.sent(other, "I missed you.")
	route := letterRoute(l)
	as := func(p event.Partner) { // on a device of their own
		w.m.Seen, w.m.Opened = map[string]uint64{}, map[event.ID]bool{}
		w.m.Me, w.m.PartnerName = p, map[event.Partner]string{me: "Sam", other: "Noor"}[p]
	}
	w.has(w.go_(route+"/heard"), `value="letter.reflected"`, "I missed you.", "What did you hear?")
	w.has(w.go_(route+"/right/"+l.String()), "This is not possible any more")

	r := w.say(me, letter.KindReflected, reflection.Reflected{Topic: l, Text: "You are cross."})
	page := w.go_(route)
	w.has(page, "What you heard, today", "You are cross.")
	w.hasNot(page, "Say what you heard", "Yes, that is what I meant", "<form")
	w.hasNot(w.go_(routeLetters), "what your letter", "something right") // silence is not mentioned
	w.hasNot(w.go_(route+"/heard"), "<form")

	as(other)
	page = w.go_(app.RouteToday)
	w.has(page, "<bdi>Noor</bdi> says what they heard in your letter", `data-go="`+route+`"`)
	w.hasNot(page, "cross")
	w.has(w.go_(routeLetters), "<bdi>Noor</bdi> says what they heard in your letter")
	page = w.go_(route)
	w.has(page, "What <bdi>Noor</bdi> heard, today", "You are cross.", "Yes, that is what I meant", "Put it right", `value="letter.confirmed"`)
	w.hasNot(w.go_(app.RouteToday), "says what they heard")
	w.has(w.go_(route+"/right/"+r.String()), `value="letter.corrected"`, "You are cross.", "What did you mean?")
	w.hasNot(w.go_(route+"/right/"+event.ID{}.String()), "<form")
	w.hasNot(w.go_(route+"/heard"), "<form")

	w.say(other, letter.KindCorrected, reflection.Corrected{Reflection: r, Text: "Lonely, not cross."})
	page = w.go_(route)
	w.has(page, "You put it right, today", "Lonely, not cross.")
	w.hasNot(page, "Yes, that is what I meant")
	as(me)
	w.has(w.go_(app.RouteToday), "<bdi>Sam</bdi> puts something right")
	w.has(w.go_(routeLetters), "<bdi>Sam</bdi> puts something right")
	w.has(w.go_(route), "<bdi>Sam</bdi> puts it right, today", "Say what you hear now")

	r = w.say(me, letter.KindReflected, reflection.Reflected{Topic: l, Text: "You were lonely."})
	w.say(other, letter.KindConfirmed, reflection.Confirmed{Reflection: r})
	w.has(w.go_(app.RouteToday), "<bdi>Sam</bdi> says that you heard what was meant")
	page = w.go_(route)
	w.has(page, "Yes, that is what I meant.", "You were lonely.")
	w.hasNot(page, "Say what you hear", "<form")
	w.has(w.go_(routeLetters), "Heard as it was meant")
	w.hasNot(w.go_(app.RouteToday), "Sam</bdi> says")

	// Nothing can be said once the space has ended; all can be read.
	w.sent(other, "Another.")
	w.m.Space = app.Ended
	page = w.go_(route)
	w.has(page, "I missed you.", "You were lonely.")
	w.hasNot(page, "<form")
}

// Until both have compared the words, the reader's pages hold nothing of a
// letter but that it is there.
func TestLetterClosed(t *testing.T) {
	w := letterWorld{newPromiseWorld(t)}
	l := w.sent(other, "canary")
	for _, route := range []string{app.RouteToday, routeLetters, letterRoute(l), letterRoute(l, "heard"), letterRoute(l, "right", l.String())} {
		w.hasNot(w.go_(route), "canary", "<form")
	}
	w.has(w.go_(letterRoute(l)), "This letter is still closed")
	w.has(w.go_(routeLetters), "This letter is still closed")
	if len(w.m.Opened) != 0 {
		t.Errorf("a closed letter counts as opened: %v", w.m.Opened)
	}
	w.m.Me, w.m.PartnerName = other, "Noor"
	w.has(w.go_(letterRoute(l)), "canary", "<bdi>Noor</bdi> can open it once both of you have compared the four words.")
	w.m.Me, w.m.PartnerName = me, "Sam"
	w.verify(true)
	w.has(w.go_(app.RouteToday), "A letter from <bdi>Sam</bdi>") // although the list was seen before
	w.has(w.go_(letterRoute(l)), "canary", "Say what you heard")
	w.m.Me, w.m.PartnerName = other, "Noor"
	w.hasNot(w.go_(letterRoute(l)), "once both of you have")
}

func TestLetterEscapes(t *testing.T) {
	w := newLetterWorld(t)
	evil := "</p><script>alert(1)</script>\"'{who}{when}\n\n<img src=x>"
	w.m.PartnerName = `<img src=x>{when}`
	l := w.sent(other, evil)
	r := w.say(me, letter.KindReflected, reflection.Reflected{Topic: l, Text: evil})
	w.say(other, letter.KindCorrected, reflection.Corrected{Reflection: r, Text: evil})
	for _, route := range []string{letterRoute(l), letterRoute(l, "heard"), routeLetters, app.RouteToday, routeLetterNew} {
		page := w.go_(route)
		w.hasNot(page, "<script", "<img")
	}
	w.has(w.go_(letterRoute(l)), "{who}{when}", "&lt;img src=x&gt;</p>", `dir="auto"`)
}

// When a letter was written is told on the reader's own calendar, and what
// claims to come from the future came today.
func TestLetterDays(t *testing.T) {
	w := newLetterWorld(t)
	now := w.m.Now
	for _, c := range []struct {
		ms    int64
		civil event.Minute
		want  string
	}{
		{now.MS - 16*3_600_000, 0, "today"}, // 01:00
		{now.MS - 18*3_600_000, 0, "yesterday"},
		{now.MS - 3*86_400_000, now.Civil + 999, "on Sunday"},
		{now.MS + 86_400_000, 0, "today"},
		{-1 << 63, -1 << 63, "on 1 January 1970"},
		{1<<63 - 1, 1<<63 - 1, "today"},
	} {
		if got := written(text.English(), w.m, "{when}", event.Stamp{MS: c.ms, Civil: c.civil}); got != c.want {
			t.Errorf("%d: %q, want %q", c.ms, got, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for in, want := range map[string]string{
		"One line.":                    "One line.",
		" \n One\tline. \n\n":          "One line.",
		"First.\n\n Second.":           "First. Second.",
		strings.Repeat("word ", 40):    strings.TrimSpace(strings.Repeat("word ", 18)) + " …",
		strings.Repeat("é", 90):        strings.Repeat("é", 90),
		strings.Repeat("é", 91):        strings.Repeat("é", 90) + " …",
		"a " + strings.Repeat("é", 91): "a " + strings.Repeat("é", 88) + " …",
	} {
		if got := excerpt(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Drafts.

// type_ is what the page sends while somebody writes into the form on it.
func (w letterWorld) type_(action string, values event.Form) []app.Effect {
	w.t.Helper()
	page := Page(w.m)
	f := event.Form{}
	for _, part := range strings.Split(page, `<input type="hidden" name="`)[1:] {
		name, rest, _ := strings.Cut(part, `"`)
		_, rest, _ = strings.Cut(rest, `value="`)
		value, _, _ := strings.Cut(rest, `"`)
		f[name] = value
	}
	if f[app.FieldDraft] == "" || !strings.Contains(page, `data-live="draft"`) {
		w.t.Fatalf("the form on %s keeps no draft: %v", w.m.Route, f)
	}
	for k, v := range values {
		f[k] = v
	}
	effects, _ := w.m.Update(app.Submitted{Form: app.Form{Action: action, Values: f}}, w.m.Now)
	return effects
}

// Every form in which somebody writes is filled again from what they typed, and
// from nothing else's draft.
func TestFormsComeBackFilled(t *testing.T) {
	w := newLetterWorld(t)
	theirs := w.sent(other, "Theirs.")
	mine := w.sent(me, "Mine.")
	again := w.sent(me, "Mine, too.")
	heard := w.say(other, letter.KindReflected, reflection.Reflected{Topic: mine, Text: "x"})
	heardToo := w.say(other, letter.KindReflected, reflection.Reflected{Topic: again, Text: "x"})
	pr, due := w.made(me, "Call", "2026-11-27T18:00")
	forms := map[string]event.Form{
		routeLetterNew:                                 {"text": "canary-1"},
		letterRoute(theirs, "heard"):                   {"text": "canary-2"},
		letterRoute(mine, "right", heard.String()):     {"text": "canary-3"},
		letterRoute(again, "right", heardToo.String()): {"text": "canary-4"},
		routePromisesNew:                               {"text": "canary-5", "date": "2026-12-24", "time": "18:30", "repeat": "weekly", "last": "2027-01-09"},
		promiseRoute(pr, "change", due.String()):       {"words": "canary-6", "date": "2026-12-25"},
		promiseRoute(pr, "miss", due.String()):         {"words": "canary-7"},
		promiseRoute(pr, "end"):                        {"words": "canary-8"},
	}
	for route, typed := range forms {
		w.go_(route)
		if effects := w.type_(app.ActionDraft, typed); len(effects) != 1 || effects[0] != (app.KeepDrafts{}) {
			t.Errorf("%s: %v", route, effects)
		}
	}
	if len(w.m.Drafts) != len(forms) {
		t.Fatalf("%d drafts of %d forms", len(w.m.Drafts), len(forms))
	}
	for route, typed := range forms {
		page := w.go_(route)
		w.has(page, "Kept on this device", "Throw this away")
		for _, v := range typed {
			w.has(page, v)
		}
		if n := strings.Count(page, "canary-"); n != 1 {
			t.Errorf("%s shows %d drafts", route, n)
		}
	}
	w.has(w.go_(app.RouteToday), "You were writing a letter", `data-go="letter/new"`)
	w.hasNot(w.go_(app.RouteToday), "canary")
	w.has(w.go_(routeLetters), "You were writing a letter")

	// Throwing away empties the form, and can be taken back on its page only.
	w.go_(routeLetterNew)
	w.type_(app.ActionDiscard, event.Form{"text": "canary-1, and more"})
	page := Page(w.m)
	w.has(page, "Thrown away.", "Take it back")
	w.hasNot(page, "canary", "Kept on this device")
	w.hasNot(w.go_(app.RouteToday), "You were writing a letter")
	w.hasNot(w.go_(routeLetterNew), "Take it back")
	w.type_(app.ActionDraft, event.Form{"text": "canary-9"})
	w.type_(app.ActionDiscard, event.Form{"text": "canary-9"})
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionTakeBack}}, w.m.Now)
	page = Page(w.m)
	w.has(page, "canary-9", "Kept on this device")
	w.hasNot(page, "Thrown away.")

	// What could not be kept is said to be not kept.
	w.m.Update(app.DraftsKept{}, w.m.Now)
	w.has(w.go_(routeLetterNew), "could not keep what you wrote")
	w.m.Update(app.DraftsKept{Kept: true}, w.m.Now)
	w.type_(app.ActionDraft, event.Form{"text": strings.Repeat("x", app.MaxDraft)})
	page = Page(w.m)
	w.has(page, "more than can be kept here")
	w.hasNot(page, "Kept on this device")
	w.type_(app.ActionDraft, event.Form{"text": "short again"})
	w.has(Page(w.m), "Kept on this device")

	// The words of a letter that can no longer be sent are still its writer's.
	w.m.Space = app.Ended
	page = w.go_(routeLetterNew)
	w.has(page, "What you had begun to write", "short again")
	w.hasNot(page, "<form")
}

// What the form is sent with is kept until it has gone through, and a mistake
// is shown at its field.
func TestLetterErrors(t *testing.T) {
	w := newLetterWorld(t)
	w.go_(routeLetterNew)
	w.type_(app.ActionDo, event.Form{"text": " "})
	w.has(Page(w.m), `role="alert"`, "Write a few words first.", `aria-invalid="true"`)
	long := strings.Repeat("x", letter.MaxLetter+1)
	w.type_(app.ActionDo, event.Form{"text": long})
	w.has(Page(w.m), "This is longer than one letter can be", long)
	w.has(w.go_(routeLetterNew), long) // and after coming back

	effects := w.type_(app.ActionDo, event.Form{"text": "Dear Sam"})
	write, ok := effects[len(effects)-1].(app.Write)
	if !ok || write.Draft.Form == "" {
		t.Fatalf("%v", effects)
	}
	w.has(w.go_(app.RouteToday), "You were writing a letter") // not gone through yet
	if effects, _ := w.m.Update(app.Wrote{Draft: write.Draft}, w.m.Now); len(effects) != 1 || len(w.m.Drafts) != 0 {
		t.Fatalf("%v, %d drafts", effects, len(w.m.Drafts))
	}
	w.hasNot(w.go_(app.RouteToday), "You were writing a letter")

	// Somebody was quicker.
	l := w.sent(me, "x")
	r := w.say(other, letter.KindReflected, reflection.Reflected{Topic: l, Text: "y"})
	w.go_(letterRoute(l))
	w.say(me, letter.KindCorrected, reflection.Corrected{Reflection: r, Text: "z"})
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionDo, Values: event.Form{"kind": "letter.confirmed", "reflection": r.String()}}}, w.m.Now)
	w.has(Page(w.m), `role="alert"`, "This is not possible any more")
}

// No practice crowds out another on Today.
func TestTodayTakesTurns(t *testing.T) {
	w := newLetterWorld(t)
	for _, due := range []string{"2026-11-25", "2026-11-25T18:00", "2026-11-25T19:00", "2026-11-25T20:00"} {
		w.made(me, "Call", due)
	}
	if n := strings.Count(w.go_(app.RouteToday), "“Call”"); n != maxToday {
		t.Errorf("%d promises", n)
	}
	l := w.sent(me, "x")
	w.say(other, letter.KindReflected, reflection.Reflected{Topic: l, Text: "y"})
	w.sent(other, "z")
	page := w.go_(app.RouteToday)
	w.has(page, "A letter from", "“Call”", "says what they heard")
	if n := strings.Count(page, `class="thing"`); n != maxToday {
		t.Errorf("%d things", n)
	}
}
