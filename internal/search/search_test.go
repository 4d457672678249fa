package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Übergröße": "ubergrosse", "CAFÉ": "cafe", "cafe\u0301": "cafe", "Łódź": "lodz", "Ærø": "aero", "ŒUVRE": "oeuvre",
		"Straße": "strasse", "İstanbul": "istanbul", "ılık": "ilik", "ﬁne": "fine", "don’t": "don't", "Ἀθῆναι": "αθηναι", "ὈΔΥΣΣΕΎΣ": "οδυσσευσ",
		"Οδυσσεύς": "οδυσσευσ", "日本": "日本", "": "", "ＡＢＣ": "abc",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q is folded to %q, want %q", in, got, want)
		}
	}
}

func TestIn(t *testing.T) {
	text := Fold("When you came home LATE on Sünday, I was afraid.")
	for query, want := range map[string]bool{
		"late": true, "sunday": true, "SUNDAY late": true, "home  came": true, "afra": true, "sün aft": false, "": false, "   ": false, "late late": true, "never": false,
	} {
		if got := In(text, Words(query)); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
	if n := len(Words(strings.Repeat("a ", MaxQuery) + "b")); n != 1 {
		t.Errorf("beyond the limit there are %d words", n)
	}
	if n := len(Words("a b c d e f g h i j k l")); n != MaxWords {
		t.Error(n)
	}
	if n := len(Words("a b c d e f g h i j k l m")); n != MaxWords {
		t.Error(n)
	}
	if w := Words(strings.Repeat("é", MaxQuery+1)); len(w) != 1 || len(w[0]) != MaxQuery {
		t.Error(w)
	}
}

func show(parts []Part) string {
	var out strings.Builder
	for _, p := range parts {
		if p.Hit {
			out.WriteString("[" + p.Text + "]")
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

func TestPassage(t *testing.T) {
	for _, c := range []struct{ text, query, want string }{
		{"I was afraid.", "AFRAID", "I was [afraid]."},
		{"Café\nnoir  and\tcafe\u0301 au lait", "cafe", "[Café] noir and [cafe\u0301] au lait"},
		{"Straße", "strass", "[Straß]e"},
		{"aaaa", "aa", "[aa][aa]"},
		{"home and homecoming", "home homecoming", "[home] and [home]coming"},
		{"one two", "two one", "[one] [two]"},
		{strings.Repeat("word ", 40) + "here" + strings.Repeat(" word", 40), "here",
			"… " + strings.Repeat("word ", 11) + "[here]" + strings.Repeat(" word", 11) + " …"},
		{strings.Repeat("x", 200) + "y" + strings.Repeat("x", 200), "y", "… " + strings.Repeat("x", around) + "[y]" + strings.Repeat("x", around) + " …"},
		{"a\xffb c", "c", "a\ufffdb [c]"},
	} {
		parts, ok := Passage(c.text, Words(c.query))
		if got := show(parts); !ok || got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
	if p, ok := Passage("nothing", Words("else")); ok || p != nil {
		t.Error("found")
	}
	if _, ok := Passage("nothing", nil); ok {
		t.Error("found without a word")
	}
}

// A passage is made of the text and of nothing else, and marks only what is
// there; whatever In finds, Passage shows.
func FuzzPassage(f *testing.F) {
	f.Add("When you came home late on Sünday", "SUN home")
	f.Add("\u0301a\u0301ß\xff", "as s")
	f.Add("ﬃ ﷺ", "f")
	f.Fuzz(func(t *testing.T, text, query string) {
		words := Words(query)
		parts, ok := Passage(text, words)
		one := strings.Join(strings.Fields(strings.ToValidUTF8(text, "\ufffd")), " ")
		if In(Fold(one), words) && !ok {
			t.Fatalf("%q is in %q and not shown", query, text)
		}
		hit := !ok
		whole := ""
		for _, p := range parts {
			if !utf8.ValidString(p.Text) || p.Text == "" {
				t.Fatalf("%q", p.Text)
			}
			hit = hit || p.Hit
			whole += p.Text
		}
		whole = strings.TrimSuffix(strings.TrimPrefix(whole, "… "), " …")
		if !hit || !strings.Contains(one, whole) {
			t.Fatalf("%q in %q: %q", query, text, show(parts))
		}
	})
}
