package device

import (
	"context"
	"errors"
	"io"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/envelope"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/secret"
	"troth/internal/self"
	"troth/internal/wire"
)

// pairStep is how far a pairing has come. Each step is kept, encrypted, before
// the next is tried, so that a reload or a lock loses nothing; and each can be
// tried again, because the relay takes the same message twice.
type pairStep uint8

const (
	stepSend    pairStep = iota + 1 // inviting: the invite is prepared, not yet (all) sent
	stepOpen                        // inviting: sent; waiting for an answer
	stepReveal                      // inviting: answered; own number not yet revealed
	stepWords                       // both: the words can be compared
	stepAdmit                       // inviting: they match; the partner is not admitted yet
	stepClaim                       // invited: not claimed yet
	stepAnswer                      // invited: claimed; own answer not yet sent
	stepWait                        // invited: waiting for the other's number
	stepMatched                     // invited: they match; waiting to be admitted
	stepFailed                      // came to nothing
	stepProve                       // inviting: prepared; the passphrase is needed again to send it
	stepBurn                        // over for this person; the relay may not know yet
)

// proofLife is how long after it was made a proof can still be sent. The relay
// takes it for a minute.
const proofLife = 50 * time.Second

// pairing is the record of a pairing under way.
type pairing struct {
	Me      event.Partner            `cbor:"1,keyasint"`
	Step    pairStep                 `cbor:"2,keyasint"`
	Secret  keyring.InviteSecret     `cbor:"3,keyasint"`
	MyName  string                   `cbor:"4,keyasint"`
	Name    string                   `cbor:"5,keyasint"` // the other's, as they wrote it
	Draft   *keywork.Draft           `cbor:"6,keyasint,omitempty"`
	Cert    *chain.SignedCertificate `cbor:"7,keyasint,omitempty"` // invited: one's own
	M1      []byte                   `cbor:"8,keyasint,omitempty"` // plaintexts, for the words
	M2      []byte                   `cbor:"9,keyasint,omitempty"`
	Sealed2 []byte                   `cbor:"10,keyasint,omitempty"` // invited: the answer as it is sent
	Number  [32]byte                 `cbor:"11,keyasint"`           // the inviting person's, once known
	Raced   bool                     `cbor:"12,keyasint"`
	Failure keywork.Failure          `cbor:"13,keyasint,omitempty"`
	Body    []byte                   `cbor:"14,keyasint,omitempty"` // inviting: AddMember, as it was signed
}

// pairFailure turns an error of pairing into the word for it.
func pairFailure(err error) keywork.Failure {
	switch {
	case errors.Is(err, keyring.ErrInviteLate):
		return keywork.Failure(wire.CodeExpired)
	case errors.Is(err, keyring.ErrInviteOwn):
		return keywork.Failure(wire.CodeOwn)
	case errors.Is(err, keyring.ErrInviteLink):
		return app.PairLink
	case errors.Is(err, keyring.ErrInviteOpen), errors.Is(err, keyring.ErrInviteReveal), errors.Is(err, chain.ErrCertificate):
		return app.PairTampered
	}
	return keywork.FailureOf(err)
}

// ends reports whether an error ends a pairing, rather than delaying it.
func ends(err error) bool {
	switch pairFailure(err) {
	case keywork.Failure(wire.CodeExpired), keywork.Failure(wire.CodeOwn), keywork.Failure(wire.CodeGone),
		keywork.Failure(wire.CodeNotFound), keywork.Failure(wire.CodeForbidden), app.PairTampered:
		return true
	}
	return false
}

func (s *session) recallPair() error {
	var p pairing
	ok, err := s.recall(namePair, &p)
	if ok {
		s.pair = &p
	}
	return err
}

// keepPair stores the pairing and shows it.
func (s *session) keepPair(ctx context.Context) error {
	err := s.keep(ctx, namePair, s.pair)
	s.showPair()
	return err
}

