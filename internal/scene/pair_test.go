package scene_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"troth/internal/app"
	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/keywork"
	"troth/internal/scene"
	"troth/internal/secret"
	"troth/internal/wire"
)

// says waits until the page in front of somebody has the words.
func says(t *testing.T, p *scene.Person, words string) {
	t.Helper()
	p.Sees("a page that says “"+words+"”", func(*app.Model) bool { return strings.Contains(p.Page().HTML, words) })
}

// accountKey has somebody look up their account key.
func accountKey(p *scene.Person) (key secret.Text) {
	p.T.Helper()
	p.Key(app.ActionSheet, p.Secrets(), nil)
	p.Sees("the account key", func(m *app.Model) bool { key = m.Sheet; return m.Sheet != "" })
	return key
}

// join has somebody who has an account on this device open an invite.
func join(p *scene.Person, link string) {
	p.T.Helper()
	p.Open(link)
	p.Sees("who invites", func(m *app.Model) bool { return m.Joining() })
	p.Key(app.ActionUnlock, p.Secrets(), event.Form{"name": p.Name})
}

func together(t *testing.T, people ...*scene.Person) {
	t.Helper()
	for _, p := range people {
		p.Sees("the shared space, checked by both", func(m *app.Model) bool {
			return m.Space == app.Shared && m.Couple.Verified() && m.Pair.Stage == app.PairNone
		})
	}
}

func TestName(t *testing.T) {
	s := scene.New(t, nil)
	const name = "Владислава-Александрина-Надежда" // 31 letters, 61 bytes
	ana := s.Person(name).SignUp(s.Code())
	says(t, ana, name)

	// It is kept before anything is shown: a reload at any time finds it.
	quick := s.Person("Zoë")
	quick.Open(s.Code())
	quick.Dev.Form(app.Form{Action: app.ActionQuestions})
	quick.Key(app.ActionSignUp, quick.Secrets(), event.Form{"name": "Zoë"})
	var kept string
	quick.Sees("an account", func(m *app.Model) bool { kept = m.Self.Settings.Name; return m.Phase == app.Open })
	if kept != "Zoë" {
		t.Errorf("the app opens before the name is kept: %q", kept)
	}
	ana.Unlock()
	ana.Sees("her name after a reload, before there is a partner", func(m *app.Model) bool { return m.MyName == name })
	says(t, ana, name)

	// A change of settings does not lose it, and another device has it too.
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"theme": "dark"}})
	ana.Sees("the setting", func(m *app.Model) bool { return m.Self.Settings.Theme == "dark" && m.Self.Settings.Name == name })
	key := accountKey(ana)
	second := s.Person(name)
	second.Open("")
	secrets := second.Secrets()
	secrets[keywork.FieldAccountKey] = key
	second.Key(app.ActionNewDevice, secrets, nil)
	second.Sees("the name on another device", func(m *app.Model) bool { return m.Phase == app.Open && m.MyName == name })

	// Sixty characters are the most, whatever they are made of.
	long := s.Person("Eve")
	long.Open(s.Code())
	for _, c := range []struct {
		name string
		code string
	}{{strings.Repeat("ж", 61), "too-long"}, {"  ", "empty"}} {
		long.Key(app.ActionSignUp, long.Secrets(), event.Form{"name": c.name})
		if f := long.Try().Field; f == nil || f.Field != "name" || f.Code != c.code {
			t.Errorf("%d characters: %+v", len([]rune(c.name)), f)
		}
	}
	long.Name = strings.Repeat("ж", 60)
	long.Key(app.ActionSignUp, long.Secrets(), event.Form{"name": long.Name})
	long.Sees("an account", func(m *app.Model) bool { return m.Phase == app.Open })
	long.Dev.Form(app.Form{Action: app.ActionKept})
	join(ana, long.Invite())
	if w := ana.Words(); w != long.Words() {
		t.Error("the words differ")
	}
	ana.Match()
	long.Match()
	together(t, ana, long)
	long.Sees("how the other is called", func(m *app.Model) bool { return m.PartnerName == name })
	ana.Sees("how the other is called", func(m *app.Model) bool { return m.PartnerName == long.Name })
}

