package letter

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/reflection"
)

// world is a log in the making: facts of two people, one after the other. Ana
// is the first, Ben the second.
type world struct {
	t   *testing.T
	s   *State
	seq uint64
}

const (
	ana = event.First
	ben = event.Second
)

// What is said back.
func reflected(letter event.ID, text string) reflection.Reflected {
	return reflection.Reflected{Topic: letter, Text: text}
}

func confirmed(heard event.ID) reflection.Confirmed { return reflection.Confirmed{Reflection: heard} }

func corrected(heard event.ID, text string) reflection.Corrected {
	return reflection.Corrected{Reflection: heard, Text: text}
}

// begin returns the world of two who have verified each other.
func begin(t *testing.T) *world {
	w := &world{t: t, s: &State{}}
	w.verify(true)
	return w
}

func (w *world) verify(yes bool) {
	w.seq++
	w.s.Verified(yes, w.seq)
}

func idOf(seq uint64) event.ID { return event.ID{1, byte(seq >> 8), byte(seq)} }

// try folds one fact and checks that Allows agrees and that a refusal changes
// nothing.
func (w *world) try(by event.Partner, kind event.Kind, payload any) (event.ID, error) {
	w.t.Helper()
	w.seq++
	raw := codec.Must(payload)
	at := event.Stamp{MS: int64(w.seq) * 60_000, Civil: event.Minute(w.seq)}
	before := dump(w.s)
	allows := w.s.Allows(by, kind, raw, at)
	err := w.s.Apply(event.Fact{Seq: w.seq, ID: idOf(w.seq), By: by, At: at, Kind: kind, Payload: raw})
	if !errors.Is(err, allows) {
		w.t.Fatalf("%s by %s: Allows says %v, Apply %v", kind, by, allows, err)
	}
	if d := dump(w.s); err != nil && d != before {
		w.t.Fatalf("a refused %s changed the state: %s", kind, cmp.Diff(before, d))
	}
	return idOf(w.seq), err
}

func (w *world) do(by event.Partner, kind event.Kind, payload any) event.ID {
	w.t.Helper()
	id, err := w.try(by, kind, payload)
	if err != nil {
		w.t.Fatalf("%s by %s: %v", kind, by, err)
	}
	return id
}

func (w *world) refused(want error, by event.Partner, kind event.Kind, payload any) {
	w.t.Helper()
	if _, err := w.try(by, kind, payload); err != want {
		w.t.Fatalf("%s by %s: %v, want %v", kind, by, err, want)
	}
}

func (w *world) letter(id event.ID, me event.Partner) Letter {
	w.t.Helper()
	l, ok := w.s.Letter(id, me)
	if !ok {
		w.t.Fatal("no such letter")
	}
	return l
}

// dump writes the whole state, so that two states can be compared.
func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintln(&b, s.verified, len(s.byID))
	for _, l := range s.letters {
		fmt.Fprintf(&b, "%s %d %s %v %q open %d %v\n", l.ID, l.Seq, l.By, l.At, l.Text, l.open, s.byID[l.ID] == l)
		for _, r := range l.Exchange {
			fmt.Fprintf(&b, "  %s %d %v %q %v %+v\n", r.ID, r.Seq, r.At, r.Text, s.said.Used(r.ID), r.Answer)
		}
	}
	return b.String()
}

