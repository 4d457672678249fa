// Package language is the language check: it reads what somebody writes to
// their partner and says what would hurt trust, what builds it, where it
// stands, and how it could be said instead. For the writer alone; it advises.
//
// # How it works
//
// A text is split into words, sentences and clauses (token.go); what is
// quoted, negated or told of somebody is marked as such. Typical forms are
// looked for (rule.go, data/rules.txt). Two sorts of models read what comes of
// it, once the whole text, once each sentence, once each clause. Shallow nets
// (model.go) weigh features: which words, frames and forms there are (feature.go).
// Convolutions (conv.go) look at words in their order, each placed among words
// that are used alike (vector.go), so that it also knows words that no message of
// the corpus has. A jury joins the votes into one number for each kind and one
// for all hazards (jury.go); a kind is found above a cut of its own, a hazard only
// if the number for all is high enough too. The clauses that spoke for it are its span.
// Why it matters, and another way to say it, is text (data/says.txt); a
// rewrite is only offered if it passes this same check without a hazard.
//
// Weights come from internal/language/train, and with lexicon, rules and texts
// are one file that New takes. README.md tells what they were made of and how
// often they err.
//
// # What it promises
//
// Pure: no clock, no randomness, no I/O, and no memory of what it has read. It
// takes any bytes. Time and memory grow in proportion to the length of a text,
// of which it reads the first 20,000 words. An Engine may be used by several
// goroutines at once.
package language

import (
	"fmt"
	"slices"
	"sync"
)

// Engine checks texts.
type Engine struct {
	core
	net  *finder
	w    *Weights
	says *says
	idle sync.Pool // of *scratch
}

// core is what reads a text and finds what it shows.
type core struct {
	lex   *lexicon
	rules *rules
	hints *hinter

	vectors *Vectors
}

// scratch is what one check needs and the next can use again.
type scratch struct {
	clause, message, hints, sentence *features

	found  []match
	fits   []uint64
	cues   []uint8
	window []float32
}

func newScratch() *scratch {
	return &scratch{clause: newFeatures(), message: newFeatures(), hints: newFeatures(), sentence: newFeatures()}
}

// New reads weights, as Pack writes them.
func New(weights []byte) (*Engine, error) {
	w, err := unpack(weights)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	e := &Engine{w: w, net: w.find()}
	if e.core, err = newCore(w); err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	if e.says, err = parseSays(w.Says); err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	e.idle.New = func() any { return newScratch() }
	return e, nil
}

func newCore(w *Weights) (c core, err error) {
	if c.lex, err = parseLexicon(w.Lexicon); err != nil {
		return c, err
	}
	if c.rules, err = parseRules(w.Rules, c.lex); err != nil {
		return c, err
	}
	c.hints = w.lay()
	c.vectors = &w.Vectors
	return c, nil
}

func (c *core) read(text string) *doc { return c.lex.read(text, c.vectors) }

// show finds the features of each clause, and leaves those of the whole text
// in s.message. Hints are weighed first, and are features then.
func (c *core) show(d *doc, s *scratch, each func(clause int, list []uint32)) (hints [Hints]float32) {
	s.found = c.rules.find(d)
	s.message.reset()
	s.hints.reset()
	var all [Hints]float32
	for i := range d.clauses {
		s.clause.reset()
		s.clause.clause(c.rules, d, s.found, i)
		var sums [Hints]float32
		for _, n := range s.clause.list {
			c.hints.add(&sums, n)
			if s.message.number(n) {
				c.hints.add(&all, n)
			}
		}
		sc := scale(len(s.clause.list))
		for k := range Hints {
			switch v := sums[k]*sc + c.hints.bias[k]; {
			case v > 1:
				s.hint(k, 2)
				fallthrough
			case v > -1:
				s.hint(k, 1)
			}
		}
		each(i, s.clause.list)
	}
	for _, n := range s.message.message(d) {
		c.hints.add(&all, n)
	}
	sc := scale(len(s.message.list))
	for k := range hints {
		hints[k] = all[k]*sc + c.hints.bias[k]
	}
	for _, n := range s.hints.list {
		s.message.number(n)
	}
	return hints
}

