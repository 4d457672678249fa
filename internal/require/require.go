// Package require lets a test go without something that a machine may lack, such
// as a browser, and say so; where it must be there, as TROTH_TEST_REQUIRE says
// ("browser,node"), its absence fails the test instead. It is for tests.
package require

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Needed reports whether something must be there.
func Needed(what string) bool {
	return slices.Contains(strings.Split(os.Getenv("TROTH_TEST_REQUIRE"), ","), what)
}

// Have skips the test if err says why something is not there, or fails it if
// that is needed.
func Have(t testing.TB, what string, err error) {
	t.Helper()
	switch {
	case err == nil:
	case Needed(what):
		t.Fatalf("%s is required: %v", what, err)
	default:
		t.Skipf("skipped without %s: %v", what, err)
	}
}
