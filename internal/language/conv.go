package language

import (
	"encoding/binary"
	"math"
)

// Sizes of the convolution.
const (
	// Reach is how many neighbours to each side a filter looks at.
	Reach = 1

	// Window is how many numbers a filter looks at: those of a token and of its
	// two neighbours. Filters is how many of them there are, Depth how many
	// numbers are made of their responses.
	Window  = (2*Reach + 1) * Dim
	Filters = 64
	Depth   = 48

	// Convs is how many convolutions vote together. They differ in where their
	// heads began, and in what they left out while they learned.
	Convs = 2
)

// Conv is a convolution (Kim 2014). A token is the sum of its vector and of
// those of its cues. Filters look at each token with its neighbours in the
// sentence; the highest response of each within a clause, a sentence or the
// text, if above 0, is what that part shows. Those are weighed into Depth
// numbers, bent (tanh), and weighed again by each head.
type Conv struct {
	Cue    [Cues][Dim]float32
	Filter [Filters][Window]float32
	Shift  [Filters]float32
	Deep   [Depth][Filters]float32
	Lift   [Depth]float32
	Head   [Heads][Depth]float32
	Bias   [Heads]float32
}

// Pool is the highest response of each filter.
type Pool [Filters]float32

// raise keeps the highest.
func (p *Pool) raise(by *Pool) {
	for f, v := range by {
		p[f] = max(p[f], v)
	}
}

// Respond gives the responses of the filters to a window.
func (c *Conv) Respond(window []float32, out *Pool) {
	x := (*[Window]float32)(window)
	for f := 0; f < Filters; f += 4 {
		a, b, d, e := &c.Filter[f], &c.Filter[f+1], &c.Filter[f+2], &c.Filter[f+3]
		sa, sb, sd, se := c.Shift[f], c.Shift[f+1], c.Shift[f+2], c.Shift[f+3]
		for i, v := range x {
			sa += v * a[i]
			sb += v * b[i]
			sd += v * d[i]
			se += v * e[i]
		}
		out[f], out[f+1], out[f+2], out[f+3] = sa, sb, sd, se
	}
}

// Judge gives the heads from one on, one for each kind. Several sums are made at
// a time, because each waits for its last number.
func (c *Conv) Judge(p *Pool, from int) (out [kinds]float32) {
	var h [Depth]float32
	for j := 0; j < Depth; j += 4 {
		a, b, d, e := &c.Deep[j], &c.Deep[j+1], &c.Deep[j+2], &c.Deep[j+3]
		sa, sb, sd, se := c.Lift[j], c.Lift[j+1], c.Lift[j+2], c.Lift[j+3]
		for f, v := range p {
			sa += v * a[f]
			sb += v * b[f]
			sd += v * d[f]
			se += v * e[f]
		}
		h[j], h[j+1], h[j+2], h[j+3] = bend(sa), bend(sb), bend(sd), bend(se)
	}
	for k := 0; k < kinds; k += 5 {
		a, b, d, e, g := &c.Head[from+k], &c.Head[from+k+1], &c.Head[from+k+2], &c.Head[from+k+3], &c.Head[from+k+4]
		sa, sb, sd, se, sg := c.Bias[from+k], c.Bias[from+k+1], c.Bias[from+k+2], c.Bias[from+k+3], c.Bias[from+k+4]
		for j, v := range h {
			sa += v * a[j]
			sb += v * b[j]
			sd += v * d[j]
			se += v * e[j]
			sg += v * g[j]
		}
		out[k], out[k+1], out[k+2], out[k+3], out[k+4] = sa, sb, sd, se, sg
	}
	return out
}

func bend(x float32) float32 { return float32(math.Tanh(float64(x))) }

// Blocks lists all numbers in rows; those of one sort follow each other.
func (c *Conv) Blocks() (out [][]float32) {
	for i := range c.Cue {
		out = append(out, c.Cue[i][:])
	}
	for i := range c.Filter {
		out = append(out, c.Filter[i][:])
	}
	for i := range c.Deep {
		out = append(out, c.Deep[i][:])
	}
	for i := range c.Head {
		out = append(out, c.Head[i][:])
	}
	return append(out, c.Shift[:], c.Lift[:], c.Bias[:])
}

// append writes each row of numbers as a step and a byte for each number.
func (c *Conv) append(b []byte) []byte {
	for _, row := range c.Blocks() {
		top := float32(0)
		for _, v := range row {
			top = max(top, v, -v)
		}
		step := top / 127
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(step))
		for _, v := range row {
			q := int8(0)
			if step > 0 {
				q = int8(math.Round(float64(v / step)))
			}
			b = append(b, byte(q))
		}
	}
	return b
}

func (c *Conv) read(r *reader) {
	for _, row := range c.Blocks() {
		step := r.number()
		for i, q := range r.take(len(row)) {
			row[i] = float32(int8(q)) * step
		}
	}
}
