// Package eventlog keeps one log on one device: it accepts what the relay
// gives, in order and verified, stores it, and notices when the relay's story
// does not agree with what this device already knows.
//
// Nothing is shown before it is stored. The head that this device has stored
// is its memory against a relay that forgets or rewrites: whatever the relay
// says later must contain it.
//
// # Opening
//
// What is stored was verified when it came in. A checkpoint says so, made by
// this device with this build; then hashes are compared and no signatures. If
// there is none, every hash is compared and the newest signature of each key
// verified before anything is shown (chain.State.NewestFirst says why that is
// enough for that), and the others are left for Verify, which the caller calls
// in between other work. Until it is done no checkpoint is stored, so an
// opening that was cut short is simply begun again. If it finds a signature
// that does not fit, the log is not believed any more: every use of it returns
// the alarm, and the next opening verifies all before it returns.
package eventlog

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/secret"
	"troth/internal/wire"
)

const labelCheckpoint = "troth/v1/checkpoint-mac\x00"

// Problem is what is wrong between this device and the relay.
type Problem string

// Problems. Each has a sentence in the app that says what happened, that
// nothing on this device is lost, and what to do.
const (
	Fork     Problem = "fork"     // two histories were signed: somebody was shown another one
	Gap      Problem = "gap"      // events in the middle or at the end are not given
	Rollback Problem = "rollback" // the relay has fewer events than this device
	Stranger Problem = "stranger" // the log belongs to somebody else than was expected
	Forged   Problem = "forged"   // an event does not verify
	Update   Problem = "update"   // an event of a newer format
	Broken   Problem = "broken"   // what this device stored does not fit together
	Hidden   Problem = "hidden"   // another device of this person's has seen more of the log
)

// Alarm is a problem as an error.
type Alarm struct {
	Problem Problem
	Lost    uint64    // Rollback, Hidden: how many events the relay has lost or keeps back
	At      wire.Head // Rollback: where the relay stands, at an event that this device knows
	err     error
}

func (a *Alarm) Error() string {
	if a.err == nil {
		return "eventlog: " + string(a.Problem)
	}
	return fmt.Sprintf("eventlog: %s: %v", a.Problem, a.err)
}

func (a *Alarm) Unwrap() error { return a.err }

// Trust is what this device knows about a log from elsewhere than the relay:
// from the invite or from the person's own log. Zero values are not checked.
type Trust struct {
	Genesis chain.Hash // hash of the first event
	First   [32]byte   // identity of the member who made the log
	Second  [32]byte   // identity of the member who joined it
}

// Log is an open log. It is used by one goroutine at a time.
type Log struct {
	store Store
	state chain.State
	trust Trust
	key   secret.Key // of the checkpoint
	build string

	seen    []int64        // when this device first saw each event, by its own clock, ms since 1970 UTC
	backlog *chain.Backlog // signatures that Open left for Verify
	bad     *Alarm         // what Verify found
	owed    wire.Head      // a head that the log is known to have had
	owing   *Alarm         // it does not have it
}

// checkpoint is the state this device verified, with a proof that it did so
// itself, with this build.
type checkpoint struct {
	State codec.Raw `cbor:"1,keyasint"`
	MAC   []byte    `cbor:"2,keyasint"`
}

const loadPage = 500

