package relay_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/relay"
	"troth/internal/wire"
)

// Both write at one moment, on what both have seen: one comes first, the other is
// told, and nothing is there twice or not at all.
func TestAttack34ConcurrentAppends(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		busy := a.begin(chain.Self)
		g := newGate(w.store)
		w.opts.Store = g
		w.restart()
		var wg sync.WaitGroup
		wg.Go(func() { a.put(busy, a.words(busy)) })
		<-g.entered // a transaction is under way; all that follow are in the next
		results := make([]reply, 10)
		events := make([][]byte, len(results))
		for i := range results {
			p := []*person{a, b}[i%2]
			events[i] = p.words(s)
			wg.Go(func() { results[i] = p.put(s, events[i]) })
		}
		for w.relay.Waiting() < int64(len(results))+1 {
			time.Sleep(time.Millisecond)
		}
		g.open()
		wg.Wait()
		next, taken := *s, 0
		for i, r := range results {
			if r.status == 201 {
				taken++
				next.after(events[i])
			}
		}
		if taken != 1 {
			t.Fatalf("%d of %d appends at one head were taken", taken, len(results))
		}
		for _, r := range results {
			if r.status != 201 {
				r.refused(409, wire.CodeConflict)
				if h := r.error().Head; h == nil || *h != next.head() {
					t.Errorf("the conflict names head %v", h)
				}
			}
		}
		// Signed again for the new head, the other's is there too, once.
		b.write(&next, b.words(&next)).is(201)
		if page := a.page(s, ""); page.Head != next.head() || len(page.Events) != int(next.seq) {
			t.Errorf("head %d and %d events, want %d", page.Head.Seq, len(page.Events), next.seq)
		}
	})
}

func TestAttack42ThirdMember(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		third := w.member()
		// Whoever asks, and with whatever invite, the log has two.
		for _, p := range []*person{a, b} {
			body, err := chain.MemberAddBody(third.cert(s))
			add := p.control(s, body, err)
			p.op(wire.OpInvite, "POST", wire.PathInvites, newInvite().to(s)).refused(403, wire.CodeForbidden)
			p.op(wire.OpMember, "POST", s.path(wire.PathMembers), wire.AddMember{Invite: newInvite().id,
				Append: wire.Append{Expect: s.head(), Events: [][]byte{add}}}).refused(404, wire.CodeNotFound)
			// As an event it may stand there; it changes nothing.
			p.write(s, add).is(201)
		}
		third.do("GET", s.path(wire.PathEvents), nil).refused(404, wire.CodeNotFound)
		third.put(s, third.words(s)).refused(404, wire.CodeNotFound)
		a.put(s, third.words(s)).refused(422, wire.CodeRefused)
	}, func(o *relay.Options) { o.MaxAccounts = 3 })
}

// One member writes as much as they can. The other goes on reading and writing.
func TestAttack43Flood(t *testing.T) {
	w := newWorldInMemory(t, withLimits)
	a, b := w.member(), w.member()
	w.pass(time.Hour)
	s := a.begin(chain.Couple)
	v := a.invite(s)
	b.claim(v).is(200)
	a.addMember(s, a.addition(s, v, b)).is(201)
	w.pass(24 * time.Hour)
	a.login().is(200)
	b.login().is(200)

	taken, refused := 0, 0
	for range 3000 {
		r := a.write(s, a.words(s))
		switch r.status {
		case 201:
			taken++
		case 429:
			refused++
			r.refused(429, wire.CodeRateLimited)
			if seconds, err := strconv.Atoi(r.header.Get("Retry-After")); err != nil || seconds < 1 {
				t.Fatalf("Retry-After is %q", r.header.Get("Retry-After"))
			}
		default:
			t.Fatalf("answered %d %s", r.status, r.code())
		}
	}
	if taken != 60 || refused != 2940 {
		t.Errorf("%d of 3,000 events at once were taken, %d refused", taken, refused)
	}
	if page := b.page(s, ""); page.Head != s.head() {
		t.Errorf("the other reads up to %d of %d", page.Head.Seq, s.seq)
	}
	b.write(s, b.words(s)).is(201)
	// Spread over a day, or many in one request, it comes to the same.
	for minute := range 24 * 60 {
		w.pass(time.Minute)
		if minute%360 == 0 {
			a.login().is(200)
			b.login().is(200)
		}
		for a.write(s, a.words(s)).status == 201 {
			taken++
		}
	}
	if taken > 60+2000+2000 {
		t.Errorf("%d events in a day", taken)
	}
	b.write(s, b.words(s)).is(201)
	w.pass(48 * time.Hour)
	a.login().is(200)
	at := *s
	var many [][]byte
	for range 60 {
		ev := a.words(&at)
		at.after(ev)
		many = append(many, ev)
	}
	a.write(s, many...).is(201)
	a.put(s, a.words(s)).refused(429, wire.CodeRateLimited)
}