func (s *session) forgetPair(ctx context.Context) {
	s.pair = nil
	_ = s.d.Store.Put(ctx, eventlog.KV{Name: namePair}) // found again, it would only end again
	s.showPair()
}

// showPair tells the app how the pairing stands.
func (s *session) showPair() {
	p := s.pair
	if p == nil || p.Step == stepBurn {
		s.d.tell(app.Paired{})
		return
	}
	v := app.Pair{Me: p.Me, Name: p.Name, Raced: p.Raced, Failure: p.Failure, Delay: s.delay}
	if s.until.After(s.d.Now()) {
		v.Again = s.until.UnixMilli()
	}
	switch p.Step {
	case stepSend:
		v.Stage = app.PairSending
	case stepProve:
		v.Stage = app.PairProve
	case stepOpen:
		v.Stage = app.PairOpen
	case stepReveal, stepClaim, stepAnswer, stepWait:
		v.Stage = app.PairWaiting
	case stepWords:
		v.Stage = app.PairWords
	case stepAdmit, stepMatched:
		v.Stage = app.PairMatched
	case stepFailed:
		v.Stage = app.PairFailed
	}
	if p.Draft != nil && p.Step != stepSend && p.Step != stepProve {
		v.Expires = p.Draft.Expires
		v.Link = secret.Text(s.d.Origin + "/#" + p.Secret.Fragment(hostOf(s.d.Origin)).Reveal())
	}
	if p.Step == stepWords || p.Step == stepAdmit || p.Step == stepMatched {
		w := keyring.Compare(p.M1, p.M2, p.Number)
		v.Words, v.Digits = w.Words, w.Digits
	}
	s.d.tell(app.Paired{Pair: v})
}

// failPair ends a pairing. The invite is burnt with it, so that the other is
// told and nobody waits for what does not come. What was begun is dropped.
func (s *session) failPair(ctx context.Context, why keywork.Failure) {
	if why != keywork.Failure(wire.CodeOwn) { // one's own is waited for by somebody else
		_ = s.relay.BurnInvite(ctx, s.pair.Secret.ID()) // if it cannot be, it runs out
	}
	s.pair.Step, s.pair.Failure = stepFailed, why
	s.delay = ""
	_ = s.keepPair(ctx) // kept or not, it is shown as ended
	s.dropAnchor(ctx)
	s.place(false)
}

// dropAnchor notes that the space of one's own invite came to nothing.
func (s *session) dropAnchor(ctx context.Context) {
	if s.pair.Me == event.First && s.pair.Draft != nil {
		a := self.Anchor{Log: s.pair.Draft.Log, Me: event.First, Dropped: true}
		_ = s.note(ctx, self.KindAnchor, a) // an undropped anchor of an empty space is passed over all the same
	}
}

// startInvite takes up a prepared invite.
func (s *session) startInvite(ctx context.Context, d keywork.Draft, name string) {
	s.pair = &pairing{Me: event.First, Step: stepSend, Secret: d.Secret, MyName: name, Draft: &d, M1: d.M1, Number: d.Number}
	s.proved, s.delay, s.name = s.d.Now(), "", name
	s.d.Inspect(func(m *app.Model) { s.hostedBy = m.HostedBy })
	if err := s.keepPair(ctx); err != nil {
		s.pair = nil
		s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
		return
	}
	s.goOn(ctx)
}

// startSend has a key worker prove once more that the invite is wanted, because
// the first proof ran out before it could be sent.
func (s *session) startSend(ctx context.Context, port Port) {
	defer port.Close()
	if s.pair == nil || s.pair.Step != stepProve {
		s.d.tell(app.JobFailed{Failure: app.NotAllowed})
		return
	}
	if s.d.NowMS() > s.pair.Draft.Expires {
		s.failPair(ctx, keywork.Failure(wire.CodeExpired))
		return
	}
	res, err := exchange(ctx, keywork.Job{Kind: keywork.Prove, Op: wire.OpInvite, Body: s.pair.Draft.Body}, port)
	if err != nil {
		res.Failure = keywork.NoMemory // the worker was ended by the browser
	}
	if res.Failure != "" {
		s.d.tell(app.JobFailed{Failure: res.Failure})
		return
	}
	s.pair.Draft.Proof, s.proved = *res.Proof, s.d.Now()
	if err := s.step(ctx, stepSend); err != nil {
		s.d.tell(app.JobFailed{Failure: keywork.FailureOf(err)})
		return
	}
	s.goOn(ctx)
}

