// Package device is one person's device: it carries out the effects of the app
// against a relay and a store. The same code runs in the browser's worker, and
// natively in tests.
//
// Two things run at a time. Messages to the app are taken one by one, under a
// lock, and each leads to a page. Everything that talks to the relay or writes
// to the logs runs in one queue, so that a log has one writer on a device.
package device

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keyring"
	"troth/internal/keywork"
	"troth/internal/language/check"
	"troth/internal/secret"
	"troth/internal/wire"
)

// nameEntry is the store's name for the link by which the app was opened, in
// the Box, until there is an account.
const nameEntry = "e"

// Config is what the edge supplies.
type Config struct {
	keywork.Env
	Now    func() time.Time // in the person's own zone
	Screen Screen
	Render func(*app.Model) string
	Export func(*app.Model, app.Wish) []byte // what a person takes away, before it is locked
	Host   string                            // of the relay, as people know it
	Build  string                            // hash of the running build; checkpoints are bound to it

	// Check fetches the language check, whose notes are for the writer of a text
	// alone. It is called when somebody begins to write, and again later if it
	// failed. Nil: there is none.
	Check func(ctx context.Context) (check.Func, error)

	// After calls f once, d from now. Nil: time.AfterFunc.
	After func(d time.Duration, f func())
}

func (d *Device) after(wait time.Duration, f func()) {
	if d.After != nil {
		d.After(wait, f)
		return
	}
	time.AfterFunc(wait, f)
}

// Device is a running device. It implements Core.
type Device struct {
	Config
	ctx   context.Context
	stop  context.CancelFunc
	inbox *queue     // what the page says, in order
	jobs  sync.Mutex // held while a key worker has its job: one at a time
	gate  *gate      // Transport

	mu   sync.Mutex // over all below
	m    *app.Model
	html string
	sess *session
}

var _ Core = (*Device)(nil)

// New starts a device. Entry is the fragment of the link it was opened with, or
// "". It lasts until ctx is done.
func New(ctx context.Context, cfg Config, entry string) (*Device, error) {
	var prefix [6]byte
	if _, err := io.ReadFull(cfg.Rand, prefix[:]); err != nil {
		return nil, err
	}
	gate := newGate(cfg.Transport) // shut until it is known whether the device is quiet
	cfg.Transport = gate
	ctx, stop := context.WithCancel(ctx)
	d := &Device{Config: cfg, gate: gate, ctx: ctx, stop: stop, inbox: newQueue(),
		m: app.New(base64.RawURLEncoding.EncodeToString(prefix[:]), cfg.Host, cfg.Build)}
	d.m.Origin = cfg.Origin
	d.inbox.do(func(context.Context) { d.start(entry) })
	go d.inbox.work(ctx)
	return d, nil
}

// Close ends the device, as closing its page would.
func (d *Device) Close() { d.stop() }

// Form implements Core.
func (d *Device) Form(f app.Form) { d.hear(app.Submitted{Form: f}) }

// Go implements Core.
func (d *Device) Go(to string) { d.hear(app.Followed{Route: to}) }

// Back implements Core.
func (d *Device) Back(token string) { d.hear(app.Returned{Token: token}) }

// Hidden implements Core. What is typed has come before, as a form; nothing is
// kept unsaved here.
func (d *Device) Hidden() {}

// Awake implements Core.
func (d *Device) Awake() { d.inbox.do(func(context.Context) { d.session().wake() }) }

// Finish implements Core. Notes have their own queue, which waits for no relay.
func (d *Device) Finish(done func()) {
	d.inbox.do(func(context.Context) {
		if s := d.session(); s != nil {
			s.notes.do(func(context.Context) { done() })
			return
		}
		done()
	})
}

// Key implements Core.
func (d *Device) Key(f app.Form, port Port) {
	d.inbox.do(func(context.Context) {
		d.mu.Lock()
		effects := d.update(app.SubmittedKey{Form: f})
		d.mu.Unlock()
		d.carry(effects, port)
	})
}

