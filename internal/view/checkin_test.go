package view

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/reflection"
	"troth/internal/text"
)

func (w letterWorld) notes(e checkin.Entry) event.ID {
	w.t.Helper()
	w.seq++
	id := event.ID{byte(w.seq >> 8), byte(w.seq), 7}
	if err := w.m.Self.Checkin.Apply(event.Fact{Seq: w.seq, ID: id, By: event.First, At: w.m.Now, Kind: checkin.KindNoted, Payload: codec.Must(checkin.Noted{Entry: e})}); err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w letterWorld) checks(by event.Partner, kind event.Kind, payload any) event.ID {
	w.t.Helper()
	w.seq++
	id := event.ID{byte(w.seq >> 8), byte(w.seq), 6}
	if err := w.m.Couple.Checkin.Apply(event.Fact{Seq: w.seq, ID: id, By: by, At: w.m.Now, Kind: kind, Payload: codec.Must(payload)}); err != nil {
		w.t.Fatal(kind, err)
	}
	return id
}

// The words of the wheel: enough of them, each once, each one that can be kept.
func TestFeelings(t *testing.T) {
	families := text.English().Checkin.Families
	seen := map[string]bool{}
	for i, f := range families {
		for _, s := range f.Shades {
			if seen[s.Code] || !(checkin.Entry{Feelings: []string{s.Code}}).Valid() || s.Word == "" {
				t.Errorf("%q", s.Code)
			}
			seen[s.Code] = true
			if family, word := families.Find(s.Code); family != i || word != s.Word {
				t.Errorf("%s is found as %s in family %d", s.Code, word, family)
			}
		}
	}
	if len(seen) < 80 {
		t.Errorf("%d words", len(seen))
	}
	if i, word := families.Find("of-a-later-version"); i != -1 || word != "of a later version" {
		t.Error(i, word)
	}
}

// Somebody who is alone has what is private, and nothing of it needs a space.
func TestCheckinAlone(t *testing.T) {
	w := newLetterWorld(t)
	for _, stage := range []app.SpaceStage{app.NoSpace, app.Pairing, app.Shared, app.Ended} {
		w.m.Space = stage
		w.has(w.go_(app.RouteMine), `data-go="mine/checkin"`, `data-go="settings"`, `data-go="mine" aria-current="page"`)
		w.has(w.go_(routeCheckins), "There is nothing here yet", `data-go="mine/checkin/new"`)
		w.has(w.go_(routeCheckinNew), `value="checkin.own.noted"`, `value="worn-out"`)
	}
	w.m.Space = app.NoSpace
	page := w.go_(app.RouteToday)
	w.has(page, "How are you, just now?", "Invite your partner")
	w.hasNot(w.go_(app.RouteTogether), "Check-ins")
}

// What is kept is shown where it is mine, and on no page of what is shared; to
// share it, it is shown as it will be read.
func TestCheckinPrivate(t *testing.T) {
	w := newLetterWorld(t)
	id := w.notes(checkin.Entry{Feelings: []string{"worn-out", "on-edge", "sad"}, Words: "canary", When: "The phone rang.", Wish: "Some quiet."})
	own := routeCheckins + "/" + id.String()
	page := w.go_(own)
	w.has(page, "worn out, on edge and sad</p>", "canary", "The phone rang.", ">When</span>", "Share it with <bdi>Sam</bdi>")
	w.hasNot(page, "because it matters") // a part that is left out is not there
	w.has(w.go_(routeCheckinLast), "canary")
	begun := w.notes(checkin.Entry{When: "When it rang."})
	page = w.go_(routeCheckins + "/" + begun.String())
	w.has(page, "When it rang.")
	w.hasNot(page, ">When</span>", "I feel") // it is not begun twice
	w.has(w.go_(routeCheckins), "canary", "This week: worn out, on edge and sad", `role="img"`, "Weary", "Afraid")
	for _, route := range []string{app.RouteToday, app.RouteTogether, app.RouteMine, routeShared, routeLetters} {
		w.hasNot(w.go_(route), "canary")
	}
	page = w.go_(own + "/share")
	sheet, rest, _ := strings.Cut(page, "<details")
	w.has(sheet, "This is all that <bdi>Sam</bdi> will read", "worn out, on edge and sad</p>", "canary</p>", "The phone rang.", "Some quiet.")
	w.has(rest, `value="sad" checked`, ">canary</textarea>", "Share this")
	w.has(page, `value="checkin.shared"`)
	w.hasNot(rest, "<details open") // but for what is wrong with a field

	// What is changed there is what is shown, and the note stays as it was.
	w.m.Drafts = []app.Draft{{Form: draftName(checkin.KindShared, "note", id.String()), Values: event.Form{"feelings": "sad", "when": "The phone rang twice."}}}
	sheet, _, _ = strings.Cut(w.go_(own+"/share"), "<details")
	w.has(sheet, "The phone rang twice.", "I feel", "sad")
	w.hasNot(sheet, "canary", "on edge")
	w.m.Drafts = nil
	w.has(w.go_(own), "canary")

	w.m.Try = app.Try{Form: app.Form{Action: app.ActionDo, Values: event.Form{"kind": "checkin.shared", "note": id.String()}}, Field: &event.FieldError{Field: "feelings", Code: "empty"}}
	w.m.Route = own + "/share"
	w.has(Page(w.m), "Choose a word that fits", `id="share-edit" open`)
	w.m.Try = app.Try{}

	// Once shared in the same words it leads there.
	n, _ := w.m.Self.Checkin.Note(id)
	shared := w.checks(me, checkin.KindShared, checkin.Shared{Entry: n.Entry})
	w.has(w.go_(own), "You have shared these words", `data-go="checkin/`+shared.String()+`"`)
	w.m.Space = app.Ended
	w.hasNot(w.go_(own), "Share it with")
	w.hasNot(w.go_(own+"/share"), `value="checkin.shared"`)
}

