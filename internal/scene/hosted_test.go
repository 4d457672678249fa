package scene_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/care"
	"troth/internal/checkin"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/letter"
	"troth/internal/opening"
	"troth/internal/promise"
	"troth/internal/relay/sqlstore"
	"troth/internal/scene"
	"troth/internal/timeout"
)

// A partner who runs the relay and looks into its database finds no word of
// anybody, no kind of an entry, no address of a device and no time at which
// anything was written. What they do find is said in SECURITY.md: which account wrote
// each entry, in what order, and its size in steps; the day after which a session
// ends; the moment at which an invite ends.
func TestAttack98HostLooksIntoTheDatabase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	store, err := sqlstore.Create(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	s := scene.New(t, store)
	began := s.Now()
	ana := s.Person("Quincellana").SignUp(s.Code())
	ben := s.Person("Zabulonius").Open(hosting(ana))
	ben.Sees("what it means", func(m *app.Model) bool { return m.MustRead() })
	ben.Dev.Form(app.Form{Action: app.ActionHostRead})
	ben.Key(app.ActionSignUp, ben.Secrets(), event.Form{"name": ben.Name})
	ben.Dev.Form(app.Form{Action: app.ActionKept})
	pair(ana, ben)

	s.Pass(37*time.Minute + 11*time.Second)
	ana.Do(letter.KindSent, event.Form{letter.FieldText: "marzipan ostrich over the canal"})
	s.Pass(13*time.Hour + 7*time.Minute) // no session is left
	for _, p := range []*scene.Person{ana, ben} {
		p.LockUp()
		p.Unlock()
	}
	ben.Do(promise.KindMade, event.Form{promise.FieldText: "the tugboat lost its cinnamon", promise.FieldDate: "2026-11-29"})
	s.Pass(5 * time.Minute)
	ben.Do(checkin.KindNoted, event.Form{checkin.FieldFeelings: "tired", checkin.FieldWords: "turquoise otters in the pantry"})
	ana.Do(care.KindAdded, event.Form{care.FieldGroup: "calm", care.FieldText: "ninety walnuts for the lighthouse"})
	ana.Do(opening.KindAnswer, event.Form{opening.FieldRung: "1", opening.FieldNumber: "2", opening.FieldText: "juniper parade behind the dam"})
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"fewer": "yes"}})
	ana.Sees("the setting", func(m *app.Model) bool { return m.Fewer() && !m.Try.Busy })
	ana.Do(timeout.KindCalled, event.Form{timeout.FieldMinutes: "20"})
	ben.Sees("the time-out", func(m *app.Model) bool { _, ok := m.Couple.Timeout.Last(); return ok })
	ended := s.Now()

	var all []byte
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	if len(all) < 50_000 || !bytes.Contains(all, []byte("CREATE TABLE events")) {
		t.Fatalf("%d bytes: the test does not look at the database", len(all))
	}
	absent := func(what string, b []byte) {
		t.Helper()
		if bytes.Contains(all, b) {
			t.Errorf("%s is in the database", what)
		}
	}
	words := []string{"marzipan", "tugboat", "cinnamon", "turquoise", "walnuts", "juniper", "Quincellana", "Zabulonius", "five plain words",
		"127.0.0.1", "[::1]", "Go-http-client", "Scene-Device", "2026-11-24", "2026-11-25", "fewer", "tired"}
	entries := 0
	for _, p := range []*scene.Person{ana, ben} {
		p.Dev.Inspect(func(m *app.Model) {
			for _, records := range [][]fold.Record{m.Records(), m.Self.Records()} {
				for _, r := range records {
					entries++
					if r.Flag != envelope.Control && strings.Contains(string(r.Kind), ".") { // joining and keys are open, for the relay
						words = append(words, string(r.Kind))
					}
					if ms := r.At.MS; ms != 0 {
						if ms < began.UnixMilli() || ms > ended.UnixMilli() {
							t.Fatalf("%s is dated %d", r.Kind, ms)
						}
						for unit, v := range map[string]int64{"milliseconds": ms, "seconds": ms / 1000} {
							absent(fmt.Sprintf("the time of %s in %s", r.Kind, unit), strconv.AppendInt(nil, v, 10))
							be, le := binary.BigEndian.AppendUint64(nil, uint64(v)), binary.LittleEndian.AppendUint64(nil, uint64(v))
							absent(fmt.Sprintf("the time of %s in %s", r.Kind, unit), bytes.TrimLeft(be, "\x00"))
							absent(fmt.Sprintf("the time of %s in %s", r.Kind, unit), bytes.TrimRight(le, "\x00"))
						}
					}
				}
			}
		})
	}
	if entries < 20 || !slices.Contains(words, "letter.sent") || !slices.Contains(words, "timeout.called") || !slices.Contains(words, "care.own.added") {
		t.Fatalf("%d entries, %v: the test looks for too little", entries, words)
	}
	for _, w := range words {
		absent(w, []byte(w))
	}

	// No number in any table lies in the time in which all that was written, but for
	// the ends of sessions and invites, and sessions end with a day.
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlstore.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	told := map[string]int{}
	for _, table := range column(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`) {
		rows, err := db.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		names, _ := rows.Columns()
		for rows.Next() {
			values := make([]any, len(names))
			at := make([]any, len(names))
			for i := range values {
				at[i] = &values[i]
			}
			if err := rows.Scan(at...); err != nil {
				t.Fatal(err)
			}
			told[table]++
			for i, v := range values {
				n, ok := v.(int64)
				where := table + "." + names[i]
				switch {
				case !ok || where == "invites.expires":
				case where == "sessions.expires":
					if n%(24*60*60*1000) != 0 {
						t.Errorf("a session ends at %d, which tells when it began", n)
					}
				case n >= began.Add(-48*time.Hour).UnixMilli() && n <= ended.Add(48*time.Hour).UnixMilli(), n >= began.Add(-48*time.Hour).Unix() && n <= ended.Add(48*time.Hour).Unix():
					t.Errorf("%s holds %d, which is a time", where, n)
				}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	if told["events"] < 20 || told["sessions"] == 0 || told["accounts"] != 2 {
		t.Errorf("the tables have %v rows: the test looks at too little", told)
	}
	// Sizes come in steps: what was written cannot be told apart by them.
	sizes := column(t, db, `SELECT DISTINCT length(body) FROM events WHERE body IS NOT NULL`)
	if len(sizes) == 0 || len(sizes) > 8 {
		t.Errorf("bodies of %v bytes", sizes)
	}
}

func column(t *testing.T, db *sql.DB, query string) (out []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}
