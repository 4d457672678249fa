package scene_test

import (
	"slices"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/keywork"
	"troth/internal/scene"
	"troth/internal/wire"
)

// Whoever knows the passphrase can make a recovery code, a passkey and a PIN that
// open the account, and keep them. Once its person has secured it none of them does.
func TestSecureTakesAwayOtherWaysIn(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	code := draws(ana)
	if f := typesBack(ana, code); f != "" {
		t.Fatal(f)
	}
	setPasskey(ana, authenticator{"a phone of both"})
	setPin(ana)
	if slotsOf(ana, wire.SlotRecovery) != 1 || slotsOf(ana, wire.SlotPasskey) != 1 {
		t.Fatal("there is nothing to be taken away")
	}
	secures(ana, newWords)
	if !ana.Locked() {
		t.Fatal("it is not secured")
	}
	if f := recovers(s.Person("Ana"), code, "a quite new passphrase"); f != keywork.WrongCode {
		t.Errorf("the code: %q", f)
	}
	ana.Open("")
	ana.Sees("the way in by the passphrase", func(m *app.Model) bool {
		return m.Route == app.RouteUnlock && !m.ByPin() && !m.ByPasskey()
	})
	ana.Person.Pass = newWords
	ana.Unlock()
	if slotsOf(ana, wire.SlotRecovery) != 0 || slotsOf(ana, wire.SlotPasskey) != 0 {
		t.Error("a way in is left at the relay")
	}
}

// Looking for something asks the relay for nothing that it could be told by.
func TestSearchStaysHere(t *testing.T) {
	s := scene.New(t, nil)
	ana, _ := s.Pair()
	line := tap(ana)
	ana.LockUp()
	ana.Unlock()
	give(ana, "I’ll find the marzipan.")
	sent(ana, 1)
	line.alter(nil)
	if html := finds(ana, "marzipan"); !strings.Contains(html, "<mark>") {
		t.Fatal("nothing was found")
	}
	for _, r := range line.requests("") {
		if r.Method != "GET" || strings.Contains(r.Path, "marzipan") {
			t.Errorf("while she looks her device says %s %s", r.Method, r.Path)
		}
	}
	give(ana, "I’ll keep the marzipan.")
	sent(ana, 2)
	if !slices.ContainsFunc(line.requests(""), func(r client.Request) bool { return r.Method == "POST" }) {
		t.Error("nothing is heard of what she writes: the test proves nothing")
	}
}
