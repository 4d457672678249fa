package app

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/couple"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/seal"
	"troth/internal/self"
)

// Routes of the app's own pages. A practice's pages begin with its name.
const (
	RouteHome      = "home"
	RouteJoin      = "join"
	RouteQuestions = "questions"
	RouteSignUp    = "signup"
	RouteUnlock    = "unlock"
	RouteNewDevice = "new-device"
	RouteSheet     = "sheet"
	RouteToday     = "today"
	RouteTogether  = "together"
	RouteMine      = "mine" // what is private; its pages: mine/PRACTICE/…
	RoutePair      = "pair"
	RouteInvite    = "invite"
	RouteSettings  = "settings"
	RouteGuide     = "guide" // its pages: guide/PRACTICE
	RouteWaiting   = "waiting"
	RouteEarlier   = "earlier" // the list of earlier spaces; earlier/LOG opens one
)

// Actions of the app's own forms. Writing forms have the action ActionDo and a
// field event.FieldKind.
const (
	ActionDo        = "do"
	ActionQuestions = "questions"
	ActionSignUp    = "signup"
	ActionSuggest   = "another-passphrase"
	ActionUnlock    = "unlock"
	ActionNewDevice = "new-device"
	ActionInvite    = "invite"
	ActionMatch     = "words-match"
	ActionDiffer    = "words-differ"
	ActionDrop      = "cancel-invite"
	ActionResend    = "send-invite"  // once more, with the passphrase
	ActionInstead   = "join-instead" // of one's own invite
	ActionRefetch   = "fetch-again"
	ActionSheet     = "show-sheet"
	ActionKept      = "sheet-kept"
	ActionSet       = "set"
	ActionLock      = "lock"
	ActionRedact    = "redact"     // one's own entry, by its seq
	ActionThrow     = "throw-away" // something that waits
	ActionRetry     = "try-again"

	ActionDraft    = "draft" // of a form while it is written; not a submission
	ActionDiscard  = "throw-draft"
	ActionTakeBack = "take-back"

	ActionReword      = "say-it-another-way" // as a note says
	ActionNotMeant    = "not-meant-so"
	ActionNotesOff    = "notes-off"
	ActionForgetMeant = "forget-meant"
	ActionBegin       = "begin" // another form, with something in it
)

// newForMS is for how long a new device calls new what was written before it
// came: its person may have read it elsewhere, which nobody is told.
const newForMS = 3 * 24 * 3600 * 1000

// inviteTTLMS is how long an invite holds.
const inviteTTLMS = 24 * 3600 * 1000

// Update changes the model by one message and returns what is to be done, and
// what the change means for the browser's history.
func (m *Model) Update(msg Msg, now event.Stamp) ([]Effect, Move) {
	m.Now, m.Said = now, ""
	m.wake()
	token := m.Token
	effects, replace := m.update(msg)
	effects = append(effects, m.look()...)
	effects = append(effects, m.want()...)
	effects = append(effects, m.lighten()...)
	effects = append(effects, m.suggest()...)
	switch {
	case m.Token == token:
		return effects, Stay
	case replace:
		return effects, Replace
	}
	if _, ok := msg.(Returned); ok {
		return effects, Back
	}
	return effects, Push
}

