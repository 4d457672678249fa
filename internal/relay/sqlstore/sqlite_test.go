package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/relay/storetest"
	"troth/internal/wire"
)

func create(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Create(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) relay.Store { return create(t, filepath.Join(t.TempDir(), "data")) })
}

func TestPragmas(t *testing.T) {
	s := create(t, t.TempDir())
	defer s.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "5000"} {
		var got string
		if err := s.w.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
	if _, err := s.r.Exec("DELETE FROM codes"); err == nil {
		t.Error("a reading connection can write")
	}
}

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := Open(ctx, dir); !errors.Is(err, ErrNoDatabase) {
		t.Errorf("mistyped path: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("opening a mistyped path created it")
	}
	create(t, dir).Close()
	if _, err := Create(ctx, dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("second creation: %v", err)
	}
}

// Two servers on one database would each believe in their own heads.
func TestAttack95SecondProcess(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "data")
	s := create(t, dir)
	for range 2 {
		if _, err := Open(ctx, dir); !errors.Is(err, ErrInUse) {
			t.Errorf("second opening: %v", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, dir)
	if err != nil {
		t.Fatalf("opening after the other has closed: %v", err)
	}
	s.Close()
}

// one puts an account and a log into a store, and returns how to append to it.
func one(t *testing.T, s *Store) func(seq uint64, body []byte) error {
	t.Helper()
	ctx := context.Background()
	a := wire.AccountID{1}
	code := [32]byte{1}
	if err := s.ReplaceCodes(ctx, [][32]byte{code}); err != nil {
		t.Fatal(err)
	}
	if err := s.Register(ctx, relay.Registration{Account: relay.Account{ID: a, Slots: []byte("s")}, Code: &code, Max: 1}); err != nil {
		t.Fatal(err)
	}
	l := relay.StoredLog{ID: chain.LogID{1}, Head: wire.Head{Seq: 1}, Authority: []byte("a"), Members: [2]wire.AccountID{a}}
	if err := s.CreateLog(ctx, l, relay.StoredEvent{Head: []byte("h"), Body: []byte("b")}, 1); err != nil {
		t.Fatal(err)
	}
	return func(seq uint64, body []byte) error {
		r, err := s.Commit(ctx, []relay.Append{{Log: l.ID, Expect: wire.Head{Seq: seq - 1}, Head: wire.Head{Seq: seq},
			Events: []relay.StoredEvent{{Head: []byte("h"), Body: body}}}})
		if err != nil {
			return err
		}
		return r[0].Err
	}
}

func TestReopen(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := create(t, dir)
	add := one(t, s)
	if err := add(2, []byte("kept")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, err := s.Events(ctx, chain.LogID{1}, 1, 2, 10, 1000)
	if err != nil || len(got) != 1 || string(got[0].Body) != "kept" {
		t.Errorf("after reopening: %v, %v", got, err)
	}
}

// A full disk is reported as such, leaves nothing half-written, does not stop
// reading, and is over when there is room again.
func TestAttack92DiskFull(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	defer s.Close()
	add := one(t, s)
	var pages, before int
	if err := s.w.QueryRow("PRAGMA page_count").Scan(&before); err != nil {
		t.Fatal(err)
	}
	if err := s.w.QueryRow("PRAGMA max_page_count = 1").Scan(&pages); err != nil { // SQLite takes what it has
		t.Fatal(err)
	}
	large := bytes.Repeat([]byte("x"), 60<<10)
	for range 2 {
		if err := add(2, large); !errors.Is(err, relay.ErrFull) {
			t.Fatalf("append to a full disk: %v", err)
		}
	}
	l, err := s.Log(ctx, chain.LogID{1})
	if err != nil || l.Head.Seq != 1 {
		t.Errorf("head is %d, %v", l.Head.Seq, err)
	}
	events, err := s.Events(ctx, chain.LogID{1}, 0, 10, 10, 1<<20)
	if err != nil || len(events) != 1 {
		t.Errorf("%d events, %v", len(events), err)
	}
	if err := s.w.QueryRow("PRAGMA max_page_count = 1000000").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := add(2, large); err != nil {
		t.Errorf("append when there is room again: %v", err)
	}
	var ok string
	if err := s.w.QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Errorf("integrity: %s, %v", ok, err)
	}
}

// A database that cannot be written any more says so with every append, keeps
// nothing half, can be read, and goes on when it can be written again.
func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	defer s.Close()
	add := one(t, s)
	if _, err := s.w.Exec("PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := add(2, []byte("b")); err == nil || errors.Is(err, relay.ErrFull) || errors.Is(err, relay.ErrMoved) {
			t.Fatalf("append to a database that is read-only: %v", err)
		}
	}
	events, err := s.Events(ctx, chain.LogID{1}, 0, 10, 10, 1<<20)
	if l, lerr := s.Log(ctx, chain.LogID{1}); err != nil || lerr != nil || len(events) != 1 || l.Head.Seq != 1 {
		t.Errorf("%d events, %v, head %d, %v", len(events), err, l.Head.Seq, lerr)
	}
	if _, err := s.w.Exec("PRAGMA query_only = 0"); err != nil {
		t.Fatal(err)
	}
	if err := add(2, []byte("b")); err != nil {
		t.Errorf("append when it can be written again: %v", err)
	}
}

// What was deleted is in no file any more, whether it was small enough to share
// a page with others or had pages of its own.
func TestDeletedIsGone(t *testing.T) {
	ctx := context.Background()
	removal := []relay.Removal{{Seq: 2, Member: 1, Tombstone: []byte("t")}}
	for what, remove := range map[string]func(*Store) error{
		"account": func(s *Store) error { return s.DeleteAccount(ctx, wire.AccountID{1}) },
		"body": func(s *Store) error {
			_, err := s.Remove(ctx, chain.LogID{1}, removal)
			return err
		},
		"body, with an append": func(s *Store) error {
			r, err := s.Commit(ctx, []relay.Append{{Log: chain.LogID{1}, Expect: wire.Head{Seq: 3}, Head: wire.Head{Seq: 4},
				Events: []relay.StoredEvent{{Head: []byte("h"), Body: []byte("b")}}, Remove: removal}})
			return errors.Join(err, r[0].Err)
		},
	} {
		for _, size := range []int{1 << 10, 64 << 10} {
			t.Run(fmt.Sprintf("%s of %d bytes", what, size), func(t *testing.T) {
				dir := t.TempDir()
				s := create(t, dir)
				add := one(t, s)
				canary := []byte("canary-of-a-body")
				for seq, body := range [][]byte{2: bytes.Repeat(canary, size/len(canary)), 3: bytes.Repeat([]byte("x"), size)} {
					if body != nil {
						if err := add(uint64(seq), body); err != nil {
							t.Fatal(err)
						}
					}
				}
				holds := func() (n int) {
					for _, name := range []string{FileName, FileName + "-wal"} {
						b, err := os.ReadFile(filepath.Join(dir, name))
						if err != nil && !errors.Is(err, fs.ErrNotExist) {
							t.Fatal(err)
						}
						n += bytes.Count(b, canary[4:12])
					}
					return n
				}
				if holds() == 0 {
					t.Fatal("the test does not look where the data is")
				}
				if err := remove(s); err != nil {
					t.Fatal(err)
				}
				if n := holds(); n != 0 {
					t.Errorf("found %d times after deletion", n)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}