// Open reads a log from the store and returns what it holds, in order. With a
// checkpoint of this device and build the signatures up to it are not verified
// again. Of the others the newest are verified here and the rest is left for
// Verify; everything else is checked here, always.
func Open(ctx context.Context, store Store, log chain.LogID, typ chain.Type, trust Trust, key secret.Key, build string) (*Log, []chain.Accepted, error) {
	l := &Log{store: store, state: chain.NewState(log, typ), trust: trust, key: key, build: build}
	events, seen, err := loadAll(ctx, store, log)
	if err != nil {
		return nil, nil, err
	}
	l.seen = seen
	all := make([]chain.Accepted, 0, len(events))
	rest := events
	if cp, ok := l.checkpoint(ctx); ok && cp.Seq <= uint64(len(events)) {
		resume := chain.NewResume(cp)
		for _, ev := range events[:cp.Seq] {
			a, err := resume.Next(ev)
			if err != nil {
				return nil, nil, &Alarm{Problem: Broken, err: err}
			}
			all = append(all, a)
		}
		if l.state, err = resume.Done(); err != nil {
			return nil, nil, &Alarm{Problem: Broken, err: err}
		}
		rest = events[cp.Seq:]
	}
	fresh, backlog, err := l.state.NewestFirst(rest)
	if err != nil {
		return nil, nil, &Alarm{Problem: Broken, err: err}
	}
	all, l.backlog = append(all, fresh...), backlog
	for _, a := range all {
		if err := l.expected(a); err != nil {
			return nil, nil, err
		}
	}
	if _, err := store.Get(ctx, doubtName(log)); !errors.Is(err, ErrNotFound) {
		if err := l.Verify(ctx, l.Pending()); err != nil {
			return nil, nil, err
		}
	}
	return l, all, nil
}

// Pending returns how many signatures Verify has still to verify.
func (l *Log) Pending() int { return l.backlog.Left() }

// Verify verifies at most n of the signatures that Open left, and stores a
// checkpoint after the last of them. If one does not fit it returns an *Alarm,
// and the log is not to be believed from then on.
func (l *Log) Verify(ctx context.Context, n int) error {
	if l.bad != nil {
		return l.bad
	}
	if l.Pending() == 0 {
		return nil
	}
	if err := l.backlog.Verify(n); err != nil {
		l.bad = &Alarm{Problem: Broken, err: err}
		// The mark only has the next opening find at once what it would find in
		// any case, so it need not be kept for certain.
		_ = l.store.Put(ctx, KV{Name: doubtName(l.state.Log), Value: []byte{1}})
		return l.bad
	}
	if l.Pending() > 0 {
		return nil
	}
	cp, err := l.seal(l.state)
	if err != nil {
		return err
	}
	return l.store.Put(ctx, cp, KV{Name: doubtName(l.state.Log)})
}

// Err returns the alarm because of which nothing is written to the log, or nil.
func (l *Log) Err() error {
	switch {
	case l.bad != nil:
		return l.bad
	case l.owing != nil:
		return l.owing
	}
	return nil
}

// Witness tells the log of a head that it has had, as a person's own note says
// that was not in this log: a device that has nothing stored yet would otherwise
// believe an old beginning. It returns an *Alarm while the log does not come as
// far (Hidden), or for good if it went another way (Fork). What is read stays;
// nothing is written until then.
func (l *Log) Witness(ctx context.Context, h wire.Head) error {
	if h.Seq > l.owed.Seq {
		l.owed = h
	}
	return l.settle(ctx)
}

// settle holds the log against the newest head that it is known to have had.
func (l *Log) settle(ctx context.Context) error {
	if l.owed.Seq > l.state.Seq {
		l.owing = &Alarm{Problem: Hidden, Lost: l.owed.Seq - l.state.Seq, err: errors.New("the relay gives an older state")}
		return l.owing
	}
	known, err := l.Knows(ctx, l.owed)
	if err != nil {
		return err
	}
	if l.owing = nil; !known {
		l.owing = &Alarm{Problem: Fork, err: chain.ErrFork}
	}
	return l.Err()
}

// loadAll reads all of a log. While one page is made into events the next is on
// its way: a browser's database works in another process, and takes as long as
// hashing does.
func loadAll(ctx context.Context, store Store, log chain.LogID) (all []chain.Event, seen []int64, err error) {
	type answer struct {
		page []Record
		err  error
	}
	ask := func(after uint64) <-chan answer {
		c := make(chan answer, 1) // nobody may be waiting any more
		go func() {
			page, err := store.Load(ctx, log, after, loadPage)
			c <- answer{page, err}
		}()
		return c
	}
	var pages [][]chain.Event
	for next := ask(0); next != nil; {
		got := <-next
		if got.err != nil {
			return nil, nil, got.err
		}
		if next = nil; len(got.page) == loadPage {
			next = ask(got.page[loadPage-1].Seq)
		}
		events := make([]chain.Event, len(got.page))
		for i, r := range got.page {
			var err error
			if events[i], err = r.event(); err != nil {
				return nil, nil, &Alarm{Problem: Broken, err: err}
			}
			seen = append(seen, r.SeenMS)
		}
		pages = append(pages, events)
	}
	return slices.Concat(pages...), seen, nil
}

