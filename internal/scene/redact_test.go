package scene_test

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/letter"
	"troth/internal/promise"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/relay/sqlstore"
	"troth/internal/scene"
	"troth/internal/self"
	"troth/internal/wire"
)

// log is the shared log of a person, and where it stands.
func log(p *scene.Person) (id chain.LogID, seq uint64) {
	p.Dev.Inspect(func(m *app.Model) {
		a, _ := m.Self.Space()
		id, seq = a.Log, uint64(len(m.Records()))
	})
	return id, seq
}

// stored is what a person's device has stored of an entry.
func stored(t *testing.T, p *scene.Person, seq uint64) eventlog.Record {
	t.Helper()
	id, _ := log(p)
	r, err := p.Store.Load(context.Background(), id, seq-1, 1)
	if err != nil || len(r) != 1 || r[0].Seq != seq {
		t.Fatalf("%s has no entry %d: %v", p.Name, seq, err)
	}
	return r[0]
}

// has waits until a person's device has the body of an entry, or has it no more.
func has(t *testing.T, p *scene.Person, seq uint64, body bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		r := stored(t, p, seq)
		if (len(r.Body) > 0) == body && (body || len(r.Tombstone) == chain.TombstoneSize) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: body of %d bytes, tombstone of %d", p.Name, len(r.Body), len(r.Tombstone))
		}
		time.Sleep(time.Millisecond)
	}
}

// promised makes a promise and returns its seq.
func promised(p *scene.Person, text string) uint64 {
	p.T.Helper()
	p.Do(promise.KindMade, event.Form{"text": text, "date": "2026-11-25"})
	p.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
	_, seq := log(p)
	return seq
}

// takeBack takes back an own entry.
func takeBack(p *scene.Person, seq uint64) {
	p.T.Helper()
	p.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{"seq": strconv.FormatUint(seq, 10)}})
	p.Sees("it taken back", func(m *app.Model) bool {
		return !m.Try.Busy && m.Records()[seq-1].Redacted != 0
	})
}

// reads has somebody look at the list of promises, where Together leads to it.
func reads(p *scene.Person, what string) {
	p.T.Helper()
	_, after, _ := strings.Cut(page(p, app.RouteTogether), "you will do")
	_, after, _ = strings.Cut(after, `data-go="`)
	route, _, _ := strings.Cut(after, `"`)
	if html := page(p, route); !strings.Contains(html, "<h1>Promises</h1>") || !strings.Contains(html, what) {
		p.T.Fatalf("the page of promises does not show %q: %s", what, html)
	}
}

func gone(seq uint64) func(*app.Model) bool {
	return func(m *app.Model) bool {
		return uint64(len(m.Records())) >= seq && m.Records()[seq-1].Redacted != 0 && len(m.Couple.Promise.List(m.Me, m.Now)) == 0
	}
}

// relayHas is what the relay has of an entry.
func relayHas(t *testing.T, p *scene.Person, seq uint64) relay.StoredEvent {
	t.Helper()
	id, _ := log(p)
	e, err := p.RelayStore.Events(context.Background(), id, seq-1, seq, 1, 1<<20)
	if err != nil || len(e) != 1 {
		t.Fatal("the relay has no such entry", err)
	}
	return e[0]
}

func keptOf(p *scene.Person, seq uint64) (c self.Copy, ok bool) {
	p.Dev.Inspect(func(m *app.Model) { c, ok = keptIn(m, seq) })
	return c, ok
}

func keptIn(m *app.Model, seq uint64) (self.Copy, bool) {
	a, ok := m.Self.Space()
	if !ok || uint64(len(m.Records())) < seq {
		return self.Copy{}, false
	}
	return m.Self.Kept(a.Log, m.Records()[seq-1].Hash)
}

// another is another device of the same person.
func another(p *scene.Person) *scene.Person {
	p.T.Helper()
	return elsewhere(p, p.Name)
}

// elsewhere is another device of the same person, whose connection is cut by a
// name of its own.
func elsewhere(p *scene.Person, name string) *scene.Person {
	p.T.Helper()
	second := p.Scene.Person(name)
	second.Person.Pass = p.Person.Pass
	p.Key(app.ActionSheet, p.Secrets(), nil)
	secrets := second.Secrets()
	p.Sees("the account key", func(m *app.Model) bool { secrets[keywork.FieldAccountKey] = m.Sheet; return m.Sheet != "" })
	second.Open("")
	second.Key(app.ActionNewDevice, secrets, nil)
	second.Sees("the app unlocked", func(m *app.Model) bool { return m.Phase == app.Open })
	return second
}

