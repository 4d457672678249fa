package scene_test

import (
	"context"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/native"
	"troth/internal/promise"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// stolen is all that an unlocked device of somebody's has in memory.
func stolen(t *testing.T, p *scene.Person) keywork.Session {
	t.Helper()
	env := keywork.Env{Origin: p.World.Origin, Transport: p.World.Transport, Store: p.Store, Box: native.OpenBox{},
		Rand: zeroes{}, Stretch: p.World.Stretch, NowMS: func() int64 { return p.Now().UnixMilli() }}
	res := keywork.Do(t.Context(), env, keywork.Job{Kind: keywork.Unlock}, p.Secrets(), func(keywork.Stage) {})
	if res.Session == nil {
		t.Fatalf("no session: %q", res.Failure)
	}
	return *res.Session
}

// zeroes is randomness of which nothing is needed.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// thief is a connection with what was stolen.
func thief(p *scene.Person, s keywork.Session) *client.Relay {
	r := client.New(p.World.Transport, p.World.Origin)
	r.As(s.Account, keyring.SeedKey(s.Login), s.Token)
	r.Remember(s.Hint[:])
	return r
}

// Somebody has the keys that were in memory before an account was secured, and
// even a session of afterwards. Nothing that they sign counts, at the relay or on
// a device, and nothing that was written since opens to them.
func TestAttack18RevokedGeneration(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	before := stolen(t, ana)
	if secures(ana, newWords); !ana.Locked() {
		t.Fatalf("%q", ana.Try().Failure)
	}
	ana.Person.Pass = newWords
	ana.Unlock()
	ana.Sees("both logs under the new keys", rekeyed(1, 1))
	give(ana, "I’ll post the letter.")
	sent(ben, 1)
	after := stolen(t, ana)
	after.Login = before.Login
	r := thief(ana, after)

	log := shared(ana)
	page, err := r.Events(t.Context(), log, 0)
	if err != nil {
		t.Fatal(err)
	}
	state := chain.NewState(log, chain.Couple)
	ring := envelope.NewRing(log)
	for _, e := range page.Events {
		ev, err := chain.Join(e.Head, e.Body)
		if err != nil {
			t.Fatal(err)
		}
		a, err := state.Accept(ev)
		if err != nil {
			t.Fatal(err)
		}
		if ep := a.Epoch(); ep != nil {
			_ = keyring.Adopt(ring, log, *ep, 1, before.Hot.Roots)
		}
		body, ok := envelope.OpenBody(ev, ring)
		if ok && body.Kind == promise.KindMade {
			t.Error("what was written since opens to the keys of before")
		}
	}
	if ring.Newest() != state.Epoch-1 {
		t.Errorf("the thief has epoch %d of %d", ring.Newest(), state.Epoch)
	}
	forged := func(st *chain.State, typ chain.Type) envelope.Signed {
		root := before.Hot.Newest()
		signer := envelope.NewSigner(st.Log, typ, root.SignSeed(st.Log))
		ring := ring
		if typ == chain.Self {
			ring = envelope.NewRing(st.Log)
			ring.Add(1, root.SelfKey(st.Log))
		}
		ev, err := envelope.Seal(zeroes{}, signer, envelope.After(st), ring, event.ID{9}, event.Body{Kind: "letter.sent", MinReader: 1, Payload: codec.Must("Ana")})
		if err != nil {
			t.Fatal(err)
		}
		return ev
	}
	bad := forged(&state, chain.Couple)
	if err := r.Append(t.Context(), log, client.NewAppend(&state, bad)); !wire.IsRefusal(err, wire.CodeRefused) {
		t.Errorf("the relay takes it: %v", err)
	}
	own := chain.NewState(before.Hot.Self, chain.Self)
	page, err = r.Events(t.Context(), own.Log, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Events {
		ev, err := chain.Join(e.Head, e.Body)
		if err == nil {
			_, err = own.Accept(ev)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Append(t.Context(), own.Log, client.NewAppend(&own, forged(&own, chain.Self))); !wire.IsRefusal(err, wire.CodeRefused) {
		t.Errorf("the relay takes it into her own log: %v", err)
	}

	// Whatever the relay does, no device takes it.
	at := bad.Event().Seq
	s.Lie(func(path string, body []byte) []byte {
		var p wire.Page
		if path != "/v1/logs/"+log.String()+"/events" || codec.Decode(body, &p) != nil || p.Head.Seq != at-1 {
			return body
		}
		p.Head = wire.Head{Seq: at, Hash: bad.Hash()}
		p.Events = append(p.Events, wire.Event{Head: bad.Event().Head(), Body: bad.Event().Body})
		return codec.Must(p)
	})
	for _, p := range []*scene.Person{ana, ben} {
		p.Unlock()
		p.Sees("that it is forged", func(m *app.Model) bool { return m.Problem == eventlog.Forged && m.Couple.Seq() == at-1 })
	}
}

// Somebody has a session of another device and the key to begin new ones. When
// the account is secured the stream ends, and there is no way back.
func TestAttack58SecuredAccount(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	had := stolen(t, ana)
	r := thief(ana, had)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	heard, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- r.Stream(ctx, func(data string) error {
			if data == wire.StreamReady {
				close(heard)
			}
			return nil
		})
	}()
	<-heard
	ana.Dev.Go(app.RouteSecure)
	ana.Key(app.ActionRenew, changing(ana, newWords), nil)
	if ana.Key(app.ActionSecure, map[string]secret.Text{keywork.FieldPassphrase: newWords}, nil); !ana.Locked() {
		t.Fatalf("%q", ana.Try().Failure)
	}
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the stream of an ended session goes on")
	}
	if _, err := r.Slots(ctx); !wire.IsRefusal(err, wire.CodeUnauthorized) {
		t.Errorf("it still looks at the slots: %v", err)
	}
	if err := r.Login(ctx); !wire.IsRefusal(err, wire.CodeUnauthorized) {
		t.Errorf("it begins another session: %v", err)
	}
}
