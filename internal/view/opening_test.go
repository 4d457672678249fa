package view

import (
	"crypto/sha256"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/opening"
	"troth/internal/seal"
	"troth/internal/secret"
	"troth/internal/text"
)

// openingWorld is what two people have done with openings, folded by hand. The
// page is that of First.
type openingWorld struct {
	t   testing.TB
	m   *app.Model
	seq uint64
}

func newOpeningWorld(t testing.TB) *openingWorld {
	m := app.New("x", "example.org", "")
	m.Phase, m.Space, m.Me, m.MyName, m.PartnerName, m.Route = app.Open, app.Shared, event.First, "Noor", "Sam", routeOpenings
	day := event.Day(2026, 11, 25).At(17, 0)
	m.Now = event.Stamp{MS: int64(day) * 60_000, Civil: day}
	return openingsIn(t, m)
}

// openingsIn begins openings in a model that is there.
func openingsIn(t testing.TB, m *app.Model) *openingWorld {
	m.Couple.Seal.Verified(true, 0)
	m.Unseal = func(log chain.LogID, by event.Partner, c seal.Commit) ([]byte, bool) {
		plain, err := c.Open(log, by, sealKey(by)(c.Prompt.ID(), c.Salt))
		return plain, err == nil
	}
	return &openingWorld{t: t, m: m}
}

func sealKey(by event.Partner) seal.KeyOf {
	return func(id event.ID, _ [32]byte) secret.Key { return sha256.Sum256(append(id[:], byte(by))) }
}

func (w *openingWorld) choose(by event.Partner, r opening.Rung) {
	w.t.Helper()
	w.seq++
	if err := w.m.Couple.Opening.Apply(event.Fact{Seq: w.seq, By: by, Kind: opening.KindRung, Payload: codec.Must(opening.Chosen{Rung: r})}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *openingWorld) fact(by event.Partner, kind event.Kind, payload any) {
	w.t.Helper()
	w.seq++
	f := event.Fact{Seq: w.seq, ID: event.ID{byte(w.seq), byte(by), 8}, By: by, At: w.m.Now, Kind: kind, Payload: codec.Must(payload)}
	if err := w.m.Couple.Seal.Apply(f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *openingWorld) answer(by event.Partner, q opening.Question, words string) {
	w.t.Helper()
	w.sealed(by, q, codec.Must(opening.Answer{Text: words}))
}

func (w *openingWorld) sealed(by event.Partner, q opening.Question, plain []byte) {
	w.t.Helper()
	w.fact(by, seal.KindCommit, sealedBy(w.t, by, q, plain))
	x, _ := w.m.Couple.Seal.Seal(q.ID())
	w.m.Couple.Opening.Sealed(x)
}

func sealedBy(t testing.TB, by event.Partner, q opening.Question, plain []byte) seal.Commit {
	t.Helper()
	c, err := seal.New(strings.NewReader(strings.Repeat("r", 99)), [16]byte{}, by, 1, sealKey(by), seal.Answer{Prompt: q.Prompt(), Plain: plain})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *openingWorld) open(by event.Partner, q opening.Question) {
	w.t.Helper()
	w.fact(by, seal.KindOpen, seal.Open{Seal: q.ID(), Key: sealKey(by)(q.ID(), [32]byte{})})
}

func (w *openingWorld) show(route string) string {
	w.m.Route = route
	return Page(w.m)
}

func (w *openingWorld) page(q opening.Question) string {
	return w.show(routeOpenings + "/" + q.ID().String())
}

func (w *openingWorld) has(page string, want ...string) {
	w.t.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			w.t.Errorf("%q is not on the page:\n%s", s, page)
		}
	}
}

func (w *openingWorld) hasNot(page string, not ...string) {
	w.t.Helper()
	for _, s := range not {
		if strings.Contains(page, s) {
			w.t.Errorf("%q is on the page:\n%s", s, page)
		}
	}
}

