package view

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/promise"
)

// promiseWorld is a model with promises of both, on a Wednesday evening.
type promiseWorld struct {
	t   *testing.T
	m   *app.Model
	seq uint64
}

func newPromiseWorld(t *testing.T) *promiseWorld {
	m := app.New("x", "example.org", "")
	m.Phase, m.Space, m.Me, m.MyName, m.PartnerName = app.Open, app.Shared, event.First, "Noor", "Sam"
	m.Route = routePromises
	w := &promiseWorld{t: t, m: m}
	w.at("2026-11-25T17:00")
	return w
}

func (w *promiseWorld) at(s string) {
	d, err := promise.ParseDue(s)
	if err != nil {
		w.t.Fatal(err)
	}
	w.m.Now = event.Stamp{MS: int64(d.Minute) * 60_000, Civil: d.Minute}
}

func (w *promiseWorld) due(s string) promise.Due {
	d, err := promise.ParseDue(s)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func (w *promiseWorld) say(by event.Partner, kind event.Kind, payload any) event.ID {
	w.t.Helper()
	w.seq++
	id := event.ID{byte(w.seq >> 8), byte(w.seq), 7}
	f := event.Fact{Seq: w.seq, ID: id, By: by, At: w.m.Now, Kind: kind, Payload: codec.Must(payload)}
	if err := w.m.Couple.Promise.Apply(f); err != nil {
		w.t.Fatal(kind, err)
	}
	return id
}

func (w *promiseWorld) made(by event.Partner, text, due string) (event.ID, promise.Due) {
	w.t.Helper()
	return w.say(by, promise.KindMade, promise.Made{Text: text, Due: w.due(due)}), w.due(due)
}

func (w *promiseWorld) show(route string) string {
	w.t.Helper()
	w.m.Route = route
	out := Page(w.m)
	w.sound(out)
	return out
}

// sound checks what holds of every page: ids are there once, each control has
// its label and what describes it, there is one main heading and no style.
func (w *promiseWorld) sound(page string) {
	w.t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	ids, labels := map[string]bool{}, map[string]bool{}
	var controls, describes []string
	headings, around := 0, false // around: within a label
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			w.t.Fatalf("%v in %s", err, page)
		}
		if end, ok := tok.(xml.EndElement); ok && end.Name.Local == "label" {
			around = false
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		attr := map[string]string{}
		for _, a := range e.Attr {
			attr[a.Name.Local] = a.Value
		}
		if id := attr["id"]; id != "" {
			if ids[id] {
				w.t.Fatalf("id %s twice in %s", id, page)
			}
			ids[id] = true
		}
		if _, ok := attr["style"]; ok {
			w.t.Fatalf("a style in %s", page)
		}
		if by := attr["aria-describedby"]; by != "" {
			describes = append(describes, strings.Fields(by)...)
		}
		switch e.Name.Local {
		case "label":
			labels[attr["for"]], around = true, true
		case "input", "select", "textarea":
			if attr["type"] != "hidden" && !around {
				controls = append(controls, attr["id"])
			}
		case "h1":
			headings++
		}
	}
	for _, c := range controls {
		if !labels[c] {
			w.t.Fatalf("control %q has no label", c)
		}
	}
	for _, id := range describes {
		if !ids[id] {
			w.t.Fatalf("nothing has the id %q that describes a control", id)
		}
	}
	if headings != 1 {
		w.t.Fatalf("%d main headings in %s", headings, page)
	}
}

func (w *promiseWorld) has(page string, want ...string) {
	w.t.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			w.t.Errorf("%q is not in %s", s, page)
		}
	}
}

func (w *promiseWorld) hasNot(page string, not ...string) {
	w.t.Helper()
	for _, s := range not {
		if strings.Contains(page, s) {
			w.t.Errorf("%q is in %s", s, page)
		}
	}
}

func TestPromisesEmpty(t *testing.T) {
	w := newPromiseWorld(t)
	w.has(w.show(routePromises), "Nothing is promised yet", `data-go="promise/new"`)
	w.m.Space = app.Ended
	w.hasNot(w.show(routePromises), `data-go="promise/new"`)
	w.hasNot(w.show(routePromisesNew), "<form")
}

