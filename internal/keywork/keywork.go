// Package keywork is what happens while a passphrase is being used. It runs in
// a worker of its own, which ends with its one job, so that passphrase,
// stretched key, master key and identity key never reach the worker that runs
// the app.
//
// The app sends a Job and receives a Result; the secret fields of the form come
// straight from the page. A job asks the relay itself, because a login must
// answer a challenge while the master key is there.
package keywork

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"io"
	"time"

	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/export"
	"troth/internal/keyring"
	"troth/internal/secret"
	"troth/internal/wire"
)

// Box wraps the few secrets that a device must keep while it is locked. In the
// browser its key cannot be read by scripts; it is a low bar against somebody
// who copies files, and none against somebody who runs code.
type Box interface {
	Wrap(ctx context.Context, plain []byte) ([]byte, error)
	Unwrap(ctx context.Context, sealed []byte) ([]byte, error)
}

// Env is what the edge supplies.
type Env struct {
	Origin    string // of the relay
	Transport client.Transport
	Store     eventlog.Store
	Box       Box
	Rand      io.Reader
	Stretch   keyring.Stretch // keyring.Argon2id; tests may be faster
	SelfTest  func() error    // of what stretches; nil: keyring.SelfTest
	NowMS     func() int64
}

// Kind says what a job is.
type Kind string

// Kinds of jobs.
const (
	SignUp    Kind = "signup"     // make an account and its keys
	Unlock    Kind = "unlock"     // open the account this device knows
	NewDevice Kind = "new-device" // open an account by its account key
	Invite    Kind = "invite"     // prepare a new space and an invite to it
	Prove     Kind = "prove"      // sign an operation
	Sheet     Kind = "sheet"      // show the account key again
	Change    Kind = "change"     // take another passphrase
	Renew     Kind = "renew"      // make new keys of everything, and change nothing yet
	Secure    Kind = "secure"     // have the account take the keys that Renew made
	Export    Kind = "export"     // let the records out, locked with the passphrase if there is a Body
	Confirm   Kind = "confirm"    // nothing but that it is their passphrase
)

// Enters reports whether a job of this kind begins a session.
func (k Kind) Enters() bool {
	return k == SignUp || k == Unlock || k == NewDevice || k == UnlockPin || k == UnlockPasskey || k == Recover
}

// Names of the secret fields of a form.
const (
	FieldPassphrase = "passphrase"
	FieldAgain      = "passphrase2"
	FieldNew        = "newpassphrase" // in the place of the one there is
	FieldAccountKey = "accountkey"
)

// Job is what the app asks for.
type Job struct {
	Kind     Kind                  `cbor:"1,keyasint"`
	Code     []byte                `cbor:"2,keyasint,omitempty"`  // SignUp: registration code …
	Invited  *keyring.InviteSecret `cbor:"3,keyasint,omitempty"`  // … or the invite that stands for one
	Log      *chain.LogID          `cbor:"4,keyasint,omitempty"`  // SignUp, Unlock, NewDevice: certify for this log
	Name     string                `cbor:"5,keyasint,omitempty"`  // Invite: what the partner will read
	TTLMS    int64                 `cbor:"6,keyasint,omitempty"`  // Invite
	Op       string                `cbor:"7,keyasint,omitempty"`  // Prove
	Body     []byte                `cbor:"8,keyasint,omitempty"`  // Prove; Export: what to lock
	LowSpace bool                  `cbor:"9,keyasint,omitempty"`  // SignUp, Change, Renew: 64 MiB could not be had
	Anyway   bool                  `cbor:"10,keyasint,omitempty"` // SignUp, Change, Renew: a passphrase that is easy to guess all the same
	Host     bool                  `cbor:"11,keyasint,omitempty"` // Invite: whoever invites runs the server
	Logs     []Standing            `cbor:"12,keyasint,omitempty"` // Renew: what is to get the new keys
	Devices  []event.ID            `cbor:"20,keyasint,omitempty"` // Devices, SignOut: the ids of those that are known
	Device   event.ID              `cbor:"21,keyasint"`           // SignOut: which one; zero: those that are not known
	More     bool                  `cbor:"30,keyasint,omitempty"` // another job follows for the same worker
	Vault    *Vault                `cbor:"31,keyasint,omitempty"` // JournalOpen, JournalSet
}