func (r Record) event() (chain.Event, error) {
	var body []byte
	if len(r.Body) > 0 {
		body = r.Body
	}
	return chain.Join(r.Head, body)
}

// State returns the log's state. The caller must not change it.
func (l *Log) State() *chain.State { return &l.state }

// Reader gives pages of a log, as a relay does.
type Reader interface {
	Events(ctx context.Context, log chain.LogID, after uint64) (wire.Page, error)
}

// Sync fetches what is new, page by page, accepts and stores it, and hands each
// page to fresh before it asks for the next. It returns an *Alarm when the
// relay's story does not fit; what was accepted before stays.
func (l *Log) Sync(ctx context.Context, from Reader, nowMS int64, fresh func([]chain.Accepted)) error {
	for {
		if l.bad != nil {
			return l.bad
		}
		page, err := from.Events(ctx, l.state.Log, l.state.Seq)
		if wire.IsRefusal(err, wire.CodeNotFound) && l.state.Seq > 0 {
			// It knew the log once: this device has its events.
			return &Alarm{Problem: Rollback, Lost: l.state.Seq, err: err}
		}
		if err != nil {
			return err
		}
		if err := l.compare(ctx, page.Head); err != nil {
			return err
		}
		if len(page.Events) == 0 {
			if page.Head.Seq > l.state.Seq {
				return &Alarm{Problem: Gap, err: chain.ErrGap}
			}
			return l.settle(ctx)
		}
		before := l.state.Seq
		accepted, err := l.Accept(ctx, page.Events, nowMS)
		if len(accepted) > 0 && fresh != nil {
			fresh(accepted)
		}
		if err != nil {
			return err
		}
		if l.state.Seq == before {
			// Every page must bring us on: a relay that claims to have more than
			// it gives cannot keep us asking.
			return &Alarm{Problem: Gap, err: chain.ErrGap}
		}
		if l.state.Seq >= page.Head.Seq {
			return l.settle(ctx)
		}
	}
}

// compare holds the relay's head against ours, where it must contain it. An
// older head is one that we know, or the history was split before it.
func (l *Log) compare(ctx context.Context, h wire.Head) error {
	switch {
	case h.Seq < l.state.Seq:
		if known, err := l.Knows(ctx, h); err != nil {
			return err
		} else if !known {
			return &Alarm{Problem: Fork, err: chain.ErrFork}
		}
		return &Alarm{Problem: Rollback, Lost: l.state.Seq - h.Seq, At: h, err: errors.New("the relay has fewer events")}
	case h.Seq == l.state.Seq && h.Seq > 0 && chain.Hash(h.Hash) != l.state.Head:
		return &Alarm{Problem: Fork, err: chain.ErrFork}
	}
	return nil
}

// Knows reports whether a head is one that this log has had.
func (l *Log) Knows(ctx context.Context, h wire.Head) (bool, error) {
	if h.Seq == 0 {
		return true, nil
	}
	ev, _, err := l.Stored(ctx, h.Seq)
	return err == nil && ev.Header.Hash() == chain.Hash(h.Hash), err
}

// Stored returns the event at a seq as this device has it, and its tombstone.
func (l *Log) Stored(ctx context.Context, seq uint64) (chain.Event, []byte, error) {
	recs, err := l.store.Load(ctx, l.state.Log, seq-1, 1)
	if err != nil {
		return chain.Event{}, nil, err
	}
	if len(recs) != 1 || recs[0].Seq != seq {
		return chain.Event{}, nil, ErrNotFound
	}
	ev, err := recs[0].event()
	if err != nil {
		return chain.Event{}, nil, &Alarm{Problem: Broken, err: err}
	}
	return ev, recs[0].Tombstone, nil
}

