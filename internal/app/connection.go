package app

import (
	"bytes"
	"strconv"

	"troth/internal/chain"
	"troth/internal/couple"
	"troth/internal/event"
	"troth/internal/fold"
	"troth/internal/keyring"
	"troth/internal/secret"
)

// RouteConnection is the page on which two people, or two devices of one, are
// held against each other.
const RouteConnection = RouteSettings + "/connection"

// Actions of that page.
const (
	ActionSame    = "connection-same"    // the other has the same
	ActionUnsame  = "connection-differs" // not, or no longer believed; with the passphrase
	ActionHistory = "history-words"      // of the entry FieldSeq
)

// FieldSeq is the number of the entry whose words are asked for.
const FieldSeq = "n"

// SayVerified records in the space what came of a comparison.
type SayVerified struct{ How couple.How }

func (SayVerified) effect() {}

// Compared is what holding a picture against this device gives.
type Compared uint8

// What a comparison gives.
const (
	NotCompared Compared = iota
	Same
	Other   // the two do not fit together
	Ahead   // this device does not have as much yet
	Foreign // the picture is for somebody else
)

// Identified reports whether this device knows who the two in the space are.
func (m *Model) Identified() bool { return m.Space == Shared && m.Identities != [2][32]byte{} }

// Picture returns the link of the picture for the partner, or for another device
// of this person's.
func (m *Model) Picture(own bool) secret.Text {
	var p keyring.Picture
	if own {
		p = keyring.Picture{Mine: keyring.PictureOf(m.OwnLog), Own: headOf(m.acceptedOwn().Records()), Shared: headOf(m.accepted().Records())}
	} else {
		h := keyring.VerifiedHash(m.Identities[0], m.Identities[1])
		p.Identities = h[:]
	}
	link, err := p.Fragment()
	if err != nil {
		return ""
	}
	return secret.Text(m.Origin + "/#" + link.Reveal())
}

func headOf(list []fold.Record) (h keyring.PictureHead) {
	if n := len(list); n > 0 {
		h = keyring.PictureHead{Seq: list[n-1].Seq, Hash: list[n-1].Hash}
	}
	return h
}

// Compare holds the picture by which the app was opened against this device. It
// reports as well whether it is one of another device of this person's.
func (m *Model) Compare() (result Compared, own bool) {
	p := m.Compared
	switch {
	case p == nil:
		return NotCompared, false
	case len(p.Mine) == 0:
		h := keyring.VerifiedHash(m.Identities[0], m.Identities[1])
		switch {
		case !m.Identified():
			return Foreign, false
		case bytes.Equal(h[:], p.Identities):
			return Same, false
		}
		return Other, false
	case !bytes.Equal(p.Mine, keyring.PictureOf(m.OwnLog)):
		return Foreign, true
	}
	result = Same
	for _, c := range []struct {
		at   keyring.PictureHead
		list []fold.Record
	}{{p.Own, m.acceptedOwn().Records()}, {p.Shared, m.accepted().Records()}} {
		switch {
		case c.at.Seq == 0:
		case c.at.Seq > uint64(len(c.list)):
			if result == Same {
				result = Ahead
			}
		case c.list[c.at.Seq-1].Hash != c.at.Hash:
			result = Other
		}
	}
	return result, true
}

// same says that the two have compared, if they can have: by a picture, if that
// is what this device was opened with.
func (m *Model) same() []Effect {
	how := couple.Words
	if c, own := m.Compare(); c == Same && !own {
		how = couple.QR
	}
	if !m.Identified() {
		m.Try.Failure = NotAllowed
		return nil
	}
	m.Try.Busy = true
	return []Effect{SayVerified{how}}
}

// history chooses the entry whose words are shown.
func (m *Model) history(f Form) {
	n, err := strconv.ParseUint(f.Values[FieldSeq], 10, 64)
	if err != nil || n == 0 || n > uint64(len(m.accepted().Records())) {
		m.Try.Field = &event.FieldError{Field: FieldSeq, Code: "no-entry"}
		return
	}
	m.Try, m.HistoryAt = Try{}, n
}

// HistoryWords returns the number of the entry that was chosen, or of the newest,
// and its four words.
func (m *Model) HistoryWords() (n uint64, words [4]string) {
	list, log := m.accepted().Records(), m.LogID()
	if n = m.HistoryAt; n == 0 || n > uint64(len(list)) {
		n = uint64(len(list))
	}
	if n == 0 || log == (chain.LogID{}) {
		return 0, words
	}
	return n, keyring.HistoryWords(log, n, list[n-1].Hash)
}
