//go:build js

// Command troth-words-wasm is the language check as it runs in a browser, beside
// the core and in its worker. It is fetched when somebody begins to write, so
// that what everybody loads first need not carry it.
package main

import "troth/internal/browser/words"

func main() { words.Run() }