// A page shows a button exactly when the rules allow what it says.
func TestPromiseButtons(t *testing.T) {
	w := newPromiseWorld(t)
	mine, due := w.made(event.First, "I’ll call the bank.", "2026-11-25T18:00")
	theirs, theirDue := w.made(event.Second, "I’ll be home by half past six.", "2026-11-25T18:30")

	page := w.show(routePromises)
	w.has(page, "You, due today at six", "<bdi>Sam</bdi>, due today at half past six",
		"I did it", "It has to change", `data-go="promise/`+mine.String()+`/change/2026-11-25T18:00"`)
	if n := strings.Count(page, `value="promise.kept"`); n != 1 {
		t.Errorf("%d forms to keep", n)
	}
	w.hasNot(page, "I noticed", theirs.String()+"/change", theirs.String()+"/miss")

	kept := w.say(event.Second, promise.KindKept, promise.Kept{Promise: theirs, Due: theirDue})
	page = w.show(routePromises)
	w.has(page, "<bdi>Sam</bdi>, kept today", "I noticed", "I see it differently", kept.String())
	w.say(event.First, promise.KindDiffers, promise.Differs{Promise: theirs, Due: theirDue, Mark: kept, Words: "It was eight."})
	w.has(w.show(routePromises), "You see it differently:", "“It was eight.”", "I noticed after all")

	// The other's page of the same.
	w.m.Me, w.m.PartnerName = event.Second, "Noor"
	page = w.show("promise/" + theirs.String())
	w.has(page, "<bdi>Noor</bdi> sees it differently:", "It was missed after all")
	w.hasNot(page, "I noticed", "I did it")
	w.hasNot(w.show("promise/"+mine.String()), "I did it", "It has to change")

	// Nothing can be said once the space has ended.
	w.m.Me, w.m.Space = event.First, app.Ended
	for _, route := range []string{routePromises, "promise/" + mine.String(), "promise/" + mine.String() + "/change/" + due.String()} {
		w.hasNot(w.show(route), "<form", "I did it", "/change/2026-11-25T18:00\" class")
	}
}

func TestPromiseForms(t *testing.T) {
	w := newPromiseWorld(t)
	id, due := w.made(event.First, "Call", "2026-11-25T18:00")
	w.say(event.First, promise.KindMissed, promise.Missed{Promise: id, Due: due, Words: "I forgot."})
	other, otherDue := w.made(event.First, "Write", "2026-11-27")
	theirs, theirDue := w.made(event.Second, "Cook", "2026-11-25")
	mark := w.say(event.Second, promise.KindMissed, promise.Missed{Promise: theirs, Due: theirDue})
	at := "promise/" + other.String()
	for route, want := range map[string]string{
		routePromisesNew:                    `value="promise.made"`,
		at + "/change/" + otherDue.String(): `value="promise.changed"`,
		at + "/miss/" + otherDue.String():   `value="promise.missed"`,
		at + "/end":                         `value="promise.retire"`,
		"promise/" + theirs.String() + "/differ/" + theirDue.String() + "/" + mark.String(): `value="promise.differs"`,
	} {
		w.has(w.show(route), want, `data-action="do"`)
	}
	// What is no longer possible says so.
	for _, route := range []string{
		"promise/" + id.String() + "/change/" + due.String(),
		"promise/" + id.String() + "/miss/" + due.String(),
		"promise/" + id.String() + "/differ/" + due.String() + "/" + mark.String(),
		"promise/" + id.String() + "/end",
		at + "/change/", at + "/change/2031-01-01", at + "/differ", at + "/differ/" + otherDue.String(),
	} {
		page := w.show(route)
		w.has(page, "This is not possible any more")
		w.hasNot(page, "<form")
	}
	for _, route := range []string{"promise/0", "promise/", "promise//", "promise/" + event.ID{}.String(), at + "/nothing"} {
		w.has(w.show(route), "This promise is not here")
	}
}

// What was typed is kept when something is missing, and the error stands at its
// field.
func TestPromiseErrors(t *testing.T) {
	w := newPromiseWorld(t)
	w.m.Route = routePromisesNew
	form := app.Form{Action: app.ActionDo, Values: event.Form{"kind": "promise.made", "text": `<b>"me" & you`, "date": "2026-11-01", "time": "09:00", "repeat": "weekly", "last": "2026-12-24"}}
	w.m.Update(app.Submitted{Form: form}, w.m.Now)
	if w.m.Try.Field == nil {
		t.Fatalf("%+v", w.m.Try)
	}
	w.has(w.show(routePromisesNew), `role="alert"`, "This day has already gone by", `href="#made-date"`, `aria-invalid="true"`,
		`value="2026-11-01"`, `value="09:00"`, `value="2026-12-24"`, `value="weekly" selected`, "&lt;b&gt;&#34;me&#34; &amp; you</textarea>")

	// The same fields of another form are not touched.
	id, due := w.made(event.First, "Call", "2026-11-27T18:00")
	w.hasNot(w.show("promise/"+id.String()+"/change/"+due.String()), `role="alert"`, "2026-11-01", "aria-invalid")
	w.has(w.show("promise/"+id.String()+"/change/"+due.String()), `value="18:00"`)

	// Ending at once needs words.
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionDo, Values: event.Form{"kind": "promise.retire", "promise": id.String(), "with": "words"}}}, w.m.Now)
	w.has(w.show("promise/"+id.String()+"/end"), `role="alert"`, "A few words are needed here.")

	// A button that came too late says so.
	w.say(event.First, promise.KindKept, promise.Kept{Promise: id, Due: due})
	w.m.Update(app.Submitted{Form: app.Form{Action: app.ActionDo, Values: event.Form{"kind": "promise.kept", "promise": id.String(), "due": due.String()}}}, w.m.Now)
	w.has(w.show(routePromises), `role="alert"`, "This is not possible any more")
}