// update reports, besides the effects, whether a new page takes the place of
// the one before.
func (m *Model) update(msg Msg) ([]Effect, bool) {
	switch msg := msg.(type) {
	case Started:
		return m.started(msg), true
	case Followed:
		return m.follow(msg.Route), false
	case Returned:
		route, ok := m.trail[msg.Token]
		if !ok || !m.may(route) {
			m.open(m.First())
			return nil, true
		}
		m.Route, m.Token, m.Try, m.Thrown = route, msg.Token, Try{}, Draft{}
		m.Replied, m.answers = "", nil
		m.Query, m.Exported, m.index, m.Own, m.Code = m.queries[msg.Token], false, nil, nil, nil
		m.leavePast()
		return nil, false
	case Submitted:
		if msg.Form.Action == ActionDraft {
			if m.Phase == Open {
				m.Replied = ""
				return m.typed(msg.Form), false
			}
			return nil, false
		}
		return m.submitted(msg.Form)
	case SubmittedKey:
		return m.submittedKey(msg.Form), false
	case InviteSeen:
		m.Invited = Pair{Stage: PairOpen, Me: event.Second, Name: msg.Name, Host: msg.Host}
		m.InviteLog = msg.Log
		if msg.Failure != "" {
			m.Invited.Stage, m.Invited.Failure = PairFailed, msg.Failure
		}
	case Suggested:
		m.Suggested = msg.Passphrase
	case JobFailed:
		m.Try.Busy, m.Try.Failure, m.Try.Left = false, msg.Failure, msg.Left
		m.LowSpace = m.LowSpace || msg.Failure == keywork.NoMemory
	case Unlocked:
		m.unlocked(msg)
		return []Effect{ForgetEntry{}}, true
	case LightChanged:
		m.lightChanged(msg.Light)
	case SheetShown:
		m.open(either(m.Try.Form.Action == ActionRenew, RouteNewKey, RouteSheet))
		m.Sheet = msg.AccountKey
	case CodeMade:
		if m.Route == RouteRecovery {
			m.Try, m.Code = Try{}, &msg.Code
		}
	case DevicesSeen:
		if m.Route == RouteDevices {
			m.Try, m.Own = Try{}, &msg.Own
			m.Serial++
		}
	case KeysSet:
		m.open(RouteKeys)
		m.KeysSet = msg.By
		return nil, true
	case Exported:
		m.Try, m.Exported = Try{}, m.Route == RouteExport
		m.Serial++
	case OwnEntries:
		m.own = append(m.own, msg.Entries...)
		own := m.acceptedOwn()
		own.Fold(msg.Entries...)
		bare(m.own, own.Records(), len(msg.Entries))
		m.show()
		if m.MyName == "" {
			m.MyName = m.Self.Settings.Name
		}
	case Entered:
		m.entered(msg)
	case Entries:
		m.fold(msg)
	case PastOpened:
		return nil, m.pastOpened(msg)
	case Paired:
		return nil, m.paired(msg.Pair)
	case Healed:
		m.Healed += msg.Count
	case NetChanged:
		m.Net, m.NetWhy = msg.Net, msg.Why
	case Quieted:
		m.Quiet = msg.On
	case AccountGone:
		m.Gone = true
	case Alarmed:
		m.Problem, m.Lost = msg.Problem, msg.Lost
	case SlotsChecked:
		m.SlotsOld = msg.Old
	case Arrived:
		m.Floor = m.Couple.Until(m.Now.MS - newForMS)
		return []Effect{Remember{}}, false
	case Waits:
		m.Waiting = slices.Clone(msg.List)
		m.show()
	case Wrote:
		return m.through(msg.Draft), m.wrote()
	case CheckFetched:
		m.asking, m.Check = false, msg.Check
	case JournalOpened:
		return m.journalOpened(msg), false
	case Locals:
		m.Local = slices.Clone(msg.List)
		m.show()
	case DraftsKept:
		m.Unkept = !msg.Kept
	case WriteFailed:
		m.Try.Busy, m.Try.Failure, m.Try.Field = false, msg.Failure, msg.Field
	}
	return nil, false
}

// started decides on the first page.
func (m *Model) started(msg Started) []Effect {
	m.Phase, m.Entry, m.Light, m.Notice = Out, msg.Entry, msg.Light, msg.Notice
	if msg.Known {
		m.Phase = Locked
	}
	if msg.Bad != "" {
		m.Invited = Pair{Stage: PairFailed, Me: event.Second, Failure: msg.Bad}
		m.open(RouteJoin)
		return nil
	}
	m.open(m.First())
	if m.Entry.Invite != nil {
		m.Invited = Pair{Stage: PairSending, Me: event.Second}
		return []Effect{LookInvite{*m.Entry.Invite}}
	}
	return nil
}

