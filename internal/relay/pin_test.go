package relay_test

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"troth/internal/wire"
)

// pin is a PIN as the device of its person knows it.
type pin struct {
	id                     wire.PinID
	holder, verifier, half [32]byte
}

func newPin() pin {
	var p pin
	for _, b := range [][]byte{p.id[:], p.holder[:], p.verifier[:], p.half[:]} {
		fill(b)
	}
	return p
}

func (p pin) request() wire.NewPin {
	return wire.NewPin{ID: p.id, Holder: sha256.Sum256(p.holder[:]), Verifier: sha256.Sum256(p.verifier[:]), Half: p.half}
}

func (p pin) path() string { return fmt.Sprintf("/v1/pins/%x", p.id) }

// setPin has somebody set a PIN.
func (p *person) setPin() pin {
	p.t.Helper()
	n := newPin()
	p.op(wire.OpPin, "POST", wire.PathPins, n.request()).is(201)
	return n
}

// tryPin is what a locked device sends: it has no session.
func (w *world) tryPin(n pin) reply {
	w.t.Helper()
	return w.person().do("POST", wire.PathPinTry, wire.TryPin{ID: n.id, Holder: n.holder, Verifier: n.verifier})
}

// wrong is the same device with another PIN.
func (p pin) wrong() pin { fill(p.verifier[:]); return p }

// opens fails the test unless the half comes out.
func (w *world) opens(n pin) {
	w.t.Helper()
	var h wire.Half
	w.tryPin(n).is(200).into(&h)
	if h.Half == nil || *h.Half != n.half || h.Left != 0 {
		w.t.Errorf("the right PIN gives %v", h)
	}
}

// misses fails the test unless it does not, and so many tries are left.
func (w *world) misses(n pin, left int) {
	w.t.Helper()
	var h wire.Half
	w.tryPin(n.wrong()).is(200).into(&h)
	if h.Half != nil || int(h.Left) != left {
		w.t.Errorf("a wrong PIN gives %v, want %d left", h, left)
	}
}

func TestPin(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		n := a.setPin()
		w.opens(n)
		w.misses(n, 7)
		w.restart() // nothing is forgotten by it
		w.misses(n, 6)
		w.opens(n)
		w.misses(n, 7)

		// The same id again, by anybody: what is there stays.
		b.op(wire.OpPin, "POST", wire.PathPins, n.request()).refused(409, wire.CodeExists)
		a.op(wire.OpPin, "POST", wire.PathPins, n.request()).refused(409, wire.CodeExists)
		w.misses(n, 6)
		a.do("POST", wire.PathPins, newPin().request()).refused(403, wire.CodeForbidden) // without the passphrase
		a.op(wire.OpSlots, "POST", wire.PathPins, newPin().request()).refused(403, wire.CodeForbidden)

		// Only its own account drops it; others are told nothing.
		b.do("DELETE", n.path(), nil).is(204)
		w.opens(n)
		w.person().do("DELETE", n.path(), nil).refused(401, wire.CodeUnauthorized)
		a.do("DELETE", n.path()[:20], nil).refused(404, wire.CodeNotFound)
		w.opens(n)
		a.do("DELETE", n.path(), nil).is(204)
		a.do("DELETE", n.path(), nil).is(204)
		w.tryPin(n).refused(404, wire.CodeNotFound)
	})
}

// A PIN goes with what lies behind it: with another passphrase, and with the
// account. Another slot changes nothing of it.
func TestPinAndSlots(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		n, m, other := a.setPin(), a.setPin(), b.setPin()
		put := func(slots ...wire.Slot) {
			t.Helper()
			a.slots = slots
			a.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: slots}).is(204)
		}
		put(append(a.slots, newSlot(wire.SlotRecovery, newKey()))...)
		w.opens(n)
		put(append([]wire.Slot{newSlot(wire.SlotHot, newKey())}, a.slots[1:]...)...)
		for _, gone := range []pin{n, m} {
			w.tryPin(gone).refused(404, wire.CodeNotFound)
		}
		w.opens(other)
		b.op(wire.OpDeleteAccount, "DELETE", wire.PathAccount, nil).is(204)
		w.tryPin(other).refused(404, wire.CodeNotFound)
	})
}

// A device that was signed out does not come back by its PIN. Whoever signs it
// out keeps theirs.
func TestPinAndSigningOut(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		mine, lost, other := a.setPin(), a.setPin(), b.setPin()
		a.op(wire.OpSignOut, "POST", wire.PathSignOut, wire.EndSessions{Keep: &mine.id}).is(204)
		w.opens(mine)
		w.tryPin(lost).refused(404, wire.CodeNotFound)
		a.op(wire.OpSignOut, "POST", wire.PathSignOut, wire.EndSessions{}).is(204)
		w.tryPin(mine).refused(404, wire.CodeNotFound)
		w.opens(other)
	})
}

func TestPinsOfAnAccount(t *testing.T) {
	w := newWorldInMemory(t)
	a := w.member()
	var all []pin
	for range wire.MaxPins + 1 {
		all = append(all, a.setPin())
	}
	w.tryPin(all[0]).refused(404, wire.CodeNotFound)
	for _, n := range all[1:] {
		w.opens(n)
	}
}

// Somebody has the device, and guesses.
func TestAttack105GuessedPin(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		n := a.setPin()
		for left := wire.PinTries - 1; left > 0; left-- {
			w.misses(n, left)
		}
		w.opens(n) // the last one may be right
		for left := wire.PinTries - 1; left >= 0; left-- {
			w.misses(n, left)
		}
		w.tryPin(n).refused(404, wire.CodeNotFound) // and after it the right one is of no use
		w.restart()
		w.tryPin(n).refused(404, wire.CodeNotFound)
		a.login().is(200) // the passphrase opens as before

		// Many guesses at one moment are not looked at more often.
		n = a.setPin()
		var wg sync.WaitGroup
		results := make([]reply, 40)
		for i := range results {
			guess := n.wrong()
			wg.Go(func() { results[i] = w.tryPin(guess) })
		}
		wg.Wait()
		looked := 0
		for _, r := range results {
			if r.status == 200 {
				looked++
				continue
			}
			r.refused(404, wire.CodeNotFound)
		}
		if looked != wire.PinTries {
			t.Errorf("%d of 40 guesses at one moment were looked at", looked)
		}
		w.tryPin(n).refused(404, wire.CodeNotFound)
	})
}

// Somebody has the PIN, or the relay's data, or knows the name of a half, and
// not the device: they learn nothing, and use up none of its tries.
func TestAttack106PinWithoutTheDevice(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		n, other := a.setPin(), b.setPin()
		stranger := newPin()
		elsewhere, swapped, stored := n, n, n
		fill(elsewhere.holder[:])
		swapped.id = other.id // Ana's device, Ben's half
		stored.holder, stored.verifier = n.request().Holder, n.request().Verifier
		unknown := w.tryPin(stranger)
		for name, try := range map[string]pin{"another device": elsewhere, "another account's half": swapped, "what the relay stores": stored} {
			for range wire.PinTries + 1 {
				r := w.tryPin(try).refused(404, wire.CodeNotFound)
				if string(r.body) != string(unknown.body) || fmt.Sprint(r.header) != fmt.Sprint(unknown.header) {
					t.Errorf("%s is answered %q %v, an unknown one %q %v", name, r.body, r.header, unknown.body, unknown.header)
				}
			}
		}
		w.misses(n, wire.PinTries-1)
		w.misses(other, wire.PinTries-1)
		w.opens(n)
		w.opens(other)
	})
}

// An old copy of the relay's data knows nothing of the misses since. This is
// what whoever runs the relay can do, and spec/keys-v1.md says so.
func TestPinInAnOldCopy(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		n := w.member().setPin()
		w.misses(n, 7)
		old := w.backup()
		for left := 6; left >= 0; left-- {
			w.misses(n, left)
		}
		w.tryPin(n).refused(404, wire.CodeNotFound)
		w.restore(old)
		w.misses(n, 6)
		w.opens(n)
	})
}

func TestPinLimit(t *testing.T) {
	w := newWorldInMemory(t, withLimits)
	for range 30 {
		w.tryPin(newPin()).refused(404, wire.CodeNotFound)
	}
	r := w.tryPin(newPin()).refused(429, wire.CodeRateLimited)
	if seconds, err := strconv.Atoi(r.header.Get("Retry-After")); err != nil || seconds < 1 {
		t.Errorf("Retry-After is %q", r.header.Get("Retry-After"))
	}
	other := w.person()
	other.addr = "192.0.2.2:1"
	other.do("POST", wire.PathPinTry, wire.TryPin{}).refused(404, wire.CodeNotFound)
}
