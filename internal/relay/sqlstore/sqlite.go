// Package sqlstore is a relay's store in a SQL database: SQLite, in one file in
// one folder. The queries are written for PostgreSQL as well; only opening,
// migrations and the words for errors differ.
//
// # What holds
//
// A transaction that was acknowledged survives a power cut: the journal is a
// write-ahead log that is flushed with every commit (synchronous=FULL; NORMAL
// may lose the newest commits, which devices would rightly report as tampering),
// on macOS with a full flush of the disk. What is deleted is overwritten with
// zeros. One connection writes, so writers wait in turn and never fail for each
// other; readers do not wait.
//
// The folder is open to its owner only, and a lock file keeps a second process
// out.
package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"troth/internal/chain"
	"troth/internal/relay"
)

// Names in the data folder.
const (
	FileName = "troth.db"
	LockName = "troth.lock"
)

// Errors of Open and Create.
var (
	ErrNoDatabase = errors.New("there is no " + FileName)
	ErrInUse      = errors.New("another process uses this data folder")
	ErrReadOnly   = errors.New("this data folder cannot be written")
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store implements relay.Store.
type Store struct {
	w     *sql.DB // one connection
	r     *sql.DB
	lock  *lock
	stmts statements
	keys  map[chain.LogID]int64 // used in transactions alone, of which there is one at a time
}

// maxKeys is how many logs' keys are kept in mind.
const maxKeys = 8192

var _ relay.Store = (*Store)(nil)

// Open opens the database in a data folder. It creates nothing but the lock
// file: a missing database is ErrNoDatabase, because a mistyped path must not
// look like a relay that has lost everything.
func Open(ctx context.Context, dir string) (*Store, error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s", ErrNoDatabase, dir)
	} else if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	lock, err := takeLock(ctx, dir)
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, path)
	if err != nil {
		if code(err) == sqlite3.SQLITE_READONLY {
			err = fmt.Errorf("%w: %s", ErrReadOnly, dir)
		}
		return nil, errors.Join(err, lock.Close())
	}
	s.lock = lock
	return s, nil
}

// Create makes a data folder, if it is not there, and an empty database in it,
// and opens that. A folder that is there is closed to all but its owner. A database that is there already is left alone and reported
// as fs.ErrExist.
func Create(ctx context.Context, dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	// A folder that was there before may be open to others.
	if fi, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	} else if fi.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(dir, 0o700); err != nil {
			return nil, fmt.Errorf("sqlstore: the folder is open to others: %w", err)
		}
	}
	// SQLite would choose wider permissions. Its journals take over the file's.
	f, err := os.OpenFile(filepath.Join(dir, FileName), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	return Open(ctx, dir)
}

// lock keeps other processes out until it is closed.
type lock struct {
	db   *sql.DB
	conn *sql.Conn // in a transaction that never ends
}

func (l *lock) Close() error { return errors.Join(l.conn.Close(), l.db.Close()) }

// takeLock takes the lock of a data folder, or returns ErrInUse. The lock is
// SQLite's own, on an empty database beside the real one: it works alike on
// every system, and the system lets go of it when the process dies.
func takeLock(ctx context.Context, dir string) (*lock, error) {
	path := filepath.Join(dir, LockName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case err == nil:
		if err := f.Close(); err != nil {
			return nil, fmt.Errorf("sqlstore: %w", err)
		}
	case !errors.Is(err, fs.ErrExist):
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	db, err := sql.Open("sqlite", dsn(path, url.Values{"_pragma": {"busy_timeout(0)"}}))
	if err != nil {
		return nil, fmt.Errorf("sqlstore: lock: %w", err)
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err != nil {
		if code(err) == sqlite3.SQLITE_BUSY {
			err = fmt.Errorf("%w: %s", ErrInUse, dir)
		}
		if conn != nil {
			err = errors.Join(err, conn.Close())
		}
		return nil, errors.Join(err, db.Close())
	}
	return &lock{db, conn}, nil
}

func dsn(path string, q url.Values) string {
	// As a URL, so that ? and # in a path stay part of it.
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

func open(ctx context.Context, path string) (*Store, error) {
	pragmas := []string{"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)", "foreign_keys(1)", "secure_delete(1)"}
	if runtime.GOOS == "darwin" {
		pragmas = append(pragmas, "fullfsync(1)", "checkpoint_fullfsync(1)")
	}
	w, err := sql.Open("sqlite", dsn(path, url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}))
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	w.SetMaxOpenConns(1)
	s := &Store{w: w, keys: map[chain.LogID]int64{}}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	// SQLite opens what it cannot write without a word.
	if _, err := w.ExecContext(ctx, "DELETE FROM sessions WHERE 0"); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlstore: %w", err), s.Close())
	}
	if s.r, err = sql.Open("sqlite", dsn(path, url.Values{"_pragma": append(pragmas, "query_only(1)")})); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlstore: %w", err), s.Close())
	}
	s.r.SetMaxOpenConns(readers)
	s.r.SetMaxIdleConns(readers)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// readers is how many connections read at a time.
const readers = 8

func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.w, sub, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("sqlstore: bringing the database up to date: %w", err)
	}
	return nil
}

// Ping implements relay.Store.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.r.QueryRowContext(ctx, "SELECT 1 FROM sqlite_schema LIMIT 1").Scan(&one)
}

// Close implements relay.Store.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.r, s.w} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// code returns SQLite's primary result code of an error, or 0.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// explain gives the relay's name to errors that it can do something about.
func explain(err error) error {
	if code(err) == sqlite3.SQLITE_FULL {
		return fmt.Errorf("%w: %w", relay.ErrFull, err)
	}
	return err
}
