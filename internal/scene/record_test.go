package scene_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"filippo.io/age"

	"troth/internal/app"
	"troth/internal/checkin"
	"troth/internal/correction"
	"troth/internal/event"
	"troth/internal/export"
	"troth/internal/keywork"
	"troth/internal/letter"
	"troth/internal/opening"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/timeout"
	"troth/internal/view"
	"troth/internal/wire"
)

// takes has somebody take their records away, and returns the file.
func takes(p *scene.Person, f event.Form) app.Saved {
	p.T.Helper()
	page(p, app.RouteExport)
	p.Key(app.ActionExport, p.Secrets(), f)
	p.Sees("the file saved", func(m *app.Model) bool { return m.Exported && m.Try.Failure == "" })
	return p.Saved()
}

func asPage(p *scene.Person, what string) string {
	p.T.Helper()
	return string(takes(p, event.Form{app.FieldWhat: what, app.FieldAs: app.AsPage}).Bytes)
}

// unlocked opens an age file as any program for such files does.
func unlocked(t *testing.T, file []byte, pass string) string {
	t.Helper()
	id, err := age.NewScryptIdentity(pass)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(file), id)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// finds has somebody look for something, and returns the page.
func finds(p *scene.Person, query string) string {
	p.T.Helper()
	page(p, app.RouteSearch)
	p.Dev.Form(app.Form{Action: app.ActionSearch, Values: event.Form{app.FieldQuery: query}})
	p.Sees("what is looked for", func(m *app.Model) bool { return m.Query == query })
	return p.Page().HTML
}

// allPlaces is all in which somebody could be told something they are not to
// know: the record, the search for a word of it, and all that can be taken away.
func allPlaces(t *testing.T, p *scene.Person, word string) map[string]string {
	t.Helper()
	const both = app.WhatShared + " " + app.WhatOwn
	found := finds(p, word)
	return map[string]string{
		"record": page(p, app.RouteRecord), "own record": page(p, app.RouteOwnRecord), "search": strings.Replace(found, `value="`+word+`"`, "", 1),
		"page": asPage(p, both), "file": unlocked(t, takes(p, event.Form{app.FieldWhat: both, app.FieldAs: "file"}).Bytes, p.Person.Pass),
	}
}

func nowhere(t *testing.T, p *scene.Person, word string) {
	t.Helper()
	for where, all := range allPlaces(t, p, word) {
		if strings.Contains(all, word) {
			t.Errorf("%s has %q in their %s", p.Name, word, where)
		}
	}
}

// somewhere is the opposite, for the places that show something.
func somewhere(t *testing.T, p *scene.Person, word string, places ...string) {
	t.Helper()
	all := allPlaces(t, p, word)
	for _, where := range places {
		if text := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(all[where]); !strings.Contains(text, word) {
			t.Errorf("%s has no %q in their %s: %s", p.Name, word, where, text)
		}
	}
}

// What is closed to somebody is nowhere: not in the record, not to be found and
// in no file. It is there as soon as it opens.
func TestRecordClosed(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()

	// A sealed answer, until both have answered and it was looked at.
	answer(ana, question, "sealedcanary of hers")
	ben.Sees("that it was begun", func(m *app.Model) bool { return len(m.Couple.Opening.Begun(m.Me, 0)) == 1 })
	nowhere(t, ben, "sealedcanary")
	if html := page(ben, app.RouteRecord); !strings.Contains(html, "sealed an answer") || !strings.Contains(html, "It is closed until it opens.") {
		t.Errorf("the record does not say that it is there: %s", html)
	}
	nowhere(t, ana, "sealedcanary") // her own phone may lie open too
	answer(ben, question, "his own")
	openedTo(ben, question)
	if html := page(ben, app.RouteRecord); strings.Contains(html, "sealedcanary") || !strings.Contains(html, "You have not opened it on this device.") {
		t.Errorf("before he has looked at it: %s", html)
	}
	if html := finds(ben, "sealedcanary"); strings.Contains(html, "<mark>") {
		t.Error("found before he has looked at it")
	}
	page(ben, "opening/"+question.ID().String())
	ben.Sees("it opened", func(m *app.Model) bool { return m.Opened != nil && len(m.Opened) > 0 })
	somewhere(t, ben, "sealedcanary", "record", "search", "page", "file")

	// How far up the other would go is nobody's to know.
	chooses(ana, opening.Shame)
	ben.Sees("her choice", func(m *app.Model) bool { return m.Couple.Opening.Chosen(m.Me.Other()) == opening.Shame })
	if html := page(ben, app.RouteRecord); !strings.Contains(html, "<bdi>Ana</bdi> chose how far to go") || strings.Contains(html, "Shame") || strings.Contains(html, "shame") {
		t.Errorf("his record: %s", html)
	}
	for where, all := range allPlaces(t, ben, "shame") {
		if strings.Contains(strings.ToLower(all), "shame") {
			t.Errorf("her rung is in his %s", where)
		}
	}

	// What arrives at the return of a time-out.
	ana.Do(timeout.KindCalled, event.Form{"minutes": "30"})
	ben.Sees("her time-out", runs)
	ben.Do(correction.KindMade, event.Form{"told": "heldcanary one", "now": "heldcanary two"})
	ana.Sees("that something came", func(m *app.Model) bool { return len(m.Records()) == len(records(ben)) })
	nowhere(t, ana, "heldcanary")
	html := page(ana, app.RouteRecord)
	if !strings.Contains(html, "Something from <bdi>Ben</bdi>") || !strings.Contains(html, "It arrives when your time-out is over.") || strings.Contains(html, "put something right") {
		t.Errorf("her record: %s", html)
	}
	if html := page(ana, app.RouteRecord+"/correction"); strings.Contains(html, "Something from") || strings.Contains(html, "Corrections") {
		t.Errorf("what kind it is is told: %s", html)
	}
	for _, e := range entriesOf(t, unlocked(t, takes(ana, event.Form{app.FieldWhat: app.WhatShared}).Bytes, ana.Person.Pass)) {
		if strings.HasPrefix(e.Says, "Something from") && (e.Kind != "" || e.At != "" || len(e.Words) > 0) {
			t.Errorf("%+v", e)
		}
	}
	id := ""
	ana.Dev.Inspect(func(m *app.Model) { last, _ := m.Couple.Timeout.Last(); id = last.ID.String() })
	ana.Do(timeout.KindReturned, event.Form{"timeout": id})
	somewhere(t, ana, "heldcanary", "record", "search", "page", "file")
}

