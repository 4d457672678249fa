package relay_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"troth/internal/chain"
	"troth/internal/relay"
	"troth/internal/wire"
)

// remove hands in tombstones.
func (p *person) remove(s *space, list ...wire.Tombstone) reply {
	p.t.Helper()
	return p.do("POST", s.path(wire.PathRemove), wire.Remove{Tombstones: list})
}

// say appends words and returns them.
func (p *person) say(s *space) []byte {
	p.t.Helper()
	ev := p.words(s)
	p.write(s, ev).is(201)
	return ev
}

func (w *world) used(s *space) [2]int64 {
	w.t.Helper()
	l, err := w.store.Log(context.Background(), s.id)
	if err != nil {
		w.t.Fatal(err)
	}
	return l.Used
}

// stored is the event at a seq as a member is given it.
func (p *person) stored(s *space, seq uint64) wire.Event {
	p.t.Helper()
	for _, e := range p.page(s, "").Events {
		if header(e.Head).Seq == seq {
			return e
		}
	}
	p.t.Fatalf("there is no event %d", seq)
	return wire.Event{}
}

func TestAttack32ForeignTombstone(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		first, second, theirs := a.say(s), a.say(s), b.say(s)
		good := a.tombstone(first)

		wrong := func(change func(*wire.Tombstone)) wire.Tombstone {
			x := a.tombstone(first)
			change(&x)
			return x
		}
		for name, bad := range map[string]wire.Tombstone{
			"another event's":            wrong(func(x *wire.Tombstone) { x.Data = a.tombstone(second).Data }),
			"by the other member":        b.tombstone(first),
			"by a stranger":              w.person().tombstone(first),
			"in the other's name":        wrong(func(x *wire.Tombstone) { copy(x.Data, b.tombstone(first).Data[:16]) }),
			"for what the other wrote":   a.tombstone(theirs),
			"with a bit changed":         wrong(func(x *wire.Tombstone) { x.Data[40] ^= 1 }),
			"too short":                  wrong(func(x *wire.Tombstone) { x.Data = x.Data[:len(x.Data)-1] }),
			"too long":                   wrong(func(x *wire.Tombstone) { x.Data = append(x.Data, 0) }),
			"empty":                      wrong(func(x *wire.Tombstone) { x.Data = nil }),
			"the same event in any log":  wrong(func(x *wire.Tombstone) { x.Data = a.tombstone(elsewhere(a, first)).Data }),
			"for a control record":       a.tombstone(event(a.stored(s, 1))),
			"for the record of a member": a.tombstone(event(a.stored(s, 3))),
		} {
			t.Run(name, func(t *testing.T) {
				a.remove(s, good, bad).refused(422, wire.CodeRefused)
				a.do("POST", s.path(wire.PathEvents), wire.Append{Expect: s.head(), Events: [][]byte{a.words(s)}, Tombstones: []wire.Tombstone{bad}}).refused(422, wire.CodeRefused)
			})
		}
		for _, seq := range []uint64{0, s.seq + 1, 1<<64 - 1} {
			a.remove(s, wrong(func(x *wire.Tombstone) { x.Seq = seq })).refused(404, wire.CodeNotFound)
		}
		a.remove(s).refused(400, wire.CodeMalformed)
		a.remove(s, make([]wire.Tombstone, wire.MaxTombstones+1)...).refused(400, wire.CodeMalformed)
		w.member().remove(s, good).refused(404, wire.CodeNotFound)
		if len(a.stored(s, good.Seq).Body) == 0 {
			t.Fatal("a refused request has removed something")
		}

		before := w.used(s)
		for _, p := range []*person{b, a, b} { // whoever hands it in, and again
			p.remove(s, good).is(204)
			w.relay.Forget()
		}
		e := b.stored(s, good.Seq)
		if len(e.Body) != 0 || !bytes.Equal(e.Tombstone, good.Data) || !bytes.Equal(e.Head, first[:chain.HeadSize]) {
			t.Errorf("after removal: body %d, tombstone %x", len(e.Body), e.Tombstone)
		}
		if after, size := w.used(s), int64(len(first)-chain.HeadSize); after != [2]int64{before[0] - size, before[1]} {
			t.Errorf("used was %v and is %v", before, after)
		}
		a.write(s, a.words(s)).is(201) // the log goes on
	}, roomy)
}

// elsewhere is the same event as it would be in another log.
func elsewhere(p *person, ev []byte) []byte {
	h := header(ev)
	s := newSpace(chain.Couple)
	s.seq, s.hash = h.Seq-1, h.Prev
	return p.eventOf(s, h.Epoch, h.ID, ev[chain.HeadSize:])
}

