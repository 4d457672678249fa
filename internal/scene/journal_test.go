package scene_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/journal"
	"troth/internal/keywork"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

const journalPass = "a kettle under the stairs"

// opens opens the journal, with a passphrase of its own or without one.
func opens(p *scene.Person, pass string) {
	p.T.Helper()
	p.Dev.Go(app.RouteJournal)
	p.Key(app.ActionJournal, map[string]secret.Text{keywork.FieldJournal: secret.Text(pass)}, nil)
	p.Sees("the journal", func(m *app.Model) bool { return m.Journal.Open && m.Journal.Key.IsZero() == (pass == "") })
}

// closes closes the journal.
func closes(p *scene.Person) {
	p.T.Helper()
	p.Dev.Form(app.Form{Action: app.ActionJournalClose})
	p.Sees("the cover", func(m *app.Model) bool { return !m.Journal.Open })
}

// locksJournal gives the open journal a passphrase.
func locksJournal(p *scene.Person, pass string) {
	p.T.Helper()
	secrets := p.Secrets()
	secrets[keywork.FieldJournal], secrets[keywork.FieldJournalAgain] = secret.Text(pass), secret.Text(pass)
	p.Dev.Go(app.RouteJournalLock)
	p.Key(app.ActionJournalSet, secrets, nil)
	p.Sees("the journal, open with its passphrase", func(m *app.Model) bool { return !m.Journal.Key.IsZero() })
}

// vaulted adds to a form what its page would.
func vaulted(p *scene.Person, f event.Form) event.Form {
	p.Dev.Inspect(func(m *app.Model) {
		if v := m.Journal.Vault(); v != "" {
			f[app.FieldVault] = v
		}
	})
	return f
}

// jots writes into the journal.
func jots(p *scene.Person, words string, more ...string) {
	p.T.Helper()
	p.Scene.Pass(time.Minute)
	f := event.Form{journal.FieldText: words}
	for i := 0; i < len(more); i += 2 {
		f[more[i]] = more[i+1]
	}
	p.Do(journal.KindWritten, vaulted(p, f))
}

// jotted is what a device shows of the journal, newest first.
func jotted(m *app.Model) (words []string) {
	for _, e := range slices.Concat(m.Self.Journal.List(false), m.Self.Journal.List(true)) {
		words = append(words, e.Text)
	}
	return words
}

func seesJournal(p *scene.Person, want ...string) {
	p.T.Helper()
	p.Sees(fmt.Sprint(want), func(m *app.Model) bool { return slices.Equal(jotted(m), want) && m.Problem == "" })
}

// entryOf finds what was written.
func entryOf(p *scene.Person, words string) (e journal.Entry) {
	p.T.Helper()
	p.Dev.Inspect(func(m *app.Model) {
		for _, x := range slices.Concat(m.Self.Journal.List(false), m.Self.Journal.List(true)) {
			if x.Text == words {
				e = x
			}
		}
	})
	if e.ID.IsZero() {
		p.T.Errorf("%q is not there", words)
	}
	return e
}

// everyPage is all that can be looked at without opening the journal.
func everyPage(p *scene.Person) string {
	p.T.Helper()
	var all strings.Builder
	for _, route := range []string{app.RouteToday, app.RouteMine, app.RouteOwnRecord, app.RouteWaiting, app.RouteExport, app.RouteSettings, app.RouteJournal, app.RouteJournal + "/new",
		app.RouteJournal + "/share", app.RouteJournalLock} {
		fmt.Fprintf(&all, "%s: %s\n", route, page(p, route))
	}
	page(p, app.RouteSearch)
	for _, q := range []string{"canary", "journal"} {
		p.Dev.Form(app.Form{Action: app.ActionSearch, Values: event.Form{app.FieldQuery: q}})
		p.Sees("the search", func(m *app.Model) bool { return m.Query == q })
		fmt.Fprintf(&all, "search %s: %s\n", q, p.Page().HTML)
	}
	return all.String()
}

