package app

import (
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/language/check"
	"troth/internal/seal"
	"troth/internal/secret"
	"troth/internal/self"
)

// Msg is something that happened. Update takes one at a time.
type Msg interface{ msg() }

// Messages from the page.
type (
	// Submitted is a form without secret fields.
	Submitted struct{ Form Form }
	// SubmittedKey is a form whose secret fields went to a key worker, which
	// waits for a job.
	SubmittedKey struct{ Form Form }
	// Followed is a link that was followed.
	Followed struct{ Route string }
	// Returned is a step back in the browser's history.
	Returned struct{ Token string }
	// Ticked says that time has passed.
	Ticked struct{}
)

// Messages from the device.
type (
	// Started says what this device knows.
	Started struct {
		Known bool
		Entry Entry
		Light keywork.Light
		Bad   keywork.Failure // of a link that could not be read

		Notice keywork.Failure // keywork.Noticed
	}
	// InviteSeen is what an invite says before it is taken.
	InviteSeen struct {
		Name    string
		Host    bool // whose name it is says that they run the server
		Log     [16]byte
		Failure keywork.Failure
	}
	// Suggested is a new passphrase to choose.
	Suggested struct{ Passphrase secret.Text }
	// JobFailed ends a key worker's job without success.
	JobFailed struct {
		Failure keywork.Failure
		Left    uint8 // as of Try
	}
	// Unlocked says that the session has begun. AccountKey is set after sign-up.
	// Declined says why the invite that the app was opened with was not taken up.
	Unlocked struct {
		AccountKey secret.Text
		Declined   keywork.Failure
	}
	// KeysSet says that a job has changed how the account is entered.
	KeysSet struct{ By keywork.Kind }
	// SheetShown brings the account key that was asked for.
	SheetShown struct{ AccountKey secret.Text }
	// Exported says that the file that was asked for was given to the person.
	Exported struct{}
	// OwnEntries are new entries of the person's own log.
	OwnEntries struct{ Entries []envelope.Entry }
	// Entered says which space this is and who is who.
	Entered struct {
		Me           event.Partner
		MyName, Name string
		Fresh        bool // forget what was folded of another space
		Stage        SpaceStage
		Identities   [2][32]byte // once there are two members
	}
	// Entries are new entries of the shared log. Ahead are the seqs of those that
	// claim to be written after this device saw them.
	Entries struct {
		Entries []envelope.Entry
		Ahead   []uint64
	}
	// PastOpened brings an earlier space, or why it cannot be opened.
	PastOpened struct {
		Anchor  self.Anchor
		Entries []envelope.Entry
		Ahead   []uint64 // as in Entries
		Failure keywork.Failure
	}
	// Paired is how the pairing stands.
	Paired struct{ Pair Pair }
	// NetChanged is how the connection stands.
	NetChanged struct {
		Net Net
		Why keywork.Failure // Refused: Changed, Secured, or not known
	}
	// Alarmed is something wrong with the log; "" takes it back.
	Alarmed struct {
		Problem eventlog.Problem
		Lost    uint64
	}
	// Healed says how many entries this device has given back to a relay that had
	// lost them.
	Healed struct{ Count uint64 }
	// SlotsChecked says whether the relay gave the slots that were last set.
	SlotsChecked struct{ Old bool }
	// Arrived says that a device that knew nothing of the space has all of it.
	Arrived struct{}
	// Waits says what waits on this device, all of it, in order.
	Waits struct{ List []Waiting }
	// Wrote ends a Write or another request with success. What could not be sent
	// is kept on this device and is among what Waits says.
	Wrote struct {
		Draft Draft // of the Write
	}
	// CheckFetched brings the language check; nil: it cannot be had now.
	CheckFetched struct{ Check check.Func }
	// DraftsKept says whether the drafts could be kept on this device.
	DraftsKept struct{ Kept bool }
	// WriteFailed ends it without.
	WriteFailed struct {
		Failure keywork.Failure
		Field   *event.FieldError
	}
)

