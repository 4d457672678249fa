// Command train makes the weights of the language check from labelled messages.
//
//	go run ./internal/language/train [-dev FILE] CORPUS.ndjson …
//
// It reads our corpus (lines of the sets test and everyday are only measured on;
// those of the set fair are learned from, and measured by folds apart from the
// others too) and the public texts in -public, from which it learns hints.
// Models are fitted on three quarters of the messages to see how they do on the
// last; from that come the joint, the cuts and the reach of spans. Then they are
// fitted on all, packed and compressed. Same input on the same kind of processor
// (some join a multiplication and an addition into one rounding), same bytes.
package main

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"troth/internal/language"
)

const (
	kinds   = language.KindCount
	hazards = language.HazardCount
	folds   = 4 // of messages
	tried   = 2 // folds that are left out, one after another, to see how models do
)

type vec [kinds]float32

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run() error {
	dev := flag.String("dev", "", "labelled messages to measure on, never to train on")
	data := flag.String("data", "internal/language/data", "folder of lexicon, rules and texts")
	pub := flag.String("public", "../shared/words/public", "folder of public texts")
	to := flag.String("o", "", "file to write the weights to, in brotli")
	base := flag.String("ground", "", "file that keeps what is learned from public texts: read if it is there, written if not")
	cache := flag.String("votes", "", "file that keeps the votes of the nets in folds")
	seeds := flag.Int("seeds", 1, "how many convolutions")
	mostHint := flag.Int("mosthint", 2000, "features kept for each hint")
	var jo juryOptions
	flag.Float64Var(&jo.ridge, "ridge", 20, "")
	flag.Float64Var(&jo.alarms, "alarms", 0.02, "share of false alarms that costs nothing")
	table := flag.Bool("table", false, "figures per kind")
	var o options
	flag.IntVar(&o.epochs, "epochs", 12, "how often all is learned")
	flag.IntVar(&o.most, "most", 20000, "features kept")
	float := func(to *float32, name string, is float64, use string) {
		flag.Func(name, fmt.Sprintf("%s (%g)", use, is), func(s string) error {
			v, err := strconv.ParseFloat(s, 32)
			*to = float32(v)
			return err
		})
		*to = float32(is)
	}
	float(&o.rate, "rate", 0.05, "")
	float(&o.l2, "l2", 1e-5, "")
	float(&o.drop, "drop", 0.5, "share of features left out at a time")
	pre := convOptions{epochs: 4, rate: 0.002, decay: 1e-4, wordDrop: 0.1, cueDrop: 0.3, poolDrop: 0.2, depthDrop: 0.1}
	var co convOptions
	flag.IntVar(&pre.epochs, "pe", 4, "")
	float(&pre.rate, "pr", 0.002, "")
	float(&pre.place, "pv", 0.01, "")
	flag.IntVar(&co.epochs, "ce", 14, "")
	float(&co.rate, "cr", 0.003, "")
	float(&co.decay, "cd", 1e-3, "")
	float(&co.place, "cv", 0.05, "")
	float(&co.wordDrop, "cw", 0.1, "")
	float(&co.cueDrop, "cc", 0.3, "")
	float(&co.poolDrop, "cp", 0.3, "")
	float(&co.depthDrop, "ch", 0.2, "")
	float(&co.clause, "cs", 0.5, "")
	refit := flag.String("refit", "", "weights to take the models from, where only the jury changes")
	quick := flag.Bool("quick", false, "only the figures of folds")
	flag.Parse()

	w := &language.Weights{}
	for name, to := range map[string]*string{"lexicon.txt": &w.Lexicon, "rules.txt": &w.Rules, "says.txt": &w.Says} {
		b, err := os.ReadFile(filepath.Join(*data, name))
		if err != nil {
			return err
		}
		*to = string(b)
	}
	var train, own []*line
	measured := map[string][]*line{}
	seen := map[string]bool{}
	for _, p := range flag.Args() {
		lines, err := load(p)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if seen[l.ID] {
				return fmt.Errorf("%s: %s is there twice", p, l.ID)
			}
			seen[l.ID] = true
			own = append(own, l)
			if l.Set == "train" || l.Set == "fair" {
				train = append(train, l)
			} else {
				measured[l.Set] = append(measured[l.Set], l)
			}
		}
	}
	fmt.Println(len(train), "messages to train on,", len(own)-len(train), "held out")
	if *base == "" || kept(*base, w) != nil {
		if err := learnGround(w, *pub, *mostHint, train, pre); err != nil {
			return err
		}
		if *base != "" {
			if err := keep(*base, w); err != nil {
				return err
			}
		}
	}
	r, err := language.NewReader(w)
	if err != nil {
		return err
	}
	for _, l := range own {
		l.ex = r.Read(l.Text)
	}
	rude, err := abuse(filepath.Join(*pub, "convabuse", "ConvAbuseEMNLPtrain.csv"))
	if err != nil {
		return err
	}
	more := joined(r, train)
	for _, l := range insults(rude) {
		l.ex = r.Read(l.Text)
		more = append(more, l)
	}
	place := vectors(&w.Vectors)
	oof := crossed(train, more, o, co, w, place, *seeds, *cache)
	// Each fold is measured with a jury and spans that did not see it.
	for f := range tried {
		var in, out []scored
		for _, s := range oof {
			if s.l.fold == f {
				out = append(out, s)
			} else {
				in = append(in, s)
			}
		}
		jury := sworn(in, jo)
		jury.apply(out)
		near := reach(in)
		at := 0
		for i := range oof {
			if oof[i].l.fold == f {
				oof[i] = out[at]
				oof[i].at = judged(&oof[i], jury.Cut, jury.Least)
				oof[i].near = near
				at++
			}
		}
	}
	t := tallyOf(oof)
	t.print("folds", *table)
	fair := tallyOf(slices.DeleteFunc(slices.Clone(oof), func(s scored) bool { return s.l.Set != "fair" }))
	fair.print("fair", false)
	w.Jury = sworn(oof, jo).Jury
	w.Near = reach(oof)

	if *quick {
		return nil
	}
	if *refit != "" {
		old, err := unpackFile(*refit)
		if err != nil {
			return err
		}
		w.Nets, w.Conv, w.Vectors = old.Nets, old.Conv, old.Vectors
	} else {
		full := fitAll(slices.Concat(train, more), o)
		for i, n := range full {
			w.Nets[i] = n.pack(n.features)
		}
		c := grow(w, place, co, 1)
		c.kinds(slices.Concat(train, more))
		w.Conv = c.w.Conv
		w.Vectors.Step, w.Vectors.Rows = steps(c.place)
	}
	fmt.Println(len(w.Nets[0].Features), "features")
	packed := w.Pack()
	e, err := language.New(packed)
	if err != nil {
		return err
	}
	show := func(name string, lines []*line, table bool) {
		t := count(lines, func(i int) (f found) {
			for _, x := range e.Check(lines[i].Text).Findings {
				k := slices.Index(names(), x.Kind)
				f.kind[k], f.span[k] = true, [2]int{x.Start, x.End}
			}
			return f
		})
		t.print(name, table)
	}
	for _, name := range slices.Sorted(maps.Keys(measured)) {
		show(name, measured[name], *table && name == "test")
	}
	if *dev != "" {
		lines, err := load(*dev)
		if err != nil {
			return err
		}
		show("dev", lines, *table)
	}
	small, err := compress(packed)
	if err != nil {
		return err
	}
	fmt.Printf("%d bytes, %d with brotli\n", len(packed), len(small))
	if *to == "" {
		return nil
	}
	return os.WriteFile(*to, small, 0o644)
}