// Two devices: what one locks the other opens with the passphrase, and with
// nothing else; offline too, and after a crash.
func TestJournalPassphrase(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	opens(ana, "")
	jots(ana, "before")
	locksJournal(ana, journalPass)
	jots(ana, "locked")
	seesJournal(ana, "locked", "before")
	other := elsewhere(ana, "Ana’s other device")
	opens(other, "")
	seesJournal(other, "before")
	closes(other)
	for _, wrong := range []string{"five plain words of Ana", "a kettle under the stair", "x"} {
		other.Key(app.ActionJournal, map[string]secret.Text{keywork.FieldJournal: secret.Text(wrong)}, nil)
		other.Sees("that nothing opens", func(m *app.Model) bool { return m.Try.Failure == keywork.NoJournal && !m.Journal.Open })
	}
	opens(other, journalPass)
	seesJournal(other, "locked", "before")

	// Offline, and with a draft; the device stops without saying goodbye.
	s.CutPerson(other, true)
	jots(other, "offline")
	draft := app.Draft{}
	other.Dev.Inspect(func(m *app.Model) { draft.Form = "journal.own.written " + m.Journal.Vault() })
	other.Dev.Form(app.Form{Action: app.ActionDraft, Values: event.Form{app.FieldDraft: draft.Form, app.FieldTyped: "text", "text": "begun"}})
	other.Sees("what was begun", func(m *app.Model) bool { _, ok := m.Draft(draft.Form); return ok && !m.Unkept })
	kept := make(chan struct{})
	other.Dev.Finish(func() { close(kept) }) // the draft is stored
	<-kept
	other.Unlock()
	other.Sees("no draft, and nothing that waits to be spoken of", func(m *app.Model) bool {
		return len(m.Drafts) == 0 && len(m.Waiting) == 1 && m.Hides(m.Waiting[0])
	})
	seesJournal(other, "before")
	if html := everyPage(other); strings.Contains(html, "offline") || strings.Contains(html, "begun") || strings.Contains(html, "waits here") {
		t.Error("something of it is shown")
	}
	opens(other, journalPass)
	seesJournal(other, "offline", "locked", "before")
	other.Sees("what was begun", func(m *app.Model) bool { d, ok := m.Draft(draft.Form); return ok && d.Values["text"] == "begun" })
	closes(other)
	opens(other, journalPass)
	other.Sees("what was begun, after closing", func(m *app.Model) bool { d, ok := m.Draft(draft.Form); return ok && d.Values["text"] == "begun" })
	closes(other)
	if html := everyPage(other); strings.Contains(html, "begun") {
		t.Error("what was begun is shown")
	}
	opens(other, journalPass)
	s.CutPerson(other, false)
	seesJournal(ana, "offline", "locked", "before")

	// Looking again at what is locked, and removing it with all that is about it.
	tomorrow := s.Now().AddDate(0, 0, 1).Format("2006-01-02")
	jots(ana, "a hunch", journal.FieldAgain, tomorrow)
	hunch := entryOf(ana, "a hunch")
	ana.Do(journal.KindLooked, vaulted(ana, event.Form{journal.FieldEntry: hunch.ID.String(), journal.FieldText: "it was so"}))
	var before int
	ana.Dev.Inspect(func(m *app.Model) { before = len(m.RecordsOf(true)) })
	other.Sees("the look", func(m *app.Model) bool { e, ok := m.Self.Journal.Entry(hunch.ID); return ok && len(e.Looks) == 1 })
	ana.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{app.FieldOwn: "yes", "seq": fmt.Sprint(hunch.Seq)}})
	seesJournal(ana, "offline", "locked", "before")
	seesJournal(other, "offline", "locked", "before")
	ana.Dev.Inspect(func(m *app.Model) {
		if n := len(m.RecordsOf(true)); n != before {
			t.Errorf("the record had %d entries and has %d", before, n)
		}
		taken := 0
		for _, r := range m.Self.Records() {
			if r.Redacted != 0 {
				taken++
			}
		}
		if taken != 2 {
			t.Errorf("%d entries were removed, not the hunch and the look", taken)
		}
	})
}

