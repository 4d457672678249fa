package language

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// says is what the check says of each kind: data/says.txt, which tells how its
// lines are made.
type says struct {
	whys  [kinds][]string
	turns [kinds][]turn
	words map[string]map[string]bool // verbs, and the lists that slots ask for
}

// turn is a form that a hazard takes, and ways to say it otherwise.
type turn struct {
	form []item
	ways []string
}

// item is a part of a form: a slot, one of some words, or what comes then.
type item struct {
	slot        string
	words       []string
	maybe, many bool
}

// rest is the item for what comes then.
const rest = ".."

func parseSays(text string) (*says, error) {
	s := &says{words: map[string]map[string]bool{}}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, sentence, ok := strings.Cut(line, ": ")
		kind, part, of := strings.Cut(head, " ")
		if ok && !of {
			s.words[head] = map[string]bool{}
			for _, w := range strings.Fields(sentence) {
				s.words[head][w] = true
			}
			continue
		}
		k := kindNumber(Kind(kind))
		form, ways, turns := strings.Cut(sentence, " => ")
		switch {
		case !ok || k < 0:
			return nil, fmt.Errorf("says line %d: no kind", n+1)
		case part == "why":
			s.whys[k] = append(s.whys[k], sentence)
		case part == "turn" && turns:
			s.turns[k] = append(s.turns[k], turn{parseForm(form), strings.Split(ways, " / ")})
		default:
			return nil, fmt.Errorf("says line %d: neither why nor turn", n+1)
		}
	}
	for k, kind := range Kinds() {
		if len(s.whys[k]) == 0 {
			return nil, fmt.Errorf("says: no why for %s", kind)
		}
	}
	return s, nil
}

func parseForm(text string) (form []item) {
	for _, f := range strings.Fields(text) {
		switch {
		case f[0] == '{' || f == rest:
			form = append(form, item{slot: strings.Trim(f, "{}")})
		case f[0] == '?' || f[0] == '*':
			form = append(form, item{words: strings.Split(f[1:], "|"), maybe: true, many: f[0] == '*'})
		default:
			form = append(form, item{words: strings.Split(f, "|")})
		}
	}
	return form
}

// why gives one of the sentences, the same for the same n.
func (s *says) why(kind Kind, n int) string {
	w := s.whys[kindNumber(kind)]
	return w[n%len(w)]
}

// Limits of what is said in other words.
const (
	maxTurn = 40   // tokens; a longer passage is its writer's to say anew
	maxSlot = 10   // tokens of the writer that one slot takes
	maxLost = 12   // words that no form takes
	maxSaid = 2000 // bytes of a text
	sure    = 0.6  // how likely the finding must be
)

// another gives another way to say what a finding marks: one that keeps words
// of the writer's and shows no hazard to this same check. Often there is none.
// What tells of force gets none: it is not to be smoothed. Nor does what stands
// beside other words: those before it have a tone that it would clash with, and
// those after it would contradict it or hang in the air.
func (e *Engine) another(text string, f Finding) string {
	if f.Score < sure || len(text) > maxSaid {
		return ""
	}
	d := e.read(text)
	to := 0
	for i, t := range d.tokens {
		switch {
		case e.in(t, "FORCE") || e.in(t, "SELF") || e.says.words["force"][t.norm]:
			return ""
		case f.Kind == Threat && e.in(t, "WATCH"):
			return "" // to be watched is nothing to ask for more kindly
		case t.start >= f.Start && t.end <= f.End:
			to = i + 1
		case t.class != mark && t.class != symbol || i == 0 || i == to && strings.Contains(",;:-", t.norm):
			return ""
		}
	}
	if to == 0 || to > maxTurn {
		return ""
	}
	p := &passage{e: e, text: text, tokens: d.tokens[:to], asks: d.asks}
	var ways []string
	if f.Kind == Yelling {
		ways = p.calm()
	} else {
		ways = p.turned(e.says.turns[kindNumber(f.Kind)], f.Kind)
	}
	first := int(hash(text[f.Start:f.End]) >> 8 & 0xffff)
	for i := range ways {
		if w := ways[(first+i)%len(ways)]; e.fair(w) {
			return w
		}
	}
	return ""
}

