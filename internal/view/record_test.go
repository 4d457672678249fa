package view

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/export"
	"troth/internal/keyring"
	"troth/internal/meaning"
	"troth/internal/secret"
	"troth/internal/text"
)

// Every kind that can be written has its words in the record. Those that are not
// written stand here: what is composed by a form of these kinds is sealed.
func TestEveryKindHasALine(t *testing.T) {
	composed := map[string]bool{"opening.answer": true, "adventure.marked": true, "adventure.told": true, "balance.answer": true, "redact": true,
		"vault.own.key": true, "vault.own.entry": true} // and what is locked once more is in no record
	kind := regexp.MustCompile(`Kind\w*\s+event\.Kind = "([a-z.-]+)"`)
	lines := text.English().Record.Lines
	known := map[string]bool{}
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		pkg := filepath.Base(filepath.Dir(name))
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range kind.FindAllStringSubmatch(string(b), -1) {
			known[m[1]] = true
			if lines[m[1]] == "" && !composed[m[1]] {
				t.Errorf("%s of package %s has no line in the record (*text.Record)", m[1], pkg)
			}
		}
	}
	for _, k := range []string{"letter.sent", "seal.commit", "checkin.own.noted", "space.anchor"} {
		if !known[k] {
			t.Errorf("%s was not found: the test looks in the wrong places", k)
		}
	}
}

// two is a model in which both have written lines, in turn.
func two(t testing.TB, n int) *app.Model {
	t.Helper()
	log := chain.LogID{7}
	state, ring := chain.NewState(log, chain.Couple), envelope.NewRing(log)
	var signers [3]*envelope.Signer
	var certs [3]chain.SignedCertificate
	var entries []envelope.Entry
	ids := uint32(0)
	id := func() (id event.ID) {
		ids++
		binary.BigEndian.PutUint32(id[:], ids)
		return id
	}
	accept := func(ev envelope.Signed, err error) {
		t.Helper()
		a, err2 := state.Accept(ev.Event())
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		entries = append(entries, envelope.Open(a, ring))
	}
	control := func(b []byte, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		accept(envelope.SealControl(rand.Reader, signers[1], envelope.After(&state), id(), b))
	}
	for i := event.First; i <= event.Second; i++ {
		root := keyring.Root{Generation: 1, Key: secret.Key{byte(i)}}
		cert, err := keyring.Certify(secret.Key{byte(i), 1}, root, log)
		if err != nil {
			t.Fatal(err)
		}
		signers[i], certs[i] = envelope.NewSigner(log, chain.Couple, root.SignSeed(log)), cert
	}
	control(chain.GenesisBody(certs[1]))
	control(chain.MemberAddBody(certs[2]))
	e, key, err := keyring.NewEpoch(rand.Reader, &state, state.Members, ring)
	if err != nil {
		t.Fatal(err)
	}
	ring.Add(e.Number, key)
	control(chain.EpochBody(e))
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	var line event.ID
	for i := range n {
		at := event.StampOf(now.Add(time.Duration(i-n) * time.Minute))
		body := event.Body{Kind: meaning.KindWritten, MinReader: event.Reader, CreatedMS: at.MS, Civil: &at.Civil}
		body.Payload = codec.Must(meaning.Written{Text: fmt.Sprint("I feel heard when the kettle is on, number ", i)})
		one := id()
		if i == 0 {
			line = one
		} else {
			body.Kind, body.Payload = meaning.KindRewritten, codec.Must(meaning.Rewritten{Line: line, Text: fmt.Sprint("I feel heard when the kettle is on, number ", i)})
		}
		if i == 2 {
			body.Kind, body.Payload = "meaning.sung", codec.Must("unknowncanary")
		}
		accept(envelope.Seal(rand.Reader, signers[1], envelope.After(&state), ring, one, body))
	}
	m := app.New("t", "host", "")
	m.Phase, m.Space, m.Me, m.MyName, m.PartnerName, m.Now = app.Open, app.Shared, event.Second, "Ben", "Ana", event.StampOf(now)
	m.Update(app.Entered{Me: event.Second, MyName: "Ben", Name: "Ana", Stage: app.Shared}, m.Now)
	m.Update(app.Entries{Entries: entries}, m.Now)
	m.Update(app.Followed{Route: app.RouteRecord}, m.Now)
	return m
}

