package corpus_test

import (
	"os"
	"path/filepath"
	"testing"

	"troth/internal/language/corpus"
)

// A message that is cut short, and a table without the column of what was typed,
// are refused; what annotators say counts by its mean.
func TestRead(t *testing.T) {
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("{\"id\":\"a\",\"text\":\"Hi.\",\"set\":\"train\"}\n{\"id\":\"b\",\"text\":\"You fool.\",\"kinds\":[\"contempt\"]}\n")
	if got, err := corpus.Read(good, good); err != nil || len(got) != 4 || got[1].Kinds[0] != "contempt" || got[2].ID != "a" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{write("{\"id\":\"a\"}\n{\"id\":"), "nowhere"} {
		if _, err := corpus.Read(good, bad); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
	const head = "user,A_is_abuse.1,A_is_abuse.0,A_is_abuse.-1,B_is_abuse.1,B_is_abuse.0,B_is_abuse.-1\n"
	got, err := corpus.ConvAbuse(write(head + "go away,0,0,1,0,1,0\nhello,1,0,0,0,0,1\nnobody rated this,0,0,0,0,0,0\n"))
	if err != nil || len(got) != 2 || !got[0].Bad || got[1].Bad || got[1].Text != "hello" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"", "text,A_is_abuse.1\nhello,1\n", "user,A_is_abuse.x\nhello,1\n"} {
		if _, err := corpus.ConvAbuse(write(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
