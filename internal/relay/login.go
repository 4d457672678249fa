package relay

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/wire"
)

// mac is HMAC-SHA256 under the server's secret. Purposes are told apart by
// their first part, which never contains a zero byte.
func (s *Server) mac(purpose string, parts ...[]byte) [32]byte {
	m := hmac.New(sha256.New, s.secret[:])
	m.Write([]byte(purpose))
	m.Write([]byte{0})
	for _, p := range parts {
		m.Write(p)
	}
	return [32]byte(m.Sum(nil))
}

// decoySalt is the salt of an account that does not exist. Whoever logs in is told
// the one of their own account, so that their devices can tell later that it was
// deleted; nothing of a deleted account need be kept for that.
func (s *Server) decoySalt(id wire.AccountID) [32]byte { return s.mac("decoy salt", id[:]) }

// slotsOrDecoy returns an account's slots, or, for an account that does not
// exist, slots of the same shape with a salt that is the same each time and
// keys that nobody has. Both are made the same way, so that neither the answer
// nor the time it takes tells one from the other.
func (s *Server) slotsOrDecoy(ctx context.Context, id wire.AccountID) ([]wire.Slot, error) {
	salt := s.decoySalt(id)
	decoy := wire.SlotSet{}
	for _, typ := range []uint8{wire.SlotHot, wire.SlotCold, wire.SlotJournal} {
		decoy.Slots = append(decoy.Slots, wire.Slot{Type: typ, KDF: 1, Salt: [16]byte(salt[:16]), AuthPub: s.decoy, CT: salt[:]})
	}
	encoded := codec.Must(decoy)
	switch a, err := s.store.Account(ctx, id); {
	case err == nil:
		encoded = a.Slots
	case !errors.Is(err, ErrNotFound):
		return nil, err
	}
	var set wire.SlotSet
	if err := codec.Decode(encoded, &set); err != nil {
		return nil, err
	}
	return set.Slots, nil
}

// challenge hands out a nonce to sign, for a login or an operation. The limit
// per account slows down guessing without ever shutting its owner out: a device
// that shows its hint, or a session of the account, passes by it.
func (s *Server) challenge(ctx context.Context, q *request) (int, any, error) {
	if err := s.limits.take(limitChallengeIP, s.address(q.Request), 1, s.clock()); err != nil {
		return 0, nil, err
	}
	var in wire.ChallengeRequest
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	slots, err := s.slotsOrDecoy(ctx, in.Account)
	if err != nil {
		return 0, nil, err
	}
	hot := slotOf(slots, wire.SlotHot)
	known := s.knowsHint(q, in.Account, hot) || s.authenticate(ctx, q) == nil && q.account == in.Account
	if !known {
		if err := s.limits.take(limitChallengeAccount, in.Account[:], 1, s.clock()); err != nil {
			return 0, nil, err
		}
	}
	r, err := random[[16]byte](s)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, wire.Challenge{Nonce: s.nonces.make(in.Account, r, s.nowMS()), Salt: hot.Salt, KDF: hot.KDF}, nil
}

// hint is what a device is given at login. It follows from the login key, so it
// is worth nothing after the passphrase has changed.
func (s *Server) hint(account wire.AccountID, hot wire.Slot) [16]byte {
	h := s.mac("device hint", account[:], hot.AuthPub[:])
	return [16]byte(h[:16])
}

func (s *Server) knowsHint(q *request, account wire.AccountID, hot wire.Slot) bool {
	want := s.hint(account, hot)
	got, err := base64.RawURLEncoding.DecodeString(q.Header.Get(wire.HeaderHint))
	return err == nil && subtle.ConstantTimeCompare(got, want[:]) == 1
}

