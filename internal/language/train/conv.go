package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"troth/internal/language"
)

// params is a convolution, or what its numbers should change by. While it
// learns from public texts it has a head for each hint.
type params struct {
	language.Conv
	hint     [language.Hints][language.Depth]float32
	hintBias [language.Hints]float32
}

func (p *params) blocks() [][]float32 {
	out := p.Blocks()
	for i := range p.hint {
		out = append(out, p.hint[i][:])
	}
	return append(out, p.hintBias[:])
}

// convOptions is how a convolution is fitted.
type convOptions struct {
	epochs              int
	rate, decay, place  float32
	wordDrop, cueDrop   float32 // shares of words and of cues left out
	poolDrop, depthDrop float32
	clause              float32 // how much clauses count beside the whole text
}

// learner fits a convolution by Adam (Kingma, Ba 2015) on batches of texts. What
// it gives is the mean of where the numbers were of late.
type learner struct {
	o          convOptions
	w, g, m, v *params
	mean       *params
	place, sum [][language.Dim]float32 // of words; sum is of squares, nil where words stay where they are
	moved      map[int32]*[language.Dim]float32
	order      []int32 // of moved
	step       int
	r          *rand.Rand
	x, dx      []float32
	at         []int
	tokens     []language.Token
	response   []language.Pool
	pools      []language.Pool
	args       [][language.Filters]int32
}

const batch = 16

func newLearner(o convOptions, place [][language.Dim]float32, seed uint64) *learner {
	l := &learner{o: o, w: &params{}, g: &params{}, m: &params{}, v: &params{}, mean: &params{}, place: place, r: rand.New(rand.NewPCG(seed, 5))}
	fill := func(row []float32, size float64) {
		for i := range row {
			row[i] = float32((l.r.Float64()*2 - 1) * size)
		}
	}
	for i := range l.w.Cue {
		fill(l.w.Cue[i][:], 0.1)
	}
	for i := range l.w.Filter {
		fill(l.w.Filter[i][:], math.Sqrt(3.0/language.Window))
	}
	for i := range l.w.Deep {
		fill(l.w.Deep[i][:], math.Sqrt(3.0/language.Filters))
	}
	l.heads()
	return l
}

// heads gives the heads of kinds and of hints a new beginning.
func (l *learner) heads() {
	for i := range l.w.Head {
		for j := range l.w.Head[i] {
			l.w.Head[i][j] = (l.r.Float32() - 0.5) * 0.2
		}
		l.w.Bias[i] = -3
	}
	for i := range l.w.hint {
		for j := range l.w.hint[i] {
			l.w.hint[i][j] = (l.r.Float32() - 0.5) * 0.2
		}
		l.w.hintBias[i] = -3
	}
}

// part is a part of a text, and what is known of it.
type part struct {
	from, to int // clauses
	head     int
	want     []float32
	weight   float32
}

// read finds the responses to a text, of which some is left out if it is learned from.
func (l *learner) read(ex *language.Example, learns bool) {
	const dim, pad = language.Dim, language.Dim * language.Reach
	l.x, l.at, l.tokens = append(l.x[:0], make([]float32, pad)...), l.at[:0], l.tokens[:0]
	sentence := 0
	for _, t := range ex.Tokens {
		if t.Sentence != sentence {
			l.x = append(l.x, make([]float32, pad)...)
			sentence = t.Sentence
		}
		at := len(l.x)
		l.at = append(l.at, at)
		l.x = append(l.x, make([]float32, dim)...)
		row := (*[dim]float32)(l.x[at:])
		if learns && l.r.Float32() < l.o.wordDrop {
			t.Word = -1
			t.Cues = nil
		}
		if t.Word >= 0 {
			*row = l.place[t.Word]
		}
		var kept []uint8
		for _, c := range t.Cues {
			if learns && l.r.Float32() < l.o.cueDrop {
				continue
			}
			kept = append(kept, c)
			for i, v := range &l.w.Cue[c] {
				row[i] += v
			}
		}
		t.Cues = kept
		l.tokens = append(l.tokens, t)
	}
	l.x = append(l.x, make([]float32, pad)...)
	l.pools, l.args = l.pools[:0], l.args[:0]
	var out language.Pool
	for _, c := range ex.Clauses {
		var p language.Pool
		var arg [language.Filters]int32
		for i := c.From; i < c.To; i++ {
			l.w.Respond(l.x[l.at[i]-pad:], &out)
			for f, v := range out {
				if v > p[f] {
					p[f], arg[f] = v, int32(i)
				}
			}
		}
		l.pools = append(l.pools, p)
		l.args = append(l.args, arg)
	}
}

