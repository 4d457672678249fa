package letter

import (
	"encoding/hex"
	"strings"
	"testing"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/reflection"
)

// The payloads as they are written, for ever (spec/letter-v1.md).
func TestBytes(t *testing.T) {
	id := "50 01000000000000000000000000000000 " // 16 bytes
	for _, c := range []struct {
		v    any
		want string
	}{
		{Sent{"Dear"}, "a1 01 64 44656172"},
		{reflected(event.ID{1}, "w"), "a2 01 " + id + "02 61 77"},
		{confirmed(event.ID{1}), "a1 01 " + id},
		{corrected(event.ID{1}, "w"), "a2 01 " + id + "02 61 77"},
	} {
		want := strings.ReplaceAll(c.want, " ", "")
		if got := hex.EncodeToString(codec.Must(c.v)); got != want {
			t.Errorf("%T: %s, want %s", c.v, got, want)
		}
	}
	for kind, want := range map[event.Kind]string{KindSent: "letter.sent", KindReflected: "letter.reflected",
		KindConfirmed: "letter.confirmed", KindCorrected: "letter.corrected"} {
		if string(kind) != want {
			t.Errorf("%s", kind)
		}
	}
	// Other bytes for the same thing, or for nothing.
	for _, s := range []string{"a1 01 78 04 44656172", "a2 01 64 44656172 02 60", "a1 02 64 44656172", "a0", "a1 01 44 44656172", "a1 01 64 44656172 00"} {
		b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if err := new(State).Allows(ana, KindSent, b, event.Stamp{}); err != reflection.Malformed {
			t.Errorf("%s: %v", s, err)
		}
	}
}
