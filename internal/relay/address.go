package relay

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// maxHops bounds how far back the way of a request is followed.
const maxHops = 16

// address is what a request counts by in the limits: the address it came from.
// Behind a proxy that whoever runs this has named, that is what the proxy says in
// X-Forwarded-For: its last entry that is no such proxy itself. What stands
// before that anybody could have written, and is never looked at.
func (s *Server) address(r *http.Request) []byte {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return addressKey(netip.Addr{})
	}
	a := peer.Addr()
	if len(s.proxies) == 0 {
		return addressKey(a)
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for range maxHops {
		if !s.isProxy(a) || len(hops) == 0 {
			break
		}
		next, ok := parseHop(hops[len(hops)-1])
		if !ok {
			break // the proxy says nothing that could be understood: its own address counts
		}
		a, hops = next, hops[:len(hops)-1]
	}
	return addressKey(a)
}

func (s *Server) isProxy(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(s.proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// parseHop reads an entry of X-Forwarded-For: an address, which some proxies
// write with a port or in brackets.
func parseHop(hop string) (netip.Addr, bool) {
	hop = strings.TrimSpace(hop)
	if ap, err := netip.ParseAddrPort(hop); err == nil {
		return ap.Addr(), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(hop, "["), "]"))
	return a, err == nil
}

// addressKey is the part of an address that one household usually has: all of
// an IPv4 address, the first 64 bits of an IPv6 address.
func addressKey(a netip.Addr) []byte {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			a = p.Addr()
		}
	}
	if !a.IsValid() {
		return []byte("unknown")
	}
	return a.AsSlice()
}
