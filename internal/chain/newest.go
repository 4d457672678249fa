package chain

// NewestFirst accepts events that this device stored earlier, all of them or
// none, and verifies of their signatures only the newest of each key. The others
// are left in the Backlog. Everything else is checked as by Accept: header, body
// hash, place, hash chain, authority, and every certificate. After an error the
// state is unchanged.
//
// Why that is enough to show the log, though not to vouch for it:
//
//   - An event's hash covers its whole header and, through Prev, every header
//     before it. So the newest signature of a key covers all that this key has
//     signed before, word for word: whoever cannot sign for that key can neither
//     put an event in its name before that one, nor change, drop or reorder
//     there. After it there is nothing in its name.
//   - It covers as well what others wrote before it and its holder had accepted
//     by then, which an honest device does only after verifying it.
//   - A retired generation is a key of its own and its newest event is verified
//     too. Whoever got hold of a retired key can sign for the time in which it
//     counted, but not into the chain that was kept: the record that retired it
//     follows, signed by the key that it certifies, and covers all before.
//   - Authority itself comes from control records. The certificates in them are
//     verified here and now, by identity keys that the caller compares with what
//     it knows; the records are events and covered like any other.
//
// What remains is an event whose author's later signature confirms it, but
// whose own signature bytes are not good: damage to the store, or an author who
// wants to deny it one day. It is found when the Backlog is verified, and until
// then nothing may be kept that says that the log was verified.
func (s *State) NewestFirst(events []Event) ([]Accepted, *Backlog, error) {
	next := s.Clone()
	all := make([]Accepted, 0, len(events))
	b := &Backlog{owed: make([]owed, 0, len(events))}
	for _, ev := range events {
		a, err := next.accept(ev, verified{owed: b})
		if err != nil {
			return nil, nil, err
		}
		all = append(all, a)
	}
	checked := map[[32]byte]bool{}
	for i := len(b.owed) - 1; i >= 0; i-- {
		if o := &b.owed[i]; !checked[o.pub] {
			if checked[o.pub] = true; !o.good() {
				return nil, nil, ErrSignature
			}
		}
	}
	*s = next
	return all, b, nil
}

// Backlog is the signatures that NewestFirst left for later. The zero Backlog
// has none. The newest ones are in it once more: they are few.
type Backlog struct{ owed []owed }

type owed struct {
	pub  [32]byte
	head Header
	sig  [SigSize]byte
}

func (b *Backlog) note(pub [32]byte, head Header, sig [SigSize]byte) {
	b.owed = append(b.owed, owed{pub, head, sig})
}

func (o *owed) good() bool { return Verify(o.pub[:], o.head.SigInput(), o.sig[:]) }

// Left returns how many signatures are still to be verified.
func (b *Backlog) Left() int { return len(b.owed) }

// Verify verifies the next n signatures, the oldest first. After ErrSignature
// the whole log must not be believed; Verify then returns the same again.
func (b *Backlog) Verify(n int) error {
	for ; n > 0 && len(b.owed) > 0; n-- {
		if !b.owed[0].good() {
			return ErrSignature
		}
		b.owed = b.owed[1:]
	}
	return nil
}
