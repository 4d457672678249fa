package language

import (
	"os"
	"strings"
	"testing"
)

// Twice the text is twice the work, counted in tokens, clauses, rules that fit,
// cues and features.
func TestWorkIsLinear(t *testing.T) {
	lex, err := os.ReadFile("data/lexicon.txt")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := os.ReadFile("data/rules.txt")
	if err != nil {
		t.Fatal(err)
	}
	c, err := newCore(&Weights{Lexicon: string(lex), Rules: string(rules)})
	if err != nil {
		t.Fatal(err)
	}
	work := func(text string) int {
		d := c.read(text)
		s := newScratch()
		n := len(d.tokens) + len(d.clauses)
		c.show(d, s, func(_ int, list []uint32) { n += len(list) })
		c.look(d, s, func(t Token) { n += 1 + len(t.Cues) })
		return n + len(s.found) + len(s.message.list)
	}
	for _, piece := range []string{
		"you never listen to me ", "why? ", "a.", "if if ", "\"you ", "'", "sorry but you ", "😀 ", "ы", "a\u200bb\u202e ", "you !!! ?! ", "you always never ever stupid ", "\xff ",
	} {
		text := strings.Repeat(piece, 400)
		one, two := work(text), work(text+text)
		if two > 2*one+one/10+100 {
			t.Errorf("%q: %d, then %d for twice as much", piece, one, two)
		}
	}
	// Beyond what is read of one text, more costs nothing.
	long := strings.Repeat("you ", maxTokens+10)
	if one, two := work(long), work(long+long); one != two {
		t.Errorf("%d, then %d beyond the end", one, two)
	}
}