// Ana writes; Ben says what he heard, is put right, says it again, and Ana says
// that this is what she meant. Nothing comes after that.
func TestExchange(t *testing.T) {
	w := begin(t)
	l := w.do(ana, KindSent, Sent{"I missed you on Sunday."})
	other := w.do(ben, KindSent, Sent{"Another."})
	w.refused(reflection.NotReader, ana, KindReflected, reflected(l, "x"))
	w.refused(reflection.NoTopic, ben, KindReflected, reflected(event.ID{9}, "x"))
	w.refused(reflection.NoTopic, ben, KindReflected, reflected(event.ID{}, "x"))
	w.refused(reflection.NoReflection, ana, KindConfirmed, confirmed(l))
	if o := w.letter(l, ben).Offers(ben); !o.Reflect || !o.Answer.IsZero() {
		t.Fatalf("%+v", o)
	}

	r1 := w.do(ben, KindReflected, reflected(l, "You are cross."))
	w.refused(reflection.Pending, ben, KindReflected, reflected(l, "You are sad."))
	w.refused(reflection.NotWriter, ben, KindConfirmed, confirmed(r1))
	w.refused(reflection.NotWriter, ben, KindCorrected, corrected(r1, "x"))
	w.refused(reflection.NoReflection, ana, KindConfirmed, confirmed(event.ID{9}))
	w.refused(reflection.NoTopic, ben, KindReflected, reflected(r1, "a reflection is no letter"))
	if o := w.letter(l, ana).Offers(ana); o.Reflect || o.Answer != r1 {
		t.Fatalf("%+v", o)
	}
	if o := w.letter(l, ben).Offers(ben); o != (reflection.Offers{}) {
		t.Fatalf("%+v", o)
	}

	w.do(ana, KindCorrected, corrected(r1, "Not cross. I was lonely."))
	w.refused(reflection.Answered, ana, KindConfirmed, confirmed(r1))
	w.refused(reflection.Answered, ana, KindCorrected, corrected(r1, "again"))
	r2 := w.do(ben, KindReflected, reflected(l, "You were lonely without me."))
	w.refused(reflection.Answered, ana, KindConfirmed, confirmed(r1)) // only the newest
	w.do(ana, KindConfirmed, confirmed(r2))

	w.refused(reflection.Settled, ben, KindReflected, reflected(l, "more"))
	w.refused(reflection.Answered, ana, KindCorrected, corrected(r2, "after all"))
	w.do(ana, KindReflected, reflected(other, "One letter does not hold up another."))

	got := w.letter(l, ben)
	if len(got.Exchange) != 2 || !got.Confirmed() || got.Exchange[0].Answer.Text != "Not cross. I was lonely." || got.Exchange[1].Text != "You were lonely without me." {
		t.Fatalf("%+v", got)
	}
	if list := w.s.List(ben); len(list) != 2 || list[0].ID != other || list[1].ID != l {
		t.Fatalf("%+v", list)
	}
	if w.s.Len() != 2 {
		t.Fatal(w.s.Len())
	}
}

// A letter of somebody who is not verified is there, and that is all its reader
// learns. It opens with the log, and does not close again.
func TestClosed(t *testing.T) {
	w := &world{t: t, s: &State{}}
	l := w.do(ana, KindSent, Sent{"canary"})
	w.refused(Closed, ben, KindReflected, reflected(l, "x"))
	if got := w.letter(l, ben); !got.Closed || got.Text != "" || got.Exchange != nil {
		t.Fatalf("%+v", got)
	}
	if s := fmt.Sprint(w.s.List(ben), w.s.News(ben, 0), w.s.Shows(l, ben)); strings.Contains(s, "canary") || len(w.s.News(ben, 0)) != 0 || len(w.s.Shows(l, ben)) != 0 {
		t.Fatal(s)
	}
	if got := w.letter(l, ana); got.Closed || got.Text != "canary" {
		t.Fatalf("its writer sees %+v", got)
	}
	if o := w.letter(l, ben).Offers(ben); o != (reflection.Offers{}) {
		t.Fatalf("%+v", o)
	}

	looked := w.seq // Ben has seen that there is a letter
	w.verify(true)
	opened := w.seq
	if got := w.letter(l, ben); got.Closed || got.Text != "canary" {
		t.Fatalf("%+v", got)
	}
	if n := w.s.News(ben, looked); len(n) != 1 || n[0].Seq != opened {
		t.Fatalf("a letter that has opened is no news: %+v", n)
	}
	w.do(ben, KindReflected, reflected(l, "x"))

	w.verify(false)
	if got := w.letter(l, ben); got.Closed || len(got.Exchange) != 1 {
		t.Fatalf("what was open closed again: %+v", got)
	}
	later := w.do(ana, KindSent, Sent{"canary"})
	if got := w.letter(later, ben); !got.Closed {
		t.Fatal("open without verification")
	}
	w.refused(Closed, ben, KindReflected, reflected(later, "x"))
	w.verify(true)
	w.do(ben, KindReflected, reflected(later, "x"))
	if n := w.s.News(ben, opened); len(n) != 1 || n[0].Topic.ID != later {
		t.Fatalf("%+v", n)
	}
}

