package relay

import (
	"container/list"
	"crypto/hmac"
	"crypto/sha256"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"troth/internal/wire"
)

// Limits that hold always. Those of the interface are in package wire.
const (
	DefaultAccounts  = 2
	AccountsPerInv   = 3         // registrations that one invite admits
	LogsPerAccount   = 64        //
	QuotaPerMember   = 100 << 20 // bytes of one member's events in one log
	CodeSize         = 16        // of a registration code
	MaxMember        = 2         // of a log
	maxReaders       = 4         // of a log that has ended, besides its members
	challengeLife    = 60 * time.Second
	maxUsedNonces    = 1 << 16        // remembered at a time; 60 seconds' worth of answers
	sessionLife      = 12 * time.Hour // at least; see endOfSession
	maxSessionLife   = sessionLife + 24*time.Hour
	maxInviteLife    = wire.MaxInviteMS * time.Millisecond
	clockSlack       = time.Hour        // that a clock may be set back and nothing is over
	inviteKept       = 72 * time.Hour   // after its end, for a pairing under way
	maxBatch         = 256              // appends in one transaction
	readAhead        = 4096             // bytes of a body for which there is room before they come
	maxQueue         = 1024             // appends waiting for the committer
	maxGather        = time.Millisecond // that a transaction waits for appends under way
	growth           = 3                // times as many as the last one a transaction waits for, if that had several
	maxGrown         = 32               // appends, but not for more than these
	cachedLogs       = 4096             // decoded, about 4 KiB each
	cachedSessions   = 4096             //
	streamBuffer     = 64               // lines that a slow stream may lag behind
	streamsPerPerson = 16               //
	maxStreams       = 16384            //
	heartbeat        = 25 * time.Second // of a stream, so that a dead one is noticed
	writeTimeout     = 10 * time.Second // of one line of a stream
)

// Limits of how often, unless Options.NoLimits lifts them. They are kept in
// memory only. Nothing here locks anybody out: who is over a limit is asked to
// wait, and a device that has logged in before passes by the limits per
// account.
func limitTable() map[limit]rateRule {
	return map[limit]rateRule{
		limitChallengeAccount: {{10, time.Minute}},
		limitChallengeIP:      {{30, time.Minute}},
		limitLoginIP:          {{30, time.Minute}},
		limitRegisterIP:       {{3, time.Hour}},
		limitLookIP:           {{120, time.Minute}},
		limitPinIP:            {{30, time.Minute}},
		limitInvite:           {{5, 24 * time.Hour}},
		limitAppend:           {{60, time.Minute}, {600, time.Hour}, {2000, 24 * time.Hour}},
		limitHeal:             {{2 << 20, time.Minute}, {32 << 20, time.Hour}, {128 << 20, 24 * time.Hour}},
	}
}

// limit names what is limited.
type limit string

const (
	limitChallengeAccount limit = "challenge by account"
	limitChallengeIP      limit = "challenge by address"
	limitLoginIP          limit = "login by address"
	limitRegisterIP       limit = "register by address"
	limitLookIP           limit = "look at invites by address"
	limitPinIP            limit = "PINs by address"
	limitInvite           limit = "new invites by account"
	limitAppend           limit = "appended events by member"
	limitHeal             limit = "bytes given back by member"
)

// rateRule is one or more bounds of n in a period, all of which must hold. A
// bound refills evenly and may be used up at once.
type rateRule []struct {
	n   int
	per time.Duration
}

// maxBuckets bounds what the limiter remembers. The least recently used is
// forgotten first, which is in the favour of whoever it was.
const maxBuckets = 16384

// limiter counts by limit and key. Keys are only ever kept as an HMAC under a
// secret that is drawn at each start, so the memory of a running relay does not
// list addresses.
type limiter struct {
	secret [32]byte
	rules  map[limit]rateRule // empty: no limits

	mu      sync.Mutex
	buckets map[[32]byte]*list.Element
	recent  *list.List // of *bucket, the most recently used in front
}

type bucket struct {
	key    [32]byte
	bounds []*rate.Limiter
}

func newLimiter(secret [32]byte, rules map[limit]rateRule) *limiter {
	return &limiter{secret: secret, rules: rules, buckets: map[[32]byte]*list.Element{}, recent: list.New()}
}

// take uses up n of a limit, or returns a refusal that says how long to wait
// and uses up nothing.
func (l *limiter) take(what limit, key []byte, n int, now time.Time) error {
	rule := l.rules[what]
	if len(rule) == 0 {
		return nil
	}
	m := hmac.New(sha256.New, l.secret[:])
	m.Write([]byte(what))
	m.Write([]byte{0})
	m.Write(key)
	id := [32]byte(m.Sum(nil))

	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.buckets[id]
	if !ok {
		b := &bucket{key: id}
		for _, r := range rule {
			b.bounds = append(b.bounds, rate.NewLimiter(rate.Every(r.per/time.Duration(r.n)), r.n))
		}
		e = l.recent.PushFront(b)
		l.buckets[id] = e
		if l.recent.Len() > maxBuckets {
			old := l.recent.Remove(l.recent.Back()).(*bucket)
			delete(l.buckets, old.key)
		}
	}
	l.recent.MoveToFront(e)
	var wait time.Duration
	var taken []*rate.Reservation
	for _, b := range e.Value.(*bucket).bounds {
		r := b.ReserveN(now, min(n, b.Burst()))
		taken = append(taken, r)
		wait = max(wait, r.DelayFrom(now))
	}
	if wait == 0 {
		return nil
	}
	for _, r := range taken {
		r.CancelAt(now)
	}
	refusal := refuse(wire.CodeRateLimited)
	refusal.RetryAfter = int(math.Ceil(wait.Seconds()))
	return refusal
}
