// Package export is what a person takes away of their records, as data: a File
// of entries, each in plain words, and the two forms that it is kept in. Package
// view makes a File of what somebody may see, and a page of it; this package
// writes it as lines of JSON and puts those into an age file.
//
// Nothing in a File is signed: it is for reading. What it says about places and
// hashes lets somebody hold it against a log (troth verify).
//
// The format is spec/export-v1.md.
package export

import (
	"strconv"
	"unicode/utf8"
)

// Version names the format, in the first line.
const Version = "export-v1"

// Log names one of the two logs.
type Log string

// Logs.
const (
	Shared Log = "shared"
	Own    Log = "own"
)

// Head is what the first line says.
type Head struct {
	Troth string `json:"troth"`          // Version
	Made  string `json:"made"`           // when, by the clock of whoever made it: 2026-11-24T09:05
	By    string `json:"by"`             // who made it
	With  string `json:"with,omitempty"` // their partner
	Lang  string `json:"lang"`           // of the words around what people wrote
	Logs  []Of   `json:"logs"`
}

// Of is one log that is in the file.
type Of struct {
	Log     Log    `json:"log"`
	ID      string `json:"id,omitempty"`
	Entries int    `json:"entries"`
	Head    string `json:"head,omitempty"` // hash of the newest entry
}

// Entry is one entry of a log.
type Entry struct {
	Log  Log    `json:"log"`
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
	By   string `json:"by,omitempty"`
	Mine bool   `json:"mine"`         // by whoever made the file
	At   string `json:"at,omitempty"` // as its author's clock showed: 2026-11-24T09:05
	Kind string `json:"kind,omitempty"`
	Says string `json:"says"` // what happened, in a sentence

	Notes []string `json:"notes,omitempty"` // what is to be said of it, quietly
	Words []Words  `json:"words,omitempty"` // what was written
}

// Words are a part of what somebody wrote, and what it is.
type Words struct {
	Label string `json:"label,omitempty"`
	Text  string `json:"text"`
}

// File is a whole export. Entries are in the order of their log, the shared log
// first.
type File struct {
	Head    Head
	Entries []Entry
}

// Lines returns the file as lines of JSON, the head first.
func (f File) Lines() []byte {
	w := writer{}
	h := f.Head
	w.begin().text("troth", h.Troth).text("made", h.Made).text("by", h.By).some("with", h.With).text("lang", h.Lang).name("logs")
	w.list(len(h.Logs), func(i int) {
		l := h.Logs[i]
		w.begin().text("log", string(l.Log)).some("id", l.ID).number("entries", uint64(l.Entries)).some("head", l.Head).end()
	})
	w.end().line()
	for _, e := range f.Entries {
		w.begin().text("log", string(e.Log)).number("seq", e.Seq).text("hash", e.Hash).some("by", e.By).name("mine")
		w.b = strconv.AppendBool(w.b, e.Mine)
		w.some("at", e.At).some("kind", e.Kind).text("says", e.Says)
		if len(e.Notes) > 0 {
			w.name("notes").list(len(e.Notes), func(i int) { w.quote(e.Notes[i]) })
		}
		if len(e.Words) > 0 {
			w.name("words").list(len(e.Words), func(i int) {
				w.begin().some("label", e.Words[i].Label).text("text", e.Words[i].Text).end()
			})
		}
		w.end().line()
	}
	return w.b
}

// writer writes JSON. It is our own because the standard library's would add a
// tenth to the browser's core.
type writer struct{ b []byte }

func (w *writer) begin() *writer { w.b = append(w.b, '{'); return w }
func (w *writer) end() *writer   { w.b = append(w.b, '}'); return w }
func (w *writer) line()          { w.b = append(w.b, '\n') }

func (w *writer) name(name string) *writer {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.quote(name)
	w.b = append(w.b, ':')
	return w
}

func (w *writer) text(name, s string) *writer {
	w.name(name).quote(s)
	return w
}

// some writes a text that may be left out when it is empty.
func (w *writer) some(name, s string) *writer {
	if s == "" {
		return w
	}
	return w.text(name, s)
}

func (w *writer) number(name string, n uint64) *writer {
	w.name(name)
	w.b = strconv.AppendUint(w.b, n, 10)
	return w
}

func (w *writer) list(n int, one func(i int)) {
	w.b = append(w.b, '[')
	for i := range n {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		one(i)
	}
	w.b = append(w.b, ']')
}

func (w *writer) quote(s string) {
	const hex = "0123456789abcdef"
	w.b = append(w.b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.b = append(w.b, '\\', byte(r))
		case r == '\n':
			w.b = append(w.b, '\\', 'n')
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029':
			w.b = append(w.b, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default: // bytes that are no text have become U+FFFD
			w.b = utf8.AppendRune(w.b, r)
		}
	}
	w.b = append(w.b, '"')
}
