package client

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/wire"
)

// ErrAnswer reports an answer that is not what the route promises. The relay
// may be another version, or not a relay.
var ErrAnswer = errors.New("client: the server's answer makes no sense")

// ErrUnreachable reports that no answer came. Whether the
// request was carried out is not known.
var ErrUnreachable = errors.New("client: no answer from the server")

// Patience is how long a request waits for its answer. A network that swallows
// what it is given counts as none.
const Patience = 30 * time.Second

// Relay is one account's connection to a relay. It is used by one goroutine at
// a time, except Stream, which has its own.
type Relay struct {
	t      Transport
	origin string

	mu      sync.Mutex // Stream and its caller use what follows while other calls may renew it
	account wire.AccountID
	login   ed25519.PrivateKey // of the hot slot, or of another way in; nil: cannot log in again by itself
	way     uint8              // the type of its slot
	hint    []byte             // of this device: spares its owner the delay that others can cause
	token   string
	device  func() ([]byte, error) // a mark for the next login; nil: none
	decoy   [16]byte               // salt of the account's challenges if it did not exist; zero: not known
	gone    bool                   // the last challenge was of that kind
}

// New returns a relay without a session. Origin is what logins are bound to.
func New(t Transport, origin string) *Relay { return &Relay{t: t, origin: origin} }

// Origin returns the origin that signatures for this relay name.
func (r *Relay) Origin() string { return r.origin }

// As sets whose requests these are: the account, the hot login key with which
// an ended session is begun again, and the session's token, if there is one.
func (r *Relay) As(account wire.AccountID, login ed25519.PrivateKey, token [32]byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.account, r.login, r.way = account, login, wire.SlotHot
	r.setToken(token)
}

// By sets the type of the slot that the login key given to As is of, if it is not
// the hot one.
func (r *Relay) By(slot uint8) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.way = slot
}

// Remember sets the hint that this device was given at its last login.
func (r *Relay) Remember(hint []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hint = hint
}

// Device sets which device's logins these are (wire.Mark).
func (r *Relay) Device(id wire.DeviceID, rand io.Reader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.device = func() ([]byte, error) {
		var number [16]byte
		if _, err := io.ReadFull(rand, number[:]); err != nil {
			return nil, err
		}
		return wire.Mark(id, number), nil
	}
}

// Decoy sets the salt that the relay gives for the account if it does not exist.
func (r *Relay) Decoy(salt [16]byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.decoy = salt
}

// Gone reports whether the relay did not know the account any more when it was
// last asked for a challenge.
func (r *Relay) Gone() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.gone
}

// setToken runs under the lock.
func (r *Relay) setToken(token [32]byte) {
	r.token = ""
	if token != [32]byte{} {
		r.token = base64.RawURLEncoding.EncodeToString(token[:])
	}
}

func (r *Relay) bearer() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.token == "" {
		return ""
	}
	return "Bearer " + r.token
}

// call sends one request and decodes its answer. A 401 is answered by logging
// in again, once, except to the two requests with which that is done.
func (r *Relay) call(ctx context.Context, method, path string, in, out any, header map[string]string) error {
	var body []byte
	if in != nil {
		b, err := codec.Encode(in)
		if err != nil {
			return err
		}
		body = b
	}
	resp, err := r.send(ctx, method, path, body, header)
	if err != nil {
		return err
	}
	if resp.Status == 401 && r.mayLogin() && wire.ReadRefusal(resp.Status, resp.Body).Code != wire.CodeSignedOut && path != wire.PathChallenge && path != wire.PathLogin {
		if err := r.Login(ctx); err != nil {
			return err
		}
		if resp, err = r.send(ctx, method, path, body, header); err != nil {
			return err
		}
	}
	if resp.Status < 200 || resp.Status > 299 {
		ref := wire.ReadRefusal(resp.Status, resp.Body)
		ref.RetryAfter = resp.RetryAfter
		return ref
	}
	if out == nil {
		return nil
	}
	if err := codec.Decode(resp.Body, out); err != nil {
		return ErrAnswer
	}
	return nil
}

