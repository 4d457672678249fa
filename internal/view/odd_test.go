package view

import (
	"crypto/rand"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/promise"
	"troth/internal/secret"
)

// What is odd about how an entry was written is said in quiet words where the
// entry is shown, once, and about the right clock.
func TestOdd(t *testing.T) {
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	log := chain.LogID{5}
	state, ring := chain.NewState(log, chain.Couple), envelope.NewRing(log)
	var entries []envelope.Entry
	accept := func(ev envelope.Signed, err error) {
		t.Helper()
		must(err)
		a, err := state.Accept(ev.Event())
		must(err)
		entries = append(entries, envelope.Open(a, ring))
	}
	signers, id := [3]*envelope.Signer{}, byte(0)
	root := func(by event.Partner, g uint32) keyring.Root {
		return keyring.Root{Generation: g, Key: secret.Key{byte(by), byte(g)}}
	}
	control := func(by event.Partner, body []byte, err error) {
		t.Helper()
		must(err)
		id++
		accept(envelope.SealControl(rand.Reader, signers[by], envelope.After(&state), event.ID{id}, body))
	}
	cert := func(by event.Partner, g uint32) chain.SignedCertificate {
		t.Helper()
		c, err := keyring.Certify(secret.Key{byte(by), 99}, root(by, g), log)
		must(err)
		signers[by] = envelope.NewSigner(log, chain.Couple, root(by, g).SignSeed(log))
		return c
	}
	c := cert(event.First, 1)
	body, err := chain.GenesisBody(c)
	control(event.First, body, err)
	body, err = chain.MemberAddBody(cert(event.Second, 1))
	control(event.First, body, err)
	epoch, key, err := keyring.NewEpoch(rand.Reader, &state, state.Members, ring)
	must(err)
	ring.Add(epoch.Number, key)
	body, err = chain.EpochBody(epoch)
	control(event.First, body, err)
	now := event.Day(2026, 11, 25).At(12, 0)
	say := func(by event.Partner, text string, at event.Minute) {
		t.Helper()
		id++
		accept(envelope.Seal(rand.Reader, signers[by], envelope.After(&state), ring, event.ID{id}, event.Body{Kind: promise.KindMade, MinReader: 1,
			CreatedMS: int64(at) * 60_000, Civil: &at, Payload: codec.Must(promise.Made{Text: text, Due: promise.On(at.Date() + 1)})}))
	}
	say(event.First, "As usual.", now)
	say(event.Second, "Ahead.", now+60)
	ahead := state.Seq
	say(event.Second, "Back.", now)
	say(event.First, "My own, back.", now-60)
	body, err = chain.RekeyBody(cert(event.First, 2))
	control(event.First, body, err)
	say(event.Second, "Older.", now)

	m := app.New("x", "example.org", "")
	stamp := event.Stamp{MS: int64(now) * 60_000, Civil: now}
	m.Update(app.Started{}, stamp)
	m.Update(app.Entered{Me: event.First, MyName: "Noor", Name: "Sam", Fresh: true, Stage: app.Shared}, stamp)
	m.Update(app.Entries{Entries: entries, Ahead: []uint64{ahead}}, stamp)
	m.Phase = app.Open
	m.Update(app.Followed{Route: routePromises}, stamp)
	things := strings.Split(Page(m), "<section")
	const theirs, mine, older = "Dated by <bdi>Sam</bdi>’s clock.", "Dated by your own clock.", "Written with an older key."
	for text, want := range map[string]string{"As usual.": "", "Ahead.": theirs, "“Back.": theirs, "My own, back.": mine, "Older.": older} {
		found := false
		for _, html := range things {
			if !strings.Contains(html, text) {
				continue
			}
			found = true
			for _, note := range []string{theirs, mine, older} {
				if n := strings.Count(html, note); n > 1 || (n == 1) != (note == want) {
					t.Errorf("%s: “%s” stands %d times", text, note, n)
				}
			}
		}
		if !found {
			t.Errorf("%s is not shown", text)
		}
	}
}
