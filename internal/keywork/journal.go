package keywork

import (
	"io"
	"slices"

	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/secret"
)

// Kinds of jobs.
const (
	JournalOpen Kind = "journal-open" // try a passphrase on its keys
	JournalSet  Kind = "journal-set"  // lock a key with a passphrase of its own
)

// Names of the secret fields of the journal's forms. What gives it a passphrase
// asks for the account's as well (FieldPassphrase).
const (
	FieldJournal      = "journal"
	FieldJournalAgain = "journal2"
)

// NoJournal is the failure of a passphrase that opens nothing: it is another one,
// or there is nothing.
const NoJournal Failure = "no-journal"

// Vault is what a job needs to try a passphrase of the journal, or to lock a key
// with one.
type Vault struct {
	Hot  keyring.Hot `cbor:"1,keyasint"`
	Keys []VaultKey  `cbor:"2,keyasint"`           // JournalOpen: all that there are, the newest first
	Keep *VaultKey   `cbor:"3,keyasint,omitempty"` // JournalSet: the one that is open, and is to be locked anew
	Open secret.Key  `cbor:"4,keyasint"`           // JournalSet: that key
	KDF  uint8       `cbor:"5,keyasint"`           // where there is no key
}

// VaultKey is a key that is locked with a passphrase.
type VaultKey struct {
	ID         event.ID `cbor:"1,keyasint"`
	Generation uint32   `cbor:"2,keyasint"`
	KDF        uint8    `cbor:"3,keyasint"`
	Sealed     []byte   `cbor:"4,keyasint"`
}

// Opened is the key that a passphrase has opened, or was made for one.
type Opened struct {
	ID     event.ID   `cbor:"1,keyasint"` // zero: the journal is to be opened without
	Key    secret.Key `cbor:"2,keyasint"`
	Locked *VaultKey  `cbor:"3,keyasint,omitempty"` // JournalSet
}

// openVault tries a passphrase on the keys that there are. It takes as long where
// there is none, and asks the relay for nothing. Without a passphrase the journal
// opens as far as nothing is locked.
func (w *work) openVault() (Result, error) {
	pass := w.secrets[FieldJournal]
	if pass == "" || w.job.Vault == nil {
		return Result{Vault: &Opened{}}, nil
	}
	v := w.job.Vault
	p, err := keyring.Normalize(pass)
	if err != nil {
		p = []byte{0} // as in derive
	}
	w.progress(Stretching)
	kdfs := []uint8{v.KDF}
	if len(v.Keys) > 0 {
		kdfs = nil
		for _, k := range v.Keys {
			if !slices.Contains(kdfs, k.KDF) {
				kdfs = append(kdfs, k.KDF)
			}
		}
	}
	for _, kdf := range kdfs {
		stretched, err := w.Stretch(p, v.Hot.VaultSalt(), kdf)
		if err != nil {
			return Result{}, err
		}
		for _, k := range v.Keys {
			if k.KDF != kdf {
				continue
			}
			if key, err := v.Hot.OpenVault(stretched, k.Generation, k.ID, k.Sealed); err == nil {
				return Result{Vault: &Opened{ID: k.ID, Key: key}}, nil
			}
		}
	}
	return Result{Failure: NoJournal}, nil
}

// setVault locks a key with a passphrase: a new one, or the one that is open. The
// stretching is done twice and compared, as at sign-up.
func (w *work) setVault() (Result, error) {
	pass, v := w.secrets[FieldJournal], w.job.Vault
	if again := w.secrets[FieldJournalAgain]; again != pass {
		return Result{}, errNotTheSame
	}
	if err := keyring.CheckNew(pass); err != nil {
		return Result{}, err
	}
	p, err := keyring.Normalize(pass)
	if err != nil {
		return Result{}, err
	}
	o := Opened{Key: v.Open}
	if v.Keep != nil {
		o.ID = v.Keep.ID
	} else {
		for _, b := range [][]byte{o.ID[:], o.Key[:]} {
			if _, err := io.ReadFull(w.Rand, b); err != nil {
				return Result{}, err
			}
		}
	}
	w.progress(Stretching)
	first, err := w.Stretch(p, v.Hot.VaultSalt(), v.KDF)
	if err != nil {
		return Result{}, err
	}
	w.progress(Comparing)
	second, err := w.Stretch(p, v.Hot.VaultSalt(), v.KDF)
	if err != nil {
		return Result{}, err
	}
	if first != second {
		return Result{}, keyring.ErrSelfTest
	}
	k := VaultKey{ID: o.ID, Generation: v.Hot.Newest().Generation, KDF: v.KDF}
	if k.Sealed, err = v.Hot.SealVault(w.Rand, first, o.ID, o.Key); err != nil {
		return Result{}, err
	}
	o.Locked = &k
	return Result{Vault: &o}, nil
}
