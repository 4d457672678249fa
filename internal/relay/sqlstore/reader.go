package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"

	sqlite3 "modernc.org/sqlite/lib"

	"troth/internal/audit"
	"troth/internal/chain"
)

// Errors of OpenReader.
var (
	ErrNotDatabase = errors.New("not a SQLite database")
	ErrNotRelay    = errors.New("a database, but not a relay's of this version")
)

// Magic is how a SQLite database begins.
const Magic = "SQLite format 3\x00"

// Reader reads a relay's database for an audit and changes nothing: neither the
// file nor what lies beside it. All of it is read as it stood at one moment,
// while a server may go on writing.
type Reader struct {
	db   *sql.DB
	tx   *sql.Tx
	path string
	temp string // folder of a copy; "": none
	idle bool   // opened as a file that nobody writes to
}

// OpenReader opens a database file. The file must be there: nothing is created.
//
// A server that runs, or was killed, keeps its newest entries in a journal
// beside the file (-wal), and with it an index (-shm). With both there, they are
// used as another process of the server would. With neither, the file is all
// there is. A journal without its index is found only in copies; SQLite would
// make the index, so a copy of both files in the temporary folder is read.
func OpenReader(ctx context.Context, path string) (_ *Reader, err error) {
	r := &Reader{path: path}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	if err := checkMagic(path); err != nil {
		return nil, err
	}
	journal, err := isThere(path + "-wal")
	if err != nil {
		return nil, err
	}
	index, err := isThere(path + "-shm")
	if err != nil {
		return nil, err
	}
	q := url.Values{"mode": {"ro"}, "_pragma": {"query_only(1)", "busy_timeout(5000)"}}
	switch {
	case journal && !index:
		if path, err = r.copy(path); err != nil {
			return nil, err
		}
		q.Set("mode", "rw")
		q["_pragma"] = []string{"busy_timeout(5000)"}
	case !journal:
		r.idle = true
		q.Set("immutable", "1")
	}
	if r.db, err = sql.Open("sqlite", dsn(path, q)); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	r.db.SetMaxOpenConns(1)
	if r.tx, err = r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	var tables int
	err = r.tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('logs', 'authorities', 'events')`).Scan(&tables)
	switch {
	case code(err) == sqlite3.SQLITE_NOTADB:
		return nil, ErrNotDatabase
	case err != nil:
		return nil, fmt.Errorf("sqlstore: %w", err)
	case tables != 3:
		return nil, ErrNotRelay
	}
	return r, nil
}

func checkMagic(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	b := make([]byte, len(Magic))
	if _, err := io.ReadFull(f, b); err != nil || string(b) != Magic {
		return ErrNotDatabase
	}
	return nil
}

func isThere(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// copy copies a database and its journal.
func (r *Reader) copy(path string) (string, error) {
	dir, err := os.MkdirTemp("", "troth-verify-")
	if err != nil {
		return "", err
	}
	r.temp = dir
	to := filepath.Join(dir, FileName)
	return to, errors.Join(copyFile(path, to), copyFile(path+"-wal", to+"-wal"))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Close ends reading. If a server was started while a file was read that nobody
// wrote to, what was read may be of two moments; that is an error.
func (r *Reader) Close() error {
	var errs []error
	if r.tx != nil {
		errs = append(errs, r.tx.Rollback())
	}
	if r.db != nil {
		errs = append(errs, r.db.Close())
	}
	if r.temp != "" {
		errs = append(errs, os.RemoveAll(r.temp))
	}
	if r.idle {
		if started, err := isThere(r.path + "-wal"); err != nil || started {
			errs = append(errs, errors.Join(err, errors.New("a server was started on this database meanwhile: try again")))
		}
	}
	return errors.Join(errs...)
}

// Damage returns what SQLite itself finds wrong with the file, at most 20 lines,
// and how many rows belong to nothing.
func (r *Reader) Damage(ctx context.Context) ([]string, error) {
	var out []string
	for _, query := range []string{`PRAGMA integrity_check(20)`,
		`SELECT count(*) || ' rows of ' || "table" || ' belong to nothing' FROM pragma_foreign_key_check GROUP BY "table"`} {
		rows, err := r.tx.QueryContext(ctx, query)
		if err != nil {
			return out, fmt.Errorf("sqlstore: %w", err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return out, errors.Join(err, rows.Close())
			}
			if line != "ok" {
				out = append(out, line)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return out, fmt.Errorf("sqlstore: %w", err)
		}
	}
	return out, nil
}

// Logs returns all logs, ordered by id. A log of which nothing is kept about
// who may write has an empty Authority.
func (r *Reader) Logs(ctx context.Context) ([]audit.Log, error) {
	rows, err := r.tx.QueryContext(ctx, `SELECT l.id, l.type, l.seq, l.hash, l.bytes1, l.bytes2, coalesce(a.state, x'')
		FROM logs l LEFT JOIN authorities a ON a.log = l.key ORDER BY l.id`)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	defer rows.Close()
	var out []audit.Log
	for rows.Next() {
		var l audit.Log
		var id, hash []byte
		l.Used = new([2]int64)
		if err := rows.Scan(&id, &l.Type, &l.Seq, &hash, &l.Used[0], &l.Used[1], &l.Authority); err != nil {
			return nil, fmt.Errorf("sqlstore: %w", err)
		}
		if err := errors.Join(sized("log id", l.ID[:], id), sized("head", l.Head[:], hash)); err != nil {
			return nil, err
		}
		if l.Authority == nil {
			l.Authority = []byte{}
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Events yields all events of a log in the order of their places.
func (r *Reader) Events(ctx context.Context, id chain.LogID) iter.Seq2[audit.Event, error] {
	return func(yield func(audit.Event, error) bool) {
		rows, err := r.tx.QueryContext(ctx, `SELECT e.seq, e.head, e.body, e.tombstone FROM events e JOIN logs l ON l.key = e.log WHERE l.id = $1 ORDER BY e.seq`, id[:])
		if err != nil {
			yield(audit.Event{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var ev audit.Event
			if err := rows.Scan(&ev.Seq, &ev.Head, &ev.Body, &ev.Tombstone); err != nil {
				yield(ev, err)
				return
			}
			if !yield(ev, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(audit.Event{}, err)
		}
	}
}
