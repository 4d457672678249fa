package language

import (
	"cmp"
	"slices"
	"strings"
)

// Strict names what a form asks for beyond what every text is looked at for.
type Strict string

// What forms ask for.
const (
	Plain Strict = "" // nothing more

	// Amends is for an apology, a disclosure, or an answer to what one has done
	// to the other: if, but, you also, at least and forgive me are marked
	// wherever they are the writer's own words.
	Amends Strict = "amends"

	// Answering is for an answer to a question: evasion, minimizing and
	// defensive are marked when they are only likely.
	Answering Strict = "answering"
)

// easier is by how much less a kind must show itself under Answering, in logits.
const easier = 1.2

// phrases are what Amends marks, and as what. Each is a run of words; a longer
// one stands before its beginning.
func phrases() []phrase {
	return []phrase{
		{"forgive me", Pressure}, {"your forgiveness", Pressure}, {"at least", Minimizing},
		{"you also", Defensive}, {"you too", Defensive}, {"you did too", Defensive}, {"so did you", Defensive}, {"you were also", Defensive},
		{"if", Nonapology}, {"but", Nonapology}, {"even though you", Defensive}, {"even if you", Defensive},
	}
}

type phrase struct {
	words string
	kind  Kind
}

// CheckFor is Check for a form that asks for more. Findings come in the order of
// kinds, those of the same kind as they stand in the text.
func (e *Engine) CheckFor(text string, s Strict) Result {
	r := e.Check(text)
	switch s {
	case Amends:
		e.amends(text, &r)
	case Answering:
		e.answering(text, &r)
	}
	return r
}

// amends adds what Amends asks for, where nothing of the same kind is marked.
func (e *Engine) amends(text string, r *Result) {
	d := e.read(text)
	list, added := phrases(), false
	for i := 0; i < len(d.tokens); {
		p, n := d.phrase(i, list)
		if n == 0 {
			i++
			continue
		}
		start, end := d.tokens[i].start, d.tokens[i+n-1].end
		i += n
		if slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Kind == p.kind && f.Start < end && start < f.End }) {
			continue
		}
		r.Findings = append(r.Findings, Finding{Kind: p.kind, Start: start, End: end, Score: 1, Why: e.says.why(p.kind, start+len(text))})
		added = true
	}
	if added {
		slices.SortStableFunc(r.Findings, func(a, b Finding) int {
			return cmp.Or(cmp.Compare(kindNumber(a.Kind), kindNumber(b.Kind)), cmp.Compare(a.Start, b.Start))
		})
	}
}

// phrase returns the phrase that begins with a token, and its number of tokens.
// What is quoted or told of somebody is not the writer's own.
func (d *doc) phrase(i int, list []phrase) (phrase, int) {
	if t := d.tokens[i]; t.class != word || t.quoted || t.told {
		return phrase{}, 0
	}
	for _, p := range list {
		n := 0
		rest := p.words
		for rest != "" && i+n < len(d.tokens) {
			w, more, _ := strings.Cut(rest, " ")
			if d.tokens[i+n].norm != w {
				break
			}
			rest = more
			n++
		}
		if rest == "" && !d.excused(i, p) {
			return p, n
		}
	}
	return phrase{}, 0
}

// excused reports uses of "if" and "but" that take nothing back: "as if",
// "nothing but", "no ifs or buts".
func (d *doc) excused(i int, p phrase) bool {
	if i == 0 {
		return false
	}
	before := d.tokens[i-1].norm
	switch p.words {
	case "if":
		return before == "as" || before == "wonder" || before == "ask"
	case "but":
		return before == "nothing" || before == "anything" || before == "no" || before == "or"
	}
	return false
}

// answering lowers the cut of what an answer must not do.
func (e *Engine) answering(text string, r *Result) {
	d := e.read(text)
	if len(d.clauses) == 0 {
		return
	}
	v := e.votes(d)
	for _, kind := range []Kind{Minimizing, Defensive, Evasion} {
		k := kindNumber(kind)
		if e.finds(v, k, 0) || !e.finds(v, k, easier) {
			continue
		}
		f := Finding{Kind: kind, Score: r.Scores[k]}
		f.Start, f.End = e.span(d, v, k)
		f.Why = e.says.why(kind, f.Start+len(text))
		at := slices.IndexFunc(r.Findings, func(o Finding) bool { return kindNumber(o.Kind) > k })
		if at < 0 {
			at = len(r.Findings)
		}
		r.Findings = slices.Insert(r.Findings, at, f)
	}
}
