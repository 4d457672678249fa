package relay_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/relay/sqlstore"
	"troth/internal/wire"
)

const origin = "http://troth.test:8080"

// world is a relay, its clock, what it logged, and whom it knows.
type world struct {
	t     testing.TB
	store relay.Store
	relay *relay.Server
	opts  relay.Options
	h     http.Handler
	logs  *syncBuffer
	codes [][]byte
	dir   string // of the database, if there is one

	mu  sync.Mutex
	now time.Time
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// both runs a test against a relay on either store.
func both(t *testing.T, f func(t *testing.T, w *world), change ...func(*relay.Options)) {
	t.Run("memory", func(t *testing.T) { f(t, newWorld(t, memstore.New(), change...)) })
	t.Run("sqlite", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "data")
		s, err := sqlstore.Create(context.Background(), dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		w := newWorld(t, s, change...)
		w.dir = dir
		f(t, w)
	})
}

// backup returns a store with what the world's holds now.
func (w *world) backup() relay.Store {
	w.t.Helper()
	if m, ok := w.store.(*memstore.Store); ok {
		return m.Copy()
	}
	dir := w.t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(w.dir, sqlstore.FileName))
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("VACUUM INTO ?", filepath.Join(dir, sqlstore.FileName)); err != nil {
		w.t.Fatal(err)
	}
	s, err := sqlstore.Open(context.Background(), dir)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { s.Close() })
	return s
}

// restore starts the relay on another store.
func (w *world) restore(s relay.Store) {
	w.t.Helper()
	w.store, w.opts.Store = s, s
	w.restart()
}

func newWorld(t testing.TB, s relay.Store, change ...func(*relay.Options)) *world {
	w := &world{t: t, store: s, logs: &syncBuffer{}, now: time.Date(2030, 5, 6, 7, 8, 9, 0, time.UTC)}
	w.opts = relay.Options{Store: s, Origin: origin, Clock: w.clock, NoLimits: true, Log: slog.New(slog.NewTextHandler(w.logs, nil))}
	for _, c := range change {
		c(&w.opts)
	}
	w.restart()
	return w
}

// restart closes the relay and starts another on the same store.
func (w *world) restart() {
	w.t.Helper()
	if w.relay != nil {
		w.relay.Close()
	}
	s, err := relay.New(w.opts)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(s.Close)
	w.relay, w.h = s, s.Handler()
	if w.codes, err = s.RegistrationCodes(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// reply is an answer.
type reply struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
}

// is fails the test unless the answer is a success with this status.
func (r reply) is(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("answered %d %s, want %d", r.status, r.code(), status)
	}
	return r
}

// refused fails the test unless the answer is this refusal.
func (r reply) refused(status int, c wire.Code) reply {
	r.t.Helper()
	if r.status != status || r.code() != c {
		r.t.Fatalf("answered %d %q, want %d %q", r.status, r.code(), status, c)
	}
	return r
}

func (r reply) error() wire.Error {
	var e wire.Error
	_ = codec.Decode(r.body, &e) // a success has none
	return e
}

func (r reply) code() wire.Code { return r.error().Code }

func (r reply) into(v any) {
	r.t.Helper()
	if err := codec.Decode(r.body, v); err != nil {
		r.t.Fatalf("answer of %d bytes with status %d: %v", len(r.body), r.status, err)
	}
}

// send sends a request as it is.
func (w *world) send(r *http.Request) reply {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.h.ServeHTTP(rec, r)
	return reply{w.t, rec.Code, rec.Header(), rec.Body.Bytes()}
}

func (w *world) request(method, path string, body []byte) *http.Request {
	r := httptest.NewRequest(method, origin+path, bytes.NewReader(body))
	if method == "POST" || method == "PUT" {
		r.Header.Set("Content-Type", wire.MediaType)
	}
	return r
}

// person is an account's owner with one device.
type person struct {
	*world
	id        wire.AccountID
	hot, cold ed25519.PrivateKey
	slots     []wire.Slot
	token     [32]byte
	hint      [16]byte
	addr      string

	identity, sign ed25519.PrivateKey
}

