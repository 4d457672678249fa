package scene_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/letter"
	"troth/internal/parting"
	"troth/internal/relay/sqlstore"
	"troth/internal/scene"
	"troth/internal/seal"
	"troth/internal/secret"
	"troth/internal/wire"
)

// deletes submits the form by which an account is deleted.
func deletes(p *scene.Person, f event.Form) {
	p.T.Helper()
	p.Key(app.ActionDelete, p.Secrets(), f)
}

// wiped waits until a device has forgotten everything, and looks whether it has.
func wiped(t *testing.T, p *scene.Person) {
	t.Helper()
	p.Sees("nothing any more", func(*app.Model) bool { return p.Wiped() })
	if known, err := keywork.Known(context.Background(), p.Store); err != nil || known {
		t.Errorf("the device still knows the account: %v", err)
	}
	for _, name := range []string{"d", "n", "o", "r", "w", "v", "t", "x", "q", "p", "m", "e"} {
		if v, err := p.Store.Get(context.Background(), name); err != eventlog.ErrNotFound {
			t.Errorf("%q is kept: %d bytes, %v", name, len(v), err)
		}
	}
	p.Open("")
	p.Sees("the first page of a new device", func(m *app.Model) bool { return m.Phase == app.Out && m.Route == app.RouteHome })
}

// accounts counts what a relay has of a person.
func accounts(t *testing.T, s *scene.Scene) int {
	t.Helper()
	n, err := s.RelayStore.CountAccounts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The account goes, with all that is only its person's, and this device forgets it.
// What they wrote to the other stays, or is taken back: whatever they choose. The
// other sees who has left, or nothing.
func TestDeleteAccount(t *testing.T) {
	for _, c := range []struct{ take, tell bool }{{false, false}, {true, true}, {true, false}, {false, true}} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			s := scene.New(t, nil)
			ana, ben := s.Pair()
			own, _ := ownLogs(t, s, ana)
			for n := range 45 { // more than one request takes back
				give(ana, fmt.Sprintf("Promise %d.", n))
			}
			ana.Do(letter.KindSent, event.Form{"text": "A letter."})
			give(ben, "Mine.")
			ben.Sees("all", func(m *app.Model) bool { return promises(m) == 46 && m.Couple.Verified() })
			f := event.Form{}
			if c.take {
				f[app.FieldTake] = "yes"
			}
			if c.tell {
				f[app.FieldTell] = "yes"
			}
			ana.Person.Pass = "not the passphrase at all"
			deletes(ana, f)
			if why := ana.Try().Failure; why != keywork.WrongPassphrase || accounts(t, s) != 2 || promises2(ben) != 46 {
				t.Fatalf("without the passphrase: %q, %d accounts", why, accounts(t, s))
			}
			ana.Person.Pass = "five plain words of Ana"
			deletes(ana, f)
			wiped(t, ana)
			if n := accounts(t, s); n != 1 {
				t.Errorf("%d accounts are left", n)
			}
			if _, err := s.RelayStore.Log(t.Context(), own); err == nil {
				t.Error("her own log is still there")
			}
			ben.Dev.Awake()
			if c.take {
				ben.Sees("what was taken back", func(m *app.Model) bool { return promises(m) == 1 })
			}
			if c.tell {
				ben.Sees("who has left", func(m *app.Model) bool { return m.Space == app.Ended && m.Couple.Left() == event.First })
			}
			ben.Unlock()
			ben.Sees("the space as it is now", func(m *app.Model) bool {
				want := 46
				if c.take {
					want = 1
				}
				return promises(m) == want && (m.Space == app.Ended) == c.tell && m.Couple.Verified() && m.Problem == ""
			})
			if !c.tell {
				give(ben, "Into the silence.")
			}
		})
	}
}

func promises2(p *scene.Person) (n int) {
	p.Dev.Inspect(func(m *app.Model) { n = promises(m) })
	return n
}

