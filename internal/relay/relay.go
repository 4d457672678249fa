package relay

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"troth/internal/wire"
)

// Options say how a relay runs. Store and Origin are needed.
type Options struct {
	Store  Store
	Origin string // as devices name it, for example "https://troth.example"; signatures are bound to it

	Origins        []string         // more of them, for a relay that devices name differently; each device signs for the one it uses
	MaxAccounts    int              // 0: DefaultAccounts
	Proxies        []netip.Prefix   // what stands before this relay and says where requests come from
	TrustedOrigins []string         // other origins whose pages may use this relay, exactly as browsers send them
	Clock          func() time.Time // nil: time.Now
	Rand           io.Reader        // nil: crypto/rand
	Log            *slog.Logger     // nil: nothing is logged

	// NoLimits lifts the limits of how often something may be done, for tests,
	// benchmarks and the demo. Bounds of size and quotas stay.
	NoLimits bool
}

// Server is a running relay.
type Server struct {
	store    Store
	origins  []string
	max      int
	trusted  []string
	proxies  []netip.Prefix
	clock    func() time.Time
	rand     io.Reader
	log      *slog.Logger
	quota    int64         // QuotaPerMember, except in tests
	beat     time.Duration // heartbeat, except in tests
	secret   [32]byte      // kept by the store: salts of accounts that do not exist, device hints
	decoy    [32]byte      // a public key that nobody has, for logins to such accounts
	limits   *limiter
	nonces   *nonces
	hub      *hub
	commits  *committer
	logs     *cache[logKey, *logView]
	sessions *cache[[32]byte, StoredSession]
}

// New starts a relay. Close ends it.
func New(o Options) (*Server, error) {
	if o.Store == nil || o.Origin == "" {
		return nil, errors.New("relay: a store and an origin are needed")
	}
	s := &Server{store: o.Store, quota: QuotaPerMember, beat: heartbeat, origins: append([]string{o.Origin}, o.Origins...), max: o.MaxAccounts, trusted: o.TrustedOrigins, proxies: o.Proxies,
		clock: o.Clock, log: o.Log, rand: &lockedReader{r: o.Rand}}
	if slices.Contains(s.origins, "") {
		return nil, errors.New("relay: an origin is empty")
	}
	if s.max == 0 {
		s.max = DefaultAccounts
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	if o.Rand == nil {
		s.rand = rand.Reader
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	fresh, err := random[[32]byte](s)
	if err != nil {
		return nil, err
	}
	if s.secret, err = s.store.Secret(context.Background(), "relay", fresh); err != nil {
		return nil, fmt.Errorf("relay: reading the server's secret: %w", err)
	}
	seed := s.mac("decoy key")
	copy(s.decoy[:], ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey))
	// A secret of this start alone: it is never stored, so nothing keyed by it
	// outlives the process.
	boot, err := random[[32]byte](s)
	if err != nil {
		return nil, err
	}
	rules := limitTable()
	if o.NoLimits {
		rules = nil
	}
	s.limits = newLimiter(boot, rules)
	s.nonces = newNonces(boot)
	s.hub = newHub()
	s.logs = newCache[logKey, *logView](cachedLogs)
	s.sessions = newCache[[32]byte, StoredSession](cachedSessions)
	s.commits = newCommitter(s)
	return s, nil
}

// Handler returns the relay's routes, guarded against cross-site use.
func (s *Server) Handler() http.Handler { return s.recovered(s.crossOrigin(s.routes())) }

// routes is the whole interface (spec/relay-v1.md, "Routes"). The word before a
// handler says who may call it: anybody; the holder of a session; the holder of
// a session who has just entered the passphrase.
func (s *Server) routes() *http.ServeMux {
	m := http.NewServeMux()

	m.Handle("POST "+wire.PathAccounts, s.anybody(s.register))
	m.Handle("DELETE "+wire.PathAccount, s.proven(wire.OpDeleteAccount, nil, s.deleteAccount))
	m.Handle("POST "+wire.PathChallenge, s.anybody(s.challenge))
	m.Handle("POST "+wire.PathLogin, s.anybody(s.login))
	m.Handle("GET "+wire.PathSlots, s.session(s.getSlots))
	m.Handle("PUT "+wire.PathSlots, s.proven(wire.OpSlots, s.sameSlots, s.putSlots))

	m.Handle("DELETE "+wire.PathSession, s.session(s.endOwnSession))
	m.Handle("GET "+wire.PathSessions, s.proven(wire.OpSessions, nil, s.listSessions))
	m.Handle("POST "+wire.PathSignOut, s.proven(wire.OpSignOut, nil, s.endSessions))

	m.Handle("GET "+wire.PathLogs, s.session(s.listLogs))
	m.Handle("POST "+wire.PathLogs, s.session(s.createLog))
	m.Handle("GET "+wire.PathEvents, s.session(s.getEvents))
	m.Handle("POST "+wire.PathEvents, s.session(s.appendEvents))
	m.Handle("POST "+wire.PathMembers, s.proven(wire.OpMember, s.sameMember, s.addMember))
	m.Handle("POST "+wire.PathRemove, s.session(s.removeBodies))
	m.Handle("POST "+wire.PathHeal, s.large(wire.MaxHeal, s.heal))

	m.Handle("POST "+wire.PathReaders, s.proven(wire.OpReader, nil, s.addReader))

	m.Handle("POST "+wire.PathInvites, s.proven(wire.OpInvite, s.sameInvite, s.newInvite))
	m.Handle("GET "+wire.PathInvite, s.anybody(s.getInvite))
	m.Handle("DELETE "+wire.PathInvite, s.session(s.burnInvite))
	m.Handle("POST "+wire.PathClaim, s.session(s.claimInvite))
	m.Handle("POST "+wire.PathAnswer, s.session(s.answerInvite))
	m.Handle("POST "+wire.PathReveal, s.session(s.revealInvite))

	m.Handle("POST "+wire.PathPins, s.proven(wire.OpPin, nil, s.newPin))
	m.Handle("POST "+wire.PathPinTry, s.anybody(s.tryPin))
	m.Handle("DELETE "+wire.PathPin, s.session(s.dropPin))

	m.HandleFunc("GET "+wire.PathStream, s.stream)
	m.HandleFunc("GET "+wire.PathHealth, s.health)
	m.HandleFunc("/v1/", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, refuse(wire.CodeNotFound)) })
	return m
}