// fair reports whether a text shows no hazard.
func (e *Engine) fair(text string) bool {
	for _, f := range e.judge(text).Findings {
		if f.Kind.Hazard() || f.Kind == Crisis {
			return false
		}
	}
	return true
}

// passage is what is to be said otherwise.
type passage struct {
	e      *Engine
	text   string
	tokens []token
	asks   []bool // by sentence
	taken  [4]span
	slots  [4]string
	count  int
}

// turned gives the ways of the first form that fits, filled.
func (p *passage) turned(turns []turn, kind Kind) (ways []string) {
	for _, t := range turns {
		for i := 0; i < len(p.tokens); i++ {
			if i > 0 && p.tokens[i-1].class == word && p.tokens[i-1].clause == p.tokens[i].clause {
				continue
			}
			start := i
			for i+1 < len(p.tokens) && (opening(p.tokens[i].norm) || p.tokens[i].class == mark && p.tokens[i].norm == ",") {
				i++
			}
			p.count = 0
			end, ok := p.match(i, t.form)
			if !ok {
				i = start
				continue
			}
			if (kind == Mindread || kind == Vague) && start > 0 {
				return nil
			}
			if asked := p.tokens[i].sentence; len(p.asks) > asked && p.asks[asked] && !question(t.form[0]) || p.lost(i, end) > bearable(kind, i, end) {
				return nil
			}
			for _, w := range t.ways {
				if w, ok := p.fill(w); ok && p.keeps(w) {
					ways = append(ways, w)
				}
			}
			return ways
		}
	}
	return nil
}

// question reports whether a form begins as one may ask.
func question(first item) bool {
	return first.many || first.maybe || len(first.words) > 0 && (first.words[0] == "why" || first.words[0] == "when" || first.words[0] == "how" || first.words[0] == "what" || first.words[0] == "can't")
}

// opening is a word that may stand before what is said.
func opening(w string) bool {
	switch w {
	case "and", "so", "well", "god", "look", "honestly", "oh", "also", "anyway", "seriously", "yes", "no", "fine", "right", "okay", "babe", "typical", "but":
		return true
	}
	return false
}

// lost counts the words that a form leaves out.
func (p *passage) lost(start, end int) (n int) {
	for i := 0; i < len(p.tokens); i++ {
		if (i < start || i >= end) && p.tokens[i].class == word && !opening(p.tokens[i].norm) {
			n++
		}
	}
	return n
}

// bearable is how many words may be left out.
func bearable(kind Kind, start, end int) int {
	switch kind {
	case Mindread:
		return 0
	case Vague:
		return 2
	case Blame:
		return 3
	}
	return min(maxLost, max(4, (end-start)/2))
}

// match fits a form to the tokens from i on, and keeps what its slots take.
func (p *passage) match(i int, form []item) (end int, ok bool) {
	if len(form) == 0 {
		last := ""
		if p.count > 0 {
			last = p.slots[p.count-1]
		}
		return i, p.ends(i, last)
	}
	f, next := form[0], form[1:]
	switch {
	case f.slot == rest:
		if i == len(p.tokens) {
			return i, true
		}
		s := p.tokens[max(i-1, 0)].sentence
		for i < len(p.tokens) && p.tokens[i].sentence == s {
			i++
		}
		return i, true
	case f.slot != "":
		n := p.count
		if n == len(p.taken) {
			return 0, false
		}
		for j := i + 1; j <= len(p.tokens) && j <= i+maxSlot && p.tokens[j-1].class <= number; j++ {
			if (len(next) == 0 || next[0].slot == rest) && !p.ends(j, f.slot) {
				continue
			}
			p.taken[n], p.slots[n], p.count = span{i, j}, f.slot, n+1
			if !p.takes(f.slot, i, j) {
				continue
			}
			if end, ok = p.match(j, next); ok {
				return end, true
			}
		}
		p.count = n
		return 0, false
	}
	if i < len(p.tokens) && !p.tokens[i].quoted && has(f.words, p.tokens[i].norm) {
		if f.many {
			next = form
		}
		if end, ok = p.match(i+1, next); ok {
			return end, true
		}
	}
	if f.maybe {
		return p.match(i, form[1:])
	}
	return 0, false
}

func has(words []string, w string) bool {
	for _, o := range words {
		if o == w {
			return true
		}
	}
	return false
}