func TestCheckinShared(t *testing.T) {
	w := newLetterWorld(t)
	c := w.checks(other, checkin.KindShared, checkin.Shared{Entry: checkin.Entry{Feelings: []string{"low"}, Wish: "canary"}})
	route := routeShared + "/" + c.String()
	page := w.go_(app.RouteToday)
	w.has(page, "<bdi>Sam</bdi> tells you how they are", `data-go="`+route+`"`)
	w.hasNot(page, "low", "canary")
	w.hasNot(w.go_(routeShared), "canary") // nothing opens before its reader opens it
	w.has(w.go_(route), "low", "canary", "Say what you heard")
	if !slices.Contains(w.m.Couple.Shows(c, me), c) || !w.m.Opened[c] {
		t.Error("what was shown does not count as opened")
	}
	w.has(w.go_(routeShared), "low")
	w.has(w.go_(route+"/heard"), `value="checkin.reflected"`, `name="checkin" value="`+c.String()+`"`, "low")
	r := w.checks(me, checkin.KindReflected, reflection.Reflected{Topic: c, Text: "You are low."})
	w.hasNot(w.go_(route), "<form")

	w.m.Me, w.m.PartnerName, w.m.Seen, w.m.Opened = other, "Noor", map[string]uint64{}, map[event.ID]bool{}
	w.has(w.go_(app.RouteToday), "<bdi>Noor</bdi> says what they heard")
	w.has(w.go_(route), "You are low.", `value="checkin.confirmed"`, "Put it right")
	w.has(w.go_(route+"/right/"+r.String()), `value="checkin.corrected"`)
	w.checks(other, checkin.KindConfirmed, reflection.Confirmed{Reflection: r})
	w.has(w.go_(route), "Yes, that is what I meant.")
	w.has(w.go_(routeShared), "Heard as it was meant")
	w.has(w.go_(routeShared+"/"+event.ID{}.String()), "not here")
}

// The hour: proposed, agreed, in a calendar, and on Today when it is today.
func TestHourPages(t *testing.T) {
	w := newLetterWorld(t)
	w.has(w.go_(routeShared), "There is no set hour.", `data-go="checkin/hour"`)
	w.has(w.go_(routeHour), `value="checkin.hour-proposed"`, `value="20:00"`, "Sunday")
	day := uint8(w.m.Now.Civil.Date().Time().Weekday()+6)%7 + 1
	h := w.checks(other, checkin.KindProposed, checkin.Proposed{Weekday: day, Minute: 20 * 60})
	w.has(w.go_(app.RouteToday), "<bdi>Sam</bdi> proposes an hour for the two of you: every "+w.m.Now.Civil.Date().Time().Weekday().String()+" at eight in the evening")
	w.has(w.go_(routeShared), "<bdi>Sam</bdi> proposes every", "That suits me", h.String())
	w.m.Seen[routeShared] = w.seq
	w.hasNot(w.go_(app.RouteToday), "proposes")
	w.checks(me, checkin.KindAgreed, checkin.Agreed{Hour: h})
	page := w.go_(routeShared)
	w.has(page, "Your hour is every", "End this", `download="hour.ics"`)
	_, data, _ := strings.Cut(page, `href="data:text/calendar;base64,`)
	data, _, _ = strings.Cut(data, `"`)
	file, err := base64.StdEncoding.DecodeString(data)
	if err != nil || !strings.Contains(string(file), "\r\nDTSTART:"+strings.ReplaceAll(w.m.Now.Civil.Date().String(), "-", "")+"T200000\r\nDURATION:PT60M\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:One hour\r\n") {
		t.Errorf("%v: %q", err, file)
	}
	for _, name := range []string{"Sam", "Noor", "troth"} {
		if strings.Contains(string(file), name) {
			t.Errorf("the file says %s", name)
		}
	}
	w.has(w.go_(app.RouteToday), "Your hour is today at eight in the evening")
	w.m.Now.Civil += 24 * 60
	w.m.Now.MS += 24 * 60 * 60_000
	w.hasNot(w.go_(app.RouteToday), "Your hour is")
	w.m.Space = app.Ended
	w.hasNot(w.go_(routeShared), "End this", "Propose", "<form")
}
