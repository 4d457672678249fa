package device

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/fold"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/self"
	"troth/internal/wire"
)

// Names of values that a session keeps in the store, encrypted.
const (
	namePair = "p"
)

// Limits of a session.
const (
	maxAppendTries = 8
	tickEvery      = 30 * time.Second
	maxBackoff     = 30 * time.Second     // of a stream
	maxWait        = 5 * time.Minute      // before the relay is asked again after a failure
	maxRetryAfter  = 24 * 3600            // seconds that the relay may ask to wait
	verifyStep     = 32                   // signatures verified in one step of the queue, some 10 ms in a browser
	verifyPause    = 4 * time.Millisecond // after such a step, so that a browser's worker hears what was typed
)

// session is an unlocked device.
type session struct {
	d     *Device
	keys  keywork.Session
	relay *client.Relay

	queue   *queue
	awake   chan struct{}
	syncing atomic.Bool // a syncAll waits in the queue; one serves for many signals
	over    atomic.Bool // the account has another passphrase, and this session cannot go on
	notes   *queue      // stores what the device keeps for its person; waits for no relay
	noted   chain.LogID // the space that those notes are of; under the device's lock
	vault   vault       // what the journal was opened with; under the device's lock
	shut    []shutDraft // drafts that are locked with keys that are not open; used by notes alone

	// Below: used by the queue alone.
	own      *space
	couple   *space
	about    *self.State // the queue's own fold of the person's log
	pair     *pairing
	forged   bool // a stored log turned out to be broken: nothing is opened any more
	outbox   []*intent
	unread   bool          // this device has not noted anything about the space yet
	wait     time.Duration // until the relay is asked again after a failure
	timed    bool          // it will be
	until    time.Time     // nothing more is sent before: the relay asked for it
	wrong    map[chain.Type]*eventlog.Alarm
	told     app.Alarmed     // what the app was told of it last
	name     string          // what this person has said they are called, until it is in their own log
	hostedBy self.Host       // who they have said runs the relay, likewise
	held     *held           // an invite that can be taken up instead of one's own
	proved   time.Time       // when the passphrase was last used for the invite that is being sent
	delay    keywork.Failure // why the pairing does not go on just now

	here bool // this device is in the list of its person's
	out  bool // and was signed out

	locals   []local // what is kept on this device alone
	unlocal  bool    // it cannot be read: nothing is stored over it
	removals []*removal
	buried   map[removal]bool // whose tombstones the relay has just taken

	quiet keywork.Quiet
	armed bool // everything is looked at when the time comes that was set for leaving
}

// space is one log with the keys to read and write it.
type space struct {
	log    *eventlog.Log
	ring   *envelope.Ring
	signer *envelope.Signer
	member uint8               // this person's; 0 until they are one
	ids    map[event.ID]uint8  // the member whose event has an id, the first one
	stuck  uint32              // an epoch that could not be adopted
	given  []envelope.EpochKey // the keys of a log that was given back, in which this person has no part now
	noted  []byte              // this person's newest witness in it, about their other log
	gen    uint32              // of the keys that the signer signs with
	heals  int
}

