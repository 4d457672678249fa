package relay_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/wire"
)

func TestBodies(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	send := func(body []byte, change func(*http.Request)) reply {
		r := a.request("POST", wire.PathChallenge, body)
		change(r)
		return a.send(r)
	}
	same := func(*http.Request) {}
	body := codec.Must(wire.ChallengeRequest{Account: a.id})
	send(body, same).is(200)
	send(nil, same).refused(400, wire.CodeMalformed)
	send(append(body, 0), same).refused(400, wire.CodeMalformed)
	send(body[:len(body)-1], same).refused(400, wire.CodeMalformed)

	for _, typ := range []string{"", "application/json", "text/plain", "application/x-www-form-urlencoded", "application/cbor; charset=utf-8"} {
		send(body, func(r *http.Request) { r.Header.Set("Content-Type", typ) }).refused(415, wire.CodeEncoding)
	}
	a.send(a.request("PUT", wire.PathChallenge, body)).refused(404, wire.CodeNotFound)
}

// The largest event fits into a request.
func TestLargestEvent(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	s := a.begin(chain.Self)
	ev := a.event(s, 1, make([]byte, chain.MaxBucket+chain.TagSize))
	if len(ev) != chain.MaxEvent {
		t.Fatalf("%d bytes", len(ev))
	}
	a.write(s, ev).is(201)
}

func TestAttack88AnotherHost(t *testing.T) {
	ok := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "here") })
	for _, bad := range []string{"", "troth.example", "https://", "https://troth.example/", "https://troth.example/x", "https://a@b.example"} {
		if _, err := relay.HostCheck(bad, ok); err == nil {
			t.Errorf("origin %q is taken", bad)
		}
	}
	h, err := relay.HostCheck("https://troth.example", ok)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, host, path string
		status             int
		location           string
	}{
		{"GET", "troth.example", "/", 200, ""},
		{"POST", "troth.example", "/v1/login", 200, ""},
		{"GET", "troth.example:443", "/", 421, ""},
		{"GET", "evil.example", "/", 421, ""},
		{"GET", "", "/", 421, ""},
		{"GET", "127.0.0.1:8080", "/a?b=c", 307, "https://troth.example/a?b=c"},
		{"GET", "127.0.0.1:8080", "//evil.example/", 307, "https://troth.example//evil.example/"},
		{"HEAD", "[::1]:8080", "/", 307, "https://troth.example/"},
		{"POST", "127.0.0.1:8080", "/v1/login", 421, ""},
		{"GET", "127.0.0.1:8081", "/", 421, ""},
		{"GET", "127.0.0.1", "/", 421, ""},
		{"GET", "127.0.0.2:8080", "/", 421, ""},
		{"GET", "127.0.0.1:8080", "/healthz", 200, ""},
		{"GET", "evil.example:8080", "/healthz", 421, ""},
	} {
		r := httptest.NewRequest(c.method, "http://x"+c.path, nil)
		r.Host = c.host
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})))
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if rec.Code != c.status || rec.Header().Get("Location") != c.location {
			t.Errorf("%s %s%s: %d %q, want %d %q", c.method, c.host, c.path, rec.Code, rec.Header().Get("Location"), c.status, c.location)
		}
	}
}

// broken is a store that fails, or panics, in a way that quotes what it was
// asked.
type broken struct {
	relay.Store
	panics bool
	full   bool
}

func (b *broken) LogsOf(_ context.Context, a wire.AccountID) ([]relay.StoredLog, error) {
	switch {
	case b.panics:
		panic(fmt.Sprintf("account %s", a))
	case b.full:
		return nil, fmt.Errorf("writing: %w", relay.ErrFull)
	}
	return nil, errors.New("table is broken")
}

func (b *broken) Ping(context.Context) error { return errors.New("gone") }

func TestFailures(t *testing.T) {
	b := &broken{Store: memstore.New()}
	w := newWorld(t, b)
	a := w.member()
	r := a.do("GET", wire.PathLogs, nil).refused(500, wire.CodeInternal)
	id := r.header.Get("Troth-Request")
	if id == "" || !strings.Contains(w.logs.String(), id) || !strings.Contains(w.logs.String(), "table is broken") {
		t.Errorf("request %q is not in the log: %s", id, w.logs)
	}
	b.panics = true
	r = a.do("GET", wire.PathLogs, nil).refused(500, wire.CodeInternal)
	if id := r.header.Get("Troth-Request"); id == "" || !strings.Contains(w.logs.String(), id) {
		t.Error("the panic is not in the log")
	}
	if strings.Contains(w.logs.String(), a.id.String()) {
		t.Error("the panic's value is in the log")
	}
	b.panics, b.full = false, true
	a.do("GET", wire.PathLogs, nil).refused(507, wire.CodeFull)
	if r := a.do("GET", wire.PathHealth, nil); r.status != 503 {
		t.Errorf("health of a broken store: %d", r.status)
	}
	if r := newWorldInMemory(t).member().do("GET", wire.PathHealth, nil); r.status != 200 || string(r.body) != "ok\n" {
		t.Errorf("health: %d %q", r.status, r.body)
	}
}

