package view

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"troth/internal/adventure"
	"troth/internal/app"
	"troth/internal/balance"
	"troth/internal/checkin"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/letter"
	g "troth/internal/markup"
	"troth/internal/opening"
	"troth/internal/promise"
	"troth/internal/reflection"
	"troth/internal/seal"
)

// hostile are texts that would like to be something else.
func hostile() []string {
	return []string{
		`<img src=x onerror="document.title='owned'">`,
		`javascript:alert(1)`,
		`"><svg onload=alert(1)><script>alert(1)</script>`,
		`' autofocus onfocus='alert(1)`,
		`</textarea></title></template></script><iframe srcdoc=x>`,
		`<!-- --><![CDATA[ ]]> &lt;b&gt; &#60;`,
		`<a href="javascript:alert(1)" data-go="end">%s {who}</a>`,
	}
}

// typed is a world in which every text that a person can type is the given one:
// what was sent, what waits, what was being written, and what did not go
// through.
func typed(t *testing.T, words string) (w *promiseWorld, routes []string) {
	w = newPromiseWorld(t)
	m := w.m
	m.MyName, m.PartnerName, m.Host = words, words, "example.org"
	say := func(apply func(event.Fact) error, by event.Partner, kind event.Kind, payload any) event.ID {
		w.seq++
		id := event.ID{byte(w.seq), 9}
		if err := apply(event.Fact{Seq: w.seq, ID: id, By: by, At: m.Now, Kind: kind, Payload: codec.Must(payload)}); err != nil {
			t.Fatal(kind, err)
		}
		return id
	}
	p := m.Couple.Promise.Apply
	l := m.Couple.Letter.Apply
	m.Couple.Letter.Verified(true, 0)
	for _, by := range []event.Partner{event.First, event.Second} {
		due, new := w.due("2026-11-25"), w.due("2026-11-28")
		a := say(p, by, promise.KindMade, promise.Made{Text: words, Due: due})
		say(p, by, promise.KindChanged, promise.Changed{Promise: a, Due: due, New: new, Why: words})
		b := say(p, by, promise.KindMade, promise.Made{Text: words, Due: due})
		mark := say(p, by, promise.KindMissed, promise.Missed{Promise: b, Due: due, Words: words})
		say(p, by.Other(), promise.KindDiffers, promise.Differs{Promise: b, Due: due, Mark: mark, Words: words})
		c := say(p, by, promise.KindMade, promise.Made{Text: words, Due: new})
		say(p, by, promise.KindRetire, promise.Retire{Promise: c, Words: words})
		d := say(p, by, promise.KindMade, promise.Made{Text: words, Due: due})
		routes = append(routes, promiseRoute(a), promiseRoute(b), promiseRoute(c), promiseRoute(a, "all"), promiseRoute(d, "end"),
			promiseRoute(d, "change", due.String()), promiseRoute(d, "miss", due.String()), promiseRoute(b, "differ", due.String(), mark.String()))

		sent := say(l, by, letter.KindSent, letter.Sent{Text: words})
		heard := say(l, by.Other(), letter.KindReflected, reflection.Reflected{Topic: sent, Text: words})
		say(l, by, letter.KindCorrected, reflection.Corrected{Reflection: heard, Text: words})
		again := say(l, by.Other(), letter.KindReflected, reflection.Reflected{Topic: sent, Text: words})
		fresh := say(l, by, letter.KindSent, letter.Sent{Text: words})
		routes = append(routes, letterRoute(sent), letterRoute(fresh), letterRoute(fresh, "heard"), letterRoute(sent, "right", again.String()))

		entry := checkin.Entry{Feelings: []string{"tired", "not-a-known-one"}, Words: words, When: words, Because: words, Wish: words}
		note := say(m.Self.Checkin.Apply, event.First, checkin.KindNoted, checkin.Noted{Entry: entry})
		shared := say(m.Couple.Checkin.Apply, by, checkin.KindShared, checkin.Shared{Entry: entry})
		back := say(m.Couple.Checkin.Apply, by.Other(), checkin.KindReflected, reflection.Reflected{Topic: shared, Text: words})
		own := routeCheckins + "/" + note.String()
		routes = append(routes, own, own+"/share", own+"/remove", routeShared+"/"+shared.String(), routeShared+"/"+shared.String()+"/right/"+back.String())
		say(m.Couple.Checkin.Apply, by, checkin.KindProposed, checkin.Proposed{Weekday: 6 + uint8(by%2), Minute: 1200})

		for _, draft := range []string{draftName(promise.KindMade), draftName(checkin.KindNoted), draftName(checkin.KindShared, "note", note.String()), draftName(letter.KindSent), draftName(letter.KindReflected, letter.FieldLetter, fresh.String()),
			draftName(letter.KindCorrected, reflection.FieldReflection, again.String()),
			draftName(promise.KindMissed, promise.FieldPromise, d.String(), promise.FieldDue, due.String())} {
			m.Drafts = append(m.Drafts, app.Draft{Form: draft, Values: event.Form{checkin.FieldWhen: words, checkin.FieldBecause: words, checkin.FieldWish: words, promise.FieldText: words, promise.FieldWords: words,
				promise.FieldDate: words, promise.FieldTime: words, promise.FieldRepeat: words}})
		}
	}
	adv, bal := m.Couple.Adventure.Apply, m.Couple.Balance.Apply
	today := m.Now.Civil.Date()
	for _, by := range []event.Partner{event.First, event.Second} {
		idea := say(adv, by, adventure.KindAdded, adventure.Added{Text: words, Grade: 1})
		plan := say(adv, by, adventure.KindPlanned, adventure.Planned{Idea: adventure.RefOf(idea), When: adventure.When{Day: today}, Words: words})
		say(bal, by, balance.KindThanks, balance.Thanks{Text: words})
		need := say(bal, by, balance.KindNeed, balance.Need{Text: words})
		say(bal, by, balance.KindHardship, balance.Hardship{What: balance.Other, Words: words, From: today, Both: by == event.First})
		routes = append(routes, planRoute(plan), planRoute(plan, "move"), planRoute(plan, "tell"), routeAdventurePlan+"/"+idea.String(), routeBalanceNeed+"/"+need.String())
	}
	season := balance.SeasonOf(today)
	routes = append(routes, routeAdventures, routeAdventureMark, routeAdventureIdea, routeBalance, routeBalanceThank, routeBalanceThanks, routeBalanceNeed, routeBalanceHard, answerRoute(season))
	for _, draft := range []string{draftName(adventure.KindAdded), draftName(adventure.KindMarked, adventure.FieldRound, "1"), draftName(balance.KindThanks), draftName(balance.KindHardship)} {
		m.Drafts = append(m.Drafts, app.Draft{Form: draft, Values: event.Form{adventure.FieldText: words, adventure.FieldWords: words, adventure.FieldGrade: words,
			adventure.FieldMark + "cold-feet": words, balance.FieldFrom: words}})
	}
	m.Waiting = []app.Waiting{{ID: event.ID{99}, Kind: promise.KindMade, Payload: codec.Must(promise.Made{Text: words, Due: w.due("2026-11-28")}), At: m.Now, Failure: app.NotAllowed},
		{ID: event.ID{98}, Kind: letter.KindSent, Payload: codec.Must(letter.Sent{Text: words}), At: m.Now}}
	o := openingsIn(t, m)
	questions := []opening.Question{{Rung: 1, Number: 1}, {Rung: 1, Number: 2}, {Rung: 1, Number: 3}}
	for _, by := range []event.Partner{event.First, event.Second} {
		o.answer(by, questions[0], words)
		o.answer(by, questions[by], words)
	}
	o.open(event.First, questions[0])
	o.open(event.Second, questions[0])
	for _, q := range questions {
		routes = append(routes, routeOpenings+"/"+q.ID().String())
	}
	m.Drafts = append(m.Drafts, app.Draft{Form: "opening.answer 1 4", Values: event.Form{opening.FieldText: words}})
	m.Waiting = append(m.Waiting, app.Waiting{ID: event.ID{97}, Kind: seal.KindCommit, At: m.Now,
		Payload: codec.Must(sealedBy(t, m.Me, questions[2], codec.Must(opening.Answer{Text: words})))})
	routes = append(routes, routeOpenings, routeOpeningRung, routeOpeningAnswer+"/1/4")
	m.Pair.Name, m.Invited.Name = words, words
	return w, append(routes, app.RouteMine, routeCheckins, routeCheckinNew, routeShared, routeHour, routePromises, routePromisesNew, routePromisesEarlier, routeLetters, routeLetterNew,
		app.RouteToday, app.RouteTogether, app.RouteSettings, app.RouteLeaveEnd, app.RouteWaiting)
}

