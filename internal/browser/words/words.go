//go:build js

// Package words is the language check's own edge in a browser: a second program
// in the worker of the core, which answers questions and does nothing else. It
// reaches no network, no store and no page.
//
// The script that starts it (shim/words.js) leaves an object "words" behind:
//
//	{weights: Uint8Array, ready(ask)}
//
// and is given ask once, or null if the weights are not to be used:
//
//	ask(text, now, dayFirst, strict) → [findings, promises, feelings]
//
// with now as 2006-01-02T15:04, findings as [kind, start, end, score, why, try],
// promises as [start, end, date, time, repeat] and feelings as names. Start and
// end count bytes of the text in UTF-8. Package browser asks.
package words

import (
	"syscall/js"
	"time"

	"troth/internal/language"
	"troth/internal/language/check"
)

// Clock is how now is written.
const Clock = "2006-01-02T15:04"

// Run is the life of the program. It never returns.
func Run() {
	global := js.Global().Get("words")
	given := global.Get("weights")
	weights := make([]byte, given.Length())
	js.CopyBytesToGo(weights, given)
	ask, err := check.New(weights)
	if err != nil {
		global.Call("ready", nil)
		return
	}
	global.Call("ready", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 4 {
			return nil
		}
		now, err := time.Parse(Clock, args[1].String())
		if err != nil {
			return nil
		}
		return answer(ask(check.Question{Text: args[0].String(), Now: now, DayFirst: args[2].Truthy(), Strict: language.Strict(args[3].String())}))
	}))
	select {}
}

// answer writes an answer as plain values.
func answer(a check.Answer) []any {
	findings, promises, feelings := []any{}, []any{}, []any{}
	for _, f := range a.Findings {
		findings = append(findings, []any{string(f.Kind), f.Start, f.End, f.Score, f.Why, f.Try})
	}
	for _, p := range a.Promises {
		promises = append(promises, []any{p.Start, p.End, p.Date, p.Time, p.Repeat})
	}
	for _, name := range a.Feelings {
		feelings = append(feelings, name)
	}
	return []any{findings, promises, feelings}
}