// Somebody joins from a device that does not know their account yet.
func TestJoinFromAnotherDevice(t *testing.T) {
	s := scene.New(t, nil)
	key := accountKey(s.Person("Ana").SignUp(s.Code()))
	ben := s.Person("Ben").SignUp(s.Code())
	ana := s.Person("Ana")
	ana.Open(ben.Invite())
	ana.Sees("who invites", func(m *app.Model) bool { return m.Invited.Name == "Ben" })
	ana.Dev.Go(app.RouteNewDevice)
	says(t, ana, "What your partner calls you")
	secrets := ana.Secrets()
	secrets[keywork.FieldAccountKey] = key
	ana.Key(app.ActionNewDevice, secrets, nil)
	if f := ana.Try().Field; f == nil || f.Field != "name" {
		t.Fatalf("joining without a name: %+v", f)
	}
	ana.Key(app.ActionNewDevice, secrets, event.Form{"name": "Ana"})
	if w := ana.Words(); w != ben.Words() {
		t.Error("the words differ")
	}
	ana.Match()
	ben.Match()
	together(t, ana, ben)
	ben.Sees("her name", func(m *app.Model) bool { return m.PartnerName == "Ana" })
}

// Whoever shares a space already is told so before anything is sent, and the
// invite is still good for whom it is meant.
func TestInvitedWhileSharing(t *testing.T) {
	s := scene.New(t, nil)
	_, ben := s.Pair()
	link := s.Person("Cid").SignUp(s.Code()).Invite()
	join(ben, link)
	ben.Sees("why not", func(m *app.Model) bool {
		return m.Route == app.RouteJoin && m.Invited.Failure == app.PairSharing && m.Space == app.Shared && m.Pair.Stage == app.PairNone
	})
	says(t, ben, "the invite is still good")
	key := accountKey(ben)
	other := s.Person("Ben") // a device that has nothing stored yet
	other.Open(link)
	other.Sees("who invites", func(m *app.Model) bool { return m.Joining() })
	secrets := other.Secrets()
	secrets[keywork.FieldAccountKey] = key
	other.Key(app.ActionNewDevice, secrets, event.Form{"name": "Ben"})
	other.Sees("why not", func(m *app.Model) bool { return m.Invited.Failure == app.PairSharing && m.Space == app.Shared })
	dan := s.Person("Dan").SignUp(link)
	dan.Words()
}

// Without joining, the device opens and the invite stays what it was.
func TestOpenWithoutJoining(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	link := s.Person("Ben").SignUp(s.Code()).Invite()
	ana.Open(link)
	ana.Sees("who invites", func(m *app.Model) bool { return m.Joining() })
	ana.Dev.Go(app.RouteUnlock)
	ana.Sees("the way in", func(m *app.Model) bool { return m.Route == app.RouteUnlock && !m.Joining() })
	ana.Key(app.ActionUnlock, ana.Secrets(), nil)
	ana.Sees("her own", func(m *app.Model) bool {
		return m.Phase == app.Open && m.Pair.Stage == app.PairNone && m.MyName == "Ana"
	})
	s.Person("Cid").SignUp(link).Words()
}

// Both invite each other: only one of the two can be used, and the one who
// opens the other's may take it in place of their own.
func TestBothInvite(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").SignUp(s.Code())
	mine, his := ana.Invite(), ben.Invite()
	join(ana, his)
	ana.Sees("that she has one herself", func(m *app.Model) bool {
		return m.Invited.Failure == app.PairOther && m.Invited.Name == "Ben" && m.Pair.Stage == app.PairOpen
	})
	says(t, ana, "Withdraw mine and join")
	ben.Sees("his, still open", func(m *app.Model) bool { return m.Pair.Stage == app.PairOpen })
	ana.Dev.Form(app.Form{Action: app.ActionInstead})
	if w := ana.Words(); w != ben.Words() {
		t.Error("the words differ")
	}
	late := s.Person("Cid")
	late.Open(mine)
	late.Sees("that her own is gone", func(m *app.Model) bool { return m.Invited.Failure == keywork.Failure(wire.CodeGone) })
	ana.Match()
	ben.Match()
	together(t, ana, ben)

	// Nothing is held for somebody who has not been asked.
	ben.Dev.Form(app.Form{Action: app.ActionInstead})
	ben.Sees("that there is nothing to join", func(m *app.Model) bool { return m.Try.Failure == app.NotAllowed })
}