// What was there can be locked too, in place; another passphrase opens the same,
// the old one nothing; and it can be taken away again.
func TestJournalMoves(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	opens(ana, "")
	tomorrow := s.Now().AddDate(0, 0, 1).Format("2006-01-02")
	jots(ana, "a hunch", journal.FieldAgain, tomorrow)
	id := entryOf(ana, "a hunch").ID.String()
	ana.Do(journal.KindLooked, event.Form{journal.FieldEntry: id, journal.FieldText: "yes and no"})
	jots(ana, "mine", journal.FieldShare, "yes")
	jots(ana, "here", app.FieldOnly, "yes")
	ana.Do(journal.KindMarked, event.Form{journal.FieldEntry: entryOf(ana, "here").ID.String(), journal.FieldAgain: tomorrow})
	locksJournal(ana, journalPass)
	jots(ana, "locked")
	at := entryOf(ana, "a hunch").At
	whole := []string{"locked", "here", "a hunch", "mine"}
	seesJournal(ana, whole...)

	ana.Dev.Form(app.Form{Action: app.ActionJournalMove})
	ana.Sees("that nothing is left to be locked", func(m *app.Model) bool { return !m.Try.Busy && !m.Movable() })
	seesJournal(ana, whole...)
	closes(ana)
	opens(ana, "")
	seesJournal(ana)
	closes(ana)
	opens(ana, journalPass)
	seesJournal(ana, whole...)
	if e := entryOf(ana, "a hunch"); e.At != at || len(e.Looks) != 1 || e.ID.String() != id {
		t.Errorf("%+v", e)
	}
	if e := entryOf(ana, "here"); !e.Intuition {
		t.Errorf("%+v", e)
	}
	other := elsewhere(ana, "Ana’s other device")
	opens(other, journalPass)
	seesJournal(other, "locked", "a hunch", "mine")

	const second = "another kettle entirely"
	locksJournal(ana, second)
	ana.Sees("that it is open with the same key", func(m *app.Model) bool { return len(m.Self.Keys()) == 1 })
	closes(other)
	other.Sees("the new key", func(m *app.Model) bool {
		return len(m.Self.Keys()) == 1 && m.Self.Keys()[0].Seq > 8
	})
	other.Key(app.ActionJournal, map[string]secret.Text{keywork.FieldJournal: journalPass}, nil)
	other.Sees("that the old passphrase opens nothing", func(m *app.Model) bool { return m.Try.Failure == keywork.NoJournal })
	opens(other, second)
	seesJournal(other, "locked", "a hunch", "mine")

	// Without a passphrase: the connection breaks in between, once.
	s.LoseAnswers(1)
	s.CutAfterLoss()
	ana.Dev.Form(app.Form{Action: app.ActionJournalBare})
	ana.Sees("that it did not go through", func(m *app.Model) bool { return m.Try.Failure != "" && !m.Try.Busy })
	s.Cut(false)
	ana.Dev.Form(app.Form{Action: app.ActionJournalBare})
	ana.Sees("the journal, open without", func(m *app.Model) bool { return m.Journal.Open && m.Journal.Key.IsZero() && len(m.Self.Keys()) == 0 })
	seesJournal(ana, "locked", "here", "a hunch", "mine")
	if e := entryOf(ana, "a hunch"); e.At != at || len(e.Looks) != 1 {
		t.Errorf("%+v", e)
	}
	other.Unlock()
	opens(other, "")
	seesJournal(other, "locked", "a hunch", "mine")
}

// What stays on one device is in no request, not even locked, and nowhere else.
func TestJournalOnThisDeviceAlone(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	other := elsewhere(ana, "Ana’s other device")
	var mu sync.Mutex
	var asked []string
	s.Refuse(func(r *http.Request) *wire.Refusal {
		mu.Lock()
		defer mu.Unlock()
		if scene.By(r) == ana.Name && r.Method != http.MethodGet {
			b, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(b))
			asked = append(asked, r.Method+" "+r.URL.Path)
		}
		return nil
	})
	opens(ana, "")
	jots(ana, "here", app.FieldOnly, "yes", journal.FieldAgain, s.Now().AddDate(0, 0, 1).Format("2006-01-02"))
	e := entryOf(ana, "here")
	ana.Do(journal.KindLooked, event.Form{journal.FieldEntry: e.ID.String(), journal.FieldText: "zebra"})
	seesJournal(ana, "here")
	mu.Lock()
	if len(asked) > 0 {
		t.Errorf("it was told in %v", asked)
	}
	mu.Unlock()
	s.Refuse(nil)
	if rest := fmt.Sprint(ana.Store); strings.Contains(rest, "here") || strings.Contains(rest, "zebra") {
		t.Error("it is stored as it was written")
	}
	if html := everyPage(ana); strings.Contains(html, "zebra") {
		t.Error("it is shown outside of the journal")
	}
	ana.Unlock()
	opens(ana, "")
	seesJournal(ana, "here")
	if e := entryOf(ana, "here"); len(e.Looks) != 1 {
		t.Errorf("%+v", e)
	}
	opens(other, "")
	jots(other, "elsewhere")
	seesJournal(other, "elsewhere")
	seesJournal(ana, "elsewhere", "here")
	ana.Dev.Form(app.Form{Action: app.ActionJournalDrop, Values: event.Form{"id": e.ID.String()}})
	seesJournal(ana, "elsewhere")
	ana.Sees("nothing of it", func(m *app.Model) bool { return len(m.Local) == 0 })
	ana.Unlock()
	seesJournal(ana, "elsewhere")
}

