// Package model is the protocol of spec/sync-v1.md in small: two devices, one
// relay, a network that loses and delays, and a host who puts backups back.
// Every state that can be reached is visited, and what must hold is checked in
// each. No code of troth runs here: what is proven is that the rules suffice,
// and that none of them can be left out. That the devices and the relay follow
// the rules is for their own tests.
//
// # The world
//
// Ana wants to write a, b and c, in this order, and Ben d and e. At any moment
// any of these may happen: a device signs, sends, or fetches; a request is lost,
// or comes through while its answer is lost, or is delayed until the device has
// long given it up; a device starts anew; and, as often as a test allows, the
// relay is put back to any state that it was ever in.
//
// A signature covers what came before, so an entry is known by its place. A log
// is therefore written as one string, oldest entry first: "a0d0" is Ana's a and
// then Ben's d. The digit tells apart what was signed more than once for one
// place. "(A0a0/b0)" is a repair by Ana: after a0, b0 had been in the log, and
// the relay lost it.
//
// # What is left out
//
// Contents, keys, membership, redaction, pages (a fetch sees all or nothing),
// more than one device for one person, and relays that lie: those are caught by
// signatures and the accept rules, not by these.
package model

import (
	"slices"
	"strings"
)

// rules are the rules of spec/sync-v1.md, by the same names. A mutant is the
// protocol without one of them.
type rules struct {
	OneHead       bool // the relay stores what was made for its head, and nothing else
	Outbox        bool // an intent stays in the outbox until its event was accepted
	StoreFirst    bool // signed bytes are stored before they are sent
	SameBytes     bool // they are sent again unchanged while the head is still theirs
	Look          bool // after any doubt: fetch, look for the own event, and only then sign again
	CountOnce     bool // an event id counts once, where it first stands
	NeverBack     bool // what was accepted is not given up because the relay has less
	Heal          bool // a relay that has less is given what it lost, by whoever has it
	TakeBranch    bool // a device that finds another branch at the relay takes it
	CarryOver     bool // … and carries over what was on its own, with a repair
	HoldOrphans   bool // what is to be carried over is held until the repair was accepted
	RepairsRebase bool // … and with all that it stood on, should the log fork once more
}

// allRules returns the protocol.
func allRules() rules {
	return rules{OneHead: true, Outbox: true, StoreFirst: true, SameBytes: true, Look: true, CountOnce: true,
		NeverBack: true, Heal: true, TakeBranch: true, CarryOver: true, HoldOrphans: true, RepairsRebase: true}
}

// scope is how much of the world a search visits.
type scope struct {
	wants    [2]string // the events that Ana and Ben want to write, of abc and de
	restores int       // how often a backup is put back
	delays   [2]bool   // whose requests may be delayed
	excused  broken    // not looked for
}

// protocol is a set of rules at work in a world.
type protocol struct {
	rules
	scope
}

// log is a chain of entries, oldest first.
type log string

// entry is one entry of a log: an event "a0" or a repair "(A0base/orphans)".
type entry string

const (
	events  = "abcde"
	anas    = "abc"
	writers = "AB"
)

func (l log) entries() []entry {
	var out []entry
	for len(l) > 0 {
		n, depth := 0, 0
		for {
			switch l[n] {
			case '(':
				depth++
			case ')':
				depth--
			}
			if n++; depth == 0 && (l[n-1] == ')' || n == 2) {
				break
			}
		}
		out, l = append(out, entry(l[:n])), l[n:]
	}
	return out
}

// extends reports whether l begins with m. No entry is the beginning of another
// entry, so letters may be compared.
func (l log) extends(m log) bool { return strings.HasPrefix(string(l), string(m)) }

// shared returns what two logs have in common, and the rest of the first.
func shared(l, m log) (base, rest log) {
	for _, e := range l.entries() {
		if !m.extends(base + log(e)) {
			break
		}
		base += log(e)
	}
	return base, l[len(base):]
}

func (e entry) isRepair() bool { return e[0] == '(' }

