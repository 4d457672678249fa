package device

import "context"

// Move says what a Page means for the browser's history.
type Move string

// Moves.
const (
	Stay    Move = ""        // the same page, changed: keep focus, scroll and what is being typed
	Push    Move = "push"    // a new page: a history entry, focus to the heading, scroll to the top
	Replace Move = "replace" // a new page in place of this one
	Back    Move = "back"    // an earlier page come back to: restore its scroll
)

// Page is what the screen is to show now.
type Page struct {
	HTML     string // of the app's one region; everything a person typed is escaped in it
	Title    string // neutral
	Token    string // opaque name of the page in the history; goes into the fragment
	Move     Move
	AutoLock int    // minutes without use, or hidden, after which the page locks; 0: nothing to lock
	Say      string // one sentence for the polite live region; "" says nothing
}

// Screen is the page in front of the person.
type Screen interface {
	// Show shows a page. It returns at once.
	Show(Page)
	// Lock ends the core: the page terminates it, clears itself and starts a
	// new, locked one.
	Lock()
}

// Value is one field of a submitted form.
type Value struct{ Name, Value string }

// Form is a submitted form without its secret fields.
type Form struct {
	Action string
	Values []Value
}

// Get returns the first value of a field, or "".
func (f Form) Get(name string) string {
	for _, v := range f.Values {
		if v.Name == name {
			return v.Value
		}
	}
	return ""
}

// Port joins a core with one key worker. Messages are opaque.
type Port interface {
	Send(msg []byte) error
	Receive(ctx context.Context) ([]byte, error)
	Close()
}

// Core is the running app of one person on one device, as the page sees it.
// Its methods return at once; what they lead to is shown through the Screen.
type Core interface {
	// Form takes a submitted form.
	Form(Form)
	// Go follows a link (data-go).
	Go(to string)
	// Back returns to a page by its token; an unknown one is the first page.
	Back(token string)
	// Key takes a form whose secret fields went to a key worker, joined by port.
	Key(f Form, port Port)
	// Hidden says that the page is out of sight.
	Hidden()
}
