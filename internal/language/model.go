package language

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Width is how many numbers the net makes of a text.
const Width = 24

// Nets is how many nets vote together. They differ in where they began.
const Nets = 2

// Heads of a net: what the whole text says of each kind, then what a clause
// says of each kind.
const (
	ofMessage = 0
	ofClause  = kinds

	// Heads is how many heads the net has.
	Heads = 2 * kinds
)

// Hints are judgements learned from other people's texts, which are features
// for the kinds: the feelings of GoEmotions, then abuse, then intent.
const (
	feelings   = 28
	HintAbuse  = feelings     // of ConvAbuse: what is typed is abusive
	HintIntent = feelings + 1 // of e-mails: a sentence asks for or commits to an act
	Hints      = feelings + 2
)

// Weights is everything that the engine is made of, as training leaves it.
type Weights struct {
	Lexicon, Rules, Says string // the texts of data/

	Hints   [Hints]Output
	Nets    [Nets]Net
	Vectors Vectors
	Conv    [Convs]Conv
	Jury    Jury
	Near    [kinds]float32    // a clause as near to the best one belongs to the span
	Feel    [feelings]float32 // a feeling is named above it
}

// Output is one logistic regression: features in rising order, and how much
// each counts, in steps of Step.
type Output struct {
	Bias, Step float32
	Features   []uint32
	Weights    []int8
}

// Net is a shallow net: the vectors of a text's features are added up and bent
// (tanh); each head is a weighted sum of what comes out. Features are in rising
// order; Rows has Width numbers for each, in steps of Step.
type Net struct {
	Step     float32
	Features []uint32
	Rows     []int8
	Shift    [Width]float32
	Head     [Heads][Width]float32
	Bias     [Heads]float32
}

// magic begins a file of weights; its number is the version of the format.
const magic = "troth words 3\n"

// errWeights says that bytes are no weights that this engine reads.
var errWeights = errors.New("not the weights of this language check")

// Pack writes weights: the magic, three texts with their lengths, the numbers
// as little-endian float32, then for each hint and for the net the count of
// features, the distances between them as varints, and a byte for each weight,
// the net's by column; the words with their numbers likewise; the convolutions.
func (w *Weights) Pack() []byte {
	b := []byte(magic)
	for _, s := range []string{w.Lexicon, w.Rules, w.Says} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	for _, f := range w.numbers() {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(*f))
	}
	for i := range w.Hints {
		b = appendRising(b, w.Hints[i].Features)
		for _, v := range w.Hints[i].Weights {
			b = append(b, byte(v))
		}
	}
	for i := range w.Nets {
		n := &w.Nets[i]
		b = appendRising(b, n.Features)
		for j := range Width {
			for i := range n.Features {
				b = append(b, byte(n.Rows[i*Width+j]))
			}
		}
	}
	b = w.Vectors.append(b)
	for i := range w.Conv {
		b = w.Conv[i].append(b)
	}
	return b
}

// appendRising appends numbers in rising order.
func appendRising(b []byte, features []uint32) []byte {
	b = binary.AppendUvarint(b, uint64(len(features)))
	last := uint32(0)
	for _, f := range features {
		b = binary.AppendUvarint(b, uint64(f-last))
		last = f
	}
	return b
}

// numbers lists all single numbers in the order of the file.
func (w *Weights) numbers() []*float32 {
	var out []*float32
	for k := range kinds {
		out = append(out, &w.Near[k])
	}
	for k := range feelings {
		out = append(out, &w.Feel[k])
	}
	for i := range w.Hints {
		out = append(out, &w.Hints[i].Bias, &w.Hints[i].Step)
	}
	for i := range w.Nets {
		n := &w.Nets[i]
		out = append(out, &n.Step)
		for j := range n.Shift {
			out = append(out, &n.Shift[j])
		}
		for k := range n.Head {
			out = append(out, &n.Bias[k])
			for j := range n.Head[k] {
				out = append(out, &n.Head[k][j])
			}
		}
	}
	out = append(out, w.Jury.numbers()...)
	return append(out, &w.Vectors.Step)
}

// unpack reads weights. Any bytes are an error or weights, never a panic.
func unpack(b []byte) (*Weights, error) {
	r := reader{b: b}
	if string(r.take(len(magic))) != magic {
		return nil, errWeights
	}
	w := &Weights{}
	for _, s := range []*string{&w.Lexicon, &w.Rules, &w.Says} {
		*s = string(r.take(int(min(r.varint(), 1<<24))))
	}
	for _, f := range w.numbers() {
		*f = r.number()
	}
	for i := range w.Hints {
		o := &w.Hints[i]
		o.Features = r.rising(FeatureCount)
		for _, v := range r.take(len(o.Features)) {
			o.Weights = append(o.Weights, int8(v))
		}
	}
	for i := range w.Nets {
		n := &w.Nets[i]
		n.Features = r.rising(FeatureCount)
		n.Rows = make([]int8, len(n.Features)*Width)
		for j := range Width {
			for i, v := range r.take(len(n.Features)) {
				n.Rows[i*Width+j] = int8(v)
			}
		}
	}
	w.Vectors.read(&r)
	for i := range w.Conv {
		w.Conv[i].read(&r)
	}
	if r.bad || len(r.b) > 0 {
		return nil, fmt.Errorf("%w: cut short, too long, a feature that there is not, or a number that is none", errWeights)
	}
	return w, nil
}

