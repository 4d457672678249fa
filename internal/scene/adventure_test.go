package scene_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"troth/internal/adventure"
	"troth/internal/app"
	"troth/internal/balance"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/scene"
	"troth/internal/seal"
)

// list is the form of a list: refs with a "?" behind them are a maybe.
func list(round int, refs ...string) event.Form {
	f := event.Form{adventure.FieldRound: fmt.Sprint(round), adventure.FieldMark + "not-this": "no"}
	for _, r := range refs {
		if slug, maybe := strings.CutSuffix(r, "?"); maybe {
			f[adventure.FieldMark+slug] = adventure.ValueMaybe
		} else {
			f[adventure.FieldMark+r] = adventure.ValueYes
		}
	}
	return f
}

// matches waits until a round is open to somebody, and returns what both marked.
func matches(p *scene.Person, round int) (refs []string) {
	p.T.Helper()
	p.Sees("both lists", func(m *app.Model) bool {
		refs = nil
		for _, r := range m.Couple.Adventure.Rounds(m.Me) {
			if int(r.Number) == round && r.Done() {
				list, _, _ := r.Matches()
				for _, x := range list {
					refs = append(refs, string(x.Idea))
				}
				return len(m.Waiting) == 0
			}
		}
		return false
	})
	return refs
}

// everywhere is everything that a person's app could give out in words: the pages that
// show something, and what there is of the seals.
func everywhere(p *scene.Person, routes ...string) string {
	p.T.Helper()
	var all strings.Builder
	for _, route := range routes {
		all.WriteString(page(p, route))
	}
	p.Dev.Inspect(func(m *app.Model) {
		for n := range uint16(4) {
			if x, ok := m.Couple.Seal.Seal(adventure.ListPrompt(n).ID()); ok {
				fmt.Fprintln(&all, codec.Strings(x.Seen(m.Me).Other))
			}
		}
		for _, r := range m.Removed() {
			fmt.Fprintln(&all, r.Words())
		}
		for _, w := range m.Waiting {
			_, words := m.About(w)
			fmt.Fprintln(&all, words)
		}
	})
	return all.String()
}

// Two mark their lists, one of them without a connection. What both would do is
// shown; what one alone has marked is nowhere on the other's device where it could
// be read, also after a reload and when a list has been taken back.
func TestTwoLists(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(adventure.KindAdded, event.Form{"text": "Sing at the open stage.", "grade": "3"})
	var own string
	ben.Sees("her idea", func(m *app.Model) bool {
		ideas := m.Couple.Adventure.Ideas()
		if len(ideas) == 1 {
			own = string(adventure.RefOf(ideas[0].ID))
		}
		return len(ideas) == 1
	})
	if html := page(ben, app.RouteToday); !strings.Contains(html, "has put an idea on the list") {
		t.Errorf("Today: %s", html)
	}
	ana.Do(adventure.KindMarked, list(1, "cold-feet", "swap-places", "up-high?", own))
	ben.Sees("a closed list", func(m *app.Model) bool { return m.Couple.Adventure.Next(m.Me).Begun })
	if html := page(ben, "adventure"); !strings.Contains(html, "Opens when both have answered") || strings.Contains(html, "Sealed") {
		t.Errorf("Ben reads: %s", html)
	}
	s.CutPerson(ben, true)
	ben.Do(adventure.KindMarked, list(1, "cold-feet?", "swap-places", "new-water", "sing-out?", own+"?"))
	if html := page(ben, app.RouteWaiting); !strings.Contains(html, "Your list") || strings.Contains(html, "cold-feet") {
		t.Errorf("what waits: %s", html)
	}
	ben.Unlock()
	ben.Sees("his own list", func(m *app.Model) bool { return len(m.Waiting) == 1 && m.Couple.Adventure.Next(m.Me).Number == 2 })
	s.CutPerson(ben, false)
	ben.Dev.Awake()
	want := []string{"swap-places", own, "cold-feet"}
	slices.Sort(want[1:])
	for _, p := range []*scene.Person{ana, ben} {
		if got := matches(p, 1); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", p.Name, got, want)
		}
	}
	round := "adventure/" + adventure.ListPrompt(1).ID().String()
	ana.Unlock()
	matches(ana, 1)
	for _, c := range []struct {
		p    *scene.Person
		lone []string
	}{{ana, []string{"new-water", "sing-out", "Swim or bathe", "Sing one song"}}, {ben, []string{"up-high", "ride something high"}}} {
		said := everywhere(c.p, round, "adventure", app.RouteToday, app.RouteTogether, app.RouteWaiting)
		if !strings.Contains(said, "Put your feet into very cold water") {
			t.Errorf("%s does not see what both would do", c.p.Name)
		}
		for _, lone := range c.lone {
			if strings.Contains(said, lone) {
				t.Errorf("%s is told of %q", c.p.Name, lone)
			}
		}
	}
}