// Bury puts a tombstone in the place of the body that this device has stored of
// an event. The tombstone must give leave for it; without one the event could
// never be given back to a relay that has lost it. It can be done again.
func (l *Log) Bury(ctx context.Context, seq uint64, tombstone []byte) error {
	recs, err := l.store.Load(ctx, l.state.Log, seq-1, 1)
	if err != nil {
		return err
	}
	if len(recs) != 1 || recs[0].Seq != seq {
		return ErrNotFound
	}
	ev, err := recs[0].event()
	if err != nil {
		return &Alarm{Problem: Broken, err: err}
	}
	if err := l.state.VerifyTombstone(ev.Header, tombstone, chain.Ever); err != nil {
		return err
	}
	recs[0].Body, recs[0].Tombstone = nil, tombstone
	return l.store.Save(ctx, l.state.Log, recs)
}

// ErrIncomplete reports an event of which this device has neither body nor
// tombstone, so that it cannot give it back.
var ErrIncomplete = errors.New("eventlog: neither body nor tombstone")

// After returns the events after a seq exactly as they were accepted, for a
// relay that has lost them: at least one, if there is one, and then as many as
// fit into so many bytes. It stops before an event that is incomplete, and
// returns ErrIncomplete if that is the first.
func (l *Log) After(ctx context.Context, seq uint64, maxBytes int) ([]wire.Event, error) {
	var out []wire.Event
	size := 0
	for {
		page, err := l.store.Load(ctx, l.state.Log, seq, afterPage)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			e := wire.Event{Head: r.Head, Body: r.Body}
			if len(r.Body) == 0 {
				ev, err := r.event()
				if err != nil {
					return nil, &Alarm{Problem: Broken, err: err}
				}
				if l.state.VerifyTombstone(ev.Header, r.Tombstone, chain.Ever) != nil {
					if len(out) == 0 {
						return nil, ErrIncomplete
					}
					return out, nil
				}
				e.Body, e.Tombstone = nil, r.Tombstone
			}
			if size += len(e.Head) + len(e.Body) + len(e.Tombstone) + eventFrame; len(out) > 0 && size > maxBytes {
				return out, nil
			}
			out = append(out, e)
			seq = r.Seq
		}
		if len(page) < afterPage {
			return out, nil
		}
	}
}

const (
	afterPage  = 64
	eventFrame = 16 // bytes that the encoding puts around the parts of a wire.Event, at most
)

// Accept verifies events in order, stores those that pass, and returns them.
// Replays of what is stored already are passed over. An error says why it
// stopped; the events before are accepted and stored.
func (l *Log) Accept(ctx context.Context, events []wire.Event, nowMS int64) ([]chain.Accepted, error) {
	if l.bad != nil {
		return nil, l.bad
	}
	next := l.state.Clone()
	var accepted []chain.Accepted
	var records []Record
	var stop error
	for _, e := range events {
		a, rec, err := l.acceptOne(ctx, &next, e, nowMS)
		if err != nil {
			stop = err
			break
		}
		if rec.Seq != 0 {
			accepted, records = append(accepted, a), append(records, rec)
		}
	}
	if len(records) == 0 {
		return nil, stop
	}
	var values []KV
	if l.Pending() == 0 {
		cp, err := l.seal(next)
		if err != nil {
			return nil, err
		}
		values = append(values, cp)
	}
	if err := l.store.Save(ctx, next.Log, records, values...); err != nil {
		return nil, err
	}
	l.state = next
	for range records {
		l.seen = append(l.seen, nowMS)
	}
	return accepted, stop
}

// SeenMS returns when this device first saw the event at a seq, by its own clock
// in ms since 1970 UTC, or 0 if it has not.
func (l *Log) SeenMS(seq uint64) int64 {
	if seq == 0 || seq > uint64(len(l.seen)) {
		return 0
	}
	return l.seen[seq-1]
}

