package sqlstore

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"

	"troth/internal/relay"
	"troth/internal/wire"
)

// PutPin implements relay.Pins.
func (s *Store) PutPin(ctx context.Context, p relay.StoredPin, max int) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		ok, err := found(ctx, tx, `SELECT 1 FROM accounts WHERE id = $1`, p.Account[:])
		if err == nil && !ok {
			return relay.ErrNotFound
		}
		if err != nil {
			return err
		}
		taken, err := found(ctx, tx, `SELECT 1 FROM pins WHERE id = $1`, p.ID[:])
		if err == nil && taken {
			return relay.ErrExists
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM pins WHERE account = $1
			AND key NOT IN (SELECT key FROM pins WHERE account = $1 ORDER BY key DESC LIMIT $2)`, p.Account[:], max-1); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO pins (id, account, holder, verifier, half, misses) VALUES ($1, $2, $3, $4, $5, 0)`,
			p.ID[:], p.Account[:], p.Holder[:], p.Verifier[:], p.Half[:])
		return err
	})
}

// TryPin implements relay.Pins. The miss is counted before the verifier is
// looked at, and nothing is said before both are on the disk: a disk that takes
// no more counts gives out no more answers.
func (s *Store) TryPin(ctx context.Context, id wire.PinID, holder, verifier [32]byte, max int) (half *[32]byte, left int, err error) {
	gone := false
	err = s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var key int64
		var misses int
		var want, kept []byte
		err := tx.QueryRowContext(ctx, `UPDATE pins SET misses = misses + 1 WHERE id = $1 AND holder = $2 RETURNING key, verifier, half, misses`,
			id[:], holder[:]).Scan(&key, &want, &kept, &misses)
		if err != nil {
			return notFound(err)
		}
		if subtle.ConstantTimeCompare(want, verifier[:]) == 1 {
			half = new([32]byte)
			_, err = tx.ExecContext(ctx, `UPDATE pins SET misses = 0 WHERE key = $1`, key)
			return errors.Join(err, sized("half", half[:], kept))
		}
		if left = max - misses; left > 0 {
			return nil
		}
		gone, left = true, 0
		_, err = tx.ExecContext(ctx, `DELETE FROM pins WHERE key = $1`, key)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	if gone {
		s.shrink(ctx)
	}
	return half, left, nil
}

// DropPin implements relay.Pins.
func (s *Store) DropPin(ctx context.Context, account wire.AccountID, id wire.PinID) error {
	return s.dropPins(ctx, `DELETE FROM pins WHERE account = $1 AND id = $2`, account, id)
}

// DropPins implements relay.Pins.
func (s *Store) DropPins(ctx context.Context, account wire.AccountID, but wire.PinID) error {
	return s.dropPins(ctx, `DELETE FROM pins WHERE account = $1 AND id <> $2`, account, but)
}

func (s *Store) dropPins(ctx context.Context, query string, account wire.AccountID, id wire.PinID) error {
	gone := int64(0)
	err := s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, query, account[:], id[:])
		if err == nil {
			gone, err = r.RowsAffected()
		}
		return err
	})
	if gone > 0 && err == nil {
		s.shrink(ctx)
	}
	return err
}
