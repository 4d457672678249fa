//go:build js

package browser

import (
	"context"
	"encoding/binary"
	"errors"
	"sync"
	"syscall/js"

	"troth/internal/chain"
	"troth/internal/eventlog"
)

// Object stores of the database. The keys of records are bytes: the id of the
// log and the seq, most significant byte first, so that the database's order
// is the log's. The keys of values are their names; the key of the Box has a
// number for its name, which no value can have.
const (
	recordsStore = "r"
	valuesStore  = "v"
	boxKey       = 0
)

// Store keeps a device's logs in one IndexedDB database. It implements
// eventlog.Store. Two workers may have the same database open.
type Store struct {
	name string

	mu sync.Mutex
	db js.Value // undefined: not open
}

var _ eventlog.Store = (*Store)(nil)

// NewStore returns the store in the database of the given name, which is
// visible to who looks into the browser, so it says nothing.
func NewStore(name string) *Store { return &Store{name: name} }

// ErrStorage reports that the browser gives no storage, as in some private
// windows.
var ErrStorage = errors.New("browser: no storage")

// open opens the database, or opens it again after the browser closed it.
func (s *Store) open(ctx context.Context) (js.Value, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.db.IsUndefined() {
		return s.db, nil
	}
	factory := js.Global().Get("indexedDB")
	if factory.Type() != js.TypeObject {
		return js.Undefined(), ErrStorage
	}
	req, err := call(factory, "open", s.name, 1)
	if err != nil {
		return js.Undefined(), err
	}
	upgrade := js.FuncOf(func(js.Value, []js.Value) any {
		db := req.Get("result")
		db.Call("createObjectStore", recordsStore)
		db.Call("createObjectStore", valuesStore)
		return nil
	})
	defer upgrade.Release()
	req.Set("onupgradeneeded", upgrade)
	db, err := request(ctx, req)
	if err != nil {
		return js.Undefined(), err
	}
	var closed js.Func
	closed = js.FuncOf(func(js.Value, []js.Value) any {
		db.Call("close") // another page wants to delete the database, or it is gone
		go func() {
			s.mu.Lock()
			s.db = js.Undefined()
			s.mu.Unlock()
			closed.Release()
		}()
		return nil
	})
	db.Set("onversionchange", closed)
	db.Set("onclose", closed)
	s.db = db
	return db, nil
}

// request waits for a request that stands alone.
func request(ctx context.Context, req js.Value) (js.Value, error) {
	return await(ctx, settle(req, "onsuccess", "onerror", func() js.Value { return req.Get("result") }, func() js.Value { return req.Get("error") }))
}

// settle makes a promise of an object with two events.
func settle(target js.Value, success, failure string, result, reason func() js.Value) js.Value {
	var run, ok, bad js.Func
	run = js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject := args[0], args[1]
		ok = js.FuncOf(func(js.Value, []js.Value) any {
			resolve.Invoke(result())
			ok.Release()
			bad.Release()
			return nil
		})
		bad = js.FuncOf(func(js.Value, []js.Value) any {
			reject.Invoke(reason())
			ok.Release()
			bad.Release()
			return nil
		})
		target.Set(success, ok)
		target.Set(failure, bad)
		return nil
	})
	defer run.Release()
	return js.Global().Get("Promise").New(run)
}

// transact begins a transaction, lets ask make all its requests, and waits
// until all of it is done, or none. With a nil error it is on the disk.
func (s *Store) transact(ctx context.Context, mode string, stores []any, ask func(tx js.Value) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	tx, err := call(db, "transaction", stores, mode, map[string]any{"durability": "strict"})
	if err != nil {
		s.mu.Lock()
		s.db = js.Undefined() // the browser has closed it; the next try opens it again
		s.mu.Unlock()
		return err
	}
	end := settle(tx, "oncomplete", "onabort", js.Undefined, func() js.Value { return tx.Get("error") })
	if err := ask(tx); err != nil {
		_, _ = call(tx, "abort")
		_, _ = await(context.Background(), end)
		return err
	}
	// Once begun it is waited for: to say that it failed when it did not would
	// be wrong.
	_, err = await(context.Background(), end)
	return err
}

