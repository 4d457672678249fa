package opening

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/seal"
	"troth/internal/secret"
)

const (
	ana = event.First
	ben = event.Second
)

// world is a log in the making, with its seals.
type world struct {
	t     testing.TB
	s     *State
	seals *seal.State
	seq   uint64
}

func begin(t testing.TB) *world {
	w := &world{t: t, s: &State{}, seals: &seal.State{}}
	w.seals.Verified(true, 0)
	return w
}

func dump(s *State) string { return fmt.Sprint(s.chosen, s.Reached(), s.order) }

// try folds one fact and checks that Allows agrees and that a refusal changes
// nothing.
func (w *world) try(by event.Partner, kind event.Kind, payload codec.Raw) error {
	w.t.Helper()
	w.seq++
	before := dump(w.s)
	allows := w.s.Allows(by, kind, payload, event.Stamp{})
	err := w.s.Apply(event.Fact{Seq: w.seq, By: by, Kind: kind, Payload: payload})
	if !errors.Is(err, allows) {
		w.t.Fatalf("%s by %s: Allows says %v, Apply %v", kind, by, allows, err)
	}
	if err != nil && dump(w.s) != before {
		w.t.Fatalf("a refused %s changed the state", kind)
	}
	return err
}

func (w *world) choose(by event.Partner, r Rung) {
	w.t.Helper()
	if err := w.try(by, KindRung, codec.Must(Chosen{r})); err != nil {
		w.t.Fatalf("%s chooses %d: %v", by, r, err)
	}
}

func keyOf(by event.Partner) seal.KeyOf {
	return func(id event.ID, _ [32]byte) secret.Key { return sha256.Sum256(append(id[:], byte(by))) }
}

// apply folds a fact of seals.
func (w *world) apply(by event.Partner, kind event.Kind, payload any) error {
	w.seq++
	return w.seals.Apply(event.Fact{Seq: w.seq, ID: event.ID{byte(w.seq)}, By: by, Kind: kind, Payload: codec.Must(payload)})
}

// answer answers a question, if the practice allows it.
func (w *world) answer(by event.Partner, q Question, plain []byte) error {
	w.t.Helper()
	if err := w.s.MaySeal(by, q.Prompt()); err != nil {
		return err
	}
	c, err := seal.New(strings.NewReader(strings.Repeat("r", 99)), [16]byte{}, by, 1, keyOf(by), seal.Answer{Prompt: q.Prompt(), Plain: plain})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.apply(by, seal.KindCommit, c); err != nil {
		return err
	}
	x, _ := w.seals.Seal(q.ID())
	w.s.Sealed(x)
	return nil
}

func (w *world) says(by event.Partner, q Question, text string) {
	w.t.Helper()
	if err := w.answer(by, q, codec.Must(Answer{text})); err != nil {
		w.t.Fatalf("%s answers %v: %v", by, q, err)
	}
}

func (w *world) opens(q Question) {
	w.t.Helper()
	for _, by := range []event.Partner{ana, ben} {
		if err := w.apply(by, seal.KindOpen, seal.Open{Seal: q.ID(), Key: keyOf(by)(q.ID(), [32]byte{})}); err != nil {
			w.t.Fatal(err)
		}
	}
}

// The rung in use is the lower of the two chosen; who has not chosen is on the
// first.
func TestRungInUse(t *testing.T) {
	w := begin(t)
	see := func(inUse, reached Rung) {
		t.Helper()
		if w.s.InUse() != inUse || w.s.Reached() != reached {
			t.Errorf("in use %d, reached %d, want %d and %d", w.s.InUse(), w.s.Reached(), inUse, reached)
		}
	}
	see(Preference, Preference)
	w.choose(ana, Shame)
	see(Preference, Preference)
	w.choose(ben, Regret)
	see(Regret, Regret)
	w.choose(ana, Worry)
	see(Worry, Regret)
	w.choose(ben, Shame)
	see(Worry, Regret)
	w.choose(ana, Preference)
	see(Preference, Regret)
	w.choose(ana, Fear)
	see(Fear, Fear)
	if w.s.Chosen(ana) != Fear || w.s.Chosen(ben) != Shame || w.s.Chosen(9) != Lowest {
		t.Error("what was chosen")
	}
	for _, c := range []struct {
		by   event.Partner
		kind event.Kind
		v    any
		want error
	}{
		{ana, KindRung, Chosen{0}, Malformed},
		{ana, KindRung, Chosen{7}, Malformed},
		{ana, KindRung, Answer{"x"}, Malformed},
		{ana, KindRung, Chosen{Fear}, Same},
		{event.Nobody, KindRung, Chosen{1}, NotMember},
		{3, KindRung, Chosen{1}, NotMember},
		{ana, KindAnswer, Answer{"x"}, Unknown},
		{ana, "opening.ask", Chosen{1}, Unknown},
	} {
		if err := w.try(c.by, c.kind, codec.Must(c.v)); err != c.want {
			t.Errorf("%s %+v: %v, want %v", c.kind, c.v, err, c.want)
		}
	}
	// Whoever has chosen the first rung and whoever has not are the same.
	w = begin(t)
	if err := w.try(ana, KindRung, codec.Must(Chosen{Preference})); err != Same {
		t.Error(err)
	}
}

