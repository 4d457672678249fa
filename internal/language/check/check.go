// Package check is what a program asks of the language check while somebody
// writes: one question for one text, and all that there is to say about it. It
// puts package language and package date together: what is found, what is
// promised and when that would fall due, what is felt.
//
// It is pure, as both of them are: what is now is part of the question. Whoever
// only names questions and answers (the app) does not link the engine.
package check

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"troth/internal/language"
	"troth/internal/language/date"
)

// Question is a text to be read.
type Question struct {
	Text     string
	Strict   language.Strict // what its form asks for beyond the usual
	Now      time.Time       // only what it shows counts, not its zone
	DayFirst bool            // 3/4 is the third of April
}

// Answer is what there is to say about a text.
type Answer struct {
	Notes    []Note    // hazards, in the order of the text
	Crisis   bool      // somebody may need help
	Promises []Promise // in the order of the text
	Feelings []string  // labels of GoEmotions, the likeliest first
}

// Note is a hazard, or several in just the same words.
type Note struct {
	Kinds      []language.Kind // the likeliest first
	Start, End int             // bytes of the text
	Score      float64         // 0 to 1, how likely the first kind is
	Why        string          // one sentence, of the first kind
	Try        string          // another way to say it, or ""
}

// Promise is a sentence in which the writer commits to something by a date.
type Promise struct {
	Start, End int    // bytes of the text
	Date       string // 2006-01-02: the day it falls due, the last one of several
	Time       string // 15:04, or "" for all of that day
	Repeat     string // as in ISO 8601, P1D, P1W, P2W, P1M; "": once
}

// Func answers questions. It keeps nothing of them. It is not called by two at a
// time.
type Func func(Question) Answer

// New takes the weights of the language check.
func New(weights []byte) (Func, error) {
	e, err := language.New(weights)
	if err != nil {
		return nil, err
	}
	return func(q Question) Answer { return answer(e, q, alone) }, nil
}

// Limits of reading sentence by sentence.
const (
	maxSentences = 400  // a longer text has been judged by what stands before
	alone        = 0.68 // how likely a hazard must be that shows in its sentence alone
)

// answer reads the text as a whole, and each of its sentences alone. The engine
// is made for messages: what one sentence of a letter does is drowned by the
// others, so a hazard that is plain in its sentence counts as well, and marks
// just that. It must be at least so likely alone, and be no evasion: of that a
// sentence tells too little.
func answer(e *language.Engine, q Question, alone float64) Answer {
	r := e.CheckFor(q.Text, q.Strict)
	a := Answer{}
	var hazards []language.Finding
	for _, f := range r.Findings {
		a.Crisis = a.Crisis || f.Kind == language.Crisis
		if f.Kind.Hazard() {
			hazards = append(hazards, f)
		}
	}
	for _, f := range r.Feelings {
		a.Feelings = append(a.Feelings, f.Name)
	}
	list := sentences(q.Text)
	for _, s := range list {
		found := r.Findings
		if len(list) > 1 {
			found = e.Check(q.Text[s.start:s.end]).Findings
		}
		for _, f := range found {
			switch {
			case f.Kind == language.Promise:
				a.Promises = append(a.Promises, promised(q, s)...)
			case f.Kind.Hazard() && f.Kind != language.Evasion && f.Score >= alone && len(list) > 1:
				f.Start, f.End = f.Start+s.start, f.End+s.start
				hazards = closer(hazards, f)
			}
		}
	}
	a.Notes = notes(hazards)
	return a
}

// notes puts findings in the order of the text, those in just the same words
// together.
func notes(findings []language.Finding) (list []Note) {
	slices.SortStableFunc(findings, func(a, b language.Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(b.Score, a.Score))
	})
	for _, f := range findings {
		if n := len(list); n > 0 && list[n-1].Start == f.Start && list[n-1].End == f.End {
			list[n-1].Kinds = append(list[n-1].Kinds, f.Kind)
			continue
		}
		list = append(list, Note{[]language.Kind{f.Kind}, f.Start, f.End, f.Score, f.Why, f.Try})
	}
	return list
}

// closer adds what a sentence shows, unless it is there. What was found of the
// same kind in more than that gives way.
func closer(list []language.Finding, f language.Finding) []language.Finding {
	for i, o := range list {
		if o.Kind != f.Kind || o.End <= f.Start || f.End <= o.Start {
			continue
		}
		if o.End-o.Start > f.End-f.Start {
			list[i] = f
		}
		return list
	}
	return append(list, f)
}

// promised gives the promise of a sentence, if it has a date. Of several the
// first counts. Whoever promises to be home by six means the evening.
func promised(q Question, s sentence) []Promise {
	spans := date.Find(q.Text[s.start:s.end], date.Options{Now: q.Now, DayFirst: q.DayFirst, Likely: true})
	if len(spans) == 0 {
		return nil
	}
	p := Promise{Start: s.start, End: s.end, Repeat: spans[0].Repeat}
	p.Date, p.Time = due(spans[0])
	return []Promise{p}
}

// due reads the value of a date: the last day of several, and the time if one is
// said.
func due(s date.Span) (day, clock string) {
	v := s.Value
	if _, last, several := strings.Cut(v, "/"); several {
		v = last
	}
	day, clock, _ = strings.Cut(v, "T")
	if len(clock) > len("15:04") {
		clock = clock[:len("15:04")]
	}
	return day, clock
}

// sentence is a run of bytes, without blanks at its ends.
type sentence struct{ start, end int }

// sentences splits a text at marks and ends of lines. What is shortened with
// marks ("6 p.m.") ends one only before a capital letter.
func sentences(text string) (list []sentence) {
	start := 0
	add := func(end int) {
		for start < end && blank(text[start]) {
			start++
		}
		last := end
		for last > start && blank(text[last-1]) {
			last--
		}
		if start < last && len(list) < maxSentences {
			list = append(list, sentence{start, last})
		}
		start = end
	}
	for i := range len(text) {
		short := i >= 2 && text[i] == '.' && text[i-2] == '.'
		if ends(text, i) && (!short || capital(text[i+1:])) {
			add(i + 1)
		}
	}
	add(len(text))
	return list
}

// capital reports whether a text goes on with a capital letter.
func capital(s string) bool {
	for i := range len(s) {
		if !blank(s[i]) {
			return s[i] >= 'A' && s[i] <= 'Z'
		}
	}
	return false
}

// ends reports whether a sentence ends with the byte at i: a line's end, or a
// mark that a blank, a quotation mark or nothing follows.
func ends(text string, i int) bool {
	switch text[i] {
	case '\n':
		return true
	case '.', '!', '?':
		return i+1 == len(text) || blank(text[i+1]) || text[i+1] >= 0x80 || text[i+1] == '"'
	}
	return false
}

func blank(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }
