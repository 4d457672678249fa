package relay_test

import (
	"crypto/ed25519"
	"testing"

	"troth/internal/wire"
)

// A passkey logs in by a key of its own, as long as its slot is there, and
// decides nothing about who gets in.
func TestPasskeyLogin(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a := w.member()
		one, two := newKey(), newKey()
		by := func(key ed25519.PrivateKey, typ uint8) reply {
			t.Helper()
			nonce := a.challenge().Nonce
			return a.do("POST", wire.PathLogin, wire.Login{Account: a.id, Type: typ, Nonce: nonce,
				Sig: ed25519.Sign(key, wire.LoginInput(origin, a.id, typ, nonce))})
		}
		by(one, wire.SlotPasskey).refused(401, wire.CodeUnauthorized)
		three := a.slots
		a.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: append(three[:3:3], newSlot(wire.SlotPasskey, one), newSlot(wire.SlotPasskey, two))}).is(204)
		for _, key := range []ed25519.PrivateKey{one, two} {
			var s wire.Session
			by(key, wire.SlotPasskey).is(200).into(&s)
			came := *a
			came.token, came.cold = s.Token, key
			came.do("GET", wire.PathSlots, nil).is(200)
			came.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: three}).refused(403, wire.CodeForbidden)
			came.op(wire.OpPin, "POST", wire.PathPins, newPin().request()).refused(403, wire.CodeForbidden)
			by(key, wire.SlotHot).refused(401, wire.CodeUnauthorized)
			by(key, wire.SlotRecovery).refused(401, wire.CodeUnauthorized)
		}
		by(a.hot, wire.SlotPasskey).refused(401, wire.CodeUnauthorized)
		by(newKey(), wire.SlotPasskey).refused(401, wire.CodeUnauthorized)
		a.op(wire.OpSlots, "PUT", wire.PathSlots, wire.SlotSet{Slots: three}).is(204)
		by(one, wire.SlotPasskey).refused(401, wire.CodeUnauthorized)
	})
}