// However far it has come, the page says what is closed and opens what is open,
// and nothing of the other before that.
func TestOpeningPages(t *testing.T) {
	w := newOpeningWorld(t)
	b := text.English()
	one, two, three := opening.Question{Rung: 1, Number: 1}, opening.Question{Rung: 1, Number: 2}, opening.Question{Rung: 1, Number: 3}
	w.has(w.show(routeOpenings), b.Opening.EmptyTitle, b.Opening.Rungs[0].Questions[0], b.Opening.Rungs[0].Questions[11], `aria-label="A ladder of six rungs.`)
	w.hasNot(w.show(routeOpenings), b.Opening.Rungs[1].Questions[0], b.Opening.Down)
	w.has(w.page(one), b.Opening.Gone)

	// Begun by the other: no name, no time, no reproach.
	w.answer(event.Second, one, "Sams words")
	page := w.page(one)
	w.has(page, b.Seal.Closed, b.Seal.NotYet, b.Opening.Answer)
	w.hasNot(page, "Sams words", "has answered", b.Seal.Back, "Sealed")
	w.has(w.show(app.RouteToday), b.Opening.NewBegun, b.Opening.Rungs[0].Questions[0])
	w.hasNot(w.show(app.RouteToday), "Sams words")

	// Both have answered, and only the other's key is there.
	w.answer(event.First, one, "Noors words")
	w.open(event.Second, one)
	page = w.page(one)
	w.has(page, b.Seal.Opens, "Noors words", "Sealed today")
	w.hasNot(page, "Sams words", b.Seal.Back, b.Opening.Answer)
	for _, route := range []string{routeOpenings, app.RouteToday, app.RouteTogether} {
		w.hasNot(w.show(route), "Sams words")
	}
	w.open(event.First, one)
	page = w.page(one)
	w.has(page, "Sams words", "Noors words")
	w.hasNot(page, b.Seal.Closed, b.Seal.Opens, b.Seal.Back)
	w.has(w.show(app.RouteToday), b.Opening.NewOpened)
	w.m.Opened[event.ID{1, byte(event.Second), 8}] = true
	w.hasNot(w.show(app.RouteToday), b.Opening.NewOpened)
	w.has(w.show(routeOpenings), "<h2>"+b.Opening.Opened)

	// One's own, closed: it can be read, and taken back.
	w.answer(event.First, two, "Only Noor")
	page = w.page(two)
	w.has(page, "Only Noor", b.Seal.Back, b.Seal.Closed, `value="opening.answer 1 2"`)
	w.hasNot(page, b.Opening.Answer)
	w.has(w.show(routeOpeningAnswer+"/1/2"), b.Seal.Back) // a second answer is not offered

	// Junk is said without blame.
	w.sealed(event.Second, three, []byte("junk"))
	w.answer(event.First, three, "Noor again")
	w.open(event.Second, three)
	w.open(event.First, three)
	page = w.page(three)
	w.has(page, b.Seal.Junk, "Noor again")
	w.hasNot(page, ">junk")
}

// The rung in use is on the page; what the other has chosen is not.
func TestOpeningRungs(t *testing.T) {
	b := text.English()
	w := newOpeningWorld(t)
	w.choose(event.First, opening.Need)
	low := w.show(routeOpenings)
	v := newOpeningWorld(t)
	v.choose(event.First, opening.Need)
	v.choose(event.Second, opening.Worry)
	v.choose(event.Second, opening.Preference)
	if low != v.show(routeOpenings) {
		t.Error("who has not chosen can be told from who has chosen the first rung")
	}
	w.choose(event.Second, opening.Worry)
	one := w.show(routeOpenings)
	w.has(one, b.Opening.Rungs[1].Questions[0], b.Opening.Down, b.Opening.Rungs[0].Questions[0])
	w.hasNot(one, b.Opening.Rungs[2].Questions[0])
	w.has(w.show(routeOpeningRung), `value="4" checked`)
	w.hasNot(w.show(routeOpeningRung), `value="2" checked`, "Sam")
	// Whatever the other chooses above one's own, the pages are the same.
	w.choose(event.First, opening.Worry)
	a := w.show(routeOpenings) + w.show(routeOpeningRung)
	w.choose(event.Second, opening.Shame)
	if a != w.show(routeOpenings)+w.show(routeOpeningRung) {
		t.Error("the pages tell that the other would go higher")
	}
	// A question above the rung in use has no page.
	w.has(w.show(routeOpeningAnswer+"/3/1"), b.Opening.Gone)
	for _, at := range []string{"0/1", "1/0", "7/1", "1/99", "1", "x/y", "1/1/1", "257/1"} {
		w.has(w.show(routeOpeningAnswer+"/"+at), b.Opening.Gone)
	}
	// An answer to a question that this version does not know is closed all the same.
	w.answer(event.Second, opening.Question{Rung: 1, Number: 99}, "later words")
	w.has(w.show(routeOpenings), b.Opening.Newer)
	w.hasNot(w.page(opening.Question{Rung: 1, Number: 99}), "later words", b.Opening.Answer)
	// When the space has ended nothing is offered.
	w.m.Space = app.Ended
	w.hasNot(w.show(routeOpenings), b.Opening.Choose, b.Opening.Answer, b.Opening.Down)
	w.has(w.show(routeOpeningRung), b.Opening.Gone)
}
