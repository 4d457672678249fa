package app

import "unicode/utf8"

// MaxFindings is how many findings about one text are shown.
const MaxFindings = 12

// FindingKind says which way a finding points.
type FindingKind string

// Kinds of findings.
const (
	Hazard   FindingKind = "hazard"   // may be heard as an attack, or shut a conversation down
	Strength FindingKind = "strength" // is easy to hear
)

// Finding is a note on a part of a text, for its writer alone. It advises and
// never blocks. Start and End are byte offsets into the text.
type Finding struct {
	Kind       FindingKind
	Start, End int
	Why        string
	Try        string // another way to say it; "": none
}

// Check finds what is worth a note in a text. It depends on the text alone, and
// keeps nothing of it.
type Check func(text string) []Finding

// Findings returns what Check finds in a text, in its order, without what lies
// outside of the text or cuts a character. Without a Check there is nothing.
func (m *Model) Findings(text string) []Finding {
	if m.Check == nil || text == "" {
		return nil
	}
	if m.checked == text {
		return m.found
	}
	m.checked, m.found = text, nil
	for _, f := range m.Check(text) {
		if len(m.found) == MaxFindings {
			break
		}
		if f.Start >= 0 && f.Start < f.End && f.End <= len(text) && (f.Kind == Hazard || f.Kind == Strength) &&
			utf8.RuneStart(text[f.Start]) && (f.End == len(text) || utf8.RuneStart(text[f.End])) {
			m.found = append(m.found, f)
		}
	}
	return m.found
}
