package self

import (
	"bytes"
	"testing"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
)

func copyOf(size int) Copy {
	c := Copy{Log: chain.LogID{1}, Seq: 7, Hash: chain.Hash{2}, By: event.Second}
	c.Body = event.Body{Kind: "letter.sent", MinReader: 1, CreatedMS: 5, Payload: codec.Must(bytes.Repeat([]byte{9}, size))}
	return c
}

// sized is a copy whose encoded body has exactly so many bytes.
func sized(t *testing.T, want int) Copy {
	t.Helper()
	for size := want; size > 0; size-- {
		c := copyOf(size)
		if b, err := c.Body.Encode(); err == nil && len(b) == want {
			return c
		}
	}
	t.Fatalf("no body of %d bytes", want)
	return Copy{}
}

// Whatever fits into an entry of the shared log can be kept, and what keeps it
// fits into entries of one's own.
func TestKept(t *testing.T) {
	for _, c := range []struct{ size, parts int }{{100, 1}, {maxPart, 1}, {maxPart + 1, 2}, {chain.MaxPlain, 2}} {
		cp := sized(t, c.size)
		cp.Body.Witness = make([]byte, event.WitnessLen) // is left out
		parts, err := cp.Entries()
		if err != nil || len(parts) != c.parts {
			t.Fatalf("%d bytes: %d parts, %v", c.size, len(parts), err)
		}
		s := New()
		for i, p := range parts {
			if _, ok := s.Kept(cp.Log, cp.Hash); ok {
				t.Errorf("%d bytes: there after %d of %d parts", c.size, i, len(parts))
			}
			b, err := event.Body{Kind: KindKept, MinReader: 1, CreatedMS: 1 << 50, Payload: codec.Must(p)}.Encode()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := chain.Pad(b); err != nil {
				t.Fatalf("%d bytes: part %d does not fit: %v", c.size, i+1, err)
			}
			s.foldKept(codec.Must(p))
			s.foldKept(codec.Must(p)) // again, after a crash
		}
		cp.Body.Witness = nil
		got, ok := s.Kept(cp.Log, cp.Hash)
		if !ok || got.By != cp.By || got.Seq != cp.Seq || !bytes.Equal(codec.Must(got.Body), codec.Must(cp.Body)) {
			t.Errorf("%d bytes: %v", c.size, ok)
		}
		if len(s.copies.list) != 1 || len(s.copies.parts) != 0 {
			t.Errorf("%d copies, %d parts left", len(s.copies.list), len(s.copies.parts))
		}
		if _, ok := s.Kept(chain.LogID{9}, cp.Hash); ok {
			t.Error("kept of another log")
		}
	}
	if _, err := copyOf(2 * maxPart).Entries(); err == nil {
		t.Error("more than two parts")
	}
}

func TestKeptIsSound(t *testing.T) {
	parts, err := sized(t, maxPart+1).Entries()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Kept){
		"no part": func(k *Kept) { k.Part = 0 }, "a part too many": func(k *Kept) { k.Part = 3 }, "other parts": func(k *Kept) { k.Parts = 3 },
		"by nobody": func(k *Kept) { k.By = 0 }, "by another": func(k *Kept) { k.By = event.First }, "of another place": func(k *Kept) { k.Seq++ },
		"of another hash": func(k *Kept) { k.Hash[0]++ }, "too large": func(k *Kept) { k.Bytes = make([]byte, maxPart+1) },
		"not a body": func(k *Kept) { k.Bytes = nil },
	} {
		s := New()
		s.keep(parts[0])
		bad := parts[1]
		change(&bad)
		s.keep(bad)
		if len(s.copies.list) != 0 {
			t.Errorf("%s: kept", name)
		}
	}
}
