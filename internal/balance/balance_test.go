package balance

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/event/eventtest"
	"troth/internal/seal"
	"troth/internal/seal/sealtest"
)

const (
	ana = eventtest.Ana
	ben = eventtest.Ben
)

var (
	spring = Season{2026, 1}
	today  = eventtest.At().Civil.Date()
)

func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintln(&b, len(s.ids), s.thanks)
	for _, x := range s.needs {
		fmt.Fprintf(&b, "%+v\n", *x)
	}
	for _, x := range s.hard {
		fmt.Fprintf(&b, "%+v\n", *x)
	}
	return b.String()
}

// world is a log in the making.
type world struct {
	*sealtest.Log
	s *State
}

func begin(t *testing.T) *world {
	s := &State{}
	return &world{sealtest.New(t, s, func() string { return dump(s) }), s}
}

func TestThanks(t *testing.T) {
	w := begin(t)
	long := strings.Repeat("x", MaxThanks)
	for _, s := range []string{"", " \n", long + "x"} {
		w.Refused(Malformed, ana, KindThanks, Thanks{s})
	}
	w.Do(ana, KindThanks, Thanks{long})
	seq := w.Seq
	w.Do(ben, KindThanks, Thanks{"For the soup."})
	if list := w.s.Thanks(); len(list) != 2 || list[0].Text != "For the soup." || list[0].By != ben {
		t.Errorf("%+v", list)
	}
	if n := w.s.News(ana, seq, today); len(n.Thanks) != 1 || n.Needs || len(n.Hard) != 0 {
		t.Errorf("%+v", n)
	}
	if n := w.s.News(ben, seq, today); len(n.Thanks) != 0 {
		t.Error("his own are new to him")
	}
	w.Refused(NotMember, 3, KindThanks, Thanks{"x"})
	w.Refused(Unknown, ana, KindAnswer, Answer{Feeling: Even})
	w.Refused(Unknown, ana, "balance.x", Thanks{"x"})
}

func TestNeeds(t *testing.T) {
	w := begin(t)
	id := w.Do(ana, KindNeed, Need{"An evening without plans."})
	w.Refused(Malformed, ana, KindNeed, Need{strings.Repeat("x", MaxNeed+1)})
	w.Refused(NotAuthor, ben, KindReworded, Reworded{id, "x"})
	w.Refused(NotAuthor, ben, KindDropped, Dropped{id})
	w.Refused(Gone, ana, KindDropped, Dropped{event.ID{9}})
	w.Refused(Same, ana, KindReworded, Reworded{id, "An evening without plans."})
	w.Refused(Malformed, ana, KindReworded, Reworded{id, " "})
	if !w.s.News(ben, 0, today).Needs || w.s.News(ben, w.Seq, today).Needs || w.s.News(ana, 0, today).Needs {
		t.Error("what is new")
	}
	seq := w.Seq
	w.Do(ana, KindReworded, Reworded{id, "One evening a week without plans."})
	if list := w.s.Needs(ana); len(list) != 1 || list[0].Need != id || list[0].Text != "One evening a week without plans." || len(w.s.Needs(ben)) != 0 || !w.s.News(ben, seq, today).Needs {
		t.Errorf("%+v", list)
	}
	w.Do(ana, KindDropped, Dropped{id})
	w.Refused(Gone, ana, KindDropped, Dropped{id})
	w.Refused(Gone, ana, KindReworded, Reworded{id, "x"})
	if len(w.s.Needs(ana)) != 0 || w.s.News(ben, 0, today).Needs {
		t.Error("it is still there")
	}
	for range MaxNeeds {
		id = w.Do(ana, KindNeed, Need{strings.Repeat("x", MaxNeed)})
	}
	w.Refused(Many, ana, KindNeed, Need{"x"})
	w.Do(ben, KindNeed, Need{"x"})
	w.Do(ana, KindDropped, Dropped{id})
	w.Do(ana, KindNeed, Need{"x"})
}

