package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"

	"troth/internal/language"
)

// sources is where what others made lies.
type sources struct{ public, vectors string }

// ground is what is learned from public texts, before our messages.
type ground struct {
	Hints   [language.Hints]language.Output
	Feel    [len(language.Weights{}.Feel)]float32
	Vectors language.Vectors
	Conv    language.Conv
}

// learn learns it. Of our messages it only counts which words they use.
func (g *ground) learn(w *language.Weights, from sources, train []*line) error {
	texts, err := strangers(from.public)
	if err != nil {
		return err
	}
	for k := range language.Hints {
		w.Hints[k].Bias = -20
	}
	r, err := language.NewReader(w)
	if err != nil {
		return err
	}
	used := map[string]int{}
	use := func(text string) {
		for _, x := range r.Words(text) {
			used[x]++
		}
	}
	for _, t := range texts {
		use(t.text)
	}
	for _, l := range train {
		use(l.Text)
	}
	words, place, err := places(from, used)
	if err != nil {
		return err
	}
	// The reader sees the words from now on; they have no class yet.
	w.Vectors.Words, w.Vectors.Class = words, make([]uint8, len(words))
	examples := make([]language.Example, len(texts))
	read := func() {
		for i := range texts {
			examples[i] = r.Read(texts[i].text)
		}
	}
	read()
	l := newLearner(hintOptions(), place, 1)
	l.hints(texts, examples)
	g.Conv, g.Vectors = l.w.Conv, w.Vectors
	g.Vectors.Step, g.Vectors.Rows = steps(l.place)
	g.Vectors.Class = classes(l.place)
	w.Vectors = g.Vectors
	read()
	return g.hints(r, from.public, texts, examples)
}

// grow begins convolutions where public texts left one. They share the words.
func (g *ground) grow(o convOptions) (out learners) {
	place := positions(&g.Vectors)
	for i := range out {
		l := newLearner(o, place, uint64(i+1))
		l.w.Conv = g.Conv
		l.heads()
		out[i] = l
		l.words = out[0].words
	}
	return out
}

// vectorLevels is how many steps a number of a vector has to each side.
const vectorLevels = 15

// steps gives vectors as they are kept.
func steps(place [][language.Dim]float32) (step float32, rows []int8) {
	sum := 0.0
	for i := range place {
		for _, v := range place[i] {
			sum += float64(v) * float64(v)
		}
	}
	// Few numbers are more than four times as far from 0 as they are on the whole.
	step = float32(4 * math.Sqrt(sum/float64(len(place)*language.Dim)) / vectorLevels)
	for i := range place {
		for _, v := range place[i] {
			rows = append(rows, int8(max(-vectorLevels, min(vectorLevels, math.Round(float64(v/step))))))
		}
	}
	return step, rows
}

// positions gives them back.
func positions(v *language.Vectors) [][language.Dim]float32 {
	out := make([][language.Dim]float32, len(v.Words))
	for i := range out {
		for j := range out[i] {
			out[i][j] = float32(v.Rows[i*language.Dim+j]) * v.Step
		}
	}
	return out
}

// mostHint is how many features are kept for each hint, mostAbuse for that of
// abuse.
const (
	mostHint  = 2000
	mostAbuse = 6000
)

// hinted fits n outputs to samples. For the last epochs each has only its most
// telling features.
func hinted(samples []sample, n, most int, o options) *model {
	m := newModel(n)
	rnd := rand.New(rand.NewPCG(1, 3))
	common(samples)
	for ep := range o.epochs {
		if ep == o.epochs*2/3 {
			m.prune(most)
		}
		m.epoch(samples, rnd, o)
	}
	return m
}

// hints fits the hints to public texts.
func (g *ground) hints(r *language.Reader, dir string, texts []public, examples []language.Example) error {
	samples := make([]sample, len(texts))
	for i := range texts {
		samples[i] = sample{x: examples[i].Message, want: texts[i].want[:]}
	}
	// Few texts tell of abuse. Among all others they would be learned too little
	// or by heart; alone, and with many small weights, they generalize.
	var rated []sample
	for _, s := range samples {
		if s.want[language.HintAbuse] >= 0 {
			rated = append(rated, sample{x: s.x, want: s.want[language.HintAbuse : language.HintAbuse+1]})
		}
	}
	m := hinted(samples, language.Hints, mostHint, options{epochs: 6, rate: 0.1})
	for k := range language.Hints {
		g.Hints[k] = m.output(k)
	}
	g.Hints[language.HintAbuse] = hinted(rated, 1, mostAbuse, options{epochs: 20, rate: 0.1, l2: 0.04}).output(0)
	// A feeling is named above the cut that is best on the dev split.
	dev, err := emotions(filepath.Join(dir, "goemotions", "dev.tsv"))
	if err != nil {
		return err
	}
	out := make([][]float32, len(dev))
	for i := range dev {
		x := r.Read(dev[i].text).Message
		out[i] = m.score(x, len(x), nil)
	}
	for k := range g.Feel {
		order := make([]int, len(dev))
		pos := 0
		for i := range dev {
			order[i] = i
			if dev[i].want[k] > 0 {
				pos++
			}
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(out[b][k], out[a][k]) })
		tp, best := 0, -1.0
		for i, n := range order {
			if dev[n].want[k] > 0 {
				tp++
			}
			if f := 2 * float64(tp) / float64(i+1+pos); f > best {
				best = f
				g.Feel[k] = out[n][k] - 0.001
			}
		}
		fmt.Printf("%s %.2f  ", language.Feelings()[k], best)
	}
	fmt.Println()
	return nil
}
