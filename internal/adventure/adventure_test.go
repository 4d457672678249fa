package adventure

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

func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintln(&b, len(s.ideaByID), len(s.planByID))
	for _, x := range s.ideas {
		fmt.Fprintf(&b, "%+v\n", *x)
	}
	for _, x := range s.plans {
		h, m, ok := x.When.Clock()
		y := *x
		y.When.Minute = nil
		fmt.Fprintf(&b, "%+v %d %d %v\n", y, h, m, ok)
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

func (w *world) round(n uint16, a, b List) {
	w.T.Helper()
	p := ListPrompt(n)
	w.Answer(ana, p, codec.Must(a))
	w.Answer(ben, p, codec.Must(b))
	w.Open(p)
}

func TestIdeas(t *testing.T) {
	w := begin(t)
	id := w.Do(ana, KindAdded, Added{"Sing at the open stage", 3})
	if list := w.s.Ideas(); len(list) != 1 || list[0].ID != id || !w.s.Listed(RefOf(id)) || w.s.Listed(RefOf(event.ID{9})) || !w.s.Listed("cold-swim") {
		t.Errorf("%+v", list)
	}
	if w.s.NewIdeas(ana, 0) || !w.s.NewIdeas(ben, 0) || w.s.NewIdeas(ben, w.Seq) {
		t.Error("what is new")
	}
	w.Refused(NotAuthor, ben, KindDropped, Dropped{id})
	w.Refused(NoIdea, ana, KindDropped, Dropped{event.ID{9}})
	w.Do(ana, KindDropped, Dropped{id})
	w.Refused(NoIdea, ana, KindDropped, Dropped{id})
	if x, ok := w.s.Idea(RefOf(id)); len(w.s.Ideas()) != 0 || !ok || x.Text != "Sing at the open stage" || w.s.NewIdeas(ben, 0) {
		t.Error("it is on the list, or forgotten")
	}
	long := strings.Repeat("x", MaxIdea)
	for _, m := range []Added{{"", 1}, {" \n", 1}, {long + "x", 1}, {"x", 0}, {"x", Boldest + 1}} {
		w.Refused(Malformed, ana, KindAdded, m)
	}
	w.Refused(Malformed, ana, KindAdded, "x")
	for range MaxOwn {
		id = w.Do(ana, KindAdded, Added{long, Boldest})
	}
	w.Refused(Many, ana, KindAdded, Added{"x", 1})
	w.Do(ben, KindAdded, Added{"x", 1})
	w.Do(ana, KindDropped, Dropped{id})
	w.Do(ana, KindAdded, Added{"x", 1})
	w.Refused(NotMember, 3, KindAdded, Added{"x", 1})
	w.Refused(Unknown, ana, KindMarked, List{})
	w.Refused(Unknown, ana, "adventure.other", List{})
}

func TestRef(t *testing.T) {
	long := strings.Repeat("g", MaxSlug)
	id := event.ID{0xab, 1}.String()
	for r, want := range map[Ref]bool{"a": true, "cold-swim-2": true, Ref(long): true, Ref(long + "g"): false, "": false, "Cold": false, "a b": false,
		"é": false, Ref(id): true, Ref(strings.ToUpper(id)): false, Ref(event.ID{}.String()): false, "a\x00": false} {
		if r.Valid() != want {
			t.Errorf("%q: %v", r, r.Valid())
		}
	}
	if got, own := Ref(id).Own(); !own || got != (event.ID{0xab, 1}) {
		t.Error(got, own)
	}
	if _, own := Ref("cold").Own(); own {
		t.Error("a slug is an id")
	}
}

// A plan is made, moved and called off by either, until somebody tells of it.
func TestPlans(t *testing.T) {
	w := begin(t)
	day, eight := w.Now.Civil.Date(), uint16(8*60)
	last := uint16(minutesPerDay - 1)
	over := uint16(minutesPerDay)
	for _, m := range []Planned{{"", When{Day: day}, ""}, {"a", When{}, ""}, {"a", When{day, &over}, ""}, {"a", When{Day: event.MaxDate + 1}, ""},
		{"a", When{Day: day}, " "}, {"a", When{Day: day}, strings.Repeat("x", MaxWords+1)}} {
		w.Refused(Malformed, ana, KindPlanned, m)
	}
	w.Refused(NoIdea, ana, KindPlanned, Planned{Idea: RefOf(event.ID{9}), When: When{Day: day}})
	w.Do(ana, KindPlanned, Planned{"a", When{day + 9, &last}, strings.Repeat("x", MaxWords)})
	id := w.Do(ana, KindPlanned, Planned{"cold-swim", When{Day: day + 5}, "Bring the big towels."})
	if list := w.s.Plans(ben, false); len(list) != 2 || list[0].Plan.ID != id || len(w.s.Plans(ben, true)) != 0 {
		t.Errorf("%+v", list)
	}
	if list := w.s.News(ben, 0); len(list) != 2 || list[0].ID != id || len(w.s.News(ana, 0)) != 0 || len(w.s.News(ben, w.Seq)) != 0 {
		t.Error("what is new")
	}
	w.Refused(Same, ben, KindMoved, Moved{id, When{Day: day + 5}})
	w.Do(ben, KindMoved, Moved{id, When{day + 5, &eight}})
	w.Refused(Same, ben, KindMoved, Moved{id, When{day + 5, &eight}})
	w.Refused(NoPlan, ben, KindMoved, Moved{event.ID{9}, When{Day: day}})
	w.Refused(Malformed, ben, KindMoved, Moved{id, When{Day: -1}})
	if p, _ := w.s.Plan(id, ana); !p.Plan.When.equal(When{day + 5, &eight}) || p.Plan.Last.By != ben || p.Plan.By != ana || p.Begun {
		t.Errorf("%+v", p)
	}
	w.Answer(ben, TellPrompt(id), codec.Must(Told{"Cold."}))
	w.Refused(Begun, ana, KindMoved, Moved{id, When{Day: day + 6}})
	w.Refused(Begun, ben, KindCancelled, Cancelled{id})
	w.Withdraw(ben, TellPrompt(id))
	w.Do(ana, KindCancelled, Cancelled{id})
	w.Refused(NoPlan, ben, KindCancelled, Cancelled{id})
	w.Refused(NoPlan, ben, KindMoved, Moved{id, When{Day: day}})
	if err := w.s.MaySeal(ana, TellPrompt(id)); err != NoPlan {
		t.Error(err)
	}
	if list := w.s.News(ben, w.Seq-4); len(list) != 1 || !list[0].Cancelled || len(w.s.Plans(ana, false)) != 1 {
		t.Error("that it was called off")
	}
	// Of an idea that has gone there is no new plan; the old one stays.
	own := w.Do(ana, KindAdded, Added{"Sing", 3})
	w.Do(ben, KindPlanned, Planned{Idea: RefOf(own), When: When{Day: day}})
	w.Do(ana, KindDropped, Dropped{own})
	w.Refused(NoIdea, ben, KindPlanned, Planned{Idea: RefOf(own), When: When{Day: day}})
	if list := w.s.Plans(ana, false); len(list) != 2 || list[0].Plan.Idea != RefOf(own) {
		t.Errorf("%+v", list)
	}
}

func TestTelling(t *testing.T) {
	w := begin(t)
	id := w.Do(ana, KindPlanned, Planned{Idea: "cold-swim", When: When{Day: 20000}})
	p := TellPrompt(id)
	w.Answer(ana, p, codec.Must(Told{"hers"}))
	if _, plans := w.s.Seals(ben, 0); len(plans) != 1 || plans[0].Done() {
		t.Errorf("%+v", plans)
	}
	if _, plans := w.s.Seals(ana, 0); len(plans) != 0 {
		t.Errorf("her own is new to her: %+v", plans)
	}
	w.Answer(ben, p, codec.Must(Told{"his"}))
	w.Open(p)
	list := w.s.Plans(ben, true)
	if len(list) != 1 || len(w.s.Plans(ben, false)) != 0 {
		t.Fatalf("%+v", list)
	}
	if own, other, mine, theirs := list[0].Words(); own != "his" || other != "hers" || mine != seal.Read || theirs != seal.Read {
		t.Errorf("%q %q %d %d", own, other, mine, theirs)
	}
	if _, plans := w.s.Seals(ana, w.Seq-1); len(plans) != 1 {
		t.Error("that it has opened is not new")
	}
	if _, plans := w.s.Seals(ana, w.Seq); len(plans) != 0 {
		t.Error("it is new for ever")
	}
	for text, want := range map[string]bool{"x": true, strings.Repeat("x", MaxTold): true, strings.Repeat("x", MaxTold+1): false, "": false, "\n": false} {
		if _, ok := ReadTold(codec.Must(Told{text})); ok != want {
			t.Errorf("%d bytes: %v", len(text), ok)
		}
	}
}

// What only one has marked is nowhere in what the other's device gives out.
func TestMatches(t *testing.T) {
	w := begin(t)
	own := w.Do(ana, KindAdded, Added{"Sing", 3})
	hers := List{Yes: []Ref{RefOf(own), "bungee", "cold-swim", "dance"}, Maybe: []Ref{"hitch", "train"}}
	his := List{Yes: []Ref{"cold-swim", "hitch", "nude"}, Maybe: []Ref{"dance", "ferry", "train"}}
	slices.Sort(hers.Yes)
	w.round(1, hers, his)
	for _, c := range []struct {
		me   event.Partner
		want []Match
		lone []string
	}{
		{ana, []Match{{"cold-swim", Yes, Yes}, {"dance", Yes, Maybe}, {"hitch", Maybe, Yes}, {"train", Maybe, Maybe}}, []string{"nude", "ferry"}},
		{ben, []Match{{"cold-swim", Yes, Yes}, {"dance", Maybe, Yes}, {"hitch", Yes, Maybe}, {"train", Maybe, Maybe}}, []string{"bungee", own.String()}},
	} {
		list := w.s.Rounds(c.me)
		if len(list) != 1 || !list[0].Done() {
			t.Fatalf("%+v", list)
		}
		got, mine, theirs := list[0].Matches()
		if d := cmp.Diff(c.want, got); d != "" || mine != seal.Read || theirs != seal.Read {
			t.Error(d, mine, theirs)
		}
		r, _ := w.s.RoundOf(ListPrompt(1).ID(), c.me)
		said := fmt.Sprint(list, got, codec.Strings(list[0].Other), codec.Strings(r.Other), codec.Strings(list[0].Seal.Seen(c.me).Other))
		for _, lone := range c.lone {
			if strings.Contains(said, lone) || slices.Contains(codec.Strings(r.Other), lone) {
				t.Errorf("%s is told of %s", c.me, lone)
			}
		}
	}
	if n := w.s.Next(ana); n.Number != 2 || n.Seal != nil {
		t.Errorf("%+v", n)
	}
	w.round(2, List{}, List{Yes: []Ref{"dance"}})
	if got, _, theirs := w.s.Rounds(ana)[0].Matches(); len(got) != 0 || theirs != seal.Read {
		t.Error("an empty list has matches")
	}
	// Whoever seals junk learns nothing from it.
	p := ListPrompt(3)
	w.Answer(ana, p, []byte("junk"))
	w.Answer(ben, p, codec.Must(his))
	w.Open(p)
	r, _ := w.s.RoundOf(p.ID(), ana)
	if got, mine, theirs := r.Matches(); len(got) != 0 || mine != seal.Junk || theirs != seal.Read || len(codec.Strings(r.Other)) != 0 {
		t.Error(got, mine, theirs)
	}
	if got, mine, theirs := w.s.Rounds(ben)[0].Matches(); len(got) != 0 || mine != seal.Read || theirs != seal.Junk {
		t.Error(got, mine, theirs)
	}
}

// Not now and unmarked, whatever was marked first, and what was marked and taken
// back: the same bytes.
func TestNotNowIsUnmarked(t *testing.T) {
	s := &State{}
	compose := func(f event.Form) string {
		t.Helper()
		f[FieldRound] = "1"
		v, err := s.Compose(KindMarked, f, event.Stamp{})
		if err != nil {
			t.Fatal(err)
		}
		return string(v.(seal.Answer).Plain)
	}
	if a, b := compose(event.Form{"mark-dance": "yes"}), compose(event.Form{"mark-dance": "yes", "mark-bungee": "", "mark-swim": "no", "mark-": "yes", "mark-Not A Ref": "yes"}); a != b {
		t.Errorf("%x, %x", a, b)
	}
	if got := compose(event.Form{"mark-bungee": "no"}); got != "\xa0" {
		t.Errorf("%x", got)
	}
	// An idea that has gone from the list is no longer marked.
	if got := compose(event.Form{"mark-" + event.ID{7}.String(): "yes"}); got != "\xa0" {
		t.Errorf("%x", got)
	}
	rapid.Check(t, func(r *rapid.T) {
		marks := rapid.MapOf(rapid.StringMatching(`[a-z]{1,6}`), rapid.SampledFrom([]string{"yes", "maybe", "no", ""})).Draw(r, "marks")
		f, only := event.Form{}, event.Form{}
		var want List
		for slug, v := range marks {
			f[FieldMark+slug] = v
			switch v {
			case "yes":
				want.Yes = append(want.Yes, Ref(slug))
			case "maybe":
				want.Maybe = append(want.Maybe, Ref(slug))
			default:
				continue
			}
			only[FieldMark+slug] = v
		}
		a, b := compose(f), compose(only)
		l, ok := ReadList([]byte(a))
		slices.Sort(want.Yes)
		slices.Sort(want.Maybe)
		if a != b || !ok || cmp.Diff(want, l) != "" {
			r.Fatalf("%x, %x: %+v", a, b, l)
		}
	})
}

// A list has one encoding; anything else is junk.
func TestReadList(t *testing.T) {
	many := func(n int) (refs []Ref) {
		for i := range n {
			refs = append(refs, Ref(fmt.Sprintf("slug-%04d", i)))
		}
		return refs
	}
	for _, c := range []struct {
		plain []byte
		want  bool
	}{
		{codec.Must(List{}), true}, {codec.Must(List{Yes: []Ref{"a", "b"}, Maybe: []Ref{"c"}}), true},
		{codec.Must(List{Yes: many(MaxMarks)}), true}, {codec.Must(List{Yes: many(MaxMarks + 1)}), false},
		{codec.Must(List{Yes: []Ref{"b", "a"}}), false}, {codec.Must(List{Maybe: []Ref{"a", "a"}}), false},
		{codec.Must(List{Yes: []Ref{"a"}, Maybe: []Ref{"a"}}), false}, {codec.Must(List{Yes: []Ref{"A"}}), false},
		{[]byte{0xa1, 1, 0x80}, false}, {nil, false}, {[]byte("x"), false}, {codec.Must(Told{"x"}), false},
	} {
		if _, ok := ReadList(c.plain); ok != c.want {
			t.Errorf("%x: %v", c.plain[:min(20, len(c.plain))], ok)
		}
	}
	biggest := many(MaxMarks)
	for i := range biggest {
		biggest[i] = Ref(fmt.Sprintf("%032x", i+1))
	}
	if n := len(codec.Must(List{Yes: biggest})); n > seal.Medium.Room() {
		t.Errorf("the largest list has %d bytes", n)
	}
}

func TestMaySeal(t *testing.T) {
	w := begin(t)
	id := w.Do(ana, KindPlanned, Planned{Idea: "a", When: When{Day: 20000}})
	l, tell := ListPrompt(1), TellPrompt(id)
	for _, c := range []struct {
		by   event.Partner
		p    seal.Prompt
		want error
	}{
		{ana, l, nil}, {ben, ListPrompt(MaxRound), nil}, {ana, ListPrompt(MaxRound + 1), Malformed}, {ana, ListPrompt(0), Malformed},
		{ben, tell, nil}, {ana, TellPrompt(event.ID{9}), NoPlan}, {ana, TellPrompt(event.ID{}), Malformed}, {3, l, NotMember}, {event.Nobody, tell, NotMember},
		{ana, seal.Prompt{Practice: "opening", About: l.About, Pad: l.Pad}, Malformed}, {ana, seal.Prompt{Practice: practice, About: l.About, Pad: seal.Small}, Malformed},
		{ana, seal.Prompt{Practice: practice, About: tell.About, Pad: seal.Medium}, Malformed}, {ana, seal.Prompt{Practice: practice, Pad: seal.Medium}, Malformed},
		{ana, seal.Prompt{Practice: practice, About: append(slices.Clone(l.About), 0), Pad: l.Pad}, Malformed},
	} {
		if err := w.s.MaySeal(c.by, c.p); err != c.want {
			t.Errorf("%+v: %v, want %v", c.p, err, c.want)
		}
	}
}

func TestCompose(t *testing.T) {
	id := event.ID{1}
	nine := uint16(9*60 + 30)
	for _, c := range []struct {
		kind event.Kind
		f    event.Form
		want any
		err  string
	}{
		{KindAdded, event.Form{"text": " Sing ", "grade": "4"}, Added{"Sing", 4}, ""},
		{KindAdded, event.Form{"grade": "1"}, nil, "text empty"},
		{KindAdded, event.Form{"text": "x", "grade": "5"}, nil, "grade bad"},
		{KindAdded, event.Form{"text": strings.Repeat("x", MaxIdea+1), "grade": "1"}, nil, "text too-long"},
		{KindDropped, event.Form{"idea": id.String()}, Dropped{id}, ""},
		{KindDropped, nil, nil, "idea bad"},
		{KindPlanned, event.Form{"idea": "swim", "date": "2026-03-04", "time": "09:30:00", "words": "x"}, Planned{"swim", When{event.Day(2026, 3, 4), &nine}, "x"}, ""},
		{KindPlanned, event.Form{"idea": "swim", "date": "2026-03-04"}, Planned{"swim", When{Day: event.Day(2026, 3, 4)}, ""}, ""},
		{KindPlanned, event.Form{"idea": "swim"}, nil, "date empty"},
		{KindPlanned, event.Form{"idea": "swim", "date": "soon"}, nil, "date bad"},
		{KindPlanned, event.Form{"idea": "swim", "date": "2026-03-04", "time": "25:00"}, nil, "time bad"},
		{KindPlanned, event.Form{"idea": "S", "date": "2026-03-04"}, nil, "idea bad"},
		{KindMoved, event.Form{"plan": id.String(), "date": "2026-03-04"}, Moved{id, When{Day: event.Day(2026, 3, 4)}}, ""},
		{KindCancelled, event.Form{"plan": id.String()}, Cancelled{id}, ""},
		{KindTold, event.Form{"plan": id.String(), "text": "x"}, seal.Answer{Prompt: TellPrompt(id), Plain: codec.Must(Told{"x"})}, ""},
		{KindTold, event.Form{"plan": id.String()}, nil, "text empty"},
		{KindMarked, event.Form{"round": "2", "mark-a": "yes", "mark-b": "maybe"}, seal.Answer{Prompt: ListPrompt(2), Plain: codec.Must(List{[]Ref{"a"}, []Ref{"b"}})}, ""},
		{KindMarked, event.Form{"round": "0"}, nil, "round bad"},
		{KindMarked, event.Form{"round": "10000"}, nil, "round bad"},
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
	if _, err := new(State).Compose("adventure.x", nil, event.Stamp{}); !errors.Is(err, Unknown) {
		t.Error(err)
	}
}

// The payloads as they are written, for ever (spec/adventure-v1.md).
func TestBytes(t *testing.T) {
	id := "5001000000000000000000000000000000"
	nine := uint16(540)
	for _, c := range []struct {
		v    any
		want string
	}{
		{Added{"Sing", 3}, "a2016453696e670203"},
		{Dropped{event.ID{1}}, "a101" + id},
		{Planned{"swim", When{Day: 20000}, ""}, "a201647377696d02a101194e20"},
		{Planned{"swim", When{20000, &nine}, "w"}, "a301647377696d02a201194e200219021c036177"},
		{Moved{event.ID{1}, When{Day: 20000}}, "a201" + id + "02a101194e20"},
		{Cancelled{event.ID{1}}, "a101" + id},
		{ListPrompt(2), "a30169616476656e74757265" + "0243a10102" + "03193e00"},
		{TellPrompt(event.ID{1}), "a30169616476656e74757265" + "0253a102" + id + "03190e00"},
		{List{}, "a0"},
		{List{[]Ref{"dance", "swim"}, []Ref{"train"}}, "a2018265" + hex.EncodeToString([]byte("dance")) + "64" + hex.EncodeToString([]byte("swim")) + "028165" + hex.EncodeToString([]byte("train"))},
		{Told{"w"}, "a1016177"},
	} {
		if got := hex.EncodeToString(codec.Must(c.v)); got != c.want {
			t.Errorf("%T: %s, want %s", c.v, got, c.want)
		}
	}
	for kind, want := range map[event.Kind]string{KindAdded: "adventure.added", KindDropped: "adventure.dropped", KindPlanned: "adventure.planned",
		KindMoved: "adventure.moved", KindCancelled: "adventure.cancelled"} {
		if string(kind) != want {
			t.Error(kind)
		}
	}
}

// Whatever two people mark, in however many rounds: both see the same matches,
// each from their side, and they are what both have marked.
func TestMatchesAgree(t *testing.T) {
	refs := []Ref{"a", "b", "c", "d", "e"}
	list := rapid.Custom(func(r *rapid.T) (l List) {
		for _, ref := range refs {
			switch rapid.IntRange(0, 2).Draw(r, "mark") {
			case 1:
				l.Maybe = append(l.Maybe, ref)
			case 2:
				l.Yes = append(l.Yes, ref)
			}
		}
		return l
	})
	rapid.Check(t, func(r *rapid.T) {
		w := begin(t)
		var a, b List
		for n := range rapid.IntRange(1, 3).Draw(r, "rounds") {
			a, b = list.Draw(r, "hers"), list.Draw(r, "his")
			w.round(uint16(n+1), a, b)
		}
		hers, _, _ := w.s.Rounds(ana)[0].Matches()
		his, _, _ := w.s.Rounds(ben)[0].Matches()
		n := 0
		for _, ref := range refs {
			both := a.Mark(ref) != NotNow && b.Mark(ref) != NotNow
			if both {
				n++
			}
			for _, c := range []struct {
				list []Match
				want Match
			}{{hers, Match{ref, a.Mark(ref), b.Mark(ref)}}, {his, Match{ref, b.Mark(ref), a.Mark(ref)}}} {
				if slices.Contains(c.list, c.want) != both {
					r.Fatalf("%s: %+v", ref, c.list)
				}
			}
		}
		if len(hers) != n || len(his) != n {
			r.Fatalf("%d, %d, want %d", len(hers), len(his), n)
		}
	})
}

func FuzzCommon(f *testing.F) {
	f.Add(codec.Must(List{Yes: []Ref{"a"}}), codec.Must(List{Yes: []Ref{"a"}, Maybe: []Ref{"b"}}))
	f.Add([]byte{}, []byte{0xa0})
	f.Fuzz(func(t *testing.T, own, other []byte) {
		plain, ok := Common(own, other)
		theirs, list := ReadList(other)
		if ok != list {
			t.Fatal("what is a list")
		}
		mine, _ := ReadList(own)
		left, _ := ReadList(plain)
		for _, r := range append(slices.Clone(left.Yes), left.Maybe...) {
			if mine.Mark(r) == NotNow || theirs.Mark(r) != left.Mark(r) {
				t.Fatalf("%s is left", r)
			}
		}
	})
}