// Whatever breaks on the way, it can be done again; and if it was done and nobody
// heard of it, it is seen that it was done.
func TestDeleteAgain(t *testing.T) {
	for name, at := range map[string]func(*http.Request) bool{
		"taking back": func(r *http.Request) bool {
			return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/events")
		},
		"deleting": func(r *http.Request) bool { return r.Method == http.MethodDelete && r.URL.Path == wire.PathAccount },
	} {
		t.Run("lost answer: "+name, func(t *testing.T) {
			s := scene.New(t, nil)
			ana, ben := s.Pair()
			give(ana, "I’ll call.")
			only(t, ben)
			s.LoseAnswer(at)
			deletes(ana, event.Form{app.FieldTake: "yes", app.FieldTell: "yes"})
			if !s.Lost() {
				t.Fatal("no answer was lost")
			}
			wiped(t, ana)
			ben.Sees("what is left", func(m *app.Model) bool { return promises(m) == 0 && m.Space == app.Ended })
		})
		t.Run("no connection: "+name, func(t *testing.T) {
			s := scene.New(t, nil)
			ana, ben := s.Pair()
			give(ana, "I’ll call.")
			only(t, ben)
			s.Refuse(func(r *http.Request) *wire.Refusal {
				if at(r) && scene.By(r) == "Ana" {
					panic(http.ErrAbortHandler)
				}
				return nil
			})
			f := event.Form{app.FieldTake: "yes"}
			deletes(ana, f)
			if why := ana.Try().Failure; why != keywork.Offline || ana.Wiped() || accounts(t, s) != 2 {
				t.Errorf("%q, wiped %v", why, ana.Wiped())
			}
			s.Refuse(nil)
			ana.Unlock()
			deletes(ana, f)
			wiped(t, ana)
			ben.Sees("what is left", func(m *app.Model) bool { return promises(m) == 0 })
		})
	}
	t.Run("stopped between deleting and forgetting", func(t *testing.T) {
		s := scene.New(t, nil)
		ana, _ := s.Pair()
		store := ana.Store.(*eventlog.Memory)
		ana.Store = &forgetful{Memory: store}
		ana.Unlock()
		deletes(ana, event.Form{})
		if why := ana.Try().Failure; why != keywork.Storage || accounts(t, s) != 1 {
			t.Fatalf("%q, %d accounts", why, accounts(t, s))
		}
		ana.Store = store
		ana.Unlock()
		saysGone(t, ana)
		ana.Dev.Form(app.Form{Action: app.ActionForgetHere})
		wiped(t, ana)
	})
}

// forgetful is a store that cannot forget.
type forgetful struct{ *eventlog.Memory }

func (forgetful) Clear(context.Context) error { return os.ErrPermission }

func saysGone(t *testing.T, p *scene.Person) {
	t.Helper()
	p.Sees("that the account is gone", func(m *app.Model) bool { return m.Gone })
	if html := page(p, app.RouteToday); !strings.Contains(html, "This account was deleted") {
		t.Errorf("the page: %s", html)
	}
}

// Other devices of theirs say that the account is gone, whether they were open or
// locked; what they have stays readable, can be taken away, and is forgotten when
// their person says so. A wrong passphrase learns nothing.
func TestDeletedElsewhere(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ben, "I’ll fix the gate.")
	open, locked, far := elsewhere(ana, "Ana, open"), elsewhere(ana, "Ana, locked"), elsewhere(ana, "Ana, without a connection")
	for _, p := range []*scene.Person{open, locked, far} {
		p.Sees("the promise", func(m *app.Model) bool { return promises(m) == 1 })
	}
	locked.LockUp()
	s.CutPerson(far, true)
	deletes(ana, event.Form{})
	wiped(t, ana)
	saysGone(t, open)
	line := hears(locked)
	locked.Open("")
	locked.Key(app.ActionUnlock, map[string]secret.Text{keywork.FieldPassphrase: "not the passphrase at all"}, nil)
	if why := locked.Try().Failure; why != keywork.WrongPassphrase {
		t.Errorf("a wrong passphrase: %q", why)
	}
	locked.Unlock()
	saysGone(t, locked)
	line.alter(nil)
	far.Unlock()
	far.Sees("what it has", func(m *app.Model) bool { return promises(m) == 1 && !m.Gone })
	s.CutPerson(far, false)
	far.Dev.Awake()
	saysGone(t, far)
	for _, p := range []*scene.Person{open, locked, far} {
		if html := page(p, "promise"); !strings.Contains(html, "fix the gate") {
			t.Error("what it has cannot be read")
		}
		if got := takes(p, event.Form{app.FieldWhat: app.WhatShared, app.FieldAs: app.AsPage}); !strings.Contains(string(got.Bytes), "fix the gate") {
			t.Error("what it has cannot be taken away")
		}
		p.Key(app.ActionSheet, p.Secrets(), nil)
		if why := p.Try().Failure; why != keywork.AccountGone {
			t.Errorf("what needs an account: %q", why)
		}
		p.Dev.Form(app.Form{Action: app.ActionForgetHere})
		wiped(t, p)
	}
	for _, r := range line.requests("") {
		if r.Path != wire.PathChallenge {
			t.Errorf("asked after the end: %s %s", r.Method, r.Path)
		}
	}
}