// begin starts a session: what this device has stored is shown first, then the
// relay is asked for more. Afresh, what it has stored of the logs is forgotten
// before.
func (d *Device) begin(keys keywork.Session, res keywork.Result, afresh bool) error {
	s := &session{d: d, keys: keys, queue: newQueue(), notes: newQueue(), awake: make(chan struct{}, 1), about: self.New(), wrong: map[chain.Type]*eventlog.Alarm{}, buried: map[removal]bool{}}
	s.relay = client.New(d.Transport, d.Origin)
	s.relay.As(keys.Account, keyring.SeedKey(keys.Login), keys.Token)
	if keys.Way != 0 {
		s.relay.By(keys.Way)
	}
	s.relay.Remember(keys.Hint[:])
	s.relay.Device(keys.Device, d.Rand)
	s.relay.Decoy(keys.Decoy)

	if afresh && keys.Alone {
		return client.ErrUnreachable // what is here is all there is just now
	}
	if afresh {
		if err := eventlog.Forget(d.ctx, d.Store, keys.Hot.Self); err != nil {
			return err
		}
	}
	own, entries, err := s.open(keys.Hot.Self, chain.Self, eventlog.Trust{First: keys.Hot.Identity})
	if err != nil {
		return err
	}
	s.own = own
	s.foldOwn(entries)
	d.mu.Lock()
	d.sess = s
	s.name, s.hostedBy = d.m.MyName, d.m.HostedBy
	d.m.Unseal, d.m.OwnLog, d.m.Account = s.unseal, keys.Hot.Self, keys.Account.String()
	entry := d.m.Entry
	d.mu.Unlock()

	if s.quiet, err = keywork.ReadQuiet(d.ctx, d.Env); err != nil {
		return err
	}
	d.gate.set(!s.quiet.On) // the account may be another one now
	d.tell(app.Quieted{On: s.quiet.On})
	if err := s.recallOutbox(); err != nil {
		return err
	}
	if err := s.recallRemovals(); err != nil {
		return err
	}
	// The person's own log says which space is theirs, so it comes before
	// anything is shown.
	d.tell(app.OwnEntries{Entries: entries})
	if err := errors.Join(s.recallOwnDrafts(), s.recallMeant(), s.recallLocals()); err != nil {
		return err
	}
	if len(s.outbox) > 0 {
		s.showOutbox()
	}
	if keys.Gone {
		s.lost()
	}
	if keys.Alone {
		d.tell(app.NetChanged{Net: app.Offline})
	} else {
		s.sync(d.ctx, s.own)
		s.heedQuiet(d.ctx)
	}
	if err := s.recallPair(); err != nil {
		return err
	}
	for _, a := range s.about.Anchors {
		if !afresh {
			break
		}
		if err := eventlog.Forget(d.ctx, d.Store, a.Log); err != nil {
			return err
		}
	}
	s.enterSpace()
	var declined keywork.Failure
	if entry.Invite != nil && res.Cert != nil {
		if declined, err = s.join(*entry.Invite, *res.Cert, s.name); err != nil {
			return err
		}
	}
	if !keys.Alone {
		_ = s.keepName(d.ctx) // before anything else, or a reload would lose it; tried again if it fails
	}
	s.showPair()
	d.tell(app.Unlocked{AccountKey: res.AccountKey, Declined: declined})
	s.do(func(ctx context.Context) { s.takenBack(ctx, s.own, 0, nil) }) // a start may have come in between
	s.verify(s.own)
	fresh := len(entries) == 0 // then the logs are held against each other before anything is written
	if fresh {
		s.soon()
	}
	if !keys.Alone {
		s.do(s.checkSlots)
		s.do(s.dropHalves)
	}
	if !fresh {
		s.soon()
	}
	go s.queue.work(d.ctx)
	go s.notes.work(d.ctx)
	go s.listen()
	go s.tick()
	return nil
}

// do puts a step into the queue.
func (s *session) do(step func(context.Context)) {
	if s != nil {
		s.queue.do(step)
	}
}

// soon brings everything up to date when the queue comes to it.
func (s *session) soon() {
	if !s.syncing.Swap(true) {
		s.do(s.syncAll)
	}
}

func (s *session) tick() {
	t := time.NewTicker(tickEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			s.d.tell(app.Ticked{})
		case <-s.d.ctx.Done():
			return
		}
	}
}

// listen keeps a stream open and asks for what is new whenever it says so.
func (s *session) listen() {
	wait := time.Second
	began, again := false, false // the last stream did; one that had ended was begun anew at once
	for s.d.ctx.Err() == nil {
		began = false
		err := s.relay.Stream(s.d.ctx, func(data string) error {
			switch {
			case data == wire.StreamReady:
				wait, began = time.Second, true
				s.d.tell(app.NetChanged{Net: app.Online})
			}
			s.soon()
			return nil
		})
		if s.d.ctx.Err() != nil {
			return
		}
		if wire.IsRefusal(err, wire.CodeSignedOut) {
			s.signedOut()
			return
		}
		if began && !again {
			again = true
			continue // nothing is said of a line that is there again at once
		}
		net := app.NetChanged{Net: app.Offline}
		if wire.IsRefusal(err, wire.CodeUnauthorized) {
			err = s.relay.Login(s.d.ctx)
			if err == nil {
				continue
			}
			if wire.IsRefusal(err, wire.CodeUnauthorized) {
				net = s.refused()
			}
		}
		s.d.tell(net)
		var refusal *wire.Refusal
		if errors.As(err, &refusal) {
			wait = max(wait, retryAfter(refusal))
		}
		retry := time.After(wait)
		if s.over.Load() {
			retry = nil
		}
		again = false
		select {
		case <-retry:
			wait = min(2*wait, maxBackoff)
		case <-s.awake:
			wait = time.Second
		case <-s.d.ctx.Done():
			return
		}
	}
}