// acceptOne returns a zero record for a replay.
func (l *Log) acceptOne(ctx context.Context, s *chain.State, e wire.Event, nowMS int64) (chain.Accepted, Record, error) {
	rec := Record{Head: e.Head, Body: e.Body, SeenMS: nowMS}
	if len(e.Tombstone) == chain.TombstoneSize {
		rec.Tombstone = e.Tombstone // verified when it is needed, with the keys known then
	}
	ev, err := rec.event()
	if errors.Is(err, chain.ErrUpdate) {
		return chain.Accepted{}, Record{}, &Alarm{Problem: Update, err: err}
	}
	if err != nil {
		return chain.Accepted{}, Record{}, &Alarm{Problem: Forged, err: err}
	}
	a, err := s.Accept(ev)
	switch {
	case errors.Is(err, chain.ErrOld):
		return chain.Accepted{}, Record{}, l.replay(ctx, ev)
	case errors.Is(err, chain.ErrFork):
		return chain.Accepted{}, Record{}, &Alarm{Problem: Fork, err: err}
	case errors.Is(err, chain.ErrGap):
		return chain.Accepted{}, Record{}, &Alarm{Problem: Gap, err: err}
	case err != nil:
		return chain.Accepted{}, Record{}, &Alarm{Problem: Forged, err: err}
	}
	if err := l.expected(a); err != nil {
		return chain.Accepted{}, Record{}, err
	}
	rec.Seq = ev.Seq
	return a, rec, nil
}

// replay compares an event at or below the head with what is stored there.
func (l *Log) replay(ctx context.Context, ev chain.Event) error {
	recs, err := l.store.Load(ctx, ev.Log, ev.Seq-1, 1)
	if err != nil {
		return err
	}
	if len(recs) == 1 && recs[0].Seq == ev.Seq {
		have, err := recs[0].event()
		if err == nil && have.Header.Hash() == ev.Header.Hash() {
			return nil
		}
	}
	return &Alarm{Problem: Fork, err: chain.ErrFork}
}

// expected holds the people of the log against those we know from elsewhere.
func (l *Log) expected(a chain.Accepted) error {
	cert, ok := a.Certificate()
	if !ok {
		return nil
	}
	want := [32]byte{}
	switch a.ControlKind() {
	case chain.KindGenesis:
		want = l.trust.First
		if l.trust.Genesis != (chain.Hash{}) && a.Hash() != l.trust.Genesis {
			return &Alarm{Problem: Stranger, err: chain.ErrCertificate}
		}
	case chain.KindMemberAdd:
		want = l.trust.Second
	}
	if want != ([32]byte{}) && cert.Identity != want {
		return &Alarm{Problem: Stranger, err: chain.ErrCertificate}
	}
	return nil
}

// Forget forgets what this device stored of a log, so that it is fetched from
// the relay again. With it goes the memory of how far the log had come.
func Forget(ctx context.Context, store Store, log chain.LogID) error {
	return store.Drop(ctx, log, KV{Name: checkpointName(log)}, KV{Name: doubtName(log)})
}

func checkpointName(log chain.LogID) string { return "c." + log.String() }

// doubtName is the name of the mark of a log in which Verify found something.
func doubtName(log chain.LogID) string { return "d." + log.String() }

func (l *Log) seal(s chain.State) (KV, error) {
	b, err := codec.Encode(s)
	if err != nil {
		return KV{}, err
	}
	v, err := codec.Encode(checkpoint{State: b, MAC: l.mac(b)})
	return KV{Name: checkpointName(s.Log), Value: v}, err
}

// checkpoint returns the stored checkpoint if this device made it with this
// build. Any other is as good as none.
func (l *Log) checkpoint(ctx context.Context) (chain.State, bool) {
	v, err := l.store.Get(ctx, checkpointName(l.state.Log))
	if err != nil {
		return chain.State{}, false
	}
	var cp checkpoint
	var s chain.State
	if codec.Decode(v, &cp) != nil || !hmac.Equal(cp.MAC, l.mac(cp.State)) ||
		codec.Decode(cp.State, &s) != nil || s.Log != l.state.Log || s.Type != l.state.Type {
		return chain.State{}, false
	}
	return s, true
}

func (l *Log) mac(state []byte) []byte {
	m := hmac.New(sha256.New, l.key[:])
	m.Write([]byte(labelCheckpoint))
	m.Write(l.state.Log[:])
	m.Write([]byte{byte(len(l.build) >> 8), byte(len(l.build))})
	m.Write([]byte(l.build))
	m.Write(state)
	return m.Sum(nil)
}