func TestAttack49OldChallenge(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		n := a.challenge().Nonce
		a.answer(n, a.hot, origin).is(200)
		a.answer(n, a.hot, origin).refused(401, wire.CodeUnauthorized) // used
		n = a.challenge().Nonce
		a.answer(n, b.hot, origin).refused(401, wire.CodeUnauthorized)
		a.answer(n, a.hot, origin).refused(401, wire.CodeUnauthorized) // used up by the wrong answer
		a.answer(b.challenge().Nonce, a.hot, origin).refused(401, wire.CodeUnauthorized)
		a.answer([32]byte{1}, a.hot, origin).refused(401, wire.CodeUnauthorized) // made up

		n = a.challenge().Nonce
		w.pass(60*time.Second - time.Millisecond)
		a.answer(n, a.hot, origin).is(200)
		n = a.challenge().Nonce
		w.pass(60 * time.Second)
		a.answer(n, a.hot, origin).refused(401, wire.CodeUnauthorized)
	})
}

// A relay that passes on another's challenge gets an answer that is good for
// itself only.
func TestAttack50RelayedChallenge(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		for _, other := range []string{"https://other.example", "https://troth.test:8080", origin + "/", "http://troth.test", ""} {
			a.answer(a.challenge().Nonce, a.hot, other).refused(401, wire.CodeUnauthorized)
		}
		a.answer(a.challenge().Nonce, a.hot, origin).is(200)
		// The same for what needs the cold key.
		next := wire.SlotSet{Slots: append(a.slots[:2:2], newSlot(wire.SlotJournal, newKey()))}
		proof := a.proofOf(wire.OpSlots, codec.Must(next), a.challenge().Nonce, a.cold, "https://other.example")
		a.do("PUT", wire.PathSlots, next, wire.HeaderOp, proof).refused(403, wire.CodeForbidden)
	})
}

// Somebody guesses, from wherever they like. They get nowhere; they are slowed
// down; and the owner's own device enters at once all the while.
func TestAttack52BadLogins(t *testing.T) {
	w := newWorldInMemory(t, withLimits)
	a := w.member()
	w.pass(time.Hour)
	guesser := *a
	guesser.token, guesser.hint, guesser.hot = [32]byte{}, [16]byte{}, newKey()
	judged, delayed := 0, 0
	for i := range 1000 {
		guesser.addr = fmt.Sprintf("198.51.%d.%d:1", i/250, i%250)
		r := guesser.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: a.id})
		if r.status == 429 {
			r.refused(429, wire.CodeRateLimited)
			if r.header.Get("Retry-After") == "" {
				t.Fatal("it is not said how long to wait")
			}
			delayed++
			continue
		}
		var c wire.Challenge
		r.is(200).into(&c)
		guesser.answer(c.Nonce, guesser.hot, origin).refused(401, wire.CodeUnauthorized)
		judged++
	}
	if judged != 10 || delayed != 990 {
		t.Errorf("of 1,000 guesses at once %d were judged and %d delayed", judged, delayed)
	}
	owner := *a
	owner.token = [32]byte{}
	hint := base64.RawURLEncoding.EncodeToString(a.hint[:])
	owner.answer(owner.challenge(wire.HeaderHint, hint).Nonce, owner.hot, origin).is(200)
	// A new device of the owner's waits like everybody, and then comes in.
	owner.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: a.id}).refused(429, wire.CodeRateLimited)
	w.pass(6 * time.Second)
	owner.login().is(200)
	// From one address, guesses at many accounts are slowed down too.
	w.pass(time.Hour)
	guesser.addr = "203.0.113.1:1"
	n, _ := limited(t, 100, func() reply {
		fill(guesser.id[:])
		return guesser.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: guesser.id})
	})
	if n != 30 {
		t.Errorf("%d challenges from one address", n)
	}
}

