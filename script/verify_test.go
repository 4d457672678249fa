package script

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"

	"troth/internal/actor"
	"troth/internal/app"
	"troth/internal/audit"
	"troth/internal/event"
	"troth/internal/promise"
	"troth/internal/relay/sqlstore"
	"troth/internal/secret"
	"troth/internal/view"
)

// live has two people sign up with the first link of the last start, pair, and
// promise each other something, which one of them takes back, on real devices
// but with quick stretching. With a folder, the first of them takes her records
// away into it, in both forms.
func live(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	if neg || len(args) > 1 || len(s.codes) == 0 {
		ts.Fatalf("usage: live [FOLDER], after start")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	w := actor.World{Origin: s.url, Now: time.Now, Render: view.Page, Export: view.Export, Build: "script",
		Stretch: func(pass []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
			return sha256.Sum256(append(append(bytes.Clone(pass), salt[:]...), kdf)), nil
		}}
	ana, ben := actor.New(w, "Ana", "cobalt meadow lantern orbit thimble"), actor.New(w, "Ben", "velvet harbour sixty pebble crown")
	ts.Check(ana.Open(ctx, ctx, "s."+s.codes[0]))
	defer func() { ana.Dev.Close() }()
	_, err := ana.SignUp(ctx)
	ts.Check(err)
	link, err := ana.Invite(ctx)
	ts.Check(err)
	ts.Check(ben.Open(ctx, ctx, link))
	defer func() { ben.Dev.Close() }()
	_, err = ben.SignUp(ctx)
	ts.Check(err)
	ts.Check(actor.Pair(ctx, ana, ben))
	for _, p := range []*actor.Person{ana, ben} {
		ts.Check(p.Do(ctx, promise.KindMade, event.Form{promise.FieldText: "a canary of words", promise.FieldDate: time.Now().AddDate(0, 0, 2).Format(time.DateOnly)}))
	}
	var seq uint64 // of the first promise
	for _, p := range []*actor.Person{ana, ben} {
		ts.Check(p.Sees(ctx, "both promises in the log", func(m *app.Model) bool {
			n := 0
			for _, r := range slices.Backward(m.Couple.Records()) {
				if r.Kind == promise.KindMade && r.Seq > 0 {
					n, seq = n+1, r.Seq
				}
			}
			return n == 2
		}))
	}
	by := ana
	ana.Dev.Inspect(func(m *app.Model) {
		if !m.MayRedact(false, seq) {
			by = ben
		}
	})
	by.Dev.Form(app.Form{Action: app.ActionRedact, Values: event.Form{"seq": strconv.FormatUint(seq, 10)}})
	for _, p := range []*actor.Person{ana, ben} {
		ts.Check(p.Sees(ctx, "one of them taken back", func(m *app.Model) bool { return m.Couple.Records()[seq-1].Redacted != 0 }))
	}
	for _, as := range []string{"file", app.AsPage} {
		if len(args) == 0 {
			break
		}
		ana.Dev.Go(app.RouteExport)
		ts.Check(ana.Key(ctx, app.ActionExport, ana.Secrets(), event.Form{app.FieldWhat: app.WhatShared + " " + app.WhatOwn, app.FieldAs: as}))
		f := ana.Saved()
		ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o700))
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), f.Name()), f.Bytes, 0o600))
	}
}

// exits runs the program and expects how it ends.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE args...")
	}
	cmd := exec.Command(of(ts).bin, args[1:]...)
	cmd.Dir = ts.Getenv("WORK")
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("troth %s ended with %s, not %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// change carries out a statement on a database that no server has open. UPDATE
// and DELETE must find something to change.
func change(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: change DATABASE STATEMENT")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	r, err := db.Exec(args[1])
	ts.Check(err)
	if n, err := r.RowsAffected(); err != nil || n == 0 && !strings.HasPrefix(args[1], "ALTER") {
		ts.Fatalf("%s changes nothing (%v)", args[1], err)
	}
}

// raw writes all logs of a database to a file of raw logs.
func raw(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: raw DATABASE FILE")
	}
	ctx := context.Background()
	r, err := sqlstore.OpenReader(ctx, ts.MkAbs(args[0]))
	ts.Check(err)
	logs, err := r.Logs(ctx)
	ts.Check(err)
	var b bytes.Buffer
	ts.Check(audit.WriteRaw(&b))
	for _, l := range logs {
		ts.Check(audit.WriteRawLog(&b, l, r.Events(ctx, l.ID)))
	}
	ts.Check(r.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600))
}

// flip inverts the byte of a file at an offset; a negative one counts from its
// end.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	edit(ts, neg, args, "flip FILE OFFSET", func(b []byte, at int) []byte {
		b[at] ^= 0xff
		return b
	})
}

// cut cuts a file off at an offset; a negative one counts from its end.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	edit(ts, neg, args, "cut FILE OFFSET", func(b []byte, at int) []byte { return b[:at] })
}

func edit(ts *testscript.TestScript, neg bool, args []string, usage string, f func([]byte, int) []byte) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: %s", usage)
	}
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	if at < 0 {
		at += len(b)
	}
	if at < 0 || at >= len(b) {
		ts.Fatalf("the file has %d bytes", len(b))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), f(b, at), 0o600))
}

// held prints a file's hash, and the names of what lies beside it.
func held(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: held FOLDER")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, e := range entries {
		b, err := os.ReadFile(ts.MkAbs(args[0] + "/" + e.Name()))
		ts.Check(err)
		h := sha256.Sum256(b)
		io.WriteString(ts.Stdout(), e.Name()+" "+strconv.FormatUint(uint64(h[0])<<24|uint64(h[1])<<16|uint64(h[2])<<8|uint64(h[3]), 16)+"\n") //nolint:errcheck // shown by testscript
	}
}
