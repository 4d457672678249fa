package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"

	"troth/internal/language"
)

// onSheet is how many rewrites a sheet has.
const onSheet = 120

// drawSheet draws rewrites by chance for somebody to judge, and writes them to a
// file. If they are those that are there, the file stays, with its verdicts.
func drawSheet(to, weights string, from []string) error {
	packed, err := expand(weights)
	if err != nil {
		return err
	}
	e, err := language.New(packed)
	if err != nil {
		return err
	}
	lines, err := load(from...)
	if err != nil {
		return err
	}
	held, rows := drawn(e, lines)
	old, err := os.ReadFile(to)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if sameRows(string(old), rows) {
		fmt.Println(to, "has these", len(rows), "rewrites")
		return nil
	}
	var out strings.Builder
	fmt.Fprintf(&out, sheetHead, held, len(rows))
	for _, r := range rows {
		out.WriteString(r + " |\n")
	}
	return os.WriteFile(to, []byte(out.String()), 0o644)
}

// drawn gives the rows of a sheet, without the verdict, and how many of them are
// of lines that nothing was learned from: all of those that there are, and others
// by chance, shuffled.
func drawn(e *language.Engine, lines []*line) (held int, rows []string) {
	var others []string
	clean := strings.NewReplacer("\n", " / ", "|", "\\|")
	for _, l := range lines {
		for _, f := range e.Check(l.Text).Findings {
			if f.Try == "" {
				continue
			}
			marked := l.Text[:f.Start] + "**" + l.Text[f.Start:f.End] + "**" + l.Text[f.End:]
			row := fmt.Sprintf("%s | %s | %s | %s |", l.ID, clean.Replace(marked), f.Kind, clean.Replace(f.Try))
			if learned(l.Set) {
				others = append(others, row)
			} else {
				rows = append(rows, row)
			}
		}
	}
	chance := rand.New(rand.NewPCG(1, 2))
	shuffle := func(list []string) {
		chance.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	shuffle(rows)
	shuffle(others)
	held = min(len(rows), onSheet)
	rows = append(rows, others...)
	rows = rows[:min(len(rows), onSheet)]
	shuffle(rows)
	for i := range rows {
		rows[i] = fmt.Sprintf("| %d | %s", i+1, rows[i])
	}
	return held, rows
}

// sameRows reports whether a sheet has these rows in this order, and no other.
func sameRows(sheet string, rows []string) bool {
	_, table, _ := strings.Cut(sheet, "|---|\n")
	lines := strings.SplitAfter(table, "\n")
	if len(lines) != len(rows)+1 {
		return false
	}
	for i, r := range rows {
		if !strings.HasPrefix(lines[i], r) {
			return false
		}
	}
	return true
}

const sheetHead = `# Rewrites, to be judged

The language check offers another way to say what it marks. Somebody who did not write it reads this sheet and puts **yes** or **no** into the last column: would this be worth putting in? It is true to what the writer means, reads as natural English, is kinder or clearer, and does not smell of a form. What is marked stands between two asterisks and is what the rewrite would replace. Texts are from our own corpus; no real person wrote them.

Drawn by chance with a fixed seed by

    make words-sheet

which runs ` + "`go run ./internal/language/train -sheet docs/rewrites.md`" + ` on the corpus, and leaves this file alone if it draws the same rows again.

First come %d rewrites of lines from which neither the weights nor the forms were made, then as many others as make %d; all are shuffled.

| no | line | text | kind | rewrite | verdict |
|---|---|---|---|---|---|
`
