package keywork

import (
	"context"
	"errors"
	"slices"

	"troth/internal/keyring"
	"troth/internal/secret"
	"troth/internal/wire"
)

// Jobs of a recovery code. It counts only once it was typed back from the paper:
// MakeCode draws one and changes nothing, SetCode takes the one that is typed.
const (
	MakeCode Kind = "make-code"
	SetCode  Kind = "set-code"
	DropCode Kind = "drop-code"
	Recover  Kind = "recover" // open the account by one, and take another passphrase
)

// FieldCode is the secret field of a recovery code.
const FieldCode = "code"

// Failures of a recovery code.
const (
	BadCode   Failure = "recovery-code"  // mistyped
	WrongCode Failure = "recovery-wrong" // it opens nothing
)

var errCode = errors.New("keywork: the recovery code opens nothing")

// setJump is by how much the number of a set of slots grows with a recovery. A code
// knows the number there was when it was made, and not how often the slots have
// changed since; that is less often than this.
const setJump = 1 << 16

// NewCode is what MakeCode gives.
type NewCode struct {
	Text secret.Text `cbor:"1,keyasint"`
	Had  bool        `cbor:"2,keyasint"` // the account has one, which goes when this one counts
}

func isRecovery(s wire.Slot) bool { return s.Type == wire.SlotRecovery }

func (w *work) makeCode() (Result, error) {
	c, err := keyring.NewRecoveryCode(w.Rand, w.ak.Account)
	return Result{Code: &NewCode{Text: c.Text(), Had: slices.ContainsFunc(w.slots, isRecovery)}}, err
}

// setCode has the account open by the code that was typed.
func (w *work) setCode(ctx context.Context) (Result, error) {
	c, err := keyring.ParseRecoveryCode(w.secrets[FieldCode])
	if err == nil && c.Account != w.ak.Account {
		err = keyring.ErrRecoveryCode
	}
	if err != nil {
		return Result{}, err
	}
	keys, err := c.Keys(w.Stretch)
	if err != nil {
		return Result{}, err
	}
	cold, err := w.master.OpenCold(w.slots)
	if err != nil {
		return Result{}, err
	}
	hot := w.hot
	hot.Certs = nil
	slot, err := keys.Seal(w.Rand, keyring.Recovery{Hot: hot, Cold: cold, Secret: w.ak.Secret})
	if err != nil {
		return Result{}, err
	}
	changed, err := w.setSlots(ctx, append(without(w.slots, wire.SlotRecovery), slot))
	return Result{Slots: changed}, err
}

func (w *work) dropCode(ctx context.Context) (Result, error) {
	if !slices.ContainsFunc(w.slots, isRecovery) {
		return Result{}, nil
	}
	changed, err := w.setSlots(ctx, without(w.slots, wire.SlotRecovery))
	return Result{Slots: changed}, err
}

// recover opens an account by its recovery code, and at once makes the slots of a
// new passphrase. The code is used up; other ways in go with it. Account key and
// root stay. A wrong code takes as long as a wrong passphrase.
func (w *work) recover(ctx context.Context) (Result, error) {
	c, err := keyring.ParseRecoveryCode(w.secrets[FieldCode])
	if err == nil {
		err = w.choose(FieldNew)
	}
	if err == nil {
		err = w.identify(ctx, c.Account)
	}
	if err != nil {
		return Result{}, err
	}
	w.progress(Stretching)
	keys, err := c.Keys(w.Stretch)
	if err != nil {
		return Result{}, err
	}
	w.progress(Entering)
	session, err := w.relay.Recover(ctx, c.Account, keys.Login())
	if wire.IsRefusal(err, wire.CodeUnauthorized) {
		err = errCode
	}
	if err != nil {
		return Result{}, err
	}
	w.token, w.hint = session.Token, session.Hint
	if w.slots, err = w.relay.Slots(ctx); err != nil {
		return Result{}, err
	}
	r, err := keys.Open(w.slots)
	if err != nil {
		return Result{}, err
	}
	w.ak, w.hot, w.signs = keyring.AccountKey{Account: c.Account, Secret: r.Secret}, r.Hot, keys.Login()
	m, salt, kdf, err := w.twice(FieldNew, w.ak)
	if err != nil {
		return Result{}, err
	}
	cold, err := m.SealCold(w.Rand, salt, kdf, r.Cold)
	if err != nil {
		return Result{}, err
	}
	// From here on the device knows the account: if the answer is lost, it opens by
	// the new passphrase, or the code still does.
	if err := w.settle(ctx); err != nil {
		return Result{}, err
	}
	w.hot.Set += setJump
	next := append(without(w.slots, wire.SlotCold, wire.SlotPasskey, wire.SlotRecovery), cold)
	if _, err := w.replaceSlots(ctx, next, m, salt, kdf); err != nil {
		return Result{}, err
	}
	w.progress(Opening)
	res, err := w.result()
	res.AccountKey = w.ak.Text()
	return res, err
}