// held is an invite that this person was given while one of their own is open.
type held struct {
	secret keyring.InviteSecret
	cert   chain.SignedCertificate
	name   string
}

// join takes up the invite that the app was opened with, or says why not. That
// is decided before anything is sent, so that an invite which is declined is
// still there for whom it is meant.
func (s *session) join(secret keyring.InviteSecret, cert chain.SignedCertificate, name string) (keywork.Failure, error) {
	p := s.pair
	under := p != nil && p.Step != stepFailed && p.Step != stepBurn
	switch {
	case under && p.Secret == secret && p.Me == event.First:
		return keywork.Failure(wire.CodeOwn), nil
	case under && p.Secret == secret:
		return "", nil // it is being taken up already
	}
	if no, _ := s.declines(s.d.ctx, secret); no {
		return app.PairBlocked, nil
	}
	if _, silent := s.behind(); !silent {
		_ = s.sync(s.d.ctx, s.couple) // what cannot be asked now is judged by what is here
	}
	switch {
	case s.sharing():
		return app.PairSharing, nil
	case under && p.Me == event.First:
		s.held = &held{secret, cert, name}
		return app.PairOther, nil
	case under:
		return app.PairBusy, nil
	}
	return "", s.startJoin(secret, cert, name)
}

// sharing reports whether this person shares a space that has not ended. One
// that cannot be looked at just now counts.
func (s *session) sharing() bool {
	a, ok := s.about.Space()
	if !ok {
		return false
	}
	if left, _ := s.behind(); left {
		return false
	}
	if s.couple == nil || s.couple.signer.Log != a.Log || s.couple.log.State().Seq == 0 {
		return a.Partner != [32]byte{}
	}
	st := s.couple.log.State()
	return len(st.Members) == 2 && !st.Closed()
}

// joinInstead withdraws one's own invite and takes up the one that is held.
func (s *session) joinInstead(ctx context.Context) {
	h := s.held
	if h == nil || s.pair == nil || s.pair.Me != event.First || s.sharing() {
		s.d.tell(app.WriteFailed{Failure: app.NotAllowed})
		return
	}
	if s.pair.Step != stepFailed {
		if err := s.relay.BurnInvite(ctx, s.pair.Secret.ID()); err != nil && !ends(err) {
			s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
			return
		}
		s.dropAnchor(ctx)
	}
	s.held = nil
	if err := s.startJoin(h.secret, h.cert, h.name); err != nil {
		s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
		return
	}
	s.showPair()
	s.goOn(ctx)
}

// startJoin takes up an invite that this person was given.
func (s *session) startJoin(secret keyring.InviteSecret, cert chain.SignedCertificate, name string) error {
	if !event.ValidName(name) {
		return keyring.ErrName
	}
	s.pair = &pairing{Me: event.Second, Step: stepClaim, Secret: secret, MyName: name, Cert: &cert}
	s.delay = ""
	return s.keep(s.d.ctx, namePair, s.pair)
}

// goOn advances a pairing now, and later if it cannot be done now.
func (s *session) goOn(ctx context.Context) {
	if err := s.advance(ctx); err != nil {
		s.later(err)
	}
}

