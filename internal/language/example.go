package language

// Example is what training sees of one text: the numbers of its features.
type Example struct {
	Message   []uint32
	Sentences [][]uint32 // of a text of several; nil for one
	Clauses   []Clause
	Tokens    []Token
	Abuse     float32 // how abusive it is by the hint
}

// Clause is a part of an example, with its bytes in the text.
type Clause struct {
	Start, End int // bytes
	From, To   int // tokens
	Sentence   int
	Features   []uint32
}

// FeatureCount is one more than the highest number of a feature.
const FeatureCount = 1 << featureBits

// Reader turns texts into examples.
type Reader struct {
	core
	s *scratch
}

// NewReader takes weights of which only lexicon, rules and hints need be there.
func NewReader(w *Weights) (*Reader, error) {
	c, err := newCore(w)
	if err != nil {
		return nil, err
	}
	return &Reader{c, newScratch()}, nil
}

// Read gives the example of a text.
func (r *Reader) Read(text string) Example {
	d := r.read(text)
	var e Example
	hints := r.show(d, r.s, func(i int, list []uint32) {
		c := d.clauses[i]
		e.Clauses = append(e.Clauses, Clause{d.tokens[c.start].start, d.tokens[c.end-1].end, c.start, c.end, d.tokens[c.start].sentence, append([]uint32(nil), list...)})
	})
	e.Abuse = hints[HintAbuse]
	r.look(d, r.s, func(t Token) {
		t.Cues = append([]uint8(nil), t.Cues...)
		e.Tokens = append(e.Tokens, t)
	})
	e.Message = append(e.Message, r.s.message.list...)
	if n := len(e.Clauses); n == 0 || e.Clauses[n-1].Sentence == e.Clauses[0].Sentence {
		return e
	}
	for from := 0; from < len(e.Clauses); {
		to := from
		r.s.clause.reset()
		for ; to < len(e.Clauses) && e.Clauses[to].Sentence == e.Clauses[from].Sentence; to++ {
			for _, f := range e.Clauses[to].Features {
				r.s.clause.number(f)
			}
		}
		e.Sentences = append(e.Sentences, append([]uint32(nil), r.s.clause.list...))
		from = to
	}
	return e
}

// Words gives the words, marks and symbols of a text as their vectors are found.
func (r *Reader) Words(text string) []string {
	d := r.read(text)
	out := make([]string, len(d.tokens))
	for i := range d.tokens {
		out[i] = d.tokens[i].norm
	}
	return out
}

// Unpack reads weights as Pack writes them.
func Unpack(b []byte) (*Weights, error) { return unpack(b) }
