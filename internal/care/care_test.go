package care

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
	return &eventtest.Log{T: t, Practice: s, Dump: func() string { return fmt.Sprintf("%+v %d", s.List(), len(s.byID)) }, Now: eventtest.At()}, s
}

func TestCare(t *testing.T) {
	w, s := begin(t)
	if _, ok := s.Offer(event.ID{1}); ok {
		t.Error("something is offered of nothing")
	}
	call := w.Do(me, KindAdded, Added{People, "Call Lou."})
	if o, ok := s.Offer(event.ID{1}); !ok || o.ID != call {
		t.Errorf("%+v", o)
	}
	breathe := w.Do(me, KindAdded, Added{Calm, "Breathe."})
	walk := w.Do(me, KindAdded, Added{Calm, "Round the block."})
	w.Do(me, KindChanged, Changed{breathe, "Breathe out slowly."})
	// What calms comes first; the same occasion brings the same, others another.
	seen := map[event.ID]bool{}
	for i := range 40 {
		o, _ := s.Offer(event.ID{byte(i)})
		again, _ := s.Offer(event.ID{byte(i)})
		if o != again || o.Group != Calm {
			t.Fatalf("%+v, then %+v", o, again)
		}
		seen[o.ID] = true
	}
	if !seen[breathe] || !seen[walk] {
		t.Error("always the same is offered")
	}
	w.Do(me, KindDropped, Dropped{walk})
	w.Refused(NoThing, me, KindDropped, Dropped{walk})
	w.Refused(NoThing, me, KindChanged, Changed{walk, "x"})
	w.Refused(NoThing, me, KindChanged, Changed{event.ID{9}, "x"})
	if list := s.List(); len(list) != 2 || list[1].Text != "Breathe out slowly." {
		t.Errorf("%+v", list)
	}
	if _, ok := s.Thing(walk); ok {
		t.Error("what was let go is there")
	}
}

func TestLimits(t *testing.T) {
	w, s := begin(t)
	long := strings.Repeat("é", MaxText/2)
	id := w.Do(me, KindAdded, Added{Calm, long})
	w.Refused(Malformed, me, KindAdded, Added{Calm, long + "x"})
	w.Refused(Malformed, me, KindAdded, Added{Calm, " \n"})
	w.Refused(Malformed, me, KindAdded, Added{0, "x"})
	w.Refused(Malformed, me, KindAdded, Added{Beyond + 1, "x"})
	w.Do(me, KindChanged, Changed{id, long})
	w.Refused(Malformed, me, KindChanged, Changed{id, long + "x"})
	w.Refused(Unknown, me, "care.own.done", Dropped{id}) // nothing is ticked off
	for range MaxThings - 1 {
		w.Do(me, KindAdded, Added{Beyond, "x"})
	}
	w.Refused(Full, me, KindAdded, Added{Rest, "x"})
	w.Do(me, KindDropped, Dropped{id})
	w.Do(me, KindAdded, Added{Rest, "x"})
	w.Do(me, KindDropped, Dropped{eventtest.IDOf(w.Seq)})
	if err := s.Apply(event.Fact{ID: id, Kind: KindAdded, Payload: codec.Must(Added{Rest, "x"})}); err != Taken {
		t.Error(err)
	}
}

func TestCompose(t *testing.T) {
	id := event.ID{7}
	for _, g := range Groups() {
		got, err := new(State).Compose(KindAdded, event.Form{"group": g.Word(), "text": " x "}, event.Stamp{})
		if d := cmp.Diff(any(Added{g, "x"}), got); err != nil || d != "" {
			t.Error(err, d)
		}
	}
	for _, c := range []struct {
		kind event.Kind
		f    event.Form
		want any
		err  string
	}{
		{KindAdded, event.Form{"group": "best", "text": "x"}, nil, "group bad"},
		{KindAdded, event.Form{"group": "calm"}, nil, "text empty"},
		{KindAdded, event.Form{"group": "calm", "text": strings.Repeat("x", MaxText+1)}, nil, "text too-long"},
		{KindChanged, event.Form{"thing": id.String(), "text": "x"}, Changed{id, "x"}, ""},
		{KindDropped, event.Form{"thing": id.String()}, Dropped{id}, ""},
		{KindDropped, nil, nil, "thing bad"},
	} {
		got, err := new(State).Compose(c.kind, c.f, event.Stamp{})
		said := ""
		var field *event.FieldError
		if errors.As(err, &field) {
			said = field.Field + " " + field.Code
		}
		if d := cmp.Diff(c.want, got); d != "" || said != c.err {
			t.Errorf("%s: %q, %s", c.kind, said, d)
		}
	}
	if _, err := new(State).Compose("care.own.done", nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payloads as they are written, for ever (spec/care-v1.md).
func TestBytes(t *testing.T) {
	id := "5001000000000000000000000000000000"
	for _, c := range []struct {
		v    any
		want string
	}{
		{Added{Calm, "w"}, "a20101026177"},
		{Added{Beyond, "w"}, "a20105026177"},
		{Changed{event.ID{1}, "w"}, "a201" + id + "026177"},
		{Dropped{event.ID{1}}, "a101" + id},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%T: %s, want %s", c.v, got, c.want)
		}
	}
}
