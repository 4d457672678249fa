package language

import "slices"

// Dim is how many numbers place a word.
const Dim = 32

// Vectors place words so that words used alike stand near each other. What is
// learned of a word then holds for its neighbours, which the corpus may lack.
// Words are kept by hash (Key) in rising order; Rows has Dim numbers for each,
// in steps of Step. Words that stand close together are of one Class.
type Vectors struct {
	Step  float32
	Words []uint32
	Rows  []int8
	Class []uint8
}

// keyBits is the length of a key. Of 200 words that have no vector, one is
// taken for a word that has.
const keyBits = 21

// Key is the number by which a word's vector is found.
func Key(word string) uint32 { return key(hash(word)) }

func key(h uint64) uint32 { return uint32(h^h>>32) & (1<<keyBits - 1) }

// row finds a token: its word or, if that has no vector, its base form.
func (v *Vectors) row(t *token) int32 {
	if i, ok := slices.BinarySearch(v.Words, key(t.hash)); ok {
		return int32(i)
	}
	if i, ok := slices.BinarySearch(v.Words, key(t.base)); ok {
		return int32(i)
	}
	return -1
}

// append writes words, then their numbers by column.
func (v *Vectors) append(b []byte) []byte {
	b = appendRising(b, v.Words)
	for j := range Dim {
		for i := range v.Words {
			b = append(b, byte(v.Rows[i*Dim+j]))
		}
	}
	return append(b, v.Class...)
}

func (v *Vectors) read(r *reader) {
	v.Words = r.rising(1 << keyBits)
	v.Rows = make([]int8, len(v.Words)*Dim)
	for j := range Dim {
		for i, n := range r.take(len(v.Words)) {
			v.Rows[i*Dim+j] = int8(n)
		}
	}
	v.Class = slices.Clone(r.take(len(v.Words)))
}
