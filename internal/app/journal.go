package app

import (
	"bytes"
	"slices"
	"strings"

	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/self"
)

// RouteJournal is the journal. Until it is opened all its pages are one cover,
// which looks the same whether or not there is anything behind it.
const (
	RouteJournal     = RouteMine + "/journal"
	RouteJournalLock = RouteJournal + "/lock" // its passphrase
)

// Actions and fields of the journal's forms besides its writing.
const (
	ActionJournal      = "open-journal"   // with its own passphrase, or without one
	ActionJournalClose = "close-journal"  // and forget the key
	ActionJournalSet   = "lock-journal"   // give it a passphrase, or another one
	ActionJournalMove  = "move-journal"   // lock what is not locked
	ActionJournalBare  = "unlock-journal" // take the passphrase away
	ActionJournalDrop  = "drop-local"     // remove what is on this device alone

	FieldVault = "vault" // of a form: what is written in it is locked with the key that Journal.Vault names
	FieldOnly  = "only"  // "yes": kept on this device alone
)

// Messages from the device.
type (
	// JournalOpened says that the journal is open: with the key that a passphrase
	// opened, or, without one, as far as nothing is locked. Drafts were begun under
	// that key.
	JournalOpened struct {
		Key    event.ID
		Open   self.Opener
		Drafts []Draft
	}
	// Locals are all that is kept on this device alone.
	Locals struct{ List []Waiting }
)

func (JournalOpened) msg() {}
func (Locals) msg()        {}

// Effects.
type (
	// CloseJournal forgets the key with which the journal was opened, once the
	// drafts that were begun under it are kept.
	CloseJournal struct{ Drafts []Draft }
	// Relock writes what the journal has anew, in order: under the key that is open,
	// or, Bare, without it, and then forgets the key. What was there before is
	// removed for good.
	Relock struct {
		Facts []event.Fact // as they stand in the log
		Bare  bool
	}
	// DropLocal removes what is kept on this device alone.
	DropLocal struct{ IDs []event.ID }
)

func (CloseJournal) effect() {}
func (Relock) effect()       {}
func (DropLocal) effect()    {}

// practiceJournal is whose entries are moved with the journal.
const practiceJournal = "journal"

// Journal is how far somebody has opened it. It ends with the session.
type Journal struct {
	Open bool
	Key  event.ID // that a passphrase has opened; zero: none
}

// vaultMark keeps a key in the name of a draft apart from other ids.
const vaultMark = "v"

// Vault is the value of FieldVault in the forms of now; "": nothing is locked.
func (j Journal) Vault() string {
	if j.Key.IsZero() {
		return ""
	}
	return vaultMark + j.Key.String()
}

// Vault returns the key under which a draft was begun, and is kept; zero: none.
func (d Draft) Vault() (key event.ID) {
	for _, part := range strings.Fields(d.Form) {
		if id, ok := strings.CutPrefix(part, vaultMark); ok && d.Own() {
			if id, err := event.ParseID(id); err == nil {
				key = id
			}
		}
	}
	return key
}

// journalOpened lifts the cover. What was begun goes along: under the key if there
// is one now, and without it when the passphrase was taken away.
func (m *Model) journalOpened(msg JournalOpened) []Effect {
	before := m.Journal.Vault()
	m.Try = Try{}
	m.Serial++
	m.Journal = Journal{true, msg.Key}
	m.openWith(msg.Open)
	now := m.Journal.Vault()
	var list []Draft
	for _, d := range m.Drafts {
		form, locked := strings.CutSuffix(d.Form, " "+before)
		switch {
		case event.Kind(d.Form).Practice() != practiceJournal || now == before:
		case now == "" && locked:
			d.Form = form
		case now != "" && !slices.ContainsFunc(msg.Drafts, func(have Draft) bool { return have.Form == d.Form+" "+now }):
			d.Form += " " + now
		}
		list = append(list, d)
	}
	if now != before {
		list = append(list, msg.Drafts...)
	}
	m.Drafts = list
	if m.Route == RouteJournalLock {
		m.open(RouteJournal)
	}
	return []Effect{KeepDrafts{}}
}

// openWith folds the person's own log again, with what is locked as far as open
// opens it.
func (m *Model) openWith(open self.Opener) {
	m.opener, m.ownBase, m.index = open, nil, nil
	m.Self = self.NewOpen(open)
	m.Self.Fold(m.own...)
	m.show()
}

// openDrafts returns the drafts that were begun under no key.
func (m *Model) openDrafts() (list []Draft) {
	for _, d := range m.Drafts {
		if d.Vault().IsZero() {
			list = append(list, d)
		}
	}
	return list
}

