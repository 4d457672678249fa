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
	rate, place         float32 // of steps, and of those of words
	decay               float32 // draws numbers to 0
	wordDrop, cueDrop   float32 // shares of words and of cues left out
	poolDrop, depthDrop float32 // shares of responses and of what is made of them left out
	clause              float32 // how much clauses count beside the whole text
}

// hintOptions is how it is fitted to public texts, kindOptions to our messages.
func hintOptions() convOptions {
	return convOptions{epochs: 4, rate: 0.002, place: 0.01, decay: 1e-4, wordDrop: 0.1, cueDrop: 0.3, poolDrop: 0.2, depthDrop: 0.1}
}

func kindOptions() convOptions {
	return convOptions{epochs: 20, rate: 0.003, place: 0.05, decay: 1e-3, wordDrop: 0.1, cueDrop: 0.3, poolDrop: 0.3, depthDrop: 0.2, clause: 0.5}
}

// learner fits a convolution by Adam (Kingma, Ba 2015) on batches of texts. What
// it gives is the mean of where the numbers were of late.
type learner struct {
	o          convOptions
	w, g, m, v *params
	mean       *params
	*words
	step   int
	r      *rand.Rand
	x, dx  []float32
	at     []int
	tokens []language.Token
	pools  []language.Pool
	args   [][language.Filters]int32
}

// words is where words stand, and what they should move by. Those who learn
// together share it.
type words struct {
	place, sum [][language.Dim]float32 // sum is of squares
	moved      map[int32]*[language.Dim]float32
	order      []int32 // of moved, so that sums come out the same each time
}

const batch = 16

