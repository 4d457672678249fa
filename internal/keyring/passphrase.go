package keyring

import (
	_ "embed"
	"encoding/binary"
	"io"
	"math"
	"strings"
	"unicode"

	"troth/internal/secret"
)

// SuggestedWords is the number of words of a suggested passphrase. Five words
// out of 2048 are 55 bits, behind a stretching that costs a second a guess and
// a second secret of 128 bits.
const SuggestedWords = 5

// WeakBits is the estimate below which the app warns about a passphrase of
// somebody's own. It never blocks.
const WeakBits = 45

// english is the English list of BIP 39, a word a line: 2048 common words of
// three to eight letters whose first four letters differ. It is a file of its
// own because the library links nine more languages; a test compares the two.
//
//go:embed english.txt
var english string

func wordList() []string { return strings.Fields(english) }

// Suggest draws a passphrase of five words.
func Suggest(rand io.Reader) (secret.Text, error) {
	list := wordList()
	words := make([]string, SuggestedWords)
	for i := range words {
		var b [2]byte
		if err := random(rand, b[:]); err != nil {
			return "", err
		}
		words[i] = list[binary.BigEndian.Uint16(b[:])&0x7ff] // 2048 divides 65536: no bias
	}
	return secret.Text(strings.Join(words, " ")), nil
}

// CheckNew says whether a passphrase may be chosen, beyond what Normalize
// demands: not one that any list of first tries begins with.
func CheckNew(passphrase secret.Text) error {
	if _, err := Normalize(passphrase); err != nil {
		return err
	}
	if Bits(passphrase) < 20 {
		return ErrCommon
	}
	return nil
}

// Bits estimates how hard a passphrase is to guess. It is a rough upper bound
// made for advice: known words count eleven bits however long they are, runs,
// repetitions and rows of the keyboard count as one choice, and what is left
// counts by its alphabet.
func Bits(passphrase secret.Text) float64 {
	s := strings.ToLower(passphrase.Reveal())
	bits := 0.0
	seen := map[string]bool{}
	for _, token := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if seen[token] {
			bits++ // a repetition is one choice
			continue
		}
		seen[token] = true
		bits += tokenBits(token)
	}
	return bits
}

// firstTries are stems that guessing begins with, written here by hand from
// common knowledge; spelling with digits is undone before the comparison.
const firstTries = " password passwort passphrase letmein welcome iloveyou sunshine princess football baseball monkey dragon master shadow superman batman trustno admin administrator login qwerty qwertz azerty asdfgh zxcvbn abc test secret troth starwars whatever freedom michael jessica charlie "

func tokenBits(t string) float64 {
	plain := strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t").Replace(t)
	stem := strings.TrimRight(t, "0123456789")
	if stem != "" && stem != t {
		// A word with digits behind it: the word, and what the digits add.
		return tokenBits(stem) + digitBits(t[len(stem):])
	}
	for _, w := range []string{t, plain} {
		if strings.Contains(firstTries, " "+w+" ") {
			return 4
		}
		if half := w[:len(w)/2]; len(w)%2 == 0 && half != "" && half+half == w {
			return tokenBits(half) + 1
		}
		for _, known := range wordList() {
			if w == known {
				return 11
			}
		}
	}
	if strings.Trim(t, "0123456789") == "" {
		return digitBits(t)
	}
	return float64(choices(t)) * math.Log2(20)
}

func digitBits(t string) float64 { return float64(choices(t)) * math.Log2(10) }

// choices counts the characters of t that do not follow from the one before by
// being the same, the next or the previous one in the alphabet, or neighbours
// in a row of the keyboard.
func choices(t string) int {
	const rows = "qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop 1234567890"
	n := 0
	var prev rune
	for _, r := range t {
		d := r - prev
		pair := string([]rune{prev, r})
		if prev == 0 || !(d >= -1 && d <= 1 || strings.Contains(rows, pair)) {
			n++
		}
		prev = r
	}
	return n
}
