package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"troth/internal/event"
	"troth/internal/language"
	"troth/internal/language/check"
)

func fetches(effects []Effect) bool {
	return slices.ContainsFunc(effects, func(e Effect) bool { _, ok := e.(FetchCheck); return ok })
}

// The check is fetched when somebody begins to write, not before; once; and
// again on the next page if it could not be had.
func TestCheckIsFetched(t *testing.T) {
	m := newOpen()
	go_ := func(route string) bool {
		effects, _ := m.Update(Followed{Route: route}, event.Stamp{})
		return fetches(effects)
	}
	for _, route := range []string{RouteToday, RouteTogether, RouteMine, RouteGuide + "/letter", "letter", "letter/" + event.ID{1}.String(), "mine/checkin"} {
		if go_(route) {
			t.Errorf("%s fetches it", route)
		}
	}
	if !go_("letter/new") {
		t.Fatal("it is not fetched")
	}
	if effects, _ := m.Update(live("a", "text", event.Form{"text": "x"}), event.Stamp{}); fetches(effects) || go_("promise/new") {
		t.Error("it is fetched while it is on its way")
	}
	if effects, _ := m.Update(CheckFetched{}, event.Stamp{}); !fetches(effects) {
		// The page has changed since it was asked for.
		t.Error("the next page does not try again")
	}
	m.Update(CheckFetched{}, event.Stamp{})
	if effects, _ := m.Update(Ticked{}, event.Stamp{}); fetches(effects) {
		t.Error("it is asked for again and again on one page")
	}
	for _, route := range []string{"letter/" + event.ID{1}.String() + "/heard", "mine/checkin/new"} {
		if !go_(route) {
			t.Errorf("%s does not try again", route)
		}
		m.Update(CheckFetched{}, event.Stamp{})
	}
	m.Self.Settings.NotesOff = true
	if go_("letter/new") {
		t.Error("it is fetched for somebody who wants no notes")
	}
	m.Self.Settings.NotesOff = false
	go_("letter/new")
	m.Update(CheckFetched{func(check.Question) check.Answer { return check.Answer{} }}, event.Stamp{})
	if m.Check == nil || go_("promise/new") {
		t.Error("it is fetched although it is here")
	}
	m = newOpen()
	m.Phase = Locked
	if go_("letter/new") {
		t.Error("a locked page fetches it")
	}
}

func found(k language.Kind, start, end int, score float64) check.Note {
	return check.Note{Kinds: []language.Kind{k}, Start: start, End: end, Score: score, Why: "w"}
}

// What goes beyond the text or cuts a character is not shown, and not more than
// can be looked at.
func TestNotesAreSound(t *testing.T) {
	m := newOpen()
	var a check.Answer
	m.Check = func(check.Question) check.Answer { return a }
	const text = "éé never"
	show := func(notes ...check.Note) Notes {
		a, m.answers = check.Answer{Notes: notes}, nil
		return m.Notes("f", text, language.Plain)
	}
	for _, n := range []check.Note{
		found(language.Blame, -1, 2, 1), found(language.Blame, 2, 2, 1), found(language.Blame, 0, len(text)+1, 1), found(language.Blame, 1, 4, 1), found(language.Blame, 0, 3, 1), {Start: 0, End: 2},
	} {
		if n := show(n); !n.Empty() {
			t.Errorf("%+v is shown", n)
		}
	}
	if n := show(found(language.Blame, 0, len(text), 1)); len(n.List) != 1 || n.Help {
		t.Errorf("%+v", n)
	}
	long := strings.Repeat("never ", MaxNotes+1)
	for _, extra := range []int{0, 1} {
		a, m.answers = check.Answer{}, nil
		for i := range MaxNotes + extra {
			a.Notes = append(a.Notes, found(language.Blame, 6*i, 6*i+5, 0.5))
		}
		if n := m.Notes("f", long, language.Plain); len(n.List) != MaxNotes {
			t.Errorf("%d notes", len(n.List))
		}
	}
	// A crisis marks nothing and leads to help; so do danger and control.
	a, m.answers = check.Answer{Crisis: true}, nil
	if n := m.Notes("f", text, language.Plain); len(n.List) != 0 || !n.Help {
		t.Errorf("%+v", n)
	}
	for _, k := range []language.Kind{language.Danger, language.Control} {
		n := found(language.Blame, 0, 2, 0.5)
		n.Kinds = append(n.Kinds, k)
		for _, n := range []check.Note{n, found(k, 0, 2, 0.5)} {
			if n := show(n); len(n.List) != 1 || !n.Help {
				t.Errorf("%+v", n)
			}
		}
	}
	a, m.answers = check.Answer{Promises: []check.Promise{{Start: 1, End: 4}, {Start: 0, End: 2}, {Start: 0, End: 99}}}, nil
	if n := m.Notes("f", text, language.Plain); len(n.Promises) != 1 {
		t.Errorf("%+v", n.Promises)
	}
}