// Session is what an unlocked device keeps: enough for daily use, nothing that
// could change how the account is entered.
type Session struct {
	Account wire.AccountID `cbor:"1,keyasint"`
	Hot     keyring.Hot    `cbor:"2,keyasint"`
	Login   secret.Key     `cbor:"3,keyasint"` // seed of the hot login key
	Token   [32]byte       `cbor:"4,keyasint"`
	Slots   [32]byte       `cbor:"5,keyasint"` // digest of the slots as the relay gave them
	Hint    [16]byte       `cbor:"6,keyasint"` // for the next login of this device
	Alone   bool           `cbor:"7,keyasint"` // begun without the relay: no token, and slots as they were last
	Device  wire.DeviceID  `cbor:"8,keyasint"` // which of the person's this one is

	// Salt is what the passphrase was stretched with, and SaltKey what knows the
	// salts of the account key: so a device that is let in no more can say why.
	Salt    [16]byte        `cbor:"9,keyasint"`
	SaltKey keyring.SaltKey `cbor:"10,keyasint"`

	Decoy [16]byte `cbor:"11,keyasint"` // see the record of a device
	Gone  bool     `cbor:"12,keyasint"` // the relay does not know the account any more

	Way uint8 `cbor:"30,keyasint,omitempty"` // type of the slot that Login is of; 0: the hot one
}

// Draft is a prepared invite. Nothing of it has been sent.
type Draft struct {
	Secret  keyring.InviteSecret `cbor:"1,keyasint"`
	Number  [32]byte             `cbor:"2,keyasint"`
	M1      []byte               `cbor:"3,keyasint"` // plaintext, for the words
	Log     chain.LogID          `cbor:"4,keyasint"`
	Genesis []byte               `cbor:"5,keyasint"` // whole event
	Body    []byte               `cbor:"6,keyasint"` // of NewInvite
	Proof   wire.OpProof         `cbor:"7,keyasint"`
	Expires int64                `cbor:"8,keyasint"` // ms since 1970 UTC
}

// Result is what a job gives. Failure is "" or says why it failed.
type Result struct {
	Failure    Failure                  `cbor:"1,keyasint"`
	Session    *Session                 `cbor:"2,keyasint,omitempty"`
	Cert       *chain.SignedCertificate `cbor:"3,keyasint,omitempty"`
	Draft      *Draft                   `cbor:"4,keyasint,omitempty"`
	Proof      *wire.OpProof            `cbor:"5,keyasint,omitempty"`
	AccountKey secret.Text              `cbor:"6,keyasint,omitempty"` // SignUp, Sheet, Renew: the new one
	File       []byte                   `cbor:"7,keyasint,omitempty"` // Export: an age file of the job's Body
	Slots      *SlotsChange             `cbor:"8,keyasint,omitempty"` // of a job that changed the account's slots
	Left       uint8                    `cbor:"9,keyasint,omitempty"` // PinMiss: how many wrong PINs are left
	Devices    *LiveDevices             `cbor:"20,keyasint,omitempty"`
	Code       *NewCode                 `cbor:"21,keyasint,omitempty"` // MakeCode
	Vault      *Opened                  `cbor:"31,keyasint,omitempty"` // JournalOpen, JournalSet
}

// Failure is why a job or an action failed, as a word that the app has a
// sentence for. Refusals of the relay keep their own code.
type Failure string

// Failures besides the codes of package wire.
const (
	WrongPassphrase Failure = "passphrase"
	BadAccountKey   Failure = "account-key"
	TooShort        Failure = "too-short"
	TooLong         Failure = "too-long"
	NotText         Failure = "not-text"
	TooCommon       Failure = "too-common"
	NotTheSame      Failure = "not-the-same"
	Weak            Failure = "weak"
	SelfTest        Failure = "self-test"
	Offline         Failure = "offline"
	Storage         Failure = "storage"
	NoAccount       Failure = "no-account"
	NoMemory        Failure = "no-memory"       // the key worker ended by itself: it had no room to stretch in
	WeakPassphrase  Failure = "weak-passphrase" // advice: the same form with Anyway goes through
	SamePassphrase  Failure = "same-passphrase" // the new one is the one there is
	Changed         Failure = "changed"         // this device has an earlier passphrase of the account
	Secured         Failure = "secured"         // this device has an earlier account key of it
	Unsure          Failure = "unsure"          // a change was sent, and what came of it is not known
	NoRenewal       Failure = "no-renewal"      // there are no new keys to take
	Renewed         Failure = "renewed"         // no failure: the account was secured on this device
	Internal        Failure = "internal"
)