func event(e wire.Event) []byte { return append(bytes.Clone(e.Head), e.Body...) }

// What a removal frees may be written again, at once.
func TestRemoveFreesQuota(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, _, s := w.couple()
		first := a.say(s)
		w.relay.SetQuota(w.used(s)[0] + int64(len(first)))
		second := a.say(s)
		a.put(s, a.words(s)).refused(507, wire.CodeFull)
		a.remove(s, a.tombstone(first)).is(204)
		a.put(s, a.words(s)).refused(507, wire.CodeFull) // a head of 224 bytes stays of what was removed
		a.remove(s, a.tombstone(second)).is(204)
		a.say(s)
	})
}

// A removal that comes with an append is one step with it.
func TestRemoveWithAppend(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		words := a.say(s)
		size := int64(len(words) - chain.HeadSize)
		in := wire.Append{Expect: s.head(), Events: [][]byte{a.redact(s, words)}, Tombstones: []wire.Tombstone{a.tombstone(words)}}
		late := in
		late.Expect.Hash[0] ^= 1
		a.do("POST", s.path(wire.PathEvents), late).refused(409, wire.CodeConflict)
		if len(a.stored(s, s.seq).Body) == 0 {
			t.Fatal("removed by an append that lost")
		}
		v := wire.AddMember{Append: in}
		a.op(wire.OpMember, "POST", s.path(wire.PathMembers), v).refused(404, wire.CodeNotFound)
		before := w.used(s)
		a.do("POST", s.path(wire.PathEvents), in).is(201)
		at := s.seq
		s.after(in.Events...)
		if e := b.stored(s, at); len(e.Body) != 0 || !bytes.Equal(e.Tombstone, in.Tombstones[0].Data) {
			t.Error("the body is still there")
		}
		if used := w.used(s); used[0] != before[0]+int64(len(in.Events[0]))-size {
			t.Errorf("used was %v and is %v", before, used)
		}
		// What the relay remembers of the log is what it stored.
		w.relay.SetQuota(w.used(s)[0] + int64(len(words)))
		a.say(s)
		a.put(s, a.words(s)).refused(507, wire.CodeFull)
	})
}

// A key that was replaced removes nothing any more.
func TestRemoveByOldKey(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, _, s := w.couple()
		words := a.say(s)
		old := a.tombstone(words)
		a.write(s, a.rekey(s, 2)).is(201)
		a.remove(s, old).refused(422, wire.CodeRefused)
		a.remove(s, a.tombstone(words)).is(204)
	})
}

// A closed log takes nothing but that somebody takes back their own words.
func TestRedactAfterLeave(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		mine, theirs := a.say(s), b.say(s)
		b.write(s, b.leave(s)).is(201)
		with := func(p *person, ev []byte, list ...wire.Tombstone) reply {
			return p.do("POST", s.path(wire.PathEvents), wire.Append{Expect: s.head(), Events: [][]byte{ev}, Tombstones: list})
		}
		with(a, a.words(s), a.tombstone(mine)).refused(409, wire.CodeEnded)          // other words under its cover
		with(a, a.redact(s, mine)).refused(409, wire.CodeEnded)                      // without leave to remove it
		with(a, a.redact(s, theirs), a.tombstone(mine)).refused(409, wire.CodeEnded) // the other's words
		with(a, a.redact(s, theirs), b.tombstone(theirs)).refused(409, wire.CodeEnded)
		at := *s
		ev := a.redact(s, mine)
		at.after(ev)
		a.do("POST", s.path(wire.PathEvents), wire.Append{Expect: s.head(), Events: [][]byte{ev, a.words(&at)}, Tombstones: []wire.Tombstone{a.tombstone(mine)}}).refused(409, wire.CodeEnded)
		for _, c := range []struct {
			p     *person
			words []byte
		}{{a, mine}, {b, theirs}} {
			ev := c.p.redact(s, c.words)
			with(c.p, ev, c.p.tombstone(c.words)).is(201)
			s.after(ev)
			if len(a.stored(s, header(c.words).Seq).Body) != 0 {
				t.Error("the body is still there")
			}
		}
	})
}

// give sends a heal of the events after a seq, as they were.
func (p *person) give(s *space, all []wire.Event, after uint64, change ...func(*wire.Heal)) reply {
	p.t.Helper()
	in := wire.Heal{Events: append([]wire.Event{}, all[after:]...)}
	in.Expect.Seq = after
	if after > 0 {
		in.Expect.Hash = header(all[after-1].Head).Hash()
	}
	for _, c := range change {
		c(&in)
	}
	return p.do("POST", s.path(wire.PathHeal), in)
}

