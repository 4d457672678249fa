package keywork

import (
	"context"
	"errors"
	"fmt"

	"troth/internal/eventlog"
	"troth/internal/wire"
)

// nameQuiet is the store's name for whether the device is quiet.
const nameQuiet = "q"

// AccountGone is the failure of whatever needs an account that was deleted.
const AccountGone Failure = "account-gone"

var errGone = errors.New("keywork: the account was deleted")

// Quiet says whether a device is quiet: then nothing leaves it. It is known while
// the device is locked, so that not even unlocking asks the relay.
type Quiet struct {
	On   bool   `cbor:"1,keyasint"`
	Seq  uint64 `cbor:"2,keyasint"` // up to which entry of the person's own log it was heeded
	Owed bool   `cbor:"3,keyasint"` // decided here, and that log does not have it yet
}

// ReadQuiet reads what StoreQuiet stored. What cannot be unwrapped is as good as
// nothing: neither can the account key.
func ReadQuiet(ctx context.Context, env Env) (q Quiet, err error) {
	b, err := env.Store.Get(ctx, nameQuiet)
	switch {
	case errors.Is(err, eventlog.ErrNotFound):
		return q, nil
	case err != nil:
		return q, fmt.Errorf("%w: %w", errStorage, err)
	}
	w := work{Env: env}
	if w.unbox(ctx, b, &q) != nil {
		return Quiet{}, nil
	}
	return q, nil
}

// StoreQuiet stores it.
func StoreQuiet(ctx context.Context, env Env, q Quiet) error {
	w := work{Env: env}
	b, err := w.box(ctx, q)
	if err == nil {
		err = env.Store.Put(ctx, eventlog.KV{Name: nameQuiet, Value: b})
	}
	return err
}

// gone reports whether a challenge is the one that the relay gives for an account
// that does not exist.
func (d Device) gone(c wire.Challenge) bool { return d.Decoy != [16]byte{} && c.Salt == d.Decoy }
