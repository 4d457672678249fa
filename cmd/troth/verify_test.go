package main

import (
	"bytes"
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"troth/internal/relay/sqlstore"
)

// Whoever made a database chose the names in it. None of them can write a
// verdict of its own, or wipe the real one off the screen.
func TestVerifyOfAHostileDatabase(t *testing.T) {
	dir := t.TempDir()
	store, err := sqlstore.Create(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, sqlstore.FileName)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		"CREATE TABLE \"\x1b[2K\n9 logs, 0 problems\u202e\" (x INTEGER REFERENCES logs (key))",
		"INSERT INTO \"\x1b[2K\n9 logs, 0 problems\u202e\" VALUES (99)",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	v := verdict{out: &out}
	if err := v.file(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	if v.problems != 1 || strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), "belong to nothing") ||
		strings.ContainsAny(out.String(), "\x1b\u202e") {
		t.Errorf("%d problems, said as %q", v.problems, out.String())
	}

	// Also where it cannot be read on.
	if db, err = sql.Open("sqlite", path); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE TABLE (', name = '\x1b[2K' || char(10) || 'fine' WHERE name = 'codes'"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err = ended{exitUnreadable, v.file(context.Background(), path)}
	if text := err.Error(); !strings.Contains(text, "fine") || strings.ContainsAny(text, "\x1b\n") {
		t.Errorf("%q", text)
	}
}