// RegistrationCodes makes new registration codes, one for each account that is
// still free, and forgets all earlier ones. Only their hashes are stored.
func (s *Server) RegistrationCodes(ctx context.Context) ([][]byte, error) {
	n, err := s.store.CountAccounts(ctx)
	if err != nil {
		return nil, fmt.Errorf("relay: counting accounts: %w", err)
	}
	var codes [][]byte
	var hashes [][32]byte
	for range s.max - n {
		c, err := random[[CodeSize]byte](s)
		if err != nil {
			return nil, err
		}
		codes = append(codes, c[:])
		hashes = append(hashes, sha256.Sum256(c[:]))
	}
	if err := s.store.ReplaceCodes(ctx, hashes); err != nil {
		return nil, fmt.Errorf("relay: storing registration codes: %w", err)
	}
	return codes, nil
}

// EndStreams ends every live stream and refuses new ones. A server that shuts
// down calls it first, because it would wait for them.
func (s *Server) EndStreams() { s.hub.close() }

// Close ends streams and waits for appends that were taken in to be committed.
// Later appends are refused. The store stays open: it is its opener's to close.
func (s *Server) Close() {
	s.EndStreams()
	s.commits.close()
}

// Transactions returns how many transactions appends have been written in.
func (s *Server) Transactions() int64 { return s.commits.transactions.Load() }

func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := s.store.Ping(r.Context()); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "the store does not answer\n") //nolint:errcheck // the client is gone
		return
	}
	io.WriteString(w, "ok\n") //nolint:errcheck // the client is gone
}

func (s *Server) nowMS() int64 { return s.clock().UnixMilli() }

// random draws a value of random bytes.
func random[T [16]byte | [32]byte](s *Server) (T, error) {
	var v T
	b := make([]byte, len(v))
	if _, err := io.ReadFull(s.rand, b); err != nil {
		return v, fmt.Errorf("relay: no randomness: %w", err)
	}
	return T(b), nil
}

// lockedReader lets handlers share a reader that a test supplies.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}
