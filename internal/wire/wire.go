// Package wire is the language between a device and the relay: paths, requests,
// answers and the labels that both ends sign. Both ends import it, so it knows
// nothing that a blind relay may not know.
//
// Bodies are CBOR in the one accepted encoding (package codec), with the media
// type of MediaType. JSON is not used: its decoder would add a tenth to the
// browser build, and it merges keys that differ in case. Answers outside 2xx
// carry an Error.
//
// The routes are documented in spec/relay-v1.md.
package wire

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"troth/internal/codec"
)

// MediaType of requests and answers.
const MediaType = "application/cbor"

// Paths. {id} stands for a log or an invite in hexadecimal.
const (
	PathAccounts  = "/v1/accounts"            // POST NewAccount
	PathAccount   = "/v1/account"             // DELETE, op-signed
	PathChallenge = "/v1/login/challenge"     // POST ChallengeRequest -> Challenge
	PathLogin     = "/v1/login"               // POST Login -> Session
	PathSlots     = "/v1/slots"               // GET -> SlotSet; PUT SlotSet, op-signed
	PathSession   = "/v1/session"             // DELETE ends the session that asks
	PathSessions  = "/v1/sessions"            // GET -> SessionList, op-signed
	PathSignOut   = "/v1/sessions/end"        // POST EndSessions, op-signed
	PathLogs      = "/v1/logs"                // GET -> LogList; POST NewLog
	PathEvents    = "/v1/logs/{id}/events"    // GET ?after=&limit= -> Page; POST Append
	PathMembers   = "/v1/logs/{id}/members"   // POST AddMember, op-signed
	PathRemove    = "/v1/logs/{id}/remove"    // POST Remove
	PathHeal      = "/v1/logs/{id}/heal"      // POST Heal
	PathReaders   = "/v1/logs/{id}/readers"   // POST NewReader, op-signed
	PathInvites   = "/v1/invites"             // POST NewInvite, op-signed
	PathInvite    = "/v1/invites/{id}"        // GET -> Invite; DELETE
	PathClaim     = "/v1/invites/{id}/claim"  // POST Claim -> Invite
	PathAnswer    = "/v1/invites/{id}/answer" // POST Sealed, by the claimer
	PathReveal    = "/v1/invites/{id}/reveal" // POST Sealed, by the maker
	PathStream    = "/v1/stream"              // GET, server-sent events
	PathHealth    = "/healthz"                // GET
)

// Header names.
const (
	HeaderOp   = "Troth-Op"   // base64url of OpProof
	HeaderHint = "Troth-Hint" // base64url of a device hint, at login
)

// Limits of the relay's interface, in bytes unless said otherwise.
const (
	MaxBody       = 80 << 10  // of a request
	MaxHeal       = 512 << 10 // of a request that gives events back
	MaxPage       = 200       // events in one page
	MaxPageBytes  = 1 << 20   // of bodies in one page; at least one event is always sent
	MaxTombstones = 64        // in one request
	MaxSlots      = 8
	MaxSlotCT     = 16 << 10
	MaxSealed     = 8 << 10 // one message of an invite
	MaxInviteMS   = 72 * 3600 * 1000
	InviteIDSize  = 16
	AccountIDSize = 10
)

// Labels of signatures made for the relay.
const (
	labelLogin = "troth/v1/login\x00"
	labelOp    = "troth/v1/op\x00"
)

// AccountID is random and made by the client. It is the only user name.
type AccountID [AccountIDSize]byte

// InviteID is derived from an invite's secret.
type InviteID [InviteIDSize]byte

func (id AccountID) String() string { return fmt.Sprintf("%x", id[:]) }
func (id InviteID) String() string  { return fmt.Sprintf("%x", id[:]) }

// Slot types.
const (
	SlotHot      = 1
	SlotCold     = 2
	SlotPasskey  = 3
	SlotRecovery = 4
	SlotJournal  = 5
)

// Slot is one locked way into an account. The relay reads only Type, AuthPub,
// KDF and Salt.
type Slot struct {
	Type    uint8    `cbor:"1,keyasint"`
	ID      [16]byte `cbor:"2,keyasint"`
	KDF     uint8    `cbor:"3,keyasint"` // 1: Argon2id 64 MiB t=3; 2: 32 MiB t=6
	Salt    [16]byte `cbor:"4,keyasint"`
	AuthPub [32]byte `cbor:"5,keyasint"` // Ed25519; signs logins (hot) or operations (cold)
	Nonce   [24]byte `cbor:"6,keyasint"`
	Commit  [32]byte `cbor:"7,keyasint"`
	CT      []byte   `cbor:"8,keyasint"`
}

// SlotSet is all of an account's slots.
type SlotSet struct {
	Slots []Slot `cbor:"1,keyasint"`
}

// NewAccount asks for an account. It carries a registration code, or an
// invite and its claim in place of one.
type NewAccount struct {
	Account AccountID `cbor:"1,keyasint"`
	Code    []byte    `cbor:"2,keyasint,omitempty"`
	Invite  *InviteID `cbor:"3,keyasint,omitempty"`
	Claim   []byte    `cbor:"4,keyasint,omitempty"`
	Slots   []Slot    `cbor:"5,keyasint"`
}

