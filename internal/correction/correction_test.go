package correction

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/event/eventtest"
)

const (
	ana = eventtest.Ana
	ben = eventtest.Ben
)

func begin(t *testing.T) (*eventtest.Log, *State) {
	s := &State{}
	return &eventtest.Log{T: t, Practice: s, Dump: func() string { return fmt.Sprintln(s.list, s.byID) }, Now: eventtest.At()}, s
}

func TestCorrection(t *testing.T) {
	w, s := begin(t)
	letter, other := event.ID{9}, event.ID{8}
	first := w.Do(ana, KindMade, Made{"I was at the gym.", "I was at the pub.", &letter})
	seen := w.Seq
	w.Do(ben, KindMade, Made{"Fine.", "I was not fine.", nil})
	w.Do(ben, KindMade, Made{"x", "y", &letter}) // not his entry, for all he knows
	last := w.Do(ana, KindMade, Made{"I was at the pub.", "With Lou.", &letter})

	ids := func(list []Correction) (ids []event.ID) {
		for _, c := range list {
			ids = append(ids, c.ID)
		}
		return ids
	}
	if d := cmp.Diff([]event.ID{first, last}, ids(s.About(letter, ana))); d != "" {
		t.Error("beside what Ana wrote:", d)
	}
	if got := s.About(other, ana); got != nil {
		t.Errorf("%+v", got)
	}
	if got := s.About(event.ID{}, ben); got != nil {
		t.Errorf("what names nothing stands beside %+v", got)
	}
	if got := ids(s.List()); len(got) != 4 || got[0] != last || got[3] != first {
		t.Errorf("%v", got)
	}
	if d := cmp.Diff([]event.ID{last, first}, ids(s.News(ben, 0))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]event.ID{last}, ids(s.News(ben, seen))); d != "" {
		t.Error(d)
	}
	if got := s.News(ana, w.Seq); got != nil {
		t.Errorf("%+v", got)
	}
}

func TestRefusals(t *testing.T) {
	w, s := begin(t)
	long := strings.Repeat("é", MaxText/2)
	id := w.Do(ana, KindMade, Made{long, long, nil})
	for _, m := range []Made{{long + "x", "y", nil}, {"x", long + "y", nil}, {"", "y", nil}, {"x", "", nil}, {" \n\u2003", "y", nil},
		{"x", "\t", nil}, {"x", "y", &event.ID{}}} {
		w.Refused(Malformed, ana, KindMade, m)
	}
	w.Refused(Malformed, ana, KindMade, map[int]string{1: "x"})
	w.Refused(Malformed, ana, KindMade, map[int]string{1: "x", 2: "y", 4: "z"})
	w.Refused(NotMember, event.Nobody, KindMade, Made{"x", "y", nil})
	w.Refused(NotMember, 3, KindMade, Made{"x", "y", nil})
	w.Refused(Unknown, ana, "correction.answered", Made{"x", "y", nil}) // it needs no answer
	if err := s.Apply(event.Fact{Seq: 9, ID: id, By: ana, Kind: KindMade, Payload: codec.Must(Made{"x", "y", nil})}); err != Taken || len(s.list) != 1 {
		t.Error(err, len(s.list))
	}
}

func TestCompose(t *testing.T) {
	id := event.ID{7}
	for _, c := range []struct {
		f     event.Form
		want  any
		field string
	}{
		{event.Form{"told": " a\r\nb ", "now": "c"}, Made{"a\nb", "c", nil}, ""},
		{event.Form{"told": "a", "now": "c", "about": id.String()}, Made{"a", "c", &id}, ""},
		{event.Form{"told": "a", "now": strings.Repeat("x", MaxText)}, Made{"a", strings.Repeat("x", MaxText), nil}, ""},
		{event.Form{"told": "a", "now": strings.Repeat("x", MaxText+1)}, nil, "now too-long"},
		{event.Form{"now": "x"}, nil, "told empty"},
		{event.Form{"told": "x"}, nil, "now empty"},
		{event.Form{"told": "a", "now": "c", "about": "7"}, nil, "about bad"},
	} {
		got, err := new(State).Compose(KindMade, c.f, event.Stamp{})
		said := ""
		var field *event.FieldError
		if errors.As(err, &field) {
			said = field.Field + " " + field.Code
		}
		if d := cmp.Diff(c.want, got); d != "" || said != c.field {
			t.Errorf("%v: %q, %s", c.f, said, d)
		}
	}
	if _, err := new(State).Compose("correction.answered", nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payload as it is written, for ever (spec/correction-v1.md).
func TestBytes(t *testing.T) {
	for _, c := range []struct {
		m    Made
		want string
	}{
		{Made{"a", "b", nil}, "a2016161026162"},
		{Made{"a", "b", &event.ID{1}}, "a301616102616203" + "5001000000000000000000000000000000"},
	} {
		if got := hex.EncodeToString(codec.Must(c.m)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
