package main

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"troth/internal/language"
	"troth/internal/language/corpus"
)

// line is a labelled message of our own corpus, or of a set to measure on.
type line struct {
	corpus.Message

	want, unsure [kinds]bool
	ex           language.Example
	fold         int // folds for what is never left out
}

func load(paths ...string) ([]*line, error) {
	messages, err := corpus.Read(paths...)
	if err != nil {
		return nil, err
	}
	lines := make([]*line, len(messages))
	for n, m := range messages {
		l := &line{Message: m}
		for i, k := range language.Kinds() {
			l.want[i] = slices.Contains(l.Kinds, string(k))
			l.unsure[i] = slices.Contains(l.Unsure, string(k))
		}
		h := fnv.New32a()
		h.Write([]byte(l.ID))
		l.fold = int(h.Sum32() >> 8 % folds)
		lines[n] = l
	}
	return lines, nil
}

// public is a text of somebody else's, with what is known of its hints: 1, 0,
// or -1 for not known.
type public struct {
	text string
	want [language.Hints]float32
}

func unknown(text string) public {
	p := public{text: text}
	for k := range p.want {
		p.want[k] = -1
	}
	return p
}

// emotions reads a file of GoEmotions: text, labels, id.
func emotions(path string) ([]public, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []public
	for _, row := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		f := strings.Split(row, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("%s: a row of %d columns", path, len(f))
		}
		p := unknown(f[0])
		for k := range language.HintAbuse {
			p.want[k] = 0
		}
		for _, l := range strings.Split(f[1], ",") {
			k, err := strconv.Atoi(l)
			if err != nil || k < 0 || k >= language.HintAbuse {
				return nil, fmt.Errorf("%s: label %q", path, l)
			}
			p.want[k] = 1
		}
		out = append(out, p)
	}
	return out, nil
}

// abuse reads a file of ConvAbuse.
func abuse(path string) ([]public, error) {
	rated, err := corpus.ConvAbuse(path)
	if err != nil {
		return nil, err
	}
	out := make([]public, len(rated))
	for i, t := range rated {
		out[i] = unknown(t.Text)
		out[i].want[language.HintAbuse] = 0
		if t.Bad {
			out[i].want[language.HintAbuse] = 1
		}
	}
	return out, nil
}

// insults makes of texts of which it is known whether they are abusive messages
// of which nothing is known but whether they show contempt.
func insults(texts []public) (out []*line) {
	for _, p := range texts {
		l := &line{Message: corpus.Message{Text: p.text}, fold: folds}
		for k := range l.unsure {
			l.unsure[k] = k != contempt
		}
		l.want[contempt] = p.want[language.HintAbuse] > 0
		out = append(out, l)
	}
	return out
}

// contempt is the number of the kind.
const contempt = 0

// intents reads the e-mail sentences: Yes or No, and the sentence.
func intents(path string) ([]public, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []public
	for _, row := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		yes, text, ok := strings.Cut(row, "\t")
		if !ok {
			continue
		}
		p := unknown(text)
		p.want[language.HintIntent] = 0
		if yes == "Yes" {
			p.want[language.HintIntent] = 1
		}
		out = append(out, p)
	}
	return out, nil
}

// strangers reads all public texts to learn hints from.
func strangers(dir string) ([]public, error) {
	a, err := emotions(filepath.Join(dir, "goemotions", "train.tsv"))
	if err != nil {
		return nil, err
	}
	b, err := abuse(filepath.Join(dir, "convabuse", "ConvAbuseEMNLPtrain.csv"))
	if err != nil {
		return nil, err
	}
	c, err := intents(filepath.Join(dir, "email-intent", "Ask0729-fixed.txt"))
	if err != nil {
		return nil, err
	}
	return slices.Concat(a, b, c), nil
}