// author returns 0 for Ana and 1 for Ben.
func (e entry) author() int {
	if e.isRepair() {
		return strings.IndexByte(writers, e[1])
	}
	if strings.IndexByte(anas, e[0]) >= 0 {
		return 0
	}
	return 1
}

// carries returns where the branch left that a repair carries over, and what
// was on it.
func (e entry) carries() (base, orphans log) {
	inner, depth := string(e[3:len(e)-1]), 0
	for i := range inner {
		switch inner[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '/':
			if depth == 0 {
				return log(inner[:i]), log(inner[i+1:])
			}
		}
	}
	panic("not a repair: " + e)
}

// fold is what a person sees of a log: the events that count, in their order.
func (r rules) fold(l log) string { return r.foldOnto("", "", l) }

// foldOnto folds more entries, which stand after before, onto what was seen.
func (r rules) foldOnto(seen string, before, more log) string {
	for _, e := range more.entries() {
		switch {
		case !e.isRepair():
			if !r.CountOnce || !strings.Contains(seen, string(e[:1])) {
				seen += string(e[:1])
			}
		default:
			// Orphans count only if they continue what stands before the repair.
			if base, orphans := e.carries(); before.extends(base) {
				seen = r.foldOnto(seen, base, orphans)
			}
		}
		before += log(e)
	}
	return seen
}

// ids is a set of events.
type ids uint8

func idsOf(letters string) ids {
	var s ids
	for i := range letters {
		s |= 1 << strings.IndexByte(events, letters[i])
	}
	return s
}

// device is one person's device. All of it is stored; it forgets nothing when
// it starts anew, except without StoreFirst.
type device struct {
	log   log    // accepted
	kept  entry  // signed for the head of log, perhaps sent, not accepted
	doubt bool   // it must fetch before it does anything else
	hold  string // branches to be carried over, each "base/orphans", joined with "|"
	gone  ids    // own events that left the outbox
	told  ids    // events that its person was shown as being in the log
}

// request is an append: store next if the head is that of expect.
type request struct{ expect, next log }

// world is one state of everything.
type world struct {
	relay log
	left  int        // how often a backup may still be put back
	tips  [3]log     // where the relay stood before each time
	dev   [2]device  // Ana's and Ben's
	late  [2]request // requests that are delayed, and that their devices have given up
}

// step is something that can happen.
type step struct {
	what   string
	fault  bool // nothing that anybody may count on, or that anybody may fear
	broken broken
	next   world
}

// broken is what must never be.
type broken string

const (
	lost    broken = "lost"    // a person was shown an event as being in the log, and their device has it no more
	doubled broken = "doubled" // an event stands in a log twice, or counts twice
	stuck   broken = "stuck"   // there is no way left to: both devices and the relay have one log with every event in it
	alarm   broken = "alarm"   // no backup was put back, and yet a device finds the relay behind, or on another branch
	voices  broken = "voices"  // somebody signed two entries for one place, which looks like a lie
)

// check returns what is broken in a state by itself.
func (r protocol) check(w world) broken {
	for _, d := range w.dev {
		seen := r.fold(d.log)
		have := idsOf(seen)
		for _, b := range d.branches() {
			base, orphans := cut(b)
			if d.log.extends(base) { // else nothing can carry it over any more
				have |= idsOf(r.foldOnto("", base, orphans))
			}
		}
		switch {
		case d.told&^have != 0:
			return lost
		case len(seen) != bits(idsOf(seen)), standsTwice(d.log):
			return doubled
		case w.left == r.restores && !w.relay.extends(d.log):
			return alarm
		}
	}
	return ""
}

func standsTwice(l log) bool {
	var seen ids
	for _, e := range l.entries() {
		if !e.isRepair() {
			id := idsOf(string(e[:1]))
			if seen&id != 0 {
				return true
			}
			seen |= id
		}
	}
	return false
}

func bits(s ids) int {
	n := 0
	for ; s != 0; s &= s - 1 {
		n++
	}
	return n
}

// done reports whether everything has come to its good end.
func (r protocol) done(w world) bool {
	for _, d := range w.dev {
		if d.log != w.relay || d.hold != "" || d.kept != "" {
			return false
		}
	}
	return w.late == [2]request{} && len(r.fold(w.relay)) == len(r.wants[0])+len(r.wants[1])
}