var errNotTheSame = errors.New("keywork: the two passphrases differ")
var errNoAccount = errors.New("keywork: this device knows no account")
var errStorage = errors.New("keywork: the device's storage fails")
var errEasy = errors.New("keywork: passphrase easy to guess")
var errSame = errors.New("keywork: the new passphrase is the old one")
var errChanged = errors.New("keywork: the passphrase has changed")
var errSecured = errors.New("keywork: the account key has changed")
var errUnsure = errors.New("keywork: a change of the slots may have gone through")
var errNoRenewal = errors.New("keywork: no renewal is prepared")

// FailureOf turns an error into the word for it. It is the one place that does.
func FailureOf(err error) Failure {
	var refusal *wire.Refusal
	for _, c := range []struct {
		err error
		f   Failure
	}{
		{keyring.ErrPassphrase, WrongPassphrase}, {keyring.ErrAccountKey, BadAccountKey}, {keyring.ErrRecoveryCode, BadCode}, {errCode, WrongCode},
		{keyring.ErrTooShort, TooShort}, {keyring.ErrTooLong, TooLong}, {keyring.ErrEncoding, NotText},
		{errEasy, WeakPassphrase}, {errSame, SamePassphrase}, {errNoRenewal, NoRenewal},
		{errUnsure, Unsure}, {errChanged, Changed}, {errSecured, Secured},
		{keyring.ErrCommon, TooCommon}, {errNotTheSame, NotTheSame}, {keyring.ErrWeak, Weak},
		{keyring.ErrPin, PinForm}, {keyring.ErrPinEasy, PinEasy},
		{keyring.ErrSelfTest, SelfTest}, {errStorage, Storage}, {errNoAccount, NoAccount}, {errGone, AccountGone},
		{client.ErrAnswer, Failure(wire.CodeInternal)}, {keyring.ErrSlot, Failure(wire.CodeInternal)},
	} {
		if errors.Is(err, c.err) {
			return c.f
		}
	}
	var alarm *eventlog.Alarm
	switch {
	case err == nil:
		return ""
	case errors.As(err, &alarm):
		return Failure(alarm.Problem)
	case errors.As(err, &refusal):
		return Failure(refusal.Code)
	case errors.Is(err, client.ErrUnreachable):
		return Offline
	}
	return Internal
}

// Stage is what a job is doing now.
type Stage int

// Stages of a job, for the progress that is shown.
const (
	Checking Stage = iota
	Stretching
	Comparing // stretching again, to be sure
	Entering  // asking the relay
	Opening   // opening slots, making keys
	Stages    // how many there are
)

// Do carries out one job. Progress is told before each stage.
func Do(ctx context.Context, env Env, job Job, secrets map[string]secret.Text, progress func(Stage)) Result {
	w := &work{Env: env, job: job, secrets: secrets, progress: progress, relay: client.New(env.Transport, env.Origin)}
	res, err := w.do(ctx)
	if err != nil {
		return Result{Failure: FailureOf(err)}
	}
	return res
}

type work struct {
	Env
	job      Job
	secrets  map[string]secret.Text
	progress func(Stage)
	relay    *client.Relay

	master keyring.Master
	ak     keyring.AccountKey
	slots  []wire.Slot
	hot    keyring.Hot
	token  [32]byte // of the session that this job began
	hint   [16]byte // that came with it
	decoy  [16]byte // see Device
	alone  bool     // the relay could not be reached
	id     wire.DeviceID
	signs  ed25519.PrivateKey // new slots, in the place of the cold key; nil: that does
	took   bool               // a change that was sent before has gone through
	gone   bool               // it does not know the account any more
}