func fill(p []byte) {
	if _, err := rand.Read(p); err != nil {
		panic(err)
	}
}

func newKey() ed25519.PrivateKey {
	_, k, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	return k
}

func pub(k ed25519.PrivateKey) [32]byte { return [32]byte(k.Public().(ed25519.PublicKey)) }

func newSlot(typ uint8, key ed25519.PrivateKey) wire.Slot {
	s := wire.Slot{Type: typ, KDF: 1, AuthPub: pub(key), CT: make([]byte, 60)}
	fill(s.ID[:])
	fill(s.Salt[:])
	fill(s.CT)
	return s
}

// person is somebody whom the relay does not know yet.
func (w *world) person() *person {
	p := &person{world: w, hot: newKey(), cold: newKey(), identity: newKey(), sign: newKey(), addr: "192.0.2.1:1"}
	fill(p.id[:])
	p.slots = []wire.Slot{newSlot(wire.SlotHot, p.hot), newSlot(wire.SlotCold, p.cold), newSlot(wire.SlotJournal, newKey())}
	return p
}

// member is somebody who has registered and logged in.
func (w *world) member() *person {
	w.t.Helper()
	p := w.person()
	p.do("POST", wire.PathAccounts, wire.NewAccount{Account: p.id, Code: w.codes[0], Slots: p.slots}).is(201)
	w.codes = w.codes[1:]
	p.login().is(200)
	return p
}

