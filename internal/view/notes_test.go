package view

import (
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/language"
	"troth/internal/language/check"
	"troth/internal/letter"
	"troth/internal/promise"
	"troth/internal/reflection"
)

// fewWords is a language check that knows a few words.
func fewWords(q check.Question) (a check.Answer) {
	for word, kind := range map[string]language.Kind{"never": language.Blame, "idiot": language.Contempt, "location": language.Control, "glad": language.Feeling} {
		for at := 0; ; at += len(word) {
			n := strings.Index(q.Text[at:], word)
			if n < 0 {
				break
			}
			at += n
			if kind == language.Feeling {
				continue
			}
			f := check.Note{Kinds: []language.Kind{kind}, Start: at, End: at + len(word), Score: 0.7, Why: "Because of " + string(kind) + "."}
			if kind == language.Blame {
				f.Try = "last night"
			}
			a.Notes = append(a.Notes, f)
		}
	}
	a.Crisis = strings.Contains(q.Text, "afraid")
	if i := strings.Index(q.Text, "I’ll call"); i >= 0 {
		a.Promises = append(a.Promises, check.Promise{Start: i, End: len(q.Text), Date: "2026-11-26", Time: "12:00", Repeat: "P1W"})
	}
	return a
}

const anyNote = `class="note"`

// The notes stand beside the text of whoever writes it, and keep nobody from
// sending it. They are in no other page.
func TestNotes(t *testing.T) {
	w := newLetterWorld(t)
	w.hasNot(w.go_(routeLetterNew), `class="notes"`)
	w.m.Check = fewWords
	page := w.go_(routeLetterNew)
	w.has(page, `class="notes"`, `role="status"`)
	w.hasNot(page, anyNote, "Only you see this")
	w.type_(app.ActionDraft, event.Form{"text": "I am glad of you, and of Sunday."})
	w.hasNot(Page(w.m), anyNote, "Only you see this", "There is a note")

	w.type_(app.ActionDraft, event.Form{"text": "You never listen, and I <never> say so."})
	page = Page(w.m)
	w.sound(page)
	w.has(page, "“never”", "Because of blame.", "last night</p>", "There is a note on what you wrote.", "Only you see this",
		`data-words="never"`, `data-at="4"`, `data-at="25"`, `data-mark="#sent-text"`, `value="text blame never"`, "Turn notes off")
	if n := strings.Count(page, "<details "+anyNote); n != 2 {
		t.Errorf("%d notes", n)
	}
	if strings.Count(page, `name="sent-text-notes"`) != 2 {
		t.Error("more than one note is open at a time")
	}
	effects := w.type_(app.ActionDo, event.Form{"text": "You never listen."})
	if _, ok := effects[len(effects)-1].(app.Write); !ok {
		t.Fatal("a note keeps a letter from being sent")
	}
	l := w.sent(other, "You never listen.")
	w.hasNot(w.go_(letterRoute(l)), anyNote, "Only you see") // nobody's words but one's own
	w.hasNot(w.go_(app.RouteToday), anyNote)

	// Where a text begins counts as scripts count.
	w.go_(routeLetterNew)
	w.type_(app.ActionDraft, event.Form{"text": "é😀 never"})
	w.has(Page(w.m), `data-at="4"`)
}

// Every form in which somebody writes has them: letters, what was heard, what is
// put right, and all that is said about promises.
func TestNotesEverywhere(t *testing.T) {
	w := newLetterWorld(t)
	w.m.Check = fewWords
	mine, theirs := w.sent(me, "One."), w.sent(other, "Two.")
	r := w.say(other, letter.KindReflected, reflection.Reflected{Topic: mine, Text: "three"})
	p, due := w.made(me, "Call", "2026-11-26T18:00")
	for _, route := range []string{routeLetterNew, letterRoute(theirs, "heard"), letterRoute(mine, "right", r.String()), routePromisesNew,
		promiseRoute(p, "change", due.String()), promiseRoute(p, "miss", due.String()), promiseRoute(p, "end")} {
		w.has(w.go_(route), `class="notes"`, "<textarea")
	}
	// A promise is marked as vague like any other words, and not offered as one.
	w.go_(routePromisesNew)
	w.type_(app.ActionDraft, event.Form{"text": "I’ll call, you idiot"})
	page := Page(w.m)
	w.has(page, "“idiot”")
	w.hasNot(page, "This sounds like a promise")
	w.type_(app.ActionDraft, event.Form{"text": "I’ll call you"})
	w.hasNot(Page(w.m), "Only you see this")
}