// advance goes on with a pairing as far as it can. The error says why it is to
// be tried again; one that ends the pairing is shown and not returned.
func (s *session) advance(ctx context.Context) error {
	for s.pair != nil && s.pair.Step != stepFailed {
		before := s.pair.Step
		err := s.advanceOnce(ctx)
		if s.pair == nil {
			return err
		}
		if err != nil && ends(err) {
			why := pairFailure(err)
			if why == keywork.Failure(wire.CodeGone) && (before == stepWords || before == stepAdmit || before == stepMatched) {
				// The other has said that they differ, or their device has found
				// something that was not right.
				why = app.PairDiffer
			}
			s.failPair(ctx, why)
			return nil
		}
		if why := pairFailure(err); why != s.delay {
			s.delay = why
			s.showPair()
		}
		if err != nil || s.pair.Step == before {
			return err
		}
	}
	return nil
}

func (s *session) advanceOnce(ctx context.Context) error {
	switch s.pair.Step {
	case stepSend:
		return s.sendInvite(ctx)
	case stepOpen:
		return s.awaitAnswer(ctx)
	case stepReveal:
		return s.reveal(ctx)
	case stepWords, stepAdmit:
		if s.pair.Me == event.First && s.couple != nil && len(s.couple.log.State().Members) == 2 {
			// Only this person's passphrase can have done that; the answer was lost.
			return s.finishAdmitting(ctx)
		}
		return s.watchInvite(ctx)
	case stepClaim:
		return s.claim(ctx)
	case stepAnswer:
		return s.answer(ctx)
	case stepWait:
		return s.awaitReveal(ctx)
	case stepMatched:
		return s.awaitAdmission(ctx)
	case stepBurn:
		return s.burn(ctx)
	}
	return nil
}

// step keeps that a step has been done.
func (s *session) step(ctx context.Context, to pairStep) error {
	s.pair.Step = to
	return s.keepPair(ctx)
}

// sendInvite sends what the draft holds: the anchor first, so that a later
// device knows whose space it is, then the log, the invite and the first epoch.
func (s *session) sendInvite(ctx context.Context) error {
	d := s.pair.Draft
	genesis, err := chain.Parse(d.Genesis)
	if err != nil {
		return err
	}
	if a, ok := s.about.Space(); !ok || a.Log != d.Log {
		if err := s.farewell(ctx); err != nil {
			return err
		}
		a := self.Anchor{Log: d.Log, Genesis: genesis.Header.Hash(), Me: event.First, MyName: s.pair.MyName}
		if err := s.note(ctx, self.KindAnchor, a); err != nil {
			return err
		}
	}
	if err := s.relay.Create(ctx, d.Genesis); err != nil {
		return err
	}
	err = s.relay.NewInvite(ctx, d.Body, d.Proof)
	fresh := s.d.Now().Sub(s.proved) < proofLife
	if err != nil {
		s.proved = time.Time{} // a proof is good for one use
	}
	switch {
	case wire.IsRefusal(err, wire.CodeForbidden) && !fresh:
		return s.step(ctx, stepProve)
	case err != nil && !wire.IsRefusal(err, wire.CodeExists):
		return err
	}
	s.enterSpace()
	if err := s.sync(ctx, s.couple); err != nil {
		return err
	}
	if s.couple.log.State().Epoch == 0 {
		if err := s.control(ctx, s.firstEpoch); err != nil {
			return err
		}
	}
	return s.step(ctx, stepOpen)
}

func (s *session) firstEpoch() ([]byte, error) {
	st := s.couple.log.State()
	e, _, err := keyring.NewEpoch(s.d.Rand, st, st.Members, s.couple.ring)
	if err != nil {
		return nil, err
	}
	return chain.EpochBody(e)
}

// awaitAnswer looks whether somebody has answered, and who.
func (s *session) awaitAnswer(ctx context.Context) error {
	v, err := s.watch(ctx)
	if err != nil || len(v.M2) == 0 {
		return err
	}
	own, err := s.ownCertificate()
	if err != nil {
		return err
	}
	m2, _, plain, err := s.pair.Secret.OpenM2(v.M2, s.pair.Draft.Log, own)
	if err != nil {
		return err
	}
	if s.d.NowMS() > s.pair.Draft.Expires {
		return keyring.ErrInviteLate
	}
	s.pair.M2, s.pair.Name = plain, m2.Name
	return s.step(ctx, stepReveal)
}

