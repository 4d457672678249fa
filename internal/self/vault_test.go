package self

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/journal"
)

// sealedBy is a lock for tests: the key's name before what it locks.
func sealedBy(key event.ID, in Inner) Locked {
	return Locked{Key: key, Sealed: append(slices.Clone(key[:]), codec.Must(in)...)}
}

func opensWith(open event.ID) Opener {
	return func(key event.ID, sealed []byte) ([]byte, bool) {
		plain, ok := bytes.CutPrefix(sealed, open[:])
		return plain, ok && key == open
	}
}

func openFold(w *world, key event.ID) *State {
	s := NewOpen(opensWith(key))
	s.Fold(w.entries...)
	return s
}

func texts(s *State) (all []string) {
	for _, e := range s.Journal.List(false) {
		all = append(all, e.Text)
	}
	return all
}

func same(t *testing.T, what string, s *State, want ...string) {
	t.Helper()
	if got := texts(s); !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// What is locked counts only while its key is open, in its place.
func TestLocked(t *testing.T) {
	w := newWorld(t)
	one, two := event.ID{0xa}, event.ID{0xb}
	text := func(s string) codec.Raw { return codec.Must(journal.Written{Text: s}) }
	w.write(event.ID{1}, KindKey, Key{ID: one, Generation: 1, KDF: 1, Sealed: []byte{1}})
	w.write(event.ID{2}, journal.KindWritten, journal.Written{Text: "open"})
	w.write(event.ID{3}, KindLocked, sealedBy(one, Inner{Kind: journal.KindWritten, Payload: text("one")}))
	w.write(event.ID{4}, KindLocked, sealedBy(two, Inner{Kind: journal.KindWritten, Payload: text("two")}))
	w.write(event.ID{5}, KindLocked, sealedBy(one, Inner{Kind: journal.KindWritten, Payload: text("moved"), ID: event.ID{0x50}, AtMS: 1, Civil: 1}))
	w.write(event.ID{6}, KindLocked, sealedBy(one, Inner{Kind: journal.KindWritten, Payload: text("moved twice"), ID: event.ID{0x50}}))
	// Nothing but what is a person's own counts, however deep it is locked.
	w.write(event.ID{7}, KindLocked, sealedBy(one, Inner{Kind: KindSettings, Payload: codec.Must(Settings{AutoLock: 9, Theme: Dark})}))
	w.write(event.ID{8}, KindLocked, sealedBy(one, Inner{Kind: KindLocked, Payload: codec.Must(sealedBy(one, Inner{Kind: journal.KindWritten, Payload: text("deep")}))}))
	w.write(event.ID{9}, KindLocked, Locked{Key: one, Sealed: one[:]})
	for i, bad := range []any{Locked{Key: one}, Locked{Sealed: []byte{1}}, Locked{Key: one, Sealed: make([]byte, maxSealed+1)}, "w"} {
		w.write(event.ID{20, byte(i)}, KindLocked, bad)
	}
	for i, bad := range []any{Key{ID: one}, Key{Sealed: []byte{1}}, "w"} {
		w.write(event.ID{30, byte(i)}, KindKey, bad)
	}
	same(t, "closed", w.fold(), "open")
	same(t, "the first key", openFold(w, one), "one", "open", "moved")
	same(t, "the second key", openFold(w, two), "two", "open")
	same(t, "another key", openFold(w, event.ID{0xc}), "open")
	s := openFold(w, one)
	if e, ok := s.Journal.Entry(event.ID{0x50}); !ok || e.Seq != 6 || e.At != (event.Stamp{MS: 1, Civil: 1}) || s.Settings.AutoLock != 5 || len(s.Keys()) != 1 || s.Keys()[0].Seq != 2 {
		t.Errorf("%+v %+v %v", e, s.Settings, s.Keys())
	}
	// The rules of what is inside are asked where it is open.
	bad := codec.Must(sealedBy(one, Inner{Kind: journal.KindLooked, Payload: codec.Must(journal.Looked{Entry: event.ID{2}, Text: "no intuition"})}))
	if err := s.Allows(Me, KindLocked, bad, event.Stamp{}); !errors.Is(err, journal.NoEntry) {
		t.Error(err)
	}
	for _, f := range []*State{s, w.fold()} {
		if err := f.Allows(Me, KindLocked, codec.Must(sealedBy(one, Inner{Kind: journal.KindWritten, Payload: text("w")})), event.Stamp{}); err != nil {
			t.Error(err)
		}
		if _, err := f.Compose(KindKey, event.Form{}, event.Stamp{}); err == nil {
			t.Error("a form makes a key")
		}
	}
	// What is on top of the log is folded as the log is, and folding it again keeps
	// what is open.
	s.Expect(event.Fact{ID: event.ID{0x60}, By: Me, Kind: KindLocked, Payload: codec.Must(sealedBy(one, Inner{Kind: journal.KindWritten, Payload: text("waits")}))})
	if _, ok := s.Journal.Entry(event.ID{0x60}); !ok {
		t.Error("what waits is not there")
	}
	s = openFold(w, one)
	id, payload, err := s.Redact(Me, 4)
	if err != nil {
		t.Fatal(err)
	}
	w.write(id, "redact", payload)
	s.Fold(w.entries...)
	same(t, "after a removal", s, "open", "moved")
}
