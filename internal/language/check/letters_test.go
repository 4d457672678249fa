package check

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"troth/internal/language"
	"troth/internal/language/corpus"
	"troth/internal/language/weights"
)

// How much of what hurts is found in a letter, and how often a letter that
// harms nobody gets a note: by how likely a hazard must be in its sentence alone.
func TestLetters(t *testing.T) {
	b, err := weights.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	e, err := language.New(b)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../corpus/*.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	all, err := corpus.Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	var harmless []string
	var harmful []corpus.Message
	for _, m := range all {
		switch {
		case m.Set == "everyday":
			harmless = append(harmless, m.Text)
		case m.Set == "test" && slices.ContainsFunc(m.Kinds, hurts):
			harmful = append(harmful, m)
		}
	}
	if len(harmless) < 600 || len(harmful) < 500 {
		t.Fatalf("%d messages that harm nobody, %d that do", len(harmless), len(harmful))
	}
	tried := []float64{alone}
	if testing.Verbose() {
		tried = []float64{2, 0.9, 0.8, alone, 0.6, 0.5}
	}
	for _, least := range tried {
		found, shown, noted, letters := 0, 0, 0, 0
		for i, m := range harmful {
			before, after := harmless[2*i%len(harmless)], harmless[(2*i+1)%len(harmless)]
			start := len(before) + 1
			notes := answer(e, Question{Text: before + " " + m.Text + " " + after}, least).Notes
			for _, k := range m.Kinds {
				if !hurts(k) {
					continue
				}
				shown++
				if slices.ContainsFunc(notes, func(n Note) bool {
					return n.End > start && n.Start < start+len(m.Text) && slices.Contains(n.Kinds, language.Kind(k))
				}) {
					found++
				}
			}
		}
		for i := 0; i+4 <= len(harmless); i += 4 {
			letters++
			if len(answer(e, Question{Text: strings.Join(harmless[i:i+4], " ")}, least).Notes) > 0 {
				noted++
			}
		}
		recall, alarms := float64(found)/float64(shown), float64(noted)/float64(letters)
		t.Logf("from %.2f: %.3f of %d hazards, a note in %d of %d everyday letters", least, recall, shown, noted, letters)
		if least == alone && (recall < 0.3 || alarms > 0.07) {
			t.Errorf("%.3f of hazards, %.3f of everyday letters", recall, alarms)
		}
	}
}

func hurts(kind string) bool { return language.Kind(kind).Hazard() }