// wake asks at once what would have been asked after a while.
func (s *session) wake() {
	if s == nil {
		return
	}
	select {
	case s.awake <- struct{}{}:
	default:
	}
	s.soon()
}

// carry queues the effects that need a session.
func (s *session) carry(e app.Effect) {
	switch e := e.(type) {
	case app.Write:
		s.do(func(ctx context.Context) { s.submit(ctx, e) })
	case app.SealAnswer:
		s.do(func(ctx context.Context) { s.sealAnswer(ctx, e) })
	case app.DropWaiting:
		s.do(func(ctx context.Context) { s.drop(ctx, e.ID) })
	case app.TryWaiting:
		s.do(func(ctx context.Context) { s.again(ctx, e.ID) })
	case app.Redact:
		s.do(func(ctx context.Context) {
			sp := s.couple
			if e.Own {
				sp = s.own
			}
			var err error
			for i := 0; i < len(e.Seqs) && err == nil; i++ {
				err = s.redact(ctx, sp, e.Seqs[i])
			}
			s.finish(err)
		})
	case app.WriteSettings:
		s.do(func(ctx context.Context) {
			set := e.Settings
			s.hostedBy = self.HostUnsaid // what they say now counts
			if set.Name == "" {
				set.Name = s.about.Settings.Name // came in while the form was being filled in
			}
			s.finish(s.note(ctx, self.KindSettings, set))
		})
	case app.SayVerified:
		s.do(func(ctx context.Context) { s.finish(s.verified(ctx, e.How)) })
	case app.SayMatch:
		s.do(s.sayMatch)
	case app.SayDiffer:
		s.do(s.sayDiffer)
	case app.DropInvite:
		s.do(s.dropInvite)
	case app.JoinInstead:
		s.do(s.joinInstead)
	case app.OpenPast:
		s.do(func(ctx context.Context) { s.openPast(ctx, e.Log) })
	case app.Refetch:
		s.do(s.refetch)
	case app.NameDevice:
		s.do(func(ctx context.Context) { s.finish(s.nameDevice(ctx, e.Label)) })
	case app.ForgetHere:
		s.do(s.forgetHere)
	case app.Quieten:
		s.do(func(ctx context.Context) { s.quieten(ctx, e.On) })
	case app.DropPin:
		s.notes.do(s.dropPin)
	case app.Remember:
		s.notes.do(s.keepLooked)
	case app.KeepDrafts:
		s.notes.do(s.keepDrafts)
	case app.CloseJournal:
		s.notes.do(func(ctx context.Context) { s.closeVault(ctx, e.Drafts) })
	case app.Relock:
		s.do(func(ctx context.Context) { s.finish(s.relock(ctx, e)) })
	case app.DropLocal:
		s.do(func(ctx context.Context) { s.dropLocal(ctx, e.IDs) })
	case app.KeepMeant:
		s.notes.do(s.keepMeant)
	}
}

// finish tells the app how a request went.
func (s *session) finish(err error) {
	if err == nil {
		s.d.tell(app.Wrote{})
		return
	}
	if errors.Is(err, errNotAllowed) {
		s.d.tell(app.WriteFailed{Failure: app.NotAllowed})
		return
	}
	s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
}

// open reads a log from the store.
func (s *session) open(log chain.LogID, typ chain.Type, trust eventlog.Trust) (*space, []envelope.Entry, error) {
	return s.openWith(nil, log, typ, trust)
}

