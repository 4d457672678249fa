package promise

import (
	"encoding/hex"
	"strings"
	"testing"

	"troth/internal/codec"
	"troth/internal/event"
)

// The payloads as they are written, for ever (spec/promise-v1.md).
func TestBytes(t *testing.T) {
	id := "50 01000000000000000000000000000000 " // 16 bytes
	mark := "50 02000000000000000000000000000000 "
	day := On(event.Day(2026, 3, 4))
	evening := By(day.Date.At(18, 0))
	const (
		onDay     = "a1 01 19 5024 "     // {1: 20516}
		atEvening = "a1 02 1a 01c2ceb8 " // {2: 29544120}
	)
	for _, c := range []struct {
		v    any
		want string
	}{
		{Made{Text: "Call", Due: evening}, "a3 01 64 43616c6c 02 " + atEvening + "03 60"},
		{Made{Text: "Call", Due: day, Repeat: Weekly, Last: day.Date + 7}, "a4 01 64 43616c6c 02 " + onDay + "03 66 7765656b6c79 04 19 502b"},
		{Kept{event.ID{1}, day}, "a2 01 " + id + "02 " + onDay},
		{Changed{event.ID{1}, day, evening, "w"}, "a4 01 " + id + "02 " + onDay + "03 " + atEvening + "04 61 77"},
		{Missed{event.ID{1}, day, ""}, "a3 01 " + id + "02 " + onDay + "03 60"},
		{Noticed{event.ID{1}, day, event.ID{2}}, "a3 01 " + id + "02 " + onDay + "03 " + mark},
		{Differs{event.ID{1}, day, event.ID{2}, "w"}, "a4 01 " + id + "02 " + onDay + "03 " + mark + "04 61 77"},
		{Retire{event.ID{1}, "w"}, "a2 01 " + id + "02 61 77"},
		{RetireUndo{event.ID{1}}, "a1 01 " + id},
	} {
		want := strings.ReplaceAll(c.want, " ", "")
		if got := hex.EncodeToString(codec.Must(c.v)); got != want {
			t.Errorf("%T: %s, want %s", c.v, got, want)
		}
	}
	names := []Repeat{"", "daily", "weekdays", "weekly", "fortnightly", "monthly"}
	for i, r := range Repeats() {
		if r != names[i] || !r.Valid() {
			t.Errorf("repeat %q", r)
		}
	}

	// A zero that is present, and a due of two sorts, are other bytes for the
	// same thing or for nothing.
	for _, s := range []string{
		"a4 01 64 43616c6c 02 " + onDay + "03 60 04 00",
		"a3 01 64 43616c6c 02 a2 01 19 5024 02 00 03 60",
		"a3 01 64 43616c6c 02 a2 01 19 5024 02 1a 01c2ceb8 03 60",
		"a3 01 64 43616c6c 02 a0 03 60",
		"a4 01 64 43616c6c 02 " + onDay + "03 60 05 00",
		"a2 01 64 43616c6c 02 " + onDay,
	} {
		b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if err := new(State).Allows(event.First, KindMade, b, stamp(day.Date.At(0, 0))); err != Malformed {
			t.Errorf("%s: %v", s, err)
		}
	}
}