// hear takes a message from the page.
func (d *Device) hear(msg app.Msg) { d.inbox.do(func(context.Context) { d.tell(msg) }) }

// tell gives the app a message and carries out what follows.
func (d *Device) tell(msg app.Msg) {
	if d.ctx.Err() != nil {
		return
	}
	d.mu.Lock()
	effects := d.update(msg)
	d.mu.Unlock()
	d.carry(effects, nil)
}

// update runs under the lock.
func (d *Device) update(msg app.Msg) []app.Effect {
	effects, move := d.m.Update(msg, event.StampOf(d.Now()))
	html := d.Render(d.m)
	if move == app.Stay && html == d.html && d.m.Said == "" {
		return effects
	}
	before := d.html
	d.html = html
	if f, ok := msg.(app.Submitted); ok && f.Form.Action == app.ActionDraft && move == app.Stay && d.m.Said == "" && untyped(before) == untyped(html) {
		return effects // the page has what was typed, from whoever typed it
	}
	d.Screen.Show(app.Page{HTML: html, Token: d.m.Token, Move: move, AutoLock: d.m.AutoLock(), Say: d.m.Said})
	return effects
}

// untyped is a page without what stands in its fields of several lines. While
// somebody writes a long text, that is all that changes.
func untyped(html string) string {
	var b strings.Builder
	for {
		from := strings.Index(html, "<textarea")
		if from < 0 {
			break
		}
		from += strings.IndexByte(html[from:], '>') + 1
		b.WriteString(html[:from])
		html = html[from:]
		html = html[max(0, strings.Index(html, "</textarea>")):]
	}
	b.WriteString(html)
	return b.String()
}

// Inspect lets a test look at the model.
func (d *Device) Inspect(look func(*app.Model)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	look(d.m)
}

// carry carries out effects. It must not hold the lock.
func (d *Device) carry(effects []app.Effect, port Port) {
	for _, e := range effects {
		switch e := e.(type) {
		case app.LookInvite:
			go d.lookInvite(e.Secret)
		case app.Suggest:
			if p, err := keyring.Suggest(d.Rand); err == nil {
				d.tell(app.Suggested{Passphrase: p})
			}
		case app.RefuseJob:
			port.Close()
		case app.StartJob:
			go d.job(e, port)
		case app.StartMember:
			d.session().do(func(ctx context.Context) { d.session().startMember(ctx, port) })
		case app.GiveBack:
			d.session().do(func(ctx context.Context) { d.session().giveBack(ctx, e.Log, port) })
		case app.StartDelete:
			d.session().do(func(ctx context.Context) { d.session().startDelete(ctx, port, e) })
		case app.StartSend:
			d.session().do(func(ctx context.Context) { d.session().startSend(ctx, port) })
		case app.FetchCheck:
			go d.fetchCheck()
		case app.Lock:
			d.Screen.Lock()
		case app.ForgetEntry:
			_ = d.Store.Put(d.ctx, eventlog.KV{Name: nameEntry}) // a left-over entry is offered again, no more
		default:
			if s := d.session(); s != nil {
				s.carry(e)
			}
		}
	}
}

// fetchCheck gives the app the language check, or says that it cannot be had.
func (d *Device) fetchCheck() {
	var f check.Func
	if d.Check != nil {
		f, _ = d.Check(d.ctx) // without it somebody writes without notes
	}
	d.tell(app.CheckFetched{Check: f})
}

func (d *Device) session() *session {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sess
}

