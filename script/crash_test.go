package script

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/wire"
)

// writer is somebody who writes to logs of their own, and remembers what the
// server acknowledged and what it was sent.
type writer struct {
	account wire.AccountID
	key     ed25519.PrivateKey
	token   string
	logs    []*written
}

// written is one log, and what was sent of it.
type written struct {
	id    chain.LogID
	sign  ed25519.PrivateKey
	sent  [][]byte     // the genesis first
	acked atomic.Int64 // of sent, from the first
}

// crash appends to so many logs at once (1 unless said), in each one event after
// the other. As soon as N more are acknowledged the server is killed, while
// others are on their way. The first time it makes an account with the first
// link.
func crash(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	n, logs, err := numbers(args)
	if neg || err != nil || s.cmd == nil {
		ts.Fatalf("usage: crash N [LOGS], after start")
	}
	w := s.ready(ts, logs)
	enough, count := make(chan struct{}), atomic.Int64{}
	var all sync.WaitGroup
	ends := make([]error, logs)
	for i, l := range w.logs[:logs] {
		all.Go(func() {
			for ends[i] == nil {
				if ends[i] = w.append(s.url, l, chain.MinBucket); ends[i] == nil && count.Add(1) == int64(n) {
					close(enough)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	select {
	case <-enough:
	case <-done:
		ts.Fatalf("after %d events: %v", count.Load(), errors.Join(ends...))
	}
	ts.Check(s.cmd.Process.Signal(os.Kill))
	<-done
	s.cmd.Wait() // it was killed
	s.cmd = nil
	ts.Logf("%d were acknowledged", count.Load())
}

func numbers(args []string) (n, logs int, err error) {
	logs = 1
	if len(args) == 0 || len(args) > 2 {
		return 0, 0, errors.New("how many?")
	}
	if n, err = strconv.Atoi(args[0]); err == nil && len(args) == 2 {
		logs, err = strconv.Atoi(args[1])
	}
	return n, logs, err
}

// ready has the script's writer logged in, with so many logs at least.
func (s *server) ready(ts *testscript.TestScript, logs int) *writer {
	if s.writer == nil {
		if len(s.codes) == 0 {
			ts.Fatalf("no account is free")
		}
		_, key, err := ed25519.GenerateKey(rand.Reader)
		ts.Check(err)
		in := newAccount(ts, s.codes[0])
		in.Slots[0].AuthPub = [32]byte(key.Public().(ed25519.PublicKey))
		s.writer = &writer{account: in.Account, key: key}
		_, err = s.writer.post(s.url, wire.PathAccounts, in, 201)
		ts.Check(err)
	}
	w := s.writer
	w.login(ts, s.url)
	for len(w.logs) < logs {
		l := newLog(ts)
		_, err := w.post(s.url, wire.PathLogs, wire.NewLog{Genesis: l.sent[0]}, 201)
		ts.Check(err)
		l.acked.Store(1)
		w.logs = append(w.logs, l)
	}
	return w
}

// survived expects of a server all that was acknowledged, of each log at most
// one event more, and nothing but what was sent. It goes on from there.
func survived(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	w := s.writer
	if neg || len(args) != 0 || s.cmd == nil || w == nil {
		ts.Fatalf("usage: survived, after crash or fill, and start")
	}
	w.login(ts, s.url)
	for _, l := range w.logs {
		acked := int(l.acked.Load())
		have, head, err := w.read(s.url, l)
		ts.Check(err)
		if len(have) < acked || len(have) > acked+1 || len(have) > len(l.sent) {
			ts.Fatalf("%d events were acknowledged and %d sent, %d are there", acked, len(l.sent), len(have))
		}
		for i := range have {
			if !bytes.Equal(have[i], l.sent[i]) {
				ts.Fatalf("event %d is not what was sent", i+1)
			}
		}
		if head.Seq != uint64(len(have)) {
			ts.Fatalf("head is %d of %d", head.Seq, len(have))
		}
		l.sent = l.sent[:len(have)]
		l.acked.Store(int64(len(have)))
		ts.Check(w.append(s.url, l, chain.MinBucket))
	}
}

// read returns a whole log.
func (w *writer) read(url string, l *written) (have [][]byte, head wire.Head, err error) {
	for {
		body, err := w.send("GET", fmt.Sprintf("%s%s?after=%d", url, l.path(), len(have)), nil, 200)
		if err != nil {
			return nil, wire.Head{}, err
		}
		var page wire.Page
		if err := codec.Decode(body, &page); err != nil {
			return nil, wire.Head{}, err
		}
		for _, e := range page.Events {
			have = append(have, append(bytes.Clone(e.Head), e.Body...))
		}
		if len(page.Events) == 0 || uint64(len(have)) >= page.Head.Seq {
			return have, page.Head, nil
		}
	}
}

func (l *written) path() string { return strings.Replace(wire.PathEvents, "{id}", l.id.String(), 1) }

func (l *written) head() wire.Head {
	if len(l.sent) == 0 {
		return wire.Head{Hash: chain.GenesisPrev(l.id)}
	}
	last, err := chain.Parse(l.sent[len(l.sent)-1])
	if err != nil {
		panic(err) // it was made here
	}
	return wire.Head{Seq: last.Seq, Hash: last.Header.Hash()}
}

// append signs an event with a body of so many bytes and sends it. What was not
// taken for sure is not remembered as sent.
func (w *writer) append(url string, l *written, size int) error {
	body := make([]byte, size+chain.TagSize)
	if _, err := rand.Read(body); err != nil {
		return err
	}
	at := l.head()
	l.add(1, body)
	_, err := w.post(url, l.path(), wire.Append{Expect: at, Events: [][]byte{l.sent[len(l.sent)-1]}}, 201)
	var refused *wire.Refusal
	switch {
	case err == nil:
		l.acked.Store(int64(len(l.sent)))
	case errors.As(err, &refused):
		l.sent = l.sent[:len(l.sent)-1]
	}
	return err
}

// add signs an event after those there are.
func (l *written) add(epoch uint32, body []byte) {
	at, pub := l.head(), l.sign.Public().(ed25519.PublicKey)
	h := chain.Header{Type: chain.Self, Log: l.id, Seq: at.Seq + 1, Prev: at.Hash, Epoch: epoch, Author: chain.KIDOf(pub),
		CTLen: uint32(len(body)), CTHash: sha256.Sum256(body)}
	rand.Read(h.ID[:])
	l.sent = append(l.sent, chain.Event{Header: h, Sig: [64]byte(ed25519.Sign(l.sign, h.SigInput())), Body: body}.Bytes())
}

// newLog makes a log with its genesis.
func newLog(ts *testscript.TestScript) *written {
	_, identity, err := ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	l := &written{}
	_, l.sign, err = ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	rand.Read(l.id[:])
	cert, err := chain.SignCertificate(chain.Certificate{Version: 1, Identity: [32]byte(identity.Public().(ed25519.PublicKey)), Generation: 1,
		Sign: [32]byte(l.sign.Public().(ed25519.PublicKey)), HPKE: make([]byte, chain.HPKEPubSize), Log: l.id}, identity)
	ts.Check(err)
	body, err := chain.GenesisBody(cert)
	ts.Check(err)
	l.add(0, body)
	return l
}

func (w *writer) login(ts *testscript.TestScript, url string) {
	w.token = ""
	body, err := w.post(url, wire.PathChallenge, wire.ChallengeRequest{Account: w.account}, 200)
	ts.Check(err)
	var c wire.Challenge
	ts.Check(codec.Decode(body, &c))
	body, err = w.post(url, wire.PathLogin, wire.Login{Account: w.account, Type: wire.SlotHot, Nonce: c.Nonce,
		Sig: ed25519.Sign(w.key, wire.LoginInput(url, w.account, wire.SlotHot, c.Nonce))}, 200)
	ts.Check(err)
	var session wire.Session
	ts.Check(codec.Decode(body, &session))
	w.token = base64.RawURLEncoding.EncodeToString(session.Token[:])
}

func (w *writer) post(url, path string, in any, status int) ([]byte, error) {
	return w.send("POST", url+path, codec.Must(in), status)
}

func (w *writer) send(method, url string, body []byte, status int) ([]byte, error) {
	r, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", wire.MediaType)
	if w.token != "" {
		r.Header.Set("Authorization", "Bearer "+w.token)
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
