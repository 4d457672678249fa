// Package weights holds the weights of the language check, as `make
// words-train` leaves them: one file with the lexicon, the rules, the texts and
// the numbers that training found. Package language reads it; nothing else
// does. It is apart from that package so that the browser's core, which fetches
// the same file as an asset, does not carry it.
//
// ATTRIBUTION.md names the public texts that hints were learned from.
package weights

import _ "embed"

//go:embed weights.bin
var packed []byte

// Bytes returns the file. It must not be written to.
func Bytes() []byte { return packed }
