package app

import (
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/fold"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/language/check"
	"troth/internal/secret"
	"troth/internal/self"
)

// Phase says how far a person has come.
type Phase uint8

// Phases.
const (
	Starting Phase = iota // nothing is known yet
	Out                   // this device knows no account
	Locked                // it knows one, and is locked
	Open                  // unlocked
)

// Net is the connection to the relay.
type Net uint8

// States of the connection.
const (
	Connecting Net = iota
	Online
	Offline
	Refused // the relay is there and does not let this device in
)

// SpaceStage is how far the shared space has come.
type SpaceStage uint8

// Stages of the space.
const (
	NoSpace SpaceStage = iota
	Pairing            // an invite is under way
	Shared             // both are members
	Ended              // one of the two has left
	Coming             // there is one, of which nothing has reached this device yet
)

// PairStage is how far a pairing has come on this device.
type PairStage uint8

// Stages of a pairing.
const (
	PairNone    PairStage = iota
	PairSending           // being prepared or sent
	PairProve             // inviting: the passphrase is needed once more to send it
	PairOpen              // inviting: the link can be given away
	PairWaiting           // invited: waiting for the other's device
	PairWords             // both can compare the words
	PairMatched           // this person has said that they match; waiting for the other
	PairFailed            // came to nothing, see Failure
)

// Pair is a pairing as the pages show it.
type Pair struct {
	Stage   PairStage
	Me      event.Partner // First made the invite
	Link    secret.Text   // PairOpen, PairWords: the whole link
	Expires int64         // ms since 1970 UTC
	Name    string        // the other's, as they wrote it; "" until it is known
	Words   [4]string
	Digits  string
	Host    bool // the one who invites has said that they run the server
	Raced   bool // somebody else tried the link too
	Failure keywork.Failure
	Delay   keywork.Failure // why it does not go on just now; it is tried again by itself
	Again   int64           // ms since 1970 UTC: the relay does not want to be asked before; 0: not said
}

// Failures of a pairing besides those of packages wire and keywork.
const (
	PairDiffer   keywork.Failure = "differ"    // the words were not the same
	PairTampered keywork.Failure = "tampered"  // a message did not open, or was not what was promised
	PairLink     keywork.Failure = "link"      // not an invite link
	PairElse     keywork.Failure = "elsewhere" // the invite is for another server
	PairSharing  keywork.Failure = "sharing"   // this person shares a space already
	PairOther    keywork.Failure = "other"     // they have an invite of their own open
	PairBusy     keywork.Failure = "busy"      // they are taking up another invite
	PairBlocked  keywork.Failure = "blocked"   // they take no invites from whoever made it
)

// Entry is what the link brought by which the app was opened.
type Entry struct {
	Code   []byte                `cbor:"1,keyasint,omitempty"` // registration code
	Invite *keyring.InviteSecret `cbor:"2,keyasint,omitempty"`
	// Compare is a picture that was scanned from another screen.
	Compare *keyring.Picture `cbor:"3,keyasint,omitempty"`
}

// Empty reports whether the link brought nothing.
func (e Entry) Empty() bool { return len(e.Code) == 0 && e.Invite == nil && e.Compare == nil }

// Try is the last form that was submitted and has not gone through: what was
// typed is shown again, with what is wrong. Busy means that it is on its way.
type Try struct {
	Form    Form
	Field   *event.FieldError
	Failure keywork.Failure
	Left    uint8 // of keywork.PinMiss: wrong PINs that are left
	Busy    bool
}

// For reports whether the try is of the form with this action and, for writing
// forms, with these values.
func (t Try) For(action string, about event.Form) bool {
	for field, v := range about {
		if t.Form.Values[field] != v {
			return false
		}
	}
	return t.Form.Action == action
}