func (r *Relay) send(ctx context.Context, method, path string, body []byte, header map[string]string) (Response, error) {
	h := map[string]string{}
	for k, v := range header {
		h[k] = v
	}
	if b := r.bearer(); b != "" {
		h["Authorization"] = b
	}
	if body != nil {
		h["Content-Type"] = wire.MediaType
	}
	ctx, stop := context.WithTimeout(ctx, Patience)
	defer stop()
	resp, err := r.t.Do(ctx, Request{Method: method, Path: path, Header: h, Body: body})
	if err != nil {
		return Response{}, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	return resp, nil
}

// Challenge asks for a nonce and for how the account's passphrase is stretched.
func (r *Relay) Challenge(ctx context.Context, account wire.AccountID) (wire.Challenge, error) {
	var c wire.Challenge
	err := r.call(ctx, "POST", wire.PathChallenge, wire.ChallengeRequest{Account: account}, &c, r.hintHeader())
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.gone = r.decoy != [16]byte{} && c.Salt == r.decoy
	}
	return c, err
}

// Answer logs in with a challenge that was answered with the hot slot's key.
// The session is used from then on.
func (r *Relay) Answer(ctx context.Context, account wire.AccountID, login ed25519.PrivateKey, nonce [32]byte) (wire.Session, error) {
	return r.answer(ctx, account, wire.SlotHot, login, nonce)
}

func (r *Relay) answer(ctx context.Context, account wire.AccountID, slot uint8, login ed25519.PrivateKey, nonce [32]byte) (wire.Session, error) {
	var s wire.Session
	r.mu.Lock()
	r.setToken([32]byte{})
	device := r.device
	r.mu.Unlock()
	in := wire.Login{Account: account, Type: slot, Nonce: nonce,
		Sig: ed25519.Sign(login, wire.LoginInput(r.origin, account, slot, nonce))}
	if device != nil {
		var err error
		if in.Mark, err = device(); err != nil {
			return s, err
		}
	}
	err := r.call(ctx, "POST", wire.PathLogin, in, &s, r.hintHeader())
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil && (r.login == nil || r.login.Equal(login)) { // else As has set another key meanwhile
		r.account, r.login, r.way, r.hint, r.decoy = account, login, slot, s.Hint[:], s.Decoy
		r.setToken(s.Token)
	}
	return s, err
}

// Begin logs in with the hot key of an account.
func (r *Relay) Begin(ctx context.Context, account wire.AccountID, login ed25519.PrivateKey) (wire.Session, error) {
	c, err := r.Challenge(ctx, account)
	if err != nil {
		return wire.Session{}, err
	}
	return r.Answer(ctx, account, login, c.Nonce)
}

// Recover logs in with the key of a recovery code, which is good for PutSlots too.
func (r *Relay) Recover(ctx context.Context, account wire.AccountID, key ed25519.PrivateKey) (wire.Session, error) {
	return r.BeginBy(ctx, account, wire.SlotRecovery, key)
}

// BeginBy logs in with the key of a slot of another type.
func (r *Relay) BeginBy(ctx context.Context, account wire.AccountID, slot uint8, key ed25519.PrivateKey) (wire.Session, error) {
	c, err := r.Challenge(ctx, account)
	if err != nil {
		return wire.Session{}, err
	}
	return r.answer(ctx, account, slot, key, c.Nonce)
}

// Sessions returns the account's sessions. The proof is of no body.
func (r *Relay) Sessions(ctx context.Context, p wire.OpProof) ([]wire.LiveSession, error) {
	var l wire.SessionList
	err := r.call(ctx, "GET", wire.PathSessions, nil, &l, opHeader(p))
	return l.Sessions, err
}

// SignOut sends an op-signed EndSessions, encoded before it was signed.
func (r *Relay) SignOut(ctx context.Context, body codec.Raw, p wire.OpProof) error {
	return r.call(ctx, "POST", wire.PathSignOut, body, nil, opHeader(p))
}