// A relay that was restored from an old copy is given back what it has lost:
// by either member, exactly as it was, and nothing else.
func TestAttack39AlteredHeal(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		a.say(s)
		old := s.seq
		backup := w.backup()
		mine, theirs := a.say(s), b.say(s)
		gone := a.say(s)
		a.write(s, a.newEpoch(s, 2)).is(201)
		s.epoch++
		at := *s
		a.do("POST", s.path(wire.PathEvents), wire.Append{Expect: s.head(), Events: [][]byte{a.redact(s, gone)}, Tombstones: []wire.Tombstone{a.tombstone(gone)}}).is(201)
		s.after(a.redact(&at, gone)) // only seq counts below
		all := a.page(s, "").Events
		s.hash = header(all[len(all)-1].Head).Hash()
		used := w.used(s)

		w.restore(backup)
		lost := a.page(s, "")
		if lost.Head.Seq != old || len(all) != int(s.seq) {
			t.Fatalf("restored to %d, want %d", lost.Head.Seq, old)
		}
		for name, change := range map[string]func(*wire.Heal){
			"a body is another":          func(h *wire.Heal) { h.Events[0].Body = h.Events[1].Body },
			"a bit of a header":          func(h *wire.Heal) { h.Events[1].Head = flip(h.Events[1].Head, 130) },
			"a bit of a signature":       func(h *wire.Heal) { h.Events[1].Head = flip(h.Events[1].Head, 200) },
			"two are swapped":            func(h *wire.Heal) { h.Events[0], h.Events[1] = h.Events[1], h.Events[0] },
			"one is left out":            func(h *wire.Heal) { h.Events = h.Events[1:] },
			"one comes twice":            func(h *wire.Heal) { h.Events = append(h.Events[:1:1], h.Events...) },
			"a body is left out":         func(h *wire.Heal) { h.Events[0].Body = nil },
			"a body and a tombstone":     func(h *wire.Heal) { h.Events[0].Tombstone = a.tombstone(mine).Data },
			"a tombstone by the other":   func(h *wire.Heal) { h.Events[2].Tombstone = b.tombstone(gone).Data },
			"a tombstone for another":    func(h *wire.Heal) { h.Events[2].Tombstone = a.tombstone(mine).Data },
			"no tombstone":               func(h *wire.Heal) { h.Events[2].Tombstone = nil },
			"a control record without":   func(h *wire.Heal) { h.Events[3].Body = nil },
			"a buried control record":    func(h *wire.Heal) { h.Events[3].Body, h.Events[3].Tombstone = nil, a.tombstone(gone).Data },
			"an event of somebody else":  func(h *wire.Heal) { h.Events[4] = split(w.person().words(&at)) },
			"an event of another branch": func(h *wire.Heal) { h.Events[1] = split(b.words(s)) },
		} {
			t.Run(name, func(t *testing.T) {
				for _, p := range []*person{a, b} {
					p.give(s, all, old, change).refused(422, wire.CodeRefused)
				}
				if p := a.page(s, ""); p.Head.Seq != old || len(p.Events) != int(old) {
					t.Fatalf("the log has moved to %d", p.Head.Seq)
				}
			})
		}
		a.give(s, all, old, func(h *wire.Heal) { h.Events = nil }).refused(400, wire.CodeMalformed)
		if h := a.give(s, all, old-1).refused(409, wire.CodeConflict).error().Head; h == nil || *h != lost.Head {
			t.Errorf("conflict names %v", h)
		}
		w.member().give(s, all, old).refused(404, wire.CodeNotFound)

		// Both at the same time: one of the two is taken, and nothing comes twice.
		var wg sync.WaitGroup
		results := make([]int, 6)
		for i := range results {
			p := []*person{a, b}[i%2]
			wg.Go(func() { results[i] = p.give(s, all, old).status })
		}
		wg.Wait()
		if count(results, 201) != 1 || count(results, 409) != len(results)-1 {
			t.Errorf("answers: %v", results)
		}
		w.relay.Forget()
		got := b.page(s, "")
		if got.Head != s.head() || len(got.Events) != len(all) {
			t.Fatalf("healed to %d of %d", got.Head.Seq, s.seq)
		}
		for i, e := range got.Events {
			if !bytes.Equal(e.Head, all[i].Head) || !bytes.Equal(e.Body, all[i].Body) || !bytes.Equal(e.Tombstone, all[i].Tombstone) {
				t.Errorf("event %d is another than it was", i+1)
			}
		}
		if w.used(s) != used {
			t.Errorf("used was %v and is %v", used, w.used(s))
		}
		b.say(s)
		a.remove(s, b.tombstone(theirs), a.tombstone(mine)).is(204)
	}, roomy)
}