// Another way to say it goes into the text, and back out of it.
func TestReword(t *testing.T) {
	w := newLetterWorld(t)
	w.m.Check = fewWords
	w.go_(routeLetterNew)
	const before = "You never listen. Ana"
	w.type_(app.ActionDraft, event.Form{"text": before})
	w.type_(app.ActionReword, event.Form{"text": before, app.FieldNote: "text blame never"})
	page := Page(w.m)
	w.has(page, "You last night listen. Ana</textarea>", "What stood here before is not lost.", "Take it back")
	w.hasNot(page, "“never”", "Thrown away")
	w.type_(app.ActionTakeBack, event.Form{"text": "You last night listen. Ana"})
	w.has(Page(w.m), before+"</textarea>", "“never”")

	// Whoever types on has decided.
	w.type_(app.ActionReword, event.Form{"text": before, app.FieldNote: "text blame never"})
	w.type_(app.ActionDraft, event.Form{"text": "You last night listen. Ana, and more"})
	w.hasNot(Page(w.m), "Take it back")
	// A note whose words are gone does nothing, and loses nothing.
	w.type_(app.ActionReword, event.Form{"text": "You listen.", app.FieldNote: "text blame never"})
	w.has(Page(w.m), "You listen.</textarea>")
}

// Not meant so: quiet in this text, there again in the next.
func TestNotMeant(t *testing.T) {
	w := newLetterWorld(t)
	w.m.Check = fewWords
	w.go_(routeLetterNew)
	const text = "You never listen, idiot. I never do."
	w.type_(app.ActionDraft, event.Form{"text": text})
	w.type_(app.ActionNotMeant, event.Form{"text": text, app.FieldNote: "text blame never"})
	page := Page(w.m)
	w.has(page, text+"</textarea>", "“idiot”", "All right. It stays as you wrote it.")
	w.m.Meant = app.Meant{} // as if it had been forgotten meanwhile
	w.type_(app.ActionReword, event.Form{"text": text, app.FieldNote: "text blame never"})
	w.hasNot(Page(w.m), "All right.") // what was done last is said
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionTakeBack}}, w.m.Now)
	w.type_(app.ActionNotMeant, event.Form{"text": text, app.FieldNote: "text blame never"})
	page = Page(w.m)
	w.hasNot(page, "“never”")
	w.type_(app.ActionDraft, event.Form{"text": text + " Never: never."})
	w.hasNot(Page(w.m), "“never”", "All right.")
	w.has(w.go_(app.RouteSettings), "Forget my answers")
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionForgetMeant}}, w.m.Now)
	w.hasNot(Page(w.m), "Forget my answers")
	w.go_(routeLetterNew)
	w.has(Page(w.m), "“never”")
}

// What is about force or control, and what is about being hurt, leads to the
// help page without a word of why.
func TestHelpBesideNotes(t *testing.T) {
	w := newLetterWorld(t)
	w.m.Check = fewWords
	w.go_(routeLetterNew)
	const line = "people outside the two of you"
	for text, want := range map[string]bool{"You never listen": false, "Send me your location": true, "I am afraid": true, "I am glad": false} {
		w.type_(app.ActionDraft, event.Form{"text": text})
		page := Page(w.m)
		if got := strings.Contains(page, line); got != want {
			t.Errorf("%q: leads to help: %v", text, got)
		}
		if strings.Contains(page, "crisis") {
			t.Error("a crisis is marked")
		}
	}
}