func entriesOf(t *testing.T, lines string) (list []export.Entry) {
	t.Helper()
	for _, l := range strings.Split(strings.TrimSpace(lines), "\n")[1:] {
		var e export.Entry
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// A letter to somebody who has not compared words is there, and nothing of it.
func TestRecordUnverified(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").SignUp(ana.Invite())
	ana.Words()
	ben.Words()
	ana.Match()
	ana.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
	log := shared(ana).String()
	s.Refuse(func(r *http.Request) *wire.Refusal { // Ben’s “they match” does not get through
		if scene.By(r) == "Ben" && r.Method == http.MethodPost && strings.Contains(r.URL.Path, log) {
			return &wire.Refusal{Status: 503, Code: wire.CodeUnavailable, RetryAfter: 1}
		}
		return nil
	})
	ana.Do(letter.KindSent, event.Form{"text": "lettercanary"})
	ben.Match()
	ben.Sees("that there is a letter", func(m *app.Model) bool { return m.Couple.Letter.Len() == 1 })
	nowhere(t, ben, "lettercanary")
	if html := page(ben, app.RouteRecord+"/letter"); !strings.Contains(html, "<bdi>Ana</bdi> wrote a letter") || !strings.Contains(html, "It is closed until it opens.") {
		t.Errorf("his record: %s", html)
	}
	somewhere(t, ana, "lettercanary", "record", "search", "page", "file")
	s.Refuse(nil)
}

// What was taken back is there as that. Who had opened it has their copy of it.
func TestRecordTakenBack(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(letter.KindSent, event.Form{"text": "readcanary"})
	read := newest(t, ben, "the letter", anyLetter)
	page(ben, "letter/"+read.ID.String())
	ben.Sees("the letter open", func(m *app.Model) bool { return m.Opened[read.ID] })
	ana.Do(letter.KindSent, event.Form{"text": "unreadcanary"})
	unread := newest(t, ben, "the second", func(l letter.Letter) bool { return l.ID != read.ID })
	if html := page(ben, app.RouteRecord); strings.Contains(html, "unreadcanary") || !strings.Contains(html, "You have not opened it on this device.") {
		t.Errorf("his record: %s", html)
	}
	if html := finds(ben, "unreadcanary"); !strings.Contains(html, "Nothing was found.") {
		t.Errorf("found before it was opened: %s", html)
	}
	for _, l := range []letter.Letter{read, unread} {
		ana.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{"seq": fmt.Sprint(l.Seq)}})
		ana.Settle()
		ben.Sees("it taken back", func(m *app.Model) bool { return m.Records()[l.Seq-1].Redacted != 0 })
	}
	ben.Sees("his copy", func(m *app.Model) bool { _, ok := m.Self.Kept(m.LogID(), m.Records()[read.Seq-1].Hash); return ok })
	nowhere(t, ana, "readcanary")
	nowhere(t, ben, "unreadcanary")
	html := page(ben, app.RouteRecord)
	for _, want := range []string{"<bdi>Ana</bdi> wrote something that they have taken back since", "You had opened it, so your copy stays with you.", ">readcanary<",
		fmt.Sprintf("<bdi>Ana</bdi> took back entry %d", read.Seq), "No. 1"} {
		if !strings.Contains(html, want) {
			t.Errorf("his record does not say %q: %s", want, html)
		}
	}
	somewhere(t, ben, "readcanary", "record", "search", "page", "file")
}

