package reappraisal

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"troth/internal/codec"
	"troth/internal/event"
)

func look(t *testing.T, s *State, id byte, at event.Date, told string) error {
	t.Helper()
	return s.Apply(event.Fact{ID: event.ID{id}, Seq: uint64(id), Kind: KindLooked, At: event.Stamp{Civil: at.At(20, 0)}, Payload: codec.Must(Looked{Told: told})})
}

func TestLook(t *testing.T) {
	var s State
	long := strings.Repeat("w", MaxText+1)
	for _, c := range []struct {
		f     event.Form
		field string
		code  string
	}{
		{event.Form{FieldTold: " \n"}, FieldTold, event.CodeEmpty},
		{event.Form{FieldTold: long}, FieldTold, event.CodeLong},
		{event.Form{FieldTold: "w", FieldHoped: long}, FieldHoped, event.CodeLong},
		{event.Form{FieldTold: "w", FieldRemind: long}, FieldRemind, event.CodeLong},
	} {
		_, err := s.Compose(KindLooked, c.f, event.Stamp{})
		var wrong *event.FieldError
		if !errors.As(err, &wrong) || wrong.Field != c.field || wrong.Code != c.code {
			t.Errorf("%v: %v", c.f, err)
		}
	}
	p, err := s.Compose(KindLooked, event.Form{FieldTold: " told ", FieldRemind: long[:MaxText]}, event.Stamp{})
	if err != nil || p.(Looked).Told != "told" || s.Allows(event.First, KindLooked, codec.Must(p), event.Stamp{}) != nil {
		t.Fatal(p, err)
	}
	if _, err := s.Compose("reappraisal.own.other", event.Form{}, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
	for _, c := range []struct {
		kind    event.Kind
		payload any
		want    error
	}{
		{KindLooked, Looked{Told: " "}, Malformed}, {KindLooked, Looked{Told: long}, Malformed}, {KindLooked, Looked{Told: "w", Hoped: long}, Malformed},
		{KindLooked, Looked{Told: "w", Remind: "\xff"}, Malformed}, {KindLooked, "w", Malformed}, {"reappraisal.looked", Looked{Told: "w"}, Unknown},
	} {
		raw, err := codec.Encode(c.payload)
		if err != nil {
			continue // what is not text cannot even be written
		}
		if err := s.Apply(event.Fact{ID: event.ID{9}, Kind: c.kind, Payload: raw}); !errors.Is(err, c.want) || len(s.List()) != 0 {
			t.Errorf("%s %v: %v", c.kind, c.payload, err)
		}
	}
	for i, want := range []error{nil, nil, Taken} {
		if err := look(t, &s, []byte{1, 2, 1}[i], 20_000, "w"); !errors.Is(err, want) {
			t.Error(i, err)
		}
	}
	if l := s.List(); len(l) != 2 || l[0].ID != (event.ID{2}) {
		t.Error(l)
	}
}

// It is offered at most three times a year, whatever somebody does.
func TestFits(t *testing.T) {
	var s State
	times, before := 0, false
	for day := event.Day(2026, time.January, 1); day <= event.Day(2026, time.December, 31); day++ {
		fits := s.Fits(day)
		if fits && !before {
			times++
		}
		before = fits
		if d := day.Time().Day(); fits && d > offeredFor {
			t.Error(day)
		}
	}
	if times != 3 {
		t.Errorf("offered %d times a year", times)
	}
	first := event.Day(2026, time.June, 1)
	for _, c := range []struct {
		looked event.Date
		fits   bool
	}{{first - 90, true}, {first - 89, false}, {first, false}, {first + 1, true}} { // of a day to come there is nothing yet
		s := State{}
		if err := look(t, &s, 1, c.looked, "w"); err != nil {
			t.Fatal(err)
		}
		if s.Fits(first) != c.fits {
			t.Errorf("after a look on %s: %v", c.looked, !c.fits)
		}
	}
}

// The payload as it is written, for ever (spec/reappraisal-v1.md).
func TestBytes(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{Looked{Told: "w"}, "a1016177"},
		{Looked{Told: "w", Remind: "w"}, "a2016177036177"},
		{Looked{"w", "w", "w"}, "a3016177026177036177"},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