// shape is a page without its texts: elements and the names of their
// attributes; and the values of attributes that lead somewhere.
func shape(t *testing.T, page string) (tags, leads []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return tags, leads
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			names := []string{}
			for _, a := range e.Attr {
				names = append(names, a.Name.Local)
				switch a.Name.Local {
				case "href", "src", "action", "formaction", "srcdoc", "data-go", "data-action", "data-copy", "name", "id", "for", "class", "type":
					leads = append(leads, a.Value)
				}
			}
			slices.Sort(names)
			tags = append(tags, fmt.Sprint(e.Name.Local, names))
		case xml.EndElement:
			tags = append(tags, "/"+e.Name.Local)
		case xml.Comment, xml.Directive, xml.ProcInst:
			tags = append(tags, fmt.Sprintf("%T", tok))
		}
	}
}

// plain is a text of the same length that is nothing but words.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return r
		}
		return 'w'
	}, s)
}

// Whatever is typed, into whatever field: the page has the elements that it has
// for plain words, and the text is there to be read.
func TestAttack78HostileText(t *testing.T) {
	for _, evil := range hostile() {
		w, routes := typed(t, evil)
		p, _ := typed(t, plain(evil))
		look := func(name string, change func(m *app.Model)) {
			change(w.m)
			change(p.m)
			got, want := Page(w.m), Page(p.m)
			tags, leads := shape(t, got)
			plainTags, plainLeads := shape(t, want)
			if !slices.Equal(tags, plainTags) {
				t.Errorf("%s with %q has other elements:\n%s", name, evil, got)
			}
			if !slices.Equal(leads, plainLeads) {
				t.Errorf("%s with %q leads elsewhere: %q, not %q", name, evil, leads, plainLeads)
			}
		}
		for _, route := range routes {
			look(route, func(m *app.Model) { m.Route, m.Try = route, app.Try{} })
		}
		for _, try := range []struct {
			route, action string
			values        event.Form
		}{
			{routePromisesNew, app.ActionDo, event.Form{"kind": string(promise.KindMade)}},
			{routeLetterNew, app.ActionDo, event.Form{"kind": string(letter.KindSent)}},
			{app.RouteInvite, app.ActionInvite, event.Form{}},
			{app.RouteSettings, app.ActionSet, event.Form{}},
		} {
			look("refused "+try.route, func(m *app.Model) {
				words := m.MyName
				values := event.Form{"name": words, "text": words, "date": words, "time": words, "repeat": words, "words": words, "last": words, "autolock": words}
				for k, v := range try.values {
					values[k] = v
				}
				m.Route, m.Try = try.route, app.Try{Form: app.Form{Action: try.action, Values: values}, Field: &event.FieldError{Field: "text", Code: "empty"}}
			})
		}
		for stage := app.PairSending; stage <= app.PairFailed; stage++ {
			look("pairing", func(m *app.Model) {
				m.Route, m.Space, m.Pair.Stage, m.Try = app.RoutePair, app.Pairing, stage, app.Try{}
			})
			look("invited", func(m *app.Model) { m.Route, m.Phase, m.Invited.Stage = app.RouteJoin, app.Out, stage })
			look("invited, locked", func(m *app.Model) { m.Route, m.Phase, m.Invited.Stage = app.RouteJoin, app.Locked, stage })
			w.m.Phase, p.m.Phase = app.Open, app.Open
		}
	}
	// And it is shown, not dropped.
	w, _ := typed(t, hostile()[0])
	w.has(w.show(routePromises), `&lt;img src=x onerror=&#34;document.title=&#39;owned&#39;&#34;&gt;`)
	w.has(w.show(routeLetters), `&lt;img src=x onerror=`)
}