// start finds out what this device knows.
func (d *Device) start(entry string) {
	quiet, err := keywork.ReadQuiet(d.ctx, d.Env)
	if err != nil {
		quiet.On = true // what cannot be known is not risked; unlocking says what is wrong
	}
	d.gate.set(!quiet.On)
	d.tell(app.Quieted{On: quiet.On})
	known, err := keywork.Known(d.ctx, d.Store)
	msg := app.Started{Known: known && err == nil, Light: keywork.LightOf(d.ctx, d.Store), Notice: keywork.Noticed(d.ctx, d.Store)}
	e, err := readEntry(entry, d.Origin)
	switch {
	case errors.Is(err, errElsewhere):
		msg.Bad = app.PairElse
	case err != nil:
		msg.Bad = app.PairLink
	case e.Empty():
		e = d.recallEntry()
	default:
		d.keepEntry(e)
	}
	if msg.Known && e.Invite == nil {
		e = app.Entry{Compare: e.Compare} // a sign-up link is of no use to a device that has an account
	}
	msg.Entry = e
	d.tell(msg)
}

var (
	errElsewhere = errors.New("device: invite for another server")
	errEntry     = errors.New("device: link not understood")
)

// readEntry reads the fragment of a sign-up link (s.CODE) or an invite link.
func readEntry(fragment, origin string) (app.Entry, error) {
	fragment = strings.TrimPrefix(fragment, "#")
	if fragment == "" {
		return app.Entry{}, nil
	}
	if code, ok := strings.CutPrefix(fragment, "s."); ok {
		b, err := base64.RawURLEncoding.DecodeString(code)
		if err != nil || len(b) != 16 {
			return app.Entry{}, errEntry
		}
		return app.Entry{Code: b}, nil
	}
	if p, ok, err := keyring.ParsePicture(fragment); ok {
		return app.Entry{Compare: &p}, err
	}
	s, host, err := keyring.ParseInvite(secret.Text(fragment))
	if err != nil {
		return app.Entry{}, err
	}
	if host != hostOf(origin) {
		return app.Entry{}, errElsewhere
	}
	return app.Entry{Invite: &s}, nil
}

func hostOf(origin string) string {
	_, host, _ := strings.Cut(origin, "://")
	return host
}

func (d *Device) keepEntry(e app.Entry) {
	plain, err := codec.Encode(e)
	if err != nil {
		return
	}
	if b, err := d.Box.Wrap(d.ctx, plain); err == nil {
		_ = d.Store.Put(d.ctx, eventlog.KV{Name: nameEntry, Value: b}) // without it, the link must be opened again after a reload
	}
}

func (d *Device) recallEntry() app.Entry {
	var e app.Entry
	b, err := d.Store.Get(d.ctx, nameEntry)
	if err != nil {
		return e
	}
	plain, err := d.Box.Unwrap(d.ctx, b)
	if err != nil || codec.Decode(plain, &e) != nil {
		return app.Entry{}
	}
	return e
}

// lookInvite reads what an invite says, before anything is decided.
func (d *Device) lookInvite(s keyring.InviteSecret) {
	v, err := client.New(d.Transport, d.Origin).Invite(d.ctx, s.ID())
	if err != nil {
		d.tell(app.InviteSeen{Failure: pairFailure(err)})
		return
	}
	if v.Stage != wire.InviteOpen && len(v.M1) == 0 {
		d.tell(app.InviteSeen{Failure: keywork.Failure(wire.CodeGone)})
		return
	}
	m1, _, _, err := s.OpenM1(v.M1, [32]byte{}, d.NowMS())
	if err != nil {
		d.tell(app.InviteSeen{Failure: pairFailure(err)})
		return
	}
	d.tell(app.InviteSeen{Name: m1.Name, Log: m1.Log, Host: m1.Host})
}

