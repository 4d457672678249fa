package check

import (
	"slices"
	"strings"
	"testing"
	"time"

	"troth/internal/language"
	"troth/internal/language/weights"
)

func checker(t *testing.T) Func {
	t.Helper()
	b, err := weights.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f, err := New(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Tuesday, 24 November 2026, in the afternoon.
var now = time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC)

func TestPromises(t *testing.T) {
	ask := checker(t)
	for _, c := range []struct {
		text, words, date, time, repeat string
		dayFirst                        bool
	}{
		{"Dear Ben, I love you.\n\nI'll call the bank tomorrow at noon. It was so nice on Sunday.", "I'll call the bank tomorrow at noon.", "2026-11-25", "12:00", "", true},
		{"I will pick you up every Tuesday at six.", "I will pick you up every Tuesday at six.", "2026-12-01", "18:00", "P1W", true},
		{"I'll be home by 6 p.m. on Friday", "I'll be home by 6 p.m. on Friday", "2026-11-27", "18:00", "", true},
		{"I'll clean the kitchen this weekend.", "I'll clean the kitchen this weekend.", "2026-11-29", "", "", true},
		{"I'll pay you back in two weeks.", "I'll pay you back in two weeks.", "2026-12-08", "", "", true},
		{"I'll book the holiday by 3/4.", "I'll book the holiday by 3/4.", "2027-04-03", "", "", true},
		{"I'll book the holiday by 3/4.", "I'll book the holiday by 3/4.", "2027-03-04", "", "", false},
	} {
		got := ask(Question{Text: c.text, Now: now, DayFirst: c.dayFirst}).Promises
		if len(got) != 1 {
			t.Errorf("%q: %+v", c.text, got)
			continue
		}
		p := got[0]
		if c.text[p.Start:p.End] != c.words || p.Date != c.date || p.Time != c.time || p.Repeat != c.repeat {
			t.Errorf("%q: %q %+v", c.text, c.text[p.Start:p.End], p)
		}
	}
	// Two promises of one letter are two. What is only dated, or only vague, is none.
	two := "I'll clean the kitchen this weekend. I promise I will call your mother by the end of next week."
	if got := ask(Question{Text: two, Now: now}).Promises; len(got) != 2 || got[1].Date != "2026-12-06" {
		t.Errorf("%+v", got)
	}
	for _, text := range []string{"", "The plumber comes on Tuesday.", "I'll be better from now on.", "I was so lonely on Sunday."} {
		if got := ask(Question{Text: text, Now: now}).Promises; len(got) != 0 {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// A letter hides nothing of what a message would show.
func TestSentencesOfALetter(t *testing.T) {
	ask := checker(t)
	find := func(text string, kind language.Kind) (words []string) {
		for _, f := range ask(Question{Text: text, Now: now}).Notes {
			if slices.Contains(f.Kinds, kind) {
				words = append(words, text[f.Start:f.End])
			}
		}
		return words
	}
	const letter = "Dear Ben,\n\nI was so glad when you cooked on Sunday, and the children were too. You are pathetic. The plumber comes on Tuesday, and the milk is nearly gone.\n\nAna"
	if got := find(letter, language.Contempt); len(got) != 1 || !strings.Contains(got[0], "pathetic") || strings.Contains(got[0], "Sunday") {
		t.Errorf("%q", got)
	}
	a := ask(Question{Text: strings.ReplaceAll(letter, "You are pathetic.", "I love you."), Now: now})
	if len(a.Notes) > 0 || a.Crisis {
		t.Errorf("a loving letter: %+v", a)
	}
	if len(a.Feelings) == 0 || len(language.Family(a.Feelings[0])) == 0 {
		t.Errorf("no feeling in a loving letter: %q", a.Feelings)
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		" \n ":                    "",
		"One. Two? Three":         "One.|Two?|Three",
		"Line\n\n  another ":      "Line|another",
		"By 6 p.m. on Friday. So": "By 6 p.m. on Friday.|So",
		"At 6 p.m. Then we eat":   "At 6 p.m.|Then we eat",
		"Well... so":              "Well... so",
		"Well... So":              "Well...|So",
		"It is 3.50 here… and “so.” He said.": "It is 3.50 here… and “so.|” He said.",
	} {
		var got []string
		for _, s := range sentences(text) {
			got = append(got, text[s.start:s.end])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	long := strings.Repeat("A b. ", maxSentences)
	if n := len(sentences(long)); n != maxSentences {
		t.Error(n)
	}
	if n := len(sentences(long + "C d.")); n != maxSentences {
		t.Error("more sentences than are read")
	}
}

// Whatever is asked, what is found lies within the text.
func FuzzAnswer(f *testing.F) {
	b, err := weights.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	ask, err := New(b)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("I'll call tomorrow at 6 p.m. You never listen!", "amends")
	f.Add("\xff\n. “”…5/5.", "answering")
	f.Fuzz(func(t *testing.T, text, strict string) {
		a := ask(Question{Text: text, Strict: language.Strict(strict), Now: now})
		for i, n := range a.Notes {
			if n.Start < 0 || n.End > len(text) || n.Start >= n.End || len(n.Kinds) == 0 || n.Why == "" || i > 0 && a.Notes[i-1].Start > n.Start {
				t.Errorf("%+v", n)
			}
		}
		for _, p := range a.Promises {
			if p.Start < 0 || p.End > len(text) || p.Start >= p.End || p.Date == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}

func TestBadWeights(t *testing.T) {
	if f, err := New([]byte("no weights")); err == nil || f != nil {
		t.Error("anything is taken for weights")
	}
}

// Several things about the same words are one note, the likeliest first; notes
// come in the order of the text.
func TestNotesInOrder(t *testing.T) {
	got := notes([]language.Finding{{Kind: language.Blame, Start: 5, End: 10, Score: 0.5}, {Kind: language.Vague, Start: 5, End: 12, Score: 0.5},
		{Kind: language.Threat, Start: 5, End: 10, Score: 0.9, Why: "w"}, {Kind: language.Contempt, Start: 0, End: 4, Score: 0.4}})
	if len(got) != 3 || got[0].Kinds[0] != language.Contempt || !slices.Equal(got[1].Kinds, []language.Kind{language.Threat, language.Blame}) ||
		got[1].Why != "w" || got[2].Kinds[0] != language.Vague {
		t.Errorf("%+v", got)
	}
}