// The record has all of the log, on pages that lead on to each other, whatever
// comes meanwhile; and says of a kind that it does not know that it is there.
func TestRecordPages(t *testing.T) {
	m := two(t, 2*perPage)
	row := regexp.MustCompile(`id="e-(\d+)"`)
	older := regexp.MustCompile(`data-go="(record/all/\d+)"`)
	var seqs []string
	all := ""
	for range 4 {
		html := Page(m)
		all += html
		for _, r := range row.FindAllStringSubmatch(html, -1) {
			seqs = append(seqs, r[1])
		}
		next := older.FindStringSubmatch(html)
		if next == nil {
			break
		}
		m.Update(app.Followed{Route: next[1]}, m.Now)
	}
	if len(seqs) != 2*perPage+3 || seqs[0] != fmt.Sprint(2*perPage+3) || seqs[len(seqs)-1] != "1" {
		t.Errorf("%d entries, from %s to %s", len(seqs), seqs[0], seqs[len(seqs)-1])
	}
	if !strings.Contains(all, "An entry that this version cannot show") || strings.Contains(all, "unknowncanary") || !strings.Contains(all, "<bdi>Ana</bdi> made this space") {
		t.Errorf("%s", all)
	}
	for _, route := range []string{"record/none", "record/all/0", "record/all/x", "record/all/99999999999999999999", "record/meaning/1/2", "record/", "mine/record/x/y"} {
		m.Update(app.Followed{Route: route}, m.Now)
		if html := Page(m); !strings.Contains(html, "<h1>") {
			t.Errorf("%s: %s", route, html)
		}
	}
}

func TestSearchPage(t *testing.T) {
	m := two(t, maxFound+3)
	look := func(q string) string {
		m.Update(app.Followed{Route: app.RouteSearch}, m.Now)
		m.Update(app.Submitted{Form: app.Form{Action: app.ActionSearch, Values: event.Form{app.FieldQuery: q}}}, m.Now)
		return Page(m)
	}
	for q, want := range map[string]string{
		"":              `role="status"></p>`,
		"   ":           `role="status"></p>`,
		"KETTLE":        "There are more. Another word narrows it down.",
		"sung":          "Nothing was found.",
		"unknowncanary": "Nothing was found.",
		"number 17":     "Found: one entry.",
		"17 heárd":      "<mark>heard</mark> when the kettle is on, number <mark>17</mark>",
	} {
		if html := look(q); !strings.Contains(html, want) {
			t.Errorf("%q: no %q in %s", q, want, html)
		}
	}
	if html := look("kettle"); strings.Count(html, "<mark>") != maxFound {
		t.Errorf("%d are shown", strings.Count(html, "<mark>"))
	}
	// What is looked for is forgotten with the page, and is there again on the way
	// back to it.
	token := m.Token
	look("number 17")
	m.Update(app.Followed{Route: app.RouteToday}, m.Now)
	if m.Query != "" {
		t.Error("it is kept")
	}
	m.Update(app.Followed{Route: app.RouteSearch}, m.Now)
	if strings.Contains(Page(m), "number 17") {
		t.Error("it is shown to whoever comes next")
	}
	m.Update(app.Returned{Token: token}, m.Now)
	if m.Query != "kettle" || !strings.Contains(Page(m), "<mark>") {
		t.Errorf("on the way back: %q", m.Query)
	}
}

// Nothing that was written is more than text in a page that is taken away.
func TestAttack78ExportIsText(t *testing.T) {
	for _, s := range []string{`<img src=x onerror=alert(1)>`, `</style><script>alert(1)</script>`, `"><svg onload=1>`, `javascript:alert(1)`, "</p></li>"} {
		f := export.File{Head: export.Head{By: s, With: s, Made: s, Lang: s, Logs: []export.Of{{Log: export.Shared}}},
			Entries: []export.Entry{{Log: export.Shared, By: s, Says: s, At: s, Notes: []string{s}, Words: []export.Words{{Label: s, Text: s}}}}}
		html := ExportPage(f)
		for _, bad := range []string{"<img", "<script", "<svg"} {
			if strings.Contains(html, bad) {
				t.Errorf("%q in %s", bad, html)
			}
		}
		if strings.Count(html, "<li>") != 1 || strings.Count(html, "</style>") != 1 || !strings.Contains(html, "default-src 'none'") && !strings.Contains(html, "default-src &#39;none&#39;") {
			t.Errorf("%s", html)
		}
	}
}

func BenchmarkRecord(b *testing.B) {
	m := two(b, 20_000)
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			Page(m)
		}
	})
	m.Update(app.Followed{Route: app.RouteSearch}, m.Now)
	ask := func(q string) {
		m.Update(app.Submitted{Form: app.Form{Action: app.ActionSearch, Values: event.Form{app.FieldQuery: q}}}, m.Now)
		Page(m)
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			m.Update(app.Followed{Route: app.RouteSearch}, m.Now)
			ask("nothing like that")
		}
	})
	b.Run("next", func(b *testing.B) {
		for b.Loop() {
			ask("nothing like that")
		}
	})
	b.Run("export", func(b *testing.B) {
		for b.Loop() {
			b.SetBytes(int64(len(Export(m, app.Wish{Shared: true}))))
		}
	})
	b.Run("export page", func(b *testing.B) {
		for b.Loop() {
			Export(m, app.Wish{Shared: true, Open: true})
		}
	})
}