func (Submitted) msg()    {}
func (SubmittedKey) msg() {}
func (Followed) msg()     {}
func (Returned) msg()     {}
func (Ticked) msg()       {}
func (Started) msg()      {}
func (InviteSeen) msg()   {}
func (Suggested) msg()    {}
func (JobFailed) msg()    {}
func (Unlocked) msg()     {}
func (SheetShown) msg()   {}
func (KeysSet) msg()      {}
func (Exported) msg()     {}
func (OwnEntries) msg()   {}
func (Entered) msg()      {}
func (Entries) msg()      {}
func (PastOpened) msg()   {}
func (Paired) msg()       {}
func (NetChanged) msg()   {}
func (Alarmed) msg()      {}
func (Healed) msg()       {}
func (SlotsChecked) msg() {}
func (Arrived) msg()      {}
func (Waits) msg()        {}
func (Wrote) msg()        {}
func (CheckFetched) msg() {}
func (DraftsKept) msg()   {}
func (WriteFailed) msg()  {}

// Effect is something to be done outside. Its outcome comes back as a Msg.
type Effect interface{ effect() }

// Effects.
type (
	// LookInvite asks what an invite says.
	LookInvite struct{ Secret keyring.InviteSecret }
	// Suggest draws a passphrase.
	Suggest struct{}
	// StartJob gives the waiting key worker its job. Afresh, what this device has
	// stored of the logs is forgotten when it succeeds, and fetched again.
	StartJob struct {
		Job    keywork.Job
		Afresh bool
		Wish   *Wish  // of an export, which the device makes
		Then   Effect // of a Confirm
	}
	// StartMember gives it the job to admit the partner, whose body only the
	// device can make.
	StartMember struct{}
	// StartSend gives it the job to prove an invite once more, whose body the
	// device has kept.
	StartSend struct{}
	// RefuseJob sends it away.
	RefuseJob struct{}
	// Write appends an event to the log that its kind belongs to.
	Write struct {
		Kind    event.Kind
		Payload codec.Raw
		Draft   Draft // what it was made of, which goes when this is written; zero: none

		Lock  event.ID // lock it with this key, which is open; zero: none
		Local bool     // keep it on this device alone
	}
	// SealAnswer seals an answer and appends it to the shared log.
	SealAnswer struct {
		Answer seal.Answer
		Draft  Draft // as of Write
	}
	// DropWaiting throws away something that waits.
	DropWaiting struct{ ID event.ID }
	// TryWaiting has something that could not go out tried again.
	TryWaiting struct{ ID event.ID }
	// Redact takes back entries of the shared log, or of the person's own, one after
	// the other.
	Redact struct {
		Own  bool
		Seqs []uint64
	}
	// WriteSettings appends to the person's own log.
	WriteSettings struct{ Settings self.Settings }
	// SayMatch records that the words match, for the one who was invited.
	SayMatch struct{}
	// SayDiffer burns the invite, or ends the space.
	SayDiffer struct{}
	// DropInvite withdraws the invite, or forgets one that came to nothing.
	DropInvite struct{}
	// JoinInstead withdraws one's own invite and takes up the one that was
	// declined for its sake.
	JoinInstead struct{}
	// Refetch forgets what this device has stored of the logs, and locks it.
	Refetch struct{}
	// OpenPast opens an earlier space for reading.
	OpenPast struct{ Log chain.LogID }
	// Lock locks the device.
	Lock struct{}
	// Remember keeps what this person has looked at (Seen, Opened), on this
	// device.
	Remember struct{}
	// KeepDrafts keeps the model's drafts, on this device.
	KeepDrafts struct{}
	// KeepMeant keeps the model's Meant, on this device.
	KeepMeant struct{}
	// FetchCheck fetches the language check.
	FetchCheck struct{}
	// ForgetEntry forgets the link by which the app was opened.
	ForgetEntry struct{}
)

func (LookInvite) effect()    {}
func (Suggest) effect()       {}
func (StartJob) effect()      {}
func (StartMember) effect()   {}
func (StartSend) effect()     {}
func (JoinInstead) effect()   {}
func (Refetch) effect()       {}
func (OpenPast) effect()      {}
func (RefuseJob) effect()     {}
func (Write) effect()         {}
func (SealAnswer) effect()    {}
func (DropWaiting) effect()   {}
func (TryWaiting) effect()    {}
func (Redact) effect()        {}
func (WriteSettings) effect() {}
func (SayMatch) effect()      {}
func (SayDiffer) effect()     {}
func (DropInvite) effect()    {}
func (Lock) effect()          {}
func (Remember) effect()      {}
func (KeepDrafts) effect()    {}
func (KeepMeant) effect()     {}
func (FetchCheck) effect()    {}
func (ForgetEntry) effect()   {}
