package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/keyring"
	"troth/internal/relay"
	"troth/internal/secret"
	"troth/internal/wire"
)

// sentence is what is said in every entry, over and over up to textSize bytes.
const (
	sentence = "I heard that you were tired, and I am glad that you said so. "
	textSize = 600
)

// account is somebody the relay knows, with a session.
type account struct {
	id    wire.AccountID
	token [32]byte
}

func (a account) bearer() string { return base64.RawURLEncoding.EncodeToString(a.token[:]) }

// space is a shared log and what is needed to write it. Its two members have an
// account each; the first writes.
type space struct {
	log      chain.LogID
	key      uint32 // its number, which the floor takes from the id
	accounts [2]account
	state    chain.State
	signer   *envelope.Signer
	ring     *envelope.Ring
	genesis  []byte
}

// maker puts accounts and spaces into a store, past the relay: what is measured
// comes after.
type maker struct {
	store relay.Store
	count uint32
}

func fill(b []byte) {
	if _, err := rand.Read(b); err != nil {
		panic(err) // the system has no randomness
	}
}

func (m *maker) account(ctx context.Context) (account, error) {
	var a account
	fill(a.id[:])
	fill(a.token[:])
	code := sha256.Sum256(a.id[:])
	hash := sha256.Sum256(a.token[:])
	return a, errors.Join(
		m.store.ReplaceCodes(ctx, [][32]byte{code}),
		m.store.Register(ctx, relay.Registration{Account: relay.Account{ID: a.id, Slots: []byte{0}}, Code: &code, Max: 1 << 20}),
		m.store.PutSession(ctx, relay.StoredSession{Hash: hash, Account: a.id, Expires: time.Now().Add(24 * time.Hour).UnixMilli()}, 0))
}

type person struct {
	root keyring.Root
	cert chain.SignedCertificate
}

func newPerson(log chain.LogID) (person, error) {
	p := person{root: keyring.Root{Generation: 1}}
	var ik secret.Key
	fill(p.root.Key[:])
	fill(ik[:])
	var err error
	p.cert, err = keyring.Certify(ik, p.root, log)
	return p, err
}

// two makes the accounts of two people.
func (m *maker) two(ctx context.Context) (two [2]account, err error) {
	for i := range two {
		if two[i], err = m.account(ctx); err != nil {
			return two, err
		}
	}
	return two, nil
}

// space makes a space of two people. Its first member wrote genesis, epoch,
// member.add and epoch.
func (m *maker) space(ctx context.Context, two [2]account) (*space, error) {
	s := &space{key: m.count, accounts: two}
	m.count++
	fill(s.log[:])
	binary.BigEndian.PutUint32(s.log[:], s.key)
	ana, err := newPerson(s.log)
	if err != nil {
		return nil, err
	}
	ben, err := newPerson(s.log)
	if err != nil {
		return nil, err
	}
	s.state, s.ring = chain.NewState(s.log, chain.Couple), envelope.NewRing(s.log)
	s.signer = envelope.NewSigner(s.log, chain.Couple, ana.root.SignSeed(s.log))

	genesis, err := s.control(chain.GenesisBody(ana.cert))
	if err != nil {
		return nil, err
	}
	stored := relay.StoredLog{ID: s.log, Type: chain.Couple, Head: s.head(), Authority: codec.Must(authority(s.state)),
		Members: [2]wire.AccountID{s.accounts[0].id}}
	if err := m.store.CreateLog(ctx, stored, split(genesis), spaces); err != nil {
		return nil, err
	}
	from := s.head()
	var events []relay.StoredEvent
	for _, next := range []func() ([]byte, error){
		s.epoch,
		func() ([]byte, error) { return chain.MemberAddBody(ben.cert) },
		s.epoch,
	} {
		raw, err := s.control(next())
		if err != nil {
			return nil, err
		}
		events = append(events, split(raw))
	}
	invite := relay.StoredInvite{Maker: s.accounts[0].id, Claimer: s.accounts[1].id, Log: s.log, Expires: 1 << 60, Stage: wire.InviteClaimed}
	fill(invite.ID[:])
	if err := m.store.PutInvite(ctx, invite, 0); err != nil {
		return nil, err
	}
	results, err := m.store.Commit(ctx, []relay.Append{{Log: s.log, Expect: from, Head: s.head(), Events: events,
		Authority: codec.Must(authority(s.state)), Admit: &relay.Admit{Invite: invite.ID, Account: s.accounts[1].id}}})
	if err == nil {
		err = results[0].Err
	}
	s.genesis = genesis
	return s, err
}

// couple makes two people and their space.
func (m *maker) couple(ctx context.Context) (*space, error) {
	two, err := m.two(ctx)
	if err != nil {
		return nil, err
	}
	return m.space(ctx, two)
}

// couples makes some, each of two people of their own.
func (m *maker) couples(ctx context.Context, n int) ([]*space, error) {
	all := make([]*space, n)
	for i := range all {
		var err error
		if all[i], err = m.couple(ctx); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// authority is what a relay keeps of a state, without its head.
func authority(st chain.State) chain.State {
	st.Seq, st.Head = 0, chain.Hash{}
	return st
}

func split(raw []byte) relay.StoredEvent {
	return relay.StoredEvent{Head: raw[:chain.HeadSize], Body: raw[chain.HeadSize:]}
}

func (s *space) head() wire.Head { return wire.Head{Seq: s.state.Seq, Hash: s.state.Head} }

func (s *space) epoch() ([]byte, error) {
	e, key, err := keyring.NewEpoch(rand.Reader, &s.state, s.state.Members, s.ring)
	if err != nil {
		return nil, err
	}
	s.ring.Add(e.Number, key)
	return chain.EpochBody(e)
}

func (s *space) id() (id event.ID) {
	binary.BigEndian.PutUint64(id[:], s.state.Seq+1)
	return id
}

func (s *space) control(body []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	ev, err := envelope.SealControl(rand.Reader, s.signer, envelope.After(&s.state), s.id(), body)
	if err != nil {
		return nil, err
	}
	if _, err := s.state.Accept(ev.Event()); err != nil {
		return nil, err
	}
	return ev.Bytes(), nil
}

// say makes the next entry. The state moves on without verifying what was just
// signed.
func (s *space) say() ([]byte, error) {
	said := strings.Repeat(sentence, textSize/len(sentence)+1)[:textSize]
	body := event.Body{Kind: "letter.sent", MinReader: event.Reader, CreatedMS: 1, Payload: codec.Must(map[int]string{1: said})}
	ev, err := envelope.Seal(rand.Reader, s.signer, envelope.After(&s.state), s.ring, s.id(), body)
	if err != nil {
		return nil, err
	}
	s.state.Seq, s.state.Head = ev.Event().Seq, ev.Hash()
	return ev.Bytes(), nil
}

// request is the next append as it goes over the line.
func (s *space) request() ([]byte, error) {
	expect := s.head()
	raw, err := s.say()
	if err != nil {
		return nil, err
	}
	body := codec.Must(wire.Append{Expect: expect, Events: [][]byte{raw}})
	head := fmt.Sprintf("POST /v1/logs/%s/events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
		s.log, host, s.accounts[0].bearer(), wire.MediaType, len(body))
	return append([]byte(head), body...), nil
}

// eventSize is the size of every entry that is written: the text takes the
// smallest bucket.
const eventSize = chain.HeadSize + chain.MinBucket + chain.TagSize