// First is the page that a phase begins with.
func (m *Model) First() string {
	switch m.Phase {
	case Open:
		if m.Space == Pairing {
			return RoutePair
		}
		return RouteToday
	case Locked:
		if m.Entry.Invite != nil {
			return RouteJoin
		}
		return RouteUnlock
	}
	switch {
	case m.Entry.Invite != nil:
		return RouteJoin
	case len(m.Entry.Code) > 0:
		return RouteQuestions
	}
	return RouteHome
}

// IsMine reports whether a route is one of what is private. It needs no space,
// and looks the same whichever space is looked at.
func IsMine(route string) bool {
	return route == RouteMine || strings.HasPrefix(route, RouteMine+"/")
}

// IsGuide reports whether a route is one of the guide's. It can be read by
// anybody, signed in or not.
func IsGuide(route string) bool {
	return route == RouteGuide || strings.HasPrefix(route, RouteGuide+"/")
}

// may reports whether a route can be shown in this phase.
func (m *Model) may(route string) bool {
	if IsGuide(route) {
		return m.Phase != Starting
	}
	switch route {
	case RouteHome:
		return m.Phase != Open
	case RouteQuestions, RouteSignUp:
		return m.Phase == Out
	case RouteJoin:
		return m.Phase != Open && m.Entry.Invite != nil || m.Invited.Stage == PairFailed
	case RouteNewDevice, RouteRecover:
		return m.Phase == Out || m.Phase == Locked
	case RouteUnlock:
		return m.Phase == Locked
	case RouteSheet, RouteNewKey:
		return m.Phase == Open && m.Sheet != ""
	}
	return m.Phase == Open
}

func (m *Model) open(route string) {
	m.count++
	m.Route, m.Token, m.Try, m.Thrown = route, m.prefix+strconv.FormatUint(m.count, 36), Try{}, Draft{}
	m.Replied, m.answers = "", nil
	m.Query, m.Exported, m.index, m.Own, m.Code = "", false, nil, nil, nil
	m.trail[m.Token] = route
	m.leavePast()
	m.Sheet, m.KeysSet = "", ""
	if m.Phase == Open {
		m.Suggested, m.OwnWords = "", false
	}
	m.Compared, m.HistoryAt = nil, 0
}

// Entrance is the route of the button "Open mine": whoever has an account on
// this device unlocks it, anybody else signs in with their account key.
const Entrance = "enter"

func (m *Model) follow(route string) []Effect {
	var effects []Effect
	switch {
	case route == Entrance && m.Phase != Locked:
		route = RouteNewDevice
	case route == Entrance && m.Joining():
		route = RouteJoin
	case route == Entrance:
		route = RouteUnlock
	case route == RouteUnlock && m.Phase == Locked && m.Entry.Invite != nil:
		// Opened without joining: the invite stays what it was.
		m.Entry, m.Invited = Entry{}, Pair{}
		effects = []Effect{ForgetEntry{}}
	}
	if log, ok := strings.CutPrefix(route, RouteEarlier+"/"); ok && m.Phase == Open {
		return m.openPast(log)
	}
	if !m.may(route) {
		route = m.First()
	}
	if m.MustRead() && (route == RouteSignUp || route == RouteNewDevice) {
		route = RouteJoin
	}
	m.open(route)
	if (route == RouteSignUp || route == RouteRecover) && m.Suggested == "" {
		effects = append(effects, Suggest{})
	}
	return effects
}

// openPast asks for an earlier space.
func (m *Model) openPast(log string) []Effect {
	for _, a := range m.Self.Earlier() {
		if a.Log.String() == log {
			m.open(RouteEarlier)
			m.Try = Try{Form: Form{Action: RouteEarlier}, Busy: true}
			return []Effect{OpenPast{a.Log}}
		}
	}
	m.open(m.First())
	return nil
}

// leavePast goes back to what there is now on every page that is not of a space.
func (m *Model) leavePast() {
	if m.Route != RouteTogether && appRoute(m.Route) {
		m.Past = nil
	}
}