// Answers belong to rungs that were reached, to questions that there can be.
func TestMaySeal(t *testing.T) {
	w := begin(t)
	q := func(r Rung, n uint8) Question { return Question{r, n} }
	for _, c := range []struct {
		by   event.Partner
		q    Question
		want error
	}{
		{ana, q(1, 1), nil}, {ben, q(1, MaxNumber), nil}, {ana, q(1, MaxNumber+1), Malformed}, {ana, q(1, 0), Malformed},
		{ana, q(0, 1), Malformed}, {ana, q(7, 1), Malformed}, {ana, q(2, 1), TooHigh}, {event.Nobody, q(1, 1), NotMember}, {3, q(1, 1), NotMember},
	} {
		if err := w.s.MaySeal(c.by, c.q.Prompt()); err != c.want {
			t.Errorf("%+v: %v, want %v", c.q, err, c.want)
		}
	}
	w.choose(ana, Need)
	if err := w.s.MaySeal(ana, q(Worry, 1).Prompt()); err != TooHigh {
		t.Errorf("one choice reaches a rung: %v", err)
	}
	w.choose(ben, Regret)
	if err := w.s.MaySeal(ana, q(Regret, 1).Prompt()); err != nil {
		t.Error(err)
	}
	if err := w.s.MaySeal(ana, q(Need, 1).Prompt()); err != TooHigh {
		t.Error(err)
	}
	w.choose(ben, Preference)
	if err := w.s.MaySeal(ana, q(Regret, 1).Prompt()); err != nil {
		t.Errorf("what was under way when he stepped down: %v", err)
	}
	good := q(1, 1).Prompt()
	for _, p := range []seal.Prompt{
		{Practice: "letter", About: good.About, Pad: good.Pad}, {Practice: practice, About: good.About, Pad: seal.Medium},
		{Practice: practice, About: append(slices.Clone(good.About), 0), Pad: good.Pad}, {Practice: practice, Pad: good.Pad},
	} {
		if err := w.s.MaySeal(ana, p); err != Malformed {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func TestOpening(t *testing.T) {
	w := begin(t)
	one, two := Question{1, 1}, Question{1, 2}
	if _, ok := w.s.Opening(one, ana); ok || len(w.s.Closed(ana)) != 0 {
		t.Error("something is there")
	}
	w.says(ana, one, "hers")
	seq := w.seq
	if list := w.s.Begun(ben, 0); len(list) != 1 || list[0].Question != one || len(w.s.Begun(ben, seq)) != 0 || len(w.s.Begun(ana, 0)) != 0 {
		t.Error("what has begun")
	}
	for _, me := range []event.Partner{ana, ben} {
		if list := w.s.Closed(me); len(list) != 1 || list[0].Done() {
			t.Errorf("%s: %+v", me, list)
		}
	}
	if got := w.s.Next(1, 3); !slices.Equal(got, []uint8{2, 3}) {
		t.Errorf("%v", got)
	}
	w.says(ben, two, "on his")
	w.says(ben, one, "his")
	w.opens(one)
	w.says(ana, two, "on hers")
	w.opens(two)
	list := w.s.Opened(ana)
	if len(list) != 2 || list[0].Question != two || len(w.s.Closed(ana)) != 0 || len(w.s.Begun(ana, 0)) != 0 {
		t.Fatalf("%+v", list)
	}
	own, other, mine, theirs := list[1].Words()
	if own != "hers" || other != "his" || mine != seal.Read || theirs != seal.Read {
		t.Errorf("%q %q %d %d", own, other, mine, theirs)
	}
	if o, ok := w.s.ByID(two.ID(), ben); !ok || o.Question != two || !o.Done() {
		t.Errorf("%+v", o)
	}
	if _, ok := w.s.ByID(event.ID{1}, ben); ok {
		t.Error("a question of no id")
	}
	if got := w.s.Next(1, 200); len(got) != MaxNumber-2 {
		t.Errorf("%d", len(got))
	}
}

// Who has stepped down is asked nothing above.
func TestSteppedDown(t *testing.T) {
	w := begin(t)
	w.choose(ana, Fear)
	w.choose(ben, Fear)
	q := Question{Fear, 1}
	w.says(ana, q, "hers")
	w.choose(ben, Worry)
	if len(w.s.Begun(ben, 0)) != 0 || len(w.s.Closed(ben)) != 0 || len(w.s.Closed(ana)) != 1 {
		t.Error("it is asked of him")
	}
	if err := w.apply(ana, seal.KindWithdraw, seal.Withdraw{Seal: q.ID()}); err != nil {
		t.Fatal(err)
	}
	if _, ok := w.s.Opening(q, ana); ok || len(w.s.Closed(ana)) != 0 || len(w.s.Next(Fear, 1)) != 1 {
		t.Error("withdrawn, and still there")
	}
	w.says(ana, q, "again")
	w.choose(ben, Fear)
	w.says(ben, q, "his")
	w.opens(q)
	w.choose(ana, Preference)
	if list := w.s.Opened(ben); len(list) != 1 {
		t.Error("what has opened is gone")
	}
}

// What is no answer is junk, and takes nothing from one's own.
func TestJunk(t *testing.T) {
	long := strings.Repeat("x", MaxAnswer)
	for text, want := range map[string]bool{"x": true, long: true, long + "x": false, "": false, " \n": false} {
		if _, ok := ReadAnswer(codec.Must(Answer{text})); ok != want {
			t.Errorf("%d bytes: %v", len(text), ok)
		}
	}
	for _, plain := range [][]byte{nil, {0xa1, 1, 0x61, 0xff}, {0xa1, 1, 0x78, 1, 'x'}, []byte("plain words")} {
		if _, ok := ReadAnswer(plain); ok {
			t.Errorf("%x is read", plain)
		}
		w := begin(t)
		q := Question{1, 1}
		w.says(ana, q, "hers")
		if err := w.answer(ben, q, plain); err != nil {
			t.Fatal(err)
		}
		w.opens(q)
		o, _ := w.s.Opening(q, ana)
		own, other, mine, theirs := o.Words()
		if own != "hers" || other != "" || mine != seal.Read || theirs != seal.Junk || !o.Done() {
			t.Errorf("%q %q %d %d", own, other, mine, theirs)
		}
	}
}

func TestCompose(t *testing.T) {
	s := &State{}
	got, err := s.Compose(KindRung, event.Form{"rung": "6"}, event.Stamp{})
	if err != nil || got != (Chosen{Shame}) {
		t.Errorf("%v, %v", got, err)
	}
	got, err = s.Compose(KindAnswer, event.Form{"rung": "3", "number": "99", "text": " hers\r\n"}, event.Stamp{})
	a, ok := got.(seal.Answer)
	if err != nil || !ok || string(a.Prompt.About) != string((Question{3, 99}).Prompt().About) {
		t.Fatalf("%v, %v", got, err)
	}
	if text, ok := ReadAnswer(a.Plain); !ok || text != "hers" {
		t.Errorf("%q", text)
	}
	for _, c := range []struct {
		kind        event.Kind
		form        event.Form
		field, code string
	}{
		{KindRung, event.Form{}, "rung", event.CodeBad}, {KindRung, event.Form{"rung": "0"}, "rung", event.CodeBad},
		{KindRung, event.Form{"rung": "7"}, "rung", event.CodeBad}, {KindRung, event.Form{"rung": "257"}, "rung", event.CodeBad},
		{KindAnswer, event.Form{"rung": "1", "number": "0", "text": "x"}, "number", event.CodeBad},
		{KindAnswer, event.Form{"rung": "1", "number": "100", "text": "x"}, "number", event.CodeBad},
		{KindAnswer, event.Form{"rung": "1", "number": "1"}, "text", event.CodeEmpty},
		{KindAnswer, event.Form{"rung": "1", "number": "1", "text": strings.Repeat("x", MaxAnswer+1)}, "text", event.CodeLong},
	} {
		var field *event.FieldError
		if _, err := s.Compose(c.kind, c.form, event.Stamp{}); !errors.As(err, &field) || field.Field != c.field || field.Code != c.code {
			t.Errorf("%v: %v", c.form, err)
		}
	}
	if _, err := s.Compose("opening.other", event.Form{"rung": "1"}, event.Stamp{}); err != Unknown {
		t.Error(err)
	}
	// The longest answer fits its seal.
	if n := len(codec.Must(Answer{strings.Repeat("x", MaxAnswer)})); n > seal.Small.Room() {
		t.Errorf("%d bytes", n)
	}
}

// The bytes as they are written, for ever (spec/opening-v1.md).
func TestBytes(t *testing.T) {
	for v, want := range map[any]string{
		Chosen{3}:      "a10103",
		Answer{"w"}:    "a1016177",
		Question{3, 5}: "a201030205",
	} {
		if got := hex.EncodeToString(codec.Must(v)); got != want {
			t.Errorf("%T: %s", v, got)
		}
	}
	if got := hex.EncodeToString(codec.Must(Question{3, 5}.Prompt())); got != "a301676f70656e696e670245a20103020503190e00" {
		t.Errorf("a prompt: %s", got)
	}
	if KindRung != "opening.rung" || practice != "opening" {
		t.Error("names")
	}
}

// However the two choose and answer: the rung in use is the lower of the two, it
// rises only by both and falls by one, nothing above what was reached is
// answered, nothing above the rung in use is asked, and equal logs fold equal.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := begin(t)
		var facts []event.Fact
		want := [3]Rung{0, 1, 1}
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			by := event.Partner(rapid.IntRange(1, 2).Draw(r, "by"))
			before := w.s.InUse()
			if rapid.Bool().Draw(r, "choose") {
				rung := Rung(rapid.IntRange(0, 7).Draw(r, "rung"))
				payload := codec.Must(Chosen{rung})
				facts = append(facts, event.Fact{By: by, Kind: KindRung, Payload: payload})
				if w.try(by, KindRung, payload) == nil {
					want[by] = rung
					if rung < before && w.s.InUse() != rung {
						r.Fatal("a step down has to wait")
					}
				}
			} else {
				q := Question{Rung(rapid.IntRange(1, 6).Draw(r, "rung")), uint8(rapid.IntRange(1, 2).Draw(r, "number"))}
				if err := w.answer(by, q, codec.Must(Answer{"x"})); (err == TooHigh) != (q.Rung > w.s.Reached()) {
					r.Fatalf("%v on %d: %v", q, w.s.Reached(), err)
				}
			}
			if w.s.InUse() != min(want[1], want[2]) || w.s.InUse() > w.s.Reached() {
				r.Fatalf("%v: %d", want, w.s.InUse())
			}
			for _, me := range []event.Partner{ana, ben} {
				for _, o := range append(w.s.Closed(me), w.s.Begun(me, 0)...) {
					if !o.Mine && o.Question.Rung > w.s.InUse() {
						r.Fatalf("%s is asked %v", me, o.Question)
					}
				}
			}
		}
		fresh := &State{}
		for _, f := range facts {
			_ = fresh.Apply(f)
		}
		if fresh.chosen != w.s.chosen || fresh.Reached() != w.s.Reached() {
			r.Fatal("two folds of one log")
		}
	})
}

func FuzzMaySeal(f *testing.F) {
	f.Add("opening", (Question{1, 1}).Prompt().About, uint32(seal.Small), uint8(1), []byte{0xa1, 1, 0x61, 'x'})
	f.Add("opening", []byte{0xa2, 1, 0x18, 1, 2, 1}, uint32(seal.Small), uint8(2), []byte{})
	f.Fuzz(func(t *testing.T, name string, about []byte, pad uint32, by uint8, plain []byte) {
		p := seal.Prompt{Practice: name, About: about, Pad: seal.Pad(pad)}
		s := &State{}
		if err := s.MaySeal(event.Partner(by), p); err == nil {
			q, err := questionOf(p)
			if err != nil || q.Rung != Lowest || q.Prompt().ID() != p.ID() {
				t.Fatalf("%+v: %v", q, err)
			}
		}
		if text, ok := ReadAnswer(plain); ok && string(codec.Must(Answer{text})) != string(plain) {
			t.Fatal("two encodings of one answer")
		}
	})
}