func flip(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 1
	return b
}

func split(ev []byte) wire.Event {
	return wire.Event{Head: ev[:chain.HeadSize], Body: ev[chain.HeadSize:]}
}

// Keys that were replaced in the meantime are no hindrance, and who has left
// stays gone.
func TestHealPastRekeyAndLeave(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, s := w.couple()
		early := a.say(s)
		old := s.seq
		backup := w.backup()
		mine := a.say(s)
		byOld := a.tombstone(mine)
		a.write(s, a.rekey(s, 2)).is(201)
		other := a.say(s)
		b.write(s, b.leave(s)).is(201)
		for _, words := range [][]byte{early, other} {
			ev := a.redact(s, words)
			a.do("POST", s.path(wire.PathEvents), wire.Append{Expect: s.head(), Events: [][]byte{ev}, Tombstones: []wire.Tombstone{a.tombstone(words)}}).is(201)
			s.after(ev)
		}
		all := b.page(s, "").Events
		all[mine1(mine)].Body, all[mine1(mine)].Tombstone = nil, byOld.Data // removed by a key that was replaced later

		w.restore(backup)
		targets := func(seqs ...uint64) func(*wire.Heal) { return func(h *wire.Heal) { h.Targets = seqs } }
		e, o := header(early).Seq, header(other).Seq
		for _, bad := range [][]uint64{nil, {e}, {o, e}, {e, e}, {e, header(mine).Seq}} {
			b.give(s, all, old, targets(bad...)).refused(409, wire.CodeEnded)
		}
		b.give(s, all, old, targets(e, s.seq+7)).refused(404, wire.CodeNotFound)
		at := *s
		b.give(s, append(all, split(a.words(&at))), old, targets(e, o, e)).refused(409, wire.CodeEnded)
		b.give(s, all, old, targets(e, o)).is(201)
		if p := a.page(s, ""); p.Head != s.head() {
			t.Errorf("healed to %d", p.Head.Seq)
		}
	})
}

func mine1(ev []byte) int { return int(header(ev).Seq - 1) }

// Nobody is let in by a heal: which account a new member has is not in the log.
func TestHealAdmitsNobody(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b := w.member(), w.member()
		s := a.begin(chain.Couple)
		v := a.invite(s)
		b.claim(v).is(200)
		backup, old := w.backup(), s.seq
		a.addMember(s, a.addition(s, v, b)).is(201)
		all := a.page(s, "").Events
		w.restore(backup)
		a.give(s, all, old).refused(409, wire.CodeAdmission)
		b.give(s, all, old).refused(404, wire.CodeNotFound)
	})
}

func TestHealQuotaAndLimits(t *testing.T) {
	w := newWorldInMemory(t)
	a, b, s := w.couple()
	backup, old := w.backup(), s.seq
	for range 3 {
		a.say(s)
	}
	words := b.say(s)
	all := a.page(s, "").Events
	used := w.used(s)
	w.restore(backup)
	w.relay.SetQuota(used[0] - 1)
	b.give(s, all, old).refused(507, wire.CodeFull)
	w.relay.SetQuota(used[0])
	b.give(s, all, old).is(201)
	_ = words

	// By bytes, not by events: a minute's worth goes through at once.
	w = newWorldInMemory(t, func(o *relay.Options) { o.NoLimits = false })
	a = w.member()
	s = a.begin(chain.Self)
	big := split(a.event(s, 1, make([]byte, chain.MaxBucket+chain.TagSize)))
	bad := wire.Heal{Events: []wire.Event{big, big, big, big, big, big, big}} // wrong, so that nothing is stored
	n := 0
	for a.do("POST", s.path(wire.PathHeal), bad).status != 429 {
		if n++; n > 10 {
			t.Fatal("no limit")
		}
	}
	if n < 4 {
		t.Errorf("limited after %d large requests", n)
	}
	r := a.do("POST", s.path(wire.PathHeal), bad).refused(429, wire.CodeRateLimited)
	if r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	w.pass(time.Minute)
	a.do("POST", s.path(wire.PathHeal), bad).refused(409, wire.CodeConflict)

	// A request of the largest size is read, a larger one is not.
	for size, want := range map[int]wire.Code{wire.MaxHeal: wire.CodeMalformed, wire.MaxHeal + 1: wire.CodeTooLarge} {
		r := a.request("POST", s.path(wire.PathHeal), make([]byte, size))
		r.Header.Set("Authorization", a.bearer())
		if got := a.send(r).code(); got != want {
			t.Errorf("%d bytes: %s, want %s", size, got, want)
		}
	}
}

func roomy(o *relay.Options) { o.MaxAccounts = 50 }