// pastOpened shows an earlier space, if it is still waited for. It reports that
// its page takes the place of the list.
func (m *Model) pastOpened(msg PastOpened) bool {
	if m.Route != RouteEarlier || !m.Try.Busy {
		return false
	}
	m.Try.Busy, m.Try.Failure = false, msg.Failure
	if msg.Failure != "" {
		return false
	}
	p := &Past{Log: msg.Anchor.Log, Me: msg.Anchor.Me, Name: msg.Anchor.Name, Lost: msg.Anchor.Lost(), Couple: couple.New(), ahead: mark(nil, msg.Ahead)}
	p.Couple.Fold(msg.Entries...)
	m.open(RouteTogether)
	m.Past = p
	return false
}

// appRoute reports whether a route is one of the app's own pages.
func appRoute(route string) bool {
	if IsGuide(route) || IsMine(route) || IsSettings(route) {
		return true
	}
	switch route {
	case RouteJoin, RouteToday, RouteTogether, RoutePair, RouteInvite, RouteHost, RouteGive, RouteSheet, RouteWaiting, RouteEarlier:
		return true
	}
	return false
}

// shows reports whether a page of a practice shows what is there: the list, or
// one thing. On the others somebody is writing, and sees nothing new.
func shows(route string) bool {
	_, rest, below := strings.Cut(route, "/")
	if !below {
		return !appRoute(route)
	}
	_, err := event.ParseID(rest)
	return err == nil
}

// look notes what this person has before them: entries of the other on the page
// of one thing, so that they stay theirs; or else that they saw what there is,
// so that Today no longer calls it new. What Today itself shows goes on being
// new; it has been read nevertheless.
func (m *Model) look() []Effect {
	if m.Phase != Open || m.Past != nil || m.Space != Shared && m.Space != Ended {
		return nil
	}
	section, rest, _ := strings.Cut(m.Route, "/")
	record := isRecord(m.Route)
	if record {
		section = RouteRecord
	}
	thing, _, _ := strings.Cut(rest, "/")
	changed, shown := false, []event.ID(nil)
	if id, err := event.ParseID(thing); err == nil {
		shown = m.Couple.Shows(id, m.Me)
	}
	for _, id := range shown {
		if !m.Opened[id] {
			m.Opened[id], changed = true, true
		}
	}
	if seq := m.seen(); len(shown) == 0 && (m.Route == RouteToday && m.Space == Shared || record || shows(m.Route)) && m.Seen[section] != seq {
		m.Seen[section], changed = seq, true
	}
	if changed {
		return []Effect{Remember{}}
	}
	return nil
}

