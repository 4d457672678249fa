package main

import (
	"cmp"
	"math"
	"slices"

	"troth/internal/language"
)

// joint joins the votes into one number for each kind.
type joint [kinds][1 + language.Votes]float32

func (st *joint) apply(sc []scored) {
	for i := range sc {
		s := &sc[i]
		for k, w := range st {
			s.z[k] = w[0]
			for j, v := range s.Votes {
				s.z[k] += w[1+j] * v[k]
			}
		}
	}
}

// join fits the joint by gradient descent on messages the models did not see.
// No vote counts against what it votes for.
func join(sc []scored) *joint {
	const n = 1 + language.Votes
	st := &joint{}
	for k := range st {
		var w, speed [n]float64
		for j := range language.Votes {
			w[1+j] = 0.9 / language.Votes
		}
		for range 400 {
			var g [n]float64
			all := 0.0
			for i := range sc {
				s := &sc[i]
				if s.l.unsure[k] {
					continue
				}
				z := w[0]
				for j := range s.Votes {
					z += w[1+j] * float64(s.Votes[j][k])
				}
				e := 1 / (1 + math.Exp(-z))
				all++
				if s.l.want[k] {
					e--
				}
				g[0] += e
				for j := range s.Votes {
					g[1+j] += e * float64(s.Votes[j][k])
				}
			}
			for j := range g {
				speed[j] = 0.8*speed[j] + 0.05*g[j]/max(all, 1)
				w[j] -= speed[j]
				if j > 0 && w[j] < 0 {
					w[j], speed[j] = 0, 0
				}
			}
		}
		for j := range w {
			st[k][j] = float32(w[j])
		}
	}
	return st
}

// cuts chooses for each kind the cut with the best F1, less lambda for the
// share of clean messages on which a hazard would be found.
func cuts(sc []scored, lambda float64) (cut vec) {
	clean := 0
	for _, s := range sc {
		if s.l.clean() {
			clean++
		}
	}
	for k := range cut {
		var order []*scored
		pos := 0
		for i := range sc {
			if !sc[i].l.unsure[k] {
				order = append(order, &sc[i])
				if sc[i].l.want[k] {
					pos++
				}
			}
		}
		slices.SortFunc(order, func(a, b *scored) int { return cmp.Compare(b.z[k], a.z[k]) })
		tp, alarms, best := 0, 0, -1.0
		cut[k] = 100
		for i, s := range order {
			if s.l.want[k] {
				tp++
			} else if k < hazards && s.l.clean() {
				alarms++
			}
			f := 2*float64(tp)/float64(i+1+pos) - lambda*hazards*float64(alarms)/float64(max(clean, 1))
			if f > best {
				best = f
				cut[k] = s.z[k] - 0.02
			}
		}
	}
	return cut
}

// clean reports whether a message surely shows no hazard.
func (l *line) clean() bool {
	for k := range hazards {
		if l.want[k] || l.unsure[k] {
			return false
		}
	}
	return true
}
