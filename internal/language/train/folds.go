package main

import (
	"math/rand/v2"
	"sync"

	"troth/internal/language"
	"troth/internal/language/corpus"
)

// Messages fall into so many folds, of which some are left out, one after
// another, to see how models do on what they have not seen.
const (
	folds   = 4
	leftOut = 2
)

// models is what learns from our messages.
type models struct {
	Nets    [language.Nets]language.Net
	Conv    [language.Convs]language.Conv
	Vectors language.Vectors
}

// learn fits them to messages.
func (m *models) learn(g *ground, lines []*line) {
	var wg sync.WaitGroup
	wg.Go(func() {
		for i, n := range fitAll(lines, netOptions()) {
			m.Nets[i] = n.pack(n.features)
		}
	})
	ls := g.grow(kindOptions())
	ls.kinds(lines)
	wg.Wait()
	for i, l := range ls {
		m.Conv[i] = l.w.Conv
	}
	m.Vectors = g.Vectors
	m.Vectors.Step, m.Vectors.Rows = steps(ls[0].place)
}

// ballot is what models that did not see a message say of it.
type ballot struct {
	Votes [language.Votes]vec
	Each  []vec // by clause
}

// vote fits models to all but a fold, and lets them vote on it; for each fold
// that is left out. Messages of more are only learned from.
func vote(g *ground, train, more []*line, votes map[string]ballot) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for f := range leftOut {
		wg.Go(func() {
			var in, out []*line
			for _, l := range train {
				if l.fold == f {
					out = append(out, l)
				} else {
					in = append(in, l)
				}
			}
			for _, l := range more {
				if l.fold != f {
					in = append(in, l)
				}
			}
			nets := fitAll(in, netOptions())
			convs := g.grow(kindOptions())
			convs.kinds(in)
			for _, l := range out {
				b := ballot{Each: make([]vec, len(l.ex.Clauses))}
				nets.vote(l, &b)
				convs.vote(l, &b)
				mu.Lock()
				votes[l.ID] = b
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

// raise keeps the highest of each.
func (v *vec) raise(by vec) {
	for k, x := range by {
		v[k] = max(v[k], x)
	}
}

// add adds.
func (v *vec) add(by vec) {
	for k, x := range by {
		v[k] += x
	}
}

// nothing is the vote of a text without clauses.
func nothing() (v vec) {
	for k := range v {
		v[k] = -12
	}
	return v
}

// joined makes longer messages by writing one after another of the same fold,
// where they do not show the same hazard: what each does, both together do.
func joined(r *language.Reader, lines []*line) (out []*line) {
	rnd := rand.New(rand.NewPCG(1, 7))
	for _, a := range lines {
		if rnd.IntN(3) > 0 {
			continue
		}
		b := lines[rnd.IntN(len(lines))]
		if a.fold != b.fold || a == b || len(a.Text)+len(b.Text) > maxJoined {
			continue
		}
		l := &line{Message: corpus.Message{Text: a.Text + " " + b.Text, Spans: map[string]string{}}, fold: a.fold}
		same := false
		for k, name := range language.Kinds() {
			l.want[k] = a.want[k] || b.want[k]
			l.unsure[k] = a.unsure[k] || b.unsure[k]
			same = same || a.want[k] && b.want[k] && k < hazards
			for _, o := range []*line{a, b} {
				if s, ok := o.Spans[string(name)]; ok {
					l.Spans[string(name)] = s
				}
			}
		}
		if !same {
			l.ex = r.Read(l.Text)
			out = append(out, l)
		}
	}
	return out
}

// maxJoined bounds a joined message, in bytes.
const maxJoined = 400
