package text

import (
	"strconv"
	"strings"
	"time"
)

// Promise is the words of the promises' pages. In a pattern, {who} is a name
// or "You", {when} a moment in words, {words} what somebody said.
type Promise struct {
	Title   string // of the list
	Lead    string // on Together
	Why     string
	New     string // button: make one
	Back    string // link to the list
	Later   string // link away from a form
	Earlier string // heading over what is longer ago
	All     string // link to the whole history of one
	Ours    string // what a screen reader calls the list
	Gone    string // there is no such promise

	EmptyTitle string
	Empty      string
	EmptyNew   string

	Made        string // {who} made it {when}
	MadeYou     string
	Due         string
	WasDue      string // its time has gone by today, and the day is not over
	Passed      string
	Kept        string
	KeptLater   string // {due}, and said {when}, after it
	Changed     string
	ChangedThen string // of an open promise, over the words of its change
	ChangedLate string
	Missed      string
	SaidLate    string
	Ended       string
	EndedBoth   string
	Before      string // an earlier mark that another took the place of
	KeptWord    string // for Before
	MissedWord  string
	ThenDue     string // the new due of a change
	Noticed     string
	NoticedYou  string
	Differs     string
	DiffersYou  string
	Quote       string
	Until       string // {repeat}, {when}: the last day

	IDid       string // buttons
	IDidAfter  string // puts a miss right
	Change     string
	Miss       string
	MissAfter  string // puts kept right
	Notice     string
	NoticeNow  string // after seeing it differently
	See        string // I see it differently
	EndWords   string
	EndPropose string
	EndAgree   string
	EndUndo    string

	EndTitle    string
	EndHint     string
	EndProposed string // by the other
	EndMine     string // by oneself

	MakeTitle   string
	MakeText    string // labels and hints
	MakeHint    string
	MakeDate    string
	MakeTime    string
	MakeTimeNo  string
	MakeRepeat  string
	MakeLast    string
	MakeLastNo  string
	MakeSend    string
	ChangeTitle string
	ChangeLead  string
	ChangeLate  string
	ChangeDate  string
	ChangeWhy   string
	ChangeSend  string
	MissTitle   string
	MissLead    string
	MissWords   string
	MissSend    string
	SeeTitle    string
	SeeLead     string
	SeeWords    string
	SeeSend     string
	EndLead     string
	EndWhy      string
	EndSend     string

	NewFrom    string // Today: {who} promises, due {when}
	NewDiffers string
	NewNoticed string
	NewAsk     string
	Small      string // Today, when there is room
	Mine       string // Today: your word, due {when}
	MineWas    string

	Repeat map[string]string // by promise.Repeat
	Wrong  map[string]string // by field and code, or code alone
	Cannot string            // the rules do not allow it any more

	Since   string // {month}
	In      string
	FromTo  string // {from}, {to}
	This    string
	Between string // {period}, {counts}
	Picture string // {period}
	Month   string // {month}, {counts}
	Nothing string

	Calendar

	CountKept, CountChanged, CountMissed, CountPassed, CountDiffers Plural
}

// Plural is a pattern for one and one for more; {n} is the number in words.
type Plural struct{ One, Many string }

// PromiseCounts is how many of each there are.
type PromiseCounts struct{ Kept, Changed, Missed, Passed, Differs int }

// Counts says how many there are, without what there is none of. Of nothing it
// says so.
func (p Promise) Counts(c PromiseCounts) string {
	var parts []string
	for _, e := range []struct {
		n      int
		plural Plural
	}{{c.Kept, p.CountKept}, {c.Changed, p.CountChanged}, {c.Missed, p.CountMissed}, {c.Passed, p.CountPassed}, {c.Differs, p.CountDiffers}} {
		pattern := e.plural.Many
		switch e.n {
		case 0:
			continue
		case 1:
			pattern = e.plural.One
		}
		parts = append(parts, Fill(pattern, "n", p.Numbers.Words(e.n)))
	}
	if len(parts) == 0 {
		return p.Nothing
	}
	return strings.Join(parts, ", ")
}