// The one who invited says that the words differ, while the other looks at them.
func TestDifferByFirst(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	ben := s.Person("Ben").SignUp(ana.Invite())
	ana.Words()
	ben.Words()
	ana.Dev.Form(app.Form{Action: app.ActionDiffer})
	for _, p := range []*scene.Person{ana, ben} {
		p.Sees("that the words differ", func(m *app.Model) bool { return m.Pair.Stage == app.PairFailed && m.Pair.Failure == app.PairDiffer })
	}
	says(t, ben, "said that the words differ")
}

// A pairing that cannot go on on one side ends on both: nobody waits for what
// does not come.
func TestFailureIsTold(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	link := ana.Invite()
	ben := s.Person("Ben").SignUp(s.Code())
	s.Lie(func(path string, body []byte) []byte {
		var v wire.Invite
		if !strings.HasPrefix(path, wire.PathInvites+"/") || codec.Decode(body, &v) != nil || len(v.M3) == 0 {
			return body
		}
		v.M3[len(v.M3)-1] ^= 1 // her number, on its way to him
		return codec.Must(v)
	})
	join(ben, link)
	ben.Sees("that something is not right", func(m *app.Model) bool { return m.Pair.Failure == app.PairTampered })
	ana.Sees("that it came to nothing", func(m *app.Model) bool { return m.Pair.Stage == app.PairFailed && m.Pair.Failure == app.PairDiffer })
	s.Lie(nil)
	late := s.Person("Cid")
	late.Open(link)
	late.Sees("that nobody can take it any more", func(m *app.Model) bool { return m.Invited.Failure == keywork.Failure(wire.CodeGone) })

	// Before anything is taken, a message that was changed is not followed, and
	// the invite is still good.
	ana.Dev.Form(app.Form{Action: app.ActionDrop})
	ana.Sees("a clean slate", func(m *app.Model) bool { return m.Pair.Stage == app.PairNone })
	link = ana.Invite()
	s.Lie(func(path string, body []byte) []byte {
		if strings.HasPrefix(path, wire.PathInvites+"/") && len(body) > 400 {
			body[len(body)-1] ^= 1
		}
		return body
	})
	ben.Open(link)
	ben.Sees("that something is not right", func(m *app.Model) bool { return m.Invited.Failure == app.PairTampered })
	s.Lie(nil)
	join(ben, link)
	ben.Words()
}

func to(method, path string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		p := r.URL.Path
		if i := strings.Index(path, "{id}"); i >= 0 {
			return r.Method == method && strings.HasPrefix(p, path[:i]) && strings.HasSuffix(p, path[i+4:]) && len(p) > len(path)-4
		}
		return r.Method == method && p == path
	}
}

// from narrows what a request is to those of one person.
func from(p *scene.Person, of func(*http.Request) bool) func(*http.Request) bool {
	return func(r *http.Request) bool { return scene.By(r) == p.Name && of(r) }
}

