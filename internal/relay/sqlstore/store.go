package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

// Parameters are numbered in the order in which they first appear, which is
// what both databases understand alike.
const (
	queryLog = `SELECT l.id, l.type, l.seq, l.hash, l.bytes1, l.bytes2, a.state, m1.account, m2.account
		FROM logs l JOIN authorities a ON a.log = l.key
		LEFT JOIN members m1 ON m1.log = l.key AND m1.number = 1
		LEFT JOIN members m2 ON m2.log = l.key AND m2.number = 2
		WHERE l.id = $1`
	queryEvents = `SELECT e.head, e.body, e.tombstone FROM events e JOIN logs l ON l.key = e.log
		WHERE l.id = $1 AND e.seq > $2 AND e.seq <= $3 ORDER BY e.seq LIMIT $4`
	querySession = `SELECT account, expires, mark, ended FROM sessions WHERE hash = $1`
	queryKey     = `SELECT key FROM logs WHERE id = $1`
	moveHead     = `UPDATE logs SET seq = $1, hash = $2, bytes1 = bytes1 + $3, bytes2 = bytes2 + $4
		WHERE key = $5 AND id = $6 AND seq = $7 AND hash = $8`
	insertEvent = `INSERT INTO events (log, seq, head, body, tombstone) VALUES ($1, $2, $3, $4, $5)`
	inviteCols  = `version, maker, claimer, log, claim_hash, expires, stage, raced, admitted, m1, m2, m3`
)

// statements are those that every append and every page needs.
type statements struct {
	log, events, session, key, moveHead, insertEvent *sql.Stmt
}

func (s *Store) prepare(ctx context.Context) error {
	for _, p := range []struct {
		db   *sql.DB
		text string
		to   **sql.Stmt
	}{
		{s.r, queryLog, &s.stmts.log}, {s.r, queryEvents, &s.stmts.events}, {s.r, querySession, &s.stmts.session},
		{s.w, queryKey, &s.stmts.key}, {s.w, moveHead, &s.stmts.moveHead}, {s.w, insertEvent, &s.stmts.insertEvent},
	} {
		var err error
		if *p.to, err = p.db.PrepareContext(ctx, p.text); err != nil {
			return fmt.Errorf("sqlstore: %w", err)
		}
	}
	return nil
}

// write runs f in one transaction on the one writing connection. A client that
// goes away does not stop it.
func (s *Store) write(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	tx, err := s.w.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	if err := f(ctx, tx); err != nil {
		if e := tx.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) && code(err) == 0 {
			// SQLite has rolled back by itself after some errors, a full disk
			// among them; then there is nothing left to roll back.
			return errors.Join(explain(err), e)
		}
		return explain(err)
	}
	return explain(tx.Commit())
}

// sized copies a blob into an array. An empty one leaves it zero.
func sized(name string, to, from []byte) error {
	if len(from) != 0 && len(from) != len(to) {
		return fmt.Errorf("sqlstore: %s has a wrong size", name)
	}
	copy(to, from)
	return nil
}

func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return relay.ErrNotFound
	}
	return err
}

