package view

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"troth/internal/app"
)

// routesOf returns the routes that are declared in a package: its constants whose
// name begins with route.
func routesOf(t *testing.T, r reader, path string) (routes []string) {
	t.Helper()
	pkg, err := r.Import(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pkg.Scope().Names() {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if ok && strings.HasPrefix(strings.ToLower(name), "route") && c.Val().Kind() == constant.String {
			routes = append(routes, constant.StringVal(c.Val()))
		}
	}
	return routes
}

// Exit and Help are on every page there is, in every state, whatever is on it: the
// pages are taken from where routes are declared, so that none can be forgotten.
func TestExitIsOnEveryPage(t *testing.T) {
	r := reader{token.NewFileSet(), map[string]*types.Package{}, map[string]bool{}}
	w, routes := typed(t, "words")
	for _, path := range []string{"troth/internal/app", "troth/internal/view"} {
		found := routesOf(t, r, path)
		if len(found) < 15 {
			t.Fatalf("%s declares only %d routes: the test looks in the wrong place", path, len(found))
		}
		routes = append(routes, found...)
	}
	check := func(name string) {
		t.Helper()
		page := Page(w.m)
		head, _, _ := strings.Cut(page, "<main")
		// In what stands above every page, so that it is never scrolled for.
		if strings.Count(head, `data-exit`) != 1 || strings.Count(head, `data-help`) != 1 {
			t.Errorf("%s has no Exit or no Help above it", name)
		}
	}
	m := w.m
	for _, route := range routes {
		for phase := app.Starting; phase <= app.Open; phase++ {
			for space := app.NoSpace; space <= app.Coming; space++ {
				m.Route, m.Phase, m.Space, m.Try, m.Sheet = route, phase, space, app.Try{}, "TROTH1-AAAA"
				check(route)
			}
		}
	}
	for name, state := range look(t) {
		w.m = state
		check(name)
	}
	// Pages that lie over all others have Exit, and a way back.
	for _, page := range []string{HelpHTML(), NamesHTML("Notes")} {
		head, _, _ := strings.Cut(page, "<main")
		if strings.Count(head, "data-exit") != 1 || strings.Count(head, "data-back") != 1 {
			t.Error("a page over the others has no Exit or leads nowhere")
		}
	}
}