func TestPromiseEscapes(t *testing.T) {
	w := newPromiseWorld(t)
	evil := `</p><script>alert(1)</script>"'{who}{when}`
	w.m.PartnerName = `<img src=x>{when}`
	id, due := w.made(event.Second, evil, "2026-11-26")
	w.say(event.Second, promise.KindChanged, promise.Changed{Promise: id, Due: due, New: w.due("2026-11-28"), Why: evil})
	w.say(event.Second, promise.KindRetire, promise.Retire{Promise: id})
	for _, route := range []string{routePromises, app.RouteToday, "promise/" + id.String()} {
		page := w.show(route)
		w.hasNot(page, "<script", "<img")
		w.has(page, "{who}{when}", "&lt;img src=x&gt;{when}")
	}
}

func TestPromiseToday(t *testing.T) {
	w := newPromiseWorld(t)
	w.made(event.First, "Call", "2026-11-25T18:00")
	w.made(event.First, "Later", "2026-11-26")
	id, due := w.made(event.Second, "Cook", "2026-11-27")
	page := w.show(app.RouteToday)
	w.has(page, "Your word, due today at six", "<bdi>Sam</bdi> promises, due on Friday", "“Cook”", "I did it")
	w.hasNot(page, "“Later”")

	// Of each promise only the newest that was said.
	w.say(event.Second, promise.KindKept, promise.Kept{Promise: id, Due: due})
	page = w.show(app.RouteToday)
	w.has(page, "<bdi>Sam</bdi>, kept today", "I noticed")
	w.hasNot(page, "<bdi>Sam</bdi> promises")

	// What was looked at is no longer new; what was due stays for the day.
	w.m.Seen[routePromises] = w.seq
	w.at("2026-11-25T19:00")
	page = w.show(app.RouteToday)
	w.has(page, "Your word, was due today at six")
	w.hasNot(page, "“Cook”")
	w.at("2026-11-26T09:00")
	page = w.show(app.RouteToday)
	w.has(page, "“Later”")
	w.hasNot(page, "“Call”")
}

func TestPromiseRetire(t *testing.T) {
	w := newPromiseWorld(t)
	id, _ := w.made(event.First, "Walk", "2026-11-30")
	route := "promise/" + id.String()
	w.has(w.show(route), "Ask to end it together", "End it and say why")
	w.say(event.Second, promise.KindRetire, promise.Retire{Promise: id, Words: "It is too much."})
	page := w.show(route)
	w.has(page, "<bdi>Sam</bdi> asks whether this promise can end.", "“It is too much.”", "Yes, it can end")
	w.has(w.show(app.RouteToday), "asks to end this promise together")
	w.m.Me, w.m.PartnerName = event.Second, "Noor"
	w.has(w.show(route), "You have asked", "Take that back")
	w.say(event.First, promise.KindRetire, promise.Retire{Promise: id})
	w.has(w.show(route), "Ended by both of you today")
	w.hasNot(w.show(route), "<form")
}

func TestPromisePicture(t *testing.T) {
	w := newPromiseWorld(t)
	for i, at := range []string{"2026-09-01T10:00", "2026-10-01T10:00", "2026-11-01T10:00"} {
		w.at(at)
		id, due := w.made(event.First, "x", at[:10])
		if i < 2 {
			w.say(event.First, promise.KindKept, promise.Kept{Promise: id, Due: due})
		}
	}
	w.at("2026-11-25T10:00")
	page := w.show(routePromises)
	w.has(page, "Since September, between you: two kept, one passed without a word.",
		`aria-label="Promises of both together. Since September. September: one kept. October: one kept. November: one passed without a word."`)
	if n := strings.Count(page, `class="kept"`); n != 2 {
		t.Errorf("%d dots", n)
	}
	w.has(page, `data-go="promise/earlier"`)
	w.has(w.show(routePromisesEarlier), "“x”")
}
