package text

import "strings"

// Family is feelings that are near to each other.
type Family struct {
	Name   string
	Shades []Shade
}

// Shade is one feeling: its code, which is what is written, and its word.
type Shade struct{ Code, Word string }

// Families is the feelings of a language.
type Families []Family

// Find returns the family that a code belongs to, and its word. Of a code that is
// not known the word is made of the code itself; the index is then -1.
func (f Families) Find(code string) (family int, word string) {
	for i, family := range f {
		for _, s := range family.Shades {
			if s.Code == code {
				return i, s.Word
			}
		}
	}
	return -1, strings.ReplaceAll(code, "-", " ")
}

// englishFamilies is nine families of ten shades. A shade says how somebody is;
// words that say what another did to them (ignored, betrayed) belong to the part
// of the sentence that says what happened.
func englishFamilies() Families {
	var out Families
	for _, line := range [...][2]string{
		{"Glad", "glad cheerful light thankful hopeful delighted proud playful relieved eager"},
		{"Close", "loved tender touched warm trusting safe understood fond moved longing"},
		{"At rest", "calm settled content rested patient clear steady free at-home at-peace"},
		{"Sad", "sad low heavy disappointed lonely empty homesick tearful hopeless grieving"},
		{"Hurt", "hurt stung sore raw wounded fragile heartbroken shaken bruised let-down"},
		{"Afraid", "afraid uneasy nervous worried tense on-edge jealous panicky helpless wary"},
		{"Angry", "angry annoyed irritated impatient frustrated bitter indignant resentful fed-up furious"},
		{"Ashamed", "ashamed embarrassed guilty awkward small exposed shy foolish regretful remorseful"},
		{"Weary", "tired worn-out numb restless confused torn overwhelmed stuck distant flat"},
	} {
		f := Family{Name: line[0]}
		for _, code := range strings.Fields(line[1]) {
			f.Shades = append(f.Shades, Shade{code, strings.ReplaceAll(code, "-", " ")})
		}
		out = append(out, f)
	}
	return out
}