func found(ctx context.Context, tx *sql.Tx, query string, args ...any) (bool, error) {
	var one int
	err := tx.QueryRowContext(ctx, query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Secret implements relay.Store.
func (s *Store) Secret(ctx context.Context, name string, fresh [32]byte) (out [32]byte, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`, name, fresh[:]); err != nil {
			return err
		}
		var b []byte
		if err := tx.QueryRowContext(ctx, `SELECT value FROM secrets WHERE name = $1`, name).Scan(&b); err != nil {
			return err
		}
		return sized("secret", out[:], b)
	})
	return out, err
}

// ReplaceCodes implements relay.Accounts.
func (s *Store) ReplaceCodes(ctx context.Context, hashes [][32]byte) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		// With a condition, SQLite writes nothing if there is nothing to delete: a
		// relay whose disk is full starts.
		if _, err := tx.ExecContext(ctx, `DELETE FROM codes WHERE true`); err != nil {
			return err
		}
		for _, h := range hashes {
			if _, err := tx.ExecContext(ctx, `INSERT INTO codes (hash) VALUES ($1)`, h[:]); err != nil {
				return err
			}
		}
		return nil
	})
}

// CountAccounts implements relay.Accounts.
func (s *Store) CountAccounts(ctx context.Context) (n int, err error) {
	err = s.r.QueryRowContext(ctx, `SELECT count(*) FROM accounts`).Scan(&n)
	return n, err
}

// Register implements relay.Accounts.
func (s *Store) Register(ctx context.Context, r relay.Registration) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var slots []byte
		err := tx.QueryRowContext(ctx, `SELECT slots FROM accounts WHERE id = $1`, r.Account.ID[:]).Scan(&slots)
		exists := err == nil
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if exists && bytes.Equal(slots, r.Account.Slots) {
			return nil
		}
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM accounts`).Scan(&n); err != nil {
			return err
		}
		if n >= r.Max {
			return relay.ErrClosed
		}
		// The code is used up first. If the account then turns out to exist, the
		// error rolls that back.
		admitted, err := false, error(nil)
		if r.Code != nil {
			admitted, err = found(ctx, tx, `DELETE FROM codes WHERE hash = $1 RETURNING 1`, r.Code[:])
		} else {
			admitted, err = found(ctx, tx, `UPDATE invites SET admitted = admitted + 1, version = version + 1
				WHERE id = $1 AND claim_hash = $2 AND stage = $3 AND expires > $4 AND admitted < $5 RETURNING 1`,
				r.Invite[:], r.Claim[:], wire.InviteOpen, r.Now, r.PerInv)
		}
		switch {
		case err != nil:
			return err
		case !admitted:
			return relay.ErrBadCode
		case exists:
			return relay.ErrExists
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO accounts (id, slots) VALUES ($1, $2)`, r.Account.ID[:], r.Account.Slots)
		return err
	})
}

// Account implements relay.Accounts.
func (s *Store) Account(ctx context.Context, id wire.AccountID) (relay.Account, error) {
	a := relay.Account{ID: id}
	err := s.r.QueryRowContext(ctx, `SELECT slots FROM accounts WHERE id = $1`, id[:]).Scan(&a.Slots)
	return a, notFound(err)
}

// PutSlots implements relay.Accounts.
func (s *Store) PutSlots(ctx context.Context, a relay.Account, keep [32]byte) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		ok, err := found(ctx, tx, `UPDATE accounts SET slots = $1 WHERE id = $2 RETURNING 1`, a.Slots, a.ID[:])
		if err != nil {
			return err
		}
		if !ok {
			return relay.ErrNotFound
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM sessions WHERE account = $1 AND hash <> $2`, a.ID[:], keep[:])
		return err
	})
}

