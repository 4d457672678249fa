package scene_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"troth/internal/app"
	"troth/internal/balance"
	"troth/internal/benefit"
	"troth/internal/care"
	"troth/internal/checkin"
	"troth/internal/correction"
	"troth/internal/event"
	"troth/internal/journal"
	"troth/internal/letter"
	"troth/internal/meaning"
	"troth/internal/prepare"
	"troth/internal/promise"
	"troth/internal/reappraisal"
	"troth/internal/scene"
	"troth/internal/timeout"
)

// anything is something that somebody may try to do, in whatever practice.
type anything struct {
	kind event.Kind
	form event.Form
}

// canary marks words that are for oneself alone.
const canary = "for nobody else"

// ideas are what could be tried by p just now.
func ideas(p *scene.Person, n int) (list []anything) {
	words := fmt.Sprintf("%s says %d.", p.Name, n)
	add := func(kind event.Kind, pairs ...string) {
		f := event.Form{}
		for i := 0; i < len(pairs); i += 2 {
			f[pairs[i]] = pairs[i+1]
		}
		list = append(list, anything{kind, f})
	}
	add(letter.KindSent, letter.FieldText, words)
	add(correction.KindMade, correction.FieldTold, words, correction.FieldNow, "so")
	add(promise.KindMade, promise.FieldText, words, promise.FieldDate, "2026-11-28")
	add(checkin.KindShared, checkin.FieldWords, words)
	add(balance.KindThanks, balance.FieldText, words)
	add(meaning.KindWritten, meaning.FieldText, words)
	add(timeout.KindCalled, timeout.FieldMinutes, "20")
	add(timeout.KindMore, timeout.FieldMore, "yes")
	add(benefit.KindDoubted, benefit.FieldSaw, words, benefit.FieldStory, canary)
	add(care.KindAdded, care.FieldGroup, "calm", care.FieldText, canary)
	add(prepare.KindKept, prepare.FieldThing, "letter", prepare.FieldText, canary)
	add(reappraisal.KindLooked, reappraisal.FieldTold, canary)
	add(journal.KindWritten, journal.FieldText, canary)
	add(journal.KindWritten, journal.FieldText, canary, app.FieldOnly, "yes")
	p.Dev.Inspect(func(m *app.Model) {
		if t, ok := m.Couple.Timeout.Last(); ok {
			add(timeout.KindReturned, timeout.FieldTimeout, t.ID.String(), timeout.FieldLine, words)
		}
		for _, l := range m.Couple.Meaning.Lines(m.Me.Other()) {
			add(meaning.KindAsked, meaning.FieldLine, l.ID.String(), meaning.FieldText, words)
			add(meaning.KindChosen, meaning.FieldLine, l.ID.String(), meaning.FieldText, canary)
		}
		for _, l := range m.Couple.Meaning.Lines(m.Me) {
			add(meaning.KindNoticed, meaning.FieldLine, l.ID.String())
			add(meaning.KindDropped, meaning.FieldLine, l.ID.String())
		}
		for _, l := range m.Couple.Letter.List(m.Me) {
			add(letter.KindReflected, letter.FieldLetter, l.ID.String(), "text", words)
		}
	})
	return list
}

// Whatever two people do in all practices, together and apart, with reloads and
// time in between: in the end both have the same log and think the same of every
// entry, a device that begins anew shows the same pages, and what each wrote for
// themselves is nowhere at the other's.
func TestEverythingInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		people := []*scene.Person{ana, ben}
		turn := regexp.MustCompile(` id="[a-z]+-[0-9]+"`) // of a form, by how many went through
		for i := range rapid.IntRange(5, 25).Draw(r, "steps") {
			p := people[rapid.IntRange(0, 1).Draw(r, "who")]
			switch rapid.IntRange(0, 12).Draw(r, "step") {
			case 0:
				s.CutPerson(p, true)
			case 1:
				s.CutPerson(p, false)
			case 2:
				p.Unlock()
			case 3:
				s.Pass(time.Duration(rapid.IntRange(1, 30).Draw(r, "minutes")) * time.Minute)
			default:
				list := ideas(p, i)
				a := list[rapid.IntRange(0, len(list)-1).Draw(r, "what")]
				p.Attempt(a.kind, a.form)
			}
		}
		s.Pass(2 * time.Hour) // no time-out runs
		for _, p := range people {
			page(p, app.RouteToday)
		}
		settle(s, people)
		said := func(p *scene.Person) string {
			var b strings.Builder
			p.Dev.Inspect(func(m *app.Model) {
				for _, x := range m.Records() {
					fmt.Fprintln(&b, x.Seq, x.ID, x.By, x.Kind, x.Counts(), x.Why)
				}
			})
			return b.String()
		}
		if a, b := said(ana), said(ben); a != b {
			r.Fatalf("two records:\n%s\n%s", a, b)
		}
		for i, p := range people {
			var before []string
			routes := []string{"letter", "correction", "promise", "timeout", "meaning", "checkin", "balance", "mine", "mine/benefit", "mine/care", "mine/prepare", "mine/reappraisal"}
			for _, route := range routes {
				before = append(before, turn.ReplaceAllString(page(p, route), ""))
			}
			p.Unlock()
			p.Sees("the whole log", func(m *app.Model) bool { return len(m.Records()) == len(records(people[1-i])) })
			for j, route := range routes {
				if after := turn.ReplaceAllString(page(p, route), ""); after != before[j] && !strings.Contains(after, "Connecting") {
					r.Fatalf("%s: %s changes with a reload:\n%s\n%s", p.Name, route, before[j], after)
				}
			}
			p.Dev.Inspect(func(m *app.Model) {
				for _, x := range m.Records() {
					if x.Kind.Own() {
						r.Fatalf("%s is in the shared log", x.Kind)
					}
				}
			})
		}
		for _, p := range people {
			p.Dev.Close()
		}
	})
}