// What was taken back before anybody read it is gone everywhere.
func TestTakenBackUnread(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	page(ben, app.RouteSettings)
	seq := promised(ana, "Too quick.")
	only(t, ben) // it is on Ben's device, and no page of his has shown it
	has(t, ben, seq, true)
	takeBack(ana, seq)
	ben.Sees("nothing any more", gone(seq))
	for _, p := range []*scene.Person{ana, ben} {
		has(t, p, seq, false)
		p.Unlock()
		p.Sees("nothing, still", gone(seq))
	}
	if e := relayHas(t, ana, seq); len(e.Body) != 0 || len(e.Tombstone) != chain.TombstoneSize {
		t.Error("the relay still has it")
	}
	if _, ok := keptOf(ben, seq); ok {
		t.Error("Ben keeps what he had not opened")
	}
	fresh := another(ben)
	fresh.Sees("nothing on a new device", gone(seq))
	fresh.Dev.Inspect(func(m *app.Model) {
		if w, u := m.Unread(); w != 0 || u != 0 {
			t.Errorf("a new device says that %d are held back and %d unreadable", w, u)
		}
	})
	ben.Do(promise.KindMade, event.Form{"text": "We go on.", "date": "2026-11-25"})
	ana.Sees("that the log goes on", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 1 })
}

// What the other had read stays with them, on all their devices, and nowhere
// else.
func TestTakenBackRead(t *testing.T) {
	for name, read := range map[string]func(t *testing.T, p *scene.Person){
		"on the list": func(_ *testing.T, p *scene.Person) { reads(p, "call the bank") },
		"on Today":    func(t *testing.T, p *scene.Person) { says(t, p, "call the bank") }, // where everybody is after pairing
	} {
		t.Run(name, func(t *testing.T) { takenBackRead(t, read) })
	}
}

func takenBackRead(t *testing.T, read func(*testing.T, *scene.Person)) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	seq := promised(ana, "I will call the bank.")
	only(t, ben)
	read(t, ben)
	takeBack(ana, seq)
	ben.Sees("it taken back", gone(seq))
	has(t, ben, seq, false)
	check := func(p *scene.Person) {
		t.Helper()
		p.Sees("the copy", func(m *app.Model) bool { _, ok := keptIn(m, seq); return ok })
		c, _ := keptOf(p, seq)
		var made promise.Made
		if c.By != event.First || c.Seq != seq || c.Body.Kind != promise.KindMade || codec.Decode(c.Body.Payload, &made) != nil || made.Text != "I will call the bank." || len(c.Body.Witness) != 0 {
			t.Errorf("%s has kept %+v", p.Name, c)
		}
	}
	check(ben)
	ben.Unlock()
	check(ben)
	check(another(ben))
	if _, ok := keptOf(ana, seq); ok {
		t.Error("the author keeps what she took back")
	}
	// It is kept once, however often Ben's devices look.
	var own int
	ben.Dev.Inspect(func(m *app.Model) {
		a, _ := m.Self.Space()
		for _, r := range m.Records() {
			if _, ok := m.Self.Kept(a.Log, r.Hash); ok {
				own++
			}
		}
	})
	if own != 1 {
		t.Errorf("%d copies", own)
	}
	// Nobody takes back what is not theirs, or twice.
	for _, p := range []*scene.Person{ana, ben} {
		p.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{"seq": strconv.FormatUint(seq, 10)}})
		p.Sees("a refusal", func(m *app.Model) bool { return m.Try.Failure == app.NotAllowed })
	}
}

// stubborn is a store that can be told not to write something.
type stubborn struct {
	eventlog.Store

	mu   sync.Mutex
	deny func(log chain.LogID, records []eventlog.Record, values []eventlog.KV) bool
}

var errStubborn = errors.New("not now")

func (s *stubborn) denies(log chain.LogID, records []eventlog.Record, values []eventlog.KV) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deny != nil && s.deny(log, records, values)
}

