package benefit

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
	dump := func() string { return fmt.Sprintf("%+v", s.List()) }
	return &eventtest.Log{T: t, Practice: s, Dump: dump, Now: eventtest.At()}, s
}

// A look, a wait, an end, and what it turned out to be: each can be put anew.
func TestDoubt(t *testing.T) {
	w, s := begin(t)
	id := w.Do(me, KindDoubted, Doubted{"He turned the phone over.", "He hides something.", "The light was in his eyes.", "It was my present.", "What was on the phone?"})
	second := w.Do(me, KindDoubted, Doubted{Saw: "She was late.", Story: "She does not care."})
	w.Do(me, KindSettled, Settled{id, Waits})
	w.Do(me, KindSettled, Settled{id, Asked})
	w.Do(me, KindTurned, Turned{id, "A present."})
	at := w.Now
	w.Wait(60)
	w.Do(me, KindTurned, Turned{id, "A present, and a bad liar."})
	d, ok := s.Doubt(id)
	if !ok || d.End != Asked || d.Turned != "A present, and a bad liar." || d.Then == at || d.Another != "It was my present." {
		t.Errorf("%+v", d)
	}
	if list := s.List(); len(list) != 2 || list[0].ID != second || list[0].End != Open || list[0].Turned != "" {
		t.Errorf("%+v", list)
	}
	w.Refused(NoDoubt, me, KindSettled, Settled{event.ID{9}, Left})
	w.Refused(NoDoubt, me, KindTurned, Turned{event.ID{9}, "x"})
	if _, ok := s.Doubt(event.ID{9}); ok {
		t.Error("a doubt of nothing")
	}
	if err := s.Apply(event.Fact{ID: id, Kind: KindDoubted, Payload: codec.Must(Doubted{Saw: "x", Story: "y"})}); err != Taken || len(s.List()) != 2 {
		t.Error(err)
	}
}

func TestLimits(t *testing.T) {
	w, _ := begin(t)
	long := strings.Repeat("é", MaxText/2)
	id := w.Do(me, KindDoubted, Doubted{long, long, long, long, long})
	for i := range 5 {
		parts := [5]string{"x", "x", "x", "x", "x"}
		parts[i] = long + "x"
		w.Refused(Malformed, me, KindDoubted, Doubted{parts[0], parts[1], parts[2], parts[3], parts[4]})
		parts[i] = " \n"
		w.Refused(Malformed, me, KindDoubted, Doubted{parts[0], parts[1], parts[2], parts[3], parts[4]})
	}
	w.Refused(Malformed, me, KindDoubted, Doubted{Saw: "x"})
	w.Refused(Malformed, me, KindDoubted, Doubted{Story: "x"})
	for end := Asked; end <= Left; end++ {
		w.Do(me, KindSettled, Settled{id, end})
	}
	w.Refused(Malformed, me, KindSettled, Settled{id, Open})
	w.Refused(Malformed, me, KindSettled, Settled{id, Left + 1})
	w.Do(me, KindTurned, Turned{id, long})
	w.Refused(Malformed, me, KindTurned, Turned{id, long + "x"})
	w.Refused(Unknown, me, "benefit.asked", Settled{id, Asked}) // nothing of it is shared
}

func TestCompose(t *testing.T) {
	id := event.ID{7}
	for _, c := range []struct {
		kind event.Kind
		f    event.Form
		want any
		err  string
	}{
		{KindDoubted, event.Form{"saw": " a ", "story": "b", "question": "c"}, Doubted{Saw: "a", Story: "b", Question: "c"}, ""},
		{KindDoubted, event.Form{"story": "b"}, nil, "saw empty"},
		{KindDoubted, event.Form{"saw": "b"}, nil, "story empty"},
		{KindDoubted, event.Form{"saw": "a", "story": "b", "another": strings.Repeat("x", MaxText+1)}, nil, "another too-long"},
		{KindSettled, event.Form{"doubt": id.String(), "end": "let-go"}, Settled{id, LetGo}, ""},
		{KindSettled, event.Form{"doubt": id.String(), "end": "won"}, nil, "end bad"},
		{KindSettled, event.Form{"end": "left"}, nil, "doubt bad"},
		{KindTurned, event.Form{"doubt": id.String(), "text": "x"}, Turned{id, "x"}, ""},
		{KindTurned, event.Form{"doubt": id.String()}, nil, "text empty"},
	} {
		got, err := new(State).Compose(c.kind, c.f, event.Stamp{})
		said := ""
		var field *event.FieldError
		if errors.As(err, &field) {
			said = field.Field + " " + field.Code
		} else if err != nil {
			said = err.Error()
		}
		if d := cmp.Diff(c.want, got); d != "" || said != c.err {
			t.Errorf("%s: %q, %s", c.kind, said, d)
		}
	}
	if _, err := new(State).Compose("benefit.asked", nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payloads as they are written, for ever (spec/benefit-v1.md).
func TestBytes(t *testing.T) {
	id := "5001000000000000000000000000000000"
	for _, c := range []struct {
		v    any
		want string
	}{
		{Doubted{Saw: "a", Story: "b"}, "a2016161026162"},
		{Doubted{"a", "b", "c", "d", "e"}, "a5016161026162036163046164056165"},
		{Settled{event.ID{1}, Asked}, "a201" + id + "0201"},
		{Turned{event.ID{1}, "w"}, "a201" + id + "026177"},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%T: %s, want %s", c.v, got, c.want)
		}
	}
}
