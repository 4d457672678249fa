package scene_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/client"
	"troth/internal/event"
	"troth/internal/letter"
	"troth/internal/parting"
	"troth/internal/scene"
)

func quieten(p *scene.Person, on bool) {
	p.T.Helper()
	f := event.Form{}
	if on {
		f[app.FieldOn] = "yes"
	}
	p.Dev.Form(app.Form{Action: app.ActionQuiet, Values: f})
	p.Sees("how quiet it is", func(m *app.Model) bool { return m.Quiet == on && !m.Try.Busy })
}

// ear hears everything that a device asks, streams too.
type ear struct {
	*wiretap
	streams chan struct{}
}

func (e *ear) Stream(ctx context.Context, r client.Request, each func(string) error) error {
	select {
	case e.streams <- struct{}{}:
	default:
	}
	return e.wiretap.Stream(ctx, r, each)
}

func hears(p *scene.Person) *ear {
	e := &ear{&wiretap{Transport: p.World.Transport}, make(chan struct{}, 1000)}
	p.World.Transport = e
	return e
}

// silent fails the test if anything was asked since the last time.
func (e *ear) silent(t *testing.T, when string) {
	t.Helper()
	for _, r := range e.requests("") {
		t.Errorf("%s: %s %s", when, r.Method, r.Path)
	}
	for len(e.streams) > 0 {
		<-e.streams
		t.Errorf("%s: a stream", when)
	}
	e.alter(nil)
}

// shape is what a person's device asks and is shown, as far as somebody could
// compare it.
func shape(p *scene.Person) (asked []string, pages string) {
	e := hears(p)
	p.Unlock()
	p.Sees("everything", func(m *app.Model) bool { return m.Net == app.Online && m.Space == app.Shared })
	pages = benSees(p)
	whole := p.World.Transport.(*ear).wiretap.Transport
	p.LockUp()
	p.World.Transport = whole
	for _, r := range e.requests("") {
		asked = append(asked, fmt.Sprintf("%s %s %d", r.Method, r.Path, len(r.Body)))
	}
	slices.Sort(asked)
	return slices.Compact(asked), pages // how often it looks depends on when its stream begins
}

// While Ana is quiet her device asks the relay nothing, whatever she does: reads,
// writes, locks it, opens it, waits. So what Ben sees, and
// what his device asks, is what it would be if she did not open the app.
func TestQuiet(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	give(ana, "I’ll call.")
	only(t, ben)
	ben.Do(letter.KindSent, event.Form{"text": "To be read."})
	l := newest(t, ana, "the letter", anyLetter)
	ben.LockUp()
	line := hears(ana)
	ana.Unlock()
	ana.Sees("a connection", func(m *app.Model) bool { return m.Net == app.Online })
	quieten(ana, true)
	ana.Sees("silence", func(m *app.Model) bool { return m.Net == app.Offline })
	line.alter(nil)
	for len(line.streams) > 0 {
		<-line.streams
	}
	shape(ben) // what was new to him is seen
	askedBefore, pagesBefore := shape(ben)

	for range 2 {
		if html := page(ana, app.RouteToday); !strings.Contains(html, "You are quiet. Nothing leaves this device.") || strings.Contains(html, "No connection just now") {
			t.Errorf("what stands above the page: %s", html)
		}
		if html := page(ana, "letter/"+l.ID.String()); !strings.Contains(html, "To be read.") {
			t.Error("what is here cannot be read")
		}
		note(ana, "For myself.")
		ana.Do(letter.KindSent, event.Form{"text": "Not yet."})
		page(ana, app.RouteLeave)
		ana.Dev.Awake()
		s.Pass(time.Hour)
		ana.Unlock()
		ana.Sees("that she is quiet", func(m *app.Model) bool { return m.Quiet && m.Space == app.Shared })
	}
	takes(ana, event.Form{app.FieldWhat: app.WhatShared, app.FieldAs: app.AsPage}) // a copy needs no relay
	for _, action := range []string{app.ActionSheet, app.ActionInvite} {
		ana.Key(action, ana.Secrets(), event.Form{"name": "Ana"})
		if why := ana.Try().Failure; action == app.ActionSheet && why != app.QuietNow {
			t.Errorf("%s: %q", action, why)
		}
	}
	ana.LockUp()
	line.silent(t, "quiet")
	s.Pass(-2 * time.Hour) // to the minute at which Ben looked
	askedAfter, pagesAfter := shape(ben)
	if !slices.Equal(askedBefore, askedAfter) {
		t.Errorf("Ben's device asks\n%v, and asked\n%v", askedAfter, askedBefore)
	}
	if pagesBefore != pagesAfter {
		i := 0
		for i < min(len(pagesBefore), len(pagesAfter)) && pagesBefore[i] == pagesAfter[i] {
			i++
		}
		t.Errorf("Ben sees something else, from here on: %.200s, before: %.200s", pagesAfter[i:], pagesBefore[i:])
	}

	// She comes back, and what waited goes out.
	ana.Unlock()
	quieten(ana, false)
	ben.Unlock()
	ben.Sees("her letters", func(m *app.Model) bool { return len(m.Couple.Letter.List(m.Me)) == 3 })
	ana.Sees("nothing waiting", func(m *app.Model) bool { return len(m.Waiting) == 0 && m.Net == app.Online })
	ana.Unlock()
	ana.Sees("that she is back", func(m *app.Model) bool { return !m.Quiet && m.Net == app.Online })
}

// Her other devices fall silent when they next ask, and come back when she says so
// on them. One that has no connection is quiet by itself.
func TestQuietEverywhere(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	_ = ben
	own := elsewhere(ana, "Ana, on her tablet")
	own.Sees("a connection", func(m *app.Model) bool { return m.Net == app.Online && m.Space == app.Shared })
	quieten(ana, true)
	own.Sees("that she is quiet", func(m *app.Model) bool { return m.Quiet })
	own.Unlock()
	own.Sees("that she is quiet, still", func(m *app.Model) bool { return m.Quiet && m.Space == app.Shared })
	quieten(own, false)
	own.Sees("a connection", func(m *app.Model) bool { return m.Net == app.Online && !m.Quiet })
	ana.Unlock()
	ana.Sees("that this one is quiet until she says so", func(m *app.Model) bool { return m.Quiet })
	quieten(ana, false)
	for _, p := range []*scene.Person{ana, own} {
		p.Unlock()
		p.Sees("that nothing is quiet", func(m *app.Model) bool { return m.Net == app.Online && !m.Quiet })
	}

	// Without a connection.
	s.CutPerson(ana, true)
	quieten(ana, true)
	ana.Unlock()
	ana.Sees("that she is quiet", func(m *app.Model) bool { return m.Quiet })
	s.CutPerson(ana, false)
	ana.Dev.Awake()
	own.Dev.Awake()
	note(own, "Still here.")
	own.Sees("nothing of it", func(m *app.Model) bool { return !m.Quiet && len(m.Waiting) == 0 })
	quieten(ana, false)
	seesNotes(ana, "Still here.")
}

// From being quiet one can leave as from anywhere.
func TestQuietThenLeave(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	quieten(ana, true)
	ana.Leave(parting.Now, nil)
	ana.Sees("that it is over", behind)
	ben.Dev.Inspect(func(m *app.Model) {
		if m.Space != app.Shared {
			t.Error("Ben was told by somebody who is quiet")
		}
	})
	quieten(ana, false)
	told(t, ben, event.First, "")
}