func (s *stubborn) set(deny func(log chain.LogID, records []eventlog.Record, values []eventlog.KV) bool) {
	s.mu.Lock()
	s.deny = deny
	s.mu.Unlock()
}

func (s *stubborn) Save(ctx context.Context, log chain.LogID, records []eventlog.Record, values ...eventlog.KV) error {
	if s.denies(log, records, values) {
		return errStubborn
	}
	return s.Store.Save(ctx, log, records, values...)
}

func (s *stubborn) Put(ctx context.Context, values ...eventlog.KV) error {
	if s.denies(chain.LogID{}, nil, values) {
		return errStubborn
	}
	return s.Store.Put(ctx, values...)
}

// A device that is stopped at any point of what it does about an entry that was
// taken back does the rest when it is opened again.
func TestTakenBackResumes(t *testing.T) {
	for name, deny := range map[string]func(shared, own chain.LogID) func(chain.LogID, []eventlog.Record, []eventlog.KV) bool{
		"before it has decided": func(shared, own chain.LogID) func(chain.LogID, []eventlog.Record, []eventlog.KV) bool {
			return func(log chain.LogID, r []eventlog.Record, kv []eventlog.KV) bool {
				return log == own || len(kv) == 1 && kv[0].Name == "t" || len(r) == 1 && len(r[0].Body) == 0
			}
		},
		"before the copy": func(_, own chain.LogID) func(chain.LogID, []eventlog.Record, []eventlog.KV) bool {
			return func(log chain.LogID, _ []eventlog.Record, _ []eventlog.KV) bool { return log == own }
		},
		"before the removal": func(shared, _ chain.LogID) func(chain.LogID, []eventlog.Record, []eventlog.KV) bool {
			return func(log chain.LogID, r []eventlog.Record, _ []eventlog.KV) bool {
				return log == shared && len(r) == 1 && len(r[0].Body) == 0
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := scene.New(t, nil)
			ana, ben := s.Pair()
			store := &stubborn{Store: ben.Store}
			ben.Store = store
			ben.Unlock()
			seq := promised(ana, "I will call the bank.")
			only(t, ben)
			reads(ben, "call the bank")
			shared, _ := log(ben)
			var own chain.LogID
			logs, err := s.RelayStore.LogsOf(context.Background(), accountOf(t, s, ben, shared))
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range logs {
				if l.Type == chain.Self {
					own = l.ID
				}
			}
			store.set(deny(shared, own))
			takeBack(ana, seq)
			ben.Sees("it taken back", gone(seq))
			has(t, ben, seq, true)
			ben.Dev.Close()
			store.set(nil)
			ben.Unlock()
			has(t, ben, seq, false)
			ben.Sees("the copy", func(m *app.Model) bool { _, ok := keptIn(m, seq); return ok })
		})
	}
}

// accountOf is the account of the second member of a log.
func accountOf(t *testing.T, s *scene.Scene, p *scene.Person, shared chain.LogID) wire.AccountID {
	t.Helper()
	l, err := s.RelayStore.Log(context.Background(), shared)
	if err != nil {
		t.Fatal(err)
	}
	var me event.Partner
	p.Dev.Inspect(func(m *app.Model) { me = m.Me })
	return l.Members[me-1]
}

// ownLogs returns a person's own log, and all that they can ask for.
func ownLogs(t *testing.T, s *scene.Scene, p *scene.Person) (own chain.LogID, all []relay.StoredLog) {
	t.Helper()
	all, err := s.RelayStore.LogsOf(context.Background(), accountOf(t, s, p, shared(p)))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.Type == chain.Self {
			own = l.ID
		}
	}
	return own, all
}

// events changes every event of a shared log on its way.
func events(change func(h chain.Header, e *wire.Event)) func(string, []byte) []byte {
	return pages(func(string) bool { return true }, func(p *wire.Page) {
		for i := range p.Events {
			if h, err := chain.ParseHeader(p.Events[i].Head[:chain.HeaderSize]); err == nil && h.Type == chain.Couple {
				change(h, &p.Events[i])
			}
		}
	})
}

