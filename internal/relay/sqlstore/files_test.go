//go:build unix

package sqlstore

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// Nobody but its owner may look into the folder, nor at a file in it.
func TestFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder? with #signs%", "data")
	s := create(t, dir)
	defer s.Close()
	if err := s.ReplaceCodes(context.Background(), [][32]byte{{1}}); err != nil {
		t.Fatal(err)
	}
	if fi, err := os.Stat(dir); err != nil || fi.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v, %v", fi.Mode(), err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if fi, err := f.Info(); err != nil || fi.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f.Name(), fi.Mode(), err)
		}
	}
}

// An empty folder that somebody made before is closed to others, too.
func TestFolderIsClosed(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	defer create(t, dir).Close()
	if fi, err := os.Stat(dir); err != nil || fi.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v, %v", fi.Mode(), err)
	}
}
