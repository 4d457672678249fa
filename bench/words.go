package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	goaway "github.com/TwiN/go-away"
	"github.com/chromedp/chromedp"
	"github.com/jonreiter/govader"

	"troth/internal/asset"
	"troth/internal/language"
	"troth/internal/language/check"
	"troth/internal/language/corpus"
	"troth/internal/native"
)

// The load of the language check.
const (
	letterSize = 1000 // characters
	letters    = 24   // texts of that length, one after the other, so that no answer is a copy
	readings   = 15   // of each; the quickest counts, because others can only slow one down
	checkGoal  = 10 * time.Millisecond
)

// words measures the language check beside two libraries that people would take
// instead: a sentiment score (govader, VADER's lexicon and rules) and a list of
// bad words (go-away). Both were made for something else, which is what the
// separation shows.
func (b *bench) words(ctx context.Context) error {
	ask, err := native.Check(ctx)
	if err != nil {
		return err
	}
	held, daily, err := messages("internal/language/corpus")
	if err != nil {
		return err
	}
	texts := lettersOf(daily)
	vader, list := govader.NewSentimentIntensityAnalyzer(), goaway.NewProfanityDetector()
	type judge struct {
		name string
		read func(text string)
	}
	judges := []judge{
		{"troth", func(t string) { ask(check.Question{Text: t, Now: time.Unix(0, 0).UTC()}) }},
		{"govader", func(t string) { vader.PolarityScores(t) }},
		{"go-away", func(t string) { list.IsProfane(t) }},
	}
	best := make([]time.Duration, len(judges))
	for _, t := range texts {
		quickest := make([]time.Duration, len(judges))
		for round := range readings {
			for i, j := range judges { // in turns
				start := time.Now()
				j.read(t)
				if took := time.Since(start); round == 0 || took < quickest[i] {
					quickest[i] = took
				}
			}
		}
		for i := range judges {
			best[i] += quickest[i] / letters
		}
	}
	for i, j := range judges[1:] {
		b.add(row{fmt.Sprintf("reading %d characters natively, beside %s", letterSize, j.name), ms(best[0]), ms(best[i+1]) + " (" + j.name + ")",
			times(float64(best[0]), float64(best[i+1])), ""})
	}
	allocs := testing.AllocsPerRun(20, func() { judges[0].read(texts[0]) })
	b.add(row{"  allocations of it", fmt.Sprintf("%.0f", allocs), "", "", ""})

	if err := b.separation("messages of our own corpus that were held out: hurtful against not", held, vader, list, func(language.Kind) bool { return true }); err != nil {
		return err
	}
	valid, err := corpus.ConvAbuse(filepath.Join(b.text, "convabuse", "ConvAbuseEMNLPvalid.csv"))
	if errors.Is(err, os.ErrNotExist) {
		b.add(row{"ConvAbuse, valid split", "skipped: not here", "", "", ""})
	} else if err != nil {
		return err
	} else if err := b.separation("ConvAbuse, valid split: abusive against not", valid, vader, list, func(k language.Kind) bool {
		return k == language.Contempt || k == language.Threat || k == language.Yelling || k == language.Danger
	}); err != nil {
		return err
	}
	return b.wordsInBrowser(ctx, texts)
}

// separation measures how well each tells bad messages from others, by AUC: how
// often a bad one is above another.
func (b *bench) separation(what string, messages []corpus.Rated, vader *govader.SentimentIntensityAnalyzer, list *goaway.ProfanityDetector, counts func(language.Kind) bool) error {
	weights, err := asset.Load()
	if err != nil {
		return err
	}
	e, err := language.New(weights[asset.WeightsName].Data)
	if err != nil {
		return err
	}
	ours := auc(messages, func(t string) float64 {
		highest := 0.0
		r := e.Check(t)
		for i, k := range language.Kinds() {
			if k.Hazard() && counts(k) {
				highest = max(highest, r.Scores[i])
			}
		}
		return highest
	})
	for _, other := range []struct {
		name  string
		score func(string) float64
	}{
		{"govader", func(t string) float64 { return -vader.PolarityScores(t).Compound }},
		{"go-away", func(t string) float64 {
			if list.IsProfane(t) {
				return 1
			}
			return 0
		}},
	} {
		name, theirs := other.name, auc(messages, other.score)
		b.add(row{fmt.Sprintf("separation (AUC), %s, %d messages, beside %s", what, len(messages), name), fmt.Sprintf("%.3f", ours), fmt.Sprintf("%.3f (%s)", theirs, name),
			times(ours, theirs), ""})
	}
	return nil
}

