package promise

import (
	"testing"

	"troth/internal/codec"
	"troth/internal/event"
)

// BenchmarkTenYears folds ten years of ten daily promises that are kept and
// noticed each day, 73,010 facts, and asks what a page asks.
func BenchmarkTenYears(b *testing.B) {
	start := event.Day(2026, 3, 2)
	var facts []event.Fact
	say := func(by event.Partner, kind event.Kind, payload any, at event.Minute) event.ID {
		n := uint64(len(facts) + 1)
		id := event.ID{byte(n >> 16), byte(n >> 8), byte(n)}
		facts = append(facts, event.Fact{Seq: n, ID: id, By: by, At: stamp(at), Kind: kind, Payload: codec.Must(payload)})
		return id
	}
	var ids []event.ID
	for range 10 {
		ids = append(ids, say(event.First, KindMade, Made{Text: "x", Due: On(start), Repeat: Daily}, start.At(8, 0)))
	}
	for day := start; day < start+3650; day++ {
		for _, id := range ids {
			mark := say(event.First, KindKept, Kept{id, On(day)}, day.At(20, 0))
			say(event.Second, KindNoticed, Noticed{id, On(day), mark}, day.At(21, 0))
		}
	}
	s := &State{}
	fold := func() {
		s = &State{}
		for _, f := range facts {
			if err := s.Apply(f); err != nil {
				b.Fatal(err)
			}
		}
	}
	fold()
	b.Run("fold", func(b *testing.B) {
		for b.Loop() {
			fold()
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(facts)), "ns/fact")
	})
	now := stamp((start + 3650).At(10, 0))
	for name, ask := range map[string]func(){
		"list":   func() { s.List(event.First, now) },
		"months": func() { s.Months(event.First, now, 6) },
		"news":   func() { s.News(event.Second, facts[len(facts)-1].Seq-20, now) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ask()
			}
		})
	}
}
