package language_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"troth/internal/language"
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
		{"I'm sorry you feel hurt.", language.Nonapology, "feel hurt|I "},
		{"Sorry if I embarrassed you, but you started it.", language.Nonapology, "I embarrassed you|sorry"},
		{"I'll try to be more patient from now on.", language.Vague, "be more patient"},
		{"You're doing it to spite me", language.Mindread, "that you're doing it to spite me."},
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
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			var line struct{ Text string }
			if err := json.Unmarshal(s.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
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
		if err := errorsOf(s, f); err != nil {
			t.Fatal(err)
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

func errorsOf(s *bufio.Scanner, f *os.File) error {
	if err := s.Err(); err != nil {
		return err
	}
	return f.Close()
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

// With TROTH_SHEET=file, draws rewrites by chance for somebody to judge: those of
// lines that nothing was learned from, and as many others as make 120.
func TestSheet(t *testing.T) {
	to := os.Getenv("TROTH_SHEET")
	if to == "" {
		t.Skip("TROTH_SHEET names no file")
	}
	from := cmp.Or(os.Getenv("TROTH_SHEET_FROM"), "corpus/*.ndjson")
	e := engine(t)
	type row struct{ id, text, kind, try string }
	var held, seen []row
	for _, pattern := range strings.Split(from, ":") {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
				var line struct{ ID, Text, Set string }
				if err := json.Unmarshal([]byte(l), &line); err != nil {
					t.Fatal(err)
				}
				for _, f := range e.Check(line.Text).Findings {
					if f.Try == "" {
						continue
					}
					r := row{line.ID, line.Text[:f.Start] + "**" + line.Text[f.Start:f.End] + "**" + line.Text[f.End:], string(f.Kind), f.Try}
					if line.Set == "train" {
						seen = append(seen, r)
					} else {
						held = append(held, r)
					}
				}
			}
		}
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for _, list := range [][]row{held, seen} {
		chance.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	n := len(held)
	rows := append(held, seen...)
	rows = rows[:min(120, len(rows))]
	chance.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	var out strings.Builder
	fmt.Fprintf(&out, sheet, min(n, len(rows)), len(rows))
	for i, r := range rows {
		clean := strings.NewReplacer("\n", " / ", "|", "\\|")
		fmt.Fprintf(&out, "| %d | %s | %s | %s | %s | |\n", i+1, r.id, clean.Replace(r.text), r.kind, clean.Replace(r.try))
	}
	if err := os.WriteFile(to, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

const sheet = `# Rewrites, to be judged

The language check offers another way to say what it marks. Somebody who did not write it reads this sheet and puts **yes** or **no** into the last column: would this be worth putting in? It is true to what the writer means, reads as natural English, is kinder or clearer, and does not smell of a form. What is marked stands between two asterisks and is what the rewrite would replace. Texts are from our own corpus; no real person wrote them.

Drawn by chance with a fixed seed by

    TROTH_SHEET=$PWD/docs/rewrites.md go test ./internal/language -run TestSheet

First come %d rewrites of lines from which neither the weights nor the forms were made, then as many others as make %d; all are shuffled.

| no | line | text | kind | rewrite | verdict |
|---|---|---|---|---|---|
`

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