// Without a connection the account cannot be deleted; but this device can forget
// everything. The account stays.
func TestDeleteOffline(t *testing.T) {
	s := scene.New(t, nil)
	ana, _ := s.Pair()
	key := accountKey(ana)
	s.CutPerson(ana, true)
	note(ana, "Waits.")
	deletes(ana, event.Form{})
	if why := ana.Try().Failure; why != keywork.Offline || ana.Wiped() {
		t.Errorf("deleted without a connection: %q", why)
	}
	ana.Dev.Form(app.Form{Action: app.ActionForgetHere})
	wiped(t, ana)
	s.CutPerson(ana, false)
	if n := accounts(t, s); n != 2 {
		t.Errorf("%d accounts", n)
	}
	secrets := ana.Secrets()
	secrets[keywork.FieldAccountKey] = key
	ana.Key(app.ActionNewDevice, secrets, nil)
	ana.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
}

// What is taken back after the end is gone: from both devices, and from the bytes
// of the relay's files. What the other had opened stays theirs.
func TestGoneFromFiles(t *testing.T) {
	dir := t.TempDir()
	store, err := sqlstore.Create(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	s := scene.New(t, store)
	ana, ben := s.Pair()
	ana.Do(letter.KindSent, event.Form{"text": "Read, and then taken back."})
	l := newest(t, ben, "the letter", anyLetter)
	page(ben, "letter/"+l.ID.String())
	ana.Do(letter.KindSent, event.Form{"text": "Never read."})
	newest(t, ben, "the other letter", func(x letter.Letter) bool { return x.ID != l.ID })
	unread := newest(t, ana, "her own", func(x letter.Letter) bool { return x.ID != l.ID })
	answer(ana, question, anasWords)
	var sealed uint64
	ana.Sees("her answer in the log", func(m *app.Model) bool {
		list := m.Records()
		sealed = list[len(list)-1].Seq
		return list[len(list)-1].Kind == seal.KindCommit && len(m.Waiting) == 0
	})
	bodies := map[uint64][]byte{}
	for _, seq := range []uint64{l.Seq, unread.Seq, sealed} {
		bodies[seq] = bytes.Clone(relayHas(t, ana, seq).Body)
		if len(bodies[seq]) < 1000 || !inFiles(t, dir, bodies[seq]) {
			t.Fatalf("entry %d is not in the files to begin with: the test proves nothing", seq)
		}
	}
	ana.Leave(parting.Now, event.Form{parting.FieldWords: farewell})
	told(t, ben, event.First, farewell)
	for seq := range bodies {
		takeBack(ana, seq)
	}
	for seq := range bodies {
		for _, p := range []*scene.Person{ana, ben} {
			p.Sees("it taken back", gone(seq))
			has(t, p, seq, false)
		}
		if e := relayHas(t, ana, seq); len(e.Body) != 0 || len(e.Tombstone) == 0 {
			t.Errorf("the relay has entry %d", seq)
		}
		if inFiles(t, dir, bodies[seq]) {
			t.Errorf("the files have entry %d", seq)
		}
	}
	if c, ok := keptOf(ben, l.Seq); !ok || !strings.Contains(strings.Join(codec.Strings(c.Body.Payload), " "), "Read, and then") {
		t.Error("what Ben had read was taken from him")
	}
	if _, ok := keptOf(ben, unread.Seq); ok {
		t.Error("Ben keeps what he had not read")
	}
	// Deleting the account takes the rest: her own log, from the files too.
	var ownBody []byte
	note(ana, "Only mine.")
	own, _ := ownLogs(t, s, ana)
	events, err := store.Events(t.Context(), own, 1, 3, 1, 1<<20)
	if err != nil || len(events) == 0 {
		t.Fatal(err)
	}
	ownBody = events[0].Body
	if !inFiles(t, dir, ownBody) {
		t.Fatal("her own log is not in the files to begin with")
	}
	deletes(ana, event.Form{})
	wiped(t, ana)
	if inFiles(t, dir, ownBody) {
		t.Error("the files have her own log")
	}
	ben.Unlock()
	ben.Sees("what was said last", func(m *app.Model) bool { l, ok := m.Couple.Parting.Said(event.First); return ok && l.Text == farewell })
}

// inFiles reports whether bytes stand in any file of a folder. A middle part is
// looked for: a page of a database may cut them.
func inFiles(t *testing.T, dir string, b []byte) (yes bool) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		all, err := os.ReadFile(name)
		if err != nil {
			continue // a socket, or gone by now
		}
		for i := 0; i+64 <= len(b); i += 64 {
			yes = yes || bytes.Contains(all, b[i:i+64])
		}
	}
	return yes
}