// ends reports whether a statement may end before a token.
func (p *passage) ends(i int, slot string) bool {
	if i >= len(p.tokens) || p.tokens[i].class > number {
		return true
	}
	if i == 0 || p.tokens[i].clause == p.tokens[i-1].clause {
		return false
	}
	switch p.tokens[i].norm {
	case "if", "when", "while", "until":
		return false
	case "so", "because", "and":
		return slot != "say" || p.tokens[i-1].class != word
	}
	return true
}

// takes reports whether a slot takes tokens.
func (p *passage) takes(slot string, i, j int) bool {
	for n, t := range p.tokens[i:j] {
		if t.quoted || t.class > number || t.norm == "2" || t.norm == "4" || p.e.in(t, "INSULT") && t.norm != "joke" || p.e.in(t, "SWEAR") || t.caps && !p.known(t) {
			return false
		}
		if slot != "say" && slot != "any" && (sweeping(t.norm) || n > 0 && (strings.HasSuffix(t.norm, "'ll") || t.norm == "there's" || t.norm == "don't")) {
			return false
		}
	}
	switch p.tokens[j-1].norm {
	case "the", "a", "an", "my", "your", "our", "their", "and", "or", "but", "of", "because", "if", "when", "i", "so", "that":
		return false
	}
	first := p.tokens[i].norm
	verbs := p.e.says.words["verbs"]
	switch slot {
	case "do":
		return verbs[first] && p.whole(i, j)
	case "ask":
		for _, t := range p.tokens[i:j] {
			if p.e.says.words["own"][t.norm] {
				return false
			}
		}
		return j-i > 1 && verbs[first] && first != "answer" && p.whole(i, j)
	case "deed", "place", "hurt":
		return p.e.says.words[slot][first]
	case "reach":
		return p.e.says.words[slot][first] && p.toMe(i, j)
	case "reaching":
		return gerund(first, p.e.says.words["reach"]) != "" && p.toMe(i, j)
	case "talking":
		return gerund(first, p.e.says.words["talk"]) != "" && p.whole(i, j) && (first != "listening" || p.tokens[j-1].norm != "you")
	case "doing":
		return gerund(first, verbs) != ""
	case "did":
		for _, t := range p.tokens[i:j] {
			if t.norm == "or" {
				return false
			}
		}
		return !strings.Contains(participles, " "+first+" ") && p.past(first) && first != "answered" && first != "wasn't"
	case "done":
		return first != "been" && first != "got" && !strings.Contains(pasts, " "+first+" ") && p.past(first)
	case "plea":
		return p.e.says.words["plea"][first] && p.whole(i, j) && j-i <= 5
	case "few":
		for _, t := range p.tokens[i:j] {
			if p.e.in(t, "TIME") {
				return false
			}
		}
		return j-i <= 4 && first != "been"
	case "long":
		if c := p.tokens[i].class; c != number && !strings.Contains(numerals, " "+first+" ") {
			return false
		}
		for _, t := range p.tokens[i:j] {
			if t.norm == "times" || p.e.in(t, "TIME") {
				return true
			}
		}
		return false
	case "thing":
		return p.thing(i, j, "the my your our her his their this these those a an that one")
	case "say":
		then := p.tokens[min(i+1, j-1)]
		if first == "you're" && then.norm != "only" && then.norm != "just" && !strings.HasSuffix(then.norm, "ing") && !strings.HasSuffix(then.norm, "ed") && !p.e.in(then, "MOOD") {
			return false // what somebody is said to be is no story about them
		}
		for n := i + 1; n < j; n++ {
			if t := p.tokens[n].norm; p.tokens[n].class == number || t == "admit" || t == "obviously" || t == "probably" || subject(t) && strings.HasPrefix(t, "you") && !p.e.says.words["join"][p.tokens[n-1].norm] {
				return false // another sentence runs into it
			}
		}
		return j-i > 2 && strings.HasPrefix(first, "you") && first != "your" && first != "yours" && first != "yourself" && then.norm != "know" && p.fear(i, j)
	}
	return true
}

