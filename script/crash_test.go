package script

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/wire"
)

// writer is somebody who writes to a log of their own, and remembers what the
// server acknowledged and what it was sent.
type writer struct {
	account  wire.AccountID
	key      ed25519.PrivateKey
	log      chain.LogID
	sent     [][]byte
	acked    atomic.Int64 // events of sent, from the first
	head     wire.Head
	genesis  []byte
	lastSend error
}

// crash makes an account with the first link and appends events one after the
// other. As soon as N are acknowledged the server is killed, while more are on
// their way.
func crash(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	n, err := strconv.Atoi(strings.Join(args, " "))
	if neg || err != nil || s.cmd == nil || len(s.codes) == 0 {
		ts.Fatalf("usage: crash N, after start, while an account is free")
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	w := &writer{key: key}
	s.writer = w
	in := newAccount(ts, s.codes[0])
	w.account = in.Account
	in.Slots[0].AuthPub = [32]byte(key.Public().(ed25519.PublicKey))
	_, err = w.post(s.url, wire.PathAccounts, "", in, 201)
	ts.Check(err)
	token := w.login(ts, s.url)
	w.prepare(ts, 2*n)
	_, err = w.post(s.url, wire.PathLogs, token, wire.NewLog{Genesis: w.genesis}, 201)
	ts.Check(err)

	enough, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i, ev := range w.sent {
			_, w.lastSend = w.post(s.url, strings.Replace(wire.PathEvents, "{id}", w.log.String(), 1), token,
				wire.Append{Expect: w.head, Events: [][]byte{ev}}, 201)
			if w.lastSend != nil {
				return
			}
			parsed, err := chain.Parse(ev)
			if err != nil {
				w.lastSend = err
				return
			}
			w.head = wire.Head{Seq: parsed.Seq, Hash: parsed.Header.Hash()}
			if w.acked.Store(int64(i + 1)); i+1 == n {
				close(enough)
			}
		}
	}()
	select {
	case <-enough:
	case <-done:
		ts.Fatalf("after %d events: %v", w.acked.Load(), w.lastSend)
	}
	ts.Check(s.cmd.Process.Signal(os.Kill))
	<-done
	s.cmd.Wait() // it was killed
	s.cmd = nil
}

// survived expects of a restarted server all that was acknowledged, at most one
// event more, and nothing but what was sent.
func survived(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	w := s.writer
	if neg || len(args) != 0 || s.cmd == nil || w == nil {
		ts.Fatalf("usage: survived, after crash and start")
	}
	token := w.login(ts, s.url)
	path := strings.Replace(wire.PathEvents, "{id}", w.log.String(), 1)
	body, err := w.send("GET", s.url+path, token, nil, 200)
	ts.Check(err)
	var page wire.Page
	ts.Check(codec.Decode(body, &page))
	acked, have := int(w.acked.Load()), len(page.Events)-1
	if have < acked || have > acked+1 {
		ts.Fatalf("%d events were acknowledged, %d are there", acked, have)
	}
	for i, want := range append([][]byte{w.genesis}, w.sent[:have]...) {
		if got := append(bytes.Clone(page.Events[i].Head), page.Events[i].Body...); !bytes.Equal(got, want) {
			ts.Fatalf("event %d is not what was sent", i+1)
		}
	}
	if page.Head.Seq != uint64(have+1) {
		ts.Fatalf("head is %d", page.Head.Seq)
	}
	if have < len(w.sent) { // and it goes on from there
		_, err = w.post(s.url, path, token, wire.Append{Expect: page.Head, Events: [][]byte{w.sent[have]}}, 201)
		ts.Check(err)
	}
}

// prepare signs a genesis and n events after it.
func (w *writer) prepare(ts *testscript.TestScript, n int) {
	random := func(p []byte) {
		_, err := rand.Read(p)
		ts.Check(err)
	}
	_, identity, err := ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	_, sign, err := ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	random(w.log[:])
	pub := sign.Public().(ed25519.PublicKey)
	cert, err := chain.SignCertificate(chain.Certificate{Version: 1, Identity: [32]byte(identity.Public().(ed25519.PublicKey)), Generation: 1,
		Sign: [32]byte(pub), HPKE: make([]byte, chain.HPKEPubSize), Log: w.log}, identity)
	ts.Check(err)
	at := wire.Head{Hash: chain.GenesisPrev(w.log)}
	event := func(epoch uint32, body []byte) []byte {
		h := chain.Header{Type: chain.Self, Log: w.log, Seq: at.Seq + 1, Prev: at.Hash, Epoch: epoch, Author: chain.KIDOf(pub),
			CTLen: uint32(len(body)), CTHash: sha256.Sum256(body)}
		random(h.ID[:])
		at = wire.Head{Seq: h.Seq, Hash: h.Hash()}
		return chain.Event{Header: h, Sig: [64]byte(ed25519.Sign(sign, h.SigInput())), Body: body}.Bytes()
	}
	body, err := chain.GenesisBody(cert)
	ts.Check(err)
	w.genesis = event(0, body)
	w.head = at
	for range n {
		b := make([]byte, chain.MinBucket+chain.TagSize)
		random(b)
		w.sent = append(w.sent, event(1, b))
	}
}

func (w *writer) login(ts *testscript.TestScript, url string) string {
	body, err := w.post(url, wire.PathChallenge, "", wire.ChallengeRequest{Account: w.account}, 200)
	ts.Check(err)
	var c wire.Challenge
	ts.Check(codec.Decode(body, &c))
	body, err = w.post(url, wire.PathLogin, "", wire.Login{Account: w.account, Type: wire.SlotHot, Nonce: c.Nonce,
		Sig: ed25519.Sign(w.key, wire.LoginInput(url, w.account, wire.SlotHot, c.Nonce))}, 200)
	ts.Check(err)
	var session wire.Session
	ts.Check(codec.Decode(body, &session))
	return base64.RawURLEncoding.EncodeToString(session.Token[:])
}

func (w *writer) post(url, path, token string, in any, status int) ([]byte, error) {
	return w.send("POST", url+path, token, codec.Must(in), status)
}

func (w *writer) send(method, url, token string, body []byte, status int) ([]byte, error) {
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", wire.MediaType)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != status {
		return nil, fmt.Errorf("%s %s: %w", method, url, wire.ReadRefusal(resp.StatusCode, out))
	}
	return out, nil
}