func (s *session) ownCertificate() (chain.Certificate, error) {
	var m1 keyring.M1
	if err := codec.Decode(s.pair.M1, &m1); err != nil {
		return chain.Certificate{}, err
	}
	return m1.Cert.Verify(m1.Log)
}

func (s *session) partnerCertificate() (chain.SignedCertificate, chain.Certificate, error) {
	var m2 keyring.M2
	if err := codec.Decode(s.pair.M2, &m2); err != nil {
		return chain.SignedCertificate{}, chain.Certificate{}, err
	}
	c, err := m2.Cert.Verify(s.pair.Draft.Log)
	return m2.Cert, c, err
}

func (s *session) reveal(ctx context.Context) error {
	sealed, err := s.pair.Secret.SealM3(s.d.Rand, s.pair.Number)
	if err != nil {
		return err
	}
	if err := s.relay.RevealInvite(ctx, s.pair.Secret.ID(), sealed); err != nil && !wire.IsRefusal(err, wire.CodeExists) {
		return err
	}
	return s.step(ctx, stepWords)
}

// watch looks at the invite and notes whether somebody else tried it too.
func (s *session) watch(ctx context.Context) (wire.Invite, error) {
	v, err := s.relay.Invite(ctx, s.pair.Secret.ID())
	if err == nil && v.Raced && !s.pair.Raced {
		s.pair.Raced = true
		err = s.keepPair(ctx)
	}
	return v, err
}

func (s *session) watchInvite(ctx context.Context) error {
	_, err := s.watch(ctx)
	return err
}

// claim takes the invite and prepares the answer. What M1 says is checked
// before anything of this person's is sent.
func (s *session) claim(ctx context.Context) error {
	p := s.pair
	if no, err := s.declines(ctx, p.Secret); err != nil {
		return err
	} else if no { // blocked on another device, or not looked at before
		p.Step, p.Failure = stepFailed, app.PairBlocked
		return s.keepPair(ctx)
	}
	v, err := s.relay.ClaimInvite(ctx, p.Secret.ID(), p.Secret.Claim())
	if err != nil {
		return err
	}
	m1, _, plain, err := p.Secret.OpenM1(v.M1, s.keys.Hot.Identity, s.d.NowMS())
	if err != nil {
		return err
	}
	if _, err := p.Cert.Verify(m1.Log); err != nil {
		return err
	}
	var number [32]byte
	if _, err := io.ReadFull(s.d.Rand, number[:]); err != nil {
		return err
	}
	p.M1, p.Name = plain, m1.Name
	p.M2, p.Sealed2, err = p.Secret.SealM2(s.d.Rand, keyring.M2{Cert: *p.Cert, Number: number, Name: p.MyName})
	if err != nil {
		return err
	}
	return s.step(ctx, stepAnswer)
}

func (s *session) answer(ctx context.Context) error {
	if err := s.relay.AnswerInvite(ctx, s.pair.Secret.ID(), s.pair.Sealed2); err != nil && !wire.IsRefusal(err, wire.CodeExists) {
		return err
	}
	return s.step(ctx, stepWait)
}

func (s *session) awaitReveal(ctx context.Context) error {
	v, err := s.relay.Invite(ctx, s.pair.Secret.ID())
	if err != nil || len(v.M3) == 0 {
		return err
	}
	var m1 keyring.M1
	if err := codec.Decode(s.pair.M1, &m1); err != nil {
		return err
	}
	if s.pair.Number, err = s.pair.Secret.OpenM3(v.M3, m1.Commit); err != nil {
		return err
	}
	return s.step(ctx, stepWords)
}

// sayMatch is the invited person's "they match". The inviting person's goes
// through startMember, because admitting somebody needs the passphrase.
func (s *session) sayMatch(ctx context.Context) {
	if s.pair == nil || s.pair.Me != event.Second || s.pair.Step != stepWords {
		return
	}
	if err := s.step(ctx, stepMatched); err != nil {
		s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
		return
	}
	s.goOn(ctx)
}

