package journal

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

const me = event.First

func begin(t *testing.T) (*eventtest.Log, *State) {
	s := &State{}
	dump := func() string { return fmt.Sprintf("%+v %+v %v", s.List(false), s.List(true), len(s.ids)) }
	return &eventtest.Log{T: t, Practice: s, Dump: dump, Now: eventtest.At()}, s
}

// An intuition has a day until it was looked at again, and can have another.
func TestIntuition(t *testing.T) {
	w, s := begin(t)
	today := w.Now.Civil.Date()
	plain := w.Do(me, KindWritten, Written{Text: "A long day."})
	hunch := w.Do(me, KindWritten, Written{Text: "He will not call.", Again: today + 7})
	e, _ := s.Entry(hunch)
	if !e.Intuition || e.Due(today+6) || !e.Due(today+7) || !e.Due(today+90) {
		t.Errorf("%+v", e)
	}
	w.Refused(NoEntry, me, KindLooked, Looked{plain, "No."})
	w.Wait(60)
	w.Do(me, KindLooked, Looked{hunch, "He called on the second day."})
	if e, _ = s.Entry(hunch); !e.Intuition || e.Due(today+90) || len(e.Looks) != 1 || e.Looks[0].At != w.Now {
		t.Errorf("%+v", e)
	}
	w.Do(me, KindMarked, Marked{hunch, today + 30})
	w.Do(me, KindLooked, Looked{hunch, "And again."})
	w.Do(me, KindMarked, Marked{plain, today + 1})
	w.Do(me, KindMarked, Marked{plain, 0})
	if e, _ = s.Entry(plain); e.Intuition || e.Again != 0 {
		t.Errorf("%+v", e)
	}
	if e, _ = s.Entry(hunch); len(e.Looks) != 2 || e.Again != 0 {
		t.Errorf("%+v", e)
	}
	share := w.Do(me, KindWritten, Written{Text: "I said that I would listen, and did not.", Share: true})
	w.Refused(NoEntry, me, KindMarked, Marked{share, today + 1})
	w.Refused(Malformed, me, KindWritten, Written{Text: "w", Share: true, Again: today + 1})
	if l := s.List(true); len(l) != 1 || l[0].ID != share {
		t.Errorf("%+v", l)
	}
	if l := s.List(false); len(l) != 2 || l[0].ID != hunch || l[1].ID != plain {
		t.Errorf("%+v", l)
	}
}

// What is written anew keeps its id and its time: it is there once, in its place.
func TestOnce(t *testing.T) {
	var s State
	apply := func(id byte, at int64, kind event.Kind, payload any) error {
		return s.Apply(event.Fact{ID: event.ID{id}, Seq: 9, At: event.Stamp{MS: at}, Kind: kind, Payload: codec.Must(payload)})
	}
	for i, err := range []error{
		apply(1, 10, KindWritten, Written{Text: "first", Again: event.MinDate}), apply(2, 20, KindWritten, Written{Text: "second"}),
		apply(3, 30, KindLooked, Looked{event.ID{1}, "yes"}), apply(4, 15, KindWritten, Written{Text: "between"}),
	} {
		if err != nil {
			t.Fatal(i, err)
		}
	}
	for _, err := range []error{apply(1, 10, KindWritten, Written{Text: "first"}), apply(3, 30, KindLooked, Looked{event.ID{1}, "yes"}), apply(2, 40, KindLooked, Looked{event.ID{1}, "no"})} {
		if !errors.Is(err, Taken) {
			t.Error(err)
		}
	}
	var words []string
	for _, e := range s.List(false) {
		words = append(words, e.Text)
	}
	if d := cmp.Diff([]string{"second", "between", "first"}, words); d != "" {
		t.Error(d)
	}
	if e, _ := s.Entry(event.ID{1}); len(e.Looks) != 1 {
		t.Errorf("%+v", e)
	}
}