// unpackFile reads weights as they are fetched.
func unpackFile(path string) (*language.Weights, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if b, err = io.ReadAll(brotli.NewReader(bytes.NewReader(b))); err != nil {
		return nil, err
	}
	return language.Unpack(b)
}

// grow begins a convolution where public texts left it.
func grow(w *language.Weights, place [][language.Dim]float32, o convOptions, seed uint64) *learner {
	l := newLearner(o, place, seed)
	l.w.Conv = w.Conv
	l.heads()
	return l
}

func names() []language.Kind { k := language.Kinds(); return k[:] }

// crossed fits a model for each fold on the others and measures it on it.
func crossed(train, more []*line, o options, co convOptions, w *language.Weights, place [][language.Dim]float32, seeds int, cache string) []scored {
	parts := make([][]scored, tried)
	old := map[string]scored{}
	if f, err := os.Open(cache); err == nil {
		gob.NewDecoder(f).Decode(&old)
		f.Close()
	}
	var wg sync.WaitGroup
	busy := make(chan struct{}, 2)
	for f := range tried {
		wg.Add(1)
		go func() {
			defer wg.Done()
			busy <- struct{}{}
			defer func() { <-busy }()
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
			if len(old) > 0 {
				for _, l := range out {
					if s, ok := old[l.ID]; ok {
						s.l = l
						parts[f] = append(parts[f], s)
					}
				}
			} else {
				parts[f] = measure(fitAll(in, o), out)
			}
			if co.epochs > 0 {
				for s := range seeds {
					l := grow(w, place, co, uint64(s+1))
					l.kinds(in)
					l.measure(parts[f], float32(seeds))
				}
			}
		}()
	}
	wg.Wait()
	all := slices.Concat(parts...)
	if cache != "" && len(old) == 0 {
		for _, s := range all {
			old[s.l.ID] = s
		}
		f, _ := os.Create(cache)
		gob.NewEncoder(f).Encode(old)
		f.Close()
	}
	return all
}