// fear reports whether what somebody is said to want or feel is what one is
// afraid of oneself, so that it can be said as that: a bad motive stays a charge,
// whatever is put before it.
func (p *passage) fear(i, j int) bool {
	heart := false
	for n := i + 1; n < j; n++ {
		t := p.tokens[n].norm
		if p.e.says.words["charge"][t] {
			return false
		}
		heart = heart || n <= i+3 && p.e.says.words["heart"][t]
	}
	return heart
}

// whole reports whether a verb and what follows can be asked for as they stand.
// Forgiving is not asked for.
func (p *passage) whole(i, j int) bool {
	for _, t := range p.tokens[i:j] {
		if strings.HasPrefix(t.norm, "forgiv") || t.norm == "or" || t.norm == "seeing" || t.norm == "thing" || t.norm == "till" || t.norm == "until" || p.e.in(t, "WATCH") {
			return false
		}
	}
	if i+1 == j {
		return p.tokens[i].norm != "think"
	}
	switch second := p.tokens[i+1].norm; p.tokens[i].norm {
	case "do":
		return second != "it" && second != "this" && second != "that" && second != "dis" && second != "as" && second != "what"
	case "say":
		return second != "it" && second != "that"
	case "give":
		return second != "me"
	case "show", "unlock", "need", "know", "smile":
		return false
	case "tell":
		return second == "me"
	case "have":
		return second != "to" && second != "you"
	}
	return true
}

// toMe reports whether reaching somebody is reaching the writer.
func (p *passage) toMe(i, j int) bool {
	last := p.tokens[j-1].norm
	return j == i+1 || last == "me" || last == "up" || last == "back"
}

// sweeping is a word that judges all at once.
func sweeping(w string) bool {
	return w == "everything" || w == "nothing" || w == "everyone" || w == "nobody" || w == "single" || w == "soul" || w == "whole" || strings.HasPrefix(w, "any")
}

// Forms of verbs that are only one of two.
const (
	participles = " done gone seen been taken given known eaten driven written spoken broken forgotten begun chosen fallen flown grown hidden risen shaken shown stolen sworn thrown woken worn drawn ridden torn drunk sung rung forgiven beaten bitten blown frozen gotten "
	pasts       = " was were went took gave saw did knew ate drove wrote spoke broke forgot began came ran drank sang rang wore chose fell flew grew hid rose shook stole swore threw woke blew drew rode tore bore became froze bit forgave didn't wasn't weren't couldn't wouldn't "
	plainPasts  = " was were had didn't wasn't weren't couldn't hadn't upset hurt "
	numerals    = " one two three four five six seven eight nine ten twelve twenty thirty fifty a over nearly almost "
)

func (p *passage) past(w string) bool {
	verbs := p.e.says.words["verbs"]
	if strings.Contains(plainPasts, " "+w+" ") || w == "been" {
		return true
	}
	if base, ok := p.e.lex.forms[w]; ok {
		return (verbs[base] || base == "be") && !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "s")
	}
	if s, ok := strings.CutSuffix(w, "ied"); ok && verbs[s+"y"] {
		return true
	}
	s, ok := strings.CutSuffix(w, "ed")
	return ok && base(s, verbs) != ""
}

func gerund(w string, verbs map[string]bool) string {
	switch s, ok := strings.CutSuffix(w, "ing"); {
	case !ok:
		return ""
	case w == "lying":
		return "lie"
	default:
		return base(s, verbs)
	}
}

// base gives the verb that a form without its ending belongs to, or "".
func base(s string, verbs map[string]bool) string {
	n := len(s)
	switch {
	case verbs[s]:
		return s
	case verbs[s+"e"]:
		return s + "e"
	case n > 2 && s[n-1] == s[n-2] && verbs[s[:n-1]]:
		return s[:n-1]
	}
	return ""
}

// thing reports whether tokens are a noun with one of some words before it.
func (p *passage) thing(i, j int, before string) bool {
	if j-i < 2 || j-i > 5 || !has(strings.Fields(before), p.tokens[i].norm) {
		return false
	}
	for _, t := range p.tokens[i+1 : j] {
		if t.class != word || t.norm == "feelings" || len(t.norm) < 3 && t.norm != "of" && t.norm != "on" && t.norm != "in" || !p.carries(t) && t.norm != "of" && t.norm != "with" && t.norm != "your" && t.norm != "my" && t.norm != "on" && t.norm != "in" {
			return false
		}
	}
	return p.carries(p.tokens[j-1]) && !strings.HasSuffix(p.tokens[j-1].norm, "ly")
}

