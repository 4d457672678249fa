package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"troth/internal/language"
)

// sample is the features of a text or clause and what is known of its outputs.
type sample struct {
	x    []uint32
	n    int       // how many features there are, also those not in x; 0: all are
	want []float32 // 1, 0, or negative: not known
}

// options is how a net is fitted: drop is the share of features left out at a time.
type options struct {
	epochs, most   int
	rate, l2, drop float32
}

// model is one logistic regression for each output, fitted by AdaGrad
// (Duchi, Hazan, Singer 2011).
type model struct {
	n        int
	bias, gb []float32
	w, g     []float32 // by feature, then by output
	touched  []bool
}

func newModel(n int) *model {
	return &model{n: n, bias: make([]float32, n), gb: make([]float32, n), w: make([]float32, n*language.FeatureCount),
		g: make([]float32, n*language.FeatureCount), touched: make([]bool, language.FeatureCount)}
}

func scale(n int) float32 { return float32(1 / math.Sqrt(float64(n+1))) }

func sigmoid(x float32) float32 { return 1 / (1 + float32(math.Exp(-float64(x)))) }

func (m *model) score(x []uint32, n int, out []float32) []float32 {
	out = append(out[:0], make([]float32, m.n)...)
	for _, f := range x {
		if !m.touched[f] {
			continue
		}
		w := m.w[int(f)*m.n : int(f+1)*m.n]
		for k, v := range w {
			out[k] += v
		}
	}
	sc := scale(n)
	for k := range out {
		out[k] = out[k]*sc + m.bias[k]
	}
	return out
}

// least is the error below which a sample teaches nothing more.
const least = 0.01

func (m *model) epoch(samples []sample, r *rand.Rand, o options) {
	var out []float32
	errs := make([]float32, m.n)
	ks := make([]int, 0, m.n)
	for _, n := range r.Perm(len(samples)) {
		s := &samples[n]
		size := cmp.Or(s.n, len(s.x))
		out = m.score(s.x, size, out)
		sc := scale(size)
		ks = ks[:0]
		for k, want := range s.want {
			if want < 0 {
				continue
			}
			e := sigmoid(out[k]) - want
			if e < least && e > -least {
				continue
			}
			m.gb[k] += e * e
			m.bias[k] -= o.rate * e / float32(math.Sqrt(float64(m.gb[k])+1e-6))
			errs[k] = e * sc
			ks = append(ks, k)
		}
		if len(ks) == 0 {
			continue
		}
		for _, f := range s.x {
			m.touched[f] = true
			w, g := m.w[int(f)*m.n:int(f+1)*m.n], m.g[int(f)*m.n:int(f+1)*m.n]
			for _, k := range ks {
				d := errs[k] + o.l2*w[k]
				g[k] += d * d
				w[k] -= o.rate * d / float32(math.Sqrt(float64(g[k])+1e-6))
			}
		}
	}
}

// prune keeps of each output the features that tell most, and lets the others
// learn no more.
func (m *model) prune(most int) {
	never := float32(math.Inf(1))
	all := make([]float32, 0, language.FeatureCount)
	for k := range m.n {
		all = all[:0]
		for f := range language.FeatureCount {
			if w := m.w[f*m.n+k]; w != 0 {
				all = append(all, max(w, -w))
			}
		}
		if len(all) <= most {
			continue
		}
		slices.Sort(all)
		floor := all[len(all)-most]
		for f := range language.FeatureCount {
			if i := f*m.n + k; max(m.w[i], -m.w[i]) < floor {
				m.w[i], m.g[i] = 0, never
			}
		}
	}
}

// common keeps of the samples the features that at least two of them have.
func common(samples []sample) {
	n := make([]uint8, language.FeatureCount)
	for _, s := range samples {
		for _, f := range s.x {
			n[f] = min(n[f]+1, 2)
		}
	}
	for i := range samples {
		var x []uint32
		for _, f := range samples[i].x {
			if n[f] == 2 {
				x = append(x, f)
			}
		}
		samples[i].n = len(samples[i].x)
		samples[i].x = x
	}
}

func overlap(a, b [2]int) int { return min(a[1], b[1]) - max(a[0], b[0]) }

// Of a clause it may be known that it shows a kind, that it does not, nothing,
// or that it or another of its message does.
const (
	notKnown = -1
	oneOf    = -2
)

// known says of a message what is known.
func (l *line) known() []float32 {
	out := make([]float32, kinds)
	for k := range out {
		switch {
		case l.unsure[k]:
			out[k] = notKnown
		case l.want[k]:
			out[k] = 1
		}
	}
	return out
}