// pool is what a run of clauses shows, and at which tokens.
func (l *learner) pool(from, to int) (p language.Pool, arg [language.Filters]int32) {
	for i := from; i < to; i++ {
		for f, v := range l.pools[i] {
			if v > p[f] {
				p[f], arg[f] = v, l.args[i][f]
			}
		}
	}
	return p, arg
}

// learn adds what a text teaches to the gradient.
func (l *learner) learn(parts []part) {
	const dim = language.Dim
	l.dx = append(l.dx[:0], make([]float32, len(l.x))...)
	for _, q := range parts {
		p, arg := l.pool(q.from, q.to)
		keep := 1 / (1 - l.o.poolDrop)
		for f := range p {
			if l.r.Float32() < l.o.poolDrop {
				p[f] = 0
			}
			p[f] *= keep
		}
		var h, bent, dh [language.Depth]float32
		for j := range h {
			s := l.w.Lift[j]
			for f, v := range p {
				s += v * l.w.Deep[j][f]
			}
			h[j] = float32(math.Tanh(float64(s)))
			bent[j] = 1 - h[j]*h[j]
			if l.r.Float32() < l.o.depthDrop {
				h[j], bent[j] = 0, 0
			}
			h[j] /= 1 - l.o.depthDrop
		}
		any := false
		for k, want := range q.want {
			if want < 0 {
				continue
			}
			head, bias, ghead, gbias := &l.w.hint[k%language.Hints], &l.w.hintBias[k%language.Hints], &l.g.hint[k%language.Hints], &l.g.hintBias[k%language.Hints]
			if q.head >= 0 {
				head, bias, ghead, gbias = &l.w.Head[q.head+k], &l.w.Bias[q.head+k], &l.g.Head[q.head+k], &l.g.Bias[q.head+k]
			}
			z := *bias
			for j, v := range h {
				z += v * head[j]
			}
			e := (sigmoid(z) - want) * q.weight
			if e < 0.002 && e > -0.002 {
				continue
			}
			any = true
			*gbias += e
			for j, v := range h {
				ghead[j] += e * v
				dh[j] += e * head[j]
			}
		}
		if !any {
			continue
		}
		var dp language.Pool
		for j := range dh {
			d := dh[j] * bent[j] / (1 - l.o.depthDrop)
			if d == 0 {
				continue
			}
			l.g.Lift[j] += d
			for f, v := range p {
				l.g.Deep[j][f] += d * v
				dp[f] += d * l.w.Deep[j][f]
			}
		}
		for f, d := range dp {
			if p[f] <= 0 {
				continue
			}
			d *= keep
			at := l.at[arg[f]] - dim*language.Reach
			x, dx := (*[language.Window]float32)(l.x[at:]), (*[language.Window]float32)(l.dx[at:])
			w, g := &l.w.Filter[f], &l.g.Filter[f]
			l.g.Shift[f] += d
			for i := range w {
				g[i] += d * x[i]
				dx[i] += d * w[i]
			}
		}
	}
	for i, t := range l.tokens {
		d := (*[dim]float32)(l.dx[l.at[i]:])
		for _, c := range t.Cues {
			for j, v := range d {
				l.g.Cue[c][j] += v
			}
		}
		if l.sum != nil && t.Word >= 0 {
			m := l.moved[t.Word]
			if m == nil {
				m = &[dim]float32{}
				l.moved[t.Word] = m
				l.order = append(l.order, t.Word)
			}
			for j, v := range d {
				m[j] += v
			}
		}
	}
}

// move takes a step. Done is the share of all steps that are behind: the
// steps get smaller, and the mean of the last fifth is kept.
func (l *learner) move(done float64) {
	l.step++
	rate := float64(l.o.rate) * (1 - 0.9*done)
	fix := rate * math.Sqrt(1-math.Pow(0.999, float64(l.step))) / (1 - math.Pow(0.9, float64(l.step)))
	w, g, m, v := l.w.blocks(), l.g.blocks(), l.m.blocks(), l.v.blocks()
	mean := l.mean.blocks()
	share := float32(0.005)
	if l.step < 200 {
		share = 1 / float32(l.step)
	}
	for b := range w {
		w, g, m, v, mean := w[b], g[b], m[b], v[b], mean[b]
		for i, d := range g {
			d /= batch
			m[i] += 0.1 * (d - m[i])
			v[i] += 0.001 * (d*d - v[i])
			w[i] -= float32(fix)*m[i]/(float32(math.Sqrt(float64(v[i])))+1e-8) + float32(rate)*l.o.decay*w[i]
			mean[i] += share * (w[i] - mean[i])
			g[i] = 0
		}
	}
	for _, n := range l.order {
		p, s := &l.place[n], &l.sum[n]
		for j, d := range l.moved[n] {
			d /= batch
			s[j] += d * d
			p[j] -= l.o.place * d / (float32(math.Sqrt(float64(s[j]))) + 1e-4)
		}
	}
	l.order = l.order[:0]
	clear(l.moved)
}