// A promise that a letter makes is offered as one; the form comes filled in, and
// nothing is written.
func TestPromiseInALetter(t *testing.T) {
	w := newLetterWorld(t)
	w.m.Check = fewWords
	w.go_(routeLetterNew)
	w.type_(app.ActionDraft, event.Form{"text": "Dear Sam, I’ll call the bank every Thursday at noon."})
	page := Page(w.m)
	w.sound(page)
	w.has(page, "This sounds like a promise: “I’ll call the bank every Thursday at noon.”", "Note it as a promise", `form="note-sent-0"`)
	_, rest, _ := strings.Cut(page, `<form id="note-sent-0"`)
	form, _, _ := strings.Cut(rest, "</form>")
	w.has(form, `data-action="begin"`, `value="2026-11-26"`, `value="12:00"`, `value="weekly"`)
	v := event.Form{}
	for _, part := range strings.Split(form, `<input type="hidden" name="`)[1:] {
		name, rest, _ := strings.Cut(part, `"`)
		_, rest, _ = strings.Cut(rest, `value="`)
		v[name], _, _ = strings.Cut(rest, `"`)
	}
	begun := w.m.Drafts
	effects, move := w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionBegin, Values: v}}, w.m.Now)
	if move != app.Push || w.m.Route != routePromisesNew {
		t.Fatalf("%v, %s", move, w.m.Route)
	}
	for _, e := range effects {
		if _, ok := e.(app.Write); ok {
			t.Error("a promise is written by itself")
		}
	}
	w.has(Page(w.m), "every Thursday at noon.</textarea>", `value="2026-11-26"`, `value="12:00"`, `<option value="weekly" selected>`)
	if d, ok := w.m.Draft("letter.sent"); !ok || len(begun) != 1 || d.Values["text"] == "" {
		t.Error("the letter is lost")
	}
	payload, err := w.m.Couple.Compose(promise.KindMade, w.m.Drafts[len(w.m.Drafts)-1].Values, w.m.Now)
	if err != nil {
		t.Fatalf("the form as it was filled in will not do: %v", err)
	}
	if err := w.m.Couple.Allows(me, promise.KindMade, codec.Must(payload), w.m.Now); err != nil {
		t.Error(err)
	}

	// What had been begun there comes back if it is wanted.
	w.type_(app.ActionDraft, event.Form{"text": "Something of my own", "date": "2026-12-24"})
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionBegin, Values: v}}, w.m.Now)
	w.has(Page(w.m), "What stood here before is not lost.", "every Thursday at noon.</textarea>")
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionTakeBack}}, w.m.Now)
	w.has(Page(w.m), "Something of my own</textarea>")

	// A promise of many words is cut to what a promise holds.
	long := "I’ll call " + strings.Repeat("ö", promise.MaxText)
	if got := []rune(cut(long, promise.MaxText)); len(got) != promise.MaxText {
		t.Error(len(got))
	}
	if cut("ö", promise.MaxText) != "ö" {
		t.Error("a short one is cut")
	}
	for length, want := range map[string]promise.Repeat{"": promise.Once, "P1D": promise.Daily, "P1W": promise.Weekly, "P2W": promise.Fortnightly, "P1M": promise.Monthly, "P1Y": promise.Once} {
		if got := repeat(length); got != string(want) {
			t.Errorf("%s: %s", length, got)
		}
	}
}

// No notes, where and how it was said.
func TestNotesOff(t *testing.T) {
	w := newLetterWorld(t)
	w.m.Check = fewWords
	w.go_(routeLetterNew)
	w.type_(app.ActionDraft, event.Form{"text": "You never listen"})
	serial := w.m.Serial
	effects := w.type_(app.ActionNotesOff, event.Form{"text": "You never listen, Sam", "then": routeLetters})
	set, ok := effects[len(effects)-1].(app.WriteSettings)
	if !ok || !set.Settings.NotesOff {
		t.Fatalf("%+v", effects)
	}
	page := Page(w.m)
	w.has(page, "You never listen, Sam</textarea>")
	w.hasNot(page, `class="notes"`)
	w.m.Update(app.Wrote{}, w.m.Now)
	if w.m.Route != routeLetterNew || w.m.Serial != serial {
		t.Error("the page of the letter is left, or its form made anew")
	}
	w.has(w.go_(app.RouteSettings), `<option value="off" selected>`)
	effects, _ = w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionSet, Values: event.Form{"autolock": "5", "notes": "on"}}}, w.m.Now)
	if set, ok := effects[0].(app.WriteSettings); !ok || set.Settings.NotesOff {
		t.Errorf("%+v", effects)
	}
	w.has(w.go_(routeLetterNew), "“never”")
	w.m.Self.Settings.NotesOff = true
	w.hasNot(w.go_(routeLetterNew), `class="notes"`)
}