// A text is read once, however often its page is shown; the questions say what
// day it is and how dates are read.
func TestAskedOnce(t *testing.T) {
	m := newOpen()
	var asked []check.Question
	m.Check = func(q check.Question) check.Answer {
		asked = append(asked, q)
		return check.Answer{Feelings: []string{"joy"}}
	}
	now := event.Day(2026, 11, 24).At(15, 30)
	m.Now.Civil = now
	for range 3 {
		m.Notes("f", "text", language.Plain)
		m.Now.Civil++ // time passes while it is shown
	}
	if got := m.Feelings("text"); len(got) != 1 || len(asked) != 1 || asked[0].Now.Format("2006-01-02T15:04") != "2026-11-24T15:30" || !asked[0].DayFirst {
		t.Fatalf("%+v, %q", asked, got)
	}
	m.Notes("f", "text", language.Amends)
	m.Self.Settings.MonthFirst = true
	m.Notes("f", "text", language.Plain)
	if len(asked) != 3 || asked[1].Strict != language.Amends || asked[2].DayFirst {
		t.Errorf("%+v", asked)
	}
	asked = nil
	for i := range answers + 1 {
		m.Notes("f", fmt.Sprint("text ", i), language.Plain)
	}
	m.Notes("f", fmt.Sprint("text ", answers), language.Plain)
	m.Notes("f", "text 1", language.Plain)
	if len(asked) != answers+1 || len(m.answers) != answers {
		t.Errorf("%d questions, %d answers", len(asked), len(m.answers))
	}
	if m.Notes("f", "text 0", language.Plain); len(asked) != answers+2 {
		t.Error("the oldest answer is still there")
	}
	if m.Notes("f", " \n", language.Plain); len(asked) != answers+2 {
		t.Error("nothing is asked about")
	}
	m.Update(Followed{Route: RouteToday}, event.Stamp{})
	if m.answers != nil {
		t.Error("answers outlive their page")
	}
}

// never marks every "never" as blame, as likely as it is told.
func never(score *float64) check.Func {
	return func(q check.Question) (a check.Answer) {
		for i := 0; ; i += 5 {
			n := strings.Index(q.Text[i:], "never")
			if n < 0 {
				return a
			}
			i += n
			f := found(language.Blame, i, i+5, *score)
			f.Try = "once."
			a.Notes = append(a.Notes, f)
		}
	}
}