// hint notes for the clause and for the text that a hint is at least so strong.
func (s *scratch) hint(k, level int) {
	s.clause.add('e', uint64(k), uint64(level))
	s.hints.add('e', uint64(k), uint64(level))
}

// Finding is a kind that a text shows, and where.
type Finding struct {
	Kind       Kind
	Start, End int     // bytes of the text; both 0 for crisis, which marks nothing
	Score      float64 // 0 to 1, how likely
	Why        string  // one sentence
	Try        string  // another way to say it, or ""
}

// Named is a feeling that a text shows.
type Named struct {
	Name  string // a label of GoEmotions
	Score float64
}

// Result is what a text shows.
type Result struct {
	Findings []Finding      // in the order of kinds
	Scores   [kinds]float64 // how likely each kind is, by the order of Kinds
	Feelings []Named        // the most likely first
}

// Check reads a text.
func (e *Engine) Check(text string) Result {
	r := e.judge(text)
	grave := slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == Danger || f.Kind == Crisis })
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Why = e.says.why(f.Kind, f.Start+len(text))
		if f.Kind.Hazard() && !grave { // violence is not to be smoothed
			f.Try = e.another(text, *f)
		}
	}
	return r
}

// judge is Check without the texts.
func (e *Engine) judge(text string) Result {
	d := e.read(text)
	v := e.votes(d)
	var r Result
	for k, kind := range Kinds() {
		r.Scores[k] = sigmoid(v.joint[k])
		if !e.finds(v, k, 0) || len(d.clauses) == 0 {
			continue
		}
		f := Finding{Kind: kind, Score: r.Scores[k]}
		if kind != Crisis {
			f.Start, f.End = e.span(d, v, k)
		}
		r.Findings = append(r.Findings, f)
	}
	r.Feelings = e.felt(v)
	return r
}

// finds reports whether votes are enough for a kind, or would be if it needed to
// be less likely by so many logits.
func (e *Engine) finds(v *votes, k int, easier float32) bool {
	return e.w.Jury.Finds(k, v.joint[k]+easier, v.hazard+easier)
}

// votes is what the models say of a text.
type votes struct {
	joint   [kinds]float32 // of each kind
	hazard  float32        // of all hazards
	clauses [][kinds]float32
	hints   [Hints]float32
}

func (e *Engine) votes(d *doc) *votes {
	s := e.idle.Get().(*scratch)
	defer e.idle.Put(s)
	v := &votes{clauses: make([][kinds]float32, len(d.clauses))}
	var all [Votes][kinds]float32
	all[0], all[1], all[2] = e.weigh(d, s, v)
	all[3], all[4], all[5] = e.scan(d, s, v)
	v.joint, v.hazard = e.w.Jury.Judge(&all, v.hints[HintAbuse])
	return v
}

// weigh is what the nets say: of the text, of its best clause and of its best
// sentence. What they say of each clause it leaves in v.
func (e *Engine) weigh(d *doc, s *scratch, v *votes) (message, clause, sentence [kinds]float32) {
	clause, sentence = nothing(), nothing()
	s.sentence.reset()
	v.hints = e.show(d, s, func(i int, list []uint32) {
		v.clauses[i] = e.net.judge(list, ofClause)
		raise(&clause, v.clauses[i])
		for _, n := range list {
			s.sentence.number(n)
		}
		if d.ends(i) {
			if d.sentence(i) != d.sentence(0) || i+1 < len(d.clauses) {
				raise(&sentence, e.net.judge(s.sentence.list, ofMessage))
			}
			s.sentence.reset()
		}
	})
	message = e.net.judge(s.message.list, ofMessage)
	if len(d.clauses) == 0 || d.sentence(0) == d.sentence(len(d.clauses)-1) {
		sentence = message
	}
	return message, clause, sentence
}

