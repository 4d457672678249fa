package model

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
)

var deep = flag.Bool("deep", false, "visit more states")

// search is the states that were reached.
type search struct {
	protocol
	states []world
	number map[world]int32 // by state
	came   []arrival       // how each was first reached: the shortest way
	good   [][2]int32      // steps that are nobody's fault, from and to
}

type arrival struct {
	from int32
	what string
}

// explore visits every state that can be reached, the nearest first. It returns
// what is broken, if anything is, and the shortest way there.
func (p protocol) explore(most int) (states int, b broken, way []string, err error) {
	s := search{protocol: p, number: map[world]int32{}}
	s.reach(world{left: p.restores}, arrival{from: -1})
	for at := int32(0); int(at) < len(s.states); at++ {
		if len(s.states) > most {
			return most, "", nil, fmt.Errorf("more than %d states", most)
		}
		for _, next := range s.steps(s.states[at]) {
			b := next.broken
			if b == "" {
				b = s.check(next.next)
			}
			if b != "" {
				return len(s.states), b, append(s.way(at), next.what), nil
			}
			to := s.reach(next.next, arrival{at, next.what})
			if !next.fault {
				s.good = append(s.good, [2]int32{at, to})
			}
		}
	}
	if at := s.stuck(); at >= 0 {
		return len(s.states), stuck, s.way(at), nil
	}
	return len(s.states), "", nil, nil
}

func (s *search) reach(w world, how arrival) int32 {
	n, known := s.number[w]
	if !known {
		n = int32(len(s.states))
		s.number[w] = n
		s.states, s.came = append(s.states, w), append(s.came, how)
	}
	return n
}

// way is the shortest way to a state.
func (s *search) way(at int32) []string {
	var out []string
	for ; at > 0; at = s.came[at].from {
		out = append(out, s.came[at].what)
	}
	slices.Reverse(out)
	return out
}

// stuck returns the nearest state from which no steps lead to a good end that
// are nobody's fault, or -1. It goes backwards from the good ends.
func (s *search) stuck() int32 {
	into := make([][]int32, len(s.states))
	for _, e := range s.good {
		into[e[1]] = append(into[e[1]], e[0])
	}
	ends := make([]bool, len(s.states))
	var next []int32
	reach := func(at int32) {
		if !ends[at] {
			ends[at] = true
			next = append(next, at)
		}
	}
	for at, w := range s.states {
		if s.done(w) {
			reach(int32(at))
		}
	}
	for len(next) > 0 {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		for _, from := range into[at] {
			reach(from)
		}
	}
	return int32(slices.Index(ends, false))
}

var (
	five  = [2]string{"abc", "de"}
	three = [2]string{"ab", "d"}
	two   = [2]string{"a", "d"}
	both  = [2]bool{true, true}
	bens  = [2]bool{false, true}
)

// With all rules nothing is ever broken, in as much of the world as can be
// visited in a few seconds.
func TestProtocol(t *testing.T) {
	scopes := []scope{
		{wants: five, restores: 0},
		{wants: five, restores: 1},
		{wants: five, restores: 2, excused: voices},
		{wants: five, restores: 0, delays: both},
		{wants: three, restores: 1, delays: both},
		{wants: three, restores: 2, delays: bens, excused: voices},
	}
	if *deep {
		scopes = append(scopes,
			scope{wants: two, restores: 2, delays: both, excused: voices},
			scope{wants: five, restores: 1, delays: bens})
	}
	for _, s := range scopes {
		states, b, way, err := protocol{allRules(), s}.explore(5_000_000)
		t.Logf("%-40s %8d states", s, states)
		if err != nil {
			t.Error(err)
		}
		if b != "" {
			t.Errorf("%s after: %s", b, strings.Join(way, "; "))
		}
	}
}

func (s scope) String() string {
	out := fmt.Sprintf("%d events, %d backups", len(s.wants[0])+len(s.wants[1]), s.restores)
	switch s.delays {
	case both:
		out += ", delays"
	case bens:
		out += ", delays for Ben"
	}
	return out
}

// No rule can be left out. Each mutant lacks one rule, and what it breaks is
// known. With -v the shortest way there is printed.
func TestMutants(t *testing.T) {
	for _, m := range []struct {
		without string
		off     func(*rules)
		in      scope
		breaks  broken
	}{
		{"OneHead", func(r *rules) { r.OneHead = false }, scope{wants: five}, alarm},
		{"Outbox", func(r *rules) { r.Outbox = false }, scope{wants: five}, stuck},
		{"StoreFirst", func(r *rules) { r.StoreFirst = false }, scope{wants: five, restores: 1}, voices},
		{"StoreFirst", func(r *rules) { r.StoreFirst = false }, scope{wants: five, delays: both}, voices},
		{"SameBytes", func(r *rules) { r.SameBytes = false }, scope{wants: five, restores: 1}, voices},
		{"SameBytes", func(r *rules) { r.SameBytes = false }, scope{wants: five, delays: both}, voices},
		{"Look", func(r *rules) { r.Look = false }, scope{wants: five}, doubled},
		{"CountOnce", func(r *rules) { r.CountOnce = false }, scope{wants: three, restores: 1, delays: both}, doubled},
		{"CountOnce", func(r *rules) { r.CountOnce = false }, scope{wants: five, restores: 2, excused: voices}, doubled},
		{"NeverBack", func(r *rules) { r.NeverBack = false }, scope{wants: five, restores: 1}, lost},
		{"Heal", func(r *rules) { r.Heal = false }, scope{wants: five, restores: 1}, stuck},
		{"TakeBranch", func(r *rules) { r.TakeBranch = false }, scope{wants: five, restores: 1}, stuck},
		{"CarryOver", func(r *rules) { r.CarryOver = false }, scope{wants: five, restores: 1}, lost},
		{"HoldOrphans", func(r *rules) { r.HoldOrphans = false }, scope{wants: five, restores: 1}, lost},
		{"RepairsRebase", func(r *rules) { r.RepairsRebase = false }, scope{wants: three, restores: 2, delays: bens, excused: voices}, lost},
	} {
		p := protocol{allRules(), m.in}
		m.off(&p.rules)
		if p.rules == allRules() {
			t.Errorf("%s is not left out", m.without)
		}
		_, b, way, err := p.explore(200_000)
		if err != nil || b != m.breaks {
			t.Errorf("without %s: %q is broken, want %q (%v) after: %s", m.without, b, m.breaks, err, strings.Join(way, "; "))
		}
		t.Logf("without %s, %s: %s after: %s", m.without, m.in, b, strings.Join(way, "; "))
	}
}

// What the rules do not give: when a backup is put back and later a newer one,
// from before the first time, a device can come back to a place for which it
// has signed before. Nothing is lost or doubled by it; see spec/sync-v1.md.
func TestTwoBackupsTwoVoices(t *testing.T) {
	_, b, way, err := protocol{allRules(), scope{wants: three, restores: 2}}.explore(200_000)
	if b != voices || err != nil {
		t.Errorf("%q is broken (%v): the specification says more than it should", b, err)
	}
	t.Log(strings.Join(way, "; "))
}