// closeJournal puts the cover back. The device keeps what was begun.
func (m *Model) closeJournal() []Effect {
	var locked []Draft
	for _, d := range m.Drafts {
		if !d.Vault().IsZero() {
			locked = append(locked, d)
		}
	}
	key := m.Journal.Key
	m.Drafts, m.Thrown, m.Journal, m.answers, m.Replied = m.openDrafts(), Draft{}, Journal{}, nil, ""
	m.openWith(nil)
	m.Serial++
	m.open(RouteJournal)
	if key.IsZero() {
		return nil
	}
	return []Effect{CloseJournal{locked}}
}

// journalJob opens the journal, or gives it a passphrase once it is open.
func (m *Model) journalJob(f Form) (*keywork.Job, bool) {
	kind := keywork.JournalOpen
	if f.Action == ActionJournalSet {
		kind = keywork.JournalSet
	}
	return &keywork.Job{Kind: kind, LowSpace: m.LowSpace}, kind == keywork.JournalOpen || m.Journal.Open
}

// journal answers a form of the journal that has no secret fields.
func (m *Model) journal(f Form) []Effect {
	if !m.Journal.Open {
		m.Try.Failure = NotAllowed
		return nil
	}
	switch f.Action {
	case ActionJournalClose:
		m.Try = Try{}
		return m.closeJournal()
	case ActionJournalDrop:
		id, err := event.ParseID(f.Values["id"])
		if err != nil || !m.IsLocal(id) {
			m.Try.Failure = NotAllowed
			return nil
		}
		m.Try.Busy = true
		return m.dropLocal(event.Fact{ID: id, Kind: practiceJournal})
	}
	bare := f.Action == ActionJournalBare
	if m.Journal.Key.IsZero() {
		m.Try.Failure = NotAllowed
		return nil
	}
	m.Try.Busy = true
	return []Effect{Relock{m.movable(bare), bare}}
}

// movable returns what the journal has in the log: what no key locks, or what the
// key locks that is open.
func (m *Model) movable(locked bool) (list []event.Fact) {
	own := m.acceptedOwn()
	for _, r := range own.Records() {
		f, ok := own.Fact(r.Seq)
		if !ok || !m.MayRedact(true, r.Seq) || locked != (f.Kind == self.KindLocked) {
			continue
		}
		if in, open := own.Reveal(f); open && in.Kind.Practice() == practiceJournal {
			list = append(list, f)
		}
	}
	return list
}

// Movable reports whether something of the journal can be locked with the key that
// is open.
func (m *Model) Movable() bool {
	for _, l := range m.Local {
		if l.Kind != self.KindLocked {
			return true
		}
	}
	return len(m.movable(false)) > 0
}

// IsLocal reports whether something is kept on this device alone.
func (m *Model) IsLocal(id event.ID) bool {
	for _, l := range m.Local {
		if l.ID == id {
			return true
		}
	}
	return false
}

// Hides reports whether what waits is not spoken of now: it is locked once more,
// and nothing is open.
func (m *Model) Hides(w Waiting) bool {
	return w.Kind.Practice() == self.KindKey.Practice() && m.Journal.Key.IsZero()
}

// keepsAs says how something of the person's own is kept: whether it is locked,
// and whether it stays on this device. What is about something that does, does too.
// It reports whether it can be kept like that.
func (m *Model) keepsAs(f Form, w *Write) bool {
	if w.Kind.Practice() != practiceJournal {
		return true
	}
	if v := f.Values[FieldVault]; v != "" {
		if v != m.Journal.Vault() {
			return false // it has been closed since
		}
		w.Lock = m.Journal.Key
	}
	w.Local = f.Values[FieldOnly] == "yes"
	for _, l := range m.Local {
		w.Local = w.Local || bytes.Contains(w.Payload, l.ID[:])
	}
	return true
}

// revealed is what the entry of the person's own log at seq says, as far as it is
// open.
func (m *Model) revealed(seq uint64) (event.Fact, bool) {
	f, ok := m.Fact(true, seq)
	if !ok {
		return f, false
	}
	return m.Self.Reveal(f)
}

// redactOwn removes an entry of the person's own log, with all that is about it.
func (m *Model) redactOwn(seq uint64) []Effect {
	var effects []Effect
	if f, ok := m.revealed(seq); ok {
		effects = m.dropLocal(f)
	}
	return append(effects, Redact{Own: true, Seqs: m.whole(seq)})
}

// dropLocal removes what is on this device alone and is f, or is about it.
func (m *Model) dropLocal(f event.Fact) []Effect {
	var ids []event.ID
	for _, l := range m.Local {
		g, _ := m.Self.Reveal(event.Fact{ID: l.ID, Kind: l.Kind, Payload: l.Payload})
		if about(g, f) {
			ids = append(ids, l.ID)
		}
	}
	if ids == nil {
		return nil
	}
	return []Effect{DropLocal{ids}}
}
