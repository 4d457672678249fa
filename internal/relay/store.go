package relay

import (
	"context"
	"errors"

	"troth/internal/chain"
	"troth/internal/wire"
)

// Errors of a store. A store returns them as they are or wrapped; any other
// error means that the store failed and that nothing was written.
var (
	ErrNotFound = errors.New("relay: not found")
	ErrExists   = errors.New("relay: already there")
	ErrClosed   = errors.New("relay: no more accounts")
	ErrBadCode  = errors.New("relay: registration code or invite does not admit")
	ErrMoved    = errors.New("relay: changed by somebody else")
	ErrFull     = errors.New("relay: no room")
)

// Store is all that a relay remembers. Methods may be called from several
// goroutines. What a method has returned without an error survives a crash, in
// stores that outlive the process. Arguments are not kept or changed after the
// call, and what is returned belongs to the caller.
type Store interface {
	Accounts
	Sessions
	Logs
	Invites
	Pins

	// Secret returns the 32 random bytes under a name. The first call for a name
	// stores fresh and returns it; later calls return what was stored first.
	Secret(ctx context.Context, name string, fresh [32]byte) ([32]byte, error)

	// Ping reports whether the store can be read.
	Ping(ctx context.Context) error

	// Close ends the store's use.
	Close() error
}

// Account is a stored account. Slots is an encoded wire.SlotSet.
type Account struct {
	ID    wire.AccountID
	Slots []byte
}

// Registration asks a store for an account. Exactly one of Code and Invite is
// set.
type Registration struct {
	Account Account
	Code    *[32]byte // SHA-256 of a registration code
	Invite  *wire.InviteID
	Claim   [32]byte // SHA-256 of the invite's claim
	Now     int64    // ms since 1970 UTC; invites that expire at or before it admit nobody
	Max     int      // accounts that may exist
	PerInv  int      // accounts that one invite may admit
}

// Accounts keeps accounts and the codes that admit them.
type Accounts interface {
	// ReplaceCodes forgets all registration codes and stores these hashes.
	ReplaceCodes(ctx context.Context, hashes [][32]byte) error

	// CountAccounts returns how many accounts there are.
	CountAccounts(ctx context.Context) (int, error)

	// Register stores an account and uses up its code, or counts it against its
	// invite, in one step. In this order: an account that is there with the same
	// slots is no error and uses up nothing; ErrClosed if Max accounts exist;
	// ErrBadCode if the code is unknown, or the invite is not open, expired, of
	// another claim or has admitted PerInv accounts; ErrExists if the account is
	// there with other slots, which is told only to those whom a code admits.
	Register(ctx context.Context, r Registration) error

	// Account returns an account, or ErrNotFound.
	Account(ctx context.Context, id wire.AccountID) (Account, error)

	// PutSlots replaces an account's slots and forgets all its sessions but the
	// one kept, in one step. It returns ErrNotFound if there is no such account.
	PutSlots(ctx context.Context, a Account, keep [32]byte) error

	// DeleteAccount removes an account with its sessions, its PINs, its memberships, the
	// invites it made, and the logs that no member is left of. Open pairings it
	// claimed are burnt. It returns ErrNotFound if there is none.
	DeleteAccount(ctx context.Context, id wire.AccountID) error
}

// StoredSession is a login. Hash is the SHA-256 of its token.
type StoredSession struct {
	Hash    [32]byte
	Account wire.AccountID
	Expires int64               // ms since 1970 UTC, on a day's boundary
	Mark    [wire.MarkSize]byte // see wire.Mark; zero: none
	Ended   bool                // signed out: kept until it expires, so that its device can be told
}

// Sessions keeps logins.
type Sessions interface {
	// PutSession stores a session and forgets those that expired at or before
	// now. It returns ErrNotFound if there is no such account.
	PutSession(ctx context.Context, s StoredSession, now int64) error

	// Session returns a session, expired, ended or not, or ErrNotFound.
	Session(ctx context.Context, hash [32]byte) (StoredSession, error)

	// SessionsOf returns an account's sessions that have not been ended, expired or
	// not, ordered by hash.
	SessionsOf(ctx context.Context, account wire.AccountID) ([]StoredSession, error)

	// EndSessions ends those of the sessions that are the account's, and forgets
	// their marks.
	EndSessions(ctx context.Context, account wire.AccountID, hashes [][32]byte) error
}

// StoredLog is a log without its events. Authority is opaque to the store.
type StoredLog struct {
	ID        chain.LogID
	Type      chain.Type
	Head      wire.Head
	Authority []byte
	Members   [2]wire.AccountID // the accounts of members 1 and 2; zero: nobody
	Used      [2]int64          // bytes that each member's events take
}

// StoredEvent is one event: header and signature, and the body. A nil body was
// removed; then there is a tombstone.
type StoredEvent struct {
	Head      []byte
	Body      []byte
	Tombstone []byte
}

// Append asks a store to add events to a log.
type Append struct {
	Log       chain.LogID
	Expect    wire.Head // what the head must be
	Head      wire.Head // what it will be
	Events    []StoredEvent
	Authority []byte    // nil: as it was
	Bytes     [2]int64  // that each member's events take
	Remove    []Removal // of bodies that are stored already
	Admit     *Admit    // nil: nobody
}