// SignOutHere ends the session in use.
func (r *Relay) SignOutHere(ctx context.Context) error {
	return r.call(ctx, "DELETE", wire.PathSession, nil, nil, nil)
}

// AddReader sends an op-signed NewReader, encoded before it was signed.
func (r *Relay) AddReader(ctx context.Context, log chain.LogID, body codec.Raw, p wire.OpProof) error {
	return r.call(ctx, "POST", logPath(wire.PathReaders, log), body, nil, opHeader(p))
}

// Login begins a session again with the key given to As.
func (r *Relay) Login(ctx context.Context) error {
	r.mu.Lock()
	account, login, way := r.account, r.login, r.way
	r.mu.Unlock()
	_, err := r.BeginBy(ctx, account, way, login)
	return err
}

func (r *Relay) mayLogin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.login != nil
}

func (r *Relay) hintHeader() map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.hint) == 0 {
		return nil
	}
	return map[string]string{wire.HeaderHint: base64.RawURLEncoding.EncodeToString(r.hint)}
}

// Prove signs an operation's body with the cold key, over a fresh nonce.
func (r *Relay) Prove(ctx context.Context, account wire.AccountID, cold ed25519.PrivateKey, op string, body []byte) (wire.OpProof, error) {
	c, err := r.Challenge(ctx, account)
	if err != nil {
		return wire.OpProof{}, err
	}
	return wire.OpProof{Nonce: c.Nonce, Sig: ed25519.Sign(cold, wire.OpInput(r.origin, account, op, body, c.Nonce))}, nil
}

func opHeader(p wire.OpProof) map[string]string {
	return map[string]string{wire.HeaderOp: base64.RawURLEncoding.EncodeToString(codec.Must(p))}
}

// Register makes an account. The same request may be sent again.
func (r *Relay) Register(ctx context.Context, a wire.NewAccount) error {
	return r.call(ctx, "POST", wire.PathAccounts, a, nil, nil)
}

// DeleteAccount deletes the account, by a proof of that operation over no body.
func (r *Relay) DeleteAccount(ctx context.Context, p wire.OpProof) error {
	return r.call(ctx, "DELETE", wire.PathAccount, nil, nil, opHeader(p))
}

// Slots returns the account's slots.
func (r *Relay) Slots(ctx context.Context) ([]wire.Slot, error) {
	var s wire.SlotSet
	err := r.call(ctx, "GET", wire.PathSlots, nil, &s, nil)
	return s.Slots, err
}

// PutSlots sends an op-signed SlotSet, encoded before it was signed. The same
// may be sent again.
func (r *Relay) PutSlots(ctx context.Context, body codec.Raw, p wire.OpProof) error {
	return r.call(ctx, "PUT", wire.PathSlots, body, nil, opHeader(p))
}

// Logs returns the account's logs.
func (r *Relay) Logs(ctx context.Context) ([]wire.Log, error) {
	var l wire.LogList
	err := r.call(ctx, "GET", wire.PathLogs, nil, &l, nil)
	return l.Logs, err
}

// Create makes a log of its genesis, a whole event. The same genesis may be
// sent again.
func (r *Relay) Create(ctx context.Context, genesis []byte) error {
	return r.call(ctx, "POST", wire.PathLogs, wire.NewLog{Genesis: genesis}, nil, nil)
}

// NewAppend returns the request that adds events after a head.
func NewAppend(at *chain.State, events ...envelope.Signed) wire.Append {
	a := wire.Append{Expect: wire.Head{Seq: at.Seq, Hash: at.Head}}
	for _, e := range events {
		a.Events = append(a.Events, e.Bytes())
	}
	return a
}

// Append adds events. A moved head comes back as a refusal with CodeConflict.
func (r *Relay) Append(ctx context.Context, log chain.LogID, a wire.Append) error {
	return r.call(ctx, "POST", logPath(wire.PathEvents, log), a, nil, nil)
}

// Remove removes the bodies of events by their authors' tombstones. The same
// may be asked again.
func (r *Relay) Remove(ctx context.Context, log chain.LogID, tombstones ...wire.Tombstone) error {
	return r.call(ctx, "POST", logPath(wire.PathRemove, log), wire.Remove{Tombstones: tombstones}, nil, nil)
}

