package meaning

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/event/eventtest"
)

const (
	ana = eventtest.Ana
	ben = eventtest.Ben
)

func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintln(&b, len(s.byID), len(s.questions))
	for _, l := range s.lines {
		fmt.Fprintf(&b, "%+v\n", *l)
		for _, q := range l.Questions {
			fmt.Fprintf(&b, "  %+v\n", q.Answer)
		}
	}
	return b.String()
}

func dumpOwn(o *Own) string {
	var b strings.Builder
	for _, g := range o.list {
		fmt.Fprintf(&b, "%+v %v %d\n", *g, g.Done, len(o.byID))
	}
	return b.String()
}

func begin(t *testing.T) (*eventtest.Log, *State) {
	s := &State{}
	return &eventtest.Log{T: t, Practice: s, Dump: func() string { return dump(s) }, Now: eventtest.At()}, s
}

func beginOwn(t *testing.T) (*eventtest.Log, *Own) {
	o := &Own{}
	return &eventtest.Log{T: t, Practice: o, Dump: func() string { return dumpOwn(o) }, Now: eventtest.At()}, o
}

// Ana writes a line, Ben asks, she answers and puts it in other words, and once
// she notices something. Nobody edits what is the other's.
func TestLines(t *testing.T) {
	w, s := begin(t)
	line := w.Do(ana, KindWritten, Written{"I feel heard when you look up."})
	w.Refused(NotWriter, ben, KindRewritten, Rewritten{line, "x"})
	w.Refused(NotWriter, ben, KindDropped, Dropped{line})
	w.Refused(NotWriter, ben, KindNoticed, Noticed{Line: line})
	w.Refused(NotOther, ana, KindAsked, Asked{line, "x"})
	w.Refused(NoLine, ben, KindAsked, Asked{event.ID{9}, "x"})
	q := w.Do(ben, KindAsked, Asked{line, "From the phone?"})
	second := w.Do(ben, KindAsked, Asked{line, "Always?"})
	w.Refused(NotWriter, ben, KindAnswered, Answered{q, "x"})
	w.Refused(NoQuestion, ana, KindAnswered, Answered{line, "x"})
	w.Do(ana, KindAnswered, Answered{q, "From anything."})
	w.Refused(HasAnswer, ana, KindAnswered, Answered{q, "x"})
	w.Do(ana, KindRewritten, Rewritten{line, "I feel heard when you put it away."})
	w.Do(ana, KindNoticed, Noticed{line, "On Sunday."})
	w.Do(ana, KindNoticed, Noticed{Line: line})

	l, ok := s.Line(line)
	if !ok || l.Text != "I feel heard when you put it away." || l.Questions[0].Answer.Words != "From anything." || len(l.Noticed) != 2 {
		t.Fatalf("%+v", l)
	}
	if open := l.Open(); len(open) != 1 || open[0].ID != second {
		t.Errorf("%+v", open)
	}
	kinds := func(me event.Partner, seq uint64) (kinds []event.Kind) {
		for _, n := range s.News(me, seq) {
			kinds = append(kinds, n.Kind)
		}
		return kinds
	}
	if d := cmp.Diff([]event.Kind{KindNoticed, KindNoticed, KindWritten, KindAnswered}, kinds(ben, 0)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]event.Kind{KindAsked, KindAsked}, kinds(ana, 0)); d != "" {
		t.Error(d)
	}
	if got := kinds(ben, w.Seq); got != nil {
		t.Errorf("%v", got)
	}

	w.Do(ana, KindDropped, Dropped{line})
	for kind, payload := range map[event.Kind]any{KindDropped: Dropped{line}, KindRewritten: Rewritten{line, "x"}, KindNoticed: Noticed{Line: line}} {
		w.Refused(NoLine, ana, kind, payload)
	}
	w.Do(ana, KindAnswered, Answered{second, "No."}) // a question stays one
	if _, ok := s.Line(line); ok || len(s.Lines(ana)) != 0 || kinds(ben, 0) != nil {
		t.Error("a dropped line is still there")
	}
}