// login begins a session for whoever can sign with the hot slot's key, or with one
// that a recovery code or a passkey gives.
func (s *Server) login(ctx context.Context, q *request) (int, any, error) {
	if err := s.limits.take(limitLoginIP, s.address(q.Request), 1, s.clock()); err != nil {
		return 0, nil, err
	}
	var in wire.Login
	if err := decode(q, &in); err != nil {
		return 0, nil, err
	}
	if len(in.Mark) != 0 && len(in.Mark) != wire.MarkSize {
		return 0, nil, refuse(wire.CodeMalformed)
	}
	if in.Type != wire.SlotHot && in.Type != wire.SlotRecovery && in.Type != wire.SlotPasskey || !s.nonces.use(in.Account, in.Nonce, s.nowMS()) {
		return 0, nil, refuse(wire.CodeUnauthorized)
	}
	token, err := random[[32]byte](s)
	if err != nil {
		return 0, nil, err
	}
	hash := sha256.Sum256(token[:])
	_, age, _ := s.sessions.get(hash) // before the slots are looked at: what ends sessions after that ends this one
	slots, err := s.slotsOrDecoy(ctx, in.Account)
	if err != nil {
		return 0, nil, err
	}
	hot := slotOf(slots, wire.SlotHot)
	ways := slices.DeleteFunc(slices.Clone(slots), func(sl wire.Slot) bool { return sl.Type != in.Type })
	if len(ways) == 0 {
		ways = []wire.Slot{{AuthPub: s.decoy}} // an account without one takes as long as one with one
	}
	if !slices.ContainsFunc(ways, func(way wire.Slot) bool {
		return s.signed(way, in.Sig, func(origin string) []byte { return wire.LoginInput(origin, in.Account, in.Type, in.Nonce) })
	}) {
		return 0, nil, refuse(wire.CodeUnauthorized)
	}
	session := StoredSession{Hash: hash, Account: in.Account, Expires: endOfSession(s.clock())}
	copy(session.Mark[:], in.Mark)
	switch err := s.store.PutSession(ctx, session, s.nowMS()); {
	case errors.Is(err, ErrFull):
		// Whoever comes while the disk is full can still read. The session is
		// kept in memory, and lost a little earlier than others.
		s.sessions.put(hash, session, age, nil)
	case err != nil:
		return 0, nil, gone(err)
	}
	salt := s.decoySalt(in.Account)
	return http.StatusOK, wire.Session{Token: token, Hint: s.hint(in.Account, hot), Decoy: [16]byte(salt[:16])}, nil
}

// endOfSession is the first midnight UTC that is at least sessionLife away. It
// is the one time at which a session ends, in memory as in the store, and what
// is stored does not tell when anybody came.
func endOfSession(now time.Time) int64 {
	const day = int64(24 * time.Hour / time.Millisecond)
	end := now.Add(sessionLife).UnixMilli()
	return (end + day - 1) / day * day
}

// over reports whether something is over that ends at a time, in ms, and never
// lasts longer than life. What seems to have longer to go was made under a clock
// that has been set back since: nobody can say how old it is, and it is over.
func over(now, ends int64, life time.Duration) bool {
	return now >= ends || now < ends-(life+clockSlack).Milliseconds()
}

// authenticate finds the session of a request's bearer token.
func (s *Server) authenticate(ctx context.Context, q *request) error {
	text, ok := strings.CutPrefix(q.Header.Get("Authorization"), "Bearer ")
	token, err := base64.RawURLEncoding.DecodeString(text)
	if !ok || err != nil || len(token) != 32 {
		return refuse(wire.CodeUnauthorized)
	}
	// Looking up a hash keeps the time of the look-up from telling anything
	// about a token that is not known in full.
	session, err := s.sessionOf(ctx, sha256.Sum256(token))
	if err != nil {
		return err
	}
	q.account, q.token = session.Account, session.Hash
	return nil
}

func (s *Server) sessionOf(ctx context.Context, hash [32]byte) (StoredSession, error) {
	session, age, ok := s.sessions.get(hash)
	if !ok {
		var err error
		if session, err = s.store.Session(ctx, hash); err != nil {
			return StoredSession{}, gone(err)
		}
		s.sessions.put(hash, session, age, nil)
	}
	switch {
	case over(s.nowMS(), session.Expires, maxSessionLife):
		return StoredSession{}, refuse(wire.CodeUnauthorized)
	case session.Ended:
		return StoredSession{}, refuse(wire.CodeSignedOut)
	}
	return session, nil
}

