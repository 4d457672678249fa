package language

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Rows added up in lanes give the same as rows added up one by one, however many
// there are and however large their numbers.
func TestLanes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	w := &Weights{}
	for i := range w.Nets {
		n := &w.Nets[i]
		n.Step = 0.01
		for f := range uint32(1000) {
			n.Features = append(n.Features, 3*f)
			for range Width {
				n.Rows = append(n.Rows, []int8{-128, 127, int8(r.IntN(256) - 128)}[r.IntN(3)])
			}
		}
		for k := range n.Head {
			for j := range n.Head[k] {
				n.Head[k][j] = r.Float32()
			}
		}
	}
	f := w.find()
	for _, count := range []int{0, 1, mostRows - 1, mostRows, mostRows + 1, 2 * mostRows, 3000} {
		var list []uint32
		for x := range uint32(count) {
			list = append(list, x)
		}
		got := f.judge(list, ofClause)
		for k := range got {
			want := 0.0
			for _, n := range w.Nets {
				for j := range Width {
					sum := 0
					for i, x := range n.Features {
						if int(x) < count {
							sum += int(n.Rows[i*Width+j])
						}
					}
					want += float64(n.Head[ofClause+k][j]) * math.Tanh(float64(sum)*float64(scale(count)*n.Step)) / Nets
				}
			}
			if math.Abs(float64(got[k])-want) > 1e-3 {
				t.Fatalf("%d features: %g, not %g", count, got[k], want)
			}
		}
	}
}