// Whoever has a session's token can read. They cannot write, and not change how
// the account is entered.
func TestAttack53StolenToken(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		thief := w.person() // with keys of their own, and Ana's account and token
		thief.id, thief.token = a.id, a.token
		thief.do("GET", s.path(wire.PathEvents), nil).is(200)

		thief.put(s, thief.words(s)).refused(422, wire.CodeRefused)
		thief.put(s, b.words(s)).refused(403, wire.CodeForbidden) // another member's words under Ana's account
		unsigned := a.words(s)
		unsigned[chain.HeaderSize] ^= 1
		thief.put(s, unsigned).refused(422, wire.CodeRefused)

		mine := wire.SlotSet{Slots: thief.slots}
		thief.do("PUT", wire.PathSlots, mine).refused(403, wire.CodeForbidden)
		thief.op(wire.OpSlots, "PUT", wire.PathSlots, mine).refused(403, wire.CodeForbidden) // signed by a key of the thief's
		thief.do("PUT", wire.PathSlots, mine, wire.HeaderOp, base64.RawURLEncoding.EncodeToString(codec.Must(wire.OpProof{}))).refused(403, wire.CodeForbidden)
		thief.do("DELETE", wire.PathAccount, nil).refused(403, wire.CodeForbidden)
		thief.do("GET", wire.PathSessions, nil).refused(403, wire.CodeForbidden)
		thief.op(wire.OpSessions, "GET", wire.PathSessions, nil).refused(403, wire.CodeForbidden)
		all := wire.EndSessions{Sessions: [][32]byte{sha256.Sum256(a.token[:])}}
		thief.do("POST", wire.PathSignOut, all).refused(403, wire.CodeForbidden)
		past := a.begin(chain.Couple)
		a.write(past, a.leave(past)).is(201)
		thief.do("POST", past.path(wire.PathReaders), wire.NewReader{Log: past.id, Shared: s.id}).refused(403, wire.CodeForbidden)
		// Whoever has a recovery code can make new slots, and begins with that.
		r := a.recoverable()
		r.op(wire.OpSessions, "GET", wire.PathSessions, nil).refused(403, wire.CodeForbidden)
		r.op(wire.OpInvite, "POST", wire.PathInvites, newInvite().to(s)).refused(403, wire.CodeForbidden)
		r.op(wire.OpDeleteAccount, "DELETE", wire.PathAccount, nil).refused(403, wire.CodeForbidden)
		thief.op(wire.OpPin, "POST", wire.PathPins, newPin().request()).refused(403, wire.CodeForbidden)
		own := a.begin(chain.Couple)
		thief.do("POST", wire.PathInvites, newInvite().to(own)).refused(403, wire.CodeForbidden)
		thief.op(wire.OpInvite, "POST", wire.PathInvites, newInvite().to(own)).refused(403, wire.CodeForbidden)
		// With the hot key too it stays so.
		hot := *a
		hot.cold = hot.hot
		hot.op(wire.OpSlots, "PUT", wire.PathSlots, mine).refused(403, wire.CodeForbidden)
		if page := a.page(s, ""); page.Head != s.head() {
			t.Error("something was written")
		}
		a.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: append(a.slots[:2:2], newSlot(wire.SlotJournal, newKey()))}).is(204)
	})
}

// A session that was ended elsewhere hears nothing more, and that at once.
func TestAttack58StreamOfAnEndedSession(t *testing.T) {
	w := newWorldInMemory(t)
	url := w.serve()
	a := w.member()
	other := *a
	other.login().is(200)
	here, there := a.listen(url), other.listen(url)
	a.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: append(a.slots[:2:2], newSlot(wire.SlotJournal, newKey()))}).is(204)
	ended(t, there, 5*time.Second)
	other.do("GET", wire.PathSlots, nil).refused(401, wire.CodeUnauthorized)
	s := a.begin(chain.Self)
	s.seq = 1
	expect(t, here, logLine(s)) // one's own goes on

	// Signed out alone, among others, and told so.
	third := *a
	third.login().is(200)
	other.login().is(200)
	there = other.listen(url)
	out := wire.EndSessions{Sessions: [][32]byte{sha256.Sum256(other.token[:])}}
	a.op(wire.OpSignOut, "POST", wire.PathSignOut, out).is(204)
	ended(t, there, 5*time.Second)
	other.do("GET", wire.PathSlots, nil).refused(401, wire.CodeSignedOut)
	third.do("GET", wire.PathSlots, nil).is(200)

	a.op(wire.OpDeleteAccount, "DELETE", wire.PathAccount, nil).is(204)
	ended(t, here, 5*time.Second)
}