// carries reports whether a word says what is spoken of.
func (p *passage) carries(t token) bool {
	if t.class != word || len(t.norm) < 3 {
		return false
	}
	for _, g := range []string{"PLAIN", "I", "YOU", "YOU'RE", "WE", "THEY", "IT", "NOT", "CAN", "IF", "BUT", "BECAUSE", "UNTIL", "WHEN", "WH", "ALL"} {
		if p.e.in(t, g) {
			return false
		}
	}
	return true
}

// keeps reports whether a way to say it has a word of the passage that carries.
func (p *passage) keeps(way string) bool {
	for _, o := range p.e.read(way).tokens {
		for _, t := range p.tokens {
			if o.norm == t.norm && p.carries(t) {
				return true
			}
		}
	}
	return false
}

// fill puts what slots took into a way to say it. A way that names a time has no
// room for another.
func (p *passage) fill(way string) (string, bool) {
	for n, s := range p.taken[:p.count] {
		slot := "{" + p.slots[n] + "}"
		if !strings.Contains(way, slot) {
			continue
		}
		w := p.words(s.start, s.end)
		timed := false
		for _, t := range []string{"tonight", "right now", "ready", "pace", "the time"} {
			timed = timed || strings.Contains(way, t)
		}
		for cut := true; cut; {
			cut = false
			if s, ok := strings.CutSuffix(w, " again"); ok && strings.Contains(way, "ght") {
				w, cut = s, true
			}
			for _, end := range []string{" at all", " any more", " anymore", " ever", " even once", " once", " by now", " right now", " now", " already", " this instant", " either", " anyway", " babe",
				" from now on", " going forward", " from here on", " from here on out", " in future", " in the future", " i promise", " I promise", " I swear", " for real", " this time", " too", " then", " I guess", " at some point", " in principle", " in general", " in my own way", " at some stage", " sometime", " somehow", " someday", " one day", " soon", " meanwhile", " next time", " bro", " tho", " though", " like always", " every time", " again and again"} {
				if s, ok := strings.CutSuffix(w, end); ok {
					w, cut = s, true
				}
			}
		}
		if w == "" {
			return "", false
		}
		if timed {
			for _, t := range p.tokens[s.start:s.end] {
				if p.e.in(t, "TIME") {
					return "", false
				}
			}
		}
		way = strings.ReplaceAll(way, slot, w)
	}
	return capital(way), true
}

// words writes tokens as they can stand within a sentence.
func (p *passage) words(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from && p.tokens[i-1].end < p.tokens[i].start {
			b.WriteByte(' ')
		}
		b.WriteString(p.written(i))
	}
	return b.String()
}

// written is a word as it can stand within a sentence: shouting and the capital
// of a first word are taken back, and what a phone writes short is written out.
func (p *passage) written(i int) string {
	t := p.tokens[i]
	w := p.text[t.start:t.end]
	if t.class != word {
		return w
	}
	first := i == 0 || p.tokens[i-1].sentence != t.sentence
	if t.caps && p.known(t) || first || w == "A" {
		w = strings.ToLower(w)
	}
	if _, short := p.e.lex.spelling[strings.ToLower(w)]; short && (len(w) <= 2 || strings.Contains(t.norm, "'")) && !strings.Contains(t.norm, "-") {
		w = t.norm
	}
	if w == "your" && i+1 < len(p.tokens) && (strings.HasSuffix(p.tokens[i+1].norm, "ing") || strings.HasSuffix(p.tokens[i+1].norm, "ed")) && p.text[t.start:t.end] != w {
		w = "you're" // "ur going"
	}
	if w == "i" || strings.HasPrefix(w, "i'") || strings.HasPrefix(w, "i’") {
		return "I" + w[1:]
	}
	if strings.HasSuffix(t.norm, "day") && len(w) > 5 && p.e.in(t, "TIME") && t.norm != "today" {
		return capital(w)
	}
	return w
}

// known reports whether a word in capitals is surely no name.
func (p *passage) known(t token) bool {
	verbs := p.e.says.words["verbs"]
	return t.groups != nil || verbs[t.norm] || verbs[t.lemma] || p.past(t.norm) || gerund(t.norm, verbs) != ""
}