// Heal gives events back to a relay that has lost them, and returns where the
// log stands then.
func (r *Relay) Heal(ctx context.Context, log chain.LogID, h wire.Heal) (wire.Head, error) {
	var head wire.Head
	err := r.call(ctx, "POST", logPath(wire.PathHeal, log), h, &head, nil)
	return head, err
}

// Event returns one event of a log as the relay has it now.
func (r *Relay) Event(ctx context.Context, log chain.LogID, seq uint64) (wire.Event, error) {
	var p wire.Page
	path := fmt.Sprintf("%s?after=%d&limit=1", logPath(wire.PathEvents, log), seq-1)
	err := r.call(ctx, "GET", path, nil, &p, nil)
	if err == nil && len(p.Events) != 1 {
		err = ErrAnswer
	}
	if err != nil {
		return wire.Event{}, err
	}
	return p.Events[0], nil
}

// Events returns a page of a log's events after a seq.
func (r *Relay) Events(ctx context.Context, log chain.LogID, after uint64) (wire.Page, error) {
	var p wire.Page
	path := fmt.Sprintf("%s?after=%d&limit=%d", logPath(wire.PathEvents, log), after, wire.MaxPage)
	err := r.call(ctx, "GET", path, nil, &p, nil)
	return p, err
}

// AddMember sends an op-signed AddMember, encoded before it was signed.
func (r *Relay) AddMember(ctx context.Context, log chain.LogID, body codec.Raw, p wire.OpProof) error {
	return r.call(ctx, "POST", logPath(wire.PathMembers, log), body, nil, opHeader(p))
}

// NewInvite sends an op-signed NewInvite, encoded before it was signed.
func (r *Relay) NewInvite(ctx context.Context, body codec.Raw, p wire.OpProof) error {
	return r.call(ctx, "POST", wire.PathInvites, body, nil, opHeader(p))
}

// Invite looks at an invite. It changes nothing and needs no account.
func (r *Relay) Invite(ctx context.Context, id wire.InviteID) (wire.Invite, error) {
	var v wire.Invite
	err := r.call(ctx, "GET", invitePath(wire.PathInvite, id), nil, &v, nil)
	return v, err
}

// ClaimInvite takes an invite, once for ever. The same account may ask again.
func (r *Relay) ClaimInvite(ctx context.Context, id wire.InviteID, claim []byte) (wire.Invite, error) {
	var v wire.Invite
	err := r.call(ctx, "POST", invitePath(wire.PathClaim, id), wire.Claim{Claim: claim}, &v, nil)
	return v, err
}

// AnswerInvite deposits M2.
func (r *Relay) AnswerInvite(ctx context.Context, id wire.InviteID, sealed []byte) error {
	return r.call(ctx, "POST", invitePath(wire.PathAnswer, id), wire.Sealed{Data: sealed}, nil, nil)
}

// RevealInvite deposits M3.
func (r *Relay) RevealInvite(ctx context.Context, id wire.InviteID, sealed []byte) error {
	return r.call(ctx, "POST", invitePath(wire.PathReveal, id), wire.Sealed{Data: sealed}, nil, nil)
}

// BurnInvite ends an invite for everybody.
func (r *Relay) BurnInvite(ctx context.Context, id wire.InviteID) error {
	return r.call(ctx, "DELETE", invitePath(wire.PathInvite, id), nil, nil, nil)
}

// Stream reports changes until the connection ends. It returns why.
func (r *Relay) Stream(ctx context.Context, each func(data string) error) error {
	h := map[string]string{"Authorization": r.bearer()}
	return r.t.Stream(ctx, Request{Method: "GET", Path: wire.PathStream, Header: h}, each)
}

func logPath(route string, id chain.LogID) string      { return withID(route, id.String()) }
func invitePath(route string, id wire.InviteID) string { return withID(route, id.String()) }

func withID(route, id string) string { return strings.Replace(route, "{id}", id, 1) }