// A relay that serves a body again, or hides that it was removed, changes
// nothing; a reader's device holds the locked body until it can put a tombstone
// in its place.
func TestAttack33BodyReappears(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	seq := promised(ana, "Too quick.")
	body := relayHas(t, ana, seq).Body
	only(t, ben)
	s.Lie(events(func(h chain.Header, e *wire.Event) {
		if h.Seq == seq {
			e.Body, e.Tombstone = body, nil
		}
	}))
	takeBack(ana, seq)
	ben.Sees("it taken back", gone(seq))
	has(t, ben, seq, true)
	for _, p := range []*scene.Person{another(ben), another(ana)} {
		p.Sees("nothing on a new device", gone(seq))
	}
	s.Lie(nil)
	ben.Unlock()
	has(t, ben, seq, false)
}

// careless is a relay's store that overlooks tombstones that come with appends.
type careless struct {
	relay.Store
	on atomic.Bool
}

func (c *careless) Commit(ctx context.Context, appends []relay.Append) ([]relay.Result, error) {
	appends = slices.Clone(appends)
	for i := range appends {
		if c.on.Load() {
			appends[i].Remove = nil
		}
	}
	return c.Store.Commit(ctx, appends)
}

// The author's other devices hand a tombstone in again that the relay has
// overlooked.
func TestTombstoneIsHandedInAgain(t *testing.T) {
	store := &careless{Store: memstore.New()}
	s := scene.New(t, store)
	ana, ben := s.Pair()
	reads(ben, "Nothing is promised yet")
	s.CutPerson(ben, true)
	seq := promised(ana, "Too quick.")
	store.on.Store(true)
	takeBack(ana, seq)
	s.CutPerson(ben, false)
	ben.Dev.Awake()
	ben.Sees("it taken back", gone(seq))
	has(t, ben, seq, true) // nothing could be put in its place
	if _, ok := keptOf(ben, seq); ok {
		t.Error("Ben keeps what came to him together with its redact")
	}
	if len(relayHas(t, ana, seq).Body) == 0 {
		t.Fatal("the relay is not careless")
	}
	another(ana).Sees("nothing on a new device", gone(seq))
	deadline := time.Now().Add(20 * time.Second)
	for e := relayHas(t, ana, seq); len(e.Body) != 0 || len(e.Tombstone) != chain.TombstoneSize; e = relayHas(t, ana, seq) {
		if time.Now().After(deadline) {
			t.Fatal("the relay was not handed the tombstone")
		}
		time.Sleep(time.Millisecond)
	}
	ben.Unlock()
	has(t, ben, seq, false)
}

// After the end one's own words can still be taken back, by both, and nothing
// else.
func TestTakenBackAfterEnd(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	seq := promised(ana, "I will call.")
	only(t, ben)
	ben.End()
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	}
	takeBack(ana, seq)
	ben.Sees("it taken back", gone(seq))
	for _, p := range []*scene.Person{ana, ben} {
		has(t, p, seq, false)
		p.Unlock()
		p.Sees("the same again", func(m *app.Model) bool { return gone(seq)(m) && m.Space == app.Ended && m.Problem == "" })
	}
}

// A lost answer takes nothing back twice, and without a connection nothing is
// taken back and it is said.
func TestTakenBackOverABadLine(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	seq := promised(ana, "Too quick.")
	s.Cut(true)
	ana.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{"seq": strconv.FormatUint(seq, 10)}})
	ana.Sees("that there is no connection", func(m *app.Model) bool { return m.Try.Failure == keywork.Offline })
	s.Cut(false)
	s.LoseAnswers(1)
	takeBack(ana, seq)
	ben.Sees("it taken back", gone(seq))
	has(t, ana, seq, false)
	if _, n := log(ana); n != seq+1 {
		t.Errorf("%d entries, want %d", n, seq+1)
	}
}

// restorable are relays' stores and how an old copy is made of each.
func restorable(t *testing.T, f func(t *testing.T, s *scene.Scene, backup func() relay.Store)) {
	t.Run("memory", func(t *testing.T) {
		store := memstore.New()
		f(t, scene.New(t, store), func() relay.Store { return store.Copy() })
	})
	t.Run("sqlite", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "data")
		store, err := sqlstore.Create(context.Background(), dir)
		if err != nil {
			t.Fatal(err)
		}
		s := scene.New(t, store)
		t.Cleanup(func() { store.Close() })
		f(t, s, func() relay.Store {
			old := t.TempDir()
			db, err := sql.Open("sqlite", filepath.Join(dir, sqlstore.FileName))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("VACUUM INTO ?", filepath.Join(old, sqlstore.FileName)); err != nil {
				t.Fatal(err)
			}
			st, err := sqlstore.Open(context.Background(), old)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { st.Close() })
			return st
		})
	})
}

