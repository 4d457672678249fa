package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"

	"troth/internal/relay"
	"troth/internal/wire"
)

func pinID(n byte) wire.PinID { return wire.PinID{n, 5} }

// pinOf is half n of an account: shown hash n and hash n+100, it is half n+200.
func pinOf(a wire.AccountID, n byte) relay.StoredPin {
	return relay.StoredPin{ID: pinID(n), Account: a, Holder: hash(n), Verifier: hash(n + 100), Half: hash(n + 200)}
}

// try holds what comes of a try to what is wanted; half 0: none.
func try(t *testing.T, s relay.Store, n, verifier byte, half byte, left int) {
	t.Helper()
	got, l, err := s.TryPin(ctx(), pinID(n), hash(n), hash(verifier), 3)
	check(t, err)
	switch {
	case half == 0 && got != nil:
		t.Errorf("half %v comes out", *got)
	case half != 0 && (got == nil || *got != hash(half)):
		t.Errorf("half %d does not come out: %v", half, got)
	}
	same(t, "what is left", l, left)
}

func noPin(t *testing.T, what string, s relay.Store, n byte) {
	t.Helper()
	_, _, err := s.TryPin(ctx(), pinID(n), hash(n), hash(n+100), 3)
	want(t, what, err, relay.ErrNotFound)
}

func pins(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	add(t, s, account(2))
	noPin(t, "none", s, 1)
	want(t, "no account", s.PutPin(ctx(), pinOf(account(9), 1), 3), relay.ErrNotFound)
	for n := byte(1); n <= 3; n++ {
		check(t, s.PutPin(ctx(), pinOf(account(1), n), 3))
	}
	check(t, s.PutPin(ctx(), pinOf(account(2), 20), 3))
	want(t, "taken", s.PutPin(ctx(), pinOf(account(2), 1), 3), relay.ErrExists)
	try(t, s, 1, 101, 201, 0)

	// One too many: the oldest of this account goes.
	check(t, s.PutPin(ctx(), pinOf(account(1), 4), 3))
	noPin(t, "the oldest", s, 1)
	for _, n := range []byte{2, 3, 4, 20} {
		try(t, s, n, n+100, n+200, 0)
	}
	// Of another account it is not there.
	check(t, s.DropPin(ctx(), account(2), pinID(2)))
	try(t, s, 2, 102, 202, 0)
	check(t, s.DropPin(ctx(), account(1), pinID(2)))
	check(t, s.DropPin(ctx(), account(1), pinID(2)))
	noPin(t, "dropped", s, 2)
	check(t, s.PutPin(ctx(), pinOf(account(1), 5), 3))
	try(t, s, 3, 103, 203, 0)

	// All but one, all, and with the account.
	check(t, s.DropPins(ctx(), account(1), pinID(4)))
	for _, n := range []byte{3, 5} {
		noPin(t, "all but one", s, n)
	}
	try(t, s, 4, 104, 204, 0)
	check(t, s.DropPins(ctx(), account(1), wire.PinID{}))
	check(t, s.DropPins(ctx(), account(1), wire.PinID{}))
	noPin(t, "all", s, 4)
	try(t, s, 20, 120, 220, 0)
	check(t, s.DeleteAccount(ctx(), account(2)))
	noPin(t, "gone with the account", s, 20)
}

func misses(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	for n := byte(1); n <= 2; n++ {
		check(t, s.PutPin(ctx(), pinOf(account(1), n), 9))
	}
	other := func() {
		t.Helper()
		_, _, err := s.TryPin(ctx(), pinID(1), hash(2), hash(101), 3)
		want(t, "another holder", err, relay.ErrNotFound)
		_, _, err = s.TryPin(ctx(), pinID(9), hash(1), hash(101), 3)
		want(t, "another id", err, relay.ErrNotFound)
	}
	for range 5 {
		other() // counts nothing
	}
	try(t, s, 1, 7, 0, 2)
	try(t, s, 1, 102, 0, 1) // the verifier of another
	other()
	try(t, s, 1, 101, 201, 0) // takes the misses back
	try(t, s, 1, 7, 0, 2)
	try(t, s, 1, 7, 0, 1)
	try(t, s, 1, 7, 0, 0)
	noPin(t, "after the last", s, 1)
	try(t, s, 2, 102, 202, 0)
}

// racingMisses has many try at one moment: no more than max of them are looked at.
func racingMisses(t *testing.T, s relay.Store) {
	add(t, s, account(1))
	check(t, s.PutPin(ctx(), pinOf(account(1), 1), 9))
	var lefts [8]atomic.Int32
	looked := racing(24, func(int) error {
		half, left, err := s.TryPin(ctx(), pinID(1), hash(1), hash(7), len(lefts))
		if half != nil {
			return fmt.Errorf("a half comes out")
		}
		if err == nil {
			lefts[left].Add(1)
		}
		return err
	})
	same(t, "wrong ones that are looked at", looked, len(lefts))
	for i := range lefts {
		same(t, fmt.Sprintf("answers with %d left", i), lefts[i].Load(), int32(1))
	}
	noPin(t, "after the last", s, 1)
}