// knownOf says of which clauses of a message a kind is known: by its span, or
// because the message does not show it, or has one clause.
func knownOf(l *line) [][]float32 {
	out := make([][]float32, len(l.ex.Clauses))
	for i := range out {
		out[i] = make([]float32, kinds)
	}
	for k, name := range language.Kinds() {
		if l.unsure[k] {
			for i := range out {
				out[i][k] = notKnown
			}
			continue
		}
		if !l.want[k] {
			continue
		}
		at, n := -1, 0
		if s, ok := l.Spans[string(name)]; ok {
			at, n = strings.Index(l.Text, s), len(s)
		}
		for i, c := range l.ex.Clauses {
			switch {
			case at < 0 && len(l.ex.Clauses) == 1:
				out[i][k] = 1
			case at < 0:
				out[i][k] = oneOf
			default:
				o := overlap([2]int{c.Start, c.End}, [2]int{at, at + n})
				if o*2 > c.End-c.Start {
					out[i][k] = 1
				} else if o > 0 {
					out[i][k] = notKnown
				}
			}
		}
	}
	return out
}

// sure is by how much a clause must be less likely than the best one of its
// message to be taken not to show what one of them shows.
const sure = 1

// settle says of a clause whether it shows what one of its message shows: the
// likeliest does, and those that are much less likely do not.
func settle(said [][]float32, clause, k int) float32 {
	best := 0
	for i := range said {
		if said[i][k] > said[best][k] {
			best = i
		}
	}
	switch {
	case best == clause:
		return 1
	case said[clause][k] < said[best][k]-sure:
		return 0
	}
	return notKnown
}

// fit fits a net to messages and their clauses, each as often as there are
// epochs. Which clause shows a kind is, where it is not known, what the net so
// far says. It gives the features that it knows.
func fit(lines []*line, o options, seed uint64) *net {
	var ms []sample
	kn := make([][][]float32, len(lines))
	count := make([]int, language.FeatureCount)
	for i, l := range lines {
		ms = append(ms, sample{x: l.ex.Message, want: l.known()})
		kn[i] = knownOf(l)
		for _, f := range l.ex.Message {
			count[f]++
		}
	}
	// The file has room for so many features: the commonest.
	least := 2
	var features []uint32
	for features = nil; ; least++ {
		features = features[:0]
		for f, c := range count {
			if c >= least {
				features = append(features, uint32(f))
			}
		}
		if len(features) <= o.most {
			break
		}
	}
	only := func(samples []sample) {
		for i := range samples {
			s := &samples[i]
			s.n = len(s.x)
			s.x = slices.DeleteFunc(slices.Clone(s.x), func(f uint32) bool { return count[f] < least })
		}
	}
	only(ms)
	n := newNet(seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for ep := range o.epochs {
		var cs []sample
		for i, l := range lines {
			cs = append(cs, n.clauses(l, kn[i], ep > 0)...)
		}
		only(cs)
		n.epoch(ms, 0, r, o)
		n.epoch(cs, kinds, r, o)
	}
	n.features = features
	return n
}

// clauses gives the samples of a message's clauses. Which one shows a kind is,
// where it is not known, what the model so far says.
func (n *net) clauses(l *line, kn [][]float32, trained bool) (out []sample) {
	var sc [][]float32
	for j := range kn {
		s := sample{x: l.ex.Clauses[j].Features, want: append([]float32(nil), kn[j]...)}
		for k := range s.want {
			if s.want[k] != oneOf {
				continue
			}
			s.want[k] = notKnown
			if !trained {
				continue
			}
			if sc == nil {
				for _, c := range l.ex.Clauses {
					sc = append(sc, n.score(c.Features, kinds, 2*kinds))
				}
			}
			s.want[k] = settle(sc, j, k)
		}
		out = append(out, s)
	}
	return out
}

// nets vote together.
type nets [language.Nets]*net

// netOptions is how nets are fitted to our messages.
func netOptions() options {
	return options{epochs: 12, most: 20000, rate: 0.05, l2: 1e-5, drop: 0.5}
}

// fitAll fits all nets. They differ in where they begin.
func fitAll(lines []*line, o options) (out nets) {
	for i := range out {
		out[i] = fit(lines, o, uint64(i+1))
	}
	return out
}

// vote votes on a message: on the whole, its best clause, its best sentence.
func (n *nets) vote(l *line, b *ballot) {
	whole := n.say(l.ex.Message, 0)
	clause, sentence := nothing(), whole
	for i, x := range l.ex.Sentences {
		v := n.say(x, 0)
		if i == 0 {
			sentence = v
		}
		sentence.raise(v)
	}
	for i, x := range l.ex.Clauses {
		v := n.say(x.Features, kinds)
		b.Each[i].add(v)
		clause.raise(v)
	}
	b.Votes[0], b.Votes[1], b.Votes[2] = whole, clause, sentence
}

// say is what the nets say on the whole.
func (n *nets) say(x []uint32, from int) (out vec) {
	for _, n := range n {
		for k, v := range n.score(x, from, from+kinds) {
			out[k] += v / language.Nets
		}
	}
	return out
}
