//go:build js

package browser

import (
	"context"
	"errors"
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

func readAnswer(v js.Value) (a check.Answer) {
	if v.Type() != js.TypeObject {
		return a
	}
	each := func(list js.Value, f func(js.Value)) {
		for i := range list.Length() {
			f(list.Index(i))
		}
	}
	each(v.Index(0), func(f js.Value) {
		a.Findings = append(a.Findings, language.Finding{Kind: language.Kind(f.Index(0).String()), Start: f.Index(1).Int(), End: f.Index(2).Int(),
			Score: f.Index(3).Float(), Why: f.Index(4).String(), Try: f.Index(5).String()})
	})
	each(v.Index(1), func(p js.Value) {
		a.Promises = append(a.Promises, check.Promise{Start: p.Index(0).Int(), End: p.Index(1).Int(),
			Date: p.Index(2).String(), Time: p.Index(3).String(), Repeat: p.Index(4).String()})
	})
	each(v.Index(2), func(name js.Value) { a.Feelings = append(a.Feelings, name.String()) })
	return a
}