// What somebody has marked and not sealed is kept on their device, the whole list,
// through a lock.
func TestHalfMarked(t *testing.T) {
	s := scene.New(t, nil)
	ana, _ := s.Pair()
	html := page(ana, "adventure/mark")
	field := func(name string) string {
		_, v, _ := strings.Cut(html, `name="`+name+`" value="`)
		v, _, _ = strings.Cut(v, `"`)
		return v
	}
	f := list(1, "cold-feet", "swap-places?")
	f[app.FieldDraft], f[app.FieldTyped] = field(app.FieldDraft), field(app.FieldTyped)
	if n := len(strings.Fields(f[app.FieldTyped])); n < 60 {
		t.Fatalf("only %d ideas", n)
	}
	ana.Dev.Form(app.Form{Action: app.ActionDraft, Values: f})
	ana.Sees("the draft", func(m *app.Model) bool { return len(m.Drafts) == 1 })
	ana.LockUp()
	ana.Unlock()
	says(t, ana, "Go on with your list")
	page(ana, "adventure/mark")
	for _, want := range []string{`name="mark-cold-feet" value="yes" checked`, `name="mark-swap-places" value="maybe" checked`, "Kept on this device"} {
		says(t, ana, want)
	}
}

// A plan is moved by the other, and told of by both; then there is a new round
// with what was marked before as its beginning.
func TestPlanAndTell(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	ana.Do(adventure.KindMarked, list(1, "cold-feet", "one-tree"))
	ben.Do(adventure.KindMarked, list(1, "cold-feet?", "new-dish"))
	matches(ana, 1)
	day := func(days int) string { return s.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	ana.Do(adventure.KindPlanned, event.Form{"idea": "cold-feet", "date": day(1), "words": "I bring the big towel."})
	var plan event.ID
	ben.Sees("her plan", func(m *app.Model) bool {
		list := m.Couple.Adventure.Plans(m.Me, false)
		if len(list) == 1 {
			plan = list[0].Plan.ID
		}
		return len(list) == 1
	})
	if html := page(ben, app.RouteToday); !strings.Contains(html, "You two, tomorrow") {
		t.Errorf("Today: %s", html)
	}
	ben.Do(adventure.KindMoved, event.Form{"plan": plan.String(), "date": day(3), "time": "18:00"})
	ana.Sees("that he moved it", func(m *app.Model) bool { return len(m.Couple.Adventure.News(m.Me, 0)) == 1 })
	where := "adventure/" + adventure.TellPrompt(plan).ID().String()
	if html := page(ana, where); !strings.Contains(html, "moved it today") || strings.Contains(html, "How was it?") {
		t.Errorf("her plan: %s", html)
	}
	s.Pass(4 * 24 * time.Hour)
	s.CutPerson(ana, true)
	ana.Do(adventure.KindTold, event.Form{"plan": plan.String(), "text": "Cold to the bone, and we laughed."})
	ben.Do(adventure.KindTold, event.Form{"plan": plan.String(), "text": "You counted to a hundred."})
	ben.Attempt(adventure.KindCancelled, event.Form{"plan": plan.String()})
	if f := ben.Try().Failure; f != app.NotAllowed {
		t.Errorf("called off when somebody has told: %q", f)
	}
	s.CutPerson(ana, false)
	ana.Dev.Awake()
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("both told", func(m *app.Model) bool { return len(m.Couple.Adventure.Plans(m.Me, true)) == 1 })
		html := page(p, where)
		for _, want := range []string{"Cold to the bone, and we laughed.", "You counted to a hundred."} {
			if !strings.Contains(html, want) {
				t.Errorf("%s lacks %q", p.Name, want)
			}
		}
	}
	html := page(ana, "adventure/mark")
	if before, _, ok := strings.Cut(html, `name="mark-one-tree" value="yes" checked`); !ok || strings.Contains(before, `name="mark-new-dish" value="yes" checked`) {
		t.Error("the new list does not begin with hers")
	}
	// She takes back what she had marked: he keeps what he had read, and nothing of
	// the rest.
	page(ben, "adventure/"+adventure.ListPrompt(1).ID().String())
	takeBack(ana, answered(ana, adventure.ListPrompt(1), event.First))
	ben.Sees("that it was taken back", func(m *app.Model) bool { return len(m.Removed()) == 1 })
	said := ""
	ben.Sees("his copy", func(m *app.Model) bool {
		x, ok := m.Couple.Seal.Seal(adventure.ListPrompt(1).ID())
		plain, kept := m.KeptAnswer(x)
		said = fmt.Sprint(codec.Strings(plain))
		return ok && kept
	})
	said += everywhere(ben, "adventure/"+adventure.ListPrompt(1).ID().String(), "adventure", app.RouteToday)
	if strings.Contains(said, "one-tree") || strings.Contains(said, "Choose a tree near you") || !strings.Contains(said, "very cold water") {
		t.Errorf("his copy: %s", said)
	}
}

