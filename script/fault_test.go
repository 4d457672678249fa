package script

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"troth/internal/chain"
	"troth/internal/require"
	"troth/internal/wire"
)

// condition knows [tmpfs]: a small file system can be mounted, which needs a
// Linux and its administrator.
func condition(cond string) (bool, error) {
	if cond != "tmpfs" {
		return false, fmt.Errorf("there is no condition %q", cond)
	}
	can := canMount()
	if !can && require.Needed("tmpfs") {
		return false, errors.New("a small file system is required and cannot be mounted here")
	}
	return can, nil
}

var canMount = sync.OnceValue(func() bool {
	dir, err := os.MkdirTemp("", "troth-mount")
	if err != nil {
		return false
	}
	defer os.Remove(dir)
	if mount(dir, 1<<20) != nil {
		return false
	}
	return exec.Command("umount", dir).Run() == nil
})

func mount(dir string, size int) error {
	return exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d,mode=0700", size), "tmpfs", dir).Run()
}

// disk puts a small, empty file system in the place of a folder.
func disk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: disk FOLDER KIB")
	}
	kib, err := strconv.Atoi(args[1])
	ts.Check(err)
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	ts.Check(mount(dir, kib<<10))
	s := of(ts)
	ts.Defer(func() {
		s.kill()
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			ts.Logf("%s stays mounted: %s", dir, out)
		}
	})
}

// ballast makes a file of so many KiB, so that there is something to remove.
func ballast(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: ballast FILE KIB")
	}
	kib, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), make([]byte, kib<<10), 0o600))
}

// readonly makes what disk has mounted read-only, or writable again.
func readonly(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] readonly FOLDER, after disk")
	}
	how := "remount,ro"
	if neg {
		how = "remount,rw"
	}
	if out, err := exec.Command("mount", "-o", how, ts.MkAbs(args[0])).CombinedOutput(); err != nil {
		ts.Fatalf("mount: %v\n%s", err, out)
	}
}

// fill appends until the server has no room for even a small event. It expects
// it to have taken at least so many, to say that it is full, to have kept
// nothing of what it refused, and to be read.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	least := 0
	if len(args) == 1 {
		_, err := fmt.Sscan(args[0], &least)
		ts.Check(err)
	}
	if neg || len(args) > 1 || s.cmd == nil {
		ts.Fatalf("usage: fill [LEAST], after start on a disk")
	}
	const logs = 8 // each may have sixty events a minute
	w := s.ready(ts, logs)
	taken, refused := 0, 0
	for _, size := range []int{chain.MaxBucket, chain.MinBucket} {
		for _, l := range w.logs {
			var err error
			for err == nil {
				if err = w.append(s.url, l, size); err == nil {
					taken++
				}
			}
			var r *wire.Refusal
			switch {
			case errors.As(err, &r) && r.Status == 507 && r.Code == wire.CodeFull:
				refused++
			case wire.IsRefusal(err, wire.CodeRateLimited): // the next log
			default:
				ts.Fatalf("after %d events: %v", taken, err)
			}
		}
	}
	if taken < least || refused < logs {
		ts.Fatalf("%d events were taken and %d refused", taken, refused)
	}
	for _, l := range w.logs {
		have, head, err := w.read(s.url, l)
		ts.Check(err)
		if len(have) != int(l.acked.Load()) || head.Seq != uint64(len(have)) {
			ts.Fatalf("%d events were acknowledged, %d are there, the head is %d", l.acked.Load(), len(have), head.Seq)
		}
	}
	ts.Logf("%d events were taken, %d refused", taken, refused)
}

// integrity asks SQLite whether a database is whole.
func integrity(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: integrity DATABASE")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	var said string
	ts.Check(db.QueryRow("PRAGMA integrity_check").Scan(&said))
	if said != "ok" {
		ts.Fatalf("%s: %s", args[0], said)
	}
}