// A relay that was restored from an old copy gets everything back from the two
// devices, which may both begin at once.
func TestAttack26LostEntriesComeBack(t *testing.T) {
	restorable(t, func(t *testing.T, s *scene.Scene, backup func() relay.Store) {
		ana, ben := s.Pair()
		promised(ana, "Before.")
		old := backup()
		_, before := log(ana)
		seq := promised(ana, "Too quick.")
		ben.Sees("it", func(m *app.Model) bool { return uint64(len(m.Records())) == seq })
		promised(ben, "I will cook.")
		ana.Sees("it", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 3 })
		takeBack(ana, seq)
		ben.Sees("it taken back", func(m *app.Model) bool { return m.Records()[seq-1].Redacted != 0 })
		has(t, ana, seq, false)
		has(t, ben, seq, false)
		ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"autolock": "17"}}) // in her own log
		ana.Sees("the setting", func(m *app.Model) bool { return m.Self.Settings.AutoLock == 17 && !m.Try.Busy })
		id, n := log(ana)
		want, err := s.RelayStore.Events(context.Background(), id, 0, n, 1000, 1<<20)
		if err != nil {
			t.Fatal(err)
		}

		s.Restore(old)
		for _, p := range []*scene.Person{ana, ben} {
			p.Dev.Awake()
		}
		deadline := time.Now().Add(20 * time.Second)
		for {
			l, err := s.RelayStore.Log(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			if l.Head.Seq == n {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("healed to %d of %d", l.Head.Seq, n)
			}
			time.Sleep(time.Millisecond)
		}
		got, err := s.RelayStore.Events(context.Background(), id, 0, n, 1000, 1<<20)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d events, want %d, %v", len(got), len(want), err)
		}
		for i := range got {
			if string(got[i].Head) != string(want[i].Head) || string(got[i].Body) != string(want[i].Body) || (len(got[i].Tombstone) > 0) != (len(want[i].Tombstone) > 0) {
				t.Errorf("event %d is another than it was", i+1)
			}
		}
		for _, p := range []*scene.Person{ana, ben} {
			p.Sees("that all is well", func(m *app.Model) bool { return m.Problem == "" && m.Net == app.Online })
		}
		given := func() (n uint64) {
			for _, p := range []*scene.Person{ana, ben} {
				p.Dev.Inspect(func(m *app.Model) { n += m.Healed })
			}
			return n
		}
		for lost := n - before; given() < lost; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%d were given back, %d were lost", given(), lost)
			}
		}
		for _, p := range []*scene.Person{ana, ben} {
			p.Dev.Inspect(func(m *app.Model) {
				if m.Healed > 0 && !strings.Contains(p.Page().HTML, "had lost") {
					t.Errorf("%s is not told", p.Name)
				}
			})
		}
		another(ana).Sees("the setting, healed too", func(m *app.Model) bool { return m.Self.Settings.AutoLock == 17 })
		promised(ben, "And on.")
		ana.Sees("what is written then", func(m *app.Model) bool { return len(m.Couple.Promise.List(m.Me, m.Now)) == 3 })
		another(ben).Sees("the same on a new device", func(m *app.Model) bool {
			return len(m.Couple.Promise.List(m.Me, m.Now)) == 3 && m.Records()[seq-1].Redacted != 0
		})
	})
}

// Only a device that was away wrote something else in the meantime: the history
// is split, which is said and not papered over.
func TestForkAfterRestore(t *testing.T) {
	restorable(t, func(t *testing.T, s *scene.Scene, backup func() relay.Store) {
		ana, ben := s.Pair()
		s.CutPerson(ben, true)
		old := backup()
		promised(ana, "One.")
		promised(ana, "Two.")
		s.CutPerson(ana, true)
		s.Restore(old)
		s.CutPerson(ben, false)
		ben.Unlock()
		promised(ben, "Another one.")
		s.CutPerson(ana, false)
		ana.Dev.Awake()
		ana.Sees("that there are two histories", func(m *app.Model) bool { return m.Problem == eventlog.Fork })
		ana.Dev.Inspect(func(m *app.Model) {
			if m.Healed != 0 || len(m.Couple.Promise.List(m.Me, m.Now)) != 2 {
				t.Errorf("healed %d, %d promises", m.Healed, len(m.Couple.Promise.List(m.Me, m.Now)))
			}
		})
		ben.Dev.Inspect(func(m *app.Model) {
			if m.Problem != "" {
				t.Errorf("Ben is told %q", m.Problem)
			}
		})
	})
}