// A hard time is there from the day it was said to its last day, or until its
// author ends it.
func TestHardships(t *testing.T) {
	w := begin(t)
	for _, m := range []Hardship{{What: 0, From: today}, {What: Other + 1, From: today}, {What: Other, From: today}, {What: Job}, {What: Job, Words: " ", From: today},
		{What: Job, From: today, Until: today - 1}, {What: Job, From: today, Until: event.MaxDate + 1}, {What: Job, Words: strings.Repeat("x", MaxWords+1), From: today}} {
		w.Refused(Malformed, ana, KindHardship, m)
	}
	grief := w.Do(ana, KindHardship, Hardship{What: Grief, From: today - 9})
	w.Do(ben, KindHardship, Hardship{What: Other, Words: strings.Repeat("x", MaxWords), From: today + 3, Until: today + 3, Both: true})
	see := func(day event.Date, want ...What) {
		t.Helper()
		var got []What
		for _, h := range w.s.Hard(day) {
			got = append(got, h.What)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	see(today, Grief, Other)
	see(today+3, Grief, Other)
	see(today+4, Grief)
	if n := w.s.News(ana, 0, today); len(n.Hard) != 1 || n.Hard[0].What != Other || len(w.s.News(ana, 0, today+4).Hard) != 0 {
		t.Errorf("%+v", n)
	}
	w.Refused(NotAuthor, ben, KindEnded, Ended{grief})
	w.Refused(Over, ben, KindEnded, Ended{event.ID{9}})
	w.Do(ana, KindEnded, Ended{grief})
	w.Refused(Over, ana, KindEnded, Ended{grief})
	see(today, Other)
	// What has ended by its last day is not ended again.
	id := w.Do(ana, KindHardship, Hardship{What: Newborn, From: today, Until: today})
	w.Wait(24 * 60)
	w.Refused(Over, ana, KindEnded, Ended{id})
}

func TestQuestion(t *testing.T) {
	w := begin(t)
	next := Season{2026, 2}
	if q := w.s.Question(spring, ana); q.Seal != nil || q.Begun || len(w.s.Fresh(spring, ana, 0)) != 0 {
		t.Errorf("%+v", q)
	}
	w.Answer(ana, spring.Prompt(), codec.Must(Answer{Gives, "The nights are mine."}))
	w.Answer(ana, next.Prompt(), codec.Must(Answer{Even, ""}))
	if list := w.s.Questions(spring, ben, false); len(list) != 1 || list[0].Season != spring {
		t.Errorf("a season that is to come: %+v", list)
	}
	if len(w.s.Fresh(spring, ben, 0)) != 1 || len(w.s.Fresh(spring, ben, w.Seq)) != 0 || len(w.s.Fresh(spring, ana, 0)) != 0 {
		t.Error("what is new")
	}
	w.Answer(ben, spring.Prompt(), codec.Must(Answer{Takes, ""}))
	w.Open(spring.Prompt())
	list := w.s.Questions(next, ben, true)
	if len(list) != 1 || len(w.s.Questions(next, ben, false)) != 1 || len(w.s.Fresh(spring, ana, w.Seq-1)) != 1 || len(w.s.Fresh(spring, ana, w.Seq)) != 0 {
		t.Fatalf("%+v", list)
	}
	own, other, mine, theirs := list[0].Answers()
	if own != (Answer{Takes, ""}) || other != (Answer{Gives, "The nights are mine."}) || mine != seal.Read || theirs != seal.Read {
		t.Errorf("%+v %+v %d %d", own, other, mine, theirs)
	}
	if q, ok := w.s.QuestionOf(spring.Prompt().ID(), ana); !ok || q.Season != spring || !q.Done() {
		t.Errorf("%+v", q)
	}
	w.Answer(ben, next.Prompt(), []byte("junk"))
	w.Open(next.Prompt())
	if list := w.s.Questions(next, ana, true); len(list) != 2 || list[0].Season != next {
		t.Errorf("%+v", list)
	} else if _, _, _, theirs := list[0].Answers(); theirs != seal.Junk {
		t.Error(theirs)
	}
}

func TestSeason(t *testing.T) {
	for day, want := range map[event.Date]Season{event.Day(2026, 1, 1): {2026, 1}, event.Day(2026, 3, 31): {2026, 1}, event.Day(2026, 4, 1): {2026, 2},
		event.Day(2026, 9, 30): {2026, 3}, event.Day(2026, 12, 31): {2026, 4}, event.MinDate: {2000, 1}, event.MaxDate: {2199, 4}} {
		if got := SeasonOf(day); got != want || !got.valid() {
			t.Errorf("%s: %v", day, got)
		}
	}
	for s, want := range map[Season]Season{{2026, 1}: {2025, 4}, {2026, 3}: {2026, 2}} {
		if s.Last() != want {
			t.Errorf("%v after %v", s, s.Last())
		}
	}
}

func TestMaySeal(t *testing.T) {
	s := &State{}
	p := spring.Prompt()
	for _, c := range []struct {
		by   event.Partner
		p    seal.Prompt
		want error
	}{
		{ana, p, nil}, {ben, Season{2199, 4}.Prompt(), nil}, {ana, Season{2200, 1}.Prompt(), Malformed}, {ana, Season{1999, 4}.Prompt(), Malformed},
		{ana, Season{2026, 0}.Prompt(), Malformed}, {ana, Season{2026, 5}.Prompt(), Malformed}, {3, p, NotMember}, {event.Nobody, p, NotMember},
		{ana, seal.Prompt{Practice: "opening", About: p.About, Pad: p.Pad}, Malformed}, {ana, seal.Prompt{Practice: practice, About: p.About, Pad: seal.Medium}, Malformed},
		{ana, seal.Prompt{Practice: practice, Pad: p.Pad}, Malformed},
	} {
		if err := s.MaySeal(c.by, c.p); err != c.want {
			t.Errorf("%+v: %v, want %v", c.p, err, c.want)
		}
	}
	long := strings.Repeat("x", MaxAnswer)
	for a, want := range map[Answer]bool{{Even, ""}: true, {Changes, long}: true, {Even, long + "x"}: false, {0, ""}: false, {Changes + 1, ""}: false, {Even, " "}: false} {
		if _, ok := ReadAnswer(codec.Must(a)); ok != want {
			t.Errorf("%d, %d bytes: %v", a.Feeling, len(a.Words), ok)
		}
	}
}

func TestCompose(t *testing.T) {
	id := event.ID{1}
	d := event.Day(2026, 3, 4)
	for _, c := range []struct {
		kind event.Kind
		f    event.Form
		want any
		err  string
	}{
		{KindThanks, event.Form{"text": " For the soup. "}, Thanks{"For the soup."}, ""},
		{KindThanks, nil, nil, "text empty"},
		{KindThanks, event.Form{"text": strings.Repeat("x", MaxThanks+1)}, nil, "text too-long"},
		{KindNeed, event.Form{"text": "x"}, Need{"x"}, ""},
		{KindReworded, event.Form{"need": id.String(), "text": "x"}, Reworded{id, "x"}, ""},
		{KindReworded, event.Form{"text": "x"}, nil, "need bad"},
		{KindDropped, event.Form{"need": id.String()}, Dropped{id}, ""},
		{KindHardship, event.Form{"what": "5", "words": "We move.", "from": "2026-03-04", "until": "2026-03-04", "whose": "both"}, Hardship{Other, "We move.", d, d, true}, ""},
		{KindHardship, event.Form{"what": "3", "from": "2026-03-04", "whose": "mine"}, Hardship{What: Grief, From: d}, ""},
		{KindHardship, event.Form{"what": "5", "from": "2026-03-04"}, nil, "words empty"},
		{KindHardship, event.Form{"from": "2026-03-04"}, nil, "what empty"},
		{KindHardship, event.Form{"what": "6", "from": "2026-03-04"}, nil, "what bad"},
		{KindHardship, event.Form{"what": "1"}, nil, "from empty"},
		{KindHardship, event.Form{"what": "1", "from": "2026-03-04", "until": "2026-03-03"}, nil, "until before"},
		{KindEnded, event.Form{"hardship": id.String()}, Ended{id}, ""},
		{KindAnswer, event.Form{"year": "2026", "quarter": "1", "feeling": "2", "words": "x"}, seal.Answer{Prompt: spring.Prompt(), Plain: codec.Must(Answer{Gives, "x"})}, ""},
		{KindAnswer, event.Form{"year": "2026", "quarter": "1"}, nil, "feeling empty"},
		{KindAnswer, event.Form{"year": "2026", "quarter": "5", "feeling": "1"}, nil, "quarter bad"},
	} {
		got, err := new(State).Compose(c.kind, c.f, event.Stamp{})
		said := ""
		var field *event.FieldError
		if errors.As(err, &field) {
			said = field.Field + " " + field.Code
		} else if err != nil {
			said = err.Error()
		}
		if diff := cmp.Diff(c.want, got); diff != "" || said != c.err {
			t.Errorf("%s: %q, %s", c.kind, said, diff)
		}
	}
	if _, err := new(State).Compose("balance.x", nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payloads as they are written, for ever (spec/balance-v1.md).
func TestBytes(t *testing.T) {
	id := "5001000000000000000000000000000000"
	for _, c := range []struct {
		v    any
		want string
	}{
		{Thanks{"w"}, "a1016177"}, {Need{"w"}, "a1016177"}, {Reworded{event.ID{1}, "w"}, "a201" + id + "026177"}, {Dropped{event.ID{1}}, "a101" + id},
		{Hardship{What: Grief, From: 20000}, "a3010303194e2005f4"},
		{Hardship{Other, "w", 20000, 20001, true}, "a501050261770319" + "4e2004194e2105f5"},
		{Ended{event.ID{1}}, "a101" + id},
		{spring.Prompt(), "a3016762616c616e63650247a2011907ea020103190e00"},
		{Answer{Gives, ""}, "a10102"}, {Answer{Gives, "w"}, "a2010202" + "6177"},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%T: %s, want %s", c.v, got, c.want)
		}
	}
	for kind, want := range map[event.Kind]string{KindThanks: "balance.thanks", KindNeed: "balance.need", KindReworded: "balance.reworded",
		KindDropped: "balance.dropped", KindHardship: "balance.hardship", KindEnded: "balance.ended"} {
		if string(kind) != want {
			t.Error(kind)
		}
	}
}

// Whatever two people say: a need is in its author's hands alone, and equal logs
// fold equal.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := begin(t)
		var facts []event.Fact
		for range rapid.IntRange(1, 40).Draw(r, "n") {
			w.Wait(rapid.Int64Range(0, 3*24*60).Draw(r, "minutes"))
			by := rapid.SampledFrom([]event.Partner{ana, ben}).Draw(r, "by")
			id := eventtest.IDOf(uint64(rapid.IntRange(1, 40).Draw(r, "id")))
			kind := rapid.SampledFrom([]event.Kind{KindThanks, KindNeed, KindReworded, KindDropped, KindHardship, KindEnded}).Draw(r, "kind")
			payload := rapid.SampledFrom([]any{Thanks{"x"}, Reworded{id, "y"}, Dropped{id}, Hardship{What: Job, From: today, Until: today + 2}, Hardship{What: Grief, From: today}}).Draw(r, "payload")
			before := w.s.Needs(by.Other())
			_, err := w.Try(by, kind, payload)
			if d := cmp.Diff(before, w.s.Needs(by.Other())); d != "" {
				r.Fatal("one changes a need of the other: " + d)
			}
			if err == nil {
				facts = append(facts, event.Fact{Seq: w.Seq, ID: eventtest.IDOf(w.Seq), By: by, At: w.Now, Kind: kind, Payload: codec.Must(payload)})
			}
		}
		fresh := &State{}
		for _, f := range facts {
			if err := fresh.Apply(f); err != nil {
				r.Fatal(err)
			}
		}
		if d := cmp.Diff(dump(w.s), dump(fresh)); d != "" {
			r.Fatal(d)
		}
	})
}

func FuzzMaySeal(f *testing.F) {
	f.Add("balance", spring.Prompt().About, uint32(seal.Small), []byte{0xa1, 1, 1})
	f.Fuzz(func(t *testing.T, name string, about []byte, pad uint32, plain []byte) {
		p := seal.Prompt{Practice: name, About: about, Pad: seal.Pad(pad)}
		if (&State{}).MaySeal(ana, p) == nil {
			if q, err := seasonOf(p); err != nil || q.Prompt().ID() != p.ID() {
				t.Fatalf("%+v: %v", q, err)
			}
		}
		if a, ok := ReadAnswer(plain); ok && string(codec.Must(a)) != string(plain) {
			t.Fatal("two encodings of one answer")
		}
	})
}
