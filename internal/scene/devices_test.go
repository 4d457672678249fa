package scene_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/scene"
	"troth/internal/wire"
)

// second opens somebody's account on another device of theirs.
func second(s *scene.Scene, p *scene.Person) *scene.Person {
	p.T.Helper()
	key := accountKey(p)
	other := s.Person(p.Name)
	other.Open("")
	secrets := other.Secrets()
	secrets[keywork.FieldAccountKey] = key
	other.Key(app.ActionNewDevice, secrets, event.Form{})
	other.Sees("the app", func(m *app.Model) bool { return m.Phase == app.Open })
	return other
}

// listed waits until somebody's own log lists so many devices.
func listed(p *scene.Person, n int) (ids []event.ID) {
	p.T.Helper()
	p.Sees(fmt.Sprintf("%d devices in the own log", n), func(m *app.Model) bool {
		ids = nil
		for _, d := range m.Self.Devices {
			ids = append(ids, d.ID)
		}
		return len(ids) == n
	})
	return ids
}

// devices has somebody enter their passphrase and look at their devices.
func devices(p *scene.Person) string {
	p.T.Helper()
	page(p, app.RouteKeys)
	if html := page(p, app.RouteDevices); strings.Contains(html, "This device") || strings.Contains(html, "Signed in") {
		p.T.Error("the list before the passphrase")
	}
	p.Key(app.ActionDevices, p.Secrets(), event.Form{})
	says(p.T.(*testing.T), p, "This device")
	return p.Page().HTML
}