// startMember has the request to admit the partner signed by a key worker, and
// sends it.
func (s *session) startMember(ctx context.Context, port Port) {
	defer port.Close()
	fail := func(err error) {
		if s.pair != nil && ends(err) {
			s.failPair(ctx, pairFailure(err))
			return
		}
		s.later(err) // it may have been done all the same
		s.d.tell(app.JobFailed{Failure: pairFailure(err)})
	}
	if s.pair == nil || s.pair.Me != event.First || s.pair.Step != stepWords && s.pair.Step != stepAdmit {
		s.d.tell(app.JobFailed{Failure: app.NotAllowed})
		return
	}
	if err := s.sync(ctx, s.couple); err != nil {
		fail(err)
		return
	}
	if len(s.couple.log.State().Members) == 1 {
		if err := s.renew(ctx, s.couple); err != nil {
			fail(err)
			return
		}
		events, err := s.memberEvents()
		if err != nil {
			fail(err)
			return
		}
		body, err := codec.Encode(wire.AddMember{Invite: s.pair.Secret.ID(), Append: client.NewAppend(s.couple.log.State(), events...)})
		if err != nil {
			fail(err)
			return
		}
		res, err := exchange(ctx, keywork.Job{Kind: keywork.Prove, Op: wire.OpMember, Body: body}, port)
		if err == nil && res.Failure != "" {
			s.d.tell(app.JobFailed{Failure: res.Failure})
			return
		}
		if err == nil {
			err = s.relay.AddMember(ctx, s.couple.signer.Log, body, *res.Proof)
		}
		if err == nil {
			err = s.take(ctx, s.couple, events...)
		}
		if err != nil {
			fail(err)
			return
		}
	}
	s.pair.Step = stepAdmit
	_ = s.keep(ctx, namePair, s.pair) // found without it, the log says the same
	if err := s.finishAdmitting(ctx); err != nil {
		fail(err)
	}
}

func (s *session) finishAdmitting(ctx context.Context) error {
	_, cert, err := s.partnerCertificate()
	if err != nil {
		return err
	}
	return s.finishPair(ctx, cert.Identity)
}

// memberEvents makes member.add and the epoch that includes the new member.
func (s *session) memberEvents() ([]envelope.Signed, error) {
	signed, cert, err := s.partnerCertificate()
	if err != nil {
		return nil, err
	}
	st := s.couple.log.State()
	add, err := chain.MemberAddBody(signed)
	if err != nil {
		return nil, err
	}
	partner := chain.Member{Identity: cert.Identity, Generation: cert.Generation, Sign: cert.Sign, HPKE: cert.HPKE}
	e, _, err := keyring.NewEpoch(s.d.Rand, st, []chain.Member{st.Members[0], partner}, s.couple.ring)
	if err != nil {
		return nil, err
	}
	epoch, err := chain.EpochBody(e)
	if err != nil {
		return nil, err
	}
	place := envelope.After(st)
	var events []envelope.Signed
	for _, body := range [][]byte{add, epoch} {
		var id event.ID
		if _, err := io.ReadFull(s.d.Rand, id[:]); err != nil {
			return nil, err
		}
		ev, err := envelope.SealControl(s.d.Rand, s.couple.signer, place, id, body)
		if err != nil {
			return nil, err
		}
		events = append(events, ev)
		place = envelope.Place{Seq: place.Seq + 1, Prev: ev.Hash()}
	}
	return events, nil
}