// openWith reads one with keys that were given back.
func (s *session) openWith(keys []envelope.EpochKey, log chain.LogID, typ chain.Type, trust eventlog.Trust) (*space, []envelope.Entry, error) {
	root := s.keys.Hot.Newest()
	sp := &space{given: keys, ring: envelope.NewRing(log), ids: map[event.ID]uint8{}}
	sp.signBy(log, typ, root)
	if typ == chain.Self {
		for _, r := range s.keys.Hot.Roots {
			sp.ring.Add(r.Generation, r.SelfKey(log))
		}
	}
	l, accepted, err := eventlog.Open(s.d.ctx, s.d.Store, log, typ, trust, root.CheckpointKey(log), s.d.Build)
	if err != nil {
		return nil, nil, err
	}
	sp.log = l
	return sp, s.read(sp, accepted), nil
}

// read opens accepted events, taking up epoch keys as they come.
func (s *session) read(sp *space, accepted []chain.Accepted) []envelope.Entry {
	entries := make([]envelope.Entry, 0, len(accepted))
	for _, a := range accepted {
		if cert, ok := a.Certificate(); ok && cert.Identity == s.keys.Hot.Identity {
			sp.member = a.Member()
			if a.ControlKind() == chain.KindMemberAdd {
				sp.member = 2
			}
		}
		if e := a.Epoch(); e != nil && sp.given != nil {
			keyring.AdoptGiven(sp.ring, sp.signer.Log, *e, sp.given)
		} else if e != nil && sp.member != 0 {
			if err := keyring.Adopt(sp.ring, sp.signer.Log, *e, sp.member, s.keys.Hot.Roots); err != nil {
				sp.stuck = e.Number
			}
		}
		entry := envelope.Open(a, sp.ring)
		if b, ok := entry.Body(); ok && len(b.Witness) > 0 && a.Member() == sp.member {
			sp.noted = b.Witness
		}
		if _, used := sp.ids[entry.ID()]; !used {
			sp.ids[entry.ID()] = a.Member()
		}
		entries = append(entries, entry)
	}
	s.signBy(sp)
	return entries
}

// ahead returns the seqs of those entries that claim to be written well after
// this device first saw them.
func ahead(sp *space, entries []envelope.Entry) (list []uint64) {
	for _, e := range entries {
		if at, ok := e.Stamp(); ok && at.MS > sp.log.SeenMS(e.Seq())+fold.SkewMS {
			list = append(list, e.Seq())
		}
	}
	return list
}

// sync asks the relay for what is new in a log. It reports what is wrong to
// the app and returns it.
func (s *session) sync(ctx context.Context, sp *space) error {
	if sp == nil {
		return errNoSpace
	}
	fetch := func() error {
		return sp.log.Sync(ctx, s.relay, s.d.NowMS(), func(a []chain.Accepted) { s.fresh(sp, a) })
	}
	err := fetch()
	var alarm *eventlog.Alarm
	if errors.As(err, &alarm) && alarm.Problem == eventlog.Rollback {
		if err = s.heal(ctx, sp, alarm); err == nil {
			err = fetch()
		}
	}
	s.report(sp.log.State().Type, err)
	return err
}

// lost says that the relay does not know the account any more. What is here is all
// that is left, and nothing is asked again.
func (s *session) lost() {
	s.over.Store(true)
	s.d.gate.set(false)
	s.d.tell(app.AccountGone{})
}

// fresh shows newly accepted events.
func (s *session) fresh(sp *space, accepted []chain.Accepted) {
	entries := s.read(sp, accepted)
	if sp == s.own {
		s.foldOwn(entries)
		s.d.tell(app.OwnEntries{Entries: entries})
		s.takenBack(s.d.ctx, sp, accepted[0].Event().Seq-1, nil)
		s.closeSpace() // it may have been left on another device
		s.arm()
		s.stillHere()
		return
	}
	seen := s.seen()
	s.d.tell(app.Entries{Entries: entries, Ahead: ahead(sp, entries)})
	s.place(false)
	s.takenBack(s.d.ctx, sp, accepted[0].Event().Seq-1, seen)
}

func (s *session) foldOwn(entries []envelope.Entry) {
	s.about.Fold(entries...)
}