func auc(messages []corpus.Rated, score func(string) float64) float64 {
	var bad, good []float64
	for _, m := range messages {
		if s := score(m.Text); m.Bad {
			bad = append(bad, s)
		} else {
			good = append(good, s)
		}
	}
	above := 0.0
	for _, h := range bad {
		for _, l := range good {
			switch {
			case h > l:
				above++
			case h == l:
				above += 0.5
			}
		}
	}
	return above / float64(max(1, len(bad)*len(good)))
}

// wordsInBrowser measures the program that browsers are given, in Chromium.
func (b *bench) wordsInBrowser(ctx context.Context, texts []string) error {
	files, err := asset.Load()
	if err != nil {
		return err
	}
	tab, stopTab := newTab(ctx)
	if _, built := files[asset.WordsName]; tab == nil || !built {
		b.add(row{"the language check in a browser", "skipped: no browser, or not built", "", "", ""})
		return nil
	}
	defer stopTab()
	url, _, stop, err := site(ctx, filepath.Join(b.dir, "words"))
	if err != nil {
		return err
	}
	defer stop()
	if err := chromedp.Do(tab, chromedp.Navigate(url)); err != nil {
		return err
	}
	list, err := json.Marshal(texts)
	if err != nil {
		return err
	}
	answer, err := visitor{tab}.ask(fmt.Sprintf(`await import("/a/%s");
const { openWords } = await import("/a/%s");
const d = document.body.dataset;
const began = performance.now();
const ask = await openWords({ code: { url: d.words, integrity: d.wordsIntegrity }, weights: { url: d.weights, integrity: d.weightsIntegrity }, keep: false });
const opened = performance.now() - began;
let best = 0, loop = Infinity, x = 1;
for (const text of %s) {
  let quickest = Infinity;
  for (let round = 0; round < %d; round++) {
    const at = performance.now();
    if (typeof ask(text, "2026-11-24T12:00", true, "") !== "string") throw new Error("no answer");
    const then = performance.now();
    quickest = Math.min(quickest, then - at);
    for (let i = 0; i < 2e6; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
    loop = Math.min(loop, performance.now() - then);
  }
  best += quickest / %d;
}
return [opened, best, loop + (x & 0)].join(" ")`, files["wasm_exec.js"].Path, files["words.js"].Path, list, readings, letters))
	if err != nil {
		return err
	}
	var opened, quickest, loop float64
	if _, err := fmt.Sscan(answer, &opened, &quickest, &loop); err != nil {
		return fmt.Errorf("%q: %w", answer, err)
	}
	b.add(row{fmt.Sprintf("reading %d characters in Chromium", letterSize), ms(millis(quickest)),
		ms(millis(loop)) + " (2×10⁶ steps of a loop in the page)", times(quickest, loop), goal("at most "+checkGoal.String(), millis(quickest) <= checkGoal)})
	b.add(row{"  fetching, compiling and starting it", ms(millis(opened)), "", "", ""})
	b.add(row{"  what is fetched, brotli", fmt.Sprintf("%d bytes, and %d of weights", len(files[asset.WordsName].Br), len(files[asset.WeightsName].Br)), "", "", ""})
	return nil
}

// lettersOf puts messages together to texts of the same length.
func lettersOf(messages []string) []string {
	all := strings.Join(messages, " ")
	var out []string
	for runes := []rune(all); len(out) < letters && len(runes) >= letterSize; runes = runes[letterSize:] {
		out = append(out, string(runes[:letterSize]))
	}
	return out
}

// messages reads those that nothing was learned from: those held out, and
// everyday ones.
func messages(dir string) (held []corpus.Rated, daily []string, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.ndjson"))
	if err != nil || len(files) == 0 {
		return nil, nil, fmt.Errorf("no corpus in %s: %w", dir, err)
	}
	all, err := corpus.Read(files...)
	for _, m := range all {
		switch m.Set {
		case "test":
			held = append(held, corpus.Rated{Text: m.Text, Bad: slices.ContainsFunc(m.Kinds, func(k string) bool { return language.Kind(k).Hazard() })})
		case "everyday":
			daily = append(daily, m.Text)
		}
	}
	return held, daily, err
}