func (m *Model) submitted(f Form) ([]Effect, bool) {
	m.Try = Try{Form: f}
	switch f.Action {
	case ActionQuestions:
		m.Answers = f.Values
		m.hostedBy(f.Values)
		if m.MustRead() {
			m.open(RouteJoin)
			return nil, false
		}
		return m.toSignUp(), false
	case ActionHostRead:
		return m.hostRead(), true
	case ActionSuggest:
		m.OwnWords = f.Values["own"] == "yes"
		if !m.OwnWords {
			return []Effect{Suggest{}}, false
		}
	case ActionKept:
		m.open(m.First())
		return nil, true
	case ActionLock:
		return []Effect{Lock{}}, false
	}
	if m.Phase != Open {
		return nil, false
	}
	switch f.Action {
	case ActionDo:
		// What was typed is kept until it has gone through, whatever comes.
		effects := m.typed(f)
		return append(effects, m.do(f)...), false
	case ActionDiscard:
		m.Try = Try{}
		return m.throw(f), false
	case ActionTakeBack:
		m.Try = Try{}
		return m.takeBack(), false
	case ActionReword:
		m.Try = Try{}
		return m.reword(f), false
	case ActionNotMeant:
		m.Try = Try{}
		return m.notMeant(f), false
	case ActionNotesOff:
		return m.turnNotesOff(f), false
	case ActionForgetMeant:
		m.Meant = Meant{}
		return []Effect{KeepMeant{}}, false
	case ActionBegin:
		m.Try = Try{}
		return m.begin(f), false
	case ActionMatch:
		m.Try.Busy = true
		return []Effect{SayMatch{}}, false
	case ActionDiffer:
		m.Try.Busy = true
		return []Effect{SayDiffer{}}, false
	case ActionDrop:
		m.Try.Busy = true
		return []Effect{DropInvite{}}, false
	case ActionInstead:
		m.Try.Busy = true
		return []Effect{JoinInstead{}}, false
	case ActionRefetch:
		m.Try.Busy = true
		return []Effect{Refetch{}}, false
	case ActionQuiet:
		m.Try.Busy = true
		return []Effect{Quieten{On: f.Values[FieldOn] == "yes"}}, false
	case ActionSame:
		return m.same(), false
	case ActionHistory:
		m.history(f)
	case ActionPinOff:
		m.Try.Busy = true
		return []Effect{DropPin{}}, false
	case ActionSet:
		return m.set(f), false
	case ActionCodeKept:
		m.codeKept(f)
	case ActionNameDevice, ActionForgetHere:
		return m.deviceForm(f), false
	case ActionSearch:
		m.Try = Try{}
		if m.Route == RouteSearch {
			m.Query = f.Values[FieldQuery]
			m.queries[m.Token] = m.Query
		}
	case ActionRedact:
		return m.redact(f), false
	case ActionJournalClose, ActionJournalMove, ActionJournalBare, ActionJournalDrop:
		return m.journal(f), false
	case ActionThrow, ActionRetry:
		id, err := event.ParseID(f.Values["id"])
		if err != nil {
			return nil, false
		}
		m.Try.Busy = true
		if f.Action == ActionThrow {
			return []Effect{DropWaiting{id}}, false
		}
		return []Effect{TryWaiting{id}}, false
	}
	return nil, false
}

// do turns a writing form into an event, if the rules allow it now.
func (m *Model) do(f Form) []Effect {
	kind := event.Kind(f.Values[event.FieldKind])
	own := kind.Own()
	switch {
	case own:
	case m.Past != nil:
		m.Try.Failure = NotAllowed // it is only for reading
		return nil
	case m.Space != Shared:
		return nil
	}
	rules := m.Shown(own)
	payload, err := rules.Compose(kind, f.Values, m.Now)
	var field *event.FieldError
	if errors.As(err, &field) {
		m.Try.Field = field
		return nil
	}
	if err != nil {
		m.Try.Failure = keywork.Internal
		return nil
	}
	if a, ok := payload.(seal.Answer); ok {
		m.Try.Busy = true
		d, _ := draftOf(f)
		return []Effect{SealAnswer{Answer: a, Draft: d}} // the rules are asked when it is sealed
	}
	raw, err := codec.Encode(payload)
	if err != nil {
		m.Try.Failure = keywork.Internal
		return nil
	}
	if err := rules.Allows(m.By(own), kind, raw, m.Now); err != nil {
		m.Try.Failure = NotAllowed
		return nil
	}
	m.Try.Busy = true
	d, _ := draftOf(f)
	if kind == seal.KindWithdraw {
		d = Draft{} // what comes with it is the answer, which is a draft from now on
	}
	w := Write{Kind: kind, Payload: raw, Draft: d}
	if own && !m.keepsAs(f, &w) {
		m.Try.Busy, m.Try.Failure = false, NotAllowed
		return nil
	}
	return []Effect{w}
}

// NotAllowed is the failure of a form that the rules do not allow (any more):
// the other was quicker, or it fell due meanwhile.
const NotAllowed keywork.Failure = "not-allowed"

