// Package app is the app of one person on one device: the Model, what changes
// it (Update) and what it wants done (Effect). It is pure: time is an argument,
// and network, disk and keys are behind effects. Package view turns a Model
// into HTML; package device carries out the effects.
package app

// Move says what a Page means for the browser's history.
type Move string

// Moves.
const (
	Stay    Move = ""        // the same page, changed: keep focus, scroll and what is being typed
	Push    Move = "push"    // a new page: a history entry, focus to the heading, scroll to the top
	Replace Move = "replace" // a new page in place of this one
	Back    Move = "back"    // an earlier page come back to: restore its scroll
)

// Saved is a file for the person to keep.
type Saved struct {
	Open  bool // a page of HTML; else an age file
	Bytes []byte
}

// Name returns what the file is called, which tells nothing of what is in it.
func (s Saved) Name() string {
	if s.Open {
		return "notes.html"
	}
	return "notes.age"
}

// Page is what the screen is to show now.
type Page struct {
	HTML     string // of the app's one region; everything a person typed is escaped in it
	Token    string // opaque name of the page in the history; goes into the fragment
	Move     Move
	AutoLock int    // minutes without use, or hidden, after which the page locks; 0: nothing to lock
	Say      string // one sentence for the polite live region; "" says nothing
}
