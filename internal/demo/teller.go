package demo

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"time"

	"troth/internal/actor"
	"troth/internal/app"
	"troth/internal/checkin"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/opening"
	"troth/internal/promise"
	"troth/internal/reflection"
	"troth/internal/secret"
)

// patience is how long one step of the story may take.
const patience = 20 * time.Second

// story is the telling: who they are, where it is, and the first thing that
// went wrong, after which nothing more is done.
type story struct {
	ctx        context.Context
	clock      *clock
	now        time.Time // when it ends
	amal, mika *voice
	err        error
}

// scene is something that happens ago days before the end, at a time of day.
type scene struct {
	ago  int
	at   string // HH:MM
	what func()
}

// voice is one of the two, as the story lets them speak.
type voice struct {
	*actor.Person
	s     *story
	other *voice
}

// step does one thing, unless something has gone wrong before.
func (s *story) step(do func(context.Context) error) {
	if s.err != nil {
		return
	}
	ctx, stop := context.WithTimeout(s.ctx, patience)
	defer stop()
	s.err = do(ctx)
}

// time returns a wall clock's time ago days before the end.
func (s *story) time(ago int, at string) time.Time {
	t, err := time.Parse("15:04", at)
	if err != nil && s.err == nil {
		s.err = err
	}
	y, m, d := s.now.Date()
	return time.Date(y, m, d-ago, t.Hour(), t.Minute(), 0, 0, s.now.Location())
}

// day returns a date as forms write it; ago is negative for days to come.
func (s *story) day(ago int) string { return s.time(ago, "12:00").Format(time.DateOnly) }

// begin has the two sign up and pair. It returns their account keys.
func (s *story) begin(life context.Context, w actor.World, pass secret.Text, code []byte) (keys [2]secret.Text, err error) {
	s.clock.Set(s.time(firstDay, "18:30"))
	s.amal = &voice{Person: actor.New(w, names[0], pass.Reveal()), s: s}
	s.mika = &voice{Person: actor.New(w, names[1], pass.Reveal()), s: s}
	s.amal.other, s.mika.other = s.mika, s.amal
	entry := "s." + base64.RawURLEncoding.EncodeToString(code)
	s.step(func(ctx context.Context) error { return s.amal.Open(ctx, life, entry) })
	s.step(func(ctx context.Context) (err error) { keys[0], err = s.amal.SignUp(ctx); return err })
	s.step(func(ctx context.Context) (err error) { entry, err = s.amal.Invite(ctx); return err })
	s.step(func(ctx context.Context) error { return s.mika.Open(ctx, life, entry) })
	s.step(func(ctx context.Context) (err error) { keys[1], err = s.mika.SignUp(ctx); return err })
	s.step(func(ctx context.Context) error { return actor.Pair(ctx, s.amal.Person, s.mika.Person) })
	return keys, s.err
}

// tell tells the scenes in the order of their times.
func (s *story) tell() error {
	scenes := slices.Concat(
		s.promises(),
		s.letters(),
		s.checkins(),
		s.openings(),
		s.adventures(),
		s.balance(),
		s.pauses(),
		s.meanings(),
		s.rooms(),
	)
	slices.SortStableFunc(scenes, func(a, b scene) int {
		return cmp.Or(cmp.Compare(b.ago, a.ago), cmp.Compare(a.at, b.at))
	})
	for _, sc := range scenes {
		t := s.time(sc.ago, sc.at)
		if s.err == nil && t.After(s.now) {
			s.err = fmt.Errorf("demo: %d days ago at %s is still to come", sc.ago, sc.at)
		}
		if s.err != nil {
			return s.err
		}
		s.clock.Set(t)
		sc.what()
	}
	return s.err
}

// end closes both devices. From here on the two are whoever opens the links.
func (s *story) end() {
	for _, v := range []*voice{s.amal, s.mika} {
		if v.Dev != nil {
			v.Dev.Close()
		}
	}
}

// says writes something, waits until both see it, and returns its id. The clock
// stands still meanwhile, so that nothing is under way when it moves.
func (v *voice) says(kind event.Kind, f event.Form) (id event.ID) {
	v.s.step(func(ctx context.Context) error {
		var before, after uint64
		v.Dev.Inspect(func(m *app.Model) { before = m.Couple.Seq() })
		if err := v.Do(ctx, kind, f); err != nil {
			return err
		}
		counts := false
		err := v.Sees(ctx, "it in the log", func(m *app.Model) bool {
			records := m.Couple.Records()
			if after = m.Couple.Seq(); after <= before {
				return false
			}
			last := records[len(records)-1]
			id, counts = last.ID, last.Kind == kind && last.Counts()
			return true
		})
		if err == nil && !counts {
			err = fmt.Errorf("demo: %s: %s does not count", v.Name, kind)
		}
		if err != nil {
			return err
		}
		return v.other.Sees(ctx, "what the other wrote", func(m *app.Model) bool { return m.Couple.Seq() >= after })
	})
	return id
}

