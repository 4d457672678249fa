package main

import (
	"cmp"
	"math"
	"slices"

	"troth/internal/language"
)

// logistic fits weights by Newton's steps so that the logistic function of
// their sum with each row, and of what is fixed for it, if anything is, is near
// what is wanted. Ridge draws them to where they begin: so many rows would have
// to speak against it.
func logistic(rows [][]float64, fixed []float64, want []bool, begin []float64, ridge float64) []float64 {
	n := len(begin)
	w := slices.Clone(begin)
	sum := func(r int, w []float64) (z float64) {
		if fixed != nil {
			z = fixed[r]
		}
		for i, v := range rows[r] {
			z += w[i] * v
		}
		return z
	}
	loss := func(w []float64) (l float64) {
		for i := range w {
			l += ridge * (w[i] - begin[i]) * (w[i] - begin[i]) / 2
		}
		for r := range rows {
			z := sum(r, w)
			l += max(z, 0) + math.Log1p(math.Exp(-math.Abs(z)))
			if want[r] {
				l -= z
			}
		}
		return l
	}
	h := make([][]float64, n)
	for range 8 {
		g := make([]float64, n)
		for i := range h {
			h[i] = make([]float64, n)
			h[i][i] = ridge
			g[i] = ridge * (w[i] - begin[i])
		}
		for r, x := range rows {
			p := 1 / (1 + math.Exp(-sum(r, w)))
			e, c := p, p*(1-p)+1e-6
			if want[r] {
				e--
			}
			for i, v := range x {
				g[i] += e * v
				for j := range i + 1 {
					h[i][j] += c * v * x[j]
				}
			}
		}
		solve(h, g)
		// A step that leads too far is halved.
		was, next := loss(w), make([]float64, n)
		for size := 1.0; size > 0.001; size /= 2 {
			for i := range w {
				next[i] = w[i] - size*g[i]
			}
			if loss(next) <= was {
				w = next
				break
			}
		}
	}
	return w
}

// solve leaves in b what h, of which the lower half is read, turns into b
// (Cholesky).
func solve(h [][]float64, b []float64) {
	for i := range b {
		for j := range i + 1 {
			s := h[i][j]
			for k := range j {
				s -= h[i][k] * h[j][k]
			}
			if i == j {
				h[i][i] = math.Sqrt(max(s, 1e-9))
			} else {
				h[i][j] = s / h[j][j]
			}
		}
	}
	for i := range b {
		for k := range i {
			b[i] -= h[i][k] * b[k]
		}
		b[i] /= h[i][i]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := i + 1; k < len(b); k++ {
			b[i] -= h[k][i] * b[k]
		}
		b[i] /= h[i][i]
	}
}

// scored is a message, what models that did not see it say of it, and what
// follows from that.
type scored struct {
	ballot
	l    *line
	z    vec         // of each kind
	gate float32     // of all hazards
	at   [kinds]bool // which are found
	near vec         // how far spans reach
}

// counted puts messages and the votes on them together. Those without are left out.
func counted(lines []*line, votes map[string]ballot) (out []scored) {
	for _, l := range lines {
		if b, ok := votes[l.ID]; ok {
			out = append(out, scored{ballot: b, l: l})
		}
	}
	return out
}

// judgeApart judges each fold with a jury, and marks spans that reach so far, as
// the other folds made them.
func judgeApart(sc []scored) {
	for f := range leftOut {
		others := slices.DeleteFunc(slices.Clone(sc), func(s scored) bool { return s.l.fold == f })
		j := sworn(others)
		near := reach(others)
		for i := range sc {
			if s := &sc[i]; s.l.fold == f {
				j.judge(s)
				s.near = near
			}
		}
	}
}

// jury joins votes into one number for each kind, and one for all hazards, and
// says above which a kind is found.
type jury struct {
	language.Jury
}

// sworn fits a jury on messages that those who vote did not see.
func sworn(sc []scored) *jury {
	j := &jury{}
	for k := range kinds {
		var rows [][]float64
		var fixed []float64
		var want []bool
		for i := range sc {
			if s := &sc[i]; !s.l.unsure[k] {
				row := []float64{1}
				for _, v := range s.Votes {
					row = append(row, float64(v[k]))
				}
				rows, want = append(rows, row), append(want, s.l.want[k])
				fixed = append(fixed, float64(language.Severity(k, s.l.ex.Abuse)))
			}
		}
		begin := []float64{0}
		for range language.Votes {
			begin = append(begin, 0.9/language.Votes)
		}
		for i, v := range logistic(rows, fixed, want, begin, ridge) {
			j.Share[k][i] = float32(v)
		}
	}
	var rows [][]float64
	var want []bool
	for i := range sc {
		s := &sc[i]
		sure := true
		hazard := false
		for k := range hazards {
			sure = sure && !s.l.unsure[k]
			hazard = hazard || s.l.want[k]
		}
		z, _ := j.Judge(votesOf(s), s.l.ex.Abuse)
		if sure {
			rows, want = append(rows, row(z[:])), append(want, hazard)
		}
	}
	for i, v := range logistic(rows, nil, want, make([]float64, 1+kinds), 1) {
		j.Gate[i] = float32(v)
	}
	for i := range sc {
		j.judge(&sc[i])
	}
	j.choose(sc)
	return j
}

// ridge is how many messages speak for the share that a vote begins with.
const ridge = 20

func row(z []float32) []float64 {
	out := []float64{1}
	for _, v := range z {
		out = append(out, float64(max(-9, min(9, v))))
	}
	return out
}

func votesOf(s *scored) *[language.Votes][kinds]float32 {
	var out [language.Votes][kinds]float32
	for i, v := range s.Votes {
		out[i] = v
	}
	return &out
}

// judge judges a message.
func (j *jury) judge(s *scored) {
	z, gate := j.Judge(votesOf(s), s.l.ex.Abuse)
	s.z, s.gate = z, gate
	for k := range s.at {
		s.at[k] = j.Finds(k, z[k], gate)
	}
}

// passes is the share of messages without a hazard that the gate keeps free of
// alarms, but for those in which a hazard is plain.
const passes = 0.96

// choose chooses the gate, and above which numbers strengths are found.
func (j *jury) choose(sc []scored) {
	var gates []float32
	for i := range sc {
		if sc[i].l.clean() {
			gates = append(gates, sc[i].gate)
		}
	}
	slices.Sort(gates)
	j.Least = gates[int(passes*float64(len(gates)-1))]
	for k := hazards; k < kinds; k++ {
		j.Cut[k] = cut(sc, k)
	}
	for i := range sc {
		j.judge(&sc[i])
	}
}

// blend is how much the likelihood of a message counts beside its label where
// cuts are chosen, so that they hang less on the few messages near them.
const blend = 0.8

// cut chooses the cut with the best F1.
func cut(sc []scored, k int) float32 {
	likely := func(s *scored) float64 {
		p := blend * float64(sigmoid(s.z[k]))
		if s.l.want[k] {
			p += 1 - blend
		}
		return p
	}
	var order []*scored
	pos := 0.0
	for i := range sc {
		if s := &sc[i]; !s.l.unsure[k] {
			order = append(order, s)
			pos += likely(s)
		}
	}
	slices.SortFunc(order, func(a, b *scored) int { return cmp.Compare(b.z[k], a.z[k]) })
	tp, best, at := 0.0, -1.0, float32(100)
	for i, s := range order {
		tp += likely(s)
		if f := 2 * tp / (float64(i+1) + pos); f > best {
			best, at = f, s.z[k]-0.02
		}
	}
	return at
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