// Every answer of the interface may not be kept or guessed at.
func TestHeaders(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	for _, r := range []reply{a.do("GET", wire.PathSlots, nil), a.do("GET", "/v1/nothing", nil), a.do("POST", wire.PathLogin, nil)} {
		if r.header.Get("Cache-Control") != "no-store" || r.header.Get("X-Content-Type-Options") != "nosniff" || r.header.Get("Content-Type") != wire.MediaType {
			t.Errorf("%d: %v", r.status, r.header)
		}
	}
}

// What is logged tells nothing of anybody, whatever they do.
func TestAttack104LogsTellNothing(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		a.addr = "203.0.113.77:4711"
		a.write(s, a.words(s)).is(201)
		a.put(s, b.words(s))
		a.do("GET", s.path(wire.PathEvents)+"?after=canary", nil)
		a.do("POST", wire.PathLogs, wire.NewLog{Genesis: []byte("canary")})
		a.op(wire.OpInvite, "POST", wire.PathInvites, newInvite().to(s))
		a.login()
		w.store.Close()
		for _, p := range []*person{a, b} {
			p.do("GET", wire.PathLogs, nil)
			p.page2(s)
			p.put(s, p.words(s))
			p.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: p.id})
		}
		got := w.logs.String()
		for name, canary := range map[string]string{"account": a.id.String(), "log": s.id.String(), "address": "203.0.113", "canary": "canary",
			"token": base64.RawURLEncoding.EncodeToString(a.token[:]), "token in hex": hex.EncodeToString(a.token[:]), "account in bytes": string(a.id[:])} {
			if strings.Contains(got, canary) {
				t.Errorf("%s is in the log:\n%s", name, got)
			}
		}
	})
}

func (p *person) page2(s *space) reply { return p.do("GET", s.path(wire.PathEvents), nil) }

// limited runs a request until it is refused for being one too many, and
// returns how often it went through, and how long it is asked to wait.
func limited(t *testing.T, most int, f func() reply) (through int, wait time.Duration) {
	t.Helper()
	for range most + 1 {
		r := f()
		if r.status != 429 {
			through++
			continue
		}
		r.refused(429, wire.CodeRateLimited)
		seconds, err := time.ParseDuration(r.header.Get("Retry-After") + "s")
		if err != nil || seconds <= 0 {
			t.Fatalf("Retry-After is %q", r.header.Get("Retry-After"))
		}
		return through, seconds
	}
	t.Fatalf("never refused in %d requests", most+1)
	return 0, 0
}

func withLimits(o *relay.Options) { o.NoLimits = false }

func TestLimitsOfLogin(t *testing.T) {
	w := newWorldInMemory(t, withLimits)
	a := w.member()
	w.pass(time.Hour)
	stranger := *a
	stranger.token = [32]byte{}
	ask := func(p *person, header ...string) func() reply {
		return func() reply { return p.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: p.id}, header...) }
	}
	n, wait := limited(t, 100, ask(&stranger))
	if n != 10 || wait != 6*time.Second {
		t.Errorf("%d challenges, then wait %v", n, wait)
	}
	// Nobody is locked out by that: who has been here before passes by.
	hint := base64.RawURLEncoding.EncodeToString(a.hint[:])
	ask(&stranger, wire.HeaderHint, hint)().is(200)
	ask(a)().is(200) // by the session
	other := *a
	other.hint[0] ^= 1
	ask(&stranger, wire.HeaderHint, base64.RawURLEncoding.EncodeToString(other.hint[:]))().refused(429, wire.CodeRateLimited)
	w.pass(wait - time.Millisecond)
	ask(&stranger)().refused(429, wire.CodeRateLimited)
	w.pass(time.Millisecond)
	ask(&stranger)().is(200)
	ask(&stranger)().refused(429, wire.CodeRateLimited)

	// The limit by address holds for everybody, hint or not, and only there.
	w.pass(time.Hour)
	if n, _ := limited(t, 100, ask(&stranger, wire.HeaderHint, hint)); n != 30 {
		t.Errorf("%d challenges from one address", n)
	}
	stranger.addr = "192.0.2.2:1"
	ask(&stranger, wire.HeaderHint, hint)().is(200)

	w.pass(time.Hour)
	if n, _ := limited(t, 100, func() reply { return stranger.answer([32]byte{}, stranger.hot, origin) }); n != 30 {
		t.Errorf("%d logins from one address", n)
	}
}

