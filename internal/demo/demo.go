// Package demo is a relay with two sample people on it, who have shared a space
// for five months. Somebody who has just cloned troth can be either of them.
//
// Nothing in it is put together by hand: the two sign up, pair, write and
// answer through the same code as anybody (package actor), against a real
// relay, while the clock of all three is moved from five months ago to now. So
// what a page shows of them is what it would show of people who lived it. The
// store is memory and is gone with the process.
//
// Each of the two has a link, ORIGIN/#d.TOKEN. A page that was served with this
// package's Path asks the Door there for account key and passphrase, and then
// signs in as on any new device. A server that does not serve the Door and does
// not name it in its page, which is every other, takes such a link for one that
// it does not understand.
package demo

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"troth/internal/actor"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/secret"
	"troth/internal/view"
)

// Path is where a page asks for what opens a person's account.
const Path = "/demo"

// maxToken is the longest token that is read, in bytes.
const maxToken = 64

// Names are the names of the two, in the order of their origins.
var names = [2]string{"Amal", "Mika"}

// Demo is the relay and its two people.
type Demo struct {
	Relay  *relay.Server
	People [2]Person
	clock  clock
	code   []byte // signs the first of the two up; the other is invited
}

// Person is one of the two.
type Person struct {
	Name       string
	Origin     string
	Passphrase secret.Text // the same for both

	token string
	mu    sync.Mutex
	key   secret.Text // of the account; "" until the story is told
}

// New starts a relay that answers at two origins, one for each person. Its
// store is empty until Tell.
func New(ctx context.Context, origins [2]string) (*Demo, error) {
	d := &Demo{}
	pass, err := keyring.Suggest(rand.Reader)
	if err != nil {
		return nil, err
	}
	for i := range d.People {
		p := &d.People[i]
		p.Name, p.Origin, p.Passphrase, p.token = names[i], origins[i], pass, token()
	}
	d.Relay, err = relay.New(relay.Options{Store: memstore.New(), Origin: origins[0], Origins: origins[1:],
		MaxAccounts: len(origins), Clock: d.clock.Now, NoLimits: true})
	if err != nil {
		return nil, err
	}
	codes, err := d.Relay.RegistrationCodes(ctx)
	if err != nil {
		return nil, err
	}
	d.code = codes[0]
	return d, nil
}

// token draws 128 bits: whoever can guess them is welcome.
func token() string {
	b := make([]byte, 16)
	rand.Read(b) //nolint:errcheck // crypto/rand never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// Link returns the link that opens this person's account.
func (p *Person) Link() string { return p.Origin + "/#d." + p.token }

// Tell has the two live through the five months before now. The relay must be
// reachable at the first of its origins.
func (d *Demo) Tell(ctx context.Context, now time.Time) error {
	_, err := d.tell(ctx, now)
	return err
}

func (d *Demo) tell(ctx context.Context, now time.Time) (*story, error) {
	life, stop := context.WithCancel(ctx)
	defer stop()
	w := actor.World{Origin: d.People[0].Origin, Now: d.clock.Now, Stretch: stretchOnce(), Render: view.Page, Build: "demo"}
	s := &story{ctx: ctx, clock: &d.clock, now: now}
	keys, err := s.begin(life, w, d.People[0].Passphrase, d.code)
	if err != nil {
		return nil, err
	}
	if err := s.tell(); err != nil {
		return nil, err
	}
	s.end()
	d.clock.Run()
	for i := range d.People {
		p := &d.People[i]
		p.mu.Lock()
		p.key = keys[i]
		p.mu.Unlock()
	}
	return s, nil
}

// stretchOnce stretches a passphrase once and remembers it: the two unlock
// again and again within two seconds, and their passphrase is printed anyway.
func stretchOnce() keyring.Stretch {
	type in struct {
		pass string
		salt [16]byte
		kdf  uint8
	}
	var mu sync.Mutex
	known := map[in]secret.Key{}
	return func(pass []byte, salt [16]byte, kdf uint8) (secret.Key, error) {
		mu.Lock()
		defer mu.Unlock()
		k := in{string(pass), salt, kdf}
		if out, ok := known[k]; ok {
			return out, nil
		}
		out, err := keyring.Argon2id(pass, salt, kdf)
		if err == nil {
			known[k] = out
		}
		return out, err
	}
}

// Door answers a POST that holds a person's token with what opens their
// account, by the names of the fields of the form. It must stand behind a check
// of the Host and on a listener that only this computer reaches.
func (p *Person) Door() http.Handler {
	return http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "There is nothing here.", http.StatusNotFound)
			return
		}
		got, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxToken))
		if err != nil || subtle.ConstantTimeCompare(got, []byte(p.token)) != 1 {
			http.Error(w, "This link is from an earlier demo.", http.StatusForbidden)
			return
		}
		p.mu.Lock()
		key := p.key
		p.mu.Unlock()
		if key == "" {
			http.Error(w, "One moment: their story is still being told.", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{ //nolint:errcheck // the page has gone
			keywork.FieldAccountKey: key.Reveal(), keywork.FieldPassphrase: p.Passphrase.Reveal(),
		})
	}))
}

// OriginAt returns the origin of a listener of Listen.
func OriginAt(addr net.Addr) string {
	a, ok := addr.(*net.TCPAddr)
	if !ok {
		return ""
	}
	return fmt.Sprintf("http://localhost:%d", a.Port)
}

// ErrPublic reports an address that other computers can reach.
var ErrPublic = errors.New("demo: this address can be reached from other computers")

// Listen listens on a port of this computer alone; port 0 is any that is free.
func Listen(ctx context.Context, port int) (net.Listener, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("localhost:%d", port))
	if err != nil {
		return nil, err
	}
	// A hosts file may have given localhost another meaning.
	if a, ok := ln.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		ln.Close() //nolint:errcheck // it is of no use
		return nil, ErrPublic
	}
	return ln, nil
}