// What is a person's own is in no file that the other makes, and in one's own
// only if it is asked for. The page and the lines say the same.
func TestExport(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(checkin.KindNoted, event.Form{"feelings": "tired", "words": "owncanary <script>alert(1)</script>"})
	ana.Do(correction.KindMade, event.Form{"told": `"quoted" & told`, "now": "sharedcanary\ntwo lines"})
	ben.Sees("it", func(m *app.Model) bool { return len(m.Couple.Correction.List()) == 1 })
	nowhere(t, ben, "owncanary")
	somewhere(t, ana, "owncanary", "own record", "search", "page", "file")
	if all := asPage(ana, app.WhatShared); strings.Contains(all, "owncanary") || !strings.Contains(all, "sharedcanary\ntwo lines") {
		t.Error("what is shared alone")
	}
	if all := asPage(ana, app.WhatOwn); !strings.Contains(all, "owncanary &lt;script&gt;") || strings.Contains(all, "sharedcanary") || strings.Contains(all, "Ben") || strings.Contains(all, "<script") {
		t.Errorf("what is hers alone: %s", all)
	}

	const both = app.WhatShared + " " + app.WhatOwn
	file := takes(ana, event.Form{app.FieldWhat: both})
	if file.Name() != "notes.age" || file.Open || bytes.Contains(file.Bytes, []byte("canary")) {
		t.Error("the locked file")
	}
	lines := unlocked(t, file.Bytes, ana.Person.Pass)
	f := export.File{Entries: entriesOf(t, lines)}
	if err := json.Unmarshal([]byte(lines[:strings.IndexByte(lines, '\n')]), &f.Head); err != nil {
		t.Fatal(err)
	}
	if got := view.ExportPage(f); got != asPage(ana, both) {
		t.Errorf("the page of the lines differs: %s", got)
	}
	ana.Dev.Inspect(func(m *app.Model) {
		if n := len(m.RecordsOf(false)) + len(m.RecordsOf(true)); len(f.Entries) != n {
			t.Errorf("%d entries of %d", len(f.Entries), n)
		}
		if f.Head.Logs[0].ID != m.LogID().String() || f.Head.By != "Ana" || f.Head.With != "Ben" {
			t.Errorf("%+v", f.Head)
		}
	})

	// Nothing leaves without the passphrase, or without a wish.
	before := ana.Saved()
	page(ana, app.RouteExport)
	ana.Key(app.ActionExport, map[string]secret.Text{keywork.FieldPassphrase: "another passphrase here"}, event.Form{app.FieldWhat: both, app.FieldAs: app.AsPage})
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("with another passphrase: %q", f)
	}
	ana.Key(app.ActionExport, ana.Secrets(), event.Form{app.FieldWhat: "", app.FieldAs: app.AsPage})
	if e := ana.Try().Field; e == nil || e.Field != app.FieldWhat {
		t.Errorf("with nothing chosen: %+v", ana.Try())
	}
	if after := ana.Saved(); !bytes.Equal(before.Bytes, after.Bytes) || before.Open != after.Open {
		t.Error("something was saved")
	}

	// Without a connection it works as well.
	s.CutPerson(ana, true)
	if all := asPage(ana, both); !strings.Contains(all, "owncanary") {
		t.Error("without a connection")
	}
	ana.Key(app.ActionExport, map[string]secret.Text{keywork.FieldPassphrase: "another passphrase here"}, event.Form{app.FieldWhat: both, app.FieldAs: app.AsPage})
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("without a connection, with another passphrase: %q", f)
	}
}

// Both read the same words for the same history.
func TestHistoryWords(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	words := func(p *scene.Person) string {
		_, rest, _ := strings.Cut(page(p, app.RouteRecord), `id="history-words">`)
		w, _, _ := strings.Cut(rest, "<")
		return w
	}
	before := words(ana)
	give(ana, "I’ll bring the shoes.")
	ben.Sees("her promise", func(m *app.Model) bool { return promises(m) == 1 })
	ana.Sees("it in the log", func(m *app.Model) bool { return len(m.Waiting) == 0 })
	if a, b := words(ana), words(ben); a != b || a == before || len(strings.Fields(a)) < 8 {
		t.Errorf("%q, %q, before %q", a, b, before)
	}
}
