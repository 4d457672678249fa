package main

import (
	"encoding/json"
	"math"

	"troth/internal/language"
	"troth/internal/language/date"
	"troth/internal/language/weights"
)

// wordsCmd is troth words.
type wordsCmd struct {
	textsCmd
}

// Help is shown by troth words --help.
func (wordsCmd) Help() string {
	return `Runs the language check. Reads lines such as {"id":1,"text":"You never listen"} and prints for each what the check finds, how likely it takes each kind to be, the dates of promises, and the feelings it names. Start and end count bytes of the text in UTF-8.`
}

// wordsOut is a line as it is printed.
type wordsOut struct {
	ID       json.RawMessage    `json:"id"`
	Findings []wordsFinding     `json:"findings"`
	Scores   map[string]float64 `json:"scores"`
	Due      []dateSpan         `json:"due"`
	Feelings []wordsFeeling     `json:"feelings"`
}

type wordsFinding struct {
	Kind  string  `json:"kind"`
	Start int     `json:"start"`
	End   int     `json:"end"`
	Score float64 `json:"score"`
	Why   string  `json:"why"`
	Try   string  `json:"try"`
}

type wordsFeeling struct {
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

// Run answers standard input.
func (c *wordsCmd) Run() error {
	b, err := weights.Bytes()
	if err != nil {
		return err
	}
	e, err := language.New(b)
	if err != nil {
		return err
	}
	return c.each(func(l textLine, o date.Options) any { return words(e, l.ID, *l.Text, o) })
}

func words(e *language.Engine, id json.RawMessage, text string, o date.Options) wordsOut {
	o.Likely = true // who promises to be home by six means the evening
	r := e.Check(text)
	out := wordsOut{ID: id, Findings: []wordsFinding{}, Scores: map[string]float64{}, Due: []dateSpan{}, Feelings: []wordsFeeling{}}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, wordsFinding{string(f.Kind), f.Start, f.End, round(f.Score), f.Why, f.Try})
		if f.Kind == language.Promise {
			out.Due = due(dateSpans(text, o), f)
		}
	}
	for k, kind := range language.Kinds() {
		out.Scores[string(kind)] = round(r.Scores[k])
	}
	for _, f := range r.Feelings {
		out.Feelings = append(out.Feelings, wordsFeeling{f.Name, round(f.Score)})
	}
	return out
}

// due gives the dates within a promise, or if there are none in its clauses,
// those of the text: "On Friday, when you are back, I'll call the bank."
func due(dates []dateSpan, promise language.Finding) []dateSpan {
	in := []dateSpan{}
	for _, d := range dates {
		if d.Start < promise.End && d.End > promise.Start {
			in = append(in, d)
		}
	}
	if len(in) == 0 {
		return dates
	}
	return in
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }
