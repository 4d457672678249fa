package language_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"troth/internal/language"
	"troth/internal/language/corpus"
)

// What is said in other words, as it stands. Each is a form; what has none
// gets none.
func TestRewrites(t *testing.T) {
	e := engine(t)
	for _, c := range []struct {
		text string
		kind language.Kind
		want string // all that must stand in it, between bars; "" for none
	}{
		{"You never listen.", language.Blame, "you don't listen|I feel"},
		{"You never ask how my day was.", language.Blame, "ask how my day was"},
		{"You always pick your friends over me.", language.Blame, "when you pick your friends over me"},
		{"I'm sorry you feel hurt.", language.Nonapology, ""},
		{"Sorry if I embarrassed you, but you started it.", language.Nonapology, "I embarrassed you|sorry"},
		{"I'll try to be more patient from now on.", language.Vague, ""},
		{"You're doing it to spite me", language.Mindread, ""},
		{"You want to get rid of me", language.Mindread, "that you want to get rid of me."},
		{"You wanted to embarrass me.", language.Mindread, "that you wanted to embarrass me."},
		{"I only shouted because you wouldn't stop.", language.Defensive, ""},
		{"I'm not talking about it.", language.Shutdown, "talking about it|tomorrow"},
		{"STOP LYING TO ME!!!", language.Yelling, "lease stop lying to me."},
		{"You owe me a second chance.", language.Pressure, "a second chance"},
		{"Sell the motorbike or I'm telling the kids why we can't afford a holiday.", language.Threat, "you |sell the motorbike"},
		{"Trust me again and I'll quit smoking, how's that", language.Bargain, ""},
		{"You won't be going to that hen do.", language.Control, ""},
		{"You're pathetic.", language.Contempt, ""},
		{"I'll make you regret it if you walk out.", language.Danger, ""},
		{"I'll burn every canvas in that studio and you with it if I see him there again.", language.Danger, ""},
	} {
		found := false
		for _, f := range e.Check(c.text).Findings {
			if f.Kind != c.kind {
				continue
			}
			found = true
			for _, want := range strings.Split(c.want, "|") {
				if !strings.Contains(f.Try, want) || c.want == "" && f.Try != "" {
					t.Errorf("%q: %s says %q, without %q", c.text, f.Kind, f.Try, want)
				}
			}
		}
		if !found && c.want != "" {
			t.Errorf("%q: no %s", c.text, c.kind)
		}
	}
}

// A sentence that goes on after what is marked, a long passage, and what tells
// of force get no rewrite.
func TestRewritesRefuse(t *testing.T) {
	e := engine(t)
	for _, text := range []string{
		"You never listen, the sky is blue and the grass is green and the whole wide world is full of wonder and of fish, and nobody in this house but me has ever once sat down to look at it, or to count the fish, or the stars, of which there are more than you have years.",
		"You hit me. You never listen.",
		"You always pick your friends over me. I'll put my fist through your face.",
	} {
		for _, f := range e.Check(text).Findings {
			if f.Try != "" {
				t.Errorf("%q: %s says %q", text, f.Kind, f.Try)
			}
		}
	}
}

// Over the whole corpus: a hazard has a why; a rewrite keeps a word of the
// writer's, shows no hazard, and leaves at most one gap; and two findings of a
// kind have the same rewrite only if a word that it keeps is in both.
func TestRewritesOfCorpus(t *testing.T) {
	e := engine(t)
	files, err := filepath.Glob("corpus/*.ndjson")
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	type key struct {
		kind language.Kind
		try  string
	}
	taken := map[key]string{}
	offered, hazards := map[language.Kind]int{}, map[language.Kind]int{}
	messages, err := corpus.Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range messages {
		for _, f := range e.Check(line.Text).Findings {
			if !f.Kind.Hazard() {
				continue
			}
			hazards[f.Kind]++
			if f.Why == "" {
				t.Errorf("%q: no why for %s", line.Text, f.Kind)
			}
			if f.Try == "" {
				continue
			}
			offered[f.Kind]++
			kept := shared(f.Try, line.Text)
			if kept == "" {
				t.Errorf("%q: nothing of it is in %q", line.Text, f.Try)
			}
			if strings.Count(f.Try, "…") > 1 || strings.ContainsAny(f.Try, "{}|") || strings.Contains(f.Try, "  ") {
				t.Errorf("%q: %q", line.Text, f.Try)
			}
			for _, k := range kindsOf(e.Check(f.Try)) {
				if k.Hazard() {
					t.Errorf("%q: rewritten to %q, which is %s", line.Text, f.Try, k)
				}
			}
			k := key{f.Kind, f.Try}
			span := line.Text[f.Start:f.End]
			if before, ok := taken[k]; ok && shared(shared(f.Try, before), span) == "" {
				t.Errorf("%q and %q are both rewritten to %q", before, span, f.Try)
			}
			taken[k] = span
		}
	}
	for _, k := range language.Kinds() {
		if k.Hazard() {
			t.Logf("%-12s %4d marked, %4d with a rewrite", k, hazards[k], offered[k])
		}
	}
	if offered[language.Danger] > 0 || len(taken) < 100 {
		t.Errorf("%d rewrites, %d of danger", len(taken), offered[language.Danger])
	}
}

// shared gives the words of one text, of at least three letters, that are in
// another as well.
func shared(a, b string) string {
	split := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	}
	in := map[string]bool{}
	for _, w := range split(b) {
		in[w] = true
	}
	var out []string
	for _, w := range split(a) {
		if len(w) > 2 && in[w] {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// Texts of what the check says are taken as they are meant, or refused.
func FuzzRewrite(f *testing.F) {
	for _, s := range []string{"You never listen when I talk", "if you don't call, I'll leave", "I'm sorry if what I said upset you", "STOP IT NOW I SAID STOP!!!", "I'll try to be better, and so will you", "you never \xff listen", "‮YOU never “listen”!!!"} {
		f.Add(s, 0)
	}
	e := engine(f)
	f.Fuzz(func(t *testing.T, text string, n int) {
		for range min(max(n, 0), 3) {
			text += " " + text
		}
		valid(t, text, e.Check(text))
	})
}
