package main

import (
	"encoding/gob"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"troth/internal/language"
)

// ground is what is learned from public texts, before our messages.
type ground struct {
	Hints   [language.Hints]language.Output
	Feel    [len(language.Weights{}.Feel)]float32
	Vectors language.Vectors
	Conv    language.Conv
}

// learnGround learns it. Our messages only say which words are used.
func learnGround(w *language.Weights, dir string, most int, own []*line, o convOptions) error {
	texts, err := strangers(dir)
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
	for _, t := range texts {
		for _, x := range r.Words(t.text) {
			used[x]++
		}
	}
	for _, l := range own {
		for _, x := range r.Words(l.Text) {
			used[x]++
		}
	}
	words, err := places(dir, used)
	if err != nil {
		return err
	}
	for _, x := range words.words {
		w.Vectors.Words = append(w.Vectors.Words, language.Key(x))
	}
	// Words have no class yet.
	w.Vectors.Class = make([]uint8, len(words.words))
	examples := make([]language.Example, len(texts))
	for i := range texts {
		examples[i] = r.Read(texts[i].text)
	}
	l := newLearner(o, words.place, 1)
	l.hints(texts, examples)
	w.Conv = l.mean.Conv
	w.Vectors.Step, w.Vectors.Rows = steps(l.place)
	w.Vectors.Class = classes(l.place)
	for i := range texts {
		examples[i] = r.Read(texts[i].text)
	}
	if err := learnHints(w, r, dir, most, texts, examples); err != nil {
		return err
	}
	valid, err := abuse(filepath.Join(dir, "convabuse", "ConvAbuseEMNLPvalid.csv"))
	if err != nil {
		return err
	}
	l.w = l.mean
	var score [2][]float32
	for _, p := range valid {
		x := r.Read(p.text)
		bad := int(p.want[language.HintAbuse])
		score[bad] = append(score[bad], l.hint(&x, language.HintAbuse))
	}
	fmt.Printf("abuse, convolution: AUC %.3f\n", auc(score[1], score[0]))
	return nil
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

// vectors gives them back.
func vectors(v *language.Vectors) [][language.Dim]float32 {
	out := make([][language.Dim]float32, len(v.Words))
	for i := range out {
		for j := range out[i] {
			out[i][j] = float32(v.Rows[i*language.Dim+j]) * v.Step
		}
	}
	return out
}

func keep(path string, w *language.Weights) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(f).Encode(ground{w.Hints, w.Feel, w.Vectors, w.Conv}); err != nil {
		return err
	}
	return f.Close()
}

func kept(path string, w *language.Weights) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var g ground
	if err := gob.NewDecoder(f).Decode(&g); err != nil {
		return err
	}
	w.Hints, w.Feel, w.Vectors, w.Conv = g.Hints, g.Feel, g.Vectors, g.Conv
	if len(w.Vectors.Class) == 0 {
		w.Vectors.Class = make([]uint8, len(w.Vectors.Words))
	}
	return nil
}