// steps returns everything that can happen next.
func (r protocol) steps(w world) []step {
	var out []step
	add := func(what string, fault bool, change func(w *world) broken) {
		next := w
		b := change(&next)
		if b != "" || next != w {
			out = append(out, step{what, fault, b, next})
		}
	}
	for i, name := range [2]string{"Ana", "Ben"} {
		d := &w.dev[i]
		if !d.doubt && (d.kept != "" || r.toWrite(i, d) != "") {
			write := func(what string, fault bool, then func(w *world, q request)) {
				add(name+" writes "+what, fault, func(w *world) broken {
					b := r.sign(w, i)
					d := &w.dev[i]
					q := request{d.log, d.log + log(d.kept)}
					r.sent(d)
					then(w, q)
					return b
				})
			}
			write("and is answered", false, func(w *world, q request) { r.answered(w, i, q, r.handle(w, q)) })
			write("and the answer is lost", true, func(w *world, q request) { r.handle(w, q); w.dev[i].doubt = true })
			write("and the request is lost", true, func(w *world, _ request) { w.dev[i].doubt = true })
			if r.delays[i] && w.late[i] == (request{}) {
				write("and the request is delayed", true, func(w *world, q request) { w.late[i], w.dev[i].doubt = q, true })
			}
		}
		add(name+" fetches", false, func(w *world) broken { r.fetch(w, i); return "" })
		if r.Heal && d.log != w.relay && d.log.extends(w.relay) {
			// What comes of it is seen with the next fetch, so a lost answer
			// makes no difference.
			q := request{w.relay, d.log}
			add(name+" heals", false, func(w *world) broken { r.handle(w, q); return "" })
			if r.delays[i] && w.late[i] == (request{}) {
				add(name+" heals and the request is delayed", true, func(w *world) broken { w.late[i] = q; return "" })
			}
		}
		if q := w.late[i]; q != (request{}) {
			add("a delayed request of "+name+" arrives", true, func(w *world) broken { w.late[i] = request{}; r.handle(w, q); return "" })
			add("a delayed request of "+name+" is lost", false, func(w *world) broken { w.late[i] = request{}; return "" })
		}
		add(name+" starts anew", true, func(w *world) broken { r.restart(w, i); return "" })
	}
	if w.left > 0 {
		for _, to := range w.backups() {
			add("the relay is put back to "+string("“"+to+"”"), true, func(w *world) broken { w.restore(to); return "" })
		}
	}
	return out
}

// toWrite says what a device has to write next: a branch to carry over, or else
// the next of its own events.
func (r protocol) toWrite(i int, d *device) string {
	if d.hold != "" {
		return d.branches()[0]
	}
	for _, id := range r.wants[i] {
		if d.gone&idsOf(string(id)) == 0 {
			return string(id)
		}
	}
	return ""
}

// sign signs what is to be written for the head of the device, unless that is
// done already.
func (r protocol) sign(w *world, i int) broken {
	d := &w.dev[i]
	if d.kept != "" {
		return ""
	}
	what := r.toWrite(i, d)
	var b broken
	for v := byte('0'); ; v++ { // a new nonce: other bytes than any that still exist
		e := entry(what + string(v))
		if strings.Contains(what, "/") {
			e = entry("(" + writers[i:i+1] + string(v) + what + ")")
		}
		same, others := w.signed(i, d.log, e)
		if others && r.excused != voices {
			b = voices
		}
		if !same {
			d.kept = e
			return b
		}
	}
}

// signed reports whether an entry exists anywhere, and whether any by the same
// person for the same place does.
func (w *world) signed(i int, place log, e entry) (same, any bool) {
	look := func(l log) {
		if l.extends(place) && len(l) > len(place) {
			at := l[len(place):].entries()[0]
			same = same || at == e
			any = any || at.author() == i
		}
	}
	look(w.relay)
	for _, l := range w.tips {
		look(l)
	}
	for k := range w.dev {
		look(w.dev[k].log)
		look(w.late[k].next)
		for _, b := range w.dev[k].branches() {
			base, orphans := cut(b)
			look(base + orphans)
		}
	}
	return same, any
}