// ChallengeRequest asks for a nonce to sign.
type ChallengeRequest struct {
	Account AccountID `cbor:"1,keyasint"`
}

// Challenge has the same shape, and is made in the same time, for accounts
// that do not exist.
type Challenge struct {
	Nonce [32]byte `cbor:"1,keyasint"` // good for 60 seconds and one use
	Salt  [16]byte `cbor:"2,keyasint"`
	KDF   uint8    `cbor:"3,keyasint"`
}

// Login answers a challenge.
type Login struct {
	Account AccountID `cbor:"1,keyasint"`
	Type    uint8     `cbor:"2,keyasint"` // of the slot whose key signs
	Nonce   [32]byte  `cbor:"3,keyasint"`
	Sig     []byte    `cbor:"4,keyasint"`           // over LoginInput
	Mark    []byte    `cbor:"5,keyasint,omitempty"` // a Mark, by which the person's devices tell which of them this is
}

// Session is a successful login. The token goes into Authorization: Bearer,
// in base64url without padding.
type Session struct {
	Token [32]byte `cbor:"1,keyasint"`
	Hint  [16]byte `cbor:"2,keyasint"` // to be sent at the next login from this device
	Decoy [16]byte `cbor:"3,keyasint"` // salt of this account's challenges if it did not exist
}

// OpProof proves that an operation was asked for by somebody who has just
// entered the passphrase: a signature by the cold slot's key over OpInput, with
// a nonce from the same kind of challenge as a login.
type OpProof struct {
	Nonce [32]byte `cbor:"1,keyasint"`
	Sig   []byte   `cbor:"2,keyasint"`
}

// Operations that need an OpProof.
const (
	OpSlots         = "slots"
	OpInvite        = "invite"
	OpMember        = "member"
	OpDeleteAccount = "delete-account"
	OpSessions      = "sessions"
	OpSignOut       = "sign-out"
	OpReader        = "reader"
)

// LoginInput is what a login signature covers. The relay's origin is in it, so
// that another relay cannot pass the challenge on.
func LoginInput(origin string, account AccountID, slotType uint8, nonce [32]byte) []byte {
	b := []byte(labelLogin)
	b = appendString(b, origin)
	b = append(b, account[:]...)
	b = append(b, slotType)
	return append(b, nonce[:]...)
}

// OpInput is what an operation's signature covers.
func OpInput(origin string, account AccountID, op string, body []byte, nonce [32]byte) []byte {
	b := []byte(labelOp)
	b = appendString(b, origin)
	b = append(b, account[:]...)
	b = appendString(b, op)
	h := sha256.Sum256(body)
	b = append(b, h[:]...)
	return append(b, nonce[:]...)
}

// appendString puts the length before the string, so that two fields cannot
// be shifted against each other.
func appendString(b []byte, s string) []byte {
	b = append(b, byte(len(s)>>8), byte(len(s)))
	return append(b, s...)
}

// Head is where a log stands.
type Head struct {
	Seq  uint64   `cbor:"1,keyasint"`
	Hash [32]byte `cbor:"2,keyasint"`
}

// Log is one of an account's logs.
type Log struct {
	ID   [16]byte `cbor:"1,keyasint"`
	Type uint8    `cbor:"2,keyasint"`
	Head Head     `cbor:"3,keyasint"`
}

// LogList is all of an account's logs.
type LogList struct {
	Logs []Log `cbor:"1,keyasint"`
}

// NewLog creates a log by its genesis, a whole event.
type NewLog struct {
	Genesis []byte `cbor:"1,keyasint"`
}

// Append adds events to a log whose head is Expect. Events are whole events,
// in order. The answer is 201 with the new Head, or 409 with a Conflict.
// Tombstones remove bodies of events that are stored already, in the same step.
type Append struct {
	Expect     Head        `cbor:"1,keyasint"`
	Events     [][]byte    `cbor:"2,keyasint"`
	Tombstones []Tombstone `cbor:"3,keyasint,omitempty"`
}

// Tombstone is its author's signed leave to remove the body of the event at
// Seq; see chain.State.VerifyTombstone.
type Tombstone struct {
	Seq  uint64 `cbor:"1,keyasint"`
	Data []byte `cbor:"2,keyasint"`
}

// Remove removes bodies. Whoever is a member may hand in what an author signed.
type Remove struct {
	Tombstones []Tombstone `cbor:"1,keyasint"`
}

// Heal gives events back to a log that has lost them. Events are exactly as
// they were stored, in order, whoever wrote them; a tombstone stands in the
// place of a body that was removed. The answer is that of an Append.
type Heal struct {
	Expect Head    `cbor:"1,keyasint"`
	Events []Event `cbor:"2,keyasint"`
	// Targets has, for each event that follows a leave, the seq of the event
	// that it takes back.
	Targets []uint64 `cbor:"3,keyasint,omitempty"`
}

