package app

import (
	"troth/internal/event"
	"troth/internal/keywork"
)

// Pages of the ways out.
const (
	RouteLeave       = RouteSettings + "/leave"
	RouteLeaveEnd    = RouteLeave + "/end"
	RouteLeaveDelete = RouteLeave + "/delete"
)

// Actions and fields of the ways out. A space is left by a writing form of the
// practice parting.
const (
	ActionQuiet  = "quiet"          // FieldOn says which way
	ActionDelete = "delete-account" // with the passphrase

	FieldOn    = "on"   // "yes": go quiet
	FieldTake  = "take" // "yes": take back what was written
	FieldTell  = "tell" // "yes": the other sees that one has left
	practiceOf = "parting"
)

// QuietNow is the failure of a form that would have to ask the relay while this
// device is quiet.
const QuietNow keywork.Failure = "quiet"

// Messages and effects of the ways out.
type (
	// Quieted says whether this device is quiet.
	Quieted struct{ On bool }
	// AccountGone says that the relay does not know the account any more.
	AccountGone struct{}

	// Quieten makes this device quiet, or ends that.
	Quieten struct{ On bool }
	// StartDelete gives the waiting key worker the job to delete the account.
	StartDelete struct{ Take, Tell bool }
)

func (Quieted) msg()     {}
func (AccountGone) msg() {}

func (Quieten) effect()     {}
func (StartDelete) effect() {}

// Parts reports whether a kind says how somebody leaves. It goes out whatever
// else waits, and what is said of it is said on its own page.
func Parts(kind event.Kind) bool { return kind.Own() && kind.Practice() == practiceOf }

// LeftAlone reports whether this person has left the space that is looked at and
// the other may not know.
func (m *Model) LeftAlone() bool {
	return m.Space == Ended && m.Couple.Left() == event.Nobody
}

// cannotAsk returns why a form with secrets cannot be answered by a device that
// asks the relay nothing, or "". Whoever deletes the account, or signs in anew,
// ends the quiet by that.
func (m *Model) cannotAsk(action string) keywork.Failure {
	switch action {
	case ActionUnlock, ActionNewDevice, ActionSignUp, ActionExport, ActionJournal, ActionJournalSet:
		return ""
	}
	switch {
	case m.Quiet && action == ActionUnlockPin:
		return keywork.PinOffline // who holds a locked device is told no more
	case m.Gone:
		return keywork.AccountGone
	case m.Quiet && action != ActionDelete:
		return QuietNow
	}
	return ""
}