// Model is all that the pages are made from.
type Model struct {
	Phase  Phase
	Now    event.Stamp
	Host   string // of the relay, as people know it
	Build  string // hash of the running browser core; "" natively
	Origin string // of the app, for links to it

	Route  string
	Token  string
	Serial uint64 // grows when a form has gone through, so that it comes back empty

	Entry     Entry
	Invited   Pair        // the invite of Entry, before there is an account
	InviteLog [16]byte    // its log, once it is known
	Suggested secret.Text // passphrase
	OwnWords  bool        // the person writes a passphrase of their own
	LowSpace  bool        // key stretching failed for want of memory
	Answers   event.Form  // to the question before sign-up
	HostedBy  self.Host   // said before the settings could say it
	HostRead  bool        // what it means that the partner runs the server was read, before joining
	Sheet     secret.Text // account key, while its page is shown

	Notice  keywork.Failure // what a locked device has to say: keywork.Noticed
	KeysSet keywork.Kind    // what was just done to the ways in, while the page says so

	Light     keywork.Light // what opens this device besides the passphrase
	lightened bool          // the PIN is being taken away
	Account   string        // in hexadecimal, while it is open: a passkey is asked for a slot of it

	Me          event.Partner
	MyName      string
	PartnerName string
	Space       SpaceStage
	Pair        Pair
	Couple      *couple.State
	Self        *self.State
	Identities  [2][32]byte // of the two members, as far as the space has two
	OwnLog      chain.LogID
	NewHere     bool             // signed in anew: this device remembers nothing of what it was shown
	Compared    *keyring.Picture // what the app was opened with to be compared
	HistoryAt   uint64           // the entry whose words are shown; 0: the newest
	SlotsOld    bool             // the relay gave other slots than this person last set

	// What this person has looked at on this device. Nobody else learns it.
	Seen   map[string]uint64 // seq up to which a practice's list was seen, by its name; and Today, by its route
	Floor  uint64            // seq up to which nothing is called new: what was there long before this device was
	Opened map[event.ID]bool // entries of the other that were shown on the page of one thing

	Drafts []Draft // what was typed and has not gone through; what was touched last is the last
	Thrown Draft   // thrown away on this page; it can be taken back
	Unkept bool    // the drafts could not be kept on this device
	TooBig string  // the form with more in it than can be kept; "": none
	Unseal Unseal  // opens own answers; nil: none are open to this device

	Check   check.Func // notes for the writer alone; nil: not here, or not yet
	Meant   Meant      // what this person has said about notes
	Replied string     // the form in which a note was just answered

	Quiet bool // nothing leaves this device until its person says so
	Gone  bool // the relay does not know the account any more

	Net     Net
	NetWhy  keywork.Failure // of Refused
	Problem eventlog.Problem
	Lost    uint64
	Healed  uint64 // entries that this device has given back to the relay
	Try     Try
	Said    string // for the live region, once

	Query    string // what is looked for
	Exported bool   // what was asked for on this page was saved

	Own  *Own  // one's devices; nil: they are not shown
	Code *Code // a recovery code; nil: none is shown

	Past *Past // the earlier space that is looked at; nil: what there is now

	Journal Journal   // how far the journal is open
	Local   []Waiting // what is kept on this device alone, in the order in which it was written

	Waiting []Waiting // what this person has written and the relay does not have yet, in order

	entries []envelope.Entry // of the shared log, for folding it again
	ahead   map[uint64]bool  // seqs of those that claim to be written after this device saw them
	base    *couple.State    // the fold of all entries, while Couple has Waiting on top or something is held; nil: Couple is it
	held    uint64           // this person rests: what the other said after this seq is not shown; 0: nothing is held
	own     []envelope.Entry // of the person's own log
	ownBase *self.State      // the fold of own alone, while Self has Waiting or Local on top; nil: Self is it
	opener  self.Opener      // of what is locked in own; nil: none

	answers  []answered // of the check, about the texts that are shown
	asking   bool       // the check is on its way
	asked    string     // token of the page for which it was asked for last
	notesOff bool       // said on a page; the settings may not have it yet
	index    *index

	prefix string
	count  uint64
	trail  map[string]string // token → route

	queries map[string]string // token → what was looked for there
}

// Odd is what is to be said, quietly, about how an entry was written.
type Odd struct {
	Clock    bool // its time is its author's word: it was seen before, or their entry before is dated later
	OlderKey bool // written under a key that was retired by then
}

