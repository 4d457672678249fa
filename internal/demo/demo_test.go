package demo

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/opening"
	"troth/internal/promise"
	"troth/internal/text"
	"troth/internal/view"
)

// told is a demo whose story is told, as of a time.
func told(t *testing.T, now time.Time) (*Demo, *story) {
	t.Helper()
	var h http.Handler
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) }))
	t.Cleanup(srv.Close)
	d, err := New(t.Context(), [2]string{srv.URL, "http://localhost:2"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Relay.Close)
	h = d.Relay.Handler()
	s, err := d.tell(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	return d, s
}

// The story can be told at any time of any day, and is what the rules allow:
// whatever the two say in it counts.
func TestStory(t *testing.T) {
	zone := time.FixedZone("", -9*3600)
	for _, now := range []time.Time{
		time.Date(2026, 11, 25, 21, 30, 0, 0, time.FixedZone("", 3600)),
		time.Date(2028, 3, 1, 0, 0, 1, 0, zone),
		time.Date(2027, 7, 31, 12, 0, 0, 0, time.UTC),
	} {
		_, s := told(t, now)
		for _, v := range []*voice{s.amal, s.mika} {
			v.Dev.Inspect(func(m *app.Model) {
				records := m.Couple.Records()
				if len(records) < 80 {
					t.Errorf("%s: only %d entries", now, len(records))
				}
				for _, r := range records {
					if !r.Counts() {
						t.Errorf("%s: %s at %d does not count: %v", v.Name, r.Kind, r.Seq, r.Why)
					}
				}
				m.Now = event.StampOf(now)
				lived(t, v.Name, m)
				room(t, v.Name, m)
			})
		}
	}
}

// room reports whether there is a life in every practice that somebody finds
// under Together or Mine: its page is led to, and is not as it was at first.
func room(t *testing.T, name string, m *app.Model) {
	t.Helper()
	page := func(m *app.Model, route string) string {
		v := *m
		v.Route = route
		v.Journal.Open = true // its cover is the same for everybody
		return view.Page(&v)
	}
	fresh := app.New("x", m.Host, "")
	fresh.Phase, fresh.Space, fresh.Now, fresh.Me, fresh.PartnerName, fresh.MyName = app.Open, app.Shared, m.Now, m.Me, m.PartnerName, m.MyName
	n := 0
	for _, list := range []string{app.RouteTogether, app.RouteMine} {
		for _, link := range regexp.MustCompile(`class="said"><a href="#" data-go="([a-z/]+)"`).FindAllStringSubmatch(page(m, list), -1) {
			if link[1] == app.RouteSearch {
				continue // it begins empty, every time
			}
			n++
			if page(m, link[1]) == page(fresh, link[1]) {
				t.Errorf("%s: nothing has happened in %s", name, link[1])
			}
		}
	}
	if n < 10 {
		t.Errorf("%s: only %d pages were found", name, n)
	}
}

// lived reports whether every thing that can become of a promise is there, and
// something is waiting.
func lived(t *testing.T, name string, m *app.Model) {
	t.Helper()
	c := m.Couple
	seen := map[string]bool{}
	for _, r := range c.Promise.List(m.Me, m.Now) {
		rows, _ := c.Promise.History(r.Promise.ID, m.Me, m.Now, 100)
		for _, r := range rows {
			seen["repeated"] = seen["repeated"] || r.Promise.Repeat != promise.Once
			seen["retired by both"] = seen["retired by both"] || r.Promise.Retired != nil && r.Promise.Retired.Proposal != nil
			seen["retired with words"] = seen["retired with words"] || r.Promise.Retired != nil && r.Promise.Retired.Words != ""
			seen["passed"] = seen["passed"] || r.Place == promise.Passed
			if mk := r.Turn.Mark; mk != nil {
				seen[map[promise.Outcome]string{promise.WasKept: "kept", promise.WasChanged: "changed", promise.WasMissed: "missed"}[mk.As]] = true
				seen["noticed"] = seen["noticed"] || mk.Answer != nil && !mk.Answer.Differs
			}
			for _, mk := range r.Turn.Before {
				seen["differs"] = seen["differs"] || mk.Answer != nil && mk.Answer.Differs
			}
		}
	}
	for _, what := range []string{"kept", "changed", "missed", "passed", "noticed", "differs", "repeated", "retired by both", "retired with words"} {
		if !seen[what] {
			t.Errorf("%s sees no promise that was %s", name, what)
		}
	}
	if len(c.Promise.DueToday(m.Me, m.Now)) == 0 {
		t.Errorf("nothing is due today for %s", name)
	}
	for _, l := range c.Letter.List(m.Me) {
		seen["a letter of each"] = seen["a letter of each"] || l.By != m.Me
		seen["a letter without words about it"] = seen["a letter without words about it"] || len(l.Exchange) == 0
		seen["waiting"] = seen["waiting"] || len(l.Exchange) > 0 && l.Exchange[len(l.Exchange)-1].Answer == nil
		for _, r := range l.Exchange {
			if r.Answer != nil {
				seen[map[bool]string{true: "confirmed", false: "put right"}[r.Answer.Confirmed]] = true
			}
		}
	}
	for _, what := range []string{"a letter of each", "a letter without words about it", "waiting", "confirmed", "put right"} {
		if !seen[what] {
			t.Errorf("%s sees no letter that is: %s", name, what)
		}
	}
	for _, x := range c.Checkin.List() {
		seen["a check-in of each"] = seen["a check-in of each"] || x.By != m.Me
		seen["a check-in put right"] = seen["a check-in put right"] || len(x.Exchange) > 1
		seen["one that waits"] = seen["one that waits"] || len(x.Exchange) > 0 && x.Exchange[len(x.Exchange)-1].Answer == nil
	}
	for _, what := range []string{"a check-in of each", "a check-in put right", "one that waits"} {
		if !seen[what] {
			t.Errorf("%s does not see %s", name, what)
		}
	}
	if _, ok := c.Checkin.Hour(); !ok || len(m.Self.Checkin.Notes()) < 6 {
		t.Errorf("%s has no hour, or %d check-ins for themselves", name, len(m.Self.Checkin.Notes()))
	}
	families := text.English().Checkin.Families
	for _, n := range m.Self.Checkin.Notes() {
		for _, code := range n.Feelings {
			if family, _ := families.Find(code); family < 0 {
				t.Errorf("%s feels %q, which is on no wheel", name, code)
			}
		}
	}
	other := m.Me.Other()
	if n := len(c.Opening.Opened(m.Me)); n < 8 || c.Opening.InUse() != opening.Need {
		t.Errorf("%s sees %d openings, on rung %d", name, n, c.Opening.InUse())
	}
	for _, o := range c.Opening.Opened(m.Me) {
		if own, theirs, _, _ := o.Words(); own == "" || theirs == "" {
			t.Errorf("%s cannot read an opening: %+v", name, o.Question)
		}
	}
	if list := c.Opening.Closed(m.Me); len(list) != 2 || len(c.Opening.Begun(m.Me, 0)) != 1 || len(c.Opening.Begun(other, 0)) != 1 {
		t.Errorf("%s sees %d closed answers", name, len(list))
	}
	if len(c.Letter.News(m.Me, m.Seen["letter"])) == 0 {
		t.Errorf("no letter is new for %s", name)
	}
	if len(c.Promise.News(m.Me, m.Seen["promise"], m.Now)) == 0 {
		t.Errorf("nothing is new for %s", name)
	}
}

// Days are counted back from today, so nothing names one that would be another
// on the day the story is told.
func TestStoryNamesNoDay(t *testing.T) {
	named := regexp.MustCompile(`\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b(January|February|March|April|June|July|August|September|October|November|December|spring|summer|autumn|winter|Christmas)\b`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := named.FindAllString(string(src), -1); len(found) > 0 {
			t.Errorf("%s names %v", file, found)
		}
	}
}

// The door opens to whoever has the token, and to nobody else; and to nobody
// before the story is told.
func TestDoor(t *testing.T) {
	d, _ := told(t, time.Date(2026, 11, 25, 21, 30, 0, 0, time.UTC))
	p := &d.People[0]
	ask := func(p *Person, method, body string, header ...string) (int, string) {
		r := httptest.NewRequest(method, Path, strings.NewReader(body))
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		p.Door().ServeHTTP(w, r)
		b, _ := io.ReadAll(w.Result().Body)
		return w.Code, string(b)
	}
	if code, body := ask(p, "POST", p.token); code != 200 || !strings.Contains(body, "TROTH1-") || !strings.Contains(body, p.Passphrase.Reveal()) {
		t.Errorf("the right token: %d", code)
	}
	for what, c := range map[string]struct{ method, body, site string }{
		"no token":           {"POST", "", ""},
		"another's token":    {"POST", d.People[1].token, ""},
		"a part of it":       {"POST", p.token[:21], ""},
		"more than it":       {"POST", p.token + strings.Repeat("x", 100), ""},
		"a page elsewhere":   {"POST", p.token, "cross-site"},
		"a read":             {"GET", p.token, ""},
		"another port’s too": {"POST", p.token, "same-site"},
	} {
		if code, body := ask(p, c.method, c.body, "Sec-Fetch-Site", c.site); code < 400 || strings.Contains(body, "TROTH1-") {
			t.Errorf("%s: %d %s", what, code, body)
		}
	}
	fresh, err := New(t.Context(), [2]string{"http://localhost:1", "http://localhost:2"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fresh.Relay.Close)
	if code, _ := ask(&fresh.People[0], "POST", fresh.People[0].token); code != http.StatusServiceUnavailable {
		t.Errorf("before the story is told: %d", code)
	}
	if fresh.People[0].token == fresh.People[1].token || fresh.People[0].token == p.token {
		t.Error("two have one token")
	}
}

func TestListenOnlyHere(t *testing.T) {
	ln, err := Listen(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if host := ln.Addr().String(); !strings.HasPrefix(host, "127.") && !strings.HasPrefix(host, "[::1]") {
		t.Errorf("listens at %s", host)
	}
}

// The clock may be read while it is moved.
func TestClock(t *testing.T) {
	var c clock
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 100 {
			c.Now()
		}
	})
	at := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	c.Set(at)
	if !c.Now().Equal(at) {
		t.Error("a clock that stands has moved")
	}
	c.Run()
	wg.Wait()
	if time.Since(c.Now()) > time.Hour {
		t.Error("the clock does not run")
	}
}
