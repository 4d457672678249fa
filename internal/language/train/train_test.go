package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"troth/internal/language"
)

// What a text teaches is the slope of its loss: a small step of any number
// changes the loss as the gradient says.
func TestSlope(t *testing.T) {
	ex := &language.Example{
		Tokens: []language.Token{
			{Word: 0, Cues: []uint8{3}}, {Word: 1}, {Word: -1, Cues: []uint8{5, 9}}, {Word: 2, Sentence: 1}, {Word: 1, Sentence: 1, Cues: []uint8{3}},
		},
		Clauses: []language.Clause{{From: 0, To: 3}, {From: 3, To: 5, Sentence: 1}},
	}
	want := make([]float32, kinds)
	want[2], want[4] = 1, notKnown
	parts := []part{{0, 2, 0, want, 1}, {1, 2, kinds, want, 0.5}}
	place := make([][language.Dim]float32, 3)
	for i := range place {
		for j := range place[i] {
			place[i][j] = float32(i+1) * 0.3 * float32(j%5-2)
		}
	}
	l := newLearner(convOptions{}, place, 3)
	loss := func() (sum float64) {
		l.read(ex, true)
		for _, p := range parts {
			pool, _ := l.pool(p.from, p.to)
			for k, z := range l.w.Judge(&pool, p.head) {
				if p.want[k] >= 0 {
					x := float64(z)
					sum += float64(p.weight) * (math.Log1p(math.Exp(x)) - x*float64(p.want[k]))
				}
			}
		}
		return sum
	}
	loss()
	l.learn(parts)
	checked, wrong := 0, 0
	w, g := l.w.blocks(), l.g.blocks()
	for b := range w {
		for i := 0; i < len(w[b]); i += 7 {
			const small = 2e-3
			was := w[b][i]
			w[b][i] = was + small
			up := loss()
			w[b][i] = was - small
			down := loss()
			w[b][i] = was
			got, is := float64(g[b][i]), (up-down)/(2*small)
			if math.Abs(got-is) > 0.02+0.05*math.Abs(is) {
				wrong++
			}
			if got != 0 {
				checked++
			}
		}
	}
	// Where another token begins to be the highest, there is no slope.
	if checked < 300 || wrong > checked/100 {
		t.Errorf("%d slopes are not 0, %d are wrong", checked, wrong)
	}
}

// A logistic regression finds what made the labels.
func TestLogistic(t *testing.T) {
	var rows [][]float64
	var want []bool
	for i := range 2000 {
		x, y := float64(i%20)-10, float64(i%7)-3
		p := 1 / (1 + math.Exp(-(1 + 0.5*x - 0.25*y)))
		rows, want = append(rows, []float64{1, x, y}), append(want, float64((i*7919)%1000)/1000 < p)
	}
	w := logistic(rows, nil, want, []float64{0, 0, 0}, 1)
	for i, is := range []float64{1, 0.5, -0.25} {
		if math.Abs(w[i]-is) > 0.15 {
			t.Errorf("weights %v", w)
		}
	}
}

func TestParseGlove(t *testing.T) {
	row := strings.Repeat("0.5,", gloveDim)
	text := `{"size":3,"words":["the","\"","a"],"x":1,"vectors":{"the":[` + row + `1,0],"\"":[` + row + `1,1],"a":[` + row + `1,2]},"unkVector":[0]}`
	got, common, err := parseGlove(bufio.NewReader(strings.NewReader(text)), map[string]int{"a": 1}, 2)
	if err != nil || len(got) != 3 || len(got["a"]) != gloveDim || got[`"`][gloveDim-1] != 0.5 || !slices.Equal(common, []string{"the", `"`}) {
		t.Errorf("%v of %v: %v", common, got, err)
	}
	if _, _, err := parseGlove(bufio.NewReader(strings.NewReader(text[:len(text)-40])), nil, 2); err == nil {
		t.Error("a file that is cut short is taken")
	}
}

// Main components keep what differs most, and the distances in it.
func TestComponents(t *testing.T) {
	var rows [][]float64
	for i := range 50 {
		x, y := float64(i%7)-3, float64(i%5)-2
		rows = append(rows, []float64{x + y, x - y, 0.001 * float64(i%3), 5})
	}
	got := components(rows, 2)
	ratio := 0.0
	for i := 1; i < len(rows); i++ {
		d := func(a, b []float64) (sum float64) {
			for j := range a {
				sum += (a[j] - b[j]) * (a[j] - b[j])
			}
			return math.Sqrt(sum)
		}
		was, is := d(rows[0], rows[i]), d(got[0], got[i])
		if was < 0.01 {
			continue
		}
		if ratio == 0 {
			ratio = is / was
		}
		if math.Abs(is/was-ratio) > 0.01 {
			t.Fatalf("row %d: %g of %g, not %g", i, is, was, ratio)
		}
	}
	if ratio == 0 {
		t.Error("nothing was compared")
	}
}

// The sheet with the verdicts is of the rewrites that there are now.
func TestSheet(t *testing.T) {
	packed, err := expand("../weights/weights.br")
	if err != nil {
		t.Fatal(err)
	}
	e, err := language.New(packed)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../corpus/*.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := load(files...)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := os.ReadFile("../../../docs/rewrites.md")
	if err != nil {
		t.Fatal(err)
	}
	held, rows := drawn(e, lines)
	if !strings.Contains(string(sheet), fmt.Sprintf("First come %d rewrites", held)) || !sameRows(string(sheet), rows) {
		t.Errorf("docs/rewrites.md has not the rewrites that are drawn, %d of them held out: make words-sheet draws it anew, to be judged anew", held)
	}
	for _, other := range []string{strings.Replace(string(sheet), "| 7 |", "| 8 |", 1), string(sheet) + "| 121 |\n", ""} {
		if sameRows(other, rows) {
			t.Errorf("a sheet that ends with %.20q has the same rows", other[max(0, len(other)-20):])
		}
	}
}
