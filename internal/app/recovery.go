package app

import (
	"troth/internal/keywork"
	"troth/internal/secret"
)

// Pages of the recovery code.
const (
	RouteRecovery = RouteKeys + "/recovery"
	RouteRecover  = "recover" // the way in
)

// Actions on them. All but ActionCodeKept are with secret fields.
const (
	ActionMakeCode = "make-code"
	ActionSetCode  = "set-code"
	ActionDropCode = "drop-code"
	ActionRecover  = "recover"
	ActionCodeKept = "code-kept" // it is on paper; with FieldAgain it is to be seen once more

	FieldAgain = "again"
)

// Code is a recovery code that was drawn and does not count yet, while its page is
// shown.
type Code struct {
	Text secret.Text
	Had  bool // another one counts, until this one does
	Kept bool // it is to be typed back
}

// CodeMade brings a recovery code.
type CodeMade struct{ Code Code }

func (CodeMade) msg() {}

// codeJob is the job of a form about the recovery code.
func (m *Model) codeJob(f Form) (*keywork.Job, bool) {
	kind := keywork.MakeCode
	switch f.Action {
	case ActionSetCode:
		return &keywork.Job{Kind: keywork.SetCode}, m.Code != nil
	case ActionDropCode:
		kind = keywork.DropCode
	}
	return &keywork.Job{Kind: kind}, true
}

// codeKept goes from the code to typing it back, or to the code once more.
func (m *Model) codeKept(f Form) {
	m.Try = Try{}
	if m.Code != nil {
		m.Code = &Code{Text: m.Code.Text, Had: m.Code.Had, Kept: f.Values[FieldAgain] == ""}
		m.Serial++
	}
}