// Every request of a pairing may be carried out without its answer, with or
// without the app being closed at that moment, and refused for a while: the
// pairing goes on by itself, and the same two people meet.
func TestPairingLosesAnswers(t *testing.T) {
	for _, c := range []struct {
		name, method, path string
		bens               bool // request
	}{
		{"create", "POST", wire.PathLogs, false},
		{"invite", "POST", wire.PathInvites, false},
		{"epoch", "POST", wire.PathEvents, false},
		{"claim", "POST", wire.PathClaim, true},
		{"answer", "POST", wire.PathAnswer, true},
		{"reveal", "POST", wire.PathReveal, false},
		{"wait", "GET", wire.PathInvite, true},
		{"admit", "POST", wire.PathMembers, false},
		{"accept", "POST", wire.PathEvents, true},
	} {
		for _, how := range []string{"lost", "closed", "refused"} {
			t.Run(c.name+" "+how, func(t *testing.T) {
				s := scene.New(t, nil)
				ana := s.Person("Ana").SignUp(s.Code())
				ben := s.Person("Ben").SignUp(s.Code())
				hit := to(c.method, c.path)
				left := 2
				trouble := func() {
					if how == "lost" || how == "closed" {
						s.LoseAnswer(hit)
						return
					}
					s.Refuse(func(r *http.Request) *wire.Refusal {
						if !hit(r) || left == 0 {
							return nil
						}
						left--
						return &wire.Refusal{Status: 503, Code: wire.CodeUnavailable, RetryAfter: 1}
					})
				}
				early := slices.Contains([]string{"create", "invite", "epoch"}, c.name)
				if early {
					trouble()
				}
				// closed has the one whose answer was lost close the app and come back.
				closed := func() {
					if how != "closed" {
						return
					}
					who := ana
					if c.bens {
						who = ben
					}
					who.Sees("the answer lost", func(*app.Model) bool { return s.Lost() })
					who.Unlock()
				}
				// The relay wants a second; the scene gives it.
				pass := func(p *scene.Person, what string, ok func(*app.Model) bool) {
					p.Sees(what, func(m *app.Model) bool {
						for _, q := range []*scene.Person{ana, ben} {
							again := m.Pair.Again
							if q != p {
								q.Dev.Inspect(func(m *app.Model) { again = m.Pair.Again })
							}
							if again > s.Now().UnixMilli() {
								s.Pass(time.Second)
							}
						}
						return ok(m)
					})
				}
				ana.Key(app.ActionInvite, ana.Secrets(), event.Form{"name": "Ana"})
				if early {
					closed()
				}
				var link string
				pass(ana, "the invite", func(m *app.Model) bool {
					if m.Pair.Stage == app.PairProve {
						link = "prove"
					}
					_, f, _ := strings.Cut(m.Pair.Link.Reveal(), "#")
					if f != "" {
						link = f
					}
					return link != ""
				})
				if link == "prove" {
					link = ""
					ana.Key(app.ActionResend, ana.Secrets(), nil)
					pass(ana, "the invite", func(m *app.Model) bool {
						_, link, _ = strings.Cut(m.Pair.Link.Reveal(), "#")
						return link != ""
					})
				}
				ben.Open(link)
				ben.Sees("who invites", func(m *app.Model) bool { return m.Joining() })
				late := c.name == "admit" || c.name == "accept"
				if !early && !late {
					trouble()
				}
				ben.Key(app.ActionUnlock, ben.Secrets(), event.Form{"name": "Ben"})
				if !early && !late {
					closed()
				}
				var a, b [4]string
				pass(ben, "the words", func(m *app.Model) bool { b = m.Pair.Words; return m.Pair.Stage == app.PairWords })
				pass(ana, "the words", func(m *app.Model) bool { a = m.Pair.Words; return m.Pair.Stage == app.PairWords })
				if a != b {
					t.Errorf("the words differ: %v, %v", a, b)
				}
				if late {
					hit = to(c.method, c.path)
				}
				if c.name == "admit" {
					trouble()
				}
				ben.Match()
				if c.name == "accept" {
					ben.Sees("that he has said so", func(m *app.Model) bool { return m.Pair.Stage == app.PairMatched })
					hit = from(ben, hit)
					trouble()
				}
				ana.Match()
				if late {
					closed()
				}
				if c.name == "admit" && how == "refused" {
					for ana.Try().Failure == keywork.Failure(wire.CodeUnavailable) {
						s.Pass(time.Second)
						ana.Match()
					}
				}
				for _, p := range []*scene.Person{ana, ben} {
					pass(p, "the shared space", func(m *app.Model) bool {
						return m.Space == app.Shared && m.Couple.Verified() && m.Pair.Stage == app.PairNone
					})
				}
				if how != "refused" && !s.Lost() || how == "refused" && left != 0 {
					t.Error("nothing went wrong: the test shows nothing")
				}
			})
		}
	}
}