// fitAll fits all nets.
func fitAll(lines []*line, o options) (nets [language.Nets]*net) {
	for i := range nets {
		nets[i] = fit(lines, o, uint64(i+1))
	}
	return nets
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
		l := &line{Text: a.Text + " " + b.Text, Spans: map[string]string{}, fold: a.fold}
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

// learnHints fits the hints on texts of strangers and puts them into weights.
func learnHints(w *language.Weights, r *language.Reader, dir string, most int, texts []public, examples []language.Example) error {
	samples := make([]sample, len(texts))
	for i := range texts {
		samples[i] = sample{x: examples[i].Message, want: texts[i].want[:]}
	}
	m := newModel(language.Hints)
	rnd := rand.New(rand.NewPCG(1, 3))
	common(samples)
	for ep := range 6 {
		if ep == 4 {
			m.prune(most)
		}
		m.epoch(samples, rnd, options{rate: 0.1})
	}
	for k := range language.Hints {
		w.Hints[k] = m.output(k)
	}
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
	for k := range w.Feel {
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
				w.Feel[k] = out[n][k] - 0.001
			}
		}
		fmt.Printf("%s %.2f  ", language.Feelings()[k], best)
	}
	fmt.Println()
	valid, err := abuse(filepath.Join(dir, "convabuse", "ConvAbuseEMNLPvalid.csv"))
	if err != nil {
		return err
	}
	var good, bad []float32
	for _, p := range valid {
		x := r.Read(p.text).Message
		s := m.score(x, len(x), nil)[language.HintAbuse]
		if p.want[language.HintAbuse] > 0 {
			bad = append(bad, s)
		} else {
			good = append(good, s)
		}
	}
	fmt.Printf("abuse hint: AUC %.3f\n", auc(bad, good))
	return nil
}

// auc is how often one of the high is above one of the low.
func auc(high, low []float32) float64 {
	n := 0.0
	for _, h := range high {
		for _, l := range low {
			switch {
			case h > l:
				n++
			case h == l:
				n += 0.5
			}
		}
	}
	return n / math.Max(1, float64(len(high)*len(low)))
}

// compress gives weights as browsers fetch them.
func compress(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}

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
	best := 0
	for i := range s.Each {
		if s.Each[i][k] > s.Each[best][k] {
			best = i
		}
	}
	if len(s.Each) == 0 {
		return [2]int{}
	}
	least := s.Each[best][k] - near
	from, to := best, best
	for from > 0 && s.Each[from-1][k] >= least {
		from--
	}
	for to+1 < len(s.Each) && s.Each[to+1][k] >= least {
		to++
	}
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