func TestLimitsByAddress(t *testing.T) {
	w := newWorldInMemory(t, withLimits)
	p := w.person()
	register := func() reply {
		return p.do("POST", wire.PathAccounts, wire.NewAccount{Account: p.id, Code: []byte("wrong"), Slots: p.slots})
	}
	n, wait := limited(t, 10, register)
	if n != 3 || wait != 20*time.Minute {
		t.Errorf("%d registrations, then wait %v", n, wait)
	}
	for addr, free := range map[string]bool{"192.0.2.1:9": false, "[::ffff:192.0.2.1]:9": false, "192.0.2.3:1": true} {
		p.addr = addr
		if r := register(); (r.status != 429) != free {
			t.Errorf("%s: %d", addr, r.status)
		}
	}
	// An IPv6 household has 2^64 addresses.
	for i, addr := range []string{"[2001:db8:1:2::1]:1", "[2001:db8:1:2::2]:1", "[2001:db8:1:2:ffff::]:1", "[2001:db8:1:2::3%eth0]:1", "[2001:db8:1:3::1]:1"} {
		p.addr = addr
		if r := register(); (r.status == 429) != (i == 3) {
			t.Errorf("%s: %d", addr, r.status)
		}
	}
	v := newInvite()
	p.addr = "192.0.2.9:1"
	if n, _ := limited(t, 200, func() reply { return p.look(v) }); n != 120 {
		t.Errorf("%d looks at invites", n)
	}
}

func TestLimitsOfMembers(t *testing.T) {
	w := newWorldInMemory(t, withLimits)
	a, b := w.member(), w.member()
	w.pass(time.Hour)
	s := a.begin(chain.Couple)
	n, wait := limited(t, 100, func() reply { return a.write(s, a.words(s)) })
	if n != 59 || wait != time.Second { // and the first epoch
		t.Errorf("%d appends, then wait %v", n, wait)
	}
	other := b.begin(chain.Self)
	b.write(other, b.words(other)).is(201)
	a.page(s, "")
	w.pass(time.Second)
	a.write(s, a.words(s)).is(201)
	a.put(s, a.words(s)).refused(429, wire.CodeRateLimited)

	// By the hour: every minute gives sixty, an hour six hundred and what comes
	// back meanwhile.
	total := 61 // and the genesis, which counts by account
	for range 30 {
		w.pass(time.Minute)
		for a.write(s, a.words(s)).status == 201 {
			total++
		}
	}
	if total < 600 || total > 601+30*10 {
		t.Errorf("%d events in half an hour", total)
	}

	w.pass(24 * time.Hour)
	a.login().is(200)
	b.login().is(200)
	s2 := b.begin(chain.Couple)
	w.pass(time.Hour)
	if n, wait := limited(t, 10, func() reply { return b.op(wire.OpInvite, "POST", wire.PathInvites, newInvite().to(s2)) }); n != 5 || wait > 5*time.Hour || wait < 4*time.Hour {
		t.Errorf("%d invites, then wait %v", n, wait)
	}
}

// Behind a proxy each person has their own limit, and nobody gets a new one by
// saying that they come from elsewhere.
func TestLimitsBehindProxy(t *testing.T) {
	for _, trusted := range []bool{false, true} {
		w := newWorldInMemory(t, withLimits, func(o *relay.Options) {
			if trusted {
				o.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
			}
		})
		ask := func(from string) int {
			p := w.person() // each time another account
			p.addr = "127.0.0.1:5"
			return p.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: p.id}, "X-Forwarded-For", from).status
		}
		status := 0
		for i := range 31 {
			status = ask(fmt.Sprintf("198.51.100.%d, 192.0.2.7", i))
		}
		if status != 429 {
			t.Errorf("trusted %v: the 31st challenge of one address: %d", trusted, status)
		}
		want := 429
		if trusted {
			want = 200
		}
		if status = ask("198.51.100.1, 192.0.2.8"); status != want {
			t.Errorf("trusted %v: somebody else behind the same proxy: %d, want %d", trusted, status, want)
		}
	}
}
