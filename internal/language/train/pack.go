package main

import (
	"bytes"
	"cmp"
	"io"
	"math"
	"os"
	"slices"

	"github.com/andybalholm/brotli"

	"troth/internal/language"
)

// output packs one output of a model: its most telling features, in 127 steps
// to each side.
func (m *model) output(k int) language.Output {
	type fw struct {
		f uint32
		w float32
	}
	var all []fw
	for f := range language.FeatureCount {
		if w := m.w[f*m.n+k]; w != 0 {
			all = append(all, fw{uint32(f), w})
		}
	}
	size := func(a fw) float32 { return float32(math.Abs(float64(a.w))) }
	slices.SortFunc(all, func(a, b fw) int { return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a.f, b.f)) })
	o := language.Output{Bias: m.bias[k], Step: 1}
	if len(all) == 0 {
		return o
	}
	// The few largest are cut off, so that the many have finer steps.
	o.Step = size(all[len(all)/200]) / levels
	slices.SortFunc(all, func(a, b fw) int { return cmp.Compare(a.f, b.f) })
	for _, a := range all {
		q := int8(max(-levels, min(levels, math.Round(float64(a.w/o.Step)))))
		if q != 0 {
			o.Features = append(o.Features, a.f)
			o.Weights = append(o.Weights, q)
		}
	}
	return o
}

// levels is how many steps a weight has to each side.
const levels = 9

// putSays puts texts into weights that are there: nothing that is learned depends
// on them.
func putSays(weights, says string) error {
	text, err := os.ReadFile(says)
	if err != nil {
		return err
	}
	packed, err := expand(weights)
	if err != nil {
		return err
	}
	w, err := language.Unpack(packed)
	if err != nil {
		return err
	}
	w.Says = string(text)
	small, err := compress(w.Pack())
	if err != nil {
		return err
	}
	return os.WriteFile(weights, small, 0o644)
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

// expand reads a file of weights in brotli.
func expand(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(brotli.NewReader(f))
}