// scan is what the convolutions say: of the text, of its best clause and of its
// best sentence. What they say of each clause it adds to v.
func (e *Engine) scan(d *doc, s *scratch, v *votes) (message, clause, sentence [kinds]float32) {
	clauses, sentences := make([][kinds]float32, len(d.clauses)), make([][kinds]float32, len(d.clauses))
	for n := range e.w.Conv {
		conv := &e.w.Conv[n]
		x := e.lay(d, s, conv)
		var text, said, part, out Pool
		for i, c := range d.clauses {
			part = Pool{}
			for t := c.start; t < c.end; t++ {
				at := (t + Reach*d.tokens[t].sentence) * Dim
				conv.Respond(x[at:at+Window], &out)
				part.raise(&out)
			}
			share(&clauses[i], conv.Judge(&part, ofClause))
			said.raise(&part)
			if d.ends(i) {
				share(&sentences[i], conv.Judge(&said, ofMessage))
				text.raise(&said)
				said = Pool{}
			}
		}
		share(&message, conv.Judge(&text, ofMessage))
	}
	clause, sentence = nothing(), nothing()
	for i := range d.clauses {
		raise(&clause, clauses[i])
		for k, vote := range clauses[i] {
			v.clauses[i][k] += vote
		}
		if d.ends(i) {
			raise(&sentence, sentences[i])
		}
	}
	return message, clause, sentence
}

// share adds what one of the convolutions says.
func share(to *[kinds]float32, by [kinds]float32) {
	for k, v := range by {
		to[k] += v / Convs
	}
}

// lay writes the tokens' numbers one after another, with room between sentences
// so that no window shows a word of another one.
func (e *Engine) lay(d *doc, s *scratch, conv *Conv) []float32 {
	const room = Reach * Dim
	x := append(s.window[:0], make([]float32, room)...)
	sentence := 0
	e.look(d, s, func(t Token) {
		if t.Sentence != sentence {
			x = append(x, make([]float32, room)...)
			sentence = t.Sentence
		}
		x = append(x, make([]float32, Dim)...)
		row := (*[Dim]float32)(x[len(x)-Dim:])
		if t.Word >= 0 {
			for j, n := range (*[Dim]int8)(e.vectors.Rows[int(t.Word)*Dim:]) {
				row[j] = float32(n) * e.vectors.Step
			}
		}
		for _, c := range t.Cues {
			for j, n := range &conv.Cue[c] {
				row[j] += n
			}
		}
	})
	s.window = append(x, make([]float32, room)...)
	return s.window
}

// ends reports whether a clause is the last of its sentence.
func (d *doc) ends(clause int) bool {
	return clause+1 == len(d.clauses) || d.sentence(clause+1) != d.sentence(clause)
}

// raise keeps the highest of each.
func raise(to *[kinds]float32, by [kinds]float32) {
	for k, v := range by {
		to[k] = max(to[k], v)
	}
}

// sentence is the number of a clause's sentence.
func (d *doc) sentence(clause int) int { return d.tokens[d.clauses[clause].start].sentence }

// nothing is the vote of a text without clauses.
func nothing() (v [kinds]float32) {
	for k := range v {
		v[k] = -12
	}
	return v
}

// span is the run of clauses around the best one that speak for a kind nearly
// as much, without the marks and joining words at its ends.
func (e *Engine) span(d *doc, v *votes, k int) (start, end int) {
	from, to := Stretch(len(v.clauses), func(i int) float32 { return v.clauses[i][k] }, e.w.Near[k])
	a, b := d.clauses[from].start, d.clauses[to].end-1
	for a < b && (d.tokens[a].class == mark || joins(d.tokens[a].norm) && a+1 < b) {
		a++
	}
	for b > a && d.tokens[b].class == mark && d.tokens[b].norm != "?" && k != 1 {
		b--
	}
	return d.tokens[a].start, d.tokens[b].end
}

// Stretch gives the first and the last of some clauses, of which said tells how
// much they speak for something: the best one, and its neighbours as long as
// they are as near to it.
func Stretch(n int, said func(i int) float32, near float32) (from, to int) {
	for i := range n {
		if said(i) > said(from) {
			from = i
		}
	}
	least := said(from) - near
	to = from
	for from > 0 && said(from-1) >= least {
		from--
	}
	for to+1 < n && said(to+1) >= least {
		to++
	}
	return from, to
}

func joins(w string) bool { return w == "and" || w == "so" }