func (w *work) do(ctx context.Context) (Result, error) {
	w.progress(Checking)
	switch w.job.Kind {
	case SignUp:
		return w.signUp(ctx)
	case NewDevice:
		ak, err := keyring.ParseAccountKey(w.secrets[FieldAccountKey])
		if err != nil {
			return Result{}, err
		}
		if err := w.identify(ctx, ak.Account); err != nil {
			return Result{}, err
		}
		if err := w.enter(ctx, ak, Device{}); err != nil {
			return Result{}, err
		}
		if err := w.settle(ctx); err != nil {
			return Result{}, err
		}
		return w.result()
	case Recover:
		return w.recover(ctx)
	case SetCode:
		if _, err := keyring.ParseRecoveryCode(w.secrets[FieldCode]); err != nil {
			return Result{}, err
		}
	case SetPin:
		if err := w.pinToSet(); err != nil {
			return Result{}, err
		}
	case JournalOpen:
		return w.openVault()
	}
	if w.job.Kind == SetPasskey {
		if f := w.passkeyToSet(); f != "" {
			return Result{Failure: f}, nil
		}
	}
	dev, ak, err := w.device(ctx)
	if err == nil {
		err = w.identify(ctx, ak.Account)
	}
	if err != nil {
		return Result{}, err
	}
	switch w.job.Kind {
	case UnlockPin:
		return w.unlockPin(ctx, ak, dev)
	case Secure:
		return w.secure(ctx)
	case Change, Renew:
		if err := w.choose(FieldNew); err != nil {
			return Result{}, err
		}
	case UnlockPasskey:
		return w.unlockPasskey(ctx, ak, dev)
	}
	if err := w.enter(ctx, ak, dev); err != nil {
		return Result{}, err
	}
	switch w.job.Kind {
	case Unlock:
		w.typed(ctx)
		return w.result()
	case SetPin:
		return w.setPin(ctx)
	case SetPasskey:
		return w.setPasskey(ctx)
	case DropPasskey:
		return w.dropPasskey(ctx)
	case Invite:
		return w.invite(ctx)
	case Prove:
		p, err := w.relay.Prove(ctx, ak.Account, w.master.LoginCold(), w.job.Op, w.job.Body)
		return Result{Proof: &p}, err
	case Sheet:
		return Result{AccountKey: ak.Text()}, nil
	case JournalSet:
		return w.setVault()
	case Export:
		return w.export()
	case Devices, SignOut:
		return w.devices(ctx)
	case Confirm:
		return Result{}, nil
	case Change:
		return w.change(ctx)
	case Renew:
		return w.renew(ctx)
	case MakeCode:
		return w.makeCode()
	case SetCode:
		return w.setCode(ctx)
	case DropCode:
		return w.dropCode(ctx)
	}
	return Result{}, errors.New("keywork: unknown job")
}

// result is a session, with a certificate if one was asked for.
func (w *work) result() (Result, error) {
	digest, err := keyring.SlotsDigest(w.slots)
	if err != nil {
		return Result{}, err
	}
	res := Result{Session: &Session{
		Account: w.ak.Account, Hot: w.hot, Login: w.master.LoginSeed(), Token: w.token, Slots: digest, Hint: w.hint, Alone: w.alone, Device: w.id,
		SaltKey: w.ak.SaltKey(), Decoy: w.decoy, Gone: w.gone,
	}}
	if hot, ok := hotOf(w.slots); ok {
		res.Session.Salt = hot.Salt
	}
	if w.job.Log != nil {
		res.Cert, err = w.certify(*w.job.Log)
	}
	return res, err
}