func TestMalformed(t *testing.T) {
	w, _ := begin(t)
	id := w.Do(me, KindWritten, Written{Text: "w", Again: event.MaxDate})
	long := strings.Repeat("w", MaxText+1)
	w.Do(me, KindWritten, Written{Text: long[1:]})
	for _, c := range []struct {
		kind    event.Kind
		payload any
	}{
		{KindWritten, Written{}}, {KindWritten, Written{Text: " \n"}}, {KindWritten, Written{Text: long}}, {KindWritten, Written{Text: "w", Again: event.MaxDate + 1}},
		{KindWritten, Written{Text: "w", Again: -1}}, {KindWritten, "w"}, {KindMarked, Marked{id, event.MinDate - 1}}, {KindMarked, "w"},
		{KindLooked, Looked{id, ""}}, {KindLooked, Looked{id, long}}, {KindLooked, "w"},
	} {
		w.Refused(Malformed, me, c.kind, c.payload)
	}
	for _, kind := range []event.Kind{KindMarked, KindLooked} {
		w.Refused(map[event.Kind]error{KindMarked: Malformed, KindLooked: NoEntry}[kind], me, kind, Looked{event.ID{99}, "w"})
	}
	w.Refused(NoEntry, me, KindMarked, Marked{Entry: event.ID{99}})
	w.Refused(Unknown, me, "journal.own.other", Written{Text: "w"})
}

func TestCompose(t *testing.T) {
	now := eventtest.At()
	today := now.Civil.Date()
	id := event.ID{7}
	for _, c := range []struct {
		kind event.Kind
		f    event.Form
		want any
		err  string
	}{
		{KindWritten, event.Form{"text": " a\r\nb "}, Written{Text: "a\nb"}, ""},
		{KindWritten, event.Form{"text": "a", "again": (today + 1).String()}, Written{Text: "a", Again: today + 1}, ""},
		{KindWritten, event.Form{"text": "a", "again": today.String()}, nil, "again past"},
		{KindWritten, event.Form{"text": "a", "again": "soon"}, nil, "again bad"},
		{KindWritten, event.Form{"text": "a", "share": "yes", "again": (today + 1).String()}, Written{Text: "a", Share: true}, ""},
		{KindWritten, event.Form{"text": " "}, nil, "text empty"},
		{KindWritten, event.Form{"text": strings.Repeat("x", MaxText+1)}, nil, "text too-long"},
		{KindMarked, event.Form{"entry": id.String(), "again": (today + 1).String()}, Marked{id, today + 1}, ""},
		{KindMarked, event.Form{"entry": id.String()}, Marked{Entry: id}, ""},
		{KindMarked, event.Form{"entry": "x"}, nil, "entry bad"},
		{KindLooked, event.Form{"entry": id.String(), "text": "a"}, Looked{id, "a"}, ""},
		{KindLooked, event.Form{"entry": id.String()}, nil, "text empty"},
	} {
		got, err := new(State).Compose(c.kind, c.f, now)
		said := ""
		var field *event.FieldError
		if errors.As(err, &field) {
			said = field.Field + " " + field.Code
		}
		if d := cmp.Diff(c.want, got); d != "" || said != c.err {
			t.Errorf("%s %v: %q, %s", c.kind, c.f, said, d)
		}
	}
	if _, err := new(State).Compose("journal.own.other", nil, now); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payloads as they are written, for ever (spec/journal-v1.md).
func TestBytes(t *testing.T) {
	const id = "5001000000000000000000000000000000"
	for _, c := range []struct {
		v    any
		want string
	}{
		{Written{Text: "w"}, "a1016177"},
		{Written{Text: "w", Share: true}, "a201617702f5"},
		{Written{Text: "w", Again: 20_000}, "a201617703194e20"},
		{Marked{event.ID{1}, 20_000}, "a201" + id + "02194e20"},
		{Marked{Entry: event.ID{1}}, "a101" + id},
		{Looked{event.ID{1}, "w"}, "a201" + id + "026177"},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%+v: %s, want %s", c.v, got, c.want)
		}
	}
}
