package require

import (
	"errors"
	"testing"
)

// said notes what becomes of a test.
type said struct {
	testing.TB
	what string
}

func (s *said) Helper()               {}
func (s *said) Fatalf(string, ...any) { s.what = "failed" }
func (s *said) Skipf(string, ...any)  { s.what = "skipped" }

func TestHave(t *testing.T) {
	none := errors.New("none here")
	for _, c := range []struct {
		env, what string
		err       error
		want      string
	}{
		{"", "node", none, "skipped"},
		{"browser", "node", none, "skipped"},
		{"browser,node", "node", none, "failed"},
		{"nodes", "node", none, "skipped"},
		{"node", "node", nil, ""},
		{"", "node", nil, ""},
	} {
		t.Setenv("TROTH_TEST_REQUIRE", c.env)
		s := &said{TB: t}
		if Have(s, c.what, c.err); s.what != c.want {
			t.Errorf("%s, required %q, %v: %q, want %q", c.what, c.env, c.err, s.what, c.want)
		}
	}
}