func TestLimits(t *testing.T) {
	w, s := begin(t)
	long := func(n int) string { return strings.Repeat("é", n/2) }
	line := w.Do(ana, KindWritten, Written{long(MaxText)})
	for _, c := range []struct {
		by      event.Partner
		kind    event.Kind
		fits    any
		tooLong any
	}{
		{ana, KindRewritten, Rewritten{line, long(MaxText)}, Rewritten{line, long(MaxText) + "x"}},
		{ben, KindAsked, Asked{line, long(MaxQuestion)}, Asked{line, long(MaxQuestion) + "x"}},
		{ana, KindNoticed, Noticed{line, long(MaxWords)}, Noticed{line, long(MaxWords) + "x"}},
		{ana, KindAnswered, Answered{eventtest.IDOf(5), long(MaxAnswer)}, Answered{eventtest.IDOf(5), long(MaxAnswer) + "x"}},
	} {
		w.Refused(Malformed, c.by, c.kind, c.tooLong)
		w.Do(c.by, c.kind, c.fits)
	}
	w.Refused(Malformed, ana, KindWritten, Written{long(MaxText) + "x"})
	w.Refused(Malformed, ana, KindWritten, Written{" \n"})
	w.Refused(Malformed, ana, KindNoticed, Noticed{line, " "})
	w.Refused(Malformed, ana, KindDropped, map[int]int{1: 1})
	w.Refused(NotMember, 3, KindWritten, Written{"x"})
	w.Refused(NotMember, event.Nobody, KindWritten, Written{"x"})
	w.Refused(Unknown, ana, "meaning.kept", Dropped{line})
	w.Refused(Unknown, ana, KindChosen, Chosen{line, "x"}) // what is private does not count here

	for range MaxLines - 1 {
		w.Do(ana, KindWritten, Written{"x"})
	}
	w.Refused(Full, ana, KindWritten, Written{"x"})
	w.Do(ben, KindWritten, Written{"x"}) // his own
	w.Do(ana, KindDropped, Dropped{line})
	w.Do(ana, KindWritten, Written{"x"})
	if len(s.Lines(ana)) != MaxLines || len(s.Lines(ben)) != 1 {
		t.Error(len(s.Lines(ana)), len(s.Lines(ben)))
	}
	before := dump(s)
	if err := s.Apply(event.Fact{Seq: 999, ID: line, By: ben, Kind: KindWritten, Payload: codec.Must(Written{"x"})}); err != Taken || dump(s) != before {
		t.Error(err)
	}
}

// A gesture is done quietly, or left.
func TestGestures(t *testing.T) {
	w, o := beginOwn(t)
	line := event.ID{7}
	g := w.Do(ana, KindChosen, Chosen{line, "Put the phone in the drawer."})
	h := w.Do(ana, KindChosen, Chosen{line, "Look up."})
	if open := o.Open(); len(open) != 2 || open[0].ID != g || open[0].Line != line {
		t.Errorf("%+v", open)
	}
	w.Wait(60)
	w.Do(ana, KindDone, Done{g})
	w.Refused(NoGesture, ana, KindDone, Done{g})
	w.Refused(NoGesture, ana, KindLeft, Done{g})
	w.Do(ana, KindLeft, Done{h})
	w.Refused(NoGesture, ana, KindDone, Done{h})
	w.Refused(NoGesture, ana, KindDone, Done{event.ID{9}})
	if done := o.Done(); len(o.Open()) != 0 || len(done) != 1 || done[0].Done.MS != w.Now.MS {
		t.Errorf("%+v", done)
	}
	w.Refused(Malformed, ana, KindChosen, Chosen{line, strings.Repeat("x", MaxWords+1)})
	w.Refused(Malformed, ana, KindChosen, Chosen{event.ID{}, "x"})
	w.Refused(Malformed, ana, KindDone, map[int]int{1: 1})
	w.Refused(Unknown, ana, KindWritten, Written{"x"})
	for range MaxGestures {
		w.Do(ana, KindChosen, Chosen{line, strings.Repeat("x", MaxWords)})
	}
	w.Refused(Full, ana, KindChosen, Chosen{line, "x"})
	if err := o.Apply(event.Fact{ID: g, Kind: KindChosen, Payload: codec.Must(Chosen{line, "x"})}); err != Full {
		t.Error(err)
	}
}