func (m *Model) set(f Form) []Effect {
	s := m.Self.Settings
	if v, err := strconv.ParseUint(f.Values["autolock"], 10, 8); err == nil {
		s.AutoLock = uint8(v)
	} else if f.Values["autolock"] != "" {
		m.Try.Field = &event.FieldError{Field: "autolock", Code: "number"}
		return nil
	}
	if t := f.Values["theme"]; t != "" {
		s.Theme = self.Theme(t)
	}
	if d := f.Values["dates"]; d != "" {
		s.MonthFirst = d == "month-first"
	}
	if h, ok := f.Values[FieldHost]; ok {
		s.Host = self.Host(h)
	}
	if n := f.Values["fewer"]; n != "" {
		s.Fewer = n == "yes"
	}
	if n := f.Values["notes"]; n != "" {
		s.NotesOff = n == "off"
		m.notesOff = s.NotesOff
	}
	if !s.Valid() {
		m.Try.Field = &event.FieldError{Field: "autolock", Code: "range"}
		return nil
	}
	m.Try.Busy = true
	return []Effect{WriteSettings{s}}
}

// submittedKey answers the form whose secrets wait in a key worker.
func (m *Model) submittedKey(f Form) []Effect {
	m.Try = Try{Form: f, Busy: true}
	if why := m.cannotAsk(f.Action); why != "" {
		m.Try.Busy, m.Try.Failure = false, why
		return []Effect{RefuseJob{}}
	}
	job, ok := m.job(f)
	if !ok {
		m.Try.Busy = false
		return []Effect{RefuseJob{}}
	}
	switch {
	case job == nil && f.Action == ActionDelete:
		return []Effect{StartDelete{Take: f.Values[FieldTake] == "yes", Tell: f.Values[FieldTell] == "yes"}}
	case job == nil && f.Action == ActionResend:
		return []Effect{StartSend{}}
	case job == nil && f.Action == ActionGive:
		give, _ := m.giveForm(f)
		return []Effect{give}
	case job == nil:
		return []Effect{StartMember{}}
	}
	afresh := f.Values["afresh"] == "yes" && (job.Kind == keywork.Unlock || job.Kind == keywork.NewDevice)
	start := StartJob{Job: *job, Afresh: afresh}
	if f.Action == ActionUnsame {
		start.Then = SayVerified{couple.Unchecked}
	}
	if job.Kind == keywork.Export {
		w, _ := wishOf(f)
		start.Wish = &w
	}
	return []Effect{start}
}

// job returns nil, true for the jobs that the device completes.
func (m *Model) job(f Form) (*keywork.Job, bool) {
	j := &keywork.Job{}
	if m.Joining() {
		log := chain.LogID(m.InviteLog)
		j.Log = &log
	}
	switch {
	case m.MustRead():
		return nil, false
	case f.Action == ActionSignUp && m.Phase == Out:
		if !m.nameOf(f) {
			return nil, false
		}
		j.LowSpace = m.LowSpace
		j.Kind, j.Code, j.Invited, j.Anyway = keywork.SignUp, m.Entry.Code, m.Entry.Invite, f.Values["anyway"] == "yes"
	case f.Action == ActionUnlock && m.Phase == Locked:
		if m.Joining() && !m.nameOf(f) {
			return nil, false
		}
		j.Kind = keywork.Unlock
	case f.Action == ActionNewDevice && m.Phase != Open:
		if m.Joining() && !m.nameOf(f) {
			return nil, false
		}
		j.Kind = keywork.NewDevice
	case isLight(f.Action):
		var ok bool
		j.Kind, ok = m.light(f.Action)
		return j, ok
	case f.Action == ActionRecover && m.Phase != Open:
		*j = keywork.Job{Kind: keywork.Recover, LowSpace: m.LowSpace, Anyway: f.Values["anyway"] == "yes"}
	case m.Phase != Open:
		return nil, false
	case f.Action == ActionChange || f.Action == ActionRenew || f.Action == ActionSecure:
		return m.keysJob(f)
	case f.Action == ActionJournal || f.Action == ActionJournalSet:
		return m.journalJob(f)
	case f.Action == ActionSheet:
		*j = keywork.Job{Kind: keywork.Sheet}
	case f.Action == ActionMakeCode || f.Action == ActionSetCode || f.Action == ActionDropCode:
		return m.codeJob(f)
	case f.Action == ActionDevices || f.Action == ActionSignOut:
		return m.deviceJob(f)
	case f.Action == ActionUnsame && m.Identified():
		*j = keywork.Job{Kind: keywork.Confirm}
	case f.Action == ActionExport:
		if _, ok := wishOf(f); !ok {
			m.Try.Field = &event.FieldError{Field: FieldWhat, Code: event.CodeEmpty}
			return nil, false
		}
		m.Exported = false
		*j = keywork.Job{Kind: keywork.Export}
	case f.Action == ActionInvite && (m.Space == NoSpace || m.Space == Ended):
		if !m.nameOf(f) {
			return nil, false
		}
		m.hostedBy(f.Values)
		*j = keywork.Job{Kind: keywork.Invite, Name: m.MyName, TTLMS: inviteTTLMS, Host: self.Host(f.Values[FieldHost]) == self.HostMe}
	case f.Action == ActionDelete:
		return nil, true
	case f.Action == ActionMatch && m.Pair.Stage == PairWords && m.Pair.Me == event.First:
		return nil, true
	case f.Action == ActionResend && m.Pair.Stage == PairProve:
		return nil, true
	case f.Action == ActionGive:
		_, ok := m.giveForm(f)
		return nil, ok
	default:
		return nil, false
	}
	return j, true
}

