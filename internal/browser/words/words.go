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
//	ask(text, now, dayFirst, strict) → answer
//
// with now as 2006-01-02T15:04. The answer is a text of records with U+001E
// between them, whose fields have U+001F between them:
//
//	note      kinds, with blanks between; start; end; thousandths; why; try
//	promise   start; end; date; time; repeat
//	feelings  names, with blanks between
//	crisis
//
// Start and end count bytes of the text in UTF-8. One text is a single crossing
// between the two programs, and is read by less code than nested values. Package
// browser asks.
package words

import (
	"strconv"
	"strings"
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

// answer writes an answer as one text. Marks that separate stand in no value.
func answer(a check.Answer) string {
	var records []string
	add := func(fields ...string) {
		for i, f := range fields {
			fields[i] = strings.Map(func(r rune) rune {
				if r == '\x1e' || r == '\x1f' {
					return ' '
				}
				return r
			}, f)
		}
		records = append(records, strings.Join(fields, "\x1f"))
	}
	for _, n := range a.Notes {
		kinds := ""
		for _, k := range n.Kinds {
			kinds += string(k) + " "
		}
		add("note", kinds, strconv.Itoa(n.Start), strconv.Itoa(n.End), strconv.Itoa(int(n.Score*1000)), n.Why, n.Try)
	}
	for _, p := range a.Promises {
		add("promise", strconv.Itoa(p.Start), strconv.Itoa(p.End), p.Date, p.Time, p.Repeat)
	}
	add("feelings", strings.Join(a.Feelings, " "))
	if a.Crisis {
		add("crisis")
	}
	return strings.Join(records, "\x1e")
}