// A name that turns the writing around turns nothing but itself, and keeps none
// of what could.
func TestAttack79TurnedName(t *testing.T) {
	const turn = "Sam\u202e\u2067\u200f\u061cnihton"
	w, _ := typed(t, turn)
	w.m.Invited.Name, w.m.Pair.Name = turn, turn
	pages := []string{w.show(app.RouteToday), w.show(routePromises), w.show(routeLetters), w.show(routeShared), w.show(app.RouteLeaveEnd)}
	w.m.Space, w.m.Route = app.Pairing, app.RoutePair
	for stage := app.PairWaiting; stage <= app.PairFailed; stage++ {
		w.m.Pair.Stage = stage
		pages = append(pages, Page(w.m))
	}
	w.m.Phase, w.m.Route, w.m.Invited.Stage = app.Out, app.RouteJoin, app.PairOpen
	pages = append(pages, Page(w.m))
	named := 0
	for _, page := range pages {
		// Everywhere outside of what somebody wrote, which is in an element of its
		// own with dir=auto, a name is in a bdi and clean.
		named += strings.Count(page, "<bdi>Samnihton</bdi>")
		rest := strings.ReplaceAll(page, "<bdi>Samnihton</bdi>", "")
		if strings.Contains(rest, "Samnihton") && !strings.Contains(rest, `value="Samnihton"`) {
			t.Errorf("a name stands outside of a bdi:\n%s", page)
		}
	}
	if named < 3 {
		t.Errorf("the name is there %d times only: the test looks in the wrong place", named)
	}
	if got := g.HTML(Name("<i>" + turn)); got != "<bdi>&lt;i&gt;Samnihton</bdi>" {
		t.Error(got)
	}
}
