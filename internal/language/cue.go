package language

import "math/bits"

// Cues are what is known of a token beside its word: its groups in the lexicon,
// how it stands in the text, and of which kinds rules fit there.
const (
	cueQuoted = maxGroups + iota
	cueNegated
	cueTold
	cueCaps
	cueNumber
	cueStrange                   // has no vector
	cueAsks                      // in a sentence that asks
	cueClause                    // begins a clause
	cueBegins                    // begins a sentence
	cueShouts                    // a volley of marks
	cueRule                      // then one for each kind
	cueUnsaid  = cueRule + kinds // likewise, where it is quoted, negated or told

	// Cues is how many there are.
	Cues = cueUnsaid + kinds
)

// Token is what the convolution sees of a token.
type Token struct {
	Word     int32 // row of its vector, or -1
	Sentence int
	Cues     []uint8
}

// look shows the tokens of a text. The cues are good until the next token.
func (c *core) look(d *doc, s *scratch, each func(t Token)) {
	s.fits = append(s.fits[:0], make([]uint64, len(d.tokens))...)
	for _, m := range s.found {
		k := kindNumber(c.rules.list[m.rule].kind)
		if m.state != 0 {
			k += kinds
		}
		for i := m.start; i < min(m.end, len(d.tokens)); i++ {
			s.fits[i] |= 1 << k
		}
	}
	for i := range d.tokens {
		t := &d.tokens[i]
		cues := append(s.cues[:0], t.groups...)
		note := func(is bool, cue uint8) {
			if is {
				cues = append(cues, cue)
			}
		}
		word := c.vectors.row(t)
		note(word < 0, cueStrange)
		note(t.quoted, cueQuoted)
		note(t.negated, cueNegated)
		note(t.told, cueTold)
		note(t.caps, cueCaps)
		note(t.class == number, cueNumber)
		note(d.asks[t.sentence], cueAsks)
		note(i == 0 || d.tokens[i-1].clause != t.clause, cueClause)
		note(i == 0 || d.tokens[i-1].sentence != t.sentence, cueBegins)
		note(t.class == mark && len(t.norm) > 1 && t.norm != "...", cueShouts)
		for f := s.fits[i]; f != 0; f &= f - 1 {
			cues = append(cues, uint8(cueRule+bits.TrailingZeros64(f)))
		}
		s.cues = cues
		each(Token{word, t.sentence, cues})
	}
}
