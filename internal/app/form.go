package app

import "troth/internal/event"

// Form is a submitted form without its secret fields.
type Form struct {
	Action string
	Values event.Form
}