// syncAll brings everything up to date.
func (s *session) syncAll(ctx context.Context) {
	s.syncing.Store(false)
	s.closeSpace() // its time may just have come
	if s.over.Load() || !s.d.gate.isOpen() {
		return // nothing can be asked, or not until its person says so
	}
	own := s.sync(ctx, s.own)
	s.heedQuiet(ctx)
	failed := own
	if errors.Is(failed, client.ErrUnreachable) {
		s.later(failed)
		return
	}
	s.joinRelay(ctx)
	s.enterSpace()
	err := errNoSpace
	if _, silent := s.behind(); !silent {
		err = s.sync(ctx, s.couple)
	}
	if s.couple != nil && err != errNoSpace {
		own, err = s.witness(ctx, s.couple, s.own, own), s.witness(ctx, s.own, s.couple, err)
		failed = errors.Join(own, err)
	}
	if wait := s.until.Sub(s.d.Now()); wait > 0 {
		failed = errors.Join(failed, errBusy)
	} else {
		if own == nil {
			s.tidy(ctx, s.own)
			failed = errors.Join(failed, s.renew(ctx, s.own), s.flush(ctx, s.own), s.noteQuiet(ctx))
		}
		if err == nil {
			failed = errors.Join(failed, s.renew(ctx, s.couple))
			s.tidy(ctx, s.couple)
			if s.unread {
				s.unread = false
				s.d.tell(app.Arrived{})
			}
			failed = errors.Join(failed, s.leave(ctx), s.sendAll(ctx, s.couple))
		}
		s.renewEpoch(ctx)
		failed = errors.Join(failed, s.advance(ctx), s.keepName(ctx), s.takeGiven(ctx))
		if own == nil {
			failed = errors.Join(failed, s.noteDevice(ctx))
		}
	}
	if failed != nil {
		s.later(failed)
	} else {
		s.wait = 0
	}
}

// witness holds a log against what this person noted about it in their other one,
// on any device, and returns what is wrong with it, which is err if there is no such
// note. The log may have grown since it was asked for, so it is asked for once more
// before it is said to be short.
func (s *session) witness(ctx context.Context, in, about *space, err error) error {
	if err != nil || in.noted == nil {
		return err
	}
	seq, head, bad := keyring.OpenWitness(s.keys.Hot.Roots, about.signer.Log, in.noted)
	if bad != nil {
		return nil // about an earlier space
	}
	err = about.log.Witness(ctx, wire.Head{Seq: seq, Hash: head})
	if isAlarm(err) {
		return s.sync(ctx, about)
	}
	return err
}

// enterSpace opens the shared log that the person's own log names, if it is
// not open yet.
func (s *session) enterSpace() {
	a, ok := s.about.Space()
	if !ok || s.forged || s.couple != nil && s.couple.signer.Log == a.Log {
		return
	}
	sp, entries, err := s.open(a.Log, chain.Couple, s.trust(a))
	s.report(chain.Couple, err)
	var alarm *eventlog.Alarm
	if errors.As(err, &alarm) {
		s.forged = alarm.Problem == eventlog.Broken // what is stored stays as it is: once is enough
	}
	if err != nil {
		return
	}
	s.couple = sp
	s.place(true)
	s.recallNotes(a.Log) // before anything is shown: what was taken back was read before that, or not at all
	seen := s.seen()
	s.d.tell(app.Entries{Entries: entries, Ahead: ahead(sp, entries)})
	s.takenBack(s.d.ctx, sp, 0, seen)
	if len(s.outbox) > 0 {
		s.showOutbox()
	}
	s.verify(sp)
}

// verify verifies the signatures that opening a log left for later, a few at a
// time between the other steps of the queue.
func (s *session) verify(sp *space) {
	s.do(func(ctx context.Context) {
		if sp.log.Pending() == 0 {
			return
		}
		err := sp.log.Verify(ctx, verifyStep)
		var alarm *eventlog.Alarm
		switch {
		case errors.As(err, &alarm):
			s.disbelieve(sp.log.State().Type, alarm)
		case err == nil:
			time.AfterFunc(verifyPause, func() { s.verify(sp) })
		}
		// Any other error is the store's: everything was verified and only the
		// checkpoint is missing, so the next opening does it once more.
	})
}

// disbelieve takes away what was shown of a log that turned out to be forged,
// and says so. The person's own log says who is in the shared one, so neither
// is believed without the other.
func (s *session) disbelieve(typ chain.Type, alarm *eventlog.Alarm) {
	s.forged, s.couple = true, nil
	s.place(true)
	s.report(typ, alarm)
}

