package scene_test

import (
	"context"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/eventlog"
	"troth/internal/keywork"
	"troth/internal/language"
	"troth/internal/language/check"
	"troth/internal/letter"
	"troth/internal/promise"
	"troth/internal/scene"
)

// newest waits for a letter and returns the newest as its person sees it.
func newest(t *testing.T, p *scene.Person, what string, ok func(letter.Letter) bool) (l letter.Letter) {
	t.Helper()
	p.Sees(what, func(m *app.Model) bool {
		list := m.Couple.Letter.List(m.Me)
		if len(list) == 0 {
			return false
		}
		l = list[0]
		return ok(l)
	})
	return l
}

func anyLetter(letter.Letter) bool { return true }

func opened(p *scene.Person, id event.ID) (yes bool) {
	p.Dev.Inspect(func(m *app.Model) { yes = m.Opened[id] })
	return yes
}

// A letter, what was heard, put right, heard again, and meant so.
func TestOneLetter(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(letter.KindSent, event.Form{"text": "I waited for you on Sunday.\r\n\r\nI missed you."})
	l := newest(t, ben, "the letter", anyLetter)
	if l.Text != "I waited for you on Sunday.\n\nI missed you." || l.By != event.First {
		t.Fatalf("%+v", l)
	}
	ben.Dev.Go(app.RouteToday)
	ben.Sees("Today", func(m *app.Model) bool { return m.Route == app.RouteToday })
	if html := ben.Page().HTML; !strings.Contains(html, "A letter from <bdi>Ana</bdi>") || strings.Contains(html, "Sunday") {
		t.Errorf("Today says: %s", html)
	}
	if opened(ben, l.ID) {
		t.Error("opened before it was opened")
	}
	id := l.ID.String()
	ben.Dev.Go("letter/" + id)
	ben.Sees("the letter open", func(m *app.Model) bool { return m.Opened[l.ID] })

	ben.Do(letter.KindReflected, event.Form{"letter": id, "text": "You are cross with me."})
	ben.Attempt(letter.KindReflected, event.Form{"letter": id, "text": "Or sad."})
	if f := ben.Try().Failure; f != app.NotAllowed {
		t.Errorf("a second reflection: %q", f)
	}
	heard := func(n int) func(letter.Letter) bool {
		return func(l letter.Letter) bool { return len(l.Exchange) == n }
	}
	r := newest(t, ana, "what Ben heard", heard(1)).Exchange[0]
	ben.Attempt(letter.KindConfirmed, event.Form{"reflection": r.ID.String()})
	if f := ben.Try().Failure; f != app.NotAllowed {
		t.Errorf("Ben confirms himself: %q", f)
	}
	ana.Do(letter.KindCorrected, event.Form{"reflection": r.ID.String(), "text": "Not cross. Lonely."})
	newest(t, ben, "the correction", func(l letter.Letter) bool { return l.Exchange[0].Answer != nil })
	ben.Do(letter.KindReflected, event.Form{"letter": id, "text": "You were lonely without me."})
	r = newest(t, ana, "what Ben hears now", heard(2)).Exchange[1]
	ana.Do(letter.KindConfirmed, event.Form{"reflection": r.ID.String()})
	done := func(l letter.Letter) bool { return l.Confirmed() }
	newest(t, ben, "that it was meant so", done)
	ben.Attempt(letter.KindReflected, event.Form{"letter": id, "text": "More."})
	if f := ben.Try().Failure; f != app.NotAllowed {
		t.Errorf("after the end: %q", f)
	}

	// A reload sees the same, and knows on this device alone what was opened.
	ben.LockUp()
	ben.Unlock()
	got := newest(t, ben, "everything again", done)
	if len(got.Exchange) != 2 || got.Exchange[0].Answer.Text != "Not cross. Lonely." {
		t.Errorf("%+v", got)
	}
	if !opened(ben, l.ID) || !opened(ben, got.Exchange[0].Answer.ID) {
		t.Error("what was opened is forgotten")
	}
	var seq uint64
	ana.Dev.Inspect(func(m *app.Model) { seq = m.Couple.Seq() })
	ben.Sees("the whole log", func(m *app.Model) bool { return m.Couple.Seq() == seq })
	for _, p := range []*scene.Person{ana, ben} {
		p.Dev.Inspect(func(m *app.Model) {
			for _, r := range m.Couple.Records() {
				if r.Why != nil || strings.Contains(string(r.Kind), "read") || strings.Contains(string(r.Kind), "open") {
					t.Errorf("%s's record: %+v", p.Name, r)
				}
			}
		})
	}
}

