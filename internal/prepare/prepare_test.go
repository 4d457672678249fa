package prepare

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

func TestPrepare(t *testing.T) {
	s := &State{}
	w := &eventtest.Log{T: t, Practice: s, Dump: func() string { return fmt.Sprintf("%+v", s.List()) }, Now: eventtest.At()}
	long := strings.Repeat("é", MaxText/2)
	id := w.Do(me, KindKept, Kept{Letter, long})
	line := w.Do(me, KindKept, Kept{Line, "I feel heard when …"})
	w.Wait(60)
	w.Do(me, KindChanged, Changed{id, "Dear"})
	if p, ok := s.Prepared(id); !ok || p.Text != "Dear" || p.At != w.Now || p.Thing != Letter {
		t.Errorf("%+v", p)
	}
	if list := s.List(); len(list) != 2 || list[0].ID != line {
		t.Errorf("%+v", list)
	}
	w.Refused(NoPrepared, me, KindChanged, Changed{event.ID{9}, "x"})
	w.Refused(Malformed, me, KindChanged, Changed{id, long + "x"})
	w.Refused(Malformed, me, KindKept, Kept{Letter, long + "x"})
	w.Refused(Malformed, me, KindKept, Kept{Letter, "\n"})
	w.Refused(Malformed, me, KindKept, Kept{0, "x"})
	w.Refused(Malformed, me, KindKept, Kept{Line + 1, "x"})
	w.Refused(Unknown, me, "prepare.own.sent", Kept{Letter, "x"})
	if _, ok := s.Prepared(event.ID{9}); ok {
		t.Error("something of nothing")
	}
	if err := s.Apply(event.Fact{ID: id, Kind: KindKept, Payload: codec.Must(Kept{Letter, "x"})}); err != Taken {
		t.Error(err)
	}
}

func TestCompose(t *testing.T) {
	id := event.ID{7}
	for _, c := range []struct {
		kind event.Kind
		f    event.Form
		want any
		err  string
	}{
		{KindKept, event.Form{"thing": "letter", "text": " a "}, Kept{Letter, "a"}, ""},
		{KindKept, event.Form{"thing": "promise", "text": "a"}, Kept{Promise, "a"}, ""},
		{KindKept, event.Form{"thing": "line", "text": "a"}, Kept{Line, "a"}, ""},
		{KindKept, event.Form{"thing": "apology", "text": "a"}, nil, "thing bad"},
		{KindKept, event.Form{"thing": "letter"}, nil, "text empty"},
		{KindKept, event.Form{"thing": "letter", "text": strings.Repeat("x", MaxText+1)}, nil, "text too-long"},
		{KindChanged, event.Form{"prepared": id.String(), "text": "a"}, Changed{id, "a"}, ""},
		{KindChanged, event.Form{"text": "a"}, nil, "prepared bad"},
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
	if _, err := new(State).Compose("prepare.own.sent", nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payloads as they are written, for ever (spec/prepare-v1.md).
func TestBytes(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{Kept{Letter, "w"}, "a20101026177"},
		{Kept{Promise, "w"}, "a20102026177"},
		{Kept{Line, "w"}, "a20103026177"},
		{Changed{event.ID{1}, "w"}, "a2015001000000000000000000000000000000026177"},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%T: %s, want %s", c.v, got, c.want)
		}
	}
}