// DeleteAccount implements relay.Accounts.
func (s *Store) DeleteAccount(ctx context.Context, id wire.AccountID) error {
	err := s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, q := range []string{
			`DELETE FROM logs WHERE key IN (SELECT log FROM members WHERE account = $1)
				AND NOT EXISTS (SELECT 1 FROM members m WHERE m.log = logs.key AND m.account <> $1)`,
			`DELETE FROM invites WHERE maker = $1`,
		} {
			if _, err := tx.ExecContext(ctx, q, id[:]); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE invites SET stage = $1, m1 = NULL, m2 = NULL, m3 = NULL, version = version + 1
			WHERE claimer = $2 AND stage <> $3`, relay.StageBurnt, id[:], wire.InviteDone); err != nil {
			return err
		}
		ok, err := found(ctx, tx, `DELETE FROM accounts WHERE id = $1 RETURNING 1`, id[:])
		if err == nil && !ok {
			return relay.ErrNotFound
		}
		return err
	})
	if err != nil {
		return err
	}
	s.shrink(ctx)
	return nil
}

// PutSession implements relay.Sessions.
func (s *Store) PutSession(ctx context.Context, v relay.StoredSession, now int64) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE expires <= $1`, now); err != nil {
			return err
		}
		ok, err := found(ctx, tx, `SELECT 1 FROM accounts WHERE id = $1`, v.Account[:])
		if err != nil {
			return err
		}
		if !ok {
			return relay.ErrNotFound
		}
		var mark []byte
		if v.Mark != [wire.MarkSize]byte{} {
			mark = v.Mark[:]
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO sessions (hash, account, expires, mark) VALUES ($1, $2, $3, $4)`, v.Hash[:], v.Account[:], v.Expires, blob(mark))
		return err
	})
}

// Session implements relay.Sessions.
func (s *Store) Session(ctx context.Context, hash [32]byte) (relay.StoredSession, error) {
	v := relay.StoredSession{Hash: hash}
	var account, mark []byte
	var ended int64
	if err := s.stmts.session.QueryRowContext(ctx, hash[:]).Scan(&account, &v.Expires, &mark, &ended); err != nil {
		return relay.StoredSession{}, notFound(err)
	}
	v.Ended = ended != 0
	return v, errors.Join(sized("account", v.Account[:], account), sized("mark", v.Mark[:], mark))
}

// SessionsOf implements relay.Sessions.
func (s *Store) SessionsOf(ctx context.Context, account wire.AccountID) ([]relay.StoredSession, error) {
	rows, err := s.r.QueryContext(ctx, `SELECT hash, expires, mark FROM sessions WHERE account = $1 AND ended = 0 ORDER BY hash`, account[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []relay.StoredSession
	for rows.Next() {
		v := relay.StoredSession{Account: account}
		var hash, mark []byte
		if err := rows.Scan(&hash, &v.Expires, &mark); err != nil {
			return nil, err
		}
		if err := errors.Join(sized("session", v.Hash[:], hash), sized("mark", v.Mark[:], mark)); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// EndSessions implements relay.Sessions.
func (s *Store) EndSessions(ctx context.Context, account wire.AccountID, hashes [][32]byte) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, h := range hashes {
			if _, err := tx.ExecContext(ctx, `UPDATE sessions SET ended = 1, mark = NULL WHERE hash = $1 AND account = $2`, h[:], account[:]); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddReader implements relay.Logs.
func (s *Store) AddReader(ctx context.Context, id chain.LogID, account wire.AccountID, max int) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var key int64
		if err := tx.QueryRowContext(ctx, queryKey, id[:]).Scan(&key); err != nil {
			return notFound(err)
		}
		ok, err := found(ctx, tx, `SELECT 1 FROM accounts WHERE id = $1`, account[:])
		if err != nil {
			return err
		}
		if !ok {
			return relay.ErrNotFound
		}
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM readers WHERE log = $1 AND account <> $2`, key, account[:]).Scan(&n); err != nil {
			return err
		}
		if n >= max {
			return relay.ErrFull
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO readers (log, account) VALUES ($1, $2) ON CONFLICT DO NOTHING`, key, account[:])
		return err
	})
}

// Reads implements relay.Logs.
func (s *Store) Reads(ctx context.Context, id chain.LogID, account wire.AccountID) (bool, error) {
	var one int
	err := s.r.QueryRowContext(ctx, `SELECT 1 FROM readers r JOIN logs l ON l.key = r.log WHERE l.id = $1 AND r.account = $2`, id[:], account[:]).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// CreateLog implements relay.Logs.
func (s *Store) CreateLog(ctx context.Context, l relay.StoredLog, first relay.StoredEvent, max int) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		exists, err := found(ctx, tx, `SELECT 1 FROM logs WHERE id = $1`, l.ID[:])
		if err != nil {
			return err
		}
		if exists {
			return relay.ErrExists
		}
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM members WHERE account = $1`, l.Members[0][:]).Scan(&n); err != nil {
			return err
		}
		if n >= max {
			return relay.ErrFull
		}
		var key int64
		if err := tx.QueryRowContext(ctx, `INSERT INTO logs (id, type, seq, hash, bytes1, bytes2) VALUES ($1, $2, $3, $4, $5, $6) RETURNING key`,
			l.ID[:], int64(l.Type), int64(l.Head.Seq), l.Head.Hash[:], l.Used[0], l.Used[1]).Scan(&key); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO authorities (log, state) VALUES ($1, $2)`, key, l.Authority); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO members (log, number, account) VALUES ($1, 1, $2)`, key, l.Members[0][:]); err != nil {
			return err
		}
		_, err = tx.StmtContext(ctx, s.stmts.insertEvent).ExecContext(ctx, key, int64(l.Head.Seq), first.Head, first.Body, nil)
		return err
	})
}

