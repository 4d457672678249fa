//go:build js

package browser

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"syscall/js"

	"troth/internal/language"
	"troth/internal/language/check"
)

// errNoCheck says that the language check could not be fetched or started.
var errNoCheck = errors.New("browser: no language check")

// Check starts the language check, which is a program of its own (package
// browser/words) in this worker; the worker's script fetches it. What it
// answers is taken as it comes: the app looks at it before it is shown.
func Check(ctx context.Context) (check.Func, error) {
	promise, err := call(js.Global(), "openWords")
	if err != nil {
		return nil, err
	}
	ask, err := await(ctx, promise)
	if err != nil {
		return nil, err
	}
	if ask.Type() != js.TypeFunction {
		return nil, errNoCheck
	}
	return func(q check.Question) (a check.Answer) {
		// A check that has ended says nothing any more.
		defer func() {
			if recover() != nil {
				a = check.Answer{}
			}
		}()
		return readAnswer(ask.Invoke(q.Text, q.Now.Format("2006-01-02T15:04"), q.DayFirst, string(q.Strict)))
	}, nil
}

// readAnswer reads what package words writes.
func readAnswer(v js.Value) (a check.Answer) {
	if v.Type() != js.TypeString {
		return a
	}
	for _, record := range strings.Split(v.String(), "\x1e") {
		f := strings.Split(record, "\x1f")
		n := func(i int) int { n, _ := strconv.Atoi(f[i]); return n }
		switch {
		case f[0] == "note" && len(f) == 7:
			note := check.Note{Start: n(2), End: n(3), Score: float64(n(4)) / 1000, Why: f[5], Try: f[6]}
			for _, k := range strings.Fields(f[1]) {
				note.Kinds = append(note.Kinds, language.Kind(k))
			}
			a.Notes = append(a.Notes, note)
		case f[0] == "promise" && len(f) == 6:
			a.Promises = append(a.Promises, check.Promise{Start: n(1), End: n(2), Date: f[3], Time: f[4], Repeat: f[5]})
		case f[0] == "feelings" && len(f) == 2:
			a.Feelings = strings.Fields(f[1])
		case f[0] == "crisis":
			a.Crisis = true
		}
	}
	return a
}
