package scene_test

import (
	"bytes"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/language"
	"troth/internal/language/check"
	"troth/internal/native"
	"troth/internal/scene"
)

// What the language check says, and what is answered to it, is for one person on
// one device. While somebody writes and is given notes nothing goes to the relay;
// what is sent holds the words alone; and what is kept is encrypted.
func TestNotesStayHere(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.World.Check = native.Check
	wire := tap(ana)
	ana.LockUp()
	ana.Unlock()
	ana.Sees("the connection", func(m *app.Model) bool { return m.Net == app.Online && m.Space == app.Shared })
	ana.Dev.Go("letter/new")
	ana.Sees("the check", func(m *app.Model) bool { return m.Check != nil })

	const text = "Dear Ben, you are pathetic. I'll call the bank tomorrow at noon. Send me your location or I'll know you're lying."
	logs := func() (own, shared int) {
		ana.Dev.Inspect(func(m *app.Model) { own, shared = len(m.Self.Records()), len(m.Couple.Records()) })
		return own, shared
	}
	own, shared := logs()
	wire.alter(nil)
	type_(ana, app.ActionDraft, "letter.sent", "text", event.Form{"text": text})
	var note check.Note
	ana.Sees("the notes", func(m *app.Model) bool {
		n := m.Notes("letter.sent", text, language.Plain)
		for _, o := range n.List {
			if o.Kinds[0] == language.Contempt {
				note = o
			}
		}
		return len(n.List) > 1 && n.Help && len(n.Promises) == 1
	})
	type_(ana, app.ActionNotMeant, "letter.sent", "text", event.Form{"text": text, app.FieldNote: app.NoteID("text", text, note)})
	ana.Sees("the answer taken", func(m *app.Model) bool { return m.Replied == "letter.sent" })
	for _, r := range wire.requests("") {
		if r.Method != "GET" && strings.HasSuffix(r.Path, "/events") {
			t.Errorf("while Ana writes her device says %s %s to the relay", r.Method, r.Path)
		}
	}

	// It is there again after a lock, and is not in clear.
	ana.LockUp()
	b, err := ana.Store.Get(t.Context(), "m")
	if err != nil || bytes.Contains(b, []byte("contempt")) || bytes.Contains(b, []byte("letter.sent")) {
		t.Errorf("what was answered lies in clear, or not at all: %v", err)
	}
	ana.Unlock()
	ana.Dev.Go("letter/new")
	ana.Sees("her answer again", func(m *app.Model) bool {
		if m.Check == nil || m.Meant.Raised[language.Contempt] != 1 {
			return false
		}
		for _, n := range m.Notes("letter.sent", text, language.Plain).List {
			if n.Kinds[0] == language.Contempt {
				return false
			}
		}
		return true
	})

	// The letter is the words and nothing else.
	type_(ana, app.ActionDo, "letter.sent", "text", event.Form{"kind": "letter.sent", "text": text, app.FieldNote: app.NoteID("text", text, note), app.FieldStrict: "amends"})
	newest(t, ben, "the letter", anyLetter)
	ben.Sees("just what was written", func(m *app.Model) bool {
		list := m.Couple.Letter.List(m.Me)
		return len(list) == 1 && list[0].Text == text && len(m.Meant.Raised) == 0 && len(m.Meant.Quiet) == 0
	})
	ana.Sees("that nothing is quiet in the next letter", func(m *app.Model) bool { return len(m.Meant.Quiet) == 0 && m.Meant.Raised[language.Contempt] == 1 })
	if o, sh := logs(); o != own || sh != shared+1 {
		t.Errorf("Ana's own log has grown by %d, the shared one by %d", o-own, sh-shared)
	}
	for _, r := range wire.requests("") {
		for _, word := range []string{"contempt", "pathetic", "notes", "words"} {
			if bytes.Contains(r.Body, []byte(word)) || strings.Contains(r.Path, word) {
				t.Errorf("%s %s tells the relay %q", r.Method, r.Path, word)
			}
		}
	}
}
