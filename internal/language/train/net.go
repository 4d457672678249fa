package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"troth/internal/language"
)

// width is how many numbers the net makes of a text.
const width = language.Width

// net is language.Net while it learns, by AdaGrad. All heads share the vectors,
// so that what is learned of one kind helps the others.
type net struct {
	features []uint32  // that it knows
	e        []float32 // by feature, then width
	ge       []float32 // by feature
	b, gb    [width]float32
	u, gu    [heads][width]float32
	c, gc    [heads]float32
}

const heads = language.Heads

func newNet(seed uint64) *net {
	n := &net{e: make([]float32, width*language.FeatureCount), ge: make([]float32, language.FeatureCount)}
	r := rand.New(rand.NewPCG(seed, 9))
	for i := range n.e {
		n.e[i] = (r.Float32() - 0.5) * 0.2
	}
	for i := range n.u {
		for j := range n.u[i] {
			n.u[i][j] = (r.Float32() - 0.5) * 0.4
		}
	}
	for i := range n.c {
		n.c[i] = -3
	}
	return n
}

func (n *net) hidden(x []uint32, size int) (h [width]float32) {
	for _, f := range x {
		e := (*[width]float32)(n.e[int(f)*width:])
		for j := range h {
			h[j] += e[j]
		}
	}
	sc := scale(size)
	for j := range h {
		h[j] = float32(math.Tanh(float64(h[j]*sc + n.b[j])))
	}
	return h
}

func (n *net) score(x []uint32, from, to int) []float32 {
	h := n.hidden(x, len(x))
	out := make([]float32, to-from)
	for k := range out {
		s := n.c[from+k]
		for j := range h {
			s += h[j] * n.u[from+k][j]
		}
		out[k] = s
	}
	return out
}

func step(w, g *float32, d, rate float32) {
	*g += d * d
	*w -= rate * d / float32(math.Sqrt(float64(*g)+1e-4))
}

// learn takes one step for one sample, whose outputs begin at head from.
func (n *net) learn(s *sample, from int, o options) {
	size := max(s.n, len(s.x))
	h := n.hidden(s.x, size)
	var dh [width]float32
	any := false
	for k, want := range s.want {
		if want < 0 {
			continue
		}
		u, gu := &n.u[from+k], &n.gu[from+k]
		z := n.c[from+k]
		for j := range h {
			z += h[j] * u[j]
		}
		e := sigmoid(z) - want
		if e < 0.005 && e > -0.005 {
			continue
		}
		any = true
		step(&n.c[from+k], &n.gc[from+k], e, o.rate)
		for j := range h {
			dh[j] += e * u[j]
			step(&u[j], &gu[j], e*h[j], o.rate)
		}
	}
	if !any {
		return
	}
	sc := scale(size)
	for j := range h {
		dh[j] *= 1 - h[j]*h[j]
		step(&n.b[j], &n.gb[j], dh[j], o.rate)
		dh[j] *= sc
	}
	square := float32(0)
	for _, d := range dh {
		square += d * d / width
	}
	for _, f := range s.x {
		// All numbers of a feature share one rate.
		e := (*[width]float32)(n.e[int(f)*width:])
		n.ge[f] += square
		rate := o.rate / float32(math.Sqrt(float64(n.ge[f])+1e-4))
		for j := range dh {
			e[j] -= rate * (dh[j] + o.l2*e[j])
		}
	}
}

// epoch goes through all samples once. Of each a share of the features is left
// out, so that no feature is relied on alone.
func (n *net) epoch(samples []sample, from int, r *rand.Rand, o options) {
	var x []uint32
	for _, i := range r.Perm(len(samples)) {
		s := samples[i]
		s.n = max(s.n, len(s.x))
		x = x[:0]
		for _, f := range s.x {
			if r.Float32() >= o.drop {
				x = append(x, f)
			}
		}
		s.n = int(float32(s.n) * (1 - o.drop) * (1 - o.drop))
		s.x = x
		n.learn(&s, from, o)
	}
}

// pack keeps the vectors of the given features, in levels steps to each side.
func (n *net) pack(features []uint32) (out language.Net) {
	var sizes []float32
	for _, f := range features {
		for _, v := range n.e[int(f)*width : int(f+1)*width] {
			sizes = append(sizes, max(v, -v))
		}
	}
	slices.Sort(sizes)
	// The few largest are cut off, so that the many have finer steps.
	out.Step = sizes[len(sizes)-1-len(sizes)/1000] / levels
	out.Features = features
	for _, f := range features {
		for _, v := range n.e[int(f)*width : int(f+1)*width] {
			out.Rows = append(out.Rows, int8(max(-levels, min(levels, math.Round(float64(v/out.Step))))))
		}
	}
	out.Shift, out.Head, out.Bias = n.b, n.u, n.c
	return out
}
