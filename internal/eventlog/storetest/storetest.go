// Package storetest is the contract of eventlog.Store as a test that every
// implementation passes, natively or in a browser.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"troth/internal/chain"
	"troth/internal/eventlog"
)

// Check runs every check against stores that open returns. Stores opened one
// after the other under the same name hold the same data; another name is
// another store. It returns the first failure.
func Check(open func(name string) (eventlog.Store, error)) error {
	for _, c := range []struct {
		name string
		f    func(context.Context, func() (eventlog.Store, error)) error
	}{
		{"values", values}, {"order", order}, {"paging", paging}, {"replace", replace},
		{"together", together}, {"reopen", reopen}, {"drop", drop}, {"clear", clearAll}, {"aliasing", aliasing},
	} {
		if err := c.f(context.Background(), func() (eventlog.Store, error) { return open(c.name) }); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

type opener = func() (eventlog.Store, error)

func record(seq uint64) eventlog.Record {
	return eventlog.Record{Seq: seq, Head: fmt.Appendf(nil, "head %d", seq), Body: fmt.Appendf(nil, "body %d", seq), SeenMS: int64(seq) * 7}
}

func values(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	if _, err := s.Get(ctx, "none"); !errors.Is(err, eventlog.ErrNotFound) {
		return fmt.Errorf("missing name: %v, want ErrNotFound", err)
	}
	if err := s.Put(ctx, eventlog.KV{Name: "a", Value: []byte("1")}, eventlog.KV{Name: "b", Value: []byte{}}); err != nil {
		return err
	}
	if v, err := s.Get(ctx, "a"); err != nil || string(v) != "1" {
		return fmt.Errorf("a is %q, %v", v, err)
	}
	if v, err := s.Get(ctx, "b"); err != nil || len(v) != 0 {
		return fmt.Errorf("an empty value is %q, %v", v, err)
	}
	if err := s.Put(ctx, eventlog.KV{Name: "a", Value: nil}, eventlog.KV{Name: "b", Value: []byte("2")}); err != nil {
		return err
	}
	if _, err := s.Get(ctx, "a"); !errors.Is(err, eventlog.ErrNotFound) {
		return fmt.Errorf("a deleted name: %v", err)
	}
	if v, err := s.Get(ctx, "b"); err != nil || string(v) != "2" {
		return fmt.Errorf("b is %q, %v", v, err)
	}
	return nil
}

func order(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	log, other := chain.LogID{1}, chain.LogID{2}
	// Seqs around the places where a textual order differs from the real one.
	seqs := []uint64{1, 2, 9, 10, 11, 255, 256, 257, 65535, 65536, 1 << 32, 1<<53 + 1, chain.MaxSeq}
	for i := range seqs {
		if err := s.Save(ctx, log, []eventlog.Record{record(seqs[len(seqs)-1-i])}); err != nil {
			return err
		}
	}
	if err := s.Save(ctx, other, []eventlog.Record{record(3)}); err != nil {
		return err
	}
	got, err := s.Load(ctx, log, 0, 100)
	if err != nil {
		return err
	}
	if len(got) != len(seqs) {
		return fmt.Errorf("%d records, want %d", len(got), len(seqs))
	}
	for i, r := range got {
		if want := record(seqs[i]); r.Seq != want.Seq || !bytes.Equal(r.Head, want.Head) || !bytes.Equal(r.Body, want.Body) || r.SeenMS != want.SeenMS {
			return fmt.Errorf("record %d is %d, want %d", i, r.Seq, want.Seq)
		}
	}
	return nil
}

func paging(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	log := chain.LogID{3}
	var all []eventlog.Record
	for seq := uint64(1); seq <= 25; seq++ {
		all = append(all, record(seq))
	}
	if err := s.Save(ctx, log, all); err != nil {
		return err
	}
	for _, c := range []struct {
		after       uint64
		limit       int
		first, last uint64
	}{{0, 10, 1, 10}, {10, 10, 11, 20}, {20, 10, 21, 25}, {24, 1, 25, 25}} {
		got, err := s.Load(ctx, log, c.after, c.limit)
		if err != nil {
			return err
		}
		if len(got) == 0 || got[0].Seq != c.first || got[len(got)-1].Seq != c.last {
			return fmt.Errorf("after %d, limit %d: %d records", c.after, c.limit, len(got))
		}
	}
	got, err := s.Load(ctx, log, 25, 10)
	if err != nil || len(got) != 0 {
		return fmt.Errorf("after the last: %d records, %v", len(got), err)
	}
	return nil
}

func replace(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	log := chain.LogID{4}
	r := record(1)
	if err := s.Save(ctx, log, []eventlog.Record{r}); err != nil {
		return err
	}
	r.Body, r.Tombstone = nil, []byte("gone")
	if err := s.Save(ctx, log, []eventlog.Record{r}); err != nil {
		return err
	}
	got, err := s.Load(ctx, log, 0, 10)
	if err != nil {
		return err
	}
	if len(got) != 1 || len(got[0].Body) != 0 || string(got[0].Tombstone) != "gone" {
		return fmt.Errorf("the replaced record is still there")
	}
	// In the middle of others, which stay where they are, and for good.
	if err := s.Save(ctx, log, []eventlog.Record{record(2), record(3)}); err != nil {
		return err
	}
	r = record(2)
	r.Body, r.Tombstone = nil, []byte("gone too")
	if err := s.Save(ctx, log, []eventlog.Record{r}); err != nil {
		return err
	}
	if s, err = open(); err != nil {
		return err
	}
	if got, err = s.Load(ctx, log, 0, 10); err != nil {
		return err
	}
	if len(got) != 3 || got[1].Seq != 2 || len(got[1].Body) != 0 || string(got[1].Tombstone) != "gone too" || !bytes.Equal(got[2].Body, record(3).Body) {
		return fmt.Errorf("after replacing one of three: %v", got)
	}
	return nil
}

func together(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	log := chain.LogID{5}
	if err := s.Save(ctx, log, []eventlog.Record{record(1)}, eventlog.KV{Name: "cp", Value: []byte("1")}); err != nil {
		return err
	}
	if v, err := s.Get(ctx, "cp"); err != nil || string(v) != "1" {
		return fmt.Errorf("a value saved beside records: %q, %v", v, err)
	}
	return nil
}

func reopen(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	log := chain.LogID{6}
	if err := s.Save(ctx, log, []eventlog.Record{record(1), record(2)}, eventlog.KV{Name: "k", Value: []byte("v")}); err != nil {
		return err
	}
	again, err := open()
	if err != nil {
		return err
	}
	got, err := again.Load(ctx, log, 0, 10)
	if err != nil || len(got) != 2 {
		return fmt.Errorf("opened again: %d records, %v", len(got), err)
	}
	if v, err := again.Get(ctx, "k"); err != nil || string(v) != "v" {
		return fmt.Errorf("opened again: %q, %v", v, err)
	}
	return nil
}

func drop(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	log, other := chain.LogID{8}, chain.LogID{9}
	for _, l := range []chain.LogID{log, other} {
		if err := s.Save(ctx, l, []eventlog.Record{record(1), record(2), record(chain.MaxSeq)}); err != nil {
			return err
		}
	}
	if err := s.Put(ctx, eventlog.KV{Name: "a", Value: []byte("1")}, eventlog.KV{Name: "b", Value: []byte("2")}); err != nil {
		return err
	}
	if err := s.Drop(ctx, log, eventlog.KV{Name: "a"}, eventlog.KV{Name: "c", Value: []byte("3")}); err != nil {
		return err
	}
	if got, err := s.Load(ctx, log, 0, 10); err != nil || len(got) != 0 {
		return fmt.Errorf("after Drop: %d records, %v", len(got), err)
	}
	if got, err := s.Load(ctx, other, 0, 10); err != nil || len(got) != 3 {
		return fmt.Errorf("after Drop another log has %d records, %v", len(got), err)
	}
	if _, err := s.Get(ctx, "a"); !errors.Is(err, eventlog.ErrNotFound) {
		return fmt.Errorf("a value dropped with the log: %v", err)
	}
	for name, want := range map[string]string{"b": "2", "c": "3"} {
		if v, err := s.Get(ctx, name); err != nil || string(v) != want {
			return fmt.Errorf("after Drop %s is %q, %v", name, v, err)
		}
	}
	return nil
}

func clearAll(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	log := chain.LogID{7}
	if err := s.Save(ctx, log, []eventlog.Record{record(1)}, eventlog.KV{Name: "k", Value: []byte("v")}); err != nil {
		return err
	}
	if err := s.Clear(ctx); err != nil {
		return err
	}
	if got, err := s.Load(ctx, log, 0, 10); err != nil || len(got) != 0 {
		return fmt.Errorf("after Clear: %d records, %v", len(got), err)
	}
	if _, err := s.Get(ctx, "k"); !errors.Is(err, eventlog.ErrNotFound) {
		return fmt.Errorf("after Clear: %v", err)
	}
	return nil
}

func aliasing(ctx context.Context, open opener) error {
	s, err := open()
	if err != nil {
		return err
	}
	v := []byte("kept")
	if err := s.Put(ctx, eventlog.KV{Name: "k", Value: v}); err != nil {
		return err
	}
	v[0] = 'X'
	got, err := s.Get(ctx, "k")
	if err != nil || string(got) != "kept" {
		return fmt.Errorf("a stored value changes with the caller's bytes: %q", got)
	}
	return nil
}
