package timeout

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
	day = 24 * 60
)

func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintln(&b, s.more, len(s.byID))
	for _, t := range s.list {
		fmt.Fprintf(&b, "%+v %+v %+v\n", *t, t.Extended, t.Back)
	}
	return b.String()
}

func begin(t *testing.T) (*eventtest.Log, *State) {
	s := &State{}
	return &eventtest.Log{T: t, Practice: s, Dump: func() string { return dump(s) }, Now: eventtest.At()}, s
}

// Ana pauses for half an hour, puts it off once, and comes back with a line.
func TestTimeout(t *testing.T) {
	w, s := begin(t)
	if o := s.Offers(ana, w.Now); o.Call != nil || o.Extend != 0 || o.Return {
		t.Fatalf("%+v", o)
	}
	id := w.Do(ana, KindCalled, Called{30})
	called := w.Seq
	w.Refused(Running, ana, KindCalled, Called{30})
	w.Refused(Running, ben, KindCalled, Called{30}) // one at a time, whoever called it
	w.Refused(NotCaller, ben, KindExtended, Extended{id, 10})
	w.Refused(NotCaller, ben, KindReturned, Returned{Timeout: id})
	w.Refused(NoTimeout, ana, KindReturned, Returned{Timeout: event.ID{9}})
	if seq, yes := s.Rests(ana, w.Now); !yes || seq != called {
		t.Error(seq, yes)
	}
	if _, yes := s.Rests(ben, w.Now); yes {
		t.Error("the other rests")
	}
	if got, ok := s.News(ben, called-1); !ok || got.ID != id {
		t.Error("Ben learns nothing of it")
	}
	if _, ok := s.News(ana, 0); ok {
		t.Error("her own call is news to Ana")
	}

	w.Wait(29)
	if o := s.Offers(ana, w.Now); o.Extend != day-30 || !o.Return || o.Call != Running {
		t.Fatalf("%+v", o)
	}
	w.Do(ana, KindExtended, Extended{id, 20})
	w.Refused(Again, ana, KindExtended, Extended{id, 10})
	w.Wait(20)
	if _, ok := s.Running(w.Now); !ok {
		t.Error("over a minute before its end")
	}
	w.Wait(1)
	if _, ok := s.Running(w.Now); ok {
		t.Error("it runs at its end")
	}
	if _, yes := s.Rests(ana, w.Now); yes {
		t.Error("Ana rests after the end")
	}
	w.Do(ana, KindReturned, Returned{id, "I was ashamed, and I shouted."})
	w.Refused(Over, ana, KindReturned, Returned{Timeout: id})
	if l, _ := s.Last(); l.Back == nil || l.Back.Line != "I was ashamed, and I shouted." || l.Extended == nil {
		t.Errorf("%+v", l)
	}
	if got, ok := s.News(ben, w.Seq-2); !ok || got.Back == nil {
		t.Error("Ben does not learn that Ana is back")
	}
}

// Who comes back early has no need to wait for the end.
func TestEarlyReturn(t *testing.T) {
	w, s := begin(t)
	id := w.Do(ana, KindCalled, Called{day})
	w.Wait(5)
	w.Do(ana, KindReturned, Returned{Timeout: id})
	if _, yes := s.Rests(ana, w.Now); yes {
		t.Error("Ana rests though she is back")
	}
	w.Refused(Over, ana, KindExtended, Extended{id, 10})
	w.Do(ben, KindCalled, Called{20}) // his own first today
}

// Never returning is possible, and the next time-out ends the matter.
func TestNeverReturned(t *testing.T) {
	w, s := begin(t)
	first := w.Do(ana, KindCalled, Called{20})
	w.Wait(20)
	w.Refused(Over, ana, KindExtended, Extended{first, 10})
	w.Do(ben, KindCalled, Called{20})
	w.Refused(NoTimeout, ana, KindReturned, Returned{Timeout: first})
	if got := s.List(); len(got) != 2 || got[1].Back != nil || got[0].By != ben {
		t.Errorf("%+v", got)
	}
}

// One a day by the caller's own calendar, unless both have agreed to more.
func TestOneADay(t *testing.T) {
	w, s := begin(t)
	w.Do(ana, KindCalled, Called{20})
	w.Wait(30)
	w.Refused(Today, ana, KindCalled, Called{20})
	w.Do(ana, KindMore, More{true})
	w.Refused(Same, ana, KindMore, More{true})
	w.Refused(Today, ana, KindCalled, Called{20}) // one alone has not agreed
	w.Do(ben, KindMore, More{true})
	if o := s.Offers(ana, w.Now); o.Call != nil {
		t.Error(o.Call)
	}
	w.Do(ana, KindCalled, Called{20})
	w.Wait(30)
	w.Do(ben, KindMore, More{false}) // by one, at once
	w.Refused(Same, ben, KindMore, More{false})
	w.Refused(Today, ana, KindCalled, Called{20})
	if !s.More(ana) || s.More(ben) {
		t.Error(s.more)
	}

	w.Wait(day - 60 - 12*60 - 1) // a minute before midnight
	w.Refused(Today, ana, KindCalled, Called{20})
	w.Wait(1)
	w.Do(ana, KindCalled, Called{20})
}

// A call dated far ahead, by a wrong clock or on purpose, runs for its caller's
// clock alone: the other can call one, and the next ends the matter.
func TestFarAhead(t *testing.T) {
	w, s := begin(t)
	now := w.Now
	w.Wait(day + 1)
	w.Do(ana, KindCalled, Called{30})
	if _, yes := s.Rests(ana, w.Now); !yes {
		t.Error("it does not run by the clock it was called with")
	}
	w.Now = now
	if _, runs := s.Running(w.Now); runs {
		t.Error("it runs a day and a minute before it was called")
	}
	w.Do(ben, KindCalled, Called{20})
	w.Wait(20)
	w.Do(ana, KindCalled, Called{20}) // her clock was put right: on this day she has called none

	// To the minute.
	w.Wait(2 * day)
	w.Do(ana, KindCalled, Called{day})
	w.Wait(-day)
	w.Refused(Running, ben, KindCalled, Called{20})
	w.Wait(-1)
	w.Do(ben, KindCalled, Called{20})
}

