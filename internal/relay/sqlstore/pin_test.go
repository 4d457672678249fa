package sqlstore

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"troth/internal/relay"
	"troth/internal/wire"
)

// What cannot be counted is not answered: with a disk that takes nothing, a
// wrong PIN and the right one come to the same. And a half that was deleted is
// in no file any more.
func TestAttack105UncountedMisses(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := create(t, dir)
	defer s.Close()
	one(t, s)
	p := relay.StoredPin{ID: wire.PinID{1}, Account: wire.AccountID{1}, Holder: [32]byte{2}, Verifier: [32]byte{3}}
	copy(p.Half[:], "canary-of-the-half")
	if err := s.PutPin(ctx, p, 8); err != nil {
		t.Fatal(err)
	}
	try := func(verifier byte) (*[32]byte, int, error) {
		return s.TryPin(ctx, p.ID, p.Holder, [32]byte{verifier}, 8)
	}
	if _, err := s.w.Exec("PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		for _, verifier := range []byte{3, 4} {
			if half, left, err := try(verifier); err == nil || half != nil || left != 0 {
				t.Fatalf("verifier %d is answered: %v, %d left", verifier, half, left)
			}
		}
	}
	if _, err := s.w.Exec("PRAGMA query_only = 0"); err != nil {
		t.Fatal(err)
	}
	if half, _, err := try(3); err != nil || half == nil {
		t.Fatalf("the right one, when it can be counted again: %v, %v", half, err)
	}
	holds := func() (n int) {
		for _, name := range []string{FileName, FileName + "-wal"} {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			n += bytes.Count(b, []byte("canary-of-the-half"))
		}
		return n
	}
	if holds() == 0 {
		t.Fatal("the test does not look where the data is")
	}
	for range 8 {
		if _, _, err := try(4); err != nil {
			t.Fatal(err)
		}
	}
	if n := holds(); n != 0 {
		t.Errorf("found %d times after the last miss", n)
	}
}