func TestAttack59LateInvite(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		s := a.begin(chain.Couple)
		in := func() invite {
			v := newInvite()
			n := v.to(s)
			n.TTLMS = time.Hour.Milliseconds()
			a.op(wire.OpInvite, "POST", wire.PathInvites, n).is(201)
			return v
		}
		unclaimed, claimed := in(), in()
		b.claim(claimed).is(200)
		w.pass(time.Hour - time.Millisecond)
		b.look(unclaimed).is(200)
		w.pass(time.Millisecond)
		for range 2 {
			b.look(unclaimed).refused(410, wire.CodeExpired)
			b.claim(unclaimed).refused(410, wire.CodeExpired)
		}
		a.look(unclaimed).refused(410, wire.CodeExpired)
		b.do("POST", claimed.path(wire.PathAnswer), wire.Sealed{Data: []byte("two")}).refused(410, wire.CodeExpired)
		// Nor is there an invite that lasts longer than three days.
		n := newInvite().to(s)
		n.TTLMS = wire.MaxInviteMS + 1
		a.op(wire.OpInvite, "POST", wire.PathInvites, n).refused(400, wire.CodeMalformed)
	})
}

func TestAttack60SecondClaim(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, eve := w.member(), w.member(), w.member()
		v := a.invite(a.begin(chain.Couple))
		b.claim(v).is(200)
		if a.look(v).invite().Raced {
			t.Error("the maker is told of somebody else though there was nobody")
		}
		for range 2 {
			eve.claim(v).refused(410, wire.CodeGone)
		}
		eve.look(v).refused(410, wire.CodeGone)
		eve.do("POST", v.path(wire.PathAnswer), wire.Sealed{Data: []byte("two")}).refused(403, wire.CodeForbidden)
		if !a.look(v).invite().Raced {
			t.Error("the maker is not told")
		}
		if got := b.claim(v).invite(); !got.Mine || got.Raced {
			t.Errorf("the claimer: %+v", got)
		}
	}, func(o *relay.Options) { o.MaxAccounts = 3 })
}

// together is a store that lets nobody go on who reads an invite until so many
// have read it.
type together struct {
	relay.Store
	mu   sync.Mutex
	left int
	all  chan struct{}
}

func (g *together) Invite(ctx context.Context, id wire.InviteID) (relay.StoredInvite, error) {
	v, err := g.Store.Invite(ctx, id)
	g.mu.Lock()
	if g.left--; g.left == 0 {
		close(g.all)
	}
	g.mu.Unlock()
	<-g.all
	return v, err
}

func TestAttack61RacingClaims(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		v := a.invite(a.begin(chain.Couple))
		var others []*person
		for range 6 {
			others = append(others, w.member())
		}
		w.opts.Store = &together{Store: w.store, left: len(others), all: make(chan struct{})}
		w.restart()
		var wg sync.WaitGroup
		results := make([]int, len(others))
		for i, p := range others {
			wg.Go(func() { results[i] = p.claim(v).status })
		}
		wg.Wait()
		if count(results, 200) != 1 || count(results, 410) != len(others)-1 {
			t.Errorf("answers: %v", results)
		}
		if !a.look(v).invite().Raced {
			t.Error("the maker is not told")
		}
		for i, p := range others {
			if results[i] == 200 {
				if got := p.claim(v).invite(); !got.Mine || got.Raced {
					t.Errorf("the claimer is told: %+v", got)
				}
			} else {
				p.look(v).refused(410, wire.CodeGone)
				p.do("POST", v.path(wire.PathAnswer), wire.Sealed{Data: []byte("two")}).refused(403, wire.CodeForbidden)
			}
		}
	}, func(o *relay.Options) { o.MaxAccounts = 7 })
}

func TestAttack65OwnInvite(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		v := a.invite(a.begin(chain.Couple))
		a.claim(v).refused(409, wire.CodeOwn)
		b.claim(v).is(200) // it was not used up by that
	})
}

// crossSite sends a request as a browser does for a page of another site.
func crossSite(w *world, method, path string, body []byte, header ...string) reply {
	r := w.request(method, path, body)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return w.send(r)
}

func trustOne(o *relay.Options) { o.TrustedOrigins = []string{"https://app.example"} }

func TestAttack82CrossSitePost(t *testing.T) {
	w := newWorldInMemory(t, trustOne)
	a := w.member()
	for path, body := range map[string][]byte{
		wire.PathChallenge: codec.Must(wire.ChallengeRequest{Account: a.id}),
		wire.PathLogs:      codec.Must(wire.NewLog{Genesis: a.genesis(newSpace(chain.Self))}),
	} {
		send := func(header ...string) reply {
			return crossSite(w, "POST", path, body, append([]string{"Authorization", a.bearer()}, header...)...)
		}
		for _, header := range [][]string{
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "same-site"},
			{"Origin", "https://evil.example"},
			{"Origin", "null"},
			{"Origin", "https://app.example.evil.example", "Sec-Fetch-Site", "cross-site"},
			{"Origin", "http://app.example", "Sec-Fetch-Site", "cross-site"},
		} {
			send(header...).refused(403, wire.CodeForbidden)
		}
		if r := send("Sec-Fetch-Site", "same-origin"); r.status/100 != 2 {
			t.Errorf("%s: the page's own request is refused: %d", path, r.status)
		}
	}
	// There is no cookie to ride on: without the token nobody is anybody.
	r := crossSite(w, "GET", wire.PathLogs, nil, "Cookie", "token="+base64.RawURLEncoding.EncodeToString(a.token[:]))
	r.refused(401, wire.CodeUnauthorized)
	if r := a.login().is(200); r.header.Get("Set-Cookie") != "" {
		t.Error("a login sets a cookie")
	}
}