// wouldGo chooses how far up one would go.
func (v *voice) wouldGo(r opening.Rung) {
	v.says(opening.KindRung, event.Form{opening.FieldRung: strconv.Itoa(int(r))})
}

// answers answers a question.
func (v *voice) answers(q opening.Question, text string) {
	v.seals(opening.KindAnswer, event.Form{opening.FieldRung: strconv.Itoa(int(q.Rung)),
		opening.FieldNumber: strconv.Itoa(int(q.Number)), opening.FieldText: text}, q.Prompt())
}

// word is a promise, as the story goes on with it.
type word struct {
	by    *voice
	id    event.ID
	due   string              // the first one
	marks map[string]event.ID // the newest of each occurrence
}

// promises gives one's word on something, by a day. Often is promise.Once or
// another repeat; last is the last day of that, or "".
func (v *voice) promises(what, due string, often promise.Repeat, last string) *word {
	id := v.says(promise.KindMade, event.Form{promise.FieldText: what, promise.FieldDate: due,
		promise.FieldRepeat: string(often), promise.FieldLast: last})
	return &word{by: v, id: id, due: due, marks: map[string]event.ID{}}
}

// about is a form about the occurrence of a day, or about the only one if that
// is "".
func (w *word) about(day string, more ...string) (string, event.Form) {
	if day == "" {
		day = w.due
	}
	f := event.Form{promise.FieldPromise: w.id.String(), promise.FieldDue: day}
	for i := 0; i+1 < len(more); i += 2 {
		f[more[i]] = more[i+1]
	}
	return day, f
}

func (w *word) kept(day string) {
	day, f := w.about(day)
	w.marks[day] = w.by.says(promise.KindKept, f)
}

func (w *word) changed(day, to, why string) {
	day, f := w.about(day, promise.FieldDate, to, promise.FieldWords, why)
	w.marks[day] = w.by.says(promise.KindChanged, f)
}

func (w *word) missed(day, words string) {
	day, f := w.about(day, promise.FieldWords, words)
	w.marks[day] = w.by.says(promise.KindMissed, f)
}

func (w *word) noticed(day string) {
	day, f := w.about(day)
	f[promise.FieldMark] = w.marks[day].String()
	w.by.other.says(promise.KindNoticed, f)
}

func (w *word) differs(day, words string) {
	day, f := w.about(day, promise.FieldWords, words)
	f[promise.FieldMark] = w.marks[day].String()
	w.by.other.says(promise.KindDiffers, f)
}

// retire ends the promise: with words of its maker at once; else it is proposed
// or agreed to.
func (w *word) retire(by *voice, words string) {
	by.says(promise.KindRetire, event.Form{promise.FieldPromise: w.id.String(), promise.FieldWords: words})
}

// page is a letter, or a check-in that is shared, as the story goes on with it.
type page struct {
	by       *voice
	practice string
	field    string // by which a form names it
	id       event.ID
	last     event.ID // the newest reflection
}

// keeps writes a check-in for oneself.
func (v *voice) keeps(f event.Form) { v.notes(checkin.KindNoted, f) }

// shares lets the other read how one is.
func (v *voice) shares(f event.Form) *page {
	return &page{by: v, practice: "checkin", field: checkin.FieldCheckin, id: v.says(checkin.KindShared, f)}
}

// writes sends a letter.
func (v *voice) writes(text string) *page {
	return &page{by: v, practice: "letter", field: letter.FieldLetter, id: v.says(letter.KindSent, event.Form{letter.FieldText: text})}
}

// heard is what its reader heard.
func (l *page) heard(text string) {
	l.last = l.by.other.says(l.kind(reflection.VerbReflected), event.Form{l.field: l.id.String(), reflection.FieldText: text})
}

// meant and right are how its writer answers.
func (l *page) meant() {
	l.by.says(l.kind(reflection.VerbConfirmed), event.Form{reflection.FieldReflection: l.last.String()})
}

func (l *page) right(text string) {
	l.by.says(l.kind(reflection.VerbCorrected), event.Form{reflection.FieldReflection: l.last.String(), reflection.FieldText: text})
}

func (l *page) kind(verb string) event.Kind { return event.Kind(l.practice + "." + verb) }