// enter stretches the passphrase, logs in and opens the hot slot. It takes the
// same time for a wrong passphrase as for the right one up to the relay's
// answer. A device that knows the account is unlocked without a connection
// too, by the slots that the relay gave it last; and so it gives out what it has.
func (w *work) enter(ctx context.Context, ak keyring.AccountKey, dev Device) error {
	w.relay.Remember(dev.Hint)
	c, err := w.challenge(ctx, ak.Account, dev)
	w.decoy = dev.Decoy
	if w.gone = err == nil && dev.gone(c); w.gone {
		err = errGone
	}
	if hot, ok := dev.hot(); ok && (w.gone || errors.Is(err, client.ErrUnreachable)) && w.mayAlone() {
		return w.enterAlone(ak, dev, hot)
	}
	if err != nil {
		return err
	}
	field := FieldPassphrase
	if next, ok := dev.changing(); ok && next.Salt == c.Salt && w.job.Kind == Change {
		field, w.took = FieldNew, true // that it took the new one was all that was not known
	}
	pending, err := w.loadRenewal(ctx)
	if err != nil {
		return err
	}
	sent := pending != nil && pending.Sent && w.job.Kind == Unlock
	if sent {
		if hot, _ := hotOf(pending.Slots); hot.Salt == c.Salt {
			ak = pending.AK
		}
	}
	if err := w.derive(field, ak, c.Salt, c.KDF); err != nil {
		return err
	}
	w.progress(Entering)
	session, err := w.relay.Answer(ctx, ak.Account, w.master.Login(), c.Nonce)
	if wire.IsRefusal(err, wire.CodeUnauthorized) && sent && ak != pending.AK {
		// The relay does not have the new keys yet. If this is the new passphrase,
		// it gets them now.
		session, err = w.take(ctx, pending)
	}
	if wire.IsRefusal(err, wire.CodeUnauthorized) || errors.Is(err, keyring.ErrPassphrase) {
		return refused(ak, dev, c, sent)
	}
	if err != nil {
		return err
	}
	w.token, w.hint, w.decoy = session.Token, session.Hint, session.Decoy
	if w.slots, err = w.relay.Slots(ctx); err != nil {
		return err
	}
	w.progress(Opening)
	if w.hot, err = w.master.OpenHot(w.slots); err != nil {
		return err
	}
	return w.saveDevice(ctx, session.Hint[:])
}

// hurry is how long a device that could do without is ready to wait for the
// relay's first answer.
const hurry = 6 * time.Second

// mayAlone reports whether the job can be done without the relay.
func (w *work) mayAlone() bool {
	return (w.job.Kind == Unlock || w.job.Kind == Export || w.job.Kind == Confirm || w.job.Kind == JournalSet) && w.job.Log == nil
}

func (w *work) challenge(ctx context.Context, account wire.AccountID, dev Device) (wire.Challenge, error) {
	if len(dev.Slots) > 0 && w.mayAlone() {
		if q, err := ReadQuiet(ctx, w.Env); err != nil || q.On {
			return wire.Challenge{}, errors.Join(client.ErrUnreachable, err) // not a word to the relay
		}
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, hurry)
		defer stop()
	}
	return w.relay.Challenge(ctx, account)
}

// enterAlone opens the account by what this device has. There is no session; it
// is begun with the hot login key once the relay can be reached.
func (w *work) enterAlone(ak keyring.AccountKey, dev Device, hot wire.Slot) error {
	w.slots, w.alone = dev.Slots, true
	copy(w.hint[:], dev.Hint)
	err := w.open(ak, hot)
	if next, ok := dev.changing(); ok && errors.Is(err, keyring.ErrPassphrase) {
		w.slots = dev.Next
		if err = w.open(ak, next); errors.Is(err, keyring.ErrPassphrase) {
			err = errUnsure
		}
	}
	return err
}

// open opens the hot slot of the slots by the passphrase alone.
func (w *work) open(ak keyring.AccountKey, hot wire.Slot) error {
	if err := w.derive(FieldPassphrase, ak, hot.Salt, hot.KDF); err != nil {
		return err
	}
	w.progress(Opening)
	var err error
	w.hot, err = w.master.OpenHot(w.slots)
	return err
}

// refused is why a passphrase that was refused does not open the account, as far
// as its salt tells.
func refused(ak keyring.AccountKey, dev Device, c wire.Challenge, sent bool) error {
	hot, known := dev.hot()
	switch _, changing := dev.changing(); {
	case changing || sent:
		return errUnsure
	case !known || hot.Salt == c.Salt:
		return keyring.ErrPassphrase
	case ak.SaltKey().Knows(c.Salt):
		return errChanged
	}
	return errSecured
}

// derive stretches the passphrase of a field.
func (w *work) derive(field string, ak keyring.AccountKey, salt [16]byte, kdf uint8) error {
	w.progress(Stretching)
	m, err := w.stretch(field, ak, salt, kdf)
	if err == nil {
		w.ak, w.master = ak, m
	}
	return err
}

// stretch makes the master key of a passphrase. What could never have been chosen
// is answered like any other that is wrong: it is stretched, tried, and fails. A
// byte that no passphrase can be stands for it.
func (w *work) stretch(field string, ak keyring.AccountKey, salt [16]byte, kdf uint8) (keyring.Master, error) {
	p, err := keyring.Normalize(w.secrets[field])
	if err != nil {
		p = []byte{0}
	}
	pwk, err := w.Stretch(p, salt, kdf)
	if err != nil {
		return keyring.Master{}, err
	}
	return keyring.NewMaster(pwk, ak, kdf), nil
}

