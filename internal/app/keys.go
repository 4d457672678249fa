package app

import (
	"strings"

	"troth/internal/keywork"
)

// Pages of the keys, of the devices and of what else decides who can get in.
const (
	RouteKeys       = RouteSettings + "/keys"
	RoutePassphrase = RouteKeys + "/passphrase" // another one
	RouteSecure     = RouteKeys + "/secure"
	RouteNewKey     = RouteSecure + "/key" // the new account key, before the account is secured
)

// Actions on these pages.
const (
	ActionChange = "change-passphrase"
	ActionRenew  = "renew-keys"
	ActionSecure = "secure"
)

// Inviting is the failure of securing an account from which an invite is under way.
const Inviting keywork.Failure = "inviting"

// IsSettings reports whether a route is the settings' or one below them.
func IsSettings(route string) bool {
	return route == RouteSettings || strings.HasPrefix(route, RouteSettings+"/")
}

// suggest draws a passphrase for the pages on which a new one is chosen.
func (m *Model) suggest() []Effect {
	if m.Phase == Open && (m.Route == RoutePassphrase || m.Route == RouteSecure) && m.Suggested == "" && !m.OwnWords {
		return []Effect{Suggest{}}
	}
	return nil
}

// keysJob is job for the actions of this file.
func (m *Model) keysJob(f Form) (*keywork.Job, bool) {
	j := &keywork.Job{Kind: keywork.Change, LowSpace: m.LowSpace, Anyway: f.Values["anyway"] == "yes"}
	switch {
	case f.Action == ActionSecure && m.Sheet == "":
		return nil, false // what to copy down was not shown
	case f.Action == ActionSecure:
		j.Kind = keywork.Secure
	case f.Action == ActionRenew && m.Pair.Stage != PairNone && m.Pair.Stage != PairFailed:
		m.Try.Failure = Inviting
		return nil, false
	case f.Action == ActionRenew:
		j.Kind = keywork.Renew
	}
	return j, true
}

func either(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}
