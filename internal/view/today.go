package view

import (
	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/text"
)

// What Today shows, by these rules and no others:
//
//  1. At most maxToday things.
//  2. First what is under way or due today: one thing, or as many as what is new
//     leaves room for.
//  3. Then what is new from the other, and what this person has begun to write,
//     in the order in which a practice gives it.
//  4. In both, every practice has its first thing before any has its second, so
//     that none crowds out the others.
//  5. If there is room, one small thing that could be done, of one practice that
//     has something which fits. Which practice begins moves on from day to day;
//     within a day it stays.
//  6. With fewer suggestions, what takes two is not spoken of before somebody asks
//     for it: nothing of it is due, it is no small thing, and what the other has
//     begun and wants an answer to is not new. What the other has said is, and a
//     time-out that runs is said to everybody.
//
// When a space has ended, what is somebody's own goes on.
//
// Nothing is counted, nothing says since when, and what is not done is not
// spoken of again.
const maxToday = 3

// things are what Today shows of the practices that can be used.
func things(b text.Book, m *app.Model) g.Node {
	var usable []section
	for _, s := range sections(b) {
		if s.usable(m) && (s.mine || m.Space != app.Ended) {
			usable = append(usable, s)
		}
	}
	of := func(things func(section) func(text.Book, *app.Model) []g.Node) []g.Node {
		return inTurn(usable, func(s section) []g.Node {
			if f := things(s); f != nil {
				return f(b, m)
			}
			return nil
		})
	}
	list := choose(of(func(s section) func(text.Book, *app.Model) []g.Node {
		if s.stepsBack(m) {
			return nil
		}
		return s.due
	}),
		of(func(s section) func(text.Book, *app.Model) []g.Node { return s.today }))
	var nothing g.Node
	if len(list) == 0 && m.Space == app.Shared {
		nothing = h.P(h.Class("said"), g.Text(b.Space.Nothing))
	}
	if len(list) < maxToday {
		list = append(list, smallThing(b, m, usable)...)
	}
	return g.All(nothing, h.Div(h.Class("things"), g.All(list...)))
}

// choose takes what is shown of what is due and what is new.
func choose(due, fresh []g.Node) []g.Node {
	list := append(due[:min(len(due), max(1, maxToday-len(fresh)))], fresh...)
	return list[:min(len(list), maxToday)]
}

// inTurn gives every practice its first thing before any has its second.
func inTurn(sections []section, things func(section) []g.Node) (all []g.Node) {
	var lists [][]g.Node
	for _, s := range sections {
		lists = append(lists, things(s))
	}
	for i, more := 0, true; more; i++ {
		more = false
		for _, list := range lists {
			if i < len(list) {
				all, more = append(all, list[i]), true
			}
		}
	}
	return all
}

// smallThing is one small thing that could be done today, or none.
func smallThing(b text.Book, m *app.Model, usable []section) []g.Node {
	n := len(usable)
	for i := range n {
		s := usable[((int(m.Now.Civil.Date())%n+n)+i)%n]
		if s.small == nil || s.stepsBack(m) {
			continue
		}
		if words, route := s.small(b, m); words != "" {
			return []g.Node{Thing(g.Text(b.Space.Small), Go(route, g.Text(words)))}
		}
	}
	return nil
}

// since reports whether at lies at least so many days before now.
func since(m *app.Model, ms int64, days int64) bool { return m.Now.MS-ms >= days*24*60*60*1000 }