// awaitAdmission looks whether the other has let this person in. Nothing is
// believed that does not fit what the invite said.
func (s *session) awaitAdmission(ctx context.Context) error {
	var m1 keyring.M1
	if err := codec.Decode(s.pair.M1, &m1); err != nil {
		return err
	}
	v, err := s.relay.Invite(ctx, s.pair.Secret.ID())
	if err != nil || v.Stage != wire.InviteDone {
		return err
	}
	first, err := m1.Cert.Verify(m1.Log)
	if err != nil {
		return err
	}
	if a, ok := s.about.Space(); !ok || a.Log != m1.Log {
		if err := s.farewell(ctx); err != nil {
			return err
		}
		a := self.Anchor{Log: m1.Log, Genesis: m1.Genesis, Me: event.Second, Partner: first.Identity, MyName: s.pair.MyName, Name: s.pair.Name}
		if err := s.note(ctx, self.KindAnchor, a); err != nil {
			return err
		}
	}
	s.enterSpace()
	if err := s.sync(ctx, s.couple); err != nil {
		return err
	}
	if s.couple.member != 2 {
		return nil
	}
	if err := s.writeOnce(ctx, couple.KindAccept, couple.Accept{}); err != nil {
		return err
	}
	return s.finishPair(ctx, first.Identity)
}

// finishPair records that the words were compared, remembers the partner, and
// forgets the pairing.
func (s *session) finishPair(ctx context.Context, partner [32]byte) error {
	if err := s.verified(ctx, couple.Words); err != nil {
		return err
	}
	a, _ := s.about.Space()
	if a.Partner != partner || a.Name != s.pair.Name {
		a.Partner, a.Name = partner, s.pair.Name
		if err := s.note(ctx, self.KindAnchor, a); err != nil {
			return err
		}
	}
	s.forgetPair(ctx)
	s.place(false)
	return nil
}

// verified records how the two identities were compared, or that they are not
// believed any more.
func (s *session) verified(ctx context.Context, how couple.How) error {
	if s.couple == nil || len(s.couple.log.State().Members) != 2 {
		return errNotAllowed
	}
	m := s.couple.log.State().Members
	return s.writeOnce(ctx, couple.KindVerify, couple.Verify{How: how, Identities: keyring.VerifiedHash(m[0].Identity, m[1].Identity)})
}

// writeOnce writes one of the space's own kinds unless this person has already.
func (s *session) writeOnce(ctx context.Context, kind event.Kind, payload any) error {
	raw, err := codec.Encode(payload)
	if err != nil {
		return err
	}
	err = s.write(ctx, kind, raw)
	if errors.Is(err, errNotAllowed) {
		return nil // it is there already
	}
	return err
}

// sayDiffer burns the invite. If the partner is a member already, it ends the
// space.
func (s *session) sayDiffer(ctx context.Context) {
	if s.pair == nil {
		return
	}
	err := s.relay.BurnInvite(ctx, s.pair.Secret.ID())
	if err != nil && !ends(err) && !wire.IsRefusal(err, wire.CodeConflict) {
		s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
		return
	}
	if s.couple != nil && len(s.couple.log.State().Members) == 2 {
		if err := s.end(ctx); err != nil {
			s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
			return
		}
	}
	s.failPair(ctx, app.PairDiffer)
}

// burn tells the relay that an invite is withdrawn. If somebody was let in by it in
// the meantime, there is nothing to burn any more.
func (s *session) burn(ctx context.Context) error {
	if err := s.relay.BurnInvite(ctx, s.pair.Secret.ID()); err != nil && !ends(err) && !wire.IsRefusal(err, wire.CodeConflict) {
		return err
	}
	s.dropAnchor(ctx)
	s.forgetPair(ctx)
	s.place(false)
	return nil
}

// dropInvite withdraws an invite, or forgets one that came to nothing. It is over
// at once, whether or not there is a connection.
func (s *session) dropInvite(ctx context.Context) {
	if s.pair == nil {
		return
	}
	if s.pair.Step != stepFailed {
		if err := s.step(ctx, stepBurn); err != nil {
			s.d.tell(app.WriteFailed{Failure: keywork.FailureOf(err)})
			return
		}
		s.place(false)
		s.goOn(ctx)
		return
	}
	s.forgetPair(ctx)
	s.place(false)
}