// Odd looks at the entry with an id.
func (m *Model) Odd(id event.ID) Odd {
	r, ok := m.Couple.Record(id)
	if !ok {
		return Odd{}
	}
	return Odd{Clock: r.Back || m.ahead[r.Seq], OlderKey: r.OlderKey}
}

// Past is a space that was there before the one there is now. It is only read.
type Past struct {
	Log    chain.LogID
	Me     event.Partner
	Name   string // of the partner then
	Lost   bool   // it was given back by them
	Couple *couple.State
	ahead  map[uint64]bool
}

// Read returns the model as pages read it: the earlier space that is looked at
// stands in the place of the one there is now.
func (m *Model) Read() *Model {
	if m.Past == nil {
		return m
	}
	v := *m
	v.Space, v.Couple, v.Me, v.PartnerName = Ended, m.Past.Couple, m.Past.Me, m.Past.Name
	v.Pair, v.Waiting, v.Drafts, v.Thrown, v.base = Pair{}, nil, nil, Draft{}, nil
	v.ahead, v.held = m.Past.ahead, 0
	return &v
}

// Waiting is something this person has submitted that is not yet in the log that
// its kind belongs to. It is kept on the device and goes out by itself.
type Waiting struct {
	ID      event.ID
	Kind    event.Kind
	Payload codec.Raw
	At      event.Stamp
	Tried   bool            // it was sent, and whether it arrived is not known
	Failure keywork.Failure // why it cannot go out any more; "": it still can
}

// Rules is what decides whether something may be written: the shared log's, or
// those of the person's own.
type Rules interface {
	Allows(by event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error
	Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error)
	Redact(by event.Partner, seq uint64) (event.ID, fold.Redact, error)
	Records() []fold.Record
	Fact(seq uint64) (event.Fact, bool)
}

// Shown returns the rules of a log as this person sees it: what waits on this
// device has happened. Own is for the person's own log. Log returns them as the
// log has them; what the next entry may be is decided there.
func (m *Model) Shown(own bool) Rules {
	if own {
		return m.Self
	}
	return m.Couple
}

// Log is described at Shown.
func (m *Model) Log(own bool) Rules {
	if own {
		return m.acceptedOwn()
	}
	return m.accepted()
}

// By returns who this person is in a log.
func (m *Model) By(own bool) event.Partner {
	if own {
		return self.Me
	}
	return m.Me
}

func (m *Model) accepted() *couple.State {
	if m.base != nil {
		return m.base
	}
	return m.Couple
}

func (m *Model) acceptedOwn() *self.State {
	if m.ownBase != nil {
		return m.ownBase
	}
	return m.Self
}

// New returns the model of a device that has just started. Prefix is random and
// keeps the tokens of one start apart from those of another.
func New(prefix, host, build string) *Model {
	return &Model{Host: host, Build: build, prefix: prefix, trail: map[string]string{}, queries: map[string]string{}, Self: self.New(), Couple: couple.New(),
		Seen: map[string]uint64{}, Opened: map[event.ID]bool{}}
}

// Partner returns the other's place in the space.
func (m *Model) Partner() event.Partner { return m.Me.Other() }

// Unread counts the shared entries that the relay gives without their body, and
// those that could not be read for another reason.
func (m *Model) Unread() (withheld, unreadable int) {
	for _, r := range m.Couple.Records() {
		switch r.Flag {
		case envelope.Withheld:
			withheld++
		case envelope.Unreadable, envelope.Waiting, envelope.Newer, envelope.BadControl:
			unreadable++
		}
	}
	return withheld, unreadable
}

// SeenOf returns up to which seq a practice holds nothing new for this person.
func (m *Model) SeenOf(section string) uint64 { return max(m.Seen[section], m.Floor) }

// AutoLock returns after how many minutes the page locks, or 0.
func (m *Model) AutoLock() int {
	if m.Phase != Open {
		return 0
	}
	return int(m.Self.Settings.AutoLock)
}