type scanner interface{ Scan(to ...any) error }

func scanLog(row scanner, state any) (relay.StoredLog, error) {
	var l relay.StoredLog
	var id, hash, a1, a2 []byte
	var typ, seq int64
	if err := row.Scan(&id, &typ, &seq, &hash, &l.Used[0], &l.Used[1], state, &a1, &a2); err != nil {
		return relay.StoredLog{}, notFound(err)
	}
	l.Type, l.Head.Seq = chain.Type(typ), uint64(seq)
	return l, errors.Join(sized("log id", l.ID[:], id), sized("head", l.Head.Hash[:], hash),
		sized("account", l.Members[0][:], a1), sized("account", l.Members[1][:], a2))
}

// Log implements relay.Logs.
func (s *Store) Log(ctx context.Context, id chain.LogID) (relay.StoredLog, error) {
	var state []byte
	l, err := scanLog(s.stmts.log.QueryRowContext(ctx, id[:]), &state)
	l.Authority = state
	return l, err
}

// LogsOf implements relay.Logs.
func (s *Store) LogsOf(ctx context.Context, account wire.AccountID) ([]relay.StoredLog, error) {
	rows, err := s.r.QueryContext(ctx, `SELECT l.id, l.type, l.seq, l.hash, l.bytes1, l.bytes2, NULL, m1.account, m2.account
		FROM members m JOIN logs l ON l.key = m.log
		LEFT JOIN members m1 ON m1.log = l.key AND m1.number = 1
		LEFT JOIN members m2 ON m2.log = l.key AND m2.number = 2
		WHERE m.account = $1 ORDER BY l.id`, account[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []relay.StoredLog
	for rows.Next() {
		var none []byte
		l, err := scanLog(rows, &none)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Events implements relay.Logs.
func (s *Store) Events(ctx context.Context, id chain.LogID, after, upTo uint64, limit int, maxBytes int64) ([]relay.StoredEvent, error) {
	if after >= upTo || after > chain.MaxSeq>>1 {
		return nil, nil // seqs that no log has, and the database cannot hold
	}
	rows, err := s.stmts.events.QueryContext(ctx, id[:], int64(after), int64(min(upTo, chain.MaxSeq>>1)), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []relay.StoredEvent
	var size int64
	for rows.Next() {
		var e relay.StoredEvent
		if err := rows.Scan(&e.Head, &e.Body, &e.Tombstone); err != nil {
			return nil, err
		}
		if size += int64(len(e.Body)); len(out) > 0 && size > maxBytes {
			break
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// Commit implements relay.Logs.
func (s *Store) Commit(ctx context.Context, appends []relay.Append) ([]relay.Result, error) {
	results := make([]relay.Result, len(appends))
	err := s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		w := &writer{Store: s, tx: tx, key: tx.StmtContext(ctx, s.stmts.key),
			moveHead: tx.StmtContext(ctx, s.stmts.moveHead), insertEvent: tx.StmtContext(ctx, s.stmts.insertEvent)}
		for i, a := range appends {
			var err error
			if results[i], err = w.commit(ctx, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(appends, func(a relay.Append) bool { return len(a.Remove) > 0 }) {
		s.shrink(ctx)
	}
	return results, nil
}

// writer carries out the appends of one transaction.
type writer struct {
	*Store
	tx                         *sql.Tx
	key, moveHead, insertEvent *sql.Stmt
}

// commit carries out one append. What can fail for it alone fails before
// anything is written, except an invite that does not admit or a body that is
// not there, and then the savepoint takes back what was.
func (w *writer) commit(ctx context.Context, a relay.Append) (relay.Result, error) {
	if a.Admit == nil && len(a.Remove) == 0 {
		return w.add(ctx, a)
	}
	if _, err := w.tx.ExecContext(ctx, `SAVEPOINT alone`); err != nil {
		return relay.Result{}, err
	}
	r, err := w.add(ctx, a)
	if err != nil {
		return relay.Result{}, err
	}
	if r.Err != nil {
		if _, err := w.tx.ExecContext(ctx, `ROLLBACK TO alone`); err != nil {
			return relay.Result{}, err
		}
	}
	_, err = w.tx.ExecContext(ctx, `RELEASE alone`)
	return r, err
}

func (w *writer) add(ctx context.Context, a relay.Append) (relay.Result, error) {
	key, moved, err := w.move(ctx, a)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return relay.Result{Err: relay.ErrNotFound}, nil
	case err != nil:
		return relay.Result{}, err
	case !moved:
		return w.moved(ctx, w.tx, a.Log)
	}
	if a.Authority != nil {
		if _, err := w.tx.ExecContext(ctx, `UPDATE authorities SET state = $1 WHERE log = $2`, a.Authority, key); err != nil {
			return relay.Result{}, err
		}
	}
	r := relay.Result{Head: a.Head}
	if len(a.Remove) > 0 {
		r.Freed, err = w.remove(ctx, w.tx, key, a.Remove)
		if errors.Is(err, relay.ErrNotFound) {
			return relay.Result{Head: a.Expect, Err: relay.ErrNotFound}, nil
		}
		if err != nil {
			return relay.Result{}, err
		}
	}
	for i, e := range a.Events {
		if _, err := w.insertEvent.ExecContext(ctx, key, int64(a.Expect.Seq)+1+int64(i), e.Head, blob(e.Body), blob(e.Tombstone)); err != nil {
			return relay.Result{}, err
		}
	}
	if a.Admit != nil {
		ok, err := found(ctx, w.tx, `UPDATE invites SET stage = $1, version = version + 1
			WHERE id = $2 AND log = $3 AND claimer = $4 AND stage >= $5 AND stage <= $6 RETURNING 1`,
			wire.InviteDone, a.Admit.Invite[:], a.Log[:], a.Admit.Account[:], wire.InviteClaimed, wire.InviteReveal)
		if err != nil {
			return relay.Result{}, err
		}
		if !ok {
			return relay.Result{Head: a.Expect, Err: relay.ErrBadCode}, nil
		}
		if _, err := w.tx.ExecContext(ctx, `INSERT INTO members (log, number, account) VALUES ($1, 2, $2)`, key, a.Admit.Account[:]); err != nil {
			return relay.Result{}, err
		}
	}
	return r, nil
}

// blob is NULL for nil, which the driver would write as an empty one.
func blob(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}

// Remove implements relay.Logs.
func (s *Store) Remove(ctx context.Context, id chain.LogID, removals []relay.Removal) (freed [2]int64, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var key int64
		if err := tx.QueryRowContext(ctx, `SELECT key FROM logs WHERE id = $1`, id[:]).Scan(&key); err != nil {
			return notFound(err)
		}
		freed, err = s.remove(ctx, tx, key, removals)
		return err
	})
	if err != nil {
		return [2]int64{}, err
	}
	s.shrink(ctx)
	return freed, nil
}

func (s *Store) remove(ctx context.Context, tx *sql.Tx, key int64, removals []relay.Removal) (freed [2]int64, err error) {
	for _, r := range removals {
		var size int64
		var done bool
		err := tx.QueryRowContext(ctx, `SELECT coalesce(length(body), 0), tombstone IS NOT NULL FROM events WHERE log = $1 AND seq = $2`,
			key, int64(min(r.Seq, chain.MaxSeq>>1))).Scan(&size, &done)
		if err != nil {
			return freed, notFound(err)
		}
		if done {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE events SET body = NULL, tombstone = $1 WHERE log = $2 AND seq = $3`, r.Tombstone, key, int64(r.Seq)); err != nil {
			return freed, err
		}
		freed[r.Member-1] += size
	}
	_, err = tx.ExecContext(ctx, `UPDATE logs SET bytes1 = bytes1 - $1, bytes2 = bytes2 - $2 WHERE key = $3`, freed[0], freed[1], key)
	return freed, err
}

// shrink writes the journal back, because what was deleted is in it until then.
// If a reader holds it up, the next checkpoint does it.
func (s *Store) shrink(ctx context.Context) {
	var busy, pages, done int
	_ = s.w.QueryRowContext(context.WithoutCancel(ctx), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &done)
}

// move moves a log's head if it is the one expected, and returns the key under
// which the log's events are stored, or sql.ErrNoRows. Keys are kept in mind; the
// id is compared all the same, because the key of a log that was deleted may
// have been given to another.
func (w *writer) move(ctx context.Context, a relay.Append) (key int64, moved bool, err error) {
	for {
		key, known := w.keys[a.Log]
		if !known {
			if err := w.key.QueryRowContext(ctx, a.Log[:]).Scan(&key); err != nil {
				return 0, false, err
			}
			if len(w.keys) >= maxKeys {
				clear(w.keys)
			}
			w.keys[a.Log] = key
		}
		done, err := w.moveHead.ExecContext(ctx, int64(a.Head.Seq), a.Head.Hash[:], a.Bytes[0], a.Bytes[1],
			key, a.Log[:], int64(a.Expect.Seq), a.Expect.Hash[:])
		if err != nil {
			return 0, false, err
		}
		n, err := done.RowsAffected()
		if err != nil || n > 0 || !known {
			return key, n > 0, err
		}
		delete(w.keys, a.Log) // the key may be an old one: look once more
	}
}

// moved says where a log stands whose head is not the one expected.
func (s *Store) moved(ctx context.Context, tx *sql.Tx, id chain.LogID) (relay.Result, error) {
	var seq int64
	var hash []byte
	err := tx.QueryRowContext(ctx, `SELECT seq, hash FROM logs WHERE id = $1`, id[:]).Scan(&seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return relay.Result{Err: relay.ErrNotFound}, nil
	}
	if err != nil {
		return relay.Result{}, err
	}
	r := relay.Result{Head: wire.Head{Seq: uint64(seq)}, Err: relay.ErrMoved}
	return r, sized("head", r.Head.Hash[:], hash)
}

// PutInvite implements relay.Invites.
func (s *Store) PutInvite(ctx context.Context, v relay.StoredInvite, forget int64) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM invites WHERE expires <= $1`, forget); err != nil {
			return err
		}
		v.Version = 1
		ok, err := found(ctx, tx, `INSERT INTO invites (id, `+inviteCols+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING 1`,
			append([]any{v.ID[:]}, inviteArgs(v)...)...)
		if err == nil && !ok {
			return relay.ErrExists
		}
		return err
	})
}

func inviteArgs(v relay.StoredInvite) []any {
	var claimer []byte
	if v.Claimer != (wire.AccountID{}) {
		claimer = v.Claimer[:]
	}
	raced := 0
	if v.Raced {
		raced = 1
	}
	return []any{v.Version, v.Maker[:], claimer, v.Log[:], v.ClaimHash[:], v.Expires, int64(v.Stage), raced, v.Admitted, v.M1, v.M2, v.M3}
}

// Invite implements relay.Invites.
func (s *Store) Invite(ctx context.Context, id wire.InviteID) (relay.StoredInvite, error) {
	v := relay.StoredInvite{ID: id}
	var maker, claimer, log, claim []byte
	var stage, raced int64
	err := s.r.QueryRowContext(ctx, `SELECT `+inviteCols+` FROM invites WHERE id = $1`, id[:]).Scan(
		&v.Version, &maker, &claimer, &log, &claim, &v.Expires, &stage, &raced, &v.Admitted, &v.M1, &v.M2, &v.M3)
	if err != nil {
		return relay.StoredInvite{}, notFound(err)
	}
	v.Stage, v.Raced = uint8(stage), raced != 0
	return v, errors.Join(sized("account", v.Maker[:], maker), sized("account", v.Claimer[:], claimer),
		sized("log id", v.Log[:], log), sized("claim", v.ClaimHash[:], claim))
}

// SwapInvite implements relay.Invites.
func (s *Store) SwapInvite(ctx context.Context, v relay.StoredInvite) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		old := v.Version
		v.Version++
		ok, err := found(ctx, tx, `UPDATE invites SET version = $1, maker = $2, claimer = $3, log = $4, claim_hash = $5, expires = $6,
			stage = $7, raced = $8, admitted = $9, m1 = $10, m2 = $11, m3 = $12 WHERE id = $13 AND version = $14 RETURNING 1`,
			append(inviteArgs(v), v.ID[:], old)...)
		if err == nil && !ok {
			return relay.ErrMoved
		}
		return err
	})
}