// hints fits the convolution and the places of words to public texts.
func (l *learner) hints(texts []public, ex []language.Example) {
	l.sum, l.moved = make([][language.Dim]float32, len(l.place)), map[int32]*[language.Dim]float32{}
	total := l.o.epochs * len(texts)
	for ep := range l.o.epochs {
		for i, n := range l.r.Perm(len(texts)) {
			l.read(&ex[n], true)
			l.learn([]part{{0, len(ex[n].Clauses), -1, texts[n].want[:], 1}})
			if i%batch == batch-1 {
				l.move(float64(ep*len(texts)+i) / float64(total))
			}
		}
	}
	l.sum = nil
}

// hint says of a text how likely a hint is.
func (l *learner) hint(ex *language.Example, k int) float32 {
	l.read(ex, false)
	p, _ := l.pool(0, len(ex.Clauses))
	z := l.w.hintBias[k]
	for j := range l.w.Deep {
		s := l.w.Lift[j]
		for f, v := range p {
			s += v * l.w.Deep[j][f]
		}
		z += float32(math.Tanh(float64(s))) * l.w.hint[k][j]
	}
	return z
}

// kinds fits the convolution to our messages.
func (l *learner) kinds(lines []*line) {
	known := make([][][]float32, len(lines))
	for i, m := range lines {
		known[i] = knownOf(m)
	}
	total := l.o.epochs * len(lines)
	if l.o.place > 0 {
		l.place = slices.Clone(l.place)
		l.sum, l.moved = make([][language.Dim]float32, len(l.place)), map[int32]*[language.Dim]float32{}
	}
	for ep := range l.o.epochs {
		for i, n := range l.r.Perm(len(lines)) {
			m := lines[n]
			l.read(&m.ex, true)
			whole := make([]float32, kinds)
			for k := range whole {
				switch {
				case m.unsure[k]:
					whole[k] = notKnown
				case m.want[k]:
					whole[k] = 1
				}
			}
			parts := []part{{0, len(m.ex.Clauses), 0, whole, 1}}
			if l.o.clause > 0 {
				var said [][]float32
				for j := range m.ex.Clauses {
					want := append([]float32(nil), known[n][j]...)
					for k, v := range want {
						if v != oneOf {
							continue
						}
						if said == nil {
							for j := range l.pools {
								s := l.w.Judge(&l.pools[j], kinds)
								said = append(said, s[:])
							}
						}
						want[k] = notKnown
						if ep > 0 {
							want[k] = settle(said, j, k)
						}
					}
					parts = append(parts, part{j, j + 1, kinds, want, l.o.clause})
				}
			}
			l.learn(parts)
			if i%batch == batch-1 {
				l.move(float64(ep*len(lines)+i) / float64(total))
			}
		}
	}
	l.w = l.mean
}

// measure adds to what the nets say of messages what the convolution says.
func (l *learner) measure(sc []scored, seeds float32) {
	for i := range sc {
		s := &sc[i]
		l.read(&s.l.ex, false)
		whole := func(from, to int) vec {
			p, _ := l.pool(from, to)
			return l.w.Judge(&p, 0)
		}
		var m, best, said vec
		m = whole(0, len(l.pools))
		best, said = nothing, nothing
		from := 0
		for j, c := range s.l.ex.Clauses {
			v := vec(l.w.Judge(&l.pools[j], kinds))
			best.raise(v)
			for k := range v {
				s.Each[j][k] += v[k] / seeds
			}
			if j+1 == len(l.pools) || s.l.ex.Clauses[j+1].Sentence != c.Sentence {
				said.raise(whole(from, j+1))
				from = j + 1
			}
		}
		for k := range m {
			s.Votes[3][k] += m[k] / seeds
			s.Votes[4][k] += best[k] / seeds
			s.Votes[5][k] += said[k] / seeds
		}
	}
}
