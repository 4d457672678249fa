package main

import (
	"cmp"
	"math"
	"slices"
)

// joint joins what the two models say into one number for each kind.
type joint [kinds][4]float32

func (st *joint) apply(sc []scored) {
	for i := range sc {
		s := &sc[i]
		for k := range st {
			s.z[k] = st[k][0] + st[k][1]*s.m[k] + st[k][2]*s.c[k] + st[k][3]*s.s[k]
		}
	}
}

// join fits the joint by gradient descent on messages the models did not see.
func join(sc []scored) *joint {
	st := &joint{}
	for k := range st {
		w := [4]float64{0, 0.3, 0.3, 0.3}
		for range 300 {
			var g [4]float64
			n := 0.0
			for i := range sc {
				s := &sc[i]
				if s.l.unsure[k] {
					continue
				}
				x := [4]float64{1, float64(s.m[k]), float64(s.c[k]), float64(s.s[k])}
				e := 1 / (1 + math.Exp(-(w[0] + w[1]*x[1] + w[2]*x[2] + w[3]*x[3])))
				n++
				if s.l.want[k] {
					e--
				}
				for j := range g {
					g[j] += e * x[j]
				}
			}
			for j := range g {
				w[j] -= 0.2 * g[j] / max(n, 1)
			}
			w[1], w[2], w[3] = max(w[1], 0), max(w[2], 0), max(w[3], 0)
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
