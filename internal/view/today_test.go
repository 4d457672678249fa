package view

import (
	"fmt"
	"strings"
	"testing"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/care"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/text"
)

// The rules of Today (today.go): what there is comes first and in turn, one
// small thing only where there is room, another from day to day.
func TestTodayRules(t *testing.T) {
	b := text.English()
	of := func(name string, n int) section {
		return section{name: name, today: func(text.Book, *app.Model) (list []g.Node) {
			for i := range n {
				list = append(list, g.Text(fmt.Sprint(name, i, " ")))
			}
			return list
		}}
	}
	show := func(nodes []g.Node) string { return strings.TrimSpace(g.HTML(h.P(g.All(nodes...)))) }
	got := show(inTurn([]section{of("a", 3), of("b", 0), of("c", 2)}, func(s section) []g.Node { return s.today(b, nil) }))
	if got != "<p>a0 c0 a1 c1 a2 </p>" {
		t.Errorf("in turn: %s", got)
	}

	// One thing that is due comes first, more where what is new leaves room.
	some := func(words ...string) (list []g.Node) {
		for _, w := range words {
			list = append(list, g.Text(w))
		}
		return list
	}
	for _, c := range []struct {
		due, fresh []g.Node
		want       string
	}{
		{some("a", "b", "c", "d"), some("x", "y"), "<p>axy</p>"},
		{some("a", "b", "c", "d"), some("x"), "<p>abx</p>"},
		{some("a"), some("x", "y", "z"), "<p>axy</p>"},
		{some("a", "b", "c", "d"), nil, "<p>abc</p>"},
		{nil, some("x", "y", "z", "w"), "<p>xyz</p>"},
		{nil, nil, "<p></p>"},
	} {
		if got := show(choose(c.due, c.fresh)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}

	w := newLetterWorld(t)
	small := func() string {
		page := w.go_(app.RouteToday)
		if n := strings.Count(page, b.Space.Small); n > 1 {
			t.Fatalf("%d small things", n)
		}
		_, after, _ := strings.Cut(page, b.Space.Small)
		_, after, _ = strings.Cut(after, `data-go="`)
		route, _, _ := strings.Cut(after, `"`)
		return route
	}
	days := map[string]int{}
	for range 2 * len(sections(b)) {
		route := small()
		if route != small() {
			t.Error("it changes within a day")
		}
		days[route]++
		w.m.Now.Civil += 24 * 60
		w.m.Now.MS += 24 * 60 * 60 * 1000
	}
	if len(days) < 4 || days[""] > 0 {
		t.Errorf("over the days: %v", days)
	}
	// What was done is not offered.
	raw := codec.Must(care.Added{Group: care.Calm, Text: "x"})
	if err := w.m.Self.Care.Apply(event.Fact{Seq: 1, ID: event.ID{77}, By: event.First, At: w.m.Now, Kind: care.KindAdded, Payload: raw}); err != nil {
		t.Fatal(err)
	}
	for range 2 * len(sections(b)) {
		if small() == routeCare {
			t.Error("a list that is there is offered to be made")
		}
		w.m.Now.Civil += 24 * 60
		w.m.Now.MS += 24 * 60 * 60 * 1000
	}
	// A clock before 1970 breaks nothing.
	w.m.Now.Civil = -7 * 24 * 60
	small()
}
