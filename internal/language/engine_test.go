package language_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"troth/internal/language"
	"troth/internal/language/weights"
)

func unpacked(t testing.TB) []byte {
	t.Helper()
	b, err := weights.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func engine(t testing.TB) *language.Engine {
	t.Helper()
	e, err := language.New(unpacked(t))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func kindsOf(r language.Result) (out []language.Kind) {
	for _, f := range r.Findings {
		out = append(out, f.Kind)
	}
	return out
}

// What is plain to everybody must be found, and what only looks like it must
// not. These are examples, not the measure: that is make words-score.
func TestPlainCases(t *testing.T) {
	e := engine(t)
	for text, want := range map[string]language.Kind{
		"I'm sorry if you feel hurt, but you started it.": language.Nonapology,
		"WHY DID YOU DO THIS TO ME?!?!":                   language.Yelling,
		"I'll try to be better from now on.":              language.Vague,
		"Thank you so much for cooking last night.":       language.Gratitude,
		"I felt so lonely when you left.":                 language.Feeling,
		"I'll pick up the kids on Friday at four.":        language.Promise,
	} {
		if got := kindsOf(e.Check(text)); !slices.Contains(got, want) {
			t.Errorf("%q: %v, not %s", text, got, want)
		}
	}
	for _, text := range []string{
		"", " ", "ok", "See you at six.", "The plumber comes on Tuesday.", "HAPPY BIRTHDAY MY LOVE!!!", "You always make me smile.",
		"I am furious that you lied to me.", "You lied to me about the money.",
	} {
		for _, k := range kindsOf(e.Check(text)) {
			if k.Hazard() {
				t.Errorf("%q: %s", text, k)
			}
		}
	}
}

// A rewrite is only offered if the check itself finds nothing to mark in it.
func TestRewritesPass(t *testing.T) {
	e := engine(t)
	offered := 0
	for _, text := range []string{
		"You never listen to me when I talk about the house!", "WHY DO YOU KEEP TOUCHING MY PHONE?!?!", "Sorry if I forgot the tickets, but you were late too.",
		"You're so pathetic with the money.", "Whatever. I'm done talking about the holiday.", "You always ruin the evening.",
		"You never listen.", "You want to get rid of me.", "You're too sensitive, it was just the phone.",
	} {
		for _, f := range e.Check(text).Findings {
			if f.Why == "" {
				t.Errorf("%q: no why for %s", text, f.Kind)
			}
			if f.Try == "" {
				continue
			}
			offered++
			for _, k := range kindsOf(e.Check(f.Try)) {
				if k.Hazard() {
					t.Errorf("%q: rewritten to %q, which is %s", text, f.Try, k)
				}
			}
		}
	}
	if offered < 4 {
		t.Errorf("only %d rewrites offered", offered)
	}
}

// A rewrite keeps marks that are not of ASCII, and is text.
func TestRewriteKeepsMarks(t *testing.T) {
	const text = "DO NOT TOUCH MY PHONE‽!!!"
	r := engine(t).Check(text)
	valid(t, text, r)
	for _, f := range r.Findings {
		if f.Kind == language.Yelling && strings.Contains(f.Try, "do not touch my phone‽") {
			return
		}
	}
	t.Errorf("%+v", r.Findings)
}

// The same text gives the same answer, whatever was read before.
func TestNoMemory(t *testing.T) {
	e := engine(t)
	const text = "You never help with the kids. I'm tired, and I feel alone. Could you take Tuesday?"
	first := e.Check(text)
	e.Check(strings.Repeat("WHAT IS WRONG WITH YOU?! ", 400))
	if second := e.Check(text); second.Scores != first.Scores || !slices.Equal(second.Findings, first.Findings) {
		t.Errorf("%v, then %v", first, second)
	}
}

// A megabyte of anything is read in time proportional to its length.
func TestLong(t *testing.T) {
	e := engine(t)
	for _, piece := range []string{"a", "you never ", "\"", "!", "?!", "😀", "\u200b", "\u202e", "\xff", "a.", "if if ", "'", "sorry but ", "ы"} {
		text := strings.Repeat(piece, 1_000_000/len(piece))
		valid(t, text, e.Check(text))
	}
}

func valid(t *testing.T, text string, r language.Result) {
	t.Helper()
	for _, f := range r.Findings {
		if f.Start < 0 || f.End > len(text) || f.Start > f.End {
			t.Fatalf("%s at %d to %d of %d bytes", f.Kind, f.Start, f.End, len(text))
		}
		if f.Kind != language.Crisis && f.Start == f.End {
			t.Fatalf("%s marks nothing", f.Kind)
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[f.Start:f.End]) {
			t.Fatalf("%s cuts through a letter of %q", f.Kind, text)
		}
		if utf8.ValidString(text) && !utf8.ValidString(f.Try) {
			t.Fatalf("%q: rewritten to %q, which is no text", text, f.Try)
		}
		if f.Score < 0 || f.Score > 1 {
			t.Fatalf("%s is %g likely", f.Kind, f.Score)
		}
		if f.Kind == language.Danger && f.Try != "" {
			t.Fatalf("danger rewritten to %q", f.Try)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"You're too sensitive.", "\"You never listen,\" you said", "a\xffb\u200bc 😀!!!", "I'll be back at 8", "ﬁne ‮whatever‬", strings.Repeat("you never ", 50)} {
		f.Add(s)
	}
	e := engine(f)
	f.Fuzz(func(t *testing.T, text string) { valid(t, text, e.Check(text)) })
}

// Weights that are cut short, or changed, are an error or work; never a panic.
func FuzzNew(f *testing.F) {
	b := unpacked(f)
	f.Add(100, byte(0))
	f.Add(len(b)-1, byte(255))
	f.Fuzz(func(t *testing.T, at int, x byte) {
		if at < 0 || at >= len(b) {
			return
		}
		if _, err := language.New(b[:at]); err == nil {
			t.Fatal("cut weights taken")
		}
		c := slices.Clone(b)
		c[at] ^= x
		if e, err := language.New(c); err == nil {
			e.Check("You never listen to me.")
		}
	})
}

func TestNewRefuses(t *testing.T) {
	good := unpacked(t)
	for _, b := range [][]byte{nil, []byte("troth words 1\n"), good[:1000], append(slices.Clone(good), 0)} {
		if _, err := language.New(b); err == nil {
			t.Errorf("%d bytes taken", len(b))
		}
	}
}

// The file of weights holds the lexicon, rules and texts as they are here.
func TestWeightsAreOfThisData(t *testing.T) {
	w, err := language.Unpack(unpacked(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"lexicon.txt": w.Lexicon, "rules.txt": w.Rules, "says.txt": w.Says} {
		want, err := os.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != got {
			t.Errorf("%s has changed since make words-train", name)
		}
	}
}

func BenchmarkCheck1000(b *testing.B) {
	e := engine(b)
	text := strings.Repeat("You never asked me about the money, and I felt alone with it on Sunday. ", 14)[:1000]
	b.ReportAllocs()
	for b.Loop() {
		e.Check(text)
	}
}