// AddMember is an Append of member.add and epoch that also lets the claimer of
// the invite read and append.
type AddMember struct {
	Invite InviteID `cbor:"1,keyasint"`
	Append Append   `cbor:"2,keyasint"`
}

// Event is one stored event. Body is empty when it was removed or the relay
// holds it back; Tombstone is the author's signed leave to remove it.
type Event struct {
	Head      []byte `cbor:"1,keyasint"`
	Body      []byte `cbor:"2,keyasint,omitempty"`
	Tombstone []byte `cbor:"3,keyasint,omitempty"`
}

// Page is a run of events after a seq, and where the log stands.
type Page struct {
	Head   Head    `cbor:"1,keyasint"`
	Events []Event `cbor:"2,keyasint"`
}

// NewInvite deposits the first message of a pairing.
type NewInvite struct {
	ID        InviteID `cbor:"1,keyasint"`
	ClaimHash [32]byte `cbor:"2,keyasint"` // SHA-256 of the claim
	Log       [16]byte `cbor:"3,keyasint"`
	M1        []byte   `cbor:"4,keyasint"` // sealed; see package keyring
	TTLMS     int64    `cbor:"5,keyasint"` // at most MaxInviteMS
}

// Stages of an invite.
const (
	InviteOpen    = 1 // M1 is there
	InviteClaimed = 2 // somebody claimed it
	InviteAnswer  = 3 // M2 is there
	InviteReveal  = 4 // M3 is there
	InviteDone    = 5 // the claimer is a member
)

// Invite is what both sides may see of an invite. Raced tells the maker that
// somebody else tried to claim it too.
type Invite struct {
	Stage uint8  `cbor:"1,keyasint"`
	Mine  bool   `cbor:"2,keyasint"` // the asker claimed it
	Raced bool   `cbor:"3,keyasint"`
	M1    []byte `cbor:"4,keyasint,omitempty"`
	M2    []byte `cbor:"5,keyasint,omitempty"`
	M3    []byte `cbor:"6,keyasint,omitempty"`
}

// Claim takes an invite, once.
type Claim struct {
	Claim []byte `cbor:"1,keyasint"`
}

// Sealed is a message of an invite, unreadable to the relay.
type Sealed struct {
	Data []byte `cbor:"1,keyasint"`
}

// Stream lines: the data of a server-sent event is one of these words and an
// id. "log" is followed by the id and the new seq.
const (
	StreamLog    = "log"
	StreamInvite = "invite"
	StreamReady  = "ready" // sent once the stream misses nothing from here on
)

// Code is what went wrong, for programs.
type Code string

// Codes of refusals.
const (
	CodeMalformed    Code = "malformed"    // 400
	CodeUnauthorized Code = "unauthorized" // 401: no session, or a signature that does not fit
	CodeSignedOut    Code = "signed-out"   // 401: the session was ended; its device does not begin another by itself
	CodeForbidden    Code = "forbidden"    // 403
	CodeClosed       Code = "closed"       // 403: no more accounts here
	CodeBadCode      Code = "bad-code"     // 403: registration code unknown or used
	CodeNotFound     Code = "not-found"    // 404
	CodeConflict     Code = "conflict"     // 409: the head has moved
	CodeExists       Code = "exists"       // 409: account, log or invite is already there
	CodeEnded        Code = "ended"        // 409: a member has left
	CodeGone         Code = "gone"         // 410: invite taken or burnt
	CodeExpired      Code = "expired"      // 410: invite too old
	CodeOwn          Code = "own"          // 409: one's own invite
	CodeAdmission    Code = "admission"    // 409: only an invite lets a member in
	CodeTooLarge     Code = "too-large"    // 413
	CodeEncoding     Code = "encoding"     // 415
	CodeRateLimited  Code = "rate-limited" // 429, with Retry-After
	CodeRefused      Code = "refused"      // 422: the event does not pass the accept rules
	CodeInternal     Code = "internal"     // 500
	CodeFull         Code = "full"         // 507: disk or quota
	CodeUnavailable  Code = "unavailable"  // 503
)

// Error is the body of a refusal. Head is set for CodeConflict.
type Error struct {
	Code Code  `cbor:"1,keyasint"`
	Head *Head `cbor:"2,keyasint,omitempty"`
}

// Refusal is a relay's refusal as a Go error.
type Refusal struct {
	Status     int
	Code       Code
	Head       *Head
	RetryAfter int // seconds; 0: not said
}

func (r *Refusal) Error() string { return fmt.Sprintf("relay refuses: %s (%d)", r.Code, r.Status) }

// IsRefusal reports whether err is a refusal with the given code.
func IsRefusal(err error, code Code) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Code == code
}

// ReadRefusal makes a Refusal of an answer's status and body. A body that is
// not an Error still gives a refusal, with CodeInternal.
func ReadRefusal(status int, body []byte) *Refusal {
	var e Error
	if codec.Decode(body, &e) != nil {
		return &Refusal{Status: status, Code: CodeInternal}
	}
	return &Refusal{Status: status, Code: e.Code, Head: e.Head}
}
