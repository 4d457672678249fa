// Package e2e drives troth in a real browser (Chromium, over its debugging
// protocol), as people do: by the words on buttons and the labels of fields.
//
// # How to run
//
//	make e2e                      all of it
//	go test ./e2e -run TestLock   one test; the core must be built (make core)
//	TROTH_SHOTS=dir make e2e      keep pictures of every page a test shows
//
// Without a browser the tests are skipped, and say so. With "browser" in
// TROTH_TEST_REQUIRE a missing browser is a failure.
//
// # How it is built
//
// A Person is one browser context: its own storage, history and network. Two
// people are two of them. All of its requests go through a Line of its own, which
// a test can cut, mend, and make lose answers. A Person's helpers wait for what
// they need, up to one generous deadline, and never for a length of time. Whatever the browser
// complains about (errors, uncaught exceptions, violations of the content
// security policy, in pages and in workers) is collected, and fails the test at
// its end unless the test expected it.
//
// The tests of the plumbing (page, workers, storage) use testcore in place of
// the app, so that they fail for one reason only.
package e2e