// handle is the relay taking an append. It reports whether it was stored.
func (r protocol) handle(w *world, q request) bool {
	if r.OneHead && w.relay != q.expect {
		return false
	}
	w.relay = q.next
	return true
}

// sent is what a device does as it sends.
func (r protocol) sent(d *device) {
	if !r.HoldOrphans && d.kept.isRepair() {
		d.hold = ""
	}
	if !r.Outbox {
		if !d.kept.isRepair() {
			d.gone |= idsOf(string(d.kept[:1]))
		}
		d.kept = ""
	}
}

// answered is a device that was told what came of its append.
func (r protocol) answered(w *world, i int, q request, stored bool) {
	d := &w.dev[i]
	if !stored {
		d.doubt = true
		return
	}
	if e := d.kept; e != "" && !e.isRepair() {
		d.gone |= idsOf(string(e[:1]))
	}
	r.accept(d, i, q.next)
}

// accept moves a device on to a log that contains its own, or to a branch.
func (r protocol) accept(d *device, i int, l log) {
	if l != d.log {
		d.log, d.kept = l, ""
	} else if d.doubt && !r.SameBytes {
		d.kept = ""
	}
	seen := r.fold(l)
	d.told |= idsOf(seen)
	if r.Look {
		d.gone |= idsOf(seen) & idsOf(r.wants[i])
	}
	var hold []string
	for _, b := range d.branches() {
		base, orphans := cut(b)
		if idsOf(r.foldOnto("", base, orphans))&^idsOf(seen) == 0 {
			continue // all of it has come over
		}
		if r.RepairsRebase {
			base, orphans = shared(base+orphans, l)
		}
		hold = append(hold, string(base+"/"+orphans))
	}
	slices.Sort(hold)
	if now := strings.Join(slices.Compact(hold), "|"); now != d.hold {
		if d.hold = now; d.kept.repairs() {
			d.kept = ""
		}
	}
	d.doubt = false
}

func (e entry) repairs() bool { return e != "" && e.isRepair() }

// fetch is a device that compares the relay's log with its own.
func (r protocol) fetch(w *world, i int) {
	d := &w.dev[i]
	switch {
	case w.relay.extends(d.log):
		r.accept(d, i, w.relay)
	case d.log.extends(w.relay): // behind: to be healed
		if !r.NeverBack {
			r.accept(d, i, w.relay)
		}
	case r.TakeBranch:
		if r.CarryOver {
			base, orphans := shared(d.log, w.relay)
			branches := append(d.branches(), string(base+"/"+orphans))
			d.hold = strings.Join(branches, "|")
		}
		r.accept(d, i, w.relay)
	}
}

// restart is a device that was off: it does not know what came of what it sent.
func (r protocol) restart(w *world, i int) {
	d := &w.dev[i]
	if d.doubt = true; !r.StoreFirst {
		d.kept = ""
	}
}

// branches returns the branches that a device holds.
func (d *device) branches() []string {
	if d.hold == "" {
		return nil
	}
	var out []string
	depth, from := 0, 0
	for i := range d.hold {
		switch d.hold[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '|':
			if depth == 0 {
				out, from = append(out, d.hold[from:i]), i+1
			}
		}
	}
	return append(out, d.hold[from:])
}

// cut takes a branch "base/orphans" apart.
func cut(branch string) (base, orphans log) { return entry("(A0" + branch + ")").carries() }

// backups returns every log that the relay ever had and may be put back to: an
// earlier state of now, or of before it was put back.
func (w *world) backups() []log {
	var out []log
	for _, tip := range append([]log{w.relay}, w.tips[:]...) {
		var l log
		for _, e := range append(tip.entries(), "") {
			if l != w.relay && !slices.Contains(out, l) {
				out = append(out, l)
			}
			l += log(e)
		}
	}
	return out
}

// restore puts a backup back.
func (w *world) restore(to log) {
	w.left--
	if w.left > 0 {
		w.tips[w.left] = w.relay
	} else {
		w.tips = [3]log{}
	}
	w.relay = to
}
