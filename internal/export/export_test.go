package export

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// quick is a work factor for tests of what is not about stretching.
const quick = 2

func open(t testing.TB, file []byte, pass string) ([]byte, error) {
	t.Helper()
	id, err := age.NewScryptIdentity(pass)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(file), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// What is written here is opened by the library of those files, at every edge of
// a piece, and by nothing but its passphrase.
func TestEncrypt(t *testing.T) {
	for _, n := range []int{0, 1, ageChunk - 1, ageChunk, ageChunk + 1, 2 * ageChunk, 2*ageChunk + 1} {
		plain := bytes.Repeat([]byte("words "), n/6+1)[:n]
		file, err := encrypt(rand.Reader, []byte("five plain words"), plain, quick)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := open(t, file, "five plain words"); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %v", n, err)
		}
		if n > 5 && bytes.Contains(file, []byte("words ")) {
			t.Error("it can be read")
		}
		if _, err := open(t, file, "five plain word"); err == nil {
			t.Error("another passphrase opens it")
		}
		file[len(file)-1] ^= 1
		if _, err := open(t, file, "five plain words"); err == nil {
			t.Error("a changed file opens")
		}
	}
	if _, err := encrypt(strings.NewReader("too little"), nil, nil, quick); err == nil {
		t.Error("without randomness")
	}
	// As it is really done.
	file, err := Encrypt(rand.Reader, []byte("gêne"), []byte("x"))
	if err != nil || !bytes.Contains(file, []byte(" 16\n")) {
		t.Fatal(err)
	}
	if got, err := open(t, file, "gêne"); err != nil || string(got) != "x" {
		t.Error(err)
	}
}

// Lines are JSON that says exactly what the file says.
func TestLines(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "\u2028\u2029\x00\x7f\u0085\"\\\n\t", "Grüße, “quotes” </script>", "\U0001F33F"}))
	rapid.Check(t, func(r *rapid.T) {
		text := func(s string) string { return texts.Draw(r, s) }
		f := File{Head: Head{Troth: Version, Made: text("made"), By: text("by"), With: text("with"), Lang: "en",
			Logs: []Of{{Shared, text("id"), 3, "aa"}, {Log: Own, Entries: 1}}}}
		for range rapid.IntRange(0, 4).Draw(r, "entries") {
			e := Entry{Log: Own, Seq: rapid.Uint64().Draw(r, "seq"), Hash: "h", By: text("by"), Mine: rapid.Bool().Draw(r, "mine"), At: text("at"), Kind: text("kind"), Says: text("says")}
			for range rapid.IntRange(0, 2).Draw(r, "parts") {
				e.Words, e.Notes = append(e.Words, Words{text("label"), text("text")}), append(e.Notes, text("note"))
			}
			f.Entries = append(f.Entries, e)
		}
		b := f.Lines()
		if bytes.Count(b, []byte("\n")) != 1+len(f.Entries) {
			r.Fatalf("%q", b)
		}
		d := json.NewDecoder(bytes.NewReader(b))
		d.DisallowUnknownFields()
		var got File
		if err := d.Decode(&got.Head); err != nil {
			r.Fatal(err)
		}
		for d.More() {
			var e Entry
			if err := d.Decode(&e); err != nil {
				r.Fatal(err)
			}
			got.Entries = append(got.Entries, e)
		}
		if diff := cmp.Diff(f, got); diff != "" {
			r.Fatal(diff)
		}
	})
	if got := string(File{Head: Head{By: "a\xffb"}}.Lines()); !strings.Contains(got, "a\ufffdb") {
		t.Error(got)
	}
}
