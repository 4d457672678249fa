// Command train makes the weights of the language check from labelled messages.
//
//	go run ./internal/language/train [-dev FILE] [-o FILE] CORPUS.ndjson …
//
// It reads our corpus. Lines of the sets train and fair are learned from, those of
// other sets (test, everyday, dialect, second, friendly) are only measured on.
// Then, one after another:
//
//  1. Ground (ground.go): from public texts, where words stand among each other,
//     what hints look like, and where the convolution begins.
//  2. Votes (folds.go): nets and a convolution are fitted to three quarters of
//     our messages and vote on the last; this for two of the quarters.
//  3. The jury (jury.go): what joins the votes, which gate and cuts they must pass,
//     how far spans reach.
//  4. Models: nets and the convolution are fitted to all messages, and packed.
//
// Same input on the same kind of processor (some join a multiplication and an
// addition into one rounding), same bytes. With -keep, what the first, second
// and fourth step found is kept in a folder, and taken from there if it is there:
// for trying one step with what those before it found.
//
// With -says or -sheet nothing is learned, and no public texts are needed: the
// first puts changed texts into weights that are there, the second draws rewrites
// from the corpus for somebody to judge (sheet.go).
package main

import (
	"bytes"
	"encoding/gob"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"troth/internal/language"
)

const (
	kinds   = language.KindCount
	hazards = language.HazardCount
)

// vec is a number for each kind.
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
	var from sources
	flag.StringVar(&from.public, "public", "../shared/words/public", "folder of public texts")
	flag.StringVar(&from.vectors, "vectors", "bin/"+gloveFile, "file of word vectors")
	to := flag.String("o", "", "file to write the weights to, in brotli")
	keep := flag.String("keep", "", "folder that keeps what was found")
	table := flag.Bool("table", false, "figures per kind")
	quick := flag.Bool("quick", false, "only the figures of folds")
	says := flag.String("says", "", "weights, in brotli, to put the texts of the data folder into; nothing is learned")
	sheet := flag.String("sheet", "", "file to write rewrites to that are to be judged; nothing is learned")
	weights := flag.String("weights", "internal/language/weights/weights.br", "weights, in brotli, whose rewrites they are")
	flag.Parse()
	paths := slices.Sorted(slices.Values(flag.Args())) // a shell's order depends on its language
	switch {
	case *says != "":
		return putSays(*says, filepath.Join(*data, "says.txt"))
	case *sheet != "":
		return drawSheet(*sheet, *weights, paths)
	}

	w := &language.Weights{}
	for name, to := range map[string]*string{"lexicon.txt": &w.Lexicon, "rules.txt": &w.Rules, "says.txt": &w.Says} {
		b, err := os.ReadFile(filepath.Join(*data, name))
		if err != nil {
			return err
		}
		*to = string(b)
	}
	train, measured, err := sorted(paths)
	if err != nil {
		return err
	}

	g := &ground{}
	if err := kept(*keep, "ground", g, func() error { return g.learn(w, from, train) }); err != nil {
		return err
	}
	w.Hints, w.Feel, w.Vectors = g.Hints, g.Feel, g.Vectors
	r, err := language.NewReader(w)
	if err != nil {
		return err
	}
	for _, l := range train {
		l.ex = r.Read(l.Text)
	}
	rude, err := abuse(filepath.Join(from.public, "convabuse", "ConvAbuseEMNLPtrain.csv"))
	if err != nil {
		return err
	}
	more := joined(r, train)
	for _, l := range insults(rude) {
		l.ex = r.Read(l.Text)
		more = append(more, l)
	}

	votes := map[string]ballot{}
	if err := kept(*keep, "votes", &votes, func() error { vote(g, train, more, votes); return nil }); err != nil {
		return err
	}
	tested := counted(train, votes)
	judgeApart(tested)
	folds := tallyOf(tested)
	folds.print("folds", *table)
	fair := tallyOf(slices.DeleteFunc(slices.Clone(tested), func(s scored) bool { return s.l.Set != "fair" }))
	fair.print("fair", false)
	if *quick {
		return nil
	}
	w.Jury = sworn(tested).Jury
	w.Near = reach(tested)

	m := &models{}
	if err := kept(*keep, "models", m, func() error { m.learn(g, slices.Concat(train, more)); return nil }); err != nil {
		return err
	}
	w.Nets, w.Conv, w.Vectors = m.Nets, m.Conv, m.Vectors
	packed := w.Pack()
	e, err := language.New(packed)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(measured)) {
		t := checked(e, measured[name])
		t.print(name, *table && name == "test")
	}
	if *dev != "" {
		lines, err := load(*dev)
		if err != nil {
			return err
		}
		t := checked(e, lines)
		t.print("dev", *table)
	}
	if err := measureAbuse(e, from.public); err != nil {
		return err
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

// sorted reads the messages to learn from, and the others by their set.
func sorted(paths []string) (train []*line, measured map[string][]*line, err error) {
	measured = map[string][]*line{}
	seen := map[string]bool{}
	for _, p := range paths {
		lines, err := load(p)
		if err != nil {
			return nil, nil, err
		}
		for _, l := range lines {
			if seen[l.ID] {
				return nil, nil, fmt.Errorf("%s: %s is there twice", p, l.ID)
			}
			seen[l.ID] = true
			switch {
			case learned(l.Set):
				train = append(train, l)
			case slices.Contains([]string{"test", "everyday", "dialect", "second", "friendly"}, l.Set):
				measured[l.Set] = append(measured[l.Set], l)
			default:
				return nil, nil, fmt.Errorf("%s: %s is of no set that there is: %q", p, l.ID, l.Set)
			}
		}
	}
	fmt.Println(len(train), "messages to train on,", len(seen)-len(train), "held out")
	return train, measured, nil
}

// learned reports whether a set is learned from.
func learned(set string) bool { return set == "train" || set == "fair" }

// kept takes what was found from a folder, if it is there. If not, it is found,
// and kept there. Without a folder it is only found.
func kept(dir, name string, what any, find func() error) error {
	path := filepath.Join(dir, name+".gob")
	if dir == "" {
		return find()
	}
	f, err := os.Open(path)
	if err == nil {
		defer f.Close()
		return gob.NewDecoder(f).Decode(what)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := find(); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(what); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