// Period names the months from first to last, seen from today.
func (p Promise) Period(first, last, today time.Time) string {
	month := func(t time.Time) string {
		name := p.Names[t.Month()-1]
		if t.Year() != today.Year() {
			name += " " + strconv.Itoa(t.Year())
		}
		return name
	}
	same := func(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
	switch {
	case same(first, last) && same(last, today):
		return p.This
	case same(first, last):
		return Fill(p.In, "month", month(first))
	case same(last, today):
		return Fill(p.Since, "month", month(first))
	}
	return Fill(p.FromTo, "from", month(first), "to", month(last))
}

// Fill is the function Fill, for views of promises.
func (Promise) Fill(pattern string, pairs ...string) string { return Fill(pattern, pairs...) }

// WrongField says what is wrong with a field.
func (p Promise) WrongField(field, code string) string {
	return wrongField(p.Wrong, p.Cannot, field, code)
}

func englishPromise() Promise {
	return Promise{
		Title:   "Promises",
		Lead:    "What you have told each other you will do",
		Why:     "A kept small promise says more than a grand one. Say it when it has to change: before it is due counts as keeping faith.",
		New:     "Give your word",
		Back:    "All promises",
		Later:   "Not now",
		Earlier: "Earlier",
		All:     "Show all of it",
		Ours:    "Promises of both of you",
		Gone:    "This promise is not here. It may not have reached this device yet.",

		EmptyTitle: "Nothing is promised yet",
		Empty:      "A promise here is one small thing in your own words, with a day. You keep it, or you say in time that it has to change, or you own up. A good first one is so small that you could do it this week.",
		EmptyNew:   "Give your word on something small",

		Made:        "Promised by {who} {when}",
		MadeYou:     "Promised by you {when}",
		Due:         "{who}, due {when}",
		WasDue:      "{who}, was due {when}",
		Passed:      "{who}, due {when}; passed without a word",
		Kept:        "{who}, kept {when}",
		KeptLater:   "{who}, due {due}; kept, and said so {when}",
		Changed:     "{who}, due {due}; changed in time {when}",
		ChangedThen: "Changed in time, {when}:",
		ChangedLate: "Changed after it was due, {when}:",
		Missed:      "{who}, due {due}; missed, and owned up {when}",
		SaidLate:    "{who}, due {due}; missed, said late {when}",
		Ended:       "{who}, ended {when}",
		EndedBoth:   "Ended by both of you {when}",
		Before:      "First marked as {words}, {when}.",
		KeptWord:    "kept",
		MissedWord:  "missed",
		ThenDue:     "Then due {when}.",
		Noticed:     "{who} noticed.",
		NoticedYou:  "You noticed.",
		Differs:     "{who} sees it differently:",
		DiffersYou:  "You see it differently:",
		Quote:       "“{words}”",
		Until:       "{repeat}, for the last time {when}",

		IDid:       "I did it",
		IDidAfter:  "I did keep it",
		Change:     "It has to change",
		Miss:       "I missed it",
		MissAfter:  "It was missed after all",
		Notice:     "I noticed",
		NoticeNow:  "I noticed after all",
		See:        "I see it differently",
		EndWords:   "End it and say why",
		EndPropose: "Ask to end it together",
		EndAgree:   "Yes, it can end",
		EndUndo:    "Take that back",

		EndTitle:    "Ending it",
		EndHint:     "What came of it so far stays as it is. What lies ahead falls away.",
		EndProposed: "{who} asks whether this promise can end.",
		EndMine:     "You have asked whether this promise can end. Until you both say so, it holds.",

		MakeTitle:   "Give your word",
		MakeText:    "What do you promise?",
		MakeHint:    "One small thing, in your own words, as you would say it: “I’ll call the bank about the second account.”",
		MakeDate:    "By which day?",
		MakeTime:    "By what time?",
		MakeTimeNo:  "Leave this empty for the whole day.",
		MakeRepeat:  "How often?",
		MakeLast:    "Last day",
		MakeLastNo:  "Only if it repeats and has an end. You can always end it later.",
		MakeSend:    "Give your word",
		ChangeTitle: "It has to change",
		ChangeLead:  "Saying so before it is due counts as keeping faith.",
		ChangeLate:  "It was already due, so this counts as missed and said late. The new day still counts.",
		ChangeDate:  "Which day instead?",
		ChangeWhy:   "Why does it have to change?",
		ChangeSend:  "Change it",
		MissTitle:   "I missed it",
		MissLead:    "Saying it plainly is enough. Words are up to you.",
		MissWords:   "What you want to say about it",
		MissSend:    "Say that I missed it",
		SeeTitle:    "I see it differently",
		SeeLead:     "What the other said stays, and yours stands beside it.",
		SeeWords:    "How do you see it?",
		SeeSend:     "Say it",
		EndLead:     "With your words it ends at once. The other can read them.",
		EndWhy:      "Why does it end?",
		EndSend:     "End this promise",

		NewFrom:    "{who} promises, due {when}",
		NewDiffers: "{who} sees it differently",
		NewNoticed: "{who} noticed",
		NewAsk:     "{who} asks to end this promise together",
		Small:      "Give your word on something small",
		Mine:       "Your word, due {when}",
		MineWas:    "Your word, was due {when}",

		Repeat: map[string]string{
			"": "Once", "daily": "Every day", "weekdays": "Monday to Friday", "weekly": "Every week",
			"fortnightly": "Every two weeks", "monthly": "Every month",
		},
		Wrong: map[string]string{
			"text empty":    "Write what you promise.",
			"text too-long": "This is longer than a promise can be. Say it in about two sentences.",
			"date empty":    "Choose a day. A promise without one is hard to keep.",
			"date bad":      "This day could not be read. Choose one from the calendar.",
			"date past":     "This day has already gone by. Choose today or a later one.",
			"date far":      "This is more than ten years ahead. Choose a day that is closer.",
			"date weekday":  "Monday to Friday has to begin on one of these days.",
			"time bad":      "This time could not be read. Write it like 18:30.",
			"time past":     "This time has already gone by today.",
			"repeat bad":    "Choose how often from the list.",
			"last bad":      "This day could not be read. Choose one from the calendar.",
			"last before":   "The last day comes before the first.",
			"last later":    "A promise can repeat for up to ten years.",
			"words empty":   "A few words are needed here.",
			"too-long":      "This is too long for here. Shorten it, or write the rest another way.",
		},
		Cannot: "This is not possible any more. It may have changed meanwhile; have another look.",

		Since:        "Since {month}",
		In:           "In {month}",
		FromTo:       "From {from} to {to}",
		This:         "This month",
		Between:      "{period}, between you: {counts}.",
		Picture:      "Promises of both together. {period}.",
		Month:        "{month}: {counts}.",
		Nothing:      "nothing",
		Calendar:     englishCalendar(),
		CountKept:    Plural{"{n} kept", "{n} kept"},
		CountChanged: Plural{"{n} changed in time", "{n} changed in time"},
		CountMissed:  Plural{"{n} missed and owned up to", "{n} missed and owned up to"},
		CountPassed:  Plural{"{n} passed without a word", "{n} passed without a word"},
		CountDiffers: Plural{"{n} that you see differently from each other", "{n} that you see differently from each other"},
	}
}