// Somebody with two devices sees both, names one, and signs the other out: it locks
// itself at once and does not come back by itself, but to whoever knows the
// passphrase.
func TestDevices(t *testing.T) {
	s := scene.New(t, nil)
	ana, _ := s.Pair()
	listed(ana, 1)
	phone := second(s, ana)
	listed(phone, 2)
	ids := listed(ana, 2)

	phone.Dev.Go(app.RouteDevices)
	phone.Key(app.ActionDevices, phone.Secrets(), event.Form{})
	phone.Dev.Form(app.Form{Action: app.ActionNameDevice, Values: event.Form{app.FieldLabel: strings.Repeat("x", 61)}})
	phone.Sees("that the name is too long", func(m *app.Model) bool { return m.Try.Field != nil })
	phone.Dev.Form(app.Form{Action: app.ActionNameDevice, Values: event.Form{app.FieldLabel: "  The little <one> "}})
	ana.Sees("the name", func(m *app.Model) bool {
		return len(m.Self.Devices) == 2 && m.Self.Devices[1].Label == "The little <one>"
	})

	html := devices(ana)
	for _, want := range []string{"Device 1", "The little &lt;one&gt;", "Signed in."} {
		if !strings.Contains(html, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	if page(ana, app.RouteKeys); strings.Contains(page(ana, app.RouteDevices), "little") {
		t.Error("the list is still there after the page was left")
	}
	devices(ana)
	ana.Key(app.ActionSignOut, ana.Secrets(), event.Form{})
	if f := ana.Try().Field; f == nil {
		t.Error("nothing was chosen, and something was signed out")
	}
	ana.Key(app.ActionSignOut, ana.Secrets(), event.Form{app.FieldDevice: ids[1].String()})
	says(t, ana, "It is signed out")
	locked(t, phone)
	listed(ana, 1)
	if html := devices(ana); strings.Contains(html, "little") || strings.Contains(html, "does not say") {
		t.Errorf("what was signed out is still in the list: %s", html[strings.Index(html, "<main"):])
	}

	// Whoever knows the passphrase can come back, and is in the list again.
	phone.Unlock()
	if again := listed(ana, 2); again[1] != ids[1] {
		t.Error("the device has another id now")
	}
	ana.Sees("it, by no name", func(m *app.Model) bool { return m.Self.Devices[1].Label == "" })

	// A program that does not say which device it is.
	log, err := phone.Store.Get(t.Context(), "d")
	if err != nil {
		t.Fatal(err)
	}
	var d keywork.Device
	if err := codec.Decode(log, &d); err != nil {
		t.Fatal(err)
	}
	phone.Dev.Close()
	stranger := s.Person("Ana")
	w := tap(stranger)
	w.forge = func(r *client.Request) {
		var in wire.Login
		if r.Path == wire.PathLogin && codec.Decode(r.Body, &in) == nil {
			in.Mark = nil
			r.Body = codec.Must(in)
		}
	}
	stranger.Open("")
	secrets := stranger.Secrets()
	secrets[keywork.FieldAccountKey] = accountKey(ana)
	stranger.Key(app.ActionNewDevice, secrets, event.Form{})
	stranger.Sees("the app", func(m *app.Model) bool { return m.Phase == app.Open })
	listed(ana, 3)
	if html := devices(ana); !strings.Contains(html, "does not say which") {
		t.Error("a session without a mark is not shown")
	}
	ana.Key(app.ActionSignOut, ana.Secrets(), event.Form{app.FieldDevice: app.StrangeDevices})
	says(t, ana, "It is signed out")
	locked(t, stranger)
	if html := page(ana, app.RouteOwnRecord); strings.Contains(html, "little") {
		t.Error("the record of an unlocked phone names devices")
	}
}

// locked waits until a device has locked itself.
func locked(t *testing.T, p *scene.Person) {
	t.Helper()
	p.Sees("the lock", func(*app.Model) bool { return p.Locked() })
}

// A device is noted about once a week, with its day and no time.
func TestDeviceIsNotedOnceAWeek(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	listed(ana, 1)
	notes := func() (n int) {
		ana.Dev.Inspect(func(m *app.Model) {
			for _, r := range m.RecordsOf(true) {
				if r.Kind == "device.seen" {
					n++
					if r.At.MS != 0 {
						t.Errorf("with a time: %d", r.At.MS)
					}
				}
			}
		})
		return n
	}
	for _, c := range []struct{ days, want int }{{0, 1}, {6, 1}, {1, 2}, {3, 2}, {30, 3}, {-2, 4}} {
		s.Pass(time.Duration(c.days) * 24 * time.Hour)
		ana.Unlock()
		for range 2 { // the first may go out before the device notes anything
			ana.Do("care.own.added", event.Form{"text": "Walk", "group": "move"})
			ana.Sees("that it went out", func(m *app.Model) bool { return len(m.Waiting) == 0 })
		}
		if n := notes(); n != c.want {
			t.Errorf("after %d days more: %d notes, want %d", c.days, n, c.want)
		}
	}
}

// Signing out the device in hand asks about what has not gone out, forgets
// everything, and tells the others if it can.
func TestForgetThisDevice(t *testing.T) {
	for _, offline := range []bool{false, true} {
		s := scene.New(t, nil)
		ana, _ := s.Pair()
		phone := second(s, ana)
		listed(ana, 2)
		listed(phone, 2)
		phone.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
		if html := page(phone, app.RouteSignOut); strings.Contains(html, "has not gone out") {
			t.Error("nothing waits")
		}
		key := accountKey(ana)
		if offline {
			s.Cut(true)
			phone.Do("promise.made", event.Form{"text": "I’ll come home.", "date": "2026-11-28"})
			phone.Sees("it waiting", func(m *app.Model) bool { return len(m.Waiting) == 1 })
			if html := page(phone, app.RouteSignOut); !strings.Contains(html, "has not gone out") {
				t.Error("what waits is not spoken of")
			}
		}
		phone.Dev.Form(app.Form{Action: app.ActionForgetHere})
		locked(t, phone)
		if _, err := phone.Store.Get(t.Context(), "d"); !errors.Is(err, eventlog.ErrNotFound) {
			t.Errorf("offline %v: the account is still known here: %v", offline, err)
		}
		own, _ := ownLogs(t, s, ana)
		for _, log := range []chain.LogID{shared(ana), own} {
			if left, err := phone.Store.Load(t.Context(), log, 0, 10); err != nil || len(left) > 0 {
				t.Errorf("offline %v: %d entries are left, %v", offline, len(left), err)
			}
		}
		phone.Open("")
		phone.Sees("a device that knows nobody", func(m *app.Model) bool { return m.Phase == app.Out })
		s.Cut(false)
		if !offline {
			listed(ana, 1)
		}
		secrets := phone.Secrets()
		secrets[keywork.FieldAccountKey] = key
		phone.Key(app.ActionNewDevice, secrets, event.Form{})
		phone.Sees("everything again", func(m *app.Model) bool { return m.Space == app.Shared })
	}
}

// The partner looks for another device: in the shared log as it can be read with
// the partner's keys, and in all that the relay gives the partner. What Ana writes
// from two devices is what she writes from one.
func TestAttack99OtherDevice(t *testing.T) {
	type entry struct {
		kid   string
		epoch uint32
		size  int
		kind  event.Kind
	}
	var seen [2][]entry
	for i, two := range []bool{false, true} {
		s := scene.New(t, nil)
		ana := s.Person("Ana").SignUp(s.Code())
		ben := s.Person("Ben")
		line := tap(ben)
		line.keep = true
		ben.SignUp(ana.Invite())
		ana.Words()
		ben.Words()
		ana.Match()
		ben.Match()
		together(t, ana, ben)
		hers := []*scene.Person{ana, ana}
		want := 1
		if two {
			hers[1], want = second(s, ana), 2
			hers[1].Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared })
			hers[1].Dev.Go(app.RouteDevices)
			hers[1].Key(app.ActionDevices, hers[1].Secrets(), event.Form{})
			hers[1].Dev.Form(app.Form{Action: app.ActionNameDevice, Values: event.Form{app.FieldLabel: "hidden phone"}})
			ana.Sees("the name", func(m *app.Model) bool { return len(m.Self.Devices) == 2 && m.Self.Devices[1].Label != "" })
		}
		ids := listed(ana, want)
		for n := range 4 {
			give(hers[n%2], fmt.Sprintf("Promise %d", n))
			for _, p := range []*scene.Person{ana, hers[1], ben} {
				sent(p, n+1)
			}
		}
		// In the log, as Ben can read it.
		var kids []string
		log, err := s.RelayStore.Events(t.Context(), shared(ben), 0, 1000, 1000, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []event.Kind
		ben.Dev.Inspect(func(m *app.Model) {
			for _, r := range m.RecordsOf(false) {
				kinds = append(kinds, r.Kind)
				f, ok := m.Fact(false, r.Seq)
				for _, id := range ids {
					if ok && (bytes.Contains(f.Payload, id[:]) || f.ID == id) || strings.HasPrefix(string(r.Kind), "device") {
						t.Errorf("entry %d, %s, speaks of a device", r.Seq, r.Kind)
					}
				}
			}
		})
		for n, e := range log {
			h, err := chain.ParseHeader(e.Head[:chain.HeaderSize])
			if err != nil {
				t.Fatal(err)
			}
			kid := fmt.Sprintf("%x", h.Author)
			if !slices.Contains(kids, kid) {
				kids = append(kids, kid)
			}
			if n >= 7 { // what comes before is the pairing, in which two devices race
				seen[i] = append(seen[i], entry{kid: fmt.Sprint("key ", slices.Index(kids, kid)), epoch: h.Epoch, size: len(e.Body), kind: kinds[n]})
			}
		}
		// In what the relay has told him.
		for _, answer := range line.answers() {
			for _, id := range ids {
				if bytes.Contains(answer, id[:]) || bytes.Contains(answer, []byte("hidden phone")) {
					t.Error("the relay tells Ben of a device")
				}
			}
		}
		ben.Dev.Go(app.RouteDevices)
		ben.Key(app.ActionDevices, ben.Secrets(), event.Form{})
		ben.Sees("his own device alone", func(m *app.Model) bool { return m.Own != nil })
		ben.Dev.Inspect(func(m *app.Model) {
			if len(m.Own.Live.Known) != 1 || m.Own.Live.Other != 0 {
				t.Errorf("Ben sees %+v", m.Own.Live)
			}
		})
		// In what is stored: two sessions of one device have nothing in common.
		sessions, err := s.RelayStore.SessionsOf(t.Context(), accountOf(t, s, ana, shared(ana)))
		if err != nil {
			t.Fatal(err)
		}
		halves := map[string]bool{}
		for _, v := range sessions {
			for _, half := range [][]byte{v.Mark[:16], v.Mark[16:]} {
				halves[string(half)] = true
			}
		}
		if len(sessions) < 2 || len(halves) != 2*len(sessions) {
			t.Errorf("%d sessions, %d halves of marks", len(sessions), len(halves))
		}
	}
	if !slices.Equal(seen[0], seen[1]) {
		t.Errorf("with one device:\n%v\nwith two:\n%v", seen[0], seen[1])
	}
}