// The relay takes no more invites for some hours: that is said, it is asked
// again when it said and not before, and then the passphrase is needed again.
func TestInviteHasToWait(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	asked := make(chan struct{}, 100)
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if !to("POST", wire.PathInvites)(r) {
			return nil
		}
		asked <- struct{}{}
		return &wire.Refusal{Status: 429, Code: wire.CodeRateLimited, RetryAfter: 7200}
	})
	ana.Key(app.ActionInvite, ana.Secrets(), event.Form{"name": "Ana"})
	ana.Sees("why it is not there yet", func(m *app.Model) bool {
		return m.Pair.Stage == app.PairSending && m.Pair.Delay == keywork.Failure(wire.CodeRateLimited) && m.Pair.Again == s.Now().Add(2*time.Hour).UnixMilli()
	})
	says(t, ana, "again by itself after 24 November, 11:00")
	s.Pass(time.Hour)
	ana.Dev.Awake() // somebody looks again: still not before the time
	ana.Dev.Form(app.Form{Action: app.ActionSet, Values: event.Form{"theme": "dark"}})
	ana.Sees("the setting, so the queue has come past it", func(m *app.Model) bool { return m.Self.Settings.Theme == "dark" })
	if n := len(asked); n != 1 {
		t.Errorf("asked %d times in the first hour", n)
	}
	if !slices.Contains(s.Waits(), 2*time.Hour) {
		t.Errorf("waits: %v", s.Waits())
	}
	s.Refuse(nil)
	s.Pass(time.Hour)
	ana.Sees("that the passphrase is needed again", func(m *app.Model) bool { return m.Pair.Stage == app.PairProve })
	says(t, ana, "Your passphrase once more")
	secrets := ana.Secrets()
	secrets[keywork.FieldPassphrase] = "five plain words of Eve"
	ana.Key(app.ActionResend, secrets, nil)
	if f := ana.Try().Failure; f != keywork.WrongPassphrase {
		t.Errorf("a wrong passphrase: %q", f)
	}
	ana.Key(app.ActionResend, ana.Secrets(), nil)
	ana.Sees("the invite", func(m *app.Model) bool { return m.Pair.Stage == app.PairOpen })
}

// The app is closed before the invite could be sent, and opened when the proof
// has long run out.
func TestInviteSentLater(t *testing.T) {
	s := scene.New(t, nil)
	ana := s.Person("Ana").SignUp(s.Code())
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if to("POST", wire.PathInvites)(r) {
			return &wire.Refusal{Status: 503, Code: wire.CodeUnavailable}
		}
		return nil
	})
	ana.Key(app.ActionInvite, ana.Secrets(), event.Form{"name": "Ana"})
	ana.Sees("that it does not go on", func(m *app.Model) bool { return m.Pair.Delay != "" })
	ana.Dev.Close()
	s.Refuse(nil)
	s.Pass(2 * time.Minute)
	ana.Unlock()
	ana.Sees("that the passphrase is needed again", func(m *app.Model) bool { return m.Pair.Stage == app.PairProve && m.Route == app.RoutePair })
	ana.Key(app.ActionResend, ana.Secrets(), nil)
	var link string
	ana.Sees("the invite", func(m *app.Model) bool {
		_, link, _ = strings.Cut(m.Pair.Link.Reveal(), "#")
		return m.Pair.Stage == app.PairOpen
	})
	s.Person("Ben").SignUp(link).Words()

	// And if nobody comes back within its day, it has run out.
	cid := s.Person("Cid").SignUp(s.Code())
	s.Refuse(func(r *http.Request) *wire.Refusal {
		if to("POST", wire.PathInvites)(r) {
			return &wire.Refusal{Status: 503, Code: wire.CodeUnavailable}
		}
		return nil
	})
	cid.Key(app.ActionInvite, cid.Secrets(), event.Form{"name": "Cid"})
	cid.Sees("that it does not go on", func(m *app.Model) bool { return m.Pair.Delay != "" })
	cid.Dev.Close()
	s.Refuse(nil)
	s.Pass(25 * time.Hour)
	cid.Unlock()
	cid.Sees("that the passphrase is needed again", func(m *app.Model) bool { return m.Pair.Stage == app.PairProve })
	cid.Key(app.ActionResend, cid.Secrets(), nil)
	cid.Sees("that it has run out", func(m *app.Model) bool { return m.Pair.Failure == keywork.Failure(wire.CodeExpired) })
}