func recordKey(log chain.LogID, seq uint64) js.Value {
	return toJS(binary.BigEndian.AppendUint64(log[:len(log):len(log)], seq))
}

// Load implements eventlog.Store.
func (s *Store) Load(ctx context.Context, log chain.LogID, after uint64, limit int) ([]eventlog.Record, error) {
	if limit <= 0 {
		return nil, nil
	}
	var req js.Value
	err := s.transact(ctx, "readonly", []any{recordsStore}, func(tx js.Value) (err error) {
		keys, err := call(js.Global().Get("IDBKeyRange"), "bound", recordKey(log, after), recordKey(log, chain.MaxSeq), true, false)
		if err != nil {
			return err
		}
		req, err = call(tx.Call("objectStore", recordsStore), "getAll", keys, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	list := req.Get("result")
	records := make([]eventlog.Record, list.Length())
	array := js.Global().Get("Uint8Array")
	for i := range records {
		b, err := copyBytes(list.Index(i), array)
		if err != nil {
			return nil, err
		}
		if records[i], err = eventlog.ParseRecord(b); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// Save implements eventlog.Store.
func (s *Store) Save(ctx context.Context, log chain.LogID, records []eventlog.Record, values ...eventlog.KV) error {
	return s.transact(ctx, "readwrite", []any{recordsStore, valuesStore}, func(tx js.Value) error {
		store := tx.Call("objectStore", recordsStore)
		for _, r := range records {
			if _, err := call(store, "put", toJS(r.Bytes()), recordKey(log, r.Seq)); err != nil {
				return err
			}
		}
		return putValues(tx, values)
	})
}

// Drop implements eventlog.Store.
func (s *Store) Drop(ctx context.Context, log chain.LogID, values ...eventlog.KV) error {
	return s.transact(ctx, "readwrite", []any{recordsStore, valuesStore}, func(tx js.Value) error {
		keys, err := call(js.Global().Get("IDBKeyRange"), "bound", recordKey(log, 0), recordKey(log, chain.MaxSeq))
		if err != nil {
			return err
		}
		if _, err := call(tx.Call("objectStore", recordsStore), "delete", keys); err != nil {
			return err
		}
		return putValues(tx, values)
	})
}

// Get implements eventlog.Store.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	var req js.Value
	err := s.transact(ctx, "readonly", []any{valuesStore}, func(tx js.Value) (err error) {
		req, err = call(tx.Call("objectStore", valuesStore), "get", name)
		return err
	})
	if err != nil {
		return nil, err
	}
	v := req.Get("result")
	if v.IsUndefined() {
		return nil, eventlog.ErrNotFound
	}
	return fromJS(v)
}

// Put implements eventlog.Store.
func (s *Store) Put(ctx context.Context, values ...eventlog.KV) error {
	return s.transact(ctx, "readwrite", []any{valuesStore}, func(tx js.Value) error { return putValues(tx, values) })
}

func putValues(tx js.Value, values []eventlog.KV) error {
	store := tx.Call("objectStore", valuesStore)
	for _, kv := range values {
		var err error
		if kv.Value == nil {
			_, err = call(store, "delete", kv.Name)
		} else {
			_, err = call(store, "put", toJS(kv.Value), kv.Name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Clear implements eventlog.Store. The key of the Box goes with the rest.
func (s *Store) Clear(ctx context.Context) error {
	return s.transact(ctx, "readwrite", []any{recordsStore, valuesStore}, func(tx js.Value) error {
		for _, name := range []string{recordsStore, valuesStore} {
			if _, err := call(tx.Call("objectStore", name), "clear"); err != nil {
				return err
			}
		}
		return nil
	})
}