// A letter that is written before both have compared the words opens to its
// reader when they have.
func TestLetterBeforeVerified(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").SignUp(ana.Invite())
	ana.Words()
	ben.Words()
	ana.Match()
	ana.Sees("the shared space, checked by her alone", func(m *app.Model) bool { return m.Space == app.Shared && !m.Couple.Verified() })
	ana.Do(letter.KindSent, event.Form{"text": "canary"})
	l := newest(t, ana, "her own letter, closed to Ben", func(l letter.Letter) bool { return !l.Open })
	ana.Dev.Go("letter/" + l.ID.String())
	ana.Sees("her letter", func(m *app.Model) bool { return strings.HasPrefix(m.Route, "letter/") })
	if html := ana.Page().HTML; !strings.Contains(html, "can open it once both of you have compared") {
		t.Error("its writer is not told that it is closed")
	}
	ben.Dev.Inspect(func(m *app.Model) {
		if m.Couple.Letter.Len() != 0 {
			t.Error("Ben has a letter before he has said that the words match")
		}
	})

	// His device reads the letter before it can say that he has compared the
	// words: the letter is there, and closed.
	ben.Match()
	newest(t, ben, "the letter, open", func(l letter.Letter) bool { return !l.Closed && l.Text == "canary" })
	ben.Sees("both verified", func(m *app.Model) bool { return m.Couple.Verified() })
	newest(t, ana, "that it is open", func(l letter.Letter) bool { return l.Open })
	ben.Do(letter.KindReflected, event.Form{"letter": l.ID.String(), "text": "x"})
}

// type_ is what a page sends while somebody writes into its form.
func type_(p *scene.Person, action, form, fields string, values event.Form) {
	v := event.Form{app.FieldDraft: form, app.FieldTyped: fields}
	for k, s := range values {
		v[k] = s
	}
	p.Dev.Form(app.Form{Action: action, Values: v})
}

// What somebody types is there again after a lock and a reload, encrypted, and
// goes when it has gone through.
func TestDrafts(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.World.Check = func(context.Context) (check.Func, error) {
		return func(q check.Question) (a check.Answer) {
			if i := strings.Index(q.Text, "never"); i >= 0 {
				a.Notes = append(a.Notes, check.Note{Kinds: []language.Kind{language.Blame}, Start: i, End: i + 5, Score: 0.9, Why: "One evening is not all of them.", Try: "last night"})
			}
			return a
		}, nil
	}
	ana.LockUp()
	ana.Unlock()
	has := func(form, field, want string) func(*app.Model) bool {
		return func(m *app.Model) bool { d, _ := m.Draft(form); return d.Values[field] == want }
	}
	const text = "You never canary-draft me."
	ana.Dev.Go("letter/new")
	type_(ana, app.ActionDraft, "letter.sent", "text", event.Form{"text": "You never"})
	type_(ana, app.ActionDraft, "letter.sent", "text", event.Form{"text": text})
	type_(ana, app.ActionDraft, "promise.made", "text date", event.Form{"text": "I’ll call", "date": "2026-11-30"})
	ana.LockUp() // at once: what was typed last must not get lost

	var stored int
	for _, name := range []string{"d", "e", "o", "p", "r", "w"} {
		b, err := ana.Store.Get(t.Context(), name)
		if err != nil {
			continue
		}
		stored++
		if strings.Contains(string(b), "canary") || strings.Contains(string(b), "never") {
			t.Errorf("the value %q holds a draft in clear", name)
		}
	}
	if stored == 0 {
		t.Fatal("nothing is stored: the test looks at nothing")
	}

	ana.Unlock()
	ana.Sees("her letter again", has("letter.sent", "text", text))
	ana.Sees("her promise again", has("promise.made", "date", "2026-11-30"))
	ana.Dev.Go(app.RouteToday)
	ana.Sees("Today", func(m *app.Model) bool { return m.Route == app.RouteToday })
	if html := ana.Page().HTML; !strings.Contains(html, "You were writing a letter") || strings.Contains(html, "canary") {
		t.Error("Today does not say that a letter was begun, or says more")
	}
	ana.Dev.Go("letter/new")
	ana.Sees("the composer, and the check", func(m *app.Model) bool { return m.Route == "letter/new" && m.Check != nil })
	for _, want := range []string{text + "</textarea>", "Kept on this device", "“never”", "One evening is not all of them.", "last night</p>"} {
		if !strings.Contains(ana.Page().HTML, want) {
			t.Errorf("the composer does not show %q", want)
		}
	}

	// It stays while it cannot go through, and goes with the letter.
	type_(ana, app.ActionDo, "letter.sent", "text", event.Form{"kind": "letter.sent", "text": strings.Repeat("x", letter.MaxLetter+1)})
	ana.Sees("that it is too long", func(m *app.Model) bool { return m.Try.Field != nil })
	ana.LockUp()
	ana.Unlock()
	ana.Sees("the long one", has("letter.sent", "text", strings.Repeat("x", letter.MaxLetter+1)))
	type_(ana, app.ActionDo, "letter.sent", "text", event.Form{"kind": "letter.sent", "text": text})
	newest(t, ben, "the letter", anyLetter)
	gone := func(m *app.Model) bool { _, there := m.Draft("letter.sent"); return !there && !m.Try.Busy }
	ana.Sees("no draft", gone)
	ana.LockUp()
	ana.Unlock()
	ana.Sees("no draft, still", func(m *app.Model) bool {
		_, letter := m.Draft("letter.sent")
		_, promise := m.Draft("promise.made")
		return !letter && promise
	})

	// The partner's device has no part in any of it.
	ben.Dev.Inspect(func(m *app.Model) {
		if len(m.Drafts) != 0 {
			t.Errorf("Ben sees %v", m.Drafts)
		}
		for _, r := range m.Couple.Records() {
			if r.Kind == promise.KindMade {
				t.Error("a draft became an entry")
			}
		}
	})
}