func newLearner(o convOptions, place [][language.Dim]float32, seed uint64) *learner {
	l := &learner{o: o, w: &params{}, g: &params{}, m: &params{}, v: &params{}, mean: &params{}, words: &words{place: place, sum: make([][language.Dim]float32, len(place)), moved: map[int32]*[language.Dim]float32{}}, r: rand.New(rand.NewPCG(seed, 5))}
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

// ofHints stands for the heads of hints.
const ofHints = -1

// part is a part of a text, and what is known of it.
type part struct {
	from, to int // clauses
	head     int // the first of those that it is known for, or ofHints
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

// learn adds what the text that was read teaches to the gradient.
func (l *learner) learn(parts []part) {
	l.dx = append(l.dx[:0], make([]float32, len(l.x))...)
	for _, q := range parts {
		l.part(q)
	}
	l.tokensLearn()
}

// part adds what a part of the text teaches: heads and depth now, filters by the
// token at which each responded most, and of tokens what they should become (dx).
func (l *learner) part(q part) {
	p, arg := l.pool(q.from, q.to)
	keep := 1 / (1 - l.o.poolDrop)
	for f := range p {
		if l.r.Float32() < l.o.poolDrop {
			p[f] = 0
		}
		p[f] *= keep
	}
	h, bent := l.deep(&p)
	dh, learns := l.errors(q, &h)
	if !learns {
		return
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
		at := l.at[arg[f]] - language.Dim*language.Reach
		x, dx := (*[language.Window]float32)(l.x[at:]), (*[language.Window]float32)(l.dx[at:])
		w, g := &l.w.Filter[f], &l.g.Filter[f]
		l.g.Shift[f] += d
		for i := range w {
			g[i] += d * x[i]
			dx[i] += d * w[i]
		}
	}
}

// deep weighs and bends what a part shows, some of which is left out, and gives
// the slopes of the bend.
func (l *learner) deep(p *language.Pool) (h, slope [language.Depth]float32) {
	for j := range h {
		s := l.w.Lift[j]
		for f, v := range p {
			s += v * l.w.Deep[j][f]
		}
		h[j] = float32(math.Tanh(float64(s)))
		slope[j] = 1 - h[j]*h[j]
		if l.r.Float32() < l.o.depthDrop {
			h[j], slope[j] = 0, 0
		}
		h[j] /= 1 - l.o.depthDrop
	}
	return h, slope
}

// errors adds to the gradient of the heads, and gives what h should change by.
func (l *learner) errors(q part, h *[language.Depth]float32) (dh [language.Depth]float32, learns bool) {
	for k, want := range q.want {
		if want < 0 {
			continue
		}
		var w, g *[language.Depth]float32
		var bias, gb *float32
		if q.head == ofHints {
			w, g, bias, gb = &l.w.hint[k], &l.g.hint[k], &l.w.hintBias[k], &l.g.hintBias[k]
		} else {
			w, g, bias, gb = &l.w.Head[q.head+k], &l.g.Head[q.head+k], &l.w.Bias[q.head+k], &l.g.Bias[q.head+k]
		}
		z := *bias
		for j, v := range h {
			z += v * w[j]
		}
		e := (sigmoid(z) - want) * q.weight
		if e < 0.002 && e > -0.002 {
			continue
		}
		learns = true
		*gb += e
		for j, v := range h {
			g[j] += e * v
			dh[j] += e * w[j]
		}
	}
	return dh, learns
}

// tokensLearn hands on to cues and words what tokens should become.
func (l *learner) tokensLearn() {
	for i, t := range l.tokens {
		d := (*[language.Dim]float32)(l.dx[l.at[i]:])
		for _, c := range t.Cues {
			for j, v := range d {
				l.g.Cue[c][j] += v
			}
		}
		if t.Word < 0 {
			continue
		}
		m := l.moved[t.Word]
		if m == nil {
			m = &[language.Dim]float32{}
			l.moved[t.Word] = m
			l.order = append(l.order, t.Word)
		}
		for j, v := range d {
			m[j] += v
		}
	}
}

// move takes a step. Done is the share of all steps that are behind: steps get
// smaller, and the mean of where they led of late is kept.
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
}

// move moves words by AdaGrad.
func (w *words) move(rate float32) {
	for _, n := range w.order {
		p, s := &w.place[n], &w.sum[n]
		for j, d := range w.moved[n] {
			d /= batch
			s[j] += d * d
			p[j] -= rate * d / (float32(math.Sqrt(float64(s[j]))) + 1e-4)
		}
	}
	w.order = w.order[:0]
	clear(w.moved)
}

// hints fits the convolution and the places of words to public texts.
func (l *learner) hints(texts []public, ex []language.Example) {
	total := l.o.epochs * len(texts)
	for ep := range l.o.epochs {
		for i, n := range l.r.Perm(len(texts)) {
			l.read(&ex[n], true)
			l.learn([]part{{0, len(ex[n].Clauses), ofHints, texts[n].want[:], 1}})
			if i%batch == batch-1 {
				l.move(float64(ep*len(texts)+i) / float64(total))
				l.words.move(l.o.place)
			}
		}
	}
	l.w = l.mean
}

// learners learn together.
type learners [language.Convs]*learner

// kinds fits them to our messages.
func (ls *learners) kinds(lines []*line) {
	known := make([][][]float32, len(lines))
	for i, m := range lines {
		known[i] = knownOf(m)
	}
	o := ls[0].o
	total := o.epochs * len(lines)
	for ep := range o.epochs {
		for i, n := range ls[0].r.Perm(len(lines)) {
			m := lines[n]
			for _, l := range ls {
				l.read(&m.ex, true)
				parts := []part{{0, len(m.ex.Clauses), 0, m.known(), 1}}
				l.learn(append(parts, l.clauses(known[n], ep > 0)...))
			}
			if i%batch == batch-1 {
				for _, l := range ls {
					l.move(float64(ep*len(lines)+i) / float64(total))
				}
				ls[0].words.move(o.place)
			}
		}
	}
	for _, l := range ls {
		l.w = l.mean
	}
}

// clauses gives the clauses of the message that was read. Which one shows a kind
// is, where it is not known, what the convolution so far says.
func (l *learner) clauses(known [][]float32, trained bool) (out []part) {
	var said [][]float32
	for j := range known {
		want := slices.Clone(known[j])
		for k, v := range want {
			if v != oneOf {
				continue
			}
			want[k] = notKnown
			if !trained {
				continue
			}
			if said == nil {
				for i := range l.pools {
					s := l.w.Judge(&l.pools[i], kinds)
					said = append(said, s[:])
				}
			}
			want[k] = settle(said, j, k)
		}
		out = append(out, part{j, j + 1, kinds, want, l.o.clause})
	}
	return out
}

// vote votes on a message: on the whole, its best clause, its best sentence.
func (ls *learners) vote(m *line, b *ballot) {
	var whole vec
	clauses, sentences := make([]vec, len(m.ex.Clauses)), make([]vec, len(m.ex.Clauses))
	for _, l := range ls {
		l.read(&m.ex, false)
		say := func(to *vec, from, end, head int) {
			p, _ := l.pool(from, end)
			for k, v := range l.w.Judge(&p, head) {
				to[k] += v / language.Convs
			}
		}
		from := 0
		for j := range m.ex.Clauses {
			say(&clauses[j], j, j+1, kinds)
			if m.ends(j) {
				say(&sentences[j], from, j+1, 0)
				from = j + 1
			}
		}
		say(&whole, 0, len(l.pools), 0)
	}
	clause, sentence := nothing(), nothing()
	for j, v := range clauses {
		b.Each[j].add(v)
		clause.raise(v)
		if m.ends(j) {
			sentence.raise(sentences[j])
		}
	}
	b.Votes[3], b.Votes[4], b.Votes[5] = whole, clause, sentence
}

// ends reports whether a clause is the last of its sentence.
func (l *line) ends(clause int) bool {
	c := l.ex.Clauses
	return clause+1 == len(c) || c[clause+1].Sentence != c[clause].Sentence
}