func (w *work) certify(log chain.LogID) (*chain.SignedCertificate, error) {
	cold, err := w.master.OpenCold(w.slots)
	if err != nil {
		return nil, err
	}
	cert, err := keyring.Certify(cold.Identity, w.hot.Newest(), log)
	return &cert, err
}

// export locks what is to leave the device with the passphrase that has just
// opened the account, so that the file opens without an account.
func (w *work) export() (Result, error) {
	if len(w.job.Body) == 0 {
		return Result{}, nil
	}
	p, err := keyring.Normalize(w.secrets[FieldPassphrase])
	if err != nil {
		return Result{}, err
	}
	file, err := export.Encrypt(w.Rand, p, w.job.Body)
	return Result{File: file}, err
}

// signUp makes an account. What it made is kept, locked, until the relay has
// confirmed it: if the answer is lost, the same account is asked for again
// instead of a second one.
func (w *work) signUp(ctx context.Context) (Result, error) {
	if err := w.choose(FieldPassphrase); err != nil {
		return Result{}, err
	}
	p, err := w.resume(ctx)
	if err != nil {
		return Result{}, err
	}
	if p == nil {
		if p, err = w.prepare(ctx); err != nil {
			return Result{}, err
		}
	}
	if err := w.identify(ctx, p.AK.Account); err != nil {
		return Result{}, err
	}
	w.progress(Entering)
	req := wire.NewAccount{Account: p.AK.Account, Slots: p.Slots}
	if s := w.job.Invited; s != nil {
		id := s.ID()
		req.Invite, req.Claim = &id, s.Claim()
	} else {
		req.Code = w.job.Code
	}
	if err := w.relay.Register(ctx, req); err != nil {
		return Result{}, err
	}
	session, err := w.relay.Begin(ctx, p.AK.Account, w.master.Login())
	if err != nil {
		return Result{}, err
	}
	w.token, w.hint, w.decoy = session.Token, session.Hint, session.Decoy
	if err := w.relay.Create(ctx, p.Genesis); err != nil {
		return Result{}, err
	}
	w.progress(Opening)
	if err := w.settle(ctx); err != nil {
		return Result{}, err
	}
	res, err := w.result()
	res.AccountKey = w.ak.Text()
	return res, err
}

// choose checks a passphrase that is to be a new one, and that this device can
// be trusted with it.
func (w *work) choose(field string) error {
	pass := w.secrets[field]
	if err := keyring.CheckNew(pass); err != nil {
		return err
	}
	if again, ok := w.secrets[FieldAgain]; ok && again != pass {
		return errNotTheSame
	}
	if !w.job.Anyway && keyring.Bits(pass) < keyring.WeakBits {
		return errEasy
	}
	test := w.SelfTest
	if test == nil {
		test = keyring.SelfTest
	}
	return test()
}

// twice makes the master key of a new passphrase, under a new salt. The
// stretching is done twice and compared: a device that miscalculates would lock
// its owner out.
func (w *work) twice(field string, ak keyring.AccountKey) (m keyring.Master, salt [16]byte, kdf uint8, err error) {
	kdf = keyring.KDFStandard
	if w.job.LowSpace {
		kdf = keyring.KDFLowMemory
	}
	if salt, err = ak.NewSalt(w.Rand); err != nil {
		return m, salt, kdf, err
	}
	w.progress(Stretching)
	if m, err = w.stretch(field, ak, salt, kdf); err != nil {
		return m, salt, kdf, err
	}
	w.progress(Comparing)
	again, err := w.stretch(field, ak, salt, kdf)
	if err == nil && again != m {
		err = keyring.ErrSelfTest
	}
	return m, salt, kdf, err
}

