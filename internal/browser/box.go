//go:build js

package browser

import (
	"context"
	"crypto/rand"
	"errors"
	"syscall/js"
)

const (
	boxNonce = 12
	boxTag   = 16
	boxLabel = "troth/v1/box"
)

// ErrBox reports bytes that this device's Box did not wrap.
var ErrBox = errors.New("browser: not wrapped here")

// Box wraps small secrets with an AES-GCM key that WebCrypto keeps and never
// gives out, not even to this code. Who copies the database's files as text
// does not have it; who runs code in this page's origin can use it. It is a
// low bar and is described as one.
type Box struct{ store *Store }

// NewBox returns the box of a store. Its key is made when it is first needed,
// and forgotten with the store's Clear.
func NewBox(s *Store) *Box { return &Box{s} }

// Wrap encrypts. The nonce, random, comes first.
func (b *Box) Wrap(ctx context.Context, plain []byte) ([]byte, error) {
	key, err := b.key(ctx)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, boxNonce, boxNonce+len(plain)+boxTag)
	rand.Read(nonce)
	sealed, err := crypt(ctx, "encrypt", key, nonce, plain)
	if err != nil {
		return nil, err
	}
	return append(nonce, sealed...), nil
}

// Unwrap decrypts what Wrap gave.
func (b *Box) Unwrap(ctx context.Context, sealed []byte) ([]byte, error) {
	if len(sealed) < boxNonce+boxTag {
		return nil, ErrBox
	}
	key, err := b.key(ctx)
	if err != nil {
		return nil, err
	}
	plain, err := crypt(ctx, "decrypt", key, sealed[:boxNonce], sealed[boxNonce:])
	if e := (jsError{}); errors.As(err, &e) && e.name == "OperationError" {
		return nil, ErrBox
	}
	return plain, err
}

func subtle() js.Value { return js.Global().Get("crypto").Get("subtle") }

func crypt(ctx context.Context, deed string, key js.Value, nonce, data []byte) ([]byte, error) {
	promise, err := call(subtle(), deed, map[string]any{
		"name": "AES-GCM", "iv": toJS(nonce), "additionalData": toJS([]byte(boxLabel)),
	}, key, toJS(data))
	if err != nil {
		return nil, err
	}
	out, err := await(ctx, promise)
	if err != nil {
		return nil, err
	}
	return fromJS(out)
}

// key returns the key. A new one is made before the transaction that would
// store it, and is dropped if another worker was quicker.
func (b *Box) key(ctx context.Context) (js.Value, error) {
	key, err := b.load(ctx)
	if err != nil || !key.IsUndefined() {
		return key, err
	}
	promise, err := call(subtle(), "generateKey", map[string]any{"name": "AES-GCM", "length": 256}, false, []any{"encrypt", "decrypt"})
	if err != nil {
		return js.Undefined(), err
	}
	if key, err = await(ctx, promise); err != nil {
		return js.Undefined(), err
	}
	// add fails, and with it the transaction, if there is a key already.
	err = b.store.transact(ctx, "readwrite", []any{valuesStore}, func(tx js.Value) error {
		_, err := call(tx.Call("objectStore", valuesStore), "add", key, boxKey)
		return err
	})
	if e := (jsError{}); errors.As(err, &e) && e.name == "ConstraintError" {
		return b.load(ctx)
	}
	return key, err
}

func (b *Box) load(ctx context.Context) (js.Value, error) {
	var req js.Value
	err := b.store.transact(ctx, "readonly", []any{valuesStore}, func(tx js.Value) (err error) {
		req, err = call(tx.Call("objectStore", valuesStore), "get", boxKey)
		return err
	})
	if err != nil {
		return js.Undefined(), err
	}
	return req.Get("result"), nil
}