// Attack 102: somebody demands to see the journal, and holds the unlocked phone.
// Nothing outside of it says that there is something, how much, or that a
// passphrase locks it: every page is byte by byte the one of somebody who has
// written nothing, until the passphrase is typed.
func TestAttack102DemandedJournal(t *testing.T) {
	s := scene.New(t, nil)
	with, without := s.Person("Ana").SignUp(s.Code()), s.Person("Ana").SignUp(s.Code())
	for _, p := range []*scene.Person{with, without} {
		note(p, "a check-in of both")
		opens(p, "")
	}
	locksJournal(with, journalPass)
	for i := range 12 {
		jots(with, fmt.Sprintf("canary %d", i))
	}
	jots(with, "canary here", app.FieldOnly, "yes")
	jots(with, "canary share", journal.FieldShare, "yes")
	for _, p := range []*scene.Person{with, without} {
		note(p, "another check-in of both")
	}
	ten := entryOf(with, "canary 10")
	with.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{app.FieldOwn: "yes", "seq": fmt.Sprint(ten.Seq)}})
	with.Sees("that it is gone", func(m *app.Model) bool { return !slices.Contains(jotted(m), "canary 10") && !m.Try.Busy })
	s.CutPerson(with, true) // both: they are called the same
	jots(with, "canary that waits")
	shown := func(p *scene.Person) string {
		p.Unlock()
		p.Sees("what was noted", func(m *app.Model) bool { return len(noted(m)) == 2 && m.Net == app.Offline })
		return turn.ReplaceAllString(everyPage(p), "")
	}
	if a, b := shown(with), shown(without); a != b {
		i := 0
		for i < min(len(a), len(b)) && a[i] == b[i] {
			i++
		}
		t.Errorf("the pages differ:\n%s\n%s", a[max(0, i-200):min(len(a), i+200)], b[max(0, i-200):min(len(b), i+200)])
	}
	s.CutPerson(with, false)
	for _, p := range []*scene.Person{with, without} {
		p.Dev.Awake()
		p.Sees("the connection", func(m *app.Model) bool { return m.Net == app.Online && len(m.Waiting) == 0 })
	}
	// Somebody who locks nothing has the same cover.
	plain := s.Person("Ana").SignUp(s.Code())
	opens(plain, "")
	jots(plain, "canary behind the cover", journal.FieldAgain, s.Now().AddDate(0, 0, 1).Format("2006-01-02"))
	s.Pass(48 * time.Hour)
	plain.Unlock()
	for _, route := range []string{app.RouteToday, app.RouteMine, app.RouteJournal, app.RouteJournal + "/new", app.RouteJournal + "/" + entryOf(plain, "canary behind the cover").ID.String()} {
		if a, b := turn.ReplaceAllString(page(plain, route), ""), turn.ReplaceAllString(page(without, route), ""); a != b || strings.Contains(a, "canary") {
			t.Errorf("%s tells that something is written:\n%s\n%s", route, a, b)
		}
	}
	// Opening it without a passphrase shows what there is without one, to both. A
	// passphrase that opens nothing says the same.
	for _, route := range []string{app.RouteJournal, app.RouteJournalLock, app.RouteJournal + "/share", app.RouteJournal + "/" + ten.ID.String()} {
		var pages []string
		for _, p := range []*scene.Person{with, without} {
			opens(p, "")
			pages = append(pages, turn.ReplaceAllString(page(p, route), ""))
			closes(p)
			p.Key(app.ActionJournal, map[string]secret.Text{keywork.FieldJournal: "what he thinks it is"}, nil)
			pages = append(pages, turn.ReplaceAllString(p.Page().HTML, ""))
		}
		if pages[0] != pages[2] || pages[1] != pages[3] {
			t.Errorf("%s tells the two apart", route)
		}
	}
	// What can be taken away says nothing either, nor the unlocked device’s store.
	for _, as := range []string{"file", app.AsPage} {
		var files []string
		for _, p := range []*scene.Person{with, without} {
			p.Key(app.ActionExport, p.Secrets(), event.Form{app.FieldWhat: app.WhatOwn, app.FieldAs: as})
			if as == app.AsPage {
				files = append(files, string(p.Saved().Bytes))
			} else {
				files = append(files, fmt.Sprint(len(p.Saved().Bytes)))
			}
		}
		if files[0] != files[1] || strings.Contains(files[0], "canary") {
			t.Errorf("the copy as %s tells them apart", as)
		}
	}
	// Whoever runs the server is sent as much for an entry that is locked once more
	// as for one that is not, and neither can be read.
	sent := func(p *scene.Person, pass string) (sizes []int) {
		opens(p, pass)
		s.Refuse(func(r *http.Request) *wire.Refusal {
			if r.Method == http.MethodPost && scene.By(r) == p.Name {
				b, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(b))
				sizes = append(sizes, len(b))
				if bytes.Contains(b, []byte("canary")) {
					t.Error("the server can read it")
				}
			}
			return nil
		})
		for _, n := range []int{10, 300, 3_000} {
			jots(p, "canary "+strings.Repeat("w", n))
		}
		s.Refuse(nil)
		return sizes
	}
	near := func(a, b int) bool { return max(a, b)-min(a, b) < 8 } // the number of an entry takes a byte more or less
	if a, b := sent(with, journalPass), sent(without, ""); len(a) < 3 || !slices.EqualFunc(a, b, near) {
		t.Errorf("locked entries are sent as %v, others as %v", a, b)
	}
}

