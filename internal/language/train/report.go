package main

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"troth/internal/language"
)

// found is which kinds are found in a message, and where.
type found struct {
	kind [kinds]bool
	span [kinds][2]int
}

// tally is the figures of a set, counted as ../shared/words/score does.
type tally struct {
	tp, fp, fn    [kinds]int
	clean, alarms int
	span          float64
	spans         int
}

func count(lines []*line, find func(i int) found) (t tally) {
	for i, l := range lines {
		f := find(i)
		alarm := false
		for k, name := range language.Kinds() {
			alarm = alarm || k < hazards && f.kind[k]
			if l.unsure[k] {
				continue
			}
			switch {
			case f.kind[k] && l.want[k]:
				t.tp[k]++
			case f.kind[k]:
				t.fp[k]++
			case l.want[k]:
				t.fn[k]++
			}
			words, ok := l.Spans[string(name)]
			if !ok || !f.kind[k] {
				continue
			}
			at := strings.Index(l.Text, words)
			o := max(0, overlap(f.span[k], [2]int{at, at + len(words)}))
			t.span += 2 * float64(o) / float64(len(words)+f.span[k][1]-f.span[k][0])
			t.spans++
		}
		if l.clean() {
			t.clean++
			if alarm {
				t.alarms++
			}
		}
	}
	return t
}

func (t *tally) f1(k int) float64 {
	return 2 * float64(t.tp[k]) / math.Max(1, float64(2*t.tp[k]+t.fp[k]+t.fn[k]))
}

func (t *tally) macro() (all, hz, st float64) {
	var n, h, s float64
	for k := range kinds {
		if t.tp[k]+t.fn[k] < 5 {
			continue
		}
		f := t.f1(k)
		all += f
		n++
		if k < hazards {
			hz += f
			h++
		} else if k < kinds-1 {
			st += f
			s++
		}
	}
	return all / max(n, 1), hz / max(h, 1), st / max(s, 1)
}

func (t *tally) print(name string, table bool) {
	all, hz, st := t.macro()
	fmt.Printf("%-8s macro F1 %.3f (hazards %.3f strengths %.3f), false alarms %.3f (%d of %d), spans %.3f of %d\n",
		name, all, hz, st, float64(t.alarms)/math.Max(1, float64(t.clean)), t.alarms, t.clean, t.span/math.Max(1, float64(t.spans)), t.spans)
	if !table {
		return
	}
	for k, kind := range language.Kinds() {
		n := t.tp[k] + t.fn[k]
		fmt.Printf("  %-15s%5d%7.2f%7.2f%7.2f\n", kind, n, float64(t.tp[k])/math.Max(1, float64(t.tp[k]+t.fp[k])), float64(t.tp[k])/math.Max(1, float64(n)), t.f1(k))
	}
}

// checked is the figures of an engine.
func checked(e *language.Engine, lines []*line) tally {
	names := language.Kinds()
	return count(lines, func(i int) (f found) {
		for _, x := range e.Check(lines[i].Text).Findings {
			k := slices.Index(names[:], x.Kind)
			f.kind[k], f.span[k] = true, [2]int{x.Start, x.End}
		}
		return f
	})
}

// measureAbuse prints how well an engine tells abuse apart, by the likeliest of
// four kinds.
func measureAbuse(e *language.Engine, dir string) error {
	valid, err := abuse(filepath.Join(dir, "convabuse", "ConvAbuseEMNLPvalid.csv"))
	if err != nil {
		return err
	}
	names := language.Kinds()
	var score [2][]float32
	for _, p := range valid {
		r := e.Check(p.text)
		top := 0.0
		for _, k := range []language.Kind{language.Contempt, language.Threat, language.Yelling, language.Danger} {
			top = max(top, r.Scores[slices.Index(names[:], k)])
		}
		bad := int(p.want[language.HintAbuse])
		score[bad] = append(score[bad], float32(top))
	}
	fmt.Printf("abuse    AUC %.3f\n", auc(score[1], score[0]))
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