// Removal is leave to remove the body of the event at Seq, which Member wrote.
type Removal struct {
	Seq       uint64
	Member    int // 1 or 2
	Tombstone []byte
}

// Admit makes an account member 2 and moves the invite that led to it to
// wire.InviteDone, together with the append that says so.
type Admit struct {
	Invite  wire.InviteID
	Account wire.AccountID
}

// Result is what became of one append. Err is nil, ErrMoved with the log's
// actual head, ErrNotFound if there is no such log, or, for an append that
// admits somebody, ErrBadCode if the invite is not claimed by that account or
// is of another log.
type Result struct {
	Head  wire.Head
	Freed [2]int64 // bytes of each member's bodies that were removed
	Err   error
}

// Logs keeps logs and their events.
type Logs interface {
	// CreateLog stores a log with its first event and Members[0] as its member.
	// It returns ErrExists if the id is taken, and ErrFull if the member belongs
	// to max logs already.
	CreateLog(ctx context.Context, l StoredLog, first StoredEvent, max int) error

	// Log returns a log, or ErrNotFound.
	Log(ctx context.Context, id chain.LogID) (StoredLog, error)

	// LogsOf returns the logs that an account belongs to, ordered by id, without
	// their Authority.
	LogsOf(ctx context.Context, account wire.AccountID) ([]StoredLog, error)

	// Events returns at most limit events with seqs above after and up to upTo,
	// in order and without gaps. It stops before the bodies exceed maxBytes, but
	// not before the first event.
	Events(ctx context.Context, id chain.LogID, after, upTo uint64, limit int, maxBytes int64) ([]StoredEvent, error)

	// AddReader lets an account read a log. It returns ErrNotFound if one of them is
	// not there, and ErrFull if max others may read it already. The same again is no
	// error.
	AddReader(ctx context.Context, id chain.LogID, account wire.AccountID, max int) error

	// Reads reports whether AddReader has let an account read a log.
	Reads(ctx context.Context, id chain.LogID, account wire.AccountID) (bool, error)

	// Commit carries out appends, one after the other, in one transaction, and
	// returns a result for each: one that fails leaves nothing behind and does
	// not disturb the others. If it returns an error, nothing at all was written.
	Commit(ctx context.Context, appends []Append) ([]Result, error)

	// Remove removes bodies for ever, puts their tombstones in their place, takes
	// their bytes off what their authors use, and returns those. An event that
	// has a tombstone already stays as it is. If there is no such log or event,
	// it returns ErrNotFound and removes nothing.
	Remove(ctx context.Context, id chain.LogID, removals []Removal) (freed [2]int64, err error)
}

// StageBurnt is the stage of an invite that its maker or its claimer ended. It
// never leaves the relay: such an invite is answered with wire.CodeGone.
const StageBurnt = 9

// StoredInvite is an invite. Claimer is set from wire.InviteClaimed on.
type StoredInvite struct {
	ID        wire.InviteID
	Version   int64 // counts changes
	Maker     wire.AccountID
	Claimer   wire.AccountID
	Log       chain.LogID
	ClaimHash [32]byte
	Expires   int64 // ms since 1970 UTC
	Stage     uint8
	Raced     bool
	Admitted  int // accounts registered with it
	M1        []byte
	M2        []byte
	M3        []byte
}

// Invites keeps invites. Their rules are in invite.go; a store only makes sure
// that no change is lost.
type Invites interface {
	// PutInvite stores a new invite at Version 1, whatever its Version says, and
	// forgets those that expired at or before forget. It returns ErrExists if the
	// id is taken.
	PutInvite(ctx context.Context, v StoredInvite, forget int64) error

	// Invite returns an invite, or ErrNotFound.
	Invite(ctx context.Context, id wire.InviteID) (StoredInvite, error)

	// SwapInvite replaces an invite if its version is still v.Version, and counts
	// the version up. Otherwise it returns ErrMoved.
	SwapInvite(ctx context.Context, v StoredInvite) error
}

// StoredPin is the relay's half of the key of a PIN. Holder and Verifier are
// SHA-256 of what a try must show.
type StoredPin struct {
	ID       wire.PinID
	Account  wire.AccountID
	Holder   [32]byte
	Verifier [32]byte
	Half     [32]byte
}

// Pins keeps halves, and counts the wrong PINs.
type Pins interface {
	// PutPin stores a half that nobody has tried. If its account then has more than
	// max, the oldest go. It returns ErrExists if the id is taken, and ErrNotFound
	// if there is no such account.
	PutPin(ctx context.Context, p StoredPin, max int) error

	// TryPin gives out a half to whoever shows what its hashes are of. In one step,
	// it counts a miss, looks at the verifier, and then either takes all misses back
	// and returns the half, or returns nil and how many are left of max; at none it
	// removes the half for ever. If there is no such half, or the holder is another,
	// it returns ErrNotFound and counts nothing. An error means that nothing was
	// counted and nothing is given out.
	TryPin(ctx context.Context, id wire.PinID, holder, verifier [32]byte, max int) (half *[32]byte, left int, err error)

	// DropPin removes a half of an account for ever, and DropPins all of them but
	// one. That there is none is no error.
	DropPin(ctx context.Context, account wire.AccountID, id wire.PinID) error

	// DropPins is described at DropPin.
	DropPins(ctx context.Context, account wire.AccountID, but wire.PinID) error
}