// A person's own log that the relay has lost as a whole is begun again.
func TestHealOwnLogFromNothing(t *testing.T) {
	store := memstore.New()
	s := scene.New(t, store)
	ana := s.Person("Ana").SignUp(s.Code())
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"autolock": "17"}})
	ana.Sees("the setting", func(m *app.Model) bool { return m.Self.Settings.AutoLock == 17 && !m.Try.Busy })
	// A copy from the moment at which there was an account and no log.
	asked := make(chan string, 100)
	s.Refuse(func(r *http.Request) *wire.Refusal { asked <- r.URL.Path; return nil })
	ana.Unlock()
	var own chain.LogID
	for path := range asked {
		if id, ok := strings.CutSuffix(strings.TrimPrefix(path, wire.PathLogs+"/"), "/events"); ok {
			var err error
			if own, err = chain.ParseLogID(id); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	s.Refuse(nil)
	ctx := context.Background()
	l, err := store.Log(ctx, own)
	if err != nil {
		t.Fatal(err)
	}
	account, err := store.Account(ctx, l.Members[0])
	if err != nil {
		t.Fatal(err)
	}
	old, code := memstore.New(), [32]byte{1}
	if err := errors.Join(old.ReplaceCodes(ctx, [][32]byte{code}), old.Register(ctx, relay.Registration{Account: account, Code: &code, Max: 9})); err != nil {
		t.Fatal(err)
	}
	s.Restore(old)
	ana.Dev.Awake()
	ana.Sees("that it was healed", func(m *app.Model) bool { return m.Healed > 1 && m.Problem == "" })
	another(ana).Sees("the setting", func(m *app.Model) bool { return m.Self.Settings.AutoLock == 17 })
}

// A device from before the end heals a log that has ended and in which
// something was taken back since.
func TestHealAfterEnd(t *testing.T) {
	store := memstore.New()
	s := scene.New(t, store)
	ana, ben := s.Pair()
	page(ben, app.RouteSettings) // he reads neither, so there are no copies to heal
	first, second := promised(ana, "One."), promised(ana, "Two.")
	old := store.Copy()
	ben.End()
	ana.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	takeBack(ana, second)
	takeBack(ana, first)
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("both taken back", gone(first))
		has(t, p, first, false)
		has(t, p, second, false)
	}
	id, n := log(ana)
	s.CutPerson(ana, true)
	s.Restore(old)
	ben.Dev.Awake()
	ben.Sees("that it was healed", func(m *app.Model) bool { return m.Healed == 4 && m.Problem == "" }) // one of them of his own log
	if l, err := s.RelayStore.Log(context.Background(), id); err != nil || l.Head.Seq != n {
		t.Errorf("head %d, want %d, %v", l.Head.Seq, n, err)
	}
	// The old copy had the bodies. They are gone from it again.
	for _, seq := range []uint64{first, second} {
		if e := relayHas(t, ben, seq); len(e.Body) != 0 || len(e.Tombstone) != chain.TombstoneSize {
			t.Errorf("the relay has the body of %d again", seq)
		}
	}
}