// Joining reports whether whoever comes in takes up an invite with it. The
// other will read their name, so that is asked for first.
func (m *Model) Joining() bool { return m.Entry.Invite != nil && m.Invited.Stage == PairOpen }

// nameOf reads the name that the partner will see.
func (m *Model) nameOf(f Form) bool {
	name := strings.TrimSpace(f.Values["name"])
	switch {
	case name == "":
		if m.MyName != "" {
			return true
		}
		m.Try.Field = &event.FieldError{Field: "name", Code: "empty"}
		return false
	case !event.ValidName(name):
		m.Try.Field = &event.FieldError{Field: "name", Code: "too-long"}
		return false
	}
	m.MyName = name
	return true
}

func (m *Model) unlocked(msg Unlocked) {
	who, compare := m.Invited.Name, m.Entry.Compare
	m.NewHere = m.Try.Form.Action == ActionNewDevice
	m.Phase, m.Entry, m.Invited, m.Suggested, m.Answers, m.OwnWords = Open, Entry{}, Pair{}, "", nil, false
	m.HostedBy, m.HostRead = self.HostUnsaid, false // the session has them
	if msg.Declined != "" {
		m.Invited = Pair{Stage: PairFailed, Me: event.Second, Name: who, Failure: msg.Declined}
		m.open(RouteJoin)
		return
	}
	if msg.AccountKey != "" {
		m.open(RouteSheet)
		m.Sheet = msg.AccountKey
		return
	}
	if compare != nil {
		m.open(RouteConnection)
		m.Compared = compare
		return
	}
	m.open(m.First())
}

func (m *Model) entered(msg Entered) {
	if msg.Fresh {
		m.Couple, m.base, m.entries, m.ahead, m.held = couple.New(), nil, nil, nil, 0
		m.Seen, m.Floor, m.Opened = map[string]uint64{}, 0, map[event.ID]bool{}
		m.Drafts = DraftsOf(true, m.Drafts)
	}
	m.Me, m.PartnerName, m.Identities = msg.Me, msg.Name, msg.Identities
	if msg.MyName != "" {
		m.MyName = msg.MyName
	}
	was := m.Space
	m.Space = msg.Stage
	if was != Shared && m.Space == Shared && m.Route == RoutePair {
		m.open(RouteToday)
	}
}

// fold takes new entries of the shared log.
func (m *Model) fold(msg Entries) {
	m.entries = append(m.entries, msg.Entries...)
	m.ahead = mark(m.ahead, msg.Ahead)
	m.accepted().Fold(msg.Entries...)
	bare(m.entries, m.Records(), len(msg.Entries))
	m.show()
	if m.Couple.Left() != event.Nobody {
		m.Space = Ended
	}
}