// calm gives what is shouted in a voice to be heard.
func (p *passage) calm() []string {
	var sentences []string
	var b strings.Builder
	words, all, scraps, carried, says, first := 0, 0, 0, false, false, token{}
	flush := func(end string) bool {
		s := strings.Trim(b.String(), " ,")
		b.Reset()
		n := words
		words = 0
		for _, o := range sentences {
			if strings.Contains(strings.ToLower(o), s) {
				return true
			}
		}
		asks := asking(first.norm) && (first.norm != "do" || !strings.HasPrefix(s, "do not"))
		if asks && end == "." {
			end = "?"
		}
		told := asks || says
		says = false
		if v := first.norm; !asks && (p.e.says.words["verbs"][v] || v == "don't" || v == "be") {
			s, told = "please "+s, true
		}
		if n < 2 {
			scraps++
		}
		if n > 3 && !told {
			return false
		}
		if n < 2 || !told {
			return true // a word alone, or a scrap, only shouts
		}
		if two := strings.Join(strings.SplitN(s, " ", 3)[:2], " "); n > 3 && strings.Count(s, strings.TrimPrefix(two, "please ")+" ") > 1 {
			return false
		}
		if l := len(sentences) - 1; l >= 0 && strings.HasPrefix(capital(s), strings.TrimRight(sentences[l], ".?")) {
			sentences = sentences[:l]
		}
		sentences = append(sentences, capital(s)+end)
		all += n
		return !strings.HasSuffix(first.norm, "ing") && first.norm != "oh" && first.norm != "let" && first.norm != "shut" && first.norm != "go"
	}
	for i := 0; i < len(p.tokens); i++ {
		t, ok := p.tokens[i], true
		switch {
		case t.class == symbol || t.quoted || t.norm == "shut" || t.norm == "swear" || t.norm == "or" || t.norm == "password" || t.norm == "passcode" || words == 1 && (t.norm == "what" || first.norm == "don't" && t.norm == "you"):
			return nil
		case t.class == mark && t.norm[0] == '?':
			ok = flush("?")
		case t.class == mark && (t.norm[0] == '!' || t.norm[0] == '.'):
			ok = flush(".")
		case t.class == mark && !strings.Contains(",;:-()'\"’", t.norm):
			ok = flush(t.norm)
		case t.class == mark:
			b.WriteString(t.norm)
		case t.norm == "fucking" || t.norm == "bloody" || t.norm == "damn" || t.norm == "goddamn":
		case p.e.in(t, "INSULT") || p.e.in(t, "SWEAR") || p.e.in(t, "GOOD") || t.caps && !p.known(t) || i > 0 && t.norm == p.tokens[i-1].norm:
			return nil
		default:
			if words == 0 {
				first = t
			} else if p.tokens[i-1].end < t.start {
				b.WriteByte(' ')
			}
			b.WriteString(p.written(i))
			words++
			says = says || words < 3 && (subject(t.norm) || t.norm == "this" || t.norm == "that")
			carried = carried || p.carries(t)
		}
		if !ok {
			return nil
		}
	}
	if !flush(".") || all < 3 || scraps > 0 || !carried || len(sentences) != 1 || strings.HasSuffix(sentences[0], "?") || strings.HasSuffix(sentences[0], " see.") || charged(sentences[0]) {
		return nil // a question, what is shouted twice, and a verdict keep their charge in any voice
	}
	return []string{"I'm angry right now. " + sentences[0]}
}

// charged reports whether a calm sentence still accuses, or answers nobody.
func charged(s string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(strings.TrimRight(s, "."))) {
		switch w {
		case "never", "always", "fault", "yes", "no", "now", "everything", "behave":
			return true
		}
	}
	return false
}

// asking is a word that begins a question.
func asking(w string) bool {
	switch w {
	case "what", "why", "how", "who", "where", "when", "can", "could", "did", "do", "does", "are", "is", "was", "were", "will", "would", "have", "has", "must", "should", "am", "didn't", "can't":
		return true
	}
	return false
}

func (e *Engine) in(t token, group string) bool {
	g, ok := e.lex.group[group]
	for _, o := range t.groups {
		if ok && o == g {
			return true
		}
	}
	return false
}

// capital begins a sentence.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