// A letter is removed by its writer, through the pages: unopened it is gone, and
// opened it stays with its reader, who is told so, and whom nobody else can see
// keeping it.
func TestRemovedLetter(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(letter.KindSent, event.Form{"text": "canary one"})
	first := newest(t, ben, "the letter", anyLetter)
	ana.Do(letter.KindSent, event.Form{"text": "canary two"})
	second := newest(t, ben, "the next", func(l letter.Letter) bool { return l.ID != first.ID })
	if html := page(ben, "letter/"+first.ID.String()); !strings.Contains(html, "canary one") || strings.Contains(html, "Remove") {
		t.Error("what Ben sees of the letter:", html)
	}
	ben.Do(letter.KindReflected, event.Form{"letter": first.ID.String(), "text": "echo of one"})
	newest(t, ana, "what was heard", func(l letter.Letter) bool {
		return len(l.Exchange) == 0 // of the second
	})

	for _, l := range []letter.Letter{first, second} {
		id := l.ID.String()
		if html := page(ana, "letter/"+id); !strings.Contains(html, `data-go="letter/`+id+`/remove/`+id+`"`) {
			t.Fatal("no way to remove an own letter", html)
		}
		html := page(ana, "letter/"+id+"/remove/"+id)
		if !strings.Contains(html, "What <bdi>Ben</bdi> has read stays with them") || !strings.Contains(html, `data-action="redact"`) {
			t.Error("what it means is not said", html)
		}
		if html := page(ben, "letter/"+first.ID.String()+"/remove/"+first.ID.String()); strings.Contains(html, "<form") {
			t.Error("Ben can remove Ana's letter")
		}
		ana.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{"seq": strconv.FormatUint(l.Seq, 10), "then": "letter"}})
		ana.Sees("the list without it", func(m *app.Model) bool {
			_, there := m.Couple.Letter.Letter(l.ID, m.Me)
			return m.Route == "letter" && !there && m.Records()[l.Seq-1].Redacted != 0
		})
		ben.Sees("it gone", func(m *app.Model) bool { _, there := m.Couple.Letter.Letter(l.ID, m.Me); return !there })
	}
	has(t, ben, first.Seq, false)
	has(t, ben, second.Seq, false)
	ben.Sees("one copy", func(m *app.Model) bool { _, ok := keptIn(m, first.Seq); return ok })
	check := func(p *scene.Person) {
		t.Helper()
		html := page(p, "letter")
		if !strings.Contains(html, "Removed, and still yours") || !strings.Contains(html, "canary one") ||
			!strings.Contains(html, "<bdi>Ana</bdi> has removed something that you had not opened.") || strings.Contains(html, "canary two") {
			t.Errorf("%s: the list: %s", p.Name, html)
		}
		html = page(p, "letter/"+first.ID.String())
		if !strings.Contains(html, "<bdi>Ana</bdi> has removed this. You had opened it, so your copy stays with you.") || !strings.Contains(html, "canary one") {
			t.Errorf("%s: the copy: %s", p.Name, html)
		}
		if html = page(p, "letter/"+second.ID.String()); strings.Contains(html, "canary two") || !strings.Contains(html, "had not opened") {
			t.Errorf("%s: what was not opened: %s", p.Name, html)
		}
	}
	check(ben)
	ben.Unlock()
	check(ben)
	fresh := another(ben)
	fresh.Sees("the copy", func(m *app.Model) bool { _, ok := keptIn(m, first.Seq); return ok })
	check(fresh)
	for _, route := range []string{"letter", "letter/" + first.ID.String()} {
		if html := page(ana, route); strings.Contains(html, "canary") || strings.Contains(html, "copy") || strings.Contains(html, "echo") {
			t.Errorf("Ana on %s: %s", route, html)
		}
	}

	// What was said about a letter is removed alone.
	ben.Do(letter.KindSent, event.Form{"text": "From Ben."})
	theirs := newest(t, ana, "Ben's letter", func(l letter.Letter) bool { return l.Text == "From Ben." })
	page(ana, "letter/"+theirs.ID.String())
	ana.Do(letter.KindReflected, event.Form{"letter": theirs.ID.String(), "text": "canary heard"})
	heard := newest(t, ben, "what was heard", func(l letter.Letter) bool { return len(l.Exchange) == 1 }).Exchange[0]
	if html := page(ben, "letter/"+theirs.ID.String()); !strings.Contains(html, "canary heard") {
		t.Error(html)
	}
	route := "letter/" + theirs.ID.String() + "/remove/" + heard.ID.String()
	if html := page(ana, route); !strings.Contains(html, "canary heard") || !strings.Contains(html, "<form") {
		t.Error(html)
	}
	takeBack(ana, heard.Seq)
	newest(t, ben, "the letter without it", func(l letter.Letter) bool { return l.ID == theirs.ID && len(l.Exchange) == 0 })
	ben.Sees("the copy", func(m *app.Model) bool { _, ok := keptIn(m, heard.Seq); return ok })
	if html := page(ben, "letter"); !strings.Contains(html, "What <bdi>Ana</bdi> said about a letter") {
		t.Error(html)
	}
	ana.Do(letter.KindReflected, event.Form{"letter": theirs.ID.String(), "text": "another try"})
}