// What was submitted without a connection is in the outbox and no draft beside
// that, even if the device had no time to forget the draft.
func TestDraftAndOutbox(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	type_(ana, app.ActionDraft, "letter.sent", "text", event.Form{"text": "Offline."})
	ana.LockUp()
	was, err := ana.Store.Get(t.Context(), "w")
	if err != nil {
		t.Fatal("no draft is stored: ", err)
	}
	ana.Unlock()
	s.Cut(true)
	type_(ana, app.ActionDo, "letter.sent", "text", event.Form{"kind": "letter.sent", "text": "Offline."})
	ana.Sees("the letter waiting", func(m *app.Model) bool { return len(m.Waiting) == 1 && !m.Try.Busy })
	ana.LockUp()
	if err := ana.Store.Put(t.Context(), eventlog.KV{Name: "w", Value: was}); err != nil {
		t.Fatal(err)
	}
	ana.Unlock()
	ana.Sees("a letter that waits, and no draft of it", func(m *app.Model) bool { return len(m.Waiting) == 1 && len(m.Drafts) == 0 })
	// The next one, begun in the same form, is none of what waits.
	type_(ana, app.ActionDraft, "letter.sent", "text", event.Form{"text": "And another."})
	ana.LockUp()
	ana.Unlock()
	next := func(m *app.Model) bool { d, _ := m.Draft("letter.sent"); return d.Values["text"] == "And another." }
	ana.Sees("the next letter, begun, beside the one that waits", func(m *app.Model) bool { return len(m.Waiting) == 1 && next(m) })
	s.Cut(false)
	newest(t, ben, "the letter", anyLetter)
	ana.Sees("nothing waiting, and the next letter begun", func(m *app.Model) bool { return len(m.Waiting) == 0 && next(m) })
	ben.Sees("one letter", func(m *app.Model) bool { return m.Couple.Letter.Len() == 1 })
}

// What one account has begun is not for another on the same device.
func TestDraftsOfAnotherAccount(t *testing.T) {
	s := scene.New(t, nil)
	ana, _ := s.Pair()
	type_(ana, app.ActionDraft, "letter.sent", "text", event.Form{"text": "canary"})
	ana.LockUp()
	was, err := ana.Store.Get(t.Context(), "w")
	if err != nil {
		t.Fatal("no draft is stored: ", err)
	}

	eve := s.Person("Eve").SignUp(s.Code())
	eve.Key(app.ActionSheet, eve.Secrets(), nil)
	secrets := eve.Secrets()
	eve.Sees("the account key", func(m *app.Model) bool { secrets[keywork.FieldAccountKey] = m.Sheet; return m.Sheet != "" })
	zed := s.Person("Zed").SignUp(eve.Invite())
	eve.Words()
	zed.Words()
	eve.Match()
	zed.Match()
	eve.Sees("a space of her own", func(m *app.Model) bool { return m.Space == app.Shared && m.Couple.Verified() })

	borrowed := s.Person("Eve")
	borrowed.Store = ana.Store
	borrowed.Open("")
	borrowed.Key(app.ActionNewDevice, secrets, nil)
	none := func(m *app.Model) bool {
		return m.Phase == app.Open && m.Space == app.Shared && len(m.Drafts) == 0 && len(m.Opened) == 0
	}
	borrowed.Sees("her own, and no draft", none)
	// Not even if what Ana's device had kept is still lying there.
	borrowed.LockUp()
	if err := borrowed.Store.Put(t.Context(), eventlog.KV{Name: "w", Value: was}); err != nil {
		t.Fatal(err)
	}
	borrowed.Unlock()
	borrowed.Sees("no draft, still", none)
	if strings.Contains(borrowed.Page().HTML, "canary") {
		t.Error("another account's draft is shown")
	}
}
