package chain_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"troth/internal/chain"
	"troth/internal/codec"
)

// FuzzAccept lets a member sign whatever header and body it likes. What is
// accepted stands after the head and nowhere else, is by whoever signed it, and
// adds nobody; what is refused changes nothing. An opening that verifies the
// newest signatures first comes to the same.
func FuzzAccept(f *testing.F) {
	w := newWorld(f)
	rekeyed := newPerson("ben", 2)
	add := func(p person, epoch uint32, body []byte) {
		ev := p.event(&w.s, epoch, body)
		f.Add(ev.Head()[:chain.HeaderSize], ev.Body, p.gen == 1 && bytes.Equal(p.sign, w.ana.sign), true)
	}
	add(w.ana, 2, sealed("hello"))
	add(w.ben, 1, sealed("under the older one"))
	add(w.ben, 0, ok[[]byte](f)(chain.LeaveBody()))
	add(w.ana, 0, w.epoch(3, w.ana, w.ben))
	add(w.ana, 0, ok[[]byte](f)(chain.MemberAddBody(newPerson("eve", 1).cert(f, logID))))
	add(rekeyed, 0, ok[[]byte](f)(chain.RekeyBody(rekeyed.cert(f, logID))))
	for _, ev := range w.events {
		f.Add(ev.Head()[:chain.HeaderSize], ev.Body, true, false)
	}
	f.Fuzz(func(t *testing.T, header, body []byte, byAna, fit bool) {
		h, err := chain.ParseHeader(header)
		if err != nil {
			return
		}
		who := w.ben
		if byAna {
			who = w.ana
		}
		if fit { // as an honest program would put it, but for what the input says otherwise
			h.Log, h.Type, h.Seq, h.Prev, h.CTHash, h.CTLen = w.s.Log, w.s.Type, w.s.Seq+1, w.s.Head, sha256.Sum256(body), uint32(len(body))
		}
		ev, err := chain.Join(who.signed(chain.Event{Header: h, Body: body}).Head(), body)
		if err != nil {
			return
		}
		s := w.s.Clone()
		a, err := s.Accept(ev)
		if err != nil {
			if !bytes.Equal(codec.Must(s), codec.Must(w.s)) {
				t.Fatal("a refused event changed the state")
			}
		} else {
			if ev.Seq != w.s.Seq+1 || ev.Prev != w.s.Head || s.Seq != ev.Seq || s.Head != ev.Header.Hash() {
				t.Fatal("accepted out of its place")
			}
			if m := int(a.Member()); m < 1 || m > len(s.Members) {
				t.Fatalf("by member %d of %d", m, len(s.Members))
			}
			if len(s.Members) != len(w.s.Members) {
				t.Fatal("a member more")
			}
		}
		again := chain.NewState(logID, chain.Couple)
		_, backlog, later := again.NewestFirst(append(append([]chain.Event{}, w.events...), ev))
		if later == nil {
			later = backlog.Verify(backlog.Left())
		}
		if (err == nil) != (later == nil) {
			t.Fatalf("one by one: %v; newest first: %v", err, later)
		}
		if err == nil && !bytes.Equal(codec.Must(s), codec.Must(again)) {
			t.Fatal("newest first comes to another state")
		}
	})
}