func TestAttack83CORSWithCredentials(t *testing.T) {
	w := newWorldInMemory(t, trustOne)
	a := w.member()
	body := codec.Must(wire.ChallengeRequest{Account: a.id})
	ask := func(method, path string, body []byte, from string) http.Header {
		return crossSite(w, method, path, body, "Origin", from, "Sec-Fetch-Site", "cross-site", "Authorization", a.bearer(),
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization").header
	}
	for _, c := range []struct{ method, path string }{{"OPTIONS", wire.PathSlots}, {"POST", wire.PathChallenge}, {"GET", wire.PathLogs}} {
		for from, trusted := range map[string]bool{"https://app.example": true, "https://evil.example": false, "null": false,
			"https://app.example.evil.example": false, "http://app.example": false} {
			h := ask(c.method, c.path, body, from)
			want := ""
			if trusted {
				want = from
			}
			if got := h.Get("Access-Control-Allow-Origin"); got != want {
				t.Errorf("%s %s from %s: allowed is %q", c.method, c.path, from, got)
			}
			// Without this the browser gives no answer to a request that carried
			// cookies or certificates, and sends none of them before.
			if got := h.Get("Access-Control-Allow-Credentials"); got != "" {
				t.Errorf("%s %s from %s: credentials are allowed: %q", c.method, c.path, from, got)
			}
			if trusted && !strings.Contains(h.Get("Vary"), "Origin") {
				t.Errorf("%s %s from %s: the answer may be kept for another origin", c.method, c.path, from)
			}
		}
	}
	if h := ask("OPTIONS", wire.PathSlots, nil, "https://app.example"); !strings.Contains(h.Get("Access-Control-Allow-Headers"), wire.HeaderOp) {
		t.Error("the preflight does not allow the operation header")
	}
	// As it comes, nobody is trusted.
	plain := newWorldInMemory(t)
	if h := crossSite(plain, "OPTIONS", wire.PathSlots, nil, "Origin", "https://app.example").header; h.Get("Access-Control-Allow-Origin") != "" {
		t.Error("an origin is allowed that nobody has listed")
	}
}

func TestAttack89CompressedBody(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(make([]byte, 64<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for _, encoding := range []string{"gzip", "GZIP", "br", "deflate", "identity", "gzip, gzip"} {
		for _, c := range []struct{ method, path string }{{"POST", wire.PathChallenge}, {"POST", wire.PathAccounts}, {"PUT", wire.PathSlots}} {
			read := &countingReader{Reader: bytes.NewReader(packed.Bytes())}
			r := httptest.NewRequest(c.method, origin+c.path, read)
			r.Header.Set("Content-Type", wire.MediaType)
			r.Header.Set("Content-Encoding", encoding)
			r.Header.Set("Authorization", a.bearer())
			w.send(r).refused(415, wire.CodeEncoding)
			if read.n != 0 {
				t.Errorf("%s %s in %s: %d bytes of it were read", c.method, c.path, encoding, read.n)
			}
		}
	}
}

type countingReader struct {
	io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

func TestAttack90OversizedBody(t *testing.T) {
	w := newWorldInMemory(t)
	send := func(size int64, said bool) (reply, int64) {
		read := &countingReader{Reader: io.LimitReader(zeros{}, size)}
		r := httptest.NewRequest("POST", origin+wire.PathChallenge, read)
		r.Header.Set("Content-Type", wire.MediaType)
		r.ContentLength = -1
		if said {
			r.ContentLength = size
		}
		return w.send(r), read.n
	}
	for _, said := range []bool{true, false} {
		r, _ := send(wire.MaxBody, said)
		r.refused(400, wire.CodeMalformed) // the largest body is read, and makes no sense
		r, _ = send(wire.MaxBody+1, said)
		r.refused(413, wire.CodeTooLarge)
		r, n := send(1<<40, said)
		r.refused(413, wire.CodeTooLarge)
		if n > 2*wire.MaxBody {
			t.Errorf("%d bytes of it were read", n)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