// job gives a key worker its job and takes up the result.
func (d *Device) job(start app.StartJob, port Port) {
	defer port.Close()
	d.jobs.Lock()
	defer d.jobs.Unlock()
	job := start.Job
	if job.Kind.Enters() && d.session() != nil {
		return // another form was quicker, on a page that was left while it was on its way
	}
	if job.Kind == keywork.Renew {
		job.Logs = d.session().standing()
	}
	var file []byte
	if start.Wish != nil {
		d.mu.Lock()
		file = d.Export(d.m, *start.Wish)
		d.mu.Unlock()
		if !start.Wish.Open {
			job.Body = file
		}
	}
	if job.Kind == keywork.JournalOpen || job.Kind == keywork.JournalSet {
		job.Vault = d.session().vaultJob(job)
	}
	res, err := exchange(d.ctx, job, port)
	if err != nil {
		// A worker that ends without a result was ended by the browser.
		d.tell(app.JobFailed{Failure: keywork.NoMemory})
		return
	}
	d.tellLight() // it may have come, or gone
	if res.Failure != "" {
		d.tell(app.JobFailed{Failure: res.Failure, Left: res.Left})
		return
	}
	if s := d.session(); res.Slots != nil && s != nil {
		done := make(chan struct{})
		s.do(func(context.Context) { s.slotsChanged(*res.Slots); close(done) })
		select {
		case <-done:
		case <-d.ctx.Done():
		}
		if job.Kind == keywork.Change {
			d.tell(app.KeysSet{By: job.Kind})
		}
	}
	switch {
	case res.Session != nil:
		if err := d.begin(*res.Session, res, start.Afresh); err != nil {
			d.mu.Lock()
			d.sess = nil
			d.mu.Unlock()
			d.tell(app.JobFailed{Failure: keywork.FailureOf(err)})
		}
	case res.Draft != nil:
		s := d.session()
		s.do(func(ctx context.Context) { s.startInvite(ctx, *res.Draft, job.Name) })
	case res.Vault != nil:
		d.session().do(func(ctx context.Context) { d.session().openedVault(ctx, *res.Vault) })
	case start.Wish != nil:
		if !start.Wish.Open {
			file = res.File
		}
		d.Screen.Save(app.Saved{Open: start.Wish.Open, Bytes: file})
		d.tell(app.Exported{})
	case res.Code != nil:
		d.tell(app.CodeMade{Code: app.Code{Text: res.Code.Text, Had: res.Code.Had}})
	case job.Kind == keywork.SetCode || job.Kind == keywork.DropCode:
		d.tell(app.KeysSet{By: job.Kind})
	case res.Devices != nil:
		d.session().devicesSeen(job, *res.Devices)
	case start.Then != nil:
		d.carry([]app.Effect{start.Then}, nil)
	case job.Kind == keywork.SetPin || job.Kind == keywork.SetPasskey || job.Kind == keywork.DropPasskey:
		d.tell(app.Wrote{})
		d.session().do(d.session().dropHalves)
	case job.Kind == keywork.Secure:
		d.Screen.Lock() // this session is over like any other
	case job.Kind == keywork.Sheet || job.Kind == keywork.Renew:
		d.tell(app.SheetShown{AccountKey: res.AccountKey})
	}
}

func exchange(ctx context.Context, job keywork.Job, port Port) (keywork.Result, error) {
	b, err := codec.Encode(job)
	if err != nil {
		return keywork.Result{}, err
	}
	if err := port.Send(b); err != nil {
		return keywork.Result{}, err
	}
	if b, err = port.Receive(ctx); err != nil {
		return keywork.Result{}, err
	}
	var res keywork.Result
	return res, codec.Decode(b, &res)
}

// RunKey is the whole life of a key worker: one job from the port, its result
// back, the end; or several, if a job says so. Words turns a stage into what is shown.
func RunKey(ctx context.Context, env keywork.Env, secrets map[string]secret.Text, port Port,
	words func(keywork.Stage) string, progress func(step, of int, words string)) error {
	for {
		b, err := port.Receive(ctx)
		if err != nil {
			return err
		}
		var job keywork.Job
		if err := codec.Decode(b, &job); err != nil {
			return err
		}
		res := keywork.Do(ctx, env, job, secrets, func(s keywork.Stage) {
			progress(int(s)+1, int(keywork.Stages), words(s))
		})
		if b, err = codec.Encode(res); err != nil {
			return err
		}
		if err := port.Send(b); err != nil || !job.More || res.Failure != "" {
			return err
		}
	}
}