func (p *person) do(method, path string, in any, header ...string) reply {
	p.t.Helper()
	var body []byte
	if in != nil {
		body = codec.Must(in)
	}
	r := p.request(method, path, body)
	r.RemoteAddr = p.addr
	if p.token != [32]byte{} {
		r.Header.Set("Authorization", p.bearer())
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return p.send(r)
}

func (p *person) bearer() string {
	return "Bearer " + base64.RawURLEncoding.EncodeToString(p.token[:])
}

func (p *person) challenge(header ...string) wire.Challenge {
	p.t.Helper()
	var c wire.Challenge
	p.do("POST", wire.PathChallenge, wire.ChallengeRequest{Account: p.id}, header...).is(200).into(&c)
	return c
}

func (p *person) login() reply {
	p.t.Helper()
	r := p.answer(p.challenge().Nonce, p.hot, origin)
	if r.status == 200 {
		var s wire.Session
		r.into(&s)
		p.token, p.hint = s.Token, s.Hint
	}
	return r
}

func (p *person) answer(nonce [32]byte, key ed25519.PrivateKey, origin string) reply {
	p.t.Helper()
	return p.do("POST", wire.PathLogin, wire.Login{Account: p.id, Type: wire.SlotHot, Nonce: nonce,
		Sig: ed25519.Sign(key, wire.LoginInput(origin, p.id, wire.SlotHot, nonce))})
}

// proof is the header of an operation.
func (p *person) proof(op string, in any) string {
	p.t.Helper()
	var body []byte
	if in != nil {
		body = codec.Must(in)
	}
	return p.proofOf(op, body, p.challenge().Nonce, p.cold, origin)
}

func (p *person) proofOf(op string, body []byte, nonce [32]byte, key ed25519.PrivateKey, origin string) string {
	return base64.RawURLEncoding.EncodeToString(codec.Must(wire.OpProof{Nonce: nonce,
		Sig: ed25519.Sign(key, wire.OpInput(origin, p.id, op, body, nonce))}))
}

// op sends a request with its proof.
func (p *person) op(op, method, path string, in any) reply {
	p.t.Helper()
	return p.do(method, path, in, wire.HeaderOp, p.proof(op, in))
}

// space is a log as its members' devices know it.
type space struct {
	id    chain.LogID
	typ   chain.Type
	seq   uint64
	hash  chain.Hash
	epoch uint32
}

func newSpace(typ chain.Type) *space {
	s := &space{typ: typ}
	fill(s.id[:])
	s.hash = chain.GenesisPrev(s.id)
	return s
}

func (s *space) head() wire.Head { return wire.Head{Seq: s.seq, Hash: s.hash} }

func (s *space) path(route string) string { return strings.Replace(route, "{id}", s.id.String(), 1) }

// cert is a person's certificate for a log.
func (p *person) cert(s *space) chain.SignedCertificate {
	p.t.Helper()
	hpke := make([]byte, chain.HPKEPubSize)
	fill(hpke)
	c, err := chain.SignCertificate(chain.Certificate{Version: 1, Identity: pub(p.identity), Generation: 1, Sign: pub(p.sign), HPKE: hpke, Log: s.id}, p.identity)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// event signs an event for the place after the space's head.
func (p *person) event(s *space, epoch uint32, body []byte) []byte {
	var id [16]byte
	fill(id[:])
	return p.eventOf(s, epoch, id, body)
}

func (p *person) eventOf(s *space, epoch uint32, id [16]byte, body []byte) []byte {
	h := chain.Header{Type: s.typ, Log: s.id, Seq: s.seq + 1, Prev: s.hash, Epoch: epoch, CTLen: uint32(len(body)), CTHash: sha256.Sum256(body)}
	k := pub(p.sign)
	h.Author = chain.KIDOf(k[:])
	h.ID = id
	fill(h.Nonce[:])
	ev := chain.Event{Header: h, Sig: [64]byte(ed25519.Sign(p.sign, h.SigInput())), Body: body}
	return ev.Bytes()
}

// words is an event that a person might write.
func (p *person) words(s *space) []byte {
	body := make([]byte, chain.MinBucket+chain.TagSize)
	fill(body)
	return p.event(s, max(1, s.epoch), body)
}

// redact is an event that takes another back.
func (p *person) redact(s *space, target []byte) []byte {
	body := make([]byte, chain.MinBucket+chain.TagSize)
	fill(body)
	return p.eventOf(s, max(1, s.epoch), chain.RedactID(header(target).Hash()), body)
}

// tombstone is a person's leave to remove the body of an event.
func (p *person) tombstone(target []byte) wire.Tombstone {
	h, k := header(target), pub(p.sign)
	return wire.Tombstone{Seq: h.Seq, Data: chain.NewTombstone(chain.KIDOf(k[:]), ed25519.Sign(p.sign, chain.TombstoneInput(h)))}
}

func header(event []byte) chain.Header {
	h, err := chain.ParseHeader(event[:chain.HeaderSize])
	if err != nil {
		panic(err)
	}
	return h
}

// rekey begins a person's next generation of keys.
func (p *person) rekey(s *space, generation uint32) []byte {
	p.t.Helper()
	p.sign = newKey()
	hpke := make([]byte, chain.HPKEPubSize)
	fill(hpke)
	c, err := chain.SignCertificate(chain.Certificate{Version: 1, Identity: pub(p.identity), Generation: generation, Sign: pub(p.sign), HPKE: hpke, Log: s.id}, p.identity)
	if err != nil {
		p.t.Fatal(err)
	}
	b, err := chain.RekeyBody(c)
	return p.control(s, b, err)
}

func (p *person) control(s *space, body []byte, err error) []byte {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	return p.event(s, 0, body)
}

func (p *person) genesis(s *space) []byte {
	p.t.Helper()
	b, err := chain.GenesisBody(p.cert(s))
	return p.control(s, b, err)
}

func (p *person) leave(s *space) []byte {
	p.t.Helper()
	b, err := chain.LeaveBody()
	return p.control(s, b, err)
}

// newEpoch announces the next epoch to so many members.
func (p *person) newEpoch(s *space, members int) []byte {
	p.t.Helper()
	e := chain.Epoch{Number: s.epoch + 1}
	for m := 1; m <= members; m++ {
		e.Wraps = append(e.Wraps, chain.EpochWrap{Member: uint8(m), Generation: 1, Sealed: make([]byte, 1168)})
	}
	if s.epoch > 0 {
		e.PrevEpoch, e.PrevWrap = s.epoch, make([]byte, 72)
	}
	b, err := chain.EpochBody(e)
	return p.control(s, b, err)
}

// after moves the space's head to behind these events.
func (s *space) after(events ...[]byte) {
	for _, raw := range events {
		ev, err := chain.Parse(raw)
		if err != nil {
			panic(err)
		}
		s.seq, s.hash = ev.Seq, ev.Header.Hash()
	}
}

// begin makes a log with its first epoch on the relay.
func (p *person) begin(typ chain.Type) *space {
	p.t.Helper()
	s := newSpace(typ)
	g := p.genesis(s)
	var head wire.Head
	p.do("POST", wire.PathLogs, wire.NewLog{Genesis: g}).is(201).into(&head)
	s.after(g)
	if head != s.head() {
		p.t.Fatalf("head of the new log is %v", head)
	}
	if typ == chain.Couple {
		p.write(s, p.newEpoch(s, 1)).is(201)
		s.epoch = 1
	}
	return s
}

// put sends an append without believing in it.
func (p *person) put(s *space, events ...[]byte) reply {
	p.t.Helper()
	return p.do("POST", s.path(wire.PathEvents), wire.Append{Expect: s.head(), Events: events})
}

// write sends an append and, if it was taken, moves the head on.
func (p *person) write(s *space, events ...[]byte) reply {
	p.t.Helper()
	r := p.put(s, events...)
	if r.status == 201 {
		s.after(events...)
		var head wire.Head
		r.into(&head)
		if head != s.head() {
			p.t.Fatalf("head is said to be %d, want %d", head.Seq, s.seq)
		}
	}
	return r
}

// page reads a page of a log.
func (p *person) page(s *space, query string) wire.Page {
	p.t.Helper()
	var page wire.Page
	p.do("GET", s.path(wire.PathEvents)+query, nil).is(200).into(&page)
	return page
}

// invite is the relay's side of an invite.
type invite struct {
	id    wire.InviteID
	claim []byte
	m1    []byte
}

func newInvite() invite {
	v := invite{claim: make([]byte, 32), m1: []byte("sealed one")}
	fill(v.id[:])
	fill(v.claim)
	return v
}

func (v invite) path(route string) string { return strings.Replace(route, "{id}", v.id.String(), 1) }

func (v invite) to(s *space) wire.NewInvite {
	return wire.NewInvite{ID: v.id, ClaimHash: sha256.Sum256(v.claim), Log: s.id, M1: v.m1, TTLMS: wire.MaxInviteMS}
}

func (p *person) invite(s *space) invite {
	p.t.Helper()
	v := newInvite()
	p.op(wire.OpInvite, "POST", wire.PathInvites, v.to(s)).is(201)
	return v
}

func (p *person) claim(v invite) reply {
	p.t.Helper()
	return p.do("POST", v.path(wire.PathClaim), wire.Claim{Claim: v.claim})
}

func (p *person) look(v invite) reply {
	p.t.Helper()
	return p.do("GET", v.path(wire.PathInvite), nil)
}

// addition is what lets a second person in.
func (p *person) addition(s *space, v invite, second *person) wire.AddMember {
	p.t.Helper()
	b, err := chain.MemberAddBody(second.cert(s))
	add := p.control(s, b, err)
	at := *s
	at.after(add)
	epoch := p.newEpoch(&at, 2)
	return wire.AddMember{Invite: v.id, Append: wire.Append{Expect: s.head(), Events: [][]byte{add, epoch}}}
}

func (p *person) addMember(s *space, in wire.AddMember) reply {
	p.t.Helper()
	r := p.op(wire.OpMember, "POST", s.path(wire.PathMembers), in)
	if r.status == 201 {
		s.after(in.Append.Events...)
		s.epoch++
	}
	return r
}

// couple is two people with a space.
func (w *world) couple() (a, b *person, s *space) {
	w.t.Helper()
	a, b = w.member(), w.member()
	s = a.begin(chain.Couple)
	v := a.invite(s)
	b.claim(v).is(200)
	a.addMember(s, a.addition(s, v, b)).is(201)
	return a, b, s
}