// In a space that its reader has left behind, too, nothing is taken from them.
func TestRemovedFromAnEarlierSpace(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(letter.KindSent, event.Form{"text": "canary of a threat"})
	l := newest(t, ben, "the letter", anyLetter)
	page(ben, "letter/"+l.ID.String())
	earlier, _ := log(ben)
	ben.End()
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("the end", func(m *app.Model) bool { return m.Space == app.Ended })
	}
	ben.Invite()
	takeBack(ana, l.Seq)
	ben.Dev.Go(app.RouteEarlier + "/" + earlier.String())
	ben.Sees("the past without it", func(m *app.Model) bool {
		return m.Past != nil && m.Past.Log == earlier && m.Read().Couple.Letter.Len() == 0
	})
	ben.Sees("the copy", func(m *app.Model) bool { r := m.Read().Removed(); return len(r) == 1 && r[0].Copy != nil })
	if html := page(ben, "letter/"+l.ID.String()); !strings.Contains(html, "canary of a threat") || !strings.Contains(html, "your copy stays with you") {
		t.Error(html)
	}
}

// A long history goes back in several requests, also when the relay wants to be
// left alone in between; and a relay that will not take it is not asked for
// ever.
func TestHealInPieces(t *testing.T) {
	store := memstore.New()
	s := scene.New(t, store)
	ana, ben := s.Pair()
	old := store.Copy()
	_, before := log(ana)
	for range 20 {
		ana.Do(letter.KindSent, event.Form{"text": strings.Repeat("long words ", 1800)}) // 32 KiB each
	}
	ana.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 })
	id, n := log(ana)
	s.CutPerson(ben, true)

	var asked, large atomic.Int64
	mode := atomic.Int64{} // 1: nothing is taken; 2: the second request has to wait
	mode.Store(1)
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if !strings.HasSuffix(r.URL.Path, "/heal") {
			return nil
		}
		if r.ContentLength > wire.MaxHeal {
			large.Add(1)
		}
		k := asked.Add(1)
		switch {
		case mode.Load() == 1:
			return &wire.Refusal{Status: 422, Code: wire.CodeRefused}
		case mode.Load() == 2 && k == 2:
			return &wire.Refusal{Status: 429, Code: wire.CodeRateLimited, RetryAfter: 1}
		}
		return nil
	})
	s.Restore(old)
	ana.Dev.Awake()
	ana.Sees("the alarm", func(m *app.Model) bool { return m.Problem == eventlog.Rollback && m.Lost == n-before && m.Healed == 0 })
	for range 6 {
		ana.Dev.Awake()
		promisedNot(ana)
	}
	if k := asked.Load(); k < 1 || k > 3 {
		t.Errorf("asked %d times for what it refuses", k)
	}

	asked.Store(0)
	mode.Store(2)
	ana.Unlock()
	ana.Sees("a part given back", func(m *app.Model) bool { return m.Healed > 0 && m.Problem == eventlog.Rollback })
	promisedNot(ana) // by then the device knows how long it has to wait
	s.Pass(2 * time.Second)
	ana.Dev.Awake()
	ana.Sees("that all was given back", func(m *app.Model) bool { return m.Problem == "" && m.Healed == n-before })
	// What was written meanwhile follows.
	ana.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 && uint64(len(m.Records())) > n })
	if l, err := s.RelayStore.Log(context.Background(), id); err != nil || l.Head.Seq <= n {
		t.Errorf("head %d, want more than %d, %v", l.Head.Seq, n, err)
	}
	if k := asked.Load(); k != 3 || large.Load() != 0 {
		t.Errorf("%d requests, %d of them too large", k, large.Load())
	}
	s.Refuse(nil)
	s.CutPerson(ben, false)
	ben.Sees("all of it", func(m *app.Model) bool { return uint64(len(m.Records())) > n && m.Problem == "" })
}

// promisedNot lets a device try to write, which has it look at the relay first.
func promisedNot(p *scene.Person) {
	p.T.Helper()
	p.Attempt(promise.KindMade, event.Form{"text": "Later.", "date": "2026-11-25"})
}
