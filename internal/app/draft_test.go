package app

import (
	"fmt"
	"strings"
	"testing"

	"troth/internal/event"
)

func newOpen() *Model {
	m := New("x", "example.org", "")
	m.Phase, m.Space, m.Me = Open, Shared, event.First
	return m
}

func live(form, typed string, values event.Form) Submitted {
	f := Form{Action: ActionDraft, Values: event.Form{FieldDraft: form, FieldTyped: typed}}
	for k, v := range values {
		f.Values[k] = v
	}
	return Submitted{f}
}

func TestDraftLimits(t *testing.T) {
	m := newOpen()
	say := func(msg Msg) int {
		effects, move := m.Update(msg, event.Stamp{})
		if move != Stay {
			t.Fatalf("a draft moves the page: %q", move)
		}
		for _, e := range effects {
			if e != (KeepDrafts{}) {
				t.Fatalf("%T", e)
			}
		}
		return len(effects)
	}
	// Only what a person fills in is kept, and only what changes is stored.
	m.Try = Try{Form: Form{Action: "other"}}
	if n := say(live("a", "text date", event.Form{"text": "x", "kind": "letter.sent", "then": "letter"})); n != 1 {
		t.Fatal(n)
	}
	d, ok := m.Draft("a")
	if !ok || len(d.Values) != 1 || d.Values["text"] != "x" || m.Try.Form.Action != "other" {
		t.Fatalf("%+v, %+v", d, m.Try)
	}
	if n := say(live("a", "text date", event.Form{"text": "x"})); n != 0 {
		t.Error("the same is stored again")
	}
	// Nothing but blanks is nothing to keep.
	if n := say(live("a", "text", event.Form{"text": " \n"})); n != 1 || len(m.Drafts) != 0 {
		t.Error(m.Drafts)
	}
	if n := say(live("a", "text", event.Form{"text": " "})); n != 0 {
		t.Error("nothing is stored again")
	}

	// The size, at its edge.
	room := MaxDraft - len("a") - len("text")
	say(live("a", "text", event.Form{"text": strings.Repeat("x", room)}))
	if d, _ := m.Draft("a"); len(d.Values["text"]) != room || m.TooBig != "" {
		t.Errorf("%d bytes, too big: %q", len(d.Values["text"]), m.TooBig)
	}
	say(live("a", "text", event.Form{"text": strings.Repeat("y", room+1)}))
	if d, _ := m.Draft("a"); d.Values["text"][0] != 'x' || m.TooBig != "a" {
		t.Errorf("too big: %q", m.TooBig)
	}
	say(live("a", "text", event.Form{"text": "short"}))
	if m.TooBig != "" {
		t.Error("still too big")
	}

	// The number: what was left alone the longest goes first.
	for i := range MaxDrafts - 1 {
		say(live(fmt.Sprint("b", i), "text", event.Form{"text": "x"}))
	}
	say(live("a", "text", event.Form{"text": "touched"}))
	if len(m.Drafts) != MaxDrafts {
		t.Fatal(len(m.Drafts))
	}
	say(live("c", "text", event.Form{"text": "one more"}))
	_, first := m.Draft("b0")
	_, a := m.Draft("a")
	if len(m.Drafts) != MaxDrafts || first || !a {
		t.Errorf("%d drafts, %v %v", len(m.Drafts), first, a)
	}

	// What is no draft changes nothing.
	before := len(m.Drafts)
	for _, msg := range []Submitted{
		live("", "text", event.Form{"text": "x"}),
		live(strings.Repeat("n", maxDraftName+1), "text", event.Form{"text": "x"}),
		live("d", strings.Repeat("f ", maxDraftFields+1), event.Form{"f": "x"}),
		live("d", "", event.Form{"text": "x"}),
		{Form{Action: ActionDiscard, Values: event.Form{}}},
		{Form{Action: ActionTakeBack}},
	} {
		say(msg)
	}
	if len(m.Drafts) != before || m.Thrown.Form != "" {
		t.Error("something that is no draft was kept")
	}
	say(live(strings.Repeat("n", maxDraftName), "text", event.Form{"text": "\xff"}))
	if d := m.Drafts[len(m.Drafts)-1]; d.Values["text"] != "\ufffd" {
		t.Errorf("%q cannot be stored", d.Values["text"])
	}

	// A locked page keeps nothing in its model.
	m.Phase = Locked
	if n := say(live("e", "text", event.Form{"text": "x"})); n != 0 {
		t.Error("a locked page keeps a draft")
	}
	// Another space begins without the drafts of the last.
	m.Phase = Open
	m.Update(Entered{Me: event.First, Fresh: true, Stage: Shared}, event.Stamp{})
	if len(m.Drafts) != 0 || len(m.Seen) != 0 || len(m.Opened) != 0 {
		t.Error("what was kept of one space is there in the next")
	}
}

// Lists that the device may be storing are never changed in place.
func TestDraftsAreCopied(t *testing.T) {
	m := newOpen()
	for _, s := range []string{"a", "b", "c"} {
		m.Update(live(s, "text", event.Form{"text": s}), event.Stamp{})
	}
	stored := m.Drafts
	m.Update(live("a", "text", event.Form{"text": "new"}), event.Stamp{})
	m.Update(Wrote{Draft: Draft{"b", event.Form{"text": "b"}}}, event.Stamp{})
	m.Update(live("c", "text", event.Form{"text": ""}), event.Stamp{})
	for i, want := range []string{"a", "b", "c"} {
		if stored[i].Form != want || stored[i].Values["text"] != want {
			t.Errorf("%+v", stored[i])
		}
	}
	if len(m.Drafts) != 1 || m.Drafts[0].Values["text"] != "new" {
		t.Errorf("%+v", m.Drafts)
	}
}

// What is typed while the form is on its way is not what goes with it.
func TestTypedSince(t *testing.T) {
	m := newOpen()
	sent := Draft{"a", event.Form{"text": "Dear Sam"}}
	m.Update(live("a", "text", sent.Values), event.Stamp{})
	m.Update(live("a", "text", event.Form{"text": "Dear Sam, and more"}), event.Stamp{})
	m.Update(Wrote{Draft: sent}, event.Stamp{})
	if d, _ := m.Draft("a"); d.Values["text"] != "Dear Sam, and more" {
		t.Errorf("%+v", m.Drafts)
	}
	m.Update(live("a", "text", sent.Values), event.Stamp{})
	m.Update(Wrote{Draft: sent}, event.Stamp{})
	if len(m.Drafts) != 0 {
		t.Errorf("%+v", m.Drafts)
	}
}
