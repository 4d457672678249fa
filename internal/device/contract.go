package device

import (
	"context"

	"troth/internal/app"
)

// Screen is the page in front of the person.
type Screen interface {
	// Show shows a page. It returns at once.
	Show(app.Page)
	// Save gives the person a file to keep, by a neutral name. It returns at once.
	Save(app.Saved)
	// Wipe ends the core like Lock, once what the device had stored is forgotten,
	// and has the browser forget what it keeps for the page.
	Wipe()
	// Lock ends the core: the page terminates it, clears itself and starts a
	// new, locked one.
	Lock()
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
	Form(app.Form)
	// Go follows a link (data-go).
	Go(to string)
	// Back returns to a page by its token; an unknown one is the first page.
	Back(token string)
	// Key takes a form whose secret fields went to a key worker, joined by port.
	Key(f app.Form, port Port)
	// Hidden says that the page is out of sight.
	Hidden()
	// Awake says that the page is in sight again, or that the network may be.
	Awake()
	// Finish calls done once what was said before is stored as far as this
	// device can. The core is about to be ended.
	Finish(done func())
}