// checkProof verifies that somebody who has just entered the passphrase asked
// for this operation with this body.
func (s *Server) checkProof(ctx context.Context, q *request, op string) error {
	var p wire.OpProof
	raw, err := base64.RawURLEncoding.DecodeString(q.Header.Get(wire.HeaderOp))
	if err != nil || codec.Decode(raw, &p) != nil || !s.nonces.use(q.account, p.Nonce, s.nowMS()) {
		return refuse(wire.CodeForbidden)
	}
	slots, err := s.slotsOf(ctx, q.account)
	if err != nil {
		return gone(err)
	}
	input := func(origin string) []byte { return wire.OpInput(origin, q.account, op, q.body, p.Nonce) }
	cold := slotOf(slots, wire.SlotCold)
	if !s.signed(cold, p.Sig, input) && !s.recovers(slots, op, p.Sig, input) {
		return refuse(wire.CodeForbidden)
	}
	return nil
}

// recovers reports whether a recovery code's key signed new slots. Whoever comes in
// by one has no cold key before they have made some, and may do nothing else.
func (s *Server) recovers(slots []wire.Slot, op string, sig []byte, input func(origin string) []byte) bool {
	recovery := slotOf(slots, wire.SlotRecovery)
	return recovery.Type != 0 && op == wire.OpSlots && s.signed(recovery, sig, input)
}

// signed reports whether a slot's key signed the input for one of this relay's
// origins. What was signed for another is somebody's attempt to pass on a
// challenge of this relay under their own name.
func (s *Server) signed(slot wire.Slot, sig []byte, input func(origin string) []byte) bool {
	return slices.ContainsFunc(s.origins, func(origin string) bool { return chain.Verify(slot.AuthPub[:], input(origin), sig) })
}

// nonces makes and checks challenges. A nonce carries its time and a MAC under
// a secret of this start over account, time and random part, so handing one out
// stores nothing and asking for many pushes nobody's out. Only used ones are
// remembered, until they would be too old anyway.
//
//	0   8  time, ms since 1970 UTC
//	8   8  random
//	16  16 MAC
type nonces struct {
	secret [32]byte

	mu   sync.Mutex
	used map[[32]byte]int64 // when it ends
	next int64              // when used is next swept
}

func newNonces(secret [32]byte) *nonces {
	return &nonces{secret: secret, used: map[[32]byte]int64{}}
}

func (n *nonces) mac(account wire.AccountID, b []byte) []byte {
	m := hmac.New(sha256.New, n.secret[:])
	m.Write([]byte("nonce\x00"))
	m.Write(account[:])
	m.Write(b)
	return m.Sum(nil)[:16]
}

func (n *nonces) make(account wire.AccountID, random [16]byte, now int64) [32]byte {
	var b [32]byte
	binary.BigEndian.PutUint64(b[:], uint64(now))
	copy(b[8:16], random[:8])
	copy(b[16:], n.mac(account, b[:16]))
	return b
}

// use reports whether a nonce was made for the account, is not too old, and has
// not been used. Whatever comes of it, it is used from then on.
func (n *nonces) use(account wire.AccountID, nonce [32]byte, now int64) bool {
	if subtle.ConstantTimeCompare(nonce[16:], n.mac(account, nonce[:16])) != 1 {
		return false
	}
	made := int64(binary.BigEndian.Uint64(nonce[:]))
	end := made + challengeLife.Milliseconds()
	// A clock that was set back makes a nonce seem to come from the future; that
	// fails too, and asking again helps.
	if now >= end || now < made {
		return false
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if now >= n.next || len(n.used) >= maxUsedNonces {
		for k, t := range n.used {
			if now >= t {
				delete(n.used, k)
			}
		}
		n.next = end
	}
	if _, ok := n.used[nonce]; ok || len(n.used) >= maxUsedNonces {
		return false
	}
	n.used[nonce] = end
	return true
}
