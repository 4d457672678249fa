package main

import (
	"strings"

	"troth/internal/language"
)

// reach chooses for each kind how near to the best clause a clause must be to
// belong to the span.
func reach(sc []scored) (near vec) {
	for k := range near {
		best := -1.0
		for n := float32(0.25); n < 8; n += 0.25 {
			var v vec
			v[k] = n
			if s := spanScore(sc, v, k); s > best+1e-9 {
				best, near[k] = s, n
			}
		}
	}
	return near
}

func (s *scored) span(k int, near float32) [2]int {
	if len(s.Each) == 0 {
		return [2]int{}
	}
	from, to := language.Stretch(len(s.Each), func(i int) float32 { return s.Each[i][k] }, near)
	return [2]int{s.l.ex.Clauses[from].Start, s.l.ex.Clauses[to].End}
}

func spanScore(sc []scored, near vec, k int) float64 {
	sum := 0.0
	name := language.Kinds()[k]
	for i := range sc {
		s := &sc[i]
		words, ok := s.l.Spans[string(name)]
		if !ok || !s.at[k] {
			continue
		}
		at := strings.Index(s.l.Text, words)
		sp := s.span(k, near[k])
		o := max(0, overlap(sp, [2]int{at, at + len(words)}))
		sum += 2 * float64(o) / float64(len(words)+sp[1]-sp[0])
	}
	return sum
}

func tallyOf(sc []scored) tally {
	lines := make([]*line, len(sc))
	for i := range sc {
		lines[i] = sc[i].l
	}
	return count(lines, func(i int) (f found) {
		for k := range kinds {
			if sc[i].at[k] {
				f.kind[k], f.span[k] = true, sc[i].span(k, sc[i].near[k])
			}
		}
		return f
	})
}