// hinter is the hints laid out for reading: for each feature the hints that it
// counts for.
type hinter struct {
	from []uint32 // by feature: where its entries begin; one more than features
	hint []uint8
	w    []float32
	bias [Hints]float32
}

// lay lays the hints out. Features and weights are of one length.
func (w *Weights) lay() *hinter {
	l := &hinter{from: make([]uint32, FeatureCount+1)}
	total := 0
	for i := range w.Hints {
		o := &w.Hints[i]
		for _, f := range o.Features {
			l.from[f+1]++
		}
		l.bias[i] = o.Bias
		total += len(o.Features)
	}
	for i := range FeatureCount {
		l.from[i+1] += l.from[i]
	}
	l.hint, l.w = make([]uint8, total), make([]float32, total)
	at := append([]uint32(nil), l.from...)
	for i := range w.Hints {
		o := &w.Hints[i]
		for j, f := range o.Features {
			l.hint[at[f]], l.w[at[f]] = uint8(i), float32(o.Weights[j])*o.Step
			at[f]++
		}
	}
	return l
}

// add adds to sums what a feature counts for each hint.
func (l *hinter) add(sums *[Hints]float32, feature uint32) {
	for i := l.from[feature]; i < l.from[feature+1]; i++ {
		sums[l.hint[i]] += l.w[i]
	}
}

// finder is the nets laid out for reading: their rows as lanes of 16 bits, four to
// a word, each raised so that none is negative. Four numbers are added at once.
type finder struct {
	nets  [Nets]*Net
	row   [Nets][]int32 // by feature: its row, or -1
	lanes [Nets][]lanes // by row
}

type lanes [Width / 4]uint64

// Lanes are raised by raised; so many rows fit into them.
const (
	raised   = 128
	mostRows = 1<<16/256 - 1
)

// add adds what lanes have added up from n rows.
func (l *lanes) add(sums *[Width]int32, n int) {
	for j := range sums {
		sums[j] += int32(l[j/4]>>(j%4*16)&(1<<16-1)) - int32(n)*raised
	}
}

func (w *Weights) find() *finder {
	f := &finder{}
	for i := range w.Nets {
		f.nets[i] = &w.Nets[i]
		f.row[i] = make([]int32, FeatureCount)
		for j := range f.row[i] {
			f.row[i][j] = -1
		}
		f.lanes[i] = make([]lanes, len(w.Nets[i].Features))
		for j, x := range w.Nets[i].Features {
			f.row[i][x] = int32(j)
			for n, v := range w.Nets[i].Rows[j*Width : (j+1)*Width] {
				f.lanes[i][j][n/4] |= uint64(int(v)+raised) << (n % 4 * 16)
			}
		}
	}
	return f
}

// judge gives the heads from one on, one for each kind: what the nets say on
// the whole.
func (f *finder) judge(features []uint32, from int) (out [kinds]float32) {
	for i, n := range f.nets {
		var sums [Width]int32
		var all lanes
		rows := 0
		for _, x := range features {
			r := f.row[i][x]
			if r < 0 {
				continue
			}
			row := &f.lanes[i][r]
			for j := range all {
				all[j] += row[j]
			}
			if rows++; rows == mostRows {
				all.add(&sums, rows)
				all, rows = lanes{}, 0
			}
		}
		all.add(&sums, rows)
		var h [Width]float32
		sc := scale(len(features)) * n.Step
		for j := range h {
			h[j] = bend(float32(sums[j])*sc + n.Shift[j])
		}
		for k := 0; k < kinds; k += 5 {
			a, b, d, e, g := &n.Head[from+k], &n.Head[from+k+1], &n.Head[from+k+2], &n.Head[from+k+3], &n.Head[from+k+4]
			sa, sb, sd, se, sg := n.Bias[from+k], n.Bias[from+k+1], n.Bias[from+k+2], n.Bias[from+k+3], n.Bias[from+k+4]
			for j, v := range h {
				sa += v * a[j]
				sb += v * b[j]
				sd += v * d[j]
				se += v * e[j]
				sg += v * g[j]
			}
			for i, s := range [5]float32{sa, sb, sd, se, sg} {
				out[k+i] += s / Nets
			}
		}
	}
	return out
}

// scale holds long and short texts to one measure.
func scale(n int) float32 { return float32(1 / math.Sqrt(float64(n+1))) }

func sigmoid(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }

// reader takes bytes off a slice, and remembers that there were too few.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	t := r.b[:n]
	r.b = r.b[n:]
	return t
}

func (r *reader) varint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

// number reads a finite float32.
func (r *reader) number() float32 {
	b := r.take(4)
	if b == nil {
		return 0
	}
	f := math.Float32frombits(binary.LittleEndian.Uint32(b))
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		r.bad = true
		return 0
	}
	return f
}

// rising reads numbers below a limit, in rising order.
func (r *reader) rising(limit uint64) []uint32 {
	n := r.varint()
	if n > limit {
		r.bad = true
		return nil
	}
	out := make([]uint32, 0, min(n, uint64(len(r.b))))
	last := uint64(0)
	for range n {
		last += r.varint()
		if last >= limit {
			r.bad = true
		}
		if r.bad {
			return nil
		}
		out = append(out, uint32(last))
	}
	return out
}