// trust is what the person's own log says about who is in the space.
func (s *session) trust(a self.Anchor) eventlog.Trust {
	t := eventlog.Trust{Genesis: a.Genesis, First: s.keys.Hot.Identity, Second: a.Partner}
	if a.Lost() {
		t.First = [32]byte{} // whose it was nobody but this person can say
	}
	if a.Me == event.Second {
		t.First, t.Second = a.Partner, t.First
	}
	return t
}

// place tells the app which space this is and how far it has come.
func (s *session) place(fresh bool) {
	a, ok := s.about.Space()
	if !ok || s.couple == nil {
		s.d.tell(app.Entered{Fresh: fresh, Stage: app.NoSpace})
		return
	}
	st := s.couple.log.State()
	left, _ := s.behind()
	stage := app.NoSpace
	switch {
	case left:
		stage = app.Ended
	case st.Seq == 0:
		stage = app.Coming
	case st.Closed():
		stage = app.Ended
	case len(st.Members) == 2:
		stage = app.Shared
	case s.pair != nil && s.pair.Step != stepBurn:
		stage = app.Pairing
	}
	var who [2][32]byte
	if len(st.Members) == 2 {
		who = [2][32]byte{st.Members[0].Identity, st.Members[1].Identity}
	}
	s.d.tell(app.Entered{Me: a.Me, MyName: a.MyName, Name: a.Name, Fresh: fresh, Stage: stage, Identities: who})
}

func isAlarm(err error) bool {
	var alarm *eventlog.Alarm
	return errors.As(err, &alarm)
}

func deleted(name string) eventlog.KV { return eventlog.KV{Name: name} }

var (
	errNotAllowed = errors.New("device: the rules do not allow this now")
	errNoSpace    = errors.New("device: no shared log is open")
)

// note appends to the person's own log, after what waits for it.
func (s *session) note(ctx context.Context, kind event.Kind, payload any) error {
	if err := s.flush(ctx, s.own); err != nil {
		return err
	}
	raw, err := codec.Encode(payload)
	if err != nil {
		return err
	}
	var id event.ID
	if _, err := io.ReadFull(s.d.Rand, id[:]); err != nil {
		return err
	}
	return s.append(ctx, s.own, id, func(place envelope.Place) (envelope.Signed, error) {
		body := event.Body{Kind: kind, MinReader: event.Reader, CreatedMS: s.d.NowMS(), Payload: raw}
		return s.seal(s.own, place, id, body)
	})
}

// control appends a control record to the shared log.
func (s *session) control(ctx context.Context, body func() ([]byte, error)) error {
	var id event.ID
	if _, err := io.ReadFull(s.d.Rand, id[:]); err != nil {
		return err
	}
	return s.append(ctx, s.couple, id, func(place envelope.Place) (envelope.Signed, error) {
		b, err := body()
		if err != nil {
			return envelope.Signed{}, err
		}
		return envelope.SealControl(s.d.Rand, s.couple.signer, place, id, b)
	})
}

