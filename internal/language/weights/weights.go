// Package weights holds the weights of the language check, as `make
// words-train` leaves them: one file with the lexicon, the rules, the texts and
// the numbers that training found, compressed with brotli as browsers fetch it.
// Package language reads it; nothing else does. It is apart from that package so
// that the browser's core, which fetches the same file as an asset, does not
// carry it.
//
// A built file stands among the sources because the public texts that hints are
// learned from are not on every machine that builds troth. Lexicon, rules and
// texts are in it although they are files beside it: numbers are of no use with
// other rules than those they were learned with, and in one file they cannot
// come apart. A test holds them to be the same.
//
// ATTRIBUTION.md names the public texts that hints were learned from.
package weights

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
)

//go:embed weights.br
var packed []byte

// Bytes returns the file as language.New takes it. It unpacks it each time,
// which takes some milliseconds.
func Bytes() ([]byte, error) {
	b, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return b, nil
}