func TestLimits(t *testing.T) {
	w, _ := begin(t)
	w.Refused(Malformed, ana, KindCalled, Called{MinMinutes - 1})
	w.Refused(Malformed, ana, KindCalled, Called{MaxMinutes + 1})
	w.Refused(Malformed, ana, KindCalled, map[int]int{})
	w.Refused(Malformed, ana, KindCalled, map[int]int{1: 30, 2: 1})
	w.Refused(Malformed, ana, KindMore, map[int]int{1: 1})
	w.Refused(NotMember, event.Nobody, KindCalled, Called{30})
	w.Refused(NotMember, 3, KindMore, More{true})
	w.Refused(Unknown, ana, "timeout.missed", Called{30}) // never returning is not commented
	id := w.Do(ana, KindCalled, Called{MinMinutes})
	w.Refused(Malformed, ana, KindExtended, Extended{id, MinExtend - 1})
	w.Refused(Malformed, ana, KindExtended, Extended{id, MaxMinutes + 1})
	w.Refused(TooLong, ana, KindExtended, Extended{id, MaxMinutes - MinMinutes + 1})
	w.Do(ana, KindExtended, Extended{id, MaxMinutes - MinMinutes})
	w.Refused(Malformed, ana, KindReturned, Returned{id, strings.Repeat("x", MaxLine+1)})
	w.Refused(Malformed, ana, KindReturned, Returned{id, " \n"})
	w.Do(ana, KindReturned, Returned{id, strings.Repeat("x", MaxLine)})
	w.Wait(day)
	w.Do(ana, KindCalled, Called{MaxMinutes})
}

func TestSameID(t *testing.T) {
	w, s := begin(t)
	id := w.Do(ana, KindCalled, Called{20})
	w.Wait(2 * day)
	before := dump(s)
	if err := s.Apply(event.Fact{Seq: 99, ID: id, By: ana, At: w.Now, Kind: KindCalled, Payload: codec.Must(Called{20})}); err != Taken || dump(s) != before {
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
		{KindCalled, event.Form{"minutes": "20"}, Called{20}, ""},
		{KindCalled, event.Form{"minutes": "1440"}, Called{1440}, ""},
		{KindCalled, event.Form{"minutes": "19"}, nil, "minutes range"},
		{KindCalled, event.Form{"minutes": "1441"}, nil, "minutes range"},
		{KindCalled, event.Form{"minutes": "70000"}, nil, "minutes range"},
		{KindCalled, nil, nil, "minutes empty"},
		{KindExtended, event.Form{"timeout": id.String(), "minutes": "10"}, Extended{id, 10}, ""},
		{KindExtended, event.Form{"timeout": id.String(), "minutes": "9"}, nil, "minutes range"},
		{KindReturned, event.Form{"timeout": id.String(), "line": " hello "}, Returned{id, "hello"}, ""},
		{KindReturned, event.Form{"timeout": id.String()}, Returned{id, ""}, ""},
		{KindReturned, event.Form{"timeout": id.String(), "line": strings.Repeat("x", MaxLine+1)}, nil, "line too-long"},
		{KindReturned, nil, nil, "timeout bad"},
		{KindMore, event.Form{"more": "yes"}, More{true}, ""},
		{KindMore, event.Form{"more": "no"}, More{false}, ""},
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
}

// The payloads as they are written, for ever (spec/timeout-v1.md).
func TestBytes(t *testing.T) {
	id := "5001000000000000000000000000000000"
	for _, c := range []struct {
		v    any
		want string
	}{
		{Called{30}, "a101181e"},
		{Extended{event.ID{1}, 20}, "a201" + id + "0214"},
		{Returned{event.ID{1}, "w"}, "a201" + id + "026177"},
		{Returned{event.ID{1}, ""}, "a101" + id},
		{More{true}, "a101f5"},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%T: %s, want %s", c.v, got, c.want)
		}
	}
}

// Whatever two people do with whatever clocks: at most one runs for any clock,
// none is longer than a day, and nobody who has not called one rests.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, s := begin(t)
		start := w.Now
		for range rapid.IntRange(1, 40).Draw(rt, "n") {
			w.Now = start
			w.Wait(rapid.Int64Range(0, 3*day).Draw(rt, "minute"))
			by := rapid.SampledFrom([]event.Partner{ana, ben}).Draw(rt, "by")
			id := eventtest.IDOf(uint64(rapid.IntRange(1, 40).Draw(rt, "id")))
			minutes := uint16(rapid.IntRange(0, day+1).Draw(rt, "minutes"))
			_, _ = w.Try(by, rapid.SampledFrom([]event.Kind{KindCalled, KindExtended, KindReturned, KindMore}).Draw(rt, "kind"),
				rapid.SampledFrom([]any{Called{minutes}, Extended{id, minutes}, Returned{id, "x"}, More{true}, More{false}}).Draw(rt, "payload"))
			_, a := s.Rests(ana, w.Now)
			_, b := s.Rests(ben, w.Now)
			if a && b {
				rt.Fatal("both rest")
			}
		}
		for _, x := range s.List() {
			if long := x.End - x.At.MS; long < MinMinutes*minuteMS || long > MaxMinutes*minuteMS {
				rt.Fatalf("%+v lasts %d ms", x, long)
			}
		}
	})
}
