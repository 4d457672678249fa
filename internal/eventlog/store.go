package eventlog

import (
	"context"
	"errors"

	"troth/internal/chain"
)

// Record is one accepted event as a device keeps it.
type Record struct {
	Seq       uint64 `cbor:"1,keyasint"`
	Head      []byte `cbor:"2,keyasint"` // header and signature
	Body      []byte `cbor:"3,keyasint"` // ciphertext; empty: removed or withheld
	Tombstone []byte `cbor:"4,keyasint"`
	SeenMS    int64  `cbor:"5,keyasint"` // when this device first saw it, its own clock
}

// KV is a small named value. A nil Value deletes the name.
type KV struct {
	Name  string
	Value []byte
}

// ErrNotFound reports a name that has no value.
var ErrNotFound = errors.New("eventlog: not found")

// Store is what one device keeps between two openings: the accepted events of
// its logs and a few small values. Nothing in it is readable without the keys
// of its owner, except what the names say, so names are neutral.
//
// storetest.Run is the contract as a test; every implementation passes it.
type Store interface {
	// Load returns the records of log with Seq > after, in order, at most limit.
	Load(ctx context.Context, log chain.LogID, after uint64, limit int) ([]Record, error)

	// Save writes records and values in one step: after it returns nil all of
	// them survive a crash, and after an error or a crash either all or none are
	// there. A record with a Seq that is already there replaces it.
	Save(ctx context.Context, log chain.LogID, records []Record, values ...KV) error

	// Get returns the value of a name, or ErrNotFound.
	Get(ctx context.Context, name string) ([]byte, error)

	// Put writes values in one step, as durably as Save.
	Put(ctx context.Context, values ...KV) error

	// Clear forgets everything.
	Clear(ctx context.Context) error
}