// What was not meant so is quiet in its text, and asks for more everywhere after
// some such answers; never for what protects.
func TestNotMeant(t *testing.T) {
	m := newOpen()
	score := 0.7
	m.Check = never(&score)
	say := func(action, form, text string) []Effect {
		f := Form{Action: action, Values: event.Form{FieldDraft: form, FieldTyped: "text", "text": text, FieldNote: "text blame never"}}
		effects, move := m.Update(Submitted{f}, event.Stamp{})
		if move != Stay {
			t.Fatalf("%s moves the page", action)
		}
		return effects
	}
	shown := func(form string, s float64) bool {
		score, m.answers = s, nil
		return len(m.Notes(form, "never", language.Plain).List) > 0
	}
	keeps := func(effects []Effect) bool { return slices.Contains(effects, Effect(KeepMeant{})) }

	say(ActionDraft, "a", "never")
	if !keeps(say(ActionNotMeant, "a", "you never")) || m.Replied != "a" {
		t.Fatal("it is not kept")
	}
	if d, _ := m.Draft("a"); d.Values["text"] != "you never" {
		t.Error("what was typed last is lost")
	}
	if shown("a", 1) || !shown("b", 0.4) {
		t.Error("after one answer: quiet in its own text, and nowhere else")
	}
	stored := m.Meant
	// Again in other texts: a second and a third time it must be likelier.
	say(ActionDraft, "b", "never")
	say(ActionNotMeant, "b", "never")
	if shown("c", 0.79) || !shown("c", 0.8) {
		t.Error("after two answers")
	}
	score = 1
	for range meantMost {
		m.answers = nil
		say(ActionDraft, "c", "never")
		say(ActionNotMeant, "c", "never")
		m.Meant.Quiet = nil
	}
	if shown("d", 0.92) || !shown("d", 0.93) || m.Meant.Raised[language.Blame] != meantMost {
		t.Errorf("after many: %v", m.Meant.Raised)
	}
	if stored.Raised[language.Blame] != 1 || len(stored.Quiet) != 1 {
		t.Error("what the device may be storing was changed in place")
	}
	for _, k := range []language.Kind{language.Danger, language.Control, language.Crisis} {
		m.Meant.Raised[k] = meantMost
		if m.Meant.least(k) != 0 {
			t.Errorf("%s may grow rarer", k)
		}
	}

	// A note that is not there any more is not answered.
	if before := m.Meant.Raised[language.Blame]; keeps(say(ActionNotMeant, "e", "nothing")) || m.Meant.Raised[language.Blame] != before {
		t.Error("a note was answered that is gone")
	}
	// With its text goes what was said of it.
	score, m.answers = 1, nil
	say(ActionDraft, "f", "never")
	say(ActionNotMeant, "f", "never")
	if !keeps(say(ActionDraft, "f", "")) || !shown("f", 1) {
		t.Error("an empty text is still quiet")
	}
	// It is not kept of more texts than there are drafts.
	for i := range MaxDrafts + 1 {
		m.answers = nil
		form := fmt.Sprint("g", i)
		say(ActionDraft, form, "never")
		say(ActionNotMeant, form, "never")
	}
	if len(m.Meant.Quiet) != MaxDrafts || shown("g1", 1) || !shown("g0", 1) {
		t.Errorf("%d texts", len(m.Meant.Quiet))
	}
	if effects := say(ActionForgetMeant, "", ""); !keeps(effects) || len(m.Meant.Raised) != 0 || !shown("g1", 0.4) {
		t.Error("it is not forgotten")
	}
	m.Phase = Locked
	if say(ActionNotMeant, "a", "never"); len(m.Meant.Raised) != 0 {
		t.Error("a locked page takes answers")
	}
}

// Another way to say it takes the place of the words, and marks stand once.
func TestReplace(t *testing.T) {
	for _, c := range []struct{ text, words, try, want string }{
		{"You never listen. Ana", "You never listen", "I feel alone. Can we talk?", "I feel alone. Can we talk? Ana"},
		{"a never!! b", "never", "once.", "a once. b"},
		{"never", "never", "once", "once"},
		{"never, b", "never", "once", "once, b"},
		{"never, b", "never", "once.", "once. b"},
		{"never\n\nb", "never", "once.", "once.\n\nb"},
	} {
		i := strings.Index(c.text, c.words)
		if got := replace(c.text, i, i+len(c.words), c.try); got != c.want {
			t.Errorf("%q: %q", c.text, got)
		}
	}
	// What would not fit any more stays as it is.
	m := newOpen()
	score := 1.0
	m.Check = func(q check.Question) check.Answer {
		f := found(language.Blame, 0, 5, score)
		f.Try = "something longer"
		return check.Answer{Notes: []check.Note{f}}
	}
	for _, room := range []int{0, 1} {
		text := "never" + strings.Repeat("x", MaxDraft-len("a")-len("text")-len("something longer")+room)
		m.Update(Submitted{Form{Action: ActionReword, Values: event.Form{FieldDraft: "a", FieldTyped: "text", "text": text, FieldNote: "text blame never"}}}, event.Stamp{})
		d, _ := m.Draft("a")
		if got := strings.HasPrefix(d.Values["text"], "something longer"); got != (room == 0) {
			t.Errorf("room %d: replaced %v", room, got)
		}
	}
}