// append signs an event for the head and sends it, again and again until it is
// in the log once. After a lost answer or a moved head it first looks whether
// the event is there already. While the head is the same the same bytes are sent
// again.
func (s *session) append(ctx context.Context, sp *space, id event.ID, seal func(envelope.Place) (envelope.Signed, error)) error {
	if err := s.renew(ctx, sp); err != nil {
		return err
	}
	var ev envelope.Signed
	var last error
	for range maxAppendTries {
		if err := sp.log.Err(); err != nil {
			return err
		}
		if by, used := sp.ids[id]; used && by == sp.member {
			return nil
		}
		st := sp.log.State()
		if place := envelope.After(st); !ev.For(place) {
			var err error
			if ev, err = seal(place); err != nil {
				return err
			}
		}
		err := s.relay.Append(ctx, sp.signer.Log, client.NewAppend(st, ev))
		switch {
		case err == nil:
			return s.take(ctx, sp, ev)
		case moved(err):
			last = err
			if err := s.sync(ctx, sp); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return last
}

// take accepts an event that the relay has acknowledged.
func (s *session) take(ctx context.Context, sp *space, events ...envelope.Signed) error {
	var list []wire.Event
	for _, e := range events {
		list = append(list, wire.Event{Head: e.Event().Head(), Body: e.Event().Body})
	}
	accepted, err := sp.log.Accept(ctx, list, s.d.NowMS())
	if len(accepted) > 0 {
		s.fresh(sp, accepted)
	}
	if err != nil {
		s.report(sp.log.State().Type, err)
	}
	return err
}

// moved reports whether an append failed in a way that the log itself explains:
// it has grown, or shrunk, or is gone, or the answer was lost. Asking for what is
// new shows which.
func moved(err error) bool {
	return wire.IsRefusal(err, wire.CodeConflict) || wire.IsRefusal(err, wire.CodeNotFound) || errors.Is(err, client.ErrUnreachable)
}

// end leaves the space: one person, at once, without a passphrase.
func (s *session) end(ctx context.Context) error {
	if s.couple == nil {
		return errNotAllowed
	}
	if s.couple.log.State().Closed() {
		return nil
	}
	return s.control(ctx, chain.LeaveBody)
}

// renewEpoch announces a new epoch when the newest cannot be opened, so that
// writing goes on under a key that both have.
func (s *session) renewEpoch(ctx context.Context) {
	sp := s.couple
	if left, _ := s.behind(); left {
		return
	}
	if sp == nil || sp.member == 0 || sp.stuck == 0 || sp.stuck != sp.log.State().Epoch {
		return
	}
	if err := s.control(ctx, func() ([]byte, error) {
		st := sp.log.State()
		e, _, err := keyring.NewEpoch(s.d.Rand, st, st.Members, sp.ring)
		if err != nil {
			return nil, err
		}
		return chain.EpochBody(e)
	}); err == nil {
		sp.stuck = 0
	}
}

// joinRelay looks at the slots once a session that began without the relay has
// reached it.
func (s *session) joinRelay(ctx context.Context) {
	if !s.keys.Alone {
		return
	}
	slots, err := s.relay.Slots(ctx)
	if err != nil {
		return
	}
	digest, err := keyring.SlotsDigest(slots)
	if err != nil {
		return
	}
	s.keys.Slots, s.keys.Alone = digest, false
	s.checkSlots(ctx)
}

// checkSlots holds the slots that the relay gave against the digest in the
// person's own log. A set that comes after that one was made by a device of
// theirs that could not write it down.
func (s *session) checkSlots(ctx context.Context) {
	set := self.Slots{Digest: s.keys.Slots, Number: s.keys.Hot.Set}
	if have := s.about.Slots; have == nil || have.Number < set.Number {
		if err := s.note(ctx, self.KindSlots, set); err != nil {
			return // tried again at the next unlock
		}
	}
	s.d.tell(app.SlotsChecked{Old: s.about.Slots != nil && s.about.Slots.Digest != set.Digest})
}

// slotsChanged goes on with what a key worker has made of the account's slots.
func (s *session) slotsChanged(c keywork.SlotsChange) {
	s.d.mu.Lock()
	s.keys.Login, s.keys.Token, s.keys.Hint = c.Login, c.Token, c.Hint
	s.keys.Slots, s.keys.Salt, s.keys.Hot.Set, s.keys.Alone = c.Digest, c.Salt, c.Number, false
	s.d.mu.Unlock()
	s.over.Store(false)
	s.relay.As(s.keys.Account, keyring.SeedKey(c.Login), c.Token)
	s.relay.Remember(c.Hint[:])
	s.do(s.checkSlots)
	s.wake()
}

// keep stores something of this device's own, encrypted.
func (s *session) keep(ctx context.Context, name string, v any) error {
	plain, err := codec.Encode(v)
	if err != nil {
		return err
	}
	b, err := keyring.SealNote(s.d.Rand, s.keys.Hot.Newest().CacheKey(), name, plain)
	if err != nil {
		return err
	}
	return s.d.Store.Put(ctx, eventlog.KV{Name: name, Value: b})
}

// recall reads what keep stored. It reports whether there is something.
func (s *session) recall(name string, v any) (bool, error) {
	b, err := s.d.Store.Get(s.d.ctx, name)
	if errors.Is(err, eventlog.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, r := range slices.Backward(s.keys.Hot.Roots) { // what was kept before the account was secured, too
		if plain, err := keyring.OpenNote(r.CacheKey(), name, b); err == nil {
			return codec.Decode(plain, v) == nil, nil
		}
	}
	return false, nil // another account's, or damaged: as good as none
}