// answered is the seq of a partner's answer.
func answered(p *scene.Person, prompt seal.Prompt, by event.Partner) (seq uint64) {
	p.Dev.Inspect(func(m *app.Model) {
		if x, ok := m.Couple.Seal.Seal(prompt.ID()); ok {
			seq = x.Answered(by)
		}
	})
	return seq
}

// Whatever two people do with their lists and plans, with lines that are cut and
// mended, reloads and lost answers: in the end both see the same.
func TestAdventuresInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := scene.New(t, nil)
		ana, ben := s.Pair()
		people := []*scene.Person{ana, ben}
		refs := []string{"cold-feet", "swap-places", "one-tree", "new-dish"}
		for range rapid.IntRange(4, 9).Draw(r, "steps") {
			p := people[rapid.IntRange(0, 1).Draw(r, "who")]
			round := rapid.IntRange(1, 2).Draw(r, "round")
			switch rapid.IntRange(0, 9).Draw(r, "step") {
			case 0:
				s.CutPerson(p, true)
			case 1:
				s.CutPerson(p, false)
			case 2:
				p.Unlock()
			case 3:
				s.LoseAnswer(appendsOf(p))
			case 4:
				p.Attempt(seal.KindWithdraw, event.Form{seal.FieldSeal: adventure.ListPrompt(uint16(round)).ID().String()})
			case 5:
				p.Attempt(adventure.KindAdded, event.Form{"text": "Of " + p.Name, "grade": "1"})
			case 6:
				p.Attempt(adventure.KindPlanned, event.Form{"idea": rapid.SampledFrom(refs).Draw(r, "idea"), "date": "2026-12-01"})
			case 7:
				p.Attempt(balance.KindThanks, event.Form{"text": "For the soup."})
			default:
				var marked []string
				for _, ref := range refs {
					switch rapid.IntRange(0, 2).Draw(r, "mark") {
					case 1:
						marked = append(marked, ref)
					case 2:
						marked = append(marked, ref+"?")
					}
				}
				p.Attempt(adventure.KindMarked, list(round, marked...))
			}
		}
		s.LoseAnswer(nil)
		settle(s, people)
		var seen [2]string
		for i, p := range people {
			p.Dev.Inspect(func(m *app.Model) {
				a := &m.Couple.Adventure
				seen[i] = fmt.Sprintf("%+v %+v %d %d", a.Ideas(), m.Couple.Balance.Thanks(), a.Next(m.Me).Number, len(a.Plans(m.Me, false)))
				for _, round := range a.Rounds(m.Me) {
					list, mine, theirs := round.Matches()
					seen[i] += fmt.Sprint(round.Number, round.Done(), mine, theirs)
					for _, x := range list {
						seen[i] += fmt.Sprint(x.Idea, x.Mine+x.Theirs)
					}
				}
			})
		}
		if seen[0] != seen[1] {
			r.Fatalf("two devices:\n%s\n%s", seen[0], seen[1])
		}
		for _, p := range people {
			p.Dev.Close()
		}
	})
}

// Thanks, wishes, a hard time and the question of a season, across the line.
func TestBalance(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	s.CutPerson(ana, true)
	ana.Do(balance.KindThanks, event.Form{"text": "The soup on the stairs."})
	ana.Do(balance.KindNeed, event.Form{"text": "An evening without plans."})
	s.CutPerson(ana, false)
	ana.Dev.Awake()
	ben.Sees("both", func(m *app.Model) bool {
		return len(m.Couple.Balance.Thanks()) == 1 && len(m.Couple.Balance.Needs(m.Partner())) == 1
	})
	html := page(ben, app.RouteToday)
	if !strings.Contains(html, "thanks you") || !strings.Contains(html, "The soup on the stairs.") {
		t.Errorf("Today: %s", html)
	}
	season := balance.SeasonOf(event.DateOf(s.Now()))
	answer := event.Form{"year": fmt.Sprint(season.Year), "quarter": fmt.Sprint(season.Quarter)}
	ana.Do(balance.KindAnswer, event.Form{"year": answer["year"], "quarter": answer["quarter"], "feeling": "2", "words": "The nights are mine."})
	ben.Sees("a closed answer", func(m *app.Model) bool { return m.Couple.Balance.Question(season, m.Me).Begun })
	if html := page(ben, "balance/"+season.Prompt().ID().String()); strings.Contains(html, "The nights are mine") || strings.Contains(html, "Sealed") {
		t.Errorf("Ben reads: %s", html)
	}
	// The season turns, and he answers for the one that was begun.
	s.Pass(60 * 24 * time.Hour)
	page(ben, "balance")
	says(t, ben, "Earlier seasons")
	ben.Do(balance.KindAnswer, event.Form{"year": answer["year"], "quarter": answer["quarter"], "feeling": "3"})
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("both answers", func(m *app.Model) bool { return m.Couple.Balance.Question(season, m.Me).Done() })
		page(p, "balance/"+season.Prompt().ID().String())
		says(t, p, "The nights are mine.")
		says(t, p, "I receive more than I give just now")
	}
}