// turn is the id of a form, by how many went through, and the id of an entry.
var turn = regexp.MustCompile(` id="[a-z]+-[0-9]+"|[0-9a-f]{32}`)

// While a long text is typed no page is made anew on the screen, and nothing is
// folded again; what was typed is kept all the same.
func TestJournalKeepsUpWithTyping(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	opens(ana, "")
	page(ana, app.RouteJournal+"/new")
	text := strings.Repeat("One more line of the day.\n", 800)
	types := func(words string) {
		ana.Dev.Form(app.Form{Action: app.ActionDraft, Values: event.Form{app.FieldDraft: "journal.own.written", app.FieldTyped: "text again only", "text": words}})
		ana.Sees("what was typed", func(m *app.Model) bool {
			d, ok := m.Draft("journal.own.written")
			return ok && d.Values["text"] == words
		})
	}
	types(text)
	ana.Sees("that it is kept", func(*app.Model) bool {
		return strings.Contains(ana.Page().HTML, "What you have typed") || strings.Contains(ana.Page().HTML, "kept")
	})
	shown := ana.Page().HTML
	var fold any
	ana.Dev.Inspect(func(m *app.Model) { fold = m.Self })
	for i := range 20 {
		types(text + strings.Repeat("w", i+1))
	}
	ana.Dev.Inspect(func(m *app.Model) {
		if fold != any(m.Self) {
			t.Error("the log was folded anew")
		}
	})
	if ana.Page().HTML != shown {
		t.Error("the page was shown anew")
	}
	ana.LockUp()
	ana.Unlock()
	ana.Sees("what was typed last", func(m *app.Model) bool {
		d, ok := m.Draft("journal.own.written")
		return ok && strings.HasSuffix(d.Values["text"], strings.Repeat("w", 20))
	})
}

// When the account gets new keys of everything, what the journal’s passphrase
// opened it opens still, and what was on this device alone is there.
func TestJournalAfterSecuring(t *testing.T) {
	s := scene.New(t, nil)
	ana, _ := s.Pair()
	opens(ana, "")
	jots(ana, "here", app.FieldOnly, "yes")
	locksJournal(ana, journalPass)
	jots(ana, "locked")
	if key := secures(ana, "seven other words of hers"); key == "" {
		t.Fatal("not secured")
	}
	ana.Person.Pass = "seven other words of hers"
	ana.Unlock()
	opens(ana, journalPass)
	seesJournal(ana, "locked", "here")
	jots(ana, "since then")
	jots(ana, "here since then", app.FieldOnly, "yes")
	ana.Unlock()
	opens(ana, journalPass)
	seesJournal(ana, "here since then", "since then", "locked", "here")
	const second = "another kettle entirely"
	locksJournal(ana, second)
	closes(ana)
	opens(ana, second)
	seesJournal(ana, "here since then", "since then", "locked", "here")
}