func TestCompose(t *testing.T) {
	id := event.ID{7}
	type composer interface {
		Compose(event.Kind, event.Form, event.Stamp) (any, error)
	}
	for _, c := range []struct {
		of   composer
		kind event.Kind
		f    event.Form
		want any
		err  string
	}{
		{&State{}, KindWritten, event.Form{"text": " a "}, Written{"a"}, ""},
		{&State{}, KindWritten, nil, nil, "text empty"},
		{&State{}, KindWritten, event.Form{"text": strings.Repeat("x", MaxText+1)}, nil, "text too-long"},
		{&State{}, KindRewritten, event.Form{"line": id.String(), "text": "a"}, Rewritten{id, "a"}, ""},
		{&State{}, KindRewritten, event.Form{"text": "a"}, nil, "line bad"},
		{&State{}, KindDropped, event.Form{"line": id.String()}, Dropped{id}, ""},
		{&State{}, KindAsked, event.Form{"line": id.String(), "text": "a"}, Asked{id, "a"}, ""},
		{&State{}, KindAnswered, event.Form{"question": id.String(), "text": "a"}, Answered{id, "a"}, ""},
		{&State{}, KindNoticed, event.Form{"line": id.String()}, Noticed{Line: id}, ""},
		{&Own{}, KindChosen, event.Form{"line": id.String(), "text": "a"}, Chosen{id, "a"}, ""},
		{&Own{}, KindChosen, event.Form{"line": id.String()}, nil, "text empty"},
		{&Own{}, KindDone, event.Form{"gesture": id.String()}, Done{id}, ""},
		{&Own{}, KindLeft, nil, nil, "gesture bad"},
	} {
		got, err := c.of.Compose(c.kind, c.f, event.Stamp{})
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
	if _, err := new(State).Compose(KindChosen, nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
	if _, err := new(Own).Compose(KindWritten, nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payloads as they are written, for ever (spec/meaning-v1.md).
func TestBytes(t *testing.T) {
	id := "5001000000000000000000000000000000"
	for _, c := range []struct {
		v    any
		want string
	}{
		{Written{"w"}, "a1016177"},
		{Rewritten{event.ID{1}, "w"}, "a201" + id + "026177"},
		{Dropped{event.ID{1}}, "a101" + id},
		{Asked{event.ID{1}, "w"}, "a201" + id + "026177"},
		{Answered{event.ID{1}, "w"}, "a201" + id + "026177"},
		{Noticed{event.ID{1}, ""}, "a101" + id},
		{Chosen{event.ID{1}, "w"}, "a201" + id + "026177"},
		{Done{event.ID{1}}, "a101" + id},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%T: %s, want %s", c.v, got, c.want)
		}
	}
}

// Whatever is said by whom: no more lines than there may be, and questions are
// only ever asked by the other.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, s := begin(t)
		for range rapid.IntRange(1, 60).Draw(rt, "n") {
			id := eventtest.IDOf(uint64(rapid.IntRange(1, 60).Draw(rt, "id")))
			by := rapid.SampledFrom([]event.Partner{ana, ben}).Draw(rt, "by")
			c := rapid.SampledFrom([]struct {
				kind    event.Kind
				payload any
			}{{KindWritten, Written{"x"}}, {KindRewritten, Rewritten{id, "y"}}, {KindDropped, Dropped{id}}, {KindAsked, Asked{id, "q"}},
				{KindAnswered, Answered{id, "a"}}, {KindNoticed, Noticed{Line: id}}}).Draw(rt, "what")
			_, _ = w.Try(by, c.kind, c.payload)
		}
		for _, p := range []event.Partner{ana, ben} {
			if n := len(s.Lines(p)); n > MaxLines {
				rt.Fatalf("%d lines", n)
			}
			for _, n := range s.News(p, 0) {
				if mine := n.Line.By == p; mine != (n.Kind == KindAsked) {
					rt.Fatalf("%s of a line of one's own: %v", n.Kind, mine)
				}
			}
		}
	})
}