// prepare makes all keys of a new account.
func (w *work) prepare(ctx context.Context) (*pending, error) {
	ak, err := keyring.NewAccountKey(w.Rand)
	if err != nil {
		return nil, err
	}
	root := keyring.Root{Generation: 1}
	var cold keyring.Cold
	var self chain.LogID
	for _, b := range [][]byte{root.Key[:], cold.Identity[:], self[:]} {
		if _, err := io.ReadFull(w.Rand, b); err != nil {
			return nil, err
		}
	}
	m, salt, kdf, err := w.twice(FieldPassphrase, ak)
	if err != nil {
		return nil, err
	}
	w.ak, w.master = ak, m
	w.hot = keyring.Hot{Roots: []keyring.Root{root}, Self: self}
	copy(w.hot.Identity[:], keyring.SeedKey(cold.Identity).Public().(ed25519.PublicKey))
	if w.slots, err = keyring.NewSlots(w.Rand, w.master, salt, kdf, w.hot, cold); err != nil {
		return nil, err
	}
	genesis, err := w.genesis(cold, self, chain.Self)
	if err != nil {
		return nil, err
	}
	p := &pending{AK: ak, Slots: w.slots, Genesis: genesis.Bytes(), For: w.purpose()}
	return p, w.savePending(ctx, p)
}

// resume takes up a sign-up that was begun with the same code or invite and
// the same passphrase.
func (w *work) resume(ctx context.Context) (*pending, error) {
	p, err := w.loadPending(ctx)
	if err != nil || p == nil || p.For != w.purpose() || len(p.Slots) == 0 {
		return nil, err
	}
	if err := w.derive(FieldPassphrase, p.AK, p.Slots[0].Salt, p.Slots[0].KDF); err != nil {
		return nil, err
	}
	hot, err := w.master.OpenHot(p.Slots)
	if err != nil {
		return nil, nil // another passphrase this time: begin anew
	}
	w.hot, w.slots = hot, p.Slots
	return p, nil
}

// purpose names what a sign-up is good for, without being able to use it.
func (w *work) purpose() [32]byte {
	if w.job.Invited != nil {
		id := w.job.Invited.ID()
		return sha256.Sum256(id[:])
	}
	return sha256.Sum256(w.job.Code)
}

// genesis makes the first event of a log of this person.
func (w *work) genesis(cold keyring.Cold, log chain.LogID, typ chain.Type) (envelope.Signed, error) {
	cert, err := keyring.Certify(cold.Identity, w.hot.Newest(), log)
	if err != nil {
		return envelope.Signed{}, err
	}
	body, err := chain.GenesisBody(cert)
	if err != nil {
		return envelope.Signed{}, err
	}
	var id event.ID
	if _, err := io.ReadFull(w.Rand, id[:]); err != nil {
		return envelope.Signed{}, err
	}
	state := chain.NewState(log, typ)
	signer := envelope.NewSigner(log, typ, w.hot.Newest().SignSeed(log))
	return envelope.SealControl(w.Rand, signer, envelope.After(&state), id, body)
}

// invite prepares a space, its first event and an invite to it.
func (w *work) invite(ctx context.Context) (Result, error) {
	cold, err := w.master.OpenCold(w.slots)
	if err != nil {
		return Result{}, err
	}
	d := Draft{Expires: w.NowMS() + w.job.TTLMS}
	for _, b := range [][]byte{d.Log[:], d.Number[:], d.Secret[:]} {
		if _, err := io.ReadFull(w.Rand, b); err != nil {
			return Result{}, err
		}
	}
	genesis, err := w.genesis(cold, d.Log, chain.Couple)
	if err != nil {
		return Result{}, err
	}
	d.Genesis = genesis.Bytes()
	cert, err := keyring.Certify(cold.Identity, w.hot.Newest(), d.Log)
	if err != nil {
		return Result{}, err
	}
	var sealed []byte
	d.M1, sealed, err = d.Secret.SealM1(w.Rand, keyring.M1{
		Log: d.Log, Genesis: genesis.Hash(), Cert: cert, Commit: keyring.CommitNumber(d.Number),
		Name: w.job.Name, Expires: d.Expires, Host: w.job.Host,
	})
	if err != nil {
		return Result{}, err
	}
	d.Body, err = codec.Encode(wire.NewInvite{
		ID: d.Secret.ID(), ClaimHash: sha256.Sum256(d.Secret.Claim()), Log: d.Log, M1: sealed, TTLMS: w.job.TTLMS,
	})
	if err != nil {
		return Result{}, err
	}
	d.Proof, err = w.relay.Prove(ctx, w.ak.Account, w.master.LoginCold(), wire.OpInvite, d.Body)
	return Result{Draft: &d}, err
}