// mark adds seqs to a set, which may be nil.
func mark(set map[uint64]bool, seqs []uint64) map[uint64]bool {
	if set == nil {
		set = map[uint64]bool{}
	}
	for _, seq := range seqs {
		set[seq] = true
	}
	return set
}

// refold folds the entries of the shared log again, without those that are held.
func (m *Model) refold() *couple.State {
	s := couple.New()
	if m.held == 0 {
		s.Fold(m.entries...)
		return s
	}
	s.Fold(slices.DeleteFunc(slices.Clone(m.entries), m.holds)...)
	return s
}

// show makes Couple and Self what this person sees: what the log says, without
// what is held while they rest, and on top what waits here. While nothing waits
// and nothing is held the two are one, and nothing is folded twice.
func (m *Model) show() {
	accepted, own := m.accepted(), m.acceptedOwn()
	m.Waiting = slices.DeleteFunc(m.Waiting, func(w Waiting) bool {
		if w.Kind.Own() {
			return own.Has(w.ID)
		}
		return accepted.Has(w.ID)
	})
	m.Couple, m.base, m.Self, m.ownBase = accepted, nil, own, nil
	m.held, _ = accepted.Timeout.Rests(m.Me, m.Now)
	if slices.ContainsFunc(m.entries, m.holds) {
		m.base, m.Couple = accepted, m.refold()
	}
	for _, w := range m.Waiting {
		f := event.Fact{ID: w.ID, By: m.By(w.Kind.Own()), At: w.At, Kind: w.Kind, Payload: w.Payload}
		switch {
		case w.Failure != "":
		case w.Kind.Own():
			m.expectOwn(f)
		default:
			if m.base == nil {
				m.base, m.Couple = accepted, m.refold()
			}
			m.Couple.Expect(f)
		}
	}
	for _, l := range m.Local {
		m.expectOwn(event.Fact{ID: l.ID, By: self.Me, At: l.At, Kind: l.Kind, Payload: l.Payload})
	}
}

// expectOwn folds something on top of the person's own log.
func (m *Model) expectOwn(f event.Fact) {
	if m.ownBase == nil {
		m.ownBase, m.Self = m.Self, self.NewOpen(m.opener)
		m.Self.Fold(m.own...)
	}
	m.Self.Expect(f)
}

// paired shows how the pairing stands. It reports whether the page it opens
// takes the place of another.
func (m *Model) paired(p Pair) bool {
	m.Pair = p
	instead := m.Try.Busy && m.Try.Form.Action == ActionInstead
	if m.Try.Busy && (m.Try.Form.Action == ActionInvite || m.Try.Form.Action == ActionMatch ||
		m.Try.Form.Action == ActionDiffer || m.Try.Form.Action == ActionDrop ||
		m.Try.Form.Action == ActionResend || m.Try.Form.Action == ActionInstead) {
		m.Try = Try{}
	}
	switch {
	case p.Stage == PairNone && m.Space == Pairing:
		m.Space = NoSpace
		if m.Route == RoutePair {
			m.open(RouteToday)
			return true
		}
	case p.Stage != PairNone && m.Space != Shared:
		m.Space = Pairing
		if instead {
			m.Invited = Pair{} // taken up instead of one's own
			m.open(RoutePair)
			return true
		}
		if m.Route == RouteInvite || m.Route == RouteToday && p.Stage != PairFailed {
			m.open(RoutePair)
			return true
		}
	}
	return false
}

// wrote empties the form that has gone through and goes where it leads.
func (m *Model) wrote() bool {
	if m.Try.Form.Action == ActionNotesOff {
		m.Try = Try{} // what is being written stays as it is
		return false
	}
	then := m.Try.Form.Values["then"]
	m.Try = Try{}
	m.Serial++
	if then != "" && m.may(then) {
		m.open(then)
		return true
	}
	return false
}