func TestLimits(t *testing.T) {
	w := begin(t)
	of := func(n int) string { return strings.Repeat("x", n) }
	l := w.do(ana, KindSent, Sent{of(MaxLetter)})
	w.refused(reflection.Malformed, ana, KindSent, Sent{of(MaxLetter + 1)})
	w.do(ana, KindSent, Sent{strings.Repeat("é", MaxLetter/2)})
	w.refused(reflection.Malformed, ana, KindSent, Sent{strings.Repeat("é", MaxLetter/2) + "x"}) // bytes, not characters
	w.refused(reflection.Malformed, ben, KindReflected, reflected(l, of(reflection.MaxText+1)))
	r := w.do(ben, KindReflected, reflected(l, of(reflection.MaxText)))
	w.refused(reflection.Malformed, ana, KindCorrected, corrected(r, of(reflection.MaxText+1)))
	w.do(ana, KindCorrected, corrected(r, of(reflection.MaxText)))
	r = w.do(ben, KindReflected, reflected(l, "."))
	for _, blank := range []string{"", " ", "\n\t\u2003\u00a0"} {
		w.refused(reflection.Malformed, ana, KindSent, Sent{blank})
		w.refused(reflection.Malformed, ana, KindCorrected, corrected(r, blank))
	}
	w.refused(reflection.Malformed, ana, KindConfirmed, corrected(r, "x")) // a payload of another kind
	w.refused(reflection.Malformed, ana, KindSent, confirmed(r))
	w.refused(Unknown, ana, "letter.read", confirmed(r)) // nobody is told that a letter was read
	w.refused(Unknown, ana, "letter", confirmed(r))
	w.refused(NotMember, event.Nobody, KindSent, Sent{"x"})
	w.refused(NotMember, 3, KindSent, Sent{"x"})

	// Text that is not UTF-8 is no payload.
	raw := append(codec.Must(Sent{"xy"})[:3:3], 'x', 0xff)
	if err := w.s.Allows(ana, KindSent, raw, event.Stamp{}); err != reflection.Malformed {
		t.Error(err)
	}
	// An id that is there already does not take its place.
	before := dump(w.s)
	if err := w.s.Apply(event.Fact{Seq: 99, ID: l, By: ana, Kind: KindSent, Payload: codec.Must(Sent{"x"})}); err != Taken || dump(w.s) != before {
		t.Error(err)
	}
}

func TestNews(t *testing.T) {
	w := begin(t)
	l := w.do(ana, KindSent, Sent{"a"})
	since := func(me event.Partner, seq uint64) (kinds []event.Kind) {
		for _, n := range w.s.News(me, seq) {
			kinds = append(kinds, event.Kind("letter."+n.Verb))
		}
		return kinds
	}
	is := func(got []event.Kind, want ...event.Kind) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
	is(since(ana, 0))
	is(since(ben, 0), KindSent)
	is(since(ben, w.seq))
	r := w.do(ben, KindReflected, reflected(l, "b"))
	is(since(ana, 0), KindReflected)
	is(since(ben, 0), KindSent)
	before := w.seq
	w.do(ana, KindCorrected, corrected(r, "c"))
	is(since(ben, before), KindCorrected)
	r = w.do(ben, KindReflected, reflected(l, "d"))
	confirmed := w.do(ana, KindConfirmed, confirmed(r))
	is(since(ben, 0), KindConfirmed, KindCorrected, KindSent)
	is(since(ana, 0), KindReflected, KindReflected)

	// What each has before them on the letter's page is what the other wrote.
	if got := w.s.Shows(l, ana); len(got) != 2 || got[1] != r {
		t.Errorf("%v", got)
	}
	if got := w.s.Shows(l, ben); len(got) != 3 || got[0] != l || got[2] != confirmed {
		t.Errorf("%v", got)
	}
	if got := w.s.Shows(event.ID{9}, ben); got != nil {
		t.Errorf("%v", got)
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
		{KindSent, event.Form{"text": "\r\n Dear Ben,\r\n\r\n  hello \n"}, Sent{"Dear Ben,\n\n  hello"}, ""},
		{KindSent, event.Form{"text": "w\xff"}, Sent{"w\ufffd"}, ""},
		{KindSent, event.Form{"text": strings.Repeat("x", MaxLetter) + "\n"}, Sent{strings.Repeat("x", MaxLetter)}, ""},
		{KindSent, event.Form{"text": strings.Repeat("x", MaxLetter+1)}, nil, "text too-long"},
		{KindSent, event.Form{"text": " \n"}, nil, "text empty"},
		{KindSent, nil, nil, "text empty"},
		{KindReflected, event.Form{"letter": id.String(), "text": "x"}, reflected(id, "x"), ""},
		{KindReflected, event.Form{"letter": id.String(), "text": strings.Repeat("x", reflection.MaxText+1)}, nil, "text too-long"},
		{KindReflected, event.Form{"letter": "7", "text": ""}, nil, "letter bad"},
		{KindConfirmed, event.Form{"reflection": id.String()}, confirmed(id), ""},
		{KindConfirmed, nil, nil, "reflection bad"},
		{KindCorrected, event.Form{"reflection": id.String(), "text": "x"}, corrected(id, "x"), ""},
		{KindCorrected, event.Form{"reflection": id.String(), "text": strings.Repeat("x", reflection.MaxText+1)}, nil, "text too-long"},
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
	if _, err := new(State).Compose("letter.read", nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}
