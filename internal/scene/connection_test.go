package scene_test

import (
	"strings"
	"testing"

	"troth/internal/app"
	"troth/internal/couple"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/promise"
	"troth/internal/scene"
)

// picture returns the fragment of the picture on a person's page.
func picture(p *scene.Person, own bool) (fragment string) {
	p.Dev.Inspect(func(m *app.Model) { _, fragment, _ = strings.Cut(m.Picture(own).Reveal(), "/#") })
	return fragment
}

// scans opens the app by a picture and enters the passphrase.
func scans(p *scene.Person, fragment string) (result app.Compared, own bool) {
	p.T.Helper()
	p.Open(fragment)
	p.Key(app.ActionUnlock, p.Secrets(), nil)
	p.Sees("the comparison", func(m *app.Model) bool { return m.Route == app.RouteConnection && m.Compared != nil })
	p.Dev.Inspect(func(m *app.Model) { result, own = m.Compare() })
	return result, own
}

// Two people compare again, later: by number and by a picture. One says that it
// is not the same, which needs the passphrase and closes what rests on it.
func TestCheckOurConnection(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	number := func(p *scene.Person) string {
		p.Dev.Go(app.RouteConnection)
		says(t, p, "Your number with")
		_, rest, _ := strings.Cut(p.Page().HTML, `id="safety"`)
		rest, _, _ = strings.Cut(rest, "</p>")
		return rest
	}
	if a, b := number(ana), number(ben); a != b || strings.Count(a, "<span>") != 12 {
		t.Fatalf("two numbers: %s and %s", a, b)
	}
	says(t, ana, "You and <bdi>Ben</bdi> have compared")
	if got, own := scans(ben, picture(ana, false)); got != app.Same || own {
		t.Fatalf("Ana’s picture on Ben’s device: %v", got)
	}
	says(t, ben, "It is the same.")
	ben.Dev.Form(app.Form{Action: app.ActionSame})
	ben.Sees("how they compared", func(m *app.Model) bool {
		v, _ := m.Couple.Verification(m.Me)
		return v.How == couple.QR && m.Couple.Verified()
	})

	// What closes needs the passphrase, the right one.
	ana.Dev.Go(app.RouteConnection)
	ana.Dev.Form(app.Form{Action: app.ActionUnsame})
	wrong := ana.Secrets()
	wrong[keywork.FieldPassphrase] = "quite another passphrase"
	ana.Key(app.ActionUnsame, wrong, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("the wrong passphrase: %q", f)
	}
	ana.Sees("nothing changed", func(m *app.Model) bool { return m.Couple.Verified() })
	ana.Key(app.ActionUnsame, ana.Secrets(), nil)
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("that it is not the same", func(m *app.Model) bool { return !m.Couple.Verified() })
	}
	says(t, ana, "You have said that it is not the same")
	ana.Dev.Form(app.Form{Action: app.ActionSame})
	ben.Sees("that they have compared anew", func(m *app.Model) bool { return m.Couple.Verified() })

	// The words of the history, of any entry there is.
	words := func(p *scene.Person, n string) string {
		p.Dev.Go(app.RouteConnection)
		p.Dev.Form(app.Form{Action: app.ActionHistory, Values: event.Form{app.FieldSeq: n}})
		says(t, p, either(n == "3" || n == "4", "Up to No. "+n, "There is no entry of that number here"))
		_, rest, _ := strings.Cut(p.Page().HTML, `id="history"`)
		rest, _, _ = strings.Cut(rest, "</p>")
		return rest
	}
	if a, b := words(ana, "4"), words(ben, "4"); a != b || !strings.Contains(a, "No. 4") {
		t.Errorf("two histories: %s and %s", a, b)
	}
	if words(ana, "3") == words(ana, "4") {
		t.Error("two entries have the same words")
	}
	for _, n := range []string{"0", "999", "x", "-1", ""} {
		words(ana, n) // says that there is none
	}
}

// Two devices of one person are held against each other by a picture.
func TestCompareOwnDevices(t *testing.T) {
	s := scene.New(t, nil)
	ana, ben := s.Pair()
	second := s.Person("Ana")
	second.Open("")
	secrets := second.Secrets()
	secrets[keywork.FieldAccountKey] = accountKey(ana)
	second.Key(app.ActionNewDevice, secrets, nil)
	second.Sees("the space", func(m *app.Model) bool { return m.Space == app.Shared && m.Couple.Verified() })
	second.Dev.Go(app.RouteToday)
	says(t, second, "This device is new here")

	link := picture(ana, true)
	if got, own := scans(second, link); got != app.Same || !own {
		t.Errorf("the same history: %v, %v", got, own)
	}
	if got, own := scans(ben, link); got != app.Foreign || !own {
		t.Errorf("on another person’s device: %v, %v", got, own)
	}
	says(t, ben, "from another person’s device")

	// Ana’s first device has more than the second is given.
	s.CutPerson(ana, false)
	ana.Do(promise.KindMade, event.Form{"text": "One more.", "date": "2026-11-25"})
	more := picture(ana, true)
	second.Sees("it", func(m *app.Model) bool { return promises(m) == 1 })
	if got, _ := scans(second, more); got != app.Same {
		t.Errorf("with one more: %v", got)
	}
	var far, other app.Compared
	second.Dev.Inspect(func(m *app.Model) {
		p := *m.Compared
		ahead := p
		ahead.Shared.Seq++
		m.Compared = &ahead
		far, _ = m.Compare()
		split := p
		split.Own.Hash[0] ^= 1
		m.Compared = &split
		other, _ = m.Compare()
	})
	if far != app.Ahead || other != app.Other {
		t.Errorf("more than there is: %v; another history: %v", far, other)
	}
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}
