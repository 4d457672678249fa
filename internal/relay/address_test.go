package relay

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func prefixes(list ...string) (out []netip.Prefix) {
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

func TestAddress(t *testing.T) {
	proxies := prefixes("127.0.0.1/32", "10.0.0.0/8", "2001:db8:1::/48")
	for _, c := range []struct {
		name, peer string
		said       []string // X-Forwarded-For
		proxies    []netip.Prefix
		want       string
	}{
		{"nobody trusted", "127.0.0.1:9", []string{"192.0.2.7"}, nil, "127.0.0.1"},
		{"not from a proxy", "192.0.2.1:9", []string{"192.0.2.7"}, proxies, "192.0.2.1"},
		{"from a proxy", "127.0.0.1:9", []string{"192.0.2.7"}, proxies, "192.0.2.7"},
		{"what the client says itself is not looked at", "127.0.0.1:9", []string{"198.51.100.1, 192.0.2.7"}, proxies, "192.0.2.7"},
		{"two proxies", "127.0.0.1:9", []string{"198.51.100.1, 192.0.2.7, 10.1.2.3"}, proxies, "192.0.2.7"},
		{"two headers", "127.0.0.1:9", []string{"198.51.100.1", "192.0.2.7", "10.1.2.3"}, proxies, "192.0.2.7"},
		{"only proxies", "127.0.0.1:9", []string{"10.9.9.9, 10.1.2.3"}, proxies, "10.9.9.9"},
		{"nothing said", "127.0.0.1:9", nil, proxies, "127.0.0.1"},
		{"nonsense", "127.0.0.1:9", []string{"192.0.2.7, unknown"}, proxies, "127.0.0.1"},
		{"nonsense before the end", "127.0.0.1:9", []string{"unknown, 192.0.2.7"}, proxies, "192.0.2.7"},
		{"a port", "127.0.0.1:9", []string{"192.0.2.7:1234"}, proxies, "192.0.2.7"},
		{"brackets", "127.0.0.1:9", []string{"[2001:db8:2::1]"}, proxies, "2001:db8:2::"},
		{"brackets and a port", "127.0.0.1:9", []string{"[2001:db8:2::1]:1234"}, proxies, "2001:db8:2::"},
		{"a household", "[2001:db8:1::5]:9", []string{"2001:db8:2:3:4:5:6:7"}, proxies, "2001:db8:2:3::"},
		{"a proxy in the other notation", "[::ffff:10.0.0.1]:9", []string{"::ffff:192.0.2.7"}, proxies, "192.0.2.7"},
		{"a zone", "[fe80::1%eth0]:9", []string{"192.0.2.7"}, prefixes("fe80::/10"), "192.0.2.7"},
		{"too many hops", "127.0.0.1:9", []string{"192.0.2.7" + strings.Repeat(", 10.0.0.2", maxHops)}, proxies, "10.0.0.2"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
		for _, s := range c.said {
			r.Header.Add("X-Forwarded-For", s)
		}
		s := &Server{proxies: c.proxies}
		got, ok := netip.AddrFromSlice(s.address(r))
		if !ok || got.String() != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
	if got := (&Server{}).address(&http.Request{RemoteAddr: "@"}); string(got) != "unknown" {
		t.Errorf("an address that is none: %q", got)
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"", "192.0.2.7", "unknown, [::1]:9,10.0.0.1", ",,,", "[", "::ffff:1.2.3.4%x"} {
		f.Add(s)
	}
	s := &Server{proxies: prefixes("127.0.0.1/32", "10.0.0.0/8")}
	f.Fuzz(func(t *testing.T, said string) {
		got := s.address(&http.Request{RemoteAddr: "127.0.0.1:1", Header: http.Header{"X-Forwarded-For": {said, "192.0.2.9"}}})
		if a, ok := netip.AddrFromSlice(got); !ok || a.String() != "192.0.2.9" {
			t.Fatalf("what stands before the last hop counts: %q gives %v", said, a)
		}
		if n := len(s.address(&http.Request{RemoteAddr: "127.0.0.1:1", Header: http.Header{"X-Forwarded-For": {said}}})); n != 4 && n != 16 {
			t.Fatalf("%q gives %d bytes", said, n)
		}
	})
}
