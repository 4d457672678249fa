package language

import (
	"slices"
	"testing"

	"troth/internal/language/weights"
)

func strictly(t *testing.T) *Engine {
	t.Helper()
	b, err := weights.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(b)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// An apology has no room for what takes it back, however it is said.
func TestAmends(t *testing.T) {
	e := strictly(t)
	for _, c := range []struct {
		text, words string
		kind        Kind
	}{
		{"I lied to you about the money. I hope that you can forgive me.", "forgive me", Pressure},
		{"I broke my word, but I was tired.", "but", Nonapology},
		{"I am sorry if that was hard for you.", "if", Nonapology},
		{"I forgot the dinner. At least I called.", "At least", Minimizing},
		{"I shouted at you. You also shouted.", "You also", Defensive},
	} {
		marked := func(s Strict) bool {
			return slices.ContainsFunc(e.CheckFor(c.text, s).Findings, func(f Finding) bool {
				return f.Kind == c.kind && f.Start <= at(c.text, c.words) && f.End >= at(c.text, c.words)+len(c.words) && f.Why != ""
			})
		}
		if !marked(Amends) {
			t.Errorf("%q: %q is not marked: %+v", c.text, c.words, e.CheckFor(c.text, Amends).Findings)
		}
	}
	// What takes nothing back is not marked, nor what somebody else said.
	for _, text := range []string{
		"I lied to you about the money. That was my choice.",
		"I felt as if I had lost you.",
		"I have nothing but respect for you.",
		"You said “but I was tired”, and that was true.",
		"",
	} {
		if got := e.CheckFor(text, Amends).Findings; !slices.Equal(got, e.Check(text).Findings) {
			t.Errorf("%q: %+v", text, got)
		}
	}
	// Findings are in the order of kinds, and none is there twice.
	got := e.CheckFor("But you also lied. If you forgive me, but at least you also say so.", Amends).Findings
	for i := 1; i < len(got); i++ {
		a, b := kindNumber(got[i-1].Kind), kindNumber(got[i].Kind)
		if a > b || a == b && got[i-1].Start > got[i].Start || got[i-1].Kind == got[i].Kind && got[i-1].End > got[i].Start {
			t.Errorf("%+v before %+v", got[i-1], got[i])
		}
	}
	plain, none := e.Check("I broke my word, but I was tired."), e.CheckFor("I broke my word, but I was tired.", Plain)
	if !slices.Equal(plain.Findings, none.Findings) {
		t.Error("a form that asks for nothing more gets more")
	}
}

func at(text, words string) int {
	for i := range text {
		if len(text)-i >= len(words) && text[i:i+len(words)] == words {
			return i
		}
	}
	return -1
}

// An answer to a question is held to a lower cut where it would slip away, and
// to the same one in all else.
func TestAnswering(t *testing.T) {
	e := strictly(t)
	more := 0
	for _, text := range []string{
		"I may have seen her once or twice, I don't keep a diary.", "It was only lunch, really.", "Why does it matter now?", "I don't remember exactly.",
		"It was just a drink after work.", "You would not have understood.", "Technically it was over by then.", "That depends what you mean by often.",
		"I only did it because I was lonely.", "Nothing happened that you need to know about.", "It is complicated.",
	} {
		plain, strict := e.Check(text).Findings, e.CheckFor(text, Answering).Findings
		for _, f := range plain {
			if !slices.Contains(strict, f) {
				t.Errorf("%q: %+v is lost", text, f)
			}
		}
		for _, f := range strict {
			if slices.Contains(plain, f) {
				continue
			}
			more++
			if f.Kind != Minimizing && f.Kind != Defensive && f.Kind != Evasion || f.Start >= f.End || f.End > len(text) || f.Why == "" {
				t.Errorf("%q: %+v", text, f)
			}
		}
		if !slices.IsSortedFunc(strict, func(a, b Finding) int { return kindNumber(a.Kind) - kindNumber(b.Kind) }) {
			t.Errorf("%q: not in the order of kinds: %+v", text, strict)
		}
	}
	if more == 0 {
		t.Error("nothing is found that was not found before")
	}
	for _, text := range []string{"", "...", "Yes. I met her on Friday, and we kissed."} {
		for _, f := range e.CheckFor(text, Answering).Findings {
			if f.Kind == Minimizing || f.Kind == Evasion {
				t.Errorf("%q: %+v", text, f)
			}
		}
	}
}

// Each label that names a feeling has a family, and nothing else has.
func TestFamily(t *testing.T) {
	families := []string{Joy, Love, Calm, Surprise, Sadness, Fear, Anger, Shame}
	none := []string{"approval", "realization", "neutral"}
	used := map[string]bool{}
	for _, label := range append(slices.Clone(func() []string { l := Feelings(); return l[:] }()), "no label") {
		of := Family(label)
		if (len(of) == 0) != (slices.Contains(none, label) || label == "no label") {
			t.Errorf("%s: %v", label, of)
		}
		for _, f := range of {
			used[f] = true
			if !slices.Contains(families, f) {
				t.Errorf("%s: there is no family %q", label, f)
			}
		}
	}
	if len(used) != len(families) {
		t.Errorf("only %d families are used", len(used))
	}
}
